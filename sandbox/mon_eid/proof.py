"""How a card shows that it is there and that its holder wants it.

The seam: today a PIN typed against an invented card; later a conversation with a real chip, which will be a second
implementation of `CardProof` and change nothing else here.
"""

from collections.abc import Mapping
from typing import Protocol

from django.db.models import F

from sandbox.mon_eid.models import Citizen

TRIES = 3


class CardRefused(Exception):
    """The card did not prove its holder. `key` names the sentence that says why (words.py)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class CardProof(Protocol):
    """One way to prove a card. It raises CardRefused, or returns the methods used, as an id_token says them (amr)."""

    def prove(self, card: Citizen, answer: Mapping[str, str]) -> tuple[str, ...]: ...


class PinPad:
    """Six digits, three tries, then the card is blocked until its PIN is renewed."""

    def prove(self, card: Citizen, answer: Mapping[str, str]) -> tuple[str, ...]:
        if not card.electronic:
            raise CardRefused("card_old")
        same_card = Citizen.objects.filter(pk=card.pk)
        # A try is counted before it is judged: tries that arrive together cannot exceed three.
        if not same_card.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
            raise CardRefused("pin_blocked")
        card.refresh_from_db()
        if not same_card.filter(pin=answer.get("pin", "").strip()).exists():
            left = TRIES - card.tries
            raise CardRefused(f"pin_wrong_{left}" if left else "pin_blocked")
        same_card.update(tries=0)
        return ("hwk", "pin")


CARD: CardProof = PinPad()


def renew_pin(card: Citizen, pin: str) -> None:
    """A new PIN, and three tries again. In life: the card on the phone, and the face compared with the chip's image."""
    Citizen.objects.filter(pk=card.pk).update(pin=pin, tries=0)

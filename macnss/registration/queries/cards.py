"""Reads of CNSS cards: what their QR code says, whose it is, which ones wait where."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from macnss.cases.queries.scanned import readings
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import Identifier
from macnss.kernel.secrets import SPOKEN, digest, same
from macnss.lawbook.book import Law
from macnss.registration.enums import CardState
from macnss.registration.models import Card, CardQuerySet

_SCANNED = re.compile(r"CNSS/(?P<number>\d{9})/(?P<rank>\d{1,4})/(?P<key>[2-9A-Z]{8})")
_NUMBER = re.compile(r"\d{9}")
WAITING = (CardState.ORDERED, CardState.PRINTED, CardState.AT_AGENCY, CardState.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a scanned code says: it is ours, it names this person; `card` is None for a code shown without a card."""

    insured: Insured
    card: Card | None

    @property
    def in_force(self) -> bool:
        return self.card is not None and self.card.state != CardState.CANCELLED


def card_of(insured: Insured) -> Card | None:
    """The card in force of a person."""
    return Card.objects.in_force().select_related("office").filter(insured=insured).first()


def scanned_as(insured: Insured, card: Card | None) -> str:
    """What the QR code of a card holds: the number, the rank of the card, a key that only we can make."""
    rank = card.rank if card else 0
    return f"CNSS/{insured.registration_number}/{rank}/{_key(insured.registration_number, rank)}"


def recognised(text: str) -> Recognised | None:
    """Whose card this is; None for a code that we did not make."""
    found = next((match for each in readings(text) if (match := _SCANNED.fullmatch(each.upper()))), None)
    if found is None or not same(_key(found["number"], int(found["rank"])).encode(), found["key"].encode()):
        return None
    insured = Insured.objects.select_related("account").filter(number=int(found["number"])).first()
    if insured is None:
        return None
    card = Card.objects.select_related("office").filter(insured=insured, rank=int(found["rank"])).first()
    return Recognised(insured, card)


def card_scanned(text: str, among: CardQuerySet) -> Card | None:
    """The card of this code, or the latest of this registration number, among these."""
    found = recognised(text)
    if found:
        return among.filter(pk=found.card.pk).first() if found.card else None
    number = Identifier.normalise(text)
    return among.filter(insured__number=int(number)).order_by("rank").last() if _NUMBER.fullmatch(number) else None


def cards_at(offices: Collection[Office], agent: Account) -> CardQuerySet:
    """The cards of these offices; an agent's own is a colleague's work."""
    own = Insured.objects.filter(account=agent)
    return Card.objects.at_offices(offices).exclude(insured__in=own).select_related("insured", "office")


def left_since(now: dt.datetime) -> dt.datetime:
    """What waits for its owner since before this moment, and they know it, waits too long."""
    return now - dt.timedelta(days=Law(timezone.localdate(now)).count("service.collection_calendar_days"))


def counted(cards: CardQuerySet) -> dict[str, int]:
    """How many cards there are at each state."""
    return dict(cards.order_by().values_list("state").annotate(Count("id")))


def _key(number: str, rank: int) -> str:
    drawn = digest(f"{number}/{rank}", "card")[:8]
    return "".join(SPOKEN[each % len(SPOKEN)] for each in drawn)

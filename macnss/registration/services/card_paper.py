"""The CNSS card as it prints: for a card printer, on sheets to cut, or on a page at home."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.cases.services import store
from macnss.gateways.typst.drawings import photo as drawn_photo
from macnss.gateways.typst.drawings import qr
from macnss.gateways.typst.fields import width_of
from macnss.gateways.typst.typesetting import typeset
from macnss.insured.models import Insured
from macnss.registration.models import Card
from macnss.registration.queries.cards import scanned_as
from macnss.ui.templatetags.formats import grouped, language

TEMPLATE = Path(__file__).parent.parent / "print" / "card.typ"
NAME_WIDTH = 97.0  # points: what stands between the photo and the QR code
NAME_SIZES = (11.0, 9.5, 8.0, 6.5)


class Layout(models.TextChoices):
    """How cards are laid out on paper."""

    CARDS = "cards", _("One card a page, for a card printer")
    SHEET = "sheet", _("Ten cards on a sheet, to cut")
    HOME = "home", _("One card on a page")


def paper_of(cards: Sequence[Card], *, layout: Layout, at: dt.datetime) -> bytes:
    """The PDF of these cards."""
    return _typeset([(card.insured, card) for card in cards], layout, at)


def at_home(insured: Insured, card: Card | None, *, at: dt.datetime) -> bytes:
    """What a person prints by themselves, whether a card of plastic was made or not."""
    return _typeset([(insured, card)], Layout.HOME, at)


def photo_of(card: Card) -> bytes | None:
    """The portrait of a card; None when there is none, or it was lost."""
    try:
        return store.opened(card.photo) if card.photo else None
    except store.Lost:
        return None


def _typeset(shown: Sequence[tuple[Insured, Card | None]], layout: Layout, at: dt.datetime) -> bytes:
    files: dict[str, bytes] = {}
    cards = [_drawn(rank, insured, card, files) for rank, (insured, card) in enumerate(shown)]
    return typeset(TEMPLATE, {"language": language(), "layout": layout.value, "cards": cards}, at=at, files=files)


def _drawn(rank: int, insured: Insured, card: Card | None, files: dict[str, bytes]) -> dict[str, Any]:
    """What stands on one card; its pictures go to `files`."""
    code, picture = f"qr{rank}.svg", f"photo{rank}.svg"
    files[code] = qr(scanned_as(insured, card))
    photo = photo_of(card) if card else None
    if photo:
        files[picture] = drawn_photo(photo)
    since = timezone.localdate(card.ordered_at) if card else insured.registered_on
    return {
        "last_name": insured.last_name,
        "first_name": insured.first_name,
        "name_size": _size(insured.last_name, insured.first_name),
        "name_ar": insured.name_ar,
        "number": grouped(insured.number, 0),
        "issued": card is not None,
        "since": f"{since:%d/%m/%Y}",
        "qr": code,
        "photo": picture if photo else None,
    }


def _size(*names: str) -> float:
    """The largest size at which each name stands on one line; the smallest one wraps."""
    return next(
        (size for size in NAME_SIZES if all(width_of(name, size) <= NAME_WIDTH for name in names)), NAME_SIZES[-1]
    )

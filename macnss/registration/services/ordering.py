"""The card that the acceptance of a case orders, with the portrait that was given among its papers."""

import datetime as dt

from django.db import transaction

from macnss.cases.models import Case, Page
from macnss.cases.services.sending import office_of
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.registration.enums import CardReason
from macnss.registration.models import Card
from macnss.registration.services import cards
from macnss.ui.items import Step

PHOTO = "photo"


@transaction.atomic
def order_from(
    *, case: Case, insured: Insured, by: Account, now: dt.datetime, reason: CardReason = CardReason.FIRST
) -> Card:
    """Order the card of a person, to be collected at the office of the case. Raises HasCard."""
    office = case.office or office_of(insured.town)
    assert office, "a fund without an office hands no card over"
    given = Page.objects.filter(piece__case=case, piece__name=PHOTO, removed_at=None)
    portrait = given.order_by("place").first()
    return cards.order(insured=insured, reason=reason, office=office, by=by, now=now, photo_page=portrait, case=case)


def steps_of(person: Insured) -> list[Step]:
    """Where the latest card of a person stands."""
    card = Card.objects.filter(insured=person).select_related("office").order_by("rank").last()
    return cards.steps_of(card) if card else []

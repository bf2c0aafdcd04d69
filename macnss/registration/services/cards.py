"""Carte CNSS / بطاقة الصندوق: ordered, printed, received at the agency, handed over to whoever shows who they are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from macnss.audit import services as audit
from macnss.cases.models import Case, Page
from macnss.identity.models import Account, Office
from macnss.identity.services import notices
from macnss.insured.models import Insured
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind
from macnss.registration.enums import CardReason, CardState
from macnss.registration.models import Card
from macnss.registration.services.card_paper import Layout, paper_of
from macnss.ui.items import Step, StepState
from macnss.ui.templatetags.formats import long_date

ORDERED = audit.action("card.ordered", _("A CNSS card was ordered for you."))
PRINTED = audit.action("card.printed", _("Your CNSS card was printed."))
ARRIVED = audit.action("card.arrived", _("Your CNSS card reached the agency."))
HANDED_OVER = audit.action("card.handed_over", _("Your CNSS card was handed over to you; the agent saw your identity."))
READ = audit.action("card.read_by_agent", _("An agent of the fund opened the page of your CNSS card."))
CANCELLED = audit.action("card.cancelled", _("Your CNSS card was cancelled."))
MOST_AT_ONCE = 200

WAITS = kind(
    "registration.card_waits",
    subject=_("Your CNSS card is at the agency"),
    body=_(
        "Your CNSS card is at %(office)s. Go and collect it yourself, with your identity document.\n\n"
        "Follow it here: %(link)s"
    ),
    sms=_("Ma CNSS: your card is at %(office)s. Collect it yourself, with your identity document."),
    worth=7 * DAY,
)
GIVEN = kind(
    "registration.card_given",
    subject=_("Your CNSS card was handed over"),
    body=_(
        "Your CNSS card was handed over today at %(office)s, to somebody who showed your identity document.\n\n"
        "If it was not you, tell us at once: %(link)s"
    ),
    sms=_("Ma CNSS: your card was handed over today at %(office)s. Not you? %(link)s"),
    worth=7 * DAY,
)


class HasCard(DomainError):
    code = "has-card"
    message = _("This person already has a card: order another one as lost, or for changed data.")


class CardMovedOn(DomainError):
    code = "card-moved-on"
    message = _("This card has moved on since you opened this page: look at where it stands now.")


class NoCardChosen(DomainError):
    code = "no-card-chosen"
    message = _("Choose at least one card.")


class IdentityNotSeen(DomainError):
    code = "identity-not-seen"
    message = _("Look at the person's identity document, then say that you have seen it.")


class OwnCard(DomainError):
    code = "own-card"
    message = _("This card is yours: a colleague hands it over.")


@transaction.atomic
def order(
    *,
    insured: Insured,
    reason: CardReason,
    office: Office,
    by: Account | None,
    now: dt.datetime,
    photo_page: Page | None = None,
    case: Case | None = None,
) -> Card:
    """Order a card; a lost one, or one whose data changed, is cancelled by its successor, which keeps its photo.

    Raises HasCard when a first card is asked for twice.
    """
    before = Card.objects.select_for_update(of=("self",)).filter(insured=insured).order_by("rank").last()
    if before and before.state != CardState.CANCELLED and reason != CardReason.FIRST:
        _cancel(before, by, now)
    card = Card(
        insured=insured,
        rank=before.rank + 1 if before else 1,
        reason=reason,
        office=office,
        case=case,
        photo=photo_page.document if photo_page else before.photo if before else "",
        ordered_at=now,
        ordered_by=by,
    )
    with broken_promise("one_card_in_force_a_person", means=HasCard):
        card.save(force_insert=True)
    audit.record(ORDERED, card, by=by, at=now, person=insured.pk, reason=str(reason))
    return card


@transaction.atomic
def print_batch(*, cards: Iterable[Card], layout: Layout, by: Account, now: dt.datetime) -> bytes:
    """The PDF of these cards, which are then printed; one printed already, or at the agency, may be printed again.

    Raises NoCardChosen, CardMovedOn.
    """
    held = _held(cards, CardState.ORDERED, CardState.PRINTED, CardState.AT_AGENCY)
    paper = paper_of(held, layout=layout, at=now)
    for card in held:
        if card.state == CardState.ORDERED:
            card.state, card.printed_at, card.printed_by = CardState.PRINTED, now, by
            card.save(update_fields=["state", "printed_at", "printed_by"])
        audit.record(PRINTED, card, by=by, at=now, person=card.insured_id)
    return paper


@transaction.atomic
def receive(*, cards: Iterable[Card], by: Account, now: dt.datetime) -> Sequence[Card]:
    """These cards are at the agency: each person is told. Raises NoCardChosen, CardMovedOn."""
    held = _held(cards, CardState.PRINTED)
    for card in held:
        card.state, card.arrived_at, card.arrived_by = CardState.AT_AGENCY, now, by
        card.save(update_fields=["state", "arrived_at", "arrived_by"])
        audit.record(ARRIVED, card, by=by, at=now, person=card.insured_id)
        tell(WAITS, card=card, now=now)
    return held


@transaction.atomic
def read(*, card: Card, by: Account, now: dt.datetime) -> None:
    """Let an agent open a card: its owner will know."""
    audit.record(READ, card, by=by, at=now, person=card.insured_id)


@transaction.atomic
def hand_over(*, card: Card, identity_seen: bool, by: Account, now: dt.datetime) -> Card:
    """Give a card to its owner, whose identity document was seen. Raises IdentityNotSeen, OwnCard, CardMovedOn."""
    if not identity_seen:
        raise IdentityNotSeen
    (held,) = _held([card], CardState.AT_AGENCY)
    if held.insured.account_id == by.pk:
        raise OwnCard
    held.state, held.handed_at, held.handed_by = CardState.HANDED_OVER, now, by
    held.save(update_fields=["state", "handed_at", "handed_by"])
    audit.record(HANDED_OVER, held, by=by, at=now, person=held.insured_id, identity_seen=True)
    tell(GIVEN, card=held, now=now)
    return held


@transaction.atomic
def cancel(*, card: Card, by: Account, now: dt.datetime) -> Card:
    """A card that must not be used, or was spoilt. Raises CardMovedOn."""
    (held,) = _held([card], *set(CardState) - {CardState.CANCELLED})
    _cancel(held, by, now)
    return held


def tell(message: str, *, card: Card, now: dt.datetime) -> None:
    """To the account of the person, else to the phone and the e-mail of the record."""
    insured = card.insured
    language = insured.account.language if insured.account else "ar"
    with translation.override(language):
        said = {"office": str(card.office), "day": long_date(card.reached_on), "link": reverse("registration:card")}
    if insured.account:
        notices.tell(message, account=insured.account, now=now, **said)
    elif insured.phone or insured.email:
        reached: dict[str, Any] = {"email": insured.email, "phone": insured.phone, **said}
        outbox.post(message, account=None, language=language, now=now, **reached)


def steps_of(card: Card) -> list[Step]:
    """Where the card of plastic stands, as its owner follows it."""
    reached = (
        (_("Card ordered"), card.ordered_at),
        (_("Card printed"), card.printed_at),
        (_("Card at the agency"), card.arrived_at),
        (_("Card handed over"), card.handed_at),
    )
    steps = [Step(label, StepState.DONE if at else StepState.TODO, _day(at)) for label, at in reached]
    last = max(place for place, step in enumerate(steps) if step.state is StepState.DONE)
    if card.state == CardState.CANCELLED:
        done = [step for step in steps if step.state is StepState.DONE]
        return [*done, Step(pgettext_lazy("card", "Cancelled"), StepState.CURRENT, _day(card.cancelled_at))]
    if card.state != CardState.HANDED_OVER:
        note = str(card.office) if card.state == CardState.AT_AGENCY else ""
        steps[last] = Step(steps[last].label, StepState.CURRENT, steps[last].on, note)
    return steps


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at else None


def _held(cards: Iterable[Card], *states: CardState) -> list[Card]:
    """The cards as they stand now, held until the end of the transaction, in their order."""
    wanted = sorted({card.pk for card in cards})[: MOST_AT_ONCE + 1]
    if not wanted:
        raise NoCardChosen
    rows = Card.objects.select_for_update(of=("self",)).select_related("insured", "insured__account", "office")
    held = list(rows.filter(pk__in=wanted, state__in=states).order_by("pk")[:MOST_AT_ONCE])
    if len(held) != len(wanted):
        raise CardMovedOn
    return held


def _cancel(card: Card, by: Account | None, now: dt.datetime) -> None:
    card.state, card.cancelled_at, card.cancelled_by = CardState.CANCELLED, now, by
    card.save(update_fields=["state", "cancelled_at", "cancelled_by"])
    audit.record(CANCELLED, card, by=by, at=now, person=card.insured_id)

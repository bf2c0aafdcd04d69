"""Cards that wait: for a printer, for the road, for their owner. None waits in silence."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.enums import AlarmKind
from macnss.cases.models import Alarm
from macnss.cases.services import alarms
from macnss.kernel.sweeps import each_alone
from macnss.lawbook.book import Law
from macnss.outbox.kinds import DAY, kind
from macnss.registration.enums import CardState
from macnss.registration.models import Card, CardQuerySet
from macnss.registration.queries.cards import left_since
from macnss.registration.services import cards
from macnss.ui.templatetags.formats import long_date

REMINDED = audit.action("card.reminded", _("You were reminded that your CNSS card waits at the agency."))
STILL_WAITS = kind(
    "registration.card_still_waits",
    subject=_("Your CNSS card still waits for you"),
    body=_(
        "Your CNSS card has been at %(office)s since %(day)s. Go and collect it yourself, with your identity "
        "document.\n\nFollow it here: %(link)s"
    ),
    sms=_("Ma CNSS: your card waits at %(office)s since %(day)s. Collect it yourself, with your identity document."),
    worth=7 * DAY,
)


def watch(*, now: dt.datetime) -> None:
    """A supervisor is told of the cards past their time; whoever does not come for theirs is reminded, twice."""
    each_alone(_stuck(now).select_related("case__office"), _alert, now)
    waiting = Card.objects.to_remind(left_since(now))
    each_alone(waiting.select_related("insured__account", "office"), _remind, now)


def _stuck(now: dt.datetime) -> CardQuerySet:
    """Past the time that a printer or the road takes, and of which no supervisor was told lately."""
    law = Law(timezone.localdate(now))
    made, carried = (
        now - dt.timedelta(days=law.count(f"service.card_{step}_calendar_days")) for step in ("printed", "carried")
    )
    late = Q(state=CardState.ORDERED, ordered_at__lt=made) | Q(state=CardState.PRINTED, printed_at__lt=carried)
    told = Alarm.objects.filter(case=OuterRef("case"), kind=AlarmKind.FAILED)
    lately = told.filter(Q(settled_at=None) | Q(settled_at__gt=now - alarms.AGAIN))
    return Card.objects.filter(late, ~Exists(lately), case__isnull=False)


def _alert(card: Card, now: dt.datetime) -> None:
    assert card.case
    alarms.fail(case=card.case, words=_standing(card), now=now)


def _standing(card: Card) -> str:
    """In both languages: whoever reads it is not known yet."""
    told = []
    for language in ("fr", "ar"):
        with translation.override(language):
            said = {"state": CardState(card.state).label, "day": long_date(card.reached_on)}
            told.append(gettext("CNSS card “%(state)s” since %(day)s") % said)
    return " · ".join(told)


def _remind(card: Card, now: dt.datetime) -> None:
    card.reminders, card.reminded_at = card.reminders + 1, now
    card.save(update_fields=["reminders", "reminded_at"])
    audit.record(REMINDED, card, by=None, at=now, person=card.insured_id)
    cards.tell(STILL_WAITS, card=card, now=now)

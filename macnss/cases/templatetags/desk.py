"""Cases in the agents' words: how late, what a check found, what happened."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.cases.engine import Check
from macnss.cases.enums import State, Verdict
from macnss.cases.models import Case
from macnss.kernel.months import Month
from macnss.ui.bidi import isolate
from macnss.ui.components.signs import badge, icon
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import number, short_month

register = template.Library()
SOON = 2  # days before the date from which it is said aloud

VERDICTS: dict[str, tuple[str, str, Words]] = {
    Verdict.FINE: ("circle-check", "success", gettext_lazy("In order")),
    Verdict.DOUBT: ("triangle-alert", "warning", gettext_lazy("To be looked at")),
    Verdict.WRONG: ("circle-alert", "danger", gettext_lazy("Wrong")),
}
STATES: dict[str, str] = {
    State.SENT: "info",
    State.EXAMINED: "neutral",
    State.AWAITING: "warning",
    State.ASKED: "warning",
    State.SECOND_LOOK: "info",
    State.ACCEPTED: "success",
    State.REFUSED: "danger",
    State.WITHDRAWN: "neutral",
}
IN_AGENTS_WORDS: dict[str, Words] = {  # the sentences of the journal speak to the applicant
    State.SENT: gettext_lazy("Waiting for an agent"),
    State.AWAITING: gettext_lazy("Papers awaited"),
    State.ASKED: gettext_lazy("An answer is awaited"),
    State.SECOND_LOOK: gettext_lazy("Second look"),
}
HAPPENED: dict[str, Words] = {
    "case.sent": gettext_lazy("Sent by the applicant"),
    "case.read_by_agent": gettext_lazy("Opened"),
    "case.record_revealed": gettext_lazy("A hidden detail of the record was read"),
    "case.presented": gettext_lazy("Presented in person"),
    "case.taken": gettext_lazy("Taken in charge"),
    "case.handed_over": gettext_lazy("Given to another agent or office"),
    "case.papers_asked": gettext_lazy("Papers asked for"),
    "case.papers_given": gettext_lazy("Papers given"),
    "case.paper_added": gettext_lazy("A paper was added"),
    "case.escalated": gettext_lazy("A supervisor was asked to look"),
    "case.decision_proposed": gettext_lazy("A decision was proposed"),
    "case.decision_turned_down": gettext_lazy("The second agent turned it down"),
    "case.accepted": gettext_lazy("Accepted"),
    "case.refused": gettext_lazy("Refused"),
    "case.withdrawn": gettext_lazy("Withdrawn by the applicant"),
    "case.appealed": gettext_lazy("Appealed by the applicant"),
}


@register.simple_tag
def state_of(case: Case) -> SafeString:
    """The state of a case, in the agents' words."""
    return badge(IN_AGENTS_WORDS.get(case.state, State(case.state).label), STATES[case.state])


@register.simple_tag
def lateness(case: Case, today: dt.date) -> SafeString:
    """How far the promised date is: in words, with a colour and a picture where it matters."""
    if case.is_paused:
        return badge(gettext("Clock stopped"), "neutral")
    if not case.is_open or case.target_on is None:
        return SafeString("")
    left = (case.target_on - today).days
    if left < 0:
        words = ngettext("%(count)s day late", "%(count)s days late", -left) % {"count": number(-left)}
        return badge(words, "danger")
    if left == 0:
        return badge(gettext("Due today"), "warning")
    words = ngettext("%(count)s day left", "%(count)s days left", left) % {"count": number(left)}
    return badge(words, "warning") if left <= SOON else format_html('<span class="muted">{}</span>', words)


@register.simple_tag
def verdict(check: Check) -> SafeString:
    """What a check found: a picture that says its name."""
    picture, tone, words = VERDICTS[check.verdict]
    return format_html('<span class="verdict tone-{}">{}</span>', tone, icon(picture, label=words))


@register.filter
def happened(event: Event) -> str:
    """A line of the journal, as agents say it."""
    return str(HAPPENED.get(event.action) or audit.sentence(event.action))


@register.simple_tag
def key(sign: str) -> SafeString:
    """The key that does the same, for who works by keyboard."""
    return format_html('<kbd class="key needs-js" aria-hidden="true" dir="ltr">{}</kbd>', sign)


@register.filter
def short_day(day: dt.date, today: dt.date) -> str:
    """A day in a dense list: 4 nov., with its year when it is another one. A moment is taken in Moroccan time."""
    on = timezone.localdate(day) if isinstance(day, dt.datetime) else day
    short = f"{number(on.day)}\u00a0{short_month(Month.of(on))}"
    return short if on.year == today.year else f"{short}\u00a0{isolate(str(on.year))}"

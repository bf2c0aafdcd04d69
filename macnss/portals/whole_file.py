"""The file of a person as an agent reads it, part by part: only the part that is opened is read.

Each part is a template and what it shows; none asks more of the database for a longer life.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.agencies.queries import appointments_of
from macnss.audit.models import Event
from macnss.cases.queries.applicant import requests_of_person
from macnss.employment.models import Employment
from macnss.family.queries import family_of
from macnss.identity.access import AgentRequest
from macnss.identity.enums import Role
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
from macnss.insured.services import READ_BY_AGENT
from macnss.outbox.kinds import KINDS as MESSAGES
from macnss.outbox.models import Message
from macnss.personal.queries import banking_of
from macnss.portals.journal import entry_for_agents
from macnss.portals.situation import situation_of
from macnss.registration.models import Card
from macnss.ui.items import NavigationItem, Text

ROWS_A_PAGE = 25
_BLANK = re.compile(r"\s*[“«]?%\(\w+\)s[”»]?\s*")

Shown = dict[str, Any]
Gather = Callable[[AgentRequest, Insured, dt.date], Shown]


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the file: its name, what it reads. Its template is `portals/person/<code>.html`."""

    label: Text
    gather: Gather


def summary(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    return {"situation": situation_of(insured, on)}


def work(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    links = Employment.objects.filter(insured=insured).select_related("employer").order_by("-started_on", "pk")
    return {"links": list(links), "situation": situation_of(insured, on)}


def cases(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    """Those of the agent's offices open from here; the others are known by their state alone."""
    found = requests_of_person(insured)
    offices = {office.pk for held in request.roles.values() for office in held}
    over = Paginator(found.over, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {"drafts": list(found.drafts), "open": list(found.open), "over": over, "offices": {None, *offices}}


def family(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    found = family_of(insured, on)
    return {"family": found, "there": [*found.spouses, *found.children]}


def bank(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    found = banking_of(insured)
    known = (found.used, found.waiting, found.rejected)
    accounts = list({each.pk: each for each in known if each}.values())
    return {"accounts": [(each, found.banks.get(each.bank_code)) for each in accounts], "case": found.case}


def card(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    return {"cards": list(Card.objects.filter(insured=insured).select_related("office").order_by("-rank"))}


def appointments(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    known = appointments_of(insured.account)[:ROWS_A_PAGE] if insured.account else []
    return {"appointments": list(known), "now": timezone.now()}


def messages(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    """What was written to the person: its subject without what filled it, by which way, and whether it arrived."""
    sent = Message.objects.filter(account=insured.account).defer("content", "addresses").order_by("-pk")
    rows = Paginator(sent if insured.account_id else Message.objects.none(), ROWS_A_PAGE)
    shown = rows.get_page(request.GET.get("page"))
    return {"sent": shown, "rows": [(each, subject_of(each)) for each in shown]}


def readers(request: AgentRequest, insured: Insured, on: dt.date) -> Shown:  # noqa: ARG001
    """What the person reads of who looked; each actor as an agent names them."""
    events = Event.objects.about_person(insured.pk).select_related("actor")
    shown = Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {"events": shown, "entries": [entry_for_agents(event, insured) for event in shown]}


PARTS: Mapping[str, Part] = {
    "summary": Part(_("Summary"), summary),
    "work": Part(_("Work"), work),
    "cases": Part(_("Requests"), cases),
    "family": Part(_("Family"), family),
    "bank": Part(_("Bank account"), bank),
    "card": Part(_("Card"), card),
    "appointments": Part(_("Appointments"), appointments),
    "messages": Part(_("Messages"), messages),
    "readers": Part(_("Who looked"), readers),
}
# Who pays nothing and decides nothing at the front desk needs no bank account.
HIDDEN: Mapping[str, frozenset[Role]] = {"bank": frozenset({Role.FILE_OFFICER, Role.SUPERVISOR})}


def parts_of(request: AgentRequest) -> dict[str, Part]:
    """The parts that the roles of this agent open."""
    roles = set(request.roles)
    return {code: part for code, part in PARTS.items() if code not in HIDDEN or HIDDEN[code] & roles}


def tabs_of(request: AgentRequest, at_hand: str) -> list[NavigationItem]:
    return [
        NavigationItem(part.label, f"?part={code}", current=code == at_hand) for code, part in parts_of(request).items()
    ]


def purpose_of(request: AgentRequest, insured: Insured) -> Purpose | None:
    """Why this agent opened the file, last."""
    mine = Event.objects.about_person(insured.pk).filter(action=READ_BY_AGENT, actor=request.user)
    said = mine.values_list("data__purpose", flat=True).first()
    return Purpose(said) if said and said in Purpose else None


def subject_of(message: Message) -> str:
    """The subject of a message with blanks where it named something: its words are erased once it is delivered."""
    kind = MESSAGES.get(message.kind)
    return _BLANK.sub(" … ", str(kind.subject)).strip() if kind else message.kind

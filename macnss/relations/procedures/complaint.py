"""Réclamation / شكاية: answered within a month by a unit that is named, by somebody who had no part in it."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import KINDS, Check, Holder, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.cases.rules import due_on
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.lawbook.book import Law
from macnss.lawbook.texts import Text
from macnss.relations.procedures.answered import AnsweredInWords
from macnss.relations.queries import (
    CONCILIATION,
    case_named,
    complained_of,
    conciliation_of,
    open_to_conciliation,
    who_handled,
)
from macnss.relations.services.conciliation import HandledIt
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

UNITS: dict[str, Words] = {
    "insured": _("Service of insured persons"),
    "companies": _("Service of companies"),
    "processing": _("Processing service"),
    "relations": _("Client relations division"),
}
UNIT_OF = {
    "delay": "processing",
    "refusal": "processing",
    "amount": "processing",
    "wages": "companies",
    "registration": "insured",
    "declaration": "companies",
    "reception": "relations",
    "online": "relations",
    "other": "relations",
}


class Complaint(AnsweredInWords):
    """A complaint about what the fund did or did not do."""

    code = "complaint"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"has_requests": complained_of(holder).exists()}

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:  # noqa: ARG002
        none = Choice("none", Text("Aucune de celles-ci", "لا يتعلق بأي منها"))
        return (*(choice_of(case) for case in complained_of(holder)), none)

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"unit": UNIT_OF.get(answers.get("topic", ""), "relations")}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        if str(answers.get("since") or "") > on.isoformat():
            return {"since": _("This day has not come yet: check the date.")}
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        unit = UNITS[UNIT_OF.get(answers.get("topic", ""), "relations")]
        last = due_on(Law(on), "service.complaint_months", on)
        return [
            Line(_("Who answers"), unit),
            Line(_("At the latest"), long_date(last)),
            Line(_("Without an answer by then"), _("You may ask for conciliation: it is free.")),
        ]

    def further(self, case: Case, on: dt.date) -> list[Line]:
        """Conciliation, once it is open."""
        if asked := conciliation_of(case):
            page = reverse("cases:case", kwargs={"case_id": asked.public_id})
            return [Line(_("Conciliation"), _("Follow your conciliation"), page)]
        if not open_to_conciliation(Holder.of(case), on).filter(pk=case.pk).exists():
            return []
        return [Line(_("You do not agree, or nobody answered?"), _("Ask for conciliation"), _start(case))]

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        unit = Check("unit", _("Unit that answers"), Verdict.FINE, UNITS[case.said.get("unit", "relations")])
        about = case_named(Holder.of(case), case.said.get("request"))
        return [unit, *([_of(about, on)] if about else [])]

    def unfit(self, case: Case, agent: Account) -> DomainError | None:
        """Whoever handled what is complained of does not answer the complaint."""
        about = case_named(Holder.of(case), case.said.get("request"))
        return HandledIt() if about and agent.pk in who_handled(about) else None

    def outcome(self, case: Case) -> list[Line]:
        return [*super().outcome(case), Line(_("Who answered"), UNITS[case.said.get("unit", "relations")])]


def choice_of(case: Case) -> Choice:
    """A case to choose among one's own: its title and its reference."""
    title = KINDS[case.kind].definition.title if case.kind in KINDS else Text(case.kind, case.kind)
    return Choice(str(case.public_id), Text(f"{title.fr} · {case.reference}", f"{title.ar} · {case.reference}"))


def _of(about: Case, on: dt.date) -> Check:
    words = f"{about.reference} · {about.get_state_display()}"
    late = about.is_late(on)
    return Check("request", _("Request complained of"), Verdict.DOUBT if late else Verdict.FINE, words)


def _start(case: Case) -> str:
    if case.company:
        named = {"employer_id": case.company.public_id, "kind": CONCILIATION}
        return reverse("cases:company_start", kwargs=named)
    return reverse("cases:start", kwargs={"kind": CONCILIATION})

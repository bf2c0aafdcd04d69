"""Demande de conciliation / طلب التوفيق (Réf. 901-1-01): free, independent of whoever answered the complaint."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import Check, Holder
from macnss.cases.enums import OPEN, Verdict
from macnss.cases.models import Case
from macnss.identity.models import Account, Office
from macnss.kernel.errors import DomainError
from macnss.relations.procedures.answered import AnsweredInWords
from macnss.relations.procedures.complaint import choice_of
from macnss.relations.queries import (
    case_named,
    complaint_of,
    open_to_conciliation,
    other_office,
    supervises_at,
    who_handled,
)
from macnss.relations.services import conciliation
from macnss.relations.services.conciliation import HandledIt, SupervisorNeeded
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date


class ConciliationRequest(AnsweredInWords):
    """A second look at a complaint, by a supervisor of another office."""

    code = "conciliation"

    def may_open(self, holder: Holder, on: dt.date) -> bool:
        return open_to_conciliation(holder, on).exists()

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:
        found = list(open_to_conciliation(holder, on).values_list("public_id", flat=True)[:2])
        return {"today": on.isoformat(), **({"complaint": str(found[0])} if len(found) == 1 else {})}

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"today": on.isoformat()}

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:  # noqa: ARG002
        on = dt.date.fromisoformat(answers["today"])
        return tuple(choice_of(case) for case in open_to_conciliation(holder, on))

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        if not answers.get("complaint"):
            return {}
        chosen = case_named(holder, answers["complaint"])
        if chosen and open_to_conciliation(holder, on).filter(pk=chosen.pk).exists():
            return {}
        return {"complaint": _("Conciliation is not open for this complaint, or was already asked for.")}

    def office(self, answers: Answers, holder: Holder) -> Office | None:
        chosen = case_named(holder, answers.get("complaint"))
        return other_office(chosen.office if chosen else None)

    def sent(self, case: Case, *, now: dt.datetime) -> None:
        chosen = case_named(Holder.of(case), case.said["complaint"])
        assert chosen  # `refusals` has just looked
        conciliation.tie(case=case, complaint=chosen, now=now)

    def unfit(self, case: Case, agent: Account) -> DomainError | None:
        complaint = complaint_of(case)
        if complaint and agent.pk in who_handled(complaint):
            return HandledIt()
        return None if supervises_at(agent, case.office) else SupervisorNeeded()

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        complaint = complaint_of(case)
        if complaint is None:
            return []
        answered = complaint.state not in OPEN
        said = f"{complaint.reference} · {complaint.get_state_display()}"
        apart = complaint.office_id != case.office_id
        return [
            Check("complaint", _("Complaint"), Verdict.FINE if answered else Verdict.DOUBT, said),
            Check("month", _("End of its month"), _past(complaint, on), _day(complaint)),
            Check(
                "other_office",
                _("Another office than that of the complaint"),
                Verdict.FINE if apart else Verdict.DOUBT,
                str(complaint.office or ""),
            ),
        ]


def _past(complaint: Case, on: dt.date) -> Verdict:
    return Verdict.DOUBT if complaint.state in OPEN and (complaint.legal_on or on) < on else Verdict.FINE


def _day(complaint: Case) -> str:
    return long_date(complaint.legal_on) if complaint.legal_on else ""

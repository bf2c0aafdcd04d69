"""What is answered in words: accepting such a case is answering it, and nobody accepts without an answer."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from macnss.cases.engine import CannotAccept, Kind, Line
from macnss.cases.enums import STANDING
from macnss.cases.models import Case
from macnss.identity.models import Account


class AnsweredInWords(Kind):
    """The answer is that of the decision, or a message of the fund in the case."""

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:  # noqa: ARG002
        decision = case.decisions.filter(state__in=STANDING).order_by("-pk").first()
        words = decision.words if decision else ""
        if not words and not case.exchanges.filter(from_fund=True).exists():
            raise CannotAccept(why=_("Write the answer: the person reads it as it is."))
        return {"answer": words}

    def outcome(self, case: Case) -> list[Line]:
        """Where the answer stands; that of the decision is read with the decision."""
        if case.results.get("answer"):
            return []
        return [Line(_("Our answer"), _("It is in the messages of this request."))]

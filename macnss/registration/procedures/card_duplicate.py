"""Duplicata de la carte / نظير البطاقة: another card, the same number."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.identity.models import Account
from macnss.registration.enums import CardReason, CardState
from macnss.registration.models import Card
from macnss.registration.procedures.checking import doubt, fine, wrong
from macnss.registration.services.ordering import order_from, steps_of
from macnss.ui.items import Step


class CardDuplicate(Kind):
    """The papers are those of the published procedure: one of six proves the number."""

    code = "card_duplicate"

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        return [
            Line(_("If it is accepted"), _("Another card is printed, with the same number.")),
            Line(_("The card of before"), _("Is no longer good.")),
        ]

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        if case.person is None:
            return [wrong("not_yours", _("Insured person"), _("Unknown: open the file of the person first."))]
        title, held = _("The card of today"), Card.objects.in_force().filter(insured=case.person).first()
        if held is None:
            card = fine("card_in_progress", title, _("None."))
        elif held.state == CardState.HANDED_OVER or case.said.get("what") == "never":
            card = fine("card_in_progress", title, str(CardState(held.state).label))
        else:
            card = doubt("card_in_progress", title, str(CardState(held.state).label))
        return [card, papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        if case.person is None:
            raise CannotAccept(why=_("Unknown: open the file of the person first."))
        card = order_from(case=case, insured=case.person, by=by, now=now, reason=CardReason.LOST)
        return {"card": str(card.public_id)}

    def outcome(self, case: Case) -> list[Line]:  # noqa: ARG002
        return [Line(_("The new card"), _("Is being made: follow it here."))]

    def after(self, case: Case) -> list[Step]:
        return steps_of(case.person) if case.person else []

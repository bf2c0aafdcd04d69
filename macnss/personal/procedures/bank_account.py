"""Compte bancaire / حساب بنكي that an agent must look at: another name, an account of several persons."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import Rib
from macnss.lawbook.book import Law
from macnss.personal.models import BankAccount
from macnss.personal.queries import bank_of, others_with
from macnss.personal.services.bank import is_own_name, keep
from macnss.ui.bidi import isolate
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_moment, number


class BankAccountLooked(Kind):
    """A bank account that waits for an agent. Its plain way is the page of the account: no agent is needed there."""

    code = "bank_account"

    def may_open(self, holder: Holder, on: dt.date) -> bool:  # noqa: ARG002
        return holder.person is not None

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"holder": str(holder.person)} if holder.person else {}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        rib = answers.get("rib")
        if rib and holder.person and BankAccount.objects.of(holder.person).standing().same_as(rib).exists():
            return {"rib": _("This account is already on file: there is nothing to change.")}
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        hours = Law(on).count("service.rib_waiting_hours")
        words = ngettext(
            "%(count)s hour after an agent accepts it", "%(count)s hours after an agent accepts it", hours
        ) % {"count": number(hours)}
        bank = bank_of(answers["rib"]) if answers.get("rib") else None
        return [
            Line(_("Bank"), str(bank) if bank else _("A bank that our list does not know")),
            Line(_("Used for your payments"), words),
            Line(_("You are told"), _("at every address that we have, with the way to cancel")),
        ]

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        assert case.person
        rib, holder = case.said["rib"], case.said["holder"]
        return [_key(rib), _name(case.person, holder), _others(rib, case.person), papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        if case.person is None:
            raise CannotAccept(why=_("There is no record to which this account belongs."))
        account = keep(insured=case.person, rib=case.said["rib"], holder=case.said["holder"], case=case, by=by, now=now)
        return {"usable_from": account.usable_from.isoformat(), "last_digits": account.last_digits}

    def outcome(self, case: Case) -> list[Line]:
        moment = case.results.get("usable_from")
        if not moment:
            return []
        return [Line(_("Used for your payments from"), long_moment(dt.datetime.fromisoformat(moment)))]


def _key(rib: str) -> Check:
    title = _("Bank and key")
    if tuple(Rib.reasons(rib)):
        return Check("not_concordant", title, Verdict.WRONG, _("The key of this RIB does not match."))
    bank = bank_of(rib)
    if bank is None:
        words = _("The key holds; no bank of our list has the code %(code)s.") % {"code": isolate(rib[:3])}
        return Check("bank", title, Verdict.DOUBT, words)
    return Check("bank", title, Verdict.FINE, _("The key holds; bank: %(bank)s.") % {"bank": bank})


def _name(person: Insured, holder: str) -> Check:
    title = _("Name on the account")
    if is_own_name(person, holder):
        return Check("other_holder", title, Verdict.FINE, _("It is the name of the record."))
    said = {"typed": holder, "record": str(person)}
    words = _("“%(typed)s” was typed; the record says “%(record)s”: compare with the paper of the bank.") % said
    return Check("other_holder", title, Verdict.DOUBT, words)


def _others(rib: str, person: Insured) -> Check:
    title = _("Other persons paid on this account")
    others = others_with(rib, person).select_related("insured")
    if numbers := sorted({isolate(each.insured.registration_number) for each in others}):
        words = _("It is on file for %(numbers)s too: a shared account, or a fraud? Look before you accept.")
        return Check("shared", title, Verdict.DOUBT, words % {"numbers": ", ".join(numbers)})
    return Check("shared", title, Verdict.FINE, _("Nobody else."))

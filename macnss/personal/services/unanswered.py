"""The bank that never answers: after its days the account goes to an agent, with the paper of the bank.

The account ends, a request to have it looked at begins with what is known, and its owner is told everywhere; told again
as many days later if the request still waits for them. Then it is a draft like the others, with its own reminder.
"""

import datetime as dt
from uuid import uuid5

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.cases.services.notices import path_of
from macnss.kernel.days import working_days_later
from macnss.lawbook.book import Law
from macnss.personal.enums import AccountState, Rejection
from macnss.personal.models import BankAccount
from macnss.personal.services import rounds, telling
from macnss.ui.templatetags.formats import long_date

UNANSWERED = audit.action(
    "bank.unanswered", _("Your bank did not answer about the account that you declared: an agent can look instead.")
)
REMINDED = audit.action("bank.reminded", _("You were reminded to send the paper of your bank."))
A_DAY = dt.timedelta(days=1)


def answer_due(declared_at: dt.datetime) -> dt.date:
    """The last day on which the bank may answer about an account declared then."""
    return _days_after(timezone.localdate(declared_at))


def hand_over(*, now: dt.datetime) -> int:
    """Give up waiting for the banks whose days are over. Returns for how many accounts."""
    waiting = BankAccount.objects.filter(state=AccountState.DECLARED)
    return rounds.each(waiting.filter(declared_at__date__lte=_long_ago(now)), _hand_over, now)


def remind(*, now: dt.datetime) -> int:
    """Tell again, once, those whose request still waits to be sent. Returns how many accounts were looked at."""
    left = BankAccount.objects.unanswered().filter(reminded_on=None)
    return rounds.each(left.filter(ended_at__date__lte=_long_ago(now)), _remind, now)


def _hand_over(account: BankAccount, now: dt.datetime) -> bool:
    insured, due = account.insured, answer_due(account.declared_at)
    account.state, account.rejection, account.ended_at = AccountState.REJECTED, Rejection.UNANSWERED, now
    account.save(update_fields=["state", "rejection", "ended_at"])
    audit.record(UNANSWERED, account, by=None, at=now, person=insured.pk, account=insured.account_id)
    page = path_of(_draft(account, now))
    with translation.override(telling.language_of(insured)):
        day = long_date(due)
    telling.tell(telling.UNANSWERED, insured=insured, now=now, new=account.last_digits, day=day, link=page)
    return True


def _draft(account: BankAccount, now: dt.datetime) -> Case:
    """The request for an agent, with what the account says. What its owner typed in one begun before is left."""
    insured = account.insured
    draft = drafts.begin(
        kind="bank_account",
        holder=Holder(Audience.INSURED, insured.account, insured),
        start_key=uuid5(account.public_id, "unanswered"),
        language=telling.language_of(insured),
        now=now,
        contact={"email": insured.email, "phone": insured.phone},
    )
    if draft.said.get("rib"):
        return draft
    return drafts.save(case=draft, answers={"rib": account.legible_rib, "holder": account.holder}, now=now)


def _remind(account: BankAccount, now: dt.datetime) -> bool:
    """Looked at once, told or not: a request that was sent, or given up, is not spoken of any more."""
    insured = account.insured
    account.reminded_on = timezone.localdate(now)
    account.save(update_fields=["reminded_on"])
    draft = Case.objects.drafts().filter(kind="bank_account", audience=Audience.INSURED, person=insured).first()
    if draft is None or BankAccount.objects.of(insured).waiting().exists():
        return True
    audit.record(REMINDED, account, by=None, at=now, person=insured.pk, account=insured.account_id)
    telling.tell(telling.PAPER_AWAITED, insured=insured, now=now, new=account.last_digits, link=path_of(draft))
    return True


def _long_ago(now: dt.datetime) -> dt.date:
    """The latest day from which the days of a bank are over."""
    day = today = timezone.localdate(now)
    while _days_after(day) >= today:
        day -= A_DAY
    return day


def _days_after(day: dt.date) -> dt.date:
    return working_days_later(day, Law(day).count("service.bank_answer_days"))

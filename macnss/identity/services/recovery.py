"""Récupération du compte / استرجاع الحساب: back into an account whose keys were lost, never by one proof alone.

Codes on both addresses, or Mon e-ID, at once; else one address and a day during which every address can say no.
"""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Channel, CodePurpose, Method, RecoveryState
from macnss.identity.models import Account, Code, Recovery
from macnss.identity.services import codes, passwords, sessions
from macnss.identity.services.disavowal import RECOVERED, WITHIN, link, not_me
from macnss.identity.services.notices import tell
from macnss.kernel.db import rehearsal
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, same
from macnss.outbox.kinds import kind

WAIT = dt.timedelta(hours=24)
OPEN = dt.timedelta(hours=48)
REFUSED_FOR = dt.timedelta(days=7)  # how long the browser of a request that was stopped asks in vain
DOUBTFUL = dt.timedelta(days=7)  # an address changed so shortly before a lock may be the thief's

ASKED = audit.action("account.recovery_asked", _("Somebody asked to recover this account with the 24-hour wait."))
STOPPED = audit.action("account.recovery_stopped", _("The recovery of this account was stopped."))
UNLOCKED = audit.action("account.unlocked", _("The account was unlocked."))
REFUSED = audit.action("account.recovery_refused", _("Somebody asked for a recovery that this account does not allow."))

SOMEBODY_ASKED = kind(
    "account.recovery_asked",
    subject=_("Somebody asked to open your account again"),
    body=_(
        "Somebody said that they lost their way into your Ma CNSS account. In 24 hours we will send you a link to open "
        "it again; until then nothing changes.\n\n"
        "If it was not you, stop it now: %(link)s\n\n"
        "Signing in as usual stops it too."
    ),
    sms=_("Ma CNSS: somebody asked to open your account again, in 24 hours. Not you? Stop it: %(link)s"),
    worth=WAIT + OPEN,
)
NOW_OPEN = kind(
    "account.recovery_open",
    subject=_("You can open your account again"),
    body=_(
        "24 hours have passed and nobody stopped the recovery of your Ma CNSS account. Open it again with this link, "
        "good for 48 hours, once:\n%(link)s\n\n"
        "If you asked for nothing, stop it: %(stop)s"
    ),
    sms=_("Ma CNSS: open your account again (48 hours): %(link)s Not you? %(stop)s"),
    worth=OPEN,
    secret=True,
)
NOT_THIS_WAY = kind(
    "account.recovery_closed_way",
    subject=_("Your account cannot be recovered by waiting"),
    body=_(
        "Somebody asked to recover your Ma CNSS account with the 24-hour wait. It is closed to your account: nothing "
        "was changed.\n\n"
        "If it was you: use Mon e-ID, or the codes on your e-mail and your phone, or come to an agency. Agents of the "
        "fund ask their supervisor for a new enrolment address."
    ),
    sms=_("Ma CNSS: your account cannot be recovered by waiting. Use Mon e-ID, both codes, or come to an agency."),
)
OPENED_AGAIN = kind(
    "account.recovered",
    subject=_("Your account was opened again"),
    body=_(
        "Your Ma CNSS account was just recovered; its other sessions were ended.\n\n"
        "If it was not you, open this page at once; it works for 7 days:\n%(link)s"
    ),
    sms=_("Ma CNSS: your account was recovered. Not you? Within 7 days: %(link)s"),
    worth=WITHIN,
)


# Who stands in for an account that does not exist, or that this way does not open: the same work, sent to nobody.
NOBODY = Account(pk=0, email="nobody@invalid", phone="+212600000000", language="fr")


class RecoveryClosed(DomainError):
    """Not open yet, over, stopped, used: the same words for all."""

    code = "recovery-closed"
    message = _("This recovery cannot be used: it was stopped, it is over, or its 24 hours have not passed.")


class AskYourSupervisor(DomainError):
    code = "ask-your-supervisor"
    message = _(
        "Agents of the fund do not recover their account here: your supervisor gives you a new address to enrol."
    )


# Both codes at once ----------------------------------------------------------------------------------------------


@transaction.atomic
def send_codes(*, account: Account | None, ticket: bytes, language: str, now: dt.datetime) -> tuple[Code, Code]:
    """One code by e-mail and another by SMS. They lead nowhere when the account has not both addresses confirmed."""
    to = account if account and _may_use_codes(account) else NOBODY
    sent = [
        codes.ask(
            purpose=CodePurpose.RECOVER,
            account=to if to is account else None,
            ticket=ticket,
            language=to.language if to is account else language,
            now=now,
            channel=channel,
            leads_nowhere=to is not account,
            **_at(to, channel),
        )
        for channel in (Channel.EMAIL, Channel.SMS)
    ]
    return sent[0], sent[1]


def codes_sent(public_ids: Sequence[str], ticket: bytes, now: dt.datetime) -> list[Code]:
    """Of these codes, those that this browser was sent to recover an account, and not too long ago."""
    sent = Code.objects.filter(public_id__in=public_ids, purpose=CodePurpose.RECOVER, ticket=ticket)
    return list(sent.filter(created_at__gt=now - codes.SENT_AGAIN_WITHIN).order_by("pk"))


def check_codes(
    *, sent: Sequence[Code], typed: Mapping[str, str], ticket: bytes, now: dt.datetime
) -> dict[str, DomainError]:
    """Try each code with what was typed for its channel; a right one is kept while the other is sought.

    Returns the refusals by channel: none of them when all were right. Never inside a transaction.
    """
    refused: dict[str, DomainError] = {}
    for code in sent:
        try:
            codes.check(code=code, typed=typed.get(code.channel, ""), ticket=ticket, now=now)
        except (codes.WrongCode, codes.CodeSpent) as refusal:
            refused[code.channel] = refusal
    return refused


def _may_use_codes(account: Account) -> bool:
    both = account.email_confirmed_at and account.phone_confirmed_at
    return bool(both) and account.is_active and not account.is_agent and not _is_doubtful(account)


def _is_doubtful(account: Account) -> bool:
    """Was the account locked shortly after one of its addresses was changed? Then it does not listen to them."""
    if account.locked_at is None:
        return False
    since = account.locked_at - DOUBTFUL
    return any(at > since for at in (account.email_confirmed_at, account.phone_confirmed_at) if at)


# The 24-hour wait ------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, account: Account | None, ticket: bytes, now: dt.datetime) -> Recovery:
    """Begin the wait; every address of the account is told at once and can stop it.

    Whatever the account, who asks gets a request of the same look. One that was asked before stands, with its hour;
    a browser whose request was stopped asks in vain for a while.
    """
    known = Account.objects.select_for_update(of=("self",)).filter(pk=account.pk if account else NOBODY.pk).first()
    own = known or NOBODY
    _close_those_over(own, now)
    mine = Recovery.objects.filter(account=own.pk)
    waiting, stopped = mine.filter(state=RecoveryState.WAITING), mine.filter(state=RecoveryState.CANCELLED)
    here, elsewhere = waiting.filter(ticket=ticket).first(), waiting.exists()
    in_vain = stopped.filter(ticket=ticket, closed_at__gt=now - REFUSED_FOR).exists()
    if known and not (elsewhere or in_vain or _is_closed(known)):
        return _begin(known, ticket, now)
    if not (known and _is_closed(known) and _refuse(known, now)):
        with rehearsal():
            _begin(NOBODY, ticket, now)
    return here or _row(None, ticket, now)


def _is_closed(account: Account) -> bool:
    """Does waiting never open this account?"""
    return account.is_agent or account.needs_second_factor or not account.is_active or _is_doubtful(account)


def _begin(account: Account, ticket: bytes, now: dt.datetime) -> Recovery:
    recovery = _row(account, ticket, now)
    audit.record(ASKED, recovery, by=None, at=now, account=account.pk)
    tell(SOMEBODY_ASKED, account=account, now=now, link=_stop_link(recovery))
    return recovery


def _row(account: Account | None, ticket: bytes, now: dt.datetime) -> Recovery:
    return Recovery.objects.create(
        account=account, ticket=ticket, asked_at=now, opens_at=now + WAIT, expires_at=now + WAIT + OPEN
    )


def _refuse(account: Account, now: dt.datetime) -> bool:
    """Tell the owner, at most once a day, that waiting does not open this account. Were they told?"""
    if Recovery.objects.filter(account=account, state=RecoveryState.CANCELLED, asked_at__gt=now - WAIT).exists():
        return False
    row = _row(account, b"", now)
    _close(row, RecoveryState.CANCELLED, now)
    audit.record(REFUSED, row, by=None, at=now, account=account.pk)
    tell(NOT_THIS_WAY, account=account, now=now)
    return True


def _close_those_over(account: Account, now: dt.datetime) -> None:
    over = Recovery.objects.filter(account=account.pk, state=RecoveryState.WAITING, expires_at__lte=now)
    over.update(state=RecoveryState.EXPIRED, closed_at=now)


def _close(recovery: Recovery, state: RecoveryState, now: dt.datetime) -> bool:
    """Close a request that still waits. One statement: of two at once, one."""
    waiting = Recovery.objects.filter(pk=recovery.pk, state=RecoveryState.WAITING)
    return bool(waiting.update(state=state, closed_at=now))


@transaction.atomic
def stop(*, recovery: Recovery, by: Account | None, now: dt.datetime) -> None:
    """End a request before it opened anything. Stopping it twice is no mistake."""
    if _close(recovery, RecoveryState.CANCELLED, now) and recovery.account_id:
        audit.record(STOPPED, recovery, by=by, at=now, account=recovery.account_id)


@transaction.atomic
def stop_all(*, account: Account, by: Account | None, now: dt.datetime) -> None:
    """Its owner came in as usual: whatever was asked meanwhile ends."""
    for recovery in Recovery.objects.filter(account=account, state=RecoveryState.WAITING):
        stop(recovery=recovery, by=by, now=now)


def of_browser(ticket: bytes, now: dt.datetime) -> list[Recovery]:
    """The requests that this browser made and that are not over, latest first.

    One that its owner stopped looks as if it were waiting: who asked for somebody else learns nothing.
    """
    asked = Recovery.objects.filter(ticket=ticket, expires_at__gt=now).exclude(state=RecoveryState.DONE)
    return list(asked.select_related("account").order_by("-asked_at")[:5])


@transaction.atomic
def withdraw(*, recovery: Recovery, now: dt.datetime) -> None:
    """End a request from the browser that asked, which then forgets it."""
    stop(recovery=recovery, by=None, now=now)
    Recovery.objects.filter(pk=recovery.pk).update(ticket=b"")


@transaction.atomic
def tell_those_open(*, now: dt.datetime) -> int:
    """Send the link, once, to the confirmed addresses of each request whose day has passed. Returns how many."""
    due = Recovery.objects.filter(
        state=RecoveryState.WAITING, account__isnull=False, opens_at__lte=now, expires_at__gt=now, told_open_at=None
    )
    told = list(due.select_related("account").select_for_update(of=("self",), skip_locked=True))
    for recovery in told:
        links = {"link": link("identity:recover_open", _token(recovery, "open")), "stop": _stop_link(recovery)}
        tell(NOW_OPEN, account=_as_confirmed(recovery.account or NOBODY), now=now, **links)
        Recovery.objects.filter(pk=recovery.pk).update(told_open_at=now)
    return len(told)


@transaction.atomic
def send_last_code(*, recovery: Recovery, channel: Channel, ticket: bytes, language: str, now: dt.datetime) -> Code:
    """The wait is over, in the browser that asked: one code to one confirmed address shows that it was its owner.

    Raises RecoveryClosed before its hour.
    """
    if not recovery.opens_at <= now < recovery.expires_at:
        raise RecoveryClosed
    live = recovery.account if recovery.state == RecoveryState.WAITING else None
    to = _at(_as_confirmed(live), channel) if live else {}
    return codes.ask(
        purpose=CodePurpose.RECOVER,
        account=live,
        ticket=ticket,
        language=live.language if live else language,
        now=now,
        channel=channel,
        leads_nowhere=not to,
        **(to or _at(NOBODY, channel)),
    )


def _as_confirmed(account: Account) -> Account:
    """The account with the addresses that its owner has confirmed, and no other. Not to be saved."""
    return Account(
        pk=account.pk,
        language=account.language,
        email=account.email if account.email_confirmed_at else None,
        phone=account.phone if account.phone_confirmed_at else "",
    )


def _at(account: Account, channel: Channel) -> dict[str, str]:
    """The address of an account by a channel, as codes take it; nothing when it has none."""
    name, address = ("phone", account.phone) if channel == Channel.SMS else ("email", account.email)
    return {name: address} if address else {}


# The links -------------------------------------------------------------------------------------------------------


def to_stop(token: str) -> Recovery | None:
    """The request that this link stops, waiting or not."""
    return _of_token(token, "stop")


def to_open(token: str, now: dt.datetime) -> Recovery | None:
    """The request that this link opens, within its 48 hours only."""
    recovery = _of_token(token, "open")
    open_now = recovery and recovery.state == RecoveryState.WAITING and recovery.opens_at <= now < recovery.expires_at
    return recovery if open_now else None


def _stop_link(recovery: Recovery) -> str:
    return link("identity:recover_cancel", _token(recovery, "stop"))


def _token(recovery: Recovery, purpose: str) -> str:
    """A link says which request it is about and that we wrote it, in 43 characters."""
    said = recovery.public_id.bytes + digest(str(recovery.public_id), f"recovery {purpose}")[:16]
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def _of_token(token: str, purpose: str) -> Recovery | None:
    try:
        said = base64.urlsafe_b64decode(token + "=")
    except ValueError:
        return None
    if len(said) != 32:
        return None
    named = UUID(bytes=said[:16])
    if not same(said[16:], digest(str(named), f"recovery {purpose}")[:16]):
        return None
    return Recovery.objects.select_related("account").filter(public_id=named).exclude(account=None).first()


# The end ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def finish(*, account: Account, method: Method, recovery: Recovery | None, password: str, now: dt.datetime) -> Account:
    """Give the account back to who has proved that it is theirs: unlocked, a new password if one is given,
    its sessions ended and its devices trusted no longer, every address told. A passkey neither helps nor stops it.

    Raises RecoveryClosed, AskYourSupervisor, PasswordRefused.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if account.is_agent:
        raise AskYourSupervisor
    if not account.is_active:
        raise RecoveryClosed
    if recovery and (account.needs_second_factor or not _use(recovery, account, now)):
        raise RecoveryClosed
    stop_all(account=account, by=account, now=now)
    unlock(account=account, by=account, now=now)
    if password:
        passwords.set_password(account=account, raw=password, by=account, now=now)
    sessions.end_others(account=account, by=account, now=now, except_key=None)
    audit.record(RECOVERED, account, by=account, at=now, account=account.pk, method=method.value)
    tell(OPENED_AGAIN, account=account, now=now, link=not_me(account, RECOVERED))
    return account


def _use(recovery: Recovery, account: Account, now: dt.datetime) -> bool:
    open_now = Recovery.objects.filter(
        pk=recovery.pk, account=account, state=RecoveryState.WAITING, opens_at__lte=now, expires_at__gt=now
    )
    return bool(open_now.update(state=RecoveryState.DONE, closed_at=now))


@transaction.atomic
def unlock(*, account: Account, by: Account | None, now: dt.datetime) -> None:
    """Open the doors of an account that was locked for its protection."""
    if account.locked_at:
        account.locked_at = None
        account.save(update_fields=["locked_at"])
        audit.record(UNLOCKED, account, by=by, at=now, account=account.pk)

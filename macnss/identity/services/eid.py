"""Mon e-ID: a visit begun, answered, used once; the tie between a citizen and an account.

Talking to the provider takes seconds: it never happens inside a transaction.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.gateways.eid import health, visit
from macnss.gateways.eid.citizen import Citizen
from macnss.gateways.eid.configuration import Assurance
from macnss.gateways.eid.failures import EidFailure, explanation
from macnss.identity.enums import EidPurpose, EidState, Level, ProvedBy
from macnss.identity.models import Account, EidAttempt, EidLink
from macnss.identity.services import limits
from macnss.identity.services.accounts import confirm_identity
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Cin
from macnss.kernel.secrets import Unreadable, digest, same, seal, unseal

WORTH = dt.timedelta(minutes=10)  # of a visit
USABLE = 30 * 60  # seconds: how long what a visit brought back may be used
JUST_NOW = 120  # seconds: how recent the sign-in at the provider must be where a fresh proof is wanted

LINKED = audit.action("account.eid_linked", _("Mon e-ID was tied to this account."))
PROVED = audit.action("account.eid_proved", _("The owner of this account confirmed who they are with Mon e-ID."))
REFUSED = audit.action("account.eid_refused", _("A visit to Mon e-ID for this account was refused."))

_log = logging.getLogger(__name__)
# The weakest level that a purpose accepts; a proof says its own.
_NEEDED = {EidPurpose.RECOVER: Level.SUBSTANTIAL, EidPurpose.PROVE: Level.SUBSTANTIAL}
_FRESH = (EidPurpose.PROVE, EidPurpose.RECOVER)


class UnknownAnswer(DomainError):
    """No visit has this state, or another browser began it: the same words for both."""

    code = "state-unknown"
    message = _("This visit to Mon e-ID is over, or it was begun in another browser or application than this one.")


class AttemptSpent(DomainError):
    code = "attempt-spent"
    message = _("This visit to Mon e-ID has already served, or was too long ago. Go to Mon e-ID again.")


class AlreadyLinked(DomainError):
    code = "already-linked"
    message = _("This Mon e-ID is tied to another account, or this account to another Mon e-ID. We changed nothing.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A visit begun: where the browser goes; no `url` when the provider could not be reached."""

    attempt: EidAttempt
    url: str


def start(
    *,
    purpose: EidPurpose,
    ticket: bytes,
    redirect_uri: str,
    address: str,
    language: str,
    now: dt.datetime,
    account: Account | None = None,
    cin: str = "",
    next: str = "",
    level: Level | None = None,
) -> Leaving:
    """Begin a visit for the browser of `ticket`. Raises TooManyTries, LimitsUnavailable.

    `account` is the one of the session when it must prove who it is; `level` what it must prove then.
    """
    limits.spend(limits.Act.EID, address=address, key=f"account {account.pk}" if account else cin, now=now)
    asked: dict[str, Any] = {"cin": cin, "level": int(level or _NEEDED.get(purpose, Level.LOW))}
    attempt = EidAttempt(
        purpose=purpose,
        account=account,
        ticket=ticket,
        next=next if len(next) <= 400 else "",
        started_at=now,
        expires_at=now + WORTH,
    )
    try:
        departure = visit.begin(
            redirect_uri=redirect_uri,
            now=now,
            level=Assurance(asked["level"]),
            language=language,
            login_hint=cin,
            max_age=JUST_NOW if purpose in _FRESH else None,
        )
    except EidFailure as failure:
        _note_in_log(failure)
        health.note_visit(failure, now=now)
        attempt.state, attempt.failure, attempt.done_at = EidState.FAILED, failure.code, now
        attempt.state_digest = digest(str(attempt.public_id), "eid state")
        attempt.secrets = seal(asked, "eid visit")
        attempt.save(force_insert=True)
        return Leaving(attempt, "")
    attempt.state_digest = digest(departure.state, "eid state")
    attempt.secrets = seal({**departure.secrets, **asked}, "eid visit")
    attempt.save(force_insert=True)
    return Leaving(attempt, departure.url)


def start_again(*, attempt: EidAttempt, redirect_uri: str, address: str, language: str, now: dt.datetime) -> Leaving:
    """Begin the same visit anew; the one before counts no more."""
    asked = _asked(attempt)
    EidAttempt.objects.filter(pk=attempt.pk, state=EidState.WAITING).update(
        state=EidState.FAILED, failure="replaced", secrets=b"", done_at=now
    )
    return start(
        purpose=EidPurpose(attempt.purpose),
        ticket=bytes(attempt.ticket),
        redirect_uri=redirect_uri,
        address=address,
        language=language,
        now=now,
        account=attempt.account if attempt.purpose == EidPurpose.PROVE else None,
        cin=asked.get("cin", ""),
        next=attempt.next,
        level=Level(asked["level"]) if "level" in asked else None,
    )


def answer(*, params: Mapping[str, str], ticket: bytes, now: dt.datetime) -> EidAttempt:
    """Take what the browser brought back, once, in the browser that began. Raises UnknownAnswer.

    The visit then says what came of it: verified with a level, or failed with a code.
    """
    attempt = EidAttempt.objects.filter(state_digest=digest(params.get("state", ""), "eid state")).first()
    if attempt is None or not same(attempt.ticket, ticket):
        raise UnknownAnswer
    if not EidAttempt.objects.filter(pk=attempt.pk, state=EidState.WAITING, done_at=None).update(done_at=now):
        return attempt  # a page loaded again, or a second answer: the first one stands
    asked = _asked(attempt)
    try:
        citizen = _brought_back(attempt, asked, params, now)
        owner = _accepted(attempt, asked, citizen)
    except EidFailure as failure:
        return _fail(attempt=attempt, asked=asked, failure=failure, now=now)
    return _verify(attempt=attempt, citizen=citizen, owner=owner)


def attempt_of(public_id: UUID, ticket: bytes) -> EidAttempt | None:
    """The visit of that number, for the browser that began it only."""
    attempt = EidAttempt.objects.select_related("account").filter(public_id=public_id).first()
    return attempt if attempt and same(attempt.ticket, ticket) else None


def citizen_of(attempt: EidAttempt, ticket: bytes) -> Citizen:
    """Whom a verified visit brought back, for the browser that began it, until it is used. Raises AttemptSpent."""
    if attempt.state != EidState.VERIFIED or attempt.used_at or not same(attempt.ticket, ticket):
        raise AttemptSpent
    try:
        return Citizen.from_json(unseal(attempt.claims, "eid citizen", within=USABLE))
    except Unreadable:
        raise AttemptSpent from None


def account_of(citizen: Citizen) -> Account | None:
    """The account that this citizen is tied to."""
    tie = EidLink.objects.select_related("account").filter(issuer=citizen.issuer, subject=citizen.subject).first()
    return tie.account if tie else None


@transaction.atomic
def use(*, attempt: EidAttempt, now: dt.datetime) -> None:
    """Use a verified visit up: it opens one thing, once. Raises AttemptSpent."""
    fresh = EidAttempt.objects.filter(pk=attempt.pk, state=EidState.VERIFIED, used_at=None)
    recent = fresh.filter(done_at__gt=now - dt.timedelta(seconds=USABLE))
    if not recent.update(used_at=now, claims=b"", secrets=b""):
        raise AttemptSpent
    attempt.refresh_from_db()


@transaction.atomic
def come_back(*, attempt: EidAttempt, now: dt.datetime) -> Account:
    """Use a visit of somebody who is tied to an account, to come in or to prove it is them. Raises AttemptSpent."""
    use(attempt=attempt, now=now)
    account, level = attempt.account, attempt.level
    if account is None or level is None:
        raise AttemptSpent
    account.eid_links.update(last_used_at=now)
    if level > account.level:
        confirm_identity(account=account, level=Level(level), proved_by=ProvedBy.EID, by=account, now=now)
    if attempt.purpose == EidPurpose.PROVE:
        audit.record(PROVED, attempt, by=account, at=now, account=account.pk, level=level)
    return account


def link(*, account: Account, citizen: Citizen, by: Account | None, now: dt.datetime) -> EidLink:
    """Tie a citizen to an account: one account a citizen, one citizen an account, for good. Raises AlreadyLinked."""
    try:
        return _tie(account=account, citizen=citizen, by=by, now=now)
    except AlreadyLinked:
        _log.warning("Mon e-ID: a second tie was refused")
        _note_refusal(account=account, subject=account, code=AlreadyLinked.code, by=by, now=now)
        raise


@transaction.atomic
def give_up(*, attempt: EidAttempt, now: dt.datetime, code: str = "cancelled") -> None:
    """The person gives this visit up, or it may not serve any more: its answer counts for nothing."""
    EidAttempt.objects.filter(pk=attempt.pk, used_at=None).exclude(state=EidState.FAILED).update(
        state=EidState.FAILED, failure=code, done_at=now, secrets=b"", claims=b""
    )


@transaction.atomic
def forget_old(*, now: dt.datetime) -> int:
    """Empty what old visits still hold of people; what came of them stays."""
    old = EidAttempt.objects.filter(expires_at__lt=now - dt.timedelta(seconds=USABLE))
    return old.exclude(claims=b"", secrets=b"").update(claims=b"", secrets=b"")


def _asked(attempt: EidAttempt) -> dict[str, Any]:
    """What was kept for this visit; nothing once it has served, or if it is sealed under a key that we lost."""
    try:
        kept: dict[str, Any] = unseal(attempt.secrets, "eid visit") if attempt.secrets else {}
    except Unreadable:
        return {}
    return kept


def _brought_back(
    attempt: EidAttempt, asked: Mapping[str, Any], params: Mapping[str, str], now: dt.datetime
) -> Citizen:
    if attempt.expires_at <= now or "state" not in asked:
        raise EidFailure("expired", "the visit")
    try:
        citizen = visit.finish(params, asked, now=now)
    except EidFailure as failure:
        health.note_visit(failure, now=now)
        raise
    health.note_visit(None, now=now)
    return citizen


def _accepted(attempt: EidAttempt, asked: Mapping[str, Any], citizen: Citizen) -> Account | None:
    """The account tied to the citizen, if this visit may open it. Raises EidFailure."""
    if asked["cin"] and Cin.normalise(asked["cin"]) != citizen.cin:
        raise EidFailure("other-cin", "typed and claimed differ")
    owner = account_of(citizen)
    if attempt.purpose == EidPurpose.PROVE and (owner is None or owner.pk != attempt.account_id):
        raise EidFailure("other-person", "not the citizen of this account")
    if owner and attempt.purpose in (EidPurpose.SIGN_IN, EidPurpose.RECOVER):
        _may_come_in(owner, attempt, citizen)
    return owner


def _may_come_in(owner: Account, attempt: EidAttempt, citizen: Citizen) -> None:
    if owner.is_agent:
        raise EidFailure("agent-needs-passkey", "an agent")
    if attempt.purpose == EidPurpose.RECOVER:
        return  # a locked account is what recovery is for
    if owner.locked_at or not owner.is_active:
        raise EidFailure("account-locked", "locked")
    if owner.needs_second_factor and citizen.level < Assurance.SUBSTANTIAL:
        raise EidFailure("too-weak", "this account acts for others")


def _note_in_log(failure: EidFailure) -> None:
    """The code and the cause, which name nobody; an error when an operator should look."""
    _log.log(logging.ERROR if explanation(failure.code).alarms else logging.WARNING, "Mon e-ID: %s", failure)


@transaction.atomic
def _fail(*, attempt: EidAttempt, asked: Mapping[str, Any], failure: EidFailure, now: dt.datetime) -> EidAttempt:
    _note_in_log(failure)
    kept = {name: asked[name] for name in ("cin", "level") if name in asked}
    EidAttempt.objects.filter(pk=attempt.pk, state=EidState.WAITING).update(
        state=EidState.FAILED, failure=failure.code, secrets=seal(kept, "eid visit"), claims=b""
    )
    if attempt.account:
        _note_refusal(account=attempt.account, subject=attempt, code=failure.code, by=attempt.account, now=now)
    attempt.refresh_from_db()
    return attempt


@transaction.atomic
def _verify(*, attempt: EidAttempt, citizen: Citizen, owner: Account | None) -> EidAttempt:
    EidAttempt.objects.filter(pk=attempt.pk, state=EidState.WAITING).update(
        state=EidState.VERIFIED,
        level=int(citizen.level),
        account=owner,
        secrets=b"",
        claims=seal(citizen.as_json(), "eid citizen"),
    )
    attempt.refresh_from_db()
    return attempt


@transaction.atomic
def _tie(*, account: Account, citizen: Citizen, by: Account | None, now: dt.datetime) -> EidLink:
    kept = EidLink.objects.filter(issuer=citizen.issuer, subject=citizen.subject).first()
    level = Level(citizen.level)
    if kept and kept.account_id != account.pk:
        raise AlreadyLinked
    if kept is None:
        kept = EidLink(account=account, issuer=citizen.issuer, subject=citizen.subject, level=level, linked_at=now)
        with (
            broken_promise("one_citizen_an_account", means=AlreadyLinked),
            broken_promise("one_account_a_citizen", means=AlreadyLinked),
        ):
            kept.save(force_insert=True)
        audit.record(LINKED, account, by=by, at=now, account=account.pk, level=level.value)
    elif level > kept.level:
        kept.level = level
        kept.save(update_fields=["level"])
    if level > account.level or not account.level_proved_at:
        confirm_identity(account=account, level=level, proved_by=ProvedBy.EID, by=by, now=now)
    return kept


@transaction.atomic
def _note_refusal(
    *, account: Account, subject: Account | EidAttempt, code: str, by: Account | None, now: dt.datetime
) -> None:
    audit.record(REFUSED, subject, by=by, at=now, account=account.pk, code=code)

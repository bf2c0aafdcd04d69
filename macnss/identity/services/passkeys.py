"""Passkeys: making one, signing in with one, renaming, removing. WebAuthn is verified by python-fido2.

A passkey opens alone: no name is typed, and the authenticator has verified its owner (fingerprint, face or PIN).
"""

import datetime as dt
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from macnss.audit import services as audit
from macnss.identity import ways
from macnss.identity.enums import Level
from macnss.identity.models import Account, Passkey
from macnss.identity.services.enrolment import use_up
from macnss.identity.services.notices import tell
from macnss.identity.services.sessions import end_others
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.outbox.kinds import kind

ADDED = audit.action("account.passkey_added", _("A passkey (fingerprint or face) was added."))
RENAMED = audit.action("account.passkey_renamed", _("A passkey was renamed."))
REMOVED = audit.action("account.passkey_removed", _("A passkey was removed."))
COPIED = audit.action("account.passkey_copied", _("A passkey was refused: it looks like a copy."))

ASKED_FOR = dt.timedelta(minutes=5)
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: what phones, computers and security keys have
_REQUIRED = UserVerificationRequirement.REQUIRED
# What python-fido2 raises on an answer that is wrong, or that is no answer at all.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, AssertionError, struct.error)

A_COPY = kind(
    "account.passkey_copied",
    subject=_("A passkey of your account was refused"),
    body=_(
        "Somebody tried to open your Ma CNSS account with the passkey “%(name)s”, and we refused it: it looks like a"
        " copy.\n\nRemove it in “Security settings”, then add a new one."
    ),
    sms=_("Ma CNSS refused the passkey “%(name)s”: it looks like a copy. Remove it in Security settings."),
    worth=dt.timedelta(days=2),
)
ONE_MORE = kind(
    "account.passkey_added",
    subject=_("A passkey was added to your account"),
    body=_(
        "A fingerprint or a face now opens your Ma CNSS account: “%(name)s”.\n\nIf it was not you, remove it in"
        " “Security settings” and change your password."
    ),
    sms=_("A fingerprint or a face now opens your Ma CNSS account: “%(name)s”. Not you? See Security settings."),
    worth=dt.timedelta(days=2),
)


class WrongPasskey(DomainError):
    """The signature, the challenge, the origin or a flag is wrong: which one is nobody's business."""

    code = "passkey-wrong"
    message = _("We could not check this fingerprint or face. Try again, or choose another way in.")


class UnknownPasskey(DomainError):
    code = "passkey-unknown"
    message = _("This passkey opens no account here: it was perhaps removed. Choose another way in.")


class StaleChallenge(DomainError):
    """Too late, used already, or asked by another browser."""

    code = "passkey-stale"
    message = _("The page waited too long. Try again.")


class CopiedPasskey(DomainError):
    code = "passkey-copied"
    message = _("This passkey looks like a copy, so we refused it and told its owner. Choose another way in.")


class WrongPlace(DomainError):
    code = "passkey-place"
    message = _("Fingerprint and face do not work at this address of the service. Choose another way in.")


class NameTaken(DomainError):
    code = "passkey-name-taken"
    message = _("Another of your passkeys bears this name. Choose another name.")


class AlreadyHere(DomainError):
    code = "passkey-already-here"
    message = _("This passkey is already one of an account.")


class LastWayIn(DomainError):
    code = "last-way-in"
    message = _("This is the last way into your account. Add another one first, then remove this one.")


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the authenticator must sign next: for what, which bytes, until when. It stays in the session, once."""

    purpose: str
    state: dict[str, Any]
    until: dt.datetime


def ask(*, origin: str, now: dt.datetime, account: Account | None = None) -> tuple[dict[str, Any], Challenge]:
    """What the browser needs to sign in, or for the owner of `account` to prove again who they are."""
    own = [] if account is None else _descriptors(account)
    options, state = _server(origin).authenticate_begin(own or None, user_verification=_REQUIRED)
    return dict(options.public_key), Challenge("prove" if account else "sign_in", state, now + ASKED_FOR)


def ask_for_new(*, account: Account, origin: str, now: dt.datetime) -> tuple[dict[str, Any], Challenge]:
    """What the browser needs to make a passkey for this account; those that it has already are left out."""
    user = PublicKeyCredentialUserEntity(
        id=account.public_id.bytes, name=account.email or account.name, display_name=account.name
    )
    options, state = _server(origin).register_begin(
        user,
        _descriptors(account),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_REQUIRED,
    )
    return dict(options.public_key), Challenge("new", state, now + ASKED_FOR)


def use(
    *, answer: Any, challenge: Challenge | None, origin: str, now: dt.datetime, account: Account | None = None
) -> Passkey:
    """The passkey that signed this challenge. `account`: whose it must be, when somebody proves again who they are.

    Raises StaleChallenge, WrongPasskey, UnknownPasskey, CopiedPasskey. The refusal of a copy is kept and told.
    """
    state = _state(challenge, "prove" if account else "sign_in", now)
    try:
        said = AuthenticationResponse.from_dict(answer)
        found = Passkey.objects.filter(credential_id=bytes(said.raw_id)).select_related("account").first()
    except _BROKEN:
        raise WrongPasskey from None
    if found is None or (account and found.account_id != account.pk):
        raise UnknownPasskey
    try:
        if said.response.client_data.cross_origin or said.response.user_handle != found.account.public_id.bytes:
            raise WrongPasskey
        _server(origin).authenticate_complete(state, [AttestedCredentialData(bytes(found.data))], said)
    except _BROKEN:
        raise WrongPasskey from None
    if not _counted(found, said.response.authenticator_data, now):
        _tell_of_the_copy(found, now)
        raise CopiedPasskey
    return found


@transaction.atomic
def add(
    *,
    account: Account,
    answer: Any,
    challenge: Challenge | None,
    origin: str,
    name: str,
    by: Account | None,
    now: dt.datetime,
) -> Passkey:
    """Keep the passkey that was just made. An empty or taken default name finds a free one beside it.

    Raises StaleChallenge, WrongPasskey, AlreadyHere.
    """
    made = _made(answer, _state(challenge, "new", now), origin)
    assert made.credential_data is not None  # _made refuses an answer without it
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)  # two at once do not take the same name
    passkey = Passkey(
        account=account,
        name=_free_name(account, name),
        credential_id=made.credential_data.credential_id,
        data=bytes(made.credential_data),
        sign_count=made.counter,
        backed_up=bool(made.flags & AuthenticatorData.FLAG.BS),
        level=min(Level(account.level), Level.SUBSTANTIAL),
        created_at=now,
    )
    with broken_promise("identity_passkey_credential_id_key", means=AlreadyHere):
        passkey.save(force_insert=True)
    audit.record(ADDED, passkey, by=by, at=now, account=account.pk, name=passkey.name)
    tell(ONE_MORE, account=account, now=now, name=passkey.name)
    return passkey


@transaction.atomic
def add_by_invitation(
    *, secret: str, answer: Any, challenge: Challenge | None, origin: str, name: str, now: dt.datetime
) -> Passkey:
    """The passkey of an agent, made at their one-time address, which opens nothing more. Raises InvitationSpent too."""
    account = use_up(secret=secret, now=now)
    return add(account=account, answer=answer, challenge=challenge, origin=origin, name=name, by=account, now=now)


@transaction.atomic
def rename(*, passkey: Passkey, name: str, by: Account, now: dt.datetime) -> None:
    """Call a passkey otherwise. Raises NameTaken."""
    passkey.name = name
    with broken_promise("passkeys_of_an_account_have_different_names", means=NameTaken):
        passkey.save(update_fields=["name"])
    audit.record(RENAMED, passkey, by=by, at=now, account=passkey.account_id, name=name)


@transaction.atomic
def remove(*, passkey: Passkey, by: Account, now: dt.datetime, here: str | None) -> None:
    """Remove a passkey, never the last way in; sessions other than `here` (a cookie) end. Raises LastWayIn."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=passkey.account_id)  # of two at once, one stays
    if not ways.ways_in(account).without_a_passkey:
        raise LastWayIn
    audit.record(REMOVED, passkey, by=by, at=now, account=account.pk, name=passkey.name)
    Passkey.objects.filter(pk=passkey.pk).delete()
    end_others(account=account, by=by, now=now, except_key=here)


def _server(origin: str) -> Fido2Server:
    """The relying party, at one origin only: the one of the request. Raises WrongPlace."""
    rp_id: str = settings.PASSKEY_RP_ID
    if not verify_rp_id(rp_id, origin):
        raise WrongPlace
    return _relying_party(rp_id, origin)


@lru_cache(maxsize=16)
def _relying_party(rp_id: str, origin: str) -> Fido2Server:
    """Made once for each name of the site: the library works its types out anew each time."""
    server = Fido2Server(
        PublicKeyCredentialRpEntity(name="Ma CNSS", id=rp_id), verify_origin=lambda said: said == origin
    )
    server.timeout = int(ASKED_FOR.total_seconds() * 1000)  # type: ignore[assignment]
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=each) for each in ALGORITHMS
    ]
    return server


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(each))
        for each in account.passkeys.values_list("credential_id", flat=True)
    ]


def _state(challenge: Challenge | None, purpose: str, now: dt.datetime) -> dict[str, Any]:
    if challenge is None or challenge.purpose != purpose or challenge.until <= now:
        raise StaleChallenge
    return challenge.state


def _made(answer: Any, state: dict[str, Any], origin: str) -> AuthenticatorData:
    """What the authenticator says of the passkey that it made, once everything in it is checked."""
    try:
        said = RegistrationResponse.from_dict(answer)
        made = _server(origin).register_complete(state, said)
        key = made.credential_data.public_key if made.credential_data else None
        if said.response.client_data.cross_origin or key is None or key.get(3) not in ALGORITHMS:
            raise WrongPasskey
    except _BROKEN:
        raise WrongPasskey from None
    return made


def _counted(passkey: Passkey, said: AuthenticatorData, now: dt.datetime) -> bool:
    """Note the use, unless the counter of the authenticator went back: one statement, so that of two equal, one."""
    forward = Q(sign_count__lt=said.counter) if said.counter else Q(sign_count=0)
    backed_up = bool(said.flags & AuthenticatorData.FLAG.BS)
    noted = Passkey.objects.filter(forward, pk=passkey.pk)
    return bool(noted.update(sign_count=said.counter, last_used_at=now, backed_up=backed_up))


@transaction.atomic
def _tell_of_the_copy(passkey: Passkey, now: dt.datetime) -> None:
    audit.record(COPIED, passkey, by=None, at=now, account=passkey.account_id, name=passkey.name)
    tell(A_COPY, account=passkey.account, now=now, name=passkey.name)


def _free_name(account: Account, wanted: str) -> str:
    """The name, or the first free one beside it: “Chrome · Android 2”."""
    taken = {each.lower() for each in account.passkeys.values_list("name", flat=True)}
    name = wanted[:56] or str(_("Passkey"))
    each, number = name, 1
    while each.lower() in taken:
        number += 1
        each = f"{name} {number}"
    return each

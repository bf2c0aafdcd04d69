"""Activation / تفعيل الحساب: an insured person opens their account, by a code received or by Mon e-ID.

Whoever is not exactly one record without an account is referred to an agent, by the same page and the same work
whatever the reason: a stranger learns nothing by trying numbers.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.gateways.eid.citizen import Citizen
from macnss.gateways.eid.configuration import Assurance
from macnss.identity.enums import Channel, CodePurpose, Level, ProvedBy
from macnss.identity.models import Account, Code, EidAttempt
from macnss.identity.services import codes, eid, notices
from macnss.identity.services.limits import Act, spend
from macnss.identity.services.opening import start_over
from macnss.insured.enums import IdentityDocument, ReferralReason
from macnss.insured.models import Insured, Referral
from macnss.insured.queries import bearers, match
from macnss.insured.services import messages
from macnss.insured.services.opening import open_for
from macnss.insured.services.referrals import refer
from macnss.insured.services.typed import Typed
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Cin, Identifier

IDENTIFIED = audit.action("insured.identified", _("You proved who you are with Mon e-ID."))


class CinDifferent(DomainError):
    code = "cin-different"
    message = _("The CIN that you typed is not the one of the card that Mon e-ID read.")


class LevelTooLow(DomainError):
    code = "level-too-low"
    message = _(
        "Your record already has an account. To open it with Mon e-ID, choose the card with its PIN: "
        "the CIN and a password are not enough."
    )


def ask_code(*, typed: Typed, ticket: bytes, language: str, address: str, now: dt.datetime) -> Code:
    """Send a code to the address that was typed, whatever the number. Raises TooManyTries, LimitsUnavailable."""
    spend(Act.ACTIVATION, address=address, key=Identifier.normalise(typed.identifier), now=now)
    spend(Act.CODE_SENT, address=address, key=typed.address, now=now)
    return codes.ask(
        purpose=CodePurpose.ACTIVATE,
        account=None,
        ticket=ticket,
        language=language,
        now=now,
        email=typed.email,
        phone=typed.phone,
        channel=typed.channel,
    )


def send_again(*, code: Code, channel: Channel | None, language: str, address: str, now: dt.datetime) -> Code:
    """Send the code again. Raises TooSoon, TooManySendings, CodeSpent, TooManyTries, LimitsUnavailable."""
    goes_to = codes.address_of(code, channel or Channel(code.channel))
    spend(Act.CODE_SENT, address=address, key=goes_to, now=now)
    return codes.send_again(code=code, language=language, now=now, channel=channel)


def finish_with_code(
    *, code: Code, digits: str, ticket: bytes, typed: Typed, language: str, address: str, now: dt.datetime
) -> Account | Referral:
    """The code is right: the account opens at the level "low", or an agent looks.

    Raises WrongCode, CodeSpent, TooManyTries, LimitsUnavailable.
    """
    spend(Act.CODE_TRIED, address=address, key=typed.address, now=now)
    codes.check(code=code, typed=digits, ticket=ticket, now=now)
    return settle(typed=typed, language=language, now=now)


@transaction.atomic
def settle(*, typed: Typed, language: str, now: dt.datetime) -> Account | Referral:
    """One record without an account has this number and this birth date: it opens. Else a referral."""
    found = list(bearers(typed.identifier).select_for_update(of=("self",)))
    matched = match(found, typed.birth_date)
    if matched.reason:
        about = matched.insured or (found[0] if len(found) == 1 else None)
        return refer(typed=typed, reason=matched.reason, about=about, language=language, now=now)
    assert matched.insured
    return open_for(
        insured=matched.insured,
        level=Level.LOW,
        proved_by=ProvedBy.CODES,
        language=language,
        now=now,
        channel=typed.channel,
        email=typed.email,
        phone=typed.phone,
    )


def finish_with_eid(
    *, attempt: EidAttempt, ticket: bytes, cin: str, holder: Account | None, language: str, now: dt.datetime
) -> Account | Referral:
    """CIN typed, CIN claimed and birth date are one record: its account opens, or is found again. Else a referral.

    `holder` is the account already open in this browser. Raises AttemptSpent, CinDifferent, LevelTooLow.
    """
    citizen = eid.citizen_of(attempt, ticket)
    if Cin.normalise(cin) != citizen.cin:
        raise CinDifferent
    with transaction.atomic():
        eid.use(attempt=attempt, now=now)
        return _settle_with_eid(citizen, holder, language, now)


def _settle_with_eid(citizen: Citizen, holder: Account | None, language: str, now: dt.datetime) -> Account | Referral:
    cards = Insured.objects.bearing([], citizen.cin).filter(document=IdentityDocument.CIN)
    found = list(cards.select_for_update(of=("self",)).order_by("pk"))
    reason = match(found, citizen.birth_date).reason
    if len(found) > 1:
        reason = ReferralReason.DOUBLE
    try:
        if reason is None and eid.account_of(citizen) is None:
            account = open_for(
                insured=found[0], level=Level(citizen.level), proved_by=ProvedBy.EID, language=language, now=now
            )
            eid.link(account=account, citizen=citizen, by=account, now=now)
        elif reason == ReferralReason.HAS_ACCOUNT:
            account = _found_again(found[0], citizen, holder, now)
        else:
            return _refer_citizen(citizen, reason or ReferralReason.HAS_ACCOUNT, found, language, now)
    except eid.AlreadyLinked:
        return _refer_citizen(citizen, ReferralReason.HAS_ACCOUNT, found, language, now)
    audit.record(IDENTIFIED, found[0], by=account, at=now, person=found[0].pk, level=int(citizen.level))
    return account


def _found_again(insured: Insured, citizen: Citizen, holder: Account | None, now: dt.datetime) -> Account:
    """The account that the record has already. Codes alone may have opened it for somebody else: they keep nothing."""
    account = insured.account
    assert account
    if citizen.level < Assurance.SUBSTANTIAL:
        raise LevelTooLow
    doubtful = account.level < Level.SUBSTANTIAL and account != holder
    eid.link(account=account, citizen=citizen, by=account, now=now)
    if doubtful:
        notices.tell(messages.STARTED_OVER, account=account, now=now, help=messages.help_address())
        start_over(account=account, by=None, now=now)
    return account


def _refer_citizen(
    citizen: Citizen, reason: ReferralReason, found: list[Insured], language: str, now: dt.datetime
) -> Referral:
    typed = Typed(
        identifier=citizen.cin,
        birth_date=citizen.birth_date,
        name=f"{citizen.given_name} {citizen.family_name}".strip(),
    )
    about = found[0] if len(found) == 1 else None
    return refer(typed=typed, reason=reason, about=about, language=language, now=now)

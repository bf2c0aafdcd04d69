"""What an activation keeps from page to page: sealed, in the session of the browser that began it."""

import datetime as dt

from django.http import HttpRequest

from macnss.identity import entry
from macnss.identity.enums import CodePurpose
from macnss.identity.models import Code
from macnss.insured.models import Referral
from macnss.insured.services.typed import Typed
from macnss.kernel.secrets import Unreadable, seal, unseal

_TYPED, _CODE, _CIN = "activation", "activation_code", "activation_cin"
_REFERRAL, _FINISHING = "activation_referral", "activation_finishing"
_AN_HOUR = 3600


def keep(request: HttpRequest, typed: Typed, code: Code) -> None:
    """Remember what was typed and the code that was sent for it."""
    request.session[_TYPED] = seal(typed.as_json(), "activation").decode()
    request.session[_CODE] = code.pk


def typed_of(request: HttpRequest) -> Typed | None:
    """What was typed in this browser less than an hour ago."""
    try:
        return Typed.from_json(unseal(request.session[_TYPED].encode(), "activation", within=_AN_HOUR))
    except (KeyError, Unreadable):
        return None


def code_of(request: HttpRequest, purpose: CodePurpose) -> Code | None:
    """The code of this browser, if it was sent for that: one that proves another address activates nothing."""
    return Code.objects.filter(pk=request.session.get(_CODE, 0), purpose=purpose).first()


def keep_cin(request: HttpRequest, cin: str) -> None:
    """Remember the CIN that must be the one of the card."""
    request.session[_CIN] = seal(cin, "activation cin").decode()


def cin_of(request: HttpRequest) -> str:
    """The CIN typed in this browser less than an hour ago, "" when there is none."""
    try:
        return str(unseal(request.session[_CIN].encode(), "activation cin", within=_AN_HOUR))
    except (KeyError, Unreadable):
        return ""


def forget(request: HttpRequest) -> None:
    for name in (_TYPED, _CODE, _CIN):
        request.session.pop(name, None)


def refer(request: HttpRequest, referral: Referral) -> None:
    """From now on this browser shows the reference of that referral."""
    forget(request)
    request.session[_REFERRAL] = referral.pk


def referral_of(request: HttpRequest) -> Referral | None:
    return Referral.objects.filter(pk=request.session.get(_REFERRAL, 0)).first()


def finishing(request: HttpRequest) -> bool:
    """Did an activation just end here, its owner still choosing how to come back?"""
    return bool(request.session.get(_FINISHING)) and request.user.is_authenticated


def begin_to_finish(request: HttpRequest, now: dt.datetime) -> None:
    """Its owner is in: they choose how to come back, and their first passkey asks for no other proof."""
    forget(request)
    request.session[_FINISHING] = True
    entry.welcome(request, now=now)


def keep_code(request: HttpRequest, code: Code) -> None:
    """The code that confirms one more address, at the end of the activation."""
    request.session[_CODE] = code.pk


def finished(request: HttpRequest) -> None:
    for name in (_FINISHING, _CODE):
        request.session.pop(name, None)

"""“Confirm that it is you”: a fresh proof, in place, by whichever way this account has; then back to what was typed."""

import datetime as dt
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from macnss.identity import entry, ways
from macnss.identity.access import SignedIn, asked, has_proved
from macnss.identity.enums import Channel, CodePurpose, Level, Method
from macnss.identity.forms.security import Password, ReceivedCode
from macnss.identity.models import Account, Code
from macnss.identity.services import backup_codes, codes, devices, limits, passwords
from macnss.identity.sessions import PROVING
from macnss.kernel.access import next_page, open_to, signed_in, with_next
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page

PASSWORD_LASTS = dt.timedelta(minutes=10)


class WrongPassword(DomainError):
    code = "password-wrong"
    message = _("This is not the password of your account. Check it, then try again.")


class WrongBackupCode(DomainError):
    code = "backup-code-wrong"
    message = _("This backup code is not one of yours, or it was used already.")


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
def prove(request: SignedIn) -> HttpResponse:
    """The ways that prove enough for where this person was going; one of them, and they are there."""
    now, account = timezone.now(), request.user
    password = Password(_sent_form(request, "password"))
    code, refusal = ReceivedCode(_sent_form(request, "code", "backup")), None
    if request.method == "GET" and has_proved(request, asked(request), now):
        return redirect(next_page(request, "identity:security"))
    try:
        if password.is_valid() and _weak_enough(request):
            if _password_proves(request, password.cleaned_data["password"], now):
                return _done(request, Method.PASSWORD_AND_DEVICE, now)
            return redirect(with_next(reverse("identity:prove"), next_page(request, "identity:security")))
        if code.is_valid() and typed_password(request, now):
            return _done(request, _code_proves(request, code.cleaned_data["code"], now), now)
    except DomainError as error:
        refusal = error
    said = {
        "level": asked(request),
        "high": asked(request) == Level.HIGH,
        "next": next_page(request, "identity:security"),
        "password": password,
        "code": code,
        "refusal": refusal,
        "ways": ways.ways_in(account),
        "backup_codes": backup_codes.left(account),
        **_second_step(request, now),
    }
    wrong = refusal or password.is_bound or code.is_bound
    return page(
        request, "identity/prove.html", said, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )


@require_POST
@open_to(signed_in)
def send(request: SignedIn) -> HttpResponse:
    """Send the code again, by the same channel or the other."""
    now, sent = timezone.now(), _sent_code(request)
    wanted = request.POST.get("channel", "")
    try:
        if sent and typed_password(request, now):
            _spend(request, limits.Act.CODE_SENT, now)
            channel = Channel(wanted) if wanted in Channel.values else None
            codes.send_again(code=sent, language=get_language() or "ar", channel=channel, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(with_next(reverse("identity:prove"), next_page(request, "identity:security")))


def typed_password(request: HttpRequest, now: dt.datetime) -> bool:
    """Has the password been typed on this page, a short while ago, where it can be enough with a code?"""
    known = request.session.get(PROVING)
    if not known or not _weak_enough(request):
        return False
    return now - dt.datetime.fromisoformat(known[0]) <= PASSWORD_LASTS


def confirmed(account: Account) -> tuple[str, str]:
    """The e-mail and the phone whose owner was seen to be the account's; "" for one that was not."""
    email = account.email if account.email and account.email_confirmed_at else ""
    return email, account.phone if account.phone_confirmed_at else ""


def _sent_form(request: HttpRequest, *acts: str) -> QueryDict | None:
    """The form that was sent, if it is one of these."""
    return request.POST if request.POST.get("act") in acts else None


def _weak_enough(request: HttpRequest) -> bool:
    """Nothing but Mon e-ID proves more than “substantial”; agents have their passkey only."""
    return asked(request) <= Level.SUBSTANTIAL and not (request.user.is_authenticated and request.user.is_agent)


def _password_proves(request: SignedIn, typed: str, now: dt.datetime) -> bool:
    """Is the password right, and enough on this device? Where it is not enough, a code leaves. Raises WrongPassword."""
    account = request.user
    _spend(request, limits.Act.PROVE, now)
    if not passwords.is_right(account, typed):
        raise WrongPassword
    if not account.needs_second_factor and devices.is_known(account=account, secret=entry.device_secret(request)):
        return True
    request.session[PROVING] = [now.isoformat(), ""]
    email, phone = confirmed(account)
    if email or phone:
        _spend(request, limits.Act.CODE_SENT, now)
        sent = codes.ask(
            purpose=CodePurpose.PROVE,
            account=account,
            ticket=entry.ticket(request),
            language=get_language() or "ar",
            email=email,
            phone=phone,
            now=now,
        )
        request.session[PROVING] = [now.isoformat(), str(sent.public_id)]
    return False


def _code_proves(request: SignedIn, typed: str, now: dt.datetime) -> Method:
    """How the code that was typed proves it. Raises WrongCode, CodeSpent, WrongBackupCode."""
    _spend(request, limits.Act.CODE_TRIED, now)
    if request.POST["act"] == "backup":
        if not backup_codes.use(account=request.user, typed=typed, now=now):
            raise WrongBackupCode
        return Method.BACKUP_CODE
    sent = _sent_code(request)
    if sent is None:
        raise codes.CodeSpent
    codes.check(code=sent, typed=typed, ticket=entry.ticket(request), now=now)
    return Method.PASSWORD_AND_CODE


def _done(request: SignedIn, method: Method, now: dt.datetime) -> HttpResponse:
    request.session.pop(PROVING, None)
    for act in (limits.Act.PROVE, limits.Act.CODE_TRIED):
        limits.forgive(act, key=str(request.user.pk), now=now)
    entry.prove(request, method, now=now)
    return redirect(next_page(request, "identity:security"))


def _spend(request: SignedIn, act: limits.Act, now: dt.datetime) -> None:
    limits.spend(act, address=client_address(request), key=str(request.user.pk), now=now)


def _sent_code(request: SignedIn) -> Code | None:
    known = request.session.get(PROVING)
    if not known or not known[1]:
        return None
    return Code.objects.filter(public_id=known[1], account=request.user, purpose=CodePurpose.PROVE).first()


def _second_step(request: SignedIn, now: dt.datetime) -> dict[str, object]:
    """What the page says once the password is typed: where the code went, and when it can be sent again."""
    sent = _sent_code(request) if typed_password(request, now) else None
    if sent is None:
        return {"typed_password": typed_password(request, now), "sent_to": "", "wait": 0, "other": ""}
    other = Channel.EMAIL if sent.channel == Channel.SMS else Channel.SMS
    return {
        "typed_password": True,
        "sent_to": codes.masked_address(sent),
        "wait": codes.seconds_to_wait(sent, now),
        "other": other.value if codes.address_of(sent, other) else "",
    }

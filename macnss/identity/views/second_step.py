"""The second step behind a password: the code that was sent, or a code kept on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from macnss.identity import entry
from macnss.identity.enums import Channel, Method
from macnss.identity.forms.sign_in import TypedBackupCode, TypedCode
from macnss.identity.models import Code
from macnss.identity.pending import Pending, forget, pending_of, wait_for_second_step
from macnss.identity.services import codes, signing_in
from macnss.kernel.access import anyone, next_page, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page

BACKUP = "backup"


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Type the code of the second step, and come in."""
    pending = pending_of(request)
    if request.user.is_authenticated or pending is None:
        return _nobody_waits(request)
    by_paper = request.POST.get("act") == BACKUP
    sent = request.method == "POST"
    form = TypedCode(request.POST if sent and not by_paper else None)
    backup_form = TypedBackupCode(request.POST if by_paper else None)
    typed = backup_form if by_paper else form
    if typed.is_valid():
        try:
            return _come_in(request, pending, typed.cleaned_data, by_paper=by_paper)
        except (codes.WrongCode, codes.CodeSpent, signing_in.WrongBackupCode, entry.AccountLocked) as refusal:
            typed.add_error(None, str(refusal))
    said = {"form": form, "backup_form": backup_form, "typed": typed, **_sent(pending.code), "next": pending.next}
    return page(request, "identity/second_step.html", said, status=422 if sent else 200)


@require_POST
@open_to(anyone)
def second_factor_send(request: HttpRequest) -> HttpResponse:
    """Send another code, by the channel that was chosen."""
    pending = pending_of(request)
    if request.user.is_authenticated or pending is None:
        return _nobody_waits(request)
    said = request.POST.get("channel", "")
    try:
        _send(request, pending, Channel(said) if said in Channel.values else None)
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("identity:second_factor")


def _nobody_waits(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_page(request, "portals:home"))
    messages.warning(request, _("Ten minutes have passed since your password. Type it again; a new code will come."))
    return redirect("identity:sign_in")


def _come_in(request: HttpRequest, pending: Pending, typed: dict[str, Any], *, by_paper: bool) -> HttpResponse:
    """Raises WrongCode, CodeSpent, WrongBackupCode, AccountLocked."""
    now, address, account = timezone.now(), client_address(request), pending.account
    if by_paper:
        signing_in.check_backup_code(account=account, typed=typed["backup_code"], address=address, now=now)
    elif code := pending.code:
        ticket = entry.ticket(request)
        signing_in.check_code(code=code, typed=typed["code"], ticket=ticket, address=address, now=now)
    else:
        raise codes.CodeSpent
    forget(request)
    entry.let_in(request, account, Method.BACKUP_CODE if by_paper else Method.PASSWORD_AND_CODE, now=now)
    return redirect(pending.next)


def _send(request: HttpRequest, pending: Pending, channel: Channel | None) -> None:
    """In place of a code that still lives, another one; in place of a spent one, a first one."""
    now, address, language = timezone.now(), client_address(request), get_language() or ""
    code = pending.code
    if code and not code.used_at and code.tries < codes.TRIES:
        signing_in.send_again(code=code, channel=channel, address=address, language=language, now=now)
        return
    ticket = entry.ticket(request)
    fresh = signing_in.send_code(account=pending.account, ticket=ticket, address=address, language=language, now=now)
    if fresh:
        wait_for_second_step(request, Pending(pending.account_id, fresh.pk, pending.next))


def _sent(code: Code | None) -> dict[str, Any]:
    """What the page says of the code: where it went, when it may be sent again, by which channels."""
    if code is None:
        return {"sent": None}
    return {
        "sent": {
            "where": codes.masked_address(code),
            "channel": code.channel,
            "wait": codes.seconds_to_wait(code, timezone.now()),
            "sms": codes.address_of(code, Channel.SMS),
            "email": codes.address_of(code, Channel.EMAIL),
        }
    }

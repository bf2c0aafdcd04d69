"""Activation by e-mail and phone: what is asked, then the code that was received."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from macnss.identity import entry
from macnss.identity.enums import Channel, CodePurpose, Method
from macnss.identity.models import Account, Code
from macnss.identity.services import codes
from macnss.insured import visit
from macnss.insured.forms import ByContact, TypedCode, shown_again
from macnss.insured.models import Referral
from macnss.insured.services import activation
from macnss.insured.services.typed import Typed
from macnss.kernel.access import anyone, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def contact(request: HttpRequest) -> HttpResponse:
    """Who one is and where the code goes. A code is always sent: the answer says nothing of the number."""
    kept = visit.typed_of(request)
    form = ByContact(request.POST or None, initial=shown_again(kept) if kept else None)
    if form.is_valid():
        typed = form.typed()
        try:
            code = activation.ask_code(
                typed=typed,
                ticket=entry.ticket(request),
                language=translation.get_language() or "ar",
                address=client_address(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            visit.keep(request, typed, code)
            return redirect("insured:activate_code")
    said = {"form": form, "abroad": "abroad" in request.GET}
    return page(request, "insured/activation/contact.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def code(request: HttpRequest) -> HttpResponse:
    """The code; then the account, or the reference of a request that an agent looks at."""
    sent, typed = visit.code_of(request, CodePurpose.ACTIVATE), visit.typed_of(request)
    if sent is None or typed is None:
        return redirect("insured:activate_contact")
    form = TypedCode(request.POST or None)
    if form.is_valid():
        try:
            came = activation.finish_with_code(
                code=sent,
                digits=form.cleaned_data["code"],
                ticket=entry.ticket(request),
                typed=_with_channel(typed, sent),
                language=translation.get_language() or "ar",
                address=client_address(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            return after(request, came)
    return _code_page(request, sent, form, status=422 if form.errors else 200)


@require_POST
@open_to(anyone)
def send(request: HttpRequest) -> HttpResponse:
    """Send the code again, by the same way or by the other."""
    sent = visit.code_of(request, CodePurpose.ACTIVATE)
    if sent is None:
        return redirect("insured:activate_contact")
    wanted = request.POST.get("channel", "")
    try:
        activation.send_again(
            code=sent,
            channel=Channel(wanted) if wanted in Channel else None,
            language=translation.get_language() or "ar",
            address=client_address(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect("insured:activate_code")


def after(request: HttpRequest, came: Account | Referral) -> HttpResponse:
    """What comes after an activation: its owner chooses how to come back, or reads a reference."""
    if isinstance(came, Referral):
        visit.refer(request, came)
        return redirect("insured:activate_received")
    now = timezone.now()
    entry.let_in(request, came, Method.ACTIVATION, now=now)
    visit.begin_to_finish(request, now)
    return redirect("insured:activate_finish")


def _with_channel(typed: Typed, sent: Code) -> Typed:
    """What was typed, with the channel by which the code was last sent."""
    return Typed.from_json({**typed.as_json(), "channel": sent.channel})


def _code_page(request: HttpRequest, sent: Code, form: TypedCode, status: int) -> HttpResponse:
    here = Channel(sent.channel)
    other = Channel.EMAIL if here == Channel.SMS else Channel.SMS
    said = {
        "form": form,
        "by_sms": here == Channel.SMS,
        "address": codes.masked_address(sent),
        "wait": codes.seconds_to_wait(sent, timezone.now()),
        "other": other if codes.address_of(sent, other) else "",
        "again": "insured:activate_send",
        "correct": "insured:activate_contact",
    }
    return page(request, "insured/activation/code.html", said, status=status)

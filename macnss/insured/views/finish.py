"""The end of an activation: how to reach the person, and how they come back. Both can wait."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.identity import entry
from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Code
from macnss.identity.services import codes, contacts, passwords
from macnss.identity.services.limits import Act, spend
from macnss.insured import visit
from macnss.insured.access import OwnerRequest, just_activated
from macnss.insured.forms import NewPassword, Reached, TypedCode
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(just_activated)
def finish(request: OwnerRequest) -> HttpResponse:
    """The account is open. A fingerprint or face, or a password, for the next times; or later."""
    if request.POST.get("later"):
        visit.finished(request)
        return redirect("portals:home")
    form = NewPassword(request.POST or None)
    if form.is_valid() and not request.user.has_usable_password():
        if refused := passwords.problems(form.cleaned_data["password"], request.user):
            form.add_error("password", refused)
        else:
            now, raw = timezone.now(), form.cleaned_data["password"]
            passwords.set_password(account=request.user, raw=raw, by=request.user, now=now)
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is set. Next time, come in with your number or your CIN."))
            return redirect("insured:activate_finish")
    said = {"form": form, "account": request.user, "has_passkey": request.user.passkeys.exists()}
    return page(request, "insured/activation/finish.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(just_activated)
def reach(request: OwnerRequest) -> HttpResponse:
    """A mobile phone or an e-mail address for the messages of the fund: a code confirms it."""
    form = Reached(request.POST or None)
    if form.is_valid():
        try:
            visit.keep_code(request, _ask(request, form))
            return redirect("insured:activate_reach_code")
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    said = {"form": form, "account": request.user}
    return page(request, "insured/activation/reach.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(just_activated)
def reach_code(request: OwnerRequest) -> HttpResponse:
    """The code that confirms the address."""
    sent = visit.code_of(request, CodePurpose.CONTACT)
    if sent is None or sent.account_id != request.user.pk:
        return redirect("insured:activate_reach")
    form = TypedCode(request.POST or None)
    if form.is_valid():
        try:
            _confirm(request, sent, form.cleaned_data["code"])
            messages.success(request, _("Confirmed. The messages of the fund will reach you there."))
            return redirect("insured:activate_finish")
        except DomainError as refusal:
            form.add_error("code", str(refusal))
    said = {
        "form": form,
        "by_sms": sent.channel == Channel.SMS,
        "address": codes.masked_address(sent),
        "wait": 0,
        "other": "",
        "again": "",
        "correct": "insured:activate_reach",
    }
    return page(request, "insured/activation/code.html", said, status=422 if form.errors else 200)


def _ask(request: OwnerRequest, form: Reached) -> Code:
    """Raises SameAddress, TooManyTries, LimitsUnavailable."""
    phone, email, now = form.cleaned_data["phone"], form.cleaned_data["email"], timezone.now()
    spend(Act.CODE_SENT, address=client_address(request), key=phone or email, now=now)
    return contacts.ask_change(
        account=request.user,
        channel=Channel.SMS if phone else Channel.EMAIL,
        address=phone or email,
        ticket=entry.ticket(request),
        language=translation.get_language() or "ar",
        now=now,
    )


def _confirm(request: OwnerRequest, sent: Code, digits: str) -> None:
    """Raises WrongCode, CodeSpent, TooManyTries, LimitsUnavailable."""
    now = timezone.now()
    spend(Act.CODE_TRIED, address=client_address(request), key=f"account {request.user.pk}", now=now)
    contacts.confirm(account=request.user, code=sent, typed=digits, ticket=entry.ticket(request), now=now)

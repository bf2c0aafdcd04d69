"""The e-mail address and the phone of an account: shown hidden, changed one at a time, proved before they count."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity import entry
from macnss.identity.access import SignedIn, proved
from macnss.identity.enums import Channel, Level
from macnss.identity.forms.contacts import NEW, TypedCode
from macnss.identity.models import Code
from macnss.identity.services import codes, contacts, limits
from macnss.identity.services.limits import Act
from macnss.kernel.access import open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page

SENT = "contact_code"  # the code that is to prove the new address


@require_GET
@open_to(signed_in)
def contact_list(request: SignedIn) -> HttpResponse:
    return page(request, "identity/contacts/list.html")


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
@proved(Level.SUBSTANTIAL)
def change(request: SignedIn, channel: str) -> HttpResponse:
    """A new address, to which a code is sent; somebody else's gets the same page and no code."""
    if channel not in NEW:
        raise Http404
    form, now = NEW[Channel(channel)](request.POST or None), timezone.now()
    if form.is_valid():
        try:
            limits.spend(Act.CODE_SENT, address=client_address(request), key=_about(request), now=now)
            code = contacts.ask_change(
                account=request.user,
                channel=Channel(channel),
                address=form.cleaned_data["address"],
                ticket=entry.ticket(request),
                language=get_language() or "",
                now=now,
            )
            request.session[SENT] = str(code.public_id)
            return redirect("identity:contact_confirm")
        except DomainError as refusal:
            form.add_error("address", str(refusal))
    said = {"form": form, "channel": channel}
    return page(request, "identity/contacts/change.html", said, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
@proved(Level.SUBSTANTIAL)
def confirm(request: SignedIn) -> HttpResponse:
    """The code that proves the new address; again after a wait."""
    code, now = _sent(request), timezone.now()
    if code is None:
        return redirect("identity:contacts")
    if request.POST.get("act") == "again":
        return _again(request, code)
    form = TypedCode(request.POST or None)
    if form.is_valid():
        try:
            limits.spend(Act.CODE_TRIED, address=client_address(request), key=_about(request), now=now)
            typed = form.cleaned_data["code"]
            contacts.confirm(account=request.user, code=code, typed=typed, ticket=entry.ticket(request), now=now)
            del request.session[SENT]
            messages.success(request, _("Your new address is confirmed. The one before was told."))
            return redirect("identity:contacts")
        except DomainError as refusal:
            form.add_error("code", str(refusal))
    said = {
        "form": form,
        "code": code,
        "address": codes.address_of(code, Channel(code.channel)),
        "seconds": codes.seconds_to_wait(code, now),
    }
    return page(request, "identity/contacts/confirm.html", said, status=422 if form.is_bound else 200)


def _again(request: SignedIn, code: Code) -> HttpResponse:
    now = timezone.now()
    try:
        limits.spend(Act.CODE_SENT, address=client_address(request), key=_about(request), now=now)
        codes.send_again(code=code, language=get_language() or "", now=now)
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("identity:contact_confirm")


def _sent(request: SignedIn) -> Code | None:
    public_id = request.session.get(SENT)
    return contacts.asked_for(public_id, request.user, entry.ticket(request)) if public_id else None


def _about(request: SignedIn) -> str:
    return f"contact {request.user.pk}"

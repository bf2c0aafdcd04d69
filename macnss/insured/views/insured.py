"""What the fund knows of the person: their number for life, their identity, the ways to reach them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity.enums import Level
from macnss.insured.access import InsuredRequest, confirmed_insured, insured_person
from macnss.insured.enums import CheckState
from macnss.insured.forms import IdentityPictures
from macnss.insured.models import IdentityCheck
from macnss.insured.services import identity_checks
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page


@require_GET
@open_to(confirmed_insured)
def number(request: InsuredRequest) -> HttpResponse:
    """The registration number, to read out, to copy, to print."""
    return page(request, "insured/number.html", {"insured": request.insured})


@require_GET
@open_to(confirmed_insured)
def data(request: InsuredRequest) -> HttpResponse:
    """The record, what is sensitive hidden until its owner asks."""
    return page(request, "insured/data.html", {"insured": request.insured})


@require_http_methods(["GET", "POST"])
@open_to(insured_person)
def identity_check(request: InsuredRequest) -> HttpResponse:
    """Send a card and a live photo for an agent to compare; then follow what becomes of them."""
    latest = IdentityCheck.objects.filter(insured=request.insured).order_by("-asked_at").first()
    confirmed = request.user.level >= Level.SUBSTANTIAL
    form = IdentityPictures(request.POST or None, request.FILES or None)
    if request.method == "POST" and not confirmed and form.is_valid():
        try:
            said = form.cleaned_data
            identity_checks.ask(insured=request.insured, by=request.user, now=timezone.now(), **said)
            messages.success(request, _("Your pictures are with an agent."))
            return redirect("insured:identity_check")
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    shown = {
        "form": form,
        "confirmed": confirmed,
        "waiting": latest if latest and latest.state == CheckState.WAITING else None,
        "refused": latest if latest and latest.state == CheckState.REFUSED else None,
    }
    return page(request, "insured/identity_check.html", shown, status=422 if form.errors else 200)

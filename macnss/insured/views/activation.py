"""Activating an account: the two ways, the help page, a request that an agent looks at, a link received."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity import entry
from macnss.identity.enums import Method
from macnss.identity.services.limits import Act, LimitsUnavailable, TooManyTries, spend
from macnss.insured import visit
from macnss.insured.forms import BirthDate, Reached
from macnss.insured.services import links, referrals
from macnss.kernel.access import anyone, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page


@require_GET
@open_to(anyone)
def choose(request: HttpRequest) -> HttpResponse:
    """The two ways side by side, and the doors for everybody else."""
    return page(request, "insured/activation/choose.html")


@require_GET
@open_to(anyone)
def help(request: HttpRequest) -> HttpResponse:
    """Both ways, step by step, in drawings; made to be printed."""
    return page(request, "insured/activation/help.html")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def received(request: HttpRequest) -> HttpResponse:
    """The reference and the date of a request, the same for every reason; where to answer, if nobody said it yet."""
    referral = visit.referral_of(request)
    if referral is None:
        return redirect("insured:activate")
    form, reachable = Reached(request.POST or None), bool(referrals.typed_of(referral).address)
    if form.is_valid() and not reachable:
        said = form.cleaned_data
        try:
            referrals.leave_address(referral=referral, email=said["email"], phone=said["phone"], now=timezone.now())
            return redirect("insured:activate_received")
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    shown = {"referral": referral, "form": form, "reachable": reachable}
    return page(request, "insured/activation/received.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """A link that an agent sent: its holder gives the birth date of the record, and comes in."""
    now = timezone.now()
    found = links.find_link(secret, now)
    if found is None:
        return page(request, "insured/activation/link_spent.html", status=404)
    form = BirthDate(request.POST or None)
    if form.is_valid():
        try:
            spend(Act.ACTIVATION, address=client_address(request), key=f"link {found.pk}", now=now)
            language = translation.get_language() or "ar"
            account = links.follow(link=found, birth_date=form.cleaned_data["birth_date"], language=language, now=now)
            entry.let_in(request, account, Method.ACTIVATION, now=now)
            visit.begin_to_finish(request, now)
            return redirect("insured:activate_finish")
        except (TooManyTries, LimitsUnavailable, links.LinkSpent, links.OtherBirthDate) as refusal:
            form.add_error(None, str(refusal))
    return page(request, "insured/activation/link.html", {"form": form}, status=422 if form.errors else 200)

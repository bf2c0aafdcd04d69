"""The doors: of the insured, of companies, of the fund's agents; what to do when none opens; the way out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.identity import entry
from macnss.identity.enums import Method
from macnss.identity.forms.sign_in import SignIn
from macnss.identity.lost import GROUPS
from macnss.identity.models import Account
from macnss.identity.pending import Pending, wait_for_second_step
from macnss.identity.services import signing_in
from macnss.identity.services.limits import TooManyTries
from macnss.identity.services.signing_in import Next
from macnss.kernel.access import anyone, next_page, open_to
from macnss.kernel.network import client_address
from macnss.ui.pages import page

WAYS_SHOWN_AFTER = 3  # errors on the page


@dataclass(frozen=True, slots=True)
class Door:
    """A door where a password is typed. Companies always prove twice who they are: they act for others."""

    template: str
    always_twice: bool


INSURED = Door("identity/sign_in.html", always_twice=False)
COMPANY = Door("identity/sign_in_company.html", always_twice=True)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door of the insured: Mon e-ID, fingerprint or face, password; the first time; every way back."""
    return _at(INSURED, request)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def sign_in_company(request: HttpRequest) -> HttpResponse:
    """The door of companies and of their accountants: the same ways, each person with their own account."""
    return _at(COMPANY, request)


@require_GET
@open_to(anyone)
def sign_in_agent(request: HttpRequest) -> HttpResponse:
    """The door of the fund's agents: a passkey, and nothing else."""
    if request.user.is_authenticated:
        return redirect(next_page(request, "portals:home"))
    return page(request, "identity/sign_in_agent.html", {"next": next_page(request, "portals:home")})


@require_GET
@open_to(anyone)
def cannot_get_in(request: HttpRequest) -> HttpResponse:
    """Each thing that may be lost, and where it is found again."""
    return page(request, "identity/cannot_get_in.html", {"groups": GROUPS})


@require_POST
@open_to(anyone)
def sign_out(request: HttpRequest) -> HttpResponse:
    entry.let_out(request)
    return redirect("portals:landing")


def _at(door: Door, request: HttpRequest) -> HttpResponse:
    following = next_page(request, "portals:home")
    if request.user.is_authenticated:
        return redirect(following)
    form = SignIn(request.POST or None)
    if form.is_valid():
        try:
            return _opened(request, door, form, following)
        except (signing_in.WrongPair, signing_in.AgentsHaveAKey, entry.AccountLocked) as refusal:
            form.add_error(None, str(refusal))
    errors = _errors(form)
    said = {"form": form, "next": following, "errors_so_far": errors, "show_ways": errors >= WAYS_SHOWN_AFTER}
    return page(request, door.template, said, status=422 if form.is_bound else 200)


def _errors(form: SignIn) -> int:
    """How often this page came back with an error, this time included."""
    if not form.is_bound:
        return 0
    before = getattr(form, "cleaned_data", {}).get("errors_so_far") or 0
    return min(int(before) + 1, 99)


def _opened(request: HttpRequest, door: Door, form: SignIn, following: str) -> HttpResponse:
    """Come in, or go on to the second step. Raises WrongPair, AgentsHaveAKey, AccountLocked."""
    now = timezone.now()
    opened = signing_in.by_password(
        typed=form.cleaned_data["identifier"],
        raw=form.cleaned_data["password"],
        address=client_address(request),
        device_secret=entry.device_secret(request),
        always_twice=door.always_twice,
        now=now,
    )
    if opened.next == Next.LOCKED:
        raise entry.AccountLocked
    if opened.next == Next.COME_IN:
        entry.let_in(request, opened.account, Method.PASSWORD_AND_DEVICE, now=now)
        return redirect(following)
    return _second_step(request, opened.account, following)


def _second_step(request: HttpRequest, account: Account, following: str) -> HttpResponse:
    """Send the code and wait for it; without a code there are a backup code, Mon e-ID and the counter."""
    code = None
    try:
        code = signing_in.send_code(
            account=account,
            ticket=entry.ticket(request),
            address=client_address(request),
            language=get_language() or "",
            now=timezone.now(),
        )
    except TooManyTries as refusal:
        messages.warning(request, str(refusal))
    wait_for_second_step(request, Pending(account.pk, code.pk if code else None, following))
    return redirect("identity:second_factor")

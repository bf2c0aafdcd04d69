"""Activation by Mon e-ID: the CIN, what is needed, then what Mon e-ID said."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from macnss.identity import entry
from macnss.identity.enums import EidPurpose, EidState, Level, Method
from macnss.identity.models import Account, EidAttempt
from macnss.identity.services import eid
from macnss.insured import visit
from macnss.insured.forms import ByEid
from macnss.insured.models import Referral
from macnss.insured.services import activation
from macnss.insured.views.by_code import after
from macnss.kernel.access import anyone, open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def start(request: HttpRequest) -> HttpResponse:
    """The CIN first; then one screen with all that is needed, and the button that leaves for Mon e-ID."""
    cin = visit.cin_of(request)
    form = ByEid(request.POST or None, initial={"cin": cin})
    if form.is_valid():
        visit.keep_cin(request, form.cleaned_data["cin"])
        return redirect(f"{request.path}?ready")
    ready = bool(cin) and "ready" in request.GET and not form.errors
    said = {"form": form, "ready": ready, "cin": cin}
    return page(request, "insured/activation/eid.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def done(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Back from Mon e-ID, also for whoever meant to sign in and has no account tied to it yet."""
    attempt = eid.attempt_of(attempt_id, entry.ticket(request))
    if attempt is None or attempt.purpose == EidPurpose.PROVE:
        raise Http404
    if attempt.state != EidState.VERIFIED or attempt.used_at:
        return redirect("identity:eid_attempt", attempt.public_id)
    cin = visit.cin_of(request)
    form = ByEid({"cin": request.POST.get("cin", cin)} if request.method == "POST" else None, initial={"cin": cin})
    if form.is_valid():
        try:
            return _finish(request, attempt, form.cleaned_data["cin"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    said = {"form": form, "cin": "" if form.errors else cin}
    return page(request, "insured/activation/eid_done.html", said, status=422 if form.errors else 200)


def _finish(request: HttpRequest, attempt: EidAttempt, cin: str) -> HttpResponse:
    """Raises AttemptSpent, CinDifferent, LevelTooLow, AccountLocked."""
    now = timezone.now()
    came = activation.finish_with_eid(
        attempt=attempt,
        ticket=entry.ticket(request),
        cin=cin,
        holder=request.user if request.user.is_authenticated else None,
        language=translation.get_language() or "ar",
        now=now,
    )
    level = Level(attempt.level or Level.LOW)
    if isinstance(came, Referral) or level < Level.SUBSTANTIAL:
        return after(request, came)
    entry.let_in(request, came, Method.EID, now=now, level=level)
    visit.begin_to_finish(request, now)
    return redirect("insured:activate_finish" if _has_no_other_way(came) else "portals:home")


def _has_no_other_way(account: Account) -> bool:
    return not account.has_usable_password() and not account.passkeys.exists()

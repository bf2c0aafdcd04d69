"""Without an account: what one may ask for, an address proved by a code, and the link that finds a request again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases import visit
from macnss.cases.engine import KINDS, Holder, Kind
from macnss.cases.enums import Audience
from macnss.cases.forms.talk import FindAgain, Reached, ReceivedCode
from macnss.cases.models import Case
from macnss.cases.queries.applicant import Requests, before_beginning, by_theme, kinds_for, requests_of_account
from macnss.cases.queries.filling import filling_of
from macnss.cases.services import reaching
from macnss.cases.views.applicant import listed
from macnss.cases.views.opening import begin_page
from macnss.cases.views.pages import actor_of, show, tongue
from macnss.identity import entry
from macnss.identity.enums import Channel
from macnss.identity.services import codes
from macnss.insured.access import insured_person
from macnss.kernel.access import anyone, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.kernel.secrets import digest


@never_cache
@require_http_methods(["GET", "POST"])
@open_to(anyone)
def public(request: HttpRequest) -> HttpResponse:
    """What may be asked for without an account, what this browser holds, and how to find a request again."""
    form = FindAgain(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent_link(request, form):
        return redirect("cases:public")
    account = actor_of(request)
    kinds = kinds_for(Holder(Audience.PUBLIC, account), timezone.localdate())
    held = Requests.among(Case.objects.filter(public_id__in=visit.held(request)))
    said = {
        "themes": by_theme(kinds),
        "form": form,
        "held": listed(request, held),
        "held_over": list(held.over),
        "own": listed(request, requests_of_account(account)) if account else None,
        "today": timezone.localdate(),
    }
    return show(request, "cases/public.html", said, status=422 if form.is_bound else 200)


def _sent_link(request: HttpRequest, form: FindAgain) -> bool:
    """The same words whether the reference and the address go together or not."""
    to, _channel = form.address
    try:
        reaching.send_link(
            reference=form.cleaned_data["reference"], to=to, address=client_address(request), now=timezone.now()
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("If this request was made with this address, its link is on its way there."))
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@open_to(anyone)
def public_start(request: HttpRequest, kind: str) -> HttpResponse:
    """Before beginning; then where the code goes. Who is signed in needs none; the insured have their own page."""
    engine, account, now = _public_kind(kind), actor_of(request), timezone.now()
    if account and Audience.INSURED.value in engine.definition.audiences and insured_person(request):
        return redirect("cases:start", kind=kind)
    if account:
        return begin_page(request, engine, Holder(Audience.PUBLIC, account))
    form = Reached(request.POST if request.method == "POST" else None)
    if form.is_valid():
        to, channel = form.address
        try:
            code = reaching.ask_code(
                to=to,
                channel=channel,
                ticket=entry.ticket(request),
                language=tongue(),
                address=client_address(request),
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            visit.begin(request, kind, form.cleaned_data["key"], code)
            return redirect("cases:public_code", kind=kind)
    said = {
        "kind": engine,
        "definition": engine.definition,
        "before": before_beginning(engine, timezone.localdate(now)),
        "form": form,
        "draft": None,
    }
    return show(request, "cases/public_start.html", said, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@open_to(anyone)
def public_code(request: HttpRequest, kind: str) -> HttpResponse:
    """The code that proves the address; then the first screen."""
    _public_kind(kind)
    begun, now = visit.beginning(request, kind), timezone.now()
    if begun is None:
        return redirect("cases:public_start", kind=kind)
    beginning, code = begun
    form = ReceivedCode(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            case = reaching.begin_with_code(
                code=code,
                digits=form.cleaned_data["code"],
                ticket=entry.ticket(request),
                kind=kind,
                start_key=beginning.key,
                language=tongue(),
                address=client_address(request),
                now=now,
            )
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            visit.hold(request, case.reached_by["secret"], case)
            return redirect(filling_of(case).goes_on_at())
    said = {
        "kind": KINDS[kind],
        "form": form,
        "by_sms": code.channel == Channel.SMS,
        "address": codes.masked_address(code),
        "wait": codes.seconds_to_wait(code, now),
    }
    return show(request, "cases/public_code.html", said, status=422 if form.is_bound else 200)


@require_POST
@open_to(anyone)
def public_send(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the code again."""
    begun = visit.beginning(request, kind)
    if begun is None:
        return redirect("cases:public_start", kind=kind)
    try:
        reaching.send_again(code=begun[1], language=tongue(), address=client_address(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect("cases:public_code", kind=kind)


@never_cache
@require_GET
@open_to(anyone)
def open_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of a message: from now on this browser opens the request, and the appeal against its refusal."""
    cases = list(Case.objects.filter(holder=digest(secret, "case"), kind__in=KINDS).order_by("-pk")[:10])
    if not cases:
        raise Http404
    visit.hold(request, secret, *reversed(cases))
    return redirect("cases:case", case_id=cases[0].public_id)


@require_POST
@open_to(anyone)
def let_go(request: HttpRequest) -> HttpResponse:
    """Leave a telephone or a computer that is not one's own."""
    visit.let_go(request)
    messages.success(request, _("This device no longer opens your requests. The link that we sent you still does."))
    return redirect("cases:public")


def _public_kind(code: str) -> Kind:
    """The kind of the address, if anybody may ask for it."""
    kind = KINDS.get(code)
    anybody = Holder(Audience.PUBLIC)
    if kind is None or kind not in kinds_for(anybody, timezone.localdate()):
        raise Http404
    return kind

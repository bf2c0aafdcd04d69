"""The agents' side: requests to look at, pictures to compare, a person at the counter. Each reading is journalled."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity.access import AgentRequest, agent_as
from macnss.identity.enums import Level, Role
from macnss.identity.opened import note_opened, was_opened
from macnss.insured.enums import CheckState, ReferralState
from macnss.insured.forms import Answer, InviteFromCounter, OwnAccount, TieToRecord
from macnss.insured.models import IdentityCheck, Insured, Referral
from macnss.insured.queries import search_by_number
from macnss.insured.services import counter as at_counter
from macnss.insured.services import identity_checks as checks
from macnss.insured.services import referrals as files
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

ROWS_A_PAGE = 25
LOOKS_AT_FILES = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER)


@require_GET
@open_to(LOOKS_AT_FILES)
def referrals(request: AgentRequest) -> HttpResponse:
    """Activations to look at, the oldest first."""
    rows = Referral.objects.filter(state=ReferralState.OPEN).order_by("opened_at")
    said = {"rows": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")), "today": timezone.localdate()}
    return page(request, "insured/counter/referrals.html", said)


@require_http_methods(["GET", "POST"])
@open_to(LOOKS_AT_FILES)
def referral(request: AgentRequest, referral_id: UUID) -> HttpResponse:
    """One request: opened first, then tied to a record or refused."""
    found = get_object_or_404(Referral, public_id=referral_id)
    asked = request.POST.get("action", "")
    tie, refuse = TieToRecord(_if(asked == "tie", request)), Answer(_if(asked == "refuse", request))
    if asked == "open":
        files.read(referral=found, by=request.user, now=timezone.now())
        return _note_opened(request, referral_id)
    if not _was_opened(request, referral_id):
        return page(request, "insured/counter/referral_closed.html", {"referral": found})
    if tie.is_valid() and (record := _record(tie)):
        if _did(tie, lambda: files.tie(referral=found, insured=record, by=request.user, now=timezone.now())):
            return _settled(request, _("The person receives the link that opens their account."), "referrals")
    elif refuse.is_valid():
        answer = refuse.cleaned_data["answer"]
        if _did(refuse, lambda: files.refuse(referral=found, answer=answer, by=request.user, now=timezone.now())):
            return _settled(request, _("The answer is on its way."), "referrals")
    said = {
        "referral": found,
        "typed": files.typed_of(found),
        "candidates": files.candidates(found),
        "tie": tie,
        "refuse": refuse,
        "is_open": found.state == ReferralState.OPEN,
    }
    return page(request, "insured/counter/referral.html", said, status=422 if tie.errors or refuse.errors else 200)


@require_GET
@open_to(LOOKS_AT_FILES)
def identity_checks(request: AgentRequest) -> HttpResponse:
    """Pictures to compare, the oldest first; nobody sees their own."""
    rows = _checks(request).filter(state=CheckState.WAITING).order_by("asked_at")
    said = {"rows": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")), "today": timezone.localdate()}
    return page(request, "insured/counter/identity_checks.html", said)


@require_http_methods(["GET", "POST"])
@open_to(LOOKS_AT_FILES)
def identity_check(request: AgentRequest, check_id: UUID) -> HttpResponse:
    """The pictures beside the record: opened first, then confirmed or refused."""
    check = get_object_or_404(_checks(request), public_id=check_id)
    asked, refuse = request.POST.get("action", ""), Answer(_if(request.POST.get("action") == "refuse", request))
    if asked == "open":
        checks.read(check=check, by=request.user, now=timezone.now())
        return _note_opened(request, check_id)
    if not _was_opened(request, check_id):
        return page(request, "insured/counter/identity_check_closed.html", {"check": check})
    if asked == "confirm":
        if _did(refuse, lambda: checks.confirm(check=check, by=request.user, now=timezone.now())):
            return _settled(request, _("The identity is confirmed; the person is told."), "identity_checks")
    elif refuse.is_valid():
        answer = refuse.cleaned_data["answer"]
        if _did(refuse, lambda: checks.refuse(check=check, answer=answer, by=request.user, now=timezone.now())):
            return _settled(request, _("The answer is on its way."), "identity_checks")
    said = {
        "check": check,
        "insured": check.insured,
        "refuse": refuse,
        "is_open": check.state == CheckState.WAITING,
        "sides": [side for side in checks.SIDES if getattr(check, side)],
    }
    return page(request, "insured/counter/identity_check.html", said, status=422 if refuse.errors else 200)


@never_cache
@require_GET
@open_to(LOOKS_AT_FILES)
def picture(request: AgentRequest, check_id: UUID, picture: str) -> HttpResponse:
    """One picture, for the agent who opened the check."""
    check = get_object_or_404(_checks(request).filter(state=CheckState.WAITING), public_id=check_id)
    content = checks.picture_of(check, picture) if _was_opened(request, check_id) else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@require_http_methods(["GET", "POST"])
@open_to(LOOKS_AT_FILES)
def identity(request: AgentRequest, public_id: UUID) -> HttpResponse:
    """A person at the counter with their card: confirm who they are, or open the way to an account of their own."""
    insured = get_object_or_404(Insured.objects.select_related("account"), public_id=public_id)
    account, again = insured.account, request.POST.get("act") == "replace"
    see = OwnAccount(_if(not again, request) or None) if account else None
    invite = InviteFromCounter(_if(again or not account, request) or None, auto_id="id_new_%s")
    if see and see.is_valid() and _did(see, lambda: _see(request, insured, see)):
        return _served(request, _("The identity is confirmed; the person is told."))
    if invite.is_valid() and _did(invite, lambda: _invite(request, insured, invite)):
        return _served(request, _("The link was sent."))
    wrong = bool((see and see.errors) or invite.errors)
    said = {
        "insured": insured,
        "account": account,
        "confirmed": bool(account and account.level >= Level.SUBSTANTIAL),
        "see": see,
        "invite": invite,
    }
    return page(request, "insured/counter/identity.html", said, status=422 if wrong else 200)


def _see(request: AgentRequest, insured: Insured, form: OwnAccount) -> None:
    said = form.cleaned_data
    at_counter.see(
        insured=insured, number=said["number"], birth_date=said["birth_date"], by=request.user, now=timezone.now()
    )


def _invite(request: AgentRequest, insured: Insured, form: InviteFromCounter) -> None:
    act = at_counter.replace if insured.account_id else at_counter.invite
    said = {name: form.cleaned_data[name] for name in ("number", "birth_date", "email", "phone", "language")}
    act(insured=insured, by=request.user, now=timezone.now(), **said)


def _served(request: AgentRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("portals:agent_home")


def _checks(request: AgentRequest) -> "QuerySet[IdentityCheck]":
    others = ~Q(insured__account=request.user)
    return IdentityCheck.objects.filter(others).select_related("insured", "insured__account")


def _record(form: TieToRecord) -> Insured | None:
    search = search_by_number(form.cleaned_data["number"])
    if search.found is None:
        form.add_error("number", str(search.why_not))
    return search.found


def _did(form: Form, act: Callable[[], object]) -> bool:
    """Do it; a refusal is written on the form."""
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _if(wanted: bool, request: AgentRequest) -> QueryDict | None:
    return request.POST if wanted else None


def _settled(request: AgentRequest, sentence: str, name: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(f"insured:{name}")


def _note_opened(request: AgentRequest, public_id: UUID) -> HttpResponse:
    note_opened(request, public_id, timezone.now())
    return redirect(request.path)


def _was_opened(request: AgentRequest, public_id: UUID) -> bool:
    return was_opened(request, public_id, timezone.now())

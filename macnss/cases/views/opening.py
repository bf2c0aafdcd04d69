"""Choosing what to ask for, and beginning it: for an insured person, for a company."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.access import opens_as_insured, opens_for_the_company
from macnss.cases.engine import KINDS, Holder, Kind
from macnss.cases.enums import Audience
from macnss.cases.forms.talk import Begin
from macnss.cases.models import Case, CaseQuerySet
from macnss.cases.queries.applicant import before_beginning, by_theme, kinds_for
from macnss.cases.queries.filling import filling_of
from macnss.cases.services import drafts
from macnss.cases.views.pages import show, tongue
from macnss.employers.access import EmployerRequest, acts_for_the_company
from macnss.insured.access import InsuredRequest, insured_person
from macnss.kernel.access import open_to


@require_GET
@open_to(insured_person)
def choose(request: InsuredRequest) -> HttpResponse:
    """What an insured person may ask for, by theme; a draft that waits comes before a new one."""
    holder = _insured(request)
    waiting = Case.objects.of_person(request.insured).drafts()
    return _choose(request, kinds_for(holder, timezone.localdate()), waiting)


@require_GET
@open_to(acts_for_the_company)
def company_choose(request: EmployerRequest, employer_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """What a company may ask for, as far as the mandate goes."""
    kinds = kinds_for(_company(request), timezone.localdate(), request.rights)
    return _choose(request, kinds, Case.objects.of_company(request.employer).drafts())


@require_http_methods(["GET", "POST"])
@open_to(opens_as_insured)
def start(request: InsuredRequest, kind: str) -> HttpResponse:
    """Before beginning: what it is for, what will be asked, how long it takes. The button begins."""
    return begin_page(request, KINDS[kind], _insured(request))


@require_http_methods(["GET", "POST"])
@open_to(opens_for_the_company)
def company_start(request: EmployerRequest, employer_id: UUID, kind: str) -> HttpResponse:  # noqa: ARG001
    """The same for a company."""
    return begin_page(request, KINDS[kind], _company(request))


def begin_page(request: HttpRequest, kind: Kind, holder: Holder) -> HttpResponse:
    """What one knows before beginning; pressed twice, the button opens one draft."""
    now = timezone.now()
    today, form = timezone.localdate(now), Begin(request.POST or None)
    if not kind.may_open(holder, today):
        raise Http404
    if form.is_valid():
        begun = drafts.begin(
            kind=kind.code, holder=holder, start_key=form.cleaned_data["key"], language=tongue(), now=now
        )
        return redirect(filling_of(begun).goes_on_at() if is_of(begun, holder) else request.path)
    said = {
        "kind": kind,
        "definition": kind.definition,
        "before": before_beginning(kind, today),
        "form": Begin(),
        "draft": _waiting(kind, holder),
    }
    return show(request, "cases/start.html", said, status=422 if form.is_bound else 200)


def is_of(case: Case, holder: Holder) -> bool:
    """A key drawn for somebody else opens nothing here."""
    return Holder.of(case) == holder


def _waiting(kind: Kind, holder: Holder) -> Case | None:
    mine: CaseQuerySet = Case.objects.drafts().filter(kind=kind.code, audience=holder.audience)
    mine = mine.filter(person=holder.person, company=holder.company)
    mine = mine if holder.person or holder.company else mine.filter(account=holder.account)
    return mine.order_by("-saved_at").first()


def _choose(request: HttpRequest, kinds: list[Kind], waiting: CaseQuerySet) -> HttpResponse:
    return show(request, "cases/choose.html", {"themes": by_theme(kinds, waiting)})


def _insured(request: InsuredRequest) -> Holder:
    return Holder(Audience.INSURED, request.user, request.insured)


def _company(request: EmployerRequest) -> Holder:
    return Holder(Audience.EMPLOYER, request.user, company=request.employer)

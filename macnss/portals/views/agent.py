"""The agent at the counter: find a person by number, say why, then read their file. Each reading is journalled."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from macnss.cases.queries.desk import detail_of
from macnss.identity.access import AgentRequest, agent_as
from macnss.identity.opened import count_look, note_opened, was_opened
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
from macnss.insured.queries import bearers, search_by_number
from macnss.insured.services import open_for_agent
from macnss.insured.services import reveal as reveal_detail
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import RegistrationNumber
from macnss.portals.forms import FindPerson, OpenFile
from macnss.portals.navigation import ROLES
from macnss.portals.whole_file import parts_of, purpose_of, tabs_of
from macnss.ui.items import Text
from macnss.ui.pages import page

NOBODY = _("Nobody of the register bears this number. Check each letter and digit of the card.")
SEVERAL = _("This number stands in two records. Type the registration number of the card of the fund.")
reads_files = agent_as(*ROLES["portals:agent_home"])  # those who pay, and who keep the reference data, read no file
FIRST_PART = "summary"


@require_http_methods(["GET", "POST"])
@open_to(reads_files)
def home(request: AgentRequest) -> HttpResponse:
    """Find a person. The number travels in the body of the request: an address would keep it."""
    form = FindPerson(request.POST or None)
    if form.is_valid():
        count_look(request, timezone.now())
        found, why_not = _sought(form.cleaned_data["number"])
        if found:
            return redirect("portals:person", public_id=found.public_id)
        form.add_error("number", str(why_not))
    return page(request, "portals/agent_home.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(reads_files)
def person(request: AgentRequest, public_id: UUID) -> HttpResponse:
    """First why, then the file, for half an hour: every opening is a line of its journal."""
    insured = get_object_or_404(Insured.objects.select_related("account"), public_id=public_id)
    form = OpenFile(request.POST or None)
    if form.is_valid() and _opened(request, insured, form):
        return redirect("portals:person", public_id=public_id)
    if form.is_bound or not was_opened(request, public_id, timezone.now()):
        said = {"insured": insured, "form": form}
        return page(request, "portals/open_file.html", said, status=422 if form.is_bound else 200)
    return _file(request, insured)


@never_cache
@require_POST
@open_to(reads_files)
def reveal(request: AgentRequest, public_id: UUID, detail: str) -> HttpResponse:
    """A hidden detail of a file that is open: in place, or alone on a page without scripts."""
    insured = get_object_or_404(Insured, public_id=public_id)
    words, now = detail_of(insured, detail), timezone.now()
    if not words or not was_opened(request, public_id, now):
        raise Http404
    try:
        reveal_detail(insured=insured, detail=detail, by=request.user, now=now)
    except DomainError:
        raise Http404 from None
    name = "revealed" if request.headers.get("HX-Request") else "revealed_page"
    return page(request, f"portals/person/{name}.html", {"insured": insured, "words": words})


def _sought(typed: str) -> tuple[Insured | None, Text]:
    """Who bears this number, of the fund or of an identity document; else why nobody is shown."""
    number = RegistrationNumber.normalise(typed)
    if number.isdigit():
        search = search_by_number(number)
        return search.found, search.why_not
    found = list(bearers(number)[:2]) if 3 <= len(number) <= 20 and number.isalnum() else []
    return (found[0], "") if len(found) == 1 else (None, SEVERAL if found else NOBODY)


def _opened(request: AgentRequest, insured: Insured, form: OpenFile) -> bool:
    """Journal the opening; one's own file does not open here, which is written on the form."""
    now, purpose = timezone.now(), Purpose(form.cleaned_data["purpose"])
    try:
        open_for_agent(insured=insured, by=request.user, purpose=purpose, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    note_opened(request, insured.public_id, now)
    return True


def _file(request: AgentRequest, insured: Insured) -> HttpResponse:
    parts = parts_of(request)
    chosen = request.GET.get("part", FIRST_PART)
    if chosen not in parts:
        raise Http404
    said = {
        "insured": insured,
        "purpose": purpose_of(request, insured),
        "tabs": tabs_of(request, chosen),
        "part": f"portals/person/{chosen}.html",
        **parts[chosen].gather(request, insured, timezone.localdate()),
    }
    return page(request, "portals/person.html", said)

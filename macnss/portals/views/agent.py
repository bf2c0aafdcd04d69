"""The agent at the counter: find a person by number, say why, then read their file. Each reading is journalled."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from macnss.identity.access import AgentRequest, agent_as
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
from macnss.insured.queries import search_by_number
from macnss.insured.services import open_file
from macnss.kernel.access import open_to
from macnss.portals.forms import FindPerson, OpenFile
from macnss.portals.navigation import ROLES
from macnss.portals.situation import situation_of
from macnss.ui.pages import page

reads_files = agent_as(*ROLES["portals:agent_home"])  # those who pay, and who keep the reference data, read no file


@require_http_methods(["GET", "POST"])
@open_to(reads_files)
def home(request: AgentRequest) -> HttpResponse:
    """Find a person. The number travels in the body of the request: an address would keep it."""
    form = FindPerson(request.POST or None)
    if form.is_valid():
        search = search_by_number(form.cleaned_data["number"])
        if search.found:
            return redirect("portals:person", public_id=search.found.public_id)
        form.add_error("number", str(search.why_not))
    return page(request, "portals/agent_home.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(reads_files)
def person(request: AgentRequest, public_id: UUID) -> HttpResponse:
    """First why, then the file: it opens only in answer to a reason, and every opening is a line of its journal."""
    insured = get_object_or_404(Insured, public_id=public_id)
    form = OpenFile(request.POST or None)
    if not form.is_valid():
        said = {"insured": insured, "form": form}
        return page(request, "portals/open_file.html", said, status=422 if form.is_bound else 200)
    purpose, now = Purpose(form.cleaned_data["purpose"]), timezone.now()
    open_file(insured=insured, by=request.user, purpose=purpose, now=now)
    said = {"insured": insured, "purpose": purpose, "situation": situation_of(insured, timezone.localdate(now))}
    return page(request, "portals/person.html", said)

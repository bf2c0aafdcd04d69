"""Those who keep the reference data: look it up, propose a change, read what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity.access import AgentRequest, proved
from macnss.identity.enums import Level
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.reference.access import keeps_reference_data
from macnss.reference.engine import NEW, TABLES, Table, Values, plain
from macnss.reference.forms import Reason, Search
from macnss.reference.models import Revision
from macnss.reference.queries import history_of
from macnss.reference.services import changes
from macnss.ui.pages import page

ROWS_A_PAGE = 25
EDIT, REMOVE, RESTORE = "edit", "remove", "restore"


def _only_reads(request: HttpRequest) -> bool:
    return request.method == "GET"


@require_GET
@open_to(keeps_reference_data)
def tables(request: AgentRequest) -> HttpResponse:
    """What may be changed here."""
    return page(request, "reference/tables.html", {"tables": TABLES.values()})


@require_GET
@open_to(keeps_reference_data)
def table(request: AgentRequest, table: str) -> HttpResponse:
    """The rows of a table."""
    found = _table(table)
    search = Search(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    rows = Paginator(found.rows(words), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return page(request, "reference/table.html", {"table": found, "rows": rows, "search": search, "words": words})


@require_http_methods(["GET", "POST"])
@open_to(keeps_reference_data)
@proved(Level.SUBSTANTIAL)
def new(request: AgentRequest, table: str) -> HttpResponse:
    """A row that is not there yet."""
    found = _table(table)
    if not found.adds:
        raise Http404
    form, reason = found.form(request.POST or None), Reason(request.POST or None)
    if form.is_valid() and reason.is_valid() and _proposed(request, found, NEW, plain(form.cleaned_data), reason):
        return redirect("reference:table", table=found.code)
    said = {"table": found, "form": form, "reason": reason}
    return page(request, "reference/new.html", said, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(keeps_reference_data)
@proved(Level.SUBSTANTIAL, unless=_only_reads)
def row(request: AgentRequest, table: str, row: str) -> HttpResponse:
    """One row: change it, take it away, see its versions, bring one back."""
    found = _table(table)
    values, history = found.read(row), history_of(found, row)
    if values is None and not history:
        raise Http404
    act = request.POST.get("act", "")
    form = found.form(request.POST if act == EDIT else None, initial=values or {})
    reason = Reason(request.POST if act else None)
    if act and _asked(request, found, row, act, form, reason):
        return redirect("reference:row", table=found.code, row=row)
    said = {
        "table": found,
        "values": values,
        "name": found.name_of(row, values or history[0].revision.before),
        "form": form,
        "reason": reason,
        "act": act,
        "history": history,
        "waiting": changes.waiting_on(found, row),
    }
    return page(request, "reference/row.html", said, status=422 if act else 200)


def _asked(request: AgentRequest, table: Table, row: str, act: str, form: Form, reason: Reason) -> bool:
    """Propose what was asked for; what is missing or refused is written on the forms."""
    if act == EDIT:
        sound = form.is_valid() and reason.is_valid()
        return sound and _proposed(request, table, row, plain(form.cleaned_data), reason)
    if not reason.is_valid():
        return False
    if act == REMOVE and table.removes:
        return _proposed(request, table, row, None, reason)
    if act == RESTORE and (former := _former(request, table, row)):
        return _proposed(request, table, row, former, reason)
    raise Http404


def _former(request: AgentRequest, table: Table, row: str) -> Values | None:
    """The values of a row before one of its changes."""
    try:
        version = UUID(request.POST.get("version", ""))
    except ValueError:
        return None
    found = Revision.objects.of_row(table.code, row).filter(public_id=version).first()
    return found.before if found else None


def _proposed(request: AgentRequest, table: Table, row: str, values: Values | None, reason: Reason) -> bool:
    back = NEW if row and table.read(row) is None else row  # what was taken away comes back as a new row
    why = reason.cleaned_data["reason"]
    try:
        changes.propose(table=table, row=back, values=values, reason=why, by=request.user, now=timezone.now())
    except DomainError as refusal:
        reason.add_error(None, str(refusal))
        return False
    messages.success(request, _("Proposed. Nothing changes until a second person accepts."))
    return True


def _table(code: str) -> Table:
    if code not in TABLES:
        raise Http404
    return TABLES[code]

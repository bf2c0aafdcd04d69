"""The counter: who is there, what do they ask for; the agent fills it with them, on the applicants' own screens."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from macnss.cases.access import WORKING, at_the_counter, offices_of
from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.forms.counter import BeginFor, BeginForStranger, Present
from macnss.cases.models import Case
from macnss.cases.queries.counter import at_hand, begun_for_strangers, kinds_at_counter
from macnss.cases.queries.filling import filling_of
from macnss.cases.services import at_counter
from macnss.cases.views.pages import named
from macnss.identity.access import AgentRequest
from macnss.identity.enums import Language
from macnss.identity.opened import count_look, note_opened, was_opened
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
from macnss.insured.queries import bearers
from macnss.insured.services import open_for_agent
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

NOBODY = _("Nobody of the register bears this number. Check each letter and digit of the card.")
SEVERAL = _("This number stands in two records. Type the registration number of the card of the fund.")


@require_http_methods(["GET", "POST"])
@open_to(at_the_counter)
def counter(request: AgentRequest) -> HttpResponse:
    """Find who is there. The number travels in the body of the request: an address would keep it."""
    form = Present(request.POST or None)
    nobody = False
    if form.is_valid():
        count_look(request, timezone.now())
        found = list(bearers(form.cleaned_data["identifier"])[:2])
        if len(found) == 1:
            return redirect("cases:counter_person", public_id=found[0].public_id)
        nobody = not found
        form.add_error("identifier", str(NOBODY if nobody else SEVERAL))
    said = {
        "form": form,
        "nobody": nobody,
        "strangers": begun_for_strangers(request.user),
        "desk": named("agencies:desk"),
    }
    return page(request, "cases/counter/counter.html", said, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(at_the_counter)
def person(request: AgentRequest, public_id: UUID) -> HttpResponse:
    """Somebody registered: the file opens for half an hour, which they read in their journal; then what they ask."""
    insured, now = get_object_or_404(Insured.objects.select_related("account"), public_id=public_id), timezone.now()
    refused = ""
    if request.POST.get("act") == "open":
        try:
            open_for_agent(insured=insured, by=request.user, purpose=Purpose.REQUEST, now=now)
            note_opened(request, public_id, now)
            return redirect(request.path)
        except DomainError as refusal:
            refused = str(refusal)
    if not was_opened(request, public_id, now):
        said = {"insured": insured, "refused": refused}
        return page(request, "cases/counter/closed.html", said, status=422 if refused else 200)
    typed = request.POST if request.POST.get("act") == "begin" else None
    kinds = kinds_at_counter(Holder(Audience.COUNTER, request.user, insured), timezone.localdate(now))
    form = BeginFor(kinds, typed) if insured.account_id else BeginForStranger(kinds, typed)
    if form.is_valid() and (begun := _begun(request, form, insured)):
        return redirect(filling_of(begun).goes_on_at())
    said = {
        "insured": insured,
        "form": form,
        "cases": at_hand(insured, request.user),
        "offices": {None, *(office.pk for office in offices_of(request, *WORKING))},
        "today": timezone.localdate(now),
    }
    return page(request, "cases/counter/person.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(at_the_counter)
def stranger(request: AgentRequest) -> HttpResponse:
    """Somebody who is not registered yet."""
    kinds = kinds_at_counter(Holder(Audience.COUNTER, request.user), timezone.localdate())
    form = BeginForStranger(kinds, request.POST or None)
    if form.is_valid() and (begun := _begun(request, form, None)):
        return redirect(filling_of(begun).goes_on_at())
    said = {"form": form, "kinds": kinds, "strangers": begun_for_strangers(request.user)}
    return page(request, "cases/counter/stranger.html", said, status=422 if form.errors else 200)


def _begun(request: AgentRequest, form: BeginFor, insured: Insured | None) -> Case | None:
    said = form.cleaned_data
    account = insured.account if insured else None
    language = account.language if account else said.get("language", Language.ARABIC.value)
    try:
        return at_counter.begin(
            kind=said["kind"],
            person=insured,
            contact=form.contact,
            language=language,
            start_key=said["key"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None

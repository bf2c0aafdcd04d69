"""An agent compares a candidate with namesakes of the register."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.cases.access import AgentCaseRequest, decides_case
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.registration.forms import NotTheSame
from macnss.registration.models import Distinction
from macnss.registration.queries.people import bearer_of, born_on, namesakes_of
from macnss.registration.services.registering import set_apart
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(decides_case)
def namesakes(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Those of the register with this name and birth date; they are other persons, and here is how it is known."""
    if request.case.kind != "immatriculation":
        raise Http404
    case, form = request.case, NotTheSame(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_apart(case=case, words=form.cleaned_data["words"], by=request.user, now=timezone.now())
            messages.success(request, _("It is written down. The number can be issued."))
            return redirect("cases:examine", case_id=case.public_id)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    said = {
        "case": case,
        "said": case.said,
        "found": namesakes_of(case.said),
        "born": born_on(case.said),
        "bearer": bearer_of(case.said),
        "noted": Distinction.objects.filter(case=case).select_related("by").first(),
        "form": form,
    }
    return page(request, "registration/namesakes.html", said, status=422 if form.errors else 200)

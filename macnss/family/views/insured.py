"""My family: who is in it, which rights follow, what to declare."""

from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from macnss.cases.engine import Holder
from macnss.cases.enums import CLOSED, Audience
from macnss.cases.models import Case
from macnss.cases.queries.filling import filling_of
from macnss.family.forms import Key
from macnss.family.models import Member
from macnss.family.queries import family_of
from macnss.family.services.starting import ABOUT_MEMBER, FAMILY, begin_about
from macnss.insured.access import InsuredRequest, confirmed_insured
from macnss.kernel.access import open_to
from macnss.ui.pages import page


@require_GET
@open_to(confirmed_insured)
def mine(request: InsuredRequest) -> HttpResponse:
    """Each member with what they are entitled to, and what may be declared about them."""
    going_on = Case.objects.of_person(request.insured).filter(kind__in=FAMILY).exclude(state__in=CLOSED)
    said = {
        "family": family_of(request.insured, timezone.localdate()),
        "going_on": going_on.order_by("-saved_at"),
        "key": uuid4(),
    }
    return page(request, "family/mine.html", said)


@require_POST
@open_to(confirmed_insured)
def act(request: InsuredRequest, member_id: UUID, kind: str) -> HttpResponse:
    """Begin a declaration about a member; the same button pressed twice opens one draft."""
    member = get_object_or_404(Member.objects.of(request.insured).still_there(), public_id=member_id)
    form = Key(request.POST)
    if kind not in ABOUT_MEMBER or not form.is_valid():
        raise Http404
    draft = begin_about(
        member=member,
        kind=kind,
        holder=Holder(Audience.INSURED, request.user, request.insured),
        start_key=uuid5(form.cleaned_data["key"], f"{request.insured.pk} {kind} {member_id}"),
        language=get_language() or "",
        now=timezone.now(),
    )
    return redirect(filling_of(draft).goes_on_at())

"""Who acts for the company: the list, its history, inviting, changing, ending. Only a head changes it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.audit import services as audit
from macnss.employers.access import (
    EmployerRequest,
    acts_for_the_company,
    answers_for_the_company,
    heads_the_company,
)
from macnss.employers.enums import Function, InvitationState
from macnss.employers.forms import Invite, Rights
from macnss.employers.models import Membership
from macnss.employers.queries import deeds_of, named, people_of
from macnss.employers.services import invitations, mandates
from macnss.employers.services.invitations import AlreadyInvited, BeginsTooEarly
from macnss.identity.access import proved
from macnss.identity.enums import Level
from macnss.identity.services.limits import Act, spend
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page

DEEDS_A_PAGE = 25
DEEDS = (
    invitations.INVITED,
    invitations.SENT_AGAIN,
    invitations.WITHDRAWN,
    invitations.ACCEPTED,
    invitations.REFUSED,
    mandates.MANDATED,
    mandates.CHANGED,
    mandates.ENDED,
    mandates.GIVEN_UP,
)


@require_GET
@open_to(answers_for_the_company)
def people(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Who may do what for the company. The head and the staff read it; only the head changes it."""
    now = timezone.now()
    events = Paginator(deeds_of(request.employer, DEEDS), DEEDS_A_PAGE).get_page(request.GET.get("page"))
    said = {
        "people": people_of(request.employer, timezone.localdate(now)),
        "now": now,
        "events": events,
        "deeds": [(audit.sentence(deed.event.action), deed) for deed in named(list(events))],
    }
    return page(request, "employers/people.html", said)


@require_http_methods(["GET", "POST"])
@open_to(heads_the_company)
@proved(Level.SUBSTANTIAL)
def invite(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Invite somebody by e-mail, with a one-time address that they answer with their own account."""
    now = timezone.now()
    form = Invite(request.POST) if request.method == "POST" else Invite.blank(timezone.localdate(now))
    if form.is_valid():
        try:
            spend(Act.INVITATION, address=client_address(request), key=str(request.user.pk), now=now)
            invitations.invite(
                employer=request.employer,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                function=Function(form.cleaned_data["function"]),
                rights=form.chosen(),
                since=form.cleaned_data["since"],
                until=form.cleaned_data["until"],
                by=request.user,
                language=get_language() or "",
                now=now,
            )
            messages.success(request, _("The invitation is on its way. It works for two weeks."))
            return redirect("employers:people", request.employer.public_id)
        except DomainError as refusal:
            form.add_error(_field_of(refusal), str(refusal))
    return page(request, "employers/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(acts_for_the_company)
@proved(Level.SUBSTANTIAL)
def member(request: EmployerRequest, /, membership_id: UUID, **_company: object) -> HttpResponse:
    """One mandate: its holder reads it, a head of the company changes it. That of a head holds every right."""
    found, now = get_object_or_404(_within_sight(request), public_id=membership_id), timezone.now()
    changes = request.membership.is_head and not found.is_head and not found.is_over(timezone.localdate(now))
    form = Rights(request.POST) if changes and request.method == "POST" else Rights.of(found)
    if form.is_valid():
        try:
            mandates.change(
                membership=found, rights=form.chosen(), until=form.cleaned_data["until"], by=request.user, now=now
            )
            messages.success(request, _("The rights were changed. They hold from now on."))
            return redirect("employers:people", request.employer.public_id)
        except DomainError as refusal:
            form.add_error(_field_of(refusal), str(refusal))
    said = {
        "member": found,
        "form": form if changes else None,
        "over": found.is_over(timezone.localdate(now)),
        "mine": found.account_id == request.user.pk,
    }
    return page(request, "employers/member.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(acts_for_the_company)
@proved(Level.SUBSTANTIAL)
def member_end(request: EmployerRequest, /, membership_id: UUID, **_company: object) -> HttpResponse:
    """End a mandate at once: a head ends any, whoever holds one gives it up."""
    found = get_object_or_404(_within_sight(request), public_id=membership_id, revoked_at=None)
    mine, refused = found.account_id == request.user.pk, ""
    if request.method == "POST":
        try:
            mandates.end(membership=found, by=request.user, now=timezone.now())
            messages.success(request, _("The mandate has ended."))
            return redirect("portals:home") if mine else redirect("employers:people", request.employer.public_id)
        except DomainError as refusal:
            refused = str(refusal)
    said = {"member": found, "mine": mine, "refused": refused}
    return page(request, "employers/member_end.html", said, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@open_to(heads_the_company)
@proved(Level.SUBSTANTIAL)
def invitation_sent(request: EmployerRequest, /, invitation_id: UUID, **_company: object) -> HttpResponse:
    """An invitation that waits: take it back, or send it again with another address."""
    waiting = request.employer.invitations.filter(state=InvitationState.SENT)
    sent, now = get_object_or_404(waiting, public_id=invitation_id), timezone.now()
    if request.method != "POST":
        return page(request, "employers/invitation_sent.html", {"sent": sent, "now": now})
    try:
        if request.POST.get("act") == "again":
            spend(Act.INVITATION, address=client_address(request), key=str(request.user.pk), now=now)
            invitations.send_again(invitation=sent, by=request.user, language=get_language() or "", now=now)
            messages.success(request, _("The invitation was sent again. The address sent before no longer works."))
        else:
            invitations.withdraw(invitation=sent, by=request.user, now=now)
            messages.success(request, _("The invitation was withdrawn: its address no longer works."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("employers:people", request.employer.public_id)


def _within_sight(request: EmployerRequest) -> QuerySet[Membership]:
    """Every mandate of the company for its head; one's own for the others."""
    known = Membership.objects.filter(employer=request.employer).select_related("account", "employer")
    return known if request.membership.is_head else known.filter(account=request.user)


def _field_of(refusal: DomainError) -> str | None:
    """Beside which field a refusal is written."""
    return {
        AlreadyInvited.code: "email",
        BeginsTooEarly.code: "since",
        mandates.NotAPeriod.code: "until",
        mandates.TooLong.code: "until",
    }.get(refusal.code)

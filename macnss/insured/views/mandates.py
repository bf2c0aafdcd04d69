"""The mandates that an insured person gives to those they trust, and how these answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity import answering
from macnss.identity.access import proved
from macnss.identity.answering import Offer
from macnss.identity.enums import Level
from macnss.identity.models import Account
from macnss.identity.services.invited import Newcomer
from macnss.identity.services.limits import Act, spend
from macnss.insured.access import InsuredRequest, confirmed_insured
from macnss.insured.mandate_forms import GiveMandate
from macnss.insured.models import RelativeMandate
from macnss.insured.services import mandates as acts
from macnss.kernel.access import anyone, open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page


@require_GET
@open_to(confirmed_insured)
def mandates(request: InsuredRequest) -> HttpResponse:
    """Who may look at my situation, who could, and how to end it."""
    now = timezone.now()
    given = sorted(request.insured.mandates_given.all(), key=lambda mandate: mandate.given_at, reverse=True)
    rows = [(mandate, mandate.standing(now, timezone.localdate(now))) for mandate in given]
    said = {
        "standing": [row for row in rows if row[1].goes_on],
        "over": [row for row in rows if not row[1].goes_on],
        "years": acts.LONGEST,
    }
    return page(request, "insured/mandates/list.html", said)


@require_http_methods(["GET", "POST"])
@open_to(confirmed_insured)
@proved(Level.HIGH)
def mandate_new(request: InsuredRequest) -> HttpResponse:
    """Give a mandate. Only Mon e-ID, with the card and its code, opens this page: it opens the file to somebody."""
    now, form = timezone.now(), GiveMandate(request.POST or None)
    if form.is_valid():
        try:
            spend(Act.INVITATION, address=client_address(request), key=str(request.user.pk), now=now)
            acts.give(
                insured=request.insured, trust=form.trust(), by=request.user, language=get_language() or "", now=now
            )
            messages.success(request, _("The invitation is on its way. It works for two weeks."))
            return redirect("insured:mandates")
        except acts.TooLong as refusal:
            form.add_error("until", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    said = {"form": form, "latest": acts.latest_end(timezone.localdate(now))}
    return page(request, "insured/mandates/new.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
def mandate_end(request: InsuredRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate at once, as who gave it or as who holds it."""
    known = RelativeMandate.objects.select_related("insured__account", "account")
    mandate = get_object_or_404(known.concerning(request.user), public_id=mandate_id, revoked_at=None)
    gave = mandate.insured.account_id == request.user.pk
    if request.method != "POST":
        return page(request, "insured/mandates/end.html", {"mandate": mandate, "gave": gave})
    try:
        acts.revoke(mandate=mandate, by=request.user, now=timezone.now())
        messages.success(request, _("The mandate has ended."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("insured:mandates" if gave else "portals:home")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def mandate_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody asks of a relative; then yes or no."""
    now = timezone.now()
    offered = acts.offered(secret, now)
    if offered is None:
        return answering.dead(request)

    def accept(by: Account) -> str:
        return _home(acts.accept(secret=secret, by=by, now=now))

    def join(newcomer: Newcomer) -> tuple[Account, str]:
        account, mandate = acts.join(secret=secret, newcomer=newcomer, now=now)
        return account, _home(mandate)

    def refuse(by: Account | None) -> None:
        acts.refuse(secret=secret, by=by, now=now)

    offer = Offer("insured/mandates/answer.html", {"mandate": offered}, offered.name, accept, join, refuse)
    return answering.answer(request, offer, now)


def _home(mandate: RelativeMandate) -> str:
    return reverse("portals:relative_home", args=[mandate.public_id])

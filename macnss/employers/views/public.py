"""Answering an invitation to act for a company."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from macnss.employers.models import Membership
from macnss.employers.queries import invitation_named
from macnss.employers.services import invitations
from macnss.identity import answering
from macnss.identity.answering import Offer
from macnss.identity.models import Account
from macnss.identity.services.invited import Newcomer
from macnss.kernel.access import anyone, open_to


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What is offered, by whom, until when; then yes or no."""
    now = timezone.now()
    sent = invitation_named(secret)
    if sent is None or not sent.is_open(now, timezone.localdate(now)):
        return answering.dead(request)

    def accept(by: Account) -> str:
        return _home(invitations.accept(secret=secret, by=by, now=now))

    def join(newcomer: Newcomer) -> tuple[Account, str]:
        joined = invitations.join(secret=secret, newcomer=newcomer, now=now)
        return joined.account, _home(joined)

    def refuse(by: Account | None) -> None:
        invitations.refuse(secret=secret, by=by, now=now)

    offer = Offer("employers/invitation.html", {"sent": sent}, sent.name, accept, join, refuse)
    return answering.answer(request, offer, now)


def _home(membership: Membership) -> str:
    """The company, or the list of them while the mandate has not begun."""
    if membership.since > timezone.localdate():
        return reverse("portals:home")
    return reverse("declarations:company", args=[membership.employer.public_id])

"""The CNSS card: on the owner's screen, and at the desk where it is printed and handed over."""

from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases.access import at_the_counter, offices_of
from macnss.identity.access import AgentRequest
from macnss.identity.enums import Role
from macnss.insured.access import InsuredRequest, confirmed_insured
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.registration.card_forms import Batch, HandOver, ScanCard
from macnss.registration.enums import CardState
from macnss.registration.models import Card, CardQuerySet
from macnss.registration.queries.cards import WAITING, card_of, card_scanned, cards_at, counted, left_since, scanned_as
from macnss.registration.services import cards
from macnss.registration.services.card_paper import Layout, at_home, photo_of
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import number

ROWS_A_PAGE = 50
LEFT = "left"  # at the agency, its owner reminded twice


@require_GET
@open_to(confirmed_insured)
def card(request: InsuredRequest) -> HttpResponse:
    """The card on the screen, hidden until its owner opens it, and where the one of plastic stands."""
    own = card_of(request.insured)
    said = {
        "insured": request.insured,
        "card": own,
        "number": request.insured.registration_number,
        "code": _qr(scanned_as(request.insured, own)),
        "steps": cards.steps_of(own) if own else [],
    }
    return page(request, "registration/card.html", said)


@never_cache
@require_GET
@open_to(confirmed_insured)
def card_pdf(request: InsuredRequest) -> HttpResponse:
    """The card on a page, at its true size."""
    paper = at_home(request.insured, card_of(request.insured), at=timezone.now())
    return _pdf(paper, "carte-cnss.pdf")


@never_cache
@require_GET
@open_to(confirmed_insured)
def card_photo(request: InsuredRequest) -> HttpResponse:
    """The portrait that stands on one's own card."""
    return _photo(card_of(request.insured))


@require_GET
@open_to(at_the_counter)
def card_queue(request: AgentRequest) -> HttpResponse:
    """The cards of the agent's offices, by where they stand."""
    return _queue(request, ScanCard())


@require_POST
@open_to(at_the_counter)
def cards_batch(request: AgentRequest) -> HttpResponse:
    """Print the cards that were ticked, or say that they have arrived."""
    form, chosen = Batch(request.POST), list(_theirs(request).filter(public_id__in=_ids(request)))
    if not form.is_valid():
        return _queue(request, ScanCard(), status=422)
    try:
        if form.cleaned_data["act"] == "print":
            layout = Layout(form.cleaned_data["layout"] or Layout.CARDS)
            paper = cards.print_batch(cards=chosen, layout=layout, by=request.user, now=timezone.now())
            return _pdf(paper, f"cartes-{timezone.localtime():%Y%m%d-%H%M}.pdf", attached=True)
        cards.receive(cards=chosen, by=request.user, now=timezone.now())
    except DomainError as refusal:
        return _queue(request, ScanCard(), status=422, refusal=refusal)
    messages.success(request, _("The cards are at the agency; each person is told."))
    return redirect("registration:cards")


@require_POST
@open_to(at_the_counter)
def cards_scan(request: AgentRequest) -> HttpResponse:
    """A card under the scanner, or the number of its owner: its page opens."""
    form = ScanCard(request.POST)
    if form.is_valid():
        found = card_scanned(form.cleaned_data["code"], _theirs(request))
        if found:
            return redirect("registration:card_desk", card_id=found.public_id)
        form.add_error("code", _("No card of your offices bears this code or this number."))
    return _queue(request, form, status=422)


@require_http_methods(["GET", "POST"])
@open_to(at_the_counter)
def card_desk(request: AgentRequest, card_id: UUID) -> HttpResponse:
    """One card: hand it over to its owner, or cancel it."""
    held = get_object_or_404(_theirs(request), public_id=card_id)
    form = HandOver(request.POST if request.POST.get("act") == "hand_over" else None)
    try:
        if request.POST.get("act") == "cancel":
            cards.cancel(card=held, by=request.user, now=timezone.now())
            messages.success(request, _("The card is cancelled."))
            return redirect("registration:cards")
        if form.is_valid():
            seen = form.cleaned_data["identity_seen"]
            cards.hand_over(card=held, identity_seen=seen, by=request.user, now=timezone.now())
            messages.success(request, _("The card is handed over; the person is told."))
            return redirect("registration:cards")
    except DomainError as refusal:
        form.full_clean()
        form.add_error("identity_seen" if isinstance(refusal, cards.IdentityNotSeen) else None, str(refusal))
    if request.method == "GET":
        cards.read(card=held, by=request.user, now=timezone.now())
    said = {"card": held, "insured": held.insured, "form": form, "steps": cards.steps_of(held), "states": CardState}
    return page(request, "registration/cards/card.html", said, status=422 if form.errors else 200)


@never_cache
@require_GET
@open_to(at_the_counter)
def card_desk_photo(request: AgentRequest, card_id: UUID) -> HttpResponse:
    """The portrait, beside the face that the agent has in front of them."""
    return _photo(get_object_or_404(_theirs(request), public_id=card_id))


def _queue(
    request: AgentRequest, scan: ScanCard, *, status: int = 200, refusal: DomainError | None = None
) -> HttpResponse:
    asked = request.GET.get("state", "") or request.POST.get("state", "")
    theirs, left = _theirs(request), asked == LEFT
    uncollected = theirs.uncollected(left_since(timezone.now()))
    state = CardState.AT_AGENCY if left else CardState(asked) if asked in WAITING else CardState.ORDERED
    rows = (uncollected if left else theirs.filter(state=state)).order_by(
        "-pk" if state == CardState.HANDED_OVER else "pk"
    )
    said = {
        "rows": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": CardState,
        "left": left,
        "tabs": _tabs(theirs, uncollected, LEFT if left else state),
        "scan": scan,
        "refusal": refusal,
        "layouts": [each for each in Layout if each is not Layout.HOME],
    }
    return page(request, "registration/cards/queue.html", said, status=status)


def _tabs(theirs: CardQuerySet, uncollected: CardQuerySet, current: str) -> list[NavigationItem]:
    counts = counted(theirs)
    tabs = [_tab(each, str(each.label), counts.get(each, 0), current=each == current) for each in WAITING]
    return [*tabs, _tab(LEFT, _("Not collected"), uncollected.count(), current=current == LEFT)]


def _tab(state: str, label: str, count: int, *, current: bool) -> NavigationItem:
    words = _("%(state)s (%(count)s)") % {"state": label, "count": number(count)}
    return NavigationItem(words, f"?state={state}", current=current)


def _theirs(request: AgentRequest) -> CardQuerySet:
    return cards_at(offices_of(request, Role.FRONT_DESK, Role.FILE_OFFICER), request.user)


def _ids(request: AgentRequest) -> list[UUID]:
    """The ticked ones; what is not an identifier ticks nothing."""
    found = []
    for each in request.POST.getlist("card"):
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _photo(card: Card | None) -> HttpResponse:
    content = photo_of(card) if card else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


def _pdf(content: bytes, name: str, *, attached: bool = False) -> HttpResponse:
    how = "attachment" if attached else "inline"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'{how}; filename="{name}"'}
    )


def _qr(text: str) -> str:
    """The code as an address that holds its own picture, dark on white whatever the theme of the phone."""
    drawn = segno.make(text, error="m", micro=False)
    return str(drawn.svg_data_uri(scale=6, border=2, dark="#000", light="#fff"))

"""The QR code of a screen and the phone that reads it.

The screen shows a number that the phone must give: whoever sends the picture of a QR code to somebody else does not
share a screen with them. The answer goes to the browser that began, never to the phone.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sandbox.mon_eid import levels, visits
from sandbox.mon_eid.models import Citizen, Ticket, Visit, digest
from sandbox.mon_eid.switches import now_set

State = Ticket.State
LIVE = [State.WAITING, State.SCANNED, State.MATCHED]


def _secret(ticket: Ticket) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), ticket.public_id.bytes, hashlib.sha256).hexdigest()[:32]


def name_of(ticket: Ticket) -> str:
    """What the QR code carries."""
    return f"{ticket.public_id.hex}{_secret(ticket)}"


@transaction.atomic
def make(visit: Visit, *, agent: str, address: str) -> Ticket:
    """A new ticket; the one before it is void."""
    Ticket.objects.filter(visit=visit, state__in=LIVE).update(state=State.VOID)
    now = timezone.now()
    offered = secrets.SystemRandom().sample(range(10, 100), 3)
    return Ticket.objects.create(
        visit=visit,
        number=secrets.choice(offered),
        offered=offered,
        agent=agent[:200],
        address=address,
        made_at=now,
        expires_at=now + dt.timedelta(seconds=0 if now_set().expire else settings.TICKET_FOR),
    )


def newest(visit: Visit) -> Ticket | None:
    return visit.tickets.order_by("-pk").first()


def scan(name: str, phone: str) -> Ticket | None:
    """The ticket of a QR code in the hands of a phone: the first phone that comes, and no other."""
    try:
        ticket = Ticket.objects.select_related("visit").get(public_id=uuid.UUID(name[:32]))
    except (ValueError, Ticket.DoesNotExist):
        return None
    if not hmac.compare_digest(name[32:], _secret(ticket)):
        return None
    waiting = Ticket.objects.filter(pk=ticket.pk, state=State.WAITING, expires_at__gt=timezone.now())
    waiting.update(state=State.SCANNED, phone=digest(phone))
    ticket.refresh_from_db()
    return ticket if _alive(ticket) and ticket.phone == digest(phone) else None


def _alive(ticket: Ticket) -> bool:
    return ticket.state in LIVE and ticket.expires_at > timezone.now() and ticket.visit.ended_at is None


def match(ticket: Ticket, said: str) -> bool:
    """Whether the phone gave the number of the screen. One try: a wrong number voids the ticket."""
    right = said.strip() == str(ticket.number)
    state = State.MATCHED if right else State.VOID
    return bool(Ticket.objects.filter(pk=ticket.pk, state=State.SCANNED).update(state=state)) and right


@transaction.atomic
def confirm(ticket: Ticket, citizen: Citizen, acr: str, amr: tuple[str, ...]) -> bool:
    """The phone proved who its holder is: the browser that began may go on."""
    now = timezone.now()
    matched = Ticket.objects.filter(pk=ticket.pk, state=State.MATCHED, expires_at__gt=now)
    if not matched.update(state=State.CONFIRMED):
        return False
    visits.prove(ticket.visit, citizen, acr, amr)
    return True


def refuse(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk, state__in=LIVE).update(state=State.REFUSED)


def state_of(ticket: Ticket) -> str:
    """As the screen tells it: a live ticket past its time is expired."""
    if ticket.state in LIVE and ticket.expires_at <= timezone.now():
        return "expired"
    return ticket.state


def seconds_left(ticket: Ticket) -> int:
    return max(0, int((ticket.expires_at - timezone.now()).total_seconds()))


FINGERPRINT = levels.SUBSTANTIAL, ("hwk", "fpt")

"""What an agent opened in this session, each opening being a line of the journal, and until when they may see it."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest

_KEPT = "opened_files"  # in the session: until when, by public identifier
_LASTS = dt.timedelta(minutes=30)


def note_opened(request: HttpRequest, public_id: UUID, now: dt.datetime) -> None:
    """Remember until when this agent may see what they have just opened; forget what is over."""
    kept = request.session.get(_KEPT, {})
    left = {name: until for name, until in kept.items() if dt.datetime.fromisoformat(until) > now}
    request.session[_KEPT] = {**left, str(public_id): (now + _LASTS).isoformat()}


def was_opened(request: HttpRequest, public_id: UUID, now: dt.datetime) -> bool:
    until = request.session.get(_KEPT, {}).get(str(public_id))
    return bool(until) and dt.datetime.fromisoformat(until) > now

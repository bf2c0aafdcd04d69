"""What an agent opened in this session, each opening being a line of the journal, and until when they may see it.

Openings are counted: a stolen account does not walk through the files of everybody.
"""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest

from macnss.identity.access import AgentRequest
from macnss.identity.services.limits import Act, spend
from macnss.kernel.network import client_address

_KEPT = "opened_files"  # in the session: until when, by public identifier
_LASTS = dt.timedelta(minutes=30)


def count_look(request: AgentRequest, now: dt.datetime) -> None:
    """Count one person looked for, or one file opened. Never inside a transaction.

    Raises TooManyTries, LimitsUnavailable.
    """
    spend(Act.OPEN_FILE, address=client_address(request), key=str(request.user.pk), now=now)


def note_opened(request: AgentRequest, public_id: UUID, now: dt.datetime) -> None:
    """Remember until when this agent may see what they have just opened; forget what is over.

    Raises what `count_look` raises: the file then stays closed.
    """
    count_look(request, now)
    kept = request.session.get(_KEPT, {})
    left = {name: until for name, until in kept.items() if dt.datetime.fromisoformat(until) > now}
    request.session[_KEPT] = {**left, str(public_id): (now + _LASTS).isoformat()}


def was_opened(request: HttpRequest, public_id: UUID, now: dt.datetime) -> bool:
    until = request.session.get(_KEPT, {}).get(str(public_id))
    return bool(until) and dt.datetime.fromisoformat(until) > now

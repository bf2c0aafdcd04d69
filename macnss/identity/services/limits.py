"""How often one may try: by account or typed number, by address, by network.

Each window is counted by one statement of the database, in a transaction of its own: parallel tries are as many tries,
whatever the request does next. Without the table there is no counting: doors then stay closed, pages stay open.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.identity.models import Limit
from macnss.kernel.errors import DomainError
from macnss.kernel.network import network_of
from macnss.kernel.secrets import digest

SECOND, MINUTE, HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)
LONGEST_BLOCK = 12 * HOUR
FORGOTTEN_AFTER = 24 * HOUR  # a block that ended so long ago no longer lengthens the next one
ANSWERS_WITHIN = "2s"


class TooManyTries(DomainError):
    """`seconds` says when to try again."""

    code = "too-many-tries"
    message = ngettext_lazy(
        "There were too many tries. You can try again in %(minutes)s minute.",
        "There were too many tries. You can try again in %(minutes)s minutes.",
        "minutes",
    )

    def __init__(self, *, seconds: int) -> None:
        super().__init__(minutes=ceil(seconds / 60))
        self.seconds = seconds


class LimitsUnavailable(DomainError):
    code = "limits-unavailable"
    message = _("Nobody can sign in for the moment: a part of the service that protects accounts does not answer.")


class Act(StrEnum):
    """What is counted."""

    SIGN_IN = "sign_in"
    CODE_SENT = "code_sent"
    CODE_TRIED = "code_tried"
    ACTIVATION = "activation"
    RECOVERY = "recovery"
    EID = "eid"
    PROVE = "prove"
    INVITATION = "invitation"
    LOOK_UP = "look_up"
    OPEN_FILE = "open_file"  # by an agent: a person looked for by number, a file or a case opened


@dataclass(frozen=True, slots=True)
class Window:
    """So many tries within so long; one more closes for `block`, twice as long each time until it is forgotten."""

    tries: int
    within: dt.timedelta
    block: dt.timedelta


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of an act: a person's are narrow; behind one address stand an agency, a café, a mobile carrier."""

    key: Window
    address: Window
    network: Window


WINDOWS = {
    Act.SIGN_IN: Windows(Window(5, 15 * MINUTE, 5 * MINUTE), Window(100, MINUTE, MINUTE), Window(1000, MINUTE, MINUTE)),
    Act.CODE_SENT: Windows(
        Window(10, HOUR, HOUR), Window(100, 5 * MINUTE, 5 * MINUTE), Window(1000, 5 * MINUTE, 5 * MINUTE)
    ),
    Act.CODE_TRIED: Windows(
        Window(10, 10 * MINUTE, 10 * MINUTE), Window(200, 5 * MINUTE, 5 * MINUTE), Window(2000, 5 * MINUTE, 5 * MINUTE)
    ),
    Act.ACTIVATION: Windows(
        Window(10, HOUR, HOUR), Window(120, 10 * MINUTE, 10 * MINUTE), Window(1200, 10 * MINUTE, 10 * MINUTE)
    ),
    Act.RECOVERY: Windows(
        Window(10, HOUR, HOUR), Window(120, 10 * MINUTE, 10 * MINUTE), Window(1200, 10 * MINUTE, 10 * MINUTE)
    ),
    Act.EID: Windows(Window(20, 10 * MINUTE, 5 * MINUTE), Window(120, MINUTE, MINUTE), Window(1200, MINUTE, MINUTE)),
    Act.PROVE: Windows(Window(5, 15 * MINUTE, 5 * MINUTE), Window(100, MINUTE, MINUTE), Window(1000, MINUTE, MINUTE)),
    Act.INVITATION: Windows(Window(100, HOUR, HOUR), Window(300, HOUR, HOUR), Window(3000, HOUR, HOUR)),
    Act.LOOK_UP: Windows(Window(30, HOUR, HOUR), Window(300, HOUR, HOUR), Window(3000, HOUR, HOUR)),
    # Nobody works that fast: an agent's account that walks through the files is somebody else's, or ought to be.
    Act.OPEN_FILE: Windows(Window(200, HOUR, HOUR), Window(4000, HOUR, HOUR), Window(20_000, HOUR, HOUR)),
}

# One try of one window, counted or refused: whoever comes during a block changes nothing and reads its end.
_COUNT = """
INSERT INTO identity_limit AS kept (digest, since, count, blocks, blocked_until)
VALUES (%(digest)s, %(now)s, 1, 0, NULL)
ON CONFLICT (digest) DO UPDATE SET (since, count, blocks, blocked_until) = (
    SELECT
        CASE WHEN closed OR (counted AND NOT full_up) THEN kept.since ELSE %(now)s END,
        CASE WHEN closed THEN kept.count WHEN NOT counted THEN 1 WHEN full_up THEN 0 ELSE kept.count + 1 END,
        CASE WHEN full_up THEN recent + 1 ELSE recent END,
        CASE WHEN full_up THEN %(now)s + LEAST(%(block)s * power(2, LEAST(recent, 20)), %(longest)s)
             ELSE kept.blocked_until END
    FROM (SELECT COALESCE(kept.blocked_until > %(now)s, false) AS closed,
                 kept.since > %(now)s - %(within)s AS counted) AS state,
         LATERAL (SELECT NOT closed AND counted AND kept.count >= %(tries)s AS full_up,
                         CASE WHEN kept.blocked_until > %(now)s - %(forgotten)s THEN kept.blocks ELSE 0 END AS recent
                 ) AS verdict
)
RETURNING blocked_until
"""


def spend(act: Act, *, address: str, now: dt.datetime, key: str = "") -> None:
    """Count one try of `act`, from this address, about this account or typed number. Never inside a transaction.

    Raises TooManyTries, and LimitsUnavailable when tries cannot be counted: then nothing may be tried.
    """
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [ANSWERS_WITHIN])
            until = _closed_until(cursor, act, address, key, now)
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except DatabaseError as error:
        raise LimitsUnavailable from error
    if until:
        raise TooManyTries(seconds=ceil((until - now).total_seconds()))


def forgive(act: Act, *, key: str, now: dt.datetime) -> None:  # noqa: ARG001 - as every act
    """Forget the tries about this account or number: its owner has just shown that it was them."""
    try:
        Limit.objects.filter(digest=_digest(act, "key", key)).delete()
    except DatabaseError as error:
        raise LimitsUnavailable from error


def sweep(*, now: dt.datetime) -> int:
    """Forget what no longer counts. Returns how many rows went."""
    over = now - 2 * FORGOTTEN_AFTER
    old = Limit.objects.filter(Q(blocked_until=None) | Q(blocked_until__lt=over), since__lt=over)
    return old.delete()[0]


def _closed_until(cursor: CursorWrapper, act: Act, address: str, key: str, now: dt.datetime) -> dt.datetime | None:
    """Count in each window, the widest first; a window that refuses leaves the narrower ones as they were.

    So nobody closes an account from an address that is closed itself.
    """
    for window, mark in _windows(act, address, key):
        values: dict[str, Any] = {
            "digest": mark,
            "now": now,
            "tries": window.tries,
            "within": window.within,
            "block": window.block,
            "longest": LONGEST_BLOCK,
            "forgotten": FORGOTTEN_AFTER,
        }
        cursor.execute(_COUNT, values)
        until: dt.datetime | None = cursor.fetchone()[0]
        if until and until > now:
            return until
    return None


def _windows(act: Act, address: str, key: str) -> Iterator[tuple[Window, bytes]]:
    windows = WINDOWS[act]
    yield windows.network, _digest(act, "network", network_of(address))
    if address:
        yield windows.address, _digest(act, "address", address)
    if key:
        yield windows.key, _digest(act, "key", key)


def _digest(act: Act, kind: str, value: str) -> bytes:
    return digest(f"{act}:{kind}:{value}", "limit")

"""Reads for “Security settings”: what opens an account, and where it is open."""

import datetime as dt
from dataclasses import dataclass

from macnss.identity.models import Account, Session


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What opens an account today."""

    passkeys: int
    password: bool
    eid: bool
    agent: bool

    @property
    def without_a_passkey(self) -> bool:
        """Would one passkey less leave a way in? An agent of the fund has no other than passkeys."""
        return self.passkeys > 1 or (not self.agent and (self.password or self.eid))


def ways_in(account: Account) -> WaysIn:
    return WaysIn(
        passkeys=account.passkeys.count(),
        password=account.has_usable_password(),
        eid=account.eid_links.exists(),
        agent=account.is_agent,
    )


def open_sessions(account: Account, since: dt.datetime) -> list[Session]:
    """Where the account is open: its sessions seen since that moment, the latest first."""
    seen = Session.objects.filter(account=account, last_seen_at__gt=since, opened_at__isnull=False)
    return list(seen.select_related("device").order_by("-last_seen_at"))

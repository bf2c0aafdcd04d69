"""Where sessions are kept: in their own table, which says whose they are and knows each cookie by its digest only."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone

from macnss.identity.models.sessions import Session
from macnss.kernel.secrets import digest

# What a session of ours holds besides Django's own.
PROOF = "proof"  # [method, level, moment]: see `entry.Proof`
DEVICE = "device"  # the key of the device
OPENED = "opened"  # when its owner came in
SEEN = "seen"  # when they last asked for something, to the minute
ADDRESS = "address"  # where from
TICKET = "ticket"  # a secret that ties codes and visits to Mon e-ID to this browser
ASKED = "asked"  # the proof that the page where its owner was going needs
PROVING = "proving"  # somebody has typed their password to prove who they are: [when, the code that was sent]
HELD = "held"  # sealed: what was typed before a detour (`held`)
CHALLENGE = "challenge"  # what the next passkey must sign: [what for, challenge, until]
WELCOME = "welcome"  # until when somebody who has just opened or recovered their account may make its first passkey


class SessionStore(DatabaseStore):
    """Django's sessions in the database; whoever reads the table cannot take a session over."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(session_key=kept(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:  # noqa: ARG002
        """Asked of a key that was just drawn. Nobody draws the same one twice; the table would refuse it anyway."""
        return False

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session: what its owner sees of it in their list stands in columns too."""
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        account = data.get(SESSION_KEY)
        return Session(
            session_key=kept(key),
            public_id=UUID(bytes=digest(key, "session in a list")[:16]),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=int(account) if account else None,
            device_id=data.get(DEVICE),
            method=data.get(PROOF, [""])[0],
            address=data.get(ADDRESS) or None,
            opened_at=_moment(data.get(OPENED)),
            last_seen_at=_moment(data.get(SEEN)),
        )

    def take(self, name: str) -> Any:
        """Take a value out of the session, once: of two requests at once, one has it and the other has None."""
        self.pop(name, None)
        with transaction.atomic():
            row = Session.objects.select_for_update().filter(session_key=kept(self.session_key)).first()
            held: dict[str, Any] = self.decode(row.session_data) if row else {}
            value = held.pop(name, None)
            if row and value is not None:
                row.session_data = self.encode(held)
                row.save(update_fields=["session_data"])
        return value

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=kept(key)).delete()


def kept(session_key: str | None) -> str:
    """The primary key of a session: 40 characters that say nothing of its cookie."""
    return digest(session_key or "", "session").hex()[:40]


def _moment(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None

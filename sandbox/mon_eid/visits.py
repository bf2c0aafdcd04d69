"""A request in the hands of a citizen: begun, proved at some level, answered once."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from sandbox.mon_eid import levels
from sandbox.mon_eid.models import Citizen, Pushed, Visit, digest
from sandbox.mon_eid.switches import now_set

REQUEST_URI = "urn:ietf:params:oauth:request_uri:"
PASSWORD_TRIES = 5


def push(client_id: str, asked: Mapping[str, str]) -> str:
    """Keep a request for some seconds; its name, good for one use."""
    secret = secrets.token_urlsafe(32)
    lives = 0 if now_set().expire else settings.PUSHED_FOR
    Pushed.objects.create(
        digest=digest(secret),
        client_id=client_id,
        asked=dict(asked),
        expires_at=timezone.now() + dt.timedelta(seconds=lives),
    )
    return f"{REQUEST_URI}{secret}"


def pull(request_uri: str, client_id: str) -> dict[str, str] | None:
    """The request of that name, once, for the client that handed it in."""
    now = timezone.now()
    found = Pushed.objects.filter(digest=digest(request_uri.removeprefix(REQUEST_URI)), client_id=client_id)
    if not found.filter(used_at=None, expires_at__gt=now).update(used_at=now):
        return None
    return dict(found.get().asked)


def begin(asked: Mapping[str, str], *, pushed: bool, browser: str) -> Visit:
    """A CIN given as a hint is believed from the back door only: in an address it would be read by others."""
    now = timezone.now()
    return Visit.objects.create(
        browser=digest(browser),
        client_id=asked["client_id"],
        asked=dict(asked),
        wanted=levels.least(asked.get("acr_values", "")) or levels.HIGH,
        hint=asked.get("login_hint", "").strip().upper()[:12] if pushed else "",
        begun_at=now,
        expires_at=now + dt.timedelta(seconds=settings.VISIT_FOR),
    )


def under_way(public_id: uuid.UUID, browser: str) -> Visit | None:
    """The visit of this browser, while it may still be answered."""
    return (
        Visit.objects.filter(public_id=public_id, browser=digest(browser), ended_at=None, expires_at__gt=timezone.now())
        .select_related("citizen")
        .first()
    )


def prove(visit: Visit, citizen: Citizen, acr: str, amr: Iterable[str]) -> None:
    """The citizen proved who they are, at a level, now."""
    visit.citizen, visit.acr, visit.amr, visit.proved_at = citizen, acr, list(amr), timezone.now()
    visit.save(update_fields=["citizen", "acr", "amr", "proved_at"])


def end(visit: Visit) -> bool:
    """Close the visit; False if it was closed already."""
    return bool(Visit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=timezone.now()))


def with_password(cin: str, password: str) -> Citizen | None:
    """The citizen of that CIN and password. A try is counted before it is judged; after five wrong ones none is."""
    same = Citizen.objects.filter(cin=cin.strip().upper())
    if not same.filter(password_tries__lt=PASSWORD_TRIES).update(password_tries=F("password_tries") + 1):
        return None
    citizen = same.filter(password=password).first()
    same.filter(password=password).update(password_tries=0)
    return citizen

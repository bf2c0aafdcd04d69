"""The invented citizens, read at each start from the file that the demonstration writes."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from sandbox.mon_eid.models import Citizen
from sandbox.mon_eid.proof import TRIES

HILLS = ("toubkal", "rif", "saghro", "ayachi", "siroua", "zerhoun")


def load(file: Path) -> int:
    """How many came in; none when there is no file. Raises ValueError for a file that is not a list of citizens."""
    if not file.exists():
        return 0
    try:
        found = [_citizen(each) for each in json.loads(file.read_text())]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file} is not a list of citizens: {error!r}")
    return len(Citizen.objects.bulk_create(found))


def _citizen(said: dict[str, Any]) -> Citizen:
    return Citizen(
        cin=said["cin"],
        given_name=said["given_name"],
        family_name=said["family_name"],
        given_name_ar=said.get("given_name_ar", ""),
        family_name_ar=said.get("family_name_ar", ""),
        birth_date=dt.date.fromisoformat(said["birthdate"]),
        gender=said["gender"],
        kind=said["kind"],
        electronic=said["kind"] != "old_card",
        pin=pin_of(said["cin"]),
        password=password_of(said["cin"]),
        tries=TRIES if said["kind"] == "blocked" else 0,
    )


def pin_of(cin: str) -> str:
    """Always the same for a CIN, so that a page, a test and a person's memory agree."""
    return f"{_drawn('pin', cin) % 1_000_000:06d}"


def password_of(cin: str) -> str:
    drawn = _drawn("password", cin)
    return f"{HILLS[drawn % len(HILLS)]}-{drawn // 7 % 9000 + 1000}"


def _drawn(what: str, cin: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{what} of {cin} in the sandbox".encode()).digest()[:6])

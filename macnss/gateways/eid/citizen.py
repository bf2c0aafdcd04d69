"""Whom the provider says that it recognised, in our words."""

import datetime as dt
import re
from dataclasses import asdict, dataclass
from typing import Any, Self

from macnss.gateways.eid.configuration import Assurance, Configuration
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.identity_token import Claims
from macnss.kernel.numbers.identifiers import Cin, NumberRefused

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Citizen:
    """A citizen of Mon e-ID. `birth_date` is None when the card does not know the day: a person must then look."""

    issuer: str
    subject: str
    cin: str
    birth_date: dt.date | None
    given_name: str
    family_name: str
    given_name_ar: str
    family_name_ar: str
    gender: str
    level: Assurance
    auth_time: dt.datetime | None
    amr: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be sealed."""
        return {
            **asdict(self),
            "birth_date": self.birth_date and self.birth_date.isoformat(),
            "auth_time": self.auth_time and self.auth_time.isoformat(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(
            **{
                **kept,
                "birth_date": kept["birth_date"] and dt.date.fromisoformat(kept["birth_date"]),
                "auth_time": kept["auth_time"] and dt.datetime.fromisoformat(kept["auth_time"]),
                "level": Assurance(kept["level"]),
                "amr": tuple(kept["amr"]),
            }
        )


def citizen_of(claims: Claims, known: Configuration, level: Assurance) -> Citizen:
    """The citizen whom these claims describe. Raises EidFailure: claim-missing, claim-malformed."""
    told = {name: _text(claims.get(theirs)) for name, theirs in known.claims.items()}
    for name in known.needed:
        if not told.get(name):
            raise EidFailure("claim-missing", name)
    at, amr = claims.get("auth_time"), claims.get("amr")
    names = ("given_name", "family_name", "given_name_ar", "family_name_ar", "gender")
    return Citizen(
        issuer=known.issuer,
        subject=claims["sub"],
        cin=_cin(told["cin"]) if told.get("cin") else "",
        birth_date=_day(told["birthdate"]) if told.get("birthdate") else None,
        **{name: told.get(name, "") for name in names},
        level=level,
        auth_time=dt.datetime.fromtimestamp(at, dt.UTC) if isinstance(at, int | float) else None,
        amr=tuple(each for each in amr if isinstance(each, str)) if isinstance(amr, list) else (),
    )


def _text(said: object) -> str:
    return " ".join(said.replace("\0", "").split())[:_LONGEST_NAME] if isinstance(said, str) else ""


def _cin(said: str) -> str:
    """The CIN in its normal form; a machine-readable zone fills it with `<`."""
    try:
        return Cin.parse(said.replace("<", ""))
    except NumberRefused:
        raise EidFailure("claim-malformed", "cin") from None


def _day(said: str) -> dt.date | None:
    """A birth date (YYYY-MM-DD); None where the standard lets a part be unknown: 1980, 1980-00-00, 0000-05-03."""
    if re.fullmatch(r"[0-9]{4}|[0-9]{4}-00-00|[0-9]{4}-[0-9]{2}-00|0000-[0-9]{2}-[0-9]{2}", said):
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
            raise ValueError(said)
        return dt.date.fromisoformat(said)
    except ValueError:
        raise EidFailure("claim-malformed", "birthdate") from None

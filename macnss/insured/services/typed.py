"""What a person gives to activate an account: kept sealed from page to page, and in the file of an agent."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from macnss.identity.enums import Channel


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A number, a birth date (None when the day is not known), where to reach the person.

    `channel` is the address that a code confirmed, `name` what Mon e-ID said.
    """

    identifier: str
    birth_date: dt.date | None
    birth_year: int | None = None
    email: str = ""
    phone: str = ""
    channel: Channel = Channel.SMS
    name: str = ""

    @property
    def address(self) -> str:
        """The address of the channel, "" when none was given."""
        return self.phone if self.channel == Channel.SMS else self.email

    def reached_by(self) -> dict[str, Any]:
        """The one address that a code confirmed: nobody else's is written to."""
        by_sms = self.channel == Channel.SMS
        return {
            "channel": self.channel,
            "phone": self.phone if by_sms else "",
            "email": "" if by_sms else self.email,
        }

    def as_json(self) -> dict[str, Any]:
        born = self.birth_date.isoformat() if self.birth_date else ""
        return {**asdict(self), "birth_date": born, "channel": self.channel.value}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Typed":
        born = dt.date.fromisoformat(kept["birth_date"]) if kept["birth_date"] else None
        return cls(**{**kept, "birth_date": born, "channel": Channel(kept["channel"])})

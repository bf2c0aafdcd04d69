"""What every provider of messages answers, whatever its protocol: sent, refused for good, or try later."""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took the message. `provider_id` names it in the receipts to come, "" when there will be none."""

    provider_id: str = ""


class NotSent(Exception):
    """The provider did not take the message. `reason` is a short code without anything personal: it is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(NotSent):
    """For good: this address or this text will never pass."""


class Unavailable(NotSent):
    """For now: the provider is away, slow, or asks us to wait."""


@dataclass(slots=True)
class Breaker:
    """After some failures in a row, leaves a provider in peace for a while: nobody waits for one that is away."""

    failures: int = 3
    rest: float = 10.0
    _in_a_row: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    def __enter__(self) -> Self:
        if time.monotonic() < self._until:
            raise Unavailable("resting")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A refusal shows that the provider is there: only `Unavailable` counts."""
        self._in_a_row = self._in_a_row + 1 if isinstance(error, Unavailable) else 0
        if self._in_a_row >= self.failures:
            self._in_a_row, self._until = 0, time.monotonic() + self.rest

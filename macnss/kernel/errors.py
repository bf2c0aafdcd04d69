"""Refusals in words: what an act answers when the trade says no."""

from typing import Any, ClassVar

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal that a person reads: a stable `code`, a translated `message`, and what to put into it."""

    code: ClassVar[str] = "refused"
    message: ClassVar["str | Promise"] = ""

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    def __str__(self) -> str:
        return str(self.message % self.details) if self.details else str(self.message)

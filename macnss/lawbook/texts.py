"""A text in the two languages of the service."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"
_NUMBER = re.compile(r"[A-Za-z]*\d(?:[\d.,/:\-%]*[\d%])?")  # AB123456 is one: its letters stay before its digits


def isolate(written: str) -> str:
    """Something that keeps its own direction wherever it stands: what a person typed, a file name, a command."""
    return f"{_ISOLATE}{written}{_END_ISOLATE}"


def isolated(arabic: str) -> str:
    """Arabic text whose numbers, dates and references keep their own direction: 1-72-184 never prints as 184-72-1."""
    return _NUMBER.sub(lambda found: isolate(found[0]), arabic)


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in French and in Arabic; neither is the translation of the other."""

    fr: str
    ar: str

    @classmethod
    def read(cls, written: Mapping[str, str]) -> Self:
        """A text as a jurist writes it: plain digits, made safe for right-to-left lines here."""
        return cls(fr=written["fr"].strip(), ar=isolated(written["ar"].strip()))

    def as_json(self) -> dict[str, str]:
        return asdict(self)

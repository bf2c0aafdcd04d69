"""The book of the law, and `Law(day)`: the book opened at one day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from macnss.lawbook.citations import Citation, Status
from macnss.lawbook.errors import NotInForce, NotKnown, UnknownParameter
from macnss.lawbook.parameters import Parameter, read_parameter


@dataclass(frozen=True)
class Book:
    """The parameters under a folder. A key is a path: `contributions.amo.employer_rate`.

    A file is read when it is first needed and kept for the life of the process, so that a command starts at once
    however many figures the law comes to have.
    """

    folder: Path
    _read: dict[str, Parameter] = field(default_factory=dict, repr=False, compare=False)

    def parameter(self, key: str) -> Parameter:
        """The parameter of that name. Raises UnknownParameter, with the nearest name."""
        if key not in self._read:
            self._read[key] = read_parameter(key, self._file(key))
        return self._read[key]

    def keys(self) -> Iterator[str]:
        """The name of every parameter, in alphabetical order."""
        for path in sorted(self.folder.rglob("*.yaml")):
            yield ".".join(path.relative_to(self.folder).with_suffix("").parts)

    def _file(self, key: str) -> Path:
        path = self.folder.joinpath(*key.split(".")).with_suffix(".yaml")
        if not path.is_file():
            raise UnknownParameter(key, next(iter(get_close_matches(key, self.keys(), n=1)), None))
        return path


BOOK = Book(Path(__file__).resolve().parents[2] / "law" / "parameters")


class Law:
    """The law in force on one day. Remembers every value read in it, for « why this amount »."""

    def __init__(self, day: dt.date, book: Book = BOOK, *, _cited_in: "Law | None" = None) -> None:
        self.day = day
        self.book = book
        self._cited_in = _cited_in
        self._citations: dict[tuple[str, dt.date], Citation] = {}

    def __repr__(self) -> str:
        return f"Law({self.day})"

    def __getitem__(self, key: str) -> Decimal:
        """The number in force. Raises NotInForce, NotKnown or UnknownParameter; never answers zero instead."""
        return self.cite(key).decimal

    def exact(self, key: str) -> Fraction:
        """The number in force as an exact fraction: 2/3 stays 2/3."""
        return self.cite(key).exact

    def count(self, key: str) -> int:
        """A whole number: days, months, a day of the month."""
        number = self.exact(key)
        if number.denominator != 1:
            raise ValueError(f"{key} is not a whole number: {number}")
        return int(number)

    def date(self, key: str) -> dt.date:
        return dt.date.fromisoformat(self.cite(key).value)

    def says_yes(self, key: str) -> bool:
        """The answer of a yes-or-no parameter."""
        return {"yes": True, "no": False}[self.cite(key).value]

    def cite(self, key: str) -> Citation:
        """The value in force with its source; every other way to read passes by this one."""
        citation = self.book.parameter(key).at(self.day)
        self._remember(citation)
        return citation

    def provides(self, key: str) -> bool:
        """Whether the law has this figure on that day. Raises NotKnown where nobody found out."""
        try:
            self.book.parameter(key).at(self.day)
        except NotKnown:
            raise
        except NotInForce:
            return False
        return True

    def at(self, day: dt.date) -> "Law":
        """The same book opened at another day (or again at this one); what is read there is cited here too."""
        return Law(day, self.book, _cited_in=self)

    def citations(self) -> tuple[Citation, ...]:
        """What was read so far, in order, each value once."""
        return tuple(self._citations.values())

    def assumptions(self) -> tuple[Citation, ...]:
        """Those of the citations that no source confirms."""
        return tuple(citation for citation in self.citations() if citation.status is Status.ASSUMED)

    def _remember(self, citation: Citation) -> None:
        self._citations.setdefault((citation.key, citation.since), citation)
        if self._cited_in:
            self._cited_in._remember(citation)

"""What the book answers when it cannot answer."""

import datetime as dt
from pathlib import Path

from macnss.lawbook.texts import Text, isolated


class LawbookError(Exception):
    """The book could not be read as asked."""


class MalformedParameter(LawbookError):
    """A parameter file that is not written as docs/law.md says."""

    def __init__(self, path: Path, fault: object) -> None:
        super().__init__(f"{path}: {fault}")


class UnknownParameter(LawbookError, KeyError):
    """No file has this name."""

    def __init__(self, key: str, nearest: str | None) -> None:
        self.key, self.nearest = key, nearest
        super().__init__(key)

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"no parameter is named {self.key!r}{hint}"


class NotInForce(LawbookError):
    """The law has no such figure on that day: not instituted yet, or abolished. Never read as zero."""

    said = "has no value in force"
    text_fr = "n'est pas en vigueur"
    text_ar = "غير ساري المفعول"

    def __init__(self, key: str, day: dt.date, label: Text, nearest: dt.date | None) -> None:
        self.key, self.day, self.label, self.nearest = key, day, label, nearest
        super().__init__(key, day)

    def __str__(self) -> str:
        nearest = f"; the nearest day with one is {self.nearest}" if self.nearest else ""
        return f"{self.key} {self.said} on {self.day}{nearest}"

    @property
    def text(self) -> Text:
        """The same refusal, for people."""
        nearest_fr = f" ; la date valable la plus proche est le {self.nearest}" if self.nearest else ""
        nearest_ar = f"؛ أقرب تاريخ صالح هو {self.nearest}" if self.nearest else ""
        return Text(
            fr=f"« {self.label.fr} » {self.text_fr} au {self.day}{nearest_fr}.",
            ar=isolated(f"«{self.label.ar}» {self.text_ar} في {self.day}{nearest_ar}."),
        )


class NotKnown(NotInForce):
    """The law had a figure on that day, and it has not been found yet. Never read as zero either."""

    said = "is not known"
    text_fr = "n'est pas connu"
    text_ar = "غير معروف"

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
    text_fr = "aucune valeur en vigueur"
    text_ar = "لا قيمة سارية المفعول"

    def __init__(self, key: str, day: dt.date, label: Text, nearest: dt.date | None) -> None:
        self.key, self.day, self.label, self.nearest = key, day, label, nearest
        super().__init__(key, day)

    def __str__(self) -> str:
        nearest = f"; the nearest day with one is {self.nearest}" if self.nearest else ""
        return f"{self.key} {self.said} on {self.day}{nearest}"

    @property
    def text(self) -> Text:
        """The same refusal, for people."""
        nearest_fr = f" (date la plus proche : {self.nearest})" if self.nearest else ""
        nearest_ar = f" (أقرب تاريخ: {isolated(str(self.nearest))})" if self.nearest else ""
        return Text(
            fr=f"« {self.label.fr} » : {self.text_fr} au {self.day}{nearest_fr}.",
            ar=f"«{self.label.ar}»: {self.text_ar} في {isolated(str(self.day))}{nearest_ar}.",
        )


class NotKnown(NotInForce):
    """The law had a figure on that day, and it has not been found yet. Never read as zero either."""

    said = "is not known"
    text_fr = "aucune valeur connue"
    text_ar = "لا قيمة معروفة"

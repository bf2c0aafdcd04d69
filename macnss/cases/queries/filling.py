"""How far a draft is: the screens that its answers call for, what comes next, what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from macnss.cases.definition import Definition, Paper, Sheet
from macnss.cases.engine import Holder, Kind, kind_of
from macnss.cases.enums import PieceState
from macnss.cases.models import Case


@dataclass(frozen=True)
class Filling:
    """A draft as it is being filled: its kind, who fills it, what was answered."""

    case: Case
    kind: Kind
    holder: Holder
    said: Mapping[str, Any]

    @property
    def definition(self) -> Definition:
        return self.kind.definition

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The screens of these answers, in order."""
        return self.definition.asked_sheets(self.said)

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.kind.papers(self.said, self.holder)

    @property
    def screens(self) -> int:
        """How many screens there are: the questions, the papers if any, the review."""
        return len(self.sheets) + bool(self.papers) + 1

    def place(self, sheet: Sheet) -> int:
        """The rank of a screen of questions, from 1; 0 when these answers do not call for it."""
        return next((rank for rank, each in enumerate(self.sheets, 1) if each.name == sheet.name), 0)

    def is_answered(self, sheet: Sheet) -> bool:
        asked = sheet.asked(self.said)
        return all(self.said.get(each.name) not in (None, "", []) for each in asked if each.required)

    def first_left(self) -> Sheet | None:
        """The first screen where something is still to be answered."""
        return next((sheet for sheet in self.sheets if not self.is_answered(sheet)), None)

    # Where each way leads. Papers and review stand after the questions.

    def address(self, name: str, **more: str) -> str:
        return reverse(f"cases:{name}", kwargs={"case_id": self.case.public_id, **more})

    def goes_on_at(self) -> str:
        """Where somebody who comes back to this draft goes on."""
        left = self.first_left()
        if left:
            return self.address("sheet", sheet=left.name)
        return self.address("papers" if self._lacks_papers() else "review")

    def after(self, sheet: Sheet) -> str:
        """The screen that follows one of questions."""
        place = self.place(sheet)
        if place < len(self.sheets):
            return self.address("sheet", sheet=self.sheets[place].name)
        return self.address("papers" if self.papers else "review")

    def before(self, sheet: Sheet) -> str:
        """The screen before one of questions; "" for the first."""
        place = self.place(sheet)
        return self.address("sheet", sheet=self.sheets[place - 2].name) if place > 1 else ""

    def back_to_review(self) -> str:
        """After a change: what it newly asks for, else the review page."""
        left = self.first_left()
        return self.change(left) if left else self.address("review")

    def change(self, sheet: Sheet) -> str:
        """A screen to correct, which comes back to the review."""
        return f"{self.address('sheet', sheet=sheet.name)}?back=review"

    def last(self) -> str:
        """The screen before the review."""
        if self.papers:
            return self.address("papers")
        return self.address("sheet", sheet=self.sheets[-1].name) if self.sheets else ""

    def _lacks_papers(self) -> bool:
        needed = {paper.name for paper in self.papers if paper.required}
        given = self.case.pieces.filter(state=PieceState.GIVEN, name__in=needed).count() if needed else 0
        return given < len(needed)


def filling_of(case: Case) -> Filling:
    return Filling(case, kind_of(case), Holder.of(case), case.said)

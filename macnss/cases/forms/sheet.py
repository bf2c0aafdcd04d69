"""One screen of questions as a form: made from the kind's definition, never written by hand."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from macnss.cases.definition import Question, Sheet
from macnss.cases.forms.fields import as_typed, field_for, plain
from macnss.cases.queries.filling import Filling

MARK = "asked-here"  # which questions stood on the page that was sent; no question has a hyphen in its name


class SheetForm(forms.Form):
    """The questions of one screen that these answers call for.

    A question that an answer of the same screen takes away is neither kept nor complained of; one that it brings is
    asked when the screen comes back (`asks_more`).
    """

    def __init__(self, filling: Filling, sheet: Sheet, data: QueryDict | None = None, *, on: dt.date) -> None:
        super().__init__(data, label_suffix="")
        self.filling, self.sheet, self.on = filling, sheet, on
        self.sound: dict[str, Any] = {}
        asked = {question.name for question in sheet.asked(filling.said)}
        shown = set(data.get(MARK, "").split(",")) if data is not None and MARK in data else asked
        self.questions = [question for question in sheet.questions if question.name in shown]
        names = ",".join(question.name for question in self.questions)
        self.fields[MARK] = forms.CharField(widget=forms.HiddenInput, required=False, initial=names)
        for question in self.questions:
            self.fields[question.name] = field_for(question, self._choices(question))
            self.initial[question.name] = as_typed(question, filling.said.get(question.name))

    def asked(self) -> Iterator[forms.BoundField]:
        """The questions, ready to be drawn."""
        return (self[question.name] for question in self.questions)

    @property
    def mark(self) -> forms.BoundField:
        return self[MARK]

    def clean(self) -> dict[str, Any]:
        self._drop_what_is_not_asked()
        self.sound = {name: plain(value) for name, value in self.cleaned_data.items() if name != MARK}
        if not self.errors:
            for name, words in self._refusals().items():
                if name in self.sound:
                    self.add_error(name, str(words))
        return self.cleaned_data

    @property
    def asks_more(self) -> bool:
        """Do the answers just given call for a question that was not on the page?"""
        here = {question.name for question in self.questions}
        return any(question.name not in here for question in self.sheet.asked(self._said()))

    def names_asked(self) -> list[str]:
        """The questions of this screen that the answers just given call for."""
        return [question.name for question in self.sheet.asked(self._said())]

    def _said(self) -> dict[str, Any]:
        """The answers of the draft with those just given."""
        return self.filling.definition.kept({**self.filling.said, **self.sound})

    def _drop_what_is_not_asked(self) -> None:
        self.sound = {name: plain(value) for name, value in self.cleaned_data.items() if name != MARK}
        asked = set(self.names_asked())
        for name in {question.name for question in self.questions} - asked:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)

    def _refusals(self) -> dict[str, Any]:
        said = self._said()
        said |= self.filling.kind.facts(said, self.on)
        return dict(self.filling.kind.refusals(said, self.filling.holder, self.on))

    def _choices(self, question: Question) -> Any:
        if not question.from_kind:
            return question.choices
        return self.filling.kind.choices(question, self.filling.holder, self.filling.said)

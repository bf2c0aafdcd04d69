"""What an agent types at the queue, on a case, and what a scanner types for them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Definition
from macnss.cases.engine import KINDS
from macnss.cases.enums import OPEN, Age, Pile, State, Urgency
from macnss.cases.queries.agent import Counts, Desk, Wanted, piles_of, usual_pile
from macnss.cases.queries.answers import in_language
from macnss.cases.queries.papers import ANOTHER, OTHER, Sought
from macnss.identity.models import Account, Office
from macnss.ui.templatetags.formats import number

Choices = list[tuple[str, Any]]
ANY = ""
HERE, NEXT, LIST = "here", "next", "list"
AFTER = [(NEXT, _("Open the next file")), (HERE, _("Stay on this file")), (LIST, _("Go back to the queue"))]


class QueueFilter(forms.Form):
    """The filters of the address: one that means nothing is left out, the others count."""

    pile = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    urgency = forms.ChoiceField(label=_("Date"), required=False)
    age = forms.ChoiceField(label=_("Age"), required=False)
    agent = forms.ChoiceField(label=_("Who has it"), required=False)

    def __init__(self, desk: Desk, data: QueryDict | None = None, agents: Sequence[Account] = ()) -> None:
        super().__init__(data if data is not None else QueryDict())
        self.choices: dict[str, Choices] = {
            "pile": [(pile.value, pile.label) for pile in piles_of(desk)],
            "kind": sorted(
                ((code, in_language(kind.definition.title)) for code, kind in KINDS.items()), key=lambda each: each[1]
            ),
            "office": [(office.code, str(office)) for office in desk.offices],
            "state": [(state.value, state.label) for state in State if state in OPEN],
            "urgency": list(Urgency.choices),
            "age": list(Age.choices),
            "agent": [(str(each.public_id), str(each)) for each in agents],
        }
        for name, choices in self.choices.items():
            self._field(name).choices = [(ANY, _("All")), *choices]

    def wanted(self) -> Wanted:
        """The sound filters of the address."""
        self.is_valid()
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**{**kept, "pile": Pile(kept.get("pile", usual_pile(kept.get("agent", ""))))})

    def count(self, counts: Counts) -> None:
        """Write beside each choice how many cases it would show."""
        found: dict[str, Mapping[str, int]] = {
            "kind": counts.kinds,
            "office": counts.offices,
            "state": counts.states,
            "urgency": counts.urgencies,
        }
        for name, numbers in found.items():
            chosen = self.cleaned_data.get(name)
            rows = [(code, label) for code, label in self.choices[name] if numbers.get(code) or code == chosen]
            counted = [(code, f"{label} ({number(numbers.get(code, 0))})") for code, label in rows]
            self._field(name).choices = [(ANY, _("All")), *counted]

    def _field(self, name: str) -> forms.ChoiceField:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)
        return found


class NameOfFilter(forms.Form):
    name = forms.CharField(label=_("Name of this filter"), max_length=60)


class Scanned(forms.Form):
    """What a scanner types, or a person reads from the printed sheet; a number or a name finds open requests."""

    code = forms.CharField(
        label=_("Reference or code"),
        max_length=300,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Scan the code of the printed sheet, or type its reference.")},
    )


class Words(forms.Form):
    """A few words that the act needs."""

    words = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words: the other side reads them.")},
    )


class Noted(Words):
    """A word between agents; its page draws a key, so that it counts once."""

    send_key = forms.UUIDField(widget=forms.HiddenInput)


class Afterwards(forms.Form):
    """Where an act leads: the choice is remembered."""

    after = forms.ChoiceField(label=_("Then"), choices=AFTER, required=False, widget=forms.Select)


class HandOver(Words, Afterwards):
    """To a colleague of the office, or to the queue of an office."""

    to = forms.ChoiceField(label=_("To whom"))

    def __init__(
        self, data: QueryDict | None, *, colleagues: list[Account], office: Office | None, others: list[Office]
    ) -> None:
        super().__init__(data)
        self.fields["words"].label = _("Why, in a few words")
        self.fields["words"].help_text = _("Your colleague reads it in the notes of the file.")
        self.accounts = {f"agent:{each.public_id}": each for each in colleagues}
        self.offices = {f"office:{each.code}": each for each in others}
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [
            ("queue", _("Nobody: back to the queue of the office")),
            (_("A colleague"), [(name, str(each)) for name, each in self.accounts.items()]),
            (_("Another office"), [(name, str(each)) for name, each in self.offices.items()]),
        ]
        if office is None:
            to.choices = to.choices[1:]
        self.order_fields(["to", "words", "after"])

    def receiver(self) -> tuple[Account | None, Office | None]:
        """Who, or which office, was chosen."""
        to = self.cleaned_data["to"]
        return self.accounts.get(to), self.offices.get(to)


class SetAside(Afterwards):
    """Until a day to come."""

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The file comes back to your queue on that day. Its clock does not stop."),
        error_messages={"required": _("Say until which day."), "invalid": _("Write a day, for example 2026-12-01.")},
    )

    def __init__(self, data: QueryDict | None, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["until"].widget.attrs["min"] = (today + dt.timedelta(days=1)).isoformat()
        self.order_fields(["until", "after"])

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if not self.today < until <= self.today + dt.timedelta(days=60):
            raise forms.ValidationError(_("Choose a day after today, within two months."))
        return until


LONGEST_REASON = 300
PAPER_REASONS: list[tuple[Any, Any]] = [  # why a paper is asked again: on the button, and as the applicant reads it
    (_("Unreadable"), _("It cannot be read. Lay it flat, in the light, so that all four corners are seen.")),
    (_("Out of date"), _("It is no longer valid. Give the one that is valid today.")),
    (_("Not the right one"), _("It is not the paper that is asked for.")),
    (_("A page is missing"), _("A page is missing. Give all of its pages.")),
]


class AskPapers(Afterwards):
    """Papers of the list, each with a word of why, and one that no list names. A word of why asks for its paper."""

    new_title = forms.CharField(label=_("Another paper"), required=False, max_length=120)
    new_words = forms.CharField(
        label=_("Why"), required=False, max_length=170, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(
        self, data: QueryDict | None, *, papers: list[tuple[str, str]], missing: set[str], words: str = ""
    ) -> None:
        super().__init__(_ticked(data, papers) if data else data)
        self.papers = papers
        first = next((name for name, _title in papers if name in missing), "")
        for name, title in papers:
            self.fields[f"paper_{name}"] = forms.BooleanField(label=title, required=False, initial=name in missing)
            self.fields[f"words_{name}"] = forms.CharField(
                label=_("Why"),
                required=False,
                max_length=LONGEST_REASON,
                initial=words if name == first else "",
                widget=forms.TextInput(attrs={"aria-label": _("Why: %(paper)s") % {"paper": title}, "dir": "auto"}),
            )
        self.fields["new_words"].initial = "" if first else words

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each paper of the list: its box, and its word."""
        return [(self[f"paper_{name}"], self[f"words_{name}"]) for name, _title in self.papers]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name, _title in self.papers:
            if typed.get(f"paper_{name}") and not typed.get(f"words_{name}"):
                self.add_error(f"words_{name}", _("Say why: the applicant reads it."))
        if typed.get("new_words") and not typed.get("new_title"):
            self.add_error("new_title", _("Name the paper that you ask for."))
        elif not self.asked():
            self.add_error(None, _("Say which papers you ask for."))
        return typed

    def asked(self) -> dict[str, str]:
        """The papers asked for, by name, each with its word; the new one is called by what was typed."""
        typed = self.cleaned_data
        found = {
            name: str(typed.get(f"words_{name}", "")) for name, _title in self.papers if typed.get(f"paper_{name}")
        }
        if title := typed.get("new_title"):
            more = typed.get("new_words", "")
            found[f"more_{uuid.uuid5(uuid.NAMESPACE_OID, title).hex[:12]}"] = f"{title}: {more}" if more else title
        return found


class Brought(forms.Form):
    """A file of a paper that somebody brought: of those that are asked for now, or another one."""

    paper = forms.ChoiceField(label=_("Which paper is it?"))
    file = forms.FileField(
        label=_("The scan, a photo or a PDF"),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf"}
        ),
        error_messages={
            "required": _("Choose the file of the paper."),
            "empty": _("This file is empty: scan the paper again."),
        },
    )

    def __init__(self, data: QueryDict | None, files: Any = None, *, papers: list[Sought]) -> None:
        super().__init__(data, files)
        paper = self.fields["paper"]
        assert isinstance(paper, forms.ChoiceField)
        named = [(each.name, each.words if each.name.startswith("more_") else each.title) for each in papers]
        paper.choices = [*named, (OTHER, in_language(ANOTHER.title))]


class WriteTo(forms.Form):
    """A message to the applicant."""

    words = forms.CharField(
        label=_("Your message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write a few words: the other side reads them.")},
    )
    send_key = forms.UUIDField(widget=forms.HiddenInput)


class Accept(Afterwards):
    """What the applicant reads besides the acceptance."""

    words = forms.CharField(
        label=_("A word for the applicant"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None, *, words: str = "") -> None:
        super().__init__(data, initial={"words": words})
        self.order_fields(["words", "after"])


class Answer(Accept):
    """What is answered in words; they may stand in the messages of the case already (`answered`)."""

    def __init__(self, data: QueryDict | None, *, words: str = "", answered: bool) -> None:
        super().__init__(data, words=words)
        said = self.fields["words"]
        said.label, said.required = _("Your answer"), not answered
        said.error_messages["required"] = _("Write the answer: the person reads it as it is.")
        if answered:
            said.help_text = _("You wrote to the person already: this may stay empty.")


class Refuse(Accept):
    """Reasons of the list, and the articles on which the refusal rests besides those of the reasons.

    Where the law of the kind has no article to choose, only the reasons that name their own are offered.
    """

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason of the list.")},
    )
    articles = forms.MultipleChoiceField(label=_("Articles"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(
        self, data: QueryDict | None, definition: Definition, suggested: tuple[str, ...] = (), *, words: str = ""
    ) -> None:
        super().__init__(data, words=words)
        self.definition = definition
        self.offered = [reason for reason in definition.reasons if reason.article or definition.law]
        reasons, articles = self.fields["reasons"], self.fields["articles"]
        assert isinstance(reasons, forms.MultipleChoiceField)
        assert isinstance(articles, forms.MultipleChoiceField)
        reasons.choices = [(reason.code, in_language(reason.title)) for reason in self.offered]
        reasons.initial = [reason.code for reason in self.offered if reason.code in suggested]
        articles.choices = [(str(rank), in_language(each.words)) for rank, each in enumerate(definition.law)]

    def chosen(self, name: str) -> list[str]:
        """What is ticked, to draw the boxes again as they were."""
        return [str(value) for value in self[name].value() or []]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        known = [self.definition.reason(code) for code in typed.get("reasons", [])]
        if known and not typed.get("articles") and not any(reason and reason.article for reason in known):
            self.add_error(
                "articles", _("None of these reasons names its article: choose the one on which the refusal rests.")
            )
        return typed


class SecondLook(Afterwards):
    """The second agent's word, needed to turn the decision down."""

    words = forms.CharField(
        label=_("If you do not agree: why"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to send it back. The first agent reads it."),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        self.order_fields(["words", "after"])


def _ticked(data: QueryDict, papers: list[tuple[str, str]]) -> QueryDict:
    """What was typed, with a tick on each paper for which a reason was written: no reason is lost in silence."""
    typed = data.copy()
    for name, _title in papers:
        if str(data.get(f"words_{name}", "")).strip():
            typed[f"paper_{name}"] = "on"
    return typed

"""What employers send and type: a file, the filters of a list, the wages of a month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from macnss.declarations.ebds.layout import RECORDS
from macnss.declarations.enums import Situation
from macnss.declarations.services.entry import LONGEST_ENTRY, TypedLine, row_of
from macnss.kernel.money import centimes, from_centimes
from macnss.kernel.numbers.identifiers import Cin, NumberRefused, RegistrationNumber
from macnss.ui.fields import DirhamsField
from macnss.ui.templatetags.formats import grouped, language, number

Text = str | Promise
Typed = dict[str, Any]
"""One person as typed, mistakes included: what a draft keeps."""

LATIN_LETTERS = RegexValidator(
    r"^[A-Za-z\u00c0-\u024f'’ -]+$", _("Write the name in Latin letters, as the identity card has it.")
)
ROWS_OF_A_NEW_COMPANY = 3


class UploadForm(forms.Form):
    """A declaration file, whatever its name: its content decides."""

    file = forms.FileField(
        label=_("The file of the month"),
        help_text=_("Drop it here or choose it. Nothing is declared as long as it holds an error."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Produce it again with your payroll software."),
        },
    )


class FindingsFilter(forms.Form):
    """Which findings of a report to show. A choice that the report does not offer filters nothing."""

    severity = forms.ChoiceField(label=_("Severity"), required=False)
    record = forms.ChoiceField(label=_("Record"), required=False)
    code = forms.ChoiceField(label=_("Kind of finding"), required=False)

    def __init__(self, typed: Mapping[str, Any], offered: Mapping[str, Sequence[tuple[str, Text]]]) -> None:
        super().__init__(typed)
        for name, choices in offered.items():
            widget = forms.Select(attrs={"class": "input", "data-autosubmit": True})
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, required=False, widget=widget, choices=[("", _("All")), *choices]
            )

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen, by column of the findings."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SearchForm(forms.Form):
    """A person of a list, by name or by number."""

    search = forms.CharField(
        label=_("Name or registration number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )


class WageField(DirhamsField):
    """A wage in DH; nothing typed is nothing paid."""

    def __init__(self) -> None:
        refusal = _("Type the wage in DH with at most two decimals, as in 5000 or 5 000,50.")
        codes = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(label=_("Wage in DH"), required=False, error_messages=dict.fromkeys(codes, refusal))


class DaysField(forms.CharField):
    """Days of a month, in the digits of either script; nothing typed is no day."""

    def __init__(self, most: int) -> None:
        super().__init__(label=_("Days"), required=False)
        self.most = most

    def clean(self, value: Any) -> int:
        text = super().clean(value) or "0"
        if not text.isdecimal() or int(text) > self.most:
            raise forms.ValidationError(
                _("Type a whole number of days, at most %(most)s."), params={"most": number(self.most)}
            )
        return int(text)


class Row(forms.Form):
    """What is typed for one person."""

    wage = WageField()

    def __init__(self, *args: Any, most_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"] = DaysField(most_days)

    @property
    def name(self) -> str:
        raise NotImplementedError

    def line(self) -> TypedLine:
        """The person as declared. Only of a valid row."""
        raise NotImplementedError

    def typed(self) -> Typed:
        """What stands in the row, as it was typed."""
        return {name: str(self[name].value() or "") for name in self.fields}

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)


class StaffRow(Row):
    """Somebody whom the fund knows as an employee of that month."""

    situation = forms.TypedChoiceField(label=_("Situation"), choices=Situation.choices, coerce=int, required=False)

    def __init__(self, person: TypedLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"s{person.number}", **kwargs)
        self.person = person

    @property
    def name(self) -> str:
        return f"{self.person.surname} {self.person.given_names}"

    def line(self) -> TypedLine:
        said = self.cleaned_data
        return TypedLine(
            number=self.person.number,
            surname=self.person.surname,
            given_names=self.person.given_names,
            days=said["days"],
            real=centimes(said["wage"] or Decimal(0)),
            situation=said["situation"] or Situation.WORKING,
        )

    def typed(self) -> Typed:
        return {"number": self.person.number, **super().typed()}


class EntrantRow(Row):
    """Somebody new, with a registration number or not yet."""

    surname = forms.CharField(label=_("Last name"), required=False, max_length=30, validators=[LATIN_LETTERS])
    given_names = forms.CharField(label=_("First name"), required=False, max_length=30, validators=[LATIN_LETTERS])
    number = forms.CharField(label=_("Registration number"), required=False, max_length=20)
    cin = forms.CharField(label=_("CIN"), required=False, max_length=20)

    def __init__(self, place: int | str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"e{place}", **kwargs)

    @property
    def name(self) -> str:
        return f"{self['surname'].value() or ''} {self['given_names'].value() or ''}".strip()

    def clean_number(self) -> int:
        number = RegistrationNumber.normalise(self.cleaned_data["number"])
        if number and not (number.isdecimal() and len(number) == 9):
            raise forms.ValidationError(_("A registration number has 9 digits, for example 123456785."))
        return int(number or 0)

    def clean_cin(self) -> str:
        try:
            return Cin.parse(self.cleaned_data["cin"]) if self.cleaned_data["cin"] else ""
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.is_blank:
            return said
        for name in ("surname", "given_names"):
            if not said.get(name, "?"):
                self.add_error(name, _("Write the last name and the first name."))
        if not said.get("number", 1) and not said.get("cin", "?"):
            self.add_error("cin", _("Without a registration number, the CIN is needed."))
        return said

    def line(self) -> TypedLine:
        said = self.cleaned_data
        return TypedLine(
            number=said["number"],
            surname=said["surname"],
            given_names=said["given_names"],
            cin=said["cin"],
            days=said["days"],
            real=centimes(said["wage"] or Decimal(0)),
            entrant=True,
        )

    def typed(self) -> Typed:
        return {"entrant": True, **super().typed()}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something to correct: whose row, which field, why, and where it stands in the page (empty: nowhere)."""

    name: str
    label: Text
    message: Text
    place: str


class Sheet:
    """The rows of a typed declaration: the staff that the fund knows, then the entrants.

    `typed` holds what stands in the fields, by their names in the page.
    """

    def __init__(self, staff: Sequence[TypedLine], typed: Mapping[str, Any], most_days: int, *, spare: int = 0) -> None:
        self.general: list[Text] = []
        self.staff = [StaffRow(person, typed, most_days=most_days) for person in staff]
        count = min(_whole(typed.get("entrants")), LONGEST_ENTRY) + spare
        self.entrants = [EntrantRow(place, typed, most_days=most_days) for place in range(count)]
        self.pattern = EntrantRow("__place__", {}, most_days=most_days)

    @classmethod
    def proposed(cls, staff: Sequence[TypedLine], most_days: int) -> "Sheet":
        """Each employee with what was declared last; a few empty rows for a company that has nobody yet."""
        spare = 0 if staff else ROWS_OF_A_NEW_COMPANY
        return cls(staff, _page_names([_as_typed(line) for line in staff]), most_days, spare=spare)

    @classmethod
    def of_draft(cls, staff: Sequence[TypedLine], lines: Sequence[Typed], most_days: int) -> "Sheet":
        """What was typed before, and what is proposed for those who were not of the staff then."""
        known = {str(line["number"]) for line in lines if not line.get("entrant")}
        newer = [_as_typed(line) for line in staff if str(line.number) not in known]
        return cls(staff, _page_names([*newer, *lines]), most_days)

    @property
    def rows(self) -> list[Row]:
        """All who are declared: the blank rows for entrants are nobody."""
        return [*self.staff, *(row for row in self.entrants if not row.is_blank)]

    def is_valid(self) -> bool:
        sound = [row.is_valid() for row in self.rows]
        if len(sound) > LONGEST_ENTRY:
            self.general = [_("This is too long to be typed: send a file instead.")]
        elif not sound:
            self.general = [_("Nobody is on the list: add at least one employee.")]
        return all(sound) and not self.general

    def lines(self) -> list[TypedLine]:
        """Those declared, of a valid sheet."""
        return [row.line() for row in self.rows]

    def sound_lines(self) -> list[TypedLine]:
        """Those whose row holds no mistake."""
        return [row.line() for row in self.rows if row.is_valid()]

    def typed(self) -> list[Typed]:
        return [row.typed() for row in self.rows]

    def blame(self, findings: Sequence[Mapping[str, Any]]) -> None:
        """Put the findings of a refused declaration where they belong."""
        rows, lines = self.rows, self.lines()
        for finding in findings:
            message = finding["message"][language()]
            place = row_of(finding, lines)
            if place is None:
                self.general.append(message)
            else:
                rows[place].add_error(_input_of(finding, rows[place]), message)

    def mistakes(self) -> Iterator[Mistake]:
        """All that is to be corrected in the rows, from the first to the last."""
        for row in self.rows:
            for name, messages in row.errors.items():
                for message in messages:
                    yield Mistake(row.name, row.fields[name].label or "", str(message), row[name].auto_id)


_INPUTS = {"name": "surname", "real": "wage", "capped": "wage", "control": "wage"}


def _input_of(finding: Mapping[str, Any], row: Row) -> str:
    """The field of the row that a finding is about; the days when the row has none."""
    words = {field.name: field.word for field in RECORDS[finding["record"]]}
    word = words.get(finding["field"], "")
    name = _INPUTS.get(word, word)
    return name if name in row.fields else "days"


def _page_names(lines: Sequence[Typed]) -> dict[str, Any]:
    """Lines as typed, by the names that their fields bear in the page."""
    named: dict[str, Any] = {}
    entrants = [line for line in lines if line.get("entrant")]
    for prefix, line in [
        *((f"s{line['number']}", line) for line in lines if not line.get("entrant")),
        *((f"e{place}", line) for place, line in enumerate(entrants)),
    ]:
        named |= {f"{prefix}-{name}": value for name, value in line.items()}
    return named | {"entrants": len(entrants)}


def _as_typed(line: TypedLine) -> Typed:
    """A known employee as somebody would type them."""
    return {
        "number": line.number,
        "days": str(line.days),
        "wage": grouped(from_centimes(line.real), 2),
        "situation": str(line.situation),
    }


def _whole(text: Any) -> int:
    return int(text) if str(text).isdecimal() else 0

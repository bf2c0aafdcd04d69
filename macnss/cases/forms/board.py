"""What a supervisor types: which part of the board, and what is done about an alert."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from macnss.cases.engine import KINDS
from macnss.cases.queries.answers import in_language
from macnss.identity.models import Account, Office
from macnss.ui.templatetags.formats import number

WEEKS = (4, 12, 26, 52)
USUAL = 12


class BoardFilter(forms.Form):
    """One office, one kind, so many weeks; what is not there means all, or the usual."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    kind = forms.ChoiceField(label=_("Kind of request"), required=False)
    weeks = forms.TypedChoiceField(label=_("Period"), required=False, coerce=int, initial=USUAL)

    def __init__(self, offices: Sequence[Office], data: object = None) -> None:
        super().__init__(data or {})  # type: ignore[arg-type]
        kinds = sorted(((code, in_language(kind.definition.title)) for code, kind in KINDS.items()), key=_by_title)
        self.choices_of("office", [("", _("All my offices")), *((each.code, str(each)) for each in offices)])
        self.choices_of("kind", [("", _("All kinds")), *kinds])
        self.choices_of("weeks", [(str(count), _weeks(count)) for count in WEEKS])

    def choices_of(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class Settled(forms.Form):
    """What was done about an alert; its applicant does not read it."""

    words = forms.CharField(
        label=_("What was done?"),
        help_text=_("The other supervisors of the office read it."),
        max_length=300,
        error_messages={"required": _("Say what was done: an alert is not settled in silence.")},
    )


class TakenOver(Settled):
    """Why a supervisor goes on with a case."""

    def __init__(self, data: object = None, *, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)  # type: ignore[arg-type]
        self.fields["words"].label = _("Why?")
        self.fields["words"].help_text = _("Your colleague reads it.")


class HandedTo(TakenOver):
    """Who goes on with the case, and why."""

    to = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=Account.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={"required": _("Choose a colleague of the office.")},
    )

    def __init__(self, colleagues: Sequence[Account], data: object = None) -> None:
        super().__init__(data, prefix="to")
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Account.objects.filter(pk__in=[each.pk for each in colleagues]).order_by("name")


class NewDate(forms.Form):
    """Another day for the answer, with the reason that the applicant reads."""

    on = forms.DateField(
        label=_("We answer by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day by which the applicant has an answer.")},
    )
    words = forms.CharField(
        label=_("Why, in plain words"),
        help_text=_("The applicant reads it as you write it, in a message and in the file."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the applicant reads it.")},
    )


def _by_title(choice: tuple[str, str]) -> str:
    return choice[1]


def _weeks(count: int) -> str:
    return ngettext("The last %(count)s week", "The last %(count)s weeks", count) % {"count": number(count)}

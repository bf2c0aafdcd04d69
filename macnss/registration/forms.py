"""What people type or send for registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.ui.fields import DayField


class BatchFile(forms.Form):
    """A list of employees."""

    file = forms.FileField(
        label=_("The list of employees"),
        help_text=_("A workbook (.xlsx) or a text (.csv), of 2,000 lines at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
        max_length=200,
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty: choose another."),
            "max_length": _("The name of this file is too long: shorten it."),
        },
    )


class FindRequest(forms.Form):
    """A name among the requests of a company."""

    search = forms.CharField(
        label=_("Name of the employee, or reference"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "class": "input", "autocomplete": "off"}),
    )


class LookUp(forms.Form):
    """One of the company's people: the document, and the birth date or the last name."""

    document_number = forms.CharField(
        label=_("Number of the CIN, passport or residence card"),
        max_length=30,
        error_messages={"required": _("Type the number of the identity document.")},
    )
    birth_date = DayField(label=_("Birth date"), required=False)
    last_name = forms.CharField(
        label=_("Or the last name, if you do not know the birth date"), max_length=60, required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("birth_date") or said.get("last_name") or self.errors):
            self.add_error("last_name", _("Give the birth date or the last name: one of the two is enough."))
        return said


class NotTheSame(forms.Form):
    """An agent finds that a namesake is another person."""

    words = forms.CharField(
        label=_("How do you know that it is another person?"),
        help_text=_("Another place of birth, other parents, another card seen. The next agent reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": _("Write how you know it.")},
    )

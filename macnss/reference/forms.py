"""What an agent types to change the reference data."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.agencies.enums import Service
from macnss.agencies.models import Agency
from macnss.agencies.services.amending import UnreadableHours, hours_of
from macnss.cases.engine import KINDS
from macnss.cases.queries.answers import in_language


class Reason(forms.Form):
    """Why a change is proposed."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The second person reads it, and it stays in the history."),
        max_length=200,
        error_messages={"required": _("Say why: a second person decides on it.")},
    )


class Search(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=60)


def kinds() -> list[tuple[str, Any]]:
    """Every kind of case, after "all"."""
    named = ((code, in_language(kind.definition.title)) for code, kind in KINDS.items())
    return [("", _("All kinds")), *sorted(named, key=lambda each: each[1])]


def agencies() -> list[tuple[str, str]]:
    listed = Agency.objects.select_related("office").order_by("office__code")
    return [(agency.office.code, str(agency)) for agency in listed]


def both(label_fr: Any, label_ar: Any, *, longest: int, rows: int = 0) -> dict[str, forms.CharField]:
    """The same text in both languages, neither of which may be left out."""

    def box(label: Any, language: str) -> forms.CharField:
        attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
        missing = {"required": _("Write it in both languages: they are equal.")}
        return forms.CharField(label=label, max_length=longest, widget=widget, error_messages=missing)

    return {"fr": box(label_fr, "fr"), "ar": box(label_ar, "ar")}


_TITLE = both(_("Title in French"), _("Title in Arabic"), longest=80)
_BODY = both(_("Message in French"), _("Message in Arabic"), longest=1000, rows=6)
_BANK = both(_("Name in French"), _("Name in Arabic"), longest=80)
_ADDRESS = both(_("Address in French"), _("Address in Arabic"), longest=160)
_CLOSED = both(_("Reason in French"), _("Reason in Arabic"), longest=120)


class PhraseForm(forms.Form):
    """A template of message."""

    title_fr = _TITLE["fr"]
    title_ar = _TITLE["ar"]
    body_fr = _BODY["fr"]
    body_ar = _BODY["ar"]
    kind = forms.ChoiceField(label=_("For which kind of request"), required=False, choices=kinds)


class BankForm(forms.Form):
    """A bank of the country."""

    code = forms.RegexField(
        r"^[0-9]{3}$",
        label=_("Code"),
        help_text=_("The three digits that begin its account numbers."),
        error_messages={"invalid": _("The code of a bank has three digits.")},
    )
    name_fr = _BANK["fr"]
    name_ar = _BANK["ar"]
    to_check = forms.BooleanField(label=_("Not sure yet: to be checked with the bank"), required=False)


class AgencyForm(forms.Form):
    """What an agency says of itself."""

    address_fr = _ADDRESS["fr"]
    address_ar = _ADDRESS["ar"]
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=20)
    services = forms.MultipleChoiceField(
        label=_("What it receives people for"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.CharField(
        label=_("Opening hours"),
        help_text=_("A line for each span: the days, then the hours. Monday is 1. For example: 1-4 08:30-16:30"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr"}),
    )
    minutes = forms.IntegerField(label=_("Minutes of an appointment"), min_value=5, max_value=120)
    counters = forms.IntegerField(label=_("Appointments at the same time"), min_value=0, max_value=50)

    def clean_hours(self) -> str:
        written = str(self.cleaned_data["hours"]).replace("\r\n", "\n").strip()
        try:
            hours_of(written)
        except UnreadableHours as refused:
            raise forms.ValidationError(str(refused)) from None
        return written


class ClosureForm(forms.Form):
    """Days on which an agency does not open."""

    agency = forms.ChoiceField(label=_("Agency"), choices=agencies)
    since = forms.DateField(label=_("First day closed"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day closed"), widget=forms.DateInput(attrs={"type": "date"}))
    reason_fr = _CLOSED["fr"]
    reason_ar = _CLOSED["ar"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if isinstance(since, dt.date) and isinstance(until, dt.date) and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return said

"""What supervisors type: whom they look for, which role, why."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Role
from macnss.identity.models import Office


class FindAgent(forms.Form):
    """An agent by the e-mail of their account: there is no list to walk through."""

    email = forms.EmailField(label=_("E-mail address of the agent"))


class Why(forms.Form):
    """The second person reads the reason."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The second supervisor reads it before deciding."),
        max_length=200,
        error_messages={"required": _("Write the reason: a second person decides on it.")},
    )


class GiveRole(Why):
    """A role at an office, from one day to another."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    office = forms.ChoiceField(label=_("Office"))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    field_order = ("role", "office", "since", "until", "reason")

    def __init__(self, offices: Sequence[Office], today: dt.date, typed: QueryDict | None = None) -> None:
        super().__init__(typed, initial={"since": today})
        self.today = today
        self.offices = {office.code: office for office in offices}
        self.fields["office"].choices = [(office.code, str(office)) for office in offices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and since < self.today:
            self.add_error("since", _("A role begins today at the earliest."))
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first one."))
        return typed

    def chosen_office(self) -> Office:
        return self.offices[self.cleaned_data["office"]]

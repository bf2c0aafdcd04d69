"""What a page asks of Mon e-ID."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import EidPurpose, Level
from macnss.kernel.numbers.identifiers import Cin, NumberRefused


class Departure(forms.Form):
    """Why somebody goes to Mon e-ID, and the CIN that they typed, if they did."""

    purpose = forms.ChoiceField(choices=EidPurpose.choices, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        choices=Level.choices, coerce=int, empty_value=None, required=False, widget=forms.HiddenInput
    )
    cin = forms.CharField(
        label=_("CIN"),
        help_text=_("It is on the front of your card: one or two letters, then digits."),
        max_length=20,
        required=False,
    )

    def clean_cin(self) -> str:
        typed = self.cleaned_data["cin"]
        try:
            return str(Cin.parse(typed)) if typed else ""
        except NumberRefused as refusal:
            raise forms.ValidationError([str(each) for each in refusal.reasons]) from None

    def purpose_or(self, otherwise: EidPurpose) -> EidPurpose:
        """The purpose that was asked, if it is one."""
        asked: Any = self.data.get("purpose")
        return EidPurpose(asked) if asked in EidPurpose.values else otherwise

"""What people type to find an agency, and an agent to find an appointment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.agencies.enums import Region, Service
from macnss.agencies.geography import Place, Town, town_named


class FindAgency(forms.Form):
    """From where, for what, where, open now or not. All of it may be left out."""

    town = forms.CharField(
        label=_("My town"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"list": "towns", "autocomplete": "off"}),
    )
    service = forms.ChoiceField(label=_("What for?"), required=False, choices=[("", _("Anything")), *Service.choices])
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("The whole country")), *Region.choices]
    )
    open = forms.BooleanField(label=_("Open now"), required=False)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)

    found_town: Town | None = None

    def clean_town(self) -> str:
        typed: str = self.cleaned_data["town"].strip()
        if typed:
            self.found_town = town_named(typed)
            if self.found_town is None:
                raise forms.ValidationError(_("We do not know this town. Choose a larger one nearby, or a region."))
        return typed

    def said(self) -> dict[str, Any]:
        """The search, without what was not understood."""
        kept = getattr(self, "cleaned_data", {})
        return {
            "near": self._near(kept),
            "service": kept.get("service", ""),
            "region": kept.get("region", ""),
            "only_open": kept.get("open", False),
        }

    def _near(self, kept: dict[str, Any]) -> Place | None:
        if self.found_town:
            return self.found_town.place
        if kept.get("lat") is not None and kept.get("lon") is not None:
            return Place(kept["lat"], kept["lon"])
        return None


class FindAppointment(forms.Form):
    """The code that the person says, or that is scanned."""

    code = forms.CharField(label=_("Code of the appointment"), max_length=12)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code.upper().replace(" ", "").replace("-", "")

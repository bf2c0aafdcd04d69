"""What people type about themselves: an address, a language, a bank account."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Language
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import NumberRefused, Rib, ascii_digits


class Address(forms.Form):
    """A postal address, as the record keeps it."""

    address = forms.CharField(
        label=_("Number and street"),
        help_text=_("Where letters reach you."),
        max_length=120,
        error_messages={"required": _("Write the number and the street, or the place where you live.")},
    )
    town = forms.CharField(
        label=_("Town"), max_length=40, error_messages={"required": _("Write the town or the commune.")}
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )

    @classmethod
    def of(cls, insured: Insured, data: Any) -> "Address":
        kept = {name: getattr(insured, name) for name in cls.base_fields}
        return cls(data, initial=kept)

    def clean_address(self) -> str:
        return " ".join(self.cleaned_data["address"].split())

    def clean_town(self) -> str:
        return " ".join(self.cleaned_data["town"].split()).upper()

    def clean_postcode(self) -> str:
        code = re.sub(r"\s", "", ascii_digits(self.cleaned_data["postcode"]))
        if code and not re.fullmatch(r"[0-9]{5}", code):
            raise forms.ValidationError(_("A postcode has 5 digits, for example 30000. You may leave it empty."))
        return code


class Speak(forms.Form):
    """The language of the pages and of the messages."""

    language = forms.ChoiceField(
        label=_("In which language do we write to you?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    @property
    def chosen(self) -> Language:
        return Language(self.cleaned_data["language"])


class DeclaredAccount(forms.Form):
    """A bank account: its number, checked as it is typed and here, and the name that the bank writes on it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    rib = forms.CharField(
        label=_("RIB (24 digits) or IBAN"),
        help_text=_("It stands on your cheques and in the application of your bank. You may paste it with its spaces."),
        max_length=60,
        error_messages={"required": _("Type the 24 digits of the RIB.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "dir": "ltr",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-rib": "",
                "hx-post": reverse_lazy("personal:bank_name"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#bank-name",
                "hx-include": "closest form",
                "hx-sync": "this:replace",
            }
        ),
    )
    holder = forms.CharField(
        label=_("Name written on the account"),
        help_text=_("Exactly as the bank writes it: yours."),
        max_length=80,
        error_messages={"required": _("Type the name that the bank writes on the account.")},
    )

    @classmethod
    def of(cls, insured: Insured, data: Any) -> "DeclaredAccount":
        return cls(data, initial={"key": uuid4(), "holder": str(insured)})

    def clean_rib(self) -> Rib:
        try:
            return Rib.parse(self.cleaned_data["rib"])
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons)) from None

    def clean_holder(self) -> str:
        return " ".join(self.cleaned_data["holder"].split())


class Stop(forms.Form):
    """How the change of a bank account is stopped: a second thought, or somebody else's act."""

    not_me = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    @property
    def was_not_me(self) -> bool:
        return bool(self.cleaned_data["not_me"] == "yes")

"""A new e-mail address, a new phone number, and the code that proves it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel
from macnss.kernel.numbers.identifiers import NumberRefused, Phone


class NewEmail(forms.Form):
    address = forms.EmailField(label=_("New e-mail address"), max_length=254)

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        return typed.strip().lower()


class NewPhone(forms.Form):
    """A phone of any country."""

    address = forms.CharField(
        label=_("New phone number"),
        help_text=_("Of any country: outside Morocco, begin with + and the code of the country."),
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
        max_length=40,
    )

    def clean_address(self) -> str:
        try:
            return str(Phone.parse(self.cleaned_data["address"]))
        except NumberRefused as refused:
            raise forms.ValidationError([str(reason) for reason in refused.reasons]) from None


class TypedCode(forms.Form):
    code = forms.CharField(
        label=_("The code that you received"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
        max_length=20,
    )


NEW = {Channel.EMAIL: NewEmail, Channel.SMS: NewPhone}

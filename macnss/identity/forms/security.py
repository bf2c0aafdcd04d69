"""What people type in “Security settings”, and to confirm that it is them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PasskeyName(forms.Form):
    """How its owner calls a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)


class Password(forms.Form):
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, strip=False, max_length=128)


class ReceivedCode(forms.Form):
    """The six digits that we have just sent, or a backup code, whichever the page asked for."""

    code = forms.CharField(label=_("Code"), max_length=20)

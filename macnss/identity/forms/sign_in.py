"""What people type to come in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.forms.fields import PasswordInput


class SignIn(forms.Form):
    """An identifier and a password. Whichever is wrong, the answer is the same."""

    identifier = forms.CharField(label=_("Registration number, CIN or e-mail"), max_length=254)
    password = forms.CharField(label=_("Password"), widget=PasswordInput, strip=False, max_length=1000)
    # How often this page came back: after a few times it shows the other ways. It closes nothing: limits do.
    errors_so_far = forms.IntegerField(required=False, min_value=0, max_value=99, widget=forms.HiddenInput)


class TypedCode(forms.Form):
    """The six digits that we sent."""

    code = forms.CharField(
        label=_("The code of 6 digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "data-code": True}),
    )


class TypedBackupCode(forms.Form):
    """One of the codes that the person printed."""

    backup_code = forms.CharField(
        label=_("A backup code"),
        help_text=_("One of the ten codes that you printed or wrote down. Each one works once."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

"""A new password, typed once: it can be shown, which two hidden copies of the same mistake cannot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.forms.fields import PasswordInput
from macnss.identity.models import Account
from macnss.identity.services import passwords


class NewPassword(forms.Form):
    """A password that nobody else would guess; why not, in words, when it is refused."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. Three or four words with spaces are easy to remember."),
        widget=PasswordInput,
        strip=False,
        max_length=1000,
    )

    def __init__(self, data: object, account: Account) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.account = account

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if wrong := passwords.problems(typed, self.account):
            raise forms.ValidationError(wrong)
        return typed

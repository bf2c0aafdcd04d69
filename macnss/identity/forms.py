"""What people type to come in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from macnss.identity.models import Account


class SignIn(forms.Form):
    """An e-mail and a password. Whichever is wrong, the answer is the same."""

    email = forms.EmailField(label=_("E-mail address"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, strip=False)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "email" in said and "password" in said:
            found = authenticate(self.request, username=said["email"], password=said["password"])
            if not isinstance(found, Account):
                raise forms.ValidationError(
                    _("This e-mail and this password do not go together. Check both, then try again."), code="wrong"
                )
            self.account = found
        return said

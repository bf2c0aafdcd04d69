"""Words: a message, an appeal, what a company answers; and how somebody without an account is reached."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel
from macnss.kernel.numbers.identifiers import NumberRefused, Phone

LONGEST = 2000


def words(label: Any, *, required: Any = None, help_text: Any = "", rows: int = 5) -> forms.CharField:
    """A box for a few sentences; what is missing is said by `required`, or nothing is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=required is not None,
        widget=forms.Textarea(attrs={"rows": rows, "class": "input"}),
        error_messages={"required": required or ""},
    )


class Keyed(forms.Form):
    """A form that counts once, however often it is sent: its page draws a key."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Open the page again."), "invalid": _("Open the page again.")},
    )

    def __init__(self, *args: Any, **said: Any) -> None:
        said.setdefault("initial", {}).setdefault("key", uuid.uuid4())
        super().__init__(*args, **said)


class Begin(Keyed):
    """The button that begins a request."""


class Write(Keyed):
    """A message to the fund."""

    words = words(
        _("Your message"),
        help_text=_("Never write a password or a code."),
        required=_("Write your message before sending it."),
        rows=4,
    )


class Appeal(Keyed):
    """Why a decision should be looked at again."""

    words = words(
        _("Why should it be looked at again?"),
        help_text=_("In your own words: what was not understood, what you can add."),
        required=_("Write a few words: another agent reads them."),
    )


class Declaration(forms.Form):
    """What is declared by whoever sends; a plain question needs no oath."""

    honest = forms.BooleanField(
        label=_("I declare that what I said is true and complete. I know that a false declaration is punished by law."),
        error_messages={"required": _("Tick the box to send: the fund needs your declaration.")},
    )


class CompanyAnswer(forms.Form):
    """What a company answers about somebody's request."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree with what is asked?"),
        choices=[("yes", _("Yes, it is right")), ("no", _("No, it is not"))],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree.")},
    )
    words = words(_("Your explanation"), help_text=_("Needed when you do not agree. The agent reads it."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("agrees") is False and not said.get("words", "").strip():
            self.add_error("words", _("Say why you do not agree: the agent reads it."))
        return said


class Reached(Keyed):
    """Where somebody without an account receives a code, and then the news of their request: one address is enough."""

    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("We send a code by SMS. A foreign number begins with +, for example +33 6 12 34 56 78."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(
        label=_("Or an e-mail address"),
        help_text=_("If you have no mobile phone at hand."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write the e-mail address whole, for example amina@example.org.")},
    )

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return Phone.parse(typed) if typed else ""
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if not said.get("phone") and not said.get("email"):
            self.add_error("phone", _("Give a mobile phone or an e-mail address: one of the two is enough."))
        if said.get("phone") and said.get("email"):
            self.add_error("email", _("One is enough: keep the phone, or empty it to use the e-mail address."))
        return said

    @property
    def address(self) -> tuple[str, Channel]:
        """What was given, of a form that is valid."""
        phone, email = self.cleaned_data["phone"], self.cleaned_data["email"]
        return (phone, Channel.SMS) if phone else (email, Channel.EMAIL)


class FindAgain(Reached):
    """A request sent without an account: its reference, and the address that it was proved with."""

    key = None  # type: ignore[assignment]
    reference = forms.CharField(
        label=_("Reference of the request"),
        help_text=_("For example AF-7K3M-9QWT. It stands on the receipt and in each message."),
        max_length=20,
        error_messages={"required": _("Write the reference of the request.")},
    )
    field_order = ("reference", "phone", "email")

    def clean_reference(self) -> str:
        typed = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        if len(typed) != 10:
            raise forms.ValidationError(_("A reference has two letters, then eight letters or digits: AF-7K3M-9QWT."))
        return f"{typed[:2]}-{typed[2:6]}-{typed[6:]}"


class ReceivedCode(forms.Form):
    """The six digits that were received."""

    code = forms.CharField(
        label=_("The 6 digits of the code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-code": True}),
        error_messages={"required": _("Type the code that you received.")},
    )

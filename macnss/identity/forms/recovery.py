"""What somebody types who lost their way in."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel
from macnss.identity.models import Code
from macnss.kernel.numbers.identifiers import Identifier

CODES, WAIT = "codes", "wait"
# The name of the field of the code that went by each channel.
FIELDS = {Channel.EMAIL: "email_code", Channel.SMS: "sms_code"}


class Lost(forms.Form):
    """What the person still knows, and the way back that they choose."""

    identifier = forms.CharField(
        label=_("Registration number, CIN or e-mail"),
        help_text=_("The one that you remember. Your CIN is printed on your identity card."),
        max_length=254,
    )
    way = forms.ChoiceField(
        label=_("How do you want to come back?"),
        widget=forms.RadioSelect,
        choices=[
            (CODES, _("I can read my e-mail and my phone: send a code to each, now")),
            (WAIT, _("I have only one of the two, or neither at hand: wait 24 hours")),
        ],
    )

    @property
    def about(self) -> str:
        """The identifier in one writing, to count tries about it."""
        typed: str = self.cleaned_data["identifier"].strip()
        return typed.lower() if "@" in typed else Identifier.normalise(typed)


class TypedCodes(forms.Form):
    """The codes of a recovery that are still to be typed: one field each, named by its channel."""

    labels = {
        Channel.EMAIL: _("The code received by e-mail"),
        Channel.SMS: _("The code received by SMS"),
    }

    def __init__(self, data: object, codes: Sequence[Code]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for code in codes:
            channel = Channel(code.channel)
            self.fields[FIELDS[channel]] = forms.CharField(
                label=self.labels[channel],
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
            )

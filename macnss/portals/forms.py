"""What an agent types before a file opens: whose, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.insured.enums import Purpose


class FindPerson(forms.Form):
    """A registration number, or that of an identity document, as people write them."""

    number = forms.CharField(
        label=_("Registration number, or number of the identity document"),
        help_text=_("That of the card of the fund, or of the CIN, passport or residence card. Spaces do not matter."),
        max_length=30,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": _("Type the number that stands on the card.")},
    )


class OpenFile(forms.Form):
    """Why the file opens, in a word that its owner will read."""

    purpose = forms.ChoiceField(
        label=_("Why do you open this file?"),
        help_text=_("The person reads the day and the reason among those who looked at their file."),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason: a file does not open without one.")},
    )

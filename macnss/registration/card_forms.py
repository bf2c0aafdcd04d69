"""What is typed and ticked about CNSS cards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.registration.services.card_paper import Layout


class ScanCard(forms.Form):
    code = forms.CharField(
        label=_("Scan a card, or type a registration number"),
        max_length=40,
        error_messages={"required": _("Scan the QR code of the card, or type the 9 digits of the number.")},
    )


class Batch(forms.Form):
    """The cards that were ticked, and what is done with them."""

    act = forms.ChoiceField(choices=[("print", "print"), ("receive", "receive")])
    layout = forms.ChoiceField(choices=[each for each in Layout.choices if each[0] != Layout.HOME], required=False)


class HandOver(forms.Form):
    identity_seen = forms.BooleanField(
        label=_("I have seen the identity document of this person, and the face is theirs"),
        required=False,
    )

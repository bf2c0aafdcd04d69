"""What an agent types for somebody who stands at the counter."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.cases.engine import Kind
from macnss.cases.queries.answers import in_language
from macnss.cases.queries.applicant import by_theme
from macnss.identity.enums import Language
from macnss.kernel.numbers.identifiers import NumberRefused, Phone, RegistrationNumber


class Present(forms.Form):
    """Who is there: a number of the fund, or of an identity document."""

    identifier = forms.CharField(
        label=_("Registration number, or number of the identity document"),
        help_text=_("That of the card of the fund, or of the CIN, passport or residence card. Spaces do not matter."),
        max_length=30,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": _("Type the number that stands on the card.")},
    )

    def clean_identifier(self) -> str:
        number = RegistrationNumber.normalise(self.cleaned_data["identifier"])
        if not 3 <= len(number) <= 20 or not number.isalnum():
            raise forms.ValidationError(_("Write the number as it stands on the card or on the passport."))
        return number


class BeginFor(forms.Form):
    """What is asked for, for somebody whose card the agent has in hand."""

    kind = forms.ChoiceField(
        label=_("What do they ask for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person asks for.")},
    )
    seen = forms.BooleanField(
        label=_("The person is here: I looked at the identity document and at the photo."),
        error_messages={"required": _("A request is begun at the counter for somebody present only.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, kinds: Sequence[Kind], data: Any = None) -> None:
        super().__init__(data)
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (offer.kind.code, in_language(offer.kind.definition.title))
            for theme in by_theme(kinds)
            for offer in theme.offers
        ]

    @property
    def contact(self) -> dict[str, str]:
        return {name: value for name in ("email", "phone") if (value := self.cleaned_data.get(name, ""))}


class BeginForStranger(BeginFor):
    """The same for somebody without an account: how the fund writes to them, if they can be reached."""

    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=Language.choices, widget=forms.RadioSelect, initial=Language.ARABIC
    )
    phone = forms.CharField(
        label=_("Mobile phone"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Without a phone or an e-mail the person follows the request with the printed receipt only."),
        required=False,
        max_length=254,
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return Phone.parse(typed) if typed else ""
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))

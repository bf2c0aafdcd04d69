"""What people type to activate an account or to prove who they are, and what agents answer."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel
from macnss.insured.services import pictures
from macnss.insured.services.typed import Typed
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Cin, NumberRefused, Phone, RegistrationNumber, ascii_digits
from macnss.ui.fields import day_typed, digits_box

OLDEST = dt.date(1900, 1, 1)


def number_box(label: Any, token: str, **more: Any) -> forms.CharField:
    """A small box for the digits of a date."""
    return forms.CharField(label=label, max_length=4, widget=digits_box(token), **more)


class BirthDate(forms.Form):
    """A birth date in three boxes, in the digits of either script."""

    day = number_box(_("Day"), "bday-day", required=False)
    month = number_box(_("Month"), "bday-month", required=False)
    year = number_box(_("Year"), "bday-year", error_messages={"required": _("Type the birth date: the year at least.")})
    day_may_be_unknown = False

    @property
    def birth_boxes(self) -> list[forms.BoundField]:
        return [self["day"], self["month"], self["year"]]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["birth_date"] = None
        if "year" in said:
            self._read_date(said)
        return said

    def _read_date(self, said: dict[str, Any]) -> None:
        written = [ascii_digits(said.get(part, "")).strip() for part in ("year", "month", "day")]
        if self.day_may_be_unknown and written[0].isdecimal() and not any(written[1:]):
            said["birth_year"] = int(written[0])
            return
        try:
            said["birth_date"] = day_typed(written[2], written[1], written[0])
        except ValueError:
            self.add_error("day", _("Write the birth date as the card has it: for example 14, 3 and 1992."))
            return
        if said["birth_date"] < OLDEST:
            self.add_error("year", _("Write the year with four digits, for example 1992."))


class Reached(forms.Form):
    """How to reach somebody: an e-mail address, a telephone of any country."""

    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("A foreign number begins with + and the code of the country, for example +33 6 12 34 56 78."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return Phone.parse(typed) if typed else ""
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("email") or said.get("phone") or self.errors):
            self.add_error("phone", _("Give a mobile phone or an e-mail address: one of the two is enough."))
        return said


class ByContact(Reached, BirthDate):
    """Activation by a code: who one is, and where the code goes."""

    day_may_be_unknown = True
    identifier = forms.CharField(
        label=_("Registration number, or number of your identity document"),
        help_text=_("The 9 digits of the fund, or your CIN, passport or residence card. Spaces do not matter."),
        max_length=30,
        error_messages={"required": _("Type your registration number or the number of your identity document.")},
    )
    channel = forms.ChoiceField(
        label=_("Where do we send your code?"),
        choices=[(Channel.SMS, _("By SMS, to the mobile phone")), (Channel.EMAIL, _("To the e-mail address"))],
        widget=forms.RadioSelect,
        initial=Channel.SMS,
    )

    def clean_identifier(self) -> str:
        number = RegistrationNumber.normalise(self.cleaned_data["identifier"])
        if not 3 <= len(number) <= 20 or not number.isalnum():
            raise forms.ValidationError(_("Write the number as it stands on the card or on the passport."))
        return number

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        missing = {
            Channel.SMS: ("phone", _("To receive the code by SMS, give a mobile phone.")),
            Channel.EMAIL: ("email", _("To receive the code by e-mail, give an e-mail address.")),
        }
        name, sentence = missing.get(said.get("channel", ""), ("", ""))
        if name and not said.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        return said

    def typed(self) -> Typed:
        """What was typed, of a form that is valid."""
        said = self.cleaned_data
        return Typed(
            identifier=said["identifier"],
            birth_date=said["birth_date"],
            birth_year=said.get("birth_year"),
            email=said["email"],
            phone=said["phone"],
            channel=Channel(said["channel"]),
        )


def shown_again(typed: Typed) -> dict[str, Any]:
    """The first values of `ByContact`, for somebody who comes back to correct an address."""
    born = typed.birth_date
    return {
        "identifier": typed.identifier,
        "day": born.day if born else "",
        "month": born.month if born else "",
        "year": born.year if born else typed.birth_year or "",
        "email": typed.email,
        "phone": typed.phone,
        "channel": typed.channel,
    }


class ByEid(forms.Form):
    """The CIN that must be the one of the card."""

    cin = forms.CharField(
        label=_("CIN"),
        help_text=_("The number on your national identity card, for example AB123456."),
        max_length=12,
        error_messages={"required": _("Type the number of your national identity card.")},
    )

    def clean_cin(self) -> str:
        try:
            return Cin.parse(self.cleaned_data["cin"])
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))


class TypedCode(forms.Form):
    """The six digits that were received."""

    code = forms.CharField(
        label=_("The 6 digits of the code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-code": True}),
        error_messages={"required": _("Type the code that you received.")},
    )


class NewPassword(forms.Form):
    """A password for the next times, typed once: it can be shown."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. Three or four words with spaces are easy to remember."),
        widget=forms.PasswordInput,
        strip=False,
        max_length=128,
        error_messages={"required": _("Type a password, or choose another way.")},
    )


class PictureField(forms.FileField):
    """A photo, taken now or chosen; becomes the bytes that we keep."""

    def __init__(self, *, camera: str, **said: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png,image/webp", "capture": camera}
        super().__init__(widget=forms.FileInput(attrs=attrs), **said)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return b""
        if file.size > pictures.LARGEST_FILE:
            raise forms.ValidationError(str(pictures.PictureTooLarge()))
        try:
            return pictures.readied(file.read())
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal))


_NEEDED = {"required": _("This picture is needed: take it, or choose it."), "empty": pictures.NotAPicture.message}


class IdentityPictures(forms.Form):
    """A card and the face of its owner."""

    front = PictureField(
        camera="environment",
        label=_("The front of your card, or the page of your passport with the photo"),
        help_text=_("Flat, in good light, the four corners in the picture."),
        error_messages=_NEEDED,
    )
    back = PictureField(
        camera="environment",
        label=_("The back of your card"),
        help_text=_("Not needed for a passport."),
        required=False,
        error_messages=_NEEDED,
    )
    face = PictureField(
        camera="user",
        label=_("Your face, photographed now"),
        help_text=_("Look at the phone, without glasses nor hat, in good light."),
        error_messages=_NEEDED,
    )


class Answer(forms.Form):
    """A refusal in words that the person reads."""

    answer = forms.CharField(
        label=_("Why not, and what to do, in words that the person will read"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": _("Write the reason: the person reads it.")},
    )


class TieToRecord(forms.Form):
    """The record that the request is of."""

    number = forms.CharField(
        label=_("Registration number of the record"),
        help_text=_("The person receives a link that opens the account of this record."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Type the registration number of the record.")},
    )


class CardInHand(BirthDate):
    """What the agent reads on the card, not on the screen."""

    number = forms.CharField(
        label=_("Number of the card or of the passport"),
        help_text=_("Read it on the document that the person shows you."),
        max_length=30,
        error_messages={"required": _("Type the number of the document.")},
    )
    seen = forms.BooleanField(
        label=_("The person is in front of me, and the photo of the document is theirs."),
        error_messages={"required": _("Tick the box: the person must be in front of you.")},
    )


class OwnAccount(CardInHand):
    """The same, for somebody who has an account: it must be theirs, or whoever opened it would gain by it."""

    theirs = forms.BooleanField(
        label=_("The person says that this account is theirs, and told me the phone or the e-mail that it shows."),
        error_messages={"required": _("Ask first: an account that somebody else opened must not be confirmed.")},
    )


class InviteFromCounter(Reached, CardInHand):
    """The same, for somebody without an account: where the link goes."""

    language = forms.ChoiceField(
        label=_("Language of the message"), choices=[("ar", "العربية"), ("fr", "Français")], widget=forms.RadioSelect
    )

"""What the head of a company types: whom to invite, what they may do, until when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.employers.enums import Function, Right
from macnss.employers.models import Membership

INVITED_AS = [(each.value, each.label) for each in (Function.STAFF, Function.ACCOUNTANT)]
RIGHTS = [
    (Right.DECLARE.value, _("Declare wages: send files, type wages in. Whoever declares wages also reads them.")),
    (Right.READ_WAGES.value, _("Read the wages and the list of employees, without declaring")),
    (Right.PAY.value, _("See what is due and pay contributions, without the wages of each person")),
    (Right.REGISTER.value, _("Register employees, without their wages")),
]
A_RIGHT_IS_MISSING = _("Choose at least one thing that this person may do.")


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class Rights(forms.Form):
    """What somebody may do for the company, and until when."""

    rights = forms.MultipleChoiceField(
        label=_("What may this person do?"),
        choices=RIGHTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": A_RIGHT_IS_MISSING},
    )
    until = _day(
        label=_("Last day"),
        help_text=_("An accountant's mandate has one, within three years. Staff may have none."),
        required=False,
    )

    @classmethod
    def of(cls, membership: Membership) -> "Rights":
        return cls(initial={"rights": list(membership.rights), "until": membership.until})

    def chosen(self) -> list[Right]:
        return [Right(each) for each in self.cleaned_data["rights"]]


class Invite(Rights):
    """Whom the head invites."""

    name = forms.CharField(label=_("First and last name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there. It must be read by this person alone: not a shared mailbox."),
    )
    function = forms.ChoiceField(label=_("Who is it?"), choices=INVITED_AS, widget=forms.RadioSelect)
    since = _day(label=_("First day"))

    field_order = ("name", "email", "function", "rights", "since", "until")

    @classmethod
    def blank(cls, today: dt.date) -> "Invite":
        return cls(initial={"since": today})

"""What an insured person types to give a mandate."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from macnss.insured.enums import Relation
from macnss.insured.services.mandates import Trust

LIMITS = [
    ("situation", _("My situation only: declared or not, days, missing months. No amount.")),
    ("wages", _("My situation and my wages")),
]


class GiveMandate(forms.Form):
    """Whom one trusts, how far, until when."""

    name = forms.CharField(label=_("First and last name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there: check each letter. A shared mailbox shows it to others."),
    )
    relation = forms.ChoiceField(label=_("Who is it for you?"), choices=Relation.choices, widget=forms.RadioSelect)
    limits = forms.ChoiceField(label=_("What may this person see?"), choices=LIMITS, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("You can end the mandate before, at any moment."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def trust(self) -> Trust:
        typed = self.cleaned_data
        until: dt.date = typed["until"]
        return Trust(
            name=typed["name"],
            email=typed["email"],
            relation=Relation(typed["relation"]),
            reads_wages=typed["limits"] == "wages",
            until=until,
        )

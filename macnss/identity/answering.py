"""The page where an invited person answers: the same for who is invited by a company and by an insured person.

A door of the floors above says what is offered (`Offer`); here the person accepts with the account of this session,
opens one of their own, or refuses.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from macnss.identity import entry
from macnss.identity.enums import Method
from macnss.identity.models import Account
from macnss.identity.services import passwords
from macnss.identity.services.invited import Newcomer, newcomer
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import NumberRefused, Phone
from macnss.ui.pages import page


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered, to whom, and what each answer does. `accept` and `join` return the page that opens next."""

    template: str
    said: Mapping[str, Any]
    name: str
    accept: Callable[[Account], str]
    join: Callable[[Newcomer], tuple[Account, str]]
    refuse: Callable[[Account | None], None]


class OpenAccount(forms.Form):
    """A name, a password of one's own, a phone if one wishes; the e-mail is that of the invitation."""

    name = forms.CharField(label=gettext_lazy("Your first and last name"), max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("So that codes can come by SMS too. From abroad, begin with + and the country code."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=gettext_lazy("At least ten characters. Three or four words with spaces are easy to remember."),
        widget=forms.PasswordInput,
        strip=False,
        max_length=128,
    )

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"].strip()
        try:
            return Phone.parse(typed) if typed else ""
        except NumberRefused as refused:
            raise forms.ValidationError([str(reason) for reason in refused.reasons]) from None

    def clean_password(self) -> str:
        raw: str = self.cleaned_data["password"]
        if problems := passwords.problems(raw, None):
            raise forms.ValidationError(problems)
        return raw


def answer(request: HttpRequest, offer: Offer, now: dt.datetime) -> HttpResponse:
    """Show what is offered, or do what was answered."""
    form = OpenAccount(initial={"name": offer.name})
    if request.method != "POST":
        return _shown(request, offer, form)
    if request.POST.get("account", "") != _account_of(request):
        messages.warning(request, _("Another account is open in this browser now. Look again before you answer."))
        return _shown(request, offer, form, status=422)
    if request.POST.get("act") == "join" and not request.user.is_authenticated:
        form = OpenAccount(request.POST)
    try:
        return _done(request, offer, form, now) or _shown(request, offer, form, status=422)
    except DomainError as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
    return _shown(request, offer, form, status=422)


def dead(request: HttpRequest) -> HttpResponse:
    """An invitation that was answered, withdrawn, is too old or never was: one page for all."""
    return page(request, "identity/invited/dead.html", status=404)


def _done(request: HttpRequest, offer: Offer, form: OpenAccount, now: dt.datetime) -> HttpResponse | None:
    """What was answered, done; None when nothing could be."""
    act, user = request.POST.get("act"), request.user
    if act == "refuse":
        offer.refuse(user if user.is_authenticated else None)
        return page(request, "identity/invited/refused.html")
    if act == "accept" and user.is_authenticated:
        return redirect(offer.accept(user))
    if form.is_bound and form.is_valid():
        typed, language = form.cleaned_data, get_language() or ""
        account, address = offer.join(
            newcomer(name=typed["name"], raw=typed["password"], phone=typed["phone"], language=language)
        )
        entry.let_in(request, account, Method.PASSWORD, now=now)
        return redirect(address)
    return None


def _shown(request: HttpRequest, offer: Offer, form: OpenAccount, *, status: int = 200) -> HttpResponse:
    said = {**offer.said, "form": form, "account": _account_of(request)}
    return page(request, offer.template, said, status=status)


def _account_of(request: HttpRequest) -> str:
    """The answer is that of who was shown the page, whatever happened in another tab."""
    return str(request.user.public_id) if request.user.is_authenticated else ""

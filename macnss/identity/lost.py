"""Each thing that may keep somebody outside, and the way in that is left: the page «I can't get in»."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Case:
    """What happened, what to do, and the page where it is done."""

    icon: str
    title: Promise
    what_to_do: Promise
    words: Promise
    route: str

    @property
    def page(self) -> str:
        return reverse(self.route)


@dataclass(frozen=True, slots=True)
class Group:
    title: Promise
    cases: tuple[Case, ...]


NEW_PASSWORD = _("Choose a new password")
ACTIVATE = _("Activate my account")
COME_BACK = _("Get my account back")

GROUPS = (
    Group(
        _("I forgot"),
        (
            Case(
                "lock",
                _("My password"),
                _("We send a code to your e-mail and to your phone, then you choose a new password."),
                NEW_PASSWORD,
                "identity:recover",
            ),
            Case(
                "id-card",
                _("My registration number"),
                _(
                    "You do not need it: your CIN or your e-mail opens the same account. Once inside, your number is "
                    "on the page “My number”. It is also on your pay slips."
                ),
                _("Sign in with my CIN or my e-mail"),
                "identity:sign_in",
            ),
            Case(
                "mail",
                _("Which e-mail I gave"),
                _("Type your registration number or your CIN instead: the code goes to the address that we have."),
                COME_BACK,
                "identity:recover",
            ),
        ),
    ),
    Group(
        _("My phone, my e-mail"),
        (
            Case(
                "smartphone",
                _("My phone is lost or stolen"),
                _(
                    "Whoever has it cannot come in without your fingerprint, your face or your password. Come in from "
                    "another device by your e-mail, by Mon e-ID or with a backup code, then remove the lost phone in "
                    "“Security”."
                ),
                COME_BACK,
                "identity:recover",
            ),
            Case(
                "phone",
                _("I have a new phone or a new number"),
                _(
                    "On a new phone, sign in once with your password and a code, or with Mon e-ID, and record your "
                    "fingerprint or your face again. If the number changed too, use your e-mail, then change the "
                    "number in “Security”."
                ),
                COME_BACK,
                "identity:recover",
            ),
            Case(
                "message-square",
                _("The code does not come"),
                _(
                    "Look among the unwanted messages, check that the phone has a network, then ask for the code by "
                    "the other way. A backup code or Mon e-ID also opens."
                ),
                _("Start again"),
                "identity:sign_in",
            ),
            Case(
                "inbox",
                _("I have no e-mail"),
                _("You need none: a phone number is enough to activate an account, and to come back."),
                ACTIVATE,
                "insured:activate",
            ),
        ),
    ),
    Group(
        _("My situation"),
        (
            Case(
                "user",
                _("I never had an account"),
                _("Activate it with your identity card, or with your registration number and a phone or an e-mail."),
                ACTIVATE,
                "insured:activate",
            ),
            Case(
                "globe",
                _("I live abroad"),
                _("A foreign phone number works, with its country code, and so does an e-mail. No country is blocked."),
                ACTIVATE,
                "insured:activate",
            ),
            Case(
                "file-text",
                _("I am a foreigner"),
                _("Your passport or your residence card takes the place of the CIN, in every field that asks for it."),
                ACTIVATE,
                "insured:activate",
            ),
            Case(
                "lock",
                _("My account is locked"),
                _("It was closed for your protection. Show again who you are, and it opens with a new password."),
                COME_BACK,
                "identity:recover",
            ),
            Case(
                "building-2",
                _("I am the accountant of a company, or I work there"),
                _(
                    "Each person has an account of their own: the head of the company invites you, and the message "
                    "holds your link. If your account exists and does not open, get it back here; the mandate stays."
                ),
                COME_BACK,
                "identity:recover",
            ),
            Case(
                "users",
                _("I am an agent of the fund"),
                _("Your passkey is lost or your post is new: your supervisor sends you a link for another one."),
                _("The door of agents"),
                "identity:sign_in_agent",
            ),
        ),
    ),
)

"""What is written to people about their activation and their identity."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.outbox.kinds import kind

LINK_WORTH = dt.timedelta(days=7)

ACTIVATED = kind(
    "insured.activated",
    subject=_("An account was activated for you at the fund"),
    body=_(
        "An account of Ma CNSS was activated today for your record. If it was you, all is well.\n\n"
        "If it was not you, take it back at once with Mon e-ID: %(help)s. Whoever opened it keeps nothing of it. "
        "Without Mon e-ID, go to any agency with your identity card."
    ),
    sms=_("A Ma CNSS account was activated for your record. Not you? %(help)s or any agency."),
)
TRIED = kind(
    "insured.activation_tried",
    subject=_("Somebody asked to activate your account again"),
    body=_(
        "Somebody typed your number and your birth date to activate an account of Ma CNSS. You have one already: "
        "nothing was opened and nothing was shown.\n\n"
        "If it was you, this page brings you back to your account: %(help)s. If it was not, you have nothing to do."
    ),
    sms=_("Somebody asked to activate your Ma CNSS account again. Nothing was opened. Was it you? %(help)s"),
)
EMAIL_USED = kind(
    "insured.email_used",
    subject=_("Your e-mail address was typed to activate another account"),
    body=_(
        "Somebody gave this e-mail address to activate an account of Ma CNSS. It already opens yours, and an address "
        "opens one account only: nothing changed in your account.\n\n"
        "If it was you, sign in as usual, or give another address for the other person."
    ),
    sms=_("Your e-mail was typed to activate another Ma CNSS account. Nothing changed in yours."),
)
STARTED_OVER = kind(
    "insured.started_over",
    subject=_("The ways into your account were changed"),
    body=_(
        "The owner of your record proved who they are with Mon e-ID. What was set up before (password, fingerprint, "
        "e-mail, phone) no longer opens the account.\n\n"
        "If it was you, all is well. If it was not, go to any agency with your identity card, or open %(help)s."
    ),
    sms=_("Your Ma CNSS account was opened with Mon e-ID and its former ways in removed. Not you? %(help)s"),
)
RECEIVED = kind(
    "insured.referral_received",
    subject=_("We are looking at your request: %(reference)s"),
    body=_(
        "We have your request to activate your account. Its reference is %(reference)s.\n\n"
        "An agent looks at it and answers you here by %(due)s at the latest. You have nothing else to do."
    ),
    sms=_("Ma CNSS: we have your request %(reference)s. An agent answers you by %(due)s."),
)
REFUSED = kind(
    "insured.referral_refused",
    subject=_("Your request %(reference)s"),
    body=_(
        "An agent looked at your request %(reference)s and could not activate the account:\n\n%(answer)s\n\n"
        "You can ask again, or go to any agency with your identity document."
    ),
    sms=_("Ma CNSS, request %(reference)s: %(answer)s"),
)
LINK = kind(
    "insured.activation_link",
    subject=_("Activate your account"),
    body=_(
        "An agent of the fund found your record. Open this page to activate your account; you will be asked your birth "
        "date. It works once, for seven days, on any phone or computer:\n\n%(link)s\n\n"
        "You asked for nothing? Do not open it."
    ),
    sms=_("Activate your Ma CNSS account here, once, within 7 days: %(link)s"),
    worth=LINK_WORTH,
    secret=True,
)
IDENTITY_CONFIRMED = kind(
    "insured.identity_confirmed",
    subject=_("Your identity is confirmed"),
    body=_("An agent of the fund confirmed your identity. Sign in: all your pages are open to you now."),
    sms=_("Ma CNSS: your identity is confirmed. All your pages are open."),
)
IDENTITY_REFUSED = kind(
    "insured.identity_refused",
    subject=_("We could not confirm your identity"),
    body=_(
        "An agent looked at your pictures and could not confirm your identity:\n\n%(answer)s\n\n"
        "You can send other pictures, use Mon e-ID, or come to any agency with your card."
    ),
    sms=_("Ma CNSS could not confirm your identity: %(answer)s"),
)


def help_address() -> str:
    """The page for whoever cannot get in, or did not ask for anything."""
    return _address("identity:cannot_get_in")


def take_back_address() -> str:
    """The page where the owner of a record opens its account by Mon e-ID, whoever opened it before by codes."""
    return _address("insured:activate_eid")


def _address(name: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name)}"

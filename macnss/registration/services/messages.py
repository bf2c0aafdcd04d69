"""What is written when the fund registers somebody: to the person, to the company. Never a number: the page has it."""

from django.utils.translation import gettext_lazy as _

from macnss.insured.services.messages import LINK_WORTH
from macnss.outbox.kinds import DAY, kind

NUMBER_ISSUED = kind(
    "registration.number_issued",
    subject=_("%(company)s: an employee is registered"),
    body=_(
        "The registration of %(person)s, who works for %(company)s, is accepted.\n\n"
        "The registration number is here, with those of your other employees: %(address)s"
    ),
    sms=_("Ma CNSS: an employee of %(company)s is registered. The number is here: %(address)s"),
    worth=7 * DAY,
)
REGISTERED = kind(
    "registration.registered",
    subject=_("You are registered at the CNSS"),
    body=_(
        "%(company)s had you registered at the CNSS: you have a registration number, the same for life, and your card "
        "is being made.\n\n"
        "Open this page to activate your account and read your number; you will be asked your birth date. It works "
        "once, for seven days, on any phone or computer:\n\n%(link)s\n\n"
        "You know nothing of it? Do not open it, and ask at any agency."
    ),
    sms=_("%(company)s registered you at the CNSS. Your number is here, once, within 7 days: %(link)s"),
    worth=LINK_WORTH,
    secret=True,
)
REGISTERED_AT_OWN_REQUEST = kind(
    "registration.registered_at_own_request",
    subject=_("You are registered at the CNSS"),
    body=_(
        "Your request is accepted: you have a registration number, the same for life, and your card is being made.\n\n"
        "Open this page to activate your account and read your number; you will be asked your birth date. It works "
        "once, for seven days, on any phone or computer:\n\n%(link)s"
    ),
    sms=_("Ma CNSS: you are registered. Your number is here, once, within 7 days: %(link)s"),
    worth=LINK_WORTH,
    secret=True,
)

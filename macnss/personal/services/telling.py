"""What is written to somebody about their data: to the addresses of their account and to those of their record.

Who has no account is written to all the same, at the addresses of the record.
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel, Language
from macnss.identity.services import notices
from macnss.insured.models import Insured
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind

WEEK = 7 * DAY
ADDRESS_CHANGED = kind(
    "personal.address_changed",
    subject=_("The postal address of your record was changed"),
    body=_(
        "The postal address of your record at the fund was just changed.\n\n"
        "If it was you, there is nothing to do. If it was not you, open this page at once; it works for 7 days:\n"
        "%(link)s"
    ),
    sms=_("Ma CNSS: the postal address of your record was changed. Not you? Within 7 days: %(link)s"),
    worth=WEEK,
)
CORRECTED = kind(
    "personal.corrected",
    subject=_("Your record at the fund was corrected"),
    body=_(
        "An agent corrected your record at the fund, as was asked from your account.\n\n"
        "If you did not ask for it, open this page at once; it works for 7 days:\n%(link)s"
    ),
    sms=_("Ma CNSS: your record was corrected. You did not ask for it? Within 7 days: %(link)s"),
    worth=WEEK,
)
CORRECTED_NO_ACCOUNT = kind(
    "personal.corrected_no_account",
    subject=_("Your record at the fund was corrected"),
    body=_(
        "An agent corrected your record at the fund, as was asked in your name.\n\n"
        "If you did not ask for it, tell us at once at an agency: %(link)s"
    ),
    sms=_("Ma CNSS: your record was corrected. You did not ask for it? Tell us at an agency: %(link)s"),
    worth=WEEK,
)
DECLARED = kind(
    "personal.bank_declared",
    subject=_("A new bank account was declared for your payments"),
    body=_(
        "A bank account that ends in %(new)s was declared for your payments. It is not used before %(when)s.\n\n"
        "If it was you, there is nothing to do. If it was not you, cancel it before then: %(link)s"
    ),
    sms=_("Ma CNSS: bank account …%(new)s declared for your payments, used from %(when)s. Not you? %(link)s"),
    worth=2 * DAY,
)
CHANGED = kind(
    "personal.bank_changed",
    subject=_("Another bank account was declared for your payments"),
    body=_(
        "A bank account that ends in %(new)s was declared in place of the one that ends in %(old)s. The old one is "
        "used until %(when)s at least.\n\n"
        "If it was you, there is nothing to do. If it was not you, cancel it before then: %(link)s"
    ),
    sms=_("Ma CNSS: bank account …%(new)s declared in place of …%(old)s, used from %(when)s. Not you? %(link)s"),
    worth=2 * DAY,
)
GAVE_WAY = kind(
    "personal.bank_gave_way",
    subject=_("The bank account that you declared gives way to another one"),
    body=_(
        "An agent accepted your request about the bank account that ends in %(new)s. It takes the place of the account "
        "that ends in %(old)s, which you had declared and which was not used yet: that one is cancelled.\n\n"
        "If you wish to be paid on the account that ends in %(old)s, declare it again: %(link)s"
    ),
    sms=_("Ma CNSS: bank account …%(old)s gave way to …%(new)s, which an agent accepted. To change it: %(link)s"),
    worth=WEEK,
)
CANCELLED = kind(
    "personal.bank_cancelled",
    subject=_("The new bank account was cancelled"),
    body=_("The bank account that ends in %(new)s was cancelled: it will not be used for your payments.\n\n%(link)s"),
    sms=_("Ma CNSS: the bank account …%(new)s was cancelled, it will not be used. %(link)s"),
    worth=WEEK,
)
REJECTED = kind(
    "personal.bank_rejected",
    subject=_("Your bank account could not be verified"),
    body=_(
        "The bank account that ends in %(new)s cannot be used for your payments. Why, and what to do now, is here: "
        "%(link)s"
    ),
    sms=_("Ma CNSS: the bank account …%(new)s cannot be used. Why, and what to do: %(link)s"),
    worth=WEEK,
)
UNANSWERED = kind(
    "personal.bank_unanswered",
    subject=_("Your bank did not answer: send us its paper"),
    body=_(
        "Until %(day)s your bank did not confirm that the account that ends in %(new)s is yours. We do not wait for it "
        "any longer: this account is not used, and nothing changes in your payments.\n\n"
        "An agent can verify it instead. We began the request for you: check it, add the RIB certificate that your "
        "bank gives you, and send it. It is here: %(link)s"
    ),
    sms=_("Ma CNSS: your bank did not answer about account …%(new)s. Add its RIB certificate and send: %(link)s"),
    worth=WEEK,
)
PAPER_AWAITED = kind(
    "personal.bank_paper_awaited",
    subject=_("Your bank account still waits for the paper of your bank"),
    body=_(
        "The bank account that ends in %(new)s is not used: your bank did not answer about it, and your request to "
        "have it verified by an agent is not sent.\n\n"
        "Add the RIB certificate of your bank and send the request: %(link)s"
    ),
    sms=_("Ma CNSS: account …%(new)s is not verified. Add its RIB certificate and send your request: %(link)s"),
    worth=WEEK,
)
IN_USE = kind(
    "personal.bank_in_use",
    subject=_("Your payments go to your new bank account"),
    body=_("From now on your payments go to the bank account that ends in %(new)s.\n\n%(link)s"),
    sms=_("Ma CNSS: your payments now go to the bank account …%(new)s. %(link)s"),
    worth=WEEK,
)


def tell(kind: str, *, insured: Insured, now: dt.datetime, **said: str) -> None:
    """Write to every address that we have: a thief may have changed those of the account first."""
    account, language = insured.account, language_of(insured)
    if account:
        notices.tell(kind, account=account, now=now, **said)
    known = {account.email, account.phone} if account else set()
    for channel, name, address in ((Channel.EMAIL, "email", insured.email), (Channel.SMS, "phone", insured.phone)):
        if address and address not in known:
            to = {name: address}
            outbox.post(kind, account=account, language=language, now=now, channel=channel, **to, **said)


def language_of(insured: Insured) -> str:
    """The language in which they are written to."""
    return insured.account.language if insured.account else Language.ARABIC

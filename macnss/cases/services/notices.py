"""What is written to the applicant about their case: what was asked, the reference and the page, nothing of the file.

A kind that says something of its applicant's health or life by its name alone is named by its theme.
"""

import datetime as dt
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Definition
from macnss.cases.engine import kind_of
from macnss.cases.models import Case, Told, owner_of
from macnss.cases.queries.answers import in_language
from macnss.cases.queries.applicant import THEMES
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.identity.services import notices
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind
from macnss.outbox.models import Message
from macnss.ui.templatetags.formats import long_date

WEEK = 7 * DAY
RECEIVED = kind(
    "cases.received",
    subject=_("We have your request %(reference)s"),
    body=_(
        "We have your request “%(title)s”. Its reference is %(reference)s.\n\n"
        "We answer by %(due)s at the latest. Follow it here: %(link)s"
    ),
    sms=_("Ma CNSS: we have your request %(reference)s. Answer by %(due)s. %(link)s"),
    worth=WEEK,
)
RECEIVED_AND_ASKED = kind(
    "cases.received_and_asked",
    subject=_("We have your request %(reference)s"),
    body=_(
        "We have your request “%(title)s”. Its reference is %(reference)s.\n\n"
        "We asked the company that it is about, which has until %(due)s; then an agent decides.\n\n"
        "Follow it here: %(link)s"
    ),
    sms=_("Ma CNSS: we have your request %(reference)s. The company has until %(due)s to answer. %(link)s"),
    worth=WEEK,
)
PAPERS_ASKED = kind(
    "cases.papers_asked",
    subject=_("Papers are missing: %(reference)s"),
    body=_(
        "An agent looked at your request “%(title)s” (%(reference)s) and needs other papers before %(due)s.\n\n"
        "Which ones, and why, is written here: %(link)s"
    ),
    sms=_("Ma CNSS, %(reference)s: papers are asked of you before %(due)s. %(link)s"),
    worth=WEEK,
)
WRITTEN = kind(
    "cases.written",
    subject=_("A message about %(reference)s"),
    body=_("An agent wrote to you about your request “%(title)s” (%(reference)s). Read and answer here: %(link)s"),
    sms=_("Ma CNSS, %(reference)s: an agent wrote to you. %(link)s"),
    worth=WEEK,
)
ACCEPTED = kind(
    "cases.accepted",
    subject=_("Your request is accepted: %(reference)s"),
    body=_("Your request “%(title)s” (%(reference)s) is accepted. What follows from it is here: %(link)s"),
    sms=_("Ma CNSS: your request %(reference)s is accepted. %(link)s"),
    worth=WEEK,
)
ANSWERED = kind(
    "cases.answered",
    subject=_("An answer to your request %(reference)s"),
    body=_("The fund answered “%(title)s” (%(reference)s). Read the answer here: %(link)s"),
    sms=_("Ma CNSS: the fund answered %(reference)s. Read it here: %(link)s"),
    worth=WEEK,
)
REFUSED = kind(
    "cases.refused",
    subject=_("An answer to your request %(reference)s"),
    body=_(
        "Your request “%(title)s” (%(reference)s) could not be accepted. The reason, and what you can do now, "
        "are here: %(link)s"
    ),
    sms=_("Ma CNSS: your request %(reference)s could not be accepted. Why, and what to do: %(link)s"),
    worth=WEEK,
)
LATE = kind(
    "cases.late",
    subject=_("Your request %(reference)s takes longer"),
    body=_(
        "We said that we would answer your request “%(title)s” (%(reference)s) by %(due)s, and we have not.\n\n"
        "%(why)s\n\nA supervisor was told. Follow it here: %(link)s"
    ),
    sms=_("Ma CNSS: %(reference)s takes longer than we said. Why: %(link)s"),
    worth=WEEK,
)
RESUMED = kind(
    "cases.resumed",
    subject=_("Your request %(reference)s is being examined again"),
    body=_("We go on with your request “%(title)s” (%(reference)s). We answer by %(due)s. Follow it here: %(link)s"),
    sms=_("Ma CNSS: we go on with your request %(reference)s."),
    worth=WEEK,
)


NEW_DATE = kind(
    "cases.new_date",
    subject=_("A new date for your request %(reference)s"),
    body=_(
        "We answer your request “%(title)s” (%(reference)s) by %(due)s.\n\n"
        "Why is written on the page of your request: %(link)s"
    ),
    sms=_("Ma CNSS: we answer %(reference)s by %(due)s. Why: %(link)s"),
    worth=WEEK,
)
PAPERS_SOON = kind(
    "cases.papers_soon",
    subject=_("Papers are still missing: %(reference)s"),
    body=_(
        "The papers that we asked of you for your request “%(title)s” (%(reference)s) have not come. "
        "They are awaited until %(due)s; after that day we go on without them.\n\nAdd them here: %(link)s"
    ),
    sms=_("Ma CNSS, %(reference)s: papers are awaited until %(due)s. %(link)s"),
    worth=WEEK,
)
DRAFT_ENDS = kind(
    "cases.draft_ends",
    subject=_("A request that you began was not sent"),
    body=_(
        "You began the request “%(title)s” and did not send it. It is kept until %(due)s, then it is erased.\n\n"
        "Go on with it here: %(link)s"
    ),
    sms=_("Ma CNSS: a request that you began is kept until %(due)s. Go on: %(link)s"),
    worth=WEEK,
)


COMPANY_ASKED = kind(
    "cases.company_asked",
    subject=_("The fund asks %(company)s a question"),
    body=_(
        "The fund asks the company %(company)s about a request of one of its employees. Answer by %(due)s: without an "
        "answer, the agent decides on what they have.\n\nThe question is here: %(link)s"
    ),
    sms=_("Ma CNSS: a question to %(company)s, to answer by %(due)s. %(link)s"),
    worth=WEEK,
)


def tell(message: str, *, case: Case, now: dt.datetime, **said: str) -> None:
    """Write to whoever holds a case, at every address that we have, in the transaction of what happened.

    What is written is tied to the case: `watching` sees whether it arrived. Somebody at the counter who left no address
    is written nothing: they have the receipt.
    """
    owner, language = owner_of(case), language_of(case)
    with translation.override(language):
        title = title_in_messages(kind_of(case).definition)
    words = {
        "reference": str(case.reference),
        "title": title,
        "link": path_of(case),
        **said,
    }
    sent = notices.tell(message, account=owner, now=now, **words) if owner else _to_contact(message, case, now, words)
    Told.objects.bulk_create(Told(case=case, message=each) for each in sent)


def title_in_messages(definition: Definition) -> str:
    return str(THEMES[definition.theme]) if definition.discreet else in_language(definition.title)


def tell_company(message: str, *, company: Employer, page: str, due: dt.date, now: dt.datetime) -> None:
    """Write to those who declare for a company. `page` is the name of the page of the company to look at."""
    link = reverse(page, kwargs={"employer_id": company.public_id})
    for member in company.memberships.in_force(timezone.localdate(now)).select_related("account"):
        if Right.DECLARE in member.all_rights:
            language = member.account.language
            with translation.override(language):
                said = {"company": company.name_in(language), "due": long_date(due), "link": link}
            notices.tell(message, account=member.account, now=now, **said)


def language_of(case: Case) -> str:
    """The language in which its applicant is written to."""
    owner = owner_of(case)
    return owner.language if owner else case.language


def _to_contact(message: str, case: Case, now: dt.datetime, words: dict[str, str]) -> list[Message]:
    where = {name: case.reached_by.get(name, "") for name in ("email", "phone")}
    if not any(where.values()):
        return []
    return [
        outbox.post(message, account=None, language=case.language, now=now, **cast("Any", where), **cast("Any", words))
    ]


def path_of(case: Case) -> str:
    """The page of a case, as a message names it: with the secret of its holder where there is no account."""
    if owner_of(case) is None and (secret := case.reached_by.get("secret")):
        return reverse("cases:open_by_link", kwargs={"secret": secret})
    return reverse("cases:case", kwargs={"case_id": case.public_id})

"""What is written to the applicant about their case: the reference and the page, never what stands in the file."""

import datetime as dt
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.cases.engine import kind_of
from macnss.cases.models import Case, owner_of
from macnss.identity.services import notices
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind

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


def tell(message: str, *, case: Case, now: dt.datetime, **said: str) -> None:
    """Write to whoever holds a case, at every address that we have, in the transaction of what happened."""
    owner = owner_of(case)
    language = owner.language if owner else case.language
    title = kind_of(case).definition.title
    words = {
        "reference": str(case.reference),
        "title": title.ar if language == "ar" else title.fr,
        "link": path_of(case),
        **said,
    }
    if owner:
        notices.tell(message, account=owner, now=now, **words)
    else:
        where = case.reached_by
        outbox.post(
            message,
            account=None,
            language=language,
            now=now,
            email=where.get("email", ""),
            phone=where.get("phone", ""),
            **cast("Any", words),
        )


def path_of(case: Case) -> str:
    """The page of a case, as a message names it: with the secret of its holder where there is no account."""
    if owner_of(case) is None and (secret := case.reached_by.get("secret")):
        return reverse("cases:open_by_link", kwargs={"secret": secret})
    return reverse("cases:case", kwargs={"case_id": case.public_id})

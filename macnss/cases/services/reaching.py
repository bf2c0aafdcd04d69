"""Reaching somebody who has no account: an address that they prove by a code, and a link that finds their request."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case, owner_of
from macnss.cases.services import drafts, notices
from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Code
from macnss.identity.services import codes
from macnss.identity.services.limits import Act, spend
from macnss.kernel.secrets import same
from macnss.outbox.kinds import DAY, kind

BEGUN = kind(
    "cases.begun",
    subject=_("Find your request again"),
    body=_(
        "You began a request to the fund: “%(title)s”. This link opens it on any telephone or computer, to go on "
        "with it and then to follow it: %(link)s\n\n"
        "Keep it for yourself: whoever has the link reads the request."
    ),
    sms=_("Ma CNSS: your request is here, keep this link for yourself: %(link)s"),
    worth=DAY,
)


def ask_code(*, to: str, channel: Channel, ticket: bytes, language: str, address: str, now: dt.datetime) -> Code:
    """Send a code to a phone (E.164) or an e-mail, from the network address at hand. Never inside a transaction.

    Raises TooManyTries, LimitsUnavailable.
    """
    spend(Act.CODE_SENT, address=address, key=to, now=now)
    email, phone = (to, "") if channel == Channel.EMAIL else ("", to)
    return codes.ask(
        purpose=CodePurpose.CONTACT, account=None, ticket=ticket, language=language, now=now, email=email, phone=phone
    )


def send_again(*, code: Code, language: str, address: str, now: dt.datetime) -> Code:
    """Send it again. Raises TooSoon, TooManySendings, CodeSpent, TooManyTries, LimitsUnavailable."""
    spend(Act.CODE_SENT, address=address, key=codes.address_of(code, Channel(code.channel)), now=now)
    return codes.send_again(code=code, language=language, now=now)


def begin_with_code(
    *, code: Code, digits: str, ticket: bytes, kind: str, start_key: UUID, language: str, address: str, now: dt.datetime
) -> Case:
    """The code is right: a draft begins, and the link that finds it again is sent. Never inside a transaction.

    Raises WrongCode, CodeSpent, TooManyTries, LimitsUnavailable.
    """
    channel = Channel(code.channel)
    to = codes.address_of(code, channel)
    spend(Act.CODE_TRIED, address=address, key=to, now=now)
    codes.check(code=code, typed=digits, ticket=ticket, now=now)
    contact = {"email" if channel == Channel.EMAIL else "phone": to}
    own = uuid5(start_key, f"{kind} {to}")  # the key of somebody else's case opens nothing of theirs
    return _begin(kind, contact, own, language, now)


@transaction.atomic
def _begin(kind: str, contact: Mapping[str, str], start_key: UUID, language: str, now: dt.datetime) -> Case:
    holder = Holder(Audience.PUBLIC)
    case = drafts.begin(kind=kind, holder=holder, start_key=start_key, language=language, contact=contact, now=now)
    notices.tell(BEGUN, case=case, now=now)
    return case


def send_link(*, reference: str, to: str, address: str, now: dt.datetime) -> None:
    """Send the link of a request again, to the address that it was proved with; any other gets nothing, unsaid.

    Raises TooManyTries, LimitsUnavailable.
    """
    spend(Act.CODE_SENT, address=address, key=to, now=now)
    spend(Act.CODE_SENT, address=address, key=f"reference {reference}", now=now)
    case = Case.objects.filter(reference=reference).select_related("person", "person__account", "account").first()
    if case is None or case.holder is None or owner_of(case) is not None:
        return
    known = (value for name, value in case.reached_by.items() if name != "secret")
    if any(same(each.encode(), to.encode()) for each in known):
        with transaction.atomic():
            notices.tell(BEGUN, case=case, now=now)

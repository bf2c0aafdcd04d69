"""Codes of six digits: asked for, sent, sent again, typed. One purpose, one browser, five tries, once."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Account, Code
from macnss.kernel.db import rehearsal
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import ascii_digits, mask, mask_email
from macnss.kernel.secrets import digest, same, seal, unseal
from macnss.outbox import services as outbox
from macnss.outbox.kinds import kind

WORTH = dt.timedelta(minutes=10)
TRIES = 5
SENDINGS = 5
# A code that only says "it is you" may leave by the other channel when one fails. One that proves an address may not:
# else somebody else's phone would be confirmed by one's own e-mail.
EITHER_WAY = (CodePurpose.SIGN_IN, CodePurpose.PROVE)
SENT_AGAIN_WITHIN = dt.timedelta(hours=1)  # a code asked for so long ago is asked for anew
KEPT = dt.timedelta(days=1)
# The waits, in seconds, before a code can be sent again: the second sending after 30 s, the third after 60 s…
WAITS = (30, 60, 120, 300)

CODE = kind(
    "account.code",
    subject=_("Your code: %(code)s"),
    body=_(
        "Your code is %(code)s. It is good for 10 minutes, once, on the page where you asked for it.\n\n"
        "Nobody from the fund will ever ask you for it. If you asked for nothing, ignore this message."
    ),
    sms=_("%(code)s is your Ma CNSS code, good for 10 minutes. Give it to nobody."),
    worth=WORTH,
    secret=True,
)


class WrongCode(DomainError):
    code = "wrong-code"
    message = ngettext_lazy(
        "This is not the code that we sent. You can try %(left)s more time.",
        "This is not the code that we sent. You can try %(left)s more times.",
        "left",
    )


class CodeSpent(DomainError):
    """Too many wrong tries, used already, too old, or asked from another browser: the same words for all."""

    code = "code-spent"
    message = _("This code no longer works. Ask for a new one.")


class TooSoon(DomainError):
    code = "too-soon"
    message = ngettext_lazy(
        "A code was just sent. You can ask for another in %(seconds)s second.",
        "A code was just sent. You can ask for another in %(seconds)s seconds.",
        "seconds",
    )


class TooManySendings(DomainError):
    code = "too-many-sendings"
    message = _("We have sent this code as often as we may. Start again, or choose another way in.")


@transaction.atomic
def ask(
    *,
    purpose: CodePurpose,
    account: Account | None,
    ticket: bytes,
    language: str,
    now: dt.datetime,
    email: str = "",
    phone: str = "",
    channel: Channel | None = None,
    leads_nowhere: bool = False,
) -> Code:
    """Draw a code and send it by one of the two addresses (E.164 phone, e-mail). The other stays as the fallback.

    `leads_nowhere` makes a code that nobody receives and that never opens, for whoever types a stranger's number.
    """
    first = channel or (Channel.SMS if phone else Channel.EMAIL)
    code = Code.objects.create(
        purpose=purpose,
        account=account,
        ticket=ticket,
        channel=first,
        email=seal(email, "code address"),
        phone=seal(phone, "code address"),
        digest=b"",
        sent_at=now,
        expires_at=now + WORTH,
        created_at=now,
    )
    _send(code, language, now, leads_nowhere=leads_nowhere)
    return code


@transaction.atomic
def send_again(*, code: Code, language: str, now: dt.datetime, channel: Channel | None = None) -> Code:
    """Send a new code in place of the one before, by the same channel or the other. The tries are not given back.

    Raises TooSoon, TooManySendings, CodeSpent.
    """
    code = Code.objects.select_for_update().get(pk=code.pk)
    if code.used_at or code.tries >= TRIES or now - code.created_at > SENT_AGAIN_WITHIN:
        raise CodeSpent
    if code.sent >= SENDINGS:
        raise TooManySendings
    if wait := seconds_to_wait(code, now):
        raise TooSoon(seconds=wait)
    if channel and address_of(code, channel):
        code.channel = channel
    code.expires_at = now + WORTH
    _send(code, language, now, leads_nowhere=not code.digest)
    return code


def check(*, code: Code, typed: str, ticket: bytes, now: dt.datetime) -> None:
    """Use the code up with what was typed. Raises WrongCode, CodeSpent. Never inside a transaction.

    The try is counted first, in one statement of its own: parallel tries are as many tries, and a refusal is kept.
    """
    live = Code.objects.filter(pk=code.pk, used_at=None, expires_at__gt=now)
    with transaction.atomic(durable=True):
        counted = same(code.ticket, ticket) and live.filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise CodeSpent
    code.refresh_from_db()
    if not same(code.digest, _digest(code, typed)):  # that of a code that leads nowhere is empty, and like no other
        if code.tries >= TRIES:
            raise CodeSpent
        raise WrongCode(left=TRIES - code.tries)
    if not live.filter(digest=code.digest).update(used_at=now):  # used in another tab meanwhile, or replaced
        raise CodeSpent
    code.used_at = now


@transaction.atomic
def forget(*, now: dt.datetime) -> int:
    """Erase the codes of other days, and the addresses that they went to. Returns how many."""
    return Code.objects.filter(created_at__lt=now - KEPT).delete()[0]


def seconds_to_wait(code: Code, now: dt.datetime) -> int:
    """How long until the code may be sent again."""
    wait = WAITS[min(code.sent, len(WAITS)) - 1]
    return max(0, wait - int((now - code.sent_at).total_seconds()))


def address_of(code: Code, channel: Channel) -> str:
    """The address of the code by that channel, "" when there is none."""
    address: str = unseal(code.phone if channel == Channel.SMS else code.email, "code address")
    return address


def masked_address(code: Code) -> str:
    """Where the code went, hidden but for its owner."""
    address = address_of(code, Channel(code.channel))
    return mask(address, visible=2) if code.channel == Channel.SMS else mask_email(address)


def _send(code: Code, language: str, now: dt.datetime, *, leads_nowhere: bool) -> None:
    drawn = f"{secrets.randbelow(1_000_000):06d}"
    code.digest = b"" if leads_nowhere else _digest(code, drawn)
    code.sent, code.sent_at = code.sent + 1, now
    code.save()
    may_leave_by = list(Channel) if code.purpose in EITHER_WAY else [Channel(code.channel)]
    with rehearsal() if leads_nowhere else transaction.atomic():
        outbox.post(
            CODE,
            account=code.account,
            language=language,
            now=now,
            email=address_of(code, Channel.EMAIL) if Channel.EMAIL in may_leave_by else "",
            phone=address_of(code, Channel.SMS) if Channel.SMS in may_leave_by else "",
            channel=Channel(code.channel),
            code=drawn,
        )


def _digest(code: Code, typed: str) -> bytes:
    digits = "".join(filter(str.isdigit, ascii_digits(typed)))
    return digest(f"{code.public_id}:{digits}", "code")

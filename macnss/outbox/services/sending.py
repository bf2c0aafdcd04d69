"""Send one message: one worker at a time, again after a while, by the other channel, never past its time."""

import datetime as dt
import logging
import traceback

from django.db import transaction
from django.db.models import F

from macnss.gateways.mail.protocol import Mail
from macnss.gateways.messages import mail_gateway, sms_gateway
from macnss.gateways.sending import NotSent, Refused, Sent, Unavailable
from macnss.outbox import rendering
from macnss.outbox.enums import Channel, State
from macnss.outbox.kinds import KINDS
from macnss.outbox.models import Message, closed
from macnss.outbox.services import receipts, settling
from macnss.outbox.services.posting import queue

# Longer than any gateway takes: past it, the worker that held the message is dead.
LEASE = dt.timedelta(minutes=3)
GRACE = dt.timedelta(seconds=30)
AT_ONCE = 500
SHORT_WORTH = dt.timedelta(hours=1)
# The waits, in seconds, after each failure; the last one again and again until the message expires.
QUICK = (5, 15, 30, 60, 120)
PATIENT = (30, 120, 600, 1800, 3600, 7200)
FAILURES_BEFORE_THE_OTHER_CHANNEL = 3

log = logging.getLogger(__name__)


def send(*, message: Message, now: dt.datetime) -> Message:
    """Hand a message to its provider, unless it is sent, too early, or in the hands of another worker.

    The network is asked outside any transaction. Killed anywhere, the message is sent again after its lease: at least
    once, under the same reference.
    """
    if not _take(message, now):
        _come_back(message, now)
        return message
    if message.expires_at <= now:
        settling.give_up(message, reason=message.last_error or "too-late", now=now, state=State.EXPIRED)
        return message
    try:
        sent = _hand_over(message)
    except NotSent as failure:
        _note_failure(message, failure, now)
    else:
        settling.mark_sent(message, sent.provider_id, now)
        for named in filter(None, (message.provider_id, str(message.public_id))):
            receipts.match(named=named, now=now)
    return message


def resume(*, now: dt.datetime) -> int:
    """Queue again what waits without a job, or whose worker died: nothing that was written is forgotten."""
    forgotten = Message.objects.to_send(now).filter(next_try_at__lte=now - GRACE).order_by("pk")[:AT_ONCE]
    for message in forgotten:
        queue(message=message)
    receipts.match_all(now=now)
    return len(forgotten)


def _take(message: Message, now: dt.datetime) -> bool:
    """Hold the message for a while: of two workers the second finds nothing to update."""
    taken = Message.objects.to_send(now + dt.timedelta(seconds=1)).filter(pk=message.pk)
    if not taken.update(taken_until=now + LEASE, tries=F("tries") + 1):
        return False
    message.refresh_from_db()
    return True


def _come_back(message: Message, now: dt.datetime) -> None:
    """A job that came too early comes back: it may be the only one."""
    message.refresh_from_db()
    if message.state == State.WAITING and message.next_try_at and message.next_try_at > now:
        queue(message=message, at=message.next_try_at)


def _hand_over(message: Message) -> Sent:
    """Raises Refused or Unavailable, whatever happens: what was not foreseen is tried again too, and logged."""
    try:
        to = message.all_addresses[message.channel]
        if not to:
            raise Refused("no-address")
        return _by_sms(message, to) if message.channel == Channel.SMS else _by_email(message, to)
    except NotSent:
        raise
    except Exception as error:
        # The places in the code, never the text of the error: it may quote a number or a code.
        places = "".join(traceback.format_tb(error.__traceback__))
        log.error("message %s was not sent: %s\n%s", message.public_id, type(error).__name__, places)
        raise Unavailable(f"unforeseen:{type(error).__name__}") from None


def _by_sms(message: Message, to: str) -> Sent:
    words = rendering.sms(message.kind, message.language, message.data)
    callback = receipts.address_for(message)
    return sms_gateway().send(to=to, text=words.text, reference=str(message.public_id), callback=callback)


def _by_email(message: Message, to: str) -> Sent:
    words = rendering.email(message.kind, message.language, message.data)
    return mail_gateway().send(Mail(to, words.subject, words.text, words.html, str(message.public_id)))


@transaction.atomic
def _note_failure(message: Message, failure: NotSent, now: dt.datetime) -> None:
    """Try again later, or by the other channel, or give up; nothing if the lease ran out and another has it now."""
    held = Message.objects.select_for_update().filter(pk=message.pk, state=State.WAITING)
    if not held.filter(taken_until=message.taken_until).exists():
        return
    addresses = message.all_addresses
    other = Channel.EMAIL if message.channel == Channel.SMS else Channel.SMS
    if isinstance(failure, Refused):
        addresses[message.channel] = ""
        message.addresses = closed(addresses)
        if not addresses[other]:
            settling.give_up(message, reason=failure.reason, now=now)
            return
    _try_again(message, failure, now, other if addresses[other] else None)


def _try_again(message: Message, failure: NotSent, now: dt.datetime, other: Channel | None) -> None:
    refused = isinstance(failure, Refused)
    if other and (refused or message.tries % FAILURES_BEFORE_THE_OTHER_CHANNEL == 0):
        message.channel = other
    at = now if refused else min(now + _wait(message), message.expires_at)
    message.next_try_at, message.taken_until, message.last_error = at, None, failure.reason
    message.save(update_fields=["channel", "addresses", "next_try_at", "taken_until", "last_error"])
    queue(message=message, at=at)


def _wait(message: Message) -> dt.timedelta:
    waits = QUICK if KINDS[message.kind].worth <= SHORT_WORTH else PATIENT
    return dt.timedelta(seconds=waits[min(message.tries, len(waits)) - 1])

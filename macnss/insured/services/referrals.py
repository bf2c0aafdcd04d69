"""Activations that an agent must look at.

This is the door that the engine of files takes over: a referral is opened, read, settled or refused here, and nothing
else of it lives elsewhere.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Channel
from macnss.identity.models import Account
from macnss.identity.services import notices
from macnss.insured.enums import Purpose, ReferralReason, ReferralState
from macnss.insured.models import Insured, Referral
from macnss.insured.queries import bearers
from macnss.insured.rules import answer_due_on
from macnss.insured.services import messages
from macnss.insured.services.links import send_link
from macnss.insured.services.register import HasAccount, open_file
from macnss.insured.services.typed import Typed
from macnss.kernel.errors import DomainError
from macnss.kernel.queue import enqueue
from macnss.kernel.secrets import seal, spoken_code, unseal
from macnss.lawbook.book import Law
from macnss.outbox import services as outbox
from macnss.ui.templatetags.formats import long_date

OPENED = audit.action("referral.opened", _("Somebody asked to activate an account: an agent will look at the request."))
SETTLED = audit.action("referral.settled", _("An agent settled a request to activate your account."))
REFUSED = audit.action("referral.refused", _("An agent refused a request to activate an account."))


class AlreadyDecided(DomainError):
    code = "already-decided"
    message = _("A colleague has already decided this one.")


class NoWayToAnswer(DomainError):
    code = "no-way-to-answer"
    message = _("This person left no address: they must come to an agency, where you can send them a link.")


@transaction.atomic
def refer(*, typed: Typed, reason: ReferralReason, about: Insured | None, language: str, now: dt.datetime) -> Referral:
    """Open a file for an agent, with a reference and a date. The same work whatever the reason."""
    referral = Referral.objects.create(
        reference=_new_reference(),
        reason=reason,
        typed=seal(typed.as_json(), "referral"),
        language=language,
        opened_at=now,
        due_on=answer_due(now),
    )
    person = about.pk if about else None
    audit.record(OPENED, referral, by=None, at=now, person=person, reason=reason.value)
    enqueue("insured.tell_of_referral", queue="insured", referral=referral.pk)
    return referral


@transaction.atomic
def tell(*, referral: Referral, now: dt.datetime) -> None:
    """Write to whom a new referral concerns: who asked; the owner of the account if there is one already."""
    typed = typed_of(referral)
    acknowledge(referral=referral, typed=typed, now=now)
    if referral.reason == ReferralReason.HAS_ACCOUNT:
        for person in bearers(typed.identifier).exclude(account=None).select_related("account"):
            if person.birth_date == typed.birth_date and (owner := person.account):
                notices.tell(messages.TRIED, account=owner, now=now, help=messages.help_address())


def acknowledge(*, referral: Referral, typed: Typed, now: dt.datetime) -> None:
    """The reference and the date, to the address that a code confirmed."""
    if typed.address:
        with translation.override(referral.language):
            due = long_date(referral.due_on)
        outbox.post(
            messages.RECEIVED,
            account=None,
            language=referral.language,
            now=now,
            reference=referral.reference,
            due=due,
            **typed.reached_by(),
        )


@transaction.atomic
def leave_address(*, referral: Referral, email: str, phone: str, now: dt.datetime) -> None:
    """Note where to answer, for somebody who came by Mon e-ID and has given no address yet."""
    typed = typed_of(referral)
    channel = Channel.SMS if phone else Channel.EMAIL
    reachable = Typed.from_json({**typed.as_json(), "email": email, "phone": phone, "channel": channel.value})
    free = Referral.objects.filter(pk=referral.pk, state=ReferralState.OPEN)
    if not free.update(typed=seal(reachable.as_json(), "referral")):
        raise AlreadyDecided
    acknowledge(referral=referral, typed=reachable, now=now)


@transaction.atomic
def read(*, referral: Referral, by: Account, now: dt.datetime) -> None:
    """Let an agent read what was typed and the records it could be: each of their owners will know."""
    for person in candidates(referral):
        open_file(insured=person, by=by, purpose=Purpose.FILE, now=now)


@transaction.atomic
def tie(*, referral: Referral, insured: Insured, by: Account, now: dt.datetime) -> None:
    """The request is of that person: send them the link that finishes their activation.

    Raises HasAccount, NoWayToAnswer, AlreadyDecided.
    """
    typed = typed_of(referral)
    if insured.account_id:
        raise HasAccount
    if not typed.address:
        raise NoWayToAnswer
    _decide(referral, ReferralState.SETTLED, by, now, insured=insured)
    send_link(insured=insured, language=referral.language, seen=False, by=by, now=now, **typed.reached_by())
    audit.record(SETTLED, referral, by=by, at=now, person=insured.pk)


@transaction.atomic
def refuse(*, referral: Referral, answer: str, by: Account, now: dt.datetime) -> None:
    """Say why not, in words that the person reads. Raises AlreadyDecided."""
    _decide(referral, ReferralState.REFUSED, by, now, answer=answer)
    typed = typed_of(referral)
    if typed.address:
        outbox.post(
            messages.REFUSED,
            account=None,
            language=referral.language,
            now=now,
            reference=referral.reference,
            answer=answer,
            **typed.reached_by(),
        )
    audit.record(REFUSED, referral, by=by, at=now)


def typed_of(referral: Referral) -> Typed:
    return Typed.from_json(unseal(referral.typed, "referral"))


def candidates(referral: Referral) -> Iterable[Insured]:
    """The records that could be this person's, by the number that was typed."""
    return bearers(typed_of(referral).identifier)


def answer_due(now: dt.datetime) -> dt.date:
    today = timezone.localdate(now)
    return answer_due_on(Law(today), today)


def _decide(referral: Referral, state: ReferralState, by: Account, now: dt.datetime, **said: object) -> None:
    """One decision, whoever clicks at the same time."""
    free = Referral.objects.filter(pk=referral.pk, state=ReferralState.OPEN)
    if not free.update(state=state, decided_by=by, decided_at=now, **said):
        raise AlreadyDecided


def _new_reference() -> str:
    """AC-7K3M-9Q: read aloud without a doubt."""
    while True:
        drawn = spoken_code(6)
        reference = f"AC-{drawn[:4]}-{drawn[4:]}"
        if not Referral.objects.filter(reference=reference).exists():
            return reference

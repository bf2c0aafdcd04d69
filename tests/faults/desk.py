"""At the desk beside the cases: cards printed, received and handed over; the counter; what a supervisor settles."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from django.urls import reverse

from macnss.cases.enums import AlarmKind
from macnss.cases.models import Alarm, Case, Exchange
from macnss.cases.tests.factories import of_person, sent
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, office, supervisor
from macnss.outbox.models import Message
from macnss.registration.enums import CardReason, CardState
from macnss.registration.models import Card
from macnss.registration.services import cards
from tests.faults.stories import Story, again, journal, told


class Prints(Story):
    """A batch of cards is printed; who did not receive the paper prints it again, and no card moves twice."""

    points = 8
    state = CardState.PRINTED

    def begins(self) -> Card:
        self.cast.door(self.cast.driss)
        return cards.order(insured=self.cast.amina, reason=CardReason.LOST, office=office(), by=None, now=NOW)

    def acts(self, it: Card) -> None:
        self.posts(it, "print", layout="cards")

    def posts(self, it: Card, act: str, **more: str) -> None:
        typed = {"card": [str(it.public_id)], "act": act, "state": it.state, **more}
        self.cast.door(self.cast.driss).post(reverse("registration:cards_batch"), typed)

    def holds(self, it: Card) -> None:
        now = Card.objects.get(pk=it.pk)
        assert (now.state, now.printed_by) == (CardState.PRINTED, self.cast.driss)
        journal(it, "card.ordered")


class Arrives(Prints):
    """The cards are at the agency: each person is told once."""

    def begins(self) -> Card:
        card = super().begins()
        Card.objects.filter(pk=card.pk).update(state=CardState.PRINTED, printed_at=NOW, printed_by=self.cast.driss)
        return card

    def acts(self, it: Card) -> None:
        self.posts(it, "receive")

    def holds(self, it: Card) -> None:
        assert Card.objects.get(pk=it.pk).state == CardState.AT_AGENCY
        journal(it, "card.arrived")
        self.was_told("registration.card_waits", Card.objects.filter(arrived_at__isnull=False))

    def was_told(self, kind: str, reached: Iterable[Card]) -> None:
        """One message for each address of its owner, for each card that came so far."""
        owner = self.cast.amina.account
        assert owner
        addresses = [each for each in (owner.email, owner.phone) if each]
        assert Message.objects.filter(kind=kind).count() == len(addresses) * len(list(reached))


class IsHandedOver(Arrives):
    """A card is given to its owner, once."""

    def begins(self) -> Card:
        card = super().begins()
        (card,) = cards.receive(cards=[card], by=self.cast.driss, now=NOW)
        return card

    def acts(self, it: Card) -> None:
        typed = {"act": "hand_over", "identity_seen": "on"}
        self.cast.door(self.cast.driss).post(reverse("registration:card_desk", args=[it.public_id]), typed)

    def holds(self, it: Card) -> None:
        now = Card.objects.get(pk=it.pk)
        assert (now.state, now.handed_by) == (CardState.HANDED_OVER, self.cast.driss)
        journal(it, "card.handed_over")
        self.was_told("registration.card_given", Card.objects.filter(handed_at__isnull=False))


class BeginsAtCounter(Story):
    """An agent begins a request for Amina, who is there: one draft, one line that she reads."""

    points = 10

    def begins(self) -> uuid.UUID:
        self.cast.door(self.cast.driss).post(self.page(), {"act": "open"})
        Case.objects.drafts().delete()
        return uuid.uuid4()

    def acts(self, it: uuid.UUID) -> None:
        typed = {"act": "begin", "kind": "message", "seen": "on", "key": str(it)}
        self.cast.door(self.cast.driss).post(self.page(), typed)

    def holds(self, it: uuid.UUID) -> None:
        case = Case.objects.drafts().get()
        assert (case.start_key, case.person, case.account) == (it, self.cast.amina, self.cast.driss)
        journal(case, "case.begun_at_counter")

    def page(self) -> str:
        return reverse("cases:counter_person", args=[self.cast.amina.public_id])


@dataclass
class Held:
    """An alert, and the case that it is about."""

    alarm: Alarm
    case: Case


class Settles(Story):
    """A supervisor says what was done: settled once, by the one who settled it."""

    def begins(self) -> Held:
        self.cast.door(self.salma)
        case = sent(of_person(self.cast.amina))
        alarm = Alarm.objects.create(kind=AlarmKind.NOT_TAKEN, case=case, office=case.office, raised_at=NOW)
        return Held(alarm, case)

    def acts(self, it: Held) -> None:
        self.posts(it, {"act": "settle", "settle-words": "Un agent la prend."})

    def posts(self, it: Held, typed: dict[str, str]) -> None:
        self.cast.door(self.salma).post(reverse("cases:alarm", args=[it.alarm.public_id]), typed)

    def holds(self, it: Held) -> None:
        now = Alarm.objects.get(pk=it.alarm.pk)
        assert (now.settled_by, now.answer) == (self.salma, "Un agent la prend.")
        journal(it.alarm, "case.alarm_settled")

    @property
    def salma(self) -> Account:
        return Account.objects.filter(email="salma@example.org").first() or supervisor()


class Promises(Settles):
    """The same with another day for the answer: the applicant reads it and its reason, once."""

    points = 12

    def acts(self, it: Held) -> None:
        self.posts(it, {"act": "date", "date-on": "2026-12-01", "date-words": "Un agent la prend."})

    def again(self, it: Held, chance: Random) -> None:
        for _press in range(chance.randint(1, 2)):
            self.acts(it)

    def holds(self, it: Held) -> None:
        super().holds(it)
        assert str(again(it.case).target_on) == "2026-12-01"
        assert Exchange.objects.get(case=it.case).words == "Un agent la prend."
        journal(it.case, "case.new_date")
        told(it.case, "cases.new_date")


DESK = [Prints, Arrives, IsHandedOver, BeginsAtCounter, Settles, Promises]

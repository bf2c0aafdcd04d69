"""What an acceptance writes in the registers: a child in a family, a birth date in a record."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from macnss.audit.models import Event
from macnss.cases.enums import Outcome
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining
from macnss.family.enums import EventKind
from macnss.family.models import FamilyEvent, Member
from macnss.family.tests.factories import BIRTH, MARRIAGE, filed
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent
from macnss.insured.models import Insured
from macnss.outbox.models import Message
from tests.faults.examining import HERE, decided
from tests.faults.stories import Story, at, journal

LONG_AGO = dt.date(2014, 1, 1)


class Joins(Story):
    """Acceptance of an event of the family: one member, one event, its applicant told once."""

    points = 16
    kind: str
    event: EventKind

    def begins(self) -> Case:
        self.cast.door(self.cast.driss)
        case = filed(self.cast.amina, self.kind, self.said(next(self.cast.numbers)))
        return examining.take(case=case, by=self.cast.driss, now=NOW)

    def said(self, number: int) -> dict[str, object]:
        """Another member each time: nobody joins a family twice."""
        raise NotImplementedError

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.driss).post(at(it, "decide"), {**HERE, "words": "Bienvenue."})

    def holds(self, it: Case) -> None:
        decided(it, Outcome.ACCEPTED)
        told = FamilyEvent.objects.get(case=it)
        assert (told.kind, told.by) == (self.event, self.cast.driss)
        member = Member.objects.get(insured=self.cast.amina, birth_date=it.said["birth_date"])
        assert told.member == member
        journal(member, "family.joined")


class ChildJoins(Joins):
    kind, event = "family_birth", EventKind.BIRTH

    def said(self, number: int) -> dict[str, object]:
        return {**BIRTH, "birth_date": str(LONG_AGO + dt.timedelta(days=number))}


class HusbandJoins(Joins):
    kind, event = "family_spouse", EventKind.MARRIAGE

    def said(self, number: int) -> dict[str, object]:
        born = dt.date(1980, 1, 1) + dt.timedelta(days=number)
        return {**MARRIAGE, "birth_date": str(born), "cin": f"C{700000 + number}"}


@dataclass
class Correction:
    """A birth date that waits for its second agent; the lines of the journal and the last message before."""

    case: Case
    lines: int
    since: int


class BirthDateIsCorrected(Story):
    """Two agents correct a birth date: written once, its owner told once at each address."""

    points = 16

    def begins(self) -> Correction:
        self.cast.door(self.hind)
        born = dt.date(1990, 1, 1) + dt.timedelta(days=next(self.cast.numbers))
        case = filed(self.cast.amina, "personal_birth_date", {"birth_date": str(born)})
        case = examining.take(case=case, by=self.cast.driss, now=NOW)
        deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=self.cast.driss, now=NOW)
        return Correction(case, self.lines(), max(Message.objects.values_list("pk", flat=True), default=0))

    def acts(self, it: Correction) -> None:
        self.cast.door(self.hind).post(at(it.case, "second"), {**HERE, "action": "confirm"})

    def holds(self, it: Correction) -> None:
        decided(it.case, Outcome.ACCEPTED)
        assert str(Insured.objects.get(pk=self.cast.amina.pk).birth_date) == it.case.said["birth_date"]
        assert self.lines() == it.lines + 1
        new = Message.objects.filter(pk__gt=it.since, kind="personal.corrected")
        reached = Counter(address for each in new for address in each.all_addresses.values() if address)
        assert set(reached.values()) == {1}, reached

    def lines(self) -> int:
        return Event.objects.about_person(self.cast.amina.pk).filter(action="insured.corrected").count()

    @property
    def hind(self) -> Account:
        return Account.objects.filter(name="HIND LAHLOU").first() or agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)


RECORDING = [ChildJoins, HusbandJoins, BirthDateIsCorrected]

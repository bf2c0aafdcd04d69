"""What agents do: take, ask, write, note, hand over, escalate, accept, refuse, confirm."""

import uuid
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse

from macnss.cases.engine import KINDS
from macnss.cases.enums import DecisionState, Outcome, PieceState, State, StepName
from macnss.cases.models import Case, Decision, Exchange
from macnss.cases.services import deciding, examining, sending
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.cases.tests.papers import given
from macnss.employers.models import Employer, Invitation
from macnss.employment.models import Employment
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent
from macnss.insured.models import ActivationLink, Insured
from macnss.outbox.models import Message
from macnss.registration.models import Card
from macnss.registration.tests import factories as registration
from macnss.registration.tests.factories import MINARET
from tests.faults.asking import PICTURE, OfCompany
from tests.faults.stories import Story, again, at, journal, steps, told

HERE = {"after": "here"}


class OfDriss(Story):
    """What Driss does to a case of Amina's, which he examines."""

    name: ClassVar[str]
    typed: ClassVar[dict[str, str]]

    def begins(self) -> Any:
        self.cast.door(self.cast.driss)
        return examined(self.cast.driss, of_person(self.cast.amina))

    def acts(self, it: Any) -> None:
        self.cast.door(self.cast.driss).post(at(it, self.name), {**HERE, **self.typed})


class Takes(OfDriss):
    name, typed = "take", {}

    def begins(self) -> Case:
        self.cast.door(self.cast.driss)
        return sent(of_person(self.cast.amina))

    def holds(self, it: Case) -> None:
        assert (again(it).state, again(it).taken_by) == (State.EXAMINED, self.cast.driss)
        steps(it, StepName.RECEIVED, StepName.EXAMINED)
        journal(it, "case.taken")


class AsksPapers(OfDriss):
    name = "ask_papers"
    typed = {"paper_letter": "on", "words_letter": "Elle manque.", "new_title": "Un acte", "new_words": "Pour voir."}

    def holds(self, it: Case) -> None:
        assert it.pieces.filter(state=PieceState.WANTED).count() == it.pieces.count() == 2
        steps(it, StepName.RECEIVED, StepName.EXAMINED, StepName.AWAITING)
        journal(it, "case.papers_asked")
        told(it, "cases.papers_asked")


class WritesTo(OfDriss):
    name = "write_to"

    def begins(self) -> tuple[Case, uuid.UUID]:
        return super().begins(), uuid.uuid4()

    def acts(self, it: tuple[Case, uuid.UUID]) -> None:
        typed = {"words": "Bonjour.", "send_key": str(it[1])}
        self.cast.door(self.cast.driss).post(at(it[0], "write_to"), typed)

    def holds(self, it: tuple[Case, uuid.UUID]) -> None:
        said = Exchange.objects.get(case=it[0])
        assert (said.words, said.from_fund) == ("Bonjour.", True)
        told(it[0], "cases.written")


class Notes(OfDriss):
    name = "note"

    def begins(self) -> tuple[Case, uuid.UUID]:
        return super().begins(), uuid.uuid4()

    def acts(self, it: tuple[Case, uuid.UUID]) -> None:
        self.cast.door(self.cast.driss).post(at(it[0], "note"), {"words": "À voir.", "send_key": str(it[1])})

    def holds(self, it: tuple[Case, uuid.UUID]) -> None:
        assert it[0].notes.get().words == "À voir."


class HandsBack(OfDriss):
    name, typed = "hand_over", {"to": "queue", "words": "Je pars."}

    def holds(self, it: Case) -> None:
        assert again(it).taken_by is None
        assert it.notes.get().words == "Je pars."
        steps(it, StepName.RECEIVED, StepName.EXAMINED, StepName.RECEIVED)
        journal(it, "case.handed_over")


class Escalates(OfDriss):
    name, typed = "escalate", {"words": "Je ne sais pas."}

    def holds(self, it: Case) -> None:
        assert it.alarms.get().words == "Je ne sais pas."
        assert again(it).escalated_at
        journal(it, "case.escalated")


class IsPresent(OfDriss):
    """Amina comes with the printed request, which is scanned."""

    def acts(self, it: Case) -> None:
        typed = {"code": str(it.reference), "action": "present"}
        self.cast.door(self.cast.driss).post(reverse("cases:scan"), typed)

    def holds(self, it: Case) -> None:
        assert it.notes.count() == 1
        journal(it, "case.presented")


class Refuses(OfDriss):
    name, typed = "decide", {"reasons": "elsewhere", "words": "Voyez ailleurs."}

    def acts(self, it: Case) -> None:
        where = f"{at(it, 'decide')}?outcome={Outcome.REFUSED.value}"
        self.cast.door(self.cast.driss).post(where, {**HERE, **self.typed})

    def holds(self, it: Case) -> None:
        decided(it, Outcome.REFUSED)


class Registers(OfCompany):
    """Acceptance of a registration: one number, one record, one link, one card, one way in."""

    points = 24

    def begins(self) -> Case:
        self.cast.door(self.cast.driss)
        case = registration.drafted(self.by_company(), "immatriculation", self.nadia())
        given(case, "photo", PICTURE)
        case = sending.send(case=case, by=case.account, now=NOW)
        return examining.take(case=case, by=self.cast.driss, now=NOW)

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.driss).post(at(it, "decide"), {**HERE, "words": "Bienvenue."})

    def holds(self, it: Case) -> None:
        decided(it, Outcome.ACCEPTED)
        person = Insured.objects.get(document_number=it.said["document_number"])
        assert again(it).person == person
        assert again(it).results["number"] == str(person.registration_number)
        assert Employment.objects.get(insured=person).employer == self.cast.atlas
        assert Card.objects.get(insured=person).photo == it.pieces.get(name="photo").pages.get().document
        assert ActivationLink.objects.get(insured=person)
        journal(person, "insured.registered")
        journal(Card.objects.get(insured=person), "card.ordered")


class Confirms(Registers):
    """The same, decided by two: the second one confirms."""

    points = 16

    def begins(self) -> Case:
        self.cast.door(self.hind)
        case = super().begins()
        kind = type(KINDS["immatriculation"])
        alone, kind.definition = kind.definition, replace(kind.definition, four_eyes=True)
        try:
            deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=self.cast.driss, now=NOW)
        finally:
            kind.definition = alone
        return again(case)

    def acts(self, it: Case) -> None:
        self.cast.door(self.hind).post(at(it, "second"), {**HERE, "action": "confirm"})

    def holds(self, it: Case) -> None:
        super().holds(it)
        assert Decision.objects.get(case=it).second == self.hind
        journal(it, "case.decision_proposed")

    @property
    def hind(self) -> Account:
        return Account.objects.filter(name="HIND LAHLOU").first() or agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)


class Affiliates(Story):
    """Acceptance of an affiliation: one company, one number, its head invited once."""

    points = 20

    def begins(self) -> Case:
        self.cast.door(self.cast.driss)
        number = next(self.cast.numbers)
        said = {**MINARET, "name": f"MINARET {number}", "ice": ice(number), "head_email": f"head{number}@example.org"}
        return registration.examined(self.cast.driss, registration.by_visitor(), "affiliation", said)

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.driss).post(at(it, "decide"), {**HERE, "words": ""})

    def holds(self, it: Case) -> None:
        decided(it, Outcome.ACCEPTED)
        company = Employer.objects.get(ice=it.said["ice"])
        assert again(it).results["number"] == company.affiliation_number
        invited = Invitation.objects.get(employer=company)
        assert invited.email == it.said["head_email"]
        sent_to = [each.all_addresses for each in Message.objects.filter(kind="employer.invitation")]
        assert sum(invited.email in each.values() for each in sent_to) == 1
        journal(company, "employer.affiliated")


def decided(case: Case, outcome: Outcome) -> None:
    """Once, and its applicant knows."""
    decision = Decision.objects.get(case=case)
    assert (decision.outcome, decision.state) == (outcome, DecisionState.FINAL)
    assert again(case).state == outcome
    assert again(case).closed_at
    journal(case, f"case.{outcome}")
    told(case, f"cases.{outcome}")


def ice(number: int) -> str:
    """An ICE that holds, of no company."""
    first = f"{number:013d}"
    return f"{first}{97 - int(first) * 100 % 97:02d}"


EXAMINING = [
    Takes,
    AsksPapers,
    WritesTo,
    Notes,
    HandsBack,
    Escalates,
    IsPresent,
    Refuses,
    Registers,
    Confirms,
    Affiliates,
]

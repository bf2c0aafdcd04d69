"""What applicants do: begin, answer, send, say something, give up, appeal; a company answers."""

import uuid
from dataclasses import dataclass
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse, reverse_lazy

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience, Outcome, State, StepName
from macnss.cases.models import Case, Exchange, Page
from macnss.cases.services import deciding, examining, sending
from macnss.cases.tests.factories import draft, of_person, sent
from macnss.cases.tests.papers import given
from macnss.identity.tests.factories import NOW
from macnss.kernel.tests.files import photo
from macnss.outbox.tests.reading import last_code, last_message
from macnss.registration.tests import factories as registration
from macnss.registration.tests.factories import NADIA
from tests.faults.stories import Story, again, at, journal, steps, told

PICTURE = photo(size=(420, 560))


def somebody(number: int) -> dict[str, Any]:
    """Another Nadia each time: no document and no birth date twice."""
    born = f"{1960 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
    return {**NADIA, "document_number": f"CD{600000 + number}", "birth_date": born}


class OfCompany(Story):
    """A request of Atlas for one of its employees."""

    def by_company(self) -> Holder:
        return registration.by_company(self.cast.atlas, self.cast.chaima)

    def nadia(self) -> dict[str, Any]:
        return somebody(next(self.cast.numbers))


class Begins(Story):
    """The button that begins a request."""

    points = 6

    def begins(self) -> uuid.UUID:
        self.cast.door(self.cast.amina.account)
        Case.objects.drafts().delete()
        return uuid.uuid4()

    def acts(self, it: uuid.UUID) -> None:
        self.cast.door(self.cast.amina.account).post(reverse("cases:start", args=["message"]), {"key": str(it)})

    def holds(self, it: uuid.UUID) -> None:
        assert Case.objects.drafts().get().start_key == it


@dataclass
class Visitor:
    """Somebody without an account, on a telephone of their own."""

    client: Client
    phone: str

    def drafts(self) -> list[Case]:
        return [case for case in Case.objects.drafts() if case.reached_by.get("phone") == f"+212{self.phone[1:]}"]


class ProvesPhone(Story):
    """The code that proves a phone begins a draft; whoever did not hear of it comes back to the same one."""

    points = 16
    first, second = (reverse_lazy(f"cases:public_{name}", args=["affiliation"]) for name in ("start", "code"))

    def begins(self) -> Visitor:
        number = next(self.cast.numbers)
        visitor = Visitor(Client(REMOTE_ADDR=f"10.7.{number // 200}.{number % 200 + 1}"), f"06{61000000 + number}")
        self.asks(visitor)
        return visitor

    def asks(self, it: Visitor) -> None:
        it.client.post(str(self.first), {"key": str(uuid.uuid4()), "phone": it.phone, "email": ""})

    def acts(self, it: Visitor) -> None:
        it.client.post(str(self.second), {"code": last_code()})

    def again(self, it: Visitor, chance: Random) -> None:
        """The same digits; else another code, unless this browser is forgotten and the link has come."""
        answer = it.client.post(str(self.second), {"code": last_code()})
        if answer.status_code == 302 and answer["Location"] == str(self.first) and it.drafts():
            answer = it.client.get(reverse("cases:open_by_link", args=[it.drafts()[0].reached_by["secret"]]))
        elif answer.status_code == 422 or answer["Location"] == str(self.first):
            self.asks(it)
            answer = it.client.post(str(self.second), {"code": last_code()})
        assert it.client.get(answer["Location"]).status_code in {200, 302}

    def holds(self, it: Visitor) -> None:
        (case,) = it.drafts()
        link = reverse("cases:open_by_link", args=[case.reached_by["secret"]])
        assert it.client.get(at(case, "sheet", sheet="company")).status_code in {200, 302}
        assert last_message("cases.begun").data["link"] == link


class Answers(OfCompany):
    """A screen of answers is saved; the screens before it are kept."""

    def begins(self) -> Case:
        self.cast.door(self.cast.chaima)
        names = {name: NADIA[name] for name in ("last_name", "first_name")}
        return registration.drafted(self.by_company(), "immatriculation", names, papers=False)

    def acts(self, it: Case) -> None:
        said = {"document": "cin", "document_number": "CD771204"}
        self.cast.door(self.cast.chaima).post(at(it, "sheet", sheet="document"), said)

    def holds(self, it: Case) -> None:
        said = again(it).said
        kept = [said.get(name) for name in ("last_name", "first_name", "document", "document_number", "filed_by")]
        assert kept == ["CHRAIBI", "NADIA", "cin", "CD771204", "employer"]


class Sends(OfCompany):
    """A draft is sent: one reference, one line, one message."""

    points = 12

    def begins(self) -> Case:
        self.cast.door(self.cast.chaima)
        return registration.drafted(self.by_company(), "immatriculation", self.nadia())

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.chaima).post(at(it, "review"), {"honest": "on"})

    def holds(self, it: Case) -> None:
        now = again(it)
        assert (now.state, bool(now.reference)) == (State.SENT, True)
        assert now.candidate
        steps(it, StepName.RECEIVED)
        journal(it, "case.sent")
        told(it, "cases.received")


class SendsAndAsks(OfCompany):
    """The employee sends, and by that the company is asked."""

    def begins(self) -> Case:
        self.cast.door(self.cast.amina.account)
        company = {"employer_known": True, "affiliation_number": self.cast.atlas.affiliation_number}
        self.cast.chaima  # noqa: B018 - who answers for the company
        holder = Holder(Audience.PUBLIC, self.cast.amina.account)
        return registration.drafted(holder, "immatriculation", {**self.nadia(), **company, "confirmation": "ask"})

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.amina.account).post(at(it, "review"), {"honest": "on"})

    def holds(self, it: Case) -> None:
        inquiry = it.inquiries.get()
        steps(it, StepName.RECEIVED, StepName.ASKED)
        journal(it, "case.sent")
        journal(inquiry, "case.company_asked")
        told(it, "cases.received_and_asked")


class CompanyAnswers(SendsAndAsks):
    """The company answers: the case goes on, once."""

    def begins(self) -> Case:
        self.cast.door(self.cast.chaima)
        case = super().begins()
        super().acts(case)
        return again(case)

    def acts(self, it: Case) -> None:
        where = reverse("cases:inquiry", args=[self.cast.atlas.public_id, it.inquiries.get().public_id])
        self.cast.door(self.cast.chaima).post(where, {"agrees": "yes", "words": "Depuis ce jour."})

    def holds(self, it: Case) -> None:
        assert it.inquiries.get().said == {"agrees": True, "words": "Depuis ce jour."}
        steps(it, StepName.RECEIVED, StepName.ASKED, StepName.RECEIVED)
        journal(it.inquiries.get(), "case.company_answered")


class Writes(Story):
    """A message to the agent."""

    def begins(self) -> tuple[Case, uuid.UUID]:
        self.cast.door(self.cast.amina.account)
        return sent(of_person(self.cast.amina)), uuid.uuid4()

    def acts(self, it: tuple[Case, uuid.UUID]) -> None:
        case, key = it
        self.cast.door(self.cast.amina.account).post(at(case, "write"), {"words": "Merci.", "key": str(key)})

    def holds(self, it: tuple[Case, uuid.UUID]) -> None:
        case, key = it
        said = Exchange.objects.get(case=case)
        assert (said.words, said.send_key) == ("Merci.", key)


class Withdraws(Story):
    """A request is given up."""

    points = 6

    def begins(self) -> Case:
        self.cast.door(self.cast.amina.account)
        return sent(of_person(self.cast.amina))

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.amina.account).post(at(it, "withdraw"))

    def holds(self, it: Case) -> None:
        assert again(it).state == State.WITHDRAWN
        steps(it, StepName.RECEIVED)
        journal(it, "case.withdrawn")


class Appeals(OfCompany):
    """A refusal is appealed: one more case, with the same answers and the same papers."""

    points = 12

    def begins(self) -> tuple[Case, uuid.UUID]:
        self.cast.door(self.cast.chaima)
        case = registration.drafted(self.by_company(), "immatriculation", self.nadia())
        given(case, "cin", PICTURE)
        case = sending.send(case=case, by=case.account, now=NOW)
        case = examining.take(case=case, by=self.cast.driss, now=NOW)
        deciding.decide(
            case=case, outcome=Outcome.REFUSED, by=self.cast.driss, now=NOW, reasons=["papers"], articles=[0]
        )
        return again(case), uuid.uuid4()

    def acts(self, it: tuple[Case, uuid.UUID]) -> None:
        case, key = it
        self.cast.door(self.cast.chaima).post(at(case, "appeal"), {"words": "Les voici.", "key": str(key)})

    def holds(self, it: tuple[Case, uuid.UUID]) -> None:
        case, key = it
        made = case.appeals.get()
        assert (made.start_key, made.said, made.state) == (key, case.said, State.SENT)
        assert made.reference not in {None, case.reference}
        assert Page.objects.get(piece__case=made).document == Page.objects.get(piece__case=case).document
        assert made.pieces.count() == case.pieces.count()
        assert made.exchanges.get().words == "Les voici."
        steps(made, StepName.RECEIVED)
        journal(made, "case.appealed")
        told(made, "cases.received")


class Erases(Story):
    """A draft is erased with its papers."""

    def begins(self) -> Case:
        self.cast.door(self.cast.amina.account)
        case = draft(of_person(self.cast.amina))
        given(case, "card", PICTURE)
        return case

    def acts(self, it: Case) -> None:
        self.cast.door(self.cast.amina.account).post(at(it, "discard"))

    def holds(self, it: Case) -> None:
        assert not Case.objects.filter(pk=it.pk).exists()
        assert not Page.objects.exists()
        journal(it, "case.draft_erased")


ASKING = [Begins, ProvesPhone, Answers, Sends, SendsAndAsks, CompanyAnswers, Writes, Withdraws, Appeals, Erases]

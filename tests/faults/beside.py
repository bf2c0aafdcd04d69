"""Beside the agents: appointments, bank accounts, files of many employees, what the worker watches over."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from random import Random
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.agencies.enums import Service
from macnss.agencies.models import Agency, Appointment
from macnss.agencies.services import appointments
from macnss.agencies.tests import factories as agencies
from macnss.cases import tasks as cases
from macnss.cases.enums import AlarmKind, State, StepName
from macnss.cases.models import Case
from macnss.cases.tests.factories import of_person, sent
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account
from macnss.outbox.models import Message
from macnss.personal import tasks as personal
from macnss.personal.enums import AccountState
from macnss.personal.models import BankAccount
from macnss.personal.tests.factories import declared
from macnss.registration.models import Batch, Candidate
from macnss.registration.services.batches import receiving, sending, working
from macnss.registration.tests.factories import with_papers
from macnss.registration.tests.test_batches import PERSON, file_of
from tests.faults.asking import OfCompany
from tests.faults.killing import works
from tests.faults.stories import Story, journal, steps, told

Form = dict[str, str]


class Books(Story):
    """An appointment: one place, one code, one message."""

    def begins(self) -> tuple[Account, Form]:
        assert self.fes.counters
        who = account(f"visitor{next(self.cast.numbers)}", "HODA KADIRI")
        self.cast.door(who)
        return who, {"at": agencies.at(9).isoformat(), "start_key": str(uuid.uuid4())}

    def acts(self, it: tuple[Account, Form]) -> None:
        who, typed = it
        asked = {"agency": str(self.fes.public_id), "subject": "wages", "day": "2026-11-24", "at": typed["at"]}
        self.cast.door(who).post(f"{reverse('agencies:appointment_new')}?{urlencode(asked)}", typed)

    def holds(self, it: tuple[Account, Form]) -> None:
        who, typed = it
        made = Appointment.objects.get(account=who)
        assert (made.start_key, made.starts_at) == (uuid.UUID(typed["start_key"]), agencies.at(9))
        assert Message.objects.filter(account=who, kind="agencies.booked").count() == 1
        journal(made, "appointment.booked")
        appointments.cancel(appointment=made, by=who, now=NOW)  # the place is for the next

    @property
    def fes(self) -> Agency:
        return Agency.objects.with_hours().first() or agencies.fes()


class Moves(Books):
    """An appointment is moved to another time: one place, told once; the place that it had is free."""

    def begins(self) -> Appointment:  # type: ignore[override]
        who, typed = super().begins()
        assert self.fes
        return appointments.book(
            agency=self.fes,
            subject=Service.WAGES,
            starts_at=agencies.at(9),
            start_key=uuid.UUID(typed["start_key"]),
            by=who,
            now=NOW,
        )

    def acts(self, it: Appointment) -> None:  # type: ignore[override]
        where = f"{reverse('agencies:appointment_move', args=[it.public_id])}?day=2026-11-24"
        self.cast.door(it.account).post(where, {"at": agencies.at(10).isoformat()})

    def holds(self, it: Appointment) -> None:  # type: ignore[override]
        moved = Appointment.objects.get(account=it.account)
        assert (moved.pk, moved.starts_at, moved.is_booked) == (it.pk, agencies.at(10), True)
        assert not Appointment.objects.holding().filter(starts_at=agencies.at(9)).exists()
        assert Message.objects.filter(account=it.account, kind="agencies.moved").count() == 1
        journal(it, "appointment.booked", "appointment.moved")
        appointments.cancel(appointment=moved, by=it.account, now=NOW)


class OfBank(Story):
    """What Amina was told since the story began: each thing once, at each of her addresses."""

    since = 0

    def told(self, *kinds: str) -> None:
        new = Message.objects.filter(pk__gt=self.since, kind__startswith="personal.bank_")
        sendings = Counter((each.kind, *map(str, each.all_addresses.values())) for each in new)
        assert {kind for kind, *_address in sendings} == {f"personal.bank_{kind}" for kind in kinds}
        assert set(sendings.values()) == {1}

    def begins(self) -> str:
        """A sound RIB of its own, which its bank finds fine."""
        first = f"230780{next(self.cast.numbers):014d}01"
        self.since = max(Message.objects.values_list("pk", flat=True), default=0)
        return f"{first}{97 - int(first) * 100 % 97:02d}"


class DeclaresBank(OfBank):
    """A bank account is declared: once on file, its owner told once."""

    def begins(self) -> Form:  # type: ignore[override]
        self.cast.door(self.cast.amina.account)
        return {"rib": super().begins(), "holder": "AMINA BENNANI", "key": str(uuid.uuid4())}

    def acts(self, it: Form) -> None:
        self.cast.door(self.cast.amina.account).post(reverse("personal:bank_declare"), it)

    def holds(self, it: Form) -> None:
        kept = BankAccount.objects.of(self.cast.amina).standing().get()
        assert (kept.rib, kept.state) == (it["rib"], AccountState.DECLARED)
        journal(kept, "bank.declared")
        self.told("declared")


class BankAnswers(OfBank):
    """The worker asks the bank, then uses the account: each once, its owner told once."""

    points = 14

    def begins(self) -> BankAccount:  # type: ignore[override]
        kept = declared(self.cast.amina, super().begins(), now=NOW - dt.timedelta(days=3))
        assert isinstance(kept, BankAccount)
        self.since = max(Message.objects.values_list("pk", flat=True))
        return kept

    def acts(self, it: BankAccount) -> None:
        personal.verify_accounts(0)

    def holds(self, it: BankAccount) -> None:
        kept = BankAccount.objects.of(self.cast.amina).standing().get()
        assert (kept, kept.state) == (it, AccountState.IN_USE)
        journal(it, "bank.declared", "bank.verified", "bank.in_use")
        self.told("in_use")


class ReceivesFile(OfCompany):
    """A list of employees: its sound lines are drafts, once; the others wait to be corrected."""

    points = 12

    def begins(self) -> bytes:
        self.cast.door(self.cast.chaima)
        people = [{**PERSON, "document_number": f"CD{610000 + next(self.cast.numbers)}"} for _line in range(3)]
        return file_of(*people[:2], {**people[2], "birth_date": "hier"})

    def acts(self, it: bytes) -> None:
        where = reverse("registration:batch_new", args=[self.cast.atlas.public_id])
        self.cast.door(self.cast.chaima).post(where, {"file": SimpleUploadedFile("liste.csv", it)})

    def holds(self, it: bytes) -> None:
        batch = Batch.objects.get(fingerprint=hashlib.sha256(it).hexdigest())
        assert [bool(line.case_id) for line in batch.lines.order_by("number")] == [True, True, False]
        assert batch.lines.get(case=None).refused["cells"]["birth_date"] == "hier"
        assert Candidate.objects.filter(case__batch_line__batch=batch).count() == 2
        journal(batch, "registration.batch_received")


class AsksToSend(OfCompany):
    """The button that sends what is complete: one job, one line in the journal."""

    points = 6

    def begins(self) -> Batch:
        self.cast.door(self.cast.chaima)
        people = [{**PERSON, "document_number": f"CD{610000 + next(self.cast.numbers)}"} for _line in range(3)]
        batch = receiving.receive(
            employer=self.cast.atlas,
            file_name="liste.csv",
            content=file_of(*people),
            language="fr",
            by=self.cast.chaima,
            now=NOW,
        )
        for case in Case.objects.filter(batch_line__batch=batch):
            with_papers(case)
        return batch

    def acts(self, it: Batch) -> None:
        where = reverse("registration:batch_send", args=[self.cast.atlas.public_id, it.public_id])
        self.cast.door(self.cast.chaima).post(where)

    def holds(self, it: Batch) -> None:
        jobs = ProcrastinateJob.objects.filter(task_name="registration.send_batch", status="todo")
        assert [job.args for job in jobs if job.args["batch"] == it.pk] == [{"batch": it.pk, "by": self.cast.chaima.pk}]
        assert Batch.objects.get(pk=it.pk).work_total == 3
        journal(it, "registration.batch_sent")


class BatchLeaves(AsksToSend):
    """The worker sends the requests of a list one by one; who comes after it sends what is left."""

    points = 14

    def begins(self) -> Batch:
        batch = super().begins()
        return sending.ask_to_send(batch=batch, complete=3, by=self.cast.chaima, now=NOW)

    def acts(self, it: Batch) -> None:
        works("cases")

    def again(self, it: Batch, chance: Random) -> None:
        for _round in range(chance.randint(1, 2)):
            Batch.objects.filter(pk=it.pk).update(work_since=F("work_since") - 2 * working.STUCK_AFTER)
            working.resume(now=NOW)
        works("cases")

    def holds(self, it: Batch) -> None:
        assert not Batch.objects.get(pk=it.pk).work
        for case in Case.objects.filter(batch_line__batch=it):
            assert (case.state, bool(case.reference)) == (State.SENT, True)
            steps(case, StepName.RECEIVED)
            journal(case, "case.sent")
            told(case, "cases.received")
        assert not ProcrastinateJob.objects.filter(task_name="registration.send_batch", status="todo").exists()


class Watches(Story):
    """What is late is told once, and stands once in the list of a supervisor."""

    points = 12

    def begins(self) -> Case:
        case = sent(of_person(self.cast.amina))
        Case.objects.filter(pk=case.pk).update(target_on=NOW.date() - dt.timedelta(days=1))
        return case

    def acts(self, it: Case) -> None:
        cases.watch(0)

    def holds(self, it: Case) -> None:
        told(it, "cases.late")
        journal(it, "case.told_late")
        assert it.alarms.get(settled_at=None).kind == AlarmKind.LATE


BESIDE = [Books, Moves, DeclaresBank, BankAnswers, ReceivesFile, AsksToSend, BatchLeaves, Watches]

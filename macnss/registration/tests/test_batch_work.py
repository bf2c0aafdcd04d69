"""What the worker does with a list of employees, and what its page shows: one thing at a time, nothing twice."""

from typing import Any
from unittest import mock

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.audit.models import Event
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.cases.services import sending as cases
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, office
from macnss.registration import tasks
from macnss.registration.enums import Work
from macnss.registration.models import Batch
from macnss.registration.queries.batches import done_of
from macnss.registration.services.batches import entering, erasing, receiving, working
from macnss.registration.tests.factories import with_papers
from macnss.registration.tests.test_batches import PERSON, file_of, page, receive

pytestmark = pytest.mark.django_db
LONG = [{**PERSON, "document_number": f"CD{771000 + rank}"} for rank in range(receiving.SHORT + 50)]


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def accountant(company: Employer) -> Account:
    return chaima(company)


def sent_file(company: Employer, by: Account, *people: dict[str, str]) -> Batch:
    """A file that was received, and that nobody read yet when it is long."""
    content = file_of(*people)
    return receiving.receive(employer=company, file_name="liste.csv", content=content, language="fr", by=by, now=NOW)


def works(task: str) -> None:
    """The worker does the only job of that name."""
    job = ProcrastinateJob.objects.get(task_name=f"registration.{task}", status="todo")
    with mock.patch.object(tasks, "one_connection"):
        getattr(tasks, task)(**job.args)


def test_a_long_file_is_read_by_the_worker(company: Employer, accountant: Account) -> None:
    batch = sent_file(company, accountant, *LONG)
    assert (batch.work, done_of(batch), batch.work_total) == (Work.READING, 0, len(LONG))
    works("read_batch")
    batch.refresh_from_db()
    assert (batch.work, batch.waiting, Case.objects.count()) == ("", {}, len(LONG))


def test_a_short_file_is_read_at_once(company: Employer, accountant: Account) -> None:
    batch = sent_file(company, accountant, PERSON)
    assert (batch.work, Case.objects.count()) == ("", 1)
    assert not ProcrastinateJob.objects.filter(task_name="registration.read_batch").exists()


def test_a_reading_that_died_goes_on_where_it_stopped_and_doubles_nothing(
    company: Employer, accountant: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = sent_file(company, accountant, *LONG, {**LONG[0], "job": "CAISSIERE"})
    whole, kept = entering._keep, list[bool]()

    def dies_at_the_second(*said: Any) -> bool:
        if kept:
            raise MemoryError
        kept.append(whole(*said))
        return kept[0]

    monkeypatch.setattr(entering, "_keep", dies_at_the_second)
    with pytest.raises(MemoryError):
        entering.enter(batch=batch, now=NOW)
    assert done_of(batch) == Case.objects.count() == entering.AT_A_TIME
    monkeypatch.undo()
    assert working.resume(now=NOW + 2 * working.STUCK_AFTER) == 1
    for _twice in range(2):
        entering.enter(batch=Batch.objects.get(pk=batch.pk), now=NOW)
    assert Case.objects.count() == len(LONG)
    assert batch.lines.get(case=None).refused["twin"] == "2"
    assert Event.objects.filter(action="registration.batch_read").count() == 1


def test_the_page_of_a_long_file_shows_how_far_the_reading_is(
    client: Client, company: Employer, accountant: Account
) -> None:
    come_in(client, accountant)
    batch = sent_file(company, accountant, *LONG)
    address = page("batch", company, batch_id=batch.public_id)
    shown = client.get(address).content.decode()
    assert f'max="{len(LONG)}"' in shown
    assert "NADIA CHRAIBI" not in shown
    entering.enter(batch=batch, now=NOW)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "NADIA CHRAIBI" in client.get(address).content.decode()


def test_all_the_drafts_of_a_file_are_erased_and_what_was_sent_stays(company: Employer, accountant: Account) -> None:
    office()
    content = file_of(*({**PERSON, "document_number": f"CD77120{number}"} for number in range(3)))
    batch = receive(company, accountant, content)
    with_papers(Case.objects.order_by("pk")[0])
    leaves = with_papers(Case.objects.order_by("pk")[1])
    cases.send(case=leaves, by=accountant, now=NOW)
    other = receive(company, accountant, file_of(LONG[0]))
    erasing.ask_to_erase(batch=batch, by=accountant, now=NOW)
    assert batch.work_total == 2
    with pytest.raises(working.AtWork):
        erasing.ask_to_erase(batch=batch, by=accountant, now=NOW)
    works("erase_batch")
    assert list(Case.objects.filter(batch_line__batch=batch)) == [leaves]
    assert Case.objects.filter(batch_line__batch=other).count() == 1
    erased = Event.objects.filter(action="registration.batch_erased")
    assert [event.subject.endswith(str(batch.public_id)) for event in erased] == [True]
    assert Event.objects.filter(action="case.draft_erased").count() == 2
    again = receive(company, accountant, content)  # it may be sent again
    assert Case.objects.filter(batch_line__batch=again).count() == 2


def test_a_file_without_drafts_has_nothing_to_erase(company: Employer, accountant: Account) -> None:
    batch = receive(company, accountant, file_of({**PERSON, "sex": "?"}))
    with pytest.raises(erasing.NothingToErase):
        erasing.ask_to_erase(batch=batch, by=accountant, now=NOW)


def test_a_draft_that_fails_to_be_erased_holds_no_other_back(
    company: Employer, accountant: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = receive(
        company, accountant, file_of(*({**PERSON, "document_number": f"CD77120{number}"} for number in range(3)))
    )
    whole, broken = drafts.discard, Case.objects.order_by("pk")[1]

    def discard(*, case: Case, **said: Any) -> None:
        if case == broken:
            raise RuntimeError
        whole(case=case, **said)

    monkeypatch.setattr(drafts, "discard", discard)
    erasing.ask_to_erase(batch=batch, by=accountant, now=NOW)
    assert erasing.erase(batch=batch, by=accountant, now=NOW) == 2
    assert Case.objects.get() == broken
    batch.refresh_from_db()
    assert not batch.work


def test_erasing_asks_once_and_says_how_many(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    batch = receive(company, accountant, file_of(PERSON, {**PERSON, "document_number": "CD771299"}))
    erase, report = (page(name, company, batch_id=batch.public_id) for name in ("batch_erase", "batch"))
    assert erase in client.get(report).content.decode()
    assert client.get(erase).context["drafts"] == Case.objects.count() == 2
    assert client.post(erase)["Location"] == report
    assert client.get(erase)["Location"] == report  # nothing more to ask while they go
    batch.refresh_from_db()
    assert (batch.work, done_of(batch)) == (Work.ERASING, 0)
    assert b"<progress" in client.get(report).content
    erasing.erase(batch=batch, by=accountant, now=NOW)
    assert Case.objects.count() == 0
    assert page("batch_new", company) in client.get(report).content.decode()

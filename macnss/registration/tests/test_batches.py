"""Many employees by one file: whatever the file, nothing is lost, nothing is doubled."""

import csv
import io
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.cases.services import sending as cases
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima, with_rights, zellige
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, office
from macnss.kernel.tests.files import pdf, photo
from macnss.registration import tasks
from macnss.registration.models import Batch
from macnss.registration.services.batches import entering, receiving, sending, sheets, working
from macnss.registration.services.batches.columns import NAMES, columns
from macnss.registration.services.batches.reading import LARGEST, MEGABYTE, MOST_LINES, rows_of
from macnss.registration.services.batches.refusals import (
    ColumnsMissing,
    HeadsMissing,
    NoLines,
    NotAList,
    NotASheet,
    TooLarge,
    TooManyLines,
)
from macnss.registration.tests.factories import NADIA, by_company, drafted, with_papers

pytestmark = pytest.mark.django_db
PERSON = {
    "last_name": "CHRAIBI",
    "first_name": "NADIA",
    "document": "cin",
    "document_number": "CD771204",
    "birth_date": "09/05/2001",
    "birth_place": "FES",
    "sex": "F",
    "address": "4 RUE DE FES",
    "town": "FES",
    "phone": "0661000001",
    "family_status": "célibataire",
    "hired_on": "10/11/2026",
    "job": "VENDEUSE",
    "contract": "non",
}


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def accountant(company: Employer) -> Account:
    return chaima(company)


def file_of(*people: dict[str, str], encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([column.header for column in columns()])
    writer.writerows([person.get(name, "") for name in NAMES] for person in people)
    return out.getvalue().encode(encoding, errors="replace")


def receive(company: Employer, by: Account, content: bytes) -> Batch:
    """A file that is received and read to its end."""
    batch = receiving.receive(employer=company, file_name="liste.csv", content=content, language="fr", by=by, now=NOW)
    entering.enter(batch=batch, now=NOW)
    return batch


def faults(batch: Batch, by: Account) -> list[tuple[int, str]]:
    holder = by_company(batch.employer, by)
    return [
        (line.number, fault.column.fr)
        for line in batch.lines.exclude(sealed=b"").order_by("number")
        for fault in receiving.faults_of(line, holder, NOW.date())
    ]


def test_sound_lines_become_drafts_and_the_others_come_back(company: Employer, accountant: Account) -> None:
    wrong = {**PERSON, "document_number": "CD771205", "birth_date": "hier", "sex": "?"}
    batch = receive(company, accountant, file_of(PERSON, wrong))
    case = Case.objects.get()
    assert (case.state, case.company, case.about) == (State.DRAFT, company, "NADIA CHRAIBI")
    assert case.said["birth_date"] == "2001-05-09"
    assert case.said["phone"] == "+212661000001"
    assert case.said["register_by"] == "2026-12-10"
    assert faults(batch, accountant) == [(3, "Date de naissance"), (3, "Sexe")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("utf-8-sig", "\t"), ("cp1252", ";"), ("utf-16", ";"), ("cp1256", ";")],
)
def test_a_text_is_read_in_its_encoding_and_with_its_separator(encoding: str, delimiter: str) -> None:
    person = {**PERSON, "birth_place": "Kénitra"} | ({"last_name_ar": "الشرايبي"} if encoding != "cp1252" else {})
    (row,) = rows_of(file_of(person, encoding=encoding, delimiter=delimiter))
    assert row.cells["birth_place"] == "Kénitra"
    assert row.cells.get("last_name_ar", "") == person.get("last_name_ar", "")


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Prénom", "الاسم العائلي بالحروف اللاتينية", "document", *NAMES[5:]])
    values: list[Any] = ["NADIA", "CHRAIBI", "cin"]
    values += [PERSON.get(name, "") for name in NAMES[5:]]
    values[3 + NAMES[5:].index("birth_date")] = NOW.replace(tzinfo=None, year=2001)
    values[3 + NAMES[5:].index("phone")] = 661000001.0
    sheet.append(values)
    out = io.BytesIO()
    book.save(out)
    (row,) = rows_of(out.getvalue())
    assert row.cells["last_name"] == "CHRAIBI"
    assert row.cells["birth_date"] == "2001-11-23"
    assert row.cells["phone"] == "661000001"


def test_a_formula_is_never_run() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append([column.header for column in columns()])
    sheet.append(['=HYPERLINK("http://example.org")', *["x"] * 20])
    out = io.BytesIO()
    book.save(out)
    (row,) = rows_of(out.getvalue())
    assert row.cells["last_name"] == '=HYPERLINK("http://example.org")'


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, NotASheet),  # a workbook of before 2007, or with a password
        (b"PK\x03\x04 not really", NotASheet),
        (b"\x00\x01\x02", NotAList),
        (photo(), NotAList),
        (pdf(), NotAList),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", NotAList),
        (b"Bonjour,\nvoici nos nouveaux salaries.\n", HeadsMissing),
        (b"", NoLines),
        (b"Nom;Pr\xc3\xa9nom\nA;B\n", ColumnsMissing),
        (b"0" * (LARGEST * MEGABYTE + 1), TooLarge),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_words(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        rows_of(content)
    assert str(refused.value)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(TooManyLines):
        rows_of(file_of(*[PERSON] * (MOST_LINES + 1)))


@pytest.mark.parametrize("make", [sheets.template_csv, sheets.template_xlsx])
def test_the_template_holds_an_example_that_is_not_read(make: Any) -> None:
    with pytest.raises(NoLines):
        rows_of(make())


def test_the_workbook_to_fill_offers_its_choices() -> None:
    sheet: Any = load_workbook(io.BytesIO(sheets.template_xlsx())).active
    offered = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert '"cin,passport,residence"' in offered


def test_the_same_file_twice_is_one_batch(company: Employer, accountant: Account) -> None:
    content = file_of(PERSON)
    assert receive(company, accountant, content) == receive(company, accountant, content)
    assert Case.objects.count() == 1


def test_a_person_twice_in_a_file_or_asked_for_already_is_asked_once(company: Employer, accountant: Account) -> None:
    first = receive(company, accountant, file_of(PERSON, PERSON))
    assert faults(first, accountant) == [(3, "Numéro de la pièce")]
    second = receive(company, accountant, file_of({**PERSON, "job": "CAISSIERE"}))
    assert len(faults(second, accountant)) == 1
    assert Case.objects.count() == 1


def test_what_others_asked_for_is_never_told(company: Employer, accountant: Account) -> None:
    other = zellige()
    receive(other, with_rights(other, Right.REGISTER), file_of(PERSON))
    assert faults(receive(company, accountant, file_of(PERSON)), accountant) == []


def test_the_lines_to_correct_are_a_file_that_can_be_sent_again(company: Employer, accountant: Account) -> None:
    wrong = {**PERSON, "birth_date": "hier", "job": "=1+1"}
    batch = receive(company, accountant, file_of(wrong))
    lines = ((line.number, line.refused["cells"], ["Date"]) for line in batch.lines.all())
    content = sheets.errors_csv(lines)
    assert b";=1+1" not in content  # a spreadsheet would compute it
    (row,) = rows_of(content)
    assert row.cells["last_name"] == "CHRAIBI"


def test_two_thousand_lines_take_a_few_seconds(company: Employer, accountant: Account) -> None:
    people = [{**PERSON, "document_number": f"CD{number}"} for number in range(100000, 102000)]
    receive(company, accountant, file_of(*people))
    assert Case.objects.count() == 2000


def test_what_is_complete_leaves_at_once_and_nothing_leaves_twice(company: Employer, accountant: Account) -> None:
    office()
    people = [{**PERSON, "document_number": f"CD77120{number}"} for number in range(3)]
    batch = receive(company, accountant, file_of(*people))
    for case in Case.objects.order_by("pk")[:2]:
        with_papers(case)
    with pytest.raises(sending.NothingComplete):
        sending.ask_to_send(batch=batch, complete=0, by=accountant, now=NOW)
    sending.ask_to_send(batch=batch, complete=2, by=accountant, now=NOW)
    with pytest.raises(working.AtWork):
        sending.ask_to_send(batch=batch, complete=2, by=accountant, now=NOW)
    assert sending.send_complete(batch=batch, by=accountant, now=NOW) == 2
    assert sending.send_complete(batch=batch, by=accountant, now=NOW) == 0
    assert Case.objects.filter(state=State.SENT).count() == 2
    batch.refresh_from_db()
    assert not batch.work


def test_a_batch_whose_worker_died_is_queued_again_once(company: Employer, accountant: Account) -> None:
    office()
    batch = receive(company, accountant, file_of(PERSON))
    with_papers(Case.objects.get())
    sending.ask_to_send(batch=batch, complete=1, by=accountant, now=NOW)
    ProcrastinateJob.objects.filter(task_name="registration.send_batch").update(status="doing")
    assert working.resume(now=NOW) == 0
    for _minute in range(2):
        assert working.resume(now=NOW + 2 * working.STUCK_AFTER) == 1
    job = ProcrastinateJob.objects.get(task_name="registration.send_batch", status="todo")
    assert job.args == {"batch": batch.pk, "by": accountant.pk}
    with mock.patch.object(tasks, "one_connection"):
        tasks.send_batch(**job.args)
        tasks.resume_batches(0)
    assert Case.objects.get().state == State.SENT
    assert working.resume(now=NOW + 2 * working.STUCK_AFTER) == 0


def test_a_request_that_fails_for_a_reason_that_nobody_foresaw_holds_no_other_back(
    company: Employer, accountant: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    office()
    people = [{**PERSON, "document_number": f"CD77120{number}"} for number in range(2)]
    batch = receive(company, accountant, file_of(*people))
    for case in Case.objects.all():
        with_papers(case)
    whole, broken = cases.send, Case.objects.order_by("pk").first()

    def send(*, case: Case, **said: Any) -> Case:
        if case == broken:
            raise RuntimeError
        return whole(case=case, **said)

    monkeypatch.setattr(cases, "send", send)
    sending.ask_to_send(batch=batch, complete=2, by=accountant, now=NOW)
    assert sending.send_complete(batch=batch, by=accountant, now=NOW) == 1
    assert Case.objects.filter(state=State.DRAFT).get() == broken


def test_one_line_with_a_day_of_another_age_is_told_and_keeps_the_others(
    company: Employer, accountant: Account
) -> None:
    old = {**PERSON, "document_number": "CD771205", "birth_date": "01/01/1950", "hired_on": "01/05/1970"}
    receive(company, accountant, file_of(PERSON, old))
    assert Case.objects.count() == 1


# Through the door.


def page(name: str, company: Employer, **more: Any) -> str:
    return reverse(f"registration:{name}", kwargs={"employer_id": company.public_id, **more})


def test_the_page_of_a_file_says_what_each_request_lacks(
    client: Client, company: Employer, accountant: Account
) -> None:
    come_in(client, accountant)
    wrong = {**PERSON, "document_number": "CD771205", "sex": "?"}
    upload = io.BytesIO(file_of(PERSON, wrong))
    upload.name = "liste.csv"
    sent = client.post(page("batch_new", company), {"file": upload})
    batch = Batch.objects.get()
    assert sent["Location"] == page("batch", company, batch_id=batch.public_id)
    shown = client.get(f"{sent['Location']}?show=drafts", headers={"accept-language": "fr"}).content.decode()
    assert "NADIA CHRAIBI" in shown
    assert "Photo d" in shown or "صورة" in shown
    errors = client.get(page("batch_errors", company, batch_id=batch.public_id))
    assert errors["Content-Disposition"].startswith("attachment")
    assert "CD771205" in errors.content.decode()


def test_a_file_that_is_refused_says_why_on_its_page(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    upload = io.BytesIO(b"Nom;Prenom\nA;B\n")
    upload.name = "liste.csv"
    answer = client.post(page("batch_new", company), {"file": upload})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_the_report_names_the_employee_and_what_was_written(
    client: Client, company: Employer, accountant: Account
) -> None:
    come_in(client, accountant)
    wrong = {**PERSON, "birth_date": "30/02/1992", "town": "SIDI SLIMANE ECHCHERAA"}
    batch = receive(company, accountant, file_of(wrong))
    shown = client.get(page("batch", company, batch_id=batch.public_id)).content.decode()
    for told in ("NADIA CHRAIBI", "30/02/1992", "SIDI SLIMANE ECHCHERAA"):
        assert told in shown


def test_the_report_comes_page_by_page(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    people = [{**PERSON, "document_number": f"CD{number}", "sex": "?"} for number in range(771200, 771224)]
    batch = receive(company, accountant, file_of(*people))
    address = page("batch", company, batch_id=batch.public_id)
    first, third = (client.get(f"{address}?show=lines&page={number}").context["wrong"] for number in (1, 3))
    assert [line.number for line, _faults in first] == list(range(2, 12))
    assert [line.number for line, _faults in third] == list(range(22, 26))


def test_missing_columns_are_named_once_in_the_language_of_the_reader(
    client: Client, company: Employer, accountant: Account
) -> None:
    come_in(client, accountant)
    names = [column.question.label.fr for column in columns() if column.name != "town"]
    upload = io.BytesIO(f"{';'.join(names)}\nA;B\n".encode())
    upload.name = "liste.csv"
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "fr"})
    answer = client.post(page("batch_new", company), {"file": upload})
    assert answer.status_code == 422
    before_the_guide = answer.content.decode().split("<details>")[0]
    assert before_the_guide.count("Ville") == 1
    assert "المدينة" not in before_the_guide


def test_a_batch_does_not_open_under_another_company(client: Client, company: Employer, accountant: Account) -> None:
    batch = receive(company, accountant, file_of(PERSON))
    other = zellige()
    come_in(client, with_rights(other, Right.REGISTER))
    for name in ("batch", "batch_errors", "batch_erase"):
        assert client.get(page(name, other, batch_id=batch.public_id)).status_code == 404
        assert client.get(page(name, company, batch_id=batch.public_id)).status_code == 404


def test_who_may_not_register_sees_no_registration(client: Client, company: Employer) -> None:
    come_in(client, with_rights(company, Right.PAY))
    for name in ("company", "batch_new", "look_up"):
        assert client.get(page(name, company)).status_code == 404


def test_sending_from_the_page_shows_how_far_it_is(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    office()
    batch = receive(company, accountant, file_of(PERSON))
    with_papers(Case.objects.get())
    client.post(page("batch_send", company, batch_id=batch.public_id))
    address = page("batch", company, batch_id=batch.public_id)
    assert b"<progress" in client.get(address).content
    assert b"<html" not in client.get(address, headers={"HX-Request": "true"}).content
    sending.send_complete(batch=batch, by=accountant, now=NOW)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_list_of_requests_is_read_with_the_same_number_of_queries(
    client: Client, company: Employer, accountant: Account, django_assert_max_num_queries: Any
) -> None:
    come_in(client, accountant)
    for number in range(12):
        drafted(by_company(company, accountant), "immatriculation", {**NADIA, "document_number": f"CD{number}77"})
    with django_assert_max_num_queries(16):
        shown = client.get(page("company", company))
    assert shown.content.decode().count("NADIA CHRAIBI") >= 12

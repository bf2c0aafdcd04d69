"""What a company's people see and do: declare by file or on screen, read reports, receipts and dues."""

import csv
import datetime as dt
import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.write import write_declaration
from macnss.declarations.enums import Source, Unattached, UploadState
from macnss.declarations.models import Declaration, Draft, UnattachedLine, Upload
from macnss.declarations.queries import header_for
from macnss.declarations.services import uploads
from macnss.declarations.tests.factories import Paid, declares, works
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima, zellige
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.insured.tests.factories import NOW, amina, brahim, zineb
from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

JULY, SEPTEMBER, OCTOBER = Month(2026, 7), Month(2026, 9), Month(2026, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, dt.datetime(2026, 11, 6, 10, 0, tzinfo=dt.UTC))


def on(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


class Story:
    """Atlas, its accountant Chaïma, Amina and Brahim who work there, and what was declared of them."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.monkeypatch = client, monkeypatch
        self.company = atlas()
        self.amina, self.brahim = amina(), brahim()
        for person in (self.amina, self.brahim):
            works(person, self.company, JULY)
        self.sign_in(chaima(self.company))
        self.speak("fr")

    def sign_in(self, account: Account) -> None:
        self.account = account
        self.client.force_login(account)

    def speak(self, language: str) -> None:
        self.client.cookies["macnss_language"] = language

    def on(self, moment: dt.datetime) -> None:
        """Another day: the session of this one has ended."""
        on(self.monkeypatch, moment)
        self.sign_in(self.account)

    def declared(self, *months: Month) -> list[Declaration]:
        return [declares(self.company, month, Paid(self.amina, 720_000), Paid(self.brahim)) for month in months]

    def address(self, name: str, *arguments: object) -> str:
        return reverse(f"declarations:{name}", args=[self.company.public_id, *arguments])

    def get(self, name: str, *arguments: object, query: str = "") -> "Answer":
        return self.client.get(f"{self.address(name, *arguments)}{query}")

    def html(self, name: str, *arguments: object, query: str = "") -> str:
        return self.get(name, *arguments, query=query).content.decode()

    def read(self, name: str, *arguments: object, query: str = "") -> str:
        answer = self.get(name, *arguments, query=query)
        assert answer.status_code == 200
        return words(answer)

    def file(self, **changed: Any) -> bytes:
        """A sound main declaration of October, with one entrant; `changed` spoils Amina's line."""
        lines = [
            AnsweredLine(**(described(person) | {"days": 26, "real": 500_000, "capped": 500_000} | given))
            for person, given in sorted([(self.amina, changed), (self.brahim, {})], key=lambda each: each[0].number)
        ]
        entrant = Entrant(surname="RAMI", given_names="SAID", cin="BE77120", days=13, real=250_000, capped=250_000)
        out = BytesIO()
        write_declaration(out, header_for(self.company, OCTOBER, timezone.localdate()), lines, [entrant])
        return out.getvalue()

    def send(self, content: bytes, name: str = "DS.txt", **headers: str) -> "Answer":
        return self.client.post(self.address("upload"), {"file": SimpleUploadedFile(name, content)}, headers=headers)

    def checked(self, content: bytes, name: str = "DS.txt") -> Upload:
        """A file sent and checked, as the worker does it."""
        self.send(content, name)
        upload = Upload.objects.get()
        return uploads.check(upload=upload, by=self.account, now=timezone.now())


def described(person: Insured) -> dict[str, Any]:
    return {"number": person.number, "surname": person.last_name, "given_names": person.first_name}


def report_of(upload: Upload) -> dict[str, Any]:
    assert upload.report
    return dict(upload.report)


def words(answer: "Answer") -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()).replace("\u00a0", " "))


@pytest.fixture
def story(client: Client, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(client, monkeypatch)


# The home of a company


def test_home_says_what_to_declare_and_until_when(story: Story) -> None:
    story.declared(JULY, Month(2026, 8), SEPTEMBER)
    html = story.html("company")
    said = words(story.get("company"))
    assert "octobre 2026" in said
    assert "10 novembre 2026" in said
    for name, arguments in (("upload", []), ("entry", [2026, 10]), ("pre_established", [2026, 10])):
        assert story.address(name, *arguments) in html


def test_home_shows_the_year_behind_and_where_each_receipt_is(story: Story) -> None:
    (september,) = story.declared(SEPTEMBER)
    html = story.html("company")
    assert story.address("declaration", september.public_id) in html
    assert "12 200,00" in story.read("company")


def test_home_names_the_months_left_out_with_the_fine_so_far(story: Story) -> None:
    story.declared(JULY, SEPTEMBER)
    said = story.read("company")
    assert "août 2026" in said
    assert "200,00 DH" in said  # two employees, two months begun since the 10th of September: 4 × 50 DH


def test_a_month_already_declared_shows_its_receipt_first(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    assert story.html("company").index(story.address("declaration", october.public_id)) > 0


def test_a_company_of_this_month_has_nothing_to_declare_yet(story: Story) -> None:
    Employer.objects.filter(pk=story.company.pk).update(affiliated_on=dt.date(2026, 11, 2))
    assert "novembre 2026" in story.read("company")


# Sending a file


def test_a_file_is_kept_and_its_page_waits_for_the_check(story: Story) -> None:
    answer = story.send(story.file())
    upload = Upload.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == story.address("upload_report", upload.public_id)
    html = story.html("upload_report", upload.public_id)
    assert 'http-equiv="refresh"' in html
    assert 'hx-trigger="every 1s"' in html


def test_htmx_is_told_where_to_go(story: Story) -> None:
    answer = story.send(story.file(), HX_Request="true")
    assert answer["HX-Redirect"] == story.address("upload_report", Upload.objects.get().public_id)


def test_the_progress_is_a_part_of_the_page_until_the_check_is_over(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    address = story.address("upload_report", upload.public_id)
    part = story.client.get(address, headers={"HX-Request": "true"})
    assert b"<progress" in part.content
    assert b"<html" not in part.content
    uploads.check(upload=upload, by=None, now=NOW)
    assert story.client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_same_bytes_are_the_same_upload(story: Story) -> None:
    story.send(story.file(), "DS.txt")
    story.on(timezone.now() + dt.timedelta(minutes=1))
    answer = story.client.post(
        story.address("upload"), {"file": SimpleUploadedFile("again.txt", story.file())}, follow=True
    )
    assert Upload.objects.count() == 1
    assert "notice tone-info" in answer.content.decode()


def test_no_file_and_an_empty_file_are_refused_in_words(story: Story) -> None:
    for files in ({}, {"file": SimpleUploadedFile("DS.txt", b"")}):
        answer = story.client.post(story.address("upload"), files)
        assert answer.status_code == 422
        assert "error-summary" in answer.content.decode()


def test_an_accepted_file_says_what_it_costs_and_where_its_receipt_is(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.state == UploadState.ACCEPTED, upload.report
    assert upload.declaration
    html = story.html("upload_report", upload.public_id)
    assert story.address("declaration", upload.declaration.public_id) in html
    assert "12 500,00 DH" in story.read("upload_report", upload.public_id)


def test_a_refused_file_says_line_by_line_what_to_correct(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    assert upload.state == UploadState.REFUSED
    said = story.read("upload_report", upload.public_id)
    assert "N_Salaire_Plaf" in said
    assert "500000" in said
    assert "plafond du mois" in said  # the remedy, in French


def test_findings_are_filtered_and_paginated(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    first = report_of(upload)["findings"][0]
    many = [{**first, "line": line, "code": "days-too-many" if line == 7 else first["code"]} for line in range(1, 61)]
    Upload.objects.filter(pk=upload.pk).update(report={**report_of(upload), "findings": many, "errors": 60})
    html = story.html("upload_report", upload.public_id)
    assert html.count('scope="row"') == 2 + 25  # two kinds, one page of lines
    assert "code=days-too-many" in html
    alone = story.html("upload_report", upload.public_id, query="?code=days-too-many")
    assert alone.count('scope="row"') == 2 + 1
    assert story.get("upload_report", upload.public_id, query="?code=nothing&page=99").status_code == 200


def test_the_table_to_download_holds_no_formula(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000))
    first = report_of(upload)["findings"][0]
    report = {**report_of(upload), "findings": [{**first, "found": "=1+1"}], "errors": 1, "warnings": 0}
    Upload.objects.filter(pk=upload.pk).update(report=report)
    answer = story.get("upload_findings", upload.public_id)
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    head, row = csv.reader(StringIO(text[1:]), delimiter=";")
    assert len(head) == 8
    assert row[5] == "'=1+1"
    assert row[7] == first["message"]["fr"]
    assert "attachment" in answer["Content-Disposition"]


def test_the_table_holds_all_findings_where_the_report_kept_some(story: Story) -> None:
    upload = story.checked(story.file(capped=400_000, days=30))
    Upload.objects.filter(pk=upload.pk).update(report={**report_of(upload), "findings": []})
    text = story.html("upload_findings", upload.public_id)
    assert "capped-wrong" in text
    assert "days-too-many" in text


def test_a_second_main_declaration_leads_to_the_first(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    upload = story.checked(story.file())
    assert report_of(upload)["refusal"] == "already-declared"
    html = story.html("upload_report", upload.public_id)
    assert story.address("declaration", october.public_id) in html


def test_a_file_of_another_company_of_the_same_accountant_is_led_there(story: Story) -> None:
    content = story.file()
    other = zellige()
    story.sign_in(_also(story.account, other))
    story.company = other
    upload = story.checked(content)
    html = story.html("upload_report", upload.public_id)
    assert upload.state == UploadState.REFUSED
    assert reverse("declarations:upload", args=[Employer.objects.get(name="ATLAS SARL").public_id]) in html


def _also(account: Account, company: Employer) -> Account:
    from macnss.employers.services import mandate

    mandate(account=account, employer=company, function="accountant", since=dt.date(2020, 1, 1), by=None, now=NOW)
    return account


def test_an_interrupted_check_can_be_asked_again(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    Upload.objects.update(state=UploadState.FAILED)
    assert story.address("upload_again", upload.public_id) in story.html("upload_report", upload.public_id)
    assert story.client.post(story.address("upload_again", upload.public_id)).status_code == 302
    assert story.client.get(story.address("upload_again", upload.public_id)).status_code == 405


def test_a_check_that_lasts_too_long_can_be_asked_again(story: Story) -> None:
    story.send(story.file())
    upload = Upload.objects.get()
    story.on(timezone.now() + uploads.STUCK_AFTER + dt.timedelta(seconds=1))
    assert story.address("upload_again", upload.public_id) in story.html("upload_report", upload.public_id)


def test_the_pre_established_file_is_downloaded_under_its_name(story: Story) -> None:
    answer = story.get("pre_established", 2026, 10)
    assert f"AFFEBDS_{story.company.affiliation_number}_202610.txt" in answer["Content-Disposition"]
    assert b"BENNANI" in answer.content
    assert story.get("pre_established", 2026, 12).status_code == 404
    assert story.get("pre_established", 2026, 13).status_code == 404


# The receipt


def test_a_receipt_bears_its_reference_and_all_that_was_declared(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.declaration
    said = story.read("declaration", upload.declaration.public_id)
    for expected in (
        f"DS-{story.company.affiliation_number}-202610",
        "CHAIMA IDRISSI",
        "12 500,00 DH",
        "10 novembre 2026",
        upload.fingerprint[:8],
        "Prestations à long terme",
        "3,96 %",
        "RAMI SAID",
    ):
        assert expected in said
    assert "BE77120" not in said  # identity documents stay hidden
    assert "••••120" in said


def test_a_late_declaration_says_its_fine_and_why(story: Story) -> None:
    story.on(NOW)
    upload = story.checked(story.file())
    assert upload.declaration
    assert upload.declaration.fine == 15_000
    html = story.html("declaration", upload.declaration.public_id)
    assert "150,00" in words(story.get("declaration", upload.declaration.public_id))
    assert "notice tone-warning" in html


def test_who_has_not_paid_sees_what_paying_today_costs(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.declaration
    assert "notice tone-info" not in story.html("declaration", upload.declaration.public_id)
    story.on(NOW)
    assert "notice tone-info" in story.html("declaration", upload.declaration.public_id)


def test_the_lines_of_a_receipt_come_a_page_at_a_time(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    said = story.read("declaration", october.public_id)
    assert "AMINA BENNANI" in said
    assert "7 200,00 DH" in said
    assert '<details id="lines" open>' in story.html("declaration", october.public_id, query="?page=1")


def test_occasional_labour_is_named_as_such(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    UnattachedLine.objects.create(declaration=october, kind=Unattached.OCCASIONAL, days=3, real=30_000, capped=30_000)
    assert "300,00 DH" in story.read("declaration", october.public_id)


# Typed entry


def sheet(story: Story, act: str) -> dict[str, str]:
    """The sheet of October as a browser posts it."""
    typed = {"entrants": "0", "act": act}
    for person in (story.amina, story.brahim):
        typed |= {
            f"s{person.number}-days": "26",
            f"s{person.number}-wage": "5 000,00",
            f"s{person.number}-situation": "0",
        }
    return typed


def post(story: Story, typed: dict[str, str]) -> "Answer":
    return story.client.post(story.address("entry", 2026, 10), typed)


def entrant(**typed: str) -> dict[str, str]:
    given = {"surname": "RAMI", "given_names": "SAID", "cin": "BE77120", "number": "", "days": "13", "wage": "2500"}
    return {"entrants": "1"} | {f"e0-{name}": value for name, value in (given | typed).items()}


def test_the_choice_shows_the_months_that_wait(story: Story) -> None:
    story.declared(JULY, SEPTEMBER)
    html = story.html("entry_choice")
    assert story.address("entry", 2026, 10) in html
    assert story.address("entry", 2026, 8) in html
    assert story.address("entry", 2026, 9) not in html


def test_the_sheet_proposes_what_was_declared_last(story: Story) -> None:
    story.declared(SEPTEMBER)
    html = story.html("entry", 2026, 10).replace("\u00a0", " ")
    assert 'value="7 200,00"' in html
    assert "BENNANI AMINA" in html
    assert "12 200,00" in html  # the total


def test_a_new_company_has_empty_rows(story: Story) -> None:
    story.company = zellige()
    _also(story.account, story.company)
    html = story.html("entry", 2026, 10)
    assert 'name="e2-surname"' in html


def test_a_month_already_declared_leads_to_its_receipt(story: Story) -> None:
    (october,) = story.declared(OCTOBER)
    assert story.get("entry", 2026, 10)["Location"] == story.address("declaration", october.public_id)


def test_months_of_the_future_and_before_the_affiliation_do_not_exist(story: Story) -> None:
    for year, month in ((2026, 11), (2027, 1), (2005, 12), (2026, 0)):
        assert story.get("entry", year, month).status_code == 404


@pytest.mark.parametrize("typed", ["5 000,00", "5000.00", "5000", "5\u00a0000,00", "٥٠٠٠", "٥٬٠٠٠٫٠٠"])
def test_wages_are_typed_as_people_write_them(story: Story, typed: str) -> None:
    answer = post(story, sheet(story, "totals") | {f"s{story.amina.number}-wage": typed})
    assert answer.status_code == 200
    assert "10 000,00" in words(answer)


def test_a_draft_keeps_what_was_typed_and_declares_nothing(story: Story) -> None:
    answer = post(story, sheet(story, "save") | {f"s{story.amina.number}-wage": "cinq mille"})
    assert answer["Location"] == story.address("entry", 2026, 10)
    assert Draft.objects.get().saved_by == story.account
    html = story.html("entry", 2026, 10)
    assert 'value="cinq mille"' in html
    assert not Declaration.objects.exists()
    assert story.address("entry", 2026, 10) in story.html("company")


def test_mistakes_come_back_with_the_row_the_field_and_the_remedy(story: Story) -> None:
    typed = sheet(story, "review") | {f"s{story.amina.number}-days": "31"} | entrant(surname="رامي", cin="")
    answer = post(story, typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_s{story.amina.number}-days"' in html
    assert 'href="#id_e0-surname"' in html
    assert 'href="#id_e0-cin"' in html
    assert 'value="31"' in html
    assert "BENNANI AMINA" in words(answer)
    assert not Draft.objects.exists()


def test_a_row_can_be_added_without_javascript(story: Story) -> None:
    assert 'name="e0-surname"' in post(story, sheet(story, "add")).content.decode()


def test_an_empty_row_is_nobody(story: Story) -> None:
    blank = entrant(surname="", given_names="", cin="", days="", wage="")
    assert post(story, sheet(story, "review") | blank).status_code == 302
    assert len(Draft.objects.get().lines) == 2


def test_the_review_shows_totals_the_amount_due_and_what_changes(story: Story) -> None:
    story.declared(SEPTEMBER)
    answer = post(story, sheet(story, "review") | entrant())
    assert answer["Location"].endswith("?review=1")
    said = story.read("entry", 2026, 10, query="?review=1")
    assert "12 500,00 DH" in said
    assert "Assurance maladie obligatoire" in said
    assert "7 200,00 DH" in said  # what Amina earned before
    assert "RAMI SAID" in said
    assert "EL ALAOUI" not in said  # nothing changes for Brahim
    assert not Declaration.objects.filter(month=OCTOBER.first_day).exists()


def send_reviewed(story: Story, **typed: str) -> "Answer":
    reviewed = Draft.objects.get().saved_at.isoformat()
    return post(story, {"act": "send", "reviewed": reviewed} | typed)


def test_what_is_sent_is_declared_and_the_draft_goes(story: Story) -> None:
    post(story, sheet(story, "review") | entrant())
    answer = send_reviewed(story)
    declared = Declaration.objects.get()
    assert answer["Location"] == story.address("declaration", declared.public_id)
    assert (declared.lines, declared.real, declared.source) == (3, 1_250_000, Source.ENTRY)
    assert not Draft.objects.exists()
    assert post(story, {"act": "send"})["Location"] == answer["Location"]  # a second press changes nothing


def test_a_draft_that_changed_since_the_review_is_read_again(story: Story) -> None:
    post(story, sheet(story, "review"))
    answer = send_reviewed(story, reviewed="2026-01-01T00:00:00+00:00")
    assert answer["Location"].endswith("?review=1")
    assert not Declaration.objects.exists()


def test_a_refused_sending_shows_the_row_to_correct(story: Story) -> None:
    post(story, sheet(story, "review") | {f"s{story.amina.number}-days": "0"})
    answer = send_reviewed(story)
    assert answer.status_code == 422
    assert f'href="#id_s{story.amina.number}-days"' in answer.content.decode()
    assert not Declaration.objects.exists()
    assert Draft.objects.exists()


def test_a_number_that_nobody_bears_is_shown_at_its_row(story: Story) -> None:
    post(story, sheet(story, "review") | entrant(number="199 999 999", cin=""))
    answer = send_reviewed(story)
    assert answer.status_code == 422
    assert 'href="#id_e0-number"' in answer.content.decode()


# Employees, dues, history


def test_employees_are_found_by_name_and_by_number(story: Story) -> None:
    everybody = story.read("employees")
    assert "AMINA BENNANI" in everybody
    assert "BRAHIM EL ALAOUI" in everybody
    assert "CD482915" not in everybody
    for sought in ("bennani", "أمينة", f"{story.amina.number}", "amina ben"):
        found = story.read("employees", query=f"?search={sought}")
        assert "AMINA BENNANI" in found
        assert "EL ALAOUI" not in found
    assert "AMINA" not in story.read("employees", query="?search=zineb")


def test_dues_add_up_contributions_fines_and_surcharges(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.declaration
    assert "10 novembre 2026" in story.read("dues")
    story.on(NOW)
    due = upload.declaration.due
    surcharge = round(due * 3 / 100)
    assert f"{surcharge / 100:.2f}".replace(".", ",") in story.read("dues")


def test_the_surcharge_of_the_dues_says_why(story: Story) -> None:
    story.checked(story.file())
    story.on(NOW)
    assert "3 %" in story.read("dues")


def test_history_lists_declarations_and_files_by_year(story: Story) -> None:
    story.declared(SEPTEMBER, Month(2025, 12))
    assert "décembre 2025" in story.read("history")
    assert "septembre 2026" not in story.read("history", query="?year=2025")
    story.send(story.file(), "DS_of_october.txt")
    assert "DS_of_october.txt" in story.read("history", query="?show=files")
    assert "DS_of_october.txt" not in story.read("history", query="?show=files&year=1999&page=x").replace(
        "DS_of_october.txt", "", 1
    )


# Who may enter, and how much each page asks of the database

PAGES: dict[str, list[object]] = {
    "company": [],
    "upload": [],
    "entry_choice": [],
    "entry": [2026, 10],
    "pre_established": [2026, 10],
    "employees": [],
    "dues": [],
    "history": [],
}


@pytest.mark.parametrize("page", [*PAGES, "upload_report", "upload_findings", "upload_again", "declaration"])
def test_another_company_does_not_exist(story: Story, page: str) -> None:
    upload = story.checked(story.file())
    assert upload.declaration
    objects = {"declaration": upload.declaration.public_id}
    address = story.address(page, *PAGES.get(page, [objects.get(page, upload.public_id)]))
    ask = story.client.post if page == "upload_again" else story.client.get
    story.client.logout()
    assert ask(address).status_code == 302
    stranger = zineb()
    assert stranger.account
    story.sign_in(stranger.account)
    assert ask(address).status_code == 404


def test_an_object_of_one_company_does_not_exist_in_another(story: Story) -> None:
    upload = story.checked(story.file())
    assert upload.declaration
    story.company = zellige()
    _also(story.account, story.company)
    assert story.get("upload_report", upload.public_id).status_code == 404
    assert story.get("upload_findings", upload.public_id).status_code == 404
    assert story.get("declaration", upload.declaration.public_id).status_code == 404
    assert story.client.post(story.address("upload_again", upload.public_id)).status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("company", 6), ("employees", 5), ("dues", 4), ("history", 6)])
def test_a_page_asks_as_much_for_many_as_for_few(
    story: Story, django_assert_max_num_queries: DjangoAssertNumQueries, page: str, queries: int
) -> None:
    story.declared(*Month(2025, 11).until(SEPTEMBER))
    story.get(page)
    with django_assert_max_num_queries(queries):
        story.get(page)


def test_a_receipt_asks_as_much_for_many_as_for_few(
    story: Story, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    (october,) = story.declared(OCTOBER)
    with django_assert_max_num_queries(9):
        story.get("declaration", october.public_id)


@pytest.mark.parametrize("page", [*PAGES, "review", "accepted", "refused", "declaration", "mistakes"])
def test_no_number_is_bare_in_arabic(story: Story, page: str) -> None:
    story.declared(JULY, SEPTEMBER)
    story.speak("ar")
    story.on(NOW)
    if page == "pre_established":
        return
    assert bare_numbers(shown(story, page).content.decode()) == []


def shown(story: Story, page: str) -> "Answer":
    if page in PAGES:
        return story.get(page, *PAGES[page])
    if page == "review":
        post(story, sheet(story, "review") | entrant())
        return story.get("entry", 2026, 10, query="?review=1")
    if page == "mistakes":
        return post(story, sheet(story, "review") | {f"s{story.amina.number}-days": "31"} | entrant(number="12"))
    upload = story.checked(story.file(**({"capped": 4, "days": 30} if page == "refused" else {})))
    if page == "declaration":
        assert upload.declaration
        return story.get("declaration", upload.declaration.public_id, query="?page=1")
    return story.get("upload_report", upload.public_id)

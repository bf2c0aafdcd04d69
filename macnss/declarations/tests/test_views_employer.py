"""What a company's people see: the months, the receipts, the employees, the dues, the history. And who may see it."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoAssertNumQueries

from macnss.declarations.enums import Unattached
from macnss.declarations.models import UnattachedLine
from macnss.declarations.tests.company_story import JULY, OCTOBER, SEPTEMBER, Story, entrant, words
from macnss.employers.models import Employer
from macnss.employers.tests.factories import zellige
from macnss.insured.tests.factories import NOW, zineb
from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


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
    html = story.html("company")
    assert story.address("declaration", october.public_id) in html
    assert story.address("pre_established", 2026, 10) not in html


def test_a_company_of_this_month_has_nothing_to_declare_yet(story: Story) -> None:
    Employer.objects.filter(pk=story.company.pk).update(affiliated_on=dt.date(2026, 11, 2))
    assert "novembre 2026" in story.read("company")


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
    story.act_also_for(zellige())
    assert story.get("upload_report", upload.public_id).status_code == 404
    assert story.get("upload_findings", upload.public_id).status_code == 404
    assert story.get("declaration", upload.declaration.public_id).status_code == 404
    assert story.client.post(story.address("upload_again", upload.public_id)).status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("company", 7), ("employees", 5), ("dues", 4), ("history", 6)])
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
        story.post(story.typed("review") | entrant())
        return story.get("entry", 2026, 10, query="?review=1")
    if page == "mistakes":
        return story.post(story.typed("review") | {f"s{story.amina.number}-days": "31"} | entrant(number="12"))
    upload = story.checked(story.file(**({"capped": 4, "days": 30} if page == "refused" else {})))
    if page == "declaration":
        assert upload.declaration
        return story.get("declaration", upload.declaration.public_id, query="?page=1")
    return story.get("upload_report", upload.public_id)

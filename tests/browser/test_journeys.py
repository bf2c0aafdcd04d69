"""What people come for, from the first page to the last, on a telephone, in Arabic and in French."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from macnss.declarations.models import Declaration, WageLine
from macnss.declarations.tests.factories import career, works
from macnss.declarations.tests.files import answers, enters, main_file, unnumbered
from macnss.kernel.months import Month
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open, run_jobs

OCTOBER = Month(2026, 10)
languages = pytest.mark.parametrize("language", LANGUAGES)


def put(folder: Path, content: bytes, name: str = "DS_file.txt") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


@languages
def test_a_file_of_the_employer_becomes_what_the_insured_person_sees(
    cast: Cast, opens: Open, tmp_path: Path, language: str
) -> None:
    karim = opens(language, DESK)
    karim.signs_in("karim")
    karim.goes_to(f"/employer/{cast.company.public_id}/upload/")
    file = put(tmp_path, main_file(cast.company, entrants=[enters(cast.amina, 712_345)], month=OCTOBER))
    karim.page.set_input_files("input[type=file]", file)
    karim.page.click("main form button[type=submit]")
    karim.page.wait_for_url("**/uploads/**")
    run_jobs()
    expect(karim.page.locator("main")).to_contain_text("7\u00a0123,45")

    amina = opens(language)
    amina.signs_in("amina")
    assert amina.fits()
    expect(amina.page.locator("main")).to_contain_text("7\u00a0123,45")
    amina.page.click("a[href$='/me/wages/2026/10/']")
    expect(amina.page.locator("main")).to_contain_text("160,99")  # AMO: 2.26 % of 7 123.45
    assert amina.fits()


@languages
def test_a_spoiled_file_says_where_and_what_to_do_and_enters_nothing(
    cast: Cast, opens: Open, tmp_path: Path, language: str
) -> None:
    works(cast.amina, cast.company, Month(2026, 1))
    spoiled = main_file(cast.company, [answers(cast.amina)], month=OCTOBER).replace(
        b"26000000050000", b"31000000050000"
    )
    karim = opens(language)
    karim.signs_in("karim")
    karim.goes_to(f"/employer/{cast.company.public_id}/upload/")
    karim.page.set_input_files("input[type=file]", put(tmp_path, spoiled))
    karim.page.click("main form button[type=submit]")
    karim.page.wait_for_url("**/uploads/**")
    run_jobs()
    expect(karim.page.locator("main")).to_contain_text("N_Jours_Declares")
    assert karim.fits()
    with karim.page.expect_download() as download:
        karim.page.click("a[href$='findings.csv']")
    assert "N_Jours_Declares" in download.value.path().read_text("utf-8-sig")
    assert not Declaration.objects.exists()


@languages
def test_a_small_company_types_its_month(cast: Cast, opens: Open, language: str) -> None:
    career(cast.amina, cast.company, Month(2026, 8), Month(2026, 9), real=450_000)
    karim = opens(language, DESK)
    karim.signs_in("karim")
    karim.goes_to(f"/employer/{cast.company.public_id}/entry/2026/10/")
    wage = karim.page.locator("input[name$=wage]").first
    expect(wage).to_have_value("4\u00a0500,00")
    wage.fill("4 750,50")
    karim.page.click("button[name=action][value=review], button[value=review]")
    expect(karim.page.locator("main")).to_contain_text("4\u00a0750,50")
    karim.page.click("button[value=send]")
    karim.page.wait_for_url("**/declarations/**")
    assert WageLine.objects.get(month=OCTOBER.first_day).real == 475_050


@languages
def test_somebody_with_an_old_telephone_and_no_scripts(cast: Cast, opens: Open, language: str) -> None:
    career(cast.amina, cast.company, Month(2026, 1), OCTOBER, left_out=[Month(2026, 6)])
    amina = opens(language, java_script_enabled=False)
    amina.signs_in("amina")
    expect(amina.page.locator("main svg[role=img]")).to_be_visible()
    amina.page.click("header form[action='/language/'] button")
    other = {"ar": "fr", "fr": "ar"}[language]
    assert amina.page.get_attribute("html", "lang") == other
    amina.goes_to("/me/wages/")
    expect(amina.page.locator("tr.gap")).to_have_count(1)


@languages
def test_an_agent_says_why_and_the_person_reads_it(cast: Cast, opens: Open, language: str) -> None:
    driss = opens(language, DESK)
    driss.signs_in("driss")
    driss.page.fill("main input[type=text], main input[type=search]", f"{cast.amina.number} ")
    driss.page.click("main button[type=submit]")
    driss.page.wait_for_url(f"**/{cast.amina.public_id}/")
    assert cast.amina.document_number not in driss.page.content()
    driss.page.locator("main input[type=radio]").first.check()
    driss.page.click("main form button[type=submit]")
    expect(driss.page.locator("main")).to_contain_text("BENNANI" if language == "fr" else "بناني")
    assert cast.amina.document_number not in driss.page.content()
    amina = opens(language)
    amina.signs_in("amina")
    amina.goes_to("/me/journal/")
    expect(amina.page.locator("main li, main tr").first).to_be_visible()
    assert "Driss" not in amina.page.inner_text("main")


def test_a_stranger_is_told_that_the_page_does_not_exist(cast: Cast, opens: Open) -> None:
    driss = opens("fr")
    driss.signs_in("driss")
    driss.goes_to(f"/employer/{cast.company.public_id}/")
    assert driss.page.title()
    assert "ATLAS" not in driss.page.content()


def test_a_page_is_walked_by_keyboard(cast: Cast, opens: Open) -> None:
    visitor = opens("fr", DESK)
    visitor.goes_to("/sign-in/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    for _ in range(8):  # Mon e-ID and the passkey come first
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.name") == "identifier":
            break
    visitor.page.keyboard.type("amina@example.org")
    assert visitor.page.input_value("input[name=identifier]") == "amina@example.org"


def test_a_wrong_password_keeps_what_was_typed(cast: Cast, opens: Open) -> None:
    visitor = opens("ar")
    visitor.goes_to("/sign-in/")
    visitor.page.fill("input[name=identifier]", "amina@example.org")
    visitor.page.fill("input[name=password]", "something else")
    visitor.page.click("[data-password-form] button[type=submit]")
    expect(visitor.page.locator(".errors, [role=alert]").first).to_be_visible()
    assert visitor.page.input_value("input[name=identifier]") == "amina@example.org"


def test_an_entrant_without_a_number_is_shown_to_the_company(cast: Cast, opens: Open, tmp_path: Path) -> None:
    karim = opens("fr", DESK)
    karim.signs_in("karim")
    karim.goes_to(f"/employer/{cast.company.public_id}/upload/")
    karim.page.set_input_files(
        "input[type=file]", put(tmp_path, main_file(cast.company, entrants=[unnumbered()], month=OCTOBER))
    )
    karim.page.click("main form button[type=submit]")
    karim.page.wait_for_url("**/uploads/**")
    run_jobs()
    karim.goes_to(f"/employer/{cast.company.public_id}/declarations/{Declaration.objects.get().public_id}/")
    expect(karim.page.locator("main")).to_contain_text("IDRISSI SALMA")

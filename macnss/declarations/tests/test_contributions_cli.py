"""`bin/macnss contributions`: the answer as JSON and as a table, and its refusals in both languages."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from macnss.declarations.contributions_cli import run


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    assert run([*argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_wage_is_answered_branch_by_branch(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--wage", "5000", "--month", "2026-03")
    assert {name: found[name] for name in ("wage", "month", "ceiling", "employee", "employer", "total", "unknown")} == {
        "wage": "5000.00",
        "month": "2026-03",
        "ceiling": "6000.00",
        "employee": "337.00",
        "employer": "1054.50",
        "total": "1391.50",
        "unknown": [],
    }
    branches = [branch["branch"] for branch in found["branches"]]
    assert branches == ["family", "short_term", "long_term", "amo", "amo_solidarity", "tfp"]


def test_each_branch_gives_its_base_its_shares_and_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    short_term = answer(capsys, "--wage", "10000", "--month", "2026-03")["branches"][1]
    assert short_term["label"]["fr"] == "Prestations à court terme"
    assert (short_term["base"], short_term["base_kind"]) == ("6000.00", "capped")
    assert (short_term["employee_rate"], short_term["employer_rate"]) == ("0.0052", "0.0105")
    assert (short_term["employee"], short_term["employer"], short_term["total"]) == ("31.20", "63.00", "94.20")
    assert short_term["citation"]["key"] == "contributions.short_term.employer_rate"
    assert short_term["citation"]["since"] == "2014-12-01"


def test_the_assumptions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--wage", "5000", "--month", "2026-03")
    assert [citation["key"] for citation in found["assumptions"]] == ["contributions.rounding_step"]


def test_an_unknown_branch_is_named_and_leaves_no_total(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--wage", "6000", "--month", "2014-11")
    assert [missing["branch"] for missing in found["unknown"]] == ["family", "amo_solidarity", "tfp"]
    assert found["employee"] is found["employer"] is found["total"] is None
    assert found["branches"][0]["employee"] == "19.80"


def test_an_exempt_employer_pays_no_amo(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--wage", "10000", "--month", "2026-03", "--amo-exempt")
    assert "amo" not in {branch["branch"] for branch in found["branches"]}
    assert found["total"] == "1792.60"


@pytest.mark.parametrize("written", ["5000.5", "5000,50", " 5 000,50 ", "٥٠٠٠٫٥٠"])
def test_a_wage_may_be_written_as_people_write_it(capsys: pytest.CaptureFixture[str], written: str) -> None:
    assert answer(capsys, "--wage", written, "--month", "2026-03")["wage"] == "5000.50"


@pytest.mark.parametrize(("lang", "word"), [("fr", "Employeur"), ("ar", "المشغل")])
def test_without_json_it_is_a_table_in_either_language(
    capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    assert run(["--wage", "5000", "--month", "2026-03", "--lang", lang]) == 0
    written = capsys.readouterr().out
    assert word in written
    assert "1391.50" in written


def test_the_table_of_an_old_month_says_what_is_unknown_and_shows_no_total(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--wage", "6000", "--month", "2014-11"]) == 0
    written = capsys.readouterr().out
    assert "Non connu" in written
    assert "\nTotal " not in written


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--wage", "-5", "--month", "2026-03"], "deux décimales"),
        (["--wage", "1e3", "--month", "2026-03"], "deux décimales"),
        (["--wage", "5,000", "--month", "2026-03"], "deux décimales"),
        (["--wage", "NaN", "--month", "2026-03"], "deux décimales"),
        (["--wage", "", "--month", "2026-03"], "deux décimales"),
        (["--wage", "5000", "--month", "2026-13"], "AAAA-MM"),
        (["--wage", "5000", "--month", "mars"], "AAAA-MM"),
        (["--wage", "5000"], "un salaire et un mois"),
        (["--wage", "5000", "--month", "2026-03", "--colour"], "un salaire et un mois"),
        ([], "un salaire et un mois"),
        (["--wage", "5000", "--month", "1950-01"], "Aucun taux"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_both_languages(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert run([*argv, "--json"]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    french, arabic = written.err.splitlines()
    assert said in french
    assert any("\u0621" <= letter <= "\u064a" for letter in arabic)


def test_the_command_starts_without_django_or_numpy() -> None:
    script = "import sys, macnss.declarations.contributions_cli; print({'django', 'numpy'} & set(sys.modules))"
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

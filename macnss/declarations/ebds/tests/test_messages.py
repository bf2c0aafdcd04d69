"""What findings say, in both languages."""

import re
from string import Formatter

import pytest

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.findings import Finding, Severity, finding
from macnss.declarations.ebds.messages import SENTENCES
from macnss.declarations.ebds.tests.samples import complementary, main, only

DETAILS = {"found": "07", "expected": "26 - 2", "field": "N_Jours_Declares", "record": "B02", "see": "12"}
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")


@pytest.mark.parametrize("code", Code)
def test_every_kind_of_finding_speaks_french_and_arabic(code: Code) -> None:
    said = SENTENCES[code].about(**DETAILS)
    assert said["fr"].endswith(".")
    assert re.search("[ء-ي]", said["ar"])
    assert len(said["fr"].split()) >= 5


@pytest.mark.parametrize("code", Code)
def test_both_languages_say_the_same_details(code: Code) -> None:
    def details(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    sentence = SENTENCES[code]
    assert details(sentence.fr) == details(sentence.ar)
    assert details(sentence.fr) <= DETAILS.keys()


@pytest.mark.parametrize("code", Code)
def test_nothing_that_reads_from_left_to_right_stands_bare_in_arabic(code: Code) -> None:
    arabic = SENTENCES[code].about(**DETAILS)["ar"]
    assert not re.search(r"[0-9A-Za-z]", ISOLATED.sub("", arabic))
    assert arabic.count("\u2066") == arabic.count("\u2069")


def test_a_blank_field_is_said_to_be_empty() -> None:
    message = finding(Code.CATEGORY_INVALID, 1, "B00", "L_Cat", "", "B0").message
    assert message["fr"] == "L_Cat vaut (vide) au lieu de B0. Corrigez la nature du fichier."
    assert "(فارغ)" in message["ar"]


def test_a_finding_is_written_as_the_interface_promises() -> None:
    told = only(main().put(3, "N_Jours_Declares", 27).resummed().check())
    assert told.as_json() == {
        "line": 3,
        "record": "B02",
        "field": "N_Jours_Declares",
        "code": "days-too-many",
        "severity": "error",
        "found": "27",
        "expected": "26",
        "message": {
            "fr": "27 jours déclarés : un mois en compte 26 au plus. Corrigez les jours.",
            "ar": "عدد الأيام المصرح بها \u206627\u2069 بينما الحد الأقصى في الشهر \u206626\u2069. صححوا عدد الأيام.",
        },
    }


def test_a_person_met_twice_is_pointed_to_by_line() -> None:
    sample = main()
    told = only(sample.insert(5, sample.lines[3]).resummed().check())
    assert "à la ligne 4" in told.message["fr"]
    assert "\u20664\u2069" in told.message["ar"]


def test_the_one_official_code_that_is_known_is_given() -> None:
    told = only(complementary().put(5, "N_Num_Affilie", b"7654321").check())
    assert told.official_code == "242"
    assert only(main().put(7, "N_Num_Affilie", b"7654321").check()).official_code is None


def test_a_severity_is_that_of_the_code_unless_a_rule_gives_another() -> None:
    assert finding(Code.DAYS_TOO_MANY, 1, "B02").severity is Severity.ERROR
    assert finding(Code.DAYS_TOO_MANY, 1, "B02", severity=Severity.WARNING).severity is Severity.WARNING
    assert Finding(1, "B02", "", Code.DAYS_TOO_MANY, Severity.ERROR) == finding(Code.DAYS_TOO_MANY, 1, "B02")

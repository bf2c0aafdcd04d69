"""One thing spoiled in a valid file: the finding stands at its line and field, and next to nothing follows from it."""

import dataclasses
import operator
from collections.abc import Callable
from typing import Any

import pytest

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.findings import Severity
from macnss.declarations.ebds.tests.samples import (
    MARCH,
    Sample,
    complementary,
    main,
    pre_established,
    pre_established_file,
    told,
)
from macnss.kernel.numbers.check_digits import NumberRule

STRICT = {"number_rule": NumberRule.REJECT}


@dataclasses.dataclass
class Spoiled:
    """A spoiled file, the finding it must give, and those that honestly follow."""

    name: str
    file: Callable[[], Sample]
    code: Code
    line: int
    field: str = ""
    follow: tuple[tuple[int, str, Code], ...] = ()
    expected: dict[str, Any] = dataclasses.field(default_factory=dict)
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


def put(line: int, name: str, value: bytes | str | int) -> Callable[[], Sample]:
    """A main file, one field of which is changed, its sums still right."""
    return lambda: main().put(line, name, value).resummed()


def raw(line: int, name: str, value: bytes | str | int) -> Callable[[], Sample]:
    """A main file, one field of which is changed and nothing else."""
    return lambda: main().put(line, name, value)


def edited(edit: Callable[[list[bytes]], Any], of: Callable[[], Sample] = main) -> Callable[[], Sample]:
    """A file whose list of lines is edited."""

    def file() -> Sample:
        sample = of()
        edit(sample.lines)
        return sample

    return file


def as_situation(code: str, **fields: int) -> Callable[[], Sample]:
    """Amina in that situation, with some other values."""

    def file() -> Sample:
        sample = main().put(3, "L_Situation", code)
        for name, value in {"N_Jours_Declares": 0, "N_Salaire_Reel": 0, "N_Salaire_Plaf": 0, **fields}.items():
            sample.put(3, name, value)
        return sample.resummed()

    return file


def unverified(line: int) -> tuple[tuple[int, str, Code], ...]:
    return ((line, "", Code.RECAP_NOT_VERIFIED),)


WARNING = Severity.WARNING

FILES = [
    Spoiled("the fund's own file", lambda: Sample.of(pre_established_file()), Code.FILE_PRE_ESTABLISHED, 1),
    # lines
    Spoiled("three characters more", edited(lambda x: x.insert(2, x.pop(2) + b"XYZ")),
            Code.LINE_TOO_LONG, 3, follow=unverified(6)),
    Spoiled("cut in its control sum", edited(lambda x: x.insert(2, x.pop(2)[:150])),
            Code.LINE_TOO_SHORT, 3, follow=unverified(6)),
    Spoiled("a recap too long", edited(lambda x: x.insert(5, x.pop(5) + b"9")), Code.LINE_TOO_LONG, 6),
    Spoiled("the second line cut", edited(lambda x: x.insert(1, x.pop(1)[:200])), Code.LINE_TOO_SHORT, 2),
    Spoiled("a blank line in the middle", edited(lambda x: x.insert(4, b"")), Code.LINE_BLANK, 5),
    Spoiled("three blank lines at the end", edited(lambda x: x.extend([b"", b"   ", b"\x1a"])),
            Code.LINES_BLANK_AT_END, 12, severity=WARNING),
    # records
    Spoiled("a record X02", edited(lambda x: x.insert(3, b"X" + x.pop(3)[1:])), Code.RECORD_UNKNOWN, 4,
            follow=unverified(6)),
    Spoiled("a record E04 among B04", edited(lambda x: x.insert(6, b"E" + x.pop(6)[1:])), Code.RECORD_UNKNOWN, 7,
            follow=unverified(10)),
    Spoiled("X06 for B06", edited(lambda x: x.insert(10, b"X" + x.pop(10)[1:])), Code.RECORD_UNKNOWN, 11),
    Spoiled("no B00", edited(lambda x: x.pop(0)), Code.RECORD_MISSING, 1),
    Spoiled("no B01", edited(lambda x: x.pop(1)), Code.RECORD_MISSING, 2),
    Spoiled("no B03", edited(lambda x: x.pop(5)), Code.RECORD_MISSING, 6),
    Spoiled("no B04", lambda: edited(lambda x: operator.delitem(x, slice(6, 9)))().resummed(), Code.RECORD_MISSING, 7),
    Spoiled("no B06", edited(lambda x: x.pop(10)), Code.RECORD_MISSING, 11),
    Spoiled("stopped after the entrants", edited(lambda x: operator.delitem(x, slice(9, None))),
            Code.RECORD_MISSING, 10),
    Spoiled("no E02", edited(lambda x: x.pop(2), complementary), Code.RECORD_MISSING, 3),
    Spoiled("B03 after an entrant", edited(lambda x: x.insert(6, x.pop(5))), Code.RECORD_OUT_OF_ORDER, 7),
    Spoiled("B05 after B06", edited(lambda x: x.append(x.pop(9))), Code.RECORD_OUT_OF_ORDER, 11),
    Spoiled("a B02 among the entrants", edited(lambda x: x.insert(7, x.pop(3))), Code.RECORD_OUT_OF_ORDER, 8,
            follow=((8, "N_Num_Assure", Code.NUMBER_UNSORTED),)),
    Spoiled("B01 twice", edited(lambda x: x.insert(1, x[1])), Code.RECORD_REPEATED, 3),
    Spoiled("B05 twice", edited(lambda x: x.insert(9, x[9])), Code.RECORD_REPEATED, 11),
    Spoiled("E02 twice", edited(lambda x: x.insert(2, x[2]), complementary), Code.RECORD_REPEATED, 4),
    Spoiled("the file twice", edited(lambda x: x.extend(list(x))), Code.AFTER_THE_END, 12),
    # characters and types
    Spoiled("a letter in the wage", raw(3, "N_Salaire_Reel", b"00000005O0000"), Code.NOT_DIGITS, 3, "N_Salaire_Reel",
            follow=unverified(6)),
    Spoiled("a wage filled with spaces", raw(3, "N_Salaire_Reel", b"       500000"), Code.NOT_DIGITS, 3,
            "N_Salaire_Reel", follow=unverified(6)),
    Spoiled("a minus sign", raw(7, "N_Sal_Reel", b"-000000250000"), Code.NOT_DIGITS, 7, "N_Sal_Reel",
            follow=unverified(10)),
    Spoiled("a blank control sum", raw(3, "S_Ctr", b""), Code.NOT_DIGITS, 3, "S_Ctr", follow=unverified(6)),
    Spoiled("a carriage return in the days", raw(3, "N_Jours_Declares", b"2\r"), Code.NOT_DIGITS, 3,
            "N_Jours_Declares", follow=unverified(6)),
    Spoiled("a blank number with a wage", raw(7, "N_Num_Assure", b""), Code.NOT_DIGITS, 7, "N_Num_Assure",
            follow=unverified(10)),
    Spoiled("a letter in a recap", raw(6, "N_T_Salaire_Reel", b"00000000150000O"), Code.NOT_DIGITS, 6,
            "N_T_Salaire_Reel"),
    Spoiled("a letter in the affiliate of B01", raw(2, "N_Num_Affilie", b"12E4567"), Code.NOT_DIGITS, 2,
            "N_Num_Affilie"),
    Spoiled("letters in the transfer number", raw(1, "N_Identif_Transfert", b"ABC"), Code.NOT_DIGITS, 1,
            "N_Identif_Transfert"),
    Spoiled("the 30th of February", raw(2, "D_Date_Exig", b"20260230"), Code.DATE_INVALID, 2, "D_Date_Exig"),
    Spoiled("a date with slashes", raw(2, "D_Date_Emission", b"01/03/26"), Code.DATE_INVALID, 2, "D_Date_Emission"),
    Spoiled("a blank date", raw(2, "D_Date_Emission", b""), Code.DATE_INVALID, 2, "D_Date_Emission"),
    Spoiled("a name in lower case", raw(3, "L_Nom_Prenom", b"El Alami"), Code.CHARACTERS_FORBIDDEN, 3, "L_Nom_Prenom"),
    Spoiled("a full stop in the address", raw(2, "L_Adresse", b"AV. HASSAN II"), Code.CHARACTERS_FORBIDDEN, 2,
            "L_Adresse"),
    Spoiled("a control character", raw(3, "L_Nom_Prenom", b"EL\x01ALAMI"), Code.CHARACTERS_FORBIDDEN, 3,
            "L_Nom_Prenom"),
    Spoiled("Arabic letters", raw(3, "L_Nom_Prenom", "أمينة"), Code.CHARACTERS_FORBIDDEN, 3, "L_Nom_Prenom"),
    Spoiled("a hyphen in the CIN", raw(7, "L_Num_CIN", b"AB-12345"), Code.CHARACTERS_FORBIDDEN, 7, "L_Num_CIN"),
    Spoiled("a name with an accent in UTF-8", raw(3, "L_Nom_Prenom", "EL FÂSSI"), Code.CHARACTERS_TO_FOLD, 3,
            "L_Nom_Prenom", severity=WARNING),
    Spoiled("a name with an accent in Latin-1", raw(3, "L_Nom_Prenom", "EL FÂSSI".encode("latin-1")),
            Code.CHARACTERS_TO_FOLD, 3, "L_Nom_Prenom", severity=WARNING),
    Spoiled("a hyphen and an apostrophe", raw(2, "L_Raison_Sociale", b"L'ATLAS-SUD"), Code.CHARACTERS_TO_FOLD, 2,
            "L_Raison_Sociale", severity=WARNING),
    Spoiled("something in the filler", raw(3, "L_filler", b"PAIE V3"), Code.FILLER_NOT_BLANK, 3, "L_filler",
            severity=WARNING),
    # head
    Spoiled("category of a complementary file", raw(1, "L_Cat", b"E1"), Code.CATEGORY_INVALID, 1, "L_Cat"),
    Spoiled("category E0", lambda: complementary().put(1, "L_Cat", b"E0"), Code.CATEGORY_INVALID, 1, "L_Cat"),
    Spoiled("the thirteenth month", raw(2, "L_Periode", b"202613"), Code.PERIOD_INVALID, 2, "L_Periode"),
    Spoiled("another affiliate in B01", raw(2, "N_Num_Affilie", b"7654321"), Code.AFFILIATE_DIFFERS, 2,
            "N_Num_Affilie"),
    Spoiled("another affiliate in a B02", raw(4, "N_Num_Affilie", b"7654321"), Code.AFFILIATE_DIFFERS, 4,
            "N_Num_Affilie"),
    Spoiled("another affiliate in B06", raw(11, "N_Num_Affilie", b"7654321"), Code.AFFILIATE_DIFFERS, 11,
            "N_Num_Affilie"),
    Spoiled("another affiliate in E02", lambda: complementary().put(3, "N_Num_Affilie", b"7654321"),
            Code.AFFILIATE_DIFFERS, 3, "N_Num_Affilie"),
    Spoiled("another month in a B04", raw(8, "L_Periode", b"202602"), Code.PERIOD_DIFFERS, 8, "L_Periode"),
    Spoiled("another month in B01", raw(2, "L_Periode", b"202602"), Code.PERIOD_DIFFERS, 2, "L_Periode"),
    Spoiled("the file of another firm", main, Code.AFFILIATE_UNEXPECTED, 2, "N_Num_Affilie",
            expected={"affiliate": "7654321"}),
    Spoiled("the file of another month", main, Code.PERIOD_UNEXPECTED, 2, "L_Periode",
            expected={"period": MARCH.plus(1)}),
    Spoiled("an affiliate of wrong key", edited(lambda x: operator.setitem(x, slice(1, None), [
            line[:3] + b"1234568" + line[10:] for line in x[1:]])), Code.AFFILIATE_CHECK_DIGIT, 2, "N_Num_Affilie",
            severity=WARNING),
    Spoiled("a name of another month", main, Code.FILE_NAME_DIFFERS, 2, "L_Periode", severity=WARNING,
            expected={"file_name": "DS_1234567_202604.txt"}),
    Spoiled("a name of another nature", main, Code.FILE_NAME_DIFFERS, 1, "L_Cat", severity=WARNING,
            expected={"file_name": "DSC1_1234567_202603.txt"}),
    Spoiled("a name of another firm", main, Code.FILE_NAME_DIFFERS, 2, "N_Num_Affilie", severity=WARNING,
            expected={"file_name": "ds_7654321_032026.TXT"}),
    # numbers
    Spoiled("the number of nobody", put(4, "N_Num_Assure", 100_000_000), Code.NUMBER_REFUSED, 4, "N_Num_Assure",
            follow=((4, "N_Num_Assure", Code.NUMBER_UNSORTED),)),
    Spoiled("the number of nobody, entering", put(7, "N_Num_Assure", 100_000_000), Code.NUMBER_REFUSED, 7,
            "N_Num_Assure"),
    Spoiled("no number in a B02", put(4, "N_Num_Assure", 0), Code.NUMBER_SPECIAL, 4, "N_Num_Assure"),
    Spoiled("occasional labour in a B02", put(4, "N_Num_Assure", 999_999_999), Code.NUMBER_SPECIAL, 4, "N_Num_Assure"),
    Spoiled("a number that begins with 2", put(7, "N_Num_Assure", 223_456_785), Code.NUMBER_FIRST_DIGIT, 7,
            "N_Num_Assure", severity=WARNING),
    Spoiled("a number of wrong key", put(4, "N_Num_Assure", 123_456_789), Code.NUMBER_CHECK_DIGIT, 4, "N_Num_Assure",
            severity=WARNING),
    Spoiled("a number of wrong key, strictly", put(4, "N_Num_Assure", 123_456_789), Code.NUMBER_CHECK_DIGIT, 4,
            "N_Num_Assure", expected=STRICT),
    Spoiled("a first digit, strictly", put(7, "N_Num_Assure", 223_456_785), Code.NUMBER_FIRST_DIGIT, 7,
            "N_Num_Assure", expected=STRICT),
    Spoiled("a B02 twice", lambda: edited(lambda x: x.insert(4, x[3]))().resummed(), Code.NUMBER_REPEATED, 5,
            "N_Num_Assure"),
    Spoiled("an entrant twice", lambda: edited(lambda x: x.insert(8, x[6]))().resummed(), Code.NUMBER_REPEATED, 9,
            "N_Num_Assure"),
    Spoiled("an entrant who has a B02", put(7, "N_Num_Assure", 112_345_676), Code.NUMBER_REPEATED, 7, "N_Num_Assure"),
    Spoiled("two B02 exchanged", edited(lambda x: x.insert(2, x.pop(3))), Code.NUMBER_UNSORTED, 4, "N_Num_Assure",
            severity=WARNING),
    Spoiled("an entrant without name", put(7, "L_Nom_Prenom", b""), Code.NAME_MISSING, 7, "L_Nom_Prenom"),
    Spoiled("an entrant without number nor CIN", put(8, "L_Num_CIN", b""), Code.CIN_MISSING, 8, "L_Num_CIN"),
    Spoiled("a CIN without number twice", lambda: edited(lambda x: x.insert(8, x[7]))().resummed(),
            Code.CIN_REPEATED, 9, "L_Num_CIN"),
    Spoiled("a line of nobody beside entrants",
            lambda: edited(lambda x: x.insert(7, x[6][:16] + b" " * 77 + b"0" * 43 + b" " * 124))().resummed(),
            Code.EMPTY_ENTRANT_NOT_ALONE, 8, severity=WARNING),
    # the pre-established file
    Spoiled("somebody the fund did not list", put(4, "N_Num_Assure", 123_456_784), Code.NUMBER_NOT_PRE_ESTABLISHED, 4,
            "N_Num_Assure", follow=((6, "N_Num_Assure", Code.NUMBER_UNANSWERED),),
            expected={"pre_established": pre_established()}),
    Spoiled("somebody forgotten", lambda: edited(lambda x: x.pop(3))().resummed(), Code.NUMBER_UNANSWERED, 5,
            "N_Num_Assure", expected={"pre_established": pre_established()}),
    Spoiled("other children", put(4, "N_Enfants", 3), Code.PRE_ESTABLISHED_CHANGED, 4, "N_Enfants", severity=WARNING,
            expected={"pre_established": pre_established()}),
    Spoiled("another transfer number", raw(1, "N_Identif_Transfert", 41), Code.TRANSFER_DIFFERS, 1,
            "N_Identif_Transfert", severity=WARNING, expected={"pre_established": pre_established()}),
    # wages
    Spoiled("27 days", put(3, "N_Jours_Declares", 27), Code.DAYS_TOO_MANY, 3, "N_Jours_Declares"),
    Spoiled("31 days of an entrant", put(7, "N_Nbr_Jours", 31), Code.DAYS_TOO_MANY, 7, "N_Nbr_Jours"),
    Spoiled("27 days and nothing else changed", raw(3, "N_Jours_Declares", 27), Code.DAYS_TOO_MANY, 3,
            "N_Jours_Declares",
            follow=((3, "S_Ctr", Code.CONTROL_SUM_WRONG), (6, "N_T_Jours_Declares", Code.RECAP_WRONG))),
    Spoiled("capped above real", put(3, "N_Salaire_Plaf", 500_001), Code.CAPPED_ABOVE_REAL, 3, "N_Salaire_Plaf"),
    Spoiled("occasional capped above real", put(9, "N_Sal_Plaf", 700_001), Code.CAPPED_ABOVE_REAL, 9, "N_Sal_Plaf"),
    Spoiled("capped above the ceiling", put(4, "N_Salaire_Plaf", 600_001), Code.CAPPED_WRONG, 4, "N_Salaire_Plaf"),
    Spoiled("capped below", put(7, "N_Sal_Plaf", 249_999), Code.CAPPED_WRONG, 7, "N_Sal_Plaf"),
    Spoiled("another control sum", raw(4, "S_Ctr", 124_456_811), Code.CONTROL_SUM_WRONG, 4, "S_Ctr"),
    Spoiled("a control sum of 19 nines", raw(7, "S_Ctr", b"9" * 19), Code.CONTROL_SUM_WRONG, 7, "S_Ctr"),
    # situations
    Spoiled("situation ZZ", raw(3, "L_Situation", b"ZZ"), Code.SITUATION_UNKNOWN, 3, "L_Situation"),
    Spoiled("situation in lower case", raw(5, "L_Situation", b"so"), Code.SITUATION_UNKNOWN, 5, "L_Situation"),
    Spoiled("neither work nor situation", as_situation("  "), Code.SITUATION_MISSING, 3, "L_Situation"),
    Spoiled("a wage without days", put(3, "N_Jours_Declares", 0), Code.DAYS_MISSING, 3, "N_Jours_Declares"),
    Spoiled("days without a wage", as_situation("  ", N_Jours_Declares=26), Code.WAGE_MISSING, 3, "N_Salaire_Reel"),
    *(
        Spoiled(f"days with {code}", as_situation(code, N_Jours_Declares=1, **more), Code.DAYS_FORBIDDEN, 3,
                "N_Jours_Declares")
        for code, more in (("SO", {"N_AF_A_Reverser": 60_000}), ("AT", {}), ("CS", {}), ("MS", {}), ("MP", {}))
    ),
    Spoiled("a wage with AT", as_situation("AT", N_Salaire_Reel=100, N_Salaire_Plaf=100), Code.WAGE_FORBIDDEN, 3,
            "N_Salaire_Reel"),
    Spoiled("SO without giving back", put(5, "N_AF_A_Reverser", 0), Code.AF_TO_RETURN_NOT_NET, 5, "N_AF_A_Reverser"),
    Spoiled("DE without giving back", as_situation("DE", N_Jours_Declares=9, N_Salaire_Reel=9, N_Salaire_Plaf=9),
            Code.AF_TO_RETURN_NOT_NET, 3, "N_AF_A_Reverser"),
    Spoiled("giving back more than the net", put(3, "N_AF_A_Reverser", 60_001), Code.AF_TO_RETURN_ABOVE_NET, 3,
            "N_AF_A_Reverser"),
    Spoiled("a net that nothing explains", put(3, "N_AF_A_Deduire", 100), Code.AF_NET_UNEXPLAINED, 3,
            "N_AF_Net_A_Payer", severity=WARNING),
    # recaps
    *(
        Spoiled(f"another {name} in B03", raw(6, name, 1), Code.RECAP_WRONG, 6, name)
        for name in ("N_Nbr_Salaries", "N_T_Enfants", "N_T_AF_A_Payer", "N_T_AF_A_Deduire", "N_T_AF_Net_A_Payer",
                     "N_T_Num_Imma", "N_T_AF_A_Reverser", "N_T_Jours_Declares", "N_T_Salaire_Reel",
                     "N_T_Salaire_Plaf", "N_T_Ctr")
    ),
    *(
        Spoiled(f"another {name} in B05", raw(10, name, 1), Code.RECAP_WRONG, 10, name)
        for name in ("N_Nbr_Salaries", "N_T_Num_Imma", "N_T_Jours_Declares", "N_T_Salaire_Reel", "N_T_Salaire_Plaf",
                     "N_T_Ctr")
    ),
    *(
        Spoiled(f"another {name} in B06", raw(11, name, 1), Code.GLOBAL_RECAP_WRONG, 11, name)
        for name in ("N_Nbr_Salaries", "N_T_Num_Imma", "N_T_Jours_Declares", "N_T_Salaire_Reel", "N_T_Salaire_Plaf",
                     "N_T_Ctr")
    ),
    Spoiled("a total in E03", lambda: complementary().put(4, "N_T_Jours_Declares", 1), Code.RECAP_WRONG, 4,
            "N_T_Jours_Declares"),
    Spoiled("somebody in E02", lambda: complementary().put(3, "N_Num_Assure", 112_345_676), Code.E02_NOT_EMPTY, 3),
    Spoiled("X03 for B03", edited(lambda x: x.insert(5, b"X" + x.pop(5)[1:])), Code.RECORD_UNKNOWN, 6,
            follow=unverified(11)),
]  # fmt: skip


@pytest.mark.parametrize("spoiled", FILES, ids=str)
def test_one_spoiled_thing_is_told_at_its_line_and_field(spoiled: Spoiled) -> None:
    report = spoiled.file().check(**spoiled.expected)
    expected = sorted([(spoiled.line, spoiled.field, spoiled.code), *spoiled.follow])
    assert sorted(told(report)) == expected
    told_of_it = next(each for each in report.findings if each.code is spoiled.code)
    assert told_of_it.severity is spoiled.severity
    assert report.accepted == (spoiled.severity is Severity.WARNING)


def test_every_kind_of_finding_has_a_spoiled_file() -> None:
    hopeless = {Code.FILE_ABSENT, Code.FILE_EMPTY, Code.FILE_TOO_BIG, Code.FILE_OF_ANOTHER_FORMAT}
    elsewhere = {*hopeless, Code.FILE_NOT_PRE_ESTABLISHED, Code.RECAP_NOT_VERIFIED}
    assert {spoiled.code for spoiled in FILES} == set(Code) - elsewhere


def test_valid_files_have_no_finding() -> None:
    assert told(main().check()) == []
    assert told(complementary().check()) == []
    assert told(main().check(pre_established=pre_established(), file_name="DS_1234567_202603.txt")) == []
    assert told(main().check(affiliate="1234567", period=MARCH, file_name="DS_1234567_032026.txt")) == []
    assert told(complementary().check(file_name="DSC1_1234567_202603.txt", **STRICT)) == []

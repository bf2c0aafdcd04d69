"""The lines that come out of a check, the report, and the bounds of both."""

import datetime as dt
from io import BytesIO

import pytest

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.examine import Examination, check
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.findings import Severity
from macnss.declarations.ebds.header import Kind
from macnss.declarations.ebds.lines import LineKind, Lines
from macnss.declarations.ebds.report import Totals
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.ebds.tests.samples import MARCH, complementary, complementary_file, main, main_file, told
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import NumberRule


def lines_of(content: bytes) -> list[Lines]:
    return list(Examination().read(BytesIO(content)))


def test_lines_come_as_columns_of_centimes_and_days() -> None:
    answered, entrants = lines_of(main_file())
    assert (answered.kind, entrants.kind) == (LineKind.ANSWERED, LineKind.ENTRANT)
    assert answered.line_no.tolist() == [3, 4, 5]
    assert answered.number.tolist() == [112345676, 123456785, 135792466]
    assert answered.days.tolist() == [26, 20, 0]
    assert answered.real.tolist() == [500_000, 1_000_000, 0]
    assert answered.capped.tolist() == [500_000, 600_000, 0]
    assert answered.situation.tolist() == [Situation.NORMAL, Situation.NORMAL, Situation.SO]
    assert answered.children.tolist() == [2, 0, 1]
    assert answered.af_net.tolist() == [60_000, 0, 30_000]
    assert answered.af_to_return.tolist() == [0, 0, 30_000]
    assert str(answered.real.dtype) == "int64"


def test_entrants_have_no_family_allowance_and_are_at_ordinary_work() -> None:
    _, entrants = lines_of(main_file())
    assert entrants.number.tolist() == [140000002, 0, 999999999]
    assert entrants.children.tolist() == entrants.af_net.tolist() == entrants.af_to_return.tolist() == [0, 0, 0]
    assert entrants.situation.tolist() == [0, 0, 0]


def test_names_and_cin_are_decoded_when_asked_for() -> None:
    answered, entrants = lines_of(main_file())
    assert answered.name(0) == "EL ALAMI AMINA"
    assert (answered.surname(0), answered.given_names(0)) == ("EL ALAMI", "AMINA")
    assert answered.cin(0) == ""
    assert entrants.cin(1) == "CD654321"
    assert entrants.name(2) == ""


def test_a_name_at_the_right_of_its_field_is_read_and_forgiven() -> None:
    sample = main().put(7, "L_Nom_Prenom", b"BERRADA ZINEB".rjust(60))
    assert told(sample.check()) == []
    _, entrants = lines_of(sample.content)
    assert entrants.name(0) == "BERRADA ZINEB"


def test_nobody_is_not_given_as_a_line() -> None:
    sample = main()
    del sample.lines[6:9]
    nobody = sample.lines[5][:16].replace(b"B03", b"B04")
    for number in (b" " * 9, b"0" * 9):
        blank = nobody + number + b" " * 68 + b"0" * 43 + b" " * 124
        spoiled = type(sample)([*sample.lines[:6], blank, *sample.lines[6:]]).resummed()
        assert told(spoiled.check()) == []
        assert len(lines_of(spoiled.content)) == 1
        assert spoiled.check().totals.entrants == 0


def test_totals_are_those_of_the_lines_whatever_the_recaps_say() -> None:
    spoiled = main().put(6, "N_T_Salaire_Reel", 1).put(10, "N_Nbr_Salaries", 9).put(11, "N_T_Jours_Declares", 1)
    expected = Totals(pre_established=3, entrants=3, days=64, real_centimes=2_550_000, capped_centimes=1_500_000)
    assert spoiled.check().totals == main().check().totals == expected
    assert expected.lines == 6


def test_a_report_is_written_as_the_interface_promises() -> None:
    assert main().check().as_json() == {
        "accepted": True,
        "totals": {
            "lines": 6,
            "pre_established": 3,
            "entrants": 3,
            "days": 64,
            "real_centimes": 2_550_000,
            "capped_centimes": 1_500_000,
        },
        "findings": [],
    }


def test_the_report_tells_who_declares_and_for_when() -> None:
    header = check(BytesIO(complementary_file())).header
    assert header is not None
    assert (header.kind, header.sequence) == (Kind.COMPLEMENTARY, 1)
    assert (header.affiliate, header.period, header.company_name) == ("1234567", MARCH, "ATLAS SARL")
    assert (header.issue_date, header.due_date) == (dt.date(2026, 3, 1), dt.date(2026, 4, 10))
    assert header.transfer_id == "00000000000042"


def test_there_is_no_report_before_the_end() -> None:
    with pytest.raises(RuntimeError):
        _ = Examination().report


def test_the_ceiling_is_that_of_the_month() -> None:
    asked: list[Month] = []

    def ceiling(month: Month) -> int:
        asked.append(month)
        return 700_000

    report = main().check(ceiling=ceiling)
    assert told(report) == [(4, "N_Salaire_Plaf", Code.CAPPED_WRONG)]
    assert report.findings[0].expected == "000700000"
    assert asked == [MARCH]


def test_check_digits_may_be_no_ones_business() -> None:
    sample = main().put(4, "N_Num_Assure", 123_456_789).put(7, "N_Num_Assure", 299_999_999).resummed()
    assert told(sample.check(number_rule=NumberRule.OFF)) == []


def test_the_second_series_of_check_digits_is_as_good_as_the_first() -> None:
    assert told(main().put(4, "N_Num_Assure", 123_456_784).resummed().check(number_rule=NumberRule.REJECT)) == []


def test_findings_come_by_line() -> None:
    sample = main().put(11, "N_T_Jours_Declares", 1).put(7, "N_Nbr_Jours", 27).put(3, "N_Jours_Declares", 27)
    lines = [finding.line for finding in sample.check().findings]
    assert lines == sorted(lines)
    assert len(lines) > 4


def test_findings_beyond_those_kept_are_counted() -> None:
    sample = main()
    for line in (3, 4):
        sample.put(line, "N_Jours_Declares", 27)
    for line in (7, 8, 9):
        sample.put(line, "N_Nbr_Jours", 28)
    sample.put(3, "L_filler", b"X").resummed()
    report = sample.check(keep=2)
    assert len(report.findings) == 2
    assert report.per_code == {Code.FILLER_NOT_BLANK: 1, Code.DAYS_TOO_MANY: 5}
    assert (report.errors, report.warnings, report.omitted) == (5, 1, 4)
    assert not report.accepted


def test_a_file_is_refused_by_an_error_that_was_not_kept() -> None:
    report = main().put(2, "L_Ville", b"FES-SAIS").put(3, "N_Jours_Declares", 27).resummed().check(keep=1)
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    assert not report.accepted


def test_an_affiliate_wrong_everywhere_is_told_once() -> None:
    sample = main()
    sample.lines[1:] = [line[:3] + b"12345X7" + line[10:] for line in sample.lines[1:]]
    assert told(sample.check()) == [(2, "N_Num_Affilie", Code.NOT_DIGITS)]


def test_a_period_wrong_everywhere_is_told_once() -> None:
    sample = main()
    sample.lines[1:] = [line[:10] + b"202600" + line[16:] for line in sample.lines[1:]]
    assert told(sample.check()) == [(2, "L_Periode", Code.PERIOD_INVALID)]


def test_an_empty_e02_may_be_blank_or_cut() -> None:
    for e02 in (complementary().lines[2][:16].ljust(260), complementary().lines[2][:16]):
        sample = complementary()
        sample.lines[2] = e02
        assert told(sample.check()) == []


def test_occasional_labour_may_be_repeated() -> None:
    sample = main()
    assert told(sample.insert(10, sample.lines[8], sample.lines[8]).resummed().check()) == []


def test_two_entrants_without_number_are_told_apart_by_their_cin() -> None:
    sample = main()
    sample.insert(9, sample.lines[7]).put(9, "L_Num_CIN", b"EE111111").resummed()
    assert told(sample.check()) == []


def test_a_recap_that_adds_the_right_control_sums_is_right() -> None:
    sample = main().put(3, "S_Ctr", 7)
    assert told(sample.check()) == [(3, "S_Ctr", Code.CONTROL_SUM_WRONG)]
    total = int(sample.get(6, "N_T_Ctr")) - 113_345_702 + 7
    whole = int(sample.get(11, "N_T_Ctr")) - 113_345_702 + 7
    sample.put(6, "N_T_Ctr", total).put(11, "N_T_Ctr", whole)
    assert told(sample.check()) == [(3, "S_Ctr", Code.CONTROL_SUM_WRONG)]


def test_when_a_recap_is_missing_the_last_one_is_compared_with_the_lines() -> None:
    sample = main().drop(6).put(10, "N_T_Jours_Declares", 1)
    assert told(sample.check()) == [
        (6, "", Code.RECORD_MISSING),
        (10, "N_T_Jours_Declares", Code.GLOBAL_RECAP_WRONG),
    ]


def test_other_fields_of_an_unreadable_line_are_still_checked() -> None:
    sample = main().put(3, "N_Enfants", b"X2").put(3, "N_Jours_Declares", 30)
    assert {code for _, field, code in told(sample.check()) if field == "N_Jours_Declares"} == {Code.DAYS_TOO_MANY}


def test_expectations_are_optional() -> None:
    assert check(BytesIO(main_file()), Expectations()).accepted

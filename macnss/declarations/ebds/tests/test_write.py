"""What is written is read back the same, and is accepted."""

from dataclasses import replace
from io import BytesIO
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.ebds.characters import fold
from macnss.declarations.ebds.examine import Examination
from macnss.declarations.ebds.expectations import CEILING
from macnss.declarations.ebds.header import Header, Kind
from macnss.declarations.ebds.lines import LineKind
from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.report import Report
from macnss.declarations.ebds.situations import WITHOUT_WORK, Situation
from macnss.declarations.ebds.tests.samples import ATLAS, COMPLEMENTARY, Sample, main_file, told
from macnss.declarations.ebds.write import write_complementary, write_declaration
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import registration_number_from

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "M", "P", "Zs"]), max_size=40)
WAGES = st.integers(1, 10**13 - 1)
NUMBERS = st.integers(10_000_001, 19_999_999).map(registration_number_from)


@st.composite
def answered_lines(draw: st.DrawFn, number: int) -> AnsweredLine:
    situation = draw(st.sampled_from(Situation))
    at_work = situation not in WITHOUT_WORK
    real = draw(WAGES) if at_work else 0
    to_pay = draw(st.integers(0, 999_999))
    to_deduct = draw(st.integers(0, to_pay))
    gone = situation in (Situation.SO, Situation.DE)
    return AnsweredLine(
        number=number,
        surname=draw(NAMES),
        given_names=draw(NAMES),
        children=draw(st.integers(0, 99)),
        af_to_pay=to_pay,
        af_to_deduct=to_deduct,
        af_net=to_pay - to_deduct,
        af_to_return=to_pay - to_deduct if gone else draw(st.integers(0, to_pay - to_deduct)),
        days=draw(st.integers(1, 26)) if at_work else 0,
        real=real,
        capped=min(real, CEILING),
        situation=situation,
    )


@st.composite
def entrants(draw: st.DrawFn, number: int) -> Entrant:
    real = draw(WAGES)
    return Entrant(
        number=number,
        surname="ALAMI " + draw(NAMES),
        given_names=draw(NAMES),
        cin=f"AB{number % 1_000_000:06d}",
        days=draw(st.integers(0, 26)),
        real=real,
        capped=min(real, CEILING),
    )


@st.composite
def people(draw: st.DrawFn) -> tuple[list[AnsweredLine], list[Entrant]]:
    numbers = draw(st.lists(NUMBERS, unique=True, max_size=8))
    cut = draw(st.integers(0, len(numbers)))
    return (
        [draw(answered_lines(number)) for number in sorted(numbers[:cut])],
        [draw(entrants(number)) for number in numbers[cut:]],
    )


def read_back(content: bytes) -> tuple[Report, list[AnsweredLine], list[Entrant]]:
    """The people of the file, as the reader gives them."""
    examination = Examination()
    answered: list[AnsweredLine] = []
    entering: list[Entrant] = []
    for lines in examination.read(BytesIO(content)):
        for row in range(len(lines)):
            words: tuple[str, ...] = ("number", "days", "real", "capped")
            person: dict[str, Any] = {word: int(getattr(lines, word)[row]) for word in words}
            person |= {"surname": lines.surname(row), "given_names": lines.given_names(row)}
            if lines.kind is LineKind.ENTRANT:
                entering.append(Entrant(**person, cin=lines.cin(row)))
            else:
                words = ("children", "af_to_pay", "af_to_deduct", "af_net", "af_to_return")
                person |= {word: int(lines.numbers[word][row]) for word in words}
                answered.append(AnsweredLine(**person, situation=Situation(int(lines.situation[row]))))
    return examination.report, answered, entering


Person = TypeVar("Person", AnsweredLine, Entrant)


def as_written(person: Person) -> Person:
    return replace(person, surname=fold(person.surname)[:30].strip(), given_names=fold(person.given_names)[:30].strip())


@given(people())
def test_a_declaration_is_read_as_it_was_written(declared: tuple[list[AnsweredLine], list[Entrant]]) -> None:
    out = BytesIO()
    write_declaration(out, ATLAS, *declared)
    report, answered, entering = read_back(out.getvalue())
    assert told(report) == []
    assert answered == [as_written(each) for each in declared[0]]
    assert entering == [as_written(each) for each in declared[1]]
    assert report.totals.real_centimes == sum(each.real for group in declared for each in group)


@given(people().filter(lambda declared: declared[1] != []), st.integers(1, 9))
def test_a_complementary_declaration_is_read_as_it_was_written(
    declared: tuple[list[AnsweredLine], list[Entrant]], sequence: int
) -> None:
    out = BytesIO()
    write_complementary(out, replace(COMPLEMENTARY, sequence=sequence), declared[1])
    report, answered, entering = read_back(out.getvalue())
    assert told(report) == []
    assert answered == []
    assert entering == [as_written(each) for each in declared[1]]
    assert report.header is not None
    assert (report.header.kind, report.header.sequence) == (Kind.COMPLEMENTARY, sequence)


@given(people())
def test_its_sums_are_those_of_plain_addition(declared: tuple[list[AnsweredLine], list[Entrant]]) -> None:
    out = BytesIO()
    write_declaration(out, ATLAS, *declared)
    assert Sample.of(out.getvalue()).resummed().content == out.getvalue()


def test_the_control_sum_is_that_of_the_published_example() -> None:
    out = BytesIO()
    person = AnsweredLine(number=123456785, surname="A", given_names="B", days=26, real=1_000_000, capped=600_000)
    write_declaration(out, ATLAS, [person])
    assert Sample.of(out.getvalue()).get(3, "S_Ctr") == b"0000000000125056811"


def test_without_entrants_there_is_one_line_of_nobody() -> None:
    out = BytesIO()
    write_declaration(out, ATLAS, [])
    sample = Sample.of(out.getvalue())
    assert [line[:3] for line in sample.lines] == [b"B00", b"B01", b"B03", b"B04", b"B05", b"B06"]
    assert sample.get(4, "N_Num_Assure") == b" " * 9
    assert sample.get(5, "N_Nbr_Salaries") == b"000000"
    assert told(sample.check()) == []


def test_every_line_has_260_bytes_of_plain_ascii() -> None:
    lines = main_file().split(b"\r\n")
    assert lines.pop() == b""
    assert {len(line) for line in lines} == {260}
    assert all(line.isascii() for line in lines)


def test_a_long_name_is_cut_at_its_thirty_characters() -> None:
    out = BytesIO()
    long = Entrant(number=140000002, surname="A" * 40, given_names="B" * 40, cin="AB1", days=1, real=9, capped=9)
    write_declaration(out, ATLAS, [], [long])
    _, _, (read,) = read_back(out.getvalue())
    assert (read.surname, read.given_names) == ("A" * 30, "B" * 30)


def test_a_cin_is_never_cut() -> None:
    stranger = Entrant(surname="A", given_names="B", cin="ABC-1234567", days=1, real=9, capped=9)
    with pytest.raises(ValueError, match="L_Num_CIN"):
        write_declaration(BytesIO(), ATLAS, [], [stranger])


def test_an_amount_too_wide_is_refused() -> None:
    rich = Entrant(number=140000002, surname="A", given_names="B", days=1, real=10**13, capped=1)
    with pytest.raises(ValueError, match="N_Sal_Reel"):
        write_declaration(BytesIO(), ATLAS, [], [rich])


@pytest.mark.parametrize("missing", ["period", "issue_date", "due_date"])
def test_a_header_must_be_whole(missing: str) -> None:
    changed: dict[str, Any] = {missing: None}
    header: Header = replace(ATLAS, **changed)
    with pytest.raises(ValueError, match="period"):
        write_declaration(BytesIO(), header, [])


def test_more_days_than_the_recap_can_hold_keep_their_last_six_digits() -> None:
    out = BytesIO()
    crowd = (
        AnsweredLine(
            number=registration_number_from(11_000_000 + each), surname="A", given_names="B", days=26, real=9, capped=9
        )
        for each in range(38_462)
    )
    write_declaration(out, replace(ATLAS, period=Month(2026, 1)), crowd)
    report, answered, _ = read_back(out.getvalue())
    assert len(answered) == 38_462
    assert report.totals.days == 1_000_012
    assert told(report) == []


def test_a_complementary_declaration_of_nobody_is_refused() -> None:
    out = BytesIO()
    write_complementary(out, COMPLEMENTARY, [])
    report, _answered, _entering = read_back(out.getvalue())
    assert not report.accepted
    assert [(each.record, each.field) for each in report.findings] == [("E04", "L_Nom_Prenom")]

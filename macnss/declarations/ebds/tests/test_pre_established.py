"""The fund's own file, read back and answered."""

from io import BytesIO

import pytest

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.header import Header
from macnss.declarations.ebds.hopeless import HopelessFile
from macnss.declarations.ebds.pre_established import read_pre_established
from macnss.declarations.ebds.tests.samples import (
    ATLAS,
    MARCH,
    PRE_ESTABLISHED,
    Sample,
    main,
    pre_established,
    pre_established_file,
    told,
)
from macnss.declarations.ebds.write import write_pre_established


def refused(sample: Sample) -> HopelessFile:
    with pytest.raises(HopelessFile) as refusal:
        read_pre_established(BytesIO(sample.content))
    assert refusal.value.code in (Code.FILE_NOT_PRE_ESTABLISHED, Code.FILE_OF_ANOTHER_FORMAT)
    return refusal.value


def test_it_is_read_as_it_was_written() -> None:
    read = pre_established()
    assert [(each.number, each.children, each.af_net) for each in read] == [
        (each.number, each.children, each.af_net) for each in PRE_ESTABLISHED
    ]
    assert [each.surname for each in read] == ["EL ALAMI", "TAZI", "IDRISSI"]
    assert [each.given_names for each in read] == ["AMINA", "BRAHIM", "SAID"]
    assert read.header == Header(
        affiliate="1234567",
        period=MARCH,
        company_name="ATLAS SARL",
        activity="COMMERCE",
        address="12 RUE DE L OCEAN",
        town="FES",
        postcode="30000",
        agency="01",
        issue_date=ATLAS.issue_date,
        due_date=ATLAS.due_date,
        transfer_id=ATLAS.transfer_id,
    )


def test_lines_are_given_by_number_whatever_their_order() -> None:
    out = BytesIO()
    write_pre_established(out, ATLAS, reversed(PRE_ESTABLISHED))
    read = read_pre_established(BytesIO(out.getvalue()))
    assert [each.number for each in read] == sorted(each.number for each in PRE_ESTABLISHED)


def test_a_firm_may_have_nobody() -> None:
    out = BytesIO()
    write_pre_established(out, ATLAS, [])
    assert len(read_pre_established(BytesIO(out.getvalue()))) == 0


def test_each_answer_to_nobody_is_told_when_nobody_was_asked() -> None:
    out = BytesIO()
    write_pre_established(out, ATLAS, [])
    asked = read_pre_established(BytesIO(out.getvalue()))
    assert told(main().check(pre_established=asked)) == [
        (line, "N_Num_Assure", Code.NUMBER_NOT_PRE_ESTABLISHED) for line in (3, 4, 5)
    ]


def test_a_number_that_cannot_be_read_leaves_no_one_unanswered() -> None:
    report = main().put(4, "N_Num_Assure", b"12345678X").check(pre_established=pre_established())
    assert Code.NUMBER_UNANSWERED not in report.per_code


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sample: sample.put(4, "N_Enfants", b"X1"),
        lambda sample: sample.put(6, "N_T_Enfants", 9),
        lambda sample: sample.put(6, "N_Nbr_Salaries", 2),
        lambda sample: sample.drop(1),
        lambda sample: sample.drop(6),
        lambda sample: sample.insert(6, sample.lines[5]),
        lambda sample: sample.insert(3, sample.lines[2][:60]),
    ],
)
def test_a_changed_file_is_refused(spoil: object) -> None:
    sample = Sample.of(pre_established_file())
    assert callable(spoil)
    spoil(sample)
    refused(sample)


def test_a_declaration_is_no_pre_established_file() -> None:
    assert refused(main()).code is Code.FILE_NOT_PRE_ESTABLISHED


def test_its_lines_end_in_cr_lf_the_last_one_too() -> None:
    content = pre_established_file()
    assert content.count(b"\r\n") == content.count(b"\n") == 6
    assert content.endswith(b"\r\n")
    assert not content.endswith(b"\n\r\n")

"""From the file of an employer to the register: what enters, what is refused, what never enters twice."""

import datetime as dt
from decimal import Decimal
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from macnss.audit.models import Event
from macnss.declarations.ebds.layout import OCCASIONAL
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.enums import Kind, Source, Unattached, UploadState
from macnss.declarations.models import Declaration, UnattachedLine, Upload, WageLine
from macnss.declarations.queries import CAREER
from macnss.declarations.rules.contributions import contributions
from macnss.declarations.services import entry, posting, uploads
from macnss.declarations.tests.factories import works
from macnss.declarations.tests.files import (
    IN_TIME,
    MARCH,
    answers,
    complementary_file,
    enters,
    main_file,
    unnumbered,
)
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, zellige
from macnss.employment.models import Employment
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, brahim
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def person() -> Insured:
    return amina()


def hand_in(employer: Employer, content: bytes, now: dt.datetime = IN_TIME, name: str = "") -> Upload:
    upload = uploads.receive(employer=employer, file_name=name or "declaration.txt", chunks=[content], by=None, now=now)
    return uploads.check(upload=upload, by=None, now=now)


def the_declaration(upload: Upload) -> Declaration:
    assert upload.state == UploadState.ACCEPTED, upload.report
    assert upload.declaration
    return upload.declaration


def codes(upload: Upload) -> set[str]:
    assert upload.report
    return {each["code"] for each in upload.report["findings"] if each["severity"] == "error"}


def test_a_file_becomes_what_the_insured_person_sees(company: Employer, person: Insured) -> None:
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[enters(person, 1_000_000)])))
    assert declaration.period == MARCH
    assert (declaration.kind, declaration.sequence, declaration.source) == (Kind.MAIN, 0, Source.FILE)
    assert (declaration.lines, declaration.days) == (1, 26)
    assert (declaration.real, declaration.capped) == (1_000_000, 600_000)
    line = WageLine.objects.of(person).get()
    assert (line.month, line.days, line.real, line.capped) == (dt.date(2026, 3, 1), 26, 1_000_000, 600_000)
    assert line.employer == company


def test_its_contributions_are_those_of_the_law_of_the_month(company: Employer, person: Insured) -> None:
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[enters(person, 1_000_000)])))
    asked = {str(each.branch): each for each in contributions(Law(dt.date(2026, 3, 1)), Decimal(10_000))}
    declared = {each.branch: each for each in declaration.contributions.all()}
    assert declared.keys() == asked.keys()
    for branch, contribution in declared.items():
        assert from_centimes(contribution.employee) == asked[branch].employee
        assert from_centimes(contribution.employer) == asked[branch].employer
    assert from_centimes(declaration.due) == Decimal("2244.60")
    cited = {ground["key"] for ground in declaration.grounds}
    assert {"contributions.amo.employer_rate", "contributions.monthly_ceiling"} <= cited


def test_a_company_with_its_own_medical_cover_pays_only_the_solidarity(company: Employer, person: Insured) -> None:
    Employer.objects.update(has_own_medical_cover=True)
    company.refresh_from_db()
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    branches = set(declaration.contributions.values_list("branch", flat=True))
    assert "amo" not in branches
    assert "amo_solidarity" in branches


def test_the_same_bytes_again_are_the_same_declaration(company: Employer, person: Insured) -> None:
    content = main_file(company, entrants=[enters(person)])
    first, again = hand_in(company, content), hand_in(company, content)
    assert first.pk == again.pk
    assert (Upload.objects.count(), Declaration.objects.count(), WageLine.objects.count()) == (1, 1, 1)


def test_a_second_main_file_for_the_month_is_refused_and_leads_to_the_first(company: Employer, person: Insured) -> None:
    first = the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    second = hand_in(company, main_file(company, [answers(person, 700_000)]))
    assert second.state == UploadState.REFUSED
    assert second.report
    assert second.report["refusal"] == posting.AlreadyDeclared.code
    assert second.report["first"] == str(first.public_id)
    assert WageLine.objects.get().real == 500_000


def test_a_complementary_file_adds_to_the_month(company: Employer, person: Insured) -> None:
    the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    added = the_declaration(hand_in(company, complementary_file(company, enters(brahim()))))
    assert (added.kind, added.sequence) == (Kind.COMPLEMENTARY, 1)
    assert WageLine.objects.filter(employer=company).count() == 2
    other = the_declaration(hand_in(company, complementary_file(company, unnumbered(), sequence=2)))
    assert other.sequence == 2


def test_a_complementary_file_that_came_first_does_not_spoil_the_main_one(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    the_declaration(hand_in(company, complementary_file(company, enters(brahim()))))
    main = the_declaration(hand_in(company, main_file(company, [answers(person)])))
    assert main.lines == 1


def test_nobody_is_declared_twice_in_a_month_by_one_company(company: Employer, person: Insured) -> None:
    the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    again = hand_in(company, complementary_file(company, enters(person)))
    assert codes(again) == {"person-declared-already"}
    assert WageLine.objects.count() == 1


def test_a_refused_file_enters_nothing(company: Employer, person: Insured) -> None:
    spoiled = main_file(company, entrants=[enters(person)]).replace(b"0000000500000", b"0000000500001")
    upload = hand_in(company, spoiled)
    assert upload.state == UploadState.REFUSED
    assert codes(upload)
    assert not Declaration.objects.exists()
    assert not WageLine.objects.exists()
    assert Event.objects.filter(action=uploads.REFUSED).exists()


def test_a_refused_file_can_be_handed_in_again_once_the_register_changed(company: Employer) -> None:
    content = main_file(company, entrants=[unnumbered(number=123456785)])
    assert hand_in(company, content).state == UploadState.REFUSED
    person = amina()
    Insured.objects.filter(pk=person.pk).update(number=123456785)
    assert hand_in(company, content).state == UploadState.ACCEPTED


def test_a_number_that_nobody_bears_is_named_with_its_line(company: Employer) -> None:
    upload = hand_in(company, main_file(company, entrants=[unnumbered(number=123456785)]))
    assert upload.report
    (finding,) = [each for each in upload.report["findings"] if each["code"] == "number-unknown"]
    assert (finding["line"], finding["record"], finding["field"]) == (4, "B04", "N_Num_Assure")
    assert finding["found"] == "123456785"
    assert finding["message"]["fr"] != finding["message"]["ar"]


def test_the_file_of_another_company_is_refused(company: Employer, person: Insured) -> None:
    upload = hand_in(company, main_file(zellige(), entrants=[enters(person)]))
    assert upload.state == UploadState.REFUSED


def test_a_late_file_is_fined_by_the_employees_of_the_last_declaration(company: Employer, person: Insured) -> None:
    february = main_file(company, entrants=[enters(person), enters(brahim())], month=Month(2026, 2))
    the_declaration(hand_in(company, february, dt.datetime(2026, 3, 9, 10, tzinfo=dt.UTC)))
    late = dt.datetime(2026, 4, 20, 10, tzinfo=dt.UTC)
    march = main_file(company, [answers(p) for p in sorted(Insured.objects.all(), key=lambda p: p.number)])
    declaration = the_declaration(hand_in(company, march, late))
    assert declaration.is_late
    assert declaration.fine == 2 * 5_000
    assert "penalties.late_declaration.per_employee" in {ground["key"] for ground in declaration.grounds}


def test_a_file_in_time_is_not_fined(company: Employer, person: Insured) -> None:
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    assert (declaration.fine, declaration.months_late) == (0, 0)
    assert declaration.due_on == dt.date(2026, 4, 10)


def test_an_entrant_without_a_number_waits_under_their_cin(company: Employer) -> None:
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[unnumbered()])))
    line = UnattachedLine.objects.get()
    assert (line.kind, line.cin, line.name, line.days) == (Unattached.NO_NUMBER, "AB123456", "IDRISSI SALMA", 20)
    assert declaration.real == 300_000
    assert not WageLine.objects.exists()


def test_occasional_labour_is_counted_and_named_after_nobody(company: Employer) -> None:
    by_day = [unnumbered(cin="", number=OCCASIONAL, real=100_000, days=5)] * 2
    declaration = the_declaration(hand_in(company, main_file(company, entrants=by_day)))
    assert declaration.lines == 2
    assert set(UnattachedLine.objects.values_list("kind", flat=True)) == {Unattached.OCCASIONAL}


def test_everybody_whom_the_fund_listed_must_be_answered(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    upload = hand_in(company, main_file(company, entrants=[enters(brahim())]))
    assert upload.state == UploadState.REFUSED
    assert upload.report
    assert str(person.number) in {each["expected"] for each in upload.report["findings"]} | {
        each["found"] for each in upload.report["findings"]
    }


def test_a_file_that_answers_none_may_leave_somebody_out(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    content = main_file(company, entrants=[enters(brahim())], answering=False)
    assert hand_in(company, content).state == UploadState.ACCEPTED


def test_an_entrant_begins_with_the_month_and_a_leaver_ends_before_it(company: Employer, person: Insured) -> None:
    the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    link = Employment.objects.get()
    assert (link.started_on, link.ended_on) == (dt.date(2026, 3, 1), None)
    april = Month(2026, 4)
    leaves = main_file(company, [answers(person, 0, 0, Situation.SO)], month=april)
    the_declaration(hand_in(company, leaves, dt.datetime(2026, 5, 8, tzinfo=dt.UTC)))
    link.refresh_from_db()
    assert link.ended_on == dt.date(2026, 3, 31)


def test_the_deceased_end_with_the_month(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    the_declaration(hand_in(company, main_file(company, [answers(person, 250_000, 13, Situation.DE)])))
    assert Employment.objects.get().ended_on == dt.date(2026, 3, 31)


def test_a_month_declared_after_a_later_one_fills_the_time_before(company: Employer, person: Insured) -> None:
    the_declaration(hand_in(company, main_file(company, entrants=[enters(person)], month=Month(2026, 4))))
    the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    links = Employment.objects.order_by("started_on").values_list("started_on", "ended_on")
    assert list(links) == [(dt.date(2026, 3, 1), dt.date(2026, 3, 31)), (dt.date(2026, 4, 1), None)]


def test_posting_is_all_or_nothing(company: Employer, person: Insured) -> None:
    content = main_file(company, entrants=[enters(person)])
    with mock.patch.object(posting, "_add_unnumbered", side_effect=RuntimeError), pytest.raises(RuntimeError):
        hand_in(company, content)
    assert Upload.objects.get().state == UploadState.FAILED
    assert not Declaration.objects.exists()
    assert not WageLine.objects.exists()
    assert not Employment.objects.exists()
    assert hand_in(company, content).state == UploadState.ACCEPTED


def test_what_is_posted_is_in_the_journal_of_the_company(company: Employer, person: Insured) -> None:
    hand_in(company, main_file(company, entrants=[enters(person)]))
    actions = list(Event.objects.about_company(company.pk).values_list("action", flat=True))
    assert actions[:2] == [posting.POSTED, uploads.RECEIVED]


def test_a_month_that_has_not_begun_is_refused(company: Employer, person: Insured) -> None:
    upload = hand_in(company, main_file(company, entrants=[enters(person)], month=Month(2026, 5)))
    assert codes(upload) == {"month-out-of-reach"}


def test_a_month_whose_rates_nobody_knows_is_refused_in_words(company: Employer, person: Insured) -> None:
    upload = hand_in(company, main_file(company, entrants=[enters(person)], month=Month(1996, 5)))
    assert "month-out-of-reach" in codes(upload)


def test_a_binary_file_is_refused_at_once(company: Employer) -> None:
    upload = hand_in(company, b"PK\x03\x04" + bytes(5000))
    assert upload.state == UploadState.REFUSED
    assert upload.report
    assert len(upload.report["findings"]) == 1


def test_the_database_keeps_days_within_the_month(company: Employer, person: Insured) -> None:
    declaration = the_declaration(hand_in(company, main_file(company, entrants=[enters(person)])))
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO declarations_wageline VALUES (%s, '2026-05-01', %s, %s, 27, 0, 1, 1)",
            [person.pk, declaration.pk, company.pk],
        )


def test_typed_entry_is_declared_by_the_same_door(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    proposed = entry.propose(company, MARCH)
    assert [line.number for line in proposed] == [person.number]
    typed = [
        entry.TypedLine(person.number, "BENNANI", "AMINA", days=26, real=650_000),
        entry.TypedLine(0, "IDRISSI", "SALMA", days=10, real=150_000, cin="AB123456", entrant=True),
    ]
    entry.save_draft(employer=company, month=MARCH, lines=[{"wage": "6 500,00"}], by=None, now=IN_TIME)
    upload = entry.send(employer=company, month=MARCH, lines=typed, by=None, now=IN_TIME)
    declaration = the_declaration(upload)
    assert declaration.source == Source.ENTRY
    assert declaration.real == 800_000
    assert entry.draft_of(company, MARCH) is None
    assert entry.propose(company, Month(2026, 4))[0].real == 650_000


def test_a_mistake_in_typed_entry_names_its_row(company: Employer, person: Insured) -> None:
    works(person, company, Month(2026, 1))
    typed = [
        entry.TypedLine(0, "IDRISSI", "SALMA", days=10, real=150_000, cin="AB123456", entrant=True),
        entry.TypedLine(0, "FASSI", "OMAR", days=0, real=150_000, cin="", entrant=True),
        entry.TypedLine(person.number, "BENNANI", "AMINA", days=0, real=650_000),
    ]
    upload = entry.send(employer=company, month=MARCH, lines=typed, by=None, now=IN_TIME)
    assert upload.state == UploadState.REFUSED
    assert upload.report
    rows = {entry.row_of(finding, typed) for finding in upload.report["findings"]}
    assert {1, 2} <= rows
    assert 0 not in rows


def test_a_career_reads_in_one_query_from_the_key_alone(company: Employer, person: Insured) -> None:
    hand_in(company, main_file(company, entrants=[enters(person)]))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows here that reading all would be as cheap
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {CAREER}", [person.pk])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan" in plan

"""Events of a family, from what is declared to what an agent's decision writes."""

import datetime as dt
from typing import Any

import pytest

from macnss.audit.models import Event
from macnss.cases.engine import KINDS, CannotAccept, Check
from macnss.cases.enums import Outcome, Verdict
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining
from macnss.cases.services.refusals import Incomplete
from macnss.cases.tests.factories import of_person
from macnss.family.models import FamilyEvent, Member
from macnss.family.queries import is_paid_here
from macnss.family.services.recording import AlreadyThere, NotThere, record_death
from macnss.family.tests.factories import (
    BIRTH,
    MARRIAGE,
    accepted,
    child_of,
    filed,
    husband_of,
    source,
)
from macnss.identity.enums import Role
from macnss.identity.tests.factories import NOW, agent, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, brahim, zineb

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.mark.parametrize(("born", "is_refused"), [("2015-01-01", True), ("1990-01-01", False)])
def test_a_spouse_who_was_a_child_is_a_wrong_date(born: str, is_refused: bool) -> None:
    said = {**MARRIAGE, "birth_date": born, "married_on": "2020-05-05"}
    assert ("birth_date" in KINDS["family_spouse"].refusals(said, of_person(amina()), TODAY)) is is_refused


def test_the_allowances_of_a_widow_are_paid_to_her() -> None:
    person = amina()
    husband = husband_of(person)
    child = child_of(person, dt.date(2019, 4, 2), other_parent=husband, other_insured=True)
    assert not is_paid_here(person, child)
    record_death(member=husband, died_on=dt.date(2026, 10, 1), source=source())
    child.refresh_from_db()
    assert is_paid_here(person, child)


def verdicts(case: Case) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in checks(case)}


def checks(case: Case) -> list[Check]:
    return KINDS[case.kind].checks(case, TODAY)


def effects(person: Insured, kind: str, answers: dict[str, Any]) -> str:
    lines = KINDS[kind].effects(answers, of_person(person), TODAY)
    return "\n".join(f"{line.label}: {line.value}" for line in lines).replace("\u00a0", " ")


def test_an_accepted_marriage_puts_a_spouse_in_the_family() -> None:
    person = amina()
    case = accepted(person, "family_spouse", MARRIAGE, by=driss())
    member = Member.objects.get(insured=person)
    assert (str(member), member.since, member.document_number) == ("BRAHIM EL ALAOUI", dt.date(2018, 5, 12), "C734120")
    assert case.results["effect_on"] == "2018-05-12"
    assert FamilyEvent.objects.get(member=member).case == case
    assert Event.objects.filter(action="family.joined", person=person.pk).exists()


def test_the_number_of_the_document_of_a_spouse_is_sealed_in_the_table() -> None:
    member = husband_of(amina())
    member.refresh_from_db()
    assert b"C734120" not in bytes(member.document_sealed)
    assert member.masked_document == "••••120"


def test_a_second_open_marriage_is_shown_to_the_agent_and_not_refused() -> None:
    person = brahim()
    husband_of(person)
    other = {**MARRIAGE, "first_name": "SANAE", "last_name": "RAMI", "cin": "AB1234", "sex": "F"}
    case = filed(person, "family_spouse", other)
    assert verdicts(case)["open_marriage"] == Verdict.DOUBT
    assert deciding.suggestion_for(case, TODAY).accept


def test_the_same_spouse_is_not_taken_twice() -> None:
    person = amina()
    husband_of(person)
    case = filed(person, "family_spouse", MARRIAGE)
    assert verdicts(case)["already_done"] == Verdict.WRONG
    who = driss()
    taken = examining.take(case=case, by=who, now=NOW)
    with pytest.raises(AlreadyThere):
        deciding.decide(case=taken, outcome=Outcome.ACCEPTED, by=who, now=NOW)


def test_a_spouse_who_is_insured_is_named_to_the_agent() -> None:
    own = brahim()
    case = filed(amina(), "family_spouse", MARRIAGE)
    words = next(str(check.words) for check in checks(case) if check.name == "own_cover")
    assert str(own.registration_number) in words


def test_a_marriage_of_tomorrow_or_before_birth_is_refused_where_it_was_typed() -> None:
    person = amina()
    for day in ("2026-11-24", "1988-06-02"):
        with pytest.raises(Incomplete) as lacks:
            filed(person, "family_spouse", {**MARRIAGE, "married_on": day})
        assert set(lacks.value.questions) == {"married_on"}


def test_a_birth_says_its_effects_before_it_is_sent() -> None:
    person = amina()
    said = effects(person, "family_birth", BIRTH)
    assert "300,00 DH" in said or "300,00" in said
    assert "4 octobre 2047" in said or "2047" in said
    assert "2038" in said
    assert "108" in said


def test_a_fourth_child_adds_less_and_a_seventh_nothing() -> None:
    person = brahim()
    for place in range(3):
        child_of(person, dt.date(2018, 1, 1 + place), f"CHILD {chr(65 + place)}")
    assert "100,00" in effects(person, "family_birth", BIRTH)
    for place in range(3, 6):
        child_of(person, dt.date(2019, 1, 1 + place), f"CHILD {chr(65 + place)}")
    assert "300,00" not in effects(person, "family_birth", BIRTH)
    assert "100,00" not in effects(person, "family_birth", BIRTH)


def test_a_birth_declared_in_time_counts_from_the_birth() -> None:
    case = accepted(amina(), "family_birth", BIRTH, by=driss())
    assert case.results["effect_on"] == "2026-10-05"


def test_a_birth_declared_late_counts_from_six_months_before() -> None:
    case = filed(amina(), "family_birth", {**BIRTH, "birth_date": "2025-01-10"})
    assert verdicts(case)["late"] == Verdict.DOUBT
    who = driss()
    deciding.decide(case=examining.take(case=case, by=who, now=NOW), outcome=Outcome.ACCEPTED, by=who, now=NOW)
    assert FamilyEvent.objects.get().effect_on == dt.date(2026, 5, 23)


def test_a_child_of_both_insured_parents_is_shown_and_paid_once() -> None:
    mother, father = amina(), brahim()
    child_of(father, dt.date(2026, 10, 5), "YASSINE")
    case = filed(
        mother,
        "family_birth",
        {**BIRTH, "other_parent": "other", "other_parent_name": "BRAHIM EL ALAOUI", "other_insured": True},
    )
    found = verdicts(case)
    assert (found["elsewhere"], found["payee"]) == (Verdict.DOUBT, Verdict.DOUBT)
    assert str(father.registration_number) in next(str(each.words) for each in checks(case) if each.name == "elsewhere")
    assert "300,00" not in effects(mother, "family_birth", case.said)


def test_a_child_older_than_the_parent_is_refused() -> None:
    with pytest.raises(Incomplete) as lacks:
        filed(amina(), "family_birth", {**BIRTH, "birth_date": "1990-01-01"})
    assert set(lacks.value.questions) == {"birth_date"}


def test_a_child_taken_in_counts_from_the_decision() -> None:
    answers = {**BIRTH, "birth_date": "2020-02-01", "judged_on": "2026-09-01", "other_insured": False}
    answers.pop("other_parent")
    accepted(amina(), "family_adoption", answers, by=driss())
    member = Member.objects.get()
    assert (member.origin, member.since) == ("kafala", dt.date(2026, 9, 1))


def test_a_divorce_ends_the_marriage_and_says_who_has_the_children() -> None:
    person = amina()
    spouse = husband_of(person)
    child = child_of(person, dt.date(2019, 4, 2), other_parent=spouse, other_insured=True)
    answers = {"member": str(spouse.public_id), "divorced_on": "2026-10-01", "custody": "mine"}
    assert "2027" in effects(person, "family_divorce", answers)
    accepted(person, "family_divorce", answers, by=driss())
    spouse.refresh_from_db()
    child.refresh_from_db()
    assert (spouse.until, spouse.left_by, child.custody) == (dt.date(2026, 10, 1), "divorce", "mine")


def test_a_divorce_before_the_marriage_is_refused() -> None:
    person = amina()
    answers = {"member": str(husband_of(person).public_id), "divorced_on": "2017-01-01", "custody": "none"}
    with pytest.raises(Incomplete) as lacks:
        filed(person, "family_divorce", answers)
    assert set(lacks.value.questions) == {"divorced_on"}


def test_somebody_elses_family_cannot_be_named() -> None:
    other = husband_of(brahim(sex="F"))
    mine = amina()
    husband_of(mine)
    with pytest.raises(Incomplete) as lacks:
        filed(mine, "family_divorce", {"member": str(other.public_id), "divorced_on": "2026-01-01", "custody": "none"})
    assert set(lacks.value.questions) == {"member"}


def test_a_death_ends_the_place_in_the_family_once() -> None:
    person = amina()
    child = child_of(person, dt.date(2019, 4, 2))
    answers = {"member": str(child.public_id), "died_on": "2026-11-01"}
    assert "300,00" in effects(person, "family_death", answers)
    accepted(person, "family_death", answers, by=driss())
    with pytest.raises(NotThere):
        record_death(member=child, died_on=TODAY, source=source())


def test_a_certificate_after_the_baccalaureate_opens_the_allowances_again() -> None:
    person = amina()
    child = child_of(person, dt.date(2007, 3, 1))
    answers = {"member": str(child.public_id), "attests": "higher", "year": "2026", "school": "FACULTE DE FES"}
    assert "300,00" in effects(person, "family_study", answers)
    case = accepted(person, "family_study", answers, by=driss())
    certificate = child.certificates.get()
    assert (certificate.since, certificate.until) == (dt.date(2026, 9, 1), dt.date(2027, 8, 31))
    assert case.results["effect_on"] == "2026-09-01"


def test_the_same_school_year_is_not_sent_twice() -> None:
    person = amina()
    child = child_of(person, dt.date(2007, 3, 1))
    answers = {"member": str(child.public_id), "attests": "higher", "year": "2026", "school": "FACULTE DE FES"}
    accepted(person, "family_study", answers, by=driss())
    with pytest.raises(Incomplete):
        filed(person, "family_study", answers)


def test_a_certificate_that_opens_nothing_is_shown_to_the_agent() -> None:
    person = amina()
    child = child_of(person, dt.date(1999, 3, 1))
    answers = {"member": str(child.public_id), "attests": "higher", "year": "2026", "school": "FACULTE DE FES"}
    assert verdicts(filed(person, "family_study", answers))["over_age"] == Verdict.WRONG


def test_a_disability_lifts_the_limit_of_age() -> None:
    person = amina()
    child = child_of(person, dt.date(1995, 3, 1))
    answers = {"member": str(child.public_id), "disabled_since": "2001-06-01", "income": False}
    accepted(person, "family_disability", answers, by=driss())
    child.refresh_from_db()
    assert child.disabled_since == dt.date(2001, 6, 1)


def test_nobody_declares_a_divorce_without_a_spouse() -> None:
    assert not KINDS["family_divorce"].may_open(of_person(zineb()), TODAY)


def test_papers_that_are_not_there_are_named() -> None:
    case = filed(amina(), "family_birth", BIRTH)
    assert verdicts(case)["papers"] == Verdict.FINE
    case.pieces.all().delete()
    assert verdicts(case)["papers"] == Verdict.DOUBT


def test_a_member_who_left_meanwhile_is_not_changed() -> None:
    person = amina()
    child = child_of(person, dt.date(2019, 4, 2))
    case = filed(person, "family_death", {"member": str(child.public_id), "died_on": "2026-11-01"})
    record_death(member=child, died_on=dt.date(2026, 11, 2), source=source())
    who = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    taken = examining.take(case=case, by=who, now=NOW)
    with pytest.raises((NotThere, CannotAccept)):
        deciding.decide(case=taken, outcome=Outcome.ACCEPTED, by=who, now=NOW)

import datetime as dt

import pytest
from django.db import IntegrityError

from macnss.declarations.tests.factories import works
from macnss.employers.tests.factories import atlas, zellige
from macnss.employment import services
from macnss.employment.models import Employment
from macnss.employment.queries import people_of, staff_of
from macnss.insured.tests.factories import amina, brahim
from macnss.kernel.months import Month

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)


def test_two_links_with_the_same_company_never_share_a_day() -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2026, 1), MARCH)
    with pytest.raises(IntegrityError, match="employments_do_not_overlap"):
        Employment.objects.create(insured=person, employer=company, started_on=dt.date(2026, 3, 31))


def test_the_day_after_the_end_is_free() -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2026, 1), MARCH)
    works(person, company, Month(2026, 4))
    assert Employment.objects.count() == 2


def test_two_companies_may_share_a_person() -> None:
    person = amina()
    works(person, atlas(), MARCH)
    works(person, zellige(), MARCH)
    assert person.employments.count() == 2


def test_the_staff_of_a_month_is_who_works_one_day_of_it() -> None:
    company, person, husband = atlas(), amina(), brahim()
    works(person, company, Month(2026, 1), Month(2026, 2))
    works(husband, company, MARCH)
    assert staff_of(company, MARCH).numbers.tolist() == [husband.number]
    assert list(people_of(company, Month(2026, 2))) == [person]


def test_hiring_twice_changes_nothing() -> None:
    company, person = atlas(), amina()
    for _ in range(2):
        services.hire(people=[person.pk], employer=company, month=MARCH)
    assert Employment.objects.get().started_on == dt.date(2026, 3, 1)


def test_somebody_who_leaves_in_their_first_month_worked_its_first_day() -> None:
    company, person = atlas(), amina()
    works(person, company, MARCH)
    services.end(people=[person.pk], employer=company, month=MARCH, on=dt.date(2026, 2, 28))
    assert Employment.objects.get().ended_on == dt.date(2026, 3, 1)

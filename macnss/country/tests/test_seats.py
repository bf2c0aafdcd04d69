"""The cast takes its seats: agencies, postings, mandates."""

import pytest

from macnss.agencies.models import Agency
from macnss.country import seats
from macnss.employers.tests.factories import ATLAS, affiliated
from macnss.identity.enums import Role
from macnss.identity.models import Account, Posting
from macnss.identity.tests.factories import NOW
from macnss.insured.tests.factories import AMINA, BRAHIM, ZINEB, registered


@pytest.mark.django_db
def test_the_agents_of_the_cast_work_for_agencies_of_the_demonstration() -> None:
    numbers = [registered(person).number for person in (AMINA, BRAHIM, ZINEB)]
    seats.take(numbers, [affiliated(ATLAS) for _company in range(4)], "a long pass phrase", NOW)
    assert Agency.objects.filter(is_demonstration=True).count() >= 20
    youssef = Account.objects.get(email="youssef@example.org")
    held = Posting.objects.filter(account=youssef, role=Role.SUPERVISOR).values_list("office__code", flat=True)
    assert set(held) == {*seats.STAFFED, "CO"}

"""The mandate of a relative: given with Mon e-ID only, within limits, ended by either side, dead when it is over."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas, last_secret
from macnss.identity.enums import Level, Method
from macnss.identity.models import Account
from macnss.identity.services.invited import InvitationSpent
from macnss.identity.sessions import PROOF
from macnss.identity.tests.factories import account, come_in
from macnss.insured.enums import Relation
from macnss.insured.models import Insured, RelativeMandate
from macnss.insured.services.mandates import AlreadyGiven, Oneself, TooLong, Trust, accept, give, latest_end, revoke
from macnss.insured.tests.factories import amina, zineb
from macnss.kernel.months import Month
from macnss.outbox.models import Message
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MANDATES, NEW, JOURNAL = reverse("insured:mandates"), reverse("insured:mandate_new"), reverse("portals:journal")


@pytest.fixture
def person(client: Client) -> Insured:
    client.cookies["macnss_language"] = "fr"
    person = amina()
    career(person, atlas(), Month(2026, 1), Month(2026, 9))
    return person


@pytest.fixture
def son() -> Account:
    return account("ilyas", "ILYAS ALAOUI")


def by_eid(client: Client, who: Account) -> None:
    """Come in with Mon e-ID, the card and its code."""
    come_in(client, who, Method.EID)
    session = client.session
    session[PROOF] = [Method.EID.value, Level.HIGH.value, timezone.now().isoformat()]
    session.save()


def trusts(person: Insured, *, wages: bool = False, now: dt.datetime | None = None, **changed: Any) -> RelativeMandate:
    assert person.account
    moment = now or timezone.now()
    usual = Trust(
        name="Ilyas Alaoui",
        email="ilyas@example.org",
        relation=Relation.CHILD,
        reads_wages=wages,
        until=timezone.localdate(moment) + 100 * DAY,
    )
    trust = replace(usual, **changed)
    return give(insured=person, trust=trust, by=person.account, language="fr", now=moment)


def accepted(person: Insured, by: Account, *, wages: bool = False) -> RelativeMandate:
    trusts(person, wages=wages)
    return accept(secret=last_secret(), by=by, now=timezone.now())


def situation(mandate: RelativeMandate, name: str = "home") -> str:
    return reverse(f"portals:relative_{name}", args=[mandate.public_id])


def typed(**changed: str) -> dict[str, str]:
    until = timezone.localdate() + 100 * DAY
    said = {
        "name": "Ilyas",
        "email": "ilyas@example.org",
        "relation": "child",
        "limits": "wages",
        "until": until.isoformat(),
    }
    return said | changed


# Giving


@pytest.mark.parametrize("method", [Method.PASSWORD_AND_CODE, Method.PASSKEY, Method.EID])
def test_nothing_but_the_card_and_its_code_opens_the_gift(client: Client, person: Insured, method: Method) -> None:
    assert person.account
    come_in(client, person.account, method)  # Mon e-ID itself may answer at a lower level
    for answer in (client.get(NEW), client.post(NEW, typed())):
        assert answer["Location"].startswith(reverse("identity:prove"))
    assert not RelativeMandate.objects.exists()
    assert client.get(MANDATES).status_code == 200


def test_the_insured_gives_and_is_told_of_it(client: Client, person: Insured) -> None:
    assert person.account
    by_eid(client, person.account)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, typed())["Location"] == MANDATES
    given = RelativeMandate.objects.get()
    assert (given.insured, given.reads_wages, given.relation) == (person, True, Relation.CHILD)
    assert Message.objects.filter(account=person.account, kind="relative.given").exists()
    assert "ilyas@example.org" in client.get(MANDATES).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("until", ""), ("until", "2040-01-01"), ("until", "2020-01-01"), ("limits", ""), ("relation", "x")],
)
def test_a_mandate_has_limits_and_a_last_day(client: Client, person: Insured, field: str, value: str) -> None:
    assert person.account
    by_eid(client, person.account)
    answer = client.post(NEW, typed(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert not RelativeMandate.objects.exists()


def test_it_lasts_two_years_at_most(person: Insured) -> None:
    today = timezone.localdate()
    for until in (today, latest_end(today) + DAY):
        with pytest.raises(TooLong):
            trusts(person, until=until)
    trusts(person, until=latest_end(today))


def test_one_mandate_at_a_time_for_a_person(person: Insured) -> None:
    mandate = trusts(person)
    with pytest.raises(AlreadyGiven):
        trusts(person, email="ILYAS@example.org")
    assert person.account
    revoke(mandate=mandate, by=person.account, now=timezone.now())
    trusts(person)


def test_one_that_nobody_answered_leaves_its_place(person: Insured, son: Account) -> None:
    trusts(person, now=timezone.now() - 15 * DAY)
    with pytest.raises(InvitationSpent):
        accept(secret=last_secret(), by=son, now=timezone.now())
    trusts(person)


def test_nobody_mandates_themselves(person: Insured) -> None:
    assert person.account
    with pytest.raises(Oneself):
        trusts(person, email=person.account.email)
    trusts(person)
    with pytest.raises(Oneself):
        accept(secret=last_secret(), by=person.account, now=timezone.now())


# Answering


def test_the_relative_accepts_once_with_their_own_account(client: Client, person: Insured, son: Account) -> None:
    mandate = trusts(person)
    page = reverse("insured:mandate_answer", args=[last_secret()])
    come_in(client, son)
    assert client.get(page).status_code == 200
    answer = client.post(page, {"act": "accept", "account": str(son.public_id)})
    assert answer["Location"] == situation(mandate)
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(page, {"act": "accept", "account": str(son.public_id)}).status_code == 404
    assert Message.objects.filter(account=person.account, kind="relative.answered").exists()


def test_a_relative_without_an_account_opens_one(client: Client, person: Insured) -> None:
    trusts(person)
    page = reverse("insured:mandate_answer", args=[last_secret()])
    joining = {"act": "join", "account": "", "name": "Ilyas", "phone": "", "password": "calm purple camels"}
    assert client.post(page, joining).status_code == 302
    opened = Account.objects.get(email="ilyas@example.org")
    assert RelativeMandate.objects.get().account == opened
    answer = client.get(situation(RelativeMandate.objects.get()))
    assert answer["Location"].startswith(reverse("identity:prove"))  # a password alone opens nobody's file


def test_refused_it_opens_nothing(client: Client, person: Insured, son: Account) -> None:
    mandate = trusts(person)
    page = reverse("insured:mandate_answer", args=[last_secret()])
    assert client.post(page, {"act": "refuse", "account": ""}).status_code == 200
    assert client.get(page).status_code == 404
    come_in(client, son)
    assert client.get(situation(mandate)).status_code == 404


# Looking


def test_the_relative_sees_the_situation_and_no_amount(client: Client, person: Insured, son: Account) -> None:
    mandate = accepted(person, son)
    come_in(client, son)
    html = client.get(situation(mandate)).content.decode()
    assert "AMINA BENNANI" in html
    assert "septembre" in html
    assert "DH" not in html
    assert situation(mandate, "wages") not in html
    assert client.get(situation(mandate, "wages")).status_code == 404


def test_with_the_limit_of_wages_they_are_read_too(client: Client, person: Insured, son: Account) -> None:
    mandate = accepted(person, son, wages=True)
    come_in(client, son)
    assert situation(mandate, "wages") in client.get(situation(mandate)).content.decode()
    html = client.get(situation(mandate, "wages")).content.decode()
    assert "DH" in html
    assert "AMINA BENNANI" in html
    assert client.get(situation(mandate, "wages") + "?year=abc").status_code == 200


def test_the_insured_sees_each_reading(client: Client, person: Insured, son: Account) -> None:
    assert person.account
    mandate = accepted(person, son, wages=True)
    come_in(client, son)
    for name in ("home", "home", "wages"):
        client.get(situation(mandate, name))
    looked = Event.objects.about_person(person.pk).filter(actor=son, action__startswith="relative.looked")
    assert looked.count() == 3
    come_in(client, person.account)
    assert client.get(JOURNAL).content.decode().count("<tr") >= 4


def test_ended_by_either_side_nothing_opens_any_more(client: Client, person: Insured, son: Account) -> None:
    assert person.account
    for who in (person.account, son):
        mandate = accepted(person, son)
        come_in(client, who)
        end_page = reverse("insured:mandate_end", args=[mandate.public_id])
        assert client.get(end_page).status_code == 200
        assert client.post(end_page).status_code == 302
        assert client.post(end_page).status_code == 404
        come_in(client, son)
        assert client.get(situation(mandate)).status_code == 404
    assert Message.objects.filter(kind="relative.ended", account=son).count() == 2


def test_the_day_after_the_last_one_nothing_opens(client: Client, person: Insured, son: Account) -> None:
    mandate = accepted(person, son)
    today = timezone.localdate()
    come_in(client, son)
    RelativeMandate.objects.update(since=today - 9 * DAY, until=today)
    assert client.get(situation(mandate)).status_code == 200
    RelativeMandate.objects.update(since=today - 9 * DAY, until=today - DAY)
    assert client.get(situation(mandate)).status_code == 404


def test_the_mandate_of_another_does_not_exist(client: Client, person: Insured, son: Account) -> None:
    mandate, stranger = accepted(person, son, wages=True), zineb().account
    assert stranger
    for who in (stranger, person.account):
        assert who
        come_in(client, who)
        for name in ("home", "wages"):
            assert client.get(situation(mandate, name)).status_code == 404
    come_in(client, stranger)
    end_page = reverse("insured:mandate_end", args=[mandate.public_id])
    assert client.post(end_page).status_code == 404
    assert RelativeMandate.objects.get().revoked_at is None


def test_the_home_page_offers_those_whom_one_follows(client: Client, person: Insured, son: Account) -> None:
    mandate = accepted(person, son)
    come_in(client, son)
    assert client.get(reverse("portals:home"))["Location"] == situation(mandate)
    accepted(zineb(), son)
    html = client.get(reverse("portals:home")).content.decode()
    assert situation(mandate) in html
    assert "ZINEB TAZI" in html


def test_no_number_of_an_arabic_page_is_turned_round(client: Client, person: Insured, son: Account) -> None:
    assert person.account
    mandate = accepted(person, son, wages=True)
    client.cookies["macnss_language"] = "ar"
    by_eid(client, person.account)
    pages = [MANDATES, NEW, reverse("insured:mandate_end", args=[mandate.public_id])]
    assert [bare_numbers(client.get(page).content.decode()) for page in pages] == [[], [], []]
    come_in(client, son)
    for name in ("home", "wages"):
        assert bare_numbers(client.get(situation(mandate, name)).content.decode()) == []

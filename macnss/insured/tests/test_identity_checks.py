"""A card and a face, sent by somebody, compared by an agent, erased with the decision."""

from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from macnss.audit.models import Event
from macnss.identity.enums import Level, ProvedBy, Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import agent, come_in
from macnss.insured.enums import CheckState
from macnss.insured.models import IdentityCheck, Insured
from macnss.insured.services import identity_checks
from macnss.insured.services.identity_checks import AlreadyWaiting
from macnss.insured.services.referrals import AlreadyDecided
from macnss.insured.tests.factories import NOW, amina, asks_for_a_check, driss, picture, zineb
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
PAGE = reverse("insured:identity_check")


def low(person: Insured) -> Account:
    assert person.account
    person.account.level = Level.LOW
    person.account.save()
    return person.account


def three(**other: Any) -> dict[str, SimpleUploadedFile]:
    content = {"front": picture(), "back": picture(), "face": picture(), **other}
    return {name: SimpleUploadedFile(f"{name}.jpg", said, "image/jpeg") for name, said in content.items()}


def decision(check: IdentityCheck) -> str:
    return reverse("insured:identity_check_decision", args=[check.public_id])


def test_three_pictures_wait_for_an_agent_sealed_with_a_date(client: Client) -> None:
    person = amina()
    come_in(client, low(person))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, three()).status_code == 302
    check = IdentityCheck.objects.get(insured=person)
    assert (check.state, check.due_on > NOW.date()) == (CheckState.WAITING, True)
    with storages["documents"].open(check.front, "rb") as file:
        kept = file.read()
    assert not kept.startswith(b"\xff\xd8")
    assert identity_checks.picture_of(check, "front")[:3] == b"\xff\xd8\xff"  # type: ignore[index]
    assert check.due_on.strftime("%Y") in client.get(PAGE).content.decode()


def test_the_back_of_a_passport_is_not_asked_for(client: Client) -> None:
    person = amina()
    come_in(client, low(person))
    assert client.post(PAGE, {name: file for name, file in three().items() if name != "back"}).status_code == 302


@pytest.mark.parametrize("wrong", [b"", b"%PDF-1.7", b"GIF89a" + bytes(100)])
def test_what_is_not_a_picture_comes_back_with_the_reason(client: Client, wrong: bytes) -> None:
    person = amina()
    come_in(client, low(person))
    answer = client.post(PAGE, three(front=wrong))
    assert answer.status_code == 422
    assert 'id="id_front_error"' in answer.content.decode()
    assert not IdentityCheck.objects.exists()


def test_one_check_waits_at_a_time_and_the_pictures_of_the_second_are_not_kept() -> None:
    person = amina()
    asks_for_a_check(person)
    before = len(storages["documents"].listdir("identity")[1])
    with pytest.raises(AlreadyWaiting):
        asks_for_a_check(person)
    assert len(storages["documents"].listdir("identity")[1]) == before


def test_an_agent_sees_the_pictures_only_once_they_have_said_so(client: Client) -> None:
    person = amina()
    check = asks_for_a_check(person)
    come_in(client, driss())
    front = reverse("insured:identity_check_picture", args=[check.public_id, "front"])
    assert "AMINA" not in client.get(decision(check)).content.decode()
    assert client.get(front).status_code == 404
    client.post(decision(check), {"action": "open"})
    assert Event.objects.about_person(person.pk).filter(action="insured.read_by_agent").count() == 1
    html = client.get(decision(check)).content.decode()
    assert "أمينة بناني" in html
    assert person.document_number not in html
    shown = client.get(front)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown["Cache-Control"]


def test_the_decision_is_not_reached_without_opening(client: Client) -> None:
    check = asks_for_a_check(amina())
    come_in(client, driss())
    client.post(decision(check), {"action": "confirm"})
    check.refresh_from_db()
    assert check.state == CheckState.WAITING


def test_a_confirmed_identity_opens_everything_and_erases_the_pictures(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = amina()
    owner, check, by = low(person), asks_for_a_check(person), driss()
    come_in(client, by)
    client.post(decision(check), {"action": "open"})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(decision(check), {"action": "confirm"}).status_code == 302
    owner.refresh_from_db()
    assert (owner.level, owner.level_proved_by) == (Level.SUBSTANTIAL, ProvedBy.AGENT)
    assert not storages["documents"].exists(check.front)
    check.refresh_from_db()
    assert (check.state, check.decided_by, check.front, check.face) == (CheckState.CONFIRMED, by, "", "")
    assert Message.objects.filter(account=owner, kind="insured.identity_confirmed").exists()
    assert Event.objects.about_person(person.pk).filter(action="identity_check.confirmed").exists()


def test_a_refusal_says_why_and_another_check_may_be_asked(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = amina()
    owner, check = low(person), asks_for_a_check(person)
    come_in(client, driss())
    client.post(decision(check), {"action": "open"})
    assert client.post(decision(check), {"action": "refuse", "answer": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        client.post(decision(check), {"action": "refuse", "answer": "La photo est floue."})
    owner.refresh_from_db()
    assert owner.level == Level.LOW
    come_in(client, owner)
    assert "La photo est floue." in client.get(PAGE).content.decode()
    assert client.post(PAGE, three()).status_code == 302


def test_two_agents_who_decide_at_once_make_one_decision() -> None:
    check, by = asks_for_a_check(amina()), driss()
    identity_checks.confirm(check=check, by=by, now=NOW)
    with pytest.raises(AlreadyDecided):
        identity_checks.refuse(check=check, answer="no", by=by, now=NOW)


def test_nobody_confirms_themselves(client: Client) -> None:
    person = amina()
    assert person.account
    check = asks_for_a_check(person)
    by = driss()
    Insured.objects.filter(pk=person.pk).update(account=by)
    come_in(client, by)
    assert client.get(decision(check)).status_code == 404


@pytest.mark.parametrize("role", [Role.PAYMENTS, Role.SUPERVISOR, Role.REFERENCE_DATA])
def test_an_agent_without_the_role_finds_nothing(client: Client, role: Role) -> None:
    check = asks_for_a_check(amina())
    come_in(client, agent("nadia", "NADIA", role))
    for address in (decision(check), reverse("insured:identity_checks"), reverse("insured:referrals")):
        assert client.get(address).status_code == 404


def test_a_stranger_sees_nothing_of_the_check_of_another(client: Client) -> None:
    asks_for_a_check(amina())
    stranger = zineb()
    come_in(client, low(stranger))
    html = client.get(PAGE).content.decode()
    assert 'name="front"' in html

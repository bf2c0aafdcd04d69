"""The CNSS card: ordered, printed, at the agency, handed over; one in force a person; recognised by its code."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.cases.models import Alarm
from macnss.cases.services import alarms
from macnss.cases.tests.factories import of_person, sent
from macnss.gateways.tests.paper import codes_in, from_left_to_right, pages, scanned, seen
from macnss.identity.enums import Method, Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, brahim, registered, zineb
from macnss.outbox.models import Message
from macnss.registration.enums import CardReason, CardState
from macnss.registration.models import Card
from macnss.registration.queries.cards import card_of, recognised, scanned_as
from macnss.registration.services import cards, waiting
from macnss.registration.services.card_paper import Layout, at_home, paper_of
from macnss.ui.items import StepState

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def ordered(person: Insured, reason: CardReason = CardReason.FIRST) -> Card:
    return cards.order(insured=person, reason=reason, office=office(), by=None, now=NOW)


def at_the_agency(person: Insured, by: Account) -> Card:
    card = ordered(person)
    cards.print_batch(cards=[card], layout=Layout.CARDS, by=by, now=NOW)
    (card,) = cards.receive(cards=[card], by=by, now=NOW)
    return card


def test_a_person_has_one_card_in_force() -> None:
    person = amina()
    ordered(person)
    with pytest.raises(cards.HasCard):
        ordered(person)
    again = ordered(person, CardReason.LOST)
    assert again.rank == 2
    assert [card.state for card in person.cards.order_by("rank")] == [CardState.CANCELLED, CardState.ORDERED]
    assert card_of(person) == again


def test_the_database_keeps_a_card_and_its_dates_together() -> None:
    card = ordered(amina())
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(state=CardState.HANDED_OVER)


def test_it_goes_from_its_order_to_its_owner_and_each_step_is_told_and_kept() -> None:
    person, who = amina(), driss()
    card = at_the_agency(person, who)
    assert Message.objects.filter(kind="registration.card_waits").exists()
    with pytest.raises(cards.IdentityNotSeen):
        cards.hand_over(card=card, identity_seen=False, by=who, now=NOW)
    given = cards.hand_over(card=card, identity_seen=True, by=who, now=NOW)
    assert given.state == CardState.HANDED_OVER
    acts = Event.objects.filter(person=person.pk, action__startswith="card.").order_by("pk")
    assert [act.action for act in acts] == ["card.ordered", "card.printed", "card.arrived", "card.handed_over"]
    assert [step.state for step in cards.steps_of(given)] == [StepState.DONE] * 4
    with pytest.raises(cards.CardMovedOn):
        cards.hand_over(card=card, identity_seen=True, by=who, now=NOW)


def test_an_agent_does_not_hand_over_their_own_card() -> None:
    person, who = amina(), driss()
    card = at_the_agency(person, who)
    assert person.account
    with pytest.raises(cards.OwnCard):
        cards.hand_over(card=card, identity_seen=True, by=person.account, now=NOW)


def test_somebody_without_an_account_is_told_at_the_addresses_of_the_record() -> None:
    at_the_agency(registered(), driss())
    assert Message.objects.filter(kind="registration.card_waits", account=None).count() == 1


def test_a_card_printed_again_keeps_its_first_day() -> None:
    card, who = ordered(amina()), driss()
    cards.print_batch(cards=[card], layout=Layout.CARDS, by=who, now=NOW)
    cards.print_batch(cards=[card], layout=Layout.SHEET, by=who, now=NOW + dt.timedelta(days=1))
    card.refresh_from_db()
    assert card.printed_at == NOW
    assert Event.objects.filter(action="card.printed").count() == 2


def test_a_batch_is_printed_whole_or_not_at_all() -> None:
    one, other, who = ordered(amina()), ordered(zineb()), driss()
    cards.cancel(card=other, by=who, now=NOW)
    with pytest.raises(cards.CardMovedOn):
        cards.print_batch(cards=[one, other], layout=Layout.CARDS, by=who, now=NOW)
    one.refresh_from_db()
    assert one.state == CardState.ORDERED
    with pytest.raises(cards.NoCardChosen):
        cards.print_batch(cards=[], layout=Layout.CARDS, by=who, now=NOW)


@pytest.mark.parametrize(("layout", "sheets"), [(Layout.CARDS, 3), (Layout.SHEET, 1)])
def test_cards_print_one_a_page_or_ten_on_a_sheet(layout: Layout, sheets: int) -> None:
    assert pages(paper_of([ordered(amina()), ordered(brahim()), ordered(zineb())], layout=layout, at=NOW)) == sheets


def test_the_code_of_a_printed_card_is_recognised_off_a_scan() -> None:
    person = amina()
    card = ordered(person)
    paper = paper_of([card], layout=Layout.CARDS, at=NOW)
    read = codes_in(scanned(seen(paper, 300), degrees=1.5))["QRCode"]
    found = recognised(read)
    assert found
    assert (found.insured, found.card, found.in_force) == (person, card, True)
    assert from_left_to_right(paper, f"{person.number:,}".replace(",", " "))


def test_a_code_that_we_did_not_make_is_not_recognised_and_a_cancelled_card_says_so() -> None:
    person = amina()
    card = ordered(person)
    code = scanned_as(person, card)
    assert recognised(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert recognised("CNSS/" + "1" * 20) is None
    ordered(person, CardReason.LOST)
    found = recognised(code)
    assert found
    assert not found.in_force


def test_the_photo_goes_on_to_the_next_card_and_a_lost_picture_does_not_stop_the_print() -> None:
    person = amina()
    card = ordered(person)
    Card.objects.filter(pk=card.pk).update(photo="papers/00/gone")
    again = ordered(person, CardReason.CHANGED)
    assert again.photo == "papers/00/gone"
    assert pages(at_home(person, again, at=NOW)) == 1


# Nothing waits in silence.


def ordered_by_a_case(person: Insured) -> Card:
    case = sent(of_person(person))
    return cards.order(insured=person, reason=CardReason.FIRST, office=office(), by=None, now=NOW, case=case)


def test_a_card_that_nobody_prints_is_an_alert_which_a_word_alone_does_not_end() -> None:
    card = ordered_by_a_case(amina())
    waiting.watch(now=NOW + 15 * DAY)
    assert not Alarm.objects.exists()
    for _round in range(2):
        waiting.watch(now=NOW + 16 * DAY)
    alarm = Alarm.objects.get()
    assert alarm.case == card.case
    assert "À imprimer" in alarm.words
    assert "في انتظار الطباعة" in alarm.words
    alarms.settle(alarm=alarm, words="The printer is ordered.", by=supervisor(), now=NOW + 16 * DAY)
    waiting.watch(now=NOW + 17 * DAY)
    assert not Alarm.objects.filter(settled_at=None).exists()
    waiting.watch(now=NOW + 19 * DAY)
    assert Alarm.objects.filter(settled_at=None).count() == 1


def test_a_card_lost_on_the_road_is_an_alert_and_one_that_arrived_is_not() -> None:
    one, other, who = ordered_by_a_case(amina()), ordered_by_a_case(zineb()), driss()
    cards.print_batch(cards=[one, other], layout=Layout.CARDS, by=who, now=NOW)
    cards.receive(cards=[other], by=who, now=NOW)
    waiting.watch(now=NOW + 11 * DAY)
    assert Alarm.objects.get().case == one.case


def test_who_does_not_collect_their_card_is_reminded_twice_then_it_is_in_the_list_of_the_agency(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = driss()
    card = at_the_agency(amina(), who)
    told = Message.objects.filter(kind="registration.card_still_waits", channel="email")
    for day, times in ((14, 0), (15, 1), (16, 1), (30, 2), (31, 2), (60, 2)):
        waiting.watch(now=NOW + day * DAY)
        assert told.count() == times
    assert Event.objects.filter(action="card.reminded").count() == 2
    assert not Alarm.objects.exists()
    left, masked = f"{reverse('registration:cards')}?state=left", card.insured.registration_number.masked
    for day, there in ((44, False), (45, True)):
        monkeypatch.setattr("django.utils.timezone.now", lambda day=day: NOW + day * DAY)
        assert (masked in come_in(client, who).get(left).text) == there
    card.refresh_from_db()
    assert cards.hand_over(card=card, identity_seen=True, by=who, now=NOW + 50 * DAY).state == CardState.HANDED_OVER


def test_what_fails_for_one_card_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    who = driss()
    broken, sound = at_the_agency(amina(), who), at_the_agency(zineb(), who)
    true_tell = cards.tell

    def tell(message: str, *, card: Card, now: dt.datetime) -> None:
        if card.pk == broken.pk:
            raise RuntimeError
        true_tell(message, card=card, now=now)

    monkeypatch.setattr(cards, "tell", tell)
    waiting.watch(now=NOW + 15 * DAY)
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.reminders, sound.reminders) == (0, 1)


# The doors.


def test_its_owner_reads_the_card_hidden_at_first_with_its_steps(client: Client) -> None:
    person = amina()
    ordered(person)
    assert person.account
    answer = come_in(client, person.account).get(reverse("registration:card"))
    assert answer.status_code == 200
    assert person.registration_number.masked in answer.text
    assert "data:image/svg+xml" in answer.text
    assert 'aria-current="step"' in answer.text
    paper = client.get(reverse("registration:card_pdf"))
    assert paper["Content-Type"] == "application/pdf"
    assert pages(paper.content) == 1
    assert client.get(reverse("registration:card_photo")).status_code == 404


def test_somebody_registered_long_ago_has_a_card_on_the_screen(client: Client) -> None:
    person = amina()
    assert person.account
    answer = come_in(client, person.account).get(reverse("registration:card"))
    assert answer.status_code == 200
    found = recognised(scanned_as(person, None))
    assert found
    assert found.card is None


def test_a_password_alone_does_not_show_the_card(client: Client) -> None:
    person = amina()
    assert person.account
    come_in(client, person.account, Method.PASSWORD)
    assert client.get(reverse("registration:card")).status_code == 302


def test_the_desk_prints_receives_and_hands_over(client: Client) -> None:
    card = ordered(amina())
    come_in(client, driss())
    chosen = {"card": [str(card.public_id), "not one"], "layout": "cards", "state": "ordered"}
    answer = client.post(reverse("registration:cards_batch"), {**chosen, "act": "print"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post(reverse("registration:cards_batch"), {**chosen, "act": "receive"}).status_code == 302
    desk = reverse("registration:card_desk", kwargs={"card_id": card.public_id})
    assert client.post(desk, {"act": "hand_over"}).status_code == 422
    assert client.post(desk, {"act": "hand_over", "identity_seen": "on"}).status_code == 302
    card.refresh_from_db()
    assert card.state == CardState.HANDED_OVER


def test_nothing_chosen_is_said_and_the_list_stays(client: Client) -> None:
    ordered(amina())
    answer = come_in(client, driss()).post(reverse("registration:cards_batch"), {"act": "print"})
    assert answer.status_code == 422
    assert "BENNANI" in answer.text or "بناني" in answer.text


def test_a_scanned_card_or_a_typed_number_opens_its_page(client: Client) -> None:
    person = amina()
    card = ordered(person)
    come_in(client, driss())
    for typed in (scanned_as(person, card), str(person.number), f"{person.number:,}".replace(",", " ")):
        answer = client.post(reverse("registration:cards_scan"), {"code": typed})
        assert answer.url == reverse("registration:card_desk", kwargs={"card_id": card.public_id})  # type: ignore[attr-defined]
    assert client.post(reverse("registration:cards_scan"), {"code": "123456785"}).status_code == 422


def test_opening_a_card_at_the_desk_is_read_by_its_owner(client: Client) -> None:
    person = amina()
    card = ordered(person)
    come_in(client, driss()).get(reverse("registration:card_desk", kwargs={"card_id": card.public_id}))
    assert Event.objects.filter(action="card.read_by_agent", person=person.pk).count() == 1


def test_the_cards_of_another_office_do_not_exist(client: Client) -> None:
    card = ordered(amina())
    other = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("20", "RABAT", "وكالة الرباط"))
    come_in(client, other)
    assert client.get(reverse("registration:card_desk", kwargs={"card_id": card.public_id})).status_code == 404
    assert "BENNANI" not in client.get(reverse("registration:cards")).text


def test_the_cards_of_an_office_where_one_holds_another_role_do_not_exist(client: Client) -> None:
    card = ordered(amina())
    hind = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("20", "RABAT", "وكالة الرباط"))
    hind.postings.create(role=Role.REFERENCE_DATA, office=card.office, since=NOW.date())
    come_in(client, hind)
    assert client.get(reverse("registration:card_desk", kwargs={"card_id": card.public_id})).status_code == 404


def test_the_queue_is_read_with_the_same_number_of_queries(
    client: Client, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    for person in (amina(), brahim(), zineb()):
        ordered(person)
    come_in(client, driss())
    client.get(reverse("registration:cards"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("registration:cards"))


def test_the_photo_is_opened_sealed_and_shown(client: Client) -> None:
    from macnss.cases.services import store

    person = amina()
    card = ordered(person)
    name = store.keep(b"\xff\xd8\xff picture", store.PAPERS)
    Card.objects.filter(pk=card.pk).update(photo=name)
    assert person.account
    answer = come_in(client, person.account).get(reverse("registration:card_photo"))
    assert answer.content == b"\xff\xd8\xff picture"
    store.erase([name])

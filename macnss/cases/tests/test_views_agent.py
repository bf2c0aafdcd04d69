"""An agent on a case, by the doors: reading, acts, decisions by one or two, the scanner."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.cases.definition import Article
from macnss.cases.engine import KINDS, Check, Line
from macnss.cases.enums import DecisionState, Outcome, State, Verdict
from macnss.cases.models import Case, Decision, Phrase
from macnss.cases.services import deciding, examining, talking
from macnss.cases.services.refusals import NotNow
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.cases.tests.papers import CARD, asked_for, begun, given
from macnss.cases.tests.test_queue import in_threads
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.tests.factories import amina, brahim
from macnss.lawbook.texts import Text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(client: Client) -> Account:
    who = driss()
    come_in(client, who)
    client.cookies["macnss_language"] = "fr"
    return who


@pytest.fixture
def hind() -> Account:
    return agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)


@pytest.fixture
def two_agents() -> Iterator[None]:
    """The message to the fund is decided by two agents, and has a law."""
    kind = type(KINDS["message"])
    before = kind.definition
    kind.definition = replace(before, four_eyes=True, law=(Article(Text("art. 5", "المادة 5")),))
    yield
    kind.definition = before


def at(case: Case, name: str = "examine", **more: object) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **more})


def answered(by: Account) -> Case:
    """A case of Amina's in the hands of this agent, to whose question they have answered."""
    case = examined(by, of_person(amina()))
    talking.write(case=case, words="Voici.", from_fund=True, send_key=uuid.uuid4(), by=by, now=NOW)
    return case


def seated(who: Account) -> Client:
    client = come_in(Client(), who)
    client.cookies["macnss_language"] = "fr"
    return client


def shows(response: Any, words: str) -> bool:
    return words in response.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_opening_a_case_is_journalled_once_for_half_an_hour(client: Client, desk: Account, language: str) -> None:
    client.cookies["macnss_language"] = language
    case = sent(of_person(amina()))
    for _time in range(2):
        assert client.get(at(case)).status_code == 200
    assert Event.objects.filter(action="case.read_by_agent", person=case.person_id).count() == 1


def test_a_case_of_another_office_and_ones_own_do_not_exist(client: Client, desk: Account) -> None:
    case = sent(of_person(amina()))
    assert client.get(at(case)).status_code == 200
    own = brahim()
    own.account = desk
    own.save()
    mine = sent(of_person(own))
    Case.objects.filter(pk=case.pk).update(office=office("20", "RABAT", "وكالة الرباط"))
    names = ("examine", "hand_over", "set_aside", "ask_papers", "write_to", "note", "decide", "second", "escalate")
    for each in (case, mine):
        assert {client.get(at(each, name)).status_code for name in names} == {404}
        assert client.post(at(each, "take")).status_code == 404
        assert client.post(at(each, "reveal", detail="document")).status_code == 404


def test_a_role_elsewhere_gives_nothing_here(client: Client) -> None:
    who = agent("hind", "HIND LAHLOU", Role.PAYMENTS)
    from macnss.identity.services import agents

    far = office("20", "RABAT", "وكالة الرباط")
    agents.post(account=who, role=Role.FILE_OFFICER, office=far, since=dt.date(2020, 1, 1), by=None, now=NOW)
    case = sent(of_person(amina()))
    Case.objects.filter(pk=case.pk).update(office=office())
    come_in(client, who)
    assert client.get(at(case)).status_code == 404


def test_the_answers_stand_beside_what_the_register_says(client: Client, desk: Account) -> None:
    kind = type(KINDS["message"])
    kind.prefilled = lambda self, holder, on: {"topic": "health"}  # type: ignore[method-assign]
    try:
        case = sent(of_person(amina()), answers={"topic": "wages", "words": "Bonjour"})
        page = client.get(at(case)).content.decode()
    finally:
        del kind.prefilled
    assert "Mes salaires déclarés" in page
    assert "differs" in page
    assert "Mon assurance maladie" in page


def test_hidden_details_are_read_through_the_journal(client: Client, desk: Account) -> None:
    person = amina()
    case = sent(of_person(person))
    assert not shows(client.get(at(case)), person.document_number)
    inside = client.post(at(case, "reveal", detail="document"), headers={"HX-Request": "true"})
    assert shows(inside, person.document_number)
    assert shows(client.post(at(case, "reveal", detail="phone")), person.phone)
    assert client.post(at(case, "reveal", detail="address")).status_code == 404
    assert Event.objects.filter(action="case.record_revealed", data__detail="document").count() == 1


def test_the_pages_of_papers_open_after_the_case_only(client: Client, desk: Account) -> None:
    with asked_for(CARD):
        case = begun(amina())
        piece = given(case)
        from macnss.cases.services import sending

        office()
        case = sending.send(case=case, by=case.account, now=NOW)
        page = piece.pages.get()
        address = at(case, "examine_page", page_id=page.public_id)
        assert client.get(address).status_code == 404
        assert shows(client.get(at(case)), address)
        picture = client.get(address)
    assert picture["Content-Type"] == "image/jpeg"
    assert picture.content[:3] == b"\xff\xd8\xff"
    assert client.get(at(case, "examine_page", page_id=uuid.uuid4())).status_code == 404


def test_a_case_is_taken_and_a_colleague_is_told_who_has_it(client: Client, desk: Account, hind: Account) -> None:
    case = sent(of_person(amina()))
    assert client.post(at(case, "take")).status_code == 302
    late = seated(hind).post(at(case, "take"))
    assert late.status_code == 422
    assert shows(late, "DRISS FILALI")


def test_the_front_desk_takes_and_asks_but_does_not_decide(client: Client) -> None:
    who = agent("nadia", "NADIA", Role.FRONT_DESK)
    come_in(client, who)
    case = examined(who, of_person(amina()))
    assert "outcome=accepted" not in client.get(at(case)).content.decode()
    assert client.post(at(case, "decide"), {"words": ""}).status_code == 404
    assert client.get(at(case, "ask_papers")).status_code == 200


def test_papers_are_asked_for_after_a_preview(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    nothing = client.post(at(case, "ask_papers"), {"action": "ask"})
    assert nothing.status_code == 422
    typed = {
        "paper_attachment": "on",
        "words_attachment": "La page est coupée.",
        "new_title": "Bulletin de mars",
        "new_words": "Pour comparer.",
        "after": "here",
    }
    untold = client.post(at(case, "ask_papers"), {**typed, "words_attachment": ""})
    assert untold.status_code == 422
    assert shows(untold, "Bulletin de mars")
    preview = client.post(at(case, "ask_papers"), {**typed, "action": "preview"})
    assert preview.status_code == 200
    assert shows(preview, "desk-preview")
    case.refresh_from_db()
    assert case.state == State.EXAMINED
    assert client.post(at(case, "ask_papers"), {**typed, "action": "ask"})["Location"] == at(case)
    case.refresh_from_db()
    assert case.state == State.AWAITING
    assert {piece.words for piece in case.pieces.all()} == {"La page est coupée.", "Bulletin de mars: Pour comparer."}


def test_what_a_service_refuses_is_said_in_place_with_what_was_typed(
    client: Client, desk: Account, hind: Account
) -> None:
    case = examined(hind, of_person(amina()))
    refused = client.post(at(case, "set_aside"), {"until": "2026-12-01", "after": "here"})
    assert refused.status_code == 422
    assert shows(refused, "2026-12-01")
    handed = client.post(at(case, "hand_over"), {"to": "queue", "words": "Je le veux.", "after": "here"})
    assert handed.status_code == 422
    assert shows(handed, "Je le veux.")
    chief = seated(supervisor())
    given_back = {"to": "queue", "words": "Elle est absente.", "after": "list"}
    assert chief.post(at(case, "hand_over"), given_back).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.taken_by) == (State.SENT, None)


def test_a_file_goes_to_a_colleague_or_another_office_with_a_word(client: Client, desk: Account, hind: Account) -> None:
    far = office("20", "RABAT", "وكالة الرباط")
    case = examined(desk, of_person(amina()))
    to = f"agent:{hind.public_id}"
    assert client.post(at(case, "hand_over"), {"to": to, "words": "Vous la connaissez.", "after": "here"})["Location"]
    case.refresh_from_db()
    assert case.taken_by == hind
    theirs = seated(hind)
    assert shows(theirs.get(at(case)), "Vous la connaissez.")
    gone = theirs.post(at(case, "hand_over"), {"to": f"office:{far.code}", "words": "De Rabat.", "after": "here"})
    assert gone["Location"].startswith(reverse("cases:queue"))
    assert theirs.get(at(case)).status_code == 404


def test_where_an_act_leads_is_remembered(client: Client, desk: Account) -> None:
    one, two = examined(desk, of_person(amina())), sent(of_person(brahim()))
    gone = client.post(at(one, "set_aside"), {"until": "2026-12-01", "after": "next"})
    assert gone["Location"] == at(two)
    listed = client.post(at(two, "set_aside"), {"until": "2026-12-01", "after": "list"})
    assert listed["Location"] == reverse("cases:queue")
    assert shows(client.get(at(two, "set_aside")), '<option value="list" selected>')


def test_a_message_is_written_from_ready_words_in_the_applicants_language(client: Client, desk: Account) -> None:
    Phrase.objects.create(kind="message", title_fr="Mois", title_ar="الشهر", body_fr="Quel mois ?", body_ar="أي شهر؟")
    case = examined(desk, of_person(amina()))
    tongue = case.account.language if case.account else ""
    page = client.get(f"{at(case, 'write_to')}?phrase=0")
    assert shows(page, "أي شهر؟" if tongue == "ar" else "Quel mois ?")
    typed = {"words": "Quel mois ?", "send_key": str(uuid.uuid4())}
    for _time in range(2):
        assert client.post(at(case, "write_to"), typed).status_code == 302
    assert case.exchanges.count() == 1
    assert client.post(at(case, "write_to"), {**typed, "words": " "}).status_code == 422


def test_reading_marks_the_applicants_messages_read_by_whoever_has_the_case(
    client: Client, desk: Account, hind: Account
) -> None:
    case = examined(desk, of_person(amina()))
    talking.write(case=case, words="Alors ?", from_fund=False, send_key=uuid.uuid4(), by=case.account, now=NOW)
    seated(hind).get(at(case))
    assert case.exchanges.get().read_at is None
    client.get(at(case))
    assert case.exchanges.get().read_at == NOW


def test_notes_and_escalation_are_kept(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    typed = {
        "words": "Appelée hier.",
        "send_key": str(client.get(at(case, "note")).context["form"]["send_key"].value()),
    }
    for _time in range(2):
        client.post(at(case, "note"), typed)
        client.post(at(case, "escalate"), {"words": "Cas rare."})
    assert case.notes.count() == 1
    assert Event.objects.filter(action="case.escalated").count() == 1
    case.refresh_from_db()
    assert case.escalated_at
    assert shows(client.get(at(case)), "Appelée hier.")
    assert client.post(at(case, "note"), {"words": ""}).status_code == 422


def test_accepting_says_first_what_will_be_done(client: Client, desk: Account) -> None:
    kind = type(KINDS["message"])
    kind.effects = lambda self, answers, holder, on: [Line("Numéro", "attribué")]  # type: ignore[method-assign]
    try:
        case = answered(desk)
        assert shows(client.get(f"{at(case, 'decide')}?outcome=accepted"), "attribué")
        done = client.post(f"{at(case, 'decide')}?outcome=accepted", {"words": "Voilà.", "after": "here"})
    finally:
        del kind.effects
    assert done["Location"] == at(case)
    assert shows(client.get(at(case)), "Voilà.")


def test_a_refusal_needs_a_reason_and_an_article_and_keeps_what_was_typed(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    address = f"{at(case, 'decide')}?outcome=refused"
    page = client.get(address).content.decode()
    assert "من اختصاص جهة أخرى" in page
    assert "Votre question relève d" in page
    assert client.post(address, {"words": "Désolé."}).status_code == 422
    without = client.post(address, {"words": "Désolé.", "reasons": ["papers"]})
    assert without.status_code == 422
    assert shows(without, "Désolé.")
    assert client.post(address, {"words": "", "reasons": ["elsewhere"], "after": "here"}).status_code == 302
    decision = Decision.objects.get()
    assert decision.reasons == ["elsewhere"]


@pytest.mark.usefixtures("two_agents")
def test_the_article_may_come_from_the_law_of_the_kind(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    address = f"{at(case, 'decide')}?outcome=refused"
    without = client.post(address, {"words": "Désolé.", "reasons": ["papers"]})
    assert without.status_code == 422
    assert shows(without, 'value="papers" checked')
    client.post(address, {"words": "", "reasons": ["papers"], "articles": ["0"], "after": "here"})
    assert Decision.objects.get().grounds["articles"] == [{"fr": "art. 5", "ar": "المادة 5"}]


@pytest.mark.usefixtures("two_agents")
def test_two_agents_decide_and_the_first_sees_who(client: Client, desk: Account, hind: Account) -> None:
    case = answered(desk)
    client.post(f"{at(case, 'decide')}?outcome=accepted", {"words": "", "after": "here"})
    own = client.post(at(case, "second"), {"action": "confirm"})
    assert own.status_code == 422
    other = seated(hind)
    assert shows(other.get(at(case)), "DRISS FILALI")
    mute = other.post(at(case, "second"), {"action": "turn_down", "words": ""})
    assert mute.status_code == 422
    other.post(at(case, "second"), {"action": "turn_down", "words": "La photo manque.", "after": "list"})
    back = client.get(at(case))
    assert shows(back, "HIND LAHLOU")
    assert shows(back, "La photo manque.")
    client.post(f"{at(case, 'decide')}?outcome=accepted", {"words": "", "after": "here"})
    assert other.get(at(case, "second")).status_code == 200
    other.post(at(case, "second"), {"action": "confirm", "after": "list"})
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert Decision.objects.get(state=DecisionState.FINAL).second == hind
    assert other.get(at(case, "second")).status_code == 302


def test_a_check_that_fails_is_seen_and_suggests_a_refusal(client: Client, desk: Account) -> None:
    kind = type(KINDS["message"])
    kind.checks = lambda self, case, on: [Check("elsewhere", "Compétence", Verdict.WRONG, "Autre caisse")]  # type: ignore[method-assign]
    try:
        case = examined(desk, of_person(amina()))
        assert shows(client.get(at(case)), "Autre caisse")
        assert shows(client.get(f"{at(case, 'decide')}?outcome=refused"), 'value="elsewhere" checked')
    finally:
        del kind.checks


def test_a_case_page_takes_as_many_queries_whatever_hangs_on_it(client: Client, desk: Account, hind: Account) -> None:
    case = examined(desk, of_person(amina()))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(at(case))
        return len(queries)

    def write(words: str) -> None:
        talking.write(case=case, words=words, from_fund=True, send_key=uuid.uuid4(), by=desk, now=NOW)
        talking.note(case=case, words=words, send_key=uuid.uuid4(), by=desk, now=NOW)
        sent(of_person(case.person), answers={"topic": "wages", "words": words}) if case.person else None

    write("Un")
    asked()
    one = asked()
    for number in range(6):
        write(f"Message {number}")
    assert asked() == one


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {2} ", "https://exemple.ma/requests/{3}/?r={0}"])
def test_a_scanned_code_opens_its_case(client: Client, desk: Account, typed: str) -> None:
    case = sent(of_person(amina()))
    reference = str(case.reference)
    code = typed.format(reference, reference.lower(), reference.replace("-", " "), case.public_id)
    assert client.post(reverse("cases:scan"), {"code": code})["Location"] == at(case)


def test_a_scanner_on_a_keyboard_of_another_tongue_is_understood(client: Client, desk: Account) -> None:
    case = sent(of_person(amina()))
    Case.objects.filter(pk=case.pk).update(reference="MS-7KAM-9QWT")
    arabic = {"M": "’", "S": "ٍ", "K": "،", "A": "ِ", "Q": "َ", "W": "ً", "T": "لإ"}
    french = {"M": "?", "S": "S", "K": "K", "A": "Q", "Q": "A", "W": "Z", "T": "T", "-": ")", "7": "è", "9": "ç"}
    typed = ["".join(keys.get(sign, sign) for sign in "MS-7KAM-9QWT") for keys in (arabic, {**french, "M": ","})]
    for code in [*typed, "MS-٧KAM-٩QWT"]:
        assert client.post(reverse("cases:scan"), {"code": code}).headers.get("Location") == at(case), code


def test_a_request_of_another_office_is_received_all_the_same(client: Client, desk: Account) -> None:
    case = sent(of_person(amina()))
    Case.objects.filter(pk=case.pk).update(office=office("20", "RABAT", "وكالة الرباط"))
    page = client.post(reverse("cases:scan"), {"code": case.reference})
    assert page.status_code == 200
    assert shows(page, "AGENCE RABAT")
    assert client.post(reverse("cases:scan"), {"code": case.reference, "action": "present"}).status_code == 302
    assert Event.objects.filter(action="case.presented", person=case.person_id).count() == 1
    assert case.notes.count() == 1


def test_an_unknown_code_says_what_to_do(client: Client, desk: Account) -> None:
    assert client.post(reverse("cases:scan"), {"code": "MS-2222-2222"}).status_code == 422
    assert client.post(reverse("cases:scan"), {"code": ""}).status_code == 422
    own = amina()
    own.account = desk
    own.save()
    mine = sent(of_person(own))
    assert client.post(reverse("cases:scan"), {"code": mine.reference}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_decision_pressed_twice_at_once_is_one() -> None:
    who = driss()
    case = answered(who)

    def accept() -> Decision:
        return deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)

    answers = in_threads([accept, accept, accept])
    assert sum(isinstance(each, Decision) for each in answers) == 1
    assert sum(isinstance(each, NotNow) for each in answers) == 2
    assert Event.objects.filter(action="case.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_take_one_case_at_once_are_one() -> None:
    one, two = driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = sent(of_person(amina()))
    answers = in_threads([partial(examining.take, case=case, by=who, now=NOW) for who in (one, two)])
    assert sum(isinstance(each, Case) for each in answers) == 1

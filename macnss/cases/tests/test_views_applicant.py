"""The applicant's pages, through their doors: choose, begin, fill, check, send, follow, withdraw, appeal."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.cases.engine import KINDS, Kind
from macnss.cases.enums import Outcome, State
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining, talking
from macnss.cases.tests.factories import draft, examined, of_person, sent
from macnss.cases.tests.kinds import another_kind
from macnss.identity.enums import Method, Role
from macnss.identity.sessions import OPENED, SEEN
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, zineb

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Insured:
    office()
    return amina()


@pytest.fixture
def client(person: Insured) -> Client:
    assert person.account
    return come_in(Client(), person.account)


@pytest.fixture
def everything() -> Iterator[Kind]:
    with another_kind() as kind:
        yield kind


def page(client: Client, name: str, case: Case | None = None, **named: Any) -> str:
    return read(client, address(name, case, **named))


def address(name: str, case: Case | None = None, **named: Any) -> str:
    return reverse(f"cases:{name}", kwargs={**({"case_id": case.public_id} if case else {}), **named})


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code, response.headers.get("Location"))
    return response.content.decode()


def begin(client: Client, kind: str = "message", key: str = "") -> str:
    response = client.post(address("start", kind=kind), {"key": key or str(uuid.uuid4())})
    assert response.status_code == 302
    return response["Location"]


def answer(client: Client, path: str, **said: str) -> Any:
    marks = ",".join(dict.fromkeys(name.rsplit("_", 1)[0] if name.endswith(BOXES) else name for name in said))
    return client.post(path, {"asked-here": marks, **said}, headers={"referer": f"http://testserver{path}"})


BOXES = ("_day", "_month", "_year")


# Choosing and beginning ---------------------------------------------------------------------------------------------
def test_what_may_be_asked_is_by_theme_and_a_draft_comes_first(client: Client, person: Insured) -> None:
    html = page(client, "choose")
    assert address("start", kind="message") in html
    mine = draft(of_person(person))
    html = page(client, "choose")
    assert address("case", mine) in html
    assert address("start", kind="message") not in html  # one draft at a time of this kind


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_before_beginning_one_reads_what_is_asked_and_how_long_it_takes(client: Client, language: str) -> None:
    client.cookies["macnss_language"] = language
    html = page(client, "start", kind="message")
    words = KINDS["message"].definition.papers[0].title
    assert (words.ar if language == "ar" else words.fr) in html
    assert 'name="key"' in html


def test_pressing_twice_begins_once(client: Client, everything: Kind) -> None:
    key = str(uuid.uuid4())
    assert begin(client, "everything", key) == begin(client, "everything", key)
    assert Case.objects.count() == 1


def test_a_draft_is_found_again_rather_than_begun_again(client: Client) -> None:
    begin(client)
    begin(client)
    assert Case.objects.count() == 1
    assert address("case", Case.objects.get()) in page(client, "start", kind="message")


def test_a_kind_that_is_not_for_the_insured_does_not_exist(client: Client) -> None:
    with another_kind("companies", audiences=["employer"]):
        assert client.get(address("start", kind="companies")).status_code == 404
    assert client.get(address("start", kind="nothing")).status_code == 404


# Screens ------------------------------------------------------------------------------------------------------------
def test_each_answer_is_kept_and_leads_to_the_next_screen(client: Client, everything: Kind) -> None:
    first = begin(client, "everything")
    assert "/ask/home/" in first  # the first screen asks for nothing that is required: it is answered already
    case = Case.objects.get()
    html = page(client, "sheet", case, sheet="all")
    assert all(f'data-question="q_{name}"' in html for name in ("choice", "date", "month", "rib", "country"))
    response = answer(client, address("sheet", case, sheet="home"), married="no")
    assert response["Location"] == address("review", case)  # no wedding, no paper
    case.refresh_from_db()
    assert case.said["married"] is False


def test_every_type_is_kept_as_a_plain_value(client: Client, everything: Kind) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    said = {
        "q_choice": "b",
        "q_yes_no": "yes",
        "q_text": "Rue des Orangers",
        "q_long_text": "Deux\nlignes",
        "q_name": "el  alaoui",
        "q_name_ar": "العلوي",
        "q_date_day": "٠٥",
        "q_date_month": "3",
        "q_date_year": "2026",
        "q_month_month": "3",
        "q_month_year": "2026",
        "q_number": "١٢",
        "q_amount": "5 000,50",
        "q_phone": "06 12 34 56 78",
        "q_email": "amina@example.org",
        "q_cin": "cd 482915",
        "q_document": "ab-12345",
        "q_rib": "",
        "q_ice": "",
        "q_affiliation": "1234567",
        "q_registration": "123 456 785",
        "q_country": "FR",
    }
    response = answer(client, address("sheet", case, sheet="all"), **said)
    assert response.status_code == 302, response.content.decode()
    case.refresh_from_db()
    kept = case.said
    assert kept["q_choice"] == "b"
    assert kept["q_yes_no"] is True
    assert kept["q_name"] == "EL ALAOUI"
    assert kept["q_date"] == "2026-03-05"
    assert kept["q_month"] == "2026-03"
    assert kept["q_number"] == 12
    assert kept["q_amount"] == "5000.50"
    assert kept["q_phone"] == "+212612345678"
    assert kept["q_cin"] == "CD482915"
    assert kept["q_document"] == "AB12345"
    assert kept["q_registration"] == "123456785"
    assert kept["q_country"] == "FR"
    for language in ("ar", "fr"):
        client.cookies["macnss_language"] = language
        html = page(client, "sheet", case, sheet="all")
        assert 'value="5000,50"' in html
        assert 'name="q_date_day" value="5"' in html
        answered = page(client, "review", case)
        assert ("5\u00a0mars\u00a02026" if language == "fr" else "مارس") in answered
        assert ("France" if language == "fr" else "فرنسا") in answered


def test_what_is_wrong_is_said_with_its_remedy_and_stays_as_typed(client: Client, everything: Kind) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    response = answer(
        client,
        address("sheet", case, sheet="all"),
        q_text="Kept",
        q_date_day="31",
        q_date_month="2",
        q_date_year="2026",
        q_phone="12",
        q_rib="123",
        q_name="أمينة",
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="31"' in html
    assert 'value="أمينة"' in html
    assert html.count('class="field-error"') == 4
    case.refresh_from_db()
    assert case.said["q_text"] == "Kept"  # what is sound of a refused screen is kept all the same


def test_a_kind_refuses_in_its_own_words_and_nothing_typed_is_lost(client: Client, everything: Kind) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    answer(client, address("sheet", case, sheet="home"), married="yes", spouse="BRAHIM")
    response = answer(
        client, address("sheet", case, sheet="only_married"), wedding_day="1", wedding_month="2", wedding_year="1940"
    )
    assert response.status_code == 422
    assert "This wedding is too long ago." in response.content.decode()
    case.refresh_from_db()
    assert case.said["wedding"] == "1940-02-01"
    assert "This wedding is too long ago." in page(client, "review", case)


def test_an_answer_that_brings_a_question_shows_it_on_the_same_screen(client: Client, everything: Kind) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    here = address("sheet", case, sheet="home")
    assert 'data-question="spouse"' not in read(client, here)
    assert answer(client, here, married="yes")["Location"] == here
    assert 'data-question="spouse"' in read(client, here)
    assert answer(client, here, married="yes", spouse="").status_code == 422
    assert answer(client, here, married="no", spouse="").status_code == 302  # taken away: not complained of
    case.refresh_from_db()
    assert "spouse" not in case.said


def test_a_change_from_the_review_comes_back_to_it(client: Client, person: Insured) -> None:
    case = draft(of_person(person))
    path = address("sheet", case, sheet="subject") + "?back=review"
    assert path in page(client, "review", case)
    assert answer(client, path, topic="health", words="Other words.")["Location"] == address("review", case)


def test_leaving_a_field_saves_it_without_leaving_the_page(client: Client, person: Insured) -> None:
    case = draft(of_person(person), answers={})
    response = client.post(
        address("sheet", case, sheet="subject"),
        {"asked-here": "topic,words", "topic": "health", "words": ""},
        headers={"X-Autosave": "1"},
    )
    assert response.json() == {"saved": True, "asked": ["topic", "words"]}
    case.refresh_from_db()
    assert case.said == {"topic": "health"}


def test_a_screen_that_these_answers_do_not_call_for_leads_where_one_is(client: Client, everything: Kind) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    assert client.get(address("sheet", case, sheet="only_married")).status_code == 302
    assert client.get(address("sheet", case, sheet="nowhere")).status_code == 404


def test_a_session_that_ended_gives_back_what_was_typed(client: Client, person: Insured) -> None:
    case = draft(of_person(person), answers={})
    path = address("sheet", case, sheet="subject")
    session = client.session
    session.update(dict.fromkeys((OPENED, SEEN), (timezone.now() - dt.timedelta(hours=2)).isoformat()))
    session.save()
    response = answer(client, path, topic="health", words="A long story that took an hour.")
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]
    assert path in response["Location"]
    assert person.account
    come_in(client, person.account)
    html = read(client, path)
    assert "A long story that took an hour." in html
    assert 'value="health"' in html
    assert "checked" in html


def test_dates_come_back_too_after_a_session_that_ended(client: Client, everything: Kind, person: Insured) -> None:
    begin(client, "everything")
    case = Case.objects.get()
    answer(client, address("sheet", case, sheet="home"), married="yes", spouse="BRAHIM")
    path = address("sheet", case, sheet="only_married")
    session = client.session
    session.update(dict.fromkeys((OPENED, SEEN), (timezone.now() - dt.timedelta(hours=2)).isoformat()))
    session.save()
    answer(client, path, wedding_day="7", wedding_month="6", wedding_year="2019")
    assert person.account
    come_in(client, person.account)
    assert 'name="wedding_year" value="2019"' in read(client, path)


# Sending ------------------------------------------------------------------------------------------------------------
def test_what_is_missing_is_listed_with_its_page(client: Client, person: Insured) -> None:
    case = draft(of_person(person), answers={"topic": "wages"})
    html = page(client, "review", case)
    assert address("sheet", case, sheet="subject") in html
    assert 'name="honest"' not in html
    response = client.post(address("review", case), {"honest": "on"})
    assert response.status_code == 422
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_nothing_is_sent_without_the_declaration(client: Client, everything: Kind, person: Insured) -> None:
    case = draft(of_person(person), everything.code, {"married": False})
    assert 'name="honest"' in page(client, "review", case)
    assert client.post(address("review", case)).status_code == 422
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_a_plain_question_needs_no_oath(client: Client, person: Insured) -> None:
    case = draft(of_person(person))
    assert 'name="honest"' not in page(client, "review", case)
    assert client.post(address("review", case))["Location"] == address("receipt", case)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_is_sent_once_and_gives_a_receipt(client: Client, person: Insured, language: str) -> None:
    client.cookies["macnss_language"] = language
    case = draft(of_person(person))
    for _tab in range(2):
        response = client.post(address("review", case), {"honest": "on"})
        assert response["Location"] == address("receipt", case)
    assert Case.objects.count() == 1
    case.refresh_from_db()
    html = page(client, "receipt", case)
    assert str(case.reference) in html
    assert "data:image/svg+xml" in html


def test_a_tab_left_open_on_a_question_says_that_it_was_sent(client: Client, person: Insured) -> None:
    case = sent(of_person(person))
    path = address("sheet", case, sheet="subject")
    assert answer(client, path, topic="health", words="Too late.")["Location"] == address("case", case)
    saved = client.post(path, {"topic": "health"}, headers={"X-Autosave": "1"})
    assert saved.status_code == 302
    assert client.get(address("review", case))["Location"] == address("case", case)


def test_a_kind_that_wants_it_asks_for_a_fresh_proof_before_sending(person: Insured) -> None:
    assert person.account
    with another_kind(proof="substantial") as kind:
        case = draft(of_person(person), kind.code, {"married": False})
        weak = come_in(Client(), person.account, Method.PASSWORD)
        path = address("review", case)
        response = weak.post(path, {"honest": "on"}, headers={"referer": f"http://testserver{path}"})
        assert response["Location"] == f"{reverse('identity:prove')}?next={path}"
        case.refresh_from_db()
        assert case.state == State.DRAFT
        come_in(weak, person.account)
        assert weak.post(path, {"honest": "on"})["Location"] == address("receipt", case)


def test_effects_fees_and_law_are_read_before_sending(client: Client, everything: Kind, person: Insured) -> None:
    case = draft(of_person(person), "everything", {"married": False})
    html = page(client, "review", case)
    assert "Votre couverture" in html
    assert "Gratuit pour tous" in html
    assert "https://example.org/loi" in html


# Following ----------------------------------------------------------------------------------------------------------
def test_a_request_says_where_it_stands_by_when_and_what_was_answered(client: Client, person: Insured) -> None:
    case = sent(of_person(person))
    client.cookies["macnss_language"] = "fr"
    html = page(client, "case", case)
    assert str(case.reference) in html
    assert "30\u00a0novembre\u00a02026" in html
    assert "My wage of March is missing." in html


def test_a_draft_opens_where_it_was_left(client: Client, person: Insured) -> None:
    case = draft(of_person(person), answers={})
    assert client.get(address("case", case))["Location"] == address("sheet", case, sheet="subject")
    assert client.get(address("receipt", case))["Location"] == address("review", case)


def test_a_late_request_says_why(client: Client, person: Insured, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sent(of_person(person))
    later = NOW + dt.timedelta(days=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert person.account
    html = page(come_in(Client(), person.account), "case", case)
    assert "notice tone-warning" in html


def test_papers_that_are_asked_are_shown_with_their_reason_and_their_day(client: Client, person: Insured) -> None:
    who = driss()
    case = examined(who, of_person(person))
    examining.ask_papers(case=case, papers={"attachment": "The payslip of March."}, by=who, now=NOW)
    html = page(client, "case", case)
    assert "The payslip of March." in html
    assert address("case", case) in page(client, "mine")


def test_a_paper_of_no_list_is_called_as_the_agent_called_it(client: Client, person: Insured) -> None:
    who = driss()
    case = examined(who, of_person(person))
    examining.ask_papers(
        case=case, papers={"more_0a1b2c3d4e5f": "Livret de famille: la page est coupée."}, by=who, now=NOW
    )
    html = page(client, "case", case)
    assert "more_0a1b" not in html
    assert "<strong><bdi>Livret de famille: la page est coupée.</bdi></strong>" in html


def test_both_write_and_the_same_message_sent_twice_is_one(client: Client, person: Insured) -> None:
    who = driss()
    case = examined(who, of_person(person))
    talking.write(case=case, words="Which month?", from_fund=True, send_key=uuid.uuid4(), by=who, now=NOW)
    html = page(client, "case", case)
    assert "Which month?" in html
    assert case.exchanges.get().read_at
    key = str(uuid.uuid4())
    for _time in range(2):
        response = client.post(address("write", case), {"key": key, "words": "March."})
        assert response["Location"] == address("case", case)
    assert case.exchanges.filter(from_fund=False).count() == 1
    assert client.post(address("write", case), {"key": key, "words": " "}).status_code == 422


def test_a_refusal_says_why_on_what_it_rests_and_what_one_can_do(
    client: Client, everything: Kind, person: Insured
) -> None:
    who = driss()
    case = examined(who, of_person(person), "everything", {"married": False})
    deciding.decide(case=case, outcome=Outcome.REFUSED, reasons=["no"], words="Pas encore.", by=who, now=NOW)
    client.cookies["macnss_language"] = "fr"
    html = page(client, "case", case)
    for words in ("Les conditions ne sont pas remplies", "Article 7", "Attendez un an", "Pas encore."):
        assert words in html
    assert address("appeal", case) in html


def test_an_appeal_is_one_however_often_it_is_pressed(client: Client, everything: Kind, person: Insured) -> None:
    who = driss()
    case = examined(who, of_person(person), "everything", {"married": False})
    deciding.decide(case=case, outcome=Outcome.REFUSED, reasons=["no"], by=who, now=NOW)
    key = str(uuid.uuid4())
    assert client.post(address("appeal", case), {"key": key, "words": ""}).status_code == 422
    first = client.post(address("appeal", case), {"key": key, "words": "Look again."})
    again = client.post(address("appeal", case), {"key": key, "words": "Look again."})
    assert first["Location"] == again["Location"]
    assert Case.objects.filter(appeal_of=case).count() == 1
    assert client.get(address("appeal", case)).status_code == 302
    assert str(Case.objects.get(appeal_of=case).reference) in page(client, "case", case)


def test_an_acceptance_says_what_follows(client: Client, person: Insured) -> None:
    who = driss()
    case = examined(who, of_person(person))
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, words="The wage of March came in late.", by=who, now=NOW)
    assert "The wage of March came in late." in page(client, "case", case)


def test_a_request_is_withdrawn_after_a_last_question(client: Client, person: Insured) -> None:
    case = sent(of_person(person))
    page(client, "withdraw", case)
    client.post(address("withdraw", case))
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert client.get(address("withdraw", case)).status_code == 302
    page(client, "case", case)


def test_a_draft_is_erased_after_a_last_question(client: Client, person: Insured) -> None:
    case = draft(of_person(person))
    page(client, "discard", case)
    assert client.post(address("discard", case))["Location"] == address("mine")
    assert not Case.objects.exists()
    other = sent(of_person(person))
    client.post(address("discard", other))
    assert Case.objects.exists()


# Lists --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_my_requests_begin_empty_and_show_each_at_its_place(client: Client, person: Insured, language: str) -> None:
    client.cookies["macnss_language"] = language
    assert 'class="empty"' in page(client, "mine")
    under_way, over = sent(of_person(person)), sent(of_person(person))
    client.post(address("withdraw", over))
    begun = draft(of_person(person))
    html = page(client, "mine")
    places = [html.index(each) for each in (address("discard", begun), str(under_way.reference), str(over.reference))]
    assert places == sorted(places)


def test_a_list_of_any_length_is_read_with_the_same_number_of_queries(client: Client, person: Insured) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, "mine")
        return len(seen)

    sent(of_person(person))
    few = queries()
    for _more in range(5):
        sent(of_person(person))
    assert queries() == few


# Strangers ----------------------------------------------------------------------------------------------------------
OF_A_CASE = ("case", "review", "receipt", "discard", "withdraw", "appeal")


def test_the_request_of_somebody_else_does_not_exist(person: Insured) -> None:
    other, visitor = zineb(), Client()
    assert other.account
    stranger, colleague = come_in(Client(), other.account), come_in(Client(), agent("hind", "HIND", Role.FILE_OFFICER))
    for case in (draft(of_person(person)), sent(of_person(person))):
        paths = [*(address(name, case) for name in OF_A_CASE), address("sheet", case, sheet="subject")]
        for path in paths:
            assert stranger.get(path).status_code == 404, path
            assert stranger.post(path).status_code in {404, 405}, path
            assert colleague.get(path).status_code == 404, path
            assert "/sign-in/" in visitor.get(path)["Location"], path
        assert stranger.post(address("write", case), {"words": "x"}).status_code == 404
    assert str(case.reference) not in page(stranger, "mine")


# Every kind ---------------------------------------------------------------------------------------------------------
def test_every_kind_bears_answers_that_are_not_complete(person: Insured) -> None:
    """A screen is checked while later ones are empty: the hooks of a kind read answers that may be missing."""
    holder, today = of_person(person), NOW.date()
    for kind in KINDS.values():
        facts = kind.facts({}, today)
        kind.refusals(facts, holder, today)
        kind.papers(facts, holder)
        kind.effects(facts, holder, today)
        kind.about(facts, holder)
        kind.prefilled(holder, today)

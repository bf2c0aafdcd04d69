"""What an agent reads and presses on a case: ready words, answers, what is set aside, papers brought to the counter."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from macnss.audit.models import Event
from macnss.cases.engine import KINDS, Check
from macnss.cases.enums import Pile, State, Verdict
from macnss.cases.models import Case, Phrase
from macnss.cases.services import alarms, deciding, drafts, examining, sending
from macnss.cases.tests.factories import ANSWERS, examined, of_person, sent
from macnss.cases.tests.kinds import another_kind
from macnss.cases.tests.many import many_cases
from macnss.cases.tests.test_views_agent import at, seated, shows
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.tests.factories import amina, brahim
from macnss.kernel.tests.files import photo
from macnss.ui.bidi import bare_numbers
from macnss.ui.templatetags.formats import number

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PANELS = ("write_to", "decide?outcome=accepted", "decide?outcome=refused", "ask_papers")


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
def month() -> None:
    Phrase.objects.create(kind="message", title_fr="Mois", title_ar="الشهر", body_fr="Quel mois ?", body_ar="أي شهر؟")


def opened(case: Case, panel: str, query: str = "") -> str:
    name, _mark, own = panel.partition("?")
    return f"{at(case, name)}?{'&'.join(filter(None, (own, query)))}"


def in_arabic(case: Case) -> Case:
    """Its applicant reads Arabic."""
    assert case.account
    case.account.language = "ar"
    case.account.save()
    return case


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.usefixtures("month")
def test_ready_words_are_offered_wherever_the_applicant_is_written_to(
    client: Client, desk: Account, panel: str
) -> None:
    case = in_arabic(examined(desk, of_person(amina())))
    page = client.get(opened(case, panel)).content.decode()
    assert 'data-fr="Quel mois ?"' in page
    assert 'data-ar="أي شهر؟"' in page
    assert 'data-ready="ar"' in page
    assert shows(client.get(opened(case, panel, "in=fr")), 'data-ready="fr"')
    assert shows(client.get(opened(case, panel, "in=de")), 'data-ready="ar"')


@pytest.mark.parametrize(("tongue", "words"), [("fr", "Quel mois ?"), ("ar", "أي شهر؟")])
@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.usefixtures("month")
def test_without_scripts_ready_words_come_by_a_link(
    client: Client, desk: Account, panel: str, tongue: str, words: str
) -> None:
    case = examined(desk, of_person(amina()))
    form = client.get(opened(case, panel, f"in={tongue}&phrase=0")).context["form"]
    assert words in [form[name].value() for name in form.fields]


def test_a_template_longer_than_a_reason_is_not_offered_with_papers(client: Client, desk: Account) -> None:
    Phrase.objects.create(kind="message", title_fr="Roman", title_ar="رواية", body_fr="Long " * 100, body_ar="طويل")
    case = examined(desk, of_person(amina()))
    offered = [client.get(at(case, panel)).context["ready"].phrases for panel in ("write_to", "ask_papers")]
    assert ["Roman" in [each.title for each in phrases] for phrases in offered] == [True, False]


def test_a_reason_without_its_tick_asks_for_its_paper(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    typed = {"words_attachment": "La page est coupée.", "after": "here"}
    preview = client.post(at(case, "ask_papers"), {**typed, "action": "preview"})
    assert shows(preview, 'name="paper_attachment"')
    assert preview.context["form"]["paper_attachment"].value()
    assert client.post(at(case, "ask_papers"), {**typed, "action": "ask"}).status_code == 302
    assert case.pieces.get().words == "La page est coupée."


def test_a_reason_for_a_paper_without_a_name_asks_for_the_name(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    nameless = client.post(at(case, "ask_papers"), {"new_words": "Pour comparer.", "action": "ask"})
    assert nameless.status_code == 422
    assert "new_title" in nameless.context["form"].errors


def test_the_usual_reasons_stand_under_each_paper_in_both_languages(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    page = client.get(at(case, "ask_papers"))
    assert page.content.decode().count('data-into="id_words_attachment"') == 4
    assert len(page.context["ready"].reasons) == 4


def test_what_is_set_aside_says_until_when_and_is_taken_up_again(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    examining.set_aside(case=case, until=NOW.date() + 5 * DAY, by=desk, now=NOW)
    assert shows(client.get(at(case)), 'value="resume"')
    other = seated(agent("hind", "HIND LAHLOU", Role.FILE_OFFICER))
    assert not shows(other.get(at(case)), 'value="resume"')
    assert other.post(at(case, "set_aside"), {"action": "resume"}).status_code == 422
    assert client.post(at(case, "set_aside"), {"action": "resume"})["Location"] == at(case)
    assert not shows(client.get(at(case)), 'value="resume"')
    assert shows(client.get("/agent/requests/?pile=mine"), str(case.reference))


@pytest.mark.parametrize(
    ("known", "differs"),
    [("AMINA  BENNANI", False), ("Amína Bennani", False), ("Amina Benani", True), (None, False)],
)
def test_a_name_written_in_another_way_is_the_same_name(
    client: Client, desk: Account, known: str | None, differs: bool
) -> None:
    kind = type(KINDS["message"])
    kind.prefilled = lambda self, holder, on: {"words": known}  # type: ignore[method-assign]
    try:
        case = sent(of_person(amina()), answers={"topic": "wages", "words": "Amina Bennani"})
        assert shows(client.get(at(case)), "differs") == differs
    finally:
        del kind.prefilled


def test_an_account_number_is_read_in_its_four_parts(client: Client, desk: Account) -> None:
    with another_kind() as kind:
        case = examined(desk, of_person(amina()), kind.code, {"q_rib": "230780000000000000000145", "married": False})
        assert shows(client.get(at(case)), "230 780 0000000000000001 45")


def test_an_answer_is_called_an_answer_and_is_required(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    form = client.get(opened(case, "decide?outcome=accepted")).context["form"]
    assert form.fields["words"].required
    with translation.override("en"):
        assert str(form.fields["words"].label) == "Your answer"
    empty = client.post(opened(case, "decide?outcome=accepted"), {"words": " "})
    assert empty.status_code == 422
    assert "words" in empty.context["form"].errors
    assert not client.get(at(case)).context["suggests"]


def test_an_acceptance_needs_no_word(client: Client, desk: Account) -> None:
    with another_kind() as kind:
        case = examined(desk, of_person(amina()), kind.code, {"married": False})
        page = client.get(opened(case, "decide?outcome=accepted"))
        assert not page.context["form"].fields["words"].required
        assert page.context["suggests"]


def test_a_kind_without_law_offers_the_reasons_that_name_their_article_only(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    page = client.get(opened(case, "decide?outcome=refused"))
    assert [reason.code for reason in page.context["form"].offered] == ["elsewhere"]
    assert 'id="id_articles"' not in page.content.decode()


def doubtful() -> Iterator[None]:
    kind = type(KINDS["message"])
    kind.checks = lambda self, case, on: [  # type: ignore[method-assign]
        Check("papers", "Pièces", Verdict.FINE, "Tout est là."),
        Check("name", "Nom au registre", Verdict.DOUBT, "Autre orthographe."),
    ]
    yield
    del kind.checks


needs_a_look = pytest.fixture(doubtful)


@pytest.mark.usefixtures("needs_a_look")
def test_papers_are_counted_once_and_truly(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    assert not shows(client.get(at(case)), "Tout est là.")
    examining.ask_papers(case=case, papers={"more_1": "Bulletin de mars"}, by=desk, now=NOW)
    page = client.get(at(case))
    assert not shows(page, "Tout est là.")
    assert [paper.name for paper in page.context["folder"].missing] == ["more_1"]


def test_a_refusal_reads_with_its_article(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    client.post(opened(case, "decide?outcome=refused"), {"words": "", "reasons": ["elsewhere"], "after": "here"})
    (article,) = client.get(at(case)).context["articles"]
    assert article
    assert shows(client.get(at(case)), article)


def test_a_panel_of_an_act_that_is_over_does_not_stand(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    deciding.decide(case=case, outcome="accepted", words="Voici.", by=desk, now=NOW)  # type: ignore[arg-type]
    for panel in (*PANELS, "set_aside", "hand_over", "escalate", "bring"):
        assert client.get(opened(case, panel)).context["panel"] == "", panel
    stale = client.post(opened(case, "decide?outcome=accepted"), {"words": "Voici ma réponse."})
    assert stale.status_code == 422
    assert stale.context["panel"] == ""
    assert shows(stale, "Voici ma réponse.")
    assert stale.context["refusal"]
    assert client.get(at(case, "note")).context["panel"]


def test_who_confirms_with_a_word_of_disagreement_is_asked_which(client: Client, desk: Account) -> None:
    with another_kind(four_eyes=True) as kind:
        case = examined(desk, of_person(amina()), kind.code, {"married": False})
        client.post(opened(case, "decide?outcome=accepted"), {"words": "", "after": "here"})
        other = seated(agent("hind", "HIND LAHLOU", Role.FILE_OFFICER))
        torn = other.post(at(case, "second"), {"action": "confirm", "words": "La photo manque."})
        assert torn.status_code == 422
        assert "words" in torn.context["form"].errors
        case.refresh_from_db()
        assert case.state == State.SECOND_LOOK


def scan(name: str = "bulletin.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(), "image/jpeg")


def brought(client: Client, case: Case, paper: str = "other", file: Any = None) -> Any:
    return client.post(at(case, "bring"), {"paper": paper, "file": file or scan()})


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_paper_brought_to_the_counter_is_added_in_the_agents_name(
    client: Client, desk: Account, language: str
) -> None:
    client.cookies["macnss_language"] = language
    case = examined(desk, of_person(amina()))
    shown = client.get(at(case, "bring"))
    assert bare_numbers(re.sub("<title>.*?</title>", "", shown.content.decode(), flags=re.DOTALL)) == []
    assert brought(client, case)["Location"] == at(case)
    assert case.pieces.get().name == "other"
    assert Event.objects.get(action="case.paper_added").actor == desk
    case.refresh_from_db()
    assert case.state == State.EXAMINED
    assert client.get(at(case)).context["folder"].pages == 1


def test_the_last_paper_that_was_awaited_starts_the_clock_again(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    examining.ask_papers(case=case, papers={"attachment": "La page est coupée.", "more_1": "Bail"}, by=desk, now=NOW)
    case.refresh_from_db()
    names = [name for name, _label in client.get(at(case, "bring")).context["form"].fields["paper"].choices]
    assert names == ["attachment", "more_1", "other"]
    for paper, state in (("attachment", State.AWAITING), ("more_1", State.EXAMINED)):
        assert brought(client, case, paper, scan(f"{paper}.jpg")).status_code == 302
        case.refresh_from_db()
        assert case.state == state


def test_a_file_that_is_no_paper_is_refused_in_words(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    for wrong in (SimpleUploadedFile("a.exe", b"MZ\x00 no picture"), SimpleUploadedFile("a.jpg", b"")):
        assert brought(client, case, file=wrong).status_code == 422
    assert brought(client, case, "attachment").status_code == 422  # nobody asked for it
    assert client.post(at(case, "bring"), {"paper": "other"}).status_code == 422
    assert not case.pieces.exists()


def test_who_receives_nobody_adds_no_paper(client: Client) -> None:
    case = sent(of_person(amina()))
    chief = seated(supervisor())
    assert chief.get(at(case)).status_code == 200
    assert chief.get(at(case, "bring")).status_code == 404
    far = Client()
    come_in(far, agent("omar", "OMAR", Role.FRONT_DESK))
    Case.objects.filter(pk=case.pk).update(office=office("20", "RABAT", "وكالة الرباط"))
    assert far.get(at(case, "bring")).status_code == 404


def test_a_number_or_a_name_finds_the_open_requests_of_ones_offices(client: Client, desk: Account) -> None:
    person = amina()
    one, two = sent(of_person(person)), sent(of_person(brahim()))
    scan_page = reverse("cases:scan")
    for typed in (str(person.number), person.document_number.lower(), "bennani amina"):
        assert client.post(scan_page, {"code": typed}).headers.get("Location") == at(one), typed
    Case.objects.filter(pk=two.pk).update(about=one.about)
    listed = client.post(scan_page, {"code": "Bennani"})
    assert listed.status_code == 200
    assert {str(each.reference) for each in listed.context["rows"]} == {one.reference, two.reference}
    Case.objects.filter(pk=two.pk).update(office=office("20", "RABAT", "وكالة الرباط"))
    assert client.post(scan_page, {"code": "Bennani"})["Location"] == at(one)
    for nobody in ("Nobody", "ab", "999999999"):
        assert client.post(scan_page, {"code": nobody}).status_code == 422, nobody


def test_a_name_borne_by_many_is_read_page_by_page_with_the_same_queries(client: Client, desk: Account) -> None:
    def asked(typed: dict[str, str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.post(reverse("cases:scan"), typed).status_code == 200
        return len(queries)

    shared: dict[str, Any] = {"of": amina(), "offices": [office()], "agents": [desk], "kinds": ["message"], "now": NOW}
    many_cases(3, **shared)
    few = asked({"code": "bennani"})
    Case.objects.all().delete()
    many_cases(60, **shared)
    assert asked({"code": "bennani"}) == few
    second = client.post(reverse("cases:scan"), {"code": "bennani", "page": "2"})
    assert second.context["rows"].number == 2


def test_a_supervisor_reads_the_queue_of_one_agent(client: Client, desk: Account) -> None:
    hind = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    mine, theirs = examined(desk, of_person(amina())), examined(hind, of_person(brahim()))
    chief, queue = seated(supervisor()), reverse("cases:queue")
    page = chief.get(queue, {"agent": str(hind.public_id)})
    assert [each.pk for each in page.context["rows"]] == [theirs.pk]
    assert page.context["counts"].total == 1
    assert page.context["wanted"].pile == Pile.ALL
    assert shows(page, "HIND LAHLOU")
    todo = chief.get(queue, {"agent": str(hind.public_id), "pile": "todo"})
    assert todo.context["counts"].total == len(todo.context["rows"])
    own = client.get(queue, {"agent": str(hind.public_id)})
    assert [each.pk for each in own.context["rows"]] == [mine.pk]  # who supervises nobody has no such filter


def test_the_rows_of_the_board_lead_to_their_requests(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    chief = seated(supervisor())
    board = chief.get(reverse("cases:board"))
    links = [row.href for cut in board.context["cuts"] for row in cut.rows]
    assert len(links) == 3
    for link in links:
        assert shows(chief.get(link), str(case.reference)), link
    held = f"{reverse('cases:queue')}?agent={desk.public_id}"
    assert shows(board, held)
    assert shows(chief.get(held), str(case.reference))


def test_what_was_settled_is_read_again(client: Client, desk: Account) -> None:
    case = examined(desk, of_person(amina()))
    examining.escalate(case=case, words="Cas rare.", by=desk, now=NOW)
    chief, settled = seated(supervisor()), f"{reverse('cases:alarms')}?show=settled"
    assert not shows(chief.get(settled), str(case.reference))
    alarms.settle(alarm=case.alarms.get(), words="Vu avec elle.", by=desk, now=NOW)
    assert shows(chief.get(settled), "Vu avec elle.")
    assert not shows(chief.get(reverse("cases:alarms")), str(case.reference))


def test_the_menu_shows_where_one_is_when_an_act_was_refused(client: Client, desk: Account) -> None:
    case = examined(agent("hind", "HIND LAHLOU", Role.FILE_OFFICER), of_person(amina()))
    refused = client.post(at(case, "take"))
    assert refused.status_code == 422
    assert refused.context["door"] == "cases:queue"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_screen_filled_at_the_counter_says_for_whom(client: Client, desk: Account, language: str) -> None:
    client.cookies["macnss_language"] = language
    person = amina()
    name = person.name_ar if language == "ar" and person.name_ar else str(person)
    place = reverse("cases:counter_person", args=[person.public_id])
    client.post(place, {"act": "open"})
    said = {"act": "begin", "kind": "message", "seen": "on", "key": "0f0e7a2e-3f0e-4c3e-9d0f-1f6f4b0a1c11"}
    first = client.post(place, said, follow=True)
    case = Case.objects.get()
    for screen in (first, client.get(at(case, "review"))):
        assert name in screen.content.decode().partition("<main")[2]
        assert screen.context["door"] == "cases:counter"
    sending.send(case=drafts.save(case=case, answers=ANSWERS, now=NOW), by=desk, now=NOW)
    assert name in client.get(at(case, "receipt")).content.decode().partition("<main")[2]
    here = client.get(place)
    assert shows(here, f'href="{at(case)}"')
    with translation.override(language):
        assert shows(here, number(person.number))


def test_a_person_is_found_by_the_number_of_the_card_or_of_the_document(client: Client, desk: Account) -> None:
    person, home = amina(), reverse("portals:agent_home")
    there = reverse("portals:person", args=[person.public_id])
    for typed in (str(person.number), person.document_number, f" {person.document_number.lower()} "):
        assert client.post(home, {"number": typed}).headers.get("Location") == there, typed
    assert client.post(home, {"number": "ZZ999999"}).status_code == 422

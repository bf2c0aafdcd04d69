"""What people do with a request, by the words that they see: shared by the journeys of the case files."""

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from playwright.sync_api import FilePayload, Locator, expect

from macnss.cases.definition import Question, Reason, Type
from macnss.cases.engine import KINDS
from macnss.cases.models import Case
from macnss.cases.queries.answers import countries, in_language
from macnss.kernel.tests.files import pdf, photo
from macnss.lawbook.texts import Text
from macnss.outbox.tests.reading import last_code, last_message
from macnss.ui.bidi import bare_numbers
from tests.browser.conftest import Visitor

SHOTS = os.environ.get("JOURNEY_SHOTS", "")
Words = str | Promise | Text
MARKS = re.compile("[\u2066-\u2069\u200e\u200f]")


def language_of(visitor: Visitor) -> str:
    return visitor.page.get_attribute("html", "lang") or "ar"


def says(visitor: Visitor, words: Words, **named: Any) -> str:
    """A sentence of the service, or a text of a kind, in the language of the page."""
    with translation.override(language_of(visitor)):
        said = in_language(words) if isinstance(words, Text) else gettext(str(words))
        return said % named if named else said


def follows(visitor: Visitor, words: Words, *, within: str = "body", exact: bool = False) -> None:
    """Press the link of these words, and wait for its page."""
    link = visitor.page.locator(within).get_by_role("link", name=says(visitor, words), exact=exact)
    with visitor.page.expect_navigation():
        link.first.click()


def presses(visitor: Visitor, words: Words, *, within: str = "main", exact: bool = False) -> None:
    """Press the button of these words, and wait for what follows."""
    button = visitor.page.locator(within).get_by_role("button", name=says(visitor, words), exact=exact)
    with visitor.page.expect_navigation():
        button.first.click()


def writes(visitor: Visitor, label: Words, text: str) -> None:
    """Type in the field of this label."""
    visitor.page.locator("main").get_by_label(says(visitor, label)).first.fill(text)


def ticks(visitor: Visitor, label: Words) -> None:
    """Choose the box or the round of this label."""
    visitor.page.locator("main").get_by_label(says(visitor, label)).first.check()


def reads(visitor: Visitor, words: Words, **named: Any) -> None:
    """These words stand on the page."""
    wanted = bare(says(visitor, words, **named))
    body = bare(visitor.page.inner_text("body"))
    assert wanted in body, f"“{wanted}” is not on {visitor.page.url}:\n{body[:3000]}"


def bare(text: str) -> str:
    """A text without the marks of direction, its spaces made one."""
    return " ".join(MARKS.sub("", text).split())


def shot(visitor: Visitor, name: str) -> None:
    """A picture of the page for whoever looks at the pages: only when a folder is named."""
    if SHOTS:
        size = visitor.page.viewport_size
        where = "phone" if size and size["width"] < 600 else "desk"
        visitor.page.screenshot(path=f"{SHOTS}/{name}-{language_of(visitor)}-{where}.png", full_page=True)


def stands_well(visitor: Visitor, name: str = "") -> None:
    """Nothing sticks out of the page, and no barrier stands on it."""
    if name:
        shot(visitor, name)
    assert visitor.fits(), visitor.page.url
    if language_of(visitor) == "ar":
        found = bare_numbers(visitor.page.inner_html("body"))
        bare_ones = [each for each in found if not each.isdecimal()]  # digits alone never turn round
        assert not bare_ones, f"{bare_ones} print reversed on {visitor.page.url}"
    barriers = visitor.barriers(colours=False)
    assert not barriers, f"{barriers} on {visitor.page.url}"


# The questions.


def answers(visitor: Visitor, kind: str, given: Mapping[str, Any]) -> None:
    """Answer screen after screen, each question by its label, until the papers or the last reading.

    A choice is given by its code, or by its words when they come from the person's own file.
    """
    questions = {each.name: each for sheet in KINDS[kind].definition.sheets for each in sheet.questions}
    before: tuple[str, ...] = ()
    while "/ask/" in visitor.page.url:
        names = tuple(name or "" for name in visitor.page.locator("[data-question]").evaluate_all(_NAMES))
        here = (visitor.page.url, *names)
        assert here != before, f"stopped at {here}: {visitor.page.inner_text('main')}"
        before = here
        for name in names:
            if name in given:
                _answer(visitor, questions[name], given[name])
        presses(visitor, "Continue")


_NAMES = "(asked) => asked.map((each) => each.dataset.question)"


def _answer(visitor: Visitor, question: Question, value: Any) -> None:
    box = visitor.page.locator(f"main [data-question='{question.name}']")
    expect(box).to_contain_text(bare(in_words(visitor, question.label)))
    _GIVEN.get(question.type, _types)(visitor, box, question, value)


def in_words(visitor: Visitor, text: Text) -> str:
    return says(visitor, text)


def _types(visitor: Visitor, box: Locator, question: Question, value: Any) -> None:
    box.get_by_label(in_words(visitor, question.label)).fill(str(value))


def _chooses(visitor: Visitor, box: Locator, question: Question, value: Any) -> None:
    known = next((each.label for each in question.choices if each.code == value), value)
    label = says(visitor, known)
    if box.locator("select").count():
        box.get_by_label(in_words(visitor, question.label)).select_option(label=label)
    else:
        box.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.check()


def _says_yes_or_no(visitor: Visitor, box: Locator, _question: Question, value: Any) -> None:
    box.get_by_label(says(visitor, "Yes" if value else "No"), exact=True).check()


def _chooses_country(visitor: Visitor, box: Locator, question: Question, value: Any) -> None:
    name = dict(countries(language_of(visitor)))[value]
    box.get_by_label(in_words(visitor, question.label)).select_option(label=name)


def _writes_day(visitor: Visitor, box: Locator, _question: Question, value: Any) -> None:
    for label, part in zip(("Year", "Month", "Day"), str(value).split("-"), strict=True):
        box.get_by_label(says(visitor, label), exact=True).fill(str(int(part)))


def _writes_month(visitor: Visitor, box: Locator, _question: Question, value: Any) -> None:
    year, month = str(value).split("-")
    box.locator("select").first.select_option(str(int(month)))
    box.locator("input").first.fill(year)


_GIVEN = {
    Type.CHOICE: _chooses,
    Type.YES_NO: _says_yes_or_no,
    Type.COUNTRY: _chooses_country,
    Type.DATE: _writes_day,
    Type.MONTH: _writes_month,
}


# The papers.


def jpeg(name: str = "photo.jpg", size: tuple[int, int] = (1200, 900)) -> FilePayload:
    return FilePayload(name=name, mimeType="image/jpeg", buffer=photo(size=size))


def portrait(name: str = "moi.jpg") -> FilePayload:
    return jpeg(name, (700, 900))


def document(name: str = "document.pdf", pages: int = 1) -> FilePayload:
    return FilePayload(name=name, mimeType="application/pdf", buffer=pdf(pages))


def sends_a_file(visitor: Visitor, *files: FilePayload, by: str = "Choose photos or a PDF", pages: int = 0) -> None:
    """Choose files on the page of a paper; they leave by themselves. `by`: the words of the button."""
    there = visitor.page.locator(".page").count()
    visitor.page.get_by_label(says(visitor, by)).set_input_files(list(files))
    expect(visitor.page.locator(".page")).to_have_count(there + (pages or len(files)))


def gives(visitor: Visitor, paper: Words, *files: FilePayload, **how: Any) -> None:
    """From the list of papers: open one, send its files, come back to the list."""
    follows(visitor, paper, within="main")
    sends_a_file(visitor, *files, **how)
    follows(visitor, "Done: back to my papers")


def gives_all_papers(visitor: Visitor, kind: str) -> None:
    """Give every paper that is listed as needed: a photo of each, a portrait where one is wanted."""
    for paper in KINDS[kind].definition.papers:
        if paper.required and _is_listed(visitor, paper.title):
            if paper.photo:
                gives(visitor, paper.title, portrait(), by="Choose a photo")
            else:
                gives(visitor, paper.title, jpeg())


def _is_listed(visitor: Visitor, title: Text) -> bool:
    return visitor.page.locator("main").get_by_role("link", name=says(visitor, title)).count() > 0


def title_of_paper(kind: str, name: str) -> Text:
    found = KINDS[kind].definition.paper(name)
    assert found, name
    return found.title


def reason_of(kind: str, code: str) -> Reason:
    found = KINDS[kind].definition.reason(code)
    assert found, code
    return found


# Sending, and the way back.


def reads_again_and_sends(visitor: Visitor, name: str = "") -> str:
    """From the papers: read all of it, declare that it is true, send. Returns the reference of the receipt."""
    if "/papers/" in visitor.page.url:
        follows(visitor, "Go on: read my request again")
    stands_well(visitor, name and f"{name}-review")
    oath = "I declare that what I said is true and complete. I know that a false declaration is punished by law."
    if visitor.page.locator("main [name=honest]").count():  # a plain question needs none
        ticks(visitor, oath)
    presses(visitor, "Send my request")
    reads(visitor, "Your request is sent")
    stands_well(visitor, name and f"{name}-receipt")
    return reference_on(visitor)


def reference_on(visitor: Visitor) -> str:
    found = re.search(r"[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{4}", bare(visitor.page.inner_text("main")))
    assert found, visitor.page.inner_text("main")
    return found.group()


def prints(visitor: Visitor) -> bytes:
    """Take the request to print: what comes is a PDF."""
    link = visitor.page.get_by_role("link", name=says(visitor, "The request to print (PDF)"))
    answer = visitor.page.request.get(f"{visitor.address}{link.first.get_attribute('href')}")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")
    return answer.body()


def proves_a_phone(visitor: Visitor, phone: str = "0661 00 00 09") -> None:
    """Before any account: a telephone, and the code that it receives."""
    writes(visitor, "Mobile phone", phone)
    presses(visitor, "Send me the code")
    visitor.page.get_by_label(says(visitor, "The 6 digits of the code")).press_sequentially(last_code())
    presses(visitor, "Confirm")


def follows_the_message(visitor: Visitor, kind: str) -> None:
    """Open the link of the newest message of that kind, as its reader does."""
    visitor.page.goto(urljoin(visitor.address, last_message(kind).data["link"]))


# The agent.


def scans(agent: Visitor, reference: str) -> None:
    """What the scanner types, and Enter."""
    follows(agent, "Scan", within="nav", exact=True)
    field = agent.page.get_by_label(says(agent, "Reference or code"))
    field.fill(reference)
    with agent.page.expect_navigation():
        field.press("Enter")
    assert reference in bare(agent.page.inner_text("h1"))


def takes(agent: Visitor, reference: str) -> None:
    """Open a request by its reference, and take it."""
    scans(agent, reference)
    presses(agent, "Take it")
    reads(agent, "You have it")


def accepts(agent: Visitor, words: str = "") -> None:
    """Accept; what is answered in words is answered."""
    answer = agent.page.locator("main .desk-tools").get_by_role("link", name=says(agent, "Answer")).count() > 0
    act = "Answer" if answer else "Accept"
    follows(agent, act, within="main .desk-tools")
    if words:
        writes(agent, "Your answer" if answer else "A word for the applicant", words)
    agent.page.get_by_label(says(agent, "Then")).select_option(label=says(agent, "Stay on this file"))
    presses(agent, act, within="#panel")
    reads(agent, "Accepted")


def takes_and_accepts(agent: Visitor, reference: str, words: str = "") -> None:
    """From any page of the agent: scan, take, accept."""
    takes(agent, reference)
    accepts(agent, words)


def refuses(agent: Visitor, reason: Text, words: str = "") -> None:
    """Refuse for a reason of the list, whose article stands beside it."""
    follows(agent, "Refuse", within="main .desk-tools")
    agent.page.locator("#panel").get_by_label(re.compile(re.escape(says(agent, reason)))).first.check()
    if words:
        writes(agent, "A word for the applicant", words)
    agent.page.get_by_label(says(agent, "Then")).select_option(label=says(agent, "Stay on this file"))
    presses(agent, "Refuse", within="#panel")
    reads(agent, "Refused")


def asks_for(agent: Visitor, paper: str, why: str) -> None:
    """Ask the applicant for a paper of one's own choice, and say why."""
    follows(agent, "Ask for papers", within="main .desk-tools")
    writes(agent, "Another paper", paper)
    agent.page.locator("#panel").get_by_label(says(agent, "Why")).last.fill(why)
    agent.page.get_by_label(says(agent, "Then")).select_option(label=says(agent, "Stay on this file"))
    presses(agent, "Ask for these papers", within="#panel")


def case_of(reference: str) -> Case:
    return Case.objects.get(reference=reference)

"""Papers from a telephone: photos leave in parts, the line is cut, the page is closed; nothing is lost or doubled."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Error, FilePayload, Route, expect
from pytest_django import Settings

from macnss.cases.enums import ArrivalState
from macnss.cases.models import Arrival, Case, Page
from macnss.cases.queries.papers import pages_of
from macnss.cases.services import arrivals
from macnss.cases.tests.papers import CARD, FACE, LETTER, asked_for, begun, given
from macnss.identity.models import Session
from macnss.kernel.tests.files import heavy, photo
from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open, Visitor
from tests.browser.test_passkeys import comes_in

SHOTS = os.environ.get("PAPERS_SHOTS", "")
NO_REDUCING = "delete self.createImageBitmap"
TOUCHED = {"has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}


@pytest.fixture(autouse=True)
def three_papers() -> Iterator[None]:
    with asked_for(CARD, FACE, LETTER):
        yield


@pytest.fixture
def case(cast: Cast) -> Case:
    return begun(cast.amina)


def at_paper(visitor: Visitor, case: Case, piece: str) -> Visitor:
    visitor.signs_in("amina")
    visitor.goes_to(f"/requests/{case.public_id}/papers/{piece}/")
    return visitor


def file(name: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="image/jpeg", buffer=content)


def shows(visitor: Visitor, pages: int) -> None:
    expect(visitor.page.locator(".page")).to_have_count(pages, timeout=40_000)


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_photos_are_chosen_and_become_pages(opens: Open, case: Case, language: str) -> None:
    visitor = at_paper(opens(language, **TOUCHED), case, "card")
    shot(visitor, f"paper-empty-{language}")
    files = [file("front.jpg", photo(size=(1200, 900))), file("back.jpg", photo("PNG", size=(1300, 900)))]
    visitor.page.set_input_files("input[name=files]", files)
    shows(visitor, 2)
    assert visitor.fits()
    assert visitor.barriers() == []
    shot(visitor, f"paper-{language}")
    visitor.page.locator(".page-act-remove").first.click()
    shows(visitor, 1)
    visitor.goes_to(f"/requests/{case.public_id}/papers/")
    assert visitor.fits()
    assert visitor.barriers() == []
    shot(visitor, f"list-{language}")


def test_a_large_photo_is_made_smaller_before_it_leaves(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("fr"), case, "card")
    visitor.page.set_input_files("input[name=files]", [file("large.jpg", heavy(4, size=(4000, 3000)))])
    shows(visitor, 1)
    assert Arrival.objects.get().length < 2_000_000
    (page,) = pages_of(case)
    assert (page.width, page.height) == (1800, 1350)


def test_a_line_that_is_cut_again_and_again_carries_every_photo_once(opens: Open, case: Case) -> None:
    visitor, seen = opens("ar"), []
    visitor.page.add_init_script(NO_REDUCING)
    at_paper(visitor, case, "letter")

    def bad_line(route: Route) -> None:
        """Of three parts one never leaves, one arrives and its answer is lost."""
        seen.append(route.request.headers["upload-offset"])
        if len(seen) % 3 == 0:
            route.abort("connectionreset")
        elif len(seen) % 3 == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    visitor.page.route(
        "**/arrivals/*/", lambda route: bad_line(route) if route.request.method == "PATCH" else route.continue_()
    )
    files = [file(f"{rank}.jpg", heavy(1.2, size=(640 + rank, 480))) for rank in range(3)]
    visitor.page.set_input_files("input[name=files]", files)
    shows(visitor, 3)
    assert [page.width for page in pages_of(case)] == [640, 641, 642]
    assert len(seen) > 6


def test_after_a_reload_the_same_file_goes_on_from_where_it_stopped(opens: Open, case: Case) -> None:
    visitor, offsets = opens("fr"), []
    visitor.page.add_init_script(NO_REDUCING)
    at_paper(visitor, case, "letter")

    def stops(route: Route) -> None:
        if route.request.method == "PATCH" and int(route.request.headers["upload-offset"]) > 300_000:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    visitor.page.route("**/arrivals/*/", stops)
    sent = file("deed.jpg", heavy(1.5))
    visitor.page.set_input_files("input[name=files]", [sent])
    visitor.page.wait_for_event("requestfailed", lambda request: request.method == "PATCH")
    stopped = Arrival.objects.get().received
    assert 0 < stopped < 1.5 * 1024**2
    visitor.page.unroute("**/arrivals/*/")
    visitor.page.reload()
    assert visitor.page.locator("[data-unfinished]").count() == 1
    shot(visitor, "unfinished-fr")
    visitor.page.on(
        "request",
        lambda request: offsets.append(int(request.headers["upload-offset"])) if request.method == "PATCH" else None,
    )
    visitor.page.set_input_files("input[name=files]", [sent])
    shows(visitor, 1)
    assert offsets[0] == stopped
    assert Arrival.objects.count() == Page.objects.count() == 1
    assert visitor.page.locator("[data-unfinished]").count() == 0


def test_a_file_that_is_refused_says_why_and_stays_until_it_was_read(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("ar"), case, "card")
    visitor.page.set_input_files("input[name=files]", [file("letter.doc", b"\xd0\xcf\x11\xe0 a letter" * 50)])
    refused = visitor.page.locator("[data-not-taken]")
    expect(refused).to_be_visible(timeout=20_000)
    shot(visitor, "refused-ar")
    visitor.page.reload()
    assert refused.is_visible()
    visitor.presses("[data-not-taken] button")
    assert refused.is_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_files_that_are_refused_stand_in_one_box_and_are_read_at_once(
    opens: Open, case: Case, language: str
) -> None:
    visitor = at_paper(opens(language, **TOUCHED), case, "letter")
    broken = [file(f"{rank}.doc", b"\xd0\xcf\x11\xe0 a letter" * (50 + rank)) for rank in range(4)]
    visitor.page.set_input_files("input[name=files]", [*broken, file("empty.jpg", b""), file("good.jpg", photo())])
    shows(visitor, 1)
    names = visitor.page.locator("[data-not-taken] li")
    expect(names).to_have_text(["0.doc", "1.doc", "2.doc", "3.doc", "empty.jpg"])
    assert visitor.page.locator("[data-reason]").count() == 2
    assert visitor.fits()
    assert visitor.barriers() == []
    shot(visitor, f"refused-many-{language}")
    visitor.goes_to(f"/requests/{case.public_id}/papers/")
    shot(visitor, f"refused-list-{language}")
    assert visitor.page.locator(".badge.tone-warning").count() == 2  # the papers that are needed: nothing is on its way
    assert visitor.page.locator(".badge.tone-danger").count() == 1
    visitor.goes_to(f"/requests/{case.public_id}/papers/letter/")
    visitor.presses("[data-not-taken] button")
    assert visitor.page.locator("[data-not-taken]").is_hidden()
    assert Arrival.objects.filter(state=ArrivalState.REFUSED).count() == 0


class Line:
    """The line of a telephone, on which the files that come after the first wait until it opens."""

    def __init__(self, visitor: Visitor) -> None:
        self.begun, self.is_open = 0, False
        self.held: list[Route] = []
        visitor.page.route("**/arrivals/", self._begins)

    def _begins(self, route: Route) -> None:
        self.begun += 1
        if self.is_open or self.begun == 1:
            route.continue_()
        else:
            self.held.append(route)

    def opens(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


def sends_three(visitor: Visitor) -> Line:
    """One photo has arrived, two wait."""
    line = Line(visitor)
    files = [file(f"{rank}.jpg", photo(size=(900 + rank, 700))) for rank in range(3)]
    visitor.page.click("h1")  # a browser asks before leaving only where somebody did something
    visitor.page.set_input_files("input[name=files]", files)
    shows(visitor, 1)
    expect(visitor.page.locator("[data-sending] li")).to_have_count(2)
    return line


@pytest.mark.parametrize("language", LANGUAGES)
def test_done_waits_for_the_files_on_their_way_and_goes_by_itself_at_their_end(
    opens: Open, case: Case, language: str
) -> None:
    visitor = at_paper(opens(language, **TOUCHED), case, "letter")
    line = sends_three(visitor)
    wait = visitor.page.locator("#done [data-wait]")
    expect(wait).to_contain_text("1")
    assert visitor.page.locator("#done a").is_hidden()
    assert visitor.fits()
    assert visitor.barriers() == []
    shot(visitor, f"done-waits-{language}")
    wait.click()
    assert visitor.page.url.endswith("/letter/")
    shot(visitor, f"done-leaves-{language}")
    with visitor.page.expect_navigation(url="**/papers/"):
        line.opens()
    assert [page.width for page in pages_of(case)] == [900, 901, 902]
    visitor.page.wait_for_load_state("networkidle")


def test_whoever_leaves_while_files_wait_is_asked_first(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("fr", **TOUCHED), case, "letter")
    line, asked = sends_three(visitor), list[str]()

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.on("dialog", stays)
    visitor.page.locator("main a[href$='/papers/']").first.click()
    visitor.page.locator("form.language button").click()
    with pytest.raises(Error):
        visitor.goes_to("/home/")
    assert asked == ["confirm", "confirm", "beforeunload"]
    assert visitor.page.url.endswith("/letter/")
    line.opens()
    shows(visitor, 3)
    visitor.page.locator("#done a").click()
    visitor.page.wait_for_url("**/papers/")
    assert len(asked) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_files_than_the_paper_holds_are_named_and_nothing_waits_for_ever(
    opens: Open, case: Case, language: str
) -> None:
    visitor = at_paper(opens(language, **TOUCHED), case, "letter")
    files = [file(f"photo-{rank}.jpg", photo(size=(900 + rank, 700))) for rank in range(14)]
    visitor.page.set_input_files("input[name=files]", files)
    shows(visitor, 12)
    expect(visitor.page.locator("[data-not-taken] li")).to_have_text(["photo-12.jpg", "photo-13.jpg"])
    expect(visitor.page.locator("form[data-papers]")).to_have_count(0)
    assert visitor.page.locator("[data-closed=full]").is_visible()
    assert visitor.fits()
    assert visitor.barriers() == []
    shot(visitor, f"complete-{language}")
    visitor.page.reload()
    assert visitor.page.locator("[data-unfinished]").count() == 0
    with visitor.page.expect_navigation():  # room is made: the ways to add a page come back
        visitor.page.locator(".page-act-remove").first.click()
    expect(visitor.page.locator("form[data-papers]")).to_have_count(1)
    visitor.page.wait_for_load_state("networkidle")  # the pictures of a page are asked for after it


def test_files_that_stop_when_the_session_ends_go_on_once_signed_in_again(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("fr", **TOUCHED), case, "letter")
    line = sends_three(visitor)
    Session.objects.all().delete()
    line.opens()
    over = visitor.page.locator("dialog[open] [data-session-over]")
    expect(over).to_be_visible()
    assert case.account
    comes_in(visitor, case.account)
    over.locator("[data-session-check]").click()
    shows(visitor, 3)
    expect(visitor.page.locator("dialog[open]")).to_have_count(0)


def test_a_file_cut_before_the_paper_was_complete_is_put_aside(opens: Open, case: Case) -> None:
    arrivals.begin(case=case, piece_name="face", file_name="cut.jpg", length=100, now=timezone.now())
    given(case, "face", photo(size=(900, 1200)))
    visitor = at_paper(opens("ar", **TOUCHED), case, "face")
    shot(visitor, "cut-complete-ar")
    assert visitor.fits()
    assert visitor.barriers() == []
    visitor.presses("[data-unfinished] button")
    assert visitor.page.locator("[data-unfinished]").count() == 0
    assert not Arrival.objects.exists()


def test_without_javascript_the_form_sends_them_whole(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("fr", java_script_enabled=False), case, "card")
    visitor.page.set_input_files("input[name=files]", [file("front.jpg", photo()), file("back.jpg", photo("PNG"))])
    shot(visitor, "without-js-fr")
    visitor.presses("form.paper-form button")
    assert visitor.page.locator(".page").count() == 2
    visitor.presses(".page-act-remove")
    assert visitor.page.locator(".page").count() == 1


def test_on_a_desk(opens: Open, case: Case) -> None:
    visitor = at_paper(opens("fr", DESK), case, "letter")
    files = [file(f"{rank}.jpg", photo(size=(900 + rank, 1200))) for rank in range(5)]
    visitor.page.set_input_files("input[name=files]", files)
    shows(visitor, 5)
    shot(visitor, "desk-fr")
    assert visitor.barriers() == []


def test_the_camera_of_the_page_takes_a_portrait(opens: Open, case: Case) -> None:
    visitor = opens("ar", PHONE, **TOUCHED)
    visitor.page.add_init_script(FAKE_CAMERA)
    at_paper(visitor, case, "face")
    shot(visitor, "face-ar")
    visitor.page.click("[data-camera-open]")
    expect(visitor.page.locator("[data-camera-video]")).not_to_have_js_property("videoWidth", 0)
    shot(visitor, "camera-ar")
    visitor.page.click("[data-camera-take]")
    shows(visitor, 1)
    (page,) = pages_of(case)
    assert abs(page.width / page.height - 35 / 45) < 0.01


# A camera drawn on a canvas: this machine has none.
FAKE_CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 960];
  const pen = canvas.getContext("2d");
  setInterval(() => {
    pen.fillStyle = "#b9c7d6"; pen.fillRect(0, 0, 1280, 960);
    pen.fillStyle = "#c99a7a"; pen.beginPath(); pen.ellipse(640, 430, 170, 240, 0, 0, 7); pen.fill();
    pen.fillStyle = "#222"; pen.fillRect(560, 390, 40, 16); pen.fillRect(680, 390, 40, 16);
  }, 50);
  return canvas.captureStream(20);
};
"""

"""A real browser against the real service: pages, jobs and files pass through the doors that people use."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from procrastinate.contrib.django import app
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas
from macnss.identity.models import Account
from macnss.identity.sessions import PROOF, SessionStore
from macnss.identity.tests.factories import NOW, PASSWORD, account, come_in, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month
from macnss.outbox.tests.reading import last_message

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
AXE_RUN = """(colours) => axe
  .run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    preload: false,
    rules: { "color-contrast": { enabled: colours } },
  })
  .then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`))"""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
LANGUAGES = ("ar", "fr")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver keeps a loop in this thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("MACNSS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium: `make test` installs one, MACNSS_CHROMIUM names another")
    chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield chromium
    chromium.close()


@dataclass
class Cast:
    """Who is there, and the company between them."""

    amina: Insured
    company: Employer


@pytest.fixture(scope="session")
def quiet_end(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A last request of a closed browser may still hold the database when the run drops it."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def cast(quiet_end: None, transactional_db: None) -> Cast:
    person, company = amina(), atlas()
    driss()
    head = account("karim", "Karim Berrada")
    since = Month(2020, 1).first_day
    mandate(account=head, employer=company, function=Function.HEAD, since=since, by=None, now=NOW)
    return Cast(person, company)


@pytest.fixture
def served(live_server: LiveServer, settings: Settings) -> str:
    """Where the service answers, written in the messages too."""
    settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
    return str(settings.SITE_URL)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the papers of this test are kept."""
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path / "papers")}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    return tmp_path


@dataclass
class Visitor:
    """One person at one browser."""

    page: Page
    address: str

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def signs_in(self, login: str) -> None:
        """Come in without passing by the door: a session of this account, as a passkey opens it."""
        person = Account.objects.get(email=f"{login}@example.org")
        self.takes_the_place_of(come_in(Client(), person))
        self.goes_to("/home/")

    def takes_the_place_of(self, client: Client) -> None:
        """Go on with the session of this client, or with none."""
        kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        if kept:
            cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": kept.value, "url": self.address}
            self.page.context.add_cookies([cookie])

    def types_password(self, login: str, door: str = "/sign-in/") -> None:
        """Come in by the door, as people do who have a password: it leads in, or to the second step."""
        self.goes_to(door)
        self.page.fill("input[name=identifier]", f"{login}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("[data-password-form] button[type=submit]")
        self.page.wait_for_url(lambda url: not url.endswith(door))

    def types_code(self) -> None:
        """The second step, with the code that was sent last."""
        self.sends(code=last_message("account.code").data["code"])
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def sends(self, **typed: str) -> None:
        """Fill the fields of these names and send the form that holds the last of them; without any, the only form."""
        inside = "main form"
        for name, value in typed.items():
            field = self.page.locator(f"main [name={name}]")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.check(f"main [name={name}][value={value}]")
            else:
                field.fill("")
                field.press_sequentially(value)  # by hand: a code that is filled in at once goes by itself
            inside = f"main form:has([name={name}])"
        self.presses(f"{inside} button[type=submit]")

    def presses(self, selector: str) -> None:
        """Press what leads to another page, or to this one with what is wrong, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def is_at(self, path: str) -> bool:
        return urlsplit(self.page.url).path == path

    def signs_out(self) -> None:
        self.page.click("details.account summary")
        self.presses("details.account form button")

    def waits(self, **turned_back: dt.timedelta) -> None:
        """Let time pass for the session of this browser: since its `proof`, since its last page (`seen`)."""
        cookies = {each.get("name"): each.get("value") for each in self.page.context.cookies()}
        session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
        for name, passed in turned_back.items():
            *said, moment = session[name] if name == PROOF else [session[name]]
            earlier = (dt.datetime.fromisoformat(moment) - passed).isoformat()
            session[name] = [*said, earlier] if name == PROOF else earlier
        session.save()

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body").replace("\u2066", "").replace("\u2069", "")

    def fits(self) -> bool:
        """Nothing sticks out sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))

    def barriers(self, *, colours: bool = True) -> list[str]:
        """What axe finds against WCAG 2.2 AA; contrasts take it half of its time."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found: list[str] = self.page.evaluate(AXE_RUN, colours)
        return found


Open = Callable[..., Visitor]


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Open a browser of one's own, in a language, at a size, with or without scripts."""
    contexts: list[BrowserContext] = []

    def opened(language: str = "ar", size: dict[str, int] = PHONE, **options: Any) -> Visitor:
        context = browser.new_context(viewport=size, locale=language, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        address = live_server.url.replace("127.0.0.1", "localhost")
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Visitor(page, address)

    yield opened
    for context in contexts:
        context.close()


def run_jobs() -> None:
    """What the worker would do, now, beside the browser's driver, which holds this thread's loop."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(_work).result()


def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    connections.close_all()

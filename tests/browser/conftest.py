"""A real browser against the real service: pages, jobs and files pass through the doors that people use."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from procrastinate.contrib.django import app
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas
from macnss.identity.tests.factories import NOW, PASSWORD, account, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
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


@dataclass
class Visitor:
    """One person at one browser."""

    page: Page
    address: str

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def signs_in(self, login: str) -> None:
        self.goes_to("/sign-in/")
        self.page.fill("input[name=email]", f"{login}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body").replace("\u2066", "").replace("\u2069", "")

    def fits(self) -> bool:
        """Nothing sticks out sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))

    def barriers(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA."""
        self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


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

"""What the home page of an insured person costs: queries, processor time of the server, bytes on the wire."""

import gzip
import re
import time
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench.register import a_database
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month

ASKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
ROUNDS, TIMES = 8, 15


def home() -> tuple[int, float, float]:
    """Queries, milliseconds of processor, kilobytes of a first visit without fonts, for a career of 120 months."""
    with a_database(), override_settings(ALLOWED_HOSTS=["testserver"]):
        person = amina()
        career(person, atlas(), Month(2016, 11), Month(2026, 10))
        client = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/me/").content
        return len(queries), processor(client), first_visit(page.decode()) / 1024


def signed_in(person: Insured) -> Client:
    client = Client()
    assert person.account
    come_in(client, person.account)
    client.get("/me/")
    return client


def processor(client: Client) -> float:
    """Milliseconds a page, in the round that the rest of the machine disturbed least."""
    return min(_round(client) for _ in range(ROUNDS))


def _round(client: Client) -> float:
    start = time.process_time()
    for _ in range(TIMES):
        client.get("/me/")
    return (time.process_time() - start) / TIMES * 1000


def first_visit(page: str) -> int:
    """Bytes of the page and of all it asks for, compressed as they travel, fonts aside."""
    asked = {name for name in ASKED.findall(page) if not name.endswith(".woff2")}
    return compressed(page.encode()) + sum(compressed(_static(name)) for name in sorted(asked))


def compressed(content: bytes) -> int:
    return len(gzip.compress(content))


def _static(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()

"""The agents' queue with 10,000 open cases in their offices: queries, and milliseconds of the server.

Beside it the bare query of the same rows, written by hand, through the same driver.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.register import a_database
from macnss.cases.engine import KINDS
from macnss.cases.tests.many import many_cases
from macnss.identity.enums import Role
from macnss.identity.tests.factories import agent, come_in, driss, office
from macnss.insured.tests.factories import amina

FEW, OPEN_CASES, ROUNDS, TIMES = 8, 10_000, 5, 12
ADDRESSES = ("/agent/requests/", "/agent/requests/?pile=all&page=300", "/agent/requests/?pile=free&urgency=late")
_ROWS = """
SELECT c.public_id, c.reference, c.kind, c.state, c.about, c.sent_at, c.target_on, c.taken_by_id, a.name
  FROM cases_case c LEFT JOIN identity_account a ON a.id = c.taken_by_id
 WHERE c.office_id = %s AND c.state IN ('sent', 'examined', 'awaiting', 'asked', 'second_look')
 ORDER BY c.target_on, c.id LIMIT 25
"""


def queue() -> tuple[int, int, float, float]:
    """Queries with a few cases and with 10,000; milliseconds of the slowest page; of the bare query."""
    with a_database(), override_settings(ALLOWED_HOSTS=["testserver"]):
        driss_at_fes, now = driss(), timezone.now()
        colleagues = [driss_at_fes, *(agent(f"agent{rank}", f"AGENT {rank}", Role.FILE_OFFICER) for rank in range(9))]
        client, person, kinds = come_in(Client(), driss_at_fes), amina(), sorted(KINDS)
        shared: dict[str, Any] = {"of": person, "offices": [office()], "agents": colleagues, "kinds": kinds}
        many_cases(FEW, **shared, now=now - dt.timedelta(days=1))
        few = _queries(client)
        connection.cursor().execute("DELETE FROM cases_case")
        many_cases(OPEN_CASES, **shared, now=now)
        slowest = max(_page(client, address) for address in ADDRESSES)
        return few, _queries(client), slowest, _bare()


def _queries(client: Client) -> int:
    client.get(ADDRESSES[0])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESSES[0]).status_code == 200
    return len(asked)


def _page(client: Client, address: str) -> float:
    """Milliseconds a page, in the round that the rest of the machine disturbed least."""
    return min(_round(lambda: client.get(address)) for _ in range(ROUNDS))


def _bare() -> float:
    def rows() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, [office().pk])
            cursor.fetchall()

    return min(_round(rows) for _ in range(ROUNDS))


def _round(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1000

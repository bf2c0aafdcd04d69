"""Each test of this package begins with an empty queue: those that commit elsewhere leave their jobs behind."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def empty_queue(request: pytest.FixtureRequest) -> None:
    marked = request.node.get_closest_marker("django_db")
    if marked or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db" if marked and marked.kwargs.get("transaction") else "db")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

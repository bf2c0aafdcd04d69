"""The cast: accounts, and the agent at the counter. All of them are invented."""

import datetime as dt

from macnss.identity.models import Account
from macnss.identity.services import open_account

# The day on which the tests live: October 2026 was due on the 10th of November.
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PASSWORD = "a long pass phrase"


def driss() -> Account:
    """The agent of the fund."""
    return account("driss", "DRISS FILALI", is_agent=True)


def account(login: str, name: str, *, is_agent: bool = False) -> Account:
    return open_account(email=f"{login.lower()}@example.org", name=name, password=PASSWORD, now=NOW, is_agent=is_agent)

"""The cast: accounts, and the agent at the counter. All of them are invented."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from macnss.identity.enums import Method, Role
from macnss.identity.models import Account, Office, Passkey
from macnss.identity.services import agents, devices, enrolment, open_account
from macnss.identity.sessions import OPENED, PROOF, SEEN
from macnss.kernel.secrets import token

# The day on which the tests live: October 2026 was due on the 10th of November.
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PASSWORD = "a long pass phrase"


def driss() -> Account:
    """The agent of the fund: front desk and files of the office of Fes."""
    return agent("driss", "DRISS FILALI", Role.FRONT_DESK, Role.FILE_OFFICER)


def supervisor(login: str = "salma", name: str = "SALMA AMRANI", *, at: Office | None = None) -> Account:
    """One of those who propose and decide the roles of an office; a second one decides: `youssef()`."""
    return agent(login, name, Role.SUPERVISOR, at=at)


def youssef() -> Account:
    return supervisor("youssef", "YOUSSEF BENJELLOUN")


def agent(login: str, name: str, *roles: Role, at: Office | None = None) -> Account:
    """An agent of the fund with these roles, at the office of Fes unless another is named."""
    own = account(login, name, is_agent=True)
    for role in roles:
        agents.post(account=own, role=role, office=at or office(), since=dt.date(2020, 1, 1), by=None, now=NOW)
    return own


def office(code: str = "10", town: str = "FES", name_ar: str = "وكالة فاس") -> Office:
    """An office of the fund, opened once."""
    known = Office.objects.filter(code=code).first()
    return known or agents.open_office(code=code, name=f"AGENCE {town}", name_ar=name_ar, town=town, by=None, now=NOW)


def account(login: str, name: str, *, is_agent: bool = False) -> Account:
    return open_account(email=f"{login.lower()}@example.org", name=name, password=PASSWORD, now=NOW, is_agent=is_agent)


def come_in(client: Client, who: Account, method: Method = Method.PASSKEY) -> Client:
    """Open a session for this account as the door of that method does. Returns the client."""
    client.force_login(who)
    session, now = client.session, timezone.now().isoformat()
    session.update({PROOF: [method.value, int(method.strength), now], OPENED: now, SEEN: now})
    session.save()
    return client


def passkey(owner: Account, name: str = "My phone") -> Passkey:
    """A passkey that nobody holds: `authenticator.py` has those that sign."""
    return Passkey.objects.create(
        account=owner, name=name, credential_id=token().encode(), data=b"unknown", created_at=NOW
    )


def invitation(agent: Account) -> str:
    """The secret of an address where this agent makes a passkey, good today."""
    return enrolment.invite(account=agent, by=None, now=timezone.now())


def unknown_device(owner: Account) -> str:
    """A device that has just opened this account: the end of the address of “this was not me”."""
    return devices.disown_token(devices.recognise(account=owner, secret=token(), agent="", now=timezone.now()))

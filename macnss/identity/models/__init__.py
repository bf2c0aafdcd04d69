"""Accounts and everything that opens them."""

from macnss.identity.models.accounts import Account, SignInName
from macnss.identity.models.agents import Enrolment, Office, Posting, Proposal
from macnss.identity.models.codes import BackupCode, Code
from macnss.identity.models.eid import EidAttempt, EidLink
from macnss.identity.models.limits import Limit
from macnss.identity.models.passkeys import Passkey
from macnss.identity.models.recovery import Recovery
from macnss.identity.models.sessions import Device, Session

__all__ = [
    "Account",
    "BackupCode",
    "Code",
    "Device",
    "EidAttempt",
    "EidLink",
    "Enrolment",
    "Limit",
    "Office",
    "Passkey",
    "Posting",
    "Proposal",
    "Recovery",
    "Session",
    "SignInName",
]

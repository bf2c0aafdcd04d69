"""Telling the owner of an account, at every address that we have, that something happened to it."""

import datetime as dt

from macnss.identity.enums import Channel
from macnss.identity.models import Account
from macnss.outbox import services as outbox
from macnss.outbox.models import Message


def tell(kind: str, *, account: Account, now: dt.datetime, **data: str) -> list[Message]:
    """Write to each address of the account, in the transaction of what happened: a thief may hold one of them."""
    addresses = {Channel.EMAIL: ("email", account.email), Channel.SMS: ("phone", account.phone)}
    return [
        outbox.post(
            kind, account=account, language=account.language, now=now, channel=channel, **{name: address}, **data
        )
        for channel, (name, address) in addresses.items()
        if address
    ]

"""Messages to send: a code, worth ten minutes, and a notice, worth a day."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from macnss.outbox.kinds import kind
from macnss.outbox.models import Message
from macnss.outbox.services import post

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PHONE = "+212600000001"
EMAIL = "amina@example.org"

CODE = kind(
    "test.code",
    subject="Your code",
    body="Your code is %(code)s. It is good for 10 minutes.\n\nGive it to nobody.",
    sms="%(code)s is your Ma CNSS code. Give it to nobody.",
    worth=dt.timedelta(minutes=10),
    secret=True,
)
NOTICE = kind(
    "test.notice",
    subject="A new device, %(name)s",
    body="Somebody came in from %(place)s.",
    sms="Somebody came in from %(place)s. %(link)s",
)


def code(now: dt.datetime = NOW, *, email: str = EMAIL, phone: str = PHONE, **more: Any) -> Message:
    return post(CODE, account=None, language="fr", now=now, email=email, phone=phone, code="482913", **more)


def notice(
    now: dt.datetime = NOW,
    *,
    account: AbstractBaseUser | None = None,
    language: str = "fr",
    email: str = EMAIL,
    phone: str = PHONE,
) -> Message:
    said: dict[str, Any] = {"name": "Amina", "place": "Fès", "link": "/security/"}
    return post(NOTICE, account=account, language=language, now=now, email=email, phone=phone, **said)

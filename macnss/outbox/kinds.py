"""The kinds of message: their words for each channel, and how long each is worth sending."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message. The texts are translated sentences with `%(name)s` places; `sms` is short."""

    subject: Text
    body: Text
    sms: Text
    worth: dt.timedelta = DAY
    secret: bool = False


KINDS: dict[str, Kind] = {}


def kind(code: str, *, subject: Text, body: Text, sms: Text, worth: dt.timedelta = DAY, secret: bool = False) -> str:
    """Declare a kind of message. `secret`: it holds a code, which is erased as soon as it is sent. Returns the code."""
    KINDS[code] = Kind(subject, body, sms, worth, secret)
    return code

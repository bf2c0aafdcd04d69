"""The words of a message: its kind's sentences in its own language, its places filled, as SMS or as e-mail."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from macnss.outbox.kinds import KINDS, Text
from macnss.ui.bidi import LRI, PDI

FSI = "\u2068"  # what follows has a direction of its own, which its first letter says
_ISOLATED = re.compile(f"([\u2066-{FSI}][^{PDI}]*{PDI})")
_LEFT_TO_RIGHT = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+\w|\+?\d+(?:[\s.,:/–-]+\d+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody reads. An SMS has neither subject nor HTML."""

    text: str
    subject: str = ""
    html: str = ""


def sms(kind: str, language: str, data: dict[str, Any]) -> Words:
    """The short text. Numbers are left as they are: old telephones draw the marks that would isolate them."""
    with translation.override(language):
        return Words(str(KINDS[kind].sms) % _said(data))


def email(kind: str, language: str, data: dict[str, Any]) -> Words:
    with translation.override(language):
        subject, body = _filled(KINDS[kind].subject, data), _filled(KINDS[kind].body, data)
        context = _layout(subject, body, data)
        html = render_to_string("outbox/mail.html", context)
        return Words(render_to_string("outbox/mail.txt", context).strip() + "\n", _bare(subject), html)


def email_body(kind: str, language: str, data: dict[str, Any]) -> dict[str, Any]:
    """What the templates of an e-mail need: to draw it in a page."""
    with translation.override(language):
        return _layout(_filled(KINDS[kind].subject, data), _filled(KINDS[kind].body, data), data)


def _layout(subject: str, body: str, data: dict[str, Any]) -> dict[str, Any]:
    link = _said(data).get("link", "")
    return {
        "subject": subject,
        "body": body,
        "paragraphs": [part for part in body.split("\n\n") if part.strip()],
        "link": "" if link and link in body else link,
        "code": data.get("code", ""),
        "site": settings.SITE_URL,
        "language": translation.get_language(),
        "rtl": translation.get_language_bidi(),
    }


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What fills the places: a link is a path of ours, written whole."""
    return {**data, "link": urljoin(settings.SITE_URL, data["link"])} if data.get("link") else data


def _filled(sentence: Text, data: dict[str, Any]) -> str:
    """In Arabic, each value and each number of the sentence stands in a direction of its own."""
    if not translation.get_language_bidi():
        return str(sentence) % _said(data)
    values = {name: f"{FSI}{value}{PDI}" for name, value in _said(data).items()}
    pieces = _ISOLATED.split(str(sentence) % values)
    return "".join(
        piece if index % 2 else _LEFT_TO_RIGHT.sub(rf"{LRI}\g<0>{PDI}", piece) for index, piece in enumerate(pieces)
    )


def _bare(subject: str) -> str:
    """Subjects are shown in lists that draw the marks of direction as boxes; and a header is one line."""
    return " ".join(re.sub("[\u2066-\u2069]", "", subject).split())

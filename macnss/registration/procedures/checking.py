"""The automatic checks that several kinds of this package share."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_lazy

from macnss.cases.engine import Check
from macnss.cases.enums import Verdict
from macnss.ui.items import Text as Words

TOO_OLD = gettext_lazy(
    "We know no delay for so old a day: check the year. If it is right, go to an agency with your papers."
)


def fine(name: str, title: Words, words: Words = "") -> Check:
    return Check(name, title, Verdict.FINE, words)


def doubt(name: str, title: Words, words: Words, link: str = "") -> Check:
    return Check(name, title, Verdict.DOUBT, words, link)


def wrong(name: str, title: Words, words: Words, link: str = "") -> Check:
    return Check(name, title, Verdict.WRONG, words, link)


def listed(words: Iterable[str]) -> str:
    """Things one after the other, as the language of the reader separates them."""
    return ("، " if (get_language() or "").startswith("ar") else ", ").join(words)

"""Ready words for the applicant: theirs is the language that is offered first, the agent may choose the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation

from macnss.cases.forms_agent import PAPER_REASONS
from macnss.cases.models import Case
from macnss.cases.queries.desk import phrases_for
from macnss.cases.services.notices import language_of
from macnss.lawbook.texts import Text
from macnss.ui.items import Text as Words

LANGUAGES = ("fr", "ar")


@dataclass(frozen=True, slots=True)
class Ready:
    """Ready words: their title in the language of the page, themselves in both."""

    title: str
    words: Text

    def said(self, tongue: str) -> str:
        return self.words.ar if tongue == "ar" else self.words.fr


@dataclass(frozen=True, slots=True)
class ReadyWords:
    """What a panel offers, in `tongue`; the applicant reads `reads`."""

    tongue: str
    reads: str
    phrases: Sequence[Ready]
    reasons: Sequence[Ready] = ()

    def chosen(self, request: HttpRequest) -> str:
        """The words that the address names, for who works without scripts; "" when it names none."""
        rank = request.GET.get("phrase", "")
        known = rank.isdecimal() and len(rank) < 4 and int(rank) < len(self.phrases)
        return self.phrases[int(rank)].said(self.tongue) if known else ""


def ready_for(request: HttpRequest, case: Case, *, longest: int = 1000, reasons: bool = False) -> ReadyWords:
    """The templates of this kind of case that fit, and the usual reasons for which a paper is asked again."""
    reads = language_of(case)
    tongue = request.GET.get("in", reads)
    arabic = (translation.get_language() or "").startswith("ar")
    fit = [each for each in phrases_for(case) if max(len(each.body_fr), len(each.body_ar)) <= longest]
    phrases = [Ready(each.title_ar if arabic else each.title_fr, Text(each.body_fr, each.body_ar)) for each in fit]
    usual = [Ready(str(title), _in_both(words)) for title, words in PAPER_REASONS] if reasons else []
    return ReadyWords(tongue if tongue in LANGUAGES else reads, reads, phrases, usual)


def _in_both(words: Words) -> Text:
    said = {}
    for tongue in LANGUAGES:
        with translation.override(tongue):
            said[tongue] = str(words)
    return Text(**said)

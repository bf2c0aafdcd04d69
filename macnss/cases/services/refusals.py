"""Why an act on a case is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.kernel.errors import DomainError


class NotNow(DomainError):
    code = "case-not-now"
    message = _("The file has moved on since you opened this page: look at where it stands now.")


class Incomplete(DomainError):
    """Something is still missing: `questions` and `papers` name what, `waits` says that files are still arriving."""

    code = "case-incomplete"
    message = _("Something is still missing: the page shows what.")

    def __init__(self, questions: "dict[str, Any]", papers: "list[str]", *, waits: bool) -> None:
        super().__init__()
        self.questions, self.papers, self.waits = questions, papers, waits


class NotYours(DomainError):
    code = "case-not-yours"
    message = _("A colleague has taken this file: ask them to hand it over, or open another.")


class OwnCase(DomainError):
    code = "own-case"
    message = _("This file concerns you: a colleague must look at it.")


class OpenedByYou(OwnCase):
    code = "opened-by-you"
    message = _("You opened this file for somebody at the counter: a colleague looks at it.")


class OwnDecision(DomainError):
    code = "own-decision"
    message = _("You proposed this decision, or took the one that is appealed: another agent looks at it.")


class ReasonNeeded(DomainError):
    code = "reason-needed"
    message = _("A refusal needs a reason of the list and the article on which it rests.")


class PapersNeeded(DomainError):
    code = "papers-needed"
    message = _("Say which papers you ask for.")


class StillMissing(DomainError):
    code = "papers-still-missing"
    message = ngettext_lazy("%(count)s paper is still missing.", "%(count)s papers are still missing.", "count")


class NoAppeal(DomainError):
    code = "no-appeal"
    message = _("This decision was already appealed, or leaves no appeal here.")


class NoSuchDay(DomainError):
    code = "no-such-day"
    message = _("Choose a day from today on.")


class AlarmSettled(DomainError):
    code = "alarm-settled"
    message = _("A colleague has already settled this alert.")


class WordsNeeded(DomainError):
    code = "words-needed"
    message = _("Write a few words: the other side reads them.")

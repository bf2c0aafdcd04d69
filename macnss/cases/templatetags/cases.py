"""Cases as pages show them: the words of their kind in the language of the page, answers, states."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from macnss.cases.definition import Definition, Type
from macnss.cases.engine import Line, kind_of
from macnss.cases.enums import State
from macnss.cases.forms.sheet import SheetForm
from macnss.cases.models import Case, Piece
from macnss.cases.queries.answers import LEFT_TO_RIGHT, Answered, in_language
from macnss.cases.queries.answers import written as in_words
from macnss.cases.queries.papers import title_of
from macnss.insured.templatetags.people import full_name
from macnss.kernel.numbers.identifiers import mask
from macnss.lawbook.citations import Citation, Unit
from macnss.lawbook.texts import Text
from macnss.ui.components.forms import AUTOCOMPLETE
from macnss.ui.components.forms import field as draw_field
from macnss.ui.components.showing import masked
from macnss.ui.components.signs import badge
from macnss.ui.templatetags.formats import ltr, number

register = template.Library()
TONES = {
    State.DRAFT: "neutral",
    State.SENT: "info",
    State.EXAMINED: "info",
    State.AWAITING: "warning",
    State.ASKED: "info",
    State.SECOND_LOOK: "info",
    State.ACCEPTED: "success",
    State.REFUSED: "danger",
    State.WITHDRAWN: "neutral",
}
SHORT = frozenset({Type.NUMBER, Type.AMOUNT, Type.POSTCODE})
MEDIUM = frozenset({Type.PHONE, Type.CIN, Type.DOCUMENT, Type.ICE, Type.AFFILIATION, Type.REGISTRATION, Type.COUNTRY})


@register.filter
def said(text: Text | None) -> str:
    """A text of a kind in the language of the page; "" when the kind says nothing."""
    return in_language(text) if text else ""


@register.filter
def definition(case: Case) -> Definition:
    return kind_of(case).definition


@register.filter
def title(case: Case) -> str:
    """What was asked for, in the words of its kind."""
    return in_language(kind_of(case).definition.title)


@register.filter
def of_whom(case: Case) -> str:
    """Whom a case concerns, when it is somebody else than its owner."""
    return case.about if case.about not in {str(case.person or ""), str(case.company or "")} else ""


@register.simple_tag
def state_badge(case: Case) -> SafeString:
    """Where a case stands, in a word with its colour."""
    return badge(case.get_state_display(), TONES[State(case.state)])


@register.filter
def written(answer: Answered) -> SafeString:
    """An answer in clear, in its own direction."""
    return _set(answer, in_words(answer))


@register.simple_tag(takes_context=True)
def answer_hidden(context: Context, answer: Answered) -> SafeString:
    """An answer, hidden until it is asked for when it is sensitive."""
    if not answer.sensitive:
        return _set(answer, in_words(answer))
    words = in_words(answer)
    return masked(context, mask(words, 4 if answer.question.type == Type.RIB else 2), full=words)


@register.filter
def own_words(words: str) -> SafeString:
    """What a person wrote, in its own direction and with its own lines; figures alone stand left to right."""
    shown = words if any(map(str.isalpha, words)) else ltr(words)
    return format_html('<bdi class="written">{}</bdi>', shown)


def _set(answer: Answered, words: str) -> SafeString:
    return ltr(words) if answer.left_to_right else own_words(words)


@register.filter
def piece_title(piece: Piece) -> str:
    """A paper by the name of its kind's list, or as the agent who asked for it called it."""
    return title_of(piece)


@register.filter
def piece_words(piece: Piece) -> str:
    """What the agent says about it, where its title does not say it already."""
    return "" if piece.words == title_of(piece) else piece.words


@register.filter
def whom(case: Case) -> SafeString:
    """The person whom a case concerns, for a company that is asked about it."""
    return full_name(case.person) if case.person else format_html("<bdi>{}</bdi>", case.about)


@register.filter
def article(cited: dict[str, str]) -> str:
    """An article that a decision kept, in the language of the page."""
    return in_language(Text(cited["fr"], cited["ar"]))


@register.simple_tag
def citation_delay(citation: Citation) -> str:
    """How long, as the law book counts it: civil months, days of the calendar, or working days."""
    count = int(citation.exact)
    shown = {"count": number(count)}
    if citation.unit is Unit.MONTHS:
        return ngettext("Within %(count)s month", "Within %(count)s months", count) % shown
    if citation.key.endswith("_calendar_days"):
        return ngettext("Within %(count)s day", "Within %(count)s days", count) % shown
    return ngettext("Within %(count)s working day", "Within %(count)s working days", count) % shown


@register.filter
def line_value(line: Line) -> SafeString:
    """What stands beside the label of a line that follows from a case."""
    return ltr(line.value) if line.is_number else format_html("<bdi>{}</bdi>", line.value)


@register.simple_tag(takes_context=True)
def question_field(context: Context, bound: BoundField) -> SafeString:
    """One question of a screen, with the help of the telephone that fits its type."""
    form: Any = bound.form
    assert isinstance(form, SheetForm)
    question = next(each for each in form.questions if each.name == bound.name)
    token = question.autocomplete if question.autocomplete in AUTOCOMPLETE else ""
    size = "short" if question.type in SHORT else "medium" if question.type in MEDIUM else "full"
    return draw_field(context, bound, autocomplete=token, size=size, ltr=question.type in LEFT_TO_RIGHT)

"""What changes in a row: each field before and after, with the words that differ."""

from collections.abc import Sequence
from typing import Protocol

from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString

from macnss.ui.components.registry import draw, register
from macnss.ui.diff import Mark, compared


class Line(Protocol):
    """One field, as people read it."""

    @property
    def label(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


@register.simple_tag
def changes_table(lines: Sequence[Line]) -> SafeString:
    """The fields that change, before beside after; the others are named under the table."""
    if not lines:
        raise TemplateSyntaxError("a table of changes has lines")
    changed = [(line.label, _sides(line)) for line in lines if line.before != line.after]
    kept = [line.label for line in lines if line.before == line.after and line.before]
    return draw("changes_table", changed=changed, kept=kept)


def _sides(line: Line) -> list[tuple[str, list[tuple[str, str]]]]:
    """Before, then after: the direction of each, and its pieces. What is all figures is read from left to right."""
    pieces = compared(line.before, line.after)
    before = [(piece.mark.value, piece.text) for piece in pieces if piece.mark != Mark.COME]
    after = [(piece.mark.value, piece.text) for piece in pieces if piece.mark != Mark.GONE]
    return [(_direction(line.before), before), (_direction(line.after), after)]


def _direction(text: str) -> str:
    return "auto" if any(map(str.isalpha, text)) else "ltr"

"""Tables that become cards on a telephone."""

import re
from collections.abc import Sequence

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from macnss.ui.components.registry import draw, needed, one_of, register
from macnss.ui.items import Text

_ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b([^>]*)>")


@register.simple_block_tag
def data_table(
    content: str, caption: Text, *heads: Text, figures: str = "", caption_hidden: bool = False
) -> SafeString:
    """A table that becomes cards on a telephone; its content is plain rows, `figures="3 4"` aligns these columns.

    Each cell receives the label of its column and each element its role, which `display: block` would take away.
    """
    needed(caption, "the caption of a table")
    if not heads:
        raise TemplateSyntaxError("a table says what its columns are")
    numeric = {int(place) - 1 for place in figures.split()}
    one_of(max(numeric, default=0), range(len(heads)), "column")
    columns = [(head, place in numeric) for place, head in enumerate(heads)]
    rows = _ROW.sub(lambda row: _labelled(row, columns), content)
    return draw("data_table", rows=SafeString(rows), caption=caption, columns=columns, caption_hidden=caption_hidden)


def _labelled(row: re.Match[str], columns: Sequence[tuple[Text, bool]]) -> str:
    """A row whose cells carry the label of their column."""
    if len(_CELL.findall(row[2])) != len(columns):
        raise TemplateSyntaxError(f"a row has as many cells as the table has columns ({len(columns)})")
    places = iter(columns)
    return f'<tr role="row"{row[1]}>{_CELL.sub(lambda cell: _cell(cell, *next(places)), row[2])}</tr>'


def _cell(cell: re.Match[str], label: Text, numeric: bool) -> str:
    tag, attributes = cell[1], cell[2]
    return format_html(
        '<{} role="{}" data-label="{}"{}{}>',
        tag,
        "rowheader" if tag == "th" else "cell",
        label,
        SafeString(" data-figure" if numeric else ""),
        SafeString(attributes),
    )

"""Finding one's way: the title of the page, neighbouring pages, before and after."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.template import TemplateSyntaxError
from django.template.context import Context
from django.utils.safestring import SafeString

from macnss.ui.components.registry import draw, needed, register
from macnss.ui.items import NavigationItem, Text


@register.simple_tag
def page_header(
    title: Text, *, back: str = "", back_text: Text = "", lead: Text = "", updated: dt.datetime | None = None
) -> SafeString:
    """The title of the page, the way back above it, the date of its data under it."""
    needed(title, "the title of a page")
    return draw("page_header", title=title, back=back, back_text=back_text, lead=lead, updated=updated)


@register.simple_tag
def updated_at(moment: dt.datetime) -> SafeString:
    """When the data shown was last changed."""
    if not isinstance(moment, dt.datetime):
        raise TemplateSyntaxError(f"a moment, not {moment!r}")
    return draw("updated_at", moment=moment)


@register.simple_tag
def tabs(items: Sequence[NavigationItem], label: Text) -> SafeString:
    """Neighbouring pages of one list: years, months, states."""
    needed(label, "the label of a row of tabs")
    return draw("tabs", items=items, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> SafeString:
    """Before and after, keeping the filters of the address; nothing when there is one page.

    `name` is that of the page in the address, where two lists stand on one page.
    """
    if not page.has_other_pages():
        return SafeString("")

    def address(number: int) -> str:
        query = context["request"].GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return draw(
        "pagination",
        page=page,
        before=address(page.previous_page_number()) if page.has_previous() else "",
        after=address(page.next_page_number()) if page.has_next() else "",
    )

"""Figures of the board."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from macnss.cases.queries.board import Count3
from macnss.ui.components.charts import share_bar
from macnss.ui.templatetags.formats import grouped, ltr

register = template.Library()


@register.filter
def tenths(value: Decimal) -> SafeString:
    """A number of days to the tenth: 2,5."""
    return ltr(grouped(value, 1))


@register.simple_tag
def stand_bar(count: Count3, most: int) -> SafeString:
    """In time, late, waiting: one bar beside the longest of its table."""
    return share_bar(most, count.in_time, count.late, count.waiting)


@register.simple_tag
def pace_bar(median: Decimal, most: Decimal, longest: Decimal) -> SafeString:
    """Half of the cases in the first part, nine in ten with the second."""
    return share_bar(int(longest * 10), int(median * 10), 0, int((most - median) * 10))

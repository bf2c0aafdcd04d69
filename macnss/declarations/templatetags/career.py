"""A career as pages show it: the names of companies, and the months in bars with their table."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django import template

from macnss.declarations.queries import Career
from macnss.employers.templatetags.companies import company_name
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotInForce
from macnss.ui.chart import MonthBar

register = template.Library()


register.filter(company_name)


@register.inclusion_tag("declarations/insured/wage_chart.html")
def wage_chart(career: Career, first: Month, last: Month, title: str, *, table: bool = False) -> dict[str, Any]:
    """The wages of some months in bars, first to last included; `table` adds the same figures in words."""
    bars = _bars(career, first, last)
    return {
        "title": title,
        "bars": bars,
        "ceiling": _ceiling_met(bars),
        "rows": [(bar, career.days_by_month.get(bar.month, 0)) for bar in reversed(bars)] if table else [],
    }


def _bars(career: Career, first: Month, last: Month) -> list[MonthBar]:
    """All employers of a month together. A month is missing when none of them declared it."""
    real: Counter[Month] = Counter()
    capped: Counter[Month] = Counter()
    for wage in career.wages:
        real[wage.month] += wage.real
        capped[wage.month] += wage.capped
    left_out = {gap.month for gap in career.gaps} - set(real)
    return [
        MonthBar(month, from_centimes(real[month]), from_centimes(capped[month]), missing=month in left_out)
        for month in first.until(last)
    ]


def _ceiling_met(bars: list[MonthBar]) -> Decimal | None:
    """The ceiling, where one line can show it: some wage passes it, and no month counts more (two employers do)."""
    above = [bar for bar in bars if bar.declared > bar.counted]
    try:
        ceilings = {Law(bar.month.first_day)["contributions.monthly_ceiling"] for bar in above}
    except NotInForce:
        return None
    if len(ceilings) != 1:
        return None
    (ceiling,) = ceilings
    return ceiling if max(bar.counted for bar in bars) <= ceiling else None

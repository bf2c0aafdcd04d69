"""By when the fund decides a case: a delay of the law book, from the day after it begins."""

import datetime as dt

from macnss.kernel.days import months_later, working_days_later
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Unit


def due_on(law: Law, key: str, start: dt.date) -> dt.date:
    """The last day of a delay that begins the day after `start`: civil months, or working days (holidays not known).

    The unit of the parameter says which: `months` are civil, `days` are working days unless its key ends in
    `_calendar_days`.
    """
    citation = law.cite(key)
    number = int(citation.exact)
    if citation.unit is Unit.MONTHS:
        return months_later(start, number)
    if key.endswith("_calendar_days"):
        return start + dt.timedelta(days=number)
    return working_days_later(start, number)

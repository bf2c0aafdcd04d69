"""When a month's declaration and payment are due, and how late somebody is."""

import calendar
import datetime as dt

from macnss.kernel.months import Month
from macnss.lawbook.book import Law

_WEEKEND = {calendar.SATURDAY, calendar.SUNDAY}


def due_date(law: Law, month: Month) -> dt.date:
    """The legal due date of that month: its day of the following month, unless it was postponed for that month.

    Read in the law of the month itself, whatever the day at which the book is open.
    """
    law = law.at(month.first_day)
    if law.provides("declarations.postponed_due_date"):
        return law.date("declarations.postponed_due_date")
    return month.plus(1).first_day.replace(day=law.count("declarations.due_day"))


def payable_until(law: Law, due: dt.date) -> dt.date:
    """The last day that is not late: the due date itself, or the next working day (assumed; holidays not known)."""
    if due.weekday() in _WEEKEND and law.at(due).says_yes("declarations.moves_to_working_day"):
        return payable_until(law, due + dt.timedelta(days=1))
    return due


def months_late(last_day: dt.date, on: dt.date, *, begun_month_counts: bool = True) -> int:
    """Months between the last day to act and the day of the act; 0 when in time.

    A month runs from a day to the same day of the next one (the last day of a shorter one).
    """
    if on <= last_day:
        return 0
    whole = Month.of(on).minus(Month.of(last_day))
    if _same_day(last_day, Month.of(on)) > on:
        whole -= 1
    begun = on > _same_day(last_day, Month.of(last_day).plus(whole))
    return whole + 1 if begun and begun_month_counts else whole


def _same_day(day: dt.date, month: Month) -> dt.date:
    return month.first_day.replace(day=min(day.day, month.last_day.day))

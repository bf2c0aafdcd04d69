"""By when the fund answers somebody whom it must look at."""

import calendar
import datetime as dt

from macnss.lawbook.book import Law

_WEEKEND = {calendar.SATURDAY, calendar.SUNDAY}


def answer_due_on(law: Law, asked_on: dt.date) -> dt.date:
    """The last day to answer: so many working days after the day of the request (holidays not known)."""
    day, left = asked_on, law.count("service.answer_working_days")
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() not in _WEEKEND
    return day

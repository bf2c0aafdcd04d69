"""Delays and ages: days from Monday to Friday, civil months, birthdays."""

import calendar
import datetime as dt

_WEEKEND = {calendar.SATURDAY, calendar.SUNDAY}
_MONTHS = 12


def working_days_later(start: dt.date, number: int) -> dt.date:
    """So many days from Monday to Friday after `start`."""
    day = start
    while number:
        day += dt.timedelta(days=1)
        number -= day.weekday() not in _WEEKEND
    return day


def working_day(day: dt.date) -> dt.date:
    """That day, or the Monday after it."""
    return working_days_later(day - dt.timedelta(days=1), 1)


def months_later(start: dt.date, number: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(start.month - 1 + number, _MONTHS)
    year, month = start.year + years, month + 1
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def years_later(day: dt.date, years: int) -> dt.date:
    """The birthday so many years later; that of the 29th of February falls on the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return (day + dt.timedelta(days=1)).replace(year=day.year + years)


def age_on(born: dt.date, on: dt.date) -> int:
    """In whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

"""By when the fund answers somebody whom it must look at."""

import datetime as dt

from macnss.kernel.days import working_days_later
from macnss.lawbook.book import Law


def answer_due_on(law: Law, asked_on: dt.date) -> dt.date:
    """The last day to answer: so many working days after the day of the request (holidays not known)."""
    return working_days_later(asked_on, law.count("service.answer_working_days"))

"""Acts on the register of companies and on who acts for them, by sub-subject."""

from macnss.employers.services.mandates import (
    CHANGED,
    ENDED,
    GIVEN_UP,
    MANDATED,
    AlreadyMandated,
    AlreadyOver,
    LastHead,
    NotAPeriod,
    TooLong,
    mandate,
)
from macnss.employers.services.register import (
    AFFILIATED,
    AlreadyAffiliated,
    Company,
    NumberTaken,
    affiliate,
    next_number,
)

__all__ = [
    "AFFILIATED",
    "CHANGED",
    "ENDED",
    "GIVEN_UP",
    "MANDATED",
    "AlreadyAffiliated",
    "AlreadyMandated",
    "AlreadyOver",
    "Company",
    "LastHead",
    "NotAPeriod",
    "NumberTaken",
    "TooLong",
    "affiliate",
    "mandate",
    "next_number",
]

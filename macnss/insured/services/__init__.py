"""Acts on the register of persons, by sub-subject; `register` holds what the floors above call most."""

from macnss.insured.services.correcting import CORRECTED, BirthAfterRegistration, correct
from macnss.insured.services.register import (
    ACCOUNT_GIVEN,
    READ_BY_AGENT,
    REGISTERED,
    AlreadyRegistered,
    HasAccount,
    Identity,
    give_account,
    next_number,
    normalised,
    open_file,
    open_for_agent,
    register,
    reveal,
)

__all__ = [
    "ACCOUNT_GIVEN",
    "CORRECTED",
    "READ_BY_AGENT",
    "REGISTERED",
    "AlreadyRegistered",
    "BirthAfterRegistration",
    "HasAccount",
    "Identity",
    "correct",
    "give_account",
    "next_number",
    "normalised",
    "open_file",
    "open_for_agent",
    "register",
    "reveal",
]

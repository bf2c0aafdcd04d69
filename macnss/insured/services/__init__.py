"""Acts on the register of persons, by sub-subject; `register` holds what the floors above call most."""

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
    register,
)

__all__ = [
    "ACCOUNT_GIVEN",
    "READ_BY_AGENT",
    "REGISTERED",
    "AlreadyRegistered",
    "HasAccount",
    "Identity",
    "give_account",
    "next_number",
    "normalised",
    "open_file",
    "register",
]

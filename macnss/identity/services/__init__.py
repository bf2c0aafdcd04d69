"""Acts on accounts, by sub-subject; `accounts` holds what the others and the floors above call most."""

from macnss.identity.services.accounts import (
    OPENED,
    REFUSED,
    SIGNED_IN,
    EmailTaken,
    NameTaken,
    change_sign_in_name,
    confirm_identity,
    give_sign_in_name,
    lock,
    note_refusal,
    note_sign_in,
    open_account,
    rename,
    require_second_factor,
    speak,
)

__all__ = [
    "OPENED",
    "REFUSED",
    "SIGNED_IN",
    "EmailTaken",
    "NameTaken",
    "change_sign_in_name",
    "confirm_identity",
    "give_sign_in_name",
    "lock",
    "note_refusal",
    "note_sign_in",
    "open_account",
    "rename",
    "require_second_factor",
    "speak",
]

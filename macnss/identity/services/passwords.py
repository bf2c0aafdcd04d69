"""Mots de passe / كلمات السر: which are accepted, whether one is right, writing a new one."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macnss.audit import services as audit
from macnss.identity import breached
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Identifier
from macnss.kernel.secrets import digest

SHORTEST, LONGEST = 10, 128
LEFT_WITHOUT_ONESELF = 8  # characters of a password that are neither the name nor a number of its owner
NOBODYS = UNUSABLE_PASSWORD_PREFIX  # no password is right, and saying so takes the time of a hash
CHANGED = audit.action("account.password_changed", gettext_lazy("The password of the account was changed."))


class PasswordRefused(DomainError):
    code = "password-refused"
    message = gettext_lazy("This password is too easy to guess. Choose another one.")


def is_right(account: Account | None, raw: str) -> bool:
    """Does this password open this account? Takes as long when there is no account, or no password to it.

    Waits for its turn: raises `hashing.Busy` when too many wait. Never inside a transaction.
    """
    if account is None:
        return check_password(normal(raw), NOBODYS)
    return check_password(normal(raw), account.password, _rehash(account))


def set_password(*, account: Account, raw: str, by: Account | None, now: dt.datetime) -> None:
    """Give an account a new password; ending its other sessions is another act. Raises PasswordRefused."""
    if problems(raw, account):
        raise PasswordRefused
    written = make_password(normal(raw))  # before the transaction: it may wait for its turn
    with transaction.atomic():
        account.password, account.password_changed_at = written, now
        account.save(update_fields=["password", "password_changed_at"])
        audit.record(CHANGED, account, by=by, at=now, account=account.pk)


def problems(raw: str, account: Account | None) -> list[str]:
    """Why this password is refused for this account, in words; nothing when it is good. No rule of composition."""
    return list(_problems(normal(raw), account))


def normal(raw: str) -> str:
    """One writing for what looks the same: keyboards compose accents and Arabic signs differently."""
    return unicodedata.normalize("NFC", raw)


def _problems(password: str, account: Account | None) -> Iterator[str]:
    if len(password) < SHORTEST:
        yield _("Use at least %(least)s characters. Three or four words with spaces are easy to remember.") % {
            "least": SHORTEST
        }
    elif len(password) > LONGEST:
        yield _("Use at most %(most)s characters.") % {"most": LONGEST}
    elif breached.knows(password):
        yield _(
            "This password is in the lists that thieves try first. Choose another one, for example three or four "
            "words that have nothing to do with one another."
        )
    elif account and len(_without_oneself(password, account)) < LEFT_WITHOUT_ONESELF:
        yield _(
            "This password is made of your name, your e-mail or your numbers. Choose words that say nothing of you."
        )


def _without_oneself(password: str, account: Account) -> str:
    """The letters and digits that remain once the owner's own are taken out."""
    left = _plain(password)
    for own in sorted({*_words_of(account), *_names_within(left, account)}, key=len, reverse=True):
        left = left.replace(own, "")
    return left


def _words_of(account: Account) -> Iterator[str]:
    said = [account.name, account.name_ar, *(account.email or "").split("@")]
    for text in said:
        yield from (plain for word in re.split(r"[\s._+\-]+", text) if len(plain := _plain(word)) >= 3)
    yield from (number for number in [account.phone[-9:]] if number)


def _names_within(plain: str, account: Account) -> Iterator[str]:
    """The registration number or the document of the owner, where it stands in the password: we keep only digests."""
    kept = {bytes(each) for each in account.sign_in_names.values_list("digest", flat=True)}
    written = Identifier.normalise(plain)
    pieces = {written[start : start + size] for size in range(5, 13) for start in range(len(written) - size + 1)}
    yield from (piece.lower() for piece in pieces if kept and digest(piece, "sign-in name") in kept)


def _plain(text: str) -> str:
    """Letters and digits only, without capitals nor accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if each.isalnum())


def _rehash(account: Account) -> Callable[[str], None]:
    """Write the hash anew when its cost was raised since: the password is known at this moment only."""

    def write(raw: str) -> None:
        Account.objects.filter(pk=account.pk, password=account.password).update(password=make_password(raw))

    return write

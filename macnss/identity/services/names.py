"""Whose account a typed identifier names: e-mail, registration number, CIN, passport or residence card."""

from macnss.identity.enums import NameKind
from macnss.identity.models import Account, SignInName
from macnss.kernel.numbers.identifiers import Identifier
from macnss.kernel.secrets import digest


def account_named(typed: str) -> Account | None:
    """The account that this identifier stands for, None when it names nobody. One question either way."""
    name = normal(typed)
    if "@" in name:
        return Account.objects.filter(email=name).first()
    found = SignInName.objects.filter(digest=digest(name, "sign-in name"))
    row = found.select_related("account").first()
    return row.account if row else None


def normal(typed: str) -> str:
    """One writing for one identifier, whatever its capitals, spaces, dashes or digits."""
    return typed.strip().lower() if "@" in typed else Identifier.normalise(typed)


def kind_of(typed: str) -> NameKind:
    return NameKind.REGISTRATION_NUMBER if Identifier.normalise(typed).isdigit() else NameKind.DOCUMENT

"""Which case a scanner means: the reference or the whole address of the printed sheet, however the keyboard is set.

A scanner types as a keyboard does. Where the computer is set to French or Arabic, what it means as `IM-7K3M` arrives as
other signs of the same keys: these are read back.
"""

import re
from uuid import UUID

from django.db.models import Q

from macnss.cases.models import Case, CaseQuerySet
from macnss.cases.queries.agent import SHOWN, Desk
from macnss.insured.queries import bearers
from macnss.kernel.numbers.identifiers import ascii_digits

SHORTEST_NAME = 3
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{2,3})([2-9A-HJ-NP-Z]{4})([2-9A-HJ-NP-Z]{4})")
_WRITTEN = re.compile(r"\b[A-Z]{2,3}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
_NOISE = re.compile(r"[^0-9A-Z]")
# What the keys of a scanner set to the American keyboard write where the computer expects a French or an Arabic one.
_KEYS = "1234567890qwertyuiopasdfghjklzxcvbnm-/."
_FRENCH = "&é\"'(-è_çàazertyuiopqsdfghjklwxcvbn,)!:"
_ARABIC = "1234567890ضصثقفغعهخحشسيبلاتنم\u0626\u0621\u0624ر\ue000\u0649ة-ظز"
_ARABIC_CAPITALS = {
    **dict(zip("QWERYUIOPASDFHJKLZXCVNM", "\u064e\u064b\u064f\u064cإ‘÷×؛\u0650\u064d][أـ،/~\u0652}{آ’", strict=True)),
    "T": "\ue001",
    "G": "\ue002",
    "B": "\ue003",
}
_PAIRS = {"لا": "\ue000", "لإ": "\ue001", "لأ": "\ue002", "لآ": "\ue003"}  # keys that write two letters
_FROM_FRENCH = {ord(sign): key for sign, key in zip(_FRENCH, _KEYS, strict=True)}
_FROM_ARABIC = {
    **{ord(sign): key for key, sign in _ARABIC_CAPITALS.items()},
    **{ord(sign): key for sign, key in zip(_ARABIC, _KEYS, strict=True)},
}


def case_scanned(typed: str) -> Case | None:
    """The case that was sent, of whatever office, that this text names; None when it names none."""
    owners = ("person", "person__account", "company", "account", "office")
    found = Case.objects.exclude(sent_at=None).select_related(*owners)
    for reading in readings(typed):
        if identifier := _UUID.search(reading):
            return found.filter(public_id=UUID(identifier[0])).first()
        if references := _references(reading):
            return found.filter(reference__in=references).first()
    return None


def cases_named(desk: Desk, typed: str) -> CaseQuerySet:
    """The open cases of these offices of whoever bears this number, or whom these words name; those most urgent first.

    Two letters name nobody: nothing is found.
    """
    plain = ascii_digits(typed.strip())
    if any(map(str.isdigit, plain)):
        found = desk.cases().filter(person__in=bearers(plain))
    elif len(plain) >= SHORTEST_NAME:
        found = desk.cases().filter(*(Q(about__icontains=word) for word in plain.split()))
    else:
        found = Case.objects.none()
    return found.select_related("taken_by").only(*SHOWN).order_by("target_on", "id")


def readings(typed: str) -> list[str]:
    """The text as it came, and as the other keyboards would have meant it."""
    plain = ascii_digits(typed.strip())
    arabic = plain
    for pair, sign in _PAIRS.items():
        arabic = arabic.replace(pair, sign)
    return [plain, plain.lower().translate(_FROM_FRENCH), arabic.translate(_FROM_ARABIC)]


def _references(reading: str) -> list[str]:
    """References as they are kept, wherever they stand in the text: `im 7k3m 9qwt` is IM-7K3M-9QWT."""
    bare = _NOISE.sub("", reading.upper())
    if len(bare) in {10, 11} and (whole := _REFERENCE.fullmatch(bare)):
        return ["-".join(whole.groups())]
    return list(_WRITTEN.findall(reading.upper()))

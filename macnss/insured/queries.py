"""Find a person by what somebody typed, and say why nobody was found; what a record said before it was corrected."""

import base64
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from macnss.audit.models import Event
from macnss.insured.enums import ReferralReason
from macnss.insured.models import Insured, InsuredQuerySet
from macnss.kernel.numbers.check_digits import registration_is_sound
from macnss.kernel.numbers.identifiers import RegistrationNumber
from macnss.kernel.secrets import unseal

PURPOSE = "insured history"


@dataclass(frozen=True)
class Search:
    """What was looked for, who was found, and else why not."""

    number: str
    found: Insured | None = None
    why_not: "str | Promise" = ""


def search_by_number(text: str) -> Search:
    """Look a registration number up as people write it: spaces, 8 to 10 digits, Arabic digits."""
    number = RegistrationNumber.normalise(text)
    if not number.isdigit():
        return Search(number, why_not=_("A registration number is made of digits only."))
    if not 8 <= len(number) <= 10:
        return Search(number, why_not=_("A registration number has 9 digits: this one has another length."))
    candidates = _candidates(number)
    if found := Insured.objects.filter(number__in=candidates).order_by("number").first():
        return Search(number, found)
    return Search(number, why_not=_why_nobody(number))


def _candidates(number: str) -> list[int]:
    """The 9-digit numbers that 8 or 10 typed digits can stand for: a lost first 1, a stray zero at either end."""
    if len(number) == 9:
        return [int(number)]
    if len(number) == 8:
        return [int("1" + number)]
    return [int(part) for part in (number[1:], number[:-1]) if "0" in (number[0], number[-1]) and len(part) == 9]


def _why_nobody(number: str) -> "str | Promise":
    if len(number) != 9:
        return _("Nobody bears this number, which has %(digits)s digits instead of 9: check it on the card.") % {
            "digits": len(number)
        }
    if not registration_is_sound(int(number)):
        return _("This number cannot exist: its last digit does not match the others. Check each digit.")
    return _("Nobody bears this number. It may belong to a registration that is not completed yet.")


def keys_of(numbers: Sequence[int]) -> dict[int, int]:
    """The keys of the persons who bear these registration numbers; the numbers that nobody bears are absent."""
    return dict(Insured.objects.filter(number__in=numbers).values_list("number", "pk"))


@dataclass(frozen=True)
class Match:
    """Who somebody is in the register, or why a person must look."""

    insured: Insured | None
    reason: ReferralReason | None = None


def bearers(identifier: str) -> InsuredQuerySet:
    """Those whom a typed registration number, card or passport number can stand for: one query, whoever it is."""
    number = RegistrationNumber.normalise(identifier)
    numbers = _candidates(number) if number.isdigit() and 8 <= len(number) <= 10 else []
    return Insured.objects.bearing(numbers, number).order_by("pk")


def match(found: Sequence[Insured], birth_date: dt.date | None) -> Match:
    """The one record among those found that has this birth date and no account yet; else why not.

    A birth date on the 1st of January is the one that registers write for who knows only the year.
    """
    same_day = [person for person in found if person.birth_date == birth_date]
    one = same_day[0] if len(same_day) == 1 else None
    return Match(one, _why_not(found, same_day, birth_date))


def is_full(birth_date: dt.date | None) -> bool:
    return birth_date is not None and (birth_date.day, birth_date.month) != (1, 1)


def _why_not(
    found: Sequence[Insured], same_day: Sequence[Insured], birth_date: dt.date | None
) -> ReferralReason | None:
    if not found:
        return ReferralReason.MISSING
    if not is_full(birth_date):
        return ReferralReason.DATE_UNKNOWN
    if not same_day:
        return ReferralReason.DIFFERENT
    if len(same_day) > 1:
        return ReferralReason.DOUBLE
    return ReferralReason.HAS_ACCOUNT if same_day[0].account_id else None


@dataclass(frozen=True)
class Correction:
    """A correction of a record: when, by whom (None: the fund itself), and by field the old and the new value."""

    at: dt.datetime
    by: int | None
    values: dict[str, tuple[Any, Any]]


def corrections_of(insured: Insured) -> list[Correction]:
    """What a record said before, latest correction first: one query."""
    events = Event.objects.about_person(insured.pk).filter(data__has_key="sealed")
    return [Correction(event.at, event.actor_id, _values(event.data["sealed"])) for event in events]


def _values(sealed: str) -> dict[str, tuple[Any, Any]]:
    return {name: (old, new) for name, (old, new) in unseal(base64.b64decode(sealed), PURPOSE).items()}

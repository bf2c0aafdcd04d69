"""Write the invented citizens that the sandbox of Mon e-ID shall know: the cast, some of the insured, and misfits."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from macnss.country.seats import CAST
from macnss.insured.enums import IdentityDocument, Sex
from macnss.insured.models import Insured

OTHERS = 40
# The first has no account yet and every reason to open one; the next three are what an activation must not let pass.
KINDS = ("newcomer", "birth_date", "old_card", "blocked")
GENDERS = {Sex.FEMALE: "female", Sex.MALE: "male"}
# In no register: nobody of the invented country has a CIN of these letters.
STRANGERS = (
    ("QQ100001", "Idder", "Aznag", "إيدر", "أزناك", "1985-05-05", "male"),
    ("QQ100002", "Tlaitmas", "Ouhemmou", "تلايتماس", "أوحمو", "1994-12-24", "female"),
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        if not getattr(settings, "DEMONSTRATION", False):
            raise CommandError("The citizens of a real country never enter a sandbox.")
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(json.dumps(citizens(), ensure_ascii=False, indent=1), encoding="utf-8")


def citizens() -> list[dict[str, str]]:
    """The same for the same country. Three of the insured carry what an activation must refuse or send elsewhere."""
    others = _others()
    told = [_told(each, "cast") for each in _cast()]
    told += [_told(each, kind) for each, kind in zip(others, KINDS, strict=False)]
    told += [dict(zip(FIELDS, each, strict=True), kind="stranger") for each in STRANGERS]
    return told + [_told(each, "insured") for each in others[len(KINDS) :]]


def _cast() -> QuerySet[Insured]:
    emails = [role.email for role in CAST]
    return Insured.objects.filter(account__email__in=emails, document=IdentityDocument.CIN).order_by("number")


def _others() -> list[Insured]:
    """Moroccan holders of a card without an account, taken evenly over the register, its first one included."""
    held = Insured.objects.filter(document=IdentityDocument.CIN, account=None, nationality="MA").order_by("pk")
    keys = list(held.values_list("pk", flat=True))
    return list(held.filter(pk__in=keys[:: max(1, len(keys) // OTHERS)][:OTHERS]))


FIELDS = ("cin", "given_name", "family_name", "given_name_ar", "family_name_ar", "birthdate", "gender")


def _told(insured: Insured, kind: str) -> dict[str, str]:
    birth_date = insured.birth_date
    if kind == "birth_date":  # the register and the card disagree by a year
        birth_date = birth_date.replace(year=birth_date.year - 1, day=min(birth_date.day, 28))
    said = (
        insured.document_number,
        insured.first_name.title(),
        insured.last_name.title(),
        insured.first_name_ar,
        insured.last_name_ar,
        birth_date.isoformat(),
        GENDERS[Sex(insured.sex)],
    )
    return dict(zip(FIELDS, said, strict=True), kind=kind)

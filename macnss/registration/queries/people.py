"""Is this person registered already, or about to be? Asked before a number is issued."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from macnss.cases.definition import Answers
from macnss.cases.enums import OPEN
from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.insured.enums import IdentityDocument
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import Identifier
from macnss.kernel.secrets import digest
from macnss.registration.models import Candidate
from macnss.registration.queries.names import like_name, same_name, same_name_ar, sound


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Those of the register who were born on the same day: under the same name, under a name that sounds alike."""

    same: tuple[Insured, ...]
    alike: tuple[Insured, ...]


def document_of(answers: Answers) -> tuple[str, str, str]:
    """Kind, number and nationality: what one person has alone."""
    kind = str(answers.get("document") or IdentityDocument.CIN)
    return (
        kind,
        Identifier.normalise(str(answers.get("document_number") or "")),
        str(answers.get("nationality") or "MA"),
    )


def born_on(answers: Answers) -> dt.date | None:
    return day_of(answers, "birth_date")


def day_of(answers: Answers, name: str) -> dt.date | None:
    """An answer that is a day, if it is one."""
    try:
        return dt.date.fromisoformat(str(answers.get(name) or ""))
    except ValueError:
        return None


def bearer_of(answers: Answers) -> Insured | None:
    """Who is registered with this very document."""
    kind, number, nationality = document_of(answers)
    found = Insured.objects.filter(document=kind, document_number=number)
    # A passport number may be of two countries; a CIN or a residence card is Morocco's.
    return (found.filter(nationality=nationality) if kind == IdentityDocument.PASSPORT else found).first()


def namesakes_of(answers: Answers) -> Namesakes:
    """One query: those born that day are a few hundred."""
    birth_date = born_on(answers)
    if birth_date is None:
        return Namesakes((), ())
    latin = (str(answers.get("last_name", "")), str(answers.get("first_name", "")))
    arabic = (str(answers.get("last_name_ar", "")), str(answers.get("first_name_ar", "")))
    same, alike = [], []
    for person in Insured.objects.filter(birth_date=birth_date).order_by("number"):
        names = (person.last_name, person.first_name)
        if same_name(names, latin) or same_name_ar((person.last_name_ar, person.first_name_ar), arabic):
            same.append(person)
        elif like_name(names, latin):
            alike.append(person)
    return Namesakes(tuple(same), tuple(alike))


def digests_of(answers: Answers) -> tuple[bytes, bytes]:
    """What recognises a candidate: the document, and the name with the birth date."""
    kind, number, _nationality = document_of(answers)
    names = "".join(sorted(sound(str(answers.get(name, ""))) for name in ("last_name", "first_name")))
    born = born_on(answers)
    return digest(f"{kind}:{number}", "candidate"), digest(f"{names}:{born}", "candidate name")


def others_asking(case: Case, answers: Answers) -> Sequence[Candidate]:
    """Other requests in progress for the same document, or for the same name and birth date."""
    document, name = digests_of(answers)
    others = Candidate.objects.filter(case__state__in=OPEN).exclude(case=case).select_related("case")
    return list(others.filter(document=document) | others.filter(name=name))


def asked_by_company(company: Employer, answers: Answers) -> Case | None:
    """The request in progress that this company sent for the same document."""
    document, _name = digests_of(answers)
    same = Candidate.objects.filter(document=document, case__company=company, case__state__in=OPEN)
    found = same.select_related("case").order_by("pk").first()
    return found.case if found else None

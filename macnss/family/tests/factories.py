"""The family of Amina, and events on their way to an agent. All of them are invented."""

import datetime as dt
from typing import Any

from macnss.cases.engine import kind_of
from macnss.cases.enums import Outcome, PieceState
from macnss.cases.models import Case, Piece
from macnss.cases.services import deciding, examining, sending
from macnss.cases.tests.factories import draft, of_person
from macnss.family.enums import Origin
from macnss.family.models import Member
from macnss.family.services.recording import Person, Source, record_child, record_marriage
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, office
from macnss.insured.models import Insured

BIRTH: dict[str, Any] = {
    "last_name": "EL ALAOUI",
    "first_name": "YASSINE",
    "last_name_ar": "العلوي",
    "first_name_ar": "ياسين",
    "sex": "M",
    "birth_date": "2026-10-05",
    "other_parent": "none",
}
MARRIAGE: dict[str, Any] = {
    "last_name": "EL ALAOUI",
    "first_name": "BRAHIM",
    "sex": "M",
    "birth_date": "1988-06-02",
    "document": "cin",
    "cin": "C734120",
    "married_on": "2018-05-12",
    "abroad": False,
    "own_cover": False,
}


def source(now: dt.datetime = NOW) -> Source:
    return Source(case=None, by=None, now=now)


def husband_of(person: Insured, **other: Any) -> Member:
    who = Person(
        last_name="EL ALAOUI",
        first_name="BRAHIM",
        sex="M",
        birth_date=dt.date(1988, 6, 2),
        document="cin",
        document_number="C734120",
        **other,
    )
    return record_marriage(
        insured=person, spouse=who, married_on=dt.date(2018, 5, 12), has_own_cover=False, source=source()
    )


def child_of(
    person: Insured, birth: dt.date, first_name: str = "SALMA", *, other_insured: bool = False, **other: Any
) -> Member:
    return record_child(
        insured=person,
        child=Person(last_name="EL ALAOUI", first_name=first_name, sex="F", birth_date=birth),
        origin=Origin.BIRTH,
        since=birth,
        effect_on=birth,
        other_parent=other.get("other_parent"),
        other_parent_name="",
        other_parent_insured=other_insured,
        source=source(),
    )


def filed(person: Insured, kind: str, answers: dict[str, Any], *, now: dt.datetime = NOW) -> Case:
    """A case of that kind, sent with all its papers."""
    office()
    case = draft(of_person(person), kind, answers, now=now)
    give_all_papers(case, now)
    return sending.send(case=case, by=person.account, now=now)


def give_all_papers(case: Case, now: dt.datetime = NOW) -> None:
    for paper in kind_of(case).papers(case.said, of_person(case.person)):  # type: ignore[arg-type]
        if paper.required:
            Piece.objects.create(case=case, name=paper.name, state=PieceState.GIVEN, at=now)


def accepted(person: Insured, kind: str, answers: dict[str, Any], *, by: Account, now: dt.datetime = NOW) -> Case:
    case = examining.take(case=filed(person, kind, answers, now=now), by=by, now=now)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=by, now=now)
    case.refresh_from_db()
    return case

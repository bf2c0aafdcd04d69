"""Files of an employer, written by the library as the fund's own country writes them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

from macnss.declarations.ebds.header import NO_TRANSFER, Kind
from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.ebds.write import write_complementary, write_declaration
from macnss.declarations.queries import header_for
from macnss.employers.models import Employer
from macnss.insured.models import Insured
from macnss.kernel.months import Month

CEILING = 600_000
MARCH = Month(2026, 3)
IN_TIME = dt.datetime(2026, 4, 8, 10, 0, tzinfo=dt.UTC)


def answers(
    person: Insured, real: int = 500_000, days: int = 26, situation: Situation = Situation.NORMAL
) -> AnsweredLine:
    return AnsweredLine(
        number=person.number,
        surname=person.last_name,
        given_names=person.first_name,
        days=days,
        real=real,
        capped=min(real, CEILING),
        situation=situation,
    )


def enters(person: Insured, real: int = 500_000, days: int = 26) -> Entrant:
    return Entrant(
        number=person.number,
        surname=person.last_name,
        given_names=person.first_name,
        days=days,
        real=real,
        capped=min(real, CEILING),
    )


def unnumbered(cin: str = "AB123456", real: int = 300_000, days: int = 20, number: int = 0) -> Entrant:
    return Entrant(
        number=number, surname="IDRISSI", given_names="SALMA", cin=cin, days=days, real=real, capped=min(real, CEILING)
    )


def main_file(
    employer: Employer,
    answered: Iterable[AnsweredLine] = (),
    entrants: Iterable[Entrant] = (),
    *,
    month: Month = MARCH,
    answering: bool = True,
) -> bytes:
    header = header_for(employer, month, month.last_day)
    out = BytesIO()
    write_declaration(out, header if answering else replace(header, transfer_id=NO_TRANSFER), answered, entrants)
    return out.getvalue()


def complementary_file(employer: Employer, *entrants: Entrant, month: Month = MARCH, sequence: int = 1) -> bytes:
    header = replace(header_for(employer, month, month.last_day), kind=Kind.COMPLEMENTARY, sequence=sequence)
    out = BytesIO()
    write_complementary(out, header, entrants)
    return out.getvalue()

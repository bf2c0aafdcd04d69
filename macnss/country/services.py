"""Load an invented country by the doors that everybody uses: registration, affiliation, declaration files."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.country.firms import Firm
from macnss.country.monthly import Lines, Monthly
from macnss.country.plan import Plan
from macnss.country.population import Person
from macnss.declarations.ebds.file_names import file_name
from macnss.declarations.ebds.header import NO_TRANSFER, Header, Kind
from macnss.declarations.ebds.layout import OCCASIONAL
from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.ebds.write import write_declaration
from macnss.declarations.enums import UploadState
from macnss.declarations.queries import header_for
from macnss.declarations.rules.contributions import ceiling_of
from macnss.declarations.rules.minimum_wages import Sector, minimum_monthly_wage
from macnss.declarations.services import entry, uploads
from macnss.employers import services as employers
from macnss.employers.models import Employer
from macnss.insured import services as insured
from macnss.kernel.money import centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law

BEGUN = audit.action("country.begun", _("The loading of an invented country began."))
LOADED = audit.action("country.loaded", _("An invented country was loaded."))
FIRST_HOUR = 9
RABAT = ZoneInfo("Africa/Casablanca")
Done = Callable[[int], None]


class FileRefused(Exception):
    """A file of the invented country was refused: the plan and the rules disagree, which is a mistake of ours."""


def plan_of(*, insured: int, employers: int, months: int, last: Month, seed: int) -> Plan:
    """The country of these sizes, under the minimum wages of the law."""
    return Plan.make(
        insured=insured,
        employers=employers,
        months=months,
        last=last,
        seed=seed,
        minimum_wage=_minimum(Sector.GENERAL),
        farm_minimum_wage=_minimum(Sector.AGRICULTURE),
    )


def _minimum(sector: Sector) -> Callable[[Month], int]:
    return lambda month: centimes(minimum_monthly_wage(Law(month.first_day), sector))


def affiliate_all(plan: Plan, now: dt.datetime) -> list[Employer]:
    """Enter every company in the register, in the order of the plan."""
    with transaction.atomic():
        return [_affiliate(plan.firms.firm(index), now) for index in range(len(plan.firms))]


def _affiliate(firm: Firm, now: dt.datetime) -> Employer:
    company = employers.Company(
        name=firm.name.latin,
        name_ar=firm.name.arabic,
        legal_form=firm.legal_form,
        sector=firm.sector,
        activity=firm.activity.latin,
        ice=firm.ice,
        trade_register=firm.trade_register,
        tax_number=firm.tax_number,
        address=firm.address.latin,
        town=firm.town.name.latin,
        postcode=firm.town.postcode,
    )
    return employers.affiliate(company=company, on=firm.affiliated_on, number=firm.affiliation_number, by=None, now=now)


def register_all(plan: Plan, now: dt.datetime, done: Done) -> list[int]:
    """Give every person their number, in the order of the plan."""
    numbers = []
    for start in range(0, len(plan.people), 500):
        with transaction.atomic():
            indices = range(start, min(start + 500, len(plan.people)))
            numbers += [_register(plan.people.person(index), now) for index in indices]
        done(len(indices))
    return numbers


def _register(person: Person, now: dt.datetime) -> int:
    said = insured.Identity(
        last_name=person.surname.latin,
        first_name=person.given.latin,
        last_name_ar=person.surname.arabic,
        first_name_ar=person.given.arabic,
        birth_date=person.birth_date,
        birth_place=person.birth_town.latin,
        sex=person.sex,
        nationality=person.nationality,
        document=person.document,
        document_number=person.document_number,
        address=person.address.latin,
        town=person.town.name.latin,
        postcode=person.town.postcode,
        phone=person.phone,
        email=person.email,
    )
    return insured.register(identity=said, on=person.registered_on, by=None, now=now).number


@dataclass
class Desk:
    """Where one company writes its files, month after month. `staff` mirrors what the fund knows of it."""

    plan: Plan
    index: int
    employer: Employer
    numbers: list[int]
    today: dt.datetime
    staff: set[int]

    def declare(self, monthly: Monthly) -> bool:
        """Write the month's file and hand it in; False when the company has nothing to say that month."""
        lines = monthly.firm_lines(self.index)
        if monthly.silent[self.index] or not len(lines):
            return False
        now = self._arrival(monthly)
        if now > self.today:
            return False
        upload = uploads.receive(
            employer=self.employer,
            file_name=file_name(Kind.MAIN, self.employer.affiliation_number, monthly.month),
            chunks=[self._file(lines, monthly.month, now.date())],
            by=None,
            now=now,
        )
        upload = uploads.check(upload=upload, by=None, now=now)
        if upload.state != UploadState.ACCEPTED:
            raise FileRefused(f"{self.employer.affiliation_number} {monthly.month}: {upload.report}")
        self._follow(lines)
        return True

    def _arrival(self, monthly: Monthly) -> dt.datetime:
        due = header_for(self.employer, monthly.month, monthly.month.last_day).due_date or monthly.month.last_day
        day = due + dt.timedelta(days=int(monthly.days_after_due[self.index]))
        return dt.datetime.combine(max(day, monthly.month.last_day), dt.time(FIRST_HOUR), RABAT)

    def _file(self, lines: Lines, month: Month, on: dt.date) -> bytes:
        header = header_for(self.employer, month, on)
        out = BytesIO()
        write_declaration(
            out, self._answering(header, lines), self._answered(lines, month), self._entrants(lines, month)
        )
        return out.getvalue()

    def _answering(self, header: Header, lines: Lines) -> Header:
        """A company that leaves out one of its people does not answer the file that the fund sent."""
        complete = self.staff <= set(lines.person.tolist())
        return header if complete else replace(header, transfer_id=NO_TRANSFER)

    def _answered(self, lines: Lines, month: Month) -> Iterator[AnsweredLine]:
        rows = [row for row, person in enumerate(lines.person.tolist()) if person in self.staff]
        for row in sorted(rows, key=lambda row: self.numbers[lines.person[row]]):
            person = self.plan.people.person(int(lines.person[row]))
            real = int(lines.wage[row])
            yield AnsweredLine(
                number=self.numbers[lines.person[row]],
                surname=person.surname.latin,
                given_names=person.given.latin,
                days=int(lines.days[row]),
                real=real,
                capped=min(real, ceiling_of(month)),
                situation=Situation(lines.situation[row]),
            )

    def _entrants(self, lines: Lines, month: Month) -> Iterator[Entrant]:
        for row, index in enumerate(lines.person.tolist()):
            if index in self.staff or not lines.days[row]:
                continue
            real = int(lines.wage[row])
            person = None if index < 0 else self.plan.people.person(index)
            yield Entrant(
                number=self._entrant_number(lines, row),
                surname=person.surname.latin if person else "",
                given_names=person.given.latin if person else "",
                cin=person.document_number if person and person.document == "cin" else "",
                days=int(lines.days[row]),
                real=real,
                capped=min(real, ceiling_of(month)),
            )

    def _entrant_number(self, lines: Lines, row: int) -> int:
        if lines.person[row] < 0:
            return OCCASIONAL
        return 0 if lines.unnumbered[row] else self.numbers[lines.person[row]]

    def _follow(self, lines: Lines) -> None:
        """Entrants with a number join the staff; leavers and the deceased quit it."""
        for row, person in enumerate(lines.person.tolist()):
            if person < 0 or lines.unnumbered[row]:
                continue
            if Situation(lines.situation[row]) in {Situation.SO, Situation.DE}:
                self.staff.discard(person)
            elif lines.days[row]:
                self.staff.add(person)


def declare_all(plan: Plan, numbers: list[int], share: slice, today: dt.datetime, done: Done) -> None:
    """Hand in every file that a share of the companies sent until today, in the order of time."""
    affiliates = [f"{number:07d}" for number in plan.firms.affiliation[share].tolist()]
    found = {each.affiliation_number: each for each in Employer.objects.filter(affiliation_number__in=affiliates)}
    indices = range(len(plan.firms))[share]
    desks = [
        Desk(plan, index, found[affiliate], numbers, today, set())
        for index, affiliate in zip(indices, affiliates, strict=True)
    ]
    for monthly in plan.months():
        done(sum(desk.declare(monthly) for desk in desks))


def files_of(plan: Plan) -> int:
    """How many files the country will hand in."""
    return sum(
        len(set(monthly.lines.firm.tolist()) | set(monthly.by_day.firm.tolist()) - set(_silent(monthly)))
        for monthly in plan.months()
    )


def _silent(monthly: Monthly) -> list[int]:
    return [int(index) for index in monthly.silent.nonzero()[0]]


@transaction.atomic
def begin(*, now: dt.datetime, seed: int) -> None:
    """Write down that what follows is invented: an interrupted loading can then be undone."""
    subject = Event(at=now, action=BEGUN)
    audit.record(BEGUN, subject, by=None, at=now, seed=seed)


@transaction.atomic
def finish(*, now: dt.datetime, seed: int) -> None:
    audit.record(LOADED, Event(at=now, action=LOADED), by=None, at=now, seed=seed)


def undo() -> None:
    """Empty the tables of an invented country that was not loaded to its end."""
    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("macnss.")]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE {} CASCADE".format(", ".join(map(connection.ops.quote_name, tables))))


DAYS = slice(111, 113)  # N_Jours_Declares of a B02
FIRST_B02 = 2


def samples(company: Employer, month: Month, on: dt.date) -> dict[str, bytes]:
    """Two files to try the portal with: the month as the company would declare it, and the same with one mistake."""
    sound = entry.file_of(company, month, entry.propose(company, month), on)
    lines = sound.split(b"\r\n")
    first = lines[FIRST_B02]
    lines[FIRST_B02] = first[: DAYS.start] + b"31" + first[DAYS.stop :]
    name = file_name(Kind.MAIN, company.affiliation_number, month)
    return {name: sound, name.replace("DS_", "spoiled-DS_"): b"\r\n".join(lines)}

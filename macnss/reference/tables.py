"""The tables of reference data: each is declared here, and written by the service of its own domain."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from macnss.agencies.models import Agency, Closure
from macnss.agencies.services import amending, directory
from macnss.cases.engine import KINDS
from macnss.cases.models import Phrase
from macnss.cases.queries.answers import in_language
from macnss.cases.services import phrases
from macnss.identity.models import Account, Office
from macnss.kernel.errors import DomainError
from macnss.lawbook.texts import Text, isolate
from macnss.personal.models import Bank
from macnss.personal.services import banks
from macnss.reference.engine import NEW, Row, Table, Values
from macnss.reference.forms import AgencyForm, BankForm, ClosureForm, PhraseForm
from macnss.ui.templatetags.formats import long_date

T = TypeVar("T")


class Gone(DomainError):
    code = "reference-gone"
    message = _("This line is no longer there.")


class Phrases(Table):
    """Ready words of the agents for applicants."""

    code = "phrases"
    title = _("Templates of messages")
    one = _("Template")
    note = _("Kind of request")
    help = _("Ready words that agents put into a message, then change as the case wants it.")
    form = PhraseForm

    def rows(self, words: str) -> list[Row]:
        wanted = words.casefold()
        found = sorted(Phrase.objects.all(), key=lambda each: in_language(Text(each.title_fr, each.title_ar)))
        return [
            Row(str(each.public_id), in_language(Text(each.title_fr, each.title_ar)), _kind_title(each.kind))
            for each in found
            if wanted in f"{each.title_fr} {each.title_ar} {each.body_fr} {each.body_ar}".casefold()
        ]

    def read(self, key: str) -> Values | None:
        found = _phrase(key)
        return {name: getattr(found, name) for name in PhraseForm.base_fields} if found else None

    def write(self, key: str, values: Values, *, by: Account, now: dt.datetime) -> str:
        found = _phrase(key) if key != NEW else None
        return str(phrases.keep(phrase=found, by=by, now=now, **values).public_id)

    def remove(self, key: str, *, by: Account, now: dt.datetime) -> None:
        phrases.forget(phrase=_there(_phrase(key)), by=by, now=now)


class Banks(Table):
    """The banks by the first digits of their account numbers."""

    code = "banks"
    title = _("Banks")
    one = _("Bank")
    note = _("Code")
    help = _("The bank that is named while somebody types an account number.")
    form = BankForm

    def rows(self, words: str) -> list[Row]:
        wanted = words.casefold()
        return [
            Row(each.code, str(each), isolate(each.code))
            for each in Bank.objects.order_by("code")
            if wanted in f"{each.code} {each.name_fr} {each.name_ar}".casefold()
        ]

    def read(self, key: str) -> Values | None:
        found = Bank.objects.filter(code=key).first()
        return {name: getattr(found, name) for name in BankForm.base_fields} if found else None

    def write(self, key: str, values: Values, *, by: Account, now: dt.datetime) -> str:
        found = Bank.objects.filter(code=key).first() if key != NEW else None
        return banks.keep(bank=found, by=by, now=now, **values).code

    def remove(self, key: str, *, by: Account, now: dt.datetime) -> None:
        banks.forget(bank=_there(Bank.objects.filter(code=key).first()), by=by, now=now)

    def name_of(self, key: str, values: Mapping[str, Any]) -> str:  # noqa: ARG002
        return in_language(Text(values["name_fr"], values["name_ar"]))


class Agencies(Table):
    """What agencies say of themselves. A new one comes with the file of agencies."""

    code = "agencies"
    title = _("Agencies and their hours")
    one = _("Agency")
    note = _("Town")
    help = _("Addresses, opening hours, what people are received for.")
    form = AgencyForm
    adds = False
    removes = False

    def rows(self, words: str) -> list[Row]:
        wanted = words.casefold()
        return [
            Row(each.office.code, str(each), each.office.town)
            for each in Agency.objects.select_related("office").order_by("office__code")
            if wanted in f"{each.office.name} {each.office.name_ar} {each.office.town}".casefold()
        ]

    def read(self, key: str) -> Values | None:
        agency = Agency.objects.with_hours().filter(office__code=key).first()
        return _entry(agency) if agency else None

    def write(self, key: str, values: Values, *, by: Account, now: dt.datetime) -> str:
        agency = _there(Agency.objects.select_related("office").filter(office__code=key).first())
        amending.amend(agency=agency, by=by, now=now, **values)
        return key

    def name_of(self, key: str, values: Mapping[str, Any]) -> str:  # noqa: ARG002 - its name is not among them
        return str(Office.objects.filter(code=key).first() or key)


class Closures(Table):
    """The days on which an agency does not open: whoever was expected is told at acceptance."""

    code = "closures"
    title = _("Days closed")
    one = _("Closure")
    note = _("Days closed")
    help = _("Whoever has an appointment on these days is told, once a second person accepts.")
    form = ClosureForm

    def rows(self, words: str) -> list[Row]:
        wanted = words.casefold()
        found = Closure.objects.select_related("agency__office").order_by("-since", "agency__office__code")
        return [
            Row(_key(each), str(each.agency), f"{long_date(each.since)} – {long_date(each.until)}")
            for each in found
            if wanted in f"{each.agency.office.name} {each.agency.office.name_ar} {each.reason_fr}".casefold()
        ]

    def read(self, key: str) -> Values | None:
        found = _closure(key)
        if found is None:
            return None
        days = {"since": found.since.isoformat(), "until": found.until.isoformat()}
        return {"agency": found.agency.office.code, **days, "reason_fr": found.reason_fr, "reason_ar": found.reason_ar}

    def write(self, key: str, values: Values, *, by: Account, now: dt.datetime) -> str:
        agency = _there(Agency.objects.select_related("office").filter(office__code=values["agency"]).first())
        since, until = dt.date.fromisoformat(values["since"]), dt.date.fromisoformat(values["until"])
        if key not in {NEW, f"{values['agency']}-{since}"}:
            amending.reopen(closure=_there(_closure(key)), by=by, now=now)
        words = {"reason": values["reason_fr"], "reason_ar": values["reason_ar"]}
        directory.close(agency=agency, since=since, until=until, by=by, now=now, **words)
        return f"{values['agency']}-{since}"

    def remove(self, key: str, *, by: Account, now: dt.datetime) -> None:
        amending.reopen(closure=_there(_closure(key)), by=by, now=now)

    def name_of(self, key: str, values: Mapping[str, Any]) -> str:  # noqa: ARG002
        office = Office.objects.filter(code=values["agency"]).first()
        return f"{office or values['agency']}, {long_date(dt.date.fromisoformat(values['since']))}"


def _entry(agency: Agency) -> Values:
    said = {name: getattr(agency, name) for name in ("phone", "minutes", "counters")}
    words = {"address_fr": agency.address, "address_ar": agency.address_ar}
    return {**words, **said, "services": list(agency.services), "hours": amending.hours_written(agency)}


def _phrase(key: str) -> Phrase | None:
    try:
        return Phrase.objects.filter(public_id=UUID(key)).first()
    except ValueError:
        return None


def _closure(key: str) -> Closure | None:
    """A closure is known by its agency and its first day: 10-2026-12-31."""
    code, _dash, since = key.partition("-")
    try:
        day = dt.date.fromisoformat(since)
    except ValueError:
        return None
    return Closure.objects.select_related("agency__office").filter(agency__office__code=code, since=day).first()


def _key(closure: Closure) -> str:
    return f"{closure.agency.office.code}-{closure.since}"


def _there(found: T | None) -> T:
    if found is None:
        raise Gone
    return found


def _kind_title(code: str) -> str:
    return in_language(KINDS[code].definition.title) if code in KINDS else str(_("All kinds"))

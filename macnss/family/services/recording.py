"""Write an accepted event into the family: who comes, who leaves, what a child studies."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.models import Case
from macnss.family.enums import Attested, Custody, Departure, EventKind, MemberKind, Origin
from macnss.family.models import Certificate, FamilyEvent, Member, document_digest, sealed_document
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError

JOINED = audit.action("family.joined", _("Somebody was added to your family."))
LEFT = audit.action("family.left", _("The end of a marriage, or a death, was recorded in your family."))
STUDIES = audit.action("family.studies", _("A certificate of studies was recorded for a child of yours."))
DISABLED = audit.action("family.disabled", _("The disability of a child of yours was recorded."))


class AlreadyThere(DomainError):
    code = "family-already-there"
    message = _("This person is already in the family, for some of these days.")


class NotThere(DomainError):
    code = "family-not-there"
    message = _("This person is not in the family any more, or was not yet on that day.")


class AlreadyCertified(DomainError):
    code = "family-already-certified"
    message = _("A certificate is already recorded for this child and this school year.")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who joins a family: names in both scripts, birth, document if there is one."""

    last_name: str
    first_name: str
    sex: str
    birth_date: dt.date
    last_name_ar: str = ""
    first_name_ar: str = ""
    document: str = ""
    document_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """On which case a record rests, who accepted it and when."""

    case: Case | None
    by: Account | None
    now: dt.datetime


@transaction.atomic
def record_marriage(
    *, insured: Insured, spouse: Person, married_on: dt.date, has_own_cover: bool, source: Source
) -> Member:
    """Add a spouse. Raises AlreadyThere."""
    member = _new(insured, spouse, MemberKind.SPOUSE, Origin.MARRIAGE, married_on, source)
    member.has_own_cover = has_own_cover
    with broken_promise("a_marriage_once_at_a_time", means=AlreadyThere):
        member.save(force_insert=True)
    _note(member, EventKind.MARRIAGE, married_on, married_on, JOINED, source)
    return member


@transaction.atomic
def record_child(
    *,
    insured: Insured,
    child: Person,
    origin: Origin,
    since: dt.date,
    effect_on: dt.date,
    other_parent: Member | None,
    other_parent_name: str,
    other_parent_insured: bool,
    source: Source,
) -> Member:
    """Add a child, by birth or taken in. Raises AlreadyThere."""
    member = _new(insured, child, MemberKind.CHILD, origin, since, source)
    member.other_parent, member.other_parent_name = other_parent, other_parent_name
    member.other_parent_insured = other_parent_insured
    with broken_promise("a_child_once_in_a_family", means=AlreadyThere):
        member.save(force_insert=True)
    kind = EventKind.KAFALA if origin == Origin.KAFALA else EventKind.BIRTH
    _note(member, kind, since, effect_on, JOINED, source)
    return member


@transaction.atomic
def record_divorce(*, member: Member, divorced_on: dt.date, custody: Custody, source: Source) -> Member:
    """End a marriage, and write with whom its children live. Raises NotThere."""
    held = _leaves(member, divorced_on, Departure.DIVORCE, EventKind.DIVORCE, source)
    if custody != Custody.NONE:
        held.their_children.filter(until=None).update(custody=custody, updated_at=source.now)
    return held


@transaction.atomic
def record_death(*, member: Member, died_on: dt.date, source: Source) -> Member:
    """The children of a spouse who died are with the one who stays. Raises NotThere."""
    held = _leaves(member, died_on, Departure.DEATH, EventKind.DEATH, source)
    held.their_children.filter(until=None).update(custody=Custody.MINE, updated_at=source.now)
    return held


@transaction.atomic
def record_studies(
    *, member: Member, attests: Attested, school: str, period: tuple[dt.date, dt.date], source: Source
) -> Certificate:
    """Keep what a child studies in one school year. Raises AlreadyCertified, NotThere."""
    held = _locked(member)
    since, until = period
    certificate = Certificate(
        member=held,
        attests=attests,
        school=school,
        since=since,
        until=until,
        case=source.case,
        recorded_at=source.now,
    )
    with broken_promise("one_certificate_at_a_time", means=AlreadyCertified):
        certificate.save(force_insert=True)
    _note(held, EventKind.STUDY, since, since, STUDIES, source)
    return certificate


@transaction.atomic
def record_disability(*, member: Member, since: dt.date, stable_income: bool, source: Source) -> Member:
    """From that day no limit of age holds for this child; with an income, for the cover alone. Raises NotThere."""
    held = _locked(member)
    held.disabled_since, held.stable_income, held.updated_at = since, stable_income, source.now
    held.save(update_fields=["disabled_since", "stable_income", "updated_at"])
    _note(held, EventKind.DISABILITY, since, since, DISABLED, source)
    return held


def _new(insured: Insured, who: Person, kind: MemberKind, origin: Origin, since: dt.date, source: Source) -> Member:
    return Member(
        insured=insured,
        kind=kind,
        origin=origin,
        last_name=who.last_name.strip().upper(),
        first_name=who.first_name.strip().upper(),
        last_name_ar=who.last_name_ar.strip(),
        first_name_ar=who.first_name_ar.strip(),
        sex=who.sex,
        birth_date=who.birth_date,
        document=who.document if who.document_number else "",
        document_sealed=sealed_document(who.document_number),
        document_digest=document_digest(who.document_number) if who.document_number else None,
        since=since,
        recorded_at=source.now,
        updated_at=source.now,
    )


def _locked(member: Member) -> Member:
    """Somebody who is still in the family, held until the end of the transaction. Raises NotThere."""
    held = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk, until=None).first()
    if held is None:
        raise NotThere
    return held


def _leaves(member: Member, on: dt.date, by: Departure, kind: EventKind, source: Source) -> Member:
    held = _locked(member)
    if on < held.since:
        raise NotThere
    held.until, held.left_by, held.updated_at = on, by, source.now
    held.save(update_fields=["until", "left_by", "updated_at"])
    _note(held, kind, on, on, LEFT, source)
    return held


def _note(
    member: Member, kind: EventKind, happened_on: dt.date, effect_on: dt.date, action: str, source: Source
) -> None:
    FamilyEvent.objects.create(
        member=member,
        kind=kind,
        happened_on=happened_on,
        effect_on=effect_on,
        case=source.case,
        by=source.by,
        recorded_at=source.now,
    )
    audit.record(action, member, by=source.by, at=source.now, person=member.insured_id, kind=kind.value)

"""What a family gives rights to on a day, and whether the same person is in another family."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from macnss.family import rules
from macnss.family.enums import Departure
from macnss.family.models import Certificate, Member, MemberQuerySet, document_digest
from macnss.insured.enums import Sex
from macnss.insured.models import Insured
from macnss.lawbook.book import Law
from macnss.ui.bidi import isolate

ENDS_SOON = 60  # days: how long before the end of a certificate we ask for the next. Ours, no text says it


@dataclass(frozen=True, slots=True)
class Standing:
    """One member on a day. `cover_until` is None when no age ends it; `allowance` is None for a spouse."""

    member: Member
    covered: bool
    cover_until: dt.date | None
    allowance: rules.Right | None = None
    paid_to_other_parent: bool = False
    certificate: Certificate | None = None
    ends_soon: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Who is there, and who left."""

    spouses: tuple[Standing, ...]
    children: tuple[Standing, ...]
    former: tuple[Standing, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.spouses or self.children or self.former)


def family_of(insured: Insured, on: dt.date) -> Family:
    """The family of this person with the rights of each member: two queries."""
    law = Law(on)
    everybody = [_standing(insured, law, member, on) for member in Member.objects.of(insured)]
    there = [each for each in everybody if each.member.until is None]
    return Family(
        spouses=tuple(each for each in there if not each.member.is_child),
        children=tuple(each for each in there if each.member.is_child),
        former=tuple(each for each in everybody if each.member.until is not None),
    )


def counted_children(insured: Insured, on: dt.date) -> int:
    """How many of their children count for the family allowances of this person on that day."""
    law, children = Law(on), list(Member.objects.of(insured).children().still_there())
    mine = [child.as_child for child in children if is_paid_here(insured, child)]
    return rules.counted(law, mine, on)


def is_paid_here(insured: Insured, child: Member) -> bool:
    return rules.paid_to_this_parent(
        is_father=insured.sex == Sex.MALE,
        other_is_insured=child.other_parent_insured,
        custody=rules.Custody(child.custody) if child.custody in tuple(rules.Custody) else rules.Custody.UNKNOWN,
    )


def same_person(*, last_name: str, first_name: str, birth_date: dt.date, document_number: str = "") -> MemberQuerySet:
    """The entries of every family that are this person: the same document, or the same names and birth date."""
    named = Member.objects.filter(
        last_name=last_name.strip().upper(), first_name=first_name.strip().upper(), birth_date=birth_date
    )
    if document_number:
        named = named | Member.objects.filter(document_digest=document_digest(document_number))
    return named


def as_insured(*, last_name: str, first_name: str, birth_date: dt.date, document_number: str = "") -> Insured | None:
    """The record of a member who is insured in their own name."""
    if document_number:
        return Insured.objects.filter(document_number=document_number).first()
    named = Insured.objects.filter(last_name=last_name.strip().upper(), first_name=first_name.strip().upper())
    return named.filter(birth_date=birth_date).first()


def numbers_of(members: Sequence[Member]) -> str:
    """The registration numbers of those in whose families these entries stand, for agents."""
    return ", ".join(sorted({isolate(member.insured.registration_number) for member in members}))


def _standing(insured: Insured, law: Law, member: Member, on: dt.date) -> Standing:
    if not member.is_child:
        return _of_spouse(law, member, on)
    child = member.as_child
    cover, allowance = rules.health_cover(law, child, on), rules.allowance_right(law, child, on)
    running = next((each for each in member.certificates.all() if each.since <= on <= each.until), None)
    return Standing(
        member=member,
        covered=cover.open,
        cover_until=cover.until,
        allowance=allowance,
        paid_to_other_parent=not is_paid_here(insured, member),
        certificate=running,
        ends_soon=running is not None and running.ends_within(on, ENDS_SOON),
    )


def _of_spouse(law: Law, member: Member, on: dt.date) -> Standing:
    if member.left_by == Departure.DIVORCE and member.until:
        last = rules.cover_after_divorce(law, member.until)
        return Standing(member, covered=on <= last and not member.has_own_cover, cover_until=last)
    gone = member.until is not None and member.until < on
    return Standing(member, covered=not gone and not member.has_own_cover, cover_until=member.until)

"""Immatriculer / التسجيل: a candidate gets a number, a record, a link with the company, the way to an account."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.definition import Answers
from macnss.cases.models import Case
from macnss.employers.enums import Function, Right
from macnss.employers.models import Employer, Membership
from macnss.employment import services as employment
from macnss.identity.enums import Channel
from macnss.identity.models import Account
from macnss.identity.services import invited
from macnss.insured.models import Insured
from macnss.insured.services import Identity, register
from macnss.insured.services.links import send_link
from macnss.kernel.errors import DomainError
from macnss.registration.models import Candidate, Distinction
from macnss.registration.queries.people import bearer_of, born_on, digests_of, document_of, namesakes_of
from macnss.registration.services import messages

SET_APART = audit.action("registration.set_apart", _("An agent found that a namesake is another person."))
LONGEST_ADDRESS = 120


class WordsNeeded(DomainError):
    code = "registration-words-needed"
    message = _("Write how you know that it is another person: the next agent reads it.")


class SameDocument(DomainError):
    code = "registration-same-document"
    message = _("Somebody is registered with this very document: it is the same person.")


@transaction.atomic
def note_candidate(*, case: Case) -> Candidate:
    """Keep what recognises the candidate of a request that was sent."""
    document, name = digests_of(case.said)
    noted, _made = Candidate.objects.update_or_create(case=case, defaults={"document": document, "name": name})
    return noted


@transaction.atomic
def set_apart(*, case: Case, words: str, by: Account, now: dt.datetime) -> Distinction:
    """Record that the namesakes of the register are other persons. Raises WordsNeeded, SameDocument."""
    answers = case.said
    if not words.strip():
        raise WordsNeeded
    if bearer_of(answers):
        raise SameDocument
    compared = [str(person.public_id) for person in namesakes_of(answers).same]
    found, _made = Distinction.objects.update_or_create(
        case=case, defaults={"words": words.strip()[:300], "namesakes": compared, "by": by, "at": now}
    )
    audit.record(SET_APART, case, by=by, at=now, company=case.company_id, namesakes=compared)
    return found


def is_set_apart(case: Case, namesakes: "tuple[Insured, ...]") -> bool:
    """Did an agent look at each of these namesakes? One who came to the register since was not looked at."""
    noted = Distinction.objects.filter(case=case).first()
    return noted is not None and {str(person.public_id) for person in namesakes} <= set(noted.namesakes)


@transaction.atomic
def enter(
    *, answers: Answers, employer: Employer | None, hired_on: dt.date, language: str, by: Account, now: dt.datetime
) -> Insured:
    """Give the number, open the record, link the company, send the way to an account, tell the company.

    Raises AlreadyRegistered, NumberRefused.
    """
    person = register(identity=identity_of(answers), on=timezone.localdate(now), by=by, now=now)
    if employer:
        employment.begin(person=person, employer=employer, on=hired_on)
        tell_company(person=person, employer=employer, now=now)
    if person.phone or person.email:
        asked_by = employer if employer and answers.get("filed_by") == "employer" else None
        _invite(person, asked_by, language, by, now)
    return person


def _invite(person: Insured, asked_by: Employer | None, language: str, by: Account, now: dt.datetime) -> None:
    """Tell the person who had them registered, with the way to their account; in Arabic when they chose no language."""
    tongue = "ar" if asked_by else language
    said = {"company": asked_by.name_in(tongue)} if asked_by else {}
    send_link(
        insured=person,
        language=tongue,
        seen=False,
        by=by,
        now=now,
        channel=Channel.SMS if person.phone else Channel.EMAIL,
        email=person.email,
        phone=person.phone,
        message=messages.REGISTERED if asked_by else messages.REGISTERED_AT_OWN_REQUEST,
        **said,
    )


def identity_of(answers: Answers) -> Identity:
    """The answers as the register of persons wants them."""
    kind, number, nationality = document_of(answers)
    born = born_on(answers)
    assert born
    said: dict[str, Any] = {name: str(answers.get(name) or "") for name in _PLAIN}
    place = ", ".join(filter(None, (said["address"], str(answers.get("commune") or ""))))
    return Identity(
        **{**said, "address": place[:LONGEST_ADDRESS]},
        birth_date=born,
        document=kind,
        document_number=number,
        nationality=nationality,
    )


def tell_company(*, person: Insured, employer: Employer, now: dt.datetime) -> None:
    """Those of the company who register people read that a number was issued, and where it stands."""
    in_force = Membership.objects.in_force(timezone.localdate(now)).filter(employer=employer)
    may_read = in_force.filter(Q(function=Function.HEAD) | Q(rights__contains=[Right.REGISTER.value]))
    for membership in may_read.select_related("account"):
        reader = membership.account
        invited.tell(
            messages.NUMBER_ISSUED,
            reader,
            now=now,
            person=person.name_ar if reader.language == "ar" and person.name_ar else str(person),
            company=employer.name_in(reader.language),
            address=invited.address("registration:company", employer.public_id),
        )


_PLAIN = (
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "birth_place",
    "sex",
    "address",
    "town",
    "postcode",
    "phone",
    "email",
)

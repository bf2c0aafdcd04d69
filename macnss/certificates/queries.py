"""Certificates of a person, and those that an office prints."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.certificates.models import Certificate, CertificateQuerySet
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured
from macnss.lawbook.book import Law

KIND = "certificate_request"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the certificate that came of it."""

    case: Case
    certificate: Certificate | None


def asked_by(insured: Insured) -> list[Asked]:
    """What a person asked for, latest first, drafts left out. One query."""
    mine = Case.objects.of_person(insured).filter(kind=KIND).exclude(state=State.DRAFT)
    found = mine.select_related("certificate__office").order_by("-sent_at")
    return [Asked(case, getattr(case, "certificate", None)) for case in found]


def to_print_at(offices: Iterable[Office], agent: Account) -> CertificateQuerySet:
    """Those that these offices must print or hand over, the oldest first; an agent's own is a colleague's work.

    One without an office is there for every one of them.
    """
    own = Insured.objects.filter(account=agent)
    found = Certificate.objects.on_the_way().filter(Q(office__in=offices) | Q(office=None)).exclude(person__in=own)
    return found.select_related("case__person", "office").order_by("granted_at", "pk")


def left_since(now: dt.datetime) -> dt.datetime:
    """What waits for its owner since before this moment, and they know it, waits too long."""
    return now - dt.timedelta(days=Law(timezone.localdate(now)).count("service.collection_calendar_days"))

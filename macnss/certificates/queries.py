"""Certificates of a person, and those that an office prints."""

from collections.abc import Iterable
from dataclasses import dataclass

from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.certificates.models import Certificate, CertificateQuerySet
from macnss.identity.models import Office
from macnss.insured.models import Insured

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


def to_print_at(offices: Iterable[Office]) -> CertificateQuerySet:
    """Those that these offices must print or hand over, the oldest first."""
    found = Certificate.objects.on_the_way().filter(office__in=offices)
    return found.select_related("case__person", "office").order_by("granted_at", "pk")

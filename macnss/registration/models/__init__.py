"""The tables of registration, by sub-subject."""

from macnss.registration.models.batch import Batch, BatchLine
from macnss.registration.models.candidate import Candidate, Distinction
from macnss.registration.models.card import Card, CardQuerySet
from macnss.registration.models.memberships import PortalMembership, VoluntaryInsurance

__all__ = [
    "Batch",
    "BatchLine",
    "Candidate",
    "Card",
    "CardQuerySet",
    "Distinction",
    "PortalMembership",
    "VoluntaryInsurance",
]

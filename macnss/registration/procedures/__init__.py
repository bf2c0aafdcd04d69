"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.registration.procedures import (
    affiliation,
    card_duplicate,
    company_change,
    company_resume,
    company_stop,
    immatriculation,
    portal_membership,
    voluntary_insurance,
)

__all__ = [
    "affiliation",
    "card_duplicate",
    "company_change",
    "company_resume",
    "company_stop",
    "immatriculation",
    "portal_membership",
    "voluntary_insurance",
]

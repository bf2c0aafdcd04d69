"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.family.procedures.departures import FamilyDeath, FamilyDivorce
from macnss.family.procedures.family_adoption import FamilyAdoption
from macnss.family.procedures.family_birth import FamilyBirth
from macnss.family.procedures.family_spouse import FamilySpouse
from macnss.family.procedures.lasting import FamilyDisability, FamilyStudy

__all__ = [
    "FamilyAdoption",
    "FamilyBirth",
    "FamilyDeath",
    "FamilyDisability",
    "FamilyDivorce",
    "FamilySpouse",
    "FamilyStudy",
]

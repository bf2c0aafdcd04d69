"""Kafala / كفالة: a child whom a judge entrusts to an insured person."""

from macnss.family.enums import Origin
from macnss.family.procedures.family_birth import FamilyChild


class FamilyAdoption(FamilyChild):
    code = "family_adoption"
    origin = Origin.KAFALA
    since_name = "judged_on"

"""The legal minimum wage of a month."""

from decimal import Decimal
from enum import StrEnum

from macnss.kernel.money import dirhams
from macnss.lawbook.book import Law
from macnss.lawbook.rounding import to_step


class Sector(StrEnum):
    """Secteur / القطاع : which minimum wage applies."""

    GENERAL = "general"  # industry, trade, services: SMIG, by the hour
    AGRICULTURE = "agriculture"  # SMAG, by the day


def minimum_monthly_wage(law: Law, sector: Sector) -> Decimal:
    """SMIG or SMAG of a full month, in DH: the hour by the hours of a month, or the day by its days."""
    if sector is Sector.AGRICULTURE:
        return dirhams(law["minimum_wages.smag_daily"] * law["minimum_wages.smag_monthly_days"])
    return dirhams(law["minimum_wages.smig_hourly"] * law["minimum_wages.smig_monthly_hours"])


def minimum_wage_for_days(law: Law, sector: Sector, days: int) -> Decimal:
    """The least that a month with that many declared days may show, in DH (in proportion: assumed)."""
    whole_month = minimum_monthly_wage(law, sector)
    if not law.says_yes("minimum_wages.part_month_by_days"):
        return whole_month
    part = whole_month * days / law["declarations.maximum_days"]
    return to_step(min(part, whole_month), law["contributions.rounding_step"])

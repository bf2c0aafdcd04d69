"""The same contributions, a million wages at a time: integer centimes, the same to the centime."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from macnss.declarations.rules.contributions import EVERY_BRANCH, Branch, Terms, terms_in_force
from macnss.kernel.money import centimes
from macnss.lawbook.book import Law
from macnss.lawbook.rounding import share_of_each

Centimes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BranchCentimes:
    """One branch over many wages: arrays of centimes, in the order of the wages."""

    terms: Terms
    base: Centimes
    employee: Centimes
    employer: Centimes

    @property
    def total(self) -> Centimes:
        return self.employee + self.employer


def contributions_array(
    law: Law, real_centimes: Centimes, *, amo_exempt: bool = False, branches: Collection[Branch] = EVERY_BRANCH
) -> dict[Branch, BranchCentimes]:
    """`contributions` for each of many monthly wages in centimes, each share rounded wage by wage."""
    if real_centimes.size and int(real_centimes.min()) < 0:
        raise ValueError("a wage is never negative")
    in_force = terms_in_force(law, amo_exempt=amo_exempt, branches=branches)
    bases = {terms.ceiling: _bases(terms, real_centimes) for terms in in_force}
    return {terms.branch: _of_bases(terms, bases[terms.ceiling]) for terms in in_force}


def _bases(terms: Terms, real_centimes: Centimes) -> Centimes:
    return real_centimes if terms.ceiling is None else np.minimum(real_centimes, centimes(terms.ceiling))


def _of_bases(terms: Terms, bases: Centimes) -> BranchCentimes:
    step = centimes(terms.rounding_step)
    employee = share_of_each(bases, Fraction(terms.employee_rate), step)
    employer = share_of_each(bases, Fraction(terms.employer_rate), step)
    return BranchCentimes(terms=terms, base=bases, employee=employee, employer=employer)

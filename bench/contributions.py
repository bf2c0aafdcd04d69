"""Contributions of a million wages: vectorised, beside the same wages one by one, and the time to open the law.

python -m bench.contributions
"""

import datetime as dt
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from macnss.declarations.rules.bulk_contributions import BranchCentimes, contributions_array
from macnss.declarations.rules.contributions import Branch, contributions
from macnss.kernel.money import centimes, from_centimes
from macnss.lawbook.book import BOOK, Book, Law

MANY, SOME = 1_000_000, 5_000
MARCH_2026 = dt.date(2026, 3, 1)


def best_of(times: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def open_every_file() -> None:
    book = Book(BOOK.folder)
    for key in book.keys():  # noqa: SIM118 - not a mapping
        book.parameter(key)


def check_same_centimes(arrays: dict[Branch, BranchCentimes], wages: list[Decimal], law: Law) -> None:
    for rank, wage in enumerate(wages):
        for each in contributions(law, wage):
            found = arrays[each.branch]
            assert (found.employee[rank], found.employer[rank]) == (centimes(each.employee), centimes(each.employer))


def vectorised() -> tuple[float, float]:
    """Seconds for a million wages in arrays, and how many times faster that is than one by one."""
    law = Law(MARCH_2026)
    real = np.random.default_rng(20_260_301).integers(0, 3_000_000, MANY)
    some = [from_centimes(int(wage)) for wage in real[:SOME]]
    check_same_centimes(contributions_array(law, real), some, law)
    together = best_of(3, lambda: contributions_array(law, real))
    one_by_one = best_of(3, lambda: [contributions(law, wage) for wage in some])
    return together, (MANY / together) / (SOME / one_by_one)


def main() -> None:
    spent, ratio = vectorised()
    opened = best_of(3, open_every_file)
    print(f"contributions of {MANY:,} wages: {spent:.3f} s, {ratio:,.0f} times faster than one by one")
    print(f"lawbook, every parameter file opened: {opened * 1000:.1f} ms")


if __name__ == "__main__":
    main()

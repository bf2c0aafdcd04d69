"""A rule whose wording changed: the right wording for the day at which the book is open."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar

from macnss.lawbook.book import Law

P = ParamSpec("P")
R = TypeVar("R")


class rule(Generic[P, R]):  # noqa: N801 - read as a decorator
    """A rule and its later wordings. Figures that change need none of this: they have dates in `law/`.

        @rule
        def surcharge(law: Law, months: int) -> Decimal: ...

        @surcharge.amended(since="2004-11-04")
        def surcharge_since_law_17_02(law: Law, months: int) -> Decimal: ...

    Old wordings are never edited, only corrected.
    """

    def __init__(self, first_wording: Callable[Concatenate[Law, P], R]) -> None:
        self._wordings = [(dt.date.min, first_wording)]
        update_wrapper(self, first_wording)

    def __call__(self, law: Law, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._wording_at(law.day)(law, *args, **kwargs)

    def amended(self, *, since: str) -> Callable[[Callable[Concatenate[Law, P], R]], Callable[Concatenate[Law, P], R]]:
        """Replace the wording from that day on (written as in `law/`: 2004-11-04)."""

        def add(wording: Callable[Concatenate[Law, P], R]) -> Callable[Concatenate[Law, P], R]:
            day = dt.date.fromisoformat(since)
            if day <= self._wordings[-1][0]:
                raise ValueError(f"wordings are written oldest first, and {since} is not after the last one")
            self._wordings.append((day, wording))
            return wording

        return add

    @property
    def amendments(self) -> tuple[dt.date, ...]:
        """The days on which the wording changed."""
        return tuple(since for since, _wording in self._wordings[1:])

    def _wording_at(self, day: dt.date) -> Callable[Concatenate[Law, P], R]:
        rank = bisect_right(self._wordings, day, key=lambda dated: dated[0])
        return self._wordings[rank - 1][1]

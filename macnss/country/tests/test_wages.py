import numpy as np

from macnss.country import cast
from macnss.country.firms import AGRICULTURE, TRADE
from macnss.country.monthly import NORMAL
from macnss.country.tests.factories import country, minimum_wage
from macnss.country.wages import AT_MINIMUM, BELOW, HIGHEST, LOWEST, TAIL_FROM, TAIL_SHARE, Minimum, mixture
from macnss.kernel.months import Month


def test_the_mixture_rises_from_the_worst_paid_to_the_best() -> None:
    wages = mixture(np.linspace(0, 1, 10_001))
    assert (np.diff(wages) >= 0).all()
    assert wages[0] == LOWEST
    assert wages[-1] == HIGHEST


def test_the_mixture_has_a_mass_at_the_minimum_and_a_tail() -> None:
    wages = mixture((np.arange(100_000) + 0.5) / 100_000)
    assert abs((wages == 1).mean() - AT_MINIMUM) < 0.001
    assert abs((wages < 1).mean() - BELOW) < 0.001
    assert abs((wages > TAIL_FROM).mean() - TAIL_SHARE) < 0.001


def test_the_wage_of_somebody_at_the_minimum_follows_it_by_date() -> None:
    plan = country()
    months = {month.month: month for month in plan.months()}
    for when in (Month(2024, 12), Month(2025, 1), Month(2025, 12), Month(2026, 1)):
        lines = months[when].lines
        poor = (plan.pay.level[lines.person] == 1) & (lines.situation == NORMAL) & (lines.person > cast.ZINEB)
        chosen = lines.take(poor & (plan.firms.sector[lines.firm] == TRADE))
        assert (chosen.wage == np.rint(minimum_wage(when) * chosen.days / 26)).all()


def test_farms_have_a_minimum_of_their_own() -> None:
    assert Minimum(minimum_wage).of_sectors(Month(2026, 5))[AGRICULTURE] == 253_350
    own = Minimum(minimum_wage, lambda month: 253_344).of_sectors(Month(2026, 5))
    assert (own[AGRICULTURE], own[TRADE]) == (253_344, 342_272)

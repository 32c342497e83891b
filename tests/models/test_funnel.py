"""The funnel, the ways, and what visits may bring."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course.data import market
from course.errors import CourseError
from course.models import funnel


def test_rates_of_the_stages_multiply_to_the_whole_way() -> None:
    found = funnel.stages({"contacted": 900, "reached": 400, "seen": 120, "bought": 30})
    assert found["share"].prod() == pytest.approx(found["of_all"]["bought"])
    assert found[["share", "of_all"]].iloc[0].isna().all()


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"contacted": 5}, "at least two stages"),
        ({"a": 5, "b": 6}, "6 successes in 5 tries"),
        ({"a": 0, "b": 0}, "below 1"),
    ],
)
def test_a_funnel_that_is_none_is_refused(counts, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        funnel.stages(counts)


def test_what_a_way_spent_is_its_customers_times_their_cost() -> None:
    firm = market.market()
    found = funnel.ways(firm[firm["kind"] != "customer"], market.way_costs())
    assert len(found) == 12
    assert (found["cost"] * found["yes"]).to_numpy() == pytest.approx(found["spent"].to_numpy())
    assert (found["cost_low"] <= found["cost"]).all() and (found["cost"] <= found["cost_high"]).all()


def test_a_way_without_customers_has_no_finite_cost_and_one_without_costs_is_named() -> None:
    log = pd.DataFrame({"found_by": ["visit"] * 3, "bought": False})
    paid = pd.DataFrame({"contact": [40], "fixed": 0, "commission": 0}, index=["visit"])
    assert funnel.ways(log, paid)["cost"]["visit"] == np.inf
    with pytest.raises(CourseError, match="no cost for visit"):
        funnel.ways(log, paid.rename({"visit": "fair"}))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.floats(0.01, 0.9), st.floats(0, 0.6))
def test_likeness_leaves_the_mean_and_widens_the_spread(number: int, share: float, likeness: float) -> None:
    chance = funnel.visits(number, share, likeness)["chance"]
    count = chance.index.to_numpy()
    mean = float((chance * count).sum())
    assert chance.sum() == pytest.approx(1) and mean == pytest.approx(number * share, rel=1e-6)
    variance = float((chance * (count - mean) ** 2).sum())
    # variance of the beta-binomial: n p q (1 + (n - 1) rho)
    assert variance == pytest.approx(number * share * (1 - share) * (1 + (number - 1) * likeness), rel=1e-5)


def test_only_what_a_day_has_in_common_widens_it() -> None:
    kinds = [0.02, 0.18]
    mixed, alike = (funnel.simulated_days(20_000, 30, kinds, mixed=one) for one in (True, False))
    binomial = stats.binom(30, 0.1)
    assert mixed.mean() == pytest.approx(3, abs=0.05) and alike.mean() == pytest.approx(3, abs=0.05)
    assert mixed.var() == pytest.approx(binomial.var(), rel=0.03)
    # within a street n p q on average, and between the streets (30 x 0.08)^2
    assert alike.var() == pytest.approx(np.mean([30 * p * (1 - p) for p in kinds]) + (30 * 0.08) ** 2, rel=0.03)


@pytest.mark.parametrize(("customers", "share", "chance"), [(1, 0.1, 0.9), (3, 0.1, 0.9), (5, 0.3, 0.5)])
def test_visits_for_is_the_fewest_that_is_enough(customers: int, share: float, chance: float) -> None:
    found = funnel.visits_for(customers, share, chance)
    enough, fewer = (funnel.visits(n, share)["at_least"].get(customers, 0) for n in (found, found - 1))
    assert fewer < chance <= enough


def test_visits_refuse_what_cannot_be() -> None:
    with pytest.raises(CourseError, match="no number of visits"):
        funnel.visits_for(3, 0.0)
    with pytest.raises(CourseError, match=r"share is 1\.2"):
        funnel.visits(30, 1.2)
    assert funnel.visits(3, 0, 0.3)["chance"].tolist() == [1, 0, 0, 0]
    assert funnel.central(funnel.visits(4, 1)) == (4, 4)

"""Customer equity: Blattberg and Deighton's formula, the best spends, and what channels cost."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data.capstone import COFFEE, FOLLOWED, LEAVING, QUARTERS, RETURNING, TEA, company
from course.errors import CourseError
from course.models import dwyer, equity, funnel

WINNING, KEEPING = equity.Response(20, 0.12, 0.3), equity.Response(15, 0.65, 0.85)


@given(win=st.floats(0, 80), keep=st.floats(1, 80), margin=st.floats(1, 1000), discount=st.floats(0.01, 0.5))
def test_it_is_the_formula_of_blattberg_and_deighton_and_the_sum_of_the_years(win, keep, margin, discount) -> None:
    found = equity.customer_equity(
        WINNING, KEEPING, win_spend=win, keep_spend=keep, margin=margin, discount_rate=discount
    )
    a, r = WINNING.at(win), KEEPING.at(keep)
    p = r / (1 + discount)
    assert found == pytest.approx(a * margin - win + a * (margin - keep / r) * p / (1 - p))
    years = sum((margin * r**t - keep * r ** (t - 1)) / (1 + discount) ** t for t in range(1, 600))
    assert found == pytest.approx(a * margin - win + a * years, rel=1e-6, abs=1e-6)


@given(spend=st.floats(0, 1000))
def test_a_response_rises_to_its_ceiling_and_never_passes_it(spend: float) -> None:
    assert 0 <= WINNING.at(spend) <= 0.3 and WINNING.at(spend) <= WINNING.at(spend + 1)
    assert WINNING.at(20) == pytest.approx(0.12)


def test_the_best_spends_beat_every_neighbour() -> None:
    best = equity.best_spends(WINNING, KEEPING, margin=200, discount_rate=0.1)
    for step in (-1, 1):
        for name in ("win_spend", "keep_spend"):
            spends = {**best[["win_spend", "keep_spend"]].to_dict()}
            spends[name] += step
            worse = equity.customer_equity(WINNING, KEEPING, **spends, margin=200, discount_rate=0.1)
            assert worse < best["equity"]


@pytest.mark.parametrize("wrong", [(0, 0.1, 0.3), (20, 0.3, 0.3), (20, 0, 0.3), (20, 0.1, 1.2), (-1, 0.1, 0.3)])
def test_a_response_that_tells_no_curve_is_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(CourseError):
        equity.Response(*wrong)


def test_channels_find_the_truth_within_their_intervals() -> None:
    hits = []
    for truth in (TEA, COFFEE):
        for seed in range(10):
            table = funnel.ways(company(truth, seed).visits, truth.costs)
            for name, one in truth.channels.items():
                share = one.qualified * one.won
                hits.append(table["low"][name] <= share <= table["high"][name])
                assert table["tries"][name] == one.visits
    assert sum(hits) >= 0.85 * len(hits)


def test_the_company_is_the_same_each_time_and_its_retention_near_the_truth() -> None:
    one, two = company(), company()
    assert one.visits.equals(two.visits) and one.customers.equals(two.customers) and one.orders.equals(two.orders)
    assert not company(seed=1).customers.equals(one.customers)
    assert len(one.customers) == one.visits["bought"].sum() and one.customers["years"].between(1, FOLLOWED).all()
    kept = equity.retention_by_channel(one.customers, FOLLOWED)
    for name, channel in TEA.channels.items():
        assert kept.loc[name, 1] == pytest.approx(channel.retention, abs=0.12)


def test_in_one_line_the_silent_come_back_and_the_seed_says_in_which() -> None:
    for truth in (TEA, COFFEE):
        for seed in range(4):
            logs = company(truth, seed).orders.groupby("line")
            shares = {line: dwyer.shares(dwyer.histories(log, length=1, periods=QUARTERS)) for line, log in logs}
            returns, leaves = truth.lines if seed % 2 == 0 else truth.lines[::-1]
            assert shares[returns][1] == pytest.approx(RETURNING[1], abs=0.1)
            assert shares[leaves][0] == pytest.approx(LEAVING, abs=0.08) and not any(shares[leaves][1:])


def test_the_intervals_of_a_channels_value_hold_what_many_customers_are_worth() -> None:
    common = {"purchases": 1, "cost_of_goods": 0, "yearly_cost": 20, "discount_rate": 0.1}
    hits = []
    for seed in range(5):
        one = company(TEA, seed)
        found = funnel.ways(one.visits, TEA.costs)
        spread = equity.value_intervals(found, TEA.costs, one.customers, FOLLOWED, resamples=60, **common)
        assert (spread["low"] < spread["value"]).all() and (spread["value"] < spread["high"]).all()
        hits += [spread["low"][name] < _pooled()[name] < spread["high"][name] for name in found.index]
    assert sum(hits) >= 0.8 * len(hits)


@cache
def _pooled() -> dict[str, float]:
    """Return the LTV of each channel over the customers of thirty other companies."""
    many = [company(TEA, seed) for seed in range(100, 130)]
    found = funnel.ways(pd.concat(one.visits for one in many), TEA.costs)
    customers = pd.concat((one.customers for one in many), ignore_index=True)
    common = {"purchases": 1, "cost_of_goods": 0, "yearly_cost": 20, "discount_rate": 0.1}
    return equity.value_intervals(found, TEA.costs, customers, FOLLOWED, resamples=10, **common)["value"].to_dict()

"""80/20, Gini and the whale curve: identities, a distribution with known shares, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data import panels
from course.errors import CourseError
from course.models import concentration

amounts = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60)
small = settings(deadline=None, max_examples=60, derandomize=True)


@small
@given(amounts)
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[float]) -> None:
    """The other definition of the coefficient: Gini's relative mean difference, halved."""
    x = np.array(values)
    difference = np.abs(x[:, None] - x[None, :]).mean()
    assert concentration.gini(values) == pytest.approx(difference / (2 * x.mean()), abs=1e-9)


@small
@given(amounts, st.floats(0, 1))
def test_the_curve_is_concave_and_the_two_readings_are_inverse(values: list[float], share: float) -> None:
    steps = np.diff(concentration.curve(values)["total"])
    assert (np.diff(steps) <= 1e-9).all()
    assert concentration.customers_for(values, concentration.top_share(values, share)) == pytest.approx(share, abs=1e-6)
    assert concentration.top_share(values, share) >= share - 1e-9


@small
@given(amounts, st.floats(0.1, 100))
def test_the_unit_of_money_does_not_matter(values: list[float], factor: float) -> None:
    scaled = [factor * value for value in values]
    assert concentration.top_share(scaled) == pytest.approx(concentration.top_share(values))


def test_alike_and_alone() -> None:
    assert concentration.top_share([5.0] * 10) == pytest.approx(0.2)
    assert concentration.gini([5.0] * 10) == pytest.approx(0)
    assert concentration.gini([1.0] + [0.0] * 99) == pytest.approx(0.99)


def test_pareto_with_the_shape_that_makes_80_20_exactly() -> None:
    """A Pareto distribution with shape log 5 / log 4 has L(0.8) = 0.2; its Gini is 1 / (2 a - 1) = 0.756."""
    shape = np.log(5) / np.log(4)
    # what each of 100,000 customers makes: the steps of L(p) = 1 - (1 - p) ** (1 - 1 / a)
    steps = -np.diff((1 - np.linspace(0, 1, 100_001)) ** (1 - 1 / shape))
    assert concentration.top_share(steps) == pytest.approx(0.8, abs=1e-9)
    assert concentration.gini(steps) == pytest.approx(1 / (2 * shape - 1), abs=1e-4)


def test_the_rule_80_20_30_read_literally() -> None:
    """80% from the best 20%, half of it lost by the worst 30%: the middle half makes 60% and the peak is at 140%."""
    found = concentration.whale([60, 20, 20, 15, 10, 10, 5, -5, -15, -20])
    assert (found.top, found.peak, found.peak_at) == (pytest.approx(0.8), pytest.approx(1.4), pytest.approx(0.7))
    assert (found.worst, found.eaten) == (pytest.approx(-0.4), pytest.approx(0.4))


@small
@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40))
def test_the_peak_holds_all_gains_and_nothing_else(profits: list[float]) -> None:
    if sum(profits) <= 1:
        profits = [*profits, 2 - sum(profits)]
    found = concentration.whale(profits)
    gains = sum(max(profit, 0) for profit in profits)
    assert found.peak * found.total == pytest.approx(gains)
    assert found.peak >= max(1, found.top) - 1e-9


def test_revenue_has_no_whale() -> None:
    found = concentration.whale([50, 30, 10, 5, 5])
    assert (found.peak, found.peak_at, found.eaten) == (pytest.approx(1), 1, pytest.approx(0, abs=1e-12))


def test_cdnow_is_not_80_20() -> None:
    spent = panels.cdnow().groupby("customer")["spend"].sum()
    found = concentration.interval(spent, resamples=200)
    assert found.value == pytest.approx(0.674, abs=0.001)
    assert found.low > 0.63 and found.high < 0.72


def test_the_bootstrap_is_as_wide_as_other_samples_differ() -> None:
    chance = np.random.default_rng(5)
    shares = [concentration.top_share(chance.lognormal(0, 1, 300)) for _ in range(300)]
    found = concentration.interval(chance.lognormal(0, 1, 300), resamples=300)
    assert found.high - found.low == pytest.approx(3.92 * np.std(shares), rel=0.35)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: concentration.curve([1, -3]), "the values add up to -2"),
        (lambda: concentration.curve([0, 0]), "the values add up to 0"),
        (lambda: concentration.curve([]), "values is empty"),
        (lambda: concentration.curve(["1"]), "values is the text '1'"),
        (lambda: concentration.curve(np.array([1.0, np.nan])), "add up to nan"),
        (lambda: concentration.top_share([1, 2], 20), "Write 20% as 0.2"),
        (lambda: concentration.interval([1, 2], resamples=1), "resamples is 1, which is below 10"),
    ],
)
def test_bad_input_is_named(call, words) -> None:
    with pytest.raises(CourseError, match=words):
        call()

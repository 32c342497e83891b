"""Intervals of shares: Wilson's against scipy and statsmodels, Newcombe's against his own examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.errors import CourseError
from course.models import shares


@pytest.mark.parametrize(("yes", "tries"), [(0, 10), (3, 30), (10, 10), (81, 263), (1, 29)])
def test_wilson_is_that_of_scipy(yes: int, tries: int) -> None:
    theirs = stats.binomtest(yes, tries).proportion_ci(0.95, method="wilson")
    assert shares.wilson(yes, tries) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_gives_the_printed_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, .2553 to .3662
    assert shares.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_newcombe_gives_his_printed_examples(first, second, low: float, high: float) -> None:
    found = shares.difference(first, second)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_stays_inside(counts: tuple[int, int]) -> None:
    low, high = shares.wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1
    assert low < high


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    n, p = 40, 0.1
    low, high = shares.wilson_limits(np.arange(n + 1) / n, np.full(n + 1, float(n)))
    inside = (low <= p) & (p <= high)
    assert 0.93 < stats.binom.pmf(np.arange(n + 1), n, p)[inside].sum() < 0.98


@pytest.mark.parametrize(
    ("yes", "tries", "says"),
    [(5, 3, "5 successes in 3 tries"), (-1, 3, "below 0"), (0, 0, "below 1"), ("1", 3, "text")],
)
def test_bad_counts_are_named(yes, tries, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        shares.wilson(yes, tries)

"""Winning against keeping: where a price ratio decides, and where it does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import winning


@given(st.floats(0.01, 1), st.floats(1, 5000), st.floats(1, 5000), st.floats(1, 500))
def test_at_the_edge_a_yuan_brings_the_same_both_ways(gain: float, kept: float, won: float, price: float) -> None:
    cost = price * winning.break_even_times(gain, kept, won)
    by_keeping = kept / winning.cost_of_one_kept(price, gain)
    assert by_keeping == pytest.approx(won / cost)
    assert winning.break_even_gain(cost / price, kept, won) == pytest.approx(gain)


def test_five_to_six_times_needs_a_fifth_to_a_sixth() -> None:
    assert [winning.break_even_gain(times) for times in (5, 6)] == pytest.approx([1 / 5, 1 / 6])


def test_a_longer_look_helps_the_loyal() -> None:
    old, new = winning.Worth(400, 0.9, 0.1), winning.Worth(400, 0.5, 0.1)
    times = winning.by_horizon(old, new, 0.1, range(1, 8))["times"]
    assert times.is_monotonic_decreasing and times[1] == pytest.approx(10)
    assert winning.Worth(400, 0.9, 0.1).value == pytest.approx(400 * 1.1 / (1.1 - 0.9))


def test_the_frontier_has_both_lines() -> None:
    found = winning.frontier(np.array([0.1, 0.2]), kept=200, won=100)
    assert (found["own_values"] * 2).tolist() == pytest.approx(found["equal_values"].tolist())


@pytest.mark.parametrize("gain", [0, -0.1, 1.5, "0.1"])
def test_a_gain_is_a_share_above_nothing(gain) -> None:
    with pytest.raises(CourseError, match="gain"):
        winning.break_even_times(gain)

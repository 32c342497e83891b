"""The iceberg and word of mouth: counts that add up, the least mean, and when inviting complaints helps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.errors import CourseError
from course.models import complaints

share = st.floats(0, 1)
told = st.floats(0, 30)
CASE = dict(
    unhappy=5_000, complain_share=0.02, answered_well=0.5, told_by_silent=5, told_if_content=4.5, told_if_not=9.5
)


def test_the_case_by_hand() -> None:
    """4,900 silent tell 5 each; 50 with a bad answer tell 9.5; 50 with a good one tell 4.5 something good."""
    found = complaints.word_of_mouth(**CASE)
    assert found["hear_bad"].sum() == pytest.approx(4_900 * 5 + 50 * 9.5)
    assert found["hear_good"].sum() == pytest.approx(50 * 4.5)
    assert complaints.hear_bad(**CASE) == pytest.approx(24_975)


@given(st.floats(0, 1e5), share, share, told, told, told)
def test_everybody_is_counted_once(
    unhappy: float, complain: float, well: float, silent: float, content: float, badly: float
) -> None:
    found = complaints.word_of_mouth(unhappy, complain, well, silent, content, badly)
    assert found["customers"].sum() == pytest.approx(unhappy)
    assert (found[["hear_bad", "hear_good"]] >= 0).all(axis=None)


@given(share, st.floats(0.5, 30), st.floats(0.5, 30), st.floats(0.05, 0.9))
def test_inviting_helps_exactly_above_the_least_share(
    well: float, silent: float, badly: float, complain: float
) -> None:
    least = complaints.least_answered_well(silent, badly)
    before = complaints.hear_bad(**{**CASE, "complain_share": complain, "answered_well": well,
                                    "told_by_silent": silent, "told_if_not": badly})  # fmt: skip
    after = complaints.hear_bad(**{**CASE, "complain_share": complain + 0.1, "answered_well": well,
                                   "told_by_silent": silent, "told_if_not": badly})  # fmt: skip
    if abs(well - least) > 1e-6:
        assert (after < before) == (well > least or silent > badly)


def test_below_water_turns_the_share_round() -> None:
    assert complaints.below_water(100, 0.02) == pytest.approx(4_900)
    assert complaints.below_water(50, 1) == 0


@given(st.floats(0.01, 0.45), st.floats(1, 15), st.floats(1.1, 5))
def test_the_mean_told_has_the_median_and_the_tail_it_was_given(tail: float, median: float, times: float) -> None:
    many = median * times
    mean = complaints.mean_told(median, tail, many)
    spread = np.sqrt(2 * np.log(mean / median))
    assert stats.lognorm.median(spread, scale=median) == pytest.approx(median)
    assert stats.lognorm.sf(many, spread, scale=median) == pytest.approx(tail, abs=1e-6)
    assert mean >= complaints.least_mean(tail, many) - 1e-9


def test_the_range_is_repeatable_and_holds_the_middle() -> None:
    ranges = {"complain_share": (0.02, 0.10), "answered_well": (0.3, 0.7)}
    fixed = dict(complaints=100, told_by_silent=5, told_if_content=4.5, told_if_not=9.5)
    one, two = (complaints.range_of_bad(ranges, **fixed) for _turn in range(2))
    assert one.equals(two) and one["low"] < one["middle"] < one["high"]
    narrow = complaints.range_of_bad({"complain_share": (0.0199, 0.0201)}, **fixed, answered_well=0.5)
    assert narrow["middle"] == pytest.approx(24_975, rel=0.01)


def test_bad_input() -> None:
    with pytest.raises(CourseError, match="complain_share is 0"):
        complaints.below_water(100, 0)
    with pytest.raises(CourseError, match="complain_share is 2, which is above 1"):
        complaints.below_water(100, 2)
    with pytest.raises(CourseError, match="unhappy is -1"):
        complaints.word_of_mouth(-1, 0.1, 0.1, 1, 1, 1)
    with pytest.raises(CourseError, match="many is not above the median"):
        complaints.mean_told(20, 0.12, 20)
    with pytest.raises(CourseError, match="the input 'unhappy' is missing"):
        complaints.range_of_bad({"complain_share": (0.1, 0.2)}, answered_well=0.5, told_by_silent=5)

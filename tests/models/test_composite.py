"""The composite indicator: scales, weights, and what the test of the weights finds where the answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import composite

SCALES = pd.DataFrame({"amount": [0, 0.5, 1], "units": [0, 0.5, 1], "arrears": [1, 0, 0.5]}, index=list("ABC"))
EQUAL = {"amount": 1, "units": 1, "arrears": 1}
small = settings(deadline=None, max_examples=50, derandomize=True)


@small
@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=30, unique=True))
def test_a_rank_scale_runs_from_0_to_1_and_turns_round(values: list[float]) -> None:
    table = pd.DataFrame({"x": values})
    up, down = (composite.scaled(table, {"x": way})["x"] for way in (1, -1))
    assert (up.min(), up.max()) == (0, 1)
    assert (up + down).tolist() == pytest.approx([1] * len(values))


def test_equals_share_a_place_and_who_has_no_value_is_last() -> None:
    table = pd.DataFrame({"cycle": [10, 20, 20, np.nan]})
    assert composite.scaled(table, {"cycle": -1})["cycle"].tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])
    apart = pd.DataFrame({"cycle": [10, 20, 30, np.nan]})
    assert composite.scaled(apart, {"cycle": -1})["cycle"].tolist() == pytest.approx([1, 2 / 3, 1 / 6, 1 / 6])


def test_one_giant_presses_all_others_on_the_range_scale_alone() -> None:
    table = pd.DataFrame({"amount": [1, 2, 3, 1000]})
    assert composite.scaled(table, {"amount": 1}, "range")["amount"][2] < 0.01
    assert composite.scaled(table, {"amount": 1})["amount"][2] == pytest.approx(2 / 3)
    assert composite.scaled(pd.DataFrame({"amount": [5, 5]}), {"amount": 1}, "range")["amount"].tolist() == [0, 0]


@small
@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=3), st.floats(0.1, 100))
def test_only_the_ratio_of_the_weights_matters(weights: list[float], factor: float) -> None:
    one = composite.score(SCALES, dict(zip(SCALES, weights, strict=True)))
    other = composite.score(SCALES, dict(zip(SCALES, [factor * weight for weight in weights], strict=True)))
    assert one.tolist() == pytest.approx(other.tolist())
    assert one.between(0, 1).all()


def test_the_share_of_first_places_is_that_of_the_dirichlet_distribution() -> None:
    """A is first when the weight of arrears is above 2/3, and uniform weights on three do so with probability 1/9."""
    found = composite.weight_test(SCALES, EQUAL, draws=4_000)
    assert found.first == "C"
    assert found.first_stays == pytest.approx(8 / 9, abs=0.015)
    assert set(found.draws["top"]) == {"A", "C"}


def test_weights_near_equal_change_nothing() -> None:
    distinct = SCALES.assign(arrears=[0.8, 0.1, 0.5])
    found = composite.weight_test(distinct, EQUAL, concentration=10_000, draws=100)
    assert (found.first_stays, found.tau, found.tau_low, found.always) == (1, pytest.approx(1), pytest.approx(1), 1)


def test_indicators_that_agree_make_the_weights_irrelevant() -> None:
    places = np.linspace(0, 1, 20)
    found = composite.weight_test(pd.DataFrame({"a": places, "b": places}), {"a": 1, "b": 1}, draws=50)
    assert (found.tau, found.tau_low, found.always) == (pytest.approx(1), pytest.approx(1), 4)


def test_agreement_by_counting_pairs() -> None:
    one, other = pd.Series([1, 2, 3, 4], list("abcd")), pd.Series([4, 3, 1, 2], list("dcab"))
    # by label both give a 1, b 2, c 3, d 4
    assert composite.agreement(one, other) == pytest.approx(1)
    assert composite.agreement(one, -one) == pytest.approx(-1)
    assert composite.agreement(one, pd.Series([2, 1, 3, 4], list("abcd"))) == pytest.approx((5 - 1) / 6)


@small
@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_the_turning_weight_makes_both_scores_equal(x: float, y: float, lead: float, lag: float) -> None:
    one, other = (x + lead, y), (x, y + lag)
    weight = composite.turning_weight(one, other)
    first, second = (weight * a + (1 - weight) * b for a, b in (one, other))
    assert 0 <= weight <= 1 and first == pytest.approx(second)


def test_the_best_share_is_rounded_and_at_least_one() -> None:
    scores = pd.Series(range(7), dtype=float)
    assert [len(composite.best(scores, share)) for share in (0.01, 0.2, 0.5, 1)] == [1, 1, 4, 7]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: composite.scaled(SCALES, {"amount": 2}), "a direction is neither 1 nor -1"),
        (lambda: composite.scaled(SCALES, {"profit": 1}), "table has no column 'profit'"),
        (lambda: composite.scaled(SCALES, {"amount": 1}, "log"), "scale is 'log'"),
        (lambda: composite.shares({"amount": 0}), "all weights are 0"),
        (lambda: composite.shares({"amount": -1}), "amount is -1, which is below 0"),
        (lambda: composite.turning_weight((1, 1), (0, 0)), "no weight makes the two equal"),
        (lambda: composite.weight_test(SCALES, EQUAL, draws=0), "draws is 0"),
    ],
)
def test_bad_input_is_named(call, words) -> None:
    with pytest.raises(CourseError, match=words):
        call()

"""Chains of referral: textbook branching processes, identities and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data import market
from course.errors import CourseError
from course.models import referral


@pytest.mark.parametrize("split", [0.3, 0.5, 0.6, 0.8])
def test_two_or_none_has_the_known_extinction(split: float) -> None:
    # binary splitting: q = min(1, (1 - p) / p)
    assert referral.extinction([1 - split, 0, split]) == pytest.approx(min(1, (1 - split) / split))


def test_linear_fractional_offspring_has_the_closed_form() -> None:
    # p_k = b c^(k-1), k >= 1: q = (1 - b - c) / (c (1 - c)); Harris (1963), chapter I
    b, c = 0.25, 0.6
    k = np.arange(1, 100)
    chances = np.concatenate([[1 - b / (1 - c)], b * c ** (k - 1)])
    assert referral.extinction(chances / chances.sum()) == pytest.approx((1 - b - c) / (c * (1 - c)), abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6).filter(lambda weights: sum(weights) > 0))
def test_extinction_solves_its_equation_and_is_the_end_of_the_rounds(weights: list[int]) -> None:
    chances = np.array(weights) / sum(weights)
    q = referral.extinction(chances)
    if chances[0] > 0:
        assert np.polyval(chances[::-1], q) == pytest.approx(q, abs=1e-7)
    if not 0.85 < referral.mean(chances) < 1.15 and chances[0] > 0:
        assert 1 - referral.generations(chances, 400)["alive"].iloc[-1] == pytest.approx(q, abs=1e-4)


def test_a_customer_who_always_brings_one_never_ends() -> None:
    assert referral.extinction([0, 1]) == 0
    assert referral.extinction([0.5, 0, 0.5]) == 1


def test_the_rounds_add_up_to_the_total() -> None:
    chances = referral.brought(3, 0.25, active=0.8)
    assert referral.mean(chances) == pytest.approx(0.6)
    assert referral.generations(chances, 100, start=5)["so_far"].iloc[-1] == pytest.approx(referral.total(chances, 5))
    assert referral.centre_total(4, chances) == pytest.approx(4 / 0.4)
    assert referral.total([0.5, 0, 0.5]) == referral.centre_total(2, [0.5, 0, 0.5]) == np.inf


def test_simulated_chains_do_what_the_formulas_say() -> None:
    chances = referral.brought(3, 0.3, active=0.9)
    seen = referral.chains(chances, number_of=20_000, rounds=6)
    table = referral.generations(chances, 6)
    assert seen.mean().to_numpy() == pytest.approx(table["expected"].to_numpy(), abs=0.03)
    assert (seen > 0).mean().to_numpy() == pytest.approx(table["alive"].to_numpy(), abs=0.02)


def test_the_same_mean_may_have_another_fate() -> None:
    equal, unequal = referral.brought(3, 0.5), referral.brought(6, 0.5, active=0.5)
    assert referral.mean(equal) == pytest.approx(referral.mean(unequal))
    assert referral.extinction(equal) < 0.4 < 0.5 < referral.extinction(unequal)


def test_the_log_holds_its_truth() -> None:
    found = referral.estimate(market.referral_log()["brought"])
    assert found["low"] < 0.875 < found["high"]
    assert found["total_low"] < 7 < found["total_high"]
    assert referral.mean(referral.chances_of(market.referral_log()["brought"])) == pytest.approx(found["mean"])


@pytest.mark.parametrize(
    ("chances", "says"), [([0.5, 0.2], "sum to 0.7"), ([1.2, -0.2], "above 1"), ([], "empty"), ("half", "str")]
)
def test_chances_that_are_none_are_named(chances, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        referral.extinction(chances)


def test_one_customer_is_no_log() -> None:
    with pytest.raises(CourseError, match="one customer is no log"):
        referral.estimate([3])

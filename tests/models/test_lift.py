"""Lift: the yardstick, its ties, its intervals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import lift

rankings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), min_size=2, max_size=30).filter(
    lambda rows: any(bought for _, bought in rows)
)


@given(rankings)
@settings(max_examples=40, deadline=None)
def test_the_gains_curve_rises_from_nothing_to_all_and_agrees_with_found(rows):
    scores, bought = zip(*rows, strict=True)
    curve = lift.gains(list(scores), list(bought))
    assert curve.iloc[0] == 0 and curve.iloc[-1] == pytest.approx(1) and (np.diff(curve) >= -1e-12).all()
    for contacts in range(1, len(rows) + 1):
        assert curve[contacts] * sum(bought) == pytest.approx(lift.found(list(scores), list(bought), contacts))


@given(rankings)
@settings(max_examples=25, deadline=None)
def test_writing_to_all_or_with_equal_scores_has_lift_1(rows):
    scores, bought = zip(*rows, strict=True)
    assert lift.lift(list(scores), list(bought), len(rows)) == pytest.approx(1)
    assert lift.lift([0] * len(rows), list(bought), 1) == pytest.approx(1)


def test_a_hold_out_keeps_the_share_of_buyers_and_everybody_once():
    bought = np.repeat([0, 1], [900, 100])
    learn, judge = lift.hold_out(bought)
    assert sorted([*learn, *judge]) == list(range(1000))
    assert bought[learn].mean() == bought[judge].mean() == 0.1
    assert not np.array_equal(learn, lift.hold_out(bought, seed=1)[0])


def test_a_difference_in_pairs_is_surer_than_the_two_lifts():
    chance = np.random.default_rng(3)
    bought = (chance.random(2000) < 0.1).astype(int)
    good = bought + chance.normal(size=2000)
    both = pd.DataFrame({"good": good, "nearly": good + 0.1 * chance.normal(size=2000)})
    found = lift.compare(both, bought)
    row = found.iloc[1]
    assert row["behind_high"] - row["behind_low"] < 0.7 * (row["high"] - row["low"])
    assert (found["low"] < found["lift"]).all() and (found["lift"] < found["high"]).all()
    assert (found[["behind", "behind_low", "behind_high"]].iloc[0] == 0).all()


def test_profit_is_margin_of_the_found_less_letters():
    scores, bought = [4, 3, 2, 1], [0, 1, 0, 1]
    assert lift.profit(scores, bought, cost=1, margin=5).to_list() == [0, -1, 3, 2, 6]


@pytest.mark.parametrize(
    ("scores", "bought", "contacts", "words"),
    [
        ([1, 2], [0, 0], 1, "nobody bought"),
        ([1, 2], [0, 1, 1], 1, "bought has 3 values"),
        ([1, 2], [0, 2], 1, "above 1"),
        ([1, 2], [0, 1], 3, "contacts is 3"),
        ([1, None], [0, 1], 1, "no value"),
    ],
)
def test_bad_input_is_named(scores, bought, contacts, words):
    with pytest.raises(CourseError, match=words):
        lift.lift(scores, bought, contacts)

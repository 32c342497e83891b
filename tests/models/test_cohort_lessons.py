"""Lessons of the cohort table: oracles worked by hand from the case, and identities."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import cohort, cohort_lessons

CASE = dict(
    customers=10_000, retention=(0.6, 0.7, 0.8), purchases=(2, 3, 4), spend=(80, 90, 100),
    cost_of_goods=(0.7, 0.65, 0.6), acquisition_cost=60, yearly_cost=20, discount_rate=0.2,
)  # fmt: skip
#: Present value of a customer still there in year 2 and in year 3: (270 x 0.35 - 20) / 1.2, (400 x 0.4 - 20) / 1.44.
SECOND, THIRD = 74.5 / 1.2, 140 / 1.44
RATE = st.floats(0.05, 0.95)
quick = settings(deadline=None, max_examples=50, derandomize=True)


def test_keeping_beats_winning_below_the_line():
    found = cohort_lessons.keep_or_win(CASE, [60, 126 + 1 / 12, 200])
    point = (SECOND + 0.7 * THIRD) / 100
    assert found["return_of_winning"].tolist() == pytest.approx([(66 + 1 / 12 + 60) / 60, 1.0, (126 + 1 / 12) / 200])
    # once winning returns less than it costs, the yuan itself is what a point must return
    assert found["most_per_point"].tolist() == pytest.approx([point / found["return_of_winning"][0], point, point])


def test_a_point_of_the_last_retention_is_worth_nothing_here():
    assert cohort_lessons.keep_or_win(CASE, [60], year=3)["most_per_point"].tolist() == [0]


@pytest.mark.parametrize(("arguments", "says"), [(dict(year=4), "no year 4"), (dict(year="1"), "no year 1")])
def test_keep_or_win_refuses_a_year_the_table_lacks(arguments, says):
    with pytest.raises(CourseError, match=says):
        cohort_lessons.keep_or_win(CASE, [60], **arguments)


def test_keep_or_win_refuses_a_customer_won_for_nothing():
    with pytest.raises(CourseError, match="next_customer_costs is 0"):
        cohort_lessons.keep_or_win(CASE, [60, 0])


def test_two_segments_of_the_case():
    # By hand: 31.1% of customers with 0.7 + sqrt(0.07), 68.9% with 0.7 - sqrt(0.07)
    found = cohort_lessons.two_segments([0.6, 0.7, 0.8])
    assert found.retentions == pytest.approx((0.7 + 0.07**0.5, 0.7 - 0.07**0.5))
    assert found.shares == pytest.approx((0.311, 0.689), abs=5e-4)


@quick
@given(share=st.floats(0.05, 0.95), one=RATE, other=RATE)
def test_two_segments_undoes_the_mixture(share, one, other):
    assume(abs(one - other) > 0.05)
    loyal, weak = max(one, other), min(one, other)
    seen = cohort.mixture_retention([share, 1 - share], [loyal, weak], 3)["retention"]
    found = cohort_lessons.two_segments(seen)
    assert found.retentions == pytest.approx((loyal, weak), abs=1e-5)
    assert found.shares == pytest.approx((share, 1 - share), abs=1e-4)


@pytest.mark.parametrize("retention", [[0.7, 0.7, 0.7], [0.8, 0.7, 0.6], [0.5, 0.9, 0.8], [0.2, 0.3, 0.99]])
def test_no_two_segments(retention):
    with pytest.raises(CourseError, match=r"no two segments.*rise from year to year"):
        cohort_lessons.two_segments(retention)


def test_segment_values_of_the_case():
    loyal, weak = 0.7 + 0.07**0.5, 0.7 - 0.07**0.5
    share = (0.6 - weak) / (loyal - weak)
    found = cohort_lessons.segment_values(CASE, [share, 1 - share], [loyal, weak])
    assert found.loc["1", "ltv"] == pytest.approx(-12 + loyal * SECOND + loyal**2 * THIRD)
    assert found.loc["2", "ltv"] == pytest.approx(-12 + weak * SECOND + weak**2 * THIRD)
    assert found.loc["all", "ltv"] == pytest.approx(66 + 1 / 12)
    assert (found["most_to_win"] - found["ltv"]).tolist() == pytest.approx([60, 60, 60])


@quick
@given(share=st.floats(0.05, 0.95), one=RATE, other=RATE)
def test_segments_add_up_to_the_cohort(share, one, other):
    seen = cohort.mixture_retention([share, 1 - share], [one, other], 3)["retention"]
    together = cohort.table(**CASE | {"retention": seen}).final_ltv
    found = cohort_lessons.segment_values(CASE, [share, 1 - share], [one, other])
    assert found.loc["all", "ltv"] == pytest.approx(together)


def test_segment_values_refuses_shares_that_do_not_sum_to_1():
    with pytest.raises(CourseError, match=r"shares sum to 0\.9, not to 1\. Divide"):
        cohort_lessons.segment_values(CASE, [0.5, 0.4], [0.9, 0.3])


def test_prolong_keeps_the_printed_years_and_repeats_the_last():
    longer = cohort_lessons.prolong(CASE, [0.6, 0.7, 0.8, 0.8])
    assert longer.ltv.tolist()[:3] == pytest.approx(cohort.table(**CASE).ltv.tolist())
    assert longer.ltv[4] - longer.ltv[3] == pytest.approx(0.6 * 0.7 * 0.8 * 140 / 1.2**3)


def test_prolong_refuses_what_it_cannot_know():
    with pytest.raises(CourseError, match="retention has 2 values for a table of 3 years"):
        cohort_lessons.prolong(CASE, [0.6, 0.7])
    printed = {name: value for name, value in CASE.items() if name != "discount_rate"} | {
        "discount_factors": (1, 1.2, 1.4)
    }
    with pytest.raises(CourseError, match="printed discount_factors end with the table"):
        cohort_lessons.prolong(printed, [0.6, 0.7, 0.8, 0.8])


def test_each_slip_by_hand():
    found = cohort_lessons.mistakes(CASE)["ltv"]
    by_hand = {
        "right": -12 + 0.6 * SECOND + 0.42 * THIRD,
        "retention_early": -12 + 0.7 * SECOND + 0.56 * THIRD,
        "retention_late": -12 + SECOND + 0.6 * THIRD,
        "mean_retention": -12 + 0.7 * SECOND + 0.49 * THIRD,
        "survivors": 660_833.333 / 4_200,
        "acquisition_twice": 66.083333 - 60,
        "yearly_cost_in_year_1": 66.083333 - 20,
        "year_1_discounted": -12 / 1.2 + 0.6 * 74.5 / 1.44 + 0.42 * 140 / 1.728,
        "not_discounted": -12 + 0.6 * 74.5 + 0.42 * 140,
    }
    assert found.drop("twelve_months").to_dict() == pytest.approx(by_hand)
    kept = [1 - 12 * (1 - rate ** (1 / 12)) for rate in (0.6, 0.7)]
    assert found["twelve_months"] == pytest.approx(-12 + kept[0] * SECOND + kept[0] * kept[1] * THIRD)


def test_slips_are_told_apart():
    found = np.sort(cohort_lessons.mistakes(CASE)["ltv"])
    assert np.diff(found).min() > 0.5


def test_slips_of_a_table_in_which_nobody_is_left():
    found = cohort_lessons.mistakes(CASE | {"retention": (0.0, 0.0, 0.0)})
    assert np.isnan(found.loc["survivors", "ltv"])
    assert found.loc["twelve_months", "ltv"] == pytest.approx(-12)


def test_mistakes_need_a_second_year():
    one_year = CASE | {name: CASE[name][:1] for name in ("retention", "purchases", "spend", "cost_of_goods")}
    with pytest.raises(CourseError, match="one year alone"):
        cohort_lessons.mistakes(one_year)

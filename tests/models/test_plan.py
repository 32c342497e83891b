"""The plan: what winning and keeping gain, how sure the lead is, and the five steps that lead there."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data.capstone import COFFEE, FOLLOWED, MONEY, TEA, TRIAL, company
from course.errors import CourseError
from course.models import cohort, concentration, funnel, plan, shares
from course.models.retention import retention_value

ends = st.tuples(st.floats(-1e3, 1e3), st.floats(0, 100), st.floats(0, 100)).map(
    lambda e: (e[0], e[0] - e[1], e[0] + e[2])
)


def test_the_gap_of_two_shares_is_newcombes() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, example (a)."""
    first, second = ((yes / of, *shares.wilson(yes, of)) for yes, of in ((56, 70), (48, 80)))
    assert shares.gap(first, second).round(4).to_dict() == {"difference": 0.2, "low": 0.0524, "high": 0.3339}


@given(one=ends, two=ends)
def test_a_gap_turned_round_is_the_same_with_the_other_sign(one, two) -> None:
    there, back = shares.gap(one, two), shares.gap(two, one)
    assert there["difference"] == -back["difference"]
    assert there["low"] == pytest.approx(-back["high"]) and there["high"] == pytest.approx(-back["low"])
    # Narrower than taking the worst of both ends.
    assert there["low"] >= one[1] - two[2] - 1e-9 and there["high"] <= one[2] - two[1] + 1e-9


@given(budget=st.floats(1, 1e6), worth=st.floats(-500, 5000), cost=st.floats(1, 1000))
def test_winning_buys_customers_and_each_brings_what_is_left_after_her_cost(budget, worth, cost) -> None:
    found = plan.winning(budget, worth, [cost, 0.8 * cost, 1.3 * cost])
    assert found["gain"] == pytest.approx(budget / cost * (worth - cost), abs=1e-6 * budget)
    assert found["low"] <= found["gain"] <= found["high"]


def test_winning_at_no_cost_is_refused() -> None:
    with pytest.raises(CourseError):
        plan.winning(100, 50, [0, 0, 0])
    with pytest.raises(CourseError):
        plan.winning(100, 50, [10, 8])


def test_keeping_is_points_times_their_worth() -> None:
    found = plan.keeping(6000, 500, ((430, 500), (330, 500)))
    assert found["gain"] == pytest.approx(20 * 500 - 6000) and found["low"] < found["gain"] < found["high"]


def test_channels_agree_with_the_retention_model_when_the_rate_is_constant() -> None:
    """Of 1000 customers half leave each year: four years are the retention model with a horizon of three."""
    years = [1] * 500 + [2] * 250 + [3] * 125 + [4] * 125
    customers = pd.DataFrame({"channel": "fair", "margin": 100.0, "years": years})
    visits = pd.DataFrame({"found_by": "fair", "bought": [1] * 1000 + [0] * 1000})
    costs = pd.DataFrame({"contact": [30], "fixed": 0, "commission": 0}, index=["fair"])
    row = plan.channels(visits, customers, costs, followed=4, yearly_cost=0, discount_rate=0.1).loc["fair"]
    assert row["cost"] == pytest.approx(60) and row["ltv"] == pytest.approx(row["worth"] - 60)
    assert row["worth"] == pytest.approx(retention_value(100, 0.5, 0.1, horizon=3))


def test_five_steps_are_what_each_chapter_computes() -> None:
    tea = company(TEA)
    five = plan.five_steps(
        tea.visits, tea.customers, TEA.costs, TRIAL, budget=6000, dearer=2, followed=FOLLOWED, money=MONEY
    )
    numbers = five.steps["number"].tolist()
    cost = funnel.ways(tea.visits, TEA.costs)["cost"]["referral"]
    assert numbers[:2] == [len(tea.visits), cost]
    assert numbers[3] == pytest.approx(concentration.top_share(tea.customers["margin"].tolist()))
    win, keep, lead = five.uses["gain"]
    worth = five.channels["ltv"]["referral"] + cost
    assert win == pytest.approx(6000 / (2 * cost) * (worth - 2 * cost)) and lead == pytest.approx(win - keep)


def test_a_dearer_customer_turns_the_decision_round() -> None:
    coffee, found = company(COFFEE, 3), []
    for dearer in (1, 6):
        plans = plan.five_steps(
            coffee.visits, coffee.customers, COFFEE.costs, TRIAL, budget=6000, dearer=dearer, followed=FOLLOWED,
            money=MONEY,
        )  # fmt: skip
        found.append(plans.decision)
    assert found == ["win", "keep"]


def test_a_point_of_the_best_is_worth_what_the_cohort_table_says() -> None:
    """The gain of keeping is the difference of two cohort tables, one with the points and one without."""
    tea = company(TEA)
    top = plan.best(tea.customers["margin"])
    assert top.min() >= tea.customers["margin"].drop(top.index).max()
    five = plan.five_steps(
        tea.visits, tea.customers, TEA.costs, TRIAL, budget=6000, dearer=2, followed=FOLLOWED, money=MONEY
    )
    alive = [int(tea.customers["years"].ge(year).sum()) for year in range(1, FOLLOWED + 1)]
    kept = [later / earlier for earlier, later in itertools.pairwise(alive)]
    points = TRIAL[0][0] / TRIAL[0][1] - TRIAL[1][0] / TRIAL[1][1]
    with_and_without = [
        cohort.table(
            customers=len(top), retention=[kept[0] + more, *kept[1:]], spend=top.mean(), purchases=1, cost_of_goods=0,
            acquisition_cost=0, **MONEY,
        ).final_ltv
        for more in (points, 0.0)
    ]  # fmt: skip
    gain = len(top) * (with_and_without[0] - with_and_without[1]) - 6000
    assert five.uses["gain"]["keep"] == pytest.approx(gain)

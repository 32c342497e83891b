"""Needs, positions, qualification: what the models find of a market whose truth is known."""

import pandas as pd
import pytest

from course.data import market as source
from course.errors import CourseError
from course.models import prospects, shares

MARKET = source.market()
PROSPECTS = MARKET[MARKET["kind"] != "customer"]
ANSWERS = ["sector", "motive", "manner", "orders", "kilograms", "pays"]


def test_the_report_finds_the_truth_of_the_clinics() -> None:
    found = prospects.needs(MARKET[ANSWERS], "sector", "clinic").set_index(["aspect", "answer"])
    assert found["clear"][("motive", "service")] and found["difference"][("motive", "service")] > 0
    service = found.loc[("motive", "service"), "group"]
    assert service == pytest.approx(source.TRUTH["clinic"][1][source.MOTIVES.index("service")], abs=0.08)
    assert found.loc[("orders", "mean"), "group"] == pytest.approx(source.TRUTH["clinic"][3][0], rel=0.05)


def test_shares_of_an_aspect_sum_to_one() -> None:
    found = prospects.needs(MARKET[ANSWERS], "sector", "shop")
    sums = found[found["answer"] != "mean"].groupby("aspect")[["group", "others"]].sum()
    assert sums.to_numpy() == pytest.approx(1)


def test_who_did_not_answer_is_left_out() -> None:
    few = pd.DataFrame({"sector": list("aabbb"), "motive": ["x", "y", "x", "x", None]})
    assert prospects.needs(few, "sector", "a")["others"].tolist() == [1.0, 0.0]
    with pytest.raises(CourseError, match="fewer than two answered motive"):
        prospects.needs(few.assign(motive=["x", None, "x", "x", None]), "sector", "a")
    with pytest.raises(CourseError, match="sector is 'c'"):
        prospects.needs(few, "sector", "c")


def test_positions_are_best_first_and_hold_everybody() -> None:
    found = prospects.positioning(PROSPECTS, ["region", "sector"])
    assert found.groupby("attribute")["tries"].sum().tolist() == [len(PROSPECTS)] * 2
    assert found.loc["sector"].index[-1] == "school"
    assert all(part["share"].is_monotonic_decreasing for _, part in found.groupby("attribute"))
    with pytest.raises(CourseError, match="nobody was won"):
        prospects.positioning(PROSPECTS.assign(bought=False), ["region"])


def test_exactly_the_price_and_the_need_are_enough() -> None:
    edge = pd.DataFrame({"need": [5, 4.9], "budget": [4000, 4000], "decides": [True, True]})
    assert prospects.qualify(edge, need=5, price=4000)["qualified"].tolist() == [True, False]


def test_all_three_conditions_sell() -> None:
    found = prospects.won_by_conditions(prospects.qualify(PROSPECTS, need=5, price=4000))
    assert found["tries"].sum() == len(PROSPECTS)
    assert found["low"][3] > found["high"][2] > found["high"][1]


def test_there_are_more_prospects_than_customers_and_they_are_riskier() -> None:
    sides = prospects.prospect_and_customer(MARKET)
    assert sides.loc["number"].sum() == len(MARKET)
    assert sides["prospects"]["definition"] == 0 < 1 <= sides["customers"]["definition"]
    assert sides["prospects"]["risk_high"] < sides["customers"]["risk_low"]


def test_the_best_cell_of_the_first_half_falls_back_in_the_second() -> None:
    even = PROSPECTS.index.to_numpy() % 2 == 0
    found = prospects.best_of_many(PROSPECTS[even], PROSPECTS[~even], ["region", "owns", "sector"])
    assert found["cells"] > 20 and found["again"] < found["chosen"]
    with pytest.raises(CourseError, match="no cell has 9999 prospects"):
        prospects.best_of_many(PROSPECTS, PROSPECTS, ["region"], smallest=9999)


def test_keeping_counts_only_those_who_would_have_left() -> None:
    tried, anyway = prospects.turning_counts(MARKET, "west")
    found = prospects.turning(tried, anyway, source.TRY_COST)
    gain = shares.difference(tried["keep"], anyway["keep"])
    assert found.loc["keep", "share"] == pytest.approx(gain["difference"])
    assert sum(tries for way, (_, tries) in tried.items() if way != "keep") == len(PROSPECTS)
    assert found["cost"].is_monotonic_increasing


def test_a_way_that_wins_nobody_has_no_finite_cost() -> None:
    assert prospects.turning({"open": (0, 20)}, {}, {"open": 50}).loc["open", "cost"] == float("inf")

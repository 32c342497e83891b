"""Portfolios: the rule, what it refuses, and what a moved threshold moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data import portfolios as facts
from course.errors import CourseError
from course.models import portfolio
from course.models.portfolio import Axis, Portfolio, build

ALL = {name: build(getattr(facts, name)) for name in
       ("VOLUME_DURATION", "HISTORY_EXPECTED", "CURRENT_ADDED", "RELATION_PROFIT", "CREDIT_LOYALTY", "SIZE_LOYALTY",
        "CURRENT_PREDICTED")}  # fmt: skip
RULE = ALL["VOLUME_DURATION"]
PEOPLE = facts.wholesaler()


def one(rule: Portfolio, x: float, y: float) -> str:
    return portfolio.classify(pd.DataFrame({rule.x.column: [x], rule.y.column: [y]}), rule).iloc[0]


@pytest.mark.parametrize(
    ("name", "x", "y", "cell"),
    [
        ("VOLUME_DURATION", 60, 500, "gold"), ("VOLUME_DURATION", 3, 500, "meteor"),
        ("VOLUME_DURATION", 60, 5, "brook"), ("VOLUME_DURATION", 3, 5, "burden"),
        ("HISTORY_EXPECTED", 5, 100, "uneconomic"), ("HISTORY_EXPECTED", 100, 5, "expected"),
        ("HISTORY_EXPECTED", 100, 100, "high-end"), ("HISTORY_EXPECTED", 5, 5, "bad"),
        ("CURRENT_ADDED", 5, 5, "lead"), ("CURRENT_ADDED", 5, 200, "iron"), ("CURRENT_ADDED", 200, 5, "gold"),
        ("CURRENT_ADDED", 200, 200, "platinum"),
        ("RELATION_PROFIT", 3, 1, "stranger"), ("RELATION_PROFIT", 3, 90, "butterfly"),
        ("RELATION_PROFIT", 90, 1, "barnacle"), ("RELATION_PROFIT", 90, 90, "true friend"),
        ("CREDIT_LOYALTY", 0.9, 10, "low-credit loyal"),
        ("SIZE_LOYALTY", 0.1, 900, "big disloyal"),
        ("CURRENT_PREDICTED", 200, 200, "A"), ("CURRENT_PREDICTED", 200, 5, "B"), ("CURRENT_PREDICTED", 80, 200, "C"),
        ("CURRENT_PREDICTED", 5, 200, "D"), ("CURRENT_PREDICTED", 80, 5, "E"), ("CURRENT_PREDICTED", 5, 5, "F"),
    ],
)  # fmt: skip
def test_each_cell_is_where_it_belongs(name: str, x: float, y: float, cell: str) -> None:
    assert one(ALL[name], x, y) == cell


def test_equal_to_a_threshold_is_the_upper_level_unless_said_otherwise() -> None:
    assert one(RULE, 24, 150) == "gold"
    assert one(replace(RULE, equal_is="low"), 24, 150) == "burden"
    assert one(replace(RULE, equal_is="low"), 24.01, 150.01) == "gold"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_everybody_stands_in_exactly_one_cell_whatever_the_order(pairs: list[tuple[float, float]]) -> None:
    for rule in ALL.values():
        table = pd.DataFrame(pairs, columns=[rule.x.column, rule.y.column])
        cells = portfolio.classify(table, rule)
        assert set(cells) <= set(rule.cell_names) and cells.notna().all()
        assert portfolio.classify(table.iloc[::-1], rule).sort_index().equals(cells)
        assert portfolio.summary(table, rule)["customers"].sum() == len(table)


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 200), st.floats(1, 200))
def test_the_movers_are_those_between_the_two_thresholds(one_cut: float, other_cut: float) -> None:
    before, after = (portfolio.with_cuts(RULE, x=cut) for cut in (one_cut, other_cut))
    low, high = sorted((one_cut, other_cut))
    between = (PEOPLE["months"] >= low) & (PEOPLE["months"] < high)
    moved = portfolio.movers(PEOPLE, before, after)
    assert set(moved.index) == set(PEOPLE.index[between])
    assert len(portfolio.movers(PEOPLE, after, before)) == len(moved)


def test_sensitivity_counts_movers_and_not_the_change_of_a_cell() -> None:
    found = portfolio.sensitivity(PEOPLE, RULE, "x", [-0.1, 0.0, 0.1])
    assert found["movers"].tolist()[1] == 0
    assert found["movers"].iloc[2] == ((PEOPLE["months"] >= 24) & (PEOPLE["months"] < 26.4)).sum()
    assert found["share"].iloc[2] == found["movers"].iloc[2] / 200
    share = portfolio.sensitivity(PEOPLE, ALL["CREDIT_LOYALTY"], "x", [0.1])
    assert share["threshold"].iloc[0] == 0.44 and (PEOPLE["loyalty"] == 0.44).any()
    assert share["movers"].iloc[0] == ((PEOPLE["loyalty"] >= 0.4) & (PEOPLE["loyalty"] < 0.44)).sum()
    two = portfolio.sensitivity(PEOPLE, ALL["CURRENT_PREDICTED"], "x", [0.5])
    assert two["threshold"].iloc[0] == 60  # only the first threshold moves; the second stays at 120
    assert two["movers"].iloc[0] == ((PEOPLE["expected"] >= 40) & (PEOPLE["expected"] < 60)).sum()


def test_summary_adds_up_money_and_keeps_empty_cells() -> None:
    found = portfolio.summary(PEOPLE, ALL["RELATION_PROFIT"], "profit")
    assert found["value"].sum() == pytest.approx(PEOPLE["profit"].sum())
    assert found["value_share"].sum() == pytest.approx(1)
    assert found.loc["butterfly", "advice"] == "enjoy" and set(found["said_by"]) == {"S2"}
    alone = portfolio.summary(PEOPLE.head(1), RULE)
    assert alone["customers"].tolist() == [1, 0, 0, 0]


def test_the_median_rule_halves_each_axis() -> None:
    halved = portfolio.at_quantile(PEOPLE, ALL["HISTORY_EXPECTED"])
    level = portfolio.classify(PEOPLE, halved)
    assert level.isin(["expected", "high-end"]).sum() == 100
    assert halved.y.cuts[0] == pytest.approx(PEOPLE["history"].median())


def test_bad_rules_and_bad_customers_are_refused() -> None:
    with pytest.raises(CourseError, match="do not rise"):
        Axis("a", "a", (2, 1), ("p", "q", "r"))
    with pytest.raises(CourseError, match="1 thresholds and 3 levels"):
        Axis("a", "a", (2,), ("p", "q", "r"))
    with pytest.raises(CourseError, match="the cells do not fit the levels: long x big"):
        replace(RULE, cells={pair: cell for pair, cell in RULE.cells.items() if pair != ("long", "big")})
    with pytest.raises(CourseError, match="equal_is is 'middle'"):
        replace(RULE, equal_is="middle")
    with pytest.raises(CourseError, match="customers has no column 'months'"):
        portfolio.classify(PEOPLE.drop(columns="months"), RULE)
    with pytest.raises(CourseError, match=r"volume has no value \(row 2\)"):
        portfolio.classify(pd.DataFrame({"months": [1, 2], "volume": [3, np.nan]}), RULE)
    with pytest.raises(CourseError, match="more than one threshold"):
        portfolio.at_quantile(PEOPLE, ALL["CURRENT_PREDICTED"])
    with pytest.raises(CourseError, match="axis is 'z'"):
        portfolio.sensitivity(PEOPLE, RULE, "z", [0.1])  # type: ignore[arg-type]


def test_the_simulated_customers_obey_their_stated_truth() -> None:
    many = facts.wholesaler(1, 20_000)
    assert many["size"].median() == pytest.approx(400, rel=0.03)
    assert np.log(many["size"]).std() == pytest.approx(0.8, rel=0.03)
    assert many["loyalty"].mean() == pytest.approx(2 / 5, abs=0.01)
    assert many["months"].mean() == pytest.approx(36.5, rel=0.03)  # rounded up to whole months
    assert (0.25 * many["volume"] - many["profit"]).mean() == pytest.approx(20, rel=0.02)
    staying = many["expected"] / (many["current"] + many["added"])
    sure = (many["current"] + many["added"]) > 50
    assert staying[sure].mean() == pytest.approx(1 / 1.7, abs=0.01)
    assert abs(np.corrcoef(staying[sure], many["months"][sure])[0, 1]) < 0.03
    assert facts.wholesaler(3).equals(facts.wholesaler(3)) and not facts.wholesaler(3).equals(facts.wholesaler(4))

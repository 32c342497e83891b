"""The trap, the four loyalties and the levels of customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data.panels import cdnow
from course.data.surveys import mobile_survey
from course.errors import CourseError
from course.models import loyalty

SURVEY = mobile_survey()


def test_wilson_s_interval_is_the_formula() -> None:
    """Wilson (1927), written out, for 3 of 10."""
    p, n, z = 0.3, 10, 1.959964
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert loyalty.share(3, 10) == pytest.approx((0.3, middle - half, middle + half), abs=1e-6)


def test_the_trap_in_the_real_survey() -> None:
    """Satisfaction goes with choosing again, and not with staying when rivals cut their prices."""
    satisfied, others = SURVEY[SURVEY["cusa1"] >= 8], SURVEY[SURVEY["cusa1"] < 8]
    again = [float((rows["cusl1"] >= 8).mean()) for rows in (satisfied, others)]
    rivals = [float((rows["cusl2"] >= 8).mean()) for rows in (satisfied, others)]
    assert again == pytest.approx([0.682, 0.378], abs=0.001)
    assert rivals == pytest.approx([0.199, 0.230], abs=0.001)


def test_trap_and_kinds_count_everybody_once() -> None:
    by_level = loyalty.trap(SURVEY["cusa1"], SURVEY["cusl1"])
    kinds = loyalty.kinds(SURVEY["cusa1"], SURVEY["cusl1"])
    assert by_level["customers"].sum() == kinds["customers"].sum() == len(SURVEY)
    loyal = (by_level["customers"] * by_level["loyal"]).sum()
    assert loyal == pytest.approx(kinds["customers"][["apostle", "hostage"]].sum())


scores = st.lists(st.tuples(*[st.integers(1, 10)] * 4), min_size=1, max_size=30).map(
    lambda rows: pd.DataFrame(rows, columns=list(loyalty.STAGES))
)


@given(scores, st.integers(2, 10))
def test_the_ladder_never_widens_upwards(table: pd.DataFrame, line: int) -> None:
    found = loyalty.ladder(table, threshold=line)
    assert found["climb"].is_monotonic_decreasing
    assert (found["climb"] <= found["pass"] + 1e-12).all()
    assert found["climb"].iloc[0] == found["pass"].iloc[0] == found["by_chance"].iloc[0]


@given(scores)
def test_stages_in_order_are_those_that_stop_and_stay_stopped(table: pd.DataFrame) -> None:
    ordered = [list(row) == sorted(row, reverse=True) for row in (table >= 8).to_numpy()]
    found = loyalty.in_order(table)
    assert found["share"] == pytest.approx(np.mean(ordered))
    assert 0 <= found["by_chance"] <= 1 + 1e-12


def test_chance_is_what_shuffled_stages_give() -> None:
    random, table = np.random.default_rng(3), loyalty.stage_scores(SURVEY)
    drawn = []
    for _turn in range(200):
        mixed = table.apply(lambda column: random.permutation(column))
        drawn.append(loyalty.in_order(mixed)["share"])
    assert np.mean(drawn) == pytest.approx(loyalty.in_order(table)["by_chance"], abs=0.01)


def test_levels_follow_the_rule_at_its_limits() -> None:
    log = pd.DataFrame({"customer": ["A"] * 4 + ["B"] * 4 + ["C"] * 4, "date": pd.to_datetime(
        ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-11",  # 4 days, silent for 80
         "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-10",  # 4 days, silent for 81
         "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-03"]  # two orders on one day: 3 days
    )})  # fmt: skip
    found = loyalty.levels(log, ["A", "B", "C", "D"], "2024-03-31", silent_days=80)
    assert found.to_dict() == {"A": "loyal", "B": "repeat", "C": "repeat", "D": "prospect"}
    before = loyalty.levels(log, ["A", "B", "C", "D"], "2024-01-01")
    assert before.to_dict() == {"A": "ordinary", "B": "ordinary", "C": "ordinary", "D": "prospect"}


def test_levels_of_cdnow_foretell_the_next_half_year() -> None:
    log = cdnow()
    level = loyalty.levels(log, sorted(log["customer"].unique()), "1997-12-31")
    found = loyalty.after(level, log, "1997-12-31", "1998-06-30")
    assert found["customers"].to_dict() == {"ordinary": 1317, "repeat": 751, "loyal": 289}
    assert found["buy"].round(3).to_dict() == {"ordinary": 0.075, "repeat": 0.301, "loyal": 0.657}


def test_bad_input() -> None:
    log = cdnow()
    with pytest.raises(CourseError, match="2355 buyers are not on the contact list"):
        loyalty.levels(log, [1, 2], "1998-06-30")
    with pytest.raises(CourseError, match="stands twice"):
        loyalty.levels(log, [1, 1], "1997-01-02")
    with pytest.raises(CourseError, match="log has no column 'date'"):
        loyalty.levels(log.drop(columns="date"), [1], "1997-01-02")
    with pytest.raises(CourseError, match="satisfied is 11"):
        loyalty.trap([11], [1])
    with pytest.raises(CourseError, match="loyal has 1 values where 2"):
        loyalty.kinds([8, 9], [8])
    with pytest.raises(CourseError, match="yes is 3, which is above 2"):
        loyalty.share(3, 2)
    with pytest.raises(CourseError, match="survey has no column 'perv1'"):
        loyalty.stage_scores(SURVEY[["cusa1"]])

"""The review's explorer and figures: what they show, and how the question is answered."""

import time

import pandas as pd
import pytest

from course.data.capstone import FOLLOWED, TEA, company
from course.data.cases import RECONSTRUCTION
from course.exercise import rubric
from course.figures import review as figures
from course.figures.twins import twin
from course.models import cohort, funnel, plan
from course.widgets import review as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def test_it_starts_at_what_is_spent_today() -> None:
    view = widgets.explorer().view
    first, yours = view["chart"]["series"]
    assert first["y"] == yours["y"]
    assert view["readouts"][0][1] == "34.67 yuan"


def test_the_best_spends_are_the_right_answer_and_nobody_is_won_for_nothing() -> None:
    assert moved(win_spend=64, keep_spend=42).check().startswith("Right")
    assert dict(moved(win_spend=0).view["readouts"])["spent to win one customer"] == "nobody is won"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Too little goes to keeping"),
        (dict(keep_spend=75), "Too much goes to keeping"),
        (dict(keep_spend=42), "spend more"),
        (dict(keep_spend=42, win_spend=80), "spend less"),
    ],
)
def test_other_settings_are_told_which_way_to_go(values, says) -> None:
    found = moved(**values)
    assert says in found.check() and not found.verdict["right"]


def test_an_answer_takes_a_few_ms() -> None:
    found, times = widgets.explorer(), []
    for step in range(30):
        start = time.perf_counter()
        found.values = {**found.values, "keep_spend": step}
        times.append(time.perf_counter() - start)
    assert sorted(times)[5] < 0.010


def test_the_figures_say_what_was_computed() -> None:
    tea = company()
    table = funnel.ways(tea.visits, TEA.costs)
    words = twin(figures.costs(table))
    assert f"referral: {table['cost']['referral']:.4g}" in words and "yuan for a customer won" in words
    both = plan.uses(pd.Series({"gain": 50, "low": 46, "high": 54}), pd.Series({"gain": 20, "low": 17, "high": 23}))
    words = twin(figures.uses(both))
    assert "win: 50, keep: 20, lead of winning: 30" in words and "2: 25 to 35" in words
    case = cohort.table(**RECONSTRUCTION)
    assert 'line "case": 1: -12, 2: 25.25, 3: 66.08' in twin(figures.channel_values({"case": case}))
    drawn = twin(figures.equity(widgets.WINNING, widgets.KEEPING, [20], 42, margin=200, discount_rate=0.1))
    assert "40: 60.62" in drawn and 'guide "best for keeping": x = 42' in drawn
    assert len(tea.customers["years"].unique()) == FOLLOWED


def test_the_rubric_describes_every_level_of_every_criterion() -> None:
    table = rubric.table()
    assert table["points"].sum() == 20
    for _, row in table.iterrows():
        assert len(set(row)) == 4

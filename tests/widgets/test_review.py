"""The review's explorer and figures: what they show, and how the question is answered."""

import time

import pytest

from course.data.capstone import FOLLOWED, TEA, company
from course.data.cases import RECONSTRUCTION
from course.exercise import rubric
from course.figures import review as figures
from course.figures.twins import twin
from course.models import cohort, equity
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
    table = equity.by_channel(tea.visits, TEA.cost_per_visit)
    words = twin(figures.channel_costs(table))
    assert f"{table['cost_per_customer']['referral']:.4g}" in words and "yuan per customer won" in words
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

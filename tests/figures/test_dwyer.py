"""Figures of chapter 5: what they draw is what the models say."""

import numpy as np
import pandas as pd
import pytest

from course.data.cases import BANK, BANK_EVENTS, REGULAR_COHORT, SUPPLIERS
from course.figures import customer_events as event_figures
from course.figures import dwyer as figures
from course.figures import shifted_beta_geometric as cohort_figures
from course.figures import switching_cost as switching_figures
from course.figures import twin
from course.models import customer_events, dwyer, switching_cost
from course.models import shifted_beta_geometric as sbg

TABLE = pd.DataFrame([[1, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0]], index=list("ABCDE"))


def named(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def test_buyers_are_two_lines_from_the_same_start() -> None:
    axes = figures.buyers(dwyer.buyers([0.3, 0.2], 3, customers=1000))
    assert named(axes, "lost for good").get_ydata() == pytest.approx([1000, 300, 90, 27])
    assert named(axes, "always a share").get_ydata() == pytest.approx([1000, 300, 230, 111])


def test_silence_stands_beside_what_lost_for_good_says() -> None:
    axes = figures.silence(dwyer.silence(TABLE))
    assert named(axes, "bought next").get_ydata() == pytest.approx([0.5, 0.5, 0])
    assert named(axes, "what lost for good says").get_ydata() == pytest.approx([0.5, 0, 0])
    assert "95% interval" in twin(axes)


def test_the_held_out_periods_begin_after_the_border() -> None:
    ahead = pd.DataFrame(
        {"lost_for_good": [9.0, 3.0], "always_a_share": [20.0, 15.0], "both": [25.0, 22.0], "actual": [26.0, 24.0]},
        index=pd.RangeIndex(3, 5, name="period"),
    )
    seen = pd.Series([100, 40, 30, 26, 24])
    axes = figures.holdout(ahead, seen)
    assert named(axes, "actual").get_ydata().tolist() == [40, 30, 26, 24]
    assert named(axes, "always a share").get_xdata().tolist() == [3, 4]
    assert "models saw up to here" in twin(axes) and "x = 2.5" in twin(axes)


def test_group_values_are_pairs_of_bars_with_the_groups_named() -> None:
    priced = pd.DataFrame(
        {
            "customers": [80, 20],
            "pooled": [20.0, 20.0],
            "own": [10.0, 60.0],
            "own_low": [8.0, 50],
            "own_high": [12.0, 71],
        },
        index=["0", "1+"],
    )
    axes = figures.group_values(priced)
    pooled, own = ([bar.get_height() for bar in bars] for bars in axes.containers)
    assert (pooled, own) == ([20, 20], [10, 60])
    assert "1+ (20 customers): 60" in twin(axes)


def test_a_cohort_is_seen_up_to_a_year_and_foretold_beyond() -> None:
    alive = list(REGULAR_COHORT["percent"])
    fitted = sbg.fit(alive[:8], customers=1000)
    left, right = cohort_figures.cohort(alive, fitted, 7)
    assert named(left, "observed").get_ydata()[0] == pytest.approx(0.631)
    assert named(right, "fitted, nobody changes").get_ydata() == pytest.approx(fitted.alive(12))
    last = named(right, "last rate seen for ever").get_ydata()
    assert last[:8] == pytest.approx(np.array(alive[:8]) / 100) and last[8] == pytest.approx(0.241**2 / 0.262)
    axes = cohort_figures.residual([fitted.value(1, 0.1, k) for k in range(3)], 2.35)
    assert (np.diff(named(axes, "fitted, nobody changes").get_ydata()) > 0).all()
    assert "y = 2.35" in twin(axes)


def test_events_are_drawn_by_year_and_by_worth() -> None:
    events = [customer_events.Event(**event) for event in BANK_EVENTS]
    worth = customer_events.value_by_event(events, **BANK)
    left, right = event_figures.by_event(customer_events.forecast(events, BANK["years"]), worth)
    assert named(left, "leaves").get_ydata()[0] == pytest.approx(0.25)
    assert [bar.get_width() for bar in right.containers[0]] == pytest.approx(sorted(worth["value"]))
    lives = customer_events.simulate(events, **BANK, customers=2_000)
    axes = event_figures.lives(lives, customer_events.interval(lives, (1, 50)))
    assert sum(bar.get_height() for bar in axes.containers[0]) == pytest.approx(1)
    assert '"nine in ten customers"' in twin(axes) and '"nine in ten means of 50"' in twin(axes)


def test_the_switching_cost_is_drawn_on_leaving_and_on_value() -> None:
    table = switching_cost.effect([0, 50, 100], **SUPPLIERS)
    left, right = switching_figures.effect(table)
    assert named(left, "leave us").get_ydata() == pytest.approx(table["leave"].to_list())
    assert named(right, "the rival's customer").get_ydata() == pytest.approx(table["rivals"].to_list())
    cost = pd.DataFrame({"switching_cost": [1.5, 1.4, 0.1]}, index=["observed", "no_memory", "difference"])
    axes = switching_figures.apparent({"A": cost, "B": cost * 2})
    assert [bar.get_height() for bar in axes.containers[0]] == [1.5, 3.0]


def test_a_readable_table_has_words_percent_and_no_minus_nought() -> None:
    shown = figures.readable(pd.DataFrame({"share": [0.123, np.nan], "value": [-0.0001, 2.345]}), percent=("share",))
    assert list(shown.columns) == ["share that buys next", "value"]
    assert shown["share that buys next"].to_list() == ["12.3%", "–"]
    assert not np.signbit(shown["value"][0])

"""Lifecycles side by side: which factor makes the form, what is left at each age, what an average hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import lifecycle_study as study
from course.models.lifecycle import FACTORS, Curve, Lifecycle, factors, held, profit, turning_point, value

quick = settings(deadline=None, max_examples=50, derandomize=True)
YEARLY = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=20)


def test_only_flat_volume_takes_the_described_form_away() -> None:
    table = study.compare({name: case for name, case in study.what_ifs().items() if not name.startswith("no_")})
    flat = table.loc[[f"flat_{name}" for name in FACTORS]]
    assert flat["inverted_u"].all()  # held flat, no single factor removes rise and fall altogether
    assert flat.index[~flat["as_described"]].tolist() == ["flat_volume"]
    assert flat["present_value"].idxmin() == "flat_volume"
    assert table.loc["only_volume", "as_described"]


def test_inverted_u_goes_when_nothing_turns_back_or_cost_outgrows_margin() -> None:
    table = study.compare(study.what_ifs())
    assert table.index[~table["inverted_u"]].tolist() == ["no_return", "cost_grows"]


def test_what_ifs_change_one_thing_each() -> None:
    usual = Lifecycle(3, 3, 3, 3)
    cases = study.what_ifs(usual)
    assert cases["usual"] is usual
    assert cases["flat_price"] == held(usual, "price")
    assert cases["no_return"].volume == Curve(2, 12, 12)
    assert cases["cost_grows"] == replace(usual, cost=Curve(120, 500, 120))


def test_interval_of_a_mean_is_that_of_theory() -> None:
    worth = pd.Series(np.random.default_rng(1).normal(800, 300, 400))
    found = study.mean_and_interval(worth)
    half = 1.96 * worth.std() / 20
    assert found["mean"] == pytest.approx(worth.mean())
    assert [found["low"], found["high"]] == pytest.approx([worth.mean() - half, worth.mean() + half], abs=0.1 * half)


def test_compare_agrees_with_the_functions_it_uses() -> None:
    row = study.compare({"usual": Lifecycle()}, 0.08, timing="middle").loc["usual"]
    earned = profit(factors())
    peak = turning_point(earned)
    assert (row["peak_year"], row["peak_profit"]) == (peak.year, peak.profit)
    assert row["present_value"] == value(earned, 0.08, timing="middle")


@quick
@given(YEARLY, st.floats(0, 1), st.sampled_from(["end", "middle", "start"]))
def test_residual_values_roll_forward(yearly: list[float], discount: float, timing: study.Timing) -> None:
    table = study.residual_values(pd.DataFrame({"profit": yearly}), discount, timing=timing)
    assert len(table) == len(yearly)
    assert (table["whole_life"] == table.loc[0, "residual"]).all()
    now = {"end": 1 / (1 + discount), "middle": (1 + discount) ** -0.5, "start": 1.0}[timing]
    later = [*table["residual"].iloc[1:], 0.0]
    expected = [year * now + rest / (1 + discount) for year, rest in zip(yearly, later, strict=True)]
    np.testing.assert_allclose(table["residual"], expected, atol=1e-6)


def test_customer_in_the_middle_is_worth_twice_the_whole_life() -> None:
    table = study.residual_values(profit(factors()), 0.1)
    assert table["residual"].idxmax() == 8
    assert table.loc[8, "residual"] > 2 * table.loc[8, "whole_life"]
    assert table.loc[16, "residual"] < table.loc[16, "whole_life"]


def test_simulated_customers_differ_and_repeat() -> None:
    panel = study.simulate(60, seed=3)
    pd.testing.assert_frame_equal(panel, study.simulate(60, seed=3))
    assert not panel.equals(study.simulate(60, seed=4))
    lives = panel.groupby("customer")["year"].max()
    assert lives.nunique() > 8
    assert lives.max() <= 6 + 7 + 10 + 6  # one and a half times 4, 5, 7 and 4
    assert (panel.groupby("customer")["year"].diff().dropna() == 1).all()


def test_shares_of_simulate_do_what_they_say() -> None:
    calm = study.simulate(40, early=0, noise=0)
    assert set(calm.groupby("customer")["stage"].nunique()) == {4}
    assert calm["volume"].between(2, 12).all()
    hasty = study.simulate(40, early=1, noise=0)
    assert hasty.groupby("customer")["year"].max().mean() < calm.groupby("customer")["year"].max().mean() - 3
    assert (study.simulate(40, noise=1)["volume"] >= 0).all()


def test_profit_of_a_simulated_customer_follows_its_volume() -> None:
    flat_rest = held(Lifecycle(), "price", "cost", "indirect")
    panel = study.simulate(5, flat_rest, noise=0.2)
    np.testing.assert_allclose(panel["profit"], panel["volume"] * 30 - 120)


def test_two_averages_by_hand() -> None:
    panel = pd.DataFrame({"customer": [1, 1, 1, 2], "year": [1, 2, 3, 1], "profit": [10.0, 20, 30, -4]})
    table = study.averages(panel)
    assert table["customers"].tolist() == [2, 1, 1]
    assert table["of_all"].tolist() == [3, 10, 15]
    assert table["of_those_left"].tolist() == [3, 20, 30]


def test_the_average_falls_more_slowly_than_any_part_of_it() -> None:
    average = study.averages(study.simulate(200, seed=1))["of_all"]
    own = turning_point(profit(factors())).slopes["decline"]
    assert average.diff().min() > own / 2  # both negative


def test_values_of_customers_are_those_of_their_profits() -> None:
    panel = study.simulate(4, seed=2)
    worth = study.values(panel, 0.1, timing="start")
    third = panel.loc[panel["customer"] == 3, "profit"]
    assert worth[3] == value(list(third), 0.1, timing="start")
    assert list(worth.index) == [1, 2, 3, 4]


def test_rule_is_late_but_right_after_a_year_or_two() -> None:
    table = study.recovery(study.simulate(80, seed=5))
    assert table.loc[1, "right"] < 0.7 < 0.85 < table.loc[[2, 3], "right"].min()
    assert (table["low"] < table["right"]).all() and (table["right"] < table["high"]).all()


def test_recovery_counts_every_year_the_rule_can_judge() -> None:
    panel = study.simulate(20, seed=5)
    lives = panel.groupby("customer")["year"].max()
    assert study.recovery(panel)["cases"].sum() == (lives - 3).sum()


def test_interval_resamples_customers_not_years() -> None:
    # two customers, one always right, one always wrong: any resample gives 0, 1/2 or 1, however many years there are
    cases, right = np.full((2, 1), 50.0), np.array([[50.0], [0.0]])
    low, high = study._interval_over_customers(cases, right, seed=0)
    assert (low[0], high[0]) == (0, 1)


BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: study.compare({}), "cases is empty. Name at least one lifecycle."),
    (lambda: study.compare({"usual": 3}), "lifecycle is a int, not a Lifecycle"),  # type: ignore[dict-item]
    (lambda: study.compare({"usual": Lifecycle()}, 10), "discount_rate is 10, which is above 1. Write 10% as 0.1."),
    (lambda: study.residual_values(pd.DataFrame({"gain": [1]}), 0.1), "profit has no column 'profit'"),
    (lambda: study.residual_values(pd.DataFrame({"profit": [1.0, np.nan]}), 0.1), "profit has no value"),
    (lambda: study.mean_and_interval(pd.Series([1.0, np.nan])), "values has no value"),
    (lambda: study.simulate(0), "count is 0, which is below 1. Give 1 or more."),
    (lambda: study.simulate(2.5), "count is 2.5, not a whole number. Give a whole number such as 2."),  # type: ignore[arg-type]
    (lambda: study.simulate(2, early=40), "early is 40, which is above 1. Write 40% as 0.4."),
    (lambda: study.averages(pd.DataFrame({"customer": [1], "year": [1]})), "panel has no column 'profit'"),
    (
        lambda: study.averages(pd.DataFrame({"customer": [1], "year": [1], "profit": ["3"]})),
        "profit is the text '3', not a number",
    ),
    (lambda: study.values(pd.DataFrame({"customer": [1], "profit": [np.nan]}), 0.1), "profit has no value (year 1)"),
    (
        lambda: study.recovery(study.simulate(3).query("year <= 3")),
        "no customer of the panel has 4 years. Take customers with longer relationships.",
    ),
]


@pytest.mark.parametrize(("call", "words"), BAD)
def test_bad_input_names_what_where_and_fix(call: Callable[[], object], words: str) -> None:
    with pytest.raises(CourseError) as error:
        call()
    assert words in str(error.value)

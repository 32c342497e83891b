"""Figures of the chapter on valuable customers: what they draw is what the models say."""

import numpy as np
import pandas as pd
import pytest

from course.data import company
from course.data.cases import BANK_CLIENTS, BANK_LEVELS
from course.figures import twin
from course.figures import valuable as figures
from course.models import accounts, composite, concentration, indicators, value_classes

XU = company.company()
LOGS = (XU.orders, XU.receipts, XU.contacts)
YEAR = ("2025-01-01", "2025-12-31")
RATES = accounts.rates_of(company.COSTS)
EACH = accounts.customer_profit(*LOGS, *YEAR, RATES)
TABLE = indicators.table(*LOGS, *YEAR)


def named(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def test_growth_stands_on_100_and_marks_what_fell():
    lines = ["customers", "staff", "revenue", "staff_cost", "profit"]
    statements = pd.DataFrame({"2024": [100, 5, 1000, 500, 200], "2025": [150, 6, 1100, 600, 150]}, index=lines)
    axes = figures.growth(statements)
    bars = axes.containers[0]
    assert [bar.get_height() for bar in bars] == pytest.approx([150, 120, 110, 120, 75])
    assert [bar.get_hatch() or "" for bar in bars] == ["", "", "", "", "//"]


def test_the_portrait_shows_each_indicator_once():
    best = EACH["profit"].idxmax()
    panels = figures.portrait(TABLE, {"best": best, "first": TABLE.index[0]})
    drawn = [bar.get_width() for axes in panels for bar in axes.containers[0]]
    assert len(drawn) == len(TABLE.columns) == 25
    place = (TABLE.rank() - 1) / (TABLE.notna().sum() - 1)
    assert drawn == pytest.approx(place.loc[best].tolist(), nan_ok=True)
    assert "largest order: " in twin(panels) and "share of complaints: " in twin(panels)


def test_a_trait_is_drawn_with_its_interval():
    profile = value_classes.profile(XU.customers.loc[TABLE.index], composite.best(EACH["profit"]), "size")
    axes = figures.trait(profile, "employees")
    assert [bar.get_height() for bar in axes.containers[0]] == pytest.approx(profile["share_chosen"].tolist())
    ends = [segment[:, 1].tolist() for segment in axes.collections[0].get_segments()]
    assert ends == pytest.approx(profile[["low", "high"]].to_numpy())


def test_first_places_add_up_and_mark_the_first():
    scales = composite.scaled(TABLE, composite.XU_DIRECTIONS)
    test = composite.weight_test(scales, dict.fromkeys(composite.XU_DIRECTIONS, 1), draws=100)
    axes = figures.first_places(test, most=50)
    assert sum(bar.get_height() for bar in axes.containers[0]) == pytest.approx(1)
    marked = [label.get_text() for label in axes.get_xticklabels() if "*" in label.get_text()]
    assert marked == [f"{test.first} *"]
    assert f"tau {test.tau:.2f}" in twin(axes)


def test_curves_pass_through_the_share_of_the_best():
    axes = figures.curves({"sales": EACH["amount"]})
    line = named(axes, "sales")
    assert np.interp(0.2, line.get_xdata(), line.get_ydata()) == pytest.approx(concentration.top_share(EACH["amount"]))
    assert (named(axes, "the claim: 80/20").get_xdata(), named(axes, "the claim: 80/20").get_ydata()) == ([0.2], [0.8])


def test_the_share_of_the_top_is_named_in_the_twin():
    found = concentration.interval(EACH["amount"], resamples=50)
    words = twin(figures.share_of_top({"all": found, "again": found}))
    assert f"all: {found.value:.4g}" in words and "the claim: 80%" in words


def test_the_whale_marks_its_peak():
    axes = figures.whale([80, 20, 15, 10, 10, 5, 0, -10, -14, -16])
    assert named(axes, "peak").get_xdata() == [pytest.approx(0.6)] and named(axes, "peak").get_ydata() == [
        pytest.approx(1.4)
    ]
    assert "peak 140% at 60% of customers" in twin(axes)


def test_classes_and_pyramid_draw_the_table():
    tiers = value_classes.pyramid(EACH["profit"])
    table = value_classes.by_class(tiers, EACH["amount"], EACH["profit"], value_classes.PYRAMID)
    bars = figures.classes(table, "title").containers
    assert [bar.get_height() for bar in bars[2]] == pytest.approx(table["profit_share"].tolist())
    layers = figures.pyramid(table).containers[0]
    assert [bar.get_width() for bar in layers] == table["customers"].tolist()
    assert all(bar.get_x() == pytest.approx(-bar.get_width() / 2) for bar in layers)


def test_the_bank_s_clients_stand_with_their_level():
    clients = pd.DataFrame.from_dict(dict(BANK_CLIENTS), orient="index", columns=["benefit", "fees", "loyal"])
    axes = figures.bank(clients, BANK_LEVELS, value_classes.bank_levels(clients, BANK_LEVELS))
    spots = {one.get_label(): len(one.get_offsets()) for one in axes.collections}
    assert spots == {"blue": 2, "green": 2, "red": 1, "not stated": 1}
    assert list(named(axes, "threshold of green").get_xdata()) == [3, 3, 0]


def test_keeping_marks_the_best_share():
    kept = [0.2, 0.6, 1.0]
    axes = figures.keeping(EACH, {"all goes": pd.Series([1_000.0, 3_000.0, 2_000.0], kept)})
    assert named(axes, "best: keep 60%").get_ydata() == [3]
    assert named(axes, "keep all").get_ydata()[0] == pytest.approx(EACH["profit"].sum() / 1_000)


def test_plans_show_each_draw_and_the_mean():
    profits = pd.DataFrame({"no change": [100_000.0, 200_000.0], "standard": [300_000.0, 500_000.0]})
    axes = figures.plans(profits, before=250_000)
    assert [len(one.get_offsets()) for one in axes.collections] == [2, 2]
    assert named(axes, "mean").get_ydata() == pytest.approx([150, 400])
    assert "no change: 150" in twin(axes)


def test_readable_names_rounds_and_leaves_no_minus_nought():
    shown = figures.readable(pd.DataFrame({"amount": [-0.2, 5.6], "own": ["a", "b"]}, index=["profit", "x"]), 0)
    assert list(shown.columns) == ["sales (yuan)", "own"] and list(shown.index) == ["profit (yuan)", "x"]
    assert shown["sales (yuan)"].tolist() == [0, 6]

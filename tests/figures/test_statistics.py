"""Figures of chapter 9: what they draw is what the model says."""

import numpy as np
import pandas as pd
import pytest

from course.data import buyers
from course.figures import statistics as figures
from course.figures import twin
from course.models import conjoint, factors, lift, mirror, scoring, segments

GYM = buyers.gym(3, 400)
JOINED = GYM.pop("joined")


def line(axes, label):
    return next(one for one in axes.lines if one.get_label() == label)


def test_number_of_segments_shows_both_yardsticks():
    quality = segments.choose(GYM, (2, 3), replicates=2)
    axes = figures.number_of_segments(quality)
    assert line(axes, "silhouette: how clear").get_ydata() == pytest.approx(quality["silhouette"].to_list())
    assert line(axes, "Rand: how stable").get_ydata() == pytest.approx(quality["stability"].to_list())


def test_the_profile_has_the_largest_difference_on_top():
    found = mirror.profile(GYM, JOINED)
    axes = figures.buyers_profile(found, most=3)
    spots = line(axes, "buyers less all")
    assert spots.get_xdata() == pytest.approx(found["difference"].head(3).to_list())
    assert spots.get_ydata().tolist() == [2, 1, 0]
    assert axes.texts[0].get_text().startswith(figures.NAMES.get(found.index[0], found.index[0]) + ": ")


def test_loadings_are_a_grid_of_every_number():
    found = factors.factors(GYM, 2)
    axes = figures.loadings(found)
    assert sorted(np.ravel(axes.images[0].get_array())) == pytest.approx(
        sorted(found.loadings.to_numpy().ravel()), abs=0.005
    )
    assert len(axes.texts) == 12


def test_scree_ends_at_the_whole():
    axes = figures.scree(factors.components(GYM))
    assert line(axes, "together so far").get_ydata()[-1] == pytest.approx(1)
    assert len(axes.containers[0]) == 6


def test_part_worths_and_market_say_money_and_shares():
    model = conjoint.PartWorths(
        pd.Series({"price": -2.0, "hours": -1.0}),
        pd.DataFrame(np.eye(2) * 0.01, ["price", "hours"], ["price", "hours"]),
    )
    axes = figures.part_worths(conjoint.in_money(model, "price"))
    assert line(axes, "worth").get_xdata() == pytest.approx([-0.5])
    assert "an hour longer: -0.50" in twin(axes)
    shares = conjoint.market_shares(model, pd.DataFrame({"price": [1, 1.0], "hours": [1, 1.0]}, ["one", "two"]))
    assert "one: 0.5, two: 0.5" in twin(figures.market(shares))


def test_odds_ratios_are_marked_against_1():
    odds = scoring.odds(GYM, JOINED)
    axes = figures.odds_ratios(odds, most=2)
    assert line(axes, "no effect").get_xdata() == [1, 1]
    assert set(line(axes, "odds ratio").get_xdata()) == set(odds.nsmallest(2, "p_value")["odds_ratio"])


def test_two_ways_puts_each_trait_where_both_methods_say():
    weights = pd.DataFrame({"regression": [0.5, -0.1], "discriminant": [0.9, -0.2]}, ["car_paid", "age"])
    axes = figures.two_ways(weights, 0.987)
    assert axes.collections[0].get_offsets().tolist() == weights.to_numpy().tolist()
    assert "agree: 0.99" in twin(axes) and "paid for car policies*" in twin(axes)


def test_gains_and_comparison_show_the_held_out_numbers():
    scores = pd.DataFrame({"mirror": mirror.look_alikes(GYM, GYM, JOINED), "segments": GYM["age"]})
    curve = lift.gains(scores["mirror"], JOINED)
    axes = figures.gains({"mirror": curve})
    assert line(axes, "mirror").get_ydata() == pytest.approx(curve.to_list())
    found = lift.compare(scores, JOINED, replicates=30)
    assert line(figures.comparison(found), "lift").get_xdata() == pytest.approx(found["lift"].to_list())


def test_named_tables_are_readable():
    table = pd.DataFrame({"behind_low": [1]}, index=["car_paid"])
    assert list(figures.named(table).columns) == ["behind low"]
    assert list(figures.named(table).index) == ["paid for car policies*"]

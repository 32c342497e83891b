"""Figures and tables of the chapter on finding customers: what they draw is what the models say."""

import numpy as np
import pandas as pd
import pytest

from course.data import market as source
from course.data import taxi as roads
from course.data.cases import FOUR_WAYS, WAYS_TO_FIND
from course.figures import finding, twin
from course.figures import prospects as figures
from course.models import funnel, prospects, referral, taxi, winning

MARKET = source.market()
PROSPECTS = MARKET[MARKET["kind"] != "customer"]
FOUND = prospects.needs(MARKET[["sector", "motive", "manner", "orders", "kilograms", "pays"]], "sector", "clinic")


def named(artists, label):
    return next(artist for artist in artists if artist.get_label() == label)


def test_the_report_says_what_was_found_and_advises_only_on_what_is_clear():
    text = repr(figures.report(FOUND, "clinic", asked=464, answered=178))
    service = FOUND[FOUND["answer"] == "service"].iloc[0]
    assert f"Most often service ({service['group']:.0%})" in text
    assert "178 of 464 answered (38%)" in text and "Lead with service in every offer." in text
    for heading in ("消费心理", "消费方式", "消费习惯", "消费需求"):
        assert heading in text
    unclear = figures.report(FOUND.assign(clear=False), "clinic", 464, 178)
    assert "Nothing is clearly unlike the other groups" in repr(unclear) and "not clear of 0" in repr(unclear)


def test_the_report_is_the_same_as_text_and_as_html():
    report = figures.report(FOUND, "clinic", 464, 178)
    page = report._repr_html_()
    assert all(sentence in page and sentence in repr(report) for said in report.parts.values() for sentence in said)


def test_needs_draws_group_and_others():
    axes = figures.needs(FOUND, "motive", "clinic")
    rows = FOUND[FOUND["aspect"] == "motive"].sort_values("group", ascending=False)
    assert [bar.get_height() for bar in axes.containers[0]] == pytest.approx(rows["group"].tolist())
    assert [bar.get_height() for bar in axes.containers[1]] == pytest.approx(rows["others"].tolist())


def test_positions_are_told_by_their_names():
    found = prospects.positioning(PROSPECTS, ["region", "owns", "sector"])
    axes = figures.positioning(found)
    assert named(axes.lines, "share").get_xdata() == pytest.approx(found["share"].to_numpy())
    assert f"sector: school: {found['share'][('sector', 'school')]:.4g}" in twin(axes)


def test_conditions_say_how_many_of_how_many():
    found = prospects.won_by_conditions(prospects.qualify(PROSPECTS, need=5, price=4000))
    words = twin(figures.conditions(found))
    assert f"{found['yes'][3]:.0f} of {found['tries'][3]:.0f}" in words and "3 of 3: " in words


def test_the_comparison_has_the_six_points_of_the_source():
    shown = figures.compared(prospects.prospect_and_customer(MARKET))
    assert len(shown) == 6 and shown.iloc[2].tolist() == [f"{len(PROSPECTS):,}", f"{len(MARKET) - len(PROSPECTS):,}"]


def test_the_funnel_draws_every_stage_with_its_interval():
    found = funnel.stages({"contacted": 200, "seen": 50, "bought": 10})
    axes = figures.funnel(found)
    assert [bar.get_width() for bar in axes.containers[0]] == [200, 50, 10]
    assert "10: 20% of the stage above (11% to 33%)" in twin(axes)


def test_all_ways_have_both_names_and_their_cost():
    found = funnel.ways(PROSPECTS, source.way_costs())
    axes = figures.ways(found)
    assert named(axes.lines, "estimate").get_xdata() == pytest.approx(found["cost"].to_numpy())
    table = figures.readable(found, 0)
    assert all(any(chinese in row for row in table.index) for chinese in WAYS_TO_FIND.values())


def test_an_interval_without_an_end_says_so():
    found = prospects.turning(*prospects.turning_counts(MARKET, "west"), source.TRY_COST)
    assert np.isinf(found["cost_high"]["keep"])
    assert "no limit" in twin(figures.turning(found))
    assert all(chinese in " ".join(figures.readable(found).index) for chinese in FOUR_WAYS.values())


def test_visits_draws_both_distributions():
    alone, alike = funnel.visits(30, 0.1), funnel.visits(30, 0.1, 0.1)
    axes = finding.visits(alone, alike)
    for bars, table in zip(axes.containers, (alone, alike), strict=True):
        assert [bar.get_height() for bar in bars] == pytest.approx(table["chance"][:13].tolist())
    assert named(axes.lines, "mean of both").get_xdata()[0] == pytest.approx(3)


def test_chains_draws_who_is_alive():
    table = referral.generations(referral.brought(3, 0.4))
    axes = finding.chains({"a": table, "b": table * 0.5})
    assert named(axes.lines, "a").get_ydata() == pytest.approx(table["alive"].to_numpy())
    assert f"{table['alive'].iloc[-1]:.0%}" in twin(axes)


def test_the_frontier_crosses_five_at_a_fifth():
    found = winning.frontier(np.linspace(0.04, 0.4, 37), kept=400, won=200)
    axes = finding.frontier(found, (5, 6), gain=0.07)
    line = named(axes.lines, "break-even, same value")
    assert np.interp(0.2, line.get_xdata(), line.get_ydata()) == pytest.approx(5, abs=0.01)
    assert named(axes.lines, "gain observed").get_xdata()[0] == 0.07
    assert 'band "the source: 5 to 6 times": 0.04: 5 to 6' in twin(axes)


def test_hours_shows_every_place_and_part_best_place_first():
    rides = taxi.work(roads.offers(days=10, seed=1), taxi.any_ride)
    found = taxi.hourly(rides, ["place", "part"], 34.5)
    axes = finding.hours(found)
    assert next(tick.get_text() for tick in axes.get_yticklabels()) == "hotel"
    shown = np.asarray(axes.images[0].get_array())
    assert shown[0, 0] == pytest.approx(found["profit"][("hotel", "morning")])


def test_rules_draws_every_day_and_each_mean():
    days = pd.DataFrame({"any": [1.0, 2, 3], "hour": [2.0, 4, 6]})
    axes = finding.rules(days)
    assert named(axes.collections, "hour").get_offsets()[:, 0].tolist() == [2, 4, 6]
    assert named(axes.lines, "mean, hour").get_xdata().tolist() == [4, 4]

"""Figures of the portfolios and of RFM: what they draw is what the models say."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from course.data import portfolios as facts
from course.data.panels import cdnow
from course.figures import portfolio as figures
from course.figures import rfm as rfm_figures
from course.figures import twin
from course.models import agreement, portfolio, rfm

PEOPLE = facts.wholesaler()
MATRICES = ["VOLUME_DURATION", "HISTORY_EXPECTED", "CURRENT_ADDED", "RELATION_PROFIT", "CREDIT_LOYALTY", "SIZE_LOYALTY",
            "CURRENT_PREDICTED"]  # fmt: skip


@pytest.mark.parametrize("name", MATRICES)
def test_every_customer_stands_in_the_picture_and_every_cell_says_its_advice(name):
    rule = portfolio.build(getattr(facts, name))
    axes = figures.map_of(PEOPLE, rule)
    clouds = {item.get_label(): item.get_offsets() for item in axes.collections if isinstance(item, PathCollection)}
    found = portfolio.summary(PEOPLE, rule)
    assert {label: len(spots) for label, spots in clouds.items()} == found["customers"].to_dict()
    words = twin(axes)
    for cell, row in found.iterrows():
        assert f"{cell}: {row['customers']} {row['advice']}" in words
    guides = sorted(float(line.get_xdata()[0]) for line in axes.lines if line.get_xdata()[0] == line.get_xdata()[-1])
    assert guides == sorted(rule.x.cuts)
    # The look of a cell is never colour alone.
    looks = {(str(item.get_facecolor()), str(item.get_edgecolor()), len(item.get_paths()[0].vertices))
             for item in axes.collections}  # fmt: skip
    assert len(looks) == len(clouds)


def test_a_name_stands_over_its_own_customers():
    rule = portfolio.build(facts.VOLUME_DURATION)
    axes = figures.map_of(PEOPLE, rule)
    place = {text.get_text().split(":")[0]: text.get_position() for text in axes.texts}
    assert place["gold"][0] > place["meteor"][0] and place["gold"][1] > place["brook"][1]
    assert place["gold"][0] == place["brook"][0]


def test_threshold_moves_draws_both_axes():
    rule = portfolio.build(facts.VOLUME_DURATION)
    moves = {axis: portfolio.sensitivity(PEOPLE, rule, axis, [-0.1, 0, 0.1]) for axis in ("x", "y")}
    axes = figures.threshold_moves(moves)
    assert axes.lines[0].get_ydata().tolist() == moves["x"]["movers"].tolist()
    assert axes.lines[1].get_xdata().tolist() == pytest.approx([-10, 0, 10])


def test_cross_shows_every_count():
    table = agreement.cross_table(pd.Series(list("aab"), name="one"), pd.Series(list("xyy"), name="other"))
    axes = figures.cross(table, "t", "r", "c")
    assert np.array_equal(axes.images[0].get_array(), [[1, 1], [0, 1]])
    assert [text.get_text() for text in axes.texts] == ["1", "1", "0", "1"]
    assert axes.get_xlabel() == "c" and axes.get_ylabel() == "r"


def test_types_draws_shares_with_their_intervals_and_marks_what_the_source_leaves_out():
    measured = rfm.measures(cdnow(), "1997-09-30")
    names = {code: words[0] for code, words in facts.RFM_TYPES.items()}
    kinds = rfm.types(measured, {**rfm.median_cuts(measured), "frequency": 2}, names)
    found = rfm.by_group(kinds, rfm.later(cdnow(), "1997-09-30")).reindex(list(names.values()))
    axes = rfm_figures.types(found, 0.29, ("new or small", "big once"))
    theirs, ours = axes.lines[0], axes.lines[1]
    assert theirs.get_xdata().tolist() == pytest.approx(found["bought"][:6].tolist())
    assert ours.get_xdata().tolist() == pytest.approx(found["bought"][6:].tolist())
    ends = [segment[:, 0].tolist() for segment in axes.collections[0].get_segments()]
    assert ends == [pytest.approx([row["low"], row["high"]]) for _, row in found.iterrows()]
    assert "729 customers, 77% of later spend" in twin(axes)
    assert axes.get_yticklabels()[0].get_text() == "keep"


def test_readable_names_and_shows_shares_in_per_cent():
    shown = figures.readable(pd.DataFrame({"share": [0.255], "advice": ["x"], "other": [1.26]}))
    assert list(shown.columns) == ["share", "advice", "other"]
    assert shown.iloc[0].tolist() == ["26%", "x", 1.3]

"""Recency, frequency and monetary value: measures, scores with stated ties, types, and what came afterwards."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.panels import cdnow
from course.data.portfolios import RFM_TYPES
from course.errors import CourseError
from course.models import rfm

LOG = pd.DataFrame(
    {
        "customer": ["a", "a", "a", "b", "c", "c"],
        "date": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-31", "2024-01-11", "2024-01-21", "2024-02-10"]),
        "spend": [10.0, 20.0, 30.0, 90.0, 5.0, 7.0],
    }
)
TODAY = "2024-01-31"
CDNOW = rfm.measures(cdnow(), "1997-09-30")


def test_measures_by_hand() -> None:
    found = rfm.measures(LOG, TODAY)
    # Two orders of one day are one purchase; the order of 10 February is not yet known.
    assert found.loc["a"].tolist() == [0, 2, 60, 30]
    assert found.loc["b"].tolist() == [20, 1, 90, 0]
    assert found.loc["c"].tolist() == [10, 1, 5, 0]
    assert rfm.measures(LOG, TODAY, "mean")["monetary"].tolist() == [30, 90, 5]


def test_the_two_recencies_are_two_things() -> None:
    assert (CDNOW["recency"] != CDNOW["first_to_last"]).mean() > 0.9
    first = pd.Timestamp("1997-09-30") - cdnow().groupby("customer")["date"].min()
    assert (CDNOW["recency"] + CDNOW["first_to_last"] == first.dt.days).all()


def test_equal_customers_share_a_score_or_not_by_the_stated_rule() -> None:
    together, in_order = rfm.scores(CDNOW), rfm.scores(CDNOW, ties="in order")
    for score, measure in (("r", "recency"), ("f", "frequency"), ("m", "monetary")):
        assert together[score].groupby(CDNOW[measure]).nunique().max() == 1
    once = CDNOW["frequency"] == 1
    assert set(together["f"][once]) == {2} and set(in_order["f"][once]) == {1, 2, 3}
    assert in_order["f"].value_counts().between(471, 472).all()


def test_without_ties_bins_are_equal_and_the_best_scores_highest() -> None:
    table = pd.DataFrame({"recency": range(25), "frequency": range(25), "monetary": range(25)})
    found = rfm.scores(table)
    assert found["f"].tolist() == sorted([1, 2, 3, 4, 5] * 5)
    assert found["r"].tolist() == found["f"].tolist()[::-1]
    assert rfm.scores(table, ties="in order").equals(found)


def test_nested_bins_are_independent_bins_within_a_bin() -> None:
    nested = rfm.scores(CDNOW, nested=True)
    assert nested["r"].equals(rfm.scores(CDNOW)["r"])
    inside = nested["r"] == 3
    assert nested["f"][inside].equals(rfm.scores(CDNOW[inside])["f"])
    assert (nested != rfm.scores(CDNOW)).any(axis=1).mean() > 0.5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(2, 6), st.booleans())
def test_scores_stay_in_range_and_never_rank_a_worse_customer_higher(values: list[int], bins: int, first: bool) -> None:
    table = pd.DataFrame({"recency": values, "frequency": values, "monetary": values})
    found = rfm.scores(table, bins, ties="in order" if first else "together")
    assert found.to_numpy().min() >= 1 and found.to_numpy().max() <= bins
    order = np.argsort(values, kind="stable")
    assert (np.diff(found["f"].to_numpy()[order]) >= 0).all()


def test_eight_types_and_their_threshold_rule() -> None:
    corners = pd.DataFrame(list(product((30, 31), (1, 2), (79.0, 80.0))), columns=["recency", "frequency", "monetary"])
    codes = rfm.types(corners, {"recency": 30, "frequency": 2, "monetary": 80})
    assert codes.tolist() == ["R↓F↓M↓", "R↓F↓M↑", "R↓F↑M↓", "R↓F↑M↑", "R↑F↓M↓", "R↑F↓M↑", "R↑F↑M↓", "R↑F↑M↑"]
    assert set(codes) == set(RFM_TYPES)
    assert [words[3] for words in RFM_TYPES.values()] == ["S4"] * 6 + ["ours"] * 2


def test_a_median_of_one_purchase_makes_everybody_frequent() -> None:
    assert rfm.median_cuts(CDNOW)["frequency"] == 1
    assert rfm.types(CDNOW, rfm.median_cuts(CDNOW)).str.contains("F↑").all()


def test_later_looks_only_ahead_and_only_at_known_customers() -> None:
    after = rfm.later(LOG, TODAY)
    assert after["bought"].tolist() == [False, False, True] and after["spend"].tolist() == [0, 0, 7]
    assert list(rfm.later(LOG, "2024-01-11").index) == ["a", "b"]
    whole = rfm.later(cdnow(), "1997-09-30")
    late = cdnow()[cdnow()["date"] > "1997-09-30"]
    assert whole["spend"].sum() == pytest.approx(late["spend"].sum())


def test_groups_have_wilson_intervals() -> None:
    after = pd.DataFrame({"bought": [True] * 3 + [False] * 7, "spend": [2.0] * 10})
    found = rfm.by_group(pd.Series(["a"] * 10), after).loc["a"]
    # Wilson by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    z, n, p = 1.959964, 10, 0.3
    middle, half = p + z**2 / 2 / n, z * np.sqrt(p * (1 - p) / n + z**2 / 4 / n**2)
    assert (found["low"], found["high"]) == pytest.approx(((middle - half) / (1 + z**2 / n),
                                                           (middle + half) / (1 + z**2 / n)))  # fmt: skip
    assert found["spend_share"] == 1


def test_the_difference_has_newcombes_interval() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, example (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339."""
    groups = pd.Series(["a"] * 70 + ["b"] * 80)
    after = pd.DataFrame({"bought": [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32, "spend": 1.0})
    assert rfm.difference(groups, after, "a", "b") == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_bad_input_is_refused() -> None:
    with pytest.raises(CourseError, match="monetary is 'median'"):
        rfm.measures(LOG, TODAY, "median")
    with pytest.raises(CourseError, match="no order is on or before 2023-12-31"):
        rfm.measures(LOG, "2023-12-31")
    with pytest.raises(CourseError, match="a spend is negative or missing"):
        rfm.measures(LOG.assign(spend=-1.0), TODAY)
    with pytest.raises(CourseError, match="log has no column 'spend'"):
        rfm.measures(LOG.drop(columns="spend"), TODAY)
    with pytest.raises(CourseError, match="ties is 'random'"):
        rfm.scores(CDNOW, ties="random")
    with pytest.raises(CourseError, match="frequency has no value"):
        rfm.types(CDNOW, {"recency": 30, "monetary": 5})
    with pytest.raises(CourseError, match="group is 'z'"):
        rfm.difference(pd.Series(["a"]), pd.DataFrame({"bought": [True], "spend": [1.0]}), "z", "a")

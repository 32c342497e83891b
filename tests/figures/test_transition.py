"""The figures of the transition-matrix chapter say what the models computed."""

from itertools import pairwise

import pandas as pd
import pytest

from course.data.panels import cracker
from course.figures import transition as figures
from course.figures import twin
from course.models import transition, transition_inference, transition_lessons

HOW = {"customer": "household", "time": "occasion"}


@pytest.fixture(scope="module")
def counted() -> transition.TransitionCounts:
    return transition.counts(cracker(), **HOW)


@pytest.fixture(scope="module")
def P(counted) -> pd.DataFrame:
    return transition.probabilities(counted)


def test_the_map_shows_shares_and_counts_of_every_cell(P, counted) -> None:
    words = twin(figures.matrix_map(P, counted.counts))
    assert "rows keebler, nabisco, private, sunshine" in words
    assert "84.2% 1,443" in words and "38.6% 90" in words
    assert twin(figures.matrix_map(P.T, counted.counts)) != words


def test_the_gain_map_leaves_the_winner_out(P) -> None:
    gain = transition_inference.point_gain(P, {"nabisco": 5}, 0.1, "private", to_brand="nabisco")
    axes = figures.gain_map(gain, "nabisco")
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["keebler", "private", "sunshine"]
    assert axes.images[0].get_array().shape == (4, 3)


def test_labels_of_near_shares_stand_apart(P) -> None:
    shares = transition.shares_over_time(P, {"private": 1}, 20)
    axes = figures.brand_shares(shares, transition.stationary(P))
    heights = sorted(text.xy[1] for text in axes.texts)
    assert min(b - a for a, b in pairwise(heights)) >= 0.054
    assert "nabisco: 53.8% in the long run" in twin(axes)


def test_the_wide_interval_is_the_one_of_households(counted) -> None:
    both = [
        transition_inference.value_interval(counted, {"nabisco": 5}, 0.1, purchases_per_year=12, method=method)
        for method in ("delta", "bootstrap")
    ]
    axes = figures.value_two_ways(*both)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "95%: transitions independent",
        "95%: households resampled",
    ]
    reach = [max(end[1, 1] - end[0, 1] for end in lines.get_segments()) for lines in axes.collections]
    assert reach[1] > 1.5 * reach[0]


def test_loyalty_and_forecasts_show_the_models_numbers(counted) -> None:
    words = twin(figures.loyalty(transition_inference.repeat_rates(counted)))
    assert "shares of the household: 0.7538, observed: 0.7731" in words
    table = transition_lessons.holdout(cracker(), "nabisco", **HOW)
    words = twin(figures.forecasts(table, "nabisco"))
    assert '"forecast by P"' in words and '"95% interval of what happened"' in words
    assert twin(figures.forecasts(table.assign(from_P=-table["from_P"]), "nabisco")) != words


def test_a_refusal_is_shown_as_one_sentence(P, counted) -> None:
    assert "use P.T" in repr(figures.refused(lambda: transition.value(P.T, {"nabisco": 5}, 0.1)))
    assert "not refused" in repr(figures.refused(lambda: None))


def test_a_small_p_value_is_words(counted) -> None:
    table = figures.hypotheses({"order": transition_inference.order_test(counted)})
    assert table.loc["order"].to_list()[1:] == [715.9, 36, "below 0.0001"]  # the course's reference figures

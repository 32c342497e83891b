"""Satisfaction: the published index formula, the gap, and what explains satisfaction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course.data.surveys import mobile_survey
from course.errors import CourseError
from course.models import satisfaction

answers = st.floats(1, 10)


@given(st.lists(st.tuples(st.floats(0.1, 5), answers), min_size=1, max_size=6))
def test_index_is_the_published_formula(pairs: list[tuple[float, float]]) -> None:
    """Fornell et al. (1996): (sum w x - sum w) / (9 sum w) * 100."""
    weights, means = (np.array(side) for side in zip(*pairs, strict=True))
    published = (weights @ means - weights.sum()) / (9 * weights.sum()) * 100
    assert satisfaction.index(weights, means) == pytest.approx(published, abs=1e-9)
    assert -1e-9 <= satisfaction.index(weights, means) <= 100 + 1e-9


@given(st.floats(0.01, 100))
def test_only_ratios_of_weights_matter(factor: float) -> None:
    assert satisfaction.index([factor, 2 * factor], [7, 8]) == pytest.approx(satisfaction.index([1, 2], [7, 8]))


@pytest.mark.parametrize(
    ("weights", "means", "what"),
    [
        ([1, 1], [7], "weights has 2 values where 1 are needed"),
        ([0, 0], [7, 8], "all weights are 0"),
        ([-1, 1], [7, 8], "weights is -1, which is below 0"),
        ([1], [11], "means is 11, which is above 10"),
        ([1], [0.5], "means is 0.5, which is below 1"),
    ],
)
def test_index_bad_input(weights: list[float], means: list[float], what: str) -> None:
    with pytest.raises(CourseError) as caught:
        satisfaction.index(weights, means)
    assert caught.value.what == what


def test_the_interval_of_the_gap_is_the_paired_t_test_s() -> None:
    survey = mobile_survey()
    found = satisfaction.compare(survey["cuex1"], survey["perq1"])
    test = stats.ttest_rel(survey["perq1"], survey["cuex1"]).confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((test.low, test.high))
    assert found[["below", "met", "above"]].sum() == pytest.approx(1)


def test_explained_agrees_with_an_outcome_made_from_the_gap() -> None:
    """When satisfaction really is the gap, the gap explains all of it and what was perceived does not."""
    random = np.random.default_rng(1)
    table = pd.DataFrame({"e": random.normal(7, 1, 400), "p": random.normal(7, 1, 400)})
    table["s"] = table["p"] - table["e"]
    found = satisfaction.explained(table, "s", expected="e", perceived="p", replicates=50)["r_squared"]
    assert found["gap"] == pytest.approx(1)
    assert found["perceived"] == pytest.approx(0.5, abs=0.08)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_both_together_explain_at_least_as_much(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = pd.DataFrame(random.normal(size=(30, 3)), columns=["e", "p", "s"])
    found = satisfaction.explained(table, "s", expected="e", perceived="p", replicates=2)["r_squared"]
    assert found["both"] >= max(found["perceived"], found["gap"]) - 1e-9


def test_in_the_real_survey_the_gap_explains_little() -> None:
    found = satisfaction.explained(mobile_survey(), "cusa1", expected="cuex1", perceived="perq1", replicates=200)
    assert found["r_squared"].round(3).to_dict() == pytest.approx(
        {"perceived": 0.365, "gap": 0.037, "both": 0.379, "perceived_less_gap": 0.328}
    )
    assert found["low"]["perceived_less_gap"] > 0.15


def test_bad_input() -> None:
    with pytest.raises(CourseError, match="perceived has 1 values where 2 are needed"):
        satisfaction.compare([1, 2], [1])
    with pytest.raises(CourseError, match="answers has no column 'x'"):
        satisfaction.explained(mobile_survey(), "x", expected="cuex1", perceived="perq1")
    with pytest.raises(CourseError, match="level is 95"):
        satisfaction.compare([1, 2], [1, 3], level=95)

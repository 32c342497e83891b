"""The survey, IBM's sample and the simulated study are what they are said to be."""

from __future__ import annotations

import pandas as pd
import pytest

from course.data import surveys
from course.models import index_models


def test_the_survey_holds_whole_answers_from_1_to_10() -> None:
    survey = surveys.mobile_survey()
    assert survey.shape == (250, 24)
    assert survey.isin(range(1, 11)).all(axis=None)
    assert sorted(survey.columns) == sorted(item for block in index_models.BLOCKS.values() for item in block)
    assert set(surveys.QUESTIONS) <= set(survey.columns)


def test_ibm_s_sample_is_whole() -> None:
    table = surveys.telecom()
    assert len(table) == 7043 and not table.isna().any(axis=None)
    assert set(table["term"]) == {1, 12, 24} and set(table["internet"]) == {"none", "dsl", "fiber"}
    assert table["left"].sum() == 1869  # 26.5%, as published


def test_the_study_is_seeded_and_true_to_its_truth() -> None:
    assert surveys.service_study().equals(surveys.service_study())
    assert not surveys.service_study(1).equals(surveys.service_study(2))
    many = pd.concat([surveys.service_study(seed) for seed in range(60)])
    found = many.groupby(["dimension", "view"])["score"].mean().unstack()[list(surveys.VIEWS)]
    truth = surveys.service_truth().loc[found.index]
    # Scores are held to 100, which lowers the highest means a little.
    assert (found - truth).abs().max(axis=None) < 2.5
    assert found.loc["empathy", "perceived"] == pytest.approx(54, abs=0.6)

"""The five gaps: their definitions, the sum of the steps, and a study whose truth is known."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data.surveys import service_study, service_truth
from course.errors import CourseError
from course.models import service_gaps

any_levels = st.fixed_dictionaries({view: st.floats(0, 100) for view in service_gaps.VIEWS})


@given(any_levels)
def test_the_first_three_gaps_and_what_guests_see_add_up_to_gap_5(levels: dict[str, float]) -> None:
    gaps = service_gaps.from_levels(levels)
    assert gaps[1] + gaps[2] + gaps[3] + levels["perceived"] - levels["delivered"] == pytest.approx(gaps[5], abs=1e-9)
    steps = service_gaps.steps(levels)
    assert steps["change"].sum() == pytest.approx(gaps[5], abs=1e-9)
    assert steps["reached"].iloc[-1] == pytest.approx(levels["perceived"], abs=1e-9)


@given(any_levels)
def test_a_larger_promise_widens_gap_4_alone(levels: dict[str, float]) -> None:
    before, after = service_gaps.from_levels(levels), service_gaps.from_levels({**levels, "promised": 120})
    assert after[4] < before[4]
    assert after.drop(4).equals(before.drop(4))


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """A hundred studies, five gaps: 95% of the intervals should hold it, and those of gap 5 are too wide by design."""
    truth = service_gaps.from_levels(service_truth().mean().to_dict())
    hits = []
    for seed in range(100):
        found = service_gaps.measure(service_study(seed))
        hits.append((found["low"] <= truth) & (truth <= found["high"]))
    assert 0.90 <= pd.DataFrame(hits)[[1, 2, 3, 4]].to_numpy().mean() <= 0.99


def test_each_dimension_has_its_own_gaps() -> None:
    study = service_study()
    table = service_gaps.by_dimension(study)
    assert table.loc["reliability", 5] == pytest.approx(service_gaps.measure(study, "reliability")["gap"][5])
    assert table.mean().to_list() == pytest.approx(service_gaps.measure(study)["gap"].to_list())
    assert table.loc["empathy"].idxmin() == 5 and table.loc["empathy", [1, 2, 3]].idxmin() == 1
    assert table.loc["reliability", [1, 2, 3]].idxmin() == 3


def test_bad_input() -> None:
    study = service_study()
    with pytest.raises(CourseError, match="view is 'wanted'"):
        service_gaps.measure(study.assign(view="wanted"))
    with pytest.raises(CourseError, match=r"promised has no value \(dimension tangibles"):
        service_gaps.measure(study[~((study["view"] == "promised") & (study["dimension"] == "tangibles"))])
    with pytest.raises(CourseError, match="dimension is 'price'"):
        service_gaps.measure(study, "price")
    with pytest.raises(CourseError, match="believed has no value"):
        service_gaps.from_levels({"expected": 80})
    with pytest.raises(CourseError, match="study has no column 'score'"):
        service_gaps.by_dimension(study.drop(columns="score"))

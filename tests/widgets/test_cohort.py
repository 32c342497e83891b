"""The cohort explorer: what it shows, and how its question is answered."""

import time

import pytest

from course.data.cases import RECONSTRUCTION
from course.models import cohort, cohort_solve
from course.widgets import cohort as widgets

PROGRAMME = {**RECONSTRUCTION, "retention": (0.65, 0.7, 0.8)}


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def test_it_starts_at_the_case():
    view = widgets.explorer().view
    for series in view["chart"]["series"]:
        assert series["y"] == pytest.approx([-12, 25.25, 66.0833], abs=1e-4)
    assert [value for _label, value in view["readouts"]] == ["66.08 yuan", "+0.00 yuan", "in year 2"]


def test_a_control_moves_one_series_and_not_the_case():
    yours, case = moved(retention_1=0.8).view["chart"]["series"]
    expected = cohort.table(**{**RECONSTRUCTION, "retention": (0.8, 0.7, 0.8)}).ltv
    assert yours["y"] == pytest.approx(expected.tolist())
    assert case["y"] == pytest.approx([-12, 25.25, 66.0833], abs=1e-4)


def test_falling_purchases_stop_at_nought():
    assert moved(purchase_growth=-2).view["chart"]["series"][0]["y"][2] < -12
    assert (
        dict(moved(purchase_growth=-1, yearly_cost=60).view["readouts"])["winning is paid back"]
        == "not within the table"
    )


def test_the_right_answer_is_the_solver_s_rounded_down():
    exact = cohort_solve.solve_for(
        PROGRAMME, "yearly_cost", target_ltv=cohort.table(**RECONSTRUCTION).final_ltv, bounds=(0, 60)
    ).value
    found = moved(retention_1=0.65, yearly_cost=exact // 0.5 * 0.5)
    assert found.check().startswith("Right")
    assert found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "First set the first-year retention to 65%"),
        (dict(retention_1=0.65), "may cost more"),
        (dict(retention_1=0.65, yearly_cost=27), "may cost more"),
        (dict(retention_1=0.65, yearly_cost=28), "costs more than it brings"),
        (dict(retention_1=0.65, yearly_cost=27.5, acquisition_cost=61), "Another control has moved"),
    ],
)
def test_other_settings_are_told_what_to_do(values, says):
    found = moved(**values)
    assert says in found.check()
    assert not found.verdict["right"]


def test_an_answer_takes_less_than_10_ms():
    found, times = widgets.explorer(), []
    for step in range(30):
        start = time.perf_counter()
        found.values = {**found.values, "retention_1": step / 30}
        times.append(time.perf_counter() - start)
    assert sorted(times)[15] < 0.010

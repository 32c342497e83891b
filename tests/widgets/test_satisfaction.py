"""The iceberg explorer: what it shows, and how its question is answered."""

import time

import pytest

from course.models import complaints
from course.widgets import satisfaction as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def test_it_starts_at_the_case():
    view = widgets.explorer().view
    for series in view["chart"]["series"]:
        assert series["y"] == pytest.approx([24_500, 475, 225])
    assert dict(view["readouts"])["people who hear something bad"] == "24,975"


def test_a_control_moves_one_series_and_not_the_case():
    yours, case = moved(complain_share=0.3).view["chart"]["series"]
    told = complaints.word_of_mouth(5_000, 0.3, 0.5, 5, 4.5, 9.5)
    assert yours["y"][:2] == pytest.approx([told["hear_bad"]["silent"], told["hear_bad"]["not_content"]])
    assert case["y"] == pytest.approx([24_500, 475, 225])


def test_more_complaints_are_seen_though_nobody_is_unhappier():
    assert dict(moved(complain_share=0.3).view["readouts"])["complaints that the company sees"] == "1,500"


def test_the_right_answer_is_the_equation_s_rounded_up():
    """0.7 * 5 + 0.3 * (1 - g) * 9.5 = 0.98 * 5 + 0.02 * 0.5 * 9.5 at g = 0.4754."""
    exact = 1 - (0.98 * 5 + 0.02 * 0.5 * 9.5 - 0.7 * 5) / (0.3 * 9.5)
    found = moved(complain_share=0.3, answered_well=-(-exact // 0.01) * 0.01)
    assert found.check().startswith("Right: with 48%")
    assert found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "First set the share that complains to 30%"),
        (dict(complain_share=0.3, answered_well=0.4), "More people hear something bad"),
        (dict(complain_share=0.3, answered_well=0.47), "More people hear something bad"),
        (dict(complain_share=0.3, answered_well=0.49), "try a lower one"),
        (dict(complain_share=0.3, answered_well=0.48, told_if_not=9), "Another control has moved"),
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
        found.values = {**found.values, "complain_share": step / 30}
        times.append(time.perf_counter() - start)
    assert sorted(times)[15] < 0.010

"""The lifecycle explorer: its chart follows the controls, and its question has one answer."""

import pytest

from course.models import lifecycle
from course.widgets.lifecycle import explorer


def readouts(**start: float) -> dict[str, str]:
    return dict(explorer(**start).view["readouts"])


def test_question_has_exactly_one_answer() -> None:
    moved = explorer()
    right = []
    for year in range(1, 17):
        moved.values = {**moved.values, "turns_after": year}
        moved.check()
        if moved.verdict["right"]:
            right.append(year)
    table = lifecycle.ended_early(after=range(1, 17), manner="decline")
    assert right == [int(table.index[table["share"] >= 0.5].min())]


@pytest.mark.parametrize(("year", "words"), [(9, "Not yet"), (14, "one good year less")])
def test_wrong_settings_are_told_which_way_to_go(year: int, words: str) -> None:
    assert words in explorer(turns_after=year).check()


def test_the_answer_follows_the_factors_and_a_loss_has_no_half() -> None:
    assert "no value to halve" in explorer(turns_after=12, cost=600).check()
    usual, patient = (explorer(turns_after=11, discount_rate=rate) for rate in (0.1, 0.3))
    assert not usual._question.check(dict(usual.values)).right
    assert usual.check() != patient.check()


def test_readouts_are_those_of_the_model() -> None:
    shown = readouts(turns_after=9)
    assert shown["value of the full relationship"] == "981 yuan"
    assert shown["value when it turns after year 9"] == "236 yuan"
    assert shown["that is"] == "24% of the full one"
    assert readouts(cost=500)["that is"] == "the full one has no value"


@pytest.mark.parametrize(
    ("start", "form"),
    [({}, "as the source describes it"), ({"volume": 2}, "of another form"), ({"cost": 500}, "no inverted U")],
)
def test_form_of_the_curve_is_named(start: dict[str, float], form: str) -> None:
    assert form in readouts(**start)["form of the full curve"]


def test_both_lines_run_over_all_years_and_end_in_nothing() -> None:
    chart = explorer(turns_after=3).view["chart"]
    early, full = (series["y"] for series in chart["series"])
    assert len(early) == len(full) == len(chart["x"]) == 20
    assert list(early[7:]) == [0] * 13  # three good years and four of decline
    same = explorer(turns_after=16).view["chart"]["series"]
    assert same[0]["y"] == same[1]["y"]

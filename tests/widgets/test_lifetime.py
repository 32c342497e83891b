"""The explorer of one customer: its chart follows the controls, and its question has one answer."""

import pytest

from course.models import lifetime
from course.widgets.lifetime import explorer


def readouts(**start: float) -> dict[str, str]:
    return dict(explorer(**start).view["readouts"])


def lines(**start: float) -> list[list[float]]:
    return [list(series["y"]) for series in explorer(**start).view["chart"]["series"]]


def test_only_one_setting_of_the_retention_rate_is_right() -> None:
    moved = explorer()
    right = []
    for percent in range(101):
        moved.values = {**moved.values, "retention_rate": percent / 100}
        moved.check()
        if moved.verdict["right"]:
            right.append(percent)
    assert right == [96]


def test_neither_the_discount_rate_nor_the_years_can_double_the_value() -> None:
    double = 2 * lifetime.retention_value(2400, 0.8, 0.1, timing="end", horizon=20)
    for name, values in (("discount_rate", [k / 100 for k in range(31)]), ("years", range(1, 41))):
        tops = [max(lines(**{name: value})[0]) for value in values]
        (_label, guide), *_ = explorer().view["chart"]["guides"]
        assert guide == pytest.approx(double) and max(tops) < double


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ({}, "Nothing has moved yet"),
        ({"margin": 4800}, "Put the margin back"),
        ({"discount_rate": 0}, "With the discount rate moved it is 1.49 times"),
        ({"discount_rate": 0, "years": 40}, "discount rate and the years moved"),
        ({"retention_rate": 0.95}, "1.90 times"),
        ({"retention_rate": 0.96}, "Right"),
    ],
)
def test_every_setting_gets_its_own_reply(start: dict[str, float], words: str) -> None:
    asked = explorer(**start)
    assert words in asked.check()
    assert asked.verdict["right"] == words.startswith("Right")


def test_the_line_ends_at_the_value_and_the_readouts_are_those_of_the_model() -> None:
    value = lifetime.retention_value(2400, 0.9, 0.1, timing="end", horizon=12)
    assert lines(retention_rate=0.9, years=12)[0][-1] == pytest.approx(value, abs=0.006)
    shown = readouts(retention_rate=0.9, years=12)
    assert shown["value today"] == f"{value:,.0f} yuan"
    assert shown["expected life, first year counted"] == "10.0 years"
    assert shown["chance that she is still here in the last year"] == f"{0.9**11:.1%}"


def test_the_limits_of_the_controls_give_no_error() -> None:
    for start in ({"retention_rate": 1, "discount_rate": 0, "years": 40}, {"retention_rate": 0, "years": 1}):
        assert "error" not in explorer(**start).view
    assert readouts(retention_rate=1)["expected life, first year counted"] == "no end"
    assert lines(retention_rate=1, discount_rate=0, years=20, margin=2400)[0][-1] == 48_000

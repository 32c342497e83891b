"""The explorer of the transition matrix: what it shows, what it asks, how fast it is."""

import statistics
import time

import pytest

from course.data.panels import NABISCO, cracker
from course.models import transition
from course.widgets.transition import SLOW, explorer

FAST = {"points": 2, "purchases_per_year": 12, "discount_rate": 0.10}


def set_to(**values: float):
    one = explorer()
    one.values = {**FAST, **values}
    return one


def test_bars_are_the_values_of_the_model() -> None:
    P = transition.probabilities(transition.counts(cracker(), "household", "occasion"))
    clock = {"discount_rate": 0.2, "purchases_per_year": 6}
    series = set_to(points=10, **clock).view["chart"]["series"]
    margins = {NABISCO["brand"]: NABISCO["margin"]}
    assert list(series[0]["y"]) == pytest.approx(transition.value(P, margins, **clock).to_list())
    moved = transition.shift(P, "private", "private", "nabisco", 10)
    assert list(series[1]["y"]) == pytest.approx(transition.value(moved, margins, **clock).to_list())
    assert all(low < y < high for low, y, high in zip(*(series[0][name] for name in ("low", "y", "high")), strict=True))


@pytest.mark.parametrize(
    ("values", "right", "words"),
    [
        ({}, False, "Now find it for 4"),
        ({"points": 1}, False, "win more points"),
        ({"points": 3}, False, "more than needed"),
        ({"points": 5, "purchases_per_year": SLOW}, False, "win more points"),
        ({"points": 6, "purchases_per_year": SLOW}, True, "more than for a fast clock"),
        ({"points": 7, "purchases_per_year": SLOW}, False, "more than needed"),
        ({"points": 6, "purchases_per_year": SLOW, "discount_rate": 0.2}, False, "Press Reset"),
    ],
)
def test_the_question(values, right, words) -> None:
    one = set_to(**values)
    assert words in one.check()
    assert one.verdict["right"] is right


def test_every_corner_of_the_controls_gives_a_chart() -> None:
    one = explorer()
    for points in (0, 60):
        for often in (1, 26):
            for rate in (0.01, 0.4):
                one.values = {"points": points, "purchases_per_year": often, "discount_rate": rate}
                assert "chart" in one.view, one.view


def test_an_answer_takes_less_than_10_ms() -> None:
    one, taken = explorer(), []
    for points in range(30):
        begun = time.perf_counter()
        one.values = {**FAST, "points": points}
        taken.append(time.perf_counter() - begun)
    assert statistics.median(taken) < 0.010

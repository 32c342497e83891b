"""The mailing explorer of chapter 9: what it shows, and how its question is answered."""

import time

import numpy as np
import pytest

from course.widgets import statistics as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def best_share(found):
    return float(np.argmax(found.view["chart"]["series"][0]["y"])) / 100


def test_it_starts_with_letters_to_everybody():
    found = widgets.explorer()
    best, blind = (series["y"] for series in found.view["chart"]["series"])
    assert best[-1] == pytest.approx(blind[-1]) and best[0] == 0
    assert dict(found.view["readouts"])["buyers found"] == "174 of 174"


def test_a_move_changes_the_readouts_and_costs_move_the_curve():
    half = moved(share=0.5)
    assert dict(half.view["readouts"])["letters"] == "1,456"
    # The setting stands upright, where the curve is read; a second line from left to right would look like break-even.
    assert [list(one) for one in half.view["chart"]["uprights"]] == [["your setting", 50.0]]
    dear = moved(share=0.5, cost=10.0)
    assert dear.view["chart"]["series"][0]["y"][50] < half.view["chart"]["series"][0]["y"][50] - 10_000


def test_the_right_share_is_where_the_curve_is_highest():
    found = widgets.explorer()
    found.values = {**found.values, "share": best_share(found)}
    assert found.check().startswith("Right")
    assert found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Write to fewer"),
        (dict(share=0.05), "further down the list"),
        (dict(share=0.3, cost=2.0), "Another control has moved"),
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
        found.values = {**found.values, "share": step / 30}
        times.append(time.perf_counter() - start)
    print(f"median {1000 * sorted(times)[15]:.1f} ms")
    assert sorted(times)[15] < 0.010

"""The explorer of the endless chain: what it shows, and how its question is answered."""

import time

import pytest

from course.models import referral
from course.widgets import referral as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def test_it_starts_at_a_chain_that_ends():
    view = widgets.explorer().view
    assert dict(view["readouts"])["the chain dies out with chance"] == "100.0%"
    assert dict(view["readouts"])["it brings in all, on average"] == "9.0"
    one, two = view["chart"]["series"]
    assert one["y"] == two["y"]


def test_a_control_moves_one_line():
    yours, before = moved(buys=0.5).view["chart"]["series"]
    assert yours["y"] == pytest.approx(referral.generations(referral.brought(3, 0.5), 12)["alive"].tolist())
    assert before["y"][12] < yours["y"][12]
    assert dict(moved(buys=0.5).view["readouts"])["it brings in all, on average"] == "no limit"


def test_nobody_names_and_everybody_begins():
    assert moved(names=0, start=50).view["chart"]["series"][0]["y"][1:] == pytest.approx([0] * 12)


def test_the_smallest_chance_is_right_and_one_step_less_is_not():
    # q = .4 + .6 (1 - p + p q)^3 at q = 1/2: p = 2 (1 - (1/6)^(1/3)) = .8993
    found = moved(active=0.6, buys=0.9)
    assert found.check().startswith("Right: 90%, and when everybody gives names 42% is enough")
    assert found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "First set the share that gives names to 60%"),
        (dict(active=0.6, names=4), "set those two back"),
        (dict(active=0.6, start=2), "set those two back"),
        (dict(active=0.6, buys=0.89), "more likely to die"),
        (dict(active=0.6, buys=0.91), "find the smallest"),
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
        found.values = {**found.values, "buys": step / 30}
        times.append(time.perf_counter() - start)
    assert sorted(times)[15] < 0.010

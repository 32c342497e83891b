"""The switching-cost explorer: what it shows, and how its question is answered."""

import time

import numpy as np
import pytest

from course.data.cases import SUPPLIERS
from course.models import switching_cost
from course.widgets import switching_cost as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def answer() -> float:
    """Return the lowest step at which lost for good misses 5% or less, from the model alone."""
    table = switching_cost.effect(np.arange(0, 201, 5), **SUPPLIERS)
    return float(table.index[1 - table["lost_for_good"] / table["always_a_share"] <= 0.05][0])


def test_it_starts_at_the_chapters_suppliers() -> None:
    found = widgets.explorer()
    row = switching_cost.effect([40], **SUPPLIERS).iloc[0]
    lost, share, rivals = (series["y"] for series in found.view["chart"]["series"])
    assert lost[1] == pytest.approx(1 - row["leave"]) and lost[2] == pytest.approx((1 - row["leave"]) ** 2)
    assert share[1] == lost[1] and share[2] > lost[2]
    assert (rivals[0], rivals[1]) == pytest.approx((0, row["come_back"]))
    assert dict(found.view["readouts"])["our customer, always a share"] == f"{row['always_a_share']:.0f} yuan"


def test_a_dearer_move_keeps_both_sides_where_they_are() -> None:
    before, after = (moved(switching_cost=cost).view["chart"]["series"] for cost in (40, 160))
    assert after[0]["y"][5] > before[0]["y"][5] and after[2]["y"][5] < before[2]["y"][5]


def test_the_question_is_answered_by_moving() -> None:
    found = moved(switching_cost=answer())
    assert found.check().startswith("Right") and found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Too many still come back"),
        (dict(switching_cost=answer() - 5), "Too many still come back"),
        (dict(switching_cost=answer() + 5), "already at a lower"),
        (dict(switching_cost=answer(), spread=60), "Another control has moved"),
    ],
)
def test_other_settings_are_told_what_to_do(values, says: str) -> None:
    found = moved(**values)
    assert says in found.check()
    assert not found.verdict["right"]


def test_an_answer_takes_less_than_10_ms() -> None:
    found, times = widgets.explorer(), []
    for step in range(30):
        start = time.perf_counter()
        found.values = {**found.values, "switching_cost": 5.0 * step}
        times.append(time.perf_counter() - start)
    assert sorted(times)[15] < 0.010

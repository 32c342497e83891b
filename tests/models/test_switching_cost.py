"""Switching cost: what it does, read back from shares, and what customers who differ make of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.cases import SUPPLIERS
from course.data.panels import cracker
from course.errors import CourseError
from course.models import retention, switching_cost

HOW = {"customer": "household", "time": "occasion"}


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 200), st.floats(-50, 50), st.floats(20, 100))
def test_what_is_read_back_is_what_was_put_in(cost: float, advantage: float, spread: float) -> None:
    P = switching_cost.matrix(cost, advantage=advantage, spread=spread).to_numpy()
    assert P.sum(axis=1) == pytest.approx([1, 1])
    found = switching_cost.apparent(P[0, 1], P[1, 0])
    assert found.switching_cost * spread == pytest.approx(cost, abs=1e-6)
    assert found.advantage * spread == pytest.approx(advantage, abs=1e-6)


def test_few_leave_few_return_and_the_models_draw_together() -> None:
    table = switching_cost.effect(range(0, 201, 20), **SUPPLIERS)
    for falls in ("leave", "come_back", "rivals"):
        assert (table[falls].diff().dropna() < 0).all()
    gap = 1 - table["lost_for_good"] / table["always_a_share"]
    assert (gap.diff().dropna() < 0).all() and gap.iloc[0] > 0.6 and gap.iloc[-1] < 0.01
    assert table["long_run_share"].iloc[0] == pytest.approx(1 / (1 + np.exp(-10 / 40)))


def test_the_values_are_those_of_the_other_models() -> None:
    row = switching_cost.effect([50], **SUPPLIERS).iloc[0]
    assert row["lost_for_good"] == pytest.approx(retention.retention_value(100, 1 - row["leave"], 0.1))
    # V_ours = 100 + ((1 - l) V_ours + l V_rival) / 1.1, by hand
    back = ((1 - row["leave"]) * row["always_a_share"] + row["leave"] * row["rivals"]) / 1.1
    assert row["always_a_share"] == pytest.approx(100 + back)


def test_customers_who_differ_look_bound_without_any_switching_cost() -> None:
    chance = np.random.default_rng(1)
    own = chance.beta(0.6, 0.6, size=300)
    bought = np.where(chance.random((300, 20)) < own[:, None], "A", "B")
    who, when = np.indices(bought.shape)
    log = pd.DataFrame({"customer": who.ravel(), "time": when.ravel(), "brand": bought.ravel()})
    table = switching_cost.by_difference(log, "A")
    assert table["switching_cost"]["observed"] > 0.8
    assert table["low"]["difference"] < 0 < table["high"]["difference"]


def test_a_true_switching_cost_is_left_over() -> None:
    chance = np.random.default_rng(2)
    P = switching_cost.matrix(80, advantage=0, spread=40).to_numpy()
    state, rows = np.zeros(300, dtype=int), []
    for _occasion in range(40):
        state = np.where(chance.random(300) < P[state, 0], 0, 1)
        rows.append(state)
    log = (
        pd.DataFrame(rows).T.melt(ignore_index=False, var_name="time", value_name="state").reset_index(names="customer")
    )
    table = switching_cost.by_difference(log.assign(brand=np.where(log["state"] == 0, "A", "B")), "A")
    assert table["low"]["observed"] < 2 < table["high"]["observed"]
    assert table["low"]["difference"] > 1


def test_nearly_all_of_the_crackers_switching_cost_is_difference() -> None:
    # Jain, Vilcassim & Chintagunta (1994), Cracker: our figures, first computed here.
    table = switching_cost.by_difference(cracker(), "nabisco", **HOW)
    assert table["switching_cost"].to_list() == pytest.approx([1.575, 1.474, 0.101], abs=0.001)
    # Nabisco's repeat rate is .842 (tests of the transition matrix).
    assert table["leave"]["observed"] == pytest.approx(1 - 0.842, abs=0.0005)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: switching_cost.matrix(-1, advantage=0, spread=40), "switching_cost is -1"),
        (lambda: switching_cost.matrix(1, advantage=0, spread=0), "spread is 0"),
        (lambda: switching_cost.apparent(0, 0.5), "no finite estimate"),
        (lambda: switching_cost.by_difference(cracker(), "ritz", **HOW), "nobody in the log buys 'ritz'"),
    ],
)
def test_bad_input_is_refused(call, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        call()

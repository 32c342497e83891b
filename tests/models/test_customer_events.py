"""The customer event forecast: by hand, against its own simulation, and against the retention model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.cases import BANK, BANK_EVENTS
from course.errors import CourseError
from course.models import customer_events, retention
from course.models.customer_events import Event

EVENTS = [Event(**event) for event in BANK_EVENTS]
LEAVES = Event("leaves", (0.25,), cost=20, ends=True)


def test_a_life_by_hand() -> None:
    home = Event("home", (0.0, 0.1, 0.2), revenue=100, once=True)
    found = customer_events.forecast([home, LEAVES], 3)
    assert found["customer"].to_list() == pytest.approx([1, 0.75, 0.75**2])
    assert found["home"].to_list() == pytest.approx([0, 0.75 * 0.1, 0.75**2 * 0.9 * 0.2])
    assert found["leaves"].to_list() == pytest.approx([0.25, 0.75 * 0.25, 0.75**2 * 0.25])


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 0.99), st.floats(0, 0.4), st.integers(1, 40))
def test_one_event_a_year_and_leaving_is_the_retention_model(keep: float, rate: float, years: int) -> None:
    events = [Event("year", (1.0,), revenue=100), Event("leaves", (1 - keep,), ends=True)]
    found = customer_events.value_by_event(events, years, rate, "start")["value"].sum()
    assert found == pytest.approx(retention.retention_value(100, keep, rate, horizon=years))


def test_revenue_less_cost_is_value_and_events_add_up() -> None:
    table = customer_events.value_by_event(EVENTS, **BANK)
    assert (table["revenue"] - table["cost"]).to_list() == pytest.approx(table["value"].to_list())
    assert table["value"].sum() == pytest.approx(675.14, abs=0.01)


def test_the_simulated_mean_is_the_forecast() -> None:
    lives = customer_events.simulate(EVENTS, **BANK, customers=100_000, seed=2)
    error = lives.std() / np.sqrt(len(lives))
    assert abs(lives.mean() - customer_events.value_by_event(EVENTS, **BANK)["value"].sum()) < 3 * error


def test_an_event_that_happens_once_happens_once() -> None:
    sure = Event("welcome", (1.0,), revenue=10, once=True)
    assert (customer_events.simulate([sure], 5, 0.0) == 10).all()
    assert customer_events.forecast([sure], 3)["welcome"].to_list() == [1, 0, 0]


def test_a_group_is_known_better_than_one() -> None:
    limits = customer_events.interval(customer_events.simulate(EVENTS, **BANK), (1, 100))
    one, hundred = (limits["high"] - limits["low"])[[1, 100]]
    assert one > 5 * hundred
    assert limits["low"][100] < limits["mean"][100] < limits["high"][100]


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([LEAVES, LEAVES], "different names"),
        ([], "different names"),
        ([Event("x", (1.2,))], "above 1"),
        ([Event("x", (0.1,), cost=-5)], "cost is -5"),
        (["leaves"], "not a Event"),
    ],
)
def test_bad_events_are_refused(events, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        customer_events.forecast(events, 3)

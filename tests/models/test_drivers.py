"""What moves the lifetime value: drivers, tornado and interval, against formulas written out and refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import drivers, lifetime
from course.models.drivers import Drivers

quick = settings(deadline=None, max_examples=50, derandomize=True)
shares = st.floats(0, 0.95)
discounts = st.floats(0.01, 0.5)
margins = st.floats(1, 10_000)
timings = st.sampled_from(["start", "middle", "end"])
SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def refused(call: Any, what: str, *, where: str = "", fix: str = "") -> None:
    """Assert that a call is refused with these words in what, where and fix."""
    with pytest.raises(CourseError) as caught:
        call()
    assert what in caught.value.what
    assert where in caught.value.where
    assert fix in caught.value.fix and caught.value.fix


# --- drivers ------------------------------------------------------------------------------------------------------

CUSTOMER = Drivers(
    margin=2400,
    years=20,
    discount_rate=0.1,
    retention_rate=0.9,
    referral_rate=0.1,
    referral_value=500,
    income_growth=0.03,
    maintenance_cost=200,
    marketing_expense=100,
)


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
def test_lifetime_value_is_its_formula_written_out(timing: Any) -> None:
    written_out = sum(0.9**k * (2400 * 1.03**k + 0.1 * 500 - 200 - 100) / 1.1 ** (k + SHIFT[timing]) for k in range(20))
    assert drivers.lifetime_value(CUSTOMER, timing) == pytest.approx(written_out, rel=1e-12)


def test_lifetime_value_contains_the_plain_product_and_the_annuity() -> None:
    plain = Drivers(margin=2400, years=20, discount_rate=0, retention_rate=1)
    assert drivers.lifetime_value(plain) == 48_000
    assert round(drivers.lifetime_value(replace(plain, discount_rate=0.1), "end"), 2) == 20_432.55


@quick
@given(margins, shares, discounts, st.integers(1, 40), st.floats(-0.1, 0.1), timings)
def test_lifetime_value_contains_the_retention_model(
    margin: float, keep: float, discount: float, years: int, growth: float, timing: Any
) -> None:
    given_drivers = Drivers(margin, years, discount, keep, income_growth=growth)
    model = lifetime.retention_value(margin, keep, discount, timing=timing, horizon=years, growth=growth)
    assert drivers.lifetime_value(given_drivers, timing) == pytest.approx(model, rel=1e-9)


def test_part_of_a_year_counts_in_part() -> None:
    two, three = (drivers.lifetime_value(replace(CUSTOMER, years=years)) for years in (2, 3))
    assert drivers.lifetime_value(replace(CUSTOMER, years=2.25)) == pytest.approx(two + 0.25 * (three - two))
    assert drivers.lifetime_value(replace(CUSTOMER, years=0)) == 0


def test_falling_income_takes_the_margin_to_nothing_but_not_below() -> None:
    ruined = Drivers(margin=100, years=5, discount_rate=0, retention_rate=1, income_growth=-0.6, income_effect=2)
    assert drivers.lifetime_value(ruined) == 100


def test_acquisition_cost_belongs_only_to_the_customer_still_to_be_won() -> None:
    won = drivers.lifetime_value(CUSTOMER)
    assert drivers.value_before_winning(CUSTOMER, 60) == pytest.approx(won - 60)
    assert drivers.residual_value(CUSTOMER, 0) == won
    assert drivers.residual_value(CUSTOMER, 20) == drivers.residual_value(CUSTOMER, 25) == 0


@quick
@given(st.integers(0, 20), timings)
def test_the_first_years_and_the_residual_value_make_the_whole(past: int, timing: Any) -> None:
    early = drivers.lifetime_value(replace(CUSTOMER, years=past), timing)
    later = (0.9 / 1.1) ** past * drivers.residual_value(CUSTOMER, past, timing)
    assert early + later == pytest.approx(drivers.lifetime_value(CUSTOMER, timing), rel=1e-9)


def test_tornado_covers_every_driver_of_the_source_widest_first() -> None:
    table = drivers.tornado(CUSTOMER, drivers.ranges_around(CUSTOMER, 0.1))
    assert set(table["driver"]) == set(drivers.DRIVER_LABELS) and len(table) == 7
    assert table["swing"].is_monotonic_decreasing and (table["swing"] > 0).all()
    assert table["driver"].iloc[0] == "retention_rate"
    assert table["swing"].tolist() == (table["value_at_high"] - table["value_at_low"]).abs().tolist()


@pytest.mark.parametrize(
    ("driver", "direction"),
    [
        ("years", 1),
        ("discount_rate", -1),
        ("retention_rate", 1),
        ("referral_rate", 1),
        ("income_growth", 1),
        ("maintenance_cost", -1),
        ("marketing_expense", -1),
    ],
)
def test_each_driver_moves_the_value_its_own_way(driver: str, direction: int) -> None:
    row = drivers.tornado(CUSTOMER, drivers.ranges_around(CUSTOMER, 0.05)).set_index("driver").loc[driver]
    base = drivers.lifetime_value(CUSTOMER)
    assert direction * (row["value_at_high"] - base) > 0 > direction * (row["value_at_low"] - base)


def test_a_tornado_row_is_the_value_with_one_driver_changed() -> None:
    table = drivers.tornado(CUSTOMER, {"margin": (2000, 3000), "referral_value": [0, 100]}, timing="end")
    assert table["driver"].tolist() == ["margin", "referral_value"]
    assert table.loc[0, "value_at_low"] == drivers.lifetime_value(replace(CUSTOMER, margin=2000), "end")
    assert table.loc[1, "value_at_high"] == drivers.lifetime_value(replace(CUSTOMER, referral_value=100), "end")


def test_ranges_stop_at_the_limits_and_keep_their_order() -> None:
    ranges = drivers.ranges_around(replace(CUSTOMER, retention_rate=0.95, income_growth=-0.1), 0.1)
    assert ranges["retention_rate"] == pytest.approx((0.855, 1.0))
    assert ranges["income_growth"] == pytest.approx((-0.11, -0.09))


# --- interval -----------------------------------------------------------------------------------------------------


def test_the_interval_of_a_linear_driver_is_the_textbook_one() -> None:
    """The value is linear in the margin, so a normal margin gives a normal value: +-1.645 standard errors at 90%."""
    customer = Drivers(margin=100, years=10, discount_rate=0.1, retention_rate=0.8)
    interval = drivers.value_interval(customer, {"margin": 10}, seed=3, draws=200_000)
    slope = drivers.lifetime_value(replace(customer, margin=1))
    assert interval.value == drivers.lifetime_value(customer)
    assert interval.standard_error == pytest.approx(10 * slope, rel=0.01)
    assert interval.high - interval.value == pytest.approx(1.6449 * 10 * slope, rel=0.02)
    assert interval.value - interval.low == pytest.approx(1.6449 * 10 * slope, rel=0.02)
    assert interval.level == 0.9 and interval.share_negative == 0


@pytest.mark.parametrize(
    ("driver", "error"), [("maintenance_cost", 50.0), ("referral_rate", 0.05), ("referral_value", 400.0)]
)
def test_drawn_amounts_keep_their_mean_and_standard_error(driver: str, error: float) -> None:
    """The value is linear in these too, so its simulated spread must be slope times the standard error given."""
    step = {driver: getattr(CUSTOMER, driver) + 1}
    slope = drivers.lifetime_value(replace(CUSTOMER, **step)) - drivers.lifetime_value(CUSTOMER)
    interval = drivers.value_interval(CUSTOMER, {driver: error}, draws=100_000)
    assert interval.standard_error == pytest.approx(abs(slope) * error, rel=0.02)


def test_a_drawn_retention_rate_keeps_its_mean_and_standard_error() -> None:
    """Two undiscounted years are worth 1 + r: linear in the retention rate, which is drawn from a beta."""
    customer = Drivers(margin=1, years=2, discount_rate=0, retention_rate=0.8)
    interval = drivers.value_interval(customer, {"retention_rate": 0.1}, draws=100_000, level=0.999)
    assert interval.standard_error == pytest.approx(0.1, rel=0.02)
    assert 1.0 < interval.low < 1.5 and 1.95 < interval.high <= 2.0


def test_the_interval_is_seeded_and_widens() -> None:
    errors = {"retention_rate": 0.03, "years": 2.0, "income_growth": 0.01, "discount_rate": 0.01}
    first = drivers.value_interval(CUSTOMER, errors, seed=7)
    assert first == drivers.value_interval(CUSTOMER, errors, seed=7)
    assert first != drivers.value_interval(CUSTOMER, errors, seed=8)
    wide = drivers.value_interval(CUSTOMER, errors, seed=7, level=0.99)
    assert wide.low < first.low < first.value < first.high < wide.high


def test_certain_drivers_leave_no_interval() -> None:
    interval = drivers.value_interval(CUSTOMER, {"margin": 0})
    assert interval.low == pytest.approx(interval.value) and interval.high == pytest.approx(interval.value)
    assert interval.standard_error == pytest.approx(0, abs=1e-6)


def test_share_negative_finds_the_customer_who_may_cost_more_than_it_brings() -> None:
    even = Drivers(margin=100, years=5, discount_rate=0.1, retention_rate=0.8, maintenance_cost=100)
    assert drivers.value_interval(even, {"margin": 10}).share_negative == pytest.approx(0.5, abs=0.02)


def test_four_times_the_customers_halve_the_interval() -> None:
    table = drivers.interval_by_sample(CUSTOMER, [100, 400, 1600], seed=5)
    assert table["standard_error"].tolist() == pytest.approx([0.03, 0.015, 0.0075])  # sqrt(.9 x .1 / n)
    widths = (table["high"] - table["low"]).tolist()
    assert widths[0] / widths[1] == pytest.approx(2, rel=0.1) and widths[1] / widths[2] == pytest.approx(2, rel=0.05)
    one = drivers.value_interval(CUSTOMER, {"retention_rate": 0.015}, seed=5)
    assert (table.loc[400, "low"], table.loc[400, "high"]) == (one.low, one.high)
    assert (table["value"] == drivers.lifetime_value(CUSTOMER)).all() and table.index.name == "customers"


def test_a_sample_of_nobody_is_refused() -> None:
    refused(
        lambda: drivers.interval_by_sample(CUSTOMER, [100, 0]), "customers is 0", where="position 2", fix="2 or more"
    )


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "what", "where", "fix"),
    [
        (lambda: drivers.lifetime_value(48_000), "drivers is a int", "", "Drivers(...)"),
        (lambda: drivers.lifetime_value(CUSTOMER, "never"), "timing is 'never'", "", "'start'"),
        (lambda: replace(CUSTOMER, retention_rate=90), "retention_rate is 90", "", "Write 90% as 0.9"),
        (lambda: replace(CUSTOMER, income_growth=3), "income_growth is 3", "", "Write 3% as 0.03"),
        (lambda: replace(CUSTOMER, maintenance_cost=-1), "maintenance_cost is -1", "", "0 or more"),
        (lambda: drivers.value_before_winning(CUSTOMER, -60), "acquisition_cost is -60", "", "positive number"),
        (lambda: drivers.residual_value(CUSTOMER, 1.5), "years_past is 1.5", "", "such as 1"),
        (lambda: drivers.ranges_around(CUSTOMER, 10), "share is 10", "", "Write 10% as 0.1"),
        (lambda: drivers.tornado(CUSTOMER, {}), "ranges is not a dictionary", "", "{'retention_rate': ...}"),
        (lambda: drivers.tornado(CUSTOMER, {"churn": (0, 1)}), "unknown driver 'churn'", "", "retention_rate"),
        (lambda: drivers.tornado(CUSTOMER, {"years": (1, 2, 3)}), "years has 3 values where 2", "", "each"),
        (lambda: drivers.tornado(CUSTOMER, {"years": (9, 5)}), "from 9 down to 5", "years", "lower number first"),
        (
            lambda: drivers.tornado(CUSTOMER, {"retention_rate": (0.8, 95)}),
            "retention_rate is 95",
            "high end",
            "Write 95% as 0.95",
        ),
        (lambda: drivers.value_interval(CUSTOMER, {"margin": -1}), "standard error of margin is -1", "", "0 or more"),
        (lambda: drivers.value_interval(CUSTOMER, {"retention_rate": 0.4}), "0.4 does not fit", "", "smaller one"),
        (
            lambda: drivers.value_interval(replace(CUSTOMER, referral_rate=0), {"referral_rate": 0.1}),
            "does not fit referral_rate = 0",
            "",
            "0 to hold",
        ),
        (lambda: drivers.value_interval(CUSTOMER, {"margin": 1}, level=90), "level is 90", "", "Write 90% as 0.9"),
        (lambda: drivers.value_interval(CUSTOMER, {"margin": 1}, draws=3), "draws is 3", "", "100 or more"),
        (lambda: drivers.value_interval(CUSTOMER, {"margin": 1}, seed=-1), "seed is -1", "", "0 or more"),
    ],
)
def test_bad_input_is_refused_with_what_where_and_fix(call: Any, what: str, where: str, fix: str) -> None:
    refused(call, what, where=where, fix=fix)


def test_results_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        CUSTOMER.years = 3  # type: ignore[misc]

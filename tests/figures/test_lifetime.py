"""The figures and tables of one customer's value say what the models computed, in words a reader knows."""

import pandas as pd
import pytest

from course.errors import CourseError
from course.figures import lifetime as figures
from course.figures import twin
from course.models import drivers, lifetime

CUSTOMER = drivers.Drivers(
    margin=2400, years=20, discount_rate=0.1, retention_rate=0.8, referral_rate=0.1, referral_value=500,
    income_growth=0.03, maintenance_cost=240, marketing_expense=120,
)  # fmt: skip
YEARS = pd.DataFrame(
    {"purchases": [1, 3], "price": [100, 110], "cost": [80, 70], "cross_selling": [0, 30], "referrals": [0, 0.5]}
)


def test_payments_stand_beside_what_they_are_worth() -> None:
    words = twin(figures.present_values(lifetime.schedule([2400] * 4, 0.1)))
    assert 'bars "present value": 1: 2182, 2: 1983, 3: 1803, 4: 1639' in words
    assert 'line "paid": 1: 2400' in words and "y: yuan" in words


def test_the_bridge_says_each_step_and_how_much_it_takes() -> None:
    words = twin(figures.bridge({"plain": 48_000, "discounted": 20_433, "retained": 7_986}))
    assert "margin × years: 4.8e+04" in words and "48,000 | 20,433 | 7,986 | -57% | -61%" in words


def test_the_three_yardsticks_are_drawn_as_they_were_computed() -> None:
    table = lifetime.variants(lifetime.YearlyAccount(1000, 600, 50, 40, overhead=110), 0.8, 0.1)
    words = twin(figures.variants(table))
    assert "profit: 733.3" in words and "y: yuan" in words


def test_multiples_are_those_of_gupta_and_lehmann() -> None:
    words = twin(figures.multiples(lifetime.margin_multiple([0.8, 0.9], [0.1, 0.16])))
    assert '"discounted at 10%": 80%: 2.667, 0.9: 4.5' in words.replace("90%", "0.9")
    assert '"discounted at 16%"' in words


def test_running_totals_begin_with_the_acquisition_cost() -> None:
    table = lifetime.schedule([100, 100], 0)
    words = twin(figures.running_totals({"plain": table}, acquisition_cost=150))
    assert 'line "no discount, nobody leaves": 0: -150, 1: -50, 2: 50' in words
    assert 'guide "paid back": y = 0' in words


def test_six_parts_and_their_sum() -> None:
    parts = lifetime.decompose(YEARS, 0.0, referral_value=40)
    words = twin(figures.six_parts(parts))
    assert "CLV1 first purchase: 20, CLV2 repeat purchase: 60, CLV3 cross-selling: 30" in words
    assert 'bars "sum": all six parts: 190' in words
    table = figures.parts_table(parts)
    assert table.loc["all years", "all parts"] == 190 and table.loc[1, "all parts"] == 20
    assert "all years" not in parts.index  # the model's table is left as it was


def test_three_values_stand_on_their_side_of_today() -> None:
    flows = pd.DataFrame({"year": [2024, 2025, 2026], "cash_flow": [100.0, 100.0, 80.0], "extra": [0.0, 0.0, 20.0]})
    words = twin(figures.three_values(flows, today=2025))
    assert 'bars "history": 2024: 100, 2025: 100' in words
    assert 'bars "current": 2026: 80' in words and 'bars "potential": 2026: 20' in words


def test_the_tornado_has_every_driver_and_its_two_ends() -> None:
    table = drivers.tornado(CUSTOMER, drivers.ranges_around(CUSTOMER), "end")
    base = drivers.lifetime_value(CUSTOMER, "end")
    words = twin(figures.tornado(table, base))
    assert all(label in words for label in drivers.DRIVER_LABELS.values())
    assert f"retention rate: {table['value_at_low'][0] - base:.4g}" in words
    shown = figures.tornado_table(table)
    assert list(shown.columns[:2]) == ["low end", "high end"] and shown.index[0] == "retention rate"


def test_the_interval_narrows_from_left_to_right() -> None:
    table = drivers.interval_by_sample(CUSTOMER, [100, 400], seed=3)
    words = twin(figures.interval_by_sample(table))
    assert 'band "90% interval": 100:' in words and f"{table['low'][100]:.4g} to {table['high'][100]:.4g}" in words


def test_survey_and_mistakes() -> None:
    words = twin(figures.profit_by_year([45, 99]))
    assert 'bars "survey": 1: 45, 2: 99' in words and 'line "first year repeated": 1: 45, 2: 45' in words
    words = twin(figures.pitfalls({"undiscounted": (300, 200), "monthly": (80, 100)}))
    assert "1 not discounted: 50, 2 monthly rate × 12: -20" in words


def test_tables_have_words_for_every_column_and_row() -> None:
    variants = figures.readable(lifetime.variants(lifetime.YearlyAccount(1000, 600, 50, 40, overhead=110), 0.8, 0.1))
    assert variants.loc["contribution", "marketing"] == "counted" and variants.loc["profit", "value, yuan"] == 733.33
    assert variants.loc["contribution", "share of overhead"] == "–"
    multiples = figures.readable(lifetime.margin_multiple([0.8], [0.1]))
    assert (multiples.index.name, multiples.columns.name) == ("discount rate", "retention rate")
    for table in (variants, figures.readable(YEARS), figures.readable(lifetime.schedule([1], 0.1))):
        assert not any("_" in str(name) for name in [*table.columns, *table.index])
    row = figures.side_by_side(48_000, 20_432.55).iloc[0]
    assert row["difference, yuan"] == 27_567.45 and row["error"] == "+135%"


@pytest.mark.parametrize(
    "call",
    [
        lambda: figures.bridge({"nothing": 1.0}),
        lambda: figures.pitfalls({"nothing": (1.0, 2.0)}),
        lambda: figures.values({"nothing": 1.0}),
        lambda: figures.values({"history": 1.0}, "apples"),
    ],
)
def test_a_name_without_words_is_refused(call) -> None:
    with pytest.raises(CourseError, match="there is no name for"):
        call()

"""The lifetime value of one customer: published figures, identities and refusals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import lifetime, retention
from course.models.lifetime import YearlyAccount

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


# --- published figures --------------------------------------------------------------------------------------------


def test_the_thirty_year_old_customer_undiscounted() -> None:
    """S0: 100 yuan a purchase, 2 purchases a month, 20 years."""
    assert lifetime.undiscounted(100, 2 * 12, 20) == 48_000


def test_the_thirty_year_old_customer_as_an_annuity() -> None:
    """10% end-of-year annuity of the same customer, by three ways."""
    yearly = 100 * 24
    assert round(lifetime.annuity(yearly, 0.1, 20), 2) == 20_432.55
    assert round(lifetime.present_value([yearly] * 20, 0.1), 2) == 20_432.55
    assert lifetime.annuity(yearly, 0.1, 20) == pytest.approx(yearly * (1 - 1.1**-20) / 0.1, rel=1e-12)


@pytest.mark.parametrize(
    ("options", "published"),
    [
        ({"first_margin": "excluded"}, 266.67),
        ({"first_margin": "included"}, 366.67),
        ({"timing": "end"}, 333.33),
        ({"timing": "middle"}, 349.60),
    ],
)
def test_retention_model_in_its_four_timings(options: dict[str, Any], published: float) -> None:
    """m=100, r=.8, i=.1 (Berger & Nasr 1998; Gupta & Lehmann 2003)."""
    assert round(lifetime.retention_value(100, 0.8, 0.1, **options), 2) == published


def test_gupta_lehmann_multiples() -> None:
    """Gupta & Lehmann (2003), r/(1+i-r); the table recomputed."""
    table = lifetime.margin_multiple([0.6, 0.7, 0.8, 0.9], [0.10, 0.12, 0.14, 0.16])
    published = [[1.20, 1.75, 2.67, 4.50], [1.15, 1.67, 2.50, 4.09], [1.11, 1.59, 2.35, 3.75], [1.07, 1.52, 2.22, 3.46]]
    assert table.round(2).to_numpy().tolist() == published
    assert list(table.index) == [0.10, 0.12, 0.14, 0.16] and list(table.columns) == [0.6, 0.7, 0.8, 0.9]


def test_berger_and_nasr_case_1() -> None:
    """Berger & Nasr (1998) case 1: GC=260, M=50 at mid-year, r=.75, d=.20, n=10; recomputed."""
    case = lifetime.promoted_value(260, 50, 0.75, 0.20, cycles=10)
    assert (round(case.margins, 2), round(case.promotion, 2), round(case.value, 2)) == (689.39, 120.61, 568.78)


@pytest.mark.parametrize(("promotion_timing", "later"), [("start", 0.0), ("end", 1.0)])
def test_berger_and_nasr_with_promotion_at_another_time_of_year(promotion_timing: Any, later: float) -> None:
    """The same case with the paper's sum written out and its half year replaced."""
    case = lifetime.promoted_value(260, 50, 0.75, 0.20, cycles=10, promotion_timing=promotion_timing)
    spent = sum(50 * 0.75 ** (k - 1) / 1.2 ** (k - 1 + later) for k in range(1, 11))
    assert case.promotion == pytest.approx(spent, rel=1e-12)
    assert round(case.margins, 2) == 689.39


def test_berger_and_nasr_margins_at_year_end_and_no_limit() -> None:
    finite = lifetime.promoted_value(260, 50, 0.75, 0.20, cycles=10, margin_timing="end")
    assert finite.margins == pytest.approx(sum(260 * 0.75**k / 1.2 ** (k + 1) for k in range(11)), rel=1e-12)
    forever = lifetime.promoted_value(260, 50, 0.75, 0.20)
    assert forever.margins == pytest.approx(260 * 1.2 / 0.45, rel=1e-12)
    assert forever.promotion == pytest.approx(50 * 1.2**0.5 / 0.45, rel=1e-12)


def test_farris_internet_provider() -> None:
    """Farris et al., Marketing Metrics: 17.95 a month, r=.995, d=.01, the first margin excluded; recomputed."""
    assert round(lifetime.retention_value(17.95, 0.995, 0.01, first_margin="excluded"), 2) == 1190.68


def test_growth_in_gupta_and_lehmann_form() -> None:
    """Gupta & Lehmann (2005): r/(1+i-r(1+g)) with growth one period later, so ours is (1+g) times theirs."""
    ours = lifetime.retention_value(1, 0.8, 0.12, first_margin="excluded", growth=0.05)
    assert ours == pytest.approx(1.05 * 0.8 / (1.12 - 0.8 * 1.05), rel=1e-12)


# --- time ---------------------------------------------------------------------------------------------------------


def test_schedule_says_when_each_amount_falls() -> None:
    table = lifetime.schedule([110, 121], 0.1, "middle")
    assert list(table.columns) == ["year", "time", "cash_flow", "discount_factor", "present_value"]
    assert table["year"].tolist() == [1, 2] and table["time"].tolist() == [0.5, 1.5]
    assert table["present_value"].tolist() == pytest.approx([110 / 1.1**0.5, 121 / 1.1**1.5], rel=1e-12)


@quick
@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=30), discounts)
def test_timing_moves_a_value_by_a_fixed_factor(flows: list[float], discount: float) -> None:
    start, middle, end = (lifetime.present_value(flows, discount, timing) for timing in ("start", "middle", "end"))
    assert start == pytest.approx(end * (1 + discount), rel=1e-9, abs=1e-9)
    assert start == pytest.approx(middle * (1 + discount) ** 0.5, rel=1e-9, abs=1e-9)


def test_annuity_without_discount_is_the_plain_product() -> None:
    assert lifetime.annuity(2400, 0, 20) == 48_000


def test_break_even_year_is_the_first_not_negative_total() -> None:
    assert lifetime.break_even_year([110, 121], 0.1, acquisition_cost=200) == 2  # 100 + 100, to the last digit or not
    assert lifetime.break_even_year([110, 121], 0.1, acquisition_cost=200.01) is None
    assert lifetime.break_even_year([60, 60], 0, acquisition_cost=60) == 1
    assert lifetime.break_even_year([-5, 20, -40], 0) == 2
    assert lifetime.break_even_year([0.0], 0.1) == 1


def test_break_even_depends_on_timing() -> None:
    assert lifetime.break_even_year([100, 100], 0.1, 100, "start") == 1
    assert lifetime.break_even_year([100, 100], 0.1, 100, "end") == 2


@quick
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=15), discounts, st.floats(0, 3000))
def test_break_even_agrees_with_a_running_total(flows: list[float], discount: float, cost: float) -> None:
    year = lifetime.break_even_year(flows, discount, cost)
    total = -cost
    for position, flow in enumerate(flows, start=1):
        total += flow / (1 + discount) ** position
        if year is not None and position == year:
            assert total >= -1e-5
        elif year is None or position < year:
            assert total < 0


def test_yearly_rates_compound() -> None:
    assert lifetime.yearly_rate(0.98, "retention") == pytest.approx(0.98**12)
    assert lifetime.yearly_rate(0.02, "churn") == pytest.approx(1 - 0.98**12)
    assert lifetime.yearly_rate(0.01, "discount") == pytest.approx(1.01**12 - 1)
    assert lifetime.yearly_rate(0.05, "discount", per_year=4) == pytest.approx(0.21550625)


@quick
@given(st.floats(0.5, 0.999), st.floats(0.0, 0.02))
def test_a_year_of_months_is_worth_the_same_as_the_yearly_rates_say(keep: float, discount: float) -> None:
    """Margins paid once a year have the same value whether the rates come by month or by year."""
    yearly = [lifetime.yearly_rate(keep, "retention"), lifetime.yearly_rate(discount, "discount")]
    by_month = sum(100 * keep ** (12 * k) / (1 + discount) ** (12 * k) for k in range(10))
    assert lifetime.retention_value(100, *yearly, horizon=10) == pytest.approx(by_month, rel=1e-9)


def test_expected_life_counts_both_ways() -> None:
    life = lifetime.expected_life(0.8)
    assert life.periods == pytest.approx(5) and life.renewals == pytest.approx(4)
    assert lifetime.expected_life(0).periods == 1 and lifetime.expected_life(0).renewals == 0


@quick
@given(shares)
def test_undiscounted_value_of_a_yuan_is_the_expected_life(keep: float) -> None:
    life = lifetime.expected_life(keep)
    assert life.periods - life.renewals == pytest.approx(1)
    assert lifetime.retention_value(1, keep, 0) == pytest.approx(life.periods)
    assert lifetime.retention_value(1, keep, 0, first_margin="excluded") == pytest.approx(life.renewals)


# --- retention model ----------------------------------------------------------------------------------------------


@quick
@given(margins, shares, discounts, timings, st.one_of(st.none(), st.integers(1, 60)), st.floats(-0.2, 0.0))
def test_first_margin_in_less_out_is_one_margin(
    margin: float, keep: float, discount: float, timing: Any, horizon: int | None, growth: float
) -> None:
    options: dict[str, Any] = {"timing": timing, "horizon": horizon, "growth": growth}
    included = lifetime.retention_value(margin, keep, discount, first_margin="included", **options)
    excluded = lifetime.retention_value(margin, keep, discount, first_margin="excluded", **options)
    assert included - excluded == pytest.approx(margin / (1 + discount) ** SHIFT[timing], rel=1e-9)


@quick
@given(margins, shares, discounts, timings, st.integers(1, 40), st.floats(-0.3, 0.3))
def test_horizon_is_the_sum_written_out(
    margin: float, keep: float, discount: float, timing: Any, horizon: int, growth: float
) -> None:
    written_out = sum(
        margin * (1 + growth) ** k * keep**k / (1 + discount) ** (k + SHIFT[timing]) for k in range(horizon)
    )
    value = lifetime.retention_value(margin, keep, discount, timing=timing, horizon=horizon, growth=growth)
    assert value == pytest.approx(written_out, rel=1e-9)


@quick
@given(margins, shares, discounts, timings, st.sampled_from(["included", "excluded"]), st.floats(-0.2, 0.03))
def test_a_long_horizon_reaches_the_closed_form(
    margin: float, keep: float, discount: float, timing: Any, first: Any, growth: float
) -> None:
    options: dict[str, Any] = {"timing": timing, "first_margin": first, "growth": growth}
    closed = lifetime.retention_value(margin, keep, discount, **options)
    far = lifetime.retention_value(margin, keep, discount, horizon=1000, **options)
    near = lifetime.retention_value(margin, keep, discount, horizon=3, **options)
    assert far == pytest.approx(closed, rel=1e-6)
    assert near <= far * (1 + 1e-9)


@quick
@given(margins, st.floats(0.05, 0.9), discounts, timings)
def test_value_rises_in_margin_and_retention_and_falls_in_the_discount_rate(
    margin: float, keep: float, discount: float, timing: Any
) -> None:
    value = lifetime.retention_value(margin, keep, discount, timing=timing)
    assert lifetime.retention_value(margin + 1, keep, discount, timing=timing) > value
    assert lifetime.retention_value(margin, keep + 0.01, discount, timing=timing) > value
    assert lifetime.retention_value(margin, keep, discount + 0.01, timing=timing) < value


def test_growth_beyond_the_discount_rate_needs_a_horizon() -> None:
    refused(
        lambda: lifetime.retention_value(100, 0.9, 0.1, growth=0.25), "the margins never shrink", fix="Set a horizon"
    )
    refused(lambda: lifetime.retention_value(100, 1, 0), "is 1, not below 1", fix="horizon")
    assert lifetime.retention_value(100, 1, 0, horizon=7) == 700


# --- which costs count --------------------------------------------------------------------------------------------


def test_variants_say_which_costs_they_count() -> None:
    table = lifetime.variants(YearlyAccount(1000, 600, 50, 40, overhead=110), 0.8, 0.1)
    costs = ["cost_of_goods", "serving_cost", "marketing", "overhead"]
    assert list(table.columns) == [*costs, "yearly_flow", "value"]
    assert table.loc["revenue", costs].tolist() == [False] * 4
    assert table.loc["profit", costs].tolist() == [True] * 4
    assert table.loc["contribution", costs].tolist() == [True, True, True, False]
    assert table["yearly_flow"].to_dict() == {"revenue": 1000, "profit": 200, "contribution": 310}
    assert table["value"].tolist() == pytest.approx([1000 * 11 / 3, 200 * 11 / 3, 310 * 11 / 3])


@quick
@given(st.lists(st.floats(0, 1000), min_size=5, max_size=5), shares, discounts, timings)
def test_variants_differ_by_the_value_of_the_costs_left_out(
    yuan: list[float], keep: float, discount: float, timing: Any
) -> None:
    value = lifetime.variants(YearlyAccount(*yuan), keep, discount, timing=timing, horizon=9)["value"]
    overhead = lifetime.retention_value(yuan[4], keep, discount, timing=timing, horizon=9)
    assert value["contribution"] - value["profit"] == pytest.approx(overhead, rel=1e-9, abs=1e-7)
    assert value["revenue"] >= value["contribution"] >= value["profit"]


# --- six parts ----------------------------------------------------------------------------------------------------

relationships = st.lists(
    st.tuples(st.floats(1, 50), st.floats(0, 500), st.floats(0, 500), st.floats(-100, 500), st.floats(0, 5)),
    min_size=1,
    max_size=12,
)


def table_of(rows: Sequence[tuple[float, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["purchases", "price", "cost", "cross_selling", "referrals"])


@quick
@given(relationships, discounts, shares, st.floats(0, 1000), timings)
def test_the_six_parts_add_up_to_the_total_computed_on_its_own(
    rows: list[tuple[float, ...]], discount: float, keep: float, worth: float, timing: Any
) -> None:
    """The total is a plain loop over the years, which knows nothing of parts."""
    total = 0.0
    for k, (purchases, price, cost, cross, referrals) in enumerate(rows):
        flow = purchases * (price - cost) + cross + referrals * worth
        total += keep**k * flow / (1 + discount) ** (k + SHIFT[timing])
    options: dict[str, Any] = {"retention_rate": keep, "referral_value": worth, "timing": timing}
    parts = lifetime.decompose(table_of(rows), discount, **options)
    scale = 1e-13 * sum(50 * 1000 + abs(cross) + referrals * worth for *_, cross, referrals in rows)
    assert abs(parts.to_numpy().sum() - total) <= scale
    assert abs(lifetime.relationship_value(table_of(rows), discount, **options) - total) <= scale


def test_the_six_parts_add_up_without_any_rounding_in_whole_yuan() -> None:
    rows = [(4.0, 100.0, 80.0, 0.0, 0.0), (6.0, 104.0, 72.0, 30.0, 1.0), (8.0, 110.0, 70.0, 50.0, 2.0)]
    options: dict[str, Any] = {"referral_value": 64}
    parts = lifetime.decompose(table_of(rows), 0, **options)
    assert parts.sum().to_dict() == {
        "first_purchase": 20,
        "repeat_purchase": 3 * 20 + 6 * 20 + 8 * 20,
        "cross_selling": 80,
        "lower_cost": 6 * 8 + 8 * 10,
        "referral": 3 * 64,
        "loyalty_price": 6 * 4 + 8 * 10,
    }
    assert parts.to_numpy().sum() == lifetime.relationship_value(table_of(rows), 0, **options) == 864
    assert parts.index.tolist() == [1, 2, 3] and parts.index.name == "year"
    assert list(parts.columns) == list(lifetime.PART_LABELS)


def test_the_first_purchase_is_one_purchase_in_year_one_only() -> None:
    parts = lifetime.decompose(table_of([(4, 100, 80, 0, 0), (4, 100, 80, 0, 0)]), 0.25)
    assert parts["first_purchase"].tolist() == [20, 0]
    assert parts["repeat_purchase"].tolist() == [60, 64]
    assert parts[["lower_cost", "loyalty_price"]].to_numpy().sum() == 0


# --- three values -------------------------------------------------------------------------------------------------


def flows(**changes: list[Any]) -> pd.DataFrame:
    base: dict[str, list[Any]] = {"year": [2022, 2023, 2024, 2025], "cash_flow": [100, 110, 121, 133.1]}
    return pd.DataFrame({**base, "extra": [0, 0, 11, 0], **changes})


def test_three_values_by_hand() -> None:
    three = lifetime.three_values(flows(), today=2023, discount_rate=0.1)
    assert three.history == pytest.approx(110 + 110)
    assert three.current == pytest.approx(110 + 110)
    assert three.potential == pytest.approx(10)
    assert three.residual == pytest.approx(230)
    assert lifetime.three_values(flows(), 2023, 0.1, compound_history=False).history == 210


@quick
@given(st.lists(st.floats(-500, 500), min_size=2, max_size=12), discounts, st.data())
def test_three_values_add_up_to_the_whole_life_at_any_date(amounts: list[float], discount: float, data: Any) -> None:
    """The whole-life value at today is the value at the start of it all, carried forward to today."""
    today = data.draw(st.integers(-1, len(amounts)))
    extra = [7.0 if year > today else 0.0 for year in range(len(amounts))]
    table = pd.DataFrame({"year": range(len(amounts)), "cash_flow": amounts, "extra": extra})
    three = lifetime.three_values(table, today, discount)
    at_start = lifetime.present_value(list(np.add(amounts, extra)), discount, "end")  # year 0 ends at time 1
    assert three.whole_life == pytest.approx(at_start * (1 + discount) ** (today + 1), rel=1e-9, abs=1e-6)
    assert three.history + three.residual == pytest.approx(three.whole_life, rel=1e-9, abs=1e-6)


def test_row_order_does_not_matter_for_three_values() -> None:
    assert lifetime.three_values(flows().iloc[::-1], 2023, 0.1).current == pytest.approx(220)


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "what", "where", "fix"),
    [
        (lambda: lifetime.undiscounted("100", 24, 20), "margin_per_purchase is the text", "", "quotation marks"),
        (lambda: lifetime.undiscounted(100, -24, 20), "purchases_per_year is -24", "", "0 or more"),
        (lambda: lifetime.undiscounted(100, 24, float("nan")), "years has no value", "", "Fill it in"),
        (lambda: lifetime.annuity(2400, 10, 20), "discount_rate is 10", "", "Write 10% as 0.1"),
        (lambda: lifetime.annuity(2400, 100, 20), "discount_rate is 100", "", "Write 100% as 1"),
        (lambda: lifetime.annuity(2400, -1, 20), "discount_rate is -1", "", "between 0 and 1"),
        (lambda: lifetime.annuity(2400, 0.1, 2.5), "periods is 2.5", "", "whole number such as 2"),
        (lambda: lifetime.present_value([], 0.1), "cash_flows is empty", "", "at least one"),
        (lambda: lifetime.present_value([1, None], 0.1), "cash_flows has no value", "year 2", "Fill it in"),
        (lambda: lifetime.present_value([1, 2], 0.1, "End"), "timing is 'End'", "", "'start', 'middle', 'end'"),
        (lambda: lifetime.break_even_year([1], 0.1, -60), "acquisition_cost is -60", "", "positive number"),
        (lambda: lifetime.yearly_rate(5, "churn"), "periodic is 5", "", "Write 5% as 0.05"),
        (lambda: lifetime.yearly_rate(0.05, "growth"), "kind is 'growth'", "", "'retention', 'churn', 'discount'"),
        (lambda: lifetime.expected_life(1), "never leaves", "", "below 1"),
        (lambda: lifetime.expected_life(120), "retention_rate is 120", "", "between 0 and 1"),
        (lambda: lifetime.retention_value(100, 80, 0.1), "retention_rate is 80", "", "Write 80% as 0.8"),
        (lambda: lifetime.retention_value(100, 0.8, 0.1, first_margin=True), "first_margin is True", "", "'included'"),
        (lambda: lifetime.retention_value(100, 0.8, 0.1, timing="late"), "timing is 'late'", "", "'start'"),
        (lambda: lifetime.retention_value(100, 0.8, 0.1, horizon=0), "horizon is 0", "", "1 or more"),
        (lambda: lifetime.retention_value(100, 0.8, 0.1, growth=-2), "growth is -2", "", "between -1 and 1"),
        (lambda: lifetime.margin_multiple([0.6, 70], [0.1]), "retention_rates is 70", "position 2", "Write 70% as 0.7"),
        (lambda: lifetime.promoted_value(260, -50, 0.75, 0.2), "promotion is -50", "", "positive number"),
        (lambda: lifetime.promoted_value(260, 50, 0.75, 0.2, 1000), "cycles is 1000", "", "999 or less"),
        (lambda: YearlyAccount(1000, -600), "cost_of_goods is -600", "", "positive numbers"),
        (lambda: lifetime.variants({"revenue": 1}, 0.8, 0.1), "account is a dict", "", "YearlyAccount(...)"),
    ],
)
def test_bad_input_is_refused_with_what_where_and_fix(call: Any, what: str, where: str, fix: str) -> None:
    refused(call, what, where=where, fix=fix)


@pytest.mark.parametrize(
    ("column", "values", "what", "where"),
    [
        ("price", [100, "110"], "price is the text '110'", "row 2, column 'price'"),
        ("cost", [80, np.nan], "cost has no value", "row 2, column 'cost'"),
        ("referrals", [-1, 0], "referrals is -1", "row 1, column 'referrals'"),
        ("purchases", [0.5, 3], "purchases is 0.5 in the first year", "row 1, column 'purchases'"),
    ],
)
def test_a_bad_relationship_table_is_refused_cell_by_cell(column: str, values: Any, what: str, where: str) -> None:
    years = table_of([(1, 100, 80, 0, 0), (3, 110, 70, 30, 0.5)]).assign(**{column: values})
    for function in (lifetime.decompose, lifetime.relationship_value):
        refused(lambda function=function: function(years, 0.1), what, where=where)


def test_a_relationship_table_needs_its_columns_and_rows() -> None:
    years = table_of([(1, 100, 80, 0, 0)])
    refused(lambda: lifetime.decompose(years.drop(columns="cost"), 0.1), "no column 'cost'", fix="rename or add")
    refused(lambda: lifetime.decompose(years.iloc[:0], 0.1), "no rows", fix="at least one row")
    refused(lambda: lifetime.decompose([1, 2], 0.1), "not a table", fix="DataFrame")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "what", "where", "fix"),
    [
        (flows(extra=[0, 5, 11, 0]), "extra is 5 in a year already over", "row 2, column 'extra'", "Put 0"),
        (flows(year=[2022, 2023, 2023, 2025]), "year 2023 comes twice", "row 3, column 'year'", "Add up"),
        (flows(year=[2022, 2023.5, 2024, 2025]), "year is 2023.5", "row 2, column 'year'", "as in 2024"),
        (flows(cash_flow=[1, 2, None, 4]), "cash_flow has no value", "row 3, column 'cash_flow'", "Fill"),
        (flows().drop(columns="extra"), "no column 'extra'", "", "rename or add"),
    ],
)
def test_a_bad_cash_flow_table_is_refused(table: pd.DataFrame, what: str, where: str, fix: str) -> None:
    refused(lambda: lifetime.three_values(table, 2023, 0.1), what, where=where, fix=fix)


def test_every_name_offered_is_there_and_results_cannot_be_changed() -> None:
    assert all(hasattr(lifetime, name) for name in lifetime.__all__)
    assert lifetime.retention_value is retention.retention_value
    with pytest.raises(AttributeError):
        YearlyAccount(1000).revenue = 3  # type: ignore[misc]

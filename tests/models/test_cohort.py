"""The cohort table and what is built on it: published tables cell by cell, identities, and bad input."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import cohort, cohort_solve

# Hughes, Strategic Database Marketing / dbmarketing.com article 251a, with his rounded divisors
HUGHES: dict[str, Any] = {
    "customers": 100_000,
    "retention": [0.6, 0.7, 0.8],
    "purchases": [1.8, 2.5, 3],
    "spend": [90, 95, 100],
    "cost_of_goods": [0.7, 0.65, 0.65],
    "acquisition_cost": 55,
    "yearly_cost": 20,
    "discount_factors": [1, 1.16, 1.35],
}
# Our reconstruction of the lost table of S0
CASE: dict[str, Any] = {
    "customers": 10_000,
    "retention": [0.6, 0.7, 0.8],
    "purchases": [2, 3, 4],
    "spend": [80, 90, 100],
    "cost_of_goods": [0.7, 0.65, 0.6],
    "acquisition_cost": 60,
    "yearly_cost": 20,
    "discount_rate": 0.2,
}
RIVALS = [
    (
        {"purchases": [2, 2.5, 3], "spend": [80, 100, 120], "cost_of_goods": [0.7, 0.6, 0.6], "discount_rate": 0.18},
        28.68,
    ),
    (
        {"purchases": [2, 2.5, 3], "spend": [80, 105, 110], "cost_of_goods": [0.7, 0.65, 0.6], "discount_rate": 0.1},
        27.20,
    ),
]
KNOWN: dict[str, Any] = {"retention": [0.6, 0.7, 0.8], "acquisition_cost": 60, "yearly_cost": 20}

unit = st.floats(0, 1)
small = settings(deadline=None, max_examples=50, derandomize=True)


@st.composite
def any_inputs(draw: st.DrawFn, *, referral: bool = False) -> dict[str, Any]:
    years = draw(st.integers(2, 6))

    def by_year(values: st.SearchStrategy[float]) -> list[float]:
        return draw(st.lists(values, min_size=years, max_size=years))

    inputs: dict[str, Any] = {
        "customers": draw(st.floats(1, 1e6)),
        "retention": by_year(unit),
        "purchases": by_year(st.floats(0, 50)),
        "spend": by_year(st.floats(0, 500)),
        "cost_of_goods": by_year(unit),
        "acquisition_cost": draw(st.floats(0, 500)),
        "yearly_cost": by_year(st.floats(0, 100)),
        "discount_rate": draw(unit),
        "payment_delay": draw(st.floats(0, 1)),
        "risk_factor": draw(st.floats(1, 2)),
    }
    if referral:
        inputs |= {"referral_rate": by_year(st.floats(0, 0.2)), "referral_incentive": draw(st.floats(0, 50))}
    return inputs


def refusal(call: Any, *args: Any, **kwargs: Any) -> CourseError:
    with pytest.raises(CourseError) as caught:
        call(*args, **kwargs)
    return caught.value


# ---------------------------------------------------------------------------------------------------- oracles


def test_hughes_table_cell_by_cell() -> None:
    printed = {
        "customers": [100_000, 60_000, 42_000],
        "retention": [0.6, 0.7, 0.8],
        "purchases": [1.8, 2.5, 3],
        "spend": [90, 95, 100],
        "revenue": [16_200_000, 14_250_000, 12_600_000],
        "cost_of_goods_rate": [0.7, 0.65, 0.65],
        "cost_of_goods": [11_340_000, 9_262_500, 8_190_000],
        "programme_cost_per_customer": [55, 20, 20],
        "programme_cost": [5_500_000, 1_200_000, 840_000],
        "total_cost": [16_840_000, 10_462_500, 9_030_000],
        "gross_profit": [-640_000, 3_787_500, 3_570_000],
        "discount_factor": [1, 1.16, 1.35],
        "present_value": [-640_000, 3_265_086, 2_644_444],
        "cumulative_present_value": [-640_000, 2_625_086, 5_269_531],
    }
    frame = cohort.table(**HUGHES).frame
    assert list(frame.columns) == [*printed, "ltv"]
    assert frame.index.tolist() == [1, 2, 3] and frame.index.name == "year"
    for column, cells in printed.items():
        assert frame[column].tolist() == pytest.approx(cells, abs=0.5 if column.endswith("present_value") else 1e-6)
    assert frame["ltv"].tolist() == pytest.approx([-6.40, 26.25, 52.70], abs=0.0051)


def test_hughes_divisors_are_eight_percent_at_twice_the_risk() -> None:
    """D = (1 + i x rf) ** n: his 1.16 and, rounded from 1.3456, 1.35."""
    inputs = HUGHES | {"discount_factors": None, "discount_rate": 0.08, "risk_factor": 2}
    assert cohort.table(**inputs).frame["discount_factor"].tolist() == pytest.approx([1, 1.16, 1.3456])


def test_reconstruction_exactly() -> None:
    frame = cohort.table(**CASE).frame
    assert frame["customers"].tolist() == pytest.approx([10_000, 6_000, 4_200])
    assert frame["revenue"].tolist() == pytest.approx([1_600_000, 1_620_000, 1_680_000])
    assert frame["gross_profit"].tolist() == pytest.approx([-120_000, 447_000, 588_000])
    assert frame["discount_factor"].tolist() == pytest.approx([1, 1.2, 1.44])
    assert frame["ltv"].tolist() == pytest.approx([-12, 25.25, 66 + 1 / 12], abs=1e-9)


def test_minus_twelve_forces_a_revenue_of_160() -> None:
    """S0: 70% of the revenue is the cost of goods, 60 yuan win a customer, and the LTV after year 1 is -12.00."""
    for purchases in (1, 2, 4, 8):
        spend = cohort_solve.solve_for(
            CASE | {"purchases": [purchases, 3, 4]}, "spend", year=1, target_ltv=-12, horizon=1, bounds=(1, 500)
        )
        assert purchases * spend.value == pytest.approx(160)


@pytest.mark.parametrize(("changes", "second"), RIVALS)
def test_rivals_end_at_the_same_total(changes: dict[str, Any], second: float) -> None:
    assert cohort.table(**CASE | changes).ltv.round(2).tolist() == [-12, second, 66.08]


# ------------------------------------------------------------------------------------------------ conventions


def test_last_retention_is_shown_and_never_used() -> None:
    before, after = cohort.table(**CASE), cohort.table(**CASE | {"retention": [0.6, 0.7, 0.1]})
    assert before.unused_cells == ((3, "retention"),)
    assert after.frame.loc[3, "retention"] == 0.1
    pd.testing.assert_frame_equal(before.frame.drop(columns="retention"), after.frame.drop(columns="retention"))


def test_yearly_cost_of_year_1_is_not_charged() -> None:
    lists = cohort.table(**CASE | {"yearly_cost": [999, 20, 20]})
    pd.testing.assert_frame_equal(lists.frame, cohort.table(**CASE).frame)


def test_number_for_all_years_equals_list() -> None:
    one = cohort.table(**CASE | {"spend": 90, "purchases": 2})
    many = cohort.table(**CASE | {"spend": pd.Series([90, 90, 90]), "purchases": np.array([2, 2, 2])})
    pd.testing.assert_frame_equal(one.frame, many.frame)


def test_one_printed_factor_holds_for_every_year() -> None:
    assert cohort.table(**HUGHES | {"discount_factors": 1}).frame["discount_factor"].tolist() == [1, 1, 1]


def test_payment_delay_moves_the_whole_profit() -> None:
    late = cohort.table(**CASE | {"payment_delay": 0.5})
    assert late.frame["discount_factor"].tolist() == pytest.approx([1.2**0.5, 1.2**1.5, 1.2**2.5])
    assert late.final_ltv == pytest.approx(cohort.table(**CASE).final_ltv / 1.2**0.5)
    assert late.ltv[1] > -12  # the loss looks smaller: the warning in the docstring


def test_referral_by_hand() -> None:
    """100 won; 10% referred join next year, cost 5 each; all stay at 50%; 10 yuan of profit before the incentive."""
    result = cohort.table(
        customers=100, retention=[0.5, 0.5, 0.5], purchases=1, spend=10, cost_of_goods=0, acquisition_cost=0,
        yearly_cost=0, discount_rate=0, referral_rate=0.1, referral_incentive=5,
    )  # fmt: skip
    assert result.frame["customers"].tolist() == pytest.approx([100, 60, 36])
    assert result.frame["referred_customers"].tolist() == pytest.approx([0, 10, 6])
    assert result.frame["referral_cost"].tolist() == pytest.approx([0, 50, 30])
    assert result.ltv.tolist() == pytest.approx([10, 15.5, 18.8])
    assert result.unused_cells == ((3, "retention"), (3, "referral_rate"))


def test_referral_without_incentive_costs_nothing() -> None:
    frame = cohort.table(**CASE | {"referral_rate": 0.05}).frame
    assert frame["referral_cost"].eq(0).all() and frame.loc[2, "referred_customers"] == pytest.approx(500)


def test_inputs_make_the_same_table_again() -> None:
    given_lists = {name: list(value) if isinstance(value, list) else value for name, value in CASE.items()}
    result = cohort.table(**given_lists)
    given_lists["spend"][0] = 0  # a later change of the caller's list leaves the result alone
    pd.testing.assert_frame_equal(cohort.as_table(result.inputs).frame, result.frame)
    assert cohort.as_table(result) is result


# ------------------------------------------------------------------------------------------------- identities


@small
@given(any_inputs(referral=True))
def test_parts_add_up(inputs: dict[str, Any]) -> None:
    frame = cohort.table(**inputs).frame
    parts = frame["revenue"] - frame["cost_of_goods"] - frame["programme_cost"] - frame["referral_cost"]
    np.testing.assert_allclose(parts, frame["gross_profit"], rtol=1e-9, atol=1e-6)
    total = (frame["gross_profit"] / frame["discount_factor"]).sum() / frame["customers"].iloc[0]
    assert frame["ltv"].iloc[-1] == pytest.approx(total, rel=1e-9, abs=1e-6)
    joined = frame["customers"] * (frame["retention"] + frame["referral_rate"])
    np.testing.assert_allclose(frame["customers"].iloc[1:], joined.iloc[:-1], rtol=1e-9, atol=1e-9)


@small
@given(any_inputs(), st.floats(0.1, 10))
def test_ltv_is_linear_in_the_margin(inputs: dict[str, Any], factor: float) -> None:
    free = inputs | {"acquisition_cost": 0, "yearly_cost": 0}
    more = free | {"spend": [factor * spend for spend in inputs["spend"]]}
    assert cohort.table(**more).final_ltv == pytest.approx(factor * cohort.table(**free).final_ltv, rel=1e-9, abs=1e-6)


@small
@given(any_inputs(referral=True), st.floats(1, 100))
def test_cohort_size_does_not_change_the_ltv(inputs: dict[str, Any], factor: float) -> None:
    more = cohort.table(**inputs | {"customers": inputs["customers"] * factor})
    np.testing.assert_allclose(more.ltv, cohort.table(**inputs).ltv, rtol=1e-9, atol=1e-6)


@small
@given(any_inputs())
def test_no_retention_leaves_year_1(inputs: dict[str, Any]) -> None:
    ltv = cohort.table(**inputs | {"retention": 0}).ltv
    assert ltv.tolist() == pytest.approx([ltv[1]] * len(ltv))


@small
@given(any_inputs(), st.floats(0, 100))
def test_a_yuan_of_acquisition_cost_is_a_discounted_yuan_of_ltv(inputs: dict[str, Any], more: float) -> None:
    base, dearer = (cohort.table(**inputs | {"acquisition_cost": 10 + extra}) for extra in (0, more))
    lost = more / base.frame["discount_factor"].iloc[0]
    np.testing.assert_allclose(base.ltv - dearer.ltv, lost, rtol=1e-6, atol=1e-6)


@small
@given(any_inputs(), unit)
def test_leavers_and_stayers_average_to_all(inputs: dict[str, Any], share: float) -> None:
    inputs["retention"][0] = 0.1 + 0.8 * inputs["retention"][0]
    rows = cohort.readings(inputs, leaver_share=share)
    for column in ("value_year_1", "value_final", "purchases"):
        weighted = (rows[column] * rows["customers"])[["leavers", "stayers"]].sum()
        assert weighted == pytest.approx(rows.loc["all", column] * rows.loc["all", "customers"], rel=1e-7, abs=1e-3)
    assert rows.loc["all", "value_final"] == pytest.approx(cohort.table(**inputs).final_ltv, rel=1e-7, abs=1e-6)


# --------------------------------------------------------------------------------------------- break-even etc.


@pytest.mark.parametrize(("changes", "year"), [({}, 2), ({"acquisition_cost": 40}, 1), ({"acquisition_cost": 99}, 3)])
def test_break_even_year(changes: dict[str, Any], year: int) -> None:
    assert cohort.break_even_year(CASE | changes) == year


def test_break_even_counts_zero_and_may_never_come() -> None:
    exact = cohort_solve.solve_for(CASE, "acquisition_cost", target_ltv=0, bounds=(0, 300)).table
    assert cohort.break_even_year(exact) == 3
    assert cohort.break_even_year(CASE | {"acquisition_cost": 200}) is None


def test_retention_point_equals_a_raised_table() -> None:
    worth = cohort.retention_point_value(CASE)
    raised = cohort.table(**CASE | {"retention": [0.61, 0.7, 0.8]}).final_ltv
    assert worth.loc[1, "ltv_per_point"] == pytest.approx(raised - cohort.table(**CASE).final_ltv)
    # By hand: (37.25 + 40.8333) / 60 points and 40.8333 / 70 points
    assert worth["ltv_per_point"].tolist() == pytest.approx([1.3013889, 0.5833333, 0])
    assert worth["cohort_per_point"].tolist() == pytest.approx([13_013.889, 5_833.333, 0])


def test_retention_point_cancels_against_both_costs() -> None:
    late = CASE | {"payment_delay": 0.5}
    worth, before = cohort.retention_point_value(late), cohort.table(**late).final_ltv
    dearer = late | {"retention": [0.6, 0.71, 0.8], "acquisition_cost": 60 + worth.loc[2, "as_acquisition_cost"]}
    assert cohort.table(**dearer).final_ltv == pytest.approx(before)
    yearly = [20, 20 + worth.loc[2, "as_cost_per_customer"], 20]
    assert cohort.table(**late | {"retention": [0.6, 0.71, 0.8], "yearly_cost": yearly}).final_ltv == pytest.approx(
        before
    )


def test_retention_point_depends_on_the_horizon() -> None:
    worth = cohort.retention_point_value(CASE, horizon=2)
    assert worth["ltv_per_point"].tolist() == pytest.approx([37.25 / 60, 0, 0])
    none_left = cohort.retention_point_value(CASE | {"retention": [0, 0.7, 0.8]})
    assert math.isnan(none_left.loc[2, "as_cost_per_customer"])


def test_compare_and_budget_neutral_rise() -> None:
    better = CASE | {"retention": [0.65, 0.75, 0.8], "purchases": [2, 3.2, 4.2], "yearly_cost": 30}
    rows = cohort.compare(CASE, better)
    assert rows["difference"].tolist() == pytest.approx((rows["ltv_b"] - rows["ltv_a"]).tolist())
    assert rows["cohort_gain"].tolist() == pytest.approx((rows["difference"] * 10_000).tolist())
    assert math.isnan(rows.loc[1, "budget_neutral_rise"])
    for year in (2, 3):
        neutral = better | {"yearly_cost": 30 + rows.loc[year, "budget_neutral_rise"]}
        assert cohort.table(**neutral).ltv[year] == pytest.approx(rows.loc[year, "ltv_a"])


def test_compare_refuses_tables_of_different_length() -> None:
    shorter = CASE | {name: CASE[name][:2] for name in ("retention", "purchases", "spend", "cost_of_goods")}
    error = refusal(cohort.compare, CASE, shorter)
    assert error.what == "programme_a has 3 years and programme_b 2" and "same number of years" in error.fix


def test_readings_of_minus_twelve() -> None:
    same, less = cohort.readings(CASE), cohort.readings(CASE, leaver_share=0.5)
    assert same["value_year_1"].tolist() == pytest.approx([-12, -12, -12])
    assert same["value_final"].tolist() == pytest.approx([-12, -12 + 78.083333 / 0.6, 66.083333])
    assert less["value_year_1"].tolist() == pytest.approx([-30, 0, -12])
    assert less["purchases"].tolist() == pytest.approx([1.25, 2.5, 2])


@pytest.mark.parametrize(("kept", "empty"), [(0, "stayers"), (1, "leavers")])
def test_readings_with_an_empty_group(kept: float, empty: str) -> None:
    rows = cohort.readings(CASE | {"retention": [kept, 0.7, 0.8]})
    assert rows.loc[empty].isna().tolist() == [False, True, True, True]
    assert rows.drop(index=empty).notna().all(axis=None)


def test_readings_refuse_what_has_no_answer() -> None:
    nobody = refusal(cohort.readings, CASE | {"retention": [0, 0.7, 0.8]}, leaver_share=0)
    assert nobody.where == "leaver_share" and "nobody made the purchases" in nobody.what
    referral = refusal(cohort.readings, CASE | {"referral_rate": 0.1})
    assert referral.where == "referral_rate" and "Leave out" in referral.fix


def test_two_constant_segments_reproduce_the_case_exactly() -> None:
    """60%, 70%, 80% need no growing loyalty: the two-point distribution with moments .6, .42, .336."""
    root = math.sqrt(0.07)
    weak = 0.5 + 0.05 / root
    rows = cohort.mixture_retention([1 - weak, weak], [0.7 + root, 0.7 - root], 3)
    assert rows["retention"].tolist() == pytest.approx([0.6, 0.7, 0.8])
    assert (round(1 - weak, 4), round(0.7 + root, 4), round(0.7 - root, 4)) == (0.311, 0.9646, 0.4354)


@small
@given(unit, st.lists(unit, min_size=2, max_size=2))
def test_mixture_retention_never_falls(share: float, retentions: list[float]) -> None:
    rows = cohort.mixture_retention([share, 1 - share], retentions, 6)
    assert (rows["retention"].dropna().diff().dropna() > -1e-9).all()
    assert rows["alive"].tolist() == pytest.approx((rows["alive_1"] + rows["alive_2"]).tolist())


def test_mixture_bad_input() -> None:
    assert refusal(cohort.mixture_retention, [0.5, 0.6], [0.9, 0.3], 3).what == "shares sum to 1.1, not to 1"
    assert "1 values where 2 are needed" in refusal(cohort.mixture_retention, [0.5, 0.5], [0.9], 3).what
    assert refusal(cohort.mixture_retention, [1], [0.9], 2.5).what == "years is 2.5, not a whole number"


# ---------------------------------------------------------------------------------------------------- solve_for


@pytest.mark.parametrize(
    ("name", "year", "bounds"),
    [
        ("acquisition_cost", None, (0, 300)),
        ("discount_rate", None, (0, 1)),
        ("yearly_cost", None, (0, 100)),
        ("yearly_cost", 2, (0, 100)),
        ("retention", None, (-0.5, 0.2)),
        ("retention", 1, (0, 1)),
        ("spend", 3, (0, 300)),
        ("cost_of_goods", None, (-0.5, 0.3)),
        ("payment_delay", None, (0, 5)),
    ],
)
def test_solution_gives_the_target(name: str, year: int | None, bounds: tuple[float, float]) -> None:
    found = cohort_solve.solve_for(CASE, name, year=year, target_ltv=50, bounds=bounds)
    assert found.table.final_ltv == pytest.approx(50, abs=1e-6)
    assert bounds[0] <= found.value <= bounds[1] and found.values == (found.value,)
    assert (found.name, found.year) == (name, year)


def test_solve_for_gives_back_the_inputs_of_the_case() -> None:
    target = cohort.table(**CASE).final_ltv
    solve = cohort_solve.solve_for
    assert solve(CASE, "discount_rate", target_ltv=target, bounds=(0.01, 0.9)).value == pytest.approx(0.2)
    assert solve(CASE, "purchases", year=2, target_ltv=25.25, horizon=2, bounds=(1, 9)).value == pytest.approx(3)
    assert solve(CASE, "spend", target_ltv=target, bounds=(-9, 14)).value == pytest.approx(0, abs=1e-6)
    assert solve(CASE, "spend", year=1, target_ltv=target, bounds=(30, 130)).value == pytest.approx(80)


def test_solve_for_finds_both_discount_rates() -> None:
    """-1000, +2300 and -1320 yuan have two internal rates of return, 10% and 20%."""
    inputs = {
        "customers": 1, "retention": [1, 1, 1], "purchases": [1, 1, 0], "spend": [0, 2300, 0], "cost_of_goods": 0,
        "acquisition_cost": 1000, "yearly_cost": [0, 0, 1320], "discount_rate": 0.15,
    }  # fmt: skip
    found = cohort_solve.solve_for(inputs, "discount_rate", target_ltv=0, bounds=(0.013, 0.507))
    assert found.values == pytest.approx((0.1, 0.2))


def test_solve_for_says_how_close_it_comes() -> None:
    error = refusal(cohort_solve.solve_for, CASE, "retention", year=1, target_ltv=200, bounds=(0, 1))
    assert error.what == "no retention from 0 to 1 gives an LTV of 200 after year 3"
    assert error.fix == "The closest is 118.14, at 1: widen the bounds or choose another target"


@pytest.mark.parametrize(
    ("name", "year", "bounds"), [("customers", None, (1, 9e4)), ("retention", 3, (0, 1)), ("yearly_cost", 1, (0, 50))]
)
def test_solve_for_refuses_an_input_without_effect(name: str, year: int | None, bounds: tuple[float, float]) -> None:
    error = refusal(cohort_solve.solve_for, CASE, name, year=year, target_ltv=50, bounds=bounds)
    assert error.what == f"{name} has no effect on the LTV after year 3" and "depends on" in error.fix


def test_solve_for_bad_input() -> None:
    solve = cohort_solve.solve_for
    unknown = refusal(solve, CASE, "loyalty", target_ltv=50, bounds=(0, 1))
    assert unknown.what == "'loyalty' is not an input of this table" and "retention" in unknown.fix
    absent = refusal(solve, CASE, "referral_rate", target_ltv=50, bounds=(0, 1))
    assert "referral_rate" not in absent.fix and "customers" in absent.fix
    assert refusal(solve, CASE, "discount_rate", year=2, target_ltv=5, bounds=(0, 1)).where == "year"
    assert refusal(solve, CASE, "spend", year=4, target_ltv=5, bounds=(0, 1)).what == "year is 4, which is above 3"
    assert refusal(solve, CASE, "spend", target_ltv=5, bounds=(2, 1)).what == "bounds run from 2 to 1"
    assert refusal(solve, CASE, "retention", target_ltv=60, bounds=(0, 0.5)).where == "year 3"


# ----------------------------------------------------------------------------------------------------- identify


def test_identify_finds_reconstruction_and_rivals() -> None:
    found = cohort_solve.identify({1: -12.00, 3: 66.08}, **KNOWN)
    assert found.tried == 84 * 1771 * 10 * 16  # rising purchases, rising spend, falling cost, rates
    assert found.left.to_dict() == {1: 255_360, 3: len(found.matches)}
    sets = {tuple(row) for row in found.matches.filter(regex="purchases|spend|goods|rate").round(3).to_numpy()}
    for changes in ({}, *(rival for rival, _ in RIVALS)):
        economy = CASE | changes
        lists = [*economy["purchases"], *economy["spend"], *economy["cost_of_goods"], economy["discount_rate"]]
        assert tuple(map(float, lists)) in sets


def test_every_match_gives_the_printed_figures() -> None:
    for row in cohort_solve.identify({1: -12.00, 3: 66.08}, **KNOWN).matches.to_dict("records"):
        lists = {name: [row[f"{name}_{y}"] for y in (1, 2, 3)] for name in ("purchases", "spend", "cost_of_goods")}
        result = cohort.table(**CASE | lists | {"discount_rate": row["discount_rate"]})
        assert result.ltv.round(2)[[1, 3]].tolist() == [-12.00, 66.08]
        assert result.ltv.tolist() == pytest.approx([row["ltv_1"], row["ltv_2"], row["ltv_3"]])


def test_year_2_tells_the_rivals_apart_but_not_purchases_from_spend() -> None:
    found = cohort_solve.identify({3: 66.08, 1: -12.00, 2: 25.25}, **KNOWN)
    assert list(found.left.index) == [1, 3, 2]
    yearly = found.matches[["purchases_3", "spend_3"]].prod(axis=1)
    assert len(found.matches) == 2 and yearly.tolist() == [400, 400]
    assert found.matches["purchases_1"].tolist() == [2, 4]  # 2, 3, 4 of 80, 90, 100, or 4, 4.5, 5 of 40, 60, 80
    assert found.matches["even_steps"].all()


def test_tolerance_widens_the_answer() -> None:
    near = cohort_solve.identify({1: -12.00, 3: 66.08}, **KNOWN, tolerance=0.5)
    assert len(near.matches) > 50 * len(cohort_solve.identify({1: -12.00, 3: 66.08}, **KNOWN).matches)


def test_identify_takes_any_number_of_years() -> None:
    two = cohort_solve.identify({1: -12.00, 2: 25.25}, retention=[0.6, 0.7], acquisition_cost=60, yearly_cost=20)
    assert ((two.matches["spend_2"] == 90) & (two.matches["purchases_2"] == 3)).any()


def test_identify_bad_input() -> None:
    assert refusal(cohort_solve.identify, {3: 66.08}, **KNOWN).what == "targets has no LTV for year 1"
    assert refusal(cohort_solve.identify, [-12, 66], **KNOWN).what == "targets is a list, not a dictionary"
    assert refusal(cohort_solve.identify, {1: -12, 4: 66}, **KNOWN).what == "targets is 4, which is above 3"
    few = refusal(cohort_solve.identify, {1: -12}, **KNOWN, grid=cohort_solve.RoundInputs(spend=(80, 90)))
    assert few.what == "spend has 2 different values, too few to rise for 3 years" and few.where == "grid"
    many = refusal(cohort_solve.identify, {1: -12}, **KNOWN, tolerance=50)
    assert "more than 2,000,000" in many.what and "smaller tolerance" in many.fix


# ------------------------------------------------------------------------------------------------- ltv_interval


def test_interval_agrees_with_the_exact_standard_error() -> None:
    """One customer is worth c_y when y is the last year: the variance of c over 40%, 18% and 42% of customers."""
    worth = np.cumsum([-12, 74.5 / 1.2, 140 / 1.44])
    share = np.array([0.4, 0.18, 0.42])
    exact = math.sqrt(share @ worth**2 - (share @ worth) ** 2) / math.sqrt(10_000)
    found = cohort_solve.ltv_interval(CASE)
    assert found.standard_error == pytest.approx(exact, rel=0.03)
    assert found.draws.mean() == pytest.approx(found.ltv, abs=4 * exact / math.sqrt(len(found.draws)))
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * exact, rel=0.05)
    assert found.low < found.ltv < found.high and (found.level, found.customers) == (0.95, 10_000)


def test_interval_is_repeatable_and_narrows_with_the_root_of_size() -> None:
    first, again = (cohort_solve.ltv_interval(CASE, customers=400, draws=4000) for _ in range(2))
    assert (first.low, first.high) == (again.low, again.high)
    larger = cohort_solve.ltv_interval(CASE, customers=40_000, draws=4000)
    assert first.standard_error / larger.standard_error == pytest.approx(10, rel=0.1)
    assert cohort_solve.ltv_interval(CASE, customers=400, draws=4000, seed=0).low != first.low


def test_interval_vanishes_without_chance() -> None:
    found = cohort_solve.ltv_interval(CASE | {"retention": [1, 1, 1]}, draws=50)
    assert found.low == pytest.approx(found.high) and found.low == pytest.approx(found.ltv)


def test_interval_bad_input() -> None:
    assert refusal(cohort_solve.ltv_interval, CASE, customers=0).what == "customers is 0, which is below 1"
    assert refusal(cohort_solve.ltv_interval, CASE, draws=10.5).what == "draws is 10.5, not a whole number"
    assert refusal(cohort_solve.ltv_interval, CASE, level=95).what == "level is 95, which is above 0.999"
    assert refusal(cohort_solve.ltv_interval, CASE | {"referral_rate": 0.1}).where == "referral_rate"


# --------------------------------------------------------------------------------------------- bad input of table


@pytest.mark.parametrize(
    ("changes", "what", "where", "fix"),
    [
        ({"retention": [0.6, 1.2, 0.8]}, "retention is 1.2, which is above 1", "year 2", "Give a share between 0"),
        ({"retention": [60, 0.7, 0.8]}, "retention is 60, which is above 1", "year 1", "Write 60% as 0.6"),
        ({"retention": [0.6, math.nan, 0.8]}, "retention has no value", "year 2", "Fill it in"),
        ({"retention": 70, "spend": [1, 2, 3]}, "retention is 70, which is above 1", "", "Write 70% as 0.7"),
        ({"purchases": [2, -3, 4]}, "purchases is -3, which is below 0", "year 2", "Give 0 or more"),
        ({"spend": [80, 90, "100"]}, "spend is the text '100', not a number", "year 3", "Remove the quotation"),
        ({"spend": "80"}, "spend is the text '80', not a number", "", "Remove the quotation"),
        ({"spend": [80, 90]}, "spend has 2 values where 3 are needed", "", "one value for each"),
        ({"retention": []}, "retention is empty", "", "Give at least one value"),
        ({"cost_of_goods": [0.7, 65, 0.6]}, "cost_of_goods is 65, which is above 1", "year 2", "Write 65% as 0.65"),
        ({"yearly_cost": -20}, "yearly_cost is -20, which is below 0", "", "Give 0 or more"),
        ({"acquisition_cost": None}, "acquisition_cost has no value", "", "Fill it in"),
        ({"customers": 0}, "customers is 0, which is below 1", "", "Give 1 or more"),
        ({"discount_rate": -1}, "discount_rate is -1, which is below 0", "", "Give a share between 0 and 1"),
        ({"discount_rate": 100}, "discount_rate is 100, which is above 1", "", "Write 100% as 1"),
        ({"discount_rate": None}, "neither discount_rate nor discount_factors is given", "", "exactly one"),
        ({"discount_factors": [1, 1.2, 1.44]}, "both discount_rate and discount_factors are given", "", "exactly one"),
        ({"payment_delay": 60}, "payment_delay is 60, which is above 5", "", "60 days is 0.164"),
        ({"risk_factor": -1}, "risk_factor is -1, which is below 0", "", "Give 0 or more"),
        ({"referral_rate": [0.1, 0.1, -0.1]}, "referral_rate is -0.1, which is below 0", "year 3", "between 0 and 1"),
        ({"referral_incentive": 5}, "referral_incentive is given without referral_rate", "", "Give both"),
        ({"spend": {"a": 1}}, "spend is a dict, not a number", "", "Give a number"),
    ],
)  # fmt: skip
def test_bad_input_names_what_where_and_fix(changes: dict[str, Any], what: str, where: str, fix: str) -> None:
    error = refusal(cohort.table, **CASE | changes)
    assert (error.what, error.where) == (what, where)
    assert fix in error.fix


@pytest.mark.parametrize(
    ("changes", "what", "where"),
    [
        ({"discount_factors": [1, 0.86, 0.74]}, "discount_factors is 0.86, which is below 1", "year 2"),
        ({"discount_factors": [1, 1.16]}, "discount_factors has 2 values where 3 are needed", ""),
        ({"risk_factor": 2}, "printed discount_factors already hold the payment delay and the risk factor", ""),
        ({"payment_delay": 0.5}, "printed discount_factors already hold the payment delay and the risk factor", ""),
    ],
)
def test_bad_printed_factors(changes: dict[str, Any], what: str, where: str) -> None:
    error = refusal(cohort.table, **HUGHES | changes)
    assert (error.what, error.where) == (what, where)


def test_years_must_be_known() -> None:
    numbers = {"retention": 0.6, "purchases": 2, "spend": 80, "cost_of_goods": 0.7}
    error = refusal(cohort.table, **CASE | numbers)
    assert "number of years is unknown" in error.what and error.where == "retention" and "one value a year" in error.fix


def test_inputs_as_a_dictionary_are_checked() -> None:
    assert refusal(cohort.as_table, CASE | {"retenton": 1}).what == "there is no input 'retenton'"
    missing = {name: value for name, value in CASE.items() if name != "spend"}
    assert refusal(cohort.break_even_year, missing).what == "the input 'spend' is missing"
    assert refusal(cohort.as_table, [1, 2]).what == "the cohort is a list, not a table or its inputs"


@pytest.mark.parametrize("horizon", [0, 4, 1.5, "2"])
def test_horizon_is_a_year_of_the_table(horizon: Any) -> None:
    assert refusal(cohort.retention_point_value, CASE, horizon=horizon).what.startswith("horizon is ")

"""The lifecycle model: the inverted U comes out of the factors, values discount, stages are recovered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import lifecycle as lc
from course.models.lifecycle import Curve, Lifecycle

KEYS = ["exploration", "formation", "stability", "decline"]
SCORES = {"product quality": 4, "service quality": 3, "value": 4, "competitors' prices": 2, "own needs": 5}
LENGTHS = st.tuples(*[st.integers(1, 8)] * 4)
quick = settings(deadline=None, max_examples=50, derandomize=True)


def never_turning() -> Lifecycle:
    """Return a lifecycle whose factors keep their mature levels through the decline."""
    usual = Lifecycle()
    lasting = {name: replace(getattr(usual, name), end=getattr(usual, name).mature) for name in lc.FACTORS}
    return replace(usual, **lasting)


# Stages and factors


def test_stages_are_the_four_of_the_source_in_order() -> None:
    # S0: exploration 考察期, formation 形成期, stability 稳定期, decline 退化期
    assert [(stage.key, stage.chinese) for stage in lc.STAGES] == list(
        zip(KEYS, ["考察期", "形成期", "稳定期", "退化期"], strict=True)
    )
    assert all(stage.label and stage.traits for stage in lc.STAGES + lc.TELECOM_STAGES)
    assert [stage.key for stage in lc.TELECOM_STAGES] == ["potential", "new", "old", "new_service"]


def test_factors_move_as_the_source_says_until_the_relationship_turns() -> None:
    # S0: volume, willingness to pay and indirect benefit rise with the stage, cost falls
    means = lc.factors().groupby("stage", sort=False).mean().loc[KEYS[:3]]
    for name in ("volume", "price", "indirect"):
        assert means[name].is_monotonic_increasing, name
    assert means["cost"].is_monotonic_decreasing


def test_factors_run_from_start_over_half_way_to_mature_and_back() -> None:
    usual = Lifecycle()
    volume = lc.factors(usual)["volume"]
    assert volume[1] == pytest.approx(usual.volume.start, rel=0.02)
    assert volume[7] == pytest.approx(7.0)  # year 7 is the middle of formation (years 5-9): half way from 2 to 12
    assert volume.max() == pytest.approx(usual.volume.mature, rel=0.02)
    assert volume[20] < 0.35 * usual.volume.mature


@quick
@given(LENGTHS)
def test_every_year_has_a_stage_and_stages_have_their_lengths(lengths: tuple[int, int, int, int]) -> None:
    table = lc.factors(Lifecycle(*lengths))
    assert list(table.index) == list(range(1, sum(lengths) + 1))
    assert table["stage"].value_counts().to_dict() == dict(zip(KEYS, lengths, strict=True))


@quick
@given(LENGTHS, st.integers(1, 6))
def test_shorter_view_is_the_first_rows_of_the_whole(lengths: tuple[int, int, int, int], years: int) -> None:
    usual = Lifecycle(*lengths)
    wanted = min(years, usual.years)
    pd.testing.assert_frame_equal(lc.factors(usual, wanted), lc.factors(usual).head(wanted))


def test_a_factor_always_stays_between_its_levels() -> None:
    table = lc.factors(turns_after=6)
    assert table["volume"].between(2, 12).all()
    assert table["cost"].between(70, 120).all()
    assert table["stage"].tolist() == ["exploration"] * 4 + ["formation"] * 2 + ["decline"] * 4


# Profit


def test_profit_by_hand() -> None:
    table = pd.DataFrame(
        {"volume": [10], "price": [110], "cost": [70], "indirect": [30], "goods": [80], "stage": ["stability"]},
        index=[3],
    )
    row = lc.profit(table).loc[3]
    assert (row["margin"], row["indirect"], row["cost"], row["profit"]) == (300, 30, 70, 260)  # 10 x 30 + 30 - 70


@quick
@given(LENGTHS, st.floats(0, 200))
def test_parts_of_profit_add_up(lengths: tuple[int, int, int, int], goods: float) -> None:
    table = lc.profit(lc.factors(Lifecycle(*lengths, goods=goods)))
    np.testing.assert_allclose(table["margin"] + table["indirect"] - table["cost"], table["profit"])


@quick
@given(LENGTHS)
def test_changes_of_the_stages_add_up_to_last_minus_first(lengths: tuple[int, int, int, int]) -> None:
    earned = lc.profit(lc.factors(Lifecycle(*lengths)))
    profile = lc.stage_profile(earned)
    assert profile["change"].sum() == pytest.approx(earned["profit"].iloc[-1] - earned["profit"].iloc[0], abs=1e-6)
    counts = profile["last_year"] - profile["first_year"] + 1
    assert (profile["mean_profit"] * counts).sum() == pytest.approx(earned["profit"].sum())


# The inverted U


def test_inverted_u_results_from_the_default_factors() -> None:
    # S0: low and slow in exploration, fastest in formation, slower to the maximum in stability, fast fall in decline
    peak = lc.turning_point(lc.profit(lc.factors()))
    assert peak.inverted_u and peak.as_described
    assert (peak.year, peak.stage) == (15, "stability")
    assert 0 < peak.slopes["exploration"] < peak.slopes["stability"] < peak.slopes["formation"]
    assert peak.slopes["decline"] < -peak.slopes["formation"]


def test_exploration_earns_least_and_stability_most() -> None:
    # S0: profit is least in exploration, next in formation, greatest in stability
    profile = lc.stage_profile(lc.profit(lc.factors()))
    assert profile["mean_profit"].idxmin() == "exploration"
    assert profile["mean_profit"].idxmax() == "stability"


@pytest.mark.parametrize(
    ("other", "inverted", "why"),
    [
        (never_turning(), False, "nothing turns back in the decline"),
        (replace(Lifecycle(), cost=Curve(120, 500, 120)), False, "costs grow with volume: a dip, then a rise"),
        (replace(Lifecycle(), cost=Curve(120, 600, 0)), False, "the decline saves more than it loses"),
        (lc.held(Lifecycle(), *lc.FACTORS), False, "no factor moves"),
        (replace(Lifecycle(), cost=Curve(120, 400, 400, "stability")), True, "costs rise in stability: an early peak"),
        (lc.held(Lifecycle(), "volume"), True, "without volume, formation is not the fastest"),
    ],
)
def test_other_factors_do_not_give_the_described_curve(other: Lifecycle, inverted: bool, why: str) -> None:
    peak = lc.turning_point(lc.profit(lc.factors(other)))
    assert peak.inverted_u is inverted, why
    assert not peak.as_described, why


@pytest.mark.parametrize("name", ["price", "cost", "indirect"])
def test_the_curve_survives_one_of_the_lesser_factors_standing_still(name: str) -> None:
    assert lc.turning_point(lc.profit(lc.factors(lc.held(Lifecycle(), name)))).as_described


def test_unfinished_relationship_has_no_inverted_u() -> None:
    assert not lc.is_inverted_u(lc.profit(lc.factors(years=14)))
    peak = lc.turning_point(lc.profit(lc.factors(years=14)))
    assert peak.year == 14
    assert list(peak.slopes) == KEYS[:3]
    assert not peak.as_described


@pytest.mark.parametrize(
    ("yearly", "inverted"),
    [
        ([1, 2, 1], True),
        ([-5, -2, -9], True),
        ([1, 2, 3], False),
        ([3, 2, 1], False),
        ([3, 1, 3], False),
        ([1, 3, 2, 4, 1], False),
        ([1, 4, 2, 3, 1], False),
        ([1, 2, 2, 1], False),
        ([1, 1, 1], False),
    ],
)
def test_inverted_u_of_small_series(yearly: list[float], inverted: bool) -> None:
    assert lc.is_inverted_u(yearly) is inverted


def test_first_stage_of_one_year_has_no_slope() -> None:
    profile = lc.stage_profile(lc.profit(lc.factors(Lifecycle(1, 3, 3, 3))))
    assert np.isnan(profile.loc["exploration", "slope"])
    assert profile["slope"].notna().sum() == 3


# Value


def test_value_of_the_annuity_of_the_single_customer() -> None:
    # S0: 100 x 2 x 12 a year for 20 years is 48,000, and 20,432.55 at 10% at year end
    assert lc.value([2400] * 20, 0) == 48_000
    assert lc.value([2400] * 20, 0.1) == pytest.approx(20_432.55, abs=0.005)


@pytest.mark.parametrize(("timing", "expected"), [("end", 200.0), ("middle", 200 * 1.1**0.5), ("start", 220.0)])
def test_timing_of_the_cash_flow(timing: lc.Timing, expected: float) -> None:
    assert lc.value([110, 121], 0.1, timing=timing) == pytest.approx(expected)


@quick
@given(
    st.lists(st.floats(1, 1e4), min_size=1, max_size=25),
    st.floats(0, 0.9),
    st.floats(0.01, 0.1),
    st.sampled_from(["end", "middle"]),
)
def test_value_falls_as_the_discount_rate_rises(
    yearly: list[float], discount: float, more: float, timing: lc.Timing
) -> None:
    assert lc.value(yearly, discount + more, timing=timing) < lc.value(yearly, discount, timing=timing)


@quick
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=25), st.floats(0, 1))
def test_present_values_add_up_and_a_year_earlier_is_worth_the_rate_more(yearly: list[float], discount: float) -> None:
    table = lc.present_values(yearly, discount)
    whole = lc.value(yearly, discount)
    assert table["cumulative"].iloc[-1] == pytest.approx(whole, abs=1e-6)
    assert lc.value(yearly, discount, timing="start") == pytest.approx(whole * (1 + discount), abs=1e-6)


def test_table_and_list_have_the_same_value_and_a_later_table_is_residual() -> None:
    earned = lc.profit(lc.factors())
    assert lc.value(earned, 0.1) == lc.value(list(earned["profit"]), 0.1)
    residual = lc.value(earned.loc[5:], 0.1)
    assert lc.value(earned, 0.1) == pytest.approx(lc.value(earned.loc[:4], 0.1) + residual / 1.1**4)


# Relationships that end early


@quick
@given(LENGTHS, st.floats(0, 1), st.sampled_from(["end", "middle", "start"]), st.sampled_from(["stop", "decline"]))
def test_last_row_is_the_full_relationship(
    lengths: tuple[int, int, int, int], discount: float, timing: lc.Timing, manner: lc.Manner
) -> None:
    usual = Lifecycle(*lengths)
    table = lc.ended_early(usual, discount, timing=timing, manner=manner)
    last = table.iloc[-1]
    assert last["present_value"] == pytest.approx(lc.value(lc.profit(lc.factors(usual)), discount, timing=timing))
    assert last["lost"] == pytest.approx(0, abs=1e-9)
    assert last["years"] == usual.years
    assert table["stage"].tolist() == (KEYS if manner == "stop" else KEYS[:3])


def test_ending_early_loses_most_of_the_value() -> None:
    table = lc.ended_early(discount_rate=0.1)
    assert table["present_value"].is_monotonic_increasing
    assert table.loc[4, "present_value"] < 0  # the trial years have not paid back
    assert table.loc[9, "share"] < 0.2 < 0.8 < table.loc[16, "share"]


def test_ending_inside_a_stage_and_by_decline() -> None:
    table = lc.ended_early(after=[2, 7, 12], manner="decline")
    assert table["stage"].tolist() == KEYS[:3]
    assert table["years"].tolist() == [6, 11, 16]
    stopped = lc.ended_early(after=[2, 7, 12])
    assert stopped["years"].tolist() == [2, 7, 12]
    assert table.loc[12, "present_value"] > stopped.loc[12, "present_value"]  # a good decline still earns


def test_share_may_pass_one_and_is_empty_for_a_loss() -> None:
    costly_end = replace(Lifecycle(), cost=Curve(120, 70, 900))
    assert lc.ended_early(costly_end).loc[16, "share"] > 1
    assert lc.ended_early(replace(Lifecycle(), goods=200))["share"].isna().all()


# Naming the stage


@pytest.mark.parametrize(
    ("figures", "stage", "sentence"),
    [
        ([2, 2, 2.1, 2.2], "exploration", "never rose far above the first year: a gain of 9%"),
        ([2, 3, 6, 10], "formation", "rose by 35% of their scale a year"),
        ([2, 6, 11, 12, 12, 12.2], "stability", "at level 100% of the peak, after a gain of 84%"),
        ([2, 6, 12, 12, 9, 5], "decline", "fell by 29% of their scale a year"),
        ([2, 6, 12, 6, 2, 2, 2], "decline", "level 17%, and no longer falling"),
        ([10, 9, 7, 5], "decline", "fell by 20%"),  # reversal is possible at any stage
        ([-100, -97, -95, -90], "exploration", "a gain of 10%"),  # a profit may be negative
    ],
)
def test_rule_names_the_stage_and_says_why(figures: list[float], stage: str, sentence: str) -> None:
    estimate = lc.classify(figures)
    assert estimate.stage == stage
    assert sentence in estimate.reason
    assert sum(estimate.votes.values()) == pytest.approx(1)
    assert estimate.confidence == estimate.votes[stage]


def test_measures_by_hand() -> None:
    estimate = lc.classify([2, 6, 12, 9])
    assert estimate.growth == pytest.approx((9 - 6) / 2 / 12)
    assert estimate.level == pytest.approx(9 / 12)
    assert estimate.gain == pytest.approx(10 / 12)
    # differences 4, 6, -3; second differences 2, -9; their mean square is 42.5
    assert estimate.noise == pytest.approx((42.5 / 6) ** 0.5)


def test_least_noise_holds_for_a_smooth_series() -> None:
    assert lc.classify([1, 2, 3, 4], least_noise=0.1).noise == pytest.approx(0.4)


def test_jagged_series_and_near_misses_are_less_sure() -> None:
    assert lc.classify([2, 6, 11, 12, 12, 12]).confidence > lc.classify([2, 9, 7, 12, 9, 12]).confidence
    near, clear = lc.classify([10, 10, 10, 12.2]), lc.classify([2, 3, 6, 10])  # growth .09, just below the limit .1
    assert near.confidence < 0.8 < clear.confidence


def test_confidence_depends_on_the_seed_alone() -> None:
    jagged = [2, 9, 7, 12, 9, 12]
    assert lc.classify(jagged) == lc.classify(pd.Series(jagged, dtype=float))
    assert lc.classify(jagged, seed=1).votes != lc.classify(jagged).votes


def test_rule_can_be_changed() -> None:
    figures = [10, 10, 10, 12.2]
    assert lc.classify(figures).stage == "exploration"
    assert lc.classify(figures, lc.StageRule(rise=0.08)).stage == "formation"


@quick
@given(st.lists(st.floats(0.1, 100), min_size=4, max_size=12), st.floats(0.01, 100))
def test_unit_of_the_figures_does_not_matter(figures: list[float], unit: float) -> None:
    first, second = lc.classify(figures, reruns=1), lc.classify([unit * figure for figure in figures], reruns=1)
    measured = [(each.growth, each.level, each.gain) for each in (first, second)]
    assert measured[0] == pytest.approx(measured[1], abs=1e-9)


@pytest.mark.parametrize("column", ["volume", "profit"])
@pytest.mark.parametrize("lengths", [(4, 5, 7, 4), (6, 6, 8, 6), (7, 4, 10, 5)])
def test_known_stage_of_most_years_is_recovered(column: str, lengths: tuple[int, int, int, int]) -> None:
    table = lc.factors(Lifecycle(*lengths))
    table["profit"] = lc.profit(table)["profit"]
    found = lc.classify_by_year(table[column])
    right = found["stage"] == table["stage"].loc[lc.MIN_YEARS :]
    assert right.mean() >= 0.8
    by_stage = right.groupby(table["stage"]).agg(["mean", "size"])
    assert by_stage.loc[by_stage["size"] > 1, "mean"].min() >= 0.5  # no stage is missed altogether


def test_on_noisy_customers_sure_answers_are_right_more_often() -> None:
    random, right, sure = np.random.default_rng(7), [], []
    for _ in range(40):
        table = lc.factors(Lifecycle(*random.integers(4, 9, 4).tolist()))
        noisy = table["volume"] * (1 + 0.05 * random.standard_normal(len(table)))
        found = lc.classify_by_year(noisy)
        right += list(found["stage"] == table["stage"].loc[lc.MIN_YEARS :])
        sure += list(found["confidence"] >= 0.9)
    hits = pd.Series(right).groupby(pd.Series(sure)).mean()
    assert hits[True] > 0.9 > 0.8 > hits[False]


# The new telecom customer


def test_influences_add_up_and_follow_the_weights() -> None:
    table = lc.new_customer_influences(SCORES)
    assert table["contribution"].sum() == pytest.approx(18 / 5)
    only_price = {name: float(name == "competitors' prices") for name in SCORES}
    assert lc.new_customer_influences(SCORES, only_price)["contribution"].sum() == 2


@quick
@given(st.lists(st.floats(1, 5), min_size=5, max_size=5), st.lists(st.floats(0.1, 9), min_size=5, max_size=5))
def test_perception_lies_between_the_worst_and_the_best(scores: list[float], weights: list[float]) -> None:
    names = list(lc.NEW_CUSTOMER_INFLUENCES)
    table = lc.new_customer_influences(dict(zip(names, scores, strict=True)), dict(zip(names, weights, strict=True)))
    assert table["weight"].sum() == pytest.approx(1)
    assert min(scores) - 1e-9 <= table["contribution"].sum() <= max(scores) + 1e-9


# Bad input


def spoiled(column: str, value: object) -> pd.DataFrame:
    """Return the default factors with one wrong value in year 3."""
    table = lc.factors().astype({column: object})
    table.loc[3, column] = value
    return table


def staged(column: str, value: object) -> pd.DataFrame:
    table = lc.profit(lc.factors()).astype({column: object})
    table.loc[3, column] = value
    return table


BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: Curve(-1, 2, 3), "start is -1, which is below 0. Give 0 or more."),
    (lambda: Curve(1, 2, float("nan")), "end has no value. Fill it in."),
    (
        lambda: Curve(1, 2, 3, "decline"),
        "rises_in is 'decline'. Write one of 'exploration', 'formation', 'stability'.",
    ),
    (lambda: Lifecycle(exploration=0), "exploration is 0, which is below 1. Give 1 or more."),
    (lambda: Lifecycle(formation=2.5), "formation is 2.5, not a whole number. Give a whole number such as 2."),
    (lambda: Lifecycle(volume=3), "volume is a int, not a Curve. Write it as Curve(start, mature, end)."),
    (lambda: Lifecycle(goods=-1), "goods is -1, which is below 0. Give 0 or more."),
    (
        lambda: lc.held(Lifecycle(), "margin"),
        "factor is 'margin'. Write one of 'volume', 'price', 'cost', 'indirect'.",
    ),
    (lambda: lc.factors(years=21), "years is 21, which is above 20. Give 20 or less."),
    (lambda: lc.factors(turns_after=17), "turns_after is 17, which is above 16. Give 16 or less."),
    (
        lambda: lc.factors(20),
        "lifecycle is a int, not a Lifecycle. Write it as Lifecycle(...), or leave it out.",
    ),
    (
        lambda: lc.profit(spoiled("volume", -2)),
        "volume is -2, which is below 0 (row 3, column 'volume'). Give 0 or more.",
    ),
    (
        lambda: lc.profit(spoiled("price", "110")),
        "price is the text '110', not a number (row 3, column 'price'). Remove the quotation marks.",
    ),
    (lambda: lc.profit(spoiled("cost", None)), "cost has no value (row 3, column 'cost'). Fill it in."),
    (
        lambda: lc.profit(lc.factors()[["volume"]]),
        "factors has no column 'price'. It has 'volume'; rename or add one.",
    ),
    (lambda: lc.profit(lc.factors().head(0)), "factors has no rows. Give at least one row."),
    (
        lambda: lc.stage_profile(staged("stage", "growth")),
        "stage is 'growth' (row 3, column 'stage'). Write one of 'exploration', 'formation', 'stability', 'decline'.",
    ),
    (lambda: lc.turning_point(staged("profit", None)), "profit has no value (row 3, column 'profit'). Fill it in."),
    (
        lambda: lc.turning_point(lc.profit(lc.factors()).rename(index={1: "first"})),
        "year is the text 'first', not a number (row 1). Remove the quotation marks.",
    ),
    (lambda: lc.is_inverted_u([1, 2]), "profit covers 2 years, too few for a curve. Give three years or more."),
    (lambda: lc.is_inverted_u([1, None, 2]), "profit has no value (year 2). Fill it in."),
    (lambda: lc.value([1, 2], 10), "discount_rate is 10, which is above 1. Write 10% as 0.1."),
    (lambda: lc.value([1, 2], -1), "discount_rate is -1, which is below 0. Give a share between 0 and 1."),
    (
        lambda: lc.value([1, 2], 0.1, timing="late"),
        "timing is 'late'. Write one of 'start', 'middle', 'end'.",
    ),
    (lambda: lc.value([], 0.1), "profit is empty. Give at least one value."),
    (lambda: lc.ended_early(after=[4, 21]), "after is 21, which is above 20. Give 20 or less."),
    (lambda: lc.ended_early(after=[17], manner="decline"), "after is 17, which is above 16. Give 16 or less."),
    (
        lambda: lc.ended_early(manner="fade"),
        "manner is 'fade'. Write one of 'stop', 'decline'.",
    ),
    (lambda: lc.ended_early(discount_rate=100), "discount_rate is 100, which is above 1. Write 100% as 1."),
    (lambda: lc.StageRule(rise=8), "rise is 8, which is above 1. Write 8% as 0.08."),
    (
        lambda: lc.classify([1, 2, 3]),
        "yearly_figures covers 3 years, too few to name a stage. Give 4 years or more.",
    ),
    (lambda: lc.classify([0, 0, 0, 0]), "yearly_figures are all 0. Give the years of a customer who bought something."),
    (
        lambda: lc.classify([1, "2", 3, 4]),
        "yearly_figures is the text '2', not a number (year 2). Remove the quotation marks.",
    ),
    (lambda: lc.classify([1, 2, 3, 4], reruns=0), "reruns is 0, which is below 1. Give 1 or more."),
    (
        lambda: lc.classify_by_year([1, 2]),
        "yearly_figures covers 2 years, too few to name a stage. Give 4 years or more.",
    ),
    (
        lambda: lc.new_customer_influences({**SCORES, "value": 6}),
        "scores is 6, which is above 5 ('value'). Give 5 or less.",
    ),
    (
        lambda: lc.new_customer_influences(SCORES, dict.fromkeys(SCORES, 0)),
        "weights are all 0. Give at least one influence a weight above 0.",
    ),
    (
        lambda: lc.new_customer_influences({"value": 3}),
        "scores has no 'product quality'. Add it.",
    ),
    (
        lambda: lc.new_customer_influences({**SCORES, "brand": 3}),
        "influence is 'brand' (scores). Write one of 'product quality', 'service quality', 'value', "
        "\"competitors' prices\", 'own needs'.",
    ),
    (
        lambda: lc.new_customer_influences([4, 3, 4, 2, 5]),
        "scores is a list, not a dictionary. Write it as {'value': 4, ...}.",
    ),
]


@pytest.mark.parametrize(("call", "message"), BAD, ids=[message[:40] for _, message in BAD])
def test_bad_input_names_what_where_and_fix(call: Callable[[], object], message: str) -> None:
    with pytest.raises(CourseError) as caught:
        call()
    assert str(caught.value) == message

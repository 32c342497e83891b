"""The lessons of the transition matrix: against simulated truth, hand counts and the published panel."""

import numpy as np
import pandas as pd
import pytest

from course.data.cases import PFEIFER_CARRAWAY
from course.data.panels import cracker
from course.errors import CourseError
from course.models import transition, transition_inference, transition_lessons

HOW = {"customer": "household", "time": "occasion"}


@pytest.fixture(scope="module")
def counted() -> transition.TransitionCounts:
    return transition.counts(cracker(), **HOW)


def households(shares: list[float], purchases: int, seed: int = 1) -> pd.DataFrame:
    """Return a simulated log of households that buy A with their own probability, without memory."""
    rng = np.random.default_rng(seed)
    bought = rng.random((len(shares), purchases)) < np.array(shares)[:, None]
    who, when = np.indices(bought.shape)
    brand = np.where(bought, "A", "B").ravel()
    return pd.DataFrame({"customer": who.ravel(), "time": when.ravel(), "brand": brand})


def test_the_repeat_rates_of_cracker_have_errors_two_to_three_times_the_simple_ones(counted) -> None:
    table = transition_lessons.repeat_errors(counted)
    # Jain, Vilcassim & Chintagunta (1994), data set Cracker of Ecdat; recomputed.
    assert table["repeat"].round(3).to_list() == [0.495, 0.842, 0.805, 0.386]
    assert table["multinomial"].round(3).to_list() == [0.034, 0.009, 0.013, 0.032]
    assert table["bootstrap"].to_numpy() == pytest.approx([0.094, 0.019, 0.029, 0.073], rel=0.1)
    assert table["ratio"].between(2, 3).all()


def test_wald_is_certain_about_a_zero_and_the_others_are_not(counted) -> None:
    five = transition.counts(cracker().query("household <= 5"), **HOW, brands=list(counted.counts.index))
    row = transition_lessons.zero_cell_intervals(five, "keebler").loc["private"]
    assert (row["count"], row["wald_low"], row["wald_high"]) == (0, 0, 0)
    truth = transition.probabilities(counted).at["keebler", "private"]
    for name in ("wilson", "dirichlet"):
        assert row[f"{name}_low"] <= truth <= row[f"{name}_high"]


def test_an_unknown_row_is_named(counted) -> None:
    with pytest.raises(CourseError, match=r"no state 'ritz'.*'keebler'"):
        transition_lessons.zero_cell_intervals(counted, "ritz")


def test_a_fifth_of_the_error_takes_25_times_the_households(counted) -> None:
    result = transition_inference.value_interval(counted, {"nabisco": 1}, 0.01)
    share = float(result.table.at["nabisco", "standard_error"] / result.table.at["nabisco", "value"])
    table = transition_lessons.households_needed(result, "nabisco", [share, share / 5])
    assert table["households"].to_list() == [136, 136 * 25]


@pytest.mark.parametrize("wrong", [[], [5], ["5%"]])
def test_wanted_errors_are_shares(counted, wrong) -> None:
    result = transition_inference.value_interval(counted, {"nabisco": 1}, 0.01)
    with pytest.raises(CourseError, match="errors"):
        transition_lessons.households_needed(result, "nabisco", wrong)


def test_the_holdout_finds_that_households_differ(counted) -> None:
    log = households([0.9] * 60 + [0.1] * 60, 40)
    table = transition_lessons.holdout(log, "A")
    off = table[["from_P", "own_share"]].sub(table["happened"], axis=0).abs().max()
    assert off["own_share"] < 0.05 < 0.2 < off["from_P"]


def test_the_holdout_finds_a_true_chain() -> None:
    rng, stay = np.random.default_rng(2), 0.75
    switches = rng.random((1500, 40)) > stay
    state = (switches.cumsum(axis=1) + rng.integers(2, size=(1500, 1))) % 2
    who, when = np.indices(state.shape)
    log = pd.DataFrame({"customer": who.ravel(), "time": when.ravel(), "brand": np.array(["A", "B"])[state.ravel()]})
    table = transition_lessons.holdout(log, "A")
    assert (table["from_P"] - table["happened"]).abs().max() < 0.02
    assert (table["from_P"] - table["happened"]).abs().max() < (table["own_share"] - table["happened"]).abs().max()


def test_the_holdout_of_cracker_by_a_loop_over_households() -> None:
    log = cracker()
    size = log.groupby("household")["occasion"].transform("max")
    early, late = log[log["occasion"] <= size // 2], log[log["occasion"] > size // 2]
    P = transition.probabilities(transition.counts(early, **HOW))
    last = early.groupby("household")["brand"].last()
    foretold, happened, weights = 0.0, 0.0, 0
    for name in last.index[last == "private"]:
        later = late.loc[late["household"] == name, "brand"]
        foretold += transition.shares_over_time(P, {"private": 1}, len(later))["nabisco"].iloc[1:].sum()
        happened += (later == "nabisco").sum()
        weights += len(later)
    row = transition_lessons.holdout(log, "nabisco", **HOW).loc["private"]
    assert row["from_P"] == pytest.approx(foretold / weights)
    assert row["happened"] == pytest.approx(happened / weights)
    assert row["households"] == (last == "private").sum()


def test_an_unsorted_log_gives_the_same_holdout() -> None:
    log = cracker()
    shuffled = log.sample(frac=1, random_state=3)
    ordered = transition_lessons.holdout(log, "nabisco", **HOW)
    pd.testing.assert_frame_equal(transition_lessons.holdout(shuffled, "nabisco", **HOW), ordered)


def test_values_agree_when_households_are_alike_and_part_when_they_differ() -> None:
    alike = transition_lessons.values_if_households_differ(households([0.5] * 100, 60), {"A": 10}, 0.05)
    assert alike["times"].to_numpy() == pytest.approx(1, abs=0.06)
    apart = transition_lessons.values_if_households_differ(households([0.9] * 50 + [0.1] * 50, 60), {"A": 10}, 0.05)
    assert apart.at["B", "times"] > 2 > 1 > apart.at["A", "times"]


def test_one_matrix_is_the_value_of_the_chain(counted) -> None:
    table = transition_lessons.values_if_households_differ(cracker(), {"nabisco": 5}, 0.1, purchases_per_year=12, **HOW)
    value = transition.value(transition.probabilities(counted), {"nabisco": 5}, 0.1, purchases_per_year=12)
    assert table["one_matrix"].to_dict() == pytest.approx(value.to_dict())
    assert table["customers"].sum() == 136


def test_without_discount_the_values_have_no_end() -> None:
    log = households([0.5] * 3, 10)
    with pytest.raises(CourseError, match="no end"):
        transition_lessons.values_if_households_differ(log, {"A": 10}, 0)
    once = pd.DataFrame({"customer": [1] * 3, "time": [1, 2, 3], "brand": list("ABB")})
    with pytest.raises(CourseError, match="Give a discount rate"):
        transition_lessons.values_if_households_differ(once, {"A": 10}, 0)


def test_the_loyalty_gap_is_small_on_cracker_and_nought_without_memory(counted) -> None:
    gap, error = transition_lessons.loyalty_gap(counted)
    assert gap == pytest.approx(0.773 - 0.754, abs=0.001)  # recomputed from the panel
    assert 0.002 < error < 0.01
    none, its_error = transition_lessons.loyalty_gap(transition.counts(households([0.9, 0.1] * 100, 30)))
    assert abs(none) < 3 * its_error


def test_marketing_stops_where_a_customer_costs_more_than_he_brings() -> None:
    table = transition_lessons.stop_after(**PFEIFER_CARRAWAY)
    # Pfeifer & Carraway (2000), for ever; recomputed.
    assert table[4].round(3).to_list() == [52.320, 5.554, 1.251, -1.820]
    assert table.loc[1].idxmax() == 3
    assert table[1].isna().to_list() == [False, True, True, True]

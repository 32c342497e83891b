"""The purchase-transition matrix against the literature, its identities, and what bad input is told."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.panels import cracker
from course.errors import CourseError
from course.models import transition

BRANDS = ["keebler", "nabisco", "private", "sunshine"]
# Cracker (Jain, Vilcassim & Chintagunta 1994): rows from, columns to.
CRACKER = [[106, 65, 24, 19], [65, 1443, 131, 75], [29, 121, 801, 44], [16, 82, 45, 90]]
P2 = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))


def panel(lost_after: float | None = None) -> transition.TransitionCounts:
    return transition.counts(cracker(), "household", "occasion", "brand", lost_after=lost_after)


def log_of(*rows: tuple[object, object, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["customer", "time", "brand"])


def square(values: object, names: str = "AB") -> pd.DataFrame:
    return pd.DataFrame(values, index=list(names), columns=list(names))


def told(error: pytest.ExceptionInfo[CourseError], *, what: str, where: str = "", fix: str) -> None:
    assert what in error.value.what
    assert where in error.value.where and bool(where) == bool(error.value.where)
    assert fix in error.value.fix


# --- oracles ----------------------------------------------------------------------------------------------------------


def test_cracker_counts() -> None:
    counted = panel()
    assert counted.counts.to_numpy().tolist() == CRACKER
    assert list(counted.counts.index) == list(counted.counts.columns) == BRANDS
    assert counted.report.rows == 3292 and counted.report.customers == 136 and counted.report.transitions == 3156
    assert counted.triples.sum() == 3292 - 2 * 136
    assert (counted.by_customer.sum(axis=0) == counted.counts.to_numpy()).all()


def test_a_row_total_leaves_out_each_last_purchase() -> None:
    last = cracker().groupby("household")["brand"].last().value_counts()
    bought = cracker()["brand"].value_counts()
    assert panel().counts.sum(axis=1).to_dict() == (bought - last).to_dict()


def test_cracker_probabilities_and_value() -> None:
    P = transition.probabilities(panel())
    assert np.diag(P).round(3).tolist() == [0.495, 0.842, 0.805, 0.386]
    V = transition.value(P, {"nabisco": 1}, 0.01)
    assert V.round(2).to_dict() == {"keebler": 53.58, "nabisco": 54.82, "private": 52.30, "sunshine": 53.59}


# Pfeifer & Carraway (2000), Journal of Interactive Marketing 14(2): their example.
@pytest.fixture(name="migration")
def _migration() -> transition.RecencyChain:
    return transition.recency_chain([0.3, 0.2, 0.15, 0.05], margin=40, marketing=4)


@pytest.mark.parametrize(
    ("horizon", "wanted"),
    [(4, [50.115, 4.220, 0.592, -1.980, 0.0]), (None, [52.320, 5.554, 1.251, -1.820, 0.0])],
)
def test_pfeifer_carraway_values(migration: transition.RecencyChain, horizon: int | None, wanted: list[float]) -> None:
    V = transition.value(migration.P, migration.margins, 0.2, horizon=horizon, first_margin="included")
    assert V.to_numpy() == pytest.approx(wanted, abs=6e-4)


def test_pfeifer_carraway_yearly_purchasers(migration: transition.RecencyChain) -> None:
    shares = transition.shares_over_time(migration.P, {"recency 1": 1.0}, 5)
    assert (1000 * shares["recency 1"]).to_numpy() == pytest.approx([1000, 300, 230, 195, 139.7, 95.67], abs=5e-3)


def test_stopping_where_the_value_is_negative_pays(migration: transition.RecencyChain) -> None:
    shorter = transition.recency_chain([0.3, 0.2, 0.15], margin=40, marketing=4)
    longer, cut = (
        transition.value(chain.P, chain.margins, 0.2, first_margin="included") for chain in (migration, shorter)
    )
    assert longer["recency 4"] < 0
    assert (cut[["recency 1", "recency 2", "recency 3"]] > longer[["recency 1", "recency 2", "recency 3"]]).all()


def test_a_retention_model_is_a_one_brand_chain_with_loss() -> None:
    # m r / (1 + i - r) and m (1 + i) / (1 + i - r) with m=100, r=.8, i=.1: 266.67 and 366.67 (Gupta & Lehmann 2003).
    P = transition.add_lost(square([[1.0]], "A"), 0.2)
    assert transition.value(P, {"A": 100}, 0.1)["A"] == pytest.approx(266.6667, abs=1e-4)
    assert transition.value(P, {"A": 100}, 0.1, first_margin="included")["A"] == pytest.approx(366.6667, abs=1e-4)


def test_monthly_purchases_of_a_certain_customer_are_an_annuity() -> None:
    # One purchase a month for 20 years at 10% a year, counted at the end of each month.
    certain = square([[1.0]], "A")
    annuity = transition.value(certain, {"A": 100}, 0.10, horizon=240, purchases_per_year=12)["A"]
    monthly = 1.1 ** (1 / 12) - 1
    assert annuity == pytest.approx(100 * (1 - 1.1**-20) / monthly, rel=1e-10)


# --- from log to counts -----------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.integers(0, 10_000))
def test_a_shuffled_log_gives_the_same_value(seed: int) -> None:
    log = cracker()[lambda table: table["household"] <= 20]
    values = []
    for table in (log, log.sample(frac=1, random_state=seed)):
        counted = transition.counts(table, "household", "occasion", "brand")
        values.append(transition.value(transition.probabilities(counted), {"nabisco": 1}, 0.01))
        assert counted.triples.sum() == len(log) - 2 * 20
    pd.testing.assert_series_equal(*values)


def test_customers_are_never_joined() -> None:
    counted = transition.counts(log_of((1, 1, "A"), (1, 2, "A"), (2, 1, "B"), (2, 2, "B")))
    assert counted.counts.to_numpy().tolist() == [[1, 0], [0, 1]]


def test_report_counts_one_purchase_customers_and_disorder() -> None:
    report = transition.counts(log_of((1, 3, "A"), (1, 1, "B"), (2, 1, "B"), (1, 2, "B"))).report
    assert (report.one_purchase_customers, report.out_of_order, report.ties) == (1, 1, 0)
    assert report.table().to_list() == [4, 2, 2, 1, 0, 1, 0, 0, 1, 1]


def test_a_tie_keeps_the_order_of_the_file() -> None:
    rows = [(1, 1, "A"), (1, 1, "B"), (1, 2, "A")]
    forward, backward = transition.counts(log_of(*rows)), transition.counts(log_of(rows[1], rows[0], rows[2]))
    assert forward.report.ties == backward.report.ties == 1
    assert forward.counts.to_numpy().tolist() == [[0, 1], [1, 0]]
    assert backward.counts.to_numpy().tolist() == [[1, 0], [1, 0]]


def test_an_unknown_brand_breaks_the_sequence() -> None:
    rows = [(1, time, brand) for time, brand in enumerate("AAXBB")]
    counted = transition.counts(log_of(*rows), brands=["B", "A"])
    assert counted.counts.to_numpy().tolist() == [[1, 0], [0, 1]]  # no A to B: the customer went by way of X
    assert list(counted.counts.index) == ["B", "A"]
    assert (counted.report.unknown_rows, counted.report.unknown_brands) == (1, ("X",))
    assert counted.purchases.loc[1].to_dict() == {"A": 2, "B": 2}
    assert counted.triples.sum() == 0


def test_blocks_of_brands_show() -> None:
    mixed = [(1, time, brand) for time, brand in enumerate("ABA")]
    blocked = [(2, time, brand) for time, brand in enumerate("AAB")]
    once_each = [(3, time, brand) for time, brand in enumerate("AB")]
    report = transition.counts(log_of(*mixed, *blocked, *once_each)).report
    assert (report.mixed_customers, report.blocked_customers) == (2, 1)


def test_silent_customers_are_lost() -> None:
    log = log_of((1, 0, "A"), (1, 1, "A"), (2, 0, "B"), (2, 9, "A"), (3, 5, "B"))
    counted = transition.counts(log, lost_after=4)
    assert counted.absorbing == ("lost",) and counted.report.lost_customers == 1
    assert counted.counts.loc["A"].to_dict() == {"A": 1, "B": 0, "lost": 1}
    assert counted.counts.loc["lost"].sum() == 0
    assert transition.probabilities(counted).loc["lost"].to_dict() == {"A": 0.0, "B": 0.0, "lost": 1.0}
    assert transition.counts(log, lost_after=3).report.lost_customers == 2


def test_dates_are_counted_in_days() -> None:
    days = pd.to_datetime(["2024-01-01", "2024-01-05", "2024-01-02", "2024-03-01"])
    log = pd.DataFrame({"customer": [1, 1, 2, 2], "time": days, "brand": list("AABA")})
    assert transition.counts(log, lost_after=56).report.lost_customers == 0
    assert transition.counts(log, lost_after=55.9).report.lost_customers == 1


def test_brand_columns_may_be_categories_or_numbers() -> None:
    log = log_of((1, 1, "A"), (1, 2, "B"))
    log["brand"] = log["brand"].astype("category")
    assert transition.counts(log).counts.loc["A", "B"] == 1
    assert transition.counts(log_of((1, 1, 10), (1, 2, 9))).counts.loc[10, 9] == 1


@pytest.mark.parametrize(
    ("log", "options", "what", "where", "fix"),
    [
        (log_of((1, 1, "A")), {"brand": "label"}, "no column 'label'", "", "rename or add"),
        (log_of(), {}, "no rows", "", "at least one row"),
        (log_of((1, 1, "A"), (1, 2, None)), {}, "1 empty cells", "first in row 2, column 'brand'", "drop these rows"),
        (log_of((1, math.nan, "A"), (1, 2, "A")), {}, "empty cells", "row 1, column 'time'", "Fill them in"),
        (log_of((1, "2024-01-01", "A"), (1, "2024-01-02", "A")), {}, "neither", "column 'time'", "pd.to_datetime"),
        (log_of((1, math.inf, "A"), (1, 2.0, "A")), {}, "neither", "column 'time'", "pd.to_numeric"),
        (log_of((1, 1, "A"), (2, 1, "A")), {}, "no customer with two purchases", "", "longer log"),
        (log_of((1, 1, "A"), (1, 2, "A")), {"brands": ["B"]}, "none of the brands 'B'", "column 'brand'", "spelling"),
        (log_of((1, 1, "A"), (1, 2, "A")), {"brands": ["A", "A"]}, "different names", "", "['A', 'B']"),
        (log_of((1, 1, "A"), (1, 2, "A")), {"brands": "A"}, "different names", "", "['A', 'B']"),
        (log_of((1, 1, "lost"), (1, 2, "A")), {}, "a brand is named 'lost'", "", "Rename"),
        (log_of((1, 1, "A"), (1, 2, "A")), {"lost_after": -1}, "lost_after is -1", "", "0 or more"),
    ],
)
def test_bad_logs(log: pd.DataFrame, options: dict[str, object], what: str, where: str, fix: str) -> None:
    with pytest.raises(CourseError) as error:
        transition.counts(log, **options)  # type: ignore[arg-type]
    told(error, what=what, where=where, fix=fix)


# --- from counts to P -------------------------------------------------------------------------------------------------


def test_a_brand_never_left_nor_repeated_has_no_row() -> None:
    counted = transition.counts(log_of((1, 1, "A"), (1, 2, "B")))
    with pytest.raises(CourseError) as error:
        transition.probabilities(counted)
    told(error, what="no transition from 'B'", where="row 'B'", fix="Leave this brand out")


@pytest.mark.parametrize(
    ("P", "what", "where", "fix"),
    [
        (square([[0.8, 0.2], [0.3, 0.6]]), "sums to 0.9", "row 'B'", "Divide the row"),
        (square([[0.8, 0.3], [0.2, 0.7]]), "sums to 1.1", "row 'A'", "use P.T"),
        (square([[80, 20], [30, 70]]), "P is 80, which is above 1", "row 'A', column 'A'", "Write 80% as 0.8"),
        (square([[0.8, 0.2], [-0.3, 0.9]]), "P is -0.3", "row 'B', column 'A'", "between 0 and 1"),
        (square([[0.8, 0.2], [0.3, math.nan]]), "no value", "row 'B', column 'B'", "Fill it in"),
        (square([["0.8", 0.2], [0.3, 0.7]]), "the text '0.8'", "row 'A', column 'A'", "quotation marks"),
        (pd.DataFrame([[0.8, 0.2]], index=["A"], columns=list("AB")), "the rows A and", "", "same different names"),
        (P2.rename(index={"B": "A"}, columns={"B": "A"}), "the rows A, A", "", "same different names"),
        (P2[["B", "A"]], "the columns B, A", "", "in the same order"),
        ([[0.8, 0.2], [0.3, 0.7]], "is a list, not a table", "", "pandas DataFrame"),
        (pd.DataFrame(), "no rows", "", "at least one row"),
    ],
)
def test_bad_matrices(P: pd.DataFrame, what: str, where: str, fix: str) -> None:
    with pytest.raises(CourseError) as error:
        transition.value(P, {"A": 1}, 0.1)
    told(error, what=what, where=where, fix=fix)


def test_bad_counts() -> None:
    with pytest.raises(CourseError) as error:
        transition.probabilities(square([[8, 2], [-3, 7]]))
    told(error, what="counts is -3", where="row 'B', column 'A'", fix="0 or more")


def test_add_lost_by_brand_and_its_errors() -> None:
    P = transition.add_lost(P2, {"B": 0.1})
    assert P.loc["A", "lost"] == 0 and P.loc["B", "lost"] == 0.1
    transition.check_matrix(P)
    with pytest.raises(CourseError) as error:
        transition.add_lost(P, 0.1)
    told(error, what="a state 'lost' already", fix="as it is")
    with pytest.raises(CourseError) as error:
        transition.add_lost(P2, {"B": 10})
    told(error, what="leaving is 10, which is above 1", where="'B'", fix="1 or less")


# --- identities -------------------------------------------------------------------------------------------------------


@st.composite
def matrices(draw: st.DrawFn) -> pd.DataFrame:
    size = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(st.integers(1, 1000), min_size=size, max_size=size), min_size=size, max_size=size))
    return transition.probabilities(square(rows, "ABCDE"[:size]))


@settings(deadline=None, max_examples=50, derandomize=True)
@given(matrices(), st.integers(0, 30))
def test_rows_and_shares_sum_to_one(P: pd.DataFrame, occasions: int) -> None:
    assert P.sum(axis=1).to_numpy() == pytest.approx(1)
    shares = transition.shares_over_time(P, {"A": 0.4, "B": 0.6}, occasions)
    assert len(shares) == occasions + 1
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(matrices())
def test_stationary_is_a_fixed_point(P: pd.DataFrame) -> None:
    shares = transition.stationary(P)
    assert shares.sum() == pytest.approx(1)
    assert (shares.to_numpy() @ P.to_numpy()) == pytest.approx(shares.to_numpy(), abs=1e-10)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(matrices(), st.floats(0.001, 1), st.one_of(st.none(), st.integers(1, 40)), st.floats(0.1, 50))
def test_value_rises_in_margin_and_the_first_margin_is_the_difference(
    P: pd.DataFrame, d: float, horizon: int | None, more: float
) -> None:
    margins = {"A": 10.0, "B": -2.0}
    without = transition.value(P, margins, d, horizon=horizon)
    included = transition.value(P, margins, d, horizon=horizon, first_margin="included")
    assert (included - without).to_list() == pytest.approx([10.0, -2.0] + [0.0] * (len(P) - 2), abs=1e-8)
    richer = transition.value(P, {"A": 10.0 + more, "B": -2.0}, d, horizon=horizon)
    assert (richer > without).all()


@settings(deadline=None, max_examples=50, derandomize=True)
@given(matrices(), st.floats(0.3, 1))
def test_a_long_horizon_is_for_ever(P: pd.DataFrame, d: float) -> None:
    long, forever = (transition.value(P, {"A": 10}, d, horizon=horizon) for horizon in (200, None))
    assert long.to_numpy() == pytest.approx(forever.to_numpy(), rel=1e-9)


def test_value_is_the_discounted_sum_of_shares() -> None:
    shares = transition.shares_over_time(P2, {"B": 1.0}, 3)["A"]
    by_hand = sum(10 * shares[t] / 1.1 ** (t / 4) for t in (1, 2, 3))
    assert transition.value(P2, {"A": 10}, 0.1, horizon=3, purchases_per_year=4)["B"] == pytest.approx(by_hand)


def test_stationary_of_a_chain_with_loss_is_all_lost() -> None:
    assert transition.stationary(transition.add_lost(P2, 0.1)).round(9).to_dict() == {"A": 0, "B": 0, "lost": 1}


def test_two_separate_groups_have_no_single_long_run() -> None:
    with pytest.raises(CourseError) as error:
        transition.stationary(square([[1.0, 0.0], [0.0, 1.0]]))
    told(error, what="separate groups", fix="shares_over_time")


# --- no discounting ---------------------------------------------------------------------------------------------------


def test_without_discounting_a_chain_with_loss_counts_expected_purchases() -> None:
    # A geometric number of further purchases: r / (1 - r) = .8 / .2 = 4.
    P = transition.add_lost(square([[1.0]], "A"), 0.2)
    assert transition.value(P, {"A": 1}, 0.0).to_dict() == pytest.approx({"A": 4.0, "lost": 0.0})


def test_without_discounting_everything_must_end() -> None:
    with pytest.raises(CourseError) as error:
        transition.value(P2, {"A": 1}, 0.0)
    told(error, what="the value of 'A' has no end", where="row 'A'", fix="a state 'lost'")
    with pytest.raises(CourseError) as error:  # "lost" that pays is not lost
        transition.value(transition.add_lost(P2, 0.1), {"A": 1, "lost": 1}, 0.0)
    told(error, what="'lost' has no end", where="row 'lost'", fix="a discount rate")
    assert transition.value(P2, {"A": 1}, 0.0, horizon=1).to_dict() == pytest.approx({"A": 0.8, "B": 0.3})


# --- what else a reader may get wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "what", "where", "fix"),
    [
        ({"discount_rate": -1}, "discount_rate is -1", "", "between 0 and 1"),
        ({"discount_rate": 100}, "discount_rate is 100", "", "Write 100% as 1"),
        ({"horizon": 0}, "horizon is 0", "", "1 or more"),
        ({"horizon": 2.5}, "not a whole number", "", "Give a whole number such as 2"),
        ({"purchases_per_year": 0}, "purchases_per_year is 0", "", "0.001 or more"),
        ({"first_margin": "yes"}, "first_margin is 'yes'", "", "'excluded' or 'included'"),
        ({"margins": {"C": 1}}, "names 'C', which is not in P", "", "'A', 'B'"),
        ({"margins": {"A": "10"}}, "the text '10'", "'A'", "quotation marks"),
        ({"margins": {"A": math.nan}}, "no value", "'A'", "Fill it in"),
        ({"margins": 10}, "which number belongs to which state", "", "{'A': 1}"),
        ({"margins": {}}, "which number belongs to which state", "", "{'A': 1}"),
    ],
)
def test_bad_settings_of_value(options: dict[str, object], what: str, where: str, fix: str) -> None:
    given_options = {"margins": {"A": 1}, "discount_rate": 0.1, **options}
    with pytest.raises(CourseError) as error:
        transition.value(P2, **given_options)  # type: ignore[arg-type]
    told(error, what=what, where=where, fix=fix)


def test_margins_may_be_a_series_in_any_order() -> None:
    margins = pd.Series({"B": 3.0, "A": 10.0})
    assert transition.value(P2, margins, 0.1).equals(transition.value(P2, {"A": 10, "B": 3}, 0.1))


def test_shares_must_start_at_one() -> None:
    with pytest.raises(CourseError) as error:
        transition.shares_over_time(P2, {"A": 0.5}, 3)
    told(error, what="start sums to 0.5", fix="Divide each share")


def test_shift_moves_points_and_keeps_the_row() -> None:
    moved = transition.shift(P2, "A", "A", "B", 80)
    assert moved.loc["A"].to_list() == pytest.approx([0.0, 1.0])
    assert P2.loc["A"].to_list() == [0.8, 0.2]
    assert transition.shift(P2, "A", "B", "B", 10).equals(P2.rename_axis("from").rename_axis(columns="to"))


@pytest.mark.parametrize(
    ("arguments", "what", "where", "fix"),
    [
        (("C", "A", "B", 1), "no state 'C'", "", "'A', 'B'"),
        (("A", "B", "A", 21), "21 points are more than the 20", "row 'A', column 'B'", "20 points or fewer"),
        (("A", "B", "A", -1), "points is -1", "", "0 or more"),
    ],
)
def test_bad_shifts(arguments: tuple[str, str, str, float], what: str, where: str, fix: str) -> None:
    with pytest.raises(CourseError) as error:
        transition.shift(P2, *arguments)
    told(error, what=what, where=where, fix=fix)


def test_bad_recency_chain() -> None:
    with pytest.raises(CourseError) as error:
        transition.recency_chain([0.3, 20], margin=40)
    told(error, what="repurchase is 20", where="position 2", fix="Write 20% as 0.2")

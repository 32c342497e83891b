"""How sure one can be of P and V: published standard errors and tests, gradients against finite differences."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course.data.panels import cracker
from course.errors import CourseError
from course.models import transition
from course.models import transition_inference as inference

# Avery & Henderson (1999), Fitting Markov chain models to discrete state series such as DNA sequences, Applied
# Statistics 48(1), 53-61: daily rain at Alofi (none, some, more), 1,095 transitions.
ALOFI = pd.DataFrame([[362, 126, 60], [136, 90, 68], [50, 79, 124]], index=list("abc"), columns=list("abc"))
# Cracker (Jain, Vilcassim & Chintagunta 1994; data set of Ecdat): every figure of it here is recomputed from the panel.
PANEL = transition.counts(cracker(), "household", "occasion", "brand")
NABISCO = {"nabisco": 1.0}
P2 = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))


def told(error: pytest.ExceptionInfo[CourseError], *, what: str, fix: str) -> None:
    assert what in error.value.what
    assert fix in error.value.fix


def small_log(lost_after: float | None = None) -> transition.TransitionCounts:
    brands = "AABBAABBBABBAABAAAAB"
    log = pd.DataFrame(
        {"customer": np.repeat([1, 2, 3, 4], 5), "time": [*range(5), *range(3, 8), *range(5), *range(4, 9)]}
    )
    return transition.counts(log.assign(brand=list(brands)), lost_after=lost_after)


# --- oracles ----------------------------------------------------------------------------------------------------------


def test_alofi_standard_errors() -> None:
    assert inference.standard_errors(ALOFI).loc["a"].round(4).to_list() == [0.0202, 0.0180, 0.0133]


def test_cracker_multinomial_standard_errors() -> None:
    assert np.diag(inference.standard_errors(PANEL)).round(3).tolist() == [0.034, 0.009, 0.013, 0.032]


def test_cracker_household_bootstrap() -> None:
    """The course's reference, .094 .019 .029 .073, came from one run; 20,000 draws settle at .087 .019 .028 .071."""
    drawn = inference.bootstrap(PANEL, replicates=4000)
    errors = np.diag(drawn.standard_errors)
    assert errors == pytest.approx([0.087, 0.0192, 0.0279, 0.0708], rel=0.05)
    assert errors == pytest.approx([0.094, 0.019, 0.029, 0.073], rel=0.10)
    assert (errors > 2 * np.diag(inference.standard_errors(PANEL))).all()
    assert (drawn.households, drawn.replicates, drawn.empty_rows) == (136, 4000, 0)


@pytest.mark.parametrize(("method", "error", "within"), [("delta", 2.0, 0.05), ("bootstrap", 3.9, 0.2)])
def test_cracker_value_of_nabisco(method: inference.Method, error: float, within: float) -> None:
    """The bootstrap error of 3.9 came from one run; 20,000 draws settle between 3.84 and 3.87."""
    result = inference.value_interval(PANEL, NABISCO, 0.01, method=method)
    assert result.table["value"].round(2).to_list() == [53.58, 54.82, 52.30, 53.59]
    assert result.table["standard_error"].to_numpy() == pytest.approx(error, abs=within)
    assert (result.table["low"] < result.table["value"]).all() and (result.table["value"] < result.table["high"]).all()
    assert result.households == 136


def test_cracker_rejects_first_order() -> None:
    result = inference.order_test(PANEL)
    assert (round(result.statistic, 1), result.df) == (715.9, 36)
    assert result.p_value < 1e-100


def test_cracker_loyalty_is_mostly_difference_between_households() -> None:
    rates = inference.repeat_rates(PANEL)
    assert (round(rates.observed, 3), round(rates.household_shares, 3)) == (0.773, 0.754)
    assert rates.panel_shares == pytest.approx(((PANEL.purchases.sum() / 3292) ** 2).sum())


def test_household_shares_are_the_repeat_rate_of_a_shuffled_panel() -> None:
    log = cracker()
    rng = np.random.default_rng(5)
    rates = []
    for _draw in range(30):
        shuffled = log.assign(occasion=rng.random(len(log)))
        again = transition.counts(shuffled, "household", "occasion", "brand")
        rates.append(np.trace(again.counts) / again.counts.to_numpy().sum())
    spread = np.std(rates) / np.sqrt(len(rates))
    assert inference.repeat_rates(PANEL).household_shares == pytest.approx(np.mean(rates), abs=4 * spread)


def test_tests_agree_with_scipy() -> None:
    table = stats.chi2_contingency(ALOFI, correction=False)
    result = inference.independence_test(ALOFI)
    assert (result.statistic, result.df, result.p_value) == pytest.approx((table.statistic, 4, table.pvalue))
    triples = PANEL.triples
    parts = [stats.chi2_contingency(triples[:, j, :], correction=False) for j in range(4)]
    order = inference.order_test(triples.astype(float))
    assert order.statistic == pytest.approx(sum(part.statistic for part in parts))
    assert order.df == sum(part.dof for part in parts) == 36
    expected = np.concatenate([part.expected_freq.ravel() for part in parts])
    assert order.sparse_share == pytest.approx((expected < 5).mean())
    # The published tail: Avery & Henderson (1999), order 1 v 2 at Alofi: X2 26.096, df 12, p .0104.
    assert inference.special.chdtrc(12, 26.096) == pytest.approx(0.0104, abs=5e-5)


def test_wilson_against_scipy_and_at_zero() -> None:
    interval = inference.wilson(ALOFI)
    reference = stats.binomtest(126, 548).proportion_ci(0.95, method="wilson")
    assert (interval.low.loc["a", "b"], interval.high.loc["a", "b"]) == pytest.approx((reference.low, reference.high))
    never = inference.wilson(pd.DataFrame([[10, 0], [3, 7]], index=list("AB"), columns=list("AB")))
    assert never.low.loc["A", "B"] == 0 and never.high.loc["A", "B"] > 0.2


def test_dirichlet_against_scipy() -> None:
    interval = inference.dirichlet(ALOFI, level=0.9)
    reference = stats.beta(126 + 0.5, 548 + 1.5 - 126.5)
    assert interval.estimate.loc["a", "b"] == pytest.approx(reference.mean())
    assert (interval.low.loc["a", "b"], interval.high.loc["a", "b"]) == pytest.approx(
        tuple(reference.ppf([0.05, 0.95]))
    )
    assert interval.estimate.sum(axis=1).to_numpy() == pytest.approx(1)


# --- standard errors and bootstrap ------------------------------------------------------------------------------------


def test_covariance_of_a_row() -> None:
    table = inference.covariance(ALOFI, "b")
    p, n = np.array([136, 90, 68]) / 294, 294
    assert table.to_numpy() == pytest.approx((np.diag(p) - np.outer(p, p)) / n)
    assert table.sum(axis=1).to_numpy() == pytest.approx(0)
    assert np.sqrt(np.diag(table)) == pytest.approx(inference.standard_errors(ALOFI).loc["b"].to_numpy())


def test_an_absorbing_row_is_known() -> None:
    counted = small_log(lost_after=2)
    assert counted.report.lost_customers == 2
    assert inference.standard_errors(counted).loc["lost"].to_list() == [0, 0, 0]
    for interval in (inference.wilson(counted), inference.dirichlet(counted)):
        assert interval.low.loc["lost"].to_list() == interval.high.loc["lost"].to_list() == [0, 0, 1]
    drawn = inference.bootstrap(counted, replicates=50)
    assert (drawn.samples[:, 2] == [0, 0, 1]).all() and drawn.empty_rows == 0


def test_bootstrap_repeats_and_is_fast() -> None:
    start = time.perf_counter()
    first, again = (inference.bootstrap(PANEL, seed=7) for _draw in range(2))
    assert time.perf_counter() - start < 2
    assert (first.samples == again.samples).all()
    assert not (first.samples == inference.bootstrap(PANEL, seed=8).samples).all()
    assert first.samples.sum(axis=2) == pytest.approx(1)
    interval = first.interval(0.9)
    assert (interval.low <= interval.estimate).all(axis=None) and (interval.estimate <= interval.high).all(axis=None)


def test_bootstrap_draws_whole_households() -> None:
    """Two households with one brand each: every draw has P of one of them, or of both, never anything between."""
    log = pd.DataFrame({"customer": [1, 1, 1, 2, 2, 2], "time": [1, 2, 3] * 2, "brand": list("AAABBB")})
    drawn = inference.bootstrap(transition.counts(log), replicates=100)
    assert (drawn.samples == np.eye(2)).all()
    assert 20 < drawn.empty_rows < 80  # half the draws hold one household only


def test_bootstrap_agrees_with_the_multinomial_when_households_are_alike() -> None:
    """Every transition its own household: then both kinds of standard error mean the same."""
    starts, nexts = np.repeat([0, 1], [200, 300]), np.r_[np.repeat([0, 1], [150, 50]), np.repeat([0, 1], [90, 210])]
    log = pd.DataFrame(
        {
            "customer": np.repeat(np.arange(500), 2),
            "time": np.tile([1, 2], 500),
            "brand": np.array(["A", "B"])[np.c_[starts, nexts].ravel()],
        }
    )
    counted = transition.counts(log)
    drawn = inference.bootstrap(counted, replicates=3000).standard_errors
    assert drawn.to_numpy() == pytest.approx(inference.standard_errors(counted).to_numpy(), rel=0.06)


# --- tests of the model -----------------------------------------------------------------------------------------------


def test_homogeneity() -> None:
    log = cracker()
    half = log["household"] <= 68
    brands = sorted(log["brand"].unique())
    groups = {
        name: transition.counts(log[rows], "household", "occasion", "brand", brands=brands)
        for name, rows in {"first": half, "second": ~half}.items()
    }
    result = inference.homogeneity_test(groups)
    parts = [
        stats.chi2_contingency([groups["first"].counts.loc[brand], groups["second"].counts.loc[brand]])
        for brand in brands
    ]
    assert result.statistic == pytest.approx(sum(part.statistic for part in parts))
    assert result.df == 12
    same = inference.homogeneity_test({"one": PANEL, "two": PANEL, "three": PANEL})
    assert (same.statistic, same.df, same.p_value) == (pytest.approx(0, abs=1e-9), 24, pytest.approx(1))


def test_order_test_has_the_right_size() -> None:
    """A simulated first-order chain: the statistic must be near its degrees of freedom, not beyond."""
    rng = np.random.default_rng(3)
    P = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.3, 0.3, 0.4]])
    statistics = []
    for _draw in range(40):
        steps, state, path = rng.random(600), 0, []
        for step in steps:
            state = int(np.searchsorted(P[state].cumsum(), step))
            path.append("abc"[state])
        log = pd.DataFrame({"customer": 1, "time": range(600), "brand": path})
        result = inference.order_test(transition.counts(log))
        assert result.df == 12
        statistics.append(result.statistic)
    assert np.mean(statistics) == pytest.approx(12, abs=4 * np.sqrt(24 / 40))


def test_empty_tables_do_not_count() -> None:
    triples = np.zeros((3, 3, 3))
    triples[:2, 0, :2] = [[9, 1], [5, 5]]
    assert inference.order_test(triples).df == 1
    with pytest.raises(CourseError) as error:
        inference.order_test(np.zeros((2, 2, 2)))
    told(error, what="nothing to compare", fix="longer log")


@pytest.mark.parametrize(
    ("call", "what", "fix"),
    [
        (lambda: inference.order_test(np.ones((2, 2))), "shape (2, 2)", "before, middle, after"),
        (lambda: inference.order_test(-np.ones((2, 2, 2))), "triples is -1", "0 or more"),
        (lambda: inference.homogeneity_test({"one": PANEL}), "fewer than two groups", "'north'"),
        (lambda: inference.homogeneity_test({"x": PANEL, "y": ALOFI}), "'y' has other brands", "same list of brands"),
        (lambda: inference.repeat_rates(ALOFI), "which household", "counts(log)"),  # type: ignore[arg-type]
        (lambda: inference.bootstrap(ALOFI), "which household", "counts(log)"),  # type: ignore[arg-type]
        (lambda: inference.bootstrap(PANEL, replicates=1), "replicates is 1", "2 or more"),
        (lambda: inference.bootstrap(PANEL, replicates=9.5), "not a whole number", "Give a whole number"),  # type: ignore[arg-type]
        (lambda: inference.bootstrap(PANEL, seed=-1), "seed is -1", "0 or more"),
        (lambda: inference.wilson(ALOFI, level=95), "level is 95", "Write 95% as 0.95"),
        (lambda: inference.dirichlet(ALOFI, prior=0), "prior is 0", "0.001 or more"),
        (lambda: inference.covariance(ALOFI, "z"), "no state 'z'", "'a', 'b', 'c'"),
        (lambda: inference.value_interval(PANEL, NABISCO, 0.1, method="guess"), "method is", "'delta'"),  # type: ignore[arg-type]
        (lambda: inference.value_interval(ALOFI, {"a": 1}, 0.1), "which household", "counts(log)"),
        (lambda: inference.value_interval(PANEL, NABISCO, 100), "discount_rate is 100", "as 1"),
        (lambda: inference.value_interval(PANEL, NABISCO, 0.0), "has no end", "discount rate"),
        (lambda: inference.value_gradient(P2, {"A": 1}, 0.1, "C"), "no state 'C'", "'A', 'B'"),
    ],
)
def test_bad_input(call: object, what: str, fix: str) -> None:
    with pytest.raises(CourseError) as error:
        call()  # type: ignore[operator]
    told(error, what=what, fix=fix)


def test_bootstrap_needs_two_households() -> None:
    log = pd.DataFrame({"customer": 1, "time": [1, 2, 3], "brand": list("ABA")})
    with pytest.raises(CourseError) as error:
        inference.bootstrap(transition.counts(log))
    told(error, what="one household only", fix="two households")


# --- what an error of P does to the value -----------------------------------------------------------------------------


@st.composite
def matrices(draw: st.DrawFn) -> pd.DataFrame:
    size = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(st.integers(20, 1000), min_size=size, max_size=size), min_size=size, max_size=size))
    names = list("ABCD"[:size])
    return transition.probabilities(pd.DataFrame(rows, index=names, columns=names))


@settings(deadline=None, max_examples=50, derandomize=True)
@given(
    matrices(),
    st.floats(0.05, 1),
    st.one_of(st.none(), st.integers(1, 12)),
    st.one_of(st.none(), st.floats(1, 12)),
    st.sampled_from("AB"),
    st.sampled_from("AB"),
)
def test_gradient_along_a_legal_direction(
    P: pd.DataFrame, d: float, horizon: int | None, often: float | None, last: str, row: str
) -> None:
    """One point from B to A against a central difference of the exact value, both with and without the first margin."""
    margins = {"A": 10.0, "B": -3.0}
    settings_of = {"horizon": horizon, "purchases_per_year": often}
    gain = inference.point_gain(P, margins, d, last, to_brand="A", **settings_of).loc[row, "B"]
    h = 0.01  # points
    ahead, back = transition.shift(P, row, "B", "A", h), transition.shift(P, row, "A", "B", h)
    for first in ("excluded", "included"):
        up, down = (transition.value(Q, margins, d, first_margin=first, **settings_of)[last] for Q in (ahead, back))
        assert gain == pytest.approx((up - down) / (2 * h), rel=1e-5, abs=1e-8)


def test_gradient_is_the_closed_form() -> None:
    """dV_i/dP_jk = G_ij V_k / (1 + d), G = (I - P / (1 + d))^-1, V with the first margin."""
    G = np.linalg.inv(np.eye(2) - P2.to_numpy() / 1.1)
    V = transition.value(P2, {"A": 10}, 0.1, first_margin="included").to_numpy()
    slope = inference.value_gradient(P2, {"A": 10}, 0.1, "B")
    assert slope.to_numpy() == pytest.approx(np.outer(G[1], V) / 1.1)


def test_gradient_without_discounting() -> None:
    P = transition.add_lost(P2, 0.2)
    slope = inference.value_gradient(P, {"A": 10}, 0.0, "A")
    assert slope.loc["lost"].to_list() == [0, 0, 0]
    h = 0.01
    up, down = (
        transition.value(transition.shift(P, "A", *brands, h), {"A": 10}, 0.0)["A"]
        for brands in (("lost", "A"), ("A", "lost"))
    )
    assert slope.loc["A", "A"] - slope.loc["A", "lost"] == pytest.approx(100 * (up - down) / (2 * h), rel=1e-5)


def test_delta_and_bootstrap_with_loss_and_no_discounting() -> None:
    counted = small_log(lost_after=2)
    delta = inference.value_interval(counted, {"A": 10}, 0.0, method="delta", first_margin="included")
    assert delta.table.loc["lost"].to_list() == [0, 0, 0, 0]
    assert (delta.table.loc[["A", "B"], "standard_error"] > 0).all()
    V = transition.value(transition.probabilities(counted), {"A": 10}, 0.0, first_margin="included")
    assert delta.table["value"].to_numpy() == pytest.approx(V.to_numpy())
    with pytest.raises(CourseError) as error:  # some draws hold nobody who was lost
        inference.value_interval(counted, {"A": 10}, 0.0)
    told(error, what="has no end", fix="Give a discount rate")


def test_delta_is_right_when_transitions_are_independent() -> None:
    """Simulated counts with known P: the spread of V over samples is what the delta method says."""
    rng = np.random.default_rng(11)
    n, P = np.array([400, 300]), P2.to_numpy()
    expected = pd.DataFrame(n[:, None] * P, index=list("AB"), columns=list("AB"))
    values = []
    for _draw in range(400):
        sample = pd.DataFrame([rng.multinomial(n[i], P[i]) for i in range(2)], index=list("AB"), columns=list("AB"))
        values.append(transition.value(transition.probabilities(sample), {"A": 10}, 0.1)["B"])
    delta = inference.value_interval(expected, {"A": 10}, 0.1, method="delta").table.loc["B", "standard_error"]
    assert delta == pytest.approx(np.std(values), rel=0.12)


@pytest.mark.parametrize("method", ["delta", "bootstrap"])
def test_first_margin_moves_the_interval_by_one_margin(method: inference.Method) -> None:
    excluded, included = (
        inference.value_interval(PANEL, {"nabisco": 5.0}, 0.1, horizon=8, first_margin=first, method=method).table
        for first in ("excluded", "included")
    )
    moved = included - excluded
    assert moved[["value", "low", "high"]].to_numpy() == pytest.approx(np.outer([0, 5, 0, 0], [1, 1, 1]))
    assert moved["standard_error"].to_numpy() == pytest.approx(0)


def test_interval_widens_with_the_level() -> None:
    narrow, wide = (inference.value_interval(PANEL, NABISCO, 0.01, level=level).table for level in (0.5, 0.99))
    assert (wide["low"] < narrow["low"]).all() and (narrow["high"] < wide["high"]).all()


def test_accuracy_needed() -> None:
    result = inference.value_interval(PANEL, NABISCO, 0.01)
    now = inference.accuracy_needed(result, "nabisco", result.table.loc["nabisco", "standard_error"])
    assert now.households_needed == now.households == 136
    half = inference.accuracy_needed(result, "nabisco", now.standard_error / 2)
    assert half.households_needed == 4 * 136
    assert half.value == pytest.approx(54.82, abs=5e-3)


def test_four_times_the_panel_halves_the_error() -> None:
    """The 1/sqrt(n) behind `accuracy_needed`, on the panel four times over."""
    log = cracker()
    more = pd.concat([log.assign(household=log["household"] + 1000 * copy) for copy in range(4)])
    larger = transition.counts(more, "household", "occasion", "brand")
    small, large = (inference.value_interval(counted, NABISCO, 0.01).table for counted in (PANEL, larger))
    assert (small["standard_error"] / large["standard_error"]).to_numpy() == pytest.approx(2, rel=0.1)


def test_bad_accuracy() -> None:
    table = inference.value_interval(ALOFI, {"a": 1}, 0.1, method="delta")
    assert table.households is None
    with pytest.raises(CourseError) as error:
        inference.accuracy_needed(table, "a", 1)
    told(error, what="number of households is not known", fix="what counts(log) returned")
    with pytest.raises(CourseError) as error:
        inference.accuracy_needed(inference.value_interval(PANEL, NABISCO, 0.1), "nabisco", 0)
    told(error, what="wanted is 0", fix="or more")

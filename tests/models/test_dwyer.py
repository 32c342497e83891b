"""Dwyer's two models: hand counts, the printed migration example, known truth, and the CDNOW log."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.cases import CDNOW_ASSUMED, PFEIFER_CARRAWAY
from course.data.panels import cdnow
from course.errors import CourseError
from course.models import dwyer, dwyer_choice, retention, transition_lessons

FIVE = pd.DataFrame([[1, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0]], index=list("ABCDE"))
CHANCES = st.lists(st.floats(0, 0.95), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def bought() -> pd.DataFrame:
    return dwyer.histories(cdnow(), length=CDNOW_ASSUMED["days"], periods=CDNOW_ASSUMED["periods"], time="date")


def simulated(customers: int = 4_000, periods: int = 8, seed: int = 3) -> pd.DataFrame:
    """Draw histories with the repurchase probabilities 0.5, 0.2 and 0.1 at recency 1, 2 and from 3 on."""
    chance, truth = np.random.default_rng(seed), np.array([0.5, 0.2, 0.1])
    recency, table = np.ones(customers, dtype=int), [np.ones(customers, dtype=int)]
    for _period in range(periods):
        buys = chance.random(customers) < truth[np.minimum(recency, 3) - 1]
        recency = np.where(buys, 1, recency + 1)
        table.append(buys.astype(int))
    return pd.DataFrame(np.column_stack(table))


# Histories and counts


def test_a_log_becomes_histories_on_each_customers_own_clock() -> None:
    log = pd.DataFrame(
        {
            "who": [2, 1, 1, 1, 2, 3],
            "when": pd.to_datetime(
                ["2026-01-05", "2026-01-01", "2026-01-01", "2026-01-11", "2026-01-16", "2026-01-26"]
            ),
        }
    )
    found = dwyer.histories(log[log.who < 3], length=10, periods=1, customer="who", time="when")
    # Customer 1 buys again on day 10, the last of period 1; customer 2 on day 11, the first of period 2.
    assert found.to_numpy().tolist() == [[1, 1], [1, 0]]
    with pytest.raises(CourseError, match="ends before the last customer has had 1 periods"):
        dwyer.histories(log, length=10, periods=1, customer="who", time="when")


def test_silence_of_five_customers_counted_by_hand() -> None:
    table = dwyer.silence(FIVE)
    assert table[["at_risk", "bought"]].to_numpy().tolist() == [[10, 5], [4, 2], [1, 0]]
    assert dwyer.shares(FIVE) == [0.5, 0.5, 0.0]
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()


def test_only_the_periods_asked_for_are_counted() -> None:
    assert dwyer.silence(FIVE, last=1)[["at_risk", "bought"]].to_numpy().tolist() == [[5, 3]]
    assert dwyer.silence(FIVE, first=3)["at_risk"].to_list() == [2, 2, 1]


def test_a_recency_at_which_nobody_was_has_no_share() -> None:
    late = FIVE.loc[["B", "D"]]
    table = dwyer.silence(late, first=2, last=2)
    assert np.isnan(table["share"][1]) and table["share"][2] == 0.5
    assert dwyer.shares(late, first=2, last=2) == [0.0, 0.5]


def test_the_shares_recover_the_truth_of_simulated_histories() -> None:
    table = dwyer.silence(simulated())
    for recency, truth in {1: 0.5, 2: 0.2, 3: 0.1}.items():
        assert table["low"][recency] < truth < table["high"][recency]


def test_unbroken_follows_those_who_never_paused() -> None:
    found = dwyer.unbroken(FIVE)
    assert found["customers"].to_list() == [5, 3, 1]
    assert found["kept"].to_list() == pytest.approx([3 / 5, 1 / 3, 1])


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (FIVE.replace(0, 2), "0 and 1 alone, in two periods or more .row 1, period 2"),
        (FIVE.astype(float).where(FIVE == 1), "row 1, period 2"),
        (FIVE[[0]], "two periods or more"),
        ([[1, 0]], "not a table"),
    ],
)
def test_what_is_no_history_is_refused(table, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        dwyer.silence(table)


# Values and buyers


def test_the_migration_example_of_the_literature() -> None:
    # Berger & Nasr (1998), the migration case: yearly purchasers of 1,000 buyers; recomputed.
    paths = dwyer.buyers(PFEIFER_CARRAWAY["repurchase"], 5, customers=1_000)
    assert paths["always_a_share"].to_list() == pytest.approx([1000, 300, 230, 195, 139.7, 95.67], abs=0.01)
    assert paths["lost_for_good"].to_list() == pytest.approx([1000 * 0.3**period for period in range(6)])
    # Pfeifer & Carraway (2000), infinite horizon; recomputed.
    worth = dwyer.values(**PFEIFER_CARRAWAY)
    assert worth["always_a_share"].to_list() == pytest.approx([52.320, 5.554, 1.251, -1.820], abs=0.001)
    assert worth["lost_for_good"].to_list() == pytest.approx([48, 0, 0, 0])
    assert worth["lost_for_good"][1] == pytest.approx(transition_lessons.stop_after(**PFEIFER_CARRAWAY).loc[1, 1])


@settings(deadline=None, max_examples=50)
@given(CHANCES, st.floats(0.01, 0.5), st.floats(1, 100))
def test_the_retention_model_is_the_migration_model_without_returns(chances, rate: float, margin: float) -> None:
    worth = dwyer.values(chances, margin=margin, discount_rate=rate)
    assert worth["lost_for_good"][1] == pytest.approx(retention.retention_value(margin, chances[0], rate))
    # Without marketing coming back can only add value, and both agree when nobody comes back.
    assert (worth["difference"] >= -1e-9).all()
    closed = dwyer.values([chances[0], *(0 for _ in chances[1:])], margin=margin, discount_rate=rate)
    assert closed["difference"][1] == pytest.approx(0)


@settings(deadline=None, max_examples=50)
@given(CHANCES, st.floats(0.01, 0.5))
def test_the_first_margin_is_the_difference_of_the_two_conventions(chances, rate: float) -> None:
    both = [
        dwyer.values(chances, margin=10, marketing=2, discount_rate=rate, first_margin=one)
        for one in ("included", "excluded")
    ]
    gap = (both[0] - both[1])["always_a_share"].to_list()
    assert gap == pytest.approx([8] + [-2] * (len(chances) - 1))


def test_periods_are_discounted_by_their_part_of_a_year() -> None:
    yearly = dwyer.values([0.5], margin=10, discount_rate=0.21, periods_per_year=2)
    assert yearly["lost_for_good"][1] == pytest.approx(retention.retention_value(10, 0.5, 0.1))


def test_groups_that_are_alike_cost_nothing_and_groups_that_differ_do() -> None:
    weak, strong = simulated(500, seed=1), simulated(500, seed=2)
    more = np.random.default_rng(0).random((500, 8)) < 0.5
    strong = pd.DataFrame(np.column_stack([strong[0], strong.iloc[:, 1:] | more]))
    whole = pd.concat([weak, strong], ignore_index=True)
    half = pd.Series(["weak"] * 500 + ["strong"] * 500)
    found = dwyer.group_values(whole, half, margin=10, discount_rate=0.1)
    assert found["error"]["weak"] > 0.2 and found["error"]["strong"] < -0.1
    assert ((found["own_low"] < found["own"]) & (found["own"] < found["own_high"])).all()
    mixed = half.sample(frac=1, random_state=1, ignore_index=True)
    assert dwyer.group_values(whole, mixed, margin=10, discount_rate=0.1)["error"].abs().max() < 0.15


# Choosing


def test_strict_lost_for_good_cannot_explain_one_return() -> None:
    quiet = pd.DataFrame([[1, 1, 0, 0]] * 9 + [[1, 1, 1, 0]])
    returned = pd.concat([quiet, pd.DataFrame([[1, 0, 1, 0]])], ignore_index=True)
    strict = [dwyer_choice.likelihoods(table)["log_likelihood"]["lost_for_good"] for table in (quiet, returned)]
    # 10 of 10 buy in period 1, 1 of 10 in period 2, 0 of 1 in period 3: 11 of 21.
    assert strict[0] == pytest.approx(11 * np.log(11 / 21) + 10 * np.log(10 / 21))
    assert strict[1] == -np.inf


def test_the_likelihood_finds_the_model_that_made_the_data() -> None:
    found = dwyer_choice.likelihoods(simulated())
    assert found["aic"].idxmin() == "always_a_share"
    chance = np.random.default_rng(8)
    own = chance.beta(1, 3, size=3_000)[:, None]
    differ = pd.DataFrame(np.hstack([np.ones((3_000, 1), int), (chance.random((3_000, 8)) < own).astype(int)]))
    assert dwyer_choice.likelihoods(differ)["aic"].idxmin() == "both"


def test_mixed_recovers_its_own_truth() -> None:
    chance, count, periods = np.random.default_rng(5), 20_000, 8
    buying, dying = chance.beta(1.2, 2.4, size=count), chance.beta(0.8, 4, size=count)
    lost_in = chance.geometric(dying)
    buys = chance.random((count, periods)) < buying[:, None]
    there = np.arange(1, periods + 1) < lost_in[:, None]
    table = pd.DataFrame(np.hstack([np.ones((count, 1), int), (buys & there).astype(int)]))
    found = dwyer_choice.mixed(table)
    assert (found.alpha, found.beta) == pytest.approx((1.2, 2.4), rel=0.15)
    assert found.alive(periods)[-1] == pytest.approx(there[:, -1].mean(), abs=0.02)
    assert found.buyers(periods) == pytest.approx((buys & there).mean(axis=0), abs=0.01)


def test_the_probabilities_of_all_histories_add_up_to_one() -> None:
    every = pd.DataFrame([[1, *map(int, f"{number:04b}")] for number in range(16)])
    kinds, count = dwyer_choice._kinds(every)
    chances = np.exp(dwyer_choice._log_chances(np.array([0.9, 1.7, 0.6, 2.2]), kinds, 4))
    assert float(count @ chances) == pytest.approx(1)


def test_nobody_who_returns_leaves_nothing_to_fit() -> None:
    with pytest.raises(CourseError, match="nobody bought again"):
        dwyer_choice.mixed(pd.DataFrame([[1, 0, 0]] * 5))


# CDNOW (Fader & Hardie 2001): what the chapter says of it


def test_cdnow_comes_back_and_both_textbook_models_foretell_too_little(bought: pd.DataFrame) -> None:
    assert bought.sum().to_list() == [2357, 516, 349, 285, 284, 251, 258, 240, 220, 226, 212]
    assert dwyer.shares(bought)[:3] == pytest.approx([0.296, 0.150, 0.104], abs=0.0005)
    choice = dwyer_choice.likelihoods(bought)
    assert choice["log_likelihood"].to_list() == pytest.approx([-np.inf, -8673.5, -7646.7, -7338.4], abs=0.1)
    ahead = dwyer_choice.holdout(bought, CDNOW_ASSUMED["fit_until"])
    off = ahead.sum() / ahead["actual"].sum() - 1
    assert off["lost_for_good"] < -0.85 and -0.68 < off["always_a_share"] < -0.58 and -0.15 < off["both"] < -0.07


def test_neither_groups_nor_patience_heal_the_migration_forecast(bought: pd.DataFrame) -> None:
    orders = cdnow()
    day = (orders["date"] - orders.groupby("customer")["date"].transform("min")).dt.days
    early = orders[day.between(1, CDNOW_ASSUMED["days"])].groupby("customer").size().clip(upper=2)
    until = CDNOW_ASSUMED["fit_until"]
    plain = dwyer.holdout(bought, until)
    grouped = dwyer.holdout(bought, until, early.reindex(bought.index, fill_value=0))
    patient = dwyer.holdout(bought, until, lost_after_last=False)
    totals = [table["always_a_share"].sum() for table in (plain, grouped, patient)]
    assert (plain["actual"] == grouped["actual"]).all()
    assert totals[0] < totals[1] < totals[2] < 0.8 * plain["actual"].sum()
    assert patient["always_a_share"].to_list() == pytest.approx([181, 166, 158, 154], abs=1)


def test_the_value_of_the_mixed_model_is_its_buyers_discounted(bought: pd.DataFrame) -> None:
    found = dwyer_choice.mixed(bought)
    periodic = 1.1 ** (1 / 8)
    by_hand = sum(10 * share / periodic ** (period + 1) for period, share in enumerate(found.buyers(1000)))
    assert found.value(10, 0.1, 8) == pytest.approx(by_hand)

"""Bonds: a truth that the regression finds again, statsmodels' own figures, and a price that undoes a bond."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from course.data.surveys import telecom
from course.errors import CourseError
from course.models import bonds


def made(size: int = 40_000) -> pd.DataFrame:
    """Customers whose leaving has a known cause; "social" only goes along with long months and does nothing itself."""
    random = np.random.default_rng(7)
    months = random.uniform(0, 6, size)
    legal = (random.random(size) < 0.4).astype(float)
    social = (random.random(size) < 0.15 * months).astype(float)
    charge = random.uniform(2, 10, size)
    chance = 1 / (1 + np.exp(-(0.5 - 1.2 * legal - 0.5 * months + 0.2 * charge)))
    left = (random.random(size) < chance).astype(int)
    return pd.DataFrame({"legal": legal, "social": social, "months": months, "charge": charge, "left": left})


TABLE = made()
FOUND = bonds.fit(TABLE, ["legal", "social"], ["months", "charge"])


def test_the_true_odds_ratio_lies_in_the_interval() -> None:
    low, high = FOUND.odds.loc["legal", ["low", "high"]]
    assert low < np.exp(-1.2) < high
    assert FOUND.odds.loc["social", "low"] < 1 < FOUND.odds.loc["social", "high"]


def test_a_bond_that_does_nothing_seems_to_tie_until_months_are_held_equal() -> None:
    social = FOUND.points.loc["social"]
    assert social["raw"] < -0.1
    assert social["low"] < 0 < social["high"]


def test_the_adjusted_difference_is_that_of_the_truth() -> None:
    base = 0.5 - 0.5 * TABLE["months"] + 0.2 * TABLE["charge"]
    truth = (1 / (1 + np.exp(-(base - 1.2))) - 1 / (1 + np.exp(-base))).mean()
    low, high = FOUND.points.loc["legal", ["low", "high"]]
    assert low < truth < high


def test_the_switching_cost_undoes_the_bond() -> None:
    """1.2 on the log odds against 0.2 for ten dollars: 60 dollars."""
    assert bonds.switching_cost(FOUND, "legal") == pytest.approx(60, abs=5)
    priced = bonds.switching_costs(FOUND, ["legal", "social"])
    assert priced.loc["legal", "low"] < 60 < priced.loc["legal", "high"]
    assert priced.loc["legal", "dollars_a_month"] == bonds.switching_cost(FOUND, "legal")
    # The price of a bond that does nothing may be nought.
    assert priced.loc["social", "low"] < 0 < priced.loc["social", "high"]


def test_a_price_that_may_not_matter_leaves_the_switching_cost_without_a_limit() -> None:
    slopes = np.linspace(-0.01, 0.19, 200)
    drawn = pd.DataFrame({"legal": -1.2, "charge": slopes})
    found = bonds.Leaving(FOUND.odds, FOUND.points, FOUND.coefficients, drawn)
    assert bonds.switching_costs(found, ["legal"]).loc["legal", "high"] == np.inf


def test_one_bond_alone_is_the_odds_ratio_of_a_table_of_four() -> None:
    table = pd.DataFrame({"legal": [0] * 50 + [1] * 50, "left": [1] * 20 + [0] * 30 + [1] * 5 + [0] * 45})
    found = bonds.fit(table, ["legal"], [])
    assert found.odds.loc["legal", "odds_ratio"] == pytest.approx((5 / 45) / (20 / 30))
    assert found.points.loc["legal", "adjusted"] == pytest.approx(0.1 - 0.4)


def test_the_sample_of_ibm() -> None:
    customers = bonds.prepare(telecom())
    count = bonds.by_count(customers)
    assert count["customers"].sum() == 7043 and count["leave"].is_monotonic_decreasing
    found = bonds.fit(customers)
    assert found.points.loc["legal", ["raw", "adjusted"]].round(3).tolist() == [-0.36, -0.137]
    assert found.points.loc["social", "high"] > 0


def test_the_ten_bonds_of_the_source() -> None:
    assert len(bonds.BONDS) == 10 and set(bonds.MEASURED) < set(bonds.BONDS)
    assert [kind for _zh, kind in bonds.BONDS.values()].count("external") == 5


def test_bad_input() -> None:
    with pytest.raises(CourseError, match="table has no column 'technical'"):
        bonds.fit(TABLE)
    with pytest.raises(CourseError, match="left does not hold both 0 and 1"):
        bonds.fit(TABLE.assign(left=0), ["legal"], [])
    with pytest.raises(CourseError, match="legal does not hold both 0 and 1"):
        bonds.fit(TABLE.assign(legal=2.0), ["legal"], [])
    with pytest.raises(CourseError, match="the regression does not settle"):
        bonds.fit(TABLE.assign(legal=1.0 - TABLE["left"]), ["legal"], [])
    with pytest.raises(CourseError, match="name is 'values'"):
        bonds.switching_cost(FOUND, "values")
    cheap = bonds.Leaving(
        FOUND.odds, FOUND.points, FOUND.coefficients.where(FOUND.coefficients.index != "charge", -0.1)
    )
    with pytest.raises(CourseError, match="does not go with more leaving"):
        bonds.switching_cost(cheap, "legal")

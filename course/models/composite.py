"""The composite indicator (模拟指标): several indicators in one score, and how much its ranking rests on the weights.

S1 shows a "simulated" value indicator and gives no formula.  Ours is the plainest that works: put each
indicator on a scale
from 0 (worst customer) to 1 (best), and take the weighted mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import choice, columns, number, numbers, rate, whole

Weights = Mapping[str, float]
#: The four angles from which Mr Xu looks (S1), by the name of the indicator; +1 when more is better, -1 when less is.
XU_DIRECTIONS: Final = {"amount": 1, "units": 1, "arrears": -1, "cycle": -1}
SCALES: Final = ("rank", "range")


def scaled(table: pd.DataFrame, directions: Mapping[str, int], scale: str = "rank") -> pd.DataFrame:
    """Return the indicators on a scale from 0 (worst) to 1 (best).

    Parameters
    ----------
    table
        One row a customer, one column an indicator.  A customer without a value (no purchase cycle after one order)
        gets the worst place.
    directions
        For each indicator that counts, +1 when more is better and -1 when less is.
    scale
        ``"rank"``: the place among the customers, equal values sharing the mean place.  ``"range"``: the distance from
        the worst value, over the distance from worst to best; one giant customer then presses all others to 0.

    Raises
    ------
    CourseError
        When a column is missing or a direction is neither 1 nor -1.

    Examples
    --------
    >>> three = pd.DataFrame({"amount": [100, 200, 1000], "arrears": [0, 50, 20]}, index=["A", "B", "C"])
    >>> scaled(three, {"amount": 1, "arrears": -1}).T
               A    B    C
    amount   0.0  0.5  1.0
    arrears  1.0  0.0  0.5
    >>> scaled(three, {"amount": 1, "arrears": -1}, "range").T.round(2)
               A     B    C
    amount   0.0  0.11  1.0
    arrears  1.0  0.00  0.6
    """
    mine = columns("table", table, list(directions))[list(directions)].astype(float)
    if any(way not in (1, -1) for way in directions.values()):
        raise CourseError(_("a direction is neither 1 nor -1"), fix=_("Write 1 when more is better, -1 when less is"))
    good = mine * pd.Series(directions)
    good = good.fillna(good.min())
    if choice("scale", scale, SCALES) == "rank":
        return (good.rank() - 1) / max(len(good) - 1, 1)
    width = (good.max() - good.min()).replace(0.0, 1.0)
    return (good - good.min()) / width


def shares(weights: Weights) -> dict[str, float]:
    """Return the weights divided by their sum, so that they add up to 1.

    Raises
    ------
    CourseError
        When a weight is negative, or all are 0.

    Examples
    --------
    >>> shares({"amount": 3, "arrears": 1})
    {'amount': 0.75, 'arrears': 0.25}
    """
    values = {name: number(name, value, low=0) for name, value in weights.items()}
    total = sum(values.values())
    if not total:
        raise CourseError(_("all weights are 0"), fix=_("Give at least one indicator a weight"))
    return {name: value / total for name, value in values.items()}


def score(scales: pd.DataFrame, weights: Weights) -> pd.Series[float]:
    """Return the composite indicator: the weighted mean of the scaled indicators, from 0 to 1.

    Parameters
    ----------
    scales
        What `scaled` returned.
    weights
        How much each indicator counts; they are divided by their sum.

    Examples
    --------
    >>> scales = pd.DataFrame({"amount": [0.0, 0.5, 1.0], "arrears": [1.0, 0.0, 0.5]}, index=["A", "B", "C"])
    >>> score(scales, {"amount": 3, "arrears": 1}).tolist()
    [0.25, 0.375, 0.875]
    """
    share = shares(weights)
    mine = columns("scales", scales, list(share))
    total: pd.Series[float] = (mine[list(share)] * pd.Series(share)).sum(axis=1).rename("score")
    return total


def best(scores: pd.Series[float], share: float = 0.2) -> pd.Index:
    """Return the best share of the customers, best first; equal scores stand in the order of the table.

    The count is rounded to the nearest whole customer, halves up, and is at least 1.

    Examples
    --------
    >>> list(best(pd.Series([0.2, 0.9, 0.4, 0.9, 0.1], index=list("ABCDE")), 0.4))
    ['B', 'D']
    """
    count = max(1, int(np.floor(rate("share", share) * len(scores) + 0.5)))
    return scores.sort_values(ascending=False, kind="stable").index[:count]


def agreement(one: pd.Series[float], other: pd.Series[float]) -> float:
    """Return Kendall's tau of two scores of the same customers: 1 for the same order, -1 for the opposite.

    Of all pairs of customers, tau is the share in the same order less the share in opposite order (ties allowed for:
    tau-b).

    Examples
    --------
    >>> round(agreement(pd.Series([1, 2, 3, 4]), pd.Series([1, 2, 4, 3])), 2)
    0.67
    """
    return float(kendalltau(one.to_numpy(), other.reindex(one.index).to_numpy()).statistic)


@dataclass(frozen=True, eq=False)
class WeightTest:
    """How much a ranking rests on its weights; made by `weight_test`.

    Attributes
    ----------
    draws
        One row for each drawn set of weights: ``tau`` to the ranking tested, ``top`` (the customer who is first) and
        ``kept`` (the share of its best 20% who stay among the best 20%).
    first
        The customer who is first with the weights tested.
    first_stays
        Share of the draws in which that customer is first.
    tau, tau_low, tau_high
        Mean of Kendall's tau, and the interval that holds ``level`` of the draws.
    always
        How many of the best 20% are among the best 20% in every draw.
    """

    draws: pd.DataFrame
    first: object
    first_stays: float
    tau: float
    tau_low: float
    tau_high: float
    level: float
    always: int


def weight_test(
    scales: pd.DataFrame,
    weights: Weights,
    *,
    concentration: float = 1.0,
    share: float = 0.2,
    draws: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> WeightTest:
    """Draw other weights again and again, and say what stays of the ranking.

    Parameters
    ----------
    scales
        What `scaled` returned.
    weights
        The weights whose ranking is tested.
    concentration
        Of the Dirichlet distribution the weights are drawn from: 1 draws every set of weights alike, the larger the
        closer to equal weights.
    share
        Which share of the customers is "the best".
    draws, level, seed
        How many sets of weights; the share of them that the interval of tau holds; the seed.

    Examples
    --------
    >>> scales = pd.DataFrame({"amount": [0, 0.5, 1], "units": [0, 0.5, 1], "arrears": [1, 0, 0.5]}, index=list("ABC"))
    >>> found = weight_test(scales, {"amount": 1, "units": 1, "arrears": 1}, draws=200)
    >>> found.first, round(found.first_stays, 1)
    ('C', 0.9)
    """
    names, wide = list(shares(weights)), rate("level", level)
    chance = np.random.default_rng(seed)
    alpha = np.full(len(names), number("concentration", concentration, low=1e-3))
    tested = score(scales, weights)
    before = set(best(tested, share))
    rows, always = [], set(before)
    for drawn in chance.dirichlet(alpha, whole("draws", draws)):
        other = score(scales, dict(zip(names, drawn, strict=True)))
        now = best(other, share)
        always &= set(now)
        rows.append((agreement(tested, other), now[0], len(before & set(now)) / len(before)))
    table = pd.DataFrame(rows, columns=["tau", "top", "kept"])
    low, high = table["tau"].quantile([(1 - wide) / 2, (1 + wide) / 2])
    first = best(tested, share)[0]
    stays, mean = float((table["top"] == first).mean()), float(table["tau"].mean())
    return WeightTest(table, first, stays, mean, float(low), float(high), wide, len(always))


def turning_weight(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the weight of the first of two scaled indicators at which two customers have the same score.

    Parameters
    ----------
    one, other
        Each customer's two scaled indicators.

    Raises
    ------
    CourseError
        When one customer is ahead (or level) whatever the weight.

    Examples
    --------
    >>> round(turning_weight((0.9, 0.2), (0.5, 0.8)), 2)
    0.6
    """
    ahead, behind = numbers("one", list(one), length=2) - numbers("other", list(other), length=2)
    if ahead * behind >= 0:
        raise CourseError(_("no weight makes the two equal"), fix=_("Take customers who each lead in one indicator"))
    return float(behind / (behind - ahead))

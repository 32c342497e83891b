"""Winning against keeping: what a company should spend on each (Blattberg & Deighton 1996).

Source: R. C. Blattberg and J. Deighton (1996), Manage marketing by the customer equity test, *Harvard Business Review*
74(4), 136-144.  The course's teaching material (S0) says "keeping beats winning"; here is when.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import cohort
from course.models.inputs import columns, number, rate


@dataclass(frozen=True)
class Response:
    """How a share answers to money: ``ceiling * (1 - exp(-steepness * spend))``, rising ever more slowly.

    Parameters
    ----------
    spend, share
        What is spent today, in yuan a head, and the share it reaches.
    ceiling
        The share that no money passes.

    Examples
    --------
    >>> Response(spend=20, share=0.12, ceiling=0.3).at(20)
    0.12
    >>> round(Response(spend=20, share=0.12, ceiling=0.3).at(40), 4)
    0.192
    """

    spend: float
    share: float
    ceiling: float

    def __post_init__(self) -> None:
        number("spend", self.spend, low=0)
        rate("ceiling", self.ceiling)
        if self.spend == 0 or not 0 < self.share < self.ceiling:
            what = _("a share of {share} at a spend of {spend} with a ceiling of {ceiling} tells no curve")
            text = what.format(share=self.share, spend=self.spend, ceiling=self.ceiling)
            raise CourseError(text, fix=_("Give a spend above 0, and a share between 0 and the ceiling"))

    @property
    def steepness(self) -> float:
        """How fast the share rises: per yuan."""
        return -math.log(1 - self.share / self.ceiling) / self.spend

    def at(self, spend: float) -> float:
        """Return the share at another spend, in yuan a head."""
        return round(self.ceiling * (1 - math.exp(-self.steepness * number("spend", spend, low=0))), 12)


def customer_equity(
    winning: Response, keeping: Response, *, win_spend: float, keep_spend: float, margin: float, discount_rate: float
) -> float:
    """Return the value of one prospect, in yuan of today: what winning brings and costs, and all the years after.

    A prospect is won today with the share that ``win_spend`` reaches, and brings a margin at once.  At the end of each
    year every customer costs ``keep_spend``, the share it reaches stays, and those bring another margin then.

    Parameters
    ----------
    winning, keeping
        How many of the prospects, and of the customers of a year, answer to money.
    win_spend, keep_spend
        Yuan a prospect, once; yuan a customer a year.
    margin
        Yuan a customer a year.
    discount_rate
        A year.

    Raises
    ------
    CourseError
        When a spend is negative or the rate is no share.

    Notes
    -----
    Blattberg & Deighton write ``a m - A + a (m - R/r) r' / (1 - r')`` with ``r' = r / (1 + d)``.

    Examples
    --------
    >>> winning, keeping = Response(20, 0.12, 0.3), Response(15, 0.65, 0.85)
    >>> spends = dict(win_spend=20, keep_spend=15, margin=200, discount_rate=0.1)
    >>> round(customer_equity(winning, keeping, **spends), 2)
    34.67
    """
    won, kept = winning.at(win_spend), keeping.at(keep_spend) / (1 + rate("discount_rate", discount_rate))
    yearly = kept * number("margin", margin) - keep_spend / (1 + discount_rate)
    return won * margin - win_spend + won * yearly / (1 - kept)


def best_spends(
    winning: Response, keeping: Response, *, margin: float, discount_rate: float, most: int = 100
) -> pd.Series[float]:
    """Return the whole yuan of both spends that make a prospect worth most: ``win_spend``, ``keep_spend``, ``equity``.

    What to spend on keeping does not depend on what is spent on winning, so each is sought alone.

    Parameters
    ----------
    winning, keeping, margin, discount_rate
        As in `customer_equity`.
    most
        The largest spend tried.

    Examples
    --------
    >>> best_spends(Response(20, 0.12, 0.3), Response(15, 0.65, 0.85), margin=200, discount_rate=0.1).round(2).to_dict()
    {'win_spend': 64.0, 'keep_spend': 42.0, 'equity': 98.34}
    """

    def equity(win: float, keep: float) -> float:
        spends = {"win_spend": win, "keep_spend": keep, "margin": margin, "discount_rate": discount_rate}
        return customer_equity(winning, keeping, **spends)

    spends = range(most + 1)
    keep = max(spends, key=lambda spend: equity(winning.spend, spend))
    win = max(spends, key=lambda spend: equity(spend, keep))
    return pd.Series({"win_spend": float(win), "keep_spend": float(keep), "equity": equity(win, keep)})


def retention_by_channel(customers: pd.DataFrame, followed: int) -> pd.DataFrame:
    """Return the share of each year's customers who were there in the next, by channel.

    Parameters
    ----------
    customers
        One row a customer: ``channel`` and ``years``, how many she has been one, at most ``followed``.
    followed
        Years that all customers have been followed.

    Returns
    -------
    DataFrame
        One row a channel, one column a year from 1 to ``followed - 1``.

    Examples
    --------
    >>> few = pd.DataFrame({"channel": "fair", "years": [1, 1, 2, 3, 3]})
    >>> retention_by_channel(few, followed=3).round(2).to_numpy().tolist()
    [[0.6, 0.67]]
    """
    table = columns("customers", customers, ["channel", "years"])
    there = {
        year: table["years"].ge(year).groupby(table["channel"]).sum().astype(float) for year in range(1, followed + 1)
    }
    return pd.DataFrame({year: there[year + 1] / there[year] for year in range(1, followed)}).rename_axis(
        columns="year"
    )


def value_intervals(
    found: pd.DataFrame,
    costs: pd.DataFrame,
    customers: pd.DataFrame,
    followed: int,
    *,
    resamples: int = 300,
    seed: int = 0,
    **common: float,
) -> pd.DataFrame:
    """Return the LTV of a customer of each channel, with a bootstrap interval of 95%.

    Each resample draws anew which visits win and which customers were won, so that the cost, the retention and the
    margin vary together.  It takes the yearly rates and costs as known.

    Parameters
    ----------
    found, costs
        What `course.models.funnel.ways` returned, and what it was given.
    customers
        One row a customer: ``channel``, ``years`` and ``margin``, yuan a year.
    followed
        Years that all customers have been followed.
    resamples, seed
        Of the bootstrap (percentiles).
    common
        The other inputs of `course.models.cohort.table`, alike for all channels.

    Returns
    -------
    DataFrame
        One row a channel: ``value``, ``low``, ``high``, yuan per customer won after ``followed - 1`` years.

    Notes
    -----
    Source: Efron (1979), Annals of Statistics 7.

    Examples
    --------
    >>> found = pd.DataFrame({"tries": [8], "yes": [4], "spent": [80.0]}, index=["fair"])
    >>> costs = pd.DataFrame({"commission": [0]}, index=["fair"])
    >>> four = pd.DataFrame({"channel": "fair", "years": [1, 2, 2, 2], "margin": [50, 60, 60, 70]})
    >>> spread = value_intervals(found, costs, four, 2, purchases=1, cost_of_goods=0, yearly_cost=0, discount_rate=0.1)
    >>> bool((spread["low"] <= spread["value"]).all() and (spread["value"] <= spread["high"]).all())
    True
    """
    table = columns("customers", customers, ["channel", "years", "margin"])
    chance, rows = np.random.default_rng(seed), {}
    for name, one in found.iterrows():
        own, tries, yes = table[table["channel"] == name], int(one["tries"]), float(one["yes"])
        paid = costs["commission"].to_dict()[name]
        won = np.maximum(1, chance.binomial(tries, yes / tries, size=resamples))
        before = one["spent"] - paid * yes
        drawn = [
            ltv(own.sample(len(own), replace=True, random_state=chance), followed, before / of + paid, **common)
            for of in won
        ]
        rows[name] = (ltv(own, followed, before / yes + paid, **common), *np.quantile(drawn, (0.025, 0.975)))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).rename_axis("channel")


def ltv(customers: pd.DataFrame, followed: int, cost: float, **common: float) -> float:
    """Return the LTV per customer of one channel's customers, in yuan of year 1.

    Parameters
    ----------
    customers
        One row a customer: ``channel``, all the same; ``years`` and ``margin``, yuan a year.
    followed
        Years that all customers have been followed.
    cost
        To win one of them, yuan.
    common
        The other inputs of `course.models.cohort.table`.

    Examples
    --------
    >>> four = pd.DataFrame({"channel": "fair", "years": [1, 2, 2, 2], "margin": [50, 60, 60, 70]})
    >>> ltv(four, 2, 20, purchases=1, cost_of_goods=0, yearly_cost=0, discount_rate=0.1)
    40.0
    """
    kept = retention_by_channel(customers, followed).fillna(0.0).iloc[0].tolist()
    margin = float(customers["margin"].mean())
    inputs = {"customers": len(customers), "retention": kept, "spend": margin, "acquisition_cost": cost, **common}
    return float(cohort.table(**inputs).final_ltv)  # type: ignore[arg-type]

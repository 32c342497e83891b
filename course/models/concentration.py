"""How unequal customers are (二八法则): the curve, the share of the best 20%, Gini, and the whale curve of profit.

All functions sort customers from the best down, so that "the best 20%" stands at 0.2 on the curve.  Lorenz
(1905) sorted
from the poorest up; that is the same curve turned round, with the same Gini.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, numbers, rate, whole

Values = Sequence[float] | Floats | pd.Series


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval: ``value``, ``low``, ``high``, and the ``level`` of the interval."""

    value: float
    low: float
    high: float
    level: float


def curve(values: Values) -> pd.DataFrame:
    """Return which share of the customers, best first, makes which share of the total.

    Parameters
    ----------
    values
        One number a customer: revenue, or profit (which may be below zero).

    Returns
    -------
    DataFrame
        One row more than customers, from nobody to all: ``customers`` and ``total``, both shares.  With profits the
        curve may pass 1 and come down again: a *whale curve*.

    Raises
    ------
    CourseError
        When the total is zero or less, so that nobody's share of it means anything.

    Examples
    --------
    >>> curve([50, 10, 30, 5, 5])["total"].round(2).tolist()
    [0.0, 0.5, 0.8, 0.9, 0.95, 1.0]
    >>> curve([90, 30, 10, -30])["total"].round(2).tolist()
    [0.0, 0.9, 1.2, 1.3, 1.0]
    """
    ordered = np.sort(_clean(values))[::-1]
    shares = np.concatenate([[0.0], np.cumsum(ordered)]) / ordered.sum()
    return pd.DataFrame({"customers": np.linspace(0, 1, len(ordered) + 1), "total": shares})


def top_share(values: Values, share: float = 0.2) -> float:
    """Return the share of the total that the best customers make.

    Parameters
    ----------
    values
        One number a customer.
    share
        Which share of the customers is "the best".  When it is no whole number of customers, the customer at the edge
        counts in part: the curve is a straight line between two customers.

    Examples
    --------
    >>> top_share([50, 10, 30, 5, 5])
    0.5
    >>> round(top_share([50, 10, 30, 5, 5], 0.3), 2)
    0.65
    """
    points = curve(values)
    return float(np.interp(rate("share", share), points["customers"], points["total"]))


def customers_for(values: Values, share: float = 0.8) -> float:
    """Return the smallest share of the customers, best first, that makes a share of the total.

    Examples
    --------
    >>> round(customers_for([50, 10, 30, 5, 5]), 2)
    0.4
    """
    points, wanted = curve(values), rate("share", share)
    climb = points[: int(points["total"].to_numpy().argmax()) + 1]
    return float(np.interp(wanted, climb["total"], climb["customers"]))


def gini(values: Values) -> float:
    """Return the Gini coefficient: 0 when all customers are alike, near 1 when one makes everything.

    Twice the area between the curve and the diagonal.  With losses among the values it may pass 1.

    Examples
    --------
    >>> round(gini([50, 10, 30, 5, 5]), 2), gini([10, 10])
    (0.46, 0.0)
    """
    total = curve(values)["total"].to_numpy()
    # The area under straight lines of equal width.
    return float((total[1:] + total[:-1]).mean()) - 1


def interval(
    values: Values,
    statistic: Callable[[Values], float] = top_share,
    *,
    level: float = 0.95,
    resamples: int = 1_000,
    seed: int = 0,
) -> Estimate:
    """Return a statistic with its bootstrap interval: whole customers are drawn again, with replacement.

    Parameters
    ----------
    values
        One number a customer.
    statistic
        `top_share`, `customers_for`, `gini`, or another function of the values.
    level, resamples, seed
        Of the percentile interval.

    Notes
    -----
    The interval says how the number would vary among samples of as many customers; it does not say that next year is
    like this one.  Source: Efron (1979).

    Examples
    --------
    >>> found = interval([50, 10, 30, 5, 5, 20, 15, 3, 2, 60], resamples=200)
    >>> found.low <= found.value <= found.high
    True
    """
    clean, times = _clean(values), whole("resamples", resamples, low=10)
    chance, wide = np.random.default_rng(seed), rate("level", level)
    drawn = [statistic(clean[chance.integers(0, len(clean), len(clean))]) for _each in range(times)]
    low, high = np.quantile(drawn, [(1 - wide) / 2, (1 + wide) / 2])
    return Estimate(statistic(clean), float(low), float(high), wide)


@dataclass(frozen=True)
class Whale:
    """What the whale curve of profit tells.

    Attributes
    ----------
    total
        All profit together, in yuan.
    top
        Share of the total that the best 20% make.
    peak, peak_at
        The highest point of the curve, as a share of the total, and the share of customers at which it stands.
    eaten
        Share of the total that is lost again after the peak: ``peak - 1``.
    worst
        What the worst 30% bring, as a share of the total; below zero when they cost money.
    """

    total: float
    top: float
    peak: float
    peak_at: float
    eaten: float
    worst: float


def whale(profits: Values, *, best: float = 0.2, worst: float = 0.3) -> Whale:
    """Return the marks of the whale curve (80/20/30).

    Parameters
    ----------
    profits
        Profit of each customer after the cost to serve, in yuan, losses included.
    best, worst
        The shares of the rule.

    Notes
    -----
    The rule of S4: 20% of customers make 80% of the profit, and half of that is eaten by the least profitable 30%.
    The amendment is Sherden's (1994); the curve is that of Kaplan & Narayanan (2001).  If all three numbers hold of the
    total, the middle half must make the missing 60%, and the peak is at 140%: ``80 + 60 - 40 = 100``.

    Examples
    --------
    >>> found = whale([80, 20, 15, 10, 10, 5, 0, -10, -14, -16])
    >>> found.total, found.top, found.peak, round(found.peak_at, 1), round(found.worst, 2)
    (100.0, 1.0, 1.4, 0.6, -0.4)
    """
    points = curve(profits)
    total = points["total"].to_numpy()
    # The first highest point, so that customers who bring nothing stand after the peak.
    place = int(np.argmax(total > total.max() - 1e-12))
    remaining = 1 - float(np.interp(1 - rate("worst", worst), points["customers"], total))
    return Whale(
        total=float(_clean(profits).sum()),
        top=top_share(profits, best),
        peak=float(total[place]),
        peak_at=float(points["customers"][place]),
        eaten=float(total[place]) - 1,
        worst=remaining,
    )


def _clean(values: Values) -> Floats:
    clean = values if isinstance(values, np.ndarray) and values.dtype == float else numbers("values", values)
    if not clean.sum() > 0:
        raise CourseError(
            _("the values add up to {total:g}").format(total=clean.sum()),
            fix=_("A share of the total needs a total above zero"),
        )
    return clean

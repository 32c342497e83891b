"""Recency, frequency and monetary value (RFM): three measures from a log of orders, scores, types, and what came after.

Three things must be said before any RFM table means something, and every function here says them:

- **Recency is the time from the last purchase to today** (short is good).  Models of buying till death (BTYD) call the
  time from the *first* to the last purchase recency, where long is good: here that is ``first_to_last``.
- **Monetary value is a total or a mean.**  A total grows with frequency; a mean does not.
- **Equal values and the edges of bins need a rule.**
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import choice, columns, number, rate, whole

_Method: TypeAlias = Literal["average", "first"]
MEASURES: Final = ("recency", "frequency", "monetary")


def measures(log: pd.DataFrame, today: Any, monetary: str = "total") -> pd.DataFrame:
    """Return recency, frequency and monetary value of each customer, from the orders up to and including today.

    Parameters
    ----------
    log
        One row an order: ``customer``, ``date``, ``spend``.
    today
        The day from which one looks back; later orders are left out.
    monetary
        ``"total"``: all spend; ``"mean"``: spend a purchase.

    Returns
    -------
    DataFrame
        Indexed by customer: ``recency``, days from the last purchase to today; ``frequency``, purchases, where orders
        of one day are one; ``monetary``, in the log's currency; ``first_to_last``, days from the first to the last
        purchase (what BTYD models call recency).

    Raises
    ------
    CourseError
        When a column is missing, a spend is negative or no order is that old.

    Notes
    -----
    Source: S4 (R, F and M); Fader, Hardie & Lee (2005) for the other recency.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 2], "date": pd.to_datetime(["2024-01-01", "2024-03-01", "2024-02-01"]),
    ...                     "spend": [20.0, 40.0, 90.0]})
    >>> measures(log, "2024-03-31")  # doctest: +NORMALIZE_WHITESPACE
              recency  frequency  monetary  first_to_last
    customer
    1              30          2      60.0             60
    2              59          1      90.0              0
    """
    choice("monetary", monetary, ("total", "mean"))
    table, day = columns("log", log, ("customer", "date", "spend")), pd.Timestamp(today)
    table = table[table["date"] <= day]
    if table.empty:
        raise CourseError(_("no order is on or before {day:%Y-%m-%d}").format(day=day), fix=_("Choose a later day"))
    if not (table["spend"] >= 0).all():
        raise CourseError(_("a spend is negative or missing"), fix=_("Give 0 or more for each order"))
    by = table.groupby("customer")
    first, last, days = by["date"].min(), by["date"].max(), by["date"].nunique()
    total = by["spend"].sum()
    return pd.DataFrame({"recency": (day - last).dt.days, "frequency": days,
                         "monetary": total if monetary == "total" else total / days,
                         "first_to_last": (last - first).dt.days})  # fmt: skip


def scores(measured: pd.DataFrame, bins: int = 5, *, nested: bool = False, ties: str = "together") -> pd.DataFrame:
    """Return the scores 1 to ``bins`` of recency, frequency and monetary value; the highest is the best.

    Customers are ranked by one measure, and the ranks are cut into bins of equal size.  Equal values share the middle
    of their ranks, so they stand in one bin and bins may be of unequal size; with ``ties="in order"`` the order of the
    table decides between equal customers, so bins are of equal size and equal customers get different scores.

    Parameters
    ----------
    measured
        What `measures` returned.
    bins
        How many bins: 5 for quintiles.
    nested
        False: each measure is cut over all customers.  True: frequency is cut within each bin of recency, and monetary
        value within each of those (the way of direct mail, Hughes).
    ties
        ``"together"`` or ``"in order"``.

    Returns
    -------
    DataFrame
        Indexed by customer: whole numbers ``r``, ``f``, ``m``.

    Examples
    --------
    >>> three = pd.DataFrame({"recency": [5, 9, 9, 40], "frequency": [1, 1, 1, 6], "monetary": [10, 20, 30, 40]})
    >>> scores(three, 2)["f"].tolist(), scores(three, 2, ties="in order")["f"].tolist()
    ([1, 1, 1, 2], [1, 1, 2, 2])
    """
    table = columns("measured", measured, MEASURES)
    bins = whole("bins", bins, low=2, high=100)
    method: _Method = "average" if choice("ties", ties, ("together", "in order")) == "together" else "first"
    r = _bins(-table["recency"], bins, method)
    f = _bins(table["frequency"], bins, method, [r] if nested else [])
    m = _bins(table["monetary"], bins, method, [r, f] if nested else [])
    return pd.DataFrame({"r": r, "f": f, "m": m}, index=table.index)


def _bins(
    values: pd.Series[Any], bins: int, method: _Method, within: list[pd.Series[Any]] | None = None
) -> pd.Series[int]:
    """Return the bin of each value by its rank, over all customers or within groups of them."""
    if within:
        by = values.groupby(within)
        ranks, size = by.rank(method=method), by.transform("size")
    else:
        ranks, size = values.rank(method=method), pd.Series(len(values), index=values.index)
    # A hair's breadth more: a rank that lies exactly on an edge must not fall below it by rounding.
    return (bins * (ranks - 0.5) / size + 1 + 1e-9).astype(int)


def median_cuts(measured: pd.DataFrame) -> dict[str, float]:
    """Return the median of each measure, to be used as the threshold between short and long, low and high.

    Examples
    --------
    >>> median_cuts(pd.DataFrame({"recency": [5, 9, 40], "frequency": [1, 1, 6], "monetary": [10, 20, 30]}))
    {'recency': 9.0, 'frequency': 1.0, 'monetary': 20.0}
    """
    table = columns("measured", measured, MEASURES)
    return {name: float(table[name].median()) for name in MEASURES}


def types(measured: pd.DataFrame, cuts: Mapping[str, float], names: Mapping[str, str] | None = None) -> pd.Series[str]:
    """Return the type of each customer: one of 8 = 2 x 2 x 2.

    The rule at a threshold: a value equal to it is on the good side.  Recency up to the threshold is short (R↓);
    frequency and monetary value from the threshold on are high (F↑, M↑).

    Parameters
    ----------
    measured
        What `measures` returned.
    cuts
        The thresholds ``recency`` (days), ``frequency`` (purchases) and ``monetary`` (currency).
    names
        What to call each code such as ``"R↓F↑M↑"``; without it the code itself is returned.

    Notes
    -----
    Source: S4, which names six of the eight.

    Examples
    --------
    >>> two = pd.DataFrame({"recency": [30, 59], "frequency": [2, 1], "monetary": [60.0, 90.0]}, index=["A", "B"])
    >>> types(two, {"recency": 30, "frequency": 2, "monetary": 80}).to_dict()
    {'A': 'R↓F↑M↓', 'B': 'R↑F↓M↑'}
    """
    table = columns("measured", measured, MEASURES)
    limits = {name: number(name, cuts.get(name)) for name in MEASURES}
    recent = np.where(table["recency"] <= limits["recency"], "R↓", "R↑")
    often = np.where(table["frequency"] >= limits["frequency"], "F↑", "F↓")
    much = np.where(table["monetary"] >= limits["monetary"], "M↑", "M↓")
    codes = pd.Series([a + b + c for a, b, c in zip(recent, often, much, strict=True)], table.index, name="type")
    return codes if names is None else codes.map(dict(names))


def later(log: pd.DataFrame, today: Any) -> pd.DataFrame:
    """Return what each customer known today bought after today: the test of any classification made today.

    Parameters
    ----------
    log, today
        As in `measures`; a customer whose first order is later is left out.

    Returns
    -------
    DataFrame
        Indexed by customer: ``bought`` (True or False) and ``spend`` (0 for those who did not).

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 2], "date": pd.to_datetime(["2024-01-01", "2024-04-09", "2024-02-01"]),
    ...                     "spend": [20.0, 40.0, 90.0]})
    >>> later(log, "2024-03-31").to_dict("list")
    {'bought': [True, False], 'spend': [40.0, 0.0]}
    """
    known, day = measures(log, today).index, pd.Timestamp(today)
    after = log[log["date"] > day].groupby("customer")["spend"].sum()
    orders = log[log["date"] > day].groupby("customer").size()
    return pd.DataFrame({"bought": orders.reindex(known, fill_value=0) > 0,
                         "spend": after.reindex(known, fill_value=0.0)})  # fmt: skip


def by_group(groups: pd.Series[Any], afterwards: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Return for each group of customers what it bought afterwards, with intervals.

    Parameters
    ----------
    groups
        A group for each customer, such as what `types` returned.
    afterwards
        What `later` returned for the same customers.
    level
        The confidence of the intervals.

    Returns
    -------
    DataFrame
        One row a group: ``customers``; ``bought``, the share that bought, with Wilson's interval ``low`` to ``high``;
        ``spend``, the mean spend of a customer; ``spend_share``, the group's share of all later spend.

    Notes
    -----
    Source: Wilson's interval of a share, by statsmodels.

    Examples
    --------
    >>> after = pd.DataFrame({"bought": [True, False, True, True], "spend": [10.0, 0, 20, 30]})
    >>> by_group(pd.Series(["a", "a", "b", "b"]), after).round(2)
       customers  bought   low  high  spend  spend_share
    a          2     0.5  0.09  0.91    5.0         0.17
    b          2     1.0  0.34  1.00   25.0         0.83
    """
    from statsmodels.stats.proportion import proportion_confint

    level = rate("level", level, low=0.5, high=0.999)
    table = columns("afterwards", afterwards, ("bought", "spend"))
    by = table.groupby(groups.rename(None))
    count, bought, spend = by.size(), by["bought"].sum(), by["spend"].sum()
    low, high = proportion_confint(bought, count, alpha=1 - level, method="wilson")
    return pd.DataFrame({"customers": count, "bought": bought / count, "low": low, "high": high,
                         "spend": spend / count, "spend_share": spend / table["spend"].sum()})  # fmt: skip


def difference(
    groups: pd.Series[Any], afterwards: pd.DataFrame, one: str, other: str, level: float = 0.95
) -> tuple[float, float, float]:
    """Return by how much the share that bought is higher in one group than in another, and the interval of that.

    Parameters
    ----------
    groups, afterwards, level
        As in `by_group`.
    one, other
        The two groups.

    Returns
    -------
    tuple
        The difference of the two shares (0.1 is ten points), and the low and high end of Newcombe's interval.

    Notes
    -----
    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, by statsmodels.

    Examples
    --------
    >>> after = pd.DataFrame({"bought": [True, False, True, True], "spend": [10.0, 0, 20, 30]})
    >>> [round(end, 2) for end in difference(pd.Series(["a", "a", "b", "b"]), after, "b", "a")]
    [0.5, -0.27, 0.91]
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = by_group(groups, afterwards, level)
    for group in (one, other):
        choice("group", group, [str(name) for name in found.index])
    (n1, n2), shares = found["customers"][[one, other]], found["bought"][[one, other]]
    hits = [round(share * count) for share, count in zip(shares, (n1, n2), strict=True)]
    low, high = confint_proportions_2indep(hits[0], n1, hits[1], n2, compare="diff", method="newcomb", alpha=1 - level)
    return float(shares[one] - shares[other]), float(low), float(high)

"""Who might become a customer: the needs of a group, where prospects are, and which of them qualify.

A market is a table with one organisation a row; `course.data.market.market` makes a simulated one.  Every share comes
with its Wilson interval, because a group of forty says little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import shares
from course.models.inputs import choice, columns, number

#: The three conditions of a prospect, and the names the field gives them: money, authority, need.
CONDITIONS = ("need", "money", "authority")


def needs(survey: pd.DataFrame, by: str, group: str, level: float = 0.95) -> pd.DataFrame:
    """Return what a group of customers answered, beside what all others answered (客户需求分析).

    Words such as a motive become shares, with Newcombe's interval for the difference; numbers such as orders a
    month become means, with a normal interval for the difference.  Who did not answer is left out.

    Parameters
    ----------
    survey
        One organisation a row; the column ``by``, and the answers in all other columns.
    by, group
        The column that names the groups, and the group that the report is about.
    level
        Level of each interval, one at a time.

    Returns
    -------
    DataFrame
        One row for each ``aspect`` and ``answer`` (a number has the answer ``"mean"``): ``group`` and ``others``,
        the two shares or means; ``difference``, ``low``, ``high``; ``clear``, whether the interval leaves out 0.

    Raises
    ------
    CourseError
        When there is no such column or group, or fewer than two of either side answered.

    Examples
    --------
    >>> asked = pd.DataFrame({"sector": ["shop"] * 4 + ["office"] * 4, "motive": list("ppppqqqp"),
    ...                       "orders": [1, 2, 1, 2, 5, 6, 5, 6]})
    >>> needs(asked, "sector", "shop").round(2)[["aspect", "answer", "group", "others", "clear"]]
       aspect answer  group  others  clear
    0  motive      p    1.0    0.25   True
    1  motive      q    0.0    0.75   True
    2  orders   mean    1.5    5.50   True
    """
    columns("survey", survey, [by])
    choice(by, group, sorted(map(str, survey[by].unique())))
    mine = survey[by] == group
    rows: list[dict[str, object]] = []
    for aspect in survey.columns.drop(by):
        answered = survey[aspect].notna()
        one, two = survey.loc[mine & answered, aspect], survey.loc[~mine & answered, aspect]
        if min(len(one), len(two)) < 2:
            what = _("fewer than two answered {aspect}").format(aspect=aspect)
            raise CourseError(what, where=group, fix=_("Ask more of them, or choose a larger group"))
        rows += _of_numbers(one, two, level) if survey[aspect].dtype.kind in "if" else _of_words(one, two, level)
    found = pd.DataFrame(rows)
    return found.assign(clear=(found["low"] > 0) | (found["high"] < 0))


def _of_words(one: pd.Series[str], two: pd.Series[str], level: float) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for answer in sorted({*one, *two}):
        counts = [(int((side == answer).sum()), len(side)) for side in (one, two)]
        gap = shares.difference(counts[0], counts[1], level)
        said = [yes / tries for yes, tries in counts]
        rows.append({"aspect": one.name, "answer": answer, "group": said[0], "others": said[1], **_ends(gap)})
    return rows


def _ends(gap: pd.Series[float]) -> dict[str, float]:
    return {name: float(gap[name]) for name in ("difference", "low", "high")}


def _of_numbers(one: pd.Series[float], two: pd.Series[float], level: float) -> list[dict[str, object]]:
    gap = float(one.mean() - two.mean())
    half = shares.quantile(level) * float(np.sqrt(one.var() / len(one) + two.var() / len(two)))
    row = {"aspect": one.name, "answer": "mean", "group": float(one.mean()), "others": float(two.mean())}
    return [{**row, "difference": gap, "low": gap - half, "high": gap + half}]


def positioning(market: pd.DataFrame, attributes: Sequence[str], won: str = "bought") -> pd.DataFrame:
    """Return how many prospects each value of each external attribute holds, and the share that was won (客户群定位).

    Parameters
    ----------
    market
        One prospect a row.
    attributes
        Columns seen from outside, before anybody is asked: region, products owned, organisation.
    won
        The column that says whether the prospect became a customer.

    Returns
    -------
    DataFrame
        One row a value, indexed by (attribute, value), best first inside each attribute: ``yes``, ``tries``, ``share``,
        ``low``, ``high``; ``times_mean``, the share divided by that of the whole market.

    Examples
    --------
    >>> seen = pd.DataFrame({"region": ["east"] * 5 + ["west"] * 5, "bought": [1, 1, 0, 0, 0, 1, 0, 0, 0, 0]})
    >>> positioning(seen, ["region"]).round(2)[["share", "low", "high", "times_mean"]]  # doctest: +NORMALIZE_WHITESPACE
                     share   low  high  times_mean
    attribute value
    region    east     0.4  0.12  0.77        1.33
              west     0.2  0.04  0.62        0.67
    """
    columns("market", market, [*attributes, won])
    mean = float(market[won].mean())
    if mean == 0:
        raise CourseError(_("nobody was won"), fix=_("Position a group by what somebody bought"))
    parts = {}
    for attribute in attributes:
        groups = market.groupby(attribute)[won].agg(["sum", "size"])
        counts = {str(name): (float(row["sum"]), float(row["size"])) for name, row in groups.iterrows()}
        parts[attribute] = shares.table(counts).sort_values("share", ascending=False, kind="stable")
    found = pd.concat(parts, names=["attribute", "value"])
    return found.assign(times_mean=found["share"] / mean)


def qualify(market: pd.DataFrame, *, need: float, price: float) -> pd.DataFrame:
    """Return the market with the review of each prospect's qualification added (顾客资格审查, MAN).

    Parameters
    ----------
    market
        One prospect a row, with ``need`` (0-10), ``budget`` (yuan a year) and ``decides``.
    need
        The need from which a prospect wants the product; exactly so much is enough.
    price
        What the contract costs, yuan a year; a budget of exactly so much is enough.

    Returns
    -------
    DataFrame
        A copy with ``has_need``, ``has_money``, ``has_authority``, ``met`` (how many of the three, 0-3) and
        ``qualified`` (all three).

    Notes
    -----
    Source: S0 (willing to buy, able to pay); S2 adds the right to decide.

    Examples
    --------
    >>> asked = pd.DataFrame({"need": [7, 7, 3], "budget": [4000, 3900, 9000], "decides": [True, True, False]})
    >>> qualify(asked, need=5, price=4000)[["has_need", "has_money", "has_authority", "met", "qualified"]]
       has_need  has_money  has_authority  met  qualified
    0      True       True           True    3       True
    1      True      False           True    2      False
    2     False       True          False    1      False
    """
    columns("market", market, ["need", "budget", "decides"])
    wants = market["need"] >= number("need", need)
    pays = market["budget"] >= number("price", price, low=0)
    decides = market["decides"].astype(bool)
    met = wants.astype(int) + pays.astype(int) + decides.astype(int)
    return market.assign(has_need=wants, has_money=pays, has_authority=decides, met=met, qualified=met == 3)


def won_by_conditions(qualified: pd.DataFrame, won: str = "bought") -> pd.DataFrame:
    """Return the share won among prospects that meet 0, 1, 2 or all 3 conditions.

    Examples
    --------
    >>> seen = pd.DataFrame({"met": [3, 3, 1, 1, 1], "bought": [1, 0, 0, 0, 0]})
    >>> won_by_conditions(seen)[["yes", "tries", "share"]]  # doctest: +NORMALIZE_WHITESPACE
         yes  tries  share
    met
    1    0.0    3.0    0.0
    3    1.0    2.0    0.5
    """
    groups = columns("qualified", qualified, ["met", won]).groupby("met")[won].agg(["sum", "size"])
    found = shares.table({str(met): (float(row["sum"]), float(row["size"])) for met, row in groups.iterrows()})
    return found.set_index(groups.index)


def prospect_and_customer(market: pd.DataFrame) -> pd.DataFrame:
    """Return prospects and actual customers compared on the six points of S3, each measured.

    Parameters
    ----------
    market
        With ``kind`` (customer, general, rival), ``purchases`` and ``profit`` (yuan) of last year, ``rival_offers``
        last year, ``bought`` (prospects) and ``stayed`` (customers).

    Returns
    -------
    DataFrame
        Columns ``prospects`` and ``customers``; rows: ``definition`` (purchases from us so far, mean),
        ``composition`` (share of the larger part: general prospects, or customers with more than one purchase),
        ``number``, ``contest`` (offers from rivals a year, mean), ``role`` (profit of last year, yuan),
        ``risk_low`` and ``risk_high`` (Wilson's interval for the share that buys in the coming year).

    Examples
    --------
    >>> few = pd.DataFrame({"kind": ["customer", "customer", "general", "rival"], "purchases": [1, 3, 0, 0],
    ...     "profit": [500, 900, 0, 0], "rival_offers": [1, 1, 3, 2], "bought": [0, 0, 0, 1], "stayed": [1, 1, 0, 0]})
    >>> prospect_and_customer(few).loc[["number", "contest", "role"]]
             prospects  customers
    number         2.0        2.0
    contest        2.5        1.0
    role           0.0     1400.0
    """
    columns("market", market, ["kind", "purchases", "profit", "rival_offers", "bought", "stayed"])
    ours = market["kind"] == "customer"
    sides = {
        "prospects": _side(market[~ours], "bought", market.loc[~ours, "kind"] == "general"),
        "customers": _side(market[ours], "stayed", market.loc[ours, "purchases"] > 1),
    }
    return pd.DataFrame(sides)


def _side(rows: pd.DataFrame, buys: str, larger: pd.Series[bool]) -> dict[str, float]:
    low, high = shares.wilson(float(rows[buys].sum()), len(rows))
    return {
        "definition": float(rows["purchases"].mean()),
        "composition": float(larger.mean()),
        "number": float(len(rows)),
        "contest": float(rows["rival_offers"].mean()),
        "role": float(rows["profit"].sum()),
        "risk_low": low,
        "risk_high": high,
    }


def best_of_many(first: pd.DataFrame, second: pd.DataFrame, attributes: Sequence[str], smallest: int = 15) -> pd.Series:
    """Return how the best cell of many does on prospects that were not used to choose it.

    The market is cut by all attributes at once, the cell with the highest share in ``first`` is chosen, and its
    share in ``second`` is read.

    Parameters
    ----------
    first, second
        Two separate parts of the market, with the attributes and ``bought``.
    attributes
        Columns to cut by.
    smallest
        The fewest prospects of ``first`` that a cell must have.

    Returns
    -------
    Series
        ``cell``; ``cells``, how many were looked at; ``chosen`` and ``again``, its share in the two parts.

    Examples
    --------
    >>> half = pd.DataFrame({"region": ["east", "east", "west", "west"], "bought": [1, 1, 0, 1]})
    >>> best_of_many(half, half.assign(bought=[0, 1, 0, 0]), ["region"], smallest=2).to_dict()
    {'cell': 'east', 'cells': 2, 'chosen': 1.0, 'again': 0.5}
    """
    cells = [
        columns(name, part, [*attributes, "bought"]).groupby(list(attributes))["bought"].agg(["mean", "size"])
        for name, part in (("first", first), ("second", second))
    ]
    seen = cells[0][cells[0]["size"] >= smallest]
    if seen.empty:
        raise CourseError(
            _("no cell has {smallest} prospects").format(smallest=smallest), fix=_("Cut by fewer columns")
        )
    best = seen["mean"].idxmax()
    words = ", ".join(map(str, best)) if isinstance(best, tuple) else str(best)
    again = float(cells[1]["mean"].get(best, np.nan))
    return pd.Series({"cell": words, "cells": len(seen), "chosen": float(seen["mean"].max()), "again": again})


Counts = dict[str, tuple[float, float]]


def turning_counts(market: pd.DataFrame, new_region: str) -> tuple[Counts, Counts]:
    """Return customers and tries of the four ways of turning prospects into customers, and of customers left alone.

    Parameters
    ----------
    market
        With ``kind``, ``region``, ``bought``, ``programme`` and ``stayed``.
    new_region
        The region where the firm had no customer service before: its prospects are the opened market, whoever
        serves them.

    Returns
    -------
    tuple
        Way to (customers, tries), and the same for those who were left alone: what `turning` wants.

    Examples
    --------
    >>> few = pd.DataFrame({"kind": ["customer"] * 2 + ["general", "rival"], "region": ["east", "east", "west", "east"],
    ...     "bought": [0, 0, 1, 0], "programme": [True, False, False, False], "stayed": [1, 0, 0, 0]})
    >>> turning_counts(few, "west")[1]
    {'keep': (0.0, 1.0)}
    """
    columns("market", market, ["kind", "region", "bought", "programme", "stayed"])
    ours, opened = market["kind"] == "customer", market["region"] == new_region
    groups = {
        "open_market": market[~ours & opened],
        "contest_general": market[(market["kind"] == "general") & ~opened],
        "contest_rivals": market[(market["kind"] == "rival") & ~opened],
    }
    kept, alone = market[ours & market["programme"]], market[ours & ~market["programme"]]
    won = {way: (float(rows["bought"].sum()), float(len(rows))) for way, rows in groups.items()}
    stayed = (float(kept["stayed"].sum()), float(len(kept)))
    return {"keep": stayed, **won}, {"keep": (float(alone["stayed"].sum()), float(len(alone)))}


def turning(tried: Mapping[str, tuple[float, float]], anyway: Mapping[str, tuple[float, float]],
            costs: Mapping[str, float]) -> pd.DataFrame:  # fmt: skip
    """Return what each way of turning prospects into customers costs for one customer more.

    Parameters
    ----------
    tried
        Way to (customers, tries).
    anyway
        Way to the same in a group left alone, for ways whose people may be customers without it (keeping).  A way
        that is not here would bring nobody without a try.
    costs
        Yuan for one try.

    Returns
    -------
    DataFrame
        One row a way, the cheapest first: ``share``, ``low``, ``high`` of customers *more* for a try; ``cost``,
        yuan for a customer more; ``cost_low`` and ``cost_high`` from the interval (infinite when it reaches 0).

    Examples
    --------
    >>> turning({"keep": (80, 100), "win": (10, 100)}, {"keep": (70, 100)}, {"keep": 50, "win": 60}).round(2)
          share   low  high   cost  cost_low  cost_high
    keep    0.1 -0.02  0.22  500.0     230.7        inf
    win     0.1  0.06  0.17  600.0     344.1    1086.38
    """
    rows = {}
    for way, counts in tried.items():
        alone = shares.table({way: counts}).rename(columns={"share": "difference"}).iloc[0]
        gain, low, high = _ends(shares.difference(counts, anyway[way]) if way in anyway else alone).values()
        cost = number(f"cost of {way}", costs[way], low=0)
        most, least = (cost / part if part > 0 else np.inf for part in (low, high))
        middle = cost / gain if gain > 0 else np.inf
        rows[way] = {"share": gain, "low": low, "high": high, "cost": middle, "cost_low": least, "cost_high": most}
    return pd.DataFrame(rows).T.sort_values("cost", kind="stable")

"""The portfolios of the teaching material as plain facts, and simulated customers to put into them.

What the source gives differs from matrix to matrix, so each cell says who gives the advice: a page of the source, a
paper, or we.  No page gives a single threshold: every ``cuts`` below is ours.  `course.models.portfolio.build` turns
the facts of one matrix into a rule.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from course.i18n import _

_OURS: Final = "ours"


def _facts(name: str, x: dict[str, Any], y: dict[str, Any], cells: dict[Any, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType({"name": name, "x": x, "y": y, "cells": cells})


_MONTHS: Final = {"column": "months", "label": _("duration, months"), "cuts": (24,), "levels": ("short", "long")}
_LOYALTY: Final = {"column": "loyalty", "label": _("loyalty: share of wallet"), "cuts": (0.4,)}

#: S1 gives the four names and the two ideas, size and duration; no threshold and no advice.
VOLUME_DURATION: Final = _facts(
    _("volume × duration"),
    _MONTHS,
    {"column": "volume", "label": _("volume, thousand yuan a year"), "cuts": (150,), "levels": ("small", "big")},
    {
        ("short", "small"): ("burden", "负担客户", _("serve as cheaply as possible"), _OURS),
        ("short", "big"): ("meteor", "流星客户", _("earn while it lasts, find out why it ends"), _OURS),
        ("long", "small"): ("brook", "小溪客户", _("keep with a standard service"), _OURS),
        ("long", "big"): ("gold", "黄金客户", _("keep, with a person in charge"), _OURS),
    },
)

#: S2 gives the picture with its axes and the four names; no advice.
HISTORY_EXPECTED: Final = _facts(
    _("historical × expected future value"),
    {"column": "expected", "label": _("expected future value, thousand yuan"), "cuts": (60,)},
    {"column": "history", "label": _("historical value, thousand yuan"), "cuts": (60,)},
    {
        ("low", "low"): ("bad", "不良客户", _("do not invest"), _OURS),
        ("low", "high"): ("uneconomic", "非经济客户", _("ask why the future is poor, then serve cheaply"), _OURS),
        ("high", "low"): ("expected", "期望客户", _("invest now: the value is still to come"), _OURS),
        ("high", "high"): ("high-end", "高端客户", _("keep at its best service"), _OURS),
    },
)

#: S2 names the metals, the axes and four kinds of customer; which kind stands in which cell is read from the order of
#: its words, and the advice is ours.
CURRENT_ADDED: Final = _facts(
    _("current × added value"),
    {"column": "current", "label": _("current value, thousand yuan"), "cuts": (60,)},
    {"column": "added", "label": _("added value, thousand yuan"), "cuts": (80,)},
    {
        ("low", "low"): ("lead", "铅顾客", _("frugal: do not invest"), _OURS),
        ("low", "high"): ("iron", "铁顾客", _("demanding: invest to win a larger share"), _OURS),
        ("high", "low"): ("gold", "黄金顾客", _("experienced: keep, nothing more to sell"), _OURS),
        ("high", "high"): ("platinum", "白金顾客", _("undecided: keep, and win the rest"), _OURS),
    },
)

#: S2 gives the four names and one verb for each; the axes are those of Reinartz & Kumar (2002).  S2 writes 葫芦 (gourd)
#: for the barnacle.
RELATION_PROFIT: Final = _facts(
    _("relation × profit"),
    _MONTHS,
    {"column": "profit", "label": _("profit, thousand yuan a year"), "cuts": (20,)},
    {
        ("short", "low"): ("stranger", "路人型", _("drop"), "S2"),
        ("short", "high"): ("butterfly", "蝴蝶型", _("enjoy"), "S2"),
        ("long", "low"): ("barnacle", "葫芦型", _("treat well"), "S2"),
        ("long", "high"): ("true friend", "朋友型", _("turn into a believer"), "S2"),
    },
)

#: S2 ranks four cells as "most valuable first"; the ranks themselves are lost with the picture and are ours.
CREDIT_LOYALTY: Final = _facts(
    _("credit × loyalty"),
    _LOYALTY,
    {"column": "credit", "label": _("credit, points of 100"), "cuts": (60,)},
    {
        ("low", "low"): ("low-credit disloyal", "低信用低忠诚", _("rank 4: payment in advance"), _OURS),
        ("low", "high"): ("high-credit disloyal", "高信用低忠诚", _("rank 2: win a larger share"), _OURS),
        ("high", "low"): ("low-credit loyal", "低信用高忠诚", _("rank 3: keep, with a credit limit"), _OURS),
        ("high", "high"): ("high-credit loyal", "高信用高忠诚", _("rank 1: keep, on open account"), _OURS),
    },
)

#: S2 names the four cells; no advice.
SIZE_LOYALTY: Final = _facts(
    _("size × loyalty"),
    _LOYALTY,
    {"column": "size", "label": _("size: all it buys, thousand yuan a year"), "cuts": (400,),
     "levels": ("small", "big")},
    {
        ("low", "small"): ("small disloyal", "小规模低忠诚", _("rank 4: leave it to the web shop"), _OURS),
        ("low", "big"): ("big disloyal", "大规模低忠诚", _("rank 2: win a larger share"), _OURS),
        ("high", "small"): ("small loyal", "小规模高忠诚", _("rank 3: keep, nothing more to win"), _OURS),
        ("high", "big"): ("big loyal", "大规模高忠诚", _("rank 1: keep, and watch the rival"), _OURS),
    },
)  # fmt: skip

#: S4 gives the axes, the six letters and an advice for each; its picture is lost, so where each letter stands is our
#: reading: C is the core and grows, D is near the end of its life, B has potential.
CURRENT_PREDICTED: Final = _facts(
    _("current × predicted value"),
    {"column": "expected", "label": _("predicted future value, thousand yuan"), "cuts": (40, 120),
     "levels": ("low", "middle", "high")},
    {"column": "current", "label": _("current value, thousand yuan"), "cuts": (60,)},
    {
        ("low", "low"): ("F", "F类客户", _("unattractive: leave"), "S4"),
        ("low", "high"): ("D", "D类客户", _("life cycle ends: wind down"), "S4"),
        ("middle", "low"): ("E", "E类客户", _("low level: shrink"), "S4"),
        ("middle", "high"): ("C", "C类客户", _("core: invest step by step"), "S4"),
        ("high", "low"): ("B", "B类客户", _("potential: invest"), "S4"),
        ("high", "high"): ("A", "A类客户", _("first of all: keep at all cost"), "S4"),
    },
)  # fmt: skip

#: S4: the six types of recency, frequency and monetary value, in the order of the source; then the two that it leaves
#: out, whose names and advice are ours.  The arrows are the source's: R down is a short time since the last purchase.
RFM_TYPES: Final[MappingProxyType[str, tuple[str, str, str, str]]] = MappingProxyType(
    {
        "R↓F↑M↑": ("keep", "重要维护客户", _("keep at all cost"), "S4"),
        "R↓F↓M↑": ("develop", "重要发展客户", _("offer what makes it buy more often"), "S4"),
        "R↓F↑M↓": ("ordinary important", "一般重要客户", _("maintain, invest with care"), "S4"),
        "R↑F↑M↑": ("win back", "重要挽留客户", _("win back before it is lost"), "S4"),
        "R↑F↑M↓": ("ordinary", "一般客户", _("little more to earn"), "S4"),
        "R↑F↓M↓": ("no value", "无价值客户", _("stop"), "S4"),
        "R↓F↓M↓": ("new or small", "新客户或小客户", _("wait: one purchase says little"), _OURS),
        "R↑F↓M↑": ("big once", "一次大额客户", _("ask once whether there is a second need"), _OURS),
    }
)

#: How `wholesaler` makes its customers: the truth behind the simulated table.  Money in thousand yuan.
WHOLESALER: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {"size_median": 400, "size_spread": 0.8, "loyalty": (2.0, 3.0), "mean_months": 36, "credit_mean": 62,
     "credit_spread": 15, "margin": 0.25, "service_cost": 20, "staying": (1.0, 0.7), "years_ahead": 3,
     "discount_rate": 0.1}
)  # fmt: skip


def wholesaler(seed: int = 8, customers: int = 200) -> pd.DataFrame:
    """Return simulated business customers of a wholesaler, with every measure that the portfolios need.

    Nothing here was observed.  A customer buys ``loyalty`` of its ``size`` from us; profit is a margin on that less a
    cost of service; the current value is three more years of it; the added value is half of the margin on what it buys
    elsewhere; the expected value is both, times a chance of staying that nobody sees and that is unrelated to months.

    Parameters
    ----------
    seed
        Another seed gives other customers by the same rules.
    customers
        How many.

    Returns
    -------
    DataFrame
        Indexed by ``customer``: ``size``, ``volume``, ``profit`` (thousand yuan a year), ``months``, ``loyalty`` (share
        of wallet), ``credit`` (0 to 100), ``history``, ``current``, ``added``, ``expected`` (thousand yuan).

    Examples
    --------
    >>> wholesaler().shape
    (200, 10)
    """
    rng, rule = np.random.default_rng(seed), WHOLESALER
    size = np.round(rule["size_median"] * np.exp(rng.normal(0, rule["size_spread"], customers)))
    loyalty = np.round(rng.beta(rule["loyalty"][0], rule["loyalty"][1], customers), 2)
    months = np.ceil(rng.exponential(rule["mean_months"], customers))
    credit = np.round(np.clip(rng.normal(rule["credit_mean"], rule["credit_spread"], customers), 0, 100))
    cost = rng.gamma(4, rule["service_cost"] / 4, customers)
    staying = rng.beta(rule["staying"][0], rule["staying"][1], customers)
    profit = rule["margin"] * size * loyalty - cost
    ahead = sum((1 + rule["discount_rate"]) ** -year for year in range(1, rule["years_ahead"] + 1))
    added = rule["margin"] / 2 * size * (1 - loyalty) * ahead
    table = pd.DataFrame({"size": size, "volume": size * loyalty, "profit": profit, "months": months,
                          "loyalty": loyalty, "credit": credit, "history": profit * months / 12,
                          "current": profit * ahead, "added": added,
                          "expected": staying * (profit * ahead + added)})  # fmt: skip
    names = pd.Index([f"C{number:03d}" for number in range(1, customers + 1)], name="customer")
    return table.set_index(names).round({name: 1 for name in ("volume", "profit", "history", "current", "added",
                                                              "expected")})  # fmt: skip

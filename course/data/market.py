"""A simulated market: organisations that a firm leasing coffee machines might serve, and its campaign among them.

Everything here is drawn from a seeded generator whose truth stands in the constants below, so that a chapter can
say how near its estimates come.  Nothing is real.  Money is in yuan.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

SECTORS: Final = ("office", "school", "clinic", "shop")
REGIONS: Final = ("east", "north", "south", "west")
MOTIVES: Final = ("price", "quality", "service", "image")
MANNERS: Final = ("salesperson", "online", "showroom")

#: The truth about each sector: its share; need (0-10) and budget (yuan a year) in the middle; the share whose contact
#: decides; what moves it to buy; how it likes to buy; orders a month; kilograms a month; what it would pay a kilogram.
TRUTH: Final = MappingProxyType(
    {
        "office": ((0.40, 5.2, 6_000, 0.45), (0.30, 0.35, 0.25, 0.10), (0.50, 0.30, 0.20), (4, 9, 110)),
        "school": ((0.15, 4.0, 3_400, 0.25), (0.60, 0.15, 0.20, 0.05), (0.25, 0.60, 0.15), (2, 7, 80)),
        "clinic": ((0.15, 5.8, 7_000, 0.50), (0.15, 0.25, 0.50, 0.10), (0.70, 0.15, 0.15), (6, 6, 125)),
        "shop": ((0.30, 4.4, 3_000, 0.90), (0.45, 0.20, 0.10, 0.25), (0.20, 0.35, 0.45), (3, 4, 95)),
    }
)
#: What a contract costs a year, and the need from which an organisation wants one: the conditions of a prospect.
CONTRACT: Final = MappingProxyType({"price": 4_000, "need": 5, "margin": 1_600})
#: How many of those reached see the salesman, get an offer, and buy, when 0, 1, 2 or 3 of the conditions are met.
SEEN, OFFERED, BOUGHT = (0.15, 0.25, 0.40, 0.70), (0.20, 0.30, 0.50, 0.85), (0.03, 0.06, 0.22, 0.50)

#: Each way to find prospects: share of contacts, yuan a contact, fixed yuan, yuan for a customer won; and its warmth,
#: which multiplies the chance to be reached and to sell.  Costs are illustrative; the warmth is what a student
#: looks for.
WAYS: Final = MappingProxyType(
    {
        "canvassing": (0.20, 40, 0, 0, 0.8), "advertising": (0.12, 10, 6_000, 0, 0.8),
        "referral": (0.08, 25, 0, 200, 1.7), "published_sources": (0.10, 12, 500, 0, 0.8),
        "bought_list": (0.14, 15, 2_000, 0, 0.7), "industry_ranking": (0.06, 30, 300, 0, 1.1),
        "trade_fair": (0.08, 30, 5_000, 0, 1.2), "consultant": (0.04, 20, 4_000, 0, 1.3),
        "own_events": (0.06, 50, 3_000, 0, 1.4), "orphan_customers": (0.04, 15, 0, 0, 1.6),
        "centre_of_influence": (0.04, 60, 2_000, 0, 1.5), "agent": (0.04, 0, 0, 900, 1.2),
    }
)  # fmt: skip
#: Yuan for one try of each way to turn prospects into customers (illustrative).
TRY_COST: Final = MappingProxyType({"keep": 120, "open_market": 90, "contest_general": 60, "contest_rivals": 110})
#: Customers who stay a year, without and with the programme that keeps them.
STAY: Final = (0.70, 0.80)


def market(seed: int = 2035, size: int = 3_000) -> pd.DataFrame:
    """Return the simulated market, one organisation a row.

    Returns
    -------
    DataFrame
        ``kind`` (customer, general, rival: a prospect that a rival serves); the external attributes ``region``,
        ``owns`` and ``sector``; the survey ``motive``, ``manner``, ``orders`` and ``kilograms`` a month, ``pays``
        (the most for a kilogram, yuan), all missing where the survey was not answered; ``need`` (0-10), ``budget``
        (yuan a year), ``decides``; for prospects ``found_by``, and ``reached``, ``seen``, ``offered``, ``bought``:
        how far the campaign came; for customers ``purchases`` and ``profit`` (yuan) of last year, ``programme`` and
        ``stayed``; ``rival_offers``, offers from rivals last year.

    Notes
    -----
    Simulated.  Only uniform numbers are drawn, in a fixed order, so that the market is the same on every machine.

    Examples
    --------
    >>> market(size=3)[["kind", "region", "owns", "sector"]]
          kind region     owns  sector
    0  general   west  nothing  office
    1  general  south  nothing  school
    2  general   west  nothing  office
    """
    chance = np.random.default_rng(seed).random((size, 24))
    frame = pd.DataFrame({"kind": _pick(chance[:, 0], ("customer", "general", "rival"), (0.14, 0.54, 0.32))})
    frame["region"] = _pick(chance[:, 1], REGIONS, (0.3, 0.25, 0.25, 0.2))
    old = np.where(chance[:, 2] < 0.4, "old machine", "nothing")
    frame["owns"] = np.select([frame["kind"] == "customer", frame["kind"] == "rival"], ["ours", "rival's"], old)
    frame["sector"] = _pick(chance[:, 3], SECTORS, [TRUTH[name][0][0] for name in SECTORS])
    return _customers(_campaign(_conditions(_survey(frame, chance), chance), chance), chance)


def _pick(chance: Floats, names: tuple[str, ...], shares: Any) -> npt.NDArray[Any]:
    places = np.searchsorted(np.cumsum(shares)[:-1], chance, side="right")
    return np.asarray(names, dtype=object)[places]


def _truth(frame: pd.DataFrame, part: int, place: int) -> Floats:
    found = frame["sector"].map({name: TRUTH[name][part][place] for name in SECTORS})
    return np.asarray(found, dtype=np.float64)


def _survey(frame: pd.DataFrame, chance: Floats) -> pd.DataFrame:
    sectors = frame["sector"].to_numpy()
    frame["motive"] = [_one(u, MOTIVES, TRUTH[name][1]) for u, name in zip(chance[:, 4], sectors, strict=True)]
    frame["manner"] = [_one(u, MANNERS, TRUTH[name][2]) for u, name in zip(chance[:, 5], sectors, strict=True)]
    for column, place, drawn in (("orders", 0, 6), ("kilograms", 1, 7), ("pays", 2, 8)):
        frame[column] = np.round(_truth(frame, 3, place) * (0.5 + chance[:, drawn]), 1)
    silent = chance[:, 9] > 0.4
    frame.loc[silent, ["motive", "manner", "orders", "kilograms", "pays"]] = np.nan
    return frame


def _one(chance: float, names: tuple[str, ...], shares: tuple[float, ...]) -> str:
    return str(_pick(np.array([chance]), names, shares)[0])


def _conditions(frame: pd.DataFrame, chance: Floats) -> pd.DataFrame:
    moved = 1.5 * (frame["owns"] == "old machine") - 1.0 * (frame["owns"] == "rival's")
    frame["need"] = np.clip(_truth(frame, 0, 1) + moved + 5 * (chance[:, 10] - 0.5), 0, 10).round(1)
    frame["budget"] = (_truth(frame, 0, 2) * (0.4 + 1.2 * chance[:, 11])).round(-2)
    frame["decides"] = chance[:, 12] < _truth(frame, 0, 3)
    return frame


def _campaign(frame: pd.DataFrame, chance: Floats) -> pd.DataFrame:
    prospect = (frame["kind"] != "customer").to_numpy()
    names = tuple(WAYS)
    found_by = pd.Series(_pick(chance[:, 13], names, [WAYS[name][0] for name in names]), index=frame.index)
    frame["found_by"] = found_by.where(frame["kind"] != "customer", None)
    warmth = frame["found_by"].map({name: WAYS[name][4] for name in names}).fillna(1).to_numpy(dtype=float)
    met = (frame["need"] >= CONTRACT["need"]).astype(int) + (frame["budget"] >= CONTRACT["price"]) + frame["decides"]
    rates = [np.minimum(0.45 * warmth, 0.9), *(np.array(step)[met.to_numpy()] for step in (SEEN, OFFERED, BOUGHT))]
    rates[-1] = np.minimum(rates[-1] * warmth * np.where(frame["kind"] == "rival", 0.6, 1.1), 0.95)
    there = prospect
    for stage, step, drawn in zip(("reached", "seen", "offered", "bought"), rates, range(14, 18), strict=True):
        there = there & (chance[:, drawn] < step)
        frame[stage] = there
    return frame


def _customers(frame: pd.DataFrame, chance: Floats) -> pd.DataFrame:
    ours = (frame["kind"] == "customer").to_numpy()
    purchases = 1 + np.floor(np.log1p(-chance[:, 18]) / np.log(0.75))
    frame["purchases"] = np.where(ours, purchases, 0).astype(int)
    frame["profit"] = np.where(ours, (CONTRACT["margin"] * purchases * (0.1 + 0.5 * chance[:, 19])).round(), 0.0)
    frame["programme"] = ours & (chance[:, 20] < 0.5)
    frame["stayed"] = ours & (chance[:, 21] < np.where(frame["programme"], STAY[1], STAY[0]))
    wooed = np.where(ours, 1.2, np.where(frame["kind"] == "rival", 2.4, 3.0))
    frame["rival_offers"] = np.round(2 * wooed * chance[:, 22]).astype(int)
    return frame


def way_costs() -> pd.DataFrame:
    """Return what each way to find prospects costs (illustrative), as `course.models.funnel.ways` wants it.

    Examples
    --------
    >>> way_costs().loc["agent"].to_dict()
    {'contact': 0, 'fixed': 0, 'commission': 900}
    """
    rows = {name: way[1:4] for name, way in WAYS.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["contact", "fixed", "commission"])


def referral_log(seed: int = 1875, customers: int = 200) -> pd.DataFrame:
    """Return how many names each customer gave, and how many of these bought; half of the customers give none.

    The truth: of those who name, each gives 1, 2, 3 or 4 names with the same chance, and 0.7 of the named buy; the
    mean is 0.5 x 2.5 x 0.7 = 0.875 new customers a customer.

    Examples
    --------
    >>> referral_log(customers=4)
       customer  names  brought
    0         1      0        0
    1         2      0        0
    2         3      3        1
    3         4      3        3
    """
    chance = np.random.default_rng(seed).random((customers, 6))
    names = np.where(chance[:, 0] < 0.5, 0, 1 + np.floor(4 * chance[:, 1])).astype(int)
    bought = (chance[:, 2:] < 0.7) & (np.arange(4) < names[:, None])
    return pd.DataFrame({"customer": np.arange(1, customers + 1), "names": names, "brought": bought.sum(axis=1)})

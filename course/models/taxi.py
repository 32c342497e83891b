"""The taxi driver (出租车司机案例): what an hour costs, what a ride brings an hour, and which rides to take.

Cost runs by the hour, whether the car moves or waits, so a ride is judged by profit an *hour*.  The rule that
follows is that of renewal theory, and of a forager in Charnov (1976): take a ride when its fare per minute, the way
back included, is at least what a minute brings on average under that same rule.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import optimize

from course.errors import CourseError
from course.i18n import _
from course.models import shares
from course.models.inputs import columns, number, whole

Accept = Callable[[float, float, float], bool]
"""From minutes of the ride, minutes back and fare to whether to take it."""

NEEDED = ("day", "clock", "minutes", "back", "fare")


def cost_per_hour(rent: float, fuel: float, hours: float) -> float:
    """Return the yuan that an hour of the day costs.

    The driver of S2 rounds the parts first and gets 34.5.

    Examples
    --------
    >>> round(cost_per_hour(rent=380, fuel=210, hours=17), 2)
    34.71
    """
    return (number("rent", rent, low=0) + number("fuel", fuel, low=0)) / number("hours", hours, low=0.01)


def hourly(rides: pd.DataFrame, by: list[str], cost: float, level: float = 0.95) -> pd.DataFrame:
    """Return the profit an hour of rides, in groups: all fares over all hours, less the cost of an hour.

    The mean of each ride's own yuan an hour would be another number: it counts a ride of five minutes as much as
    one of two hours.

    Parameters
    ----------
    rides
        One ride a row: ``minutes``, ``back``, ``fare`` (yuan).
    by
        Columns that make the groups: place, part of the day, customer.
    cost
        Yuan an hour.
    level
        Level of the interval (ratio estimate, linearised; a group of one ride has none).

    Returns
    -------
    DataFrame
        One row a group: ``rides``, ``profit`` (yuan an hour), ``low``, ``high``.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 6, for the standard error of a ratio.

    Examples
    --------
    >>> two = pd.DataFrame({"place": "mall", "minutes": [10, 20], "back": [0, 30], "fare": [20, 40]})
    >>> hourly(two, ["place"], cost=34.5)["profit"].round(1).to_dict()
    {'mall': 25.5}
    """
    groups = columns("rides", rides, [*by, "minutes", "back", "fare"]).groupby(by)
    z, price = shares.quantile(level), number("cost", cost, low=0)
    rows = {}
    for name, group in groups:
        hours = (group["minutes"] + group["back"]) / 60
        ratio = float(group["fare"].sum() / hours.sum())
        spread = float((group["fare"] - ratio * hours).std(ddof=1)) if len(group) > 1 else np.nan
        half = z * spread / (float(hours.mean()) * np.sqrt(len(group)))
        key = name if len(by) > 1 else name[0]
        rows[key] = {
            "rides": len(group),
            "profit": ratio - price,
            "low": ratio - half - price,
            "high": ratio + half - price,
        }
    found = pd.DataFrame(rows).T
    found.index = found.index.set_names(by)
    return found.astype({"rides": int})


def work(offers: pd.DataFrame, accept: Accept, hours: float = 17) -> pd.DataFrame:
    """Return the rides that a driver takes under a rule; offers that come while he is busy are lost.

    Parameters
    ----------
    offers
        One offer a row, in the order of ``clock`` inside each ``day``: also ``minutes``, ``back``, ``fare``.
    accept
        The rule.
    hours
        Length of the day; the last ride may run over it.

    Examples
    --------
    >>> day = pd.DataFrame({"day": 1, "clock": [5, 10, 40], "minutes": [20, 9, 15], "back": [10, 0, 0],
    ...                     "fare": [30, 12, 20]})
    >>> work(day, lambda minutes, back, fare: True)["clock"].to_list()
    [5, 40]
    """
    columns("offers", offers, NEEDED)
    end = 60 * number("hours", hours, low=0.1)
    taken, day, free = [], None, 0.0
    for place, (on, clock, minutes, back, fare) in enumerate(offers[list(NEEDED)].itertuples(index=False, name=None)):
        if on != day:
            day, free = on, 0.0
        if free <= clock < end and accept(minutes, back, fare):
            taken.append(place)
            free = clock + minutes + back
    return offers.iloc[taken]


def any_ride(minutes: float, back: float, fare: float) -> bool:
    """Take what comes.

    Examples
    --------
    >>> any_ride(5, 0, 10)
    True
    """
    return True


def longest(least: float) -> Accept:
    """Return the rule of those who wait for the long ride: at least so many minutes.

    Examples
    --------
    >>> longest(30)(45, 60, 90)
    True
    """
    return lambda minutes, back, fare: minutes >= least


def threshold(per_hour: float) -> Accept:
    """Return the rule by the hour: the fare, over all the minutes that the ride takes, is at least so many yuan an
    hour.

    Examples
    --------
    >>> threshold(55)(45, 60, 90), threshold(55)(10, 0, 12)
    (False, True)
    """
    return lambda minutes, back, fare: 60 * fare >= per_hour * (minutes + back)


def best_threshold(offers: pd.DataFrame, gap: float) -> float:
    """Return the threshold in yuan an hour that is also what an hour brings under it.

    With g yuan a minute, waiting ``gap`` minutes for the next offer costs g x gap, and an offer is worth what its
    fare exceeds g for each of its minutes, or 0 when it is declined.  The best g makes both equal: E[max(0, fare -
    g x time)] = g x gap.

    Parameters
    ----------
    offers
        A sample of offers: ``minutes``, ``back``, ``fare``.
    gap
        Mean minutes between offers, while he is free.

    Notes
    -----
    Offers must come at random and all day alike.  Cost an hour does not matter: it is paid whether he drives or waits.

    Examples
    --------
    >>> three = pd.DataFrame({"minutes": [10, 30, 60], "back": [0, 0, 60], "fare": [14, 60, 100]})
    >>> round(best_threshold(three, gap=5), 1)
    80.7
    """
    columns("offers", offers, ["minutes", "back", "fare"])
    fare, time = offers["fare"].to_numpy(dtype=float), (offers["minutes"] + offers["back"]).to_numpy(dtype=float)
    wait = number("gap", gap, low=1e-6)
    if not (time > 0).all():
        raise CourseError(_("a ride takes no time"), fix=_("Give the minutes of every ride"))
    best = optimize.brentq(
        lambda g: np.maximum(fare - g * time, 0).mean() - g * wait, 0, float((fare / time).max()) + 1
    )
    return 60 * float(best)


def by_day(rides: pd.DataFrame, days: int, rent_and_fuel: float) -> pd.Series[float]:
    """Return the profit of each day, yuan: all fares less what the day costs; a day without a ride is a loss.

    Examples
    --------
    >>> by_day(pd.DataFrame({"day": [1, 1, 3], "fare": [400, 300, 650]}), days=3, rent_and_fuel=590).to_list()
    [110.0, -590.0, 60.0]
    """
    fares = rides.groupby("day")["fare"].sum()
    return fares.reindex(range(1, whole("days", days) + 1), fill_value=0.0) - number(
        "rent_and_fuel", rent_and_fuel, low=0
    )


def paired(better: pd.Series[float], other: pd.Series[float], level: float = 0.95) -> pd.Series[float]:
    """Return the mean difference of two rules on the same days, with its interval.

    Pairs take out what a good day gives to both.

    Examples
    --------
    >>> paired(pd.Series([5.0, 9, 4]), pd.Series([3.0, 8, 1])).round(2).to_dict()
    {'difference': 2.0, 'low': 0.87, 'high': 3.13}
    """
    gap = (better - other).dropna()
    if len(gap) < 2:
        raise CourseError(_("the two rules share fewer than two days"), fix=_("Let both work on the same days"))
    half = shares.quantile(level) * float(gap.std(ddof=1)) / np.sqrt(len(gap))
    middle = float(gap.mean())
    return pd.Series({"difference": middle, "low": middle - half, "high": middle + half})


def best_least(offers: pd.DataFrame, least: list[float], days: int) -> float:
    """Return the shortest ride for the rule "longest ride" that brings most on these days.

    Examples
    --------
    >>> day = pd.DataFrame({"day": 1, "clock": [5, 10], "minutes": [20, 60], "back": [10, 10], "fare": [20, 90]})
    >>> best_least(day, [0, 30], days=1)
    30
    """
    brought = [by_day(work(offers, longest(limit)), days, 0).sum() for limit in least]
    return least[int(np.argmax(brought))]

"""From prospect to customer: the funnel, what each way of finding prospects yields, and what 30 visits may bring."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from course.errors import CourseError
from course.i18n import _
from course.models import shares
from course.models.inputs import columns, number, rate, whole

#: No way to find prospects is tried more often than this before `visits_for` gives up.
MOST_VISITS = 100_000


def stages(counts: Mapping[str, float], level: float = 0.95) -> pd.DataFrame:
    """Return the funnel from the first contact to the customer (销售漏斗), with an interval on each rate.

    Parameters
    ----------
    counts
        Stage to the number that reached it, in order: none may be larger than the one before.
    level
        Level of each Wilson interval.

    Returns
    -------
    DataFrame
        One row a stage: ``count``; ``share``, ``low``, ``high`` of the stage *before*; ``of_all``, ``all_low``,
        ``all_high`` of the first stage.  The first stage has no rates.

    Raises
    ------
    CourseError
        When there are fewer than two stages, a stage grows, or an earlier one is empty.

    Examples
    --------
    >>> stages({"contacted": 200, "visited": 50, "bought": 10}).round(3)[["count", "share", "low", "high", "of_all"]]
               count  share    low   high  of_all
    contacted  200.0    NaN    NaN    NaN     NaN
    visited     50.0   0.25  0.195  0.314    0.25
    bought      10.0   0.20  0.112  0.330    0.05
    """
    names = list(counts)
    if len(names) < 2:
        raise CourseError(_("a funnel needs at least two stages"), fix=_("Give the first contact and the customers"))
    pairs = {name: (counts[name], counts[before]) for before, name in itertools.pairwise(names)}
    steps = shares.table(pairs, level)
    whole_way = shares.table({name: (counts[name], counts[names[0]]) for name in names[1:]}, level)
    found = pd.concat([steps[["share", "low", "high"]], whole_way[["share", "low", "high"]]], axis=1)
    found.columns = pd.Index(["share", "low", "high", "of_all", "all_low", "all_high"])
    found.insert(0, "count", steps["yes"])
    return found.reindex(names).assign(count=[float(counts[name]) for name in names])


def ways(log: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Return yield and cost of each way to find prospects.

    Parameters
    ----------
    log
        One prospect a row: ``found_by``, and ``bought``.
    costs
        Indexed by way: ``contact`` (yuan a contact), ``fixed`` (yuan in all) and ``commission`` (yuan for a
        customer won).

    Returns
    -------
    DataFrame
        One row a way, the cheapest customer first: ``tries``, ``yes`` (customers), ``share`` with ``low`` and ``high``;
        ``spent``, yuan; ``cost``, yuan for a customer won; ``cost_low``, ``cost_high``, the same at the ends of the
        interval of the share (infinite when nobody was won).

    Examples
    --------
    >>> log = pd.DataFrame({"found_by": ["visit"] * 10 + ["agent"] * 5, "bought": [1] + [0] * 9 + [1] + [0] * 4})
    >>> paid = pd.DataFrame({"contact": [40, 0], "fixed": 0, "commission": [0, 900]}, index=["visit", "agent"])
    >>> ways(log, paid).round(2)[["tries", "yes", "share", "spent", "cost", "cost_high"]]
           tries  yes  share  spent   cost  cost_high
    visit   10.0  1.0    0.1  400.0  400.0    2237.61
    agent    5.0  1.0    0.2  900.0  900.0     900.00
    """
    groups = columns("log", log, ["found_by", "bought"]).groupby("found_by")["bought"].agg(["sum", "size"])
    columns("costs", costs, ["contact", "fixed", "commission"])
    found = shares.table({str(way): (float(row["sum"]), float(row["size"])) for way, row in groups.iterrows()})
    paid = costs.reindex(found.index)
    if paid.isna().any(axis=None):
        missing = str(paid.index[paid.isna().any(axis=1)][0])
        raise CourseError(_("there is no cost for {way}").format(way=missing), fix=_("Add a row to the costs"))
    before = paid["fixed"] / found["tries"] + paid["contact"]
    for name, share in (("cost", "share"), ("cost_low", "high"), ("cost_high", "low")):
        found[name] = before / found[share].replace(0, np.nan) + paid["commission"]
        found[name] = found[name].fillna(np.inf)
    found["spent"] = before * found["tries"] + paid["commission"] * found["yes"]
    return found.sort_values("cost", kind="stable")


def agent_pays_below(salary: float, commission: float) -> float:
    """Return the customers a year up to which an agent on commission costs less than a salesman with a salary
    (代理人法).

    Examples
    --------
    >>> agent_pays_below(salary=72_000, commission=900)
    80.0
    """
    return number("salary", salary, low=0) / number("commission", commission, low=0.01)


def visits(number_of: int, share: float, likeness: float = 0.0) -> pd.DataFrame:
    """Return how many customers a number of visits may bring: the law of averages (平均法则) as a distribution.

    With ``likeness`` 0 each visit is its own trial and the number is binomial.  When the visits of a day go to one
    street, and streets differ, the share of the street is itself drawn from a Beta distribution and the number is
    beta-binomial: the mean stays, the spread grows.  ``likeness`` is the correlation between two visits of a street.

    Parameters
    ----------
    number_of
        Visits of the day.
    share
        Customers a visit on average.
    likeness
        From 0 (visits are strangers to each other) to below 1.

    Returns
    -------
    DataFrame
        Index ``customers`` (0 to the number of visits): ``chance``, and ``at_least``, the chance of so many or more.

    Raises
    ------
    CourseError
        When a share is outside 0 to 1, or the visits are not a whole number.

    Notes
    -----
    Source: S3, the law of averages behind canvassing.  That prospects differ *one by one* does not widen the
    spread: if each visit draws its own share, the number is binomial still.

    Examples
    --------
    >>> visits(30, 0.1).head(3).round(3)  # doctest: +NORMALIZE_WHITESPACE
               chance  at_least
    customers
    0           0.042     1.000
    1           0.141     0.958
    2           0.228     0.816
    >>> round(float(visits(30, 0.1, likeness=0.1)["chance"][0]), 3)
    0.247
    """
    tries = whole("number_of", number_of, high=MOST_VISITS)
    p, alike = rate("share", share), rate("likeness", likeness, high=0.99)
    places = np.arange(tries + 1)
    chance = stats.binom.pmf(places, tries, p)
    if alike > 1e-6 and 0 < p < 1:  # below that the beta-binomial is binomial, and its formula overflows
        pairs = (1 - alike) / alike
        chance = stats.betabinom.pmf(places, tries, p * pairs, (1 - p) * pairs)
    at_least = np.clip(chance[::-1].cumsum()[::-1], 0, 1)
    index = pd.Index(places, name="customers")
    return pd.DataFrame({"chance": chance, "at_least": at_least}, index=index)


def central(distribution: pd.DataFrame, level: float = 0.9) -> tuple[int, int]:
    """Return the customers between which the middle of a distribution lies, each tail holding no more than its half.

    Examples
    --------
    >>> central(visits(30, 0.1))
    (1, 6)
    """
    below = columns("distribution", distribution, ["chance"])["chance"].cumsum()
    tail = (1 - rate("level", level)) / 2
    last = below.index[-1]
    low, high = below.index[below >= tail][0], below.index[below >= 1 - tail][0] if below.iloc[-1] >= 1 - tail else last
    return int(low), int(high)


def visits_for(customers: int, share: float, chance: float = 0.9) -> int:
    """Return the fewest visits that bring at least so many customers with the wanted chance (visits independent).

    The law of averages says customers / share; that many visits bring enough only about half of the time.

    Raises
    ------
    CourseError
        When not even `MOST_VISITS` visits are enough.

    Examples
    --------
    >>> visits_for(3, 0.1), round(3 / 0.1)
    (52, 30)
    """
    wanted, p = whole("customers", customers), rate("share", share)
    found = stats.nbinom.ppf(rate("chance", chance, high=0.9999), wanted, p) + wanted if p > 0 else np.inf
    if not found <= MOST_VISITS:
        raise CourseError(_("no number of visits up to {most:,} is enough").format(most=MOST_VISITS),
                          fix=_("Ask for fewer customers or a smaller chance"))  # fmt: skip
    return int(found)


def simulated_days(
    days: int, number_of: int, street_shares: Sequence[float], *, mixed: bool, seed: int = 30
) -> pd.Series:
    """Return the customers of simulated days of visits, when streets differ.

    Parameters
    ----------
    days, number_of
        How many days, and visits a day.
    street_shares
        The share of each kind of street; all kinds are as frequent.
    mixed
        True: each visit goes to a street of its own.  False: all visits of a day go to one street.
    seed
        Start of the random numbers.

    Examples
    --------
    >>> mixed, one = (simulated_days(2000, 30, [0.02, 0.18], mixed=mixed).std() for mixed in (True, False))
    >>> bool(mixed < 1.8 < 2.6 < one)
    True
    """
    drawn = np.random.default_rng(seed)
    kinds = np.asarray(street_shares, dtype=float)
    size = (whole("days", days), whole("number_of", number_of))
    street = (drawn.random(size if mixed else (size[0], 1)) * len(kinds)).astype(int)
    return pd.Series((drawn.random(size) < kinds[street]).sum(axis=1), name="customers")

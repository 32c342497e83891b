"""The endless chain of referral (无限连锁法) as a branching process: when does it die out, and what does it bring?

Each customer brings 0, 1, 2 ... new customers with the chances p_0, p_1, p_2 ...; each of these does the same,
without regard to the others.  The list of chances is all that the functions below need.  A *generation* is one
round of referral.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import optimize, special

from course.errors import CourseError
from course.i18n import _
from course.models import shares
from course.models.inputs import Floats, numbers, rate, rates, whole

Chances = Sequence[float] | Floats


def brought(names: int, buys: float, active: float = 1.0) -> Floats:
    """Return the chances that a customer brings 0, 1, 2 ... new ones.

    A share of the customers names people at all; each of those names so many, and each named one buys with the same
    chance.

    Parameters
    ----------
    names
        Names that an active customer gives.
    buys
        Chance that a named one becomes a customer.
    active
        Share of customers that give names.

    Examples
    --------
    >>> brought(2, 0.5).tolist()
    [0.25, 0.5, 0.25]
    >>> brought(2, 0.5, active=0.4).round(2).tolist()
    [0.7, 0.2, 0.1]
    """
    given, p, share = whole("names", names, low=0, high=100), rate("buys", buys), rate("active", active)
    count = np.arange(given + 1)
    found = share * special.binom(given, count) * p**count * (1 - p) ** (given - count)
    found[0] += 1 - share
    return np.asarray(found, dtype=float)


def _clean(chances: Chances) -> Floats:
    clean = rates("chances", chances)
    if abs(clean.sum() - 1) > 1e-6:
        what = _("the chances sum to {total:.4g}, not to 1").format(total=clean.sum())
        raise CourseError(what, fix=_("Give the chance of 0, 1, 2 ... new customers"))
    return clean


def mean(chances: Chances) -> float:
    """Return the mean number of new customers that one customer brings.

    Examples
    --------
    >>> mean([0.25, 0.5, 0.25])
    1.0
    """
    clean = _clean(chances)
    return float(clean @ np.arange(len(clean)))


def extinction(chances: Chances) -> float:
    """Return the chance that a chain begun by one customer dies out.

    It is the smallest q from 0 to 1 with q = p_0 + p_1 q + p_2 q^2 + ...: the chain dies when each chain of those
    brought dies.  With a mean of 1 or less it is 1 (but for a customer who always brings exactly one).

    References
    ----------
    Watson & Galton (1875), Journal of the Anthropological Institute 4; Harris (1963), The Theory of Branching
    Processes.

    Examples
    --------
    >>> round(extinction([0.25, 0.25, 0.5]), 4)
    0.5
    >>> extinction([0.5, 0.25, 0.25])
    1.0
    """
    clean = _clean(chances)
    if clean[0] == 0:
        return 0.0
    if mean(clean) <= 1:
        return 1.0
    return float(optimize.brentq(lambda q: np.polyval(clean[::-1], q) - q, 0, _below_one(clean)))


def _below_one(chances: Floats) -> float:
    """Return a point under 1 where the curve lies under the diagonal."""
    for step in range(1, 50):
        if np.polyval(chances[::-1], 1 - 2.0**-step) < 1 - 2.0**-step:
            return float(1 - 2.0**-step)
    return 1.0


def generations(chances: Chances, rounds: int = 10, start: int = 1) -> pd.DataFrame:
    """Return the chain round by round.

    Parameters
    ----------
    chances
        Of 0, 1, 2 ... new customers from one.
    rounds
        Rounds of referral.
    start
        Customers who begin, each with a chain of their own.

    Returns
    -------
    DataFrame
        Index ``generation`` (0 is the start): ``expected`` new customers of that round; ``so_far``, expected
        customers *brought* up to then, the start not counted; ``alive``, the chance that the round has any.

    Examples
    --------
    >>> generations([0.25, 0.5, 0.25], rounds=2).round(3)  # doctest: +NORMALIZE_WHITESPACE
                expected  so_far  alive
    generation
    0                1.0     0.0  1.000
    1                1.0     1.0  0.750
    2                1.0     2.0  0.609
    """
    clean, first = _clean(chances), whole("start", start)
    steps = np.arange(whole("rounds", rounds, high=500) + 1)
    expected = first * mean(clean) ** steps
    dead = [0.0]
    for _step in steps[1:]:
        dead.append(float(np.polyval(clean[::-1], dead[-1])))
    index = pd.Index(steps, name="generation")
    so_far = expected.cumsum() - first
    return pd.DataFrame({"expected": expected, "so_far": so_far, "alive": 1 - np.array(dead) ** first}, index=index)


def total(chances: Chances, start: int = 1) -> float:
    """Return the customers that a chain is expected to bring in all, the start not counted: start x m / (1 - m).

    Infinite when the mean m is 1 or more, even though such a chain may die at once.

    Examples
    --------
    >>> total([0.6, 0.3, 0.1])
    1.0
    >>> total([0.25, 0.25, 0.5])
    inf
    """
    m, first = mean(chances), whole("start", start)
    return float(first * m / (1 - m)) if m < 1 - 1e-12 else float("inf")


def centre_total(direct: float, chances: Chances) -> float:
    """Return what a centre of influence (光辉效应法) brings: many at once, and then each of these a chain of
    ordinary customers.

    Parameters
    ----------
    direct
        New customers that the well-known person brings directly, on average.
    chances
        Of 0, 1, 2 ... new customers from an ordinary customer.

    Returns
    -------
    float
        Expected customers, direct ones included: direct / (1 - m).

    Examples
    --------
    >>> centre_total(12, [0.6, 0.3, 0.1])
    24.0
    """
    first = float(numbers("direct", [direct], low=0)[0])
    m = mean(chances)
    return first / (1 - m) if m < 1 - 1e-12 else float("inf")


def estimate(counts: Sequence[int], level: float = 0.95) -> pd.Series:
    """Return the mean from a log of what each customer brought, with its interval, and what that says of the total.

    Parameters
    ----------
    counts
        New customers that each customer of the log brought.
    level
        Level of the normal interval for the mean.

    Returns
    -------
    Series
        ``mean``, ``low``, ``high``; ``total``, ``total_low``, ``total_high``: customers that one customer brings in
        all (infinite where the mean reaches 1).

    Examples
    --------
    >>> estimate([0, 0, 1, 2, 0, 1, 0, 2]).round(2).to_dict()
    {'mean': 0.75, 'low': 0.14, 'high': 1.36, 'total': 3.0, 'total_low': 0.16, 'total_high': inf}
    """
    clean = numbers("counts", counts, low=0)
    if len(clean) < 2:
        raise CourseError(_("one customer is no log"), fix=_("Give the count of at least two customers"))
    middle = float(clean.mean())
    half = shares.quantile(level) * float(clean.std(ddof=1)) / np.sqrt(len(clean))
    means = {"mean": middle, "low": max(middle - half, 0.0), "high": middle + half}
    totals = {
        f"total{name.removeprefix('mean') and '_' + name}": m / (1 - m) if m < 1 else np.inf
        for name, m in means.items()
    }
    return pd.Series({**means, **totals})


def chances_of(counts: Sequence[int]) -> Floats:
    """Return the shares of customers who brought 0, 1, 2 ... others.

    Examples
    --------
    >>> chances_of([0, 0, 1, 3]).tolist()
    [0.5, 0.25, 0.0, 0.25]
    """
    clean = numbers("counts", counts, low=0).astype(int)
    return np.bincount(clean) / len(clean)


def chains(chances: Chances, number_of: int, rounds: int = 12, start: int = 1, seed: int = 1875) -> pd.DataFrame:
    """Return simulated chains: the new customers of each round, one chain a row.

    Examples
    --------
    >>> chains([0.5, 0.25, 0.25], number_of=3, rounds=4, seed=4).shape
    (3, 5)
    """
    limits = np.cumsum(_clean(chances))
    limits[-1] = 1.0
    drawn = np.random.default_rng(seed)
    now = np.full(whole("number_of", number_of), whole("start", start))
    rows = [now]
    for _round in range(whole("rounds", rounds, high=60)):
        each = np.searchsorted(limits, drawn.random(int(now.sum())), side="right")
        owner = np.repeat(np.arange(len(now)), now)
        now = np.bincount(owner, weights=each, minlength=len(now)).astype(int)
        rows.append(now)
    return pd.DataFrame(np.array(rows).T)

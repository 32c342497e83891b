"""How sure an observed share is: Wilson's interval for one share, Newcombe's for the difference of two.

A rate such as "9 of 30 visits" is a share.  Whoever uses it for a plan needs to know what it may be next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import special

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, numbers, rate


def wilson_limits(share: Floats, tries: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return both ends of Wilson's score interval for observed shares of many tries.

    The interval holds every true share p from which the observed one is less than z standard errors away, the error
    taken at p.  It never leaves 0 to 1, and it has a width even at a share of 0.

    Parameters
    ----------
    share, tries
        Arrays that fit each other: the observed shares, and how many tries each rests on.
    level
        The share of such intervals that hold the true share.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson_limits(np.array([0.0, 0.5]), np.array([10.0, 10.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    z = quantile(level)
    centre = (share + z**2 / (2 * tries)) / (1 + z**2 / tries)
    half = z / (1 + z**2 / tries) * np.sqrt(share * (1 - share) / tries + z**2 / (4 * tries**2))
    # Exact at the ends, where rounding would leave 1e-18.
    return np.where(share == 0, 0.0, centre - half), np.where(share == 1, 1.0, centre + half)


def wilson(yes: float, tries: float, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for ``yes`` out of ``tries``.

    Raises
    ------
    CourseError
        When a count is below 0, there is no try, or there are more successes than tries.

    Examples
    --------
    >>> low, high = wilson(3, 30)
    >>> round(low, 3), round(high, 3)
    (0.035, 0.256)
    """
    found = table({"share": (yes, tries)}, level).iloc[0]
    return float(found["low"]), float(found["high"])


def table(counts: Mapping[str, tuple[float, float]], level: float = 0.95) -> pd.DataFrame:
    """Return each share with its Wilson interval.

    Parameters
    ----------
    counts
        Name to (successes, tries).
    level
        Level of each interval, one at a time.

    Returns
    -------
    DataFrame
        One row a name: ``yes``, ``tries``, ``share``, ``low``, ``high``.

    Raises
    ------
    CourseError
        When a count is below 0, there is no try, or there are more successes than tries.

    Examples
    --------
    >>> table({"east": (9, 30), "west": (0, 10)}).round(3)
          yes  tries  share    low   high
    east  9.0   30.0    0.3  0.167  0.479
    west  0.0   10.0    0.0  0.000  0.278
    """
    names = list(counts)
    yes = numbers("yes", [counts[name][0] for name in names], low=0, place=lambda row: names[row])
    tries = numbers("tries", [counts[name][1] for name in names], low=1, place=lambda row: names[row])
    for name, found, tried in zip(names, yes, tries, strict=True):
        if found > tried:
            what = _("{found:g} successes in {tried:g} tries").format(found=found, tried=tried)
            raise CourseError(what, where=name, fix=_("Give the successes first, then all tries"))
    low, high = wilson_limits(yes / tries, tries, level)
    return pd.DataFrame({"yes": yes, "tries": tries, "share": yes / tries, "low": low, "high": high}, index=names)


def difference(first: tuple[float, float], second: tuple[float, float], level: float = 0.95) -> pd.Series[float]:
    """Return the first share less the second, with Newcombe's interval, built from the two Wilson intervals.

    Parameters
    ----------
    first, second
        (successes, tries) of two separate groups.
    level
        The level of the interval.

    Returns
    -------
    Series
        ``difference``, ``low``, ``high``: shares, so 0.1 is ten points.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> difference((56, 70), (48, 80)).round(4).to_dict()  # Newcombe's example (a): .2, .0524 to .3339
    {'difference': 0.2, 'low': 0.0524, 'high': 0.3339}
    """
    both = table({"first": first, "second": second}, level)
    ends = both[["share", "low", "high"]].to_numpy()
    return gap(tuple(ends[0]), tuple(ends[1]))


def gap(first: Sequence[float], second: Sequence[float]) -> pd.Series[float]:
    """Return the first estimate less the second, with an interval built from the intervals of the two.

    Parameters
    ----------
    first, second
        (estimate, low, high) of two separate groups, in one unit, both intervals of one level.

    Returns
    -------
    Series
        ``difference``, ``low``, ``high``, in that unit.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27(10), 1693-1702; with Wilson's intervals it is Newcombe's.

    Examples
    --------
    >>> gap((50, 46, 54), (20, 17, 23)).to_dict()
    {'difference': 30.0, 'low': 25.0, 'high': 35.0}
    """
    one, two = numbers("first", first, length=3), numbers("second", second, length=3)
    lead = one[0] - two[0]
    below, above = np.hypot(one[0] - one[1], two[2] - two[0]), np.hypot(one[2] - one[0], two[0] - two[1])
    return pd.Series({"difference": lead, "low": lead - below, "high": lead + above})


def quantile(level: float) -> float:
    """Return z such that an interval of z standard errors to both sides has this level.

    Examples
    --------
    >>> round(quantile(0.95), 2)
    1.96
    """
    return float(special.ndtri((1 + rate("level", level, low=0.01, high=0.9999)) / 2))

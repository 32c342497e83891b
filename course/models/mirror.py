"""Mirror analysis (镜面分析): hold the best customers up as a mirror, and look for prospects who resemble them.

First the profile: in which traits do the buyers differ from everybody, and how surely?  Then the look-alikes: a
prospect gets points for each trait in the direction in which buyers differ, as many as they differ.  The method takes
the traits one by one: two traits that say the same count twice.  Discriminant analysis (`course.models.scoring`) mends
that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from course.models.inputs import columns, numbers, rate
from course.models.segments import standardised


def profile(table: pd.DataFrame, bought: object, level: float = 0.95) -> pd.DataFrame:
    """Return in which traits the buyers differ from all customers.

    Parameters
    ----------
    table
        Customers x traits.
    bought
        1 for a buyer, 0 for the others.
    level
        Of the interval.

    Returns
    -------
    pandas.DataFrame
        One row a trait, the largest difference first: ``buyers`` and ``all`` (means, in the trait's own unit),
        ``difference`` (buyers less all, in standard deviations of all customers) and its interval ``low``, ``high``
        (normal, from the spread among the buyers).

    Examples
    --------
    >>> five = pd.DataFrame({"age": [30, 40, 50, 60, 70], "visits": [2, 1, 2, 1, 3]})
    >>> profile(five, [0, 0, 0, 1, 1])[["buyers", "all", "difference"]].round(2)
            buyers   all  difference
    age       65.0  50.0        1.06
    visits     2.0   1.8        0.27
    """
    buyers = numbers("bought", bought, low=0, high=1, length=len(columns("table", table, ()))) == 1
    scaled = standardised(table)
    best = scaled[buyers]
    reach = norm.ppf((1 + rate("level", level)) / 2) * best.std(ddof=1) / np.sqrt(len(best))
    means = pd.DataFrame({"buyers": table[buyers].mean(), "all": table.mean(), "difference": best.mean()})
    found = means.assign(low=means["difference"] - reach, high=means["difference"] + reach)
    return found.sort_values("difference", key=lambda gap: -gap.abs(), kind="stable")


def look_alikes(prospects: pd.DataFrame, table: pd.DataFrame, bought: object) -> pd.Series[float]:
    """Return how much each prospect resembles the buyers.

    Parameters
    ----------
    prospects
        Prospects x traits, whom nobody has written to yet.
    table, bought
        The customers whose buyers are the mirror.

    Returns
    -------
    pandas.Series
        The sum over the traits of the prospect's value (in standard deviations) times the buyers' difference.

    Examples
    --------
    >>> five = pd.DataFrame({"age": [30, 40, 50, 60, 70]})
    >>> look_alikes(pd.DataFrame({"age": [50, 80]}), five, [0, 0, 0, 1, 1]).round(2).to_list()
    [0.0, 2.25]
    """
    difference = profile(table, bought)["difference"]
    return (standardised(prospects, like=table) * difference).sum(axis=1).rename("look-alike")

"""The complaint iceberg (抱怨的冰山) and word of mouth (口碑): who hears of it when customers are unhappy.

All functions count *unhappy customers* of one period.  Some of them complain to the company, the others keep silent
towards it; both tell people they know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import number, rate, whole

SEED: Final = 1981
#: The inputs of `word_of_mouth`, in its order.
INPUTS: Final = ("unhappy", "complain_share", "answered_well", "told_by_silent", "told_if_content", "told_if_not")


def below_water(complaints: float, complain_share: float) -> float:
    """Return how many unhappy customers keep silent, from the complaints received and the share that complains.

    Examples
    --------
    >>> below_water(100, 0.02)
    4900.0
    """
    seen, part = number("complaints", complaints, low=0), rate("complain_share", complain_share)
    if part == 0:
        raise CourseError(
            _("complain_share is 0"), fix=_("Without complaints nothing can be seen: give a share above 0")
        )
    return seen / part - seen


def word_of_mouth(
    unhappy: float,
    complain_share: float,
    answered_well: float,
    told_by_silent: float,
    told_if_content: float,
    told_if_not: float,
) -> pd.DataFrame:
    """Return who is told what, by the silent and by the two kinds of complainants.

    Parameters
    ----------
    unhappy
        Unhappy customers.
    complain_share
        Share of them that complains to the company.
    answered_well
        Share of complaints that is answered so that the complainant is content.
    told_by_silent, told_if_content, told_if_not
        How many people one customer tells, on average.  The content tell something good, the two others something bad.

    Returns
    -------
    DataFrame
        Rows ``silent``, ``content``, ``not_content``: ``customers``, ``told_each``, ``hear_bad``, ``hear_good``
        (people). A person told twice counts twice.

    Examples
    --------
    >>> word_of_mouth(1_000, 0.05, 0.5, 5, 4.5, 9.5)[["customers", "hear_bad", "hear_good"]].sum().to_dict()
    {'customers': 1000.0, 'hear_bad': 4987.5, 'hear_good': 112.5}
    """
    all_of = number("unhappy", unhappy, low=0)
    part, well = rate("complain_share", complain_share), rate("answered_well", answered_well)
    told = (
        number("told_by_silent", told_by_silent, low=0), number("told_if_content", told_if_content, low=0),
        number("told_if_not", told_if_not, low=0),
    )  # fmt: skip
    customers = np.array([all_of * (1 - part), all_of * part * well, all_of * part * (1 - well)])
    people = customers * np.array(told)
    good = np.array([False, True, False])
    table = {
        "customers": customers, "told_each": told, "hear_bad": np.where(good, 0, people),
        "hear_good": np.where(good, people, 0),
    }  # fmt: skip
    return pd.DataFrame(table, index=pd.Index(["silent", "content", "not_content"], name="who"))


def hear_bad(**inputs: float) -> float:
    """Return how many people hear something bad; the inputs are those of `word_of_mouth`.

    Examples
    --------
    >>> hear_bad(unhappy=1_000, complain_share=0, answered_well=0, told_by_silent=5, told_if_content=4, told_if_not=9)
    5000.0
    """
    return float(word_of_mouth(**inputs)["hear_bad"].sum())


def least_answered_well(told_by_silent: float, told_if_not: float) -> float:
    """Return the share of good answers above which inviting complaints means that fewer people hear something bad.

    A silent customer who begins to complain told ``told_by_silent`` people before and tells ``told_if_not`` if the
    answer is bad.  So inviting helps when ``(1 - answered_well) * told_if_not`` is less than ``told_by_silent``,
    whatever the share that complains.  It is 0 when the badly answered tell no more than the silent.

    Examples
    --------
    >>> round(least_answered_well(5, 9.5), 3)
    0.474
    """
    silent = number("told_by_silent", told_by_silent, low=0)
    badly = number("told_if_not", told_if_not, low=0)
    return max(0.0, 1 - silent / badly) if badly > 0 else 0.0


def least_mean(told_many: float, many: float) -> float:
    """Return the least that people tell on average, when a share of them tells at least ``many``.

    The others tell nobody at worst (Markov's inequality); no other assumption is needed.

    Examples
    --------
    >>> round(least_mean(0.12, 20), 2)
    2.4
    """
    return rate("told_many", told_many) * number("many", many, low=0)


def mean_told(median: float, told_many: float, many: float) -> float:
    """Return the mean number told, when half tell more than the median and a share tells at least ``many``.

    Assumes that the logarithm of the number told is normally distributed: a long tail, as few tell very many.

    Raises
    ------
    CourseError
        When ``many`` is not above the median or the share is not between 0 and one half.

    Examples
    --------
    >>> round(mean_told(9.5, 0.12, 20), 1)
    11.6
    """
    middle = number("median", median, low=0.1)
    far = number("many", many)
    part = rate("told_many", told_many, low=0.0001, high=0.4999)
    if far <= middle:
        raise CourseError(_("many is not above the median"), fix=_("Give a number above the median"))
    spread = np.log(far / middle) / stats.norm.isf(part)
    return float(middle * np.exp(spread**2 / 2))


def range_of_bad(
    ranges: Mapping[str, tuple[float, float]], *, draws: int = 4_000, seed: int = SEED, **fixed: float
) -> pd.Series[float]:
    """Return between which limits the people who hear something bad lie, when inputs are only known within ranges.

    Each input with a range is drawn evenly from it, independently of the others.  The limits say how unsure *we* are of
    the inputs.  They are no confidence interval: no sample is behind them.

    Parameters
    ----------
    ranges
        For some inputs of `word_of_mouth` the least and the most.  ``complaints`` may be fixed in place of
        ``unhappy``: then the unhappy are the complaints divided by the share that complains.
    draws, seed
        How often inputs are drawn.
    fixed
        The other inputs.

    Returns
    -------
    Series
        ``low``, ``middle``, ``high``: 2.5%, 50% and 97.5% of the draws, in people.

    Examples
    --------
    >>> kept = dict(answered_well=0.5, told_by_silent=5, told_if_content=4.5, told_if_not=9.5, complaints=100)
    >>> range_of_bad({"complain_share": (0.02, 0.10)}, **kept).round(-2).to_dict()
    {'low': 5100.0, 'middle': 8400.0, 'high': 23200.0}
    """
    random, size = np.random.default_rng(seed), whole("draws", draws, low=100)
    drawn = {name: random.uniform(low, high, size) for name, (low, high) in ranges.items()}
    found = dict(fixed) | drawn
    if "complaints" in found:
        found["unhappy"] = found.pop("complaints") / found["complain_share"]
    for name in INPUTS:
        if name not in found:
            raise CourseError(_("the input {name!r} is missing").format(name=name), fix=_("Fix it or give it a range"))
    part, well = found["complain_share"], found["answered_well"]
    bad = found["unhappy"] * ((1 - part) * found["told_by_silent"] + part * (1 - well) * found["told_if_not"])
    low, middle, high = np.quantile(np.broadcast_to(bad, size), (0.025, 0.5, 0.975))
    return pd.Series({"low": low, "middle": middle, "high": high})

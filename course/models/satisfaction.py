"""Satisfaction (客户满意): what was perceived against what was expected, and an index from 0 to 100.

Scores are answers from 1 (worst) to 10 (best) unless a function says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, columns, numbers, rate, whole

SEED: Final = 1992  # Fornell's first paper on a national index


def index(weights: object, means: object, *, low: float = 1, high: float = 10) -> float:
    """Return the satisfaction index: the weighted mean of the answers, put on a scale from 0 to 100.

    Parameters
    ----------
    weights
        One weight an indicator, in units of the answers; only their ratios matter.
    means
        The mean answer of each indicator.
    low, high
        The lowest and highest answer a customer may give.

    Raises
    ------
    CourseError
        When the lists differ in length, a weight is negative, all are zero, or a mean lies outside the scale.

    Notes
    -----
    Source: Fornell, Johnson, Anderson, Cha & Bryant (1996), for answers from 1 to 10:
    ``(sum(w * mean) - sum(w)) / (9 * sum(w)) * 100``.

    Examples
    --------
    >>> round(index([1, 1, 2], [8, 7, 7]), 2)
    69.44
    >>> index([1, 1, 1], [10, 10, 10]), index([1, 1, 1], [1, 1, 1])
    (100.0, 0.0)
    """
    mean = numbers("means", means, low=low, high=high)
    weight = numbers("weights", weights, low=0, length=len(mean))
    if weight.sum() == 0:
        raise CourseError(_("all weights are 0"), fix=_("Give at least one weight above 0"))
    return float((weight @ mean / weight.sum() - low) / (high - low) * 100)


def compare(expected: object, perceived: object, *, level: float = 0.95) -> pd.Series[float]:
    """Return how far what customers perceived lies from what they expected.

    Parameters
    ----------
    expected, perceived
        One answer a customer, in the same order and on the same scale.
    level
        Of the interval around the mean gap (Student's t on the differences).

    Returns
    -------
    Series
        ``expected`` and ``perceived``, the means; ``gap``, perceived less expected, with ``low`` and ``high``;
        ``below``, ``met`` and ``above``, the shares of customers who got less than, exactly, or more than they
        expected.

    Examples
    --------
    >>> compare([8, 7, 9, 6], [7, 7, 9, 8]).round(2).to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'expected': 7.5, 'perceived': 7.75, 'gap': 0.25, 'low': -1.75, 'high': 2.25, 'below': 0.25, 'met': 0.5,
     'above': 0.25}
    """
    before = numbers("expected", expected)
    after = numbers("perceived", perceived, length=len(before))
    gap = after - before
    half = half_width(gap, level)
    return pd.Series(
        {
            "expected": before.mean(), "perceived": after.mean(), "gap": gap.mean(), "low": gap.mean() - half,
            "high": gap.mean() + half, "below": float((gap < 0).mean()), "met": float((gap == 0).mean()),
            "above": float((gap > 0).mean()),
        }
    )  # fmt: skip


def half_width(values: Floats, level: float = 0.95) -> float:
    """Return half the width of Student's interval around a mean; not a number for a single value.

    Examples
    --------
    >>> round(half_width(np.array([-1.0, 0.0, 0.0, 2.0])), 2)
    2.0
    """
    share = rate("level", level, low=0.5, high=0.999)
    if len(values) < 2:
        return float("nan")
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return float(stats.t.ppf((1 + share) / 2, len(values) - 1) * error)


def explained(
    answers: pd.DataFrame, outcome: str, *, expected: str, perceived: str, replicates: int = 500, seed: int = SEED
) -> pd.DataFrame:
    """Return how much of an outcome is explained by what was perceived, by the gap, and by both together.

    Textbooks define satisfaction by the gap (perceived less expected).  If that is how it works, the gap should explain
    satisfaction at least as well as what was perceived alone.

    Parameters
    ----------
    answers
        One row a customer.
    outcome, expected, perceived
        Names of columns: the satisfaction to explain, and what may explain it.
    replicates, seed
        Resamples of whole customers for the intervals.

    Returns
    -------
    DataFrame
        Rows ``perceived``, ``gap``, ``both`` and ``perceived_less_gap`` (the lead of the first over the second):
        ``r_squared``, the share of variance explained, with ``low`` and ``high`` (95% of the resamples).

    Notes
    -----
    Cronin & Taylor (1992), *Journal of Marketing* 56(3), 55-68, made this comparison for service quality.

    Examples
    --------
    >>> answers = pd.DataFrame({"e": [8, 7, 9, 6, 5], "p": [7, 7, 9, 8, 6], "s": [7, 7, 9, 8, 6]})
    >>> explained(answers, "s", expected="e", perceived="p", replicates=20)["r_squared"].round(2).tolist()
    [1.0, 0.0, 1.0, 1.0]
    """
    columns("answers", answers, (outcome, expected, perceived))
    table = answers[[outcome, expected, perceived]].to_numpy(dtype=float)
    random, size = np.random.default_rng(seed), len(table)
    turns = whole("replicates", replicates, low=2)
    drawn = np.array([_shares(table[random.integers(0, size, size)]) for _turn in range(turns)])
    low, high = np.nanquantile(drawn, (0.025, 0.975), axis=0)
    rows = pd.Index(["perceived", "gap", "both", "perceived_less_gap"], name="explained_by")
    return pd.DataFrame({"r_squared": _shares(table), "low": low, "high": high}, index=rows)


def _shares(table: Floats) -> Floats:
    """R squared of the outcome (column 0) on perceived, on the gap, on both, and the lead of perceived."""
    outcome, before, after = table.T
    alone, gap, both = (r_squared(outcome, by) for by in ([after], [after - before], [before, after]))
    return np.array([alone, gap, both, alone - gap])


def r_squared(outcome: Floats, by: Sequence[Floats]) -> float:
    """Return the share of an outcome's variance that a least-squares line through ``by`` explains.

    Examples
    --------
    >>> round(r_squared(np.array([1.0, 2.0, 4.0]), [np.array([1.0, 2.0, 3.0])]), 3)
    0.964
    """
    design = np.column_stack([np.ones(len(outcome)), *by])
    rest = outcome - design @ np.linalg.lstsq(design, outcome)[0]
    spread = np.var(outcome)
    return float(1 - np.var(rest) / spread) if spread > 0 else float("nan")

"""Scores of prospects by regression, discriminant analysis and the other methods of chapter 9.

`odds` is the logit regression (回归分析) of buying on standardised traits, with intervals, by statsmodels.
`discriminant` is Fisher's (1936) linear discriminant analysis (判别分析), by scikit-learn: the weighted sum of traits
in which buyers and others lie furthest apart, measured against the spread inside the two groups.
`scores` lets six methods learn on some customers and score others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import mirror, segments
from course.models.inputs import Floats, choice, columns, numbers, rate
from course.models.lift import SEED
from course.models.segments import one_thread, standardised

#: How many segments, factors and components the methods of `scores` use; chosen before looking at who bought.
SEGMENTS: Final = 6
FACTORS: Final = 6


def odds(table: pd.DataFrame, bought: object, level: float = 0.95) -> pd.DataFrame:
    """Return by how much one standard deviation more of each trait multiplies the odds of buying.

    Parameters
    ----------
    table
        Customers x traits; they are standardised here.
    bought
        1 for a buyer, 0 for the others.
    level
        Of the interval.

    Returns
    -------
    pandas.DataFrame
        One row a trait, in the table's order: ``odds_ratio`` (the other traits held fixed; 1: no effect) with ``low``
        and ``high``, and ``p_value`` of the hypothesis that it is 1.

    Examples
    --------
    >>> ten = pd.DataFrame({"visits": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]})
    >>> odds(ten, [0, 0, 1, 0, 0, 1, 0, 1, 1, 1])["odds_ratio"].round(2).to_dict()
    {'visits': 4.77}
    """
    import statsmodels.api as sm

    buyers, scaled = _both(table, bought), standardised(table)
    with one_thread():
        fitted = sm.Logit(buyers, sm.add_constant(scaled)).fit(disp=0)
    ends = fitted.conf_int(alpha=1 - rate("level", level))
    logs = pd.DataFrame({"odds_ratio": fitted.params, "low": ends[0], "high": ends[1]})
    found = pd.DataFrame(np.exp(logs.to_numpy()), logs.index, logs.columns)
    return found.assign(p_value=fitted.pvalues).drop(index="const")


def discriminant(table: pd.DataFrame, bought: object) -> pd.Series[float]:
    """Return the weights of the traits in the sum that separates buyers from others best.

    Parameters
    ----------
    table, bought
        As in `odds`.

    Returns
    -------
    pandas.Series
        One weight a trait, for standardised traits, scaled so that the weights' squares sum to 1; buyers lie higher.

    Examples
    --------
    >>> six = pd.DataFrame({"visits": [1, 2, 3, 7, 8, 9], "age": [30, 50, 40, 50, 60, 40]})
    >>> discriminant(six, [0, 0, 0, 1, 1, 1]).round(2).to_dict()
    {'visits': 1.0, 'age': 0.05}
    """
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    buyers = _both(table, bought)
    weights = LinearDiscriminantAnalysis().fit(standardised(table).to_numpy(), buyers).coef_[0]
    return pd.Series(weights / np.linalg.norm(weights), index=table.columns, name="weight")


def scores(method: str, table: pd.DataFrame, bought: object, prospects: pd.DataFrame) -> pd.Series[float]:
    """Let a method learn from customers whose answer is known, and score prospects.

    Parameters
    ----------
    method
        ``"segments"`` (the buyers' rate of the prospect's segment), ``"mirror"`` (look-alikes), ``"factors"`` and
        ``"components"`` (logit on 6 factor or component scores), ``"regression"`` (logit on all traits) or
        ``"discriminant"``.
    table, bought
        Those to learn from.
    prospects
        Prospects x the same traits.

    Returns
    -------
    pandas.Series
        One score a prospect; higher means more like a buyer.  Only the order can be compared between methods.

    Examples
    --------
    >>> six = pd.DataFrame({"visits": [1, 2, 3, 7, 8, 9], "age": [30, 50, 40, 50, 30, 40]})
    >>> new = pd.DataFrame({"visits": [2, 9], "age": [40, 40]})
    >>> scores("discriminant", six, [0, 0, 0, 1, 1, 1], new).rank().to_list()
    [1.0, 2.0]
    """
    name = choice("method", method, METHODS)
    buyers = _both(table, bought)
    given = columns("prospects", prospects, list(table.columns))[list(table.columns)]
    with one_thread():
        return pd.Series(_SCORERS[name](table, buyers, given), index=prospects.index, name=name)


def _both(table: pd.DataFrame, bought: object) -> Floats:
    buyers = numbers("bought", bought, low=0, high=1, length=len(columns("table", table, ())))
    if buyers.min() == buyers.max():
        raise CourseError(_("bought is the same for every customer"), fix=_("Give buyers and others"))
    return buyers


def _segments(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame) -> Any:
    groups = segments.fit(table, SEGMENTS)
    rates = groups.rates(buyers)["rate"]
    scaled = standardised(prospects, like=table).to_numpy()
    far = ((scaled[:, None, :] - groups.centres.to_numpy()[None, :, :]) ** 2).sum(axis=2)
    return rates.to_numpy()[far.argmin(axis=1)]


def _mirror(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame) -> Any:
    return mirror.look_alikes(prospects, table, buyers)


def _factors(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame) -> Any:
    from sklearn.decomposition import FactorAnalysis

    reduce = FactorAnalysis(FACTORS, rotation="varimax", svd_method="lapack")
    return _logit(table, buyers, prospects, reduce)


def _components(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame) -> Any:
    from sklearn.decomposition import PCA

    return _logit(table, buyers, prospects, PCA(FACTORS, svd_solver="full"))


def _logit(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame, reduce: Any = "passthrough") -> Any:
    """Learn a logit, after traits were made fewer, with next to no penalty."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(reduce, LogisticRegression(C=1e6, max_iter=2000))
    model.fit(standardised(table).to_numpy(), buyers)
    return model.decision_function(standardised(prospects, like=table).to_numpy())


def _discriminant(table: pd.DataFrame, buyers: Floats, prospects: pd.DataFrame) -> Any:
    return (standardised(prospects, like=table) * discriminant(table, buyers)).sum(axis=1)


_SCORERS: Final[dict[str, Callable[[pd.DataFrame, Floats, pd.DataFrame], Any]]] = {
    "segments": _segments,
    "mirror": _mirror,
    "factors": _factors,
    "components": _components,
    "regression": _logit,
    "discriminant": _discriminant,
}
METHODS: Final = tuple(_SCORERS)


def all_scores(table: pd.DataFrame, bought: object, prospects: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of the prospects by every method: prospects x methods, arguments as in `scores`."""
    return pd.DataFrame({method: scores(method, table, bought, prospects) for method in METHODS})


def winners(
    table: pd.DataFrame, bought: object, methods: tuple[str, ...] = METHODS, splits: int = 10, share: float = 0.1
) -> pd.DataFrame:
    """Return the lift of each method in several splits into customers to learn from and customers held out.

    Parameters
    ----------
    table, bought
        All customers.
    methods
        Some of ``METHODS``.
    splits
        How many splits; the seeds follow each other.
    share
        The share of prospects written to.

    Returns
    -------
    pandas.DataFrame
        Splits x methods: the lift on the held-out half.
    """
    from course.models import lift

    buyers, rows = _both(table, bought), []
    for split in range(splits):
        learn, judge = lift.hold_out(buyers, seed=SEED + split)
        known, new = table.iloc[learn], table.iloc[judge]
        ranked = {name: scores(name, known, buyers[learn], new) for name in methods}
        contacts = round(share * len(judge))
        rows.append({name: lift.lift(one, buyers[judge], contacts) for name, one in ranked.items()})
    return pd.DataFrame(rows, index=pd.RangeIndex(1, splits + 1, name="split"))

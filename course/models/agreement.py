"""How far two classifications of the same customers agree."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import of_type


def cross_table(one: pd.Series[Any], other: pd.Series[Any]) -> pd.DataFrame:
    """Return how many customers stand in each pair of classes.

    Parameters
    ----------
    one, other
        A class for each customer; both must name the same customers, in any order.

    Returns
    -------
    DataFrame
        Rows: classes of ``one``; columns: classes of ``other``.  All cells add up to the number of customers.

    Raises
    ------
    CourseError
        When the two do not name the same customers, or one names a customer twice.

    Examples
    --------
    >>> cross_table(pd.Series(list("aab"), name="one"), pd.Series(list("xyy"), name="other"))
    ... # doctest: +NORMALIZE_WHITESPACE
    other  x  y
    one
    a      1  1
    b      0  1
    """
    first, second = _same_customers(one, other)
    return pd.crosstab(first, second)


def adjusted_rand(one: pd.Series[Any], other: pd.Series[Any]) -> float:
    """Return the adjusted Rand index: 1 when both group the customers alike, about 0 when chance alone does.

    It counts pairs of customers: how many are together in both or apart in both, less what chance would give.  Names
    of the classes do not matter, so classifications with other names and other numbers of classes can be compared.

    Parameters
    ----------
    one, other
        As in `cross_table`.

    Notes
    -----
    Source: Hubert & Arabie (1985), *Journal of Classification* 2, 193-218; computed by scikit-learn.

    Examples
    --------
    >>> adjusted_rand(pd.Series(list("aabb")), pd.Series(list("yyxx")))
    1.0
    >>> round(adjusted_rand(pd.Series(list("aabc")), pd.Series(list("xxyy"))), 4)
    0.5714
    """
    from sklearn.metrics import adjusted_rand_score

    first, second = _same_customers(one, other)
    return float(adjusted_rand_score(first.to_numpy(), second.to_numpy()))


def rand(one: pd.Series[Any], other: pd.Series[Any]) -> float:
    """Return the plain Rand index: the share of pairs of customers that are together in both or apart in both.

    With many classes most pairs are apart in any classification, so it is high even by chance: prefer `adjusted_rand`.

    Examples
    --------
    >>> round(rand(pd.Series(list("aabc")), pd.Series(list("xxyy"))), 4)
    0.8333
    """
    from sklearn.metrics import rand_score

    first, second = _same_customers(one, other)
    return float(rand_score(first.to_numpy(), second.to_numpy()))


def share_moved(one: pd.Series[Any], other: pd.Series[Any]) -> float:
    """Return the share of customers whose class differs: for two classifications that use the same names.

    Examples
    --------
    >>> share_moved(pd.Series(["gold", "brook", "gold", "gold"]), pd.Series(["gold", "gold", "gold", "brook"]))
    0.5
    """
    first, second = _same_customers(one, other)
    return float((first != second).mean())


def _same_customers(one: pd.Series[Any], other: pd.Series[Any]) -> tuple[pd.Series[Any], pd.Series[Any]]:
    first, second = of_type("one", one, pd.Series), of_type("other", other, pd.Series)
    if first.index.has_duplicates or second.index.has_duplicates:
        raise CourseError(_("a customer stands twice"), fix=_("Give one class for each customer"))
    if set(first.index) != set(second.index) or first.empty:
        raise CourseError(_("the two classifications are not of the same customers"),
                          fix=_("Give both for the same customers"))  # fmt: skip
    return first, second.reindex(first.index)

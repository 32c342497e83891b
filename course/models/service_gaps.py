"""The five service gaps (服务质量差距): where a service loses its guests' expectations on the way to them.

Parasuraman, Zeithaml & Berry (1985) number the gaps 1 to 5; the source (S2) names five too, in another order.  We
keep the numbers of the paper and give each the name of the source that fits; the source explains none of its names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from course.i18n import _
from course.models.inputs import choice, columns, number, numbers

#: The views of a service that a study asks for.
VIEWS: Final = ("expected", "believed", "standard", "delivered", "promised", "perceived")
#: Each gap: its name, the later view and the earlier one.  The gap is the later less the earlier; below zero is a loss.
GAPS: Final[Mapping[int, tuple[str, str, str]]] = MappingProxyType(
    {
        1: ("understanding", "believed", "expected"),
        2: ("procedure", "standard", "believed"),
        3: ("behaviour", "delivered", "standard"),
        4: ("promotion", "delivered", "promised"),
        5: ("perception", "perceived", "expected"),
    }
)


def from_levels(levels: Mapping[str, float]) -> pd.Series[float]:
    """Return the five gaps from one level for each view, on any one scale.

    Raises
    ------
    CourseError
        When a view is missing or not a number.

    Examples
    --------
    >>> from_levels(dict(expected=90, believed=85, standard=80, delivered=70, promised=88, perceived=65)).to_dict()
    {1: -5.0, 2: -5.0, 3: -10.0, 4: -18.0, 5: -25.0}
    """
    clean = {view: number(view, levels.get(view)) for view in VIEWS}
    found = {place: clean[later] - clean[earlier] for place, (_name, later, earlier) in GAPS.items()}
    return pd.Series(found, name="gap").rename_axis("number")


def measure(study: pd.DataFrame, dimension: str | None = None) -> pd.DataFrame:
    """Return the five gaps of a study, each with a 95% interval.

    Parameters
    ----------
    study
        One row a score: ``dimension``, ``view`` (one of `VIEWS`), ``score``.
    dimension
        One dimension of service, or all together with the same weight.

    Returns
    -------
    DataFrame
        One row a gap (index ``number``): ``name``, ``gap`` in points of the score, ``low`` and ``high``.  The interval
        adds the squared standard errors of both views (a standard is one written figure and has none) and uses the
        normal distribution.  Different people answer for different views, but expected and perceived come from the same
        guests, here taken as if from different ones, which makes that interval too wide rather than too narrow.

    Raises
    ------
    CourseError
        When a column is missing, a view is unknown, or a dimension has no score for a view.

    Examples
    --------
    >>> rows = [("room", view, score) for view, score in
    ...         zip(VIEWS, (90, 85, 80, 70, 88, 65)) for score in (score - 1, score + 1)]
    >>> study = pd.DataFrame(rows, columns=["dimension", "view", "score"])
    >>> measure(study).round(1)  # doctest: +NORMALIZE_WHITESPACE
                     name   gap   low  high
    number
    1       understanding  -5.0  -7.8  -2.2
    2           procedure  -5.0  -7.8  -2.2
    3           behaviour -10.0 -12.8  -7.2
    4           promotion -18.0 -20.8 -15.2
    5          perception -25.0 -27.8 -22.2
    """
    means, errors = _moments(study)
    chosen = _chosen(means, dimension)
    level = means.loc[chosen].mean()
    error = np.sqrt((errors.loc[chosen] ** 2).sum()) / len(chosen)
    rows = []
    for name, later, earlier in GAPS.values():
        gap, half = level[later] - level[earlier], 1.96 * float(np.hypot(error[later], error[earlier]))
        rows.append({"name": name, "gap": gap, "low": gap - half, "high": gap + half})
    return pd.DataFrame(rows, index=pd.Index(GAPS, name="number"))


def by_dimension(study: pd.DataFrame) -> pd.DataFrame:
    """Return the five gaps of each dimension of service: dimensions in rows, gaps 1 to 5 in columns.

    Examples
    --------
    >>> rows = [(name, view, score + shift) for name, shift in (("room", 0), ("staff", 2)) for view, score in
    ...         zip(VIEWS, (90, 85, 80, 70, 88, 65))]
    >>> by_dimension(pd.DataFrame(rows, columns=["dimension", "view", "score"])).loc["staff"].tolist()
    [-5.0, -5.0, -10.0, -18.0, -25.0]
    """
    means, _errors = _moments(study)
    return pd.DataFrame({place: means[later] - means[earlier] for place, (_n, later, earlier) in GAPS.items()})


def steps(levels: Mapping[str, float]) -> pd.DataFrame:
    """Return how the way from what was expected to what was perceived splits into steps.

    ``perceived - expected`` is gap 1 + gap 2 + gap 3 + (perceived - delivered).  This is arithmetic.  The last step
    is what guests see of the service beyond what mystery visitors saw; gap 4, the promise, works through it and
    through the expectation, and is no step of its own.

    Examples
    --------
    >>> steps(dict(expected=90, believed=85, standard=80, delivered=70, promised=88, perceived=65))["change"].to_dict()
    {'understanding': -5.0, 'procedure': -5.0, 'behaviour': -10.0, 'seeing': -5.0}
    """
    gaps = from_levels(levels)
    changes = {GAPS[place][0]: float(gaps[place]) for place in (1, 2, 3)}
    changes["seeing"] = float(gaps[5]) - sum(changes.values())
    change = pd.Series(changes)
    start = number("expected", levels["expected"])
    return pd.DataFrame({"change": change, "reached": start + change.cumsum()}).rename_axis("step")


def levels(study: pd.DataFrame, dimension: str | None = None) -> dict[str, float]:
    """Return the mean of each view, of one dimension or of all with the same weight.

    Examples
    --------
    >>> rows = [("room", view, score) for view, score in zip(VIEWS, (90, 85, 80, 70, 88, 65))]
    >>> levels(pd.DataFrame(rows, columns=["dimension", "view", "score"]))["believed"]
    85.0
    """
    means, _errors = _moments(study)
    return {str(view): float(level) for view, level in means.loc[_chosen(means, dimension)].mean().items()}


def _chosen(means: pd.DataFrame, dimension: str | None) -> list[str]:
    known = [str(name) for name in means.index]
    return known if dimension is None else [choice("dimension", dimension, known)]


def _moments(study: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean and standard error of each dimension (rows) and view (columns)."""
    columns("study", study, ("dimension", "view", "score"))
    for view in study["view"].unique():
        choice("view", view, VIEWS)
    numbers("score", study["score"])
    groups = study.groupby(["dimension", "view"], sort=False)["score"]
    means = groups.mean().unstack().reindex(columns=list(VIEWS))
    for view in VIEWS:
        numbers(view, means[view], place=lambda place: _("dimension {name}").format(name=means.index[place]))
    return means, (groups.sem().unstack().reindex(columns=list(VIEWS))).fillna(0.0)

"""Customer portfolios (客户组合矩阵): one rule that puts customers into cells by two measures, and what moves them.

A portfolio has two axes.  An axis has a measure, one or more thresholds that cut it into levels, and the names of the
levels from low to high.  A cell is a pair of levels, one of each axis, with a name and an advice.

The rule at a threshold has to be said once: here a value *equal* to a threshold belongs to the upper level, unless
``equal_is="low"`` says otherwise.  So with a threshold of 24 a customer of exactly 24 months is a long one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, choice, columns, number, numbers, of_type

Which: TypeAlias = Literal["x", "y"]
_AXES: Final = ("x", "y")


@dataclass(frozen=True)
class Axis:
    """One measure of a customer, cut into levels.

    Parameters
    ----------
    column
        The measure's column in the table of customers.
    label
        What it is called on a figure, with its unit.
    cuts
        Its thresholds, rising, in the unit of the measure.
    levels
        The names of the levels, low to high: one more than there are thresholds.
    """

    column: str
    label: str
    cuts: tuple[float, ...]
    levels: tuple[str, ...] = ("low", "high")

    def __post_init__(self) -> None:
        cuts = numbers("cuts", self.cuts)
        if (np.diff(cuts) <= 0).any():
            raise CourseError(_("the thresholds of {column} do not rise").format(column=self.column),
                              fix=_("Give them from low to high"))  # fmt: skip
        if len(self.levels) != len(cuts) + 1:
            what = _("{column} has {cuts} thresholds and {levels} levels")
            raise CourseError(what.format(column=self.column, cuts=len(cuts), levels=len(self.levels)),
                              fix=_("Give one level more than thresholds"))  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One cell of a portfolio: its name in both languages, what to do with its customers, and who says so."""

    name: str
    zh: str
    advice: str
    said_by: str = "ours"


@dataclass(frozen=True)
class Portfolio:
    """A rule that puts every customer into one cell.

    Parameters
    ----------
    name
        What the portfolio is called.
    x, y
        Its two axes: x from left to right, y from bottom to top.
    cells
        For each pair of levels, x first, its `Cell`.
    equal_is
        Whether a value equal to a threshold belongs to the upper level (``"high"``) or the lower one (``"low"``).

    Examples
    --------
    >>> months, sales = Axis("months", "months", (24,)), Axis("sales", "yuan", (100,))
    >>> by_size = Portfolio("demo", months, sales, {
    ...     ("low", "low"): Cell("burden", "负担", "say no"), ("low", "high"): Cell("meteor", "流星", "take it"),
    ...     ("high", "low"): Cell("brook", "小溪", "serve cheaply"), ("high", "high"): Cell("gold", "黄金", "keep")})
    >>> by_size.cell_names
    ('burden', 'meteor', 'brook', 'gold')
    """

    name: str
    x: Axis
    y: Axis
    cells: Mapping[tuple[str, str], Cell]
    equal_is: str = "high"

    def __post_init__(self) -> None:
        choice("equal_is", self.equal_is, ("high", "low"))
        wanted = {(right, up) for right in self.x.levels for up in self.y.levels}
        if set(self.cells) != wanted:
            missing = ", ".join(" x ".join(pair) for pair in sorted(wanted ^ set(self.cells)))
            raise CourseError(_("the cells do not fit the levels: {pairs}").format(pairs=missing),
                              fix=_("Give one cell for each pair of levels, x first"))  # fmt: skip

    @property
    def cell_names(self) -> tuple[str, ...]:
        """The names of the cells: column by column from the left, each from the bottom up."""
        return tuple(self.cells[right, up].name for right in self.x.levels for up in self.y.levels)


def build(facts: Mapping[str, Any]) -> Portfolio:
    """Return a portfolio from plain facts, as `course.data.portfolios` holds them.

    Parameters
    ----------
    facts
        ``name``, ``x`` and ``y`` (the parameters of `Axis`), ``cells`` (pair of levels: name, Chinese, advice, who).

    Raises
    ------
    CourseError
        When axes and cells do not fit each other.

    Examples
    --------
    >>> axis = {"column": "a", "label": "a", "cuts": (1,)}
    >>> pairs = [("low", "low"), ("low", "high"), ("high", "low"), ("high", "high")]
    >>> cells = {pair: (name, name, "-", "ours") for pair, name in zip(pairs, "pqrs", strict=True)}
    >>> build({"name": "demo", "x": axis, "y": {**axis, "column": "b"}, "cells": cells}).cell_names
    ('p', 'q', 'r', 's')
    """
    of_type("facts", facts, Mapping)  # type: ignore[type-abstract]
    cells = {pair: Cell(*words) for pair, words in facts["cells"].items()}
    return Portfolio(facts["name"], Axis(**facts["x"]), Axis(**facts["y"]), cells)


def classify(customers: pd.DataFrame, portfolio: Portfolio) -> pd.Series[str]:
    """Return the cell of each customer.

    Parameters
    ----------
    customers
        One row a customer, with a column for the measure of each axis.
    portfolio
        The rule; ``equal_is`` says where a value equal to a threshold belongs.

    Returns
    -------
    Series
        The name of the cell, by customer.

    Raises
    ------
    CourseError
        When a measure is missing or is not a number (the message names the row).

    Notes
    -----
    Source: the portfolios of S1, S2 and S4, of which this is the common rule.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> four = pd.DataFrame({"volume": [500, 90, 200, 20], "months": [60, 24, 6, 3]}, index=list("ABCD"))
    >>> classify(four, build(VOLUME_DURATION)).to_dict()
    {'A': 'gold', 'B': 'brook', 'C': 'meteor', 'D': 'burden'}
    """
    table = columns("customers", customers, (portfolio.x.column, portfolio.y.column))
    right, up = _level(table, portfolio.x, portfolio.equal_is), _level(table, portfolio.y, portfolio.equal_is)
    names = np.array(portfolio.cell_names, dtype=object)
    return pd.Series(names[right * len(portfolio.y.levels) + up], index=table.index, name="cell")


def _level(table: pd.DataFrame, axis: Axis, equal_is: str) -> np.ndarray:
    values = numbers(axis.column, table[axis.column], place=lambda row: _("row {row}").format(row=row + 1))
    return np.searchsorted(np.array(axis.cuts), values, side="right" if equal_is == "high" else "left")


def summary(customers: pd.DataFrame, portfolio: Portfolio, value: str | None = None) -> pd.DataFrame:
    """Return each cell with its customers, their share, and the advice.

    Parameters
    ----------
    customers, portfolio
        As in `classify`.
    value
        A column to add up by cell, such as the profit; its share is given too.

    Returns
    -------
    DataFrame
        One row a cell, in the order of `Portfolio.cell_names`: ``customers``, ``share``, with a value also ``value``
        and ``value_share`` (of the total, which losses may lower), then ``advice`` and ``said_by``.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> four = pd.DataFrame({"volume": [500, 90, 200, 20], "months": [60, 24, 6, 3]})
    >>> summary(four, build(VOLUME_DURATION), "volume")[["customers", "share", "value"]].loc[["gold", "meteor"]]
    ...     # doctest: +NORMALIZE_WHITESPACE
            customers  share  value
    cell
    gold            1   0.25    500
    meteor          1   0.25    200
    """
    cell = classify(customers, portfolio)
    count = cell.value_counts().reindex(list(portfolio.cell_names), fill_value=0)
    found = pd.DataFrame({"customers": count, "share": count / len(cell)})
    if value is not None:
        total = columns("customers", customers, (value,))[value].groupby(cell).sum()
        found["value"] = total.reindex(found.index, fill_value=0)
        found["value_share"] = found["value"] / found["value"].sum()
    by_name = {one.name: one for one in portfolio.cells.values()}
    found["advice"] = [by_name[name].advice for name in found.index]
    found["said_by"] = [by_name[name].said_by for name in found.index]
    return found.rename_axis("cell")


def with_cuts(
    portfolio: Portfolio, *, x: float | Sequence[float] | None = None, y: float | Sequence[float] | None = None
) -> Portfolio:
    """Return the same portfolio with other thresholds on one axis or both.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> with_cuts(build(VOLUME_DURATION), x=36).x.cuts
    (36.0,)
    """
    changes = {"x": x, "y": y}
    axes = {name: replace(getattr(portfolio, name), cuts=_as_cuts(cuts)) for name, cuts in changes.items()
            if cuts is not None}  # fmt: skip
    return replace(portfolio, **axes)


def _as_cuts(cuts: float | Sequence[float]) -> tuple[float, ...]:
    values = [cuts] if isinstance(cuts, int | float | np.number) else cuts
    return tuple(float(cut) for cut in numbers("cuts", values))


def at_quantile(customers: pd.DataFrame, portfolio: Portfolio, share: float = 0.5) -> Portfolio:
    """Return the portfolio with each axis of one threshold cut at a quantile of these customers (0.5: the median).

    A threshold that is taken from the customers moves when the customers change: nobody need have done anything.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> four = pd.DataFrame({"volume": [500, 90, 200, 20], "months": [60, 24, 6, 3]})
    >>> moved = at_quantile(four, build(VOLUME_DURATION))
    >>> moved.x.cuts, moved.y.cuts
    ((15.0,), (145.0,))
    """
    share = number("share", share, low=0, high=1)
    table = columns("customers", customers, (portfolio.x.column, portfolio.y.column))
    for axis in (portfolio.x, portfolio.y):
        if len(axis.cuts) != 1:
            raise CourseError(_("{column} has more than one threshold").format(column=axis.column),
                              fix=_("Use with_cuts and give them all"))  # fmt: skip
    return with_cuts(portfolio, x=float(table[portfolio.x.column].quantile(share)),
                     y=float(table[portfolio.y.column].quantile(share)))  # fmt: skip


def movers(customers: pd.DataFrame, before: Portfolio, after: Portfolio) -> pd.DataFrame:
    """Return the customers whose cell differs between two rules: ``before`` and ``after``, one row a mover.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> four = pd.DataFrame({"volume": [500, 90, 200, 20], "months": [60, 24, 6, 3]}, index=list("ABCD"))
    >>> rule = build(VOLUME_DURATION)
    >>> movers(four, rule, with_cuts(rule, x=36))
      before   after
    B  brook  burden
    """
    both = pd.DataFrame({"before": classify(customers, before), "after": classify(customers, after)})
    return both[both["before"] != both["after"]]


def sensitivity(
    customers: pd.DataFrame, portfolio: Portfolio, axis: Which, shifts: Sequence[float] | Floats
) -> pd.DataFrame:
    """Return how many customers change cell when the first threshold of one axis moves by given shares of itself.

    Counting movers is not comparing the sizes of the cells before and after: customers who swap leave no trace there.

    Parameters
    ----------
    customers, portfolio
        As in `classify`.
    axis
        Which axis moves: ``"x"`` or ``"y"``.  The other one stays.
    shifts
        By what share of itself the threshold moves: 0.1 is a tenth up, -0.1 a tenth down.

    Returns
    -------
    DataFrame
        One row a shift: ``shift``, ``threshold`` (in the unit of the axis), ``movers`` and ``share`` of all customers.

    Examples
    --------
    >>> from course.data.portfolios import VOLUME_DURATION
    >>> four = pd.DataFrame({"volume": [500, 90, 200, 20], "months": [60, 24, 6, 3]})
    >>> sensitivity(four, build(VOLUME_DURATION), "x", [-0.1, 0.1])
       shift  threshold  movers  share
    0   -0.1       21.6       0   0.00
    1    0.1       26.4       1   0.25
    """
    cuts = getattr(portfolio, choice("axis", axis, _AXES)).cuts
    rows = []
    for shift in numbers("shifts", shifts, low=-1):
        # Rounded, so that 0.4 and a tenth is 0.44, and a customer of exactly 0.44 is not put below it.
        moved = round(float(cuts[0] * (1 + shift)), 9)
        after = with_cuts(portfolio, **{axis: (moved, *cuts[1:])})
        count = len(movers(customers, portfolio, after))
        rows.append((float(shift), moved, count, count / len(customers)))
    return pd.DataFrame(rows, columns=["shift", "threshold", "movers", "share"])

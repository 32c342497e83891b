"""Figures of the portfolios: customers in their cells, what a moved threshold moves, two classifications crossed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.ticker import NullFormatter, ScalarFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _
from course.models.portfolio import Axis, Portfolio, classify, summary

_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2}
#: Six cells and four colours: the fifth and sixth cell are hollow.
_HOLLOW_FROM: Final = 4


#: What a column of a model's result is called in a table to read.
NAMES: Final = {
    "cell": _("cell"), "customers": _("customers"), "share": _("share"), "value": _("profit, thousand yuan a year"),
    "value_share": _("share of profit"), "advice": _("advice"), "said_by": _("who says so"), "before": _("before"),
    "after": _("after"), "low": _("from"), "high": _("to"), "bought": _("bought again"),
    "spend": _("later spend a customer, dollars"), "spend_share": _("share of later spend"), "code": _("code"),
    "recency": _("recency, days"), "frequency": _("frequency, purchases"), "monetary": _("monetary, dollars"),
    "first_to_last": _("first to last purchase, days"), "r": _("R score"), "f": _("F score"), "m": _("M score"),
    "months": _("duration, months"), "volume": _("volume, thousand yuan a year"), "type": _("type"),
}  # fmt: skip
_SHARES: Final = ("share", "value_share", "low", "high", "bought", "spend_share")


def readable(table: pd.DataFrame, decimals: int = 1) -> pd.DataFrame:
    """Return a table of the models with its columns named in words, shares in per cent and numbers rounded.

    Examples
    --------
    >>> readable(pd.DataFrame({"customers": [51], "share": [0.255]}, index=["gold"]))
          customers share
    gold         51   26%
    """
    shown = table.round(decimals)
    for name in table.columns.intersection(list(_SHARES)):
        shown[name] = [f"{share:.0%}" for share in table[name]]
    return shown.rename(columns=NAMES).rename_axis(index=NAMES.get(str(table.index.name)))


def map_of(customers: pd.DataFrame, portfolio: Portfolio) -> Axes:
    """Draw every customer in its cell, with the thresholds, and each cell's name, size and advice.

    Parameters
    ----------
    customers, portfolio
        As in `course.models.portfolio.classify`.
    """
    title = _("{name}: {count} customers").format(name=portfolio.name.capitalize(), count=len(customers))
    axes = new_axes(title, portfolio.x.label, portfolio.y.label, size=(9, 6))
    cell = classify(customers, portfolio)
    for index, name in enumerate(portfolio.cell_names):
        inside = customers[cell == name]
        colour, hollow = COLOURS[index % len(COLOURS)], index >= _HOLLOW_FROM
        axes.scatter(
            inside[portfolio.x.column], inside[portfolio.y.column], s=26, marker=MARKERS[index % len(MARKERS)],
            facecolors="none" if hollow else colour, edgecolors=colour, linewidths=1.2, alpha=0.75, label=name,
        )  # fmt: skip
    for cut in portfolio.x.cuts:
        axes.axvline(cut, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=portfolio.x.column)
    for cut in portfolio.y.cuts:
        axes.axhline(cut, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=portfolio.y.column)
    _scale(axes, "x", customers[portfolio.x.column])
    _scale(axes, "y", customers[portfolio.y.column])
    _name_cells(axes, customers, portfolio)
    return axes


def _scale(axes: Axes, which: str, values: pd.Series[Any]) -> None:
    """Stretch a measure with a long tail, so that customers near the threshold can be told apart."""
    axes.margins(x=0.04, y=0.2)  # head-room above and below, so that the names hide few customers
    axis = axes.xaxis if which == "x" else axes.yaxis
    if values.max() > 5 * values.median():
        stretch = {"value": "log"} if values.min() > 0 else {"value": "symlog", "linthresh": _LINEAR_UP_TO}
        getattr(axes, f"set_{which}scale")(**stretch)
        axis.set_major_formatter(ScalarFormatter())
        axis.set_minor_formatter(NullFormatter())
        limits = axes.get_xlim() if which == "x" else axes.get_ylim()
        axis.set_ticks([tick for tick in _TICKS if limits[0] <= tick <= limits[1]])


#: Thousand yuan: nearer to zero than this the axis is not stretched.
_LINEAR_UP_TO: Final = 30
_TICKS: Final = (-100, -30, 0, 10, 30, 100, 300, 1000, 3000)


def _name_cells(axes: Axes, customers: pd.DataFrame, portfolio: Portfolio) -> None:
    found, names = summary(customers, portfolio), iter(portfolio.cell_names)
    width = 26 if len(portfolio.x.levels) == 2 else 16
    for x in _middles(axes, "x", portfolio.x):
        for place, up in _heights(portfolio.y):
            name = next(names)
            words = _("{name}: {count}").format(name=name, count=found["customers"][name])
            advice = _folded(found["advice"][name], width)
            axes.text(x, place, f"{words}\n{advice}", transform=axes.transAxes, ha="center", va=up, fontsize=11,
                      bbox=_PAPER)  # fmt: skip


def _middles(axes: Axes, which: str, axis: Axis) -> list[float]:
    """Return the middle of each level, as a share of the width of the Axes."""
    shares = [0.0, *(float(axes.transAxes.inverted().transform(axes.transData.transform((cut, 1)))[0])
                     for cut in axis.cuts), 1.0]  # fmt: skip
    return [(one + other) / 2 for one, other in pairwise(shares)]


def _heights(axis: Axis) -> list[tuple[float, str]]:
    return [(0.02, "bottom"), *[(0.5, "center")] * (len(axis.levels) - 2), (0.98, "top")]


def _folded(words: str, width: int) -> str:
    """Break a sentence into short lines."""
    return "\n".join(textwrap.wrap(words, width))


def threshold_moves(moves: Mapping[str, pd.DataFrame]) -> Axes:
    """Draw how many customers change cell when one threshold moves and the other stays.

    Parameters
    ----------
    moves
        For each axis, by the words that name it, what `course.models.portfolio.sensitivity` returned.
    """
    axes = new_axes(
        _("How many customers does a threshold move?"),
        _("shift of the threshold, per cent of itself"),
        _("customers who change cell"),
    )
    for index, (name, table) in enumerate(moves.items()):
        axes.plot(table["shift"] * 100, table["movers"], label=name, color=COLOURS[index], linestyle=DASHES[index],
                  marker=MARKERS[index])  # fmt: skip
    axes.axvline(0, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("today"))
    axes.set_ylim(0)
    axes.legend(loc="upper center")
    return axes


def cross(table: pd.DataFrame, title: str, rows: str, columns: str) -> Axes:
    """Draw a cross table of two classifications: the darker, the more customers stand in that pair of classes.

    Parameters
    ----------
    table
        What `course.models.agreement.cross_table` returned.
    title, rows, columns
        What the figure says, and what the two classifications are.
    """
    axes = new_axes(title, columns, rows, size=(9, 5.4))
    blues = ListedColormap([tuple(1 - share * (1 - part) for part in (0.0, 0.447, 0.698))
                            for share in np.linspace(0, 0.85, 64)])  # fmt: skip
    axes.imshow(table.to_numpy(dtype=float), cmap=blues, aspect="auto", label=_("customers"))
    for (row, column), count in np.ndenumerate(table.to_numpy()):
        dark = count > 0.55 * table.to_numpy().max()
        axes.annotate(f"{count:,}", (column, row), ha="center", va="center", color="white" if dark else "black")
    axes.set_xticks(range(len(table.columns)), [_folded(str(name), 9) for name in table.columns], fontsize=12)
    axes.set_yticks(range(len(table.index)), [_folded(str(name), 18) for name in table.index], fontsize=12)
    axes.grid(False)
    return axes

"""The look of every figure: colours safe for the colour-blind, type that can be read from the back row."""

from __future__ import annotations

from typing import Any, Final

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: Blue, vermilion, green, purple (Okabe and Ito): at least 3:1 against white and against a dark page.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
#: Colour is never the only difference: each series has its own marker and dash too.
MARKERS: Final = ("o", "s", "^", "D")
DASHES: Final = ("-", "--", "-.", ":")
#: Lines that only help the eye: zero, a target, a mean.
GUIDE: Final = "#595959"

_LOOK: Final[Any] = {
    "figure.figsize": (9.0, 4.8),
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "font.size": 14,
    "axes.titlesize": 16,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=COLOURS, marker=MARKERS, linestyle=DASHES),
    "grid.color": "#D9D9D9",
    "legend.frameon": False,
    "legend.fontsize": 13,
    "lines.linewidth": 2.5,
    "lines.markersize": 7,
    # Identical files on every run: no random clip-path names.
    "svg.hashsalt": "course",
}


def apply() -> None:
    """Set the course's look for every figure made from now on."""
    mpl.rcParams.update(_LOOK)


def new_axes(title: str, xlabel: str, ylabel: str, *, size: tuple[float, float] | None = None) -> Axes:
    """Return empty Axes with a title and both axes labelled, in a figure of its own.

    The figure is not pyplot's: nothing shows it by accident, and it goes when the last reference to it goes.

    Parameters
    ----------
    title, xlabel, ylabel
        What the figure says and what its axes measure, with units: ``"yuan per customer won"``.
    size
        Width and height in inches; 9 by 4.8 fills a slide.

    Examples
    --------
    >>> new_axes("Value by year", "year", "yuan per customer").get_xlabel()
    'year'
    """
    axes = Figure(figsize=size).add_subplot()
    axes.set(title=title, xlabel=xlabel, ylabel=ylabel)
    return axes


def several_axes(rows: int, columns: int, *, size: tuple[float, float] | None = None) -> list[Axes]:
    """Return a grid of empty Axes in one figure, row by row; the caller labels each.

    Examples
    --------
    >>> len(several_axes(1, 2))
    2
    """
    grid = Figure(figsize=size).subplots(rows, columns, squeeze=False)
    return list(grid.ravel())

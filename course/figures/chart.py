"""A chart as plain data: what an explorer draws live in the browser and matplotlib draws as its static twin.

One description serves both, so the picture on paper and the picture that moves cannot disagree.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes

Kind = Literal["line", "bar", "points"]


@dataclass(frozen=True)
class Series:
    """One line, one set of bars, or one cloud of points.

    Parameters
    ----------
    label
        What the legend calls it.
    y
        Its values, in the unit of the chart's y axis.
    kind
        ``"line"``, ``"bar"`` or ``"points"``.
    low, high
        An interval around each value, when the values are estimates; drawn as a band or as whiskers.
    x
        Points only: where each stands from left to right.  Lines and bars share the chart's ``x``.
    """

    label: str
    y: tuple[float, ...]
    kind: Kind = "line"
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    x: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart of series that share their x values.

    Parameters
    ----------
    title, xlabel, ylabel
        Words, with units on the axes.
    x
        Numbers (years, occasions) or names (brands).  A chart of points alone names its two ends: ``(0, 100)``.
    series
        At most four: each has its own colour, marker and dash.
    y_range
        The y axis while a reader moves a slider: it grows when the values need more, and never shrinks, so that a
        change in value is seen as a change in height.
    guides
        Horizontal lines to compare with, label and height: ``(("break-even", 0),)``.
    uprights
        Vertical lines, such as a threshold, label and place; only where ``x`` holds numbers and no series is bars.

    Examples
    --------
    >>> chart = Chart("LTV", "year", "yuan", (1, 2), (Series("now", (-12, 25.25)),), (-20, 80))
    >>> chart.as_dict()["series"][0]["y"]
    (-12, 25.25)
    """

    title: str
    xlabel: str
    ylabel: str
    x: tuple[float, ...] | tuple[str, ...]
    series: tuple[Series, ...]
    y_range: tuple[float, float]
    guides: tuple[tuple[str, float], ...] = ()
    uprights: tuple[tuple[str, float], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the chart as the lists and words that go to the browser."""
        return {**asdict(self), "colours": COLOURS, "guide_colour": GUIDE}


def draw(chart: Chart) -> Axes:
    """Draw a chart with matplotlib: the static twin of what the browser shows."""
    axes = new_axes(chart.title, chart.xlabel, chart.ylabel)
    for index, series in enumerate(chart.series):
        _DRAWN[series.kind](axes, chart, index)
    for label, height in chart.guides:
        axes.axhline(height, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=label)
    for label, place in chart.uprights:
        axes.axvline(place, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=label)
    if _named(chart):
        axes.set_xticks(range(len(chart.x)), [str(name) for name in chart.x])
    if any(series.kind == "points" for series in chart.series):
        axes.set_xlim(min(_positions(chart)), max(_positions(chart)))
    axes.set_ylim(_limits(chart))
    axes.legend()
    return axes


def _draw_line(axes: Axes, chart: Chart, index: int) -> None:
    series, x = chart.series[index], _positions(chart)
    marker = MARKERS[index] if len(x) <= 25 else ""
    axes.plot(x, series.y, label=series.label, color=COLOURS[index], linestyle=DASHES[index], marker=marker)
    if series.low:
        axes.fill_between(x, series.low, series.high, color=COLOURS[index], alpha=0.2, label=f"{series.label} ±")


def _draw_bars(axes: Axes, chart: Chart, index: int) -> None:
    series = chart.series[index]
    bars = [i for i, one in enumerate(chart.series) if one.kind == "bar"]
    width = 0.8 / len(bars)
    places = np.arange(len(chart.x)) + (bars.index(index) - (len(bars) - 1) / 2) * width
    axes.bar(places, series.y, width, label=series.label, color=COLOURS[index])
    if series.low:
        axes.vlines(places, series.low, series.high, color="black", linewidth=2, label=f"{series.label} ±")


def _draw_points(axes: Axes, chart: Chart, index: int) -> None:
    series = chart.series[index]
    colour, marker = COLOURS[index], MARKERS[index]
    axes.scatter(series.x, series.y, s=14, color=colour, marker=marker, alpha=0.7, label=series.label)


_DRAWN: Final = {"line": _draw_line, "bar": _draw_bars, "points": _draw_points}


def _positions(chart: Chart) -> tuple[float, ...]:
    return tuple(float(i) for i in range(len(chart.x))) if _named(chart) else tuple(float(x) for x in chart.x)


def _named(chart: Chart) -> bool:
    """Say whether the places along x are names: words, or the groups of bars."""
    return isinstance(chart.x[0], str) or any(series.kind == "bar" for series in chart.series)


def _limits(chart: Chart) -> tuple[float, float]:
    every = [value for one in chart.series for value in (*one.y, *one.low, *one.high)]
    return min(chart.y_range[0], *every), max(chart.y_range[1], *every)

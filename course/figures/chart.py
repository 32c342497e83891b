"""A chart as plain data: what an explorer draws live in the browser and matplotlib draws as its static twin.

One description serves both, so the picture on paper and the picture that moves cannot disagree.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes

Kind = Literal["line", "bar"]


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars.

    Parameters
    ----------
    label
        What the legend calls it.
    y
        Its values, in the unit of the chart's y axis.
    kind
        ``"line"`` or ``"bar"``.
    low, high
        An interval around each value, when the values are estimates; drawn as a band or as whiskers.
    """

    label: str
    y: tuple[float, ...]
    kind: Kind = "line"
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart of series that share their x values.

    Parameters
    ----------
    title, xlabel, ylabel
        Words, with units on the axes.
    x
        Numbers (years, occasions) or names (brands).
    series
        At most four: each has its own colour, marker and dash.
    y_range
        The y axis while a reader moves a slider: it grows when the values need more, and never shrinks, so that a
        change in value is seen as a change in height.
    guides
        Horizontal lines to compare with: ``{"break-even": 0}``.

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

    def as_dict(self) -> dict[str, Any]:
        """Return the chart as the lists and words that go to the browser."""
        return {**asdict(self), "colours": COLOURS, "guide_colour": GUIDE}


def draw(chart: Chart) -> Axes:
    """Draw a chart with matplotlib: the static twin of what the browser shows."""
    axes = new_axes(chart.title, chart.xlabel, chart.ylabel)
    for index, series in enumerate(chart.series):
        _draw_bars(axes, chart, index) if series.kind == "bar" else _draw_line(axes, chart, index)
    for label, height in chart.guides:
        axes.axhline(height, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=label)
    if isinstance(chart.x[0], str) or any(series.kind == "bar" for series in chart.series):
        axes.set_xticks(range(len(chart.x)), [str(name) for name in chart.x])
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


def _positions(chart: Chart) -> tuple[float, ...]:
    named = isinstance(chart.x[0], str) or any(series.kind == "bar" for series in chart.series)
    return tuple(float(i) for i in range(len(chart.x))) if named else tuple(float(x) for x in chart.x)


def _limits(chart: Chart) -> tuple[float, float]:
    every = [value for one in chart.series for value in (*one.y, *one.low, *one.high)]
    return min(chart.y_range[0], *every), max(chart.y_range[1], *every)

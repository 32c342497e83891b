"""Figures of the customer event forecast: what each event is worth, and how lives differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from course.figures.style import COLOURS, GUIDE, new_axes, several_axes
from course.i18n import _


def by_event(forecast: pd.DataFrame, values: pd.DataFrame) -> list[Axes]:
    """Draw how often each event is expected by year, and what each adds to the value of a new customer.

    Parameters
    ----------
    forecast
        From `course.models.customer_events.forecast`.
    values
        From `course.models.customer_events.value_by_event`.
    """
    left, right = several_axes(1, 2, size=(12, 5))
    left.set(title=_("When events happen"), xlabel=_("year"), ylabel=_("expected times per new customer"))
    rare = [name for name in values.index if forecast[name].max() < 0.5]
    for name in rare[:4]:
        left.plot(forecast.index, forecast[name], label=str(name))
    left.set_ylim(bottom=0)
    left.legend()
    right.set(title=_("What they are worth"), xlabel=_("yuan of today per new customer"), ylabel=_("event"))
    ordered = values["value"].sort_values()
    colours = [COLOURS[0] if value >= 0 else COLOURS[1] for value in ordered]
    right.barh(range(len(ordered)), ordered, color=colours, label=_("present value"))
    for place, value in enumerate(ordered):
        side = 6 if value >= 0 else -6
        right.annotate(
            f"{value:,.0f}", (value, place), (side, 0), textcoords="offset points", va="center",
            ha="left" if value >= 0 else "right", fontsize=12,
        )  # fmt: skip
    right.set_yticks(range(len(ordered)), [str(name) for name in ordered.index])
    right.axvline(0, color=GUIDE, linewidth=1.5, linestyle="-", marker="", label=_("zero"))
    right.margins(x=0.2)
    return [left, right]


def lives(values: pd.Series[float], limits: pd.DataFrame) -> Axes:
    """Draw the values of many simulated customers, with the limits of one customer and of the mean of a group.

    Parameters
    ----------
    values
        From `course.models.customer_events.simulate`.
    limits
        From `course.models.customer_events.interval`.
    """
    axes = new_axes(_("One customer is no average"), _("value of a customer, yuan"), _("share of simulated customers"))
    edges = np.linspace(np.floor(values.min() / 250) * 250, np.ceil(values.max() / 250) * 250, 29)
    shares = np.histogram(values, bins=edges)[0] / len(values)
    middles = (edges[:-1] + edges[1:]) / 2
    axes.bar(middles, shares, 0.92 * np.diff(edges), color=COLOURS[0], alpha=0.6, label=_("simulated customers"))
    top = shares.max()
    for place, (size, row) in enumerate(limits.iterrows()):
        height, colour = top * (0.55 + 0.15 * place), COLOURS[place + 1]
        label = _("nine in ten customers") if size == 1 else _("nine in ten means of {size}").format(size=size)
        axes.hlines(height, row["low"], row["high"], color=colour, linewidth=5, label=label)
    axes.axvline(values.mean(), color="black", linewidth=1.5, linestyle="--", marker="", label=_("mean"))
    axes.legend()
    return axes

"""Figures of recency, frequency and monetary value: what each type of customer bought afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from course.figures.style import COLOURS, GUIDE, MARKERS, new_axes
from course.i18n import _


def types(found: pd.DataFrame, everyone: float, ours: tuple[str, ...] = ()) -> Axes:
    """Draw the share of each type that bought again, with its interval, beside the share of all customers.

    Parameters
    ----------
    found
        What `course.models.rfm.by_group` returned, with the types in the order to show, the first on top.
    everyone
        The share of all customers that bought again.
    ours
        The types that the source leaves out: drawn apart.
    """
    axes = new_axes(_("Who bought again? By type of R, F and M"), _("share that bought again"), "", size=(9, 5.6))
    places = np.arange(len(found))[::-1]
    axes.hlines(places, found["low"], found["high"], color=GUIDE, linewidth=3, label=_("95% interval"))
    for index, (label, chosen) in enumerate(
        ((_("type of the source"), ~found.index.isin(ours)), (_("left out by the source"), found.index.isin(ours)))
    ):
        axes.plot(found["bought"][chosen], places[chosen], linestyle="", marker=MARKERS[index], markersize=10,
                  color=COLOURS[index], label=label)  # fmt: skip
    for place, (_name, row) in zip(places, found.iterrows(), strict=True):
        axes.annotate(_said(row), (row["high"], place), (8, 0), textcoords="offset points", va="center", fontsize=11,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    axes.axvline(everyone, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("all customers"))
    axes.set_yticks(places, list(found.index))
    axes.set_ylabel(_("type, in the order of the source"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _place: f"{share:.0%}"))
    axes.set_xlim(0, 1.1)
    axes.set_title(axes.get_title(loc="left"), pad=30)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.3, 0.99), ncols=4, fontsize=11)
    return axes


def _said(row: pd.Series[Any]) -> str:
    words = _("{count:.0f} customers, {share:.0%} of later spend")
    return words.format(count=row["customers"], share=row["spend_share"])

"""Figures of the switching cost: fewer leave, fewer come back, and the two models draw together."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course.figures.style import COLOURS, DASHES, MARKERS, new_axes, several_axes
from course.i18n import _


def effect(table: pd.DataFrame) -> list[Axes]:
    """Draw what a switching cost does to leaving and coming back, and to the value of a customer.

    Parameters
    ----------
    table
        From `course.models.switching_cost.effect`.
    """
    left, right = several_axes(1, 2, size=(12, 5))
    left.set(title=_("Fewer leave, fewer return"), xlabel=_("switching cost, yuan"), ylabel=_("probability a period"))
    _lines(left, table, {"leave": _("leave us"), "come_back": _("come (back) to us")})
    left.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    right.set(title=_("What it does to value"), xlabel=_("switching cost, yuan"), ylabel=_("yuan"))
    names = {
        "lost_for_good": _("ours, lost for good"), "always_a_share": _("ours, always a share"),
        "rivals": _("the rival's customer"),
    }  # fmt: skip
    _lines(right, table, names)
    return [left, right]


def _lines(axes: Axes, table: pd.DataFrame, names: dict[str, str]) -> None:
    for place, (name, label) in enumerate(names.items()):
        colour, dash, mark = COLOURS[place], DASHES[place], MARKERS[place]
        axes.plot(table.index, table[name], color=colour, linestyle=dash, marker=mark, label=label)
    axes.set_ylim(0, 1.35 * float(table[list(names)].to_numpy().max()))
    axes.legend(loc="upper left" if len(names) > 2 else "upper right")


def apparent(tables: dict[str, pd.DataFrame]) -> Axes:
    """Draw the switching cost that each brand's purchases seem to show, and what is left without any memory.

    Parameters
    ----------
    tables
        For each brand, from `course.models.switching_cost.by_difference`.
    """
    axes = new_axes(_("A switching cost that is not one"), _("our brand"), _("apparent switching cost (spreads)"))
    for index, (row, label) in enumerate({"observed": _("observed"), "no_memory": _("own shares, no memory")}.items()):
        at = [place + (index - 0.5) * 0.4 for place in range(len(tables))]
        heights = [float(table["switching_cost"][row]) for table in tables.values()]
        axes.bar(at, heights, 0.38, color=COLOURS[index], label=label, hatch="/" if index else "")
        for place, height in zip(at, heights, strict=True):
            axes.annotate(
                f"{height:.2f}", (place, height), (0, 4), textcoords="offset points", ha="center", fontsize=12
            )
    axes.set_xticks(range(len(tables)), list(tables))
    axes.set_ylim(0, axes.get_ylim()[1] * 1.25)
    axes.grid(False, axis="x")
    axes.legend(ncols=2)
    return axes

"""Figures of Dwyer's two models: who buys in each period, who comes back, what is forecast, what a group is worth."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _

#: What a row or column of a model's result is called.
NAMES: Final = {
    "recency": _("periods since last purchase"),
    "period": _("period"),
    "brought": _("brought in the periods seen"),
    "customer": _("customer"),
    "customers": _("customers"),
    "at_risk": _("customers × periods"),
    "bought": _("bought"),
    "share": _("share that buys next"),
    "low": _("low"),
    "high": _("high"),
    "kept": _("kept"),
    "lost_for_good": _("lost for good"),
    "always_a_share": _("always a share"),
    "both": _("both, customers differ"),
    "no_memory": _("no memory"),
    "difference": _("difference"),
    "actual": _("actual"),
    "model": _("model"),
    "parameters": _("parameters"),
    "log_likelihood": _("log-likelihood"),
    "aic": _("AIC"),
    "repurchase": _("buy again, own share"),
    "pooled": _("one model for all (dollars)"),
    "own": _("own model (dollars)"),
    "own_low": _("low"),
    "own_high": _("high"),
    "error": _("off by"),
    "expected": _("expected times"),
    "revenue": _("revenue (yuan)"),
    "cost": _("cost (yuan)"),
    "value": _("value"),
    "mean": _("mean"),
    "share_negative": _("below zero"),
    "rate": _("retention rate"),
    "fitted": _("rising, fitted"),
    "first_rate": _("first rate for ever"),
    "mean_rate": _("mean rate for ever"),
    "last_rate": _("last rate for ever"),
    "switching_cost": _("switching cost"),
    "leave": _("leave"),
    "come_back": _("come (back)"),
    "rivals": _("the rival's customer"),
    "long_run_share": _("our share in the end"),
    "observed": _("observed"),
}


def readable(table: pd.DataFrame, decimals: int = 2, percent: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a model's table with names in words, rounded, shares in percent, and a dash where there is no number.

    Parameters
    ----------
    table
        What a model returned.
    decimals
        Digits after the point of numbers that are not whole.
    percent
        The columns to show in percent.

    Examples
    --------
    >>> readable(pd.DataFrame({"share": [0.296, None], "bought": [1475, 0]}), percent=("share",))
      share that buys next  bought
    0                29.6%    1475
    1                    –       0
    """
    shown = {name: _column(table[name], decimals, name in percent) for name in table}
    words = pd.DataFrame(shown, index=table.index).rename(index=_in_words, columns=_in_words)
    return words.rename_axis(index=_in_words(table.index.name))


def _column(column: pd.Series[Any], decimals: int, percent: bool) -> pd.Series[Any]:
    if not pd.api.types.is_float_dtype(column):
        return column
    if not percent and column.notna().all():
        # + 0.0, because a rounded -0.001 would show as -0.0
        rounded = column.round(decimals) + 0.0
        return rounded if decimals else rounded.astype(int) if np.isfinite(rounded).all() else rounded
    form = "{:.1%}" if percent else f"{{:.{decimals}f}}"
    return column.map(lambda value: form.format(value + 0.0) if np.isfinite(value) else "–")


def _in_words(name: Any) -> Any:
    return NAMES.get(name, name)


def buyers(table: pd.DataFrame) -> Axes:
    """Draw how many customers buy in each period, by both models.

    Parameters
    ----------
    table
        From `course.models.dwyer.buyers`.
    """
    axes = new_axes(
        _("The same customers, two forecasts"), _("period after the first purchase"), _("customers who buy")
    )
    for place, name in enumerate(table):
        label, mark = NAMES[str(name)], MARKERS[place]
        axes.plot(table.index, table[name], color=COLOURS[place], linestyle=DASHES[place], marker=mark, label=label)
    axes.set_xticks(table.index)
    axes.set_ylim(bottom=0)
    axes.legend()
    return axes


def silence(table: pd.DataFrame) -> Axes:
    """Draw the share that buys next, by the periods since the last purchase, with its interval.

    Parameters
    ----------
    table
        From `course.models.dwyer.silence`.
    """
    axes = new_axes(
        _("Silence is not the end"), _("periods since the last purchase (1: bought in the last period)"),
        _("share that buys in the next period"),
    )  # fmt: skip
    axes.plot(table.index, table["share"], color=COLOURS[0], label=_("bought next"))
    axes.vlines(
        table.index, table["low"], table["high"], color=COLOURS[0], linewidth=5, alpha=0.4, label=_("95% interval")
    )
    claim = table["share"].where(table.index == 1, 0.0)
    label = _("what lost for good says")
    axes.plot(table.index, claim, color=COLOURS[1], marker=MARKERS[1], linestyle=DASHES[1], label=label)
    for recency, share in table["share"].items():
        axes.annotate(f"{share:.0%}", (float(str(recency)), share), (8, 8), textcoords="offset points", fontsize=12)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xticks(table.index)
    axes.legend()
    return axes


def holdout(table: pd.DataFrame, seen: pd.Series[float]) -> Axes:
    """Draw the forecasts of the held-out periods beside what happened.

    Parameters
    ----------
    table
        From `course.models.dwyer_choice.holdout`.
    seen
        Buyers by period, all periods: those before the held-out ones are drawn as known.
    """
    axes = new_axes(_("What each model foretold"), _("period after the first purchase"), _("customers who buy"))
    known = seen[seen.index > 0]
    axes.plot(known.index, known, color="black", marker="o", linestyle="-", label=_("actual"))
    for place, name in enumerate(("lost_for_good", "always_a_share", "both")):
        colour, mark = COLOURS[place], MARKERS[place + 1]
        axes.plot(table.index, table[name], color=colour, linestyle=DASHES[place + 1], marker=mark, label=NAMES[name])
    border = float(table.index[0]) - 0.5
    axes.axvline(border, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("models saw up to here"))
    axes.set_xticks(known.index)
    axes.set_ylim(0, 1.3 * float(known.max()))
    axes.legend(ncols=2, loc="upper right", frameon=True, framealpha=1, edgecolor="white")
    return axes


def group_values(table: pd.DataFrame) -> Axes:
    """Draw what each group is worth by one model for all and by a model of its own.

    Parameters
    ----------
    table
        From `course.models.dwyer.group_values`.
    """
    axes = new_axes(
        _("One model misprices every group"), _("orders in the first period"), _("dollars a customer, still to come")
    )
    places = np.arange(len(table))
    for index, (name, label) in enumerate({"pooled": _("one model for all"), "own": _("own model")}.items()):
        at = places + (index - 0.5) * 0.4
        axes.bar(at, table[name], 0.38, color=COLOURS[index], label=label, hatch="/" if index else "")
        for place, value in zip(at, table[name], strict=True):
            axes.annotate(
                f"{value:.0f}", (place, 0), (0, 6), textcoords="offset points", ha="center", color="white",
                weight="bold", fontsize=12,
                bbox={"facecolor": COLOURS[index], "edgecolor": "none", "pad": 1},
            )  # fmt: skip
    reach = np.arange(len(table)) + 0.2
    axes.vlines(reach, table["own_low"], table["own_high"], color="black", linewidth=2, label=_("95% interval"))
    names = [_("{name} ({count:,} customers)").format(name=name, count=row) for name, row in table["customers"].items()]
    axes.set_xticks(places, names)
    axes.grid(False, axis="x")
    axes.legend(loc="upper left")
    return axes

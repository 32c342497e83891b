"""Figures and readable tables of the transition-matrix chapter: results of `course.models` in, Axes or tables out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import PercentFormatter

from course.errors import CourseError
from course.figures.style import COLOURS, DASHES, MARKERS, new_axes
from course.i18n import _
from course.models.transition_inference import RepeatRates, TestResult, ValueInterval

_PALE: Final = LinearSegmentedColormap.from_list("pale", ["white", COLOURS[0]])
_NAMES: Final = {
    "bootstrap": _("SE, households"),
    "brand": _("brand"),
    "count": _("count"),
    "customer": _("customer"),
    "customers": _("customers"),
    "dirichlet_high": _("Dirichlet to"),
    "dirichlet_low": _("Dirichlet from"),
    "from": _("last purchase"),
    "happened": _("happened"),
    "high": _("interval to"),
    "household": _("household"),
    "households": _("households"),
    "from_P": _("forecast by P"),
    "last brand": _("last purchase"),
    "low": _("interval from"),
    "multinomial": _("SE, simple"),
    "next brand": _("next purchase"),
    "occasion": _("occasion"),
    "one_matrix": _("one P for all, yuan"),
    "own_share": _("forecast by own share"),
    "own_shares": _("own shares kept, yuan"),
    "ratio": _("second SE / first"),
    "repeat": _("repeat rate"),
    "share": _("share"),
    "standard_error": _("standard error"),
    "time": _("time"),
    "times": _("one P / own shares"),
    "to": _("next purchase"),
    "transitions": _("transitions"),
    "value": _("value, yuan"),
    "wald_high": _("Wald to"),
    "wald_low": _("Wald from"),
    "wanted_error": _("error wanted, share of value"),
    "wilson_high": _("Wilson to"),
    "wilson_low": _("Wilson from"),
}


# --- tables -----------------------------------------------------------------------------------------------------------


def readable(table: pd.DataFrame, decimals: int = 2) -> pd.DataFrame:
    """Return a table of the models rounded, with names that a reader understands.

    Examples
    --------
    >>> readable(pd.DataFrame({"multinomial": [0.0341], "bootstrap": [0.0943]}, index=["keebler"]), 3).columns.to_list()
    ['SE, simple', 'SE, households']
    """
    named = table.round(decimals).rename(columns=_NAMES)
    return named.rename_axis(index=_NAMES.get(str(table.index.name)), columns=_NAMES.get(str(table.columns.name)))


def side_by_side(wrong: pd.Series[float], right: pd.Series[float], decimals: int = 2) -> pd.DataFrame:
    """Return the wrong way, the right way, and how far the first is off, in the unit and in percent of the right.

    Examples
    --------
    >>> side_by_side(pd.Series({"A": 11.0}), pd.Series({"A": 10.0})).loc["A"].to_list()
    [11.0, 10.0, 1.0, 10.0]
    """
    off = wrong - right
    table = pd.DataFrame({_("wrong way"): wrong, _("right way"): right, _("wrong by"): off}).round(decimals)
    return table.assign(**{_("wrong by, %"): (100 * off / right.where(right != 0)).round(1)}).rename_axis(
        _NAMES.get(str(right.index.name))
    )


def hypotheses(results: dict[str, TestResult]) -> pd.DataFrame:
    """Return tests by name as a table: what is tested, the statistic, its degrees of freedom and the p-value.

    Examples
    --------
    >>> hypotheses({"order": TestResult(26.1, 12, 0.0104, "first order", "second order", 0.0)})["p-value"].to_list()
    ['0.0104']
    """
    names = [_("hypothesis tested"), _("X²"), _("degrees of freedom"), _("p-value")]
    rows = {name: [one.null, round(one.statistic, 1), one.df, _p_value(one.p_value)] for name, one in results.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=names)


def _p_value(p: float) -> str:
    return f"{p:.4f}" if p >= 1e-4 else _("below 0.0001")


def point_three_ways(one_cell: float, legal: float, computed_again: float) -> pd.DataFrame:
    """Return what one more point is said to bring: by one cell alone, along a legal direction, and computed again.

    Examples
    --------
    >>> point_three_ways(45.489, 11.586, 11.9).iloc[:, 0].to_list()
    [45.49, 11.59, 11.9]
    """
    rows = {
        _("one cell alone (the row then sums to 1.01)"): one_cell,
        _("one point moved, by the derivative"): legal,
        _("one point moved, value computed again"): computed_again,
    }
    return pd.DataFrame({_("gain, yuan"): pd.Series(rows).round(2)})


def wallet(occasions: pd.Series[float], prices: dict[str, float]) -> pd.DataFrame:
    """Return shares of occasions beside shares of wallet, when a purchase of each brand costs its own price.

    Examples
    --------
    >>> wallet(pd.Series({"A": 0.5, "B": 0.5}), {"A": 3, "B": 1}).iloc[:, 2].to_list()
    [0.75, 0.25]
    """
    price = pd.Series(prices, dtype=float).reindex(occasions.index)
    spent = occasions * price
    table = {_("share of occasions"): occasions, _("yuan a purchase (ours)"): price}
    return pd.DataFrame({**table, _("share of wallet"): spent / spent.sum()}).round(3)


def stops(table: pd.DataFrame) -> pd.DataFrame:
    """Return the value at each recency by where marketing stops as a table to read, blank where it has stopped.

    Examples
    --------
    >>> stops(pd.DataFrame({1: [48.0, float("nan")], 2: [51.574, 4.596]}, index=[1, 2])).iloc[1].to_list()
    ['', '4.60']
    """
    words = table.map(lambda value: "" if pd.isna(value) else f"{value:.2f}")
    words.columns = [_("stop after {last}").format(last=last) for last in table.columns]
    return words.rename_axis(_("recency"))


class Said:
    """What the course said to a call that it refused: the sentence of its error."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return self.words


def refused(call: Callable[[], Any]) -> Said:
    """Return the sentence with which a function refuses bad input, for showing it without a traceback.

    Examples
    --------
    >>> from course.models.inputs import rate
    >>> refused(lambda: rate("discount_rate", 10))
    discount_rate is 10, which is above 1. Write 10% as 0.1.
    """
    try:
        call()
    except CourseError as error:
        return Said(str(error))
    return Said(_("It was not refused."))


# --- figures ----------------------------------------------------------------------------------------------------------


def matrix_map(P: pd.DataFrame, counts: pd.DataFrame) -> Axes:
    """Draw a transition matrix as a heat map: each cell says its share of the row, and the count behind it.

    Parameters
    ----------
    P, counts
        The matrix and the counts that it came from; rows from, columns to.
    """
    totals = counts.sum(axis=1)
    rows = [_("{brand}\n({total:,} transitions)").format(brand=name, total=totals[name]) for name in P.index]
    words = [
        [f"{share:.1%}\n{count:,}" for share, count in zip(*pair, strict=True)]
        for pair in zip(P.to_numpy(), counts.to_numpy(), strict=True)
    ]
    title = _("What came after each purchase")
    return _heat_map(title, P, words, rows, _("share of the row"), top=1)


def gain_map(gain: pd.DataFrame, to_brand: str) -> Axes:
    """Draw what one percentage point won is worth, by the row that changes and the brand that loses it.

    Parameters
    ----------
    gain
        What `course.models.transition_inference.point_gain` returned, in yuan a point.
    to_brand
        The brand that wins the point; its own column is left out.
    """
    table = gain.drop(columns=to_brand)
    words = [[f"{value:.2f}" for value in row] for row in table.to_numpy()]
    title = _("One point of a row moved to {brand}: yuan a customer").format(brand=to_brand)
    axes = _heat_map(title, table, words, list(table.index), _("yuan a point"), top=float(table.max().max()))
    axes.set_xlabel(_("brand that loses the point"))
    axes.set_ylabel(_("row: brand bought last"))
    return axes


def _heat_map(
    title: str, table: pd.DataFrame, words: list[list[str]], rows: list[Any], label: str, *, top: float
) -> Axes:
    axes = new_axes(title, _("next purchase"), _("last purchase"), size=(9, 5.4))
    across = ", ".join(map(str, table.columns))
    down = ", ".join(map(str, table.index))
    said = _("{label}; rows {rows}; columns {columns}").format(label=label, rows=down, columns=across)
    axes.imshow(table.to_numpy(), cmap=_PALE, vmin=0, vmax=top, aspect="auto", label=said)
    for (row, column), value in np.ndenumerate(table.to_numpy()):
        ink = "white" if value > 0.9 * top else "black"  # each at 4:1 or more
        axes.text(column, row, words[row][column], ha="center", va="center", color=ink, fontsize=15)
    axes.set_xticks(range(table.shape[1]), list(table.columns))
    axes.set_yticks(range(table.shape[0]), rows)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(False)
    return axes


def brand_shares(shares: pd.DataFrame, long_run: pd.Series[float]) -> Axes:
    """Draw each brand's share of purchases occasion by occasion, with the long-run share beside the last point.

    Parameters
    ----------
    shares
        What `course.models.transition.shares_over_time` returned.
    long_run
        What `course.models.transition.stationary` returned.
    """
    axes = new_axes(
        _("Whoever they bought last, the chain forgets it"),
        _("purchase occasions from now"),
        _("share of purchase occasions"),
    )
    for index, brand in enumerate(shares.columns):
        line = axes.plot(shares.index, shares[brand], label=brand, color=COLOURS[index], markevery=2)[0]
        line.set(linestyle=DASHES[index], marker=MARKERS[index])
    last = shares.index[-1]
    for name, height in _apart(long_run, 0.055).items():
        words = _("{brand}: {share:.1%} in the long run").format(brand=name, share=long_run[str(name)])
        axes.annotate(words, (last, height), (10, 0), textcoords="offset points", va="center", fontsize=13)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xticks(shares.index[::2])
    axes.set_ylim(0, 1)
    axes.set_xlim(0, last * 1.42)
    axes.spines["bottom"].set_bounds(0, last)
    axes.legend(loc="upper right", ncols=2)
    return axes


def _apart(heights: pd.Series[float], least: float) -> pd.Series[float]:
    """Return heights for labels, moved up where two would overlap."""
    placed = heights.sort_values()
    for place in range(1, len(placed)):
        placed.iloc[place] = max(placed.iloc[place], placed.iloc[place - 1] + least)
    return placed


def value_two_ways(delta: ValueInterval, households: ValueInterval) -> Axes:
    """Draw the value by last brand with the interval of each method: transitions independent, households resampled.

    Parameters
    ----------
    delta, households
        What `course.models.transition_inference.value_interval` returned with each method.
    """
    axes = new_axes(
        _("How well is the value known?"),
        _("brand bought last"),
        _("value of the customer to us, yuan"),
    )
    places = np.arange(len(delta.table))
    methods = ((delta, _("transitions independent")), (households, _("households resampled")))
    for index, (result, words) in enumerate(methods):
        table, at = result.table, places + (index - 0.5) * 0.3
        label = _("{level:.0%}: {words}").format(level=result.level, words=words)
        axes.vlines(at, table["low"], table["high"], color=COLOURS[index], linewidth=7, alpha=0.55, label=label)
        axes.plot(at, table["value"], linestyle="", marker=MARKERS[index], color=COLOURS[index], label=words)
        for x, low, high in zip(at, table["low"], table["high"], strict=True):
            for height, side in ((low, "top"), (high, "bottom")):
                gap = (0, -4) if side == "top" else (0, 4)
                axes.annotate(f"{height:.0f}", (x, height), gap, textcoords="offset points", ha="center", va=side)
    axes.set_xticks(places, list(delta.table.index))
    axes.margins(x=0.08, y=0.12)
    _legend_above(axes, columns=2, only=("LineCollection",))
    return axes


def _legend_above(axes: Axes, *, columns: int, only: tuple[str, ...] = ()) -> None:
    """Put the legend between title and picture, where it covers nothing; ``only`` names the kinds of artist shown."""
    pairs = zip(*axes.get_legend_handles_labels(), strict=True)
    chosen = [(artist, label) for artist, label in pairs if not only or type(artist).__name__ in only]
    axes.set_title(axes.get_title(loc="left"), pad=34)
    axes.legend(*zip(*chosen, strict=True), loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=columns)


def loyalty(rates: RepeatRates) -> Axes:
    """Draw how much of the repeat rate is difference between households.

    Parameters
    ----------
    rates
        What `course.models.transition_inference.repeat_rates` returned.
    """
    axes = new_axes(
        _("How many purchases repeat the brand before?"),
        _("if purchases only followed ..., and as observed"),
        _("share of purchases that repeat"),
    )
    shown = {
        _("shares of the panel"): rates.panel_shares,
        _("shares of the household"): rates.household_shares,
        _("observed"): rates.observed,
    }
    places = range(len(shown))
    bars = axes.bar(places, list(shown.values()), 0.6, color=COLOURS[:3], label=_("repeat rate"))
    axes.bar_label(bars, [f"{rate:.1%}" for rate in shown.values()], padding=3, fontsize=16, weight="bold")
    axes.set_xticks(places, list(shown))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_ylim(0, 1)
    axes.grid(False, axis="x")
    return axes


def forecasts(table: pd.DataFrame, our_brand: str) -> Axes:
    """Draw two forecasts of the second half of the panel, made from the first, beside what happened.

    Parameters
    ----------
    table
        What `course.models.transition_lessons.holdout` returned.
    our_brand
        The brand whose share is forecast.
    """
    axes = new_axes(
        _("Two forecasts made half-way, and what happened"),
        _("brand bought last in the first half (households)"),
        _("share of {brand} in the second half").format(brand=our_brand),
    )
    series = {
        "from_P": _("forecast by P"), "own_share": _("forecast by own share"),
        "happened": _("what happened"),
    }  # fmt: skip
    places = np.arange(len(table))
    for index, (name, label) in enumerate(series.items()):
        at = places + (index - 1) * 0.27
        axes.bar(at, table[name], 0.26, color=COLOURS[index], label=label)
        for place, share in zip(at, table[name], strict=True):
            axes.text(place, 0.012, f"{share:.0%}", ha="center", color="white", weight="bold", fontsize=12)
    reach = 1.96 * table["standard_error"]
    low, high = (table["happened"] - reach).clip(lower=0), (table["happened"] + reach).clip(upper=1)
    axes.vlines(places + 0.27, low, high, color="black", linewidth=2, label=_("95% interval of what happened"))
    names = [_("{brand} ({n})").format(brand=name, n=row) for name, row in table["households"].items()]
    axes.set_xticks(places, names)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_ylim(0, 1)
    axes.grid(False, axis="x")
    _legend_above(axes, columns=3, only=("BarContainer",))
    return axes

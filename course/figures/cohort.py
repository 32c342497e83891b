"""Figures of the cohort chapter: each takes a model's result and returns Axes; the tables are in `cohort_table`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from course.figures.cohort_table import NAMES, readable, stated, styled
from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _
from course.models.cohort import CohortTable, break_even_year
from course.models.cohort_solve import HALF_A_CENT, LtvInterval

__all__ = [
    "identified",
    "interval_by_size",
    "keep_or_win",
    "ltv_by_year",
    "mistakes",
    "readable",
    "segments",
    "stated",
    "styled",
]

#: The ground of a label that stands on a line or a band.
_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5}


def ltv_by_year(cohort: CohortTable) -> Axes:
    """Draw what each year adds per customer won, and the LTV so far, with the year that pays the cost of winning back.

    Parameters
    ----------
    cohort
        What `course.models.cohort.table` returned.
    """
    axes = new_axes(_("Winning costs; the later years pay"), _("year"), _("yuan of year 1 per customer won"))
    years, won = cohort.frame.index.to_numpy(), float(cohort.frame["customers"].iloc[0])
    added = cohort.frame["present_value"].to_numpy() / won
    axes.bar(years, added, 0.5, color=COLOURS[0], alpha=0.45, label=_("this year adds"))
    axes.plot(years, cohort.ltv, color=COLOURS[1], marker=MARKERS[1], linestyle="-", label=_("LTV so far"))
    axes.axhline(0, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("break-even"))
    for year, value in zip(years, cohort.ltv, strict=True):
        words, below = _("{value:.2f} yuan").format(value=value), value < 0
        place, side = ((0, -22), "center") if below else ((-12, 6), "right")
        axes.annotate(words, (year, value), place, textcoords="offset points", ha=side, weight="bold", bbox=_PAPER)
    paid = break_even_year(cohort)
    if paid is not None:
        axes.annotate(
            _("paid back in year {year}").format(year=paid),
            (paid, 0),
            (0, -18),
            textcoords="offset points",
            ha="center",
        )
    axes.set_xticks(years)
    axes.margins(x=0.12, y=0.16)
    axes.legend(loc="upper left")
    return axes


def keep_or_win(limits: pd.DataFrame, today: float) -> Axes:
    """Draw where a yuan for keeping customers beats a yuan for winning them.

    Parameters
    ----------
    limits
        What `course.models.cohort_lessons.keep_or_win` returned, with costs in rising order.
    today
        What it costs to win a customer today, in yuan.
    """
    axes = new_axes(
        _("Keep or win? It depends on two prices"),
        _("cost to win the next customer, yuan"),
        _("cost of one point of retention,\nyuan per customer won"),
    )
    cost, most = limits["next_customer_cost"].to_numpy(), limits["most_per_point"].to_numpy()
    top = 1.35 * float(most.max())
    axes.fill_between(cost, 0, most, color=COLOURS[2], alpha=0.25, label=_("keeping is the better use"))
    axes.plot(cost, most, color=COLOURS[2], marker="", label=_("the most a point may cost"))
    at_today = float(np.interp(today, cost, most))
    axes.plot([today], [at_today], color=COLOURS[1], marker=MARKERS[1], markersize=11, label=_("today"))
    words = _("today: {cost:.0f} yuan to win,\na point may cost {most:.2f} yuan").format(cost=today, most=at_today)
    axes.annotate(words, (today, at_today), (6, -16), textcoords="offset points", va="top", fontsize=12)
    pays = float(cost[limits["return_of_winning"].to_numpy() >= 1][-1])
    left, right = (cost[0] + pays) / 2, (pays + cost[-1]) / 2
    for x, y, words in (
        (left, 0.88, _("win more customers")), (right, 0.88, _("neither pays")), (right, 0.4, _("keep customers")),
    ):  # fmt: skip
        axes.text(x, y * top, words, ha="center", style="italic")
    axes.axvline(pays, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("winning stops paying"))
    axes.set_ylim(0, top)
    axes.set_xlim(cost[0], cost[-1])
    return axes


def identified(matches: pd.DataFrame, chosen: float) -> Axes:
    """Draw the LTV by year of every set of inputs that gives the same two totals, one row a set.

    Parameters
    ----------
    matches
        The ``matches`` of `course.models.cohort_solve.identify`, for three years.
    chosen
        The LTV after year 2 of the reconstruction; the rows that share it are in bold.
    """
    axes = new_axes(_("Same ends, different middles"), _("LTV, yuan per customer won"), _("set of inputs"), size=(9, 6))
    rows = matches.sort_values("ltv_2", ascending=False, kind="stable").reset_index(drop=True)
    for year, colour, marker in zip((1, 2, 3), COLOURS, MARKERS, strict=False):
        label = _("after year {year}").format(year=year)
        axes.plot(rows[f"ltv_{year}"], rows.index, color=colour, linestyle="", marker=marker, label=label)
    for place, value in enumerate(rows["ltv_2"]):
        weight = "bold" if abs(value - chosen) < HALF_A_CENT else "normal"
        axes.annotate(
            f"{value:.2f}", (value, place), (10, 0), textcoords="offset points", va="center", weight=weight, fontsize=12
        )
    axes.set_yticks(rows.index, [_set_in_words(row) for _place, row in rows.iterrows()], fontsize=11)
    axes.margins(x=0.06, y=0.06)
    axes.set_title(axes.get_title(loc="left"), pad=34)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 0.99), ncols=3)
    return axes


def _set_in_words(row: pd.Series[float]) -> str:
    purchases = ", ".join(f"{row[f'purchases_{year}']:g}" for year in (1, 2, 3))
    spend = ", ".join(f"{row[f'spend_{year}']:g}" for year in (1, 2, 3))
    return _("{purchases} × {spend}; {rate:.0%}").format(purchases=purchases, spend=spend, rate=row["discount_rate"])


def interval_by_size(intervals: Sequence[LtvInterval]) -> Axes:
    """Draw the interval of the LTV for cohorts of several sizes.

    Parameters
    ----------
    intervals
        What `course.models.cohort_solve.ltv_interval` returned for each size, smallest first.
    """
    axes = new_axes(
        _("A small cohort cannot tell its LTV to the cent"),
        _("customers in the cohort"),
        _("LTV after year 3, yuan per customer won"),
    )
    inside = _("{level:.0%} of such cohorts fall here").format(level=intervals[0].level)
    places = np.arange(len(intervals))
    values = np.array([one.ltv for one in intervals])
    low, high = np.array([one.low for one in intervals]), np.array([one.high for one in intervals])
    axes.vlines(places, low, high, color=COLOURS[0], linewidth=6, label=inside)
    axes.plot(
        places,
        values,
        color=COLOURS[1],
        linestyle="",
        marker="_",
        markersize=26,
        markeredgewidth=3,
        label=_("LTV of the table"),
    )
    for place, one in zip(places, intervals, strict=True):
        words = _("{low:.1f} to {high:.1f}").format(low=one.low, high=one.high)
        axes.annotate(words, (place, one.low), (0, -18), textcoords="offset points", ha="center")
    axes.set_xticks(places, [f"{one.customers:,}" for one in intervals])
    axes.margins(x=0.12, y=0.2)
    axes.legend(loc="upper right")
    return axes


def segments(mixture: pd.DataFrame) -> Axes:
    """Draw a cohort of two segments whose own retention never changes, and the retention that the cohort shows.

    Parameters
    ----------
    mixture
        What `course.models.cohort.mixture_retention` returned for two segments, the loyal one first.
    """
    axes = new_axes(
        _("Nobody becomes more loyal, and retention rises"), _("year"), _("share of customers won; retention")
    )
    years = mixture.index.to_numpy()
    axes.bar(years, mixture["alive_1"], 0.6, color=COLOURS[0], label=_("loyal segment, still customers"))
    axes.bar(
        years, mixture["alive_2"], 0.6, bottom=mixture["alive_1"], color=COLOURS[1], alpha=0.55, hatch="//",
        edgecolor="white", label=_("weak segment, still customers"),
    )  # fmt: skip
    axes.plot(
        years,
        mixture["retention"],
        color="black",
        marker=MARKERS[2],
        linestyle=DASHES[1],
        label=_("retention of the cohort"),
    )
    for year, kept in zip(years, mixture["retention"], strict=True):
        axes.annotate(f"{kept:.0%}", (year, kept), (0, 10), textcoords="offset points", ha="center", bbox=_PAPER)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _place: f"{share:.0%}"))
    axes.set_ylim(0, 1.42)
    axes.set_yticks(np.linspace(0, 1, 6))
    axes.legend(loc="upper right", ncols=1)
    return axes


def mistakes(slips: pd.DataFrame) -> Axes:
    """Draw the LTV that each common slip gives, beside the right one.

    Parameters
    ----------
    slips
        What `course.models.cohort_lessons.mistakes` returned.
    """
    axes = new_axes(_("What a slip does to the LTV"), _("LTV after year 3, yuan per customer won"), "", size=(9, 5.6))
    ordered = slips.sort_values("ltv")
    places = np.arange(len(ordered))
    right = float(slips["ltv"]["right"])
    bars = axes.barh(places, ordered["ltv"], 0.7, color=COLOURS[0], alpha=0.55, label="LTV")
    bars[list(ordered.index).index("right")].set(color=COLOURS[2], alpha=1.0)
    for place, value in zip(places, ordered["ltv"], strict=True):
        axes.annotate(
            f"{value:.2f}", (value, place), (5, 0), textcoords="offset points", va="center", fontsize=12, bbox=_PAPER
        )
    axes.axvline(right, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("right"))
    axes.set_yticks(places, [NAMES[name] for name in ordered.index])
    axes.set_ylabel(_("way of reading the table"))
    axes.margins(x=0.12)
    return axes

"""Figures of the chapter on statistics for finding customers: each takes a model's result and returns Axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _
from course.models.factors import Components, Factors

#: Readable names of the traits and methods of the chapter's tables.
NAMES: Final[Mapping[str, str]] = {
    "household_size": _("household size"), "age": _("age"), "married": _("married"), "children": _("with children"),
    "high_education": _("high education"), "low_education": _("low education"), "high_status": _("high status"),
    "unskilled": _("unskilled work"), "class_a": _("social class A"), "class_d": _("social class D"),
    "home_owners": _("home owners"), "no_car": _("no car"), "private_health": _("private health insurance"),
    "low_income": _("low income"), "income": _("mean income"), "purchasing_power": _("purchasing power"),
    "liability_paid": _("paid for liability*"), "car_paid": _("paid for car policies*"),
    "fire_paid": _("paid for fire policies*"), "life_paid": _("paid for life policies*"),
    "boat_policies": _("boat policies*"), "bicycle_policies": _("bicycle policies*"),
    "social_policies": _("social security policies*"), "segments": _("segments"), "mirror": _("mirror"),
    "factors": _("factors"), "components": _("components"), "regression": _("regression"),
    "discriminant": _("discriminant"), "hours": _("an hour longer"), "changes 1": _("one change"),
    "changes 2": _("two changes or more"), "comfort 1": _("middle comfort"), "comfort 2": _("least comfort"),
    "price": _("10 guilders more"),
}  # fmt: skip

#: The ground of a label that stands on a line.
_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}


def named(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with readable names of traits, methods and columns."""
    words = {str(name): NAMES.get(str(name), str(name).replace("_", " ")) for name in [*table.index, *table.columns]}
    return table.rename(index=lambda name: words.get(name, name), columns=lambda name: words.get(name, name))


def number_of_segments(quality: pd.DataFrame) -> Axes:
    """Draw for each number of segments how clear and how stable they are.

    Parameters
    ----------
    quality
        What `course.models.segments.choose` returned.
    """
    axes = new_axes(_("How many segments? Two yardsticks"), _("segments"), _("0 none to 1 perfect"))
    for name, label, at in (("silhouette", _("silhouette: how clear"), 0), ("stability", _("Rand: how stable"), 1)):
        axes.plot(
            quality.index, quality[name], label=label, color=COLOURS[at], marker=MARKERS[at], linestyle=DASHES[at]
        )
    axes.vlines(
        quality.index, quality["worst"], quality["stability"], color=COLOURS[1], alpha=0.4, linewidth=6,
        label=_("down to the worst resample"),
    )  # fmt: skip
    axes.set_xticks(quality.index)
    axes.set_ylim(0, 1.05)
    axes.legend(loc="center left", bbox_to_anchor=(0, 0.38))
    return axes


def buyers_profile(profile: pd.DataFrame, most: int = 12) -> Axes:
    """Draw in which traits the buyers differ most from all customers, with intervals.

    Parameters
    ----------
    profile
        What `course.models.mirror.profile` returned.
    most
        How many traits, the largest differences first.
    """
    axes = new_axes(
        _("The buyers in the mirror"),
        _("buyers less all customers, standard deviations"),
        _("trait (* of the customer)"),
        size=(9, 6),
    )
    _intervals(axes, profile.head(most), "difference", 0.0, _("buyers less all"), _("like everybody"))
    return axes


def _intervals(axes: Axes, table: pd.DataFrame, middle: str, at: float, label: str, guide: str) -> None:
    """Draw one row an estimate, the first at the top: a dot and its interval, and a line for no effect."""
    places = np.arange(len(table))[::-1]
    axes.hlines(places, table["low"], table["high"], color=COLOURS[0], linewidth=3, label=_("95% interval"))
    axes.plot(table[middle], places, linestyle="", color=COLOURS[1], marker=MARKERS[0], label=label)
    axes.axvline(at, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=guide)
    middle_of_x = (table["low"].min() + table["high"].max()) / 2
    # The name stands at the dot, not at the axis, so that the text twin says it too.
    for place, (name, value) in zip(places, table[middle].items(), strict=True):
        words, side = f"{NAMES.get(str(name), str(name))}: {value:.2f}", "right" if value > middle_of_x else "left"
        axes.annotate(words, (value, place), (0, 7), textcoords="offset points", ha=side, fontsize=12, bbox=_PAPER)
    axes.set_yticks([])
    axes.margins(y=0.12)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))


def loadings(found: Factors) -> Axes:
    """Draw the loadings of the traits on the factors as a grid of numbers.

    Parameters
    ----------
    found
        What `course.models.factors.factors` returned.
    """
    axes = new_axes(_("Which traits go together"), _("factor, after varimax"), _("trait"), size=(9, 7))
    table = found.loadings
    order = np.lexsort((-table.abs().max(axis=1), table.abs().to_numpy().argmax(axis=1)))
    table = table.iloc[order]
    axes.grid(False)
    names = [NAMES.get(str(name), str(name)) for name in table.index]
    label = _("loadings of {names}").format(names=", ".join(names))
    axes.imshow(table.round(2), cmap="PuOr_r", vmin=-1, vmax=1, aspect="auto", label=label)
    for (row, column), value in np.ndenumerate(table.to_numpy()):
        weight, colour = ("bold" if abs(value) >= 0.5 else "normal"), ("white" if abs(value) > 0.7 else "black")
        axes.text(column, row, f"{round(value, 1) + 0.0:.1f}", ha="center", va="center", weight=weight, color=colour)
    axes.set_xticks(range(table.shape[1]), [str(name) for name in table.columns])
    axes.set_yticks(range(len(table)), names)
    return axes


def scree(found: Components) -> Axes:
    """Draw what each principal component keeps, and what the first few keep together.

    Parameters
    ----------
    found
        What `course.models.factors.components` returned.
    """
    axes = new_axes(_("A few components keep most of the spread"), _("component"), _("share of the spread"))
    places, kept = found.shares.index.to_numpy(), found.shares.cumsum()
    axes.bar(places, found.shares, 0.7, color=COLOURS[0], alpha=0.6, label=_("this one"))
    axes.plot(places, kept, color=COLOURS[1], marker=MARKERS[1], linestyle=DASHES[1], label=_("together so far"))
    axes.axhline(0.8, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("four fifths"))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xticks(places)
    axes.legend(loc="center right")
    return axes


def part_worths(money: pd.DataFrame) -> Axes:
    """Draw what each worse feature of a train journey costs, in money.

    Parameters
    ----------
    money
        What `course.models.conjoint.in_money` returned, times the guilders of a unit of the price.
    """
    axes = new_axes(
        _("What a worse journey must be cheaper by"), _("guilders of 1987"), _("compared with direct, best comfort")
    )
    _intervals(axes, money.sort_values("money", kind="stable"), "money", 0.0, _("worth"), _("no matter"))
    return axes


def market(shares: pd.DataFrame) -> Axes:
    """Draw the simulated shares of several offers, with intervals.

    Parameters
    ----------
    shares
        What `course.models.conjoint.market_shares` returned.
    """
    axes = new_axes(_("Who would take which train?"), _("offer"), _("simulated share of choices"))
    places = np.arange(len(shares))
    axes.bar(places, shares["share"], 0.6, color=COLOURS[0], alpha=0.6, label=_("share"))
    axes.vlines(places, shares["low"], shares["high"], color="black", linewidth=2, label=_("95% interval"))
    for place, value, top in zip(places, shares["share"], shares["high"], strict=True):
        axes.annotate(f"{value:.0%}", (place, top), (0, 6), textcoords="offset points", ha="center", weight="bold")
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xticks(places, [str(name) for name in shares.index])
    axes.set_ylim(0, 1)
    axes.legend()
    return axes


def odds_ratios(odds: pd.DataFrame, most: int = 9) -> Axes:
    """Draw the odds ratios of the traits with the smallest p-values, with intervals.

    Parameters
    ----------
    odds
        What `course.models.scoring.odds` returned.
    most
        How many traits.
    """
    axes = new_axes(
        _("What moves the odds, other traits held fixed"),
        _("odds ratio of one standard deviation more"),
        _("trait (* of the customer)"),
        size=(9, 5.4),
    )
    chosen = odds.nsmallest(most, "p_value").sort_values("odds_ratio", ascending=False)
    _intervals(axes, chosen, "odds_ratio", 1.0, _("odds ratio"), _("no effect"))
    return axes


def two_ways(weights: pd.DataFrame, agreement: float) -> Axes:
    """Draw the weight of each trait by regression against its weight by discriminant analysis.

    Parameters
    ----------
    weights
        Columns ``regression`` and ``discriminant``, one row a trait.
    agreement
        The rank correlation of the two scores.
    """
    title = _("Regression and discriminant analysis agree: {agreement:.2f}").format(agreement=agreement)
    axes = new_axes(title, _("weight by regression (log odds)"), _("weight by discriminant analysis"))
    axes.scatter(weights["regression"], weights["discriminant"], s=70, color=COLOURS[0], label=_("a trait"))
    for name, row in weights.loc[weights["discriminant"].abs() > 0.25].iterrows():
        right = row["regression"] < 0.4
        axes.annotate(
            NAMES.get(str(name), str(name)), (row["regression"], row["discriminant"]),
            (8 if right else -8, -4), textcoords="offset points", ha="left" if right else "right", fontsize=12,
        )  # fmt: skip
    for line in (axes.axhline, axes.axvline):
        line(0, color=GUIDE, linewidth=1, linestyle="--", marker="", label=_("no weight"))
    return axes


def gains(curves: Mapping[str, pd.Series]) -> Axes:
    """Draw the gains curves of at most three methods on customers held out.

    Parameters
    ----------
    curves
        Method and what `course.models.lift.gains` returned for it.
    """
    axes = new_axes(
        _("Buyers found, when the best are written to first"),
        _("share of prospects written to"),
        _("share of buyers found"),
    )
    for place, (name, curve) in enumerate(curves.items()):
        share = curve.index.to_numpy() / (len(curve) - 1)
        label = NAMES.get(name, name)
        axes.plot(share, curve, label=label, color=COLOURS[place], linestyle=DASHES[place], marker="")
    axes.plot([0, 1], [0, 1], color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("at random"))
    axes.axvline(0.1, color=GUIDE, linewidth=1, linestyle="--", marker="", label=_("top decile"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:.0%}"))
    axes.legend(loc="lower right")
    return axes


def comparison(found: pd.DataFrame) -> Axes:
    """Draw the lift of each method in the top decile, with its interval.

    Parameters
    ----------
    found
        What `course.models.lift.compare` returned.
    """
    axes = new_axes(_("Lift in the top decile, on customers held out"), _("lift (1: at random)"), _("method"))
    _intervals(axes, found, "lift", 1.0, _("lift"), _("at random"))
    return axes

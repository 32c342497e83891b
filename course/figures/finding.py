"""Figures of the chapter on finding customers: visits, chains of referral, winning against keeping, the taxi."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from course.figures.prospects import PAPER, PERCENT
from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _


def visits(alone: pd.DataFrame, alike: pd.DataFrame, most: int = 12) -> Axes:
    """Draw what a day of visits may bring, when visits are strangers to each other and when streets differ.

    Parameters
    ----------
    alone, alike
        What `course.models.funnel.visits` returned without and with likeness.
    most
        The largest number of customers drawn; the rest is too rare to see.
    """
    number = len(alone) - 1
    axes = new_axes(_("The law of averages has a spread"), _("customers from {n} visits").format(n=number), _("chance"))
    places = np.arange(most + 1)
    axes.bar(places - 0.2, alone["chance"][: most + 1], 0.38, color=COLOURS[0], label=_("each visit its own trial"))
    axes.bar(places + 0.2, alike["chance"][: most + 1], 0.38, color=COLOURS[1], hatch="//", edgecolor="white",
             label=_("a day in one street, streets differ"))  # fmt: skip
    mean = float((alone["chance"] * alone.index).sum())
    axes.axvline(mean, color=GUIDE, linestyle="--", linewidth=1.5, marker="", label=_("mean of both"))
    axes.set_xticks(places)
    axes.yaxis.set_major_formatter(PERCENT)
    axes.legend()
    return axes


def chains(tables: Mapping[str, pd.DataFrame]) -> Axes:
    """Draw the chance that each of several chains is still alive, round by round.

    Parameters
    ----------
    tables
        Name to what `course.models.referral.generations` returned; at most four.
    """
    axes = new_axes(_("Most chains are not endless"), _("round of referral"), _("chance that the chain is alive"))
    for place, (name, table) in enumerate(tables.items()):
        axes.plot(
            table.index,
            table["alive"],
            color=COLOURS[place],
            linestyle=DASHES[place],
            marker=MARKERS[place],
            label=name,
        )
        end = float(table["alive"].iloc[-1])
        axes.annotate(f"{end:.0%}", (table.index[-1], end), (8, 0), textcoords="offset points", va="center")
    axes.set_ylim(0, 1.05)
    axes.yaxis.set_major_formatter(PERCENT)
    axes.legend()
    return axes


def frontier(found: pd.DataFrame, times: tuple[float, float], gain: float) -> Axes:
    """Draw how many times the price of keeping winning must cost, against what keeping gains.

    Parameters
    ----------
    found
        What `course.models.winning.frontier` returned.
    times
        The ratio that the source gives, as a range.
    gain
        The rise of retention that was observed.
    """
    axes = new_axes(_("Five to six times is not enough by itself"), _("rise of retention by the programme"),
                    _("winning costs so many times\nthe price of keeping"))  # fmt: skip
    x = found["gain"].to_numpy()
    axes.fill_between(x, times[0], times[1], color=COLOURS[2], alpha=0.3, label=_("the source: 5 to 6 times"))
    axes.plot(x, found["equal_values"], color=COLOURS[0], marker="", label=_("break-even, same value"))
    axes.plot(
        x,
        found["own_values"],
        color=COLOURS[1],
        linestyle="--",
        marker="",
        label=_("break-even, a kept one is worth more"),
    )
    axes.axvline(gain, color=GUIDE, linestyle=":", linewidth=1.5, marker="", label=_("gain observed"))
    axes.text(0.97, 0.5, _("above a line: keep"), transform=axes.transAxes, ha="right", style="italic", bbox=PAPER)
    axes.text(0.05, 0.05, _("below: win"), transform=axes.transAxes, style="italic", bbox=PAPER)
    axes.set_ylim(0, 22)
    axes.set_xlim(0, float(x[-1]))
    axes.xaxis.set_major_formatter(PERCENT)
    axes.legend(loc="upper right")
    return axes


def hours(by_place_and_part: pd.DataFrame) -> Axes:
    """Draw the profit an hour by place and part of the day.

    Parameters
    ----------
    by_place_and_part
        What `course.models.taxi.hourly` returned for place and part: profit in yuan an hour.
    """
    order = [
        name
        for name in ("morning", "midday", "evening", "night")
        if name in set(by_place_and_part.index.get_level_values(1))
    ]
    table = by_place_and_part["profit"].unstack()[order]
    table = table.loc[table.mean(axis=1).sort_values(ascending=False).index]
    axes = new_axes(_("Where and when an hour pays"), _("part of the day"), _("place"), size=(9, 4.2))
    shown = axes.imshow(
        table.to_numpy(), cmap="PuOr_r", vmin=-80, vmax=80, aspect="auto", label=_("profit, yuan an hour")
    )
    for row, column in np.ndindex(table.shape):
        value = float(table.to_numpy(dtype=float)[row, column])
        axes.text(
            column,
            row,
            f"{value:.0f}",
            ha="center",
            va="center",
            weight="bold",
            color="white" if abs(value) > 55 else "black",
        )
    axes.set_xticks(range(len(table.columns)), table.columns)
    axes.set_yticks(range(len(table)), table.index)
    axes.grid(visible=False)
    figure = axes.get_figure()
    assert figure is not None
    figure.colorbar(shown, ax=axes, label=_("profit, yuan an hour"))
    return axes


def rules(days: pd.DataFrame) -> Axes:
    """Draw the profit of the same simulated days under several rules.

    Parameters
    ----------
    days
        One day a row, one rule a column; yuan a day.
    """
    axes = new_axes(_("The same days, three rules"), _("profit of a day, yuan"), _("rule"), size=(9, 3.8))
    places = np.arange(days.shape[1])[::-1]
    spread = np.linspace(-0.22, 0.22, len(days))
    for number, (place, rule) in enumerate(zip(places, days, strict=True)):
        axes.scatter(
            days[rule], place + spread, s=12, color=COLOURS[number], marker=MARKERS[number], alpha=0.45, label=rule
        )
        mean = float(days[rule].mean())
        axes.plot(
            [mean, mean],
            [place - 0.32, place + 0.32],
            color="black",
            marker="",
            linestyle="-",
            label=_("mean, {rule}").format(rule=rule),
        )
        axes.annotate(
            f"{mean:.0f}",
            (mean, place + 0.32),
            (0, 3),
            textcoords="offset points",
            ha="center",
            weight="bold",
            bbox=PAPER,
        )
    axes.set_yticks(places, list(days.columns))
    axes.set_ylim(-0.5, days.shape[1] - 0.3)
    return axes

"""Figures of a cohort whose retention rises although nobody changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes, several_axes
from course.i18n import _
from course.models.shifted_beta_geometric import Fit


def cohort(alive: Sequence[float], fitted: Fit, seen: int) -> list[Axes]:
    """Draw a cohort's retention by year, and who is still there, with three forecasts.

    Parameters
    ----------
    alive
        Share still there in years 0, 1, 2 ...; those after ``seen`` were held out.
    fitted
        The model fitted to years 0 to ``seen``.
    seen
        The last year that the models may see.
    """
    share = np.asarray(alive, dtype=float) / alive[0]
    years, kept = np.arange(len(share)), share[1:] / share[:-1]
    left, right = several_axes(1, 2, size=(12, 5))
    left.set(title=_("Retention rises"), xlabel=_("year"), ylabel=_("share of last year's that stays"))
    left.plot(years[1:], kept, color="black", marker="o", linestyle="", label=_("observed"))
    left.plot(
        years[1:], fitted.retention(len(share) - 1), color=COLOURS[0], marker="", label=_("fitted, nobody changes")
    )
    right.set(title=_("Three forecasts"), xlabel=_("year"), ylabel=_("share of customers won"))
    right.plot(years, share, color="black", marker="o", linestyle="", label=_("observed"))
    right.plot(years, fitted.alive(len(share) - 1), color=COLOURS[0], marker="", label=_("fitted, nobody changes"))
    constant = {_("first rate for ever"): kept[0] ** years, _("last rate seen for ever"): _with_last(share, seen)}
    for place, (label, path) in enumerate(constant.items(), start=1):
        right.plot(years, path, color=COLOURS[place], linestyle=DASHES[place], marker="", label=label)
    for axes in (left, right):
        axes.axvline(seen + 0.5, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("models saw up to here"))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_xticks(years[::2])
    left.set_ylim(0.5, 1)
    right.set_ylim(0, 1)
    left.legend(loc="lower right")
    right.legend(loc="upper right", frameon=True, framealpha=1, edgecolor="white")
    return [left, right]


def _with_last(share: np.ndarray, seen: int) -> np.ndarray:
    """Return the observed share up to the last year seen, and the last rate from there on."""
    rate = share[seen] / share[seen - 1]
    ahead = share[seen] * rate ** np.arange(1, len(share) - seen)
    return np.append(share[: seen + 1], ahead)


def residual(values: Sequence[float], constant: float, title: str = "") -> Axes:
    """Draw what a customer is worth after each renewal, and the one value of a constant rate.

    Parameters
    ----------
    values
        Yuan of a customer who has renewed 0, 1, 2 ... times.
    constant
        The value under one rate for ever: the same after any number of renewals.
    title
        Another title.
    """
    axes = new_axes(
        title or _("Who is still here is worth more"), _("renewals so far"), _("yuan per yuan of yearly margin")
    )
    renewals = range(len(values))
    axes.plot(renewals, list(values), color=COLOURS[0], marker=MARKERS[0], label=_("fitted, nobody changes"))
    axes.axhline(constant, color=COLOURS[1], linestyle=DASHES[1], marker="", label=_("first rate for ever"))
    axes.set_xticks(list(renewals))
    axes.set_ylim(bottom=0)
    axes.legend()
    return axes

"""The figures of the review: what customers of each channel are worth, and winning against keeping."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from course.figures import prospects, valuable
from course.figures.chart import Chart, Series, draw
from course.figures.style import GUIDE
from course.i18n import _
from course.models.cohort import CohortTable
from course.models.equity import Response, customer_equity


def costs(found: pd.DataFrame) -> Axes:
    """Draw what a customer of each channel costs, as Chapter 1 draws it.

    Parameters
    ----------
    found
        From `course.models.funnel.ways`.
    """
    axes = prospects.ways(found, _("A customer by referral is the cheapest"))
    axes.set_xscale("linear")  # here the ends are near each other
    axes.set_xlabel(_("yuan for a customer won"))
    return axes


def inequality(margins: pd.Series[float]) -> Axes:
    """Draw which share of the customers brings which share of the margin, as Chapter 7 draws it.

    Parameters
    ----------
    margins
        Yuan a year, one customer each.
    """
    axes = valuable.curves({_("customers"): margins})
    axes.set_ylabel(_("share of the margin"))
    return axes


def uses(table: pd.DataFrame) -> Axes:
    """Draw what the money gains by each of its two uses, and the lead of winning, each with its interval.

    Parameters
    ----------
    table
        From `course.models.plan.uses`.
    """
    names = {"win": _("win"), "keep": _("keep"), "lead": _("lead of winning")}
    shown = table.loc[list(names)]
    bars = Series(_("gain net of the budget"), tuple(shown["gain"]), "bar", tuple(shown["low"]), tuple(shown["high"]))
    reach = 1.15 * float(shown[["low", "high"]].abs().to_numpy().max())
    limits = (min(-0.1 * reach, 1.15 * float(shown["low"].min())), reach)
    guides = ((_("nothing gained"), 0.0),)
    title = _("The same budget, two uses")
    return draw(Chart(title, _("use of the budget"), _("yuan"), tuple(names.values()), (bars,), limits, guides))


def channel_values(tables: Mapping[str, CohortTable]) -> Axes:
    """Draw the LTV of each channel's customers after each year.

    Parameters
    ----------
    tables
        The cohort table of each channel, at most four.
    """
    lines = tuple(Series(name, tuple(table.ltv)) for name, table in tables.items())
    values = [value for line in lines for value in line.y]
    years = tuple(float(year) for year in next(iter(tables.values())).frame.index)
    limits = (min(0.0, 1.1 * min(values)), 1.1 * max(values))
    title = _("Other channels, other customers")
    chart = Chart(title, _("after year"), _("LTV, yuan per customer won"), years, lines, limits, ((_("paid back"), 0),))
    axes = draw(chart)
    axes.set_xticks(years)
    return axes


def equity_chart(
    winning: Response,
    keeping: Response,
    win_spends: Sequence[float],
    *,
    margin: float,
    discount_rate: float,
    today: str,
) -> Chart:
    """Return the value of a prospect over the spend on keeping, one line for each spend on winning.

    Parameters
    ----------
    winning, keeping, margin, discount_rate
        As for `course.models.equity.customer_equity`.
    win_spends
        Yuan a prospect; the last of them is what ``today`` names.
    today
        How the last line is called.
    """
    places = tuple(float(spend) for spend in range(0, 81, 2))
    money = {"margin": margin, "discount_rate": discount_rate}
    lines = tuple(
        tuple(customer_equity(winning, keeping, win_spend=win, keep_spend=keep, **money) for keep in places)
        for win in win_spends
    )
    names = [_("{spend:.0f} yuan to win").format(spend=spend) for spend in win_spends]
    names[-1] = today
    series = tuple(Series(name, line) for name, line in zip(names, lines, strict=True))
    title = _("What a prospect is worth")
    return Chart(
        title, _("spent on keeping, yuan a customer a year"), _("yuan per prospect"), places, series, (-20, 120)
    )


def equity(
    winning: Response,
    keeping: Response,
    win_spends: Sequence[float],
    best: float,
    *,
    margin: float,
    discount_rate: float,
) -> Axes:
    """Draw `equity_chart` with the best spend on keeping marked."""
    last = _("{spend:.0f} yuan to win").format(spend=win_spends[-1])
    chart = equity_chart(winning, keeping, win_spends, margin=margin, discount_rate=discount_rate, today=last)
    axes = draw(chart)
    axes.axvline(best, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("best for keeping"))
    axes.legend()
    return axes


def plan_table(plan: Mapping[str, float]) -> pd.DataFrame:
    """Return a plan as a table: what is decided, and its number.

    Parameters
    ----------
    plan
        Number by name; the names are those the chapter gives, with ``_`` for spaces.

    Examples
    --------
    >>> plan_table({"customers_won": 12.0}).to_dict()
    {'number': {'customers won': 12.0}}
    """
    rows = {name.replace("_", " "): round(float(value), 2) for name, value in plan.items()}
    return pd.Series(rows, name="number").to_frame()


def steps_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the five steps with whole numbers of yuan, shares in percent, and a dash where there is no interval.

    Parameters
    ----------
    steps
        From `course.models.plan.five_steps`.

    Examples
    --------
    >>> steps_table(pd.DataFrame({"what": ["visits", "share"], "number": [2600, 0.471], "low": [None, 0.44]}))
         what number  low
    0  visits  2,600    –
    1   share    47%  44%
    """
    numbers = steps.columns.drop("what")
    return steps.assign(**{name: steps[name].map(_short) for name in numbers})


def _short(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:.0%}" if 0 < abs(value) < 1 else f"{value:,.0f}"

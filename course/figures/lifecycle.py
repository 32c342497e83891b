"""Figures and readable tables of the lifecycle chapter: results of `course.models.lifecycle` in, Axes or tables out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes, several_axes
from course.i18n import _
from course.models.lifecycle import NEW_CUSTOMER_INFLUENCES, STAGES, Stage, StageEstimate

_BANDS = ("#F2F2F2", "#FFFFFF")  # stages in turn: light grey, white
_STAGE_LABELS = {stage.key: stage.label for stage in STAGES}
_NAMES = {
    "after": _("after year"),
    "as_described": _("as the source describes"),
    "case": _("case"),
    "cases": _("judgements"),
    "change": _("change of profit, yuan"),
    "confidence": _("confidence"),
    "contribution": _("weight × score"),
    "cost": _("cost to serve, yuan"),
    "cumulative": _("total so far, yuan"),
    "customers": _("customers left"),
    "factor": _("discount factor"),
    "first_year": _("first year"),
    "goods": _("cost of goods, yuan a purchase"),
    "high": _("interval to"),
    "indirect": _("indirect benefit, yuan"),
    "influence": _("influence"),
    "inverted_u": _("rises, then falls"),
    "last_year": _("last year"),
    "lost": _("value lost, yuan"),
    "low": _("interval from"),
    "margin": _("margin on purchases, yuan"),
    "mean_profit": _("mean profit, yuan a year"),
    "of_all": _("mean of all won, yuan"),
    "of_those_left": _("mean of those left, yuan"),
    "peak_profit": _("peak profit, yuan a year"),
    "peak_year": _("peak year"),
    "present_value": _("present value, yuan"),
    "price": _("price, yuan a purchase"),
    "profit": _("profit, yuan"),
    "question": _("what the customer asks"),
    "residual": _("residual value, yuan"),
    "right": _("share right"),
    "score": _("score, 1 to 5"),
    "share": _("share of full value"),
    "slope": _("mean change, yuan a year"),
    "stage": _("stage"),
    "timing": _("profits come"),
    "true_stage": _("true stage"),
    "value": _("sum of profits, yuan"),
    "volume": _("purchases a year"),
    "weight": _("weight"),
    "whole_life": _("whole-life value, yuan"),
    "year": _("year"),
    "years": _("years in all"),
    "years_in_stage": _("years in the stage so far"),
    "years_past": _("years past"),
}
_INFLUENCES = {
    "product quality": _("product quality"),
    "service quality": _("service quality"),
    "value": _("value for money"),
    "competitors' prices": _("competitors' prices"),
    "own needs": _("own needs"),
}
_CASES = {
    "usual": _("as usual"),
    "flat_volume": _("volume stays flat"),
    "flat_price": _("price stays flat"),
    "flat_cost": _("cost stays flat"),
    "flat_indirect": _("indirect benefit stays flat"),
    "only_volume": _("only volume moves"),
    "no_return": _("nothing turns back"),
    "cost_grows": _("cost grows with purchases"),
}
_TIMINGS = {"start": _("at the start of a year"), "middle": _("in mid-year"), "end": _("at the end of a year")}
_MANNERS = {"stop": _("stops at once"), "decline": _("runs through a decline")}


def readable(table: pd.DataFrame, decimals: int | Mapping[str, int] = 2) -> pd.DataFrame:
    """Return a table of the models rounded, with names that a reader understands.

    Parameters
    ----------
    table
        Any table of `course.models.lifecycle` or `course.models.lifecycle_study`.
    decimals
        Digits after the point, for all columns or by column.

    Examples
    --------
    >>> readable(pd.DataFrame({"volume": [2.123], "stage": ["decline"]}))
       purchases a year    stage
    0              2.12  Decline
    """
    rounded = table.round(decimals if isinstance(decimals, int) else dict(decimals))
    words = {True: _("yes"), False: _("no")}
    for name in table.columns:
        if name in ("stage", "true_stage"):
            rounded[name] = table[name].map(lambda key: _STAGE_LABELS.get(key, key))
        elif table[name].dtype == bool:
            rounded[name] = table[name].map(words)
    rows = {"stage": _STAGE_LABELS, "influence": _INFLUENCES, "case": _CASES, "timing": _TIMINGS}.get(
        str(table.index.name), {}
    )
    rounded = rounded.rename(index=rows)
    return rounded.rename(columns=_NAMES).rename_axis(_NAMES.get(str(table.index.name)))


def stage_table(stages: Sequence[Stage]) -> str:
    """Return stages and their traits as a Markdown table, for the text of a chapter.

    Examples
    --------
    >>> print(stage_table(STAGES[2:3]))
    | stage | Chinese | traits |
    |---|---|---|
    | Stability | 稳定期 | The relationship is at its height. Profit still rises, more slowly, to its maximum. |
    """
    head = [f"| {_('stage')} | {_('Chinese')} | {_('traits')} |", "|---|---|---|"]
    rows = [f"| {stage.label} | {stage.chinese} | {' '.join(stage.traits)} |" for stage in stages]
    return "\n".join([*head, *rows])


def votes_table(estimate: StageEstimate) -> pd.DataFrame:
    """Return how the noisy reruns of the rule voted, in percent.

    Examples
    --------
    >>> from course.models.lifecycle import classify
    >>> votes_table(classify([2, 3, 6, 10])).iloc[0].to_dict()
    {'Exploration': '0.0%', 'Formation': '100.0%', 'Stability': '0.0%', 'Decline': '0.0%'}
    """
    votes = {_STAGE_LABELS[key]: f"{share:.1%}" for key, share in estimate.votes.items()}
    return pd.DataFrame(votes, index=[_("share of reruns")])


def influences_compared(tables: Mapping[str, pd.DataFrame]) -> Axes:
    """Draw how much each of the five influences adds to the perception of a few new customers.

    Parameters
    ----------
    tables
        Name of each customer, and its table from `course.models.lifecycle.new_customer_influences`.
    """
    axes = new_axes(
        _("What each influence adds to a new customer's perception"), _("influence"), _("weight × score, points")
    )
    width = 0.8 / len(tables)
    for place, (name, table) in enumerate(tables.items()):
        label = _("{customer}: {total:.1f} of 5").format(customer=name, total=table["contribution"].sum())
        spots = [position + (place - (len(tables) - 1) / 2) * width for position in range(len(table))]
        axes.bar(spots, table["contribution"], width, color=COLOURS[place], label=label)
    axes.set_xticks(
        range(len(NEW_CUSTOMER_INFLUENCES)), [words.replace(" ", "\n", 1) for words in _INFLUENCES.values()]
    )
    axes.legend()
    return axes


def factors_by_year(factors: pd.DataFrame) -> list[Axes]:
    """Draw the four factors of a relationship by year, one small picture each, with the stages shaded.

    Parameters
    ----------
    factors
        Table from `course.models.lifecycle.factors`.
    """
    grid = several_axes(2, 2, size=(11, 6.6))
    panels = {
        "volume": (_("Transaction volume"), _("purchases a year")),
        "price": (_("Willingness to pay"), _("yuan a purchase")),
        "cost": (_("Cost to serve"), _("yuan a year")),
        "indirect": (_("Indirect benefit"), _("yuan a year")),
    }
    for place, (axes, (name, (title, unit))) in enumerate(zip(grid, panels.items(), strict=True)):
        axes.set(title=title, xlabel=_("year of the relationship"), ylabel=unit)
        axes.plot(factors.index, factors[name], label=title, **_style(place))
        _shade_stages(axes, factors, names=place < 2, size=11)
    return grid


def profit_by_year(profit: pd.DataFrame, title: str | None = None) -> Axes:
    """Draw the profit of each year, with the stages shaded and the peak named.

    Parameters
    ----------
    profit
        Table from `course.models.lifecycle.profit`.
    title
        Title; a plain one when left out.
    """
    axes = _year_axes(title or _("Profit of one customer by year"), _("yuan a year"))
    axes.plot(profit.index, profit["profit"], label=_("profit"), **_style(0))
    axes.axhline(0, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("break-even"))
    _shade_stages(axes, profit)
    place = int(profit["profit"].argmax())
    year, top = int(profit.index[place]), float(profit["profit"].iloc[place])
    words = _("peak: {profit:.0f} yuan in year {year}").format(profit=top, year=year)
    axes.annotate(words, (year, top), (-12, 6), textcoords="offset points", ha="right", va="bottom")
    axes.margins(y=0.2)
    return axes


def profits_compared(cases: Mapping[str, pd.DataFrame], title: str | None = None) -> Axes:
    """Draw the profit curves of up to four cases in one picture.

    Parameters
    ----------
    cases
        Each case, such as those of `course.models.lifecycle_study.what_ifs`, and its table from
        `course.models.lifecycle.profit`.
    title
        Title; a plain one when left out.
    """
    axes = _year_axes(title or _("Profit by year when other factors change"), _("yuan a year"))
    for place, (name, table) in enumerate(cases.items()):
        axes.plot(table.index, table["profit"], label=_CASES.get(name, name), **_style(place))
    axes.axhline(0, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("break-even"))
    axes.legend()
    return axes


def ended_early(manners: Mapping[str, pd.DataFrame]) -> Axes:
    """Draw what relationships are worth that end after each stage, for a few manners of ending.

    Parameters
    ----------
    manners
        Each manner, ``"stop"`` or ``"decline"``, and its table from `course.models.lifecycle.ended_early`.
    """
    title = _("What a relationship is worth that ends early")
    axes = new_axes(title, _("year after which it ends or turns"), _("present value at the start, yuan"))
    years, stages = _years_and_stages(manners.values())
    width = 0.8 / len(manners)
    for place, (name, table) in enumerate(manners.items()):
        spots = [years.index(year) + (place - (len(manners) - 1) / 2) * width for year in table.index]
        bars = axes.bar(spots, table["present_value"], width, color=COLOURS[place], label=_MANNERS.get(name, name))
        axes.bar_label(bars, fmt="{:.0f}", padding=2, fontsize=12)
    axes.set_xticks(range(len(years)), [f"{year}\n{stage}" for year, stage in zip(years, stages, strict=True)])
    axes.set_xlim(-0.6, len(years) - 0.4)
    axes.margins(y=0.1)
    axes.legend(loc="upper left")
    return axes


def residual_by_age(table: pd.DataFrame) -> Axes:
    """Draw what a customer is still worth at each age, beside the value of the whole life.

    Parameters
    ----------
    table
        From `course.models.lifecycle_study.residual_values`.
    """
    title = _("What a customer is still worth at each age")
    axes = _year_axes(title, _("yuan, at that age"), _("years past"))
    axes.plot(table.index, table["residual"], label=_("residual value: the profits still to come"), **_style(0))
    axes.plot(table.index, table["whole_life"], label=_("whole-life value, at the start"), **_style(1))
    axes.legend()
    return axes


def recovery(table: pd.DataFrame) -> Axes:
    """Draw how often the rule names the true stage, by how long the stage has lasted, with 95% intervals.

    Parameters
    ----------
    table
        From `course.models.lifecycle_study.recovery`.
    """
    title = _("A new stage is seen late")
    axes = _year_axes(title, _("share of judgements that are right"), _("years in the stage so far"))
    axes.vlines(table.index, table["low"], table["high"], color=COLOURS[0], linewidth=2.5, label=_("95% interval"))
    axes.plot(table.index, table["right"], label=_("share right"), color=COLOURS[0], marker="o", linestyle="")
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    last = table.index.max()
    axes.set_xticks(list(table.index), [*map(str, table.index[:-1]), _("{year} or more").format(year=last)])
    axes.set(ylim=(0, 1.05), xlim=(0.5, last + 0.5))
    axes.legend(loc="lower right")
    return axes


def average_and_customers(panel: pd.DataFrame, averages: pd.DataFrame, chosen: Sequence[int]) -> Axes:
    """Draw the average profit by year over a few of the customers it averages.

    Parameters
    ----------
    panel
        Customers from `course.models.lifecycle_study.simulate`.
    averages
        Their averages from `course.models.lifecycle_study.averages`.
    chosen
        Customers to draw one by one.
    """
    axes = _year_axes(_("No customer follows the average curve"), _("yuan a year"))
    for customer in chosen:
        own = panel[panel["customer"] == customer]
        name = _("customer {number}").format(number=customer)
        axes.plot(own["year"], own["profit"], label=name, color="#A6A6A6", linewidth=1.5, linestyle="-", marker="")
    axes.plot(averages.index, averages["of_all"], label=_("mean of all won"), **_style(0))
    axes.plot(averages.index, averages["of_those_left"], label=_("mean of those left"), **_style(1))
    handles, labels = axes.get_legend_handles_labels()
    shown = [0, len(handles) - 2, len(handles) - 1]
    axes.legend([handles[i] for i in shown], [_("single customers"), *(labels[i] for i in shown[1:])])
    return axes


def _year_axes(title: str, ylabel: str, xlabel: str | None = None) -> Axes:
    axes = new_axes(title, xlabel or _("year of the relationship"), ylabel)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return axes


def _years_and_stages(tables: Iterable[pd.DataFrame]) -> tuple[list[int], list[str]]:
    """Return the years that index the tables, in order, and the label of the stage each lies in."""
    stage_of = pd.concat([table["stage"] for table in tables]).sort_index()
    stage_of = stage_of[~stage_of.index.duplicated()]
    return stage_of.index.tolist(), [_STAGE_LABELS[key] for key in stage_of]


def _style(place: int) -> dict[str, Any]:
    return {"color": COLOURS[place], "marker": MARKERS[place], "linestyle": DASHES[place]}


def _shade_stages(axes: Axes, table: pd.DataFrame, *, names: bool = True, size: int = 13) -> None:
    """Shade the years of each stage in turn, and name the stages along the top."""
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, (stage, years) in enumerate(table.groupby("stage", sort=False)):
        first, last = years.index.min() - 0.5, years.index.max() + 0.5
        axes.axvspan(first, last, facecolor=_BANDS[place % 2], label="_" + str(stage), zorder=0)
        if names:
            label = _STAGE_LABELS[str(stage)]
            axes.text(
                (first + last) / 2,
                0.99,
                label,
                transform=axes.get_xaxis_transform(),
                ha="center",
                va="top",
                fontsize=size,
                color=GUIDE,
            )
    axes.set_xlim(table.index.min() - 0.5, table.index.max() + 0.5)
    axes.margins(y=0.14)

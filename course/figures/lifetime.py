"""Figures and readable tables of the chapter on one customer: results of the models in, Axes or tables out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

from course.errors import CourseError
from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes
from course.i18n import _
from course.models.drivers import DRIVER_LABELS
from course.models.lifetime import PART_LABELS, ThreeValues

_NAMES = {
    "cash_flow": _("cash flow, yuan"),
    "contribution": _("contribution"),
    "current": _("current value"),
    "cost": _("cost, yuan a purchase"),
    "cost_of_goods": _("cost of goods"),
    "cross_selling": _("cross-selling, yuan"),
    "customers": _("customers"),
    "difference": _("difference"),
    "discount_factor": _("discount factor"),
    "discount_rate": _("discount rate"),
    "driver": _("driver"),
    "dollar": _("dollars"),
    "end": _("at the end of a year"),
    "excluded": _("first margin out"),
    "expected": _("discounted, and she may leave"),
    "extra": _("extra, yuan"),
    "high": _("to"),
    "history": _("history value"),
    "included": _("first margin in"),
    "low": _("from"),
    "marketing": _("marketing"),
    "middle": _("in the middle of a year"),
    "overhead": _("share of overhead"),
    "plain": _("no discount, nobody leaves"),
    "potential": _("potential value"),
    "present_value": _("present value, yuan"),
    "price": _("price, yuan a purchase"),
    "profit": _("profit"),
    "purchases": _("purchases a year"),
    "referrals": _("customers referred"),
    "residual": _("residual value: current and potential"),
    "retention_rate": _("retention rate"),
    "revenue": _("revenue"),
    "serving_cost": _("cost to serve"),
    "so_far": _("sum so far, yuan"),
    "standard_error": _("standard error of the retention rate"),
    "start": _("at the start of a year"),
    "swing": _("swing, yuan"),
    "time": _("years from now"),
    "timing": _("the money comes"),
    "value": _("value, yuan"),
    "value_at_high": _("value at the high end, yuan"),
    "value_at_low": _("value at the low end, yuan"),
    "variant": _("variant"),
    "whole_life": _("whole life: all three"),
    "year": _("year"),
    "yearly_flow": _("a year, yuan"),
    "yuan": _("yuan"),
}
_STEPS = {
    "plain": _("margin × years"),
    "discounted": _("discounted"),
    "retained": _("discounted,\nand she may leave"),
}
#: The mistakes of the chapter, in its order.
PITFALLS = {
    "undiscounted": _("1 not discounted"),
    "monthly": _("2 monthly rate × 12"),
    "life": _("3 first year counted again"),
    "acquisition": _("4 acquisition cost of a customer won"),
    "first_margin": _("5 first margin paid twice"),
    "timing": _("6 timing of the other formula"),
    "whole_life": _("7 whole life for residual value"),
}


def readable(table: pd.DataFrame | pd.Series, decimals: int = 2) -> pd.DataFrame:
    """Return a table of the models rounded, with names that a reader understands.

    Parameters
    ----------
    table
        A table of `course.models.lifetime`, `course.models.retention` or `course.models.drivers`.
    decimals
        Digits after the point.

    Examples
    --------
    >>> readable(pd.DataFrame({"year": [1, 2], "present_value": [90.909, 82.644]})).to_dict()
    {'present value, yuan': {1: 90.91, 2: 82.64}}
    """
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    frame = frame.set_index("year") if "year" in frame else frame
    marks = {
        str(name): frame[name].map({True: _("counted"), False: "–"}) for name in frame if frame[name].dtype == bool
    }
    named = frame.round(decimals).assign(**marks).rename(columns=_NAMES, index=_NAMES)
    return named.rename_axis(index=_NAMES.get(str(frame.index.name)), columns=_NAMES.get(str(frame.columns.name)))


def parts_table(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the six parts by year, in whole yuan, with their sums.

    Examples
    --------
    >>> parts_table(pd.DataFrame({"first_purchase": [20.0]}, index=[1])).iloc[-1].to_dict()
    {'CLV1 first purchase': 20, 'all parts': 20}
    """
    table = parts.rename(columns=PART_LABELS).rename_axis(_("year"))
    table.loc[_("all years")] = table.sum()
    table[_("all parts")] = table.sum(axis=1)
    return table.round().astype(int)


def tornado_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a tornado with the drivers' names, for reading.

    Examples
    --------
    >>> ends = {"low": 9.0, "high": 11.0, "value_at_low": 1.0, "value_at_high": 3.0, "swing": 2.0}
    >>> tornado_table(pd.DataFrame([{"driver": "years", **ends}])).index.tolist()
    ['length of time']
    """
    names = table["driver"].map(DRIVER_LABELS)
    whole_yuan = table.round().astype({"value_at_low": int, "value_at_high": int, "swing": int})
    ends = whole_yuan.assign(low=table["low"], high=table["high"]).rename(
        columns={"low": _("low end"), "high": _("high end")}
    )
    return readable(ends.assign(driver=names).set_index("driver"), 3)


def values(numbers: Mapping[str, float], unit: str = "yuan") -> pd.DataFrame:
    """Return a few numbers in one column, each with its name.

    Parameters
    ----------
    numbers
        By a key of the chapter's names, such as ``"included"``.
    unit
        What they are counted in: ``"yuan"``, ``"dollar"`` or ``"year"``.

    Raises
    ------
    CourseError
        When a key or the unit is unknown.

    Examples
    --------
    >>> values({"history": 210.0, "current": 200.0})
                    yuan
    history value  210.0
    current value  200.0
    """
    return pd.DataFrame({_known([unit], _NAMES)[0]: list(numbers.values())}, index=_known(numbers, _NAMES)).round(2)


def three_values_table(three: ThreeValues) -> pd.DataFrame:
    """Return history, current and potential value with their sums.

    Examples
    --------
    >>> three_values_table(ThreeValues(history=210, current=200, potential=10))["yuan"].tolist()
    [210, 200, 10, 210, 420]
    """
    return values({**asdict(three), "residual": three.residual, "whole_life": three.whole_life})


def side_by_side(wrong: float, right: float, unit: str = "yuan") -> pd.DataFrame:
    """Return a mistake and the right value in one row, with how far they lie apart.

    Examples
    --------
    >>> side_by_side(48000, 20000)["error"].item()
    '+140%'
    """
    counted = _known([unit], _NAMES)[0]
    words = [f"{word}, {counted}" for word in (_("wrong"), _("right"), _("difference"))]
    row = [round(wrong, 2), round(right, 2), round(wrong - right, 2), f"{wrong / right - 1:+.0%}"]
    return pd.DataFrame([row], columns=[*words, _("error")], index=[""])


def present_values(table: pd.DataFrame) -> Axes:
    """Draw a schedule: what is paid each year, and what that is worth today.

    Parameters
    ----------
    table
        From `course.models.lifetime.schedule`.
    """
    axes = new_axes(_("The same payment each year, and what it is worth today"), _("year"), _("yuan"))
    axes.bar(table["year"], table["present_value"], color=COLOURS[0], label=_("present value"))
    axes.step(
        table["year"], table["cash_flow"], where="mid", color=COLOURS[1], marker="", linestyle="--", label=_("paid")
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, 1.25 * table["cash_flow"].max())
    _thousands(axes.yaxis)
    axes.legend(loc="upper right", ncols=2)
    return axes


def bridge(values: Mapping[str, float]) -> Axes:
    """Draw how the plain product shrinks when time and leaving are counted.

    Parameters
    ----------
    values
        Yuan, by ``"plain"``, ``"discounted"`` and ``"retained"``, in this order.

    Raises
    ------
    CourseError
        When a key is unknown.
    """
    names = _known(values, _STEPS)
    axes = new_axes(_("From the product to what she is worth"), _("what is counted"), _("yuan"))
    bars = axes.bar(names, list(values.values()), width=0.5, color=COLOURS[: len(values)], label=_("value"))
    axes.bar_label(bars, [f"{value:,.0f}" for value in values.values()], padding=4)
    for place, (before, after) in enumerate(pairwise(values.values())):
        axes.annotate(f"{after / before - 1:.0%}", (place + 0.5, before / 2), ha="center", color=GUIDE, fontsize=16)
    axes.set_ylim(0, 1.18 * max(values.values()))
    _thousands(axes.yaxis)
    return axes


def variants(table: pd.DataFrame) -> Axes:
    """Draw what a customer seems worth by revenue, by profit and by contribution.

    Parameters
    ----------
    table
        From `course.models.lifetime.variants`.
    """
    axes = new_axes(_("One customer, three yardsticks"), _("what is counted"), _("yuan"))
    bars = axes.bar(list(table.index), table["value"], width=0.5, color=COLOURS[: len(table)], label=_("value"))
    axes.bar_label(bars, [f"{value:,.0f}" for value in table["value"]], padding=4)
    axes.set_ylim(0, 1.15 * table["value"].max())
    _thousands(axes.yaxis)
    return axes


def multiples(table: pd.DataFrame) -> Axes:
    """Draw the margin multiple over the retention rate, one line a discount rate.

    Parameters
    ----------
    table
        From `course.models.lifetime.margin_multiple`, at most four rows.
    """
    axes = new_axes(
        _("What one yuan of yearly margin is worth"), _("retention rate a year"), _("margin multiple, yuan per yuan")
    )
    for place, (discount, row) in enumerate(table.iterrows()):
        axes.plot(row.index, row, label=_("discounted at {rate:.0%}").format(rate=discount), **_style(place))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.legend(loc="upper left")
    return axes


def running_totals(schedules: Mapping[str, pd.DataFrame], acquisition_cost: float) -> Axes:
    """Draw the running total of present values, less what it cost to win the customer.

    Parameters
    ----------
    schedules
        Tables of `course.models.lifetime.schedule`, by ``"plain"`` or ``"expected"``.
    acquisition_cost
        Yuan paid at time 0.

    Raises
    ------
    CourseError
        When a key is unknown.
    """
    axes = new_axes(_("When has the customer paid back?"), _("after year"), _("yuan since the start"))
    for place, (name, table) in enumerate(zip(_known(schedules, _NAMES), schedules.values(), strict=True)):
        total = np.append(0, table["present_value"].cumsum()) - acquisition_cost
        axes.plot(np.append(0, table["year"]), total, label=name, **_style(place))
    axes.axhline(0, color=GUIDE, linewidth=1.5, marker="", linestyle="-", label=_("paid back"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _thousands(axes.yaxis)
    axes.legend()
    return axes


def six_parts(parts: pd.DataFrame) -> Axes:
    """Draw how the six parts add up to the value of a relationship.

    Parameters
    ----------
    parts
        From `course.models.lifetime.decompose`.
    """
    sums = parts.sum()
    names = [*(PART_LABELS[part] for part in sums.index), _("all six parts")]
    axes = new_axes(_("Six parts that add up"), _("yuan of today"), _("part"), size=(9, 5.2))
    starts = np.append(0, sums.cumsum())[:-1]
    axes.barh(range(6), sums, left=starts, color=COLOURS[0], label=_("part"))
    axes.barh([6], [sums.sum()], color=COLOURS[1], label=_("sum"))
    for place, (end, yuan) in enumerate(zip([*sums.cumsum(), sums.sum()], [*sums, sums.sum()], strict=True)):
        axes.annotate(f" {yuan:,.0f}", (end, place), va="center")
    axes.set_yticks(range(7), names)
    axes.set_xlim(0, 1.14 * sums.cumsum().max())
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.invert_yaxis()
    _thousands(axes.xaxis)
    return axes


def three_values(cash_flows: pd.DataFrame, today: int) -> Axes:
    """Draw a customer's cash flows by year: history, current and potential.

    Parameters
    ----------
    cash_flows
        As for `course.models.lifetime.three_values`.
    today
        The last year already over.
    """
    past = cash_flows["year"] <= today
    axes = new_axes(_("One customer, seen from today"), _("year"), _("yuan a year, not discounted"))
    for place, (label, part) in enumerate({_("history"): past, _("current"): ~past}.items()):
        rows = cash_flows[part]
        axes.bar(rows["year"], rows["cash_flow"], color=COLOURS[place], label=label)
    ahead = cash_flows[~past]
    axes.bar(
        ahead["year"], ahead["extra"], bottom=ahead["cash_flow"], color=COLOURS[2], hatch="//", label=_("potential")
    )
    axes.axvline(today + 0.5, color=GUIDE, linestyle="--", marker="", label=_("today"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, 1.15 * (cash_flows["cash_flow"] + cash_flows["extra"]).max())
    _thousands(axes.yaxis)
    axes.legend()
    return axes


def tornado(table: pd.DataFrame, base: float) -> Axes:
    """Draw what moving one driver at a time does to the value, the strongest driver on top.

    Parameters
    ----------
    table
        From `course.models.drivers.tornado`.
    base
        The value when no driver moves.
    """
    axes = new_axes(_("What moves the value"), _("value, yuan"), _("driver"), size=(10, 5))
    places = range(len(table))
    for index, (end, label) in enumerate({"low": _("driver at its low"), "high": _("driver at its high")}.items()):
        axes.barh(places, table[f"value_at_{end}"] - base, left=base, color=COLOURS[index], label=label)
    axes.axvline(base, color=GUIDE, linestyle="-", linewidth=1.5, marker="", label=_("no driver moved"))
    axes.set_yticks(places, [DRIVER_LABELS.get(name, name) for name in table["driver"]])
    axes.invert_yaxis()
    _thousands(axes.xaxis)
    axes.legend(loc="lower right")
    return axes


def interval_by_sample(table: pd.DataFrame, level: float = 0.9) -> Axes:
    """Draw how the interval of the value shrinks with the customers behind the retention rate.

    Parameters
    ----------
    table
        From `course.models.drivers.interval_by_sample`.
    level
        Share of the simulated values inside the interval.
    """
    axes = new_axes(
        _("The value is a forecast"), _("customers from whom the retention rate was counted"), _("value, yuan")
    )
    axes.fill_between(
        table.index,
        table["low"],
        table["high"],
        color=COLOURS[0],
        alpha=0.25,
        label=_("{level:.0%} interval").format(level=level),
    )
    axes.plot(table.index, table["value"], label=_("value"), **_style(0))
    axes.set_xscale("log")
    axes.set_xticks(table.index, [f"{count:,}" for count in table.index])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    _thousands(axes.yaxis)
    axes.legend(loc="lower right")
    return axes


def profit_by_year(profit: Sequence[float], unit: str | None = None) -> Axes:
    """Draw what a customer brought year by year beside the first year repeated.

    Parameters
    ----------
    profit
        Profit of year 1, 2, ...
    unit
        Words for the y axis; dollars when left out.
    """
    years = range(1, len(profit) + 1)
    axes = new_axes(_("Profit from one customer by year"), _("year"), unit or _("dollars a year"))
    bars = axes.bar(years, profit, color=COLOURS[0], label=_("survey"))
    axes.bar_label(bars, padding=6)
    axes.plot(years, [profit[0]] * len(profit), label=_("first year repeated"), **_style(1))
    axes.set_ylim(0, 1.15 * max(profit))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="upper left")
    return axes


def pitfalls(pairs: Mapping[str, tuple[float, float]]) -> Axes:
    """Draw by how many percent each mistake misses the right value.

    Parameters
    ----------
    pairs
        Wrong and right value, by the keys of `PITFALLS`.

    Raises
    ------
    CourseError
        When a key is unknown.
    """
    names = _known(pairs, PITFALLS)
    errors = [100 * (wrong / right - 1) for wrong, right in pairs.values()]
    axes = new_axes(
        _("How far each mistake misses"), _("error, percent of the right value"), _("mistake"), size=(10, 5)
    )
    bars = axes.barh(range(len(names)), errors, color=COLOURS[1], label=_("error"))
    axes.bar_label(bars, [f"{error:+.0f}%" for error in errors], padding=4)
    axes.axvline(0, color=GUIDE, linewidth=1.5, linestyle="-", marker="", label=_("right value"))
    axes.set_yticks(range(len(names)), names)
    axes.margins(x=0.2)
    axes.invert_yaxis()
    return axes


def _known(given: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return the words for the keys of ``given``, refusing a key that has none."""
    for key in given:
        if key not in names:
            what = _("there is no name for {key!r}").format(key=key)
            raise CourseError(what, fix=_("Choose from {names}").format(names=", ".join(names)))
    return [names[key] for key in given]


def _style(place: int) -> dict[str, Any]:
    return {"color": COLOURS[place], "marker": MARKERS[place], "linestyle": DASHES[place]}


def _thousands(axis: Axis) -> None:
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))

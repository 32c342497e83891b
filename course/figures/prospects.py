"""Figures and tables of the chapter on finding customers: the report, where prospects are, the funnel, the ways."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from course.data.cases import FOUR_WAYS, WAYS_TO_FIND
from course.figures.style import COLOURS, GUIDE, MARKERS, new_axes
from course.figures.twins import ROWS
from course.i18n import _

#: The ground of a label that stands on a line.
PAPER: Final = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5}
PERCENT: Final = FuncFormatter(lambda share, _place: f"{round(100 * share, 6):g}%")

_ENGLISH: Final = {
    "canvassing": _("canvassing"), "advertising": _("advertising"), "referral": _("referral"),
    "published_sources": _("published sources"), "bought_list": _("bought lists"),
    "industry_ranking": _("industry rankings"), "trade_fair": _("trade fairs"), "consultant": _("consultants"),
    "own_events": _("own events"), "orphan_customers": _("adopting orphans"),
    "centre_of_influence": _("centre of influence"), "agent": _("agents"),
    "keep": _("keep customers"), "open_market": _("open a market"), "contest_general": _("contest general prospects"),
    "contest_rivals": _("contest rivals' customers"),
}  # fmt: skip
_CHINESE: Final = {**WAYS_TO_FIND, **FOUR_WAYS}

#: What a column or a row of a model's table is called in a table to read.
NAMES: Final = {
    "share": _("share"), "low": _("from"), "high": _("to"), "yes": _("customers"), "tries": _("prospects"),
    "times_mean": _("times the mean"), "met": _("conditions met"), "count": _("number"), "of_all": _("of all"),
    "all_low": _("of all, from"), "all_high": _("of all, to"), "cost": _("yuan a customer"),
    "cost_low": _("yuan, from"), "cost_high": _("yuan, to"), "spent": _("yuan spent"),
    "profit": _("profit (yuan an hour)"),
    "rides": _("rides"), "mean": _("mean brought"), "total": _("total brought"), "total_low": _("total, from"),
    "total_high": _("total, to"), "chance": _("chance"), "at_least": _("chance of so many or more"),
    "contacted": _("contacted"), "reached": _("reached"), "seen": _("visited"), "offered": _("got an offer"),
    "bought": _("bought"), "difference": _("difference"), "times": _("break-even times"), "horizon": _("years counted"),
    "kept_value": _("one kept is worth (yuan)"), "won_value": _("one won is worth (yuan)"),
    "expected": _("expected new customers"), "so_far": _("brought so far"), "alive": _("chance that it lives"),
    "generation": _("generation"), "cell": _("best cell"), "cells": _("cells looked at"),
    "chosen": _("share when chosen"),
    "again": _("share in the other half"),
}  # fmt: skip


def in_words(name: Any) -> Any:
    """Return a way's or column's name to read: a way with its Chinese name.

    Examples
    --------
    >>> in_words("trade_fair"), in_words("times_mean"), in_words("east")
    ('trade fairs 交易会寻找法', 'times the mean', 'east')
    """
    if name in _ENGLISH:
        return f"{_ENGLISH[name]} {_CHINESE[name]}"
    return NAMES.get(name, name)


def readable(table: pd.DataFrame, decimals: int = 2) -> pd.DataFrame:
    """Return a model's table with names in words, rounded, and a dash where there is no number.

    Examples
    --------
    >>> readable(pd.DataFrame({"share": [0.123, None]}, index=["seen", "bought"]))
            share
    visited  0.12
    bought      –
    """
    rounded = table.apply(lambda column: column.map(lambda cell: _cell(cell, decimals)))
    named: pd.DataFrame = rounded.rename(index=in_words, columns=in_words)
    return named.rename_axis(index=[in_words(name) for name in table.index.names])


def _cell(value: Any, decimals: int) -> Any:
    if not isinstance(value, float | np.floating):
        return value
    if np.isnan(value):
        return "–"
    if np.isinf(value):
        return _("no limit")
    return f"{value + 0.0:,.{decimals}f}"


class Report:
    """A needs analysis report to read: the same sentences as text and as HTML."""

    def __init__(self, title: str, parts: dict[str, list[str]]) -> None:
        self.title, self.parts = title, parts

    def __repr__(self) -> str:
        lines = [self.title]
        for heading, sentences in self.parts.items():
            lines += ["", heading.upper(), *sentences]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        body = "".join(f"<h4>{heading}</h4><p>{' '.join(said)}</p>" for heading, said in self.parts.items())
        edge = f"border-left:6px solid {COLOURS[0]};padding:4px 16px"
        return f'<article style="{edge}"><h3>{self.title}</h3>{body}</article>'


_HEADINGS: Final = {
    "motive": _("Psychology 消费心理"), "manner": _("Manner of buying 消费方式"), "orders": _("Habits 消费习惯"),
    "kilograms": _("Demand 消费需求"), "pays": _("Demand 消费需求"),
}  # fmt: skip
_UNITS: Final = {
    "orders": _("orders a month"),
    "kilograms": _("kilograms a month"),
    "pays": _("yuan a kilogram at most"),
}


def report(found: pd.DataFrame, group: str, asked: int, answered: int) -> Report:
    """Return the needs analysis report of a group (客户需求分析报告), written from what the survey found.

    Parameters
    ----------
    found
        What `course.models.prospects.needs` returned, for motive, manner, orders, kilograms and pays.
    group
        The group's name.
    asked, answered
        How many of the group were asked, and how many answered.
    """
    title = _("Needs analysis report: {group}").format(group=group)
    opening = _("{answered} of {asked} answered ({share:.0%}); those who did not may differ.").format(
        answered=answered, asked=asked, share=answered / asked
    )
    parts: dict[str, list[str]] = {_("Basis"): [opening]}
    for aspect in found["aspect"].unique():
        rows = found[found["aspect"] == aspect]
        said = _number_said(rows.iloc[0]) if aspect in _UNITS else _words_said(rows)
        parts.setdefault(_HEADINGS.get(str(aspect), str(aspect)), []).append(said)
    parts[_("What follows")] = _advice(found)
    return Report(title, parts)


def _number_said(row: pd.Series[Any]) -> str:
    words = _("{group:.1f} {unit} on average, others {others:.1f}: {verdict}.")
    return words.format(group=row["group"], others=row["others"], unit=_UNITS[row["aspect"]], verdict=_verdict(row, ""))


def _words_said(rows: pd.DataFrame) -> str:
    first = rows.sort_values("group", ascending=False, kind="stable").iloc[0]
    widest = rows.iloc[int(np.argmax(rows["difference"].abs()))]
    said = _("Most often {answer} ({group:.0%}).").format(answer=first["answer"], group=first["group"])
    words = _("The largest difference is {answer}: {group:.0%}, others {others:.0%}, {verdict}.")
    verdict = _verdict(widest, "%")
    shown = {name: widest[name] for name in ("answer", "group", "others")}
    return f"{said} {words.format(**shown, verdict=verdict)}"


def _verdict(row: pd.Series[Any], unit: str) -> str:
    low, high = (f"{100 * row[end]:+.0f}" if unit else f"{row[end]:+.1f}" for end in ("low", "high"))
    words = (
        _("95% interval of the difference {low} to {high} points")
        if unit
        else _("95% interval of the difference {low} to {high}")
    )
    return (
        words.format(low=low, high=high) if row["clear"] else words.format(low=low, high=high) + _(", not clear of 0")
    )


def _advice(found: pd.DataFrame) -> list[str]:
    """Say what to do about each aspect that is clearly unlike the others; the strongest first."""
    clear = found[found["clear"] & (found["difference"] > 0)]
    said = []
    for aspect, words in (
        ("motive", _("Lead with {answer} in every offer.")),
        ("manner", _("Reach them by {answer}.")),
        ("orders", _("Plan deliveries for {group:.0f} orders a month.")),
        ("kilograms", _("Size the machine for {group:.0f} kilograms a month.")),
        ("pays", _("There is room for a price above the {others:.0f} yuan a kilogram that others would pay.")),
    ):
        rows = clear[clear["aspect"] == aspect].sort_values("difference", ascending=False, kind="stable")
        if len(rows):
            said.append(words.format(**{name: rows.iloc[0][name] for name in ("answer", "group", "others")}))
    return said or [_("Nothing is clearly unlike the other groups: treat this group like them.")]


def _dots(axes: Axes, table: pd.DataFrame, label: str, names: list[str]) -> None:
    places = np.arange(len(table))[::-1]
    axes.hlines(
        places, table["low"], table["high"], color=COLOURS[0], linewidth=4, alpha=0.5, label=_("95% interval"), gid=ROWS
    )
    axes.plot(table["share"], places, color=COLOURS[1], marker=MARKERS[0], linestyle="", label=label, gid=ROWS)
    axes.set_yticks(places, names)
    axes.xaxis.set_major_formatter(PERCENT)


def needs(found: pd.DataFrame, aspect: str, group: str) -> Axes:
    """Draw the answers of a group beside those of all others, for one aspect in words.

    Parameters
    ----------
    found
        What `course.models.prospects.needs` returned.
    aspect, group
        ``"motive"`` or another aspect in words; the group's name.
    """
    axes = new_axes(
        _("What moves them to buy: {group}").format(group=group), _("answer"), _("share of those who answered")
    )
    rows = found[found["aspect"] == aspect].sort_values("group", ascending=False, kind="stable")
    places = np.arange(len(rows))
    axes.bar(places - 0.2, rows["group"], 0.38, color=COLOURS[0], label=group)
    axes.bar(places + 0.2, rows["others"], 0.38, color=COLOURS[1], hatch="//", edgecolor="white", label=_("all others"))
    for place, (_index, row) in enumerate(rows.iterrows()):
        words = _("{low:+.0f} to {high:+.0f} points").format(low=100 * row["low"], high=100 * row["high"])
        top = max(row["group"], row["others"])
        axes.annotate(words, (place, top), (0, 5), textcoords="offset points", ha="center", fontsize=12)
    axes.set_xticks(places, rows["answer"])
    axes.yaxis.set_major_formatter(PERCENT)
    axes.margins(y=0.15)
    axes.legend()
    return axes


def positioning(found: pd.DataFrame) -> Axes:
    """Draw the share won for each value of each external attribute.

    Parameters
    ----------
    found
        What `course.models.prospects.positioning` returned.
    """
    axes = new_axes(
        _("Where prospects become customers"), _("share of prospects who bought"), _("attribute: value"), size=(9, 5.4)
    )
    names = [f"{attribute}: {value}" for attribute, value in found.index]
    _dots(axes, found, _("share"), names)
    mean = float(found["yes"].sum() / found["tries"].sum())
    axes.axvline(mean, color=GUIDE, linestyle="--", linewidth=1.5, marker="", label=_("whole market"))
    axes.legend(loc="lower right")
    return axes


def conditions(found: pd.DataFrame) -> Axes:
    """Draw the share won by how many of need, money and authority a prospect has.

    Parameters
    ----------
    found
        What `course.models.prospects.won_by_conditions` returned.
    """
    axes = new_axes(
        _("All three, or far fewer"), _("share of prospects who bought"), _("conditions met"), size=(9, 3.4)
    )
    rows = found.iloc[::-1]
    _dots(axes, rows, _("share"), [_("{met} of 3").format(met=met) for met in rows.index])
    for place, (share, yes, tries) in enumerate(rows[["share", "yes", "tries"]].itertuples(index=False)):
        words = _("{yes:.0f} of {tries:.0f}").format(yes=yes, tries=tries)
        side = "center" if share > 0.01 else "left"
        axes.annotate(words, (share, len(rows) - 1 - place), (0, 9), textcoords="offset points", ha=side, fontsize=12)
    axes.margins(y=0.2)
    axes.legend(loc="lower right")
    return axes


#: The six points of S3 on which prospects and customers are compared, and how each is measured here.
_SIX: Final = {
    "definition": (_("definition 定义: purchases from us, mean"), "{:.1f}"),
    "composition": (_("composition 组成: general prospects; old customers"), "{:.0%}"),
    "number": (_("number 数量"), "{:,.0f}"),
    "contest": (_("contest 市场争夺: rivals' offers a year, mean"), "{:.1f}"),
    "role": (_("role 地位或作用: profit of last year, yuan"), "{:,.0f}"),
}


def compared(sides: pd.DataFrame) -> pd.DataFrame:
    """Return prospects beside actual customers on the six points of S3, to read.

    Parameters
    ----------
    sides
        What `course.models.prospects.prospect_and_customer` returned.
    """
    rows = {words: [form.format(value) for value in sides.loc[name]] for name, (words, form) in _SIX.items()}
    risk = [f"{sides[side]['risk_low']:.1%} – {sides[side]['risk_high']:.1%}" for side in sides]
    rows[_("risk 风险: share that buys next year, interval")] = risk
    return pd.DataFrame(rows, index=[_("prospects 潜在客户"), _("actual customers 现实客户")]).T


def funnel(found: pd.DataFrame) -> Axes:
    """Draw the funnel: how many reach each stage, and the rate from the stage before with its interval.

    Parameters
    ----------
    found
        What `course.models.funnel.stages` returned.
    """
    axes = new_axes(_("From prospect to customer"), _("prospects"), _("stage"))
    places = np.arange(len(found))[::-1]
    axes.barh(places, found["count"], 0.6, color=COLOURS[0], alpha=0.75, label=_("reach the stage"))
    for place, (_stage, row) in zip(places, found.iterrows(), strict=True):
        words = f"{row['count']:,.0f}"
        if not np.isnan(row["share"]):
            rates = {name: row[name] for name in ("share", "low", "high")}
            words += _(": {share:.0%} of the stage above ({low:.0%} to {high:.0%})").format(**rates)
        inside = row["count"] > 0.6 * found["count"].max()
        axes.annotate(
            words,
            (row["count"], place),
            (-8 if inside else 6, 0),
            textcoords="offset points",
            va="center",
            ha="right" if inside else "left",
            color="white" if inside else "black",
            weight="bold",
        )
    axes.set_yticks(places, [in_words(name) for name in found.index])
    axes.grid(axis="y", visible=False)
    axes.set_xlim(0, 1.25 * float(found["count"].max()))
    return axes


def ways(found: pd.DataFrame, title: str = "") -> Axes:
    """Draw what a customer costs by each way of finding prospects, with the interval that the yield leaves.

    Parameters
    ----------
    found
        What `course.models.funnel.ways` returned.
    title
        What the figure says; that of Chapter 1 when left out.
    """
    axes = new_axes(
        title or _("Most ways cannot be ranked"),
        _("yuan for a customer won (scale of ratios)"),
        _("way to find prospects"),
        size=(9, 6.2),
    )
    _costs(axes, found)
    return axes


def turning(found: pd.DataFrame) -> Axes:
    """Draw what one customer more costs by each of the four ways.

    Parameters
    ----------
    found
        What `course.models.prospects.turning` returned.
    """
    axes = new_axes(
        _("What one customer more costs"),
        _("yuan for a customer more (scale of ratios)"),
        _("way to turn"),
        size=(9, 3.8),
    )
    _costs(axes, found)
    return axes


def _costs(axes: Axes, found: pd.DataFrame) -> None:
    places = np.arange(len(found))[::-1]
    known = found["cost_high"].replace(np.inf, np.nan)
    edge = 1.4 * float(np.nanmax([known.max(), found["cost"].replace(np.inf, np.nan).max()]))
    high = found["cost_high"].clip(upper=edge)
    axes.hlines(
        places,
        found["cost_low"].clip(upper=edge),
        high,
        color=COLOURS[0],
        linewidth=4,
        alpha=0.5,
        label=_("95% interval"),
        gid=ROWS,
    )
    axes.plot(
        found["cost"].clip(upper=edge),
        places,
        color=COLOURS[1],
        marker=MARKERS[0],
        linestyle="",
        label=_("estimate"),
        gid=ROWS,
    )
    for place, (cost, endless) in zip(
        places, zip(found["cost"], np.isinf(found["cost_high"]), strict=True), strict=True
    ):
        axes.annotate(f"{cost:,.0f}", (cost, place), (0, 8), textcoords="offset points", ha="center", fontsize=11)
        if endless:
            axes.annotate(_("→ no limit"), (edge, place), (-4, 8), textcoords="offset points", ha="right", fontsize=11)
    axes.set_yticks(places, [_ENGLISH.get(str(name), str(name)) for name in found.index])
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:,.0f}"))
    axes.set_ylim(-0.6, len(found) - 0.2)
    axes.set_title(axes.get_title(loc="left"), pad=30)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 0.97), ncols=2, fontsize=12)

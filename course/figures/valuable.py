"""Figures of the chapter on valuable customers: each takes a model's result and returns Axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from course.figures.style import COLOURS, DASHES, GUIDE, MARKERS, new_axes, several_axes
from course.figures.valuable_table import NAMES, readable
from course.i18n import _
from course.models import concentration
from course.models.composite import WeightTest
from course.models.concentration import Estimate

__all__ = [
    "bank", "classes", "curves", "first_places", "growth", "keeping", "plans", "portrait", "pyramid", "readable",
    "share_of_top", "trait", "whale",
]  # fmt: skip

#: The ground of a label that stands on a line or a bar.
_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5}
_PERCENT: Final = FuncFormatter(lambda share, _place: f"{share:.0%}")
_THOUSAND: Final = 1_000


def growth(statements: pd.DataFrame) -> Axes:
    """Draw what grew and what fell from one year to the next, each line of the statement with year one at 100.

    Parameters
    ----------
    statements
        One column a year, the rows of `course.models.accounts.statement`.
    """
    axes = new_axes(_("More customers, more staff, less profit"), "", _("first year = 100"))
    lines = ["customers", "staff", "revenue", "staff_cost", "profit"]
    before, after = (statements[name] for name in statements.columns[:2])
    level = (100 * after / before)[lines]
    places = np.arange(len(lines))
    bars = axes.bar(places, level, 0.6, color=COLOURS[0], label=str(after.name))
    for bar, value in zip(bars, level, strict=True):
        bar.set(color=COLOURS[1] if value < 100 else COLOURS[0], hatch="//" if value < 100 else "", edgecolor="white")
        middle = bar.get_x() + bar.get_width() / 2
        axes.annotate(f"{value:.0f}", (middle, value), (0, 5), textcoords="offset points", ha="center", weight="bold",
                      bbox=_PAPER)  # fmt: skip
    axes.axhline(100, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=str(before.name))
    axes.set_xticks(places, [_("customers"), _("staff"), _("revenue"), _("cost of staff"), _("profit")])
    axes.set_xlabel(_("line of the yearly statement"))
    axes.margins(y=0.15)
    axes.legend(loc="upper right")
    return axes


#: The panels of the portrait: title and indicators, in the order of `course.models.indicators.table`.
_PANELS: Final = (
    (_("transactions: how much"), ("orders", "units", "amount", "profit", "margin", "mean_order", "largest_order")),
    (_("transactions: returns and time"), ("returned", "returns", "relation", "cycle", "expected_sales")),
    (_("finance"), ("largest_receipt", "mean_receipt", "collection", "arrears", "arrears_rate")),
    (_("contact"), ("tasks", "processes", "praise", "complaints", "suggestions", "praise_share", "complaint_share",
                    "suggestion_share")),
)  # fmt: skip


def portrait(table: pd.DataFrame, customers: Mapping[str, object]) -> list[Axes]:
    """Draw the place of a few customers in every indicator: which share of the customers has a lower value.

    Parameters
    ----------
    table
        What `course.models.indicators.table` returned.
    customers
        What to call a customer, and the customer: ``{"the largest": 12}``; at most three.
    """
    panels = several_axes(2, 2, size=(13, 9))
    place = (table.rank() - 1) / (table.notna().sum() - 1)
    height = 0.8 / len(customers)
    for axes, (title, names) in zip(panels, _PANELS, strict=True):
        rows = np.arange(len(names))[::-1]
        for index, (label, customer) in enumerate(customers.items()):
            width = place[list(names)].loc[customer].to_numpy()  # type: ignore[call-overload]
            at = rows + (len(customers) / 2 - 0.5 - index) * height
            axes.barh(at, width, height, color=COLOURS[index], hatch=("", "//", "..")[index], edgecolor="white",
                      label=label)  # fmt: skip
        axes.set(title=title, xlabel=_("share of customers with a lower value"), ylabel=_("indicator"))
        axes.set_yticks(rows, [NAMES[name].split(" (")[0] for name in names], fontsize=12)
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlim(0, 1.01)
    handles, labels = panels[0].get_legend_handles_labels()
    figure = panels[0].figure
    figure.legend(handles, labels, loc="outside upper center", ncols=len(customers))
    return panels


def trait(profile: pd.DataFrame, name: str) -> Axes:
    """Draw how often each value of a trait occurs among the best customers, with its interval, and among the others.

    Parameters
    ----------
    profile
        What `course.models.value_classes.profile` returned.
    name
        What the trait is called.
    """
    axes = new_axes(_("Does the trait tell good customers from others?"), name, _("share of the customers"))
    places = np.arange(len(profile))
    axes.bar(places - 0.2, profile["share_chosen"], 0.4, color=COLOURS[0], label=_("best 20%"))
    axes.bar(places + 0.2, profile["share_others"], 0.4, color=COLOURS[1], alpha=0.6, hatch="//", edgecolor="white",
             label=_("others"))  # fmt: skip
    axes.vlines(places - 0.2, profile["low"], profile["high"], color="black", linewidth=2, label=_("95% interval"))
    axes.set_xticks(places, [str(value) for value in profile.index])
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set_ylim(0, 1)
    axes.legend(loc="upper right")
    return axes


def first_places(test: WeightTest, most: int = 8) -> Axes:
    """Draw which customers are first, and how often, when the weights are drawn by chance.

    Parameters
    ----------
    test
        What `course.models.composite.weight_test` returned.
    most
        How many customers to name.
    """
    axes = new_axes(
        _("Who is first depends on the weights"), _("customer"), _("share of drawn weights\nwith this customer first")
    )
    often = test.draws["top"].value_counts(normalize=True)
    shown = often.rename_axis("customer").reset_index().sort_values(["proportion", "customer"], ascending=[False, True])
    shown = shown.head(most)
    places = np.arange(len(shown))
    bars = axes.bar(places, shown["proportion"], 0.65, color=COLOURS[0], label=_("first"))
    for bar, customer in zip(bars, shown["customer"], strict=True):
        bar.set(color=COLOURS[2] if customer == test.first else COLOURS[0], alpha=1 if customer == test.first else 0.6)
    words = _(
        "* first with the weights tested\nKendall's tau {tau:.2f}, {low:.2f} to {high:.2f} in {level:.0%} of draws"
    ).format(tau=test.tau, low=test.tau_low, high=test.tau_high, level=test.level)
    axes.text(0.98, 0.95, words, transform=axes.transAxes, ha="right", va="top")
    axes.set_xticks(places, [f"{one} *" if one == test.first else str(one) for one in shown["customer"]])
    axes.yaxis.set_major_formatter(_PERCENT)
    return axes


def curves(values: Mapping[str, Sequence[float] | pd.Series[float]]) -> Axes:
    """Draw the share of the total that the best customers make, and the point that 80/20 claims.

    Parameters
    ----------
    values
        What to call a set of customers, and one number a customer; at most three.
    """
    axes = new_axes(_("Is it 80/20?"), _("share of customers, best first"), _("share of revenue"))
    for index, (label, numbers) in enumerate(values.items()):
        points = concentration.curve(numbers)
        axes.plot(points["customers"], points["total"], color=COLOURS[index], linestyle=DASHES[index], marker="",
                  label=label)  # fmt: skip
    axes.plot([0, 1], [0, 1], color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("all alike"))
    axes.plot([0.2], [0.8], color="black", linestyle="", marker="*", markersize=16, label=_("the claim: 80/20"))
    axes.axvline(0.2, color=GUIDE, linewidth=1, linestyle="--", marker="", label=_("the best 20%"))
    _both_percent(axes)
    axes.legend(loc="lower right")
    return axes


def share_of_top(estimates: Mapping[str, Estimate]) -> Axes:
    """Draw the share of the best 20% with its interval, for several ways to count, beside the claim.

    Parameters
    ----------
    estimates
        What to call each, and what `course.models.concentration.interval` returned.
    """
    axes = new_axes(_("The best 20% make how much?"), _("what is counted"), _("share of revenue\nmade by the best 20%"))
    places = np.arange(len(estimates))
    low, high = ([getattr(one, name) for one in estimates.values()] for name in ("low", "high"))
    words = _("{level:.0%} interval").format(level=next(iter(estimates.values())).level)
    axes.vlines(places, low, high, color=COLOURS[0], linewidth=8, alpha=0.4, label=words)
    value = [one.value for one in estimates.values()]
    axes.plot(places, value, color=COLOURS[0], linestyle="", marker="o", markersize=10, label=_("estimate"))
    for place, share in zip(places, value, strict=True):
        axes.annotate(f"{share:.0%}", (place, share), (12, 0), textcoords="offset points", va="center")
    axes.axhline(0.8, color=COLOURS[1], linewidth=2, linestyle="--", marker="", label=_("the claim: 80%"))
    axes.set_xticks(places, list(estimates))
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set_ylim(0.5, 1.0)
    axes.margins(x=0.15)
    axes.legend(loc="upper left")
    return axes


def whale(profits: Sequence[float] | pd.Series[float]) -> Axes:
    """Draw the whale curve: profit made so far, from the best customer to the worst, as a share of all profit.

    Parameters
    ----------
    profits
        Profit of each customer after the cost to serve, in yuan.
    """
    axes = new_axes(
        _("The whale curve: profit passes 100% and sinks back"),
        _("share of customers, most profitable first"),
        _("profit so far, share of all profit"),
    )
    points, marks = concentration.curve(profits), concentration.whale(profits)
    axes.plot(points["customers"], points["total"], color=COLOURS[0], marker="", label=_("profit so far"))
    over = points["total"].to_numpy() >= 1
    axes.fill_between(
        points["customers"],
        1,
        points["total"],
        where=over,
        color=COLOURS[1],
        alpha=0.3,
        label=_("lost again"),
    )
    axes.axhline(1, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("all profit"))
    axes.plot([0.2], [marks.top], color=COLOURS[2], linestyle="", marker="^", markersize=11, label=_("the best 20%"))
    axes.plot([marks.peak_at], [marks.peak], color=COLOURS[1], linestyle="", marker="s", markersize=10, label=_("peak"))
    words = _("peak {peak:.0%} at {place:.0%} of customers").format(peak=marks.peak, place=marks.peak_at)
    axes.annotate(words, (marks.peak_at, marks.peak), (0, 10), textcoords="offset points", ha="center")
    words = _("best 20%: {top:.0%}").format(top=marks.top)
    axes.annotate(words, (0.2, marks.top), (10, -16), textcoords="offset points")
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set_ylim(0, 1.12 * marks.peak)
    axes.legend(loc="lower right")
    return axes


def classes(table: pd.DataFrame, title: str) -> Axes:
    """Draw the share of customers, revenue and profit of each class.

    Parameters
    ----------
    table
        What `course.models.value_classes.by_class` returned.
    title
        What the figure says.
    """
    axes = new_axes(title, _("class"), _("share of the company"))
    places = np.arange(len(table))
    columns = ("customer_share", "revenue_share", "profit_share")
    for index, (column, pattern) in enumerate(zip(columns, ("", "//", ".."), strict=True)):
        at = places + (index - 1) * 0.27
        axes.bar(at, table[column], 0.27, color=COLOURS[index], hatch=pattern, edgecolor="white", label=NAMES[column])
        for x, share in zip(at, table[column], strict=True):
            axes.annotate(
                f"{share:.0%}", (x, max(share, 0)), (0, 3), textcoords="offset points", ha="center", fontsize=12
            )
    axes.axhline(0, color=GUIDE, linewidth=1, marker="", linestyle="-", label=_("zero"))
    axes.set_xticks(places, [str(name) for name in table.index])
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.margins(y=0.12)
    axes.legend(handles=axes.containers, loc="best")
    return axes


def pyramid(table: pd.DataFrame) -> Axes:
    """Draw the value pyramid: a layer a tier, as wide as its customers, with the profit that it brings.

    Parameters
    ----------
    table
        What `course.models.value_classes.by_class` returned, best tier first.
    """
    axes = new_axes(_("The value pyramid"), _("customers in the tier"), _("tier"))
    rows = np.arange(len(table))[::-1]
    count = table["customers"].to_numpy()
    bars = axes.barh(rows, count, 0.8, left=-count / 2, color=COLOURS[0], label=_("customers"))
    for bar, alpha, row in zip(bars, (1.0, 0.75, 0.5, 0.3), table.itertuples(), strict=False):
        bar.set_alpha(alpha)
        words = _("{customers} customers, {profit:.0%} of profit").format(
            customers=row.customers, profit=row.profit_share
        )
        middle = bar.get_y() + bar.get_height() / 2
        axes.annotate(words, (count.max() / 2, middle), (14, 0), textcoords="offset points", va="center")
    axes.set_yticks(rows, [str(name) for name in table.index])
    axes.set_xlim(-0.55 * count.max(), 1.25 * count.max())
    axes.set_xticks([])
    return axes


def bank(clients: pd.DataFrame, levels: Mapping[str, tuple[float, float]], found: pd.Series[str]) -> Axes:
    """Draw the bank's clients, with the thresholds of blue and green: either one is enough.

    Parameters
    ----------
    clients
        ``benefit`` and ``fees``, million dollars a year, with the clients' names as index.
    levels
        The two thresholds of each level.
    found
        The level of each client, as `course.models.value_classes.bank_levels` returned it.
    """
    axes = new_axes(_("Either threshold is enough"), NAMES["benefit"], NAMES["fees"])
    axes.set(xlabel=_("overall benefit, million dollars a year"), ylabel=_("fee income,\nmillion dollars a year"))
    colour = {"blue": COLOURS[0], "green": COLOURS[2], "red": COLOURS[1], "not stated": GUIDE}
    mark = {"blue": "o", "green": "^", "red": "s", "not stated": "X"}
    for name in colour:
        mine = clients[found == name]
        axes.scatter(mine["benefit"], mine["fees"], s=130, color=colour[name], marker=mark[name], label=name, zorder=3)
    for client, row in clients.iterrows():
        axes.annotate(str(client), (row["benefit"], row["fees"]), (9, 6), textcoords="offset points")
    for name, (benefit, fees) in levels.items():
        words, dash = _("threshold of {name}").format(name=name), DASHES[list(levels).index(name)]
        axes.plot([benefit, benefit, 0], [0, fees, fees], color=colour[name], marker="", linestyle=dash, label=words)
    axes.set_xlim(0, 6.5)
    axes.set_ylim(0, 4)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return axes


def keeping(each: pd.DataFrame, profits: Mapping[str, pd.Series[float]]) -> Axes:
    """Draw the profit that is left when only the best customers are kept.

    Parameters
    ----------
    each
        What `course.models.accounts.customer_profit` returned; only its number of customers is told.
    profits
        What to call an assumption, and the profit in yuan by the share of customers kept.
    """
    axes = new_axes(
        _("Dropping customers pays only when their cost goes too"), _("share of customers kept, most profitable first"),
        _("profit before overhead, thousand yuan"),
    )  # fmt: skip
    for index, (label, profit) in enumerate(profits.items()):
        axes.plot(
            profit.index, profit / _THOUSAND, color=COLOURS[index], linestyle=DASHES[index], marker="", label=label
        )
        best = float(profit.index[int(profit.to_numpy().argmax())])
        axes.plot([best], [profit.max() / _THOUSAND], color=COLOURS[index], linestyle="", marker=MARKERS[index],
                  markersize=11, label=_("best: keep {best:.0%}").format(best=best))  # fmt: skip
    axes.axhline(
        each["profit"].sum() / _THOUSAND, color=GUIDE, linewidth=1.5, linestyle=":", marker="", label=_("keep all")
    )
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.legend(loc="lower right", fontsize=12)
    return axes


def plans(profits: pd.DataFrame, before: float) -> Axes:
    """Draw the profit of the half-year under several plans, a dot for each draw of luck, with the mean.

    Parameters
    ----------
    profits
        One column a plan, one row a draw of luck, in yuan.
    before
        Profit of the half-year before, in yuan.
    """
    axes = new_axes(_("Half a year later, under four plans"), _("plan"), _("profit of the half-year, thousand yuan"))
    places = np.arange(profits.shape[1])
    for place, name in zip(places, profits, strict=True):
        spread = place + np.linspace(-0.25, 0.25, len(profits))
        axes.scatter(
            spread, profits[name] / _THOUSAND, s=26, color=COLOURS[0], alpha=0.5, label=str(name).replace("\n", " ")
        )
    mean = profits.mean() / _THOUSAND
    axes.plot(
        places, mean, color=COLOURS[1], linestyle="", marker="_", markersize=60, markeredgewidth=3, label=_("mean")
    )
    for place, value in zip(places, mean, strict=True):
        axes.annotate(
            f"{value:.0f}", (place + 0.34, value), (2, 0), textcoords="offset points", va="center", weight="bold"
        )
    axes.axhline(before / _THOUSAND, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("half-year before"))
    axes.annotate(
        _("the half-year before"), (-0.45, before / _THOUSAND), (0, 5), textcoords="offset points", bbox=_PAPER
    )
    axes.set_xticks(places, [str(name) for name in profits.columns])
    axes.set_xlim(-0.5, len(places) - 0.3)
    return axes


def _both_percent(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.05)

"""Figures and readable tables of the chapter on satisfaction and loyalty: a model's result in, Axes or a table out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course.data.surveys import QUESTIONS
from course.figures.style import COLOURS, GUIDE, MARKERS, new_axes
from course.i18n import _
from course.models.bonds import BONDS
from course.models.index_models import MODELS, Bootstrap
from course.models.loyalty import LEVELS
from course.models.service_gaps import GAPS

#: What rows and columns of the models' tables are called.
NAMES: Final[Mapping[str, str]] = {
    **QUESTIONS,
    "above": _("got more"),
    "action": _("action 行为忠诚"),
    "adjusted": _("difference, all else equal"),
    "affective": _("affective 情感忠诚"),
    "apostle": _("apostle: satisfied and loyal"),
    "assurance": _("assurance 保证性"),
    "behaviour": _("behaviour 行为差距"),
    "below": _("got less"),
    "both": _("perceived and expected together"),
    "buy": _("buy in the next half-year"),
    "by_chance": _("by chance"),
    "cause": _("cause"),
    "climb": _("passes this and all before"),
    "cognitive": _("cognitive 认知忠诚"),
    "conative": _("conative 意愿忠诚"),
    "consequence": _("consequence"),
    "content": _("complain, answered well"),
    "defector": _("defector: neither"),
    "empathy": _("empathy 移情性"),
    "explained_by": _("explained by"),
    "gap": _("gap: perceived less expected"),
    "hear_bad": _("hear something bad"),
    "hear_good": _("hear something good"),
    "high": _("interval to"),
    "hostage": _("hostage: loyal, not satisfied"),
    "leave": _("leave"),
    "low": _("interval from"),
    "loyal": _("loyal 忠诚客户"),
    "mercenary": _("mercenary: satisfied, not loyal"),
    "not_content": _("complain, answered badly"),
    "odds_ratio": _("odds of leaving, times"),
    "ordinary": _("ordinary 普通客户"),
    "pass": _("passes this stage"),
    "perceived_less_gap": _("lead of perceived over gap"),
    "perception": _("perception 感受差距"),
    "procedure": _("procedure 程序差距"),
    "promotion": _("promotion 促销差距"),
    "prospect": _("prospect 潜在客户"),
    "r_squared": _("share of variance explained"),
    "raw": _("difference as it is"),
    "reached": _("level reached"),
    "reliability": _("reliability 可靠性"),
    "repeat": _("repeat 重复购买客户"),
    "responsiveness": _("responsiveness 响应性"),
    "seeing": _("seen by guests, beyond what visits found"),
    "silent": _("keep silent"),
    "tangibles": _("tangibles 有形性"),
    "told_each": _("people told by each"),
    "understanding": _("understanding 理解差距"),
} | {bond: f"{bond} {chinese}" for bond, (chinese, _kind) in BONDS.items()}

#: Where each hidden quantity stands in a path diagram.
_PLACES: Final[Mapping[str, tuple[float, float]]] = {
    "expectations": (0.0, 0.0), "quality": (0.0, 2.0), "value": (1.2, 1.0), "satisfaction": (2.85, 1.0),
    "complaints": (4.1, 2.0), "image": (4.1, 0.0), "loyalty": (5.5, 1.0),
}  # fmt: skip
_PAPER: Final[Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.0}


def readable(table: pd.DataFrame | pd.Series[Any], decimals: int = 2) -> pd.DataFrame:
    """Return a model's table with rows and columns named in words, rounded.

    Examples
    --------
    >>> readable(pd.DataFrame({"odds_ratio": [0.3777]}, index=["legal"]))
              odds of leaving, times
    legal 法律                    0.38
    """
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    rounded = frame.apply(lambda column: _rounded(column, decimals))
    renamed: pd.DataFrame = rounded.rename(index=_word, columns=_word)
    return renamed.rename_axis(index=[_word(name) for name in renamed.index.names])


def _rounded(column: pd.Series[Any], decimals: int) -> pd.Series[Any]:
    """Round, without a minus nought; a dash stands where there is no number."""
    if column.dtype.kind != "f":
        return column
    plain = column.round(decimals) + 0.0
    return plain.map(lambda value: "–" if pd.isna(value) else f"{value:.{decimals}f}") if plain.isna().any() else plain


def _word(name: Any) -> Any:
    return NAMES.get(name, name.replace("_", " ")) if isinstance(name, str) else name


def explained(table: pd.DataFrame) -> Axes:
    """Draw how much of satisfaction is explained by what was perceived, by the gap, and by both.

    Parameters
    ----------
    table
        What `course.models.satisfaction.explained` returned.
    """
    axes = new_axes(_("What explains satisfaction: not the gap"), "", _("share of variance explained"), size=(9, 4.4))
    axes.set_xlabel(_("explained by"))
    rows = table.loc[["perceived", "gap", "both"]]
    places = np.arange(len(rows))
    axes.bar(places, rows["r_squared"], 0.55, color=COLOURS[0], alpha=0.6, label=_("estimate"))
    axes.vlines(places, rows["low"], rows["high"], color="black", linewidth=2.5, label=_("95% interval"))
    for place, value, high in zip(places, rows["r_squared"], rows["high"], strict=True):
        axes.annotate(f"{value:.0%}", (place, high), (0, 6), textcoords="offset points", ha="center", weight="bold")
    names = [_("perceived quality"), _("perceived less expected\n(the gap)"), _("both, each with\nits own weight")]
    axes.set_xticks(places, names)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.margins(y=0.14)
    axes.legend(loc="upper right", bbox_to_anchor=(0.68, 1))
    return axes


def path_model(found: Bootstrap, model: str) -> Axes:
    """Draw an index model as boxes and arrows with the path coefficients; dashed where the interval holds zero.

    Parameters
    ----------
    found
        What `course.models.index_models.bootstrap` returned.
    model
        The model's short name.
    """
    title = _("{model}: what drives what (dashed: may be zero)").format(model=model)
    about = _("from causes (left) to consequences (right); numbers are standardised paths")
    axes = new_axes(title, about, _("hidden quantities"), size=(10.5, 4.8))
    for cause, consequence in MODELS[model]:
        _arrow(axes, cause, consequence, _of_path(found, cause, consequence))
    names = dict.fromkeys(name for pair in MODELS[model] for name in pair)
    for name in names:
        colour = COLOURS[1] if name == "image" else COLOURS[2] if name == "satisfaction" else COLOURS[0]
        box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": colour, "linewidth": 2.5}
        axes.text(*_PLACES[name], name, ha="center", va="center", weight="bold", fontsize=13, bbox=box, zorder=4)
    axes.set(xlim=(-0.75, 6.1), ylim=(-0.45, 2.45), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.xaxis.label.set_fontsize(12)
    axes.yaxis.label.set_fontsize(12)
    return axes


def _of_path(found: Bootstrap, cause: str, consequence: str) -> dict[str, float]:
    place = list(found.paths.index).index((cause, consequence))
    return {str(name): float(value) for name, value in found.paths.iloc[place].items()}


def _arrow(axes: Axes, cause: str, consequence: str, row: Mapping[str, float]) -> None:
    start, end = np.array(_PLACES[cause]), np.array(_PLACES[consequence])
    level = start[1] == end[1]
    sure = row["low"] > 0 or row["high"] < 0
    colour = "black" if sure else GUIDE
    style: dict[str, Any] = {
        "arrowstyle": "-|>", "color": colour, "linewidth": 1 + 3.5 * abs(row["estimate"]),
        "shrinkA": 26, "shrinkB": 68 if level else 34,
        "linestyle": "-" if sure else "--",
    }  # fmt: skip
    # The shaft a second time, as a line whose label tells the twin the path and its interval.
    label = _("{cause} → {consequence}: {estimate:.2f} ({low:.2f} to {high:.2f})")
    shaft = np.array([start + part * (end - start) for part in (0.3, 0.6)])
    words = label.format(cause=cause, consequence=consequence, **row)
    axes.plot(
        *shaft.T, color=colour, linewidth=style["linewidth"], linestyle=style["linestyle"], marker="", label=words
    )
    axes.annotate("", (end[0], end[1]), (start[0], start[1]), arrowprops=style, zorder=2)
    along = 0.3 if cause == "expectations" and consequence == "satisfaction" else 0.45
    place = start + along * (end - start)
    words = f"{row['estimate']:.2f}"
    axes.text(place[0], place[1], words, ha="center", va="center", fontsize=12, color=colour, bbox=_PAPER, zorder=3)


def paths_compared(found: Mapping[str, Bootstrap]) -> Axes:
    """Draw the paths of several models side by side, each with its interval.

    Parameters
    ----------
    found
        A bootstrap by the model's name.
    """
    axes = new_axes(_("Three models, one survey"), _("standardised path coefficient"), _("path"), size=(9.5, 6.4))
    pairs = list(dict.fromkeys(pair for model in found for pair in MODELS[model]))
    for shift, (model, one) in enumerate(found.items()):
        places = np.array([pairs.index(pair) for pair in one.paths.index]) + (shift - 1) * 0.24
        label = _("{model}, 95% interval").format(model=model)
        axes.hlines(places, one.paths["low"], one.paths["high"], color=COLOURS[shift], linewidth=3, label=label)
        axes.plot(one.paths["estimate"], places, color=COLOURS[shift], marker=MARKERS[shift], linestyle="", label=model)
    axes.axvline(0, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("no effect"))
    axes.set_yticks(range(len(pairs)), [f"{cause} → {consequence}" for cause, consequence in pairs], fontsize=12)
    axes.invert_yaxis()
    handles, labels = axes.get_legend_handles_labels()
    kept = [place for place, label in enumerate(labels) if label in found]
    axes.legend([handles[place] for place in kept], [labels[place] for place in kept], loc="upper right")
    return axes


def gaps(measured: pd.DataFrame) -> Axes:
    """Draw the five service gaps with their intervals; to the left of zero the service loses.

    Parameters
    ----------
    measured
        What `course.models.service_gaps.measure` returned.
    """
    axes = new_axes(
        _("Where the service loses its guests"), _("gap, points of 100 (below zero: a loss)"), _("gap"), size=(9.5, 4.8)
    )
    places = np.arange(len(measured))
    colours = [COLOURS[1] if place == 5 else COLOURS[0] for place in measured.index]
    axes.barh(places, measured["gap"], 0.6, color=colours, alpha=0.6, label=_("gap"))
    axes.hlines(places, measured["low"], measured["high"], color="black", linewidth=2.5, label=_("95% interval"))
    for place, (_number, row) in zip(places, measured.iterrows(), strict=True):
        shown = _("{gap:.1f}").format(gap=row["gap"])
        axes.annotate(shown, (min(row["low"], 0), place), (-6, 0), textcoords="offset points", ha="right", va="center")
    axes.axvline(0, color=GUIDE, linewidth=1.5, marker="", label=_("no gap"))
    words = [f"{number} {name}\n{later} less {earlier}" for number, (name, later, earlier) in GAPS.items()]
    axes.set_yticks(places, words, fontsize=12)
    axes.invert_yaxis()
    axes.margins(x=0.14)
    return axes


def trap(by_question: Mapping[str, pd.DataFrame]) -> Axes:
    """Draw which share is loyal at each level of satisfaction, for several ways to ask for loyalty.

    Parameters
    ----------
    by_question
        What `course.models.loyalty.trap` returned, by the question for loyalty.
    """
    axes = new_axes(
        _("The satisfaction trap"), _("overall satisfaction, 1 to 10 (customers)"), _("share of customers who say yes")
    )
    for place, (question, table) in enumerate(by_question.items()):
        x = table.index.to_numpy() + (place - (len(by_question) - 1) / 2) * 0.14
        axes.vlines(x, table["low"], table["high"], color=COLOURS[place], linewidth=2, alpha=0.7,
                    label=_("95% interval"))  # fmt: skip
        axes.plot(x, table["loyal"], color=COLOURS[place], marker=MARKERS[place], linestyle="-" if place == 0 else "--",
                  label=_word(question))  # fmt: skip
    counts = next(iter(by_question.values()))["customers"]
    axes.set_xticks(counts.index, [f"{level}\n({count})" for level, count in counts.items()])
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylim(0, 1.22)
    axes.set_yticks(np.linspace(0, 1, 6))
    handles, labels = axes.get_legend_handles_labels()
    lines = [(one, label) for one, label in zip(handles, labels, strict=True) if label != _("95% interval")]
    axes.legend([one for one, _label in lines], [label for _one, label in lines], loc="upper left")
    return axes


def ladder(table: pd.DataFrame) -> Axes:
    """Draw the four loyalties: who passes each, who climbs to it, and what chance would give.

    Parameters
    ----------
    table
        What `course.models.loyalty.ladder` returned.
    """
    axes = new_axes(_("Few climb the whole ladder"), _("stage of loyalty"), _("share of customers"))
    places = np.arange(len(table))
    axes.bar(places - 0.2, table["pass"], 0.38, color=COLOURS[0], alpha=0.45, label=_word("pass"))
    axes.bar(places + 0.2, table["climb"], 0.38, color=COLOURS[1], alpha=0.8, hatch="//", edgecolor="white",
             label=_word("climb"))  # fmt: skip
    axes.vlines(places + 0.2, table["low"], table["high"], color="black", linewidth=2.5, label=_("95% interval"))
    axes.plot(places + 0.2, table["by_chance"], color="black", linestyle="", marker=MARKERS[3], label=_("by chance"))
    for place, (each, climbs) in enumerate(zip(table["pass"], table["climb"], strict=True)):
        axes.annotate(f"{each:.0%}", (place - 0.2, each), (0, 4), textcoords="offset points", ha="center", fontsize=12)
        axes.annotate(f"{climbs:.0%}", (place + 0.2, table["high"].iloc[place]), (0, 4), textcoords="offset points",
                      ha="center", fontsize=12, weight="bold")  # fmt: skip
    axes.set_xticks(places, [_word(str(name)).split()[0] for name in table.index])
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylim(0, 0.95)
    axes.legend(loc="upper right", ncols=2, fontsize=12)
    return axes


def iceberg(told: pd.DataFrame) -> Axes:
    """Draw the complaint iceberg: the complainants above the water, the silent below.

    Parameters
    ----------
    told
        What `course.models.complaints.word_of_mouth` returned.
    """
    axes = new_axes(_("The complaint iceberg"), _("unhappy customers"), _("customers (below: silent)"), size=(9, 5))
    seen = float(told["customers"][["content", "not_content"]].sum())
    silent = float(told["customers"]["silent"])
    axes.bar([0], [seen], 0.5, color=COLOURS[1], label=_("complain"))
    axes.bar([0], [-silent], 0.9, color=COLOURS[0], alpha=0.55, label=_("keep silent"))
    axes.axhline(0, color=GUIDE, linewidth=2, marker="", label=_("water line"))
    bad = told["hear_bad"]
    above = _("{seen:,.0f} complain\n{people:,.0f} people hear something bad of them").format(
        seen=seen, people=bad["not_content"]
    )
    below = _("{silent:,.0f} keep silent\n{people:,.0f} people hear something bad of them").format(
        silent=silent, people=bad["silent"]
    )
    axes.text(0.5, 0.04 * silent, above, va="bottom", ha="left", fontsize=13)
    axes.text(0.5, -0.5 * silent, below, va="center", ha="left", fontsize=13)
    axes.set(xlim=(-0.6, 2.0), ylim=(-1.08 * silent, 0.3 * silent), xticks=[])
    axes.yaxis.set_major_formatter(lambda value, _place: f"{abs(value):,.0f}")
    axes.legend(loc="lower right")
    return axes


def bonds(points: pd.DataFrame) -> Axes:
    """Draw what each bond does to leaving: as the groups differ, and with all else equal.

    Parameters
    ----------
    points
        ``points`` of what `course.models.bonds.fit` returned.
    """
    axes = new_axes(
        _("What a bond seems to do, and what is left of it"), _("share that leaves, with the bond less without it"),
        _("bond"), size=(9.5, 4.8),
    )  # fmt: skip
    places = np.arange(len(points))
    axes.plot(points["raw"], places - 0.14, color=COLOURS[1], marker=MARKERS[1], markersize=10, linestyle="",
              label=_word("raw"))  # fmt: skip
    axes.hlines(places + 0.14, points["low"], points["high"], color=COLOURS[0], linewidth=4, label=_("95% interval"))
    axes.plot(points["adjusted"], places + 0.14, color=COLOURS[0], marker=MARKERS[0], markersize=9, linestyle="",
              label=_word("adjusted"))  # fmt: skip
    axes.axvline(0, color=GUIDE, linewidth=1.5, linestyle="--", marker="", label=_("no effect"))
    axes.set_yticks(places, [str(name) for name in points.index])
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.legend(loc="lower left", fontsize=12)
    return axes


def levels(found: pd.DataFrame) -> Axes:
    """Draw the levels of customers as a pyramid of bars, and which share of each buys later.

    Parameters
    ----------
    found
        What `course.models.loyalty.after` returned.
    """
    axes = new_axes(
        _("The higher the level, the more buy again"),
        _("share that buys in the next half-year"),
        _("level (customers)"),
    )
    rows = found.reindex([name for name in LEVELS if name in found.index])
    places = np.arange(len(rows))
    axes.barh(places, rows["buy"], 0.6, color=COLOURS[0], alpha=0.6, label=_word("buy"))
    axes.hlines(places, rows["low"], rows["high"], color="black", linewidth=2.5, label=_("95% interval"))
    for place, (value, high) in enumerate(zip(rows["buy"], rows["high"], strict=True)):
        axes.annotate(f"{value:.0%}", (high, place), (8, 0), textcoords="offset points", va="center", weight="bold")
    axes.set_yticks(places, [f"{name}\n({count:,})" for name, count in rows["customers"].items()])
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlim(0, 1)
    axes.legend(loc="lower right")
    return axes

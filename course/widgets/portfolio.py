"""The portfolio explorer: two thresholds over a cloud of customers, and who changes cell when they move."""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd

from course.data.portfolios import CREDIT_LOYALTY, wholesaler
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import portfolio
from course.models.portfolio import Portfolio
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: How many customers the company can serve on open account: the best cell may hold no more.
CAPACITY: Final = 50
_RULE: Final = portfolio.build(CREDIT_LOYALTY)
_BEST: Final = _RULE.cell_names[-1]
_STEPS: Final[Values] = {"loyalty": 0.01, "credit": 1.0}
_START: Final[Values] = {"loyalty": _RULE.x.cuts[0], "credit": _RULE.y.cuts[0]}


def explorer(**start: float) -> Explorer:
    """Return the explorer of the credit × loyalty portfolio of the simulated wholesaler.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(credit=70)``.
    """
    controls = (
        Control("loyalty", _("threshold of loyalty"), 0.1, 0.9, _STEPS["loyalty"], _START["loyalty"], percent=True),
        Control("credit", _("threshold of credit, points"), 20, 95, _STEPS["credit"], _START["credit"]),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "The company can serve {capacity} customers on open account, and the best cell holds more. Raise one "
        "threshold and leave the other alone, until the best cell holds at most {capacity}. Which threshold gets "
        "there with fewer customers changing cell, and where must it stand?"
    ).format(capacity=CAPACITY)


@cache
def _customers() -> pd.DataFrame:
    return wholesaler()


def _rule(values: Values) -> Portfolio:
    # Rounded: a slider may say 0.48000000000000004, and a customer of exactly 0.48 must not fall below it.
    return portfolio.with_cuts(_RULE, x=round(values["loyalty"], 2), y=round(values["credit"], 2))


def _cells(values: Values) -> pd.Series[str]:
    return portfolio.classify(_customers(), _rule(values))


@cache
def _before() -> pd.Series[str]:
    """Return the cells before any threshold has moved."""
    return _cells(_START)


def _held(cell: pd.Series[str]) -> int:
    """Return how many customers stand in the best cell."""
    return int((cell == _BEST).sum())


def _moved(cell: pd.Series[str]) -> int:
    return int((cell != _before()).sum())


def _view(values: Values) -> View:
    table, cell, clouds = _customers(), _cells(values), []
    for one in _RULE.cells.values():
        inside = (cell == one.name).to_numpy()
        # The rank alone: four whole names do not fit beside each other.
        label = _("{rank}: {count}").format(rank=one.advice.partition(":")[0], count=inside.sum())
        x, y = table["loyalty"].to_numpy()[inside], table["credit"].to_numpy()[inside]
        clouds.append(Series(label, tuple(y.tolist()), "points", x=tuple(x.tolist())))
    chart = Chart(
        _("Credit × loyalty: 200 simulated customers"), _RULE.x.label, _RULE.y.label, (0.0, 1.0), tuple(clouds),
        (0.0, 120.0), ((_("credit"), values["credit"]),),
        ((_("loyalty"), values["loyalty"]),),
    )  # fmt: skip
    readouts = (
        (_("customers of rank 1, the best cell"), f"{_held(cell)}"),
        (_("customers who changed cell"), f"{_moved(cell)}"),
    )
    return View(chart, readouts)


@cache
def _answers() -> dict[str, tuple[float, int]]:
    """Return for each threshold the first step at which the best cell is small enough, and how many have moved."""
    found = {}
    for name, step in _STEPS.items():
        values = dict(_START)
        while _held(_cells(values)) > CAPACITY:
            values[name] = round(values[name] + step, 2)
        found[name] = (values[name], _moved(_cells(values)))
    return found


def _check(values: Values) -> Verdict:
    changed = [name for name, value in values.items() if abs(value - _START[name]) > 1e-9]
    if len(changed) != 1:
        words = _("Move one threshold and leave the other where it was. Reset brings both back.")
        return Verdict(False, words)
    name, answers = changed[0], _answers()
    if _held(_cells(values)) > CAPACITY:
        return Verdict(False, _("The best cell still holds more than {capacity}.").format(capacity=CAPACITY))
    place, moves = answers[name]
    if values[name] > place + 1e-9:
        return Verdict(False, _("It holds few enough already one step earlier: move no further than needed."))
    other = next(one for one in answers if one != name)
    if moves > answers[other][1]:
        words = _("So {moves} customers change cell. Reset, and try the other threshold.").format(moves=moves)
        return Verdict(False, words)
    words = _(
        "Right: {moves} customers change cell; the other threshold would move {more}. A threshold moves all who stand "
        "near it, on both sides of the other one: also customers that nobody asked about."
    )
    return Verdict(True, words.format(moves=moves, more=answers[other][1]))

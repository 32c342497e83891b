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
    return portfolio.with_cuts(_RULE, x=values["loyalty"], y=values["credit"])


def _held(values: Values) -> int:
    """Return how many customers stand in the best cell."""
    return int((portfolio.classify(_customers(), _rule(values)) == _BEST).sum())


def _moved(values: Values) -> int:
    return len(portfolio.movers(_customers(), _RULE, _rule(values)))


def _view(values: Values) -> View:
    table, rule = _customers(), _rule(values)
    cell = portfolio.classify(table, rule)
    clouds = []
    for name in rule.cell_names:
        inside = table[cell == name]
        label = _("{name}: {count}").format(name=name, count=len(inside))
        clouds.append(Series(label, tuple(inside["credit"]), "points", x=tuple(inside["loyalty"])))
    chart = Chart(
        _("Credit × loyalty: 200 simulated customers"), rule.x.label, rule.y.label, (0.0, 1.0), tuple(clouds),
        (0.0, 150.0), ((_("threshold of credit"), values["credit"]),),
        ((_("threshold of loyalty"), values["loyalty"]),),
    )  # fmt: skip
    readouts = (
        (_("customers in the best cell"), f"{(cell == _BEST).sum()}"),
        (_("customers who changed cell"), f"{_moved(values)}"),
    )
    return View(chart, readouts)


@cache
def _answers() -> dict[str, tuple[float, int]]:
    """Return for each threshold the first step at which the best cell is small enough, and how many have moved."""
    found = {}
    for name, step in _STEPS.items():
        values = dict(_START)
        while _held(values) > CAPACITY:
            values[name] = round(values[name] + step, 2)
        found[name] = (values[name], _moved(values))
    return found


def _check(values: Values) -> Verdict:
    changed = [name for name, value in values.items() if abs(value - _START[name]) > 1e-9]
    if len(changed) != 1:
        words = _("Move one threshold and leave the other where it was. Reset brings both back.")
        return Verdict(False, words)
    name, answers = changed[0], _answers()
    if _held(values) > CAPACITY:
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

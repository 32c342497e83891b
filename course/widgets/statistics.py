"""The explorer of chapter 9: how many prospects to write to, when the best are written to first."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from course.data import buyers
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import lift, scoring
from course.models.inputs import Floats
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: The shares that the chart shows and a reader may choose.
_SHARES: Final = np.arange(101) / 100
_START: Final[Values] = {"share": 1.0, "cost": 3.0, "margin": 60.0}


@cache
def _held_out() -> tuple[int, int, Floats]:
    """Return prospects held out, buyers among them, and the share of buyers found at each of ``_SHARES``."""
    table = buyers.caravan()
    bought = table.pop("bought").to_numpy()
    learn, judge = lift.hold_out(bought)
    ranked = scoring.scores("regression", table.iloc[learn], bought[learn], table.iloc[judge])
    curve = lift.gains(ranked, bought[judge])
    at = np.round(_SHARES * len(judge)).astype(int)
    return len(judge), int(bought[judge].sum()), curve.to_numpy()[at]


def explorer(**start: float) -> Explorer:
    """Return the explorer of the profit of a mailing.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(cost=2)``.
    """
    controls = (
        Control("share", _("share of prospects written to"), 0, 1, 0.01, _START["share"], percent=True),
        Control("cost", _("cost of a letter, yuan"), 0, 10, 0.5, _START["cost"]),
        Control("margin", _("margin of a buyer, yuan"), 0, 200, 5, _START["margin"]),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "A letter costs {cost:g} yuan and a buyer brings {margin:g}. To which share of the prospects, the best first, "
        "should the company write for the highest profit? Leave the other controls alone."
    ).format(cost=_START["cost"], margin=_START["margin"])


def _profits(values: Values, found: Floats) -> Floats:
    prospects, bought, _found = _held_out()
    letters = np.round(_SHARES * prospects)
    return np.asarray(found * bought * values["margin"] - letters * values["cost"])


def _place(values: Values) -> int:
    return round(100 * values["share"])


def _view(values: Values) -> View:
    _prospects, _bought, found = _held_out()
    best, blind = _profits(values, found), _profits(values, _SHARES)
    now = float(best[_place(values)])
    chart = Chart(
        _("Profit of a mailing to customers held out"),
        _("percent of prospects written to"),
        _("yuan"),
        tuple(100 * float(share) for share in _SHARES),
        (Series(_("by regression, best first"), tuple(best)), Series(_("at random"), tuple(blind))),
        (-4000.0, 6000.0),
        ((_("break-even"), 0.0),),
        ((_("your setting"), 100 * values["share"]),),
    )
    return View(chart, _readouts(values, now))


def _readouts(values: Values, now: float) -> tuple[tuple[str, str], ...]:
    prospects, bought, found = _held_out()
    share = float(found[_place(values)])
    return (
        (_("letters"), f"{round(values['share'] * prospects):,}"),
        (_("buyers found"), _("{found:.0f} of {all}").format(found=share * bought, all=bought)),
        (_("profit"), _("{profit:,.0f} yuan").format(profit=now + 0.0)),
    )


def _check(values: Values) -> Verdict:
    if any(abs(values[name] - _START[name]) > 1e-9 for name in ("cost", "margin")):
        return Verdict(False, _("Another control has moved. Press Reset, then move only the share."))
    profits, place = _profits(values, _held_out()[2]), _place(values)
    highest = int(profits.argmax())
    if place > highest:
        return Verdict(False, _("The last letters cost more than their buyers bring. Write to fewer."))
    if place < highest:
        return Verdict(False, _("A little further down the list there are still buyers who pay for the letters."))
    words = _(
        "Right: {share}%, for {profit:,.0f} yuan; writing to all brings {all:,.0f}. Near the top the curve is flat: a "
        "few points more or less cost little, and on other customers the best share would lie elsewhere."
    )
    return Verdict(True, words.format(share=highest, profit=profits[highest], all=profits[-1]))

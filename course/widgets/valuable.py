"""The explorer of the composite indicator: five weights, and which customers they choose, beside what these earn."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from course.data import company
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import accounts, composite, indicators
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: The four angles of Mr Xu, and the one that he leaves out.
DIRECTIONS: Final = {**composite.XU_DIRECTIONS, "margin": 1}
#: How much of the best possible profit the question asks for.
WANTED: Final = 0.97
_START: Final[Values] = {**dict.fromkeys(composite.XU_DIRECTIONS, 1.0), "margin": 0.0}
_WINDOW: Final = ("2025-01-01", "2025-12-31")


@dataclass(frozen=True, eq=False)
class _Known:
    """What a move of the weights needs, computed once: scaled indicators and profits (thousand yuan) as arrays."""

    scales: npt.NDArray[np.float64]
    profit: npt.NDArray[np.float64]
    names: npt.NDArray[np.int64]
    count: int
    most: float


@functools.cache
def _known() -> _Known:
    xu = company.company()
    table = indicators.table(xu.orders, xu.receipts, xu.contacts, *_WINDOW)
    each = accounts.customer_profit(xu.orders, xu.receipts, xu.contacts, *_WINDOW, accounts.rates_of(company.COSTS))
    profit = each["profit"]
    best = composite.best(profit)
    scales = composite.scaled(table, DIRECTIONS)[list(DIRECTIONS)].to_numpy()
    return _Known(scales, profit.to_numpy() / 1_000, profit.index.to_numpy(), len(best), profit[best].sum() / 1_000)


def explorer(**start: float) -> Explorer:
    """Return the explorer of the composite indicator.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(margin=1)``.
    """
    labels = {
        "amount": _("weight of sales"),
        "units": _("weight of units"),
        "arrears": _("weight of low arrears"),
        "cycle": _("weight of a short purchase cycle"),
        "margin": _("weight of margin"),
    }
    controls = tuple(Control(name, label, 0, 5, 0.5, _START[name]) for name, label in labels.items())
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "Equal weights on Mr Xu's four angles choose customers who earn {now:.0%} of what the best choice of as many "
        "would earn. Find weights that reach {wanted:.0%}."
    ).format(now=_chosen(_START)[2], wanted=WANTED)


def _chosen(values: Values) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], float]:
    """Return each customer's score, who is among the best 20% by it, and the share of the best possible profit."""
    known = _known()
    weights = np.array([values[name] for name in DIRECTIONS])
    score = known.scales @ (weights / (weights.sum() or 1.0))
    inside = np.zeros(len(score), dtype=bool)
    inside[np.argsort(-score, kind="stable")[: known.count]] = True
    return score, inside, float(known.profit[inside].sum() / known.most)


def _view(values: Values) -> View:
    known = _known()
    score, inside, share = _chosen(values)
    chart = Chart(
        _("Who is chosen, and what they earn"),
        _("composite indicator, 0 to 1"),
        _("profit of the year, thousand yuan"),
        (0.0, 1.0),
        (
            Series(_("the best 20% by your weights"), tuple(known.profit[inside]), "points", x=tuple(score[inside])),
            Series(_("the others"), tuple(known.profit[~inside]), "points", x=tuple(score[~inside])),
        ),
        (-40.0, 180.0),
        ((_("no profit"), 0.0),),
    )
    return View(chart, _readouts(score, inside, share))


def _readouts(
    score: npt.NDArray[np.float64], inside: npt.NDArray[np.bool_], share: float
) -> tuple[tuple[str, str], ...]:
    known = _known()
    losing = int((known.profit[inside] < 0).sum())
    return (
        (_("the chosen earn, of the best possible"), f"{share:.1%}"),
        (_("chosen customers who bring a loss"), _("{losing} of {count}").format(losing=losing, count=known.count)),
        (_("first in the ranking"), _("customer {name}").format(name=known.names[int(np.argmax(score))])),
    )


def _check(values: Values) -> Verdict:
    if not any(values.values()):
        return Verdict(False, _("All weights are 0, so nobody is better than anybody. Give something a weight."))
    share = _chosen(values)[2]
    if share >= WANTED:
        words = _(
            "Right: the chosen now earn {share:.1%}. Sales and margin together stand for profit. Arrears punish "
            "large customers for being large, and units say again what sales have said."
        )
        return Verdict(True, words.format(share=share))
    if not values["margin"]:
        words = _(
            "Not yet: {share:.1%}. The four angles alone never get there, because none of them sees what is left after "
            "the goods. Which control has stood at 0 so far?"
        )
        return Verdict(False, words.format(share=share))
    words = _("Not yet: {share:.1%}. Look at the dots high up on the left: which angle keeps them out?")
    return Verdict(False, words.format(share=share))

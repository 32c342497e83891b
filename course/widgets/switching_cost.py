"""The switching-cost explorer: who buys from us, by both of Dwyer's models, as moving gets dearer."""

from __future__ import annotations

from typing import Final

import pandas as pd

from course.data.cases import SUPPLIERS
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import switching_cost, transition
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: The share of the value that lost for good may miss in the question.
ALLOWED: Final = 0.05
_PERIODS: Final = 12
_STEP: Final = 5.0  # yuan of switching cost
_START: Final[Values] = {"switching_cost": 40.0, **{name: float(value) for name, value in SUPPLIERS.items()}}


def explorer(**start: float) -> Explorer:
    """Return the explorer of the switching cost.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(switching_cost=100)``.
    """
    controls = (
        Control("switching_cost", _("switching cost, yuan once"), 0, 200, _STEP, _START["switching_cost"]),
        Control("advantage", _("our advantage, yuan a period"), -40, 60, 5, _START["advantage"]),
        Control("spread", _("spread of other reasons, yuan"), 10, 100, 5, _START["spread"]),
        Control("margin", _("margin, yuan a period with us"), 10, 200, 10, _START["margin"]),
        Control("discount_rate", _("discount rate a period"), 0.01, 0.4, 0.01, _START["discount_rate"], percent=True),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "Lost for good leaves out who comes back. From which switching cost on, in steps of five yuan, does it miss no "
        "more than {allowed:.0%} of the value that always a share gives? Leave the other controls alone."
    ).format(allowed=ALLOWED)


def _effect(values: Values) -> pd.Series[float]:
    others = {name: value for name, value in values.items() if name != "switching_cost"}
    return switching_cost.effect([values["switching_cost"]], **others).iloc[0]


def _missed(found: pd.Series[float]) -> float:
    return float(1 - found["lost_for_good"] / found["always_a_share"])


def _view(values: Values) -> View:
    P = switching_cost.matrix(values["switching_cost"], advantage=values["advantage"], spread=values["spread"])
    ours, rivals = (
        transition.shares_over_time(P, {who: 1.0}, _PERIODS)[switching_cost.OURS]
        for who in (switching_cost.OURS, switching_cost.RIVAL)
    )
    stay = float(P.to_numpy()[0, 0])
    chart = Chart(
        _("Who buys from us, period by period"),
        _("period"),
        _("share of them that buys from us"),
        tuple(float(period) for period in range(_PERIODS + 1)),
        (
            Series(_("ours, lost for good"), tuple(stay**period for period in range(_PERIODS + 1))),
            Series(_("ours, always a share"), tuple(ours)),
            Series(_("the rival's, always a share"), tuple(rivals)),
        ),
        (0.0, 1.0),
    )
    return View(chart, _readouts(_effect(values)))


def _readouts(found: pd.Series[float]) -> tuple[tuple[str, str], ...]:
    yuan = _("{value:.0f} yuan")
    return (
        (_("leave us in a period"), f"{found['leave']:.1%}"),
        (_("come (back) to us in a period"), f"{found['come_back']:.1%}"),
        (_("our customer, lost for good"), yuan.format(value=found["lost_for_good"])),
        (_("our customer, always a share"), yuan.format(value=found["always_a_share"])),
        (_("lost for good misses"), f"{_missed(found):.1%}"),
        (_("the rival's customer, to us"), yuan.format(value=found["rivals"])),
    )


def _check(values: Values) -> Verdict:
    moved = {name for name, value in values.items() if abs(value - _START[name]) > 1e-9}
    if moved - {"switching_cost"}:
        return Verdict(False, _("Another control has moved. Press Reset, then move only the switching cost."))
    found = _effect(values)
    if _missed(found) > ALLOWED:
        return Verdict(False, _("Too many still come back: lost for good misses more than that. Raise the cost."))
    cheaper = _effect({**values, "switching_cost": max(0.0, values["switching_cost"] - _STEP)})
    if _missed(cheaper) <= ALLOWED:
        return Verdict(False, _("It misses that little already at a lower switching cost."))
    words = _(
        "Right: at {cost:.0f} yuan the two models nearly agree. Where moving is dear, lost for good is a good model; "
        "where it is cheap, silence may end. The price: the rival's customer is now worth only {rivals:.0f} yuan to us."
    )
    return Verdict(True, words.format(cost=values["switching_cost"], rivals=found["rivals"]))

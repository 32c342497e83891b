"""The explorer of the transition matrix: points won from private label, the clock, and the value by last brand."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from course.data.panels import NABISCO, cracker
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import transition, transition_inference
from course.models.transition import Floats
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: The row that a campaign changes, and the brand that loses the points.
RIVAL: Final = "private"
#: Purchases a year of the slow customer in the second half of the question.
SLOW: Final = 4
_LEVEL: Final = (0.025, 0.975)
_START: Final[Values] = {
    "points": 0,
    "purchases_per_year": NABISCO["purchases_per_year"],
    "discount_rate": NABISCO["discount_rate"],
}


class _Panel(NamedTuple):
    """What is estimated once: P, and P from each resample of the households."""

    P: pd.DataFrame
    samples: Floats
    rewards: Floats


def _panel() -> _Panel:
    counted = transition.counts(cracker(), "household", "occasion")
    P = transition.probabilities(counted)
    rewards = transition.margins_by_state({NABISCO["brand"]: NABISCO["margin"]}, P.index)
    return _Panel(P, transition_inference.bootstrap(counted).samples, rewards)


def explorer(**start: float) -> Explorer:
    """Return the explorer of the value by last brand.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(points=5)``.
    """
    panel = _panel()
    controls = (
        Control("points", _("points won after a private purchase"), 0, 60, 1, _START["points"]),
        Control("purchases_per_year", _("purchases a year"), 1, 26, 1, _START["purchases_per_year"]),
        Control("discount_rate", _("discount rate a year"), 0.01, 0.4, 0.01, _START["discount_rate"], percent=True),
    )
    question = Question(_words(), lambda values: _check(panel, values))
    return Explorer(controls, lambda values: _view(panel, values), question, start)


def _words() -> str:
    return _(
        "Of every 100 purchases that follow a {rival} purchase, how many must {brand} win from {rival} before a "
        "customer who last bought {rival} is worth what a {brand} customer is worth today (the dashed line)? Find it "
        "for {fast} purchases a year. Then slow the clock to {slow} purchases a year: more, or fewer? Leave the "
        "controls at the answer for {slow}."
    ).format(rival=RIVAL, brand=NABISCO["brand"], fast=NABISCO["purchases_per_year"], slow=SLOW)


def _values(panel: _Panel, values: Values, points: float, matrices: Floats) -> Floats:
    """Return the values by last brand for one matrix or a stack of them, after points have moved to us."""
    ours, rival = (panel.P.index.get_loc(name) for name in (NABISCO["brand"], RIVAL))
    # A resample may hold fewer points than are to be moved.
    moved = np.minimum(points / 100, matrices[..., rival, rival])
    after = matrices.copy()
    after[..., rival, rival] -= moved
    after[..., rival, ours] += moved
    factor = transition.discount_factor(values["discount_rate"], values["purchases_per_year"])
    return transition.present_values(after, panel.rewards, factor, None, panel.P.index) - panel.rewards


def _view(panel: _Panel, values: Values) -> View:
    P, points = panel.P.to_numpy(), values["points"]
    today, after = (_values(panel, values, moved, P) for moved in (0, points))
    low, high = np.quantile(_values(panel, values, 0, panel.samples), _LEVEL, axis=0)
    now = Series(_("today"), _numbers(today), "bar", _numbers(low), _numbers(high))
    ours = panel.P.index.get_loc(NABISCO["brand"])
    chart = Chart(
        _("Value of a customer by the brand bought last"),
        _("brand bought last"),
        _("yuan of today"),
        tuple(str(name) for name in panel.P.index),
        (now, Series(_("after the campaign"), _numbers(after), "bar")),
        (0.0, 520.0),
        ((_("a {brand} customer today").format(brand=NABISCO["brand"]), float(today[ours])),),
    )
    return View(chart, _readouts(panel, today, after, low, high))


def _numbers(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _readouts(panel: _Panel, today: Floats, after: Floats, low: Floats, high: Floats) -> tuple[tuple[str, str], ...]:
    ours, rival = (panel.P.index.get_loc(name) for name in (NABISCO["brand"], RIVAL))
    worth, interval = _("{value:.2f} yuan"), _("{low:.0f} to {high:.0f} yuan")
    last = _("last bought {brand}, {when}")
    return (
        (last.format(brand=RIVAL, when=_("today")), worth.format(value=today[rival])),
        (last.format(brand=RIVAL, when=_("after the campaign")), worth.format(value=after[rival])),
        (last.format(brand=NABISCO["brand"], when=_("today")), worth.format(value=today[ours])),
        (
            _("95% interval of the first, households resampled"),
            interval.format(low=low[rival], high=high[rival]),
        ),
    )


def _enough(panel: _Panel, values: Values, points: float) -> bool:
    """Say whether the points lift a rival's customer to the value of ours today."""
    P = panel.P.to_numpy()
    ours, rival = (panel.P.index.get_loc(name) for name in (NABISCO["brand"], RIVAL))
    return bool(_values(panel, values, points, P)[rival] >= _values(panel, values, 0, P)[ours])


def _check(panel: _Panel, values: Values) -> Verdict:
    if abs(values["discount_rate"] - _START["discount_rate"]) > 1e-9:
        return Verdict(False, _("The discount rate has moved. Press Reset and move the other two."))
    if not _enough(panel, values, values["points"]):
        return Verdict(False, _("The private customer is still below the line: win more points."))
    if values["points"] >= 1 and _enough(panel, values, values["points"] - 1):
        return Verdict(False, _("That is more than needed: a point fewer is still enough."))
    if values["purchases_per_year"] != SLOW:
        words = _("Right for {often:g} purchases a year. Now find it for {slow}.")
        return Verdict(False, words.format(often=values["purchases_per_year"], slow=SLOW))
    words = _(
        "Right: {points:g}, more than for a fast clock. The head start of a {brand} customer lasts a few purchases; "
        "the points are won at every later {rival} purchase. The more purchases in a year, the more of them count. "
        "Believe it only as far as you believe one matrix for all households: the chapter tests that next."
    )
    return Verdict(True, words.format(points=values["points"], brand=NABISCO["brand"], rival=RIVAL))

"""The iceberg explorer: who hears something bad, when complaining is made easier and complaints are answered better."""

from __future__ import annotations

from typing import Final

from course.data.cases import GRAPEVINE, WORD_OF_MOUTH_ASSUMED
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import complaints
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: The share that complains once complaining has been made easy, in the explorer's question.
INVITED: Final = 0.30
#: Unhappy customers: as many as stand behind one hundred letters.
UNHAPPY: Final = 100 * GRAPEVINE["with_a_problem_per_letter"]
_STEP: Final = 0.01
_START: Final[Values] = {
    "complain_share": 1 / GRAPEVINE["with_a_problem_per_letter"],
    "answered_well": WORD_OF_MOUTH_ASSUMED["answered_well"],
    "told_by_silent": WORD_OF_MOUTH_ASSUMED["told_by_silent"],
    "told_if_not": GRAPEVINE["told_if_not"],
    "told_if_content": GRAPEVINE["told_if_content"],
}


def explorer(**start: float) -> Explorer:
    """Return the explorer of the complaint iceberg.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(complain_share=0.1)``.
    """
    controls = (
        Control(
            "complain_share", _("share of the unhappy that complains"), 0, 1, _STEP, _START["complain_share"], True
        ),
        Control("answered_well", _("share of complaints answered well"), 0, 1, _STEP, _START["answered_well"], True),
        Control("told_by_silent", _("people told by one who keeps silent"), 0, 20, 0.5, _START["told_by_silent"]),
        Control("told_if_not", _("people told after a bad answer"), 0, 20, 0.5, _START["told_if_not"]),
        Control("told_if_content", _("people told after a good answer"), 0, 20, 0.5, _START["told_if_content"]),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "Complaining is made so easy that {then:.0%} of the unhappy do it. What is the lowest share of complaints "
        "answered well, in whole per cent, at which no more people hear something bad than in the case? Leave the "
        "other controls alone."
    ).format(then=INVITED)


def _bad(values: Values) -> float:
    return complaints.hear_bad(unhappy=UNHAPPY, **values)


def _view(values: Values) -> View:
    chart = Chart(
        _("Who hears of {unhappy:,} unhappy customers").format(unhappy=UNHAPPY),
        _("from whom people hear, and what"),
        _("people"),
        (_("silent: bad"), _("bad answer: bad"), _("good answer: good")),
        (Series(_("your setting"), _heights(values), "bar"), Series(_("the case"), _heights(_START), "bar")),
        (0.0, 30_000.0),
    )
    return View(chart, _readouts(values))


def _heights(values: Values) -> tuple[float, ...]:
    told = complaints.word_of_mouth(UNHAPPY, **values)
    bad, good = told["hear_bad"], told["hear_good"]
    return float(bad["silent"]), float(bad["not_content"]), float(good["content"])


def _readouts(values: Values) -> tuple[tuple[str, str], ...]:
    least = complaints.least_answered_well(values["told_by_silent"], values["told_if_not"])
    return (
        (_("complaints that the company sees"), f"{UNHAPPY * values['complain_share']:,.0f}"),
        (_("people who hear something bad"), f"{_bad(values):,.0f}"),
        (_("more than in the case"), f"{round(_bad(values) - _bad(_START)) + 0:+,}"),
        (_("inviting complaints helps from this share answered well"), f"{least:.0%}"),
    )


def _check(values: Values) -> Verdict:
    moved = {name for name, value in values.items() if abs(value - _START[name]) > 1e-9}
    if moved - {"complain_share", "answered_well"}:
        return Verdict(False, _("Another control has moved. Press Reset, then move only the two of the question."))
    if abs(values["complain_share"] - INVITED) > 1e-9:
        return Verdict(False, _("First set the share that complains to {then:.0%}.").format(then=INVITED))
    if _bad(values) > _bad(_START):
        return Verdict(False, _("More people hear something bad than in the case: too many get a bad answer."))
    if _bad({**values, "answered_well": values["answered_well"] - _STEP}) <= _bad(_START):
        return Verdict(False, _("That is enough, but not the lowest share: try a lower one."))
    words = _(
        "Right: with {well:.0%} answered well nothing is lost by inviting complaints, and every better answer gains. "
        "Below that, an invitation turns silent customers into angry ones, who tell more people."
    )
    return Verdict(True, words.format(well=values["answered_well"]))

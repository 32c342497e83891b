"""The cohort explorer: six inputs of the table, and the LTV per customer won by year beside that of the case."""

from __future__ import annotations

from typing import Any, Final

from course.data.cases import RECONSTRUCTION
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import cohort
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

#: What the programme of the question does: the first-year retention that it reaches.
LIFTED: Final = 0.65
_CASE: Final = cohort.table(**RECONSTRUCTION)
_STEP: Final = 0.5  # yuan of yearly cost
_START: Final[Values] = {
    "retention_1": RECONSTRUCTION["retention"][0],
    "retention_2": RECONSTRUCTION["retention"][1],
    "purchase_growth": RECONSTRUCTION["purchases"][1] - RECONSTRUCTION["purchases"][0],
    "yearly_cost": RECONSTRUCTION["yearly_cost"],
    "acquisition_cost": RECONSTRUCTION["acquisition_cost"],
    "discount_rate": RECONSTRUCTION["discount_rate"],
}


def explorer(**start: float) -> Explorer:
    """Return the explorer of the cohort table.

    Parameters
    ----------
    start
        Values to start from, by the control's name: ``explorer(retention_1=0.7)``.
    """
    controls = (
        Control("retention_1", _("retention, year 1 to 2"), 0, 1, 0.01, _START["retention_1"], percent=True),
        Control("retention_2", _("retention, year 2 to 3"), 0, 1, 0.01, _START["retention_2"], percent=True),
        Control("purchase_growth", _("purchases a year: more each year"), -1, 2, 0.1, _START["purchase_growth"]),
        Control("yearly_cost", _("cost to serve, yuan a year from year 2"), 0, 60, _STEP, _START["yearly_cost"]),
        Control("acquisition_cost", _("cost to win, yuan a customer"), 0, 150, 1, _START["acquisition_cost"]),
        Control("discount_rate", _("discount rate a year"), 0, 0.4, 0.01, _START["discount_rate"], percent=True),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "A programme lifts the first-year retention from {now:.0%} to {then:.0%}. Up to which yearly cost per "
        "customer, in steps of half a yuan, is the LTV after year 3 no lower than in the case? "
        "Leave the other controls alone."
    ).format(now=_START["retention_1"], then=LIFTED)


def _table(values: Values) -> cohort.CohortTable:
    first, years = RECONSTRUCTION["purchases"][0], range(len(RECONSTRUCTION["purchases"]))
    inputs: dict[str, Any] = {name: values[name] for name in ("yearly_cost", "acquisition_cost", "discount_rate")}
    retention = (values["retention_1"], values["retention_2"], RECONSTRUCTION["retention"][-1])
    purchases = [max(0.0, first + year * values["purchase_growth"]) for year in years]
    return cohort.table(**{**RECONSTRUCTION, **inputs, "retention": retention, "purchases": purchases})


def _view(values: Values) -> View:
    table = _table(values)
    chart = Chart(
        _("LTV per customer won, year by year"),
        _("year"),
        _("yuan of year 1 per customer won"),
        tuple(str(year) for year in table.frame.index),
        (Series(_("your setting"), tuple(table.ltv), "bar"), Series(_("the case"), tuple(_CASE.ltv), "bar")),
        (-40.0, 140.0),
        ((_("break-even"), 0.0),),
    )
    return View(chart, _readouts(table))


def _readouts(table: cohort.CohortTable) -> tuple[tuple[str, str], ...]:
    gain, paid = table.final_ltv - _CASE.final_ltv, cohort.break_even_year(table)
    return (
        (_("LTV after year {year}").format(year=table.years), _("{ltv:.2f} yuan").format(ltv=table.final_ltv)),
        # + 0.0, because a rounded -0.001 would show as -0.00
        (_("more than in the case"), _("{gain:+.2f} yuan").format(gain=round(gain, 2) + 0.0)),
        (_("winning is paid back"), _("in year {year}").format(year=paid) if paid else _("not within the table")),
    )


def _check(values: Values) -> Verdict:
    moved = [name for name, value in values.items() if abs(value - _START[name]) > 1e-9]
    others = set(moved) - {"retention_1", "yearly_cost"}
    if others:
        return Verdict(False, _("Another control has moved. Press Reset, then move only the two of the question."))
    if abs(values["retention_1"] - LIFTED) > 1e-9:
        return Verdict(False, _("First set the first-year retention to {then:.0%}.").format(then=LIFTED))
    if _table(values).final_ltv < _CASE.final_ltv:
        return Verdict(False, _("The LTV is now lower than in the case: this programme costs more than it brings."))
    if _table({**values, "yearly_cost": values["yearly_cost"] + _STEP}).final_ltv >= _CASE.final_ltv:
        return Verdict(False, _("The programme still gains: it may cost more than this."))
    rise = values["yearly_cost"] - _START["yearly_cost"]
    words = _(
        "Right: five points of retention pay for {rise:.1f} yuan a customer and year, and not for half a yuan more. "
        "The cost falls on every customer who stays, the gain comes from the few who would have left."
    )
    return Verdict(True, words.format(rise=rise))

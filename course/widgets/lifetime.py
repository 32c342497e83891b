"""The explorer of one customer's value: margin, retention, discount rate and years, and the value year by year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course.data.cases import THIRTY_YEAR_OLD, THIRTY_YEAR_OLD_ASSUMED
from course.figures.chart import Chart, Series
from course.i18n import _
from course.models.drivers import Drivers, lifetime_value
from course.models.lifetime import expected_life, schedule
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

_CUSTOMER = Drivers(
    margin=THIRTY_YEAR_OLD["margin"] * THIRTY_YEAR_OLD["purchases_per_month"] * 12,
    years=THIRTY_YEAR_OLD["years"],
    discount_rate=THIRTY_YEAR_OLD_ASSUMED["discount_rate"],
    retention_rate=THIRTY_YEAR_OLD_ASSUMED["retention_rate"],
)
_LONGEST = 40
_FIXED = {"margin": _("margin"), "discount_rate": _("discount rate"), "years": _("years")}
#: How near to twice counts as twice: half of what one step of the retention control does there.
_NEAR = 0.05


def explorer(**start: float) -> Explorer:
    """Return the explorer; ``explorer(retention_rate=0.9)`` starts it at another setting.

    Examples
    --------
    >>> explorer().values["years"]
    20
    """
    return Explorer(_controls(), _view, Question(_question(), _verdict), start)


def _controls() -> tuple[Control, ...]:
    now = _CUSTOMER
    return (
        Control("retention_rate", _("retention rate a year"), 0, 1, 0.01, now.retention_rate, percent=True),
        Control("discount_rate", _("discount rate a year"), 0, 0.3, 0.01, now.discount_rate, percent=True),
        Control("years", _("years she needs the product"), 1, _LONGEST, 1, now.years),
        Control("margin", _("margin, yuan a year"), 600, 4800, 100, now.margin),
    )


def _question() -> str:
    return _(
        "Leave the margin alone. Only one of the other three controls can double the value of this customer "
        "without help from the rest. Which one, and where must it stand?"
    )


def _drivers(values: Values) -> Drivers:
    return replace(_CUSTOMER, **values)


def _totals(drivers: Drivers) -> tuple[float, ...]:
    """Return the expected value so far after each year, paid at year end; it stops growing when the years are over."""
    year = np.arange(_LONGEST)
    expected = np.where(year < drivers.years, drivers.margin * drivers.retention_rate**year, 0.0)
    return tuple(schedule(list(expected), drivers.discount_rate)["present_value"].cumsum().round(2).tolist())


def _view(values: Values) -> View:
    drivers = _drivers(values)
    value, at_first = (lifetime_value(one, "end") for one in (drivers, _CUSTOMER))
    stay = drivers.retention_rate
    life = _("no end") if stay == 1 else _("{years:.1f} years").format(years=expected_life(stay).periods)
    readouts = (
        (_("value today"), _("{value:,.0f} yuan").format(value=value)),
        (_("compared with the first setting"), _("{times:.2f} times").format(times=value / at_first)),
        (_("expected life, first year counted"), life),
        (_("chance that she is still here in the last year"), f"{stay ** (drivers.years - 1):.1%}"),
    )
    return View(_chart(drivers, 2 * at_first), readouts)


def _chart(drivers: Drivers, double: float) -> Chart:
    lines = (Series(_("your setting"), _totals(drivers)), Series(_("first setting"), _totals(_CUSTOMER)))
    return Chart(
        _("Value so far, year by year"),
        _("after year"),
        _("yuan of today"),
        tuple(float(year) for year in range(1, _LONGEST + 1)),
        lines,
        (0, 24_000),
        ((_("double"), double),),
    )


def _verdict(values: Values) -> Verdict:
    drivers = _drivers(values)
    moved = [words for name, words in _FIXED.items() if values[name] != getattr(_CUSTOMER, name)]
    times = lifetime_value(drivers, "end") / lifetime_value(_CUSTOMER, "end")
    if drivers.margin != _CUSTOMER.margin:
        words = _("Put the margin back: twice the margin doubles any value, so it tells nothing about this customer.")
        return Verdict(False, words)
    if moved:
        words = _("With the {controls} moved it is {times:.2f} times. Push it to its end, put it back, try another.")
        return Verdict(False, words.format(controls=_(" and the ").join(moved), times=times))
    if drivers == _CUSTOMER:
        return Verdict(False, _("Nothing has moved yet. Push one control to its end and see how far the value goes."))
    if abs(times - 2) > _NEAR:
        words = _("This is the control that can do it. Where it stands it gives {times:.2f} times the value.")
        return Verdict(False, words.format(times=times))
    return Verdict(True, _right(drivers))


def _right(drivers: Drivers) -> str:
    before, after = (expected_life(rate).periods for rate in (_CUSTOMER.retention_rate, drivers.retention_rate))
    words = _(
        "Right: retention of {new:.0%} in place of {old:.0%}. The expected life grows from {before:.0f} to {after:.0f} "
        "years, yet the value only doubles: late years are discounted, and she needs the product for {years:.0f}."
    )
    stay = drivers.retention_rate
    return words.format(new=stay, old=_CUSTOMER.retention_rate, before=before, after=after, years=drivers.years)

"""The lifecycle explorer: let the decline begin earlier, move the factors, and see profit, form and value."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import lifecycle as model
from course.models.lifecycle import Lifecycle
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

_USUAL = Lifecycle()
_LATEST = _USUAL.ends["stability"]


def explorer(**start: float) -> Explorer:
    """Return the explorer; ``explorer(turns_after=12)`` starts it at another setting.

    Examples
    --------
    >>> explorer().values["turns_after"]
    9
    """
    return Explorer(_controls(), _view, Question(_question(), _verdict), start)


def _controls() -> tuple[Control, ...]:
    return (
        Control("turns_after", _("good years before the decline"), 1, _LATEST, 1, _USUAL.ends["formation"]),
        Control("volume", _("purchases a year at the height"), 2, 24, 1, _USUAL.volume.mature),
        Control("cost", _("cost to serve at the height, yuan"), 20, 600, 10, _USUAL.cost.mature),
        Control("discount_rate", _("discount rate a year"), 0, 0.3, 0.01, 0.1, percent=True),
    )


def _question() -> str:
    return _(
        "Move the beginning of the decline and leave the rest. "
        "How many good years does the relationship need, at the least, to be worth half of the full one?"
    )


def _lifecycle(values: Values) -> Lifecycle:
    return replace(
        _USUAL,
        volume=replace(_USUAL.volume, mature=values["volume"]),
        cost=replace(_USUAL.cost, mature=values["cost"]),
    )


def _profit(values: Values, turns_after: int) -> pd.DataFrame:
    return model.profit(model.factors(_lifecycle(values), turns_after=turns_after))


def _share(values: Values, turns_after: int) -> float:
    """Return the value of a relationship that turns after that year, as a share of the full one's."""
    early, full = (model.value(_profit(values, year), values["discount_rate"]) for year in (turns_after, _LATEST))
    return early / full if full > 0 else float("nan")


def _view(values: Values) -> View:
    turn = int(values["turns_after"])
    early, full = _profit(values, turn), _profit(values, _LATEST)
    worth, whole = (model.value(table, values["discount_rate"]) for table in (early, full))
    share = (
        _("{share:.0%} of the full one").format(share=worth / whole) if whole > 0 else _("the full one has no value")
    )
    readouts = (
        (_("value of the full relationship"), _("{value:.0f} yuan").format(value=whole)),
        (_("value when it turns after year {year}").format(year=turn), _("{value:.0f} yuan").format(value=worth)),
        (_("that is"), share),
        (_("form of the full curve"), _form(full)),
    )
    return View(_chart(early, full, turn), readouts)


def _chart(early: pd.DataFrame, full: pd.DataFrame, turn: int) -> Chart:
    # A relationship that is over earns nothing: 0, so that both lines run over the same years.
    padded = early["profit"].reindex(full.index, fill_value=0)
    lines = (
        Series(_("turns after year {year}").format(year=turn), tuple(padded.tolist())),
        Series(_("full relationship"), tuple(full["profit"].tolist())),
    )
    return Chart(
        _("Profit of one customer by year"),
        _("year of the relationship"),
        _("yuan a year"),
        tuple(float(year) for year in full.index),
        lines,
        (-150, 500),
        ((_("break-even"), 0.0),),
    )


def _form(full: pd.DataFrame) -> str:
    peak = model.turning_point(full)
    if peak.as_described:
        return _("inverted U, as the source describes it")
    return _("inverted U, but of another form") if peak.inverted_u else _("no inverted U")


def _verdict(values: Values) -> Verdict:
    turn = int(values["turns_after"])
    share = _share(values, turn)
    if share != share:  # no share of nothing
        return Verdict(False, _("With these factors the full relationship has no value to halve: press Reset."))
    if share < 0.5:
        words = _("Not yet: after {year} good years it is worth {share:.0%} of the full one. Let the decline wait.")
        return Verdict(False, words.format(year=turn, share=share))
    if turn > 1 and _share(values, turn - 1) >= 0.5:
        return Verdict(False, _("It is worth half, and would still be with one good year less. Try fewer years."))
    words = _("Right: {year} of {all} good years for half the value. Most of it lies late, in the stable years.")
    return Verdict(True, words.format(year=turn, all=_LATEST))

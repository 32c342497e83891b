"""The explorer of the endless chain: who names whom, and whether the chain lives."""

from __future__ import annotations

from typing import Final

from course.figures.chart import Chart, Series
from course.i18n import _
from course.models import referral
from course.models.inputs import Floats
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

_ROUNDS: Final = 12
_START: Final[Values] = {"names": 3, "buys": 0.3, "active": 1.0, "start": 1}
#: The share of customers that give names, in the question.
ASKED_ACTIVE: Final = 0.6
_STEP: Final = 0.01


def explorer(**start: float) -> Explorer:
    """Return the explorer; ``explorer(buys=0.5)`` starts it at another setting.

    Examples
    --------
    >>> explorer().values["names"]
    3
    """
    controls = (
        Control("names", _("names that an active customer gives"), 0, 8, 1, _START["names"]),
        Control("buys", _("chance that a named one buys"), 0, 1, _STEP, _START["buys"], percent=True),
        Control("active", _("share of customers that give names"), 0, 1, 0.05, _START["active"], percent=True),
        Control("start", _("customers who begin"), 1, 50, 1, _START["start"]),
    )
    return Explorer(controls, _view, Question(_words(), _check), start)


def _words() -> str:
    return _(
        "Only {active:.0%} of the customers give names, three each, and one customer begins. From which chance to "
        "buy on is the chain "
        "at least as likely to live for ever as to die out? What was it when everybody gives names?"
    ).format(active=ASKED_ACTIVE)


def _chances(values: Values) -> Floats:
    return referral.brought(int(values["names"]), values["buys"], values["active"])


def _view(values: Values) -> View:
    table = referral.generations(_chances(values), _ROUNDS, int(values["start"]))
    case = referral.generations(_chances(_START), _ROUNDS)
    chart = Chart(
        _("Is the chain still alive?"),
        _("round of referral"),
        _("chance that the chain is alive"),
        tuple(float(step) for step in table.index),
        (Series(_("your setting"), tuple(table["alive"])), Series(_("where you began"), tuple(case["alive"]))),
        (0.0, 1.0),
        ((_("as likely to live as to die"), 0.5),),
    )
    return View(chart, _readouts(values))


def _readouts(values: Values) -> tuple[tuple[str, str], ...]:
    chances, begin = _chances(values), int(values["start"])
    dies, brought = referral.extinction(chances) ** begin, referral.total(chances, begin)
    return (
        (_("a customer brings, on average"), f"{referral.mean(chances):.2f}"),
        (_("the chain dies out with chance"), f"{dies:.1%}"),
        (_("it brings in all, on average"), f"{brought:,.1f}" if brought < float("inf") else _("no limit")),
    )


def _lives(values: Values) -> float:
    return 1 - referral.extinction(_chances(values))


def _check(values: Values) -> Verdict:
    if abs(values["active"] - ASKED_ACTIVE) > 1e-9:
        return Verdict(False, _("First set the share that gives names to {active:.0%}.").format(active=ASKED_ACTIVE))
    if values["names"] != _START["names"] or values["start"] != _START["start"]:
        return Verdict(False, _("Three names each, and one customer who begins: set those two back."))
    if _lives(values) < 0.5:
        return Verdict(False, _("This chain is more likely to die. Raise the chance to buy."))
    if _lives({**values, "buys": values["buys"] - _STEP}) >= 0.5:
        return Verdict(False, _("It lives, and it would with a smaller chance too: find the smallest."))
    everybody = next(step / 100 for step in range(101) if _lives({**values, "active": 1, "buys": step / 100}) >= 0.5)
    words = _(
        "Right: {buys:.0%}, and when everybody gives names {everybody:.0%} is enough. The mean then falls from "
        "{mean:.2f} to {all:.2f}: "
        "not the mean alone, but how unequal customers are, decides whether a chain lives."
    )
    means = [referral.mean(_chances({**values, **other})) for other in ({}, {"active": 1, "buys": everybody})]
    return Verdict(True, words.format(buys=values["buys"], everybody=everybody, mean=means[0], all=means[1]))

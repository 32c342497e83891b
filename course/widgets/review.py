"""The explorer of the review: how much to spend on winning, and how much on keeping."""

from __future__ import annotations

from functools import cache

import pandas as pd

from course.data.cases import BALANCE
from course.figures.review import equity_chart
from course.i18n import _
from course.models.equity import Response, best_spends, customer_equity
from course.widgets.explorer import Control, Explorer, Question, Values, Verdict, View

WINNING = Response(BALANCE["win_spend"], BALANCE["share_won"], BALANCE["most_won"])
KEEPING = Response(BALANCE["keep_spend"], BALANCE["share_kept"], BALANCE["most_kept"])
_MONEY = {"margin": BALANCE["margin"], "discount_rate": BALANCE["discount_rate"]}
#: How near to the best value is near enough: a hundredth of it.
_NEAR = 0.01


def explorer(**start: float) -> Explorer:
    """Return the explorer; ``explorer(keep_spend=30)`` starts it at another setting.

    Examples
    --------
    >>> explorer().values["win_spend"]
    20
    """
    controls = (
        Control("win_spend", _("spent on winning, yuan a prospect"), 0, 80, 1, BALANCE["win_spend"]),
        Control("keep_spend", _("spent on keeping, yuan a customer a year"), 0, 80, 1, BALANCE["keep_spend"]),
    )
    words = _(
        "How much should go to winning and how much to keeping, so that a prospect is worth most? Within 1% will do."
    )
    return Explorer(controls, _view, Question(words, _verdict), start)


@cache
def _best() -> pd.Series[float]:
    return best_spends(WINNING, KEEPING, **_MONEY)


def _worth(values: Values) -> float:
    return customer_equity(WINNING, KEEPING, **values, **_MONEY)


def _view(values: Values) -> View:
    spends = (BALANCE["win_spend"], values["win_spend"])
    chart = equity_chart(WINNING, KEEPING, spends, **_MONEY, today=_("your setting"))
    readouts = (
        (_("a prospect is worth"), _("{value:.2f} yuan").format(value=_worth(values))),
        (_("prospects won"), f"{WINNING.at(values['win_spend']):.1%}"),
        (_("customers who stay for another year"), f"{KEEPING.at(values['keep_spend']):.1%}"),
        (_("spent to win one customer"), _per_customer(values["win_spend"])),
    )
    return View(chart, readouts)


def _per_customer(spend: float) -> str:
    won = WINNING.at(spend)
    return _("{value:.0f} yuan").format(value=spend / won) if won else _("nobody is won")


def _verdict(values: Values) -> Verdict:
    best = _best()
    if _worth(values) >= (1 - _NEAR) * best["equity"]:
        words = _(
            "Right: about {win:.0f} yuan to win and {keep:.0f} to keep. Both curves flatten, so beyond that a "
            "yuan more brings back less than a yuan."
        )
        return Verdict(True, words.format(win=best["win_spend"], keep=best["keep_spend"]))
    if _worth({**values, "win_spend": best["win_spend"]}) < (1 - _NEAR) * best["equity"]:
        more = values["keep_spend"] < best["keep_spend"]
        return Verdict(False, _("Too little goes to keeping.") if more else _("Too much goes to keeping."))
    more = values["win_spend"] < best["win_spend"]
    words = _("Keeping is settled. Now look at winning: {direction}.")
    return Verdict(False, words.format(direction=_("spend more") if more else _("spend less")))

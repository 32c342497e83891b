"""The homework of chapter 5: a shop that sells contact lenses by post, and a bank of its own numbers for each question.

The numbers are ours, made for practice; none is from the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course.exercise.answers import Choice, Function, Number, Parts
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import customer_events, dwyer, retention, switching_cost
from course.models import shifted_beta_geometric as sbg

YUAN = _("yuan per customer")
SHARE = _("a share between 0 and 1")


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan, rates a period.

    Parameters
    ----------
    rows
        The customers of question 1: a row of ones and zeros each, period 0 first.
    repurchase, margin, marketing, discount_rate
        The migration model of question 2, named as in `course.models.dwyer.values`.
    alive, fee, interest
        The subscribers of question 4, still there in years 0, 1, 2 ...; what one pays at the start of a year; the
        discount rate a year.
    regular, casual, catalogue
        The two groups of question 5: repurchase probabilities by recency; what a catalogue costs a period.
    refill, glasses_revenue, leaving, years
        The events of question 6: hazard of a refill, revenue of glasses, hazards of leaving; how far to look.
    advantage, spread, cost_now, cost_then, our_share
        The suppliers of question 7: named as in `course.models.switching_cost`; the switching cost today and with the
        plan, and the share of the customers who are ours today.
    """

    rows: tuple[str, ...] = varying(
        ("111101", "101000", "111000", "101010", "100000", "111001"),
        choices=(
            ("111101", "101000", "111000", "101010", "100000", "111001"),
            ("110000", "100101", "100011", "101001", "101011", "101110"),
            ("100010", "100011", "110000", "101110", "101100", "111100"),
            ("101110", "101110", "100000", "111010", "100001", "110000"),
        ),
    )
    repurchase: tuple[float, ...] = varying(
        (0.4, 0.25, 0.12), choices=((0.4, 0.25, 0.12), (0.45, 0.25, 0.1), (0.5, 0.3, 0.15))
    )
    margin: float = varying(60, choices=(50, 55, 60, 65))
    marketing: float = varying(5, choices=(4, 5, 6))
    discount_rate: float = varying(0.06, choices=(0.04, 0.05, 0.06))
    alive: tuple[int, ...] = varying(
        (800, 560, 450, 385, 340, 310),
        choices=((800, 560, 450, 385, 340, 310), (900, 590, 455, 380, 332, 300), (750, 510, 400, 338, 297, 268)),
    )
    fee: float = varying(120, choices=(100, 120, 140, 150))
    interest: float = varying(0.08, choices=(0.08, 0.09, 0.11))
    regular: tuple[float, ...] = varying((0.45, 0.3, 0.2), choices=((0.45, 0.3, 0.2), (0.5, 0.3, 0.2)))
    casual: tuple[float, ...] = varying((0.25, 0.08, 0.04), choices=((0.25, 0.08, 0.04), (0.2, 0.07, 0.05)))
    catalogue: float = varying(6, choices=(6, 6.5, 7))
    refill: float = varying(0.8, choices=(0.7, 0.75, 0.8))
    glasses_revenue: float = varying(900, choices=(800, 900, 1000))
    leaving: tuple[float, ...] = varying((0.3, 0.2), choices=((0.3, 0.2), (0.25, 0.2), (0.35, 0.25)))
    years: int = varying(10, choices=(8, 9, 10))
    advantage: float = varying(10, choices=(5, 10, 15))
    spread: float = varying(40, choices=(40, 45, 50))
    cost_now: float = varying(40, choices=(30, 35, 40))
    cost_then: float = varying(110, choices=(100, 110, 120))
    our_share: float = varying(0.15, choices=(0.1, 0.15, 0.2))

    @property
    def histories(self) -> pd.DataFrame:
        """Return the customers of question 1 as a table of ones and zeros."""
        cells = [[int(mark) for mark in row] for row in self.rows]
        names = pd.Index(list("ABCDEF")[: len(cells)], name="customer")
        return pd.DataFrame(cells, index=names).rename_axis(columns="period")

    @property
    def events(self) -> list[customer_events.Event]:
        """Return the events of question 6."""
        return [
            customer_events.Event("refill", (self.refill,), revenue=240, cost=150),
            customer_events.Event("glasses", (0.0, 0.1, 0.15), revenue=self.glasses_revenue, cost=400, once=True),
            customer_events.Event("wrong lens", (0.1,), cost=80),
            customer_events.Event("leaves", self.leaving, cost=20, ends=True),
        ]

    @property
    def suppliers(self) -> dict[str, float]:
        """Return what `course.models.switching_cost.effect` takes beside the switching costs."""
        economy = {"margin": self.margin, "discount_rate": self.discount_rate}
        return {"advantage": self.advantage, "spread": self.spread, **economy}


given = own(Given, "05-lost-or-share")

# Question 1


def _counts() -> pd.DataFrame:
    return dwyer.silence(given.histories)[["at_risk", "bought", "share"]]


def _all_silences() -> float:
    later = _counts().iloc[1:]
    return float(later["bought"].sum() / later["at_risk"].sum())


def _returned_ever() -> float:
    """Customers who returned, among those who were ever silent."""
    return sum("01" in row for row in given.rows) / sum("0" in row for row in given.rows)


Q1 = Question(
    name="q1",
    kind=Number(SHARE, within=0.004, low=0, high=1, limits=_("A share lies between 0 and 1.")),
    expected=lambda: float(_counts()["share"][2]),
    typical=(
        Typical(
            _("share after a purchase"),
            lambda: float(_counts()["share"][1]),
            _("This counts those who bought in the last period. Ask those who were silent in it."),
        ),
        Typical(
            _("all silences together"),
            _all_silences,
            _("This mixes short and long silences. Take only those silent for exactly one period."),
        ),
        Typical(
            _("every silent period below the line"),
            lambda: float(_counts()["bought"][2] / sum(row.count("0") for row in given.rows)),
            _("You divide by every silent period. Some silences are longer, and after some nobody looked."),
        ),
        Typical(
            _("customers for chances"),
            _returned_ever,
            _("You count customers. Count chances: each single silent period after which the next period is seen."),
        ),
    ),
    hints=(
        _("Go along each row. Where does a 0 follow a 1, with one more period to its right?"),
        _("The answer is a share: returns divided by chances to return."),
        _("Each pattern 1, 0, x is one chance; it is a return when x is 1."),
    ),
    meaning=_("A model that calls these customers lost after one silent period would have been wrong that often."),
    near=_("Count the patterns 1, 0, x: how many are there, and how many end in 1?"),
)

# Question 2


def _both(**changes: Any) -> dict[str, float]:
    names = ("repurchase", "margin", "marketing", "discount_rate")
    table = dwyer.values(**{**{name: getattr(given, name) for name in names}, **changes})
    return {"lost_for_good": float(table["lost_for_good"][1]), "always_a_share": float(table["always_a_share"][1])}


def _mean_rate() -> dict[str, float]:
    mean = float(np.mean(given.repurchase))
    return {"lost_for_good": retention.retention_value(given.margin - given.marketing, mean, given.discount_rate)}


Q2 = Question(
    name="q2",
    kind=Parts({"lost_for_good": Number(YUAN, within=0.02), "always_a_share": Number(YUAN, within=0.02)}),
    expected=_both,
    typical=(
        Typical(
            _("first margin left out"),
            lambda: _both(first_margin="excluded"),
            _("The purchase of this period is missing. The question counts it, undiscounted."),
        ),
        Typical(
            _("marketing forgotten"),
            lambda: _both(marketing=0),
            _("Marketing is missing: it is paid each period for everyone who is not lost."),
        ),
        Typical(
            _("mean rate for the retention model"),
            _mean_rate,
            _("The retention model here uses a mean of all probabilities. Which of them asks those who just bought?"),
        ),
        Typical(
            _("models swapped"),
            lambda: dict(zip(_both(), reversed(_both().values()), strict=True)),
            _("The numbers are right and the names swapped. Which model can only lose customers?"),
        ),
    ),
    hints=(
        _("Both models agree on the first probability. What does each do with the others?"),
        _("A dictionary with two numbers of yuan; the second is the larger."),
        _("dwyer.values(repurchase, margin=..., marketing=..., discount_rate=...) has both in the row of recency 1."),
    ),
    meaning=_("The difference is what coming back is worth, net of the marketing to the silent."),
    near=_("Take recency 1, this period's margin and marketing included, for ever."),
)

# Question 3


def _alive_of(alpha: float, beta: float, year: int) -> float:
    share = 1.0
    for renewal in range(1, year + 1):
        share *= (beta + renewal - 1) / (alpha + beta + renewal - 1)
    return share


_Alive = Callable[[float, float, int], float]


def _constant() -> _Alive:
    return lambda alpha, beta, year: (beta / (alpha + beta)) ** year


def _one_early() -> _Alive:
    return lambda alpha, beta, year: _alive_of(alpha, beta, year - 1)


def _one_late() -> _Alive:
    return lambda alpha, beta, year: _alive_of(alpha, beta + 1, year)


def _last_rate() -> _Alive:
    return lambda alpha, beta, year: (beta + year - 1) / (alpha + beta + year - 1)


def _lost() -> _Alive:
    return lambda alpha, beta, year: 1 - _alive_of(alpha, beta, year)


Q3 = Question(
    name="q3",
    kind=Function(inputs=((0.7, 1.2, 4), (1.0, 1.0, 3), (2.0, 6.0, 5)), result=Number(SHARE, within=0.0005)),
    expected=lambda: _alive_of,
    typical=(
        Typical(_("constant rate"), _constant, _("The first rate is used at every renewal. The rate rises with t.")),
        Typical(
            _("one renewal too few"), _one_early, _("One renewal is missing: into year t lead t renewals, 1 to t.")
        ),
        Typical(
            _("counted from the wrong renewal"),
            _one_late,
            _("The first renewal has t = 1, so its rate is beta / (alpha + beta)."),
        ),
        Typical(_("last rate alone"), _last_rate, _("This is one year's retention. Multiply those of all renewals.")),
        Typical(_("lost for kept"), _lost, _("This is the share that has left. The question asks who is still there.")),
    ),
    hints=(
        _("Which share survives the first renewal? Which share of those the second?"),
        _("The function returns one share; for year 0 it is 1, and it falls with the year."),
        _("Start with 1.0; for each t from 1 to year multiply by (beta + t - 1) / (alpha + beta + t - 1)."),
    ),
    meaning=_("Each factor is larger than the one before: retention rises, though no customer changes."),
    near=_("Multiply the retention rates of the renewals 1, 2 ... up to the year."),
)

# Question 4


def _priced() -> pd.DataFrame:
    return sbg.misprice(given.alive, given.fee, given.interest)


def _fitted() -> dict[str, float]:
    table = _priced()
    return {"value": float(table["value"]["fitted"]), "first_rate": float(table["error"]["first_rate"])}


Q4 = Question(
    name="q4",
    kind=Parts({"value": Number(YUAN, within=0.3), "first_rate": Number(_("an error as a share"), within=0.003)}),
    expected=_fitted,
    typical=(
        Typical(
            _("constant rate for the value"),
            lambda: {"value": float(_priced()["value"]["first_rate"])},
            _("This value uses the first year's rate for ever. Take the fitted model, whose rate rises."),
        ),
        Typical(
            _("first fee left out"),
            lambda: {"value": _fitted()["value"] - given.fee},
            _("The first fee is missing: a new subscriber pays it at once."),
        ),
        Typical(
            _("error of the last rate"),
            lambda: {"first_rate": float(_priced()["error"]["last_rate"])},
            _("This is the error of the last rate. The question asks for the first."),
        ),
        Typical(
            _("divided by the wrong value"),
            lambda: {"first_rate": 1 / (1 + _fitted()["first_rate"]) - 1},
            _("You say how far the fitted value lies above the constant one. Ask it the other way round."),
        ),
        Typical(
            _("percent for a share"),
            lambda: {"first_rate": 100 * _fitted()["first_rate"]},
            _("Give the error as a share, not in percent."),
        ),
        Typical(
            _("sign turned"),
            lambda: {"first_rate": -_fitted()["first_rate"]},
            _("Is the value of one rate for ever above the fitted one, or below it? The sign must say so."),
        ),
    ),
    hints=(
        _("Two values of the same subscriber: once the rate rises, once it stays where it began."),
        _("A value of several fees, and a negative share."),
        _("sbg.misprice(given.alive, given.fee, given.interest) has both: see the rows fitted and first_rate."),
    ),
    meaning=_("Who prices subscribers by their first year gives up those who would have stayed."),
    near=_("Fit the cohort, value it with its first fee included, and compare the constant first rate with that."),
)

# Question 5


def _silent(repurchase: Sequence[float], recency: int = 2, marketing: float | None = None) -> float:
    cost = given.catalogue if marketing is None else marketing
    table = dwyer.values(repurchase, margin=given.margin, marketing=cost, discount_rate=given.discount_rate)
    return float(table["always_a_share"].to_numpy()[recency - 1])


def _groups(**how: Any) -> dict[str, Any]:
    return {"regulars": _silent(given.regular, **how), "casuals": _silent(given.casual, **how)}


def _pooled() -> dict[str, Any]:
    mean = [(one + two) / 2 for one, two in zip(given.regular, given.casual, strict=True)]
    return {"regulars": _silent(mean), "casuals": _silent(mean), "send": "both"}


Q5 = Question(
    name="q5",
    kind=Parts(
        {
            "regulars": Number(YUAN, within=0.02),
            "casuals": Number(YUAN, within=0.02),
            "send": Choice(("both", "regulars", "casuals", "neither")),
        }
    ),
    expected=lambda: {**_groups(), "send": "regulars"},
    typical=(
        Typical(
            _("one model for both"),
            _pooled,
            _("Both groups have the same, mean probabilities here. Give each its own: that is the point of grouping."),
        ),
        Typical(
            _("those who just bought"),
            lambda: {**_groups(recency=1), "send": "both"},
            _("These are the values at recency 1. The question asks about customers silent for one period."),
        ),
        Typical(
            _("catalogue for nothing"),
            lambda: {**_groups(marketing=0), "send": "both"},
            _("The catalogue costs nothing here. It is paid every period for all who are not lost."),
        ),
        Typical(
            _("lost for good"),
            lambda: {"regulars": 0, "casuals": 0, "send": "neither"},
            _("These customers are called lost. Some of them come back: use the migration model."),
        ),
        Typical(
            _("values right, choice not"),
            lambda: {**_groups(), "send": "both"},
            _("The values are right. To whom does a catalogue bring more than it costs?"),
        ),
        Typical(
            _("nobody written to"),
            lambda: {**_groups(), "send": "neither"},
            _("The values are right. Are both of them below zero?"),
        ),
    ),
    hints=(
        _("A silent customer who gets catalogues costs money now and may bring some later. Value that for each group."),
        _("Two numbers, and the word that follows from their signs."),
        _("dwyer.values(given.regular, margin=..., marketing=..., discount_rate=...): see the row of recency 2."),
    ),
    meaning=_("The mean of both groups would have sent catalogues to everybody."),
    near=_("Take recency 2, always a share, with the catalogue as marketing and each group's own probabilities."),
)

# Question 6


def _value(discount_rate: float | None = None, *, stay: bool = False, column: str = "value") -> float:
    events = [event for event in given.events if not (stay and event.ends)]
    rate = given.interest if discount_rate is None else discount_rate
    return float(customer_events.value_by_event(events, given.years, rate)[column].sum())


def _spread_of(size: int) -> dict[str, float]:
    lives = customer_events.simulate(given.events, given.years, given.interest, seed=1)
    row = customer_events.interval(lives, (size,)).iloc[0]
    return {"low": float(row["low"]), "high": float(row["high"])}


Q6 = Question(
    name="q6",
    kind=Parts({"value": Number(YUAN, within=0.05), "low": Number(YUAN, within=8), "high": Number(YUAN, within=8)}),
    expected=lambda: {"value": _value(), **_spread_of(1)},
    typical=(
        Typical(
            _("nobody leaves"),
            lambda: {"value": _value(stay=True)},
            _("Nobody leaves here. One of the events ends the relationship: keep it in the list."),
        ),
        Typical(_("not discounted"), lambda: {"value": _value(0.0)}, _("Yuan of all years are added undiscounted.")),
        Typical(
            _("revenue for value"),
            lambda: {"value": _value(column="revenue")},
            _("This is revenue. The events cost something too."),
        ),
        Typical(
            _("interval of a mean"),
            lambda: _spread_of(100),
            _("These limits hold for the mean of a hundred customers. One customer varies far more."),
        ),
    ),
    hints=(
        _("The value adds up over events; the limits come from simulated lives."),
        _("Three numbers of yuan: the value lies between the limits, and these lie far apart."),
        _("value_by_event(...)['value'].sum(); then interval(simulate(..., seed=1), (1,)) has low and high."),
    ),
    meaning=_("The mean is a good guess for many customers and a poor one for a single customer."),
    near=_("Discount by given.interest over given.years, all events included; limits for one customer, nine in ten."),
)

# Question 7


def _changes(column: str = "always_a_share") -> dict[str, float]:
    table = switching_cost.effect([given.cost_now, given.cost_then], **given.suppliers)
    gain = table.iloc[1] - table.iloc[0]
    return {"ours": float(gain[column]), "rivals": float(gain["rivals"])}


def _levels() -> dict[str, float]:
    row = switching_cost.effect([given.cost_then], **given.suppliers).iloc[0]
    return {"ours": float(row["always_a_share"]), "rivals": float(row["rivals"])}


Q7 = Question(
    name="q7",
    kind=Parts({"ours": Number(YUAN, within=0.05), "rivals": Number(YUAN, within=0.05), "plan": Choice(("yes", "no"))}),
    expected=lambda: {**_changes(), "plan": "no"},
    typical=(
        Typical(
            _("lost for good"),
            lambda: _changes("lost_for_good"),
            _("The gain on our customers leaves out those who would have come back anyway."),
        ),
        Typical(
            _("the rival's customers forgotten"),
            lambda: {**_changes(), "rivals": 0.0, "plan": "yes"},
            _("Whoever is with the rival may come to us some day, and now comes less often. That is a loss."),
        ),
        Typical(
            _("loss without its sign"),
            lambda: {"rivals": -_changes()["rivals"]},
            _("Does a customer at the rival bring us more or less when moving is dear? Let the sign say so."),
        ),
        Typical(
            _("level for change"),
            lambda: {**_levels(), "plan": "yes"},
            _("These are the values with the plan. By how much do they change?"),
        ),
        Typical(
            _("each side once"),
            lambda: {**_changes(), "plan": "yes"},
            _("The changes are right. Weigh each by how many customers it concerns."),
        ),
    ),
    hints=(
        _("A switching cost keeps our customers with us, and the rival's with the rival."),
        _("A gain, a loss, and a word: weigh the two by the shares of the customers."),
        _("switching_cost.effect([now, then], **given.suppliers): subtract the rows always_a_share and rivals."),
    ),
    meaning=_("Who has few customers wants moving to be cheap: a switching cost protects whoever is large already."),
    near=_("Subtract today's values from those with the plan, then weigh them by our share and the rival's."),
)

homework = Homework("05-lost-or-share", (Q1, Q2, Q3, Q4, Q5, Q6, Q7))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

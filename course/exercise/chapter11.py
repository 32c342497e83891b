"""The homework of chapter 11, the capstone: a roaster of coffee, from its prospects to a plan.

The company is simulated: its tables are drawn by `course.data.capstone` from a truth that we know.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from course.data.capstone import COFFEE, FOLLOWED, Company, company
from course.exercise.answers import Choice, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import cohort, equity, transition

SHARE = _("A share lies between 0 and 1.")
CHANNELS = ("canvassing", "fair", "referral")


@dataclass(frozen=True)
class Given:
    """What the homework gives.

    Parameters
    ----------
    seed
        Draws the company's tables.
    yearly_cost, discount_rate
        Serving a customer, yuan a year, from year 2 on; a year.
    brand_margin, purchases_per_year
        Of the panel in question 4: yuan a purchase of ours, and how often a household buys.
    budget
        Yuan to spend, in question 7.
    points
        Points of first-year retention that the programme of question 7 adds.
    dearer
        The next customers of a channel cost so many times as much as the last: the easy ones are won.
    """

    seed: int = varying(3, choices=(1, 3, 5, 7, 8, 9))
    yearly_cost: int = varying(20, choices=(15, 20, 25))
    discount_rate: float = varying(0.1, choices=(0.08, 0.1, 0.12))
    brand_margin: int = varying(8, choices=(6, 8, 9))
    purchases_per_year: int = 12
    budget: int = varying(8_000, choices=(7_000, 8_000, 9_000))
    points: int = varying(10, choices=(8, 10, 12))
    dearer: int = varying(3, choices=(3, 4))

    @cached_property
    def company(self) -> Company:
        """The simulated tables."""
        return company(COFFEE, self.seed)

    @property
    def visits(self) -> pd.DataFrame:
        """Every visit to a prospect."""
        return self.company.visits

    @property
    def customers(self) -> pd.DataFrame:
        """Every customer won."""
        return self.company.customers

    @property
    def purchases(self) -> pd.DataFrame:
        """The purchases of a panel of households."""
        return self.company.purchases

    @property
    def cost_per_visit(self) -> dict[str, float]:
        """Yuan a visit, by channel."""
        return COFFEE.cost_per_visit

    def inputs(self, **changes: Any) -> dict[str, Any]:
        """Return the cohort of all customers as the inputs of `course.models.cohort.table`, some of them changed.

        One purchase a year stands for the yearly margin, so nothing is left to take off for goods.
        """
        kept = equity.retention_by_channel(self.customers.assign(channel="all"), FOLLOWED).iloc[0]
        cost = equity.by_channel(self.visits, self.cost_per_visit)
        known = {
            "customers": len(self.customers),
            "retention": kept.tolist(),
            "purchases": 1,
            "spend": float(self.customers["margin"].mean()),
            "cost_of_goods": 0,
            "acquisition_cost": float((cost["visits"] * cost.index.map(self.cost_per_visit)).sum() / cost["won"].sum()),
            "yearly_cost": self.yearly_cost,
            "discount_rate": self.discount_rate,
        }
        return known | changes


given = own(Given, "11-review")


def _channels() -> pd.DataFrame:
    return equity.by_channel(given.visits, given.cost_per_visit)


# Question 1


def _costs(counted: str) -> dict[str, Any]:
    table = _channels()
    per_head = table["visits"] * table.index.map(given.cost_per_visit) / table[counted]
    return {"channel": str(per_head.idxmin()), "cost": float(per_head.min())}


Q1 = Question(
    name="q1",
    kind=Parts({"channel": Choice(CHANNELS), "cost": Number(_("yuan per customer won"), within=0.05, low=0)}),
    expected=lambda: _costs("won"),
    typical=(
        Typical(
            _("cost of a visit"),
            lambda: _costs("visits"),
            _("That is the cheapest visit. Most visits win nobody: divide what a channel costs by whom it wins."),
        ),
        Typical(
            _("cost of a qualified prospect"),
            lambda: _costs("qualified"),
            _("You divided by the qualified prospects. Not all of them become customers."),
        ),
        Typical(
            _("all channels together"),
            lambda: {"cost": float(given.inputs()["acquisition_cost"])},
            _("That is the mean over all channels. Compute each channel alone."),
        ),
    ),
    hints=(
        _("What does a channel spend in all, and whom does it win?"),
        _("The name of a channel and a number of yuan, larger than the cost of its visit."),
        _("given.visits.groupby('channel')['won'].mean() gives the share won; the cost of a visit divided by it."),
    ),
    meaning=_("The dearer visit may be the cheaper customer: what counts is whom it wins."),
    near=_("For each channel: the cost of a visit, divided by the share of visits that win a customer."),
)


# Question 2


def _kept(later: int, earlier: int) -> pd.Series:
    years, channel = given.customers["years"], given.customers["channel"]
    there = {year: years.ge(year).astype(float).groupby(channel).sum() for year in (later, earlier)}
    return there[later] / there[earlier]


Q2 = Question(
    name="q2",
    kind=Table(rows=CHANNELS, within=0.0015),
    expected=lambda: _kept(2, 1),
    typical=(
        Typical(
            _("leavers for stayers"),
            lambda: 1 - _kept(2, 1),
            _("These are the shares that left. The retention rate is the share that stayed."),
        ),
        Typical(
            _("one year late"),
            lambda: _kept(3, 2),
            _("That is the retention after year 2. The question asks for the one after year 1."),
        ),
        Typical(
            _("two years for one"),
            lambda: _kept(3, 1),
            _("Who was a customer for two years stayed after year 1. You ask for three years."),
        ),
    ),
    hints=(
        _("Who has been a customer for two years or more stayed after year 1."),
        _("A Series of three shares, indexed by channel, each between 0 and 1."),
        _("given.customers['years'].ge(2).groupby(given.customers['channel']).mean()"),
    ),
    meaning=_("Channels bring different customers. A mean over all of them would be right for none."),
    near=_("By channel: customers of two years or more, divided by all customers won there."),
)


# Question 3


def _cost(channel: str) -> float:
    return float(_channels()["cost_per_customer"].to_dict()[channel])


def _ltv(channel: str, **changes: Any) -> float:
    mine = given.customers[given.customers["channel"] == channel]
    inputs = given.inputs(
        customers=len(mine),
        retention=[float(_kept(2, 1)[channel]), float(_kept(3, 2)[channel]), float(_kept(4, 3)[channel])],
        spend=float(mine["margin"].mean()),
        acquisition_cost=_cost(channel),
    )
    return cohort.table(**{**inputs, **changes}).final_ltv


def _ltvs(**changes: Any) -> pd.Series:
    return pd.Series({name: _ltv(name, **changes) for name in CHANNELS})


Q3 = Question(
    name="q3",
    kind=Table(rows=CHANNELS, within=0.5),
    expected=_ltvs,
    typical=(
        Typical(
            _("not discounted"),
            lambda: _ltvs(discount_rate=0),
            _("Year 2 and year 3 are not discounted here: give the table the discount rate."),
        ),
        Typical(
            _("one retention for all"),
            lambda: _ltvs(retention=given.inputs()["retention"]),
            _("Every channel has the retention of all customers here. Each has its own."),
        ),
        Typical(
            _("cost to win forgotten"),
            lambda: _ltvs(acquisition_cost=0),
            _("Nothing was charged for winning. Year 1 bears what a customer costs in that channel."),
        ),
        Typical(
            _("one cost for all"),
            lambda: _ltvs(acquisition_cost=given.inputs()["acquisition_cost"]),
            _("Every channel is charged the mean cost to win here. Each has its own."),
        ),
    ),
    hints=(
        _("Each channel is a cohort with its own retention, margin and cost to win."),
        _("A Series of three numbers of yuan, indexed by channel."),
        _("cohort.table(**given.inputs(retention=[...], spend=..., acquisition_cost=...)).final_ltv, once a channel."),
    ),
    meaning=_("Now cost and staying are in one number, and the channels can be ranked."),
    near=_("Give each channel its own retention of years 1 to 3, mean margin and cost per customer."),
)


# Question 4


def _worth(**changes: Any) -> dict[str, float]:
    counted = transition.counts(given.purchases)
    P = transition.probabilities(counted)
    clock = {"discount_rate": given.discount_rate, "purchases_per_year": given.purchases_per_year, **changes}
    value = transition.value(P, {"ours": given.brand_margin}, **clock)
    return {"repeat_rate": float(P["ours"].to_dict()["ours"]), "value": float(value["ours"])}


def _by_column() -> float:
    column = transition.counts(given.purchases).counts["ours"]
    return float(column.to_dict()["ours"] / column.sum())


def _last_too() -> float:
    counted = transition.counts(given.purchases)
    return float(counted.counts["ours"].to_dict()["ours"] / (given.purchases["brand"] == "ours").sum())


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "repeat_rate": Number(_("a share"), within=0.0005, low=0, high=1, limits=SHARE),
            "value": Number(_("yuan"), within=0.05),
        }
    ),
    expected=_worth,
    typical=(
        Typical(
            _("rows and columns swapped"),
            lambda: {"repeat_rate": _by_column()},
            _("You divided by what led to us. The repeat rate is divided by what followed us."),
        ),
        Typical(
            _("last purchases in the total"),
            lambda: {"repeat_rate": _last_too()},
            _("The last purchase of a household is followed by nothing: leave it out of the total."),
        ),
        Typical(
            _("yearly rate for each purchase"),
            lambda: {"value": _worth(purchases_per_year=None)["value"]},
            _("A purchase is a month here: the yearly rate was taken for each of them."),
        ),
        Typical(
            _("first margin in"),
            lambda: {"value": _worth(first_margin="included")["value"]},
            _("The margin of the last purchase has been earned. Only what is still to come counts."),
        ),
    ),
    hints=(
        _("First the matrix from the log, then the value by the brand bought last."),
        _("A share below 1, and a value of some hundred yuan."),
        _("transition.value(P, {'ours': ...}, rate, purchases_per_year=...) gives a value for each brand."),
    ),
    meaning=_("A household that buys from others too is not lost. But households differ, so the value is rough."),
    near=_("Count steps of the same household, divide each row by its total, then value with the clock of a month."),
)


# Question 5


def _top_share(share: float, *, ordered: bool = True) -> float:
    margin = given.customers["margin"]
    margin = margin.sort_values(ascending=False) if ordered else margin
    return float(margin.iloc[: round(share * len(margin))].sum() / margin.sum())


Q5 = Question(
    name="q5",
    kind=Number(_("a share"), within=0.003, low=0, high=1, limits=SHARE),
    expected=lambda: _top_share(0.2),
    typical=(
        Typical(
            _("80/20 believed"),
            lambda: 0.8,
            _("That is the proverb. Count it in these data."),
        ),
        Typical(
            _("not sorted"),
            lambda: _top_share(0.2, ordered=False),
            _("These are the first customers of the list, not the best ones: sort by margin first."),
        ),
        Typical(
            _("the best 80%"),
            lambda: _top_share(0.8),
            _("That is what the best four fifths bring."),
        ),
    ),
    hints=(
        _("Sort the customers by margin, the largest first."),
        _("One share: larger than 0.2, because these are the best."),
        _("margin.sort_values(ascending=False), then iloc[:round(0.2 * len(margin))]."),
    ),
    meaning=_("A few customers bring much, yet not what the proverb says. Measure it before you plan on it."),
    near=_("The margins of the best fifth of the customers, divided by the margins of all."),
)


# Question 6


def _shares() -> dict[str, float]:
    customers = given.customers
    content = customers["perceived"] >= customers["expected"]
    left = customers["years"] < FOLLOWED
    return {
        "right": float(left[content].mean()),
        "inverse": float(content[left].mean()),
        "others": float(left[~content].mean()),
        "both": float((left & content).mean()),
    }


Q6 = Question(
    name="q6",
    kind=Number(_("a share"), within=0.0015, low=0, high=1, limits=SHARE),
    expected=lambda: _shares()["right"],
    typical=(
        Typical(
            _("turned round"),
            lambda: _shares()["inverse"],
            _("That is the share of leavers who were satisfied. Turn it round: of the satisfied, how many left?"),
        ),
        Typical(
            _("the dissatisfied"),
            lambda: _shares()["others"],
            _("These are the customers who got less than they expected."),
        ),
        Typical(
            _("divided by everybody"),
            lambda: _shares()["both"],
            _("You divided by all customers. The question is about the satisfied."),
        ),
    ),
    hints=(
        _("Take the satisfied customers alone: perceived at least as much as expected."),
        _("One share, and it is not small."),
        _("left[satisfied].mean(), where left is years < the years followed."),
    ),
    meaning=_("Satisfied is not loyal: this is the satisfaction trap, in your own company."),
    near=_("Among customers who perceived what they expected or more, the share with less than the full years."),
)


# Question 7


def _plan() -> dict[str, Any]:
    winning, keeping = _winning(given.dearer), _keeping()
    return {"winning": winning, "keeping": keeping, "plan": "win" if winning > keeping else "keep"}


def _winning(dearer: float) -> float:
    """Gain of the budget in the best channel, whose next customers cost ``dearer`` times as much."""
    best = str(_ltvs().idxmax())
    cost = _cost(best)
    return given.budget / (dearer * cost) * (_ltv(best) + cost - dearer * cost)


def _keeping(cost: float | None = None, points: int | None = None) -> float:
    per_point = cohort.retention_point_value(given.inputs())["cohort_per_point"].iloc[0]
    added = given.points if points is None else points
    return float(added * per_point - (given.budget if cost is None else cost))


Q7 = Question(
    name="q7",
    kind=Parts(
        {
            "winning": Number(_("yuan"), within=30),
            "keeping": Number(_("yuan"), within=30),
            "plan": Choice(("win", "keep")),
        }
    ),
    expected=_plan,
    typical=(
        Typical(
            _("cost to win charged twice"),
            lambda: {"winning": _winning(given.dearer) - given.budget},
            _("What a customer costs is the budget, and you took it off twice: in the LTV, and then again."),
        ),
        Typical(
            _("today's cost to win"),
            lambda: {"winning": _winning(1)},
            _("That is what the last customers cost. The next ones are dearer: the easy ones are won."),
        ),
        Typical(
            _("programme for nothing"),
            lambda: {"keeping": _keeping(cost=0)},
            _("The programme costs the budget: take it off what the points bring."),
        ),
        Typical(
            _("one point for all"),
            lambda: {"keeping": _keeping(points=1)},
            _("That is what one point brings. The programme adds several."),
        ),
        Typical(
            _("the smaller gain"),
            lambda: {**_plan(), "plan": "keep" if _plan()["plan"] == "win" else "win"},
            _("Both gains are right. Which of them is larger?"),
        ),
    ),
    hints=(
        _("Winning: how many customers does the budget buy in the best channel, and what is each worth?"),
        _("Two numbers of yuan, both net of the budget, and the word that follows from them."),
        _("cohort.retention_point_value(given.inputs())['cohort_per_point'] says what a point is worth."),
    ),
    meaning=_("The better use of the money is a computed result: at other prices it may be the other one."),
    near=_("Winning: customers that the budget buys, times LTV at the dearer price. Keeping: points, less the budget."),
)

homework = Homework("11-review", (Q1, Q2, Q3, Q4, Q5, Q6, Q7))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

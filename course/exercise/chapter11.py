"""The homework of chapter 11, the capstone: a roaster of coffee, from its prospects to a plan.

The company is simulated: its tables are drawn by `course.data.capstone` from a truth that we know.  Among the draws
both decisions of the plan occur, several channels, both lines, and data that settle the matter or do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pandas as pd

from course.data.capstone import COFFEE, FOLLOWED, QUARTERS, Company, company
from course.exercise.answers import Choice, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import cohort, concentration, dwyer, equity, funnel, loyalty, plan, shares

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
    order_margin
        Yuan that a quarter with an order brings, in question 4.
    win_share, keep_share
        What is reached today in question 6: the share of prospects won, and of customers kept.
    trial
        (kept, of) with the programme of question 7, and (kept, of) without it.
    budget
        Yuan to spend, in questions 7 and 8.
    dearer
        The next customers of a channel cost so many times as much as the last: the easy ones are won.
    """

    seed: int = varying(3, choices=(0, 1, 2, 3, 4, 5, 6, 9))
    yearly_cost: int = varying(20, choices=(15, 20, 25))
    discount_rate: float = varying(0.1, choices=(0.08, 0.1, 0.12))
    order_margin: int = varying(45, choices=(40, 45, 50))
    win_share: float = varying(0.14, choices=(0.12, 0.14, 0.16))
    keep_share: float = varying(0.62, choices=(0.58, 0.6, 0.62))
    trial: tuple[tuple[int, int], tuple[int, int]] = varying(
        ((425, 500), (345, 500)),
        choices=(((415, 500), (350, 500)), ((425, 500), (345, 500)), ((435, 500), (335, 500))),
    )
    budget: int = varying(6_000, choices=(5_000, 6_000, 7_000))
    dearer: float = varying(2, choices=(1.5, 2, 3))

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
    def orders(self) -> pd.DataFrame:
        """The quarters in which the customers of two lines ordered."""
        return self.company.orders

    @property
    def costs(self) -> pd.DataFrame:
        """What finding costs, by channel."""
        return COFFEE.costs

    @property
    def to_win(self) -> equity.Response:
        """How the share of prospects won answers to money, in question 6."""
        return equity.Response(spend=25, share=self.win_share, ceiling=0.35)

    @property
    def to_keep(self) -> equity.Response:
        """How the share of customers kept answers to money, in question 6."""
        return equity.Response(spend=12, share=self.keep_share, ceiling=0.8)

    @property
    def money(self) -> dict[str, float]:
        """The margin and the rate of question 6, as `course.models.equity.customer_equity` takes them."""
        return {"margin": float(round(self.customers["margin"].mean())), "discount_rate": self.discount_rate}

    def inputs(self, **changes: Any) -> dict[str, Any]:
        """Return the cohort of all customers as the inputs of `course.models.cohort.table`, some of them changed.

        One purchase a year stands for the yearly margin, so nothing is left to take off for goods.
        """
        kept = equity.retention_by_channel(self.customers.assign(channel="all"), FOLLOWED).iloc[0]
        found = funnel.ways(self.visits, self.costs)
        known = {
            "customers": len(self.customers),
            "retention": kept.tolist(),
            "purchases": 1,
            "spend": float(self.customers["margin"].mean()),
            "cost_of_goods": 0,
            "acquisition_cost": float(found["spent"].sum() / found["yes"].sum()),
            "yearly_cost": self.yearly_cost,
            "discount_rate": self.discount_rate,
        }
        return known | changes


given = own(Given, "11-review")


# Question 1


@cache
def _ways() -> pd.DataFrame:
    return funnel.ways(given.visits, given.costs)


def _cheapest(found: pd.DataFrame) -> dict[str, Any]:
    first = found.sort_values("cost").iloc[0]
    return {"channel": str(first.name), "cost": float(first["cost"]), "high": float(first["cost_high"])}


def _contacts_only() -> dict[str, Any]:
    found = _cheapest(funnel.ways(given.visits, given.costs.assign(fixed=0, commission=0)))
    return {"channel": found["channel"], "cost": found["cost"]}


def _per_qualified() -> dict[str, Any]:
    qualified = given.visits[["need", "money", "authority"]].all(axis=1)
    found = _cheapest(funnel.ways(given.visits.assign(bought=qualified), given.costs))
    return {"channel": found["channel"], "cost": found["cost"]}


Q1 = Question(
    name="q1",
    kind=Parts(
        {
            "channel": Choice(CHANNELS, differs=True),
            "cost": Number(_("yuan per customer won"), within=0.05, low=0),
            "high": Number(_("yuan per customer won"), within=0.05, low=0),
        }
    ),
    expected=lambda: _cheapest(_ways()),
    typical=(
        Typical(
            _("visits alone"),
            _contacts_only,
            _("You counted the visits alone. The stand at the fair and the commission are paid for customers, too."),
        ),
        Typical(
            _("cost of a qualified prospect"),
            _per_qualified,
            _("You divided by the qualified prospects. Not all of them become customers."),
        ),
        Typical(
            _("all channels together"),
            lambda: {"cost": float(given.inputs()["acquisition_cost"])},
            _("That is the mean over all channels. Compute each channel alone."),
        ),
        Typical(
            _("the wrong end"),
            lambda: {"high": float(_ways().sort_values("cost").iloc[0]["cost_low"])},
            _("That is the low end of the interval. A small share won means a high cost."),
        ),
    ),
    hints=(
        _("What does a channel spend in all, and whom does it win?"),
        _("The name of a channel and two numbers of yuan, the second larger than the first."),
        _("funnel.ways(given.visits, given.costs) puts the cheapest customer first; see cost and cost_high."),
    ),
    meaning=_("Now each customer has a price with an interval. The two cheapest channels may not differ for certain."),
    near=_("By channel: contacts and stand divided by customers won, and the commission on top."),
)


# Question 2


@cache
def _fifth() -> dict[str, float]:
    found = concentration.interval(given.customers["margin"].tolist())
    return {"share": found.value, "low": found.low, "high": found.high}


def _first_fifth() -> float:
    margin = given.customers["margin"]
    return float(margin.iloc[: round(0.2 * len(margin))].sum() / margin.sum())


Q2 = Question(
    name="q2",
    kind=Parts(
        {name: Number(_("a share"), within=0.003, low=0, high=1, limits=SHARE) for name in ("share", "low", "high")}
    ),
    expected=_fifth,
    typical=(
        Typical(
            _("80/20 believed"),
            lambda: {"share": 0.8},
            _("That is the proverb. Count it in these data."),
        ),
        Typical(
            _("not sorted"),
            lambda: {"share": _first_fifth()},
            _("These are the first customers of the list, not the best ones: sort by margin first."),
        ),
        Typical(
            _("the best 80%"),
            lambda: {"share": concentration.top_share(given.customers["margin"].tolist(), 0.8)},
            _("That is what the best four fifths bring."),
        ),
        Typical(
            _("one number for the interval"),
            lambda: {"low": _fifth()["share"], "high": _fifth()["share"]},
            _("An interval has a low and a high end: other customers as many would give another share."),
        ),
    ),
    hints=(
        _("Sort the customers by margin, the largest first; then draw customers again for the interval."),
        _("Three shares, the first between the other two, all larger than 0.2."),
        _("concentration.interval(given.customers['margin']) has value, low and high."),
    ),
    meaning=_("A few customers bring much, yet not what the proverb says, and no draw of these customers would."),
    near=_("The margins of the best fifth divided by the margins of all, and the interval with the usual seed."),
)


# Question 3


def _kept(channel: str) -> list[float]:
    return equity.retention_by_channel(given.customers, FOLLOWED).T[channel].tolist()


def _cost(channel: str) -> float:
    return float(_ways()["cost"].to_dict()[channel])


def _ltv(channel: str, **changes: Any) -> float:
    mine = given.customers[given.customers["channel"] == channel]
    inputs = given.inputs(
        customers=len(mine),
        retention=_kept(channel),
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


@cache
def _histories() -> dict[str, pd.DataFrame]:
    return {str(line): dwyer.histories(log, length=1, periods=QUARTERS) for line, log in given.orders.groupby("line")}


def _back(recency: int = 2) -> pd.Series[float]:
    """Return the share of each line that orders after so many quarters, and which line is the one that returns."""
    return pd.Series({line: dwyer.shares(table)[recency - 1] for line, table in _histories().items()})


def _returning() -> str:
    return str(_back().idxmax())


def _line_value(line: str, model: str = "always_a_share", **changes: Any) -> float:
    clock = {"periods_per_year": 4, "first_margin": "excluded", **changes}
    found = dwyer.values(
        dwyer.shares(_histories()[line]), margin=given.order_margin, discount_rate=given.discount_rate, **clock
    )
    return float(found[model].iloc[0])


def _other_line() -> str:
    return next(line for line in COFFEE.lines if line != _returning())


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "line": Choice(COFFEE.lines, differs=True),
            "back": Number(_("a share"), within=0.002, low=0, high=1, limits=SHARE),
            "value": Number(_("yuan"), within=0.2),
        }
    ),
    expected=lambda: {"line": _returning(), "back": float(_back().max()), "value": _line_value(_returning())},
    typical=(
        Typical(
            _("the line that leaves"),
            lambda: {"line": _other_line(), "value": _line_value(_other_line())},
            _("Whoever is silent in this line never comes back: there the retention model is the right one."),
        ),
        Typical(
            _("retention model where they return"),
            lambda: {"value": _line_value(_returning(), "lost_for_good")},
            _("This takes every silence for the end. In this line many come back."),
        ),
        Typical(
            _("repeat for return"),
            lambda: {"back": float(_back(1)[_returning()])},
            _("That is who orders in two quarters running. Who returns has been silent in between."),
        ),
        Typical(
            _("yearly rate for each quarter"),
            lambda: {"value": _line_value(_returning(), periods_per_year=None)},
            _("A period is a quarter here: the yearly rate was taken for each of them."),
        ),
        Typical(
            _("first order in"),
            lambda: {"value": _line_value(_returning(), first_margin="included")},
            _("The margin of the first order has been earned. Only what is still to come counts."),
        ),
    ),
    hints=(
        _("Turn the log of each line into histories, then look who orders after one silent quarter."),
        _("The name of a line, a share that is not near 0, and a value of some hundred yuan."),
        _("dwyer.silence(table) has the share at recency 2; dwyer.values(dwyer.shares(table), ...) has both models."),
    ),
    meaning=_("The data choose the model: one line needs migration, the other is told by retention."),
    near=_("Eight quarters after the first, one line at a time; the value at recency 1 with the clock of a quarter."),
)


# Question 5


def _left_by() -> dict[bool, tuple[int, int]]:
    content = given.customers["perceived"] >= given.customers["expected"]
    left = given.customers["years"] < FOLLOWED
    return {one: (int(left[content == one].sum()), int((content == one).sum())) for one in (True, False)}


def _trap() -> dict[str, Any]:
    counts = _left_by()
    more = shares.difference(counts[False], counts[True])
    clear = "yes" if more["low"] > 0 or more["high"] < 0 else "no"
    return {"gone": loyalty.share(*counts[True])[0], "more": float(more["difference"]), "clear": clear}


Q5 = Question(
    name="q5",
    kind=Parts(
        {
            "gone": Number(_("a share"), within=0.0015, low=0, high=1, limits=SHARE),
            "more": Number(_("a share"), within=0.0015, low=-1, high=1, limits=SHARE),
            "clear": Choice(("yes", "no"), differs=True),
        }
    ),
    expected=_trap,
    typical=(
        Typical(
            _("turned round"),
            lambda: {"gone": _left_by()[True][0] / sum(left for left, _of in _left_by().values())},
            _("That is the share of leavers who were satisfied. Turn it round: of the satisfied, how many left?"),
        ),
        Typical(
            _("divided by everybody"),
            lambda: {"gone": _left_by()[True][0] / len(given.customers)},
            _("You divided by all customers. The question is about the satisfied."),
        ),
        Typical(
            _("the others' share for the difference"),
            lambda: {"more": _left_by()[False][0] / _left_by()[False][1]},
            _("That is the share of the others that left. Take off the share of the satisfied."),
        ),
        Typical(
            _("the interval unread"),
            lambda: {**_trap(), "clear": "no" if _trap()["clear"] == "yes" else "yes"},
            _("Look at the interval of the difference: does it hold 0?"),
        ),
    ),
    hints=(
        _("Satisfied: perceived at least as much as expected. Gone: fewer years than were followed."),
        _("Two shares, the first not small, and a word that follows from the interval of the second."),
        _("shares.difference((gone, of), (gone, of)), the others first, gives difference, low and high."),
    ),
    meaning=_("Satisfied is not loyal: many left, and this is the satisfaction trap in your own company."),
    near=_("Count the leavers among the satisfied and among the others; the others come first in the difference."),
)


# Question 6


def _today() -> float:
    spends = {"win_spend": given.to_win.spend, "keep_spend": given.to_keep.spend}
    return equity.customer_equity(given.to_win, given.to_keep, **spends, **given.money)


def _spends(discount_rate: float | None = None) -> dict[str, float]:
    later = given.discount_rate if discount_rate is None else discount_rate
    found = equity.best_spends(given.to_win, given.to_keep, margin=given.money["margin"], discount_rate=later)
    spends = {name: float(found[name]) for name in ("win_spend", "keep_spend")}
    return {**spends, "gain": float(found["equity"]) - _today()}


def _winning_alone() -> dict[str, float]:
    """Spend best on winning, while keeping stays where it is today."""

    def worth(win: int) -> float:
        spends = {"win_spend": win, "keep_spend": given.to_keep.spend}
        return equity.customer_equity(given.to_win, given.to_keep, **spends, **given.money)

    best = max(range(101), key=worth)
    return {"win_spend": float(best), "keep_spend": given.to_keep.spend, "gain": worth(best) - _today()}


Q6 = Question(
    name="q6",
    kind=Parts(
        {
            "win_spend": Number(_("yuan a prospect"), within=0.5, low=0),
            "keep_spend": Number(_("yuan a customer a year"), within=0.5, low=0),
            "gain": Number(_("yuan a prospect"), within=0.05),
        }
    ),
    expected=_spends,
    typical=(
        Typical(
            _("value for gain"),
            lambda: {"gain": _spends()["gain"] + _today()},
            _("That is what a prospect is worth then. Take off what a prospect is worth today."),
        ),
        Typical(
            _("keeping left as it is"),
            _winning_alone,
            _("Keeping stayed where it is today. Settle it first: winning follows from it."),
        ),
        Typical(
            _("money without time"),
            lambda: _spends(discount_rate=0),
            _("The later years are not discounted here, so that keeping looks better than it is."),
        ),
    ),
    hints=(
        _("Both shares flatten. Where does a yuan more bring back just a yuan?"),
        _("Two whole numbers of yuan, both above what is spent today, and what a prospect gains by them."),
        _("equity.best_spends(given.to_win, given.to_keep, **given.money), and customer_equity for today."),
    ),
    meaning=_("Winning and keeping in one formula: the better you keep, the more a customer may cost."),
    near=_("The best whole yuan of each, and the equity there less the equity at today's two spends."),
)


# Question 7


def _keep(*, treated: str = "best", budget: int | None = None) -> pd.Series[float]:
    margins = given.customers["margin"]
    chosen = margins if treated == "all" else plan.best(margins)
    spend = float(margins.mean()) if treated == "mean" else float(chosen.mean())
    one = cohort.retention_point_value(given.inputs(customers=len(chosen), spend=spend))["cohort_per_point"].iloc[0]
    return plan.keeping(given.budget if budget is None else budget, float(one), given.trial)


def _parts(found: pd.Series[float]) -> dict[str, float]:
    return {name: float(found[name]) for name in ("gain", "low", "high")}


def _one_point() -> dict[str, float]:
    margins = plan.best(given.customers["margin"])
    inputs = given.inputs(customers=len(margins), spend=float(margins.mean()))
    return {"gain": float(cohort.retention_point_value(inputs)["cohort_per_point"].iloc[0]) - given.budget}


Q7 = Question(
    name="q7",
    kind=Parts({name: Number(_("yuan"), within=10, differs=True) for name in ("gain", "low", "high")}),
    expected=lambda: _parts(_keep()),
    typical=(
        Typical(
            _("everybody treated"),
            lambda: _parts(_keep(treated="all")),
            _("The programme is for the best fifth. You counted the whole cohort."),
        ),
        Typical(
            _("mean margin"),
            lambda: _parts(_keep(treated="mean")),
            _("The best fifth does not bring the mean margin. Take its own."),
        ),
        Typical(
            _("programme for nothing"),
            lambda: _parts(_keep(budget=0)),
            _("The programme costs the budget: take it off what the points bring."),
        ),
        Typical(
            _("one point for all"),
            _one_point,
            _("That is what one point brings, less the budget. The trial found several."),
        ),
    ),
    hints=(
        _("What is a point of retention worth for the best fifth, and how many points did the trial find?"),
        _("Three numbers of yuan, net of the budget, the first between the other two."),
        _("cohort.retention_point_value(given.inputs(...))['cohort_per_point'][1], then plan.keeping."),
    ),
    meaning=_("A trial shows what the programme does, and how little five hundred customers tell of it."),
    near=_("Number and mean margin of the best fifth, the worth of a point in year 1, then the trial's points."),
)


# Question 8


def _win(*, dearer: float | None = None, cost: float = 0) -> pd.Series[float]:
    ltv = _ltvs()
    channel = str(ltv.idxmax())
    times, price = given.dearer if dearer is None else dearer, _ways().T[channel].to_dict()
    return plan.winning(
        given.budget, float(ltv[channel]) + price["cost"] - cost, [times * price[end] for end in plan.COSTS]
    )


def _plan(win: pd.Series[float], keep: pd.Series[float]) -> dict[str, Any]:
    lead = plan.uses(win, keep).T["lead"]
    settled = "yes" if lead["low"] > 0 or lead["high"] < 0 else "no"
    words = {"plan": "win" if lead["gain"] > 0 else "keep", "settled": settled}
    return {"winning": float(win["gain"]), "lead": float(lead["gain"]), **words}


def _right_plan() -> dict[str, Any]:
    return _plan(_win(), _keep())


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "winning": Number(_("yuan"), within=30, differs=True),
            "lead": Number(_("yuan"), within=40, differs=True),
            "plan": Choice(("win", "keep"), differs=True),
            "settled": Choice(("yes", "no"), differs=True),
        }
    ),
    expected=_right_plan,
    typical=(
        Typical(
            _("cost to win charged twice"),
            lambda: {"winning": float(_win(cost=_cost(str(_ltvs().idxmax())))["gain"])},
            _("The LTV has the cost to win taken off already, and the budget pays it again. Put it back first."),
        ),
        Typical(
            _("today's cost to win"),
            lambda: {"winning": float(_win(dearer=1)["gain"])},
            _("That is what the last customers cost. The next ones are dearer: the easy ones are won."),
        ),
        Typical(
            _("lead turned round"),
            lambda: {"lead": -_right_plan()["lead"]},
            _("You took winning off keeping. The lead is that of winning."),
        ),
        Typical(
            _("the smaller gain"),
            lambda: {**_right_plan(), "plan": "keep" if _right_plan()["plan"] == "win" else "win"},
            _("The gains are right. Which of them is larger?"),
        ),
        Typical(
            _("the interval of the lead unread"),
            lambda: {**_right_plan(), "settled": "no" if _right_plan()["settled"] == "yes" else "yes"},
            _("Does the interval of the lead hold 0? Then the data have not settled it."),
        ),
    ),
    hints=(
        _("How many customers does the budget buy in the best channel, and what does each bring before her cost?"),
        _("Two numbers of yuan, and two words that follow from the lead and its interval."),
        _("plan.winning(budget, LTV + cost, dearer * the three costs), then plan.uses(win, keep).loc['lead']."),
    ),
    meaning=_("The plan is a computed result: at other prices, or after another trial, it is the other one."),
    near=_("Winning with the highest LTV, its cost put back, at the dearer price; the lead is winning less keeping."),
)

homework = Homework("11-review", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

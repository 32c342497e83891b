"""The homework of chapter 4: a tea club that sends parcels, and the cohort of its new members.

The numbers are ours, made for practice; none is from the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from course.exercise.answers import Choice, Function, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import cohort, cohort_solve

PER_WON = _("yuan per customer won")


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan, rates a year.

    Parameters
    ----------
    customers, retention, purchases, spend, cost_of_goods, acquisition_cost, yearly_cost, discount_rate
        The cohort, named as in `course.models.cohort.table`.
    first_ltv
        The LTV after year 1 that question 1 reads backwards.
    club_retention, club_yearly_cost
        The membership club of question 6: the first retention it reaches, and the yearly cost then.
    channel_cost, channel_retention
        The cheap channel of question 6: what it costs to win a customer there, and how many stay after year 1.
    pilot
        Customers in the pilot of question 7.
    regular_retention, sampler_retention, regular_price, sampler_price
        The two segments of question 8: retention in every year, and what an agency asks for one new customer.
    """

    customers: int = varying(4_000, choices=(3_000, 3_500, 4_000, 5_000))
    retention: tuple[float, ...] = varying(
        (0.55, 0.75, 0.85), choices=((0.55, 0.75, 0.85), (0.5, 0.7, 0.8), (0.5, 0.75, 0.85))
    )
    purchases: tuple[float, ...] = varying((4, 5, 6), choices=((4, 5, 6), (4, 6, 7)))
    spend: tuple[float, ...] = varying((50, 55, 60), choices=((50, 55, 60), (52, 56, 60), (48, 54, 60)))
    cost_of_goods: tuple[float, ...] = varying(
        (0.75, 0.70, 0.65), choices=((0.75, 0.70, 0.65), (0.74, 0.70, 0.66), (0.76, 0.72, 0.68))
    )
    acquisition_cost: float = varying(70, choices=(65, 70))
    yearly_cost: float = varying(30, choices=(25, 30))
    discount_rate: float = varying(0.12, choices=(0.10, 0.11, 0.12, 0.13))
    first_ltv: float = varying(-20, choices=(-30, -25, -20, -15))
    club_retention: float = varying(0.63, choices=(0.58, 0.6, 0.63, 0.66))
    club_yearly_cost: float = varying(35, choices=(30, 35, 40))
    channel_cost: float = varying(62, choices=(56, 58, 60, 62))
    channel_retention: float = varying(0.50, choices=(0.45, 0.50))
    pilot: int = varying(300, choices=(200, 250, 300))
    regular_retention: float = varying(0.9, choices=(0.85, 0.9, 0.95))
    sampler_retention: float = varying(0.3, choices=(0.3, 0.35))
    regular_price: float = varying(120, choices=(115, 120, 125, 130))
    sampler_price: float = varying(80, choices=(80, 85))

    @property
    def inputs(self) -> dict[str, Any]:
        """Return the cohort as the inputs of `course.models.cohort.table`."""
        names = ("customers", "retention", "purchases", "spend", "cost_of_goods", "acquisition_cost", "yearly_cost",
                 "discount_rate")  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @property
    def club(self) -> dict[str, Any]:
        """Return the inputs with the membership club."""
        kept = (self.club_retention, *self.retention[1:])
        return {**self.inputs, "retention": kept, "yearly_cost": self.club_yearly_cost}

    @property
    def channel(self) -> dict[str, Any]:
        """Return the inputs with the cheap channel."""
        kept = (self.channel_retention, *self.retention[1:])
        return {**self.inputs, "retention": kept, "acquisition_cost": self.channel_cost}


given = own(Given, "04-cohort")


def _ltv(**changes: Any) -> pd.Series[float]:
    return cohort.table(**{**given.inputs, **changes}).ltv


def _profits() -> list[float]:
    """Profit of one customer in each year, as long as the customer stays."""
    frame = cohort.table(**given.inputs).frame
    return [float(value) for value in frame["gross_profit"] / frame["customers"]]


# Question 1


def _revenue() -> float:
    return (given.first_ltv + given.acquisition_cost) / (1 - given.cost_of_goods[0])


Q1 = Question(
    name="q1",
    kind=Number(_("yuan per customer in year 1"), low=0, limits=_("A revenue cannot be below zero.")),
    expected=_revenue,
    typical=(
        Typical(
            _("acquisition cost forgotten"),
            lambda: given.first_ltv / (1 - given.cost_of_goods[0]),
            _("This revenue is negative. The margin must first pay the cost to win; what is then left is the LTV."),
        ),
        Typical(
            _("cost share for margin"),
            lambda: (given.first_ltv + given.acquisition_cost) / given.cost_of_goods[0],
            _("You divide by the share that the goods cost. Which share of the revenue is left?"),
        ),
        Typical(
            _("loss added to the cost"),
            lambda: (given.acquisition_cost - given.first_ltv) / (1 - given.cost_of_goods[0]),
            _("A loss means that the margin is smaller than the cost to win. Look at the sign of the LTV."),
        ),
        Typical(
            _("margin for revenue"),
            lambda: given.first_ltv + given.acquisition_cost,
            _("This is the margin in yuan. Which revenue leaves that much?"),
        ),
    ),
    hints=(
        _("Write the line forwards first: revenue × margin - cost to win = LTV after year 1."),
        _("The answer is one positive number of yuan, larger than the cost to win."),
        _("Add the cost to win to the LTV, then divide by one less the cost of goods."),
    ),
    meaning=_("That much each customer spends in year 1. How many purchases it takes, no LTV can tell."),
    near=_("Look again at the line for year 1: revenue × margin - cost to win = LTV."),
)


# Question 2


def _customers() -> list[float]:
    return [float(value) for value in cohort.table(**given.inputs).frame["customers"]]


def _never_more(left: pd.DataFrame) -> str:
    counts = left["value"]
    rises = counts.diff().dropna() > 0
    return _("The number of customers rises, but nobody joins a cohort later.") if rises.any() else ""


Q2 = Question(
    name="q2",
    kind=Table(rows=(1, 2, 3), within=0.5, invariant=_never_more),
    expected=_customers,
    typical=(
        Typical(
            _("retention one year early"),
            lambda: [given.customers * kept for kept in _products(given.retention)],
            _("In year 1 all customers are still there. The retention printed in a year leads to the next year."),
        ),
        Typical(
            _("retention one year late"),
            lambda: [given.customers, given.customers, given.customers * given.retention[0]],
            _("Nobody leaves between year 1 and year 2 here. The first retention belongs to that step."),
        ),
        Typical(
            _("each rate on the customers won"),
            lambda: [given.customers, given.customers * given.retention[0], given.customers * given.retention[1]],
            _("The second rate holds for the customers of year 2, not for all who were won."),
        ),
        Typical(
            _("loss for retention"),
            lambda: [given.customers * lost for lost in (1.0, *_products([1 - kept for kept in given.retention])[:2])],
            _("This counts on with the customers who leave. Retention is the share that stays."),
        ),
    ),
    hints=(
        _("How many are there in year 1? Nobody has had a year to leave."),
        _("The answer is a list of three numbers that fall."),
        _("Multiply by the first retention for year 2, and that by the second retention for year 3."),
    ),
    meaning=_("The last retention is not used: it would lead to year 4."),
    near=_("Begin with the customers won, and multiply by one more retention rate each year."),
)


def _products(shares: Sequence[float]) -> list[float]:
    found, product = [], 1.0
    for share in shares:
        product *= share
        found.append(product)
    return found


# Question 3


def _ltv_of(customers: Sequence[float], profit: Sequence[float], discount_rate: float) -> float:
    """Return the LTV per customer won after the last year, from customers by year and profit a customer by year."""
    return _total(customers, profit, discount_rate) / customers[0]


def _total(customers: Sequence[float], profit: Sequence[float], rate: float, late: int = 0) -> float:
    years = zip(customers, profit, strict=True)
    return float(sum(count * each / (1 + rate) ** (year + late) for year, (count, each) in enumerate(years)))


_Ltv = Callable[[Sequence[float], Sequence[float], float], float]


def _divided_by_survivors() -> _Ltv:
    return lambda customers, profit, rate: _total(customers, profit, rate) / customers[-1]


def _year_1_discounted() -> _Ltv:
    return lambda customers, profit, rate: _total(customers, profit, rate, late=1) / customers[0]


def _not_discounted() -> _Ltv:
    return lambda customers, profit, rate: _total(customers, profit, 0.0) / customers[0]


def _not_divided() -> _Ltv:
    return _total


def _divided_by_all_years() -> _Ltv:
    return lambda customers, profit, rate: _total(customers, profit, rate) / sum(customers)


def _nobody_leaves() -> _Ltv:
    return lambda customers, profit, rate: _total([1.0] * len(profit), profit, rate)


Q3 = Question(
    name="q3",
    kind=Function(
        inputs=(
            (_customers(), _profits(), given.discount_rate),
            ([100, 80], [-50, 90], 0.1),
            ([10, 5, 4, 3], [-5, 20, 30, 30], 0.25),
        ),
        result=Number(PER_WON),
    ),
    expected=lambda: _ltv_of,
    typical=(
        Typical(
            _("divided by survivors"),
            _divided_by_survivors,
            _("You divide by the customers left in the last year. Those who left were won too, and paid for."),
        ),
        Typical(
            _("year 1 discounted"),
            _year_1_discounted,
            _("Year 1 is discounted here. Its yuan are already yuan of year 1: begin to count years at 0."),
        ),
        Typical(
            _("not discounted"), _not_discounted, _("Yuan of different years are added. Discount each year first.")
        ),
        Typical(
            _("total for the cohort"),
            _not_divided,
            _("This is the value of the whole cohort. Of how many customers won?"),
        ),
        Typical(
            _("divided by customer-years"),
            _divided_by_all_years,
            _("You divide by the customers of all years together, so one who stays is counted several times."),
        ),
        Typical(
            _("nobody leaves"),
            _nobody_leaves,
            _("The profit of a year comes from the customers of that year: multiply by them."),
        ),
    ),
    hints=(
        _("Go through the years. What do all customers of one year bring, and what is that in yuan of year 1?"),
        _("The function returns one number. With a rate of 0 and nobody leaving it is the sum of the profits."),
        _("In a loop over the years: add customers[year] * profit[year] / (1 + discount_rate) ** year; then divide."),
    ),
    meaning=_("Your function is the formula of the chapter, in a few lines."),
    near=_("For each year: customers × profit, divided by (1 + rate) to the years since year 1; then divide the sum."),
)


# Question 4


def _most_to_win() -> float:
    found = cohort_solve.solve_for(given.inputs, "acquisition_cost", target_ltv=0, bounds=(0, 300), horizon=2)
    return found.value


Q4 = Question(
    name="q4",
    kind=Number(_("yuan to win a customer"), within=0.01, low=0, limits=_("A cost cannot be below zero.")),
    expected=_most_to_win,
    typical=(
        Typical(
            _("LTV for the cost"),
            lambda: float(_ltv()[2]),
            _("This is the LTV: it is already net of today's cost to win. How much may that cost rise, and to what?"),
        ),
        Typical(
            _("wrong year"),
            lambda: float(_ltv()[3]) + given.acquisition_cost,
            _("This counts three years. Winning is to be paid back after year 2."),
        ),
        Typical(
            _("not discounted"),
            lambda: float(_ltv(discount_rate=0.0)[2]) + given.acquisition_cost,
            _("The profit of year 2 is not discounted here."),
        ),
        Typical(
            _("nobody leaves"),
            lambda: float(_ltv(retention=(1.0, *given.retention[1:]))[2]) + given.acquisition_cost,
            _("Not everybody is still there in year 2. Multiply its profit by the retention."),
        ),
    ),
    hints=(
        _("At the highest cost the LTV after year 2 is exactly zero."),
        _("The answer is one number of yuan, above today's cost to win."),
        _("cohort_solve.solve_for(inputs, name, target_ltv=..., bounds=(0, 300), horizon=...).value gives it."),
    ),
    meaning=_("An offer above this price is paid back later than after year 2, or never."),
    near=_("Which cost to win makes the LTV after year 2 zero?"),
)


# Question 5


def _point() -> float:
    return float(cohort.retention_point_value(given.inputs)["ltv_per_point"][1])


def _worth(second: float, third: float) -> float:
    return (second + third) / 100


Q5 = Question(
    name="q5",
    kind=Number(PER_WON, within=0.002),
    expected=_point,
    typical=(
        Typical(
            _("year 3 forgotten"),
            lambda: _worth(_profits()[1] / (1 + given.discount_rate), 0),
            _("Who stays after year 1 may still be there in year 3. Add that year."),
        ),
        Typical(
            _("not discounted"),
            lambda: _worth(_profits()[1], given.retention[1] * _profits()[2]),
            _("The profits of years 2 and 3 are not discounted here."),
        ),
        Typical(
            _("second retention forgotten"),
            lambda: _worth(_profits()[1] / (1 + given.discount_rate), _profits()[2] / (1 + given.discount_rate) ** 2),
            _("Not everybody who stays into year 2 stays into year 3 too."),
        ),
        Typical(
            _("all instead of a point"),
            lambda: 100 * _point(),
            _("This is the worth of all customers staying in place of none. A point is one in a hundred."),
        ),
        Typical(
            _("point of the wrong year"),
            lambda: float(cohort.retention_point_value(given.inputs)["ltv_per_point"][2]),
            _("This is the worth of a point from year 2 to year 3. The question is about the first year."),
        ),
    ),
    hints=(
        _("One customer more in a hundred stays after year 1. What does that customer bring in years 2 and 3?"),
        _("The answer is a little more than one yuan per customer won."),
        _("cohort.retention_point_value(inputs) has a column ltv_per_point; take year 1."),
    ),
    meaning=_(
        "A programme that lifts the first retention by a point pays, when it costs less than this per customer won."
    ),
    near=_("Compare the LTV with the present first retention and with one that is 0.01 higher."),
)


# Question 6


def _gain(programme: dict[str, Any], year: int = 3) -> float:
    return float(cohort.compare(given.inputs, programme)["difference"][year])


Q6 = Question(
    name="q6",
    kind=Parts({"programme": Choice(("club", "channel", "neither")), "gain": Number(PER_WON, within=0.01)}),
    expected=lambda: {"programme": "club", "gain": _gain(given.club)},
    typical=(
        Typical(
            _("two years only"),
            lambda: {"programme": "channel", "gain": _gain(given.channel, 2)},
            _("After year 2 the channel leads. Look at the year that the question asks for."),
        ),
        Typical(
            _("yearly cost in year 1"),
            lambda: {"programme": "channel", "gain": _gain(given.channel)},
            _("The other programme gains more. Did you charge its higher yearly cost in year 1 too?"),
        ),
        Typical(
            _("total for the cohort"),
            lambda: {"programme": "club", "gain": _gain(given.club) * given.customers},
            _("The choice is right; the gain is that of the whole cohort. Give it per customer won."),
        ),
        Typical(
            _("LTV for the gain"),
            lambda: {"programme": "club", "gain": float(cohort.table(**given.club).final_ltv)},
            _("The choice is right; the number is the LTV with the club. How much more than today is that?"),
        ),
        Typical(
            _("cost left out"),
            lambda: {"programme": "club", "gain": _gain({**given.club, "yearly_cost": given.yearly_cost})},
            _("The choice is right; the gain leaves out what the club costs a year."),
        ),
    ),
    hints=(
        _("Compare each programme with today, after year 3."),
        _("The answer names one programme and gives its gain, a few yuan per customer won."),
        _("cohort.compare(given.inputs, given.club) shows the difference year by year; do the same for the channel."),
    ),
    meaning=_("After two years the channel would have won. Who keeps customers must be able to wait for the third."),
    near=_("Compare both programmes with today after year 3, and choose the larger gain."),
)


# Question 7


def _interval(customers: int) -> cohort_solve.LtvInterval:
    return cohort_solve.ltv_interval(given.inputs, customers=customers)


def _limits(customers: int) -> dict[str, float]:
    found = _interval(customers)
    return {"low": found.low, "high": found.high}


def _one_error() -> dict[str, float]:
    found = _interval(given.pilot)
    return {"low": found.ltv - found.standard_error, "high": found.ltv + found.standard_error}


Q7 = Question(
    name="q7",
    kind=Parts(
        {"low": Number(PER_WON, within=0.6), "high": Number(PER_WON, within=0.6), "verdict": Choice(("chance", "club"))}
    ),
    expected=lambda: {**_limits(given.pilot), "verdict": "chance"},
    typical=(
        Typical(
            _("size of the cohort"),
            lambda: {**_limits(given.customers), "verdict": "club"},
            _("This interval holds for the whole cohort. The pilot was much smaller, so chance has more room."),
        ),
        Typical(
            _("one standard error"),
            lambda: {**_one_error(), "verdict": "chance"},
            _("This is one standard error on each side: about two in three pilots. The question asks for 95 in 100."),
        ),
        Typical(
            _("the best guess believed"),
            lambda: {**_limits(given.pilot), "verdict": "club"},
            _("The interval is right. Does the LTV of the pilot lie inside it or outside?"),
        ),
    ),
    hints=(
        _("Suppose the club does nothing. Where would the LTV of such a pilot lie by chance?"),
        _("Two limits, some yuan apart, and one word: does the measured LTV lie between them?"),
        _("cohort_solve.ltv_interval(given.inputs, customers=given.pilot) has .low and .high."),
    ),
    meaning=_(
        "That does not say that the club is useless. It says that so small a pilot cannot show it: make it larger."
    ),
    near=_("Take the interval without the club, for as many customers as the pilot had, at the usual level."),
)


# Question 8


def _offers(**changes: Any) -> dict[str, float]:
    """LTV of each segment at the price asked for it, with some inputs changed."""
    asked = {"regulars": given.regular_price, "samplers": given.sampler_price}
    kept = {"regulars": given.regular_retention, "samplers": given.sampler_retention}
    return {
        name: float(_ltv(**{"retention": [kept[name]] * 3, "acquisition_cost": price, **changes})[3])
        for name, price in asked.items()
    }


def _retention_not_compounded() -> dict[str, Any]:
    profits, factor = _profits(), 1 + given.discount_rate
    later = profits[1] / factor + profits[2] / factor**2
    first = profits[0] + given.acquisition_cost
    regulars = first + given.regular_retention * later - given.regular_price
    samplers = first + given.sampler_retention * later - given.sampler_price
    return {"regulars": regulars, "samplers": samplers, "win": "both"}


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "regulars": Number(PER_WON, within=0.01),
            "samplers": Number(PER_WON, within=0.01),
            "win": Choice(("both", "regulars", "samplers", "neither")),
        }
    ),
    expected=lambda: {**_offers(), "win": "regulars"},
    typical=(
        Typical(
            _("one retention for both"),
            lambda: {**_offers(retention=given.retention), "win": "samplers"},
            _("Both segments have the retention of the whole cohort here. Each has its own, the same in every year."),
        ),
        Typical(
            _("today's cost to win"),
            lambda: {**_offers(acquisition_cost=given.acquisition_cost), "win": "both"},
            _("These LTVs are net of today's cost to win, not of the prices that the agency asks."),
        ),
        Typical(
            _("retention not compounded"),
            _retention_not_compounded,
            _("Of those who stay into year 2, again only a share stays into year 3: multiply twice."),
        ),
        Typical(
            _("cheaper is better"),
            lambda: {**_offers(), "win": "samplers"},
            _("The LTVs are right. Which of them is above zero?"),
        ),
    ),
    hints=(
        _("A segment is a cohort with its own retention and its own cost to win."),
        _("Two LTVs, one of them below zero, and the word that follows from them."),
        _("cohort.table(**{**given.inputs, 'retention': [...], 'acquisition_cost': ...}).final_ltv, once a segment."),
    ),
    meaning=_("The expensive customer is the better buy. An average over both would have hidden it."),
    near=_("Give each segment its own retention in all three years, and the price the agency asks for it."),
)

homework = Homework("04-cohort", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

"""The homework of chapter 2: an office coffee supplier and the lifecycle of its customers.

The numbers are ours, made for practice; none is from the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from course.exercise.answers import Choice, Function, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import lifecycle
from course.models.lifecycle import FACTORS, STAGES, Curve, Lifecycle

KEYS = tuple(stage.key for stage in STAGES)


#: Its price rises more than its volume, so that the answers are not those of the chapter.
COFFEE_SUPPLIER = Lifecycle(
    exploration=2,
    formation=4,
    stability=6,
    decline=3,
    volume=Curve(10, 14, 8),
    price=Curve(42, 70, 45),
    cost=Curve(260, 180, 240),
    indirect=Curve(0, 90, 0, "stability"),
    goods=30,
)


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan.

    Parameters
    ----------
    purchases, price, goods, indirect, cost
        The factors of one year, for question 1: a year, a purchase, a purchase, a year, a year.
    late_year
        The year at whose end that profit comes, for question 2.
    discount_rate
        Rate a year.
    profits, stages
        The years of a finished relationship, for questions 3 and 4.
    orders
        Orders a year of a customer still here, for question 5.
    usual
        The supplier's usual lifecycle, for questions 6 to 8.
    leaves_after
        Last year of a customer who stops at once, for question 6.
    age, programme_cost
        Years past and cost today of the programme of question 8.
    """

    purchases: float = varying(9, choices=(8, 9, 10, 11))
    price: float = varying(105, choices=(95, 100, 105, 110))
    goods: float = varying(68, choices=(62, 65, 68, 72))
    indirect: float = varying(35, choices=(25, 30, 35, 40))
    cost: float = varying(80, choices=(70, 75, 80, 90))
    late_year: int = varying(3, choices=(3, 4))
    discount_rate: float = varying(0.08, choices=(0.06, 0.07, 0.08, 0.09))
    profits: tuple[float, ...] = varying(
        (-20, -15, -5, 25, 75, 115, 130, 140, 145, 90, 20),
        choices=(
            (-20, -15, -5, 25, 75, 115, 130, 140, 145, 90, 20),
            (-30, -25, -10, 30, 90, 140, 155, 165, 170, 110, 30),
            (-15, -10, -5, 20, 60, 95, 110, 120, 125, 75, 15),
            (-25, -20, -5, 35, 95, 135, 150, 165, 170, 100, 25),
        ),
    )
    stages: tuple[str, ...] = (KEYS[0],) * 3 + (KEYS[1],) * 3 + (KEYS[2],) * 3 + (KEYS[3],) * 2
    orders: tuple[float, ...] = varying(
        (4, 7, 12, 15, 16, 15.5, 14),
        choices=(
            (4, 7, 12, 15, 16, 15.5, 14),
            (3, 6, 10, 13, 14, 13.5, 12),
            (4, 8, 13, 16, 18, 17.5, 15.5),
            (6, 10, 16, 21, 22, 21, 19),
        ),
    )
    usual: Lifecycle = varying(  # noqa: RUF009 - varying makes a field
        COFFEE_SUPPLIER,
        choices=(
            COFFEE_SUPPLIER,
            replace(COFFEE_SUPPLIER, goods=28, volume=Curve(9, 13, 7)),
            replace(COFFEE_SUPPLIER, price=Curve(44, 74, 46)),
            replace(COFFEE_SUPPLIER, cost=Curve(250, 170, 230), volume=Curve(11, 15, 9)),
        ),
    )
    leaves_after: int = varying(9, choices=(8, 9))
    age: int = varying(9, choices=(8, 9, 10))
    programme_cost: float = varying(800, choices=(700, 750, 800, 850, 900))

    @property
    def yearly(self) -> pd.DataFrame:
        """Return the finished relationship as a table indexed by ``year``: ``stage`` and ``profit``."""
        index = pd.RangeIndex(1, len(self.profits) + 1, name="year")
        return pd.DataFrame({"stage": self.stages, "profit": self.profits}, index=index)

    @property
    def orders_by_year(self) -> pd.Series:
        """Return the orders a year of the customer still here, indexed by ``year``."""
        return pd.Series(self.orders, index=pd.RangeIndex(1, len(self.orders) + 1, name="year"), name="orders")


given = own(Given, "02-lifecycle")


# Question 1


def _profit_of_a_year() -> float:
    return given.purchases * (given.price - given.goods) + given.indirect - given.cost


Q1 = Question(
    name="q1",
    kind=Number(_("yuan a year"), within=0.5),
    expected=_profit_of_a_year,
    typical=(
        Typical(
            _("cost of goods forgotten"),
            lambda: given.purchases * given.price + given.indirect - given.cost,
            _("The whole price counts as profit here. What do the goods in each purchase cost?"),
        ),
        Typical(
            _("indirect benefit forgotten"),
            lambda: _profit_of_a_year() - given.indirect,
            _("One of the four factors is missing: the customers whom this customer brings in."),
        ),
        Typical(
            _("cost to serve added"),
            lambda: _profit_of_a_year() + 2 * given.cost,
            _("The cost to serve stands as a positive number. Should it raise the profit?"),
        ),
        Typical(
            _("goods counted once"),
            lambda: given.purchases * given.price - given.goods + given.indirect - given.cost,
            _("The goods are paid for at every purchase, not once a year. Use brackets."),
        ),
    ),
    hints=(
        _("Begin with what one purchase leaves: the price less the goods."),
        _("The answer is one number of yuan, between 200 and 400."),
        _("In code: purchases * (price - goods) + indirect - cost."),
    ),
    meaning=_("That is the profit of one year in the stable stage. Most of it is the margin on the purchases."),
    near=_("Look again at the formula: volume times (price less goods), plus indirect benefit, less cost to serve."),
)


# Question 2


def _discounted(years: float) -> float:
    return _profit_of_a_year() / float((1 + given.discount_rate) ** years)


Q2 = Question(
    name="q2",
    kind=Number(_("yuan"), within=0.05, low=0, limits=_("A profit that is positive has a positive present value.")),
    expected=lambda: _discounted(given.late_year),
    typical=(
        Typical(
            _("start of the year"),
            lambda: _discounted(given.late_year - 1),
            _("This discounts to the start of the year. The profit comes at its end, one year later."),
        ),
        Typical(
            _("compounded, not discounted"),
            lambda: _discounted(-given.late_year),
            _("This is what the money grows to. A later yuan is worth less today: divide."),
        ),
        Typical(
            _("simple interest"),
            lambda: _profit_of_a_year() / (1 + given.discount_rate * given.late_year),
            _("Interest earns interest: use the power, not the product, of rate and years."),
        ),
        Typical(
            _("rate taken off each year"),
            lambda: _profit_of_a_year() * (1 - given.discount_rate) ** given.late_year,
            _("Taking a percentage off is not the same as dividing by one plus the rate."),
        ),
        Typical(
            _("not discounted"),
            _profit_of_a_year,
            _("This is the profit in its own year. What is it worth at the start of year 1?"),
        ),
    ),
    hints=(
        _("A yuan of a later year is worth less than a yuan today."),
        _("The answer is one number of yuan, below the profit of question 1."),
        _("In code: profit / (1 + rate) ** years."),
    ),
    meaning=_("So much must lie in the bank today to become that profit by then."),
    near=_("Divide the profit of question 1 by one plus the rate, once for each year of waiting."),
)


# Question 3


def _value(profits: Sequence[float], discount_rate: float, first: int = 1) -> float:
    return sum(profit / (1 + discount_rate) ** year for year, profit in enumerate(profits, start=first))


Q3 = Question(
    name="q3",
    kind=Function(
        inputs=((list(given.profits), given.discount_rate), ([100, 100, 100], 0.25), ([50], 0.1), ([-30, 40], 0)),
        result=Number(_("yuan"), within=0.01),
    ),
    expected=lambda: lifecycle.value,
    typical=(
        Typical(
            _("first year not discounted"),
            lambda: lambda profits, discount_rate: _value(profits, discount_rate, first=0),
            _("The first profit comes at the end of year 1, so it waits one year. Does your count begin at 0?"),
        ),
        Typical(
            _("not discounted"),
            lambda: lambda profits, discount_rate: float(sum(profits)),
            _("This is the sum of the profits. Each must be brought to its present value first."),
        ),
        Typical(
            _("all discounted alike"),
            lambda: lambda profits, discount_rate: float(sum(profits)) / (1 + discount_rate) ** len(profits),
            _("Here every profit waits for the last year. Each should wait only for its own."),
        ),
        Typical(
            _("last year left out"),
            lambda: lambda profits, discount_rate: _value(profits[:-1], discount_rate),
            _("One year is missing: range(1, n) ends before n."),
        ),
    ),
    hints=(
        _("Do for each year what you did in question 2, and add up."),
        _("The function returns one number. With a rate of 0 it is the sum of the profits."),
        _("sum(profit / (1 + discount_rate) ** year for year, profit in enumerate(profits, start=1))"),
    ),
    meaning=_("That is the lifecycle value. Your function works for any customer and any rate."),
    near=_("Test it by hand: one profit of 110 yuan at 10% should give 100 yuan."),
)


# Question 4


def _of_stages(how: str) -> pd.Series:
    grouped = given.yearly.assign(change=given.yearly["profit"].diff()).groupby("stage", sort=False)
    answers = {
        "level": grouped["profit"].mean(),
        "total": grouped["change"].sum(),
        "inside": grouped["profit"].agg(lambda own: (own.iloc[-1] - own.iloc[0]) / (len(own) - 1)),
    }
    return answers[how]


Q4 = Question(
    name="q4",
    kind=Table(rows=KEYS, within=0.05),
    expected=lambda: lifecycle.stage_profile(given.yearly)["slope"],
    typical=(
        Typical(
            _("level, not change"),
            lambda: _of_stages("level"),
            _("This is the mean profit of each stage. The question asks how much profit changes a year."),
        ),
        Typical(
            _("total, not a year"),
            lambda: _of_stages("total"),
            _("This is the change over the whole stage. Divide by the number of changes in it."),
        ),
        Typical(
            _("step into the stage forgotten"),
            lambda: _of_stages("inside"),
            _("The change into the first year of a stage belongs to that stage. Take the changes before you group."),
        ),
    ),
    hints=(
        _("First the change of profit from each year to the next, then its mean in each stage."),
        _("A Series of four numbers with the names of the stages; only the last is negative."),
        _('yearly["profit"].diff().groupby(yearly["stage"], sort=False).mean()'),
    ),
    meaning=_("Slow, fastest, slower, down: the form that the source describes, found in figures."),
    near=_("Write the changes beside the years and look which of them fall into each stage."),
)


# Question 5


def _growth() -> float:
    return lifecycle.classify(list(given.orders)).growth


def _growth_by(change: float, years: int, scale: float) -> dict[str, float]:
    return {"growth": change / years / scale}


_LAST = given.orders[-3:]

Q5 = Question(
    name="q5",
    kind=Parts({"growth": Number(_("share of the peak a year"), within=0.0005), "stage": Choice(KEYS)}),
    expected=lambda: {"growth": _growth(), "stage": lifecycle.classify(list(given.orders)).stage},
    typical=(
        Typical(
            _("one year only"),
            lambda: _growth_by(_LAST[-1] - _LAST[-2], 1, max(given.orders)),
            _("This is the growth of the last year alone. The rule looks over the last three years."),
        ),
        Typical(
            _("divided by three"),
            lambda: _growth_by(_LAST[-1] - _LAST[0], 3, max(given.orders)),
            _("Three years have two changes between them, not three."),
        ),
        Typical(
            _("not a share"),
            lambda: _growth_by(_LAST[-1] - _LAST[0], 2, 1),
            _("This is in orders a year. Divide by the peak to make it a share."),
        ),
        Typical(
            _("sign lost"),
            lambda: {"growth": -_growth()},
            _("The orders fall, so growth is below 0."),
        ),
        Typical(
            _("judged by the level"),
            lambda: {"stage": "stability"},
            _("The level is still high, but the rule asks about growth first. Go down its list from the top."),
        ),
    ),
    hints=(
        _("Only the last three years count for growth: from the third last figure to the last."),
        _("Growth is a small number below 0. The stage is one of the four keys, in quotation marks."),
        _("(last - third_last) / 2 / peak, then compare with the limits of the rule, from the top."),
    ),
    meaning=_(
        "It is near the limit: the reruns agree only about two times in three. Ask again next year, or ask the office."
    ),
    near=_("Look again at which two figures the change is taken from, and at what it is divided by."),
)


# Questions 6 to 8


def _profit(turns_after: int | None = None) -> pd.DataFrame:
    return lifecycle.profit(lifecycle.factors(given.usual, turns_after=turns_after))


def _share_kept(discount_rate: float) -> float:
    full = _profit()
    return lifecycle.value(full.loc[: given.leaves_after], discount_rate) / lifecycle.value(full, discount_rate)


Q6 = Question(
    name="q6",
    kind=Number(_("share of the full value"), within=0.002),
    expected=lambda: _share_kept(given.discount_rate),
    typical=(
        Typical(
            _("not discounted"),
            lambda: _share_kept(0),
            _("These are shares of the plain sums. Discount both, then divide."),
        ),
        Typical(
            _("share lost"),
            lambda: 1 - _share_kept(given.discount_rate),
            _("This is the share that is lost. The question asks for the share that is kept."),
        ),
        Typical(
            _("share of the years"),
            lambda: given.leaves_after / given.usual.years,
            _("This is a share of the years. Years are not worth the same."),
        ),
        Typical(
            _("slow end"),
            lambda: float(
                lifecycle.ended_early(
                    given.usual, given.discount_rate, after=[given.leaves_after], manner="decline"
                ).iloc[0]["share"]
            ),
            _('Here it still runs through a decline. It stops at once: manner="stop".'),
        ),
        Typical(
            _("percent for share"),
            lambda: 100 * _share_kept(given.discount_rate),
            _("This is in percent. Give a share, such as 0.25 for a quarter."),
        ),
    ),
    hints=(
        _("Two present values are needed: of the years it stays, and of all years."),
        _("The answer is a share between 0 and 1, below the share of the years."),
        _("lifecycle.ended_early(lifecycle_of_the_supplier, rate, after=[year]) has a column named share."),
    ),
    meaning=_("More than half of the years are over, and less than half of the value has come."),
    near=_("Check the year, the discount rate, and that the same lifecycle stands above and below the line."),
)


def _losses(discount_rate: float) -> dict[str, float]:
    full = lifecycle.value(_profit(), discount_rate)
    flat = {name: lifecycle.held(given.usual, name) for name in FACTORS}
    return {
        name: full - lifecycle.value(lifecycle.profit(lifecycle.factors(case)), discount_rate)
        for name, case in flat.items()
    }


def _greatest_loss() -> dict[str, object]:
    losses = _losses(given.discount_rate)
    factor = max(losses, key=lambda name: losses[name])
    return {"factor": factor, "loss": losses[factor]}


def _other_factor(name: str) -> dict[str, object]:
    return {"factor": name, "loss": _losses(given.discount_rate)[name]}


Q7 = Question(
    name="q7",
    kind=Parts({"factor": Choice(FACTORS), "loss": Number(_("yuan"), within=0.5)}),
    expected=_greatest_loss,
    typical=(
        Typical(
            _("volume, as in the chapter"),
            lambda: _other_factor("volume"),
            _("In the chapter it was volume. Here the curves are others: try all four."),
        ),
        Typical(
            _("least loss"),
            lambda: _other_factor("indirect"),
            _("This factor costs least when it stays flat. Which one costs most?"),
        ),
        Typical(
            _("value left, not loss"),
            lambda: {"loss": lifecycle.value(_profit(), given.discount_rate) - _greatest_loss()["loss"]},  # type: ignore[operator]
            _("This is the value that is left. The loss is what is missing from the full value."),
        ),
        Typical(
            _("not discounted"),
            lambda: {"loss": max(_losses(0).values())},
            _("The loss is in plain sums here. Discount both values, then subtract."),
        ),
    ),
    hints=(
        _("Hold one factor after the other at its first level, and compare the values."),
        _("A dictionary: the name of a factor, and a loss in yuan above 0."),
        _("value(profit(factors(lifecycle))) less value(profit(factors(held(lifecycle, name)))), for each name."),
    ),
    meaning=_("For this supplier a flat price costs most. Which factor matters is a question for the data, not a law."),
    near=_("Compare the full value with the value when that one factor, and no other, stays at its first level."),
)


def _residual_gain(discount_rate: float) -> float:
    later = slice(given.age + 1, None)
    kept, lost = _profit().loc[later], _profit(turns_after=given.age).loc[later]
    return lifecycle.value(kept, discount_rate) - lifecycle.value(lost, discount_rate)


def _whole_life_gain() -> float:
    whole = lifecycle.value(_profit(), given.discount_rate)
    return whole - lifecycle.value(_profit(turns_after=given.age), given.discount_rate)


def _decision(gain: float) -> dict[str, object]:
    return {"decision": "run" if gain > 0 else "leave", "gain": gain}


Q8 = Question(
    name="q8",
    kind=Parts({"decision": Choice(("run", "leave")), "gain": Number(_("yuan, today"), within=0.5)}),
    expected=lambda: _decision(_residual_gain(given.discount_rate) - given.programme_cost),
    typical=(
        Typical(
            _("whole-life values"),
            lambda: _decision(_whole_life_gain() - given.programme_cost),
            _("These values stand at the start of year 1. The programme is paid today: use residual values."),
        ),
        Typical(
            _("cost of the programme forgotten"),
            lambda: {"gain": _residual_gain(given.discount_rate)},
            _("This is what the programme brings. It also costs something today."),
        ),
        Typical(
            _("compared with nothing"),
            lambda: {
                "gain": lifecycle.value(_profit().loc[given.age + 1 :], given.discount_rate) - given.programme_cost
            },
            _("Without the programme it does not leave at once: the years of decline still bring profit."),
        ),
        Typical(
            _("not discounted"),
            lambda: {"gain": _residual_gain(0) - given.programme_cost},
            _("The later years are counted in full. Discount them to today."),
        ),
    ),
    hints=(
        _("Compare two futures from today on: with the programme and without it."),
        _("A dictionary: one of the two words, and the gain in yuan after the cost of the programme."),
        _("Take .loc[age + 1:] of both profit tables, value each, subtract one from the other, then the cost."),
    ),
    meaning=_(
        "The numbers defend it: seen from today the kept years outweigh the cost. Seen from year 1 they would not."
    ),
    near=_(
        "Check three things: both futures begin next year, both are discounted to today, the cost is subtracted once."
    ),
)

homework = Homework("02-lifecycle", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

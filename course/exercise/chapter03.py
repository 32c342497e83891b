"""The homework of chapter 3: a subscriber to fruit boxes, his value, and two programmes to raise it.

The numbers are ours, made for practice; none is from the source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from course.exercise.answers import Choice, Function, Number, Parts
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import lifetime
from course.models.discounting import Timing


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan.

    Parameters
    ----------
    margin, purchases_per_month, years
        The subscriber: profit a box, boxes a month, years he may need them.
    discount_rate, retention_rate
        A year, as shares.
    acquisition_cost
        What it costs to win him, for question 6.
    monthly_retention
        Of a rival firm, for question 4.
    first_year, second_year
        Purchases a year, price and cost a purchase, for question 7.
    loyalty_retention, loyalty_cost
        The loyalty programme of question 8: retention rate a year, and yuan a year while he stays.
    loyalty_low, loyalty_high
        The interval of that retention rate, from the pilot.
    cross_margin, cross_cost
        The cross-selling programme of question 8: yuan a year of margin and of cost while he stays.
    """

    margin: float = varying(35, choices=(30, 35, 40, 45))
    purchases_per_month: int = varying(3, choices=(3, 4))
    years: int = varying(8, choices=(7, 8, 9))
    discount_rate: float = varying(0.12, choices=(0.10, 0.11, 0.12, 0.13))
    retention_rate: float = varying(0.7, choices=(0.68, 0.7, 0.72))
    acquisition_cost: float = varying(2_400, choices=(2_000, 2_400, 2_800, 3_000, 3_600, 4_000))
    monthly_retention: float = varying(0.96, choices=(0.95, 0.96, 0.97))
    first_year: tuple[int, float, float] = varying(
        (36, 90, 55), choices=((36, 90, 55), (32, 88, 54), (30, 92, 56), (34, 91, 57))
    )
    second_year: tuple[int, float, float] = varying(
        (40, 94, 52), choices=((40, 94, 52), (38, 95, 50), (42, 96, 51), (36, 93, 50))
    )
    loyalty_retention: float = varying(0.76, choices=(0.74, 0.76, 0.78))
    loyalty_cost: float = varying(100, choices=(80, 90, 100, 110, 120))
    loyalty_low: float = varying(0.7, choices=(0.68, 0.7, 0.72))
    loyalty_high: float = varying(0.82, choices=(0.8, 0.82, 0.84))
    cross_margin: float = varying(160, choices=(140, 150, 160, 170, 180))
    cross_cost: float = varying(30, choices=(20, 30, 40))

    @property
    def yearly(self) -> float:
        """Return the margin of a year."""
        return self.margin * self.purchases_per_month * 12


given = own(Given, "03-one-customer")


# Question 1

Q1 = Question(
    name="q1",
    kind=Number(_("yuan"), within=0.5),
    expected=lambda: given.yearly * given.years,
    typical=(
        Typical(
            _("months left out"),
            lambda: given.margin * given.purchases_per_month * given.years,
            _("This counts one month a year. How many months has a year?"),
        ),
        Typical(
            _("one box a month"),
            lambda: given.margin * 12 * given.years,
            _("This counts one box a month. How many does he buy?"),
        ),
        Typical(
            _("one year only"),
            lambda: given.yearly,
            _("This is the margin of one year. For how many years may he need the boxes?"),
        ),
    ),
    hints=(
        _("Begin with the margin of a month."),
        _("One number, in yuan; nothing is discounted yet."),
        _("Multiply four numbers: margin a box, boxes a month, months a year, years."),
    ),
    meaning=_("That is the plain product. It is an upper limit: as if time cost nothing and he could not leave."),
    near=_("Multiply margin a box, boxes a month, months a year and years, and nothing else."),
)


# Question 2


def _three_years(timing: Timing) -> float:
    return lifetime.annuity(given.yearly, given.discount_rate, 3, timing)


Q2 = Question(
    name="q2",
    kind=Number(_("yuan of today"), within=0.5),
    expected=lambda: _three_years("end"),
    typical=(
        Typical(
            _("not discounted"), lambda: 3 * given.yearly, _("This is the plain sum. Discount each payment first.")
        ),
        Typical(
            _("start of the year"),
            lambda: _three_years("start"),
            _("Here the first payment is not discounted. It comes at the end of year 1: discount it once."),
        ),
        Typical(
            _("all three years at once"),
            lambda: 3 * given.yearly / (1 + given.discount_rate) ** 3,
            _("All payments are discounted by three years here. The first one comes after one year."),
        ),
        Typical(
            _("carried forward"),
            lambda: sum(given.yearly * (1 + given.discount_rate) ** year for year in (1, 2, 3)),
            _("Here the payments grow. Money of a later year is worth less today: divide, do not multiply."),
        ),
    ),
    hints=(
        _("Each payment is divided by one factor more than the one before."),
        _("One number, smaller than three payments added up."),
        _("Add up m / (1 + i), m / (1 + i)**2 and m / (1 + i)**3."),
    ),
    meaning=_("That is what three certain payments are worth today. Each year of waiting costs one discount factor."),
    near=_("Use the margin of a year, and divide once for the first payment, twice for the second, and so on."),
)


# Question 3


def _expected_value(margin: float, stay: float, rate: float, years: int) -> float:
    return lifetime.retention_value(margin, stay, rate, timing="end", horizon=years)


def _sum_of(term: Callable[[float, float, int], float]) -> Callable[[float, float, float, int], float]:
    """Return a function that adds up a term of retention rate, discount rate and k, as a student would write it."""
    return lambda margin, stay, rate, years: sum(margin * term(stay, rate, k) for k in range(years))


Q3 = Question(
    name="q3",
    kind=Function(
        ((100.0, 0.8, 0.1, 4), (1260.0, 0.7, 0.12, 8), (50.0, 0.5, 0.25, 2)), Number(_("yuan"), within=0.005)
    ),
    expected=lambda: _expected_value,
    typical=(
        Typical(
            _("nobody leaves"),
            lambda: _sum_of(lambda stay, rate, k: 1 / (1 + rate) ** (k + 1)),
            _("This customer is certain to stay. Multiply each margin by the chance that he is still here."),
        ),
        Typical(
            _("not discounted"),
            lambda: _sum_of(lambda stay, rate, k: stay**k),
            _("The chance of staying is in it, the discount is not."),
        ),
        Typical(
            _("start of the year"),
            lambda: _sum_of(lambda stay, rate, k: (stay / (1 + rate)) ** k),
            _("This has each margin at the start of its year. Here it comes at the end: one discount factor more."),
        ),
        Typical(
            _("leaves before he pays"),
            lambda: _sum_of(lambda stay, rate, k: (stay / (1 + rate)) ** (k + 1)),
            _("Here even the first year is uncertain. He is here in year 1, so its margin is certain."),
        ),
        Typical(
            _("no horizon"),
            lambda: lambda margin, stay, rate, years: margin / (1 + rate - stay),
            _("This goes on for ever. Stop after the number of years that is given."),
        ),
    ),
    hints=(
        _("Write the first two years on paper. What changes from one to the next?"),
        _("A function of four numbers that returns one number of yuan."),
        _("Add up margin * stay**k / (1 + rate)**(k + 1) for k in range(years)."),
    ),
    meaning=_("One line holds the whole retention model: the margin, the chance of staying, the discount."),
    near=_("In year k + 1 he is here with probability stay**k, and his margin is discounted k + 1 times."),
)


# Question 4

Q4 = Question(
    name="q4",
    kind=Number(
        _("a share a year"),
        within=0.0005,
        low=0,
        high=1,
        limits=_("A retention rate lies between 0 and 1: give a share."),
    ),
    expected=lambda: lifetime.yearly_rate(given.monthly_retention, "retention"),
    typical=(
        Typical(
            _("losses times 12"),
            lambda: 1 - 12 * (1 - given.monthly_retention),
            _("Twelve times the monthly loss is too much: each month only those who are left can leave."),
        ),
        Typical(
            _("churn for retention"),
            lambda: lifetime.yearly_rate(1 - given.monthly_retention, "churn"),
            _("This is the share that leaves in a year. The share that stays is wanted."),
        ),
        Typical(
            _("monthly rate as yearly"),
            lambda: given.monthly_retention,
            _("This is the rate of one month. He must stay through twelve of them."),
        ),
        Typical(
            _("rate times 12"),
            lambda: 12 * given.monthly_retention,
            _("A rate times 12 is above 1. Staying a year means staying in month 1, and in month 2, and so on."),
        ),
    ),
    hints=(
        _("Who stays a year has stayed twelve times."),
        _("A share between 0 and 1, and lower than the monthly rate."),
        _("Multiply the monthly rate by itself, twelve times in all."),
    ),
    meaning=_("A monthly rate that looks high leaves far fewer customers after a year."),
    near=_("Compound the monthly rate over twelve months."),
)


# Question 5


def _both(included: float, excluded: float) -> dict[str, float]:
    return {"included": included, "excluded": excluded}


def _first_margin(discount_rate: float) -> dict[str, float]:
    values = [
        lifetime.retention_value(given.yearly, given.retention_rate, discount_rate, first_margin=first)
        for first in ("included", "excluded")
    ]
    return _both(*values)


Q5 = Question(
    name="q5",
    kind=Parts({"included": Number(_("yuan"), within=0.5), "excluded": Number(_("yuan"), within=0.5)}),
    expected=lambda: _first_margin(given.discount_rate),
    typical=(
        Typical(
            _("in and out exchanged"),
            lambda: _both(*reversed(_first_margin(given.discount_rate).values())),
            _("The two are exchanged. Which is larger, the value with the first margin or without it?"),
        ),
        Typical(
            _("not discounted"),
            lambda: _first_margin(0),
            _("This is margin times expected life. Later years must be discounted too."),
        ),
        Typical(
            _("end of the year"),
            lambda: {"included": _first_margin(given.discount_rate)["included"] / (1 + given.discount_rate)},
            _("The first value has every margin at year end. Here he pays at the start of each year."),
        ),
        Typical(
            _("first margin discounted before it is taken out"),
            lambda: {
                "excluded": _first_margin(given.discount_rate)["included"] - given.yearly / (1 + given.discount_rate)
            },
            _("The first margin comes today, so it is not discounted before you take it out."),
        ),
    ),
    hints=(
        _("One formula has 1 + i above the line, the other has r."),
        _("A dictionary with two numbers of yuan; they differ by one margin of a year."),
        _("m * (1 + i) / (1 + i - r) and m * r / (1 + i - r), with m for a year."),
    ),
    meaning=_("They differ by exactly one margin. Ask of every formula whether the first margin is in it."),
    near=_("Use the margin of a year, payment at the start of each year, and no limit of years."),
)


# Question 6


def _break_even(stay: float, rate: float) -> int | None:
    expected = [given.yearly * stay**k for k in range(given.years)]
    return lifetime.break_even_year(expected, rate, given.acquisition_cost, "end")


Q6 = Question(
    name="q6",
    kind=Number(_("a year, as a whole number"), within=0.1),
    expected=lambda: _break_even(given.retention_rate, given.discount_rate),
    typical=(
        Typical(
            _("neither leaving nor discount"),
            lambda: _break_even(1, 0),
            _("This divides the cost by the margin of a year. He may leave, and later money is worth less."),
        ),
        Typical(
            _("one of three is missing"),
            lambda: _break_even(1, given.discount_rate),
            _("Too early. Is leaving in it, is the discount in it, and does each margin come at year end?"),
        ),
    ),
    hints=(
        _("Add up expected present values until they cover the cost."),
        _("A whole number of years, counted from 1."),
        _("break_even_year needs a list: the margin times the chance of staying, for each year."),
    ),
    meaning=_("Until then we have lent him money. Whoever leaves earlier has cost more than he brought."),
    near=_("Multiply each margin by the chance of staying, discount it to today from year end, and add up."),
)


# Question 7


def _parts_of_year_two() -> dict[str, float]:
    _purchases, first_price, first_cost = given.first_year
    purchases, price, cost = given.second_year
    return {
        "repeat_purchase": purchases * (first_price - first_cost),
        "lower_cost": purchases * (first_cost - cost),
        "loyalty_price": purchases * (price - first_price),
    }


def _with_purchases_of_year_one() -> dict[str, float]:
    share = given.first_year[0] / given.second_year[0]
    return {name: share * _parts_of_year_two()[name] for name in ("lower_cost", "loyalty_price")}


def _margin(year: tuple[int, float, float]) -> float:
    return year[1] - year[2]


_YUAN = Number(_("yuan"), within=0.5)

Q7 = Question(
    name="q7",
    kind=Parts({"repeat_purchase": _YUAN, "lower_cost": _YUAN, "loyalty_price": _YUAN}),
    expected=_parts_of_year_two,
    typical=(
        Typical(
            _("only the purchases added"),
            lambda: {"repeat_purchase": (given.second_year[0] - given.first_year[0]) * _margin(given.first_year)},
            _("The repeat purchases are all purchases of year 2, not only those above year 1."),
        ),
        Typical(
            _("margin of year 2"),
            lambda: {"repeat_purchase": given.second_year[0] * _margin(given.second_year)},
            _("At the margin of year 2 the repeat purchases swallow the other two parts. Use the margin of year 1."),
        ),
        Typical(
            _("purchases of year 1"),
            _with_purchases_of_year_one,
            _("The saving and the better price belong to each purchase of year 2. Count those."),
        ),
        Typical(
            _("a saving with a minus"),
            lambda: {"lower_cost": -_parts_of_year_two()["lower_cost"]},
            _("A lower cost adds to the value: take the new cost from the old one."),
        ),
    ),
    hints=(
        _("The yardstick is year 1. What would the purchases of year 2 bring at its price and cost?"),
        _("A dictionary with three numbers, all above 0. They add up to the margin of year 2."),
        _("Multiply the purchases of year 2 by three differences: price less cost, cost less cost, price less price."),
    ),
    meaning=_(
        "The three add up to the margin of year 2 with no rest. Most of it is repeat purchase, as in the chapter."
    ),
    near=_("Do the three parts add up to the purchases of year 2 times its price less its cost?"),
)


# Question 8


def worth(margin: float, retention_rate: float) -> float:
    """Return the value of the subscriber at another yearly margin and retention rate.

    Margins fall at year end over the years he may need the boxes; the first year is certain, and he is already won.

    Examples
    --------
    >>> round(worth(100, 0.7), 2)
    232.55
    """
    return _expected_value(margin, retention_rate, given.discount_rate, given.years)


def _decide(value: Callable[[float, float], float], *, charged: bool = True) -> dict[str, object]:
    """Return the decision of someone who values with ``value``, with or without what the programmes cost."""
    loyalty, cross = (given.loyalty_cost, given.cross_cost) if charged else (0.0, 0.0)
    now = value(given.yearly, given.retention_rate)
    gains = {
        "loyalty": value(given.yearly - loyalty, given.loyalty_retention) - now,
        "cross-selling": value(given.yearly + given.cross_margin - cross, given.retention_rate) - now,
    }
    best = max(gains, key=lambda name: gains[name])
    return {"programme": best, "gain": gains[best]}


def _loyalty_gain(retention_rate: float) -> float:
    return worth(given.yearly - given.loyalty_cost, retention_rate) - worth(given.yearly, given.retention_rate)


def _decision() -> dict[str, object]:
    choice = _decide(worth)
    gains = [_loyalty_gain(rate) for rate in (given.loyalty_low, given.loyalty_high)]
    sides = {gain > float(str(choice["gain"])) for gain in gains}
    return {**choice, "sure": "yes" if len(sides) == 1 else "no"}


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "programme": Choice(("loyalty", "cross-selling")),
            "gain": Number(_("yuan of today"), within=0.5),
            "sure": Choice(("yes", "no")),
        }
    ),
    expected=_decision,
    typical=(
        Typical(
            _("cost of the programmes forgotten"),
            lambda: _decide(worth, charged=False),
            _("This is the gain before the programme is paid for. Take its yearly cost off the margin."),
        ),
        Typical(
            _("expected life times margin"),
            lambda: _decide(lambda margin, stay: margin * lifetime.expected_life(stay).periods),
            _("Expected life times margin is not discounted, and that flatters the programme that works late."),
        ),
        Typical(
            _("value for gain"),
            lambda: {"gain": worth(given.yearly + given.cross_margin - given.cross_cost, given.retention_rate)},
            _("This is his value with the programme. The gain is what it adds to his value without."),
        ),
        Typical(
            _("acquisition cost charged"),
            lambda: {"gain": float(str(_decide(worth)["gain"])) - given.acquisition_cost},
            _("He is already won. What he cost is spent either way and has no say here."),
        ),
        Typical(
            _("the weaker programme"),
            lambda: {"programme": "loyalty", "gain": _loyalty_gain(given.loyalty_retention)},
            _("That gain is right, but the other programme brings more."),
        ),
        Typical(
            _("surer than the pilot"),
            lambda: {**_decision(), "sure": "yes"},
            _("The gain is right. Now value the loyalty programme at both ends of its interval."),
        ),
    ),
    hints=(
        _("Value him three times: as he is, and with each programme."),
        _("A dictionary: a programme, its gain in yuan above 0, and yes or no."),
        _("worth(yearly margin less yearly cost, retention rate) for each case, less worth(...) as he is."),
    ),
    meaning=_(
        "Decide for it on what is known today, and say that a larger pilot could turn the decision round. "
        "A forecast without its interval would have hidden that."
    ),
    near=_(
        "Check three things: the yearly cost is off the margin, the right retention rate, his present value taken off."
    ),
)

homework = Homework("03-one-customer", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

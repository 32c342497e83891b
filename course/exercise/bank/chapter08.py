"""Short questions on customer portfolios and on recency, frequency and monetary value."""

from __future__ import annotations

from typing import Final

import pandas as pd

from course.data.portfolios import RELATION_PROFIT
from course.exercise.bank.items import Item, Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import agreement, portfolio, rfm


def _days(after: int, gap: int, orders: int, name: str) -> float:
    """Return a measure of a customer who ordered every ``gap`` days, and last ``after`` days ago."""
    today = pd.Timestamp("2024-12-31")
    dates = [today - pd.Timedelta(days=after + gap * back) for back in range(orders)]
    log = pd.DataFrame({"customer": 1, "date": dates, "spend": 50.0})
    return float(rfm.measures(log, today)[name].iloc[0])


def _moving(low: int, middle: int, high: int) -> float:
    """Return how many customers change cell when the threshold of duration goes from 24 to 36 months."""
    table = pd.DataFrame({"months": [12] * low + [30] * middle + [60] * high, "profit": 10.0})
    rule = portfolio.build(RELATION_PROFIT)
    return float(len(portfolio.movers(table, rule, portfolio.with_cuts(rule, x=36))))


def _index(together: int, crossed: int) -> float:
    """Return the adjusted Rand index of two classifications of two classes each, cut alike but for ``crossed``."""
    one = pd.Series(["a"] * (together + crossed) + ["b"] * (together + crossed))
    other = pd.Series(["x"] * together + ["y"] * crossed + ["x"] * crossed + ["y"] * together)
    return agreement.adjusted_rand(one, other)


ITEMS: Final[tuple[Item, ...]] = (
    Single(
        "on-the-threshold",
        Level.APPLY,
        _("Long is from 24 months on, big from 150 thousand yuan on. Which is one of 24 months and 149 thousand?"),
        (
            Option(
                _("brook"),
                _("Long, because equal belongs to the upper level; small, by one thousand yuan."),
                right=True,
            ),
            Option(_("gold"), _("149 does not reach 150: this customer is small, however near.")),
            Option(_("meteor"), _("A meteor is big and brief. This one is small, and long by the rule.")),
            Option(_("burden"), _("That would need a duration below 24 months, or the rule that equal is low.")),
        ),
    ),
    Single(
        "uneconomic",
        Level.RECALL,
        _("In historical × expected future value, who is an uneconomic customer?"),
        (
            Option(
                _("one with a rich past and a poor future"),
                _("Yes: the past is earned already, and no reason to spend more."),
                right=True,
            ),
            Option(
                _("one with a poor past and a rich future"),
                _("That is the expected customer: the value is still to come."),
            ),
            Option(
                _("one with a poor past and a poor future"),
                _("That is the bad customer: there never was much to lose."),
            ),
            Option(
                _("one whose profit is negative this year"),
                _("A loss of one year is neither axis: one looks back over all years, the other ahead."),
            ),
        ),
    ),
    Single(
        "barnacle",
        Level.RECALL,
        _("A customer has been with us for ten years and brings next to no profit. Name and advice in the source?"),
        (
            Option(
                _("barnacle: treat well"),
                _("Long and poor. Reinartz and Kumar add: find out why so little."),
                right=True,
            ),
            Option(
                _("butterfly: enjoy"), _("A butterfly is profitable, and soon gone. This one is the opposite of both.")
            ),
            Option(_("stranger: drop"), _("A stranger is poor, but short. Ten years are not short.")),
            Option(_("true friend: turn into a believer"), _("A true friend is long too, but profitable.")),
        ),
    ),
    Multiple(
        "what-the-rule-needs",
        Level.RECALL,
        _("What must be said before a two-axis matrix puts every customer into exactly one cell?"),
        (
            Option(
                _("the two measures, with units"),
                _("Without them nothing can be compared with a threshold."),
                right=True,
            ),
            Option(_("the thresholds"), _("They draw the lines; no page of the source gives one."), right=True),
            Option(
                _("where a value equal to a threshold belongs"),
                _("Else a customer on the line has no cell, or two."),
                right=True,
            ),
            Option(
                _("how many customers each cell should hold"),
                _("That follows from the thresholds; fixing it instead makes the thresholds depend on the customers."),
            ),
            Option(
                _("the total profit of all customers"),
                _("It changes no customer's cell. It is used later, to weigh the cells."),
            ),
        ),
    ),
    Numeric(
        "recency-in-days",
        Level.APPLY,
        _("A customer ordered {orders} times, every {gap} days, and last {after} days ago. What is R in RFM, in days?"),
        {"orders": (3, 4, 5), "gap": (20, 30, 40), "after": (15, 25, 50)},
        lambda orders, gap, after: _days(after, gap, orders, "recency"),
        _("days"),
        0.5,
        _("R looks from the last order to today, whatever came before."),
        _("Which two days does recency lie between?"),
        (
            Slip(
                lambda orders, gap, after: _days(after, gap, orders, "first_to_last"),
                _("This is the time from the first to the last order: models of buying till death call it recency."),
            ),
            Slip(
                lambda orders, gap, after: _days(after, gap, orders, "first_to_last") + after,
                _("This is the time from the first order to today: the age of the customer."),
            ),
        ),
    ),
    Numeric(
        "how-many-move",
        Level.APPLY,
        _(
            "{low} customers have 12 months, {middle} have 30, and {high} have 60. The threshold of long goes "
            "from 24 to 36 months. How many change cell?"
        ),
        {"low": (11, 13, 17), "middle": (5, 6, 8), "high": (20, 24, 31)},
        lambda low, middle, high: _moving(low, middle, high),
        _("customers"),
        0.5,
        _("Only those between the old line and the new one move."),
        _("Who was long and is now short?"),
        (
            Slip(
                lambda low, middle, high: float(low + middle),
                _("These are all who are short afterwards. Some of them were short before."),
            ),
            Slip(
                lambda low, middle, high: 2.0 * middle,
                _("You count each mover twice, once in the cell left and once in the cell reached."),
            ),
        ),
    ),
    Single(
        "six-of-eight",
        Level.RECALL,
        _("The source names six types of R, F and M with two levels each. Which two are left out?"),
        (
            Option(
                _("R short F low M low, and R long F low M high"),
                _("The new or small ones and the big single purchases: nearly a quarter of CDNOW."),
                right=True,
            ),
            Option(
                _("R short F high M low, and R long F high M low"),
                _("Both have a name: ordinary important, and ordinary."),
            ),
            Option(_("R long F low M low, and R short F low M high"), _("Both have a name: no value, and to develop.")),
            Option(_("none: two levels of three measures make six"), _("Two times two times two is eight.")),
        ),
        in_quiz=False,
    ),
    Single(
        "nested-five",
        Level.JUDGE,
        _("With nested quintiles a customer has frequency score 5. What do you know?"),
        (
            Option(
                _("it bought often among those of the same recency score"),
                _("Nested bins are cut within each bin of recency."),
                right=True,
            ),
            Option(
                _("it is among the fifth of all customers who bought most often"),
                _("That holds for independent quintiles. A nested 5 among long-lost customers may mean two purchases."),
            ),
            Option(_("it bought at least five times"), _("A score is a rank among others, not a number of purchases.")),
            Option(
                _("it will buy again with the highest probability"),
                _("A score describes the past. What it says of the future is to be tested on later orders."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        "net-change",
        Level.JUDGE,
        _("A new rule leaves each cell as large as before. Nothing has changed, says the manager. What do you say?"),
        (
            Option(
                _("Many may have changed cell: entries and exits can cancel."),
                _("Compare the cell of each customer before and after, and count those who differ."),
                right=True,
            ),
            Option(
                _("He is right: equal sizes mean equal cells."),
                _("Sizes say how many, not who. Two cells may have swapped all their customers."),
            ),
            Option(
                _("He is right if the total profit is the same too."),
                _("The total profit of all customers never depends on the rule."),
            ),
            Option(
                _("That cannot happen: a moved threshold always changes the sizes."),
                _("Move one threshold up and the other down, and the sizes can stay."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        "rand-by-hand",
        Level.JUDGE,
        _(
            "Two matrices of two cells place {together} customers a cell alike and {crossed} crosswise. What is the "
            "adjusted Rand index (scikit-learn will tell)?"
        ),
        {"together": (30, 40, 50), "crossed": (5, 8, 10)},
        lambda together, crossed: _index(together, crossed),
        _("as a decimal number"),
        0.005,
        _("It is lower than the share placed alike: much of that share is what chance gives."),
        _("Count pairs of customers, and take off what chance gives."),
        (
            Slip(
                lambda together, crossed: together / (together + crossed),
                _("This is the share of customers placed alike; what chance gives is still in it."),
            ),
        ),
        in_quiz=False,
    ),
    Multiple(
        "what-a-type-shows",
        Level.JUDGE,
        _("At CDNOW more than half of the customers to keep bought again, and fewer of all other types. What follows?"),
        (
            Option(
                _("In this shop the type had to do with later purchases."),
                _("It was tested on orders that the rule had not seen."),
                right=True,
            ),
            Option(
                _("An interval is needed before small types are ranked."),
                _("A type of some ninety customers has an interval some fifteen points wide."),
                right=True,
            ),
            Option(
                _("Treating them well made them buy."),
                _("Nobody was treated in any way here. Only an experiment with a control group shows an effect."),
            ),
            Option(
                _("The same order holds in every company."),
                _("One shop and one cohort: elsewhere the claim must be tested again."),
            ),
        ),
    ),
)

"""Chapter 4, the lifetime value of a cohort: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import cohort


def _ltv(retention: float, cost: float, years: int) -> float:
    """LTV of a small cohort: 2 purchases of 100 yuan at 30% margin, 10% discount, the cost to win at the start."""
    return cohort.table(
        customers=100,
        retention=[retention] * years,
        purchases=2,
        spend=100,
        cost_of_goods=0.7,
        acquisition_cost=cost,
        yearly_cost=10,
        discount_rate=0.1,
    ).final_ltv


ITEMS = (
    Single(
        name="meaning-of-minus-12",
        level=Level.JUDGE,
        asked=_(
            "The LTV of a cohort after year 1 is -12 yuan per customer won, and 40% have left. What does that say of a "
            "customer who left?"
        ),
        options=(
            Option(
                _("She cost the company 12 yuan, if leavers bought as much in year 1 as stayers did."),
                _("The -12 is the mean of everyone won. It is a leaver's loss only when leavers bought like the rest."),
                right=True,
            ),
            Option(
                _("She cost the company 12 yuan, whatever she bought."),
                _("A leaver who bought half as much lost the company more than the mean; the table does not show it."),
            ),
            Option(
                _("She cost the company 30 yuan: the loss of all is borne by the 40% who left."),
                _("The loss of year 1 belongs to all who were won; stayers cost as much to win as leavers."),
            ),
            Option(
                _("Nothing is lost: the 12 yuan come back in year 2."),
                _("They come back from those who stay. Who has left brings nothing in year 2."),
            ),
        ),
    ),
    Single(
        name="denominator",
        level=Level.RECALL,
        asked=_("By which number of customers is the sum of present values divided to give the LTV after year 3?"),
        options=(
            Option(_("The customers won at the start"), _("Every yuan of winning was spent on them."), right=True),
            Option(
                _("The customers left in year 3"),
                _("That is the value of a survivor. It hides everyone who was paid for and left."),
            ),
            Option(
                _("The mean number of customers over the three years"),
                _("That would be a yearly figure of a mixed group; nobody was won as such a mean."),
            ),
            Option(
                _("The customers lost up to year 3"),
                _("They are only one part of those won; the stayers' value would be shared among the leavers."),
            ),
        ),
    ),
    Multiple(
        name="rules-of-the-table",
        level=Level.RECALL,
        asked=_("Which rules does the cohort table follow?"),
        options=(
            Option(
                _("Year 1 is not discounted."), _("All money is brought to year 1, so its factor is one."), right=True
            ),
            Option(
                _("In year 1 the acquisition cost stands in place of the yearly cost."),
                _("Winning is the marketing of year 1; charging both would count it twice."),
                right=True,
            ),
            Option(
                _("The yearly cost of year 2 is charged on the customers won."),
                _("It is charged on the customers of year 2: nobody serves those who left."),
            ),
            Option(
                _("The retention printed in year 3 sets the customers of year 3."),
                _("A retention leads to the next year, so the last one in the table is never used."),
            ),
        ),
    ),
    Numeric(
        name="revenue-behind-the-first-ltv",
        level=Level.APPLY,
        asked=_(
            "After year 1 a cohort has an LTV of {ltv} yuan. Winning a customer cost {cost} yuan, and the goods take "
            "{goods:.0%} of the revenue. Which revenue per customer won does year 1 have?"
        ),
        draw={"ltv": (-10, -14, -18), "cost": (70, 80), "goods": (0.6, 0.75)},
        answer=lambda ltv, cost, goods: (ltv + cost) / (1 - goods),
        unit=_("yuan per customer won"),
        within=0.5,
        why=_("LTV plus acquisition cost is the margin in yuan; divided by the margin as a share it is the revenue."),
        near=_("Write the year as revenue times margin less the cost to win, and turn it round."),
        slips=(
            Slip(
                lambda ltv, cost, goods: (ltv + cost) / goods,
                _("You divided by the share that the goods cost. What is left for the company is the rest."),
            ),
            Slip(
                lambda ltv, cost, goods: (ltv - cost) / (1 - goods),
                _("The cost has been taken off in the LTV already: add it back, do not take it off again."),
            ),
            Slip(
                lambda ltv, cost, goods: ltv + cost,
                _("That is the margin in yuan. Revenue is larger: the goods must be paid from it too."),
            ),
        ),
    ),
    Numeric(
        name="ltv-after-two-years",
        level=Level.APPLY,
        asked=_(
            "100 customers are won at {cost} yuan each; {retention:.0%} of them stay into year 2. A customer buys "
            "twice a year for 100 yuan, the margin is 30%, and from year 2 on costs 10 yuan a year. What is the LTV "
            "after year 2 at a discount rate of 10%?"
        ),
        draw={"retention": (0.6, 0.7, 0.8), "cost": (70, 80)},
        answer=lambda retention, cost: _ltv(retention, cost, 2),
        unit=_("yuan per customer won"),
        within=0.05,
        why=_("Year 2 counts only for those who stay, and only at its present value."),
        near=_("Year 1: margin less the cost to win. Year 2: margin less 10, times those who stay, discounted once."),
        slips=(
            Slip(
                lambda retention, cost: _ltv(1.0, cost, 2),
                _("You let everyone stay into year 2. Only a share does."),
            ),
            Slip(
                lambda retention, cost: 60 - cost + retention * 50,
                _("You did not discount year 2. Year 1 is not discounted, year 2 is, once."),
            ),
            Slip(
                lambda retention, cost: (60 - cost + retention * 50 / 1.1) / retention,
                _("You divided by the customers who are left. The LTV is per customer won."),
            ),
        ),
    ),
    Single(
        name="rising-retention",
        level=Level.JUDGE,
        asked=_("The retention rate of a cohort rises from 60% to 70% to 80%. What follows?"),
        options=(
            Option(
                _("Those who are left are better at staying than those who were won."),
                _("That is all a rising rate of a cohort says: it may be the mix that changes, or the customers."),
                right=True,
            ),
            Option(
                _("Each customer becomes more loyal with the years."),
                _("Not needed: two kinds of customers whose own rates never change give the same rates."),
            ),
            Option(
                _("The loyalty programme of year 2 works."),
                _("A rise comes without any programme, because the weak customers leave first. It needs a comparison."),
            ),
            Option(
                _("From year 4 on the rate is 90%."),
                _("A pattern of three numbers is no law; in the two-segment case it levels off below that."),
            ),
        ),
    ),
    Single(
        name="keep-or-win",
        level=Level.JUDGE,
        asked=_("When does a yuan for keeping beat a yuan for winning?"),
        options=(
            Option(
                _("When a point of retention costs less than it adds, and the next new customer returns less."),
                _("It rests on two prices: of a point kept, and of the next customer."),
                right=True,
            ),
            Option(
                _("Always: winning makes no profit."),
                _("Winning makes no profit in year 1; without it there is nobody to keep in years 2 and 3."),
            ),
            Option(
                _("When the acquisition cost is higher than the yearly cost."),
                _("Those two stand for different things; nothing is said here of what a point of retention costs."),
            ),
            Option(
                _("When the LTV is negative."),
                _("Then winning more is a loss; whether keeping pays still depends on its own price."),
            ),
        ),
    ),
    Multiple(
        name="identified-by-the-total",
        level=Level.JUDGE,
        asked=_("Only the LTVs after years 1, 2 and 3 of a cohort are known. What can they never tell apart?"),
        options=(
            Option(
                _("2 purchases of 80 yuan from 4 of 40 yuan"),
                _("Only purchases times spend enters the table, so every LTV is the same."),
                right=True,
            ),
            Option(
                _("A company of 1,000 customers won from one of 10,000"),
                _("The LTV is per customer won, so the size of the cohort cancels."),
                right=True,
            ),
            Option(
                _("A first retention of 60% from one of 90%, with all else known"),
                _("With all else known the LTV after year 2 is a straight line in it: the two differ."),
            ),
            Option(
                _("Acquisition costs of 60 and 80 yuan, with the revenue and margin of year 1 known"),
                _("They differ by 20 yuan in every LTV from year 1 on."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="worth-of-a-point",
        level=Level.APPLY,
        asked=_(
            "A cohort ends after year 2. Each customer of year 2 brings {profit} yuan, and money is discounted at "
            "{rate:.0%}. What is one more point of first-year retention worth per customer won?"
        ),
        draw={"profit": (74.5, 90, 120), "rate": (0.1, 0.2)},
        answer=lambda profit, rate: float(
            cohort.retention_point_value(
                dict(
                    customers=100,
                    retention=[0.5, 0.5],
                    purchases=1,
                    spend=profit,
                    cost_of_goods=0,
                    acquisition_cost=0,
                    yearly_cost=0,
                    discount_rate=rate,
                )
            )["ltv_per_point"][1]
        ),
        unit=_("yuan per customer won"),
        within=0.005,
        why=_("One customer more of every hundred brings the present value of year 2."),
        near=_("One point is one customer of every hundred won. What does she bring, and what is it worth in year 1?"),
        slips=(
            Slip(
                lambda profit, rate: profit / 100,
                _("The profit falls in year 2: bring it to year 1."),
            ),
            Slip(
                lambda profit, rate: profit / (1 + rate),
                _("That is a customer's whole year 2. A point is a hundredth of a customer."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="interval-of-ltv",
        level=Level.APPLY,
        asked=_("What makes the interval of an LTV about ten times narrower, when only chance in staying counts?"),
        options=(
            Option(
                _("A hundred times as many customers"),
                _("The width falls with the square root of the number of customers."),
                right=True,
            ),
            Option(
                _("Ten times as many customers"),
                _("That makes it about three times narrower: the square root of ten."),
            ),
            Option(
                _("Two more decimals in the table"),
                _("Decimals are arithmetic. They add no observation."),
            ),
            Option(
                _("Ten times as many random draws"),
                _("More draws measure the same interval better; they do not make it narrower."),
            ),
        ),
        in_quiz=False,
    ),
)

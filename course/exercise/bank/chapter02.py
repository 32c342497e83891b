"""Chapter 2, the customer lifecycle: questions for its quiz and for the review."""

from __future__ import annotations

import pandas as pd

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import discounting, lifecycle


def _profit(purchases: int, price: float, cost: float) -> float:
    """Profit of a year with goods of 60 yuan a purchase and an indirect benefit of 20 yuan."""
    year = {"volume": purchases, "price": price, "goods": 60, "indirect": 20, "cost": cost, "stage": "stability"}
    return float(lifecycle.profit(pd.DataFrame(year, index=pd.Index([1], name="year")))["profit"].iloc[0])


def _perception(service: int, prices: int, times: int) -> float:
    scores = {
        "product quality": 4,
        "service quality": service,
        "value": 4,
        "competitors' prices": prices,
        "own needs": 5,
    }
    weights = dict.fromkeys(scores, 1) | {"competitors' prices": times}
    return float(lifecycle.new_customer_influences(scores, weights)["contribution"].sum())


def _present_value(profit: float, year: int, rate: float) -> float:
    return discounting.present_value([0.0] * (year - 1) + [profit], rate, "end")


ITEMS = (
    Single(
        name="fastest-growth",
        level=Level.RECALL,
        asked=_("In which stage of the lifecycle does profit grow fastest?"),
        options=(
            Option(
                _("Formation"), _("Volume and the cost to serve both move here, so profit grows fastest."), right=True
            ),
            Option(_("Stability"), _("Here profit is highest; it still grows, but more slowly than before.")),
            Option(_("Exploration"), _("Both sides still try each other out: profit is low and rises slowly.")),
            Option(_("Decline"), _("Profit falls fast here: the fastest change, but downward.")),
        ),
    ),
    Single(
        name="when-decline-begins",
        level=Level.RECALL,
        asked=_("When can the decline of a relationship begin?"),
        options=(
            Option(_("In any stage"), _("A relationship may turn back before it ever grew."), right=True),
            Option(
                _("Only after stability"), _("That is the usual picture; customers also leave in their first year.")
            ),
            Option(
                _("When the peak of profit is passed, and not before"),
                _("The peak is where the decline began. It may lie in the first stage."),
            ),
            Option(
                _("When the customer complains"),
                _("Many leave in silence, and many who complain stay. A complaint is no stage."),
            ),
        ),
    ),
    Multiple(
        name="factors-that-rise",
        level=Level.RECALL,
        asked=_("Which factors rise, by the source, while a relationship grows?"),
        options=(
            Option(_("Transaction volume"), _("A customer who trusts the supplier buys more often."), right=True),
            Option(_("Willingness to pay"), _("Trust is worth a higher price to the customer."), right=True),
            Option(_("Indirect benefit"), _("Content customers bring others along."), right=True),
            Option(
                _("Cost to serve"), _("The source says that it falls: both sides know how to deal with each other.")
            ),
            Option(_("Acquisition cost"), _("It is paid once, before the relationship begins.")),
        ),
    ),
    Numeric(
        name="profit-of-a-year",
        level=Level.APPLY,
        asked=_(
            "A customer buys {purchases} times a year at {price} yuan. The goods in a purchase cost 60 yuan, the cost "
            "to serve is {cost} yuan a year, and friends of hers bring 20 yuan. What is the profit of the year?"
        ),
        draw={"purchases": (6, 8, 10), "price": (90, 100), "cost": (70, 110)},
        answer=_profit,
        unit=_("yuan"),
        within=0.5,
        why=_("Volume times the margin of a purchase, plus the indirect benefit, less the cost to serve."),
        near=_(
            "Take the goods from the price, multiply by the purchases, then add and subtract what comes once a year."
        ),
        slips=(
            Slip(
                lambda purchases, price, cost: purchases * price + 20 - cost,
                _("The goods are missing: each purchase leaves the price less what its goods cost."),
            ),
            Slip(
                lambda purchases, price, cost: purchases * (price - 60 - cost) + 20,
                _("The cost to serve comes once a year, not with each purchase."),
            ),
            Slip(
                lambda purchases, price, cost: purchases * (price - 60) - cost,
                _("The indirect benefit is missing: friends whom she brought are part of her profit."),
            ),
        ),
    ),
    Numeric(
        name="profit-of-a-later-year",
        level=Level.APPLY,
        asked=_(
            "A profit of {profit} yuan falls at the end of year {year}. What is it worth today at a discount rate "
            "of {rate:.0%}?"
        ),
        draw={"profit": (200, 300), "year": (4, 6), "rate": (0.08, 0.1)},
        answer=_present_value,
        unit=_("yuan"),
        within=0.5,
        why=_("It is divided once for each year that passes until it is paid."),
        near=_("Divide by one plus the rate, as often as years pass until the end of that year."),
        slips=(
            Slip(
                lambda profit, year, rate: profit / (1 + rate) ** (year - 1),
                _("That is its worth at the start of the year. The profit falls at the end: one year more."),
            ),
            Slip(
                lambda profit, year, rate: profit / (1 + rate * year),
                _("Interest earns interest: multiply the yearly factors, do not add the rates."),
            ),
            Slip(
                lambda profit, year, rate: profit * (1 + rate) ** year,
                _("You moved the money forward. A later yuan is worth less today, not more."),
            ),
        ),
    ),
    Single(
        name="what-makes-the-inverted-u",
        level=Level.JUDGE,
        asked=_("The four factors are held flat one at a time. Which of them gives the profit curve its form?"),
        options=(
            Option(
                _("Transaction volume"),
                _("Alone it keeps the form of the source; without it formation is no longer the fastest stage."),
                right=True,
            ),
            Option(_("Willingness to pay"), _("With a flat price the curve keeps its form and is only lower.")),
            Option(_("Cost to serve"), _("With a flat cost the form stays. It is lost when the cost grows instead.")),
            Option(_("The discount rate"), _("It changes what the curve is worth, not how the profit itself runs.")),
        ),
    ),
    Single(
        name="old-customer-new-service",
        level=Level.APPLY,
        asked=_("A customer of eight years takes up a second service of the operator. In which stage is she?"),
        options=(
            Option(
                _("In stability with the first service and at the beginning with the second"),
                _("For the new service she is a new customer: one person can be in two stages at once."),
                right=True,
            ),
            Option(
                _("In stability with both: the operator has known her for eight years"),
                _("The operator knows her; she does not know the service, and tries it out."),
            ),
            Option(_("In decline with the first"), _("Taking more from a supplier is no sign of leaving.")),
            Option(
                _("She is a potential customer again"),
                _("A potential customer has bought nothing yet; she buys, and for years."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="five-influences",
        level=Level.APPLY,
        asked=_(
            "A new customer gives, from 1 to 5: product quality 4, service quality {service}, value 4, competitors' "
            "prices {prices}, own needs 5. To her the prices matter {times} times as much as each of the others. What "
            "is the weighted mean of her scores?"
        ),
        draw={"service": (2, 3), "prices": (1, 2), "times": (3, 6)},
        answer=lambda service, prices, times: _perception(service, prices, times),
        unit=_("points, from 1 to 5"),
        within=0.02,
        why=_("Scores alone do not tell what counts: the influence that matters most pulls the mean."),
        near=_("Multiply each score by its weight, add up, and divide by the sum of the weights."),
        slips=(
            Slip(
                lambda service, prices, times: _perception(service, prices, 1),
                _("That is the plain mean: to her the five do not matter equally."),
            ),
            Slip(
                lambda service, prices, times: (13 + service + times * prices) / 5,
                _("You divided by the number of influences. Divide by the sum of their weights."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="meaning-of-confidence",
        level=Level.JUDGE,
        asked=_("The stage rule says 'stability' with a confidence of 95%. What does that tell?"),
        options=(
            Option(
                _("In 95% of the reruns with noise the rule gives the same answer"),
                _("It says how firmly the rule holds to its answer, not whether the answer is true."),
                right=True,
            ),
            Option(
                _("The customer is in stability with a probability of 95%"),
                _("At a change of stage the rule is confident and wrong: it has not seen the change yet."),
            ),
            Option(
                _("The rule is right for 95% of customers"),
                _("How often it is right was counted apart: far less often in the first year of a stage."),
            ),
            Option(_("5% of her purchases are missing"), _("The noise is ours, added to see how firm the answer is.")),
        ),
        in_quiz=False,
    ),
    Single(
        name="offer-to-an-old-customer",
        level=Level.JUDGE,
        asked=_("An old customer leaves unless an offer keeps her. Against which value is the cost of the offer set?"),
        options=(
            Option(
                _("The residual value: the present value of what is still to come"),
                _("Only what the offer can still bring about counts."),
                right=True,
            ),
            Option(
                _("The value of her whole life with us"),
                _("The past has been earned with or without the offer."),
            ),
            Option(
                _("The profit of her best year"),
                _("The best year may be over, and one year is not what is still to come."),
            ),
            Option(
                _("The mean value of all customers"),
                _("Others have other ages: after eight years she is worth more than a new one, after twenty less."),
            ),
        ),
        in_quiz=False,
    ),
    Multiple(
        name="long-life-and-profit",
        level=Level.JUDGE,
        asked=_("What did Reinartz and Kumar (2000) find for a direct-marketing seller?"),
        options=(
            Option(
                _("A long life must not be equated with a high profit."), _("That is their main result."), right=True
            ),
            Option(
                _("Short relationships can be very profitable too."),
                _("Some customers buy much and leave; they were worth having."),
                right=True,
            ),
            Option(
                _("Old customers are always cheaper to serve."),
                _("This was one of the four beliefs they tested, and it did not hold there."),
            ),
            Option(
                _("Old customers always pay more."),
                _("This belief failed as well: old customers may even expect a better price."),
            ),
        ),
        in_quiz=False,
    ),
)

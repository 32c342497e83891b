"""Chapter 6, the purchase-transition matrix: questions for its quiz and for the review."""

from __future__ import annotations

import pandas as pd

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import transition


def _matrix(stay: float, come: float) -> pd.DataFrame:
    """A market of two brands: the share that stays with A after A, and the share that comes to A after B."""
    return pd.DataFrame([[stay, 1 - stay], [come, 1 - come]], index=["A", "B"], columns=["A", "B"])


def _share(again: int, away: int, came: int) -> float:
    counts = pd.DataFrame([[again, away], [came, 50]], index=["A", "B"], columns=["A", "B"])
    return float(transition.probabilities(counts).to_numpy()[0, 0])


ITEMS = (
    Single(
        name="meaning-of-p-ij",
        level=Level.RECALL,
        asked=_("What is the entry in row A and column B of the transition matrix?"),
        options=(
            Option(
                _("The probability that a customer who last bought A buys B next"),
                _("Rows are the last purchase, columns the next one."),
                right=True,
            ),
            Option(
                _("The probability that a customer who buys B had bought A before"),
                _("That divides by all who buy B: it comes from column totals, and looks backward."),
            ),
            Option(
                _("The share of customers who buy both A and B"),
                _("A matrix counts steps from one purchase to the next, not customers."),
            ),
            Option(
                _("The number of customers lost from A to B"),
                _("That is a count. And who buys B once is not lost to A."),
            ),
        ),
    ),
    Numeric(
        name="repeat-rate-from-counts",
        level=Level.APPLY,
        asked=_(
            "In a log, A was followed by A {again} times and by B {away} times; B was followed by A {came} times. "
            "What is the repeat rate of A?"
        ),
        draw={"again": (60, 72), "away": (40, 28), "came": (30, 50)},
        answer=_share,
        unit=_("as a decimal number, such as 0.35"),
        within=0.004,
        why=_("The count is divided by its row total: everything that followed A."),
        near=_("Which steps begin at A? Divide by their number."),
        slips=(
            Slip(
                lambda again, away, came: again / (again + came),
                _("You divided by the column: everything that led to A. Rows are what followed A."),
            ),
            Slip(
                lambda again, away, came: again / (again + away + came),
                _("You divided by more than the row: steps that begin at B do not belong."),
            ),
        ),
    ),
    Single(
        name="last-purchase-of-a-customer",
        level=Level.APPLY,
        asked=_("Why does the last purchase of each customer stand in no row total?"),
        options=(
            Option(
                _("No purchase followed it, so it is the start of no step"),
                _("With it in the total, rows would sum to less than 1, as if customers had left."),
                right=True,
            ),
            Option(_("It may be a mistake in the log"), _("It is as good as any other; it still ends a step.")),
            Option(
                _("The first purchase of the next customer follows it"),
                _("Two customers are never joined: that would count a step nobody made."),
            ),
            Option(_("It is the oldest one"), _("It is the newest. The first purchase is the one that ends no step.")),
        ),
    ),
    Numeric(
        name="worth-of-a-later-occasion",
        level=Level.APPLY,
        asked=_(
            "A customer makes {often} purchases a year. What is a yuan at the {occasion}th purchase from now worth "
            "today, at a discount rate of {rate:.0%} a year?"
        ),
        draw={"often": (4, 12), "occasion": (18, 24), "rate": (0.1, 0.15)},
        answer=lambda often, occasion, rate: transition.discount_factor(rate, often) ** occasion,
        unit=_("yuan, to two decimals"),
        within=0.006,
        why=_("Occasion t lies t/f years ahead: the rate counts for years, not for purchases."),
        near=_("How many years pass until that purchase? Discount by so many years."),
        slips=(
            Slip(
                lambda often, occasion, rate: (1 + rate) ** -occasion,
                _("You took the yearly rate for each purchase. Several of them fall in one year."),
            ),
            Slip(
                lambda often, occasion, rate: 1 - rate * occasion / often,
                _("Interest earns interest: divide by the yearly factor for each year, also for part of one."),
            ),
        ),
    ),
    Single(
        name="whole-households",
        level=Level.JUDGE,
        asked=_("Why are whole households drawn again, and not single transitions, to find the standard error of P?"),
        options=(
            Option(
                _("Transitions of one household are alike, so they are no independent observations"),
                _("Twenty steps of a household that loves one brand are nearer to one opinion than to twenty."),
                right=True,
            ),
            Option(
                _("Single transitions would take too long"),
                _("They would be quicker; but the error would come out two to three times too small."),
            ),
            Option(
                _("So that each brand is drawn equally often"),
                _("Brands come as often as the drawn households buy them."),
            ),
            Option(
                _("So that rows sum to 1"),
                _("Rows sum to 1 in either way: each is divided by its own total."),
            ),
        ),
    ),
    Single(
        name="repeat-rate-and-loyalty",
        level=Level.JUDGE,
        asked=_(
            "In the cracker panel 77% of purchases repeat the last brand. How much of this is loyalty to the last "
            "brand?"
        ),
        options=(
            Option(
                _("Little: households that buy their own brands in any order would repeat nearly as often"),
                _("Their own shares alone give 75%. The rest is the effect of the last purchase."),
                right=True,
            ),
            Option(
                _("All of it: 77% chose the brand again"),
                _("A household that always buys one brand repeats it without thinking of the last purchase."),
            ),
            Option(
                _("Nothing: brands are bought by chance"),
                _("Chance by the market's shares gives far fewer repeats. Households differ in taste."),
            ),
            Option(
                _("A quarter: there are four brands"),
                _("Brands of unequal size are not bought a quarter each."),
            ),
        ),
    ),
    Multiple(
        name="legal-matrix",
        level=Level.RECALL,
        asked=_("What must hold for a transition matrix?"),
        options=(
            Option(
                _("Each row sums to 1."),
                _("Something is bought next, or the customer goes to the state lost."),
                right=True,
            ),
            Option(_("No entry is below 0."), _("Entries are probabilities."), right=True),
            Option(_("Each column sums to 1."), _("A popular brand has a large column: many roads lead to it.")),
            Option(
                _("The diagonal holds the largest entry of each row."),
                _("Loyal customers make it so; nothing forces it. Sunshine's row in the panel nearly breaks it."),
            ),
        ),
    ),
    Single(
        name="stationary-share",
        level=Level.APPLY,
        asked=_("Brand A has a stationary share of 40%. What does that say?"),
        options=(
            Option(
                _("In the long run it gets 40% of the purchase occasions"),
                _("The clock of the matrix is the purchase, whatever it costs."),
                right=True,
            ),
            Option(
                _("In the long run it gets 40% of the money"),
                _("That needs prices: a cheap brand's share of money is smaller than its share of purchases."),
            ),
            Option(_("40% of its customers stay"), _("That would be a repeat rate, an entry of the diagonal.")),
            Option(
                _("40% of customers buy nothing but A"),
                _("A share of purchases may come from everybody now and then."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="a-count-of-zero",
        level=Level.JUDGE,
        asked=_("In a small panel A was never followed by C. What is the probability of that step?"),
        options=(
            Option(
                _("Small, with an interval that begins at 0 and ends above it"),
                _("Wilson's and the Dirichlet interval say how large it may still be."),
                right=True,
            ),
            Option(_("0, with certainty"), _("The Wald interval says so, and more data often prove it wrong.")),
            Option(
                _("It cannot be said at all"),
                _("Many steps from A without a C say a lot: it cannot be common."),
            ),
            Option(
                _("The same as all other entries of the row"),
                _("The other entries have been counted, and they differ."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="two-purchases-on",
        level=Level.APPLY,
        asked=_(
            "After A, {stay:.0%} buy A again; after B, {come:.0%} change to A. There are only A and B. With which "
            "probability does a customer who has just bought A buy A at the purchase after the next?"
        ),
        draw={"stay": (0.6, 0.7, 0.8), "come": (0.3, 0.4)},
        answer=lambda stay, come: float(transition.shares_over_time(_matrix(stay, come), {"A": 1}, 2)["A"].iloc[2]),
        unit=_("as a decimal number, such as 0.35"),
        within=0.004,
        why=_("There are two ways: A, then A; and B in between, then back to A."),
        near=_("Write down both brands she may buy next, and what follows each."),
        slips=(
            Slip(
                lambda stay, come: stay * stay,
                _("She may also buy B next and come back: that way is missing."),
            ),
            Slip(
                lambda stay, come: stay,
                _("That is the next purchase. The question is about the one after it."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="a-point-moved",
        level=Level.JUDGE,
        asked=_("In which row of the matrix is one point won from a rival worth most?"),
        options=(
            Option(
                _("In the row of the brand that customers buy most often"),
                _("Customers pass through it again and again, so the point works each time."),
                right=True,
            ),
            Option(
                _("In the row of the smallest brand"),
                _("Few purchases begin there, so the point is seldom used."),
            ),
            Option(
                _("In every row the same: a point is a point"),
                _("A row counts as often as customers pass through it."),
            ),
            Option(
                _("In the row with the largest standard error"),
                _("That is where P is known worst, which is another question."),
            ),
        ),
        in_quiz=False,
    ),
)

"""Chapter 5, lost for good or always a share: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import customer_events, dwyer, switching_cost
from course.models import shifted_beta_geometric as sbg

ITEMS = (
    Single(
        name="what-dwyer-needs",
        level=Level.RECALL,
        asked=_("On what does it depend most whether Dwyer's method gives a true value of customers?"),
        options=(
            Option(
                _("A sensible grouping of the customers"),
                _("The method counts shares in a group; in a mixed group they are true of nobody."),
                right=True,
            ),
            Option(
                _("Complete raw data"), _("Complete data of a mixed group still give one value for unlike customers.")
            ),
            Option(
                _("Exact arithmetic"),
                _("The arithmetic is short. One model for all was exact at CDNOW too, and far off for every group."),
            ),
            Option(
                _("Groups whose members never change"),
                _("Members may come and go, as long as those in a group at one time are alike."),
            ),
        ),
    ),
    Single(
        name="one-return",
        level=Level.JUDGE,
        asked=_(
            "A purchase log holds one customer who bought again after a silent period. What does "
            "it say of lost for good?"
        ),
        options=(
            Option(
                _("As a strict model it is refuted: it gives this log the probability zero."),
                _("One return has the probability zero in it, and so has every log that holds one."),
                right=True,
            ),
            Option(
                _("Nothing: one customer among thousands is chance."),
                _("Chance can make a rare thing happen, but not a thing of probability zero."),
            ),
            Option(
                _("It fits well, since almost nobody came back."),
                _("The probability of a log is a product: one factor of zero makes the whole of it zero."),
            ),
            Option(
                _("Silence tells nothing, so all have the same probability to buy."),
                _("That is another model. At CDNOW it fits far worse than one that looks at the silence."),
            ),
        ),
    ),
    Single(
        name="low-switching-cost",
        level=Level.RECALL,
        asked=_("The switching cost between two suppliers is low. What follows for leaving and for winning back?"),
        options=(
            Option(
                _("Leaving is easy, and winning back is easy."),
                _("The same low step is taken in both directions."),
                right=True,
            ),
            Option(_("Leaving is easy, winning back is hard."), _("The way back costs as little as the way out.")),
            Option(_("Leaving is hard, winning back is easy."), _("A low step keeps nobody: leaving is easy.")),
            Option(_("Leaving is hard, and winning back is hard."), _("That is what a high switching cost does.")),
        ),
    ),
    Multiple(
        name="retention-rises",
        level=Level.JUDGE,
        asked=_("The retention rate of a cohort rises year after year. Which explanations fit that?"),
        options=(
            Option(
                _("Nobody changes: those who leave easily have left."),
                _("The weak go first, and the rate of what is left rises."),
                right=True,
            ),
            Option(
                _("Each customer becomes more loyal with the years."),
                _("It may be so; the rates of the cohort alone cannot exclude it."),
                right=True,
            ),
            Option(
                _("All customers stay with one constant probability, the same for all."),
                _("Then the rate of the cohort would be constant too, but for chance."),
            ),
            Option(
                _("The company wins more customers each year."),
                _("A cohort holds those won together; nobody joins it later."),
            ),
        ),
    ),
    Numeric(
        name="buyers-in-period-2",
        level=Level.APPLY,
        asked=_(
            "{customers:,} customers have just bought. At recency 1 the probability to buy in the "
            "next period is {first:.0%}, "
            "at recency 2 it is {second:.0%}. How many are expected to buy in the second period, "
            "if silent customers may return?"
        ),
        draw={"customers": (1_000, 2_000), "first": (0.3, 0.4), "second": (0.15, 0.2)},
        answer=lambda customers, first, second: float(
            dwyer.buyers([first, second], 2, customers=customers)["always_a_share"][2]
        ),
        unit=_("customers"),
        within=0.5,
        why=_("Two ways lead there: those who bought again and again, and those who were silent and came back."),
        near=_("Add two groups: who bought in the first period, and who did not; each has its own probability."),
        slips=(
            Slip(
                lambda customers, first, second: customers * first**2,
                _("That is lost for good: those silent in the first period are missing."),
            ),
            Slip(
                lambda customers, first, second: customers * first * second,
                _("Those who bought in the first period are at recency 1 again, not at recency 2."),
            ),
            Slip(
                lambda customers, first, second: customers * second,
                _("This asks all customers at recency 2. Some of them bought in the first period."),
            ),
        ),
    ),
    Numeric(
        name="first-home",
        level=Level.APPLY,
        asked=_(
            "A new customer leaves with a hazard of {leaving:.0%} a year. An event that can "
            "happen once has the hazard {hazard:.0%} in "
            "every year from the first on. How often is it expected in year 2, per new customer?"
        ),
        draw={"leaving": (0.2, 0.3), "hazard": (0.1, 0.15)},
        answer=lambda leaving, hazard: float(
            customer_events.forecast(
                [
                    customer_events.Event("it", (hazard,), once=True),
                    customer_events.Event("leaves", (leaving,), ends=True),
                ],
                2,
            )["it"].to_numpy()[1]
        ),
        unit=_("times per new customer, as a decimal number"),
        within=0.0008,
        why=_("Still a customer, not yet happened, and then the hazard: three factors."),
        near=_("Multiply: still a customer after year 1, the event not yet happened, the hazard."),
        slips=(
            Slip(
                lambda leaving, hazard: (1 - leaving) * hazard,
                _("To some it has happened in year 1 already, and it can happen once only."),
            ),
            Slip(
                lambda leaving, hazard: (1 - hazard) * hazard,
                _("Some customers have left after year 1."),
            ),
            Slip(
                lambda leaving, hazard: hazard,
                _("The hazard holds for those to whom it can still happen, not for all who were new."),
            ),
        ),
    ),
    Single(
        name="narrow-and-wrong",
        level=Level.JUDGE,
        asked=_(
            "The value of a customer by a model has a narrow interval from drawing customers "
            "again. What does that show?"
        ),
        options=(
            Option(
                _("That chance in the sample moves it little"),
                _("The interval asks what another sample would give, under the same model."),
                right=True,
            ),
            Option(
                _("That the model is right"),
                _("At CDNOW lost for good had the narrowest interval and the worst forecast."),
            ),
            Option(
                _("That a single customer brings nearly that value"),
                _("It holds for the expected value. Single customers differ far more."),
            ),
            Option(
                _("That the value will hold next year"),
                _("It knows nothing of next year's prices, rivals and habits."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="still-there-after-two",
        level=Level.APPLY,
        asked=_(
            "In a shifted beta-geometric model alpha is {alpha:g} and beta is {beta:g}. Which "
            "share of the cohort is still there "
            "after two renewals?"
        ),
        draw={"alpha": (1, 2), "beta": (3, 4)},
        answer=lambda alpha, beta: float(sbg.Fit(alpha, beta, 0.0).alive(2)[2]),
        unit=_("a share, as a decimal number"),
        within=0.002,
        why=_("The first rate is beta / (alpha + beta); the second is higher, with one more above and below."),
        near=_("Multiply two rates: for the second, add 1 to beta above and below the line."),
        slips=(
            Slip(
                lambda alpha, beta: (beta / (alpha + beta)) ** 2,
                _("You used the first rate twice. The second is higher: the weak have left."),
            ),
            Slip(
                lambda alpha, beta: (beta + 1) / (alpha + beta + 1),
                _("That is the second rate alone. The first renewal comes before it."),
            ),
            Slip(
                lambda alpha, beta: beta / (alpha + beta),
                _("That is the share after one renewal."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="value-of-coming-back",
        level=Level.RECALL,
        asked=_(
            "By what do the values of the migration model and of the retention model differ, for "
            "a customer who just bought?"
        ),
        options=(
            Option(
                _("By the margins after a silence, net of the marketing to the silent"),
                _("With every return set to zero and no marketing to the silent the one becomes the other."),
                right=True,
            ),
            Option(
                _("By the first margin"),
                _("Both count it or both do not; that is a convention, not a difference of the models."),
            ),
            Option(
                _("By the acquisition cost"),
                _("It is in neither: it belongs to a customer still to be won."),
            ),
            Option(
                _("By the discount rate"),
                _("The same rate is used in both, for the same periods."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="who-leaves",
        level=Level.APPLY,
        asked=_(
            "Our customers get {advantage} yuan more from us than from the rival, and moving "
            "costs {cost} yuan. The other reasons "
            "have a logistic spread of {spread} yuan. Which share leaves in a period?"
        ),
        draw={"advantage": (10, 20), "cost": (30, 50), "spread": (40, 50)},
        answer=lambda advantage, cost, spread: float(
            switching_cost.matrix(cost, advantage=advantage, spread=spread).to_numpy()[0, 1]
        ),
        unit=_("a share, as a decimal number"),
        within=0.003,
        why=_("Advantage and switching cost both speak against leaving, so they add up."),
        near=_("Leaving has 1 / (1 + exp(x)) with x = (advantage + cost) / spread."),
        slips=(
            Slip(
                lambda advantage, cost, spread: float(
                    switching_cost.matrix(cost, advantage=advantage, spread=spread).to_numpy()[1, 0]
                ),
                _("That is the share that comes (back) to us: there the advantage speaks for moving."),
            ),
            Slip(
                lambda advantage, cost, spread: float(
                    switching_cost.matrix(0, advantage=advantage, spread=spread).to_numpy()[0, 1]
                ),
                _("The switching cost is missing: it too speaks against leaving."),
            ),
            Slip(
                lambda advantage, cost, spread: float(
                    switching_cost.matrix(cost, advantage=advantage, spread=spread).to_numpy()[0, 0]
                ),
                _("That is the share that stays."),
            ),
        ),
        in_quiz=False,
    ),
)

"""Chapter 3, the value of one customer: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import lifetime

ITEMS = (
    Numeric(
        name="margin-times-years",
        level=Level.RECALL,
        asked=_(
            "A purchase leaves a profit of {margin} yuan; the customer buys {times} times a month and needs the "
            "product for {years} years more. What does the plain product, without discount or leaving, give?"
        ),
        draw={"margin": (60, 80), "times": (2, 3), "years": (10, 15)},
        answer=lambda margin, times, years: lifetime.undiscounted(margin, 12 * times, years),
        unit=_("yuan"),
        within=1,
        why=_("Profit a purchase, times purchases a year, times years: a first step that leaves out time and leaving."),
        near=_("Bring the purchases to a year first, then multiply by the profit and the years."),
        slips=(
            Slip(
                lambda margin, times, years: margin * times * years,
                _("The purchases are counted a month, the years a year: twelve months are missing."),
            ),
            Slip(
                lambda margin, times, years: margin * times * 12,
                _("That is one year. The need goes on for several."),
            ),
        ),
    ),
    Numeric(
        name="value-after-a-purchase",
        level=Level.APPLY,
        asked=_(
            "A customer has just bought. Each year she buys again with a probability of {stay:.0%} and then leaves "
            "{margin} yuan; once gone she is gone. What are her future margins worth at a discount rate of {rate:.0%}, "
            "without an end?"
        ),
        draw={"stay": (0.7, 0.75, 0.85), "margin": (100, 200), "rate": (0.1, 0.12)},
        answer=lambda stay, margin, rate: lifetime.retention_value(margin, stay, rate, first_margin="excluded"),
        unit=_("yuan"),
        within=0.5,
        why=_("The margin of today has come in already; what follows is the margin times r / (1 + i - r)."),
        near=_("Each later year counts for r / (1 + i) of the one before. Add them up without today's."),
        slips=(
            Slip(
                lambda stay, margin, rate: lifetime.retention_value(margin, stay, rate, first_margin="included"),
                _("That has the purchase of today in it, which has been paid already."),
            ),
            Slip(
                lambda stay, margin, rate: margin * stay / (1 - stay),
                _("You did not discount: later margins are worth less today."),
            ),
            Slip(
                lambda stay, margin, rate: margin / rate,
                _("That is a customer who is certain to stay for ever."),
            ),
        ),
    ),
    Single(
        name="who-pays-for-winning",
        level=Level.JUDGE,
        asked=_("In which decision does the acquisition cost of a customer count?"),
        options=(
            Option(
                _("Whether to win her"),
                _("Before she is won it can still be saved, so it belongs in her value then."),
                right=True,
            ),
            Option(
                _("Whether to keep her when she wants to leave"),
                _("It has been spent, whether she stays or goes."),
            ),
            Option(
                _("Whether to sell her a second product"),
                _("The second product is judged by what it brings and costs itself."),
            ),
            Option(
                _("In every one: a cost is a cost"),
                _("Only costs that a decision can still change count in it."),
            ),
        ),
    ),
    Multiple(
        name="six-parts",
        level=Level.RECALL,
        asked=_("Which of these are among the six parts of the lifetime value in the source?"),
        options=(
            Option(_("Cross-selling"), _("CLV3: the margin of other products she buys too."), right=True),
            Option(_("Referral"), _("CLV5: customers who come because she recommends us."), right=True),
            Option(_("Lower cost to serve"), _("CLV4: an old customer is cheaper to serve."), right=True),
            Option(
                _("The acquisition cost saved"), _("It is no part of what a customer brings; nothing is won twice.")
            ),
            Option(_("Her share of the rent"), _("Overhead stays when she goes; it is no value of hers.")),
        ),
    ),
    Single(
        name="which-costs-count",
        level=Level.APPLY,
        asked=_("By which figure is it decided whether serving a customer pays?"),
        options=(
            Option(
                _("Contribution: revenue less the costs that would disappear with her"),
                _("It is what the company loses when she goes."),
                right=True,
            ),
            Option(_("Revenue"), _("It says how big she is. The goods alone may cost more.")),
            Option(
                _("Profit after a share of the overhead"),
                _("The rent stays when she goes, so it would drive away customers who help to pay it."),
            ),
            Option(_("Her largest purchase"), _("One purchase says nothing of its cost, or of the others.")),
        ),
    ),
    Numeric(
        name="monthly-loss-to-yearly",
        level=Level.APPLY,
        asked=_("A company loses {churn:.0%} of its customers each month. Which share of them does it lose in a year?"),
        draw={"churn": (0.02, 0.03, 0.04)},
        answer=lambda churn: lifetime.yearly_rate(churn, "churn"),
        unit=_("as a decimal number, such as 0.35"),
        within=0.004,
        why=_("Each month's loss is taken from those who are left, so the rates compound."),
        near=_("Find the share that is left after twelve months first; the rest is lost."),
        slips=(
            Slip(
                lambda churn: 12 * churn,
                _("Twelve times the rate counts customers as lost who are gone already."),
            ),
            Slip(
                lambda churn: (1 - churn) ** 12,
                _("That share is still there after a year. The question asks for those lost."),
            ),
        ),
    ),
    Single(
        name="renewals-expected",
        level=Level.APPLY,
        asked=_(
            "A customer stays with a probability of 80% each year and has just paid. How many more payments are "
            "expected?"
        ),
        options=(
            Option(_("4"), _("The renewals: r / (1 - r) is 0.8 / 0.2."), right=True),
            Option(_("5"), _("That is 1 / (1 - r), and it counts the payment of today as well.")),
            Option(_("1.25"), _("That is 1 / r. It grows when customers stay less: it cannot be a life.")),
            Option(
                _("No end, at 80%"), _("Each year a fifth of such customers goes, so the expected number is finite.")
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="what-48000-leaves-out",
        level=Level.JUDGE,
        asked=_("The source values its customer at 48,000 yuan. Why is she worth much less today?"),
        options=(
            Option(
                _("Later money is discounted, and she may leave"),
                _("Discounting alone takes more than half; a retention rate below one takes most of the rest."),
                right=True,
            ),
            Option(_("The multiplication is wrong"), _("100 times 2 times 12 times 20 is right.")),
            Option(
                _("She will buy less when she is old"),
                _("It may be so, but nothing in the source says it, and the value falls without it."),
            ),
            Option(
                _("Tax has to be paid"),
                _("Tax may count, but it would not change with how long the money takes to come."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="three-values",
        level=Level.RECALL,
        asked=_("Which of the three values can no decision of today change?"),
        options=(
            Option(_("History value"), _("What she has brought is earned."), right=True),
            Option(_("Current value"), _("It is what she will bring: she may still leave, or be kept.")),
            Option(_("Potential value"), _("It is what developing her could add, so it is all about decisions.")),
        ),
        in_quiz=False,
    ),
    Single(
        name="strongest-driver",
        level=Level.JUDGE,
        asked=_(
            "A customer stays with 80% a year and is valued over 20 years. Why does the length of the need hardly move "
            "her value?"
        ),
        options=(
            Option(
                _("Few such customers are left in the last years"),
                _("About one in a hundred is left by then, and her margin is discounted as well."),
                right=True,
            ),
            Option(
                _("The margin falls with the years"), _("It is the same each year here; what falls is who is left.")
            ),
            Option(
                _("A tenth of 20 years is small"),
                _("It is two whole years; at a retention near one those would count much."),
            ),
            Option(
                _("The length is known exactly"),
                _("It is not; but a driver may be uncertain and still not matter."),
            ),
        ),
        in_quiz=False,
    ),
)

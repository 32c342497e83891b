"""Chapter 7, which customers are valuable: questions for its quiz and for the review."""

from __future__ import annotations

from course.data.cases import BANK_LEVELS
from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import accounts, concentration

ITEMS = (
    Single(
        name="blind-collection-period",
        level=Level.JUDGE,
        asked=_(
            "A customer has paid two bills within 20 days and leaves a third unpaid for a year. What do the "
            "indicators say?"
        ),
        options=(
            Option(
                _("A short collection period, and arrears"),
                _(
                    "The collection period knows paid bills only; the arrears see the open one. They must be read "
                    "together."
                ),
                right=True,
            ),
            Option(
                _("A long collection period, and no arrears"),
                _("It is the other way round: a bill that is not paid has no date of payment to count to."),
            ),
            Option(
                _("A short collection period, and no arrears"),
                _("The third bill is past its due date and open: that is what arrears are."),
            ),
            Option(
                _("Nothing: both wait until the bill is paid"),
                _("Arrears are measured on a day, such as a month-end, whether the bill is ever paid or not."),
            ),
        ),
    ),
    Multiple(
        name="groups-of-indicators",
        level=Level.RECALL,
        asked=_("Which of these belong to the finance indicators of the source?"),
        options=(
            Option(_("The mean collection period"), _("It tells how long the money is on its way."), right=True),
            Option(_("The arrears rate"), _("It tells which part of what is owed is overdue."), right=True),
            Option(_("The largest single order"), _("An order is a transaction; money has not come yet.")),
            Option(_("The number of complaints"), _("That belongs to contact, with praise and suggestions.")),
            Option(_("The registered capital"), _("That is a trait of the customer, not of its payments to us.")),
        ),
    ),
    Single(
        name="double-weight",
        level=Level.JUDGE,
        asked=_(
            "A composite indicator gives a quarter each to sales, units, arrears and purchase cycle. Units rise and"
            " fall with sales. "
            "How much does sales really weigh?"
        ),
        options=(
            Option(
                _("About half: units say sales a second time"),
                _("Two indicators that give the same ranking act as one with the sum of their weights."),
                right=True,
            ),
            Option(
                _("A quarter, as its weight says"), _("So it stands in the list; but a second list entry repeats it.")
            ),
            Option(
                _("Nothing: equal indicators cancel out"),
                _("They would cancel only if one counted as good and the other as bad."),
            ),
            Option(
                _("It depends on the unit of money"),
                _("Each indicator is put on a scale from 0 to 1 first, so the unit does not matter."),
            ),
        ),
    ),
    Numeric(
        name="share-of-the-best",
        level=Level.APPLY,
        asked=_(
            "Of ten customers one brings {first} thousand yuan of revenue, one {second} thousand, and each of the "
            "other eight {rest} thousand. Which share of the revenue do the best 20% make?"
        ),
        draw={"first": (60, 80), "second": (30, 40), "rest": (5, 10)},
        answer=lambda first, second, rest: concentration.top_share([float(first), float(second), *[float(rest)] * 8]),
        unit=_("share, as a decimal number"),
        within=0.004,
        why=_("Two of ten are the best 20%, and all ten make the revenue they are compared with."),
        near=_("The best 20% of ten are two customers. Divide by the revenue of all ten."),
        slips=(
            Slip(
                lambda first, second, rest: first / (first + second + 8 * rest),
                _("That is the best customer alone, 10%. The best 20% are two."),
            ),
            Slip(
                lambda first, second, rest: (first + second) / (8 * rest),
                _("You divide by the others. The share is of everybody, the best included."),
            ),
        ),
    ),
    Single(
        name="cdnow-and-80-20",
        level=Level.JUDGE,
        asked=_(
            "At CDNOW the best 20% make about 67% of all revenue, but 94% of the last nine months when everybody "
            "who ever bought is "
            "counted. What explains the difference?"
        ),
        options=(
            Option(
                _("In nine months most of these customers buy nothing, and they count as customers"),
                _("Zeros below make those above a larger part. Counting buyers alone gives 60%."),
                right=True,
            ),
            Option(
                _("The best customers became better"),
                _("Those who were best before make only about 66% of the later revenue; others took their place."),
            ),
            Option(
                _("Chance: the intervals are wide"),
                _("With more than two thousand customers each interval is only a few points wide."),
            ),
            Option(
                _("The 80/20 rule holds in the long run"),
                _("Over all 18 months, the longest window here, the share is the lower one."),
            ),
        ),
    ),
    Multiple(
        name="whale-curve",
        level=Level.RECALL,
        asked=_("What is true of a whale curve?"),
        options=(
            Option(
                _("It may pass 100%."),
                _("When some customers bring a loss, the others bring more than all."),
                right=True,
            ),
            Option(
                _("It adds up profit, the most profitable customer first."), _("That is how it is drawn."), right=True
            ),
            Option(_("It can be drawn from revenue."), _("Revenue has no losses, so its curve never comes down.")),
            Option(
                _("What lies beyond the peak is gained by dropping those customers."),
                _("Only if their service cost goes with them; what they pay above the goods goes at once."),
            ),
        ),
    ),
    Numeric(
        name="when-dropping-pays",
        level=Level.APPLY,
        asked=_(
            "A group of customers brings {gross} thousand yuan after the goods and takes {service} thousand of "
            "service. Which share of the "
            "service cost must really go away for dropping the group to pay?"
        ),
        draw={"gross": (60, 90, 120), "service": (200, 250)},
        answer=lambda gross, service: accounts.break_even_avoidable(gross, service),
        unit=_("share, as a decimal number"),
        within=0.004,
        why=_("Below that share, what they bring above the goods is more than what is saved."),
        near=_("Dropping them loses what they bring after the goods, and saves a share of the service."),
        slips=(
            Slip(
                lambda gross, service: (service - gross) / service,
                _("That is the loss as a share of the service. What must be saved is what they bring."),
            ),
            Slip(
                lambda gross, service: service / gross,
                _("You divide the other way round: the share of the service that equals what they bring."),
            ),
        ),
    ),
    Single(
        name="before-and-after",
        level=Level.JUDGE,
        asked=_(
            "Half a year after Mr Xu began to serve the best 20% specially, profit is up. Is that the effect of the"
            " special service?"
        ),
        options=(
            Option(
                _("Not known: we must compare with what would have happened without it"),
                _(
                    "In the simulation profit would have fallen, and part of the gain came from the cheaper process"
                    " for all."
                ),
                right=True,
            ),
            Option(
                _("Yes: profit rose, and nothing else was decided"),
                _("Something else was: everybody else got a standard process. And the market does not stand still."),
            ),
            Option(
                _("No: half a year is always too short"),
                _("Time alone decides nothing. With a comparison, half a year may be enough."),
            ),
            Option(
                _("Yes, if the best 20% were chosen by profit"),
                _("The choice makes the plan better or worse; it does not tell what would have happened without it."),
            ),
        ),
    ),
    Single(
        name="ties-in-abc",
        level=Level.APPLY,
        asked=_(
            "Twenty customers, A is 15% of them by revenue. The third and the fourth have the same revenue. Who is "
            "in A, if equals go up?"
        ),
        options=(
            Option(_("Four customers"), _("Place 3 is in A, and the fourth shares that place."), right=True),
            Option(_("Three customers"), _("Then one of two equals is in and the other out, by the order of a list.")),
            Option(_("Two customers"), _("That is the opposite rule: equals at the edge go down.")),
        ),
        in_quiz=False,
    ),
    Single(
        name="pyramid-and-abc",
        level=Level.RECALL,
        asked=_("How do ABC classes and the value pyramid of the chapter differ?"),
        options=(
            Option(
                _("ABC cuts by revenue; the pyramid cuts by profit, and a loss is lead"),
                _("So a customer may be in A and lead at once."),
                right=True,
            ),
            Option(
                _("ABC has three classes and the pyramid four, else they are alike"),
                _("They look at different money: revenue and profit rank customers differently."),
            ),
            Option(
                _("ABC looks at the past and the pyramid at the future"),
                _("Both look at what was. A forecast is a lifetime value, with an interval."),
            ),
            Option(
                _("ABC needs fixed amounts of money, the pyramid shares"),
                _("Fixed amounts are the way of the bank. ABC cuts at shares of the customers."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="bank-level",
        level=Level.APPLY,
        asked=_(
            "A client brings the bank {benefit:g} million dollars of overall benefit and {fees:g} million of fee "
            "income a year. Which level?"
        ).format(benefit=BANK_LEVELS["green"][0] - 1, fees=BANK_LEVELS["blue"][1]),
        options=(
            Option(_("Blue"), _("Either threshold is enough, and fees stand exactly at that of blue."), right=True),
            Option(_("Green"), _("Fees alone are enough for more: look at the second threshold of blue.")),
            Option(_("Red"), _("Red clients bring little; this one passes a threshold of a higher level.")),
            Option(
                _("It cannot be said, because the source breaks off"),
                _("It breaks off in red; blue and green are whole."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="telling-traits",
        level=Level.JUDGE,
        asked=_(
            "Among 37 good customers blue is liked a little more often than among the others. Should the company "
            "look for people who like blue?"
        ),
        options=(
            Option(
                _("Not on this: with many traits looked at, one will stand out by chance"),
                _("Look at the interval, and believe what a second year confirms."),
                right=True,
            ),
            Option(
                _("Yes: data do not lie"),
                _(
                    "They do not; but a share of 37 customers has a wide interval, and there were many traits to "
                    "choose from."
                ),
            ),
            Option(
                _("Yes, but only among persons, because firms like no colour"),
                _("Then even fewer customers are left, and the interval is wider still."),
            ),
            Option(
                _("No: traits never say anything of value"),
                _("Some do: in the simulation the size of a firm goes with its profit."),
            ),
        ),
        in_quiz=False,
    ),
)

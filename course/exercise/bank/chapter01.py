"""Chapter 1, finding customers: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import funnel, referral, taxi, winning


def _total(share: float, names: int, buys: float) -> float:
    return referral.total(referral.brought(names, buys, share))


ITEMS = (
    Single(
        name="what-makes-a-prospect",
        level=Level.RECALL,
        asked=_(
            "A school wants the machine and has the money. The teacher we speak to may not decide. What is missing?"
        ),
        options=(
            Option(
                _("Authority"), _("Need and money are there; the right to decide is the third condition."), right=True
            ),
            Option(_("Need"), _("It wants the machine, so it has the need."), False),
            Option(_("Money"), _("It can pay, so this condition is met."), False),
            Option(_("Nothing"), _("With two of three far fewer buy: find out who decides before you make an offer.")),
        ),
    ),
    Single(
        name="external-attributes",
        level=Level.RECALL,
        asked=_("With which attributes does the positioning of a customer group begin?"),
        options=(
            Option(
                _("Region, products already owned, organisation"),
                _("They can be seen from outside, before anybody is asked."),
                right=True,
            ),
            Option(_("Motive and habits"), _("These take a survey: they belong to the needs analysis.")),
            Option(_("Need, money and authority"), _("These review a single prospect, once the group is chosen.")),
            Option(_("Lifetime value and loyalty"), _("Nobody knows these of people who have not bought yet.")),
        ),
    ),
    Single(
        name="what-a-report-may-say",
        level=Level.JUDGE,
        asked=_(
            "Of the clinics 28% name quality first, of the others 26%. The interval of the difference is -7 to +11 "
            "points. What may "
            "the needs analysis report say?"
        ),
        options=(
            Option(
                _("That a difference in this motive was not shown"),
                _("Zero lies in the interval, so the sign of the difference is open."),
                right=True,
            ),
            Option(
                _("That clinics care more about quality"),
                _("The sample says two points more, and chance may say it too."),
            ),
            Option(
                _("That clinics care exactly as much as the others"),
                _("Not shown is not the same as not there: eleven points are possible."),
            ),
            Option(
                _("That clinics care little about quality"),
                _("More than a quarter names it first; the question was about the difference."),
            ),
        ),
    ),
    Multiple(
        name="what-widens-a-day",
        level=Level.JUDGE,
        asked=_(
            "Thirty visits a day, one customer in ten on average. What makes bad days and splendid days more frequent?"
        ),
        options=(
            Option(
                _("Streets differ, and a day goes to one street"),
                _("All visits of the day share the luck of the street."),
                right=True,
            ),
            Option(
                _("Rain keeps everybody's door shut on some days"),
                _("What a whole day has in common widens its spread, and weather is such a thing."),
                right=True,
            ),
            Option(
                _("Each prospect has another chance to buy, drawn one by one"),
                _("Then a visit is still one trial with the mean chance, and the number stays binomial."),
            ),
            Option(
                _("The visits go to many streets in random order"),
                _("Mixing the streets takes the common luck away: the spread shrinks to the binomial."),
            ),
        ),
    ),
    Numeric(
        name="total-of-a-chain",
        level=Level.APPLY,
        asked=_(
            "{share:.0%} of the customers give {names} names each, and {buys:.0%} of the named buy. How many new "
            "customers does one "
            "customer bring in all rounds together, on average?"
        ),
        draw={"share": (0.4, 0.6), "names": (3, 4), "buys": (0.25, 0.3)},
        answer=_total,
        unit=_("new customers"),
        within=0.02,
        why=_("With a mean m below 1 all rounds add up to m / (1 - m)."),
        near=_("First the mean brought by one customer, then the sum of its powers."),
        slips=(
            Slip(
                lambda share, names, buys: share * names * buys,
                _("That is the first round alone. The new ones bring others."),
            ),
            Slip(
                lambda share, names, buys: 1 / (1 - share * names * buys),
                _("That counts the customer who begins as well. Only the new ones were asked for."),
            ),
            Slip(
                lambda share, names, buys: names * buys,
                _("That is the mean of a customer who gives names. Only a share of them does."),
            ),
        ),
    ),
    Single(
        name="mean-above-one",
        level=Level.JUDGE,
        asked=_("In a chain of referrals each customer brings 1.2 new ones on average. Is it endless?"),
        options=(
            Option(
                _("It may be: it lives for ever with some chance, and dies out otherwise"),
                _("Above a mean of 1 the chance to die out is below 1, and above 0 when some bring nobody."),
                right=True,
            ),
            Option(
                _("Yes, because every customer brings more than one"),
                _("Only on average: the first customer may bring nobody, and then all is over."),
            ),
            Option(
                _("No, every chain ends"), _("That is so with a mean of 1 or less; here the chain may go on growing.")
            ),
            Option(
                _("It ends when the mean has been used up"),
                _("The mean is not used up: each new customer brings as many as the one before."),
            ),
        ),
    ),
    Numeric(
        name="gain-at-a-ratio",
        level=Level.APPLY,
        asked=_(
            "Winning a customer costs {times} times the price of the programme that keeps one. One kept and one won "
            "are worth the "
            "same. From how many points of retention gained is the programme the better use of a yuan?"
        ),
        draw={"times": (4, 5, 8)},
        answer=lambda times: 100 * winning.break_even_gain(times),
        unit=_("points of retention (20 for 20 points)"),
        within=0.1,
        why=_("The price is paid for everybody, so one customer kept more costs the price divided by the gain."),
        near=_("A customer kept more costs price / gain. When is that the cost of winning one?"),
        slips=(
            Slip(
                lambda times: 100 - 100 / times, _("That is what is left of a hundred. The gain itself was asked for.")
            ),
            Slip(lambda times: float(times), _("That is the ratio. The gain is its reciprocal.")),
        ),
    ),
    Single(
        name="taxi-cost",
        level=Level.APPLY,
        asked=_(
            "A driver stands in a jam for an hour. Why does the source's driver say that this hour costs him as "
            "much as any?"
        ),
        options=(
            Option(
                _("What he pays for the day is spread over hours, not kilometres"),
                _("The company's fee runs on, and he counts fuel by the hour too."),
                right=True,
            ),
            Option(
                _("Because the meter counts waiting"),
                _("That is about what he earns; the question is what the hour costs."),
            ),
            Option(
                _("Because he burns as much fuel as on the road"),
                _("Fuel is the smaller part; the fee runs on in any case."),
            ),
            Option(
                _("Because he will have to drive faster later"),
                _("That would be another hour; this one is paid already."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="cost-of-an-hour",
        level=Level.APPLY,
        asked=_(
            "A driver pays {rent} yuan a day to the company and {fuel} yuan for fuel, and works {hours} hours. "
            "What does an hour cost?"
        ),
        draw={"rent": (360, 420), "fuel": (180, 240), "hours": (12, 15)},
        answer=taxi.cost_per_hour,
        unit=_("yuan an hour"),
        within=0.05,
        why=_("Both run with the day, so both are divided by its hours."),
        near=_("Add what the day costs, and divide by its hours."),
        slips=(
            Slip(lambda rent, fuel, hours: rent / hours, _("Fuel is missing: an hour burns some of it.")),
            Slip(
                lambda rent, fuel, hours: (rent + fuel) / 24,
                _("The day has 24 hours, but he earns in his working hours alone."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="agent-or-salesman",
        level=Level.APPLY,
        asked=_(
            "A salesman earns {salary:,} yuan a year. An agent takes {commission} yuan for each customer. Up to how "
            "many customers a year is the "
            "agent cheaper?"
        ),
        draw={"salary": (48_000, 60_000), "commission": (600, 750)},
        answer=funnel.agent_pays_below,
        unit=_("customers a year"),
        within=0.5,
        why=_("The agent costs nothing while he brings nobody; the salary is paid in any case."),
        near=_("At how many customers are both equally dear?"),
        slips=(
            Slip(
                lambda salary, commission: salary / 12 / commission, _("That is for a month. The salary is for a year.")
            ),
            Slip(
                lambda salary, commission: commission / salary * 100,
                _("Turned round: how often does the commission go into the salary?"),
            ),
        ),
        in_quiz=False,
    ),
    Multiple(
        name="ten-ways",
        level=Level.RECALL,
        asked=_("Which of these stand among the source's ways to find prospects?"),
        options=(
            Option(
                _("Adopting customers whose salesman has left"), _("These orphans know the firm already."), right=True
            ),
            Option(_("Trade fairs"), _("People come there to look for suppliers."), right=True),
            Option(_("Buying lists"), _("A list is cheap by the address, and often dear by the customer."), right=True),
            Option(_("Raising the price"), _("That may earn more from customers, but it finds none.")),
            Option(_("Counting purchases by recency"), _("That ranks customers whom one has already.")),
        ),
        in_quiz=False,
    ),
    Single(
        name="best-cell",
        level=Level.JUDGE,
        asked=_(
            "Of 37 small groups one bought five times as often as the mean. In the other half of the data it bought "
            "less than the mean. What "
            "happened?"
        ),
        options=(
            Option(
                _("The best of many small groups is mostly best by chance"),
                _("Whoever looks at many groups will find a lucky one; a second half shows it."),
                right=True,
            ),
            Option(_("The group has changed its mind"), _("Both halves were drawn at the same time.")),
            Option(
                _("The second half is wrong"), _("Both halves are as good; but the first was used to choose the group.")
            ),
            Option(
                _("A group needs all attributes to be told apart"),
                _("More attributes make smaller groups, and these obey chance even more."),
            ),
        ),
        in_quiz=False,
    ),
)

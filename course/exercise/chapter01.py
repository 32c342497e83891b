"""The homework of chapter 1: a firm that keeps the bicycles of other firms in order looks for customers.

The numbers are ours, made for practice; the market of question 2 is simulated.  None is from the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course.data.market import market
from course.exercise.answers import Choice, Function, Number, Parts
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import funnel, prospects, referral, shares, taxi, winning

SHARE = _("a share, as 0.25")
YUAN = _("yuan")


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan.

    Parameters
    ----------
    group, others
        Question 1: (how many named price, how many answered) among schools and among all others.
    seed, need, price
        Question 2: the market; the need from which a prospect wants the contract; what it costs a year.
    fair, bought_list, salary, commission
        Question 4: contacts, offers, customers, yuan in all; contacts, customers, yuan a contact; yuan a year; yuan
        a customer.
    day_visits, day_share, likeness, wanted
        Question 5: visits of a day, customers a visit, likeness of the visits of a street, customers wanted.
    names, buys, active, begin, direct
        Question 6: the chain, the customers who begin, and those whom a well-known person brings directly.
    keep_price, alone, kept, tries, kept_value, won_value, work_times
        Question 7: yuan for a customer and year; who stay without and with the programme; (yuan a try, share won)
        of opening a market, contesting general prospects and contesting rivals' customers; yuan that one customer
        kept, and won, is worth; how many times the work.
    rent, fuel, hours, gap, long, middle, short
        Question 8: a day's cost and hours; minutes between offers; (minutes, minutes back, fare) of three rides.
    """

    group: tuple[int, int] = varying((30, 80), choices=((30, 80), (33, 84), (36, 90), (32, 76)))
    others: tuple[int, int] = varying((54, 240), choices=((54, 240), (50, 230), (56, 260)))
    seed: int = varying(11, choices=(11, 12, 13, 14, 15, 16, 17))
    need: float = varying(5, choices=(4.8, 5, 5.2))
    price: int = varying(4_200, choices=(3_900, 4_000, 4_200, 4_400))
    fair: tuple[int, int, int, int] = varying(
        (180, 45, 12, 8_400), choices=((180, 45, 12, 8_400), (160, 40, 11, 7_700), (200, 48, 13, 9_100))
    )
    bought_list: tuple[int, int, int] = varying((400, 10, 16), choices=((400, 10, 16), (420, 11, 15), (380, 9, 16)))
    salary: int = varying(60_000, choices=(54_000, 60_000, 66_000))
    commission: int = varying(800, choices=(750, 800, 850))
    day_visits: int = varying(40, choices=(36, 40, 44, 48))
    day_share: float = varying(0.08, choices=(0.07, 0.08, 0.09))
    likeness: float = varying(0.15, choices=(0.12, 0.15, 0.2))
    wanted: int = varying(4, choices=(4, 5))
    names: int = varying(4, choices=(4, 5))
    buys: float = varying(0.3, choices=(0.26, 0.3, 0.34))
    active: float = varying(0.5, choices=(0.4, 0.45, 0.5))
    begin: int = varying(20, choices=(15, 20, 25, 30))
    direct: int = varying(18, choices=(14, 18, 22))
    keep_price: int = varying(30, choices=(28, 30, 32))
    alone: float = varying(0.78, choices=(0.76, 0.77, 0.78))
    kept: float = varying(0.84, choices=(0.83, 0.84))
    tries: tuple[tuple[int, float], ...] = varying(
        ((60, 0.1), (36, 0.12), (90, 0.06)),
        choices=(
            ((60, 0.1), (36, 0.12), (90, 0.06)),
            ((66, 0.11), (32, 0.1), (84, 0.06)),
            ((58, 0.1), (39, 0.13), (95, 0.07)),
        ),
    )
    kept_value: int = varying(900, choices=(850, 900, 950))
    won_value: int = varying(700, choices=(650, 700, 750))
    work_times: int = varying(8, choices=(7, 8, 9))
    rent: int = varying(400, choices=(390, 400, 420))
    fuel: int = varying(240, choices=(220, 230, 240))
    hours: int = varying(16, choices=(15, 16))
    gap: int = varying(3, choices=(2, 3))
    long: tuple[int, int, int] = varying((50, 60, 96), choices=((50, 60, 96), (55, 60, 100), (48, 58, 92)))
    middle: tuple[int, int, int] = varying((25, 5, 31), choices=((25, 5, 31), (26, 4, 32), (24, 5, 30)))
    short: tuple[int, int, int] = varying((14, 2, 22), choices=((14, 2, 22), (13, 3, 21), (14, 3, 23)))

    @property
    def market(self) -> pd.DataFrame:
        """Return the market of question 2, customers and prospects together."""
        return market(self.seed, 1_500)

    @property
    def rides(self) -> pd.DataFrame:
        """Return the three rides of question 8; each is offered as often as the others."""
        names = ["long", "middle", "short"]
        return pd.DataFrame([getattr(self, name) for name in names], index=names, columns=["minutes", "back", "fare"])


given = own(Given, "01-finding-customers")


# Question 1


def _limits(z: float, yes: int, tries: int) -> dict[str, float]:
    share = yes / tries
    return {
        "low": share - z * (share * (1 - share) / tries) ** 0.5,
        "high": share + z * (share * (1 - share) / tries) ** 0.5,
    }


def _wilson(yes: int, tries: int, scale: float = 1.0) -> dict[str, float]:
    low, high = shares.wilson(yes, tries)
    return {"low": scale * low, "high": scale * high}


def _may_say() -> str:
    return "yes" if shares.difference(given.group, given.others)["low"] > 0 else "no"


Q1 = Question(
    name="q1",
    kind=Parts(
        {"low": Number(SHARE, within=0.001), "high": Number(SHARE, within=0.001), "may_say": Choice(("yes", "no"))}
    ),
    expected=lambda: {**_wilson(*given.group), "may_say": _may_say()},
    typical=(
        Typical(
            _("Wald interval"),
            lambda: _limits(1.96, *given.group),
            _("This is the share, 1.96 standard errors to each side. Wilson's interval is not centred on the share."),
        ),
        Typical(
            _("one standard error"),
            lambda: _limits(1, *given.group),
            _("This is one standard error to each side: it misses one sample in three."),
        ),
        Typical(
            _("in percent"),
            lambda: _wilson(*given.group, scale=100),
            _("These are percentages. Give shares between 0 and 1."),
        ),
        Typical(
            _("interval of the others"),
            lambda: _wilson(*given.others),
            _("This is the interval of all others. The report is about the schools."),
        ),
        Typical(
            _("overlap taken for equality"),
            lambda: {**_wilson(*given.group), "may_say": "no"},
            _("The limits are right. Look at the interval of the difference itself: is 0 in it?"),
        ),
    ),
    hints=(
        _("A share, and how sure it is; then the difference of two shares, and whether 0 lies in its interval."),
        _("Two shares between 0 and 1, and one word."),
        _("shares.wilson(*given.group) gives both limits; shares.difference(given.group, given.others) the rest."),
    ),
    meaning=_("A report may say what its interval supports, and nothing else."),
    near=_("Use Wilson's interval at the usual level for the group of the report."),
)


# Question 2


def _prospects() -> pd.DataFrame:
    rows = given.market
    return prospects.qualify(rows[rows["kind"] != "customer"], need=given.need, price=given.price)


def _market_answer() -> dict[str, float]:
    rows = _prospects()
    good = rows[rows["qualified"]]
    places = prospects.positioning(rows, ["owns"])["times_mean"]
    ours = len(given.market) - len(rows)
    return {
        "qualified": float(len(good)),
        "bought": float(good["bought"].mean()),
        "position": float(places[("owns", "old machine")]),
        "per_customer": len(rows) / ours,
    }


def _two_of_three() -> dict[str, float]:
    rows = _prospects()
    enough = rows[rows["met"] >= 2]
    return {"qualified": float(len(enough)), "bought": float(enough["bought"].mean())}


def _general_only() -> dict[str, float]:
    kinds = given.market["kind"].value_counts()
    return {"per_customer": float(kinds["general"] / kinds["customer"])}


def _no_authority() -> dict[str, float]:
    rows = _prospects()
    enough = rows[rows["has_need"] & rows["has_money"]]
    return {"qualified": float(len(enough)), "bought": float(enough["bought"].mean())}


Q2 = Question(
    name="q2",
    kind=Parts(
        {
            "qualified": Number(
                _("prospects"), within=0.1, low=0, limits=_("A number of prospects cannot be below zero.")
            ),
            "bought": Number(SHARE, within=0.0005, low=0, high=1, limits=_("A share lies between 0 and 1.")),
            "position": Number(_("times the mean"), within=0.002),
            "per_customer": Number(_("prospects for each customer"), within=0.005),
        }
    ),
    expected=_market_answer,
    typical=(
        Typical(
            _("two of three are enough"),
            _two_of_three,
            _("Prospects with two conditions are among these. All three must be met."),
        ),
        Typical(
            _("authority forgotten"),
            _no_authority,
            _("These have need and money. May the person you talk to decide?"),
        ),
        Typical(
            _("turned round"),
            lambda: {"bought": float(_prospects().loc[_prospects()["bought"], "qualified"].mean())},
            _("This is the share of the buyers who qualify. The question asks for the share of the qualified who buy."),
        ),
        Typical(
            _("share for times the mean"),
            lambda: {"position": float(_prospects().query("owns == 'old machine'")["bought"].mean())},
            _("This is the share of them that bought. Divide it by that of all prospects."),
        ),
        Typical(
            _("rivals' customers left out"),
            _general_only,
            _("Prospects are general prospects and rivals' customers together."),
        ),
    ),
    hints=(
        _("First take the prospects alone: customers are in the table too."),
        _("A whole number, a share, a number near one, and how many prospects there are for one customer."),
        _("prospects.qualify(...), its column qualified, prospects.positioning(rows, ['owns']), and two lengths."),
    ),
    meaning=_("Few qualify, and those are the ones to visit. There are always more prospects than customers."),
    near=_("Leave the customers out, ask for all three conditions, and count exactly the price as enough."),
)


# Question 3

_Dies = Callable[[Sequence[float]], float]


def _dies(chances: Sequence[float]) -> float:
    """Return the chance that a chain dies out."""
    return referral.extinction(chances)


def _first_round() -> _Dies:
    return lambda chances: chances[0]


def _survival() -> _Dies:
    return lambda chances: 1 - referral.extinction(chances)


def _mean_for_chance() -> _Dies:
    return lambda chances: float(np.dot(chances, range(len(chances))))


def _begun_at_one() -> _Dies:
    return lambda chances: 1.0


Q3 = Question(
    name="q3",
    kind=Function(
        inputs=(([0.2, 0.3, 0.5],), ([0.5, 0.3, 0.2],), ([0.3, 0.2, 0.3, 0.2],)),
        result=Number(_("a chance"), within=0.001, low=0, high=1, limits=_("A chance lies between 0 and 1.")),
    ),
    expected=lambda: _dies,
    typical=(
        Typical(
            _("first round only"),
            _first_round,
            _("This is the chance to die in the first round. It may die later too: put the result in again."),
        ),
        Typical(
            _("lives for dies"),
            _survival,
            _("This is the chance to live for ever. The question asks for the chance to die out."),
        ),
        Typical(_("mean for chance"), _mean_for_chance, _("This is the mean number brought, not a chance.")),
        Typical(
            _("begun at one"),
            _begun_at_one,
            _("A chance of 1 solves the equation always. Begin at 0 to come to the smallest solution."),
        ),
    ),
    hints=(
        _("After no round the chance to have died is 0. What is it after one more round?"),
        _("One number between 0 and 1; it is 1 when the mean is below 1."),
        _("q = 0, then many times: q = sum(chance * q**k for k, chance in enumerate(chances))."),
    ),
    meaning=_("Each turn of your loop is a round of referral: the chance that the chain has died by then."),
    near=_("Put q into the right side, take the result as the new q, and repeat often enough: hundreds of times."),
)


# Question 4


def _fair() -> dict[str, float]:
    _contacts, offers, won, spent = given.fair
    return {"closing": won / offers, "fair": spent / won}


def _list() -> dict[str, float]:
    contacts, won, price = given.bought_list
    low, high = shares.wilson(won, contacts)
    return {"list": price * contacts / won, "list_least": price / high, "list_most": price / low}


def _cheapest() -> str:
    contacts, _offers, won, spent = given.fair
    low, high = shares.wilson(won, contacts)
    fair, bought = (spent / contacts / high, spent / contacts / low), _list()
    if fair[1] < bought["list_least"]:
        return "fair"
    return "list" if bought["list_most"] < fair[0] else "not known"


def _ways() -> dict[str, Any]:
    agents = funnel.agent_pays_below(given.salary, given.commission)
    bought = _list()
    return {
        **_fair(),
        "list": bought["list"],
        "list_most": bought["list_most"],
        "agents": agents,
        "cheapest": _cheapest(),
    }


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "closing": Number(SHARE, within=0.001),
            "fair": Number(YUAN, within=0.5),
            "list": Number(YUAN, within=0.5),
            "list_most": Number(YUAN, within=1),
            "agents": Number(_("customers a year"), within=0.1),
            "cheapest": Choice(("fair", "list", "not known")),
        }
    ),
    expected=_ways,
    typical=(
        Typical(
            _("yuan a contact"),
            lambda: {"fair": given.fair[3] / given.fair[0]},
            _("This is the cost of a contact at the fair. How many of the contacts became customers?"),
        ),
        Typical(
            _("rate of all contacts"),
            lambda: {"closing": given.fair[2] / given.fair[0]},
            _("This divides by all contacts. The rate of a stage is of the stage before it."),
        ),
        Typical(
            _("upper end for lower"),
            lambda: {"list_most": _list()["list_least"]},
            _("This is the least a customer may cost. The cost is highest where the share is lowest."),
        ),
        Typical(
            _("agent by the month"),
            lambda: {"agents": given.salary / 12 / given.commission},
            _("This takes the salary of a month. Compare a year with a year."),
        ),
        Typical(
            _("dots ranked"),
            lambda: {"cheapest": "fair" if _fair()["fair"] < _list()["list"] else "list"},
            _("The estimates rank so. Do the two intervals leave that order open?"),
        ),
    ),
    hints=(
        _("What was spent, divided by the customers won. And what if the true share is at the end of its interval?"),
        _("A share, three costs in yuan, a number of customers, and one of three answers."),
        _("shares.wilson(won, contacts) gives the ends; the price of a contact divided by the lower end is the most."),
    ),
    meaning=_("A dozen customers do not rank two ways. Before you drop one, try both longer."),
    near=_("Divide spending by customers, and use the Wilson interval of customers by contacts."),
)


# Question 5


def _at_least(likeness: float, customers: int) -> float:
    return float(funnel.visits(given.day_visits, given.day_share, likeness)["at_least"][customers])


def _day(customers: int) -> dict[str, float]:
    return {"alone": _at_least(0, customers), "alike": _at_least(given.likeness, customers)}


def _exactly() -> dict[str, float]:
    both = (funnel.visits(given.day_visits, given.day_share, likeness) for likeness in (0, given.likeness))
    return dict(zip(("alone", "alike"), (float(one["chance"][given.wanted]) for one in both), strict=True))


Q5 = Question(
    name="q5",
    kind=Parts(
        {
            "alone": Number(_("a chance"), within=0.001, low=0, high=1, limits=_("A chance lies between 0 and 1.")),
            "alike": Number(_("a chance"), within=0.001, low=0, high=1, limits=_("A chance lies between 0 and 1.")),
            "visits": Number(_("visits"), within=0.1),
        }
    ),
    expected=lambda: {**_day(given.wanted), "visits": float(funnel.visits_for(given.wanted, given.day_share, 0.9))},
    typical=(
        Typical(_("exactly for at least"), _exactly, _("These are the chances of exactly so many. More would do too.")),
        Typical(
            _("more than for at least"),
            lambda: _day(given.wanted + 1),
            _("These are the chances of more than that. Exactly so many is enough."),
        ),
        Typical(
            _("law of averages"),
            lambda: {"visits": float(round(given.wanted / given.day_share))},
            _("So many visits bring enough on average, and on about half of the days too few."),
        ),
        Typical(
            _("streets taken as alike"),
            lambda: {"alike": _at_least(0, given.wanted)},
            _("The second chance is that of single visits again. Streets differ: give the likeness."),
        ),
    ),
    hints=(
        _("A day may bring more or less than its average. Which column adds up the chances from a number on?"),
        _("Two chances and a whole number of visits, larger than the law of averages says."),
        _("funnel.visits(number, share, likeness)['at_least'][wanted], and funnel.visits_for(wanted, share, 0.9)."),
    ),
    meaning=_(
        "A target met on average is missed on many days. Who promises a number must plan more visits than the "
        "average asks."
    ),
    near=_("Take the chance of so many or more, without and with likeness, and the visits for nine days in ten."),
)


# Question 6


def _chain() -> dict[str, float]:
    chances = referral.brought(given.names, given.buys, given.active)
    return {
        "mean": referral.mean(chances),
        "total": referral.total(chances, given.begin),
        "centre": referral.centre_total(given.direct, chances),
    }


def _with_mean(work: Callable[[float], dict[str, float]]) -> Callable[[], dict[str, float]]:
    return lambda: work(_chain()["mean"])


Q6 = Question(
    name="q6",
    kind=Parts(
        {
            "mean": Number(_("new customers"), within=0.002),
            "total": Number(_("new customers"), within=0.05),
            "centre": Number(_("new customers"), within=0.05),
        }
    ),
    expected=_chain,
    typical=(
        Typical(
            _("everybody names"),
            lambda: {"mean": given.names * given.buys},
            _("This is the mean of those who give names. Only a share of the customers does."),
        ),
        Typical(
            _("beginners counted"),
            _with_mean(lambda mean: {"total": given.begin / (1 - mean)}),
            _("The customers who begin are in this total. They were there before."),
        ),
        Typical(
            _("one round"),
            _with_mean(lambda mean: {"total": given.begin * mean}),
            _("This is the first round. Those who come bring others."),
        ),
        Typical(
            _("centre without a chain"),
            lambda: {"centre": float(given.direct)},
            _("These come directly. Each of them begins a chain like any customer."),
        ),
        Typical(
            _("direct ones not counted"),
            _with_mean(lambda mean: {"centre": given.direct * mean / (1 - mean)}),
            _("Those whom she brings directly are new customers too: count them."),
        ),
    ),
    hints=(
        _("Who gives names, how many, and how many of these buy? Then add up all rounds."),
        _("Three numbers: one below 1, and two totals of all rounds together."),
        _("referral.brought(names, buys, active), then referral.mean, referral.total and referral.centre_total."),
    ),
    meaning=_(
        "The chain ends, and yet it brings more than its first round. One well-known person can be worth a whole "
        "campaign."
    ),
    near=_("Mean: share that names × names × chance to buy. Total: the geometric series of all rounds."),
)


# Question 7

_FOUR = ("keep", "open", "general", "rivals")


def _gain() -> float:
    return given.kept - given.alone


def _four_ways(kept_cost: float) -> dict[str, Any]:
    costs = dict(zip(_FOUR, (kept_cost, *(price / share for price, share in given.tries)), strict=True))
    return {"kept": kept_cost, "first": min(_FOUR, key=lambda way: costs[way])}


def _times(kept: float, won: float) -> dict[str, Any]:
    times = winning.break_even_times(_gain(), kept, won)
    return {"times": times}


def _keep_or_win() -> dict[str, Any]:
    times = _times(given.kept_value, given.won_value)["times"]
    return {
        **_four_ways(winning.cost_of_one_kept(given.keep_price, _gain())),
        "times": times,
        "better": "keep" if times < 6 else "win",
        "less_work": winning.break_even_gain(given.work_times),
    }


Q7 = Question(
    name="q7",
    kind=Parts(
        {
            "kept": Number(YUAN, within=0.5),
            "first": Choice(_FOUR),
            "times": Number(_("times"), within=0.02),
            "better": Choice(("keep", "win")),
            "less_work": Number(SHARE, within=0.001),
        }
    ),
    expected=_keep_or_win,
    typical=(
        Typical(
            _("those who stay anyway counted"),
            lambda: _four_ways(given.keep_price / given.kept),
            _("This divides by all who stay. Most of them would have stayed without the programme."),
        ),
        Typical(
            _("price for cost"),
            lambda: _four_ways(float(given.keep_price)),
            _("This is the price for each customer. How many of a hundred does it keep who would have left?"),
        ),
        Typical(
            _("values left out"),
            lambda: _times(1, 1),
            _("This is the ratio for equal values. One kept and one won are not worth the same here."),
        ),
        Typical(
            _("values swapped"),
            lambda: _times(given.won_value, given.kept_value),
            _("The two values are swapped: a kept customer who is worth more makes the needed ratio smaller."),
        ),
        Typical(
            _("the saying believed"),
            lambda: {"better": "keep"},
            _("The saying alone decides nothing. Compare the ratio six with the one you computed."),
        ),
        Typical(
            _("times for gain"),
            lambda: {"less_work": float(given.work_times)},
            _("This is how many times the work. The gain asked for is what makes both the same work: a share."),
        ),
    ),
    hints=(
        _("A programme is paid for everybody. Whom does it keep who would have left?"),
        _("A cost in the hundreds, one of four words, a ratio, keep or win, and a share."),
        _("winning.cost_of_one_kept(price, gain), winning.break_even_times(gain, kept, won), break_even_gain(times)."),
    ),
    meaning=_(
        "Six times is much, and too little for a programme that keeps so few. Look at the gain before the ratio."
    ),
    near=_(
        "The gain is the difference of the two retentions. Each cost is the price of a try divided by what a try gains."
    ),
)


# Question 8


def _ride(name: str, back: bool = True) -> float:
    rides: dict[str, tuple[int, int, int]] = {"long": given.long, "short": given.short}
    minutes, empty, fare = rides[name]
    return 60 * fare / (minutes + (empty if back else 0)) - _hour()


def _hour() -> float:
    return taxi.cost_per_hour(given.rent, given.fuel, given.hours)


def _taken(limit: float) -> str:
    taken = [name for name in ("short", "middle", "long") if taxi.threshold(limit)(*getattr(given, name))]
    return "all" if len(taken) == 3 else " and ".join(taken)


def _driver() -> dict[str, Any]:
    limit = taxi.best_threshold(given.rides, given.gap)
    return {"hour": _hour(), "long": _ride("long"), "short": _ride("short"), "limit": limit, "take": _taken(limit)}


def _mean_of_rates() -> dict[str, float]:
    rides = given.rides
    return {"limit": float((60 * rides["fare"] / (rides["minutes"] + rides["back"])).mean())}


def _taking_all() -> dict[str, float]:
    rides = given.rides
    return {"limit": float(60 * rides["fare"].sum() / (rides["minutes"] + rides["back"] + given.gap).sum())}


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "hour": Number(_("yuan an hour"), within=0.02),
            "long": Number(_("yuan an hour"), within=0.1),
            "short": Number(_("yuan an hour"), within=0.1),
            "limit": Number(_("yuan an hour"), within=0.1),
            "take": Choice(("all", "long", "short", "short and middle")),
        }
    ),
    expected=_driver,
    typical=(
        Typical(
            _("way back forgotten"),
            lambda: {"long": _ride("long", back=False), "short": _ride("short", back=False)},
            _("The empty way back takes time too, and time is what costs."),
        ),
        Typical(
            _("cost not taken off"),
            lambda: {"long": _ride("long") + _hour(), "short": _ride("short") + _hour()},
            _("This is what an hour brings. Take off what it costs."),
        ),
        Typical(
            _("fuel forgotten"),
            lambda: {"hour": given.rent / given.hours},
            _("An hour also burns fuel."),
        ),
        Typical(
            _("all rides taken"), _taking_all, _("This is what an hour brings when he takes all. He can do better.")
        ),
        Typical(
            _("mean of the rates"),
            _mean_of_rates,
            _("This is the mean of three rates, without waiting. Weigh by time, and count the gap between offers."),
        ),
        Typical(
            _("cost taken off the limit"),
            lambda: {"limit": _driver()["limit"] - _hour()},
            _("The cost of the hour is not in the rule: it runs on whether he takes the ride or waits."),
        ),
        Typical(
            _("longest ride"),
            lambda: {**_driver(), "take": "long"},
            _("The numbers are right. The long ride brings less an hour than the limit."),
        ),
    ),
    hints=(
        _("Everything by the hour: the cost, each ride with its way back, and the limit."),
        _("Four numbers of yuan an hour, and one of four answers."),
        _(
            "taxi.cost_per_hour(...), 60 * fare / (minutes + back) less that cost, taxi.best_threshold(given.rides, "
            "given.gap)."
        ),
    ),
    meaning=_("He lets the largest fare go, because the hours it takes bring more in another way."),
    near=_("Count the way back, take off the cost of an hour, and compare each ride's fare an hour with the limit."),
)

homework = Homework("01-finding-customers", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

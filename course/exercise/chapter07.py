"""The homework of chapter 7: a wholesaler of bicycles, its customers' logs, and what they are worth.

The numbers are ours, made for practice; none is from the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from course.data.cases import BANK_LEVELS
from course.exercise.answers import Choice, Function, Number, Parts
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import composite, concentration, indicators, value_classes

SHARE = _("a share between 0 and 1")
COUNT = _("clients, or customers")
YUAN = _("yuan")


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan, days counted from 1 January 2025.

    Parameters
    ----------
    days, amounts, returned, cost_share
        Questions 1 and 2: when customer K ordered and for how much; what came back of the second order; the share of
        the amount that the goods cost.
    waits
        Question 2: days from bill to payment of all bills but the last, which is open.
    calls
        Question 2: tasks, processes, praise, complaints, suggestions of customer K.
    lin, tang
        Question 4: the places of two customers in sales and in margin.
    profits
        Question 5: profit of ten customers.
    revenues, gains
        Question 6: revenue and profit of twenty customers, in thousand yuan.
    listed
        Question 6: which of them are listed firms, by their number.
    benefits, fees
        Question 7: eight clients of a bank, million dollars a year.
    north, south, team
        Question 8: profit before and after in two branches, and what the special service costs, thousand yuan.
    """

    days: tuple[int, ...] = varying((10, 34, 70, 106), choices=((10, 34, 70, 106), (5, 47, 65, 101), (12, 30, 75, 99)))
    amounts: tuple[int, ...] = varying(
        (4_000, 6_000, 3_000, 5_000),
        choices=((4_000, 6_000, 3_000, 5_000), (5_000, 8_000, 4_000, 7_000), (3_000, 7_000, 6_000, 4_000)),
    )
    returned: int = varying(1_500, choices=(1_200, 1_500, 1_800))
    cost_share: float = varying(0.75, choices=(0.7, 0.75, 0.8))
    waits: tuple[int, ...] = varying((24, 60, 48), choices=((24, 60, 48), (27, 66, 42), (21, 54, 33)))
    calls: tuple[int, ...] = varying((6, 4, 2, 5, 3), choices=((6, 4, 2, 5, 3), (8, 4, 1, 4, 3), (5, 4, 3, 6, 2)))
    lin: tuple[float, float] = varying((0.9, 0.3), choices=((0.9, 0.3), (0.95, 0.25), (0.85, 0.2)))
    tang: tuple[float, float] = varying((0.6, 0.8), choices=((0.6, 0.8), (0.55, 0.85), (0.65, 0.75)))
    profits: tuple[int, ...] = varying(
        (12, -8, 60, 4, 45, 20, -15, 2, 30, -10),
        choices=(
            (12, -8, 60, 4, 45, 20, -15, 2, 30, -10),
            (15, -6, 70, 5, 40, 18, -20, 3, 25, -10),
            (10, -7, 80, 6, 50, 16, -18, 1, 22, -5),
        ),
    )
    revenues: tuple[int, ...] = varying(
        (90, 340, 75, 60, 210, 55, 48, 400, 44, 40, 210, 38, 36, 33, 30, 25, 22, 18, 15, 12),
        choices=(
            (90, 340, 75, 60, 210, 55, 48, 400, 44, 40, 210, 38, 36, 33, 30, 25, 22, 18, 15, 12),
            (95, 310, 80, 66, 180, 52, 180, 420, 46, 41, 180, 39, 35, 31, 29, 26, 21, 17, 14, 11),
            (85, 300, 70, 240, 240, 57, 49, 380, 43, 42, 240, 37, 34, 240, 28, 24, 23, 19, 16, 13),
        ),
    )
    gains: tuple[int, ...] = varying(
        (9, 40, 7, -2, -12, 5, 4, 52, 0, 3, 21, 2, 1, -3, 0, -1, -4, 1, -2, 0),
        choices=(
            (9, 40, 7, -2, -12, 5, 4, 52, 0, 3, 21, 2, 1, -3, 0, -1, -4, 1, -2, 0),
            (8, 36, 6, 3, -15, 5, 20, 49, -1, 2, 18, 0, -2, -3, 1, 0, 0, -1, 2, -4),
            (7, 33, 5, 20, -18, 4, 0, 45, 3, -2, 22, 1, 0, 14, -1, -1, -2, 0, -3, -5),
        ),
    )
    listed: tuple[int, ...] = varying((2, 5, 9, 12), choices=((2, 5, 9, 12), (5, 8, 11, 13, 20), (2, 3, 8, 11, 16)))
    benefits: tuple[float, ...] = varying(
        (5.0, 0.5, 3.4, 3.2, 0.3, 2.9, 6.1, 0.8),
        choices=(
            (5.0, 0.5, 3.4, 3.2, 0.3, 2.9, 6.1, 0.8),
            (5.0, 0.6, 3.1, 3.3, 0.2, 1.9, 7.0, 0.4),
            (5.0, 0.4, 2.2, 3.5, 0.6, 4.8, 5.6, 0.9),
        ),
    )
    fees: tuple[float, ...] = varying(
        (0.4, 3.2, 0.2, 1.0, 0.1, 0.6, 3.5, 0.2),
        choices=((0.4, 3.2, 0.2, 1.0, 0.1, 0.6, 3.5, 0.2), (0.3, 3.0, 0.5, 1.4, 0.2, 0.7, 3.1, 0.5)),
    )
    north: tuple[int, int] = varying((640, 690), choices=((640, 690), (580, 625), (700, 760)))
    south: tuple[int, int] = varying((610, 540), choices=((610, 540), (560, 495), (650, 575)))
    team: int = varying(80, choices=(80, 85, 90))

    @property
    def orders(self) -> pd.DataFrame:
        """Return customer K's orders, as a log."""
        came_back = [0, self.returned, 0, 0]
        return pd.DataFrame(
            {"customer": "K", "date": _dates(self.days), "units": 1, "amount": self.amounts,
             "cost": [amount * self.cost_share for amount in self.amounts], "returned": came_back}
        )  # fmt: skip

    @property
    def receipts(self) -> pd.DataFrame:
        """Return customer K's bills, due after 30 days; the last is not paid."""
        billed = _dates(self.days)
        paid = [*(day + pd.Timedelta(days=wait) for day, wait in zip(billed, self.waits, strict=False)), pd.NaT]
        amount = self.orders["amount"] - self.orders["returned"]
        due = [day + pd.Timedelta(days=30) for day in billed]
        return pd.DataFrame({"customer": "K", "billed": billed, "due": due, "paid": paid, "amount": amount})

    @property
    def contacts(self) -> pd.DataFrame:
        """Return customer K's contacts, as a log."""
        kinds = [
            kind for kind, count in zip(indicators.CONTACT_KINDS, self.calls, strict=True) for _each in range(count)
        ]
        return pd.DataFrame({"customer": "K", "date": pd.Timestamp("2025-03-01"), "kind": kinds})

    @property
    def customers(self) -> pd.DataFrame:
        """Return the twenty customers of question 6."""
        numbers = range(1, len(self.revenues) + 1)
        traits = {"revenue": self.revenues, "profit": self.gains, "listed": [one in self.listed for one in numbers]}
        return pd.DataFrame(traits, index=pd.Index(numbers, name="customer"))

    @property
    def clients(self) -> pd.DataFrame:
        """Return the bank's eight clients; every second one is loyal."""
        loyal = [place % 2 == 0 for place in range(len(self.benefits))]
        return pd.DataFrame({"benefit": self.benefits, "fees": self.fees, "loyal": loyal}, index=list("PQRSTUVW"))


def _dates(days: Sequence[int]) -> list[pd.Timestamp]:
    return [pd.Timestamp("2024-12-31") + pd.Timedelta(days=day) for day in days]


given = own(Given, "07-valuable-customers")

# Question 1


def _deals() -> dict[str, float]:
    found = indicators.transactions(given.orders, "2025-01-01", "2025-06-30")
    return {name: float(found[name].iloc[0]) for name in ("amount", "margin", "mean_order", "cycle")}


def _margin_on_all_goods() -> float:
    return 1 - sum(given.amounts) * given.cost_share / _deals()["amount"]


Q1 = Question(
    name="q1",
    kind=Parts(
        {
            "amount": Number(YUAN),
            "margin": Number(SHARE, within=0.002, low=0, high=1, limits=_("A margin is a share.")),
            "mean_order": Number(YUAN),
            "cycle": Number(_("days"), within=0.05),
        }
    ),
    expected=_deals,
    typical=(
        Typical(
            _("returns left in"),
            lambda: {"amount": float(sum(given.amounts))},
            _("The sales still hold what came back. Which yuan does the company keep?"),
        ),
        Typical(
            _("returns paid for"),
            lambda: {"margin": _margin_on_all_goods()},
            _("The margin charges the goods that came back. They lie in the store again and cost nothing here."),
        ),
        Typical(
            _("cost share for margin"),
            lambda: {"margin": given.cost_share},
            _("This is the share that the goods cost. The margin is what is left."),
        ),
        Typical(
            _("orders for intervals"),
            lambda: {"cycle": (given.days[-1] - given.days[0]) / len(given.days)},
            _("You divide by the number of orders. Between them there is one interval less."),
        ),
        Typical(
            _("cycle from the first of January"),
            lambda: {"cycle": given.days[-1] / len(given.days)},
            _("The cycle is counted from the beginning of the year. It begins with the first order."),
        ),
        Typical(
            _("all days of the half-year for the cycle"),
            lambda: {"cycle": 181 / len(given.days)},
            _("You divide the days of the half-year by the orders. The cycle counts from the first order to the last."),
        ),
        Typical(
            _("mean order after returns"),
            lambda: {"mean_order": _deals()["amount"] / len(given.amounts)},
            _("The mean order is what K ordered, before anything came back."),
        ),
    ),
    hints=(
        _("Sales, goods, dates: which numbers of the log does each of the four need?"),
        _("Sales and mean order are thousands of yuan, the margin is a share, the cycle some weeks in days."),
        _("indicators.transactions(given.orders, first_day, last_day).loc['K'] holds all four."),
    ),
    meaning=_(
        "Four numbers of one customer, and each rests on a choice: before or after returns, orders or intervals."
    ),
    near=_(
        "Go through the four one by one: sales after returns, margin of them, mean before returns, days by intervals."
    ),
)

# Question 2


def _june() -> pd.Timestamp:
    return pd.Timestamp("2025-06-30")


def _money_and_calls() -> dict[str, float]:
    bills, calls = given.receipts, indicators.contacts(given.contacts, "2025-01-01", "2025-06-30")
    overdue = bills[bills["paid"].isna() & (bills["due"] < _june())]
    return {
        "collection": float((bills["paid"] - bills["billed"]).dt.days.mean()),
        "arrears": float(overdue["amount"].sum()),
        "complaint_share": float(calls["complaint_share"]["K"]),
    }


def _ever_late() -> float:
    bills = given.receipts
    in_time = bills["paid"] <= bills["due"]
    return float(bills["amount"][~in_time].sum())


def _days_with_open_bill() -> float:
    bills = given.receipts
    return float((bills["paid"].fillna(_june()) - bills["billed"]).dt.days.to_numpy().mean())


Q2 = Question(
    name="q2",
    kind=Parts(
        {
            "collection": Number(_("days"), within=0.05),
            "arrears": Number(YUAN),
            "complaint_share": Number(SHARE, within=0.002),
        }
    ),
    expected=_money_and_calls,
    typical=(
        Typical(
            _("open bill counted"),
            lambda: {"collection": _days_with_open_bill()},
            _("The open bill is counted as if it were paid today. The collection period knows paid bills only."),
        ),
        Typical(
            _("days after the due date"),
            lambda: {"collection": _money_and_calls()["collection"] - 30},
            _("These are the days after the bill was due. Count from the day of the bill."),
        ),
        Typical(
            _("paid late counted as arrears"),
            lambda: {"arrears": _ever_late()},
            _("Bills that were paid, even late, are no arrears any more. Which are open on 30 June?"),
        ),
        Typical(
            _("count for share"),
            lambda: {"complaint_share": float(given.calls[3])},
            _("This is the number of complaints. The question asks for their share."),
        ),
        Typical(
            _("share of opinions"),
            lambda: {"complaint_share": given.calls[3] / sum(given.calls[2:])},
            _("This is the share among praise, complaints and suggestions. Tasks and processes are contacts too."),
        ),
    ),
    hints=(
        _("Which bills are paid, and which are open and past their due date on 30 June?"),
        _("Some weeks in days, one bill's amount in yuan, and a share below one half."),
        _("(bills['paid'] - bills['billed']).dt.days.mean() leaves out the open bill by itself."),
    ),
    meaning=_("The collection period cannot see the open bill; the arrears see nothing else. Read them together."),
    near=_("Collection: paid bills, from bill to payment. Arrears: open and overdue. Share: of all contacts."),
)

# Question 3


def _score_of(places: Sequence[float], directions: Sequence[int], weights: Sequence[float]) -> float:
    """Return the composite score of one customer, from 0 to 1."""
    return _weighted(places, directions, weights) / sum(weights)


def _weighted(places: Sequence[float], directions: Sequence[int], weights: Sequence[float]) -> float:
    good = [place if way == 1 else 1 - place for place, way in zip(places, directions, strict=True)]
    return sum(weight * place for weight, place in zip(weights, good, strict=True))


_Score = Callable[[Sequence[float], Sequence[int], Sequence[float]], float]


def _direction_ignored() -> _Score:
    return lambda places, directions, weights: _score_of(places, [1] * len(places), weights)


def _as_a_sign() -> _Score:
    return lambda places, directions, weights: (
        sum(weight * place * way for weight, place, way in zip(weights, places, directions, strict=True)) / sum(weights)
    )


def _not_divided() -> _Score:
    return _weighted


def _divided_by_count() -> _Score:
    return lambda places, directions, weights: _weighted(places, directions, weights) / len(weights)


def _weights_ignored() -> _Score:
    return lambda places, directions, weights: _score_of(places, directions, [1] * len(places))


Q3 = Question(
    name="q3",
    kind=Function(
        inputs=(
            ([0.8, 0.3, 0.5], [1, -1, 1], [3, 1, 2]),
            ([0.2, 0.9], [1, -1], [0.5, 0.3]),
            ([1.0, 0.0, 0.4, 0.7], [1, -1, -1, 1], [1, 2, 3, 4]),
        ),
        result=Number(
            _("a score from 0 to 1"), within=0.0005, low=0, high=1, limits=_("A mean of places lies in 0 to 1.")
        ),
    ),
    expected=lambda: _score_of,
    typical=(
        Typical(
            _("direction ignored"),
            _direction_ignored,
            _("A high place in arrears counts as good here. Where the direction is -1, turn the place round."),
        ),
        Typical(
            _("direction as a sign"),
            _as_a_sign,
            _("You take the place off, so the best possible score depends on how many indicators are bad when high."),
        ),
        Typical(
            _("weights not divided"),
            _not_divided,
            _("The score grows with the size of the weights. Divide by their sum."),
        ),
        Typical(
            _("divided by the count"),
            _divided_by_count,
            _("You divide by the number of indicators. In a weighted mean it is the sum of the weights."),
        ),
        Typical(_("weights ignored"), _weights_ignored, _("This is the plain mean: the weights do nothing.")),
    ),
    hints=(
        _("First make every place mean the same: near 1 is good. Then take the weighted mean."),
        _("The function returns one number from 0 to 1. With all places good it is 1, whatever the weights."),
        _("good = place if direction == 1 else 1 - place; add weight * good; divide by sum(weights)."),
    ),
    meaning=_("Your function is the composite indicator. The formula is short; the choice of weights is the work."),
    near=_("Turn round where the direction is -1, add weight times place, divide by the sum of the weights."),
)

# Question 4


def _turn() -> float:
    return composite.turning_weight(given.lin, given.tang)


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "weight": Number(SHARE, within=0.002, low=0, high=1, limits=_("A weight is a share.")),
            "first": Choice(("Lin", "Tang")),
        }
    ),
    expected=lambda: {"weight": _turn(), "first": "Tang"},
    typical=(
        Typical(
            _("weight of the margin"),
            lambda: {"weight": 1 - _turn()},
            _("At the point where both are equal, this is the weight of margin. The question asks for that of sales."),
        ),
        Typical(
            _("ratio of the differences"),
            lambda: {"weight": (given.lin[0] - given.tang[0]) / (given.tang[1] - given.lin[1])},
            _("You divide one lead by the other. Write both scores with the weights w and 1 - w, and set them equal."),
        ),
        Typical(
            _("sales decide alone"),
            lambda: {"first": "Lin"},
            _("Lin leads in sales. With equal weights, add up both places of each."),
        ),
    ),
    hints=(
        _("One leads in sales, the other in margin. How large are the two leads?"),
        _("A weight above one half, and a name."),
        _("w * lin[0] + (1 - w) * lin[1] = w * tang[0] + (1 - w) * tang[1]; solve for w."),
    ),
    meaning=_(
        "Who gives sales more than this weight prefers Lin, who gives less prefers Tang. Both can call it objective."
    ),
    near=_("Set the two scores equal, with w on sales and 1 - w on margin."),
)

# Question 5


def _marks() -> dict[str, float]:
    found = concentration.whale([float(profit) for profit in given.profits])
    return {"top": found.top, "peak": found.peak, "worst": found.worst}


def _of_gains(part: float) -> float:
    return part / sum(profit for profit in given.profits if profit > 0)


def _sorted() -> list[int]:
    return sorted(given.profits, reverse=True)


Q5 = Question(
    name="q5",
    kind=Parts(
        {
            "top": Number(SHARE, within=0.002),
            "peak": Number(_("a share, which may pass 1"), within=0.002),
            "worst": Number(_("a share, negative for a loss"), within=0.002),
        }
    ),
    expected=_marks,
    typical=(
        Typical(
            _("not sorted"),
            lambda: {"top": sum(given.profits[:2]) / sum(given.profits)},
            _("These are the first two in the list. Sort first: the best 20% are those with the most profit."),
        ),
        Typical(
            _("share of the gains"),
            lambda: {"top": _of_gains(sum(_sorted()[:2]))},
            _("You divide by the gains alone. The claim is about all profit, losses included."),
        ),
        Typical(
            _("two customers short of the peak"),
            lambda: {"peak": sum(_sorted()[:5]) / sum(given.profits)},
            _("The curve still rises after this point. Who brings a little profit still lifts it."),
        ),
        Typical(
            _("loss without its sign"),
            lambda: {"worst": -_marks()["worst"]},
            _("The size is right. The worst 30% take profit away: mind the sign."),
        ),
        Typical(
            _("worst of the gains"),
            lambda: {"worst": _of_gains(sum(_sorted()[-3:]))},
            _("The loss is divided by the gains alone. Divide by all profit."),
        ),
    ),
    hints=(
        _("Sort the ten customers from the most profit to the largest loss, and add up."),
        _("The peak is above 1, the worst 30% are below 0."),
        _("concentration.whale(given.profits) has .top, .peak and .worst."),
    ),
    meaning=_("The share of the best says nothing about the end of the curve. The whale needs all three numbers."),
    near=_("Divide everything by the total of all ten; the best fifth are two customers, the worst 30% three."),
)

# Question 6


def _classes(ties: str = "up") -> dict[str, float]:
    table = given.customers
    letter = value_classes.abc(table["revenue"], a=0.15, b=0.25, ties=ties)
    lead = value_classes.pyramid(table["profit"]) == "lead"
    inside = table[letter == "A"]
    return {
        "a": float(len(inside)),
        "lead": float(lead.sum()),
        "a_and_lead": float(lead[letter == "A"].sum()),
        "listed": float(inside["listed"].mean()),
    }


Q6 = Question(
    name="q6",
    kind=Parts(
        {"a": Number(COUNT), "lead": Number(COUNT), "a_and_lead": Number(COUNT), "listed": Number(SHARE, within=0.002)}
    ),
    expected=_classes,
    typical=(
        Typical(
            _("equals go down"),
            lambda: {"a": _classes("down")["a"]},
            _("The equals at the edge are left out of A. The rule puts equals into the better class."),
        ),
        Typical(
            _("equals in the order of the list"),
            lambda: {"a": _classes("order")["a"]},
            _("One of the equals is in A and another is not. Would you like to explain that to them?"),
        ),
        Typical(
            _("no profit counted as loss"),
            lambda: {"lead": float(sum(gain <= 0 for gain in given.gains))},
            _("Who brings exactly nothing brings no loss."),
        ),
        Typical(
            _("listed firms of all"),
            lambda: {"listed": len(given.listed) / len(given.revenues)},
            _("This is the share of listed firms among all twenty. The question asks about class A."),
        ),
    ),
    hints=(
        _("Sort by revenue for A, by profit for lead. What happens to equals at the edge?"),
        _("Three whole numbers and a share."),
        _("value_classes.abc(table['revenue'], a=0.15, b=0.25) and value_classes.pyramid(table['profit'])."),
    ),
    meaning=_("A customer can be in class A and in the tier of lead at once: revenue and profit are two questions."),
    near=_("Class A by place in revenue, equals upwards; lead below zero profit; listed firms within class A."),
)

# Question 7


def _levels(count: Callable[[float, float, bool], str] | None = None) -> dict[str, float]:
    judged = count or (lambda benefit, fees, loyal: value_classes.bank_level(benefit, fees, loyal, BANK_LEVELS))
    rows = given.clients.itertuples(index=False)
    names = [judged(float(row.benefit), float(row.fees), bool(row.loyal)) for row in rows]  # type: ignore[arg-type]
    return {name: float(names.count(name)) for name in ("blue", "green", "red", "not stated")}


def _both_needed(benefit: float, fees: float, loyal: bool) -> str:
    for name in ("blue", "green"):
        if benefit >= BANK_LEVELS[name][0] and fees >= BANK_LEVELS[name][1]:
            return name
    return "red" if loyal else "not stated"


def _above_only(benefit: float, fees: float, loyal: bool) -> str:
    hair = 1e-6
    return value_classes.bank_level(max(0.0, benefit - hair), max(0.0, fees - hair), loyal, BANK_LEVELS)


def _benefit_only(benefit: float, fees: float, loyal: bool) -> str:
    return value_classes.bank_level(benefit, 0.0, loyal, BANK_LEVELS)


def _all_red(benefit: float, fees: float, loyal: bool) -> str:
    return value_classes.bank_level(benefit, fees, True, BANK_LEVELS)


Q7 = Question(
    name="q7",
    kind=Parts({name: Number(COUNT, low=0) for name in ("blue", "green", "red", "not stated")}),
    expected=_levels,
    typical=(
        Typical(
            _("both thresholds"),
            lambda: _levels(_both_needed),
            _("You ask for benefit and fees. Either one is enough."),
        ),
        Typical(
            _("the threshold is not enough"),
            lambda: _levels(_above_only),
            _("A client exactly at a threshold is put below it. The threshold itself is enough."),
        ),
        Typical(
            _("fees left out"), lambda: _levels(_benefit_only), _("The fee income is not used. It is a second way up.")
        ),
        Typical(
            _("all the rest red"),
            lambda: _levels(_all_red),
            _("Not everybody below green is red: the source asks for loyalty, and it does not state the levels below."),
        ),
    ),
    hints=(
        _("Go through the clients one by one: blue first, then green, then the question of loyalty."),
        _("Four whole numbers that add up to eight."),
        _("value_classes.bank_levels(given.clients, BANK_LEVELS).value_counts()."),
    ),
    meaning=_("Levels by amounts need two decisions that nobody prints: either or both, and whether the edge belongs."),
    near=_("Blue: either threshold of blue. Green: either of green. Then red only for the loyal."),
)

# Question 8


def _effect() -> float:
    return float((given.north[1] - given.north[0]) - (given.south[1] - given.south[0]))


Q8 = Question(
    name="q8",
    kind=Parts({"effect": Number(_("thousand yuan"), within=0.05), "decision": Choice(("keep", "stop"))}),
    expected=lambda: {"effect": _effect(), "decision": "keep"},
    typical=(
        Typical(
            _("before and after"),
            lambda: {"effect": float(given.north[1] - given.north[0])},
            _("This is before and after in one branch. What would have happened there without the special service?"),
        ),
        Typical(
            _("only afterwards"),
            lambda: {"effect": float(given.north[1] - given.south[1])},
            _("This compares the branches afterwards. They were not alike before."),
        ),
        Typical(
            _("cost taken off"),
            lambda: {"effect": _effect() - given.team},
            _("The cost of the service is already taken off here. The question asks for the effect before it."),
        ),
        Typical(
            _("both changes added"),
            lambda: {"effect": float((given.north[1] - given.north[0]) + (given.south[1] - given.south[0]))},
            _("The change of the other branch is added. It tells what would have happened: take it off."),
        ),
        Typical(
            _("effect right, decision wrong"),
            lambda: {"effect": _effect(), "decision": "stop"},
            _("The effect is right. Is it more or less than the special service costs?"),
        ),
    ),
    hints=(
        _("The branch without the change shows what the half-year would have brought."),
        _("A positive number of thousand yuan, and a word that follows from comparing it with the cost."),
        _("(north after - north before) - (south after - south before)."),
    ),
    meaning=_(
        "Profit in the north rose by less than the service cost, and yet it pays: without it, profit would have fallen."
    ),
    near=_("Take the change in the south off the change in the north, then compare with the cost of the service."),
)

homework = Homework("07-valuable-customers", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

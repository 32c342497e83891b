"""From data to action in five steps: what a budget gains when it goes to winning, and when it goes to keeping.

The steps are those of the teaching material (S2): collect; define and compute; analyse investment and profit; group;
act.  `channels` takes the second and the third, `best` the fourth, `winning`, `keeping` and `uses` the fifth;
`five_steps` walks through all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from course.i18n import _
from course.models import cohort, concentration, equity, funnel, shares
from course.models.inputs import columns, number, numbers, rate

#: The columns of `channels` that hold what a customer costs, and the two ends of its interval.
COSTS: Final = ("cost", "cost_low", "cost_high")
#: The best customers are this share of all.
FIFTH = 0.2
#: What a trial found: (kept, of) with the programme and without.
Trial = tuple[tuple[float, float], tuple[float, float]]


def channels(
    visits: pd.DataFrame, customers: pd.DataFrame, costs: pd.DataFrame, *, followed: int, **money: float
) -> pd.DataFrame:
    """Return what a customer of each channel costs and is worth.

    Parameters
    ----------
    visits, costs
        As in `course.models.funnel.ways`.
    customers
        One row a customer: ``channel``, ``margin`` (yuan a year) and ``years``, at most ``followed``.
    followed
        Years that all customers have been followed.
    money
        ``yearly_cost`` and ``discount_rate``, as in `course.models.cohort.table`.

    Returns
    -------
    DataFrame
        One row a channel: ``won``; ``cost`` with ``cost_low`` and ``cost_high``, yuan a customer; ``worth``, what
        she brings up to the last year followed but one, in yuan of year 1, before what she cost; ``ltv``, after it.

    Raises
    ------
    CourseError
        When a column or the costs of a channel are missing.

    Examples
    --------
    >>> seen = pd.DataFrame({"found_by": ["fair"] * 4, "bought": [1, 1, 0, 0]})
    >>> won = pd.DataFrame({"channel": ["fair"] * 2, "margin": [100, 140], "years": [1, 3]})
    >>> paid = pd.DataFrame({"contact": [30], "fixed": 0, "commission": 0}, index=["fair"])
    >>> channels(seen, won, paid, followed=3, yearly_cost=20, discount_rate=0.1).round(1)[["cost", "worth", "ltv"]]
          cost  worth    ltv
    fair  60.0  165.5  105.5
    """
    found = funnel.ways(visits, costs).rename(columns={"yes": "won"})[["won", *COSTS]]
    by = columns("customers", customers, ["channel", "margin", "years"]).groupby("channel")
    common = {"purchases": 1, "cost_of_goods": 0, **money}
    ltv = [equity.ltv(by.get_group(name), followed, cost, **common) for name, cost in found["cost"].items()]
    return found.assign(worth=found["cost"] + ltv, ltv=ltv)


def best(values: pd.Series[float], share: float = FIFTH) -> pd.Series[float]:
    """Return the best customers, a whole number of them, largest first.

    Examples
    --------
    >>> best(pd.Series([50, 10, 30, 5, 5])).tolist()
    [50]
    """
    return values.nlargest(round(rate("share", share) * len(values)))


def winning(budget: float, worth: float, costs: Sequence[float]) -> pd.Series[float]:
    """Return what a budget gains in all when it wins customers, net of itself.

    Parameters
    ----------
    budget
        Yuan.
    worth
        What a customer brings, before what she cost, yuan.
    costs
        What the *next* customers cost each, yuan: the estimate, and the low and the high end of its interval.

    Returns
    -------
    Series
        ``gain`` with ``low`` and ``high``, yuan.  The dearer the customers, the fewer they are.  The interval holds
        the chance in who was won, not that in who stays.

    Examples
    --------
    >>> winning(6000, 300, [200, 150, 240]).to_dict()
    {'gain': 3000.0, 'low': 1500.0, 'high': 6000.0}
    """
    money, each = number("budget", budget, low=0), number("worth", worth)
    cost, low, high = (money * (each / one - 1) for one in numbers("costs", costs, low=1e-9, length=3))
    return pd.Series({"gain": cost, "low": min(low, high), "high": max(low, high)})


def keeping(budget: float, point: float, trial: Trial) -> pd.Series[float]:
    """Return what a budget gains in all when it keeps customers, net of itself.

    Parameters
    ----------
    budget
        Yuan, for all who are treated.
    point
        What one point of retention is worth, for all who are treated, yuan:
        `course.models.cohort.retention_point_value` as ``cohort_per_point``.
    trial
        (kept, of) with the programme, and (kept, of) without it.

    Returns
    -------
    Series
        ``gain`` with ``low`` and ``high``, yuan; the interval is Newcombe's for the points that the trial gained.

    Examples
    --------
    >>> keeping(6000, 500, ((56, 70), (48, 80))).round().to_dict()
    {'gain': 4000.0, 'low': -3378.0, 'high': 10694.0}
    """
    points = 100 * shares.difference(*trial)
    return (number("point", point) * points - number("budget", budget, low=0)).rename({"difference": "gain"})


def uses(winning: pd.Series[float], keeping: pd.Series[float]) -> pd.DataFrame:
    """Return both uses of the money and the lead of winning over keeping, each with its interval.

    Parameters
    ----------
    winning, keeping
        From the functions of these names.

    Returns
    -------
    DataFrame
        Rows ``win``, ``keep`` and ``lead``; ``gain``, ``low``, ``high``, yuan.  Where the interval of the lead holds 0,
        the data do not settle which use is better.

    Examples
    --------
    >>> win, keep = ({"gain": 50, "low": 46, "high": 54}, {"gain": 20, "low": 17, "high": 23})
    >>> uses(pd.Series(win), pd.Series(keep)).loc["lead"].to_dict()
    {'gain': 30.0, 'low': 25.0, 'high': 35.0}
    """
    ends = ["gain", "low", "high"]
    lead = shares.gap(winning[ends].tolist(), keeping[ends].tolist()).rename({"difference": "gain"})
    return pd.DataFrame({"win": winning, "keep": keeping, "lead": lead}).T[ends].astype(float)


@dataclass(frozen=True, eq=False)
class Plan:
    """What five steps led to.

    Attributes
    ----------
    steps
        One row a step: ``what`` was found, its ``number``, and the ends ``low`` and ``high`` of its interval.
    channels, uses
        From the functions of these names.
    """

    steps: pd.DataFrame
    channels: pd.DataFrame
    uses: pd.DataFrame

    @property
    def decision(self) -> str:
        """The use that gains more: ``"win"`` or ``"keep"``."""
        return "win" if float(self.uses["gain"].to_dict()["lead"]) > 0 else "keep"


def five_steps(
    visits: pd.DataFrame,
    customers: pd.DataFrame,
    costs: pd.DataFrame,
    trial: Trial,
    *,
    budget: float,
    dearer: float,
    followed: int,
    money: Mapping[str, float],
) -> Plan:
    """Walk from data to action: the five steps of S2, each with its number.

    Parameters
    ----------
    visits, customers, costs, followed
        As in `channels`, whose ``money`` is a mapping here.
    trial
        As in `keeping`; the programme is for the best fifth by margin.
    budget, dearer
        Yuan, for one of the two uses; how many times as much as the last ones the next customers cost.

    Examples
    --------
    >>> from course.data.capstone import FOLLOWED, TEA, company
    >>> tea = company()
    >>> plan = five_steps(tea.visits, tea.customers, TEA.costs, ((430, 500), (330, 500)), budget=6000, dearer=2,
    ...                   followed=FOLLOWED, money={"yearly_cost": 20, "discount_rate": 0.1})
    >>> plan.steps.index.tolist(), plan.decision
    (['collect', 'define and compute', 'analyse investment and profit', 'group', 'act'], 'win')
    """
    table = channels(visits, customers, costs, followed=followed, **money)
    name = str(table["ltv"].idxmax())
    top = table.T[name].to_dict()
    price = [top[each] for each in COSTS]
    point = _point(best(customers["margin"]), customers, followed, money)
    found = uses(winning(budget, top["worth"], [dearer * one for one in price]), keeping(budget, point, trial))
    rank, none = concentration.interval(customers["margin"].tolist()), float("nan")
    rows = {
        _("collect"): (_("visits"), len(visits), none, none),
        _("define and compute"): (_("cost of a customer by {channel}, yuan").format(channel=name), *price),
        _("analyse investment and profit"): (_("LTV of the same, yuan"), top["ltv"], none, none),
        _("group"): (_("share of the margin that the best fifth brings"), rank.value, rank.low, rank.high),
        _("act"): (_("lead of winning over keeping, yuan"), *found.iloc[-1]),
    }
    steps = pd.DataFrame.from_dict(rows, orient="index", columns=["what", "number", "low", "high"])
    return Plan(steps, table, found)


def _point(treated: pd.Series[float], customers: pd.DataFrame, followed: int, money: Mapping[str, Any]) -> float:
    """What one point of first-year retention is worth for all who are treated, yuan."""
    kept = equity.retention_by_channel(customers.assign(channel="all"), followed).iloc[0]
    of_all = {"customers": len(treated), "retention": kept.tolist(), "spend": float(treated.mean())}
    inputs = {**of_all, "purchases": 1, "cost_of_goods": 0, "acquisition_cost": 0, **money}
    return float(cohort.retention_point_value(inputs)["cohort_per_point"].iloc[0])

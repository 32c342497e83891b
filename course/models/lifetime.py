"""The lifetime value of one customer (客户终身价值, CLV).

From the plain product margin x frequency x years to a value with its parts.  The names of `course.models.discounting`
and `course.models.retention` (schedules, break-even, the retention model) are offered here too, so that a chapter
needs one import; what moves the value is in `course.models.drivers`.

**Timing.** As in `course.models.discounting`: period ``k = 0, 1, 2, ...`` is year ``k + 1``; a cash flow falls at its
start, middle or end, and values are in yuan of time 0.  Every value is that of a customer *already won*: no
acquisition cost is taken off; see `course.models.drivers.value_before_winning`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.discounting import (
    Timing,
    annuity,
    break_even_year,
    discount_factors,
    present_value,
    schedule,
    times,
)
from course.models.inputs import Floats, columns, number, numbers, of_type, rate, whole
from course.models.retention import (
    ExpectedLife,
    PromotedValue,
    expected_life,
    margin_multiple,
    promoted_value,
    retention_value,
    yearly_rate,
)

__all__ = [
    "COUNTED_COSTS",
    "PART_LABELS",
    "ExpectedLife",
    "PromotedValue",
    "ThreeValues",
    "YearlyAccount",
    "annuity",
    "break_even_year",
    "decompose",
    "discount_factors",
    "expected_life",
    "margin_multiple",
    "present_value",
    "promoted_value",
    "relationship_value",
    "retention_value",
    "schedule",
    "three_values",
    "times",
    "undiscounted",
    "variants",
    "yearly_rate",
]


def undiscounted(margin_per_purchase: float, purchases_per_year: float, years: float) -> float:
    """Multiply margin, frequency and years: the value if time cost nothing and nobody left.

    Parameters
    ----------
    margin_per_purchase
        Yuan a purchase.
    purchases_per_year
        Purchases a year (2 a month are 24).
    years
        Years for which the customer needs the product.

    Raises
    ------
    CourseError
        When one is no number, or the frequency or the years are negative.

    Examples
    --------
    The 30-year-old customer of S0 and S1:

    >>> undiscounted(100, 24, 20)
    48000.0
    """
    frequency = number("purchases_per_year", purchases_per_year, low=0)
    return number("margin_per_purchase", margin_per_purchase) * frequency * number("years", years, low=0)


# --- which costs count: revenue, profit, contribution -------------------------------------------------------------

#: The costs that each variant takes off the revenue.
COUNTED_COSTS: dict[str, tuple[str, ...]] = {
    "revenue": (),
    "profit": ("cost_of_goods", "serving_cost", "marketing", "overhead"),
    "contribution": ("cost_of_goods", "serving_cost", "marketing"),
}


@dataclass(frozen=True)
class YearlyAccount:
    """What one customer brings and costs in a year, in yuan; costs are positive numbers.

    Attributes
    ----------
    revenue
        Sales to this customer.
    cost_of_goods
        What the goods sold cost.
    serving_cost
        Delivery, service, credit and complaints of this customer.
    marketing
        Marketing aimed at keeping this customer.
    overhead
        A share of costs that would stay if the customer left (rent, head office).

    Raises
    ------
    CourseError
        When one is no number or negative.
    """

    revenue: float
    cost_of_goods: float = 0.0
    serving_cost: float = 0.0
    marketing: float = 0.0
    overhead: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            number(name, value, low=0, fix=_("Write costs and revenue as positive numbers"))


def variants(
    account: YearlyAccount,
    retention_rate: float,
    discount_rate: float,
    *,
    horizon: int | None = None,
    timing: Timing = "start",
) -> pd.DataFrame:
    """Set the revenue, profit and contribution variants of the lifetime value side by side (基于收入, 利润, 利润贡献).

    These are the models *without* allocation of spending (S1 3.3-3.5): all purchases in the category go to us until the
    customer leaves.  The textbook's formulas are not in our source; ours is the same for all three:
    sum over k = 0..n-1 of r^k x_k / (1 + i)^(k + s), where the yearly x is revenue, less

    - nothing (revenue): says how big a customer is, not what it is worth;
    - every cost, a share of overhead included (profit): does not show what is lost when one customer leaves;
    - only the costs that this customer causes (contribution): the one for decisions.

    Acquisition cost is in none of them: the customer is already won.

    Parameters
    ----------
    account
        One year of the customer, the same every year.
    retention_rate, discount_rate
        A year, as shares; the first year is certain.
    horizon
        Years counted (n); None for no limit.
    timing
        When in its year the cash flow falls (s is 0, 1/2 or 1).

    Returns
    -------
    DataFrame
        One row a variant.  A true-or-false column a cost says whether the variant counts it; then ``yearly_flow``
        (yuan a year) and ``value`` (yuan of time 0).

    Raises
    ------
    CourseError
        When ``account`` is not a `YearlyAccount`; otherwise as in `retention_value`.

    Examples
    --------
    >>> table = variants(YearlyAccount(1000, 600, 50, 40, overhead=110), 0.8, 0.1)
    >>> table[["marketing", "overhead", "yearly_flow", "value"]].round(2).rename_axis(None)
                  marketing  overhead  yearly_flow    value
    revenue           False     False       1000.0  3666.67
    profit             True      True        200.0   733.33
    contribution       True     False        310.0  1136.67

    References
    ----------
    Jain & Singh (2002), J. Interactive Marketing 16(2), the basic model, with a retention rate put in;
    Mulhern (1999), J. Interactive Marketing 13(1), on which costs belong to a customer.
    """
    yuan = asdict(of_type("account", account, YearlyAccount))
    value_of_one = retention_value(1, retention_rate, discount_rate, timing=timing, horizon=horizon)
    rows = []
    for variant, counted in COUNTED_COSTS.items():
        flow = float(yuan["revenue"] - sum(yuan[cost] for cost in counted))
        marks = {cost: cost in counted for cost in yuan if cost != "revenue"}
        rows.append({"variant": variant, **marks, "yearly_flow": flow, "value": flow * value_of_one})
    return pd.DataFrame(rows).set_index("variant")


# --- the six parts: CLV1 to CLV6 ----------------------------------------------------------------------------------

#: The six parts in the source's order (S1), by column name.
PART_LABELS: dict[str, str] = {
    "first_purchase": _("CLV1 first purchase"),
    "repeat_purchase": _("CLV2 repeat purchase"),
    "cross_selling": _("CLV3 cross-selling"),
    "lower_cost": _("CLV4 lower cost to serve"),
    "referral": _("CLV5 referral"),
    "loyalty_price": _("CLV6 value of loyalty (price)"),
}

#: The columns of a relationship's table, with the least value each may take.
RELATIONSHIP_COLUMNS: dict[str, float] = {
    "purchases": 0.0,
    "price": 0.0,
    "cost": 0.0,
    "cross_selling": -np.inf,
    "referrals": 0.0,
}


def relationship_value(
    years: pd.DataFrame,
    discount_rate: float,
    *,
    retention_rate: float = 1.0,
    referral_value: float = 0.0,
    timing: Timing = "start",
) -> float:
    """Value a relationship from its yearly table, in one sum.

    Year y brings purchases x (price - cost) + cross_selling + referrals x referral_value with probability r^(y-1).

    Parameters
    ----------
    years
        One row a year, in order, with columns ``purchases`` (a year), ``price`` and ``cost`` (yuan a purchase, cost of
        goods and of serving), ``cross_selling`` (yuan of margin a year on other products) and ``referrals``
        (customers a year won by recommendation; the "rate of being mentioned" of S1).
    discount_rate
        A year, as a share.
    retention_rate
        Probability of staying from one year to the next; the first year is certain.
    referral_value
        Yuan that one recommended customer is worth when it comes.
    timing
        When in its year all of this falls.

    Raises
    ------
    CourseError
        When a column is missing, a cell is not a number or negative (cross-selling may be negative), the first year
        has less than one purchase, or a rate lies outside 0 to 1.

    Examples
    --------
    >>> years = pd.DataFrame({"purchases": [1, 3], "price": [100, 110], "cost": [80, 70],
    ...                       "cross_selling": [0, 30], "referrals": [0, 0.5]})
    >>> relationship_value(years, 0.0, referral_value=40)
    190.0
    """
    data = _relationship(years)
    weights = _weights(len(years), retention_rate, discount_rate, timing)
    yearly = data["purchases"] * (data["price"] - data["cost"]) + data["cross_selling"]
    yearly = yearly + data["referrals"] * number("referral_value", referral_value)
    return float((yearly * weights).sum())


def decompose(
    years: pd.DataFrame,
    discount_rate: float,
    *,
    retention_rate: float = 1.0,
    referral_value: float = 0.0,
    timing: Timing = "start",
) -> pd.DataFrame:
    """Split a relationship's value into the six parts CLV1 to CLV6 (客户终身价值的构成).

    The yardstick is year 1: its price and its cost a purchase.  Repeat purchases are valued at those; whatever a later
    year has of a lower cost or a better price is CLV4 or CLV6.  So the parts add up to `relationship_value` exactly,
    with no rest.  A later year in which cost rises or price falls makes its CLV4 or CLV6 negative.

    Parameters are those of `relationship_value`.

    Returns
    -------
    DataFrame
        Index ``year`` from 1; the columns of `PART_LABELS`, in yuan of time 0 (weighted by the chance of staying).

    Raises
    ------
    CourseError
        As in `relationship_value`.

    Examples
    --------
    >>> years = pd.DataFrame({"purchases": [1, 3], "price": [100, 110], "cost": [80, 70],
    ...                       "cross_selling": [0, 30], "referrals": [0, 0.5]})
    >>> parts = decompose(years, 0.0, referral_value=40)
    >>> for name, yuan in parts.sum().items():
    ...     print(f"{PART_LABELS[name]:<30}{yuan:5.0f}")
    CLV1 first purchase              20
    CLV2 repeat purchase             60
    CLV3 cross-selling               30
    CLV4 lower cost to serve         30
    CLV5 referral                    20
    CLV6 value of loyalty (price)    30

    References
    ----------
    Reichheld & Sasser (1990), Harvard Business Review 68(5): why a customer's profit grows with the years.
    """
    data = _relationship(years)
    purchases, price, cost = data["purchases"], data["price"], data["cost"]
    first = np.eye(1, len(years)).ravel()  # the first purchase: one, in year 1
    parts = {
        "first_purchase": first * (price[0] - cost[0]),
        "repeat_purchase": (purchases - first) * (price[0] - cost[0]),
        "cross_selling": data["cross_selling"],
        "lower_cost": purchases * (cost[0] - cost),
        "referral": data["referrals"] * number("referral_value", referral_value),
        "loyalty_price": purchases * (price - price[0]),
    }
    weights = _weights(len(years), retention_rate, discount_rate, timing)
    index = pd.RangeIndex(1, len(years) + 1, name="year")
    return pd.DataFrame({part: yuan * weights for part, yuan in parts.items()}, index=index)


# --- history, current and potential value -------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreeValues:
    """The three parts of a customer's whole-life value at a date, in yuan of that date unless the history is booked.

    Attributes
    ----------
    history
        What the customer has brought so far (历史价值).
    current
        What it will bring if its behaviour does not change (当前价值).
    potential
        What could come on top through cross-selling, more frequent purchases and referrals (潜在价值).
    """

    history: float
    current: float
    potential: float

    @property
    def residual(self) -> float:
        """The value still to come, current and potential: the only part that a decision can change."""
        return self.current + self.potential

    @property
    def whole_life(self) -> float:
        """The lifetime value: all three together."""
        return self.history + self.current + self.potential


def three_values(
    cash_flows: pd.DataFrame, today: int, discount_rate: float, *, compound_history: bool = True
) -> ThreeValues:
    """Split a customer's yearly cash flows into history, current and potential value, as S2 defines them.

    Cash flows fall at year end, and ``today`` is the end of the year of that name: a flow of year y lies y - today
    years ahead, and years up to and including ``today`` are history.

    Parameters
    ----------
    cash_flows
        Columns ``year`` (whole, each once), ``cash_flow`` (yuan: booked for the past, forecast at unchanged behaviour
        for the future) and ``extra`` (yuan a year that developing the customer could add; 0 in the past).
    today
        The last year already over.
    discount_rate
        A year, as a share.
    compound_history
        True carries past flows forward at the discount rate, so that all three are in yuan of today and their sum is
        the whole-life value at today's date.  False takes them as booked; the sum then mixes yuan of different years.

    Raises
    ------
    CourseError
        When a column is missing, a cell is no number, a year is repeated or not whole, or the past has an extra.

    Examples
    --------
    >>> flows = pd.DataFrame({"year": [2023, 2024, 2025, 2026], "cash_flow": [100, 100, 110, 121],
    ...                       "extra": [0, 0, 11, 0]})
    >>> three = three_values(flows, today=2024, discount_rate=0.1)
    >>> round(three.history, 2), round(three.current, 2), round(three.potential, 2), round(three.whole_life, 2)
    (210.0, 200.0, 10.0, 420.0)
    >>> three_values(flows, 2024, 0.1, compound_history=False).history
    200.0
    """
    table = columns("cash_flows", cash_flows, ["year", "cash_flow", "extra"])
    ahead = _years(table) - whole("today", today, low=-9999, high=9999)
    booked, extra = (_column(table, name) for name in ("cash_flow", "extra"))
    _no_extra_in_the_past(extra, ahead)
    past, factors = ahead <= 0, (1 + rate("discount_rate", discount_rate)) ** -ahead
    history = booked * factors if compound_history else booked
    return ThreeValues(
        history=float(history[past].sum()),
        current=float((booked * factors)[~past].sum()),
        potential=float((extra * factors)[~past].sum()),
    )


# --- helpers ----------------------------------------------------------------------------------------------------------


def _weights(count: int, retention_rate: float, discount_rate: float, timing: Timing) -> Floats:
    """Return the chance of still being here times the discount factor, year by year."""
    staying = rate("retention_rate", retention_rate) ** np.arange(count)
    return staying * discount_factors(count, discount_rate, timing)


def _relationship(years: pd.DataFrame) -> dict[str, Floats]:
    table = columns("years", years, list(RELATIONSHIP_COLUMNS))
    data = {name: _column(table, name, low) for name, low in RELATIONSHIP_COLUMNS.items()}
    if data["purchases"][0] < 1:
        raise CourseError(
            _("purchases is {count:g} in the first year").format(count=data["purchases"][0]),
            where=_cell("purchases", 0),
            fix=_("Start the table in the year of the first purchase, with 1 or more"),
        )
    return data


def _column(table: pd.DataFrame, name: str, low: float = -np.inf) -> Floats:
    return numbers(name, table[name], low=low, place=lambda position: _cell(name, position))


def _cell(column: str, position: int) -> str:
    return _("row {row}, column {column!r}").format(row=position + 1, column=column)


def _years(table: pd.DataFrame) -> Floats:
    years = _column(table, "year")
    for position, year in enumerate(years):
        if year != int(year):
            what = _("year is {year:g}, not a whole number").format(year=year)
            raise CourseError(what, where=_cell("year", position), fix=_("Give the year as in 2024"))
        if year in years[:position]:
            what = _("year {year:g} comes twice").format(year=year)
            raise CourseError(what, where=_cell("year", position), fix=_("Add up the rows of one year first"))
    return years


def _no_extra_in_the_past(extra: Floats, ahead: Floats) -> None:
    wrong = np.flatnonzero((ahead <= 0) & (extra != 0))
    if wrong.size:
        what = _("extra is {amount:g} in a year already over").format(amount=extra[wrong[0]])
        raise CourseError(what, where=_cell("extra", int(wrong[0])), fix=_("Put 0: potential lies in the future"))

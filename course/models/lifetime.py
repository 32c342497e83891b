"""The lifetime value of one customer (客户终身价值, CLV).

From the plain product margin x frequency x years to a value with its parts, its drivers and an interval.  The names
of `course.models.retention` (schedules, the retention model, break-even) are offered here too, so that a chapter
needs one import.

**Timing.** As in `course.models.retention`: period ``k = 0, 1, 2, ...`` is year ``k + 1``; a cash flow falls at its
start, middle or end, and values are in yuan of time 0.  Every value is that of a customer *already won*; only
`value_before_winning` takes off the acquisition cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TypeVar, get_args

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, columns, number, numbers, rate, rates
from course.models.retention import (
    OFFSETS,
    ExpectedLife,
    PromotedValue,
    Timing,
    annuity,
    break_even_year,
    choice,
    discount_factors,
    expected_life,
    margin_multiple,
    present_value,
    promoted_value,
    retention_value,
    schedule,
    times,
    whole,
    yearly_rate,
)

T = TypeVar("T")

__all__ = [
    "COUNTED_COSTS",
    "DRIVER_LABELS",
    "PART_LABELS",
    "Drivers",
    "ExpectedLife",
    "PromotedValue",
    "ThreeValues",
    "ValueInterval",
    "YearlyAccount",
    "annuity",
    "break_even_year",
    "decompose",
    "discount_factors",
    "expected_life",
    "lifetime_value",
    "margin_multiple",
    "present_value",
    "promoted_value",
    "ranges_around",
    "relationship_value",
    "residual_value",
    "retention_value",
    "schedule",
    "three_values",
    "times",
    "tornado",
    "undiscounted",
    "value_before_winning",
    "value_interval",
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
    Jain & Singh (2002), J. Interactive Marketing 16(2), the basic structural model; Mulhern (1999), J. Interactive
    Marketing 13(1), on which costs belong to a customer.
    """
    yuan = asdict(_of_type("account", account, YearlyAccount))
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


# --- the drivers: value, sensitivity, interval --------------------------------------------------------------------

#: The seven drivers that the source lists (S1), by the name of their field in `Drivers`.
DRIVER_LABELS: dict[str, str] = {
    "years": _("length of time"),
    "discount_rate": _("discount rate"),
    "retention_rate": _("retention rate"),
    "referral_rate": _("rate of being mentioned (referral)"),
    "income_growth": _("change of customer income"),
    "maintenance_cost": _("cost of maintaining the relationship"),
    "marketing_expense": _("marketing expense"),
}

#: The least and the most that each driver may be; a driver that is not here may be any number.
LIMITS: dict[str, tuple[float, float]] = {
    "years": (0, 200),
    "discount_rate": (0, 1),
    "retention_rate": (0, 1),
    "referral_rate": (0, np.inf),
    "referral_value": (0, np.inf),
    "income_growth": (-1, 1),
    "maintenance_cost": (0, np.inf),
    "marketing_expense": (0, np.inf),
}


@dataclass(frozen=True)
class Drivers:
    """Everything that moves the lifetime value of one customer: the source's seven drivers and three more.

    Attributes
    ----------
    margin
        Yuan in the first year, before the two yearly costs below.
    years
        Length of time for which the customer is looked at; a part of a year counts as that part of its cash flow.
    discount_rate, retention_rate
        A year, as shares.
    referral_rate
        Customers a year that come because this one mentions us.
    referral_value
        Yuan that one such customer is worth.
    income_growth
        Change of the customer's income a year, as a share; may be negative.
    income_effect
        Percent by which the margin moves when income moves by one percent (the income elasticity).
    maintenance_cost
        Yuan a year for serving and keeping up the relationship.
    marketing_expense
        Yuan a year of marketing to this customer after it is won.

    Raises
    ------
    CourseError
        When one is no number or outside its limits.
    """

    margin: float
    years: float
    discount_rate: float
    retention_rate: float
    referral_rate: float = 0.0
    referral_value: float = 0.0
    income_growth: float = 0.0
    income_effect: float = 1.0
    maintenance_cost: float = 0.0
    marketing_expense: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            _driver(name, [value], [""])


def lifetime_value(drivers: Drivers, timing: Timing = "start") -> float:
    """Value a customer already won from its drivers (客户终身价值).

    Year k + 1 = 1, 2, ... brings margin x (1 + effect x income growth)^k + referral rate x referral value
    - maintenance - marketing, with probability r^k, at time k (start), k + 1/2 (middle) or k + 1 (end).  The value is
    the discounted sum over ``years``, in yuan of time 0; the first year's margin is included and certain.

    Raises
    ------
    CourseError
        When ``drivers`` is not a `Drivers` or the timing is an unknown word.

    Examples
    --------
    >>> lifetime_value(Drivers(margin=2400, years=20, discount_rate=0, retention_rate=1))
    48000.0
    >>> customer = Drivers(margin=2400, years=20, discount_rate=0.1, retention_rate=0.9, referral_rate=0.1,
    ...                    referral_value=500, income_growth=0.03, maintenance_cost=200, marketing_expense=100)
    >>> round(lifetime_value(customer), 2)
    13411.88

    References
    ----------
    Jain & Singh (2002), J. Interactive Marketing 16(2), basic model, with the drivers of S1 3.2 put in.
    """
    given = asdict(_of_type("drivers", drivers, Drivers))
    return float(_values({name: np.array([value]) for name, value in given.items()}, timing)[0])


def value_before_winning(drivers: Drivers, acquisition_cost: float, timing: Timing = "start") -> float:
    """Value a customer still to be won: `lifetime_value` less the acquisition cost, paid at time 0.

    The most that one may spend on winning the customer is the lifetime value itself.

    Raises
    ------
    CourseError
        When the cost is negative or no number; otherwise as in `lifetime_value`.

    Examples
    --------
    >>> value_before_winning(Drivers(margin=100, years=3, discount_rate=0, retention_rate=1), acquisition_cost=60)
    240.0

    References
    ----------
    Pfeifer, Haskins & Conroy (2005), J. Managerial Issues 17(1), on the treatment of acquisition spending.
    """
    cost = number("acquisition_cost", acquisition_cost, low=0, fix=_("Write the cost as a positive number"))
    return lifetime_value(drivers, timing) - cost


def residual_value(drivers: Drivers, years_past: int, timing: Timing = "start") -> float:
    """Value a customer who is still here after ``years_past`` years: what is still to come, seen from that day.

    The acquisition cost is spent and has no say.  The customer is known to have stayed, so the next year is certain.

    Raises
    ------
    CourseError
        When ``years_past`` is not a whole number from 0; otherwise as in `lifetime_value`.

    Examples
    --------
    >>> residual_value(Drivers(margin=100, years=3, discount_rate=0, retention_rate=1), years_past=1)
    200.0
    """
    past = whole("years_past", years_past, low=0)
    given = _of_type("drivers", drivers, Drivers)
    grown = given.margin * _growth_factor(given.income_effect, given.income_growth) ** past
    return lifetime_value(replace(given, margin=float(grown), years=max(given.years - past, 0)), timing)


def ranges_around(base: Drivers, share: float = 0.1) -> dict[str, tuple[float, float]]:
    """Return a range of plus and minus ``share`` around each of the source's seven drivers, for `tornado`.

    A range stops at the driver's limits: retention 0.95 plus 10% gives 1, not 1.045.  Equal shares compare the drivers'
    leverage; ranges as wide as each driver is uncertain compare what is worth finding out.

    Raises
    ------
    CourseError
        When ``share`` lies outside 0 to 1 or ``base`` is not a `Drivers`.

    Examples
    --------
    >>> ranges = ranges_around(Drivers(margin=100, years=10, discount_rate=0.1, retention_rate=0.95), 0.1)
    >>> ranges["years"], ranges["retention_rate"]
    ((9.0, 11.0), (0.855, 1.0))
    """
    step, given = rate("share", share), asdict(_of_type("base", base, Drivers))
    ranges = {}
    for name in DRIVER_LABELS:
        ends = np.clip(sorted([given[name] * (1 - step), given[name] * (1 + step)]), *LIMITS[name])
        ranges[name] = (float(ends[0]), float(ends[1]))
    return ranges


def tornado(base: Drivers, ranges: Mapping[str, Sequence[float]], timing: Timing = "start") -> pd.DataFrame:
    """Move one driver at a time from its low to its high and see what the value does (敏感性分析).

    Parameters
    ----------
    base
        The drivers that stay put.
    ranges
        A pair (low, high) for each driver to move, by field name; see `ranges_around`.
    timing
        As in `lifetime_value`.

    Returns
    -------
    DataFrame
        One row a driver, widest swing first: ``driver``, ``low``, ``high``, ``value_at_low``, ``value_at_high`` and
        ``swing`` (the distance between the two values; yuan).  Joint moves of two drivers are not in it.

    Raises
    ------
    CourseError
        When a driver is unknown, a range is not two numbers, is upside down or leaves the driver's limits.

    Examples
    --------
    >>> base = Drivers(margin=100, years=10, discount_rate=0.1, retention_rate=0.8, maintenance_cost=20)
    >>> tornado(base, {"maintenance_cost": (10, 30), "retention_rate": (0.7, 0.9)}).round(2)
                 driver   low  high  value_at_low  value_at_high   swing
    0    retention_rate   0.7   0.9        217.60         380.85  163.25
    1  maintenance_cost  10.0  30.0        316.34         246.04   70.30
    """
    _of_type("base", base, Drivers)
    rows = []
    for name, ends in _mapping("ranges", ranges).items():
        low, high = _range(name, ends)
        at_low, at_high = (lifetime_value(replace(base, **{name: end}), timing) for end in (low, high))
        row = {"driver": name, "low": low, "high": high, "value_at_low": at_low, "value_at_high": at_high}
        rows.append({**row, "swing": abs(at_high - at_low)})
    return pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class ValueInterval:
    """A lifetime value with what the uncertainty of its drivers leaves open, in yuan.

    Attributes
    ----------
    value
        The value at the drivers as given.
    low, high
        Quantiles that leave out (1 - level) / 2 on either side.
    level
        Share of the simulated values between low and high.
    standard_error
        Standard deviation of the simulated values.
    share_negative
        Share of the simulated values below 0: the chance that the customer costs more than it brings.
    """

    value: float
    low: float
    high: float
    level: float
    standard_error: float
    share_negative: float


def value_interval(
    drivers: Drivers,
    uncertainty: Mapping[str, float],
    *,
    seed: int = 0,
    level: float = 0.9,
    draws: int = 10_000,
    timing: Timing = "start",
) -> ValueInterval:
    """Simulate the lifetime value of drivers that are only estimated (区间估计).

    Each uncertain driver is drawn with the given value as its mean and the given standard error, from a distribution
    that cannot leave the legal range: beta for retention and discount rate, gamma for amounts that cannot be negative,
    normal for the others.  Drivers are drawn independently of each other.

    The interval tells how well the *expected* value is known.  What a single customer will bring varies far more.

    Parameters
    ----------
    drivers
        The estimates.
    uncertainty
        The standard error of each uncertain driver, by field name, in the driver's own unit.
    seed
        Start of the random numbers: the same seed gives the same interval.
    level
        Share of the simulated values to hold in the interval, from 0.5 to 0.999.
    draws
        Number of simulated values.
    timing
        As in `lifetime_value`.

    Raises
    ------
    CourseError
        When a driver is unknown, a standard error is negative or too large for the driver's range, or the level, the
        seed or the number of draws is not legal.

    Examples
    --------
    >>> customer = Drivers(margin=100, years=10, discount_rate=0.1, retention_rate=0.8)
    >>> interval = value_interval(customer, {"retention_rate": 0.03}, seed=1)
    >>> round(interval.value, 1), interval.low < interval.value < interval.high
    (351.5, True)
    """
    given = asdict(_of_type("drivers", drivers, Drivers))
    share, count = rate("level", level, low=0.5, high=0.999), whole("draws", draws, low=100, high=1_000_000)
    generator = np.random.default_rng(whole("seed", seed, low=0, high=2**32))
    errors = _mapping("uncertainty", uncertainty)
    simulated = {name: np.full(count, value) for name, value in given.items()}
    for name, error in errors.items():
        simulated[name] = _draw(name, given[name], error, count, generator)
    values = _values(simulated, timing)
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return ValueInterval(
        value=lifetime_value(drivers, timing),
        low=float(low),
        high=float(high),
        level=share,
        standard_error=float(values.std(ddof=1)),
        share_negative=float((values < 0).mean()),
    )


# --- helpers ------------------------------------------------------------------------------------------------------


def _values(drivers: Mapping[str, Floats], timing: Timing) -> Floats:
    """Value many customers at once: one array of equal length a driver in, one value each out."""
    choice("timing", timing, get_args(Timing))
    year = np.arange(np.ceil(drivers["years"].max()))[:, np.newaxis]  # rows are years, columns customers
    counted = np.clip(drivers["years"] - year, 0, 1)
    staying = drivers["retention_rate"] ** year
    factor = (1 + drivers["discount_rate"]) ** -(year + OFFSETS[timing])
    margin = drivers["margin"] * _growth_factor(drivers["income_effect"], drivers["income_growth"]) ** year
    referral = drivers["referral_rate"] * drivers["referral_value"]
    flow = margin + referral - drivers["maintenance_cost"] - drivers["marketing_expense"]
    values: Floats = (counted * staying * factor * flow).sum(axis=0)
    return values


def _growth_factor(effect: Floats | float, growth: Floats | float) -> Floats:
    """Return what the margin is multiplied by a year; a margin can fall to nothing but not change its sign."""
    factor: Floats = np.maximum(1 + np.asarray(effect) * growth, 0.0)
    return factor


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


def _driver(name: str, values: Sequence[object], places: Sequence[str]) -> Floats:
    """Check values of one driver; ``places`` says in words where each stands."""
    low, high = LIMITS.get(name, (-np.inf, np.inf))
    check = rates if high == 1 else numbers
    return check(name, list(values), low=low, high=high, place=lambda position: places[position])


def _range(name: str, ends: Sequence[float]) -> tuple[float, float]:
    numbers(name, ends, length=2)  # says what is wrong with a range that is not a pair
    low, high = _driver(name, ends, [_("low end of the range"), _("high end of the range")])
    if low > high:
        what = _("the range of {name} runs from {low:g} down to {high:g}").format(name=name, low=low, high=high)
        raise CourseError(what, where=name, fix=_("Put the lower number first"))
    return float(low), float(high)


def _mapping(name: str, given: Mapping[str, T]) -> Mapping[str, T]:
    known = [field.name for field in fields(Drivers)]
    if not isinstance(given, Mapping) or not given:
        raise CourseError(
            _("{name} is not a dictionary with at least one driver").format(name=name),
            fix=_("Write it as {{'retention_rate': ...}}").format(),
        )
    for driver in given:
        if driver not in known:
            what = _("{name} has an unknown driver {driver!r}").format(name=name, driver=driver)
            raise CourseError(what, fix=_("Choose from {known}").format(known=", ".join(known)))
    return given


def _draw(name: str, mean: float, error: object, count: int, generator: np.random.Generator) -> Floats:
    spread = number(_("standard error of {name}").format(name=name), error, low=0)
    low, high = LIMITS.get(name, (-np.inf, np.inf))
    if spread == 0:
        return np.full(count, mean)
    if low < 0:  # margin, income growth and income effect may be negative
        return generator.normal(mean, spread, count)
    room = mean * (1 - mean) if high == 1 else np.inf * mean
    if not spread**2 < room:
        what = _("the standard error {spread:g} does not fit {name} = {mean:g}")
        raise CourseError(
            what.format(spread=spread, name=name, mean=mean), fix=_("Give a smaller one, or 0 to hold the driver fixed")
        )
    if high == 1:
        scale = room / spread**2 - 1
        return generator.beta(mean * scale, (1 - mean) * scale, count)
    return np.minimum(generator.gamma((mean / spread) ** 2, spread**2 / mean, count), high)


def _of_type(name: str, value: object, kind: type[T]) -> T:
    if isinstance(value, kind):
        return value
    what = _("{name} is a {found}, not a {wanted}")
    raise CourseError(
        what.format(name=name, found=type(value).__name__, wanted=kind.__name__),
        fix=_("Write {wanted}(...)").format(wanted=kind.__name__),
    )

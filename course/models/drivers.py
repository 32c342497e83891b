"""What moves the lifetime value of one customer: its drivers, one at a time and all uncertain at once.

The source's seven drivers become one value, a tornado (敏感性分析) and an interval.

**Timing.** As in `course.models.discounting`: period ``k = 0, 1, 2, ...`` is year ``k + 1``; a cash flow falls at its
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
from course.models.discounting import LONGEST_HORIZON, OFFSETS, Timing
from course.models.inputs import Floats, choice, number, numbers, of_type, rate, rates, whole

T = TypeVar("T")

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
    given = asdict(of_type("drivers", drivers, Drivers))
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
    past = whole("years_past", years_past, low=0, high=LONGEST_HORIZON)
    given = of_type("drivers", drivers, Drivers)
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
    step, given = rate("share", share), asdict(of_type("base", base, Drivers))
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
    of_type("base", base, Drivers)
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
    given = asdict(of_type("drivers", drivers, Drivers))
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


def interval_by_sample(
    drivers: Drivers,
    customers: Sequence[int],
    *,
    seed: int = 0,
    level: float = 0.9,
    timing: Timing = "start",
) -> pd.DataFrame:
    """See how the interval shrinks with the number of customers behind the retention rate.

    A retention rate r counted among n customers has the standard error sqrt(r (1 - r) / n); every other driver is
    taken as known.

    Parameters
    ----------
    drivers
        The estimates.
    customers
        Sample sizes n, each at least 2.
    seed, level, timing
        As in `value_interval`.

    Returns
    -------
    DataFrame
        Index ``customers``; ``standard_error`` (of the retention rate), ``low``, ``value``, ``high`` (yuan of time 0).

    Raises
    ------
    CourseError
        When a sample size is not a number from 2, or the list is empty; otherwise as in `value_interval`.

    Examples
    --------
    >>> customer = Drivers(margin=100, years=10, discount_rate=0.1, retention_rate=0.8)
    >>> interval_by_sample(customer, [100, 400])["standard_error"].round(3).to_dict()
    {100: 0.04, 400: 0.02}
    """
    keep = of_type("drivers", drivers, Drivers).retention_rate
    rows = []
    for count in numbers("customers", customers, low=2):
        error = float(np.sqrt(keep * (1 - keep) / count))
        found = value_interval(drivers, {"retention_rate": error}, seed=seed, level=level, timing=timing)
        rows.append({"standard_error": error, "low": found.low, "value": found.value, "high": found.high})
    return pd.DataFrame(rows, index=pd.Index(list(customers), name="customers"))


# --- helpers ----------------------------------------------------------------------------------------------------------


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

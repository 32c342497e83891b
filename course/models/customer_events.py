"""The customer event forecast (客户事件预测法): which events happen in a customer's life, when, and for what money.

Each event has a **hazard** (风险率) for each year: the probability that it happens in that year to someone who is
still a customer (and, when it can happen once only, to whom it has not happened yet).  An event brings revenue and
causes cost.  One kind of event ends the relationship.

Within a year events happen independently of each other; a customer who leaves in a year still has that year's events.
Year *y* is counted from 1, and its money falls at the start, middle or end of it by ``timing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import inputs
from course.models.discounting import LONGEST_HORIZON, Timing, discount_factors

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Event:
    """Something that may happen in a customer's life.

    Parameters
    ----------
    name
        What happens.
    hazards
        Probability in years 1, 2, 3 ...; after the list, its last number.
    revenue, cost
        Yuan each time it happens, the cost as a positive number.
    once
        Whether it can happen once only.
    ends
        Whether the customer is lost with it.

    Examples
    --------
    >>> Event("first home", (0.0, 0.1), revenue=6_000, cost=1_500).profit
    4500
    """

    name: str
    hazards: tuple[float, ...]
    revenue: float = 0.0
    cost: float = 0.0
    once: bool = False
    ends: bool = False

    @property
    def profit(self) -> float:
        """Yuan each time it happens."""
        return self.revenue - self.cost


def forecast(events: Sequence[Event], years: int) -> pd.DataFrame:
    """Return how often each event is expected in each year, for one new customer.

    Parameters
    ----------
    events
        At least one, with different names.
    years
        How far to look.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1; one column an event, and ``customer``: the probability of being one as the year begins.

    Raises
    ------
    CourseError
        When a name occurs twice, a hazard is no share or a cost is negative.

    Examples
    --------
    >>> leaves = Event("leaves", (0.5,), ends=True)
    >>> forecast([Event("order", (0.8,), 100, 60), leaves], 3)  # doctest: +NORMALIZE_WHITESPACE
          order  leaves  customer
    year
    1       0.8   0.500      1.00
    2       0.4   0.250      0.50
    3       0.2   0.125      0.25
    """
    hazards = _hazards(events, years)
    staying = np.prod([1 - hazards[event.name] for event in events if event.ends], axis=0) * np.ones(years)
    there = np.append(1, staying.cumprod()[:-1])
    table = {event.name: there * _still_to_come(event, hazards[event.name]) for event in events}
    return pd.DataFrame({**table, "customer": there}, index=pd.RangeIndex(1, years + 1, name="year"))


def value_by_event(
    events: Sequence[Event], years: int, discount_rate: float, timing: Timing = "middle"
) -> pd.DataFrame:
    """Return what each event contributes to the value of a new customer.

    Parameters
    ----------
    events, years
        As in `forecast`.
    discount_rate
        Per year.
    timing
        When in its year the money of an event falls.

    Returns
    -------
    pandas.DataFrame
        One row an event: ``expected`` (how often), and the present values of ``revenue``, ``cost`` and ``value``, in
        yuan. The column ``value`` adds up to the value of a customer.

    Examples
    --------
    >>> leaves = Event("leaves", (0.5,), cost=20, ends=True)
    >>> value_by_event([Event("order", (0.8,), 100, 60), leaves], 3, 0.1, "end").round(2)
            expected  revenue   cost  value
    order       1.40   120.81  72.49  48.32
    leaves      0.88     0.00  15.10 -15.10
    """
    often = forecast(events, years)
    factors = discount_factors(years, discount_rate, timing)
    counted = {event.name: float(often[event.name] @ factors) for event in events}
    rows = {
        event.name: {
            "expected": often[event.name].sum(),
            "revenue": event.revenue * counted[event.name],
            "cost": event.cost * counted[event.name],
            "value": event.profit * counted[event.name],
        }
        for event in events
    }
    return pd.DataFrame(rows).T


def simulate(
    events: Sequence[Event],
    years: int,
    discount_rate: float,
    *,
    customers: int = 10_000,
    seed: int = 0,
    timing: Timing = "middle",
) -> pd.Series[float]:
    """Let chance decide the lives of many customers, and return the value of each.

    Parameters
    ----------
    events, years, discount_rate, timing
        As in `value_by_event`.
    customers
        How many lives.
    seed
        The same seed gives the same lives.

    Returns
    -------
    pandas.Series
        Index ``customer`` from 1; yuan, discounted.

    Examples
    --------
    >>> leaves = Event("leaves", (0.5,), cost=20, ends=True)
    >>> lives = simulate([Event("order", (0.8,), 100, 60), leaves], 3, 0.1, timing="end")
    >>> bool(abs(lives.mean() - (48.32 - 15.10)) < 1)
    True
    """
    hazards, count = _hazards(events, years), inputs.whole("customers", customers, high=1_000_000)
    factors = discount_factors(years, discount_rate, timing)
    chance = np.random.default_rng(inputs.whole("seed", seed, low=0))
    there, worth = np.ones(count, dtype=bool), np.zeros(count)
    open_for = {event.name: np.ones(count, dtype=bool) for event in events}
    for year, factor in enumerate(factors):
        leaving = np.zeros(count, dtype=bool)
        for event in events:
            happens = there & open_for[event.name] & (chance.random(count) < hazards[event.name][year])
            worth += happens * event.profit * factor
            if event.once:
                open_for[event.name] &= ~happens
            if event.ends:
                leaving |= happens
        there &= ~leaving
    return pd.Series(worth, index=pd.RangeIndex(1, count + 1, name="customer"), name="value")


def interval(values: pd.Series[float], sizes: Sequence[int] = (1, 100), *, level: float = 0.9) -> pd.DataFrame:
    """Return between which limits the value of one customer lies, and the mean value of a group of customers.

    Parameters
    ----------
    values
        From `simulate`.
    sizes
        Sizes of the group; 1 is a single customer.
    level
        Share of customers, or of groups, inside the limits.

    Returns
    -------
    pandas.DataFrame
        Index ``customers``; ``mean``, ``low``, ``high`` (yuan a customer) and ``share_negative``.  Groups are drawn
        from the simulated lives; the hazards themselves count as known.

    Examples
    --------
    >>> lives = pd.Series([0.0, 0.0, 0.0, 100.0] * 250)
    >>> interval(lives, (1,)).round(2)  # doctest: +NORMALIZE_WHITESPACE
               mean  low   high  share_negative
    customers
    1          25.0  0.0  100.0             0.0
    """
    share = inputs.rate("level", level, low=0.5, high=0.999)
    lives, chance = inputs.numbers("values", values), np.random.default_rng(0)
    rows = []
    for size in sizes:
        many = inputs.whole("sizes", size, high=LONGEST_HORIZON)
        means = lives if many == 1 else chance.choice(lives, size=(2_000, many)).mean(axis=1)
        low, high = np.quantile(means, [(1 - share) / 2, (1 + share) / 2])
        rows.append({"mean": lives.mean(), "low": low, "high": high, "share_negative": (means < 0).mean()})
    return pd.DataFrame(rows, index=pd.Index(list(sizes), name="customers"))


def _hazards(events: Sequence[Event], years: int) -> dict[str, Floats]:
    """Return each event's hazard in every year, after checking the events."""
    span = inputs.whole("years", years, high=LONGEST_HORIZON)
    names = [inputs.of_type("events", event, Event).name for event in events]
    if not names or len(set(names)) != len(names):
        raise CourseError(_("events must have different names"), fix=_("Give each event its own name"))
    found = {}
    for event in events:
        inputs.number("revenue", event.revenue)
        inputs.number("cost", event.cost, low=0, fix=_("Write the cost as a positive number"))
        given = inputs.rates(event.name, event.hazards)[:span]
        found[event.name] = np.append(given, np.full(span - len(given), given[-1]))
    return found


def _still_to_come(event: Event, hazards: Floats) -> Floats:
    """Return the hazard of each year times the probability that the event can still happen."""
    return hazards * np.append(1, (1 - hazards).cumprod()[:-1]) if event.once else hazards

"""What customers cost to serve: profit of each customer and of the company, and what serving fewer of them would bring.

The names are those of activity-based costing: the minutes that a customer takes are charged at what a minute
of staff costs.
Money is in yuan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.models import indicators
from course.models.inputs import columns, number, numbers, rate


@dataclass(frozen=True)
class Rates:
    """What serving costs.

    Parameters
    ----------
    wage
        Yuan a year for one member of staff.
    minutes
        Minutes of service that one member of staff gives in a year.
    overhead
        Yuan a year for rent and the like; no customer causes it.
    interest
        Yuan a year for each yuan that customers are behind with.
    """

    wage: float
    minutes: float
    overhead: float
    interest: float


def customer_profit(
    orders: pd.DataFrame, receipts: pd.DataFrame, contacts: pd.DataFrame, start: object, end: object, rates: Rates
) -> pd.DataFrame:
    """Return the profit of each customer in a window, after the cost to serve.

    Parameters
    ----------
    orders, receipts, contacts
        The logs, as in `course.models.indicators`; contacts with ``minutes``.
    start, end
        The first and the last day.
    rates
        What serving costs.

    Returns
    -------
    DataFrame
        One row for each customer who ordered: ``amount`` (revenue net of returns), ``gross`` (less the goods),
        ``service`` (minutes at the cost of a minute), ``waiting`` (interest on the mean arrears), ``profit``.

    Examples
    --------
    >>> day = pd.to_datetime(["2025-01-10"])
    >>> order = pd.DataFrame({"customer": ["A"], "date": day, "units": 1, "amount": 900.0,
    ...                       "cost": 600.0, "returned": 0.0})
    >>> bill = pd.DataFrame({"customer": ["A"], "billed": day, "due": day, "paid": pd.NaT, "amount": 900.0})
    >>> call = pd.DataFrame({"customer": ["A"], "date": day, "kind": ["process"], "minutes": [60]})
    >>> found = customer_profit(order, bill, call, "2025-01-01", "2025-12-31", Rates(100_000, 50_000, 0, 0.1))
    >>> found.round(1)  # doctest: +NORMALIZE_WHITESPACE
              amount  gross  service  waiting  profit
    customer
    A          900.0  300.0    120.0     90.0    90.0
    """
    deals = indicators.transactions(orders, start, end)
    owing = indicators.finance(receipts, start, end)["arrears"].reindex(deals.index, fill_value=0.0)
    log = columns("contacts", contacts, ("customer", "date", "minutes"))
    minutes = log[_inside(log["date"], start, end)].groupby("customer")["minutes"].sum()
    found = pd.DataFrame({"amount": deals["amount"], "gross": deals["profit"]})
    found["service"] = minutes.reindex(found.index, fill_value=0) * rates.wage / rates.minutes
    found["waiting"] = owing * rates.interest * _years(start, end)
    found["profit"] = found["gross"] - found["service"] - found["waiting"]
    return found


def statement(
    orders: pd.DataFrame, receipts: pd.DataFrame, contacts: pd.DataFrame, start: object, end: object, rates: Rates
) -> pd.Series[float]:
    """Return the profit statement of the company for a window.

    Returns
    -------
    Series
        ``customers`` who ordered; ``staff``, as many whole people as their minutes need; ``revenue``; ``gross``;
        ``staff_cost``, whole people, so also their idle time; ``waiting``; ``overhead``; ``profit``.

    Examples
    --------
    >>> day = pd.to_datetime(["2025-01-10"])
    >>> order = pd.DataFrame({"customer": ["A"], "date": day, "units": 1, "amount": 900.0,
    ...                       "cost": 600.0, "returned": 0.0})
    >>> bill = pd.DataFrame({"customer": ["A"], "billed": day, "due": day, "paid": day, "amount": 900.0})
    >>> call = pd.DataFrame({"customer": ["A"], "date": day, "kind": ["process"], "minutes": [60]})
    >>> one = statement(order, bill, call, "2025-01-01", "2025-12-31", Rates(200, 50_000, 40, 0.1))
    >>> float(one["staff"]), float(one["profit"])
    (1.0, 60.0)
    """
    each = customer_profit(orders, receipts, contacts, start, end, rates)
    log = contacts[_inside(contacts["date"], start, end)]
    years = _years(start, end)
    staff = float(np.ceil(log["minutes"].sum() / (rates.minutes * years)))
    costs = {
        "staff_cost": staff * rates.wage * years,
        "waiting": each["waiting"].sum(),
        "overhead": rates.overhead * years,
    }
    lines = {
        "customers": float(len(each)),
        "staff": staff,
        "revenue": each["amount"].sum(),
        "gross": each["gross"].sum(),
    }
    return pd.Series({**lines, **costs, "profit": lines["gross"] - sum(costs.values())})


def keep(each: pd.DataFrame, kept: float, avoidable: float = 1.0) -> float:
    """Return the profit when only the best customers are kept, and part of the others' service cost stays.

    Parameters
    ----------
    each
        One row a customer: ``gross``, ``service``, ``waiting``, ``profit``, as `customer_profit` returns it.
    kept
        Share of the customers kept, the most profitable first; the count is rounded to whole customers.
    avoidable
        Share of the dropped customers' service cost that really goes away.  The rest is paid all the same:
        staff who are
        not dismissed, a shop that stays open.

    Returns
    -------
    float
        Yuan: the profit of the customers kept, less the service cost of the others that stays.

    Notes
    -----
    With ``avoidable=1`` this is the whale curve in yuan.  Dropping a customer helps when ``avoidable × service +
    waiting`` is more than ``gross``.

    Examples
    --------
    >>> each = pd.DataFrame({"gross": [100, 50, 20], "service": [20, 20, 30], "waiting": [0, 0, 5]})
    >>> each["profit"] = each["gross"] - each["service"] - each["waiting"]
    >>> keep(each, 1), keep(each, 2 / 3), keep(each, 2 / 3, avoidable=0.4)
    (95.0, 110.0, 92.0)
    """
    table = columns("each", each, ("gross", "service", "waiting", "profit"))
    ordered = table.sort_values("profit", ascending=False, kind="stable")
    count = int(np.floor(rate("kept", kept) * len(table) + 0.5))
    stays = (1 - rate("avoidable", avoidable)) * ordered["service"].iloc[count:].sum()
    return float(ordered["profit"].iloc[:count].sum() - stays)


def break_even_avoidable(gross: float, service: float, waiting: float = 0.0) -> float:
    """Return the share of the service cost that must go away for dropping these customers to pay.

    Above 1 it never pays: their gross profit covers even all of the service.

    Examples
    --------
    >>> round(break_even_avoidable(gross=20, service=30, waiting=5), 2)
    0.5
    """
    brought, cost, interest = numbers("gross, service, waiting", [gross, service, waiting])
    return float((brought - interest) / number("service", cost, low=1e-9))


def rates_of(costs: Mapping[str, float]) -> Rates:
    """Return the rates from a mapping of their names.

    Examples
    --------
    >>> rates_of({"wage": 100_000, "minutes": 60_000, "overhead": 0, "interest": 0.1}).interest
    0.1
    """
    return Rates(**{name: number(name, value, low=0) for name, value in costs.items()})


def _inside(dates: pd.Series[pd.Timestamp], start: object, end: object) -> pd.Series[bool]:
    first, last = indicators.window(start, end)
    return dates.between(first, last)


def _years(start: object, end: object) -> float:
    first, last = indicators.window(start, end)
    return ((last - first).days + 1) / 365

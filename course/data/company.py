"""A simulated company: Mr Xu's firm, which sells electronics to other companies and to a few persons.

Everything here is **simulated**, with a seed, and its truth is known.  The source (S1) tells the case in words
alone: more
customers, more staff, less profit; bills paid late; good old customers gone; after half a year of serving the best 20%
specially, profit again.  Money is in yuan, time in days; the years 2024 and 2025 are the case before the change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

START: Final = pd.Timestamp("2024-01-01")
#: The last day of each part of the story: the good year, the year of growth, the half-year after the change.
ENDS: Final = {
    "2024": pd.Timestamp("2024-12-31"),
    "2025": pd.Timestamp("2025-12-31"),
    "2026, first half": pd.Timestamp("2026-06-30"),
}
#: What a member of staff costs a year and how many minutes of service that pays for; rent and the like a year; what it
#: costs a year to lend customers money by waiting for it.
COSTS: Final = {"wage": 100_000.0, "minutes": 60_000.0, "overhead": 900_000.0, "interest": 0.12}
CONTACTS: Final = ("task", "process", "praise", "complaint", "suggestion")
#: Days in which a bill is due.
TERMS: Final = 30


@dataclass(frozen=True)
class Kind:
    """One kind of customer: what its members are like on average.

    Parameters
    ----------
    customers
        How many there are.
    orders, amount, margin
        Orders a year; yuan an order; share of the amount that is left after the goods.
    minutes, tasks, complaints
        Minutes of service an order; tasks and complaints a year.
    late
        Mean days between the day a bill is due and the day it is paid.
    leaving
        Share that leaves in a half-year of slow service.
    """

    customers: int
    orders: float
    amount: float
    margin: float
    minutes: float
    tasks: float
    complaints: float
    late: float
    leaving: float


#: The truth of the simulation.  A haggler is large, cheap and slow to pay; a newcomer came in the year of growth.
KINDS: Final = {
    "key": Kind(20, 18, 22_000, 0.22, 130, 10, 1, 8, 0.17),
    "regular": Kind(80, 9, 8_000, 0.20, 120, 6, 0.5, 12, 0.04),
    "haggler": Kind(8, 16, 24_000, 0.06, 420, 30, 6, 60, 0.02),
    "newcomer": Kind(92, 6, 3_000, 0.18, 260, 7, 2, 75, 0.05),
}


@dataclass(frozen=True, eq=False)
class Company:
    """The logs of the simulated company; made by `company` and `half_year`.

    Attributes
    ----------
    customers
        One row a customer (index ``customer``): traits of a company (``size`` in employees, ``capital``, ``region``,
        ``industry``, ``sales`` a year, ``listed``) or of a person (``age``, ``education``, ``married``, ``income`` a
        month, ``colour``, ``car``, ``children``); empty where a trait does not apply.
    orders
        ``order``, ``customer``, ``date``, ``units``, ``amount``, ``cost`` (of the goods), ``returned`` (yuan of the
        amount that came back).
    receipts
        ``order``, ``customer``, ``billed`` (date), ``due``, ``paid`` (NaT: not yet), ``amount`` (yuan, less returns).
    contacts
        ``customer``, ``date``, ``kind`` (task, process, praise, complaint, suggestion) and ``minutes``.
    truth
        What nobody in the company knows: ``kind``, the means behind each customer's log, and the days since
        the start of
        2024 on which the customer came (``from``) and leaves (``left``).
    end
        The day on which the logs were read.
    """

    customers: pd.DataFrame
    orders: pd.DataFrame
    receipts: pd.DataFrame
    contacts: pd.DataFrame
    truth: pd.DataFrame
    end: pd.Timestamp


def company(seed: int = 7) -> Company:
    """Return the simulated company at the end of 2025: a good year, and a year of growth with slow service.

    Examples
    --------
    >>> xu = company()
    >>> len(xu.customers), len(company().orders) == len(xu.orders)
    (200, True)
    >>> list(xu.receipts.columns)
    ['order', 'customer', 'billed', 'due', 'paid', 'amount']
    """
    chance = np.random.default_rng(seed)
    truth = _truth(chance)
    traits = _traits(truth, chance)
    return _logs(traits, truth, START, ENDS["2025"], chance)


def half_year(before: Company, served: Collection[int] = (), *, changed: bool = True, seed: int = 1) -> Company:
    """Return the first half of 2026: what follows when some customers are served specially, or when nothing changes.

    The truth of the simulation: a customer served specially leaves three times less often, orders a tenth more and
    takes a fifth more minutes; one who had left comes back in half of the cases.  Everybody else gets the standard
    process, which takes 40% fewer minutes.  With ``changed=False`` all goes on as in 2025.

    Parameters
    ----------
    before
        What `company` returned.
    served
        The customers served specially.
    changed
        Whether the way of working changes at all.
    seed
        Chance of the half-year; the same seed gives the same luck to each plan, as far as the plans are alike.

    Examples
    --------
    >>> xu = company()
    >>> half_year(xu, changed=False).orders["date"].min() >= pd.Timestamp("2026-01-01")
    True
    """
    chance = np.random.default_rng(seed)
    truth = before.truth.copy()
    start, end = ENDS["2025"] + pd.Timedelta(days=1), ENDS["2026, first half"]
    first, last = _day(start), _day(end)
    middle = (first + last) / 2
    special = truth.index.isin(list(served)) & changed
    luck, back = chance.random(len(truth)), chance.random(len(truth))
    leaves = luck < truth["leaving"].to_numpy() * np.where(special, 1 / 3, 1.0)
    gone = truth["left"].to_numpy() < first
    truth["from"] = np.where(gone, np.where(special & (back < 0.5), middle, last), first)
    truth["left"] = np.where(leaves & ~gone, middle, last)
    truth["orders"] *= np.where(special, 1.1, 1.0)
    truth["minutes"] *= np.where(special, 1.2, 0.6 if changed else 1.0)
    return _logs(before.customers, truth, start, end, chance)


def _truth(chance: np.random.Generator) -> pd.DataFrame:
    """Draw what each customer is like: the means of its kind, with differences between customers."""
    names = np.repeat(list(KINDS), [kind.customers for kind in KINDS.values()])
    old = names != "newcomer"
    names[old] = chance.permutation(names[old])
    kinds = [KINDS[name] for name in names]
    columns = ("orders", "amount", "margin", "minutes", "tasks", "complaints", "late", "leaving")
    truth = pd.DataFrame({column: [getattr(kind, column) for kind in kinds] for column in columns})
    truth.index = pd.RangeIndex(1, len(names) + 1, name="customer")
    for column, spread in {"orders": 0.35, "amount": 0.45, "minutes": 0.3, "late": 0.4}.items():
        truth[column] *= chance.lognormal(-(spread**2) / 2, spread, len(names))
    truth.insert(0, "kind", names)
    truth["from"] = np.where(old, 0.0, 366.0 + chance.integers(0, 300, len(names)))
    leaves = (chance.random(len(names)) < 1 - (1 - truth["leaving"].to_numpy()) ** 2) & old
    truth["left"] = np.where(leaves, 366.0 + chance.integers(60, 330, len(names)), np.inf)
    return truth


def _traits(truth: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Draw the traits: a company's size follows what it orders; everything else says nothing about its value."""
    count = len(truth)
    person = (truth["kind"] == "newcomer").to_numpy() & (chance.random(count) < 0.35)
    size = np.maximum(np.round(truth["amount"] / 60 * chance.lognormal(0, 0.5, count)), 3.0)
    firm = {
        "size": size,
        "capital": np.round(size * chance.uniform(5_000, 20_000, count), -4),
        "region": chance.choice(["north", "east", "south", "west"], count),
        "industry": chance.choice(["machines", "vehicles", "medical", "household"], count),
        "sales": np.round(size * chance.uniform(200_000, 500_000, count), -5),
        "listed": chance.random(count) < 0.15,
    }
    private = {
        "age": chance.integers(22, 65, count),
        "education": chance.choice(["school", "college", "university"], count),
        "married": chance.random(count) < 0.6,
        "income": np.round(chance.lognormal(9, 0.4, count), -2),
        "colour": chance.choice(["red", "blue", "green", "black"], count),
        "car": chance.random(count) < 0.5,
        "children": chance.random(count) < 0.5,
    }
    table = pd.DataFrame({**firm, **private}, index=truth.index).astype(object)
    table.loc[person, list(firm)] = None
    table.loc[~person, list(private)] = None
    table.insert(0, "person", person)
    return table


def _logs(
    traits: pd.DataFrame, truth: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, chance: np.random.Generator
) -> Company:
    orders = _orders(truth, start, end, chance)
    late = truth["late"].to_numpy()[orders["customer"] - 1]
    due = orders["date"] + pd.Timedelta(days=TERMS)
    waited = np.round(chance.exponential(late) - 6).clip(min=-TERMS + 1)
    paid = due + pd.to_timedelta(waited, unit="D")
    receipts = pd.DataFrame(
        {"order": orders["order"], "customer": orders["customer"], "billed": orders["date"], "due": due,
         "paid": paid.where(paid <= end), "amount": orders["amount"] - orders["returned"]}
    )  # fmt: skip
    return Company(traits, orders, receipts, _contacts(truth, orders, start, end, chance), truth, end)


def _day(date: pd.Timestamp) -> float:
    return float((date - START).days)


def _days(truth: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> tuple[Floats, Floats]:
    """Return the first day of each customer in the period, counted from its start, and the days present."""
    first = np.maximum(truth["from"].to_numpy(dtype=float) - _day(start), 0.0)
    last = np.minimum(truth["left"].to_numpy(dtype=float), _day(end)) - _day(start)
    return first, np.maximum(last - first, 0.0)


def _events(
    rate: np.ndarray, truth: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, chance: np.random.Generator
) -> tuple[np.ndarray, pd.DatetimeIndex]:
    """Draw events at a yearly rate while the customer is there: whose they are, and when."""
    first, present = _days(truth, start, end)
    count = chance.poisson(rate * present / 365)
    whose = np.repeat(np.arange(len(truth)), count)
    day = np.floor(first[whose]) + np.floor(chance.random(len(whose)) * present[whose])
    return whose + 1, start + pd.to_timedelta(day, unit="D")


def _orders(truth: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, chance: np.random.Generator) -> pd.DataFrame:
    whose, date = _events(truth["orders"].to_numpy(), truth, start, end, chance)
    mine = truth.loc[whose]
    amount = np.round(mine["amount"].to_numpy() * chance.lognormal(-0.08, 0.4, len(whose)), -1) + 10
    came_back = (chance.random(len(whose)) < 0.06) * chance.uniform(0.1, 1.0, len(whose))
    table = pd.DataFrame(
        {"customer": whose, "date": date, "units": np.ceil(amount / 250).astype(int), "amount": amount,
         "cost": np.round(amount * (1 - mine["margin"].to_numpy())), "returned": np.round(amount * came_back, -1)}
    )  # fmt: skip
    table = table.sort_values(["date", "customer"], kind="stable", ignore_index=True)
    table.insert(0, "order", np.arange(1, len(table) + 1))
    return table


def _contacts(
    truth: pd.DataFrame, orders: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, chance: np.random.Generator
) -> pd.DataFrame:
    """Draw the contacts: one process an order; tasks, praise, complaints and suggestions as they come."""
    rates = {"task": truth["tasks"], "praise": 0.6, "complaint": truth["complaints"], "suggestion": 0.4}
    share = {"task": 0.5, "praise": 0.1, "complaint": 1.5, "suggestion": 0.2}
    parts = [orders[["customer", "date"]].assign(kind="process", share=1.0)]
    for kind, rate in rates.items():
        whose, date = _events(np.broadcast_to(np.asarray(rate), len(truth)), truth, start, end, chance)
        parts.append(pd.DataFrame({"customer": whose, "date": date, "kind": kind, "share": share[kind]}))
    table = pd.concat(parts, ignore_index=True)
    mean = truth["minutes"].to_numpy()[table["customer"] - 1] * table.pop("share")
    table["minutes"] = np.round(chance.gamma(4, mean / 4)).clip(min=1)
    return table.sort_values(["date", "customer"], kind="stable", ignore_index=True)

"""Value indicators (客户价值指标): what the logs of orders, receipts and contacts say of each customer.

The list is that of S1: indicators of transactions (交易类), of finance (财务类), of contact (联络类) and of
traits (特征类).
The source names them and defines none, so each definition here is ours, stated in the function that computes
it.  Money is
in yuan, time in days.  A window has a first and a last day, and both belong to it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import columns

CONTACT_KINDS: Final = ("task", "process", "praise", "complaint", "suggestion")
#: The kinds of contact for which the source wants a share beside the count.
SHARED_KINDS: Final = ("praise", "complaint", "suggestion")
#: A new customer's sales are spread over at least so many days.
LEAST_WATCHED: Final = 180
_ORDERS: Final = ("customer", "date", "units", "amount", "cost", "returned")
_RECEIPTS: Final = ("customer", "billed", "due", "paid", "amount")


def transactions(orders: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    """Return the transaction indicators (交易类指标) of each customer who ordered in the window.

    Parameters
    ----------
    orders
        The order log: ``customer``, ``date``, ``units``, ``amount``, ``cost`` of the goods, ``returned`` yuan.
    start, end
        The first and the last day of the window.

    Returns
    -------
    DataFrame
        One row a customer.  ``orders`` and ``units``, counts; ``amount``, net of returns; ``profit``, the amount less
        the goods (goods that came back cost nothing); ``margin``, profit / amount; ``mean_order`` and
        ``largest_order``, before returns; ``returned`` and ``returns``, yuan and count; ``relation``, days from the
        first order in the whole log to ``end``; ``cycle``, mean days between two orders in the window (NaN for one
        order); ``expected_sales``, yuan in the next year if it is like this window: the amount per day watched,
        where a new customer is watched from the first order on, but never for less than `LEAST_WATCHED` days, because
        two orders in one week are no yearly rate.

    Notes
    -----
    Source: S1 (the names).  Mean order and amount are different quantities: a total mixes how often with how much.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": ["A", "A", "A", "B"], "units": [4, 5, 6, 2],
    ...     "date": pd.to_datetime(["2025-01-10", "2025-02-09", "2025-03-31", "2025-03-01"]),
    ...     "amount": [400, 500, 600, 150], "cost": [300, 400, 450, 120], "returned": [0, 100, 0, 0]})
    >>> found = transactions(log, "2025-01-01", "2025-04-10")
    >>> shown = ["orders", "amount", "profit", "mean_order", "returns", "relation", "cycle"]
    >>> found[shown]  # doctest: +NORMALIZE_WHITESPACE
              orders  amount  profit  mean_order  returns  relation  cycle
    customer
    A              3    1400   330.0       500.0        1        90   40.0
    B              1     150    30.0       150.0        0        40    NaN
    """
    log = columns("orders", orders, _ORDERS)
    first, last = window(start, end)
    mine = log[log["date"].between(first, last)].sort_values("date", kind="stable")
    kept = 1 - mine["returned"] / mine["amount"].where(mine["amount"] > 0)
    mine = mine.assign(
        net=mine["amount"] - mine["returned"],
        profit=mine["amount"] - mine["returned"] - mine["cost"] * kept.fillna(1.0),
        came_back=mine["returned"] > 0,
    )
    found = _by_customer(mine)
    began = log.groupby("customer")["date"].min().reindex(found.index)
    found["relation"] = (last - began).dt.days
    found["cycle"] = _cycle(mine)
    watched = (last - began.where(began > first, first)).dt.days + 1
    found["expected_sales"] = found["amount"] * 365 / watched.clip(lower=LEAST_WATCHED)
    return found


def _by_customer(orders: pd.DataFrame) -> pd.DataFrame:
    found = orders.groupby("customer").agg(
        orders=("amount", "size"),
        units=("units", "sum"),
        amount=("net", "sum"),
        profit=("profit", "sum"),
        mean_order=("amount", "mean"),
        largest_order=("amount", "max"),
        returned=("returned", "sum"),
        returns=("came_back", "sum"),
    )
    found.insert(4, "margin", found["profit"] / found["amount"].where(found["amount"] > 0))
    return found


def _cycle(orders: pd.DataFrame) -> pd.Series[float]:
    """Return the days from first to last order, over the intervals between them."""
    dates = orders.groupby("customer")["date"]
    intervals = (dates.size() - 1).where(lambda count: count > 0)
    return (dates.max() - dates.min()).dt.days / intervals


def finance(receipts: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    """Return the finance indicators (财务类指标) of each customer with a bill in the window.

    Parameters
    ----------
    receipts
        One row a bill: ``customer``, ``billed``, ``due``, ``paid`` (NaT when not yet paid), ``amount``.
    start, end
        The first and the last day of the window.

    Returns
    -------
    DataFrame
        One row a customer.  ``largest_receipt`` and ``mean_receipt``, of the bills paid in the window;
        ``collection``, mean days from bill to payment of the same bills (平均收款周期), each bill counting once;
        ``arrears``, mean yuan overdue at the month-ends of the window (平均欠款额); ``arrears_rate``, the same divided
        by the mean yuan owed at those month-ends (平均欠款率; 0 when nothing is owed).

    Notes
    -----
    Source: S1 (the names).  ``collection`` sees paid bills alone: who never pays looks fast.  ``arrears`` sees
    them all.

    Examples
    --------
    >>> bills = pd.DataFrame({"customer": ["A", "A", "B"], "amount": [400, 600, 150],
    ...     "billed": pd.to_datetime(["2025-01-10", "2025-02-10", "2025-01-05"]),
    ...     "due": pd.to_datetime(["2025-02-09", "2025-03-12", "2025-02-04"]),
    ...     "paid": pd.to_datetime(["2025-02-09", "2025-04-11", None])})
    >>> finance(bills, "2025-01-01", "2025-04-30").round(2)  # doctest: +NORMALIZE_WHITESPACE
              largest_receipt  mean_receipt  collection  arrears  arrears_rate
    customer
    A                   600.0         500.0        45.0    150.0          0.38
    B                     NaN           NaN         NaN    112.5          0.75
    """
    log = columns("receipts", receipts, _RECEIPTS)
    first, last = window(start, end)
    billed = log[log["billed"] <= last]
    whose = billed.loc[billed["paid"].isna() | (billed["paid"] >= first), "customer"].unique()
    paid = billed[billed["paid"].between(first, last)]
    paid = paid.assign(days=(paid["paid"] - paid["billed"]).dt.days)
    found = paid.groupby("customer").agg(
        largest_receipt=("amount", "max"), mean_receipt=("amount", "mean"), collection=("days", "mean")
    )
    found = found.reindex(np.sort(whose)).rename_axis("customer")
    overdue, owed = _owing(billed, pd.date_range(first, last, freq="ME"))
    found["arrears"] = overdue.reindex(found.index, fill_value=0.0)
    owing = owed.reindex(found.index, fill_value=0.0)
    found["arrears_rate"] = (found["arrears"] / owing.where(owing > 0)).fillna(0.0)
    return found


def _owing(bills: pd.DataFrame, days: pd.DatetimeIndex) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the mean yuan overdue and the mean yuan owed of each customer, over the days given."""
    at, whose = days.to_numpy()[None, :], bills["customer"]
    if not len(days):
        raise CourseError(_("the window holds no month-end"), fix=_("Take a window of at least a month"))
    open_then = (bills["billed"].to_numpy()[:, None] <= at) & ~(bills["paid"].to_numpy()[:, None] <= at)
    late = open_then & (bills["due"].to_numpy()[:, None] < at)
    amount = bills["amount"].to_numpy(dtype=float)
    overdue, owed = (
        pd.Series(amount * share.mean(axis=1), whose).groupby(level=0).sum() for share in (late, open_then)
    )
    return overdue, owed


def contacts(log: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    """Return the contact indicators (联络类指标) of each customer with a contact in the window.

    Parameters
    ----------
    log
        The contact log: ``customer``, ``date``, ``kind`` (one of `CONTACT_KINDS`).
    start, end
        The first and the last day of the window.

    Returns
    -------
    DataFrame
        One row a customer: the count of each kind (``tasks``, ``processes``, ``praise``, ``complaints``,
        ``suggestions``), and ``praise_share``, ``complaint_share``, ``suggestion_share`` among *all* contacts of that
        customer.

    Raises
    ------
    CourseError
        When the log holds another kind.

    Notes
    -----
    Source: S1 (the names).  It does not say of what the share is; a share of the customer's contacts is our choice.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": list("AAAAB"), "date": pd.Timestamp("2025-02-01"),
    ...     "kind": ["process", "task", "complaint", "process", "praise"]})
    >>> shares = contacts(log, "2025-01-01", "2025-12-31").drop(columns=["praise", "suggestions"])
    >>> shares.T  # doctest: +NORMALIZE_WHITESPACE
    customer             A    B
    tasks             1.00  0.0
    processes         2.00  0.0
    complaints        1.00  0.0
    praise_share      0.00  1.0
    complaint_share   0.25  0.0
    suggestion_share  0.00  0.0
    """
    table = columns("contacts", log, ("customer", "date", "kind"))
    other = set(table["kind"]) - set(CONTACT_KINDS)
    if other:
        what = _("contacts has the kind {kind!r}").format(kind=min(map(str, other)))
        raise CourseError(what, fix=_("Write one of {kinds}").format(kinds=", ".join(CONTACT_KINDS)))
    mine = table[table["date"].between(*window(start, end))]
    count = pd.crosstab(mine["customer"], mine["kind"]).reindex(columns=list(CONTACT_KINDS), fill_value=0)
    shares = count[list(SHARED_KINDS)].div(count.sum(axis=1), axis=0).add_suffix("_share")
    names = {"task": "tasks", "process": "processes", "complaint": "complaints", "suggestion": "suggestions"}
    return count.rename(columns=names).join(shares).rename_axis(columns=None)


def table(
    orders: pd.DataFrame, receipts: pd.DataFrame, contact_log: pd.DataFrame, start: object, end: object
) -> pd.DataFrame:
    """Return all indicators of the logs, one row for each customer who ordered in the window.

    Parameters
    ----------
    orders, receipts, contact_log
        The logs, as in `transactions`, `finance` and `contacts`.
    start, end
        The first and the last day of the window.

    Returns
    -------
    DataFrame
        The columns of the three functions.  Who has no contact has counts and shares of 0; who has paid no bill has no
        receipt and no collection period (NaN).

    Examples
    --------
    >>> day = pd.to_datetime(["2025-01-10", "2025-02-10"])
    >>> orders = pd.DataFrame({"customer": ["A", "B"], "date": day, "units": 1, "amount": 100.0, "cost": 80.0,
    ...                        "returned": 0.0})
    >>> bills = pd.DataFrame({"customer": ["A", "B"], "billed": day, "due": day, "paid": day, "amount": 100.0})
    >>> calls = pd.DataFrame({"customer": ["A"], "date": day[:1], "kind": ["praise"]})
    >>> table(orders, bills, calls, "2025-01-01", "2025-12-31").shape
    (2, 25)
    """
    found = transactions(orders, start, end).join(finance(receipts, start, end))
    found = found.join(contacts(contact_log, start, end))
    counted = ["arrears", "arrears_rate", "tasks", "processes", "praise", "complaints", "suggestions"]
    counted += [f"{kind}_share" for kind in SHARED_KINDS]
    return found.fillna(dict.fromkeys(counted, 0.0))


def window(start: object, end: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of a window as timestamps.

    Examples
    --------
    >>> window("2025-12-31", "2025-01-01")
    Traceback (most recent call last):
    course.errors.CourseError: the window ends before it starts. Give the earlier day first.
    """
    try:
        first, last = pd.Timestamp(start), pd.Timestamp(end)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise CourseError(_("start or end is not a date"), fix=_("Write it as '2025-12-31'")) from None
    if not first <= last:
        raise CourseError(_("the window ends before it starts"), fix=_("Give the earlier day first"))
    return first, last

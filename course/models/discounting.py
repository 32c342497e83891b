"""Discounting: what a yuan of another year is worth today.

**Timing.** Period ``k`` runs from time ``k`` to time ``k + 1``, with ``k = 0, 1, 2, ...``; "year 1" is period 0.
A cash flow of period ``k`` falls at its start (time ``k``), its middle (``k + 1/2``) or its end (``k + 1``).  Every
function says which by its argument ``timing``, and the value is always that of time 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from course.i18n import _
from course.models.inputs import Floats, choice, number, numbers, rate, whole

Timing = Literal["start", "middle", "end"]

#: How far into its period a cash flow falls, in periods.
OFFSETS: dict[Timing, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}

#: More periods than this add nothing that a reader can see; leave the horizon out instead.
LONGEST_HORIZON = 1000


def times(periods: int, timing: Timing = "start") -> Floats:
    """Return the time at which the cash flow of each of the first ``periods`` periods falls, in periods.

    Raises
    ------
    CourseError
        When ``timing`` is not ``"start"``, ``"middle"`` or ``"end"``, or ``periods`` is not a whole number from 1.

    Examples
    --------
    >>> times(3, "middle")
    array([0.5, 1.5, 2.5])
    """
    choice("timing", timing, get_args(Timing))
    return np.arange(whole("periods", periods, high=LONGEST_HORIZON), dtype=np.float64) + OFFSETS[timing]


def discount_factors(periods: int, discount_rate: float, timing: Timing = "start") -> Floats:
    """Return what one yuan of each period is worth at time 0: (1 + i)^-time, a number to *multiply* by.

    Tables in the style of Hughes (*Strategic Database Marketing*) print the reciprocal, a number to divide by.

    Raises
    ------
    CourseError
        When the rate is outside 0 to 1, or ``periods`` or ``timing`` is not legal.

    Examples
    --------
    >>> discount_factors(3, 0.1, "start").round(4)
    array([1.    , 0.9091, 0.8264])
    """
    growth_of_money = 1 + rate("discount_rate", discount_rate)
    return np.asarray(growth_of_money ** -times(periods, timing), dtype=np.float64)


def schedule(cash_flows: Sequence[float], discount_rate: float, timing: Timing = "end") -> pd.DataFrame:
    """Lay out a series of yearly cash flows with the time of each (现金流量表).

    Parameters
    ----------
    cash_flows
        One amount a year, in yuan, from year 1; costs are negative.
    discount_rate
        A year, as a share: 10% is 0.1.
    timing
        Whether each amount falls at the start, middle or end of its year.

    Returns
    -------
    DataFrame
        One row a year: ``year`` (from 1), ``time`` (years from now), ``cash_flow``, ``discount_factor`` (multiply by
        it) and ``present_value`` (yuan of time 0).

    Raises
    ------
    CourseError
        When a cash flow is missing or no number, the list is empty, or the rate or the timing is not legal.

    Examples
    --------
    >>> schedule([100, 100, 100], 0.1).round(4)
       year  time  cash_flow  discount_factor  present_value
    0     1   1.0      100.0           0.9091        90.9091
    1     2   2.0      100.0           0.8264        82.6446
    2     3   3.0      100.0           0.7513        75.1315
    """
    amounts = numbers("cash_flows", cash_flows, place=_year)
    factors = discount_factors(len(amounts), discount_rate, timing)
    return pd.DataFrame(
        {
            "year": np.arange(1, len(amounts) + 1),
            "time": times(len(amounts), timing),
            "cash_flow": amounts,
            "discount_factor": factors,
            "present_value": amounts * factors,
        }
    )


def present_value(cash_flows: Sequence[float], discount_rate: float, timing: Timing = "end") -> float:
    """Add up the discounted yearly cash flows (现值), in yuan of time 0; arguments and errors as in `schedule`.

    Examples
    --------
    >>> round(present_value([100, 100, 100], 0.1, "end"), 2)
    248.69
    >>> round(present_value([100, 100, 100], 0.1, "start"), 2)
    273.55
    """
    return float(schedule(cash_flows, discount_rate, timing)["present_value"].sum())


def annuity(payment: float, discount_rate: float, years: int, timing: Timing = "end") -> float:
    """Value the same payment every year for a number of years (年金现值).

    With payments at year end this is payment x (1 - (1 + i)^-years) / i, and payment x years when i is 0.

    Parameters
    ----------
    payment
        Yuan a year.
    discount_rate
        A year, as a share.
    years
        Whole number of payments.
    timing
        When in its year each payment falls.

    Raises
    ------
    CourseError
        When the payment is no number, the rate is outside 0 to 1, or years or timing is not legal.

    Examples
    --------
    The customer of S0 and S1 (100 yuan a purchase, 24 purchases a year, 20 years), at 10%:

    >>> round(annuity(100 * 24, 0.1, 20), 2)
    20432.55
    """
    return number("payment", payment) * float(discount_factors(years, discount_rate, timing).sum())


def break_even_year(
    cash_flows: Sequence[float], discount_rate: float, acquisition_cost: float = 0.0, timing: Timing = "end"
) -> int | None:
    """Find the first year by whose cash flow the customer has paid back (盈亏平衡年).

    The acquisition cost is paid at time 0.  The rule: the first year at which the running total of present values,
    less that cost, is not negative (a shortfall below a billionth of the money moved counts as rounding).  A later
    loss does not undo it.  When no year of the list qualifies the answer is ``None``, never a guess beyond the list.

    Parameters
    ----------
    cash_flows
        Yuan a year from year 1; expected amounts, that is, already multiplied by the chance that the customer stays.
    discount_rate
        A year, as a share.
    acquisition_cost
        Yuan paid to win the customer, written as a positive number.
    timing
        When in its year each cash flow falls.

    Raises
    ------
    CourseError
        When the acquisition cost is negative; otherwise as in `schedule`.

    Examples
    --------
    >>> break_even_year([40, 40, 40], 0.1, acquisition_cost=60)
    2
    >>> print(break_even_year([40, 40, 40], 0.1, acquisition_cost=100))
    None
    """
    cost = number("acquisition_cost", acquisition_cost, low=0, fix=_("Write the cost as a positive number"))
    values = schedule(cash_flows, discount_rate, timing)["present_value"].to_numpy()
    rounding = 1e-9 * (cost + np.abs(values).sum())
    reached = np.flatnonzero(values.cumsum() - cost >= -rounding)
    return int(reached[0]) + 1 if reached.size else None


def _year(position: int) -> str:
    return _("year {year}").format(year=position + 1)

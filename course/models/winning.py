"""Cost of winning against cost of keeping: what "5 to 6 times" leaves out, and where it stops being true.

Three things stand between a price ratio and a decision.  The money for keeping goes to *all* customers, also to
those who would have stayed, so a customer kept *more* costs the price divided by the points gained.  A customer
kept and a customer won are not worth the same.  And both are worth something only within a horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from course.models.inputs import Floats, number, numbers, rate
from course.models.retention import retention_value


@dataclass(frozen=True)
class Worth:
    """What one customer more is worth: the margin, the retention after it, and how far one looks.

    Attributes
    ----------
    margin
        Yuan a year; the first margin comes at once and is certain.
    retention
        The chance of going on to each next year.
    discount
        The discount rate a year.
    horizon
        Years counted, the first among them; None for no limit.

    Examples
    --------
    >>> round(Worth(margin=100, retention=0.8, discount=0.1, horizon=3).value, 2)
    225.62
    """

    margin: float
    retention: float
    discount: float
    horizon: int | None = None

    @property
    def value(self) -> float:
        """Present value in yuan of the first payment's time, the first margin included."""
        return retention_value(self.margin, self.retention, self.discount, horizon=self.horizon)


def cost_of_one_kept(price: float, gain: float) -> float:
    """Return the yuan for one customer kept who would have left.

    Parameters
    ----------
    price
        Yuan a customer and year, paid for every customer.
    gain
        How much the retention rises by it: 0.1 is ten points.

    Examples
    --------
    >>> cost_of_one_kept(price=20, gain=0.1)
    200.0
    """
    return number("price", price, low=0) / rate("gain", gain, low=1e-6)


def break_even_times(gain: float, kept: float = 1.0, won: float = 1.0) -> float:
    """Return how many times the price of keeping winning must cost, for keeping to be the better use of a yuan.

    A yuan for keeping brings ``gain / price x kept``, a yuan for winning ``1 / cost x won``; they are equal when
    cost / price is ``won / (gain x kept)``.  With equal values it is 1 / gain.

    Parameters
    ----------
    gain
        Rise of the retention, as a share.
    kept, won
        Yuan that a customer kept, and a customer won, is worth.

    Examples
    --------
    >>> break_even_times(0.1), break_even_times(0.25)
    (10.0, 4.0)
    >>> break_even_times(0.1, kept=400, won=200)
    5.0
    """
    kept_worth, won_worth = number("kept", kept, low=1e-9), number("won", won, low=0)
    return won_worth / (rate("gain", gain, low=1e-6) * kept_worth)


def break_even_gain(times: float, kept: float = 1.0, won: float = 1.0) -> float:
    """Return the rise of retention from which keeping is the better use, when winning costs so many times its price.

    Examples
    --------
    >>> break_even_gain(5), round(break_even_gain(6), 3)
    (0.2, 0.167)
    """
    return number("won", won, low=0) / (number("times", times, low=1e-9) * number("kept", kept, low=1e-9))


def frontier(gains: Sequence[float] | Floats, kept: float, won: float) -> pd.DataFrame:
    """Return the break-even ratio over many gains, for equal values and for the two values given.

    Examples
    --------
    >>> frontier([0.1, 0.2], kept=400, won=200)
       gain  equal_values  own_values
    0   0.1          10.0         5.0
    1   0.2           5.0         2.5
    """
    clean = numbers("gains", gains, low=1e-6, high=1)
    own = break_even_times(1, kept, won)
    return pd.DataFrame({"gain": clean, "equal_values": 1 / clean, "own_values": own / clean})


def by_horizon(kept: Worth, won: Worth, gain: float, horizons: range) -> pd.DataFrame:
    """Return the break-even ratio for several horizons: who looks far may find another answer.

    Examples
    --------
    >>> old, new = Worth(400, 0.9, 0.1), Worth(250, 0.6, 0.1)
    >>> by_horizon(old, new, 0.1, range(1, 3)).round(2)  # doctest: +NORMALIZE_WHITESPACE
             kept_value  won_value  times
    horizon
    1            400.00     250.00   6.25
    2            727.27     386.36   5.31
    """
    rows = []
    for horizon in horizons:
        values = [retention_value(one.margin, one.retention, one.discount, horizon=horizon) for one in (kept, won)]
        rows.append({"kept_value": values[0], "won_value": values[1], "times": break_even_times(gain, *values)})
    return pd.DataFrame(rows, index=pd.Index(horizons, name="horizon"))

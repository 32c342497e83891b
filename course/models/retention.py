"""Time and retention: when money arrives, and how long a customer stays to bring it.

The arithmetic under `course.models.lifetime`, which offers every name of this module as its own: discount schedules,
the retention model (one rate, every period), its multiples, expected life and break-even.

**Timing.** Period ``k`` runs from time ``k`` to time ``k + 1``, with ``k = 0, 1, 2, ...``; "year 1" is period 0.
A cash flow of period ``k`` falls at its start (time ``k``), its middle (``k + 1/2``) or its end (``k + 1``).  Every
function says which by its argument ``timing``, and the value is always that of time 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.discounting import LONGEST_HORIZON, OFFSETS, Timing
from course.models.inputs import choice, number, rate, rates, whole

FirstMargin = Literal["included", "excluded"]
RateKind = Literal["retention", "churn", "discount"]


def yearly_rate(periodic: float, kind: RateKind, per_year: int = 12) -> float:
    """Turn a monthly rate into the yearly rate that it compounds to; never multiply it by 12.

    A customer who stays a year stays every month of it: retention r^12, churn 1 - (1 - c)^12.  A yuan that earns the
    discount rate monthly grows to (1 + i)^12, so the yearly rate is that less 1.

    Parameters
    ----------
    periodic
        The rate of one period, as a share: 2% a month is 0.02.
    kind
        ``"retention"``, ``"churn"`` or ``"discount"``.
    per_year
        Periods in a year: 12 months, 4 quarters.

    Raises
    ------
    CourseError
        When the rate is outside 0 to 1, the kind is another word or ``per_year`` is not a whole number from 1.

    Examples
    --------
    >>> round(yearly_rate(0.95, "retention"), 4), round(yearly_rate(0.05, "churn"), 4)
    (0.5404, 0.4596)
    >>> round(yearly_rate(0.01, "discount"), 4)
    0.1268
    """
    kind_word, share = choice("kind", kind, get_args(RateKind)), rate("periodic", periodic)
    count = whole("per_year", per_year, high=LONGEST_HORIZON)
    if kind_word == "discount":
        return float((1 + share) ** count - 1)
    return float(share**count if kind_word == "retention" else 1 - (1 - share) ** count)


@dataclass(frozen=True)
class ExpectedLife:
    """How long a customer is expected to stay, counted in both ways.

    Attributes
    ----------
    periods
        1 / (1 - r): the purchases expected, the certain first one included.
    renewals
        r / (1 - r): the purchases expected after the first; always one less.
    """

    periods: float
    renewals: float


def expected_life(retention_rate: float) -> ExpectedLife:
    """Return the expected life of a customer at a constant retention rate (预期生命周期), in periods.

    It belongs to a single constant rate.  In a mixed group the rate of those still here rises with time even though
    nobody changes, and the life computed from the first rate is too short (Fader & Hardie 2007).

    Raises
    ------
    CourseError
        When the rate is outside 0 to 1, or is 1: such a customer never leaves.

    Examples
    --------
    >>> life = expected_life(0.75)
    >>> life.periods, life.renewals
    (4.0, 3.0)
    """
    stay = rate("retention_rate", retention_rate)
    if stay == 1:
        raise CourseError(
            _("retention_rate is 1, so the customer never leaves and the expected life has no end"),
            fix=_("Give a rate below 1"),
        )
    return ExpectedLife(periods=1 / (1 - stay), renewals=stay / (1 - stay))


def retention_value(
    margin: float,
    retention_rate: float,
    discount_rate: float,
    *,
    first_margin: FirstMargin = "included",
    timing: Timing = "start",
    horizon: int | None = None,
    growth: float = 0.0,
) -> float:
    """Value a customer who is kept with the same probability every period and, once gone, is gone (客户维系模型).

    Period ``k = 0, 1, 2, ...`` brings the margin m (1 + g)^k with probability r^k, at time k (start), k + 1/2 (middle)
    or k + 1 (end).  Without a horizon, with q = r (1 + g) / (1 + i) and s the timing's share of a period, the value is

    - first margin included: m / (1 - q) / (1 + i)^s.  At period start and g = 0 this is m (1 + i) / (1 + i - r).
    - first margin excluded: the same less the first margin at its own time, m / (1 + i)^s.  At period start and
      g = 0 this is m r / (1 + i - r).

    Include the first margin for a customer about to buy; exclude it for one who has just bought.

    Parameters
    ----------
    margin
        Yuan of the first period, which is certain: revenue less the costs that this customer causes.
    retention_rate
        Probability of going on to the next period, the same every period.
    discount_rate
        A period, as a share.
    first_margin
        Whether the margin of period 0 counts.
    timing
        When in its period each margin falls.
    horizon
        Number of periods looked at, period 0 among them even when its margin is excluded; None for no limit.
    growth
        Growth of the margin a period, from period 1 on.  Gupta & Lehmann (2005), *Managing
        Customers as Investments*, let it start one period later.

    Returns
    -------
    float
        Yuan of time 0.  No acquisition cost is in it: see `course.models.drivers.value_before_winning`.

    Raises
    ------
    CourseError
        When a rate lies outside 0 to 1 (growth: -1 to 1), a word is unknown, the horizon is not a whole number from
        1, or there is no horizon and r (1 + g) is not below 1 + i, so that the sum has no limit.

    Examples
    --------
    >>> round(retention_value(100, 0.8, 0.1, first_margin="excluded"), 2)
    266.67
    >>> round(retention_value(100, 0.8, 0.1, first_margin="included"), 2)
    366.67
    >>> [round(retention_value(100, 0.8, 0.1, timing=timing), 2) for timing in ("start", "middle", "end")]
    [366.67, 349.6, 333.33]

    References
    ----------
    Berger & Nasr (1998), J. Interactive Marketing 12(1); Gupta & Lehmann (2003), J. Interactive Marketing 17(1).
    """
    choice("timing", timing, get_args(Timing))
    certain = 0.0 if choice("first_margin", first_margin, get_args(FirstMargin)) == "included" else 1.0
    keep, cost_of_time = rate("retention_rate", retention_rate), rate("discount_rate", discount_rate)
    ratio = keep * (1 + rate("growth", growth, low=-1)) / (1 + cost_of_time)
    counted = _periods_counted(ratio, horizon) - certain
    return float(number("margin", margin) * counted / (1 + cost_of_time) ** OFFSETS[timing])


def margin_multiple(
    retention_rates: Sequence[float],
    discount_rates: Sequence[float],
    *,
    first_margin: FirstMargin = "excluded",
    timing: Timing = "start",
    growth: float = 0.0,
) -> pd.DataFrame:
    """Tabulate the multiple of the margin that a customer is worth without a horizon (利润倍数).

    Gupta & Lehmann's multiple is r / (1 + i - r): the first margin excluded, renewals at the start of later periods.

    Returns
    -------
    DataFrame
        One row a discount rate, one column a retention rate; no unit (yuan of value per yuan of margin).

    Raises
    ------
    CourseError
        When a list is empty or holds something else than shares; otherwise as in `retention_value`.

    Examples
    --------
    >>> margin_multiple([0.6, 0.7, 0.8, 0.9], [0.10, 0.12]).round(2).rename_axis(index=None)
    retention_rate   0.6   0.7   0.8   0.9
    0.10            1.20  1.75  2.67  4.50
    0.12            1.15  1.67  2.50  4.09

    References
    ----------
    Gupta & Lehmann (2003), "Customers as assets", J. Interactive Marketing 17(1).
    """
    keeps, costs = rates("retention_rates", retention_rates), rates("discount_rates", discount_rates)
    multiples = [
        [retention_value(1, keep, cost, first_margin=first_margin, timing=timing, growth=growth) for keep in keeps]
        for cost in costs
    ]
    index, columns = pd.Index(costs, name="discount_rate"), pd.Index(keeps, name="retention_rate")
    return pd.DataFrame(multiples, index=index, columns=columns)


@dataclass(frozen=True)
class PromotedValue:
    """The two sides of a customer who costs promotion between purchases, in yuan of time 0.

    Attributes
    ----------
    margins
        Present value of the margins.
    promotion
        Present value of what is spent on keeping the customer, as a positive number.
    """

    margins: float
    promotion: float

    @property
    def value(self) -> float:
        """Margins less promotion."""
        return self.margins - self.promotion


def promoted_value(
    margin: float,
    promotion: float,
    retention_rate: float,
    discount_rate: float,
    cycles: int | None = None,
    *,
    margin_timing: Timing = "start",
    promotion_timing: Timing = "middle",
) -> PromotedValue:
    """Value a customer who buys once a cycle and is promoted to between two purchases.

    Over n cycles there are n + 1 purchases, at the start of cycles 0 to n, and n promotions, one in each of the cycles
    0 to n - 1, to the customers who bought at its start.  With purchases at cycle start and promotion in the middle
    this is Berger & Nasr's case 1: sum over k = 0..n of m r^k / (1 + d)^k, less sum over k = 1..n of
    M r^(k-1) / (1 + d)^(k-1/2).

    Parameters
    ----------
    margin
        Yuan a purchase, before promotion.
    promotion
        Yuan a cycle and customer, as a positive number.
    retention_rate, discount_rate
        A cycle, as shares.
    cycles
        The n above; None for no limit.
    margin_timing, promotion_timing
        When in its cycle each falls; end-of-year promotion is ``promotion_timing="end"``.

    Raises
    ------
    CourseError
        When the promotion is negative; otherwise as in `retention_value`.

    Examples
    --------
    >>> case_1 = promoted_value(260, 50, 0.75, 0.20, cycles=10)
    >>> round(case_1.margins, 2), round(case_1.promotion, 2), round(case_1.value, 2)
    (689.39, 120.61, 568.78)

    References
    ----------
    Berger & Nasr (1998), "Customer lifetime value: marketing models and applications", J. Interactive Marketing 12(1).
    """
    spend = number("promotion", promotion, low=0, fix=_("Write the cost as a positive number"))
    count = None if cycles is None else whole("cycles", cycles, high=LONGEST_HORIZON - 1)
    purchases = None if count is None else count + 1
    margins = retention_value(margin, retention_rate, discount_rate, timing=margin_timing, horizon=purchases)
    costs = retention_value(spend, retention_rate, discount_rate, timing=promotion_timing, horizon=count)
    return PromotedValue(margins=margins, promotion=costs)


def _periods_counted(ratio: float, horizon: int | None) -> float:
    """Add up ratio^k over the horizon: how many first margins all margins together are worth."""
    if horizon is not None:
        return float((ratio ** np.arange(whole("horizon", horizon, high=LONGEST_HORIZON))).sum())
    if ratio >= 1:
        raise CourseError(
            _(
                "the margins never shrink: retention x (1 + growth) / (1 + discount rate) is {ratio:.4g}, not below 1"
            ).format(ratio=ratio),
            fix=_("Set a horizon, lower growth or retention_rate, or raise discount_rate"),
        )
    return 1 / (1 - ratio)

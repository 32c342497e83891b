"""The lessons of the cohort table, computed: when keeping beats winning, who is worth what, and what a slip costs.

The cohort table is `course.models.cohort`; everything here begins from one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.cohort import (
    INPUTS_BY_YEAR,
    Cohort,
    CohortTable,
    as_table,
    retention_point_value,
    table,
    without_referral,
)
from course.models.inputs import numbers, rate, rates


def keep_or_win(source: Cohort, next_customer_costs: Sequence[float], *, year: int = 1) -> pd.DataFrame:
    """Return the most that a point of retention may cost, when the same yuan could win another customer.

    A yuan spent on winning, when the next customer costs c to win, returns (LTV + acquisition cost) / c: the LTV is
    net of the acquisition cost, so it is added back first.  A point of retention (60% to 61%) must return at least as
    much, and at least the yuan itself.

    Parameters
    ----------
    source
        A cohort table or its inputs.
    next_customer_costs
        Yuan to win the next customer.  It is mostly above the average acquisition cost: the easy ones are won first.
    year
        The year whose retention rises.

    Returns
    -------
    DataFrame
        One row a cost: ``next_customer_cost``; ``return_of_winning``, yuan back for a yuan spent on winning;
        ``most_per_point``, yuan of year 1 per customer won that a point may cost and still be the better use.

    Raises
    ------
    CourseError
        When a cost is not above 0, or the table has no such year.

    Notes
    -----
    Source: S0, "retention spending beats acquisition spending": this says when.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> keep_or_win(case, [60, 120, 180]).round(2)
       next_customer_cost  return_of_winning  most_per_point
    0                60.0               2.10            0.62
    1               120.0               1.05            1.24
    2               180.0               0.70            1.30
    """
    cohort = as_table(source)
    costs = numbers("next_customer_costs", next_customer_costs, low=0.01)
    points = retention_point_value(cohort)["ltv_per_point"]
    if year not in points.index:
        what = _("the table has no year {year}").format(year=year)
        raise CourseError(what, fix=_("Give a whole number from 1 to {years}").format(years=cohort.years))
    before_winning = cohort.final_ltv + float(cohort.frame["programme_cost_per_customer"].iloc[0])
    returned = before_winning / costs
    most = float(points[year]) / np.maximum(returned, 1.0)
    return pd.DataFrame({"next_customer_cost": costs, "return_of_winning": returned, "most_per_point": most})


@dataclass(frozen=True)
class TwoSegments:
    """Two segments whose own retention never changes; made by `two_segments`.

    Attributes
    ----------
    shares
        Share of each among the customers won, the loyal segment first.
    retentions
        Retention of each, the same in every year.
    """

    shares: tuple[float, float]
    retentions: tuple[float, float]


def two_segments(retention: Sequence[float]) -> TwoSegments:
    """Return the two never-changing segments that together show these three retention rates.

    With shares w and 1 - w and retentions a and b, the share of customers still there after y years is
    w a^y + (1 - w) b^y.  Three rates give three such shares; a and b are the roots of a quadratic equation
    (Prony's method).

    Parameters
    ----------
    retention
        The cohort's retention in years 1, 2 and 3.

    Raises
    ------
    CourseError
        When no two segments with retentions between 0 and 1 show these rates: rates that fall, for one.

    Examples
    --------
    >>> found = two_segments([0.6, 0.7, 0.8])
    >>> [round(share, 3) for share in found.shares], [round(kept, 3) for kept in found.retentions]
    ([0.311, 0.689], [0.965, 0.435])
    """
    rates_seen = rates("retention", retention, length=3)
    one, two, three = np.cumprod(rates_seen)
    refusal = CourseError(
        _("no two segments of constant retention show these three rates"),
        where="retention",
        fix=_("Give rates that rise from year to year, and the later ones by less"),
    )
    if two - one**2 <= 1e-12:  # the rates do not rise
        raise refusal
    total = (three - one * two) / (two - one**2)
    product = total * one - two
    root = np.sqrt(total**2 / 4 - product)  # real, because the rates rise
    loyal, weak = total / 2 + root, total / 2 - root
    if not 0 <= weak < loyal <= 1:
        raise refusal
    share = float((one - weak) / (loyal - weak))
    return TwoSegments((share, 1 - share), (float(loyal), float(weak)))


def segment_values(source: Cohort, shares: Sequence[float], retentions: Sequence[float]) -> pd.DataFrame:
    """Return the LTV of each segment of a cohort, all else as in the table.

    Parameters
    ----------
    source
        A cohort table or its inputs, without referrals; its own retention is not used.
    shares
        Share of each segment among the customers won; they sum to 1.
    retentions
        Retention of each segment, the same in every year.

    Returns
    -------
    DataFrame
        One row a segment and the row ``all``: ``share``; ``segment_retention`` (NaN for ``all``); ``ltv``, yuan per
        customer won of that row; ``most_to_win``, the acquisition cost at which that LTV would be 0.

    Raises
    ------
    CourseError
        When shares do not sum to 1, lengths differ, a share or retention is not between 0 and 1, or the table has
        referrals.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> segment_values(case, [0.5, 0.5], [0.9, 0.3]).round(2)
         share  segment_retention     ltv  most_to_win
    1      0.5                0.9  122.62       182.62
    2      0.5                0.3   15.38        75.38
    all    1.0                NaN   69.00       129.00
    """
    cohort = without_referral(source)
    parts = rates("shares", shares)
    if abs(parts.sum() - 1) > 1e-9:
        what = _("shares sum to {total:g}, not to 1").format(total=parts.sum())
        raise CourseError(what, fix=_("Divide each by their sum"))
    keep = rates("retentions", retentions, length=len(parts))
    ltv = np.array([_with_retention(cohort, [one] * cohort.years) for one in keep])
    rows = {
        "share": [*parts, 1.0],
        "segment_retention": [*keep, np.nan],
        "ltv": [*ltv, float(parts @ ltv)],
    }
    result = pd.DataFrame(rows, index=[*map(str, range(1, len(parts) + 1)), "all"])
    result["most_to_win"] = result["ltv"] + float(cohort.frame["programme_cost_per_customer"].iloc[0])
    return result


def prolong(source: Cohort, retention: Sequence[float]) -> CohortTable:
    """Return the table for as many years as there are retention rates; later years are like the last one printed.

    Parameters
    ----------
    source
        A cohort table or its inputs, with a discount rate (printed divisors cannot be prolonged).
    retention
        One rate a year, for at least the years of the table.

    Raises
    ------
    CourseError
        When there are fewer rates than years, or the table was made with printed divisors.

    Examples
    --------
    >>> small = dict(customers=10, retention=[0.6, 0.7], purchases=[2, 3], spend=[80, 90], cost_of_goods=[0.7, 0.65],
    ...              acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> prolong(small, [0.6, 0.7, 0.7, 0.7]).ltv.round(2).tolist()
    [-12.0, 25.25, 46.98, 59.65]
    """
    cohort = as_table(source)
    kept = rates("retention", retention)
    if cohort.inputs["discount_factors"] is not None:
        what = _("printed discount_factors end with the table")
        raise CourseError(what, fix=_("Give discount_rate instead"))
    extra = len(kept) - cohort.years
    if extra < 0:
        what = _("retention has {found} values for a table of {years} years").format(
            found=len(kept), years=cohort.years
        )
        raise CourseError(what, fix=_("Give at least one for each year of the table"))
    longer: dict[str, Any] = {
        name: [*value, *[value[-1]] * extra]
        for name, value in cohort.inputs.items()
        if name in INPUTS_BY_YEAR and isinstance(value, tuple)
    }
    return table(**{**cohort.inputs, **longer, "retention": kept})


def mistakes(source: Cohort) -> pd.DataFrame:
    """Return what common slips do to the LTV after the last year.

    Returns
    -------
    DataFrame
        One row a slip, the right way first: ``ltv``, yuan per customer won (or what the slip takes for it);
        ``difference``, that less the right LTV.  The slips:

        - ``retention_early``: the rate printed in year y + 1 leads from year y to y + 1;
        - ``retention_late``: the rate printed in year y leads from year y + 1 to y + 2, so nobody leaves after year 1;
        - ``mean_retention``: one rate, the mean of the rates printed, in every year;
        - ``twelve_months``: a monthly loss is multiplied by 12 instead of compounded;
        - ``survivors``: the total is divided by the customers of the last year;
        - ``acquisition_twice``: the acquisition cost is taken off the LTV, which is already net of it;
        - ``yearly_cost_in_year_1``: the yearly cost is charged in year 1 as well;
        - ``year_1_discounted``: every year is discounted by one year too many;
        - ``not_discounted``: no year is discounted.

    Raises
    ------
    CourseError
        When the table has one year alone, or referrals.

    Notes
    -----
    Source: the rules of `course.models.cohort`, each broken in turn.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> mistakes(case).round(2).loc[["right", "survivors", "year_1_discounted"]]
                          ltv  difference
    right               66.08        0.00
    survivors          157.34       91.26
    year_1_discounted   55.07      -11.01
    """
    cohort = without_referral(source)
    if cohort.years < 2:
        raise CourseError(_("the table has one year alone"), fix=_("Give at least two years"))
    ltv = pd.Series({name: slip(cohort) for name, slip in _SLIPS.items()}, name="ltv")
    return pd.DataFrame({"ltv": ltv, "difference": ltv - cohort.final_ltv})


def monthly_loss_times_12(retention_rate: float) -> float:
    """Return the yearly retention that one gets by multiplying the monthly loss by 12; compounding gives the true one.

    Examples
    --------
    >>> round(monthly_loss_times_12(0.6), 4)
    0.4999
    """
    monthly_loss = 1 - rate("retention_rate", retention_rate) ** (1 / 12)
    return float(max(0.0, 1 - 12 * monthly_loss))


def _with_retention(cohort: CohortTable, retention: Sequence[float]) -> float:
    return table(**{**cohort.inputs, "retention": retention}).final_ltv


def _printed(cohort: CohortTable) -> list[float]:
    return [float(value) for value in cohort.frame["retention"]]


def _survivors(cohort: CohortTable) -> float:
    left = float(cohort.frame["customers"].iloc[-1])
    return float(cohort.frame["cumulative_present_value"].iloc[-1]) / left if left else np.nan


def _yearly_cost_in_year_1(cohort: CohortTable) -> float:
    given = np.broadcast_to(cohort.inputs["yearly_cost"], cohort.years)
    return cohort.final_ltv - float(given[0])


def _year_1_discounted(cohort: CohortTable) -> float:
    factors = cohort.frame["discount_factor"]
    return cohort.final_ltv / float(factors.iloc[1] / factors.iloc[0])


_SLIPS: dict[str, Callable[[CohortTable], float]] = {
    "right": lambda cohort: cohort.final_ltv,
    "retention_early": lambda cohort: _with_retention(cohort, [*_printed(cohort)[1:], 0.0]),
    "retention_late": lambda cohort: _with_retention(cohort, [1.0, *_printed(cohort)[:-1]]),
    "mean_retention": lambda cohort: _with_retention(cohort, [float(np.mean(_printed(cohort)))] * cohort.years),
    "twelve_months": lambda cohort: _with_retention(cohort, [monthly_loss_times_12(one) for one in _printed(cohort)]),
    "survivors": _survivors,
    "acquisition_twice": lambda cohort: cohort.final_ltv - float(cohort.inputs["acquisition_cost"]),
    "yearly_cost_in_year_1": _yearly_cost_in_year_1,
    "year_1_discounted": _year_1_discounted,
    "not_discounted": lambda cohort: float(cohort.frame["gross_profit"].sum() / cohort.frame["customers"].iloc[0]),
}

"""The cohort table (客户群终身价值表): what a group of customers won together is worth, year by year.

The table follows A. M. Hughes (*Strategic Database Marketing*; dbmarketing.com, article 251a), and so do its rules:

1. Year 1 is not discounted; year y is divided by the discount factor of y - 1 years.
2. The acquisition cost is charged in year 1 *instead of* the yearly cost.
3. The yearly cost is charged on the customers of that year.
4. The lifetime value (LTV) is always per customer *won*, never per customer left.
5. The retention printed in year y leads to the customers of year y + 1, so the last one is shown and never used.

`course.models.cohort_solve` turns the table round: which input gives a wanted LTV, which inputs give the same LTV, and
how sure an LTV is.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, number, numbers, rate, rates

ByYear: TypeAlias = "float | Sequence[float] | Floats | pd.Series[float]"
"""One value for every year, or a list with one value a year."""

Cohort: TypeAlias = "CohortTable | Mapping[str, Any]"
"""A cohort table, or a dictionary of the inputs of `table`: every function below takes either."""

RATES_BY_YEAR = ("retention", "cost_of_goods", "referral_rate")
AMOUNTS_BY_YEAR = ("purchases", "spend", "yearly_cost", "referral_incentive")
INPUTS_BY_YEAR = (*RATES_BY_YEAR, *AMOUNTS_BY_YEAR, "discount_factors")
ROUNDING = 1e-9  # yuan: a value this close to zero is zero


@dataclass(frozen=True, eq=False)
class CohortTable:
    """A cohort of customers, one row a year; made by `table`.

    Attributes
    ----------
    inputs
        What was given, by name: ``table(**cohort.inputs)`` makes the same table again.
    frame
        One row a year (index ``year``, from 1).  Money is in yuan and for the whole cohort, but for ``spend`` (a
        purchase), ``programme_cost_per_customer`` (a customer of that year) and ``ltv`` (a customer won).

    Examples
    --------
    >>> small = table(customers=10, retention=[0.6, 0.7], purchases=[2, 3], spend=[80, 90], cost_of_goods=[0.7, 0.65],
    ...               acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> small.frame[["customers", "gross_profit", "discount_factor", "ltv"]].round(2)  # doctest: +NORMALIZE_WHITESPACE
          customers  gross_profit  discount_factor    ltv
    year
    1          10.0        -120.0              1.0 -12.00
    2           6.0         447.0              1.2  25.25
    >>> small.years, round(small.final_ltv, 2), small.unused_cells
    (2, 25.25, ((2, 'retention'),))
    """

    inputs: Mapping[str, Any]
    frame: pd.DataFrame

    @property
    def ltv(self) -> pd.Series[float]:
        """The LTV per customer won after each year, in yuan of year 1."""
        return self.frame["ltv"]

    @property
    def years(self) -> int:
        """The number of years in the table."""
        return len(self.frame)

    @property
    def final_ltv(self) -> float:
        """The LTV per customer won after the last year, in yuan of year 1."""
        return float(self.frame["ltv"].iloc[-1])

    @property
    def unused_cells(self) -> tuple[tuple[int, str], ...]:
        """The cells (year, column) that are shown but never used: they would lead to a year the table does not have."""
        return tuple((self.years, name) for name in ("retention", "referral_rate") if name in self.frame)


def table(
    *,
    customers: float,
    retention: ByYear,
    purchases: ByYear,
    spend: ByYear,
    cost_of_goods: ByYear,
    acquisition_cost: float,
    yearly_cost: ByYear,
    discount_rate: float | None = None,
    discount_factors: ByYear | None = None,
    referral_rate: ByYear | None = None,
    referral_incentive: ByYear | None = None,
    payment_delay: float = 0.0,
    risk_factor: float = 1.0,
) -> CohortTable:
    """Return the table of a cohort won together, with the LTV per customer won after each year.

    Every input by year is a list with one value a year, or one number that holds in every year; at least one is a list
    and sets the number of years.

    Parameters
    ----------
    customers
        Customers won, at the start of year 1.
    retention
        Share of a year's customers who are still customers next year (客户保留率).  The last one is shown, never used.
    purchases, spend
        Purchases a customer makes in a year; yuan a purchase.
    cost_of_goods
        Share of revenue that the goods cost: 0.7 leaves a margin of 30%.
    acquisition_cost
        Yuan to win one customer, charged on all customers in year 1.
    yearly_cost
        Yuan a year for marketing and service of one customer, charged on that year's customers from year 2.  Its
        value for year 1, if there is one, is not charged: the acquisition cost stands in its place.
    discount_rate
        The interest rate i a year.  Year y is divided by ``(1 + i * risk_factor) ** (y - 1 + payment_delay)``.
    discount_factors
        Or the divisors themselves, as a printed table gives them: 1, 1.16, 1.35.
    referral_rate, referral_incentive
        New customers that each customer of year y brings in.  They join in year y + 1, cost no acquisition, and from
        then on are customers like the others: the same purchases, retention and yearly cost.  The incentive is yuan
        for each of them, paid in the year they join.  The LTV is still per customer *won*, not per customer referred.
    payment_delay
        Years that customers take to pay: 60 days is 60 / 365.  As in Hughes, the whole profit of the year moves,
        costs included; so a delay makes a loss in year 1 look smaller, which it is not.
    risk_factor
        Hughes' factor on the interest rate: 8% and a factor of 2 give the 16% behind his divisors.

    Raises
    ------
    CourseError
        When an input is missing, text, negative, a share above 1 or of another length (the message names input and
        year), or when there are both or neither of `discount_rate` and `discount_factors`.

    Notes
    -----
    Source: S0 (the case of 10,000 customers); Hughes, dbmarketing.com article 251a; his discount factor is
    ``(1 + interest * risk) ** years``.

    Examples
    --------
    >>> hughes = table(customers=100_000, retention=[0.6, 0.7, 0.8], purchases=[1.8, 2.5, 3], spend=[90, 95, 100],
    ...                cost_of_goods=[0.7, 0.65, 0.65], acquisition_cost=55, yearly_cost=20,
    ...                discount_factors=[1, 1.16, 1.35])
    >>> shown = hughes.frame[["customers", "revenue", "gross_profit", "present_value"]]
    >>> shown.round().astype(int)  # doctest: +NORMALIZE_WHITESPACE
          customers   revenue  gross_profit  present_value
    year
    1        100000  16200000       -640000        -640000
    2         60000  14250000       3787500        3265086
    3         42000  12600000       3570000        2644444
    >>> hughes.ltv.round(1).tolist()
    [-6.4, 26.3, 52.7]
    """
    given = dict(locals())  # the first statement, so exactly the arguments by name
    inputs = {name: tuple(value) if _is_list(value) else value for name, value in given.items()}
    return CohortTable(inputs, _frame(_clean(inputs)))


def as_table(source: object) -> CohortTable:
    """Return a cohort table from itself or from a dictionary of the inputs of `table`.

    Raises
    ------
    CourseError
        When the dictionary lacks an input that `table` needs, or holds one that it does not know.

    Examples
    --------
    >>> as_table({"customers": 10, "retenton": [0.6, 0.7]})
    Traceback (most recent call last):
    course.errors.CourseError: there is no input 'retenton'. Choose from customers, retention, purchases, spend, \
cost_of_goods, acquisition_cost, yearly_cost, discount_rate, discount_factors, referral_rate, referral_incentive, \
payment_delay, risk_factor.
    """
    if isinstance(source, CohortTable):
        return source
    if not isinstance(source, Mapping):
        what = _("the cohort is a {kind}, not a table or its inputs").format(kind=type(source).__name__)
        raise CourseError(what, fix=_("Give cohort.table(...) or a dictionary of its inputs"))
    known = inspect.signature(table).parameters
    for name in source:
        if name not in known:
            what = _("there is no input {name!r}").format(name=name)
            raise CourseError(what, fix=_("Choose from {names}").format(names=", ".join(known)))
    for name, parameter in known.items():
        if parameter.default is parameter.empty and name not in source:
            raise CourseError(_("the input {name!r} is missing").format(name=name), fix=_("Give it a value"))
    return table(**source)


def check_year(name: str, year: object, years: int) -> int:
    """Return ``year`` as a whole number from 1 to ``years``, the years of the table.

    Raises
    ------
    CourseError
        When it is not a whole number or the table does not have that year.

    Examples
    --------
    >>> check_year("horizon", 4, 3)
    Traceback (most recent call last):
    course.errors.CourseError: horizon is 4, which is above 3. Give a whole number from 1 to 3.
    """
    fix = _("Give a whole number from 1 to {years}").format(years=years)
    value = number(name, year, low=1, high=years, fix=fix)
    if value != int(value):
        raise CourseError(_("{name} is {value:g}, not a whole number").format(name=name, value=value), fix=fix)
    return int(value)


def break_even_year(source: Cohort) -> int | None:
    """Return the first year after which the LTV is zero or more, or None when the table ends before that.

    All cash flows of a year count at its place in the table (rule 1), so the answer is a whole year.

    Examples
    --------
    >>> inputs = dict(customers=10, retention=[0.6, 0.7], purchases=2, spend=[80, 90], cost_of_goods=0.7,
    ...               acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> break_even_year(inputs)
    2
    >>> print(break_even_year(inputs | {"acquisition_cost": 90}))
    None
    """
    ltv = as_table(source).ltv
    earned = ltv.index[ltv.to_numpy() >= -ROUNDING]
    return int(earned[0]) if len(earned) else None


def retention_point_value(source: Cohort, *, horizon: int | None = None) -> pd.DataFrame:
    """Return what one point of retention (60% to 61%) in each year is worth, against acquisition and yearly cost.

    The LTV is a straight line in the retention of any one year, so the worth of a point is exact: a hundredth of the
    difference between keeping everybody that year and keeping nobody.  The last year's retention is never used and is
    worth 0 *in this table*; that is a property of the horizon, not of customers.

    Parameters
    ----------
    source
        A cohort table or its inputs.
    horizon
        The year up to which the LTV is counted; the last one by default.

    Returns
    -------
    DataFrame
        One row a year: ``retention``; ``ltv_per_point``, yuan of LTV per customer won; ``cohort_per_point``, the same
        for the whole cohort; ``as_acquisition_cost``, the rise of the acquisition cost that would cancel it;
        ``as_cost_per_customer``, the most that the point may cost for each customer of that year, paid that year
        (NaN when no customer is left).

    Notes
    -----
    Source: S0, "retention spending beats acquisition spending": here is by how much.

    Examples
    --------
    >>> point = retention_point_value(dict(
    ...     customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...     cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2))
    >>> point.drop(columns="cohort_per_point").round(2)  # doctest: +NORMALIZE_WHITESPACE
          retention  ltv_per_point  as_acquisition_cost  as_cost_per_customer
    year
    1           0.6           1.30                 1.30                  1.30
    2           0.7           0.58                 0.58                  1.17
    3           0.8           0.00                 0.00                  0.00
    """
    cohort = as_table(source)
    last = cohort.years if horizon is None else check_year("horizon", horizon, cohort.years)
    frame, won = cohort.frame, cohort.frame["customers"].iloc[0]
    per_point = np.array([_slope(cohort, year, last) / 100 for year in frame.index])
    left = (frame["customers"] / won).replace(0.0, np.nan)
    return pd.DataFrame(
        {
            "retention": frame["retention"],
            "ltv_per_point": per_point,
            "cohort_per_point": per_point * won,
            "as_acquisition_cost": per_point * frame["discount_factor"].iloc[0],
            "as_cost_per_customer": per_point * frame["discount_factor"] / left,
        }
    )


def compare(
    programme_a: Cohort,
    programme_b: Cohort,
) -> pd.DataFrame:
    """Return two programmes side by side, and how much more the second may cost before its gain is gone.

    Returns
    -------
    DataFrame
        One row a year: ``ltv_a``, ``ltv_b`` and ``difference`` (b less a), yuan per customer won; ``cohort_gain``, the
        difference for as many customers as a has won; ``budget_neutral_rise``, the yuan a year by which b's yearly
        cost per customer may rise in years 2 to y until both LTVs after year y are equal (negative: it must fall).
        Year 1 has none, because the yearly cost is not charged there.

    Raises
    ------
    CourseError
        When the two tables have different numbers of years.

    Notes
    -----
    Source: Hughes' comparison of a cohort without and with a retention programme.

    Examples
    --------
    >>> now = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...            cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> kept = now | {"retention": [0.65, 0.75, 0.8], "yearly_cost": 30}
    >>> compare(now, kept).round(2)  # doctest: +NORMALIZE_WHITESPACE
          ltv_a  ltv_b  difference  cohort_gain  budget_neutral_rise
    year
    1    -12.00 -12.00        0.00         0.00                  NaN
    2     25.25  22.94       -2.31    -23125.00                -4.27
    3     66.08  66.95        0.86      8645.83                 0.98
    """
    a, b = as_table(programme_a), as_table(programme_b)
    if a.years != b.years:
        what = _("programme_a has {a} years and programme_b {b}").format(a=a.years, b=b.years)
        raise CourseError(what, fix=_("Compare tables of the same number of years"))
    difference = b.ltv - a.ltv
    customer_years = b.frame["customers"] / b.frame["customers"].iloc[0] / b.frame["discount_factor"]
    customer_years.iloc[0] = 0.0  # rule 2: the yearly cost starts in year 2
    return pd.DataFrame(
        {
            "ltv_a": a.ltv,
            "ltv_b": b.ltv,
            "difference": difference,
            "cohort_gain": difference * a.frame["customers"].iloc[0],
            "budget_neutral_rise": difference / customer_years.cumsum().replace(0.0, np.nan),
        }
    )


def readings(source: Cohort, *, leaver_share: float = 1.0) -> pd.DataFrame:
    """Split the LTV over those who leave after year 1 and those who stay, under a stated assumption.

    An LTV of -12 after year 1 is an average over everyone won.  To read it as "each leaver lost 12" one must assume
    that leavers bought as much in year 1 as stayers did (`leaver_share` 1).  When leavers bought less, stayers must
    have bought more, because the average purchases of year 1 stand in the table: the leaver then cost more than 12.
    The average is the same under every assumption.

    Parameters
    ----------
    source
        A cohort table or its inputs, without referrals.
    leaver_share
        Purchases of a leaver in year 1 as a share of a stayer's, 0 to 1.

    Returns
    -------
    DataFrame
        Rows ``leavers``, ``stayers``, ``all``: ``customers``; ``purchases`` in year 1 per customer;
        ``value_year_1`` and ``value_final``, yuan of year 1 per customer *of that row* (NaN when it has none).

    Raises
    ------
    CourseError
        When the share is not between 0 and 1, when nobody bought (everyone leaves and leavers buy nothing), or when the
        table has referrals: a referred customer is neither a leaver nor a stayer.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> readings(case).round(2)
             customers  purchases  value_year_1  value_final
    leavers     4000.0        2.0         -12.0       -12.00
    stayers     6000.0        2.0         -12.0       118.14
    all        10000.0        2.0         -12.0        66.08
    >>> readings(case, leaver_share=0.5).round(2)
             customers  purchases  value_year_1  value_final
    leavers     4000.0       1.25         -30.0       -30.00
    stayers     6000.0       2.50           0.0       130.14
    all        10000.0       2.00         -12.0        66.08
    """
    cohort = without_referral(source)
    share, first = rate("leaver_share", leaver_share), cohort.frame.iloc[0]
    purchases = _purchases_by_group(first, share)
    margin = first["spend"] * (1 - first["cost_of_goods_rate"])
    value = (margin * purchases - first["programme_cost_per_customer"]) / first["discount_factor"]
    stayers = first["customers"] * first["retention"]
    later = cohort.frame["present_value"].iloc[1:].sum()
    won = np.array([first["customers"] - stayers, stayers, first["customers"]])
    after = np.array([0.0, later / stayers if stayers else 0.0, later / first["customers"]])
    rows = {"customers": won, "purchases": purchases, "value_year_1": value, "value_final": value + after}
    result = pd.DataFrame(rows, index=["leavers", "stayers", "all"])
    result.loc[won == 0, ["purchases", "value_year_1", "value_final"]] = np.nan
    return result


def mixture_retention(shares: Sequence[float], retentions: Sequence[float], years: int) -> pd.DataFrame:
    """Return the retention of a cohort made of segments whose own retention never changes.

    The weak segment leaves first, so the retention of what is left rises although nobody became more loyal.  A
    rising row of retention rates is therefore no proof of growing loyalty.

    Parameters
    ----------
    shares
        Share of each segment among the customers won; they sum to 1.
    retentions
        Retention of each segment, the same in every year.
    years
        Years to show.

    Returns
    -------
    DataFrame
        One row a year: ``alive_1``, ``alive_2`` ... and ``alive``, still customers in that year as a share of the
        customers won (by segment and together); ``retention`` of the cohort, year y to y + 1 (NaN when all are gone).

    Raises
    ------
    CourseError
        When shares do not sum to 1, lengths differ, or a retention is not between 0 and 1.

    Notes
    -----
    Source: Vaupel & Yashin (1985), "Heterogeneity's ruses", The American Statistician 39(3); for retention Fader &
    Hardie (2007), "How to project customer retention", J. Interactive Marketing 21(1).

    Examples
    --------
    >>> mixture_retention([0.5, 0.5], [0.9, 0.3], 3).round(3)  # doctest: +NORMALIZE_WHITESPACE
          alive_1  alive_2  alive  retention
    year
    1       0.500    0.500   1.00       0.60
    2       0.450    0.150   0.60       0.75
    3       0.405    0.045   0.45       0.84
    """
    parts = rates("shares", shares)
    if abs(parts.sum() - 1) > ROUNDING:
        what = _("shares sum to {total:g}, not to 1").format(total=parts.sum())
        raise CourseError(what, fix=_("Divide each by their sum"))
    keep = rates("retentions", retentions, length=len(parts))
    last = check_year("years", years, 100)
    alive = parts * keep ** np.arange(last + 1)[:, np.newaxis]
    total = pd.Series(alive.sum(axis=1)).replace(0.0, np.nan)
    frame = pd.DataFrame(alive[:-1], columns=[f"alive_{segment + 1}" for segment in range(len(parts))])
    frame["alive"] = alive.sum(axis=1)[:-1]
    frame["retention"] = alive.sum(axis=1)[1:] / total.to_numpy()[:-1]
    return frame.set_index(_year_index(last))


def without_referral(source: Cohort) -> CohortTable:
    """Return the cohort table, or refuse it when it has referrals: then not every customer in it was won.

    Raises
    ------
    CourseError
        When a referral rate is given.
    """
    cohort = as_table(source)
    if "referral_rate" in cohort.frame:
        what = _("the table has referred customers, who were not among the customers won")
        raise CourseError(what, where="referral_rate", fix=_("Leave out the referral rate and incentive here"))
    return cohort


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | range | np.ndarray | pd.Series)


def _year_index(years: int) -> pd.RangeIndex:
    return pd.RangeIndex(1, years + 1, name="year")


def _in_year(position: int) -> str:
    return _("year {year}").format(year=position + 1)


def _years(inputs: Mapping[str, Any]) -> int:
    """The number of years, from the first list; other lists are then held to it."""
    for name in INPUTS_BY_YEAR:
        if _is_list(inputs[name]):
            return len(inputs[name])
    raise CourseError(
        _("no input is a list by year, so the number of years is unknown"),
        where="retention",
        fix=_("Give one value a year, as in [0.6, 0.7, 0.8]"),
    )


def _by_year(name: str, value: Any, years: int) -> Floats:
    """One checked float a year; a single number holds in every year."""
    if not _is_list(value):
        single = rate(name, value) if name in RATES_BY_YEAR else number(name, value, low=0)
        return np.full(years, single)
    if name in RATES_BY_YEAR:
        return rates(name, value, length=years, place=_in_year)
    return numbers(name, value, low=0, length=years, place=_in_year)


def _clean(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Check every input; by year as arrays, the discounting as one array of factors."""
    years = _years(inputs)
    clean: dict[str, Any] = {
        name: _by_year(name, inputs[name], years)
        for name in (*RATES_BY_YEAR, *AMOUNTS_BY_YEAR)
        if not (name.startswith("referral_") and inputs[name] is None)
    }
    if "referral_incentive" in clean and "referral_rate" not in clean:
        raise CourseError(_("referral_incentive is given without referral_rate"), fix=_("Give both, or the rate alone"))
    clean["customers"] = number("customers", inputs["customers"], low=1)
    clean["acquisition_cost"] = number("acquisition_cost", inputs["acquisition_cost"], low=0)
    clean["discount_factor"] = _discount_factors(inputs, years)
    return clean


def _discount_factors(inputs: Mapping[str, Any], years: int) -> Floats:
    interest, printed = inputs["discount_rate"], inputs["discount_factors"]
    if (interest is None) == (printed is None):
        found = _("both discount_rate and discount_factors are given")
        none = _("neither discount_rate nor discount_factors is given")
        raise CourseError(none if interest is None else found, fix=_("Give exactly one of them"))
    fix = _("Write days as a share of a year: 60 days is 0.164")
    delay = number("payment_delay", inputs["payment_delay"], low=0, high=5, fix=fix)
    risk = number("risk_factor", inputs["risk_factor"], low=0)
    if printed is None:
        return np.asarray((1 + rate("discount_rate", interest) * risk) ** (np.arange(years) + delay), dtype=float)
    if delay != 0 or risk != 1:
        what = _("printed discount_factors already hold the payment delay and the risk factor")
        raise CourseError(what, fix=_("Leave out payment_delay and risk_factor, or give discount_rate"))
    return _printed_factors(printed, years)


def _printed_factors(printed: Any, years: int) -> Floats:
    fix = _("Give the divisors, as in [1, 1.16, 1.35], not the multipliers")
    values = printed if _is_list(printed) else [printed] * years
    return numbers("discount_factors", values, low=1, length=years, fix=fix, place=_in_year)


def _frame(clean: Mapping[str, Any]) -> pd.DataFrame:
    """The table itself: rules 1 to 5 of the module, about one line each."""
    row = _customers(clean)
    row["purchases"], row["spend"] = clean["purchases"], clean["spend"]
    row["revenue"] = row["customers"] * row["purchases"] * row["spend"]
    row["cost_of_goods_rate"] = clean["cost_of_goods"]
    row["cost_of_goods"] = row["revenue"] * row["cost_of_goods_rate"]
    row["programme_cost_per_customer"] = np.append(clean["acquisition_cost"], clean["yearly_cost"][1:])
    row["programme_cost"] = row["customers"] * row["programme_cost_per_customer"]
    costs = row["cost_of_goods"] + row["programme_cost"]
    if "referral_rate" in clean:
        row["referral_cost"] = row["referred_customers"] * clean.get("referral_incentive", 0.0)
        costs = costs + row["referral_cost"]
    row["total_cost"] = costs
    row["gross_profit"] = row["revenue"] - costs
    row["discount_factor"] = clean["discount_factor"]
    row["present_value"] = row["gross_profit"] / row["discount_factor"]
    row["cumulative_present_value"] = np.cumsum(row["present_value"])
    row["ltv"] = row["cumulative_present_value"] / clean["customers"]
    return pd.DataFrame(row, index=_year_index(len(costs)))


def _customers(clean: Mapping[str, Any]) -> dict[str, Floats]:
    """Customers of each year with the rates that lead to the next year (rule 5)."""
    retention = clean["retention"]
    referral = clean.get("referral_rate", np.zeros_like(retention))
    customers = clean["customers"] * np.cumprod(np.append(1.0, (retention + referral)[:-1]))
    rows: dict[str, Floats] = {"customers": customers, "retention": retention}
    if "referral_rate" in clean:
        rows["referral_rate"] = referral
        rows["referred_customers"] = np.append(0.0, (customers * referral)[:-1])
    return rows


def _slope(cohort: CohortTable, year: int, horizon: int) -> float:
    """LTV after the horizon when everybody is kept in that year, less when nobody is."""
    retention = cohort.frame["retention"].to_numpy().copy()
    ends = []
    for kept in (1.0, 0.0):
        retention[year - 1] = kept
        ends.append(float(table(**{**cohort.inputs, "retention": retention}).ltv[horizon]))
    return ends[0] - ends[1]


def _purchases_by_group(first: pd.Series[float], leaver_share: float) -> Floats:
    """Purchases in year 1 of a leaver, a stayer and the average, which stands in the table."""
    kept, average = float(first["retention"]), float(first["purchases"])
    weight = kept + (1 - kept) * leaver_share
    if weight == 0:
        what = _("everyone leaves after year 1 and leavers buy nothing, so nobody made the purchases of year 1")
        raise CourseError(what, where="leaver_share", fix=_("Give a leaver_share above 0"))
    stayer = average / weight
    return np.array([leaver_share * stayer, stayer, average])

"""The cohort table turned round: which inputs give an LTV, and how sure an LTV is.

`course.models.cohort` goes from inputs to the lifetime value (LTV).  Here: `solve_for` finds the one input that gives a
wanted LTV; `identify` shows that one LTV does not tell its inputs; `ltv_interval` shows what a cohort of limited size
can tell about its LTV.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize

from course.errors import CourseError
from course.i18n import _
from course.models.cohort import INPUTS_BY_YEAR, Cohort, CohortTable, as_table, check_year, table, without_referral
from course.models.inputs import Floats, number, numbers, rates

SCAN_STEPS = 100  # how finely solve_for looks for a change of sign before it calls brentq
MOST_SETS = 2_000_000  # sets of inputs that identify holds in memory at once
HALF_A_CENT = 0.005  # yuan: "to the cent"


@dataclass(frozen=True, eq=False)
class Solution:
    """The values of one input that give a wanted LTV; made by `solve_for`.

    Attributes
    ----------
    name
        The input.
    year
        The year whose entry was changed; None for a single number or a shift of all years.
    values
        Every value found between the bounds, in rising order.  Mostly one; a discount rate may have two.
    table
        The cohort table at the first of them.
    """

    name: str
    year: int | None
    values: tuple[float, ...]
    table: CohortTable = field(repr=False)

    @property
    def value(self) -> float:
        """The smallest value found."""
        return self.values[0]


@dataclass(frozen=True)
class RoundInputs:
    """The grid of round inputs that `identify` tries.  Every combination that obeys the four rules counts as a set.

    Purchases rise every year; spend rises every year; the cost of goods falls after year 1 and never rises again; the
    discount rate is one number.  These are the words of the case (S0); the steps are our choice.

    Attributes
    ----------
    purchases, spend
        Purchases a year; yuan a purchase.
    first_cost_of_goods
        Share of revenue in year 1: the case states it.
    later_cost_of_goods
        Shares to choose from in later years, each below that of year 1.
    discount_rates
        Rates a year to choose from.
    """

    purchases: Sequence[float] = (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)
    spend: Sequence[float] = tuple(range(40, 151, 5))
    first_cost_of_goods: float = 0.7
    later_cost_of_goods: Sequence[float] = (0.65, 0.6, 0.55, 0.5)
    discount_rates: Sequence[float] = tuple(percent / 100 for percent in range(5, 21))


@dataclass(frozen=True, eq=False)
class Identification:
    """The sets of round inputs that give the stated LTVs; made by `identify`.

    Attributes
    ----------
    tried
        Sets in the grid.
    left
        Sets left after each target in turn (index ``year``): what each printed figure tells.
    matches
        One row a set: ``purchases_1`` ..., ``spend_1`` ..., ``cost_of_goods_1`` ..., ``discount_rate``, ``ltv_1`` ...,
        and ``even_steps``, True when purchases, spend and cost of goods each change by equal steps.
    """

    tried: int
    left: pd.Series[int]
    matches: pd.DataFrame


@dataclass(frozen=True, eq=False)
class LtvInterval:
    """An LTV with the interval that sampling leaves; made by `ltv_interval`.

    Attributes
    ----------
    ltv, low, high
        Yuan of year 1 per customer won: the table's value and the limits of the interval.
    standard_error
        Standard deviation of the simulated LTVs.
    level
        Share of the simulated LTVs inside the interval.
    customers
        Size of the cohort observed.
    draws
        The simulated LTVs, for a histogram.
    """

    ltv: float
    low: float
    high: float
    standard_error: float
    level: float
    customers: int
    draws: Floats = field(repr=False)


def solve_for(
    source: Cohort,
    name: str,
    *,
    target_ltv: float,
    bounds: tuple[float, float],
    year: int | None = None,
    horizon: int | None = None,
) -> Solution:
    """Return the value of one input that gives a wanted LTV.

    Parameters
    ----------
    source
        A cohort table or its inputs; every input but the one solved for stays as it is.
    name
        The input, as `cohort.table` names it.
    target_ltv
        The wanted LTV, yuan of year 1 per customer won.
    bounds
        The lowest and highest value to look between.
    year
        Solve for this year's entry of an input by year.  Without it, an input that is one number is solved for as
        one number, and an input that is a list is *shifted*: the value found is added to every year's entry.
    horizon
        The year after which the LTV is to be reached; the last one by default.

    Raises
    ------
    CourseError
        When the input is unknown, not given or has no effect on this LTV, when the bounds are no interval, or when no
        value between them gives the LTV (the message then says how close they come).

    Notes
    -----
    `scipy.optimize.brentq` between neighbouring points of a scan on which the LTV crosses the target.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> round(solve_for(case, "acquisition_cost", target_ltv=0, bounds=(0, 500)).value, 4)
    126.0833
    >>> round(solve_for(case, "spend", year=3, target_ltv=70, bounds=(90, 150)).value, 4)
    108.3929
    >>> round(solve_for(case, "retention", target_ltv=70, bounds=(-0.2, 0.2)).value, 4)
    0.0206
    """
    cohort = as_table(source)
    last = cohort.years if horizon is None else check_year("horizon", horizon, cohort.years)
    target = number("target_ltv", target_ltv)
    low, high = _bounds(bounds)
    changed = _changer(cohort, name, year)

    def gap(value: float) -> float:
        return float(changed(float(value)).ltv[last]) - target

    values = _roots(gap, np.linspace(low, high, SCAN_STEPS + 1), name, target, last)
    return Solution(name, year, values, changed(values[0]))


def identify(
    targets: Mapping[int, float],
    *,
    retention: Sequence[float],
    acquisition_cost: float,
    yearly_cost: float,
    grid: RoundInputs | None = None,
    tolerance: float = HALF_A_CENT,
) -> Identification:
    """Return every set of round inputs that gives the stated LTVs: one total does not tell its inputs.

    Retention, acquisition and yearly cost are taken as known, as in the case; purchases, spend, cost of goods and the
    discount rate are searched on a grid.  The timing is that of `cohort.table`.

    Parameters
    ----------
    targets
        Year and LTV per customer won after it, as printed: ``{1: -12.00, 3: 66.08}``.  The first is year 1: it is
        not discounted, so it thins the grid before anything large is computed.
    retention
        One rate a year; the last one is not used.
    acquisition_cost, yearly_cost
        Yuan a customer won; yuan a customer and year from year 2.
    grid
        The round inputs to try; `RoundInputs()` by default.
    tolerance
        Yuan by which a set may miss a target and still match; half a cent is "to the cent".

    Raises
    ------
    CourseError
        When year 1 is no target, a target is not a year of the table, the grid holds text or rates above 1, or too
        many sets remain after year 1.

    Examples
    --------
    >>> known = dict(retention=[0.6, 0.7, 0.8], acquisition_cost=60, yearly_cost=20)
    >>> found = identify({1: -12.00, 3: 66.08}, **known)
    >>> found.tried, found.left.to_dict()
    (23802240, {1: 255360, 3: 11})
    >>> identify({1: -12.00, 3: 66.08, 2: 25.25}, **known).matches["spend_3"].tolist()
    [100.0, 80.0]
    """
    grid = grid or RoundInputs()
    kept = rates("retention", retention)
    wanted = _targets(targets, len(kept))
    error = number("tolerance", tolerance, low=0)
    costs = [number("acquisition_cost", acquisition_cost, low=0)]
    costs += [number("yearly_cost", yearly_cost, low=0)] * (len(kept) - 1)
    purchases, spend, goods, interest = _grid_lists(grid, len(kept))
    tried = len(purchases) * len(spend) * len(goods) * len(interest)

    first = np.outer(purchases[:, 0], spend[:, 0]) * (1 - grid.first_cost_of_goods) - costs[0]
    chosen = np.nonzero(np.abs(first - wanted[1]) <= error)
    purchases, spend = purchases[chosen[0]], spend[chosen[1]]
    _refuse_too_many(len(purchases) * len(goods) * len(interest))
    ltv = _all_ltvs(purchases * spend, goods, interest, kept, np.array(costs))
    left, mask = _thin(ltv, wanted, error)
    return Identification(tried, left, _matches(purchases, spend, goods, interest, ltv, mask))


def ltv_interval(
    source: Cohort,
    *,
    customers: int | None = None,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 2026,
) -> LtvInterval:
    """Return the interval that sampling leaves around the LTV of the last year.

    The retention rates of a table are estimates from a cohort.  Another cohort of the same size, with the same true
    rates, would have kept other customers by chance.  Each draw lets every customer of year y stay with the
    retention of that year (a binomial number stays), and computes the LTV of the cohort that results.

    The interval holds for chance in staying alone.  Purchases, spend and cost are taken as known, customers as
    independent, and the coming years as like the past: a real forecast is less sure than this.

    Parameters
    ----------
    source
        A cohort table or its inputs, without referrals.
    customers
        Size of the cohort observed; that of the table by default.
    level
        Share of the draws inside the interval; as much is left out below as above.
    draws, seed
        Number of draws; the seed makes them the same every time.

    Raises
    ------
    CourseError
        When the size or the number of draws is not a whole number above 0, or the table has referrals.

    Examples
    --------
    >>> case = dict(customers=10_000, retention=[0.6, 0.7, 0.8], purchases=[2, 3, 4], spend=[80, 90, 100],
    ...             cost_of_goods=[0.7, 0.65, 0.6], acquisition_cost=60, yearly_cost=20, discount_rate=0.2)
    >>> for size in (100, 10_000):
    ...     found = ltv_interval(case, customers=size)
    ...     print(size, round(found.low), round(found.high))
    100 52 80
    10000 65 67
    """
    cohort = without_referral(source)
    size = _count("customers", cohort.frame["customers"].iloc[0] if customers is None else customers)
    inside = number("level", level, low=0.5, high=0.999)
    random = np.random.default_rng(_count("seed", seed, low=0))
    left = _simulated_customers(cohort, size, _count("draws", draws), random)
    values = left @ _value_of_a_year(cohort) / size
    low, high = np.quantile(values, [(1 - inside) / 2, (1 + inside) / 2])
    return LtvInterval(cohort.final_ltv, float(low), float(high), float(values.std()), inside, size, values)


def _count(name: str, value: object, low: int = 1) -> int:
    found = number(name, value, low=low)
    if found != int(found):
        what = _("{name} is {value:g}, not a whole number").format(name=name, value=found)
        raise CourseError(what, fix=_("Give a whole number"))
    return int(found)


def _bounds(bounds: object) -> tuple[float, float]:
    low, high = numbers("bounds", bounds, length=2)
    if low >= high:
        what = _("bounds run from {low:g} to {high:g}").format(low=low, high=high)
        raise CourseError(what, fix=_("Give the lower one first, then a higher one"))
    return float(low), float(high)


def _changer(cohort: CohortTable, name: str, year: int | None) -> Callable[[float], CohortTable]:
    """A function from the value of the input to the table it gives."""
    current = cohort.inputs.get(name)
    if current is None:
        given = ", ".join(known for known, value in cohort.inputs.items() if value is not None)
        what = _("{name!r} is not an input of this table").format(name=name)
        raise CourseError(what, where="name", fix=_("Choose from {names}").format(names=given))
    if year is not None:
        if name not in INPUTS_BY_YEAR:
            what = _("{name} is one number for all years").format(name=name)
            raise CourseError(what, where="year", fix=_("Leave out the year"))
        place = check_year("year", year, cohort.years) - 1
        items = [float(item) for item in np.broadcast_to(current, cohort.years)]
        return lambda value: table(**{**cohort.inputs, name: [*items[:place], value, *items[place + 1 :]]})
    if isinstance(current, tuple):
        # 12 decimals, because 0.8 + 0.2 may come out a hair above 1
        return lambda value: table(**{**cohort.inputs, name: [round(item + value, 12) for item in current]})
    return lambda value: table(**{**cohort.inputs, name: value})


def _roots(gap: Callable[[float], float], scan: Floats, name: str, target: float, year: int) -> tuple[float, ...]:
    gaps = np.array([gap(value) for value in scan])
    if np.ptp(gaps) <= 1e-12 * (1 + abs(target)):
        what = _("{name} has no effect on the LTV after year {year}").format(name=name, year=year)
        raise CourseError(what, fix=_("Choose an input, or a year of it, that the LTV depends on"))
    roots = {float(value) for value in scan[gaps == 0]}
    for start in np.nonzero(gaps[:-1] * gaps[1:] < 0)[0]:
        roots.add(float(optimize.brentq(gap, scan[start], scan[start + 1], xtol=1e-12)))
    if not roots:
        _refuse_unreachable(scan, gaps, name, target, year)
    return tuple(sorted(roots))


def _refuse_unreachable(scan: Floats, gaps: Floats, name: str, target: float, year: int) -> None:
    closest = int(np.argmin(np.abs(gaps)))
    what = _("no {name} from {low:g} to {high:g} gives an LTV of {target:g} after year {year}").format(
        name=name, low=scan[0], high=scan[-1], target=target, year=year
    )
    fix = _("The closest is {ltv:.2f}, at {value:g}: widen the bounds or choose another target").format(
        ltv=gaps[closest] + target, value=scan[closest]
    )
    raise CourseError(what, fix=fix)


def _targets(targets: object, years: int) -> dict[int, float]:
    if not isinstance(targets, Mapping):
        what = _("targets is a {kind}, not a dictionary").format(kind=type(targets).__name__)
        raise CourseError(what, fix=_("Give year and LTV, as in {1: -12.00, 3: 66.08}"))
    wanted = {check_year("targets", year, years): number("targets", ltv) for year, ltv in targets.items()}
    if 1 not in wanted:
        raise CourseError(_("targets has no LTV for year 1"), fix=_("Add it, as in {1: -12.00, 3: 66.08}"))
    return {1: wanted.pop(1), **wanted}


def _grid_lists(grid: RoundInputs, years: int) -> tuple[Floats, Floats, Floats, Floats]:
    """The rising lists of purchases and spend, the falling lists of cost of goods, and the rates."""
    later = rates("later_cost_of_goods", grid.later_cost_of_goods, high=grid.first_cost_of_goods)
    falling = combinations_with_replacement(np.sort(later)[::-1], years - 1)
    goods = np.array([(grid.first_cost_of_goods, *rest) for rest in falling])
    purchases = _rising("purchases", grid.purchases, years)
    spend = _rising("spend", grid.spend, years)
    return purchases, spend, goods, rates("discount_rates", grid.discount_rates)


def _rising(name: str, values: Sequence[float], years: int) -> Floats:
    steps = np.unique(numbers(name, values, low=0))
    if len(steps) < years:
        what = _("{name} has {found} different values, too few to rise for {years} years")
        raise CourseError(
            what.format(name=name, found=len(steps), years=years), where="grid", fix=_("Give more values")
        )
    return np.array(list(combinations(steps, years)))


def _refuse_too_many(sets: int) -> None:
    if sets > MOST_SETS:
        what = _("{sets:,} sets remain after year 1, more than {most:,}").format(sets=sets, most=MOST_SETS)
        raise CourseError(what, where="grid", fix=_("Give fewer values or a smaller tolerance"))


def _all_ltvs(yearly_spend: Floats, goods: Floats, interest: Floats, retention: Floats, costs: Floats) -> Floats:
    """LTV by (purchases and spend, cost of goods, discount rate, year)."""
    years = np.arange(len(retention))
    left = np.cumprod(np.concatenate([[1.0], retention[:-1]]))
    profit = (yearly_spend[:, np.newaxis, :] * (1 - goods) - costs) * left
    factors = (1 + interest[:, np.newaxis]) ** years
    return np.asarray(np.cumsum(profit[:, :, np.newaxis, :] / factors, axis=-1), dtype=float)


def _thin(ltv: Floats, wanted: Mapping[int, float], error: float) -> tuple[pd.Series[int], npt.NDArray[np.bool_]]:
    """Sets left after each target in turn, and the mask of those left at the end."""
    mask, left = np.ones(ltv.shape[:-1], dtype=bool), {}
    for year, target in wanted.items():
        mask &= np.abs(ltv[..., year - 1] - target) <= error
        left[year] = int(mask.sum())
    return pd.Series(left, name="sets").rename_axis("year"), mask


def _matches(
    purchases: Floats,
    spend: Floats,
    goods: Floats,
    interest: Floats,
    ltv: Floats,
    mask: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    pair, good, percent = np.nonzero(mask)
    lists = {"purchases": purchases[pair], "spend": spend[pair], "cost_of_goods": goods[good]}
    columns: dict[str, Any] = {}
    for name, rows in lists.items():
        columns |= {f"{name}_{year + 1}": rows[:, year] for year in range(rows.shape[1])}
    columns["discount_rate"] = interest[percent]
    columns |= {f"ltv_{year + 1}": ltv[mask][:, year] for year in range(ltv.shape[-1])}
    columns["even_steps"] = np.all([_even(rows) for rows in lists.values()], axis=0)
    return pd.DataFrame(columns)


def _even(rows: Floats) -> npt.NDArray[np.bool_]:
    """Which rows change by the same step every year."""
    steps = np.diff(rows, axis=1)
    return np.asarray(np.all(np.isclose(steps, steps[:, :1]), axis=1))


def _value_of_a_year(cohort: CohortTable) -> Floats:
    """Present value of one customer's business in each year, whether or not anybody is left to bring it."""
    frame = cohort.frame
    margin = frame["purchases"] * frame["spend"] * (1 - frame["cost_of_goods_rate"])
    return ((margin - frame["programme_cost_per_customer"]) / frame["discount_factor"]).to_numpy()


def _simulated_customers(cohort: CohortTable, size: int, draws: int, random: np.random.Generator) -> Floats:
    """Customers left by (draw, year): each year a binomial number of them stays."""
    left = np.empty((draws, cohort.years))
    left[:, 0] = size
    for year, retention in enumerate(cohort.frame["retention"].iloc[:-1], start=1):
        left[:, year] = random.binomial(left[:, year - 1].astype(np.int64), retention)
    return left

"""Lifecycles side by side: other factors, other ages, many customers.

Built on `course.models.lifecycle`, whose units and timing hold here.  The customers of `simulate` are made by our own
model and prove nothing about real ones; they serve to test methods, because their true stages are known.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.discounting import Timing
from course.models.inputs import Floats, columns, number, numbers, rate, whole
from course.models.lifecycle import (
    FACTORS,
    MIN_YEARS,
    STAGES,
    Lifecycle,
    classify,
    factors,
    held,
    profit,
    turning_point,
    value,
)


def what_ifs(lifecycle: Lifecycle | None = None) -> dict[str, Lifecycle]:
    """Return a lifecycle with other factors, to see which of them gives the profit curve its form.

    Parameters
    ----------
    lifecycle
        The lifecycle to start from; the illustrative default when left out.

    Returns
    -------
    dict
        ``usual``; ``flat_volume``, ``flat_price``, ``flat_cost``, ``flat_indirect`` (that factor held at its first
        level); ``only_volume`` (the other three held); ``no_return`` (no factor turns back in the decline);
        ``cost_grows`` (cost to serve rises to 500 yuan with the purchases, instead of falling).

    Examples
    --------
    >>> what_ifs()["flat_cost"].cost.mature
    120
    """
    usual = Lifecycle() if lifecycle is None else lifecycle
    curves = {name: getattr(usual, name) for name in FACTORS}
    lasting = {name: replace(curve, end=curve.mature) for name, curve in curves.items()}
    return {
        "usual": usual,
        **{f"flat_{name}": held(usual, name) for name in FACTORS},
        "only_volume": held(usual, "price", "cost", "indirect"),
        "no_return": replace(usual, **lasting),
        "cost_grows": replace(usual, cost=replace(usual.cost, mature=500)),
    }


def compare(cases: Mapping[str, Lifecycle], discount_rate: float = 0.1, *, timing: Timing = "end") -> pd.DataFrame:
    """Compare the profit curves of several lifecycles: where each peaks, what form it has, what it is worth.

    Parameters
    ----------
    cases
        Name and lifecycle of each case.
    discount_rate, timing
        As in `course.models.lifecycle.value`.

    Returns
    -------
    DataFrame
        Indexed by ``case``; columns ``peak_year``, ``peak_profit`` (yuan a year), ``inverted_u`` (rises every year to
        one peak, falls every year after it), ``as_described`` (besides, has the slopes the source describes; see
        `course.models.lifecycle.TurningPoint`) and ``present_value`` (yuan, at the start of year 1).

    Raises
    ------
    CourseError
        When there is no case, a case is no `Lifecycle`, or the rate or timing is wrong.

    Examples
    --------
    >>> compare(what_ifs())[["peak_year", "as_described"]].head(3)  # doctest: +NORMALIZE_WHITESPACE
                 peak_year  as_described
    case
    usual               15          True
    flat_volume         16         False
    flat_price          15          True
    """
    if not cases:
        raise CourseError(_("cases is empty"), fix=_("Name at least one lifecycle"))
    rows = {}
    for case, lifecycle in cases.items():
        earned = profit(factors(lifecycle))
        peak = turning_point(earned)
        worth = value(earned, discount_rate, timing=timing)
        rows[case] = [peak.year, peak.profit, peak.inverted_u, peak.as_described, worth]
    names = ["peak_year", "peak_profit", "inverted_u", "as_described", "present_value"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    return table.rename_axis("case")


def residual_values(profit: pd.DataFrame, discount_rate: float, *, timing: Timing = "end") -> pd.DataFrame:
    """Return what a customer is still worth at every age, beside the value of the whole life.

    Parameters
    ----------
    profit
        One row a year from year 1, with a column ``profit``, yuan a year.
    discount_rate, timing
        As in `course.models.lifecycle.value`.

    Returns
    -------
    DataFrame
        Indexed by ``years_past``, from 0 (nothing has happened yet) to one year before the end.  ``whole_life`` is the
        present value at the start of year 1 and the same in every row; ``residual`` is the present value, at that age,
        of the profits still to come.  Both in yuan; the first row's are equal.

    Raises
    ------
    CourseError
        When a profit is no number, or the rate or timing is wrong.

    Examples
    --------
    >>> residual_values(pd.DataFrame({"profit": [-50, 110, 121]}), 0.1).round(2)  # doctest: +NORMALIZE_WHITESPACE
                whole_life  residual
    years_past
    0               136.36    136.36
    1               136.36    200.00
    2               136.36    110.00
    """
    table = columns("profit", profit, ["profit"])
    ages = range(len(table))
    residual = [value(table.iloc[age:], discount_rate, timing=timing) for age in ages]
    index = pd.Index(ages, name="years_past")
    return pd.DataFrame({"whole_life": residual[0], "residual": residual}, index=index)


def simulate(
    count: int, lifecycle: Lifecycle | None = None, *, early: float = 0.4, noise: float = 0.05, seed: int = 0
) -> pd.DataFrame:
    """Make customers whose relationships differ in length and wobble from year to year.

    Each stage of each customer lasts from half to one and a half times its usual length, every whole number of years
    equally likely.  A share ``early`` of them goes into decline before the end of stability, in a random year.
    Purchases of each year are multiplied by 1 plus normal noise.

    Parameters
    ----------
    count
        Number of customers, 1 or more.
    lifecycle
        The usual lifecycle; the illustrative default when left out.
    early
        Share that turns early, 0 to 1.
    noise
        Standard deviation of the noise, as a share of the purchases, 0 to 1.
    seed
        Start of the random numbers: the same seed gives the same customers.

    Returns
    -------
    DataFrame
        One row for each customer and year; columns ``customer`` (from 1), ``year``, ``stage`` (the true one),
        ``volume`` (purchases a year) and ``profit`` (yuan a year).

    Raises
    ------
    CourseError
        When ``count`` is below 1 or not whole, or a share lies outside 0 to 1.

    Examples
    --------
    >>> simulate(2, noise=0).groupby("customer")["year"].max().to_dict()
    {1: 5, 2: 17}
    """
    usual = Lifecycle() if lifecycle is None else lifecycle
    number_of = whole("count", count)
    shares = rate("early", early), rate("noise", noise)
    random = np.random.default_rng(int(number("seed", seed, low=0)))
    one_by_one = [_one_customer(usual, *shares, random) for _each in range(number_of)]
    panel = pd.concat(one_by_one, keys=range(1, number_of + 1), names=["customer", "year"])
    return panel.reset_index()


def averages(panel: pd.DataFrame, column: str = "profit") -> pd.DataFrame:
    """Average many customers year by year, in two ways that are easily confused.

    Parameters
    ----------
    panel
        One row for each customer and year, with columns ``customer``, ``year`` and ``column``.
    column
        What to average.

    Returns
    -------
    DataFrame
        Indexed by ``year``; columns ``customers`` (still here in that year), ``of_all`` (mean over all customers ever
        won, those gone count 0) and ``of_those_left`` (mean over the customers still here).

    Raises
    ------
    CourseError
        When a column is missing or ``column`` holds a gap or text.

    Examples
    --------
    >>> panel = pd.DataFrame({"customer": [1, 1, 2], "year": [1, 2, 1], "profit": [10.0, 30.0, 50.0]})
    >>> averages(panel)  # doctest: +NORMALIZE_WHITESPACE
          customers  of_all  of_those_left
    year
    1             2    30.0           30.0
    2             1    15.0           30.0
    """
    table = columns("panel", panel, ["customer", "year", column])
    numbers(column, table[column])
    yearly = table.groupby("year")[column].agg(["count", "sum", "mean"])
    everyone = table["customer"].nunique()
    return pd.DataFrame(
        {"customers": yearly["count"], "of_all": yearly["sum"] / everyone, "of_those_left": yearly["mean"]}
    )


def values(panel: pd.DataFrame, discount_rate: float, *, timing: Timing = "end") -> pd.Series:
    """Return the lifecycle value of each customer of a panel, in yuan, indexed by ``customer``.

    Parameters
    ----------
    panel
        One row for each customer and year in order, with columns ``customer`` and ``profit``.
    discount_rate, timing
        As in `course.models.lifecycle.value`.

    Raises
    ------
    CourseError
        When a column is missing, a profit is no number, or the rate or timing is wrong.

    Examples
    --------
    >>> panel = pd.DataFrame({"customer": [1, 1, 2], "profit": [110.0, 121.0, 55.0]})
    >>> {customer: round(worth, 2) for customer, worth in values(panel, 0.1).items()}
    {1: 200.0, 2: 50.0}
    """
    table = columns("panel", panel, ["customer", "profit"])
    worth = {name: value(list(own), discount_rate, timing=timing) for name, own in table.groupby("customer")["profit"]}
    return pd.Series(worth, name="value").rename_axis("customer")


def mean_and_interval(values: pd.Series, *, seed: int = 0) -> dict[str, float]:
    """Return the mean of many customers' values and its 95% interval, resampling customers 1000 times.

    Parameters
    ----------
    values
        One number a customer, yuan.
    seed
        Start of the random numbers: the same seed gives the same interval.

    Returns
    -------
    dict
        ``mean``, ``low`` and ``high``, yuan.

    Raises
    ------
    CourseError
        When there is no value, or one is no number.

    Examples
    --------
    >>> {name: round(worth) for name, worth in mean_and_interval(pd.Series([600, 800, 1000, 1200])).items()}
    {'mean': 900, 'low': 700, 'high': 1100}
    """
    clean = numbers("values", values)
    random = np.random.default_rng(int(number("seed", seed, low=0)))
    means = random.choice(clean, size=(1000, len(clean))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {"mean": float(clean.mean()), "low": float(low), "high": float(high)}


class Recovered(NamedTuple):
    """One yearly judgement of the rule on a customer whose true stage is known.

    ``known`` is how many years the customer has already been in that stage, the present one included.
    """

    customer: Hashable
    known: int
    right: bool


def recovery(panel: pd.DataFrame, column: str = "volume", *, longest: int = 4, seed: int = 0) -> pd.DataFrame:
    """Count how often `course.models.lifecycle.classify` names the true stage, by how long the stage has lasted.

    Every customer is judged at the end of each year from the figures known by then.  The years of one customer are not
    independent, so the interval resamples whole customers.

    Parameters
    ----------
    panel
        Customers with known stages: columns ``customer``, ``year``, ``stage`` and ``column``.
    column
        The yearly figures that the rule sees.
    longest
        Stages that have lasted this many years or more are counted together.
    seed
        Start of the random numbers behind the intervals.

    Returns
    -------
    DataFrame
        Indexed by ``years_in_stage`` from 1 to ``longest`` (where any occur); columns ``cases`` (judgements), ``right``
        (share that named the true stage) and ``low``, ``high`` (95% interval of that share, 1000 resamples).

    Raises
    ------
    CourseError
        When a column is missing, or no customer has the `MIN_YEARS` years that the rule needs.

    Examples
    --------
    >>> recovery(simulate(10, noise=0))["right"].round(2).to_dict()
    {1: 0.74, 2: 0.96, 3: 0.96, 4: 1.0}
    """
    table = columns("panel", panel, ["customer", "year", "stage", column])
    judged = pd.DataFrame(_judgements(table, column, longest), columns=list(Recovered._fields))
    if judged.empty:
        what = _("no customer of the panel has {years} years").format(years=MIN_YEARS)
        raise CourseError(what, fix=_("Take customers with longer relationships"))
    counts = pd.crosstab(judged["customer"], judged["known"])
    hits = judged[judged["right"]]
    right_counts = pd.crosstab(hits["customer"], hits["known"]).reindex_like(counts).fillna(0)
    cases, right = counts.to_numpy(dtype=float), right_counts.to_numpy(dtype=float)
    low, high = _interval_over_customers(cases, right, seed)
    shares = {"cases": cases.sum(axis=0).astype(int), "right": right.sum(axis=0) / cases.sum(axis=0)}
    index = pd.Index(counts.columns, name="years_in_stage")
    return pd.DataFrame({**shares, "low": low, "high": high}, index=index)


def _one_customer(usual: Lifecycle, early: float, noise: float, random: np.random.Generator) -> pd.DataFrame:
    """Return one customer's rows, indexed by year: stage, volume and profit."""
    lengths = {stage.key: int(getattr(usual, stage.key)) for stage in STAGES}
    own = {key: int(random.integers(math.ceil(years / 2), years * 3 // 2 + 1)) for key, years in lengths.items()}
    lifecycle = replace(usual, **own)  # type: ignore[arg-type]
    latest = lifecycle.ends["stability"]
    turn = int(random.integers(1, latest + 1)) if random.random() < early else latest
    table = factors(lifecycle, turns_after=turn)
    table["volume"] = np.maximum(table["volume"] * (1 + noise * random.standard_normal(len(table))), 0)
    return table[["stage", "volume"]].assign(profit=profit(table)["profit"])


def _judgements(table: pd.DataFrame, column: str, longest: int) -> Sequence[Recovered]:
    judged = []
    for customer, own in table.groupby("customer"):
        known = own.groupby("stage").cumcount() + 1
        rows = list(zip(own["stage"], known, strict=True))
        for year in range(MIN_YEARS, len(own) + 1):
            stage, age = rows[year - 1]
            found = classify(list(own[column].iloc[:year]), reruns=1).stage
            judged.append(Recovered(customer, min(int(age), longest), found == stage))
    return judged


def _interval_over_customers(cases: Floats, right: Floats, seed: int) -> tuple[Floats, Floats]:
    """Return the 2.5% and 97.5% points of the share right, each resample drawing whole customers."""
    random = np.random.default_rng(int(number("seed", seed, low=0)))
    customers = len(cases)
    drawn = random.multinomial(customers, np.full(customers, 1 / customers), size=1000)
    total = drawn @ cases
    shares = np.where(total > 0, drawn @ right / np.maximum(total, 1), np.nan)
    low, high = np.nanpercentile(shares, [2.5, 97.5], axis=0)
    return low, high

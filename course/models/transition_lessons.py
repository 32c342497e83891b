"""Lessons of the transition matrix: what a short panel, a wrong total or a wrong model does to P and to the value.

`course.models.transition` estimates, `course.models.transition_inference` says how sure one can be; here are the
comparisons of Chapter 6, each a table to read.  The last two answer homework question (b) of S1 for the largest error
of all, which no standard error shows: that one matrix is said to hold for every household.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import inputs, transition, transition_inference
from course.models.transition import TransitionCounts
from course.models.transition_inference import Counts, Margins, ValueInterval


def repeat_errors(counts: TransitionCounts) -> pd.DataFrame:
    """Return each brand's repeat rate P_ii with its standard error, reckoned in two ways.

    Returns
    -------
    pandas.DataFrame
        By brand: ``transitions`` (n_i), ``repeat`` (P_ii), ``multinomial`` and ``bootstrap`` (standard errors, taking
        transitions as independent, and resampling households), ``ratio`` (second over first).

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 1, 2, 2, 2], "time": [1, 2, 3] * 2, "brand": list("AAABBA")})
    >>> repeat_errors(transition.counts(log))[["transitions", "repeat"]]  # doctest: +NORMALIZE_WHITESPACE
           transitions  repeat
    brand
    A                2     1.0
    B                2     0.5
    """
    P = transition.probabilities(counts)
    simple, drawn = transition_inference.standard_errors(counts), transition_inference.bootstrap(counts)
    errors = {"multinomial": np.diag(simple), "bootstrap": np.diag(drawn.standard_errors)}
    columns = {"transitions": counts.counts.sum(axis=1).to_numpy(), "repeat": np.diag(P), **errors}
    table = pd.DataFrame(columns, index=pd.Index(P.index, name="brand"))
    return table.assign(ratio=table["bootstrap"] / table["multinomial"].where(table["multinomial"] > 0))


def zero_cell_intervals(counts: Counts, row: str, level: float = 0.95) -> pd.DataFrame:
    """Return three intervals for each entry of one row of P, to see what each makes of a count of zero.

    Returns
    -------
    pandas.DataFrame
        By next brand: ``count``, ``share``, and the ends ``wald_low``, ``wald_high`` (p +- z x standard error),
        ``wilson_low``, ``wilson_high``, ``dirichlet_low``, ``dirichlet_high``.

    Examples
    --------
    >>> table = pd.DataFrame([[10, 0], [3, 7]], index=list("AB"), columns=list("AB"))
    >>> zero_cell_intervals(table, "A").loc["B", ["wald_high", "wilson_high", "dirichlet_high"]].round(3).to_list()
    [0.0, 0.278, 0.217]
    """
    P = transition.probabilities(counts)
    transition.known_state(row, P.index)
    error = transition_inference.standard_errors(counts).loc[row]
    wilson = transition_inference.wilson(counts, level)
    reach = transition_inference.normal_quantile(level) * error
    ends = {"wald_low": P.loc[row] - reach, "wald_high": P.loc[row] + reach}
    for name, interval in (("wilson", wilson), ("dirichlet", transition_inference.dirichlet(counts, level=level))):
        ends |= {f"{name}_low": interval.low.loc[row], f"{name}_high": interval.high.loc[row]}
    table = transition.count_table(counts)[0]
    return pd.DataFrame({"count": table.loc[row], "share": P.loc[row], **ends}).rename_axis("next brand")


def households_needed(result: ValueInterval, last_brand: str, errors: Sequence[float]) -> pd.DataFrame:
    """Return how many households it takes to know a value to within given relative standard errors.

    Parameters
    ----------
    result
        What `course.models.transition_inference.value_interval` gave, from a log.
    last_brand
        The last brand whose value is wanted.
    errors
        Wanted standard errors as shares of the value: 0.05 is 5%.

    Returns
    -------
    pandas.DataFrame
        By wanted share: ``standard_error`` in yuan and ``households``.

    Examples
    --------
    >>> table = pd.DataFrame({"value": [50.0], "standard_error": [5.0]}, index=["A"])
    >>> households_needed(ValueInterval(table, 0.95, "bootstrap", 100), "A", [0.05])["households"].to_list()
    [400]
    """
    shares = inputs.rates("errors", errors, low=1e-4)
    value = float(result.table["value"].iloc[transition.known_state(last_brand, result.table.index)])
    found = [transition_inference.accuracy_needed(result, last_brand, share * value) for share in shares]
    columns = {
        "standard_error": [one.wanted for one in found],
        "households": [one.households_needed for one in found],
    }
    return pd.DataFrame(columns, index=pd.Index(shares, name="wanted_error"))


def holdout(
    log: pd.DataFrame, our_brand: str, customer: str = "customer", time: str = "time", brand: str = "brand"
) -> pd.DataFrame:
    """Forecast the second half of each customer's purchases from the first half, in two ways, and see who is right.

    Parameters
    ----------
    log
        One row a purchase.
    our_brand
        The brand whose share of purchases is forecast.
    customer, time, brand
        The names of the columns.

    Returns
    -------
    pandas.DataFrame
        By the last brand of the first half: ``households``; ``from_P``, our brand's share of the later purchases as the
        matrix of all first halves foretells it from that last brand; ``own_share``, our brand's share of the customer's
        own first half; ``happened``, its share of the second half; ``standard_error`` of the last, customers taken as
        independent.  Customers count by their later purchases.

    Notes
    -----
    The second halves are used for nothing but the last column.  A customer needs two purchases or more.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1] * 4 + [2] * 4 + [3] * 4, "time": [1, 2, 3, 4] * 3,
    ...                     "brand": list("AAAABBBBABBA")})
    >>> holdout(log, "A").round(2)[["households", "own_share", "happened"]]  # doctest: +NORMALIZE_WHITESPACE
                households  own_share  happened
    last brand
    A                    1       1.00      1.00
    B                    2       0.25      0.25
    """
    ordered = log.sort_values([customer, time], kind="stable")
    place, size = ordered.groupby(customer).cumcount(), ordered.groupby(customer)[brand].transform("size")
    early, late = ordered[place < size // 2], ordered[place >= size // 2]
    P = transition.probabilities(transition.counts(early, customer, time, brand))
    transition.known_state(our_brand, P.index)
    first, second = early.groupby(customer)[brand], late.groupby(customer)[brand]
    weights = second.size().reindex(first.size().index)
    table = pd.DataFrame(
        {
            "from_P": _foretold(P, our_brand, first.last(), weights),
            "own_share": first.agg(lambda bought: (bought == our_brand).mean()),
            "happened": second.agg(lambda bought: (bought == our_brand).mean()),
        }
    ).loc[weights.index]
    last = first.last().rename("last brand")
    means = table.mul(weights, axis=0).groupby(last).sum().div(weights.groupby(last).sum(), axis=0)
    means.insert(0, "households", last.value_counts())
    off = (table["happened"] - means["happened"].reindex(last).to_numpy()) * weights
    return means.assign(standard_error=(off**2).groupby(last).sum() ** 0.5 / weights.groupby(last).sum())


def _foretold(P: pd.DataFrame, our_brand: str, last: pd.Series, lengths: pd.Series) -> list[float]:
    """Return our brand's mean share over each customer's next occasions, by P from the last brand."""
    powers, found = np.eye(len(P)), []
    for _step in range(int(lengths.max())):
        powers = powers @ P.to_numpy()
        found.append(powers[:, P.columns.get_loc(our_brand)])
    means = np.cumsum(found, axis=0) / np.arange(1, len(found) + 1)[:, None]
    return [float(means[count - 1, P.index.get_loc(brand)]) for brand, count in zip(last, lengths, strict=True)]


def values_if_households_differ(
    log: pd.DataFrame,
    margins: Margins,
    discount_rate: float,
    *,
    purchases_per_year: float | None = None,
    customer: str = "customer",
    time: str = "time",
    brand: str = "brand",
) -> pd.DataFrame:
    """Compare the value by last brand under one P for all with the value when each customer keeps its own shares.

    Parameters
    ----------
    log, customer, time, brand
        One row a purchase, and the names of the columns.
    margins, discount_rate, purchases_per_year
        As in `course.models.transition.value`; for ever, first margin excluded.

    Returns
    -------
    pandas.DataFrame
        By the customer's last brand: ``customers``; ``one_matrix`` in yuan, from P; ``own_shares`` in yuan, the mean of
        the values these customers have when each goes on buying every brand as often as it did, in random order, with
        its ``standard_error`` (customers drawn at random); ``times``, the first over the second.

    Notes
    -----
    Own shares of some twenty purchases are estimates too, and tastes may change: the second value is a bound on how far
    the first may be off, not the truth.  `holdout` shows which of the two foretells better.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1] * 4 + [2] * 4, "time": [1, 2, 3, 4] * 2, "brand": list("AAABBBBA")})
    >>> compared = values_if_households_differ(log, {"A": 10}, 0.25)
    >>> compared[["customers", "own_shares"]].round(2)  # doctest: +NORMALIZE_WHITESPACE
                customers  own_shares
    last brand
    A                   1        10.0
    B                   1        30.0
    """
    counted = transition.counts(log, customer, time, brand)
    P = transition.probabilities(counted)
    pooled = transition.value(P, margins, discount_rate, purchases_per_year=purchases_per_year)
    factor = transition.discount_factor(discount_rate, purchases_per_year)
    if factor == 1:
        raise CourseError(_("with a discount rate of 0 the values have no end"), fix=_("Give a discount rate"))
    rewards = transition.margins_by_state(margins, counted.purchases.columns)
    shares = counted.purchases.div(counted.purchases.sum(axis=1), axis=0)
    own = (shares @ rewards) * factor / (1 - factor)
    last = log.sort_values([customer, time], kind="stable").groupby(customer)[brand].last().rename("last brand")
    groups = own.groupby(last.reindex(own.index))
    table = pd.DataFrame({"customers": groups.size(), "own_shares": groups.mean(), "standard_error": groups.sem()})
    table.insert(1, "one_matrix", pooled.reindex(table.index))
    return table.assign(times=table["one_matrix"] / table["own_shares"].where(table["own_shares"] > 0))


def loyalty_gap(counts: TransitionCounts) -> tuple[float, float]:
    """Return how far the observed repeat rate lies above the one of households without memory, with its standard error.

    What remains of "loyalty to the last brand" when every household's own shares are allowed for (see
    `course.models.transition_inference.repeat_rates`).  The standard error takes households as independent draws.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1] * 4 + [2] * 4, "time": [1, 2, 3, 4] * 2, "brand": list("AAABBBBB")})
    >>> [round(number, 4) for number in loyalty_gap(transition.counts(log))]
    [0.0833, 0.0589]
    """
    rates = transition_inference.repeat_rates(counts)
    gap = rates.observed - rates.household_shares
    moves = counts.by_customer[:, : counts.purchases.shape[1], : counts.purchases.shape[1]]
    bought, weights = counts.purchases.to_numpy(dtype=float), moves.sum(axis=(1, 2))
    number = bought.sum(axis=1)
    own = (bought * (bought - 1)).sum(axis=1) / np.maximum(number * (number - 1), 1)
    off = np.trace(moves, axis1=1, axis2=2) - weights * (own + gap)
    return float(gap), float(np.sqrt((off**2).sum()) / weights.sum())


def stop_after(repurchase: Sequence[float], *, margin: float, marketing: float, discount_rate: float) -> pd.DataFrame:
    """Return the value at each recency when marketing stops after recency 1, 2, 3 ...: the migration model's decision.

    Parameters
    ----------
    repurchase, margin, marketing
        As in `course.models.transition.recency_chain`: a customer no longer marketed to is lost.
    discount_rate
        Per period.

    Returns
    -------
    pandas.DataFrame
        Recency x the last recency that is still marketed to; for ever, counted on arrival (first margin included); no
        value where marketing has stopped before.  The column with the largest first row is the best rule.

    References
    ----------
    Pfeifer & Carraway (2000), Journal of Interactive Marketing 14(2).

    Examples
    --------
    >>> table = stop_after([0.3, 0.2, 0.15, 0.05], margin=40, marketing=4, discount_rate=0.2)
    >>> table.loc[1].round(2).to_list()
    [48.0, 51.57, 53.15, 52.32]
    """
    columns = {}
    for last in range(1, len(repurchase) + 1):
        chain = transition.recency_chain(repurchase[:last], margin=margin, marketing=marketing)
        values = transition.value(chain.P, chain.margins, discount_rate, first_margin="included")
        columns[last] = pd.Series(values.to_numpy()[:-1], index=range(1, last + 1))
    return pd.DataFrame(columns).rename_axis(index="recency", columns="stop")

"""Dwyer's two models of a customer: lost for good (永久流失型), or always a share (暂时流失型).

Both begin with a **history**: for each customer and each period after the first purchase, 1 when the customer bought
and 0 when not.  The *retention model* takes the first silent period for the end: whoever is silent is lost.  The
*migration model* lets a silent customer come back, with a probability that depends on how long the silence lasts;
only after the last recency looked at is the customer lost.  So the retention model is the migration model with every
return at zero, and the difference of their values is the value of coming back.

Recency *k* means: last bought *k* periods ago, so *k* - 1 periods were silent.  Margin and marketing are counted on
arrival, as Pfeifer & Carraway (2000) do; period 0 is the first purchase.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import inputs, transition
from course.models.discounting import LONGEST_HORIZON

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Samples of customers drawn for an interval.
REPLICATES = 500
#: The same where each sample needs a model's value.
VALUE_REPLICATES = 100


def histories(
    log: pd.DataFrame, *, length: float, periods: int, customer: str = "customer", time: str = "time"
) -> pd.DataFrame:
    """Turn a purchase log into one row of ones and zeros a customer, on each customer's own clock.

    Period 0 is the first purchase itself; period 1 is the ``length`` days after its day, and so on.

    Parameters
    ----------
    log
        One row a purchase, in any order.
    length
        Length of a period, in days for dates, otherwise in the unit of ``time``.
    periods
        Periods after the first purchase.
    customer, time
        The names of the columns.

    Returns
    -------
    pandas.DataFrame
        Customers x periods 0, 1, 2 ...: 1 when the customer bought in it.

    Raises
    ------
    CourseError
        When a column is absent, or the log ends before the last customer's last period: that silence was not seen.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 2, 3, 3], "time": [0, 15, 3, 5, 33]})
    >>> histories(log, length=10, periods=2)  # doctest: +NORMALIZE_WHITESPACE
    period    0  1  2
    customer
    1         1  0  1
    2         1  0  0
    3         1  0  0
    """
    inputs.columns("log", log, [customer, time])
    span, last = inputs.number("length", length, low=1e-9), inputs.whole("periods", periods, high=LONGEST_HORIZON)
    when = _clock(log[time])
    first = when.groupby(log[customer]).transform("min")
    if when.max() - first.max() < span * last:
        raise CourseError(
            _("the log ends before the last customer has had {periods} periods").format(periods=last),
            fix=_("Take fewer or shorter periods, or leave the late customers out"),
        )
    period = np.ceil((when - first) / span).astype(int).rename("period")
    bought = pd.crosstab(log[customer], period).clip(upper=1)
    return bought.reindex(columns=pd.RangeIndex(last + 1, name="period"), fill_value=0)


def silence(histories: pd.DataFrame, *, first: int = 1, last: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Count who buys next, by the length of the silence before: the repurchase probabilities of the migration model.

    From recency 2 on this is the reactivation share (再激活率): who was silent and came back.  A retention model says
    that it is zero.

    Parameters
    ----------
    histories
        From `histories`.
    first, last
        The periods whose purchases are counted; by default all after period 0.
    seed
        Of the drawn samples of customers.

    Returns
    -------
    pandas.DataFrame
        Index ``recency`` 1, 2, 3 ...; ``at_risk`` (customer-periods that began at this recency), ``bought``, ``share``,
        and ``low`` and ``high``, a 95% interval from drawing whole customers again: the periods of one customer are
        not independent.

    Raises
    ------
    CourseError
        When a cell is neither 0 nor 1, or the periods do not lie in the table.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1], [1, 0, 0, 0], [1, 0, 1, 0]])
    >>> silence(table)[["at_risk", "bought", "share"]]  # doctest: +NORMALIZE_WHITESPACE
             at_risk  bought     share
    recency
    1              5       1  0.200000
    2              3       2  0.666667
    3              1       0  0.000000
    """
    at_risk, came = _counted(histories, first, last)
    table = pd.DataFrame({"at_risk": at_risk.sum(axis=0), "bought": came.sum(axis=0)})
    table["share"] = table["bought"] / table["at_risk"].where(table["at_risk"] > 0)
    table["low"], table["high"] = _resampled(at_risk, came, seed)
    return table.set_index(pd.RangeIndex(1, len(table) + 1, name="recency"))


def shares(histories: pd.DataFrame, *, first: int = 1, last: int | None = None) -> list[float]:
    """Return the shares of `silence` alone, without their intervals: the ``repurchase`` that `values` takes.

    Examples
    --------
    >>> shares(pd.DataFrame([[1, 1, 0, 1], [1, 0, 0, 0], [1, 0, 1, 0]]))
    [0.2, 0.6666666666666666, 0.0]
    """
    at_risk, came = _counted(histories, first, last)
    # Where nobody was at risk nothing rests on the share.
    return [float(share) for share in came.sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1)]


def unbroken(histories: pd.DataFrame) -> pd.DataFrame:
    """Follow the customers who have bought in every period so far: the retention rate, period by period.

    Returns
    -------
    pandas.DataFrame
        Index ``period`` (1, 2 ...); ``customers`` who bought in every earlier period, and the share ``kept`` of them
        that buys in this one (missing when nobody is left).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 1]])
    >>> unbroken(table)  # doctest: +NORMALIZE_WHITESPACE
            customers  kept
    period
    1               4   0.5
    2               2   0.5
    """
    run = np.cumprod(zeros_and_ones(histories), axis=1).sum(axis=0)
    table = pd.DataFrame({"customers": run[:-1], "kept": run[1:] / np.where(run[:-1] > 0, run[:-1], np.nan)})
    return table.set_index(pd.RangeIndex(1, len(run), name="period"))


def buyers(repurchase: Sequence[float], periods: int, *, customers: float = 1.0) -> pd.DataFrame:
    """Forecast how many customers buy in each period, by both models.

    Parameters
    ----------
    repurchase
        Probability of buying in the next period at recency 1, 2, 3 ...; after the last, lost.
    periods
        Periods after period 0, in which all of them buy.
    customers
        How many there are.

    Returns
    -------
    pandas.DataFrame
        Index ``period`` 0, 1, 2 ...; buyers by ``lost_for_good`` and by ``always_a_share``.

    References
    ----------
    Berger & Nasr (1998), Journal of Interactive Marketing 12(1), the migration case, after Dwyer.

    Examples
    --------
    >>> buyers([0.3, 0.2, 0.15, 0.05], 3, customers=1000).round(1)  # doctest: +NORMALIZE_WHITESPACE
            lost_for_good  always_a_share
    period
    0              1000.0          1000.0
    1               300.0           300.0
    2                90.0           230.0
    3                27.0           195.0
    """
    chances = inputs.rates("repurchase", repurchase)
    many = inputs.number("customers", customers, low=0)
    # One recency is a retention model: whoever is not there once is lost.
    table = pd.DataFrame({"lost_for_good": _paths(chances[:1], periods), "always_a_share": _paths(chances, periods)})
    return (table * many).rename_axis("period")


def values(
    repurchase: Sequence[float],
    *,
    margin: float,
    discount_rate: float,
    marketing: float = 0.0,
    periods_per_year: float | None = None,
    first_margin: transition.FirstMargin = "included",
) -> pd.DataFrame:
    """Value the same customer by both models, for ever, by recency.

    Parameters
    ----------
    repurchase
        Probability of buying in the next period at recency 1, 2, 3 ...; after the last, lost.
    margin
        Yuan a period in which the customer buys.
    discount_rate
        Per year when ``periods_per_year`` is given, otherwise per period.
    marketing
        Yuan a period for every customer who is not (taken for) lost.
    periods_per_year
        Periods in a year.
    first_margin
        "included": what falls in the present period counts, undiscounted (Pfeifer & Carraway); "excluded": only what is
        still to come.

    Returns
    -------
    pandas.DataFrame
        Index ``recency``; yuan by ``lost_for_good`` (zero at recency 2 and later: such a customer is lost) and by
        ``always_a_share``; and their ``difference``.

    Raises
    ------
    CourseError
        When a probability is no share; otherwise as in `course.models.transition.value`.

    References
    ----------
    Dwyer (1997), Journal of Direct Marketing 11(4), 6-13; Pfeifer & Carraway (2000), J. Interactive Marketing 14(2).

    Examples
    --------
    >>> table = values([0.3, 0.2, 0.15, 0.05], margin=40, marketing=4, discount_rate=0.2)
    >>> table.round(2)  # doctest: +NORMALIZE_WHITESPACE
             lost_for_good  always_a_share  difference
    recency
    1                 48.0           52.32        4.32
    2                  0.0            5.55        5.55
    3                  0.0            1.25        1.25
    4                  0.0           -1.82       -1.82
    """

    def by_recency(chances: Floats) -> Floats:
        chain = transition.recency_chain(list(chances), margin=margin, marketing=marketing)
        found = transition.value(
            chain.P, chain.margins, discount_rate, purchases_per_year=periods_per_year, first_margin=first_margin
        )
        return np.asarray(found.to_numpy()[:-1], dtype=np.float64)

    chances = inputs.rates("repurchase", repurchase)
    table = pd.DataFrame({"lost_for_good": 0.0, "always_a_share": by_recency(chances)})
    table.loc[0, "lost_for_good"] = by_recency(chances[:1])[0]
    table["difference"] = table["always_a_share"] - table["lost_for_good"]
    return table.set_index(pd.RangeIndex(1, len(table) + 1, name="recency"))


def holdout(
    histories: pd.DataFrame, fit_until: int, groups: pd.Series | None = None, *, lost_after_last: bool = True
) -> pd.DataFrame:
    """Fit both models to the first periods, and forecast how many buy in the later ones.

    Parameters
    ----------
    histories
        From `histories`.
    fit_until
        The last period that the models may see.
    groups
        A name for each customer, known at the end of period 1; each group then gets models of its own, fitted on
        periods 2 to ``fit_until``.  By default one model for all, fitted on periods 1 to ``fit_until``.
    lost_after_last
        Whether a customer silent beyond the last recency seen is lost, as the migration model has it; if not, she keeps
        the last probability for ever.

    Returns
    -------
    pandas.DataFrame
        Index ``period``; buyers by ``lost_for_good``, by ``always_a_share`` and ``actual``, all groups together.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1], [1, 0, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]])
    >>> holdout(table, 2).round(2)  # doctest: +NORMALIZE_WHITESPACE
            lost_for_good  always_a_share  actual
    period
    3                 1.0             1.5     2.0
    """
    names = pd.Series("all", index=histories.index) if groups is None else groups.reindex(histories.index)
    begin = 1 if groups is None else 2
    parts = [_forecast(part, fit_until, begin, lost_after_last) for _name, part in histories.groupby(names)]
    return sum(parts[1:], start=parts[0])


def group_values(histories: pd.DataFrame, groups: pd.Series, **economy: float) -> pd.DataFrame:
    """Value each group by one migration model for all, and by a migration model of its own.

    Parameters
    ----------
    histories
        From `histories`.
    groups
        A name for each customer, by what is known at the end of period 1.
    economy
        ``margin``, ``discount_rate`` and, when wanted, ``marketing`` and ``periods_per_year``, as in `values`.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``customers``, ``repurchase`` (own share at recency 1), ``pooled`` and ``own`` (yuan a
        customer, what is still to come at the end of period 1), ``own_low`` and ``own_high`` (95%, from drawing the
        group's customers again), and ``error``, by which share the pooled value is off.

    Notes
    -----
    Both models are fitted on periods 2 and later, so that no group is chosen by what it is then asked to foretell.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 0, 1]], index=list("abcd"))
    >>> groups = pd.Series(["x", "x", "y", "y"], index=list("abcd"))
    >>> found = group_values(table, groups, margin=10, discount_rate=0.1)
    >>> found[["customers", "repurchase", "pooled", "own", "error"]].round(2)
       customers  repurchase  pooled    own  error
    x          2        0.75   19.51  21.43  -0.09
    y          2        0.00   19.51   7.04   1.77
    """
    whole = shares(histories, first=2)
    rows = {}
    for name, part in histories.groupby(groups.reindex(histories.index)):
        own = shares(part, first=2)
        start = _recency(zeros_and_ones(part))[:, 1]
        pooled, mine = (_mean_value(chances, start, economy) for chances in (whole, own))
        rows[name] = {"customers": len(part), "repurchase": own[0], "pooled": pooled, "own": mine}
        low, high = _own_interval(part, start, economy)
        rows[name] |= {"own_low": low, "own_high": high}
    table = pd.DataFrame(rows).T.astype({"customers": int})
    return table.assign(error=table["pooled"] / table["own"] - 1)


# --- helpers ----------------------------------------------------------------------------------------------------------


def _clock(column: pd.Series) -> pd.Series:
    """Return times as numbers: as they are, or in days."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.Series((column - column.min()) / pd.Timedelta(days=1))
    return pd.Series(inputs.numbers("time", column), index=column.index)


def zeros_and_ones(histories: pd.DataFrame) -> Whole:
    """Return histories as whole numbers, or refuse what is no history.

    Raises
    ------
    CourseError
        When a cell is neither 0 nor 1, or there are fewer than two periods.

    Examples
    --------
    >>> zeros_and_ones(pd.DataFrame([[1, 0], [1, 1]])).sum()
    np.int64(3)
    """
    cells = inputs.columns("histories", histories, []).to_numpy()
    # One look at the whole table: a log has too many cells to look at one by one.
    wrong = ~np.isin(cells, (0, 1))
    if wrong.any() or cells.shape[1] < 2:
        where = ""
        if wrong.any():
            row, period = np.argwhere(wrong)[0]
            where = _("row {row}, period {period}").format(row=row + 1, period=histories.columns[period])
        raise CourseError(
            _("histories must hold 0 and 1 alone, in two periods or more"),
            where=where,
            fix=_("Make them with histories(log, ...)"),
        )
    return cells.astype(np.int64)


def _span(bought: Whole, first: int, last: int | None) -> tuple[int, int]:
    most = bought.shape[1] - 1
    start = inputs.whole("first", first, low=1, high=most)
    return start, most if last is None else inputs.whole("last", last, low=start, high=most)


def _recency(bought: Whole) -> Whole:
    """Return for each customer and period how many periods ago the last purchase was, that period's counted as 1."""
    period = np.arange(bought.shape[1])
    latest = np.maximum.accumulate(np.where(bought == 1, period, 0), axis=1)
    return period - latest + 1


def _counted(histories: pd.DataFrame, first: int, last: int | None) -> tuple[Whole, Whole]:
    """Count for each customer the periods begun at each recency, and the purchases in them."""
    bought = zeros_and_ones(histories)
    start, end = _span(bought, first, last)
    before, came = _recency(bought)[:, start - 1 : end], bought[:, start : end + 1] == 1
    each = np.arange(1, before.max() + 1)
    began = before[:, :, None] == each
    return began.sum(axis=1), (began & came[:, :, None]).sum(axis=1)


def _resampled(at_risk: Whole, came: Whole, seed: int) -> tuple[Floats, Floats]:
    """Return a 95% interval of each share from samples of whole customers."""
    count = len(at_risk)
    generator = np.random.default_rng(inputs.whole("seed", seed, low=0))
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=REPLICATES).astype(float)
    began = drawn @ at_risk
    shares = (drawn @ came) / np.where(began > 0, began, np.nan)
    ends = [np.nanquantile(each, [0.025, 0.975]) if np.isfinite(each).any() else [np.nan] * 2 for each in shares.T]
    low, high = np.array(ends).T
    return low, high


def _paths(chances: Floats, periods: int, start: Floats | None = None, *, lost_after_last: bool = True) -> Floats:
    """Return the share of customers who buy in periods 0, 1, 2 ..., from their shares by recency in period 0."""
    P = transition.recency_chain(list(chances), margin=0).P
    if not lost_after_last:
        cells = P.to_numpy(copy=True)
        cells[-2, -2], cells[-2, -1] = cells[-2, -2] + cells[-2, -1], 0.0
        P = pd.DataFrame(cells, index=P.index, columns=P.columns)
    begin = np.eye(len(P))[0] if start is None else np.append(start, 1 - start.sum())
    shares = transition.shares_over_time(P, dict(zip(P.index, begin, strict=True)), periods)
    return shares["recency 1"].to_numpy()


def _forecast(histories: pd.DataFrame, fit_until: int, begin: int, lost_after_last: bool) -> pd.DataFrame:
    bought = zeros_and_ones(histories)
    until = inputs.whole("fit_until", fit_until, low=begin, high=bought.shape[1] - 2)
    chances = np.array(shares(histories, first=begin, last=until))
    recency, ahead = _recency(bought)[:, until], bought.shape[1] - 1 - until
    if not lost_after_last:
        recency = np.minimum(recency, len(chances))
    start = np.array([(recency == k + 1).mean() for k in range(len(chances))])
    table = pd.DataFrame(
        {
            "lost_for_good": _paths(chances[:1], ahead, start[:1]) * len(bought),
            "always_a_share": _paths(chances, ahead, start, lost_after_last=lost_after_last) * len(bought),
            "actual": bought[:, until:].sum(axis=0).astype(float),
        }
    )
    return table.set_index(pd.RangeIndex(until, until + ahead + 1, name="period")).iloc[1:]


def _own_interval(part: pd.DataFrame, recency: Whole, economy: dict[str, float]) -> tuple[float, float]:
    """Return a 95% interval of a group's own value, from samples of its customers."""
    at_risk, came = _counted(part, 2, None)
    generator = np.random.default_rng(0)
    drawn = []
    for _again in range(VALUE_REPLICATES):
        taken = generator.integers(len(part), size=len(part))
        chances = came[taken].sum(axis=0) / np.maximum(at_risk[taken].sum(axis=0), 1)
        drawn.append(_mean_value([float(chance) for chance in chances], recency[taken], economy))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _mean_value(chances: list[float], recency: Whole, economy: dict[str, float]) -> float:
    table = values(chances, first_margin="excluded", **economy)["always_a_share"]
    return float(table.reindex(recency, fill_value=0.0).mean())

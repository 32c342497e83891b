"""The purchase-transition matrix 购买转换矩阵: from a purchase log to P_ij, brand shares and customer value.

A customer whose spending is shared among suppliers ("always a share", migration model, S1) may buy anything next.
P_ij is the probability that a customer whose last purchase was brand *i* buys brand *j* next.  The steps are one
function each: `counts` (log to counts), `probabilities` (counts to P), `shares_over_time` and `stationary`, `value`.
How sure one can be of each figure is the matter of `course.models.transition_inference`.

Conventions, everywhere in this module
--------------------------------------
* Rows are *from*, columns are *to*; every row of P sums to 1.
* The clock is the **purchase occasion**, not the year.  With *f* purchases a year, occasion *t* lies *t/f* years ahead
  and is discounted by ``(1 + d) ** (t / f)`` (Rust, Lemon & Zeithaml 2004).  Without *f*, the discount rate is the
  rate per occasion.
* Occasion 0 is the last purchase, already made.  ``first_margin="excluded"`` counts occasions 1, 2, 3 ...: what is
  still to come.  ``first_margin="included"`` counts occasion 0 as well, undiscounted.  The two differ by exactly the
  margin of the last brand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import inputs

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
FirstMargin: TypeAlias = Literal["excluded", "included"]

#: The name of the state of a customer who is gone for good.
LOST = "lost"
#: Rows that sum to 1 within this are taken as summing to 1.
TOLERANCE = 1e-6
#: No horizon is longer than this many purchase occasions; beyond it, leave the horizon out.
LONGEST_HORIZON = 10_000


@dataclass(frozen=True)
class LogReport:
    """What `counts` found in a purchase log and what it did about it.

    Attributes
    ----------
    rows, customers, transitions
        Rows read, different customers, and transitions counted.
    one_purchase_customers
        Customers with a single row: they tell nothing about a next purchase.
    ties
        Rows with the same customer and time as an earlier row.  Rule: a tie keeps the order of the file.
    out_of_order
        Rows that stood in the file before an earlier purchase of the same customer.  Rule: sorted by time.
    unknown_rows, unknown_brands
        Rows whose brand is not in ``brands``.  Rule: the customer's sequence breaks there; the purchases before and
        after are not joined, because nobody went from the one to the other.
    lost_customers
        Customers silent for longer than ``lost_after``: their last purchase leads to "lost".
    mixed_customers, blocked_customers
        Customers with two or more brands, one of them bought twice or more; and those among them whose purchases of
        each brand stand in one unbroken block.  Nearly all blocked means that the file is sorted by brand inside a
        customer (as ``Ketchup`` and ``Tuna`` of the R package Ecdat are) and its transitions are artefacts.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 1, 2], "time": [1, 2, 3, 1], "brand": list("ABAB")})
    >>> counts(log).report.table().head(4)
    rows read                      4
    customers                      2
    transitions counted            2
    customers with one purchase    1
    dtype: int64
    """

    rows: int
    customers: int
    transitions: int
    one_purchase_customers: int
    ties: int
    out_of_order: int
    unknown_rows: int
    unknown_brands: tuple[str, ...]
    lost_customers: int
    mixed_customers: int
    blocked_customers: int

    def table(self) -> pd.Series[int]:
        """Return the report as one labelled column, for showing."""
        labels = {
            "rows": _("rows read"),
            "customers": _("customers"),
            "transitions": _("transitions counted"),
            "one_purchase_customers": _("customers with one purchase"),
            "ties": _("ties in time, file order kept"),
            "out_of_order": _("rows out of order, sorted"),
            "unknown_rows": _("rows of unknown brands, sequence broken"),
            "lost_customers": _("customers counted as lost"),
            "mixed_customers": _("customers with several brands and a repeat"),
            "blocked_customers": _("of these, brands in unbroken blocks"),
        }
        return pd.Series({label: getattr(self, name) for name, label in labels.items()})


@dataclass(frozen=True, eq=False)
class TransitionCounts:
    """Transitions counted in a purchase log, whole and by customer.

    Attributes
    ----------
    counts
        States x states: row *from*, column *to*.  A row total leaves out each customer's last purchase, which leads
        nowhere (unless the customer counts as lost).
    report
        What was found in the log and done about it.
    by_customer
        Customers x states x states: the same counts for each customer, for resampling whole customers.
    purchases
        Customers x brands: how often each customer bought each brand.
    triples
        States x states x states: how often *i* was followed by *j* and then by *k*, for the test of order.
    absorbing
        The states that are never left: ``("lost",)`` or none.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 1, 2, 2], "time": [1, 2, 3, 1, 2], "brand": list("ABABB")})
    >>> counted = counts(log)
    >>> counted.counts  # doctest: +NORMALIZE_WHITESPACE
    to    A  B
    from
    A     0  1
    B     1  1
    >>> counted.by_customer.shape
    (2, 2, 2)
    """

    counts: pd.DataFrame
    report: LogReport
    by_customer: Whole = field(repr=False)
    purchases: pd.DataFrame = field(repr=False)
    triples: Whole = field(repr=False)
    absorbing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RecencyChain:
    """A migration model as a transition matrix: states are purchases ago, not brands.

    Attributes
    ----------
    P
        States "recency 1" (bought just now), "recency 2" (one period ago) ... and "lost".
    margins
        Yuan a customer brings on arriving in each state.
    """

    P: pd.DataFrame
    margins: pd.Series[float]


# --- from log to counts -----------------------------------------------------------------------------------------------


def counts(
    log: pd.DataFrame,
    customer: str = "customer",
    time: str = "time",
    brand: str = "brand",
    brands: Sequence[str] | None = None,
    lost_after: float | None = None,
) -> TransitionCounts:
    """Count how often a purchase of brand *i* was followed by the same customer's purchase of brand *j*.

    Homework question (a) of S1: this is where the P_ij come from.  Two customers' sequences are never joined.

    Parameters
    ----------
    log
        One row a purchase, in any order.
    customer, time, brand
        The names of its columns.  ``time`` holds numbers or dates; only the order matters, unless ``lost_after``.
    brands
        The brands to count, in the order wanted.  By default all, in alphabetical order.
    lost_after
        A customer silent for longer than this at the end of the log (in units of ``time``; in days for dates) counts
        as lost, an absorbing state.  By default nobody is lost.  Needs one calendar for all customers.

    Returns
    -------
    TransitionCounts
        The counts and a report of what was done (see `LogReport` for the rules on ties, order and unknown brands).

    Raises
    ------
    CourseError
        When a column is absent or has an empty cell, time is text, no brand is known or nobody bought twice.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [2, 1, 1, 2, 1], "time": [1, 1, 2, 2, 3], "brand": list("BAABB")})
    >>> counts(log).counts  # doctest: +NORMALIZE_WHITESPACE
    to    A  B
    from
    A     1  1
    B     0  1
    >>> counts(log, lost_after=0.5).counts  # doctest: +NORMALIZE_WHITESPACE
    to    A  B  lost
    from
    A     1  1     0
    B     0  1     1
    lost  0  0     0
    """
    inputs.columns("log", log, [customer, time, brand])
    _no_empty_cells(log, [customer, time, brand])
    names = _brand_names(log[brand], brands)
    codes, customers = pd.factorize(log[customer])
    rows = _Rows(
        codes.astype(np.int64),
        _times(log[time], time),
        pd.Index(names).get_indexer(np.asarray(log[brand], dtype=object)),
    )
    gone = _lost_customers(rows, lost_after)
    states = names if lost_after is None else [*names, LOST]
    path = rows.with_lost(gone, len(names)).in_order()
    by_customer = path.transitions(len(customers), len(states))
    _some_transitions(by_customer)
    return TransitionCounts(
        counts=_square(by_customer.sum(axis=0), states),
        report=_report(log[brand], rows, names, int(by_customer.sum()), len(gone)),
        by_customer=by_customer,
        purchases=_purchases(rows, customers, names),
        triples=path.triples(len(states)),
        absorbing=() if lost_after is None else (LOST,),
    )


@dataclass(frozen=True, eq=False)
class _Rows:
    """Purchases as three equally long arrays: customer code, time, state code (-1: an unknown brand)."""

    customer: Whole
    time: Floats
    state: Whole

    def in_order(self) -> _Rows:
        """Sort by customer, then time; ``lexsort`` is stable, so ties keep the order of the file."""
        order = np.lexsort((self.time, self.customer))
        return _Rows(self.customer[order], self.time[order], self.state[order])

    def with_lost(self, gone: Whole, lost: int) -> _Rows:
        """Add one arrival in the state ``lost``, after everything else, for each customer who is gone."""
        return _Rows(
            np.concatenate([self.customer, gone]),
            np.concatenate([self.time, np.full(len(gone), np.inf)]),
            np.concatenate([self.state, np.full(len(gone), lost)]),
        )

    def linked(self) -> npt.NDArray[np.bool_]:
        """Tell for each ordered row but the first whether it follows the row before: one customer, known brands."""
        known = self.state >= 0
        return np.asarray((self.customer[1:] == self.customer[:-1]) & known[1:] & known[:-1])

    def transitions(self, customers: int, states: int) -> Whole:
        linked = self.linked()
        found = np.zeros((customers, states, states), dtype=np.int64)
        np.add.at(found, (self.customer[1:][linked], self.state[:-1][linked], self.state[1:][linked]), 1)
        return found

    def triples(self, states: int) -> Whole:
        linked = self.linked()
        both = linked[1:] & linked[:-1]
        found = np.zeros((states, states, states), dtype=np.int64)
        np.add.at(found, (self.state[:-2][both], self.state[1:-1][both], self.state[2:][both]), 1)
        return found


def _no_empty_cells(log: pd.DataFrame, names: Sequence[str]) -> None:
    for name in names:
        empty = log[name].isna().to_numpy()
        if empty.any():
            row = int(empty.argmax()) + 1
            raise CourseError(
                _("log has {count} empty cells").format(count=int(empty.sum())),
                where=_("first in row {row}, column {column!r}").format(row=row, column=name),
                fix=_("Fill them in, or drop these rows"),
            )


def _times(column: pd.Series[Any], name: str) -> Floats:
    """Return times as numbers: as they are, or in days from the first date."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return np.asarray((column - column.min()) / pd.Timedelta(days=1), dtype=float)
    if pd.api.types.is_numeric_dtype(column) and np.isfinite(column.to_numpy(dtype=float)).all():
        return column.to_numpy(dtype=float)
    raise CourseError(
        _("time is neither numbers nor dates"),
        where=_("column {column!r}").format(column=name),
        fix=_("Convert it with pd.to_datetime or pd.to_numeric"),
    )


def _brand_names(column: pd.Series[Any], brands: Sequence[str] | None) -> list[Any]:
    names = sorted(column.unique(), key=str) if brands is None else list(brands)
    if isinstance(brands, str) or not all(names.count(name) == 1 for name in names):
        raise CourseError(_("brands must be a list of different names"), fix=_("Write for example ['A', 'B']"))
    if LOST in names:
        raise CourseError(
            _("a brand is named {name!r}, the name of the state of lost customers").format(name=LOST),
            fix=_("Rename the brand"),
        )
    if not column.isin(names).any():
        raise CourseError(
            _("none of the brands {names} occurs in the log").format(names=", ".join(map(repr, names))),
            where=_("column {column!r}").format(column=column.name),
            fix=_("Check the spelling and the column"),
        )
    return names


def _lost_customers(rows: _Rows, lost_after: float | None) -> Whole:
    """Return the codes of the customers silent for longer than ``lost_after`` when the log ends."""
    if lost_after is None:
        return np.array([], dtype=np.int64)
    wait = inputs.number("lost_after", lost_after, low=0)
    last = np.full(rows.customer.max() + 1, -np.inf)
    np.maximum.at(last, rows.customer, rows.time)
    return np.flatnonzero(rows.time.max() - last > wait)


def _some_transitions(by_customer: Whole) -> None:
    if not by_customer.any():
        raise CourseError(
            _("log has no customer with two purchases in a row of the brands counted"),
            fix=_("Check the column of customers, or give a longer log"),
        )


def _purchases(rows: _Rows, customers: pd.Index[Any], names: Sequence[str]) -> pd.DataFrame:
    known = rows.state >= 0
    table = np.zeros((len(customers), len(names)), dtype=np.int64)
    np.add.at(table, (rows.customer[known], rows.state[known]), 1)
    return pd.DataFrame(table, index=customers, columns=pd.Index(names))


def _report(column: pd.Series[Any], rows: _Rows, names: Sequence[str], transitions: int, lost: int) -> LogReport:
    mixed, blocked = _blocks(rows.in_order())
    unknown = column[rows.state < 0]
    return LogReport(
        rows=len(column),
        customers=int(rows.customer.max()) + 1,
        transitions=transitions,
        one_purchase_customers=int((np.bincount(rows.customer) == 1).sum()),
        ties=int(pd.DataFrame({"customer": rows.customer, "time": rows.time}).duplicated().sum()),
        out_of_order=int((pd.Series(rows.time).groupby(rows.customer).diff() < 0).sum()),
        unknown_rows=len(unknown),
        unknown_brands=tuple(sorted(map(str, unknown.unique()))),
        lost_customers=lost,
        mixed_customers=mixed,
        blocked_customers=blocked,
    )


def _blocks(ordered: _Rows) -> tuple[int, int]:
    """Count customers who repeat a brand and have several, and those of them with each brand in one block."""
    table = pd.DataFrame({"customer": ordered.customer, "state": ordered.state})
    table["starts"] = table.ne(table.shift()).any(axis=1)
    by_customer = table.groupby("customer")
    brands, purchases, runs = by_customer["state"].nunique(), by_customer.size(), by_customer["starts"].sum()
    mixed = (brands > 1) & (purchases > brands)
    return int(mixed.sum()), int((mixed & (runs == brands)).sum())


def _square(table: npt.NDArray[Any], states: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame(table, index=pd.Index(states, name="from"), columns=pd.Index(states, name="to"))


# --- from counts to P -------------------------------------------------------------------------------------------------


def count_table(counts: TransitionCounts | pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return counts as a checked square table, and the names of its absorbing states.

    Takes what `counts` gave, or any table of counts from the literature (rows from, columns to).

    Raises
    ------
    CourseError
        When it is not square, its row and column names differ, or a count is negative or no number.

    Examples
    --------
    >>> count_table(pd.DataFrame([[8, 2], [3, 7]], index=list("AB"), columns=list("AB")))[1]
    ()
    """
    if isinstance(counts, TransitionCounts):
        return counts.counts, counts.absorbing
    table = _cells("counts", counts, high=np.inf, percent=False)
    return table, ()


def probabilities(counts: TransitionCounts | pd.DataFrame) -> pd.DataFrame:
    """Return the transition matrix P: each row of counts divided by its total (the maximum-likelihood estimate).

    Parameters
    ----------
    counts
        What `counts` gave, or a square table of counts.

    Returns
    -------
    pandas.DataFrame
        States x states, every row summing to 1.  An absorbing state stays where it is with probability 1.

    Raises
    ------
    CourseError
        When a brand was never followed by another purchase: its row would be 0/0.

    Notes
    -----
    An observed zero is not an impossible switch: see `course.models.transition_inference.wilson`.

    Examples
    --------
    >>> table = pd.DataFrame([[8, 2], [3, 7]], index=list("AB"), columns=list("AB"))
    >>> probabilities(table)  # doctest: +NORMALIZE_WHITESPACE
    to      A    B
    from
    A     0.8  0.2
    B     0.3  0.7
    """
    table, absorbing = count_table(counts)
    totals = table.sum(axis=1)
    for state in totals.index[totals == 0].difference(list(absorbing), sort=False):
        raise CourseError(
            _("counts has no transition from {state!r}, so its probabilities are unknown").format(state=state),
            where=_("row {state!r}").format(state=state),
            fix=_("Leave this brand out, join it with another, or collect more purchases"),
        )
    P = table.div(totals.where(totals > 0, 1), axis=0)
    for state in absorbing:
        P.loc[state, state] = 1.0
    return P


def check_matrix(P: pd.DataFrame) -> pd.DataFrame:
    """Return P as floats when it is a transition matrix; say what is wrong when it is not.

    Raises
    ------
    CourseError
        When P is not square, its row and column names differ or repeat, an entry is not between 0 and 1, or a row
        does not sum to 1 (within 0.000001).  The message names the row, and sees when rows and columns are swapped.

    Examples
    --------
    >>> check_matrix(pd.DataFrame([[0.8, 0.2], [0.3, 0.6]], index=list("AB"), columns=list("AB")))
    Traceback (most recent call last):
    course.errors.CourseError: P has a row that sums to 0.9, not 1 (row 'B'). Divide the row by its total.
    """
    table = _cells("P", P, high=1, percent=True)
    totals = table.sum(axis=1)
    off = (totals - 1).abs() > TOLERANCE
    if off.any():
        swapped = ((table.sum(axis=0) - 1).abs() <= TOLERANCE).all()
        raise CourseError(
            _("P has a row that sums to {total:.6g}, not 1").format(total=totals[off].iloc[0]),
            where=_("row {state!r}").format(state=totals.index[off][0]),
            fix=_("Rows and columns are swapped: use P.T") if swapped else _("Divide the row by its total"),
        )
    return table


def _cells(name: str, table: object, *, high: float, percent: bool) -> pd.DataFrame:
    """Return a square table of floats from 0 to ``high`` with the same names on rows and columns."""
    frame = inputs.columns(name, table, [])
    rows, across = list(frame.index), list(frame.columns)
    if rows != across or len(set(rows)) != len(rows):
        raise CourseError(
            _("{name} has the rows {rows} and the columns {columns}").format(
                name=name, rows=", ".join(map(str, rows)), columns=", ".join(map(str, across))
            ),
            fix=_("Give rows and columns the same different names, in the same order"),
        )

    def place(position: int) -> str:
        return _("row {row!r}, column {column!r}").format(
            row=rows[position // len(rows)], column=rows[position % len(rows)]
        )

    check = inputs.rates if percent else inputs.numbers
    return _square(check(name, frame.to_numpy(), low=0, high=high, place=place).reshape(frame.shape), rows)


def add_lost(P: pd.DataFrame, leaving: float | Mapping[str, float]) -> pd.DataFrame:
    """Return P with a proper absorbing state "lost": after each purchase a share ``leaving`` never buys again.

    Parameters
    ----------
    P
        Transition matrix among brands, for those who go on buying.
    leaving
        Probability of leaving the market after a purchase: one number, or one for each brand (a brand not named: 0).

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> add_lost(P, 0.5)  # doctest: +NORMALIZE_WHITESPACE
    to       A     B  lost
    from
    A     0.40  0.10   0.5
    B     0.15  0.35   0.5
    lost  0.00  0.00   1.0
    """
    table = check_matrix(P)
    if LOST in table.index:
        raise CourseError(_("P has a state {name!r} already").format(name=LOST), fix=_("Use P as it is"))
    by_brand = dict.fromkeys(table.index, leaving) if not isinstance(leaving, Mapping | pd.Series) else leaving
    gone = _by_state("leaving", by_brand, table.index, low=0, high=1)
    states = [*table.index, LOST]
    full = np.zeros((len(states), len(states)))
    full[:-1, :-1] = table.to_numpy() * (1 - gone[:, None])
    full[:-1, -1] = gone
    full[-1, -1] = 1
    return _square(full, states)


# --- shares -----------------------------------------------------------------------------------------------------------


def shares_over_time(P: pd.DataFrame, start: Mapping[str, float] | pd.Series[float], occasions: int) -> pd.DataFrame:
    """Return each brand's share of purchases on occasions 0, 1, 2 ...: start, start P, start P^2 ...

    Parameters
    ----------
    P
        Transition matrix.
    start
        Share of each brand in the last purchases (occasion 0); sums to 1; a brand not named has 0.
    occasions
        How many purchase occasions to look ahead.

    Returns
    -------
    pandas.DataFrame
        Occasions x states; every row sums to 1.  A share of occasions, not of wallet: a brand bought in big packs has
        more of the wallet.

    Raises
    ------
    CourseError
        When P is no transition matrix, start does not sum to 1 or names an unknown brand.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> shares_over_time(P, {"A": 1.0}, 2)  # doctest: +NORMALIZE_WHITESPACE
                A    B
    occasion
    0         1.0  0.0
    1         0.8  0.2
    2         0.7  0.3
    """
    table = check_matrix(P)
    steps = inputs.whole("occasions", occasions, low=0, high=LONGEST_HORIZON)
    shares = [_by_state("start", start, table.index, low=0, high=1)]
    if abs(shares[0].sum() - 1) > TOLERANCE:
        raise CourseError(
            _("start sums to {total:.6g}, not 1").format(total=shares[0].sum()),
            fix=_("Divide each share by their total"),
        )
    for _step in range(steps):
        shares.append(shares[-1] @ table.to_numpy())
    return pd.DataFrame(shares, columns=list(table.index), index=pd.RangeIndex(steps + 1, name="occasion"))


def stationary(P: pd.DataFrame) -> pd.Series[float]:
    """Return the long-run shares: the shares that one more purchase occasion leaves as they are.

    A share of purchase occasions, not of wallet.  It holds only while P stays as it is, and comes from the same P
    for every start, so it forgets who the customers were.

    Raises
    ------
    CourseError
        When P falls into separate groups of brands that nobody leaves: the shares then depend on the start.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> stationary(P).round(6)
    A    0.6
    B    0.4
    Name: share, dtype: float64
    """
    table = check_matrix(P)
    matrix = table.to_numpy()
    closed = closed_states(matrix)
    first = _reaches(matrix)[np.flatnonzero(closed)[0]]
    if (closed & ~first).any():
        groups = ", ".join(repr(str(name)) for name in table.index[closed])
        raise CourseError(
            _("P has separate groups of states that are never left, among {groups}").format(groups=groups),
            fix=_("Use shares_over_time with the start you have"),
        )
    equations = np.vstack([matrix.T - np.eye(len(matrix)), np.ones(len(matrix))])
    solution = np.linalg.lstsq(equations, np.append(np.zeros(len(matrix)), 1.0), rcond=None)[0]
    shares = np.clip(solution, 0, None)
    return pd.Series(shares / shares.sum(), index=list(table.index), name="share")


# --- value ------------------------------------------------------------------------------------------------------------


def value(
    P: pd.DataFrame,
    margins: Mapping[str, float] | pd.Series[float],
    discount_rate: float,
    *,
    horizon: int | None = None,
    purchases_per_year: float | None = None,
    first_margin: FirstMargin = "excluded",
) -> pd.Series[float]:
    """Return the value of a customer to us by the brand last bought, in yuan.

    V_i = sum over occasions t of (P^t R)_i / (1 + d)^(t/f); for ever, V = (I - P/(1+d)^(1/f))^-1 R.

    Parameters
    ----------
    P
        Transition matrix, per purchase occasion.
    margins
        R: yuan a purchase of each brand brings *us*; a brand not named brings nothing (a rival's, usually).
    discount_rate
        d: per year when ``purchases_per_year`` is given, otherwise per purchase occasion.
    horizon
        Number of purchase occasions ahead; by default for ever.
    purchases_per_year
        f: how many purchase occasions there are in a year, so that occasion *t* is discounted *t/f* years.
    first_margin
        "excluded": the last purchase is over, occasions 1 to ``horizon`` count (the value still to come).
        "included": occasion 0 counts too, undiscounted.  The difference is exactly the margin of the last brand.

    Raises
    ------
    CourseError
        When P is no transition matrix, a margin names an unknown brand, or the sum has no end: with a discount rate of
        0 and no horizon every state that brings money must be left for good in the end.

    References
    ----------
    Rust, Lemon & Zeithaml (2004); Pfeifer & Carraway (2000); S1, the purchase-transition matrix.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> value(P, {"A": 10}, 0.1).round(2)
    last brand
    A    63.33
    B    55.00
    Name: value, dtype: float64
    >>> value(P, {"A": 10}, 0.1, horizon=1).round(2)
    last brand
    A    7.27
    B    2.73
    Name: value, dtype: float64
    """
    table = check_matrix(P)
    rewards = margins_by_state(margins, table.index)
    factor = discount_factor(discount_rate, purchases_per_year)
    included = present_values(table.to_numpy(), rewards, factor, check_horizon(horizon), table.index)
    result = included - paid_already(first_margin, rewards)
    return pd.Series(result, index=pd.Index(table.index, name="last brand"), name="value")


def present_values(P: Floats, rewards: Floats, factor: float, horizon: int | None, states: pd.Index[Any]) -> Floats:
    """Return values with the first margin included, for one matrix or a stack of matrices (..., states, states).

    ``factor`` discounts one purchase occasion; ``states`` only name a state in an error.

    Examples
    --------
    >>> P = np.array([[0.8, 0.2], [0.3, 0.7]])
    >>> present_values(P, np.array([10.0, 0.0]), 1 / 1.1, 1, pd.Index(["A", "B"])).round(2)
    array([17.27,  2.73])
    """
    if horizon is None:
        steady = P if factor < 1 else _without_closed(P, rewards, states)
        system = np.eye(P.shape[-1]) - factor * steady
        return np.asarray(np.linalg.solve(system, np.broadcast_to(rewards[:, None], (*P.shape[:-1], 1)))[..., 0])
    values = np.broadcast_to(rewards, P.shape[:-1])
    for _step in range(horizon):
        values = rewards + factor * (P @ values[..., None])[..., 0]
    return values


def discount_factor(discount_rate: float, purchases_per_year: float | None = None) -> float:
    """Return the worth today of one yuan at the next purchase occasion: (1 + d) ** (-1/f).

    Examples
    --------
    >>> round(discount_factor(0.10, 12), 4)
    0.9921
    """
    rate = inputs.rate("discount_rate", discount_rate)
    often = 1.0 if purchases_per_year is None else inputs.number("purchases_per_year", purchases_per_year, low=0.001)
    return float((1 + rate) ** (-1 / often))


def paid_already(first_margin: str, rewards: Floats) -> Floats:
    """Return what to take off a value that counts occasion 0: the first margin, or nothing.

    Examples
    --------
    >>> paid_already("excluded", np.array([10.0, 0.0]))
    array([10.,  0.])
    """
    if first_margin not in ("excluded", "included"):
        raise CourseError(
            _("first_margin is {given!r}").format(given=first_margin), fix=_("Write 'excluded' or 'included'")
        )
    return rewards if first_margin == "excluded" else np.zeros_like(rewards)


def check_horizon(horizon: int | None) -> int | None:
    """Return the horizon in purchase occasions, 1 or more, or None for ever.

    Examples
    --------
    >>> check_horizon(12)
    12
    """
    return None if horizon is None else inputs.whole("horizon", horizon, low=1, high=LONGEST_HORIZON)


def margins_by_state(margins: Mapping[str, float] | pd.Series[float], states: pd.Index[Any]) -> Floats:
    """Return the margin of each state in order; a state not named brings nothing.

    Examples
    --------
    >>> margins_by_state({"B": 5}, pd.Index(["A", "B"]))
    array([0., 5.])
    """
    return _by_state("margins", margins, states)


def closed_states(P: Floats) -> npt.NDArray[np.bool_]:
    """Tell for each state whether one who is there comes back for ever (recurrent); the others are left for good.

    Examples
    --------
    >>> closed_states(np.array([[0.5, 0.5], [0.0, 1.0]]))
    array([False,  True])
    """
    reaches = _reaches(P)
    return np.asarray((~reaches | np.swapaxes(reaches, -1, -2)).all(axis=-1))


def _reaches(P: Floats) -> npt.NDArray[np.bool_]:
    """Tell whether state j can be reached from state i, in any number of steps."""
    reaches = (P > 0) | np.eye(P.shape[-1], dtype=bool)
    for _step in range(int(np.ceil(np.log2(P.shape[-1])))):
        reaches = (reaches.astype(float) @ reaches.astype(float)) > 0
    return reaches


def _without_closed(P: Floats, rewards: Floats, states: pd.Index[Any]) -> Floats:
    """Return P with the rows of states that are never left emptied: they bring nothing, so they are worth nothing."""
    closed = closed_states(P)
    endless = (closed & (rewards != 0)).reshape(-1, len(rewards)).any(axis=0)
    if endless.any():
        raise CourseError(
            _("with a discount rate of 0 and no horizon the value of {state!r} has no end").format(
                state=states[endless][0]
            ),
            where=_("row {state!r}").format(state=states[endless][0]),
            fix=_("Give a discount rate, a horizon, or a state 'lost' that every other state leads to"),
        )
    return np.where(closed[..., None], 0.0, P)


def _by_state(
    name: str, values: object, states: pd.Index[Any], *, low: float = -np.inf, high: float = np.inf
) -> Floats:
    """Return one number for each state from a mapping or Series by state; a state not named has 0."""
    if not isinstance(values, Mapping | pd.Series) or not len(values):
        example = "{" + repr(str(states[0])) + ": 1}"
        raise CourseError(
            _("{name} does not say which number belongs to which state").format(name=name),
            fix=_("Write for example {example}").format(example=example),
        )
    given = list(values.keys())
    for state in given:
        if state not in states:
            known = ", ".join(repr(str(item)) for item in states)
            raise CourseError(
                _("{name} names {state!r}, which is not in P").format(name=name, state=state),
                fix=_("Use one of {known}").format(known=known),
            )
    column = pd.Series([values[state] for state in given], dtype=object)
    clean = inputs.numbers(name, column, low=low, high=high, place=lambda position: repr(str(given[position])))
    return np.asarray(pd.Series(clean, index=given).reindex(states, fill_value=0.0), dtype=float)


# --- what changes P ---------------------------------------------------------------------------------------------------


def shift(P: pd.DataFrame, row: str, from_brand: str, to_brand: str, points: float) -> pd.DataFrame:
    """Return P after ``points`` percentage points of one row moved from one brand to another.

    This is how a transition matrix may change: what one brand wins another loses, so the row still sums to 1.

    Parameters
    ----------
    P
        Transition matrix.
    row
        The brand last bought: whose customers change.
    from_brand, to_brand
        Who loses and who wins them.
    points
        Percentage points, 0 to 100: 1 moves 0.01.

    Raises
    ------
    CourseError
        When a brand is not in P, or the row has fewer points than are to be moved.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> shift(P, "B", "B", "A", 5)  # doctest: +NORMALIZE_WHITESPACE
    to       A     B
    from
    A     0.80  0.20
    B     0.35  0.65
    """
    table = check_matrix(P)
    start, loser, winner = (known_state(name, table.index) for name in (row, from_brand, to_brand))
    moved = inputs.number("points", points, low=0, high=100) / 100
    cells = table.to_numpy(copy=True)
    has = cells[start, loser]
    if moved > has + TOLERANCE:
        raise CourseError(
            _("{points:g} points are more than the {has:.4g} there").format(points=points, has=100 * has),
            where=_("row {row!r}, column {column!r}").format(row=row, column=from_brand),
            fix=_("Move {has:.4g} points or fewer").format(has=100 * has),
        )
    cells[start, loser] -= min(moved, has)
    cells[start, winner] += min(moved, has)
    return _square(cells, list(table.index))


def known_state(name: object, states: pd.Index[Any]) -> int:
    """Return the position of a state, or say which states there are.

    Examples
    --------
    >>> known_state("B", pd.Index(["A", "B"]))
    1
    """
    if name not in states:
        known = ", ".join(repr(str(item)) for item in states)
        raise CourseError(
            _("there is no state {name!r}").format(name=name), fix=_("Use one of {known}").format(known=known)
        )
    return list(states).index(name)


# --- the migration model as the same machinery ------------------------------------------------------------------------


def recency_chain(repurchase: Sequence[float], *, margin: float, marketing: float = 0.0) -> RecencyChain:
    """Return the migration model of Pfeifer & Carraway (2000) as a transition matrix with margins.

    A customer who bought *k* periods ago buys in the next period with probability ``repurchase[k - 1]`` and is then at
    recency 1; otherwise recency grows by one; after the last recency the customer is lost.

    Parameters
    ----------
    repurchase
        Probability of buying in the next period at recency 1, 2, 3 ...
    margin
        Yuan a purchase brings, on arrival at recency 1.
    marketing
        Yuan spent a period on every customer who is not lost, on arrival at each recency.

    Notes
    -----
    The clock is the period (a year, say), not the purchase.  Pfeifer & Carraway count on arrival: use `value` with
    ``first_margin="included"``.  A negative value at a recency says: stop marketing there; a shorter ``repurchase``
    is the chain of a firm that does.

    Examples
    --------
    >>> chain = recency_chain([0.3, 0.2], margin=40, marketing=4)
    >>> chain.P  # doctest: +NORMALIZE_WHITESPACE
    to         recency 1  recency 2  lost
    from
    recency 1        0.3        0.7   0.0
    recency 2        0.2        0.0   0.8
    lost             0.0        0.0   1.0
    >>> chain.margins.to_list()
    [36.0, -4.0, 0.0]
    """
    chances = inputs.rates("repurchase", repurchase)
    gain, cost = inputs.number("margin", margin), inputs.number("marketing", marketing, low=0)
    states = [*(f"recency {k + 1}" for k in range(len(chances))), LOST]
    P = np.zeros((len(states), len(states)))
    P[:-1, 0] = chances
    P[np.arange(len(chances)), np.arange(len(chances)) + 1] += 1 - chances
    P[-1, -1] = 1
    margins = pd.Series([gain - cost] + [-cost] * (len(chances) - 1) + [0.0], index=states, name="margin")
    return RecencyChain(P=_square(P, states), margins=margins)

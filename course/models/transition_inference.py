"""How sure one can be of a transition matrix, and how badly the value suffers when it is wrong (homework b of S1).

`course.models.transition` estimates P and the value V; here are standard errors, intervals, a bootstrap over whole
customers, tests of the model, the derivative of V along the directions in which P may change, and intervals for V.

Two clocks of uncertainty, and the difference matters:

* The **multinomial** formulas (`standard_errors`, `covariance`, `wilson`, `dirichlet`, ``method="delta"``) take every
  transition as independent of every other.
* The transitions of one household are *not* independent: a household that loves one brand brings many like
  transitions.  `bootstrap` and ``method="bootstrap"`` resample whole households, and give wider, honest errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy import special

from course.errors import CourseError
from course.i18n import _
from course.models import inputs, shares, transition
from course.models.transition import FirstMargin, Floats, TransitionCounts

Counts: TypeAlias = TransitionCounts | pd.DataFrame
Margins: TypeAlias = Mapping[str, float] | pd.Series
Method: TypeAlias = Literal["delta", "bootstrap"]

#: Replicates of a bootstrap unless told otherwise: enough for two digits of a standard error.
REPLICATES = 1000
#: Seed of a bootstrap unless told otherwise, so that a notebook shows the same numbers twice.
SEED = 2000


@dataclass(frozen=True, eq=False)
class Interval:
    """A transition matrix with the lower and upper end of an interval for each entry.

    Attributes
    ----------
    estimate, low, high
        States x states.
    level
        The share of such intervals that hold the true probability, such as 0.95.
    """

    estimate: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    level: float


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """What P might have been with other households drawn from the same population.

    Attributes
    ----------
    P
        The estimate from all households.
    samples
        Replicates x states x states: P estimated from each resample of households.
    standard_errors
        States x states: their standard deviation.
    households, replicates, seed
        How many households were resampled, how often, and the seed that repeats it.
    empty_rows
        Rows of resamples that held no transition; there the estimate from all households stands in.
    """

    P: pd.DataFrame
    samples: Floats = field(repr=False)
    standard_errors: pd.DataFrame
    households: int
    replicates: int
    seed: int
    empty_rows: int

    def interval(self, level: float = 0.95) -> Interval:
        """Return the percentile interval of every entry."""
        low, high = np.quantile(self.samples, _tails(level), axis=0)
        return Interval(self.P, _like(self.P, low), _like(self.P, high), level)


@dataclass(frozen=True)
class TestResult:
    """A chi-squared test.

    Attributes
    ----------
    statistic, df, p_value
        Pearson's X2, its degrees of freedom and the probability of as large a value when the null hypothesis is true.
    null, alternative
        The two hypotheses in words.
    sparse_share
        Share of cells with an expected count below 5; when it is large the p-value is rough.
    """

    __test__ = False  # pytest collects classes by this name

    statistic: float
    df: int
    p_value: float
    null: str
    alternative: str
    sparse_share: float


@dataclass(frozen=True)
class RepeatRates:
    """How much of "loyalty" is difference between households.

    Attributes
    ----------
    observed
        Share of purchases that repeat the brand bought before.
    household_shares
        The repeat rate to expect if every household bought just its own brands, as often as it did, in random order.
    panel_shares
        The repeat rate to expect if every purchase followed the brand shares of the whole panel.
    """

    observed: float
    household_shares: float
    panel_shares: float


@dataclass(frozen=True, eq=False)
class ValueInterval:
    """The value of a customer by last brand, with how sure one can be of it.

    Attributes
    ----------
    table
        By last brand: ``value``, ``standard_error``, ``low``, ``high`` in yuan.
    level, method
        Level of the interval; "delta" (transitions independent) or "bootstrap" (households resampled).
    households
        Number of households behind it; None when only a table of counts was given.
    """

    table: pd.DataFrame
    level: float
    method: str
    households: int | None


@dataclass(frozen=True)
class Accuracy:
    """How many households it takes to know a value to a wanted standard error.

    Attributes
    ----------
    value, standard_error, households
        What the panel at hand gives.
    wanted
        The wanted standard error, in yuan.
    households_needed
        households x (standard_error / wanted)^2, rounded up: half the error costs four times the households.
    """

    value: float
    standard_error: float
    households: int
    wanted: float
    households_needed: int


# --- how sure is P ----------------------------------------------------------------------------------------------------


def standard_errors(counts: Counts) -> pd.DataFrame:
    """Return the multinomial standard error of each P_ij: sqrt(p (1 - p) / n_i).

    n_i is the row total.  Takes transitions as independent; `bootstrap` does not.  A zero cell gets 0, which is false
    certainty: use `wilson` or `dirichlet` there.

    Examples
    --------
    >>> alofi = pd.DataFrame([[362, 126, 60], [136, 90, 68], [50, 79, 124]], index=list("abc"), columns=list("abc"))
    >>> standard_errors(alofi).loc["a"].round(4).to_list()
    [0.0202, 0.018, 0.0133]
    """
    P = transition.probabilities(counts)
    return _like(P, np.sqrt(P.to_numpy() * (1 - P.to_numpy()) / _row_totals(counts)[:, None]))


def covariance(counts: Counts, row: str) -> pd.DataFrame:
    """Return the multinomial covariances of one row of P: (p_j [j = k] - p_j p_k) / n_i.

    Covariances are negative, because what one brand wins another loses: every row of this table sums to 0.

    Examples
    --------
    >>> table = pd.DataFrame([[8, 2], [3, 7]], index=list("AB"), columns=list("AB"))
    >>> covariance(table, "A").round(3)  # doctest: +NORMALIZE_WHITESPACE
    to      A      B
    to
    A   0.016 -0.016
    B  -0.016  0.016
    """
    P = transition.probabilities(counts)
    position = transition.known_state(row, P.index)
    table = _covariances(P.to_numpy(), _row_totals(counts))[position]
    return pd.DataFrame(table, index=P.columns, columns=P.columns)


def wilson(counts: Counts, level: float = 0.95) -> Interval:
    """Return Wilson's score interval for each P_ij, which stays within 0 and 1 and is honest about zero cells.

    Parameters
    ----------
    counts
        Counted transitions.
    level
        Level of the interval, such as 0.95, for one entry at a time.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.

    Examples
    --------
    >>> table = pd.DataFrame([[10, 0], [3, 7]], index=list("AB"), columns=list("AB"))
    >>> wilson(table).high.loc["A"].round(4).to_list()
    [1.0, 0.2775]
    """
    P = transition.probabilities(counts)
    p, n = P.to_numpy(), _row_totals(counts)[:, None]
    low, high = shares.wilson_limits(p, n, level)
    return Interval(P, _like(P, low), _like(P, high), level)


def dirichlet(counts: Counts, prior: float = 0.5, level: float = 0.95) -> Interval:
    """Return the Bayesian estimate of P with a credible interval: each row Dirichlet(counts + prior).

    Parameters
    ----------
    counts
        Counted transitions; a row without any is allowed, and then shows the prior alone.
    prior
        Imagined transitions added to each cell; 1/2 is Jeffreys' prior.
    level
        Level of the interval for one entry at a time (its Beta margin).

    Returns
    -------
    Interval
        ``estimate`` is the posterior mean (count + prior) / (row total + prior x states), so no entry is 0.

    Examples
    --------
    >>> table = pd.DataFrame([[10, 0], [3, 7]], index=list("AB"), columns=list("AB"))
    >>> dirichlet(table).estimate.loc["A"].round(4).to_list()
    [0.9545, 0.0455]
    """
    table, absorbing = transition.count_table(counts)
    prior = inputs.number("prior", prior, low=0.001)
    alpha = table.to_numpy(dtype=float) + prior
    total = alpha.sum(axis=1, keepdims=True)
    lower, upper = _tails(level)
    ends = [special.betaincinv(alpha, total - alpha, tail) for tail in (lower, upper)]
    mean, low, high = (_stay(_like(table, values), absorbing) for values in (alpha / total, *ends))
    return Interval(mean, low, high, level)


def bootstrap(counts: TransitionCounts, replicates: int = REPLICATES, seed: int = SEED) -> Bootstrap:
    """Draw whole households with replacement, again and again, and estimate P from each draw.

    Parameters
    ----------
    counts
        What `course.models.transition.counts` gave; a bare table of counts does not know the households.
    replicates
        Number of draws.
    seed
        Start of the random numbers; the same seed gives the same result.

    Notes
    -----
    A household keeps all its transitions, so that its taste stays in one piece.  When a draw has no transition from
    some brand, the row estimated from all households stands in, and ``empty_rows`` counts it.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1, 1, 1, 2, 2, 2], "time": [1, 2, 3] * 2, "brand": list("AABBBA")})
    >>> drawn = bootstrap(transition.counts(log), replicates=200)
    >>> drawn.samples.shape, drawn.households
    ((200, 2, 2), 2)
    """
    households = _by_household(counts)
    P = transition.probabilities(counts)
    samples, empty = _resample(
        households, P.to_numpy(), inputs.whole("replicates", replicates, low=2, high=2**32), seed
    )
    errors = _like(P, samples.std(axis=0, ddof=1))
    return Bootstrap(P, samples, errors, len(households), replicates, seed, empty)


def _resample(households: Floats, P: Floats, replicates: int, seed: int) -> tuple[Floats, int]:
    rng = np.random.default_rng(inputs.whole("seed", seed, low=0, high=2**32))
    number = len(households)
    flat = households.reshape(number, -1)
    draws = (np.bincount(rng.integers(number, size=number), minlength=number) for _draw in range(replicates))
    totals = np.array([weights @ flat for weights in draws]).reshape(replicates, *P.shape)
    rows = totals.sum(axis=2, keepdims=True)
    empty = rows == 0
    samples = np.where(empty, P, totals / np.where(empty, 1, rows))
    possible = households.sum(axis=(0, 2)) > 0  # an absorbing row never has transitions: nothing stands in for it
    return samples, int(empty[:, possible].sum())


# --- is the model right -----------------------------------------------------------------------------------------------


def independence_test(counts: Counts) -> TestResult:
    """Test whether the next brand depends on the last one at all: order 0 against order 1.

    Takes transitions as independent.  Rejection need not mean that purchases change tastes: households that differ
    give the same picture (see `repeat_rates`).

    Examples
    --------
    >>> result = independence_test(pd.DataFrame([[30, 20], [20, 30]], index=list("AB"), columns=list("AB")))
    >>> round(result.statistic, 4), result.df, round(result.p_value, 4)
    (4.0, 1, 0.0455)
    """
    table, _absorbing = transition.count_table(counts)
    return _test([table.to_numpy(dtype=float)], _("the next brand does not depend on the last"), _("it does"))


def order_test(counts: TransitionCounts | Floats) -> TestResult:
    """Test whether the last brand alone tells all about the next: first against second order.

    For each middle brand *j* the table of (brand before *j*) x (brand after *j*) must show no dependence; the
    statistics are added up (Anderson & Goodman 1957; df = K (K - 1)^2 when all brands occur everywhere).

    Parameters
    ----------
    counts
        What `course.models.transition.counts` gave, or an array of triple counts: before x middle x after.

    Notes
    -----
    Takes all triples as independent draws of one chain.  A panel of households with different tastes rejects the
    first order even if each household shops without memory, because two past purchases tell more of the taste than one.

    Examples
    --------
    >>> result = order_test(np.array([[[9, 1], [5, 5]], [[9, 1], [5, 5]]]))
    >>> round(result.statistic, 4), result.df
    (0.0, 2)
    """
    triples = counts.triples if isinstance(counts, TransitionCounts) else _triple_table(counts)
    middle = [triples[:, j, :].astype(float) for j in range(triples.shape[1])]
    return _test(middle, _("the last brand alone decides the next"), _("the one before tells more"))


def homogeneity_test(groups: Mapping[str, Counts]) -> TestResult:
    """Test whether two or more groups of households share one transition matrix.

    For each brand *i* the table of groups x next brands must show no dependence; the statistics are added up
    (Anderson & Goodman 1957).

    Parameters
    ----------
    groups
        Counted transitions by name of the group, all with the same brands in the same order (give ``brands`` to
        `course.models.transition.counts`).

    Raises
    ------
    CourseError
        When there are fewer than two groups or their brands differ.

    Examples
    --------
    >>> north = pd.DataFrame([[40, 10], [20, 30]], index=list("AB"), columns=list("AB"))
    >>> south = pd.DataFrame([[30, 20], [20, 30]], index=list("AB"), columns=list("AB"))
    >>> result = homogeneity_test({"north": north, "south": south})
    >>> round(result.statistic, 4), result.df
    (4.7619, 2)
    """
    if not isinstance(groups, Mapping) or len(groups) < 2:
        raise CourseError(_("groups has fewer than two groups"), fix=_("Give for example {'north': ..., 'south': ...}"))
    tables = {name: transition.count_table(counts)[0] for name, counts in groups.items()}
    first = next(iter(tables.values()))
    for name, table in tables.items():
        if list(table.index) != list(first.index):
            raise CourseError(
                _("group {name!r} has other brands than the first group").format(name=str(name)),
                fix=_("Count all groups with the same list of brands"),
            )
    stacked = np.stack([table.to_numpy(dtype=float) for table in tables.values()])
    by_brand = [stacked[:, i, :] for i in range(len(first))]
    return _test(by_brand, _("all groups share one transition matrix"), _("at least one differs"))


def repeat_rates(counts: TransitionCounts) -> RepeatRates:
    """Compare the observed repeat rate with what households would show that shop without memory.

    A household that bought brand *b* n_b times in n purchases repeats, if its order is random, with probability
    sum of n_b (n_b - 1) / (n (n - 1)).  Households count by their transitions.  When this alone comes near
    the observed rate, most of the "loyalty" in P is difference between households, not an effect of the last purchase.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1] * 4 + [2] * 4, "time": [1, 2, 3, 4] * 2, "brand": list("AAABBBBB")})
    >>> rates = repeat_rates(transition.counts(log))
    >>> round(rates.observed, 4), round(rates.household_shares, 4), round(rates.panel_shares, 4)
    (0.8333, 0.75, 0.5312)
    """
    brands = len(_whole_counts(counts).purchases.columns)
    moves = counts.by_customer[:, :brands, :brands]
    weights = moves.sum(axis=(1, 2)).astype(float)
    bought = counts.purchases.to_numpy(dtype=float)
    number = bought.sum(axis=1)
    own = (bought * (bought - 1)).sum(axis=1) / np.maximum(number * (number - 1), 1)
    panel = bought.sum(axis=0) / bought.sum()
    return RepeatRates(
        observed=float(np.trace(moves.sum(axis=0)) / weights.sum()),
        household_shares=float(own @ weights / weights.sum()),
        panel_shares=float((panel**2).sum()),
    )


def _test(tables: list[Floats], null: str, alternative: str) -> TestResult:
    """Add up Pearson's X2 of independence over tables; rows and columns without a count do not count."""
    statistic, df, expected_cells = 0.0, 0, [np.empty(0)]
    for table in tables:
        used = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        if not used.size:
            continue
        expected = used.sum(axis=1, keepdims=True) * used.sum(axis=0) / used.sum()
        statistic += float(((used - expected) ** 2 / expected).sum())
        df += (used.shape[0] - 1) * (used.shape[1] - 1)
        expected_cells.append(expected.ravel())
    if df == 0:
        raise CourseError(
            _("there is nothing to compare: no table has two rows and two columns with counts"),
            fix=_("Give a longer log or fewer brands"),
        )
    sparse = float((np.concatenate(expected_cells) < 5).mean())
    return TestResult(statistic, df, float(special.chdtrc(df, statistic)), null, alternative, sparse)


# --- what an error of P does to the value -----------------------------------------------------------------------------


def value_gradient(
    P: pd.DataFrame,
    margins: Margins,
    discount_rate: float,
    last_brand: str,
    *,
    horizon: int | None = None,
    purchases_per_year: float | None = None,
) -> pd.DataFrame:
    """Return dV_i/dP_jk for a customer whose last brand is *i*: rows *j*, columns *k*, in yuan per 1.00 of probability.

    For ever it is G_ij V_k / (1 + d)^(1/f) with G = (I - P/(1 + d)^(1/f))^-1 and V counting the first margin; the
    derivative is the same whether the first margin counts or not, for it does not depend on P.

    One entry of P cannot change alone, so a single entry of this table has no meaning of its own: only *differences
    within a row* do, "one point from brand j to us" (`point_gain`).  With a discount rate of 0 and no horizon the row
    of a state that is never left shows 0: it cannot change a little without the value growing without end.

    Parameters
    ----------
    P, margins, discount_rate, horizon, purchases_per_year
        As in `course.models.transition.value`.
    last_brand
        The brand the customer bought last.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> slope = value_gradient(P, {"A": 10}, 0.1, "B")
    >>> round(float(slope.at["B", "A"] - slope.at["B", "B"]), 2)
    91.67
    """
    table = transition.check_matrix(P)
    position = transition.known_state(last_brand, table.index)
    setting = _Setting.of(table.index, margins, discount_rate, horizon, purchases_per_year)
    return _like(table, setting.gradients(table.to_numpy())[position])


def point_gain(
    P: pd.DataFrame,
    margins: Margins,
    discount_rate: float,
    last_brand: str,
    *,
    to_brand: str,
    horizon: int | None = None,
    purchases_per_year: float | None = None,
) -> pd.DataFrame:
    """Return the gain in value from one percentage point moved to ``to_brand``, by row and by the brand that loses it.

    Rows: the brand last bought by the customers who change; columns: who loses the point; entries: yuan for a customer
    whose last brand is ``last_brand``, to first order.  A row-preserving direction, as `course.models.transition.shift`
    makes it.  The largest entry says where a campaign, or an error in P, counts most.

    Examples
    --------
    >>> P = pd.DataFrame([[0.8, 0.2], [0.3, 0.7]], index=list("AB"), columns=list("AB"))
    >>> point_gain(P, {"A": 10}, 0.1, "B", to_brand="A").round(3)  # doctest: +NORMALIZE_WHITESPACE
    losing    A      B
    from
    A       0.0  0.917
    B       0.0  0.917
    """
    slope = value_gradient(
        P, margins, discount_rate, last_brand, horizon=horizon, purchases_per_year=purchases_per_year
    )
    winner = transition.known_state(to_brand, slope.columns)
    gain = (slope.to_numpy()[:, [winner]] - slope.to_numpy()) / 100
    return _like(slope, gain).rename_axis(columns="losing")


def value_interval(
    counts: Counts,
    margins: Margins,
    discount_rate: float,
    *,
    horizon: int | None = None,
    purchases_per_year: float | None = None,
    first_margin: FirstMargin = "excluded",
    level: float = 0.95,
    method: Method = "bootstrap",
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> ValueInterval:
    """Return the value by last brand with its standard error and interval: homework question (b) of S1.

    Parameters
    ----------
    counts
        Counted transitions; a bare table of counts is enough for the delta method.
    margins, discount_rate, horizon, purchases_per_year, first_margin
        As in `course.models.transition.value`; margins and rates are taken as known.
    level
        Level of the interval.
    method
        "bootstrap": resample households; percentile interval.  "delta": gradient and multinomial covariance; the
        interval is value +- z x standard error; too narrow when households differ.
    replicates, seed
        For the bootstrap.

    Examples
    --------
    >>> table = pd.DataFrame([[80, 20], [30, 70]], index=list("AB"), columns=list("AB"))
    >>> value_interval(table, {"A": 10}, 0.1, method="delta").table.round(2)  # doctest: +NORMALIZE_WHITESPACE
                value  standard_error    low   high
    last brand
    A           63.33            5.63  52.29  74.38
    B           55.00            5.58  44.07  65.93
    """
    P = transition.probabilities(counts)
    setting = _Setting.of(P.index, margins, discount_rate, horizon, purchases_per_year)
    paid = transition.paid_already(first_margin, setting.rewards)
    estimate = setting.values(P.to_numpy(), setting.horizon) - paid
    by_method: dict[str, Callable[[], tuple[Floats, Floats, Floats]]] = {
        "delta": lambda: _delta(estimate, setting, P, counts, level),
        "bootstrap": lambda: _percentiles(bootstrap(_whole_counts(counts), replicates, seed), setting, paid, level),
    }
    if method not in by_method:
        raise CourseError(_("method is {given!r}").format(given=method), fix=_("Write 'delta' or 'bootstrap'"))
    error, low, high = by_method[method]()
    index = pd.Index(P.index, name="last brand")
    table = pd.DataFrame({"value": estimate, "standard_error": error, "low": low, "high": high}, index=index)
    households = len(counts.by_customer) if isinstance(counts, TransitionCounts) else None
    return ValueInterval(table, level, method, households)


def accuracy_needed(result: ValueInterval, last_brand: str, wanted: float) -> Accuracy:
    """Return how many households it takes to know the value to a wanted standard error.

    The standard error falls as 1/sqrt(households), whichever method gave it: half the error takes four times the panel.

    Parameters
    ----------
    result
        What `value_interval` gave, from a log (a bare table does not know the number of households).
    last_brand
        The last brand whose value is wanted.
    wanted
        Wanted standard error, in yuan.

    Examples
    --------
    >>> table = pd.DataFrame({"value": [50.0], "standard_error": [4.0], "low": [42.0], "high": [58.0]}, index=["A"])
    >>> accuracy_needed(ValueInterval(table, 0.95, "bootstrap", 100), "A", 1).households_needed
    1600
    """
    if result.households is None:
        raise CourseError(
            _("the number of households is not known from a table of counts"),
            fix=_("Give value_interval what counts(log) returned"),
        )
    row = transition.known_state(last_brand, result.table.index)
    wanted = inputs.number("wanted", wanted, low=1e-6)
    value, error = (float(result.table[name].to_numpy(dtype=float)[row]) for name in ("value", "standard_error"))
    needed = int(np.ceil(result.households * (error / wanted) ** 2 - 1e-9))
    return Accuracy(value, error, result.households, wanted, max(needed, 1))


@dataclass(frozen=True, eq=False)
class _Setting:
    """What a value depends on besides P, checked once."""

    states: pd.Index[Any]
    rewards: Floats
    factor: float
    horizon: int | None

    @classmethod
    def of(
        cls, states: pd.Index[Any], margins: Margins, rate: float, horizon: int | None, often: float | None
    ) -> _Setting:
        rewards = transition.margins_by_state(margins, states)
        return cls(states, rewards, transition.discount_factor(rate, often), transition.check_horizon(horizon))

    def values(self, P: Floats, horizon: int | None) -> Floats:
        return transition.present_values(P, self.rewards, self.factor, horizon, self.states)

    def gradients(self, P: Floats) -> Floats:
        """Return dV_i/dP_jk as an array i, j, k."""
        if self.horizon is None:
            return self._gradients_forever(P)
        slopes = np.zeros((len(P),) * 3)
        for step in range(self.horizon):
            direct = np.einsum("ij,k->ijk", np.eye(len(P)), self.values(P, step))
            slopes = self.factor * (direct + np.einsum("il,ljk->ijk", P, slopes))
        return slopes

    def _gradients_forever(self, P: Floats) -> Floats:
        values = self.values(P, None)
        closed = transition.closed_states(P) & (self.factor == 1)
        G = np.linalg.inv(np.eye(len(P)) - self.factor * np.where(closed[:, None], 0.0, P))
        G[:, closed] = 0
        return np.asarray(np.einsum("ij,k->ijk", G, self.factor * values))


def _delta(
    estimate: Floats, setting: _Setting, P: pd.DataFrame, counts: Counts, level: float
) -> tuple[Floats, Floats, Floats]:
    slopes = setting.gradients(P.to_numpy())
    variance = np.einsum("ijk,jkl,ijl->i", slopes, _covariances(P.to_numpy(), _row_totals(counts)), slopes)
    error = np.sqrt(np.maximum(variance, 0))
    z = normal_quantile(level)
    return error, estimate - z * error, estimate + z * error


def _percentiles(drawn: Bootstrap, setting: _Setting, paid: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    values = setting.values(drawn.samples, setting.horizon) - paid
    low, high = np.quantile(values, _tails(level), axis=0)
    return values.std(axis=0, ddof=1), low, high


# --- small parts ------------------------------------------------------------------------------------------------------


def _row_totals(counts: Counts) -> Floats:
    """Return n_i; for an absorbing row infinity, because it is known, not estimated."""
    table, absorbing = transition.count_table(counts)
    totals = table.sum(axis=1).to_numpy(dtype=float)
    return np.asarray(np.where(table.index.isin(absorbing), np.inf, totals), dtype=float)


def _covariances(P: Floats, totals: Floats) -> Floats:
    """Return the multinomial covariance of each row of P: rows x states x states."""
    products = np.einsum("ij,ik->ijk", P, P)
    diagonal = np.einsum("ij,jk->ijk", P, np.eye(len(P)))
    return np.asarray((diagonal - products) / totals[:, None, None], dtype=float)


def _like(frame: pd.DataFrame, values: Floats) -> pd.DataFrame:
    return pd.DataFrame(values, index=frame.index, columns=frame.columns)


def _stay(P: pd.DataFrame, absorbing: tuple[str, ...]) -> pd.DataFrame:
    """Return P with its absorbing rows as they must be."""
    for state in absorbing:
        P.loc[state] = (P.columns == state).astype(float)
    return P


def _tails(level: float) -> tuple[float, float]:
    tail = (1 - inputs.rate("level", level, low=0.01, high=0.9999)) / 2
    return tail, 1 - tail


def normal_quantile(level: float) -> float:
    """Return z such that an interval of +- z standard errors has this level.

    Examples
    --------
    >>> round(normal_quantile(0.95), 3)
    1.96
    """
    return shares.quantile(level)


def _whole_counts(counts: object) -> TransitionCounts:
    if not isinstance(counts, TransitionCounts):
        raise CourseError(
            _("a {kind} does not say which household made which transition").format(kind=type(counts).__name__),
            fix=_("Give what transition.counts(log) returned"),
        )
    return counts


def _by_household(counts: object) -> Floats:
    table = _whole_counts(counts).by_customer.astype(float)
    if len(table) < 2:
        raise CourseError(_("the log has one household only"), fix=_("A bootstrap needs two households or more"))
    return table


def _triple_table(triples: object) -> Floats:
    table = np.asarray(triples)
    if table.ndim != 3 or len(set(table.shape)) != 1:
        raise CourseError(
            _("triple counts have the shape {shape}").format(shape=table.shape),
            fix=_("Give an array brands x brands x brands: before, middle, after"),
        )
    return inputs.numbers("triples", table.ravel(), low=0).reshape(table.shape)

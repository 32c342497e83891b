"""Choosing between Dwyer's two models from data: likelihoods of the same histories, and a forecast held out.

Four models of a history of ones and zeros (see `course.models.dwyer`), each a claim about what silence means:

- *lost for good*: the first silent period is the end, so one return makes the data impossible;
- *no memory*: everybody buys with the same probability in every period, silent or not;
- *always a share*: the probability depends on the periods since the last purchase (the migration model);
- *both, and customers differ*: each customer buys with an own probability while there, is lost for good with an own
  probability, and nobody is told which silence is which (BG/BB; Fader, Hardie & Shang 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, logsumexp, xlog1py, xlogy

from course.errors import CourseError
from course.i18n import _
from course.models import dwyer, inputs
from course.models.discounting import LONGEST_HORIZON, discount_factors

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Mixed:
    """A BG/BB model: two beta distributions over customers.

    Attributes
    ----------
    alpha, beta
        Of the probability to buy in a period, while still a customer; its mean is alpha / (alpha + beta).
    gamma, delta
        Of the probability to be lost for good before a period; its mean is gamma / (gamma + delta).
    log_likelihood
        Of the histories it was fitted to.

    Examples
    --------
    >>> round(Mixed(1, 3, 1, 9, -100).buying, 2)
    0.25
    """

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float

    @property
    def buying(self) -> float:
        """Mean probability to buy in a period while still a customer."""
        return self.alpha / (self.alpha + self.beta)

    def alive(self, periods: int) -> Floats:
        """Return the share of customers not yet lost in periods 1 to ``periods``."""
        period = np.arange(1, inputs.whole("periods", periods) + 1)
        found = np.exp(betaln(self.gamma, self.delta + period) - betaln(self.gamma, self.delta))
        return np.asarray(found, dtype=float)

    def buyers(self, periods: int) -> Floats:
        """Return the share of customers expected to buy in periods 1 to ``periods``."""
        return self.buying * self.alive(periods)

    def value(self, margin: float, discount_rate: float, periods_per_year: float) -> float:
        """Return what a new customer is still to bring: the margins of periods 1, 2 ..., each at its period's end.

        ``discount_rate`` is per year; a thousand periods are added up.
        """
        periodic = (1 + inputs.rate("discount_rate", discount_rate)) ** (1 / periods_per_year) - 1
        factors = discount_factors(LONGEST_HORIZON, periodic, "end")
        return float(inputs.number("margin", margin) * (self.buyers(LONGEST_HORIZON) * factors).sum())


def mixed(histories: pd.DataFrame) -> Mixed:
    """Fit the BG/BB model by maximum likelihood.

    Parameters
    ----------
    histories
        From `course.models.dwyer.histories`; period 0, the first purchase, is given and tells nothing.

    Raises
    ------
    CourseError
        When nobody ever buys again: then nothing tells the lost from the slow.

    References
    ----------
    Fader, Hardie & Shang (2010), "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science
    29(6).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1]] * 4 + [[1, 0, 0, 0]] * 6 + [[1, 1, 1, 1]] * 3)
    >>> mixed(table).log_likelihood > -21
    True
    """
    kinds, count = _kinds(histories)
    if not kinds[:, 0].any():
        raise CourseError(_("nobody bought again after the first purchase"), fix=_("Take a longer log"))

    def misfit(logs: Floats) -> float:
        # Beyond these limits nothing changes but the rounding.
        return -float(count @ _log_chances(np.exp(np.clip(logs, -7, 7)), kinds, histories.shape[1] - 1))

    found = minimize(misfit, np.zeros(4), method="BFGS")
    alpha, beta, gamma, delta = (float(each) for each in np.exp(np.clip(found.x, -7, 7)))
    return Mixed(alpha, beta, gamma, delta, -float(found.fun))


def likelihoods(histories: pd.DataFrame) -> pd.DataFrame:
    """Compare the four models by how probable they make the very same histories.

    Returns
    -------
    pandas.DataFrame
        One row a model: ``parameters``, ``log_likelihood`` (minus infinity: the data are impossible) and ``aic``,
        2 parameters - 2 log-likelihood: the lower, the better.

    References
    ----------
    Akaike (1974), IEEE Transactions on Automatic Control 19(6).

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1]] * 4 + [[1, 0, 0, 0]] * 6 + [[1, 1, 1, 1]] * 3)
    >>> likelihoods(table)["log_likelihood"].round(1).head(3).to_dict()
    {'lost_for_good': -inf, 'no_memory': -26.7, 'always_a_share': -22.5}
    """
    counts = dwyer.silence(histories)
    bought, missed = counts["bought"], counts["at_risk"] - counts["bought"]
    once = _binomial(bought.sum(), missed.sum())
    by_recency = float(sum(map(_binomial, bought, missed)))
    strict = -np.inf if bought.iloc[1:].any() else _binomial(bought.iloc[0], missed.iloc[0])
    rows = {
        "lost_for_good": (1, strict),
        "no_memory": (1, once),
        "always_a_share": (len(counts), by_recency),
        "both": (4, mixed(histories).log_likelihood),
    }
    table = pd.DataFrame(rows, index=["parameters", "log_likelihood"]).T.astype({"parameters": int})
    return table.assign(aic=2 * table["parameters"] - 2 * table["log_likelihood"]).rename_axis("model")


def holdout(histories: pd.DataFrame, fit_until: int) -> pd.DataFrame:
    """Fit three models to the first periods, and forecast how many customers buy in the later ones.

    Returns
    -------
    pandas.DataFrame
        Index ``period``, those held out; buyers by ``lost_for_good``, ``always_a_share`` and ``both``, and ``actual``.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1]] * 4 + [[1, 0, 0, 0]] * 6 + [[1, 1, 1, 1]] * 3)
    >>> holdout(table, 2).round(1)["actual"].to_list()
    [7.0]
    """
    table = dwyer.holdout(histories, fit_until)
    fitted = mixed(histories.iloc[:, : fit_until + 1])
    expected = fitted.buyers(histories.shape[1] - 1)[fit_until:] * len(histories)
    table.insert(2, "both", expected)
    return table


def value_intervals(
    histories: pd.DataFrame,
    *,
    margin: float,
    discount_rate: float,
    periods_per_year: float,
    replicates: int = 50,
    seed: int = 0,
) -> pd.DataFrame:
    """Value a new customer by three models, for ever, with an interval from drawing whole customers again.

    Parameters
    ----------
    histories
        From `course.models.dwyer.histories`.
    margin
        Yuan a period in which the customer buys, at the end of the period; the first purchase itself is not counted.
    discount_rate
        Per year.
    periods_per_year
        Periods in a year.
    replicates, seed
        How many samples of customers are drawn, and their seed.

    Returns
    -------
    pandas.DataFrame
        Rows ``lost_for_good``, ``always_a_share`` and ``both``; ``value``, ``low`` and ``high`` (95%, yuan a customer).
        It holds the chance in who was observed, not the error of a wrong model.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0, 1]] * 40 + [[1, 0, 0, 0]] * 60 + [[1, 1, 1, 1]] * 30)
    >>> found = value_intervals(table, margin=10, discount_rate=0.1, periods_per_year=4, replicates=20)
    >>> bool((found["low"] < found["value"]).all() and (found["value"] < found["high"]).all())
    True
    """

    def worth(sample: pd.DataFrame) -> list[float]:
        shares = dwyer.shares(sample)
        by_recency = dwyer.values(
            shares, margin=margin, discount_rate=discount_rate, periods_per_year=periods_per_year,
            first_margin="excluded",
        )  # fmt: skip
        both = mixed(sample).value(margin, discount_rate, periods_per_year)
        return [by_recency["lost_for_good"].iloc[0], by_recency["always_a_share"].iloc[0], both]

    chance, count = np.random.default_rng(seed), len(histories)
    drawn = [worth(histories.iloc[chance.integers(count, size=count)]) for _again in range(replicates)]
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    names = ["lost_for_good", "always_a_share", "both"]
    return pd.DataFrame({"value": worth(histories), "low": low, "high": high}, index=pd.Index(names, name="model"))


def _kinds(histories: pd.DataFrame) -> tuple[Whole, Whole]:
    """Count the customers by purchases after period 0 and the period of the last one: all that BG/BB needs."""
    bought = dwyer.zeros_and_ones(histories)[:, 1:]
    last = (bought * np.arange(1, bought.shape[1] + 1)).max(axis=1)
    kinds, count = np.unique(np.column_stack([bought.sum(axis=1), last]), axis=0, return_counts=True)
    return kinds, count


def _log_chances(shape: Floats, kinds: Whole, periods: int) -> Floats:
    """Return the log-probability of one history of each kind: still a customer at the end, or lost at some point."""
    alpha, beta, gamma, delta = shape
    purchases, last = kinds[:, :1], kinds[:, 1:]
    # Seen buying or able to: all periods (and never lost), or up to the last purchase and some silent periods more.
    silent = np.arange(periods)
    seen = np.hstack([np.full_like(last, periods), np.minimum(last + silent, periods)])
    lost = np.append(0, np.ones(periods))
    buying = betaln(alpha + purchases, beta + seen - purchases) - betaln(alpha, beta)
    ways = buying + betaln(gamma + lost, delta + seen) - betaln(gamma, delta)
    ways[:, 1:][last + silent >= periods] = -np.inf
    return np.asarray(logsumexp(ways, axis=1))


def _binomial(bought: float, missed: float) -> float:
    """Log-likelihood of so many purchases and misses at their own share."""
    total = bought + missed
    return float(xlogy(bought, bought / total) + xlog1py(missed, -bought / total)) if total else 0.0

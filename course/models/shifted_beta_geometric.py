"""Why the retention of a cohort rises when nobody changes: the shifted beta-geometric model (移位贝塔几何模型).

Each customer leaves with an own probability, the same at every renewal; over the customers these probabilities follow a
beta distribution with the parameters alpha and beta.  Those who leave easily leave early, so the retention of whoever
is left rises: r_t = (beta + t - 1) / (alpha + beta + t - 1).  It is a model for contracts, where leaving is seen.

Year 0 is the year of winning; renewal *t* leads into year *t*.  Values count one yuan a year at the *start* of each
year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, hyp2f1, xlogy

from course.errors import CourseError
from course.i18n import _
from course.models import inputs, retention

Floats = npt.NDArray[np.float64]

#: Cohorts drawn for an interval.
REPLICATES = 200


@dataclass(frozen=True)
class Fit:
    """A shifted beta-geometric model.

    Attributes
    ----------
    alpha, beta
        Of the beta distribution of the probability to leave; its mean is alpha / (alpha + beta).
    log_likelihood
        Of the cohort it was fitted to.

    Examples
    --------
    >>> fitted = Fit(1, 1, -100)
    >>> fitted.retention(3).round(3)
    array([0.5  , 0.667, 0.75 ])
    >>> fitted.alive(3).round(3)
    array([1.   , 0.5  , 0.333, 0.25 ])
    """

    alpha: float
    beta: float
    log_likelihood: float

    def alive(self, years: int) -> Floats:
        """Return the share still there in years 0 to ``years``."""
        year = np.arange(inputs.whole("years", years) + 1)
        return np.asarray(np.exp(betaln(self.alpha, self.beta + year) - betaln(self.alpha, self.beta)))

    def retention(self, years: int) -> Floats:
        """Return the retention rate of the cohort at renewals 1 to ``years``."""
        renewal = np.arange(1, inputs.whole("years", years) + 1)
        return np.asarray((self.beta + renewal - 1) / (self.alpha + self.beta + renewal - 1))

    def value(self, margin: float, discount_rate: float, renewals: int = 0) -> float:
        """Value a customer who has renewed ``renewals`` times, for ever, with this year's margin included.

        The margin is that of one year, in yuan, at its start.  With no renewal yet this is the whole-life value of a
        new customer; later it is the residual value of one who is still there (Fader & Hardie 2010).
        """
        rate = inputs.rate("discount_rate", discount_rate)
        if rate == 0:
            raise CourseError(_("with a discount rate of 0 the value may have no end"), fix=_("Give a rate above 0"))
        past = inputs.whole("renewals", renewals, low=0)
        total = self.alpha + self.beta + past
        return float(inputs.number("margin", margin) * hyp2f1(1, self.beta + past, total, 1 / (1 + rate)))


def fit(alive: Sequence[float], customers: float | None = None) -> Fit:
    """Fit the model to a cohort by maximum likelihood.

    Parameters
    ----------
    alive
        Customers still there in years 0, 1, 2 ...: counts, or shares when ``customers`` is given.
    customers
        Customers won, when ``alive`` holds shares.

    Raises
    ------
    CourseError
        When the numbers rise, fewer than three are given, or nobody or everybody left.

    References
    ----------
    Fader & Hardie (2007), "How to project customer retention", Journal of Interactive Marketing 21(1), 76-90.

    Examples
    --------
    >>> fitted = fit([1000, 631, 468, 382, 326, 289, 262, 241])
    >>> round(fitted.alpha, 3), round(fitted.beta, 3), round(fitted.log_likelihood, 2)
    (0.704, 1.182, -1680.27)
    """
    counts = _counts(alive, customers)
    lost = -np.diff(counts)

    def misfit(logs: Floats) -> float:
        # Beyond these limits nothing changes but the rounding.
        alpha, beta = np.exp(np.clip(logs, -7, 7))
        share = np.exp(betaln(alpha, beta + np.arange(len(counts))) - betaln(alpha, beta))
        return -float(xlogy(lost, -np.diff(share)).sum() + xlogy(counts[-1], share[-1]))

    found = minimize(misfit, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9})
    alpha, beta = (float(each) for each in np.exp(np.clip(found.x, -7, 7)))
    return Fit(alpha, beta, -float(found.fun))


def value_interval(
    alive: Sequence[float], margin: float, discount_rate: float, *, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Return an interval of the value of a new customer: other cohorts as large are drawn from the fitted model.

    It holds the chance in who leaves, and nothing else: not a wrong model, not next year's prices.

    Parameters
    ----------
    alive
        Customers still there in years 0, 1, 2 ..., as counts.
    margin, discount_rate
        As in `Fit.value`.
    level
        Share of the drawn values to hold.
    seed
        Of the drawn cohorts.

    Examples
    --------
    >>> low, high = value_interval([1000, 631, 468, 382, 326, 289, 262, 241], 1, 0.1)
    >>> 3.3 < low < 3.72 < high < 4.2
    True
    """
    counts = _counts(alive, None)
    share, generator = inputs.rate("level", level, low=0.5, high=0.999), np.random.default_rng(seed)
    fitted = fit(alive).alive(len(counts) - 1)
    fates = generator.multinomial(round(counts[0]), np.append(-np.diff(fitted), fitted[-1]), size=REPLICATES)
    cohorts = counts[0] - np.insert(fates[:, :-1].cumsum(axis=1), 0, 0, axis=1)
    drawn = [fit(cohort.tolist()).value(margin, discount_rate) for cohort in cohorts]
    low, high = np.quantile(drawn, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def misprice(alive: Sequence[float], margin: float, discount_rate: float) -> pd.DataFrame:
    """Compare the value of a new customer under a rising retention and under one constant rate.

    Returns
    -------
    pandas.DataFrame
        Rows ``fitted`` (this model), ``first_rate`` (the first year's retention for ever), ``mean_rate`` (renewals in
        all years by chances to renew in all years) and ``last_rate``; ``rate``, ``value`` (yuan, first margin
        included, year start) and ``error``, by which share the value is off.

    Examples
    --------
    >>> misprice([1000, 631, 468, 382, 326, 289, 262, 241], 1, 0.1)["error"].round(2).to_dict()
    {'fitted': 0.0, 'first_rate': -0.37, 'mean_rate': -0.09, 'last_rate': 0.65}
    """
    counts = _counts(alive, None)
    kept = counts[1:] / counts[:-1]
    fitted = fit(alive).value(margin, discount_rate)
    rates = {"first_rate": kept[0], "mean_rate": counts[1:].sum() / counts[:-1].sum(), "last_rate": kept[-1]}
    rows = {"fitted": (np.nan, fitted)}
    rows |= {name: (rate, retention.retention_value(margin, rate, discount_rate)) for name, rate in rates.items()}
    table = pd.DataFrame(rows, index=["rate", "value"]).T
    return table.assign(error=table["value"] / fitted - 1)


def _counts(alive: Sequence[float], customers: float | None) -> Floats:
    """Return a cohort as counts that fall, from the customers won on."""
    given = inputs.numbers("alive", alive, low=0, place=lambda year: _("year {year}").format(year=year))
    if customers is not None:
        given = given / max(given[0], 1e-12) * inputs.number("customers", customers, low=1)
    falls = (np.diff(given) <= 0).all()
    if len(given) < 3 or not falls or given[-1] == given[0] or given[1] == 0:
        raise CourseError(
            _("alive must fall over three years or more, and neither everybody nor nobody may leave at once"),
            fix=_("Give the customers still there in years 0, 1, 2 ..."),
        )
    return given

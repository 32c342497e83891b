"""Conjoint analysis (联合分析): what each feature of an offer is worth, from customers' judgement of whole offers.

Nobody is asked "how important is comfort?".  People rate whole offers (`ratings`), or choose between them (`choices`),
and the part-worths of the features follow: by linear regression from ratings (Green and Srinivasan, 1978), by a logit
on the differences from choices between two.  Worths have no zero and no unit; what can be compared is a *difference*,
and divided by what a yuan is worth it becomes money (`in_money`).  `market_shares` simulates a market.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, columns, number, numbers, rate
from course.models.segments import one_thread

#: Draws for the interval of a simulated market share, and their seed.
DRAWS, SEED = 2_000, 9


@dataclass(frozen=True, eq=False)
class PartWorths:
    """Part-worths (分值效用) of features; made by `ratings` or `choices`.

    Attributes
    ----------
    worth
        Of one more of each feature: points of rating, or units of the logit.
    covariance
        Of the estimates: features x features.
    """

    worth: pd.Series[float]
    covariance: pd.DataFrame

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Return ``part_worth`` with the ends ``low`` and ``high`` of its interval (normal)."""
        reach = norm.ppf((1 + rate("level", level)) / 2) * np.sqrt(np.diag(self.covariance))
        return pd.DataFrame({"part_worth": self.worth, "low": self.worth - reach, "high": self.worth + reach})


def coded(offers: pd.DataFrame, levels: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return offers with a column of 0 and 1 for each level of some features, but for the first level.

    The first level is what the others are compared with.  A value above the last level counts as the last.

    Parameters
    ----------
    offers
        Offers x features.
    levels
        Features to split, and their levels in rising order; other features stay numbers.

    Examples
    --------
    >>> coded(pd.DataFrame({"price": [3, 4, 5], "changes": [0, 1, 3]}), {"changes": (0, 1, 2)})
       price  changes 1  changes 2
    0    3.0        0.0        0.0
    1    4.0        1.0        0.0
    2    5.0        0.0        1.0
    """
    table = columns("offers", offers, list(levels))
    parts = []
    for name in table:
        steps = levels.get(str(name))
        if steps is None:
            parts.append(table[name].astype(float).to_frame())
        else:
            at = table[name].clip(upper=steps[-1])
            parts += [(at == step).astype(float).to_frame(f"{name} {step:g}") for step in steps[1:]]
    return pd.concat(parts, axis=1)


def ratings(cards: pd.DataFrame, rating: object) -> PartWorths:
    """Return the part-worths that explain how a person rated some offers, by least squares.

    Parameters
    ----------
    cards
        Offers x features, as from `coded`.
    rating
        The points given to each offer.

    Examples
    --------
    >>> cards = pd.DataFrame({"price": [100, 150, 100, 150, 100], "pool": [0, 0, 1, 1, 0]})
    >>> ratings(cards, [6, 3, 8, 5, 6]).worth.round(2).to_dict()
    {'price': -0.06, 'pool': 2.0}
    """
    import statsmodels.api as sm

    points = numbers("rating", rating, length=len(columns("cards", cards, ())))
    if len(cards) <= cards.shape[1] + 1:
        raise CourseError(_("too few cards for {n} features").format(n=cards.shape[1]), fix=_("Rate more offers"))
    fitted = sm.OLS(points, sm.add_constant(cards.astype(float), has_constant="add")).fit()
    return PartWorths(fitted.params[cards.columns], fitted.cov_params().loc[cards.columns, cards.columns])


def choices(first: pd.DataFrame, second: pd.DataFrame, chosen: object, person: object) -> PartWorths:
    """Return the part-worths that explain choices between two offers, by a logit on the differences.

    A person answers many times, and the answers of one person are alike; so the errors are clustered by person.

    Parameters
    ----------
    first, second
        The two offers of each task: tasks x features, as from `coded`.
    chosen
        1 or 2: which was taken.
    person
        Who answered.

    Raises
    ------
    CourseError
        When the two tables have other features, or an answer is neither 1 nor 2.
    """
    import statsmodels.api as sm

    difference = columns("first", first, ()) - columns("second", second, list(first.columns))[first.columns]
    took_first = 2 - numbers("chosen", chosen, low=1, high=2, length=len(difference))
    groups = pd.factorize(np.asarray(person))[0]
    model = sm.Logit(took_first, difference)
    with one_thread():
        fitted = model.fit(disp=0, cov_type="cluster", cov_kwds={"groups": groups})
    return PartWorths(fitted.params, fitted.cov_params())


def in_money(model: PartWorths, price: str, level: float = 0.95) -> pd.DataFrame:
    """Return what one more of each feature is worth in money: how much the price may rise for it.

    Parameters
    ----------
    model
        Part-worths, one of them the price's.
    price
        Which feature is the price; the result is in its unit.
    level
        Of the interval, by the delta method.

    Returns
    -------
    pandas.DataFrame
        ``money``, ``low``, ``high``; below zero when the price must fall.

    Examples
    --------
    >>> cards = pd.DataFrame({"price": [100, 150, 100, 150, 100], "pool": [0, 0, 1, 1, 0]})
    >>> in_money(ratings(cards, [6, 3, 8, 5, 7]), "price")["money"].round(1).to_dict()
    {'pool': 26.1}
    """
    columns("part-worths", model.worth.to_frame().T, [price])
    paid = float(model.worth[price])
    rest = model.worth.drop(price)
    money = -rest / paid
    spread = []
    for name in rest.index:
        slope = np.array([-1 / paid, rest[name] / paid**2])
        spread.append(float(np.sqrt(slope @ model.covariance.loc[[name, price], [name, price]].to_numpy() @ slope)))
    reach = norm.ppf((1 + rate("level", level)) / 2) * np.array(spread)
    return pd.DataFrame({"money": money, "low": money - reach, "high": money + reach})


def market_shares(model: PartWorths, offers: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Return which share of choices each offer of a market gets.

    Shares follow the logit rule: e to the worth, divided by the sum over the offers.  The interval draws the
    part-worths from their normal distribution; it holds chance in the survey, not the market's other surprises.

    Parameters
    ----------
    model
        From `choices`.
    offers
        Offers x features, as from `coded`, with the same features.

    Examples
    --------
    >>> worth = pd.Series({"price": -1.0})
    >>> model = PartWorths(worth, pd.DataFrame([[0.01]], ["price"], ["price"]))
    >>> market_shares(model, pd.DataFrame({"price": [1.0, 2.0]}, ["cheap", "dear"]))["share"].round(3).to_dict()
    {'cheap': 0.731, 'dear': 0.269}
    """
    table = columns("offers", offers, list(model.worth.index))[list(model.worth.index)].to_numpy(dtype=float)
    chance = np.random.default_rng(SEED)
    drawn = chance.multivariate_normal(model.worth.to_numpy(), model.covariance.to_numpy(), DRAWS, method="cholesky")
    tail = (1 - rate("level", level)) / 2
    low, high = np.quantile(shares(drawn @ table.T), (tail, 1 - tail), axis=0)
    now = shares(model.worth.to_numpy() @ table.T)
    return pd.DataFrame({"share": now, "low": low, "high": high}, index=offers.index)


def shares(worths: object) -> Floats:
    """Return the logit shares of offers with these worths; the last axis runs over the offers.

    Examples
    --------
    >>> shares([0.0, 0.0, 0.6931471805599453]).round(2)
    array([0.25, 0.25, 0.5 ])
    """
    worth = np.asarray(worths, dtype=float)
    number("worths", worth.min())
    raised = np.exp(worth - worth.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))

"""Lift: how many more customers a ranking of prospects finds than writing to them at random.

Every method of chapter 9 that ranks prospects ends in one number a prospect, the score.  Sort by it, write to the best
part, and count the buyers: that is the yardstick here.  It is only honest on customers whom the method has not seen
(`hold_out`).  Prospects with equal scores are taken in no order: the buyers among them count as evenly spread.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, columns, number, numbers, rate, whole

#: Seed of every split and resample unless told otherwise, so that a notebook shows the same numbers twice.
SEED = 9
#: Resamples of an interval: enough for two digits.
REPLICATES = 400


def found(scores: object, bought: object, contacts: int) -> float:
    """Return how many buyers are among the prospects with the highest scores.

    Parameters
    ----------
    scores
        One number a prospect; higher is written to first.
    bought
        1 for a buyer, 0 for the others, in the same order.
    contacts
        How many prospects are written to.

    Examples
    --------
    >>> found([0.9, 0.8, 0.5, 0.4, 0.2, 0.1], [1, 0, 0, 1, 0, 0], contacts=2)
    1.0
    >>> found([0.9, 0.5, 0.5, 0.5, 0.2, 0.1], [1, 0, 0, 1, 0, 0], contacts=2)  # one of three equals: a third of a buyer
    1.3333333333333333
    """
    ranked, buyers = _pair(scores, bought)
    return _found(ranked, buyers, whole("contacts", contacts, low=1, high=len(ranked)))


def _found(scores: Floats, buyers: Floats, contacts: int) -> float:
    limit = np.partition(scores, len(scores) - contacts)[len(scores) - contacts]
    above, tied = scores > limit, scores == limit
    return float(buyers[above].sum() + (contacts - above.sum()) * buyers[tied].mean())


def lift(scores: object, bought: object, contacts: int) -> float:
    """Return the rate of buyers among those written to, divided by the rate of buyers among all.

    1 is what writing at random brings; 3 means three times as many buyers a letter.

    Parameters
    ----------
    scores, bought, contacts
        As in `found`.

    Examples
    --------
    >>> lift([0.9, 0.8, 0.5, 0.4, 0.2, 0.1], [1, 0, 0, 1, 0, 0], contacts=2)
    1.5
    """
    ranked, buyers = _pair(scores, bought)
    return found(ranked, buyers, contacts) / contacts / float(buyers.mean())


def gains(scores: object, bought: object) -> pd.Series[float]:
    """Return the share of all buyers found when the best 1, 2, 3 ... prospects are written to (the gains curve).

    Parameters
    ----------
    scores, bought
        As in `found`.

    Returns
    -------
    pandas.Series
        Index ``contacts``, from 0 to all; values from 0 to 1, never falling.

    Examples
    --------
    >>> gains([0.9, 0.8, 0.5, 0.4], [1, 0, 0, 1]).to_list()
    [0.0, 0.5, 0.5, 0.5, 1.0]
    """
    ranked, buyers = _pair(scores, bought)
    order = np.argsort(-ranked, kind="stable")
    # Equal scores share the buyers among them evenly.
    even = pd.Series(buyers[order]).groupby(ranked[order]).transform("mean").to_numpy()
    share = np.concatenate([[0.0], np.cumsum(even)]) / buyers.sum()
    return pd.Series(share, index=pd.RangeIndex(len(share), name="contacts"), name="found")


def hold_out(bought: object, share: float = 0.5, seed: int = SEED) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the customers to learn from, and of those held out to judge by.

    Both parts get the same share of buyers, by scikit-learn's stratified split.

    Parameters
    ----------
    bought
        1 for a buyer, 0 for the others.
    share
        Which share is held out.
    seed
        Which split.

    Examples
    --------
    >>> learn, judge = hold_out([1, 0, 0, 1, 0, 0], share=0.5)
    >>> len(learn), len(judge), sorted([*learn.tolist(), *judge.tolist()])
    (3, 3, [0, 1, 2, 3, 4, 5])
    """
    from sklearn.model_selection import train_test_split

    buyers = numbers("bought", bought, low=0, high=1)
    held = rate("share", share, low=0.05, high=0.95)
    learn, judge = train_test_split(np.arange(len(buyers)), test_size=held, stratify=buyers, random_state=seed)
    return np.sort(learn), np.sort(judge)


def compare(
    scores: pd.DataFrame, bought: object, share: float = 0.1, replicates: int = REPLICATES, seed: int = SEED
) -> pd.DataFrame:
    """Return what several rankings find in their best part, with intervals, and how far each is behind the first.

    The interval comes from resampling prospects.  The difference is resampled in pairs: both rankings meet the same
    prospects in each resample, so its interval is narrower than those of the two rankings would suggest.

    Parameters
    ----------
    scores
        One column a method, one row a prospect.
    bought
        1 for a buyer, 0 for the others.
    share
        The share of prospects written to: 0.1 is the top decile.
    replicates, seed
        How many resamples, and the seed that repeats them.

    Returns
    -------
    pandas.DataFrame
        One row a method, the best first: ``lift``, ``low``, ``high`` (95 in 100 resamples), then ``behind``,
        ``behind_low``, ``behind_high``: the lift of the best less that of the method.

    Examples
    --------
    >>> both = pd.DataFrame({"good": [5, 4, 3, 2, 1] * 20, "bad": [1, 2, 3, 4, 5] * 20})
    >>> compare(both, [1, 0, 0, 0, 0] * 20, share=0.2)[["lift", "behind"]]
          lift  behind
    good   5.0     0.0
    bad    0.0     5.0
    """
    table, buyers = columns("scores", scores, ()), numbers("bought", bought, low=0, high=1)
    contacts = max(1, round(len(buyers) * rate("share", share, low=0.001)))
    now = pd.Series({name: lift(table[name], buyers, contacts) for name in table}).sort_values(ascending=False)
    ranked = table[now.index].to_numpy(dtype=float)
    samples = _resampled(ranked, buyers, contacts, replicates, seed)
    behind = samples[:, [0]] - samples
    (low, high), (less, more) = (
        np.quantile(samples, (0.025, 0.975), axis=0),
        np.quantile(behind, (0.025, 0.975), axis=0),
    )
    result = pd.DataFrame({"lift": now, "low": low, "high": high, "behind": now.iloc[0] - now})
    return result.assign(behind_low=less, behind_high=more)


def _resampled(ranked: Floats, buyers: Floats, contacts: int, replicates: int, seed: int) -> Floats:
    """Return the lift of each method (columns) in each resample of prospects (rows)."""
    chance, rows = np.random.default_rng(seed), []
    for _replicate in range(replicates):
        drawn = chance.integers(0, len(buyers), len(buyers))
        again, base = buyers[drawn], max(buyers[drawn].mean(), 1 / len(buyers))
        rows.append([_found(one[drawn], again, contacts) / contacts / base for one in ranked.T])
    return np.array(rows)


def profit(scores: object, bought: object, cost: float, margin: float) -> pd.Series[float]:
    """Return the profit of writing to the best 0, 1, 2 ... prospects.

    Parameters
    ----------
    scores, bought
        As in `found`.
    cost
        What one contact costs, in yuan.
    margin
        What one buyer brings, in yuan, before the contacts are paid.

    Examples
    --------
    >>> profit([0.9, 0.8, 0.5, 0.4], [1, 0, 0, 1], cost=2, margin=10).to_list()
    [0.0, 8.0, 6.0, 4.0, 12.0]
    """
    share = gains(scores, bought)
    buyers = float(np.sum(numbers("bought", bought)))
    earned = share * buyers * number("margin", margin, low=0) - share.index.to_numpy() * number("cost", cost, low=0)
    return earned.rename("profit")


def _pair(scores: object, bought: object) -> tuple[Floats, Floats]:
    ranked = numbers("scores", scores)
    buyers = numbers("bought", bought, low=0, high=1, length=len(ranked))
    if not buyers.any():
        raise CourseError(_("nobody bought"), where="bought", fix=_("Give at least one buyer"))
    return ranked, buyers

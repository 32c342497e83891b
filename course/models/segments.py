"""Cluster analysis (聚类分析): groups of customers who are alike, found by k-means.

Two questions come before any use of the groups.  How many?  The silhouette (Rousseeuw, 1987) says how much nearer a
customer is to the own group than to the next; it cannot be above 1.  Are they there at all?  Groups that other
customers from the same market would not give again are an accident of the sample: `choose` draws resamples, finds the
groups again, and compares by the adjusted Rand index (1: the same groups; 0: no more alike than by chance).

k-means is MacQueen's (1967), in scikit-learn's form.  Traits are standardised first: a trait in large units would else
decide alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from threadpoolctl import threadpool_limits

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, columns, numbers, whole
from course.models.lift import SEED

#: Starts of k-means: the best of them is kept.
STARTS = 3
#: The silhouette compares every pair, so it is taken on at most so many customers.
PAIRED = 1_500


@dataclass(frozen=True, eq=False)
class Segments:
    """Groups of customers; made by `fit`.

    Attributes
    ----------
    labels
        The group of each customer, from 1: group 1 is the largest, group 2 the next.
    centres
        Groups x traits: the mean of the group in standard deviations from the mean of all.
    """

    labels: pd.Series[int]
    centres: pd.DataFrame

    def rates(self, bought: object) -> pd.DataFrame:
        """Return for each group its customers, its share of all, and the rate of buyers with its 95% interval."""
        buyers = pd.Series(numbers("bought", bought, low=0, high=1, length=len(self.labels)), self.labels.index)
        counted = buyers.groupby(self.labels).agg(["size", "sum", "mean"])
        spans = [binomtest(int(hits), int(size)).proportion_ci(0.95, "wilson")
                 for size, hits in zip(counted["size"], counted["sum"], strict=True)]  # fmt: skip
        result = pd.DataFrame({"customers": counted["size"], "share": counted["size"] / len(buyers)})
        return result.assign(rate=counted["mean"], low=[one.low for one in spans], high=[one.high for one in spans])


def standardised(table: pd.DataFrame, like: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return each trait in standard deviations from its mean.

    Parameters
    ----------
    table
        Customers x traits, numbers.
    like
        The customers whose mean and standard deviation are used; without it, the same.

    Raises
    ------
    CourseError
        When a trait is the same for every customer.

    Examples
    --------
    >>> standardised(pd.DataFrame({"age": [20, 30, 40]}))["age"].round(2).to_list()
    [-1.22, 0.0, 1.22]
    """
    source = columns("table", table if like is None else like, ())
    mean, spread = source.mean(), source.std(ddof=0)
    for name in source.columns[~(spread > 0)]:
        raise CourseError(_("{name} is the same for every customer").format(name=name), fix=_("Leave it out"))
    return (columns("table", table, list(source.columns))[list(source.columns)] - mean) / spread


def fit(table: pd.DataFrame, k: int, seed: int = SEED) -> Segments:
    """Return k groups of customers.

    Parameters
    ----------
    table
        Customers x traits; they are standardised here.
    k
        How many groups.
    seed
        Of the starts of k-means.

    Examples
    --------
    >>> two = fit(pd.DataFrame({"age": [20, 21, 22, 60, 61], "visits": [9, 8, 9, 1, 2]}), k=2)
    >>> two.labels.to_list()
    [1, 1, 1, 2, 2]
    """
    scaled = standardised(table)
    raw = _labels(scaled.to_numpy(), whole("k", k, low=2, high=len(scaled) - 1), seed)
    order = np.argsort(-np.bincount(raw), kind="stable")
    labels = pd.Series(np.argsort(order)[raw] + 1, index=table.index, name="segment")
    return Segments(labels, scaled.groupby(labels).mean())


def choose(
    table: pd.DataFrame, ks: Iterable[int] = range(2, 7), replicates: int = 20, seed: int = SEED
) -> pd.DataFrame:
    """Return for each number of groups how clear and how stable they are.

    Parameters
    ----------
    table
        Customers x traits; they are standardised here.
    ks
        Numbers of groups to try.
    replicates
        Resamples of customers in which the groups are found again.
    seed
        Of the starts and the resamples.

    Returns
    -------
    pandas.DataFrame
        Index ``segments``: ``silhouette`` (mean over at most 1,500 customers), ``stability`` (mean adjusted Rand index
        over the resamples) and ``worst`` (the lowest).

    Examples
    --------
    >>> spots = pd.DataFrame({"x": [0, 1, 0, 1, 9, 10, 9, 10.0], "y": [0, 0, 1, 1, 9, 9, 10, 10.0]})
    >>> choose(spots, [2, 3])["silhouette"].round(2).to_list()
    [0.91, 0.54]
    """
    scaled = standardised(table).to_numpy()
    with one_thread():
        rows = {whole("k", k, low=2, high=len(scaled) - 1): _quality(scaled, k, replicates, seed) for k in ks}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("segments")


def _quality(scaled: Floats, k: int, replicates: int, seed: int) -> dict[str, float]:
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    labels = _labels(scaled, k, seed)
    # Every so many-th customer, not a draw: the same customers for each k.
    few = slice(None, None, -(-len(scaled) // PAIRED))
    chance, alike = np.random.default_rng(seed), []
    for replicate in range(replicates):
        drawn = scaled[chance.integers(0, len(scaled), len(scaled))]
        alike.append(adjusted_rand_score(labels, _model(k, seed + replicate).fit(drawn).predict(scaled)))
    clear = float(silhouette_score(scaled[few], labels[few]))
    return {"silhouette": clear, "stability": float(np.mean(alike)), "worst": float(np.min(alike))}


def _model(k: int, seed: int) -> Any:
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=STARTS, random_state=seed)


def _labels(scaled: Floats, k: int, seed: int) -> np.ndarray:
    with one_thread():
        return np.asarray(_model(k, seed).fit(scaled).labels_)


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which numerical libraries use one thread: for tables as small as ours, several only wait."""
    return threadpool_limits(1)  # type: ignore[no-any-return]

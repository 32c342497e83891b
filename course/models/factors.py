"""Principal components (主成分分析) and factor analysis (因子分析): many traits told by a few.

*Principal components* (Pearson, 1901) are weighted sums of the traits that keep as much of their spread as possible.
*Factor analysis* (Spearman, 1904) asks for something else: hidden causes that make traits go together; what a trait
has for itself stays outside.  Factors may be turned without fitting worse; varimax turns them so that each trait
belongs to as few as possible, which is what makes them readable.

Both are scikit-learn's.  A sign means nothing (the mirror image fits as well), so we state a rule: the largest loading
of each component and factor is positive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, choice, rate, whole
from course.models.segments import one_thread, standardised


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components; made by `components`.

    Attributes
    ----------
    variances
        Of each component, the largest first; their sum is the number of traits.
    loadings
        Traits x components: the correlation of each trait with each component.
    """

    variances: pd.Series[float]
    loadings: pd.DataFrame

    @property
    def shares(self) -> pd.Series[float]:
        """The share of the whole spread that each component keeps."""
        return self.variances / self.variances.sum()

    def needed(self, share: float) -> int:
        """Return how many components keep at least this share of the spread."""
        kept = self.shares.cumsum().to_numpy()
        return int(np.argmax(kept >= rate("share", share) - 1e-12)) + 1


def components(table: pd.DataFrame) -> Components:
    """Return the principal components of standardised traits.

    Parameters
    ----------
    table
        Customers x traits.

    Examples
    --------
    >>> found = components(pd.DataFrame({"visits": [1, 2, 3, 4], "spend": [10, 20, 30, 45], "age": [30, 60, 60, 30]}))
    >>> found.variances.round(2).to_list(), found.needed(0.9)
    ([2.0, 1.0, 0.0], 2)
    """
    from sklearn.decomposition import PCA

    scaled = standardised(table)
    with one_thread():
        model = PCA(svd_solver="full").fit(scaled.to_numpy())
    variances = model.explained_variance_ * (len(scaled) - 1) / len(scaled)
    names = range(1, len(variances) + 1)
    loadings = _signed(model.components_.T * np.sqrt(variances))
    return Components(
        pd.Series(variances, index=pd.Index(names, name="component"), name="variance"),
        pd.DataFrame(loadings, index=table.columns, columns=pd.Index(names, name="component")),
    )


@dataclass(frozen=True, eq=False)
class Factors:
    """Factors; made by `factors`.

    Attributes
    ----------
    loadings
        Traits x factors: the correlation of each trait with each factor; the factor that explains most comes first.
    """

    loadings: pd.DataFrame

    @property
    def communalities(self) -> pd.Series[float]:
        """The share of each trait's spread that the factors explain together; the rest is the trait's own."""
        return (self.loadings**2).sum(axis=1).rename("communality")


def factors(table: pd.DataFrame, number: int, rotation: str = "varimax") -> Factors:
    """Return the factors behind standardised traits, by maximum likelihood.

    Parameters
    ----------
    table
        Customers x traits.
    number
        How many factors; fewer than half of the traits.
    rotation
        ``"varimax"`` or ``"none"``.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> means, active = chance.normal(size=(2, 500))
    >>> table = pd.DataFrame({"income": means, "car": means, "sport": active, "steps": active, "friends": active})
    >>> noisy = table + 0.5 * chance.normal(size=table.shape)
    >>> factors(noisy, 2).loadings.abs().idxmax(axis=1).to_list()
    [2, 2, 1, 1, 1]
    """
    from sklearn.decomposition import FactorAnalysis

    count, scaled = whole("number", number, low=1), standardised(table)
    if 2 * count >= scaled.shape[1] + 1:
        what = _("{count} factors are too many for {traits} traits").format(count=count, traits=scaled.shape[1])
        raise CourseError(what, fix=_("Ask for fewer than half as many factors as traits"))
    turned = None if choice("rotation", rotation, ("varimax", "none")) == "none" else "varimax"
    model = FactorAnalysis(count, rotation=turned, svd_method="lapack", tol=1e-3, max_iter=3000)
    with one_thread():
        loadings = model.fit(scaled.to_numpy()).components_.T
    loadings = _signed(loadings[:, np.argsort(-(loadings**2).sum(axis=0), kind="stable")])
    names = pd.Index(range(1, count + 1), name="factor")
    return Factors(pd.DataFrame(loadings, index=table.columns, columns=names))


def _signed(loadings: Floats) -> Floats:
    """Turn each column so that its largest entry is positive."""
    largest = loadings[np.abs(loadings).argmax(axis=0), np.arange(loadings.shape[1])]
    return loadings * np.where(largest < 0, -1.0, 1.0)

"""Three national satisfaction indices as models of causes and consequences, estimated on a survey.

A *model* says which hidden quantity drives which: the Swedish barometer (SCSB), the American index (ACSI), the
Norwegian barometer (NCSB).  Nobody sees "satisfaction"; a survey asks several questions (*indicators*, 测评指标) about
it.  Partial least squares (PLS) gives each hidden quantity a score, a weighted sum of its indicators, and then
regresses scores on scores.

What is simplified here, against the published indices:

* The survey holds the European index's questions.  The American and Swedish ones ask nearly the same, not the same.
* Complaints are measured by one question, how well complaints are handled, so a good answer is *high*.  The published
  models count who complained.
* The first Norwegian model is the American one with corporate image and its links to satisfaction and loyalty.  We let
  satisfaction shape image and image drive loyalty, as Johnson et al. (2001) do.
* PLS takes a score for the hidden quantity itself.  Questions are imperfect, so paths come out somewhat too small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models import satisfaction
from course.models.inputs import Floats, choice, columns, numbers, rate, whole

#: Which questions of the mobile-phone survey measure what.
BLOCKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "expectations": ("cuex1", "cuex2", "cuex3"),
        "quality": tuple(f"perq{place}" for place in range(1, 8)),
        "value": ("perv1", "perv2"),
        "satisfaction": ("cusa1", "cusa2", "cusa3"),
        "complaints": ("cusco",),
        "image": tuple(f"imag{place}" for place in range(1, 6)),
        "loyalty": ("cusl1", "cusl2", "cusl3"),
    }
)
Paths = tuple[tuple[str, str], ...]
_AFTER: Final[Paths] = (("satisfaction", "complaints"), ("satisfaction", "loyalty"), ("complaints", "loyalty"))
_AMERICAN: Final[Paths] = (
    ("expectations", "quality"), ("expectations", "value"), ("quality", "value"),
    ("expectations", "satisfaction"), ("quality", "satisfaction"), ("value", "satisfaction"),
)  # fmt: skip
#: Each model by its short name: pairs of cause and consequence, causes first.
MODELS: Final[Mapping[str, Paths]] = MappingProxyType(
    {
        "SCSB": (("expectations", "value"), ("expectations", "satisfaction"), ("value", "satisfaction"), *_AFTER),
        "ACSI": (*_AMERICAN, *_AFTER),
        "NCSB": (*_AMERICAN, *_AFTER, ("satisfaction", "image"), ("image", "loyalty")),
    }
)
TOLERANCE: Final = 1e-7
MOST_STEPS: Final = 300
SEED: Final = 1996


@dataclass(frozen=True, eq=False)
class Estimate:
    """An index model estimated on a survey; made by `estimate`.

    Attributes
    ----------
    model
        ``"SCSB"``, ``"ACSI"`` or ``"NCSB"``.
    paths
        One row a path (index ``cause``, ``consequence``): the standardised coefficient, so that 0.5 means: one standard
        deviation more of the cause goes with half a standard deviation more of the consequence, other causes equal.
    r_squared
        For each hidden quantity with causes, the share of its variance that they explain.
    weights
        One row an indicator (index ``block``, ``indicator``): the weight of the indicator's own answers (1 to 10).
    index
        The satisfaction index, 0 to 100.
    """

    model: str
    paths: pd.Series[float]
    r_squared: pd.Series[float]
    weights: pd.Series[float]
    index: float


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """How an estimate varies when customers are drawn again; made by `bootstrap`.

    Attributes
    ----------
    paths
        One row a path: ``estimate``, ``low``, ``high``.
    index
        ``estimate``, ``low``, ``high`` of the satisfaction index, 0 to 100.
    r_squared
        One row a hidden quantity: ``estimate``, ``low``, ``high``.
    draws
        How many resamples.
    """

    paths: pd.DataFrame
    index: pd.Series[float]
    r_squared: pd.DataFrame
    draws: int


def estimate(survey: pd.DataFrame, model: str = "ACSI") -> Estimate:
    """Estimate an index model on a survey by partial least squares.

    Parameters
    ----------
    survey
        One row a customer, with the columns of `BLOCKS`; answers 1 to 10.
    model
        ``"SCSB"``, ``"ACSI"`` or ``"NCSB"``.

    Raises
    ------
    CourseError
        When the model is unknown, a column is missing, an answer lies outside 1 to 10, or a question has the same
        answer from everybody.

    Notes
    -----
    Mode A with path weighting, as in Tenenhaus, Esposito Vinzi, Chatelin & Lauro (2005).  Models: Fornell (1992),
    Fornell et al. (1996), Johnson et al. (2001); what we simplify stands at the head of this module.

    Examples
    --------
    >>> from course.data.surveys import mobile_survey
    >>> found = estimate(mobile_survey(), "ACSI")
    >>> round(found.index, 1), round(float(found.paths["quality", "satisfaction"]), 2)
    (72.4, 0.63)
    """
    paths = MODELS[choice("model", model, tuple(MODELS))]
    return _estimated(_clean(survey, paths), model)


def bootstrap(
    survey: pd.DataFrame, model: str = "ACSI", *, replicates: int = 300, level: float = 0.95, seed: int = SEED
) -> Bootstrap:
    """Estimate an index model, and again on customers drawn with replacement, for intervals.

    Parameters
    ----------
    survey, model
        As in `estimate`.
    replicates, level, seed
        Resamples of whole customers, the share of them that an interval holds, and the seed.

    Examples
    --------
    >>> from course.data.surveys import mobile_survey
    >>> found = bootstrap(mobile_survey(), "ACSI", replicates=50)
    >>> found.index.round(0).to_dict()
    {'estimate': 72.0, 'low': 70.0, 'high': 74.0}
    """
    paths = MODELS[choice("model", model, tuple(MODELS))]
    turns, share = whole("replicates", replicates, low=2), rate("level", level, low=0.5, high=0.999)
    table, random = _clean(survey, paths), np.random.default_rng(seed)
    whole_sample = _estimated(table, model)
    drawn = [_estimated(table.iloc[random.integers(0, len(table), len(table))], model) for _turn in range(turns)]
    ends = [(1 - share) / 2, (1 + share) / 2]
    index = pd.DataFrame({"index": [one.index for one in drawn]})
    return Bootstrap(
        _with_ends(whole_sample.paths, pd.DataFrame([one.paths for one in drawn]), ends),
        _with_ends(pd.Series({"index": whole_sample.index}), index, ends).iloc[0],
        _with_ends(whole_sample.r_squared, pd.DataFrame([one.r_squared for one in drawn]), ends),
        turns,
    )


def _with_ends(estimates: pd.Series[Any], drawn: pd.DataFrame, ends: list[float]) -> pd.DataFrame:
    low, high = np.quantile(drawn.to_numpy(dtype=float), ends, axis=0)
    return pd.DataFrame({"estimate": estimates, "low": low, "high": high}, index=estimates.index)


def total_effects(paths: pd.Series[float]) -> pd.DataFrame:
    """Return what one step more of each cause brings, along all paths together.

    A path through several quantities brings the product of its coefficients; all paths from a cause to a consequence
    add.

    Parameters
    ----------
    paths
        Coefficients with the index (cause, consequence), as in `Estimate.paths`.  No quantity may drive itself.

    Returns
    -------
    DataFrame
        Causes in rows, consequences in columns.

    Raises
    ------
    CourseError
        When the paths run in a circle.

    Examples
    --------
    >>> paths = pd.Series({("quality", "satisfaction"): 0.5, ("quality", "loyalty"): 0.1,
    ...                    ("satisfaction", "loyalty"): 0.6})
    >>> total_effects(paths).loc["quality"].round(2).to_dict()
    {'quality': 0.0, 'satisfaction': 0.5, 'loyalty': 0.4}
    """
    names = list(dict.fromkeys(name for pair in paths.index for name in pair))
    direct = pd.DataFrame(0.0, index=names, columns=names)
    for (cause, consequence), value in zip(paths.index, numbers("paths", paths), strict=True):
        direct.loc[cause, consequence] = value
    if np.linalg.matrix_power((direct.to_numpy() != 0).astype(float), len(names)).any():
        raise CourseError(_("the paths run in a circle"), fix=_("Leave out the path that leads back"))
    every = np.linalg.inv(np.eye(len(names)) - direct.to_numpy()) - np.eye(len(names))
    return pd.DataFrame(every, index=names, columns=names)


def _clean(survey: pd.DataFrame, paths: Paths) -> pd.DataFrame:
    """Return the answers that the model needs, block by block, as floats."""
    needed = [item for block in _names(paths) for item in BLOCKS[block]]
    columns("survey", survey, needed)
    for name in needed:
        if np.ptp(numbers(name, survey[name], low=1, high=10)) == 0:
            what = _("{name} has the same answer from everybody").format(name=name)
            raise CourseError(what, where="survey", fix=_("Leave the question out or ask more customers"))
    return survey[needed].astype(float)


def _names(paths: Paths) -> list[str]:
    """The hidden quantities of a model, in the order of `BLOCKS`."""
    found = {name for pair in paths for name in pair}
    return [name for name in BLOCKS if name in found]


def _estimated(table: pd.DataFrame, model: str) -> Estimate:
    paths = MODELS[model]
    names, spread = _names(paths), table.std(ddof=1).to_numpy()
    owner = np.array([place for place, name in enumerate(names) for _item in BLOCKS[name]])
    weights = _outer_weights(np.corrcoef(table.to_numpy(), rowvar=False), owner, _arrows(paths, names))
    between = weights.T @ np.corrcoef(table.to_numpy(), rowvar=False) @ weights
    own = weights[np.arange(len(owner)), owner] / spread
    labels = [(names[place], item) for place, item in zip(owner, table.columns, strict=True)]
    raw = pd.Series(own, index=pd.MultiIndex.from_tuples(labels, names=["block", "indicator"]))
    means = table[list(BLOCKS["satisfaction"])].mean()
    asked = np.maximum(raw["satisfaction"].to_numpy(), 0.0)
    coefficients, explained = _inner(between, names, paths)
    return Estimate(model, coefficients, explained, raw, satisfaction.index(asked, means))


def _arrows(paths: Paths, names: list[str]) -> Floats:
    """1 where the row drives the column."""
    arrows = np.zeros((len(names), len(names)))
    for cause, consequence in paths:
        arrows[names.index(cause), names.index(consequence)] = 1.0
    return arrows


def _outer_weights(between: Floats, owner: Floats, arrows: Floats) -> Floats:
    """Find the weights of the indicators: each score must agree with its own indicators and with its neighbours.

    ``between`` holds the correlations of the indicators.  Weights are scaled so that each score has variance 1.
    """
    own = (owner[:, None] == np.arange(len(arrows))[None, :]).astype(float)
    weights = _scaled(own, between)
    for _step in range(MOST_STEPS):
        scores = weights.T @ between @ weights
        proxies = between @ weights @ _inner_weights(scores, arrows)
        new: Floats = _scaled(own * proxies, between)
        new *= np.sign((own * (between @ new)).sum(axis=0))
        if np.abs(new - weights).max() < TOLERANCE:
            return new
        weights = new
    raise CourseError(_("the weights do not settle"), fix=_("Ask more customers or leave out a question"))


def _scaled(weights: Floats, between: Floats) -> Floats:
    scaled: Floats = weights / np.sqrt(np.einsum("ij,ik,kj->j", weights, between, weights))
    return scaled


def _inner_weights(scores: Floats, arrows: Floats) -> Floats:
    """Path weighting: a cause counts by its regression coefficient, a consequence by its correlation."""
    inner = scores * arrows.T
    for place in range(len(arrows)):
        causes = np.flatnonzero(arrows[:, place])
        if len(causes):
            inner[causes, place] = np.linalg.solve(scores[np.ix_(causes, causes)], scores[causes, place])
    weights: Floats = inner
    return weights


def _inner(between: Floats, names: list[str], paths: Paths) -> tuple[pd.Series[float], pd.Series[float]]:
    """Regress each score on its causes: coefficients by path, and the share explained."""
    coefficients: dict[tuple[str, str], float] = {}
    explained: dict[str, float] = {}
    for name in names:
        causes = [names.index(cause) for cause, consequence in paths if consequence == name]
        if not causes:
            continue
        with_it = between[causes, names.index(name)]
        found = np.linalg.solve(between[np.ix_(causes, causes)], with_it)
        explained[name] = float(found @ with_it)
        coefficients |= {(names[cause], name): float(value) for cause, value in zip(causes, found, strict=True)}
    index = pd.MultiIndex.from_tuples(list(paths), names=["cause", "consequence"])
    values = [coefficients[pair] for pair in paths]
    return pd.Series(values, index=index, name="path"), pd.Series(explained, name="r_squared")

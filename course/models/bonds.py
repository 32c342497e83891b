"""Relationship bonds (关系纽带): what ties a customer to a supplier, and what each tie does to leaving.

Liljander & Strandvik (1995) name ten bonds, and so does the source (S1), which calls the first five *external* (外因)
and the last five *internal* (内因).  A file of customers shows only some of them, and only by substitutes.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, choice, columns, number, numbers

#: The ten bonds: name, Chinese name, external or internal.
BONDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "legal": ("法律", "external"), "economic": ("经济", "external"), "technical": ("技术", "external"),
        "geographic": ("地理", "external"), "time": ("时间", "external"), "knowledge": ("知识", "internal"),
        "social": ("社交", "internal"), "cultural": ("文化", "internal"), "values": ("价值观念", "internal"),
        "psychological": ("心理", "internal"),
    }
)  # fmt: skip
#: By what we measure a bond in the telephone company's file.  The mapping is ours and can be argued with.
MEASURED: Final[Mapping[str, str]] = MappingProxyType(
    {"legal": "term", "technical": "add_ons", "time": "automatic", "knowledge": "support", "social": "family"}
)
#: What else moves leaving and is held equal when bonds are compared.
HELD: Final = ("months", "charge", "dsl", "fiber")
SEED: Final = 1995


@dataclass(frozen=True, eq=False)
class Leaving:
    """A logistic regression of leaving on bonds; made by `fit`.

    Attributes
    ----------
    odds
        One row a bond: ``odds_ratio``, ``low``, ``high``: by how much the odds of leaving are multiplied for a customer
        with the bond, all else in the regression equal.  Below 1 the bond ties.
    points
        One row a bond: ``raw``, the share that leaves with the bond less without it; ``adjusted``, the same when
        everybody is given the bond and then nobody, all else as it is; ``low``, ``high`` of ``adjusted``.
    coefficients
        The coefficients themselves, on the scale of log odds.
    drawn
        Coefficients as another sample might give them, one row a draw: for the interval of what is computed from them.
    """

    odds: pd.DataFrame
    points: pd.DataFrame
    coefficients: pd.Series[float]
    drawn: pd.DataFrame = field(default_factory=pd.DataFrame)


def prepare(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the telephone company's file with one column of 0 and 1 a bond, and what is held equal.

    A contract of 12 or 24 months is a legal bond; at least one of three add-on services a technical one; automatic
    payment saves time; technical support builds knowledge; a partner or children use the line too, a social bond.

    Examples
    --------
    >>> row = dict(months=34, term=12, automatic=0, add_ons=2, support=0, family=1, internet="dsl", charge=57, left=0)
    >>> prepare(pd.DataFrame([row])).loc[0, ["legal", "technical", "time", "knowledge", "social"]].astype(int).tolist()
    [1, 1, 0, 0, 1]
    """
    columns("customers", customers, (*MEASURED.values(), "months", "charge", "internet", "left"))
    bonds = {
        name: (customers[column] > (1 if name == "legal" else 0)).astype(float) for name, column in MEASURED.items()
    }
    held = {"months": customers["months"] / 12, "charge": customers["charge"] / 10}
    lines = {name: (customers["internet"] == name).astype(float) for name in ("dsl", "fiber")}
    return pd.DataFrame({**bonds, **held, **lines, "left": customers["left"]})


def fit(table: pd.DataFrame, bonds: Sequence[str] = tuple(MEASURED), held: Sequence[str] = HELD) -> Leaving:
    """Fit how the chance of leaving depends on bonds, with other differences between customers held equal.

    Parameters
    ----------
    table
        One row a customer: each bond 0 or 1, what is held equal, and ``left`` (0 or 1), as from `prepare`.
    bonds, held
        Names of columns.

    Raises
    ------
    CourseError
        When a column is missing, a bond is not 0 or 1 or the same for all, nobody or everybody left, or the regression
        does not settle, because a bond tells leaving perfectly.

    Notes
    -----
    A logistic regression by statsmodels.  "With all else equal" is equal in what the file holds.  Who means to stay
    signs a long contract: that choice is in the odds ratio too, and no regression on this file can take it out.

    Examples
    --------
    >>> table = pd.DataFrame({"legal": [0] * 50 + [1] * 50, "left": [1] * 20 + [0] * 30 + [1] * 5 + [0] * 45})
    >>> fit(table, ["legal"], []).odds.round(2).loc["legal"].to_dict()
    {'odds_ratio': 0.17, 'low': 0.06, 'high': 0.49}
    """
    names = [*bonds, *held]
    columns("table", table, [*names, "left"])
    left = numbers("left", table["left"], low=0, high=1)
    for name in ("left", *bonds):
        if set(np.unique(table[name])) != {0, 1}:
            what = _("{name} does not hold both 0 and 1, and nothing else").format(name=name)
            raise CourseError(what, where="table", fix=_("Write 1 for yes and 0 for no"))
    design = np.column_stack([np.ones(len(table)), table[names].to_numpy(dtype=float)])
    found = _logit(left, design)
    coefficients = pd.Series(found.params, index=["constant", *names])
    ends = np.exp(found.conf_int()[1 : len(bonds) + 1])
    odds = pd.DataFrame({"odds_ratio": np.exp(coefficients[list(bonds)]), "low": ends[:, 0], "high": ends[:, 1]})
    drawn = np.random.default_rng(SEED).multivariate_normal(found.params, found.cov_params(), 200, method="cholesky")
    points = _points(table, design, list(bonds), coefficients, drawn)
    return Leaving(odds.rename_axis("bond"), points, coefficients, pd.DataFrame(drawn, columns=coefficients.index))


def _logit(left: Floats, design: Floats) -> Any:
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

    with warnings.catch_warnings():
        for kind in (ConvergenceWarning, PerfectSeparationWarning):
            warnings.simplefilter("error", kind)
        try:
            return sm.Logit(left, design).fit(disp=0)
        except (ConvergenceWarning, PerfectSeparationWarning, np.linalg.LinAlgError) as error:
            fix = _("Leave out a bond that tells leaving perfectly, or that another one tells")
            raise CourseError(_("the regression does not settle"), where="table", fix=fix) from error


def _points(
    table: pd.DataFrame, design: Floats, bonds: list[str], coefficients: pd.Series[float], drawn: Floats
) -> pd.DataFrame:
    """Raw and adjusted difference in the share that leaves, by bond."""
    rows = {}
    for place, name in enumerate(bonds, start=1):
        groups = table.groupby(name)["left"].mean()
        changes = _differences(design, place, np.vstack([coefficients.to_numpy(), drawn]))
        low, high = np.quantile(changes[1:], (0.025, 0.975))
        rows[name] = {"raw": groups[1] - groups[0], "adjusted": changes[0], "low": low, "high": high}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("bond")


def _differences(design: Floats, place: int, coefficients: Floats) -> Floats:
    """Mean chance of leaving with the bond given to all, less with it taken from all, for each set of coefficients."""
    without = design.copy()
    without[:, place] = 0.0
    base = without @ coefficients.T
    tied = base + coefficients[:, place]
    difference: Floats = (_chance(tied) - _chance(base)).mean(axis=0)
    return difference


def _chance(log_odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-log_odds))
    return chance


def by_count(table: pd.DataFrame, bonds: Sequence[str] = tuple(MEASURED)) -> pd.DataFrame:
    """Return which share leaves, by how many bonds a customer has.

    Returns
    -------
    DataFrame
        One row a number of bonds: ``customers``, ``leave`` (a share), ``low``, ``high`` (Wilson, 95%).

    Examples
    --------
    >>> table = pd.DataFrame({"legal": [0, 0, 1, 1], "time": [0, 0, 0, 1], "left": [1, 0, 0, 0]})
    >>> by_count(table, ["legal", "time"])["leave"].to_dict()
    {0: 0.5, 1: 0.0, 2: 0.0}
    """
    from course.models.loyalty import share

    columns("table", table, [*bonds, "left"])
    count = table[list(bonds)].sum(axis=1).astype(int)
    rows = {place: (len(group), *share(int(group.sum()), len(group))) for place, group in table["left"].groupby(count)}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "leave", "low", "high"])
    return found.rename_axis("bonds")


def switching_cost(leaving: Leaving, bond: str, *, price: str = "charge", unit: float = 10.0) -> float:
    """Return by how much the monthly price must rise to undo what a bond does: its switching cost in money.

    Parameters
    ----------
    leaving
        What `fit` returned, with a price among what is held equal.
    bond
        A bond of that regression.
    price, unit
        The column of the price, and how many dollars one unit of it is.

    Returns
    -------
    float
        Dollars a month; negative when the bond does not tie.

    Raises
    ------
    CourseError
        When a name is unknown, or when a higher price does not go with more leaving, so that no rise undoes the bond.

    Examples
    --------
    >>> found = Leaving(pd.DataFrame(), pd.DataFrame(), pd.Series({"constant": -1, "legal": -1.5, "charge": 0.5}))
    >>> switching_cost(found, "legal")
    30.0
    """
    names = list(leaving.coefficients.index)
    tie, slope = (float(leaving.coefficients[choice("name", name, names)]) for name in (bond, price))
    if slope <= 0:
        what = _("a higher {price} does not go with more leaving").format(price=price)
        raise CourseError(what, fix=_("Without that, no price undoes a bond"))
    return -tie / slope * number("unit", unit, low=0)


def switching_costs(
    leaving: Leaving, bonds: Sequence[str] = tuple(MEASURED), *, price: str = "charge", unit: float = 10.0
) -> pd.DataFrame:
    """Return the switching cost of each bond in money, with its interval.

    Parameters
    ----------
    leaving
        What `fit` returned, with a price among what is held equal.
    bonds
        Bonds of that regression.
    price, unit
        As in `switching_cost`.

    Returns
    -------
    DataFrame
        One row a bond: ``dollars_a_month``, and ``low`` and ``high`` (95%, from the drawn coefficients; without limit
        where a draw's price does not go with more leaving).

    Examples
    --------
    >>> table = pd.DataFrame({"legal": [0] * 50 + [1] * 50, "charge": [5, 6, 7, 8, 9] * 20})
    >>> table["left"] = [0, 0, 1, 1, 1] * 10 + [0, 0, 0, 0, 1] * 9 + [1, 1, 0, 1, 1]
    >>> found = switching_costs(fit(table, ["legal"], ["charge"]), ["legal"]).loc["legal"]
    >>> bool(0 < found["low"] < found["dollars_a_month"] < found["high"])
    True
    """
    rows = {}
    for bond in bonds:
        middle = switching_cost(leaving, bond, price=price, unit=unit)
        tie, slope = leaving.drawn[bond].to_numpy(), leaving.drawn[price].to_numpy()
        money = np.where(slope > 0, -tie / np.where(slope > 0, slope, 1.0) * unit, np.inf)
        low, high = np.quantile(money, (0.025, 0.975), method="inverted_cdf")
        rows[bond] = {"dollars_a_month": middle, "low": low, "high": high}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("bond")

"""Classes of customers by value: ABC by revenue, the pyramid by profit, and a bank's levels by fixed thresholds.

The three cut in three ways: at shares of the *customers* (ABC), at shares and at zero profit (the pyramid), at
amounts of
money (the bank).  What happens at an edge and among equals is a rule, and it is stated here, because the
source states none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import Floats, choice, columns, numbers, rate

Values = Sequence[float] | Floats | pd.Series
TIES: Final = ("up", "down", "order")
ABC: Final = ("A", "B", "C")
PYRAMID: Final = ("platinum", "gold", "iron", "lead")


def abc(revenue: Values, a: float = 0.15, b: float = 0.25, *, ties: str = "up") -> pd.Series[str]:
    """Return the ABC class (ABC分类法) of each customer, by revenue.

    The source gives A about 10-15% of the customers, B 15-25%, the rest to C; revenue, not profit, makes the class.

    Parameters
    ----------
    revenue
        Revenue of each customer, in yuan.
    a, b
        The shares of the customers in A and in B; 0.15 and 0.25 are the upper ends of the source's ranges.
    ties
        Who has the same revenue as another: ``"up"`` puts all equals into the better class, ``"down"`` into the worse,
        ``"order"`` lets their order in the list decide.

    Notes
    -----
    The rule: place 1 is the largest revenue; a customer is in A when place / customers is at most ``a``, in B when at
    most ``a + b``.  The edge itself belongs to the better class.  Source: S2, there after Pareto.

    Examples
    --------
    >>> abc([900, 500, 500, 300, 100, 90, 80, 70, 60, 50], a=0.2, b=0.3).tolist()
    ['A', 'A', 'A', 'B', 'B', 'C', 'C', 'C', 'C', 'C']
    >>> abc([900, 500, 500, 300, 100, 90, 80, 70, 60, 50], a=0.2, b=0.3, ties="down").tolist()[:5]
    ['A', 'B', 'B', 'B', 'B']
    """
    values = _series("revenue", revenue)
    methods = {"up": "min", "down": "max", "order": "first"}
    place = values.rank(ascending=False, method=methods[choice("ties", ties, TIES)])  # type: ignore[arg-type]
    edge_a, edge_b = _edges(a, b)
    # A hair of room, so that 3 of 20 customers are 15% in floating point too.
    reached = place / len(values) - 1e-9
    found = np.where(reached <= edge_a, "A", np.where(reached <= edge_b, "B", "C"))
    return pd.Series(found.tolist(), values.index, dtype=object, name="class")


def pyramid(profit: Values, platinum: float = 0.04, gold: float = 0.2) -> pd.Series[str]:
    """Return the tier of each customer in the value pyramid (客户价值金字塔), by profit.

    Parameters
    ----------
    profit
        Yearly profit of each customer after the cost to serve, in yuan.
    platinum, gold
        The best share of the customers, and the share down to which gold reaches.  0.2 is the 20% of 80/20, and 0.04
        the best 20% of those; both are our choice.

    Returns
    -------
    Series
        ``platinum`` 铂金, ``gold`` 黄金, ``iron`` 铁 or ``lead`` 铅.  Who brings a loss is lead, wherever
        the shares end; equals
        go to the better tier.

    Notes
    -----
    S1 names the pyramid; the four tiers and "lead costs the company money" are those of Zeithaml, Rust & Lemon (2001).

    Examples
    --------
    >>> pyramid([90, 40, 30, 20, 10, 5, 0, -1, -5, -20], platinum=0.1, gold=0.3).tolist()
    ['platinum', 'gold', 'gold', 'iron', 'iron', 'iron', 'iron', 'lead', 'lead', 'lead']
    """
    values = _series("profit", profit)
    first, second = rate("platinum", platinum), rate("gold", gold)
    if first > second:
        raise CourseError(_("platinum reaches further than gold"), fix=_("Give platinum the smaller share"))
    reached = values.rank(ascending=False, method="min") / len(values) - 1e-9
    tier = np.where(reached <= first, "platinum", np.where(reached <= second, "gold", "iron"))
    return pd.Series(np.where(values < 0, "lead", tier).tolist(), values.index, dtype=object, name="tier")


def bank_level(benefit: float, fees: float, loyal: bool, levels: Mapping[str, tuple[float, float]]) -> str:
    """Return the level of one client of the bank: ``blue``, ``green``, ``red``, or ``not stated``.

    Parameters
    ----------
    benefit, fees
        Overall benefit 综合效益 and fee income 中间业务收入 of the bank from this client, million dollars a year.
    loyal
        Whether the client is loyal; the source asks it of red clients, beside simple needs and little profit.
    levels
        For ``blue`` and ``green`` the two thresholds, as in `course.data.cases.BANK_LEVELS`: *either* is
        enough, and the
        threshold itself is enough.

    Notes
    -----
    Source: S2, the case of Chase.  It says that there are five levels and breaks off in the third: what else red asks,
    and the two levels below, are lost.  So a client below green is red when loyal, and otherwise not stated.

    Examples
    --------
    >>> levels = {"blue": (5, 3), "green": (3, 1)}
    >>> bank_level(2.0, 3.0, False, levels), bank_level(4.9, 0.2, False, levels), bank_level(0.1, 0, True, levels)
    ('blue', 'green', 'red')
    >>> bank_level(0.1, 0.0, False, levels)
    'not stated'
    """
    given = numbers("benefit and fees", [benefit, fees], low=0)
    for name in ("blue", "green"):
        if any(value >= threshold for value, threshold in zip(given, levels[name], strict=True)):
            return name
    return "red" if loyal else "not stated"


def bank_levels(clients: pd.DataFrame, levels: Mapping[str, tuple[float, float]]) -> pd.Series[str]:
    """Return the level of each client: a table with ``benefit``, ``fees`` (million dollars a year) and ``loyal``.

    Examples
    --------
    >>> clients = pd.DataFrame({"benefit": [5.0, 1.0], "fees": [0.0, 0.0], "loyal": [False, True]}, index=["P", "Q"])
    >>> bank_levels(clients, {"blue": (5, 3), "green": (3, 1)}).to_dict()
    {'P': 'blue', 'Q': 'red'}
    """
    rows = columns("clients", clients, ("benefit", "fees", "loyal"))
    found = [
        bank_level(benefit, fees, bool(loyal), levels)
        for benefit, fees, loyal in zip(rows["benefit"], rows["fees"], rows["loyal"], strict=True)
    ]
    return pd.Series(found, rows.index, name="level", dtype=object)


def by_class(classes: pd.Series[str], revenue: Values, profit: Values, order: Sequence[str]) -> pd.DataFrame:
    """Return what each class is: customers, revenue and profit, as counts and as shares.

    Parameters
    ----------
    classes
        The class of each customer.
    revenue, profit
        In yuan, in the order of the classes.
    order
        The classes from best to worst.

    Examples
    --------
    >>> by_class(pd.Series(["A", "C", "C"]), [60, 30, 10], [12, 6, -8], ABC)
       customers  customer_share  revenue_share  profit_share
    A          1            0.33            0.6           1.2
    B          0            0.00            0.0           0.0
    C          2            0.67            0.4          -0.2
    """
    values = {"revenue": _series("revenue", revenue), "profit": _series("profit", profit)}
    table = pd.DataFrame({name: value.to_numpy() for name, value in values.items()}).groupby(classes.to_numpy())
    sums, count = table.sum().reindex(list(order), fill_value=0.0), table.size().reindex(list(order), fill_value=0)
    found = pd.DataFrame({"customers": count, "customer_share": count / len(classes)})
    for name, value in values.items():
        found[f"{name}_share"] = sums[name] / value.sum()
    return found.round(2)


def profile(traits: pd.DataFrame, chosen: Sequence[Any] | pd.Index, trait: str) -> pd.DataFrame:
    """Return how often each value of a trait (特征类指标) occurs among chosen customers and among the others.

    Parameters
    ----------
    traits
        One row a customer.  Empty cells (a person has no industry) are left out.
    chosen
        The customers looked at, such as the best 20%.
    trait
        A column of ``traits``.  A number is split at its median; the median is in the lower half.

    Returns
    -------
    DataFrame
        One row a value: ``chosen`` and ``others``, counts; ``share_chosen`` and ``share_others``; and ``low`` and
        ``high``, the 95% interval (Wilson) of the share among the chosen.

    Examples
    --------
    >>> traits = pd.DataFrame({"listed": [True, True, False, False, False]}, index=list("ABCDE"))
    >>> profile(traits, ["A", "B", "C"], "listed").round(2)  # doctest: +NORMALIZE_WHITESPACE
            chosen  others  share_chosen  share_others   low  high
    listed
    False        1       2          0.33           1.0  0.06  0.79
    True         2       0          0.67           0.0  0.21  0.94
    """
    values = columns("traits", traits, (trait,))[trait].dropna().infer_objects()
    if values.dtype.kind in "if":
        halves = [_("lower half"), _("upper half")]
        half = pd.Categorical(np.where(values > values.median(), halves[1], halves[0]), categories=halves)
        values = pd.Series(half, values.index, name=trait)
    inside = pd.Series(values.index.isin(list(chosen)), values.index)
    count = pd.crosstab(values, inside).reindex(columns=[True, False], fill_value=0)
    count.columns = pd.Index(["chosen", "others"])
    found = count.join((count / count.sum()).add_prefix("share_"))
    found["low"], found["high"] = _wilson(count["chosen"].to_numpy(), int(count["chosen"].sum()))
    return found


def _wilson(hits: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the Wilson interval of each share, at 95%."""
    if not count:
        return np.zeros(len(hits)), np.ones(len(hits))
    z, share = 1.959964, hits / count
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return middle - half, middle + half


def _edges(a: float, b: float) -> tuple[float, float]:
    first, second = rate("a", a), rate("b", b)
    if first + second > 1:
        raise CourseError(_("a and b are together {sum:g}").format(sum=first + second), fix=_("Leave a share for C"))
    return first, first + second


def _series(name: str, values: Values) -> pd.Series[float]:
    clean = numbers(name, values)
    return pd.Series(clean, values.index if isinstance(values, pd.Series) else None, name=name)

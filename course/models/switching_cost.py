"""Switching cost (转换成本): what it does to leaving, to winning back, and to both of Dwyer's models.

Each period a customer compares us with the rival.  Our advantage is a yuan a period: how much more the customer gets
from us.  Whoever moves to the other supplier pays the switching cost s once.  What else speaks for moving differs
from customer to customer and from period to period: a logistic chance with the spread w, in yuan.  Then

- a customer of ours leaves with probability L((-a - s) / w), and
- a customer of the rival comes (back) to us with probability L((a - s) / w), with L(x) = 1 / (1 + exp(-x)).

So a switching cost lowers both.  The other way round, two observed probabilities tell s / w and a / w.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit

from course.errors import CourseError
from course.i18n import _
from course.models import inputs, retention, transition

Floats = npt.NDArray[np.float64]

OURS, RIVAL = "ours", "rival"
#: Samples of customers drawn for an interval.
REPLICATES = 500


def matrix(switching_cost: float, *, advantage: float, spread: float) -> pd.DataFrame:
    """Return the transition matrix between us and the rival, per period.

    Parameters
    ----------
    switching_cost
        Yuan, once, for whoever moves.
    advantage
        Yuan a period that a customer gets from us more than from the rival; may be negative.
    spread
        Yuan: how much the other reasons to move vary.

    Raises
    ------
    CourseError
        When the switching cost is negative or the spread is not above zero.

    References
    ----------
    The logistic choice is McFadden's; that a sunk cost of moving keeps customers on both sides: Klemperer (1987),
    Quarterly Journal of Economics 102(2).

    Examples
    --------
    >>> matrix(0, advantage=0, spread=50)  # doctest: +NORMALIZE_WHITESPACE
    to     ours  rival
    from
    ours    0.5    0.5
    rival   0.5    0.5
    >>> matrix(100, advantage=20, spread=50).round(3).to_numpy().tolist()
    [[0.917, 0.083], [0.168, 0.832]]
    """
    cost = inputs.number("switching_cost", switching_cost, low=0)
    ahead, width = inputs.number("advantage", advantage), inputs.number("spread", spread, low=1e-9)
    leave, come = expit((-ahead - cost) / width), expit((ahead - cost) / width)
    names = pd.Index([OURS, RIVAL])
    cells = [[1 - leave, leave], [come, 1 - come]]
    return pd.DataFrame(cells, index=names.rename("from"), columns=names.rename("to"))


def effect(
    switching_costs: Sequence[float], *, advantage: float, spread: float, margin: float, discount_rate: float
) -> pd.DataFrame:
    """Compute what each switching cost does to leaving, to coming back and to value.

    Parameters
    ----------
    switching_costs
        Yuan.
    advantage, spread
        As in `matrix`.
    margin
        Yuan a period from a customer who is with us.
    discount_rate
        Per period.

    Returns
    -------
    pandas.DataFrame
        Index ``switching_cost``; ``leave`` and ``come_back`` (probability a period); ``lost_for_good`` and
        ``always_a_share``, the value of a customer of ours by both models, this period's margin included; ``rivals``,
        the value to us of a customer who is now the rival's; ``long_run_share``, our share in the end.

    Examples
    --------
    >>> effect([0, 100], advantage=20, spread=50, margin=100, discount_rate=0.1).round(1).T
    switching_cost  0.0    100.0
    leave             0.4    0.1
    come_back         0.6    0.2
    lost_for_good   219.4  600.5
    always_a_share  698.7  839.5
    rivals          598.7  526.2
    long_run_share    0.6    0.7
    """
    rows = []
    for cost in inputs.numbers("switching_costs", switching_costs, low=0):
        P = matrix(float(cost), advantage=advantage, spread=spread)
        worth = transition.value(P, {OURS: margin}, discount_rate, first_margin="included")
        leave, come = P.to_numpy()[0, 1], P.to_numpy()[1, 0]
        rows.append(
            {
                "leave": leave,
                "come_back": come,
                "lost_for_good": retention.retention_value(margin, 1 - leave, discount_rate),
                "always_a_share": float(worth[OURS]),
                "rivals": float(worth[RIVAL]),
                "long_run_share": come / (come + leave),
            }
        )
    return pd.DataFrame(rows, index=pd.Index([float(cost) for cost in switching_costs], name="switching_cost"))


@dataclass(frozen=True)
class Apparent:
    """The switching cost that two observed probabilities seem to show, in units of the spread.

    Attributes
    ----------
    switching_cost
        s / w: 0 when the next choice does not depend on the last one.
    advantage
        a / w: above 0 when more come than leave.
    """

    switching_cost: float
    advantage: float


def apparent(leave: float, come_back: float) -> Apparent:
    """Read the switching cost and the advantage off the probabilities of leaving and of coming (back).

    Both are in units of the spread; what a unit is in yuan, the two probabilities cannot tell.

    Parameters
    ----------
    leave, come_back
        Probability a period, between 0 and 1.

    Raises
    ------
    CourseError
        When a probability is 0 or 1: then no finite cost explains it.

    Notes
    -----
    It takes everybody for alike.  Customers who differ in taste repeat their choices without any switching cost, and
    this figure calls that a cost: see `by_difference`.

    Examples
    --------
    >>> found = apparent(0.083173, 0.167982)
    >>> round(found.switching_cost, 3), round(found.advantage, 3)
    (2.0, 0.4)
    """
    gone, back = inputs.rate("leave", leave), inputs.rate("come_back", come_back)
    if not (0 < gone < 1 and 0 < back < 1):
        raise CourseError(
            _("nobody or everybody moved, so the switching cost has no finite estimate"), fix=_("Take more customers")
        )
    return Apparent(float(-(logit(gone) + logit(back)) / 2), float((logit(back) - logit(gone)) / 2))


def by_difference(
    log: pd.DataFrame,
    brand: str,
    *,
    customer: str = "customer",
    time: str = "time",
    choice: str = "brand",
    seed: int = 0,
) -> pd.DataFrame:
    """Split the switching cost that a purchase log seems to show: how much of it comes from customers who differ?

    The log is read twice: as it is, and as it would be if each customer chose by an own fixed share of ``brand``,
    whatever was bought before.  In the second nobody has a switching cost, and what still appears there is difference
    alone.

    Parameters
    ----------
    log
        One row a purchase.
    brand
        Ours; every other brand is the rival.
    customer, time, choice
        The names of the columns.
    seed
        Of the drawn samples of customers.

    Returns
    -------
    pandas.DataFrame
        Rows ``observed``, ``no_memory`` and their ``difference``; ``leave`` and ``come_back`` (probability a
        purchase) and ``switching_cost``, in units of the spread, with ``low`` and ``high`` (95%, from drawing whole
        customers again).

    Raises
    ------
    CourseError
        When a column or the brand is absent; otherwise as in `apparent`.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": [1] * 6 + [2] * 6, "brand": list("AABAAABBABBB")})
    >>> log["time"] = [1, 2, 3, 4, 5, 6] * 2
    >>> by_difference(log, "A")[["leave", "come_back", "switching_cost"]].round(2)
                leave  come_back  switching_cost
    observed     0.40       0.40            0.41
    no_memory    0.33       0.33            0.69
    difference    NaN        NaN           -0.29
    """
    inputs.columns("log", log, [customer, time, choice])
    sides = log.assign(**{choice: np.where(log[choice] == brand, OURS, RIVAL)})
    if not (sides[choice] == OURS).any():
        raise CourseError(_("nobody in the log buys {brand!r}").format(brand=brand), fix=_("Check the spelling"))
    counted = transition.counts(sides, customer, time, choice, brands=[OURS, RIVAL])
    tables = {"observed": counted.by_customer.astype(float), "no_memory": _without_memory(counted)}
    rows, costs = {}, {}
    drawn = _samples(len(counted.by_customer), seed)
    for name, table in tables.items():
        leave, come = _moves(table.sum(axis=0))
        cost = apparent(float(leave), float(come)).switching_cost
        costs[name] = -logit(_moves(np.tensordot(drawn, table, axes=1))).sum(axis=0) / 2
        rows[name] = {"leave": leave, "come_back": come, "switching_cost": cost}
    costs["difference"] = costs["observed"] - costs["no_memory"]
    rows["difference"] = {"switching_cost": rows["observed"]["switching_cost"] - rows["no_memory"]["switching_cost"]}
    found = pd.DataFrame(rows).T
    found["low"], found["high"] = np.array([np.nanquantile(each, [0.025, 0.975]) for each in costs.values()]).T
    return found


def _samples(customers: int, seed: int) -> Floats:
    """Return how often each customer is in each of the samples drawn with replacement."""
    generator = np.random.default_rng(inputs.whole("seed", seed, low=0))
    return generator.multinomial(customers, np.full(customers, 1 / customers), size=REPLICATES).astype(float)


def _moves(tables: Floats) -> Floats:
    """Return the shares that leave and that come, from tables of transitions between us (0) and the rival (1)."""
    totals = tables.sum(axis=-1)
    shares = np.array([tables[..., 0, 1] / totals[..., 0], tables[..., 1, 0] / totals[..., 1]])
    # A sample in which nobody moves, or everybody, has no finite cost: it is left out.
    return np.where((shares > 0) & (shares < 1), shares, np.nan)


def _without_memory(counted: transition.TransitionCounts) -> Floats:
    """Return each customer's transitions expected if the own purchases came in random order."""
    bought = counted.purchases.to_numpy(dtype=float)
    number = bought.sum(axis=1)
    steps = counted.by_customer.sum(axis=(1, 2))
    pairs = bought[:, :, None] * bought[:, None, :] - np.eye(2) * bought[:, :, None]
    weights = steps / np.maximum(number * (number - 1), 1)
    return np.asarray(pairs * weights[:, None, None])

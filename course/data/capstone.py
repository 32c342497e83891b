"""Two simulated companies for the review: prospects, customers and orders whose truth is known.

No number here is real.  The tables of a company are drawn by a seeded generator from a `Truth`; the chapter works on a
seller of tea, its homework on a roaster of coffee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

#: Years that the customers have been followed: who has been there in the last of them has not left.
FOLLOWED = 4
#: Quarters that the orders of a line's customers are known, after the first order.
QUARTERS = 8
#: Yuan for one of two uses in the chapter's plan, and (kept, of) with the programme of its trial and without.
BUDGET = 6_000
TRIAL: Final = ((430, 500), (345, 500))
#: Serving a customer, yuan a year from year 2 on; the discount rate a year.
MONEY: Final = MappingProxyType({"yearly_cost": 20, "discount_rate": 0.1})
#: Customers of each line whose orders are known.
IN_LINE = 160
#: Where silence is a pause: chance to order next quarter, by the quarters since the last order.
RETURNING: Final = (0.6, 0.4, 0.25, 0.15, 0.1, 0.05, 0.05, 0.05)
#: Where silence is the end: chance to go on for another quarter.
LEAVING = 0.75
#: Yearly profit with the first customers, thousand yuan, but for noise: it has risen, and rises no longer.
FIRST_CUSTOMERS: Final = (4, 6, 10, 16, 22, 26, 28, 29, 29.5, 29.5)


@dataclass(frozen=True)
class Channel:
    """One way of finding customers, as it truly is.

    Parameters
    ----------
    visits
        Prospects met in the year.
    contact, fixed, commission
        Yuan a visit; yuan a year, whatever comes of it; yuan to whoever brought a customer.
    qualified
        Probability that a prospect has need, money and authority.
    won
        Probability that a qualified prospect is won; the others never are.
    retention
        Probability that a customer of this channel stays for another year.
    """

    visits: int
    contact: float
    fixed: float
    commission: float
    qualified: float
    won: float
    retention: float


@dataclass(frozen=True)
class Truth:
    """What a company's tables are drawn from.

    Parameters
    ----------
    channels
        By name.
    margin
        Mean yearly margin of a customer, yuan.
    lines
        Two lines of goods: in one of them customers who are silent come back, in the other they never do.  Which one,
        the seed of the tables decides.
    """

    channels: Mapping[str, Channel]
    margin: float
    lines: tuple[str, str]

    @property
    def costs(self) -> pd.DataFrame:
        """What finding costs, as `course.models.funnel.ways` takes it: a company knows this much of its own truth."""
        names = ("contact", "fixed", "commission")
        rows = {name: [getattr(one, each) for each in names] for name, one in self.channels.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=list(names))


TEA: Final = Truth(
    MappingProxyType(
        {
            "canvassing": Channel(1500, 12, 0, 0, 0.5, 0.2, 0.55),
            "referral": Channel(400, 15, 0, 40, 0.7, 0.45, 0.82),
            "fair": Channel(700, 25, 9_000, 0, 0.6, 0.4, 0.68),
        }
    ),
    margin=220,
    lines=("green", "black"),
)
COFFEE: Final = Truth(
    MappingProxyType(
        {
            "canvassing": Channel(1200, 7.4, 0, 0, 0.55, 0.13, 0.5),
            "referral": Channel(400, 12, 0, 60, 0.7, 0.4, 0.74),
            "fair": Channel(600, 20, 9_000, 0, 0.6, 0.4, 0.8),
        }
    ),
    margin=260,
    lines=("beans", "capsules"),
)


@dataclass(frozen=True, eq=False)
class Company:
    """The tables a company has.

    Attributes
    ----------
    visits
        One row a visit: ``found_by``, the channel; ``need``, ``money``, ``authority``, whether the prospect has it;
        ``bought``.
    customers
        One row a customer won: ``channel``; ``margin``, yuan a year; ``years`` as a customer, at most `FOLLOWED`;
        ``expected`` and ``perceived`` quality, 1 to 10.
    orders
        One row a quarter in which a customer ordered: ``customer``, ``line``, ``time`` (quarters since the first
        order).
    profits
        Yearly profit with the first customers, thousand yuan, from year 1 on.
    """

    visits: pd.DataFrame
    customers: pd.DataFrame
    orders: pd.DataFrame
    profits: pd.Series[float]


def company(truth: Truth = TEA, seed: int = 0) -> Company:
    """Return the simulated tables of a company; the same seed gives the same tables.

    Parameters
    ----------
    truth
        What to draw from.
    seed
        Of the generator.

    Examples
    --------
    >>> tea = company()
    >>> len(tea.visits), sorted(tea.customers["channel"].unique()), sorted(tea.orders["line"].unique())
    (2600, ['canvassing', 'fair', 'referral'], ['black', 'green'])
    """
    random = np.random.default_rng(seed)
    visits = pd.concat([_visits(name, one, random) for name, one in truth.channels.items()], ignore_index=True)
    channels = visits.loc[visits["bought"], "found_by"]
    customers = _customers(channels, truth, random)
    lines = truth.lines if seed % 2 == 0 else truth.lines[::-1]
    years = pd.RangeIndex(1, len(FIRST_CUSTOMERS) + 1, name="year")
    profits = pd.Series(np.round(FIRST_CUSTOMERS + random.normal(0, 0.6, len(years)), 1), years, name="profit")
    return Company(visits, customers, _orders(lines, random), profits)


def _visits(name: str, channel: Channel, random: np.random.Generator) -> pd.DataFrame:
    """Draw the visits of one channel; need, money and authority are independent and equally likely."""
    has = random.random((channel.visits, 3)) < channel.qualified ** (1 / 3)
    won = has.all(axis=1) & (random.random(channel.visits) < channel.won)
    return pd.DataFrame(has, columns=["need", "money", "authority"]).assign(bought=won, found_by=name)


def _customers(channels: pd.Series, truth: Truth, random: np.random.Generator) -> pd.DataFrame:
    """Draw the customers: satisfaction moves staying a little, the channel a lot."""
    size = len(channels)
    expected = random.integers(5, 10, size)
    perceived = np.clip(expected + random.integers(-2, 3, size), 1, 10)
    stay = channels.map({name: channel.retention for name, channel in truth.channels.items()}).to_numpy()
    stay = np.clip(stay + 0.05 * np.sign(perceived - expected), 0, 0.97)
    years = np.minimum(random.geometric(1 - stay), FOLLOWED)
    margin = (truth.margin * random.lognormal(-0.32, 0.8, size)).round(0)
    columns = {"channel": channels.to_numpy(), "margin": margin, "years": years}
    return pd.DataFrame({**columns, "expected": expected, "perceived": perceived})


def _orders(lines: tuple[str, str], random: np.random.Generator) -> pd.DataFrame:
    """Draw the quarters with an order: in the first line the silent come back, in the other they do not."""
    rows = []
    chances = {lines[0]: RETURNING, lines[1]: (LEAVING, *[0.0] * (QUARTERS - 1))}
    for number, line in enumerate((one for one in sorted(lines) for _again in range(IN_LINE)), 1):
        last = 0
        rows.append((number, line, 0))
        for quarter in range(1, QUARTERS + 1):
            if random.random() < chances[line][quarter - last - 1]:
                last = quarter
                rows.append((number, line, quarter))
    return pd.DataFrame(rows, columns=["customer", "line", "time"])

"""Two simulated companies for the review: prospects, customers and purchases whose truth is known.

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
#: Brands a household may buy: ours first.
BRANDS: Final = ("ours", "rival", "others")


@dataclass(frozen=True)
class Channel:
    """One way of finding customers, as it truly is.

    Parameters
    ----------
    visits, cost_per_visit
        Prospects visited in the year, and yuan a visit.
    qualified
        Probability that a prospect has need, money and authority.
    won
        Probability that a qualified prospect is won; the others never are.
    retention
        Probability that a customer of this channel stays for another year.
    """

    visits: int
    cost_per_visit: float
    qualified: float
    won: float
    retention: float


@dataclass(frozen=True)
class Truth:
    """What a company's tables are drawn from: its channels, and the mean yearly margin of a customer in yuan."""

    channels: Mapping[str, Channel]
    margin: float

    @property
    def cost_per_visit(self) -> dict[str, float]:
        """Yuan a visit, by channel: a company knows this much of its own truth."""
        return {name: channel.cost_per_visit for name, channel in self.channels.items()}


TEA: Final = Truth(
    MappingProxyType(
        {
            "canvassing": Channel(1500, 12, 0.5, 0.2, 0.55),
            "referral": Channel(400, 25, 0.7, 0.45, 0.82),
            "fair": Channel(700, 40, 0.6, 0.4, 0.68),
        }
    ),
    margin=220,
)
COFFEE: Final = Truth(
    MappingProxyType(
        {
            "canvassing": Channel(1200, 10, 0.55, 0.13, 0.5),
            "referral": Channel(450, 30, 0.75, 0.4, 0.85),
            "fair": Channel(600, 55, 0.6, 0.35, 0.7),
        }
    ),
    margin=260,
)


@dataclass(frozen=True, eq=False)
class Company:
    """The tables a company has.

    Attributes
    ----------
    visits
        One row a visit: ``channel``; ``need``, ``money``, ``authority``, whether the prospect has it; ``won``.
    customers
        One row a customer won: ``channel``; ``margin``, yuan a year; ``years`` as a customer, at most `FOLLOWED`;
        ``expected`` and ``perceived`` quality, 1 to 10.
    purchases
        One row a purchase of a panel of households: ``customer``, ``time``, ``brand``.
    """

    visits: pd.DataFrame
    customers: pd.DataFrame
    purchases: pd.DataFrame


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
    >>> len(tea.visits), sorted(tea.customers["channel"].unique())
    (2600, ['canvassing', 'fair', 'referral'])
    """
    random = np.random.default_rng(seed)
    visits = pd.concat([_visits(name, one, random) for name, one in truth.channels.items()], ignore_index=True)
    channels = visits.loc[visits["won"], "channel"]
    return Company(visits, _customers(channels, truth, random), _purchases(random))


def _visits(name: str, channel: Channel, random: np.random.Generator) -> pd.DataFrame:
    """Draw the visits of one channel; need, money and authority are independent and equally likely."""
    has = random.random((channel.visits, 3)) < channel.qualified ** (1 / 3)
    won = has.all(axis=1) & (random.random(channel.visits) < channel.won)
    return pd.DataFrame(has, columns=["need", "money", "authority"]).assign(won=won).assign(channel=name)


def _customers(channels: pd.Series, truth: Truth, random: np.random.Generator) -> pd.DataFrame:
    """Draw the customers: satisfaction moves staying a little, the channel a lot."""
    size = len(channels)
    expected = random.integers(5, 10, size)
    perceived = np.clip(expected + random.integers(-2, 3, size), 1, 10)
    stay = channels.map({name: channel.retention for name, channel in truth.channels.items()}).to_numpy()
    stay = np.clip(stay + 0.03 * np.sign(perceived - expected), 0, 0.97)
    years = np.minimum(random.geometric(1 - stay), FOLLOWED)
    margin = (truth.margin * random.lognormal(-0.32, 0.8, size)).round(0)
    columns = {"channel": channels.to_numpy(), "margin": margin, "years": years}
    return pd.DataFrame({**columns, "expected": expected, "perceived": perceived})


def _purchases(random: np.random.Generator, households: int = 80) -> pd.DataFrame:
    """Draw purchases of households that differ in taste and shop without memory."""
    rows = []
    for household in range(1, households + 1):
        taste = random.dirichlet([1.2, 0.9, 0.6])
        brands = random.choice(BRANDS, size=int(random.integers(6, 15)), p=taste)
        rows += [(household, occasion, brand) for occasion, brand in enumerate(brands, 1)]
    return pd.DataFrame(rows, columns=["customer", "time", "brand"])

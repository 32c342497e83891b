"""Simulated ride offers to a taxi driver in a city centre: where from, when, for whom, how long and for how much.

The source (S2) gives the driver's costs and no rides; these are drawn from a seeded generator whose truth stands below.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

#: The truth about each customer: where from; share of the offers; kilometres, shortest and longest; kilometres an hour;
#: kilometres driven back empty for each kilometre of the ride.
CUSTOMERS: Final = MappingProxyType(
    {
        "shopper": ("mall", 0.28, (2, 6), 16, 0.0),
        "commuter": ("offices", 0.30, (4, 14), 24, 0.1),
        "patient": ("hospital", 0.14, (6, 22), 28, 0.25),
        "traveller": ("station", 0.16, (14, 50), 45, 0.9),
        "guest": ("hotel", 0.12, (20, 36), 45, 0.1),
    }
)
#: The fare: flag-fall with the first kilometres in it, and yuan for each kilometre after them.
FARE: Final = MappingProxyType({"flag_fall": 10, "included": 3, "kilometre": 2})
#: Minutes between offers and the speed of traffic, by the hour of his day at which each part of it begins.
PARTS: Final = MappingProxyType(
    {"morning": (0, 3, 0.75), "midday": (4, 6, 1.1), "evening": (9, 3, 0.75), "night": (13, 9, 1.35)}
)
HOURS: Final = 17


def offers(days: int = 40, seed: int = 345) -> pd.DataFrame:
    """Return all offers of some days, whether or not the driver is free to take them.

    Returns
    -------
    DataFrame
        ``day`` (from 1); ``clock``, minutes since he began; ``part`` of the day; ``place``; ``customer``;
        ``minutes`` of the ride; ``back``, minutes until he is again where offers come; ``fare``, yuan.

    Notes
    -----
    Simulated: offers come at random (exponential gaps), and a ride's length is uniform between the limits of its
    customer.

    Examples
    --------
    >>> offers(days=1).head(2)[["clock", "place", "customer", "minutes", "back", "fare"]]
       clock    place  customer  minutes  back  fare
    0    3.1  offices  commuter     40.0   4.0  28.0
    1    7.4    hotel     guest     36.3   3.6  44.9
    """
    drawn = np.random.default_rng(seed)
    return pd.concat([_one_day(day, drawn) for day in range(1, days + 1)], ignore_index=True)


def _one_day(day: int, drawn: np.random.Generator) -> pd.DataFrame:
    chance = drawn.random((400, 4))
    clocks: list[float] = []
    clock = 0.0
    for u in chance[:, 0]:
        clock += -np.log1p(-u) * PARTS[_part(clock)][1]
        if clock >= 60 * HOURS:
            break
        clocks.append(clock)
    parts = [_part(clock) for clock in clocks]
    return _rides(day, np.array(clocks), parts, chance[: len(clocks), 1:])


def _part(clock: float) -> str:
    return [name for name, (start, _gap, _speed) in PARTS.items() if 60 * start <= clock][-1]


def _rides(day: int, clocks: np.ndarray, parts: list[str], chance: np.ndarray) -> pd.DataFrame:
    names = list(CUSTOMERS)
    shares = np.cumsum([CUSTOMERS[name][1] for name in names])[:-1]
    who = [names[place] for place in np.searchsorted(shares, chance[:, 0], side="right")]
    truth = [CUSTOMERS[name] for name in who]
    short, long = np.array([each[2] for each in truth]).T
    km = short + (long - short) * chance[:, 1]
    speed = np.array([each[3] * PARTS[part][2] for each, part in zip(truth, parts, strict=True)])
    fare = FARE["flag_fall"] + FARE["kilometre"] * np.maximum(km - FARE["included"], 0)
    back = km * np.array([each[4] for each in truth]) * 60 / speed
    return pd.DataFrame(
        {"day": day, "clock": clocks.round(1), "part": parts, "place": [each[0] for each in truth], "customer": who,
         "minutes": (60 * km / speed).round(1), "back": back.round(1), "fare": fare.round(1)}
    )  # fmt: skip

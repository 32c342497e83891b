"""Customers and choices for chapter 9: two real tables, and a simulated gym for its homework."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

#: Traits of the postcode area and traits of the customer in the Caravan table.
AREA: Final = ("household_size", "age", "married", "children", "high_education", "low_education", "high_status",
               "unskilled", "class_a", "class_d", "home_owners", "no_car", "private_health", "low_income", "income",
               "purchasing_power")  # fmt: skip
OWN: Final = ("liability_paid", "car_paid", "fire_paid", "life_paid", "boat_policies", "bicycle_policies",
              "social_policies")  # fmt: skip
#: How the train survey's features are coded: levels of `course.models.conjoint.coded`.
TRAIN_LEVELS: Final = {"changes": (0, 1, 2), "comfort": (0, 1, 2)}
#: The simulated gym: the odds of joining by the two hidden causes; age has none.
GYM_TRUTH: Final = {"constant": -2.0, "active": 1.0, "means": 0.5, "age": 0.0}
_FOLDER = Path(__file__).parent


def caravan() -> pd.DataFrame:
    """Return 5,822 customers of a Dutch insurer, and who of them has a caravan policy.

    Returns
    -------
    pandas.DataFrame
        16 traits of the customer's postcode area (``AREA``), 7 of the customer (``OWN``), and ``bought`` (0 or 1).
        The traits are classes, not amounts: age 1 (20-30) to 6 (70-80); shares of households 0 (none) to 9 (all);
        what is paid for a policy 0 (nothing) to 9 (20,000 guilders and more a year); policies are counted.

    Notes
    -----
    Source: CoIL Challenge 2000 (van der Putten and van Someren), by way of the R package ISLR.  Every customer of one
    postcode has the same area traits.

    Examples
    --------
    >>> caravan()[["age", "car_paid", "bought"]].mean().round(2).to_list()
    [2.99, 2.97, 0.06]
    """
    return pd.read_csv(_FOLDER / "caravan.csv", encoding="utf-8")


def trains() -> pd.DataFrame:
    """Return 2,929 stated choices of 235 Dutch travellers between two train journeys (1987).

    Returns
    -------
    pandas.DataFrame
        ``person``, ``task``; of journeys 1 and 2 ``price_1`` (cents of a guilder), ``minutes_1``, ``changes_1`` and
        ``comfort_1`` (0 the best to 2 the least), and so on; ``chosen`` (1 or 2).

    Notes
    -----
    Source: Ben-Akiva, Bolduc and Bradley (1993), by way of the R package Ecdat.

    Examples
    --------
    >>> trains()[["price_1", "minutes_1", "price_2", "minutes_2", "chosen"]].head(1).to_numpy().tolist()
    [[2400, 150, 4000, 150, 1]]
    """
    return pd.read_csv(_FOLDER / "trains.csv", encoding="utf-8")


def journeys(which: int) -> pd.DataFrame:
    """Return one side of every choice of `trains`: ``price`` (tens of guilders), ``hours``, ``changes``, ``comfort``.

    Examples
    --------
    >>> journeys(1).head(1).to_numpy().tolist()
    [[2.4, 2.5, 0.0, 1.0]]
    """
    log = trains()
    price, hours = log[f"price_{which}"] / 1000, log[f"minutes_{which}"] / 60
    return pd.DataFrame(
        {"price": price, "hours": hours, "changes": log[f"changes_{which}"], "comfort": log[f"comfort_{which}"]}
    )


def gym(seed: int, customers: int = 800) -> pd.DataFrame:
    """Return simulated prospects of a gym, and who of them joined.

    Two hidden causes stand behind six traits: how active a person is (``sport_hours`` a week, ``steps`` a day,
    ``friends`` who are members) and how well off (``income`` in yuan a month, ``rent`` in yuan a month); ``age`` in
    years is a chance of its own.  People come in three groups.  Only the causes move the odds of joining.

    Parameters
    ----------
    seed
        Whose gym; the same seed gives the same prospects.
    customers
        How many prospects.

    Examples
    --------
    >>> list(gym(1, 5).columns)
    ['sport_hours', 'steps', 'friends', 'income', 'rent', 'age', 'joined']
    """
    chance = np.random.default_rng(seed)
    centres = np.array([(1.3, 0.9), (-1.1, 1.0), (-0.2, -1.3)])
    group = chance.choice(3, customers, p=(0.3, 0.3, 0.4))
    active, means = (centres[group] + 0.45 * chance.normal(size=(customers, 2))).T
    noise = chance.normal(size=(6, customers))
    odds = np.exp(GYM_TRUTH["constant"] + GYM_TRUTH["active"] * active + GYM_TRUTH["means"] * means)
    return pd.DataFrame({
        "sport_hours": (4 + 2 * active + 0.5 * noise[0]).round(1),
        "steps": (8000 + 2500 * active + 1300 * noise[1]).round(-1),
        "friends": (5 + 2 * active + 1.3 * noise[2]).round(),
        "income": (14000 + 3000 * means + 700 * noise[3]).round(-1),
        "rent": (5000 + 900 * means + 500 * noise[4]).round(-1),
        "age": (40 + 10 * noise[5]).round(),
        "joined": (chance.random(customers) < odds / (1 + odds)).astype(int),
    })  # fmt: skip

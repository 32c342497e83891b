"""Purchase logs of real households and customers; ``provenance.toml`` says where each comes from."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

#: Our assumptions for Chapter 6, where we are Nabisco: the panel holds neither money nor a calendar.  Margin in yuan a
#: purchase, discount rate a year, purchases a year.
NABISCO: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {"brand": "nabisco", "margin": 5, "discount_rate": 0.10, "purchases_per_year": 12}
)
_FOLDER = Path(__file__).parent


def cracker() -> pd.DataFrame:
    """Return the Cracker panel: every purchase of saltine crackers by 136 households.

    Returns
    -------
    pandas.DataFrame
        3,292 rows: ``household`` (1 to 136), ``occasion`` (the household's 1st, 2nd, 3rd ... purchase) and ``brand``
        (keebler, nabisco, private, sunshine).  An occasion is a purchase, not a week: there is no calendar in it.

    Notes
    -----
    The order of a household's rows in the published file is taken as the order of its purchases.  That must be checked
    before use: ``Ketchup`` and ``Tuna``, which lie beside this panel in the same data packages, are *sorted by brand*
    inside a household, so that their "transitions" are made by the sorting.  The report of
    `course.models.transition.counts` shows it: of the households with several brands and a repeat, those with each
    brand in one unbroken block (``blocked_customers``) are 6 of 107 here, but 412 of 412 and 1,319 of 1,319 there.

    Source: Jain, Vilcassim & Chintagunta (1994), by way of the R package Ecdat.

    Examples
    --------
    >>> cracker().head(3)
       household  occasion     brand
    0          1         1   nabisco
    1          1         2   nabisco
    2          1         3  sunshine
    """
    return pd.read_csv(_FOLDER / "cracker.csv", encoding="utf-8")


def cdnow() -> pd.DataFrame:
    """Return the CDNOW orders: every order of 2,357 customers from their first until 30 June 1998.

    Returns
    -------
    pandas.DataFrame
        6,919 rows: ``customer`` (1 to 2,357), ``date`` (a timestamp), ``cds`` (CDs in the order) and ``spend``
        (dollars).  All customers first bought between 1 January and 31 March 1997, so this is one cohort.  Two orders
        of a customer on one day are two rows.  A few orders cost 0 dollars (promotions).

    Notes
    -----
    Source: Fader & Hardie (2001), the one-in-ten sample that they give out, by way of the Python package lifetimes.
    There is no cost in it: a profit needs a margin, which is an assumption and must be called one.

    Examples
    --------
    >>> cdnow().head(3)
       customer       date  cds  spend
    0         1 1997-01-01    2  29.33
    1         1 1997-01-18    2  29.73
    2         1 1997-08-02    1  14.96
    """
    return pd.read_csv(_FOLDER / "cdnow.csv", encoding="utf-8", parse_dates=["date"])

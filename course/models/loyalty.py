"""Loyalty (客户忠诚): the satisfaction trap, the four loyalties, and the levels of customers.

Loyalty here is what a customer says (survey answers, 1 to 10) or does (purchases); each function says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _
from course.models.inputs import columns, number, numbers, rate, whole

#: Oliver's stages, first to last, and the questions by which we measure each in the mobile-phone survey.  The mapping
#: is ours.
STAGES: Final = MappingProxyType(
    {
        "cognitive": ("perv1", "perv2"),
        "affective": ("cusa1", "cusa3"),
        "conative": ("cusl1", "cusl3"),
        "action": ("cusl2",),
    }
)
#: Jones & Sasser's (1995) four kinds of customers: satisfied or not, and loyal or not.
KINDS: Final = ("apostle", "mercenary", "hostage", "defector")
#: Levels of customers (S2), from the bottom of its pyramid up.
LEVELS: Final = ("prospect", "ordinary", "repeat", "loyal")
GOOD: Final = 8  # an answer from 8 to 10 counts as a yes
LOYAL_FROM: Final = 4  # days with a purchase
SILENT_DAYS: Final = 120  # the most since the last purchase


def share(yes: int, of: int, *, level: float = 0.95) -> tuple[float, float, float]:
    """Return a share with Wilson's interval.

    Examples
    --------
    >>> tuple(round(value, 2) for value in share(3, 10))
    (0.3, 0.11, 0.6)
    """
    from statsmodels.stats.proportion import proportion_confint

    all_of = whole("of", of)
    hits = whole("yes", yes, low=0, high=all_of)
    alpha = 1 - rate("level", level, low=0.5, high=0.999)
    low, high = proportion_confint(hits, all_of, alpha=alpha, method="wilson")
    return hits / all_of, float(low), float(high)


def trap(satisfied: object, loyal: object, *, threshold: float = GOOD) -> pd.DataFrame:
    """Return which share of customers is loyal, at each level of satisfaction.

    Parameters
    ----------
    satisfied, loyal
        One answer a customer, from 1 to 10, in the same order.
    threshold
        An answer from here on counts as loyal.

    Returns
    -------
    DataFrame
        One row a level of satisfaction that occurs (index ``satisfaction``): ``customers``, ``loyal`` (a share),
        ``low`` and ``high`` (Wilson, 95%).

    Examples
    --------
    >>> trap([10, 10, 8, 8, 5], [10, 4, 9, 3, 2]).round(2)  # doctest: +NORMALIZE_WHITESPACE
                  customers  loyal   low  high
    satisfaction
    5                     1    0.0  0.00  0.79
    8                     2    0.5  0.09  0.91
    10                    2    0.5  0.09  0.91
    """
    first = numbers("satisfied", satisfied, low=1, high=10)
    second = numbers("loyal", loyal, low=1, high=10, length=len(first))
    counts = pd.Series(second >= number("threshold", threshold, low=1, high=10)).groupby(first.astype(int))
    rows = {place: (len(group), *share(int(group.sum()), len(group))) for place, group in counts}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "loyal", "low", "high"])
    return table.rename_axis("satisfaction")


def kinds(satisfied: object, loyal: object, *, threshold: float = GOOD) -> pd.DataFrame:
    """Return how many customers are satisfied and loyal, only one of them, or neither.

    Returns
    -------
    DataFrame
        Rows `KINDS`: an *apostle* is both, a *mercenary* satisfied and not loyal (the satisfaction trap, 满意陷阱), a
        *hostage* loyal without being satisfied, a *defector* neither.  Columns ``customers``, ``share``, ``low``,
        ``high``.

    Notes
    -----
    Source: Jones & Sasser (1995), *Harvard Business Review* 73(6), 88-99.

    Examples
    --------
    >>> kinds([10, 10, 8, 5, 5], [10, 4, 9, 9, 2])["customers"].to_dict()
    {'apostle': 2, 'mercenary': 1, 'hostage': 1, 'defector': 1}
    """
    line = number("threshold", threshold, low=1, high=10)
    first = numbers("satisfied", satisfied, low=1, high=10) >= line
    second = numbers("loyal", loyal, low=1, high=10, length=len(first)) >= line
    counts = [int((first & second).sum()), int((first & ~second).sum()), int((~first & second).sum())]
    counts.append(len(first) - sum(counts))
    rows = {name: (count, *share(count, len(first))) for name, count in zip(KINDS, counts, strict=True)}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "share", "low", "high"])
    return table.rename_axis("kind")


def stage_scores(survey: pd.DataFrame) -> pd.DataFrame:
    """Return the mean answer of each customer to the questions of each of the four loyalties.

    Examples
    --------
    >>> one = pd.DataFrame({"perv1": [8], "perv2": [6], "cusa1": [9], "cusa3": [9], "cusl1": [7], "cusl3": [8],
    ...                     "cusl2": [3]})
    >>> stage_scores(one).loc[0].to_dict()
    {'cognitive': 7.0, 'affective': 9.0, 'conative': 7.5, 'action': 3.0}
    """
    columns("survey", survey, [item for items in STAGES.values() for item in items])
    return pd.DataFrame({stage: survey[list(items)].mean(axis=1) for stage, items in STAGES.items()})


def ladder(scores: pd.DataFrame, *, threshold: float = GOOD) -> pd.DataFrame:
    """Return how many customers pass each stage, how many climb to it, and how many would do so by chance.

    Oliver (1999) holds that loyalty is learned in order: cognitive, affective, conative, action.  If so, who passes a
    stage has passed all before it.

    Parameters
    ----------
    scores
        One column a stage, first to last; one row a customer; 1 to 10.
    threshold
        A score from here on passes.

    Returns
    -------
    DataFrame
        One row a stage: ``pass``, the share that passes it; ``climb``, the share that passes it and every stage
        before; ``low`` and ``high`` of ``climb`` (Wilson, 95%); ``by_chance``, what ``climb`` would be if stages had
        nothing to do with each other.

    Examples
    --------
    >>> scores = pd.DataFrame({"cognitive": [9, 8, 9, 5], "affective": [9, 4, 8, 9]})
    >>> ladder(scores).round(3)  # doctest: +NORMALIZE_WHITESPACE
                 pass  climb    low   high  by_chance
    stage
    cognitive   0.75   0.75  0.301  0.954      0.750
    affective   0.75   0.50  0.150  0.850      0.562
    """
    columns("scores", scores, list(scores.columns))
    line = number("threshold", threshold, low=1, high=10)
    for name in scores.columns:
        numbers(str(name), scores[name], low=1, high=10)
    passed = scores >= line
    climbed = passed.cumprod(axis=1).astype(bool)
    rows = {name: share(int(climbed[name].sum()), len(scores)) for name in scores.columns}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["climb", "low", "high"]).rename_axis("stage")
    table.insert(0, "pass", passed.mean())
    return table.assign(by_chance=passed.mean().cumprod())


def in_order(scores: pd.DataFrame, *, threshold: float = GOOD) -> pd.Series[float]:
    """Return the share of customers whose stages come in order, and what chance alone would give.

    A pattern is in order when no stage is passed after one that is not.

    Examples
    --------
    >>> scores = pd.DataFrame({"cognitive": [9, 8, 3, 5], "affective": [9, 4, 8, 2]})
    >>> in_order(scores).round(3).to_dict()
    {'share': 0.75, 'low': 0.301, 'high': 0.954, 'by_chance': 0.75}
    """
    passed = scores >= number("threshold", threshold, low=1, high=10)
    falls = [~(passed[later] & ~passed[earlier]) for earlier, later in pairwise(scores.columns)]
    ordered = np.logical_and.reduce(falls)
    rates = passed.mean().to_numpy()
    chance = sum(np.prod(rates[:height]) * np.prod(1 - rates[height:]) for height in range(len(rates) + 1))
    found, low, high = share(int(ordered.sum()), len(scores))
    return pd.Series({"share": found, "low": low, "high": high, "by_chance": float(chance)})


def levels(
    log: pd.DataFrame,
    contacts: Sequence[Any],
    today: Any,
    *,
    loyal_from: int = LOYAL_FROM,
    silent_days: float = SILENT_DAYS,
) -> pd.Series[str]:
    """Return the level of each person on a contact list, from what was bought up to a day.

    The rule is ours, since the source names the levels without one: a *prospect* has bought nothing; an *ordinary*
    customer has bought on one day; a *repeat* customer on several; a *loyal* one on at least ``loyal_from`` days, the
    last of them at most ``silent_days`` ago.

    Parameters
    ----------
    log
        One row a purchase: ``customer`` and ``date``.  Purchases after today are not looked at.
    contacts
        Everybody known, buyers and prospects.
    today
        The day of judgement, included.
    loyal_from, silent_days
        The rule for the loyal.

    Raises
    ------
    CourseError
        When a column is missing, a buyer is not on the contact list, or a name stands there twice.

    Examples
    --------
    >>> log = pd.DataFrame({"customer": ["A", "B", "B", "C", "C", "C", "C"], "date": pd.to_datetime(
    ...     ["2024-01-05", "2024-01-07", "2024-02-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-03-20"])})
    >>> levels(log, ["A", "B", "C", "D"], "2024-03-31").to_dict()
    {'A': 'ordinary', 'B': 'repeat', 'C': 'loyal', 'D': 'prospect'}
    """
    columns("log", log, ("customer", "date"))
    names = pd.Index(contacts, name="customer")
    if not names.is_unique:
        raise CourseError(_("a name stands twice on the contact list"), fix=_("Keep each once"))
    now, past = pd.Timestamp(today), log[log["date"] <= pd.Timestamp(today)]
    strangers = set(past["customer"]) - set(names)
    if strangers:
        what = _("{count} buyers are not on the contact list").format(count=len(strangers))
        raise CourseError(what, where="contacts", fix=_("Add every customer of the log"))
    days = past.groupby("customer")["date"].nunique().reindex(names, fill_value=0)
    silent = (now - past.groupby("customer")["date"].max().reindex(names)).dt.days
    most = whole("loyal_from", loyal_from, low=2)
    loyal = (days >= most) & (silent <= number("silent_days", silent_days, low=0))
    found = np.select([days == 0, days == 1, loyal], ["prospect", "ordinary", "loyal"], "repeat")
    return pd.Series(found, index=names, name="level")


def after(level: pd.Series[str], log: pd.DataFrame, today: Any, until: Any) -> pd.DataFrame:
    """Return which share of each level buys after today, up to and including another day.

    Returns
    -------
    DataFrame
        Rows `LEVELS` (those that occur): ``customers``, ``buy`` (a share), ``low``, ``high`` (Wilson, 95%).

    Examples
    --------
    >>> log = pd.DataFrame({"customer": ["A", "B"], "date": pd.to_datetime(["2024-01-05", "2024-04-07"])})
    >>> now = levels(log, ["A", "B"], "2024-03-31")
    >>> after(now, log, "2024-03-31", "2024-06-30")["buy"].to_dict()
    {'prospect': 1.0, 'ordinary': 0.0}
    """
    columns("log", log, ("customer", "date"))
    later = log[(log["date"] > pd.Timestamp(today)) & (log["date"] <= pd.Timestamp(until))]
    buys = pd.Series(level.index.isin(later["customer"]), index=level.index)
    rows = {}
    for name in LEVELS:
        chosen = buys[level == name]
        if len(chosen):
            rows[name] = (len(chosen), *share(int(chosen.sum()), len(chosen)))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "buy", "low", "high"]).rename_axis(
        "level"
    )

"""The rubric of the review's written plan: what a teacher looks for, and what each level looks like."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from course.i18n import _

#: The most that the written plan may have.
WORDS = 200


@dataclass(frozen=True)
class Criterion:
    """One thing to look for.

    Parameters
    ----------
    name
        What it is called.
    points
        What the highest level earns; the middle one earns half, the lowest nothing.
    high, middle, low
        What an answer of each level does.
    """

    name: str
    points: int
    high: str
    middle: str
    low: str


RUBRIC = (
    Criterion(
        _("decision"),
        4,
        _("says what is done, with how much money, for whom, and what is not done"),
        _("says what is done, without money or without customers"),
        _("lists possibilities"),
    ),
    Criterion(
        _("numbers"),
        6,
        _("each claim has a number, its unit and the question of the homework it comes from"),
        _("some claims have numbers, or units are missing"),
        _("no numbers, or numbers that the data do not give"),
    ),
    Criterion(
        _("uncertainty"),
        4,
        _("gives the interval of the lead, says whether it settles the choice, and which number would turn it round"),
        _("says that numbers are uncertain, without saying how far"),
        _("numbers stand as if they were certain"),
    ),
    Criterion(
        _("limits"),
        4,
        _("names two things that the data cannot show, and how to find them out"),
        _("names one"),
        _("names none"),
    ),
    Criterion(
        _("writing"),
        2,
        _("a manager can act on it after one reading: at most {words} words").format(words=WORDS),
        _("understood after a second reading, or too long"),
        _("a list of results"),
    ),
)


def table() -> pd.DataFrame:
    """Return the rubric as a table: a row a criterion, its points and its three levels.

    Examples
    --------
    >>> int(table()["points"].sum())
    20
    """
    rows = {one.name: [one.points, one.high, one.middle, one.low] for one in RUBRIC}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["points", _("full"), _("half"), _("none")])

"""Item analysis: how hard each question was, how well it tells strong from weak students, and what went wrong.

- *Facility*: the mean share of the points reached, from 0 (nobody) to 1 (all).
- *Discrimination*: the correlation of a question's share with the points on all *other* questions of the homework
  (for a question that is right or wrong, the point-biserial correlation with the rest score), with a 95% interval by
  Fisher's transformation.  None when every share, or every rest score, is the same.

Only submissions that were run count; one that could not be read says nothing about the questions.

Source: Lord and Novick, *Statistical Theories of Mental Test Scores*, 1968, chapter 15.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from course.grading.model import Marked

#: The 97.5% point of the normal distribution.
_Z = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Item:
    """The statistics of one question.

    Parameters
    ----------
    exercise, question, points
        Which question, and what it gives.
    n
        Submissions that count.
    facility, discrimination, low, high
        As above; ``low`` and ``high`` are the interval of the discrimination.
    wrong, wrong_n
        The most common typical wrong answer, by its name, and how many gave it.
    unanswered
        How many have no answer: left open, or the cell with the answer stopped.
    """

    exercise: str
    question: str
    points: float
    n: int
    facility: float | None
    discrimination: float | None = None
    low: float | None = None
    high: float | None = None
    wrong: str = ""
    wrong_n: int = 0
    unanswered: int = 0


def analyse(marked: Sequence[Marked], questions: Sequence[str]) -> list[Item]:
    """Return the statistics of the questions of one exercise.

    Parameters
    ----------
    marked
        Marks of one exercise.
    questions
        Their names, in order.

    Examples
    --------
    >>> points = {"q1": 1.0, "q2": 1.0}
    >>> right, wrong = {"q1": 1.0, "q2": 1.0}, {"q1": 0.0, "q2": 1.0}
    >>> marked = [Marked(name, "e", marks, points, "graded") for name, marks in (("a", right), ("b", wrong))]
    >>> [item.facility for item in analyse(marked, ["q1", "q2"])]
    [0.5, 1.0]
    """
    counted = [one for one in marked if one.marks]
    return [_item(counted, name) for name in questions] if counted else []


def _item(marked: Sequence[Marked], name: str) -> Item:
    points = next(one.out_of[name] for one in marked if name in one.out_of)
    shares = [one.marks.get(name, 0.0) / points if points else 0.0 for one in marked]
    rests = [one.total - one.marks.get(name, 0.0) for one in marked]
    slips = Counter(one.slips[name] for one in marked if name in one.slips)
    # Of equally common ones the first by name: the same marks give the same table.
    wrong, wrong_n = min(slips.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    found, low, high = correlation(shares, rests)
    cells = [cell for one in marked for cell in one.cells if cell.question == name]
    unanswered = sum(is_open(cell.shown) for cell in cells)
    facility = statistics.fmean(shares)
    return Item(marked[0].exercise, name, points, len(marked), facility, found, low, high, wrong, wrong_n, unanswered)


def is_open(shown: object) -> bool:
    """Say whether what a grading cell showed means that there is no answer."""
    return isinstance(shown, dict) and shown.get("type") in ("missing", "nothing")


def correlation(one: Sequence[float], two: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Return Pearson's correlation and its 95% interval; None for what these numbers cannot tell.

    Examples
    --------
    >>> [round(value, 4) for value in correlation([0, 0, 1, 1, 1], [1, 2, 2, 3, 4])]
    [0.7206, -0.4439, 0.9799]
    >>> correlation([1, 1, 1], [1, 2, 3])
    (None, None, None)
    """
    try:
        found = statistics.correlation(one, two)
    except statistics.StatisticsError:
        return None, None, None
    if len(one) < 4 or abs(found) > 1 - 1e-12:
        return found, None, None
    middle, half = math.atanh(found), _Z / math.sqrt(len(one) - 3)
    return found, math.tanh(middle - half), math.tanh(middle + half)

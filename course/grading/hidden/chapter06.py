"""Hidden trials of chapter 6: other counts, other matrices, other clocks."""

from __future__ import annotations

import random

import pandas as pd

from course.grading.hidden import Draw, Trial

_BRANDS = pd.Index(["A", "B", "C"])


def _counts(chance: random.Random) -> pd.DataFrame:
    rows = [[chance.randint(1, 90) for _ in _BRANDS] for _ in _BRANDS]
    return pd.DataFrame(rows, index=_BRANDS, columns=_BRANDS)


def _tables(chance: random.Random) -> list[Trial]:
    """Draw tables of counts; one has a transition that never happened."""
    drawn = [_counts(chance) for _ in range(6)]
    drawn[-1].iloc[0, 2] = 0
    return [(table,) for table in drawn]


def _markets(chance: random.Random) -> list[Trial]:
    """Draw a matrix, margins, a yearly rate and purchases a year."""
    drawn: list[Trial] = []
    for often in (2, 4, 6, 10, 12):
        counts = _counts(chance)
        margins = pd.Series([float(chance.randint(2, 30)), 0.0, float(chance.randint(1, 20))], index=_BRANDS)
        drawn.append((counts.div(counts.sum(axis=1), axis=0), margins, round(chance.uniform(0.05, 0.2), 3), often))
    return drawn


DRAWS: dict[str, Draw] = {"q3": _tables, "q4": _markets}

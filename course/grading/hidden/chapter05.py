"""Hidden trials of chapter 5: who is still there, for other cohorts."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _cohorts(chance: random.Random) -> list[Trial]:
    """Draw the two parameters and a year; then year 0, in which everybody is there."""
    drawn: list[Trial] = [
        (round(chance.uniform(0.3, 3), 2), round(chance.uniform(0.5, 6), 2), year) for year in (2, 3, 5, 8, 12)
    ]
    return [*drawn, (round(chance.uniform(0.3, 3), 2), round(chance.uniform(0.5, 6), 2), 0)]


DRAWS: dict[str, Draw] = {"q3": _cohorts}

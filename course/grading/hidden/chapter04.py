"""Hidden trials of chapter 4: the LTV of other cohorts."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _cohorts(chance: random.Random) -> list[Trial]:
    """Draw customers that get fewer, profits that begin below zero, and a rate; then a single year."""
    drawn: list[Trial] = []
    for years in (2, 3, 4, 5, 7):
        customers = [chance.randint(200, 5000)]
        while len(customers) < years:
            customers.append(max(1, int(customers[-1] * chance.uniform(0.4, 0.9))))
        profit = [-chance.randint(10, 80), *(chance.randint(20, 120) for _ in range(years - 1))]
        drawn.append((customers, profit, round(chance.uniform(0.05, 0.3), 3)))
    return [*drawn, ([chance.randint(50, 500)], [chance.randint(-40, -5)], 0.1)]


DRAWS: dict[str, Draw] = {"q3": _cohorts}

"""Hidden trials of chapter 2: the lifecycle value of other relationships."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _relationships(chance: random.Random) -> list[Trial]:
    """Draw profits of a few years and a rate; then a single year, and a rate of nothing."""
    drawn: list[Trial] = []
    for years in (3, 5, 6, 8, 12):
        profits = [chance.randint(-60, -10), *(chance.randint(20, 240) for _ in range(years - 1))]
        drawn.append((profits, round(chance.uniform(0.06, 0.3), 3)))
    return [*drawn, ([chance.randint(60, 200)], 0.15), ([chance.randint(10, 90), chance.randint(-40, -5)], 0)]


DRAWS: dict[str, Draw] = {"q3": _relationships}

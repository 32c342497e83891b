"""Hidden trials of chapter 7: the composite score of other customers."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _customers(chance: random.Random) -> list[Trial]:
    """Draw places, directions of both kinds, and weights that do not add up to 1; then a single indicator."""
    drawn: list[Trial] = []
    for count in (2, 3, 4, 6):
        places = [round(chance.random(), 3) for _ in range(count)]
        directions = [1, -1, *(chance.choice([1, -1]) for _ in range(count - 2))]
        weights = [round(chance.uniform(0.2, 5), 2) for _ in range(count)]
        drawn.append((places, directions, weights))
    return [*drawn, ([round(chance.uniform(0.6, 0.9), 3)], [-1], [chance.randint(2, 5)])]


DRAWS: dict[str, Draw] = {"q3": _customers}

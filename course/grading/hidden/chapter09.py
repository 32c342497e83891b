"""Hidden trials of chapter 9: the lift of other rankings, without equal scores."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _rankings(chance: random.Random) -> list[Trial]:
    """Draw prospects in no order, with at least one buyer, and how many are written to; then all of them."""
    drawn: list[Trial] = []
    for prospects in (5, 9, 14, 30, 60):
        scores = [round(place / prospects - 0.4, 3) for place in range(prospects)]
        chance.shuffle(scores)
        bought = [int(chance.random() < 0.35) for _ in range(prospects)]
        bought[chance.randrange(prospects)] = 1
        drawn.append((scores, bought, chance.randint(1, prospects // 2)))
    return [*drawn, ([0.3, 0.1, 0.2], [1, 0, 1], 3)]


DRAWS: dict[str, Draw] = {"q1": _rankings}

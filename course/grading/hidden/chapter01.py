"""Hidden trials of chapter 1: the fate of other chains."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _chains(chance: random.Random) -> list[Trial]:
    """Draw chains that clearly die and chains that may live; then one that brings nobody."""
    drawn: list[Trial] = []
    while len(drawn) < 7:
        weights = [chance.randint(1, 9) for _ in range(chance.choice((3, 4, 5)))]
        chances = [round(weight / sum(weights), 4) for weight in weights]
        chances[0] = round(1 - sum(chances[1:]), 4)
        mean = sum(count * share for count, share in enumerate(chances))
        # Near a mean of 1 the loop is slow: no student is to fail by too few rounds.
        if not 0.8 < mean < 1.2:
            drawn.append((chances,))
    return [*drawn, ([1.0],)]


DRAWS: dict[str, Draw] = {"q3": _chains}

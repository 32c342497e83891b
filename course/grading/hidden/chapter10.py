"""Hidden trials of chapter 10: how far other customers climb the ladder of loyalty."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _ladders(chance: random.Random) -> list[Trial]:
    """Draw customers who stop early, pass later stages again, pass all or none, or just reach the limit."""
    drawn: list[Trial] = [([8, 8, 8, 3], 8), ([2, 9, 9, 9], 8), ([9, 10, 8, 8], 8), ([4, 4], 5)]
    for stages in (3, 4, 5, 6):
        limit = chance.randint(4, 8)
        scores = [chance.randint(limit, 10), chance.randint(1, limit - 1)]
        scores += [chance.randint(1, 10) for _stage in range(stages - 3)] + [chance.randint(limit, 10)]
        drawn.append((scores, limit))
    return drawn


DRAWS: dict[str, Draw] = {"q6": _ladders}

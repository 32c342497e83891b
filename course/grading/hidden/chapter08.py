"""Hidden trials of chapter 8: customers of other pasts and futures, some exactly on a threshold."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _customers(chance: random.Random) -> list[Trial]:
    """Draw one customer for each cell, and three on a threshold, each with thresholds of its own."""
    drawn: list[Trial] = []
    for past in (-1, 0, 1):
        for future in (-1, 0, 1):
            history_from, expected_from = chance.randint(40, 90), chance.randint(100, 160)
            step = chance.randint(3, 35)
            drawn.append((history_from + past * step, expected_from + future * step, history_from, expected_from))
    return drawn


DRAWS: dict[str, Draw] = {"q2": _customers}

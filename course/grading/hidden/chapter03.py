"""Hidden trials of chapter 3: the retention model on other customers."""

from __future__ import annotations

import random

from course.grading.hidden import Draw, Trial


def _customers(chance: random.Random) -> list[Trial]:
    """Draw margin, chance to stay, discount rate and years; then a single year."""
    drawn: list[Trial] = [
        (
            float(chance.randint(80, 900)),
            round(chance.uniform(0.4, 0.9), 3),
            round(chance.uniform(0.05, 0.25), 3),
            years,
        )
        for years in (2, 3, 5, 9, 14)
    ]
    return [*drawn, (float(chance.randint(80, 900)), 0.65, 0.1, 1)]


DRAWS: dict[str, Draw] = {"q3": _customers}

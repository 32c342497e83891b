"""Inputs that no student has seen, on which the functions of a homework are tried.

A chapter may have a module here with ``DRAWS``: for each function question, what draws its trials.  Without one the
public trials are changed a little.  The same seed gives the same trials.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

Trial = tuple[Any, ...]
Draw = Callable[[random.Random], list[Trial]]


def trials(exercise: str, question: str, public: Sequence[Trial], seed: int = 0) -> list[Trial]:
    """Return the hidden trials of one function question.

    Parameters
    ----------
    exercise, question
        ``"02-lifecycle"`` and ``"q3"``.
    public
        The trials that the homework itself uses.
    seed
        Another seed gives other trials.

    Examples
    --------
    >>> public = [([100, 100], 0.25)]
    >>> trials("99-none", "q1", public) == trials("99-none", "q1", public)
    True
    >>> trials("99-none", "q1", public) == public
    False
    """
    chance = random.Random(f"{exercise}/{question}/{seed}")
    name = f"course.grading.hidden.chapter{exercise[:2]}"
    draws: dict[str, Draw] = {}
    if importlib.util.find_spec(name):
        draws = importlib.import_module(name).DRAWS
    if question in draws:
        return draws[question](chance)
    return [tuple(_changed(item, chance) for item in trial) for trial in public for _ in range(3)]


def _changed(value: Any, chance: random.Random) -> Any:
    """Return something like ``value``: a share stays a share, a table whose rows sum to 1 keeps doing so."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value + chance.randint(1, 3)
    if isinstance(value, float):
        return round(value * chance.uniform(0.6, 0.95), 4)
    if isinstance(value, list | tuple):
        return type(value)(_changed(item, chance) for item in value)
    if isinstance(value, pd.Series):
        return pd.Series([_changed(item, chance) for item in value.tolist()], index=value.index)
    if isinstance(value, pd.DataFrame):
        rows = [[_changed(item, chance) for item in row] for row in value.to_numpy().tolist()]
        fresh = pd.DataFrame(rows, index=value.index, columns=value.columns)
        return fresh.div(fresh.sum(axis=1), axis=0) if _shares(value) else fresh
    return value


def _shares(table: pd.DataFrame) -> bool:
    return bool(((table.sum(axis=1) - 1).abs() < 1e-9).all())

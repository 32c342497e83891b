"""The kinds of short question: one right option, several right options, or a number computed from drawn numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How hard a question is: recall a fact, apply a method, or judge a case."""

    RECALL = "recall"
    APPLY = "apply"
    JUDGE = "judge"


@dataclass(frozen=True)
class Option:
    """One option of a choice.

    Parameters
    ----------
    words
        What the option says.
    why
        What a reader who picks it is told: why it is wrong, or why it is right.
    right
        Whether it is right.
    """

    words: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Single:
    """A question with exactly one right option.

    Parameters
    ----------
    name
        Unique within the chapter, in words: ``"who-pays-for-winning"``.
    level
        How hard it is.
    asked
        The question, one or two sentences.
    options
        Two to six; exactly one is right, and each says why.
    in_quiz
        Whether it stands in the quiz at the end of its chapter; the review draws from all.
    """

    name: str
    level: Level
    asked: str
    options: tuple[Option, ...]
    in_quiz: bool = True


@dataclass(frozen=True)
class Multiple:
    """A question with one or more right options; the answer is right when exactly those are picked.

    Parameters
    ----------
    name, level, asked, options, in_quiz
        As in `Single`; at least one option is right and at least one is wrong.
    """

    name: str
    level: Level
    asked: str
    options: tuple[Option, ...]
    in_quiz: bool = True


@dataclass(frozen=True)
class Slip:
    """A typical wrong number, computed from the same drawn numbers, and what to say to it."""

    answer: Callable[..., float]
    why: str


@dataclass(frozen=True)
class Numeric:
    """A question whose numbers are drawn, and whose answer is computed from them by the course's models.

    Parameters
    ----------
    name, level, in_quiz
        As in `Single`.
    asked
        The question with places for the drawn numbers: ``"... {retention:.0%} of the customers stay ..."``.
    draw
        For each name in ``asked`` the values it may take.
    answer
        From the drawn numbers, as keywords, to the right number.
    unit
        What the number counts: ``"yuan per customer"``.  A share is answered as a decimal number, and the unit says so.
    within
        How far from the right number an answer may be.
    why
        What a right answer tells.
    slips
        Typical wrong numbers; none may lie within ``within`` of the right one, for any draw.
    near
        What to look at again when the number is wrong for no reason known here.
    """

    name: str
    level: Level
    asked: str
    draw: Mapping[str, tuple[Any, ...]]
    answer: Callable[..., float]
    unit: str
    within: float
    why: str
    near: str
    slips: tuple[Slip, ...] = field(default=())
    in_quiz: bool = True


Item = Single | Multiple | Numeric

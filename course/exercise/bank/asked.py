"""A question as it is put to one reader: numbers drawn, options in their own order, and the reply to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from course.exercise.bank.items import Item, Multiple, Numeric, Option
from course.exercise.bank.numerals import numeral
from course.i18n import _


@dataclass(frozen=True)
class Reply:
    """The reply to an answer: whether it is right, and one or more sentences.

    ``answered`` is False when nothing was there to judge: such a reply counts as no try.
    """

    right: bool
    words: tuple[str, ...]
    answered: bool = True

    def __repr__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Asked:
    """One question, put.

    Parameters
    ----------
    chapter
        The number of its chapter.
    item
        The question in the bank.
    seed
        Draws the numbers of a `Numeric`; without one they are the usual ones, the first of each list.  It changes the
        order of the options too.

    Examples
    --------
    >>> from course.exercise.bank.items import Level
    >>> draw = {"n": (3, 4)}
    >>> double = Numeric("double", Level.APPLY, "Twice {n}?", draw, lambda n: 2 * n, "yuan", 0.01, "So.", "Two.")
    >>> Asked("04", double).words, Asked("04", double).reply("6"), Asked("04", double).reply("7")
    ('Twice 3?', Right. So., Not yet. Two.)
    """

    chapter: str
    item: Item
    seed: int | None = None

    @property
    def kind(self) -> str:
        """The kind of answer, as the browser side calls it."""
        return type(self.item).__name__.lower()

    @cached_property
    def drawn(self) -> dict[str, Any]:
        """The numbers of this question; none for a choice."""
        if not isinstance(self.item, Numeric):
            return {}
        return {name: self._pick(name, values) for name, values in self.item.draw.items()}

    def _pick(self, name: str, values: tuple[Any, ...]) -> Any:
        return values[0] if self.seed is None else values[rank(self.seed, self.item.name, name) % len(values)]

    @property
    def words(self) -> str:
        """The question with its numbers."""
        return self.item.asked.format(**self.drawn) if isinstance(self.item, Numeric) else self.item.asked

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown: decided by their own words, so that the right one has no place of its own."""
        if isinstance(self.item, Numeric):
            return ()
        return tuple(sorted(self.item.options, key=lambda option: rank(self.seed or 0, option.words)))

    @property
    def right_number(self) -> float:
        """The right number of a `Numeric`."""
        assert isinstance(self.item, Numeric)
        return float(self.item.answer(**self.drawn))

    @property
    def answer(self) -> str:
        """The right number with enough digits, for the page that shows answers."""
        assert isinstance(self.item, Numeric)
        digits = next((places for places in range(7) if 10.0**-places <= 2 * self.item.within), 7)
        return f"{self.right_number + 0.0:,.{digits}f}"

    def reply(self, answer: object) -> Reply:
        """Say whether an answer is right, and why; whatever comes, it raises nothing.

        Parameters
        ----------
        answer
            The places of the options picked, from 0 in the order shown; for a `Numeric` what was typed.
        """
        if isinstance(self.item, Numeric):
            return _reply_to_number(self, self.item, answer)
        picked = _places(answer, len(self.options))
        if not picked:
            return Reply(False, (_("Pick an answer first."),), answered=False)
        if isinstance(self.item, Multiple):
            return _reply_to_several(self.options, picked)
        return _reply_to_one(self.options, picked)


def rank(seed: int, *words: str) -> int:
    """Return a whole number that depends on the seed and the words alone, the same on every machine.

    Examples
    --------
    >>> rank(1, "a") == rank(1, "a") != rank(2, "a")
    True
    """
    text = "/".join([str(seed), *words])
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")


def _places(answer: object, count: int) -> list[int]:
    """Return the places picked, without what is no place."""
    given = answer if isinstance(answer, list | tuple | set) else [answer]
    return sorted({one for one in given if type(one) is int and 0 <= one < count})


def _reply_to_one(options: tuple[Option, ...], picked: list[int]) -> Reply:
    if len(picked) > 1:
        return Reply(False, (_("Pick one answer, not several."),), answered=False)
    option = options[picked[0]]
    return Reply(option.right, (verdict(option.right), option.why))


def _reply_to_several(options: tuple[Option, ...], picked: list[int]) -> Reply:
    wrong = [options[place] for place in picked if not options[place].right]
    missed = [option for place, option in enumerate(options) if option.right and place not in picked]
    if not wrong and not missed:
        return Reply(True, (verdict(True), *(option.why for option in options if option.right)))
    too_many = [_('"{option}" does not belong: {why}').format(option=one.words, why=one.why) for one in wrong]
    too_few = [_('"{option}" is missing: {why}').format(option=one.words, why=one.why) for one in missed]
    return Reply(False, (verdict(False), *too_many, *too_few))


def _reply_to_number(asked: Asked, item: Numeric, answer: object) -> Reply:
    typed = answer[0] if isinstance(answer, list | tuple) and len(answer) == 1 else answer
    value = numeral(typed)
    if value is None:
        return Reply(False, (_no_number(typed),), answered=False)
    if _close(value, asked.right_number, item.within):
        return Reply(True, (verdict(True), item.why))
    for slip in item.slips:
        if _close(value, float(slip.answer(**asked.drawn)), item.within):
            return Reply(False, (verdict(False), slip.why))
    if abs(asked.right_number) <= 1 and _close(value / 100, asked.right_number, item.within):
        words = _("This looks like a percentage: write the percent sign behind it, or a decimal number.")
        return Reply(False, (verdict(False), words))
    return Reply(False, (verdict(False), item.near))


def _close(one: float, two: float, within: float) -> bool:
    # The last digit of a float must not decide an answer that is rounded exactly to the limit.
    return abs(one - two) <= within * (1 + 1e-9)


def _no_number(typed: object) -> str:
    if not isinstance(typed, str) or not typed.strip():
        return _("Write a number first.")
    return _("Write one number, such as 0.75 or 75%, without any other.")


def verdict(right: bool) -> str:
    """Return the first word of a reply."""
    return _("Right.") if right else _("Not yet.")


def numbers_of(draw: Mapping[str, tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    """Yield every combination of the numbers that a question may draw.

    Examples
    --------
    >>> list(numbers_of({"n": (1, 2), "share": (0.5,)}))
    [{'n': 1, 'share': 0.5}, {'n': 2, 'share': 0.5}]
    """
    if not draw:
        yield {}
        return
    *others, last = draw
    for before in numbers_of({name: draw[name] for name in others}):
        yield from ({**before, last: value} for value in draw[last])

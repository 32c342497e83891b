"""The kinds of answer a question may ask for, and what can be wrong with each before its value is looked at.

Each kind climbs the same rungs: type, shape and labels, invariants, value.  `fault` returns the sentence of the first
rung that fails; `same` compares values within the tolerance.  Neither ever shows the expected value.
"""

from __future__ import annotations

import copy
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from course.i18n import _


class Answer(Protocol):
    """What every kind of answer can do."""

    def open(self, answer: object) -> bool:
        """Say whether the question is still unanswered."""

    def misfit(self, answer: object) -> str:
        """Return what is wrong with the type or the shape, as one sentence, or ``""``."""

    def broken(self, answer: Any) -> str:
        """Return which invariant the answer breaks, as one sentence, or ``""``."""

    def same(self, answer: Any, other: Any) -> bool:
        """Say whether two answers are equal within the tolerance."""


def _unwritten(answer: object) -> bool:
    return answer is ... or answer is None


def _kind(answer: object) -> str:
    """Say in a reader's words what a value is."""
    words = {
        str: _("text"),
        bool: _("True or False"),
        int: _("a number"),
        float: _("a number"),
        list: _("a list"),
        tuple: _("a tuple"),
        dict: _("a dictionary"),
    }
    return words.get(type(answer)) or _("of the type {name}").format(name=type(answer).__name__)


@dataclass(frozen=True)
class Number:
    """A number in a unit.

    Parameters
    ----------
    unit
        What it is counted in: ``"yuan per customer won"``.
    within
        How far from the expected value is still right, in the same unit.
    low, high
        Limits that no right answer passes, with ``limits`` saying why, as a sentence.
    differs
        Whether the right sign may be another one for another student's numbers.
    """

    unit: str
    within: float = 0.005
    low: float = -math.inf
    high: float = math.inf
    limits: str = ""
    differs: bool = False

    def open(self, answer: object) -> bool:
        """Say whether the answer is still the dots of the untouched notebook."""
        return _unwritten(answer)

    def misfit(self, answer: object) -> str:
        """Accept a plain number; name anything else by its type."""
        if isinstance(answer, str):
            return _("This is text, not a number: remove the quotation marks and the unit.")
        if isinstance(answer, bool | np.bool_) or not isinstance(answer, int | float | np.integer | np.floating):
            return _("A single number is wanted ({unit}); this is {kind}.").format(unit=self.unit, kind=_kind(answer))
        if not math.isfinite(float(answer)):
            return _("This is not a finite number: look for a division by zero or an empty cell.")
        return ""

    def broken(self, answer: Any) -> str:
        """Check the limits."""
        return "" if self.low <= float(answer) <= self.high else self.limits

    def same(self, answer: Any, other: Any) -> bool:
        """Compare within the tolerance."""
        return abs(float(answer) - float(other)) <= self.within


@dataclass(frozen=True)
class Choice:
    """One of a few words, such as the name of a programme.

    Parameters
    ----------
    options
        The words.
    differs
        Whether the right word may be another one for another student's numbers: then copying does not help.
    """

    options: tuple[str, ...]
    differs: bool = False

    def open(self, answer: object) -> bool:
        """Say whether the answer is still the dots of the untouched notebook."""
        return _unwritten(answer)

    def misfit(self, answer: object) -> str:
        """Accept text that is one of the options, whatever its case and spaces."""
        if isinstance(answer, str) and self._plain(answer) in map(self._plain, self.options):
            return ""
        return _("Choose one of these words, in quotation marks: {options}.").format(options=", ".join(self.options))

    def broken(self, answer: Any) -> str:
        """Find nothing: a word has no invariants."""
        return ""

    def same(self, answer: Any, other: Any) -> bool:
        """Compare without case and outer spaces."""
        return self._plain(answer) == self._plain(other)

    @staticmethod
    def _plain(word: str) -> str:
        return str(word).strip().casefold()


@dataclass(frozen=True)
class Table:
    """Labelled numbers: a Series, or a DataFrame such as a transition matrix.

    Parameters
    ----------
    rows, columns
        The labels wanted, in any order; no ``columns`` means a Series (a list of the right length will do).
    within
        Tolerance of each number.
    invariant
        A function from the table to a sentence saying what it breaks, or ``""``.
    """

    rows: tuple[Any, ...]
    columns: tuple[Any, ...] = ()
    within: float = 0.0005
    invariant: Callable[[pd.DataFrame], str] = field(default=lambda table: "")

    def open(self, answer: object) -> bool:
        """Say whether the answer is still the dots of the untouched notebook."""
        return _unwritten(answer)

    def misfit(self, answer: object) -> str:
        """Check type, shape, labels and that every cell is a number."""
        if not isinstance(answer, pd.DataFrame | pd.Series | np.ndarray | list | tuple):
            wanted = _("A table is wanted; this is {kind}.") if self.columns else _("A list is wanted; this is {kind}.")
            return wanted.format(kind=_kind(answer))
        try:
            frame = self._frame(answer)
        except (TypeError, ValueError, KeyError) as error:
            return str(error.args[0]) if isinstance(error, KeyError) else self._size()
        if not np.isfinite(frame.to_numpy(dtype=float)).all():
            return _("At least one cell has no number in it: look for a division by zero or a label that is missing.")
        return ""

    def broken(self, answer: Any) -> str:
        """Ask the invariant."""
        return self.invariant(self._frame(answer))

    def same(self, answer: Any, other: Any) -> bool:
        """Compare cell by cell, by label."""
        try:
            one, two = self._frame(answer).to_numpy(dtype=float), self._frame(other).to_numpy(dtype=float)
        except (TypeError, ValueError, KeyError):
            return False
        return bool(np.allclose(one, two, rtol=0, atol=self.within))

    def _frame(self, answer: Any) -> pd.DataFrame:
        columns = list(self.columns) or ["value"]
        if isinstance(answer, pd.Series):
            answer = answer.to_frame("value") if not self.columns else answer
        if isinstance(answer, pd.DataFrame):
            self._labels(list(answer.index), list(self.rows), _("rows"))
            self._labels(list(answer.columns), columns, _("columns"))
            return answer.loc[list(self.rows), columns].astype(float)
        values = np.asarray(answer, dtype=float)
        return pd.DataFrame(values.reshape(len(values), -1), index=list(self.rows), columns=columns)

    def _labels(self, found: list[Any], wanted: list[Any], which: str) -> None:
        if sorted(map(str, found)) != sorted(map(str, wanted)) or len(set(found)) != len(found):
            shown = ", ".join(map(str, found[:8]))
            sentence = _("The {which} should be labelled {wanted}; they are labelled {found}.")
            raise KeyError(sentence.format(which=which, wanted=", ".join(map(str, wanted)), found=shown))

    def _size(self) -> str:
        if not self.columns:
            return _("The list should hold {rows} numbers.").format(rows=len(self.rows))
        sentence = _("The table should have {rows} rows and {columns} columns of numbers.")
        return sentence.format(rows=len(self.rows), columns=len(self.columns))


@dataclass(frozen=True)
class Function:
    """A function the student writes; it is tried on a few inputs and its results are compared.

    Parameters
    ----------
    inputs
        The arguments of each trial, as a tuple of positional arguments.  The grader uses others.
    result
        The kind of each result.
    """

    inputs: tuple[tuple[Any, ...], ...]
    result: Answer

    def open(self, answer: object) -> bool:
        """Say whether the function is missing, or its body is still the dots."""
        return _unwritten(answer) or _is_stub(answer)

    def misfit(self, answer: object) -> str:
        """Check that it is a function, that it runs, and the type of what it returns."""
        if not callable(answer):
            wanted = _("A function is wanted; this is {kind}. Keep the line that begins with def.")
            return wanted.format(kind=_kind(answer))
        for arguments in self.inputs:
            try:
                result = answer(*copy.deepcopy(arguments))
            except (Exception, SystemExit) as error:
                return _stopped(error)
            if _unwritten(result):
                return _("The function gives nothing back: end it with return. (print only shows a value.)")
            if fault := self.result.misfit(result):
                return fault
        return ""

    def broken(self, answer: Any) -> str:
        """Ask the invariants of each result."""
        return next(filter(None, (self.result.broken(value) for value in self._results(answer))), "")

    def same(self, answer: Any, other: Any) -> bool:
        """Compare the results of both functions on every input."""
        pairs = zip(self._results(answer), self._results(other), strict=True)
        return all(self.result.same(one, two) for one, two in pairs)

    def _results(self, function: Callable[..., Any]) -> list[Any]:
        # Copies, so that a function which changes its input cannot spoil the next trial.
        return [function(*copy.deepcopy(arguments)) for arguments in self.inputs]


def _is_stub(function: object) -> bool:
    """Say whether a function does nothing at all, like the one in the untouched notebook."""
    code = getattr(function, "__code__", None)
    return isinstance(code, types.CodeType) and set(code.co_consts) <= {None} and code.co_code[::2] == _NOTHING


# The operations, without their arguments, of a function that does nothing.
_NOTHING = (lambda: None).__code__.co_code[::2]


def _stopped(error: BaseException) -> str:
    words = str(error).strip().splitlines()
    reason = words[0][:120] if words else _("no reason given")
    return _("The function stops with {kind}: {reason}.").format(kind=type(error).__name__, reason=reason.rstrip("."))


@dataclass(frozen=True)
class Parts:
    """Several answers that belong together, as a dictionary: a decision and the numbers that defend it.

    Parameters
    ----------
    kinds
        Name of each part and its kind.
    """

    kinds: Mapping[str, Answer]

    def open(self, answer: object) -> bool:
        """Say whether any part is still unanswered."""
        if _unwritten(answer):
            return True
        return isinstance(answer, dict) and any(_unwritten(answer.get(name, 0)) for name in self.kinds)

    def misfit(self, answer: object) -> str:
        """Check that it is a dictionary with these parts, and each part's own type."""
        if not isinstance(answer, dict) or set(answer) != set(self.kinds):
            names = ", ".join(repr(name) for name in self.kinds)
            return _("A dictionary with exactly these keys is wanted: {names}.").format(names=names)
        return self._first_of(lambda name, kind: kind.misfit(answer[name]))

    def broken(self, answer: Any) -> str:
        """Ask each part's invariants."""
        return self._first_of(lambda name, kind: kind.broken(answer[name]))

    def same(self, answer: Any, other: Any) -> bool:
        """Compare every part that ``other`` names: a typical wrong answer may name only one."""
        return all(self.kinds[name].same(answer[name], value) for name, value in other.items())

    def _first_of(self, fault: Callable[[str, Answer], str]) -> str:
        for name, kind in self.kinds.items():
            if words := fault(name, kind):
                return _("In {part!r}: {words}").format(part=name, words=words)
        return ""


def form_slip(kind: Answer, answer: Any, expected: Any) -> str:
    """Say that the right number stands in another form, as per cent or rounded too far, or return ``""``.

    Of an answer in parts, all parts that are not right must be such.

    Examples
    --------
    >>> share = Number("a share", within=0.001)
    >>> form_slip(share, 31.4, 0.314)
    'A share is asked as a decimal number: 0.4, not 40.'
    >>> form_slip(share, 0.31, 0.314)
    'Right as far as it goes, but rounded too far: give more digits.'
    >>> form_slip(share, 0.32, 0.314)
    ''
    """
    if isinstance(kind, Number):
        return _number_form(kind, float(answer), float(expected))
    if not isinstance(kind, Parts):
        return ""
    wrong = [name for name, part in kind.kinds.items() if not part.same(answer[name], expected[name])]
    found = [form_slip(kind.kinds[name], answer[name], expected[name]) for name in wrong]
    return _("In {part!r}: {words}").format(part=wrong[0], words=found[0]) if found and all(found) else ""


def _number_form(kind: Number, answer: float, expected: float) -> str:
    if 0 < abs(expected) <= 2 and abs(answer - 100 * expected) <= 100 * kind.within:
        return _("A share is asked as a decimal number: 0.4, not 40.")
    digits = len(repr(answer).partition(".")[2]) if answer % 1 else 0
    told = len(repr(abs(answer)).replace(".", "").strip("0")) >= 2 or digits >= 2
    if told and answer and abs(answer - expected) <= 0.5 * 10.0**-digits * (1 + 1e-9):
        return _("Right as far as it goes, but rounded too far: give more digits.")
    return ""

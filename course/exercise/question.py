"""A question, and the ladder a check climbs to answer the student."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from course.errors import CourseError
from course.exercise.answers import Answer, form_slip
from course.i18n import _


@dataclass(frozen=True)
class Typical:
    """A wrong answer that many students give, and what to say to it.

    Parameters
    ----------
    name
        A short name, for the grader's statistics: ``"counts for shares"``.
    answer
        Returns what such a student answers, computed from the same data as the right answer.
    hint
        One sentence that names the slip and points at the way out, without the right value.
    """

    name: str
    answer: Callable[[], Any]
    hint: str


@dataclass(frozen=True)
class Question:
    """One question of a homework.

    Parameters
    ----------
    name
        ``"q1"``, as in the notebook.
    kind
        The kind of answer: `Number`, `Choice`, `Table`, `Function` or `Parts`.
    expected
        Returns the right answer, computed by the course's models.
    typical
        Wrong answers the check knows by name.
    hints
        Three steps: a nudge, what a right answer looks like, an idea for the code.
    meaning
        What a right answer tells; the student sees it as the reward.
    near
        What to look at again when the value is wrong for no reason the check knows.
    """

    name: str
    kind: Answer
    expected: Callable[[], Any]
    typical: tuple[Typical, ...]
    hints: tuple[str, str, str]
    meaning: str
    near: str


class Rung(StrEnum):
    """Where on the ladder a check stopped."""

    ANSWERED = "answered"
    SHAPE = "type and shape"
    TYPICAL = "typical wrong answer"
    INVARIANT = "invariant"
    VALUE = "value"
    RIGHT = "right"


@dataclass(frozen=True)
class Feedback:
    """The reply to one answer: one rung, one sentence, one hint.

    ``slip`` is the name of the typical wrong answer, when it was one.
    """

    question: str
    rung: Rung
    words: str
    slip: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer passed every rung."""
        return self.rung is Rung.RIGHT

    @property
    def headline(self) -> str:
        """The question's number and how it stands."""
        states = {Rung.ANSWERED: _("not answered yet"), Rung.RIGHT: _("right")}
        state = states.get(self.rung, _("not yet"))
        return _("Question {number}: {state}").format(number=self.question.lstrip("q"), state=state)

    def __repr__(self) -> str:
        return f"{self.headline}. {self.words}".strip()

    def _repr_html_(self) -> str:
        # A sign beside the colour: colour alone tells some readers nothing.
        signs = {Rung.ANSWERED: ("○", "#595959"), Rung.RIGHT: ("✓", "#007A5A")}
        sign, colour = signs.get(self.rung, ("→", "#B34700"))
        style = f"border-left:6px solid {colour};padding:6px 12px;font-size:1.05em"
        return (
            f'<div role="status" style="{style}"><strong>{sign} {html.escape(self.headline)}.</strong> '
            f"{html.escape(self.words)}</div>"
        )


def judge(question: Question, answer: object) -> Feedback:
    """Climb the ladder for one answer and say where it stopped.

    No answer, however odd, makes it raise, and no reply shows the expected value.

    Examples
    --------
    >>> from course.exercise.answers import Number
    >>> hints = ("Multiply.", "A number of yuan.", "margin * purchases * years")
    >>> q1 = Question("q1", Number("yuan"), lambda: 48_000, (), hints, "So much.", "Check the years.")
    >>> judge(q1, ...)
    Question 1: not answered yet. Write your answer in place of the dots and run the cell.
    >>> judge(q1, "48000")
    Question 1: not yet. This is text, not a number: remove the quotation marks and the unit.
    >>> judge(q1, 48_000)
    Question 1: right. So much.
    """
    try:
        return _climb(question, answer)
    except CourseError as error:
        return Feedback(question.name, Rung.SHAPE, str(error))
    except Exception:
        # A hostile or half-built object: its own methods raised while it was looked at.
        words = _("The answer cannot be read: it is a {kind} that fails when it is used. Use a plain value.")
        return Feedback(question.name, Rung.SHAPE, words.format(kind=type(answer).__name__))


def _climb(question: Question, answer: object) -> Feedback:
    kind, name = question.kind, question.name
    if kind.open(answer):
        return Feedback(name, Rung.ANSWERED, _("Write your answer in place of the dots and run the cell."))
    if words := kind.misfit(answer):
        return Feedback(name, Rung.SHAPE, words)
    expected = question.expected()
    if kind.same(answer, expected):
        return Feedback(name, Rung.RIGHT, question.meaning)
    # Before the invariants: "these are counts, not shares" helps more than "rows must sum to 1".
    for slip in question.typical:
        if kind.same(answer, slip.answer()):
            return Feedback(name, Rung.TYPICAL, slip.hint, slip.name)
    if words := form_slip(kind, answer, expected):
        return Feedback(name, Rung.VALUE, words)
    if words := kind.broken(answer):
        return Feedback(name, Rung.INVARIANT, words)
    return Feedback(name, Rung.VALUE, question.near)

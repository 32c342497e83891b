"""A homework: its questions, and what a student types to have one checked, get a hint or see how far they are."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course.errors import CourseError
from course.exercise.progress import Progress, Record, of_this_student
from course.exercise.question import Feedback, Question, Rung, judge
from course.i18n import _, ngettext

#: After this many tries the worked solution may be opened.
TRIES_BEFORE_SOLUTION = 3


@dataclass(frozen=True)
class Note:
    """A short text for the student: a hint, a solution, or the progress."""

    words: str
    code: bool = False

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        tag = "pre" if self.code else "div"
        return f'<{tag} role="note" style="padding:6px 12px;white-space:pre-wrap">{html.escape(self.words)}</{tag}>'


class Asking:
    """One attribute for each question, so that a student writes ``check.q3(answer)`` or ``hint.q3()``."""

    def __init__(self, names: tuple[str, ...], act: Callable[..., Any]) -> None:
        self._names, self._act = names, act

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._names:
            known = _("This homework has {names}").format(names=", ".join(self._names))
            raise CourseError(_("there is no question {name!r}").format(name=name), fix=known)
        return lambda *answer: self._act(name, *answer)

    def __dir__(self) -> list[str]:
        return list(self._names)


class Homework:
    """The questions of one chapter.

    Parameters
    ----------
    name
        The notebook's name, such as ``"04-cohort"``.
    questions
        In the notebook's order.
    progress
        Where tries and successes are kept.

    Attributes
    ----------
    check, hint, solution
        ``check.q1(answer)``, ``hint.q1()``, ``solution.q1()``.
    """

    def __init__(self, name: str, questions: tuple[Question, ...], progress: Progress | None = None) -> None:
        self.name = name
        self.questions = {question.name: question for question in questions}
        self._progress = progress or of_this_student()
        names = tuple(self.questions)
        self.check = Asking(names, self._check)
        self.hint = Asking(names, self._hint)
        self.solution = Asking(names, self._solution)

    def progress(self) -> Note:
        """Show what is done in this homework."""
        records = {name: self._progress.of(self.name, name) for name in self.questions}
        done = sum(record.right for record in records.values())
        lines = [f"{_label(name)}: {_standing(record)}" for name, record in records.items()]
        total = _("{done} of {all} questions pass the checks in this notebook. Grading looks further.")
        return Note("\n".join([*lines, total.format(done=done, all=len(records))]))

    def _check(self, name: str, answer: object = ..., *rest: object) -> Feedback:
        if rest:
            return Feedback(name, Rung.SHAPE, _("Give one answer, not several."))
        feedback = judge(self.questions[name], answer)
        if feedback.rung is not Rung.ANSWERED:
            self._progress.add_try(self.name, name, right=feedback.right)
        return feedback

    def _hint(self, name: str) -> Note:
        hints = self.questions[name].hints
        step = min(self._progress.of(self.name, name).hints, len(hints) - 1)
        self._progress.add_hint(self.name, name)
        words = _("Hint {step} of {all}: {hint}")
        return Note(words.format(step=step + 1, all=len(hints), hint=hints[step]))

    def _solution(self, name: str) -> Note:
        record = self._progress.of(self.name, name)
        if not record.right and record.tries < TRIES_BEFORE_SOLUTION:
            left = TRIES_BEFORE_SOLUTION - record.tries
            words = ngettext(
                "The worked solution opens after a right answer or one more try. {command} gives a hint.",
                "The worked solution opens after a right answer or {left} more tries. {command} gives a hint.",
                left,
            )
            return Note(words.format(left=left, command=f"hint.{name}()"))
        return Note(worked_solution(self.name, name), code=True)


def _label(name: str) -> str:
    return _("Question {number}").format(number=name.lstrip("q"))


def _standing(record: Record) -> str:
    if record.right:
        return ngettext("passes, at the first try", "passes, after {tries} tries", record.tries).format(
            tries=record.tries
        )
    if record.tries:
        return ngettext("not yet, one try", "not yet, {tries} tries", record.tries).format(tries=record.tries)
    return _("not answered yet")


def worked_solution(homework: str, question: str) -> str:
    """Return the code of a worked solution, read from the solved notebook: it is written nowhere else.

    Raises
    ------
    CourseError
        When the solved notebook or the question is not there.
    """
    from course import workbook

    path = workbook.solutions() / f"{homework}.ipynb"
    if not path.exists():
        raise CourseError(
            _("there is no solved notebook {file}").format(file=path.name), fix=_("Install the course again")
        )
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("question") == question:
            return _between_marks("".join(cell["source"]))
    raise CourseError(_("{file} has no question {name!r}").format(file=path.name, name=question))


def _between_marks(source: str) -> str:
    lines = [line for line in source.splitlines() if line.strip() not in ("# BEGIN SOLUTION", "# END SOLUTION")]
    return textwrap.dedent("\n".join(lines))

"""From what a student's answers show to points, a sentence for each question, and the name of a typical slip.

The rules of partial credit:

- a number or a word is right or wrong;
- a table: the share of its rows that are right;
- an answer in parts: the share of its parts that are right; words alone earn nothing, because a word can be guessed;
- a function: the share of the hidden inputs on which its result is right.

Less than half earns nothing, and so does a typical wrong answer in a table or a function.  No sentence shows a hidden
input, an expected value, or text that the student's code could have chosen.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from course.errors import CourseError
from course.exercise import shown
from course.exercise.answers import Answer, Choice, Function, Parts, Table
from course.exercise.question import Question, Rung, judge
from course.grading.assemble import Assembled, assemble
from course.grading.model import CellResult, Marked, Status, Submission
from course.grading.reference import Asked, Reference
from course.i18n import _

#: Less than this share of a question earns nothing.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Parameters
    ----------
    share
        Between 0 and 1, of the question's points.
    words
        One or two sentences for the student.
    slip
        The name of the typical wrong answer, or ``""``.
    """

    share: float
    words: str
    slip: str = ""


def score(reference: Reference, submission: Submission, results: Sequence[CellResult]) -> Marked:
    """Return the marks of a submission.

    Parameters
    ----------
    reference
        Of its exercise.
    submission
        The submission that was assembled and run.
    results
        How each cell ended, from the engine.

    Returns
    -------
    Marked
        With exactly one of its ``cells`` for each question, whose message is the feedback on that question.
    """
    if submission.data is None:
        return unmarked(submission, reference.out_of)
    assembled = assemble(reference, submission)
    found = {result.question: result for result in results if result.question}
    doubts: list[str] = []
    verdicts = {}
    for asked in reference.asked:
        verdicts[asked.name] = _verdict(reference, asked, found.get(asked.name), assembled, results, doubts)
    marks = {one.name: round(one.points * verdicts[one.name].share, 2) for one in reference.asked}
    sources = {cell["id"]: cell["source"] for cell in assembled.cells}
    # What an error says is the student's own text; it could carry a hidden input out.
    others = [replace(one, message=_ended(one, sources.get(one.cell_id, ""))) for one in results if not one.question]
    judged = [_judged(one, verdicts[one.name], found.get(one.name), marks[one.name]) for one in reference.asked]
    slips = {name: verdict.slip for name, verdict in verdicts.items() if verdict.slip}
    # The homework's first cell runs before any of the student's, so its failure is our own fault.
    if any(one.cell_id == "setup-0" and one.outcome not in ("passed", "failed") for one in results):
        doubts.append(_("The homework's own first cell did not run, so these marks cannot be trusted."))
    status, message = _standing(submission, assembled, doubts, results)
    return Marked(
        submission.student, submission.exercise, marks, reference.out_of, status, message, (*others, *judged), slips
    )


def unmarked(submission: Submission, out_of: dict[str, float] | None = None) -> Marked:
    """Return the row of a submission that cannot be run: no notebook, or of no homework that is known.

    Examples
    --------
    >>> from pathlib import Path
    >>> unmarked(Submission("ann", "", Path("a.pdf"), None, ("The file is a PDF, not a notebook.",))).status
    'unreadable'
    """
    status: Status = "unreadable" if submission.data is None else "needs a human"
    message = " ".join(submission.problems) or _("The file could not be read.")
    return Marked(submission.student, submission.exercise, {}, out_of or {}, status, message)


def verdict(reference: Reference, name: str, data: object) -> Verdict:
    """Return what the data of one answer is worth; data of any kind is safe.

    Parameters
    ----------
    reference
        Of the exercise.
    name
        ``"q3"``.
    data
        What the grading cell showed.
    """
    question, asked = reference.question(name), next(one for one in reference.asked if one.name == name)
    expected = reference.expected[name]
    try:
        if not isinstance(data, dict):
            raise CourseError(_("this is not the data of an answer"))
        if isinstance(question.kind, Function):
            return _of_function(reference, question, asked, data, expected)
        return _of_value(question, shown.value_of(_familiar(data, asked.shape)), shown.value_of(expected))
    except CourseError:
        return Verdict(0.0, _("What the answer showed cannot be read."))


def _of_value(question: Question, answer: Any, expected: Any) -> Verdict:
    feedback = judge(replace(question, expected=lambda: expected), answer)
    if feedback.right:
        return Verdict(1.0, _("Right. {meaning}").format(meaning=feedback.words))
    if feedback.rung is Rung.ANSWERED:
        return Verdict(0.0, _("Not answered."))
    if feedback.rung is Rung.SHAPE:
        return Verdict(0.0, feedback.words)
    share, reason = _partial(question.kind, answer, expected)
    if feedback.slip and isinstance(question.kind, Table):
        share, reason = 0.0, ""
    return Verdict(share, f"{feedback.words} {reason}".strip(), feedback.slip)


def _partial(kind: Answer, answer: Any, expected: Any) -> tuple[float, str]:
    """Return the share of an answer that is right, and the sentence that says so."""
    if isinstance(kind, Parts):
        right = [name for name, part in kind.kinds.items() if _right(part, answer[name], expected[name])]
        if all(isinstance(kind.kinds[name], Choice) for name in right):
            return 0.0, _("A right word alone earns nothing.") if right else ""
        words = _("{right} of {all} parts are right: {names}.")
        return _enough(len(right), len(kind.kinds), words, ", ".join(right))
    if isinstance(kind, Table):
        rows = [replace(kind, rows=(row,)) for row in kind.rows]
        good = sum(_right(row, _row(answer, row.rows[0]), _row(expected, row.rows[0])) for row in rows)
        return _enough(good, len(rows), _("{right} of {all} rows are right."))
    return 0.0, ""


def _row(table: Any, label: Any) -> Any:
    return table.loc[[label]] if isinstance(table, pd.Series | pd.DataFrame) else table


def _right(kind: Answer, answer: Any, expected: Any) -> bool:
    try:
        return not kind.open(answer) and not kind.misfit(answer) and kind.same(answer, expected)
    except Exception:  # whatever the student's data is, it is not right
        return False


def _enough(right: int, of_all: int, words: str, names: str = "") -> tuple[float, str]:
    """Give a share of the points from half upwards."""
    if not right:
        return 0.0, ""
    reason = words.format(right=right, all=of_all, names=names)
    if right / of_all < LEAST_SHARE:
        return 0.0, _("{reason} Points begin at half.").format(reason=reason)
    return right / of_all, reason


def _of_function(
    reference: Reference, question: Question, asked: Asked, data: shown.Data, expected: shown.Data
) -> Verdict:
    if data.get("type") in ("missing", "nothing"):
        return Verdict(0.0, _("Not answered."))
    results = data.get("results")
    if not isinstance(results, list) or len(results) != len(expected["results"]):
        return Verdict(0.0, _("A function is wanted. Keep the line that begins with def."))
    if all(isinstance(item, dict) and item.get("type") == "nothing" for item in results):
        return Verdict(0.0, _("Not answered."))
    kind = question.kind.result  # type: ignore[attr-defined]
    wanted = [shown.value_of(item) for item in expected["results"]]
    found = [_result(item) for item in results]
    right = sum(_right(kind, one, two) for one, two in zip(found, wanted, strict=True))
    if right == len(wanted):
        return Verdict(1.0, _("Right. {meaning}").format(meaning=question.meaning))
    if slip := _slip(question, kind, found):
        return Verdict(0.0, slip[1], slip[0])
    share, reason = _enough(right, len(wanted), _("It is right on {right} of {all} inputs that it had not seen."))
    return Verdict(share, f"{_fault(question, kind, results, found)} {reason}".strip())


class _Stopped:
    """The result of a trial that ended in an error."""


def _result(data: Any) -> Any:
    return _Stopped() if isinstance(data, dict) and data.get("type") == "error" else shown.value_of(data)


def _slip(question: Question, kind: Answer, found: list[Any]) -> tuple[str, str] | None:
    """Find the typical wrong function that gives all these results."""
    if any(isinstance(one, _Stopped) or kind.open(one) or kind.misfit(one) for one in found):
        return None
    for typical in question.typical:
        try:
            wrong = typical.answer()
            theirs = [wrong(*arguments) for arguments in question.kind.inputs]  # type: ignore[attr-defined]
            same = all(kind.same(one, two) for one, two in zip(found, theirs, strict=True))
        except Exception:  # a typical wrong function may stop on inputs that a right one can take
            continue
        if same:
            return typical.name, typical.hint
    return None


def _fault(question: Question, kind: Answer, results: list[Any], found: list[Any]) -> str:
    """Say what is wrong with the results, without a word of the inputs."""
    stopped = sorted({str(item["name"]) for item in results if item.get("type") == "error"} & _error_names())
    count = sum(isinstance(one, _Stopped) for one in found)
    if stopped == [TimeoutError.__name__]:
        words = _("The function does not end in time on {count} of {all} inputs that it had not seen.")
        return words.format(count=count, all=len(found))
    if count:
        words = _("The function stops with an error ({kinds}) on {count} of {all} inputs that it had not seen.")
        return words.format(kinds=", ".join(stopped) or _("its own"), count=count, all=len(found))
    if any(kind.open(one) for one in found):
        return _("The function returns nothing for some inputs: end every path with return.")
    if any(kind.misfit(one) for one in found):
        return _("For some inputs the result has another type, shape or labels than asked for.")
    return question.near


@functools.cache
def _error_names() -> frozenset[str]:
    return frozenset(shown.ERRORS)


def _familiar(data: shown.Data, shape: shown.Shape) -> shown.Data:
    """Hide labels that the question does not know: sentences quote labels, and a student's code can choose them."""
    known = json.dumps(shape)

    def label(name: object) -> object:
        if isinstance(name, str):
            return name if json.dumps(name) in known else "?"
        return name if isinstance(name, int) and 0 <= name < 100 else "?"

    if not isinstance(shape, dict) or data.get("type") not in ("series", "frame", "parts"):
        return data
    if data["type"] == "parts":
        return {**data, "parts": [[label(name), part] for name, part in _pairs(data.get("parts"))]}
    hidden = {
        key: [label(name) for name in data[key]] for key in ("index", "columns") if isinstance(data.get(key), list)
    }
    return {**data, **hidden}


def _pairs(parts: object) -> list[tuple[Any, Any]]:
    pairs = parts if isinstance(parts, list) else []
    return [(pair[0], pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) == 2]


def _verdict(
    reference: Reference,
    asked: Asked,
    result: CellResult | None,
    assembled: Assembled,
    results: Sequence[CellResult],
    doubts: list[str],
) -> Verdict:
    """Judge one question from the result of its grading cell."""
    why = _why(asked, assembled, results)
    if result is None or result.outcome in ("timeout", "died", "skipped"):
        return Verdict(0.0, why or _ended(result))
    if result.outcome == "error" or not isinstance(result.shown, dict):
        return Verdict(0.0, why or _("The answer could not be looked at."))
    found = verdict(reference, asked.name, result.shown)
    if (found.share == 1.0) != (result.outcome == "passed"):
        # Two comparisons of the same data: they differ only when something was tampered with, or is wrong with us.
        doubts.append(_("The two comparisons of question {number} disagree.").format(number=asked.name.lstrip("q")))
        return Verdict(0.0, _("A person will look at this answer."))
    empty = result.shown.get("type") in ("missing", "nothing")
    return replace(found, words=f"{found.words} {why}") if empty and why else found


def _why(asked: Asked, assembled: Assembled, results: Sequence[CellResult]) -> str:
    """Say why a question has no answer, from how the student's own cells for it ended."""
    own = {cell["id"]: cell["source"] for cell in assembled.cells if asked.name in cell["metadata"].get("answers", ())}
    ended = [result for result in results if result.cell_id in own and result.outcome not in ("passed", "failed")]
    return _ended(ended[-1], own[ended[-1].cell_id]) if ended else ""


def _ended(result: CellResult | None, source: str = "") -> str:
    outcome = result.outcome if result else "skipped"
    if outcome == "error":
        return _error(result.message if result else "", source)
    words = {
        "timeout": _("It ran too long and was stopped."),
        "died": _("It ended the program that runs the notebook: too much memory, or a call that ends Python."),
        "skipped": _("It was not run: the time of the notebook was used up."),
    }
    return words.get(outcome, "")


def _error(message: str, source: str) -> str:
    """Name an error; of its text only a name that stands in the student's own cell."""
    kind = message.partition(":")[0].strip()
    if kind not in _error_names() | {"IndentationError", "TabError"}:
        return _("The cell stops with an error.")
    name = re.search(r"name '(\w+)' is not defined", message)
    if name and name.group(1) in source:
        words = _("The cell stops with {kind}: the name {name!r} is not defined.")
        return words.format(kind=kind, name=name.group(1)[:60])
    return _("The cell stops with {kind}.").format(kind=kind)


def _judged(asked: Asked, verdict: Verdict, result: CellResult | None, mark: float) -> CellResult:
    words = verdict.words
    if 0 < verdict.share < 1:
        words = _("{words} That gives {mark:g} of {points:g} points.").format(
            words=words, mark=mark, points=asked.points
        )
    empty = CellResult(asked.cell_id, asked.name, "skipped")
    return replace(result or empty, question=asked.name, message=words)


def _standing(
    submission: Submission, assembled: Assembled, doubts: list[str], results: Sequence[CellResult]
) -> tuple[Status, str]:
    """Return the status of a submission, and what the grader should know of it."""
    about = json.loads(submission.data or b"{}").get("metadata", {})
    stopped = sum(result.outcome in ("timeout", "died", "skipped") for result in results)
    sentences = [*doubts, *submission.problems, *about.get("repairs", ()), *assembled.notes]
    if stopped:
        sentences.append(_("Cells that ran too long or ended Python: {count}.").format(count=stopped))
    message = " ".join(sentences)
    if doubts or about.get("language", "python") not in ("python", ""):
        return "needs a human", message
    return ("partly" if submission.problems or stopped else "graded"), message

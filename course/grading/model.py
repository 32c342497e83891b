"""What the parts of the grader hand to one another: limits, submissions, results of cells, marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["passed", "failed", "error", "timeout", "died", "skipped"]
Status = Literal["graded", "partly", "unreadable", "needs a human"]

#: The display mime type in which a grading cell hands out an answer as plain JSON data.
ANSWER_MIME = "application/vnd.course.answer+json"


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    cell_seconds, notebook_seconds
        Wall time of one cell, and of all runs of one notebook together.
    memory_mb
        Memory of all processes of the submission together, and address space of each of them.
    processes
        Processes and threads that the submission may have at once.
    file_mb
        The largest file, and the size of the scratch folder.
    output_kb
        What one cell may show; the rest is dropped.

    Examples
    --------
    >>> Limits(cell_seconds=2).notebook_seconds
    60.0
    """

    cell_seconds: float = 10.0
    notebook_seconds: float = 60.0
    memory_mb: int = 2048
    processes: int = 64
    file_mb: int = 50
    output_kb: int = 1000


@dataclass(frozen=True)
class CellResult:
    """How one code cell of an assembled notebook ended.

    Parameters
    ----------
    cell_id
        The cell's id in the assembled notebook.
    question
        The question whose grading cell this is, or None.
    outcome
        ``passed``: ran, and shows what the reference shows; ``failed``: shows something else; ``error``: raised;
        ``timeout`` and ``died``: the cell was stopped, or took its kernel with it, and the rest was run without it;
        ``skipped``: never run, because the notebook's time was used up.
    shown
        What a grading cell showed: the JSON data of the answer, else its text, else None.
    message
        One sentence about what went wrong, or ``""``.
    seconds
        Wall time of the cell.
    """

    cell_id: str
    question: str | None
    outcome: Outcome
    shown: dict[str, Any] | str | None = None
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Submission:
    """One file that a student handed in.

    Parameters
    ----------
    student, exercise
        Who, and which exercise set (``"04-cohort"``).
    path
        Where the file was found, for messages.
    data
        Its bytes, or None when it could not be read.
    problems
        What was wrong with it, one sentence each.
    variant
        The token of the student's own numbers (`course.exercise.variants`); empty for the shared homework.
    """

    student: str
    exercise: str
    path: Path
    data: bytes | None = None
    problems: tuple[str, ...] = ()
    variant: str = ""


@dataclass(frozen=True)
class Marked:
    """The marks of one submission.

    Parameters
    ----------
    student, exercise
        As in the submission.
    marks, out_of
        Points reached and points possible, by question.
    status
        ``graded``; ``partly`` (something had to be repaired or left out); ``unreadable``; ``needs a human``.
    message
        One sentence for the grader, or ``""``.
    cells
        How each cell ended.
    slips
        The name of the typical wrong answer found, by question.

    Examples
    --------
    >>> Marked("ann", "04-cohort", {"q1": 2.0, "q2": 0.0}, {"q1": 2.0, "q2": 3.0}, "graded").total
    2.0
    """

    student: str
    exercise: str
    marks: Mapping[str, float]
    out_of: Mapping[str, float]
    status: Status
    message: str = ""
    cells: tuple[CellResult, ...] = ()
    slips: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """All points reached."""
        return float(sum(self.marks.values()))

"""The reference of a homework: its setup, its questions, and what the solution shows for each.

The solution is run here, in the grader's own process.  What it shows is kept as data, out of a student's reach.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course import workbook
from course.authoring.derive import BLOCK, ONLY_SOLVED, blank
from course.errors import CourseError
from course.exercise import shown
from course.exercise.answers import Answer, Choice, Function, Number, Parts, Table
from course.exercise.question import Question
from course.grading import hidden
from course.i18n import _

_NAME = re.compile(r"(\d\d)-[a-z0-9-]+")


@dataclass(frozen=True)
class Asked:
    """One question as the grader sees it.

    Parameters
    ----------
    name, answer, points
        ``"q3"``, the name its answer has in the notebook, and the points it gives.
    blank
        The student's untouched cell.
    shape, within
        What the answer looks like, and the tolerances of its numbers by place in its data.
    inputs
        Hidden trials of a function question, as data; empty for a value.
    """

    name: str
    answer: str
    points: float
    blank: str = ""
    shape: shown.Shape = ""
    within: Any = 0.0
    inputs: tuple[tuple[shown.Data, ...], ...] = ()

    @property
    def cell_id(self) -> str:
        """The id of the question's grading cell."""
        return f"{self.name}-grade"


@dataclass(frozen=True)
class Setup:
    """A cell that belongs to the homework itself, such as its imports."""

    id: str
    source: str


@dataclass(frozen=True)
class Reference:
    """A homework with the data of its right answers.

    Parameters
    ----------
    exercise
        ``"02-lifecycle"``.
    asked, setup
        Questions and the homework's own cells, in order.
    expected
        What the grading cell of each question shows for the solution; empty for an outline.
    """

    exercise: str
    asked: tuple[Asked, ...]
    setup: tuple[Setup, ...]
    expected: Mapping[str, shown.Data]

    @property
    def out_of(self) -> dict[str, float]:
        """Points of each question."""
        return {one.name: one.points for one in self.asked}

    def question(self, name: str) -> Question:
        """Return a question whose function is tried on the hidden inputs, and whose slips the checks know."""
        question = questions(self.exercise)[name]
        asked = next(one for one in self.asked if one.name == name)
        if isinstance(question.kind, Function) and asked.inputs:
            inputs = tuple(tuple(map(shown.value_of, trial)) for trial in asked.inputs)
            question = replace(question, kind=replace(question.kind, inputs=inputs))
        return question


def exercises() -> list[str]:
    """Return the names of the homeworks that can be graded, in order.

    Examples
    --------
    >>> "02-lifecycle" in exercises()
    True
    """
    names = {path.stem for path in workbook.solutions().iterdir() if path.suffix in (".py", ".ipynb")}
    return sorted(name for name in names if _NAME.fullmatch(name) and outline(name).asked)


def questions(exercise: str) -> Mapping[str, Question]:
    """Return the questions of a homework as the checks know them."""
    module = importlib.import_module(f"course.exercise.chapter{exercise[:2]}")
    return dict(module.homework.questions)


@functools.cache
def outline(exercise: str) -> Reference:
    """Return a homework's questions and setup without running its solution.

    Raises
    ------
    CourseError
        When there is no such homework.
    """
    asked: list[Asked] = []
    setup: list[Setup] = []
    for cell in _solution(exercise).cells:
        if cell.cell_type != "code" or "check" in cell.metadata:
            continue
        if "question" in cell.metadata:
            asked.append(_asked(cell))
        elif ONLY_SOLVED not in cell.metadata.get("tags", []) and not only_calls_course(cell.source):
            setup.append(Setup(f"setup-{len(setup) + 1}", cell.source))
    return Reference(exercise, tuple(asked), tuple(setup), {})


@functools.cache
def reference(exercise: str, *, seed: int = 0) -> Reference:
    """Return a homework with what its solution shows; the solution is run once in a process.

    Parameters
    ----------
    exercise
        ``"02-lifecycle"``.
    seed
        Another seed gives other hidden inputs.

    Raises
    ------
    CourseError
        When there is no such homework, or its solution fails.
    """
    plan = outline(exercise)
    known = questions(exercise)
    asked = tuple(_with_kind(exercise, one, known[one.name].kind, seed) for one in plan.asked)
    expected = _run(exercise, asked)
    return replace(plan, asked=asked, expected=expected)


def only_calls_course(source: str) -> bool:
    """Say whether a cell does nothing but ask the course: ``check.q1(x)``, ``hint.q1()``, ``progress()``.

    Examples
    --------
    >>> only_calls_course("check.q1(value)")
    True
    >>> only_calls_course("value = 3; check.q1(value)")
    False
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(body) and all(isinstance(line, ast.Expr) and _asks_course(line.value) for line in body)


def _asks_course(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or not all(isinstance(part, ast.Name) for part in node.args):
        return False
    called = node.func
    if isinstance(called, ast.Attribute):
        called = called.value
    return isinstance(called, ast.Name) and called.id in ("check", "hint", "solution", "progress")


def _solution(exercise: str) -> NotebookNode:
    """Read a solved homework: its text in a checkout, the built notebook in an installed wheel."""
    text, built = (workbook.solutions() / f"{exercise}{ending}" for ending in (".py", ".ipynb"))
    if text.exists():
        from course.authoring.source import read

        return read(text)
    if built.exists():
        return _read_built(built)
    raise CourseError(_("there is no homework {name!r}").format(name=exercise), fix=_("Look into the exercises folder"))


def _read_built(path: Path) -> NotebookNode:
    import nbformat

    return nbformat.read(path, as_version=4)


def _asked(cell: NotebookNode) -> Asked:
    name = cell.metadata["question"]
    return Asked(name, _answer_name(cell.source), float(cell.metadata["points"]), blank(cell.source, name))


def _answer_name(source: str) -> str:
    r"""Return the name a student's answer has: of the function, or the last that the marked lines give a value to.

    Examples
    --------
    >>> _answer_name("# BEGIN SOLUTION\nmargin = 1\nvalue = margin\n# END SOLUTION\n")
    'value'
    """
    functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    if functions:
        return functions[-1]
    match = BLOCK.search(source)
    marked = textwrap.dedent(match.group(1)) if match else source
    named = [node for node in ast.parse(marked).body if isinstance(node, ast.Assign)]
    return ast.unparse(named[-1].targets[0])


def _with_kind(exercise: str, asked: Asked, kind: Answer, seed: int) -> Asked:
    """Add what the kind of answer tells: its shape, its tolerance and, for a function, the hidden trials."""
    if not isinstance(kind, Function):
        return replace(asked, shape=shape_of(kind), within=within_of(kind))
    drawn = hidden.trials(exercise, asked.name, kind.inputs, seed)
    inputs = tuple(tuple(map(shown.data_of, trial)) for trial in drawn)
    within = {"results": [within_of(kind.result)] * len(inputs)}
    return replace(asked, shape=shape_of(kind.result), within=within, inputs=inputs)


def shape_of(kind: Answer) -> shown.Shape:
    """Return what an answer of some kind looks like: a form, never a value.

    Examples
    --------
    >>> shape_of(Parts({"gain": Number("yuan"), "win": Choice(("a", "b"))}))
    {'parts': {'gain': 'number', 'win': 'word'}}
    """
    if isinstance(kind, Parts):
        return {"parts": {name: shape_of(part) for name, part in kind.kinds.items()}}
    if isinstance(kind, Table):
        return {"rows": list(kind.rows), "columns": list(kind.columns)}
    return "word" if isinstance(kind, Choice) else "number"


def within_of(kind: Answer) -> Any:
    """Return the tolerances of a kind of answer, by their place in its data.

    Examples
    --------
    >>> within_of(Parts({"gain": Number("yuan", within=0.5), "win": Choice(("a", "b"))}))
    {'parts': [[0.0, {'value': 0.5}], [0.0, 0.0]]}
    """
    if isinstance(kind, Parts):
        return {"parts": [[0.0, within_of(part)] for part in kind.kinds.values()]}
    if isinstance(kind, Table):
        return {"values": kind.within, "rows": kind.within}
    return {"value": kind.within} if isinstance(kind, Number) else 0.0


def _run(exercise: str, asked: tuple[Asked, ...]) -> dict[str, shown.Data]:
    """Run the solution's cells in order and look at each answer where it is given."""
    names: dict[str, Any] = {"__name__": "__main__"}
    by_name = {one.name: one for one in asked}
    expected = {}
    for cell in _solution(exercise).cells:
        if cell.cell_type != "code" or only_calls_course(cell.source):
            continue
        try:
            exec(compile(cell.source, f"<{exercise}>", "exec"), names)
        except Exception as error:
            what = _("the solution of {name} fails: {kind}: {reason}")
            raise CourseError(what.format(name=exercise, kind=type(error).__name__, reason=error)) from error
        if one := by_name.get(cell.metadata.get("question", "")):
            expected[one.name] = shown.look(names, one.answer, one.shape, one.inputs)
    return expected

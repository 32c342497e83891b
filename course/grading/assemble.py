"""Put a student's cells into a clean copy of the reference notebook.

The homework's own cells come from the reference.  The grading cell of a question stands right after the last of the
student's cells that gives its answer a value, so that moved, doubled and renamed cells do no harm.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.authoring.source import KERNEL, LANGUAGE
from course.exercise import shown
from course.grading.model import Submission
from course.grading.reference import Asked, Reference, Setup, only_calls_course
from course.i18n import _

Cell = dict[str, Any]

#: Words in comments that tell nbval not to compare a cell, or to skip it.
_MARKERS = re.compile(r"NBVAL_|PYTEST_VALIDATE_")
_CHECK = re.compile(r"^[ \t]*check\.(q\d+)\([ \t]*([^\W\d]\w*)[ \t]*\)", re.MULTILINE)
_DEFINED = re.compile(r"^(?:def[ \t]+(\w+)[ \t]*\(|(\w+)[ \t]*=(?!=))", re.MULTILINE)


@dataclass(frozen=True)
class Assembled:
    """A notebook ready to be run and compared.

    Parameters
    ----------
    notebook
        In format 4.  Grading cells have the metadata ``{"grade": "q3", ...}`` and the reference's output; a student's
        cells have ``{"student": true, "answers": ["q3"]}``.
    names
        The name under which each question is answered, ``""`` when it is not.
    notes
        One sentence for each thing a grader should know.
    """

    notebook: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def cells(self) -> list[Cell]:
        """The cells, in order."""
        return list(self.notebook["cells"])


@dataclass(frozen=True)
class _Own:
    """One of the student's cells, the names it gives a value to, and those it leaves open or only imports."""

    id: str
    source: str
    names: frozenset[str]
    dots: frozenset[str]
    imports: frozenset[str]
    question: str


def assemble(reference: Reference, submission: Submission) -> Assembled:
    """Return the notebook to run for a submission.

    Parameters
    ----------
    reference
        Of the submission's exercise.
    submission
        As `course.grading.collect.find` returns it; without data every question is unanswered.
    """
    notes: list[str] = []
    cells = _cells(submission)
    checked = _checked([cell["source"] for cell in cells])
    own = [_own(cell) for cell in cells if not only_calls_course(cell["source"])]
    places: dict[int, list[Cell]] = {}
    names = {}
    for number, asked in enumerate(reference.asked, start=1):
        place, name = _find(asked, own, notes, checked.get(asked.name, asked.answer))
        names[asked.name] = name
        places.setdefault(place, []).append(_grading_cell(reference, asked, name, number))
    by_place = _with_setup(reference, own, places)
    answers = {name or f"{question}-answer": question for question, name in names.items()}
    found = [cell for place, item in enumerate(by_place) for cell in _numbered(item, place, answers)]
    return Assembled(_notebook(reference.exercise, found), names, tuple(notes))


def write(reference: Reference, assembled: Assembled, folder: Path) -> Path:
    """Write the notebook into ``folder`` for ``pytest --nbval-lax -p course.grading.engine.plugin``.

    Returns
    -------
    Path
        The file written, named after the exercise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{reference.exercise}.ipynb"
    text = json.dumps(assembled.notebook, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def assigned(source: str) -> tuple[set[str], set[str]]:
    r"""Return the names a cell gives a value to, and those of them that it leaves open with dots.

    Examples
    --------
    >>> sorted(assigned("value = 3\nfor year in range(3):\n    total = year")[0])
    ['total', 'value', 'year']
    >>> assigned("value = ...")
    ({'value'}, {'value'})
    >>> assigned("def ltv(customers):\n    inner = 1\n    return inner")
    ({'ltv'}, set())
    """
    tree = _parsed(source)
    if tree is None:
        # It will not run, but it shows where the student meant to answer.
        found = {name for match in _DEFINED.findall(source) for name in match if name}
        return found, set()
    names: dict[str, bool] = {}
    for name, dots in _bindings(tree.body):
        names[name] = dots
    return set(names), {name for name, dots in names.items() if dots}


def _parsed(source: str) -> ast.Module | None:
    """Parse a cell as Python, lines for IPython left out; None when it is not Python."""
    lines = [line if not line.lstrip().startswith(("%", "!", "?")) else "pass" for line in source.splitlines()]
    if lines and lines[0] == "pass" and source.startswith("%%"):
        lines = lines[1:]
    for text in (source, "\n".join(lines)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _bindings(body: list[ast.stmt]) -> Iterator[tuple[str, bool]]:
    """Yield each name bound outside functions and classes, in order, and whether to mere dots."""
    # A list of what is still to be looked at, not recursion: an expression may be nested very deep.
    todo: list[ast.AST] = list(reversed(body))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, isinstance(node, ast.FunctionDef) and _is_dots(node.body)
            continue
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Assign):
            dots = isinstance(node.value, ast.Constant) and node.value.value is ...
            yield from ((name.id, dots) for target in node.targets for name in _targets(target))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, False
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0], False
        children = ast.iter_child_nodes(node) if not isinstance(node, ast.Assign) else [node.value]
        todo += reversed(list(children))


def _targets(target: ast.expr) -> Iterator[ast.Name]:
    return (node for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))


def _is_dots(body: list[ast.stmt]) -> bool:
    last = body[-1]
    return len(body) == 1 and isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)


def _cells(submission: Submission) -> list[Cell]:
    if submission.data is None:
        return []
    return list(json.loads(submission.data)["cells"])


def _own(cell: Cell) -> _Own:
    source = _MARKERS.sub("nbval ", cell["source"])
    names, dots = assigned(source)
    question = cell["metadata"].get("question", cell["id"].removesuffix("-answer"))
    return _Own(cell["id"], source, frozenset(names), frozenset(dots), _imported(source), question)


def _imported(source: str) -> frozenset[str]:
    tree = _parsed(source)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.alias)] if tree else []
    return frozenset((alias.asname or alias.name).split(".")[0] for alias in found)


def _checked(sources: list[str]) -> dict[str, str]:
    """Return the name that the student's copy of each check looks at: ``other`` in ``check.q1(other)``."""
    return {question: name for source in sources for question, name in _CHECK.findall(source)}


def _find(asked: Asked, own: list[_Own], notes: list[str], checked: str) -> tuple[int, str]:
    """Return after which cell a question is answered, and its name; unanswered, after its stub or at the end."""
    for name in dict.fromkeys((asked.answer, checked)):
        places = [place for place, cell in enumerate(own) if name in cell.names]
        answered = [place for place in places if name not in own[place].dots]
        if answered:
            _say(asked, name, answered, notes)
            return answered[-1], name
    if renamed := _in_its_cell(asked, own):
        place, name = renamed
        _say(asked, name, [place], notes)
        return place, name
    stubs = [place for place, cell in enumerate(own) if asked.answer in cell.names]
    return (stubs[-1] if stubs else len(own)), ""


def _say(asked: Asked, name: str, places: list[int], notes: list[str]) -> None:
    number = asked.name.lstrip("q")
    if name != asked.answer:
        words = _("Question {number} was answered under the name {found!r}, not {wanted!r}.")
        notes.append(words.format(number=number, found=name[:40], wanted=asked.answer))
    if len(places) > 1:
        words = _("Question {number} was answered in {count} cells; the last one counts.")
        notes.append(words.format(number=number, count=len(places)))


def _in_its_cell(asked: Asked, own: list[_Own]) -> tuple[int, str] | None:
    """Find an answer under another name: the one name that the question's own cell gives a value to."""
    for place, cell in enumerate(own):
        named = cell.names - cell.dots - cell.imports
        if cell.question == asked.name and asked.answer not in cell.names and len(named) == 1:
            return place, next(iter(named))
    return None


def _with_setup(reference: Reference, own: list[_Own], places: dict[int, list[Cell]]) -> list[Setup | _Own | Cell]:
    """Put the homework's own cells where the student has them; the first, and any that is missing, at the top."""
    by_source = {setup.source.strip(): setup for setup in reference.setup}
    had = [by_source.get(cell.source.strip()) for cell in own]
    top = [setup for place, setup in enumerate(reference.setup) if place == 0 or setup not in had]
    found: list[Setup | _Own | Cell] = list(top)
    for place, cell in enumerate(own):
        setup = had[place]
        if setup is None:
            found.append(cell)
        elif setup not in top:
            found.append(setup)
        found += places.get(place, [])
    return found + places.get(len(own), [])


def _numbered(item: Setup | _Own | Cell, place: int, answers: dict[str, str]) -> list[Cell]:
    if isinstance(item, dict):
        return [item]
    if isinstance(item, Setup):
        return [_code(f"setup-{place}", item.source, {"setup": True})]
    # A question without an answer belongs to the cell in which its answer should stand.
    asked = sorted(answers[name] for name in {*item.names, f"{item.question}-answer"} & answers.keys())
    return [_code(f"student-{place}", item.source, {"student": True, "answers": asked})]


def _code(name: str, source: str, metadata: dict[str, Any]) -> Cell:
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": source, "outputs": [],
            "execution_count": None}  # fmt: skip


def _grading_cell(reference: Reference, asked: Asked, name: str, number: int) -> Cell:
    """Return the cell that shows an answer, with what it shows for the solution."""
    arguments = [repr(name or asked.answer), repr(asked.shape)]
    if asked.inputs:
        arguments.append(f"inputs={[list(trial) for trial in asked.inputs]!r}")
    # A name with an underscore: none of the student's own is covered up.
    source = f"from course.exercise import shown as _shown\n\n_shown.show({', '.join(arguments)})"
    about = {"grade": asked.name, "points": asked.points, "within": asked.within, "tags": ["nbval-check-output"]}
    cell = _code(asked.cell_id, source, about)
    data = reference.expected[asked.name]
    text = {"text/plain": shown.text_of(data), shown.MIME: data}
    cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": text}]
    cell["execution_count"] = number
    return cell


def _notebook(exercise: str, cells: list[Cell]) -> dict[str, Any]:
    about = {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE), "course": {"exercise": exercise}}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}

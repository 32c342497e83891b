"""Submissions made by functions: right, wrong, damaged and hostile ones.  Nothing big lies in git."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

from course import workbook
from course.exercise import shown
from course.grading import reference as references
from course.grading.assemble import Assembled
from course.grading.collect import exercise_of
from course.grading.model import CellResult, Submission
from course.grading.reference import Reference
from course.grading.repair import repair

EXERCISE = "02-lifecycle"
#: Right answers of chapter 2, as a student would write them.
RIGHT = {
    "q1": "profit_of_the_year = 9 * (105 - 68) + 35 - 80",
    "q2": "present_value = 288 / 1.08**3",
    "q3": (
        "def lifecycle_value(profits, discount_rate):\n"
        "    return sum(p / (1 + discount_rate) ** (k + 1) for k, p in enumerate(profits))"
    ),
    "q4": 'slopes = given.yearly["profit"].diff().groupby(given.yearly["stage"], sort=False).mean()',
    "q5": 'judgement = {"growth": (14 - 16) / 2 / 16, "stage": "Decline "}',
    "q6": (
        "profit = lifecycle.profit(lifecycle.factors(given.usual))\n"
        "share = lifecycle.value(profit.loc[:9], 0.08) / lifecycle.value(profit, 0.08)"
    ),
    "q7": 'matters = {"factor": "price", "loss": 1798.1}',
    "q8": 'programme = {"decision": "run", "gain": 307.07}',
}
NAMES = {
    "q1": "profit_of_the_year",
    "q2": "present_value",
    "q3": "lifecycle_value",
    "q4": "slopes",
    "q5": "judgement",
    "q6": "share",
    "q7": "matters",
    "q8": "programme",
}
#: Typical wrong answers: the question's source, the slip's name, and the points it still earns.
SLIPS = {
    "q1": ("profit_of_the_year = 9 * 105 - 68 + 35 - 80", "goods counted once", 0.0),
    "q2": ("present_value = 288 / 1.08**2", "start of the year", 0.0),
    "q3": (
        "def lifecycle_value(profits, discount_rate):\n"
        "    return sum(p / (1 + discount_rate) ** k for k, p in enumerate(profits))",
        "first year not discounted",
        0.0,
    ),
    "q4": ('slopes = given.yearly["profit"].groupby(given.yearly["stage"]).mean()', "level, not change", 0.0),
    "q5": ('judgement = {"growth": 0.0625, "stage": "decline"}', "sign lost", 0.0),
    "q6": ("share = 9 / 15", "share of the years", 0.0),
    "q7": ('matters = {"factor": "price", "loss": 3596.2}', "", 0.0),
    "q8": ('programme = {"decision": "leave", "gain": 1107.07}', "cost of the programme forgotten", 0.0),
}


def exercise(name: str = EXERCISE) -> dict[str, Any]:
    """Return the notebook that a student gets."""
    path = workbook.source() / "exercises" / f"{name}.ipynb"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def answered(answers: dict[str, str] = RIGHT, name: str = EXERCISE) -> dict[str, Any]:
    """Return a student's notebook with some answers written into it."""
    notebook = exercise(name)
    for cell in notebook["cells"]:
        if question := cell["metadata"].get("question"):
            cell["source"] = answers.get(question, cell["source"])
    return notebook


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def raw(notebook: Any) -> bytes:
    """Return a notebook as a file's bytes."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8")


def old_format(notebook: dict[str, Any]) -> bytes:
    """Return a notebook in format 3: cells in worksheets, code in ``input``."""
    cells = []
    for cell in copy.deepcopy(notebook["cells"]):
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "collapsed": False}
            cell["prompt_number"] = cell.pop("execution_count")
        cells.append(cell)
    sheets = [{"cells": cells, "metadata": {}}]
    return raw({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})


def zipped(files: dict[str, bytes], **dates: tuple[int, ...]) -> bytes:
    """Return a zip of some files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, dates.get(name, (2026, 11, 20, 12, 0, 0))), data, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    """Write some files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def submitted(notebook: Any, student: str = "ann") -> Submission:
    """Return a notebook as the collector would."""
    found = repair(notebook if isinstance(notebook, bytes) else raw(notebook))
    name = exercise_of(found.notebook, "") if found.notebook else ""
    return Submission(student, name or EXERCISE, Path("ann.ipynb"), found.dumped(), found.problems)


def run(reference: Reference, assembled: Assembled) -> list[CellResult]:
    """Run an assembled notebook of our own fixtures in this process: what the engine does, without its safety.

    The grading cells are looked at as in a kernel; their comparison is the plugin's.
    """
    from course.grading.engine.compare import agree

    names: dict[str, Any] = {"__name__": "__main__"}
    asked = {one.cell_id: one for one in reference.asked}
    results = []
    for cell in assembled.cells:
        if one := asked.get(cell["id"]):
            name = assembled.names[one.name] or one.answer
            data = json.loads(json.dumps(shown.look(names, name, one.shape, one.inputs)))
            same = agree(reference.expected[one.name], data, one.within)
            results.append(CellResult(cell["id"], one.name, "passed" if same else "failed", data))
            continue
        try:
            exec(compile(cell["source"], cell["id"], "exec"), names)
            results.append(CellResult(cell["id"], None, "passed"))
        except Exception as error:
            words = f"{type(error).__name__}: {error}"
            results.append(CellResult(cell["id"], None, "error", message=words))
    return results


def reference(name: str = EXERCISE) -> Reference:
    """Return the reference of an exercise."""
    return references.reference(name)


def classroom(number: int, seed: int = 0) -> dict[str, tuple[bytes, dict[str, float]]]:
    """Return a class of made-up students: file and known marks by student.

    Each answer is right, a typical slip, left open, or a cell that stops; some notebooks have cells moved or doubled.
    """
    chance = random.Random(seed)
    points = {one.name: one.points for one in references.outline(EXERCISE).asked}
    found = {}
    for student in range(number):
        answers, marks = {}, {}
        for question, right in RIGHT.items():
            source, _slip, mark = SLIPS[question]
            ways = [(right, points[question]), (source, mark), (None, 0.0), (f"1 / 0\n{right}", 0.0)]
            source, marks[question] = chance.choices(ways, (6, 2, 1, 1))[0]
            answers |= {question: source} if source is not None else {}
        notebook = answered(answers)
        accident(notebook, chance.choice(["none", "none", "moved", "doubled", "no checks", "no ids"]), chance)
        found[f"student {student:03}"] = (raw(notebook), marks)
    return found


def accident(notebook: dict[str, Any], kind: str, chance: random.Random) -> None:
    """Change a notebook in a way that costs no mark."""
    cells = notebook["cells"]
    own = [cell for cell in cells if "question" in cell["metadata"]]
    if kind == "moved":
        cell = chance.choice(own)
        cells.remove(cell)
        cells.append(cell)
    elif kind == "doubled":
        cells.append(copy.deepcopy(chance.choice(own)))
    elif kind == "no checks":
        notebook["cells"] = [cell for cell in cells if "check" not in cell["metadata"]]
    elif kind == "no ids":
        for cell in cells:
            del cell["id"]
            cell["metadata"] = {}

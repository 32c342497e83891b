"""Read a chapter or a solved homework from its py:percent text, as the notebook it will become.

The text is the source; the notebook beside it is derived.  Everything here is decided by the text alone, so that two
readings give the same notebook.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from course.errors import CourseError
from course.i18n import _

#: What the built notebooks say of their language: the same on every machine that builds them.
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def read(path: Path) -> NotebookNode:
    """Return the notebook that a py:percent file describes: no outputs, stable ids, slide and homework metadata.

    Raises
    ------
    CourseError
        When a question cell lacks its points or minutes, or has no check.
    """
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.metadata = NotebookNode(kernelspec=dict(KERNEL), language_info=dict(LANGUAGE))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for index, cell in enumerate(notebook.cells):
        cell.id = _cell_id(path.stem, index, cell)
        _add_slide(cell)
    _add_grading_schema(path, notebook)
    return notebook


def _cell_id(name: str, index: int, cell: NotebookNode) -> str:
    """Name a homework cell by its question, any other by a hash of its place, so that a rebuild changes nothing."""
    for key, ending in (("question", "answer"), ("check", "check")):
        if key in cell.metadata:
            return f"{cell.metadata[key]}-{ending}"
    return hashlib.sha256(f"{name}:{index}".encode()).hexdigest()[:8]


def _add_slide(cell: NotebookNode) -> None:
    """Start a slide at each heading, unless the text says otherwise."""
    if "slideshow" in cell.metadata:
        return
    kind = "-"
    if "notes" in cell.metadata.get("tags", []):
        kind = "notes"
    elif cell.cell_type == "markdown" and cell.source.startswith(("# ", "## ")):
        kind = "slide"
    elif cell.cell_type == "markdown" and cell.source.startswith("### "):
        kind = "subslide"
    cell.metadata["slideshow"] = {"slide_type": kind}


def _add_grading_schema(path: Path, notebook: NotebookNode) -> None:
    """Mark answers and checks in nbgrader's schema, so that the sets also load in nbgrader."""
    asked = {cell.metadata["question"]: cell for cell in notebook.cells if "question" in cell.metadata}
    checked = {cell.metadata["check"]: cell for cell in notebook.cells if "check" in cell.metadata}
    for name, cell in asked.items():
        _require(path, name, cell, checked)
        cell.metadata["nbgrader"] = _schema(f"{name}-answer", solution=True)
    for name, cell in checked.items():
        points = asked[name].metadata["points"] if name in asked else 0
        cell.metadata["nbgrader"] = _schema(name, grade=True, locked=True) | {"points": points}
        cell.metadata["editable"] = cell.metadata["deletable"] = False


def _require(path: Path, name: str, cell: NotebookNode, checked: dict[str, NotebookNode]) -> None:
    missing = [key for key in ("points", "minutes") if key not in cell.metadata]
    if missing:
        what = _("question {name} has no {key}").format(name=name, key=missing[0])
        raise CourseError(what, where=path.name, fix=_("Add it to the line that begins the cell"))
    if name not in checked:
        what = _("question {name} has no check cell").format(name=name)
        raise CourseError(what, where=path.name, fix=_('Add a cell that begins "# %% check=..."'))


def _schema(grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False) -> dict[str, object]:
    return {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }

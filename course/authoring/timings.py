"""Minutes: they stand in each section's and exercise's metadata, once, and are added up here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring.source import read


@dataclass(frozen=True)
class Part:
    """A section of a chapter or a question of a homework, and its minutes."""

    title: str
    minutes: int


def parts(path: Path) -> list[Part]:
    """Return the timed parts of a chapter or homework, in order."""
    return parts_of(read(path))


def parts_of(notebook: NotebookNode) -> list[Part]:
    """Return the timed parts of a notebook already read: each cell that carries minutes."""
    timed = []
    title = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            title = cell.source.splitlines()[0].lstrip("# ")
        if "minutes" in cell.metadata:
            timed.append(Part(title, int(cell.metadata["minutes"])))
    return timed


def parts_of_built(path: Path) -> list[Part]:
    """Return the timed parts of a built notebook; the wheel holds no texts.  None when there is no such file."""
    return parts_of(nbformat.read(path, as_version=4)) if path.exists() else []


def total(path: Path) -> int:
    """Return the minutes of a whole chapter or homework, from its text or the notebook built of it; 0 without both."""
    found = parts(path) if path.exists() else parts_of_built(path.with_suffix(".ipynb"))
    return sum(part.minutes for part in found)

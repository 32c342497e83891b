"""A pytest plugin that refuses built notebooks nbval would pass without comparing anything.

nbval compares outputs that are there.  A notebook that was never run, was run out of order, is older than its text, or
shows a picture without a text twin, would pass; here it is an error, with one sentence that says what to do.

Use: ``pytest -p course.authoring.collector --nbval notebooks solutions``.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring import build
from course.i18n import _

PICTURES = ("image/png", "image/jpeg", "image/svg+xml")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stop the run when a notebook it would compare cannot be trusted."""
    paths = sorted({Path(item.path) for item in items if Path(item.path).suffix == ".ipynb"})
    problems = [problem for path in paths for problem in faults(path)]
    if paths:
        problems += build.check([path.stem for path in paths])
    if problems:
        raise pytest.UsageError("\n".join(problems))


def faults(path: Path) -> list[str]:
    """Return one sentence for each thing that makes a built notebook not worth comparing."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    counts = [cell.execution_count for cell in cells]
    name = f"{path.parent.name}/{path.name}"
    if None in counts:
        return [_("{name} has cells that were not run. Run 'course build {stem}'.").format(name=name, stem=path.stem)]
    if counts != list(range(1, len(counts) + 1)):
        return [_("{name} was run out of order. Run 'course build {stem}'.").format(name=name, stem=path.stem)]
    return [sentence for number, cell in enumerate(cells, 1) for sentence in _bare_pictures(name, number, cell)]


def _bare_pictures(name: str, number: int, cell: NotebookNode) -> list[str]:
    for output in cell.outputs:
        if any(kind in output.get("data", {}) for kind in PICTURES):
            words = _("{name}: code cell {number} shows a picture without a text twin. Show figures with show(...).")
            return [words.format(name=name, number=number)]
    return []

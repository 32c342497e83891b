"""Small assembled notebooks, and a worker in this machine's sandbox."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course.errors import CourseError
from course.grading.engine.sandbox import Sandbox, choose, works
from course.grading.engine.worker import Worker
from course.grading.model import ANSWER_MIME, CellResult, Limits

SHOW = """from IPython.display import display
display({{{mime!r}: {{"value": float({name})}}, "text/plain": str({name})}}, raw=True)"""


def ordinary(source: str, cell_id: str) -> NotebookNode:
    return new_code_cell(source, id=cell_id)


def grading(question: str, name: str, value: float, within: float = 0.005) -> NotebookNode:
    """A grading cell that shows the value of a name, with the reference's value as its stored output."""
    data = {ANSWER_MIME: {"value": value}, "text/plain": str(value)}
    about = {"grade": question, "points": 2, "within": within}
    source = SHOW.format(mime=ANSWER_MIME, name=name)
    output = new_output("display_data", data=data)
    return new_code_cell(source, id=f"{question}-grade", metadata=about, execution_count=1, outputs=[output])


def write(path: Path, *cells: NotebookNode) -> Path:
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def around(path: Path, hostile: str) -> Path:
    """A right answer, a hostile cell, and a right answer after it."""
    return write(
        path,
        ordinary("first = 1.0", "first"),
        grading("q1", "first", 1.0),
        ordinary(hostile, "hostile"),
        ordinary("second = 2.0", "second"),
        grading("q2", "second", 2.0),
    )


@pytest.fixture(scope="session", params=[Sandbox.BUBBLEWRAP, Sandbox.NAMESPACES], ids=["bubblewrap", "namespaces"])
def worker(request: pytest.FixtureRequest) -> Iterator[Worker]:
    if not works(request.param):
        if os.environ.get("CI"):
            pytest.fail(f"no sandbox of this kind works here: {request.param}")
        pytest.skip(f"no sandbox of this kind works here: {request.param}")
    with Worker(limits=Limits(cell_seconds=2, notebook_seconds=30), sandbox=request.param) as worker:
        yield worker


@pytest.fixture
def attack(worker: Worker, tmp_path: Path) -> Callable[[str], dict[str, CellResult]]:
    """Run a hostile cell between two right answers; both must keep their marks."""

    def run(hostile: str) -> dict[str, CellResult]:
        results = {result.cell_id: result for result in worker.run(around(tmp_path / "a.ipynb", hostile))}
        assert results["q1-grade"].outcome == "passed"
        assert results["q2-grade"].outcome == "passed"
        return results

    return run


@pytest.fixture(scope="session")
def boxed() -> None:
    """Skip where no sandbox works; in CI that is a failure."""
    try:
        choose()
    except CourseError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))

"""A homework run from top to bottom untouched gives no error and says "not answered yet" at each question."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course import workbook

EXERCISES = sorted((workbook.source() / "exercises").glob("*.ipynb"))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_an_untouched_homework_runs_and_says_so(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    client = NotebookClient(notebook, timeout=60, extra_arguments=["--log-level=ERROR"])
    client.execute(env={})
    for cell in notebook.cells:
        if "check" in cell.metadata:
            assert "not answered yet" in json.dumps(cell.outputs), cell.source

"""What pytest is told to look at when it grades one notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from course.grading.engine.worker import arguments
from course.grading.model import Limits
from tests.grading.conftest import ordinary, write

#: Writes down every path that pytest considers.
WATCH = """
import json, sys, pytest

class Watch:
    seen = []
    def pytest_ignore_collect(self, collection_path):
        self.seen.append(str(collection_path))

    def pytest_collect_file(self, file_path):
        self.seen.append(str(file_path))

sys.modules["rfc3987_syntax"] = None
code = pytest.main(["--collect-only", *json.loads(sys.argv[1])], plugins=[Watch()])
print(json.dumps([int(code), Watch.seen]))
"""


def test_pytest_looks_at_nothing_outside_the_folder_of_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "neighbour.ipynb").touch()
    folder = tmp_path / "clean"
    folder.mkdir()
    notebook = write(folder / "assembled.ipynb", ordinary("1", "a"))
    given = json.dumps(arguments(notebook, folder / "results.json", Limits()))
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-c", WATCH, given]
    told = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout
    code, seen = json.loads(told.splitlines()[-1])
    assert code == 0
    assert str(notebook) in seen
    assert all(Path(path).is_relative_to(folder) for path in seen)

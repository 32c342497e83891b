"""nbval as the engine: outcomes of cells, limits, the plain way and the worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from course.errors import CourseError
from course.exercise import shown as student_side
from course.grading.engine import sandbox, shadow
from course.grading.engine.compare import agree
from course.grading.engine.sandbox import Sandbox
from course.grading.engine.worker import Worker, run
from course.grading.model import ANSWER_MIME, Limits
from tests.grading.conftest import around, grading, ordinary, write


@pytest.mark.parametrize(
    ("reference", "shown", "within", "same"),
    [
        (66.0833, 66.08, 0.005, True),
        (66.0833, 66.07, 0.005, False),
        (0.3, 0.1 + 0.2, 0.0, True),
        (3, 3.0, 0.0, True),
        (1, True, 0.0, False),
        (True, True, 0.0, True),
        ("club", "club", 0.0, True),
        ("club", "Club", 0.0, False),
        (None, 0, 0.0, False),
        (float("nan"), float("nan"), 0.1, True),
        (1.0, float("nan"), 9.0, False),
        (float("inf"), 1e308, 9.0, False),
        (10**400, 1.0, 9.0, False),
        (1.0, 10**400, 9.0, False),
        ([1.0, 2.0], [1.0, 2.004], 0.005, True),
        ([1.0, 2.0], [1.0], 0.005, False),
        ([1.0], {"0": 1.0}, 0.005, False),
        ([1.0, 2.0], [1.2, 2.0], [0.5], True),
        ([1.0, 2.0], [1.2, 2.1], [0.5], False),
        ({"a": 1.0, "b": 2.0}, {"a": 1.2, "b": 2.0}, {"a": 0.5}, True),
        ({"a": 1.0, "b": 2.0}, {"a": 1.2, "b": 2.1}, {"a": 0.5}, False),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, 0.5, False),
        ({"a": 1.0}, [1.0], 0.5, False),
    ],
)
def test_data_agree_within_their_tolerance(reference: Any, shown: Any, within: Any, same: bool) -> None:
    assert agree(reference, shown, within) is same


def test_both_sides_mean_the_same_mime_type() -> None:
    assert ANSWER_MIME == student_side.MIME


def plainly(notebook: Path, *more: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Grade the plain way, by pytest with the plugin and an ordinary kernel."""
    results = notebook.with_suffix(".json")
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    command += [
        "-p",
        "course.grading.engine.plugin",
        "--noconftest",
        "-c",
        os.devnull,
        "--rootdir",
        str(notebook.parent),
    ]
    command += ["--course-results", str(results), *more, str(notebook)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=90)
    rows = json.loads(results.read_text(encoding="utf-8")) if results.exists() else []
    return done.stdout, {row["cell_id"]: row for row in rows}


def test_the_plain_way_compares_goes_on_and_reports(tmp_path: Path) -> None:
    notebook = write(
        tmp_path / "a.ipynb",
        ordinary("a = 66.08", "a"),
        grading("q1", "a", 66.0833),
        grading("q2", "a", 60.0),
        grading("q3", "missing", 1.0),
        ordinary("import os; os._exit(0)", "ends"),
        grading("q4", "a", 66.0833),
        ordinary("import time; time.sleep(30)", "hangs"),
        grading("q5", "a", 66.0833),
    )
    junit = tmp_path / "junit.xml"
    said, rows = plainly(notebook, "--course-limits", '{"cell_seconds": 1}', f"--junitxml={junit}")
    outcomes = {name: row["outcome"] for name, row in rows.items()}
    assert outcomes == {
        "a": "passed", "q1-grade": "passed", "q2-grade": "failed", "q3-grade": "error", "ends": "died",
        "q4-grade": "passed", "hangs": "timeout", "q5-grade": "passed",
    }  # fmt: skip
    assert rows["q1-grade"]["shown"] == {"value": 66.08}
    assert rows["q3-grade"]["message"] == "NameError: name 'missing' is not defined"
    assert "4 failed, 4 passed" in said
    assert 'name="question" value="q1"' in junit.read_text(encoding="utf-8")


def test_what_is_not_compared_does_not_pass(tmp_path: Path) -> None:
    unrun = grading("q1", "a", 1.0)
    unrun.execution_count, unrun.outputs = None, []
    told = grading("q2", "a", 2.0)
    told.source = "# NBVAL_IGNORE_OUTPUT\n" + told.source
    told.metadata["tags"] = ["nbval-skip", "raises-exception"]
    _said, rows = plainly(write(tmp_path / "a.ipynb", ordinary("a = 1.0", "a"), unrun, told))
    assert (rows["q1-grade"]["outcome"], rows["q2-grade"]["outcome"]) == ("error", "failed")


def test_warnings_on_stderr_are_not_compared(tmp_path: Path) -> None:
    loud = grading("q1", "a", 1.0)
    loud.source += "\nimport sys; print('careful', file=sys.stderr)"
    _said, rows = plainly(write(tmp_path / "a.ipynb", ordinary("a = 1.0", "a"), loud))
    assert rows["q1-grade"]["outcome"] == "passed"


def test_a_replayed_cell_that_ends_the_kernel_is_left_out(tmp_path: Path) -> None:
    # Harmless the first time, deadly when it is run again.
    mark = str(tmp_path / "mark")
    sly = f"import os\nif os.path.exists({mark!r}): os._exit(0)\nopen({mark!r}, 'w').close()"
    notebook = write(
        tmp_path / "a.ipynb",
        ordinary("first = 1.0", "first"),
        ordinary(sly, "sly"),
        ordinary("import os; os._exit(0)", "ends"),
        grading("q1", "first", 1.0),
    )
    _said, rows = plainly(notebook)
    assert rows["q1-grade"]["outcome"] == "passed"


def test_without_a_sandbox_a_run_needs_to_be_called_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "works", lambda kind: False)
    sandbox.choose.cache_clear()
    try:
        with pytest.raises(CourseError, match="no sandbox") as refusal:
            run(tmp_path / "a.ipynb")
        assert "apt install bubblewrap" in refusal.value.fix
        results = run(around(tmp_path / "a.ipynb", "1 / 0"), unsafe=True)
        assert [result.outcome for result in results] == ["passed", "passed", "error", "passed", "passed"]
    finally:
        sandbox.choose.cache_clear()


def test_the_time_of_a_whole_notebook_is_limited(worker: Worker, tmp_path: Path) -> None:
    cells = [ordinary("import time; time.sleep(1)", f"s{number}") for number in range(10)]
    limits = Limits(cell_seconds=5, notebook_seconds=3)
    with Worker(limits=limits, sandbox=worker.sandbox) as short:
        short.run(write(tmp_path / "warm.ipynb", ordinary("1", "a")))
        begun = time.monotonic()
        results = short.run(write(tmp_path / "a.ipynb", *cells, grading("q1", "1", 1.0)))
        assert time.monotonic() - begun < 5
    assert {results[0].outcome, results[1].outcome} == {"passed"}
    assert results[-1].outcome == "skipped"
    assert "3 seconds" in results[-1].message


def test_the_same_notebook_gives_the_same_results(worker: Worker, tmp_path: Path) -> None:
    source = "import random, numpy as np\na = random.random() + np.random.rand() + len(str({'x', 'y', 'z'}))"
    notebook = write(
        tmp_path / "a.ipynb", ordinary(source, "a"), ordinary("b = str(set('abc'))", "b"), grading("q1", "a", 1.0)
    )
    shown = [worker.run(notebook)[-1].shown for _run in range(2)]
    assert shown[0] is not None
    assert shown[0] == shown[1]


def test_pictures_tables_and_the_course_are_there(worker: Worker, tmp_path: Path) -> None:
    source = """
import pandas as pd, matplotlib.pyplot as plt
from course.exercise.chapter04 import check, given, hint, progress, solution
from course.models import cohort
table = cohort.table(**given.inputs)
plt.plot([1, 2]); plt.show()
check.q1(table); hint.q1(); solution.q1(); progress()
"""
    cells = ordinary(source, "a"), grading("q1", "table.final_ltv", 0.0, within=1e9)
    assert [result.outcome for result in worker.run(write(tmp_path / "a.ipynb", *cells))] == ["passed", "passed"]


def test_a_file_that_is_no_notebook_is_an_error_and_the_next_one_runs(worker: Worker, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ipynb"
    broken.write_text('{"cells": [', encoding="utf-8")
    with pytest.raises(CourseError, match="could not be run"):
        worker.run(broken)
    with pytest.raises(CourseError, match="could not be run"):
        worker.run(tmp_path / "missing.ipynb")
    assert worker.run(write(tmp_path / "a.ipynb", ordinary("1", "a")))[0].outcome == "passed"


def test_a_conftest_beside_the_notebook_is_not_run(worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    worker.run(write(tmp_path / "a.ipynb", ordinary("1", "a")))
    assert not (tmp_path / "ran").exists()


def test_a_worker_that_is_killed_is_started_again(worker: Worker, tmp_path: Path) -> None:
    notebook = write(tmp_path / "a.ipynb", ordinary("import time; time.sleep(0.5)", "a"))
    with Worker(limits=worker.limits, sandbox=Sandbox(worker.sandbox)) as own:
        own.run(notebook)
        assert own._process is not None
        assert own._folder is not None
        left = Path(own._folder.name)
        threading.Timer(0.3, os.kill, (own._process.pid, signal.SIGKILL)).start()
        assert own.run(notebook)[0].outcome == "passed"
    assert not left.exists()


def test_every_homework_is_cut_down_to_what_it_gives() -> None:
    files = sorted((shadow.package() / "exercise").glob("chapter*.py"))
    assert files
    for file in files:
        space: dict[str, Any] = {"__name__": "reduced"}
        source = shadow.reduced(file.read_text(encoding="utf-8"))
        sys.modules["reduced"] = type(sys)("reduced")  # dataclasses look their module up
        try:
            exec(compile(source, file.name, "exec"), space)
        finally:
            del sys.modules["reduced"]
        assert "expected=" not in source and "Question(" not in source
        assert space["given"] is not None
        assert space["check"].q1(1) is None

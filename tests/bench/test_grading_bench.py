"""`course grade` beside nbgrader and otter-grader, printed by `make bench`; short runs: see grading_bench.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.bench
def test_speed_beside_other_graders() -> None:
    """Speeds are printed, with pass or MISS; only a wrong mark or a crash fails, for a busy machine is no defect."""
    command = [sys.executable, "tests/bench/grading_bench.py", "--only-marks-fail"]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == 0

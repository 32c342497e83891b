"""How long the house takes: figures for the README, printed by `make bench`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(
    "statement", ["pass", "import course", "import course.cli", "from course import cohort; cohort.table"]
)
def test_seconds_of_an_import(root: Path, statement: str) -> None:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], cwd=root, check=True)
    print(f"\n{statement}: {time.perf_counter() - started:.2f} s")

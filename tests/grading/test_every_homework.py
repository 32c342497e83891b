"""Every homework, solved, earns all its points by the real command in the sandbox."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

from course import workbook


def test_a_solved_homework_earns_all_points(tmp_path: Path, boxed: None) -> None:
    handed_in, out = tmp_path / "handed in", tmp_path / "out"
    for solved in sorted(workbook.solutions().glob("*.ipynb")):
        (handed_in / f"student {solved.stem}").mkdir(parents=True)
        shutil.copy(solved, handed_in / f"student {solved.stem}" / solved.name)
    command = [sys.executable, "-m", "course", "grade", str(handed_in), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=500)
    with (out / "marks.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(list(workbook.solutions().glob("*.ipynb")))
    assert [row for row in rows if row["status"] != "graded" or row["total"] != row["out_of"]] == []

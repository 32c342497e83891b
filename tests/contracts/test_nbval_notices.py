"""Strict nbval notices a changed number in a model, a changed series in a figure, a changed label in a table.

Each mistake is planted in a copy of the package, on which plain nbval then runs a real chapter.  The copy without a
mistake passes, so it is the mistake that is noticed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "04-cohort.ipynb"

#: What is planted: the file, what stands there, and what is put in its place.
MISTAKES = {
    "one number in a model": ("models/cohort.py", "** (np.arange(years) + delay)", "** (np.arange(years) + 1 + delay)"),
    "one series in a figure": ("figures/cohort.py", "axes.plot(years, cohort.ltv, ", "axes.plot(years, -cohort.ltv, "),
    "one label in a table": ("figures/cohort_table.py", '_("discount factor")', '_("discount")'),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the package and one built chapter."""
    shutil.copytree(ROOT / "course", tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "notebooks").mkdir()
    for name in (CHAPTER, "nbval.cfg"):
        shutil.copy(ROOT / "notebooks" / name, tmp_path / "notebooks" / name)
    return tmp_path


def run_nbval(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run plain nbval, strictly, on the copy; its kernel imports the copied package."""
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(folder), "--nbval-current-env"]
    sanitized = ["--nbval", "--nbval-sanitize-with", str(folder / "notebooks" / "nbval.cfg")]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *sanitized, str(folder / "notebooks" / CHAPTER)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def test_the_chapter_as_it_is_passes(copy: Path) -> None:
    done = run_nbval(copy)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_noticed(copy: Path, mistake: str) -> None:
    name, right, wrong = MISTAKES[mistake]
    file = copy / "course" / name
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"plant the mistake elsewhere: {right!r} is not in {name} once"
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    done = run_nbval(copy)
    assert done.returncode == 1, done.stdout[-2000:]
    assert "failed" in done.stdout.splitlines()[-1]

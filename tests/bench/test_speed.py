"""How fast the workbook feels, as ratios to a baseline measured in the same run: printed by `make bench`.

A busy machine is no defect, so nothing here fails for being slow, but for the import of the package, which has a bar.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course.authoring import build, source
from course.serving import slides

pytestmark = pytest.mark.bench

#: What every chapter needs in any case.
BARE = "import pandas, matplotlib.figure"
#: Seconds that `import course` and a model may add to that.
IMPORT_BAR = 0.15


def seconds(action: Callable[[], object], rounds: int = 1) -> float:
    """Return the median time of an action."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def python(code: str, folder: Path) -> Callable[[], object]:
    """Return an action: run code in a fresh Python."""
    return lambda: subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)


def report(title: str, baseline: tuple[str, float], rows: dict[str, float]) -> None:
    """Print a table of seconds and ratios to the baseline."""
    name, base = baseline
    print(f"\n{title}\n{name:44}{base:8.2f} s   1.0 (baseline)")
    for row, found in rows.items():
        print(f"{row:44}{found:8.2f} s {found / base:5.1f}")


def first_imports(chapter: Path) -> str:
    """Return the first code cell of a chapter: its imports."""
    cells = source.read(chapter.with_suffix(".py")).cells
    return next(cell.source for cell in cells if cell.cell_type == "code")


def test_imports(root: Path) -> None:
    bare = seconds(python(BARE, root), 5)
    rows = {"import course": seconds(python("import course", root), 5)}
    rows["the same, pandas, and a model"] = seconds(python(f"{BARE}; from course import cohort; cohort.table", root), 5)
    for chapter in slides.chapters():
        rows[f"imports of {chapter.stem}"] = seconds(python(first_imports(chapter), root), 3)
    report("imports", (BARE, bare), rows)
    assert rows["the same, pandas, and a model"] - bare <= IMPORT_BAR


def test_from_command_to_server(root: Path, tmp_path: Path) -> None:
    def until_it_answers(*command: str) -> float:
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=tmp_path
        ) as server:
            assert server.stdout is not None
            next(line for line in server.stdout if re.search(r"https?://(localhost|127\.0\.0\.1):\d+", line))
            found = time.perf_counter() - started
            server.terminate()
        return found

    empty = until_it_answers("jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0")
    first = until_it_answers("course", "lab", "--no-browser", "--folder", str(tmp_path / "work"))
    later = until_it_answers("course", "lab", "--no-browser", "--folder", str(tmp_path / "work"))
    report("until JupyterLab answers", ("an empty JupyterLab", empty), {"course lab, first": first, "later": later})


def test_running_each_chapter() -> None:
    def run(cells: list[nbformat.NotebookNode], folder: Path) -> Callable[[], object]:
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": dict(source.KERNEL)})
        return lambda: NotebookClient(
            notebook, timeout=180, resources={"metadata": {"path": str(folder)}}, extra_arguments=["--log-level=ERROR"]
        ).execute()

    chapters = slides.chapters()
    bare = seconds(run([nbformat.v4.new_code_cell(BARE)], chapters[0].parent), 3)
    rows = {path.stem: seconds(run(nbformat.read(path, as_version=4).cells, path.parent)) for path in chapters}
    report("run all cells", ("bare nbclient, one cell", bare), rows)


def test_building(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    keep = shutil.ignore_patterns(".git", ".venv", "work", "__pycache__", ".*_cache", "screenshots", "site", "slides")
    shutil.copytree(root, copy, ignore=keep)

    def command(*options: str) -> Callable[[], object]:
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        call = [sys.executable, "-m", "course", "build", *options]
        return lambda: subprocess.run(call, cwd=copy, env=environment, check=True)

    one = seconds(command("-j", "1", "--all"))
    rows = {"all, on all processors": seconds(command("--all")), "nothing changed": seconds(command())}
    text = copy / "notebooks" / build.sources(["04"])[0].name
    text.write_text(text.read_text(encoding="utf-8").replace("# ## The case", "# ## The case itself"), encoding="utf-8")
    rows["one chapter's text changed"] = seconds(command())
    rows["check only"] = seconds(command("--check"))
    report("course build", ("all, one after the other", one), rows)

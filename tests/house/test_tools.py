"""The tools that watch the code, run as tests, so that `pytest` is all there is to run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = {".py", ".md", ".toml", ".cff", ".json", ".ipynb", ".lock", ".yml", ".css", ".js", ".csv", ""}
# Written in two parts, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w+/.)}])/(?:" + "work|root|home|tmp|opt|Users)/" + r"|file:" + "//|[A-Z]:" + r"\\Users")
REGISTRY = re.compile("python" + r"hosted\.org|pypi" + r"\.org/simple|(?:--|^)(?:extra-)?index-" + "url", re.MULTILINE)


def output_of(root: Path, *command: str) -> str:
    """Run a module of this Python; fail with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ruff_finds_nothing(root: Path) -> None:
    output_of(root, "ruff", "check", ".")


def test_the_code_is_formatted(root: Path) -> None:
    output_of(root, "ruff", "format", "--check", ".")


def test_types_are_right(root: Path) -> None:
    output_of(root, "mypy")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_imports_go_one_way(root: Path) -> None:
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("forbidden", ["course.figures", "course.data", "matplotlib"])
def test_a_model_that_imports_upwards_is_found(root: Path, tmp_path: Path, forbidden: str) -> None:
    shutil.copytree(root / "course", tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    model = tmp_path / "course" / "models" / "inputs.py"
    model.write_text(f"{model.read_text(encoding='utf-8')}\nimport {forbidden}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert f"course.models.inputs -> {forbidden}" in done.stdout


def test_importing_the_package_loads_nothing_heavy(root: Path) -> None:
    code = "import sys, course, course.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    heavy = {"numpy", "pandas", "matplotlib", "scipy", "IPython", "jupyterlab", "nbformat", "jupytext", "ipywidgets"}
    assert not heavy & set(done.stdout.split())


def tracked(root: Path) -> list[Path]:
    """Return the text files that git keeps, or skip where there is no git."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    paths = [root / name for name in listed.decode("utf-8").split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def test_no_file_names_a_machine_or_a_registry(root: Path) -> None:
    found = []
    for path in tracked(root):
        text = path.read_text(encoding="utf-8")
        hits = [match.group() for pattern in (MACHINE, REGISTRY) for match in pattern.finditer(text)]
        found += [f"{path.relative_to(root)}: {hit}" for hit in hits]
    assert not found


@pytest.mark.parametrize("line", ["see /" + "work/main", "C:" + "\\Users\\me", "file:" + "///x", '"/' + 'root/.venv"'])
def test_a_machine_path_would_be_found(line: str) -> None:
    assert MACHINE.search(line)


def pins(lock: Path) -> dict[str, str]:
    """Return each pinned line of a lock (name and version, with its marker) and its hashes."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    return {entry.partition(" \\")[0]: entry for entry in entries if "==" in entry}


def test_each_lock_holds_all_that_the_one_before_it_holds(root: Path) -> None:
    lab, teach, test = (pins(root / f"requirements{name}.lock") for name in ("", "-teach", "-test"))
    for smaller, larger in ((lab, teach), (teach, test)):
        # A package that some systems need for the smaller may be needed on every system for the larger: no marker.
        assert {pin.partition(" ;")[0] for pin in smaller} < {pin.partition(" ;")[0] for pin in larger}
        assert all("--hash=sha256:" in entry for entry in larger.values())


def test_the_locks_hold_every_dependency_of_the_project(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in (
        ("requirements.lock", [*project["dependencies"], *extras["build"]]),
        ("requirements-teach.lock", extras["teach"]),
        ("requirements-test.lock", extras["test"]),
    ):
        names = {pin.partition("==")[0] for pin in pins(root / lock)}
        assert {re.split(r"[>=<]", one)[0] for one in wanted} <= names


def test_each_make_target_is_one_call_of_run_py(root: Path) -> None:
    text = (root / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^(\w+):\s*;\s*(.+)$", text, re.MULTILINE))
    plain, of_a_chapter = ("lab", "test", "build", "site", "bench", "clean"), ("present", "slides")
    assert targets == {name: f"$(PYTHON) run.py {name}" for name in plain} | {
        name: f"$(PYTHON) run.py {name} $(CHAPTER)" for name in of_a_chapter
    }


def test_news_and_update_prompts_are_off(root: Path) -> None:
    settings = json.loads((root / "course" / "jupyter" / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    installed = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert json.loads(installed.read_text(encoding="utf-8")) == settings


def test_versions_agree(root: Path) -> None:
    import course

    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {course.__version__}\n" in citation
    assert f"\n## {course.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")

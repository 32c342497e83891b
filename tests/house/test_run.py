"""run.py: when it installs, how it repairs, and what it says when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Calls = list[tuple[str, ...]]


@pytest.fixture
def project(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py in a folder with lock files, where making an environment and installing are pretended."""
    root = tmp_path / "a b ä"
    root.mkdir()
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (root / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", root)
    monkeypatch.setattr(run, "VENV", root / ".venv")
    monkeypatch.setattr(run, "PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(run, "LOCKS", {"lab": root / "requirements.lock", "test": root / "requirements-test.lock"})
    monkeypatch.setattr(run.venv, "create", _pretend_venv)
    monkeypatch.setattr(run.subprocess, "run", lambda *arguments, **options: None)
    return run


def _pretend_venv(folder: Path, *, clear: bool, symlinks: bool) -> None:
    if clear and folder.exists():
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    (folder / "bin" / "python").touch()
    version = ".".join(map(str, sys.version_info[:3]))
    (folder / "pyvenv.cfg").write_text(f"home = x\nversion = {version}\n", encoding="utf-8")


@pytest.fixture
def calls(project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What pip was asked to install."""
    seen: Calls = []
    monkeypatch.setattr(project, "pip", lambda *arguments: seen.append(arguments))
    return seen


def test_the_first_run_installs_and_the_second_installs_nothing(project: ModuleType, calls: Calls) -> None:
    project.ensure("lab")
    assert "--require-hashes" in calls[0]
    assert calls[1][:2] == ("--no-deps", "--no-build-isolation")
    project.ensure("lab")
    assert len(calls) == 2


def test_the_test_lock_serves_the_lab_too_but_not_the_other_way_round(project: ModuleType, calls: Calls) -> None:
    project.ensure("lab")
    assert not project.is_installed("test")
    project.ensure("test")
    assert len(calls) == 4
    assert project.is_installed("lab")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_installs_again(project: ModuleType, calls: Calls, changed: str) -> None:
    project.ensure("lab")
    (project.ROOT / changed).write_text("changed", encoding="utf-8")
    project.ensure("lab")
    assert len(calls) == 4


def test_a_moved_folder_installs_again(project: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    project.ensure("lab")
    before = project.fingerprint("lab")
    monkeypatch.setattr(project, "ROOT", project.ROOT / ".")
    assert project.fingerprint("lab") == before
    moved = project.ROOT.with_name("moved")
    project.ROOT.rename(moved)
    monkeypatch.setattr(project, "ROOT", moved)
    monkeypatch.setattr(project, "LOCKS", {"lab": moved / "requirements.lock"})
    assert project.fingerprint("lab") != before


def test_an_interrupted_install_is_made_anew(
    project: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(project, "pip", _raiser(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            project.ensure("lab")
    half_written = project.VENV / "half-written"
    half_written.touch()
    assert project.is_damaged()
    assert not project.is_installed("lab")
    project.stamp("lab").write_text(project.fingerprint("lab"), encoding="utf-8")
    assert not project.is_installed("lab"), "an older stamp does not vouch for an environment that was cut into since"
    project.ensure("lab")
    assert not half_written.exists()
    assert project.is_installed("lab")


def test_an_update_keeps_the_environment(project: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    project.ensure("lab")
    kept = project.VENV / "kept"
    kept.touch()
    monkeypatch.setattr(
        project.venv, "create", _raiser(AssertionError("a second Python in .venv would mix with the first"))
    )
    (project.ROOT / "requirements.lock").write_text("newer", encoding="utf-8")
    project.ensure("lab")
    assert kept.exists()


def test_another_python_makes_the_environment_anew(project: ModuleType, calls: Calls) -> None:
    project.ensure("lab")
    assert not project.is_damaged()
    (project.VENV / "pyvenv.cfg").write_text("version = 3.1.4\n", encoding="utf-8")
    assert project.is_damaged()


def test_a_failing_pip_leaves_what_stood_before(project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(command: list[str], stdout: object, **_options: object) -> subprocess.CompletedProcess[str]:
        if "pip" in command:
            stdout.write("ERROR: it is Tuesday\n")  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(project.subprocess, "run", failing)
    with pytest.raises(project.SetupError, match=r"install\.log has all its words: ERROR: it is Tuesday"):
        project.ensure("lab")
    assert not project.is_damaged()
    assert not project.is_installed("lab")


def test_an_old_python_is_refused_in_a_sentence(run: ModuleType) -> None:
    with pytest.raises(run.SetupError, match=r"This is Python 3\.10, and the workbook needs 3\.11 or newer"):
        run.check_python((3, 10, 2))
    run.check_python((3, 11, 0))


def test_a_python_without_venv_is_told_what_to_install(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.SetupError, match="sudo apt install python3-venv"):
        run.check_python()


def test_a_python_that_cannot_install_pip(project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project.subprocess, "run", _raiser(subprocess.CalledProcessError(1, ["ensurepip"])))
    with pytest.raises(project.SetupError, match=r"remove \.venv and run the same command again"):
        project.ensure("lab")


def test_a_folder_that_cannot_be_written_to(project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project.venv, "create", _raiser(PermissionError(13, "Permission denied")))
    with pytest.raises(project.SetupError, match=r"Cannot write to .*\(Permission denied\): copy the workbook"):
        project.ensure("lab")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("WARNING: Retrying (Retry(total=4)) after connection broken\nERROR: No matching distribution", "internet"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("Retrying (x\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "MATCH THE HASHES"),
        ("", "pip gave no reason"),
    ],
)
def test_the_words_of_pip_become_one_sentence(run: ModuleType, words: str, sentence: str) -> None:
    told = run.explain(words)
    assert sentence in told
    assert "\n" not in told


def test_an_error_is_one_line_without_a_traceback(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(run.TASKS, "lab", _raiser(run.SetupError("No, because.")))
    assert run.main(["lab"]) == 1
    assert capsys.readouterr().err == "No, because.\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--help"], 0), (["nonsense"], 2)])
def test_usage_names_every_task(
    run: ModuleType, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(arguments) == code
    shown = capsys.readouterr().out
    assert all(f"  {task}" in shown for task in ("lab", "test", "build", "bench", "clean", "lock"))


def test_the_exit_code_is_that_of_the_first_step_that_failed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = iter([0, 5, 1])
    monkeypatch.setattr(run, "ensure", lambda name: None)
    monkeypatch.setattr(run, "test_steps", lambda: [("a", ["x"]), ("b", ["y"]), ("c", ["z"])])
    monkeypatch.setattr(run, "run", lambda *command: next(codes))
    assert run.test() == 5
    shown = capsys.readouterr().out
    assert "=== a: passed" in shown
    assert "=== b: FAILED" in shown
    assert shown.splitlines()[-1].startswith("FAILED in ")


def test_notebooks_are_compared_once_there_are_some(project: ModuleType) -> None:
    assert len(project.test_steps()) == 4
    (project.ROOT / "solutions").mkdir()
    (project.ROOT / "solutions" / "x.ipynb").touch()
    assert project.test_steps()[4][1][-1] == "solutions"


def test_every_test_is_in_one_step(run: ModuleType) -> None:
    """Each path of a step is there, and what one step leaves out another one runs."""
    steps = dict(run.test_steps())
    assert all((run.ROOT / path).exists() for path in (*run.MEASURED, *run.ALONE))
    ignored = {word.removeprefix("--ignore=") for words in steps.values() for word in words if "--ignore=" in word}
    assert ignored == {path for words in steps.values() for path in words if path in (*run.MEASURED, *run.ALONE)}


def test_clean_leaves_the_answers(project: ModuleType, calls: Calls) -> None:
    project.ensure("lab")
    answer = project.ROOT / "work" / "answer.ipynb"
    answer.parent.mkdir()
    answer.touch()
    assert project.clean() == 0
    assert not project.VENV.exists()
    assert answer.exists()


def _raiser(error: BaseException) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    return fail

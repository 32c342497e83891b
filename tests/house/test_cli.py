"""The `course` command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import course
from course import cli, workbook
from course.errors import CourseError


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, prog_name="course")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_names_the_commands(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.exit_code == 0
    assert all(f"  {command} " in result.output for command in ("lab", "build", "timings"))


def test_version() -> None:
    assert call("--version").output == f"course, version {course.__version__}\n"


@pytest.mark.parametrize("arguments", [("nonsense",), ("lab", "--port", "0"), ("lab", "--port", "x")])
def test_a_wrong_command_line_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert "Usage: course" in result.output


def test_a_course_error_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(work: Path) -> dict[str, list[str]]:
        raise CourseError("it is locked", where="work", fix="Unlock it")

    monkeypatch.setattr(workbook, "copy_new", fail)
    result = call("lab")
    assert (result.exit_code, result.output) == (1, "Error: it is locked (work). Unlock it.\n")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The options JupyterLab would have been started with."""
    calls: list[list[str]] = []
    monkeypatch.setenv("COURSE_WORK", "")
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("JUPYTER_PATH", "elsewhere")
    monkeypatch.setattr(cli, "_serve", calls.append)
    monkeypatch.setattr(cli, "_refresh_start_page", lambda work: None)
    monkeypatch.setattr(workbook, "copy_new", lambda work: {"notebooks": [], "exercises": []})
    monkeypatch.setattr(workbook, "trust", lambda notebooks: None)
    monkeypatch.chdir(tmp_path)
    return calls


def test_lab_opens_the_start_page_in_the_work_folder(served: list[list[str]], tmp_path: Path) -> None:
    result = call("lab")
    assert result.exit_code == 0
    assert "Nothing new" in result.output
    (options,) = served
    assert f"--ServerApp.root_dir={tmp_path.resolve() / 'work'}" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in options
    assert "--no-browser" not in options


def test_lab_tells_the_kernels_where_they_are(served: list[list[str]], tmp_path: Path) -> None:
    call("lab", "--folder", "my work")
    assert os.environ["COURSE_WORK"] == str(tmp_path.resolve() / "my work")
    assert os.environ["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert "JUPYTER_PATH" not in os.environ


def test_lab_passes_the_port_and_does_not_take_another(served: list[list[str]]) -> None:
    call("lab", "--no-browser", "--port", "9999")
    assert {"--no-browser", "--ServerApp.port=9999", "--ServerApp.port_retries=0"} <= set(served[0])


@pytest.mark.parametrize(("changed", "words"), [(0, "Nothing changed."), (2, "2 notebooks changed.")])
def test_build_says_what_it_did(monkeypatch: pytest.MonkeyPatch, changed: int, words: str) -> None:
    monkeypatch.setattr("course.authoring.build.build", lambda names, **options: changed)
    assert call("build", "04-cohort").output == f"{words}\n"


def test_build_check_fails_when_something_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.authoring.build.check", lambda names: [f"{name} is stale." for name in names])
    result = call("build", "--check", "04-cohort")
    assert result.exit_code == 1
    assert "04-cohort is stale." in result.output
    assert call("build", "--check").exit_code == 0


def test_timings_adds_up_a_chapter_and_its_homework() -> None:
    rows = {line.split()[0]: line.split()[1:] for line in call("timings").output.splitlines()}
    assert rows["chapter"] == ["teach", "do"]
    assert 0 < int(rows["04-cohort"][0]) <= 45 < int(rows["04-cohort"][1])


def test_timings_plans_a_lesson() -> None:
    lines = call("timings", "04", "--plan", "90").output.splitlines()
    assert lines[0].startswith("04-cohort") and lines[-1].startswith("at home: ")

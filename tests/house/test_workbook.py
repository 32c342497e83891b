"""Copying the notebooks into the student's folder."""

from __future__ import annotations

import stat
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from course import workbook
from course.errors import CourseError

NOTHING_NEW = {"notebooks": [], "exercises": []}


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one chapter and its homework."""
    root = tmp_path / "ori gin é"
    for name in ("notebooks/02-a.ipynb", "notebooks/02-a.py", "exercises/02-a.ipynb", "solutions/02-a.ipynb"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"original {name}", encoding="utf-8")
    (root / "course").mkdir()
    monkeypatch.setattr(workbook, "PACKAGE", root / "course")
    return root


def test_the_first_copy_has_the_notebooks_and_not_the_solutions(origin: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert workbook.copy_new(work) == {"notebooks": ["02-a.ipynb"], "exercises": ["02-a.ipynb"]}
    files = sorted(path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file())
    assert files == ["exercises/02-a.ipynb", "notebooks/02-a.ipynb"]


def test_an_answer_is_never_overwritten_and_new_chapters_arrive(origin: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    workbook.copy_new(work)
    answer = work / "exercises" / "02-a.ipynb"
    answer.write_text("my answer", encoding="utf-8")
    (origin / "exercises" / "02-a.ipynb").write_text("a newer edition", encoding="utf-8")
    (origin / "notebooks" / "03-b.ipynb").write_text("new", encoding="utf-8")
    assert workbook.copy_new(work) == {"notebooks": ["03-b.ipynb"], "exercises": []}
    assert answer.read_text(encoding="utf-8") == "my answer"
    assert workbook.copy_new(work) == NOTHING_NEW


def test_a_copy_of_a_read_only_file_can_be_written_to(origin: Path, tmp_path: Path) -> None:
    source = origin / "exercises" / "02-a.ipynb"
    source.chmod(0o444)
    workbook.copy_new(tmp_path / "work")
    copied = tmp_path / "work" / "exercises" / "02-a.ipynb"
    assert copied.stat().st_mode & stat.S_IWUSR
    assert copied.read_bytes() == source.read_bytes()


def test_half_a_copy_does_not_count_as_the_students(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            workbook.copy_new(work)
    assert workbook.copy_new(work)["notebooks"] == ["02-a.ipynb"]
    assert not list(work.rglob("*.part"))


def test_a_folder_that_cannot_be_made_is_named_with_the_way_out(origin: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(CourseError) as caught:
        workbook.copy_new(in_the_way / "work")
    assert caught.value.where == str(in_the_way / "work")
    assert "--folder" in caught.value.fix


def test_the_wheel_comes_before_the_checkout(origin: Path) -> None:
    assert workbook.source() == origin
    (origin / "course" / "_workbook" / "notebooks").mkdir(parents=True)
    assert workbook.source() == origin / "course" / "_workbook"
    assert workbook.solutions() == origin / "course" / "_workbook" / "solutions"


def test_missing_notebooks_are_an_error_with_a_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "PACKAGE", tmp_path / "course")
    with pytest.raises(CourseError, match=r"notebooks are missing.*Install the workbook again"):
        workbook.source()


def test_a_trusted_notebook_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    path, broken = tmp_path / "a.ipynb", tmp_path / "broken.ipynb"
    broken.write_text("not a notebook", encoding="utf-8")
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("execute_result", {"text/html": "<b>1</b>"})])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    assert not is_signed(path)
    workbook.trust([broken, path])
    assert is_signed(path)


def is_signed(path: Path) -> bool:
    notary = NotebookNotary()
    signed: bool = notary.check_signature(nbformat.read(path, as_version=4))
    notary.store.close()
    return signed

"""Folders and zips of every usual shape, names and archives of the unusual kind, and every file accounted for."""

import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from course.errors import CourseError
from course.grading import collect as module
from course.grading.collect import collect, exercise_of, find
from tests.grading.fixtures import EXERCISE, RIGHT, answered, code, exercise, lay, raw, zipped

WHOLE = raw(answered())
OTHER = raw(answered({}, "04-cohort"))
A, B = ("ann", EXERCISE), ("bob", EXERCISE)


def who(path: Path) -> list[tuple[str, str]]:
    return [(one.student, one.exercise) for one in find(path) if one.data is not None]


def problems(path: Path) -> str:
    found = collect(path)
    return " ".join([*(" ".join(one.problems) for one in found.submissions), *(one.reason for one in found.set_aside)])


SHAPES = {
    "one notebook each": ({"ann.ipynb": WHOLE, "bob.ipynb": WHOLE}, [A, B]),
    "named after the exercise": ({"ann_02-lifecycle.ipynb": WHOLE, "02-lifecycle bob (1).ipynb": WHOLE}, [A, B]),
    "a folder each": ({"ann/02-lifecycle.ipynb": WHOLE, "bob/my work.ipynb": WHOLE}, [A, B]),
    "a folder each, deeper": ({"ann/week 2/x.ipynb": WHOLE, "bob/y.ipynb": WHOLE}, [A, B]),
    "a folder for each exercise": ({"02-lifecycle/ann.ipynb": WHOLE, "02-lifecycle/bob.ipynb": WHOLE}, [A, B]),
    "two exercises": (
        {"ann/02-lifecycle.ipynb": WHOLE, "ann/04-cohort.ipynb": OTHER, "bob/04-cohort.ipynb": OTHER},
        [A, ("ann", "04-cohort"), ("bob", "04-cohort")],
    ),
    "nbgrader": (
        {"submitted/ann/hw2/02-lifecycle.ipynb": WHOLE, "submitted/bob/hw2/02-lifecycle.ipynb": WHOLE},
        [A, B],
    ),
    "nbgrader's course folder": (
        {"submitted/ann/hw2/x.ipynb": WHOLE, "source/hw2/x.ipynb": WHOLE, "release/hw2/x.ipynb": WHOLE},
        [A],
    ),
    "Moodle": (
        {
            "Ann Wu_12345_assignsubmission_file_/02-lifecycle.ipynb": WHOLE,
            "Bob_Lee_6789_assignsubmission_file_/hw.ipynb": WHOLE,
        },
        [("Ann Wu_12345", EXERCISE), ("Bob_Lee_6789", EXERCISE)],
    ),
    "Moodle without folders": (
        {"Ann Wu_12345_assignsubmission_file_02-lifecycle.ipynb": WHOLE},
        [("Ann Wu_12345", EXERCISE)],
    ),
    "Canvas": (
        {"wuann_123_456_02-lifecycle.ipynb": WHOLE, "leebob_LATE_124_457_my-work-1.ipynb": WHOLE},
        [("leebob_124", EXERCISE), ("wuann_123", EXERCISE)],
    ),
    "under another ending": ({"ann.ipynb.txt": WHOLE, "bob.json": WHOLE}, [A, B]),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("how", ["folder", "zip", "zip with a folder"])
def test_every_usual_shape(shape: str, how: str, tmp_path: Path) -> None:
    files, expected = SHAPES[shape]
    if how == "folder":
        path = lay(tmp_path / "in", files)
    else:
        path = tmp_path / "download.zip"
        inside = "submissions/" if how == "zip with a folder" else ""
        path.write_bytes(zipped({inside + name: data for name, data in files.items()}))
    assert who(path) == expected
    found = collect(path)
    assert len(found.submissions) + len(found.set_aside) == len(files)


def test_zips_inside_a_zip(tmp_path: Path) -> None:
    inner = zipped({"02-lifecycle.ipynb": WHOLE, "notes.pdf": b"%PDF"})
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"ann.zip": inner, "Bob_7_assignsubmission_file_/hw.zip": inner}))
    assert who(path) == [("Bob_7", EXERCISE), A]
    deep = WHOLE
    for level in range(6):
        deep = zipped({f"{level}.zip" if level else "x.ipynb": deep})
    path.write_bytes(deep)
    assert "Zips inside zips are opened 3 deep." in problems(path)


def test_one_notebook_and_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {"ann.ipynb": WHOLE})
    assert who(tmp_path / "ann.ipynb") == [A]
    (tmp_path / "empty").mkdir()
    assert find(tmp_path / "empty") == []
    with pytest.raises(CourseError, match="there is nothing there"):
        find(tmp_path / "none")


def test_strange_names_become_safe_and_stay_apart(tmp_path: Path) -> None:
    names = ["Li Wei", "李伟", "ann 🦄", "..ann", "x" * 150, "a\u202eb", "a\u200bb", 'q"uote', "=cmd()", "-rf"]
    lay(tmp_path, {f"{name}.ipynb": WHOLE for name in names})
    found = [one.student for one in find(tmp_path)]
    assert len(set(found)) == len(names)
    assert {"Li Wei", "李伟", "ann 🦄", "ann"} <= set(found)
    for name in found:
        assert not set(name) & set('/\\:*?"<>|\u202e\u200b') and not name.startswith(".") and len(name) <= 90


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.ipynb"))).write_bytes(WHOLE)
    (one,) = find(tmp_path)
    assert one.data is not None
    assert str(one.path).encode("utf-8") and one.student.encode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_never_followed(tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", {"secret.ipynb": WHOLE})
    root = lay(tmp_path / "in", {"ann/02-lifecycle.ipynb": WHOLE})
    (root / "bob.ipynb").symlink_to(outside / "secret.ipynb")
    (root / "carl").symlink_to(outside, target_is_directory=True)
    (root / "dan").symlink_to(root, target_is_directory=True)
    assert who(root) == [A]
    assert problems(root).count("symbolic link") == 3
    found = collect(root)
    assert len(found.submissions) + len(found.set_aside) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ann.ipynb")
    assert "no ordinary file" in problems(tmp_path)


def test_zip_slip_writes_nothing_and_is_said(tmp_path: Path) -> None:
    evil = {"../../evil.ipynb": WHOLE, "/abs.ipynb": WHOLE, "C:\\evil.ipynb": WHOLE, "..\\up.ipynb": WHOLE}
    (tmp_path / "deep" / "in").mkdir(parents=True)
    path = tmp_path / "deep" / "in" / "all.zip"
    path.write_bytes(zipped({**evil, "ann.ipynb": WHOLE}))
    before = sorted(tmp_path.rglob("*"))
    assert who(path) == [A]
    assert problems(path).count("leads out of the zip") == 4
    assert sorted(tmp_path.rglob("*")) == before


def test_endless_names_in_a_zip_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({f"{number}{'_1' * 30_000}.ipynb": WHOLE for number in range(20)}))
    begun = time.perf_counter()
    assert problems(path).count("name is too long") == 20
    assert time.perf_counter() - begun < 2


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("ann.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    assert "symbolic link" in problems(tmp_path)


def test_zip_bombs_are_not_unpacked(tmp_path: Path, monkeypatch) -> None:
    lay(tmp_path, {"a.zip": zipped({"ann.ipynb": b"\x00" * 20_000_000})})
    assert "200 to 1" in problems(tmp_path)
    monkeypatch.setattr(module, "MOST_FILES", 3)
    monkeypatch.setattr(module._Budget, "__init__", lambda self: self.__dict__.update(files=3, bytes=4_000))
    lay(tmp_path, {"a.zip": zipped({f"s{number}.ipynb": b"{}" for number in range(9)})})
    assert "more than 3 files" in problems(tmp_path)
    lay(tmp_path, {"a.zip": zipped({"ann.ipynb": WHOLE})})
    assert "unpacks to more" in problems(tmp_path)


def test_a_zip_that_lies_about_sizes_is_stopped_while_reading(tmp_path: Path, monkeypatch) -> None:
    data = zipped({"ann.ipynb": b"x" * 3_000_000})
    small = (10).to_bytes(4, "little")
    lay(tmp_path, {"a.zip": data.replace((3_000_000).to_bytes(4, "little"), small)})
    (one,) = find(tmp_path)
    assert one.data is None and one.problems


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"", zipped({"a.ipynb": WHOLE})[:-30], zipped({})])
def test_a_broken_or_empty_zip_is_said(data: bytes, tmp_path: Path) -> None:
    lay(tmp_path, {"ann.zip": data, "bob.ipynb": WHOLE})
    assert who(tmp_path) == [B]
    (lost,) = [one for one in find(tmp_path) if one.data is None]
    assert lost.student == "ann" and "zip" in lost.problems[0]


def test_names_from_a_chinese_windows_zip(tmp_path: Path) -> None:
    name = "李伟.ipynb".encode("gb18030").decode("cp437")
    info = zipfile.ZipInfo("placeholder12")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, WHOLE)
    length = len(name.encode("cp437"))
    assert length <= 13
    raw_name = name.encode("cp437").rjust(13, b"_")
    (tmp_path / "a.zip").write_bytes(target.getvalue().replace(b"placeholder12", raw_name))
    assert who(tmp_path) == [("李伟", EXERCISE)]


KINDS = {
    "program.py": b"profit = 3",
    "renamed.ipynb": b"import pandas as pd\nprofit = 3",
    "word.ipynb": zipped({"word/document.xml": b"<xml/>"}),
    "empty.ipynb": b"",
    "print.pdf": b"%PDF-1.4",
    "pdf.ipynb": b"%PDF-1.4",
    "page.ipynb": b"<html></html>",
    "work.docx": b"PK\x03\x04",
    "packed.rar": b"Rar!",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_is_no_notebook_is_a_students_and_said(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: KINDS[name], "ann.ipynb": WHOLE})
    found = collect(tmp_path)
    (lost,) = [one for one in found.submissions if one.data is None]
    assert lost.student == Path(name).stem and lost.problems and lost.problems[0].endswith(".")
    assert found.set_aside == ()


def test_enclosures_and_the_computers_own_files_are_set_aside(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "ann/hw.ipynb": WHOLE,
            "ann/picture.png": b"\x89PNG",
            "ann/.ipynb_checkpoints/hw-checkpoint.ipynb": WHOLE,
            "__MACOSX/ann/._hw.ipynb": b"\x00\x05",
            "ann/.DS_Store": b"x",
            "roster.csv": b"name\nann",
            "bob/only.png": b"\x89PNG",
        },
    )
    found = collect(tmp_path)
    assert [(one.student, one.data is not None) for one in found.submissions] == [("ann", True), ("bob", False)]
    assert len(found.set_aside) == 5 and all(one.reason for one in found.set_aside)


def test_of_several_files_the_latest_counts_and_it_is_said(tmp_path: Path) -> None:
    late = raw(answered({"q1": "profit_of_the_year = 1"}))
    lay(tmp_path, {"ann/a.ipynb": late, "ann/b.ipynb": WHOLE, "bob/c.ipynb": WHOLE})
    os.utime(tmp_path / "ann" / "a.ipynb", (2_000_000_000, 2_000_000_000))
    found = collect(tmp_path)
    one, _bob = found.submissions
    assert b"profit_of_the_year = 1" in (one.data or b"") and b"2 times; the latest counts: a.ipynb" in (
        one.data or b""
    )
    assert [str(other.path) for other in found.set_aside] == [str(Path("ann/b.ipynb"))]


def test_canvas_counts_by_the_number_of_the_upload(tmp_path: Path) -> None:
    lay(tmp_path, {"wuann_1_99_hw.ipynb": WHOLE, "wuann_1_100_hw-1.ipynb": raw(answered({"q1": "x = 1"}))})
    (one,) = find(tmp_path)
    assert one.path == Path("wuann_1_100_hw-1.ipynb")


def test_zip_dates_decide_inside_a_zip(tmp_path: Path) -> None:
    dates = {
        "ann/a.ipynb": (2026, 12, 1, 0, 0, 0),
        "ann/b.ipynb": (2026, 11, 30, 23, 59, 58),
        "bob/x.ipynb": (1980, 1, 1, 0, 0, 0),
    }
    (tmp_path / "a.zip").write_bytes(zipped(dict.fromkeys(dates, WHOLE), **dates))
    assert [one.path.name for one in find(tmp_path)] == ["a.ipynb", "x.ipynb"]


def test_an_unreadable_later_file_does_not_hide_a_good_one(tmp_path: Path) -> None:
    lay(tmp_path, {"ann/02-lifecycle.ipynb": WHOLE, "ann/02-lifecycle-Copy1.ipynb": b""})
    os.utime(tmp_path / "ann" / "02-lifecycle-Copy1.ipynb", (2_000_000_000, 2_000_000_000))
    found = collect(tmp_path)
    assert who(tmp_path) == [A]
    assert [one.reason for one in found.set_aside] == ["The file is empty."]


@pytest.mark.parametrize(
    "name", ["02-lifecycle", "03-one-customer", "04-cohort", "05-lost-or-share", "06-transition-matrix"]
)
def test_the_exercise_is_found_from_content_whatever_the_name(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {"ann_02-lifecycle.ipynb": raw(exercise(name))})
    (one,) = find(tmp_path)
    assert one.exercise == name
    assert (b"is named after" in (one.data or b"")) == (name != "02-lifecycle")


def test_without_its_imports_it_is_found_by_answers_then_by_name(tmp_path: Path) -> None:
    answers = {"cells": [code(source) for source in RIGHT.values()]}
    assert exercise_of(answers) == EXERCISE
    assert exercise_of({"cells": [code("x = 1")]}, "bob 04-cohort.ipynb") == "04-cohort"
    lay(tmp_path, {"ann.ipynb": raw({"cells": [code("x = 1")]})})
    (one,) = find(tmp_path)
    assert one.exercise == "" and "not clear to which homework" in one.problems[0]


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    lay(tmp_path, {"ann/a.ipynb": WHOLE, "bob/b.ipynb": OTHER})
    assert collect(tmp_path) == collect(tmp_path)

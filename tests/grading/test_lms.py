"""The files of an LMS are filled in as they were exported: only marks are new."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest

from course.errors import CourseError
from course.grading.model import Marked, Status
from course.grading.report import lms

HEAD = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 02-lifecycle (801),Homework: cohort (802),"
    "Current Score,Final Score"
)
CANVAS = [
    HEAD,
    '"    Points Possible",,,,,17,16,(read only),(read only)',
    '"Doe, Jane",41,s100,jdoe@uni.example,"Class 1, Monday",,3,90,80',
    '"O\'Neil, Bob",42,s200,bob,Class 1,,,,',
    "张伟,43,s300,zhangwei,Class 1,,,,",
    '"Student, Test",99,,abcdef,Class 1,,,,',
]
MOODLE_HEAD = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
MOODLE = [
    MOODLE_HEAD,
    'Participant 501,Jane Doe,jane@uni.example,Submitted for grading,,17.00,Yes,"Monday, 2 November 2026, 9:00 AM",-,',
    "Participant 502,张伟,wei@uni.example,Submitted for grading,4.00,17.00,Yes,-,-,",
]


def marked(
    student: str, total: float = 12.5, exercise: str = "02-lifecycle", points: float = 17, status: Status = "graded"
) -> Marked:
    marks = {} if status == "unreadable" else {"q1": total}
    return Marked(student, exercise, marks, {"q1": points}, status)


def file(path: Path, lines: list[str], *, end: str = "\n", code: str = "utf-8", mark: bytes = b"") -> Path:
    path.write_bytes(mark + (end.join(lines) + end).encode(code))
    return path


def cells(data: bytes, code: str = "utf-8-sig", separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(code), newline=""), delimiter=separator))


def changes(before: Path, after: bytes) -> dict[tuple[str, int], str]:
    one, two = cells(before.read_bytes()), cells(after)
    assert len(one) == len(two)
    return {
        (row[0], column): new
        for row, other in zip(one, two, strict=True)
        for column, (old, new) in enumerate(zip(row, other, strict=True))
        if old != new
    }


def test_canvas_gets_marks_in_the_right_cells_and_nothing_else(tmp_path: Path) -> None:
    path = file(tmp_path / "g.csv", CANVAS)
    filled = lms.canvas(path, [marked("doejane_41"), marked("oneilbob_42", 17), marked("张伟_43", 9, "04-cohort", 16)])
    assert changes(path, filled.data) == {("Doe, Jane", 5): "12.5", ("O'Neil, Bob", 5): "17", ("张伟", 6): "9"}
    assert (filled.count, filled.notes) == (3, ())
    assert filled.data.startswith(HEAD.encode() + b"\n")


@pytest.mark.parametrize("student", ["41", "s100", "jdoe", "jdoe@uni.example", "Jane Doe", "jane  doe", "doejane_41"])
def test_a_student_of_canvas_is_found_by_number_login_or_name(tmp_path: Path, student: str) -> None:
    path = file(tmp_path / "g.csv", CANVAS)
    assert changes(path, lms.canvas(path, [marked(student)]).data) == {("Doe, Jane", 5): "12.5"}


@pytest.mark.parametrize(
    ("ones", "note"),
    [
        ([marked("zoe")], "zoe: not in the file."),
        ([marked("doejane_77777")], "doejane_77777: not in the file."),
        ([marked("bob", status="unreadable")], "bob: unreadable, so no mark was set."),
        ([marked("bob", status="needs a human")], "bob: needs a human, so no mark was set."),
        ([marked("bob"), marked("42")], "several submissions fit one student"),
        ([marked("bob", exercise="09-none")], '--column "09-none=TITLE"'),
    ],
)
def test_who_cannot_be_filled_in_is_reported(tmp_path: Path, ones: list[Marked], note: str) -> None:
    path = file(tmp_path / "g.csv", CANVAS)
    filled = lms.canvas(path, ones)
    assert filled.count == 0
    assert changes(path, filled.data) == {}
    assert note in " ".join(filled.notes)


def test_two_of_one_name_are_not_guessed_and_a_number_alone_is_reported(tmp_path: Path) -> None:
    path = file(tmp_path / "g.csv", [*CANVAS, '"Doe, Jane",44,s400,jdoe2,Class 2,,,,'])
    filled = lms.canvas(path, [marked("Jane Doe"), marked("renamed_42", 5)])
    assert changes(path, filled.data) == {("O'Neil, Bob", 5): "5"}
    assert filled.notes == (
        "Jane Doe: 2 students of the file fit.",
        "renamed_42: found by number alone; the name in the file is another.",
    )


def test_the_number_decides_between_two_of_one_name(tmp_path: Path) -> None:
    path = file(tmp_path / "g.csv", [*CANVAS, '"Doe, Jane",44,s400,jdoe2,Class 2,,,,'])
    rows = cells(lms.canvas(path, [marked("doejane_44")]).data)
    assert [row[5] for row in rows if row[0] == "Doe, Jane"] == ["", "12.5"]


def test_a_column_can_be_named_and_other_points_are_reported(tmp_path: Path) -> None:
    path = file(tmp_path / "g.csv", CANVAS)
    filled = lms.canvas(path, [marked("bob")], {"02-lifecycle": "Homework: cohort (802)"})
    assert changes(path, filled.data) == {("O'Neil, Bob", 6): "12.5"}
    assert filled.notes == ("02-lifecycle gives 17 points here, and 16 in the file: the marks were not rescaled.",)


def test_a_title_that_fits_twice_is_not_guessed(tmp_path: Path) -> None:
    lines = [CANVAS[0].replace("Homework: cohort", "02-lifecycle again"), *CANVAS[1:]]
    filled = lms.canvas(file(tmp_path / "g.csv", lines), [marked("bob")])
    assert filled.count == 0
    assert "no column, or several" in filled.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("gb18030", b""),
    ],
)
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, end: str, code: str, mark: bytes) -> None:
    path = file(tmp_path / "g.csv", CANVAS, end=end, code=code, mark=mark)
    data = lms.canvas(path, [marked("zhangwei")]).data
    lines = path.read_bytes().removeprefix(mark).decode(code).split(end)
    assert data.startswith(mark)
    text = data.removeprefix(mark).decode(code)
    assert text.count(end) == len(lines) - 1
    assert text.split(end)[0] == HEAD
    assert text.split(end)[4] == "张伟,43,s300,zhangwei,Class 1,12.5,,,"


def test_semicolons_and_quotes_everywhere_stay(tmp_path: Path) -> None:
    rows = [";".join(f'"{cell}"' for cell in row) for row in csv.reader(CANVAS)]
    path = file(tmp_path / "g.csv", rows)
    data = lms.canvas(path, [marked("bob")]).data
    assert data.decode().split("\n")[3] == '"O\'Neil, Bob";"42";"s200";"bob";"Class 1";"12.5";"";"";""'
    assert data.decode().split("\n")[0] == rows[0]


def test_a_name_like_a_formula_is_made_text_and_numbers_are_not(tmp_path: Path) -> None:
    evil = '"=HYPERLINK(""http://x"")",45,s500,@evil,+class,,-3,-5.5,-'
    path = file(tmp_path / "g.csv", [*CANVAS, evil])
    row = cells(lms.canvas(path, [marked("45")]).data)[-1]
    assert row == ['\'=HYPERLINK("http://x")', "45", "s500", "'@evil", "'+class", "12.5", "-3", "-5.5", "-"]


def test_moodle_gets_marks_by_participant_number(tmp_path: Path) -> None:
    path = file(tmp_path / "Grades.csv", MOODLE, mark=codecs.BOM_UTF8)
    filled = lms.moodle(path, [marked("Jane Doe_501"), marked("张伟_502", 17)])
    assert changes(path, filled.data) == {("Participant 501", 4): "12.5", ("Participant 502", 4): "17"}
    assert filled.notes == ()
    assert filled.data.startswith(codecs.BOM_UTF8 + MOODLE_HEAD.encode())


@pytest.mark.parametrize("student", ["501", "Jane Doe", "jane", "jane@uni.example", "Jane Doe_501", "Participant_501"])
def test_a_student_of_moodle_is_found_by_number_mail_or_name(tmp_path: Path, student: str) -> None:
    path = file(tmp_path / "Grades.csv", MOODLE)
    assert changes(path, lms.moodle(path, [marked(student)]).data) == {("Participant 501", 4): "12.5"}


def test_moodle_in_another_language_is_known_by_its_columns(tmp_path: Path) -> None:
    lines = [
        "编号,全名,电子邮件地址,状态,成绩,最高分,成绩可以改变,最后修改 (提交),最后修改 (成绩),反馈评论",
        "参与者501,张伟,wei@uni.example,已提交,,17.00,是,2026年11月2日,-,",
        "参与者502,李娜,na@uni.example,已提交,3.00,17.00,是,2026年11月2日,-,",
    ]
    path = file(tmp_path / "成绩.csv", lines)
    assert changes(path, lms.moodle(path, [marked("张伟_501")]).data) == {("参与者501", 4): "12.5"}


def test_hidden_names_in_moodle(tmp_path: Path) -> None:
    lines = ["Identifier,Status,Grade,Maximum Grade", "Participant 501,Submitted,,17.00", "Participant 502,-,,17.00"]
    path = file(tmp_path / "Grades.csv", lines)
    filled = lms.moodle(path, [marked("Participant_502")])
    assert changes(path, filled.data) == {("Participant 502", 2): "12.5"}
    assert filled.notes == ()


def test_the_worksheet_of_one_homework_among_several(tmp_path: Path) -> None:
    both = [marked("Jane Doe_501", 1), marked("Jane Doe_501", 2, "04-cohort", 17)]
    path = file(tmp_path / "Grades-X-04-cohort-77.csv", MOODLE)
    assert changes(path, lms.moodle(path, both).data) == {("Participant 501", 4): "2"}
    other = file(tmp_path / "Grades.csv", MOODLE)
    assert changes(other, lms.moodle(other, both, "02-lifecycle").data) == {("Participant 501", 4): "1"}
    with pytest.raises(CourseError, match=r"not clear which homework.*EXERCISE=FILE"):
        lms.moodle(other, both)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no table of students"),
        (b"a,b\n1,2\n", "no gradebook exported by Canvas"),
        (b"\xef\xbb\xbf\xff\xff\n", "encoding is not known"),
    ],
)
def test_a_file_that_is_no_gradebook_is_one_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "g.csv"
    path.write_bytes(data)
    with pytest.raises(CourseError, match=message):
        lms.canvas(path, [])
    with pytest.raises(CourseError, match="cannot be read"):
        lms.canvas(tmp_path / "none.csv", [])


def test_a_file_that_is_no_worksheet_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no grading worksheet of Moodle"):
        lms.moodle(file(tmp_path / "g.csv", CANVAS), [marked("ann")])

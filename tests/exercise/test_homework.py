"""What a student types: check, hint, solution and progress."""

import json
from pathlib import Path

import pytest

from course import workbook
from course.errors import CourseError
from course.exercise.answers import Number
from course.exercise.homework import TRIES_BEFORE_SOLUTION, Homework, worked_solution
from course.exercise.overview import TAG, overview, refresh_start_page
from course.exercise.progress import FILE_NAME, Progress, Record
from course.exercise.question import Question, Rung

HINTS = ("First.", "Second.", "Third.")


@pytest.fixture
def homework() -> Homework:
    asked = Question("q1", Number("yuan"), lambda: 48_000, (), HINTS, "So much.", "Check the years.")
    return Homework("99-test", (asked,), Progress(None))


def test_hints_come_one_at_a_time_and_the_last_stays(homework: Homework) -> None:
    assert [str(homework.hint.q1()).split(": ")[1] for _ in range(4)] == ["First.", "Second.", "Third.", "Third."]


def test_the_solution_stays_shut_until_three_tries(homework: Homework) -> None:
    assert "3 more tries" in str(homework.solution.q1())
    for _ in range(TRIES_BEFORE_SOLUTION):
        homework.check.q1(1)
    with pytest.raises(CourseError, match="no solved notebook"):  # it would open, but this homework has none
        homework.solution.q1()


def test_looking_at_an_untouched_question_is_not_a_try(homework: Homework) -> None:
    homework.check.q1(...)
    homework.check.q1()
    assert "not answered yet" in str(homework.progress())


def test_progress_never_says_that_all_is_correct(homework: Homework) -> None:
    homework.check.q1(48_000)
    words = str(homework.progress())
    assert "1 of 1 questions pass the checks in this notebook. Grading looks further." in words


def test_a_question_that_does_not_exist_is_named(homework: Homework) -> None:
    with pytest.raises(CourseError, match=r"there is no question 'q9'. This homework has q1"):
        homework.check.q9(1)


def test_several_answers_at_once_are_refused_kindly(homework: Homework) -> None:
    assert homework.check.q1(1, 2).rung is Rung.SHAPE


def test_progress_survives_the_kernel_and_once_right_stays_right(tmp_path: Path) -> None:
    Progress(tmp_path).add_try("04-cohort", "q1", right=True)
    Progress(tmp_path).add_try("04-cohort", "q1", right=False)
    assert Progress(tmp_path).of("04-cohort", "q1") == Record(tries=2, right=True)


@pytest.mark.parametrize(
    "damaged",
    [
        '{"04-cohort": [1',
        "[]",
        "null",
        '{"04-cohort": {"q1": {"tries": "x"}}}',
        '{"04-cohort": {"q1": {"right": "yes"}}}',
    ],
)
def test_a_damaged_progress_file_is_kept_aside(tmp_path: Path, damaged: str) -> None:
    (tmp_path / FILE_NAME).write_text(damaged, encoding="utf-8")
    assert Progress(tmp_path).of("04-cohort", "q1") == Record()
    assert (tmp_path / ".progress.damaged.json").read_text(encoding="utf-8") == damaged


def test_every_question_of_the_course_has_a_worked_solution() -> None:
    for path in sorted(workbook.solutions().glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for name in (cell["metadata"]["question"] for cell in cells if "question" in cell["metadata"]):
            code = worked_solution(path.stem, name)
            assert code.strip() and "SOLUTION" not in code


def test_the_start_page_shows_this_students_progress_and_keeps_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "start.ipynb"
    mine = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["my notes 我的"]}
    table = {
        "cell_type": "code",
        "id": "b",
        "metadata": {"tags": [TAG]},
        "source": ["overview()"],
        "outputs": [],
        "execution_count": 1,
    }
    page.write_text(
        json.dumps({"cells": [mine, table], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    row = next(row for row in overview(Progress(None)).rows if row.questions)
    Progress(tmp_path).add_try(row.name, "q1", right=True)
    refresh_start_page(page, tmp_path)
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    assert cells[0] == mine
    assert f"1 of {row.questions} pass" in cells[1]["outputs"][0]["data"]["text/html"]


def test_a_start_page_that_is_no_notebook_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "start.ipynb"
    page.write_text("not json", encoding="utf-8")
    refresh_start_page(page, tmp_path)
    assert page.read_text(encoding="utf-8") == "not json"

"""Homework with numbers of their own, graded by the command: own numbers count, copied answers show whose they are."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from course.cli import main
from course.grading import variants

HOMEWORK = "03-one-customer"


def answer(path: Path, value: float) -> None:
    """Write an answer to question 1 into a student's notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["metadata"].get("question") == "q1")
    cell["source"] = [f"product = {value!r}"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Hand out four variants; ann is right, bob copies ann's number, cem gives the shared homework's, dan nothing."""
    roster = tmp_path / "roster.csv"
    roster.write_text("id\nann\nbob\ncem\ndan\n", encoding="utf-8")
    out = tmp_path / "handed out"
    done = CliRunner().invoke(main, ["variants", str(roster), "-o", str(out), "--homework", "03", "--seed", "7"])
    assert done.exit_code == 0, done.output
    tokens = {one.student: one.token for one in variants.handed_out(out / "variants.csv")}
    right = {name: variants.reference(HOMEWORK, token).expected["q1"]["value"] for name, token in tokens.items()}
    assert right["ann"] != right["bob"]
    shared = variants.reference(HOMEWORK).expected["q1"]["value"]
    for student, value in (("ann", right["ann"]), ("bob", right["ann"]), ("cem", shared)):
        answer(out / student / f"{HOMEWORK}.ipynb", value)
    listed = tmp_path / "variants.csv"
    (out / "variants.csv").rename(listed)
    return out


def test_own_numbers_count_and_a_copy_shows_whose_it_is(boxed, handed_in: Path, tmp_path: Path) -> None:
    listed = tmp_path / "variants.csv"
    graded = tmp_path / "graded"
    done = CliRunner().invoke(main, ["grade", str(handed_in), "-o", str(graded), "--variants", str(listed), "-j", "1"])
    assert done.exit_code == 0, done.output
    with (graded / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        marks = {row["student"]: float(row["q1"]) for row in csv.DictReader(file)}
    assert marks["ann"] == 1 and marks["bob"] == 0 and marks["dan"] == 0
    page = (graded / "index.html").read_text(encoding="utf-8")
    assert f"bob, {HOMEWORK}, q1: Right for another student&#39;s numbers: ann." in page
    # The accusation is the grader's business: it is on no page that a student gets.
    feedback = "".join(path.read_text(encoding="utf-8") for path in graded.rglob("feedback/**/*.html"))
    assert "another student" not in feedback


def test_a_file_that_is_no_list_of_variants_is_refused(handed_in: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["grade", str(handed_in), "-o", str(tmp_path / "o"), "--variants", str(wrong)])
    assert done.exit_code == 1
    assert "no list of variants" in done.output and "Traceback" not in done.output

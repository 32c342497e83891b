"""Reading, deriving and checking notebooks, on a small workbook of the test's own."""

import json
import random
from pathlib import Path

import nbformat
import pytest

from course import workbook
from course.authoring import build, collector, prose, source, timings
from course.authoring.derive import blank, exercise_of
from course.errors import CourseError

CHAPTER = """# %% [markdown] minutes=3
# # Test chapter
#
# Teach {{ minutes_to_teach }}, do {{ minutes_to_do }}.

# %%
value = 66.0833
value

# %% [markdown] minutes=4
# ## A number
#
# It is {{ value:.2f }} yuan.
"""

SOLVED = '''# %% [markdown]
# ## Question 1

# %% question="q1" points=2 minutes=5
# BEGIN SOLUTION
margin = 160 * 0.3
value = margin - 60
# END SOLUTION

# %% check="q1"
value

# %% question="q2" points=3 minutes=6
def shares(counts: list) -> list:
    """Return the shares of the counts."""
    # BEGIN SOLUTION
    total = sum(counts)
    return [count / total for count in counts]
    # END SOLUTION

# %% check="q2"
shares([1, 3])
'''


@pytest.fixture
def small(tmp_path: Path, monkeypatch) -> Path:
    for folder, text in (("notebooks", CHAPTER), ("solutions", SOLVED)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01-test.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(workbook, "source", lambda: tmp_path)
    return tmp_path


def test_building_twice_gives_the_same_bytes_and_the_numbers_in_the_text(small: Path) -> None:
    assert build.build() == 6  # chapter, solution, exercise, and the pages of data, systems and terms
    built = (small / "notebooks" / "01-test.ipynb").read_bytes()
    assert build.build() == 0
    assert (small / "notebooks" / "01-test.ipynb").read_bytes() == built
    cells = json.loads(built)["cells"]
    assert "Teach 7, do 11." in "".join(cells[0]["source"])
    assert "It is 66.08 yuan." in "".join(cells[2]["source"])
    assert cells[1]["execution_count"] == 1
    assert build.check() == []

    # Each way to be stale is found without executing.
    chapter = small / "notebooks" / "01-test.py"
    chapter.write_text(CHAPTER.replace("It is", "It was"), encoding="utf-8")
    assert build.check() == ["notebooks/01-test.ipynb, cell 3, differs from its text. Run 'course build 01-test'."]
    chapter.write_text(CHAPTER.replace("66.0833", "66.0834"), encoding="utf-8")
    assert "cell 2" in build.check()[0]
    chapter.write_text(CHAPTER.replace("minutes=4", "minutes=5"), encoding="utf-8")
    assert "cell 3" in build.check()[0]
    chapter.write_text(CHAPTER + "\n# %%\n1\n", encoding="utf-8")
    assert "other cells" in build.check()[0]
    chapter.write_text(CHAPTER, encoding="utf-8")
    (small / "exercises" / "01-test.ipynb").unlink()
    assert build.check() == ["exercises/01-test.ipynb is not built. Run 'course build 01-test'."]
    chapter.unlink()
    assert "notebooks/01-test.ipynb has no text it is built from. Delete it." in build.check()


def test_a_failing_cell_is_named_with_its_file(small: Path) -> None:
    (small / "notebooks" / "01-test.py").write_text("# %%\n1 / 0\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"ZeroDivisionError: division by zero \(01-test.py, cell 1\)"):
        build.build(["01"])


def test_a_formula_in_the_text_that_fails_is_named(small: Path) -> None:
    (small / "notebooks" / "01-test.py").write_text("# %% [markdown]\n# It is {{ nothing:.2f }}.\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"'nothing:.2f' in the text cannot be computed: NameError"):
        build.build(["01"])


def test_an_unknown_chapter_is_answered_with_those_there_are(small: Path) -> None:
    with pytest.raises(CourseError, match=r"no chapter begins with 9\. There are 01-test"):
        build.build(["9"])


def test_reading_gives_stable_ids_slides_and_the_homework_schema(small: Path) -> None:
    path = small / "solutions" / "01-test.py"
    one, two = source.read(path), source.read(path)
    assert [cell.id for cell in one.cells] == [cell.id for cell in two.cells]
    assert one.cells[1].id == "q1-answer" and one.cells[2].id == "q1-check"
    assert one.cells[0].metadata.slideshow.slide_type == "slide"
    assert one.cells[2].metadata.nbgrader.points == 2
    assert one.cells[2].metadata.nbgrader.locked and one.cells[1].metadata.nbgrader.solution
    nbformat.validate(one)


@pytest.mark.parametrize(
    ("cut", "words"), [(" points=2", "no points"), (" minutes=5", "no minutes"), ('check="q1"', "no check")]
)
def test_a_question_without_points_minutes_or_check_is_refused(small: Path, cut: str, words: str) -> None:
    path = small / "solutions" / "01-test.py"
    path.write_text(SOLVED.replace(cut, ""), encoding="utf-8")
    with pytest.raises(CourseError, match=f"q1 has {words}"):
        source.read(path)


def test_the_students_copy_has_dots_and_nothing_of_the_answer(small: Path) -> None:
    student = exercise_of(source.read(small / "solutions" / "01-test.py"))
    assert student.cells[1].source == "value = ..."
    assert student.cells[3].source.endswith('"""Return the shares of the counts."""\n    ...')
    assert "SOLUTION" not in json.dumps(student) and "total" not in json.dumps(student)


def test_a_question_without_marks_is_refused() -> None:
    with pytest.raises(CourseError, match="question q1 has no lines between"):
        blank("value = 1", "q1")
    with pytest.raises(CourseError, match="must give a value to a name"):
        blank("# BEGIN SOLUTION\nprint(1)\n# END SOLUTION", "q1")


def test_minutes_are_added_up(small: Path) -> None:
    assert timings.total(small / "notebooks" / "01-test.py") == 7
    assert timings.total(small / "solutions" / "01-test.py") == 11
    assert timings.total(small / "solutions" / "02-none.py") == 0
    titles = [part.title for part in timings.parts(small / "notebooks" / "01-test.py")]
    assert titles == ["Test chapter", "A number"]


def test_prose_matches_only_with_something_in_the_place_of_the_formula() -> None:
    assert prose.matches("a {{ x }} b {{ y }}.", "a 1 b 2.")
    assert not prose.matches("a {{ x }} b", "a  b")


def notebook(*cells) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def code(text: str, count: int | None, **data: str) -> nbformat.NotebookNode:
    outputs = [nbformat.v4.new_output("display_data", data=data)] if data else []
    return nbformat.v4.new_code_cell(text, execution_count=count, outputs=outputs)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([code("1", None)], "cells that were not run"),
        ([code("1", 2), code("2", 1)], "run out of order"),
        ([code("1", 3)], "run out of order"),
        ([code("1", 1, **{"image/png": "x"})], "picture without a text twin"),
        ([code("1", 1, **{"text/plain": "1"})], ""),
    ],
)
def test_the_collector_refuses_what_nbval_would_pass_unseen(tmp_path: Path, cells, words: str) -> None:
    path = tmp_path / "nb.ipynb"
    nbformat.write(notebook(*cells), path)
    found = collector.faults(path)
    assert (words in found[0]) if words else not found


def with_widgets(*names: str) -> nbformat.NotebookNode:
    """Return a notebook that shows two boxes of two parts each, with these random names for the six widgets."""
    one, two, *parts = names
    state = {part: {"model_name": "LayoutModel", "state": {}} for part in parts}
    for box, own in ((two, parts[2:]), (one, parts[:2])):
        inner = [f"IPY_MODEL_{part}" for part in own]
        state[box] = {"model_name": "BoxModel", "state": {"children": inner}}
    outputs = [{"application/vnd.jupyter.widget-view+json": {"model_id": box}} for box in (one, two)]
    found = notebook(*(code(str(place), place + 1, **data) for place, data in enumerate(outputs)))
    for cell, name in zip(found.cells, ("first", "second"), strict=True):
        cell.id = name
    random.shuffle(items := list(state.items()))
    found.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": dict(items)}}
    return found


def test_widgets_get_the_same_names_whatever_their_random_ones() -> None:
    names = [f"{number:032x}" for number in range(0xABC000, 0xABC006)]
    fresh = {nbformat.writes(build.normalise(with_widgets(*random.sample(names, 6)))) for _ in range(20)}
    assert len(fresh) == 1

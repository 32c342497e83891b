"""The reference of every homework: names, hidden trials, and that right and typical wrong answers are told apart."""

import importlib

import pytest

from course.errors import CourseError
from course.exercise import shown
from course.exercise.answers import Function
from course.exercise.question import judge
from course.grading import hidden
from course.grading.reference import exercises, outline, questions, reference, shape_of
from course.grading.score import LEAST_SHARE, verdict

ALL = [(name, one.name) for name in exercises() for one in outline(name).asked]
FUNCTIONS = [pair for pair in ALL if isinstance(questions(pair[0])[pair[1]].kind, Function)]


def test_every_homework_with_questions_is_there() -> None:
    assert {"02-lifecycle", "03-one-customer", "04-cohort", "05-lost-or-share", "06-transition-matrix"} <= set(
        exercises()
    )
    with pytest.raises(CourseError, match="no homework '99-none'"):
        outline("99-none")


def test_names_points_and_own_cells_of_chapter_2() -> None:
    found = outline("02-lifecycle")
    assert [one.answer for one in found.asked][:3] == ["profit_of_the_year", "present_value", "lifecycle_value"]
    assert found.out_of == {"q1": 1, "q2": 1, "q3": 2, "q4": 2, "q5": 2, "q6": 2, "q7": 3, "q8": 4}
    assert found.setup[0].source.startswith("from course.exercise.chapter02 import")
    assert not any("progress()" in one.source for one in found.setup)


@pytest.mark.parametrize(("name", "question"), ALL)
def test_the_solution_is_right_by_its_own_grading(name: str, question: str) -> None:
    found = reference(name)
    assert verdict(found, question, found.expected[question]).share == 1.0


@pytest.mark.parametrize(("name", "question"), ALL)
def test_the_solution_is_right_by_the_students_checks(name: str, question: str) -> None:
    kind = questions(name)[question]
    if not isinstance(kind.kind, Function):
        answer = shown.value_of(reference(name).expected[question])
        assert judge(kind, answer).right


@pytest.mark.parametrize(("name", "question"), FUNCTIONS)
def test_a_typical_wrong_function_is_known_and_earns_nothing(name: str, question: str) -> None:
    found = reference(name)
    (asked,) = [one for one in found.asked if one.name == question]
    inputs = [[shown.value_of(item) for item in trial] for trial in asked.inputs]
    for slip in questions(name)[question].typical:
        data = shown.shaped(shown.results_of(slip.answer(), inputs), asked.shape)
        result = verdict(found, question, data)
        assert result.share < LEAST_SHARE, slip.name
        stopped = any(one["type"] == "error" for one in data["results"])
        assert result.slip == slip.name or stopped, slip.name


@pytest.mark.parametrize(("name", "question"), [pair for pair in ALL if pair not in FUNCTIONS])
def test_a_typical_wrong_value_is_known_by_name(name: str, question: str) -> None:
    found = reference(name)
    kind = questions(name)[question]
    expected = shown.value_of(found.expected[question])
    for slip in kind.typical:
        wrong = slip.answer()
        if isinstance(wrong, dict) and isinstance(expected, dict):
            wrong = {**expected, **wrong}
        result = verdict(found, question, shown.shaped(shown.data_of(wrong), shape_of(kind.kind)))
        assert result.slip == slip.name and slip.hint in result.words and result.share < 1


@pytest.mark.parametrize(("name", "question"), FUNCTIONS)
def test_hidden_trials_are_hidden_and_the_same_again(name: str, question: str) -> None:
    public = questions(name)[question].kind.inputs
    data = [[shown.data_of(item) for item in trial] for trial in hidden.trials(name, question, public)]
    assert data == [[shown.data_of(item) for item in trial] for trial in hidden.trials(name, question, public)]
    assert data != [[shown.data_of(item) for item in trial] for trial in hidden.trials(name, question, public, seed=1)]
    assert not [trial for trial in public if [shown.data_of(item) for item in trial] in data]
    assert len(data) >= 5


def test_without_a_module_of_its_own_a_chapter_gets_changed_trials() -> None:
    table = reference("06-transition-matrix").question("q3").kind.inputs[0][0]
    shares = table.div(table.sum(axis=1), axis=0)
    (trial, *_others) = hidden.trials("99-none", "q1", [(shares, 0.1, 4, [100.0, 3], "word", True, None)])
    assert trial[0].sum(axis=1).tolist() == pytest.approx([1, 1, 1]) and not trial[0].equals(shares)
    assert 0 < trial[1] < 0.1 and isinstance(trial[2], int) and trial[2] > 4
    assert len(trial[3]) == 2 and trial[4:] == ("word", True, None)


def test_the_installed_workbook_has_built_solutions_alone(tmp_path, monkeypatch) -> None:
    from course import workbook

    (tmp_path / "02-lifecycle.ipynb").write_bytes((workbook.solutions() / "02-lifecycle.ipynb").read_bytes())
    expected = outline("02-lifecycle")
    module = importlib.import_module("course.grading.reference")
    monkeypatch.setattr(module.workbook, "solutions", lambda: tmp_path)
    outline.cache_clear()
    try:
        assert outline("02-lifecycle") == expected
    finally:
        outline.cache_clear()

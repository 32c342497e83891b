"""Marks: right, wrong, partly right, stopped and hostile answers, and what the sentences may not say."""

import dataclasses
import json
from pathlib import Path

import pytest

from course.exercise import shown
from course.grading.assemble import assemble
from course.grading.collect import find
from course.grading.model import CellResult, Marked, Submission
from course.grading.reference import exercises
from course.grading.score import score, unmarked, verdict
from tests.grading.fixtures import (
    RIGHT,
    SLIPS,
    answered,
    classroom,
    code,
    exercise,
    lay,
    raw,
    reference,
    run,
    submitted,
)

REFERENCE = reference()
FULL = {"q1": 1, "q2": 1, "q3": 2, "q4": 2, "q5": 2, "q6": 2, "q7": 3, "q8": 4}


def marked(answers: dict[str, str], more=()) -> Marked:
    notebook = answered(answers)
    notebook["cells"] += list(more)
    return graded(notebook)


def graded(notebook) -> Marked:
    submission = submitted(notebook)
    return score(REFERENCE, submission, run(REFERENCE, assemble(REFERENCE, submission)))


def words(found: Marked, question: str) -> str:
    (cell,) = [cell for cell in found.cells if cell.question == question]
    return cell.message


def test_right_answers_get_full_marks() -> None:
    found = marked(RIGHT)
    assert found.marks == FULL == found.out_of
    assert found.status == "graded" and found.message == "" and found.slips == {}
    assert all(words(found, question).startswith("Right. ") for question in RIGHT)


def test_the_untouched_exercise_gets_nothing_and_is_graded() -> None:
    found = graded(exercise())
    assert found.total == 0 and found.status == "graded"
    assert {words(found, question) for question in RIGHT} == {"Not answered."}


@pytest.mark.parametrize("name", exercises())
def test_every_solution_gets_full_marks_in_its_own_exercise(name: str) -> None:
    from course.grading.reference import _solution

    found = reference(name)
    notebook = json.loads(json.dumps(_solution(name)))
    for cell in notebook["cells"]:
        cell |= {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    submission = submitted(notebook)
    assert submission.exercise == name
    result = score(found, submission, run(found, assemble(found, submission)))
    assert result.marks == found.out_of and result.status == "graded", result.message


@pytest.mark.parametrize("question", SLIPS)
def test_a_typical_slip_is_named_and_the_others_keep_their_marks(question: str) -> None:
    source, slip, mark = SLIPS[question]
    found = marked({**RIGHT, question: source})
    assert found.marks == {**FULL, question: mark}
    assert found.slips == ({question: slip} if slip else {})


@pytest.mark.parametrize(
    ("question", "source", "mark", "reason"),
    [
        ("q5", 'judgement = {"growth": -0.0625, "stage": "stability"}', 1.0, "1 of 2 parts are right: growth."),
        ("q5", 'judgement = {"growth": -0.5, "stage": "decline"}', 0.0, "A right word alone earns nothing."),
        ("q7", 'matters = {"factor": "price", "loss": -3}', 0.0, "A right word alone earns nothing."),
        ("q4", "slopes = [7.5, 40, 10, 0]", 1.5, "3 of 4 rows are right."),
        ("q4", "slopes = [7.5, 0, 0, 0]", 0.0, "1 of 4 rows are right. Points begin at half."),
        (
            "q3",
            "def lifecycle_value(profits, rate):\n"
            "    if rate == 0: raise ValueError(profits)\n"
            "    return sum(p / (1 + rate) ** (k + 1) for k, p in enumerate(profits))",
            1.71,
            "stops with an error (ValueError) on 1 of 7 inputs",
        ),
        (
            "q3",
            "def lifecycle_value(profits, rate):\n    if len(profits) == 1: return 0.0\n"
            "    return sum(p / (1 + rate) ** (k + 1) for k, p in enumerate(profits))",
            1.71,
            "right on 6 of 7 inputs",
        ),
        ("q3", "def lifecycle_value(profits): return 3", 0.0, "error (TypeError) on 7 of 7 inputs"),
        ("q3", "def lifecycle_value(profits, rate): return str(rate)", 0.0, "another type, shape or labels"),
        ("q3", "def lifecycle_value(profits, rate):\n    if rate > 0.2: return 1.0", 0.0, "returns nothing for some"),
        ("q3", "lifecycle_value = 3", 0.0, "A function is wanted."),
        ("q3", "lifecycle_value = float", 0.0, "error (TypeError)"),
        ("q1", "profit_of_the_year = '288'", 0.0, "This is text, not a number"),
        ("q1", "profit_of_the_year = lambda: 288", 0.0, "A single number is wanted"),
        ("q2", "present_value = 1 / 0", 0.0, "ZeroDivisionError"),
        ("q2", "present_value = undefined_name + 1", 0.0, "the name 'undefined_name' is not defined"),
        ("q2", "present_value = (3", 0.0, "SyntaxError"),
        ("q2", "import math\nmath.sqrt(-1)", 0.0, "Not answered. The cell stops with ValueError."),
        ("q2", "import decimal\npresent_value = decimal.Decimal(3)", 0.0, "this is of the type special object"),
    ],
)
def test_partial_credit_has_a_reason(question: str, source: str, mark: float, reason: str) -> None:
    found = marked({**RIGHT, question: source})
    assert found.marks == {**FULL, question: mark}, words(found, question)
    assert reason in words(found, question)
    if mark:
        assert f"That gives {mark:g} of {FULL[question]} points." in words(found, question)


LIES = """
class Liar(float):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __repr__(self): return "288"
    def __round__(self, *digits): return 288
    def __float__(self): return 288.0
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
"""


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("q1", LIES + "profit_of_the_year = Liar(1)"),
        ("q1", "profit_of_the_year = 'Question 1: right.'"),
        ("q1", "profit_of_the_year = True"),
        ("q4", LIES + "slopes = [Liar(1)] * 4"),
        (
            "q4",
            "import pandas as pd\nclass S(pd.Series): pass\nslopes = S([7.5, 40, 10, -62.5], given.yearly.index[:4])",
        ),
        ("q4", "import numpy as np\nslopes = np.array([object()] * 4)"),
        ("q5", "class D(dict):\n    def __eq__(self, o): return True\njudgement = D(growth=0, stage='decline')"),
        ("q3", LIES + "lifecycle_value = lambda p, r: Liar(1)"),
        (
            "q3",
            "class F:\n    def __call__(self, *a): return F()\n    def __eq__(self, o): return True\n"
            "lifecycle_value = F()",
        ),
        ("q8", "programme = []\nfor _ in range(500): programme = [programme]"),
        ("q7", "matters = {'factor': 'price' * 10**6, 'loss': 10**400}"),
    ],
)
def test_an_object_that_lies_gains_nothing(question: str, source: str) -> None:
    found = marked({**RIGHT, question: source})
    assert found.marks == {**FULL, question: 0}
    assert found.status == "graded"


def test_no_sentence_carries_a_hidden_input_or_the_students_text_out() -> None:
    steal = (
        "SEEN = []\n"
        "class Oops(Exception): pass\n"
        "def lifecycle_value(profits, rate):\n"
        "    SEEN.append((profits, rate))\n"
        "    error = type('Secret' + str(profits), (Oops,), {})\n"
        "    raise error(f'hidden: {profits}')"
    )
    tell = "import pandas as pd\nslopes = pd.Series([1.0] * len(SEEN[0][0]), index=[f'Secret{x}' for x in SEEN[0][0]])"
    tell_more = "judgement = {f'Secret{SEEN[0]}': 1}"
    crash = code("raise NameError(f\"name 'Secret{SEEN[0]}' is not defined\")")
    found = marked({**RIGHT, "q3": steal, "q4": tell, "q5": tell_more}, [crash])
    text = " ".join([found.message, *(cell.message for cell in found.cells)])
    assert "Secret" not in text and "hidden:" not in text and "Oops" not in text
    secret = {str(number) for trial in REFERENCE.question("q3").kind.inputs for number in trial[0]}
    # Of the sentences of the right answers alone: they were there before.
    usual = " ".join(cell.message for cell in marked(RIGHT).cells)
    digits = {word for word in text.replace(".", " ").split() if word.isdigit()}
    assert not (digits & secret) - set(usual.split()) - {"1", "2", "4", "7"}


@pytest.mark.parametrize("question", RIGHT)
@pytest.mark.parametrize("wrong", ["...", "'text'", "-987654.25", "[1, 2]", "{'a': 1}", "lambda *a: 3"])
def test_no_sentence_shows_the_expected_value(question: str, wrong: str) -> None:
    name = next(one.answer for one in REFERENCE.asked if one.name == question)
    found = marked({**RIGHT, question: f"{name} = {wrong}"})
    sentence = words(found, question)
    assert found.marks[question] == 0 and sentence.endswith((".", "?"))
    for number in ("228.6", "1798", "307.0", "0.4764", "-62.5"):
        assert number not in sentence


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        [],
        {},
        {"type": []},
        {"type": "number"},
        {"type": "number", "value": "1e5"},
        {"type": "number", "value": 10**400},
        {"type": "number", "value": float("nan")},
        {"type": "series", "index": [[1]], "values": [1]},
        {"type": "series", "index": 3, "values": 3},
        {"type": "frame", "index": ["a"], "columns": ["b"], "rows": [[1], [2]]},
        {"type": "parts", "parts": [["a"], 3]},
        {"type": "parts", "parts": {"growth": 1}},
        {"type": "results", "results": [{}] * 7},
        {"type": "results", "results": [None] * 7},
        {"type": "results", "results": [{"type": "error", "name": ["x"]}] * 7},
        {"type": "results", "results": [{"type": "number", "value": 1}] * 8},
        {"type": "other"},
        {"type": "function"},
    ],
    ids=str,
)
@pytest.mark.parametrize("question", RIGHT)
def test_data_written_by_hand_does_no_harm(question: str, data: object) -> None:
    found = verdict(REFERENCE, question, data)
    assert found.share == 0 and found.words.endswith((".", "?"))


def result_of(question: str, **changes) -> Marked:
    submission = submitted(answered())
    results = run(REFERENCE, assemble(REFERENCE, submission))
    changed = [dataclasses.replace(one, **changes) if one.question == question else one for one in results]
    return score(REFERENCE, submission, changed)


@pytest.mark.parametrize("outcome", ["timeout", "died", "skipped"])
def test_a_stopped_question_costs_only_itself(outcome: str) -> None:
    found = result_of("q3", outcome=outcome, shown=None)
    assert found.marks == {**FULL, "q3": 0} and found.status == "partly"
    assert words(found, "q3") and "ended Python: 1" in found.message


def test_a_missing_result_counts_as_not_run() -> None:
    submission = submitted(answered())
    found = score(REFERENCE, submission, [])
    assert found.total == 0 and "not run" in words(found, "q1")
    assert [cell.question for cell in found.cells] == list(RIGHT)


@pytest.mark.parametrize(("question", "outcome"), [("q1", "failed"), ("q2", "failed")])
def test_two_comparisons_that_disagree_call_a_human(question: str, outcome: str) -> None:
    found = result_of(question, outcome=outcome)
    assert found.marks == {**FULL, question: 0} and found.status == "needs a human"
    assert "disagree" in found.message


def test_a_cell_that_was_stopped_is_named_as_the_reason() -> None:
    submission = submitted(answered({**RIGHT, "q2": "while True: present_value = 1"}))
    assembled = assemble(REFERENCE, submission)
    (cell,) = [cell for cell in assembled.cells if "while True" in cell["source"]]
    quick = {**assembled.notebook, "cells": [one for one in assembled.cells if one["id"] != cell["id"]]}
    results = run(REFERENCE, dataclasses.replace(assembled, notebook=quick))
    found = score(REFERENCE, submission, [*results, CellResult(cell["id"], None, "timeout")])
    assert found.marks == {**FULL, "q2": 0}
    assert words(found, "q2") == "Not answered. It ran too long and was stopped."


def test_problems_and_repairs_reach_the_grader() -> None:
    cut = raw(answered())
    submission = submitted(cut[: int(len(cut) * 0.8)])
    found = score(REFERENCE, submission, run(REFERENCE, assemble(REFERENCE, submission)))
    assert found.status == "partly" and "cut off" in found.message
    assert found.marks["q1"] == 1 and found.marks["q8"] == 0
    marked_bom = submitted(b"\xef\xbb\xbf" + raw(answered()))
    found = score(REFERENCE, marked_bom, run(REFERENCE, assemble(REFERENCE, marked_bom)))
    assert found.status == "graded" and "byte order mark" in found.message


def test_another_language_calls_a_human() -> None:
    found = graded(answered() | {"metadata": {"kernelspec": {"name": "ir", "language": "R"}}})
    assert found.status == "needs a human" and "set to run r" in found.message


def test_what_cannot_be_run_has_no_marks() -> None:
    lost = Submission("ann", "02-lifecycle", Path("a.ipynb"), None, ("The file is empty.",))
    found = score(REFERENCE, lost, [])
    assert found.marks == {} and found.status == "unreadable" and found.message == "The file is empty."
    unknown = unmarked(Submission("ann", "", Path("a.ipynb"), b"{}", ("Which homework?",)))
    assert unknown.status == "needs a human"


def test_the_same_submission_gets_the_same_marks() -> None:
    assert marked({**RIGHT, **{"q5": SLIPS["q5"][0]}}) == marked({**RIGHT, **{"q5": SLIPS["q5"][0]}})


def test_shapes_bring_one_answer_to_one_form() -> None:
    table = shown.shaped(shown.data_of([[1, 2], [3, 4]]), {"rows": ["a", "b"], "columns": ["x", "y"]})
    assert table == {"type": "frame", "index": ["a", "b"], "columns": ["x", "y"], "rows": [[1, 2], [3, 4]]}
    odd = shown.data_of([[1, 2], [3]])
    assert shown.shaped(odd, {"rows": ["a", "b"], "columns": ["x", "y"]}) == odd


def test_a_class_of_200_gets_the_marks_it_should(tmp_path) -> None:
    students = classroom(200)
    lay(tmp_path, {f"{name}/02-lifecycle.ipynb": data for name, (data, _marks) in students.items()})
    submissions = find(tmp_path)
    assert [one.student for one in submissions] == sorted(students)
    for submission in submissions:
        found = score(REFERENCE, submission, run(REFERENCE, assemble(REFERENCE, submission)))
        assert found.marks == students[submission.student][1], submission.student
        assert found.status == "graded"


def test_the_kernel_names_no_error_of_the_students_own_making() -> None:
    class Secret(Exception): ...

    def stop(value: int) -> None:
        raise Secret if value else KeyError

    names = [result["name"] for result in shown.results_of(stop, [(1,), (0,)])["results"]]
    assert names == ["Exception", "KeyError"]


def test_a_failure_of_our_own_first_cell_calls_a_human() -> None:
    submission = submitted(answered())
    results = run(REFERENCE, assemble(REFERENCE, submission))
    assert results[0].cell_id == "setup-0"
    broken = [dataclasses.replace(results[0], outcome="error", message="ImportError: x"), *results[1:]]
    found = score(REFERENCE, submission, broken)
    assert found.status == "needs a human" and "cannot be trusted" in found.message

"""Every homework: right, typical wrong, empty and hostile answers, and what the replies may not say."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import course.exercise
from course import workbook
from course.exercise.question import Feedback, Question, Rung, judge

HOMEWORKS = {
    name: importlib.import_module(f"course.exercise.{name}").homework
    for _, name, _ in pkgutil.iter_modules(course.exercise.__path__)
    if name.startswith("chapter")
}
QUESTIONS = [(homework, question) for homework in HOMEWORKS.values() for question in homework.questions.values()]
NAMES = [f"{homework.name}-{question.name}" for homework, question in QUESTIONS]
TYPICAL = [(question, slip) for _, question in QUESTIONS for slip in question.typical]
TYPICAL_NAMES = [
    f"{homework.name}-{question.name}-{slip.name}" for homework, question in QUESTIONS for slip in question.typical
]


class Liar(float):
    """A number that claims to equal everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "passed"


class Bomb:
    """An object whose every use raises."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError("boom")

    def __repr__(self) -> str:
        raise RuntimeError("boom")


def explode(*arguments: object) -> None:
    raise SystemExit(1)


def endless(*arguments: object) -> object:
    return endless(*arguments)


HOSTILE = {
    "text": "48000",
    "empty text": "",
    "empty list": [],
    "empty table": pd.DataFrame(),
    "nan": float("nan"),
    "infinity": float("inf"),
    "true": True,
    "complex": 1 + 2j,
    "class": dict,
    "bomb": Bomb(),
    "liar": Liar(-987_654.25),
    "exits": explode,
    "recursive": endless,
    "nested": {"a": {"b": []}},
    "objects": np.array([object(), None], dtype=object),
    "huge text": "9" * 100_000,
    "passed": "Question 1: right.",
    "far away": -987_654.25,
}


@pytest.mark.parametrize(("homework", "question"), QUESTIONS, ids=NAMES)
def test_the_right_answer_passes(homework, question: Question) -> None:
    feedback = judge(question, question.expected())
    assert feedback.rung is Rung.RIGHT, feedback
    assert feedback.words == question.meaning


@pytest.mark.parametrize(("homework", "question"), QUESTIONS, ids=NAMES)
@pytest.mark.parametrize("empty", [..., None], ids=["dots", "None"])
def test_an_empty_answer_is_not_answered_yet(homework, question: Question, empty: object) -> None:
    assert judge(question, empty).rung is Rung.ANSWERED


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("homework", "question"), QUESTIONS, ids=NAMES)
def test_a_hostile_answer_gets_a_sentence_and_no_marks(homework, question: Question, kind: str) -> None:
    feedback = judge(question, HOSTILE[kind])
    assert not feedback.right
    assert feedback.words.endswith((".", "?", "!"))
    assert "Traceback" not in feedback.words
    assert len(feedback.words) < 500


@pytest.mark.parametrize(("question", "slip"), TYPICAL, ids=TYPICAL_NAMES)
def test_a_typical_wrong_answer_is_known_by_name(question: Question, slip) -> None:
    feedback = judge(question, _whole(question, slip.answer()))
    assert (feedback.rung, feedback.slip, feedback.words) == (Rung.TYPICAL, slip.name, slip.hint)


def _whole(question: Question, wrong: object) -> object:
    """Complete a typical wrong answer that names only some parts of a question in parts."""
    right = question.expected()
    return {**right, **wrong} if isinstance(right, dict) and isinstance(wrong, dict) else wrong


@pytest.mark.parametrize(("question", "slip"), TYPICAL, ids=TYPICAL_NAMES)
def test_a_reply_that_calls_the_rest_right_has_looked_at_the_rest(question: Question, slip) -> None:
    right = question.expected()
    if isinstance(right, dict) and re.match(r"(The|Both) (?!size)\w+ (is|are) right", slip.hint):
        assert set(slip.answer()) == set(right)


def test_the_hit_rate_of_the_hints(capsys) -> None:
    lines = []
    for homework in HOMEWORKS.values():
        slips = [(question, slip) for question in homework.questions.values() for slip in question.typical]
        hits = sum(judge(question, _whole(question, slip.answer())).slip == slip.name for question, slip in slips)
        lines.append(f"{homework.name}: {hits} of {len(slips)} typical wrong answers are known by name")
        if homework.name != "00-start-here":
            assert len({slip.name for _, slip in slips}) >= 4
        assert hits == len(slips)
    with capsys.disabled():
        print("\nhint hit-rate: " + "; ".join(lines))


@pytest.mark.parametrize(("homework", "question"), QUESTIONS, ids=NAMES)
def test_no_reply_shows_the_right_number(homework, question: Question) -> None:
    """Neither a hint nor a reply to a wrong answer contains the expected number as students would round it."""
    replies = [*question.hints, question.near, *(slip.hint for slip in question.typical)]
    for number in _numbers(question.expected()):
        for text in (f"{number:.2f}", f"{number:,.2f}", f"{number:.3f}"):
            assert not any(text in reply for reply in replies), (text, question.name)


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in _numbers(part)]
    if isinstance(value, pd.Series | pd.DataFrame):
        return [float(number) for number in value.to_numpy(dtype=float).ravel()]
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return [float(value)]
    return []


@pytest.mark.parametrize(("homework", "question"), QUESTIONS, ids=NAMES)
def test_hints_come_in_three_different_steps(homework, question: Question) -> None:
    assert len(set(question.hints)) == 3
    assert all(hint.strip().endswith((".", "?", ")")) for hint in question.hints)


def test_feedback_reads_the_same_as_text_and_as_html() -> None:
    feedback = Feedback("q1", Rung.VALUE, "Look at <year 2>.")
    assert repr(feedback) == "Question 1: not yet. Look at <year 2>."
    assert "&lt;year 2&gt;" in feedback._repr_html_()


@pytest.mark.parametrize("homework", HOMEWORKS.values(), ids=lambda homework: homework.name)
def test_a_public_function_is_one_that_the_homework_hands_out(homework) -> None:
    """The grader's sandbox keeps public functions and drops the others, so an expected answer must not be public."""
    chapter = importlib.import_module(f"course.exercise.chapter{homework.name[:2]}")
    body = ast.parse(Path(chapter.__file__).read_text("utf-8")).body
    names = {each.name for each in body if isinstance(each, ast.FunctionDef)}
    public = {name for name in names if not name.startswith("_")}
    solved = workbook.source() / "solutions" / f"{homework.name}.py"
    text = solved.read_text("utf-8") if solved.exists() else ""
    handed = re.findall(r"from course\.exercise\.chapter\d+ import (.*)", text)
    assert public <= set(", ".join(handed).split(", "))

"""The quiz: what it shows, alive and on paper, and how it answers right, wrong, empty and hostile answers."""

import json
import math

import pytest

from course.errors import CourseError
from course.exercise import bank, quiz
from course.exercise.bank.asked import Asked
from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.exercise.bank.numerals import numeral
from course.exercise.progress import Progress

SINGLE = Single(
    "colour",
    Level.RECALL,
    "Which <colour>?",
    (Option("red", "It is too red.", False), Option("green", "Green it is.", True), Option("blue", "Too blue.", False)),
)
MULTIPLE = Multiple(
    "even",
    Level.APPLY,
    "Which are even?",
    (Option("two", "Twice one.", True), Option("four", "Twice two.", True), Option("five", "One over.", False)),
)
NUMERIC = Numeric(
    "half",
    Level.JUDGE,
    "Half of {n:.0%}?",
    {"n": (0.5, 0.6)},
    lambda n: n / 2,
    "as a decimal number",
    0.001,
    "Half of it.",
    "Divide by two.",
    (Slip(lambda n: 2 * n, "You doubled."),),
)
HOSTILE = [None, ..., [], {}, "", "x" * 100_000, -1, 99, [99], ["0"], [[0]], True, math.nan, math.inf, b"1", object()]


def made(*items, progress: Progress | None = None) -> quiz.Quiz:
    return quiz.Quiz("A <test>", [Asked("04", item) for item in items or (SINGLE, MULTIPLE, NUMERIC)], progress)


def places(asked: Asked, *words: str) -> list[int]:
    return [place for place, option in enumerate(asked.options) if option.words in words]


def test_a_single_choice_is_answered_with_the_options_own_reason() -> None:
    found = made(progress=Progress(None))
    asked = found.asked[0]
    assert found.answer(1, places(asked, "red")).words == ("Not yet.", "It is too red.")
    assert found.score == "0 of 3 right so far."
    assert found.answer(1, places(asked, "green")).words == ("Right.", "Green it is.")
    assert found.score == "1 of 3 right so far."
    assert found.replies["1"] == {"right": True, "words": ("Right.", "Green it is."), "answered": True, "count": 2}


def test_several_choices_are_told_each_one_too_many_and_each_one_missed() -> None:
    asked = Asked("04", MULTIPLE)
    reply = asked.reply(places(asked, "two", "five"))
    assert not reply.right
    assert reply.words[0] == "Not yet."
    assert set(reply.words[1:]) == {'"five" does not belong: One over.', '"four" is missing: Twice two.'}
    right = asked.reply(places(asked, "two", "four"))
    assert right.right and set(right.words) == {"Right.", "Twice one.", "Twice two."}


@pytest.mark.parametrize(
    ("written", "right", "says"),
    [
        ("0.25", True, "Half of it."),
        ("0,25", True, "Half of it."),
        (" 25 % ", True, "Half of it."),
        ("２５％", True, "Half of it."),
        (".25", True, "Half of it."),
        (0.25, True, "Half of it."),
        ("1", False, "You doubled."),
        ("25", False, "This looks like a percentage"),
        ("7", False, "Divide by two."),
        ("", False, "Write a number first."),
        ("a quarter", False, "Write one number"),
        ("0.25 or 0.3", False, "Write one number"),
        ("nan", False, "Write one number"),
        ("1e999", False, "Write one number"),
    ],
)
def test_a_number_is_read_kindly(written: object, right: bool, says: str) -> None:
    reply = Asked("04", NUMERIC).reply(written)
    assert reply.right is right
    assert says in repr(reply)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,250", 1250), ("1,250.50", 1250.5), ("1.250,50", 1250.5), ("0,750", 0.75), ("12,345,678", 12345678),
        ("¥ 66.08", 66.08), ("66.08 yuan.", 66.08), ("- 12", -12), ("−12", -12), ("+3", 3), ("1'000", 1000),
        ("1e3", 1000), ("5.", 5), ("1 2", None), ("..", None), ("1,2,3", None), ("1.2.3", None), ("%", None),
        (True, None), ([1], None), ("inf", None), ("9" * 50, None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written: object, value: float | None) -> None:
    assert numeral(written) == value


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("item", [SINGLE, MULTIPLE, NUMERIC], ids=lambda item: item.name)
def test_an_odd_answer_gets_a_sentence_and_nothing_else(item, given: object) -> None:
    progress = Progress(None)
    found = made(item, progress=progress)
    reply = found.answer(1, given)
    assert not reply.right
    assert all(words.endswith(".") and len(words) < 300 for words in reply.words)
    json.dumps(found.replies)


def test_no_answer_counts_as_no_try() -> None:
    progress = Progress(None)
    found = made(progress=progress)
    for number in (1, 2, 3):
        found.answer(number, "")
    assert progress.all() == {}
    found.answer(3, "7")
    found.answer(3, "0.25")
    record = progress.of("quiz-04", "half")
    assert (record.tries, record.right) == (2, True)


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path) -> None:
    found = made(progress=Progress(tmp_path / "not there"))
    assert found.answer(3, "0.25").right


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"number": 0},
        {"number": 99, "given": [0]},
        {"number": "1"},
        {"number": True, "given": 0},
        "check",
    ],
)
def test_a_strange_message_from_the_browser_changes_nothing(content: object) -> None:
    found = made(progress=Progress(None))
    found._on_message(found, content, None)
    assert found.replies == {}


def test_the_button_does_what_answer_does() -> None:
    found = made(progress=Progress(None))
    found._on_message(found, {"kind": "check", "number": 3, "given": "0,25"}, None)
    assert found.replies["3"]["right"]


def test_the_text_lists_questions_and_options() -> None:
    lines = made().text().splitlines()
    assert lines[:2] == ["A <test>", "1. Which <colour>?"]
    assert sorted(lines[2:5]) == ["   ( ) blue", "   ( ) green", "   ( ) red"]
    assert "   [ ] four" in lines
    assert lines[-2:] == ["3. Half of 50%?", "   ____ as a decimal number"]


def test_the_static_page_opens_each_reason_without_a_script() -> None:
    page = made().static()
    assert "<script" not in page and "onclick" not in page
    assert "<details><summary>red</summary><p><strong>Not yet.</strong> It is too red.</p></details>" in page
    assert "<details><summary>Answer</summary><p>0.250 as a decimal number. Half of it.</p></details>" in page
    assert "Which &lt;colour&gt;?" in page and "A &lt;test&gt;" in page
    assert page.count("<details>") == page.count("</details>") == 7


def test_a_notebook_gets_both_and_the_browser_no_answer() -> None:
    found = made()
    shown = found._repr_mimebundle_()
    assert {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"} <= set(shown)
    sent = json.dumps(found.questions)
    assert "Green it is" not in sent and "right" not in sent


def test_the_order_of_the_options_is_settled_and_not_the_banks() -> None:
    first = [next(place for place, option in enumerate(Asked(chapter, item).options) if option.right)
             for chapter in bank.chapters() for item in bank.items_of(chapter) if isinstance(item, Single)]  # fmt: skip
    assert len(set(first)) >= 3, "the right option stands in many places"
    assert Asked("04", SINGLE).options == Asked("04", SINGLE).options
    assert {Asked("04", SINGLE, seed).options for seed in range(30)} != {Asked("04", SINGLE).options}


@pytest.mark.parametrize("number", bank.chapters())
def test_a_chapters_quiz_asks_its_own_questions(number: str) -> None:
    found = quiz.chapter(number, progress=Progress(None))
    assert [one.item.name for one in found.asked] == [item.name for item in bank.items_of(number) if item.in_quiz]
    assert found.text() == quiz.chapter(int(number)).text()


def test_a_seed_draws_other_numbers() -> None:
    assert Asked("04", NUMERIC).drawn == {"n": 0.5}
    assert {Asked("04", NUMERIC, seed).drawn["n"] for seed in range(20)} == {0.5, 0.6}
    assert quiz.chapter("04", seed=3).text() != quiz.chapter("04").text()


def test_the_review_draws_by_chapter_level_and_seed() -> None:
    one = quiz.review(seed=1)
    assert one.text() == quiz.review(seed=1).text() != quiz.review(seed=2).text()
    assert len(one.asked) == min(10, sum(len(bank.items_of(name)) for name in bank.chapters()))
    per_chapter = [sum(asked.chapter == name for asked in one.asked) for name in bank.chapters()]
    assert max(per_chapter) - min(per_chapter) <= 1 or len(bank.chapters()) > 10
    some = quiz.review(["04"], ["apply"], count=2, seed=5)
    assert {(asked.chapter, asked.item.level) for asked in some.asked} == {("04", Level.APPLY)}
    assert len({asked.item.name for asked in quiz.review(count=10_000).asked}) > 5


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (dict(chapters=["99"]), "no questions on chapter"),
        (dict(levels=["hard"]), "The levels are recall, apply, judge"),
        (dict(count=0), "no question is left"),
        (dict(chapters=[]), "no question is left"),
    ],
)
def test_a_review_that_cannot_be_drawn_says_why(asked: dict, words: str) -> None:
    with pytest.raises(CourseError, match=words):
        quiz.review(**asked)


def test_how_far_a_reader_is_counts_what_was_tried_and_what_is_right() -> None:
    progress = Progress(None)
    nothing = quiz.standing(progress)
    assert nothing["questions"].sum() == sum(len(bank.items_of(name)) for name in bank.chapters())
    assert (nothing[["recall", "apply", "judge"]].sum(axis=1) == nothing["questions"]).all()
    assert nothing[["answered", "right", "read_again"]].to_numpy().sum() == 0
    first = bank.items_of("04")[0].name
    progress.add_try("quiz-04", first, right=False)
    progress.add_try("quiz-04", bank.items_of("04")[1].name, right=True)
    assert quiz.standing(progress).loc[4, ["answered", "right", "read_again"]].tolist() == [2, 1, 1]


def test_the_bank_is_large_enough_once_every_chapter_has_one() -> None:
    """Nine chapters with nine questions or more make the eighty that the review draws from."""
    items = sum(len(bank.items_of(name)) for name in bank.chapters())
    assert items >= min(80, 9 * len(bank.chapters()))
    assert len(bank.chapters()) < 9 or items >= 80

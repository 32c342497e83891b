"""The question bank: rules that the questions of every chapter keep."""

import math
import string

import pytest

from course.errors import CourseError
from course.exercise import bank
from course.exercise.bank.asked import Asked, numbers_of
from course.exercise.bank.items import Item, Multiple, Numeric, Single

ITEMS = [(chapter, item) for chapter in bank.chapters() for item in bank.items_of(chapter)]
CHOICES = [(chapter, item) for chapter, item in ITEMS if isinstance(item, Single | Multiple)]
NUMERICS = [(chapter, item) for chapter, item in ITEMS if isinstance(item, Numeric)]


def each_of(items: list) -> pytest.MarkDecorator:
    names = [f"{chapter}-{item.name}" for chapter, item in items]
    return pytest.mark.parametrize(("chapter", "item"), items, ids=names)


each, each_choice, each_numeric = each_of(ITEMS), each_of(CHOICES), each_of(NUMERICS)


@pytest.mark.parametrize("chapter", bank.chapters())
def test_a_chapter_has_enough_questions_of_each_kind(chapter: str) -> None:
    items = bank.items_of(chapter)
    assert len({item.name for item in items}) == len(items) >= 9
    assert 5 <= sum(item.in_quiz for item in items) <= 8
    assert sum(isinstance(item, Multiple) for item in items) >= 1
    assert sum(isinstance(item, Numeric) for item in items) >= 2
    assert len({item.level for item in items}) >= 2


def test_no_chapter_asks_what_another_asks() -> None:
    asked = [item.asked for _, item in ITEMS]
    assert len(set(asked)) == len(asked)


def test_an_unknown_chapter_is_named() -> None:
    for unknown in ("99", 99, "", "../04", "items"):
        with pytest.raises(CourseError, match="the bank has no questions on chapter"):
            bank.items_of(unknown)
    assert bank.items_of(4) is bank.items_of("04")


@each
def test_what_is_asked_reads_as_a_question(chapter: str, item: Item) -> None:
    assert item.name == item.name.lower() and " " not in item.name
    words = Asked(chapter, item).words
    assert words.strip() == words and words.endswith(("?", "."))
    assert "{" not in words and "}" not in words


@each_choice
def test_a_choice_has_the_right_options_and_a_reason_for_each(chapter: str, item: Single | Multiple) -> None:
    right = sum(option.right for option in item.options)
    assert 2 <= len(item.options) <= 6
    if isinstance(item, Single):
        assert right == 1
    else:
        assert 1 <= right < len(item.options)
    assert len({option.words for option in item.options}) == len(item.options)
    reasons = [option.why.strip() for option in item.options]
    assert all(len(reason.split()) >= 3 and reason.endswith((".", "?", "!")) for reason in reasons), reasons
    assert len(set(reasons)) == len(reasons)


@each_choice
def test_each_option_gets_its_own_reply(chapter: str, item: Single | Multiple) -> None:
    asked = Asked(chapter, item)
    right = [place for place, option in enumerate(asked.options) if option.right]
    assert asked.reply(right).right
    for place, option in enumerate(asked.options):
        reply = asked.reply([place])
        assert reply.right == ([place] == right)
        assert option.right or any(option.why in sentence for sentence in reply.words)


@each_numeric
def test_the_places_in_the_question_are_the_numbers_drawn(chapter: str, item: Numeric) -> None:
    places = {name for _, name, _, _ in string.Formatter().parse(item.asked) if name is not None}
    assert places == set(item.draw) and places
    assert all(len(set(values)) == len(values) for values in item.draw.values())
    assert any(len(values) > 1 for values in item.draw.values())
    assert item.unit.strip() and item.within > 0 and item.slips
    said = [item.why, item.near, *(slip.why for slip in item.slips)]
    assert all(len(words.split()) >= 3 and words.strip().endswith((".", "?", ")")) for words in said)
    assert len(set(said)) == len(said)


@each_numeric
def test_for_every_draw_no_slip_is_taken_for_right_or_for_another(chapter: str, item: Numeric) -> None:
    for drawn in numbers_of(item.draw):
        right = float(item.answer(**drawn))
        assert math.isfinite(right)
        wrong = [float(slip.answer(**drawn)) for slip in item.slips]
        assert all(abs(one - right) > item.within for one in wrong), (drawn, right, wrong)
        close = [abs(one - two) for place, one in enumerate(wrong) for two in wrong[:place]]
        assert all(distance > item.within for distance in close), (drawn, right, wrong)


@each_numeric
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_a_number_is_judged_as_a_person_writes_it(chapter: str, item: Numeric, seed: int | None) -> None:
    asked = Asked(chapter, item, seed)
    right = asked.right_number
    plain = f"{right:.9f}"
    for written in (plain, f"  {plain} ", plain.replace(".", ","), f"{100 * right:.9f}%", asked.answer):
        assert asked.reply(written).right, written
    for slip in item.slips:
        reply = asked.reply(f"{float(slip.answer(**asked.drawn)):.9f}")
        assert not reply.right and slip.why in reply.words
    far = asked.reply(f"{right * 7.77 + 987_654.25:.2f}")
    assert not far.right and item.near in far.words

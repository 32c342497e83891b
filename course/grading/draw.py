"""Draw a student's numbers so that the homework stays as hard.

A variant is drawn from a seed, the homework and the student's id.  A draw counts only when what is right passes its
check, each typical slip is still known by its name, and what the texts say holds.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

from course.errors import CourseError
from course.exercise import variants
from course.exercise.answers import Answer, Choice, Number, Parts
from course.exercise.question import Question, judge
from course.grading import reference as references
from course.i18n import _
from course.models import cohort

#: The most draws for one student.
MOST_DRAWS = 5000


@contextmanager
def numbers_of(homework: str, token: str = "") -> Iterator[ModuleType]:
    """Import a homework afresh with a variant's numbers; while this lasts, an import of it finds that module.

    Parameters
    ----------
    homework
        ``"02-lifecycle"``.
    token
        The variant; ``""`` for the shared homework.
    """
    name = f"course.exercise.chapter{homework[:2]}"
    package = importlib.import_module("course.exercise")
    before, before_token = sys.modules.pop(name, None), os.environ.get(variants.VARIABLE)
    os.environ[variants.VARIABLE] = token
    try:
        yield importlib.import_module(name)
    finally:
        _put_back(os.environ, variants.VARIABLE, before_token)
        _put_back(sys.modules, name, before)
        if before:
            setattr(package, name.rpartition(".")[2], before)


def _put_back(where: Any, name: str, value: Any) -> None:
    if value is None:
        where.pop(name, None)
    else:
        where[name] = value


@functools.lru_cache(maxsize=32)
def module_of(homework: str, token: str) -> ModuleType:
    """Return a homework's module with a variant's numbers, beside the one that an import finds."""
    with numbers_of(homework, token) as module:
        return module


def _givens(homework: str) -> type:
    given = vars(module_of(homework, "")).get("Given", dict)
    return given if isinstance(given, type) else dict


def that_vary() -> list[str]:
    """Return the names of the homeworks whose numbers may differ."""
    return [name for name in references.exercises() if variants.choices(_givens(name))]


def token_for(homework: str, student: str, seed: int = 0) -> str:
    """Return the token of a student's variant: the first draw with which the homework stays as hard.

    Parameters
    ----------
    homework
        ``"02-lifecycle"``.
    student
        The id; other seeds give other numbers.

    Raises
    ------
    CourseError
        When no draw will do.
    """
    for turn in range(MOST_DRAWS):
        words = "\0".join((str(seed), homework, student, str(turn)))
        token = f"{homework[:2]}-{hashlib.sha256(words.encode('utf-8')).hexdigest()[:12]}"
        if _fits(homework, variants.drawn(_givens(homework), token)) and not misfit(homework, token):
            return token
    what = _("no numbers were found for {student} with which {homework} stays as hard")
    raise CourseError(what.format(student=student, homework=homework), fix=_("Choose another seed"))


# As hard as the shared homework


def misfit(homework: str, token: str) -> str:
    """Say why a variant is not as hard as the shared homework, or ``""``.

    Each right answer must pass, each typical slip be known by its own name and none by that of another, no reply give
    a right number away, and words and signs of all of them be those of the shared homework.
    """
    module = module_of(homework, token)
    if not _fits(homework, module.given):
        return _("what the texts of {homework} say does not hold").format(homework=homework)
    for name, question in module.homework.questions.items():
        if reason := _unlike(_computed(question), _usual(homework, name)):
            return f"{name}: {reason}"
    true_of: Callable[[Mapping[str, Question]], bool] = _TRUE_OF.get(homework, _always)
    return "" if true_of(module.homework.questions) else _("a meaning does not hold")


def _computed(question: Question) -> Question:
    """Return the question with each answer computed once."""
    right = question.expected()
    typical = tuple(replace(slip, answer=functools.partial(_whole, right, slip.answer())) for slip in question.typical)
    return replace(question, expected=lambda: right, typical=typical)


def _whole(right: Any, wrong: Any) -> Any:
    """Complete a typical wrong answer that names only some of the parts."""
    return {**right, **wrong} if isinstance(right, dict) and isinstance(wrong, dict) else wrong


@functools.cache
def _usual(homework: str, name: str) -> Question:
    return _computed(module_of(homework, "").homework.questions[name])


def _unlike(question: Question, usual: Question) -> str:
    """Say what makes a question with other numbers another question, or ``""``."""
    right = question.expected()
    if not judge(question, right).right or question.kind.broken(right):
        return _("the right answer does not pass")
    replies = [*question.hints, question.near, *(slip.hint for slip in question.typical)]
    if any(number in reply for number in _as_written(right) for reply in replies):
        return _("a reply shows the right answer")
    if _character(question.kind, right) != _character(usual.kind, usual.expected()):
        return _("the right answer is of another kind")
    for slip, before in zip(question.typical, usual.typical, strict=True):
        if judge(question, slip.answer()).slip != slip.name:
            return _("{slip} is not known by its name").format(slip=slip.name)
        if _character(question.kind, slip.answer()) != _character(usual.kind, before.answer()):
            return _("{slip} is of another kind").format(slip=slip.name)
    return ""


def _as_written(answer: Any) -> list[str]:
    """Return the numbers of an answer as a student would round them."""
    if isinstance(answer, dict):
        return [text for part in answer.values() for text in _as_written(part)]
    if isinstance(answer, int | float):
        return [f"{answer:.2f}", f"{answer:,.2f}", f"{answer:.3f}"]
    return []


def _character(kind: Answer, answer: Any) -> Any:
    """Return the words of an answer and the signs of its numbers, but for those that may differ."""
    if isinstance(kind, Parts):
        return {name: _character(part, answer[name]) for name, part in kind.kinds.items()}
    if isinstance(kind, Number | Choice) and kind.differs:
        return ""
    if isinstance(kind, Number):
        return (answer > 0) - (answer < 0)
    return answer if isinstance(kind, Choice) else ""


def _fits(homework: str, given: Any) -> bool:
    return _GIVES.get(homework, _always)(given)


def _always(_anything: Any) -> bool:
    return True


def _lifecycle_gives(given: Any) -> bool:
    """Question 1: its hint says between 200 and 400 yuan.  Question 6: it leaves after more than half of the years."""
    profit = given.purchases * (given.price - given.goods) + given.indirect - given.cost
    return bool(210 <= profit <= 390 and given.leaves_after > given.usual.years / 2)


def _customer_gives(given: Any) -> bool:
    """Questions 6 to 8: he pays back late; more, dearer, cheaper to make; a pilot that may have found nothing."""
    middle = (given.loyalty_low + given.loyalty_high) / 2
    if given.loyalty_low != given.retention_rate or abs(middle - given.loyalty_retention) > 1e-9:
        return False
    before, after = given.first_year, given.second_year
    steps = after[0] - before[0], after[1] - before[1], before[2] - after[2]
    return 1.7 < given.acquisition_cost / given.yearly <= 2 and all(step >= 1 for step in steps)


def _cohort_gives(given: Any) -> bool:
    """Questions 6 to 8: the channel leads after year 2, the club after year 3; of two offers the dearer one pays."""
    if not given.channel_retention < given.retention[0] < given.club_retention - 0.02:
        return False
    if not (given.yearly_cost < given.club_yearly_cost and given.channel_cost < given.acquisition_cost):
        return False

    def ltv(retention: Sequence[float], price: float) -> Any:
        return cohort.table(**{**given.inputs, "retention": retention, "acquisition_cost": price}).ltv

    # The cheap looks first: most draws end here.
    samplers = [given.sampler_retention] * 3
    today, at_price = ltv(samplers, given.acquisition_cost)[3], ltv(samplers, given.sampler_price)[3]
    if not at_price < -0.2 < 0.2 < today or ltv(given.retention, given.regular_price)[3] > -0.2:
        return False
    club, channel = (cohort.compare(given.inputs, other)["difference"] for other in (given.club, given.channel))
    return bool(club[3] > channel[3] + 0.1 and channel[2] > max(club[2], 0) and channel[3] > 0.1)


def _panel_gives(given: Any) -> bool:
    """Question 6: the campaign with fewer points is the better one, so the points differ enough to tempt."""
    return bool(given.small_points >= 2 * given.big_points)


_GIVES: dict[str, Callable[[Any], bool]] = {
    "02-lifecycle": _lifecycle_gives,
    "03-one-customer": _customer_gives,
    "04-cohort": _cohort_gives,
    "06-transition-matrix": _panel_gives,
}


def _lifecycle_means(asked: Mapping[str, Question]) -> bool:
    """Question 6: less than half of the value has come."""
    return bool(asked["q6"].expected() < 0.5)


def _customer_means(asked: Mapping[str, Question]) -> bool:
    """Question 7: most of the margin of year 2 is repeat purchase."""
    parts = asked["q7"].expected()
    return bool(parts["repeat_purchase"] > 0.5 * sum(parts.values()))


def _cohort_means(asked: Mapping[str, Question]) -> bool:
    """Questions 5, 7 and 8: a little more than a yuan; chance explains the pilot, not the cohort; one offer pays."""
    point, pilot, offers = (asked[name].expected() for name in ("q5", "q7", "q8"))
    whole = asked["q7"].typical[0].answer()
    with_club = asked["q6"].typical[3].answer()["gain"]
    chance = pilot["low"] < with_club < pilot["high"] and not whole["low"] < with_club < whole["high"]
    # The slip of one retention for both turns the choice round.
    alike = asked["q8"].typical[0].answer()
    return bool(1 < point < 2 and chance and offers["samplers"] < 0 < offers["regulars"] and alike["regulars"] < 0)


def _panel_means(asked: Mapping[str, Question]) -> bool:
    """Questions 6 and 8: fewer points in the better row gain more; the model's error is several times chance's."""
    campaign, other = asked["q6"].expected(), asked["q6"].typical[0].answer()
    errors = asked["q8"].expected()
    return bool(campaign["gain"] > 1.1 * other["gain"] and abs(errors["model"]) > 2 * errors["chance"])


_TRUE_OF: dict[str, Callable[[Mapping[str, Question]], bool]] = {
    "02-lifecycle": _lifecycle_means,
    "03-one-customer": _customer_means,
    "04-cohort": _cohort_means,
    "06-transition-matrix": _panel_means,
}

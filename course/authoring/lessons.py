"""Lesson plans of 45, 90 and 180 minutes, from the minutes that stand in the chapters and homework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course import workbook
from course.authoring import timings
from course.authoring.timings import Part
from course.i18n import _

#: Minutes of the pauses in a plan, by its length: between the chapter, the homework and the next chapter.
BREAKS = {45: 0, 90: 5, 180: 10}


@dataclass(frozen=True)
class Step:
    """One line of a plan: minutes from the lesson's start, and what is done."""

    start: int
    minutes: int
    what: str


@dataclass(frozen=True)
class Lesson:
    """A plan: its length, the chapter it begins with, its steps, and the questions left for home."""

    minutes: int
    chapter: str
    steps: tuple[Step, ...]
    at_home: tuple[str, ...]


def chapters() -> list[Path]:
    """Return the texts of the chapters in order, without the start page."""
    start = Path(workbook.START_PAGE).stem
    return [path for path in sorted((workbook.source() / "notebooks").glob("[0-9][0-9]-*.ipynb")) if path.stem != start]


def lesson(minutes: int, chapter: Path) -> Lesson:
    """Plan one lesson.

    45 minutes hold the chapter.  90 add a pause and as many of its homework questions, in order, as fit.  180 hold the
    chapter, its whole homework when it fits, and the next chapter's sections, in order, as far as they fit.

    Parameters
    ----------
    minutes
        45, 90 or 180.
    chapter
        The built notebook of the chapter to begin with.
    """
    taught = timings.parts_of_built(chapter)
    homework = timings.parts_of_built(workbook.source() / "exercises" / chapter.name)
    following = next((path for path in chapters() if path.stem > chapter.stem), None)
    more = timings.parts_of_built(following) if minutes == 180 and following else []
    blocks = {45: [taught], 90: [taught, homework], 180: [taught, homework, more]}[minutes]
    steps = _fitted(blocks, minutes)
    shown = {step.what for step in steps}
    at_home = tuple(part.title for part in homework if part.title not in shown)
    return Lesson(minutes, chapter.stem, tuple(steps), at_home)


def _fitted(blocks: Iterable[list[Part]], minutes: int) -> list[Step]:
    steps: list[Step] = []
    now = 0
    for number, block in enumerate(blocks):
        pause = BREAKS[minutes] if number and block else 0
        if pause and now + pause < minutes:
            steps.append(Step(now, pause, _("pause")))
            now += pause
        for part in block:
            if now + part.minutes > minutes:
                break
            if part.minutes:
                steps.append(Step(now, part.minutes, part.title))
                now += part.minutes
    if now < minutes:
        steps.append(Step(now, minutes - now, _("questions and discussion")))
    return steps


def text(plan: Lesson) -> str:
    """Return a plan as lines of text: minutes from the start, length, what is done."""
    head = _("{chapter}: a lesson of {minutes} minutes").format(chapter=plan.chapter, minutes=plan.minutes)
    lines = [f"{step.start:5}  {step.minutes:3}  {step.what}" for step in plan.steps]
    home = [_("at home: {questions}").format(questions="; ".join(plan.at_home))] if plan.at_home else []
    return "\n".join([head, *lines, *home])


def table() -> str:
    """Return the minutes of every chapter and homework as a table of text."""
    rows = [f"{_('chapter'):28}{_('teach'):>8}{_('do'):>8}"]
    for path in chapters():
        homework = workbook.source() / "exercises" / path.name
        teach, do = (sum(part.minutes for part in timings.parts_of_built(one)) for one in (path, homework))
        rows.append(f"{path.stem:28}{teach:8}{do:8}")
    return "\n".join(rows)

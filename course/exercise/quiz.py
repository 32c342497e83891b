"""The one quiz of the course: at the end of every chapter, and across chapters in the review.

`chapter("04")` shows a chapter's quiz, `review(...)` draws from all of them.  It is an ipywidgets widget with a browser
side of its own (anywidget, like the explorers).  What else was tried:

- jupyterquiz needs a server on the internet for mathematics, draws random ids (so no two builds agree), and its number
  field has no label for a screen reader.
- ipywidgets' own RadioButtons and Checkbox make some six models a question, do not tie the question to its options for
  a screen reader, and let JupyterLab take the arrow keys.

The browser draws and Python judges, so the answers are not in the page.  Beside the live quiz stands a static one,
which needs neither a kernel nor JavaScript: each option opens to say why it is right or wrong.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from course.errors import CourseError
from course.exercise import bank
from course.exercise.bank.asked import Asked, Reply, rank, verdict
from course.exercise.bank.items import Level, Multiple, Numeric
from course.exercise.progress import Progress, Record, of_this_student
from course.i18n import _

#: Under this name, with the chapter's number, the records of a quiz stand beside those of the homework.
RECORDS = "quiz-{chapter}"
#: Before each option, as on paper: a ring for one answer, a box where several may be right.
MARKS = {"single": "( )", "multiple": "[ ]"}


def _browser_words() -> dict[str, str]:
    """Return the words the browser side needs; it has none of its own."""
    return {
        "check": _("Check"),
        "number": _("Your number"),
        "several": _("More than one may be right."),
        "right": _("right"),
        "wrong": _("not yet"),
        "waiting": _("No answer from Python: run this notebook's cells first, then check again."),
    }


class Quiz(anywidget.AnyWidget):  # type: ignore[misc]
    """Questions with a button each, and a count of those answered rightly.

    Parameters
    ----------
    title
        What stands above: ``"Quiz on chapter 4"``.
    questions
        What is asked, in order.
    progress
        Where tries and successes are kept.
    """

    _esm = Path(__file__).with_name("quiz.js")
    _css = Path(__file__).with_name("quiz.css")
    title = traitlets.Unicode().tag(sync=True)
    questions: Any = traitlets.List().tag(sync=True)
    replies = traitlets.Dict().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, title: str, questions: Sequence[Asked], progress: Progress | None = None) -> None:
        self.asked = tuple(questions)
        self._progress = progress or of_this_student()
        self._right: set[int] = set()
        super().__init__(
            title=title, questions=[_wire(one) for one in self.asked], score=self._count(), words=_browser_words()
        )
        self.on_msg(self._on_message)

    def answer(self, number: int, given: object) -> Reply:
        """Judge the answer to one question and show the reply under it; the button does the same.

        Parameters
        ----------
        number
            The question's number, from 1.
        given
            The places of the options picked, from 0 in the order shown; for a number what was typed.
        """
        asked = self.asked[number - 1]
        reply = asked.reply(given)
        if reply.answered:
            if reply.right:
                self._right.add(number)
            with suppress(OSError):
                # A folder that cannot be written to must not stop a reader.
                self._progress.add_try(RECORDS.format(chapter=asked.chapter), asked.item.name, right=reply.right)
        before = self.replies.get(str(number), {})
        # The count makes a repeated reply news, so that the browser shows it again.
        said = {**asdict(reply), "count": before.get("count", 0) + 1}
        self.replies = {**self.replies, str(number): said}
        self.score = self._count()
        return reply

    def text(self) -> str:
        """Return the questions and their options as text: what nbval compares, and a screen reader can say."""
        return "\n".join([self.title, *(line for pair in enumerate(self.asked, 1) for line in _text_of(*pair))])

    def static(self) -> str:
        """Return the quiz as HTML that works without a kernel and without JavaScript, and on paper."""
        parts = [_static_of(number, one) for number, one in enumerate(self.asked, 1)]
        return f'<div class="cv-quiz-static"><p><strong>{html.escape(self.title)}</strong></p>{"".join(parts)}</div>'

    def _count(self) -> str:
        words = _("{right} of {all} right so far.")
        return words.format(right=len(self._right), all=len(self.asked))

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:
        number = content.get("number") if isinstance(content, dict) else None
        if type(number) is int and 1 <= number <= len(self.asked):
            self.answer(number, content.get("given"))

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the live quiz, and for paper, slides and nbval the static one and its text."""
        bundle = super()._repr_mimebundle_(**kwargs)
        live = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        live["text/plain"] = self.text()
        live["text/html"] = self.static()
        return live


def _wire(asked: Asked) -> dict[str, Any]:
    """Return what the browser needs of a question: nothing of its answer."""
    unit = asked.item.unit if isinstance(asked.item, Numeric) else ""
    return {
        "kind": asked.kind,
        "asked": asked.words,
        "options": [option.words for option in asked.options],
        "unit": unit,
    }


def _text_of(number: int, asked: Asked) -> Iterable[str]:
    yield f"{number}. {asked.words}"
    if isinstance(asked.item, Numeric):
        yield f"   ____ {asked.item.unit}"
    for option in asked.options:
        yield f"   {MARKS[asked.kind]} {option.words}"


def _static_of(number: int, asked: Asked) -> str:
    note = f" {_('More than one may be right.')}" if isinstance(asked.item, Multiple) else ""
    head = f"<p><strong>{number}. {html.escape(asked.words)}</strong>{note}</p>"
    if isinstance(asked.item, Numeric):
        answer = f"{asked.answer} {asked.item.unit}"
        return head + _folded(_("Answer"), f"{html.escape(answer)}. {html.escape(asked.item.why)}")
    return head + "".join(
        _folded(option.words, f"<strong>{verdict(option.right)}</strong> {html.escape(option.why)}")
        for option in asked.options
    )


def _folded(closed: str, opened: str) -> str:
    return f"<details><summary>{html.escape(closed)}</summary><p>{opened}</p></details>"


def chapter(number: str | int, *, seed: int | None = None, progress: Progress | None = None) -> Quiz:
    """Return the quiz at the end of a chapter.

    Parameters
    ----------
    number
        The chapter's number: ``"04"``, or 4.
    seed
        Draws other numbers, and another order of the options.
    progress
        Where tries are kept; by default in the student's work folder.

    Raises
    ------
    CourseError
        When the bank has no such chapter.
    """
    items = bank.items_of(number)
    name = str(number).zfill(2)
    title = _("Quiz on chapter {number}").format(number=int(name))
    return Quiz(title, [Asked(name, item, seed) for item in items if item.in_quiz], progress)


def review(
    chapters: Iterable[str | int] | None = None,
    levels: Iterable[str] | None = None,
    *,
    count: int = 10,
    seed: int = 1,
    progress: Progress | None = None,
) -> Quiz:
    """Return a quiz across chapters: each chapter in turn gives a question, until there are enough.

    Parameters
    ----------
    chapters
        Their numbers; all by default.
    levels
        ``"recall"``, ``"apply"``, ``"judge"``; all by default.
    count
        How many questions; fewer when the bank has no more of them.
    seed
        Draws the questions, their numbers and the order of the options: another seed is another quiz.
    progress
        Where tries are kept.

    Raises
    ------
    CourseError
        When a chapter or a level is unknown, or no question is left.
    """
    wanted = _levels(levels)
    names = bank.chapters() if chapters is None else [str(one).zfill(2) for one in chapters]
    piles = [_pile(name, wanted, seed) for name in names]
    chosen = [asked for layer in zip_longest(*piles) for asked in layer if asked is not None][: max(0, int(count))]
    if not chosen:
        raise CourseError(_("no question is left"), fix=_("Ask for more chapters, levels or questions"))
    chosen.sort(key=lambda asked: asked.chapter)
    return Quiz(_("Review quiz {seed}").format(seed=seed), chosen, progress)


def standing(progress: Progress | None = None) -> pd.DataFrame:
    """Return how far a reader is: a row a chapter, and what to read again.

    Returns
    -------
    DataFrame
        By ``chapter``: the ``questions`` in the bank, of each level and together; ``answered`` and ``right``, how many
        of them a reader has tried and got right so far; ``read_again``, those tried and not right yet.
    """
    records = (progress or of_this_student()).all()
    rows = {}
    for name in bank.chapters():
        mine = records.get(RECORDS.format(chapter=name), {})
        rows[int(name)] = _standing(bank.items_of(name), mine)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("chapter")


def _standing(items: Sequence[bank.Item], records: dict[str, Record]) -> dict[str, int]:
    of_level = {str(level): sum(item.level is level for item in items) for level in Level}
    mine = [records[item.name] for item in items if item.name in records]
    right = sum(record.right for record in mine)
    counts = {"questions": len(items), "answered": len(mine), "right": right, "read_again": len(mine) - right}
    return {**of_level, **counts}


def _levels(levels: Iterable[str] | None) -> set[Level]:
    try:
        return set(Level) if levels is None else {Level(one) for one in levels}
    except ValueError as error:
        raise CourseError(str(error), fix=_("The levels are {names}").format(names=", ".join(Level))) from error


def _pile(name: str, levels: set[Level], seed: int) -> list[Asked]:
    """Return the questions of one chapter and these levels in the order that the seed draws."""
    items = [item for item in bank.items_of(name) if item.level in levels]
    items.sort(key=lambda item: rank(seed, name, item.name))
    return [Asked(name, item, seed) for item in items]

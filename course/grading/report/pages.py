"""The pages of a run: feedback for each student, and the grader's overview.  Each is one file that needs no other."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from course import workbook
from course.grading import reference
from course.grading.collect import SetAside
from course.grading.model import Marked
from course.grading.report.items import Item
from course.grading.report.tables import in_order, number
from course.i18n import _, ngettext

#: Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@functools.cache
def _templates() -> jinja2.Environment:
    folder = Path(__file__).with_name("templates")
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,  # names and messages hold what students wrote
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        keep_trailing_newline=True,
    )
    found.filters["number"] = number
    found.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return found


# Where a student's page lies


def folders(students: Sequence[str]) -> dict[str, str]:
    """Return for each student the name of a folder that every system can make, each another.

    Examples
    --------
    >>> folders(["Li Wei", "con", "a/b"])["Li Wei"]
    'Li Wei'
    """
    found: dict[str, str] = {}
    for student in sorted(set(students)):
        name = re.sub(r"[^\w .@+()&-]", "_", student)[:80].strip(" .") or "_"
        if name != student or _DEVICES.fullmatch(name) or name.casefold() in {one.casefold() for one in found.values()}:
            name = f"{name}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:6]}"
        found[student] = name
    return found


# Feedback


@dataclass(frozen=True)
class Answered:
    """One question on a feedback page."""

    title: str
    mark: float
    points: float
    words: str
    hint: str
    command: str

    @property
    def state(self) -> str:
        """``right``, ``partly`` or ``wrong``: chooses the sign and the words beside it."""
        if self.mark >= self.points:
            return "right"
        return "partly" if self.mark > 0 else "wrong"


def feedback(marked: Marked) -> str:
    """Return a student's page: each question with its mark, what was found, and the first hint.

    It shows no hidden input, no expected value, and nothing that the student's code could have chosen.
    """
    words = {cell.question: cell.message for cell in marked.cells if cell.question}
    answered = [_answered(marked, name, words.get(name, "")) for name in in_order(marked.marks)]
    page = _templates().get_template("feedback.html.j2")
    return page.render(marked=marked, title=heading(marked.exercise), answered=answered, out_of=out_of(marked))


def out_of(marked: Marked) -> float:
    """Return the points that a submission could reach."""
    return float(sum(marked.out_of.values()))


def _answered(marked: Marked, name: str, words: str) -> Answered:
    mark, points = marked.marks[name], marked.out_of[name]
    hint = "" if mark >= points else _hints(marked.exercise).get(name, "")
    title = _titles(marked.exercise).get(name) or _("Question {number}").format(number=name.lstrip("q"))
    return Answered(title, mark, points, words, hint, f"hint.{name}()")


@functools.cache
def _hints(exercise: str) -> Mapping[str, str]:
    if exercise not in reference.exercises():
        return {}
    return {name: question.hints[0] for name, question in reference.questions(exercise).items()}


@functools.cache
def _cells(exercise: str) -> list[dict[str, Any]]:
    path = workbook.source() / "exercises" / f"{exercise}.ipynb"
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"]) if exercise and path.exists() else []


@functools.cache
def _titles(exercise: str) -> Mapping[str, str]:
    """Return the heading above each question, as the student has read it."""
    found, last = {}, ""
    for cell in _cells(exercise):
        if cell["cell_type"] == "markdown":
            headings = re.findall(r"^#{2,3} (.+)$", "".join(cell["source"]), re.MULTILINE)
            last = headings[-1] if headings else last
        elif name := cell["metadata"].get("question"):
            found[name], last = last, ""
    return found


def heading(exercise: str) -> str:
    """Return the title of a homework, as it stands at its top."""
    for cell in _cells(exercise)[:3]:
        if match := re.match(r"# (.+)", "".join(cell["source"])):
            return match.group(1)
    return exercise or _("Homework not known")


# The overview


@dataclass(frozen=True)
class Bar:
    """One bar of a distribution, in the picture's own units, with its label."""

    x: float
    y: float
    height: float
    label: str
    count: int


@dataclass(frozen=True)
class Group:
    """One homework on the overview."""

    exercise: str
    title: str
    marked: Sequence[Marked]
    items: Sequence[Item]
    bars: Sequence[Bar]
    summary: str

    @property
    def graded(self) -> int:
        """How many have marks."""
        return sum(bool(one.marks) for one in self.marked)


def group(exercise: str, marked: Sequence[Marked], items: Sequence[Item]) -> Group:
    """Return what the overview shows of one homework."""
    shares = [one.total / out_of(one) for one in marked if one.marks and out_of(one)]
    return Group(exercise, heading(exercise), marked, items, bars(shares), _summary(shares))


def bars(shares: Sequence[float], *, width: float = 34.0, tall: float = 120.0) -> list[Bar]:
    """Return the distribution of shares of the points, in ten classes; the last holds the full marks too.

    Examples
    --------
    >>> [bar.count for bar in bars([0.05, 0.95, 1.0])]
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    # A mark such as 0.3 is a little less in floating point and must not fall into the class below.
    counts = [0] * 10
    for share in shares:
        counts[min(9, max(0, int(share * 10 + 1e-9)))] += 1
    most = max(1, *counts)
    heights = [round(tall * count / most, 1) for count in counts]
    return [
        Bar(round(width * place, 1), round(tall - height, 1), height, f"{10 * place}", count)
        for place, (count, height) in enumerate(zip(counts, heights, strict=True))
    ]


def _summary(shares: Sequence[float]) -> str:
    if not shares:
        return _("Nothing was graded.")
    words = _(
        "{count} graded; median {median:.0%}, mean {mean:.0%}, lowest {low:.0%}, highest {high:.0%} of the points."
    )
    middle, mean = statistics.median(shares), statistics.fmean(shares)
    return words.format(count=len(shares), median=middle, mean=mean, low=min(shares), high=max(shares))


def overview(
    groups: Sequence[Group],
    set_aside: Sequence[SetAside],
    notes: Sequence[str],
    links: Mapping[tuple[str, str], str],
    copies: Sequence[str] = (),
) -> str:
    """Return the grader's page.

    Parameters
    ----------
    groups
        One for each homework.
    set_aside
        Files that were no submission.
    notes
        What was not filled into the LMS's files.
    links
        The feedback page of each student and homework.
    copies
        Sentences on answers that are right for another student's numbers.
    """
    everyone = [one for group in groups for one in group.marked]
    human = [one for one in everyone if one.status in ("needs a human", "unreadable")]
    partly = [one for one in everyone if one.status == "partly"]
    page = _templates().get_template("index.html.j2")
    shown = {"groups": groups, "human": human, "partly": partly, "set_aside": set_aside}
    return page.render(shown, notes=notes, links=links, copies=copies)

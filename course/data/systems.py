"""The index of systems: each thing the teaching material teaches, and what makes it work in the course."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.i18n import _

#: The sections of our map of the source, by number.
SECTIONS = {
    1: _("Finding customers"),
    2: _("The customer lifecycle"),
    3: _("Lifetime value of one customer"),
    4: _("Lifetime value of a cohort"),
    5: _("Measuring: Dwyer's method and customer events"),
    6: _("The purchase-transition matrix"),
    7: _("Which customers are valuable?"),
    8: _("Customer portfolios"),
    9: _("Statistics for finding customers"),
    10: _("Satisfaction and loyalty"),
    11: _("Exam bank"),
}
#: What begins the place of a question that stands in a chapter's quiz and not in its homework.
QUIZ = "quiz "


@dataclass(frozen=True)
class System:
    """One thing the source teaches.

    Parameters
    ----------
    name, zh
        Its English and Chinese names; ``zh`` is empty where the source has none.
    section
        The section of the map of the source it belongs to, a key of `SECTIONS`.
    source
        S0-S4, or several.
    chapter
        The number of the chapter that teaches it.
    function, figure
        Dotted names of what computes it and what shows it.
    exercise
        The homework question that examines it: ``"q3"`` of the chapter, ``"04-cohort q3"`` of another, or
        ``"quiz NAME"``, a question of the chapter's bank, or ``"quiz"``, the quiz in the chapter.
    """

    name: str
    section: int
    source: str
    chapter: str
    function: str
    figure: str
    exercise: str
    zh: str = ""


@cache
def systems() -> tuple[System, ...]:
    """Return every row of the index, by section and then in the order of the file.

    Examples
    --------
    >>> [row.function for row in systems() if row.name == "six parts of CLV"]
    ['course.models.lifetime.decompose']
    """
    text = Path(__file__).with_name("systems.toml").read_text(encoding="utf-8")
    rows = [System(name=name, **entry) for name, entry in tomllib.loads(text).items()]
    return tuple(sorted(rows, key=lambda row: row.section))


def page() -> str:
    """Return the index as a page in Markdown, made from the list alone."""
    parts = [
        f"# {_('Index of systems')}",
        _("Each thing that the teaching material teaches, the function that computes it, the figure that shows it, "
          "and the question that examines it."),
        _("This page is made by `course build` from `course/data/systems.toml`; do not edit it."),
    ]  # fmt: skip
    for number, title in SECTIONS.items():
        rows = [row for row in systems() if row.section == number]
        if rows:
            parts += [f"## {number}. {title}", _table(rows)]
    return "\n\n".join(parts) + "\n"


def _table(rows: list[System]) -> str:
    titles = (_("system"), _("Chinese"), _("source"), _("chapter"), _("function"), _("figure"), _("question"))
    head = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    return "\n".join([*head, *(_row(row) for row in rows)])


def _row(row: System) -> str:
    function, figure = (f"`{name.removeprefix('course.')}`" for name in (row.function, row.figure))
    cells = (row.name, row.zh, row.source, str(int(row.chapter)), function, figure, row.exercise)
    return f"| {' | '.join(cells)} |"

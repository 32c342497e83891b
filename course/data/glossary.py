"""The glossary: every term of the course once, with its Chinese name, definition, chapter and source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.i18n import _


@dataclass(frozen=True)
class Term:
    """One term: its English and Chinese names, what it means, where it is defined and where it comes from."""

    name: str
    zh: str
    definition: str
    chapter: str
    source: str


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of the file.

    Examples
    --------
    >>> next(term.zh for term in terms() if term.name == "customer lifecycle")
    '客户生命周期'
    """
    text = Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8")
    return tuple(Term(name=name, **entry) for name, entry in tomllib.loads(text).items())


def chapter_table(chapter: str) -> str:
    """Return the terms that a chapter defines as a Markdown table: term, Chinese, meaning.

    Examples
    --------
    >>> "客户生命周期" in chapter_table("02")
    True
    """
    head = [f"| {_('term')} | {_('Chinese')} | {_('meaning')} |", "|---|---|---|"]
    rows = [f"| {term.name} | {term.zh} | {term.definition} |" for term in terms() if term.chapter == chapter]
    return "\n".join([*head, *rows])


def page() -> str:
    """Return the whole glossary as a page in Markdown, in the order of the alphabet."""
    titles = (_("term"), _("Chinese"), _("meaning"), _("chapter"), _("source"))
    rows = [
        f"| {term.name} | {term.zh} | {term.definition} | {int(term.chapter)} | {term.source} |"
        for term in sorted(terms(), key=lambda term: term.name.casefold())
    ]
    parts = [
        f"# {_('Glossary')}",
        _("One thing has one name: every term of the course, with the chapter that defines it."),
        _("This page is made by `course build` from `course/data/glossary.toml`; do not edit it."),
        "\n".join([f"| {' | '.join(titles)} |", "|---" * len(titles) + "|", *rows]),
    ]
    return "\n\n".join(parts) + "\n"

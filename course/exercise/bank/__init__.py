"""The question bank: short questions on every chapter, for the quiz at its end and for the review.

Each chapter has a module here, ``chapter04.py``, with ``ITEMS``: a tuple of `Single`, `Multiple` and `Numeric`.
"""

from __future__ import annotations

import importlib
import pkgutil

from course.errors import CourseError
from course.exercise.bank.items import Item, Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _

__all__ = ["Item", "Level", "Multiple", "Numeric", "Option", "Single", "Slip", "chapters", "items_of"]


def chapters() -> tuple[str, ...]:
    """Return the numbers of the chapters that have questions, in order: ``("02", "03", ...)``."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(name.removeprefix("chapter") for name in names if name.startswith("chapter"))


def items_of(chapter: str | int) -> tuple[Item, ...]:
    """Return every question of one chapter.

    Parameters
    ----------
    chapter
        Its number: ``"04"``, or 4.

    Raises
    ------
    CourseError
        When there is no such chapter in the bank.

    Examples
    --------
    >>> [item.name for item in items_of(4)][0]
    'meaning-of-minus-12'
    """
    number = f"{chapter:02}" if isinstance(chapter, int) else str(chapter).zfill(2)
    if number not in chapters():
        what = _("the bank has no questions on chapter {chapter!r}").format(chapter=str(chapter)[:20])
        raise CourseError(what, fix=_("It has {names}").format(names=", ".join(chapters())))
    items: tuple[Item, ...] = importlib.import_module(f"{__name__}.chapter{number}").ITEMS
    return items

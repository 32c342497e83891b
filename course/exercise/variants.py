"""Individual homework: which numbers are mine.

A homework's ``Given`` lists for some of its fields the values they may take.  A *variant* is one draw of them, named by
a token such as ``"02-9f3ab2c41d7e"``: the homework's number and a hash, in which nobody's name can be read.  The same
token gives the same numbers on every machine.  Without one the homework has its usual numbers, shared by all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, TypeVar

from course.errors import CourseError
from course.i18n import _

#: The environment variable that holds the token; the notebook's own line sets it for its kernel.
VARIABLE = "COURSE_VARIANT"
CHOICES = "choices"
_TOKEN = re.compile(r"(\d\d)-[0-9a-f]{12}")
#: What a notebook imports of a homework that knows its numbers.
_KNOWING = ("given", "check", "hint", "solution", "progress", "homework", "worth")

Value = TypeVar("Value")
AnyGiven = TypeVar("AnyGiven")


def varying(usual: Value, choices: Sequence[Value]) -> Value:
    """Return a dataclass field that may differ from student to student.

    Parameters
    ----------
    usual
        The value of the shared homework; one of the choices.
    choices
        The values that a variant may have.

    Raises
    ------
    CourseError
        When ``usual`` is not one of the choices, or a choice stands there twice.

    Examples
    --------
    >>> @dataclasses.dataclass(frozen=True)
    ... class Given:
    ...     rate: float = varying(0.10, choices=(0.08, 0.10, 0.12))
    >>> Given().rate
    0.1
    """
    if usual not in choices or any(choices.count(one) > 1 for one in choices):
        what = _("the usual value {usual!r} must be one of the choices, and each choice stand once")
        raise CourseError(what.format(usual=usual))
    return dataclasses.field(default=usual, metadata={CHOICES: tuple(choices)})


def choices(given: type) -> dict[str, tuple[Any, ...]]:
    """Return the fields of ``Given`` that may differ, with the values they may take."""
    return {each.name: each.metadata[CHOICES] for each in dataclasses.fields(given) if CHOICES in each.metadata}


def drawn(given: type[AnyGiven], token: str) -> AnyGiven:
    """Return what a variant gives.

    Each field is drawn by a hash of the token and the field's name.  So the draw rests on no library's random numbers,
    which may change between versions, and a field added later leaves the others as they are.

    Parameters
    ----------
    given
        A dataclass with fields made by `varying`.
    token
        The variant's name.

    Examples
    --------
    >>> @dataclasses.dataclass(frozen=True)
    ... class Given:
    ...     rate: float = varying(0.10, choices=(0.08, 0.10, 0.12))
    >>> drawn(Given, "02-9f3ab2c41d7e") == drawn(Given, "02-9f3ab2c41d7e")
    True
    """
    return given(**{name: _pick(values, f"{token}/{name}") for name, values in choices(given).items()})


def _pick(values: Sequence[Any], words: str) -> Any:
    number = int.from_bytes(hashlib.sha256(words.encode("utf-8")).digest(), "big")
    return values[number % len(values)]


def own(given: type[AnyGiven], homework: str) -> AnyGiven:
    """Return what a homework gives in this process: the variant's numbers when one is chosen, else the usual ones.

    Parameters
    ----------
    given
        A dataclass with fields made by `varying`.
    homework
        Its name, such as ``"02-lifecycle"``.  The token of another homework changes nothing.

    Raises
    ------
    CourseError
        When the environment variable holds something that is no token.
    """
    token = os.environ.get(VARIABLE, "")
    return drawn(given, token) if token and number_of(token) == homework[:2] else given()


def number_of(token: str) -> str:
    """Return the number of the homework that a token belongs to.

    Raises
    ------
    CourseError
        When it is no token.

    Examples
    --------
    >>> number_of("02-9f3ab2c41d7e")
    '02'
    >>> number_of("easy numbers, please")
    Traceback (most recent call last):
    course.errors.CourseError: this names no variant: 'easy numbers, please'. Take a fresh copy of your notebook.
    """
    match = _TOKEN.fullmatch(token) if isinstance(token, str) else None
    if match is None:
        what = _("this names no variant: {token!r}").format(token=str(token)[:40])
        raise CourseError(what, fix=_("Take a fresh copy of your notebook"))
    return match.group(1)


def choose(token: str) -> None:
    """Give this notebook the numbers of one variant; it stands before the import of the homework.

    Parameters
    ----------
    token
        The variant's name.

    Raises
    ------
    CourseError
        When it is no token, or when the notebook already works with other numbers.
    """
    name = f"course.exercise.chapter{number_of(token)}"
    loaded = sys.modules.get(name)
    if loaded is not None and not _has_numbers(loaded, token):
        # A kernel may have the homework imported before any cell ran; what counts is whether the notebook uses it.
        if _in_use(loaded):
            what = _("this notebook already works with other numbers")
            raise CourseError(what, fix=_("Restart the kernel and run the cells from the top"))
        del sys.modules[name]
    os.environ[VARIABLE] = token


def _has_numbers(loaded: ModuleType, token: str) -> bool:
    given = vars(loaded).get("given")
    return dataclasses.is_dataclass(given) and bool(given == drawn(type(given), token))


def _in_use(loaded: ModuleType) -> bool:
    """Say whether a name of the notebook stands for the homework or for a part of it that knows its numbers."""
    own_parts = [loaded, *(value for name, value in vars(loaded).items() if name in _KNOWING)]
    held = list(vars(sys.modules["__main__"]).values())
    return any(value is part for value in held for part in own_parts)

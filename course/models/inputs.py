"""Checks on what a reader hands to a model, so that every model refuses bad input in the same words.

Each function returns the input as clean floats, or raises `CourseError` with the name, the place and the fix.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.errors import CourseError
from course.i18n import _

Floats = npt.NDArray[np.float64]
T = TypeVar("T")


def number(name: str, value: object, *, low: float = -math.inf, high: float = math.inf, fix: str = "") -> float:
    """Return ``value`` as a float between ``low`` and ``high``, both included.

    Raises
    ------
    CourseError
        When the value is text, a table, NaN, infinite or outside the limits.

    Examples
    --------
    >>> number("spend", 80, low=0)
    80.0
    >>> number("spend", "80")
    Traceback (most recent call last):
    course.errors.CourseError: spend is the text '80', not a number. Remove the quotation marks.
    """
    return float(numbers(name, [value], low=low, high=high, fix=fix, place=lambda _: "")[0])


def rate(name: str, value: object, *, low: float = 0.0, high: float = 1.0) -> float:
    """Return a share such as a retention or discount rate as a float between 0 and 1.

    Examples
    --------
    >>> rate("discount_rate", 0.1)
    0.1
    >>> rate("discount_rate", 10)
    Traceback (most recent call last):
    course.errors.CourseError: discount_rate is 10, which is above 1. Write 10% as 0.1.
    """
    return float(rates(name, [value], low=low, high=high, place=lambda _: "")[0])


def numbers(
    name: str,
    values: object,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    length: int | None = None,
    fix: str = "",
    place: Any = None,
) -> Floats:
    """Return ``values`` as a one-dimensional array of finite floats between ``low`` and ``high``.

    ``place`` turns a position into the words that name it; positions count from 1 by default.

    Raises
    ------
    CourseError
        When the list is empty, of another length, or holds text, NaN or a number outside the limits.

    Examples
    --------
    >>> numbers("spend", [80, 90, 100])
    array([ 80.,  90., 100.])
    >>> numbers("spend", [80, None, 100], low=0)
    Traceback (most recent call last):
    course.errors.CourseError: spend has no value (position 2). Fill it in.
    """
    place = place or (lambda position: _("position {position}").format(position=position + 1))
    items = _as_list(name, values)
    if length is not None and len(items) != length:
        raise CourseError(
            _("{name} has {found} values where {wanted} are needed").format(name=name, found=len(items), wanted=length),
            fix=_("Give one value for each"),
        )
    clean = [_one(name, item, place(position)) for position, item in enumerate(items)]
    for position, item in enumerate(clean):
        _within(name, item, low, high, place(position), fix)
    return np.array(clean, dtype=float)


def rates(
    name: str,
    values: object,
    *,
    low: float = 0.0,
    high: float = 1.0,
    length: int | None = None,
    place: Any = None,
) -> Floats:
    """Return shares such as retention rates as an array of floats between 0 and 1.

    Examples
    --------
    >>> rates("retention", [0.6, 0.7])
    array([0.6, 0.7])
    >>> rates("retention", [60, 0.7])
    Traceback (most recent call last):
    course.errors.CourseError: retention is 60, which is above 1 (position 1). Write 60% as 0.6.
    """
    items = _as_list(name, values)
    outside = [item for item in items if isinstance(item, int | float) and not low <= item <= high]
    fix = _("Give a share between {low:g} and {high:g}").format(low=low, high=high)
    if outside and 2 <= outside[0] <= 100:
        fix = _("Write {percent:g}% as {share:g}").format(percent=outside[0], share=outside[0] / 100)
    return numbers(name, items, low=low, high=high, length=length, fix=fix, place=place)


def columns(name: str, table: object, needed: Sequence[str]) -> pd.DataFrame:
    """Return ``table`` as a DataFrame that has rows and all the ``needed`` columns.

    Examples
    --------
    >>> columns("log", pd.DataFrame({"customer": [1], "brand": ["A"]}), ["customer", "time", "brand"])
    Traceback (most recent call last):
    course.errors.CourseError: log has no column 'time'. It has 'customer', 'brand'; rename or add one.
    """
    if not isinstance(table, pd.DataFrame):
        raise CourseError(
            _("{name} is a {kind}, not a table").format(name=name, kind=type(table).__name__),
            fix=_("Give a pandas DataFrame"),
        )
    for column in needed:
        if column not in table.columns:
            found = ", ".join(repr(str(item)) for item in table.columns) or _("no columns at all")
            raise CourseError(
                _("{name} has no column {column!r}").format(name=name, column=column),
                fix=_("It has {found}; rename or add one").format(found=found),
            )
    if table.empty:
        raise CourseError(_("{name} has no rows").format(name=name), fix=_("Give at least one row"))
    return table


def choice(name: str, value: object, allowed: Sequence[str], *, where: str = "") -> str:
    """Return ``value`` when it is one of the ``allowed`` words.

    Raises
    ------
    CourseError
        When it is another word or no word at all.

    Examples
    --------
    >>> choice("timing", "End", ("start", "middle", "end"))
    Traceback (most recent call last):
    course.errors.CourseError: timing is 'End'. Write one of 'start', 'middle', 'end'.
    """
    if isinstance(value, str) and value in allowed:
        return value
    raise CourseError(
        _("{name} is {value!r}").format(name=name, value=value),
        where=where,
        fix=_("Write one of {words}").format(words=", ".join(repr(word) for word in allowed)),
    )


def whole(name: str, value: object, *, low: int = 1, high: float = math.inf) -> int:
    """Return ``value`` as a whole number between ``low`` and ``high``.

    Raises
    ------
    CourseError
        When it is not a number, lies outside the limits or has a fraction.

    Examples
    --------
    >>> whole("horizon", 20.0)
    20
    >>> whole("horizon", 2.5)
    Traceback (most recent call last):
    course.errors.CourseError: horizon is 2.5, not a whole number. Give a whole number such as 2.
    """
    given = number(name, value, low=low, high=high)
    if given != int(given):
        what = _("{name} is {given:g}, not a whole number").format(name=name, given=given)
        raise CourseError(what, fix=_("Give a whole number such as {near}").format(near=int(given)))
    return int(given)


def of_type(name: str, value: object, kind: type[T]) -> T:
    """Return ``value`` when it is an object of the class ``kind``.

    Raises
    ------
    CourseError
        When it is something else.

    Examples
    --------
    >>> of_type("log", 5, dict)
    Traceback (most recent call last):
    course.errors.CourseError: log is a int, not a dict. Write dict(...).
    """
    if isinstance(value, kind):
        return value
    what = _("{name} is a {found}, not a {wanted}")
    raise CourseError(
        what.format(name=name, found=type(value).__name__, wanted=kind.__name__),
        fix=_("Write {wanted}(...)").format(wanted=kind.__name__),
    )


def _as_list(name: str, values: object) -> list[Any]:
    if isinstance(values, pd.Series | np.ndarray | list | tuple | range):
        items = list(np.asarray(values, dtype=object).ravel())
    else:
        raise CourseError(
            _("{name} is a {kind}, not a list of numbers").format(name=name, kind=type(values).__name__),
            fix=_("Write it in square brackets, as in [1, 2, 3]"),
        )
    if not items:
        raise CourseError(_("{name} is empty").format(name=name), fix=_("Give at least one value"))
    return items


def _one(name: str, item: object, where: str) -> float:
    if isinstance(item, str):
        what = _("{name} is the text {item!r}, not a number").format(name=name, item=item)
        raise CourseError(what, where=where, fix=_("Remove the quotation marks"))
    if item is None or item is pd.NA or item is pd.NaT or (isinstance(item, float) and math.isnan(item)):
        raise CourseError(_("{name} has no value").format(name=name), where=where, fix=_("Fill it in"))
    if isinstance(item, bool | np.bool_) or not isinstance(item, int | float | np.number):
        what = _("{name} is a {kind}, not a number").format(name=name, kind=type(item).__name__)
        raise CourseError(what, where=where, fix=_("Give a number"))
    if isinstance(item, np.complexfloating) or not math.isfinite(item):
        what = _("{name} is {item}, not a finite number").format(name=name, item=item)
        raise CourseError(what, where=where, fix=_("Give a finite number"))
    return float(item)


def _within(name: str, item: float, low: float, high: float, where: str, fix: str) -> None:
    if item < low:
        what = _("{name} is {item:g}, which is below {low:g}").format(name=name, item=item, low=low)
        raise CourseError(what, where=where, fix=fix or _("Give {low:g} or more").format(low=low))
    if item > high:
        what = _("{name} is {item:g}, which is above {high:g}").format(name=name, item=item, high=high)
        raise CourseError(what, where=where, fix=fix or _("Give {high:g} or less").format(high=high))

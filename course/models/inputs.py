"""Checks on what a reader hands to a model, so that every model refuses bad input in the same words.

Each function returns the input as clean floats, or raises `CourseError` with the name, the place and the fix.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.errors import CourseError
from course.i18n import _

Floats = npt.NDArray[np.float64]


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

"""What a grading cell shows of an answer: plain data, which the grader compares outside the student's kernel.

`data_of` turns an answer into plain JSON data and `value_of` turns such data back into an answer.  Only objects of
exactly the usual types are read: a number that lies about itself is "something else".  Nothing here knows an answer.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

from course.errors import CourseError
from course.i18n import _

#: The display mime type of an answer's data.
MIME = "application/vnd.course.answer+json"
Data = dict[str, Any]
#: What an answer looks like: ``"number"``, ``"word"``, ``{"rows": .., "columns": ..}`` or ``{"parts": {name: shape}}``.
Shape = Any

#: The part of a cell's time that all trials of a function share.
SHARE = 0.75
#: An answer is small; what is larger is cut, so that no answer can flood the grader.
MOST_ITEMS, MOST_LETTERS, MOST_DEPTH = 1000, 200, 4
_WHOLE = (int, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
_REAL = (float, np.float16, np.float32, np.float64)
#: Names of errors that say something to a student.  Any other name could carry text of the student's choice.
_ERRORS = (
    ArithmeticError, AssertionError, AttributeError, FileNotFoundError, FloatingPointError, ImportError, IndexError,
    KeyError, MemoryError, ModuleNotFoundError, NameError, NotImplementedError, OSError, OverflowError, PermissionError,
    RecursionError, RuntimeError, StopIteration, SyntaxError, SystemExit, TimeoutError, TypeError, UnboundLocalError,
    ValueError, ZeroDivisionError, CourseError,
)  # fmt: skip
ERRORS = frozenset(error.__name__ for error in _ERRORS)


def data_of(value: object, depth: int = 0) -> Data:
    """Return an answer as plain JSON data: a ``type`` and what belongs to it.

    Examples
    --------
    >>> data_of(np.float64(66.5))
    {'type': 'number', 'value': 66.5}
    >>> data_of({"row": "A", "gain": 3})["parts"][1]
    ['gain', {'type': 'number', 'value': 3}]
    >>> class Liar(float): ...
    >>> data_of(Liar(3))
    {'type': 'other'}
    """
    kind = type(value)
    if value is None or value is ...:
        return {"type": "nothing"}
    if kind in (bool, np.bool_):
        return {"type": "truth", "value": bool(value)}
    if kind in _WHOLE or kind in _REAL:
        return _number(value)
    if kind is str:
        return {"type": "text", "value": str(value)[:MOST_LETTERS]}
    return _composed(value, depth) if depth < MOST_DEPTH else {"type": "other"}


def _number(value: Any) -> Data:
    number = _plain(value)
    return {"type": "number", "value": number} if number is not None else {"type": "number", "value": "none"}


def _plain(value: Any) -> float | int | None:
    """Return a number of exactly a builtin or numpy type as a finite float or int, anything else as None."""
    if type(value) in _WHOLE and abs(int(value)) < 2**53:
        return int(value)
    if type(value) is bool or type(value) in _REAL or type(value) in _WHOLE:
        with contextlib.suppress(OverflowError):
            number = float(value)
            return number if math.isfinite(number) else None
    return None


def _composed(value: Any, depth: int) -> Data:
    kind = type(value)
    if kind in (list, tuple):
        return {"type": "list", "values": [data_of(item, depth + 1) for item in value[:MOST_ITEMS]]}
    if kind is np.ndarray and value.ndim in (1, 2) and value.dtype.kind in "biuf" and value.size <= MOST_ITEMS:
        return data_of(value.tolist(), depth)
    if kind is dict:
        pairs = list(value.items())[:MOST_ITEMS]
        return {"type": "parts", "parts": [[_label(key), data_of(part, depth + 1)] for key, part in pairs]}
    if kind in (pd.Series, pd.DataFrame) and value.size <= MOST_ITEMS:
        return _series(value) if kind is pd.Series else _frame(value)
    return {"type": "function"} if callable(value) else {"type": "other"}


def _series(series: Any) -> Data:
    return {"type": "series", "index": _labels(series.index), "values": [_plain(item) for item in series.tolist()]}


def _frame(frame: Any) -> Data:
    rows = [[_plain(item) for item in row] for row in frame.astype(object).to_numpy().tolist()]
    return {"type": "frame", "index": _labels(frame.index), "columns": _labels(frame.columns), "rows": rows}


def _labels(index: Iterable[object]) -> list[str | float | int]:
    return [_label(item) for item in index]


def _label(item: object) -> str | float | int:
    number = _plain(item)
    if number is not None:
        return number
    return str(item)[:MOST_LETTERS] if type(item) is str else "?"


def value_of(data: Any) -> Any:
    """Return the answer that some data describes.  Data written by hand, in a hostile notebook, does no harm.

    Raises
    ------
    CourseError
        When it is not data as `data_of` makes it.

    Examples
    --------
    >>> value_of({"type": "list", "values": [{"type": "number", "value": 2}]})
    [2]
    >>> value_of({"type": "number"})
    Traceback (most recent call last):
    course.errors.CourseError: this is not the data of an answer.
    """
    try:
        return _READERS[data["type"]](data)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError) as error:
        raise CourseError(_("this is not the data of an answer")) from error


def _read_number(data: Data) -> float | int:
    value = data["value"]
    if value == "none":
        return math.nan
    if type(value) not in (int, float):
        raise TypeError
    return value if type(value) is float or abs(value) < 2**53 else float(value)


def _read_text(data: Data) -> str:
    if type(data["value"]) is not str:
        raise TypeError
    return str(data["value"][:MOST_LETTERS])


def _read_labels(labels: Any) -> list[Any]:
    if not all(type(label) in (str, int, float) for label in labels):
        raise TypeError
    return list(labels)


def _read_cells(cells: Any) -> list[Any]:
    if len(cells) > MOST_ITEMS or not all(type(cell) in (int, float, type(None)) for cell in cells):
        raise TypeError
    return [math.nan if cell is None else cell for cell in cells]


def _read_frame(data: Data) -> pd.DataFrame:
    rows = [_read_cells(row) for row in data["rows"][:MOST_ITEMS]]
    return pd.DataFrame(rows, index=_read_labels(data["index"]), columns=_read_labels(data["columns"]))


def _a_function(*arguments: object) -> None:
    """Stand for a function that a student gave where a value was asked for."""


#: Stands for an object of a type of its own; sentences name the type.
_SPECIAL = type(_("special object"), (), {})

_READERS: dict[str, Callable[[Data], Any]] = {
    "nothing": lambda data: ...,
    "missing": lambda data: ...,
    "number": _read_number,
    "truth": lambda data: bool(data["value"]),
    "text": _read_text,
    "list": lambda data: [value_of(item) for item in data["values"][:MOST_ITEMS]],
    "parts": lambda data: {_read_labels([key])[0]: value_of(part) for key, part in data["parts"][:MOST_ITEMS]},
    "series": lambda data: pd.Series(_read_cells(data["values"]), index=_read_labels(data["index"]), dtype=float),
    "frame": _read_frame,
    "function": lambda data: _a_function,
    "other": lambda data: _SPECIAL(),
}


def shaped(data: Data, shape: Shape) -> Data:
    """Return the same answer in the one form that its question has: labels in order, words without case.

    An answer that does not fit is left as it is.

    Examples
    --------
    >>> shaped(data_of([3, 4]), {"rows": ["A", "B"], "columns": []})
    {'type': 'series', 'index': ['A', 'B'], 'values': [3, 4]}
    >>> shaped(data_of(" Club"), "word")
    {'type': 'text', 'value': 'club'}
    """
    if data["type"] == "results":
        return {"type": "results", "results": [shaped(result, shape) for result in data["results"]]}
    if shape == "word" and data["type"] == "text":
        return {"type": "text", "value": data["value"].strip().casefold()}
    if isinstance(shape, dict) and "rows" in shape:
        return _table(data, shape["rows"], shape["columns"])
    if isinstance(shape, dict) and data["type"] == "parts":
        found = {name: part for name, part in data["parts"] if type(name) is str}
        if set(found) == set(shape["parts"]) and len(found) == len(data["parts"]):
            parts = [[name, shaped(found[name], inner)] for name, inner in shape["parts"].items()]
            return {"type": "parts", "parts": parts}
    return data


def _table(data: Data, rows: list[Any], columns: list[Any]) -> Data:
    lines = _lines(data, rows, columns or ["value"])
    if lines is None:
        return data
    if columns:
        return {"type": "frame", "index": rows, "columns": columns, "rows": lines}
    return {"type": "series", "index": rows, "values": [line[0] for line in lines]}


def _lines(data: Data, rows: list[Any], columns: list[Any]) -> list[list[Any]] | None:
    """Return the numbers of a table row by row in the wanted order, or None when it has another shape."""
    index, heads, lines = data.get("index", rows), data.get("columns", columns), data.get("rows", [])
    if data["type"] == "series":
        lines = [[value] for value in data["values"]]
    elif data["type"] == "list":
        values = [item.get("values", [item]) for item in data["values"]]
        lines = [[cell.get("value") for cell in line] for line in values]
    fits = len(lines) == len(rows) and all(len(line) == len(columns) for line in lines)
    if not fits or sorted(map(str, index)) != sorted(map(str, rows)) or set(heads) != set(columns):
        return None
    if set(index) != set(rows) or not all(type(cell) in (int, float, type(None)) for line in lines for cell in line):
        return None
    by_row = {name: dict(zip(heads, line, strict=True)) for name, line in zip(index, lines, strict=True)}
    return [[by_row[row][column] for column in columns] for row in rows]


def results_of(function: object, inputs: Sequence[Sequence[Any]]) -> Data:
    """Return what a function gives on each of some inputs, as data; an error counts as a result.

    Examples
    --------
    >>> results_of(lambda share: 1 / share, [(4,), (0,)])["results"]
    [{'type': 'number', 'value': 0.25}, {'type': 'error', 'name': 'ZeroDivisionError'}]
    """
    if not callable(function):
        return data_of(function)
    seconds = SHARE * _cell_seconds() / max(1, len(inputs))
    return {"type": "results", "results": [_result(function, arguments, seconds) for arguments in inputs]}


def _cell_seconds() -> float:
    """Return how long the grader lets a cell run, as the kernel was told."""
    with contextlib.suppress(ValueError):
        return max(0.1, float(os.environ.get("COURSE_CELL_SECONDS", "10")))
    return 10.0


class _TooLong(BaseException):
    """A trial took longer than its share; no ``except Exception`` of the student's catches it."""


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what hangs, so that one input does not cost the others their share of the cell's time.

    A student's code can switch this off, which costs it its own marks: the grader, outside, ends the cell.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _result(function: Callable[..., object], arguments: Sequence[Any], seconds: float) -> Data:
    # What the function prints is no part of its result.  An interrupt must get through: it ends a cell that hangs.
    try:
        with _at_most(seconds), contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
            return data_of(function(*arguments))
    except _TooLong:
        return {"type": "error", "name": TimeoutError.__name__}
    except (Exception, SystemExit) as error:
        return {"type": "error", "name": type(error).__name__ if type(error) in _ERRORS else "Exception"}


class _Nowhere:
    """A stream that forgets."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is kept."""


def text_of(data: Data) -> str:
    """Return data as short text, numbers to six figures: what a person sees, and plain nbval compares.

    Examples
    --------
    >>> text_of({"type": "number", "value": 66.083333})
    '66.0833'
    >>> text_of({"type": "results", "results": [{"type": "number", "value": 1.0}, {"type": "nothing"}]})
    '1; nothing'
    """
    kind = data["type"]
    if kind in ("number", "truth", "text"):
        return _short(data["value"])
    if kind in ("results", "list"):
        items = data["results"] if kind == "results" else data["values"]
        return "; ".join(text_of(item) for item in items)
    if kind == "parts":
        return "; ".join(f"{_short(name)}: {text_of(part)}" for name, part in data["parts"])
    if kind == "series":
        return "; ".join(f"{_short(name)}: {_short(value)}" for name, value in zip(*_pairs(data), strict=True))
    if kind == "frame":
        return "\n".join("; ".join(map(_short, row)) for row in [["", *data["columns"]], *_rows(data)])
    return str(data.get("name", kind))


def _pairs(data: Data) -> tuple[list[Any], list[Any]]:
    return data["index"], data["values"]


def _rows(data: Data) -> list[list[Any]]:
    return [[name, *row] for name, row in zip(data["index"], data["rows"], strict=True)]


def _short(value: object) -> str:
    return f"{value:.6g}" if type(value) in (int, float) else str(value)


def look(names: Mapping[str, object], name: str, shape: Shape, inputs: Sequence[Sequence[Data]] = ()) -> Data:
    """Return the data of the answer called ``name``; with ``inputs``, of what it gives on each of them.

    Parameters
    ----------
    names
        The notebook's names.
    name, shape
        What the answer is called, and what it looks like.
    inputs
        Arguments of each trial of a function, as data.

    Examples
    --------
    >>> look({"gain": 3.5}, "gain", "number")
    {'type': 'number', 'value': 3.5}
    >>> look({}, "gain", "number")
    {'type': 'missing'}
    """
    if name not in names:
        return {"type": "missing"}
    if inputs:
        return shaped(results_of(names[name], [[value_of(item) for item in trial] for trial in inputs]), shape)
    return shaped(data_of(names[name]), shape)


def show(name: str, shape: Shape, inputs: Sequence[Sequence[Data]] = ()) -> None:
    """Show the answer called ``name`` of the running notebook as text and as data; see `look`."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    data = look(get_ipython().user_ns, name, shape, inputs)
    display({"text/plain": text_of(data), MIME: data}, raw=True)

"""A roster of students, from a CSV file: ids that can name a folder on every system."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.i18n import _

_COLUMNS = ("id", "student", "name")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Student:
    """One row of a roster: the id, which names the folder, and the name, or ``""``."""

    id: str
    name: str = ""


def read(path: Path) -> list[Student]:
    """Read a roster: a CSV file with a column ``id``, ``student`` or ``name``; the first of them that is there counts.

    Parameters
    ----------
    path
        UTF-8, with or without a byte order mark; commas, semicolons or tabs.

    Raises
    ------
    CourseError
        With one sentence for each row that cannot be used.
    """
    rows = list(_table(path))
    if not rows:
        raise CourseError(_("the roster is empty"), where=path.name, fix=_("Give it a row for each student"))
    head = [plain(cell) for cell in rows[0]]
    known = [name for name in _COLUMNS if name in head]
    if not known:
        fix = _("Name one column in the first line id, student or name")
        raise CourseError(_("the roster has no column of students"), where=path.name, fix=fix)
    places = head.index(known[0]), head.index(known[-1])
    cells = [[_cell(row, place) for place in places] for row in rows[1:]]
    found = [(number, Student(one, name)) for number, (one, name) in enumerate(cells, start=2) if any(rows[number - 1])]
    if problems := list(_problems(found)):
        raise CourseError("\n".join(problems)[:-1])
    if not found:
        raise CourseError(_("the roster has no students"), where=path.name, fix=_("Give it a row for each student"))
    return [student for _number, student in found]


def _table(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CourseError(_("the roster cannot be read"), where=path.name, fix=_("Look at the file's name")) from error
    except UnicodeDecodeError as error:
        fix = _("Save it again as CSV UTF-8")
        raise CourseError(_("the roster is not a text in UTF-8"), where=path.name, fix=fix) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unicodedata.normalize("NFC", cell.strip()) for cell in row]
    except csv.Error as error:
        what = _("the roster is not a CSV file: {reason}").format(reason=error)
        raise CourseError(what, where=path.name, fix=_("Save it again as CSV UTF-8")) from error


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _problems(found: Iterable[tuple[int, Student]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, student in found:
        if not student.id:
            yield _("Row {number} has no id.").format(number=number)
        elif odd := _odd(student.id):
            yield _("Row {number}: the id {id!r} {odd}.").format(number=number, id=student.id[:40], odd=odd)
        elif plain(student.id) in seen:
            words = _("Row {number}: the id {id!r} stands in row {first} too.")
            yield words.format(number=number, id=student.id, first=seen[plain(student.id)])
        else:
            seen[plain(student.id)] = number


def _odd(name: str) -> str:
    """Say why a folder cannot have this name on every system, or ``""``."""
    bad = sorted({letter for letter in name if letter in '<>:"/\\|?*' or unicodedata.category(letter)[0] == "C"})
    if bad:
        return _("has characters that no folder may have: {bad}").format(bad=" ".join(map(repr, bad)))
    if name.startswith(".") or name.endswith(".") or _RESERVED.fullmatch(name):
        return _("cannot be the name of a folder")
    return _("is longer than 80 letters") if len(name) > 80 else ""


def plain(name: str) -> str:
    """Return a name without case, odd spaces and ways of writing the same letter.

    Examples
    --------
    >>> plain(" Ann  Smith ")
    'ann smith'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

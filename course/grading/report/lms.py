"""Fill in the file that the LMS itself exported: Canvas's gradebook, or Moodle's grading worksheet of one assignment.

Header, order of rows and columns, separator, encoding and byte order mark stay as they were.  Students are matched by
number, login or name; who cannot be matched for certain is reported and left as he was.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.grading.model import Marked
from course.grading.report.tables import number, plain
from course.i18n import _

#: How Canvas and Moodle may have written the file, with the byte order mark of each.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CODES = ("utf-8", "gb18030", "cp1252")
#: Canvas's columns that tell who a student is; the assignments' titles are the teacher's.
_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
#: Canvas's name for the row, below the header, of what an assignment gives.
_POSSIBLE = "points possible"


@dataclass
class Sheet:
    """A table of an LMS with all that is needed to write it as it was."""

    rows: list[list[str]]
    mark: bytes
    code: str
    separator: str
    line_end: str
    quoted: bool


@dataclass(frozen=True)
class Filled:
    """What became of a file: its new bytes, how many marks were set in, and one sentence for each that was not."""

    data: bytes
    count: int
    notes: tuple[str, ...]


def read(path: Path) -> Sheet:
    """Read a table.

    Raises
    ------
    CourseError
        When the file is not there or is no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(_("the file cannot be read: {why}").format(why=error.strerror), where=str(path)) from error
    mark, code = next(((mark, code) for mark, code in _MARKS if data.startswith(mark)), (b"", ""))
    text, code = _decoded(data.removeprefix(mark), code, path)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if len(rows) < 2 or len(rows[0]) < 2:
        fix = _("Name the CSV file that the LMS exported")
        raise CourseError(_("this is no table of students"), where=path.name, fix=fix)
    quoted = first.startswith('"') and first.rstrip("\r").endswith('"') and first.count('"') >= 2 * len(rows[0])
    return Sheet(rows, mark, code, separator, "\r\n" if first.endswith("\r") else "\n", quoted)


def _decoded(data: bytes, code: str, path: Path) -> tuple[str, str]:
    for one in (code,) if code else _CODES:
        try:
            return data.decode(one), one
        except UnicodeDecodeError:
            continue
    raise CourseError(_("the file's encoding is not known"), where=path.name, fix=_("Save it as CSV in UTF-8"))


def written(sheet: Sheet) -> bytes:
    """Return the bytes of a table, in the form it was read; cells like formulas are made text."""
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=sheet.separator,
        lineterminator=sheet.line_end,
        quoting=csv.QUOTE_ALL if sheet.quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerow(sheet.rows[0])
    writer.writerows([_safe(cell) for cell in row] for row in sheet.rows[1:])
    return sheet.mark + stream.getvalue().encode(sheet.code)


def _safe(cell: str) -> str:
    """Leave numbers, and the dash that Moodle writes for "none", as they are."""
    return cell if re.fullmatch(r"[-+]?[\d.,]*\s*%?", cell) else plain(cell)


# Who is who


@dataclass(frozen=True)
class _Row:
    """One student of the LMS: the row, and the numbers, logins and forms of the name by which he is known there."""

    place: int
    numbers: frozenset[str]
    logins: frozenset[str]
    names: frozenset[str]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(name: str) -> frozenset[str]:
    """Return a name in the forms that systems write it: ``Doe, Jane``, ``Jane Doe``, ``doejane``."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return frozenset({"".join(words), " ".join(sorted(words))}) if words else frozenset()


def _match(student: str, rows: Sequence[_Row]) -> tuple[int | None, str]:
    """Return the row of a student, and what the grader should know: why there is none, or that it is not quite sure.

    A download from an LMS calls a student ``doejane_123``, by name and number.  But ``wei_12`` may be somebody's login,
    so a number alone is the last thing that counts.
    """
    name, _line, tail = student.rpartition("_")
    whole, forms = _plain(student), _names(name)
    by_number = [row for row in rows if name and tail in row.numbers]
    ways = [
        ([row for row in rows if whole in row.logins | row.numbers], ""),
        ([row for row in by_number if forms & row.names], ""),
        ([row for row in rows if _names(student) & row.names], ""),
        (by_number, _("{student}: found by number alone; the name in the file is another.").format(student=student)),
    ]
    for found, note in ways:
        if len(found) == 1:
            return found[0].place, note
        if found:
            return None, _("{student}: {count} students of the file fit.").format(student=student, count=len(found))
    return None, _("{student}: not in the file.").format(student=student)


def _set(sheet: Sheet, rows: Sequence[_Row], column: int, marked: Sequence[Marked], notes: list[str]) -> int:
    """Write the totals into a column; return how many."""
    places: dict[int, str] = {}
    matches = [(one, *_match(one.student, rows)) for one in marked]
    doubled = {place for place, count in Counter(place for _one, place, _note in matches).items() if count > 1}
    for one, place, note in matches:
        if not one.marks:
            notes.append(_("{student}: {status}, so no mark was set.").format(student=one.student, status=one.status))
        elif place is None:
            notes.append(note)
        elif place in doubled:
            words = _("{student}: several submissions fit one student of the file; no mark was set.")
            notes.append(words.format(student=one.student))
        elif one.status == "needs a human":
            notes.append(_("{student}: needs a human, so no mark was set.").format(student=one.student))
        else:
            places[place] = number(one.total)
            notes += [note] if note else []
    for place, total in places.items():
        sheet.rows[place][column] = total
    return len(places)


def _check_points(exercise: str, possible: str, marked: Sequence[Marked], notes: list[str]) -> None:
    ours = max((sum(one.out_of.values()) for one in marked), default=0.0)
    theirs = re.sub(r"[^\d.]", "", possible.replace(",", "."))
    if theirs and ours and abs(float(theirs) - ours) > 1e-9:
        words = _("{exercise} gives {ours} points here, and {theirs} in the file: the marks were not rescaled.")
        notes.append(words.format(exercise=exercise, ours=number(ours), theirs=possible.strip()))


def _by_exercise(marked: Sequence[Marked]) -> dict[str, list[Marked]]:
    names = sorted({one.exercise for one in marked if one.exercise})
    return {name: [one for one in marked if one.exercise == name] for name in names}


# Canvas


def canvas(path: Path, marked: Sequence[Marked], columns: Mapping[str, str] | None = None) -> Filled:
    """Fill in Canvas's exported gradebook.

    Parameters
    ----------
    path
        The file that Canvas exported.
    marked
        All marks.
    columns
        The title of the column of an exercise, where it cannot be told from the exercise's name.

    Raises
    ------
    CourseError
        When the file is no gradebook of Canvas.
    """
    sheet = read(path)
    head = sheet.rows[0]
    if head[0].strip() != "Student" or "ID" not in head:
        fix = _("In Canvas choose Grades, Export, and name that file")
        raise CourseError(_("this is no gradebook exported by Canvas"), where=path.name, fix=fix)
    first = 1 + max((place for place, row in enumerate(sheet.rows) if _is_possible(row)), default=0)
    rows = [_canvas_row(place, head, row) for place, row in enumerate(sheet.rows) if place >= first and row]
    notes: list[str] = []
    count = 0
    for exercise, ones in _by_exercise(marked).items():
        column = _column(head, exercise, (columns or {}).get(exercise, ""))
        if column is None:
            notes.append(_no_column(exercise))
            continue
        _check_points(exercise, sheet.rows[first - 1][column] if first > 1 else "", ones, notes)
        count += _set(sheet, rows, column, ones, notes)
    return Filled(written(sheet), count, tuple(notes))


def _is_possible(row: Sequence[str]) -> bool:
    return bool(row) and row[0].strip().casefold() == _POSSIBLE


def _canvas_row(place: int, head: Sequence[str], row: Sequence[str]) -> _Row:
    cells = dict(zip(head, row, strict=False))
    numbers = {_plain(cells.get(name, "")) for name in ("ID", "SIS User ID")} - {""}
    login = _plain(cells.get("SIS Login ID", ""))
    logins = {login, login.partition("@")[0]} - {""}
    return _Row(place, frozenset(numbers), frozenset(logins), _names(cells.get("Student", "")))


def _column(head: Sequence[str], exercise: str, title: str) -> int | None:
    """Find the column of an exercise: by the title given, else by the exercise's name, number and topic, else topic."""
    titles = {place: name for place, name in enumerate(head) if name not in _CANVAS}
    if title:
        found = [place for place, name in titles.items() if title in (name, re.sub(r" \(\d+\)$", "", name))]
        return found[0] if len(found) == 1 else None
    topic = _spaced(exercise.partition("-")[2])
    for wanted in (_spaced(exercise), topic):
        # Canvas's own columns, such as "Current Score", have no number in brackets.
        hits = [
            place
            for place, name in titles.items()
            if re.search(r"\(\d+\)$", name) and re.search(rf"\b{wanted}\b", _spaced(name))
        ]
        if len(hits) == 1:
            return hits[0]
    return None


def _spaced(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _no_column(exercise: str) -> str:
    words = _('{exercise}: no column, or several, of the file fit; say which with --column "{exercise}=TITLE".')
    return words.format(exercise=exercise)


# Moodle


def moodle(path: Path, marked: Sequence[Marked], exercise: str = "") -> Filled:
    """Fill in Moodle's grading worksheet, which is of one assignment.

    Its headers are in the site's language, so the columns are known by what is in them: the first holds "Participant
    123" in some language, and the grade stands left of the maximum, which is the same number in every row.

    Parameters
    ----------
    path
        The worksheet that Moodle gave.
    marked
        All marks.
    exercise
        Which exercise it is for; not needed when there is one only, or when the file's name has the exercise's.

    Raises
    ------
    CourseError
        When the file is no worksheet, or when it is not clear which exercise it is for.
    """
    sheet = read(path)
    groups = _by_exercise(marked)
    exercise = exercise or _of_file(path, list(groups))
    body = [(place, row) for place, row in enumerate(sheet.rows) if place and row]
    grade = _grade_column([row for _place, row in body], sheet.rows[0])
    if grade is None or not all(re.search(r"\d+\s*$", row[0]) for _place, row in body):
        fix = _("In Moodle choose View all submissions, Download grading worksheet, and name that file")
        raise CourseError(_("this is no grading worksheet of Moodle"), where=path.name, fix=fix)
    rows = [_moodle_row(place, row, grade) for place, row in body]
    notes: list[str] = []
    ones = groups.get(exercise, [])
    _check_points(exercise, body[0][1][grade + 1], ones, notes)
    count = _set(sheet, rows, grade, ones, notes)
    return Filled(written(sheet), count, tuple(notes))


def _of_file(path: Path, exercises: Sequence[str]) -> str:
    named = [name for name in exercises if _spaced(name) in _spaced(path.stem)]
    choices = named if named else list(exercises)
    if len(choices) == 1:
        return choices[0]
    what = _("it is not clear which homework this worksheet is for")
    raise CourseError(what, where=path.name, fix=_("Write --moodle EXERCISE=FILE, as in 04-cohort=FILE"))


def _grade_column(rows: Sequence[Sequence[str]], head: Sequence[str]) -> int | None:
    """Find the column of the grade."""
    if "Grade" in head and "Maximum Grade" in head:
        return head.index("Grade")
    for column in range(2, len(head)):
        cells = {row[column].strip() if column < len(row) else "" for row in rows}
        left = {row[column - 1].strip() for row in rows if column < len(row)}
        if len(cells) == 1 and _is_number(next(iter(cells))) and all(not cell or _is_number(cell) for cell in left):
            return column - 1
    return None


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"\d+([.,]\d+)?", cell))


def _moodle_row(place: int, row: Sequence[str], grade: int) -> _Row:
    found = re.search(r"\d+\s*$", row[0])
    number = found.group().strip() if found else ""
    mails = [_plain(cell) for cell in row[1:grade] if "@" in cell]
    logins = {*mails, *(mail.partition("@")[0] for mail in mails)}
    # With hidden names the file says only "Participant 123", and so does the download.
    names = _names(row[1]) | _names(row[0].removesuffix(number))
    return _Row(place, frozenset({number}), frozenset(logins), names)

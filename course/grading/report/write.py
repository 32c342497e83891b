"""Write everything that a run leaves for people into its folder."""

from __future__ import annotations

import shutil
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.errors import CourseError
from course.grading.collect import SetAside
from course.grading.model import Marked
from course.grading.report import lms, pages, tables
from course.grading.report.items import analyse
from course.i18n import _


@dataclass(frozen=True)
class Ask:
    """Which files of an LMS are to be filled in: paths, Moodle's by exercise, and titles of Canvas's columns."""

    canvas: Sequence[Path] = ()
    moodle: Sequence[tuple[str, Path]] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What was written: how many marks went into files of an LMS, and what did not."""

    filled: int
    notes: tuple[str, ...]


def write(
    out: Path,
    marked: Sequence[Marked],
    set_aside: Sequence[SetAside] = (),
    ask: Ask | None = None,
    copies: Sequence[str] = (),
) -> Written:
    """Write marks, statistics, feedback, overview and the LMS's files.

    Parameters
    ----------
    out
        The run's folder.
    marked
        All marks; they are sorted here.
    set_aside
        Files that were no submission.
    ask
        The LMS's files to fill in.
    copies
        Sentences on answers that are right for another student's numbers; for the overview alone.

    Raises
    ------
    CourseError
        When the folder cannot be written to, or a file of an LMS is none.
    """
    rows = sorted(marked, key=lambda one: (one.student, one.exercise))
    try:
        out.mkdir(parents=True, exist_ok=True)
        filled, notes = _fill(out / "lms", rows, ask or Ask())
        groups = _groups(rows)
        tables.write_marks(rows, out / "marks.csv")
        tables.write_items([item for group in groups for item in group.items], out / "items.csv")
        tables.write_junit(rows, out / "junit.xml")
        links = _feedback(out / "feedback", rows)
        _page(out / "index.html", pages.overview(groups, set_aside, notes, links, copies))
    except OSError as error:
        what = _("cannot write there: {why}").format(why=error.strerror)
        raise CourseError(what, where=str(error.filename or out), fix=_("Choose another folder with -o")) from error
    return Written(filled, tuple(notes))


def _groups(rows: Sequence[Marked]) -> list[pages.Group]:
    groups = []
    # Those of no known homework come last.
    for exercise in sorted({one.exercise for one in rows}, key=lambda name: (not name, name)):
        ones = [one for one in rows if one.exercise == exercise]
        questions = tables.in_order(name for one in ones for name in one.out_of)
        groups.append(pages.group(exercise, ones, analyse(ones, questions)))
    return groups


def _feedback(folder: Path, rows: Sequence[Marked]) -> dict[tuple[str, str], str]:
    """Write the students' pages; return the link to each from the run's folder."""
    # A page of an earlier run, of a student who is gone, would be sent out with the others.
    shutil.rmtree(folder, ignore_errors=True)
    names = pages.folders([one.student for one in rows])
    links = {}
    for one in rows:
        place = Path(names[one.student], f"{one.exercise or 'unknown'}.html")
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        _page(folder / place, pages.feedback(one))
        links[one.student, one.exercise] = urllib.parse.quote(f"feedback/{place.as_posix()}")
    return links


def _page(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _fill(folder: Path, rows: Sequence[Marked], ask: Ask) -> tuple[int, list[str]]:
    """Fill in the LMS's files, each under its own name."""
    files = [(path, lms.canvas(path, rows, ask.columns)) for path in ask.canvas]
    files += [(path, lms.moodle(path, rows, exercise)) for exercise, path in ask.moodle]
    # A file of an earlier run would hold marks that no longer hold.
    shutil.rmtree(folder, ignore_errors=True)
    notes = []
    for path, filled in files:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / path.name).write_bytes(filled.data)
        notes += [f"{path.name}: {note}" for note in filled.notes]
    return sum(filled.count for _path, filled in files), notes

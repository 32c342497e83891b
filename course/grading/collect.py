"""Find the submissions in a folder or a zip, whatever system they were downloaded from.

Known shapes: one notebook for each student; a folder for each student; the download zips of Moodle and Canvas;
nbgrader's ``submitted/STUDENT/ASSIGNMENT``; zips inside each of them.  Every file is accounted for: it becomes a
submission, or it is set aside with a reason.  Nothing is unpacked to a name of the zip's choice; no link is followed.
"""

from __future__ import annotations

import functools
import json
import os
import re
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from course.errors import CourseError
from course.grading import reference
from course.grading.assemble import assigned
from course.grading.model import Submission
from course.grading.pieces import PIECE, Pieces
from course.grading.repair import MOST_BYTES, Repaired, repair
from course.i18n import _

#: Limits on what one zip, with the zips inside it, may hold.
MOST_FILES, MOST_UNPACKED, MOST_RATIO, MOST_DEPTH = 20_000, 2_000_000_000, 200, 3
#: A file that grows less than this is no bomb, whatever its ratio.
SMALL = 10_000_000

_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<turn>\d+)_(?P<file>.+)", re.DOTALL)
_COPY = re.compile(r"[ _.-]*(?:\(\d+\)|copy\s*\d*|-\s*kopie|kopie|\d{0,2})$", re.IGNORECASE)
_IGNORED = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.git|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)(/|$)")
_MAYBE = (".ipynb", ".json", ".txt", "")
#: A file that lies loose among the notebooks and ends so is a student's; any other is the grader's own.
_HANDED_IN = (".ipynb", ".py", ".pdf", ".doc", ".docx", ".zip", ".rar", ".7z")
_NOT_OPENED = (".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")


@dataclass(frozen=True)
class SetAside:
    """A file that is no submission, and why."""

    path: Path
    student: str
    reason: str


@dataclass(frozen=True)
class Collected:
    """Everything found: submissions in the order of student and exercise, and the files set aside."""

    submissions: tuple[Submission, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True)
class _File:
    """One file: its place, when it was changed, and what it holds or why it cannot be read."""

    path: PurePosixPath
    changed: float
    repaired: Repaired | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Owned:
    """A file whose student is known: ``loose`` from its own name alone; ``turn`` is Canvas's growing upload number."""

    file: _File
    student: str
    exercise: str = ""
    turn: int = 0
    loose: bool = False
    notes: tuple[str, ...] = ()


def find(path: Path) -> list[Submission]:
    """Return the submissions in a folder, zip or single notebook; see `collect`."""
    return list(collect(path).submissions)


def collect(path: Path) -> Collected:
    """Return every submission below ``path``, and every file that is none.

    A submission's ``data`` is the repaired notebook: code cells without outputs.  When a student handed in one exercise
    several times, the latest counts: by Canvas's upload number, else by date, else by name.

    Raises
    ------
    CourseError
        When there is no such folder or file.
    """
    path = Path(path)
    if not path.exists():
        raise CourseError(_("there is nothing there"), where=str(path), fix=_("Name the folder or zip to grade"))
    files = sorted(_files(path.resolve()), key=lambda file: str(file.path))
    ignored = [file for file in files if file.reason == _ignored()]
    rest = [file for file in files if file.reason != _ignored()]
    owned, strays = _strays(_owners(rest))
    chosen, dropped = _latest([_placed(one) for one in _distinct(owned)])
    submissions = sorted(map(_submission, chosen), key=lambda one: (one.student, one.exercise, str(one.path)))
    aside = [SetAside(Path(file.path), "", file.reason) for file in ignored] + strays + dropped
    return Collected(tuple(submissions), tuple(sorted(aside, key=lambda one: str(one.path))))


# Reading files


def _ignored() -> str:
    return _("A file of the computer's own, not the student's.")


def _files(root: Path) -> Iterator[_File]:
    if root.is_file():
        yield from _single(root, PurePosixPath(root.name))
        return
    for folder, names, plain in os.walk(root, followlinks=False):
        names.sort()
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        for name in sorted([*plain, *links]):
            path = Path(folder) / name
            # A name that is no text is shown with question marks; nothing is opened by it.
            shown = path.relative_to(root).as_posix().encode("utf-8", errors="replace").decode("utf-8")
            yield from _single(path, PurePosixPath(shown))


def _single(path: Path, place: PurePosixPath) -> Iterator[_File]:
    """Read one file of the disk; a zip gives the files inside it."""
    about = path.lstat() if not path.is_symlink() else None
    changed = about.st_mtime if about else 0.0
    if _IGNORED.search(str(place)):
        yield _File(place, changed, reason=_ignored())
    elif about is None:
        yield _File(place, changed, reason=_("The file is a symbolic link; links are not followed."))
    elif not stat.S_ISREG(about.st_mode):
        yield _File(place, changed, reason=_("This is no ordinary file."))
    elif reason := _unread(place, about.st_size):
        yield _File(place, changed, reason=reason)
    else:
        try:
            with path.open("rb") as stream:
                yield from _opened(stream, place, changed, _Budget())
        except OSError as error:
            yield _File(place, changed, reason=_("The file cannot be read: {why}.").format(why=error.strerror))


def _unread(place: PurePosixPath, size: int) -> str:
    """Say why a file is not even opened, by its name and size."""
    ending = place.suffix.lower()
    if ending in _NOT_OPENED:
        return _("An archive of the kind {ending} is not opened: ask for the notebook or a zip.").format(ending=ending)
    if ending == ".py":
        return _("The file is program text (.py), not a notebook: ask for the .ipynb file.")
    if ending not in (*_MAYBE, ".zip"):
        return _("A file of the kind {ending} is no notebook.").format(ending=ending[:12])
    if size > MOST_BYTES and ending != ".zip":
        return _("The file has {size} MB, too much for a homework.").format(size=size // 1_000_000)
    return ""


def _opened(
    stream: IO[bytes], place: PurePosixPath, changed: float, budget: _Budget, depth: int = 0
) -> Iterator[_File]:
    if place.suffix.lower() == ".zip":
        yield from _unzipped(stream, place, changed, budget, depth)
        return
    found = repair(_read(stream))
    yield _File(place, changed, found, "" if found.notebook else " ".join(found.problems))


def _read(stream: IO[bytes]) -> bytes | Pieces:
    """Return the bytes of an open file; of a long one only pieces are in memory."""
    if stream.seek(0, os.SEEK_END) >= PIECE:
        return Pieces(stream)
    stream.seek(0)
    return stream.read()


@dataclass
class _Budget:
    """What is left of the limits of one zip and the zips inside it."""

    files: int = MOST_FILES
    bytes: int = MOST_UNPACKED


def _unzipped(stream: IO[bytes], place: PurePosixPath, changed: float, budget: _Budget, depth: int) -> Iterator[_File]:
    """Read the files of a zip, one after the other, from nameless temporary files."""
    if depth >= MOST_DEPTH:
        yield _File(place, changed, reason=_("Zips inside zips are opened {most} deep.").format(most=MOST_DEPTH))
        return
    try:
        if _too_many(stream):
            yield _File(place, changed, reason=_more_files())
            return
        with zipfile.ZipFile(stream) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if not members:
                yield _File(place, changed, reason=_("The zip is empty."))
            for member in members:
                if budget.files <= 0:
                    yield _File(place, changed, reason=_more_files())
                    return
                yield from _member(archive, member, place, budget, depth)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        kind = type(error).__name__
        yield _File(place, changed, reason=_("The zip is damaged and cannot be opened ({kind}).").format(kind=kind))


def _too_many(stream: IO[bytes]) -> bool:
    """Read from a zip's last bytes how long its list of files is, before the list is read into memory."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") > 400 * MOST_FILES


def _more_files() -> str:
    return _("The zip has more than {most} files; the others were not read.").format(most=MOST_FILES)


def _name(member: zipfile.ZipInfo) -> str:
    """Return a file's name; one that does not say its encoding is UTF-8 or, from a Chinese Windows, GB18030."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800 or name.isascii():
        return name
    for code in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return name.encode("cp437").decode(code)
    return name


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: PurePosixPath, budget: _Budget, depth: int
) -> Iterator[_File]:
    name = _name(member)
    parts = [part for part in name[:500].split("/") if part not in ("", ".", "..")]
    inner = place.with_suffix("") / "/".join(parts or ["?"])
    changed = _date(member)
    budget.files -= 1
    reason = _refused(member, name, inner, budget)
    if reason:
        yield _File(inner, changed, reason=reason)
        return
    with tempfile.TemporaryFile() as stream:
        try:
            _copy(archive, member, stream, budget)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            _TooMuch,
        ) as error:
            yield _File(inner, changed, reason=_why_not(error))
            return
        yield from _opened(stream, inner, changed, budget, depth + 1)


def _refused(member: zipfile.ZipInfo, name: str, inner: PurePosixPath, budget: _Budget) -> str:
    if ".." in name.split("/") or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return _("Its name leads out of the zip; it was not read.")
    if len(name) > 500:
        return _("Its name is too long; it was not read.")
    if _IGNORED.search(name):
        return _ignored()
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("The file is a symbolic link; links are not followed.")
    if member.flag_bits & 1:
        return _("The file is locked with a password.")
    if member.file_size > SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
        return _("The file is packed more than {most} to 1, as a zip bomb is; it was not unpacked.").format(
            most=MOST_RATIO
        )
    return _unread(inner, member.file_size)


class _TooMuch(Exception):
    """A file of a zip is larger than the limits allow."""


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: IO[bytes], budget: _Budget) -> None:
    """Unpack one file; the bytes are counted, because the size that a zip names may be a lie."""
    most = min(MOST_BYTES, budget.bytes)
    with archive.open(member) as source:
        while block := source.read(1 << 20):
            most -= len(block)
            budget.bytes -= len(block)
            if most < 0:
                raise _TooMuch
            target.write(block)
    target.flush()


def _why_not(error: Exception) -> str:
    if isinstance(error, _TooMuch):
        return _("The file unpacks to more than a homework may have; it was not read.")
    return _("This part of the zip is damaged ({kind}).").format(kind=type(error).__name__)


def _date(member: zipfile.ZipInfo) -> float:
    """Return the date of a zip's file as a number that grows with time, the same on every machine."""
    year, month, day, hour, minute, second = member.date_time
    return float(second + 60 * (minute + 60 * (hour + 24 * (day + 31 * (month + 12 * (year - 1980))))))


# Whose is it?


def _owners(files: list[_File]) -> list[_Owned]:
    root = _wrapper([file.path for file in files])
    return [_owned(file, PurePosixPath(*file.path.parts[root:])) for file in files]


def _wrapper(paths: list[PurePosixPath]) -> int:
    """Count the folders that all files lie in and that name no student, such as ``submissions/``."""
    depth = 0
    while paths:
        tops = {path.parts[depth] if len(path.parts) > depth + 1 else "" for path in paths}
        top = tops.pop()
        if tops or not top or _MOODLE.fullmatch(top):
            return depth
        if any(len(path.parts) == depth + 2 for path in paths) and _names_exercises(paths) and top != "submitted":
            return depth  # the one folder of one student
        depth += 1
    return depth


def _names_exercises(paths: Iterable[PurePosixPath]) -> bool:
    """Say whether every notebook is named after an exercise, so that the folder must name the student."""
    return all(_exercise_in(path.stem) == _without_copy(path.stem) for path in paths if path.suffix in _MAYBE[:3])


def _owned(file: _File, path: PurePosixPath) -> _Owned:
    for part in path.parts:
        if match := _MOODLE.fullmatch(part):
            return _Owned(file, f"{match['name']}_{match['id']}")
    if match := _CANVAS.fullmatch(path.parts[0]):
        late = (_("Handed in late."),) if match["late"] else ()
        return _Owned(file, f"{match['name']}_{match['id']}", turn=int(match["turn"][:15]), notes=late)
    folders = [part for part in path.parts[:-1] if part not in _exercises()]
    if "submitted" in folders[:-1]:
        return _Owned(file, folders[folders.index("submitted") + 1])
    return _Owned(file, folders[0]) if folders else _Owned(file, _student_in(path), loose=True)


def _strays(owned: list[_Owned]) -> tuple[list[_Owned], list[SetAside]]:
    """Set aside what no student handed in: files outside ``submitted/``, and a class list beside the notebooks."""
    submitted = any("submitted" in one.file.path.parts[:-2] for one in owned)
    kept, aside = [], []
    for one in owned:
        path = one.file.path
        if submitted and "submitted" not in path.parts:
            aside.append(SetAside(Path(path), "", _("It lies outside of the folder submitted.")))
        elif one.loose and not _notebook(one) and path.suffix.lower() not in _HANDED_IN:
            aside.append(SetAside(Path(path), "", one.file.reason))
        else:
            kept.append(one)
    return kept, aside


def _student_in(path: PurePosixPath) -> str:
    """Return the student in a file's name, without the exercise and the marks of a copy."""
    stem = path.name.split(".ipynb")[0] if ".ipynb" in path.name else path.stem
    exercise = _exercise_in(stem)
    left = stem.replace(exercise, " ") if exercise else stem
    left = re.sub(r"\(\d+\)|-Copy\d+", " ", left).strip(" _-.")
    return re.sub(r"\s+", " ", left) or stem


@functools.cache
def _exercises() -> tuple[str, ...]:
    return tuple(reference.exercises())


def _exercise_in(name: str) -> str:
    """Return the exercise that a name mentions, or ``""``."""
    found = [exercise for exercise in _exercises() if exercise in name.lower()]
    return found[0] if len(found) == 1 else ""


def _without_copy(stem: str) -> str:
    return _COPY.sub("", stem) if _exercise_in(stem) != stem else stem


def _distinct(owned: list[_Owned]) -> list[_Owned]:
    """Clean the students' names for messages and file names; two that then look alike are told apart."""
    clean: dict[str, str] = {}
    for raw in sorted({one.student for one in owned}):
        name = base = _clean_name(raw)
        number = 2
        while name.casefold() in {used.casefold() for used in clean.values()}:
            name, number = f"{base} ({number})", number + 1
        clean[raw] = name
    return [replace(one, student=clean[one.student]) for one in owned]


def _clean_name(raw: str) -> str:
    r"""Return a name without characters that hide, steer or lead elsewhere.

    Examples
    --------
    >>> _clean_name("../Li Wei\u202e")
    'Li Wei'
    """
    text = unicodedata.normalize("NFC", raw.encode("utf-8", errors="replace").decode("utf-8"))
    # Of the invisible characters one is wanted: the joiner inside an emoji.
    kept = "".join(sign for sign in text if sign == "\u200d" or unicodedata.category(sign)[0] != "C")
    kept = re.sub(r'[/\\:*?"<>|]+', " ", kept).strip(" .\u200d")
    return re.sub(r"\s+", " ", kept)[:80].strip(" .") or _("no name")


# Which exercise is it, and which file counts?


@functools.cache
def _marks_of(exercise: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the answer names of an exercise, and the texts of its own cells."""
    plan = reference.outline(exercise)
    return frozenset(one.answer for one in plan.asked), frozenset(one.source.strip() for one in plan.setup)


def exercise_of(notebook: dict[str, Any], name: str = "") -> str:
    """Return the exercise a notebook belongs to, from its content, else from its name; ``""`` when neither tells.

    An import of the chapter tells most, then the homework's own cells, then the names of the answers.
    """
    sources = [str(cell["source"]) for cell in notebook["cells"]]
    names = frozenset[str]().union(*(assigned(source)[0] for source in sources))
    points = {exercise: _likeness(exercise, sources, names) for exercise in _exercises()}
    best = max(points.values(), default=0)
    first = [exercise for exercise, value in points.items() if value == best]
    named = _exercise_in(name)
    if best >= 3 and (len(first) == 1 or named not in first):
        return first[0] if len(first) == 1 else ""
    return named


def _likeness(exercise: str, sources: list[str], names: frozenset[str]) -> int:
    answers, own = _marks_of(exercise)
    chapter = re.compile(rf"\bcourse\.exercise(?:\.|\s+import\s+)chapter{exercise[:2]}\b")
    imports = any(chapter.search(source) for source in sources)
    return 8 * imports + 2 * sum(source.strip() in own for source in sources) + len(answers & names)


def _placed(one: _Owned) -> _Owned:
    """Add the exercise, found from the content and else from the path."""
    notebook = one.file.repaired.notebook if one.file.repaired else None
    if notebook is None:
        return replace(one, exercise=_exercise_in(str(one.file.path)))
    exercise = exercise_of(notebook, one.file.path.name) or exercise_of({"cells": []}, str(one.file.path))
    named = _exercise_in(one.file.path.name)
    notes = one.notes
    if not exercise:
        notes += (_("It is not clear to which homework this notebook belongs."),)
    elif named and named != exercise:
        words = _("The file is named after {named}, but holds {exercise}.")
        notes += (words.format(named=named, exercise=exercise),)
    return replace(one, exercise=exercise, notes=notes)


def _latest(owned: list[_Owned]) -> tuple[list[_Owned], list[SetAside]]:
    """Choose for each student and exercise the file that counts, and say what became of the others."""
    groups: dict[tuple[str, str], list[_Owned]] = {}
    readable = {one.student for one in owned if _notebook(one)}
    dropped = []
    for one in owned:
        # A file beside a notebook that can be read is an enclosure; alone it is all that the student handed in.
        if not _notebook(one) and one.student in readable and not _was_notebook(one):
            dropped.append(SetAside(Path(one.file.path), one.student, one.file.reason))
        else:
            groups.setdefault((one.student, one.exercise), []).append(one)
    chosen = []
    for group in groups.values():
        *older, last = sorted(group, key=_rank)
        if older:
            words = _("Handed in {count} times; the latest counts: {name}.")
            note = words.format(count=len(group), name=_clean_name(last.file.path.name))
            last = replace(last, notes=(*last.notes, note))
        chosen.append(last)
        reason = _("A later file of the same student counts, or one that can be read.")
        dropped += [SetAside(Path(one.file.path), one.student, one.file.reason or reason) for one in older]
    return chosen, dropped


def _notebook(one: _Owned) -> bool:
    return one.file.repaired is not None and one.file.repaired.notebook is not None


def _was_notebook(one: _Owned) -> bool:
    """Say whether a file that cannot be read was meant as a notebook of an exercise."""
    return one.file.path.suffix.lower() == ".ipynb" and bool(one.exercise)


def _rank(one: _Owned) -> tuple[bool, int, float, str]:
    return _notebook(one), one.turn, one.file.changed, str(one.file.path)


def _submission(one: _Owned) -> Submission:
    repaired = one.file.repaired or Repaired(None)
    reason = (one.file.reason,) if one.file.reason and one.file.reason not in repaired.problems else ()
    data = repaired.dumped()
    if data is None and not repaired.problems and not reason:
        reason = (_("The file could not be read."),)
    if data is not None and one.notes and one.exercise:
        data = _with_notes(data, one.notes)
        return Submission(one.student, one.exercise, Path(one.file.path), data, (*repaired.problems, *reason))
    return Submission(one.student, one.exercise, Path(one.file.path), data, (*repaired.problems, *reason, *one.notes))


def _with_notes(data: bytes, notes: Iterable[str]) -> bytes:
    """Write what cost the student nothing beside the harmless repairs."""
    notebook = json.loads(data)
    notebook["metadata"]["repairs"] += list(notes)
    return json.dumps(notebook, ensure_ascii=True, sort_keys=True).encode()

"""What is known of each submission, one JSON file a job, so that a second run goes on where the first one stopped.

A job's name is a hash of all that decides its marks: the submission, the homework's solution, the grading code with the
libraries it rests on, and the limits.  When one of them changes, the job is another job and is done anew.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from course import workbook
from course.grading.model import CellResult, Limits, Marked, Submission

#: Parts of the package that cannot change a mark.
_NO_MARKS = ("cli.py", "__main__.py", "grading/report/", "widgets/", "locale/")
#: Libraries that run the notebook, or compute in it.
_LIBRARIES = ("nbval", "ipykernel", "ipython", "numpy", "pandas", "scipy")


@functools.cache
def versions() -> str:
    """Return a hash of the grading code, the course's models and the libraries under them."""
    found = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for name in _LIBRARIES:
        found.update(f"{name} {metadata.version(name)}\n".encode())
    for path in sorted(workbook.PACKAGE.rglob("*.py")):
        name = path.relative_to(workbook.PACKAGE).as_posix()
        if not name.startswith(_NO_MARKS):
            found.update(name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@functools.cache
def _solution(exercise: str) -> bytes:
    files = sorted(workbook.solutions().glob(f"{exercise}.*")) if exercise else []
    return b"\0".join(path.read_bytes() for path in files)


def key(submission: Submission, limits: Limits, sandbox: str = "") -> str:
    """Return the name of the job that grades a submission.

    Parameters
    ----------
    submission
        What was handed in.
    limits
        What it may use.
    sandbox
        How kernels are confined, because a submission may end otherwise in another sandbox.

    Examples
    --------
    >>> one = Submission("ann", "", Path("a.ipynb"), b"{}")
    >>> key(one, Limits()) == key(one, Limits())
    True
    >>> key(one, Limits()) == key(one, Limits(cell_seconds=1))
    False
    """
    parts = [
        versions(),
        repr(dataclasses.astuple(limits)),
        sandbox,
        submission.student,
        submission.exercise,
        submission.variant,
        submission.path.as_posix(),
        repr(submission.problems),
    ]
    found = hashlib.sha256("\0".join(parts).encode())
    found.update(_solution(submission.exercise) + b"\0" + (submission.data or b""))
    return found.hexdigest()[:32]


class Store:
    """The folder of finished jobs.

    Parameters
    ----------
    folder
        Made when the first job is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> Marked | None:
        """Return the marks of a finished job; None when it is not finished, or its file is damaged."""
        try:
            return from_json((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, name: str, marked: Marked) -> None:
        """Write a finished job, under another name first: half a file is never read as a whole one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.{os.getpid()}.part"
        part.write_text(to_json(marked), encoding="utf-8")
        part.replace(self.folder / f"{name}.json")
        self._mark(name).unlink(missing_ok=True)

    def forget(self, names: Iterable[str]) -> None:
        """Remove jobs, so that they are done again."""
        for name in names:
            (self.folder / f"{name}.json").unlink(missing_ok=True)

    def begin(self, name: str) -> None:
        """Say that a job is under way; `under_way` is true until it is kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._mark(name).touch()

    def under_way(self, name: str) -> bool:
        """Say whether a job was begun and neither kept nor ended."""
        return self._mark(name).exists()

    def end(self, name: str) -> None:
        """Forget that a job was under way."""
        self._mark(name).unlink(missing_ok=True)

    def _mark(self, name: str) -> Path:
        return self.folder / f"{name}.begun"


def to_json(marked: Marked) -> str:
    """Return marks as JSON text."""
    return json.dumps(dataclasses.asdict(marked), ensure_ascii=True, sort_keys=True) + "\n"


def from_json(text: str) -> Marked:
    """Return the marks that `to_json` wrote.

    Examples
    --------
    >>> marked = Marked("ann", "04-cohort", {"q1": 2.0}, {"q1": 2.0}, "graded")
    >>> from_json(to_json(marked)) == marked
    True
    """
    found = json.loads(text)
    cells = tuple(CellResult(**cell) for cell in found.pop("cells"))
    return Marked(**found, cells=cells)

"""What a student has done so far: kept in one small file of the work folder, shown on the start page.

`course lab` names the work folder in the environment, which the kernels inherit.  Without it (a grader's run, a test)
nothing is written and the progress lives as long as the kernel.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

WORK_VARIABLE = "COURSE_WORK"
FILE_NAME = ".progress.json"


@dataclass(frozen=True)
class Record:
    """How one question stands: tries made, hints opened, and whether an answer passed the check."""

    tries: int = 0
    hints: int = 0
    right: bool = False


class Progress:
    """The records of every question a student has touched.

    Parameters
    ----------
    folder
        Where the file lies; ``None`` keeps the records in memory.

    Examples
    --------
    >>> progress = Progress(None)
    >>> progress.add_try("04-cohort", "q1", right=False)
    Record(tries=1, hints=0, right=False)
    >>> progress.of("04-cohort", "q2")
    Record(tries=0, hints=0, right=False)
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = None if folder is None else folder / FILE_NAME
        self._memory: dict[str, dict[str, Record]] = {}

    def of(self, homework: str, question: str) -> Record:
        """Return the record of one question."""
        return self.all().get(homework, {}).get(question, Record())

    def all(self) -> dict[str, dict[str, Record]]:
        """Return every record: homework, then question."""
        if self._file is None or not self._file.exists():
            return self._memory
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
            return {work: {name: _record(row) for name, row in rows.items()} for work, rows in stored.items()}
        except (ValueError, TypeError, AttributeError):
            # A damaged file must not stop a student; it is kept under another name, not thrown away.
            self._file.replace(self._file.with_suffix(".damaged.json"))
            return self._memory

    def add_try(self, homework: str, question: str, *, right: bool) -> Record:
        """Count a try; once right, a question stays right."""
        now = self.of(homework, question)
        return self._store(homework, question, replace(now, tries=now.tries + 1, right=now.right or right))

    def add_hint(self, homework: str, question: str) -> Record:
        """Count an opened hint."""
        now = self.of(homework, question)
        return self._store(homework, question, replace(now, hints=now.hints + 1))

    def _store(self, homework: str, question: str, record: Record) -> Record:
        # Read again just before writing: another notebook's kernel may have written meanwhile.
        everything = self.all()
        everything.setdefault(homework, {})[question] = record
        self._memory = everything
        if self._file is not None:
            rows = {work: {name: asdict(one) for name, one in names.items()} for work, names in everything.items()}
            fresh = self._file.with_suffix(f".{os.getpid()}.tmp")
            fresh.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            fresh.replace(self._file)
        return record


def _record(row: dict[str, int]) -> Record:
    """Return what one row of the file says; a row that cannot be counted with raises a TypeError."""
    record = Record(**row)  # type: ignore[arg-type]
    if not all(type(number) is int and number >= 0 for number in (record.tries, record.hints, int(record.right))):
        raise TypeError(row)
    return record


def of_this_student() -> Progress:
    """Return the progress kept in the work folder that `course lab` opened, or in memory without one."""
    folder = os.environ.get(WORK_VARIABLE)
    return Progress(Path(folder) if folder and Path(folder).is_dir() else None)

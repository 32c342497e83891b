"""What each built notebook was made from, so that `course build` builds only what changed.

After a build the kernel tells which files of the package it had imported.  Their hashes are kept beside the workbook,
in a file that git does not track: it only saves time, and without it all is built.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from nbclient import NotebookClient

from course import workbook
from course.authoring import prose

_ASK = (
    "import sys, json; print(json.dumps(sorted(module.__file__ for name, module in sys.modules.items() "
    "if name.partition('.')[0] == 'course' and getattr(module, '__file__', None))))"
)


def imported(client: NotebookClient) -> list[str]:
    """Return the files of the package that a notebook's kernel has imported."""
    return list(json.loads(prose.aside(client, _ASK)))


class Record:
    """Which files each built notebook was made from, with their hashes at that time."""

    def __init__(self) -> None:
        self._path = workbook.source() / ".built.json"
        self._known: dict[str, dict[str, str]] = _read(self._path)

    def is_fresh(self, built: Path) -> bool:
        """Say whether a notebook, and all that it was made from, are as they were after its last build."""
        made_from = self._known.get(self._name(built), {})
        return bool(made_from) and all(_hash(Path(name)) == known for name, known in made_from.items())

    def add(self, built: Iterable[Path], used: Iterable[str]) -> None:
        """Remember that these files came out of one build, which read ``used``."""
        outcome = list(built)
        hashes = {str(path): _hash(path) for path in [*outcome, *map(Path, used), *_always()]}
        self._known[self._name(outcome[0])] = hashes

    def save(self) -> None:
        """Write the record for the next build."""
        self._path.write_text(json.dumps(self._known, indent=1), encoding="utf-8")

    @staticmethod
    def _name(built: Path) -> str:
        return f"{built.parent.name}/{built.name}"


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _always() -> list[Path]:
    """Return what any notebook may depend on without importing it: data, looks of widgets, the builder, the lock."""
    package = workbook.PACKAGE
    data = [path for path in (package / "data").iterdir() if path.is_file()]
    looks = [*package.glob("widgets/*.js"), *package.glob("widgets/*.css")]
    return [*data, *looks, *package.glob("authoring/*.py"), package.parent / "requirements.lock"]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

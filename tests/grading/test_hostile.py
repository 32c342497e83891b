"""Every hostile and broken submission in one folder, with ordinary ones, graded by the command once, in the sandbox."""

from __future__ import annotations

import csv
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from course import cli, workbook
from tests.grading.hostile import FIXTURES, Place, lay_all, table

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@dataclass(frozen=True)
class Graded:
    """One run over all of them."""

    place: Place
    rows: dict[str, dict[str, str]]
    aside: str
    seen: list[object]
    before: set[str]
    seconds: float


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def calls(listener: socket.socket) -> list[object]:
    """Who called: a connection waits in the listener's queue until it is taken."""
    seen: list[object] = []
    listener.settimeout(0.1)
    while True:
        try:
            connection, address = listener.accept()
        except TimeoutError:
            return seen
        connection.close()
        seen.append(address)


@pytest.fixture(scope="module")
def graded(boxed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    root = tmp_path_factory.mktemp("hostile")
    home = Path.home() / f".course-test-{os.getpid()}"
    home.write_text("secret", encoding="utf-8")
    (root / "submissions").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        place = Place(root / "submissions", home, workbook.source() / "solutions", root / "bomb", port)
        lay_all(place)
        before, begun = names(place.submissions), time.monotonic()
        arguments = ["grade", str(place.submissions), "-o", str(root / "out"), "-j", "2", "--cell-seconds", "2"]
        result = CliRunner().invoke(cli.main, arguments, prog_name="course")
        seconds = time.monotonic() - begun
        seen = calls(listener)
    home.unlink()
    assert result.exit_code == 0, result.output
    with (root / "out" / "marks.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    page = (root / "out" / "index.html").read_text(encoding="utf-8")
    yield Graded(place, rows, page, seen, before, seconds)


def row(graded: Graded, name: str) -> dict[str, str]:
    return graded.rows.get(FIXTURES[name].student or name, {"status": "no row", "total": "", "message": ""})


def wanted(name: str) -> tuple[str, str]:
    fixture = FIXTURES[name]
    return fixture.status, "" if fixture.total is None else f"{fixture.total:g}"


def found(graded: Graded, name: str) -> tuple[str, str]:
    status, total = row(graded, name)["status"], row(graded, name)["total"]
    return status, f"{float(total):g}" if total else ""


def test_the_table(graded: Graded) -> None:
    """Print what was expected of each and what was found; `-s` shows it."""
    rows = []
    for name in FIXTURES:
        message = row(graded, name)["message"]
        rows.append((name, " ".join(wanted(name)), " ".join(found(graded, name)), message))
    print(f"\n{table(rows)}\n{len(rows)} fixtures in {graded.seconds:.0f} s")
    assert graded.rows.keys() == {FIXTURES[name].student or name for name in FIXTURES}


@pytest.mark.parametrize("name", FIXTURES)
def test_it_ends_with_the_right_mark_and_a_message(graded: Graded, name: str) -> None:
    assert found(graded, name) == wanted(name), row(graded, name)
    assert FIXTURES[name].says in row(graded, name)["message"]
    assert row(graded, name)["message"] or wanted(name)[0] == "graded"


def test_nothing_was_written_read_or_called(graded: Graded) -> None:
    assert names(graded.place.submissions) == graded.before
    assert not graded.place.bomb.exists()
    assert graded.seen == []


@pytest.mark.parametrize("name", ["fake course.py/course.py", "leads out of the zip"])
def test_what_was_set_aside_is_said(graded: Graded, name: str) -> None:
    assert name in graded.aside

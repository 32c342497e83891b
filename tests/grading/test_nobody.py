"""Root's sandbox begins by becoming an ordinary user; here an ordinary user's own is tried, from command to marks."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from course import workbook
from course.grading.engine.sandbox import NOBODY
from tests.grading.hostile import FIXTURES, Place

TRIED = (
    "ordinary 1", "ordinary 2", "kill -9 of the parent", "fork bomb", "writes outside scratch",
    "reads other submissions", "reads the reference",
)  # fmt: skip
PYTHONS = (os.path.realpath(sys.executable), f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
#: It must also start itself again: root, about to change, may go where the user may not.
PROBE = """
import subprocess, sys
import pandas, nbval, IPython, course
subprocess.run([sys.executable, "-c", ""], check=True)
"""


@dataclass(frozen=True)
class Nobody:
    """A folder of an ordinary user's own, with a copy of the course, and a Python that this user can run."""

    folder: Path
    python: str

    def run(self, *arguments: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
        packages = os.pathsep.join([str(self.folder / "course"), sysconfig.get_path("purelib")])
        environment = {"PATH": path, "HOME": str(self.folder), "PYTHONPATH": packages, "LANG": "C.UTF-8"}
        become = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all"]
        return subprocess.run(
            ["/usr/bin/setpriv", *become, self.python, *arguments],
            env=environment, cwd=self.folder, capture_output=True, encoding="utf-8", timeout=300,
        )  # fmt: skip


@pytest.fixture(scope="module")
def nobody() -> Iterator[Nobody]:
    if sys.platform != "linux" or os.getuid() != 0 or not Path("/usr/bin/setpriv").exists():
        pytest.skip("only root, with setpriv, can become another user; the other tests run as the ordinary user")
    with tempfile.TemporaryDirectory(prefix="nobody-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("course", "notebooks", "exercises", "solutions"):
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(workbook.PACKAGE.parent / part, folder / "course" / part, ignore=leave)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        for python in PYTHONS:
            user = Nobody(folder, python)
            if user.run("-c", PROBE).returncode == 0:
                break
        else:
            pytest.skip("no Python and packages here that the ordinary user nobody can read")
        yield user


@pytest.mark.parametrize("path", ["/usr/bin:/bin", "/nowhere"], ids=["bubblewrap", "namespaces"])
def test_an_ordinary_users_sandbox_gives_the_same_marks(nobody: Nobody, path: str) -> None:
    root = Path(tempfile.mkdtemp(dir=nobody.folder))
    place = Place(root / "submissions", Path.home(), workbook.solutions(), root / "bomb", 1)
    for name in TRIED:
        for file, data in FIXTURES[name].files(place).items():
            target = place.submissions / name / file
            target.parent.mkdir(parents=True)
            target.write_bytes(data)
    for made in (root, *root.rglob("*")):
        os.chown(made, NOBODY, NOBODY)
    done = nobody.run("-m", "course", "grade", str(place.submissions), "-o", str(root / "out"), "-j", "1", path=path)
    if "no sandbox to run them in" in done.stdout + done.stderr:
        pytest.skip("this machine gives an ordinary user no sandbox of this kind")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Sandbox: {'bubblewrap' if 'bin' in path else 'user namespaces'}." in done.stdout
    with (root / "out" / "marks.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    found = {name: (rows[name]["status"], float(rows[name]["total"])) for name in TRIED}
    assert found == {name: (FIXTURES[name].status, FIXTURES[name].total) for name in TRIED}
    assert not place.bomb.exists()

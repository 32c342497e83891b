"""The command a grader types, from a folder of submissions to marks."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course import cli
from course.grading import command
from course.grading.engine import sandbox
from course.grading.engine.sandbox import Sandbox
from tests.grading.fixtures import NAMES, RIGHT, SLIPS, answered, classroom, exercise, lay, old_format, raw

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["grade", *map(str, arguments)], prog_name="course")


@pytest.fixture
def only_slow(request: pytest.FixtureRequest) -> None:
    if not os.environ.get("CI") and "slow" not in request.config.getoption("markexpr"):
        pytest.skip("runs with -m slow")


def marks(out: Path) -> dict[str, dict[str, str]]:
    with (out / "marks.csv").open(encoding="utf-8", newline="") as stream:
        return {row["student"]: row for row in csv.DictReader(stream)}


def reports(out: Path) -> dict[str, bytes]:
    found = [path for path in out.rglob("*") if path.is_file() and "jobs" not in path.parts]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def handed_in() -> dict[str, tuple[bytes, float, str]]:
    """Return by student what was handed in, the total it should get (-1: none), and its status."""
    found = {"right": (raw(answered()), 17.0, "graded"), "blank": (raw(exercise()), 0.0, "graded")}
    points = dict(zip(RIGHT, (1, 1, 2, 2, 2, 2, 3, 4), strict=True))
    for question, (source, _slip, mark) in SLIPS.items():
        found[f"slip {question}"] = (raw(answered({**RIGHT, question: source})), 17 - points[question] + mark, "graded")
    ends = {"loop": "while True: pass", "exit": "import os\nos._exit(1)", "kill": "import os\nos.kill(os.getpid(), 9)"}
    for name, source in ends.items():
        found[name] = (raw(answered({**RIGHT, "q4": source})), 15.0, "partly")
    found["error"] = (raw(answered({**RIGHT, "q1": f"{NAMES['q1']} = 1 / 0"})), 16.0, "graded")
    found["old"] = (old_format(answered()), 17.0, "graded")
    found["BOM"] = (b"\xef\xbb\xbf" + raw(answered()), 17.0, "graded")
    found["half"] = (raw(answered())[:2000], 1.0, "partly")  # the first answer can still be read
    found["nothing"] = (b"", -1, "unreadable")
    found["=1+1"] = (raw(answered()), 17.0, "graded")
    return found


@pytest.fixture(scope="session")
def graded(boxed: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    folder = tmp_path_factory.mktemp("grading")
    handed = {f"{name}/02-lifecycle.ipynb": data for name, (data, _total, _status) in handed_in().items()}
    lay(folder / "submissions", {**handed, "right/notes.docx": b"x"})
    book = folder / "gradebook.csv"
    book.write_text("Student,ID,Lifecycle (5)\nright,1,\nloop,2,\nnothing,3,\n", encoding="utf-8")
    out = folder / "out"
    result = call(folder / "submissions", "-o", out, "-j", 2, "--cell-seconds", 2, "--canvas", book)
    assert result.exit_code == 0, result.output
    return folder / "submissions", out, result


def test_every_submission_gets_the_marks_it_should(graded: tuple[Path, Path, Result]) -> None:
    found = marks(graded[1])
    wanted = {f"'{name}" if name.startswith("=") else name: rest for name, (_data, *rest) in handed_in().items()}
    assert found.keys() == wanted.keys()
    assert {name: [float(row["total"] or -1), row["status"]] for name, row in found.items()} == wanted


def test_the_command_says_what_it_did(graded: tuple[Path, Path, Result]) -> None:
    words = graded[2].output
    assert "Submissions: 19 found, 0 graded before, 19 to grade. Files set aside: 1. Sandbox: " in words
    assert "18 submissions graded; 1 needs a human." in words
    assert "Marks filled into the files of the LMS: 2" in words
    assert (graded[1] / "lms/gradebook.csv").read_text(encoding="utf-8").splitlines()[1:3] == [
        "right,1,17",
        "loop,2,15",
    ]


def test_the_most_common_wrong_answers_are_named(graded: tuple[Path, Path, Result]) -> None:
    with (graded[1] / "items.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["question"]: row["most_common_wrong"] for row in csv.DictReader(stream)}
    assert found == {question: slip for question, (_source, slip, _mark) in SLIPS.items()}


def test_a_page_for_each_student_and_one_for_the_grader(graded: tuple[Path, Path, Result]) -> None:
    out = graded[1]
    assert len(list(out.glob("feedback/*/*.html"))) == 19
    page = (out / "feedback/loop/02-lifecycle.html").read_text(encoding="utf-8")
    assert "It ran too long and was stopped." in page
    assert "notes.docx" in (out / "index.html").read_text(encoding="utf-8")


def test_no_hidden_input_or_output_is_in_a_page_or_table(graded: tuple[Path, Path, Result]) -> None:
    from course.grading.reference import reference

    wanted = reference("02-lifecycle")
    hidden = [one for one in wanted.asked if one.inputs]
    secrets = set(re.findall(r"\d+\.\d{3,}", repr([one.inputs for one in hidden])))
    secrets |= set(re.findall(r"\d+\.\d{3,}", repr([wanted.expected[one.name] for one in hidden])))
    assert secrets
    text = b"".join(data for name, data in reports(graded[1]).items() if name != "items.csv").decode()
    assert not [secret for secret in secrets if secret in text]


def test_a_second_run_grades_nothing_and_gives_the_same_bytes(graded: tuple[Path, Path, Result]) -> None:
    submissions, out, _result = graded
    before = reports(out)
    book = out.parent / "gradebook.csv"
    result = call(submissions, "-o", out, "--cell-seconds", 2, "--canvas", book)
    assert "19 graded before, 0 to grade" in result.output
    assert reports(out) == before


def test_shards_and_merge_give_the_same_marks(graded: tuple[Path, Path, Result], tmp_path: Path) -> None:
    submissions, out, _result = graded
    few = tmp_path / "few"
    for name in ("right", "slip q3", "nothing"):
        lay(few, {f"{name}/02-lifecycle.ipynb": (submissions / name / "02-lifecycle.ipynb").read_bytes()})
    for part in (1, 2):
        assert call(few, "-o", tmp_path / f"{part}", "-j", 1, "--shard", f"{part}/2").exit_code == 0
    result = call("merge", tmp_path / "1", tmp_path / "2", "-o", tmp_path / "all")
    assert result.exit_code == 0
    assert "2 submissions graded; 1 needs a human." in result.output
    whole = marks(out)
    assert marks(tmp_path / "all") == {name: whole[name] for name in ("right", "slip q3", "nothing")}


def test_a_student_is_graded_again(graded: tuple[Path, Path, Result]) -> None:
    submissions, out, _result = graded
    before = (out / "marks.csv").read_bytes()
    result = call(submissions, "-o", out, "--cell-seconds", 2, "--regrade", "right", "-j", 1)
    assert "18 graded before, 1 to grade" in result.output
    assert (out / "marks.csv").read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    lay(tmp_path / "in", {"ann/02-lifecycle.ipynb": raw(answered()), "bob/02-lifecycle.ipynb": b"{", "ann/a.pdf": b"x"})
    result = call(tmp_path / "in", "-o", tmp_path / "out", "--dry-run", "-j", 3)
    assert result.exit_code == 0
    assert "02-lifecycle: 2" in result.output
    assert "set aside ann/a.pdf" in result.output
    assert "Workers: 3. Nothing was run or written." in result.output
    assert not (tmp_path / "out").exists()


def test_the_plain_way_is_pytest_with_nbval_and_the_plugin(tmp_path: Path) -> None:
    wrong = {**RIGHT, "q2": SLIPS["q2"][0]}
    lay(tmp_path / "in", {"ann/02-lifecycle.ipynb": raw(answered(wrong)), "bob/02-lifecycle.ipynb": b""})
    result = call(tmp_path / "in", "-o", tmp_path / "out", "--assemble")
    path = tmp_path / "out/assembled/ann/02-lifecycle.ipynb"
    assert result.output.split("\n") == [str(path), ""]
    words = ["-c", os.devnull, "--nbval-lax", "-p", "course.grading.engine.plugin", "-rA", "--tb=no", str(path)]
    ran = subprocess.run([sys.executable, "-m", "pytest", *words], capture_output=True, text=True, check=False)
    counts = re.search(r"(\d+) failed, (\d+) passed", ran.stdout)
    assert counts is not None, ran.stdout + ran.stderr
    assert counts.group(1) == "1"


def test_without_a_sandbox_nothing_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "works", lambda kind: False)
    sandbox.choose.cache_clear()
    lay(tmp_path / "in", {"ann/02-lifecycle.ipynb": raw(answered())})
    try:
        refused = call(tmp_path / "in", "-o", tmp_path / "out")
        preview = call(tmp_path / "in", "-o", tmp_path / "out", "--dry-run")
        unsafe = call(tmp_path / "in", "-o", tmp_path / "out", "--dry-run", "--unsafe")
        assert sandbox.choose(unsafe=True) is Sandbox.NONE
    finally:
        sandbox.choose.cache_clear()
    assert refused.exit_code == 1
    assert "has no sandbox" in refused.output
    assert "install bubblewrap" in refused.output
    assert not (tmp_path / "out").exists()
    assert "Grading would stop here" in preview.output
    assert "NO SANDBOX" in unsafe.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none", "-o", "out"], "nothing there"),
        (["in", "-o", "out", "--shard", "3/2"], "no part of a whole"),
        (["in", "-o", "out", "--column", "x"], "no equals sign"),
        (["in", "-o", "in/out"], "among the submissions"),
        (["in", "-o", "other"], "holds other files"),
        (["merge", "in", "-o", "in"], "into itself"),
        (["empty", "-o", "out"], "no files in it"),
        (["in", "in", "-o", "out"], "Name one folder or zip"),
        (["merge", "in", "-o", "out"], "no folder of a grading run"),
        (["in"], "Missing option '-o'"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(
    boxed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    lay(tmp_path, {"in/ann.ipynb": raw(answered()), "other/feedback/mine.txt": b"x"})
    (tmp_path / "empty").mkdir()
    result = call(*arguments)
    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output
    assert (tmp_path / "other/feedback/mine.txt").exists()


def test_progress_is_a_line_now_and_then_in_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(command, "LOG_EVERY", 0.0)
    with command._progress(2) as step:
        step()
        step()
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(";")[0] for line in lines] == ["1 of 2", "2 of 2"]
    assert lines[1].endswith("0 s left")


def test_progress_on_a_terminal_has_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with command._progress(2) as step:
        step()
    words = capsys.readouterr().err
    assert "1/2" in words
    assert "a second" in words
    assert re.search(r"0:00:\d\d|-:--:--", words)


# The whole command in a process of its own


def start(submissions: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "course", "grade", str(submissions), "-o", str(out), *more]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)


def wait_for_jobs(out: Path, count: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while len(list((out / "jobs").glob("*.json"))) < count:
        assert time.monotonic() < end
        time.sleep(0.05)


def class_of(number: int, folder: Path) -> dict[str, dict[str, float]]:
    students = classroom(number)
    lay(folder, {f"{name}/02-lifecycle.ipynb": data for name, (data, _marks) in students.items()})
    return {name: known for name, (_data, known) in students.items()}


def agreement(out: Path, known: dict[str, dict[str, float]]) -> float:
    found = marks(out)
    pairs = [(float(found[name][question]), mark) for name, row in known.items() for question, mark in row.items()]
    return sum(one == two for one, two in pairs) / len(pairs)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc as on Linux")
def test_ctrl_c_and_a_killed_worker_cost_nothing(only_slow: None, boxed: None, tmp_path: Path) -> None:
    known = class_of(24, tmp_path / "in")
    out = tmp_path / "out"
    first = start(tmp_path / "in", out, "-j", "2")
    wait_for_jobs(out, 3)
    os.killpg(first.pid, signal.SIGINT)
    words = first.communicate(timeout=60)[0]
    assert first.returncode == 130
    done = int(re.search(r"Stopped: (\d+) of 24 are graded", words).group(1))  # type: ignore[union-attr]
    assert "Traceback" not in words
    kept = {path: path.stat().st_mtime_ns for path in (out / "jobs").glob("*.json")}
    assert len(kept) == done < 24
    second = start(tmp_path / "in", out, "-j", "2")
    wait_for_jobs(out, done + 2)
    os.kill(_workers(second.pid)[0], signal.SIGKILL)
    words = second.communicate(timeout=180)[0]
    assert second.returncode == 0, words
    assert f"{done} graded before, {24 - done} to grade" in words
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert len(list((out / "jobs").glob("*"))) == 24
    assert agreement(out, known) == 1.0


def _workers(parent: int) -> list[int]:
    """Return the processes that grade: the parent's children that are no resource tracker."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


@pytest.mark.slow
def test_a_class_of_200_agrees_with_its_known_marks(
    only_slow: None, boxed: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    known = class_of(200, tmp_path / "in")
    begun = time.monotonic()
    result = call(tmp_path / "in", "-o", tmp_path / "out", "-j", 2)
    assert result.exit_code == 0, result.output
    share = agreement(tmp_path / "out", known)
    with capsys.disabled():
        print(f"\n200 submissions, 8 questions each: agreement {share:.1%} in {time.monotonic() - begun:.0f} s")
    assert share == 1.0


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print("peak MB", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("more", [["--dry-run"], ["-j", "1"]], ids=["dry run", "whole run"])
def test_200_mb_of_output_do_not_fill_the_memory(boxed: None, tmp_path: Path, more: list[str]) -> None:
    notebook = answered()
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "TEXT"}]
    data = raw(notebook).replace(b"TEXT", b"x" * 200_000_000)
    folder = lay(tmp_path / "submissions", {"ann.ipynb": data})
    command = [sys.executable, "-m", "course", "grade", str(folder), "-o", str(tmp_path / "out"), *more]
    said = subprocess.run([sys.executable, "-c", PEAK, *command], capture_output=True, encoding="utf-8", check=True)
    # The largest of all processes that the command started, and of itself.
    assert int(said.stdout.split("peak MB")[1]) < 300
    assert "damaged" not in said.stdout
    if not more[0].startswith("--"):
        assert marks(tmp_path / "out")["ann"]["total"] == "17"

"""Many submissions: each is graded once, whatever happens to the processes."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from course.errors import CourseError
from course.grading import batch, jobs
from course.grading.collect import Collected, SetAside
from course.grading.jobs import Store
from course.grading.model import CellResult, Limits, Marked, Submission

NAMES = ("ann", "bob", "cem", "dan", "eve", "fei")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).with_name("fakes")))
    import fake_grading

    return fake_grading


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "jobs")


def submissions(names: tuple[str, ...] = NAMES) -> tuple[Submission, ...]:
    return tuple(Submission(name, "04-cohort", Path(f"{name}.ipynb"), name.encode()) for name in names)


def planned(store: Store, names: tuple[str, ...] = NAMES, **more: object) -> batch.Plan:
    return batch.plan(Collected(submissions(names), ()), store, Limits(), **more)  # type: ignore[arg-type]


def times(log: Path, what: str) -> dict[str, int]:
    return {name: len(list(log.glob(f"{name}.{what}.*"))) for name in NAMES}


def grade(
    fake: ModuleType, log: Path, store: Store, *, workers: int = 2, names: tuple[str, ...] = NAMES, **behaviour: str
) -> list[Marked]:
    found: list[Marked] = []
    opener = functools.partial(fake.opener, str(log), **behaviour)
    batch.run(planned(store, names), store, opener, workers=workers, on_done=found.append)
    return sorted(found, key=lambda one: one.student)


def test_each_submission_is_graded_once(fake: ModuleType, log: Path, store: Store) -> None:
    assert [one.student for one in grade(fake, log, store)] == list(NAMES)
    assert set(times(log, "done").values()) == {1}


def test_a_second_run_does_nothing(fake: ModuleType, log: Path, store: Store) -> None:
    grade(fake, log, store)
    assert grade(fake, log, store) == []
    assert planned(store).todo == []
    assert set(times(log, "begun").values()) == {1}


def test_a_second_run_grades_only_what_is_new_or_was_changed(fake: ModuleType, log: Path, store: Store) -> None:
    grade(fake, log, store, names=NAMES[:4])
    assert [one.student for one in grade(fake, log, store)] == list(NAMES[4:])
    changed = [dataclasses.replace(one, data=b"new") if one.student == "ann" else one for one in submissions()]
    todo = batch.plan(Collected(tuple(changed), ()), store, Limits())
    assert [job.submission.student for job in todo.todo] == ["ann"]


def test_a_killed_worker_loses_nothing_and_nothing_is_graded_twice(fake: ModuleType, log: Path, store: Store) -> None:
    found = grade(fake, log, store, bob="kill once")
    assert [(one.student, one.status) for one in found] == [(name, "graded") for name in NAMES]
    assert set(times(log, "done").values()) == {1}
    assert times(log, "begun")["bob"] == 2


def test_a_submission_that_kills_every_worker_is_for_a_human(fake: ModuleType, log: Path, store: Store) -> None:
    found = {one.student: one for one in grade(fake, log, store, cem="kill")}
    assert found.pop("cem").status == "needs a human"
    assert {one.status for one in found.values()} == {"graded"}
    assert times(log, "begun")["cem"] == 2
    assert set(times(log, "done").values()) == {0, 1}
    assert planned(store).todo == []


def test_a_defect_of_the_grader_is_named_and_tried_again_next_time(fake: ModuleType, log: Path, store: Store) -> None:
    found = {one.student: one for one in grade(fake, log, store, dan="fail")}
    assert found["dan"].status == "needs a human"
    assert found["dan"].message == "The grader itself failed (ValueError: a defect)."
    assert [one.status for one in grade(fake, log, store)] == ["graded"]


def test_an_engine_that_does_not_start_is_one_error(fake: ModuleType, store: Store) -> None:
    with pytest.raises(CourseError) as caught:
        batch.run(planned(store), store, fake.no_engine)
    assert str(caught.value) == "there is no engine (here). Install one."


def test_workers_that_only_die_are_one_error(fake: ModuleType, store: Store) -> None:
    with pytest.raises(CourseError, match="end before they grade anything"):
        batch.run(planned(store), store, fake.dies)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_ends_what_is_under_way_and_the_next_run_does_the_rest(
    fake: ModuleType, log: Path, store: Store
) -> None:
    slow = dict.fromkeys(NAMES, "sleep 0.4")
    found: list[Marked] = []

    def stop(marked: Marked) -> None:
        if not found:
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        found.append(marked)

    opener = functools.partial(fake.opener, str(log), **slow)
    with pytest.raises(batch.Interrupted):
        batch.run(planned(store), store, opener, workers=1, on_done=stop)
    first = {one.student for one in found}
    assert 1 <= len(first) < len(NAMES)
    assert {one.student for one in grade(fake, log, store)} == set(NAMES) - first
    assert set(times(log, "done").values()) == {1}


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_a_second_ctrl_c_does_not_wait(fake: ModuleType, log: Path, store: Store) -> None:
    def press() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    def begun() -> None:
        while not list(log.glob("*.begun.*")):
            threading.Event().wait(0.02)
        press()
        threading.Timer(0.5, press).start()

    threading.Thread(target=begun).start()
    opener = functools.partial(fake.opener, str(log), **dict.fromkeys(NAMES, "sleep 60"))
    with pytest.raises(batch.Interrupted):
        batch.run(planned(store), store, opener, workers=1)
    assert set(times(log, "done").values()) == {0}
    assert len(grade(fake, log, store)) == len(NAMES)


def test_a_student_is_graded_again_by_name(fake: ModuleType, log: Path, store: Store) -> None:
    grade(fake, log, store)
    again = planned(store, regrade=["Ann"])
    assert [job.submission.student for job in again.todo] == ["ann"]
    with pytest.raises(CourseError, match=r"no submission of 'zoe'.*for example ann"):
        planned(store, regrade=["zoe"])


def test_the_name_of_a_job_depends_on_all_that_decides_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    one = submissions(("ann",))[0]
    usual = jobs.key(one, Limits())
    others = [dataclasses.replace(one, **change) for change in ({"data": b"x"}, {"student": "x"}, {"problems": ("x",)})]
    names = {jobs.key(other, Limits()) for other in others} | {jobs.key(one, Limits(memory_mb=1))}
    monkeypatch.setattr(jobs, "_solution", lambda exercise: b"another")
    names.add(jobs.key(one, Limits()))
    monkeypatch.setattr(jobs, "versions", lambda: "another")
    names.add(jobs.key(one, Limits()))
    assert len(names | {usual}) == 7


@pytest.mark.parametrize("text", ["", "{", "[]", '{"student": "ann"}'])
def test_a_damaged_job_counts_as_not_done(store: Store, text: str) -> None:
    store.keep("a", Marked("ann", "e", {}, {}, "graded", cells=(CellResult("c", "q1", "passed"),)))
    kept = store.get("a")
    assert kept is not None
    assert kept.cells[0].question == "q1"
    (store.folder / "a.json").write_text(text, encoding="utf-8")
    assert store.get("a") is None


def sharded(fake: ModuleType, tmp_path: Path, log: Path, parts: int = 2) -> list[Path]:
    outs = []
    aside = SetAside(Path("a.docx"), "", "It is no notebook.")
    for part in range(1, parts + 1):
        out = tmp_path / f"part{part}"
        store = Store(out / batch.JOBS)
        todo = batch.plan(Collected(submissions(), (aside,)), store, Limits(), shard=(part, parts))
        batch.write_manifest(todo, out)
        batch.run(todo, store, functools.partial(fake.opener, str(log)))
        outs.append(out)
    return outs


def test_shards_share_the_work_and_merge_into_all_of_it(fake: ModuleType, tmp_path: Path, log: Path) -> None:
    outs = sharded(fake, tmp_path, log)
    assert set(times(log, "done").values()) == {1}
    marked, aside = batch.merge(list(reversed(outs)), tmp_path / "all")
    assert [one.student for one in marked] == list(NAMES)
    assert [one.path.name for one in aside] == ["a.docx"]
    assert planned(Store(tmp_path / "all" / batch.JOBS)).todo == []
    again, aside, shard = batch.marks_of(tmp_path / "all")
    assert (sorted(again, key=lambda one: one.student), shard) == (marked, (1, 1))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda outs: outs[:1], "the parts 2 of 2 are missing"),
        (lambda outs: [outs[0], outs[0]], "not the parts of one run"),
        (lambda outs: [*outs, outs[0].parent], "no folder of a grading run"),
    ],
)
def test_merge_says_what_is_wrong(
    fake: ModuleType, tmp_path: Path, log: Path, spoil: Callable[[list[Path]], list[Path]], message: str
) -> None:
    outs = sharded(fake, tmp_path, log)
    with pytest.raises(CourseError, match=message):
        batch.merge(spoil(outs), tmp_path / "all")


def test_merge_refuses_a_part_that_is_not_finished(fake: ModuleType, tmp_path: Path, log: Path) -> None:
    outs = sharded(fake, tmp_path, log)
    next((outs[1] / batch.JOBS).glob("*.json")).unlink()
    with pytest.raises(CourseError, match="1 of 3 submissions are not graded yet"):
        batch.merge(outs, tmp_path / "all")


def test_merge_refuses_two_marks_for_one_student(fake: ModuleType, tmp_path: Path, log: Path) -> None:
    outs = sharded(fake, tmp_path, log)
    about = json.loads((outs[0] / batch.RUN).read_text(encoding="utf-8"))
    (outs[1] / batch.RUN).write_text(json.dumps({**about, "shard": [2, 2]}), encoding="utf-8")
    for path in (outs[0] / batch.JOBS).iterdir():
        (outs[1] / batch.JOBS / path.name).write_bytes(path.read_bytes())
    with pytest.raises(CourseError, match="marks for 04-cohort in two of the folders"):
        batch.merge(outs, tmp_path / "all")

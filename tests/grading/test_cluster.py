"""A cluster of two processes: a worker is killed, and every submission is recorded, once."""

from __future__ import annotations

import contextlib
import csv
import functools
import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from course import cli
from course.errors import CourseError
from course.grading import batch, cluster
from course.grading.collect import Collected
from course.grading.engine import sandbox
from course.grading.jobs import Store
from course.grading.model import Limits, Marked, Submission
from tests.grading.fixtures import answered, lay, raw

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise on Windows")

NAMES = tuple(f"s{number:02}" for number in range(12))


@pytest.fixture(scope="module")
def fake() -> Iterator[ModuleType]:
    folder = str(Path(__file__).with_name("fakes"))
    sys.path.insert(0, folder)
    import fake_grading

    yield fake_grading
    sys.path.remove(folder)


@contextlib.contextmanager
def started(workers: int) -> Iterator[str]:
    """A cluster; Dask gives a task up after three lost workers more by default, here after the first."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as local,
    ):
        yield local.scheduler_address


@pytest.fixture(scope="module")
def address(fake: ModuleType) -> Iterator[str]:
    with started(2) as address:
        yield address


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "jobs")


def planned(store: Store, names: tuple[str, ...] = NAMES) -> batch.Plan:
    handed = tuple(Submission(name, "04-cohort", Path(f"{name}.ipynb"), name.encode()) for name in names)
    return batch.plan(Collected(handed, ()), store, Limits())


def times(log: Path, what: str) -> Counter[str]:
    return Counter(path.name.partition(".")[0] for path in log.glob(f"*.{what}.*"))


@pytest.fixture
def grade(address: str, fake: ModuleType, log: Path, store: Store) -> Callable[..., list[Marked]]:
    def run(
        on_done: Callable[[Marked], None] = lambda marked: None, silence: float = 600.0, **behaviour: str
    ) -> list[Marked]:
        found: list[Marked] = []

        def note(marked: Marked) -> None:
            found.append(marked)
            on_done(marked)

        opener = functools.partial(fake.opener, str(log), **behaviour)
        cluster.run(planned(store), store, opener, address=address, on_done=note, silence=silence)
        return found

    return run


def processes(address: str) -> list[int]:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        return list(client.run(os.getpid).values())


def test_a_worker_killed_mid_run_loses_no_submission_and_none_is_recorded_twice(
    address: str, grade: Callable[..., list[Marked]], log: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Counter[str] = Counter()
    keep = Store.keep
    monkeypatch.setattr(
        Store, "keep", lambda self, name, marked: (kept.update([marked.student]), keep(self, name, marked))
    )
    victim, other = processes(address)
    killed: list[int] = []

    def kill(marked: Marked) -> None:
        if not killed:
            killed.append(victim)
            # When each worker is in the middle of its next one.
            threading.Timer(0.15, os.kill, (victim, signal.SIGKILL)).start()

    found = grade(kill, **dict.fromkeys(NAMES, "sleep 0.4"))
    assert killed == [victim]
    assert Counter(one.student for one in found) == Counter(NAMES) == kept
    assert {one.status for one in found} == {"graded"}
    assert not planned(store).todo
    assert len(list(store.folder.iterdir())) == len(NAMES)
    # What was cut off was begun again.  (Dask also runs again what was finished, but not yet handed over.)
    assert times(log, "begun").total() > len(NAMES)
    assert set(times(log, "done")) == set(NAMES)
    alive = processes(address)
    assert other in alive and victim not in alive


def test_a_submission_that_kills_every_worker_is_for_a_human_and_no_other_is(
    fake: ModuleType, log: Path, store: Store
) -> None:
    opener = functools.partial(fake.opener, str(log), s05="kill")
    marked: list[Marked] = []
    # One more than are killed: Dask's nanny does not start a worker again that died before the nanny saw it start.
    with started(3) as address:
        cluster.run(planned(store), store, opener, address=address, on_done=marked.append)
    found = {one.student: one for one in marked}
    assert len(marked) == len(NAMES) and set(found) == set(NAMES)
    bad = found.pop("s05")
    assert (bad.status, bad.message) == (
        "needs a human",
        "The grading process was killed each time it graded this submission.",
    )
    assert {one.status for one in found.values()} == {"graded"}
    # Once among the others, and, because Dask does not know whose fault it was, once alone.
    assert times(log, "begun")["s05"] == 2
    assert "s05" not in times(log, "done")


def test_a_second_run_grades_only_what_the_first_left_and_what_the_grader_failed_at(
    grade: Callable[..., list[Marked]], log: Path
) -> None:
    first = {one.student: one for one in grade(s03="fail")}
    assert first["s03"].message == "The grader itself failed (ValueError: a defect)."
    assert [(one.student, one.status) for one in grade()] == [("s03", "graded")]
    assert times(log, "done") == Counter(NAMES)
    assert grade() == []


def test_ctrl_c_keeps_what_was_recorded_and_the_next_run_does_the_rest(
    grade: Callable[..., list[Marked]], store: Store
) -> None:
    def stop(marked: Marked) -> None:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        time.sleep(1)

    with pytest.raises(batch.Interrupted):
        grade(stop, **dict.fromkeys(NAMES, "sleep 0.1"))
    left = {job.submission.student for job in planned(store).todo}
    assert 0 < len(left) < len(NAMES)
    assert {one.student for one in grade()} == left


def test_after_a_long_silence_the_work_is_handed_out_again_and_recorded_once(
    grade: Callable[..., list[Marked]], log: Path
) -> None:
    found = grade(silence=1.5, s05="sleep 4 once")
    assert Counter(one.student for one in found) == Counter(NAMES)
    assert {one.status for one in found} == {"graded"}
    assert times(log, "begun")["s05"] == 2


def test_a_silence_that_goes_on_is_one_sentence(grade: Callable[..., list[Marked]], store: Store) -> None:
    with pytest.raises(CourseError, match=r"the cluster gave no answer for 1 s, twice .*goes on from here\."):
        grade(silence=1.0, s05="sleep 5")
    assert [job.submission.student for job in planned(store).todo] == ["s05"]


@pytest.mark.parametrize("misses", [1, cluster.TRIES])
def test_an_answer_that_is_lost_on_its_way_is_waited_for_but_not_for_ever(
    grade: Callable[..., list[Marked]], monkeypatch: pytest.MonkeyPatch, misses: int
) -> None:
    from distributed import Future

    missed, result = Counter[object](), Future.result

    def lose(self: Future, timeout: float) -> object:
        assert timeout == cluster.LOST
        missed[self.key] += 1
        if missed[self.key] <= misses:
            raise TimeoutError
        return result(self, timeout=timeout)

    monkeypatch.setattr(Future, "result", lose)
    if misses == cluster.TRIES:
        with pytest.raises(CourseError, match="the cluster could not do the work"):
            grade()
    else:
        assert Counter(one.student for one in grade()) == Counter(NAMES)


def test_a_cluster_that_has_lost_all_workers_is_not_waited_for(fake: ModuleType, log: Path, store: Store) -> None:
    from distributed import LocalCluster

    opener = functools.partial(fake.opener, str(log), **dict.fromkeys(NAMES, "sleep 0.2"))
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as local:
        begun = time.monotonic()
        with pytest.raises(CourseError, match=r"the cluster has lost all its workers .*goes on from here\."):
            cluster.run(
                planned(store),
                store,
                opener,
                address=local.scheduler_address,
                on_done=lambda marked: local.scale(0),
                lost=1.0,
            )
        assert time.monotonic() - begun < 15
    assert 0 < len(planned(store).todo) < len(NAMES)


def test_an_engine_that_does_not_start_on_a_worker_is_one_error(address: str, fake: ModuleType, store: Store) -> None:
    with pytest.raises(CourseError) as caught:
        cluster.run(planned(store), store, fake.no_engine, address=address)
    assert str(caught.value) == "there is no engine (here). Install one."


def test_workers_with_another_version_of_the_course_are_refused(
    address: str, fake: ModuleType, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "versions", lambda: "another")
    with pytest.raises(CourseError, match=r"a worker has another version of the course.*Give all machines the same"):
        cluster.run(planned(store), store, fake.no_engine, address=address)
    assert len(planned(store).todo) == len(NAMES)


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:1", "nowhere://x", "127.0.0.1:99999999"])
def test_a_wrong_address_is_one_sentence(wrong: str, fake: ModuleType, store: Store) -> None:
    with pytest.raises(CourseError) as caught:
        cluster.run(planned(store), store, fake.no_engine, address=wrong, patience=0.3)
    assert str(caught.value) == (
        f"there is no Dask scheduler at {wrong} (--scheduler). "
        "Start one with dask scheduler, and give the address that it prints."
    )


def test_a_scheduler_without_workers_is_one_sentence(fake: ModuleType, store: Store) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=0, dashboard_address=":0") as empty, pytest.raises(CourseError) as caught:
        cluster.run(planned(store), store, fake.no_engine, address=empty.scheduler_address, patience=0.3)
    assert re.fullmatch(r"the scheduler at tcp://\S+ has no workers \(--scheduler\)\. .*", str(caught.value))


def test_a_scheduler_that_is_lost_mid_run_is_one_sentence_and_what_was_recorded_is_kept(
    fake: ModuleType, log: Path, store: Store
) -> None:
    from distributed import LocalCluster

    opener = functools.partial(fake.opener, str(log), **dict.fromkeys(NAMES, "sleep 0.2"))
    local = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0")
    closing = []

    def close(marked: Marked) -> None:
        if not closing:
            closing.append(threading.Thread(target=local.close))
            closing[0].start()

    with local, pytest.raises(CourseError, match=r"the cluster could not do the work .*goes on from here\.") as caught:
        cluster.run(planned(store), store, opener, address=local.scheduler_address, on_done=close)
    closing[0].join()
    assert "\n" not in str(caught.value)
    assert 0 < len(planned(store).todo) < len(NAMES)


def test_without_dask_the_extra_to_install_is_named(
    fake: ModuleType, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError) as caught:
        cluster.run(planned(store), store, fake.no_engine, address="tcp://127.0.0.1:1")
    assert str(caught.value) == (
        "grading on a cluster needs dask.distributed (--scheduler). "
        'Install the extra, in a checkout with: pip install -e ".[cluster]".'
    )


def test_nothing_to_do_needs_no_cluster(fake: ModuleType, store: Store) -> None:
    cluster.run(planned(store, ()), store, fake.no_engine, address="nowhere://x")


def test_the_command_grades_in_the_sandboxes_of_the_workers(address: str, tmp_path: Path) -> None:
    try:
        sandbox.choose()
    except CourseError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    handed = {f"{name}/02-lifecycle.ipynb": raw(answered()) for name in ("ann", "bob", "cem")}
    lay(tmp_path / "in", {**handed, "dan/02-lifecycle.ipynb": b""})
    arguments = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--scheduler", address]
    result = CliRunner().invoke(cli.main, arguments, prog_name="course")
    assert result.exit_code == 0, result.output
    with (tmp_path / "out" / "marks.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["student"]: (row["total"], row["status"]) for row in csv.DictReader(stream)}
    assert {found[name][1] for name in ("ann", "bob", "cem")} == {"graded"}
    assert {float(found[name][0]) for name in ("ann", "bob", "cem")} == {17.0}
    assert found["dan"] == ("", "unreadable")

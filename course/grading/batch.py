"""Grade many submissions: plan, run in several processes, survive what goes wrong, go on where a run stopped.

A job is one submission.  A process that is killed loses nothing: finished jobs lie on the disk, and the ones that were
under way are run again, each alone, so that the one to blame is found and the others are not.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import CourseError
from course.grading.jobs import Store, key
from course.grading.model import Limits, Marked, Submission
from course.i18n import _

if TYPE_CHECKING:
    # Not at run time: each worker process imports this module first, and it must begin soon.
    from course.grading.collect import Collected, SetAside

#: Grades one submission.
Mark = Callable[[Submission], Marked]
#: Makes the function that grades, once in each process.
Opener = Callable[[], Mark]
Done = Callable[[Marked], None]

RUN = "run.json"
JOBS = "jobs"


class Interrupted(Exception):
    """The run was stopped by Ctrl-C; what was finished is kept."""


@dataclass(frozen=True)
class Job:
    """One submission to grade, and the name under which its marks are kept."""

    key: str
    submission: Submission


@dataclass(frozen=True)
class Plan:
    """What a run is to do.

    Parameters
    ----------
    jobs
        All jobs of this run, in the order of student and exercise.
    done
        Marks of the jobs that an earlier run finished, by the job's name.
    set_aside
        Files that are no submission.
    shard
        ``(i, n)`` when this is the i-th of n parts.
    """

    jobs: tuple[Job, ...]
    done: Mapping[str, Marked] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    shard: tuple[int, int] = (1, 1)

    @property
    def todo(self) -> list[Job]:
        """The jobs that no earlier run finished."""
        return [job for job in self.jobs if job.key not in self.done]


def plan(
    collected: Collected,
    store: Store,
    limits: Limits,
    *,
    sandbox: str = "",
    shard: tuple[int, int] = (1, 1),
    regrade: Sequence[str] = (),
) -> Plan:
    """Return what is to be done for the submissions found.

    Parameters
    ----------
    collected
        Submissions and files set aside.
    store
        Jobs that earlier runs finished.
    limits, sandbox
        What decides a job's name besides the submission.
    shard
        ``(2, 8)`` for the second of eight parts; files set aside belong to the first.
    regrade
        Students who are graded again, whatever is kept of them.

    Raises
    ------
    CourseError
        When a student to grade again has no submission.
    """
    _known(regrade, collected.submissions)
    part, parts = shard
    chosen = collected.submissions[part - 1 :: parts]
    jobs = tuple(Job(key(one, limits, sandbox), one) for one in chosen)
    again = {name.casefold() for name in regrade}
    kept = {job.key: store.get(job.key) for job in jobs if job.submission.student.casefold() not in again}
    done = {name: marked for name, marked in kept.items() if marked}
    return Plan(jobs, done, collected.set_aside if part == 1 else (), shard)


def _known(students: Iterable[str], submissions: Iterable[Submission]) -> None:
    names = {one.student.casefold(): one.student for one in submissions}
    for student in students:
        if student.casefold() not in names:
            some = ", ".join(sorted(names.values())[:5])
            what = _("there is no submission of {student!r}").format(student=student)
            raise CourseError(what, fix=_("Students are called as in marks.csv, for example {some}").format(some=some))


def run(todo: Plan, store: Store, opener: Opener, *, workers: int = 1, on_done: Done = lambda marked: None) -> None:
    """Grade what a plan leaves to do; each result is kept in ``store`` before it is reported.

    Parameters
    ----------
    todo
        The plan.
    store
        Where results are kept.
    opener
        Makes the function that grades; it must be importable by another process.
    workers
        Processes at once.
    on_done
        Called with the marks of each job, as they come.

    Raises
    ------
    Interrupted
        After Ctrl-C: what was under way has been finished (or, after a second Ctrl-C, killed).
    CourseError
        When the engine cannot start.
    """
    left = {job.key: job for job in todo.todo}
    store.forget(left)
    for name in left:
        store.end(name)
    while left:
        before = len(left)
        broke = _round(list(left.values()), store, opener, workers, left, on_done)
        if not broke:
            return
        for job in list(left.values()):
            if store.under_way(job.key) or store.get(job.key):
                _alone(job, store, opener, left, on_done)
        if len(left) == before:
            raise CourseError(_("the grading processes end before they grade anything"), fix=_("Look at the memory"))


def _alone(job: Job, store: Store, opener: Opener, left: dict[str, Job], on_done: Done) -> None:
    """Run a job, whose process was killed, in one of its own, unless it was finished; killed again, it is a human's."""
    kept = store.get(job.key)
    if not kept:
        store.end(job.key)
        if not _round([job], store, opener, 1, left, on_done):
            return
        kept = store.get(job.key) or _gave_up(
            job.submission, _("The grading process was killed twice at this submission.")
        )
        store.keep(job.key, kept)
    store.end(job.key)
    del left[job.key]
    on_done(kept)


def _gave_up(submission: Submission, reason: str) -> Marked:
    return Marked(submission.student, submission.exercise, {}, {}, "needs a human", reason)


def _round(jobs: list[Job], store: Store, opener: Opener, workers: int, left: dict[str, Job], on_done: Done) -> bool:
    """Run jobs in one pool, taking each finished one out of ``left``; say whether the pool broke."""
    waiting = iter(jobs)
    _start_tracker()
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    work = partial(_work, folder=store.folder)
    pool = ProcessPoolExecutor(min(workers, len(jobs)), context, initializer=_begin, initargs=(opener,))
    running: dict[Future[Marked], Job] = {}
    try:
        while True:
            with suppress(StopIteration), _unheard():
                # Few at a time, so that a stop is soon.
                while len(running) < workers + 1:
                    job = next(waiting)
                    running[pool.submit(work, job)] = job
            if not running:
                return False
            _take(running, left, on_done)
    except BrokenProcessPool:
        return True
    except KeyboardInterrupt:
        _hear()  # it may have come in the middle of `_unheard`
        _finish(pool, running, left, on_done)
        raise Interrupted from None
    finally:
        _close(pool)


def _close(pool: ProcessPoolExecutor) -> None:
    try:
        pool.shutdown(cancel_futures=True)
    except KeyboardInterrupt:
        _kill()
        pool.shutdown(cancel_futures=True)


def _kill() -> None:
    for process in multiprocessing.active_children():
        process.kill()


def _take(running: dict[Future[Marked], Job], left: dict[str, Job], on_done: Done) -> None:
    """Wait a little for the next results."""
    # Not for ever: a Ctrl-C that another thread heard wakes nobody, and is seen only when this thread runs again.
    ready = wait(running, timeout=0.2, return_when=FIRST_COMPLETED).done
    broken: BrokenProcessPool | None = None
    for future in ready:
        job = running.pop(future)
        try:
            marked = future.result()
        except BrokenProcessPool as error:
            broken = error
        except CourseError as error:
            raise CourseError(error.what, where=error.where, fix=error.fix) from error
        else:
            del left[job.key]
            on_done(marked)
    if broken:
        raise broken


def _finish(pool: ProcessPoolExecutor, running: dict[Future[Marked], Job], left: dict[str, Job], on_done: Done) -> None:
    """After Ctrl-C: let what is under way end, begin nothing more; a second Ctrl-C kills it."""
    for future in list(running):
        if future.cancel():
            del running[future]
    try:
        while running:
            _take(running, left, on_done)
    except KeyboardInterrupt:
        _kill()
    except BrokenProcessPool:
        return


@contextmanager
def _unheard() -> Iterator[None]:
    """Put Ctrl-C off while processes are started: they begin deaf to it, and the parent hears it right after."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # In here: another thread may hear Ctrl-C for us at any moment, and the mask must not stay.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_tracker() -> None:
    """Start what multiprocessing starts with its first process: in `_unheard` it would end the silence too early."""
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _hear() -> None:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


# In a worker process

_opener: Opener | None = None
_mark: Mark | None = None


def _begin(opener: Opener) -> None:
    global _opener
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hear()
    _opener = opener


def _work(job: Job, folder: Path) -> Marked:
    """Grade one submission and keep the result."""
    global _mark
    if _mark is None:
        if _opener is None:
            raise RuntimeError("the worker was not begun")
        _mark = _opener()
    store = Store(folder)
    store.begin(job.key)
    try:
        marked = _mark(job.submission)
    except Exception as error:
        # A defect of ours must not stop the batch.  It is not kept, so that the next run tries again.
        store.end(job.key)
        words = _("The grader itself failed ({kind}: {reason}).")
        return _gave_up(job.submission, words.format(kind=type(error).__name__, reason=str(error)[:200]))
    store.keep(job.key, marked)
    return marked


def open_engine(limits: Limits, *, unsafe: bool = False) -> Mark:
    """Start the engine in this process and return the function that grades with it."""
    from course.grading.engine.worker import Worker

    worker = Worker(limits=limits, unsafe=unsafe)
    Finalize(worker, worker.close, exitpriority=10)
    return partial(mark, run_notebook=worker.run)


def mark(submission: Submission, run_notebook: Callable[[Path], Any]) -> Marked:
    """Assemble, run and score one submission.

    Parameters
    ----------
    submission
        What was handed in.
    run_notebook
        Runs an assembled notebook and returns how its cells ended.
    """
    from course.grading.assemble import assemble, write
    from course.grading.reference import exercises, outline
    from course.grading.score import score, unmarked
    from course.grading.variants import reference

    known = submission.exercise in exercises()
    if submission.data is None or not known:
        return unmarked(submission, outline(submission.exercise).out_of if known else None)
    wanted = reference(submission.exercise, submission.variant)
    with tempfile.TemporaryDirectory(prefix="course-grade-") as folder:
        results = run_notebook(write(wanted, assemble(wanted, submission), Path(folder)))
    return score(wanted, submission, results)


# What a run leaves behind, and putting the parts of a sharded run together


def check_out(out: Path) -> None:
    """See that a folder is new, empty or of an earlier run: its pages are replaced, and nobody else's may be.

    Raises
    ------
    CourseError
        When it holds other things.
    """
    if out.is_dir() and any(out.iterdir()) and not (out / RUN).exists():
        what = _("the folder for the results holds other files")
        raise CourseError(what, where=str(out), fix=_("Choose a new folder with -o"))


def write_manifest(todo: Plan, out: Path) -> None:
    """Write which jobs this run consists of, for `merge`."""
    _write_manifest([job.key for job in todo.jobs], todo.set_aside, todo.shard, out)


def _write_manifest(keys: list[str], set_aside: Sequence[SetAside], shard: tuple[int, int], out: Path) -> None:
    aside = [[one.path.as_posix(), one.student, one.reason] for one in set_aside]
    about = {"jobs": keys, "set_aside": aside, "shard": list(shard)}
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / RUN).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        what = _("cannot write there: {why}").format(why=error.strerror)
        raise CourseError(what, where=str(out), fix=_("Choose another folder with -o")) from error


def marks_of(out: Path) -> tuple[list[Marked], list[SetAside], tuple[int, int]]:
    """Return the marks and the files set aside of a finished run, and which part of how many it is.

    Raises
    ------
    CourseError
        When ``out`` is no folder of a run, or its run is not finished.
    """
    from course.grading.collect import SetAside

    try:
        about = json.loads((out / RUN).read_text(encoding="utf-8"))
        keys, (part, parts) = list(about["jobs"]), list(about["shard"])
        aside = [SetAside(Path(path), student, reason) for path, student, reason in about["set_aside"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        fix = _("Name the folders that course grade -o made")
        raise CourseError(_("this is no folder of a grading run"), where=str(out), fix=fix) from error
    store = Store(out / JOBS)
    found = [store.get(name) for name in keys]
    if missing := found.count(None):
        what = _("{count} of {all} submissions are not graded yet").format(count=missing, all=len(found))
        raise CourseError(what, where=str(out), fix=_("Run course grade there again: it goes on where it stopped"))
    return [one for one in found if one], aside, (int(part), int(parts))


def merge(outs: Sequence[Path], out: Path) -> tuple[list[Marked], list[SetAside]]:
    """Return the marks of all parts of a sharded run, in the order of student and exercise.

    Raises
    ------
    CourseError
        When a part is missing, doubled, of another run, or the folder to write to.
    """
    if out.resolve() in {one.resolve() for one in outs}:
        raise CourseError(
            _("a part cannot be merged into itself"), where=str(out), fix=_("Choose a new folder with -o")
        )
    check_out(out)
    parts = [marks_of(one) for one in outs]
    _complete([shard for _marks, _aside, shard in parts])
    marked = sorted((one for marks, _aside, _shard in parts for one in marks), key=_order)
    twice = [one for one, two in itertools.pairwise(marked) if _order(one) == _order(two)]
    if twice:
        what = _("{student} has marks for {exercise} in two of the folders")
        raise CourseError(
            what.format(student=twice[0].student, exercise=twice[0].exercise), fix=_("Merge parts of one run")
        )
    keys = []
    for one in outs:
        for name in json.loads((one / RUN).read_text(encoding="utf-8"))["jobs"]:
            keys.append(name)
            _copy(one / JOBS / f"{name}.json", out / JOBS / f"{name}.json")
    aside = [one for _marks, aside, _shard in parts for one in aside]
    _write_manifest(keys, aside, (1, 1), out)
    return marked, aside


def _complete(shards: list[tuple[int, int]]) -> None:
    parts = shards[0][1]
    missing = sorted(set(range(1, parts + 1)) - {part for part, _parts in shards})
    if any(other != parts for _part, other in shards) or len(set(shards)) != len(shards):
        raise CourseError(_("these folders are not the parts of one run"), fix=_("Merge each part i/n once"))
    if missing:
        what = _("the parts {missing} of {all} are missing").format(missing=", ".join(map(str, missing)), all=parts)
        raise CourseError(what, fix=_("Name all folders"))


def _order(marked: Marked) -> tuple[str, str]:
    return marked.student, marked.exercise


def _copy(origin: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(origin.read_bytes())


def processors() -> int:
    """Return how many processors this process may use.

    Examples
    --------
    >>> processors() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

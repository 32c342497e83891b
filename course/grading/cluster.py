"""Grade on a dask.distributed cluster: which worker grades what, and what becomes of a lost worker, is Dask's.

Only the client, which is this process, writes results, as they arrive: a submission that a lost worker had to give
back, and that was run again elsewhere, is recorded once.  What a worker sends is JSON text of its own making; objects
of a student's kernel never leave the worker's sandbox.

No wait is without a limit.  Dask itself waits for ever when no worker is left, since one may come: a worker that dies
before its nanny has seen it start is not started again, so a cluster of a few can lose all.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError
from itertools import count
from typing import TYPE_CHECKING, TypeAlias, cast
from uuid import uuid4

from course.errors import CourseError
from course.grading.batch import Done, Interrupted, Job, Mark, Opener, Plan, _gave_up
from course.grading.jobs import Store, from_json, to_json, versions
from course.grading.model import Marked
from course.i18n import _

if TYPE_CHECKING:
    from distributed import Client, Future

#: Submissions that the scheduler holds at most, so that thousands need not fit into its memory.
AHEAD = 1000
#: How long to wait for the scheduler, and for its first worker, in seconds.
PATIENCE = 20.0
#: How long to wait for an answer that is ready on a worker, and for a worker when all are lost, in seconds.
LOST = 60.0
#: How long no answer may come, in seconds, before all that is under way is handed out once more.
SILENCE = 600.0
#: How often an answer may be lost on its way before the network is to blame.
TRIES = 5
#: How often to look for an answer, and for a worker when there is no answer, in seconds.
PAUSE, LOOK = 0.02, 2.0

#: What `_work` returns: marks as JSON, and whether they are to be kept.
Answer: TypeAlias = tuple[str, bool]


def run(
    todo: Plan,
    store: Store,
    opener: Opener,
    *,
    address: str,
    on_done: Done = lambda marked: None,
    patience: float = PATIENCE,
    lost: float = LOST,
    silence: float = SILENCE,
) -> None:
    """Grade on a cluster what a plan leaves to do; each result is kept in ``store`` before it is reported.

    Parameters
    ----------
    todo, store, opener, on_done
        As in `course.grading.batch.run`; the workers must have the same version of the course, and write nothing.
    address
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.
    patience
        How long to wait for the scheduler and its first worker, in seconds.
    lost
        How long to wait for another worker when all are lost, in seconds.
    silence
        How long no answer may come, in seconds; more than any submission takes.

    Raises
    ------
    Interrupted
        After Ctrl-C: what was recorded is kept, the rest is cancelled.
    CourseError
        When Dask is not installed, the cluster cannot be reached or has lost its workers, or they cannot grade.
    """
    left = todo.todo
    store.forget(job.key for job in left)
    if not left:
        return
    with _connected(address, patience) as client:
        try:
            _all(_Cluster(client, opener, lost, silence), left, store, on_done)
        except KeyboardInterrupt:
            raise Interrupted from None


def _connected(address: str, patience: float) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        what = _("grading on a cluster needs dask.distributed")
        fix = _('Install the extra, in a checkout with: pip install -e ".[cluster]"')
        raise CourseError(what, where="--scheduler", fix=fix) from error
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        what = _("there is no Dask scheduler at {address}").format(address=address)
        fix = _("Start one with dask scheduler, and give the address that it prints")
        raise CourseError(what, where="--scheduler", fix=fix) from error
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        client.close()
        what = _("the scheduler at {address} has no workers").format(address=address)
        raise CourseError(what, where="--scheduler", fix=_("Start some with dask worker")) from error
    return client


def _all(dask: _Cluster, jobs: list[Job], store: Store, on_done: Done) -> None:
    """Run all jobs, and those again, each alone, whose workers were lost too often: Dask does not know the culprit."""
    killed = []

    def record(job: Job, marked: Marked, *, keep: bool) -> None:
        if keep:
            store.keep(job.key, marked)
        on_done(marked)

    for job, answer in dask.answers(jobs, AHEAD):
        if answer is None:
            killed.append(job)
        else:
            record(job, from_json(answer[0]), keep=answer[1])
    for job, answer in dask.answers(killed, 1):
        words = _("The grading process was killed each time it graded this submission.")
        text, keep = answer or (to_json(_gave_up(job.submission, words)), True)
        record(job, from_json(text), keep=keep)


class _Cluster:
    """Hands jobs to Dask and takes the answers, with a limit on each wait."""

    def __init__(self, client: Client, opener: Opener, lost: float, silence: float) -> None:
        from distributed import as_completed

        self._client, self._opener, self._lost, self._silence = client, opener, lost, silence
        self._ready = as_completed(loop=client.loop)
        self._under_way: dict[Future, Job] = {}
        # Dask queues tasks of one group at the scheduler, so that a worker holds few; and no earlier run's are taken.
        self._names = ((f"grade-{group}", number) for group in [uuid4().hex] for number in count())

    def answers(self, jobs: list[Job], ahead: int) -> Iterator[tuple[Job, Answer | None]]:
        """Give each job with what `_work` returned, or None when Dask gave it up because its workers were lost."""
        waiting, missed = iter(jobs), Counter[str]()
        while True:
            while len(self._under_way) < ahead and (job := next(waiting, None)):
                self._submit(job)
            if not self._under_way:
                return
            future = self._done()
            job = self._under_way[future]
            try:
                answer = self._fetch(future)
            except TimeoutError as error:
                missed[job.key] += 1
                if missed[job.key] == TRIES:
                    raise _unable(error) from error
                # The worker was lost with the answer: Dask does it again, under the same name.
                self._ready.add(future)
                continue
            del self._under_way[future]
            yield job, answer

    def _submit(self, job: Job) -> None:
        future = self._client.submit(_work, job, self._opener, versions(), key=next(self._names), pure=False)
        self._under_way[future] = job
        self._ready.add(future)

    def _fetch(self, future: Future) -> Answer | None:
        """Fetch an answer from its worker; a TimeoutError says that it is not there any more."""
        from distributed import KilledWorker

        try:
            return cast(Answer, future.result(timeout=self._lost))
        except KilledWorker:
            return None
        except CourseError as error:
            raise CourseError(error.what, where=error.where, fix=error.fix) from error
        except (Exception, CancelledError) as error:
            if isinstance(error, TimeoutError) and future.status != "error":
                raise
            raise _unable(error) from error

    def _done(self) -> Future:
        """Wait for an answer; after a long silence, hand everything out once more."""
        for _time in range(2):
            look, end = time.monotonic() + LOOK, time.monotonic() + self._silence
            while time.monotonic() < end:
                if self._ready.has_ready():
                    return next(self._ready)
                time.sleep(PAUSE)
                if time.monotonic() > look:
                    self._see_a_worker()
                    look = time.monotonic() + LOOK
            self._again()
        what = _("the cluster gave no answer for {seconds:.0f} s, twice").format(seconds=self._silence)
        fix = _("Look at its dashboard; the same command goes on from here")
        raise CourseError(what, where="--scheduler", fix=fix)

    def _see_a_worker(self) -> None:
        """Refuse to wait for answers of a cluster without workers."""
        try:
            self._client.wait_for_workers(1, timeout=self._lost)
        except TimeoutError as error:
            what = _("the cluster has lost all its workers")
            fix = _("Start some with dask worker; the same command goes on from here")
            raise CourseError(what, where="--scheduler", fix=fix) from error
        except (OSError, RuntimeError) as error:
            raise _unable(error) from error

    def _again(self) -> None:
        """Forget what is under way, whatever comes of it, and hand it out under new names."""
        jobs = list(self._under_way.values())
        self._ready.clear()
        self._client.cancel(list(self._under_way))
        self._under_way.clear()
        for job in jobs:
            self._submit(job)


def _unable(error: BaseException) -> CourseError:
    what = _("the cluster could not do the work ({kind}: {reason})")
    what = what.format(kind=type(error).__name__, reason=" ".join(str(error).split())[:200])
    fix = _("Look at its dashboard; the same command goes on from here")
    return CourseError(what, where="--scheduler", fix=fix)


# In a worker process

_engine = threading.local()


def _work(job: Job, opener: Opener, wanted: str) -> Answer:
    """Grade one submission; return the marks as JSON, and whether they are to be kept for the next run.

    The engine stays open for the next submission, one in each of the process's threads.
    """
    if versions() != wanted:
        what = _("a worker has another version of the course, of Python or of a library than this machine")
        raise CourseError(what, where="--scheduler", fix=_("Give all machines the same image or environment"))
    if getattr(_engine, "opener", None) != repr(opener):
        _engine.mark, _engine.opener = opener(), repr(opener)
    grade: Mark = _engine.mark
    try:
        return to_json(grade(job.submission)), True
    except Exception as error:
        # As on one machine: a defect of ours stops nothing, and the next run tries again.
        words = _("The grader itself failed ({kind}: {reason}).")
        reason = words.format(kind=type(error).__name__, reason=str(error)[:200])
        return to_json(_gave_up(job.submission, reason)), False

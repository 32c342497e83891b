"""Grade on a dask.distributed cluster: which worker grades what, and what becomes of a lost worker, is Dask's.

Only the client, which is this process, writes results, as they arrive: a submission that a lost worker had to give
back, and that was run again elsewhere, is recorded once.  What a worker sends is JSON text of its own making; objects
of a student's kernel never leave the worker's sandbox.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING
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


def run(
    todo: Plan,
    store: Store,
    opener: Opener,
    *,
    address: str,
    on_done: Done = lambda marked: None,
    patience: float = PATIENCE,
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

    Raises
    ------
    Interrupted
        After Ctrl-C: what was recorded is kept, the rest is cancelled.
    CourseError
        When Dask is not installed, the cluster cannot be reached, or its workers cannot grade.
    """
    left = todo.todo
    store.forget(job.key for job in left)
    if not left:
        return
    with _connected(address, patience) as client:
        try:
            _all(client, left, store, opener, on_done)
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


def _all(client: Client, jobs: list[Job], store: Store, opener: Opener, on_done: Done) -> None:
    """Run all jobs, and those again, each alone, whose workers were lost too often: Dask does not know the culprit."""
    killed = []

    def record(job: Job, marked: Marked, *, keep: bool) -> None:
        if keep:
            store.keep(job.key, marked)
        on_done(marked)

    for job, answer in _answers(client, jobs, opener, AHEAD):
        if answer is None:
            killed.append(job)
        else:
            record(job, from_json(answer[0]), keep=answer[1])
    for job, answer in _answers(client, killed, opener, 1):
        words = _("The grading process was killed each time it graded this submission.")
        text, keep = answer or (to_json(_gave_up(job.submission, words)), True)
        record(job, from_json(text), keep=keep)


def _answers(
    client: Client, jobs: list[Job], opener: Opener, ahead: int
) -> Iterator[tuple[Job, tuple[str, bool] | None]]:
    """Give each job with what `_work` returned, or with None when Dask gave it up because its workers were lost."""
    from distributed import KilledWorker, as_completed

    # Dask queues tasks of one group at the scheduler, so that a worker holds few; and no earlier run's are taken.
    group = f"grade-{uuid4().hex}"
    waiting, ready = enumerate(jobs), as_completed(loop=client.loop)
    under_way: dict[Future, Job] = {}
    while True:
        while len(under_way) < ahead and (one := next(waiting, None)):
            future = client.submit(_work, one[1], opener, versions(), key=(group, one[0]), pure=False)
            under_way[future] = one[1]
            ready.add(future)
        if not under_way:
            return
        future = next(ready)
        job = under_way.pop(future)
        try:
            answer = future.result()
        except KilledWorker:
            answer = None
        except CourseError as error:
            raise CourseError(error.what, where=error.where, fix=error.fix) from error
        except (Exception, CancelledError) as error:
            raise _unable(error) from error
        yield job, answer


def _unable(error: BaseException) -> CourseError:
    what = _("the cluster could not do the work ({kind}: {reason})")
    what = what.format(kind=type(error).__name__, reason=" ".join(str(error).split())[:200])
    fix = _("Look at its dashboard; the same command goes on from here")
    return CourseError(what, where="--scheduler", fix=fix)


# In a worker process

_engine = threading.local()


def _work(job: Job, opener: Opener, wanted: str) -> tuple[str, bool]:
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

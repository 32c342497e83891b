"""Stand-ins for the engine, importable by the worker processes: each writes down every submission it grades."""

from __future__ import annotations

import functools
import os
import signal
import time
from pathlib import Path

from course.grading.model import Marked, Submission


def opener(folder: str, **behaviour: str) -> functools.partial[Marked]:
    """``opener(folder, bob="kill once")`` grades all, and does that at bob."""
    return functools.partial(_mark, folder, behaviour)


def _mark(folder: str, behaviour: dict[str, str], submission: Submission) -> Marked:
    log = Path(folder)
    times = len(list(log.glob(f"{submission.student}.begun.*")))
    (log / f"{submission.student}.begun.{times}").touch()
    what = behaviour.get(submission.student, "")
    if what == "kill" or (what == "kill once" and times == 0):
        # What the operating system does to a process that takes too much memory.
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if what == "fail":
        raise ValueError("a defect")
    if what.startswith("sleep") and not (what.endswith("once") and times):
        time.sleep(float(what.split()[1]))
    (log / f"{submission.student}.done.{times}").touch()
    return Marked(submission.student, submission.exercise, {"q1": 1.0}, {"q1": 2.0}, "graded")


def no_engine() -> None:
    """An engine that does not start."""
    from course.errors import CourseError

    raise CourseError("there is no engine", where="here", fix="Install one")


def dies() -> None:
    """A process that ends before it grades anything."""
    os._exit(3)

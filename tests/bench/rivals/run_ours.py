"""The course's grader with some workers that stay: ``run_ours.py WORKERS``.  From the file handed in to the marks."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from serve import Right, serve

from course.grading import batch
from course.grading.collect import find
from course.grading.jobs import Store
from course.grading.model import Limits, Marked, Submission

_mark: batch.Mark | None = None


def begin() -> None:
    global _mark
    _mark = batch.open_engine(Limits())


def work(submission: Submission, folder: Path) -> Marked:
    assert _mark is not None
    marked = _mark(submission)
    Store(folder).keep(f"{submission.student}-{submission.exercise}", marked)
    return marked


def main(workers: str) -> None:
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as kept,
        ProcessPoolExecutor(int(workers), context, initializer=begin) as pool,
    ):

        def grade(folder: Path) -> Right:
            found = find(folder)
            marks = [pool.submit(work, one, Path(kept)) for one in found]
            return {one.student: _right(one) for one in (mark.result() for mark in marks)}

        serve(grade)


def _right(marked: Marked) -> dict[str, bool]:
    return {name: marked.marks.get(name) == points for name, points in marked.out_of.items()}


if __name__ == "__main__":
    main(*sys.argv[1:])

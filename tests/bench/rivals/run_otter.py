"""otter-grader on two processes that stay: ``run_otter.py AUTOGRADER.zip``."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from otter.api import grade_submission
from serve import Right, serve


def one(path: Path, autograder: str) -> dict[str, bool]:
    found = grade_submission(str(path), autograder, quiet=True)
    return {name: result.score == result.possible for name, result in found.results.items()}


def main(autograder: str) -> None:
    with ProcessPoolExecutor(2) as pool:

        def grade(folder: Path) -> Right:
            paths = sorted(folder.glob("*.ipynb"))
            marks = pool.map(partial(one, autograder=autograder), paths)
            return {path.stem: right for path, right in zip(paths, marks, strict=True)}

        serve(grade)


if __name__ == "__main__":
    main(*sys.argv[1:])

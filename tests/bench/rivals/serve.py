"""What every contender's process does: take a folder of submissions a line, grade it, answer with seconds and marks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

#: Which questions each student has right.
Right = dict[str, dict[str, bool]]


def serve(grade: Callable[[Path], Right]) -> None:
    """Answer each line of standard input until it is closed; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        begun = time.perf_counter()
        right = grade(Path(line.strip()))
        print(json.dumps({"seconds": time.perf_counter() - begun, "right": right}), file=answers, flush=True)

"""Print what grading costs here: ``python tests/bench/grading.py [RUNS]``.

A notebook of 20 code cells (pandas, six graded questions, one picture) is graded in the sandbox, by one worker and
by two.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from course.grading.engine.sandbox import Sandbox, works
from course.grading.engine.worker import Worker
from course.grading.model import Limits

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.grading.conftest import grading, ordinary, write

SETUP = "import numpy as np, pandas as pd, matplotlib.pyplot as plt\nfrom course.models import cohort"


def notebook(folder: Path) -> Path:
    cells = [ordinary(SETUP, "setup")]
    for number in range(6):
        source = f"table{number} = pd.DataFrame({{'a': np.arange(100.0) * {number + 1}}})\ntable{number}.describe()"
        cells += [ordinary(source, f"s{number}"), ordinary(f"mean{number} = table{number}['a'].mean()", f"a{number}")]
        cells.append(grading(f"q{number}", f"mean{number}", 49.5 * (number + 1)))
    cells.append(ordinary("plt.plot(table0['a'])\nplt.title('a')\nplt.show()", "picture"))
    return write(folder / "bench.ipynb", *cells)


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main(runs: int) -> None:
    kind = next(kind for kind in Sandbox if works(kind))
    print(f"sandbox: {kind}; load of the machine: {psutil.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = notebook(folder)
        limits = Limits(cell_seconds=2)
        with Worker(limits=limits, sandbox=kind) as one, Worker(limits=limits, sandbox=kind) as two:
            print(f"start of a worker, first notebook: {seconds(lambda: one.run(book)):.2f} s")
            two.run(book)
            single = [seconds(lambda: one.run(book)) for _run in range(runs)]
            print(f"one worker: {statistics.median(single):.3f} s a notebook (best {min(single):.3f})")

            def many(worker: Worker) -> None:
                for _run in range(runs):
                    worker.run(book)

            threads = [threading.Thread(target=many, args=(worker,)) for worker in (one, two)]
            begun = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            print(f"two workers: {(time.perf_counter() - begun) / (2 * runs):.3f} s a notebook")
            assert one._process is not None
            me, runner = psutil.Process(), psutil.Process(one._process.pid)
            print(
                f"memory: {me.memory_info().rss / 1e6:.0f} MB here, {runner.memory_info().rss / 1e6:.0f} MB for nbval"
            )
            for process in runner.children(recursive=True):
                print(f"    inside: {process.name()} {process.memory_info().rss / 1e6:.0f} MB")
            dead = write(folder / "dead.ipynb", ordinary("import os; os._exit(0)", "a"))
            hang = write(folder / "hang.ipynb", ordinary("while True: pass", "a"))
            print(f"dead kernel found after {one.run(dead)[0].seconds:.2f} s")
            print(f"time-out of {limits.cell_seconds:g} s honoured after {one.run(hang)[0].seconds:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

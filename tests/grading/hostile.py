"""Every hostile or broken submission that the graders must survive: how it is made, and what it must end as.

Each is bounded, so that a sandbox that fails hurts nothing: a fork bomb stops at 2,000 processes, an allocation at
10 GB, a loop at a minute, and a connection goes to a listener of the test's own.
"""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.grading.fixtures import EXERCISE, RIGHT, answered, code, exercise, old_format, raw, zipped

FILE = f"{EXERCISE}.ipynb"
#: Points of all questions, and of question 4, into whose cell most attacks are written.
ALL, FOUR = 17.0, 2.0


@dataclass(frozen=True)
class Place:
    """What attacks aim at: the folder of all submissions, a file in the home folder, the port of the listener."""

    submissions: Path
    home: Path
    solutions: Path
    bomb: Path
    port: int


@dataclass(frozen=True)
class Fixture:
    """What is handed in, by file name below the student's folder, and the row that it must become."""

    files: Callable[[Place], dict[str, bytes]]
    status: str = "graded"
    total: float | None = ALL
    says: str = ""
    student: str = ""


def beside(source: str, *, lost: float = 0.0, status: str = "graded", says: str = "") -> Fixture:
    """Code in the cell of question 4, before its right answer: all answers are right, and what it wants must fail."""

    def files(place: Place) -> dict[str, bytes]:
        text = textwrap.dedent(source)
        for name in ("submissions", "home", "solutions", "bomb", "port"):
            text = text.replace(f"<{name}>", repr(str(getattr(place, name))))
        return {FILE: raw(answered({**RIGHT, "q4": f"{text.strip()}\n{RIGHT['q4']}"}))}

    return Fixture(files, status, ALL - lost, says)


#: Answers that are all wrong, so that any mark is a success of the cheat.
WRONG = {
    "q1": "profit_of_the_year = 7.0",
    "q2": "present_value = 7.0",
    "q3": "def lifecycle_value(profits, discount_rate):\n    return 7.0",
    "q4": 'slopes = given.yearly["profit"].groupby(given.yearly["stage"], sort=False).mean() * 0 + 7.0',
    "q5": 'judgement = {"growth": 7.0, "stage": "Growth"}',
    "q6": "share = 7.0",
    "q7": 'matters = {"factor": "cost", "loss": 7.0}',
    "q8": 'programme = {"decision": "leave", "gain": 7.0}',
}


def cheat(source: str, status: str = "graded", says: str = "", **files: str) -> Fixture:
    """Wrong answers, and before the first of them code that wants them to pass."""
    text = f"{textwrap.dedent(source).strip()}\n{WRONG['q1']}"
    more = {name.replace("_py", ".py"): data.encode() for name, data in files.items()}
    return Fixture(lambda place: {FILE: raw(answered({**WRONG, "q1": text})), **more}, status, 0.0, says)


def answer(question: str, source: str, points: float) -> Fixture:
    """One answer is an object of the student's own making; the others are right."""
    notebook = answered({**RIGHT, question: textwrap.dedent(source).strip()})
    return Fixture(lambda place: {FILE: raw(notebook)}, total=ALL - points)


def changed(change: Callable[[dict[str, Any]], object], status: str = "graded", says: str = "") -> Fixture:
    """Right answers in a notebook of which something else was changed."""

    def files(place: Place) -> dict[str, bytes]:
        notebook = answered()
        change(notebook)
        return {FILE: raw(notebook)}

    return Fixture(files, status, ALL, says)


def file(
    data: bytes, status: str = "unreadable", total: float | None = None, says: str = "", name: str = FILE
) -> Fixture:
    """One file of some bytes."""
    return Fixture(lambda place: {name: data}, status, total, says)


def locked(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "question" not in cell["metadata"]]


def edit(notebook: dict[str, Any]) -> None:
    for cell in locked(notebook):
        if "check" in cell["metadata"]:
            cell["source"] = f"class check:\n    pass\nprint('Right.')  # {cell['metadata']['check']}"


def edited_and_wrong(place: Place) -> dict[str, bytes]:
    notebook = answered(WRONG)
    edit(notebook)
    return {FILE: raw(notebook)}


def remove(notebook: dict[str, Any]) -> None:
    gone = locked(notebook)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in gone]


def double(notebook: dict[str, Any]) -> None:
    notebook["cells"] += copy.deepcopy(locked(notebook))


def reorder(notebook: dict[str, Any]) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in locked(notebook)] + locked(notebook)[::-1]


def other_ids(notebook: dict[str, Any]) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"mine-{number}"


def many(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [code(f"x = {number}") for number in range(100_000)]


def kernel(**about: str) -> Callable[[dict[str, Any]], None]:
    return lambda notebook: notebook["metadata"].update(kernelspec=about or None, language_info={})


def widgets(place: Place) -> dict[str, bytes]:
    notebook = answered()
    notebook["metadata"]["widgets"] = {"state": "STATE"}
    return {FILE: raw(notebook).replace(b"STATE", b"x" * 200_000_000)}


def liar(method: str) -> Fixture:
    source = f"""
    class Liar(float):
        def {method}(self, *given):
            return {"'285.0'" if method == "__repr__" else "True" if method == "__eq__" else "228.6"}
        __str__ = __format__ = __hash__ = float.__hash__
    present_value = Liar(7.0)
    """
    if method != "__eq__":
        source = source.replace("        __str__ = __format__ = __hash__ = float.__hash__\n", "")
    else:
        source = source.replace("__str__ = __format__ = __hash__", "__hash__")
    return answer("q2", source, 1.0)


HALF = raw(answered())[: len(raw(answered())) // 2]
SHELL = "from IPython import get_ipython\nshell = get_ipython()\n"

FIXTURES: dict[str, Fixture] = {
    # Cells that end badly
    "endless loop": beside(
        "import time\nend = time.time() + 60\nwhile time.time() < end: pass", lost=FOUR, status="partly"
    ),
    "os._exit": beside("import os\nos._exit(0)", lost=FOUR, status="partly"),
    "sys.exit": beside("import sys\nsys.exit(0)", lost=FOUR),
    "kill -9 of the parent": beside(
        """
        import os
        for target in (os.getppid(), 1, -1, 0):
            try: os.kill(target, 9)
            except (PermissionError, ProcessLookupError): pass
        """,
        lost=FOUR,
        status="partly",
    ),
    "fork bomb": beside(
        """
        import os, time
        born = 0
        try:
            while born < 2000:
                if os.fork() == 0:
                    time.sleep(20)
                    os._exit(0)
                born += 1
        except OSError:
            pass
        if born < 64:  # stopped by the sandbox; else the question is answered, and the table does not come out
            time.sleep(60)
        """,
        lost=FOUR,
        status="partly",
    ),
    "10 GB allocation": beside(
        """
        try: big = bytearray(10 * 1024**3)
        except MemoryError: big = None
        assert big is None
        """
    ),
    "1 GB of output": beside(
        "import time\nfor n in range(1_000_000): print('x' * 1000)\ntime.sleep(60)", lost=FOUR, status="partly"
    ),
    "100,000 cells": changed(many, "partly", "more than 1000 code cells"),
    # What a cell may not reach
    "writes outside scratch": beside(
        """
        import os, pathlib, sys, course
        written = []
        for place in ("/", "/etc", "/dev", "/kernels", "/engine", "/root", "/home", "/var/tmp", <submissions>,
                      sys.prefix, os.path.dirname(course.__file__)):
            try: pathlib.Path(place, "mark").write_text("x")
            except OSError: continue
            written.append(place)
        assert not written
        """
    ),
    "reads the reference": beside(
        """
        import os, pathlib, course
        from course.exercise import chapter02
        root = pathlib.Path(course.__file__).parent
        inside = [path.relative_to(root).parts for path in root.rglob("*")]
        found = [parts for parts in inside if {"solutions", "grading", "hidden"} & set(parts)]
        assert not found and not os.path.exists(<solutions>) and not hasattr(chapter02, "homework")
        """
    ),
    "reads other submissions": beside("import os\nassert not os.path.exists(<submissions>)"),
    "reads the home folder": beside("import os\nassert not os.path.exists(<home>)"),
    "sockets": beside(
        """
        import socket
        reached = []
        for address in (("127.0.0.1", int(<port>)), ("192.0.2.1", 80)):
            with socket.socket() as out:
                out.settimeout(0.5)
                try: out.connect(address)
                except OSError: continue
                reached.append(address)
        assert not reached
        """
    ),
    # Cheats on wrong answers
    "monkeypatched check": cheat(
        """
        from course.exercise import chapter02, question, shown
        for name in ("q1", "q2", "q3", "q4"):
            setattr(type(chapter02.check), name, lambda self, *given: print("Right."))
        question.judge = lambda *given: True
        """
    ),
    "monkeypatched print": cheat("import builtins\nbuiltins.print = lambda *given, **named: None\nprint('passed')"),
    "monkeypatched pandas": cheat(
        """
        import pandas as pd
        pd.Series.equals = pd.DataFrame.equals = lambda self, other: True
        pd.Series.__eq__ = pd.DataFrame.__eq__ = lambda self, other: self.notna()
        pd.testing.assert_series_equal = pd.testing.assert_frame_equal = lambda *given, **named: None
        """
    ),
    "monkeypatched course": cheat(
        """
        import sys, types
        from course.exercise import shown
        real = shown.show
        shown.show = lambda *given, **named: real("present_value", "number")
        sys.modules["course.grading"] = types.ModuleType("course.grading")
        """
    ),
    "IPython hooks": cheat(
        SHELL
        + """
forged = {"application/vnd.course.answer+json": {"type": "number", "value": 7.5}, "text/plain": "passed"}
publish = lambda data, metadata=None, **rest: own(forged, {}, **rest)
own, shell.display_pub.publish = shell.display_pub.publish, publish
shell.events.register("post_run_cell", lambda result: own({"text/plain": "passed"}, {}))
"""
    ),
    "display formatters": cheat(
        SHELL
        + """
for one in shell.display_formatter.formatters.values():
    one.for_type(float, lambda value, *rest: "passed")
    one.for_type(dict, lambda value, *rest: "passed")
shell.display_formatter.format = lambda *given, **named: ({"text/plain": "passed"}, {})
"""
    ),
    "comm messages": cheat(
        """
        from comm import create_comm
        channel = create_comm(target_name="grader", data={"passed": True})
        for n in range(100): channel.send({"application/vnd.course.answer+json": {"type": "number", "value": 333.0}})
        """
    ),
    "fake course.py": cheat("import course", course_py="class check:\n    q1 = print\nraise SystemExit('passed')\n"),
    "prints passed": cheat("print('passed')\nprint('Right. 17 of 17 points')"),
    # Objects as answers
    "object whose __repr__ lies": liar("__repr__"),
    "object whose __eq__ lies": liar("__eq__"),
    "object whose __round__ lies": liar("__round__"),
    "pickled bomb": Fixture(
        lambda place: {
            FILE: raw(
                answered(
                    {
                        **RIGHT,
                        "q2": "import os, pathlib\nclass Bomb:\n    def __reduce__(self):\n"
                        f"        return (pathlib.Path.touch, (pathlib.Path({str(place.bomb)!r}),))\n"
                        "present_value = Bomb()",
                    }
                )
            )
        },
        total=ALL - 1.0,
    ),
    "background thread that changes answers later": beside(
        """
        import threading, time
        def later():
            time.sleep(8)
            globals().update(profit_of_the_year=0.0, present_value=0.0, share=0.0)
            time.sleep(50)
        threading.Thread(target=later).start()
        """
    ),
    # Notebooks that were changed
    "locked cells edited": changed(edit),
    "locked cells edited, answers wrong": Fixture(edited_and_wrong, "graded", 0.0),
    "locked cells removed": changed(remove),
    "locked cells doubled": changed(double),
    "locked cells reordered": changed(reorder),
    "cell ids changed": changed(other_ids),
    "JSON cut in half": file(HALF, "partly", 6.0, "cut off"),
    "renamed .py": file(b"import pandas as pd\nprofit_of_the_year = 288\n", says="program text"),
    "renamed .docx": file(zipped({"word/document.xml": b"<xml/>"}), says="zip or Office document"),
    "UTF-16": file(raw(answered()).decode().encode("utf-16"), "graded", ALL),
    "byte order mark": file(b"\xef\xbb\xbf" + raw(answered()), "graded", ALL),
    "notebook format 3": file(old_format(answered()), "graded", ALL),
    "missing kernel": changed(kernel(name="not-installed", display_name="Gone", language="python")),
    "no kernel named": changed(kernel()),
    "R kernel": changed(kernel(name="ir", display_name="R", language="R"), "needs a human", "set to run r, not Python"),
    "empty file": file(b"", says="empty"),
    "200 MB of widget state": Fixture(widgets),
    # Names and archives
    "name with spaces": file(raw(answered()), "graded", ALL, name="my  home work (1).ipynb"),
    "name with emoji 🦄": file(raw(answered()), "graded", ALL, name="🦄.ipynb"),
    "..name with dots..": replace(file(raw(answered()), "graded", ALL, name="..a..ipynb"), student="name with dots"),
    "symbolic link": Fixture(lambda place: {}, "unreadable", None, "symbolic link"),
    "zip slip": file(
        zipped({"../../evil.ipynb": raw(answered()), FILE: raw(answered())}), "graded", ALL, name="all.zip"
    ),
    "zip bomb": file(zipped({FILE: b"\x00" * 20_000_000}), says="200 to 1", name="all.zip"),
    # Among them, ordinary students
    "ordinary 1": file(raw(answered()), "graded", ALL),
    "ordinary 2": file(raw(answered({**RIGHT, "q1": WRONG["q1"]})), "graded", ALL - 1.0),
    "ordinary 3": file(raw(exercise()), "graded", 0.0),
}


def lay_all(place: Place) -> None:
    """Write every fixture below the folder of submissions, each as a student of its own."""
    for name, fixture in FIXTURES.items():
        for path, data in fixture.files(place).items():
            target = place.submissions / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    link = place.submissions / "symbolic link" / FILE
    link.parent.mkdir()
    link.symlink_to(place.submissions / "ordinary 1" / FILE)


def table(rows: list[tuple[str, str, str, str]]) -> str:
    """Return rows of (fixture, expected, found, said) as a Markdown table."""
    lines = ["| fixture | expected | found | said |", "|---|---|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])

"""Hostile cells: each must be stopped, and cost nobody, the student's other questions included, a mark.

Every fixture is bounded, so that a sandbox that fails hurts nothing.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from course.grading.engine.sandbox import Sandbox
from course.grading.engine.worker import Worker
from course.grading.model import CellResult, Limits
from tests.grading.conftest import grading, ordinary, write

Attack = Callable[[str], dict[str, CellResult]]

LOOP = "import time\nend = time.time() + 60\nwhile time.time() < end: pass"
ENDS = {
    "endless loop": (LOOP, "timeout"),
    "deaf endless loop": (
        "import signal, time\nfor n in range(1, 30):\n"
        "    try: signal.signal(n, signal.SIG_IGN)\n    except OSError: pass\n"
        "end = time.time() + 60\nwhile time.time() < end:\n    try: time.sleep(1)\n    except BaseException: pass",
        "timeout",
    ),
    "os._exit": ("import os\nos._exit(0)", "died"),
    "kill itself": ("import os\nos.kill(os.getpid(), 9)", "died"),
    "crash": ("import ctypes\nctypes.string_at(0)", "died"),
    "recursion": ("def f(): return f()\nf()", "error"),
    "sys.exit": ("import sys\nsys.exit(1)", "error"),
    "exception": ("1 / 0", "error"),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_cell_that_ends_badly_costs_only_itself(attack: Attack, name: str) -> None:
    source, outcome = ENDS[name]
    result = attack(source)["hostile"]
    assert (result.outcome, bool(result.message)) == (outcome, True)
    # Found, or stopped, within a second; only the traceback of a deep recursion takes its time.
    assert result.seconds < {"timeout": 3, "died": 1, "error": 5}[outcome]


def test_the_parent_cannot_be_killed(attack: Attack) -> None:
    source = """
    import os, signal
    for target in (os.getppid(), 1, -1, 0):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            try: os.kill(target, number)
            except (PermissionError, ProcessLookupError): pass
    """
    # Signal to 0 and -1 reaches the kernel itself, and nothing else.
    assert attack(textwrap.dedent(source))["hostile"].outcome == "died"


def said(attack: Attack, source: str) -> str:
    """What the hostile cell found out, told by the error it ends with."""
    result = attack(textwrap.dedent(source) + "\nraise ValueError(str(found))")["hostile"]
    assert result.outcome == "error", result
    return result.message.removeprefix("ValueError: ")


def test_a_fork_bomb_stops_at_the_limit(attack: Attack) -> None:
    found = said(
        attack,
        """
        import os, time
        found = 0
        try:
            while found < 2000:
                if os.fork() == 0:
                    time.sleep(20)
                    os._exit(0)
                found += 1
        except OSError:
            pass
        """,
    )
    assert 0 < int(found) < 64


def test_processes_are_gone_when_the_notebook_is(attack: Attack) -> None:
    marker = f"course-left-over-{os.getpid()}"
    source = f"""
    import subprocess, sys
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "{marker}"], start_new_session=True)
    found = left.poll()
    """
    assert said(attack, source) == "None"
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [command for command in commands if marker.encode() in command and b"sleep" in command]


def test_ten_gigabytes_are_refused(attack: Attack) -> None:
    found = said(attack, "try: found = len(bytearray(10 * 1024**3))\nexcept MemoryError: found = 'refused'")
    assert found == "refused"


HOLDERS = {
    "processes": "for n in range(5):\n    if os.fork() == 0: keep = b'x' * 600_000_000; time.sleep(20); os._exit(0)",
    "orphans": (
        "for n in range(5):\n    if os.fork() == 0:\n        if os.fork() == 0:\n"
        "            keep = b'x' * 600_000_000; time.sleep(20)\n        os._exit(0)"
    ),
    "hidden processes": (
        "import ctypes\nfor n in range(5):\n    if os.fork() == 0:\n"
        "        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); keep = b'x' * 600_000_000; time.sleep(20); os._exit(0)"
    ),
    "files without a name": (
        "files = [os.memfd_create('a') for n in range(60)]\nfor file in files: os.write(file, b'x' * 50_000_000)"
    ),
    "shared memory": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.shmat.restype = ctypes.c_void_p\n"
        "for n in range(6):\n    there = libc.shmat(libc.shmget(0, 500_000_000, 0o1600), None, 0)\n"
        "    ctypes.memset(ctypes.c_void_p(there), 1, 500_000_000); libc.shmdt(ctypes.c_void_p(there))"
    ),
}


@pytest.mark.parametrize("source", HOLDERS.values(), ids=HOLDERS)
def test_a_submission_as_a_whole_has_no_more_than_its_memory(
    attack: Attack, worker: Worker, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "limits", Limits(cell_seconds=18))  # a busy machine fills memory slowly
    # Each part is below the limit on a process; together they are 3 GB where 2 are allowed.
    result = attack(f"import os, time\n{source}\ntime.sleep(20)")["hostile"]
    assert result.outcome == "died", result


def test_many_processes_that_share_what_they_began_with_are_no_offence(
    attack: Attack, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "limits", Limits(cell_seconds=18))
    found = said(
        attack,
        "import os, time\nkeep = b'x' * 200_000_000\n"
        "for n in range(15):\n    if os.fork() == 0: time.sleep(1); os._exit(0)\n"
        "time.sleep(0.7)\nfound = len(keep)",
    )
    assert found == "200000000"


@pytest.mark.parametrize(
    "source",
    [
        "for n in range(1_000_000): print('x' * 1000)",
        "print('x' * 1_000_000_000)",
        "import sys\nwhile True: sys.stderr.write('y' * 100_000)",
        "from IPython.display import display\nfor n in range(10_000): display({'text/plain': 'z' * 100_000}, raw=True)",
    ],
    ids=["many lines", "one line", "stderr", "displays"],
)
def test_a_gigabyte_of_output_harms_nobody(attack: Attack, source: str) -> None:
    # One line of a gigabyte does not fit into the kernel's memory twice, so that it may never be sent at all.
    assert attack(source)["hostile"].seconds < 6


def test_a_little_too_much_output_is_cut_and_the_cell_goes_on(attack: Attack) -> None:
    assert attack("for n in range(2_000): print('x' * 1000)")["hostile"].outcome == "passed"


def test_nothing_can_be_written_outside_scratch(attack: Attack) -> None:
    found = said(
        attack,
        """
        import os, sys, pathlib, course
        places = ["/", "/usr", "/etc", "/dev", "/dev/shm", "/kernel", "/kernels", "/engine", "/proc", "/fonts", "/root",
                  "/home", "/var/tmp", sys.prefix, os.path.dirname(course.__file__)]
        found = []
        for place in places:
            try: pathlib.Path(place, "mark").write_text("x")
            except OSError: continue
            found.append(place)
        """,
    )
    assert found == "[]"


def test_scratch_can_be_written_but_not_filled_beyond_its_size(attack: Attack) -> None:
    found = said(
        attack,
        """
        import pathlib
        found = 0
        try:
            for n in range(100):
                pathlib.Path(f"/scratch/{n}").write_bytes(b"x" * 10_000_000)
                found += 10
        except OSError:
            pass
        """,
    )
    assert 10 <= int(found) <= 50


def test_a_file_beyond_the_limit_stops(attack: Attack) -> None:
    source = "with open('/temporary/big', 'wb') as f:\n    for n in range(100): f.write(b'x' * 1_000_000)"
    assert attack(source)["hostile"].outcome in ("error", "died")


def test_home_and_the_grader_are_not_to_be_seen(attack: Attack, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    home = Path.home() / f".course-test-{os.getpid()}"
    home.write_text("secret", encoding="utf-8")
    try:
        found = said(
            attack,
            f"""
            import os, pathlib
            places = [{str(secret)!r}, {str(home)!r}, "/etc/passwd", "/etc/shadow", {str(Path(__file__))!r}]
            found = [place for place in places if os.path.exists(place)]
            """,
        )
    finally:
        home.unlink()
    assert found == "[]"


def test_expected_answers_are_not_in_the_package(attack: Attack) -> None:
    found = said(
        attack,
        """
        import pathlib, course
        from course.exercise import chapter04
        root = pathlib.Path(course.__file__).parent
        found = [str(path.relative_to(root)) for path in root.rglob("*")
                 if "solutions" in path.parts or "grading" in path.parts or "hidden" in path.parts]
        found += [name for name in ("homework", "Q1", "_revenue") if hasattr(chapter04, name)]
        texts = {path.name: path.read_text() for path in root.glob("exercise/chapter*")}
        found += [name for name, text in texts.items() if "expected=" in text or "Question(" in text]
        assert chapter04.given and chapter04.check.q1(3) is None
        """,
    )
    assert found == "[]"


def test_the_environment_and_descriptors_are_bare(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    found = said(
        attack,
        """
        import os
        known = {"PATH", "HOME", "LANG", "TZ", "PYTHONPATH", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "MPLBACKEND",
                 "MPLCONFIGDIR", "COURSE_LANGUAGE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                 "PWD", "LC_CTYPE", "SHLVL", "TMPDIR", "_", "COURSE_CELL_SECONDS"}
        # What IPython and ipykernel set in their own process.
        known |= {"CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GIT_PAGER", "PAGER", "TERM", "PYDEVD_USE_FRAME_EVAL",
                  "BASE_COLUMNS", "COLUMNS", "LINES", "JPY_PARENT_PID"}
        known |= {"KMP_DUPLICATE_LIB_OK"}  # scikit-learn's
        found = sorted(set(os.environ) - known)
        for number in range(3, 256):
            try: link = os.fstat(number)
            except OSError: continue
            import stat
            if stat.S_ISREG(link.st_mode): found.append(number)
        """,
    )
    assert found == "[]"


def test_the_user_is_nobody_without_rights(attack: Attack) -> None:
    found = said(
        attack,
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        tries = {"mount": libc.mount(b"x", b"/scratch", b"tmpfs", 0, None), "umount": libc.umount2(b"/kernels", 2),
                 "umount /proc": libc.umount2(b"/proc", 2), "chroot": libc.chroot(b"/scratch")}
        found = [name for name, result in tries.items() if result == 0]
        found += ["root"] if os.getuid() == 0 else []
        """,
    )
    assert found == "[]"


def test_a_namespace_of_ones_own_uncovers_nothing(attack: Attack) -> None:
    found = said(
        attack,
        """
        import ctypes, os, pathlib
        found = []
        pid = os.fork()
        if pid == 0:
            libc = ctypes.CDLL(None, use_errno=True)
            code = 0
            if libc.unshare(0x10000000 | 0x20000) == 0:
                for place in (b"/kernels", b"/proc"):
                    if libc.umount2(place, 2) == 0: code |= 1
                if os.listdir("/kernels"): code |= 2
            os._exit(code)
        found = os.waitpid(pid, 0)[1]
        """,
    )
    assert found == "0"


def test_no_connection_reaches_the_machine(attack: Attack) -> None:
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryDirectory() as folder:
        listener.settimeout(15)
        at = Path(folder, "unix")
        abstract = f"\0course-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as local, socket.socket(socket.AF_UNIX) as hidden:
            local.bind(str(at))
            hidden.bind(abstract)
            for one in (local, hidden):
                one.listen()

            def watch() -> None:
                with contextlib.suppress(OSError):
                    connection, address = listener.accept()
                    connection.close()
                    seen.append(address)

            thread = threading.Thread(target=watch, daemon=True)
            thread.start()
            found = said(
                attack,
                f"""
                import socket
                found = []
                port = {listener.getsockname()[1]}
                for family, address in ((socket.AF_INET, ("127.0.0.1", port)), (socket.AF_UNIX, {str(at)!r}),
                                        (socket.AF_UNIX, {abstract!r}), (socket.AF_INET, ("192.0.2.1", 80))):
                    with socket.socket(family) as out:
                        out.settimeout(0.5)
                        try: out.connect(address)
                        except OSError: continue
                        found.append(address)
                """,
            )
            # The listener does work: it sees our own connection, and before it none.
            with socket.create_connection(listener.getsockname()) as own:
                ours = own.getsockname()
                thread.join(5)
    assert found == "[]"
    assert seen == [ours]


def test_one_submission_sees_nothing_of_another(worker: Worker, tmp_path: Path) -> None:
    first = write(
        tmp_path / "one.ipynb",
        ordinary(
            "for folder in ('scratch', 'temporary'): open(f'/{folder}/mine', 'w').close()",
            "w",
        ),
        ordinary("import builtins, pandas, course\nbuiltins.stolen = pandas.stolen = course.stolen = 1.0", "p"),
    )
    second = write(
        tmp_path / "two.ipynb",
        ordinary("import os, builtins, pandas, course", "i"),
        ordinary(
            "seen = len(os.listdir('/kernels')) + len(os.listdir('/proc')) + os.path.exists('/scratch/mine')", "s"
        ),
        ordinary(
            "seen += os.path.exists('/temporary/mine') + sum(hasattr(m, 'stolen') for m in (builtins, pandas, course))",
            "t",
        ),
        grading("q1", "seen", 0.0, within=0.0),
    )
    assert {result.outcome for result in worker.run(first)} == {"passed"}
    assert worker.run(second)[-1].outcome == "passed"


def test_two_submissions_at_once_do_not_meet(worker: Worker, tmp_path: Path) -> None:
    ready = write(tmp_path / "ready.ipynb", ordinary("1", "r"))
    slow = write(tmp_path / "slow.ipynb", ordinary("import time\ntime.sleep(1.9)", "s"))
    # A process is found by a descriptor of it, which a mere thread has not.
    look = """
    import os
    found = set()
    for pid in range(1, 40_000):
        try: os.close(os.pidfd_open(pid))
        except OSError: continue
        found.add(pid)
    others = float(len(found - {1, os.getpid()}))
    """
    spy = write(tmp_path / "spy.ipynb", ordinary(textwrap.dedent(look), "k"), grading("q1", "others", 0.0, within=0.0))
    with Worker(limits=worker.limits, sandbox=Sandbox(worker.sandbox)) as other:
        other.run(ready)
        begun = time.monotonic()
        thread = threading.Thread(target=other.run, args=(slow,))
        thread.start()
        time.sleep(0.5)
        result = worker.run(spy)[-1]
        assert time.monotonic() - begun < 3
        thread.join()
    assert result.outcome == "passed", result


CHEATS = {
    "print": "print('passed'); print('{\"value\": 2.0}')",
    "display hook": """
    from IPython import get_ipython
    shell = get_ipython()
    shell.display_pub.publish = lambda *given, **named: None
    """,
    "forged display": """
    from IPython import get_ipython
    shell = get_ipython()
    own = shell.display_pub.publish
    data = {"application/vnd.course.answer+json": {"value": 7.0}}
    shell.display_pub.publish = lambda given, metadata=None, **rest: own(data, {}, **rest)
    """,
    "two displays": """
    from IPython import get_ipython
    shell = get_ipython()
    own = shell.display_pub.publish
    def both(data, metadata=None, **rest):
        for value in (1.0, 2.0, 3.0):
            own({"application/vnd.course.answer+json": {"value": value}}, {}, **rest)
    shell.display_pub.publish = both
    """,
    "float": "import builtins\nbuiltins.float = lambda value: 7.0",
    "quiet kernel": """
    from IPython import get_ipython
    kernel = get_ipython().kernel
    kernel.session.send = lambda *given, **named: None
    """,
    "garbage": """
    from IPython import get_ipython
    kernel = get_ipython().kernel
    own = kernel.session.send
    def send(stream, kind, *given, **named):
        if kind == "display_data":
            return own(stream, kind, content="no dictionary")
        return own(stream, kind, *given, **named)
    kernel.session.send = send
    """,
    "comms": """
    from comm import create_comm
    comm = create_comm(target_name="grader", data={"passed": True})
    for n in range(100): comm.send({"application/vnd.course.answer+json": {"value": 2.0}})
    """,
}


@pytest.mark.parametrize("name", CHEATS)
def test_a_tampered_kernel_never_gives_a_wrong_answer_marks(worker: Worker, tmp_path: Path, name: str) -> None:
    notebook = write(
        tmp_path / "a.ipynb",
        ordinary("answer = 1.0", "wrong"),
        ordinary(textwrap.dedent(CHEATS[name]), "cheat"),
        grading("q1", "answer", 2.0),
    )
    results = {result.cell_id: result for result in worker.run(notebook)}
    assert results["q1-grade"].outcome in ("failed", "died", "timeout", "error")


def test_a_background_thread_cannot_outlive_or_delay_the_others(attack: Attack) -> None:
    source = """
    import threading, time, os
    def later():
        time.sleep(1)
        os._exit(0)
    threading.Thread(target=later, daemon=True).start()
    """
    assert attack(textwrap.dedent(source))["hostile"].outcome == "passed"


def test_a_thread_that_ends_the_kernel_during_a_later_cell(worker: Worker, tmp_path: Path) -> None:
    notebook = write(
        tmp_path / "a.ipynb",
        ordinary("import threading, time, os\nthreading.Timer(0.3, lambda: os._exit(0)).start()", "thread"),
        ordinary("time.sleep(1)", "victim"),
        ordinary("second = 2.0", "second"),
        grading("q1", "second", 2.0),
    )
    results = {result.cell_id: result for result in worker.run(notebook)}
    assert results["victim"].outcome == "died"
    assert results["q1-grade"].outcome == "passed"

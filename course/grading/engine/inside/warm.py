"""A warm process inside the sandbox: it has imported what notebooks import, and forks one shut-in kernel at a time.

The control socket is file descriptor 0.  A request ``{"fork": ID, "limits": {...}}`` makes three processes: a keeper,
which the student's code cannot see; the first process of a fresh process namespace, with whose end everything of the
submission ends; and the kernel.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from . import confine, watch

#: What a first kernel does, so that no later one has to import the modules for it.
SAMPLE = """
import pandas, IPython.display
from matplotlib import pyplot
IPython.display.display(pandas.DataFrame({"a": [1.0]}).describe(), raw=False)
figure, axes = pyplot.subplots()
IPython.display.display(figure)
1 / 0
"""
SCRATCH, KERNEL, KERNELS = "/scratch", "/kernel", "/kernels"
CHANNELS = 5


def serve(control: socket.socket) -> None:
    """Fork kernels on request, and tell when one ends, until the grader hangs up."""
    keepers: dict[str, tuple[int, int]] = {}
    while True:
        watched: dict[Any, str] = {file: name for name, (_pid, file) in keepers.items()}
        ready, _w, _x = select.select([control, *watched], [], [])
        for file in ready:
            if file in watched:
                _tell_end(control, watched[file], *keepers.pop(watched[file]))
        if control in ready:
            request = control.recv(65536)
            if not request:
                return
            _obey(control, json.loads(request), keepers)


def _obey(control: socket.socket, request: dict[str, Any], keepers: dict[str, tuple[int, int]]) -> None:
    if "fork" in request:
        name, pid = request["fork"], os.fork()
        if pid == 0:
            _as_keeper(control, name, request["limits"])
        keepers[name] = pid, os.pidfd_open(pid)
    else:
        wanted = [request["kill"]] if request["kill"] else list(keepers)
        for name in wanted:
            if name in keepers:
                signal.pidfd_send_signal(keepers[name][1], signal.SIGTERM)


def _tell_end(control: socket.socket, name: str, pid: int, file: int) -> None:
    os.close(file)
    _pid, status = os.waitpid(pid, 0)
    control.send(json.dumps({"ended": name, "code": os.waitstatus_to_exitcode(status)}).encode())


def _as_keeper(control: socket.socket, name: str, limits: dict[str, Any]) -> None:
    """Shut the submission in, outside of its process namespace, and wait for its end."""
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        os.setsid()
        silence()
        confine.die_with_parent()
        confine.unshare(user=True)
        meter = watch.Meter()
        _lay_out(name, limits)
        open_door, knock = os.pipe()
        first = os.fork()
        if first == 0:
            control.close()
            meter.close()
            os.close(open_door)
            _as_first(limits, knock)
        os.close(knock)
        signal.signal(signal.SIGTERM, lambda _number, _frame: os.kill(first, signal.SIGKILL))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        if os.read(open_door, 1):
            control.send(json.dumps({"started": name}).encode())
        control.close()
        os._exit(watch.await_end(first, meter, limits["memory_mb"] * 1024 * 1024) & 0xFF)
    except BaseException as error:
        with contextlib.suppress(OSError):
            control.send(json.dumps({"failed": name, "why": str(error)}).encode())
    finally:
        os._exit(1)


def silence() -> None:
    """Leave the process no file descriptor but silent ones (the control socket moves away from 0)."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)


def _lay_out(name: str, limits: dict[str, Any]) -> None:
    """Everything read-only; fresh scratch; only this kernel's sockets; no list of processes."""
    confine.read_only("/")
    confine.mount_scratch(SCRATCH, limits["file_mb"])
    Path(SCRATCH, "tmp").mkdir()
    confine.bind(f"{SCRATCH}/tmp", "/temporary")
    confine.bind(f"{KERNELS}/{name}", KERNEL)
    confine.read_only(KERNEL, on=False)
    for hidden in (KERNELS, "/proc"):
        confine.mount_scratch(hidden, 1, "0555")
        confine.read_only(hidden)


def _as_first(limits: dict[str, Any], knock: int) -> None:
    """Be process 1: start the kernel, close the door behind its sockets, and end when it ends."""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        confine.die_with_parent()
        bound, door = os.pipe(), os.pipe()
        kernel = os.fork()
        if kernel == 0:
            for end in (bound[0], door[1], knock):
                os.close(end)
            _as_kernel(limits, bound[1], door[0])
        os.close(bound[1])
        os.close(door[0])
        if os.read(bound[0], 1):
            # From here on nobody, the student's code least of all, can put anything beside the sockets.
            confine.read_only(KERNEL)
            confine.drop_capabilities()
            os.write(door[1], b"x")
            os.write(knock, b"x")
            os.close(knock)
        while True:
            pid, status = os.wait()
            if pid == kernel:
                os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    finally:
        os._exit(1)


def _as_kernel(limits: dict[str, Any], bound: int, door: int) -> None:
    """Be the student's kernel, without any right."""
    try:
        confine.drop_capabilities()
        os.environ["COURSE_CELL_SECONDS"] = str(limits.pop("cell_seconds"))
        confine.limit(**limits)
        os.chdir(SCRATCH)
        begin_alike()
        app = _kernel_app(f"{KERNEL}/kernel.json")
        while sum(path.is_socket() for path in Path(KERNEL).iterdir()) < CHANNELS:
            time.sleep(0.001)
        os.write(bound, b"x")
        os.read(door, 1)
        os.close(bound)
        os.close(door)
        app.start()
    finally:
        os._exit(0)


def begin_alike() -> None:
    """Begin every kernel's random numbers alike: what is graded twice must give the same marks."""
    random.seed(0)
    with contextlib.suppress(ImportError):
        importlib.import_module("numpy").random.seed(0)


def _kernel_app(connection_file: str, **more: str) -> Any:
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(connection_file=connection_file, capture_fd_output=False, **more)
    # Who reads a student's traceback? A long one costs seconds.
    app.initialize(["--HistoryManager.enabled=False", "--IPKernelApp.log_level=50", "--InteractiveShell.xmode=Minimal"])
    return app


def preload(modules: list[str]) -> None:
    """Import what notebooks import; a module that is not there is no loss."""
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    _look_nowhere_in_proc()


def _look_nowhere_in_proc() -> None:
    """Have threadpoolctl, which scikit-learn asks for its threads, find libraries without ``/proc``.

    A fork has process numbers of its own, so the ``/proc`` of the warm process does not know it, and
    ``/proc/self/maps`` is not there.  threadpoolctl decides when it is imported, which is before the fork.
    """
    if module := sys.modules.get("threadpoolctl"):
        vars(module)["_HAS_PROCFS"] = False


def learn() -> None:
    """Let a first kernel show which modules a kernel still imports for itself, and import them here."""
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            known = set(sys.modules)
            _kernel_app("/temporary/first.json", transport="ipc", ip="/temporary/first").shell.run_cell(SAMPLE)
            os.write(sink, json.dumps(sorted(set(sys.modules) - known)).encode())
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as told:
        preload(json.loads(told.read() or b"[]"))
    os.waitpid(pid, 0)


def warm_pictures() -> None:
    """Draw a picture for nobody: the first one costs a third of a second."""
    with contextlib.suppress(Exception):
        from matplotlib import pyplot

        figure, axes = pyplot.subplots()
        axes.plot([1, 2], label="1")
        axes.legend()
        with Path(os.devnull).open("wb") as nowhere:
            figure.savefig(nowhere)
        pyplot.close(figure)


def main() -> None:
    """Read the settings, become an ordinary user, warm up and serve."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = [place for place in sys.path if place != str(Path(__file__).parents[1])]
    if settings["user"]:
        confine.become(settings["user"])
    confine.drop_capabilities()
    if not settings["modules"]:
        return try_out()
    control = socket.socket(fileno=os.dup(0))
    silence_input()
    # Where matplotlib keeps its list of fonts must be writable, or it lists them anew.
    shutil.copytree("/fonts", os.environ["MPLCONFIGDIR"])
    preload(settings["modules"])
    warm_pictures()
    learn()
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"warm": os.getpid()}).encode())
    serve(control)
    return None


def try_out() -> None:
    """See whether a kernel could be shut in here."""
    confine.unshare(user=True)
    _lay_out("", {"file_mb": 1})
    sys.stderr.write("TRIAL PASSED")


def silence_input() -> None:
    """Put nothing where the control socket was."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)

"""Runs notebooks one after another: nbval in a process that stays warm, kernels forked in a sandbox."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.engine.sandbox import Sandbox, Stage, choose
from course.grading.model import CellResult, Limits
from course.i18n import _

#: How much longer than a notebook's own limit a run may take, in seconds, before it is given up.
GRACE = 20.0
#: What a run of nbval may use itself, so that no output can make it swallow the machine.
OWN_MEMORY_MB = 4096
_PLUGIN = "course.grading.engine.plugin"


def run(
    assembled: Path, *, limits: Limits | None = None, sandbox: Sandbox | None = None, unsafe: bool = False
) -> list[CellResult]:
    """Run one assembled notebook and return how each of its code cells ended.

    Parameters
    ----------
    assembled
        The notebook.
    limits
        What it may use.
    sandbox
        How it is shut in; by default the best this machine can give.
    unsafe
        Run with no sandbox when none works.

    Raises
    ------
    CourseError
        When there is no sandbox and ``unsafe`` is not set, or when the run itself fails.
    """
    with Worker(limits=limits, sandbox=sandbox, unsafe=unsafe) as worker:
        return worker.run(assembled)


class Worker:
    """A process that grades many notebooks, one after another; several may work side by side.

    Parameters
    ----------
    limits, sandbox, unsafe
        As in `run`.

    Raises
    ------
    CourseError
        As in `run`.
    """

    def __init__(self, *, limits: Limits | None = None, sandbox: Sandbox | None = None, unsafe: bool = False) -> None:
        self.limits = limits or Limits()
        self.sandbox = sandbox or choose(unsafe=unsafe)
        self._process: subprocess.Popen[bytes] | None = None
        # Removed by us, so that nothing is left of a process that is killed.
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def run(self, assembled: Path) -> list[CellResult]:
        """Run one notebook; a fault of one run never reaches the next."""
        if self.sandbox is Sandbox.NONE:
            with _clean_folder(assembled) as (notebook, results):
                _run_plain(notebook, results, self.limits)
                return _read(results)
        rows = self._ask({"notebook": str(assembled.absolute()), "limits": asdict(self.limits)})
        if isinstance(rows, str):
            raise CourseError(_("the notebook could not be run: {why}").format(why=rows), where=assembled.name)
        return [CellResult(**row) for row in rows]

    def _ask(self, job: dict[str, Any]) -> Any:
        for _attempt in range(2):
            process = self._started()
            assert process.stdin is not None and process.stdout is not None
            with contextlib.suppress(OSError):
                process.stdin.write(json.dumps(job).encode() + b"\n")
                process.stdin.flush()
                if line := self._line(process):
                    return json.loads(line)
            # The process itself is gone or hangs: once more with a fresh one.
            self.close()
        return _("the process that runs nbval stops")

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None
        patience = self.limits.notebook_seconds + 2 * GRACE + 120
        ready = select.select([process.stdout], [], [], patience)[0]
        return process.stdout.readline() if ready else b""

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-s", "-m", __name__, str(self.sandbox)]
            self.close()
            self._folder = tempfile.TemporaryDirectory(prefix="cg-", ignore_cleanup_errors=True)
            environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "TMPDIR": self._folder.name}
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, start_new_session=True)
        return self._process

    def close(self) -> None:
        """End the process and everything it started."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None and process.stdout is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


@contextlib.contextmanager
def _clean_folder(assembled: Path) -> Any:
    """Copy the notebook, alone, to a fresh folder: nothing that lay beside it is run."""
    with tempfile.TemporaryDirectory(prefix="cg-") as folder:
        notebook = Path(folder, "assembled.ipynb")
        shutil.copyfile(assembled, notebook)
        yield notebook, Path(folder, "results.json")


def _read(results: Path) -> list[CellResult]:
    if not results.exists():
        raise CourseError(_("the notebook could not be run: nbval wrote no results"))
    return [CellResult(**row) for row in json.loads(results.read_text(encoding="utf-8"))]


def arguments(notebook: Path, results: Path, limits: Limits) -> list[str]:
    """Return pytest's arguments for grading one notebook, with no settings but these."""
    return [
        "--nbval-lax", "--nbval-current-env", "-p", "nbval.plugin", "-p", _PLUGIN,
        "--noconftest", "-c", os.devnull, "--rootdir", str(notebook.parent), "-p", "no:cacheprovider",
        # Else pytest looks into every folder above: a fifth of its time, and more where /tmp is full.
        "--confcutdir", str(notebook.parent),
        "-p", "no:faulthandler", "-p", "no:unraisableexception", "-p", "no:threadexception",
        "--assert=plain", "-q", "--tb=no", "--color=no",
        "--course-limits", json.dumps(asdict(limits)), "--course-results", str(results), str(notebook),
    ]  # fmt: skip


def _run_plain(notebook: Path, results: Path, limits: Limits) -> None:
    """Run pytest by itself, with ordinary kernels and no sandbox."""
    command = [sys.executable, "-m", "pytest", *arguments(notebook, results, limits)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with contextlib.suppress(subprocess.TimeoutExpired):
        patience = limits.notebook_seconds + GRACE
        silence = subprocess.DEVNULL
        subprocess.run(command, env=environment, stdout=silence, stderr=silence, stdin=silence, timeout=patience)


# What follows runs in the worker's own process.


def main(words: Sequence[str]) -> None:
    """Serve notebooks from standard input, one line of JSON each, until it is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    # What pytest prints is for nobody.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # A module that nbformat would only import to build grammars it never uses: 1.5 s at every start.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    provisioner = importlib.import_module("course.grading.engine.provisioner")
    with Stage() as stage, contextlib.closing(provisioner.WarmKernels(Sandbox(words[0]), stage)) as warm:
        # Both warm up at the same time.
        _warm_up()
        warm.await_warm()
        for line in sys.stdin.buffer:
            answers.write(json.dumps(_one(warm, json.loads(line))).encode() + b"\n")
            answers.flush()


def _warm_up() -> None:
    """Import, and run once, what every run needs: an empty notebook has all but the kernel in it."""
    for module in ("pytest", "nbformat", "nbval.plugin", _PLUGIN):
        importlib.import_module(module)
    with tempfile.TemporaryDirectory(prefix="cg-") as folder:
        notebook = Path(folder, "empty.ipynb")
        notebook.write_text(
            json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
        )
        importlib.import_module("pytest").main(arguments(notebook, Path(folder, "results.json"), Limits()))
    gc.collect()
    gc.freeze()


def _one(warm: Any, job: dict[str, Any]) -> list[dict[str, Any]] | str:
    limits = Limits(**job["limits"])
    try:
        with _clean_folder(Path(job["notebook"])) as (notebook, results):
            pid = os.fork()
            if pid == 0:
                _in_fork(warm, notebook, results, limits)
            _wait(pid, limits.notebook_seconds + GRACE)
            warm.kill()
            return [asdict(result) for result in _read(results)]
    except (OSError, ValueError, CourseError) as error:
        return str(error)


def _wait(pid: int, seconds: float) -> None:
    """Wait for a run; end one that hangs."""
    file = os.pidfd_open(pid)
    if not select.select([file], [], [], seconds)[0]:
        os.kill(pid, signal.SIGKILL)
    os.close(file)
    os.waitpid(pid, 0)


def _in_fork(warm: Any, notebook: Path, results: Path, limits: Limits) -> None:
    """Run pytest in a fork, so that nothing of one submission stays for the next."""
    try:
        import resource

        memory = OWN_MEMORY_MB * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        provisioner = importlib.import_module("course.grading.engine.provisioner")
        provisioner.use(warm, limits)
        _register()
        importlib.import_module("pytest").main(arguments(notebook, results, limits))
    finally:
        os._exit(0)


def _register() -> None:
    """Make the provisioner known and the default, whatever is installed."""
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    name = "course-sandbox"
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[name] = EntryPoint(
        name, "course.grading.engine.provisioner:WarmProvisioner", KernelProvisionerFactory.GROUP_NAME
    )
    factory.default_provisioner_name = name


if __name__ == "__main__":
    main(sys.argv[1:])

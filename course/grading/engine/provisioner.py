"""Kernels forked from a warm process in a sandbox, for anything that starts kernels through jupyter_client.

jupyter_client finds `WarmProvisioner` under the name ``course-sandbox`` (the entry point group
``jupyter_client.kernel_provisioners``); ``JUPYTER_DEFAULT_PROVISIONER_NAME=course-sandbox`` makes it the one in use.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import IO, Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from course.grading.engine.sandbox import NOBODY, Sandbox, Stage, choose
from course.grading.model import Limits
from course.i18n import _

NAME = "course-sandbox"
#: How long, in seconds, the warm process may take to import everything, and a kernel to start.
WARM_UP, START_UP = 120.0, 20.0
_CHANNELS = ("shell", "iopub", "stdin", "hb", "control")


@dataclass
class WarmKernels:
    """A warm process in a sandbox, and the kernels forked from it.

    Parameters
    ----------
    kind
        The sandbox.
    stage
        The folder behind it.
    """

    kind: Sandbox
    stage: Stage
    ended: dict[str, int] = field(default_factory=dict)
    gone: bool = False
    _begun: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
        command = self.stage.command(self.kind)
        self.process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=self._errors)
        theirs.close()

    def await_warm(self) -> None:
        """Wait until everything is imported.

        Raises
        ------
        RuntimeError
            When the sandbox does not start.
        """
        if self._hear(WARM_UP, lambda: "warm" in self._begun):
            return
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()
        raise RuntimeError(_("The sandbox does not start: {why}").format(why=said[-1] if said else self.kind))

    def fork(self, name: str, limits: Limits) -> None:
        """Fork a kernel whose sockets lie in the folder of its name."""
        asked = {
            "memory_mb": limits.memory_mb,
            "processes": limits.processes,
            "file_mb": limits.file_mb,
            "seconds": int(limits.notebook_seconds) + 5,
            "cell_seconds": limits.cell_seconds,
        }
        self.control.send(json.dumps({"fork": name, "limits": asked}).encode())
        if not self._hear(START_UP, lambda: name in self._begun or name in self.ended) or name in self.ended:
            why = self._begun.get(name) or _("no reason given")
            raise RuntimeError(_("The kernel does not start: {why}").format(why=why))

    def kill(self, name: str = "") -> None:
        """End a kernel and all that it started, or every kernel; wait until it is gone."""
        with contextlib.suppress(OSError):
            self.control.send(json.dumps({"kill": name}).encode())
        if name:
            self._hear(START_UP, lambda: name in self.ended)

    def code(self, name: str) -> int | None:
        """Return a kernel's exit code, or None while it runs."""
        self._hear(0, lambda: name in self.ended)
        return -1 if self.gone else self.ended.get(name)

    def _hear(self, seconds: float, done: Any) -> bool:
        """Take in what the warm process tells, until ``done`` says so or time is up."""
        deadline = time.monotonic() + seconds
        while not done():
            ready = select.select([self.control], [], [], max(0.0, deadline - time.monotonic()))[0]
            words = self.control.recv(65536) if ready else b""
            if not words:
                # `Popen.poll` would not do: it lies in a fork of the process that started it.
                self.gone = self.gone or bool(ready)
                return False
            self._note(json.loads(words))
        return True

    def _note(self, told: dict[str, Any]) -> None:
        if "ended" in told:
            self.ended[told["ended"]] = told["code"]
        elif "failed" in told:
            self._begun[told["failed"]] = told["why"]
            self.ended[told["failed"]] = 1
        else:
            self._begun[told.get("started", "warm")] = ""

    def close(self) -> None:
        """End the warm process, and with it every kernel."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self._errors.close()


#: The warm process of this grader's process; made when the first kernel is wanted.
_warm: WarmKernels | None = None
_limits = Limits()


def use(warm: WarmKernels | None, limits: Limits) -> None:
    """Have kernels forked from this warm process, with these limits, from now on."""
    global _warm, _limits
    _warm, _limits = warm, limits


def _current() -> WarmKernels:
    global _warm
    if _warm is None:
        stage = Stage()
        atexit.register(stage.close)
        _warm = WarmKernels(choose(), stage)
        atexit.register(_warm.close)
        _warm.await_warm()
    return _warm


class WarmProvisioner(KernelProvisionerBase):
    """Gives jupyter_client a forked kernel, over sockets in a folder of its own."""

    name = ""

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not cleaned up."""
        return bool(self.name)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the sockets and the key, and leave them where the kernel will look."""
        manager: Any = self.parent
        warm = _current()
        name = secrets.token_hex(4)
        folder = warm.stage.kernels / name
        folder.mkdir(mode=0o700)
        manager.transport, manager.ip = "ipc", str(folder / "s")
        for port, channel in enumerate(_CHANNELS, start=1):
            setattr(manager, f"{channel}_port", port)
        manager.session.key = secrets.token_hex(16).encode()
        self.connection_info = manager.get_connection_info()
        inside = {**self.connection_info, "ip": "/kernel/s", "key": manager.session.key.decode()}
        (folder / "kernel.json").write_text(json.dumps(inside), encoding="utf-8")
        if os.getuid() == 0:
            for path in (folder, folder / "kernel.json"):
                os.chown(path, NOBODY, NOBODY)
        self._wanted = name
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Have the kernel forked."""
        _current().fork(self._wanted, _limits)
        self.name = self._wanted
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        return _current().code(self.name) if self.name else 0

    async def wait(self) -> int | None:
        """Forget a kernel that has ended."""
        name, self.name = self.name, ""
        return _current().code(name) if name else 0

    async def send_signal(self, signum: int) -> None:
        """Do nothing: a cell that runs too long costs its kernel."""

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and all that it started."""
        if self.name:
            _current().kill(self.name)

    async def terminate(self, restart: bool = False) -> None:
        """End the kernel likewise."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder of sockets."""
        shutil.rmtree(_current().stage.kernels / self._wanted, ignore_errors=True)

"""nbval's kernel, watched: it is stopped when it dies, hangs or shows too much, and says which."""

from __future__ import annotations

import json
import os
import time
from collections import deque
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from nbval.kernel import NbvalKernelspecManager, RunningKernel

from course.grading.model import Limits, Outcome
from course.i18n import _

#: A cell that shows so many times its allowance is stopped; below that the rest is dropped and the cell goes on.
FLOOD = 20
#: How often, in seconds, a silent kernel is asked whether it still lives.
PULSE = 0.1
#: How long, in seconds, a kernel that has answered may take to hand over its last output.
LAST_WORDS = 2.0
_BULKY = {"stream", "display_data", "execute_result", "update_display_data", "error"}


class KernelStopped(Exception):
    """A cell took its kernel with it, or had to be stopped together with its kernel."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome, self.message = outcome, message


class WatchedKernel(RunningKernel):  # type: ignore[misc]
    """A kernel that never keeps nbval waiting: any wait ends with an answer or with `KernelStopped`.

    Parameters
    ----------
    kernel_name, cwd, startup_timeout
        As in nbval.
    """

    limits = Limits()

    def __init__(self, kernel_name: str, cwd: str | None = None, startup_timeout: float = 60) -> None:
        self._iopub: deque[dict[str, Any]] = deque()
        self._shell: deque[dict[str, Any]] = deque()
        self._shown = 0
        self._deadline = time.monotonic() + startup_timeout
        self.notebook_deadline = float("inf")
        self._context = zmq.Context()
        self.km = KernelManager(kernel_name=kernel_name, kernel_spec_manager=NbvalKernelspecManager())
        with Path(os.devnull).open("w", encoding="utf-8") as silence:
            self.km.start_kernel(stderr=silence, stdout=silence, cwd=cwd)
        try:
            self._connect()
            self._await_welcome()
        except BaseException as error:
            self.stop()
            if isinstance(error, KernelStopped):
                raise RuntimeError(_("The kernel does not start.")) from error
            raise

    def _connect(self) -> None:
        # A single message of a gigabyte must not even be received.
        self._context.setsockopt(zmq.MAXMSGSIZE, self.limits.output_kb * 1000 * FLOOD)
        self.kc = self.km.client(context=self._context)
        self.kc.start_channels(stdin=False, hb=False)
        self._poller = zmq.Poller()
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            self._poller.register(channel.socket, zmq.POLLIN)

    def _await_welcome(self) -> None:
        """Wait until the kernel is heard on both channels: what it shows before that would be lost."""
        while not (self._shell and self._iopub):
            self.kc.kernel_info()
            again = time.monotonic() + LAST_WORDS / 4
            while time.monotonic() < again and not (self._shell and self._iopub):
                self._take_in(self._deadline)

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        """Send a cell; its time and its allowance of output begin now."""
        self._iopub.clear()
        self._shell.clear()
        self._shown = 0
        self._deadline = min(time.monotonic() + self.limits.cell_seconds, self.notebook_deadline)
        return str(super().execute_cell_input(cell_input, allow_stdin))

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait for the reply to a request, taking in what is shown meanwhile, so that nothing is dropped."""
        while True:
            while self._shell:
                reply = self._shell.popleft()
                if reply["parent_header"].get("msg_id") == msg_id:
                    return
            self._take_in(self._deadline)

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; what nbval asks for after the reply must come at once."""
        waiting = self._iopub if stream == "iopub" else self._shell
        patience = min(time.monotonic() + LAST_WORDS, self._deadline + LAST_WORDS)
        while not waiting:
            if time.monotonic() > patience:
                raise KernelStopped(
                    "died", _("The kernel fell silent: it showed too much, or its output was tampered.")
                )
            self._take_in(patience + PULSE)
        if time.monotonic() > self._deadline + LAST_WORDS:
            raise KernelStopped("timeout", self._too_long())
        return waiting.popleft()

    def _take_in(self, deadline: float) -> None:
        """Read what has come; raise when time is up or the kernel is gone."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise KernelStopped("timeout", self._too_long())
        ready = dict(self._poller.poll(int(1000 * min(left, PULSE))))
        if not ready and not self.is_alive():
            raise KernelStopped("died", _("The kernel died: the cell ended it, or used more memory than there is."))
        if self.kc.iopub_channel.socket in ready:
            self._take_iopub()
        if self.kc.shell_channel.socket in ready:
            self._take_shell()

    def _take_shell(self) -> None:
        frames = self.kc.shell_channel.socket.recv_multipart()
        self._shell.append(self._read(frames))

    def _take_iopub(self) -> None:
        frames = self.kc.iopub_channel.socket.recv_multipart()
        self._shown += sum(map(len, frames))
        allowance = self.limits.output_kb * 1000
        if self._shown > FLOOD * allowance:
            words = _("The cell was stopped: it showed more than {size} kB.")
            raise KernelStopped("died", words.format(size=FLOOD * self.limits.output_kb))
        if self._shown <= allowance or _kind(frames) not in _BULKY:
            self._iopub.append(self._read(frames))

    def _read(self, frames: list[bytes]) -> dict[str, Any]:
        # The student's code can write on these channels: whatever it wrote, the grader goes on.
        try:
            _routing, parts = self.kc.session.feed_identities(frames)
            message: dict[str, Any] = self.kc.session.deserialize(parts)
            if isinstance(message["parent_header"], dict) and isinstance(message["content"], dict):
                return message
        except Exception as error:
            raise KernelStopped("died", _("The kernel sent a message that cannot be read.")) from error
        raise KernelStopped("died", _("The kernel sent a message that cannot be read."))

    def _too_long(self) -> str:
        if self._deadline >= self.notebook_deadline:
            words = _("The notebook ran longer than {seconds:g} seconds.")
            return words.format(seconds=self.limits.notebook_seconds)
        return _("The cell ran longer than {seconds:g} seconds.").format(seconds=self.limits.cell_seconds)

    def stop(self) -> None:
        """End the kernel at once."""
        if hasattr(self, "km"):
            if hasattr(self, "kc"):
                self.kc.stop_channels()
            self.km.shutdown_kernel(now=True)
            del self.km
            self._context.destroy(linger=0)


def _kind(frames: list[bytes]) -> str:
    try:
        header = json.loads(frames[frames.index(b"<IDS|MSG>") + 2])
        return str(header["msg_type"])
    except (ValueError, IndexError, KeyError, TypeError):
        return "error"

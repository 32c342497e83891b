"""The memory of all processes of a submission together: with a limit on each one alone, many could fill it all."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time

#: How often, in seconds, it is looked at.
PULSE = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
# Fields of /proc/PID/stat after the name: the parent's number and the resident pages.
_PARENT, _RESIDENT = 1, 21


class Meter:
    """Reads the list of processes; to be made while that can still be seen."""

    def __init__(self) -> None:
        self._proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)

    def close(self) -> None:
        """Let go of the list."""
        os.close(self._proc)

    def used(self, first: int, most: int) -> int:
        """Return the bytes that a process and all below it hold; above ``most``, shared memory is counted once."""
        resident = self._below(first)
        other = self._segments() + self._nameless(resident)
        rough = sum(resident.values()) + other
        # What is shared, as all that a fork begins with, is in every process's number: that one is quick, not right.
        return rough if rough <= most else sum(self._share(pid, size) for pid, size in resident.items()) + other

    def _read(self, path: str) -> str:
        with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=self._proc), encoding="utf-8", errors="replace") as file:
            return file.read()

    def _below(self, first: int) -> dict[int, int]:
        """Return the resident bytes of each process of the tree under ``first``."""
        parents, resident = {}, {}
        for name in filter(str.isdigit, os.listdir(self._proc)):  # noqa: PTH208  (a folder that has no path any more)
            with contextlib.suppress(OSError):
                fields = self._read(f"{name}/stat").rpartition(")")[2].split()
                parents[int(name)], resident[int(name)] = int(fields[_PARENT]), int(fields[_RESIDENT]) * _PAGE
        inside = {first}
        while more := {pid for pid, parent in parents.items() if parent in inside} - inside:
            inside |= more
        return {pid: resident[pid] for pid in inside if pid in resident}

    def _share(self, pid: int, resident: int) -> int:
        """Return a process's proportional share; one that hides it is charged with all it can reach."""
        try:
            lines = self._read(f"{pid}/smaps_rollup").splitlines()
        except PermissionError:
            return resident
        except OSError:  # it has ended
            return 0
        return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    def _segments(self) -> int:
        """Return the bytes of System V shared memory, which stay when nobody holds them."""
        try:
            head, *rows = (line.split() for line in self._read("sysvipc/shm").splitlines())
        except (OSError, ValueError):
            return 0
        return sum(int(row[head.index("rss")]) for row in rows)

    def _nameless(self, pids: dict[int, int]) -> int:
        """Return the bytes of files that live in memory and have no name."""
        sizes: dict[tuple[int, int], int] = {}
        for pid in pids:
            with contextlib.suppress(OSError):
                sizes |= self._nameless_of(pid)
        return sum(sizes.values())

    def _nameless_of(self, pid: int) -> dict[tuple[int, int], int]:
        folder, sizes = os.open(f"{pid}/fd", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._proc), {}
        try:
            for number in os.listdir(folder):  # noqa: PTH208
                with contextlib.suppress(OSError):
                    if os.readlink(number, dir_fd=folder).startswith("/memfd:"):
                        about = os.stat(number, dir_fd=folder)
                        sizes[about.st_dev, about.st_ino] = about.st_blocks * 512
        finally:
            os.close(folder)
        return sizes


def await_end(first: int, meter: Meter, most: int) -> int:
    """Wait until a process ends, and kill it when it and all below it hold too much; return its exit code."""
    file, pause = os.pidfd_open(first), PULSE
    while not select.select([file], [], [], pause)[0]:
        begun = time.monotonic()
        if meter.used(first, most) > most:
            os.kill(first, signal.SIGKILL)
        # To look at many processes takes a while, which must not be taken from them.
        pause = max(PULSE, 2 * (time.monotonic() - begun))
    os.close(file)
    meter.close()
    _pid, status = os.waitpid(first, 0)
    return os.waitstatus_to_exitcode(status)

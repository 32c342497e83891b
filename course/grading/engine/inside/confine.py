"""Linux's means to shut a process in: namespaces, mounts, capabilities and limits, by plain system calls.

It must be imported before any thread is started: a user namespace can be made by a process with one thread only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Any

# From linux/sched.h: cgroup, uts, ipc, user, pid, network and mount namespaces.
NEW_MOUNT, NEW_USER = 0x00020000, 0x10000000
NEW_REST = 0x02000000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000
# From linux/mount.h.
NOSUID, NODEV, BIND, RECURSIVE, PRIVATE, DETACH = 2, 4, 4096, 16384, 1 << 18, 2
READ_ONLY, ATTR_NOSUID, ATTR_NODEV, AT_RECURSIVE, AT_FDCWD = 1, 2, 4, 0x8000, -100
# From linux/prctl.h and linux/capability.h.
DIE_WITH_PARENT, DUMPABLE, DROP_BOUND, NO_NEW_PRIVILEGES, AMBIENT, AMBIENT_CLEAR = 1, 4, 24, 38, 47, 4
CAPABILITY_VERSION = 0x20080522
LAST_CAPABILITY = 40
# The same on every machine that has the call.
SYS_MOUNT_SETATTR = 442

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(*, user: bool) -> None:
    """Move into fresh namespaces; the process id namespace begins with the next child.

    Parameters
    ----------
    user
        Make a user namespace too, in which the caller keeps its number and holds every capability.
    """
    me, group = os.getuid(), os.getgid()
    _check(_libc.unshare(NEW_MOUNT | NEW_REST | (NEW_USER if user else 0)), "unshare")
    if user:
        for name, words in (("setgroups", "deny"), ("uid_map", f"{me} {me} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(words, encoding="utf-8")
    _check(_libc.mount(None, b"/", None, RECURSIVE | PRIVATE, None), "make mounts private")


def mount_scratch(place: str, megabytes: int, mode: str = "0700") -> None:
    """Mount an empty folder that lives in memory and cannot grow beyond its size."""
    options = f"size={max(megabytes, 1)}m,nr_inodes=20000,mode={mode}".encode()
    _check(_libc.mount(b"scratch", place.encode(), b"tmpfs", NOSUID | NODEV, options), f"mount {place}")


def mount_proc(place: str) -> None:
    """Mount the list of the processes of this namespace."""
    _check(_libc.mount(b"proc", place.encode(), b"proc", NOSUID | NODEV, None), f"mount {place}")


def bind(source: str, place: str) -> None:
    """Show a file or folder at another place too."""
    _check(_libc.mount(source.encode(), place.encode(), None, BIND | RECURSIVE, None), f"bind {source}")


def change_root(place: str) -> None:
    """Make a folder the root; what was the root before is gone."""
    os.chdir(place)
    _check(_libc.syscall(_PIVOT[os.uname().machine], b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", DETACH), "unmount the old root")
    os.chdir("/")


_PIVOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}


class _Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]


def read_only(place: str, *, on: bool = True, below: bool = True) -> None:
    """Make a mount, and those below it, read-only; ``on=False`` makes this one writable again."""
    wanted = _Attributes(set=ATTR_NOSUID | (READ_ONLY if on else 0), clear=0 if on else READ_ONLY)
    arguments = (AT_FDCWD, place.encode(), AT_RECURSIVE if below else 0, ctypes.byref(wanted), ctypes.sizeof(wanted))
    _check(_libc.syscall(SYS_MOUNT_SETATTR, *arguments), f"make {place} read-only")


def die_with_parent() -> None:
    """Have this process killed when its parent ends."""
    _check(_libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0), "die with parent")


def drop_capabilities() -> None:
    """Give up every capability for good, in this process and all that it starts."""
    _check(_libc.prctl(AMBIENT, AMBIENT_CLEAR, 0, 0, 0), "clear ambient capabilities")
    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(DROP_BOUND, capability, 0, 0, 0)  # fails where the machine has fewer, or once it is gone
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "drop capabilities")
    _check(_libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")


def become(user: int) -> None:
    """Change from root to an ordinary user for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # A change of user makes a process opaque, and then it may not write its own user map.
    _check(_libc.prctl(DUMPABLE, 1, 0, 0, 0), "dumpable")


def limit(*, memory_mb: int, processes: int, file_mb: int, seconds: int) -> None:
    """Set the limits of this process and its children."""
    import resource  # not on Windows

    limits = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_FSIZE: file_mb * 1024 * 1024,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for name, most in limits.items():
        # Never above what is allowed already.
        hard = resource.getrlimit(name)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (most, most))

"""The sandbox where bubblewrap is not installed: a root folder of our own in fresh namespaces, then the command.

Called with one argument, PLAN: JSON with ``root`` (an empty folder), ``read`` (what is shown, never
writable), ``place`` (shown elsewhere: pairs), ``links``, ``folders``, ``write`` (a pair) and ``command``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from . import confine

DEVICES = ("null", "zero", "full", "random", "urandom")


def lay_out(plan: dict[str, Any]) -> None:
    """Build the root folder and make it the root."""
    root = plan["root"]
    confine.mount_scratch(root, 10, "0755")
    pairs = [(source, source) for source in plan["read"]] + plan["place"]
    for source, place in [*pairs, *((f"/dev/{name}", f"/dev/{name}") for name in DEVICES)]:
        _show(root, source, place)
    for folder in [*plan["folders"], "/proc", "/temporary"]:
        Path(root + folder).mkdir(parents=True, exist_ok=True)
    for place, target in plan["links"]:
        Path(root + place).symlink_to(target)
    confine.mount_proc(f"{root}/proc")
    confine.change_root(root)
    confine.read_only("/")
    confine.mount_scratch("/temporary", 10, "1777")
    # The one place shared with the grader, and the file of this user namespace that the next one is made by.
    for place in (plan["write"][1], "/proc"):
        confine.read_only(place, on=False)


def _show(root: str, source: str, place: str) -> None:
    target = Path(root + place)
    target.parent.mkdir(parents=True, exist_ok=True)
    if Path(source).is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    confine.bind(source, str(target))


def main() -> None:
    """Enter and run the command; whoever kills this process kills everything inside."""
    plan = json.loads(sys.argv[1])
    os.umask(0o022)
    confine.die_with_parent()
    os.setsid()
    confine.unshare(user=os.getuid() != 0)
    inside = os.fork()
    if inside == 0:
        confine.die_with_parent()
        plan["place"].append(plan["write"])
        lay_out(plan)
        os.execv(plan["command"][0], plan["command"])
    _pid, status = os.waitpid(inside, 0)
    sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)

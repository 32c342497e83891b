"""Which sandbox this machine can give, and the command that starts the warm process in it."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from course.errors import CourseError
from course.grading.engine import shadow
from course.i18n import _

#: The ordinary user that root becomes before it touches a submission.
NOBODY = 65534
INSIDE = Path(__file__).with_name("inside")
ENGINE, KERNELS = "/engine", "/kernels"
FOLDERS = ("/scratch", "/kernel")
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
_SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "alternatives", "localtime")
_LIBRARIES = [
    "numpy", "pandas", "scipy.special", "scipy.optimize", "jinja2", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "matplotlib_inline.backend_inline", "IPython", "ipykernel.kernelapp",
    "ipywidgets", "anywidget",
]  # fmt: skip


class Sandbox(StrEnum):
    """How a student's code is shut in."""

    BUBBLEWRAP = "bubblewrap"
    NAMESPACES = "user namespaces"
    NONE = "none"


@functools.cache
def choose(*, unsafe: bool = False) -> Sandbox:
    """Return the best sandbox that works here.

    Parameters
    ----------
    unsafe
        Run submissions with no sandbox at all when none works.

    Raises
    ------
    CourseError
        When none works and ``unsafe`` is not set.
    """
    for kind in (Sandbox.BUBBLEWRAP, Sandbox.NAMESPACES):
        if works(kind):
            return kind
    if unsafe:
        return Sandbox.NONE
    raise CourseError(
        _("submissions are untrusted code, and this machine has no sandbox to run them in"),
        fix=_("On Linux install bubblewrap (apt install bubblewrap, or dnf install bubblewrap); --unsafe runs without"),
    )


@functools.cache
def works(kind: Sandbox) -> bool:
    """Say whether a sandbox of this kind can be entered here, by entering it."""
    if sys.platform != "linux" or (kind is Sandbox.BUBBLEWRAP and not shutil.which("bwrap")):
        return False
    with Stage(modules=()) as stage:
        try:
            # Without a grader at the other end it stops as soon as it has tried.
            trial = subprocess.run(stage.command(kind), stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return b"TRIAL PASSED" in trial.stderr


@dataclass(frozen=True)
class _Plan:
    """What is seen inside: read-only at its own place, at another place, and symbolic links."""

    read: list[str]
    place: list[tuple[str, str]]
    links: list[tuple[str, str]]


class Stage:
    """The folder behind a sandbox: the package as students see it, the fonts' list, the kernels' sockets.

    Parameters
    ----------
    modules
        What the warm process imports; None for what notebooks use, nothing for a trial.
    """

    def __init__(self, modules: tuple[str, ...] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cg-"))
        self.folder.chmod(0o711)
        self.kernels, self.root = self.folder / "k", self.folder / "root"
        for made in (self.kernels, self.root):
            made.mkdir(mode=0o711)
        shadow.copy_to(self.folder / "course")
        fonts = self.folder / "fonts"
        fonts.mkdir()
        if modules is None:
            _list_fonts(fonts)
        self.modules = [*_LIBRARIES, *shadow.modules(self.folder / "course")] if modules is None else list(modules)

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, kind: Sandbox) -> list[str]:
        """Return the command that starts the warm process in a sandbox."""
        user = NOBODY if os.getuid() == 0 else 0
        settings = json.dumps({"user": user, "modules": self.modules})
        warm = [sys.executable, "-s", "-P", "-c", _begin("warm", ENGINE), settings]
        return self._bubblewrap(warm) if kind is Sandbox.BUBBLEWRAP else self._namespaces(warm)

    def environment(self) -> dict[str, str]:
        """Return the whole environment of the warm process and of every kernel."""
        packages = os.pathsep.join(map(str, [shadow.package().parent, *_extra_packages()]))
        threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        return {
            "PATH": "/usr/bin:/bin", "HOME": "/scratch", "LANG": "C.UTF-8", "TZ": "UTC",
            "PYTHONPATH": packages, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline", "MPLCONFIGDIR": "/temporary/fonts",
            "TMPDIR": "/temporary",
            "COURSE_LANGUAGE": os.environ.get("COURSE_LANGUAGE", "en"), **dict.fromkeys(threads, "1"),
        }  # fmt: skip

    def _plan(self) -> _Plan:
        system = [Path(name) for name in _SYSTEM if Path(name).exists()]
        links = [(str(path), str(path.readlink())) for path in system if path.is_symlink()]
        own = [Path(sys.prefix), Path(sys.base_prefix), *_extra_packages()]
        wanted = [path for path in system if not path.is_symlink()]
        wanted += [path for path in (Path("/etc", name) for name in _SETTINGS) if path.exists()]
        wanted += [path for path in own if not any(path.is_relative_to(given) for given in wanted)]
        copy = (str(self.folder / "course"), str(shadow.package()))
        place = [copy, (str(INSIDE), f"{ENGINE}/{INSIDE.name}"), (str(self.folder / "fonts"), "/fonts")]
        return _Plan(list(dict.fromkeys(map(str, wanted))), place, links)

    def _bubblewrap(self, warm: list[str]) -> list[str]:
        plan, root = self._plan(), os.getuid() == 0
        # Root keeps the two rights it needs to become an ordinary user, and loses them by that.
        rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        options = ["bwrap", "--die-with-parent", "--new-session", *(rights if root else ["--unshare-user"])]
        options += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        places = [*((path, path) for path in plan.read), *plan.place]
        # Left to itself, bubblewrap makes the folders above a place for root alone.
        above = {str(folder): None for _source, place in places for folder in reversed(Path(place).parents)}
        for folder in [*above, *FOLDERS]:
            options += ["--dir", folder]
        for source, place in places:
            options += ["--ro-bind", source, place]
        for place, target in plan.links:
            options += ["--symlink", target, place]
        options += ["--bind", str(self.kernels), KERNELS, "--proc", "/proc", "--dev", "/dev"]
        # Not at /tmp: the course itself may lie there, and an empty folder on top would hide it.
        options += ["--perms", "1777", "--tmpfs", "/temporary"]
        options += ["--remount-ro", "/", "--chdir", "/", "--clearenv"]
        for name, value in self.environment().items():
            options += ["--setenv", name, value]
        return [*options, "--", *warm]

    def _namespaces(self, warm: list[str]) -> list[str]:
        plan = self._plan()
        words = {
            "root": str(self.root), "read": plan.read, "place": plan.place, "links": plan.links,
            "folders": list(FOLDERS), "write": (str(self.kernels), KERNELS), "command": warm,
        }  # fmt: skip
        assigned = [f"{name}={value}" for name, value in self.environment().items()]
        enter = [sys.executable, "-s", "-P", "-c", _begin("enter", str(INSIDE.parent)), json.dumps(words)]
        return ["/usr/bin/env", "-i", *assigned, *enter]


def _begin(module: str, folder: str) -> str:
    """Return the code that runs a module of `INSIDE`, which has no package around it in the sandbox."""
    return f"import sys; sys.path.insert(0, {folder!r}); from {INSIDE.name}.{module} import main; main()"


def _extra_packages() -> list[Path]:
    """Return folders of installed packages outside the environment's own, such as a user's own."""
    return [Path(name) for name in sys.path if Path(name).name in ("site-packages", "dist-packages")]


def _list_fonts(folder: Path) -> None:
    """Have matplotlib list the machine's fonts once, outside: inside, every warm start would pay for it."""
    words = (
        "import sys, shutil, pathlib, matplotlib, matplotlib.font_manager\n"
        "for file in pathlib.Path(matplotlib.get_cachedir()).glob('fontlist-*.json'): shutil.copy(file, sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", words, str(folder)], check=False, capture_output=True, timeout=120)

"""Set up the workbook and run it: ``python run.py lab`` (or test, build, bench, clean, lock).

Only the standard library is used here, because this file runs before anything is installed.  It makes ``.venv``, fills
it from a lock file once, and then hands over to the ``course`` command or to the tests inside ``.venv``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Each lock holds all that the one before it holds.
LOCKS = {
    "lab": ROOT / "requirements.lock",
    "teach": ROOT / "requirements-teach.lock",
    "test": ROOT / "requirements-test.lock",
}
EXTRAS = {"lab": ("build",), "teach": ("build", "teach"), "test": ("build", "teach", "test")}
OLDEST = (3, 11)
CACHES = (
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "dist",
    ".coverage",
    ".built.json",
)
COVERAGE_WANTED = 95  # per cent of the branches in course/models
MEASURED = ("tests/models", "course/models")
# What measures time, or kills processes and looks who is left, runs with nothing beside it.
ALONE = (
    "tests/browser/test_lab.py",
    "tests/widgets",
    *(
        f"tests/grading/test_{name}.py"
        for name in ("batch", "cli_grade", "cluster", "engine", "hostile", "nobody", "sandbox")
    ),
)
# A file stays on one processor, so that what its tests share is made once.
EVERYWHERE = ("-n", "logical", "--dist", "loadfile")


class SetupError(Exception):
    """The setup cannot go on; the message is one sentence for the reader with the way out of it."""


# --- setting up -------------------------------------------------------------------------------------------------------


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Refuse a Python that is too old or that cannot make environments."""
    if version[:2] < OLDEST:
        raise SetupError(
            "This is Python {}.{}, and the workbook needs {}.{} or newer: "
            "run it with another one, as in `make lab PYTHON=python3.12`.".format(*version[:2], *OLDEST)
        )
    if not importlib.util.find_spec("ensurepip"):
        raise SetupError(
            "This Python cannot make virtual environments because its `ensurepip` module is missing: "
            "on Debian and Ubuntu, run `sudo apt install python3-venv`."
        )


def fingerprint(name: str) -> str:
    """Hash all that decides what is installed: lock file, project file, Python, and the folder (it may have moved)."""
    contents = LOCKS[name].read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(contents + f"{sys.version_info[:2]} {ROOT}".encode()).hexdigest()


def stamp(name: str) -> Path:
    """Return the file that says which installation ``name`` stands complete in ``.venv``."""
    return VENV / f"{name}.stamp"


def is_installed(name: str) -> bool:
    """Tell whether ``.venv`` is complete and up to date, so that nothing need be installed."""
    mark = stamp(name)
    if not PYTHON.exists() or not mark.exists() or (VENV / "unfinished").exists():
        return False
    return mark.read_text(encoding="utf-8") == fingerprint(name)


def is_damaged() -> bool:
    """Tell whether an installation was cut short, or whether another Python made ``.venv``."""
    config = VENV / "pyvenv.cfg"
    if (VENV / "unfinished").exists() or not config.exists() or not PYTHON.exists():
        return True
    same_python = r"^version\w* = {}\.{}\.".format(*sys.version_info[:2])
    return not re.search(same_python, config.read_text(encoding="utf-8"), re.MULTILINE)


def ensure(name: str) -> None:
    """Install what ``name`` (lab or test) needs, unless it is there; the stamp is written last, after all went well."""
    if is_installed(name):
        return
    check_python()
    print("Setting up .venv; the first time this takes a minute or two.", flush=True)
    try:
        make_environment()
        pip("--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[name]))
        pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        for done in list(LOCKS)[: list(LOCKS).index(name) + 1]:
            stamp(done).write_text(fingerprint(done), encoding="utf-8")
        (VENV / "unfinished").unlink()
    except OSError as error:
        raise SetupError(
            f"Cannot write to {ROOT} ({error.strerror}): copy the workbook to a folder of your own."
        ) from error
    except subprocess.CalledProcessError as error:
        raise SetupError("Python could not put pip into .venv: remove .venv and run the same command again.") from error


def make_environment() -> None:
    """Make ``.venv`` when there is none or a damaged one, see that pip is in it, and mark it as unfinished."""
    if is_damaged():
        venv.create(VENV, clear=True, symlinks=os.name != "nt")
    (VENV / "unfinished").touch()
    subprocess.run([str(PYTHON), "-Im", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL, check=True)


def pip(*arguments: str) -> None:
    """Install into ``.venv`` quietly; pip's own words go to ``.venv/install.log``."""
    log = VENV / "install.log"
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *arguments]
    with log.open("w", encoding="utf-8") as words:
        code = subprocess.run(command, cwd=ROOT, stdout=words, stderr=subprocess.STDOUT, check=False).returncode
    if code:
        (VENV / "unfinished").unlink()  # pip ended by itself, so what was there before is still whole
        raise SetupError(explain(log.read_text(encoding="utf-8", errors="replace")))


def explain(words: str) -> str:
    """Turn the words of a pip that failed into one sentence."""
    errors = [line for line in words.splitlines() if line.startswith("ERROR")] or ["pip gave no reason"]
    unreachable = r"Retrying \(|connection|resolution|getaddrinfo|timed out"
    if "No space left" in words:
        return "The disk is full: the workbook needs about 1 GB, so make room and run the same command again."
    if "DO NOT MATCH THE HASHES" not in words and re.search(unreachable, words, re.IGNORECASE):
        return (
            "The packages could not be downloaded: connect to the internet (once is enough) and run the same command."
        )
    return f"pip could not install the packages; .venv/install.log has all its words: {errors[-1]}"


# --- running ----------------------------------------------------------------------------------------------------------


def run(*command: str) -> int:
    """Run a command of ``.venv``'s Python from the project's folder and return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    process = subprocess.Popen([str(PYTHON), *command], cwd=ROOT, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the child was sent Ctrl-C too and ends in its own way: wait for it
            continue


def lab(*options: str) -> int:
    """Open the workbook in JupyterLab."""
    ensure("lab")
    return run("-m", "course", "lab", *options)


def build(*options: str) -> int:
    """Build the notebooks from their sources (``build --check``: only say what is stale)."""
    ensure("lab")
    return run("-m", "course", "build", *options)


def present(*options: str) -> int:
    """Show a chapter as slides with live explorers: ``present 04``."""
    ensure("teach")
    return run("-m", "course", "present", *options)


def slides(*options: str) -> int:
    """Write the slides of all chapters into ``slides/``, or of those named (``slides 04 --pdf``)."""
    ensure("teach")
    return run("-m", "course", "slides", *options)


def site(*options: str) -> int:
    """Write the course as a static book into ``site/``."""
    ensure("teach")
    return run("-m", "course", "site", *options)


def bench(*options: str) -> int:
    """Print how long things take, where a figure of the README or a limit depends on it."""
    ensure("test")
    return run("-m", "pytest", "tests", "-m", "bench", "-q", "-s", *options)


def test(*options: str) -> int:
    """Run every test; with options, only pytest with these options."""
    ensure("test")
    if options:
        return run("-m", "pytest", *options)
    started = time.monotonic()
    codes = [step(name, *command) for name, command in test_steps()]
    print(f"{'all tests passed' if not any(codes) else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return next((code for code in codes if code), 0)


def test_steps() -> list[tuple[str, list[str]]]:
    """Name the steps of ``test`` and their commands, in order."""
    elsewhere = [f"--ignore={path}" for path in (*MEASURED, *ALONE)]
    steps = [
        ("models and their doctests", ["-m", "coverage", "run", "-m", "pytest", "-q", *MEASURED]),
        ("coverage", ["-m", "coverage", "report", f"--fail-under={COVERAGE_WANTED}", "--skip-covered"]),
        ("tests and doctests, on all processors", ["-m", "pytest", "-q", *EVERYWHERE, *elsewhere]),
        ("tests that run alone", ["-m", "pytest", "-q", *ALONE]),
    ]
    folders = [folder for folder in ("notebooks", "solutions") if any((ROOT / folder).glob("*.ipynb"))]
    strict = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"]
    strict += ["--nbval-sanitize-with=notebooks/nbval.cfg", "-p", "course.authoring.collector", "--ignore-glob=*.py"]
    if folders:
        steps.append(("notebooks, compared cell by cell", ["-m", "pytest", "-q", *EVERYWHERE, *strict, *folders]))
    return steps


def step(name: str, *command: str) -> int:
    """Run one step of the tests and print its name, outcome and seconds."""
    print(f"=== {name}", flush=True)
    started = time.monotonic()
    code = run(*command)
    print(f"=== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s\n", flush=True)
    return code


def clean() -> int:
    """Remove what can be made again: ``.venv``, caches, built packages.  Never ``work/``, where the answers are."""
    for name in (".venv", *CACHES):
        path = ROOT / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return 0


def lock() -> int:
    """Make both lock files anew from pyproject.toml with uv, which an author installs; no host names are written."""
    options = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet", "--upgrade"]
    for name, path in LOCKS.items():
        extras = [f"--extra={extra}" for extra in EXTRAS[name]]
        before = list(LOCKS.values())[: list(LOCKS).index(name)]
        pinned = [option for lock in before for option in ("--constraint", lock.name)]
        subprocess.run(
            ["uv", "pip", "compile", "pyproject.toml", *options, *extras, *pinned, "-o", path.name],
            cwd=ROOT,
            check=True,
        )
    return 0


TASKS = {task.__name__: task for task in (lab, test, build, present, slides, site, bench, clean, lock)}


def main(arguments: list[str]) -> int:
    """Run the task that the first argument names and hand it the other arguments."""
    if not arguments or arguments[0] not in TASKS:
        print(f"usage: python run.py {'|'.join(TASKS)}\n")
        for name, task in TASKS.items():
            print(f"  {name:6} {(task.__doc__ or '').splitlines()[0]}")
        return 0 if arguments[:1] in ([], ["-h"], ["--help"], ["help"]) else 2
    try:
        return TASKS[arguments[0]](*arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next run goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

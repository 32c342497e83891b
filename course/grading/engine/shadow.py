"""The course package as a student's kernel sees it: without the grader, the solutions and the expected answers."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import course

#: Parts of the package that have no business in a student's kernel.
LEFT_OUT = {"grading", "authoring", "_workbook", "__pycache__"}

QUIET = """
class _Quiet:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *answer, **named: None

    def __call__(self, *answer, **named):
        return None


check = hint = solution = progress = _Quiet()
"""


def package() -> Path:
    """Return the folder of the course package in use."""
    return Path(course.__file__).parent


def copy_to(folder: Path) -> None:
    """Copy the package, with every homework cut down to what it gives.

    Parameters
    ----------
    folder
        Where to; it must not exist yet.
    """
    shutil.copytree(package(), folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for chapter in (folder / "exercise").glob("chapter*.py"):
        chapter.write_text(reduced(chapter.read_text(encoding="utf-8")), encoding="utf-8")


def modules(folder: Path) -> list[str]:
    """Return the names of the copied modules that notebooks use, for the warm process to import."""
    parts = ("models", "data", "figures", "widgets", "exercise")
    files = [file for part in parts for file in sorted((folder / part).rglob("*.py")) if file.stem != "__init__"]
    return [".".join(("course", *file.relative_to(folder).with_suffix("").parts)) for file in files]


def reduced(source: str) -> str:
    r"""Return a homework's module with what it gives, and what that needs; checks and hints do nothing.

    It gives ``given`` and every public function: a function of the expected answers has a leading underscore.

    Examples
    --------
    >>> short = reduced("from a import b, c\nK = 2\ndef _right(): return c\ngiven = {'rate': b(K)}\nq = _right")
    >>> print(short.split("class")[0].strip())
    from a import b, c
    K = 2
    given = {'rate': b(K)}
    """
    body = ast.parse(source).body
    public = {each.name for each in body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")}
    wanted, kept = {"given", *public}, set[int]()
    for _round in body:
        for number, statement in enumerate(body):
            if number not in kept and (_defined(statement) & wanted or _always(statement)):
                kept.add(number)
                wanted |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    module = ast.Module([statement for number, statement in enumerate(body) if number in kept], type_ignores=[])
    return ast.unparse(module) + "\n\n" + QUIET


def _always(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _defined(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()

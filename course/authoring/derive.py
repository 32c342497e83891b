"""Derive a homework to do from the homework solved: each answer becomes three dots."""

from __future__ import annotations

import ast
import copy
import re
import textwrap

from nbformat import NotebookNode

from course.errors import CourseError
from course.i18n import _

BLOCK = re.compile(r"^[ \t]*# BEGIN SOLUTION\n(.*?)^[ \t]*# END SOLUTION[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)
#: Cells with this tag are for the solved homework alone.
ONLY_SOLVED = "solution-only"


def exercise_of(solved: NotebookNode) -> NotebookNode:
    """Return the student's copy of a solved homework: answers replaced by dots, no outputs.

    Raises
    ------
    CourseError
        When a question cell has no marked solution.
    """
    notebook = copy.deepcopy(solved)
    notebook.metadata.pop("widgets", None)
    notebook.cells = [cell for cell in notebook.cells if ONLY_SOLVED not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.source = blank(cell.source, cell.metadata.get("question", ""))
    return notebook


def blank(source: str, question: str = "") -> str:
    r"""Replace each marked answer in a cell: a named answer by ``name = ...``, a function's body by ``...``.

    Examples
    --------
    >>> print(blank("# BEGIN SOLUTION\nmargin = 160 * 0.3\nvalue = margin - 60\n# END SOLUTION", "q1"))
    value = ...
    """
    if question and not BLOCK.search(source):
        what = _("question {name} has no lines between # BEGIN SOLUTION and # END SOLUTION")
        raise CourseError(what.format(name=question))
    return BLOCK.sub(lambda match: _dots(match.group(1)), source).rstrip("\n")


def _dots(answer: str) -> str:
    indent = answer[: len(answer) - len(answer.lstrip(" "))]
    if indent:
        return f"{indent}...\n"
    named = [node for node in ast.parse(textwrap.dedent(answer)).body if isinstance(node, ast.Assign)]
    if not named:
        raise CourseError(_("an answer outside a function must give a value to a name"), where=answer.splitlines()[0])
    return f"{ast.unparse(named[-1].targets[0])} = ...\n"

"""Numbers in prose: ``{{ table.ltv[3]:.2f }}`` in a chapter's text is computed when the chapter is built.

What stands between the braces is evaluated in the notebook's own kernel at that place, so prose and figures cannot
disagree.  The built notebook holds the number; the text holds the formula.
"""

from __future__ import annotations

import json
import re

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from course.errors import CourseError
from course.i18n import _

PLACE = re.compile(r"\{\{ (.+?) ?\}\}")


def fill(client: NotebookClient, cell: NotebookNode, where: str) -> None:
    """Compute each number of a Markdown cell in the kernel and write it into the cell.

    Raises
    ------
    CourseError
        When an expression fails, naming it and the kernel's reason.
    """
    formulas = PLACE.findall(cell.source)
    if not formulas:
        return
    answers = iter([_evaluate(client, formula, where) for formula in formulas])
    cell.source = PLACE.sub(lambda match: next(answers), cell.source)


def _evaluate(client: NotebookClient, formula: str, where: str) -> str:
    try:
        return str(json.loads(aside(client, f"print(__import__('json').dumps(f'''{{{formula}}}'''))")))
    except CellExecutionError as error:
        what = _("the number {formula!r} in the text cannot be computed: {reason}")
        raise CourseError(what.format(formula=formula, reason=f"{error.ename}: {error.evalue}"), where=where) from error


def aside(client: NotebookClient, code: str) -> str:
    """Run code in the notebook's kernel without leaving a trace in the notebook; return what it printed."""
    asking = nbformat.v4.new_code_cell(code)
    first = client.nb.cells[0]
    client.execute_cell(asking, 0, store_history=False)
    # nbclient writes the cell it ran into the notebook: put back what stood there.
    client.nb.cells[0] = first
    return "".join(output.get("text", "") for output in asking.outputs)


def matches(source: str, built: str) -> bool:
    """Say whether a built cell's text is its source with numbers in the places of the formulas.

    Examples
    --------
    >>> matches("It is {{ ltv:.2f }} yuan.", "It is 66.08 yuan.")
    True
    >>> matches("It is {{ ltv:.2f }} yuan.", "It was 66.08 yuan.")
    False
    """
    words = [re.escape(part) for part in PLACE.split(source)[::2]]
    return re.fullmatch("(?:.+?)".join(words), built, flags=re.DOTALL) is not None

"""The table of the start page: every chapter and homework with its minutes and how far the student has come."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import workbook
from course.exercise.progress import Progress, of_this_student
from course.i18n import _

#: The tag of the start page's cell that shows the table.
TAG = "overview"


@dataclass(frozen=True)
class Row:
    """One chapter: its file name and title, minutes to teach and to do, and questions that pass out of all."""

    name: str
    title: str
    teach: int
    do: int
    passed: int
    questions: int


class Overview:
    """The chapters as a table with links, shown by a notebook as HTML and by nbval as text.

    Parameters
    ----------
    rows
        One for each chapter, in order.
    """

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        line = _("{title}: {teach} minutes to read, {do} to do; {passed} of {questions} questions pass")
        return "\n".join(
            line.format(title=row.title, teach=row.teach, do=row.do, passed=row.passed, questions=row.questions)
            for row in self.rows
        )

    def _repr_html_(self) -> str:
        titles = (_("Chapter"), _("Minutes to read"), _("Homework"), _("Minutes to do"), _("Your progress"))
        head = "".join(f'<th scope="col" style="text-align:left">{html.escape(title)}</th>' for title in titles)
        body = "".join(_html_row(row) for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_row(row: Row) -> str:
    link = '<a href="{folder}{name}.ipynb">{words}</a>'
    standing = _("{passed} of {questions} pass").format(passed=row.passed, questions=row.questions)
    cells = (
        link.format(folder="", name=row.name, words=html.escape(row.title)),
        str(row.teach),
        link.format(folder="../exercises/", name=row.name, words=_("open")) if row.questions else "",
        str(row.do) if row.questions else "",
        standing if row.questions else "",
    )
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"


def overview(progress: Progress | None = None) -> Overview:
    """Return the table of every chapter, with this student's progress."""
    records = (progress or of_this_student()).all()
    root = workbook.source()
    rows = []
    for path in sorted((root / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        if path.name == Path(workbook.START_PAGE).name:
            continue
        chapter, homework = _cells(path), _cells(root / "exercises" / path.name)
        questions = [cell["metadata"]["question"] for cell in homework if "question" in cell["metadata"]]
        done = records.get(path.stem, {})
        passed = sum(name in done and done[name].right for name in questions)
        title = f"{int(path.stem[:2])}. {_title(chapter)}"
        rows.append(Row(path.stem, title, _minutes(chapter), _minutes(homework), passed, len(questions)))
    return Overview(rows)


def _cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"]) if path.exists() else []


def _title(cells: list[dict[str, Any]]) -> str:
    return "".join(cells[0]["source"]).splitlines()[0].lstrip("# ")


def _minutes(cells: list[dict[str, Any]]) -> int:
    return sum(cell["metadata"].get("minutes", 0) for cell in cells)


def refresh_start_page(page: Path, work: Path) -> None:
    """Write the student's present progress into the start page's table, and touch nothing else on the page.

    A page the student has changed beyond recognition is left as it is.
    """
    try:
        notebook = json.loads(page.read_text(encoding="utf-8"))
        found = [cell for cell in notebook["cells"] if TAG in cell["metadata"].get("tags", [])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    table = overview(Progress(work))
    for cell in found:
        shown = {"text/html": table._repr_html_(), "text/plain": repr(table)}
        count = cell.get("execution_count")
        cell["outputs"] = [{"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": shown}]
    page.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")

"""The tables of a run: ``marks.csv``, ``items.csv``, ``junit.xml``.  The same marks give the same bytes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from course.grading.model import Marked
from course.grading.report.items import Item
from course.i18n import _

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return text that a spreadsheet shows as text: it would compute a cell that begins like a formula.

    Examples
    --------
    >>> plain("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> plain("Li Wei")
    'Li Wei'
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def number(value: float | None, digits: int = 6) -> str:
    """Return a number as short as it is exact, and ``""`` for none.

    Examples
    --------
    >>> number(2.0), number(1.33), number(None)
    ('2', '1.33', '')
    """
    return "" if value is None else f"{value:.{digits}g}"


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of questions, each once, with q2 before q10.

    Examples
    --------
    >>> in_order(["q10", "q2", "q2"])
    ['q2', 'q10']
    """
    return sorted(set(names), key=lambda name: (int("".join(re.findall(r"\d+", name)) or 0), name))


def write_marks(marked: Sequence[Marked], path: Path) -> None:
    """Write a row for each student and exercise; what was not marked has no numbers, so that a human sees it."""
    questions = in_order(name for one in marked for name in one.out_of)
    rows = [["student", "exercise", *questions, "total", "out_of", "status", "message"]]
    for one in marked:
        marks = [number(one.marks.get(name)) for name in questions]
        total = number(one.total) if one.marks else ""
        out_of = number(sum(one.out_of.values())) if one.out_of else ""
        rows.append([plain(one.student), plain(one.exercise), *marks, total, out_of, one.status, plain(one.message)])
    write_csv(rows, path)


def write_items(items: Sequence[Item], path: Path) -> None:
    """Write a row for each question; see `course.grading.report.items` for what the columns mean."""
    head = "exercise,question,points,n,facility,discrimination,low,high,most_common_wrong,wrong_n,unanswered"
    rows = [head.split(",")]
    for one in items:
        figures = [number(value, 4) for value in (one.facility, one.discrimination, one.low, one.high)]
        counts = [str(one.wrong_n), str(one.unanswered)]
        rows.append([one.exercise, one.question, number(one.points), str(one.n), *figures, plain(one.wrong), *counts])
    write_csv(rows, path)


def write_csv(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write rows as UTF-8 with plain line ends, the same on every machine."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def write_junit(marked: Sequence[Marked], path: Path) -> None:
    """Write one test case for each question of each student, without times: they would differ from run to run."""
    suites = ElementTree.Element("testsuites", name="course grade")
    for exercise in sorted({one.exercise for one in marked}):
        _add_suite(suites, exercise, [one for one in marked if one.exercise == exercise])
    ElementTree.indent(suites)
    path.write_bytes(ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n")


def _add_suite(suites: ElementTree.Element, exercise: str, marked: list[Marked]) -> None:
    suite = ElementTree.SubElement(suites, "testsuite", name=exercise or "?")
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for one in marked:
        for kind in _add_cases(suite, one):
            counts["tests"] += 1
            if kind:
                counts[kind] += 1
    for name, count in counts.items():
        suite.set(name, str(count))


def _add_cases(suite: ElementTree.Element, marked: Marked) -> list[str]:
    """Add the cases of one submission; return under which count each falls."""
    owner = _xml(f"{marked.exercise}.{marked.student}")
    if not marked.marks:
        case = ElementTree.SubElement(suite, "testcase", classname=owner, name=_("submission"))
        ElementTree.SubElement(case, "error", message=_xml(marked.message), type=marked.status)
        return ["errors"]
    words = {cell.question: cell.message for cell in marked.cells if cell.question}
    kinds = []
    for name in in_order(marked.out_of):
        case = ElementTree.SubElement(suite, "testcase", classname=owner, name=name)
        mark, points = marked.marks.get(name, 0.0), marked.out_of[name]
        kinds.append("" if mark >= points else "failures")
        if mark < points:
            message = f"{number(mark)}/{number(points)} {words.get(name, '')}"
            ElementTree.SubElement(case, "failure", message=_xml(message), type=marked.slips.get(name, ""))
    return kinds


def _xml(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _NO_XML.sub("?", text)

"""Slides of a chapter: the notebook a deck is laid out from, and the slides on file.

The deck's pages are made in the browser (``deck/deck.js``): it measures every block of the chapter and fills pages of
1280 by 720, so that nothing runs off a slide, whatever the chapter holds.  reveal.js turns the pages; it comes with the
package sphinx-revealjs, so that nothing is fetched from the network.  Formulas are turned into MathML here, which
browsers draw by themselves.
"""

from __future__ import annotations

import copy
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import workbook
from course.errors import CourseError
from course.i18n import _

DECK = Path(__file__).with_name("deck")
#: Where Jupyter's tools find the deck's templates.
TEMPLATES = DECK / "jupyter"
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
#: Sections that a class does not look at together.
_AT_HOME = ("## Quiz", "## References", "## How far you are")


def chapter_named(name: str) -> Path:
    """Return the built notebook of the chapter whose file name begins with ``name``.

    Raises
    ------
    CourseError
        When no chapter, or more than one, begins so.
    """
    known = chapters()
    found = [path for path in known if path.stem.startswith(name.zfill(2) if name.isdigit() else name)]
    if len(found) != 1:
        what = _("no chapter begins with {name!r}").format(name=name)
        raise CourseError(what, fix=_("There are {known}").format(known=", ".join(path.stem for path in known)))
    return found[0]


def chapters() -> list[Path]:
    """Return the built notebooks of all chapters, without the start page."""
    found = sorted((workbook.source() / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    return [path for path in found if path.name != Path(workbook.START_PAGE).name]


def deck_notebook(chapter: Path, *, answers: bool = True) -> NotebookNode:
    """Return the notebook a deck is made from: the chapter as a class sees it, then its homework question by question.

    Parameters
    ----------
    chapter
        The built notebook.
    answers
        Keep the answers of the homework, marked, so that the deck shows each only when the teacher asks for it.
    """
    deck = nbformat.read(chapter, as_version=4)
    deck.cells = [_marked(cell, "chapter") for cell in _for_the_class(deck.cells)]
    solved = workbook.solutions() / chapter.name
    if solved.exists():
        homework = _homework(nbformat.read(solved, as_version=4).cells)
        deck.cells += [_marked(cell, "homework") for cell in homework if answers or not _is_answer(cell)]
    for cell in deck.cells:
        if cell.cell_type == "markdown":
            cell.source = with_mathml(cell.source)
    return deck


def _for_the_class(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Leave out the sections that are for the desk: from their heading to the next one."""
    kept, at_home = [], False
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            at_home = cell.source.startswith(_AT_HOME)
        if not at_home:
            kept.append(cell)
    return kept


def _homework(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the questions with their answers; the checks show nothing in class and are left out."""
    kept = [cell for cell in _for_the_class(cells) if "check" not in cell.metadata and cell.source != "progress()"]
    for cell in kept:
        if "question" in cell.metadata:
            lines = [
                line for line in cell.source.splitlines() if line.strip() not in ("# BEGIN SOLUTION", "# END SOLUTION")
            ]
            cell.source = "\n".join(lines)
            cell.metadata.tags = [*cell.metadata.get("tags", []), "answer"]
        cell.metadata.pop("minutes", None)  # the plan of the class counts the chapter alone
    return kept


def _is_answer(cell: NotebookNode) -> bool:
    return "answer" in cell.metadata.get("tags", [])


def _marked(cell: NotebookNode, part: str) -> NotebookNode:
    fresh = copy.deepcopy(cell)
    fresh.metadata["deck"] = {"part": part}
    fresh.id = f"{part}-{fresh.id}"  # both notebooks number their cells alike
    return fresh


def with_mathml(text: str) -> str:
    """Return Markdown with its formulas as MathML; what stands in code is left alone.

    Examples
    --------
    >>> with_mathml("at $r$, not at `$r$`")[:45]
    'at <math xmlns="http://www.w3.org/1998/Math/M'
    """
    parts = _CODE.split(text)
    return "".join(part if index % 2 else _FORMULA.sub(_mathml, part) for index, part in enumerate(parts))


def _mathml(match: re.Match[str]) -> str:
    from latex2mathml.converter import convert

    block, line = match.groups()
    return str(convert(block or line, display="block" if block else "inline"))


def resources() -> dict[str, Any]:
    """Return what the deck's template puts into the page: looks, scripts, words.

    Raises
    ------
    CourseError
        When the package that brings reveal.js is not installed.
    """
    try:
        import sphinx_revealjs
    except ImportError as error:
        raise CourseError(_("slides need reveal.js, which is not installed"), fix=EXTRA_FIX) from error
    reveal = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs" / "dist"
    return {
        "deck": {
            "reveal_js": (reveal / "reveal.js").read_text(encoding="utf-8"),
            "reveal_css": (reveal / "reveal.css").read_text(encoding="utf-8"),
            "js": (DECK / "deck.js").read_text(encoding="utf-8"),
            "css": (DECK / "deck.css").read_text(encoding="utf-8"),
            "words": _words(),
        }
    }


EXTRA_FIX = _("Run `make present CHAPTER=04`, or install the extra: pip install 'customer-value-workbook[present]'")


def _words() -> dict[str, str]:
    return {
        "used": _("used"),
        "plan": _("plan here"),
        "left": _("left"),
        "keys": _("H: keys"),
        "help": _("Keys"),
        "turn": _("next and last slide"),
        "code": _("show or hide the code"),
        "timer": _("show or hide the clock"),
        "restart": _("start the clock anew"),
        "notes": _("Speaker's notes"),
        "answer": _("reveal the answer"),
        "full": _("full screen"),
        "all": _("all slides"),
        "minutes": _("Minutes for this section:"),
        "next": _("Next:"),
    }


def page(chapter: Path, *, answers: bool = False) -> str:
    """Return a chapter's slides as one HTML page without network or kernel; explorers are their static twins."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="deck",
        extra_template_basedirs=[str(TEMPLATES / "nbconvert" / "templates")],
        exclude_anchor_links=True,  # embed_images would take formulas apart; pictures are in the page anyhow
    )
    notebook = deck_notebook(chapter, answers=answers)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    body, _rest = exporter.from_notebook_node(notebook, resources=resources())
    return str(body)


def write(chapter: Path, folder: Path, *, answers: bool = False) -> Path:
    """Write a chapter's slides into a folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{chapter.stem}.html"
    path.write_text(page(chapter, answers=answers), encoding="utf-8")
    return path


#: Browsers that print a page to PDF from the command line, by the names they go by.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def print_pdf(page: Path) -> Path:
    """Print slides to PDF, one slide a page, by a browser of this machine.

    Raises
    ------
    CourseError
        When there is no such browser, or the extra ``present`` is not installed.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CourseError(_("printing needs Playwright, which is not installed"), fix=EXTRA_FIX) from error
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        fix = _("Install one, or open {name} with '?print-pdf' behind its address and print it").format(name=page.name)
        raise CourseError(_("a PDF needs Chromium, Chrome or Edge, and none was found"), fix=fix)
    target = page.with_suffix(".pdf")
    with sync_playwright() as playwright, closing(playwright.chromium.launch(executable_path=browser)) as chromium:
        tab = chromium.new_page(viewport={"width": 1280, "height": 720})
        tab.goto(f"{page.resolve().as_uri()}?print-pdf")
        tab.wait_for_selector("body[data-deck=ready]", timeout=60_000)
        tab.pdf(path=target, width="1280px", height="720px", print_background=True)
    return target

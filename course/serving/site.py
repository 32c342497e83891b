"""The course as a static book: every chapter and homework, glossary, search, without network and without Python.

Sphinx builds it, with MyST-NB, which reads the built notebooks as they are: nothing is executed again.  Formulas are
MathML, explorers are their static twins, and a quiz opens its answers without a script, so the pages ask nothing of any
other host.  (jupyter-book 2 was tried: it fetches its template from the network.)
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import workbook
from course.data import glossary, provenance, systems
from course.errors import CourseError
from course.i18n import _
from course.serving import slides

_CHAPTER = re.compile(r"\b(Chapter|chapter) (\d{1,2})\b(?!\])")
_STYLE = """
.bd-article .cell_output table, .bd-article table { font-size: 0.95rem; }
.cell_output .text_html, .cell_output .output { overflow-x: auto; }
.cell_output img { background: #ffffff; }
math[display="block"] { margin: 1em 0; }
/* The theme leaves too little contrast here in the dark. */
html[data-theme="dark"] .cell_output .text_html :is(caption, h3, h4) { color: #1b1b1b; }
html[data-theme="dark"] span.highlighted { background: #ffe58a; color: #1b1b1b; }
"""
#: Three bars that rise, in the course's blue.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#0072B2">'
    '<path d="M1 10h4v5H1zM6 6h4v9H6zM11 1h4v14h-4z"/></svg>'
)


def build(out: Path) -> Path:
    """Build the site into a folder and return its first page.

    Parameters
    ----------
    out
        Where the pages go; a folder of an earlier site is replaced, any other is refused.

    Raises
    ------
    CourseError
        When the folder holds something else, Sphinx is not installed, or Sphinx has a warning.
    """
    try:
        from sphinx.cmd.build import build_main
    except ImportError as error:
        raise CourseError(_("Sphinx is not installed"), fix=slides.EXTRA_FIX) from error
    _clear(out)
    with tempfile.TemporaryDirectory(prefix="course-site-") as folder:
        pages, warnings = Path(folder) / "pages", Path(folder) / "warnings"
        write_pages(pages)
        options = ["-q", "-W", "--keep-going", "-w", str(warnings), "-d", str(Path(folder) / "read"), "-j", "auto"]
        if build_main([*options, "-b", "html", str(pages), str(out)]):
            said = warnings.read_text(encoding="utf-8") if warnings.exists() else ""
            raise CourseError(_("Sphinx is not content: {words}").format(words=said.strip()[:500]))
    return out / "index.html"


def _clear(out: Path) -> None:
    """Remove an earlier site; a folder with anything else in it is somebody's."""
    if out.exists() and any(out.iterdir()):
        if not (out / ".buildinfo").exists():
            raise CourseError(_("the folder is not empty and holds no site"), where=str(out), fix=_("Name another"))
        shutil.rmtree(out)


def write_pages(folder: Path) -> None:
    """Write what Sphinx reads: its settings, the notebooks as a reader sees them, the pages of docs, the glossary."""
    (folder / "_static").mkdir(parents=True)
    (folder / "_static" / "site.css").write_text(_STYLE, encoding="utf-8")
    (folder / "_static" / "icon.svg").write_text(_ICON, encoding="utf-8")
    chapters = slides.chapters()
    for chapter in chapters:
        _write(folder / "chapters" / chapter.name, nbformat.read(chapter, as_version=4), chapters)
        homework = workbook.source() / "exercises" / chapter.name
        if homework.exists():
            _write(folder / "homework" / chapter.name, nbformat.read(homework, as_version=4), chapters)
    _text(folder / "glossary.md", glossary_page())
    _text(folder / "systems.md", systems.page())
    _text(folder / "data.md", provenance.page())
    _text(folder / "index.md", _index(chapters))
    _text(folder / "conf.py", _settings())


def _text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")


def _write(path: Path, notebook: NotebookNode, chapters: list[Path]) -> None:
    path.parent.mkdir(exist_ok=True)
    nbformat.write(for_readers(notebook, chapters), path)


def for_readers(notebook: NotebookNode, chapters: list[Path]) -> NotebookNode:
    """Return a notebook as the site shows it: formulas as MathML, static twins, links to chapters and terms.

    Parameters
    ----------
    notebook
        A built notebook; it is changed.
    chapters
        The built chapters that a mention of "Chapter 4" may link to.
    """
    notebook.metadata.pop("widgets", None)
    linked: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _with_terms(_with_chapters(slides.with_mathml(cell.source), chapters), linked)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def _with_chapters(text: str, chapters: list[Path]) -> str:
    """Link each mention of a chapter to its page, but not in a heading."""
    names = {int(path.stem[:2]): path.stem for path in chapters}

    def link(match: re.Match[str]) -> str:
        name = names.get(int(match.group(2)))
        return f"[{match.group(0)}](../chapters/{name}.ipynb)" if name else match.group(0)

    return "\n".join(line if line.startswith("#") else _CHAPTER.sub(link, line) for line in text.split("\n"))


def _with_terms(text: str, linked: set[str]) -> str:
    """Link each term to the glossary where the chapter defines it: where it stands in bold."""
    for term in glossary.terms():
        bold = re.compile(rf"\*\*({re.escape(term.name)})\*\*", re.IGNORECASE)
        if term.name not in linked and bold.search(text):
            linked.add(term.name)
            link = f'<a href="../glossary.html#{anchor(term.name)}">'
            text = bold.sub(rf"{link}<strong>\1</strong></a>", text, count=1)
    return text


def anchor(name: str) -> str:
    """Return the address of a term within the glossary page.

    Examples
    --------
    >>> anchor("value of loyalty (price)")
    'term-value-of-loyalty-price'
    """
    return "term-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def glossary_page() -> str:
    """Return the course's glossary page, with a place to link to at each term."""
    page = glossary.page()
    for term in glossary.terms():
        row = f"| {term.name} | {term.zh} |"
        page = page.replace(row, f'| <span id="{anchor(term.name)}"></span>{term.name} | {term.zh} |', 1)
    return page


def _index(chapters: list[Path]) -> str:
    home = (workbook.source() / "exercises").glob("*.ipynb")
    with_homework = {path.stem for path in home}
    parts = [
        f"# {_('Customer value')}",
        _(
            "What is a customer worth, and what should a company do about it? Read here; to move the sliders, run the "
            "code and have your answers checked, install the workbook and type `make lab`."
        ),
        _tree(_("Chapters"), [f"{_numbered(path)} <chapters/{path.stem}>" for path in chapters]),
        _tree(_("Homework"), [f"homework/{path.stem}" for path in chapters if path.stem in with_homework]),
        _tree(_("Reference"), ["glossary", "systems", "data"]),
    ]
    return "\n\n".join(parts) + "\n"


def _numbered(chapter: Path) -> str:
    title = nbformat.read(chapter, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")
    return f"{int(chapter.stem[:2])}. {title}"


def _tree(caption: str, pages: list[str]) -> str:
    listed = "\n".join(pages)
    return f"## {caption}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```"


def _settings() -> str:
    """Return Sphinx's settings."""
    return f'''
project = "{_("Customer value workbook")}"
language = "en"
extensions = ["myst_nb"]
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/icon.svg"
html_context = {{"default_mode": "auto"}}
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {{"show_toc_level": 2, "use_download_button": False, "use_fullscreen_button": False}}
'''

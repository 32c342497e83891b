"""Build the notebooks: one way, from text to executed notebook, with the same bytes every time.

``notebooks/NN-topic.py`` and ``solutions/NN-topic.py`` are read by jupytext and executed by nbclient;
``exercises/NN-topic.ipynb`` is derived from the solutions and not executed.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from course import workbook
from course.authoring import freshness, prose, source, timings
from course.authoring.derive import exercise_of
from course.data import glossary, provenance, systems
from course.errors import CourseError
from course.exercise.progress import WORK_VARIABLE
from course.i18n import _


def build(names: Sequence[str] = (), *, everything: bool = True, workers: int = 1) -> int:
    """Build notebooks and return how many files changed.

    Parameters
    ----------
    names
        Only those whose names begin with one of these; without names, all.
    everything
        Also those that are up to date, with all that they were made from.
    workers
        Processes at once; the start page is built last, because it shows all the others.
    """
    record = freshness.Record()
    wanted = [path for path in sources(names) if everything or not record.is_fresh(path.with_suffix(".ipynb"))]
    last = [path for path in wanted if path.name == Path(workbook.START_PAGE).with_suffix(".py").name]
    first = [path for path in wanted if path not in last]
    changed = 0
    for one in [*_side_by_side(first, workers), *map(_build_one, last or (_start() if first and not names else []))]:
        changed += one.changed
        record.add(one.files, one.used)
    record.save()
    return changed + write_pages()


@dataclass(frozen=True)
class Built:
    """What came of one text: how many files changed, the files written, and the files of the package it used."""

    changed: int
    files: list[Path]
    used: list[str]


def _side_by_side(paths: list[Path], workers: int) -> Iterable[Built]:
    if workers == 1 or len(paths) < 2:
        yield from map(_build_one, paths)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_build_one, paths)


def _start() -> list[Path]:
    """Return the start page's text: it shows titles and minutes of all chapters, so it follows any change."""
    page = (workbook.source() / workbook.START_PAGE).with_suffix(".py")
    return [page] if page.exists() else []


def _build_one(path: Path) -> Built:
    notebook, used = execute_and_tell(source.read(path), path)
    files = [path.with_suffix(".ipynb")]
    changed = int(_write(files[0], notebook))
    if path.parent.name == "solutions":
        # From the built one, so that the numbers in its text are computed there too.
        files.append(_exercise_path(path))
        changed += _write(files[1], exercise_of(notebook))
    texts = [path.parents[1] / folder / path.name for folder in ("notebooks", "solutions")]  # minutes come from both
    return Built(changed, files, [*used, *map(str, texts)])


def check(names: Sequence[str] = ()) -> list[str]:
    """Compare every built notebook with its text, without executing; return one sentence for each that is stale."""
    problems: list[str] = []
    for path in sources(names):
        fresh = source.read(path)
        problems += _stale(fresh, path.with_suffix(".ipynb"))
        if path.parent.name == "solutions":
            problems += _stale(exercise_of(fresh), _exercise_path(path))
    return problems + ([] if names else [*_orphans(), *_stale_pages()])


def sources(names: Sequence[str] = ()) -> list[Path]:
    """Return the text files of the chapters and solutions; the start page last, because it shows all the others."""
    root = workbook.source()
    found = [path for folder in ("notebooks", "solutions") for path in sorted((root / folder).glob("[0-9][0-9]-*.py"))]
    found.sort(key=lambda path: path.name == Path(workbook.START_PAGE).name)
    chosen = [path for path in found if not names or path.stem.startswith(tuple(names))]
    if names and not chosen:
        known = ", ".join(sorted({path.stem for path in found}))
        raise CourseError(
            _("no chapter begins with {names}").format(names=", ".join(names)),
            fix=_("There are {known}").format(known=known),
        )
    return chosen


def execute(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Run a notebook as `execute_and_tell` does, and return it alone."""
    return execute_and_tell(notebook, path)[0]


def execute_and_tell(notebook: NotebookNode, path: Path) -> tuple[NotebookNode, list[str]]:
    """Run a notebook from top to bottom in a kernel of its own, computing the numbers in its prose on the way.

    Returns
    -------
    tuple
        The notebook as it is written, and the files of the package that it imported.

    Raises
    ------
    CourseError
        When a cell fails, naming the file and the cell.
    """
    client = NotebookClient(
        notebook,
        extra_arguments=["--log-level=ERROR"],
        timeout=120,
        record_timing=False,
        store_widget_state=True,
        resources={"metadata": {"path": path.parent}},
    )
    with client.setup_kernel(env=_clean_environment()):
        prose.aside(client, _front_matter(path))
        for index, cell in enumerate(notebook.cells):
            _one_cell(client, cell, index, f"{path.name}, {_('cell')} {index + 1}")
        client.set_widgets_metadata()
        used = freshness.imported(client) if notebook.cells else []
    return normalise(notebook), used


def _one_cell(client: NotebookClient, cell: NotebookNode, index: int, where: str) -> None:
    if cell.cell_type == "markdown":
        prose.fill(client, cell, where)
        return
    try:
        client.execute_cell(cell, index)
    except CellExecutionError as error:
        raise CourseError(
            f"{error.ename}: {error.evalue}", where=where, fix=_("Mend the cell and build again")
        ) from error


def _front_matter(path: Path) -> str:
    """Return code that gives the prose of a chapter its terms and minutes; no code cell of the notebook sees it."""
    root = path.parent.parent
    teach = timings.total(root / "notebooks" / path.name)
    do = timings.total(root / "solutions" / path.name)
    return f"from course.data.glossary import chapter_table as terms\nminutes_to_teach, minutes_to_do = {teach}, {do}"


def _clean_environment() -> dict[str, str]:
    """Return the environment without the author's own progress, which must not reach a built notebook."""
    return {name: value for name, value in os.environ.items() if name != WORK_VARIABLE}


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Name widgets in the order they appear, so that two builds give the same bytes."""
    state = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    text = nbformat.writes(notebook)
    for rank, model in enumerate(_in_order(text, state), start=1):
        text = text.replace(model, f"{rank:032x}")
    fresh = nbformat.reads(text, as_version=4)
    if state:
        stored = fresh.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]
        stored["state"] = dict(sorted(stored["state"].items()))
    return fresh


def _in_order(text: str, state: NotebookNode) -> list[str]:
    """Return every widget: each one that an output shows, in the notebook's order, followed by the parts it is made of.

    A widget that nothing shows comes last, by its content.
    """
    shown = {model: text.find(f'"model_id": "{model}"') for model in state}
    tops = sorted((model for model in state if shown[model] >= 0), key=lambda model: shown[model])
    hidden = sorted((model for model in state if shown[model] < 0), key=lambda model: _content(state[model]))
    order: dict[str, None] = {}
    for model in [*tops, *hidden]:
        _with_parts(model, state, order)
    return list(order)


def _with_parts(model: str, state: NotebookNode, order: dict[str, None]) -> None:
    if model not in order and model in state:
        order[model] = None
        for part in _PART.findall(json.dumps(state[model], sort_keys=True)):
            _with_parts(part, state, order)


#: How one widget names another it is made of.
_PART = re.compile(r"IPY_MODEL_(\w+)")


def _content(model: NotebookNode) -> str:
    """Return what a widget is, without the random names of its parts."""
    return _PART.sub("", json.dumps(model, sort_keys=True))


def _write(path: Path, notebook: NotebookNode) -> bool:
    return _write_text(path, nbformat.writes(notebook) + "\n")


def _write_text(path: Path, text: str) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _exercise_path(solution: Path) -> Path:
    return solution.parent.parent / "exercises" / f"{solution.stem}.ipynb"


def _stale(fresh: NotebookNode, path: Path) -> list[str]:
    """Say where a built notebook differs from its text, or nothing."""
    rebuild = _("Run 'course build {name}'").format(name=path.stem)
    name = f"{path.parent.name}/{path.name}"
    if not path.exists():
        return [_("{name} is not built. {rebuild}.").format(name=name, rebuild=rebuild)]
    built = nbformat.read(path, as_version=4)
    if len(fresh.cells) != len(built.cells):
        return [_("{name} has other cells than its text. {rebuild}.").format(name=name, rebuild=rebuild)]
    for number, (one, two) in enumerate(zip(fresh.cells, built.cells, strict=True), start=1):
        same_words = prose.matches(one.source, two.source) if one.cell_type == "markdown" else one.source == two.source
        if not same_words or one.id != two.id or one.metadata != two.metadata:
            stale = _("{name}, cell {number}, differs from its text. {rebuild}.")
            return [stale.format(name=name, number=number, rebuild=rebuild)]
    return []


def _page(name: str) -> Path:
    return workbook.source() / "docs" / name


def _data_page() -> Path:
    return _page("data.md")


#: The pages made from the lists in course/data.
PAGES = {"data.md": provenance.page, "systems.md": systems.page, "glossary.md": glossary.page}


def write_pages() -> int:
    """Write the pages made from the lists of data, systems and terms; return how many changed."""
    return sum(_write_text(_page(name), text()) for name, text in PAGES.items())


def _stale_pages() -> Iterable[str]:
    for name, text in PAGES.items():
        if not _page(name).exists() or _page(name).read_text(encoding="utf-8") != text():
            yield _("docs/{name} differs from the lists in course/data. Run 'course build'.").format(name=name)


def _orphans() -> Iterable[str]:
    """Yield a sentence for each built notebook whose text is gone."""
    root = workbook.source()
    for folder, origin in (("notebooks", "notebooks"), ("solutions", "solutions"), ("exercises", "solutions")):
        for path in sorted((root / folder).glob("*.ipynb")):
            if not (root / origin / f"{path.stem}.py").exists():
                yield _("{name} has no text it is built from. Delete it.").format(name=f"{folder}/{path.name}")

"""Present a chapter in class: a full-screen deck with live explorers, served on this machine by Voilà.

Voilà runs the chapter in a kernel and keeps the widgets connected to it.  It was chosen by what works on the screen:
jupyterlab-rise does not show ipywidgets 8, and jupyterlab-slideshow has no speaker's notes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from course.errors import CourseError
from course.i18n import _
from course.serving import slides
from course.serving.connection import PromptConnection

#: Where Voilà listens unless told otherwise; when it is taken, Voilà tries others.
PORT = 8866


def present(name: str, *, browser: bool = True, port: int = PORT) -> None:
    """Serve one chapter as a deck until Ctrl-C.

    Parameters
    ----------
    name
        How the chapter's file name begins: ``"04"`` or ``"04-cohort"``.
    browser
        Open it in the browser.
    port
        Where to listen, on this machine only.

    Raises
    ------
    CourseError
        When there is no such chapter, or the extra ``present`` is not installed.
    """
    try:
        from voila.app import Voila
    except ImportError as error:
        raise CourseError(_("Voilà is not installed"), fix=slides.EXTRA_FIX) from error
    chapter = slides.chapter_named(name)
    # Voilà looks for templates where Jupyter keeps its data, and the kernel must be this Python's own.
    os.environ["JUPYTER_PATH"] = str(slides.TEMPLATES)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    with tempfile.TemporaryDirectory(prefix="course-deck-") as folder:
        notebook = Path(folder) / chapter.name
        nbformat.write(_to_run(chapter), notebook)
        app = Voila(config=_config())
        app.initialize([str(notebook), f"--port={port}", *([] if browser else ["--no-browser"])])
        app.start()


def _to_run(chapter: Path) -> NotebookNode:
    """Return the deck's notebook without what was drawn when it was built: the kernel draws it anew."""
    deck = slides.deck_notebook(chapter)
    deck.metadata.pop("widgets", None)
    for cell in deck.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return deck


def _config() -> Config:
    config = Config()
    config.VoilaConfiguration.template = "deck"
    config.VoilaConfiguration.strip_sources = False  # the code is there at a key
    config.VoilaConfiguration.resources = slides.resources()
    config.Voila.kernel_websocket_connection_class = PromptConnection
    # Of JupyterLab's extensions only the widgets are of use here; others ask for a newer JupyterLab than Voilà holds.
    config.VoilaConfiguration.extension_allowlist = [
        "@voila-dashboards/widgets-manager8",
        "@jupyter-widgets/jupyterlab-manager",
        "anywidget",
    ]
    config.VoilaExecutor.timeout = 120
    return config

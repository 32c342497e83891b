"""Where the notebooks lie, and how a student gets copies to work in.

The tracked notebooks are never opened for work: an update must bring new ones and keep every answer.  So new files are
copied into the work folder, and a file that is already there is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from course.errors import CourseError
from course.i18n import _

START_PAGE = "notebooks/00-start-here.ipynb"
#: What a student gets, and in which folder of the workbook it lies.
COPIED = ("notebooks", "exercises")

PACKAGE = Path(__file__).resolve().parent


def source() -> Path:
    """Return the folder that holds ``notebooks/`` and ``exercises/``.

    An installed wheel carries them inside the package; in a source checkout they lie beside it.

    Raises
    ------
    CourseError
        When neither is there.
    """
    for folder in (PACKAGE / "_workbook", PACKAGE.parent):
        if (folder / "notebooks").is_dir():
            return folder
    raise CourseError(
        _("the notebooks are missing"), where=str(PACKAGE.parent), fix=_("Install the workbook again from its wheel")
    )


def solutions() -> Path:
    """Return the folder of the solved homework, in the wheel or in the checkout."""
    return source() / "solutions"


def copy_new(work: Path) -> dict[str, list[str]]:
    """Copy the notebooks that the work folder lacks into it, and never overwrite one.

    Parameters
    ----------
    work
        The student's folder; it is made when missing.

    Returns
    -------
    dict
        The names of the files copied, by folder: ``{"notebooks": ["02-lifecycle.ipynb"], "exercises": []}``.

    Raises
    ------
    CourseError
        When the folder cannot be written to.
    """
    try:
        return {kind: _copy_folder(source() / kind, work / kind) for kind in COPIED}
    except OSError as error:
        raise CourseError(
            _("cannot write there: {reason}").format(reason=error.strerror),
            where=str(work),
            fix=_("Choose a folder of your own with --folder"),
        ) from error


def _copy_folder(origin: Path, target: Path) -> list[str]:
    target.mkdir(parents=True, exist_ok=True)
    new = [path for path in sorted(origin.glob("*.ipynb")) if not (target / path.name).exists()]
    for path in new:
        # Content only: permissions stay behind, so that a copy from a read-only place can be written to.  And under
        # another name first: half a file, left by a crash, would count as the student's and stay for ever.
        part = target / f"{path.name}.part"
        part.write_bytes(path.read_bytes())
        part.replace(target / path.name)
    return [path.name for path in new]


def trust(notebooks: Iterable[Path]) -> None:
    """Sign our own notebooks for this user, as ``jupyter trust`` does.

    JupyterLab strips the styles and widgets from the stored outputs of a notebook that is not signed.  A file that is
    no notebook is passed over: JupyterLab will say so where the student opens it.
    """
    from nbformat import read
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in notebooks:
        with suppress(Exception):
            notary.sign(read(path, as_version=4))
    notary.store.close()


def news(copied: dict[str, list[str]]) -> str:
    """Say in one sentence what was copied.

    Examples
    --------
    >>> news({"notebooks": ["02-lifecycle.ipynb"], "exercises": []})
    'New: 1 in notebooks (02-lifecycle.ipynb).'
    >>> news({"notebooks": [], "exercises": []})
    'Nothing new; your files are as you left them.'
    """
    parts = [
        _("{count} in {folder} ({names})").format(count=len(names), folder=folder, names=", ".join(names))
        for folder, names in copied.items()
        if names
    ]
    if not parts:
        return _("Nothing new; your files are as you left them.")
    return _("New: {parts}.").format(parts="; ".join(parts))

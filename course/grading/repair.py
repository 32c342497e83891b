"""Read what a student handed in as a notebook, repair what can be repaired, and say what cannot.

The file is untrusted and may be damaged, huge or no notebook at all: nothing here raises.  Only code cells and what the
grader needs of them are kept; outputs and the state of widgets are passed over without being read into memory.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from course.grading.pieces import PIECE, Cut, Pieces, TooIntricate
from course.i18n import _

Text = bytes | Pieces

#: What a file, a notebook and a cell may have at most; a homework has about 20 cells of a few lines.
MOST_BYTES, MOST_CELLS, MOST_LETTERS = 300_000_000, 1000, 100_000
#: Letters of all cells together, and of the name of a cell.
MOST_TOTAL, MOST_NAME = 1_000_000, 64
#: A file up to this size is read whole; a larger one is read cell by cell.
WHOLE = 4_000_000

_KINDS = (
    (b"PK\x03\x04", _("The file is a zip or Office document under the name of a notebook.")),
    (b"%PDF", _("The file is a PDF, not a notebook.")),
    (b"\xd0\xcf\x11\xe0", _("The file is an old Office document, not a notebook.")),
    (b"\x89PNG", _("The file is a picture, not a notebook.")),
    (b"\xff\xd8\xff", _("The file is a picture, not a notebook.")),
    (b"{\\rtf", _("The file is a text document (RTF), not a notebook.")),
    (b"<", _("The file is a web page, not a notebook: perhaps the page was saved in place of the file.")),
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_START = re.compile(rb'\{\s*"(?:cell_type|attachments|execution_count|id|metadata|source|outputs|collapsed|input)"\s*:')
_SPACE = re.compile(rb"[\s,:]*")
_AFTER = re.compile(rb"[\s,]*")
_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST_NAME}}}")
_WANTED = ("cell_type", "source", "input", "id", "metadata", "language")


@dataclass(frozen=True)
class Repaired:
    """What could be read of one file.

    Parameters
    ----------
    notebook
        Format 4, code cells alone, no outputs; None when the file holds no notebook.  Its metadata tell the
        ``language`` and the harmless ``repairs``, which cost the student nothing.
    problems
        One sentence for each thing that may have cost something: cells lost, left out, or of another language.
    """

    notebook: dict[str, Any] | None
    problems: tuple[str, ...] = ()

    def dumped(self) -> bytes | None:
        """Return the notebook as bytes, always the same for the same notebook."""
        if self.notebook is None:
            return None
        return json.dumps(self.notebook, ensure_ascii=True, sort_keys=True).encode()


@dataclass
class _Notes:
    """What is found on the way: harmless repairs, and problems."""

    repairs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def repaired(self, sentence: str) -> None:
        if sentence not in self.repairs:
            self.repairs.append(sentence)

    def lost(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)


def repair(data: Text) -> Repaired:
    """Return the notebook in some bytes, or in the pieces of a file, as far as it can be read.

    Examples
    --------
    >>> repair(b"").problems
    ('The file is empty.',)
    >>> cut = b'{"cells": [{"cell_type": "code", "source": "x = 1"}, {"cell_type": "code", "sou'
    >>> found = repair(cut)
    >>> [cell["source"] for cell in found.notebook["cells"]]
    ['x = 1']
    >>> found.problems
    ('The file is cut off: 1 complete code cell was recovered, the rest is lost.',)
    """
    notes = _Notes()
    if refusal := _no_notebook(data):
        return Repaired(None, (refusal,))
    try:
        with contextlib.closing(tempfile.SpooledTemporaryFile(max_size=WHOLE)) as spool:
            cells, metadata = _read(_utf8(data, spool, notes), notes)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        words = _("The file cannot be read as a notebook ({kind}).").format(kind=type(error).__name__)
        return Repaired(None, (words,))
    if cells is None:
        return Repaired(None, tuple(notes.problems) or (_not_json(data),))
    language = _language(metadata)
    if language not in ("python", ""):
        notes.lost(_("The notebook is set to run {language}, not Python.").format(language=language[:30]))
    kept = _clean(cells, notes)
    about = {"language": language, "repairs": notes.repairs}
    return Repaired({"cells": kept, "metadata": about, "nbformat": 4, "nbformat_minor": 5}, tuple(notes.problems))


def _no_notebook(data: Text) -> str:
    if not len(data) or not bytes(data[:4096]).strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return _("The file is empty.")
    if len(data) > MOST_BYTES:
        return _("The file has {size} MB, too much for a homework.").format(size=len(data) // 1_000_000)
    head = bytes(data[:64]).lstrip()
    return next((words for mark, words in _KINDS if head.startswith(mark)), "")


def _not_json(data: Text) -> str:
    head = bytes(data[:2000])
    if re.search(rb"^\s*(import|from|def|#|print)\b", head, re.MULTILINE) or head.lstrip().startswith(b"#"):
        return _("The file holds program text, not a notebook: ask for the .ipynb file.")
    return _("The file holds no cells of a notebook.")


def _utf8(data: Text, spool: IO[bytes], notes: _Notes) -> Text:
    """Return the same text in UTF-8 without byte order mark and NULs; what must change is written to ``spool``."""
    head = bytes(data[:64])
    mark, code = next(((mark, code) for mark, code in _MARKS if head.startswith(mark)), (b"", ""))
    if not code and b"\x00" in head[:4]:
        code = "utf-16-be" if head[0] == 0 else "utf-16-le"
    if code and code != "utf-8":
        notes.repaired(_("The file was written in {code}, not UTF-8.").format(code=code.upper()))
        decoder = codecs.getincrementaldecoder(code)(errors="replace")
        return _copied(data, len(mark), spool, lambda part: decoder.decode(part).encode("utf-8", errors="replace"))
    if mark:
        notes.repaired(_("The file begins with a byte order mark."))
    damaged = b"\x00" in data[: WHOLE + 1]
    if damaged:
        notes.lost(_("The file holds NUL bytes, a sign of damage; they were left out."))
    return _copied(data, len(mark), spool, lambda part: part.replace(b"\x00", b"")) if mark or damaged else data


def _copied(data: Text, start: int, spool: IO[bytes], change: Callable[[bytes], bytes]) -> Text:
    for at in range(start, len(data), PIECE):
        spool.write(change(data[at : at + PIECE]))
    return Pieces(spool)


def _read(data: Text, notes: _Notes) -> tuple[list[Any] | None, Any]:
    """Return the cells and the notebook's metadata: quickly when the file is whole, cell by cell when it is not."""
    if len(data) <= WHOLE:
        with contextlib.suppress(ValueError, RecursionError):
            return _of_whole(json.loads(data[:].decode("utf-8"), strict=False), notes)
    return _of_parts(data if isinstance(data, Pieces) else Pieces(io.BytesIO(data)), notes)


def _of_whole(notebook: Any, notes: _Notes) -> tuple[list[Any] | None, Any]:
    if not isinstance(notebook, dict):
        return None, {}
    cells = notebook.get("cells")
    if not isinstance(cells, list) and isinstance(notebook.get("worksheets"), list):
        notes.repaired(_("The notebook has an old format (3); it was brought to format 4."))
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    return (cells if isinstance(cells, list) else None), notebook.get("metadata", {})


def _of_parts(data: Pieces, notes: _Notes) -> tuple[list[Any] | None, Any]:
    """Look for cells one after the other, whatever stands between them; outputs are passed over."""
    found = _Found(budget=3 * len(data) + 1_000_000)
    while not found.is_full() and found.budget > 0 and (match := data.search(_START, found.at)):
        try:
            cell, end = _object(data, match[0])
        except Cut:
            found.at, found.broken, found.budget = match[1], True, found.budget - (len(data) - match[0])
            continue
        except TooIntricate:
            found.intricate = True
            break
        if "cell_type" not in cell:
            found.at, found.budget = match[1], found.budget - (end - match[0])
            continue
        found.add(cell, notes)
        found.at = data.skip(_AFTER, end)
        found.ended = data[found.at : found.at + 1] == b"]"
        if found.ended:
            break
    found.tell(data[max(0, len(data) - 64) :].rstrip().endswith(b"}"), notes)
    return (found.cells if found.count else None), _metadata(data, found.at)


@dataclass
class _Found:
    """The cells found so far in a long text, and how the reading goes; ``count`` and ``code`` count all and code."""

    budget: int
    cells: list[Any] = field(default_factory=list)
    at: int = 0
    count: int = 0
    code: int = 0
    letters: int = 0
    broken: bool = False
    ended: bool = False
    intricate: bool = False

    def add(self, cell: dict[str, Any], notes: _Notes) -> None:
        """Keep of a code cell what is wanted, and nothing of another: many long ones must not fill the memory."""
        self.count += 1
        if cell["cell_type"] == "code":
            self.code += 1
            source, name = _source(cell, notes), cell.get("id")
            self.letters += len(source)
            kept = name if isinstance(name, str) and len(name) <= MOST_NAME else None
            self.cells.append({"cell_type": "code", "id": kept, "metadata": _about(cell), "source": source})

    def is_full(self) -> bool:
        return self.code > MOST_CELLS or self.count > 10 * MOST_CELLS or self.letters > MOST_TOTAL

    def tell(self, has_end: bool, notes: _Notes) -> None:
        """Say what was lost."""
        if self.intricate:
            words = _("The file has more parts than a homework can have: {cells} read, the rest was left out.")
            notes.lost(words.format(cells=_complete(self.code)))
        elif self.is_full():
            notes.lost(_too_many())
        elif self.count and (self.broken or not self.ended):
            _say_cut(self.code, has_end, notes)


def _say_cut(code: int, has_end: bool, notes: _Notes) -> None:
    words = _("The file is cut off: {cells} recovered, the rest is lost.")
    if has_end:
        words = _("The file is damaged: {cells} recovered, the rest is lost.")
    notes.lost(words.format(cells=_complete(code)))


def _complete(code: int) -> str:
    count = _("{count} complete code cell was") if code == 1 else _("{count} complete code cells were")
    return count.format(count=code)


def _metadata(data: Pieces, at: int) -> dict[str, Any]:
    """Find what the notebook says of its kernel, just after its cells or at its beginning."""
    for start in (at, 0):
        near = data[start : start + 65_536]
        for key in ("kernelspec", "language_info"):
            match = re.search(rb'"%b"\s*:\s*(\{[^{}]{0,2000})' % key.encode(), near)
            name = re.search(rb'"(?:language|name)"\s*:\s*"([^"\\]{1,40})"', match.group(1)) if match else None
            if name:
                return {"language_info": {"name": name.group(1).decode("utf-8", errors="replace")}}
    return {}


def _object(data: Pieces, at: int) -> tuple[dict[str, Any], int]:
    """Read the object at ``at``: its wanted parts are decoded, the others passed over."""
    found: dict[str, Any] = {}
    for key, start, end in _members(data, at):
        if key is None:
            return found, end
        if key in _WANTED and end - start > 10 * MOST_LETTERS:
            found[key] = 0  # no text: it will be reported as left out
        elif key in _WANTED:
            try:
                found[key] = json.loads(data[start:end].decode("utf-8", errors="replace"), strict=False)
            except (ValueError, RecursionError) as error:
                raise Cut from error
    raise Cut


def _members(data: Pieces, at: int) -> Iterator[tuple[str | None, int, int]]:
    """Yield each member's key and where its value begins and ends; at last None and the end of the object."""
    at += 1
    while True:
        at = data.skip(_SPACE, at)
        if data[at : at + 1] == b"}":
            yield None, at, at + 1
            return
        end = data.string_end(at)
        name = data[at + 1 : min(end - 1, at + MOST_NAME)].decode("utf-8", errors="replace")
        start = data.skip(_SPACE, end)
        at = data.value_end(start)
        yield name, start, at


def _language(metadata: Any) -> str:
    """Return the language in lower case, or ``""`` when the notebook does not say."""
    if not isinstance(metadata, dict):
        return ""
    for part, key in (("kernelspec", "language"), ("language_info", "name"), ("kernelspec", "name")):
        about = metadata.get(part)
        name = about.get(key) if isinstance(about, dict) else None
        if isinstance(name, str) and name.strip():
            word = name.strip().lower()
            return "python" if word.startswith(("python", "ipython", "conda", "pyodide", "xpython")) else word
    return ""


def _clean(cells: list[Any], notes: _Notes) -> list[dict[str, Any]]:
    """Return the code cells in format 4, in order, each with an id of its own."""
    kept: list[dict[str, Any]] = []
    letters = 0
    for cell in cells:
        if not isinstance(cell, dict):
            notes.lost(_("Something that is no cell stood among the cells; it was left out."))
        elif cell.get("cell_type", "code") == "code":
            source = _source(cell, notes)
            letters += len(source)
            if source.strip():
                kept.append({"cell_type": "code", "id": cell.get("id"), "metadata": _about(cell), "source": source})
        if len(kept) > MOST_CELLS or letters > MOST_TOTAL:
            notes.lost(_too_many())
            kept.pop()
            break
    _add_ids(kept, notes)
    return kept


def _too_many() -> str:
    words = _(
        "The notebook has more than {most} code cells, {all} cells, or {letters} letters of code; the first were kept."
    )
    return words.format(most=MOST_CELLS, all=10 * MOST_CELLS, letters=MOST_TOTAL)


def _add_ids(cells: list[dict[str, Any]], notes: _Notes) -> None:
    used: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = cell["id"]
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in used:
            if isinstance(name, str) and name in used:
                notes.repaired(_("Some cells had the same id."))
            name = f"cell-{number}"
        while name in used:
            name += "-x"
        used.add(name)
        cell["id"] = name


def _source(cell: dict[str, Any], notes: _Notes) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        if not all(isinstance(line, str) for line in source):
            notes.lost(_("A cell held something other than text; that part was left out."))
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        notes.lost(_("A cell held something other than text; that part was left out."))
        return ""
    if len(source) > MOST_LETTERS:
        notes.lost(_("A cell with more than {most} letters was left out.").format(most=MOST_LETTERS))
        return ""
    # A NUL cannot be compiled, half a surrogate pair cannot be written.
    return source.replace("\x00", "").encode("utf-8", errors="replace").decode("utf-8")


def _about(cell: dict[str, Any]) -> dict[str, str]:
    """Keep of a cell's metadata which question it answers or checks."""
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        return {}
    found = {key: metadata.get(key) for key in ("question", "check")}
    return {key: name for key, name in found.items() if isinstance(name, str) and _ID.fullmatch(name)}

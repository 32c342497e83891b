"""The one kind of error a reader of the course meets.

A mistake in the input is the reader's business, so the message says what was wrong, where, and what to do; the
traceback is ours, so a notebook does not show it.
"""

from __future__ import annotations


class CourseError(ValueError):
    """Something the reader gave is wrong.

    Parameters
    ----------
    what
        What was wrong, as a clause without a full stop: ``"retention is 1.2, which is above 1"``.
    where
        The place: column, row, cell or file, such as ``"row 3, column 'retention'"``.  Empty when there is only one.
    fix
        What to do about it, as a sentence without a full stop.

    Examples
    --------
    >>> print(CourseError("retention is 1.2, which is above 1", where="year 3", fix="Write 60% as 0.6"))
    retention is 1.2, which is above 1 (year 3). Write 60% as 0.6.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what, self.where, self.fix = what, where, fix
        place = f" ({where})" if where else ""
        advice = f" {fix}." if fix else ""
        super().__init__(f"{what}{place}.{advice}")

    def _render_traceback_(self) -> list[str]:
        """Show IPython the sentence alone (IPython asks an exception for this method before it prints a traceback)."""
        return [str(self)]

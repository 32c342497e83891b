"""A JSON text too long for memory: only a piece of it is read at once, however long a string in it may be."""

from __future__ import annotations

import os
import re
from typing import IO

#: How much is in memory at once, and how much of it at least lies behind the place that is looked at.
PIECE, MARGIN = 1 << 20, 1 << 16
#: What is searched for is not longer; it must be less than `MARGIN`.
LONGEST = 1000
#: Strings and brackets that are passed over at most; ten million take about five seconds.
MOST_TOKENS = 10_000_000

# The `+` after `*` forbids going back: without it a text of many escapes takes gigabytes to match.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]"]', re.DOTALL)
_INSIDE = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_SCALAR = re.compile(rb"[^,\]}\s]*")
_OPENING, _CLOSING = b"{[", b"}]"


class Cut(Exception):
    """The text ends, or goes wrong, inside what is being read."""


class TooIntricate(Exception):
    """The text has more strings and brackets than a homework can have."""


class Pieces:
    """The bytes of a file, by place.

    Parameters
    ----------
    stream
        Open for reading, and left open.

    Examples
    --------
    >>> import io
    >>> text = Pieces(io.BytesIO(b'{"a": [1, "]"], "b": 2}'))
    >>> text.value_end(6), text[6:14]
    (14, b'[1, "]"]')
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = stream.seek(0, os.SEEK_END)
        self._near, self._base = b"", 0
        self._tokens = MOST_TOKENS

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, wanted: slice) -> bytes:
        start, end, _step = wanted.indices(self._size)
        if end - start > MARGIN:
            self._stream.seek(start)
            return self._stream.read(end - start)
        self._go(start)
        return self._near[start - self._base : end - self._base]

    def _go(self, at: int) -> int:
        """Have the piece around a place in memory; return where the place lies in it."""
        end = self._base + len(self._near)
        if at < self._base or (at + MARGIN > end and end < self._size) or not self._near:
            self._stream.seek(at)
            self._near, self._base = self._stream.read(PIECE), at
        return at - self._base

    def _is_last(self) -> bool:
        return self._base + len(self._near) >= self._size

    def search(self, pattern: re.Pattern[bytes], at: int) -> tuple[int, int] | None:
        """Return where the next match begins and ends; one that is longer than `LONGEST` may be missed."""
        while True:
            place = self._go(at)
            match = pattern.search(self._near, place)
            if match:
                return self._base + match.start(), self._base + match.end()
            if self._is_last():
                return None
            at = max(at, self._base + len(self._near) - LONGEST)

    def skip(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Return where a run of single signs, of any length, ends."""
        while True:
            place = self._go(at)
            match = pattern.match(self._near, place)
            at = self._base + match.end() if match else at
            if at < self._base + len(self._near) or self._is_last():
                return at

    def string_end(self, at: int) -> int:
        """Return where the string that begins at ``at`` ends.

        Raises
        ------
        Cut
            When no string begins there, or it has no end.
        """
        if self[at : at + 1] != b'"':
            raise Cut
        at += 1
        while True:
            place = self._go(at)
            match = _INSIDE.match(self._near, place)
            at = self._base + (match.end() if match else place)
            if self._near[at - self._base : at - self._base + 1] == b'"':
                return at + 1
            # Here the piece ends, or has half an escape at its end.
            if self._is_last():
                raise Cut

    def value_end(self, at: int) -> int:
        """Return where the value that begins at ``at`` ends.  It counts brackets, so that no depth is too deep.

        Raises
        ------
        Cut
            When it has no end.
        TooIntricate
            When it, with all that was passed over before, has more than `MOST_TOKENS` strings and brackets.
        """
        self._count(10)
        first = self[at : at + 1]
        if first == b'"':
            return self.string_end(at)
        if first not in (b"{", b"["):
            end = self.skip(_SCALAR, at)
            if end == at:
                raise Cut
            return end
        depth = 0
        while at < self._size:
            depth, at = self._brackets(depth, at)
            if depth == 0:
                return at
        raise Cut

    def _brackets(self, depth: int, at: int) -> tuple[int, int]:
        """Count the brackets of a piece, up to one that closes the value or a string that leaves the piece."""
        place, near, tokens = self._go(at), self._near, 0
        for token in _TOKEN.finditer(near, place):
            tokens += 1
            sign = near[token.start()]
            if sign in _OPENING:
                depth += 1
            elif sign in _CLOSING:
                depth -= 1
                if depth == 0:
                    self._count(tokens)
                    return 0, self._base + token.end()
            elif token.end() - token.start() == 1:
                self._count(tokens)
                return depth, self.string_end(self._base + token.start())
        self._count(tokens)
        return depth, self._base + len(near)

    def _count(self, tokens: int) -> None:
        self._tokens -= tokens
        if self._tokens < 0:
            raise TooIntricate

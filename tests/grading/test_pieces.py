"""A long text read in pieces gives the same as one that is read whole, wherever the pieces end."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grading import pieces
from course.grading.pieces import Cut, Pieces, TooIntricate

VALUES = st.recursive(
    st.none() | st.integers() | st.text(alphabet='ab"\\[]{},: é客'),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet='a"\\]'), inner),
    max_leaves=20,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 24)
    monkeypatch.setattr(pieces, "MARGIN", 8)
    monkeypatch.setattr(pieces, "LONGEST", 7)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=VALUES, before=st.integers(0, 50))
def test_a_value_ends_where_it_ends(small: None, value: object, before: int) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    text = Pieces(io.BytesIO(b" " * before + data + b"]  , }"))
    assert text.value_end(before) == before + len(data)
    assert text[before : before + len(data)] == data


@pytest.mark.parametrize("data", [b'"abc', b'["a\\"]', b"[[]", b"", b"]", b'"' + b"\\" * 51, b'{"a": "' + b"x" * 100])
def test_a_value_without_an_end_is_cut(small: None, data: bytes) -> None:
    with pytest.raises(Cut):
        Pieces(io.BytesIO(data)).value_end(0)


def test_what_is_looked_for_is_found_across_the_end_of_a_piece(small: None) -> None:
    for before in range(60):
        text = Pieces(io.BytesIO(b"." * before + b"needle" + b"." * 30))
        assert text.search(re.compile(b"needle"), 0) == (before, before + 6)
        assert text.skip(re.compile(rb"\.*"), 0) == (before or 0)
    assert text.search(re.compile(b"nothing"), 0) is None


def test_more_brackets_than_a_homework_has_are_not_counted_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST_TOKENS", 1000)
    with pytest.raises(TooIntricate):
        Pieces(io.BytesIO(b"[" + b"[]," * 1000 + b"[]]")).value_end(0)

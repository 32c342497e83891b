"""How far two classifications agree: tables, movers, and the adjusted Rand index against its formula."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import CourseError
from course.models import agreement


def by_formula(one: pd.Series, other: pd.Series) -> float:
    """Hubert & Arabie (1985), equation 5: pairs together in both, less what chance gives."""
    table = pd.crosstab(one, other).to_numpy()
    both = sum(comb(int(cell), 2) for cell in table.ravel())
    rows = sum(comb(int(total), 2) for total in table.sum(axis=1))
    columns = sum(comb(int(total), 2) for total in table.sum(axis=0))
    chance, most = rows * columns / comb(len(one), 2), (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("wxyz")), min_size=2, max_size=40))
def test_the_index_is_that_of_the_formula_and_does_not_mind_names(pairs: list[tuple[str, str]]) -> None:
    one, other = (pd.Series(list(names)) for names in zip(*pairs, strict=True))
    found = agreement.adjusted_rand(one, other)
    assert found == pytest.approx(by_formula(one, other), abs=1e-9)
    assert agreement.adjusted_rand(other, one) == pytest.approx(found)
    assert agreement.adjusted_rand(one, one.map({"a": "q", "b": "r", "c": "s"})) == pytest.approx(1)


def test_chance_gives_about_nought_though_the_plain_index_is_high() -> None:
    rng = np.random.default_rng(5)
    one, other = (pd.Series(rng.integers(0, 8, 2_000)) for _ in range(2))
    assert abs(agreement.adjusted_rand(one, other)) < 0.01 < 0.7 < agreement.rand(one, other)


def test_customers_are_matched_by_name_not_by_place() -> None:
    one = pd.Series(["gold", "gold", "lead"], index=["A", "B", "C"])
    other = pd.Series(["lead", "gold", "gold"], index=["C", "A", "B"])
    assert agreement.share_moved(one, other) == 0
    assert agreement.cross_table(one.rename("x"), other.rename("y")).loc["gold", "gold"] == 2


def test_bad_input_is_refused() -> None:
    with pytest.raises(CourseError, match="not of the same customers"):
        agreement.share_moved(pd.Series(["a"], index=["A"]), pd.Series(["a"], index=["B"]))
    with pytest.raises(CourseError, match="stands twice"):
        agreement.rand(pd.Series(["a", "b"], index=["A", "A"]), pd.Series(["a", "b"], index=["A", "A"]))
    with pytest.raises(CourseError, match="one is a list, not a Series"):
        agreement.cross_table(["a"], pd.Series(["a"]))  # type: ignore[arg-type]

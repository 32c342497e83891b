"""ABC, the pyramid, the bank's levels and traits: edges, equals, and bad input."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.cases import BANK_CLIENTS, BANK_LEVELS
from course.errors import CourseError
from course.models import value_classes

small = settings(deadline=None, max_examples=60, derandomize=True)
revenues = st.lists(st.integers(0, 20), min_size=1, max_size=60)


@small
@given(revenues, st.sampled_from(["up", "down"]))
def test_equals_are_never_parted_and_a_better_class_never_earns_less(values: list[int], ties: str) -> None:
    found = value_classes.abc(values, ties=ties)
    by_value = pd.DataFrame({"value": values, "class": found}).groupby("value")["class"]
    assert (by_value.nunique() == 1).all()
    ordered = by_value.first().sort_index(ascending=False).tolist()
    assert ordered == sorted(ordered)


@small
@given(revenues)
def test_ups_are_at_least_and_downs_at_most_the_share(values: list[int]) -> None:
    count = {ties: (value_classes.abc(values, ties=ties) == "A").sum() for ties in value_classes.TIES}
    assert count["down"] <= count["order"] <= count["up"]
    assert count["order"] == int(0.15 * len(values) + 1e-9)


def test_the_edge_belongs_to_the_better_class() -> None:
    found = value_classes.abc(list(range(20, 0, -1)), a=0.15, b=0.25)
    assert found.value_counts().to_dict() == {"A": 3, "B": 5, "C": 12}


def test_who_brings_a_loss_is_lead_even_among_the_best() -> None:
    assert value_classes.pyramid([5, -1, -2, -3, -4]).tolist() == ["gold", *["lead"] * 4]
    found = value_classes.pyramid(list(range(100, 0, -1)))
    assert found.value_counts().to_dict() == {"platinum": 4, "gold": 16, "iron": 80}


def test_the_bank_s_levels() -> None:
    clients = pd.DataFrame.from_dict(dict(BANK_CLIENTS), orient="index", columns=["benefit", "fees", "loyal"])
    found = value_classes.bank_levels(clients, BANK_LEVELS)
    assert found.tolist() == ["blue", "blue", "green", "green", "red", "not stated"]


@pytest.mark.parametrize(
    ("benefit", "fees", "level"),
    [(5, 0, "blue"), (4.99, 2.99, "green"), (0, 3, "blue"), (3, 0, "green"), (0, 1, "green"), (2.99, 0.99, "red")],
)
def test_either_threshold_is_enough_and_so_is_the_threshold_itself(benefit: float, fees: float, level: str) -> None:
    assert value_classes.bank_level(benefit, fees, True, BANK_LEVELS) == level


def test_shares_of_the_classes_add_up() -> None:
    revenue, profit = [100, 60, 30, 10], [20, -5, 4, 1]
    found = value_classes.by_class(value_classes.abc(revenue, 0.25, 0.25), revenue, profit, value_classes.ABC)
    assert found["customers"].tolist() == [1, 1, 2]
    assert found[["customer_share", "revenue_share", "profit_share"]].sum().tolist() == pytest.approx([1, 1, 1])
    assert found["profit_share"]["B"] == -0.25


def test_a_trait_of_numbers_is_split_at_its_median_and_empty_cells_are_left_out() -> None:
    traits = pd.DataFrame({"size": [1, 2, 3, 4, None]}, index=list("ABCDE"))
    found = value_classes.profile(traits, ["D", "E"], "size")
    assert found["chosen"].tolist() == [0, 1] and found["others"].tolist() == [2, 1]


def test_the_interval_of_a_share_is_wilson_s() -> None:
    """Wilson (1927): 8 of 10 gives 0.490 to 0.943."""
    traits = pd.DataFrame({"listed": [True] * 8 + [False] * 2 + [True] * 5})
    found = value_classes.profile(traits, range(10), "listed").loc[True]
    assert found[["low", "high"]].tolist() == pytest.approx([0.490, 0.943], abs=0.001)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: value_classes.abc([1, 2], ties="both"), "ties is 'both'"),
        (lambda: value_classes.abc([1, 2], a=0.6, b=0.6), "a and b are together 1.2"),
        (lambda: value_classes.abc([1, None]), "revenue has no value"),
        (lambda: value_classes.pyramid([1], platinum=0.3), "platinum reaches further than gold"),
        (lambda: value_classes.bank_level(-1, 0, True, BANK_LEVELS), "which is below 0"),
        (lambda: value_classes.profile(pd.DataFrame({"a": [1]}), [0], "b"), "traits has no column 'b'"),
    ],
)
def test_bad_input_is_named(call, words) -> None:
    with pytest.raises(CourseError, match=words):
        call()

"""The kinds of answer: what each rung says."""

import pandas as pd
import pytest

from course.exercise.answers import Choice, Function, Number, Parts, Table, form_slip

SHARES = Table(rows=("a", "b"), columns=("a", "b"), invariant=lambda t: "" if (t.sum(axis=1) == 1).all() else "Rows!")


def matrix(values=((0.5, 0.5), (0.25, 0.75)), rows=("a", "b"), columns=("a", "b")) -> pd.DataFrame:
    return pd.DataFrame(list(values), index=list(rows), columns=list(columns))


def test_a_number_with_its_unit_as_text_is_named() -> None:
    assert "quotation marks" in Number("yuan").misfit("12 yuan")


def test_a_number_outside_its_limits_breaks_an_invariant() -> None:
    share = Number("share", low=0, high=1, limits="A share lies between 0 and 1.")
    assert share.broken(60) == "A share lies between 0 and 1."
    assert share.broken(0.6) == ""


def test_a_table_is_compared_by_label_not_by_place() -> None:
    turned = matrix().loc[["b", "a"], ["b", "a"]]
    assert SHARES.same(turned, matrix())


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (matrix(rows=("a", "c")), "rows should be labelled a, b; they are labelled a, c"),
        (matrix(rows=("a", "a")), "rows should be labelled"),
        (matrix(columns=("x", "b")), "columns should be labelled"),
        (matrix([[1, None], [0, 1]]), "no number"),
        ([1, 2, 3], "2 rows and 2 columns"),
        ("table", "A table is wanted"),
    ],
)
def test_a_misfitting_table_is_described(answer: object, part: str) -> None:
    assert part in SHARES.misfit(answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (4000, "A list is wanted; this is a number."),
        ("4000, 2200", "A list is wanted; this is text."),
        ([4000, 2200], "The list should hold 3 numbers."),
    ],
)
def test_where_a_list_is_asked_for_nothing_speaks_of_a_table(answer: object, words: str) -> None:
    assert Table(rows=(1, 2, 3)).misfit(answer) == words


def test_rows_that_do_not_sum_to_one_break_the_invariant() -> None:
    assert SHARES.broken(matrix([[5, 5], [1, 3]])) == "Rows!"


def test_a_choice_ignores_case_and_spaces_but_not_words() -> None:
    choice = Choice(("A", "B"))
    assert choice.misfit(" a ") == "" and choice.same(" a ", "A")
    assert "A, B" in choice.misfit("C")
    assert "A, B" in choice.misfit(1)


def test_a_function_that_changes_its_input_is_tried_on_copies() -> None:
    def greedy(values: list[float]) -> float:
        total = sum(values)
        values.clear()
        return total

    kind = Function(inputs=(([1.0, 2.0],), ([3.0],)), result=Number("yuan"))
    assert kind.misfit(greedy) == ""
    assert kind.same(greedy, sum)
    assert kind.same(greedy, sum)


def test_a_function_that_stops_is_told_why() -> None:
    kind = Function(inputs=((0.0,),), result=Number("yuan"))
    assert kind.misfit(lambda rate: 1 / rate) == "The function stops with ZeroDivisionError: float division by zero."


def test_a_function_that_prints_in_place_of_returning_is_told_and_the_dots_are_not_answered() -> None:
    kind = Function(inputs=((1.0,),), result=Number("yuan"))

    def dots(rate: float) -> None: ...

    def prints(rate: float) -> None:
        print(rate)

    assert kind.open(dots)
    assert not kind.open(prints)
    assert "end it with return" in kind.misfit(prints)


def test_a_function_with_the_wrong_number_of_arguments_is_told() -> None:
    assert "positional argument" in Function(inputs=((1, 2),), result=Number("yuan")).misfit(lambda one: one)


def test_parts_are_named_and_must_all_be_there() -> None:
    parts = Parts({"programme": Choice(("A", "B")), "gain": Number("yuan")})
    assert parts.open({"programme": ..., "gain": 1})
    assert "'programme', 'gain'" in parts.misfit({"gain": 1})
    assert parts.misfit({"programme": "A", "gain": "1"}).startswith("In 'gain'")
    assert parts.same({"programme": "A", "gain": 2}, {"programme": "a"})
    assert not parts.same({"programme": "A", "gain": 2}, {"programme": "a", "gain": 3})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (23.57, "decimal number"),
        (0.24, "give more digits"),
        (0.2, ""),  # One digit may be a guess.
        (0.25, ""),
        (0.2361, ""),
        (-23.57, ""),
    ],
)
def test_the_right_number_in_another_form_is_named(answer: float, words: str) -> None:
    said = form_slip(Number("share", within=0.0002), answer, 0.2357)
    assert (words in said) if words else said == ""


def test_a_hundred_times_some_yuan_are_no_per_cent() -> None:
    assert form_slip(Number("yuan"), 4_800, 48) == ""


def test_of_parts_all_wrong_ones_must_be_in_another_form() -> None:
    parts = Parts({"low": Number("share"), "high": Number("share"), "shown": Choice(("yes", "no"))})
    right = {"low": 0.1, "high": 0.3, "shown": "no"}
    assert form_slip(parts, {"low": 10, "high": 30, "shown": "no"}, right).startswith("In 'low': A share")
    assert form_slip(parts, {"low": 10, "high": 0.4, "shown": "no"}, right) == ""
    assert form_slip(parts, {"low": 10, "high": 0.3, "shown": "yes"}, right) == ""

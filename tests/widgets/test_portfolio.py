"""The portfolio explorer: what it shows, and how its question is answered."""

import time

import pytest

from course.data.portfolios import CREDIT_LOYALTY, wholesaler
from course.models import portfolio
from course.widgets import portfolio as widgets

RULE = portfolio.build(CREDIT_LOYALTY)
BEST = "high-credit loyal"


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def fewest():
    """For each threshold the first whole step with room enough, found here without the widget's own search."""
    people, found = wholesaler(), {}
    for name, axis, steps in (
        ("loyalty", "x", [0.40 + step / 100 for step in range(51)]),
        ("credit", "y", range(60, 96)),
    ):
        for place in steps:
            rule = portfolio.with_cuts(RULE, **{axis: round(place, 2)})
            if (portfolio.classify(people, rule) == BEST).sum() <= widgets.CAPACITY:
                found[name] = (round(place, 2), len(portfolio.movers(people, RULE, rule)))
                break
    return found


def test_it_starts_at_the_chapter_s_matrix():
    view = widgets.explorer().view
    sizes = portfolio.summary(wholesaler(), RULE)["customers"]
    assert [len(series["y"]) for series in view["chart"]["series"]] == sizes.tolist()
    assert view["chart"]["series"][3]["label"] == f"rank 1: {sizes[BEST]}"
    assert view["readouts"] == (("customers of rank 1, the best cell", "70"), ("customers who changed cell", "0"))


def test_a_threshold_moves_customers_between_cells_and_loses_none():
    view = moved(credit=80).view
    assert sum(len(series["y"]) for series in view["chart"]["series"]) == 200
    assert all(height >= 80 for height in view["chart"]["series"][3]["y"])
    assert view["chart"]["guides"][0][1] == 80
    people = wholesaler()
    between = ((people["credit"] >= 60) & (people["credit"] < 80)).sum()
    assert dict(view["readouts"])["customers who changed cell"] == str(between)


def test_a_slider_s_rounding_moves_nobody():
    assert moved(loyalty=0.1 + 0.38).view["readouts"] == moved(loyalty=0.48).view["readouts"]
    assert moved(loyalty=0.48000000000000004).view["readouts"] == moved(loyalty=0.48).view["readouts"]


def test_the_right_answer_is_the_threshold_that_moves_fewer():
    answers = fewest()
    name = min(answers, key=lambda one: answers[one][1])
    other = next(one for one in answers if one != name)
    found = moved(**{name: answers[name][0]})
    words = found.check()
    assert words.startswith(f"Right: {answers[name][1]} customers change cell; the other threshold would move "
                            f"{answers[other][1]}.")  # fmt: skip
    assert found.verdict["right"]
    worse = moved(**{other: answers[other][0]})
    assert "try the other threshold" in worse.check() and not worse.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Move one threshold"),
        (dict(credit=66, loyalty=0.45), "Move one threshold"),
        (dict(credit=62), "still holds more than 50"),
        (dict(credit=70), "no further than needed"),
    ],
)
def test_other_settings_are_told_what_to_do(values, says):
    found = moved(**values)
    assert says in found.check()
    assert not found.verdict["right"]


def test_an_answer_takes_less_than_10_ms():
    found, times = widgets.explorer(), []
    for step in range(30):
        start = time.perf_counter()
        found.values = {**found.values, "credit": 60 + step}
        times.append(time.perf_counter() - start)
    assert sorted(times)[15] < 0.010

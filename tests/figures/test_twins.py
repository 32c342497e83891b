"""The text twin says what the Axes hold, so that a wrong series has another twin."""

import base64
import html
import re

import numpy as np
import pytest

from course.figures import twins
from course.figures.chart import Chart, Series, draw
from course.figures.style import COLOURS, new_axes, several_axes


def axes():
    return new_axes("Profit by year", "year", "yuan per customer")


def test_a_line_is_told_point_by_point_to_four_digits() -> None:
    one = axes()
    one.plot([1, 2, 3], [-12, 25.25, 66.0833], label="LTV")
    assert twins.twin(one).splitlines() == [
        "Figure: Profit by year",
        "x: year; y: yuan per customer",
        'line "LTV": 1: -12, 2: 25.25, 3: 66.08',
    ]


@pytest.mark.parametrize("change", [lambda y: -y, lambda y: y[::-1], lambda y: y * 1.001, lambda y: y + 1])
def test_another_series_has_another_twin(change) -> None:
    x = np.linspace(0, 10, 201)
    right, wrong = axes(), axes()
    right.plot(x, np.sqrt(x) + 1, label="profit")
    wrong.plot(x, change(np.sqrt(x) + 1), label="profit")
    assert twins.twin(right) != twins.twin(wrong)


def test_one_point_in_the_middle_of_a_long_line_shows_in_the_mean() -> None:
    x = np.arange(100.0)
    right, wrong = axes(), axes()
    right.plot(x, x, label="profit")
    wrong.plot(x, np.where(x == 51, 500, x), label="profit")
    assert twins.twin(right) != twins.twin(wrong)


def test_bars_are_told_by_the_words_at_their_ticks() -> None:
    one = axes()
    one.bar(["keebler", "nabisco"], [53.58, 54.82], label="value")
    assert 'bars "value": keebler: 53.58, nabisco: 54.82' in twins.twin(one)


def test_bars_side_by_side_are_told_by_the_tick_they_share() -> None:
    one = axes()
    one.bar([-0.2, 0.8], [1, 2], 0.4, label="stop")
    one.bar([0.2, 1.2], [3, 4], 0.4, label="decline")
    one.set_xticks([0, 1], ["early", "late"])
    assert twins.twin(one).splitlines()[2:] == ['bars "stop": early: 1, late: 2', 'bars "decline": early: 3, late: 4']


def test_bars_that_lie_down_are_told_by_their_length() -> None:
    one = axes()
    one.barh([0, 1], [-5.0, 7.5], label="swing")
    one.set_yticks([0, 1], ["retention", "margin"])
    assert 'bars "swing": retention: -5, margin: 7.5' in twins.twin(one)


def test_bands_points_intervals_guides_grids_and_notes_are_told() -> None:
    one = axes()
    one.fill_between([1, 2], [0, 1], [2, 4], label="90% interval")
    one.scatter([1, 2], [5, 6], label="customers")
    one.vlines([1, 2], [0, 1], [3, 5], label="whiskers")
    one.axhline(0, label="break-even")
    one.axvline(1.5, label="today")
    one.annotate("peak", (1, 2))
    one.imshow([[0.5, 0.5], [0.25, 0.75]], label="P")
    words = twins.twin(one)
    for part in (
        'band "90% interval": 1: 0 to 2, 2: 1 to 4',
        'points "customers": 1: 5, 2: 6',
        'intervals "whiskers": 1: 0 to 3, 2: 1 to 5',
        'guide "break-even": y = 0',
        'guide "today": x = 1.5',
        "notes: peak",
        'grid "P": 0.5 0.5; 0.25 0.75',
    ):
        assert part in words


def test_minus_nought_is_nought() -> None:
    one = axes()
    one.plot([0, 1], [-0.0, 1e-15], label="change")
    assert 'line "change": 0: 0, 1: 0' in twins.twin(one)


def test_every_axes_of_a_figure_is_told_and_a_colour_bar_is_not() -> None:
    left, right = several_axes(1, 2)
    left.set_title("Counts")
    picture = right.imshow([[1.0, 2.0]], label="P")
    right.set_title("Shares")
    right.figure.colorbar(picture)
    assert re.findall("Figure: (.*)", twins.twin([left, right])) == ["Counts", "Shares"]


def test_what_is_shown_has_the_twin_as_alt_text_and_a_png(monkeypatch) -> None:
    shown = []
    monkeypatch.setattr(twins, "display", lambda bundle, raw: shown.append(bundle))
    one = axes()
    one.plot([1, 2], [3, 4], label='"quoted" <b>')
    twins.show(one)
    bundle = shown[0]
    alt = re.search('alt="(.*?)"', bundle["text/html"], re.DOTALL)[1]
    assert html.unescape(alt) == bundle["text/plain"] == twins.twin(one)
    encoded = re.search('base64,([^"]+)', bundle["text/html"])[1]
    assert base64.b64decode(encoded).startswith(b"\x89PNG")


CHART = Chart(
    "LTV by year", "year", "yuan per customer won", (1.0, 2.0, 3.0),
    (Series("now", (-12, 25.25, 66.08), "bar"), Series("estimate", (1, 2, 3), "line", (0, 1, 2), (2, 3, 4))),
    (-20, 80), (("break-even", 0.0),),
)  # fmt: skip


def test_a_chart_drawn_by_matplotlib_holds_what_the_browser_gets() -> None:
    words = twins.twin(draw(CHART))
    sent = CHART.as_dict()
    assert 'bars "now": 1.0: -12, 2.0: 25.25, 3.0: 66.08' in words
    assert 'line "estimate": 1.0: 1, 2.0: 2, 3.0: 3' in words
    assert 'guide "break-even": y = 0' in words
    assert [series["y"] for series in sent["series"]] == [series.y for series in CHART.series]
    assert sent["colours"] == COLOURS


def test_the_y_axis_grows_with_the_values_and_never_shrinks() -> None:
    assert draw(CHART).get_ylim() == (-20, 80)
    tall = Chart("t", "x", "y", (1.0, 2.0), (Series("s", (0, 500)),), (-20, 80))
    assert draw(tall).get_ylim() == (-20, 500)


def test_colours_keep_three_to_one_on_white_and_on_a_dark_page() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, two: str) -> float:
        high, low = sorted((light(one), light(two)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for colour in COLOURS:
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#111111") >= 3


CLOUD = Chart(
    "Customers", "yuan now", "yuan to come", (0.0, 100.0),
    (Series("few", (1.0, 2.0), "points", x=(10.0, 20.0)), Series("many", (8.0, 9.0), "points", x=(70.0, 95.0))),
    (0.0, 10.0), (("much to come", 5.0),), (("much now", 50.0),),
)  # fmt: skip


def test_a_cloud_of_points_has_places_of_its_own_and_thresholds_both_ways() -> None:
    one = draw(CLOUD)
    words = twins.twin(one)
    assert 'points "few": 10: 1, 20: 2' in words and 'points "many": 70: 8, 95: 9' in words
    assert 'guide "much to come": y = 5' in words and 'guide "much now": x = 50' in words
    assert one.get_xlim() == (0, 100)
    assert CLOUD.as_dict()["series"][1]["x"] == (70.0, 95.0)

"""Figures and tables of the cohort chapter: what they draw is what the model says."""

import numpy as np
import pandas as pd
import pytest

from course.data.cases import COHORT_TEXT, HUGHES, RECONSTRUCTION
from course.figures import cohort as figures
from course.figures import twin
from course.models import cohort, cohort_lessons, cohort_solve

CASE = cohort.table(**RECONSTRUCTION)


def named(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def test_ltv_by_year_draws_the_table_and_its_break_even():
    axes = figures.ltv_by_year(CASE)
    assert named(axes, "LTV so far").get_ydata() == pytest.approx([-12, 25.25, 66.0833], abs=1e-4)
    assert [bar.get_height() for bar in axes.containers[0]] == pytest.approx([-12, 37.25, 40.8333], abs=1e-4)
    assert "paid back in year 2" in twin(axes)


def test_ltv_by_year_of_a_cohort_that_never_pays():
    never = cohort.table(**{**RECONSTRUCTION, "acquisition_cost": 200})
    assert "paid back" not in twin(figures.ltv_by_year(never))


def test_keep_or_win_marks_today_on_the_line():
    axes = figures.keep_or_win(cohort_lessons.keep_or_win(CASE, range(20, 201, 2)), today=60)
    # 1.3014 yuan a point / (126.08 / 60) yuan back for a yuan spent on winning
    assert named(axes, "today").get_ydata() == pytest.approx([1.301389 / (126.08333 / 60)], abs=1e-4)
    assert named(axes, "winning stops paying").get_xdata() == [126, 126]


def test_identified_shows_every_set_and_where_they_differ():
    known = {name: RECONSTRUCTION[name] for name in ("retention", "acquisition_cost", "yearly_cost")}
    found = cohort_solve.identify({1: -12.00, 3: 66.08}, **known)
    axes = figures.identified(found.matches, chosen=CASE.ltv[2])
    assert len(axes.get_yticks()) == 11
    assert (
        np.ptp(named(axes, "after year 1").get_xdata()) < 0.01 > np.ptp(named(axes, "after year 3").get_xdata()) - 0.01
    )
    assert np.ptp(named(axes, "after year 2").get_xdata()) > 11
    bold = [text.get_text() for text in axes.texts if text.get_weight() == "bold"]
    assert bold == ["25.25", "25.25"]


def test_intervals_narrow_as_the_cohort_grows():
    axes = figures.interval_by_size([cohort_solve.ltv_interval(CASE, customers=size) for size in (100, 10_000)])
    small, large = (np.ptp(segment[:, 1]) for segment in axes.collections[0].get_segments())
    assert small > 8 * large
    assert axes.collections[0].get_label() == "95% of such cohorts fall here"


def test_segments_stack_to_the_customers_still_there():
    found = cohort_lessons.two_segments(RECONSTRUCTION["retention"])
    axes = figures.segments(cohort.mixture_retention(found.shares, found.retentions, 3))
    loyal, weak = axes.containers
    assert [a.get_height() + b.get_height() for a, b in zip(loyal, weak, strict=True)] == pytest.approx([1, 0.6, 0.42])
    assert named(axes, "retention of the cohort").get_ydata() == pytest.approx([0.6, 0.7, 0.8])


def test_mistakes_stand_in_the_order_of_their_ltv():
    axes = figures.mistakes(cohort_lessons.mistakes(CASE))
    widths = [bar.get_width() for bar in axes.containers[0]]
    assert widths == sorted(widths) and len(widths) == 10
    assert "the right way: 66.08" in twin(axes)


def test_styled_table_says_money_with_its_unit_and_marks_what_is_unused():
    shown = figures.styled(CASE)
    text = repr(shown)
    for words in ("1,600,000 yuan", "-120,000 yuan", "66.08 yuan", "80% †", "保留率", "would lead to year 4"):
        assert words in text
    page = shown.to_html()
    assert page.count("†") == 2 and "caption-side: bottom" in page


def test_styled_table_is_the_same_page_every_time():
    assert figures.styled(CASE).to_html() == figures.styled(cohort.table(**RECONSTRUCTION)).to_html()
    assert "hughes" in figures.styled(CASE, name="hughes").to_html()


def test_hughes_table_is_printed_in_dollars():
    # dbmarketing.com article 251a: -6.40, 26.25, 52.70; -640,000, 3,265,086, 2,644,444
    text = repr(figures.styled(cohort.table(**HUGHES), currency="dollars"))
    for cell in ("-6.40", "26.25", "52.70", "-640,000", "3,265,086", "2,644,444", "16,200,000", "9,262,500"):
        assert f"{cell} dollars" in text


def test_stated_gives_all_the_text_says():
    assert len(figures.stated(COHORT_TEXT)) == len(COHORT_TEXT)


def test_readable_names_rounds_and_leaves_no_minus_nought_or_nan():
    table = pd.DataFrame(
        {"ltv": [-0.0001, 66.0833], "purchases_2": [3, 4], "difference": [np.nan, 1.0], "own": ["a", "b"]}
    )
    shown = figures.readable(table.rename_axis("year"))
    assert list(shown.columns) == ["LTV (yuan)", "purchases, year 2", "difference (yuan)", "own"]
    assert shown.to_numpy().tolist() == [[0.0, 3, "–", "a"], [66.08, 4, "1.00", "b"]]
    assert not np.signbit(shown["LTV (yuan)"][0])

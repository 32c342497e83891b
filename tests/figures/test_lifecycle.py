"""The lifecycle figures and tables say what the models computed, in words a reader knows."""

import pandas as pd
import pytest

from course.figures import lifecycle as figures
from course.figures import twin
from course.models import lifecycle, lifecycle_study

PROFIT = lifecycle.profit(lifecycle.factors())


def test_factors_have_four_pictures_with_units_and_stages() -> None:
    grid = figures.factors_by_year(lifecycle.factors())
    assert [axes.get_ylabel() for axes in grid] == [
        "purchases a year", "yuan a purchase", "yuan a year", "yuan a year",
    ]  # fmt: skip
    assert twin(grid).count("Exploration | Formation | Stability | Decline") == 2


def test_profit_names_its_peak_and_another_profit_another() -> None:
    assert "peak: 428 yuan in year 15" in twin(figures.profit_by_year(PROFIT))
    early = lifecycle.profit(lifecycle.factors(turns_after=9))
    words = twin(figures.profit_by_year(early, "Early"))
    assert "Figure: Early" in words and "peak: 244 yuan in year 9" in words


def test_cases_and_manners_are_shown_by_their_names_in_words() -> None:
    cases = lifecycle_study.what_ifs()
    words = twin(figures.profits_compared({"flat_cost": PROFIT, "mine": PROFIT}))
    assert 'line "cost stays flat"' in words and 'line "mine"' in words
    table = figures.readable(lifecycle_study.compare(cases))
    assert not any("_" in name for name in [*table.columns, *table.index])


def test_early_ends_stand_at_the_year_and_stage_they_end_after() -> None:
    stop, decline = lifecycle.ended_early(), lifecycle.ended_early(manner="decline")
    words = twin(figures.ended_early({"stop": stop, "decline": decline}))
    assert "stops at once" in words and "9\nFormation: 99.7" in words
    assert "runs through a decline" in words and "9\nFormation: 236.3" in words


def test_residual_recovery_and_average_tell_their_series() -> None:
    panel = lifecycle_study.simulate(12, seed=1)
    residual = twin(figures.residual_by_age(lifecycle_study.residual_values(PROFIT, 0.1)))
    assert 'line "whole-life value, at the start": 0: 981.3' in residual
    recovery = lifecycle_study.recovery(panel)
    assert f'"share right": 1: {recovery.right[1]:.4g}' in twin(figures.recovery(recovery))
    average = twin(figures.average_and_customers(panel, lifecycle_study.averages(panel), [1, 2]))
    assert all(f'line "{name}"' in average for name in ("customer 1", "customer 2", "mean of all won"))


def test_influences_add_up_in_the_legend() -> None:
    scores = dict.fromkeys(lifecycle.NEW_CUSTOMER_INFLUENCES, 3) | {"value": 5}
    words = twin(figures.influences_compared({"Lin": lifecycle.new_customer_influences(scores)}))
    assert 'bars "Lin: 3.4 of 5"' in words


@pytest.mark.parametrize(
    "table",
    [
        lifecycle.factors(),
        PROFIT,
        lifecycle.stage_profile(PROFIT),
        lifecycle.present_values(PROFIT, 0.1),
        lifecycle.ended_early(),
        lifecycle_study.residual_values(PROFIT, 0.1),
        lifecycle_study.averages(lifecycle_study.simulate(3)),
        lifecycle_study.recovery(lifecycle_study.simulate(5)),
        lifecycle.new_customer_influences(dict.fromkeys(lifecycle.NEW_CUSTOMER_INFLUENCES, 3)),
    ],
)
def test_every_table_of_the_models_has_readable_names(table: pd.DataFrame) -> None:
    shown = figures.readable(table, 1)
    assert not any("_" in str(name) for name in [*shown.columns, shown.index.name])
    assert shown.shape == table.shape
    assert len(set(shown.columns)) == len(shown.columns)
    numbers = table.select_dtypes("number")
    for column, name in zip(table.columns, shown.columns, strict=True):
        if column in numbers:
            pd.testing.assert_series_equal(shown[name], table[column].round(1), check_names=False, check_index=False)


def test_every_stage_of_a_table_is_written_as_a_word() -> None:
    assert figures.readable(PROFIT)["stage"].unique().tolist() == ["Exploration", "Formation", "Stability", "Decline"]
    for stages in (lifecycle.STAGES, lifecycle.TELECOM_STAGES):
        assert all(stage.chinese in figures.stage_table(stages) for stage in stages)

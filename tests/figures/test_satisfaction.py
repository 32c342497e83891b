"""Figures of the chapter on satisfaction: what they draw is what the models say."""

import numpy as np
import pandas as pd
import pytest

from course.data.surveys import mobile_survey, service_study
from course.figures import satisfaction as figures
from course.figures import twin
from course.models import bonds, complaints, index_models, loyalty, satisfaction, service_gaps

SURVEY = mobile_survey()
FOUND = {model: index_models.bootstrap(SURVEY, model, replicates=20) for model in index_models.MODELS}


def heights(axes, label):
    (bars,) = [one for one in axes.containers if one.get_label() == label]
    return [bar.get_height() for bar in bars]


def named(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def test_explained_draws_three_shares_with_intervals():
    table = satisfaction.explained(SURVEY, "cusa1", expected="cuex1", perceived="perq1", replicates=20)
    axes = figures.explained(table)
    assert heights(axes, "estimate") == pytest.approx(table["r_squared"][["perceived", "gap", "both"]].tolist())
    assert len(axes.collections[0].get_segments()) == 3
    assert "37%" in twin(axes) and "4%" in twin(axes)


@pytest.mark.parametrize("model", index_models.MODELS)
def test_path_model_says_every_path_with_its_interval(model):
    words = twin(figures.path_model(FOUND[model], model))
    assert words.count("→") == len(index_models.MODELS[model])
    row = FOUND[model].paths.loc[("satisfaction", "loyalty")]
    assert f"satisfaction → loyalty: {row['estimate']:.2f} ({row['low']:.2f} to {row['high']:.2f})" in words
    assert ("image" in words) == (model == "NCSB")


def test_paths_that_may_be_zero_are_dashed():
    axes = figures.path_model(FOUND["ACSI"], "ACSI")
    for line in axes.lines:
        low, high = line.get_label().split("(")[1].rstrip(")").split(" to ")
        assert (line.get_linestyle() == "--") == (float(low) <= 0 <= float(high))


def test_paths_compared_draws_each_model_s_paths():
    axes = figures.paths_compared(FOUND)
    for model, one in FOUND.items():
        assert named(axes, model).get_xdata() == pytest.approx(one.paths["estimate"].tolist())
    assert len(axes.get_yticks()) == 11


def test_gaps_stand_with_their_numbers():
    measured = service_gaps.measure(service_study())
    axes = figures.gaps(measured)
    assert [bar.get_width() for bar in axes.containers[0]] == pytest.approx(measured["gap"].tolist())
    assert "4 promotion delivered less promised" in twin(axes).replace("\n", " ")


def test_trap_draws_one_line_a_question():
    tables = {name: loyalty.trap(SURVEY["cusa1"], SURVEY[name]) for name in ("cusl1", "cusl2")}
    axes = figures.trap(tables)
    assert named(axes, "would choose the provider again").get_ydata() == pytest.approx(
        tables["cusl1"]["loyal"].tolist()
    )
    assert named(axes, "stays when rivals cut their prices").get_ydata() == pytest.approx(
        tables["cusl2"]["loyal"].tolist()
    )
    assert axes.get_xticklabels()[-1].get_text() == "10\n(38)"


def test_ladder_draws_passes_climbs_and_chance():
    table = loyalty.ladder(loyalty.stage_scores(SURVEY))
    axes = figures.ladder(table)
    assert heights(axes, "passes this stage") == pytest.approx(table["pass"].tolist())
    assert heights(axes, "passes this and all before") == pytest.approx(table["climb"].tolist())
    assert named(axes, "by chance").get_ydata() == pytest.approx(table["by_chance"].tolist())


def test_iceberg_puts_the_silent_below_the_water():
    axes = figures.iceberg(complaints.word_of_mouth(5_000, 0.02, 0.5, 5, 4.5, 9.5))
    assert heights(axes, "complain") == pytest.approx([100])
    assert heights(axes, "keep silent") == pytest.approx([-4_900])
    assert "24,500 people hear something bad" in twin(axes)


def test_bonds_draws_both_differences():
    points = pd.DataFrame({"raw": [-0.3, -0.1], "adjusted": [-0.1, 0.0], "low": [-0.2, -0.1], "high": [-0.05, 0.1]})
    axes = figures.bonds(points.set_axis(list(bonds.MEASURED)[:2]))
    assert named(axes, "difference as it is").get_xdata() == pytest.approx([-0.3, -0.1])
    assert named(axes, "difference, all else equal").get_xdata() == pytest.approx([-0.1, 0.0])


def test_levels_stand_from_the_bottom_of_the_pyramid_up():
    rows = {"loyal": (10, 0.6, 0.3, 0.8), "ordinary": (30, 0.1, 0.03, 0.3)}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "buy", "low", "high"])
    axes = figures.levels(found)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["ordinary\n(30)", "loyal\n(10)"]
    assert [bar.get_width() for bar in axes.containers[0]] == pytest.approx([0.1, 0.6])


def test_readable_names_rounds_and_leaves_no_minus_nought_or_nan():
    table = pd.DataFrame({"odds_ratio": [-0.0001, np.nan], "customers": [3, 4]}, index=["legal", "own_name"])
    shown = figures.readable(table)
    assert list(shown.columns) == ["odds of leaving, times", "customers"]
    assert shown["odds of leaving, times"].tolist() == ["0.00", "–"] and shown.index[1] == "own name"

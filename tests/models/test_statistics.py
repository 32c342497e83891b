"""The seven methods: oracles from the literature, and truths that were put into simulated data."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from course.data import buyers
from course.errors import CourseError
from course.models import conjoint, factors, mirror, scoring, segments

GYM = buyers.gym(3, 600)
JOINED = GYM.pop("joined")


@pytest.fixture(scope="module")
def iris():
    data = load_iris(as_frame=True)
    return data.data.set_axis(["sepal_length", "sepal_width", "petal_length", "petal_width"], axis=1), data.target


def test_the_groups_put_into_the_gym_are_found_whatever_the_units():
    found = segments.choose(GYM, range(2, 6), replicates=3)
    assert found["silhouette"].idxmax() == 3 and found["stability"][3] > 0.95
    one, two = segments.fit(GYM, 3).labels, segments.fit(GYM * [1, 60, 1, 7, 7, 12], 3).labels
    pd.testing.assert_series_equal(one, two)


def test_segments_stand_in_the_order_of_their_size_and_hold_everybody():
    rates = segments.fit(GYM, 3).rates(JOINED)
    assert rates["customers"].is_monotonic_decreasing and rates["customers"].sum() == 600
    assert (rates["rate"] * rates["customers"]).sum() == pytest.approx(JOINED.sum())
    assert ((rates["low"] < rates["rate"]) & (rates["rate"] < rates["high"])).all()


def test_principal_components_of_the_iris_data_are_the_published_ones(iris):
    # R's prcomp(iris[, 1:4], scale. = TRUE), as in its manual pages: standard deviations 1.7084, 0.9560, 0.3831, 0.1439
    found = factors.components(iris[0])
    assert np.sqrt(found.variances).to_list() == pytest.approx([1.7084, 0.9560, 0.3831, 0.1439], abs=5e-5)
    assert found.shares.cumsum()[2] == pytest.approx(0.9581, abs=5e-5)
    assert (found.loadings**2).sum(axis=1).to_list() == pytest.approx([1] * 4)
    assert found.needed(0.95) == 2 and found.needed(1) == 4


def test_fisher_s_discriminant_separates_setosa_from_versicolor_by_the_petals(iris):
    table, kind = iris
    two = kind < 2
    weights = scoring.discriminant(table[two], kind[two])
    # Fisher (1936): x1, x2 enter with the sign opposite to x3, x4.
    assert np.sign(weights).to_list() == [-1, -1, 1, 1]
    assert weights["petal_length"] > 0.6 and (weights**2).sum() == pytest.approx(1)


def test_factors_find_the_two_causes_and_rotation_keeps_the_communalities():
    turned, plain = factors.factors(GYM, 2), factors.factors(GYM, 2, "none")
    strong = turned.loadings.abs() > 0.8
    assert strong[1].to_list() == [True, True, True, False, False, False]
    assert strong[2].to_list() == [False, False, False, True, True, False]
    assert turned.communalities.to_list() == pytest.approx(plain.communalities.to_list(), abs=1e-6)
    assert (turned.loadings.max() == turned.loadings.abs().max()).all()


def test_the_mirror_is_the_difference_of_means_and_look_alikes_rank_like_it():
    profile = mirror.profile(GYM, JOINED)
    scaled = (GYM - GYM.mean()) / GYM.std(ddof=0)
    assert profile["difference"].to_dict() == pytest.approx(scaled[JOINED == 1].mean().to_dict())
    assert profile["difference"].abs().is_monotonic_decreasing
    alike = mirror.look_alikes(GYM, GYM, JOINED)
    assert alike[JOINED == 1].mean() > alike[JOINED == 0].mean() + 0.5


def test_part_worths_of_the_trains_are_the_published_ones():
    # Croissant (2020), mlogit's vignette, Train data: time -1.7205514, change -0.3263409, comfort -0.9457256,
    # price (converted there by * 2.20371) -0.0673580; recomputed here with our units.
    log = buyers.trains()
    found = conjoint.choices(buyers.journeys(1), buyers.journeys(2), log["chosen"], log["person"]).worth
    assert found.drop("price").to_dict() == pytest.approx(
        {"hours": -1.7205514, "changes": -0.3263409, "comfort": -0.9457256}, abs=1e-5
    )
    assert found["price"] / 10 / 2.20371 == pytest.approx(-0.0673580, abs=1e-6)


def test_ratings_give_back_the_part_worths_that_made_them():
    cards = pd.DataFrame([(price, pool, coach) for price in (1, 2) for pool in (0, 1) for coach in (0, 1)])
    cards.columns = ["price", "pool", "coach"]
    model = conjoint.ratings(cards, 9 - 2 * cards["price"] + 3 * cards["pool"] + 0.5 * cards["coach"])
    assert model.worth.to_dict() == pytest.approx({"price": -2, "pool": 3, "coach": 0.5})
    assert conjoint.in_money(model, "price")["money"].to_dict() == pytest.approx({"pool": 1.5, "coach": 0.25})


def test_a_copy_takes_share_from_everybody_and_shares_sum_to_1():
    model = conjoint.PartWorths(pd.Series({"price": -1.0}), pd.DataFrame([[0.04]], ["price"], ["price"]))
    two = conjoint.market_shares(model, pd.DataFrame({"price": [1.0, 2]}))
    three = conjoint.market_shares(model, pd.DataFrame({"price": [1.0, 2, 2]}))
    assert three["share"].sum() == pytest.approx(1)
    assert three["share"][1] == pytest.approx(three["share"][2]) and three["share"][0] < two["share"][0]
    assert (two["low"] < two["share"]).all() and (two["share"] < two["high"]).all()


def test_odds_ratios_see_the_causes_and_their_intervals_widen_with_the_level():
    found, wide = scoring.odds(GYM, JOINED), scoring.odds(GYM, JOINED, level=0.99)
    assert ((found["low"] < found["odds_ratio"]) & (found["odds_ratio"] < found["high"])).all()
    assert (wide["high"] > found["high"]).all() and (wide["low"] < found["low"]).all()
    assert found["low"]["age"] < 1 < found["high"]["age"]


def test_every_method_ranks_joiners_above_others_and_scores_do_not_depend_on_units():
    found = scoring.all_scores(GYM[::2], JOINED[::2], GYM[1::2])
    assert list(found) == list(scoring.METHODS)
    means = found.groupby(JOINED[1::2]).mean()
    assert (means.loc[1] > means.loc[0]).all()
    other = scoring.scores("regression", GYM[::2] * 100, JOINED[::2], GYM[1::2] * 100)
    assert other.to_list() == pytest.approx(found["regression"].to_list(), abs=1e-5)


def test_winners_has_a_row_a_split():
    found = scoring.winners(GYM, JOINED, ("mirror", "discriminant"), splits=2)
    assert found.shape == (2, 2) and (found > 1).all(axis=None)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: segments.fit(GYM.assign(age=40), 2), "age is the same for every customer"),
        (lambda: segments.fit(GYM, 1), "k is 1"),
        (lambda: factors.factors(GYM, 4), "4 factors are too many for 6 traits"),
        (lambda: factors.factors(GYM, 2, "oblimin"), "rotation is 'oblimin'"),
        (lambda: scoring.scores("magic", GYM, JOINED, GYM), "method is 'magic'"),
        (lambda: scoring.odds(GYM, JOINED * 0), "bought is the same"),
        (lambda: mirror.look_alikes(GYM[["age"]], GYM, JOINED), "has no column 'sport_hours'"),
        (lambda: conjoint.ratings(GYM[:5], [1, 2, 3, 4, 5]), "too few cards for 6 features"),
        (lambda: conjoint.choices(GYM[:2], GYM[:2], [0, 1], [1, 1]), "below 1"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(CourseError, match=words):
        call()

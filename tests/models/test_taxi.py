"""The taxi driver: his costs, his hours, and a rule that is best on offers nobody has tuned it on."""

import numpy as np
import pandas as pd
import pytest

from course.data import taxi as roads
from course.data.cases import TAXI
from course.errors import CourseError
from course.models import taxi


def test_the_driver_rounds_his_own_numbers() -> None:
    # S2: 22 + 12.5 = 34.5; exactly 22.35 + 12.35 = 34.71
    assert TAXI["rent_per_hour"] + TAXI["fuel_per_hour"] == TAXI["cost_per_hour"] == 34.5
    exact = taxi.cost_per_hour(TAXI["rent"], TAXI["fuel"], TAXI["hours"])
    assert exact == pytest.approx(34.706, abs=0.001)


def test_an_hour_is_all_fares_over_all_hours() -> None:
    rides = pd.DataFrame({"place": "a", "minutes": [5, 115], "back": 0, "fare": [15, 45]})
    # 60 yuan in 2 hours, not the mean of 180 and 23.5 yuan an hour
    assert taxi.hourly(rides, ["place"], cost=0)["profit"]["a"] == pytest.approx(30)


def test_the_interval_of_an_hour_holds_the_truth_mostly() -> None:
    offers = roads.offers(days=60, seed=9)
    guests = offers[(offers["customer"] == "guest") & (offers["part"] == "midday")]
    truth = 60 * guests["fare"].sum() / (guests["minutes"] + guests["back"]).sum()
    held = []
    for seed in range(60):
        sample = guests.sample(30, random_state=seed)
        one = taxi.hourly(sample, ["customer"], cost=0).loc["guest"]
        held.append(one["low"] <= truth <= one["high"])
    assert np.mean(held) > 0.85


def test_a_busy_driver_misses_what_comes() -> None:
    offers = roads.offers(days=3, seed=4)
    taken = taxi.work(offers, taxi.any_ride)
    for _day, rides in taken.groupby("day"):
        free = (rides["clock"] + rides["minutes"] + rides["back"]).to_numpy()
        assert (rides["clock"].to_numpy()[1:] >= free[:-1]).all()


def stationary(seed: int, days: int = 60) -> pd.DataFrame:
    """Offers of the midday, all day long, so that the theory holds exactly."""
    drawn = np.random.default_rng(seed)
    parts = []
    for day in range(1, days + 1):
        clock = np.cumsum(drawn.exponential(4, 400))
        kind = drawn.integers(0, 3, 400)
        minutes, back, fare = np.array([(10, 0, 14), (30, 0, 45), (60, 60, 95)], dtype=float)[kind].T
        parts.append(pd.DataFrame({"day": day, "clock": clock, "minutes": minutes, "back": back, "fare": fare}))
    found = pd.concat(parts, ignore_index=True)
    return found[found["clock"] < 17 * 60]


def test_the_threshold_is_what_the_hour_brings_under_it() -> None:
    offers = stationary(1)
    g = taxi.best_threshold(offers, gap=4)
    rides = taxi.work(offers, taxi.threshold(g))
    end = rides.groupby("day").apply(lambda day: (day["clock"] + day["minutes"] + day["back"]).iloc[-1])
    assert 60 * rides["fare"].sum() / end.sum() == pytest.approx(g, rel=0.03)


def test_no_other_threshold_does_much_better() -> None:
    train, test = stationary(1), stationary(2)
    g = taxi.best_threshold(train, gap=4)
    best = taxi.by_day(taxi.work(test, taxi.threshold(g)), 60, 590).mean()
    others = [taxi.by_day(taxi.work(test, taxi.threshold(limit)), 60, 590).mean() for limit in range(20, 100, 10)]
    assert best >= max(others) - 10


def test_the_rule_beats_the_longest_ride_on_other_days() -> None:
    train, test = roads.offers(days=40, seed=1), roads.offers(days=100, seed=2)
    limit = taxi.best_threshold(train, train.groupby("day")["clock"].diff().mean())
    least = taxi.best_least(train, list(range(0, 61, 5)), 40)
    days = [taxi.by_day(taxi.work(test, rule), 100, 590) for rule in (taxi.threshold(limit), taxi.longest(least))]
    assert taxi.paired(*days)["low"] > 0


def test_cost_does_not_move_the_threshold_and_waiting_lowers_it() -> None:
    rides = pd.DataFrame({"minutes": [10, 30], "back": [0, 0], "fare": [15, 60]})
    assert taxi.best_threshold(rides, 2) > taxi.best_threshold(rides, 20) > 0


def test_a_day_without_a_ride_is_a_loss() -> None:
    offers = roads.offers(days=2, seed=4)
    assert taxi.by_day(taxi.work(offers, taxi.threshold(9_999)), 2, 590).tolist() == [-590, -590]


def test_bad_rides_are_named() -> None:
    rides = pd.DataFrame({"minutes": [0], "back": [0], "fare": [15]})
    with pytest.raises(CourseError, match="a ride takes no time"):
        taxi.best_threshold(rides, 3)
    with pytest.raises(CourseError, match="no column 'back'"):
        taxi.best_threshold(rides.drop(columns="back"), 3)
    with pytest.raises(CourseError, match="fewer than two days"):
        taxi.paired(pd.Series([1.0]), pd.Series([2.0]))

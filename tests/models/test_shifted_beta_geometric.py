"""The shifted beta-geometric model: the published cohort, its identities, and cohorts drawn from a known truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.data.cases import REGULAR_COHORT
from course.errors import CourseError
from course.models import shifted_beta_geometric as sbg

ALIVE = [10 * share for share in REGULAR_COHORT["percent"]]
SEEN = ALIVE[:8]
SHAPE = st.floats(0.2, 8)


def test_the_published_fit() -> None:
    # Fader & Hardie (2007), the cohort Regular.
    found = sbg.fit(SEEN)
    assert (found.alpha, found.beta) == pytest.approx((0.704, 1.182), abs=0.0005)
    assert found.log_likelihood == pytest.approx(-1680.27, abs=0.01)
    assert sbg.fit(REGULAR_COHORT["percent"][:8], customers=1_000).alpha == pytest.approx(found.alpha, rel=1e-4)


def test_it_foretells_the_years_that_it_has_not_seen() -> None:
    ahead = sbg.fit(SEEN).alive(12)[8:]
    assert ahead == pytest.approx(np.array(ALIVE[8:]) / 1000, abs=0.004)


def test_a_constant_rate_misprices_the_cohort() -> None:
    # Fader & Hardie (2007), recomputed: -37% by the first year's rate, +65% by the last, at 10%.
    table = sbg.misprice(SEEN, 1, 0.1)
    assert table["error"]["first_rate"] == pytest.approx(-0.365, abs=0.001)
    assert table["error"]["last_rate"] == pytest.approx(0.653, abs=0.001)
    assert table["value"]["first_rate"] == pytest.approx(1.1 / (1.1 - 0.631))


@settings(deadline=None, max_examples=50)
@given(SHAPE, SHAPE, st.floats(0.03, 0.5))
def test_identities(alpha: float, beta: float, rate: float) -> None:
    found = sbg.Fit(alpha, beta, 0.0)
    kept, alive = found.retention(30), found.alive(30)
    assert alive[1:] == pytest.approx(np.cumprod(kept))
    assert kept[0] == pytest.approx(beta / (alpha + beta)) and (np.diff(kept) > 0).all()
    # The value of a customer is this margin, and the residual value if she renews.
    later = kept[0] * found.value(1, rate, renewals=1) / (1 + rate)
    assert found.value(1, rate) == pytest.approx(1 + later)


def test_it_recovers_the_truth_of_a_drawn_cohort() -> None:
    chance = np.random.default_rng(4)
    last = chance.geometric(chance.beta(1.5, 4, size=50_000))
    alive = [int((last > year).sum()) for year in range(9)]
    found = sbg.fit(alive)
    assert (found.alpha, found.beta) == pytest.approx((1.5, 4), rel=0.1)


def test_the_interval_narrows_with_the_cohort() -> None:
    wide, narrow = (np.ptp(sbg.value_interval([size * one for one in SEEN], 1, 0.1)) for size in (0.1, 10))
    assert 5 < wide / narrow < 20
    low, high = sbg.value_interval(SEEN, 1, 0.1)
    assert low < sbg.fit(SEEN).value(1, 0.1) < high


@pytest.mark.parametrize(
    "alive", [[100, 110, 90], [100, 60], [100, 100, 100], [100, 0, 0]], ids=["rises", "short", "nobody", "everybody"]
)
def test_what_is_no_cohort_is_refused(alive) -> None:
    with pytest.raises(CourseError, match="alive must fall over three years"):
        sbg.fit(alive)


def test_a_rate_of_nought_has_no_end() -> None:
    with pytest.raises(CourseError, match="may have no end"):
        sbg.fit(SEEN).value(1, 0)

"""Profit after the cost to serve: it adds up, and what dropping customers brings."""

from __future__ import annotations

import pandas as pd
import pytest

from course.data import company
from course.errors import CourseError
from course.models import accounts, concentration

XU = company.company()
LOGS = (XU.orders, XU.receipts, XU.contacts)
RATES = accounts.rates_of(company.COSTS)
YEAR = ("2025-01-01", "2025-12-31")
EACH = accounts.customer_profit(*LOGS, *YEAR, RATES)


def test_the_customers_add_up_to_the_company_but_for_idle_staff_and_overhead() -> None:
    whole = accounts.statement(*LOGS, *YEAR, RATES)
    assert whole["gross"] == pytest.approx(EACH["gross"].sum())
    assert whole["waiting"] == pytest.approx(EACH["waiting"].sum())
    idle = whole["staff_cost"] - EACH["service"].sum()
    assert 0 <= idle < RATES.wage + 10_000  # part of a person; a few contacts are of customers who ordered nothing
    left = whole["gross"] - whole["staff_cost"] - whole["waiting"] - whole["overhead"]
    assert whole["profit"] == pytest.approx(left)


def test_a_half_year_costs_half_the_wages() -> None:
    half = accounts.statement(*LOGS, "2025-01-01", "2025-06-30", RATES)
    assert half["staff_cost"] == pytest.approx(half["staff"] * RATES.wage * 181 / 365)


def test_keeping_with_all_cost_gone_is_the_whale_curve() -> None:
    curve = concentration.curve(EACH["profit"])["total"] * EACH["profit"].sum()
    for count in (0, 1, 40, len(EACH)):
        assert accounts.keep(EACH, count / len(EACH)) == pytest.approx(curve[count])


def test_no_cost_gone_means_never_drop() -> None:
    kept = [accounts.keep(EACH, share / 20, 0.0) for share in range(21)]
    assert kept == sorted(kept)


def test_at_the_break_even_share_dropping_changes_nothing() -> None:
    losing = EACH[EACH["profit"] < 0]
    share = accounts.break_even_avoidable(losing["gross"].sum(), losing["service"].sum(), losing["waiting"].sum())
    assert 0 < share < 1
    kept = 1 - len(losing) / len(EACH)
    assert accounts.keep(EACH, kept, share) == pytest.approx(accounts.keep(EACH, 1))
    assert accounts.keep(EACH, kept, share + 0.1) > accounts.keep(EACH, 1) > accounts.keep(EACH, kept, share - 0.1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: accounts.keep(EACH, 30), "Write 30% as 0.3"),
        (lambda: accounts.keep(EACH.drop(columns="service"), 0.5), "each has no column 'service'"),
        (lambda: accounts.break_even_avoidable(1, 0), "service is 0"),
        (lambda: accounts.rates_of({**company.COSTS, "wage": -1}), "wage is -1"),
        (lambda: accounts.customer_profit(*LOGS[:2], pd.DataFrame(), *YEAR, RATES), "contacts has no column"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, words) -> None:
    with pytest.raises(CourseError, match=words):
        call()

"""The explorer of the composite indicator: what it shows, and how its question is answered."""

import time

import pytest

from course.data import company
from course.models import accounts, composite, indicators
from course.widgets import valuable as widgets


def moved(**values):
    found = widgets.explorer()
    found.values = {**found.values, **values}
    return found


def test_it_starts_at_mr_xu_s_four_angles_and_agrees_with_the_models():
    xu, window = company.company(), ("2025-01-01", "2025-12-31")
    logs = (xu.orders, xu.receipts, xu.contacts)
    profit = accounts.customer_profit(*logs, *window, accounts.rates_of(company.COSTS))["profit"]
    table = indicators.table(*logs, *window)
    scales = composite.scaled(table, composite.XU_DIRECTIONS)
    chosen = composite.best(composite.score(scales, dict.fromkeys(composite.XU_DIRECTIONS, 1)))
    share = profit[chosen].sum() / profit[composite.best(profit)].sum()
    view = widgets.explorer().view
    assert dict(view["readouts"])["the chosen earn, of the best possible"] == f"{share:.1%}"
    inside, outside = view["chart"]["series"]
    assert sorted(inside["y"]) == pytest.approx(sorted(profit[chosen] / 1_000))
    assert len(inside["y"]) + len(outside["y"]) == len(table)
    assert min(inside["x"]) >= max(outside["x"])


def test_the_size_of_the_weights_does_not_matter_only_their_ratio():
    one, other = moved(amount=1, units=1, arrears=1, cycle=1), moved(amount=5, units=5, arrears=5, cycle=5)
    assert one.view["readouts"] == other.view["readouts"]


def test_sales_and_margin_answer_the_question():
    found = moved(amount=1, units=0, arrears=0, cycle=0, margin=1)
    assert found.check().startswith("Right")
    assert found.verdict["right"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "none of them sees what is left after the goods"),
        (dict(arrears=5), "The four angles alone never get there"),
        (dict(amount=0, units=0, arrears=0, cycle=0), "All weights are 0"),
        (dict(arrears=5, margin=0.5), "which angle keeps them out"),
    ],
)
def test_other_settings_are_told_what_to_do(values, says):
    found = moved(**values)
    assert says in found.check()
    assert not found.verdict["right"]


def test_no_weights_on_the_four_angles_answer_it():
    levels = (0, 1, 3, 5)
    settings = [(a, u, r, c) for a in levels for u in levels for r in levels for c in levels if a + u + r + c]
    shares = [
        widgets._chosen({"amount": a, "units": u, "arrears": r, "cycle": c, "margin": 0})[2] for a, u, r, c in settings
    ]
    assert max(shares) < widgets.WANTED


def test_an_answer_takes_less_than_10_ms():
    found, times = widgets.explorer(), []
    for step in range(30):
        start = time.perf_counter()
        found.values = {**found.values, "margin": step / 10}
        times.append(time.perf_counter() - start)
    print(sorted(times)[15] * 1_000)
    assert sorted(times)[15] < 0.010

"""Value indicators: by hand, on the edges of the window, and with bad input."""

from __future__ import annotations

import pandas as pd
import pytest

from course.data import company
from course.errors import CourseError
from course.models import indicators

YEAR = ("2025-01-01", "2025-12-31")
EVERY_INDICATOR = [
    "orders",
    "units",
    "amount",
    "profit",
    "margin",
    "mean_order",
    "largest_order",
    "returned",
    "returns",
    "relation",
    "cycle",
    "expected_sales",
    "largest_receipt",
    "mean_receipt",
    "collection",
    "arrears",
    "arrears_rate",
    "tasks",
    "processes",
    "praise",
    "complaints",
    "suggestions",
    "praise_share",
    "complaint_share",
    "suggestion_share",
]


def orders(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer", "date", "amount", "cost", "returned"]).assign(units=1)
    return table.assign(date=pd.to_datetime(table["date"]))


def bills(*rows: tuple[str, str, str, str | None, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer", "billed", "due", "paid", "amount"])
    return table.assign(**{name: pd.to_datetime(table[name]) for name in ("billed", "due", "paid")})


def test_transactions_by_hand() -> None:
    log = orders(
        ("A", "2025-01-10", 400, 300, 0), ("A", "2025-02-09", 600, 450, 100), ("A", "2025-03-11", 500, 375, 0)
    )  # fmt: skip
    one = indicators.transactions(log, *YEAR).loc["A"]
    assert one[["orders", "amount", "mean_order", "largest_order", "returned", "returns"]].tolist() == [
        3, 1400, 500, 600, 100, 1
    ]  # fmt: skip
    # five sixths of the second order's goods were kept: 450 x 5/6 = 375
    assert one["profit"] == pytest.approx(1400 - 300 - 375 - 375)
    assert (one["margin"], one["cycle"], one["relation"]) == (0.25, 30, 355)
    assert one["expected_sales"] == pytest.approx(1400 * 365 / 356)


def test_a_returned_order_costs_nothing_and_leaves_no_margin() -> None:
    one = indicators.transactions(orders(("A", "2025-05-01", 100, 80, 100)), *YEAR).loc["A"]
    assert (one["amount"], one["profit"], one["mean_order"]) == (0, 0, 100)
    assert pd.isna(one["margin"]) and pd.isna(one["cycle"])


def test_both_ends_belong_to_the_window_and_the_relation_begins_before_it() -> None:
    log = orders(*((who, day, 100, 80, 0) for who, day in [
        ("A", "2024-12-31"), ("A", "2025-01-01"), ("A", "2025-12-31"), ("A", "2026-01-01"), ("B", "2024-06-01")
    ]))  # fmt: skip
    found = indicators.transactions(log, *YEAR)
    assert list(found.index) == ["A"]
    assert found.loc["A", ["orders", "cycle", "relation"]].tolist() == [2, 364, 365]


def test_two_orders_in_one_week_are_no_yearly_rate() -> None:
    log = orders(("A", "2025-12-28", 100, 80, 0), ("A", "2025-12-31", 100, 80, 0))
    found = indicators.transactions(log, *YEAR)
    assert found.loc["A", "expected_sales"] == pytest.approx(200 * 365 / indicators.LEAST_WATCHED)


def test_finance_by_hand() -> None:
    """The six orders of the chapter: B's bills of 900, 700 and 800, the last never paid."""
    log = bills(
        ("B", "2025-01-15", "2025-02-14", "2025-04-15", 900), ("B", "2025-02-04", "2025-03-06", "2025-04-05", 700),
        ("B", "2025-02-14", "2025-03-16", None, 800),
    )  # fmt: skip
    one = indicators.finance(log, "2025-01-01", "2025-04-30").loc["B"]
    assert one[["largest_receipt", "mean_receipt", "collection"]].tolist() == [900, 800, 75]
    overdue, owed = (0 + 900 + 2400 + 800) / 4, (900 + 2400 + 2400 + 800) / 4
    assert one["arrears"] == pytest.approx(overdue)
    assert one["arrears_rate"] == pytest.approx(overdue / owed)


def test_a_bill_is_late_after_its_due_date_and_not_on_the_day_it_is_paid() -> None:
    log = bills(("A", "2025-01-01", "2025-01-31", "2025-02-28", 100))
    assert indicators.finance(log, "2025-01-01", "2025-03-31").loc["A", "arrears"] == 0


def test_who_pays_nothing_has_arrears_and_no_collection_period() -> None:
    one = indicators.finance(bills(("A", "2024-11-01", "2024-12-01", None, 50)), *YEAR).loc["A"]
    assert one["arrears"] == 50 and one["arrears_rate"] == 1 and pd.isna(one["collection"])


def test_contact_shares_are_of_all_contacts() -> None:
    kinds = ["task"] * 3 + ["process"] * 4 + ["praise"] + ["complaint"] * 2
    log = pd.DataFrame({"customer": "A", "date": pd.Timestamp("2025-03-01"), "kind": kinds})
    one = indicators.contacts(log, *YEAR).loc["A"]
    assert one.tolist() == [3, 4, 1, 2, 0, 0.1, 0.2, 0]


def test_the_table_holds_every_indicator_of_the_source() -> None:
    xu = company.company()
    found = indicators.table(xu.orders, xu.receipts, xu.contacts, *YEAR)
    assert list(found.columns) == EVERY_INDICATOR
    assert not found.drop(columns=["cycle", "largest_receipt", "mean_receipt", "collection"]).isna().any(axis=None)
    inside = xu.orders[xu.orders["date"].between(*YEAR)]
    assert found["orders"].sum() == len(inside)
    assert found["amount"].sum() == pytest.approx((inside["amount"] - inside["returned"]).sum())
    assert found["processes"].sum() == len(inside)


ONE_ORDER = orders(("A", "2025-01-01", 1, 1, 0))
ONE_BILL = bills(("A", "2025-01-01", "2025-02-01", None, 1))
ONE_CONTACT = pd.DataFrame({"customer": ["A"], "date": [pd.Timestamp(0)], "kind": ["gift"]})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: indicators.transactions([], *YEAR), "orders is a list, not a table"),
        (lambda: indicators.transactions(ONE_ORDER.drop(columns="cost"), *YEAR), "no column 'cost'"),
        (lambda: indicators.window("2025-12-31", "2025-01-01"), "the window ends before it starts"),
        (lambda: indicators.window("soon", "2025-01-01"), "start or end is not a date"),
        (lambda: indicators.finance(ONE_BILL, "2025-03-01", "2025-03-02"), "no month-end"),
        (
            lambda: indicators.contacts(ONE_CONTACT, *YEAR),
            "contacts has the kind 'gift'",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, words) -> None:
    with pytest.raises(CourseError, match=words):
        call()

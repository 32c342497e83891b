"""The simulated company is what its truth says, and the same for everyone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from course.data import company

XU = company.company()


def test_the_same_seed_gives_the_same_company_and_another_gives_another() -> None:
    again, other = company.company(), company.company(seed=8)
    for name in ("customers", "orders", "receipts", "contacts", "truth"):
        pd.testing.assert_frame_equal(getattr(XU, name), getattr(again, name))
    assert len(other.orders) != len(XU.orders)


def test_the_logs_belong_together() -> None:
    assert XU.orders["order"].is_unique and (XU.receipts["order"] == XU.orders["order"]).all()
    assert (XU.receipts["amount"] == XU.orders["amount"] - XU.orders["returned"]).all()
    assert (XU.receipts["amount"] >= 0).all() and (XU.orders["cost"] < XU.orders["amount"]).all()
    assert set(XU.contacts["kind"]) == set(company.CONTACTS)
    assert (XU.contacts["kind"] == "process").sum() == len(XU.orders)
    assert (XU.receipts["paid"].dropna() > XU.receipts["billed"][XU.receipts["paid"].notna()]).all()
    assert XU.receipts["paid"].max() <= XU.end


def test_nobody_orders_before_coming_or_after_leaving() -> None:
    days = (XU.orders["date"] - company.START).dt.days.to_numpy()
    truth = XU.truth.loc[XU.orders["customer"]]
    assert (days >= np.floor(truth["from"].to_numpy())).all()
    assert (days <= truth["left"].to_numpy()).all()
    assert (XU.truth["from"][XU.truth["kind"] == "newcomer"] >= 366).all()


@pytest.mark.parametrize("kind", company.KINDS)
def test_the_log_shows_the_truth_of_each_kind(kind: str) -> None:
    mine = XU.truth[XU.truth["kind"] == kind]
    orders = XU.orders[XU.orders["customer"].isin(mine.index)]
    assert 1 - orders["cost"].sum() / orders["amount"].sum() == pytest.approx(company.KINDS[kind].margin, abs=0.01)
    present = np.minimum(mine["left"], 730) - mine["from"]
    expected = (mine["orders"] * present / 365).sum()
    assert len(orders) == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_a_person_has_the_traits_of_a_person_and_a_firm_those_of_a_firm() -> None:
    person = XU.customers["person"].astype(bool)
    assert 10 < person.sum() < 60
    assert (
        XU.customers.loc[person, ["age", "education", "married", "income", "colour", "car", "children"]]
        .notna()
        .all(axis=None)
    )
    assert XU.customers.loc[person, ["size", "capital", "region", "industry", "sales", "listed"]].isna().all(axis=None)
    assert XU.customers.loc[~person, "size"].notna().all()


def test_who_is_served_specially_stays_more_often_and_takes_more_minutes() -> None:
    key = XU.truth.index[(XU.truth["kind"] == "key") & np.isinf(XU.truth["left"])]
    stays = {}
    for name, served in {"special": key, "standard": ()}.items():
        after = [company.half_year(XU, served, seed=seed) for seed in range(12)]
        stays[name] = np.mean([(one.truth["left"][key] >= 911).mean() for one in after])
    assert 1 - stays["special"] == pytest.approx((1 - stays["standard"]) / 3, abs=0.04)
    special, none = company.half_year(XU, key), company.half_year(XU, changed=False)
    assert (special.truth["minutes"][key] / XU.truth["minutes"][key]).tolist() == pytest.approx([1.2] * len(key))
    assert (none.truth["minutes"] == XU.truth["minutes"]).all()


def test_who_had_left_comes_back_only_when_served() -> None:
    gone = XU.truth.index[XU.truth["left"] < 730]
    for served, some in (((), False), (gone, True)):
        found = pd.concat([company.half_year(XU, served, seed=seed).orders for seed in range(4)])
        assert found["customer"].isin(gone).any() == some
    assert company.half_year(XU).orders["date"].min() >= pd.Timestamp("2026-01-01")

"""The shipped panels are what their provenance says, byte for byte."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import course.data.panels as panels
from course.models import transition

FOLDER = Path(panels.__file__).parent
PROVENANCE = tomllib.loads((FOLDER / "provenance.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(PROVENANCE))
def test_file_is_the_one_described(name: str) -> None:
    entry = PROVENANCE[name]
    content = (FOLDER / entry["file"]).read_bytes()
    assert b"\r" not in content, "line endings changed: *.csv must be checked out with LF"
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    table = pd.read_csv(FOLDER / entry["file"], encoding="utf-8")
    assert list(table.columns) == entry["columns"]
    assert len(table) == entry["rows"]


@pytest.mark.parametrize("name", sorted(PROVENANCE))
@pytest.mark.parametrize("key", ["title", "source", "citation", "licence", "changes"])
def test_entry_says_where_it_comes_from(name: str, key: str) -> None:
    assert len(PROVENANCE[name][key]) > 20


def test_every_csv_has_an_entry() -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} == {entry["file"] for entry in PROVENANCE.values()}


def test_cracker_is_a_whole_panel() -> None:
    log = panels.cracker()
    assert log["household"].nunique() == 136
    assert sorted(log["brand"].unique()) == ["keebler", "nabisco", "private", "sunshine"]
    occasions = log.groupby("household")["occasion"]
    assert (occasions.min() == 1).all() and (occasions.max() == occasions.size()).all()
    assert not log.isna().any(axis=None)


def test_cracker_is_not_sorted_by_brand() -> None:
    report = transition.counts(panels.cracker(), "household", "occasion", "brand").report
    assert (report.mixed_customers, report.blocked_customers) == (107, 6)


def test_cdnow_is_one_cohort_followed_to_the_end() -> None:
    log = panels.cdnow()
    assert log["customer"].nunique() == 2357
    assert (log["date"].min(), log["date"].max()) == (pd.Timestamp("1997-01-01"), pd.Timestamp("1998-06-30"))
    assert log.groupby("customer")["date"].min().max() <= pd.Timestamp("1997-03-31")
    assert not log.isna().any(axis=None)


def test_callers_cannot_spoil_each_others_table() -> None:
    mine = panels.cracker()
    mine.loc[0, "brand"] = "spoilt"
    assert panels.cracker().loc[0, "brand"] == "nabisco"

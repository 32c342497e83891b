"""Which house tests run when, and where the project lies."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = config.getoption("markexpr")
    allowed = {"slow": "slow" in asked or bool(os.environ.get("CI")), "bench": "bench" in asked}
    for item in items:
        for mark, runs in allowed.items():
            if item.get_closest_marker(mark) and not runs:
                item.add_marker(pytest.mark.skip(reason=f"runs with -m {mark}"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def run() -> ModuleType:
    """A fresh copy of run.py as a module, whose paths a test may change."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

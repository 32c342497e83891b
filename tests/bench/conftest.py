"""What is timed runs when it is asked for: with -m bench."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("bench") and "bench" not in config.getoption("markexpr"):
            item.add_marker(pytest.mark.skip(reason="runs with -m bench"))


@pytest.fixture
def root() -> Path:
    """Return the checkout."""
    return Path(__file__).parents[2]

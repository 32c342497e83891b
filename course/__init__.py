"""The helper package of the customer value workbook.

A chapter writes ``from course import cohort`` and then ``cohort.table(...)``.  Modules load when first used, so
that ``import course`` stays fast and a chapter imports only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

__version__ = "0.1.0"

_HERE = Path(__file__).parent
#: Model modules that chapters import by their short name.
MODELS = tuple(path.stem for path in sorted((_HERE / "models").glob("[!_]*.py")) if path.stem != "inputs")

__all__ = ["MODELS", "__version__", *MODELS]


def __getattr__(name: str) -> ModuleType:
    """Load a model module at its first use (PEP 562)."""
    if name in MODELS:
        return import_module(f"course.models.{name}")
    raise AttributeError(f"module 'course' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the names a chapter may import, loaded or not."""
    return sorted(__all__)

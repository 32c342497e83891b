"""Puts the texts of the solved homework into the wheel: `course variants` fills in each student's numbers from them.

An editable installation has them already, and may not rename files, which is why no setting does this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Texts(BuildHookInterface):
    """Adds ``solutions/NN-name.py`` as ``course/_workbook/texts/NN-name.py``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to add, for a wheel that is no editable installation."""
        if version != "editable":
            texts = sorted(Path(self.root, "solutions").glob("[0-9][0-9]-*.py"))
            build_data["force_include"] |= {str(path): f"course/_workbook/texts/{path.name}" for path in texts}

"""Figures: one function a figure, a model's result in, matplotlib Axes out.

Importing this package sets the course's look.  A chapter shows a figure with `show`, which puts the figure's text twin
beside it.
"""

from __future__ import annotations

from course.figures.style import apply
from course.figures.twins import show, twin

apply()

__all__ = ["show", "twin"]

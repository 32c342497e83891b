"""The question bank: short questions on every chapter, for the quiz at its end and for the review.

Each chapter has a module here, ``chapter04.py``, with ``ITEMS``: a tuple of `Single`, `Multiple` and `Numeric`.
"""

from __future__ import annotations

from course.exercise.bank.items import Item, Level, Multiple, Numeric, Option, Single, Slip

__all__ = ["Item", "Level", "Multiple", "Numeric", "Option", "Single", "Slip"]

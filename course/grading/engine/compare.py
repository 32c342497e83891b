"""When what a student's answer shows agrees with what the reference shows.

Both sides are plain JSON data, so nothing of the student's can run while they are compared.
"""

from __future__ import annotations

import math
from typing import Any


def agree(reference: Any, shown: Any, within: Any = 0.0) -> bool:
    """Say whether two JSON values are equal within a tolerance.

    Parameters
    ----------
    reference, shown
        Numbers, text, booleans, None, lists and dictionaries of them.
    within
        How far numbers may lie apart: one number for all, or a dictionary (by key) or list (by place) of them.
        A key without a tolerance must agree exactly.

    Examples
    --------
    >>> agree({"value": 66.0833}, {"value": 66.08}, within=0.005)
    True
    >>> agree({"gain": 1.25, "win": "club"}, {"gain": 1.2, "win": "club"}, within={"gain": 0.01})
    False
    >>> agree([1, True], [1, 1])
    False
    """
    if isinstance(reference, dict):
        if not isinstance(shown, dict) or reference.keys() != shown.keys():
            return False
        return all(agree(value, shown[key], _of(within, key)) for key, value in reference.items())
    if isinstance(reference, list):
        if not isinstance(shown, list) or len(reference) != len(shown):
            return False
        pairs = enumerate(zip(reference, shown, strict=True))
        return all(agree(one, two, _of(within, place)) for place, (one, two) in pairs)
    if _number(reference) and _number(shown):
        return _close(reference, shown, within)
    return type(reference) is type(shown) and bool(reference == shown)


def _of(within: Any, key: Any) -> Any:
    if isinstance(within, dict):
        return within.get(key, 0.0)
    if isinstance(within, list):
        return within[key] if isinstance(key, int) and key < len(within) else 0.0
    return within


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _close(reference: float, shown: float, within: Any) -> bool:
    try:
        one, two = float(reference), float(shown)
    except OverflowError:  # an integer of 400 digits
        return reference == shown
    if math.isnan(one) or math.isnan(two):
        return math.isnan(one) and math.isnan(two)
    if math.isinf(one) or math.isinf(two):
        return one == two
    # A hair more than the tolerance: 0.1 + 0.2 lies within 0 of 0.3.
    slack = float(within) if _number(within) else 0.0
    return abs(one - two) <= slack + 1e-9 * max(1.0, abs(one))

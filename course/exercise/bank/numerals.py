"""Read the number a person typed, in whatever way people write numbers."""

from __future__ import annotations

import re
import unicodedata

#: A number: digits with marks between them, an optional sign, exponent and percent sign.
_NUMERAL = re.compile(r"[-+]?\s*(?:\d[\d.,']*|[.,]\d+)(?:[eE][-+]?\d+)?\s*%?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+")
_LONGEST = 60


def numeral(text: object) -> float | None:
    """Return the one number in a text, or None when there is none, or more than one.

    A comma is a decimal mark unless it groups thousands, and a percent sign divides by 100.  A unit may stand beside.

    Examples
    --------
    >>> [numeral(text) for text in ("0.75", "0,75", "75 %", "１２％", "1,250.5 yuan", "−12", "1.250,5")]
    [0.75, 0.75, 0.75, 0.12, 1250.5, -12.0, 1250.5]
    >>> [numeral(text) for text in ("", "many", "3 or 4", "nan", None)]
    [None, None, None, None, None]
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    # Full-width digits and signs, as a Chinese keyboard types them, become plain ones.
    plain = unicodedata.normalize("NFKC", str(text)[: _LONGEST + 1]).replace("−", "-").replace("–", "-")
    found = _NUMERAL.findall(plain)
    if len(found) != 1 or len(plain) > _LONGEST or re.search(r"\binf", plain, re.IGNORECASE):
        return None
    return _value(re.sub(r"[\s']", "", found[0]))


def _value(written: str) -> float | None:
    digits = written.rstrip("%").rstrip(".,")
    if ("," in digits and digits.rfind(".") > digits.rfind(",")) or _THOUSANDS.fullmatch(digits.lstrip("+-")):
        digits = digits.replace(",", "")
    elif "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        return None
    if abs(value) > 1e15:
        return None
    return value / 100 if written.endswith("%") else value

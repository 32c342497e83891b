"""Names in words for the tables of the chapter on valuable customers."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from course.i18n import _

#: What a row or column of a model's result is called in a table to read.
NAMES: Final = {
    "orders": _("orders"), "units": _("units"), "amount": _("sales (yuan)"), "profit": _("profit (yuan)"),
    "margin": _("margin"), "mean_order": _("mean order (yuan)"), "largest_order": _("largest order (yuan)"),
    "returned": _("returned (yuan)"), "returns": _("returns"), "relation": _("relation (days)"),
    "cycle": _("purchase cycle (days)"), "expected_sales": _("expected sales (yuan a year)"),
    "largest_receipt": _("largest receipt (yuan)"), "mean_receipt": _("mean receipt (yuan)"),
    "collection": _("collection period (days)"), "arrears": _("arrears (yuan)"), "arrears_rate": _("arrears rate"),
    "tasks": _("tasks"), "processes": _("processes"), "praise": _("praise"), "complaints": _("complaints"),
    "suggestions": _("suggestions"), "praise_share": _("share of praise"),
    "complaint_share": _("share of complaints"), "suggestion_share": _("share of suggestions"),
    "customers": _("customers"), "staff": _("staff"), "revenue": _("revenue (yuan)"),
    "gross": _("left after the goods (yuan)"), "staff_cost": _("staff (yuan)"), "service": _("service (yuan)"),
    "waiting": _("interest on arrears (yuan)"), "overhead": _("overhead (yuan)"),
    "customer_share": _("share of customers"), "revenue_share": _("share of revenue"),
    "profit_share": _("share of profit"), "benefit": _("overall benefit (million USD)"),
    "fees": _("fee income (million USD)"), "loyal": _("loyal"), "level": _("level"), "score": _("score"),
    "chosen": _("chosen"), "others": _("others"), "share_chosen": _("share of the chosen"),
    "share_others": _("share of the others"), "low": _("low"), "high": _("high"), "customer": _("customer"),
    "value": _("estimate"), "class": _("class"), "tier": _("tier"),
}  # fmt: skip


def readable(table: pd.DataFrame | pd.Series[Any], decimals: int = 2) -> pd.DataFrame:
    """Return a model's table with its rows and columns named in words, and rounded.

    Whole numbers are shown without a point when ``decimals`` is 0.

    Examples
    --------
    >>> readable(pd.DataFrame({"amount": [1400.4], "cycle": [40.0]}, index=["A"]), 0)
       sales (yuan)  purchase cycle (days)
    A          1400                     40
    """
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    # + 0.0, because a rounded -0.001 would show as -0.0
    shown = frame.apply(lambda column: column.round(decimals) + 0.0 if column.dtype.kind == "f" else column)
    if decimals == 0:
        whole = {name: "Int64" for name in shown if shown[name].dtype.kind == "f"}
        shown = shown.astype(whole)
    renamed: pd.DataFrame = shown.rename(index=_words, columns=_words)
    return renamed.rename_axis(index=_words(frame.index.name), columns=None)


def _words(name: Any) -> Any:
    return NAMES.get(name, name) if isinstance(name, str) else name

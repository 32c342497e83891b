"""The cohort table and its companions as tables to read: names in words, money with its unit, both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from course.figures.style import COLOURS
from course.i18n import _
from course.models.cohort import CohortTable

#: What a column of a model's result is called in a table to read.
NAMES: Final = {
    "year": _("year"),
    "customers": _("customers"),
    "retention": _("retention"),
    "purchases": _("purchases"),
    "ltv": _("LTV (yuan)"),
    "ltv_1": _("LTV after year 1"),
    "ltv_2": _("LTV after year 2"),
    "ltv_3": _("LTV after year 3"),
    "gross_profit": _("profit (yuan)"),
    "present_value": _("present value (yuan)"),
    "ltv_per_point": _("a point is worth (yuan per customer won)"),
    "cohort_per_point": _("for the cohort (yuan)"),
    "as_acquisition_cost": _("as acquisition cost (yuan)"),
    "as_cost_per_customer": _("most it may cost (yuan per customer of that year)"),
    "ltv_a": _("LTV of A (yuan)"),
    "ltv_b": _("LTV of B (yuan)"),
    "difference": _("difference (yuan)"),
    "cohort_gain": _("gain for the cohort (yuan)"),
    "budget_neutral_rise": _("yearly cost of B may still rise by (yuan)"),
    "next_customer_cost": _("next customer costs (yuan)"),
    "return_of_winning": _("a yuan for winning returns (yuan)"),
    "most_per_point": _("a point may cost (yuan per customer won)"),
    "value_year_1": _("value of year 1 (yuan)"),
    "value_final": _("value of all years (yuan)"),
    "as_much": _("leavers bought as much: value of year 1 (yuan)"),
    "half_as_much": _("leavers bought half as much (yuan)"),
    "leavers": _("leave after year 1"),
    "stayers": _("stay"),
    "all": _("all"),
    "1": _("segment 1"),
    "2": _("segment 2"),
    "share": _("share of customers won"),
    "segment_retention": _("retention, every year"),
    "most_to_win": _("most to pay for winning one (yuan)"),
    "discount_rate": _("discount rate"),
    "right": _("the right way"),
    "retention_early": _("retention read one year early"),
    "retention_late": _("retention read one year late"),
    "mean_retention": _("mean retention in every year"),
    "twelve_months": _("monthly loss times 12"),
    "survivors": _("divided by survivors"),
    "acquisition_twice": _("acquisition cost taken off twice"),
    "yearly_cost_in_year_1": _("yearly cost also in year 1"),
    "year_1_discounted": _("year 1 discounted"),
    "not_discounted": _("not discounted at all"),
    "first_rate": _("first rate in every year"),
    "last_rate": _("last rate from year 3 on"),
    "segments": _("two segments that never change"),
}


def readable(table: pd.DataFrame, decimals: int = 2) -> pd.DataFrame:
    """Return a model's table with its rows and columns named in words, rounded, and a dash where there is no number.

    A name without words of its own (``spend_3``) keeps its letters: the year follows in words.

    Examples
    --------
    >>> readable(pd.DataFrame({"ltv": [66.0833, 25.25], "spend_3": [100.0, None]}))
       LTV (yuan) spend, year 3
    0       66.08        100.00
    1       25.25             –
    """
    rounded = table.apply(lambda column: _rounded(column, decimals))
    renamed: pd.DataFrame = rounded.rename(index=_in_words, columns=_in_words)
    return renamed.rename_axis(index=None if table.index.name is None else _in_words(table.index.name))


def _rounded(column: pd.Series[Any], decimals: int) -> pd.Series[Any]:
    if column.dtype.kind != "f":
        return column
    # + 0.0, because a rounded -0.001 would show as -0.0
    plain = column.round(decimals) + 0.0
    return plain.map(lambda value: "–" if pd.isna(value) else f"{value:.{decimals}f}") if plain.isna().any() else plain


def _in_words(name: Any) -> Any:
    if name in NAMES or not isinstance(name, str):
        return NAMES.get(name, name)
    stem, mark, year = name.rpartition("_")
    if not (mark and year.isdigit()):
        return name
    return _("{name}, year {year}").format(name=stem.replace("_", " "), year=year)


def stated(facts: Mapping[str, Any]) -> pd.DataFrame:
    """Return what the text of the case still says, one fact a row, in the order of the case.

    Parameters
    ----------
    facts
        `course.data.cases.COHORT_TEXT`.
    """
    rows = {
        _("customers won 新客户"): _number(facts["customers"]),
        _("retention after year 1 客户保留率"): f"{facts['first_retention']:.0%}",
        _("cost of goods in year 1 成本率"): f"{facts['first_cost_of_goods']:.0%}",
        _("cost to win a customer 获取成本"): _money(facts["acquisition_cost"]),
        _("cost to serve a customer, a year, from year 2 年度费用"): _money(facts["yearly_cost"]),
        _("LTV after year 1"): _money(facts["ltv_year_1"], 2),
        _("LTV after year 3"): _money(facts["ltv_year_3"], 2),
    }
    return pd.DataFrame({_("the text says"): rows})


class PaperTable(Styler):
    """A styled table that shows the same in HTML and, for nbval and screen readers, as text."""

    note: str = ""

    def __repr__(self) -> str:
        return f"{self.data.to_string()}\n{self.note}"  # type: ignore[attr-defined]


def styled(cohort: CohortTable, *, currency: str = "yuan", name: str = "cohort") -> PaperTable:
    """Return the cohort table as the source prints it: one row an item, one column a year, units in the cells.

    The last retention is grey and marked †, with a footnote: it is shown but never used.

    Parameters
    ----------
    cohort
        What `course.models.cohort.table` returned.
    currency
        The unit written after each amount.
    name
        The table's name in the page; two styled tables of one notebook need two names.
    """
    shown = pd.DataFrame(
        {_("year {year}").format(year=year): _cells(cohort, year, currency) for year in cohort.frame.index}
    )
    styler = PaperTable(shown, uuid=name, cell_ids=False)
    styler.note = _("† Shown but never used: it would lead to year {year}, which the table does not have.").format(
        year=cohort.years + 1
    )
    styler.set_caption(styler.note).set_table_styles(_LOOK).apply(_cell_styles, axis=None)
    return styler


#: Column of the frame, its English and Chinese names, and how a cell is written; in the order of the printed table.
_ITEMS: Final[Sequence[tuple[str, str, str, Callable[[float, str], str]]]] = (
    ("customers", _("customers"), "客户数", lambda value, unit: _number(value)),
    ("retention", _("retention"), "客户保留率", lambda value, unit: f"{value:.0%}"),
    ("purchases", _("purchases a year"), "年购买次数", lambda value, unit: f"{value:g}"),
    ("spend", _("spend a purchase"), "平均消费金额", lambda value, unit: _money(value, 0, unit)),
    ("revenue", _("revenue"), "总收入", lambda value, unit: _money(value, 0, unit)),
    ("cost_of_goods_rate", _("cost of goods, share"), "成本率", lambda value, unit: f"{value:.0%}"),
    ("cost_of_goods", _("cost of goods"), "产品成本", lambda value, unit: _money(value, 0, unit)),
    ("programme_cost_per_customer", _("winning, then serving one"), "获取/服务", lambda value, unit: _money(value, 0, unit)),  # noqa: E501
    ("programme_cost", _("winning, then serving all"), "获取/服务费用", lambda value, unit: _money(value, 0, unit)),
    ("total_cost", _("total cost"), "总成本", lambda value, unit: _money(value, 0, unit)),
    ("gross_profit", _("profit"), "利润", lambda value, unit: _money(value, 0, unit)),
    ("discount_factor", _("discount factor"), "贴现系数", lambda value, unit: f"{value:.2f}"),
    ("present_value", _("present value"), "现值", lambda value, unit: _money(value, 0, unit)),
    ("cumulative_present_value", _("cumulative present value"), "累积现值", lambda value, unit: _money(value, 0, unit)),
    ("ltv", _("LTV per customer won"), "终身价值", lambda value, unit: _money(value, 2, unit)),
)  # fmt: skip

#: Every colour is set on its own white, so that the table reads the same on a dark page.
_LOOK: Final[Any] = [
    {"selector": "", "props": "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0.5em 0"},
    {"selector": "th.col_heading", "props": f"background:{COLOURS[0]};color:white;text-align:right;padding:5px 14px"},
    {"selector": "th.blank", "props": f"background:{COLOURS[0]}"},
    {"selector": "th.row_heading", "props": "background:white;color:black;text-align:left;padding:4px 14px"},
    {"selector": "td", "props": "text-align:right;padding:4px 14px"},
    {"selector": "tbody tr", "props": "border-bottom:1px solid #D9D9D9"},
    {"selector": "caption", "props": "caption-side:bottom;text-align:left;padding:6px 14px;font-size:0.95em"},
]
_SUMS: Final = (_("revenue"), _("profit"), _("LTV per customer won"))


def _cells(cohort: CohortTable, year: int, currency: str) -> dict[str, str]:
    place = year - 1
    mark = {name: " †" for unused, name in cohort.unused_cells if unused == year}
    return {
        f"{english} {chinese}": write(float(cohort.frame[column].to_numpy()[place]), currency) + mark.get(column, "")
        for column, english, chinese, write in _ITEMS
    }


def _cell_styles(shown: pd.DataFrame) -> pd.DataFrame:
    """Grey for what is never used, bold for the sums, red for a loss."""
    styles = [
        [_cell_style(str(item), str(text)) for text in row] for item, row in zip(shown.index, shown.values, strict=True)
    ]
    return pd.DataFrame(styles, index=shown.index, columns=shown.columns)


def _cell_style(item: str, text: str) -> str:
    ground = "font-weight:bold;background:#E6F1F8" if item.startswith(_SUMS) else "background:white"
    if text.endswith("†"):
        return f"{ground};color:#6B6B6B;font-style:italic"
    return f"{ground};color:{'#B00020' if text.startswith('-') else 'black'}"


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _money(value: float, decimals: int = 0, unit: str = "yuan") -> str:
    # + 0.0, because a rounded -0.001 would show as -0.00
    return f"{round(value, decimals) + 0.0:,.{decimals}f} {unit}"

"""Where every table and every case of the course comes from, and the data page that says so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from course.i18n import _

#: The five pages of Chinese teaching material, by the short names used in docstrings and chapters.
SOURCES = {
    "S0": "如何寻找潜在客户概要: finding customers, the lifecycle, lifetime value, the cohort table",
    "S1": "第3章 客户终身价值: customer lifetime value, the purchase-transition matrix homework",
    "S2": "choosing and developing target customers (目标客户)",
    "S3": "potential and actual customers, exam questions (潜在客户与现实客户)",
    "S4": "mining existing customers: RFM, portfolios, statistics (挖掘老客户潜在价值)",
}


def read(name: str) -> dict[str, dict[str, Any]]:
    """Return the entries of one of this folder's lists: ``"provenance"`` (files) or ``"origins"`` (cases).

    Examples
    --------
    >>> read("provenance")["cracker"]["rows"]
    3292
    """
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def page() -> str:
    """Return the data page as Markdown, made from the lists alone."""
    parts = [
        f"# {_('Where the data come from')}",
        _("This page is made by `course build` from the lists in `course/data/`; do not edit it."),
        f"## {_('Tables in the package')}",
        *(_file_section(entry) for entry in read("provenance").values()),
        f"## {_('Numbers of the cases')}",
        _case_table(),
        f"## {_('The teaching material')}",
        _("Facts, figures and terms come from five pages of lecture notes on 客户关系管理; no sentence is copied."),
        "\n".join(f"- **{name}** {title}" for name, title in SOURCES.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _file_section(entry: dict[str, Any]) -> str:
    lines = [f"### {entry['title']}", ""]
    labels = {
        "file": _("file"), "kind": _("kind"), "rows": _("rows"), "columns": _("columns"), "source": _("source"),
        "citation": _("citation"), "licence": _("licence"), "changes": _("what we changed"), "sha256": "SHA-256",
    }  # fmt: skip
    for key, label in labels.items():
        if key in entry:
            value = ", ".join(entry[key]) if isinstance(entry[key], list) else entry[key]
            lines.append(f"- {label}: {value}")
    return "\n".join(lines)


def _case_table() -> str:
    head = [f"| {_('numbers')} | {_('what they are')} | {_('where')} | {_('meaning')} |", "|---|---|---|---|"]
    rows = [
        f"| `{name}` | {case['kind']} | `{case['where']}` | {case['text']} |" for name, case in read("origins").items()
    ]
    return "\n".join([*head, *rows])

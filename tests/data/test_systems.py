"""The index of systems: nothing of the source is missing, and what each row names is there and used."""

import importlib
import inspect
import re
from functools import cache

import pytest

from course import workbook
from course.authoring import build, source
from course.data.systems import QUIZ, SECTIONS, System, page, systems
from course.exercise import bank

#: The rows of our map of the source, by section: the chapter that teaches them, and for each row a pattern that a name
#: of the index (English or Chinese) matches.  The map itself is not in the repository.
MAP = {
    1: (
        "01",
        {
            "needs analysis report": "needs analysis|客户需求分析",
            "positioning a customer group": "position|客户群定位",
            "conditions of a prospect": "qualif|MAN|condition",
            "prospect v actual customer": "5-6|5 to 6|actual|win.*keep|现实",
            "ways to find: law of averages": "law of averages|canvass",
            "ways to find: endless chain": "chain|referral",
            "turning prospects into customers": "funnel|prospects? into|conver",
            "taxi driver": "taxi",
        },
    ),
    2: (
        "02",
        {
            "four-stage model": "four-stage",
            "stage traits": "stage traits",
            "telecom stages": "telecom stages",
            "lifecycle profit": "lifecycle profit",
            "profit curve": "profit curve",
        },
    ),
    3: (
        "03",
        {
            "the 30-year-old customer": "30-year-old",
            "six parts of CLV": "six parts",
            "what moves it": "what moves",
            "three values": "history, current",
            "models without spending allocation": "revenue, profit and contribution",
        },
    ),
    4: (
        "04",
        {
            "table": "10,000-customer table",
            "lesson 1, -12": "costs 12",
            "lesson 2, keep or win": "keeping against winning",
            "lesson 3, high and low": "high and low",
            "the lost table": "reconstructed",
        },
    ),
    5: (
        "05",
        {
            "Dwyer's method: lost for good": "lost for good|永久流失|retention model",
            "Dwyer's method: always a share": "always a share|暂时流失|migration model",
            "customer event forecast": "event",
            "switching cost": "switching cost|转换成本",
        },
    ),
    6: (
        "06",
        {
            "purchase-transition matrix": "purchase-transition",
            "question (a)": r"homework \(a\)",
            "question (b)": r"homework \(b\)",
            "allocation of spending": "share of",
        },
    ),
    7: (
        "07",
        {
            "value indicators": "indicator",
            "composite indicator": "composite|模拟指标",
            "80/20": "80/20|whale|concentration",
            "ABC classes": "ABC",
            "value pyramid": "pyramid|金字塔",
            "bank levels": "bank",
            "Mr Xu": "Xu|徐|许",
        },
    ),
    8: (
        "08",
        {
            "historical x expected": "histor",
            "current x added": "added",
            "gold, meteor, brook, burden": "meteor|流星",
            "strangers, butterflies": "butterfl|stranger|蝴蝶",
            "credit x loyalty": "credit",
            "size x loyalty": "size",
            "current x predicted, A-F": "A-F|A to F|predicted",
            "RFM": "RFM",
        },
    ),
    9: (
        "09",
        {
            "cluster analysis": "cluster",
            "mirror analysis": "mirror",
            "factor analysis": "factor",
            "principal components": "principal",
            "conjoint analysis": "conjoint",
            "regression": "regression",
            "discriminant analysis": "discriminant",
        },
    ),
    10: (
        "10",
        {
            "expected against perceived": "expect|perceived|satisfaction =",
            "Sweden": "SCSB|Swed",
            "United States": "ACSI|Americ",
            "Norway": "NCSB|Norw",
            "five gaps": "gap",
            "satisfaction trap": "trap",
            "four loyalties": "loyalt",
            "complaint iceberg": "iceberg",
            "Coca-Cola survey": "Coca|1981|word",
            "bonds": "bond",
            "levels": "level",
        },
    ),
    11: ("11", {"exam bank": "exam|quiz|题", "five steps": "five steps"}),
}
each = pytest.mark.parametrize("row", systems(), ids=lambda row: row.name)


@cache
def code_of(number: str) -> str:
    (path,) = [path for path in build.sources([number]) if path.parent.name == "notebooks"]
    return "\n".join(cell.source for cell in source.read(path).cells if cell.cell_type == "code")


def text_of(folder: str, number: str) -> str:
    found = sorted((workbook.source() / folder).glob(f"{number}-*.py"))
    assert found, f"no chapter {number} in {folder}"
    return found[0].read_text(encoding="utf-8")


def thing(name: str) -> object:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


@each
def test_the_function_and_the_figure_are_there_and_the_chapter_uses_them(row: System) -> None:
    code = code_of(row.chapter)
    for name in (row.function, row.figure):
        assert callable(thing(name)), name
        assert re.search(rf"\b{name.rpartition('.')[2]}\b", code), f"chapter {row.chapter} does not use {name}"
    assert inspect.getdoc(thing(row.function))


@each
def test_the_question_that_examines_it_is_there(row: System) -> None:
    if row.exercise == QUIZ.strip():
        assert "quiz." in code_of(row.chapter)
        return
    if row.exercise.startswith(QUIZ):
        assert row.exercise.removeprefix(QUIZ) in {item.name for item in bank.items_of(row.chapter)}
        return
    *other, question = row.exercise.split()
    number = other[0][:2] if other else row.chapter
    assert f'question="{question}"' in text_of("solutions", number)
    assert f"check.{question}(" in text_of("solutions", number)


@each
def test_a_row_says_where_it_comes_from(row: System) -> None:
    assert row.section in SECTIONS
    assert re.search(r"\bS[0-4]\b", row.source), row.source
    assert not row.zh or re.search(r"[\u4e00-\u9fff]", row.zh)


@pytest.mark.parametrize("section", MAP)
def test_nothing_of_the_source_is_missing(section: int) -> None:
    chapter, wanted = MAP[section]
    if not list((workbook.source() / "notebooks").glob(f"{chapter}-*.py")):
        # Asked for as soon as the chapter is there; test_every_chapter_is_there asks for the chapters.
        return
    names = [f"{row.name} {row.zh}" for row in systems() if row.section == section or row.chapter == chapter]
    missing = [row for row, pattern in wanted.items() if not any(re.search(pattern, name, re.I) for name in names)]
    assert not missing, f"section {section} has {names}"
    assert len(names) >= len(wanted) - 1, "one row for each system"


def test_names_are_unique() -> None:
    assert len({row.name for row in systems()}) == len(systems())


def test_the_page_shows_every_row() -> None:
    for row in systems():
        assert f"| {row.name} |" in page() and f"`{row.function.removeprefix('course.')}`" in page()
    assert {"data.md", "systems.md", "glossary.md"} == set(build.PAGES)


def test_a_stale_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build.PAGES, "systems.md", lambda: "another page")
    assert list(build._stale_pages()) == ["docs/systems.md differs from the lists in course/data. Run 'course build'."]

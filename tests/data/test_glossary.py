"""One thing has one name: the terms in the chapters against the glossary."""

import re
from pathlib import Path

import pytest

from course import workbook
from course.data import glossary
from course.data.glossary import Term, terms

CHAPTERS = sorted((workbook.source() / "notebooks").glob("[0-9][0-9]-*.py"))
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
CHINESE = r"[\u4e00-\u9fff]"
BOLD = re.compile(r"\*\*(.+?)\*\*")
#: Chinese in brackets close behind a bold term: the term is defined there.
CLOSE_BEHIND = re.compile(rf"[^.(*\n]{{0,40}}\([^()]*{CHINESE}")
#: Chinese in brackets: whole words, between commas and the like.
BRACKETS = re.compile(rf"\(([^()]*{CHINESE}[^()]*)\)")
#: How far before the Chinese its English name may stand.
BESIDE = 140


def text_of(path: Path) -> str:
    """Return the text of a chapter before its references, each paragraph on one line."""
    lines = path.read_text(encoding="utf-8").split("\n# ## References")[0].splitlines()
    words = [line[2:] or "\n" for line in lines if line.startswith("#") and not line.startswith("# %%")]
    return " ".join(words)


def defined(text: str) -> list[str]:
    """Return the bold terms that have Chinese in brackets close behind them."""
    return [bold.group(1) for bold in BOLD.finditer(text) if CLOSE_BEHIND.match(text, bold.end())]


def plain(name: str) -> str:
    """Return a name as it is compared: lower case, no stars, no bracket behind it, one form for singular and plural."""
    words = re.sub(r"\s*\([^)]*\)$", "", name.replace("*", "").casefold()).split()
    return " ".join(re.sub(r"(?<=[a-z]{3})(ies|y|es|s|e)$", "", word.strip(".,;:")) for word in words)


def chinese_words(inside: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;:、，；]|\bor\b", inside) if re.search(CHINESE, word)]


def misnamed(text: str) -> list[str]:
    """Return each Chinese term of the glossary that stands in brackets behind something else than its English name."""
    by_zh = {term.zh: term for term in terms()}
    faults = []
    for found in BRACKETS.finditer(text):
        before = plain(text[max(0, found.start() - BESIDE) : found.start()])
        for word in chinese_words(found.group(1)):
            if word in by_zh and plain(by_zh[word].name) not in before:
                faults.append(f"{word} is {by_zh[word].name!r}; in the text: {text[found.start() - 40 : found.end()]}")
    return faults


def bare(text: str) -> list[str]:
    """Return Chinese that stands without brackets, outside a table and not as a word of the source."""
    kept = re.sub(r"\([^()]*\)|\|[^|]*(?=\|)|`[^`]*`", " ", text)
    found = re.finditer(rf"(.{{0,40}}?)({CHINESE}[^\s.,]*)", kept)
    return [match.group(2) for match in found if "source" not in match.group(1)]


@each_chapter
def test_what_a_chapter_defines_in_bold_is_in_the_glossary(path: Path) -> None:
    known = {plain(term.name) for term in terms()}
    unknown = [name for name in defined(text_of(path)) if plain(name) not in known]
    assert not unknown, "add them to course/data/glossary.toml, or do not make them bold"


@each_chapter
def test_chinese_stands_beside_the_english_name_that_the_glossary_gives(path: Path) -> None:
    assert not misnamed(text_of(path))
    assert not bare(text_of(path)), "put it in brackets behind the English term"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a **cohort** (同期群)", 0),
        ("Cohorts of customers (同期群) are", 0),
        ("a group (同期群)", 1),
        ("**retention rates** (客户保留率; the source says 客户的维系率)", 0),
        ("the rate of staying (客户保留率)", 1),
    ],
)
def test_the_rule_finds_a_wrong_name(text: str, faults: int) -> None:
    assert len(misnamed(text)) == faults


def test_the_rule_finds_bare_chinese() -> None:
    assert bare("a group 同期群 of customers") == ["同期群"]
    assert bare("a cohort (同期群), the source's 群体, | 同期群 | and `同期群`") == []


def test_the_rule_finds_a_definition_that_is_missing() -> None:
    assert defined("**So.** A **wallet of gold** (金钱包) and **so** on") == ["wallet of gold"]


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.name)
def test_a_term_is_complete(term: Term) -> None:
    assert re.search(CHINESE, term.zh) and term.definition.endswith(".") and term.source
    assert re.fullmatch(r"\d\d", term.chapter)
    assert f"| {term.name} | {term.zh} | {term.definition} | {int(term.chapter)} |" in glossary.page()

"""The text of every chapter and homework: its numbers, its terms, its cells."""

import ast
import re
import sys
import textwrap
from pathlib import Path

import pytest

from course import workbook
from course.authoring import build, source, timings
from course.data.glossary import terms

sys.path.insert(0, str(Path(__file__).parent))
from prose_numbers import bare_numbers, right

SOURCES = build.sources()
CHAPTERS = [path for path in SOURCES if path.parent.name == "notebooks" and path.name[:2] != "00"]
HOMEWORKS = [path for path in SOURCES if path.parent.name == "solutions"]
ids = dict(ids=lambda path: f"{path.parent.name}/{path.name}")


def texts(path: Path) -> list[str]:
    """Return the text cells before the references."""
    found = []
    for cell in source.read(path).cells:
        if cell.cell_type == "markdown":
            if cell.source.startswith("## References"):
                break
            found.append(cell.source)
    return found


@pytest.mark.parametrize("path", SOURCES, **ids)
def test_every_number_in_the_text_is_computed_or_right_arithmetic(path: Path) -> None:
    bare = [(number, text.splitlines()[0][:60]) for text in texts(path) for number in bare_numbers(text)]
    assert not bare, "write {{ ... }}, or arithmetic that is right"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("It is 66.08 yuan.", ["66.08"]),
        ("It is {{ ltv:.2f }} yuan.", []),
        ("Four stages, 6 parts, in 2003.", []),
        ("2 × 80 = 160 yuan", []),
        ("2 × 80 = 150 yuan", ["80", "150"]),
        ("160 × 30% − 60 = -12", []),
        (r"$100 \times 2 \times 12 \times 20 = 48{,}000$", []),
        (r"$100 \times 2 \times 12 \times 20 = 47{,}000$", ["100", "20", "47,000"]),
        (r"$\frac{25}{3} = 8.33$", []),
        ("as 80/20 says, S0 and CLV1 and `0.75`", []),
        ("`160 × 0.3 - 60 = -12` and `table.ltv[3] / 100`", []),
        ("`160 × 0.3 - 60 = -13`", ["160", "0.3", "60", "13"]),
        ("60% stay", ["60%"]),
    ],
)
def test_the_rule_finds_what_it_should(text: str, bare: list[str]) -> None:
    assert list(bare_numbers(text)) == bare


def test_arithmetic_is_compared_to_the_digits_written() -> None:
    assert right("1 / 3 = 0.33") and not right("1 / 3 = 0.34")


@pytest.mark.parametrize("path", CHAPTERS, **ids)
def test_a_chapter_takes_at_most_45_minutes_and_says_so(path: Path) -> None:
    assert 0 < timings.total(path) <= 45
    assert "{{ minutes_to_teach }}" in texts(path)[0] + texts(path)[1]


@pytest.mark.parametrize("path", CHAPTERS, **ids)
def test_a_chapter_has_its_parts(path: Path) -> None:
    notebook = source.read(path)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(text.count("show(") for text in code) >= 2, "at least two figures"
    assert sum("explorer(" in text for text in code) == 1, "one explorer"
    headings = [cell.source.splitlines()[0] for cell in notebook.cells if cell.source.startswith("## ")]
    assert {"## Key points", "## References"} <= set(headings)


def taught(path: Path) -> dict[str, str]:
    """Return the speaker's notes of the title and of each section that takes time in class, by their headings."""
    return {
        cell.source.splitlines()[0]: cell.metadata.get("notes", "")
        for cell in source.read(path).cells
        if cell.source.startswith(("# ", "## ")) and cell.metadata.get("minutes", 0) > 0
    }


@pytest.mark.parametrize("path", CHAPTERS, **ids)
def test_the_teacher_has_notes_for_every_section(path: Path) -> None:
    sections = taught(path)
    assert [heading for heading, notes in sections.items() if not 40 <= len(notes) <= 400] == []
    bare = {heading: list(bare_numbers(notes)) for heading, notes in sections.items()}
    assert [heading for heading, numbers in bare.items() if numbers] == [], "notes are not computed: use words"


def test_no_two_sections_have_the_same_notes() -> None:
    every = [notes for path in CHAPTERS for notes in taught(path).values() if notes]
    assert len(set(every)) == len(every) > 0


@pytest.mark.parametrize("path", CHAPTERS, **ids)
def test_every_term_of_the_chapter_is_bold_where_it_is_defined(path: Path) -> None:
    prose = "\n".join(texts(path))
    mine = [term for term in terms() if term.chapter == path.name[:2]]
    assert mine
    for term in mine:
        found = len(re.findall(rf"\*\*{re.escape(term.name)}\*\*", prose, flags=re.IGNORECASE))
        assert found == 1, f"{term.name} is bold {found} times"
        assert term.zh in prose, f"{term.zh} does not stand in the text"


def test_one_term_has_one_name() -> None:
    names = [term.name.casefold() for term in terms()]
    assert len(set(names)) == len(names)
    assert len({term.zh for term in terms()}) == len(names)


@pytest.mark.parametrize("path", SOURCES, **ids)
def test_no_sentence_stands_inside_a_code_cell(path: Path) -> None:
    """A string with a space between words is text for people: it belongs in Markdown or in the package."""
    for cell in source.read(path).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert len(node.value.split()) < 4, f"{node.value!r} in {cell.source[:60]!r}"


@pytest.mark.parametrize("path", HOMEWORKS, **ids)
def test_a_homework_has_five_to_eight_short_questions(path: Path) -> None:
    cells = [cell for cell in source.read(path).cells if "question" in cell.metadata]
    assert 5 <= len(cells) <= 8
    for cell in cells:
        answer = textwrap.dedent(cell.source.split("# BEGIN SOLUTION\n")[1].split("# END SOLUTION")[0])
        written = ast.walk(ast.parse(f"def answer():\n{textwrap.indent(answer, '    ')}"))
        statements = sum(isinstance(node, ast.stmt) for node in written) - 1
        assert 1 <= statements <= 5, f"{cell.metadata['question']}: {statements} statements to write"


def test_the_built_files_agree_with_their_text() -> None:
    assert build.check() == []


def test_a_student_never_gets_a_solution() -> None:
    for path in sorted((workbook.source() / "exercises").glob("*.ipynb")):
        assert "SOLUTION" not in path.read_text(encoding="utf-8")

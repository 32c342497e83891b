"""What a deck is made from: the chapter for the class, its homework, formulas as MathML."""

import builtins

import pytest

from course.errors import CourseError
from course.serving import slides


def test_a_chapter_is_named_by_its_number_or_beginning() -> None:
    assert slides.chapter_named("4").stem == slides.chapter_named("04").stem == slides.chapter_named("04-c").stem
    with pytest.raises(CourseError, match=r"no chapter begins with '99'.*04-cohort"):
        slides.chapter_named("99")


def test_formulas_become_mathml_and_code_stays() -> None:
    found = slides.with_mathml("$$a=1$$ and $b$ but `$c$` and\n```\n$d$\n```")
    assert found.count("<math") == 2 and 'display="block"' in found
    assert "`$c$`" in found and "$d$" in found


@pytest.mark.parametrize("chapter", slides.chapters(), ids=lambda path: path.stem)
def test_a_deck_leaves_out_what_is_for_the_desk(chapter) -> None:
    cells = slides.deck_notebook(chapter).cells
    headings = [cell.source.splitlines()[0] for cell in cells if cell.cell_type == "markdown"]
    assert not {"## References", "## Quiz", "## How far you are"} & set(headings)
    assert "## Key points" in headings
    assert not any("check" in cell.metadata or "BEGIN SOLUTION" in cell.source for cell in cells)
    assert len({cell.id for cell in cells}) == len(cells)
    assert not any("$" in cell.source and "<math" not in cell.source and "`" not in cell.source
                   for cell in cells if cell.cell_type == "markdown")  # fmt: skip


def test_answers_stay_out_unless_they_are_wanted() -> None:
    chapter = slides.chapter_named("04")
    with_answers = {cell.id for cell in slides.deck_notebook(chapter).cells}
    without = {cell.id for cell in slides.deck_notebook(chapter, answers=False).cells}
    assert {name for name in with_answers - without} == {f"homework-q{number}-answer" for number in range(1, 9)}


def test_a_missing_extra_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest, **more):
        if name == "sphinx_revealjs":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CourseError, match="make present"):
        slides.resources()

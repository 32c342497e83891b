"""What a grader hands out and reads: accessible, light and dark, on a phone and a desk, without a sideways scroll."""

from pathlib import Path

import pytest

from course.grading import report
from course.grading.collect import SetAside
from course.grading.model import CellResult, Marked

OUT_OF = {"q1": 2.0, "q2": 4.0, "q3": 1.0}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """Write the pages of a class of four, one of them unreadable."""
    folder = tmp_path_factory.mktemp("graded")
    rows = [
        Marked("eve", "04-cohort", {}, OUT_OF, "unreadable", "The file is a PDF."),
        *(_marked(f"student {number}", marks) for number, marks in enumerate(((2, 4, 1), (2, 1.5, 0), (0, 0, 0)))),
    ]
    report.write(folder, rows, [SetAside(Path("notes.docx"), "", "No notebook.")])
    return folder


def _marked(student: str, marks: tuple[float, ...]) -> Marked:
    found = dict(zip(OUT_OF, marks, strict=True))
    cells = tuple(CellResult(f"{name}-grade", name, "passed", {}, f"Question {name} was read.") for name in found)
    return Marked(
        student, "04-cohort", found, OUT_OF, "graded", "", cells, {} if marks[0] else {"q1": "margin for revenue"}
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "name", ["index.html", "feedback/student 1/04-cohort.html", "feedback/student 2/04-cohort.html"]
)
def test_a_page_is_accessible_and_fits(
    chromium, graded: Path, name: str, width: int, scheme: str, serious, shoot
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = context.new_page()
    path = graded / name
    if not path.exists():  # folders are named safely for every system
        path = next(one for one in sorted(graded.rglob("*.html")) if name.split("/")[1].replace(" ", "-") in str(one))
    tab.goto(path.as_uri())
    shoot(tab, f"graded-{path.parent.name}-{path.stem}-{width}-{scheme}")
    assert serious(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()

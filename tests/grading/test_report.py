"""Marks, statistics and pages: right, safe to open, and the same bytes each time."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from scipy import stats

from course.errors import CourseError
from course.grading import reference, report
from course.grading.collect import SetAside
from course.grading.model import CellResult, Marked, Status
from course.grading.report import pages, tables
from course.grading.report.items import analyse, correlation
from course.grading.report.write import Ask

OUT_OF = {"q1": 2.0, "q2": 4.0, "q10": 1.0}
EVIL = '=cmd|"/C calc"!A0<script>alert(1)</script>'


def marked(
    student: str, *marks: float, status: Status = "graded", message: str = "", slips: dict[str, str] | None = None
) -> Marked:
    found = dict(zip(OUT_OF, marks, strict=False))
    cells = tuple(CellResult(f"{name}-grade", name, "passed", {"secret": 123}, f"About {name}.") for name in found)
    return Marked(student, "02-lifecycle", found, OUT_OF, status, message, cells, slips or {})


def some() -> list[Marked]:
    return [
        marked("dan", 0, 0, 0, slips={"q1": "goods counted once", "q2": "b"}),
        marked("ann", 2, 4, 1),
        marked("bob", 2, 1.3333, 0, slips={"q2": "a"}),
        marked("cem", 0, 2, 1, slips={"q1": "goods counted once"}),
        Marked("eve", "02-lifecycle", {}, OUT_OF, "unreadable", "The file is a PDF."),
        Marked(EVIL, "", {}, {}, "needs a human", "@It is not clear."),
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    report.write(tmp_path, some(), [SetAside(Path("a<b>.docx"), "", "No notebook.")])
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_marks_have_a_row_for_each_submission(out: Path) -> None:
    found = {row["student"]: row for row in rows(out / "marks.csv")}
    head = ["student", "exercise", "q1", "q2", "q10", "total", "out_of", "status", "message"]
    assert list(found["ann"]) == head
    assert list(found["ann"].values()) == ["ann", "02-lifecycle", "2", "4", "1", "7", "7", "graded", ""]
    assert found["bob"]["q2"] == "1.3333"
    assert [found["eve"][name] for name in ("q1", "total", "status")] == ["", "", "unreadable"]


def test_what_a_student_can_name_is_no_formula(out: Path) -> None:
    for table in ("marks.csv", "items.csv"):
        with (out / table).open(encoding="utf-8", newline="") as stream:
            assert not [cell for row in csv.reader(stream) for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    evil = next(row for row in rows(out / "marks.csv") if "cmd" in row["student"])
    assert evil["student"] == f"'{EVIL}"
    assert evil["message"] == "'@It is not clear."


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_formula_is_made_text(text: str) -> None:
    assert tables.plain(text) == f"'{text}"


def test_the_same_marks_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    report.write(tmp_path / "one", some())
    report.write(tmp_path / "two", list(reversed(some())))
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_junit_has_a_case_for_each_question(out: Path) -> None:
    suites = {suite.get("name"): suite for suite in ElementTree.parse(out / "junit.xml").getroot()}
    suite = suites["02-lifecycle"]
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["13", "7", "1"]
    failure = suite.find("testcase[@classname='02-lifecycle.bob'][@name='q2']/failure")
    assert failure is not None
    assert failure.get("message") == "1.3333/4 About q2."
    assert failure.get("type") == "a"
    assert b"time=" not in (out / "junit.xml").read_bytes()


def test_junit_holds_names_that_xml_cannot(tmp_path: Path) -> None:
    tables.write_junit([marked("a\x00\x1b\ud800", 0)], tmp_path / "j.xml")
    case = ElementTree.parse(tmp_path / "j.xml").find("*/testcase")
    assert case is not None
    assert case.get("classname") == "02-lifecycle.a???"


def test_item_analysis_against_scipy() -> None:
    counted = some()[:4]
    items = {item.question: item for item in analyse(some(), list(OUT_OF))}
    for name, item in items.items():
        shares = [one.marks[name] / OUT_OF[name] for one in counted]
        rests = [one.total - one.marks[name] for one in counted]
        known = stats.pearsonr(shares, rests)
        interval = known.confidence_interval()
        assert item.n == 4
        assert item.facility == pytest.approx(sum(shares) / 4)
        assert item.discrimination == pytest.approx(known.statistic)
        assert (item.low, item.high) == pytest.approx((interval.low, interval.high), rel=1e-6)
    assert (items["q1"].wrong, items["q1"].wrong_n) == ("goods counted once", 2)
    assert (items["q2"].wrong, items["q2"].wrong_n) == ("a", 1)
    assert items["q10"].wrong == ""


def test_point_biserial_of_a_right_or_wrong_question() -> None:
    right, rest = [1, 1, 0, 0, 1, 0], [9, 7, 4, 5, 8, 6]
    assert correlation(right, rest)[0] == pytest.approx(stats.pointbiserialr(right, rest).statistic)


def test_no_discrimination_where_there_is_none() -> None:
    items = analyse([marked("a", 1, 1, 1), marked("b", 1, 2, 1)], list(OUT_OF))
    assert [item.discrimination for item in items] == [None, None, None]
    assert analyse([marked("a")], ["q1"]) == []
    found, low, high = correlation([0, 1, 2], [0, 1, 3])
    assert found is not None
    assert not math.isnan(found)
    assert (low, high) == (None, None)


def test_feedback_shows_marks_words_and_a_hint_and_no_data(out: Path) -> None:
    page = (out / "feedback/bob/02-lifecycle.html").read_text(encoding="utf-8")
    assert "3.3333 of 7 points" in page
    assert "About q2." in page
    hint = reference.questions("02-lifecycle")["q2"].hints[0]
    assert page.count(hint) == 1
    assert reference.questions("02-lifecycle")["q1"].hints[0] not in page
    assert "secret" not in page
    assert "123" not in page


def test_feedback_has_one_heading_a_question_as_the_student_read_it(out: Path) -> None:
    page = (out / "feedback/ann/02-lifecycle.html").read_text(encoding="utf-8")
    assert page.count("<h1>") == 1
    assert "Homework: the customer lifecycle" in page
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page)[0].startswith("Question 1: ")
    assert len(re.findall("<h2", page)) == 3


def test_marks_that_are_not_final_say_so() -> None:
    assert "These marks are not final." in pages.feedback(marked("a", 1, status="needs a human"))
    assert "This was not graded yet." in pages.feedback(marked("a", status="unreadable"))
    assert "not final" not in pages.feedback(marked("a", 1))


@pytest.mark.parametrize("page", ["index.html", "feedback/*/*.html"])
def test_pages_are_whole_and_escape_what_students_wrote(out: Path, page: str) -> None:
    found = list(out.glob(page))
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r"""(src|href)=["']?(https?:|//|file:)|url\(|@import""", text)
        assert '<meta name="viewport"' in text
        assert 'lang="en"' in text
        assert "prefers-color-scheme: dark" in text
        assert not any(cell.get("scope") is None for cell in _ths(text))


def _ths(text: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<th\b[^>]*>", text)]


def test_the_overview_names_all_that_needs_a_human(out: Path) -> None:
    text = (out / "index.html").read_text(encoding="utf-8")
    for words in ("2 need a human", "The file is a PDF.", "a&lt;b&gt;.docx", "No notebook.", "goods counted once (2)"):
        assert words in text
    assert 'role="img"' in text
    assert "from 90%: 1" in text


def test_every_link_of_the_overview_leads_to_a_page(out: Path) -> None:
    from urllib.parse import unquote

    links = re.findall(r'href="([^"]+)"', (out / "index.html").read_text(encoding="utf-8"))
    assert len(links) > 6
    assert all((out / unquote(link)).is_file() for link in links)


def test_colours_have_contrast() -> None:
    style = (Path(pages.__file__).with_name("templates") / "look.css.j2").read_text(encoding="utf-8")
    for scheme in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
        colours = dict(re.findall(r"--(\w+): (#\w+)", scheme))
        for name in ("text", "soft", "right", "partly", "wrong", "link"):
            assert min(_contrast(colours[name], colours[back]) for back in ("page", "card")) >= 4.5, name
        assert _contrast(colours["bar"], colours["page"]) >= 3


def _contrast(one: str, two: str) -> float:
    """Contrast as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_each_student_has_a_folder_that_every_system_can_make() -> None:
    names = ["Li Wei", "li wei", "con", "a/b", "a:b", "..", "x" * 300, "张伟", "🎉", "a."]
    found = pages.folders(names)
    assert len({name.casefold() for name in found.values()}) == len(names)
    assert found["张伟"] == "张伟"
    assert all(re.fullmatch(r"[\w .@+()&-]{1,90}", name) and not name.endswith((".", " ")) for name in found.values())
    assert found["con"] != "con"


def test_a_distribution_counts_every_share_once() -> None:
    shares = [0, 0.1, 0.3, 0.3 - 1e-12, 0.7, 0.9999, 1.0]
    assert [bar.count for bar in pages.bars(shares)] == [1, 1, 0, 2, 0, 0, 0, 1, 0, 2]


def test_pages_of_an_earlier_run_go(out: Path) -> None:
    report.write(out, some()[:2])
    assert {path.name for path in (out / "feedback").iterdir()} == {"ann", "dan"}


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match="cannot write there"):
        report.write(tmp_path / "file", some())


def test_files_of_an_lms_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID,Homework 02-lifecycle (1)\nAnn,1,\nBob,2,\n", encoding="utf-8")
    written = report.write(tmp_path / "out", some(), ask=Ask(canvas=[book]))
    assert written.filled == 2
    text = (tmp_path / "out/lms/grades.csv").read_text(encoding="utf-8")
    assert text == "Student,ID,Homework 02-lifecycle (1)\nAnn,1,7\nBob,2,3.3333\n"
    assert book.read_text(encoding="utf-8").endswith("Bob,2,\n")
    assert "grades.csv: dan: not in the file." in written.notes
    assert "dan: not in the file." in (tmp_path / "out/index.html").read_text(encoding="utf-8")

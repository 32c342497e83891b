"""Slides: nothing runs off one at either resolution, on file and live; keys, clock, notes and answers work."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.serving import slides

CHAPTERS = [path.stem for path in slides.chapters()]
SIZES = [(1280, 720), (1920, 1080)]
#: No block is shrunk below this: type of 24 on a slide of 1280 would be smaller than 14.
LEGIBLE = 0.6

#: For each slide: its name, how far content reaches beyond the slide in pixels, and how small a block was made.
MEASURE = """() => [...document.querySelectorAll('.slides > section')].map(slide => {
  const before = [slide.style.display, slide.hidden];
  slide.style.display = 'block'; slide.hidden = false;
  const frame = slide.getBoundingClientRect();
  const boxes = [...slide.querySelectorAll('.deck-page *')].filter(node => node.checkVisibility())
    .map(node => node.getBoundingClientRect()).filter(box => box.width && box.height);
  const beyond = Math.max(0, ...boxes.map(box => Math.max(box.right - frame.right, box.bottom - frame.bottom,
    frame.left - box.left, frame.top - box.top)));
  // A picture of 150 points an inch is as large as its type was meant at two thirds of its own width.
  const size = (node, picture) => picture ? picture.getBoundingClientRect().width / frame.width * 1280 * 1.5
    / picture.naturalWidth : Number(node.style.zoom || 1);
  const zooms = [...slide.querySelectorAll('[style*=zoom]')].map(node => size(node, node.querySelector('img')));
  [slide.style.display, slide.hidden] = before;
  return [slide.getAttribute('aria-label'), beyond, Math.min(1, ...zooms)];
})"""


def measured(page) -> list[tuple[str, float, float]]:
    """Return what `MEASURE` finds, once the deck is laid out."""
    page.wait_for_selector("body[data-deck=ready]", timeout=90_000)
    return page.evaluate(MEASURE)


@pytest.fixture(scope="module")
def decks(tmp_path_factory) -> Path:
    """Write the slides of every chapter, with answers, once."""
    folder = tmp_path_factory.mktemp("slides")
    for chapter in slides.chapters():
        slides.write(chapter, folder, answers=True)
    return folder


@pytest.fixture
def on_file(chromium):
    """Open a page that may read files of this machine and nothing else."""
    asked: list[str] = []
    tab = chromium.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    tab.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_runs_off_a_slide(on_file, decks: Path, chapter: str, size, shoot, capsys) -> None:
    on_file.set_viewport_size({"width": size[0], "height": size[1]})
    on_file.goto((decks / f"{chapter}.html").as_uri())
    found = measured(on_file)
    shoot(on_file, f"slides-{chapter}-{size[0]}")
    smallest = min(found, key=lambda slide: slide[2])
    with capsys.disabled():
        print(f"\n{chapter} {size[0]}x{size[1]}: {len(found)} slides, smallest {smallest[2]:.2f} ({smallest[0]})")
    assert len(found) > 15
    assert [slide for slide in found if slide[1] > 1] == []
    assert [slide for slide in found if slide[2] < LEGIBLE] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_slides_are_accessible(on_file, decks: Path, chapter: str, serious) -> None:
    """Axe looks at what is shown: the first slide, one with a figure, and the explorer."""
    on_file.set_viewport_size({"width": 1280, "height": 720})
    on_file.goto((decks / f"{chapter}.html").as_uri())
    measured(on_file)
    places = on_file.evaluate(
        "['h1', 'img', 'table'].map(what => [...document.querySelectorAll('.slides > section')]"
        ".findIndex(slide => slide.querySelector(what)))"
    )
    for place in places:
        on_file.evaluate(f"location.hash = '#/{place}'")
        on_file.wait_for_timeout(100)
        assert serious(on_file) == []


def test_content_beyond_a_slide_would_be_found(on_file, decks: Path) -> None:
    on_file.set_viewport_size({"width": 1280, "height": 720})
    on_file.goto((decks / f"{CHAPTERS[0]}.html").as_uri())
    measured(on_file)
    on_file.evaluate("document.querySelector('.deck-page p').style.height = '900px'")
    assert max(slide[1] for slide in measured(on_file)) > 100


def test_the_clock_the_notes_the_code_and_the_answers(on_file, decks: Path, shoot) -> None:
    on_file.set_viewport_size({"width": 1280, "height": 720})
    on_file.goto((decks / "04-cohort.html").as_uri())
    slide_names = [name for name, _beyond, _zoom in measured(on_file)]
    bar = on_file.locator(".deck-bar")
    assert re.search(r"plan here 0:00 *left 4\d:00", bar.inner_text().replace("\n", " "))
    assert on_file.locator(".slides .deck-code").count() == 0
    on_file.keyboard.press("ArrowRight")
    on_file.keyboard.press("ArrowRight")
    on_file.keyboard.press("c")
    on_file.wait_for_function("document.querySelectorAll('.slides .deck-code').length > 10")
    assert max(beyond for _name, beyond, _zoom in measured(on_file)) <= 1
    on_file.keyboard.press("c")
    on_file.wait_for_function("document.querySelectorAll('.slides .deck-code').length === 0")
    on_file.keyboard.press("h")
    assert on_file.get_by_role("dialog").is_visible()
    on_file.keyboard.press("h")
    with on_file.expect_popup() as opened:
        on_file.keyboard.press("s")
    assert "Minutes for this section" in opened.value.locator("body").inner_text()
    section = next(i for i, name in enumerate(slide_names) if name.startswith("By hand"))
    on_file.evaluate(f"location.hash = '#/{section}'")
    cells = slides.deck_notebook(slides.chapter_named("04")).cells
    written = next(cell.metadata["notes"] for cell in cells if cell.source.startswith("## By hand"))
    opened.value.get_by_text(written).wait_for(timeout=10_000)
    shoot(opened.value, "slides-notes")
    opened.value.close()

    question = next(i for i, name in enumerate(slide_names) if name.startswith("Question 1"))
    on_file.evaluate(f"location.hash = '#/{question}'")
    answer = on_file.locator("section.present .deck-answer")
    assert answer.evaluate("node => getComputedStyle(node).visibility") == "hidden"
    on_file.keyboard.press("a")
    on_file.wait_for_timeout(400)
    assert answer.evaluate("node => getComputedStyle(node).visibility") == "visible"
    shoot(on_file, "slides-answer")


def test_slides_to_hand_out_hold_no_answer() -> None:
    chapter = slides.chapter_named("04")
    assert "deck-answer" in slides.page(chapter, answers=True) or 'data-answer="true"' in slides.page(
        chapter, answers=True
    )
    assert 'data-answer="true"' not in slides.page(chapter)


def test_a_pdf_has_a_page_for_each_slide(tmp_path: Path) -> None:
    """In a process of its own: the tests' browser holds this one's event loop."""
    command = [sys.executable, "-m", "course", "slides", "04", "--pdf", "-o", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = (tmp_path / "04-cohort.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 15


# Live, by Voilà


@pytest.fixture
def presented(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve a chapter by `course present` and return its address."""
    command = [sys.executable, "-m", "course", "present", request.param, "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        found = next(filter(None, (re.search(r"http://localhost:\d+/", line) for line in server.stdout)))
        yield found[0]
        server.terminate()


LIVE = CHAPTERS if os.environ.get("CI") else ["04-cohort"]


@pytest.mark.parametrize(("presented", "chapter"), [(name, name) for name in LIVE], indirect=["presented"])
def test_a_presented_chapter_is_live_and_fits(presented: str, page, chapter: str, shoot) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(presented)
    found = measured(page)
    assert [slide for slide in found if slide[1] > 1 or slide[2] < LEGIBLE] == []
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    place = page.evaluate(
        "[...document.querySelectorAll('.slides > section')].findIndex(slide => slide.querySelector('.cv-explorer'))"
    )
    page.evaluate(f"location.hash = '#/{place}'")
    slider, chart = (
        page.locator(f"section.present .cv-explorer {what}").first for what in ("input[type=range]", "svg")
    )
    before = chart.inner_html()
    slider.focus()
    page.keyboard.press("ArrowLeft" if slider.input_value() == slider.get_attribute("max") else "ArrowRight")
    page.wait_for_function("([chart, old]) => chart.innerHTML !== old", arg=[chart.element_handle(), before])
    assert page.url.endswith(f"#/{place}"), "an arrow key on a slider must not turn the page"
    shoot(page, f"present-{chapter}")

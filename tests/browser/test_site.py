"""The static book: built without a warning, asks no other host, can be searched, and is accessible, light and dark."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.serving import slides

CHAPTERS = [path.stem for path in slides.chapters()]


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Iterator[str]:
    """Build the site once and serve it on this machine."""
    folder = tmp_path_factory.mktemp("site")
    # In a process of its own: there Sphinx's deprecation warnings about its own themes are no errors of ours.
    subprocess.run([sys.executable, "-m", "course", "site", "-o", str(folder)], check=True, timeout=300)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _quiet(folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _quiet(folder: Path):
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *rest) -> None:
            super().__init__(*rest, directory=str(folder))

        def log_message(self, *words: object) -> None:
            pass

    return Handler


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "glossary", *(f"chapters/{one}" for one in CHAPTERS), "homework/04-cohort"])
def test_a_page_is_accessible_and_asks_no_other_host(page, book: str, name: str, scheme: str, serious, shoot) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{book}/{name}.html")
    page.wait_for_load_state("networkidle")
    shoot(page, f"site-{name.replace('/', '-')}-{scheme}")
    assert serious(page) == []


@pytest.mark.parametrize("name", [f"chapters/{one}" for one in CHAPTERS])
def test_every_picture_has_words(page, book: str, name: str) -> None:
    page.goto(f"{book}/{name}.html")
    alts = page.locator(".bd-article img").evaluate_all("images => images.map(image => image.alt)")
    assert alts and all(len(words) > 40 for words in alts)
    assert page.locator("math").count() > 0 or "$" not in page.locator(".bd-article").inner_text()


def test_a_word_is_found_and_a_term_leads_to_the_glossary(page, book: str) -> None:
    page.goto(f"{book}/search.html?q=retention")
    page.locator("#search-results li a").first.wait_for(timeout=10_000)
    assert page.locator("#search-results li").count() >= 3
    page.goto(f"{book}/chapters/04-cohort.html")
    page.locator(".bd-article a", has_text="cohort").first.click()
    page.wait_for_url("**/glossary.html#term-cohort")


def test_a_quiz_opens_its_answers_without_a_script(chromium, book: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{book}/chapters/04-cohort.html")
    first = tab.locator(".cell_output details").first
    first.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert first.get_attribute("open") is not None
    context.close()

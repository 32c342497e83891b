"""A real JupyterLab, a real Chromium, and no other host: what the browser tests share."""

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests with one plain line where there is no Chromium; in CI that is a failure."""
    if CHROMIUM or os.environ.get("CI"):
        return
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Start `course lab` in an empty folder; return a function from a notebook to its address with the token."""
    work = tmp_path_factory.mktemp("a student's work 学生")
    command = [sys.executable, "-m", "course", "lab", "--no-browser", "--folder", str(work)]
    # Settings of its own, so that a test may change the theme.
    settings = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(tmp_path_factory.mktemp("settings"))}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=settings
    ) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/\S*token=(\w+)", line):
                break
        else:
            raise AssertionError("course lab ended without an address")
        # A workspace of its own for each page: JupyterLab would open the tabs of the page before again.
        numbers = itertools.count()
        yield lambda page: f"{found[1]}/lab/workspaces/w{next(numbers)}/tree/{page}?token={found[2]}"
        server.terminate()


@pytest.fixture(scope="session")
def chromium():
    """Start one browser for all tests."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI must install Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """Open a page that can reach this machine only; at the end, nothing else was asked for and no error was logged."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
    elsewhere: list[str] = []
    errors: list[str] = []

    def guard(route) -> None:
        if re.match(r"(https?|ws)://(localhost|127\.0\.0\.1)[:/]|data:|blob:", route.request.url):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    tab.route("**/*", guard)

    def hear(message) -> None:
        # The widget manager says so now and then, on a busy machine, when it restores a saved widget while a kernel
        # is still starting; running the cell draws it, and every test here looks at what was drawn.
        if message.type == "error" and "widget model not found" not in message.text:
            errors.append(message.text)

    tab.on("console", hear)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    tab.close()
    assert elsewhere == []
    assert errors == []


@pytest.fixture
def shoot():
    """Return a function that keeps a screenshot of a page or of a part of it."""

    def keep(target, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        target.screenshot(path=SCREENSHOTS / f"{name}.png")

    return keep


@pytest.fixture
def serious():
    """Return a function that runs axe-core on a page, and returns what is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    def find(page, part: str | None = None) -> list[str]:
        # Without preload: axe would fetch style sheets a second time, from addresses of its own making.
        found = Axe().run(page, context=part, options={"preload": False}).response["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in grave]

    return find

"""The quiz in a real browser: answered by keyboard, wrongly and rightly, in the light and in the dark theme."""

import importlib.util
import re
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("lab_steps", Path(__file__).with_name("test_lab.py"))
lab_steps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lab_steps)


def places_of(chapter: str) -> list[list[int]]:
    """Return the right places of each choice of a chapter's quiz; none for a number."""
    from course.exercise import quiz

    return [
        [place for place, option in enumerate(asked.options) if option.right] for asked in quiz.chapter(chapter).asked
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_quiz_is_answered_by_keyboard(page, lab, shoot, theme: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 2400})
    lab_steps.open_and_run(page, lab, "notebooks/04-cohort.ipynb")
    if theme == "dark":
        # The dark theme's own style sheet, laid over the light one: choosing it in the menu would outlast the test.
        page.add_style_tag(url="/lab/api/themes/@jupyterlab/theme-dark-extension/index.css")
    quiz = page.locator(".cv-quiz").first
    quiz.wait_for(state="attached", timeout=lab_steps.PATIENCE)
    quiz.evaluate("quiz => quiz.closest('.jp-Cell').scrollIntoView()")
    quiz.wait_for(timeout=5000)
    first = quiz.locator("fieldset").first
    options = first.get_by_role("radio")
    right = places_of("04")[0][0]
    wrong = (right + 1) % options.count()
    options.nth(wrong).focus()
    page.keyboard.press("Space")
    first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    first.locator(".cv-wrong", has_text="Not yet.").wait_for(timeout=5000)
    options.nth(wrong).focus()
    for _ in range((right - wrong) % options.count()):
        page.keyboard.press("ArrowDown")
    assert options.nth(right).is_checked()
    first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    first.locator(".cv-right", has_text="Right.").wait_for(timeout=5000)
    quiz.locator(".cv-score", has_text=re.compile("^1 of")).wait_for(timeout=5000)
    field = quiz.get_by_role("textbox").first
    field.fill("seven")
    field.press("Enter")
    quiz.get_by_text("Write one number").wait_for(timeout=5000)
    shoot(quiz, f"quiz-{theme}")

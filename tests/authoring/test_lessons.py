"""Lesson plans: they fill the time exactly, in order, and say what is left for home."""

import pytest

from course.authoring import lessons, timings

CHAPTERS = lessons.chapters()


@pytest.mark.parametrize("minutes", lessons.BREAKS)
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_plan_fills_its_time_without_gap_or_overlap(chapter, minutes: int) -> None:
    plan = lessons.lesson(minutes, chapter)
    now = 0
    for step in plan.steps:
        assert step.start == now and step.minutes > 0
        now += step.minutes
    assert now == minutes


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_plan_holds_the_whole_chapter_and_every_question_is_in_class_or_at_home(chapter) -> None:
    taught = [part.title for part in timings.parts_of_built(chapter) if part.minutes]
    homework = [part.title for part in timings.parts_of_built(chapter.parents[1] / "exercises" / chapter.name)]
    for minutes in lessons.BREAKS:
        plan = lessons.lesson(minutes, chapter)
        steps = [step.what for step in plan.steps]
        assert steps[: len(taught)] == taught
        assert {*homework} <= {*steps, *plan.at_home}
        assert not {*steps} & {*plan.at_home}
    assert set(homework) == set(lessons.lesson(45, chapter).at_home)


def test_a_plan_as_text_names_start_length_and_section() -> None:
    lines = lessons.text(lessons.lesson(90, lessons.chapters()[0])).splitlines()
    assert lines[0].endswith("a lesson of 90 minutes")
    assert lines[1].split()[:2] == ["0", str(lessons.lesson(90, lessons.chapters()[0]).steps[0].minutes)]


def test_the_table_adds_up() -> None:
    row = next(line for line in lessons.table().splitlines() if line.startswith("04-cohort"))
    chapter = next(path for path in CHAPTERS if path.stem == "04-cohort")
    assert int(row.split()[1]) == sum(part.minutes for part in timings.parts_of_built(chapter))

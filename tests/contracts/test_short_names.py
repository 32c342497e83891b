"""``from course import cohort``: the short names of the models."""

from types import ModuleType

import pytest

import course


@pytest.mark.parametrize("name", course.MODELS)
def test_a_model_has_its_short_name(name: str) -> None:
    module = getattr(course, name)
    assert isinstance(module, ModuleType) and module.__name__ == f"course.models.{name}"
    assert module.__doc__


def test_the_models_of_the_chapters_are_among_them() -> None:
    assert (
        {"cohort", "portfolio", "rfm", "agreement", "indicators", "composite"} <= set(course.MODELS) <= set(dir(course))
    )


def test_a_part_of_the_course_keeps_its_name() -> None:
    """The costs to serve are a model, and `course.serving` shows the chapters: the short name is the part's."""
    from course import serving

    assert serving.__name__ == "course.serving" and "serving" not in course.MODELS
    assert "inputs" not in course.MODELS


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(AttributeError, match="horoscope"):
        course.horoscope  # noqa: B018

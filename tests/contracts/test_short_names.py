"""``from course import cohort``: the short names of the models."""

from pathlib import Path
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


def test_no_model_has_the_name_of_a_part_of_the_course() -> None:
    parts = {path.name for path in Path(course.__file__).parent.iterdir() if path.is_dir()}
    assert not parts & set(course.MODELS)
    assert "inputs" not in course.MODELS


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(AttributeError, match="horoscope"):
        course.horoscope  # noqa: B018

"""Individual numbers, the student's side: which are mine, and when a notebook may choose."""

import dataclasses
import importlib
import subprocess
import sys

import pytest

from course.errors import CourseError
from course.exercise import variants
from course.exercise.variants import VARIABLE, choices, drawn, own, varying

CHAPTERS = ("01", "02", "03", "04", "05", "06", "11")
TOKEN = "02-9f3ab2c41d7e"


@dataclasses.dataclass(frozen=True)
class Given:
    rate: float = varying(0.10, choices=(0.08, 0.10, 0.12))
    margin: float = varying(30, choices=(20, 30, 40, 50))
    years: int = 3


def given_of(chapter: str):
    return importlib.import_module(f"course.exercise.chapter{chapter}").Given


@pytest.fixture(autouse=True)
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    # choose() sets the variable itself; monkeypatch must know it beforehand to take it away again.
    monkeypatch.setenv(VARIABLE, "")


def test_without_a_variant_the_numbers_are_the_usual_ones() -> None:
    assert own(Given, "02-lifecycle") == Given() == Given(0.10, 30, 3)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_shared_homework_is_the_default(chapter: str) -> None:
    module = importlib.import_module(f"course.exercise.chapter{chapter}")
    assert module.given == module.Given()


def test_a_variant_is_drawn_from_the_choices_and_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    mine = own(Given, "02-lifecycle")
    assert mine == own(Given, "02-lifecycle") == drawn(Given, TOKEN)
    assert mine.years == 3
    assert mine.rate in (0.08, 0.10, 0.12)


def test_the_token_of_another_homework_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert own(Given, "03-one-customer") == Given()


def test_what_a_token_draws_never_changes() -> None:
    """A student's numbers must be the same next year and on another machine: these were written down once."""
    found = [(one.rate, one.margin) for one in (drawn(Given, f"02-{number:012x}") for number in range(6))]
    assert found == WRITTEN_DOWN


WRITTEN_DOWN = [(0.08, 20), (0.1, 20), (0.1, 50), (0.12, 40), (0.12, 30), (0.08, 50)]


def test_every_choice_is_drawn_about_equally_often() -> None:
    rates = [drawn(Given, f"02-{number:012x}").rate for number in range(900)]
    assert all(240 < rates.count(rate) < 360 for rate in (0.08, 0.10, 0.12))


@pytest.mark.parametrize("values", [(0.08, 0.12), (0.10, 0.10)])
def test_the_usual_value_is_one_of_the_choices(values: tuple[float, ...]) -> None:
    with pytest.raises(CourseError, match=r"the usual value 0\.1 must be one of the choices"):
        varying(0.10, choices=values)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_choices_are_as_round_as_the_usual_value(chapter: str) -> None:
    for values in choices(given_of(chapter)).values():
        numbers = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        assert all(len(f"{part:g}") <= 5 for part in numbers if isinstance(part, int | float)), values


@pytest.mark.parametrize("token", ["", "easy", "02-9F3AB2C41D7E", "02-9f3ab2c41d7e0", 7, None])
def test_what_is_no_token_is_named(token: object) -> None:
    with pytest.raises(CourseError, match=r"this names no variant: .*Take a fresh copy of your notebook\."):
        variants.choose(token)  # type: ignore[arg-type]


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run cells in a Python of their own, as a fresh kernel would."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


CHOOSE = f'from course.exercise import variants; variants.choose("{TOKEN}")\n'
IMPORT = "from course.exercise.chapter02 import check, given\n"
SAME = f'from course.exercise.chapter02 import Given\nprint(given == variants.drawn(Given, "{TOKEN}") != Given())\n'


def test_a_notebook_chooses_and_then_imports_and_may_do_so_again() -> None:
    done = run(CHOOSE + IMPORT + CHOOSE + IMPORT + SAME)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_choosing_after_the_import_is_an_error_that_says_what_to_do() -> None:
    done = run(IMPORT + CHOOSE)
    words = "CourseError: this notebook already works with other numbers. Restart the kernel and run the cells from"
    assert words in done.stderr


@pytest.mark.parametrize(
    "early", ["import course.exercise.chapter02 as c", "from course.exercise.chapter02 import check"]
)
def test_any_early_use_counts(early: str) -> None:
    assert "already works with other numbers" in run(f"{early}\n{CHOOSE}").stderr


def test_a_kernel_that_had_the_homework_imported_before_any_cell_may_still_choose() -> None:
    """The grader's kernels are forked from a process that has imported everything once."""
    done = run(f'import importlib; importlib.import_module("course.exercise.chapter02")\n{CHOOSE}{IMPORT}{SAME}')
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_student_cannot_swap_numbers_after_the_choice() -> None:
    other = CHOOSE.replace(TOKEN, "02-000000000000")
    assert "already works with other numbers" in run(CHOOSE + IMPORT + other).stderr


def test_a_choice_counts_from_the_next_import_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as above in this process: first free to choose, then in use."""
    name = "course.exercise.chapter02"
    usual = importlib.import_module(name)
    # Known to monkeypatch, so that the usual module is put back.
    monkeypatch.setitem(sys.modules, name, usual)
    monkeypatch.setattr(importlib.import_module("course.exercise"), "chapter02", usual)
    variants.choose(TOKEN)
    mine = importlib.import_module(name)
    assert mine.given == drawn(mine.Given, TOKEN) != usual.given
    monkeypatch.setattr(sys.modules["__main__"], "check", mine.check, raising=False)
    variants.choose(TOKEN)
    with pytest.raises(CourseError, match="already works with other numbers"):
        variants.choose("02-000000000000")

"""Only what changed is built again."""

from pathlib import Path

import pytest

from course import workbook
from course.authoring import build, freshness


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook of two chapters; executing one is only counted."""
    (tmp_path / "notebooks").mkdir()
    for name in ("01-one", "02-two"):
        text = f"# %% [markdown] minutes=3\n# # {name}\n\n# %%\n1\n"
        (tmp_path / "notebooks" / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "model.py").write_text("rate = 0.1", encoding="utf-8")
    monkeypatch.setattr(workbook, "source", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def executed(small: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of texts executed so far; the first chapter imports the model."""
    names: list[str] = []

    def tell(notebook, path: Path):
        names.append(path.stem)
        return notebook, [str(small / "model.py")] if path.stem == "01-one" else []

    monkeypatch.setattr(build, "execute_and_tell", tell)
    build.build()
    names.clear()
    return names


def test_nothing_is_built_twice(executed: list[str]) -> None:
    assert build.build(everything=False) == 0
    assert executed == []


def test_a_changed_text_is_built_alone(small: Path, executed: list[str]) -> None:
    text = small / "notebooks" / "02-two.py"
    text.write_text(text.read_text(encoding="utf-8") + "\n# %%\n2\n", encoding="utf-8")
    build.build(everything=False)
    assert executed == ["02-two"]


def test_a_changed_model_builds_the_chapters_that_import_it(small: Path, executed: list[str]) -> None:
    (small / "model.py").write_text("rate = 0.2", encoding="utf-8")
    build.build(everything=False)
    assert executed == ["01-one"]


def test_a_changed_or_missing_notebook_is_built_again(small: Path, executed: list[str]) -> None:
    (small / "notebooks" / "01-one.ipynb").unlink()
    (small / "notebooks" / "02-two.ipynb").write_text("{}", encoding="utf-8")
    build.build(everything=False)
    assert executed == ["01-one", "02-two"]


def test_a_damaged_record_builds_everything(small: Path, executed: list[str]) -> None:
    (small / ".built.json").write_text("{", encoding="utf-8")
    build.build(everything=False)
    assert executed == ["01-one", "02-two"]


def test_what_every_notebook_may_use_is_watched() -> None:
    names = {path.name for path in freshness._always()}
    assert {"glossary.toml", "explorer.js", "explorer.css", "build.py", "requirements.lock"} <= names

"""Damaged files: what is recovered, what is said, and that nothing ever raises."""

import json
import random
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grading import pieces
from course.grading import repair as module
from course.grading.assemble import assemble
from course.grading.collect import collect
from course.grading.repair import MOST_CELLS, Repaired, repair
from tests.grading.fixtures import RIGHT, answered, code, lay, old_format, raw, reference

WHOLE = raw(answered())
REFERENCE = reference()


def sources(found: Repaired) -> list[str]:
    assert found.notebook is not None, found.problems
    return [cell["source"] for cell in found.notebook["cells"]]


def repairs(found: Repaired) -> list[str]:
    assert found.notebook is not None
    return list(found.notebook["metadata"]["repairs"])


EXPECTED = sources(repair(WHOLE))


def test_a_sound_notebook_is_read_without_a_word() -> None:
    found = repair(WHOLE)
    assert found.problems == () and repairs(found) == []
    assert all(answer in EXPECTED for answer in RIGHT.values())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbf" + WHOLE, "byte order mark"),
        (WHOLE.decode().encode("utf-16"), "UTF-16"),
        (WHOLE.decode().encode("utf-16-be"), "UTF-16-BE"),
        (WHOLE.decode().encode("utf-16-le"), "UTF-16-LE"),
        (b"\xff\xfe\x00\x00" + WHOLE.decode().encode("utf-32-le"), "UTF-32"),
        (old_format(answered()), "format (3)"),
        (WHOLE.replace(b"\n", b"\r\n"), ""),
    ],
    ids=["bom", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "format 3", "windows lines"],
)
def test_what_costs_nothing_is_repaired_and_said(data: bytes, words: str) -> None:
    found = repair(data)
    assert sources(found) == EXPECTED
    assert found.problems == ()
    assert any(words in sentence for sentence in repairs(found)) or not words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04word/document.xml", "zip or Office"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"import pandas as pd\nprofit = 3\n", "program text"),
        (b"# %% homework\nprofit = 3\n", "program text"),
        (b"[1, 2]", "no cells"),
        (b'"text"', "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"{" * 100_000, "no cells"),
        (b"[" * 200_000, "no cells"),
        (bytes(range(256)) * 10, "no cells"),
    ],
)
def test_what_is_no_notebook_is_named(data: bytes, words: str) -> None:
    found = repair(data)
    assert found.notebook is None and found.dumped() is None
    assert words in " ".join(found.problems)


@pytest.mark.parametrize("part", [0.3, 0.5, 0.9, 0.99])
def test_a_notebook_cut_off_keeps_its_complete_cells(part: float) -> None:
    found = repair(WHOLE[: int(len(WHOLE) * part)])
    kept = sources(found)
    assert kept == EXPECTED[: len(kept)] and len(kept) >= 1
    if part < 0.9:
        assert f"cut off: {len(kept)} complete code cells were recovered" in found.problems[0]


def test_a_hole_in_the_middle_costs_only_the_cells_it_touches() -> None:
    place = WHOLE.index(b"present_value = 288")
    found = repair(WHOLE[:place] + b'"' + WHOLE[place + 20 :])
    kept = sources(found)
    assert RIGHT["q1"] in kept and RIGHT["q8"] in kept
    assert "damaged" in found.problems[0]


def test_read_cell_by_cell_it_is_the_same(monkeypatch) -> None:
    whole = repair(WHOLE)
    monkeypatch.setattr(module, "WHOLE", 0)
    assert repair(WHOLE) == whole
    assert sources(repair(old_format(answered()))) == EXPECTED


def test_another_language_is_said() -> None:
    notebook = answered() | {"metadata": {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}}
    found = repair(raw(notebook))
    assert "set to run r, not Python" in found.problems[0]
    assert found.notebook is not None and found.notebook["metadata"]["language"] == "r"


@pytest.mark.parametrize(
    "metadata", [{}, {"kernelspec": None}, {"kernelspec": []}, 3, None, {"kernelspec": {"name": 3}}]
)
def test_missing_metadata_cost_nothing(metadata: object) -> None:
    found = repair(raw(answered() | {"metadata": metadata}))
    assert sources(found) == EXPECTED and found.problems == ()


def test_sources_of_every_form() -> None:
    cells = [
        code(["x = 1\n", "y = 2"]),
        code("z = 3"),
        code(7),
        code(None),
        code(["a = 1", 5]),
        code("n = '\x00'"),
        code("s = '\ud800'"),
        "no cell",
        None,
        {"source": "untyped = 1"},
    ]
    found = repair(json.dumps({"cells": cells}).encode())
    assert sources(found) == ["x = 1\ny = 2", "z = 3", "a = 1", "n = ''", "s = '?'", "untyped = 1"]
    assert len(found.problems) == 2


def test_nan_and_nul_and_control_signs() -> None:
    found = repair(b'{"cells": [{"cell_type": "code", "source": "x = 1\t\n", "metadata": {"a": NaN, "b": Infinity}}]}')
    assert sources(found) == ["x = 1\t\n"]
    spoiled = WHOLE.replace(b"present_value", b"present\x00_value")
    assert sources(repair(spoiled)) == EXPECTED
    assert "NUL" in repair(spoiled).problems[0]


def test_ids_missing_or_doubled_become_different() -> None:
    cells = [code("x = 1", id="same"), code("y = 2", id="same"), code("z = 3"), code("w = 4", id="bad id!")]
    found = repair(raw({"cells": cells}))
    assert found.notebook is not None
    assert len({cell["id"] for cell in found.notebook["cells"]}) == 4
    assert repairs(found) == ["Some cells had the same id."]


def test_limits_on_cells_and_letters() -> None:
    many = repair(raw({"cells": [code(f"x = {number}") for number in range(100_000)]}))
    assert len(sources(many)) == MOST_CELLS and "more than 1000 code cells" in many.problems[0]
    long = repair(raw({"cells": [code("x = 1"), code("#" * 2_000_000), code("y = 2")]}))
    assert sources(long) == ["x = 1", "y = 2"] and "was left out" in long.problems[0]
    wide = repair(raw({"cells": [code("#" * 90_000) for _ in range(20)]}))
    assert len(sources(wide)) == 11


@pytest.mark.parametrize(
    ("where", "text"),
    [("widgets", b"x" * 200_000_000), ("outputs", b"x" * 200_000_000), ("outputs", b"\\n" * 10_000_000)],
    ids=["widgets", "outputs", "escapes"],
)
def test_200_mb_of_state_or_output_is_passed_over(where: str, text: bytes) -> None:
    notebook = answered()
    filler = "x" * 1000
    if where == "widgets":
        notebook["metadata"]["widgets"] = {"state": filler}
    else:
        notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": filler}]
    data = raw(notebook).replace(filler.encode(), text)
    tracemalloc.start()
    found = repair(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sources(found) == EXPECTED and found.problems == ()
    assert peak < 20_000_000


@pytest.mark.parametrize("code", ["utf-16", "utf-8-sig"])
def test_a_long_file_in_another_code_is_the_same(code: str) -> None:
    notebook = answered()
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "客" * 3_000_000}]
    tracemalloc.start()
    found = repair(raw(notebook).decode().encode(code))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sources(found) == EXPECTED and len(repairs(found)) == 1 and found.problems == ()
    assert peak < 60_000_000  # most of it is this test's


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_many_long_cells_do_not_fill_the_memory(kind: str) -> None:
    cells = [code("x = 1")] + [{**code("#" * 500_000), "cell_type": kind} for _number in range(60)]
    data = raw({"cells": cells})
    tracemalloc.start()
    found = repair(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sources(found) == ["x = 1"]
    assert peak < 10_000_000


def test_a_text_of_brackets_takes_no_minute_and_costs_what_comes_after(monkeypatch) -> None:
    monkeypatch.setattr(pieces, "MOST_TOKENS", 100_000)
    notebook = answered()
    notebook["cells"].append(code("late = 1", outputs=["MANY"]))
    found = repair(raw(notebook).replace(b'"MANY"', b"[]," * 2_000_000 + b"[]"))
    assert sources(found) == EXPECTED and "more parts than a homework" in found.problems[0]


def test_nested_objects_do_not_take_for_ever(monkeypatch) -> None:
    monkeypatch.setattr(module, "WHOLE", 0)
    assert repair(b'{"id":' * 50_000).notebook is None


OPERATIONS = ("cut", "drop", "flip", "insert", "swap", "double", "replace")


def damaged(seed: int, operations: list[str]) -> bytes:
    """Return a real exercise after some accidents."""
    chance = random.Random(seed)
    data = bytearray(WHOLE)
    for operation in operations:
        at = chance.randrange(max(1, len(data)))
        some = chance.randint(1, 400)
        if operation == "cut":
            del data[max(at, len(data) // 10) :]
        elif operation == "drop":
            del data[at : at + some]
        elif operation == "flip" and data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        elif operation == "insert":
            data[at:at] = chance.choice([b"\x00", b'"', b"{", b"]", b"\\", b"\xff\xfe", b'"cell_type": 3,', b"[" * 300])
        elif operation == "swap":
            data[at : at + some] = bytes(reversed(data[at : at + some]))
        elif operation == "double":
            data[at:at] = data[at : at + some]
        else:
            words = [(b'"code"', b"null"), (b'"source"', b'"sauce"'), (b"[", b"{"), (b'"cells"', b'"worksheets"')]
            data = bytearray(bytes(data).replace(*chance.choice(words), chance.randint(1, 4)))
    return bytes(data)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), operations=st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=6))
def test_300_damaged_notebooks_are_all_accounted_for(tmp_path_factory, seed: int, operations: list[str]) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    lay(folder, {"Li Wei.ipynb": damaged(seed, operations)})
    found = collect(folder)
    assert len(found.submissions) + len(found.set_aside) == 1
    (submission,) = found.submissions
    assert submission.student == "Li Wei"
    if submission.data is None:
        assert submission.problems
    else:
        cells = json.loads(submission.data)["cells"]
        assert all(isinstance(cell["source"], str) for cell in cells)
        assert len({cell["id"] for cell in cells}) == len(cells)
        # Nor does what follows stumble: it becomes a notebook to run, with a grading cell for each question.
        assembled = assemble(REFERENCE, replace(submission, exercise=REFERENCE.exercise))
        assert sum("grade" in cell["metadata"] for cell in assembled.cells) == len(REFERENCE.asked)

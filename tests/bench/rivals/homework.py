"""A made-up class of the homework on the cohort, and that homework in nbgrader's and in otter-grader's own format.

Both get the same hidden tests, derived from the reference that `course grade` uses: the same look at an answer, the
same hidden inputs, the same tolerances.  The course's own checks are taken out everywhere, so that all run the same.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from course.grading.reference import Asked, Reference, only_calls_course, reference  # noqa: E402

EXERCISE = "04-cohort"
Cell = dict[str, Any]
Notebook = dict[str, Any]

#: What students answer: a right way, and a typical wrong one.
ANSWERS = {
    "q1": ("revenue = (-20 + 70) / 0.25", "revenue = (-20 + 70) / 0.75"),
    "q2": ("customers = [4000, 4000 * 0.55, 2200 * 0.75]", "customers = [4000, 4000 * 0.55, 4000 * 0.75]"),
    "q3": (
        "def ltv(customers, profit, discount_rate):\n"
        "    total = sum(c * p / (1 + discount_rate) ** k for k, (c, p) in enumerate(zip(customers, profit)))\n"
        "    return total / customers[0]",
        "def ltv(customers, profit, discount_rate):\n"
        "    total = sum(c * p / (1 + discount_rate) ** k for k, (c, p) in enumerate(zip(customers, profit)))\n"
        "    return total / customers[-1]",
    ),
    "q4": (
        'most_to_win = cohort_solve.solve_for(given.inputs, "acquisition_cost", target_ltv=0, bounds=(0, 300), '
        "horizon=2).value",
        "most_to_win = cohort.table(**given.inputs).ltv[3] + given.acquisition_cost",
    ),
    "q5": (
        'point_value = cohort.retention_point_value(given.inputs)["ltv_per_point"][1]',
        'point_value = 100 * cohort.retention_point_value(given.inputs)["ltv_per_point"][1]',
    ),
    "q6": (
        'gains = cohort.compare(given.inputs, given.club)["difference"]\n'
        'decision = {"programme": "club", "gain": gains[3]}',
        'gains = cohort.compare(given.inputs, given.channel)["difference"]\n'
        'decision = {"programme": "channel", "gain": gains[2]}',
    ),
    "q7": (
        "found = cohort_solve.ltv_interval(given.inputs, customers=given.pilot)\n"
        'proof = {"low": found.low, "high": found.high, "verdict": "chance"}',
        "found = cohort_solve.ltv_interval(given.inputs, customers=given.customers)\n"
        'proof = {"low": found.low, "high": found.high, "verdict": "club"}',
    ),
    "q8": (
        "def value(kept, price):\n"
        '    changed = {**given.inputs, "retention": [kept] * 3, "acquisition_cost": price}\n'
        "    return cohort.table(**changed).final_ltv\n\n\n"
        "low, high = value(given.sampler_retention, 80), value(given.regular_retention, 120)\n"
        'offer = {"regulars": high, "samplers": low, "win": "regulars"}',
        "def value(price):\n"
        '    return cohort.table(**{**given.inputs, "acquisition_cost": price}).final_ltv\n\n\n'
        'offer = {"regulars": value(120), "samplers": value(80), "win": "samplers"}',
    ),
}


def students(number: int, seed: int = 4) -> dict[str, tuple[dict[str, str], dict[str, bool]]]:
    """Return the answers of a class, and which of them are right; some are left open, some stop with an error."""
    chance = random.Random(seed)
    found = {}
    for student in range(number):
        answers, right = {}, {}
        for question, (good, bad) in ANSWERS.items():
            ways = [(good, True), (bad, False), (None, False), (f"1 / 0\n{good}", False)]
            source, right[question] = chance.choices(ways, (6, 2, 1, 1))[0]
            answers |= {question: source} if source is not None else {}
        found[f"student{student:03}"] = (answers, right)
    return found


def handed_out() -> Notebook:
    """Return what a student of this course gets."""
    return dict(json.loads((ROOT / "exercises" / f"{EXERCISE}.ipynb").read_text(encoding="utf-8")))


def fill_in(notebook: Notebook, answers: dict[str, str]) -> Notebook:
    """Return a copy of a notebook with answers in the cells of the questions."""
    filled = copy.deepcopy(notebook)
    for cell in filled["cells"]:
        if question := cell["metadata"].get("question"):
            cell["source"] = answers.get(question, cell["source"])
    return filled


def write(path: Path, notebook: Notebook) -> Path:
    """Write a notebook, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path


def test_of(wanted: Reference, asked: Asked) -> str:
    """Return a test that an answer passes when `course grade` would give it full marks."""
    look = f"look(globals(), {asked.answer!r}, {asked.shape!r}, {[list(trial) for trial in asked.inputs]!r})"
    return (
        "from course.exercise.shown import look\n"
        "from course.grading.engine.compare import agree\n\n"
        f"assert agree({wanted.expected[asked.name]!r}, {look}, {asked.within!r})"
    )


def _others(cell: Cell) -> bool:
    """Say whether a cell is neither a check nor one that does nothing but ask the course."""
    return cell["cell_type"] != "code" or not only_calls_course("".join(cell["source"]))


def for_nbgrader() -> Notebook:
    """Return the source notebook for ``nbgrader generate_assignment``: the course's cells are marked for it already."""
    wanted = reference(EXERCISE)
    tests = {asked.name: test_of(wanted, asked) for asked in wanted.asked}
    notebook = handed_out()
    notebook["cells"] = [cell for cell in notebook["cells"] if "check" in cell["metadata"] or _others(cell)]
    for cell in notebook["cells"]:
        if question := cell["metadata"].get("check"):
            cell["source"] = f"### BEGIN HIDDEN TESTS\n{tests[question]}\n### END HIDDEN TESTS"
    return notebook


def for_otter() -> Notebook:
    """Return the master notebook for ``otter assign``."""
    wanted = reference(EXERCISE)
    asked = {one.name: one for one in wanted.asked}
    notebook = handed_out()
    config = (
        "# ASSIGNMENT CONFIG",
        "generate: true",
        "export_cell: false",
        "check_all_cell: false",
        "run_tests: false",
    )
    cells = [_raw("\n".join(config))]
    for cell in filter(_others, notebook["cells"]):
        question = cell["metadata"].get("question")
        cells += _question(wanted, asked[question]) if question else [_plain(cell)]
    notebook["cells"] = cells
    return notebook


def _question(wanted: Reference, asked: Asked) -> list[Cell]:
    solved = f"# BEGIN SOLUTION NO PROMPT\n{ANSWERS[asked.name][0]}\n# END SOLUTION\n"
    answer = f'{solved}""" # BEGIN PROMPT\n{asked.blank}\n"""; # END PROMPT'
    return [
        _raw(f"# BEGIN QUESTION\nname: {asked.name}\npoints: {asked.points:g}"),
        _raw("# BEGIN SOLUTION"),
        _code(answer, {"question": asked.name}),
        _raw("# END SOLUTION"),
        _raw("# BEGIN TESTS"),
        _code(f"# HIDDEN\n{test_of(wanted, asked)}"),
        _raw("# END TESTS"),
        _raw("# END QUESTION"),
    ]


def _raw(source: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def _code(source: str, metadata: dict[str, Any] | None = None) -> Cell:
    return {"cell_type": "code", "metadata": metadata or {}, "source": source, "outputs": [], "execution_count": None}


def _plain(cell: Cell) -> Cell:
    return {key: value for key, value in cell.items() if key != "id"} | {"metadata": {}}

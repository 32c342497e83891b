"""Individual homework, the grader's side: as hard for everyone, one notebook each, and copies that show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

from course import workbook
from course.cli import main
from course.errors import CourseError
from course.exercise import shown
from course.exercise.question import Rung, judge
from course.grading import draw, roster, variants
from course.grading.assemble import assemble, write
from course.grading.engine.compare import agree
from course.grading.engine.worker import Worker
from course.grading.model import Submission
from course.grading.reference import reference as shared_reference
from course.grading.roster import Student
from course.grading.score import score, verdict
from course.grading.variants import HANDED_OUT, Variant, Whose
from tests.grading import fixtures

#: Homework, and how many students it is drawn for here; the more a draw computes, the fewer.
CLASSES = {
    "02-lifecycle": 8,
    "03-one-customer": 60,
    "01-finding-customers": 4,
    "04-cohort": 6,
    "05-lost-or-share": 20,
    "06-transition-matrix": 4,
    "07-valuable-customers": 8,
    "08-portfolios": 6,
    "09-statistics": 3,
    "10-satisfaction": 6,
    "11-review": 3,
}
LIFECYCLE = "02-lifecycle"


@pytest.fixture(scope="module")
def tokens() -> dict[str, list[str]]:
    return {name: [draw.token_for(name, f"s{number}") for number in range(size)] for name, size in CLASSES.items()}


@pytest.fixture(scope="module")
def given_out() -> list[Variant]:
    return [Variant(who, LIFECYCLE, draw.token_for(LIFECYCLE, who), f"{who} Smith") for who in ("ann", "eva", "cem")]


# As hard for everyone


@pytest.mark.parametrize("homework", CLASSES)
def test_every_student_has_a_homework_that_works(homework: str, tokens: dict[str, list[str]]) -> None:
    """Right answers pass and typical slips are named, checked here without the code that drew the numbers."""
    for token in tokens[homework]:
        for question in draw.module_of(homework, token).homework.questions.values():
            right = question.expected()
            assert judge(question, right).rung is Rung.RIGHT, (token, question.name)
            for slip in question.typical:
                wrong = slip.answer()
                whole = {**right, **wrong} if isinstance(right, dict) and isinstance(wrong, dict) else wrong
                assert judge(question, whole).slip == slip.name, (token, question.name, slip.name)


@pytest.mark.parametrize("homework", CLASSES)
def test_numbers_differ_from_student_to_student(homework: str, tokens: dict[str, list[str]]) -> None:
    module = draw.module_of(homework, "")
    found = {repr(draw.module_of(homework, token).given) for token in tokens[homework]}
    assert len(found) >= 0.9 * len(tokens[homework])
    answers = {}
    for token in tokens[homework][:8]:
        for name, question in draw.module_of(homework, token).homework.questions.items():
            answers.setdefault(name, set()).add(str(shown.data_of(question.expected())))
    of_functions = [name for name, one in module.homework.questions.items() if callable(one.expected())]
    alike = [name for name, values in answers.items() if len(values) < 2 and name not in of_functions]
    assert alike == []


def test_the_decisions_are_true_of_every_cohort(tokens: dict[str, list[str]]) -> None:
    """The homework on the cohort states its decisions; here they are computed."""
    from course.models import cohort

    for token in tokens["04-cohort"]:
        given = draw.module_of("04-cohort", token).given
        gain = {name: cohort.compare(given.inputs, getattr(given, name))["difference"] for name in ("club", "channel")}
        assert gain["club"][3] > max(gain["channel"][3], 0)
        assert gain["channel"][2] > gain["club"][2]


def test_the_decisions_are_true_of_every_panel(tokens: dict[str, list[str]]) -> None:
    for token in tokens["06-transition-matrix"]:
        questions = draw.module_of("06-transition-matrix", token).homework.questions
        better, other = questions["q6"].expected(), questions["q6"].typical[0].answer()
        assert better["gain"] > other["gain"]


def test_the_decisions_are_true_of_every_lens_shop(tokens: dict[str, list[str]]) -> None:
    """Chapter 5: catalogues pay for the regulars alone, one model for both would send them to all; the plan loses."""
    for token in tokens["05-lost-or-share"]:
        module = draw.module_of("05-lost-or-share", token)
        questions, ours = module.homework.questions, module.given.our_share
        silent, pooled, plan = (
            questions["q5"].expected(),
            questions["q5"].typical[0].answer(),
            questions["q7"].expected(),
        )
        assert silent["casuals"] < 0 < silent["regulars"] and pooled["regulars"] > 0
        assert plan["rivals"] < 0 < plan["ours"] and ours * plan["ours"] + (1 - ours) * plan["rivals"] < 0


def test_the_decisions_are_true_of_every_wholesaler(tokens: dict[str, list[str]]) -> None:
    """Question 4: Tang is first.  Question 8: before and after is less than the cost, the effect is more."""
    for token in tokens["07-valuable-customers"]:
        given = draw.module_of("07-valuable-customers", token).given
        assert sum(given.tang) > sum(given.lin)
        effect = draw.module_of("07-valuable-customers", token).homework.questions["q8"].expected()["effect"]
        assert given.north[1] - given.north[0] < given.team < effect


def test_the_plans_of_the_review_differ() -> None:
    """Copying does not help: among few draws both decisions occur, both lines, and both answers to "settled"."""
    tokens = [f"11-{number:012x}" for number in range(12)]
    asked = [draw.module_of("11-review", token).homework.questions for token in tokens]
    plans = [questions["q8"].expected() for questions in asked]
    assert {one["plan"] for one in plans} == {"win", "keep"} and {one["settled"] for one in plans} == {"yes", "no"}
    assert {questions["q4"].expected()["line"] for questions in asked} == {"beans", "capsules"}
    for one in plans:
        assert (one["lead"] > 0) == (one["plan"] == "win")


def test_a_draw_that_makes_a_slip_right_is_not_taken() -> None:
    """One choice of the rate of 0 would make "not discounted" right: `misfit` must see it."""
    module = draw.module_of(LIFECYCLE, "")
    question = module.homework.questions["q2"]
    twin = replace(question, typical=(replace(question.typical[0], answer=question.expected), *question.typical[1:]))
    assert "is not known by its name" in draw._unlike(twin, draw._usual(LIFECYCLE, "q2"))
    assert draw.misfit(LIFECYCLE, "") == ""


def test_a_homework_without_fitting_numbers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(draw._GIVES, LIFECYCLE, lambda given: False)
    monkeypatch.setattr(draw, "MOST_DRAWS", 5)
    with pytest.raises(
        CourseError, match=r"no numbers were found for ann with which 02-lifecycle stays as hard\. Choose"
    ):
        draw.token_for(LIFECYCLE, "ann")


def test_the_draw_depends_on_seed_homework_and_student_alone() -> None:
    one = draw.token_for(LIFECYCLE, "ann")
    assert one == draw.token_for(LIFECYCLE, "ann", 0)
    assert len({one, draw.token_for(LIFECYCLE, "ann", 1), draw.token_for(LIFECYCLE, "bob")}) == 3
    assert "ann" not in one


def test_the_import_finds_the_usual_module_again() -> None:
    import course.exercise.chapter02 as usual

    with draw.numbers_of(LIFECYCLE, draw.token_for(LIFECYCLE, "ann")) as own:
        assert own.given != usual.given
    import course.exercise.chapter02 as again

    assert again is usual


# The roster


def read(path: Path, data: bytes | str) -> list[Student]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return roster.read(path)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"\xef\xbb\xbfid\r\ns1\r\ns2\r\n", [Student("s1", "s1"), Student("s2", "s2")]),
        ("Name,ID\nAnn Lee,s1\n\n", [Student("s1", "Ann Lee")]),
        ("id;name\ns1;Lee, Ann\n", [Student("s1", "Lee, Ann")]),
        ("Student\n王五\n", [Student("王五", "王五")]),
    ],
)
def test_rosters_of_many_kinds(data: bytes | str, wanted: list[Student], tmp_path: Path) -> None:
    assert read(tmp_path / "r.csv", data) == wanted


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "the roster is empty"),
        ("id\n", "the roster has no students"),
        (
            "mail\na@b\n",
            "the roster has no column of students .* Name one column in the first line id, student or name",
        ),
        ("id,name\n,Bo\n", r"^Row 2 has no id\.$"),
        ("id\nann\nbo\nAnn\n", r"^Row 4: the id 'Ann' stands in row 2 too\.$"),
        ("id\n../x\n", r"^Row 2: the id '\.\./x' has characters that no folder may have: '/'\.$"),
        ("id\nNUL.txt\n", "Row 2: the id 'NUL.txt' cannot be the name of a folder"),
        (f"id\n{'x' * 81}\n", "is longer than 80 letters"),
        ("id\na\u202eb\n", "has characters that no folder may have"),
        ("id\nx\n".encode("utf-16"), "the roster is not a text in UTF-8"),
        ('id\n"x\n', "the roster is not a CSV file"),
    ],
)
def test_a_bad_roster_is_refused_with_the_row(data: bytes | str, words: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=words):
        read(tmp_path / "r.csv", data)


def test_each_bad_row_has_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path / "r.csv", "id,name\n,Bo\na*b,Cy\n")
    assert [line[:5] for line in str(caught.value).splitlines()] == ["Row 2", "Row 3"]


def test_a_missing_roster_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"the roster cannot be read \(none\.csv\)"):
        roster.read(tmp_path / "none.csv")


# The notebooks


@pytest.mark.parametrize("homework", CLASSES)
def test_without_a_token_the_notebook_is_the_shared_one(homework: str) -> None:
    """So the quick way of writing notebooks gives what the build gives."""
    path = workbook.source() / "exercises" / f"{homework}.ipynb"
    assert variants.notebook(homework) == nbformat.read(path, as_version=4)


def test_a_notebook_has_its_own_numbers_in_the_text_and_the_line_in_a_locked_cell(given_out: list[Variant]) -> None:
    token = given_out[0].token
    own, given = variants.notebook(LIFECYCLE, token), draw.module_of(LIFECYCLE, token).given
    assert any(f"at {given.price} yuan a purchase" in cell.source for cell in own.cells)
    first = next(cell for cell in own.cells if cell.cell_type == "code")
    assert first.source.splitlines()[0] == variants.line(token)
    assert first.metadata["editable"] is False
    nbformat.validate(own)
    assert "{{" not in nbformat.writes(own)


def test_a_formula_that_fails_is_named() -> None:
    with pytest.raises(CourseError, match=r"the number 'nothing' in the text cannot be computed: NameError"):
        variants._filled("{{ nothing }}", {}, "02-lifecycle, cell 3")


def solution_lines() -> Iterable[str]:
    path = workbook.source() / "solutions" / f"{LIFECYCLE}.py"
    marked = path.read_text(encoding="utf-8").split("# BEGIN SOLUTION\n")[1:]
    return [line.strip() for part in marked for line in part.split("# END")[0].splitlines() if line.strip()]


def test_the_command_writes_a_notebook_each_and_no_solution(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("id,name\ns1,Ann\n王五,Bo\n", encoding="utf-8")
    words = ["variants", str(tmp_path / "r.csv"), "-o", str(tmp_path / "out"), "--homework", "02"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "2 notebooks for 2 students are in" in done.output
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert found == [f"s1/{LIFECYCLE}.ipynb", HANDED_OUT, f"王五/{LIFECYCLE}.ipynb"]
    for path in (tmp_path / "out").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "SOLUTION" not in text
        assert not [line for line in solution_lines() if len(line) > 3 and json.dumps(line)[1:-1] in text]
        assert "Ann" not in text
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    assert CliRunner().invoke(main, words).exit_code == 0
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}


def test_late_students_are_added_and_another_seed_is_refused(tmp_path: Path) -> None:
    variants.write([Student("ann")], tmp_path, homeworks=["03"])
    everything = variants.write([Student("bob")], tmp_path, homeworks=["03"])
    assert [one.student for one in everything] == ["ann", "bob"]
    assert variants.handed_out(tmp_path / HANDED_OUT) == everything
    with pytest.raises(CourseError, match=r"ann was given other numbers for 03-one-customer already"):
        variants.write([Student("cem"), Student("ann")], tmp_path, seed=1, homeworks=["03"])
    assert not (tmp_path / "cem").exists()


def test_an_unknown_homework_is_named() -> None:
    with pytest.raises(CourseError, match=r"begins with '99'\. There are 01-finding-customers, 02"):
        variants.chosen(["99"])


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "student,homework,token\nann,02-lifecycle,easy\n"])
def test_a_list_that_is_none_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / HANDED_OUT).write_text(text + "x", encoding="utf-8")
    if text:
        with pytest.raises(CourseError, match="this is no list of variants"):
            variants.handed_out(tmp_path / HANDED_OUT)
    else:
        assert variants.handed_out(tmp_path / HANDED_OUT) == []


# Grading


def submission(student: str, token: str = "", answers: dict[str, str] | None = None) -> Submission:
    notebook = variants.notebook(LIFECYCLE, token)
    for cell in notebook.cells:
        if (question := cell.metadata.get("question")) and answers:
            cell.source = answers.get(question, cell.source)
    return fixtures.submitted(nbformat.writes(notebook).encode(), student)


def right_answers(token: str) -> dict[str, str]:
    """Answers as literals: what a student who copies hands in."""
    found = {"q3": fixtures.RIGHT["q3"]}
    for name, question in draw.module_of(LIFECYCLE, token).homework.questions.items():
        value = question.expected()
        if not callable(value):
            plain = value.tolist() if isinstance(value, pd.Series) else value
            found[name] = f"{fixtures.NAMES[name]} = {plain!r}"
    return found


def test_whose_numbers(given_out: list[Variant]) -> None:
    ann, eva, _cem = (one.token for one in given_out)
    whose = variants.variant_of
    assert whose(submission("ann", ann), given_out) == Whose(ann)
    assert whose(submission("Ann  SMITH", ann), given_out) == Whose(ann)
    swapped = whose(submission("ann", eva), given_out)
    assert (swapped.token, "carries the numbers of eva" in swapped.note) == (ann, True)
    invented = whose(submission("ann", "02-000000000000"), given_out)
    assert (invented.token, "that nobody was given" in invented.note) == (ann, True)
    assert whose(submission("ann"), given_out).token == ann
    stranger = whose(submission("zoe", eva), given_out)
    assert (stranger.token, "graded with the numbers of eva" in stranger.note) == (eva, True)
    assert whose(submission("zoe"), given_out).token == ""


def test_the_shared_homework_stays_the_default() -> None:
    assert variants.variant_of(submission("ann"), []) == Whose()
    assert "no variants.csv says whose" in variants.variant_of(submission("ann", "02-000000000000"), []).note
    assert variants.reference(LIFECYCLE) is shared_reference(LIFECYCLE)


@pytest.mark.parametrize("homework", CLASSES)
def test_the_checks_and_the_solution_give_the_same_reference(homework: str) -> None:
    """A variant's reference is what the checks expect; with the usual numbers that is what the solution shows."""
    shared = shared_reference(homework)
    for asked in shared.asked:
        if not asked.inputs:
            data = shown.shaped(shown.data_of(shared.question(asked.name).expected()), asked.shape)
            assert agree(shared.expected[asked.name], data, asked.within), asked.name


def test_a_reference_of_its_own_numbers_names_right_answers_and_slips(given_out: list[Variant]) -> None:
    ann, eva = (variants.reference(LIFECYCLE, one.token) for one in given_out[:2])
    for asked in ann.asked:
        assert verdict(ann, asked.name, ann.expected[asked.name]).share == 1.0
    assert verdict(ann, "q1", eva.expected["q1"]).share == 0.0
    slip = ann.question("q2").typical[0]
    assert verdict(ann, "q2", shown.data_of(slip.answer())).slip == slip.name


def test_copied_answers_show_whose_they_are(given_out: list[Variant]) -> None:
    eva = variants.reference(LIFECYCLE, given_out[1].token).expected
    found = variants.right_for_another(eva, Whose(given_out[0].token), LIFECYCLE, given_out)
    assert found["q1"].evidence
    assert found["q1"].students == ("eva",)
    assert found["q1"].words == "Right for another student's numbers: eva."
    assert "q3" not in found
    assert variants.most_common_sources([found])[0][0] == "eva"


def test_own_right_answers_and_shared_values_are_no_evidence(given_out: list[Variant]) -> None:
    own = variants.reference(LIFECYCLE, given_out[0].token).expected
    found = variants.right_for_another(own, Whose(given_out[0].token), LIFECYCLE, given_out)
    assert all(match.own and not match.evidence and not match.words for match in found.values())
    twins = [given_out[0], *(replace(given_out[1], student=f"twin {number}") for number in range(4))]
    eva = variants.reference(LIFECYCLE, given_out[1].token).expected
    match = variants.right_for_another(eva, Whose(given_out[0].token), LIFECYCLE, twins)["q1"]
    assert (match.evidence, match.words) == (False, "Right for the numbers of 4 of 4 others, which says little.")
    assert variants.right_for_another({"q1": "nonsense"}, Whose(given_out[0].token), LIFECYCLE, twins) == {}


def test_in_the_sandbox_own_answers_are_right_and_copied_ones_are_not(
    worker: Worker, given_out: list[Variant], tmp_path: Path
) -> None:
    """The grader's kernels have the homework imported before: the choice must reach them all the same."""
    ann, eva = given_out[0].token, given_out[1].token
    own = variants.reference(LIFECYCLE, ann)
    through_given = right_answers(ann) | {
        "q1": "profit_of_the_year = given.purchases * (given.price - given.goods) + given.indirect - given.cost",
        "q4": fixtures.RIGHT["q4"],
    }
    honest, copied = submission("ann", ann, through_given), submission("ann", eva, right_answers(eva))
    for number, (handed_in, wanted) in enumerate([(honest, 17.0), (copied, 2.0)]):
        results = worker.run(write(own, assemble(own, handed_in), tmp_path / str(number)))
        marked = score(own, handed_in, results)
        assert marked.total == wanted, marked
    answers = {result.question: result.shown for result in results if result.question}
    found = variants.right_for_another(answers, Whose(ann), LIFECYCLE, given_out)
    assert [name for name, match in found.items() if "eva" in match.students] == [
        "q1",
        "q2",
        "q4",
        "q5",
        "q6",
        "q7",
        "q8",
    ]

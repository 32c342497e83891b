"""Individual homework, the grader's side: write each student's notebook, and know whose numbers are answered."""

from __future__ import annotations

import ast
import copy
import csv
import functools
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import workbook
from course.authoring import build, prose, source
from course.authoring.derive import exercise_of
from course.errors import CourseError
from course.exercise import shown, variants
from course.exercise.answers import Function
from course.exercise.question import Question
from course.grading import reference as references
from course.grading.draw import module_of, numbers_of, that_vary, token_for
from course.grading.engine.compare import agree
from course.grading.model import Submission
from course.grading.reference import Reference
from course.grading.roster import Student, plain
from course.i18n import _

#: The grader's list of what was handed out.
HANDED_OUT = "variants.csv"
#: Others for whose numbers an answer may be right before that says nothing: a share of the class, and at least one.
FEW = 0.05
_LINE = re.compile(r"""\bvariants\.choose\(\s*["']([^"'\n]{0,40})["']\s*\)""")


# The notebooks


@dataclass(frozen=True)
class Variant:
    """What one student was given for one homework; ``name`` as in the roster, or ``""``."""

    student: str
    homework: str
    token: str
    name: str = ""


def line(token: str) -> str:
    """Return the line of a notebook that chooses a variant."""
    return f'from course.exercise import variants; variants.choose("{token}")  # my own numbers'


def notebook(homework: str, token: str = "") -> NotebookNode:
    """Return a student's notebook: unanswered, with the numbers of a variant in its text.

    Parameters
    ----------
    homework
        ``"02-lifecycle"``.
    token
        The variant; without one the notebook is that of the shared homework.

    Raises
    ------
    CourseError
        When the homework's text is not there, or a number in it cannot be computed.
    """
    fresh: NotebookNode = copy.deepcopy(_solved(homework))
    names = _names(homework, token)
    for number, cell in enumerate(fresh.cells, start=1):
        if cell.cell_type == "markdown":
            cell.source = _filled(cell.source, names, f"{homework}, {_('cell')} {number}")
    found = exercise_of(fresh)
    if token:
        _lock(found, homework, token)
    return found


@functools.cache
def _solved(homework: str) -> NotebookNode:
    path = _text(homework)
    if not path.exists():
        fix = _("Install the workbook again from its wheel")
        raise CourseError(_("the text of {name} is not there").format(name=homework), fix=fix)
    return source.read(path)


def _text(homework: str) -> Path:
    """Return where the text of a solved homework lies: in a checkout beside the built one, in the wheel apart."""
    texts = workbook.source() / "texts"
    return (texts if texts.is_dir() else workbook.solutions()) / f"{homework}.py"


def _names(homework: str, token: str) -> dict[str, Any]:
    """Return the names that the text of a homework may use: its imports, ``given``, and what the build adds."""
    names: dict[str, Any] = {}
    with numbers_of(homework, token):
        exec(_before_the_text(homework), names)
    return names


@functools.cache
def _before_the_text(homework: str) -> str:
    trees = [ast.parse(cell.source) for cell in _solved(homework).cells if cell.cell_type == "code"]
    found = [node for tree in trees for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "".join(f"{ast.unparse(node)}\n" for node in found) + build._front_matter(_text(homework))


def _filled(text: str, names: dict[str, Any], where: str) -> str:
    return prose.PLACE.sub(lambda match: _number(match.group(1), names, where), text)


def _number(formula: str, names: dict[str, Any], where: str) -> str:
    try:
        return str(eval(f"f'''{{{formula}}}'''", names))
    except Exception as error:
        what = _("the number {formula!r} in the text cannot be computed: {reason}")
        reason = f"{type(error).__name__}: {error}"
        raise CourseError(what.format(formula=formula, reason=reason), where=where) from error


def _lock(fresh: NotebookNode, homework: str, token: str) -> None:
    """Put the line before the import of the homework, in a cell that the student cannot edit."""
    chapter = f"course.exercise.chapter{homework[:2]}"
    cell = next(cell for cell in fresh.cells if cell.cell_type == "code" and chapter in cell.source)
    cell.source = f"{line(token)}\n{cell.source}"
    cell.metadata["editable"] = cell.metadata["deletable"] = False


def write(
    students: Sequence[Student],
    out: Path,
    *,
    seed: int = 0,
    homeworks: Sequence[str] = (),
    done: Callable[[Variant], None] = lambda variant: None,
) -> list[Variant]:
    """Write ``OUT/STUDENT/NN-name.ipynb`` for every student, and the grader's ``OUT/variants.csv``.

    Nothing that was handed out before changes: students who come later are added.

    Parameters
    ----------
    students
        As `course.grading.roster.read` returns them.
    out
        A folder.
    seed
        Other seeds give other numbers.
    homeworks
        Names, or their first letters such as ``"04"``; all whose numbers may differ when empty.
    done
        Called after each draw.

    Raises
    ------
    CourseError
        When there is no such homework, or the folder holds variants of another seed.
    """
    path = out / HANDED_OUT
    known = {(one.student, one.homework): one for one in (handed_out(path) if path.exists() else [])}
    drawn = []
    for homework in chosen(homeworks):
        for student in students:
            fresh = Variant(student.id, homework, token_for(homework, student.id, seed), student.name)
            # All are drawn before the first is written, so that a wrong seed leaves no trace.
            _same(known.get((student.id, homework)), fresh)
            drawn.append(fresh)
            done(fresh)
    for fresh in drawn:
        _write_notebook(out / fresh.student / f"{fresh.homework}.ipynb", notebook(fresh.homework, fresh.token))
        known[fresh.student, fresh.homework] = fresh
    everything = sorted(known.values(), key=lambda one: (one.student, one.homework))
    _write_list(path, everything)
    return everything


def chosen(homeworks: Sequence[str] = ()) -> list[str]:
    """Return the homeworks whose names begin with one of ``homeworks``; all whose numbers may differ when empty.

    Raises
    ------
    CourseError
        When there is none.
    """
    names = that_vary()
    for one in homeworks:
        if not any(name.startswith(one) for name in names):
            what = _("no homework whose numbers may differ begins with {one!r}").format(one=one)
            raise CourseError(what, fix=_("There are {names}").format(names=", ".join(names)))
    return [name for name in names if not homeworks or name.startswith(tuple(homeworks))]


def _same(before: Variant | None, now: Variant) -> None:
    if before and before.token != now.token:
        what = _("{student} was given other numbers for {homework} already").format(
            student=now.student, homework=now.homework
        )
        raise CourseError(what, where=HANDED_OUT, fix=_("Use the seed of then, or another folder"))


def _write_notebook(path: Path, fresh: NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(fresh) + "\n", encoding="utf-8", newline="\n")


def _write_list(path: Path, everything: Iterable[Variant]) -> None:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("student", "homework", "token", "name"))
    rows.writerows((one.student, one.homework, one.token, one.name) for one in everything)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def handed_out(path: Path) -> list[Variant]:
    """Read the list of variants that `write` left.

    Raises
    ------
    CourseError
        When it is not such a list.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        found = [Variant(row["student"], row["homework"], row["token"], row.get("name") or "") for row in rows]
        for one in found:
            variants.number_of(one.token)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        fix = _("Name the variants.csv that course variants wrote")
        raise CourseError(_("this is no list of variants"), where=path.name, fix=fix) from error
    return found


# Grading


@dataclass(frozen=True)
class Whose:
    """Which variant a submission is graded with (``""``: the shared homework), and a sentence for the grader."""

    token: str = ""
    note: str = ""


def carried(submission: Submission) -> str:
    r"""Return the token in a notebook's own line, read as text; ``""`` when there is none.

    Examples
    --------
    >>> data = b'{"cells": [{"source": "variants.choose(\\"02-9f3ab2c41d7e\\")"}]}'
    >>> carried(Submission("ann", "02-lifecycle", Path("a.ipynb"), data))
    '02-9f3ab2c41d7e'
    """
    match = _LINE.search((submission.data or b"").decode("utf-8", "replace").replace('\\"', '"'))
    return match.group(1) if match else ""


def variant_of(submission: Submission, given_out: Sequence[Variant]) -> Whose:
    """Return with which numbers a submission is graded: those handed out to this student, whatever it carries.

    Parameters
    ----------
    submission
        What was handed in; its student is looked up by id and by name.
    given_out
        The list of variants; empty when all share one homework.
    """
    own = [one for one in given_out if one.homework == submission.exercise]
    token, owners = carried(submission), {one.token: one.student for one in own}
    if not own:
        lost = _("The notebook carries a student's own numbers, but no {file} says whose.").format(file=HANDED_OUT)
        return Whose("", lost if token else "")
    mine = [one for one in own if plain(submission.student) in (plain(one.student), plain(one.name))]
    if len({one.token for one in mine}) == 1:
        return Whose(mine[0].token, _doubt(mine[0].token, token, owners))
    if token in owners:
        words = _("The student is not in {file}; graded with the numbers of {owner}, which the notebook carries.")
        return Whose(token, words.format(file=HANDED_OUT, owner=owners[token]))
    return Whose("", _("The student is not in {file}; graded with the shared numbers.").format(file=HANDED_OUT))


def _doubt(mine: str, token: str, owners: Mapping[str, str]) -> str:
    if token == mine:
        return ""
    if token in owners:
        return _("The notebook carries the numbers of {owner}; it is graded with the student's own.").format(
            owner=owners[token]
        )
    if token:
        return _("The notebook carries numbers that nobody was given; it is graded with the student's own.")
    return _("The line with the student's numbers is gone; it is graded with them all the same.")


@dataclass(frozen=True)
class OwnReference(Reference):
    """The reference of one variant: a `Reference` that grades with its numbers."""

    token: str = ""

    def question(self, name: str) -> Question:
        """Return a question as the checks know it, with this variant's numbers."""
        shared = super().question(name)
        question: Question = module_of(self.exercise, self.token).homework.questions[name]
        return replace(question, kind=shared.kind) if isinstance(shared.kind, Function) else question


@functools.lru_cache(maxsize=512)
def reference(exercise: str, token: str = "", *, seed: int = 0) -> Reference:
    """Return the reference of a homework for one variant; without a token the shared one.

    What a function should give on the hidden inputs does not depend on the variant: the solution's own results stand.

    Parameters
    ----------
    exercise, token
        The homework, and the variant.
    seed
        Of the hidden inputs, as in `course.grading.reference.reference`.
    """
    # Without the default, so that the shared reference is kept once.
    shared = references.reference(exercise, seed=seed) if seed else references.reference(exercise)
    if not token:
        return shared
    known = module_of(exercise, token).homework.questions
    expected = dict(shared.expected)
    for one in shared.asked:
        if not one.inputs:
            expected[one.name] = shown.shaped(shown.data_of(known[one.name].expected()), one.shape)
    first = replace(shared.setup[0], source=f"{line(token)}\n{shared.setup[0].source}")
    return OwnReference(exercise, shared.asked, (first, *shared.setup[1:]), expected, token)


@dataclass(frozen=True)
class Match:
    """Whose right answer an answer equals.

    Parameters
    ----------
    question
        ``"q3"``.
    own
        Whether it is right for the student's own numbers.
    students
        The others for whose numbers it is right, in order.
    others
        How many others there are.
    """

    question: str
    own: bool
    students: tuple[str, ...]
    others: int

    @property
    def evidence(self) -> bool:
        """Whether it points at a copy: wrong for the student's own numbers, right for those of only a few."""
        return not self.own and 0 < len(self.students) <= max(1, int(FEW * self.others))

    @property
    def words(self) -> str:
        """One sentence for the grader.

        Examples
        --------
        >>> Match("q1", False, ("bob",), 40).words
        "Right for another student's numbers: bob."
        >>> Match("q6", False, ("ann", "bob", "cem"), 4).words
        'Right for the numbers of 3 of 4 others, which says little.'
        """
        if self.own or not self.students:
            return ""
        if self.evidence:
            return _("Right for another student's numbers: {names}.").format(names=", ".join(self.students))
        words = _("Right for the numbers of {count} of {others} others, which says little.")
        return words.format(count=len(self.students), others=self.others)


def right_for_another(
    answers: Mapping[str, object], whose: Whose, exercise: str, given_out: Sequence[Variant]
) -> dict[str, Match]:
    """Say for which other students' numbers the answers of a submission are right.

    Functions are left out: they are the same for all.

    Parameters
    ----------
    answers
        What the grading cells showed, by question.
    whose
        The submission's own variant.
    exercise, given_out
        The homework, and the list of variants.

    Returns
    -------
    dict
        A `Match` for each question with a value that somebody's numbers make right, in order.
    """
    own = reference(exercise, whose.token)
    others = [one for one in given_out if one.homework == exercise and one.token != whose.token]
    found = {}
    for asked in own.asked:
        if asked.inputs or asked.name not in answers:
            continue
        answer = answers[asked.name]
        same = tuple(sorted(one.student for one in others if agree(_right(one)[asked.name], answer, asked.within)))
        mine = agree(own.expected[asked.name], answer, asked.within)
        if mine or same:
            found[asked.name] = Match(asked.name, mine, same, len(others))
    return found


def _right(variant: Variant) -> Mapping[str, shown.Data]:
    return reference(variant.homework, variant.token).expected


def most_common_sources(matches: Iterable[Mapping[str, Match]]) -> list[tuple[str, int]]:
    """Return the students whose right answers others gave, with how many such answers, most first."""
    counts = Counter(name for one in matches for match in one.values() if match.evidence for name in match.students)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

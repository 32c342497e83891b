"""What ``course grade`` does, step by step; the command line itself is read in `course.cli`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import click

from course.errors import CourseError
from course.grading import batch, report
from course.grading.collect import Collected, SetAside, collect
from course.grading.jobs import Store
from course.grading.model import Limits, Marked
from course.grading.report.write import Ask
from course.i18n import _, ngettext

#: Without a terminal, such as in a job's log, a line of progress comes this often, in seconds.
LOG_EVERY = 15.0
#: Shows how many are done, and how many a second.
Show = Callable[[int, float], None]


@dataclass(frozen=True)
class Wish:
    """What the grader asked for on the command line."""

    out: Path
    limits: Limits = field(default_factory=Limits)
    workers: int = 0
    unsafe: bool = False
    shard: tuple[int, int] = (1, 1)
    regrade: Sequence[str] = ()
    ask: Ask = field(default_factory=Ask)
    scheduler: str = ""
    variants: Path | None = None


def shard_of(text: str) -> tuple[int, int]:
    """Read ``i/n``.

    Raises
    ------
    CourseError
        When it is not of this form.

    Examples
    --------
    >>> shard_of("2/8")
    (2, 8)
    """
    part, _slash, parts = text.partition("/")
    if part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts):
        return int(part), int(parts)
    raise CourseError(_("{text!r} is no part of a whole").format(text=text), where="--shard", fix=_("Write it as 2/8"))


def named(texts: Sequence[str], option: str) -> dict[str, str]:
    """Read ``EXERCISE=VALUE``.

    Examples
    --------
    >>> named(["04-cohort=Homework 4 (77)"], "--column")
    {'04-cohort': 'Homework 4 (77)'}
    """
    for text in texts:
        if "=" not in text:
            fix = _('Write it as "04-cohort=TITLE"')
            raise CourseError(_("{text!r} has no equals sign").format(text=text), where=option, fix=fix)
    return {text.partition("=")[0].strip(): text.partition("=")[2].strip() for text in texts}


def worksheet(text: str) -> tuple[str, Path]:
    """Read ``FILE`` or ``EXERCISE=FILE``.

    Examples
    --------
    >>> worksheet("04-cohort=grades.csv")[0], worksheet("grades.csv")[0]
    ('04-cohort', '')
    """
    exercise, equals, path = text.partition("=")
    if equals and not Path(text).exists():
        return exercise, Path(path)
    return "", Path(text)


def grade(submissions: Path, wish: Wish) -> int:
    """Collect, grade and report; return the exit code: 0, or 130 after Ctrl-C."""
    from course.grading.engine.sandbox import choose

    # First of all: without a sandbox nothing is begun.
    sandbox = choose(unsafe=wish.unsafe)
    _outside(wish.out, submissions)
    batch.check_out(wish.out)
    todo, store = _planned(submissions, wish, str(sandbox))
    click.echo(_said(todo, str(sandbox)))
    batch.write_manifest(todo, wish.out)
    marked = list(todo.done.values())

    def note(one: Marked) -> None:
        marked.append(one)
        step()

    try:
        with _progress(len(todo.todo)) as step:
            _runner(wish, str(sandbox))(todo, store, on_done=note)
    except batch.Interrupted:
        words = _("Stopped: {done} of {all} are graded. The same command goes on from here.")
        click.echo(words.format(done=len(marked), all=len(todo.jobs)))
        return 130
    finish(wish, marked, todo.set_aside, _copies(wish, todo, marked))
    return 0


def _runner(wish: Wish, sandbox: str) -> Callable[..., None]:
    """Return what runs a plan, processes here or a cluster; no other machine is less safe than this one."""
    opener = partial(batch.open_engine, wish.limits, unsafe=sandbox == "none")
    if not wish.scheduler:
        return partial(batch.run, opener=opener, workers=_workers(wish))
    from course.grading import cluster

    # A notebook may take its time, and an engine may have to start first; after that much more, something is lost.
    silence = max(cluster.SILENCE, 10 * wish.limits.notebook_seconds)
    return partial(cluster.run, opener=opener, address=wish.scheduler, silence=silence)


def preview(submissions: Path, wish: Wish) -> None:
    """Say what `grade` would do, and do nothing."""
    from course.grading.engine.sandbox import choose

    try:
        sandbox = str(choose(unsafe=wish.unsafe))
    except CourseError as error:
        sandbox = ""
        click.echo(_("Grading would stop here: {reason}").format(reason=error))
    todo, _store = _planned(submissions, wish, sandbox)
    click.echo(_said(todo, sandbox))
    counts = Counter(job.submission.exercise or _("unknown homework") for job in todo.jobs)
    for exercise, count in sorted(counts.items()):
        click.echo(f"  {exercise}: {count}")
    for job in todo.jobs:
        for problem in job.submission.problems:
            click.echo(f"  {job.submission.student}: {problem}")
    for one in todo.set_aside:
        click.echo(_("  set aside {path}: {reason}").format(path=one.path.as_posix(), reason=one.reason))
    click.echo(_("Workers: {count}. Nothing was run or written.").format(count=_workers(wish)))


def assemble_only(submissions: Path, wish: Wish) -> None:
    """Write the assembled notebooks, for those who run nbval themselves, and run nothing of the students'."""
    from course.grading.assemble import assemble, write
    from course.grading.reference import exercises
    from course.grading.report.pages import folders
    from course.grading.variants import reference

    _outside(wish.out, submissions)
    known = set(exercises())
    everyone = _with_own_numbers(collect(submissions), wish).submissions
    found = [one for one in everyone if one.data is not None and one.exercise in known]
    names = folders([one.student for one in found])
    for one in found:
        wanted = reference(one.exercise, one.variant)
        path = write(wanted, assemble(wanted, one), wish.out / "assembled" / names[one.student])
        click.echo(str(path))


def merge(outs: Sequence[Path], wish: Wish) -> None:
    """Put the folders of a sharded run together into one."""
    marked, aside = batch.merge(outs, wish.out)
    finish(wish, marked, aside)


def _with_own_numbers(found: Collected, wish: Wish) -> Collected:
    """Note on each submission with whose numbers it is graded, by the list of variants."""
    if wish.variants is None:
        return found
    from course.grading.variants import handed_out, variant_of

    given_out = handed_out(wish.variants)
    own = []
    for one in found.submissions:
        whose = variant_of(one, given_out)
        problems = (*one.problems, whose.note) if whose.note else one.problems
        own.append(replace(one, variant=whose.token, problems=problems))
    return replace(found, submissions=tuple(own))


def _copies(wish: Wish, todo: batch.Plan, marked: Sequence[Marked]) -> list[str]:
    """Say which wrong answers are right for the numbers of other students."""
    if wish.variants is None:
        return []
    from course.grading.variants import Whose, handed_out, right_for_another

    given_out, own = handed_out(wish.variants), {}
    for job in todo.jobs:
        own[job.submission.student, job.submission.exercise] = job.submission.variant
    sentences = []
    for one in sorted(marked, key=lambda each: (each.student, each.exercise)):
        shown = {cell.question: cell.shown for cell in one.cells if cell.question}
        whose = Whose(own.get((one.student, one.exercise), ""))
        matches = right_for_another(shown, whose, one.exercise, given_out) if shown else {}
        for match in matches.values():
            if match.words:
                sentences.append(f"{one.student}, {one.exercise}, {match.question}: {match.words}")
    return sentences


def finish(wish: Wish, marked: Sequence[Marked], set_aside: Sequence[SetAside], copies: Sequence[str] = ()) -> None:
    """Write the report and say where it is and what needs a human."""
    written = report.write(wish.out, marked, set_aside, wish.ask, copies)
    human = sum(one.status in ("needs a human", "unreadable") for one in marked)
    graded = ngettext("{count} submission graded", "{count} submissions graded", len(marked) - human)
    needs = ngettext("{count} needs a human", "{count} need a human", human)
    click.echo(f"{graded.format(count=len(marked) - human)}; {needs.format(count=human)}.")
    if wish.ask.canvas or wish.ask.moodle:
        words = _("Marks filled into the files of the LMS: {count}; not filled in: {left}.")
        click.echo(words.format(count=written.filled, left=len(written.notes)))
    for note in written.notes:
        click.echo(f"  {note}")
    click.echo(_("See {page}.").format(page=wish.out / "index.html"))


def _outside(out: Path, submissions: Path) -> None:
    """Refuse to write among the submissions: the next run would take our own files for theirs."""
    inner, outer = out.resolve(), submissions.resolve()
    if inner == outer or outer in inner.parents:
        what = _("the results would lie among the submissions")
        raise CourseError(what, where=str(out), fix=_("Choose a folder outside with -o"))


def _planned(submissions: Path, wish: Wish, sandbox: str) -> tuple[batch.Plan, Store]:
    store = Store(wish.out / batch.JOBS)
    found = _with_own_numbers(collect(submissions), wish)
    if not found.submissions and not found.set_aside:
        raise CourseError(_("there are no files in it"), where=str(submissions), fix=_("Name the folder or zip"))
    # Only a run without a sandbox may end otherwise than one with.
    kind = "none" if sandbox == "none" else ""
    todo = batch.plan(found, store, wish.limits, sandbox=kind, shard=wish.shard, regrade=wish.regrade)
    return todo, store


def _workers(wish: Wish) -> int:
    return wish.workers or batch.processors()


def _said(todo: batch.Plan, sandbox: str) -> str:
    words = _("Submissions: {all} found, {done} graded before, {left} to grade. Files set aside: {aside}.")
    line = words.format(all=len(todo.jobs), done=len(todo.done), left=len(todo.todo), aside=len(todo.set_aside))
    if todo.shard != (1, 1):
        line = _("Part {part} of {parts}. ").format(part=todo.shard[0], parts=todo.shard[1]) + line
    if sandbox == "none":
        return f"{line} " + _("NO SANDBOX: each submission can do what you can do, and plain kernels take longer.")
    return f"{line} " + _("Sandbox: {sandbox}.").format(sandbox=sandbox) if sandbox else line


@contextmanager
def _progress(total: int) -> Iterator[Step]:
    """Show how far the run is: a bar with rate and time left on a terminal, now and then a line elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal or not total:
        yield Step(_Log(total))
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total, rate="")
        yield Step(lambda done, rate: bar.update(task, completed=done, rate=_rate(rate)))


def _rate(rate: float) -> str:
    return _("{rate:.1f} a second").format(rate=rate)


class Step:
    """Counts finished jobs and shows the count, with the rate so far."""

    def __init__(self, show: Show) -> None:
        self.done, self._show, self._begun = 0, show, time.monotonic()

    def __call__(self) -> None:
        """Count one."""
        self.done += 1
        self._show(self.done, self.done / max(1e-9, time.monotonic() - self._begun))


class _Log:
    """Prints a line of progress now and then, for a job's log."""

    def __init__(self, total: int) -> None:
        self.total, self._last = total, time.monotonic()

    def __call__(self, done: int, rate: float) -> None:
        now = time.monotonic()
        if done < self.total and now - self._last < LOG_EVERY:
            return
        self._last = now
        words = _("{done} of {total}; {rate}; {left:.0f} s left")
        left = (self.total - done) / rate
        click.echo(words.format(done=done, total=self.total, rate=_rate(rate), left=left), err=True)

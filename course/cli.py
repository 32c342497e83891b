"""The ``course`` command: open the workbook, build it, add up its minutes, grade homework.

Heavy modules are imported by the command that needs them, so that ``course --help`` answers at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from course import __version__, workbook
from course.errors import CourseError
from course.i18n import _


class PlainGroup(click.Group):
    """A group whose commands report a `CourseError` as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=PlainGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="course")
@click.pass_context
def main(context: click.Context) -> None:
    """Run the customer value workbook.

    Students need one command only: `course lab`.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@main.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="work",
    show_default=True,
    help="Where your own copies lie.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option("--port", type=click.IntRange(1, 65535), help="Serve on this port; without it, on the first free one.")
def lab(folder: Path, no_browser: bool, port: int | None) -> None:
    """Copy what is new into your folder and open JupyterLab there.

    Files that are already in your folder are never overwritten.
    """
    work = folder.resolve()
    copied = workbook.copy_new(work)
    click.echo(f"{folder}: {workbook.news(copied)}")
    _refresh_start_page(work)
    # The start page is signed at every start, because its table of progress has just been written anew.
    new = [work / kind / name for kind, names in copied.items() for name in names]
    workbook.trust([work / workbook.START_PAGE, *new])
    click.echo(_("Starting JupyterLab; press Ctrl-C twice in this window to stop it."))
    _prepare_environment(work)
    _serve(_lab_options(work, no_browser=no_browser, port=port))


def _refresh_start_page(work: Path) -> None:
    from course.exercise.overview import refresh_start_page

    refresh_start_page(work / workbook.START_PAGE, work)


def _prepare_environment(work: Path) -> None:
    """Set what JupyterLab and, through it, every kernel inherits."""
    from course.exercise.progress import WORK_VARIABLE

    os.environ[WORK_VARIABLE] = str(work)
    # Else a `python3` kernel that another Python once registered for this user would come before our own.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("JUPYTER_PATH", None)


#: Named and not imported: it loads the server, which no other command needs.
CONNECTION = "course.serving.connection.PromptConnection"


def _lab_options(work: Path, *, no_browser: bool, port: int | None) -> list[str]:
    options = [
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url=/lab/tree/{workbook.START_PAGE}",
        f"--LabApp.workspaces_dir={work / '.lab'}",  # open tabs belong to this folder, not to the user's other work
        "--ServerApp.allow_root=True",  # a container runs as root; the server still answers this machine only
        f"--ServerApp.kernel_websocket_connection_class={CONNECTION}",
        "--Application.log_level=ERROR",  # the address is printed all the same
    ]
    if no_browser:
        options.append("--no-browser")
    if port is not None:
        options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return options


def _serve(options: list[str]) -> None:
    """Run JupyterLab in this process: this Python, its packages, and Ctrl-C as the reader knows it."""
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=options)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--check", is_flag=True, help="Only say which notebooks are stale; execute nothing.")
@click.option("--all", "everything", is_flag=True, help="Also those that are up to date.")
@click.option("-j", "--workers", type=click.IntRange(1, 64), help="Processes at once; by default one a processor.")
def build(names: tuple[str, ...], check: bool, everything: bool, workers: int | None) -> None:
    """Execute the chapters and solutions and derive the exercises.

    NAMES are chapters such as 04-cohort; without one, those are built whose text changed, or what they import.
    """
    from course.authoring import build as builder

    if not check:
        changed = builder.build(names, everything=everything or bool(names), workers=workers or os.cpu_count() or 1)
        click.echo(_("{count} notebooks changed.").format(count=changed) if changed else _("Nothing changed."))
        return
    problems = builder.check(names)
    if problems:
        raise click.ClickException("\n".join([*problems, _("Run `course build` and commit what it changes.")]))
    click.echo(_("Every notebook agrees with its source."))


@main.command()
@click.argument("chapter")
@click.option("--port", type=int, default=8866, show_default=True, help="Where to serve; another when it is taken.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def present(chapter: str, port: int, no_browser: bool) -> None:
    """Show a chapter as slides with live explorers, full screen by F, all keys by H.

    CHAPTER is a number or the beginning of a name: 04.
    """
    from course.serving.presenting import present as serve

    click.echo(_("Starting the slides; press Ctrl-C in this window to stop them."))
    serve(chapter, browser=not no_browser, port=port)


@main.command()
@click.argument("names", nargs=-1)
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("slides"), show_default=True
)
@click.option("--answers", is_flag=True, help="With the answers of the homework; without it, to hand out.")
@click.option("--pdf", is_flag=True, help="Also a PDF of each, to hand out; needs Chromium, Chrome or Edge.")
def slides(names: tuple[str, ...], out: Path, answers: bool, pdf: bool) -> None:
    """Write slides to files that need no network and no Python.

    NAMES are chapters such as 04; without one, all are written.
    """
    from course.serving import slides as decks

    for chapter in [decks.chapter_named(name) for name in names] or decks.chapters():
        page = decks.write(chapter, out, answers=answers)
        click.echo(page)
        if pdf:
            click.echo(decks.print_pdf(page))


@main.command()
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("site"), show_default=True)
def site(out: Path) -> None:
    """Write the course as a static book with search and glossary, to read without Python or a network."""
    from course.serving import site as book

    click.echo(_("Open {page}").format(page=book.build(out)))


@main.command()
@click.argument("names", nargs=-1)
@click.option("--plan", type=click.Choice(["45", "90", "180"]), help="Print a lesson of so many minutes.")
def timings(names: tuple[str, ...], plan: str | None) -> None:
    """Add up the minutes of each chapter and its homework, or plan lessons.

    NAMES are the chapters that a lesson begins with; without one, all are planned.
    """
    from course.authoring import lessons

    if plan is None:
        click.echo(lessons.table())
        return
    chosen = [path for path in lessons.chapters() if not names or path.stem.startswith(names)]
    click.echo("\n\n".join(lessons.text(lessons.lesson(int(plan), path)) for path in chosen))


@main.command(name="grade")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of results.")
@click.option("-j", "--workers", type=click.IntRange(1, 256), help="Processes at once; by default one a processor.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Grade on the Dask cluster of this scheduler.")
@click.option(
    "--canvas", multiple=True, type=click.Path(path_type=Path), help="Gradebook exported by Canvas, to fill in."
)
@click.option("--moodle", multiple=True, metavar="FILE", help="Moodle's grading worksheet; EXERCISE=FILE if need be.")
@click.option("--column", multiple=True, metavar="EXERCISE=TITLE", help="Which column of Canvas's file is meant.")
@click.option("--regrade", multiple=True, metavar="STUDENT", help="Grade this student again, as named in marks.csv.")
@click.option("--shard", default="1/1", metavar="I/N", help="Grade only the I-th of N parts; join them by merge.")
@click.option(
    "--cell-seconds", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="Time for a cell."
)
@click.option(
    "--notebook-seconds", type=click.FloatRange(min=1), default=60.0, show_default=True, help="For a notebook."
)
@click.option(
    "--memory-mb", type=click.IntRange(min=256), default=2048, show_default=True, help="Memory for a submission."
)
@click.option(
    "--variants", type=click.Path(path_type=Path), help="The variants.csv of homework with numbers of their own."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--assemble", is_flag=True, help="Only write the notebooks to run, for pytest --nbval-lax.")
@click.option("--unsafe", is_flag=True, help="Run submissions without a sandbox where none works.")
def grade_command(submissions: tuple[Path, ...], dry_run: bool, assemble: bool, **options: Any) -> None:
    """Grade a folder or zip of homework notebooks.

    \b
    course grade SUBMISSIONS -o OUT
    course grade merge OUT1 OUT2 ... -o OUT    joins the parts of a sharded run

    Marks are in OUT/marks.csv, pages for the students in OUT/feedback, and OUT/index.html says what needs a human. The
    same command, given again after a stop, goes on where it stopped.
    """  # noqa: D301
    from course.grading import command

    wish = _wish(**options)
    first, *others = submissions
    if str(first) == "merge" and others:
        command.merge(others, wish)
    elif others:
        raise click.UsageError(
            _("Name one folder or zip; to join the parts of a run, write: course grade merge OUT...")
        )
    elif dry_run:
        command.preview(first, wish)
    elif assemble:
        command.assemble_only(first, wish)
    elif code := command.grade(first, wish):
        raise SystemExit(code)


def _wish(
    out: Path,
    workers: int | None,
    canvas: tuple[Path, ...],
    moodle: tuple[str, ...],
    column: tuple[str, ...],
    regrade: tuple[str, ...],
    shard: str,
    unsafe: bool,
    scheduler: str,
    variants: Path | None,
    **limits: Any,
) -> Any:
    from course.grading import command
    from course.grading.model import Limits
    from course.grading.report.write import Ask

    ask = Ask(canvas, [command.worksheet(text) for text in moodle], command.named(column, "--column"))
    return command.Wish(
        out, Limits(**limits), workers or 0, unsafe, command.shard_of(shard), regrade, ask, scheduler, variants
    )


@main.command(name="variants")
@click.argument("roster", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to write.")
@click.option("--seed", type=int, default=0, show_default=True, help="Other seeds give other numbers.")
@click.option("--homework", multiple=True, metavar="NN", help="Only this homework; may be given again.")
def variants_command(roster: Path, out: Path, seed: int, homework: tuple[str, ...]) -> None:
    """Write a homework notebook with numbers of their own for every student.

    ROSTER is a CSV file with a column id, student or name. The notebooks are OUT/STUDENT/NN-name.ipynb. Keep
    OUT/variants.csv to yourself: by it the grader knows whose numbers are whose.
    """
    from course.grading import roster as rosters
    from course.grading import variants

    students = rosters.read(roster)
    chosen = variants.chosen(homework)
    with click.progressbar(length=len(students) * len(chosen), label=_("Notebooks")) as bar:
        variants.write(students, out, seed=seed, homeworks=chosen, done=lambda one: bar.update(1))
    words = _("{count} notebooks for {students} students are in {folder}; keep {file} to yourself.")
    click.echo(
        words.format(
            count=len(students) * len(chosen), students=len(students), folder=out, file=out / variants.HANDED_OUT
        )
    )

"""A pytest plugin that turns nbval, unchanged, into a grader.

Load it with ``-p``; no installation makes it load by itself::

    pytest --nbval-lax -p course.grading.engine.plugin assembled.ipynb

In an assembled notebook a grading cell has the metadata ``{"grade": "q3", "points": 2, "within": 0.005}`` and one
stored output with `course.grading.model.ANSWER_MIME`.  This plugin compares that data with what the student's answer
shows, within the tolerance; it stops a cell that hangs or floods, finds a dead kernel within a second, and goes on with
a fresh kernel in which the earlier cells, without the offender, were run again.
"""

from __future__ import annotations

import dataclasses
import json
import re
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import nbval.plugin
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from course.grading.engine.compare import agree
from course.grading.engine.kernel import KernelStopped, WatchedKernel
from course.grading.model import ANSWER_MIME, CellResult, Limits, Outcome
from course.i18n import _

_compare_as_nbval = IPyNbCell.compare_outputs


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a grading run."""
    group = parser.getgroup("course", "Grading notebooks of the course")
    group.addoption("--course-results", metavar="FILE", help="Write how each cell ended to FILE, as JSON.")
    group.addoption("--course-limits", metavar="JSON", default="{}", help="Limits that differ from the usual ones.")


def pytest_configure(config: pytest.Config) -> None:
    """Put the watched kernel and the comparison by tolerance in nbval's place for them."""
    WatchedKernel.limits = Limits(**json.loads(config.getoption("--course-limits")))
    nbval.plugin.RunningKernel = WatchedKernel
    IPyNbCell.compare_outputs = _compare
    config.pluginmanager.register(Grader(WatchedKernel.limits), "course-grader")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give nbval back as it was."""
    nbval.plugin.RunningKernel = WatchedKernel.__mro__[1]
    IPyNbCell.compare_outputs = _compare_as_nbval


class Grader:
    """Watches one session: revives kernels and writes down how each cell ended."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.results: list[CellResult] = []
        self._begun: dict[IPyNbFile, float] = {}
        self._replay: dict[IPyNbFile, list[IPyNbCell]] = {}

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Leave warnings out of every comparison: they come on stderr and differ between versions."""
        if isinstance(collector, IPyNbFile):
            collector.skip_compare += ("stderr",)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Have every grading cell compared, whatever its tags say."""
        for item in items:
            if isinstance(item, IPyNbCell) and _question(item):
                item.options.update(check=True, check_exception=False, skip=False)
                item.user_properties += [("question", _question(item)), ("cell", item.cell.get("id", ""))]

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Before each cell: is there time left, and does the kernel live?"""
        if not isinstance(item, IPyNbCell):
            return
        file = item.parent
        begun = self._begun.setdefault(file, time.monotonic())
        try:
            self._revive(file, begun + self.limits.notebook_seconds)
        except KernelStopped as stopped:
            pytest.skip(stopped.message)
        except RuntimeError as error:
            pytest.exit(str(error), returncode=pytest.ExitCode.INTERNAL_ERROR)

    def _revive(self, file: IPyNbFile, deadline: float) -> None:
        while True:
            if time.monotonic() >= deadline:
                words = _("The notebook ran longer than {seconds:g} seconds.")
                raise KernelStopped("timeout", words.format(seconds=self.limits.notebook_seconds))
            if not file.kernel.is_alive():
                file.kernel.stop()
                file.setup()
                if not file.kernel.is_alive():
                    raise RuntimeError(_("The kernel does not start."))
                self._run_again(file, deadline)
            else:
                file.kernel.notebook_deadline = deadline
                return

    def _run_again(self, file: IPyNbFile, deadline: float) -> None:
        """Run the earlier cells in the fresh kernel; a cell that ends it this time is left out too."""
        for item in list(self._replay.get(file, [])):
            try:
                file.kernel.notebook_deadline = deadline
                file.kernel.await_reply(file.kernel.execute_cell_input(item.cell.source, allow_stdin=False))
            except KernelStopped:
                self._replay[file].remove(item)
                file.kernel.stop()
                return

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write down how the cell ended; nothing that was not compared counts as passed."""
        report = yield
        if not isinstance(item, IPyNbCell) or call.when == "teardown" or (call.when == "setup" and report.passed):
            return report
        if call.when == "setup" and not report.skipped:
            item.session.shouldstop = _plain(str(report.longrepr))
            return report  # no kernel: that says nothing about the student
        outcome, message = _ending(item, call, report)
        if outcome not in ("passed", "skipped"):
            report.outcome = "failed"
            report.longrepr = report.longrepr or message
            if hasattr(report, "wasxfail"):
                del report.wasxfail
        self._note(item, outcome, message, report.duration)
        return report

    def _note(self, item: IPyNbCell, outcome: Outcome, message: str, seconds: float) -> None:
        file, question = item.parent, _question(item)
        if outcome in ("died", "timeout"):
            file.kernel.stop()
        elif question is None and outcome != "skipped":
            self._replay.setdefault(file, []).append(item)
        shown = _shown(item) if question else None
        cell = str(item.cell.get("id", "") or item.name)
        self.results.append(CellResult(cell, question, outcome, shown, message, round(seconds, 3)))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the results; none when the file is no notebook or no kernel starts, for that is nobody's answer."""
        path = session.config.getoption("--course-results")
        if path and exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            rows = [dataclasses.asdict(result) for result in self.results]
            Path(path).write_text(json.dumps(rows), encoding="utf-8")


def _question(item: IPyNbCell) -> str | None:
    name = item.cell.metadata.get("grade")
    # nbgrader's schema has a boolean of the same name.
    return name if isinstance(name, str) else None


def _ending(item: IPyNbCell, call: pytest.CallInfo[None], report: pytest.TestReport) -> tuple[Outcome, str]:
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, KernelStopped):
        return error.outcome, error.message
    if report.skipped and not hasattr(report, "wasxfail"):
        return "skipped", str(error)
    if error is None:
        if _question(item) and item.cell.execution_count is None:
            return "error", _("The reference of this question has not been run.")
        return "passed", ""
    if not isinstance(error, nbval.plugin.NbCellError):
        # Not the cell, but what the kernel sent: it cannot be trusted any more.
        return "died", _("The kernel could not be followed: {error}.").format(error=str(error)[:200])
    for output in item.test_outputs or ():
        if output.output_type == "error":
            return "error", _plain(f"{output.get('ename', '')}: {output.get('evalue', '')}")
    return "failed", _("The answer differs from the reference.") if _question(item) else _plain(str(error))


def _plain(words: str) -> str:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", words).strip().splitlines()
    return lines[0][:300] if lines else ""


def _answers(outputs: Any) -> list[Any]:
    return [output["data"][ANSWER_MIME] for output in outputs or () if ANSWER_MIME in (output.get("data") or {})]


def _shown(item: IPyNbCell) -> dict[str, Any] | str | None:
    answers = _answers(item.test_outputs)
    if answers:
        return dict(answers[0]) if isinstance(answers[0], dict) else {"value": answers[0]}
    texts = [str(output["data"].get("text/plain", "")) for output in item.test_outputs or () if output.get("data")]
    return "\n".join(texts)[:2000] or None


def _compare(item: IPyNbCell, test: Any, ref: Any, skip_compare: Any = None) -> bool:
    """Compare a grading cell by its data, any other cell as nbval does."""
    reference = _answers(ref)
    if not (_question(item) and reference):
        return bool(_compare_as_nbval(item, test, ref, skip_compare))
    shown = _answers(test)
    item.comparison_traceback = [_("The answer differs from the reference.")]
    if len(shown) != len(reference):
        return False
    within = item.cell.metadata.get("within", 0.0)
    return all(agree(one, two, within) for one, two in zip(reference, shown, strict=True))

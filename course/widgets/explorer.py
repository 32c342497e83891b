"""The one way in which every explorer of the course works.

The browser draws the controls and the chart; Python computes.  When a reader moves a control the browser sends the new
values, Python answers with a chart as plain data, and the browser moves what is already drawn.  The browser sends the
next values only when the last answer has come, so a fast drag never builds a queue.

anywidget carries the messages (an ipywidgets widget whose browser side is one JavaScript file).  It was chosen by
measurement: 21-25 ms from slider to picture, where a new matplotlib figure takes 440-600.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.errors import CourseError
from course.figures.chart import Chart, draw
from course.figures.twins import picture, twin
from course.i18n import _

Values = dict[str, float]


@dataclass(frozen=True)
class Control:
    """One number a reader may move: a slider with a field to type in.

    Parameters
    ----------
    name
        The name of the value in `Explorer.values`.
    label
        What the reader sees, with the unit: ``"retention rate, year 1"``.
    low, high, step, value
        Limits, step, and where it stands at first.
    percent
        Show 0.6 as 60%.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    percent: bool = False


@dataclass(frozen=True)
class View:
    """What an explorer shows for one setting: a chart, and a few figures in words.

    ``readouts`` are pairs of a label and a value already written out: ``("LTV after year 3", "66.08 yuan")``.
    """

    chart: Chart
    readouts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The reply to a reader's answer: right or not yet, and why."""

    right: bool
    words: str


@dataclass(frozen=True)
class Question:
    """A question that is answered by moving the controls until the chart shows it.

    ``check`` looks at the values and says whether they answer the question.
    """

    words: str
    check: Callable[[Values], Verdict]


def _browser_words() -> dict[str, str]:
    """Return the words the browser side needs: it has none of its own, so that a translation reaches them."""
    return {
        "reset": _("Reset"),
        "check": _("Check my setting"),
        "question": _("Question"),
        "controls": _("Controls"),
        "figures": _("What the figure says"),
        "setting": _("A cell with this brings your setting back:"),
        "waiting": _("No answer from Python: run this notebook's cells first, then move a control."),
    }


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]
    """Controls, a live chart, and a question.

    Parameters
    ----------
    controls
        What a reader may move.
    compute
        From the values of the controls to a `View`; a `CourseError` it raises is shown in place of the readouts.
    question
        What the reader is to find out, and how an answer is checked.
    start
        Values to start from in place of the controls' own: ``explorer(retention=0.7)`` in a cell restores a setting.
    """

    _esm = Path(__file__).with_name("explorer.js")
    _css = Path(__file__).with_name("explorer.css")
    controls: Any = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        controls: tuple[Control, ...],
        compute: Callable[[Values], View],
        question: Question,
        start: Values | None = None,
    ) -> None:
        self._compute, self._question = compute, question
        values = {control.name: control.value for control in controls} | _known(controls, start or {})
        super().__init__(
            controls=[asdict(control) for control in controls],
            values=values,
            view=self._answer(values),
            question=question.words,
            words=_browser_words(),
        )
        self.observe(self._update, names="values")
        self.on_msg(self._on_message)

    def check(self) -> str:
        """Say whether the present setting answers the explorer's question.

        The button under the chart does the same.
        """
        verdict = self._question.check(_numbers(self.values))
        # The count makes a repeated verdict news, so that the browser shows it again.
        self.verdict = {**asdict(verdict), "count": self.verdict.get("count", 0) + 1}
        return verdict.words

    def text(self) -> str:
        """Return the present picture as a text twin, with the question below."""
        lines = [f"{label}: {value}" for label, value in self._at_present().readouts]
        return "\n".join([twin(draw(self._at_present().chart)), *lines, _("Question: ") + self.question])

    def _at_present(self) -> View:
        return self._compute(_numbers(self.values))

    def _answer(self, values: dict[str, Any]) -> dict[str, Any]:
        step = values.get("step", 0)
        try:
            view = self._compute(_numbers(values))
        except CourseError as error:
            return {"step": step, "error": str(error)}
        return {"step": step, "chart": view.chart.as_dict(), "readouts": view.readouts}

    def _update(self, change: Any) -> None:
        self.view = self._answer(change["new"])

    def _on_message(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        if content.get("kind") == "check":
            self.check()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the live widget, and for paper, slides and nbval the static twin: a picture and its text."""
        bundle = super()._repr_mimebundle_(**kwargs)
        live = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        live["text/plain"] = self.text()
        live["text/html"] = _static_page(self._at_present(), live["text/plain"], self.question)
        return live


def _numbers(values: dict[str, Any]) -> Values:
    """Return the readers' values without the browser's step counter."""
    return {name: float(value) for name, value in values.items() if name != "step"}


def _known(controls: tuple[Control, ...], start: Values) -> Values:
    """Return the starting values, refusing a name that no control has."""
    names = [control.name for control in controls]
    for name in start:
        if name not in names:
            what = _("this explorer has no control {name!r}").format(name=name)
            raise CourseError(what, fix=_("It has {names}").format(names=", ".join(names)))
    return start


def _static_page(view: View, words: str, question: str) -> str:
    """Return the static twin as HTML: the chart drawn by matplotlib, the readouts as a table, and the question."""
    rows = "".join(
        f'<tr><th scope="row">{html.escape(label)}</th><td>{html.escape(value)}</td></tr>'
        for label, value in view.readouts
    )
    asked = html.escape(_("Question: ") + question)
    return f"{picture(draw(view.chart), words)}<table>{rows}</table><p><strong>{asked}</strong></p>"

"""The practice question of the start page: how a check, a hint and a solution work."""

from __future__ import annotations

from course.data.cases import THIRTY_YEAR_OLD
from course.exercise.answers import Number
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.i18n import _

#: The customer of the practice question: profit in yuan a purchase, purchases a month.
given = THIRTY_YEAR_OLD


def _profit_a_year() -> float:
    return float(given["margin"] * given["purchases_per_month"] * 12)


homework = Homework(
    "00-start-here",
    (
        Question(
            name="q1",
            kind=Number(_("yuan a year"), within=0.005),
            expected=_profit_a_year,
            typical=(
                Typical(
                    _("months left out"),
                    lambda: given["margin"] * given["purchases_per_month"],
                    _("This is the profit of one month. How many months has a year?"),
                ),
                Typical(
                    _("frequency left out"),
                    lambda: given["margin"] * 12,
                    _("This counts one purchase a month. How many does this customer make?"),
                ),
            ),
            hints=(
                _("Begin with the profit of one month."),
                _("The answer is one number, in yuan a year."),
                _("Multiply three numbers: profit a purchase, purchases a month, months a year."),
            ),
            meaning=_("That is the profit this customer brings in a year. Chapter 3 adds the years up, with care."),
            near=_("Multiply the profit of a purchase by the purchases of a month and the months of a year."),
        ),
    ),
)

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

"""The homework on the transition matrix: P by hand and as a function, value, points, and the source's two questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from course.data.panels import cracker
from course.exercise.answers import Choice, Function, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import transition, transition_inference, transition_lessons
from course.models.transition import TransitionCounts

_OURS, _RIVAL = "M", "N"


@dataclass(frozen=True)
class Given:
    """The numbers of this homework; money in yuan, rates a year.

    The tables are made anew at each look, so that no cell can spoil them for the next.
    """

    # Questions 1 and 2: two brands, M is ours.
    small_margin: float = varying(30, choices=(20, 25, 30, 40, 50))
    small_rate: float = varying(0.21, choices=(0.21, 0.44))
    small_purchases: int = 2
    steps: str = varying("MNNNMMMN", choices=("MNNNMMMN", "NMMMNNNM", "MMNNMMNN", "NMNMMMNN", "NNMMMMNM"))
    stays: tuple[float, float] = varying((0.6, 0.7), choices=((0.6, 0.7), (0.7, 0.8), (0.5, 0.6), (0.8, 0.7)))
    # Questions 5 to 8: half of the Cracker panel, seen from the maker of the private label.
    odd_households: bool = varying(False, choices=(False, True))
    brand: str = "private"
    margin: float = varying(4, choices=(3, 4, 5, 6))
    discount_rate: float = varying(0.08, choices=(0.06, 0.07, 0.08, 0.10))
    purchases_per_year: int = varying(10, choices=(8, 9, 10, 12))
    # Question 6: points moved from the row's own brand to the private label.
    big_row: str = "nabisco"
    big_points: float = varying(2, choices=(2, 3))
    small_row: str = "sunshine"
    small_points: float = varying(6, choices=(5, 6, 7))

    @property
    def log(self) -> pd.DataFrame:
        """Eight purchases of three customers."""
        times = [1, 2, 3, 1, 2, 1, 2, 3]
        return pd.DataFrame({"customer": list("XXXYYZZZ"), "time": times, "brand": list(self.steps)})

    @property
    def P(self) -> pd.DataFrame:
        """A transition matrix of two brands."""
        ours, rival = self.stays
        rows = [[ours, round(1 - ours, 2)], [round(1 - rival, 2), rival]]
        return transition.check_matrix(pd.DataFrame(rows, index=list("MN"), columns=list("MN")))

    @property
    def counts(self) -> pd.DataFrame:
        """Transitions of three brands, counted by somebody else."""
        brands = pd.Index(["A", "B", "C"])
        return pd.DataFrame([[60, 25, 15], [30, 90, 40], [10, 20, 10]], index=brands, columns=brands)

    @property
    def panel(self) -> pd.DataFrame:
        """Every second household of the Cracker panel: real purchases."""
        panel = cracker()
        return panel[panel["household"] % 2 == int(self.odd_households)].reset_index(drop=True)

    @property
    def margins(self) -> dict[str, float]:
        """What a purchase brings the maker of the private label."""
        return {self.brand: self.margin}


given: Final = own(Given, "06-transition-matrix")
_CLOCK: Final[dict[str, Any]] = {
    "discount_rate": given.discount_rate,
    "purchases_per_year": given.purchases_per_year,
}


def _cell(table: pd.DataFrame, row: str, column: str) -> float:
    return float(table.loc[row].to_dict()[column])


# --- question 1 -------------------------------------------------------------------------------------------------------


def _small_counts() -> pd.DataFrame:
    return transition.counts(given.log).counts


def _joined() -> pd.DataFrame:
    whole = given.log.assign(customer=1, time=range(len(given.log)))
    return transition.probabilities(transition.counts(whole).counts)


def _all_purchases() -> pd.DataFrame:
    return _small_counts().div(given.log["brand"].value_counts().reindex([_OURS, _RIVAL]), axis=0)


def _rows_sum_to_one(table: pd.DataFrame) -> str:
    off = (table.sum(axis=1) - 1).abs() > 0.02
    return _("Row {name} does not sum to 1.").format(name=table.index[off][0]) if off.any() else ""


def _by_columns(counts: pd.DataFrame) -> pd.DataFrame:
    return counts / counts.sum()


_q1 = Question(
    name="q1",
    kind=Table((_OURS, _RIVAL), (_OURS, _RIVAL), within=0.006, invariant=_rows_sum_to_one),
    expected=lambda: transition.probabilities(_small_counts()),
    typical=(
        Typical(
            _("counts for shares"),
            _small_counts,
            _("These are counts. Divide each row by its total."),
        ),
        Typical(
            _("customers joined"),
            _joined,
            _("You counted a step from one customer's last purchase to another's first. Nobody made that step."),
        ),
        Typical(
            _("last purchase in the row total"),
            _all_purchases,
            _("You divided by all purchases of the brand. A customer's last purchase leads nowhere: leave it out."),
        ),
        Typical(
            _("rows and columns swapped"),
            lambda: transition.probabilities(_small_counts()).T,
            _("Rows and columns are swapped: the row is the last purchase, the column the next one."),
        ),
        Typical(
            _("divided by column totals"),
            lambda: _by_columns(_small_counts()),
            _("You divided each column by its total. What is shared out among the columns is a row."),
        ),
        Typical(
            _("divided by all steps"),
            lambda: _small_counts() / _small_counts().to_numpy().sum(),
            _("You divided by all steps. P asks: of the steps that begin at this brand, what share goes where?"),
        ),
    ),
    hints=(
        _("Write down the steps of each customer alone: from the first purchase to the second, and so on."),
        _("Two rows, two columns: the row is the last purchase, the column the next. Each row sums to 1."),
        _("[[MM / from_M, MN / from_M], [NM / from_N, NN / from_N]], with the five steps counted by hand."),
    ),
    meaning=_("Five steps give four probabilities: a start, and far too few to believe. Real panels have thousands."),
    near=_("Count the steps again, customer by customer: there are five in all."),
)


# --- question 2 -------------------------------------------------------------------------------------------------------


def _two_purchases(P: pd.DataFrame, rate: float, *, last: str = _RIVAL, horizon: int = 2) -> float:
    margins = {_OURS: given.small_margin}
    often = given.small_purchases
    return float(transition.value(P, margins, rate, horizon=horizon, purchases_per_year=often)[last])


def _yearly_step() -> float:
    return float(transition.value(given.P, {_OURS: given.small_margin}, given.small_rate, horizon=2)[_RIVAL])


def _straight_only() -> float:
    chance, factor = _cell(given.P, _RIVAL, _OURS), transition.discount_factor(given.small_rate, given.small_purchases)
    return float(given.small_margin * (factor * chance + (factor * chance) ** 2))


_q2 = Question(
    name="q2",
    kind=Number(_("yuan"), within=0.02, low=0, limits=_("Margins are positive, so the value is too.")),
    expected=lambda: _two_purchases(given.P, given.small_rate),
    typical=(
        Typical(
            _("discounted by t, not t/f"),
            _yearly_step,
            _("You discounted a whole year for each purchase. How many purchases are there in a year?"),
        ),
        Typical(
            _("not discounted"),
            lambda: _two_purchases(given.P, 0),
            _("These yuan come half a year and a year from now: discount them."),
        ),
        Typical(
            _("one purchase only"),
            lambda: _two_purchases(given.P, given.small_rate, horizon=1),
            _("This is the next purchase alone. Add the one after it."),
        ),
        Typical(
            _("started from M"),
            lambda: _two_purchases(given.P, given.small_rate, last=_OURS),
            _("This is the value of a customer who last bought M. Ours last bought N: begin in row N."),
        ),
        Typical(
            _("row read as column"),
            lambda: _two_purchases(transition.probabilities(given.P.T), given.small_rate),
            _("You read down a column. The chances after N stand in row N."),
        ),
        Typical(
            _("chance squared"),
            _straight_only,
            _("For the second purchase you squared one chance. There are two ways to it: over M and over N."),
        ),
    ),
    hints=(
        _("First the next purchase: with which chance is it M? Then the second one: over M or over N."),
        _("One number of yuan, between the margin of one purchase and nothing, because each purchase may be N."),
        _("margin * (p1 / factor + p2 / factor**2), where factor is the growth of half a year and p2 adds two ways."),
    ),
    meaning=_(
        "A customer who last bought from a rival is still worth something: always a share means never quite lost."
    ),
    near=_("Check p2: chance to go N to M to M, plus N to N to M. Then the discount: half a year, and a year."),
)


# --- question 3 -------------------------------------------------------------------------------------------------------


def _other_counts() -> pd.DataFrame:
    return given.counts.T + 3


_BRANDS: Final = ("A", "B", "C")
_q3 = Question(
    name="q3",
    kind=Function(
        ((given.counts,), (_other_counts(),)), Table(_BRANDS, _BRANDS, within=1e-6, invariant=_rows_sum_to_one)
    ),
    expected=lambda: transition.probabilities,
    typical=(
        Typical(
            _("row totals laid along the columns"),
            lambda: lambda counts: counts / counts.sum(axis=1),
            _("The / sign lays the row totals along the columns. Use counts.div(..., axis=0) to divide row by row."),
        ),
        Typical(
            _("divided by column totals"),
            lambda: _by_columns,
            _("The columns sum to 1 here. The rows must: sum along axis=1."),
        ),
        Typical(
            _("divided by all steps"),
            lambda: lambda counts: counts / counts.to_numpy().sum(),
            _("The whole table sums to 1 here. Each row must: divide by its own total."),
        ),
        Typical(
            _("counts for shares"),
            lambda: lambda counts: counts,
            _("These are still counts. Divide each row by its total."),
        ),
    ),
    hints=(
        _("A row is divided by its own total."),
        _("The function returns a table with the same labels as its input; each row sums to 1."),
        _("Look up counts.div with axis=0, and counts.sum with axis=1."),
    ),
    meaning=_("This is the whole estimator: homework question (a) in one line, once the counting was honest."),
    near=_("Each row divided by its own total: try it on a table of two rows first."),
)


# --- question 4 -------------------------------------------------------------------------------------------------------


def _forever(P: pd.DataFrame, margins: pd.Series[float], discount_rate: float, purchases_per_year: float) -> Any:
    return transition.value(P, margins, discount_rate, purchases_per_year=purchases_per_year)


def _included(P: pd.DataFrame, margins: pd.Series[float], discount_rate: float, purchases_per_year: float) -> Any:
    often: Any = {"purchases_per_year": purchases_per_year, "first_margin": "included"}
    return transition.value(P, margins, discount_rate, **often)


def _rate_divided(P: pd.DataFrame, margins: pd.Series[float], discount_rate: float, purchases_per_year: float) -> Any:
    return transition.value(P, margins, discount_rate / purchases_per_year)


def _solved(matrix: Any, margins: pd.Series[float], factor: float) -> pd.Series[float]:
    included = np.linalg.solve(np.eye(len(margins)) - factor * matrix, margins.to_numpy(dtype=float))
    return pd.Series(included - margins.to_numpy(dtype=float), index=margins.index)


def _transposed(P: pd.DataFrame, margins: pd.Series[float], discount_rate: float, purchases_per_year: float) -> Any:
    factor = transition.discount_factor(discount_rate, purchases_per_year)
    return _solved(P.to_numpy().T, margins, factor)


def _trials() -> tuple[tuple[Any, ...], ...]:
    P, other = transition.probabilities(given.counts), transition.probabilities(_other_counts())
    first, second = pd.Series({"A": 12.0, "B": 0.0, "C": 0.0}), pd.Series({"A": 5.0, "B": 0.0, "C": 8.0})
    return (P, first, 0.10, 6), (other, second, 0.15, 12)


_q4 = Question(
    name="q4",
    kind=Function(_trials(), Table(_BRANDS, within=0.01)),
    expected=lambda: _forever,
    typical=(
        Typical(
            _("first margin included"),
            lambda: _included,
            _("Your values count the last purchase, which is over. Take its margin off."),
        ),
        Typical(
            _("discounted by t, not t/f"),
            lambda: lambda P, margins, rate, often: transition.value(P, margins, rate),
            _("You discounted one year for each purchase. One purchase is 1/f of a year."),
        ),
        Typical(
            _("rate divided by f"),
            lambda: _rate_divided,
            _("You divided the yearly rate by f. Rates compound: the factor of one purchase is (1 + d) ** (-1 / f)."),
        ),
        Typical(
            _("rows and columns swapped"),
            lambda: _transposed,
            _("Rows and columns of P are swapped: V = R + q P V, with P as it is."),
        ),
    ),
    hints=(
        _("First q, the worth today of one yuan at the next purchase. Then the equations V = R + q P V."),
        _("The function returns one number of yuan for each brand: what is still to come, without the last purchase."),
        _("np.linalg.solve(np.eye(len(P)) - q * P, margins) gives V with the last purchase; take the margins off."),
    ),
    meaning=_(
        "One solved system in place of an endless sum. The same function values brands, recencies or any states."
    ),
    near=_("Check q = (1 + d) ** (-1 / f), and that the value leaves the margin of the last purchase out."),
)


# --- questions 5 and 6 ------------------------------------------------------------------------------------------------


@cache
def _counted() -> TransitionCounts:
    return transition.counts(given.panel, "household", "occasion")


def _panel_P() -> pd.DataFrame:
    return transition.probabilities(_counted())


def _gain(row: str, loser: str) -> float:
    table = transition_inference.point_gain(
        _panel_P(), given.margins, last_brand=given.brand, to_brand=given.brand, **_CLOCK
    )
    return _cell(table, row, loser)


def _one_cell() -> float:
    slope = transition_inference.value_gradient(_panel_P(), given.margins, last_brand=given.brand, **_CLOCK)
    return _cell(slope, given.big_row, given.brand) / 100


def _moved(row: str) -> float:
    P = _panel_P()
    after = transition.shift(P, row, row, given.brand, 1)
    values = [transition.value(matrix, given.margins, **_CLOCK)[given.brand] for matrix in (P, after)]
    return float(values[1] - values[0])


_q5 = Question(
    name="q5",
    kind=Number(_("yuan a customer"), within=0.02, low=0, limits=_("A point won cannot cost value: look at the sign.")),
    expected=lambda: _gain(given.big_row, given.big_row),
    typical=(
        Typical(
            _("one cell alone"),
            _one_cell,
            _("You let one cell grow alone, so the row sums to more than 1. What we win, somebody loses."),
        ),
        Typical(
            _("one whole, not one point"),
            lambda: 100 * _gain(given.big_row, given.big_row),
            _("This is for the whole probability, 1.00. A point is one hundredth of it."),
        ),
        Typical(
            _("sign turned"),
            lambda: -_gain(given.big_row, given.big_row),
            _("This is what the point is worth when we lose it. Who wins it here?"),
        ),
        Typical(
            _("computed again"),
            lambda: _moved(given.big_row),
            _("You moved a whole point and computed again: sound, and a little more than the derivative asked for."),
        ),
        Typical(
            _("own row"),
            lambda: _gain(given.brand, given.big_row),
            _("This is a point of the row of private-label buyers. Take the row of Nabisco buyers."),
        ),
    ),
    hints=(
        _("What we win in a row, another brand loses in the same row."),
        _("One number of yuan for a customer who last bought private label; it is for one point."),
        _("inference.point_gain gives a table: row = last purchase of those who change, column = who loses the point."),
    ),
    meaning=_("So much is one point worth, and so much does an error of one point in this row cost."),
    near=_("Check the last brand, the brand that wins, margins, the discount rate and purchases a year."),
)


def _campaign(row: str, points: float) -> float:
    """Return the gain for a customer who last bought Nabisco, computed again with the changed matrix."""
    P = _panel_P()
    after = transition.shift(P, row, row, given.brand, points)
    values = [transition.value(matrix, given.margins, **_CLOCK)[given.big_row] for matrix in (P, after)]
    return float(values[1] - values[0])


def _value_after() -> float:
    after = transition.shift(_panel_P(), given.big_row, given.big_row, given.brand, given.big_points)
    return float(transition.value(after, given.margins, **_CLOCK)[given.big_row])


_q6 = Question(
    name="q6",
    kind=Parts(
        {
            "row": Choice((given.big_row, given.small_row)),
            "gain": Number(_("yuan a customer"), within=0.05, low=0, limits=_("A campaign that wins points gains.")),
        }
    ),
    expected=lambda: {"row": given.big_row, "gain": _campaign(given.big_row, given.big_points)},
    typical=(
        Typical(
            _("most points"),
            lambda: {"row": given.small_row, "gain": _campaign(given.small_row, given.small_points)},
            _("More points, but in a row that customers seldom pass through. Compute the other campaign too."),
        ),
        Typical(
            _("value for gain"),
            lambda: {"row": given.big_row, "gain": _value_after()},
            _("This is the value after the campaign. The gain is what it adds."),
        ),
        Typical(
            _("gain of the other campaign"),
            lambda: {"row": given.big_row, "gain": _campaign(given.small_row, given.small_points)},
            _("Your decision is one campaign, your number belongs to the other."),
        ),
        Typical(
            _("one point only"),
            lambda: {"row": given.big_row, "gain": _campaign(given.big_row, 1)},
            _("This is the gain of one point. How many does the campaign win?"),
        ),
    ),
    hints=(
        _("Compute the value with the matrix of today, and with the matrix after each campaign."),
        _("A dictionary: the row of the better campaign as text, and its gain in yuan."),
        _("transition.shift(P, row, row, 'private', points) gives the matrix after; value(after) - value(P) the gain."),
    ),
    meaning=_("A few points where customers often are beat many points where they seldom are."),
    near=_("Take the customer whose last brand is Nabisco, and compute the value again rather than by the derivative."),
)


# --- questions 7 and 8: the source's own ------------------------------------------------------------------------------


def _where_from() -> dict[str, Any]:
    counted, brand = _counted(), given.brand
    return {
        "transitions": int(counted.counts.sum(axis=1)[brand]),
        "repeat_rate": _cell(_panel_P(), brand, brand),
        "standard_error": _cell(transition_inference.bootstrap(counted).standard_errors, brand, brand),
    }


def _simple_error() -> float:
    return _cell(transition_inference.standard_errors(_counted()), given.brand, given.brand)


_q7 = Question(
    name="q7",
    kind=Parts(
        {
            "transitions": Number(_("transitions from private label")),
            "repeat_rate": Number(_("share"), within=0.0006, low=0, high=1, limits=_("A share lies between 0 and 1.")),
            "standard_error": Number(_("share"), within=0.003, low=0, high=1, limits=_("It lies between 0 and 1.")),
        }
    ),
    expected=_where_from,
    typical=(
        Typical(
            _("simple standard error"),
            lambda: {"standard_error": _simple_error()},
            _("This takes every transition as independent. Those of one household are not: resample households."),
        ),
        Typical(
            _("last purchase in the row total"),
            lambda: {"transitions": int(_counted().purchases[given.brand].sum())},
            _("These are all private-label purchases. The last purchase of a household leads nowhere."),
        ),
        Typical(
            _("repeats for the row total"),
            lambda: {"transitions": int(_cell(_counted().counts, given.brand, given.brand))},
            _("These are the repeats only. The row total counts every step that begins at private label."),
        ),
        Typical(
            _("share of purchases for the repeat rate"),
            lambda: {"repeat_rate": float((given.panel["brand"] == given.brand).mean())},
            _("This is the share of private label in all purchases. The repeat rate looks at what follows one."),
        ),
        Typical(
            _("percent for share"),
            lambda: {"repeat_rate": 100 * _where_from()["repeat_rate"]},
            _("Write the repeat rate as a share: 60% is 0.6."),
        ),
    ),
    hints=(
        _("Count first, then divide, then ask how sure you are."),
        _("A dictionary of three numbers: steps that begin at private label, P of the repeat, its standard error."),
        _("Sum a row of the counts; probabilities(...).at[row, row]; bootstrap(...).standard_errors.at[row, row]."),
    ),
    meaning=_("Question (a): P_ij are counts of one customer's steps, divided by the row total, with an honest error."),
    near=_("Use given.panel, the column household as customer and occasion as time."),
)


def _interval(method: str) -> pd.DataFrame:
    kind: Any = method
    return transition_inference.value_interval(_counted(), given.margins, method=kind, **_CLOCK).table


def _differ() -> pd.DataFrame:
    return transition_lessons.values_if_households_differ(
        given.panel, given.margins, customer="household", time="occasion", **_CLOCK
    )


def _how_badly() -> dict[str, Any]:
    own, pooled = (_cell(_differ(), given.brand, name) for name in ("own_shares", "one_matrix"))
    return {
        "chance": _cell(_interval("bootstrap"), given.brand, "standard_error"),
        "model": own - pooled,
        "next_step": "let households differ",
    }


def _width() -> float:
    low, high = (_cell(_interval("bootstrap"), given.brand, name) for name in ("low", "high"))
    return high - low


_q8 = Question(
    name="q8",
    kind=Parts(
        {
            "chance": Number(_("yuan"), within=2.0, low=0, limits=_("A standard error is not negative.")),
            "model": Number(_("yuan"), within=0.5),
            "next_step": Choice(("more households", "let households differ")),
        }
    ),
    expected=_how_badly,
    typical=(
        Typical(
            _("simple standard error"),
            lambda: {"chance": _cell(_interval("delta"), given.brand, "standard_error")},
            _("This error takes transitions as independent. Ask value_interval for the bootstrap."),
        ),
        Typical(
            _("width for standard error"),
            lambda: {"chance": _width()},
            _("This is the width of the interval. The standard error stands in a column of its own."),
        ),
        Typical(
            _("difference turned round"),
            lambda: {"model": -_how_badly()["model"]},
            _("The sign is turned: take the value with own shares kept, less the value by one matrix."),
        ),
        Typical(
            _("value for difference"),
            lambda: {"model": _cell(_differ(), given.brand, "own_shares")},
            _("This is the value with own shares kept. By how much does it differ from the value by one matrix?"),
        ),
        Typical(
            _("more of the same"),
            lambda: {"next_step": "more households"},
            _("More households make a wrong model's number more precise. Compare your two errors: which is larger?"),
        ),
    ),
    hints=(
        _("Two errors: what chance may do if the model is right, and what the model does if households differ."),
        _("A dictionary: chance and model in yuan for a customer who last bought private label, and a next step."),
        _("value_interval(..., method='bootstrap').table, and transition_lessons.values_if_households_differ(...)."),
    ),
    meaning=_(
        "Question (b): chance may do this much, one matrix for all does several times as much. A larger panel makes "
        "the first smaller and leaves the second."
    ),
    near=_("Use given.panel, given.margins, the discount rate and purchases a year; the row of private label."),
)

homework = Homework("06-transition-matrix", (_q1, _q2, _q3, _q4, _q5, _q6, _q7, _q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

"""The homework of chapter 8: another year's customers of the simulated wholesaler, and CDNOW seen from another day."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pandas as pd

from course.data import portfolios as facts
from course.data.panels import cdnow
from course.exercise.answers import Choice, Function, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import agreement, portfolio, rfm
from course.models.portfolio import Portfolio

#: The day from which the chapter looks back.
_CHAPTER_DAY: Final = "1997-09-30"
_UNNAMED: Final = ("new or small", "big once")
_COUNT: Final = _("customers")
#: Question 1: duration and volume of eight customers, some of them exactly on a threshold.
_EIGHTS: Final = (
    ((40, 300), (36, 240), (5, 500), (50, 60), (60, 90), (48, 200), (12, 70), (70, 20)),
    ((90, 350), (36, 260), (6, 230), (8, 400), (11, 280), (55, 30), (20, 200), (3, 110)),
    ((36, 50), (72, 210), (41, 330), (38, 205), (14, 200), (9, 20), (2, 40), (22, 290)),
    ((36, 200), (10, 500), (17, 320), (24, 210), (66, 80), (5, 60), (30, 120), (99, 700)),
)


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in thousand yuan, durations in months, shares of wallet from 0 to 1.

    Parameters
    ----------
    pairs, long_from, big_from
        Question 1: months and volume of eight customers, and from where on a duration is long and a volume big.
    seed
        Which simulated customers questions 3 to 6 are about.
    current_from, predicted_from
        The thresholds of question 3.
    metals_from, metals_to
        Question 4: the threshold of the current value, before and after.
    added_from, profit_from, credit_from, loyalty_from, size_from
        The other thresholds of questions 4 to 6.
    today
        The day from which questions 7 and 8 look back.
    """

    pairs: tuple[tuple[int, int], ...] = varying(_EIGHTS[0], choices=_EIGHTS)
    long_from: int = 36
    big_from: int = 200
    # Seeds with which the barnacles lose money and a threshold moves customers in both cells beside it.
    seed: int = varying(80, choices=(80, 102, 117, 125, 137, 141, 142, 146, 174, 188))
    current_from: float = varying(50, choices=(45, 50, 55))
    predicted_from: tuple[float, float] = varying((30, 100), choices=((30, 100), (35, 110), (40, 110)))
    metals_from: float = varying(40, choices=(40, 45, 50))
    metals_to: float = varying(70, choices=(70, 75, 80))
    added_from: float = varying(75, choices=(70, 75, 85))
    profit_from: float = varying(15, choices=(12, 15, 18))
    credit_from: float = varying(65, choices=(63, 65, 66))
    loyalty_from: float = varying(0.45, choices=(0.35, 0.45))
    size_from: float = varying(350, choices=(350, 380, 420))
    today: str = varying("1997-12-31", choices=("1997-12-15", "1997-12-31", "1998-01-15", "1998-01-31"))

    @property
    def eight(self) -> pd.DataFrame:
        """The eight customers of question 1."""
        return pd.DataFrame(self.pairs, index=list("ABCDEFGH"), columns=["months", "volume"])

    @property
    def customers(self) -> pd.DataFrame:
        """Simulated customers of the wholesaler, made anew at each look."""
        return facts.wholesaler(self.seed, 120)

    @property
    def log(self) -> pd.DataFrame:
        """The real orders of CDNOW."""
        return cdnow()

    def rule(self, name: str) -> Portfolio:
        """Return one of the chapter's portfolios with the thresholds of this homework.

        Parameters
        ----------
        name
            ``"volume_duration"``, ``"current_predicted"``, ``"current_added"``, ``"relation_profit"``,
            ``"credit_loyalty"`` or ``"size_loyalty"``.
        """
        matrix = portfolio.build(getattr(facts, name.upper()))
        cuts: dict[str, tuple[float | Sequence[float], float]] = {
            "volume_duration": (self.long_from, self.big_from),
            "current_predicted": (self.predicted_from, self.current_from),
            "current_added": (self.metals_from, self.added_from),
            "relation_profit": (self.long_from, self.profit_from),
            "credit_loyalty": (self.loyalty_from, self.credit_from),
            "size_loyalty": (self.loyalty_from, self.size_from),
        }
        x, y = cuts[name]
        return portfolio.with_cuts(matrix, x=x, y=y)


given = own(Given, "08-portfolios")


def _cells(name: str) -> pd.Series[str]:
    return portfolio.classify(given.customers, given.rule(name))


# Question 1


def _counted(equal_is: str = "high", swapped: bool = False) -> dict[str, float]:
    level = operator.ge if equal_is == "high" else operator.gt
    found = {"gold": 0.0, "meteor": 0.0, "brook": 0.0, "burden": 0.0}
    for months, volume in given.pairs:
        lasting, big = level(months, given.long_from), level(volume, given.big_from)
        if swapped:
            lasting, big = big, lasting
        found[("gold" if lasting else "meteor") if big else ("brook" if lasting else "burden")] += 1
    return found


def _series(counts: dict[str, float]) -> pd.Series[float]:
    return pd.Series(counts, name="value")


def _half_low() -> dict[str, float]:
    """Equal is high for the duration and low for the volume."""
    rule = given.rule("volume_duration")
    cell = portfolio.classify(given.eight, portfolio.with_cuts(rule, y=given.big_from + 0.5))
    return {name: float((cell == name).sum()) for name in ("gold", "meteor", "brook", "burden")}


def _all_counted(table: pd.DataFrame) -> str:
    return "" if abs(table["value"].sum() - 8) < 1e-9 else _("The four numbers must add up to the eight customers.")


Q1 = Question(
    name="q1",
    kind=Table(rows=("gold", "meteor", "brook", "burden"), invariant=_all_counted),
    expected=lambda: _series(_counted()),
    typical=(
        Typical(
            _("equal is low"),
            lambda: _series(_counted("low")),
            _("A customer exactly on a threshold belongs to the upper level. Look at those again."),
        ),
        Typical(
            _("equal is low for one axis"),
            lambda: _series(_half_low()),
            _("The rule at the threshold holds for both measures, not for the duration alone."),
        ),
        Typical(
            _("meteor and brook swapped"),
            lambda: _series(_counted(swapped=True)),
            _("A meteor is bright and gone: big, and brief. A brook is small and keeps running."),
        ),
        Typical(
            _("shares for counts"),
            lambda: _series({name: count / 8 for name, count in _counted().items()}),
            _("These are shares. How many customers are that?"),
        ),
    ),
    hints=(
        _("Write two words beside each customer: long or short, big or small."),
        _("The answer is four numbers that add up to eight, in the order gold, meteor, brook, burden."),
        _("For each customer: months >= the first threshold? volume >= the second?"),
    ),
    meaning=_("Who stands on a threshold is put somewhere by the rule alone. So the rule must be written down."),
    near=_("Gold is long and big, meteor short and big, brook long and small, burden short and small."),
)


# Question 2


_Cell = Callable[[float, float, float, float], str]
_NAMES: Final = ("bad", "uneconomic", "expected", "high-end")


def _cell_of(history: float, expected: float, history_from: float, expected_from: float) -> str:
    rich_past, rich_future = history >= history_from, expected >= expected_from
    return _NAMES[2 * rich_future + rich_past]


def _swapped() -> _Cell:
    return lambda history, expected, history_from, expected_from: _cell_of(
        expected, history, expected_from, history_from
    )


def _strict() -> _Cell:
    return lambda history, expected, history_from, expected_from: _NAMES[
        2 * (expected > expected_from) + (history > history_from)
    ]


def _one_threshold() -> _Cell:
    return lambda history, expected, history_from, expected_from: _cell_of(
        history, expected, history_from, history_from
    )


def _future_only() -> _Cell:
    return lambda history, expected, history_from, expected_from: "high-end" if expected >= expected_from else "bad"


Q2 = Question(
    name="q2",
    kind=Function(
        inputs=((70, 10, 60, 40), (10, 70, 60, 40), (60, 40, 60, 40), (90, 50, 60, 40), (-5, 3, 60, 40),
                (70, 50, 60, 80)),
        result=Choice(_NAMES),
    ),
    expected=lambda: _cell_of,
    typical=(
        Typical(
            _("past and future swapped"),
            _swapped,
            _("A rich past with a poor future is uneconomic; a poor past with a rich future is expected."),
        ),
        Typical(_("equal is low"), _strict, _("A value equal to the threshold belongs to the upper level: use >=.")),
        Typical(
            _("one threshold for both"),
            _one_threshold,
            _("The future has a threshold of its own: the last argument."),
        ),
        Typical(
            _("future alone"),
            _future_only,
            _("You look at the future alone: two of the four cells are never reached."),
        ),
    ),
    hints=(
        _("Two questions with yes or no make four cells."),
        _("The function returns one of the four names, as text."),
        _("if history >= history_from and expected >= expected_from: return 'high-end'; then the other three."),
    ),
    meaning=_("That is the whole classifier. All else in a matrix is names and advice."),
    near=_("Both high: high-end. Past alone: uneconomic. Future alone: expected. Neither: bad."),
)  # fmt: skip


# Question 3


_LETTERS: Final = tuple("ABCDEF")


def _lettered(rule: Portfolio | None = None) -> pd.Series[float]:
    cell = portfolio.classify(given.customers, rule or given.rule("current_predicted"))
    return cell.value_counts().reindex(list(_LETTERS), fill_value=0).astype(float).rename("value")


def _renamed(pairs: dict[str, str]) -> pd.Series[float]:
    found = _lettered()
    return found.rename(pairs).reindex(list(_LETTERS))


def _measures_swapped() -> pd.Series[float]:
    table = given.customers.rename(columns={"current": "expected", "expected": "current"})
    cell = portfolio.classify(table, given.rule("current_predicted"))
    return cell.value_counts().reindex(list(_LETTERS), fill_value=0).astype(float).rename("value")


Q3 = Question(
    name="q3",
    kind=Table(rows=_LETTERS),
    expected=_lettered,
    typical=(
        Typical(
            _("thresholds of the chapter"),
            lambda: _lettered(portfolio.build(facts.CURRENT_PREDICTED)),
            _("These are the counts with the thresholds of the chapter. This homework has its own."),
        ),
        Typical(
            _("measures swapped"),
            _measures_swapped,
            _("The predicted value has two thresholds and the current value one, not the other way round."),
        ),
        Typical(
            _("B and D swapped"),
            lambda: _renamed({"B": "D", "D": "B"}),
            _("B is still small but predicted to be large; D is large now and near its end."),
        ),
        Typical(
            _("shares for counts"),
            lambda: _lettered() / len(given.customers),
            _("These are shares. Give the number of customers of each letter."),
        ),
    ),
    hints=(
        _("given.rule('current_predicted') is the matrix with the thresholds of this homework."),
        _("Six numbers, for A to F, that add up to all customers."),
        _("portfolio.classify(given.customers, rule).value_counts() counts the letters; reindex puts them in order."),
    ),
    meaning=_("Six cells are one axis with two thresholds. The rule is the one of question 1."),
    near=_("Classify given.customers with given.rule('current_predicted'), and count each letter."),
)


# Question 4


def _raised() -> Portfolio:
    return portfolio.with_cuts(given.rule("current_added"), x=given.metals_to)


def _metals() -> pd.DataFrame:
    return portfolio.movers(given.customers, given.rule("current_added"), _raised())


def _left(cell: str) -> float:
    return float((_metals()["before"] == cell).sum())


Q4 = Question(
    name="q4",
    kind=Number(_COUNT, low=0, limits=_("A number of customers cannot be below zero.")),
    expected=lambda: float(len(_metals())),
    typical=(
        Typical(
            _("platinum alone"),
            lambda: _left("platinum"),
            _("These are the platinum customers who become iron. Does the threshold not move gold customers too?"),
        ),
        Typical(
            _("gold alone"),
            lambda: _left("gold"),
            _("These are the gold customers who become lead. Does the threshold not move platinum customers too?"),
        ),
        Typical(
            _("both cells counted"),
            lambda: 2.0 * len(_metals()),
            _("You count each mover twice: once where it leaves, and once where it arrives."),
        ),
        Typical(
            _("share for the count"),
            lambda: len(_metals()) / len(given.customers),
            _("This is the share of all customers. How many are that?"),
        ),
    ),
    hints=(
        _("Who stands between the old threshold and the new one?"),
        _("One whole number: every customer whose metal changes, in whichever cell."),
        _("portfolio.movers(customers, rule, portfolio.with_cuts(rule, x=...)) has one row a mover."),
    ),
    meaning=_("None of them has bought a yuan more or less. Only the line has moved."),
    near=_("Compare the metal of each customer before and after, and count those who differ."),
)


# Question 5


def _best_in_both() -> float:
    one, other = _cells("credit_loyalty"), _cells("size_loyalty")
    return float(((one == "high-credit loyal") & (other == "big loyal")).sum())


def _best_in_either() -> float:
    one, other = _cells("credit_loyalty"), _cells("size_loyalty")
    return float(((one == "high-credit loyal") | (other == "big loyal")).sum())


def _index(measure: Callable[[pd.Series[Any], pd.Series[Any]], float]) -> float:
    return measure(_cells("credit_loyalty"), _cells("size_loyalty"))


Q5 = Question(
    name="q5",
    kind=Parts({"index": Number(_("adjusted Rand index"), within=0.0005, low=-1, high=1,
                                limits=_("This index lies between -1 and 1.")),
                "both": Number(_COUNT, low=0, limits=_("A number of customers cannot be below zero."))}),
    expected=lambda: {"index": _index(agreement.adjusted_rand), "both": _best_in_both()},
    typical=(
        Typical(
            _("plain Rand index"),
            lambda: {"index": _index(agreement.rand)},
            _("This is the Rand index without the part that chance gives. Most pairs are apart in any two matrices."),
        ),
        Typical(
            _("share with another name"),
            lambda: {"index": _index(agreement.share_moved)},
            _("The cells of the two matrices have other names, so every customer differs: names cannot be compared."),
        ),
        Typical(
            _("either for both"),
            lambda: {"both": _best_in_either()},
            _("You count who is best in one matrix or the other. The question asks for both at once."),
        ),
        Typical(
            _("best by credit alone"),
            lambda: {"both": float((_cells("credit_loyalty") == "high-credit loyal").sum())},
            _("These are the best by credit and loyalty. How many of them are big as well?"),
        ),
    ),
    hints=(
        _("Classify the same customers twice. A cross table shows where the two meet."),
        _("A number between 0 and 1, and a whole number of customers."),
        _("agreement.adjusted_rand(one, other) and agreement.cross_table(one, other) take the two Series of cells."),
    ),
    meaning=_("Both matrices share loyalty as an axis, so they agree more than by chance; the rest is new."),
    near=_("Use given.rule('credit_loyalty') and given.rule('size_loyalty') on given.customers."),
)  # fmt: skip


# Question 6


def _relations() -> pd.DataFrame:
    return portfolio.summary(given.customers, given.rule("relation_profit"), "profit")


def _charge(cell: str) -> float:
    found = _relations()
    return float(-found["value"][cell] / found["customers"][cell])


Q6 = Question(
    name="q6",
    kind=Parts({"cell": Choice(("stranger", "butterfly", "barnacle", "true friend")),
                "charge": Number(_("thousand yuan a year per customer"), within=0.02),
                "advice": Choice(("drop", "enjoy", "treat well", "turn into a believer"))}),
    expected=lambda: {"cell": "barnacle", "charge": _charge("barnacle"), "advice": "treat well"},
    typical=(
        Typical(
            _("short for long"),
            lambda: {"cell": "stranger", "charge": _charge("stranger"), "advice": "drop"},
            _("These customers are short ones. The question asks for the long ones with little profit."),
        ),
        Typical(
            _("loss of the whole cell"),
            lambda: {"charge": -float(_relations()["value"]["barnacle"])},
            _("This is the loss of all of them together. What is it for each?"),
        ),
        Typical(
            _("spread over everyone"),
            lambda: {"charge": -float(_relations()["value"]["barnacle"]) / len(given.customers)},
            _("You let all customers pay. Only those of this cell are to pay."),
        ),
        Typical(
            _("loss with its sign"),
            lambda: {"charge": -_charge("barnacle")},
            _("The size is right. A charge that makes up for a loss is money that comes in: mind the sign."),
        ),
        Typical(
            _("advice of another cell"),
            lambda: {"advice": "drop"},
            _("To drop is what the source says of strangers. For this cell its word is another."),
        ),
    ),
    hints=(
        _("Which cell is long and of low profit? Add up its profit."),
        _("A name, a few thousand yuan a year, and the source's advice for that cell."),
        _("portfolio.summary(customers, rule, 'profit') has the columns customers, value and advice."),
    ),
    meaning=_("A fee of that size, or a service that is so much cheaper, and treating them well costs nothing."),
    near=_("Divide the cell's loss by the number of its customers."),
)  # fmt: skip


# Question 7


@cache
def _measured(monetary: str = "total") -> pd.DataFrame:
    return rfm.measures(cdnow(), given.today, monetary)


def _types(measured: pd.DataFrame, **changes: float) -> pd.Series[str]:
    names = {code: words[0] for code, words in facts.RFM_TYPES.items()}
    return rfm.types(measured, {**rfm.median_cuts(measured), "frequency": 2, **changes}, names)


def _unnamed(kinds: pd.Series[str]) -> float:
    return float(kinds.isin(_UNNAMED).sum())


def _wrong_recency() -> pd.Series[str]:
    return _types(_measured().assign(recency=_measured()["first_to_last"]))


Q7 = Question(
    name="q7",
    kind=Parts({"unnamed": Number(_COUNT, low=0, limits=_("A number of customers cannot be below zero.")),
                "moved": Number(_("share of customers, as a decimal number"), low=0, high=1,
                                limits=_("A share lies between 0 and 1."), within=0.0005)}),
    expected=lambda: {"unnamed": _unnamed(_types(_measured())),
                      "moved": agreement.share_moved(_types(_measured()), _types(_measured("mean")))},
    typical=(
        Typical(
            _("median for the frequency"),
            lambda: {"unnamed": _unnamed(_types(_measured(), frequency=1))},
            _("With one purchase as the threshold everybody is frequent. Two purchases are the threshold here."),
        ),
        Typical(
            _("recency from first to last"),
            lambda: {"unnamed": _unnamed(_wrong_recency())},
            _("This counts from the first purchase to the last. Recency here is from the last purchase to today."),
        ),
        Typical(
            _("one type alone"),
            lambda: {"unnamed": float((_types(_measured()) == _UNNAMED[0]).sum())},
            _("The source leaves out two types. This counts one of them."),
        ),
        Typical(
            _("unnamed by the mean"),
            lambda: {"unnamed": _unnamed(_types(_measured("mean")))},
            _("This is the number when M is the mean. The first part of the question asks for M as the total."),
        ),
        Typical(
            _("the day of the chapter"),
            lambda: {"unnamed": _unnamed(_types(rfm.measures(cdnow(), _CHAPTER_DAY)))},
            _("This is the number on the day of the chapter. Look back from given.today."),
        ),
        Typical(
            _("total threshold for the mean"),
            lambda: {"moved": agreement.share_moved(
                _types(_measured()), _types(_measured("mean"), monetary=rfm.median_cuts(_measured())["monetary"]))},
            _("A mean needs the median of the means as its threshold, not the median of the totals."),
        ),
        Typical(
            _("agreement for the share"),
            lambda: {"moved": agreement.adjusted_rand(_types(_measured()), _types(_measured("mean")))},
            _("This is an index of agreement. The question asks which share changes type."),
        ),
    ),
    hints=(
        _("Make the types twice: once with the total, once with the mean and thresholds of its own."),
        _("A number of customers, and a share between 0 and 1."),
        _("rfm.types(measured, {**rfm.median_cuts(measured), 'frequency': 2}, names), for both ways of measuring."),
    ),
    meaning=_("Two companies that both say RFM may give the same customer different names."),
    near=_("Look back from given.today, and take the thresholds from the same customers."),
)  # fmt: skip


# Question 8


def _gap(one: str, other: str, level: float = 0.95) -> dict[str, Any]:
    found = rfm.difference(_types(_measured()), rfm.later(cdnow(), given.today), one, other, level)
    return dict(zip(("difference", "low", "high"), found, strict=True))


def _by_the_normal() -> dict[str, Any]:
    """Wald's interval of the difference, too sure of small groups."""
    found = rfm.by_group(_types(_measured()), rfm.later(cdnow(), given.today)).loc[["win back", "no value"]]
    share, count = found["bought"].to_numpy(), found["customers"].to_numpy()
    half = 1.96 * float((share * (1 - share) / count).sum()) ** 0.5
    gap = float(share[0] - share[1])
    return {"difference": gap, "low": gap - half, "high": gap + half}


def _alone() -> dict[str, Any]:
    row = rfm.by_group(_types(_measured()), rfm.later(cdnow(), given.today)).loc["win back"].to_dict()
    return {"difference": row["bought"], "low": row["low"], "high": row["high"]}


_POINTS: Final = _("difference of shares, as a decimal number")

Q8 = Question(
    name="q8",
    kind=Parts({"difference": Number(_POINTS, within=0.001), "low": Number(_POINTS, within=0.001),
                "high": Number(_POINTS, within=0.001), "shown": Choice(("yes", "no"))}),
    expected=lambda: {**_gap("win back", "no value"), "shown": "no"},
    typical=(
        Typical(
            _("turned round"),
            lambda: {**_gap("no value", "win back")},
            _("You take the second group less the first. The question asks how far win back is ahead."),
        ),
        Typical(
            _("one group alone"),
            _alone,
            _("This is the share of one group and its interval. The question is about a difference."),
        ),
        Typical(
            _("another pair of types"),
            lambda: {**_gap("keep", "no value")},
            _("These are the customers to keep. The question asks about those to win back."),
        ),
        Typical(
            _("normal approximation"),
            _by_the_normal,
            _("This interval rests on the plain standard error, too sure of small groups. Newcombe's: rfm.difference."),
        ),
        Typical(
            _("the point believed"),
            lambda: {"shown": "yes"},
            _("The difference is above zero. But is zero inside the interval?"),
        ),
    ),
    hints=(
        _("Types are made from orders up to today; what was bought comes from the orders after it."),
        _("Three decimal numbers, the first between the other two, and a word."),
        _("rfm.difference(types, rfm.later(given.log, given.today), 'win back', 'no value') gives all three."),
    ),
    meaning=_("Nor is it shown that they are alike: the groups are too small to tell. A campaign needs a test group."),
    near=_("Make the types on given.today with two purchases as the threshold, and compare what came later."),
)  # fmt: skip

homework = Homework("08-portfolios", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

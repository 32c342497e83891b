"""The homework of chapter 9: a gym looks for members with the seven methods, on simulated prospects.

`course.data.buyers.gym` makes the prospects; nothing in them is real, and their truth is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from course.data import buyers
from course.exercise.answers import Choice, Function, Number, Parts
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import conjoint, factors, lift, mirror, scoring, segments

TRAITS = ("sport_hours", "steps", "friends", "income", "rent", "age")


@dataclass(frozen=True)
class Given:
    """What the homework gives; money in yuan a month.

    Parameters
    ----------
    seed
        Whose prospects: `course.data.buyers.gym`.  With these seeds the words of every answer are the same, so that the
        homework is as hard for everyone; the numbers differ.
    contacts
        How many prospects of the small list of question 1 are called.
    ratings
        The points one member gave to the eight cards of question 6.
    low_price, high_price
        The two prices on these cards.
    """

    seed: int = varying(1, choices=(1, 5, 9, 13, 22, 31, 35, 36, 41, 47))
    contacts: int = varying(3, choices=(3, 4))
    ratings: tuple[int, ...] = varying(
        (7, 8, 9, 10, 3, 5, 6, 6),
        choices=((7, 8, 9, 10, 3, 5, 6, 6), (6, 7, 9, 9, 2, 4, 5, 6), (5, 8, 8, 10, 3, 4, 6, 8)),
    )
    low_price: int = varying(180, choices=(160, 180, 200))
    high_price: int = varying(260, choices=(240, 260, 280))

    @property
    def prospects(self) -> pd.DataFrame:
        """Return the traits of the simulated prospects."""
        return buyers.gym(self.seed).drop(columns="joined")

    @property
    def joined(self) -> pd.Series:
        """Return who of them joined: 1 or 0."""
        return buyers.gym(self.seed)["joined"]

    @property
    def few(self) -> pd.DataFrame:
        """Return ten prospects with their score, and who joined."""
        scores = [0.31, 0.72, 0.15, 0.88, 0.54, 0.08, 0.63, 0.41, 0.95, 0.22]
        return pd.DataFrame({"score": scores, "joined": [0, 1, 0, 1, 0, 0, 0, 1, 1, 0]})

    @property
    def cards(self) -> pd.DataFrame:
        """Return the eight cards of question 6 with their points."""
        rows = [
            (price, pool, coach) for price in (self.low_price, self.high_price) for pool in (0, 1) for coach in (0, 1)
        ]
        return pd.DataFrame(rows, columns=["price", "pool", "coach"]).assign(points=self.ratings)


given = own(Given, "09-statistics")


@cache
def _prospects() -> tuple[pd.DataFrame, pd.Series]:
    return given.prospects, given.joined


# Question 1


def _list() -> tuple[list[float], list[int]]:
    return [float(one) for one in given.few["score"]], [int(one) for one in given.few["joined"]]


_Lift = Callable[[list[float], list[int], int], float]


def _rate(scores: list[float], joined: list[int], contacts: int, sign: float = 1.0) -> float:
    return lift.found([sign * score for score in scores], joined, contacts) / contacts


def _the_rate() -> _Lift:
    return _rate


def _the_share() -> _Lift:
    return lambda scores, joined, contacts: _rate(scores, joined, contacts) * contacts / sum(joined)


def _the_worst() -> _Lift:
    return lambda scores, joined, contacts: _rate(scores, joined, contacts, -1.0) * len(joined) / sum(joined)


def _not_sorted() -> _Lift:
    return lambda scores, joined, contacts: sum(joined[:contacts]) / contacts * len(joined) / sum(joined)


Q1 = Question(
    name="q1",
    kind=Function(
        inputs=(
            (*_list(), given.contacts),
            ([0.2, 0.9, 0.4, 0.7], [0, 1, 1, 0], 2),
            ([5, 1, 4, 2, 3], [1, 0, 0, 1, 0], 1),
        ),
        result=Number(_("times the rate of all")),
    ),
    expected=lambda: lift.lift,
    typical=(
        Typical(
            _("rate for lift"),
            _the_rate,
            _("This is the rate of joiners among those called. Compare it with the rate of all."),
        ),
        Typical(
            _("share found for lift"),
            _the_share,
            _("This is the share of all joiners who were called. Lift divides two rates of joiners."),
        ),
        Typical(
            _("worst first"), _the_worst, _("You call those with the lowest scores. A high score means: call first.")
        ),
        Typical(_("not sorted"), _not_sorted, _("You call the first on the list. Sort by the score before you count.")),
    ),
    hints=(
        _("Sort the prospects by score, the highest first, and keep as many as are called."),
        _("The function returns one number: 1 when the called are as good as all, above 1 when they are better."),
        _("sorted(zip(scores, joined), reverse=True)[:contacts] holds those who are called."),
    ),
    meaning=_("That is the yardstick of every ranking, whatever method made it."),
    near=_("Joiners among the called, divided by the calls; then divided by the rate of joiners among all."),
)


# Question 2


@cache
def _silhouettes(raw: bool = False) -> pd.Series:
    """Silhouette of 2 to 5 segments of standardised traits, or of raw ones."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    table = given.prospects
    if not raw:
        return segments.choose(table, range(2, 6), replicates=1)["silhouette"]
    with segments.one_thread():
        labels = {k: KMeans(k, n_init=3, random_state=9).fit_predict(table.to_numpy()) for k in range(2, 6)}
    return pd.Series({k: float(silhouette_score(table.to_numpy(), one)) for k, one in labels.items()})


def _best(found: pd.Series) -> dict[str, float]:
    return {"segments": float(str(found.idxmax())), "silhouette": float(found.max())}


Q2 = Question(
    name="q2",
    kind=Parts(
        {
            "segments": Number(_("segments"), low=2, high=5, limits=_("Try 2, 3, 4 and 5 segments.")),
            "silhouette": Number(_("0 to 1"), within=0.004, high=1, limits=_("A silhouette is at most 1.")),
        }
    ),
    expected=lambda: _best(_silhouettes()),
    typical=(
        Typical(
            _("raw units"),
            lambda: _best(_silhouettes(raw=True)),
            _("These are segments of raw units: steps are counted in thousands and decide alone. Standardise."),
        ),
        Typical(
            _("as many as tried"),
            lambda: {"segments": 5.0, "silhouette": float(_silhouettes()[5])},
            _("More segments are always nearer to their customers. Which number is clearest?"),
        ),
        Typical(
            _("fewest"),
            lambda: {"segments": 2.0, "silhouette": float(_silhouettes()[2])},
            _("You took the lowest number of segments. Look which of the four silhouettes is highest."),
        ),
    ),
    hints=(
        _("A silhouette says how clear segments are. Which number of segments is clearest?"),
        _("A whole number from 2 to 5, and its silhouette, some tenths."),
        _("segments.choose(given.prospects, range(2, 6), replicates=1)['silhouette'], then idxmax() and max()."),
    ),
    meaning=_(
        "Three kinds of people were put into these data, and the silhouette found them. Real ones are less clear."
    ),
    near=_("Take the silhouette column of segments.choose for 2 to 5 segments, and its highest value."),
)


# Question 3


def _mirrored(table: pd.DataFrame) -> dict[str, Any]:
    return {"trait": str(table.index[0]), "difference": float(table["difference"].iloc[0])}


def _profile() -> pd.DataFrame:
    return mirror.profile(*_prospects())


def _against_others() -> dict[str, Any]:
    found = _profile()
    share = float(_prospects()[1].mean())
    return {"trait": str(found.index[0]), "difference": float(found["difference"].iloc[0]) / (1 - share)}


def _raw_units() -> dict[str, Any]:
    found = _profile()
    gap = (found["buyers"] - found["all"]).abs()
    trait = str(gap.idxmax())
    return {"trait": trait, "difference": float((found["buyers"] - found["all"])[trait])}


Q3 = Question(
    name="q3",
    kind=Parts({"trait": Choice(TRAITS), "difference": Number(_("standard deviations"), within=0.004)}),
    expected=lambda: _mirrored(_profile()),
    typical=(
        Typical(
            _("raw units"),
            _raw_units,
            _("This is in the trait's own unit, so the trait with the largest numbers wins. Use standard deviations."),
        ),
        Typical(
            _("against the others"),
            _against_others,
            _("You compare the joiners with those who did not join. The mirror compares them with everybody."),
        ),
        Typical(
            _("others less joiners"),
            lambda: {"trait": str(_profile().index[0]), "difference": -float(_profile()["difference"].iloc[0])},
            _("The trait is right; the sign says that joiners have less of it. Take joiners less everybody."),
        ),
        Typical(
            _("lower end"),
            lambda: {"trait": str(_profile().index[0]), "difference": float(_profile()["low"].iloc[0])},
            _("The trait is right; this is an end of the interval, not the difference."),
        ),
    ),
    hints=(
        _("Hold those who joined up as a mirror: where are they unlike everybody?"),
        _("The name of a trait, and a number below 1."),
        _("mirror.profile(given.prospects, given.joined) puts the largest difference first."),
    ),
    meaning=_("A profile tells where to look. It does not tell what would happen if somebody's trait were changed."),
    near=_("Take the first row of the profile: its name and its difference."),
)


# Question 4


def _top_loading(which: int, rotation: str = "varimax") -> dict[str, Any]:
    column = factors.factors(_prospects()[0], 2, rotation).loadings[which]
    trait = str(column.abs().idxmax())
    return {"trait": trait, "loading": float(column[trait])}


def _second_loading() -> dict[str, Any]:
    column = factors.factors(_prospects()[0], 2).loadings[2]
    trait = str(column.abs().nlargest(2).index[1])
    return {"trait": trait, "loading": float(column[trait])}


def _communality() -> dict[str, Any]:
    found = factors.factors(_prospects()[0], 2)
    right = _top_loading(2)
    return {**right, "loading": float(found.communalities[right["trait"]])}


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "trait": Choice(TRAITS),
            "loading": Number(
                _("correlation"),
                within=0.003,
                low=-1,
                high=1,
                limits=_("A loading is a correlation: between -1 and 1."),
            ),
        }
    ),
    expected=lambda: _top_loading(2),
    typical=(
        Typical(
            _("first factor"), lambda: _top_loading(1), _("This is the first factor. The question asks for the second.")
        ),
        Typical(
            _("not rotated"),
            lambda: _top_loading(2, "none"),
            _("These factors are not rotated. Varimax turns them so that they can be read."),
        ),
        Typical(
            _("communality for loading"),
            _communality,
            _("This is the share of the trait that both factors explain. Give its loading on the second."),
        ),
        Typical(
            _("second largest"),
            _second_loading,
            _("This trait has the second largest loading. Which one goes with the factor still more?"),
        ),
    ),
    hints=(
        _("A loading says how a trait goes with a factor. Which trait goes most with the second?"),
        _("The name of a trait, and a number near 1."),
        _("factors.factors(given.prospects, 2).loadings[2], then idxmax() and max()."),
    ),
    meaning=_("The second cause is how well off people are; nobody measured it, and two traits betray it."),
    near=_("Two factors, varimax, and the largest loading in the column of the second."),
)


# Question 5


@cache
def _kept(raw: bool = False) -> tuple[float, ...]:
    """Share that each component keeps: of standardised traits, or of raw ones."""
    if not raw:
        return tuple(factors.components(_prospects()[0]).shares)
    variances = np.linalg.eigvalsh(_prospects()[0].cov().to_numpy())[::-1]
    return tuple(variances / variances.sum())


def _needed(shares: tuple[float, ...]) -> dict[str, float]:
    return {"components": float(np.argmax(np.cumsum(shares) >= 0.8) + 1), "first": float(shares[0])}


Q5 = Question(
    name="q5",
    kind=Parts(
        {
            "components": Number(_("components"), low=1, high=6, limits=_("Six traits have six components.")),
            "first": Number(_("share"), within=0.003),
        }
    ),
    expected=lambda: _needed(_kept()),
    typical=(
        Typical(
            _("raw units"),
            lambda: _needed(_kept(raw=True)),
            _("In raw units the trait with the largest numbers is the first component. Standardise."),
        ),
        Typical(
            _("variance for share"),
            lambda: {**_needed(_kept()), "first": 6 * _kept()[0]},
            _("This is the variance of the first component. Divide by the sum of all."),
        ),
        Typical(
            _("together for first"),
            lambda: {**_needed(_kept()), "first": sum(_kept()[:3])},
            _("This is what the first three keep together. Give the first alone."),
        ),
        Typical(
            _("two hidden causes"),
            lambda: {"components": 2.0, "first": _kept()[0]},
            _("Two causes are hidden here, but two components keep too little: age goes with neither."),
        ),
    ),
    hints=(
        _("Add up the shares, the largest first, until they reach four fifths."),
        _("A whole number below six, and a share below one half."),
        _("factors.components(given.prospects) has .needed(0.8) and .shares."),
    ),
    meaning=_("Half of the columns tell most of the story; which half of the story you need is another question."),
    near=_("Standardised traits; count components until their shares together reach 0.8."),
)


# Question 6


def _worths() -> pd.Series:
    cards = given.cards
    return conjoint.ratings(cards.drop(columns="points"), cards["points"]).worth


def _pool_yuan() -> float:
    return float(-_worths()["pool"] / _worths()["price"])


Q6 = Question(
    name="q6",
    kind=Number(_("yuan a month"), within=0.05),
    expected=_pool_yuan,
    typical=(
        Typical(
            _("points for yuan"),
            lambda: float(_worths()["pool"]),
            _("This is the pool's part-worth in points. What is a yuan worth in points?"),
        ),
        Typical(
            _("sign"),
            lambda: -_pool_yuan(),
            _("A pool is a gain: the price may rise for it. Mind the sign of the price's part-worth."),
        ),
        Typical(
            _("coach for pool"),
            lambda: float(-_worths()["coach"] / _worths()["price"]),
            _("This is what the coach is worth. The question is about the pool."),
        ),
        Typical(
            _("whole step of price"),
            lambda: _pool_yuan() / (given.high_price - given.low_price),
            _("You divide by the points of the whole step of price. First find the points of one yuan."),
        ),
    ),
    hints=(
        _("How many points does a pool add, on average? How many does one yuan take?"),
        _("A positive number of yuan, of the size of the step between the two prices."),
        _("conjoint.ratings(cards, points).worth has 'pool' and 'price'; or conjoint.in_money(..., 'price')."),
    ),
    meaning=_("So much more may a gym with a pool cost before this one member, on eight cards, prefers the other."),
    near=_("Part-worth of the pool, divided by what one yuan of price takes away."),
)


# Question 7


def _age(level: float = 0.95) -> dict[str, Any]:
    row = scoring.odds(*_prospects(), level=level).T["age"]
    verdict = "chance" if row["low"] < 1 < row["high"] else "effect"
    return {"low": float(row["low"]), "high": float(row["high"]), "verdict": verdict}


def _log_odds() -> dict[str, Any]:
    found = _age()
    return {**found, "low": float(np.log(found["low"])), "high": float(np.log(found["high"]))}


def _age_alone() -> dict[str, Any]:
    row = scoring.odds(_prospects()[0][["age"]], _prospects()[1]).T["age"]
    return {"low": float(row["low"]), "high": float(row["high"])}


def _other_verdict() -> dict[str, Any]:
    found = _age()
    return {**found, "verdict": "effect" if found["verdict"] == "chance" else "chance"}


Q7 = Question(
    name="q7",
    kind=Parts(
        {
            "low": Number(_("odds ratio"), within=0.001),
            "high": Number(_("odds ratio"), within=0.001),
            "verdict": Choice(("chance", "effect")),
        }
    ),
    expected=_age,
    typical=(
        Typical(
            _("log odds"), _log_odds, _("These are log odds. An odds ratio is e to that power; no effect is then 1.")
        ),
        Typical(
            _("level of the interval"),
            lambda: _age(0.68),
            _("This interval is too short: it holds about two in three. The question asks for nineteen in twenty."),
        ),
        Typical(_("one trait alone"), _age_alone, _("You put in age alone. The other traits are to be held fixed.")),
        Typical(
            _("wrong side of 1"),
            _other_verdict,
            _("The interval is right. Does it hold 1, the odds ratio of no effect?"),
        ),
    ),
    hints=(
        _("An odds ratio of 1 means no effect. Is 1 inside the interval?"),
        _("Two numbers around 1, and one word."),
        _("scoring.odds(given.prospects, given.joined).loc['age'] has low and high."),
    ),
    meaning=_("Age has no effect in the simulation. One interval in twenty misses the truth even so."),
    near=_("Logit on all six traits; the row of age; the usual level, nineteen in twenty."),
)


# Question 8


@cache
def _top_fifth(judged: str) -> float:
    """Lift in the best fifth by discriminant analysis, on the half learnt from, on that held out, or learnt on all."""
    table, joined = _prospects()
    learn, judge = lift.hold_out(joined)
    on = {"learn": learn, "judge": judge, "all": judge}[judged]
    known = np.arange(len(table)) if judged == "all" else learn
    ranked = scoring.scores("discriminant", table.iloc[known], joined.iloc[known], table.iloc[on])
    return lift.lift(ranked, joined.iloc[on], len(on) // 5)


def _base() -> float:
    joined = _prospects()[1]
    return float(joined.iloc[lift.hold_out(joined)[1]].mean())


def _two_lifts(one: str, other: str) -> dict[str, Any]:
    return {"learnt": _top_fifth(one), "held_out": _top_fifth(other), "believe": "held_out"}


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "learnt": Number(_("lift"), within=0.004),
            "held_out": Number(_("lift"), within=0.004),
            "believe": Choice(("learnt", "held_out")),
        }
    ),
    expected=lambda: _two_lifts("learn", "judge"),
    typical=(
        Typical(
            _("halves swapped"),
            lambda: _two_lifts("judge", "learn"),
            _("The two halves are swapped. Which did the method learn from?"),
        ),
        Typical(
            _("own lift believed"),
            lambda: {**_two_lifts("learn", "judge"), "believe": "learnt"},
            _("The lifts are right. A method knows those it learnt from; new prospects it does not know."),
        ),
        Typical(
            _("nothing held out"),
            lambda: {"learnt": _top_fifth("learn"), "held_out": _top_fifth("learn"), "believe": "held_out"},
            _("Both lifts are those of the half learnt from. Score the half held out."),
        ),
        Typical(
            _("rate for lift"),
            lambda: {**_two_lifts("learn", "judge"), "held_out": _top_fifth("judge") * _base()},
            _("The second number is a rate of joiners. Lift divides it by the rate of all."),
        ),
    ),
    hints=(
        _("Learn on one half, and score both halves. Which half is like the prospects of tomorrow?"),
        _("Two lifts, some more than 1, and one word."),
        _("scoring.scores('discriminant', known, who_joined, new) for each half; then lift.lift(..., 80)."),
    ),
    meaning=_("Held out, a lift is an honest forecast, with an interval around it. Learnt, it is a memory."),
    near=_("Learn on given.prospects.iloc[learn]; write to the best fifth of each half."),
)

homework = Homework("09-statistics", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

"""The homework of chapter 10: a bicycle-hire company, and parts of the survey and the files of the chapter.

The company's numbers are ours, made for practice.  The survey is real, the orders are real, the telephone company is
IBM's sample and does not exist.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from course.data.panels import cdnow
from course.data.surveys import mobile_survey, telecom
from course.exercise.answers import Choice, Function, Number, Parts, Table
from course.exercise.homework import Homework
from course.exercise.question import Question, Typical
from course.exercise.variants import own, varying
from course.i18n import _
from course.models import bonds, complaints, index_models, loyalty, satisfaction, service_gaps

SHARE = _("a share such as 0.25")
POINTS = _("points of 100")
PEOPLE = _("people")


@dataclass(frozen=True)
class Given:
    """What the homework gives.

    Parameters
    ----------
    weights, means
        Of the three questions on satisfaction in question 1; answers run from 1 to 10.
    expected, believed, standard, delivered, promised, perceived
        The six views of the company's service in question 2, points of 100.
    to_value, value_to_satisfaction, direct, image
        Path coefficients of question 3.
    left_out
        Every fourth customer of the survey is left out in question 4, beginning with this one.
    today
        The day of judgement of question 5.
    complaints, complain_share, answered_well, told_by_silent, told_if_not, told_many
        The complaints of question 7: how many letters came, and what is known of complainants.
    file_part
        Which quarter of the telephone company's file question 8 works on.
    """

    weights: tuple[float, ...] = varying(
        (0.35, 0.5, 0.95), choices=((0.35, 0.5, 0.95), (0.4, 0.6, 0.9), (0.9, 0.3, 0.5))
    )
    means: tuple[float, ...] = varying((7.4, 6.6, 5.9), choices=((7.4, 6.6, 5.9), (7.9, 7.0, 6.1), (6.8, 5.6, 7.4)))
    expected: int = varying(88, choices=(86, 88, 91))
    believed: int = varying(81, choices=(81, 82, 84))
    standard: int = varying(78, choices=(75, 77, 78))
    delivered: int = varying(63, choices=(62, 63, 65))
    promised: int = varying(85, choices=(83, 85, 90))
    perceived: int = varying(59, choices=(57, 59, 60))
    to_value: float = varying(0.45, choices=(0.4, 0.45, 0.55))
    value_to_satisfaction: float = varying(0.5, choices=(0.5, 0.6))
    direct: float = varying(0.35, choices=(0.3, 0.35, 0.45))
    image: float = varying(0.65, choices=(0.6, 0.65, 0.7))
    left_out: int = varying(0, choices=(0, 1, 2, 3))
    today: str = varying("1997-03-05", choices=("1997-03-01", "1997-03-05", "1997-03-10"))
    complaints: int = varying(120, choices=(80, 120, 150))
    complain_share: float = varying(0.04, choices=(0.03, 0.04, 0.05))
    answered_well: float = varying(0.3, choices=(0.2, 0.25, 0.3))
    told_by_silent: int = varying(6, choices=(6, 7))
    told_if_not: int = varying(11, choices=(11, 12))
    told_many: float = varying(0.15, choices=(0.1, 0.15, 0.2))
    file_part: int = varying(0, choices=(0, 1, 2, 3))

    @property
    def levels(self) -> dict[str, float]:
        """Return the six views of question 2 by name."""
        return {view: float(getattr(self, view)) for view in service_gaps.VIEWS}

    @property
    def paths(self) -> dict[str, pd.Series[float]]:
        """Return the path coefficients of question 3, by model."""
        return {model: _coefficients(self, model) for model in index_models.MODELS}

    @property
    def survey(self) -> pd.DataFrame:
        """Return the part of the survey for question 4."""
        whole = mobile_survey()
        return whole[whole.index % 4 != self.left_out].reset_index(drop=True)

    @property
    def orders(self) -> pd.DataFrame:
        """Return the orders of question 5: those of every fourth customer of the music shop."""
        log = cdnow()
        return log[log["customer"] % 4 == 1].reset_index(drop=True)

    @property
    def contacts(self) -> list[int]:
        """Return everybody on the contact list of question 5."""
        return list(range(1, 2358, 4))

    @property
    def customers(self) -> pd.DataFrame:
        """Return the part of the telephone company's file for question 8, ready for the regression."""
        whole = telecom()
        return bonds.prepare(whole[whole.index % 4 == self.file_part].reset_index(drop=True))


def _coefficients(numbers: Given, model: str) -> pd.Series[float]:
    known = {
        ("expectations", "quality"): 0.5, ("expectations", "value"): numbers.to_value, ("quality", "value"): 0.3,
        ("expectations", "satisfaction"): 0.2 if model == "SCSB" else 0.1, ("quality", "satisfaction"): 0.4,
        ("value", "satisfaction"): numbers.value_to_satisfaction, ("satisfaction", "complaints"): 0.5,
        ("satisfaction", "loyalty"): numbers.direct, ("complaints", "loyalty"): 0.2,
        ("satisfaction", "image"): numbers.image, ("image", "loyalty"): 0.4,
    }  # fmt: skip
    chosen = {pair: known[pair] for pair in index_models.MODELS[model]}
    return pd.Series(chosen).rename_axis(["cause", "consequence"])


given = own(Given, "10-satisfaction")


# Question 1


def _weighted() -> float:
    pairs = list(zip(given.weights, given.means, strict=True))
    return sum(weight * mean for weight, mean in pairs) / sum(given.weights)


Q1 = Question(
    name="q1",
    kind=Number(_("points of 100"), within=0.05, low=0, high=100, limits=_("The index runs from 0 to 100.")),
    expected=lambda: satisfaction.index(given.weights, given.means),
    typical=(
        Typical(
            _("mean times ten"),
            lambda: _weighted() * 10,
            _("The lowest answer is 1, not 0. It must become 0 on the new scale."),
        ),
        Typical(
            _("divided by nine only"),
            lambda: _weighted() / 9 * 100,
            _("You divide by 9, the length of the scale, but the scale begins at 1: take that off first."),
        ),
        Typical(
            _("equal weights"),
            lambda: satisfaction.index([1, 1, 1], given.means),
            _("Each question counts the same here. Use the weights."),
        ),
        Typical(
            _("weights not divided out"),
            lambda: (_weighted() - 1) * sum(given.weights) / 9 * 100,
            _("The weights do not add up to 1. Divide by their sum."),
        ),
        Typical(
            _("share for points"),
            lambda: (_weighted() - 1) / 9,
            _("This runs from 0 to 1. The index is asked on the scale from 0 to 100."),
        ),
    ),
    hints=(
        _("First the weighted mean of the answers; then the new scale."),
        _("The answer is one number between 50 and 75."),
        _("Take 1 off the weighted mean, divide by 9, multiply by 100. Or satisfaction.index(weights, means)."),
    ),
    meaning=_("On this scale companies, branches and years can be compared. The interval still belongs beside it."),
    near=_(
        "Weighted mean first, divided by the sum of the weights; then from the scale 1 to 10 to the scale 0 to 100."
    ),
)


# Question 2


def _gaps() -> list[float]:
    return [float(gap) for gap in service_gaps.from_levels(given.levels)]


def _against_expected() -> list[float]:
    views = ("believed", "standard", "delivered", "promised", "perceived")
    return [given.levels[view] - given.levels["expected"] for view in views]


Q2 = Question(
    name="q2",
    kind=Table(rows=(1, 2, 3, 4, 5), within=0.05),
    expected=_gaps,
    typical=(
        Typical(
            _("signs turned"),
            lambda: [-gap for gap in _gaps()],
            _("A loss is below zero: take the earlier view from the later one, not the other way round."),
        ),
        Typical(
            _("all against the expectation"),
            _against_expected,
            _("Each gap lies between two neighbours on the way. Only two of them begin at the expectation."),
        ),
        Typical(
            _("gap 5 as a sum"),
            lambda: [*_gaps()[:4], sum(_gaps()[:4])],
            _("Gap 5 is perceived less expected. The promise, gap 4, is no step between those two."),
        ),
        Typical(
            _("perceived less delivered"),
            lambda: [*_gaps()[:4], given.levels["perceived"] - given.levels["delivered"]],
            _("In gap 5 the guest's perception stands against the guest's expectation, not against the delivery."),
        ),
        Typical(
            _("promise against the expectation"),
            lambda: [*_gaps()[:3], given.levels["promised"] - given.levels["expected"], _gaps()[4]],
            _("Gap 4 asks whether the promise was kept: set the delivery against it."),
        ),
    ),
    hints=(
        _("Each gap is one view less another. Which two views does each compare?"),
        _("Five numbers in the order of the gaps, all below zero here."),
        _("Later less earlier: believed - expected, then standard - believed, and so on; 4 is delivered - promised."),
    ),
    meaning=_("The largest of the first three gaps tells where to begin. Gap 5 alone would not."),
    near=_("Look again at the table of the gaps: which view comes later, and which earlier?"),
)


# Question 3


def _effect(model: str, cause: str, consequence: str) -> float:
    return float(index_models.total_effects(given.paths[model])[consequence][cause])


def _three() -> dict[str, float]:
    return {
        "scsb": _effect("SCSB", "expectations", "satisfaction"),
        "acsi": _effect("ACSI", "expectations", "satisfaction"),
        "ncsb": _effect("NCSB", "satisfaction", "loyalty"),
    }


def _direct_only() -> dict[str, float]:
    start, end = ("expectations", "satisfaction"), ("satisfaction", "loyalty")
    pairs = {"scsb": ("SCSB", start), "acsi": ("ACSI", start), "ncsb": ("NCSB", end)}
    return {name: float(given.paths[model][pair]) for name, (model, pair) in pairs.items()}


Q3 = Question(
    name="q3",
    kind=Parts({name: Number(_("standard deviations"), within=0.002) for name in ("scsb", "acsi", "ncsb")}),
    expected=_three,
    typical=(
        Typical(
            _("direct path only"),
            _direct_only,
            _("These are the direct paths. The cause also works through other quantities: add those paths."),
        ),
        Typical(
            _("added along the path"),
            lambda: {
                "scsb": _direct_only()["scsb"] + given.to_value + given.value_to_satisfaction,
                "ncsb": _direct_only()["ncsb"] + 0.5 + 0.2 + given.image + 0.4,
            },
            _("Along one path the coefficients are multiplied. Only different paths are added."),
        ),
        Typical(
            _("image forgotten"),
            lambda: {"ncsb": given.direct + 0.5 * 0.2},
            _("In the Norwegian model satisfaction also shapes the image, and the image drives loyalty."),
        ),
        Typical(
            _("quality forgotten"),
            lambda: {"acsi": 0.1 + given.to_value * given.value_to_satisfaction},
            _("In the American model expectations also work through quality, alone and on through value."),
        ),
        Typical(
            _("complaints forgotten"),
            lambda: {"ncsb": given.direct + given.image * 0.4},
            _("One path of the Norwegian model runs through complaints. It counts too."),
        ),
    ),
    hints=(
        _("Draw the arrows. On how many ways can you walk from the cause to the consequence?"),
        _("Three numbers, each larger than the direct path alone."),
        _("index_models.total_effects(given.paths['SCSB']) has causes in rows and consequences in columns."),
    ),
    meaning=_(
        "The more complete model moves an effect to other paths. The total shows what the cause does altogether."
    ),
    near=_("Go through every way from the cause to the consequence: multiply along it, then add the ways."),
)


# Question 4


@functools.cache
def _explained(expected: str = "cuex1", perceived: str = "perq1") -> dict[str, float]:
    table = satisfaction.explained(given.survey, "cusa1", expected=expected, perceived=perceived, replicates=2)
    return {str(name): float(value) for name, value in table["r_squared"].items()}


def _yes(question: str, least: float = loyalty.GOOD) -> pd.Series[bool]:
    answers: pd.Series[bool] = given.survey[question] >= least
    return answers


def _trapped(least: float = loyalty.GOOD) -> float:
    return float((~_yes("cusl3", least))[_yes("cusa1", least)].mean())


Q4 = Question(
    name="q4",
    kind=Parts(
        {
            "perceived": Number(SHARE, within=0.002, low=0, high=1, limits=_("A share lies between 0 and 1.")),
            "gap": Number(SHARE, within=0.002, low=0, high=1, limits=_("A share lies between 0 and 1.")),
            "trap": Number(SHARE, within=0.002, low=0, high=1, limits=_("A share lies between 0 and 1.")),
        }
    ),
    expected=lambda: {"perceived": _explained()["perceived"], "gap": _explained()["gap"], "trap": _trapped()},
    typical=(
        Typical(
            _("correlation not squared"),
            lambda: {"perceived": _explained()["perceived"] ** 0.5, "gap": _explained()["gap"] ** 0.5},
            _("These are correlations. The share of variance explained is their square."),
        ),
        Typical(
            _("expected for perceived"),
            lambda: {"perceived": _explained("perq1", "cuex1")["perceived"]},
            _("This is what the expectation explains. Which column holds what was perceived?"),
        ),
        Typical(
            _("share of all customers"),
            lambda: {"trap": float((_yes("cusa1") & ~_yes("cusl3")).mean())},
            _("This is a share of all customers. The trap is asked among the satisfied."),
        ),
        Typical(
            _("the loyal for the trapped"),
            lambda: {"trap": 1 - _trapped()},
            _("These are the satisfied who recommend. The trap holds those who do not."),
        ),
        Typical(
            _("turned round"),
            lambda: {"trap": float(_yes("cusa1")[~_yes("cusl3")].mean())},
            _("This is how many of those who do not recommend are satisfied: the condition is turned round."),
        ),
    ),
    hints=(
        _("Two questions: what explains satisfaction, and what do the satisfied say about recommending?"),
        _("Three shares between 0 and 1; the second is much smaller than the first."),
        _("satisfaction.explained(...) has both shares; loyalty.kinds(...) counts mercenaries and apostles."),
    ),
    meaning=_("Ask what customers perceive, and do not count the satisfied as loyal."),
    near=_("Satisfied and willing mean answers from 8 on; the trap is a share of the satisfied."),
)


# Question 5

_LOYAL_FROM, _SILENT_DAYS = 2, 21


def _counted(level: pd.Series[str]) -> list[float]:
    return [float((level == name).sum()) for name in loyalty.LEVELS]


def _levels(orders: pd.DataFrame | None = None, silent: float = _SILENT_DAYS, today: str = "") -> list[float]:
    log = given.orders if orders is None else orders
    day = today or given.today
    found = loyalty.levels(log, given.contacts, day, loyal_from=_LOYAL_FROM, silent_days=silent)
    return _counted(found)


def _rows_for_days() -> list[float]:
    """Count orders in place of days, as a student does who forgets that two orders may fall on one day."""
    log = given.orders[given.orders["date"] <= pd.Timestamp(given.today)]
    found = log.groupby("customer")["date"].agg(["size", "max"]).reindex(given.contacts)
    orders = found["size"].fillna(0)
    fresh = (pd.Timestamp(given.today) - found["max"]).dt.days <= _SILENT_DAYS
    loyal = float(((orders >= _LOYAL_FROM) & fresh).sum())
    return [float((orders == 0).sum()), float((orders == 1).sum()), float((orders >= 2).sum()) - loyal, loyal]


Q5 = Question(
    name="q5",
    kind=Table(rows=loyalty.LEVELS, within=0.4),
    expected=_levels,
    typical=(
        Typical(
            _("silence forgotten"),
            lambda: _levels(silent=10_000),
            _("Some of these loyal customers have been silent too long. Then they are repeat customers."),
        ),
        Typical(
            _("later orders counted"),
            lambda: _levels(today="1998-06-30"),
            _("This is the end of the log. On the day of judgement the later orders were not known."),
        ),
        Typical(
            _("orders for days"),
            _rows_for_days,
            _("Two orders on one day are one day. Count the days on which a customer bought."),
        ),
        Typical(
            _("prospects left out"),
            lambda: [0.0, *_levels()[1:]],
            _("Who is on the contact list and has bought nothing yet is a prospect. Count them."),
        ),
    ),
    hints=(
        _("Stand on the day of judgement: which orders do you see, and who has none?"),
        _("Four counts in the order prospect, ordinary, repeat, loyal; together they are the contact list."),
        _("loyalty.levels(orders, contacts, today, loyal_from=2, silent_days=21).value_counts()."),
    ),
    meaning=_("The rule makes the levels. With other limits the same customers stand elsewhere, so state the rule."),
    near=_("Count days with a purchase up to and including the day of judgement, then apply both limits."),
)


# Question 6


def _climbed(scores: Sequence[float], threshold: float) -> int:
    """Return how many stages a customer passes in a row, from the first."""
    for height, score in enumerate(scores):
        if score < threshold:
            return height
    return len(scores)


_Climb = Callable[[Sequence[float], float], int]


def _all_passed() -> _Climb:
    return lambda scores, threshold: sum(score >= threshold for score in scores)


def _highest() -> _Climb:
    def highest(scores: Sequence[float], threshold: float) -> int:
        return max((place + 1 for place, score in enumerate(scores) if score >= threshold), default=0)

    return highest


def _strictly() -> _Climb:
    return lambda scores, threshold: _climbed(scores, threshold + 1e-9)


def _one_too_many() -> _Climb:
    return lambda scores, threshold: min(_climbed(scores, threshold) + 1, len(scores))


Q6 = Question(
    name="q6",
    kind=Function(
        inputs=(([9, 8, 7, 9], 8), ([5, 9, 9, 9], 8), ([8, 8, 9, 10], 8), ([10, 4, 3, 2], 5), ([7, 8], 7)),
        result=Number(_("stages"), within=0.01),
    ),
    expected=lambda: _climbed,
    typical=(
        Typical(
            _("every stage passed"),
            _all_passed,
            _("This counts every stage passed. After the first stage that is not passed, the climb is over."),
        ),
        Typical(
            _("highest stage passed"),
            _highest,
            _("This gives the highest stage passed. The ones before it must be passed too."),
        ),
        Typical(
            _("the limit itself fails"),
            _strictly,
            _("A score equal to the threshold passes: from 8 on means 8 too."),
        ),
        Typical(
            _("one too many"),
            _one_too_many,
            _("The stage at which the customer stops is counted as climbed. Who fails the first has climbed none."),
        ),
    ),
    hints=(
        _("Go up stage by stage. When do you stop?"),
        _("The function returns a whole number from 0 to the number of stages."),
        _("A loop with a counter; break at the first score below the threshold. Return the counter."),
    ),
    meaning=_("The same rule, for all customers at once, is loyalty.ladder."),
    near=_("Count stages from the first, and stop at the first that is not passed."),
)


# Question 7


def _told(**changes: float) -> pd.DataFrame:
    inputs = {
        "unhappy": given.complaints / given.complain_share, "complain_share": given.complain_share,
        "answered_well": given.answered_well, "told_by_silent": given.told_by_silent, "told_if_content": 4,
        "told_if_not": given.told_if_not,
    }  # fmt: skip
    return complaints.word_of_mouth(**{**inputs, **changes})


def _invite() -> str:
    least = complaints.least_answered_well(given.told_by_silent, given.told_if_not)
    return "yes" if given.answered_well > least else "no"


Q7 = Question(
    name="q7",
    kind=Parts(
        {
            "silent": Number(_("customers"), within=0.5, low=0, limits=_("A count cannot be below zero.")),
            "hear_bad": Number(PEOPLE, within=0.6, low=0, limits=_("A count cannot be below zero.")),
            "least_mean": Number(PEOPLE, within=0.005, low=0, limits=_("A count cannot be below zero.")),
            "invite": Choice(("yes", "no")),
        }
    ),
    expected=lambda: {
        "silent": complaints.below_water(given.complaints, given.complain_share),
        "hear_bad": float(_told()["hear_bad"].sum()),
        "least_mean": complaints.least_mean(given.told_many, 20),
        "invite": _invite(),
    },
    typical=(
        Typical(
            _("all unhappy for the silent"),
            lambda: {"silent": given.complaints / given.complain_share},
            _("These are all the unhappy. Those who complained are not silent."),
        ),
        Typical(
            _("multiplied for divided"),
            lambda: {"silent": given.complaints * (1 - given.complain_share)},
            _("The complaints are the small share. The whole is larger: divide by the share."),
        ),
        Typical(
            _("good word counted as bad"),
            lambda: {"hear_bad": float(_told()[["hear_bad", "hear_good"]].to_numpy().sum())},
            _("Those who got a good answer tell something good. Leave them out of the bad."),
        ),
        Typical(
            _("the silent only"),
            lambda: {"hear_bad": float(_told()["hear_bad"]["silent"])},
            _("The complainants with a bad answer talk too."),
        ),
        Typical(
            _("the share inverted"),
            lambda: {"least_mean": (1 - given.told_many) * 20},
            _("It is the smaller share that tells so many. The others count with nobody."),
        ),
        Typical(
            _("the wrong advice"),
            lambda: {"invite": "no" if _invite() == "yes" else "yes"},
            _("Who spreads more bad word: one who keeps silent, or one who complains and is answered as now?"),
        ),
    ),
    hints=(
        _("Start from the letters: how many customers are unhappy in all, and how many of them are silent?"),
        _("Two large counts, a small number of people, and yes or no."),
        _("complaints.below_water, complaints.word_of_mouth, complaints.least_mean, complaints.least_answered_well."),
    ),
    meaning=_("The two counts are only as good as the guessed share. The least mean rests on no guess at all."),
    near=_("The unhappy are letters divided by the share; the silent and the badly answered tell something bad."),
)


# Question 8


@functools.cache
def _leaving() -> bonds.Leaving:
    return bonds.fit(given.customers)


def _points(bond: str, column: str) -> float:
    return float(_leaving().points[column][bond])


Q8 = Question(
    name="q8",
    kind=Parts(
        {
            "raw": Number(
                SHARE, within=0.001, low=-1, high=1, limits=_("A difference of shares lies within -1 and 1.")
            ),
            "adjusted": Number(SHARE, within=0.002, low=-1, high=1, limits=_("Give a share, not points.")),
            "explains": Choice(("all", "part", "none")),
        }
    ),
    expected=lambda: {"raw": _points("legal", "raw"), "adjusted": _points("legal", "adjusted"), "explains": "part"},
    typical=(
        Typical(
            _("signs turned"),
            lambda: {"raw": -_points("legal", "raw"), "adjusted": -_points("legal", "adjusted")},
            _("With a contract fewer leave: with the bond less without it is below zero."),
        ),
        Typical(
            _("odds ratio for a difference"),
            lambda: {"adjusted": float(_leaving().odds["odds_ratio"]["legal"])},
            _("This is an odds ratio. The difference in the share that leaves stands in the other table."),
        ),
        Typical(
            _("raw for adjusted"),
            lambda: {"adjusted": _points("legal", "raw"), "explains": "all"},
            _("Both numbers are the raw difference. What is left when the other things are held equal?"),
        ),
        Typical(
            _("another bond"),
            lambda: {"raw": _points("time", "raw"), "adjusted": _points("time", "adjusted")},
            _("These are the differences of automatic payment. The contract is the legal bond."),
        ),
        Typical(
            _("raw difference believed"),
            lambda: {"raw": _points("legal", "raw"), "adjusted": _points("legal", "adjusted"), "explains": "all"},
            _("The numbers are right. Is the adjusted difference as large as the raw one?"),
        ),
    ),
    hints=(
        _("Compare customers with and without a contract, first as they are and then with all else equal."),
        _("Two differences of shares, and one word that follows from comparing them."),
        _("bonds.fit(given.customers).points has the columns raw and adjusted; the contract is the row legal."),
    ),
    meaning=_("The rest of the raw difference belongs to months, price and line. And part of what is left is choice."),
    near=_("Take the row legal of the points, not of the odds."),
)

homework = Homework("10-satisfaction", (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8))

check, hint, solution, progress = homework.check, homework.hint, homework.solution, homework.progress

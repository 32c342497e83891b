"""The customer lifecycle 客户生命周期: four stages, four factors, and the profit they make.

Four factors of a relationship move with its age: the number of purchases, the price the customer is willing to pay, the
cost of serving the customer, and the business the customer brings in others.  Profit follows from them by arithmetic.
Nothing here draws an inverted U; `turning_point` looks whether one came out.

Units: money in yuan; every figure is for one customer and one year.  Years are whole and count from 1, the first year
of the relationship.  Source: S0 and S2; the shapes and sizes of the default curves are ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from course.errors import CourseError
from course.i18n import _
from course.models.discounting import Timing, discount_factors
from course.models.inputs import Floats, choice, columns, number, numbers, rate, whole

Manner = Literal["stop", "decline"]
Whole = npt.NDArray[np.int64]

FACTORS = ("volume", "price", "cost", "indirect")
"""Names of the four factors, as columns of the table of `factors`."""

MIN_YEARS = 4
"""Fewest yearly figures `classify` accepts: three years make one trend, the fourth gives it something to differ
from."""

_WINDOW = 3  # years behind "recent growth"
_STEEPNESS = 5.0  # paces in the stage where a curve moves: about 85% of the move then falls inside that stage


@dataclass(frozen=True)
class Stage:
    """One stage of a relationship.

    Parameters
    ----------
    key
        The name used in tables and code.
    label, chinese
        The name shown to a reader, and the Chinese term.
    traits
        What marks the stage, one sentence each.

    Examples
    --------
    >>> for stage in STAGES:
    ...     print(stage.key, stage.chinese)
    exploration 考察期
    formation 形成期
    stability 稳定期
    decline 退化期
    """

    key: str
    label: str
    chinese: str
    traits: tuple[str, ...]


STAGES = (
    Stage(
        "exploration",
        _("Exploration"),
        "考察期",
        (_("Both sides probe and try each other out."), _("Few trial purchases; profit is low and rises slowly.")),
    ),
    Stage(
        "formation",
        _("Formation"),
        "形成期",
        (_("The two sides begin to rely on each other."), _("Purchases and profit grow fastest.")),
    ),
    Stage(
        "stability",
        _("Stability"),
        "稳定期",
        (_("The relationship is at its height."), _("Profit still rises, more slowly, to its maximum.")),
    ),
    Stage(
        "decline",
        _("Decline"),
        "退化期",
        (_("The relationship goes into reverse; this may happen at any stage."), _("Profit falls fast.")),
    ),
)
"""The four-stage model 四阶段模型, in order (S0, S2)."""

TELECOM_STAGES = (
    Stage("potential", _("Potential customer"), "潜在客户", (_("Has a need but has not bought yet."),)),
    Stage("new", _("New customer"), "新客户", (_("Has bought, and judges what was bought by five influences."),)),
    Stage("old", _("Old customer"), "老客户", (_("Buys regularly and trusts the supplier."),)),
    Stage(
        "new_service",
        _("New customer of a new service"),
        "新业务的新客户",
        (_("An old customer who starts afresh as a new customer of another service."),),
    ),
)
"""The stages as a telecom operator counts them (S0)."""

NEW_CUSTOMER_INFLUENCES = {
    "product quality": _("How good the product seems to be"),
    "service quality": _("How good the service seems to be"),
    "value": _("What the customer seems to get for the money"),
    "competitors' prices": _("How well our price seems to stand against the competitors'"),
    "own needs": _("How well the offer seems to fit what the customer needs"),
}
"""The five influences on a new telecom customer (S0), each worded so that a high score favours us."""


@dataclass(frozen=True)
class Curve:
    """The path of one factor: S-shaped from ``start`` to ``mature``, then S-shaped to ``end`` in the decline.

    Half of the first move is made in the middle of the stage ``rises_in``, and half of the second in the middle of the
    decline.  A long stage makes a slow move.  A move may go down, as that of cost does.

    Parameters
    ----------
    start, mature, end
        The three levels, in the unit of the factor, 0 or more.
    rises_in
        ``"exploration"``, ``"formation"`` or ``"stability"``.

    Raises
    ------
    CourseError
        When a level is negative or no number, or ``rises_in`` is no such stage.

    Examples
    --------
    >>> Curve(2, 12, 2).mature
    12
    """

    start: float
    mature: float
    end: float
    rises_in: str = "formation"

    def __post_init__(self) -> None:
        for name in ("start", "mature", "end"):
            number(name, getattr(self, name), low=0)
        choice("rises_in", self.rises_in, [stage.key for stage in STAGES[:3]])


@dataclass(frozen=True)
class Lifecycle:
    """Lengths of the four stages and curves of the four factors.

    **The defaults illustrate; no study measured them.**  The directions are the source's: while the relationship grows,
    volume, willingness to pay and indirect benefit rise and cost falls; in the decline each turns back.  Volume and
    cost move first; price and referrals wait for the trust of the stability stage.

    Parameters
    ----------
    exploration, formation, stability, decline
        Length of each stage, whole years, 1 or more.
    volume
        Transaction volume 交易量, purchases a year.
    price
        Willingness to pay 支付意愿, yuan a purchase.
    cost
        Cost to serve 服务成本, yuan a year (cost of goods not included).
    indirect
        Indirect benefit 间接效益, the profit from customers referred, yuan a year.
    goods
        Cost of the goods in one purchase, yuan, the same in every year.

    Raises
    ------
    CourseError
        When a length is not a whole number of years, a factor is no `Curve`, or ``goods`` is negative.

    Examples
    --------
    >>> Lifecycle().ends
    {'exploration': 4, 'formation': 9, 'stability': 16, 'decline': 20}
    >>> Lifecycle(decline=2).years
    18
    """

    exploration: int = 4
    formation: int = 5
    stability: int = 7
    decline: int = 4
    volume: Curve = field(default_factory=lambda: Curve(2, 12, 2))
    price: Curve = field(default_factory=lambda: Curve(100, 110, 100, "stability"))
    cost: Curve = field(default_factory=lambda: Curve(120, 70, 120))
    indirect: Curve = field(default_factory=lambda: Curve(0, 60, 0, "stability"))
    goods: float = 70

    def __post_init__(self) -> None:
        for stage in STAGES:
            whole(stage.key, getattr(self, stage.key), low=1)
        for name in FACTORS:
            if not isinstance(getattr(self, name), Curve):
                what = _("{name} is a {kind}, not a Curve").format(name=name, kind=type(getattr(self, name)).__name__)
                raise CourseError(what, fix=_("Write it as Curve(start, mature, end)"))
        number("goods", self.goods, low=0)

    @property
    def ends(self) -> dict[str, int]:
        """Last year of each stage, in order."""
        lengths = [int(getattr(self, stage.key)) for stage in STAGES]
        return {stage.key: sum(lengths[: place + 1]) for place, stage in enumerate(STAGES)}

    @property
    def years(self) -> int:
        """Length of the whole relationship in years."""
        return self.ends["decline"]


def held(lifecycle: Lifecycle, *names: str) -> Lifecycle:
    """Return the same lifecycle with the named factors held at their first level for good.

    Use it to ask which factor makes the profit curve what it is.

    Parameters
    ----------
    lifecycle
        The lifecycle to start from.
    *names
        Any of `FACTORS`.

    Raises
    ------
    CourseError
        When a name is not one of the four factors.

    Examples
    --------
    >>> held(Lifecycle(), "cost").cost
    Curve(start=120, mature=120, end=120, rises_in='formation')
    """
    for name in names:
        choice("factor", name, FACTORS)
    levels = {name: getattr(lifecycle, name).start for name in names}
    flat = {name: Curve(level, level, level) for name, level in levels.items()}
    return replace(lifecycle, **flat)  # type: ignore[arg-type]


def factors(
    lifecycle: Lifecycle | None = None, years: int | None = None, *, turns_after: int | None = None
) -> pd.DataFrame:
    """Return the four factors in each year of a relationship.

    Parameters
    ----------
    lifecycle
        Stages and curves; the illustrative default when left out.
    years
        Number of years to give, from year 1; the whole relationship when left out.
    turns_after
        Last year before the decline.  Left out, it is the end of the stability stage; an earlier year is a relationship
        that goes into reverse early: what was reached by then declines over the usual length of the decline.

    Returns
    -------
    DataFrame
        Indexed by ``year``; columns ``volume`` (purchases a year), ``price`` (yuan a purchase), ``cost`` and
        ``indirect`` (yuan a year), ``goods`` (yuan a purchase) and ``stage`` (key of a stage of `STAGES`).

    Raises
    ------
    CourseError
        When ``years`` or ``turns_after`` is not a whole year inside the relationship.

    Examples
    --------
    >>> factors(Lifecycle(1, 1, 1, 1)).round(1)  # doctest: +NORMALIZE_WHITESPACE
          volume  price   cost  indirect  goods        stage
    year
    1        2.1  100.0  119.7       0.0   70.0  exploration
    2        7.0  100.1   95.0       0.4   70.0    formation
    3       11.9  105.0   70.7      29.8   70.0    stability
    4        7.0  102.5   95.2      15.0   70.0      decline
    """
    lifecycle = _lifecycle(lifecycle)
    usual = lifecycle.ends["stability"]
    turn = whole("turns_after", usual if turns_after is None else turns_after, low=1, high=usual)
    longest = turn + lifecycle.decline
    last = whole("years", longest if years is None else years, low=1, high=longest)
    year = np.arange(1, last + 1)
    table = pd.DataFrame({name: _path(getattr(lifecycle, name), lifecycle, year, turn) for name in FACTORS})
    table["goods"] = float(lifecycle.goods)
    table["stage"] = [_stage_of(lifecycle, int(each), turn) for each in year]
    return table.set_index(pd.Index(year, name="year"))


def profit(factors: pd.DataFrame) -> pd.DataFrame:
    """Compute the profit of each year from the four factors.

    profit = volume x (price - goods) + indirect - cost

    Parameters
    ----------
    factors
        One row a year, with the columns of the function `factors`.

    Returns
    -------
    DataFrame
        Same index; columns ``stage``, ``margin`` (volume x (price - goods)), ``indirect``, ``cost`` and ``profit``,
        all in yuan a year.  Cost stands as a positive number.

    Raises
    ------
    CourseError
        When a column is missing, or holds text, gaps or a negative number.

    Examples
    --------
    >>> profit(factors(Lifecycle(1, 1, 1, 1))).round(0)  # doctest: +NORMALIZE_WHITESPACE
                stage  margin  indirect   cost  profit
    year
    1     exploration    62.0       0.0  120.0   -58.0
    2       formation   210.0       0.0   95.0   116.0
    3       stability   415.0      30.0   71.0   374.0
    4         decline   226.0      15.0   95.0   146.0
    """
    table = columns("factors", factors, [*FACTORS, "goods", "stage"])
    clean = {name: _column(table, name, low=0) for name in (*FACTORS, "goods")}
    margin = clean["volume"] * (clean["price"] - clean["goods"])
    parts = {"stage": table["stage"], "margin": margin, "indirect": clean["indirect"], "cost": clean["cost"]}
    return pd.DataFrame({**parts, "profit": margin + clean["indirect"] - clean["cost"]}, index=table.index)


def stage_profile(profit: pd.DataFrame) -> pd.DataFrame:
    """Return what each stage does to profit.

    The slope of a stage is the mean change of profit into its years, each from the year before.  The first year of all
    has no year before it and counts for no slope.

    Parameters
    ----------
    profit
        One row a year in order, with columns ``stage`` and ``profit``.

    Returns
    -------
    DataFrame
        Indexed by ``stage``, only stages that occur; columns ``first_year``, ``last_year``, ``mean_profit`` (yuan a
        year), ``change`` (yuan; the changes add up to last profit minus first) and ``slope`` (yuan a year for each
        year; NaN for a stage that is the first year alone).

    Raises
    ------
    CourseError
        When a column is missing, a profit is no number, or a stage is none of `STAGES`.

    Examples
    --------
    >>> stage_profile(profit(factors())).round(1)  # doctest: +NORMALIZE_WHITESPACE
                 first_year  last_year  mean_profit  change  slope
    stage
    exploration           1          4        -53.4    15.9    5.3
    formation             5          9        118.2   300.7   60.1
    stability            10         16        371.0   168.5   24.1
    decline              17         20        180.2  -428.3 -107.1
    """
    clean = _staged(profit)
    clean["change"] = clean["profit"].diff()
    clean["year"] = clean.index
    grouped = clean.groupby("stage", sort=False)
    return pd.DataFrame(
        {
            "first_year": grouped["year"].first(),
            "last_year": grouped["year"].last(),
            "mean_profit": grouped["profit"].mean(),
            "change": grouped["change"].sum(),
            "slope": grouped["change"].mean(),
        }
    )


def is_inverted_u(profit: pd.DataFrame | pd.Series | Sequence[float]) -> bool:
    """Tell whether profit rises every year to one peak and falls every year after it: an inverted U 倒U型.

    Parameters
    ----------
    profit
        Table with a column ``profit``, or the yearly profits themselves, in order; yuan a year.

    Raises
    ------
    CourseError
        When there are fewer than three years, which have no middle, or a profit is no number.

    Examples
    --------
    >>> is_inverted_u([10, 30, 40, 20])
    True
    >>> is_inverted_u([10, 30, 40, 40])
    False
    """
    yearly = _profits(profit)
    if len(yearly) < 3:
        what = _("profit covers {found} years, too few for a curve").format(found=len(yearly))
        raise CourseError(what, fix=_("Give three years or more"))
    peak = int(np.argmax(yearly))
    rising = np.diff(yearly[: peak + 1]) > 0
    falling = np.diff(yearly[peak:]) < 0
    return 0 < peak < len(yearly) - 1 and bool(rising.all() and falling.all())


@dataclass(frozen=True)
class TurningPoint:
    """Where a profit curve turns, and whether it has the form that the source describes.

    Parameters
    ----------
    year, stage, profit
        Year and stage of the greatest profit, and that profit in yuan.
    slopes
        Mean slope of profit in each stage, yuan a year for each year (see `stage_profile`).
    inverted_u
        True when profit rises every year to the peak and falls every year after it.
    as_described
        True when, besides, all four stages occur and: exploration rises, formation rises fastest, stability rises and
        holds the peak, decline falls by more a year than stability rose.

    Examples
    --------
    >>> turning_point(profit(factors())).stage
    'stability'
    """

    year: int
    stage: str
    profit: float
    slopes: Mapping[str, float]
    inverted_u: bool
    as_described: bool


def turning_point(profit: pd.DataFrame) -> TurningPoint:
    """Find the peak of a profit curve and compare the curve with the form that the source describes (S0).

    Parameters
    ----------
    profit
        One row a year in order, with columns ``stage`` and ``profit`` (yuan a year), three years or more.

    Raises
    ------
    CourseError
        When a column is missing, a profit is no number, a stage is unknown, or there are fewer than three years.

    Examples
    --------
    >>> peak = turning_point(profit(factors()))
    >>> peak.year, round(peak.profit, 2), peak.inverted_u, peak.as_described
    (15, 427.91, True, True)
    >>> still_growing = turning_point(profit(factors(years=14)))
    >>> still_growing.inverted_u
    False
    """
    clean = _staged(profit)
    slopes = {str(stage): float(slope) for stage, slope in stage_profile(clean)["slope"].items()}
    inverted = is_inverted_u(clean)
    top = int(np.argmax(clean["profit"].to_numpy()))
    stage = str(clean["stage"].iloc[top])
    return TurningPoint(
        year=int(clean.index[top]),
        stage=stage,
        profit=float(clean["profit"].iloc[top]),
        slopes=slopes,
        inverted_u=inverted,
        as_described=inverted and stage == "stability" and _slopes_as_described(slopes),
    )


def present_values(
    profit: pd.DataFrame | pd.Series | Sequence[float], discount_rate: float, *, timing: Timing = "end"
) -> pd.DataFrame:
    """Discount each year's profit to the start of the first year given.

    Parameters
    ----------
    profit
        Table with a column ``profit``, or the yearly profits themselves, in order; yuan a year.
    discount_rate
        Rate a year, 0 to 1 (10% is 0.1).
    timing
        When the profit of year t falls: ``"end"`` of the year, discounted by t years; ``"middle"``, by t - 0.5;
        ``"start"``, by t - 1.

    Returns
    -------
    DataFrame
        One row a year; columns ``profit``, ``factor`` (what a yuan of that year is worth now), ``present_value`` and
        ``cumulative`` (its running total), yuan.

    Raises
    ------
    CourseError
        When a profit is no number, the rate lies outside 0 to 1, or ``timing`` is another word.

    Examples
    --------
    >>> present_values([110, 121], 0.1).round(3)  # doctest: +NORMALIZE_WHITESPACE
          profit  factor  present_value  cumulative
    year
    1      110.0   0.909          100.0       100.0
    2      121.0   0.826          100.0       200.0
    """
    yearly = _profits(profit)
    factor = discount_factors(len(yearly), discount_rate, timing)
    now = yearly * factor
    counted = pd.RangeIndex(1, len(yearly) + 1, name="year")
    index = profit.index if isinstance(profit, pd.DataFrame) else counted
    return pd.DataFrame(
        {"profit": yearly, "factor": factor, "present_value": now, "cumulative": np.cumsum(now)}, index=index
    )


def value(profit: pd.DataFrame | pd.Series | Sequence[float], discount_rate: float, *, timing: Timing = "end") -> float:
    """Return the lifecycle value: the discounted area under the profit curve, in yuan.

    It is the value at the start of the first year given.  From year 1 that is the whole-life value; a table that begins
    later gives the residual value of a customer of that age.  The cost of winning the customer is not in it.

    Parameters
    ----------
    profit
        Table with a column ``profit``, or the yearly profits themselves, in order; yuan a year.
    discount_rate
        Rate a year, 0 to 1 (10% is 0.1).
    timing
        When the profit of year t falls: ``"end"`` of the year, discounted by t years; ``"middle"``, by t - 0.5;
        ``"start"``, by t - 1.

    Raises
    ------
    CourseError
        When a profit is no number, the rate lies outside 0 to 1, or ``timing`` is another word.

    Examples
    --------
    >>> round(value([110, 121], 0.1), 2), round(value([110, 121], 0.1, timing="start"), 2)
    (200.0, 220.0)
    >>> round(value([2400] * 20, 0.1), 2)
    20432.55
    """
    return float(present_values(profit, discount_rate, timing=timing)["present_value"].sum())


def ended_early(
    lifecycle: Lifecycle | None = None,
    discount_rate: float = 0.1,
    *,
    timing: Timing = "end",
    after: Sequence[int] | None = None,
    manner: Manner = "stop",
) -> pd.DataFrame:
    """Compare relationships that end early with the full one.

    Parameters
    ----------
    lifecycle
        Stages and curves; the illustrative default when left out.
    discount_rate, timing
        As in `value`.
    after
        The last good years to try; the last year of each stage when left out.
    manner
        ``"stop"``: the customer leaves at once.  ``"decline"``: the relationship goes into reverse after that year
        and runs through a decline of the usual length; it can start no later than the end of stability, which is the
        full case.

    Returns
    -------
    DataFrame
        Indexed by ``after``; columns ``stage`` (of that year), ``years`` (length of the relationship), ``value`` (sum
        of profits, not discounted), ``present_value``, ``lost`` (present value of the full relationship minus this)
        and ``share`` (of the full present value; NaN when that is not positive), money in yuan.  A share above 1 is a
        relationship better ended than carried on.

    Raises
    ------
    CourseError
        When a year lies outside the relationship, the rate outside 0 to 1, or ``timing`` or ``manner`` is another word.

    Examples
    --------
    >>> ended_early().round(2)  # doctest: +NORMALIZE_WHITESPACE
                 stage  years    value  present_value     lost  share
    after
    4      exploration      4  -213.65        -171.22  1152.49  -0.17
    9        formation      9   377.45          99.70   881.57   0.10
    16       stability     16  2974.71         846.44   134.82   0.86
    20         decline     20  3695.52         981.27     0.00   1.00
    """
    lifecycle = _lifecycle(lifecycle)
    choice("manner", manner, ("stop", "decline"))
    latest = lifecycle.years if manner == "stop" else lifecycle.ends["stability"]
    usual = [year for year in lifecycle.ends.values() if year <= latest]
    tried = usual if after is None else [whole("after", year, low=1, high=latest) for year in numbers("after", after)]
    rows = [_ending(lifecycle, year, manner, discount_rate, timing) for year in tried]
    table = pd.DataFrame(rows, columns=["after", "stage", "years", "value", "present_value"]).set_index("after")
    full = value(profit(factors(lifecycle)), discount_rate, timing=timing)
    table["lost"] = full - table["present_value"]
    table["share"] = table["present_value"] / full if full > 0 else math.nan
    return table


@dataclass(frozen=True)
class StageRule:
    """Limits of the rule by which `classify` names a stage; each is a share of the customer's own scale.

    The scale is the peak of the figures (for figures that may be negative, such as profit: the largest size or the
    range, whichever is greater).  Growth is the mean yearly change over the last three years.  Level is 1 at the peak
    and falls with the distance below it.  Gain is the rise from the first year to the peak.  In this order:

    1. growth at or below ``-fall``: decline;
    2. growth at or above ``rise``: formation;
    3. level below ``level``: decline, already over;
    4. gain below ``gain``: exploration, since the customer has not grown yet;
    5. otherwise: stability.

    The limits are ours; they are judged by how well they recover simulated stages.

    Examples
    --------
    >>> StageRule().rise
    0.1
    """

    rise: float = 0.1
    fall: float = 0.05
    level: float = 0.7
    gain: float = 0.5

    def __post_init__(self) -> None:
        for each in fields(self):
            rate(each.name, getattr(self, each.name))


@dataclass(frozen=True)
class StageEstimate:
    """The stage of a customer, and how sure the rule is of it.

    Parameters
    ----------
    stage
        Key of one of `STAGES`.
    confidence
        Share of the noisy reruns that give the same stage, 0 to 1.  It says how far the answer hangs on the exact
        figures; it is **not** the probability that the answer is right.
    reason
        One sentence: the figure that decided.
    growth, level, gain
        What the rule looked at, as shares (see `StageRule`).
    noise
        Standard deviation of the noise in the reruns, in the unit of the figures.
    votes
        Share of the reruns for each stage; the shares sum to 1.

    Examples
    --------
    >>> classify([2, 3, 6, 10, 12, 12, 12]).stage
    'stability'
    """

    stage: str
    confidence: float
    reason: str
    growth: float
    level: float
    gain: float
    noise: float
    votes: Mapping[str, float]


def classify(
    yearly_figures: pd.Series | Sequence[float],
    rule: StageRule | None = None,
    *,
    reruns: int = 1000,
    least_noise: float = 0.05,
    seed: int = 0,
) -> StageEstimate:
    """Name the stage of a customer from its yearly figures, by the rule of `StageRule`.

    The reruns add normal noise to every figure and apply the rule again.  The size of the noise comes from the series
    itself: second differences remove a trend and leave noise with six times its variance (Gasser, Sroka and
    Jennen-Steinmetz 1986). Real bends count as noise here, which errs on the side of less confidence.

    The rule knows only the past.  It sees a new stage a year or two late, and it cannot tell a customer who has
    always bought the same amount from one still exploring.

    Parameters
    ----------
    yearly_figures
        Purchases, revenue or profit of each year, from the first year of the relationship to the last full one.
    rule
        Limits of the rule; `StageRule` when left out.
    reruns
        Number of reruns behind the confidence, 1 or more.
    least_noise
        Least noise in the reruns, as a share of the scale, however smooth the series is; above 0.
    seed
        Start of the random numbers: the same seed gives the same confidence.

    Raises
    ------
    CourseError
        When there are fewer than `MIN_YEARS` years, a figure is no number, or all are 0.

    Examples
    --------
    >>> estimate = classify([2, 3, 6, 10])
    >>> estimate.stage, estimate.confidence
    ('formation', 1.0)
    >>> print(estimate.reason)
    Over the last 3 years the figures rose by 35% of their scale a year.
    >>> classify([2, 3, 6, 10, 12, 12, 9]).stage
    'decline'
    """
    rule = StageRule() if rule is None else rule
    figures = _series(yearly_figures)
    measures = _measures(figures[np.newaxis, :])
    noise = max(
        _local_noise(figures), number("least_noise", least_noise, low=1e-6, high=1) * float(measures["scale"][0])
    )
    random = np.random.default_rng(whole("seed", seed, low=0))
    shape = (whole("reruns", reruns, low=1), len(figures))
    votes = _votes(figures + noise * random.standard_normal(shape), rule)
    step = int(_steps(measures, rule)[0])
    growth, level, gain = (float(measures[name][0]) for name in ("growth", "level", "gain"))
    stage = _STAGE_OF_STEP[step]
    return StageEstimate(stage, votes[stage], _reason(step, growth, level, gain), growth, level, gain, noise, votes)


def classify_by_year(yearly_figures: pd.Series | Sequence[float], rule: StageRule | None = None) -> pd.DataFrame:
    """Classify a customer again at the end of each year, from the figures known by then.

    Parameters
    ----------
    yearly_figures, rule
        As in `classify`.

    Returns
    -------
    DataFrame
        Indexed by ``year`` from `MIN_YEARS`; columns ``stage`` and ``confidence``.

    Raises
    ------
    CourseError
        As `classify`.

    Examples
    --------
    >>> classify_by_year([2, 3, 6, 10, 12, 12, 12]).round(1)  # doctest: +NORMALIZE_WHITESPACE
              stage  confidence
    year
    4     formation         1.0
    5     formation         1.0
    6     stability         0.7
    7     stability         0.9
    """
    figures = _series(yearly_figures)
    years = range(MIN_YEARS, len(figures) + 1)
    estimates = [classify(list(figures[:year]), rule) for year in years]
    rows = {"stage": [each.stage for each in estimates], "confidence": [each.confidence for each in estimates]}
    return pd.DataFrame(rows, index=pd.Index(years, name="year"))


def new_customer_influences(scores: Mapping[str, float], weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Weigh how a new telecom customer perceives the five influences 新客户的五个影响因素.

    Parameters
    ----------
    scores
        Perception of each of `NEW_CUSTOMER_INFLUENCES`, from 1 (bad for us) to 5 (good for us).
    weights
        Importance of each to this customer, 0 or more, on any scale; equal when left out.

    Returns
    -------
    DataFrame
        Indexed by ``influence``; columns ``question``, ``score``, ``weight`` (shares that sum to 1) and
        ``contribution`` (score x weight).  The contributions add up to the overall perception, 1 to 5.

    Raises
    ------
    CourseError
        When an influence is missing or unknown, a score lies outside 1 to 5, or the weights are negative or all 0.

    Examples
    --------
    >>> perceived = new_customer_influences(
    ...     {"product quality": 4, "service quality": 3, "value": 4, "competitors' prices": 2, "own needs": 5}
    ... )
    >>> round(float(perceived["contribution"].sum()), 2)
    3.6
    """
    score = _by_influence("scores", scores, low=1, high=5)
    weight = np.ones(len(score)) if weights is None else _by_influence("weights", weights, low=0, high=math.inf)
    if weight.sum() == 0:
        raise CourseError(_("weights are all 0"), fix=_("Give at least one influence a weight above 0"))
    share = weight / weight.sum()
    return pd.DataFrame(
        {
            "question": list(NEW_CUSTOMER_INFLUENCES.values()),
            "score": score,
            "weight": share,
            "contribution": score * share,
        },
        index=pd.Index(list(NEW_CUSTOMER_INFLUENCES), name="influence"),
    )


def _lifecycle(given: object) -> Lifecycle:
    if given is None:
        return Lifecycle()
    if not isinstance(given, Lifecycle):
        what = _("lifecycle is a {kind}, not a Lifecycle").format(kind=type(given).__name__)
        raise CourseError(what, fix=_("Write it as Lifecycle(...), or leave it out"))
    return given


def _path(curve: Curve, lifecycle: Lifecycle, year: Whole, turn: int) -> Floats:
    """Return the curve at each year; growth stops at ``turn``, and what was reached blends into the end level."""
    length = int(getattr(lifecycle, curve.rises_in))
    middle = lifecycle.ends[curve.rises_in] - (length - 1) / 2
    grown = special.expit((np.minimum(year, turn) - middle) * _STEEPNESS / length)
    reached = curve.start + (curve.mature - curve.start) * grown
    bottom = turn + (lifecycle.decline + 1) / 2
    declined = special.expit((year - bottom) * _STEEPNESS / lifecycle.decline)
    path: Floats = reached + (curve.end - reached) * declined
    return path


def _stage_of(lifecycle: Lifecycle, year: int, turn: int) -> str:
    if year > turn:
        return "decline"
    return next(stage for stage, last in lifecycle.ends.items() if year <= last)


def _slopes_as_described(slopes: Mapping[str, float]) -> bool:
    if list(slopes) != [stage.key for stage in STAGES]:
        return False
    exploration, formation, stability, decline = slopes.values()
    return 0 < exploration < formation and 0 < stability < formation and decline < -stability


def _ending(
    lifecycle: Lifecycle, year: int, manner: Manner, discount_rate: float, timing: Timing
) -> tuple[int, str, int, float, float]:
    table = factors(lifecycle, year) if manner == "stop" else factors(lifecycle, turns_after=year)
    earned = profit(table)
    now = value(earned, discount_rate, timing=timing)
    return year, str(table.loc[year, "stage"]), len(table), float(earned["profit"].sum()), now


# The five steps of StageRule, in order, lead to these stages.
_STAGE_OF_STEP = ("decline", "formation", "decline", "exploration", "stability")


def _measures(figures: Floats) -> dict[str, Floats]:
    """Return scale, growth, level and gain of each row of ``figures`` (one row a rerun, one column a year)."""
    top, last = figures.max(axis=1), figures[:, -1]
    scale = np.maximum(np.abs(figures).max(axis=1), top - figures.min(axis=1))
    growth = (last - figures[:, -_WINDOW]) / (_WINDOW - 1) / scale
    return {"scale": scale, "growth": growth, "level": 1 - (top - last) / scale, "gain": (top - figures[:, 0]) / scale}


def _steps(measures: Mapping[str, Floats], rule: StageRule) -> Whole:
    """Return, for each row, which of the five steps of the rule decides."""
    tests = [
        measures["growth"] <= -rule.fall,
        measures["growth"] >= rule.rise,
        measures["level"] < rule.level,
        measures["gain"] < rule.gain,
    ]
    return np.select(tests, [0, 1, 2, 3], default=4).astype(np.int64)


def _votes(figures: Floats, rule: StageRule) -> dict[str, float]:
    named = np.array(_STAGE_OF_STEP)[_steps(_measures(figures), rule)]
    return {stage.key: float((named == stage.key).mean()) for stage in STAGES}


def _local_noise(figures: Floats) -> float:
    bends = np.diff(figures, n=2)
    return float(np.sqrt((bends**2).mean() / 6))


def _reason(step: int, growth: float, level: float, gain: float) -> str:
    sentences = (
        _("Over the last {window} years the figures fell by {growth:.0%} of their scale a year."),
        _("Over the last {window} years the figures rose by {growth:.0%} of their scale a year."),
        _("The last figure is far below the peak, at level {level:.0%}, and no longer falling."),
        _("The figures hardly move, and they never rose far above the first year: a gain of {gain:.0%}."),
        _("The figures hardly move, at level {level:.0%} of the peak, after a gain of {gain:.0%}."),
    )
    return sentences[step].format(window=_WINDOW, growth=abs(growth), level=level, gain=gain)


def _series(yearly_figures: object) -> Floats:
    figures = numbers("yearly_figures", yearly_figures, place=_year_place)
    if len(figures) < MIN_YEARS:
        what = _("yearly_figures covers {found} years, too few to name a stage").format(found=len(figures))
        raise CourseError(what, fix=_("Give {wanted} years or more").format(wanted=MIN_YEARS))
    if not figures.any():
        raise CourseError(_("yearly_figures are all 0"), fix=_("Give the years of a customer who bought something"))
    return figures


def _profits(profit: object) -> Floats:
    if isinstance(profit, pd.DataFrame):
        return _column(columns("profit", profit, ["profit"]), "profit")
    return numbers("profit", profit, place=_year_place)


def _staged(profit: object) -> pd.DataFrame:
    """Return a clean copy of the columns ``stage`` and ``profit``."""
    table = columns("profit", profit, ["stage", "profit"])
    known = [stage.key for stage in STAGES]
    numbers("year", table.index.to_numpy(), place=lambda position: _("row {row}").format(row=position + 1))
    for year, stage in table["stage"].items():
        choice("stage", stage, known, where=_("row {row}, column {column!r}").format(row=year, column="stage"))
    return pd.DataFrame({"stage": table["stage"], "profit": _column(table, "profit")}, index=table.index)


def _column(table: pd.DataFrame, column: str, *, low: float = -math.inf) -> Floats:
    def place(position: int) -> str:
        return _("row {row}, column {column!r}").format(row=table.index[position], column=column)

    return numbers(column, table[column], low=low, place=place)


def _year_place(position: int) -> str:
    return _("year {year}").format(year=position + 1)


def _by_influence(name: str, given: object, *, low: float, high: float) -> Floats:
    if not isinstance(given, Mapping):
        what = _("{name} is a {kind}, not a dictionary").format(name=name, kind=type(given).__name__)
        raise CourseError(what, fix=_("Write it as {example}").format(example="{'value': 4, ...}"))
    for influence in given:
        choice("influence", influence, tuple(NEW_CUSTOMER_INFLUENCES), where=name)
    for influence in NEW_CUSTOMER_INFLUENCES:
        if influence not in given:
            raise CourseError(_("{name} has no {influence!r}").format(name=name, influence=influence), fix=_("Add it"))
    ordered = [given[influence] for influence in NEW_CUSTOMER_INFLUENCES]
    return numbers(
        name, ordered, low=low, high=high, place=lambda position: repr(list(NEW_CUSTOMER_INFLUENCES)[position])
    )

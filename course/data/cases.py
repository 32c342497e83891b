"""The facts of the cases: every number the teaching material gives, written once, with its source.

S0-S4 are the five pages of teaching material (客户关系管理, customer relationship management).  Money is in yuan.
Chapters, homework and tests take the numbers from here; the models know none of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final


def _fixed(**facts: Any) -> MappingProxyType[str, Any]:
    """Return the facts read-only, so that no notebook changes them for the next cell."""
    return MappingProxyType(facts)


#: S0: the customer who is 30 years old: profit in yuan a purchase, purchases a month, years still to come.
THIRTY_YEAR_OLD: Final = _fixed(age=30, margin=100, purchases_per_month=2, years=20)

#: What the source does not say of her, and chapter 3 needs: our assumptions, for examples only.  Money in yuan a year,
#: the acquisition cost once; price and cost of goods a purchase leave the profit of 100 that the source gives.
THIRTY_YEAR_OLD_ASSUMED: Final = _fixed(
    discount_rate=0.1, retention_rate=0.8, acquisition_cost=5_000, price=400, cost_of_goods=300,
    maintenance_cost=240, marketing_expense=120, overhead=960,
    referral_rate=0.1, referral_value=2_000, income_growth=0.03,
)  # fmt: skip

#: S4: profit from a customer for industrial goods in years 1 to 5, dollars a year, from an American survey that it does
#: not name.  They appear to be the figures for industrial distribution in Reichheld & Sasser (1990), Harvard Business
#: Review 68(5), 105-111.
INDUSTRIAL_PROFIT: Final = (45, 99, 121, 144, 168)

#: S0: what the text of the lost 10,000-customer table still says.
COHORT_TEXT: Final = _fixed(
    customers=10_000, first_retention=0.6, first_cost_of_goods=0.7, acquisition_cost=60, yearly_cost=20,
    ltv_year_1=-12.00, ltv_year_3=66.08,
)  # fmt: skip

#: Our reconstruction of the lost table: the simplest economy that fits every sentence of S0.  It is not the original.
RECONSTRUCTION: Final = _fixed(
    customers=COHORT_TEXT["customers"],
    retention=(0.6, 0.7, 0.8),
    purchases=(2, 3, 4),
    spend=(80, 90, 100),
    cost_of_goods=(0.7, 0.65, 0.6),
    acquisition_cost=COHORT_TEXT["acquisition_cost"],
    yearly_cost=COHORT_TEXT["yearly_cost"],
    discount_rate=0.2,
)

#: Two other economies that end at the same total after year 3.
RIVALS: Final = (
    _fixed(**{**RECONSTRUCTION, "purchases": (2, 2.5, 3), "spend": (80, 100, 120),
              "cost_of_goods": (0.7, 0.6, 0.6), "discount_rate": 0.18}),
    _fixed(**{**RECONSTRUCTION, "purchases": (2, 2.5, 3), "spend": (80, 105, 110),
              "cost_of_goods": (0.7, 0.65, 0.6), "discount_rate": 0.10}),
)  # fmt: skip

#: A. M. Hughes, *Strategic Database Marketing*; dbmarketing.com article 251a: the table that S0 follows (dollars).
HUGHES: Final = _fixed(
    customers=100_000,
    retention=(0.6, 0.7, 0.8),
    purchases=(1.8, 2.5, 3),
    spend=(90, 95, 100),
    cost_of_goods=(0.7, 0.65, 0.65),
    acquisition_cost=55,
    yearly_cost=20,
    discount_factors=(1, 1.16, 1.35),
)

#: Pfeifer & Carraway (2000): the recency chain of their example (dollars a purchase and a period).
PFEIFER_CARRAWAY: Final = _fixed(repurchase=(0.3, 0.2, 0.15, 0.05), margin=40, marketing=4, discount_rate=0.2)

#: S2: a taxi driver's day: yuan to the company, yuan of fuel, hours; then his own rounding of each to yuan an hour.
TAXI: Final = _fixed(rent=380, fuel=210, hours=17, rent_per_hour=22, fuel_per_hour=12.5, cost_per_hour=34.5)

#: S3 (quoting a survey of the American Marketing Association that it does not name): winning a customer costs so many
#: times as much as keeping one, and takes so many times the work.
WIN_OR_KEEP: Final = _fixed(cost_times=(5, 6), effort_times=(6, 10))

#: S2: ten ways to find prospects; S3 adds the last two (and explains canvassing and referral).  English and Chinese
#: names.
WAYS_TO_FIND: Final = _fixed(
    canvassing="普遍寻找法", advertising="广告寻找法", referral="介绍寻找法", published_sources="资料查阅寻找法",
    bought_list="购买名单法", industry_ranking="行业排位法", trade_fair="交易会寻找法", consultant="咨询寻找法",
    own_events="企业各类活动寻找法", orphan_customers="收养孤儿法", centre_of_influence="光辉效应法", agent="代理人法",
)  # fmt: skip

#: S2 and S3: the four ways of turning prospects into actual customers.
FOUR_WAYS: Final = _fixed(
    keep="留住现实顾客",
    open_market="开辟新的市场",
    contest_general="争夺一般潜在顾客",
    contest_rivals="争夺竞争对手的顾客",
)
#: Berry & Linoff's cohort "Regular" as Fader & Hardie (2007) print it: percent still customers in years 0 to 12, how
#: many customers were won, and the last year that they fit their model to.
REGULAR_COHORT: Final = _fixed(
    percent=(100.0, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3),
    customers=1_000, fitted_to=7,
)  # fmt: skip

#: What chapter 5 assumes about CDNOW, whose orders hold no cost: margin as a share of spend, discount rate a year; and
#: how it cuts time: days in a period, periods looked at, the last period that a model may see.
CDNOW_ASSUMED: Final = _fixed(margin_share=0.3, discount_rate=0.1, days=45, periods=10, fit_until=6)

#: A bank's customer as chains of events: hazard a year (the last number holds on), yuan each time.  Ours, for practice.
BANK_EVENTS: Final = (
    _fixed(name="card year", hazards=(0.9,), revenue=120, cost=70),
    _fixed(name="first home", hazards=(0.0, 0.02, 0.04, 0.06, 0.04), revenue=6_000, cost=1_500, once=True),
    _fixed(name="savings plan", hazards=(0.0, 0.0, 0.05, 0.08, 0.05), revenue=900, cost=150, once=True),
    _fixed(name="complaint", hazards=(0.08,), cost=200),
    _fixed(name="leaves", hazards=(0.25, 0.15, 0.10), cost=30, ends=True),
)
BANK: Final = _fixed(years=15, discount_rate=0.1)

#: Two suppliers and a customer between them, yuan a period.  Ours, for practice.
SUPPLIERS: Final = _fixed(advantage=10, spread=40, margin=100, discount_rate=0.1)
#: S2: the survey of 1981 among people who had complained to the Coca-Cola Company.  More than this share told this many
#: people or more about the reply they got.  The list of S2 breaks off after this finding.
COCA_COLA: Final = _fixed(year=1981, told_many=0.12, many=20)

#: TARP (the firm that made that survey and others), quoted in the Washington Post of 14 October 1984, "Something
#: bugging you?": people told by a complainant who was and was not content with the answer (our middle of "four or
#: five" and of "nine or 10"); buyers with a problem for one who writes; the share that buys again: did not complain,
#: complained and was content, was content at once.
GRAPEVINE: Final = _fixed(
    told_if_content=4.5, told_if_not=9.5, with_a_problem_per_letter=50, silent_buy_again=0.37, content_buy_again=0.70,
    quick_buy_again=0.95,
)  # fmt: skip

#: Our assumptions for the calculation of chapter 10: how many people are told by one who keeps silent towards the
#: company; the share of complaints answered well; and for each input a range that we hold possible.
WORD_OF_MOUTH_ASSUMED: Final = _fixed(
    told_by_silent=5, answered_well=0.5,
    ranges=_fixed(complain_share=(0.02, 0.10), answered_well=(0.3, 0.7), told_by_silent=(3, 9), told_if_not=(9, 12)),
)  # fmt: skip

#: S1, S2, S4: the rules about valuable customers, as the source states them.  80/20; 80/20/30: half of the profit
#: is eaten by
#: the worst 30%; the ranges of A and B as shares of the customers.
VALUE_RULES: Final = _fixed(best=0.2, profit=0.8, worst=0.3, eaten=0.5, a=(0.10, 0.15), b=(0.15, 0.25))

#: S2: the levels of Chase, million dollars a year: overall benefit 综合效益, or fee income 中间业务收入.  The
#: source says that
#: there are five levels and breaks off in the third (red: simple needs, little profit, loyal).
BANK_LEVELS: Final = _fixed(blue=(5.0, 3.0), green=(3.0, 1.0))
BANK_LEVELS_STATED: Final = 5

#: Six invented clients of such a bank: benefit, fees (million dollars a year), loyal.
BANK_CLIENTS: Final = _fixed(
    A=(5.2, 0.5, False), B=(1.5, 3.1, False), C=(3.0, 0.6, True), D=(2.0, 1.2, False), E=(0.4, 0.2, True),
    F=(0.8, 0.7, False),
)  # fmt: skip

#: Chapter 11, ours: what is spent on winning (yuan a prospect) and keeping (yuan a customer a year), the shares that
#: reaches, and the shares that no money passes; margin in yuan a year.
BALANCE: Final = _fixed(
    **{"win_spend": 20, "share_won": 0.12, "most_won": 0.3, "keep_spend": 15, "share_kept": 0.65, "most_kept": 0.85},
    **{"margin": 200, "discount_rate": 0.1},
)

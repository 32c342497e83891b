# %% [markdown] minutes=2 notes="Ask what they would pay today to own one loyal customer of a kiosk. The highest and the lowest bid stay on the board until the end, when each bidder may change it."
# # What is one customer worth?
#
# **Questions**
#
# - Why is a customer who will bring a large sum not worth that sum today?
# - What changes when she may leave?
# - Of what is the value made, what moves it, and how sure can we be of it?
#
# **After this chapter you can**
#
# - compute the value of one customer and say when each payment falls;
# - use the retention model with and without the first margin;
# - split the value into six parts, and into history, current and potential value;
# - say which costs count, which driver matters most, and how wide the interval is.
#
# Teaching takes {{ minutes_to_teach }} minutes, the homework {{ minutes_to_do }}.
#
# **Terms**
#
# {{ terms("03") }}

# %%
import pandas as pd

from course.data import cases
from course.figures import lifetime as figures
from course.figures import show
from course.models import drivers, lifetime
from course.widgets.lifetime import explorer

# %% [markdown] minutes=2 notes="Let everybody multiply the facts, then ask: would you lend me that sum today against her purchases? Write the objections on the board, and tick them off during the lesson as the four omissions are mended."
# ## A case: the customer of {{ cases.THIRTY_YEAR_OLD["age"] }}
#
# A salesperson meets a prospect who is about {{ cases.THIRTY_YEAR_OLD["age"] }} years old. Each purchase would leave a
# profit of {{ cases.THIRTY_YEAR_OLD["margin"] }} yuan. She would buy {{ cases.THIRTY_YEAR_OLD["purchases_per_month"] }}
# times a month, and she may need the product for {{ cases.THIRTY_YEAR_OLD["years"] }} years more.
#
# These are all the facts of the source. It multiplies them.

# %%
case, assumed = cases.THIRTY_YEAR_OLD, cases.THIRTY_YEAR_OLD_ASSUMED
frequency = case["purchases_per_month"] * 12
plain = lifetime.undiscounted(case["margin"], frequency, case["years"])
plain

# %% [markdown]
# $$100 \times 2 \times 12 \times 20 = 48{,}000 \text{ yuan}$$
#
# The **customer lifetime value (CLV)** (客户终身价值) is the present value of everything that one customer brings, less
# the costs that this customer causes. The product above is a first step. It leaves out four things.
#
# 1. A yuan in {{ case["years"] }} years is not a yuan today.
# 2. She may leave.
# 3. She may buy more, or other products, or bring friends; and keeping her costs money.
# 4. Nobody knows these numbers exactly.
#
# This chapter adds them one at a time.

# %% [markdown] minutes=3 notes="They discount the fourth payment alone. Watch for those who take the same amount off each year in place of dividing once more. Draw a time line with the four year ends; it is needed again for start and middle."
# ## By hand: four years of payments
#
# She brings {{ case["margin"] }} × {{ frequency }} = {{ case["margin"] * frequency:,.0f }} yuan a year. Suppose we could
# have the money today, and lend it at {{ assumed["discount_rate"]:.0% }} a year. Then a payment that comes one year later
# is worth less by one year of interest. The rate at which money of today would grow is the **discount rate** (贴现率).
#
# Let each payment fall at the **end** of its year. Four rows are enough to see the rule. (The rate is ours. The source
# gives none.)

# %%
yearly, rate = case["margin"] * frequency, assumed["discount_rate"]
figures.readable(lifetime.schedule([yearly] * 4, rate, "end"), 4)

# %% [markdown]
# - Year 1: $2400 / 1.1 = 2181.82$
# - Year 2: $2400 / 1.1^2 = 1983.47$
# - Year 3: $2400 / 1.1^3 = 1803.16$
# - Year 4: $2400 / 1.1^4 = 1639.23$
#
# The last column is the **present value** that you met in the chapter on the lifecycle.

# %% [markdown] minutes=3 notes="Ask for a guess before the number: is more or less than half of the plain product left? Then show the bars. Make one student say aloud when each payment falls; who skips that will be lost in the next section."
# ## The formula: a sum, and a shorter way
#
# Let $m$ be the margin of a year, $i$ the discount rate and $n$ the number of years. With payments at year end
#
# $$V = \sum_{t=1}^{n} \frac{m}{(1+i)^t} = m \, \frac{1 - (1+i)^{-n}}{i} .$$
#
# The same payment every year for a fixed number of years is an **annuity** (年金). Our function adds it up.

# %%
discounted = lifetime.annuity(yearly, rate, case["years"], "end")
round(discounted, 2)

# %% [markdown]
# So the {{ plain:,.0f }} yuan are worth {{ discounted:,.2f }} yuan today, **if she is certain to stay**. That is
# {{ discounted / plain:.0% }} of the product. The last payment, in year {{ case["years"] }}, counts only
# {{ yearly / (1 + rate) ** case["years"]:,.2f }} yuan.

# %%
show(figures.present_values(lifetime.schedule([yearly] * case["years"], rate, "end")))

# %% [markdown]
# ### When does the money come?
#
# The same payments have other values when they fall at another time of the year. So we always say when.

# %%
by_timing = {when: lifetime.annuity(yearly, rate, case["years"], when) for when in ("start", "middle", "end")}
figures.values(by_timing)

# %% [markdown]
# She really pays twice a month. Month by month, at the monthly rate that grows to {{ rate:.0% }} in a year, the value is
# {{ lifetime.annuity(yearly / 12, (1 + rate) ** (1 / 12) - 1, case["years"] * 12):,.2f }} yuan: near the middle of the
# year. Year end is the careful choice, and we keep it for her.

# %% [markdown] minutes=6 notes="Draw two time lines: about to buy, and just bought. Which formula does the shop need at the till, and which a rival who buys our contracts? When late, read one row of the multiples and say only that the curve bends."
# ## She may leave: the retention model
#
# The **retention rate** (客户保留率; the source says 客户的维系率) $r$ is the probability that a customer who is here this year is
# still here next year.
# In the **retention model** (客户维系模型) it is the same every year, and who has gone does not come back. Then the
# margin of the $k$-th later year comes with probability $r^k$.
#
# By hand, with payment at the **start** of each period, and `m = 100`, `r = 0.8`, `i = 0.1`:

# %%
hand = lifetime.schedule([100 * 0.8**k for k in range(4)], 0.1, "start")
figures.readable(hand.assign(so_far=hand["present_value"].cumsum()))

# %% [markdown]
# Each present value is the one before it times $r/(1+i)$. Such a sum has a limit when it goes on for ever:
#
# $$V_{\text{in}} = m \sum_{k=0}^{\infty} \Big(\frac{r}{1+i}\Big)^k = m \, \frac{1+i}{1+i-r}
# \qquad\qquad
# V_{\text{out}} = V_{\text{in}} - m = m \, \frac{r}{1+i-r}$$
#
# - **In**: the customer is about to buy. The first margin is certain and comes now.
# - **Out**: the customer has just bought. That margin has come in; only what follows counts.
#
# Both formulas stand in textbooks. They differ by exactly one $m$.

# %%
first_in = lifetime.retention_value(100, 0.8, 0.1, first_margin="included")
first_out = lifetime.retention_value(100, 0.8, 0.1, first_margin="excluded")
figures.values({"included": first_in, "excluded": first_out, "difference": first_in - first_out})

# %% [markdown]
# With the first margin in, but paid at the end or in the middle of each period, the value lies between the two:
# {{ lifetime.retention_value(100, 0.8, 0.1, timing="end"):.2f }} and
# {{ lifetime.retention_value(100, 0.8, 0.1, timing="middle"):.2f }}. One customer, four correct numbers. A value without
# its timing is not a result.

# %% [markdown]
# ### The multiple
#
# For $m=1$ the formula gives the **margin multiple** (利润倍数): how many yuan of value one yuan of yearly margin is worth.
# Gupta and Lehmann (2003) leave the first margin out. These are their figures, computed again.

# %%
figures.readable(lifetime.margin_multiple([0.6, 0.7, 0.8, 0.9], [0.10, 0.12, 0.14, 0.16]))

# %%
show(figures.multiples(lifetime.margin_multiple([k / 100 for k in range(50, 96, 5)], [0.10, 0.12, 0.14, 0.16])))

# %% [markdown]
# The curve bends upward. Five points of retention add much more at the right than at the left, and there the discount
# rate matters more too.
#
# For our customer we assume a retention rate of {{ assumed["retention_rate"]:.0% }}. (Ours again.) Her margins fall at year
# end, for at most {{ case["years"] }} years.

# %%
stay, years = assumed["retention_rate"], case["years"]
value = lifetime.retention_value(yearly, stay, rate, timing="end", horizon=years)
show(figures.bridge({"plain": plain, "discounted": discounted, "retained": value}))

# %% [markdown]
# She is worth {{ value:,.2f }} yuan, {{ value / plain:.0% }} of the product.
#
# At this rate her **expected life** (预期生命周期) is $1/(1-r)$, that is
# {{ lifetime.expected_life(stay).periods:.0f }} years, the first one included. The renewals alone are $r/(1-r)$:
# {{ lifetime.expected_life(stay).renewals:.0f }} years.

# %% [markdown] minutes=4 notes="Hands up for retention, interest, years or margin: which one doubles the value? Let them find out for themselves why the margin does not count as an answer. Then shorten her years and ask why so little happens."
# ## Explore: what doubles the value?
#
# Predict first: which control is the strongest? Then move them and press **Check my setting**.
#
# Afterwards try a second one. Put everything back and let her need the product for fewer years. From how many years on
# does a longer need add almost nothing, and why?

# %%
explorer()

# %% [markdown] minutes=2 notes="Ask on which day the acquisition cost stops counting in a decision: before she signs, or after? Point to the lower line and ask who follows it. Nobody does: she stays, or she goes."
# ## When has she paid back?
#
# The source says *prospect*: she is still to be won. What it costs to win a customer is the
# **acquisition cost** (获取成本). Let it be {{ assumed["acquisition_cost"]:, }} yuan, paid today. It belongs in the value of a
# customer **still to be won**, and in no other.
#
# The **break-even year** (盈亏平衡年) is the first year after which the running total of present values has covered it.

# %%
expected = [yearly * stay**k for k in range(years)]
cost = assumed["acquisition_cost"]
naive = lifetime.break_even_year([yearly] * years, 0, cost)
figures.values({"plain": naive, "expected": lifetime.break_even_year(expected, rate, cost)}, "year")

# %%
shown = {"plain": lifetime.schedule([yearly] * 8, 0), "expected": lifetime.schedule(expected[:8], rate)}
show(figures.running_totals(shown, cost))

# %% [markdown]
# To us she is worth {{ value:,.2f }} − {{ cost:, }} = {{ value - cost:,.2f }} yuan before she is won. The most that we should
# ever spend on winning her is {{ value:,.2f }} yuan.
#
# Note that the lower line is an **expected** total, a mean over many women like her. With probability
# {{ 1 - stay:.0% }} this one leaves after one year. Then she has brought {{ yearly / (1 + rate):,.2f }} yuan, and we have lost
# {{ cost - yearly / (1 + rate):,.2f }}.

# %% [markdown] minutes=4 notes="Call out events (a sister she sends, a call she no longer makes, a higher price gladly paid) and let them name the part. Repeat purchase and loyalty get mixed up most. Ask what a rest in the sum would tell them."
# ## Six parts that add up
#
# The source names six parts of the value and says no more of them. Here is what we let each count, measured against the
# first year.
#
# | part | what it counts |
# |---|---|
# | CLV1 **first purchase** (初次购买) | the margin of one purchase |
# | CLV2 **repeat purchase** (重复购买) | all later purchases, at the price and cost of the first year |
# | CLV3 **cross-selling** (交叉销售) | the margin of other products |
# | CLV4 **lower cost** to serve (服务成本降低) | later purchases × what each now costs less |
# | CLV5 **referral** (推荐收益) | customers she brings × what each is worth |
# | CLV6 **value of loyalty** (客户忠诚带来的价值) | later purchases × what she pays above the first price |
#
# The source gives no amounts. The five years below are ours. Price less cost leaves the
# {{ case["margin"] }} yuan of the source in year 1.

# %%
price, goods = assumed["price"], assumed["cost_of_goods"]
relation = pd.DataFrame({"year": range(1, 6), "purchases": frequency, "price": price, "cost": goods})
relation["price"] += [0, 0, 5, 10, 10]
relation["cost"] -= [0, 10, 15, 20, 20]
relation["cross_selling"] = [0, 100, 200, 300, 300]
relation["referrals"] = [0.0] + [assumed["referral_rate"]] * 4
figures.readable(relation)

# %%
options = dict(retention_rate=stay, referral_value=assumed["referral_value"], timing="end")
parts = lifetime.decompose(relation, rate, **options)
show(figures.six_parts(parts))

# %%
figures.parts_table(parts)

# %% [markdown]
# The six parts give {{ parts.to_numpy().sum():,.2f }} yuan. One sum over the same table, which knows nothing of parts,
# gives {{ lifetime.relationship_value(relation, rate, **options):,.2f }}. **Nothing is left over and nothing is counted
# twice.** That is the test of a split. The first purchase alone is {{ parts.first_purchase.sum() / parts.to_numpy().sum():.1% }}
# of the whole.

# %% [markdown] minutes=2 notes="Put today on a line on the board and ask which side a manager can still change. Somebody will add the history to a decision about her: ask whether last year's money comes back if we say no."
# ## Three values: history, current, potential
#
# The source splits the same lifetime value along time.
#
# - **History value** (历史价值): what she has brought up to today.
# - **Current value** (当前价值): what she will bring if her behaviour does not change.
# - **Potential value** (潜在价值): what cross-selling, more purchases and referrals could add.
#
# Let her be with us since 2023, and let today be the end of 2025. We look five years ahead. The extra that developing her
# could bring is our assumption.

# %%
calendar = pd.DataFrame({"year": range(2023, 2031), "cash_flow": float(yearly), "extra": 0.0})
ahead = (calendar["year"] - 2025).clip(lower=0)
calendar["cash_flow"] *= stay**ahead
calendar.loc[ahead > 0, "extra"] = 300 * stay**ahead
show(figures.three_values(calendar, today=2025))

# %%
three = lifetime.three_values(calendar, 2025, rate)
figures.three_values_table(three)

# %% [markdown]
# All three are in yuan of the end of 2025: past payments grow at the discount rate, later ones shrink. Only the last two
# can still be changed. Together they are the residual value, the one to use in a decision about her.

# %% [markdown] minutes=3 notes="For each cost ask one thing: would it go if she left tomorrow? The rent is the trap. Let one student defend profit and another contribution before the bars are shown."
# ## Which costs count: revenue, profit, contribution
#
# The source points to three formulas of its textbook, `3.3` to `3.5`: by revenue, by profit, by profit contribution. **Those
# pages are not in the source.** What follows is ours, the basic model that Jain and Singh (2002) review, with a
# retention rate put in. For all three
#
# $$V = \sum_{k=0}^{n-1} \frac{r^k \, x}{(1+i)^{k+s}}$$
#
# with the yearly $x$ paid at the start ($s=0$), in the middle ($s=1/2$) or at the end ($s=1$) of a year. They differ in $x$.
# **Contribution** (利润贡献) is revenue less only those costs that would disappear if she left.

# %%
account = lifetime.YearlyAccount(
    revenue=frequency * price,
    cost_of_goods=frequency * goods,
    serving_cost=assumed["maintenance_cost"],
    marketing=assumed["marketing_expense"],
    overhead=assumed["overhead"],
)
variants = lifetime.variants(account, stay, rate, horizon=years, timing="end")
figures.readable(variants)

# %%
show(figures.variants(variants))

# %% [markdown]
# - By **revenue** she looks like {{ variants.value["revenue"]:,.0f }} yuan. That is how big she is, not what she is worth.
# - By profit she is charged a share of the rent. But the rent stays when she goes.
# - By contribution she is worth {{ variants.value["contribution"]:,.0f }} yuan. **Use this one for decisions.**
#
# Acquisition cost is in none of the three: she is already won.

# %% [markdown] minutes=4 notes="Let them rank the seven drivers on paper before the tornado, and ask afterwards why the years hardly matter. If you are late, show the tornado and of the intervals only the first and the last."
# ## What moves the value, and how sure are we?
#
# The source lists seven drivers. We put all of them into one customer, who is won and is charged for keeping her. All of the new
# numbers are ours. A **tornado chart** (龙卷风图) moves one driver at a time, here by a tenth up and down.

# %%
names = ("discount_rate", "retention_rate", "referral_rate", "referral_value", "income_growth")
costs = ("maintenance_cost", "marketing_expense")
woman = drivers.Drivers(margin=yearly, years=years, **{name: assumed[name] for name in names + costs})
worth = drivers.lifetime_value(woman, "end")
swings = drivers.tornado(woman, drivers.ranges_around(woman, 0.1), "end")
show(figures.tornado(swings, worth))

# %%
figures.tornado_table(swings)

# %% [markdown]
# She is worth {{ worth:,.0f }} yuan. Retention comes first, far before the rest. The length of time hardly matters, because
# only {{ stay ** (years - 1):.1% }} of such customers are left in the last year.
#
# A tenth is the same share of every driver, but not equally likely. Ranges as wide as each driver is **uncertain** would
# show what is worth finding out.
#
# ### The interval
#
# The retention rate is an estimate. Somebody counted how many of $n$ similar customers stayed, so its standard error is
# $\sqrt{r(1-r)/n}$. We draw many possible rates and value her with each. Nine tenths of the values lie in the interval.

# %%
sample = drivers.interval_by_sample(woman, [25, 50, 100, 200, 400, 800], seed=3, timing="end")
show(figures.interval_by_sample(sample))

# %% [markdown]
# With {{ sample.index[0] }} customers behind the rate, all we know is that she is worth between
# {{ sample.low[25]:,.0f }} and {{ sample.high[25]:,.0f }} yuan. With {{ sample.index[-1] }} it is {{ sample.low[800]:,.0f }} to
# {{ sample.high[800]:,.0f }}. This interval is about the **expected** value. What this one woman will bring varies far
# more: she stays or she goes.

# %% [markdown] minutes=2 notes="Before you compute it: what would a model that repeats the first margin make of these five bars? Then: who is in the fifth bar, and who is no longer in it? Let the class say what the survey keeps silent about."
# ## Real data: five years of industrial buyers
#
# Our model repeats the first margin. Does it hold? The source quotes an American survey of customers for industrial goods, and does
# not name it. The five figures appear to be those for industrial distribution in Reichheld and Sasser (1990).

# %%
survey = cases.INDUSTRIAL_PROFIT
show(figures.profit_by_year(survey))

# %%
repeated = lifetime.present_value([survey[0]] * 5, rate, "end")
observed = lifetime.present_value(survey, rate, "end")
figures.side_by_side(repeated, observed, "dollar")

# %% [markdown]
# The first year repeated misses more than half of the value. So first-year figures undervalue customers who grow.
#
# Two cautions. The figures of year 5 come only from customers who stayed five years, and those may have been better from
# the start. And the source gives averages alone: no number of customers, no spread. **So we can give no interval**, and
# these five figures should not be used as if they were certain.

# %% [markdown] minutes=6 notes="Take three of the eight: the monthly rate, the customer already won, and the forecast without an interval make the best talk. For each ask who in a firm would have signed the wrong number, and why."
# ## Where it goes wrong
#
# Eight mistakes, each computed the wrong way and the right way. All are about our customer, at year end unless a line
# says otherwise.

# %%
pairs, churn = {}, 0.05
value_of = lifetime.retention_value

# %% [markdown]
# ### 1. Not discounted
#
# Wrong: margin × years. Right: discounted, even if she is certain to stay.

# %%
pairs["undiscounted"] = (plain, discounted)
figures.side_by_side(*pairs["undiscounted"])

# %% [markdown]
# ### 2. A monthly rate times 12
#
# A company loses {{ churn:.0% }} of its customers a month. Wrong: it loses {{ 12 * churn:.0% }} a year. Right: each month the
# loss is {{ churn:.0% }} of those who are **left**, so {{ lifetime.yearly_rate(churn, "churn"):.1% }} go in a year.

# %%
kept = [1 - 12 * churn, lifetime.yearly_rate(1 - churn, "retention")]
pairs["monthly"] = tuple(value_of(yearly, keep, rate, timing="end", horizon=years) for keep in kept)
figures.side_by_side(*pairs["monthly"])

# %% [markdown]
# ### 3. The first year counted again
#
# She has just paid for her first year. What will she still bring, not discounted? Wrong: $1/(1-r)$ years. Right:
# $r/(1-r)$, the renewals.

# %%
life = lifetime.expected_life(stay)
pairs["life"] = (yearly * life.periods, yearly * life.renewals)
figures.side_by_side(*pairs["life"])

# %% [markdown]
# ### 4. Acquisition cost of a customer already won
#
# She is ours. She will leave unless we pay {{ 0.5 * value:,.0f }} yuan today to keep her.

# %%
pairs["acquisition"] = (value - cost, value)
figures.side_by_side(*pairs["acquisition"])

# %% [markdown]
# The wrong value says: let her go. The right value says: pay. What was spent to win her is gone either way.

# %% [markdown]
# ### 5. The first margin, in or out
#
# She bought a minute ago, and pays at the start of each year. Wrong: the formula with the first margin in.

# %%
pairs["first_margin"] = tuple(value_of(yearly, stay, rate, first_margin=first) for first in ("included", "excluded"))
figures.side_by_side(*pairs["first_margin"])

# %% [markdown]
# ### 6. The other formula's timing
#
# She pays at year end. Wrong: the formula $m(1+i)/(1+i-r)$, which is for payment at the start. It is too high by exactly
# one year of interest.

# %%
pairs["timing"] = tuple(value_of(yearly, stay, rate, timing=when) for when in ("start", "end"))
figures.side_by_side(*pairs["timing"])

# %% [markdown]
# ### 7. Whole-life value for residual value
#
# At the end of 2025 a competitor offers to buy our contract with her. What is the least we should ask? Wrong: the whole
# lifetime value, history included. Right: what is still to come.

# %%
pairs["whole_life"] = (three.whole_life, three.residual)
figures.side_by_side(*pairs["whole_life"])

# %%
show(figures.pitfalls(pairs))

# %% [markdown]
# ### 8. A forecast without an interval
#
# We may keep her at a price of {{ 0.9 * worth:,.0f }} yuan, a tenth below her value. Wrong: she is worth more, so we pay. The
# retention rate comes from {{ sample.index[1] }} customers. Right: look at the interval first.

# %%
error = sample.loc[50, "standard_error"]
interval = drivers.value_interval(woman, {"retention_rate": error}, seed=3, timing="end")
figures.values({"low": interval.low, "value": interval.value, "high": interval.high})

# %% [markdown]
# The price lies well inside the interval, so we do not know whether paying it gains or loses. To count more customers
# first may be worth what it costs.

# %% [markdown] minutes=1 notes="Ask at which of the five steps a firm they know has stopped, and what was missing for the next. Use it as a bridge to the later chapters; do not read the table aloud."
# ## The five steps of the source
#
# | step | in this chapter |
# |---|---|
# | 1. collect customer data (收集客户数据) | amounts, frequency, products, channel: one row a year |
# | 2. define and compute (定义和计算终生价值) | timing, first margin, which costs; retention model; six parts |
# | 3. investment and profit (客户投资与利润分析) | acquisition cost, break-even year, tornado, interval |
# | 4. group customers (客户分组) | the chapters on the cohort, on indicators and on portfolios |
# | 5. act (开发相应的客户措施) | the last question of the homework: choose a programme and defend it |

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("03")

# %% [markdown] minutes=1 notes="One minute, on paper: which question will you ask first of any lifetime value you are shown? Wanted are the timing, the first margin, which costs, and how sure."
# ## Key points
#
# - {{ plain:,.0f }} yuan over {{ years }} years are {{ discounted:,.0f }} today if she stays, and {{ value:,.0f }} if she may leave.
# - Say when the money comes and whether the first margin counts. The two formulas differ by one margin.
# - The six parts add up, and so do the three values. A split with a rest is wrong.
# - Use contribution for decisions. Acquisition cost counts only before the customer is won.
# - Retention moves the value most. It is estimated, so the value needs an interval.

# %% [markdown]
# ## References
#
# - S0, S1, S2, S4: the teaching material of the course (the 30-year-old; six parts, drivers, three formulas by number;
#   three values, five steps; profit by year).
# - Berger, P. D., & Nasr, N. I. (1998). Customer lifetime value: Marketing models and applications. *Journal of
#   Interactive Marketing*, 12(1), 17-30.
# - Gupta, S., & Lehmann, D. R. (2003). Customers as assets. *Journal of Interactive Marketing*, 17(1), 9-24.
# - Jain, D., & Singh, S. S. (2002). Customer lifetime value research in marketing: A review and future directions.
#   *Journal of Interactive Marketing*, 16(2), 34-46.
# - Mulhern, F. J. (1999). Customer profitability analysis: Measurement, concentration, and research directions.
#   *Journal of Interactive Marketing*, 13(1), 25-40. (Which costs belong to a customer.)
# - Pfeifer, P. E., Haskins, M. E., & Conroy, R. M. (2005). Customer lifetime value, customer profitability, and the
#   treatment of acquisition spending. *Journal of Managerial Issues*, 17(1), 11-25.
# - Reichheld, F. F., & Sasser, W. E. (1990). Zero defections: Quality comes to services. *Harvard Business Review*,
#   68(5), 105-111.

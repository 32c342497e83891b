# %% [markdown] minutes=2 notes="Open with two pupils of a music school, a new one and one of ten years. Which of them brings the school more, and which costs it more? Leave the answers on the board, and do not read out the objectives."
# # The customer lifecycle
#
# **Questions**
#
# - How does the profit from one customer change while the relationship grows old?
# - Why is the profit curve an inverted U, and when is it not?
# - What is lost when a relationship ends early?
#
# **After this chapter you can**
#
# - name the four stages of a relationship and what marks each;
# - compute the profit of a year from four factors, and the value of a relationship from its yearly profits;
# - say which factor makes the form of the profit curve, and show it;
# - name the stage of a customer from yearly figures, and say how sure you are.
#
# Teaching takes {{ minutes_to_teach }} minutes, the homework {{ minutes_to_do }}.
#
# **Terms**
#
# {{ terms("02") }}

# %%
import pandas as pd

from course.figures import lifecycle as figures
from course.figures import show
from course.models import lifecycle, lifecycle_study
from course.widgets.lifecycle import explorer

# %% [markdown] minutes=5 notes="First let each pair name a brand they used daily and have since dropped, and say when it turned. Collect the turning points on the board; the four stages sort them. Before the last figure ask: same five scores, so the same customer? Short of time? Skip the operator's own table."
# ## A case: the customer of a mobile operator
#
# A mobile operator sells data packages. In the first year Ms Lin tries two of them. Some years later she buys one every
# month. She pays a little more for it than a newcomer would, she asks the help line less, and she has brought her
# sister. One day she finds a better offer, and she buys less and less.
#
# The course of such a relationship is the **customer lifecycle** (客户生命周期). The four-stage model divides it into
# **exploration** (考察期), **formation** (形成期), **stability** (稳定期) and **decline** (退化期).
#
# {{ figures.stage_table(lifecycle.STAGES) }}
#
# An operator counts its customers a little differently. Note the last line: an old customer who takes up another
# service begins again at the beginning. One person can be in two stages at once.
#
# {{ figures.stage_table(lifecycle.TELECOM_STAGES) }}

# %% [markdown]
# ### What moves a new customer
#
# The source names five influences on the new customer: product quality, service quality, value, the prices of
# competitors, and the customer's own needs. The first three count **as the customer perceives them**.
#
# Let two new customers give the same five scores, from 1 (bad for us) to 5 (good for us). For Lin all five matter
# equally. For Zhao the prices of competitors matter most. The scores and weights are ours; the source gives none.

# %%
scores = {"product quality": 4, "service quality": 3, "value": 4, "competitors' prices": 2, "own needs": 5}
price_first = dict.fromkeys(scores, 1) | {"competitors' prices": 6}
lin = lifecycle.new_customer_influences(scores)
zhao = lifecycle.new_customer_influences(scores, price_first)
show(figures.influences_compared({"Lin": lin, "Zhao": zhao}))

# %% [markdown]
# The same scores add up to {{ lin.contribution.sum():.1f }} points for Lin and {{ zhao.contribution.sum():.1f }} for
# Zhao. So a survey that asks for scores, and not for what matters, calls these two customers the same.

# %% [markdown] minutes=5 notes="Cover the results and give one stage to each row of seats. The usual slip: the cost of the goods taken off once, not once for every purchase. Ask why a firm accepts a loss in exploration."
# ## By hand: one year of each stage
#
# The source says that four factors move while a relationship grows.
#
# | factor | Chinese | in the first three stages |
# |---|---|---|
# | **transaction volume** | 交易量 | rises |
# | **willingness to pay** | 支付意愿 | rises |
# | **cost to serve** | 服务成本 | falls |
# | **indirect benefit**, from customers who were referred | 间接效益 | rises |
#
# Take one year of each stage. What a package costs the operator is the same in every year. The numbers are ours.

# %%
hand = pd.DataFrame(
    {"volume": [2, 6, 12, 5], "price": [100, 102, 108, 104], "cost": [120, 95, 70, 100], "indirect": [0, 5, 50, 20]},
    index=pd.Index([2, 7, 15, 19], name="year"),
).assign(goods=70, stage=[stage.key for stage in lifecycle.STAGES])
figures.readable(hand)

# %% [markdown]
# Each purchase leaves the price less the cost of the goods. Add the indirect benefit. Take away the cost to serve.
#
# - exploration: $2 \times (100 - 70) + 0 - 120 = -60$ yuan
# - formation: $6 \times (102 - 70) + 5 - 95 = 102$ yuan
# - stability: $12 \times (108 - 70) + 50 - 70 = 436$ yuan
# - decline: $5 \times (104 - 70) + 20 - 100 = 90$ yuan
#
# The function of the course gives the same.

# %%
figures.readable(lifecycle.profit(hand))

# %% [markdown] minutes=3 notes="Write the sum for three years in full before you show the sigma. Ask over which years a patient and an impatient owner would quarrel. Somebody will subtract the cost of winning: ask in whose value it belongs."
# ## The formula
#
# In year $t$ of the relationship let $Q_t$ be the purchases, $P_t$ the price, $G$ the cost of the goods in one purchase,
# $B_t$ the indirect benefit and $C_t$ the cost to serve. The profit of the year is
#
# $$\pi_t = Q_t\,(P_t - G) + B_t - C_t .$$
#
# A yuan of a later year is worth less today. What it is worth today is its **present value** (现值). At a discount rate
# $d$ a year, a profit at the **end** of year $t$ is divided by $(1+d)^t$.
#
# By hand, with the stable year above and a rate of {{ 0.1:.0% }}: $436 \div 1.1^{15} = 104.37$ yuan.
#
# The **lifecycle value** (生命周期价值) is the sum of all present values over the $T$ years of the relationship:
#
# $$V = \sum_{t=1}^{T} \frac{\pi_t}{(1+d)^t} .$$
#
# It is the area under the profit curve, with late years counted less. The cost of winning the customer is not in it.
# That cost belongs only to the value of a customer who is still to be won.

# %% [markdown] minutes=6 notes="Have them sketch the four factors over the stages on paper before the figure. Which of them moves late, and why does trust have to come first? Then the profit: let one student mark the fastest year at the screen."
# ## Four curves and what follows from them
#
# The source gives directions and no numbers. So we draw curves that follow the directions.
#
# > **Illustration.** The levels and the lengths of the stages below are ours. No study measured them.

# %%
usual = lifecycle.Lifecycle()
by_year = lifecycle.factors(usual)
show(figures.factors_by_year(by_year))

# %% [markdown]
# Look at **when** each factor moves. Volume and cost move in the stage of formation. Price and referrals wait for the
# trust that comes with stability. In the decline all four turn back.
#
# Now the formula, year by year. Nothing here draws a curve of profit; it is only arithmetic.

# %%
profit = lifecycle.profit(by_year)
show(figures.profit_by_year(profit))

# %% [markdown]
# Profit rises to one peak and falls after it. Such a curve is called an **inverted U** (倒U型). The source says more than
# that: slow growth in exploration, the fastest in formation, slower growth to the maximum in stability, a fast fall in
# decline. The last column of this table shows that all four parts came out.

# %%
figures.readable(lifecycle.stage_profile(profit), 1)

# %%
discount_rate = 0.1
whole_life = lifecycle.value(profit, discount_rate)
figures.readable(lifecycle.present_values(profit, discount_rate).iloc[[0, 4, 9, 14, 19]], 3)

# %% [markdown]
# The table shows five of the {{ len(profit) }} years. The lifecycle value is {{ whole_life:.2f }} yuan at
# {{ discount_rate:.0% }} a year. The profits alone add up to {{ profit.profit.sum():.2f }} yuan.

# %% [markdown] minutes=4 notes="Vote before the table: which factor, held flat, destroys the form that the source describes? Expect many hands for price. Then ask what a company's accounts would have to show for the inverted U to fail."
# ## Which factor makes the inverted U?
#
# In the source the inverted U is a hypothesis (原假设). A hypothesis should be able to fail. We change the factors one
# at a time and look again.

# %%
cases = lifecycle_study.what_ifs()
figures.readable(lifecycle_study.compare(cases, discount_rate), 1)

# %% [markdown]
# - Price, cost or indirect benefit can stay flat. The curve keeps the form that the source describes.
# - With volume alone, and the other three flat, it keeps the form too. **Volume makes the form.**
# - With flat volume profit still rises and falls, but formation is no longer the fastest stage, and the customer is
#   worth {{ lifecycle.value(lifecycle.profit(lifecycle.factors(cases["flat_volume"])), discount_rate):.0f }} yuan.
# - When nothing turns back in the decline, there is no fall. The fall of the profit curve is the fall of the factors.
# - When the cost to serve grows with the purchases, there is no inverted U at all. The source says that cost falls.
#   Whether it does in your company is a question for its accounts.

# %%
shown = ("usual", "flat_cost", "flat_volume", "cost_grows")
show(figures.profits_compared({name: lifecycle.profit(lifecycle.factors(cases[name])) for name in shown}))

# %% [markdown]
# ### What research found
#
# Reinartz and Kumar (2000) followed customers of a direct-marketing seller over three years. They tested four beliefs:
# long relationships are profitable, profit rises with time, cost to serve falls, the price paid rises. Their result: a
# long life must not be equated with a high profit. Short relationships can be very profitable too.

# %% [markdown] minutes=4 notes="Ask what hurts more in exploration: a customer who stops at once, or one who fades? Take the reasons, then the two lines. At the end of formation let somebody explain why a share of the good years is not the same share of the value."
# ## When the relationship ends early
#
# The decline may begin in any stage. We compare two ways to end. In the first the customer **stops** at once. In the
# second the relationship **declines**: what was reached by then is lost over the usual
# {{ usual.decline }} years.

# %%
stop = lifecycle.ended_early(discount_rate=discount_rate)
decline = lifecycle.ended_early(discount_rate=discount_rate, manner="decline")
show(figures.ended_early({"stop": stop, "decline": decline}))

# %%
figures.readable(decline)

# %% [markdown]
# A customer lost in exploration costs money, and a slow loss costs more than a quick one. After formation the
# relationship has paid back. Yet it has brought only {{ decline.share[9]:.0% }} of the full value, although
# {{ usual.ends["formation"] / usual.ends["stability"]:.0% }} of the good years are over. The stable years bring most of the value.

# %% [markdown] minutes=4 notes="Write three predictions of the turning year on the board before anybody touches the slider; let one of the three drive. Those who are done early raise the cost to serve until the readout no longer says inverted U."
# ## Explore: when does the relationship turn?
#
# Move the beginning of the decline and read the two values. Then press **Check my setting**.
#
# When you have the answer, try a harder one. Let the cost to serve at the height grow. From which cost on is there no
# inverted U?

# %%
explorer()

# %% [markdown] minutes=4 notes="Uncover the figures line by line and ask for the stage each time: the class will be as late as the rule is. Expect confidence to be read as the chance of being right; point to the line where the rule is sure and wrong."
# ## From data: which stage is a customer in?
#
# We know of no public data on the yearly costs of single customers over such a long time. So this part uses simulated
# customers, made by our own model. They cannot prove the model right. They can test a method, because we know the
# true stage of each.

# %%
rule = lifecycle.StageRule()
panel = lifecycle_study.simulate(40, seed=1)
one = panel[panel["customer"] == 1].set_index("year")
estimate = lifecycle.classify(one["volume"].loc[:12])
figures.votes_table(estimate)

# %% [markdown]
# After 12 years the rule says: {{ estimate.stage }}. {{ estimate.reason }}
#
# The rule is ours. It goes down this list and stops at the first line that fits.
#
# 1. Over the last three years the figures fell by {{ rule.fall:.0% }} of their peak a year, or more: decline.
# 2. They rose by {{ rule.rise:.0% }} a year, or more: formation.
# 3. The last figure is below {{ rule.level:.0% }} of the peak: decline, already over.
# 4. The peak is above the first year by less than {{ rule.gain:.0% }} of the peak: exploration.
# 5. Otherwise: stability.
#
# Then it adds noise to the figures and decides again, a thousand times. The **confidence** is the share of these reruns
# that give the same answer. It is not the probability that the answer is right.
#
# Here is the same customer around two changes of stage. Each line uses only the years up to that line.

# %%
by_then = lifecycle.classify_by_year(one["volume"]).assign(true_stage=one["stage"])
figures.readable(by_then.loc[[8, 9, 10, 11, 15, 16, 17, 18]])

# %% [markdown]
# Of {{ len(by_then) }} answers, the rule's answer is wrong in year
# {{ ", ".join(str(year) for year in by_then.index[by_then.stage != by_then.true_stage]) }}. The decline has begun, and the
# rule does not see it yet. It gave that wrong answer with a confidence of {{ by_then.confidence[16]:.0% }}.
#
# Three years are too few. The function refuses and says why.

# %%
try:
    lifecycle.classify(one["volume"].loc[:3])
except ValueError as refusal:
    reason = str(refusal)
reason

# %% [markdown] minutes=7 notes="One mistake to each group, two minutes, one sentence back. The offer to the customer who is leaving is the one for the board: her whole life, or what is still to come? The table of timings is the first to leave out."
# ## Where it goes wrong
#
# Four mistakes are common. Each is computed here the wrong way and the right way.

# %% [markdown]
# ### 1. Naming a stage too soon
#
# On a finished curve every stage is easy to see. In the year itself it is not. We judge all
# {{ panel.customer.nunique() }} customers at the end of each year, from the figures known by then.

# %%
recovery = lifecycle_study.recovery(panel)
show(figures.recovery(recovery))

# %% [markdown]
# In the first year of a stage the rule is right in {{ recovery.right[1]:.0% }} of cases ({{ 0.95:.0% }} interval:
# {{ recovery.low[1]:.0% }} to {{ recovery.high[1]:.0% }}). A year later it is right in {{ recovery.right[2]:.0% }}
# ({{ recovery.low[2]:.0% }} to {{ recovery.high[2]:.0% }}). It also fails, for good, on customers who decline before they
# ever grew: their figures hardly move.

# %% [markdown]
# ### 2. Whole-life value where residual value is meant
#
# The **residual value** (剩余生命周期价值) is the present value, today, of the profits a customer of a given age
# is still to bring.

# %%
offer = 700
ages = lifecycle_study.residual_values(profit, discount_rate)
show(figures.residual_by_age(ages))

# %% [markdown]
# A customer has been with us for {{ usual.ends["stability"] }} years. Without an offer she leaves now. With it she runs
# through the usual decline. The offer costs {{ offer }} yuan.
#
# - Wrong: the whole life is worth {{ ages.whole_life[16]:.0f }} yuan, so the offer gains
#   {{ ages.whole_life[16] - offer:.0f }} yuan.
# - Right: what is still to come is worth {{ ages.residual[16]:.0f }} yuan, so the offer loses
#   {{ offer - ages.residual[16]:.0f }} yuan.
#
# The mistake also works the other way: after 8 years the residual value is {{ ages.residual[8]:.0f }} yuan, more than
# twice the whole-life value.

# %% [markdown]
# ### 3. Silence about when the money comes
#
# The same profits at the same rate give three values. So a value without its timing is not a result.

# %%
timings = {timing: lifecycle.value(profit, discount_rate, timing=timing) for timing in ("start", "middle", "end")}
by_timing = pd.Series(timings).rename_axis("timing").to_frame("present_value")
figures.readable(by_timing)

# %% [markdown]
# Payment at the start of each year gives {{ timings["start"] - timings["end"]:.2f }} yuan more than payment at the end.
# That is exactly one year's interest: {{ timings["start"] / timings["end"] - 1:.0% }}.

# %% [markdown]
# ### 4. The average customer's curve
#
# A company that averages its customers by year gets a smooth curve. No customer need follow it.

# %%
averages = lifecycle_study.averages(panel)
show(figures.average_and_customers(panel, averages, range(1, 7)))

# %%
worth = lifecycle_study.values(panel, discount_rate)
interval = lifecycle_study.mean_and_interval(worth)
steepest = panel.groupby("customer")["profit"].agg(lambda own: own.diff().min()).median()

# %% [markdown]
# - The average falls by at most {{ -averages.of_all.diff().min():.0f }} yuan from one year to the next. The typical
#   customer falls by {{ -steepest:.0f }} yuan in the worst year. The average hides the moment to act.
# - The curve of those who are left peaks at {{ averages.of_those_left.max():.0f }} yuan, the curve of all who were won at
#   {{ averages.of_all.max():.0f }}. Customers who are gone drop out of the first and count as 0 in the second.
# - Wrong: the customer with the usual stages is worth {{ whole_life:.0f }} yuan, so each customer is. Right: the mean of
#   the {{ len(worth) }} values is {{ interval["mean"]:.0f }} yuan (interval {{ interval["low"]:.0f }} to
#   {{ interval["high"]:.0f }}), because many turn early. And {{ (worth < 0).sum() }} of them are worth less than nothing.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("02")

# %% [markdown] minutes=1 notes="Ask for one sentence to a sales director who believes that the oldest customers are always the best. Wait until somebody has named the cost that grows, and somebody the average that nobody follows."
# ## Key points
#
# - A relationship has four stages: exploration, formation, stability, decline. The decline may begin in any of them.
# - The profit of a year is volume times (price less goods), plus indirect benefit, less cost to serve.
# - The inverted U is a result, not a law. Volume gives it its form. It fails when cost grows with the purchases.
# - Most of the value lies in the stable years, so an early end loses most of it.
# - A stage is named from past figures, late, and with a confidence. With three years it is not named at all.
# - Use the residual value to decide about a customer you have. Say when the money comes. Do not take the average for
#   the customers.

# %% [markdown]
# ## References
#
# - S0, S2: the teaching material of the course (stages, telecom stages, five influences, four factors, form of the curve).
# - Reinartz, W. J., & Kumar, V. (2000). On the profitability of long-life customers in a noncontractual setting: An
#   empirical investigation and implications for marketing. *Journal of Marketing*, 64(4), 17-35.
# - Dwyer, F. R., Schurr, P. H., & Oh, S. (1987). Developing buyer-seller relationships. *Journal of Marketing*, 51(2),
#   11-27. (Stages of a relationship.)
# - Reichheld, F. F., & Sasser, W. E. (1990). Zero defections: Quality comes to services. *Harvard Business Review*, 68(5),
#   105-111. (Why profit was expected to grow with time.)
# - Gasser, T., Sroka, L., & Jennen-Steinmetz, C. (1986). Residual variance and residual pattern in nonlinear regression.
#   *Biometrika*, 73(3), 625-633. (The size of the noise in the reruns.)

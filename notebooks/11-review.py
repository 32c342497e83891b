# %% [markdown] minutes=2 notes="Ask which chapter they would give up if the course had to lose one, and who objects. The objections are a better revision than any list; note the chapters that nobody defends and begin the quiz there."
# # Review: from prospects to a plan
#
# **Questions**
#
# - What do you know by now, and what should you read again?
# - How do the models of the course work together on one company?
# - Where should the next yuan go: to winning, or to keeping?
#
# **After this chapter you can**
#
# - test yourself on every chapter, at three levels;
# - take a company's tables in five steps from visits to a decision;
# - balance what is spent on winning against what is spent on keeping;
# - say how sure a plan is, and how a written plan is marked.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("11") }}

# %%
import pandas as pd

from course.data.capstone import FOLLOWED, TEA, company
from course.data.cases import BALANCE
from course.exercise import quiz, rubric
from course.figures import review as figures
from course.figures import show
from course.models import cohort, equity
from course.widgets import review as widgets

# %% [markdown] minutes=10 notes="Put one question at a time on the screen; all vote with fingers before anybody speaks, and a student who was wrong explains the right option. Stop when the time is up, not at the last question. The table of the standing is for home."
# ## Quiz across the course
#
# Twelve questions, drawn from all chapters. Another `seed` draws others, with other numbers; `chapters=["04"]` and
# `levels=["judge"]` choose. The levels are *recall* a fact, *apply* a method, *judge* a case.

# %%
quiz.review(count=12, seed=1)

# %% [markdown]
# ### How far you are
#
# The table counts what is in the bank, and what you have answered here and at the ends of the chapters. Where
# `read_again` is above 0, read that chapter's section again and take its quiz once more.

# %%
quiz.standing()

# %% [markdown] minutes=3 notes="What is missing in these tables, before we compute anything? Give pairs one minute. Expect columns to be named; push for what no column could hold: who asked whom, and why somebody left."
# ## The case: one company, all models
#
# > **Simulated.** The company does not exist. A generator with a fixed seed draws its visits, its customers and its
# > purchases from a truth that we know. So we can say afterwards how near the plan came.
#
# A seller of tea finds customers in three ways: by canvassing, by referral, at fairs. It has kept a record of each visit,
# and has followed everyone it won for {{ FOLLOWED }} years. The source names five steps from such data to action: collect,
# define and compute, analyse investment and profit, group, act. We take them in this order.

# %%
tea = company(TEA)
tea.visits.groupby("channel").sum().astype(int)

# %% [markdown]
# That is step one: {{ len(tea.visits):,}} visits, {{ len(tea.customers) }} customers. Before any model, look for what is *not*
# there: no visit says who asked whom, and nobody wrote down why a customer left.

# %% [markdown] minutes=4 notes="Four visits at the fair and one customer won: what did she cost? The price of a single visit is the slip to expect. Then cover the intervals and let them rank the channels; uncover them, and ask which ranks are left."
# ## By hand: what a customer costs
#
# A fair visit costs {{ TEA.channels["fair"].cost_per_visit:.0f }} yuan. Take four prospects at a fair; three have need, money and
# authority, and one of them is won. She cost `4 × 40 = 160` yuan, not the price of one visit: the other three visits were paid for her, too.

# %%
cost = equity.by_channel(tea.visits, TEA.cost_per_visit)
cost[["visits", "qualified", "won", "cost_per_customer"]].round(1)

# %%
show(figures.channel_costs(cost))

# %% [markdown]
# The cheapest visit is a canvassing visit. The cheapest **customer** comes by referral, at
# {{ cost.cost_per_customer["referral"]:.0f }} yuan (interval {{ cost.cost_low["referral"]:.0f }} to
# {{ cost.cost_high["referral"]:.0f }}). The intervals say which differences are more than chance.

# %% [markdown] minutes=5 notes="Ask for the best channel when cost and staying disagree, and how they would weigh the two. Referral wins here in both: so why not spend everything on it? Tell the truth of the simulation only at the end."
# ## What a customer of each channel is worth
#
# Step two and three: the cohort table of Chapter 4, once a channel, with its own retention.

# %%
kept = equity.retention_by_channel(tea.customers, FOLLOWED)
kept.round(2)

# %%
margins = tea.customers.groupby("channel")["margin"].mean()
common = {"purchases": 1, "cost_of_goods": 0, "yearly_cost": 20, "discount_rate": 0.1}
tables = {
    name: cohort.table(customers=cost.won[name], retention=kept.loc[name].tolist(), spend=margins[name],
                       acquisition_cost=cost.cost_per_customer[name], **common)
    for name in cost.index
}  # fmt: skip

# %%
show(figures.channel_values(tables))

# %%
sure = equity.value_intervals(cost, tea.customers, FOLLOWED, **common)
sure.round(0).astype(int)

# %% [markdown]
# After three years a customer who came by referral is worth {{ sure.value["referral"]:.0f }} yuan ({{ 0.95:.0%}} interval
# {{ sure.low["referral"]:.0f }} to {{ sure.high["referral"]:.0f }}), one from a fair
# {{ sure.value["fair"]:.0f }}, one from canvassing {{ sure.value["canvassing"]:.0f }}. The last two intervals overlap almost wholly: which of the two
# is better is not known.
#
# Referral is best in both, in cost and in staying. But it cannot be bought by the dozen: only a customer can refer, and {{ cost.visits["referral"] }} such visits were all.
#
# The truth, which only we know: of the customers by referral {{ TEA.channels["referral"].retention:.0% }} stay each year, of those
# by canvassing {{ TEA.channels["canvassing"].retention:.0% }}. The table found {{ kept.loc["referral", 1]:.0% }} and
# {{ kept.loc["canvassing", 1]:.0% }}.

# %% [markdown] minutes=6 notes="Ask which has to be settled first, winning or keeping, and have it argued. Then lay a ruler upright through the tops of the curves. When late, leave the formula and read out the two sentences under the figure."
# ## Winning or keeping: the formula
#
# **Customer equity** (客户资产) is what all customers, won and still to be won, are worth together. Blattberg and Deighton
# compute it per prospect. Spend $A$ on each prospect, and the share $a$ is won. Spend $R$ a year on each customer, and the
# share $r$ stays. With the margin $m$ and $r' = r/(1+d)$ a prospect is worth
#
# $$a\,m - A + a\,\Bigl(m - \frac{R}{r}\Bigr)\,\frac{r'}{1-r'} .$$
#
# Both shares rise with the money, ever more slowly, to a ceiling. Our example, all numbers ours: {{ BALANCE["win_spend"] }} yuan
# win {{ BALANCE["share_won"]:.0%}} (at most {{ BALANCE["most_won"]:.0%}}), {{ BALANCE["keep_spend"] }} yuan keep
# {{ BALANCE["share_kept"]:.0%}} (at most {{ BALANCE["most_kept"]:.0%}}).

# %%
money = {"margin": BALANCE["margin"], "discount_rate": BALANCE["discount_rate"]}
spends = {"win_spend": BALANCE["win_spend"], "keep_spend": BALANCE["keep_spend"]}
today = equity.customer_equity(widgets.WINNING, widgets.KEEPING, **spends, **money)
best = equity.best_spends(widgets.WINNING, widgets.KEEPING, **money)
figures.plan_table({"equity_today": today, **best})

# %%
show(figures.equity(widgets.WINNING, widgets.KEEPING, [20, 40, best.win_spend], best.keep_spend, **money))

# %% [markdown]
# All curves have their top at the same place: **what to spend on keeping does not depend on what is spent on winning.** The
# other way round it does: the better you keep, the more a customer may cost. So settle keeping first.

# %% [markdown] minutes=5 notes="Every pair writes both amounts on paper before the first move; compare afterwards who was too fond of winning. Ask what the next yuan brings on either side, and not what all of them brought."
# ## Explore: where should the money go?

# %%
widgets.explorer()

# %% [markdown] minutes=3 notes="What share of the margin comes from the best fifth? Collect guesses; the proverb will be among them. Then let them name the four groups in the words of the chapter on portfolios, and give each one action."
# ## Group, then act
#
# Step four: do not treat all alike. By margin and by years the customers fall into four groups; chapter 8 gives such cells
# their names. Here we only count what each brings.

# %%
big = tea.customers["margin"] >= tea.customers["margin"].quantile(0.8)
long = tea.customers["years"] >= FOLLOWED
groups = tea.customers.groupby([big.rename("big"), long.rename("long")])["margin"]
groups.agg(["size", "sum"]).assign(share=lambda table: table["sum"] / table["sum"].sum()).round(2)

# %% [markdown]
# The best fifth by margin brings {{ tea.customers.margin[big].sum() / tea.customers.margin.sum():.0%}} of the margin. That is a good deal, and
# it is not what the proverb says. Step five is the plan, and the homework asks you for one.

# %% [markdown] minutes=3 notes="Double the budget of the cheapest channel: what happens to its cost per customer? Then the hard one: would a canvassed customer stay longer if a friend had sent her? Ask for the trial that could tell."
# ## Where it goes wrong
#
# **The last customer's cost for the next one.** The cost per customer above is a mean of the past. A channel that is doubled
# reaches prospects who are harder to win.
#
# **One retention for all.** The mean over the channels would price a referral like a canvassed customer:

# %%
everyone = equity.retention_by_channel(tea.customers.assign(channel="all"), FOLLOWED).iloc[0]
mean_rate = cohort.table(customers=cost.won["referral"], retention=everyone.tolist(), spend=margins["referral"],
                         acquisition_cost=cost.cost_per_customer["referral"], **common)  # fmt: skip
figures.plan_table({"one_retention": mean_rate.final_ltv, "own_retention": tables["referral"].final_ltv})

# %% [markdown]
# **Channel read as cause.** Referred customers stay longer. It does not follow that a canvassed customer would stay if only
# somebody had referred her: other people come by other ways. Only a trial can tell.

# %% [markdown] minutes=3 notes="Read out a plan of three sentences that you have made up, one of them without a reason. All mark it by the rubric; compare the two marks farthest apart and ask which description decided."
# ## How a written plan is marked
#
# The last part of the homework is a page of text. A teacher marks it by a **rubric** (评分标准): criteria, each with levels described
# beforehand. The checks mark the numbers, and the rubric marks the reasons.

# %%
rubric.table()

# %% [markdown] minutes=1 notes="Close with the plan: each says which number would have to change, and by how much, before they would decide otherwise. Two or three voices, then the homework."
# ## Key points
#
# - A customer costs what the whole channel costs, divided by those it wins.
# - Cost and staying go into one number, the LTV of the channel; then channels can be ranked.
# - Settle what to spend on keeping first; winning follows from it. Both curves flatten.
# - A plan is a decision, its numbers, an interval, and what would change the decision.

# %% [markdown]
# ## References
#
# - R. C. Blattberg and J. Deighton (1996), Manage marketing by the customer equity test, *Harvard Business Review* 74(4),
#   136-144.
# - The five steps: teaching material S2. The exam questions that gave the quiz its facts: S3.

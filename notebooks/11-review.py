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
# - take a company's tables in five steps from visits to a decision, and let the data choose the models;
# - balance what is spent on winning against what is spent on keeping;
# - say how sure a plan is, and how a written plan is marked.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("11") }}

# %%
import pandas as pd

from course.data import portfolios
from course.data.capstone import BUDGET, FOLLOWED, MONEY, QUARTERS, TEA, TRIAL, company
from course.data.cases import BALANCE
from course.exercise import quiz, rubric
from course.figures import dwyer as histories
from course.figures import portfolio as cells
from course.figures import prospects, show
from course.figures import review as figures
from course.models import cohort, concentration, dwyer, equity, funnel, lifecycle, loyalty, plan, portfolio, shares
from course.widgets import review as widgets

# %% [markdown] minutes=6 notes="Put one question at a time on the screen; all vote with fingers before anybody speaks, and a student who was wrong explains the right option. Stop when the time is up, not at the last question. The table of the standing is for home."
# ## Quiz across the course
#
# Six questions, drawn from all chapters. Another `seed` draws others, with other numbers; `chapters=["04"]` and
# `levels=["judge"]` choose. The levels are *recall* a fact, *apply* a method, *judge* a case.

# %%
quiz.review(count=6, seed=1)

# %% [markdown]
# ### How far you are
#
# The table counts what is in the bank, and what you have answered here and at the ends of the chapters. Where
# `read_again` is above 0, read that chapter's section again and take its quiz once more.

# %%
quiz.standing()

# %% [markdown] minutes=2 notes="What is missing in these tables, before we compute anything? Give pairs one minute. Expect columns to be named; push for what no column could hold: who asked whom, and why somebody left."
# ## The case: one company, all models
#
# > **Simulated.** The company does not exist. A generator with a fixed seed draws its visits, its customers and their
# > orders from a truth that we know. So we can say afterwards how near the plan came.
#
# A seller of tea finds customers in three ways: by canvassing, by referral, at fairs. It has kept a record of each visit,
# and has followed everyone it won for {{ FOLLOWED }} years. The source names five steps from such data to action: collect,
# define and compute, analyse investment and profit, group, act. Each step uses models that you know.

# %%
tea = company(TEA)
tea.visits.groupby("found_by")[["need", "money", "authority", "bought"]].sum()

# %% [markdown]
# That is step one: {{ len(tea.visits):,}} visits, {{ len(tea.customers) }} customers. Before any model, look for what is *not*
# there: no visit says who asked whom, and nobody wrote down why a customer left.

# %% [markdown] minutes=4 notes="Ten canvassing visits and one customer won: what did she cost? The price of a single visit is the slip to expect. Then cover the intervals and let them rank the channels; uncover them, and ask which ranks are left."
# ## By hand: what a customer costs
#
# A canvassing visit costs {{ TEA.costs.contact["canvassing"]:.0f }} yuan. Take ten of them: five prospects have need, money and
# authority, and one of the five is won. She cost `10 × 12 = 120` yuan, not the price of one visit: the other nine visits were
# paid for her, too. Chapter 1 counts this way for all channels, with the stand at the fair and the commission for whoever refers.

# %%
qualified = tea.visits[["need", "money", "authority"]].all(axis=1)
stages = funnel.stages({"visited": len(qualified), "qualified": qualified.sum(), "bought": tea.visits.bought.sum()})
show(prospects.funnel(stages))

# %%
cost = funnel.ways(tea.visits, TEA.costs)
show(figures.costs(cost))

# %% [markdown]
# The cheapest visit is a canvassing visit. The cheapest **customer** comes by referral, at {{ cost.cost["referral"]:.0f }} yuan,
# commission included ({{ 0.95:.0%}} interval {{ cost.cost_low["referral"]:.0f }} to {{ cost.cost_high["referral"]:.0f }}). Where two
# intervals are far apart, the difference is more than chance.

# %% [markdown] minutes=4 notes="Collect guesses for the share of the best fifth; the proverb will be among them. Then show that the burdens bring a third, and ask whether to serve them as the advice says. Which threshold would you move first?"
# ## Who is valuable, and is there more to come?
#
# Step four of the source groups the customers. We look at it early, because it decides for whom a programme is. The curve of
# Chapter 7 says how unequal they are.

# %%
margins = tea.customers["margin"]
rank = concentration.interval(margins)
show(figures.inequality(margins))

# %% [markdown]
# The best fifth brings {{ rank.value:.0%}} of the margin (interval {{ rank.low:.0%}} to {{ rank.high:.0%}}). That is a good deal,
# and it is not what the proverb says. How long they stay is another matter; the portfolio of Chapter 8 takes both:

# %%
edges = {"x": 12 * FOLLOWED, "y": margins.quantile(0.8) / 1000}
rule = portfolio.with_cuts(portfolio.build(portfolios.VOLUME_DURATION), **edges)
placed = tea.customers.assign(months=12 * tea.customers.years, volume=margins / 1000)
found = portfolio.summary(placed, rule, "volume")
cells.readable(found.drop(columns="said_by"))

# %% [markdown]
# The names are no measure. The customers called burdens are short and small, one by one, and together they bring
# {{ found.value_share["burden"]:.0%}} of the margin. A line moved makes others of them.

# %%
stage = lifecycle.classify(tea.profits)
tea.profits.to_frame().T

# %% [markdown]
# Is more to come from those who stay? `tea.profits` is the yearly profit with the first customers. By the rule of Chapter 2
# they are in the stage of **{{ stage.stage }}** ({{ stage.confidence:.0%}} of the noisy reruns agree). So a plan must not count on
# their growth.

# %% [markdown] minutes=4 notes="Ask for the best channel when cost and staying disagree, and how they would weigh the two. Referral wins here in both: so why not spend everything on it? Tell the truth of the simulation only at the end."
# ## What a customer of each channel is worth
#
# Steps two and three: the cohort table of Chapter 4, once a channel, with its own retention.

# %%
kept = equity.retention_by_channel(tea.customers, FOLLOWED)
kept.round(2)

# %%
mean = tea.customers.groupby("channel")["margin"].mean()
common = {"purchases": 1, "cost_of_goods": 0, **MONEY}
tables = {
    name: cohort.table(customers=cost.yes[name], retention=kept.loc[name].tolist(), spend=mean[name],
                       acquisition_cost=cost.cost[name], **common)
    for name in cost.index
}  # fmt: skip
show(figures.channel_values(tables))

# %%
everyone = equity.retention_by_channel(tea.customers.assign(channel="all"), FOLLOWED).iloc[0]
with_mean = cohort.table(customers=cost.yes["referral"], retention=everyone.tolist(), spend=mean["referral"],
                         acquisition_cost=cost.cost["referral"], **common)  # fmt: skip
figures.plan_table({"one_retention": with_mean.final_ltv, "own_retention": tables["referral"].final_ltv})

# %%
sure = equity.value_intervals(cost, TEA.costs, tea.customers, FOLLOWED, **common)
sure.round(0).astype(int)

# %% [markdown]
# After three years a customer who came by referral is worth {{ sure.value["referral"]:.0f }} yuan ({{ 0.95:.0%}} interval
# {{ sure.low["referral"]:.0f }} to {{ sure.high["referral"]:.0f }}), one from a fair {{ sure.value["fair"]:.0f }}, one from canvassing
# {{ sure.value["canvassing"]:.0f }}. The last two intervals overlap almost wholly: which of the two is better is not known.
#
# Referral is best in both, in cost and in staying. But it cannot be bought by the dozen: only a customer can refer, and {{ int(cost.tries["referral"]) }} such visits were all.
#
# The truth, which only we know: of the customers by referral about {{ TEA.channels["referral"].retention:.0%}} stay each year, of those
# by canvassing {{ TEA.channels["canvassing"].retention:.0%}}. The first year of the table says {{ kept.loc["referral", 1]:.0%}} and
# {{ kept.loc["canvassing", 1]:.0%}}. One retention for all would price a referral at
# {{ with_mean.final_ltv:.0f }} yuan.

# %% [markdown] minutes=5 notes="Cover the figure. A customer has been silent for a quarter: write her off? Let them vote, show green tea, vote again, then tell that nobody came back for black tea. Ask what they would need to see before they trust either model."
# ## Let the data choose the model
#
# The shop sells two lines, green tea and black tea. Of {{ QUARTERS }} quarters we know who ordered. Is a silent customer lost, or will
# she be back? Chapter 5 asks the data: who ordered again after one silent quarter (recency 2)?

# %%
lines = {name: dwyer.histories(log, length=1, periods=QUARTERS) for name, log in tea.orders.groupby("line")}
back = {name: dwyer.silence(table).loc[2] for name, table in lines.items()}
show(histories.silence(dwyer.silence(lines["green"])))

# %%
clock = {"margin": 40, "discount_rate": MONEY["discount_rate"], "periods_per_year": 4, "first_margin": "excluded"}
worth = {name: dwyer.values(dwyer.shares(table), **clock).loc[1] for name, table in lines.items()}
histories.readable(pd.DataFrame(worth).T)

# %%
satisfied = tea.customers["perceived"] >= tea.customers["expected"]
counts = (tea.customers["years"] < FOLLOWED).groupby(satisfied).agg(["sum", "size"])
gone, *_ = loyalty.share(*counts.loc[True])
more = shares.difference(tuple(counts.loc[False]), tuple(counts.loc[True]))
counts.rename_axis("satisfied").rename(columns={"sum": "gone", "size": "customers"})

# %% [markdown]
# In the line of green tea {{ back["green"].share:.0%}} come back after a silent quarter (interval {{ back["green"].low:.0%}} to
# {{ back["green"].high:.0%}}): it needs the migration model, and the retention model would miss
# {{ worth["green"].difference / worth["green"].always_a_share:.0%}} of the value. Of black tea nobody came back: there both
# models say the same, and the simpler one will do.
#
# What customers *say* does not choose the model. Of the satisfied {{ gone:.0%}} have left, of the others
# {{ 100 * more.difference:.0f }} points more (interval {{ 100 * more.low:.0f }} to {{ 100 * more.high:.0f }}). Satisfaction helps, and it is a trap (Chapter 10).

# %% [markdown] minutes=5 notes="Ask which has to be settled first, winning or keeping, and have it argued. Then lay a ruler upright through the tops of the curves. When late, leave the formula and read out the two sentences under the figure."
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

# %% [markdown] minutes=4 notes="Every pair writes both amounts on paper before the first move; compare afterwards who was too fond of winning. Ask what the next yuan brings on either side, and not what all of them brought."
# ## Explore: where should the money go?

# %%
widgets.explorer()

# %% [markdown] minutes=5 notes="Before the table is shown, each decides for winning or keeping and writes down how sure they are. Show the lead with its interval, then the dearer price: who changes their mind, and who only becomes less sure?"
# ## Five steps, one plan
#
# Step five acts. There are {{ BUDGET:,}} yuan for one of two uses. *Win*: more customers by the best channel, at twice the
# cost, because the easy ones are won. *Keep*: a programme for the best fifth. A trial kept {{ TRIAL[0][0] }} of {{ TRIAL[0][1] }}
# with the programme, and {{ TRIAL[1][0] }} of {{ TRIAL[1][1] }} without it.
#
# By hand, with round numbers: at `200` yuan a customer, the budget buys `6000 / 200 = 30` of them. If each brings `400` yuan before
# her cost, that gains `30 × 400 - 6000 = 6000` yuan. If a point of retention is worth `500` yuan, then ten points lose money,
# `10 × 500 - 6000 = -1000`, and twenty gain `20 × 500 - 6000 = 4000`.

# %%
five = plan.five_steps(
    tea.visits, tea.customers, TEA.costs, TRIAL, budget=BUDGET, dearer=2, followed=FOLLOWED, money=MONEY
)
figures.steps_table(five.steps)

# %%
show(figures.uses(five.uses))

# %% [markdown]
# Winning gains {{ five.uses.gain["win"]:,.0f }} yuan, keeping {{ five.uses.gain["keep"]:,.0f }}. The lead of winning is {{ five.uses.gain["lead"]:,.0f }}
# yuan, and its interval runs from {{ five.uses.low["lead"]:,.0f }} to {{ five.uses.high["lead"]:,.0f }}.
# So at this price it {{ "is settled" if five.uses.low["lead"] > 0 else "is not settled" }}, as far as the cost and the trial go. What would turn the decision round?
# At three times the cost, all else as it is:

# %%
dear = plan.five_steps(
    tea.visits, tea.customers, TEA.costs, TRIAL, budget=BUDGET, dearer=3, followed=FOLLOWED, money=MONEY
)
dear.uses.round(0).astype(int)

# %% [markdown]
# Now keeping gains more, by {{ -dear.uses.gain["lead"]:,.0f }} yuan, and the interval of the lead holds 0: these data do not
# settle it. That is an answer, too. The manager may decide all the same, or pay for a larger trial first.

# %% [markdown] minutes=2 notes="Double the budget of the cheapest channel: what happens to its cost per customer? Then the hard one: would a canvassed customer stay longer if a friend had sent her? Ask for the trial that could tell."
# ## Where it goes wrong
#
# **The last customer's cost for the next one.** The cost per customer is a mean of the past. A channel that is doubled
# reaches prospects who are harder to win: here the decision hangs on how much harder, and that number is a guess.
#
# **An interval that holds less than it seems.** That of the lead holds the chance in who was won and in the trial. It does not
# hold the chance in who stays, nor next year's prices; and the trial took customers of all kinds, while the programme is for the
# best. Take the low end of the LTV of a referral, {{ sure.low["referral"]:.0f }} yuan, in place of {{ sure.value["referral"]:.0f }}:

# %%
low_worth = sure.low["referral"] + cost.cost["referral"]
dear_costs = 2 * cost.loc["referral", list(plan.COSTS)]
careful = plan.uses(plan.winning(BUDGET, low_worth, dear_costs), five.uses.loc["keep"])
careful.round(0).astype(int)

# %% [markdown]
# The lead shrinks to {{ careful.gain["lead"]:,.0f }} yuan, and its interval holds 0. What a plan's interval leaves out belongs into
# the plan, in words.
#
# **Channel read as cause.** Referred customers stay longer. It does not follow that a canvassed customer would stay if only
# somebody had referred her: other people come by other ways. Only a trial can tell.

# %% [markdown] minutes=1 notes="Read out a plan of three sentences that you have made up, one of them without a reason. All mark it by the rubric; compare the two marks farthest apart and ask which description decided."
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
# - Silence is the end in one line and a pause in another: look who came back, then choose the model.
# - Settle what to spend on keeping first; winning follows from it. Both curves flatten.
# - A plan is a decision, its numbers, an interval, and what would change the decision.

# %% [markdown]
# ## References
#
# - R. C. Blattberg and J. Deighton (1996), Manage marketing by the customer equity test, *Harvard Business Review* 74(4),
#   136-144.
# - The five steps: teaching material S2. The exam questions that gave the quiz its facts: S3.

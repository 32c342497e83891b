# %% [markdown] minutes=2 notes="Think of somebody who has not written for two months: gone, or only quiet? How would you find out? The lesson is this question with money on it."
# # Lost for good, or always a share
#
# **Questions**
#
# - A customer is silent. Is she gone, or only quiet?
# - What does the answer do to her value, and how do data decide?
# - What do events, and the cost of moving to a rival, tell that a rate does not?
#
# **After this chapter you can**
#
# - value the same customers as lost for good and as always a share, and say why the values differ;
# - choose between the two from a purchase log, and test the choice on periods that the model has not seen;
# - group customers before you apply a model, and say what a mixed group costs;
# - forecast events with an interval, and say what a switching cost does to leaving and to winning back.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("05") }}

# %%
import pandas as pd

from course.data.cases import BANK, BANK_EVENTS, CDNOW_ASSUMED, PFEIFER_CARRAWAY, REGULAR_COHORT, SUPPLIERS
from course.data.panels import cdnow, cracker
from course.figures import customer_events as event_figures
from course.figures import dwyer as figures
from course.figures import shifted_beta_geometric as cohort_figures
from course.figures import show
from course.figures import switching_cost as switching_figures
from course.models import customer_events, dwyer, dwyer_choice, switching_cost
from course.models import shifted_beta_geometric as sbg
from course.widgets import switching_cost as widgets

# %% [markdown] minutes=3 notes="Ask for firms of both kinds and sort them in two columns: a gym, a bookshop, a barber, a bank. The doubtful ones teach most: what would we have to see to know that somebody is gone?"
# ## Two kinds of silence
#
# A member ends her contract with a gym. The gym knows it: she is **lost for good** (永久流失型). If she joins
# again in three years, she counts as a new member. A reader has not bought a book for two months. The shop does not know
# whether he is gone. Perhaps he bought elsewhere, and comes back: he is **always a share** (暂时流失型).
#
# F. Robert Dwyer values the two kinds by two methods (DWYER方法):
#
# - the *retention model* (客户维系模型) of Chapter 3 for those lost for good: the first silence is the end;
# - the **migration model** (客户迁移模型) for always a share: the probability of buying next depends on how long ago the last
#   purchase was. Only after a long silence is the customer lost.
#
# Neither method sees one customer. Both count shares in a *group*. So they need data, and the source adds the condition
# that is forgotten most: a *sensible grouping* (恰当地分组).

# %% [markdown] minutes=5 notes="Do the first count together, a finger on each row; the silent they count alone. The slip is to ask also those who had just bought. Let two neighbours compare who was at risk in each period."
# ## By hand: five customers
#
# Each row is a customer, each column a period after the first purchase. 1 means "bought".

# %%
rows = [[1, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0]]
five = pd.DataFrame(rows, index=list("ABCDE")).rename_axis(index="customer", columns="period")
five

# %% [markdown]
# **Who bought in the last period, and buys again?** In period 1 all five bought just before; A, C and E buy again. In period 2
# these three are asked; C buys. In period 3 B and C are asked; C buys. Together `5 + 3 + 2 = 10` chances and `3 + 1 + 1 = 5`
# purchases: `5 / 10 = 0.5`.
#
# **Who was silent for one period, and comes back?** In period 2 B and D were silent; B buys. In period 3 A and E were; A
# buys. So `2 / 4 = 0.5`. This is a **reactivation share** (再激活率): of those who were silent, the share that buys next.
#
# Silent for two periods was D alone, and D did not return: `0 / 1 = 0`. The function counts the same. *Recency* k means: last bought k
# periods ago.

# %%
by_hand = dwyer.silence(five)
figures.readable(by_hand[["at_risk", "bought", "share"]], percent=("share",))

# %% [markdown]
# The retention model keeps the first row and sets all others to zero. **That is the whole difference between the two
# models.** For A and B the zero is false: both came back.

# %% [markdown] minutes=3 notes="Draw it as a tree: she buys and goes back to the start, or she moves one step further. Ask which branch the retention model saws off. Then: what may a letter to the silent cost?"
# ## The formula
#
# $p_k$ is the probability to buy in the next period at recency $k$, $m$ the margin a period with a purchase, $c$ the marketing
# for each customer who is not lost, $d$ the discount rate a period. A customer at recency $k$ is worth
#
# $$V_k = R_k + \frac{p_k V_1 + (1-p_k)\,V_{k+1}}{1+d},\qquad R_1 = m-c,\quad R_k=-c \text{ for } k>1$$
#
# After the last recency $V = 0$. With $p_2 = p_3 = \dots = 0$ and no marketing to the silent this is the retention model,
# $V_1 = (m-c)\,(1+d)/(1+d-p_1)$. Timing: money counts on arrival, and this period is not discounted.
#
# The example of Pfeifer and Carraway (2000), in dollars: a purchase brings {{ PFEIFER_CARRAWAY["margin"] }}, marketing costs
# {{ PFEIFER_CARRAWAY["marketing"] }} a period, the discount rate is {{ PFEIFER_CARRAWAY["discount_rate"]:.0%}}, and the
# probabilities are {{ ", ".join(f"{share:g}" for share in PFEIFER_CARRAWAY["repurchase"]) }}.

# %%
worth = dwyer.values(**PFEIFER_CARRAWAY)
figures.readable(worth)

# %% [markdown]
# The same customer is worth {{ worth.lost_for_good[1]:.2f}} or {{ worth.always_a_share[1]:.2f}} dollars. The difference is the value
# of coming back, *net of the marketing to the silent*. At recency 4 that net is below zero: stop marketing there (Chapter 6
# shows how). A firm that believes in "lost for good" stops at recency 2 and gives away {{ worth.always_a_share[2]:.2f}} dollars
# on each silent customer.

# %% [markdown] minutes=2 notes="Let them sketch both curves of buyers first; at which period do they part? Ask one student to say in words who the people in the gap are."
# ## A figure: a thousand customers
#
# Berger and Nasr (1998) count the buyers of such a migration. Of {{ 1_000:,}} new customers, how many buy in each period?

# %%
paths = dwyer.buyers(PFEIFER_CARRAWAY["repurchase"], 8, customers=1_000)
show(figures.buyers(paths))

# %% [markdown]
# Both begin with {{ paths.lost_for_good[1]:.0f}} in period 1. In period 3 it is {{ paths.lost_for_good[3]:.0f}} against
# {{ paths.always_a_share[3]:.0f}}: most buyers of that period are people whom the retention model has written off.

# %% [markdown] minutes=4 notes="After how many silent periods would they strike a customer off the list? Then the bars. Expect an impossible model to be called a bad fit: ask how many returns it takes to rule it out."
# ## Real data: does silence end?
#
# CDNOW sold CDs on the internet. We have **real** orders of {{ cdnow().customer.nunique():,}} customers, all won in the same three months.
# No contract, so nobody says goodbye. We cut each customer's time after the first order into
# {{ CDNOW_ASSUMED["periods"] }} periods of {{ CDNOW_ASSUMED["days"] }} days.

# %%
orders = cdnow()
bought = dwyer.histories(orders, length=CDNOW_ASSUMED["days"], periods=CDNOW_ASSUMED["periods"], time="date")
silence = dwyer.silence(bought)
came_back = bought.loc[bought[1] == 0].iloc[:, 2:].max(axis=1).mean()
show(figures.silence(silence))

# %% [markdown]
# Of those silent in period 1, {{ came_back:.0%}} buy again later. After one silent period {{ silence.share[2]:.0%}}
# ({{ 0.95:.0%}} interval {{ silence.low[2]:.1%}} to {{ silence.high[2]:.1%}}) buy in the next; after nine still {{ silence.share[10]:.1%}}. The
# intervals come from drawing whole customers again, because the periods of one customer are not independent.
#
# **Choose by likelihood.** How probable does each model make these very histories? *No memory* says that silence tells nothing. The
# last model says that both stories are true: each customer buys with a probability of her own, is lost for good with one of
# her own, and we never see which (BG/BB; Fader, Hardie and Shang 2010).

# %%
choice = dwyer_choice.likelihoods(bought)
figures.readable(choice, 0)

# %% [markdown]
# *Lost for good* makes the data impossible: one return is enough. *Always a share* is far better than *no memory* (a lower AIC is
# better). And four numbers about customers who *differ* beat ten numbers about recency, by
# {{ choice.aic["always_a_share"] - choice.aic["both"]:.0f}}.

# %% [markdown] minutes=4 notes="Take bets on which model comes closest on periods it has not seen, then show the lines. Ask for reasons why both textbook models fall short. A narrow interval tempts them: which error is not in it?"
# ### Test the choice on the future
#
# The models now see the first {{ CDNOW_ASSUMED["fit_until"] }} periods only, and foretell the other four.

# %%
ahead = dwyer_choice.holdout(bought, CDNOW_ASSUMED["fit_until"])
never_lost = dwyer.holdout(bought, CDNOW_ASSUMED["fit_until"], lost_after_last=False)
off = ahead.sum() / ahead.actual.sum() - 1
held_out = bought.iloc[:, CDNOW_ASSUMED["fit_until"] + 1 :].sum(axis=1)
chance = 1.96 * held_out.sem() / held_out.mean()
show(figures.holdout(ahead, bought.sum()))

# %% [markdown]
# The textbook says: where customers come back, take the migration model. On these data it foretells
# {{ -off["always_a_share"]:.0%}} too few buyers, and lost for good {{ -off["lost_for_good"]:.0%}} too few. Other
# customers, drawn by chance, would move the actual sum by about {{ chance:.0%}} up or down. One reason: the model calls everyone lost after the last recency it has
# seen. If the silent keep the last probability instead, {{ 1 - never_lost.always_a_share.sum() / ahead.actual.sum():.0%}} are still missing. Another: it treats all customers at
# one recency as alike. The model in which customers differ is {{ -off["both"]:.0%}} too low: hardly more than chance.
#
# In money. The orders hold no cost, so we **assume** a margin of {{ CDNOW_ASSUMED["margin_share"]:.0%}} of spend and a discount rate of
# {{ CDNOW_ASSUMED["discount_rate"]:.0%}} a year. Marketing is left out. What is a new customer still to bring, after the first order?

# %%
day = (orders.date - orders.groupby("customer").date.transform("min")).dt.days
later = orders[day.between(1, CDNOW_ASSUMED["days"] * CDNOW_ASSUMED["periods"])]
margin = CDNOW_ASSUMED["margin_share"] * later.spend.sum() / bought.iloc[:, 1:].to_numpy().sum()
economy = dict(
    margin=margin, discount_rate=CDNOW_ASSUMED["discount_rate"], periods_per_year=365 / CDNOW_ASSUMED["days"]
)
valued = dwyer_choice.value_intervals(bought, **economy)
brought = margin * bought.iloc[:, 1:].to_numpy().sum() / len(bought)
figures.readable(valued, 1)

# %% [markdown]
# In dollars, with {{ 0.95:.0%}} intervals. A purchase period brings {{ margin:.2f}} of margin. In the ten periods seen, the mean customer has
# *already* brought {{ brought:.2f}}, not discounted. Lost for good gives {{ valued.value["lost_for_good"]:.2f}} for ever: it is refuted by
# the past. The narrow interval does not help: **it holds the chance in the sample, not the error of the model.** The last row is a
# forecast far beyond the {{ CDNOW_ASSUMED["days"] * CDNOW_ASSUMED["periods"]}} days seen; nobody has seen it come true.

# %% [markdown] minutes=4 notes="What does the shop know of a customer after one period? Let them make the groups before they see ours. Ask who is overpriced by one value for all. Groups do not mend the forecast: say it before somebody claims it."
# ## Group before you apply
#
# Group the customers by what is known after period 1: the orders in it. Then fit one migration model for all, and one for each group,
# on periods 2 to 10. So no group is chosen by what it shall foretell.

# %%
early = orders[day.between(1, CDNOW_ASSUMED["days"])].groupby("customer").size()
orders_early = early.reindex(bought.index, fill_value=0).clip(upper=2)
groups = orders_early.map({0: "0", 1: "1", 2: "2+"})
priced = dwyer.group_values(bought, groups, **economy)
show(figures.group_values(priced))

# %%
figures.readable(priced, 0, percent=("repurchase", "error"))

# %% [markdown]
# One model for all overprices the {{ priced.customers["0"]:,}} quiet customers by {{ priced.error["0"]:.0%}} and underprices the
# {{ priced.customers["2+"]:,}} busy ones by {{ -priced.error["2+"]:.0%}}. The groups "1" and "2+" have the *same* recency, so for the single model they
# are the same customers. A firm that prices by it spends on the wrong people. Groups alone do not
# heal the forecast of the last section, though: three models see {{ 1 - dwyer.holdout(bought, CDNOW_ASSUMED["fit_until"], groups).always_a_share.sum() / ahead.actual.sum():.0%}} too few buyers in place of
# {{ -off["always_a_share"]:.0%}}. Inside a group customers still differ.

# %% [markdown] minutes=5 notes="What would it take them to change their bank or their phone number? Then the twist: what does the same cost do to winning customers back? At the crackers let them doubt: what does it cost to take another box?"
# ## Switching cost
#
# A **switching cost** (转换成本) falls once, when a customer moves from one supplier to another: a new phone number, a lost discount, a
# day to learn. The source says: where it is low, leaving is easy and so is winning back. Where it is
# high, few should leave, and few return. Our model: customers compare two suppliers each
# period, see our advantage of {{ SUPPLIERS["advantage"] }} yuan, and move when other reasons outweigh advantage and
# switching cost. (All numbers in yuan here are ours, for illustration.)

# %%
moving = switching_cost.effect(range(0, 201, 20), **SUPPLIERS)
show(switching_figures.effect(moving))

# %% [markdown]
# Without a switching cost {{ moving.leave[0]:.0%}} leave in a period, and {{ moving.come_back[0]:.0%}} of the rival's customers come to us. At
# {{ 100 }} yuan it is {{ moving.leave[100]:.0%}} and {{ moving.come_back[100]:.0%}}. Our customer is worth more, and **a customer whom the rival has is worth
# less to us**: winning back fails for the same reason for which leaving is rare.

# %% [markdown]
# ### Explore: when is lost for good a good model?

# %%
widgets.explorer()

# %% [markdown]
# ### Read it off data, with care
#
# Turned round, the shares that leave and that come tell the switching cost, in units of the spread of other reasons. The **real** Cracker panel
# has {{ cracker().household.nunique() }} households who buy saltine crackers. What does it cost to take another box from the shelf?

# %%
brands = sorted(cracker().brand.unique())
how = dict(customer="household", time="occasion")
shelves = {brand: switching_cost.by_difference(cracker(), brand, **how) for brand in brands}
show(switching_figures.apparent(shelves))

# %%
nabisco = shelves["nabisco"].switching_cost
figures.readable(shelves["nabisco"], 1, percent=("leave", "come_back"))

# %% [markdown]
# The log seems to show {{ nabisco["observed"]:.2f}} spreads of switching cost for Nabisco. But let each household choose by its own fixed
# share, *without any memory*, and {{ nabisco["no_memory"]:.2f}} appear all the same: {{ nabisco["no_memory"] / nabisco["observed"]:.0%}} of it. Households like
# different brands, and a mixed group looks bound. What is left is {{ nabisco["difference"]:.2f}} ({{ 0.95:.0%}} interval from drawing households
# again: {{ shelves["nabisco"].low["difference"]:.2f}} to {{ shelves["nabisco"].high["difference"]:.2f}}). Repeat purchases alone are no proof of a switching cost.

# %% [markdown] minutes=5 notes="The class lists events in the life of a bank's customer and gives each a chance for a year. Ask what the mean hides: the rare event that pays. Close with the two spreads, one customer and many."
# ## Events in a customer's life
#
# A rate forgets what happens. The **customer event forecast** (客户事件预测法) lists the events, and for each its time, its revenue and
# its cost. "Time" becomes a **hazard** (风险率): the probability that the event happens in a year, to a customer to whom it can still happen.
# A bank's customer, with numbers of ours; the lives below are **simulated** from them.

# %%
events = [customer_events.Event(**event) for event in BANK_EVENTS]
expected = customer_events.forecast(events, BANK["years"])
by_event = customer_events.value_by_event(events, **BANK)
show(event_figures.by_event(expected, by_event))

# %% [markdown]
# By hand, for the second year: `1 - 0.25 = 0.75` of the customers are still there, and a first home has the hazard {{ BANK_EVENTS[1]["hazards"][1]:g}}, so
# `0.75 × 0.02 = 0.015` homes per new customer. (Card years, nearly one a year, are left out of the left picture.) Discounted from the middle of each year and
# added up, a new customer is worth {{ by_event["value"].sum():.0f}} yuan; {{ by_event["value"]["first home"] / by_event["value"].sum():.0%}} of it is
# one event that only {{ by_event["expected"]["first home"]:.0%}} of the customers will have.

# %%
lives = customer_events.simulate(events, **BANK, seed=1)
limits = customer_events.interval(lives, (1, 100))
show(event_figures.lives(lives, limits))

# %%
figures.readable(limits, 0, percent=("share_negative",))

# %% [markdown]
# Nine in ten customers lie between {{ limits.low[1]:,.0f}} and {{ limits.high[1]:,.0f}} yuan; {{ limits.share_negative[1]:.0%}} bring a loss. The mean of a hundred
# lies between {{ limits.low[100]:,.0f}} and {{ limits.high[100]:,.0f}}. **A forecast for one customer is a wide
# distribution; for a group it is far narrower**, if the hazards are right. This interval takes them for granted.

# %% [markdown] minutes=4 notes="Show the first three rates alone: do these customers grow more loyal? Let two groups of students, quick and slow leavers, sit down year by year. When late, skip the formula of the rate and keep the forecast."
# ## Retention rises when nobody changes
#
# Back to contracts, where lost for good is the right model. Fader and Hardie (2007) print a **real** cohort in percent, and
# count it as {{ REGULAR_COHORT["customers"]:,}} customers. After a year {{ REGULAR_COHORT["percent"][1]:g}}% are left, then {{ REGULAR_COHORT["percent"][2]:g}}%, and so on. The rate
# rises from {{ REGULAR_COHORT["percent"][1] / 100:.0%}} to {{ REGULAR_COHORT["percent"][7] / REGULAR_COHORT["percent"][6]:.0%}}. Chapter 4 had two segments
# that never change. The **shifted beta-geometric model** (移位贝塔几何模型) has a whole distribution: each customer leaves with a constant
# probability of her own, and a beta distribution with $\alpha$ and $\beta$ says how these differ. The rate of the cohort at
# renewal $t$ is $r_t = (\beta+t-1)/(\alpha+\beta+t-1)$: it rises with $t$.

# %%
alive = [share * REGULAR_COHORT["customers"] / 100 for share in REGULAR_COHORT["percent"]]
seen = alive[: REGULAR_COHORT["fitted_to"] + 1]
fitted = sbg.fit(seen)
show(cohort_figures.cohort(alive, fitted, REGULAR_COHORT["fitted_to"]))

# %% [markdown]
# Maximum likelihood on years 0 to 7 gives $\alpha$ = {{ fitted.alpha:.3f}} and $\beta$ = {{ fitted.beta:.3f}}. Year 12, which it has not seen: foretold
# {{ fitted.alive(12)[12]:.1%}}, observed {{ alive[12] / alive[0]:.1%}}. The first rate for ever would leave {{ (alive[1] / alive[0]) ** 12:.1%}}. What does
# a constant rate do to the value, for a yuan a year at year start, the first included, and a discount rate of {{ 0.1:.0%}}?

# %%
errors = sbg.misprice(seen, 1, 0.1)
low, high = sbg.value_interval(seen, 1, 0.1)
figures.readable(errors, percent=("rate", "error"))

# %% [markdown]
# The fitted value is {{ errors.value["fitted"]:.2f}} yuan ({{ 0.95:.0%}} interval {{ low:.2f}} to {{ high:.2f}}). The first rate misses it by
# {{ errors.error["first_rate"]:.0%}}, the last by {{ errors.error["last_rate"]:+.0%}}.

# %% [markdown] minutes=3 notes="Read out the rising rate of the unbroken buyers and ask who has been left out of the row. The old and the new customer come next. The clock and the first margin can be read at home."
# ## Where it goes wrong
#
# **One value for old and new.** A constant rate says that a customer of eight years is worth what a new one is worth. The value of a
# new customer (whole life) and of one who is still here (residual) are two quantities:

# %%
values = [fitted.value(1, 0.1, renewals) for renewals in range(9)]
show(cohort_figures.residual(values, errors.value["first_rate"]))

# %% [markdown]
# After eight renewals {{ values[8]:.2f}} yuan, not {{ values[0]:.2f}}: whoever is still here has shown who she is.
#
# **The wrong clock.** The {{ silence.share[1]:.0%}} at CDNOW is a rate for {{ CDNOW_ASSUMED["days"] }} days. Taken as a yearly rate, or multiplied, it is wrong; so we discount
# period $t$ by $t/f$ years, with $f$ = {{ 365 / CDNOW_ASSUMED["days"]:.1f}} periods a year.
#
# **The first margin.** In the example of Pfeifer and Carraway the first purchase counts; at CDNOW it does not. Compare two values only when
# both count it, or both do not. And no acquisition cost is in either: it belongs to a customer still to be won.
#
# **Calling the silent lost.** Unbroken buyers look better and better: of those who bought in *every* period so far,

# %%
unbroken = dwyer.unbroken(bought).head(5)
figures.readable(unbroken, percent=("kept",))

# %% [markdown]
# Retention rises from {{ unbroken.kept[1]:.0%}} to {{ unbroken.kept[5]:.0%}}. Nobody need have become more loyal: each period sorts the others out. In
# period 5 this table looks at {{ unbroken.customers[5]}} of {{ unbroken.customers[1]:,}} customers, while {{ bought[5].sum()}} customers buy in that period.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("05")

# %% [markdown] minutes=1 notes="Let them finish a sentence twice, for a gym and for a bookshop: she has been silent for two months, so we should. Compare what each ending takes for granted."
# ## Key points
#
# - The retention model is the migration model with every return set to zero; the difference of the values is the value of coming back.
# - The reactivation share, the likelihood and a forecast held out decide; on CDNOW both textbook models foretell too little.
# - Group first: one model for all was wrong by {{ priced.error["0"]:+.0%}} for the quiet and by {{ priced.error["2+"]:.0%}} for the busy.
# - A switching cost lowers leaving and winning back together. Repeat purchases alone do not prove one.
# - Events make a value a distribution. And retention rises when nobody changes, because the weak leave first.

# %% [markdown]
# ## References
#
# - Teaching material S1 (DWYER方法, 客户事件预测法) and S3 (转换成本, 恰当地分组). It gives names and directions, no numbers.
# - B. B. Jackson (1985), *Winning and Keeping Industrial Customers*, Lexington Books. (Lost for good, always a share.)
# - F. R. Dwyer (1997), Customer lifetime valuation to support marketing decision making, *Journal of Direct Marketing* 11(4), 6-13;
#   first in 3(4), 1989.
# - P. D. Berger and N. I. Nasr (1998), Customer lifetime value: marketing models and applications, *Journal of Interactive Marketing*
#   12(1), 17-30.
# - P. E. Pfeifer and R. L. Carraway (2000), Modeling customer relationships as Markov chains, *Journal of Interactive Marketing* 14(2),
#   43-55.
# - P. S. Fader and B. G. S. Hardie (2007), How to project customer retention, *Journal of Interactive Marketing* 21(1), 76-90.
# - P. S. Fader and B. G. S. Hardie (2010), Customer-base valuation in a contractual setting: the perils of ignoring heterogeneity,
#   *Marketing Science* 29(1), 85-93.
# - P. S. Fader, B. G. S. Hardie and J. Shang (2010), Customer-base analysis in a discrete-time noncontractual setting, *Marketing
#   Science* 29(6), 1086-1108.
# - Data: Fader and Hardie (2001), CDNOW; Jain, Vilcassim and Chintagunta (1994), Cracker. See the data page.

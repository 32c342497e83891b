# %% [markdown]
# # Homework: a plan for a roaster of coffee
#
# A roaster sells coffee, as beans and in capsules. **The company is simulated.** You have its visits, its customers and its
# orders. Each question uses the models of a chapter, and you end with a plan: first numbers, marked by checks, then a page of text, marked by a teacher.
#
# Every interval is one of {{ 0.95:.0%}}.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
import pandas as pd

from course.data.capstone import FOLLOWED, QUARTERS
from course.exercise import rubric
from course.exercise.chapter11 import check, given, hint, progress, solution
from course.models import cohort, concentration, dwyer, equity, funnel, loyalty, plan, shares

given.customers.head()

# %% [markdown]
# ## Question 1: the cheapest customer (chapter 1)
#
# `given.visits` holds every visit, `given.costs` what finding costs: yuan a contact, the stand at the fair, the commission.
# **Which channel wins a customer most cheaply, at what cost, and how high may that cost be?** Answer with a dictionary:
# `{"channel": ..., "cost": ..., "high": ...}`, the last one the high end of the interval.

# %% question="q1" points=2 minutes=7
# BEGIN SOLUTION
channels = funnel.ways(given.visits, given.costs)
first = channels.iloc[0]
cheapest = {"channel": channels.index[0], "cost": first["cost"], "high": first["cost_high"]}
# END SOLUTION

# %% check="q1"
check.q1(cheapest)

# %% [markdown]
# ## Question 2: is it 80/20? (chapter 7)
#
# **What share of all margins does the best fifth of the customers bring?** Answer `{"share": ..., "low": ..., "high": ...}`, with the
# bootstrap interval (the usual seed).

# %% question="q2" points=2 minutes=6
# BEGIN SOLUTION
found = concentration.interval(given.customers["margin"])
top_fifth = {"share": found.value, "low": found.low, "high": found.high}
# END SOLUTION

# %% check="q2"
check.q2(top_fifth)

# %% [markdown]
# ## Question 3: what a customer is worth (chapter 4)
#
# `given.customers` holds for each customer her `years`, at most the years followed, and her yearly `margin`.
# `given.inputs()` returns the cohort of *all* customers as inputs of `cohort.table`; `given.inputs(spend=...)` changes some.
# **What is the LTV after year 3 of a customer of each channel**, with the channel's own retention of years 1 to 3, mean margin as
# `spend`, and cost per customer? A Series of three numbers, indexed by channel.

# %% question="q3" points=4 minutes=12
# BEGIN SOLUTION
retention = equity.retention_by_channel(given.customers, FOLLOWED)
margin = given.customers.groupby("channel")["margin"].mean()
price = channels["cost"]
tables = {
    name: cohort.table(
        **given.inputs(retention=retention.loc[name].tolist(), spend=margin[name], acquisition_cost=price[name])
    )
    for name in price.index
}
worth = pd.Series({name: table.final_ltv for name, table in tables.items()})
# END SOLUTION

# %% check="q3"
check.q3(worth)

# %% [markdown]
# ## Question 4: lost, or will they be back? (chapters 5 and 6)
#
# `given.orders` says in which quarters the customers of two lines ordered: `QUARTERS` quarters after the first order. In one line
# silent customers come back. **Which line, which share comes back after one silent quarter (recency 2), and what is a customer worth who has
# just ordered, for ever and without that order?** A quarter with an order brings {{ given.order_margin }} yuan; the discount rate is
# {{ given.discount_rate:.0%}} a year. Use the model that fits that line. Answer `{"line": ..., "back": ..., "value": ...}`.

# %% question="q4" points=4 minutes=12
# BEGIN SOLUTION
lines = {name: dwyer.histories(log, length=1, periods=QUARTERS) for name, log in given.orders.groupby("line")}
back = pd.Series({name: dwyer.silence(table)["share"][2] for name, table in lines.items()})
clock = {"margin": given.order_margin, "discount_rate": given.discount_rate, "periods_per_year": 4}
values = dwyer.values(dwyer.shares(lines[back.idxmax()]), first_margin="excluded", **clock)
returning = {"line": back.idxmax(), "back": back.max(), "value": values["always_a_share"][1]}
# END SOLUTION

# %% check="q4"
check.q4(returning)

# %% [markdown]
# ## Question 5: satisfied, and gone (chapter 10)
#
# A customer is satisfied when what she `perceived` is at least what she `expected`. She has left when her years are fewer than
# `FOLLOWED`. **Which share of the satisfied has left, how much larger is the share of the others, and is that difference clear?** It is
# clear when its interval does not hold 0. Answer `{"gone": ..., "more": ..., "clear": ...}`, the last as `"yes"` or `"no"`.

# %% question="q5" points=3 minutes=9
# BEGIN SOLUTION
satisfied = given.customers["perceived"] >= given.customers["expected"]
counts = (given.customers["years"] < FOLLOWED).groupby(satisfied).agg(["sum", "size"])
gone, *_ = loyalty.share(*counts.loc[True])
more = shares.difference(tuple(counts.loc[False]), tuple(counts.loc[True]))
trap = {"gone": gone, "more": more["difference"], "clear": "yes" if more["low"] > 0 or more["high"] < 0 else "no"}
# END SOLUTION

# %% check="q5"
check.q5(trap)

# %% [markdown]
# ## Question 6: winning and keeping in one formula (chapter 11)
#
# Today the roaster spends {{ given.to_win.spend }} yuan on each prospect and wins {{ given.to_win.share:.0%}} (at most
# {{ given.to_win.ceiling:.0%}}). It spends {{ given.to_keep.spend }} yuan a year on each customer and keeps {{ given.to_keep.share:.0%}} (at
# most {{ given.to_keep.ceiling:.0%}}). `given.to_win` and `given.to_keep` are these two curves, `given.money` holds the margin and the
# rate. **Which whole yuan of each make a prospect worth most, and what does a prospect gain against today?** Answer
# `{"win_spend": ..., "keep_spend": ..., "gain": ...}`.

# %% question="q6" points=3 minutes=9
# BEGIN SOLUTION
spends = {"win_spend": given.to_win.spend, "keep_spend": given.to_keep.spend}
today = equity.customer_equity(given.to_win, given.to_keep, **spends, **given.money)
best = equity.best_spends(given.to_win, given.to_keep, **given.money)
balance = {"win_spend": best["win_spend"], "keep_spend": best["keep_spend"], "gain": best["equity"] - today}
# END SOLUTION

# %% check="q6"
check.q6(balance)

# %% [markdown]
# ## Question 7: what keeping brings
#
# There are {{ given.budget:,}} yuan. They may go to a programme for the best fifth of the customers (by margin, `plan.best`). In a trial it
# kept {{ given.trial[0][0] }} of {{ given.trial[0][1] }} customers for a second year; without it, {{ given.trial[1][0] }} of
# {{ given.trial[1][1] }} stayed. **What does the programme gain in all, net of the budget, and between which limits?** Take a point of
# first-year retention of a cohort like `given.inputs()`, with the number and the mean margin of the best fifth. Answer
# `{"gain": ..., "low": ..., "high": ...}`.

# %% question="q7" points=4 minutes=12
# BEGIN SOLUTION
top = plan.best(given.customers["margin"])
point = cohort.retention_point_value(given.inputs(customers=len(top), spend=top.mean()))["cohort_per_point"][1]
keep = plan.keeping(given.budget, point, given.trial)
keeping = keep.to_dict()
# END SOLUTION

# %% check="q7"
check.q7(keeping)

# %% [markdown]
# ## Question 8: the plan
#
# Or the same {{ given.budget:,}} yuan win more customers in the channel with the highest LTV. The easy ones are won: the next ones cost
# {{ given.dearer:g}} times as much as the last did, and so do both ends of the interval. All else is as in Question 3. **What does winning gain,
# by how much does it lead over keeping, which do you choose, and is it settled?** It is settled when the interval of the lead does
# not hold 0. Answer `{"winning": ..., "lead": ..., "plan": "win" or "keep", "settled": "yes" or "no"}`.

# %% question="q8" points=5 minutes=13
# BEGIN SOLUTION
channel = worth.idxmax()
dear = given.dearer * channels.loc[channel, list(plan.COSTS)]
win = plan.winning(given.budget, worth[channel] + price[channel], dear)
lead = plan.uses(win, keep).loc["lead"]
decision = {
    "winning": win["gain"],
    "lead": lead["gain"],
    "plan": "win" if lead["gain"] > 0 else "keep",
    "settled": "yes" if lead["low"] > 0 or lead["high"] < 0 else "no",
}
# END SOLUTION

# %% check="q8"
check.q8(decision)

# %% [markdown] minutes=15
# ## The plan in words
#
# Write at most {{ rubric.WORDS }} words to the manager, in this cell: what is done, for whom, with how much money; the numbers that
# speak for it; how sure they are; what the data cannot show. A teacher marks it by this table.

# %%
rubric.table()

# %% [markdown]
# ## How far you are

# %%
progress()

# %% [markdown]
# # Homework: a plan for a roaster of coffee
#
# A roaster sells coffee by subscription. **The company is simulated.** You have its visits, its customers and a panel of
# purchases. You end with a plan: first numbers, marked by checks, then a page of text, marked by a teacher.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
import pandas as pd

from course.exercise import rubric
from course.exercise.chapter11 import check, given, hint, progress, solution
from course.models import cohort, equity, transition

given.customers.head()

# %% [markdown]
# ## Question 1: the cheapest customer
#
# `given.visits` holds every visit, `given.cost_per_visit` the yuan a visit costs in each channel. **Which channel wins a
# customer most cheaply, and at what cost?** Answer with a dictionary: `{"channel": ..., "cost": ...}`.

# %% question="q1" points=2 minutes=8
# BEGIN SOLUTION
channels = equity.by_channel(given.visits, given.cost_per_visit)
price = channels["cost_per_customer"]
cheapest = {"channel": price.idxmin(), "cost": price.min()}
# END SOLUTION

# %% check="q1"
check.q1(cheapest)

# %% [markdown]
# ## Question 2: who stays?
#
# `given.customers` holds for each customer how many `years` she has been one. **What share of the customers of each channel
# stayed after year 1?** A Series of three shares, indexed by channel.

# %% question="q2" points=2 minutes=8
# BEGIN SOLUTION
retention = equity.retention_by_channel(given.customers, followed=4)
first_year = retention[1]
# END SOLUTION

# %% check="q2"
check.q2(first_year)

# %% [markdown]
# ## Question 3: what a customer is worth
#
# `given.inputs()` returns the cohort of *all* customers as inputs of `cohort.table`; `given.inputs(spend=...)` changes some. **What is
# the LTV after year 3 of a customer of each channel**, with the channel's own retention of years 1 to 3, mean margin as `spend`, and cost
# per customer? A Series of three numbers, indexed by channel.

# %% question="q3" points=4 minutes=12
# BEGIN SOLUTION
margin = given.customers.groupby("channel")["margin"].mean()
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
# ## Question 4: who gets the next purchase?
#
# `given.purchases` is a panel of households. A purchase of *ours* brings {{ given.brand_margin }} yuan; the discount rate is
# {{ given.discount_rate:.0% }} a year; a household buys {{ given.purchases_per_year }} times a year. **What is our repeat rate, and what is a
# household worth that has just bought ours**, without that purchase and for ever? Answer `{"repeat_rate": ..., "value": ...}`.

# %% question="q4" points=3 minutes=10
# BEGIN SOLUTION
P = transition.probabilities(transition.counts(given.purchases))
value = transition.value(
    P, {"ours": given.brand_margin}, given.discount_rate, purchases_per_year=given.purchases_per_year
)
next_purchase = {"repeat_rate": P.loc["ours", "ours"], "value": value["ours"]}
# END SOLUTION

# %% check="q4"
check.q4(next_purchase)

# %% [markdown]
# ## Question 5: is it 80/20?
#
# **What share of all margins does the best fifth of the customers bring?** Round the number of customers to a whole one.

# %% question="q5" points=2 minutes=6
# BEGIN SOLUTION
ranked = given.customers["margin"].sort_values(ascending=False)
top_share = ranked.iloc[: round(0.2 * len(ranked))].sum() / ranked.sum()
# END SOLUTION

# %% check="q5"
check.q5(top_share)

# %% [markdown]
# ## Question 6: satisfied, and gone
#
# A customer is satisfied when what she `perceived` is at least what she `expected`. She has left when her years are fewer than
# four. **Which share of the satisfied customers has left?**

# %% question="q6" points=2 minutes=6
# BEGIN SOLUTION
satisfied = given.customers["perceived"] >= given.customers["expected"]
gone = (given.customers["years"] < 4)[satisfied].mean()
# END SOLUTION

# %% check="q6"
check.q6(gone)

# %% [markdown]
# ## Question 7: the plan
#
# There are {{ given.budget:,}} yuan. They can go to one of two uses.
#
# - *win*: more customers in the channel with the highest LTV. The easy ones are won: the next ones cost
#   {{ given.dearer }} times as much as the last did. All else is as in Question 3.
# - *keep*: a programme that adds {{ given.points }} points to the first-year retention of a cohort like `given.inputs()`.
#
# **What does each gain in all, net of the budget, and which do you choose?** Answer
# `{"winning": ..., "keeping": ..., "plan": ...}`, the plan as `"win"` or `"keep"`.

# %% question="q7" points=5 minutes=15
# BEGIN SOLUTION
channel = worth.idxmax()
dear = given.dearer * price[channel]
winning = given.budget / dear * (worth[channel] + price[channel] - dear)
keeping = given.points * cohort.retention_point_value(given.inputs())["cohort_per_point"][1] - given.budget
plan = {"winning": winning, "keeping": keeping, "plan": "win" if winning > keeping else "keep"}
# END SOLUTION

# %% check="q7"
check.q7(plan)

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

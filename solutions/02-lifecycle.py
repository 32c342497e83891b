# %% [markdown]
# # Homework: the customer lifecycle
#
# An office supplier leases coffee machines and sells coffee to offices. You look at the lifecycle of its customers.
# All numbers are made for practice.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. Run the cells from the top.

# %%
from course.exercise.chapter02 import check, given, hint, progress, solution
from course.models import lifecycle

# %% [markdown]
# ## Question 1: the profit of one year
#
# By hand. In a stable year an office buys {{ given.purchases }} times at {{ given.price }} yuan a purchase. The coffee in
# one purchase costs the supplier {{ given.goods }} yuan. Serving the office costs {{ given.cost }} yuan a year. It has
# brought in another office, which adds {{ given.indirect }} yuan a year. What is the profit of this year, in yuan?

# %% question="q1" points=1 minutes=4
# BEGIN SOLUTION
profit_of_the_year = given.purchases * (given.price - given.goods) + given.indirect - given.cost
# END SOLUTION

# %% check="q1"
check.q1(profit_of_the_year)

# %% [markdown]
# ## Question 2: its present value
#
# By hand. That profit comes at the **end** of year {{ given.late_year }}. The discount rate is
# {{ given.discount_rate:.0% }} a year. What is the profit worth at the start of year 1, in yuan?

# %% question="q2" points=1 minutes=4
# BEGIN SOLUTION
present_value = profit_of_the_year / (1 + given.discount_rate) ** given.late_year
# END SOLUTION

# %% check="q2"
check.q2(present_value)

# %% [markdown]
# ## Question 3: the lifecycle value as a function
#
# Write a function that takes the yearly profits as a list, first year first, and the discount rate. It returns the
# lifecycle value. Each profit comes at the end of its year.


# %% question="q3" points=2 minutes=8
def lifecycle_value(profits, discount_rate):
    # BEGIN SOLUTION
    return sum(profit / (1 + discount_rate) ** year for year, profit in enumerate(profits, start=1))
    # END SOLUTION


# %% check="q3"
check.q3(lifecycle_value)

# %% [markdown]
# ## Question 4: how steep is each stage?
#
# `given.yearly` holds a relationship that is over: the stage and the profit of each year. By how much does profit change
# a year, on average, in each stage? A change belongs to the year it leads into. The first year has no change.
#
# Answer with a Series of four numbers, indexed by the stage.

# %%
given.yearly

# %% question="q4" points=2 minutes=8
# BEGIN SOLUTION
slopes = given.yearly["profit"].diff().groupby(given.yearly["stage"], sort=False).mean()
# END SOLUTION

# %% check="q4"
check.q4(slopes)

# %% [markdown]
# ## Question 5: which stage is it in?
#
# By hand. `given.orders_by_year` holds the orders a year of an office that is still a customer. Compute its growth over the
# last three years as the rule of the chapter does: the mean yearly change from the third last year to the last, as a
# share of the peak. Then name the stage: `"exploration"`, `"formation"`, `"stability"` or `"decline"`.
#
# Answer with a dictionary: `{"growth": ..., "stage": ...}`.

# %%
given.orders_by_year.to_frame()

# %% question="q5" points=2 minutes=8
# BEGIN SOLUTION
orders = given.orders
growth = (orders[-1] - orders[-3]) / 2 / max(orders)
judgement = {"growth": growth, "stage": "decline"}
# END SOLUTION

# %% check="q5"
check.q5(judgement)

# %% [markdown]
# ## Question 6: an early end
#
# `given.usual` is the supplier's usual lifecycle: {{ given.usual.years }} years, of which
# {{ given.usual.ends["stability"] }} are good. An office stops at once after year {{ given.leaves_after }}. What share of
# the full lifecycle value has it brought? The discount rate is {{ given.discount_rate:.0% }}; profits come at the end of
# each year.

# %% question="q6" points=2 minutes=8
# BEGIN SOLUTION
profit = lifecycle.profit(lifecycle.factors(given.usual))
share = lifecycle.value(profit.loc[: given.leaves_after], given.discount_rate) / lifecycle.value(
    profit, given.discount_rate
)
# END SOLUTION

# %% check="q6"
check.q6(share)

# %% [markdown]
# ## Question 7: the factor that matters
#
# Hold one of the four factors of `given.usual` at its first level for good. Which one loses the most lifecycle value, and
# how many yuan? The rate is {{ given.discount_rate:.0% }}. The factors are `"volume"`, `"price"`, `"cost"` and
# `"indirect"`.
#
# Answer with a dictionary: `{"factor": ..., "loss": ...}`.

# %% question="q7" points=3 minutes=10
# BEGIN SOLUTION
cases = {name: lifecycle.held(given.usual, name) for name in lifecycle.FACTORS}
left = {
    name: lifecycle.value(lifecycle.profit(lifecycle.factors(case)), given.discount_rate)
    for name, case in cases.items()
}
worst = min(left, key=left.get)
full = lifecycle.value(lifecycle.profit(lifecycle.factors(given.usual)), given.discount_rate)
matters = {"factor": worst, "loss": full - left[worst]}
# END SOLUTION

# %% check="q7"
check.q7(matters)

# %% [markdown]
# ## Question 8: decide, and defend it
#
# An office has been a customer for {{ given.age }} good years. Without a programme its decline begins now. With it the
# relationship runs its usual course, and the decline begins after year {{ given.usual.ends["stability"] }}. The programme
# costs {{ given.programme_cost }} yuan today.
#
# Should the supplier `"run"` it or `"leave"` it? Defend your decision with the gain in yuan **seen from today**, after the
# cost of the programme. `lifecycle.factors(given.usual, turns_after=...)` gives a relationship that turns early.
#
# Answer with a dictionary: `{"decision": ..., "gain": ...}`.

# %% question="q8" points=4 minutes=12
# BEGIN SOLUTION
kept = lifecycle.profit(lifecycle.factors(given.usual)).loc[given.age + 1 :]
lost = lifecycle.profit(lifecycle.factors(given.usual, turns_after=given.age)).loc[given.age + 1 :]
rate = given.discount_rate
gain = lifecycle.value(kept, rate) - lifecycle.value(lost, rate) - given.programme_cost
programme = {"decision": "run" if gain > 0 else "leave", "gain": gain}
# END SOLUTION

# %% check="q8"
check.q8(programme)

# %%
progress()

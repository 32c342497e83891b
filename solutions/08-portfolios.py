# %% [markdown]
# # Homework: customer portfolios
#
# The wholesaler of the chapter has other customers now, simulated by the same program. In the last two questions you look at
# the real orders of CDNOW from another day. In all questions a value equal to a threshold belongs to the upper level.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.data.portfolios import RFM_TYPES
from course.exercise.chapter08 import check, given, hint, progress, solution
from course.models import agreement, portfolio, rfm

# %% [markdown]
# ## Question 1: gold, meteor, brook, burden
#
# By hand. From {{ given.long_from }} months on a customer is long; from {{ given.big_from }} thousand yuan a year on it is big.

# %%
given.eight

# %% [markdown]
# **How many of the eight are gold, meteor, brook and burden?** Give a list of four numbers, in this order.

# %% question="q1" points=2 minutes=5
# BEGIN SOLUTION
cell = portfolio.classify(given.eight, given.rule("volume_duration"))
four = [(cell == name).sum() for name in ("gold", "meteor", "brook", "burden")]
# END SOLUTION

# %% check="q1"
check.q1(four)

# %% [markdown]
# ## Question 2: past and future, as a function
#
# **Write the function that returns the cell of one customer** in historical × expected future value: `"high-end"`,
# `"uneconomic"`, `"expected"` or `"bad"`. Each measure comes with its own threshold.


# %% question="q2" points=4 minutes=8
def cell_of(history, expected, history_from, expected_from):
    # BEGIN SOLUTION
    rich_past, rich_future = history >= history_from, expected >= expected_from
    if rich_future:
        return "high-end" if rich_past else "expected"
    return "uneconomic" if rich_past else "bad"
    # END SOLUTION


# %% check="q2"
check.q2(cell_of)

# %% [markdown]
# ## The customers
#
# `given.customers` is the table of questions 3 to 6, with {{ len(given.customers) }} simulated customers, and `given.rule("current_predicted")` is a matrix of the chapter with the
# thresholds of this homework. The other names are `current_added`, `relation_profit`, `credit_loyalty` and `size_loyalty`.

# %%
given.customers.head(3)

# %% [markdown]
# ## Question 3: A to F
#
# A current value from {{ given.current_from }} thousand yuan on is high. The predicted value is middle from
# {{ given.predicted_from[0] }} on, and high from {{ given.predicted_from[1] }} on. **How many customers have each letter?** Give
# six numbers, A to F.

# %% question="q3" points=2 minutes=6
# BEGIN SOLUTION
letters = portfolio.classify(given.customers, given.rule("current_predicted"))
six = letters.value_counts().reindex(list("ABCDEF"), fill_value=0)
# END SOLUTION

# %% check="q3"
check.q3(six)

# %% [markdown]
# ## Question 4: a threshold moves
#
# In `given.rule("current_added")` the threshold of the current value is {{ given.metals_from }} thousand yuan. The board raises
# it to {{ given.metals_to }}. **How many customers change their metal?**

# %% question="q4" points=2 minutes=6
# BEGIN SOLUTION
before = given.rule("current_added")
after = portfolio.with_cuts(before, x=given.metals_to)
changed = len(portfolio.movers(given.customers, before, after))
# END SOLUTION

# %% check="q4"
check.q4(changed)

# %% [markdown]
# ## Question 5: two matrices, one axis in common
#
# Put the customers into `credit_loyalty` and into `size_loyalty`. **How far do the two agree (adjusted Rand index), and how many
# customers stand in the best cell of both?** The best cells are `"high-credit loyal"` and `"big loyal"`.
# Give a dictionary with the keys `"index"` and `"both"`.

# %% question="q5" points=4 minutes=8
# BEGIN SOLUTION
credit = portfolio.classify(given.customers, given.rule("credit_loyalty"))
size = portfolio.classify(given.customers, given.rule("size_loyalty"))
crossed = agreement.cross_table(credit, size)
best = crossed.loc["high-credit loyal", "big loyal"]
matrices = {"index": agreement.adjusted_rand(credit, size), "both": best}
# END SOLUTION

# %% check="q5"
check.q5(matrices)

# %% [markdown]
# ## Question 6: long, and little profit
#
# In `relation_profit` a relation is long from {{ given.long_from }} months on, and a profit high from {{ given.profit_from }}
# thousand yuan a year on. **What is the cell of long relations and low profit called? Which yearly charge per customer of that cell,
# in thousand yuan, would bring the cell's profit to zero? What does the source advise for it?** The advice is `"drop"`, `"enjoy"`,
# `"treat well"` or `"turn into a believer"`. Give a dictionary with the keys `"cell"`, `"charge"` and `"advice"`.

# %% question="q6" points=4 minutes=8
# BEGIN SOLUTION
cells = portfolio.summary(given.customers, given.rule("relation_profit"), "profit")
loss = -cells.value["barnacle"] / cells.customers["barnacle"]
plan = {"cell": "barnacle", "charge": loss, "advice": cells.advice["barnacle"]}
# END SOLUTION

# %% check="q6"
check.q6(plan)

# %% [markdown]
# ## Question 7: six types of eight
#
# Stand on {{ given.today }} and look back on `given.log`. Thresholds: the medians of recency and of monetary value, and two purchases.
# `names` has the names of the types. **With M as the total, how many customers have a type that the source leaves out
# (`"new or small"` or `"big once"`)? Which share of the customers changes type when M is the mean**, with the median of the
# means as threshold? Give a dictionary with the keys `"unnamed"` and `"moved"`; a share as a decimal number.

# %%
names = {code: words[0] for code, words in RFM_TYPES.items()}

# %% question="q7" points=4 minutes=10
# BEGIN SOLUTION
kinds = {}
for monetary in ("total", "mean"):
    measured = rfm.measures(given.log, given.today, monetary)
    kinds[monetary] = rfm.types(measured, {**rfm.median_cuts(measured), "frequency": 2}, names)
types = {
    "unnamed": kinds["total"].isin(["new or small", "big once"]).sum(),
    "moved": agreement.share_moved(kinds["total"], kinds["mean"]),
}
# END SOLUTION

# %% check="q7"
check.q7(types)

# %% [markdown]
# ## Question 8: is winning back worth it?
#
# With M as the total: the source calls one type worth *winning back*, and another of *no value*. **By how much is the
# share that bought after {{ given.today }} higher among the first, and what is Newcombe's interval of the difference (`0.95`)? Is a difference shown, `"yes"` or
# `"no"`?** Give a dictionary with the keys `"difference"`, `"low"`, `"high"` (decimal numbers) and `"shown"`.

# %% question="q8" points=4 minutes=10
# BEGIN SOLUTION
by_total = rfm.measures(given.log, given.today)
kind = rfm.types(by_total, {**rfm.median_cuts(by_total), "frequency": 2}, names)
ahead, low, high = rfm.difference(kind, rfm.later(given.log, given.today), "win back", "no value")
verdict = {"difference": ahead, "low": low, "high": high, "shown": "no"}
# END SOLUTION

# %% check="q8"
check.q8(verdict)

# %% [markdown]
# ## How far you are

# %%
progress()

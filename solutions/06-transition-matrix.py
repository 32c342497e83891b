# %% [markdown]
# # Homework: the purchase-transition matrix
#
# You count, divide, value and doubt. The first questions use a log small enough for a pencil. The later ones use half of the
# real Cracker panel, and now you work for the shop's own brand: *private*. The last two questions are the two that the
# source set as homework (课堂作业).
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. Run the cells from the top.

# %%
import numpy as np
import pandas as pd

from course.exercise.chapter06 import check, given, hint, progress, solution
from course.models import transition, transition_lessons
from course.models import transition_inference as inference

# %% [markdown]
# ## Question 1: P by hand
#
# Eight purchases of three customers, in order of time. M is our brand, N a rival's.

# %%
given.log.groupby("customer")["brand"].agg("".join).to_frame()

# %% [markdown]
# Give the transition matrix as two rows: first the row of M (to M, to N), then the row of N. You may write fractions, such as
# `2 / 3`.

# %% question="q1" points=2 minutes=8
# BEGIN SOLUTION
brands = given.log["brand"]
after = brands.groupby(given.log["customer"]).shift(-1)
P_by_hand = pd.crosstab(brands, after, normalize="index")
# END SOLUTION

# %% check="q1"
check.q1(P_by_hand)

# %% [markdown]
# ## Question 2: two purchases ahead
#
# By hand. For other customers the matrix is this one.

# %%
given.P

# %% [markdown]
# A purchase of M brings {{ given.small_margin:.0f }} yuan, one of N nothing. There are {{ given.small_purchases }} purchases a year,
# and the discount rate is {{ given.small_rate:.0% }} **a year**. A customer has just bought **N**. What are the next two purchases
# worth today, in yuan?

# %% question="q2" points=2 minutes=8
# BEGIN SOLUTION
half_a_year = (1 + given.small_rate) ** (1 / given.small_purchases)
(MM, _MN), (NM, NN) = given.P.to_numpy()
second = NM * MM + NN * NM
two_purchases = given.small_margin * (NM / half_a_year + second / half_a_year**2)
# END SOLUTION

# %% check="q2"
check.q2(two_purchases)

# %% [markdown]
# ## Question 3: from counts to P
#
# Somebody else has counted. Write a function that takes a table of counts (rows from, columns to) and returns the
# transition matrix, with the same labels. Try it on `given.counts`.


# %% question="q3" points=2 minutes=6
def probabilities(counts):
    # BEGIN SOLUTION
    return counts.div(counts.sum(axis=1), axis=0)
    # END SOLUTION


# %% check="q3"
check.q3(probabilities)

# %% [markdown]
# ## Question 4: the value for ever
#
# Write a function that takes P (a table), the margins (a Series with the same labels), the yearly discount rate and the number
# of purchases a year. It returns the value still to come by last brand, for ever, as a Series: the margin of the last purchase
# is **not** counted. Use numpy, not the functions of the course.


# %% question="q4" points=3 minutes=10
def value_for_ever(P, margins, discount_rate, purchases_per_year):
    # BEGIN SOLUTION
    q = (1 + discount_rate) ** (-1 / purchases_per_year)
    included = np.linalg.solve(np.eye(len(P)) - q * P.to_numpy(), margins.to_numpy())
    return pd.Series(included, index=P.index) - margins
    # END SOLUTION


# %% check="q4"
check.q4(value_for_ever)

# %% [markdown]
# ## Question 5: what a point is worth
#
# From here on you work for the private label. `given.panel` holds the purchases of every second household of the Cracker
# panel. A purchase of *private* brings you {{ given.margin:.0f }} yuan; the discount rate is {{ given.discount_rate:.0% }} a year;
# there are {{ given.purchases_per_year }} purchases a year. (Margin, rate and purchases a year are made up; the purchases are real.)

# %%
clock = {"discount_rate": given.discount_rate, "purchases_per_year": given.purchases_per_year}
names = {"customer": "household", "time": "occasion"}
counted = transition.counts(given.panel, **names)
P = transition.probabilities(counted)
P.round(3)

# %% [markdown]
# In the **nabisco** row, one point moves from *nabisco* to *private*. What does this add to the value of a customer who last
# bought *private*, in yuan? Use the derivative (`inference.point_gain`).

# %% question="q5" points=2 minutes=7
# BEGIN SOLUTION
gains = inference.point_gain(P, given.margins, last_brand="private", to_brand="private", **clock)
point = gains.at["nabisco", "nabisco"]
# END SOLUTION

# %% check="q5"
check.q5(point)

# %% [markdown]
# ## Question 6: choose a campaign
#
# Two campaigns cost the same. The first moves {{ given.big_points:.0f }} points of the **nabisco** row from *nabisco* to *private*.
# The second moves {{ given.small_points:.0f }} points of the **sunshine** row from *sunshine* to *private*. You look at a customer who
# last bought *nabisco*. Which row do you choose, and how many yuan does the value of this customer gain? Compute the value
# again with the changed matrix (`transition.shift`). Answer with a dictionary: `{"row": ..., "gain": ...}`.

# %% question="q6" points=3 minutes=8
# BEGIN SOLUTION
after = transition.shift(P, "nabisco", "nabisco", "private", given.big_points)
gain = transition.value(after, given.margins, **clock) - transition.value(P, given.margins, **clock)
campaign = {"row": "nabisco", "gain": gain["nabisco"]}
# END SOLUTION

# %% check="q6"
check.q6(campaign)

# %% [markdown]
# ## Question 7: how are the P_ij obtained?
#
# The first question of the source, answered on data. For *private* in `given.panel`, give a dictionary
# of three numbers:
#
# - `transitions`: the number of steps that begin at *private*;
# - `repeat_rate`: the probability that *private* follows *private*;
# - `standard_error`: the standard error of that probability that you would defend before your manager, who knows that the
#   transitions of one household are alike. Leave `replicates` and `seed` as they are.

# %% question="q7" points=3 minutes=8
# BEGIN SOLUTION
steps = counted.counts.loc["private"].sum()
error = inference.bootstrap(counted).standard_errors.at["private", "private"]
obtained = {"transitions": steps, "repeat_rate": P.at["private", "private"], "standard_error": error}
# END SOLUTION

# %% check="q7"
check.q7(obtained)

# %% [markdown]
# ## Question 8: if the matrix is not accurate, how badly does the value suffer?
#
# The second question of the source. Take a customer who last bought *private*, with the margin and clock of Question 5. Give a
# dictionary:
#
# - `chance`: the standard error of the value, in yuan, when households are resampled;
# - `model`: the value if households keep to their own shares, **less** the value by one matrix for all, in yuan;
# - `next_step`: where you would put the next month of work, `"more households"` or `"let households differ"`. The two numbers
#   above are your defence.

# %% question="q8" points=4 minutes=10
# BEGIN SOLUTION
chance = inference.value_interval(counted, given.margins, **clock).table.at["private", "standard_error"]
both = transition_lessons.values_if_households_differ(given.panel, given.margins, **clock, **names)
model = both.at["private", "own_shares"] - both.at["private", "one_matrix"]
how_badly = {"chance": chance, "model": model, "next_step": "let households differ"}
# END SOLUTION

# %% check="q8"
check.q8(how_badly)

# %% [markdown]
# ## How far you are

# %%
progress()

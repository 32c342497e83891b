# %% [markdown]
# # Homework: the lifetime value of a cohort
#
# A tea club wins new members and sends them parcels. You find out what such a cohort is worth, and decide what the club should do.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.exercise.chapter04 import check, given, hint, progress, solution
from course.models import cohort, cohort_solve

# %% [markdown]
# ## Question 1: what the first LTV forces
#
# A report says: the LTV after year 1 is {{ given.first_ltv }} yuan. The goods cost {{ given.cost_of_goods[0]:.0%}} of revenue,
# and a customer costs {{ given.acquisition_cost }} yuan to win. **Which revenue per customer in year 1 follows?** By hand.

# %% question="q1" points=2 minutes=5
# BEGIN SOLUTION
revenue = (given.first_ltv + given.acquisition_cost) / (1 - given.cost_of_goods[0])
# END SOLUTION

# %% check="q1"
check.q1(revenue)

# %% [markdown]
# ## Question 2: who is still there?
#
# The club won {{ given.customers:,}} customers. The table prints a retention of
# {{ ", ".join(f"{kept:.0%}" for kept in given.retention) }} in years 1, 2 and 3. **How many customers are there in each of the three
# years?** Give a list of three numbers.

# %% question="q2" points=2 minutes=5
# BEGIN SOLUTION
first, second, _third = given.retention
customers = [given.customers, given.customers * first, given.customers * first * second]
# END SOLUTION

# %% check="q2"
check.q2(customers)

# %% [markdown]
# ## Question 3: the LTV as a function
#
# `customers` and `profit` are lists with one number a year: the customers of that year, and the profit of *one* customer of that
# year, costs already taken off. **Write the function that returns the LTV per customer won after the last year.** Year 1 is
# not discounted. It must work for any number of years.


# %% question="q3" points=4 minutes=10
def ltv(customers, profit, discount_rate):
    # BEGIN SOLUTION
    total = 0
    for year in range(len(profit)):
        total += customers[year] * profit[year] / (1 + discount_rate) ** year
    return total / customers[0]
    # END SOLUTION


# %% check="q3"
check.q3(ltv)

# %% [markdown]
# ## All the inputs
#
# From here on `given.inputs` holds all that the table of this cohort needs: `cohort.table(**given.inputs)` makes it.

# %%
given.inputs

# %% [markdown]
# ## Question 4: what may winning cost?
#
# **How much may it cost at most to win a customer, if winning is to be paid back after year 2?** Use the solver, or think.

# %% question="q4" points=2 minutes=5
# BEGIN SOLUTION
found = cohort_solve.solve_for(given.inputs, "acquisition_cost", target_ltv=0, bounds=(0, 300), horizon=2)
most_to_win = found.value
# END SOLUTION

# %% check="q4"
check.q4(most_to_win)

# %% [markdown]
# ## Question 5: a point of retention
#
# **What is one more point of retention after year 1 worth**, in yuan of LTV after year 3, per customer won?

# %% question="q5" points=2 minutes=6
# BEGIN SOLUTION
points = cohort.retention_point_value(given.inputs)
point_value = points["ltv_per_point"][1]
# END SOLUTION

# %% check="q5"
check.q5(point_value)

# %% [markdown]
# ## Question 6: club or channel?
#
# Two programmes are on the table.
#
# - The *club* lifts the first retention to {{ given.club_retention:.0%}}. The yearly cost rises to {{ given.club_yearly_cost }} yuan.
#   Its inputs are `given.club`.
# - The *channel* wins a customer for {{ given.channel_cost }} yuan, but its customers are less loyal: only
#   {{ given.channel_retention:.0%}} stay after year 1. Its inputs are `given.channel`.
#
# **Which of them do you choose for an LTV after year 3, and what is its gain over today, per customer won?** Answer with
# `"club"`, `"channel"` or `"neither"`, and the gain of your choice (0 for neither).

# %% question="q6" points=4 minutes=10
# BEGIN SOLUTION
club = cohort.compare(given.inputs, given.club)
channel = cohort.compare(given.inputs, given.channel)
decision = {"programme": "club", "gain": max(club["difference"][3], channel["difference"][3])}
# END SOLUTION

# %% check="q6"
check.q6(decision)

# %% [markdown]
# ## Question 7: is it proven?
#
# The manager tried the club on {{ given.pilot }} customers and measured an LTV of {{ cohort.table(**given.club).final_ltv:.2f}} yuan. "Proven," he
# says. **Suppose the club did nothing: between which limits would the LTV of so many customers lie, but for five in a hundred pilots?
# Is the measured LTV explained by `"chance"`, or does it need the `"club"`?**

# %% question="q7" points=4 minutes=10
# BEGIN SOLUTION
pilot = cohort_solve.ltv_interval(given.inputs, customers=given.pilot)
proof = {"low": pilot.low, "high": pilot.high, "verdict": "chance"}
# END SOLUTION

# %% check="q7"
check.q7(proof)

# %% [markdown]
# ## Question 8: whom to win?
#
# The cohort is a mixture. Regulars stay with {{ given.regular_retention:.0%}} in every year, samplers with
# {{ given.sampler_retention:.0%}}; all else is as in `given.inputs`. An agency offers new regulars at {{ given.regular_price }} yuan
# each and new samplers at {{ given.sampler_price }} yuan each. **What is the LTV after year 3 of each, at these prices? Whom should the
# club win?** Answer `"both"`, `"regulars"`, `"samplers"` or `"neither"`.

# %% question="q8" points=4 minutes=10
# BEGIN SOLUTION
regular = {**given.inputs, "retention": [given.regular_retention] * 3, "acquisition_cost": given.regular_price}
sampler = {**given.inputs, "retention": [given.sampler_retention] * 3, "acquisition_cost": given.sampler_price}
values = [cohort.table(**segment).final_ltv for segment in (regular, sampler)]
offer = {"regulars": values[0], "samplers": values[1], "win": "regulars"}
# END SOLUTION

# %% check="q8"
check.q8(offer)

# %% [markdown]
# ## How far you are

# %%
progress()

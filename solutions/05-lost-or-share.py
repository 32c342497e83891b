# %% [markdown]
# # Homework: lost for good, or always a share
#
# A shop sells contact lenses by post. You find out whether silent customers are lost, what they are worth, and whom the shop should write to.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.exercise.chapter05 import check, given, hint, progress, solution
from course.models import customer_events, dwyer, switching_cost
from course.models import shifted_beta_geometric as sbg

# %% [markdown]
# ## Question 1: who comes back?
#
# Six customers, one row each: 1 means that the customer bought in the period. Period 0 is the first purchase. **Of the customers
# who were silent for exactly one period, which share buys in the next?** By hand. The last period of a row is not followed by a
# next one.

# %%
given.histories

# %% question="q1" points=2 minutes=6
# BEGIN SOLUTION
reactivation = dwyer.silence(given.histories)["share"][2]
# END SOLUTION

# %% check="q1"
check.q1(reactivation)

# %% [markdown]
# ## Question 2: the same customer, twice
#
# In all its data the shop finds the repurchase probabilities {{ ", ".join(f"{share:g}" for share in given.repurchase) }} at recency
# 1, 2 and 3. A period with a purchase brings {{ given.margin:g}} yuan of margin; marketing costs {{ given.marketing:g}} yuan a period for
# everyone who is not lost; the discount rate is {{ given.discount_rate:.0%}} a period. **What is a customer who has just bought worth, for
# ever, as lost for good and as always a share?** This period's margin and marketing count.

# %% question="q2" points=3 minutes=7
# BEGIN SOLUTION
economy = {"margin": given.margin, "marketing": given.marketing, "discount_rate": given.discount_rate}
table = dwyer.values(given.repurchase, **economy)
worth = {"lost_for_good": table["lost_for_good"][1], "always_a_share": table["always_a_share"][1]}
# END SOLUTION

# %% check="q2"
check.q2(worth)

# %% [markdown]
# ## Question 3: who is still there, as a function
#
# The shop's lens subscription is a contract. Each subscriber leaves with a probability of her own; `alpha` and `beta` say how these
# differ. The retention of the cohort at renewal $t$ is $(\beta+t-1)/(\alpha+\beta+t-1)$. **Write the function that returns the
# share of the cohort still there in a year.** Year 0 is the year of winning.


# %% question="q3" points=4 minutes=10
def alive(alpha, beta, year):
    # BEGIN SOLUTION
    share = 1.0
    for renewal in range(1, year + 1):
        share *= (beta + renewal - 1) / (alpha + beta + renewal - 1)
    return share
    # END SOLUTION


# %% check="q3"
check.q3(alive)

# %% [markdown]
# ## Question 4: the price of one rate
#
# `given.alive` holds the subscribers still there in years 0, 1, 2 ... Each pays {{ given.fee:g}} yuan at the start of every year as long as
# she stays; the discount rate is {{ given.interest:.0%}} a year. **Fit the shifted beta-geometric model. What is a new subscriber worth,
# the first fee included? By which share is the value off if the first year's retention is used for ever?** Too low is negative.

# %% question="q4" points=3 minutes=8
# BEGIN SOLUTION
errors = sbg.misprice(given.alive, given.fee, given.interest)
price = {"value": errors["value"]["fitted"], "first_rate": errors["error"]["first_rate"]}
# END SOLUTION

# %% check="q4"
check.q4(price)

# %% [markdown]
# ## Question 5: group, then write
#
# Regulars buy again with `given.regular` at recency 1, 2 and 3, casuals with `given.casual`. A catalogue costs {{ given.catalogue:g}} yuan
# a period and replaces the marketing of Question 2; margin and discount rate are as there. Whoever gets no catalogue is lost. **What is
# a customer who was silent for one period worth in each group, if the shop goes on sending catalogues? To whom should it
# send them?** Answer `"both"`, `"regulars"`, `"casuals"` or `"neither"`.

# %% question="q5" points=4 minutes=9
# BEGIN SOLUTION
how = {"margin": given.margin, "marketing": given.catalogue, "discount_rate": given.discount_rate}
regulars, casuals = (dwyer.values(group, **how)["always_a_share"][2] for group in (given.regular, given.casual))
silent = {"regulars": regulars, "casuals": casuals, "send": "regulars"}
# END SOLUTION

# %% check="q5"
check.q5(silent)

# %% [markdown]
# ## Question 6: a life in events
#
# `given.events` lists what may happen to a customer within `given.years` years. **What is a new customer worth, discounted by
# `given.interest` from the middle of each year? Between which limits do nine in ten single customers lie?** Simulate with `seed=1`.

# %% question="q6" points=3 minutes=8
# BEGIN SOLUTION
by_event = customer_events.value_by_event(given.events, given.years, given.interest)
lives = customer_events.simulate(given.events, given.years, given.interest, seed=1)
limits = customer_events.interval(lives, (1,))
forecast = {"value": by_event["value"].sum(), "low": limits["low"][1], "high": limits["high"][1]}
# END SOLUTION

# %% check="q6"
check.q6(forecast)

# %% [markdown]
# ## Question 7: should moving be dear?
#
# The shop has {{ given.our_share:.0%}} of the customers, one rival has the rest. A plan would raise the switching cost between them
# from {{ given.cost_now:g}} to {{ given.cost_then:g}} yuan, in both directions. **By how much does the value of one of our customers change
# (always a share), and the value to us of one of the rival's? Is the plan good for the shop, all customers taken together?** Answer `"yes"` or
# `"no"`.

# %% question="q7" points=4 minutes=9
# BEGIN SOLUTION
effect = switching_cost.effect([given.cost_now, given.cost_then], **given.suppliers)
change = effect.iloc[1] - effect.iloc[0]
plan = {"ours": change["always_a_share"], "rivals": change["rivals"], "plan": "no"}
# END SOLUTION

# %% check="q7"
check.q7(plan)

# %% [markdown]
# ## How far you are

# %%
progress()

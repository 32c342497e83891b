# %% [markdown]
# # Homework: satisfaction and loyalty
#
# A company hires out bicycles. You measure its customers' satisfaction, find where its service is lost, and say what its customers'
# loyalty is worth. Two questions use real data, a part of the survey and
# orders of the music shop; the last uses IBM's made-up telephone company.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.exercise.chapter10 import check, given, hint, progress, solution
from course.models import bonds, complaints, index_models, loyalty, satisfaction, service_gaps

# %% [markdown]
# ## Question 1: the index
#
# The company asks three questions on satisfaction, answered from 1 to 10. The mean answers are
# {{ ", ".join(f"{mean:g}" for mean in given.means) }}, the weights {{ ", ".join(f"{weight:g}" for weight in given.weights) }}. **What is the
# satisfaction index**, on the scale from 0 to `100`? By hand, or by function.

# %% question="q1" points=2 minutes=5
# BEGIN SOLUTION
index = satisfaction.index(given.weights, given.means)
# END SOLUTION

# %% check="q1"
check.q1(index)

# %% [markdown]
# ## Question 2: five gaps
#
# Customers expected {{ given.expected }} points of `100`. Managers believe {{ given.believed }} are expected; the written standard says
# {{ given.standard }}. Test rides found {{ given.delivered }}, advertisements promise {{ given.promised }}, and customers perceived
# {{ given.perceived }}. **Which are the five service gaps?** Give a list in the order 1 to 5, a loss below zero. The six numbers are in
# `given.levels`.

# %% question="q2" points=2 minutes=6
# BEGIN SOLUTION
gaps = service_gaps.from_levels(given.levels)
# END SOLUTION

# %% check="q2"
check.q2(gaps)

# %% [markdown]
# ## Question 3: three models
#
# A consultant has estimated the Swedish, the American and the Norwegian model. `given.paths["SCSB"]`, `["ACSI"]` and `["NCSB"]` hold the path
# coefficients.

# %%
given.paths["NCSB"].to_frame("path")

# %% [markdown]
# **What is the total effect of expectations on satisfaction in the Swedish and in the American model, and of satisfaction on loyalty in
# the Norwegian one?** Give a dictionary with the keys `"scsb"`, `"acsi"` and `"ncsb"`.

# %% question="q3" points=3 minutes=8
# BEGIN SOLUTION
effects = {model: index_models.total_effects(paths) for model, paths in given.paths.items()}
before = {name.lower(): effects[name].loc["expectations", "satisfaction"] for name in ("SCSB", "ACSI")}
totals = {**before, "ncsb": effects["NCSB"].loc["satisfaction", "loyalty"]}
# END SOLUTION

# %% check="q3"
check.q3(totals)

# %% [markdown]
# ## Question 4: what explains it, and the trap
#
# `given.survey` is a part of the real survey, {{ len(given.survey) }} customers. **Which share of overall satisfaction `cusa1` is explained by perceived
# quality `perq1` alone, and which by the gap `perq1` less `cuex1`? And which share of the satisfied (`cusa1` from 8 on) would not recommend the
# provider (`cusl3` below 8)?** Give a dictionary with the keys `"perceived"`, `"gap"` and `"trap"`.

# %% question="q4" points=4 minutes=10
# BEGIN SOLUTION
by = satisfaction.explained(given.survey, "cusa1", expected="cuex1", perceived="perq1")["r_squared"]
kinds = loyalty.kinds(given.survey["cusa1"], given.survey["cusl3"])["customers"]
trap = kinds["mercenary"] / (kinds["mercenary"] + kinds["apostle"])
findings = {"perceived": by["perceived"], "gap": by["gap"], "trap": trap}
# END SOLUTION

# %% check="q4"
check.q4(findings)

# %% [markdown]
# ## Question 5: levels of customers
#
# `given.orders` are orders of the music shop, `given.contacts` everybody it knows. It is {{ given.today }}. A loyal customer has
# bought on at least 2 days, the last one at most three weeks ago; otherwise the rule is that of the chapter. **How many people stand on each
# level?** A Series with the rows prospect, ordinary, repeat, loyal, or a list in that order.

# %% question="q5" points=3 minutes=8
# BEGIN SOLUTION
level = loyalty.levels(given.orders, given.contacts, given.today, loyal_from=2, silent_days=21)
counts = level.value_counts().reindex(loyalty.LEVELS, fill_value=0)
# END SOLUTION

# %% check="q5"
check.q5(counts)

# %% [markdown]
# ## Question 6: how far up the ladder?
#
# `scores` is a list with one customer's score for each stage of loyalty, first to last. A score passes when it is at least `threshold`.
# **Write the function that returns how many stages the customer passes in a row, from the first.** It must work for any number of stages.


# %% question="q6" points=3 minutes=8
def climbed(scores, threshold):
    # BEGIN SOLUTION
    for height, score in enumerate(scores):
        if score < threshold:
            return height
    return len(scores)
    # END SOLUTION


# %% check="q6"
check.q6(climbed)

# %% [markdown]
# ## Question 7: below the water
#
# {{ given.complaints }} letters of complaint came in. The company believes that {{ given.complain_share:.0%}} of the unhappy write, and
# answers {{ given.answered_well:.0%}} of the letters well. It believes that the silent tell {{ given.told_by_silent }} people each, and those with a bad answer
# {{ given.told_if_not }}. A survey found that {{ given.told_many:.0%}} of complainants told `20` people or more.
#
# **How many unhappy customers keep silent? How many people hear something bad? How many people did complainants tell at least, on average,
# by that survey alone? Should the company now invite complaints, `"yes"` or `"no"`, if fewer people are to hear something bad?**
# Give a dictionary with the keys `"silent"`, `"hear_bad"`, `"least_mean"` and `"invite"`.

# %% question="q7" points=4 minutes=10
# BEGIN SOLUTION
silent = complaints.below_water(given.complaints, given.complain_share)
bad = given.complaints * (1 - given.answered_well) * given.told_if_not + silent * given.told_by_silent
least = complaints.least_answered_well(given.told_by_silent, given.told_if_not)
advice, mean = "yes" if given.answered_well > least else "no", complaints.least_mean(given.told_many, 20)
iceberg = {"silent": silent, "hear_bad": bad, "least_mean": mean, "invite": advice}
# END SOLUTION

# %% check="q7"
check.q7(iceberg)

# %% [markdown]
# ## Question 8: does the contract hold them?
#
# `given.customers` is a part of the telephone company's file, {{ len(given.customers):,}} customers, ready for `bonds.fit`. **By how much does the
# share that leaves differ with the legal bond from without it: as the groups are (raw), and with all else equal (adjusted)? Does the
# contract itself explain `"all"`, `"part"` or `"none"` of the raw difference?** Give a dictionary with
# the keys `"raw"`, `"adjusted"` and `"explains"`; the differences as shares, such as `-0.25`.

# %% question="q8" points=4 minutes=10
# BEGIN SOLUTION
points = bonds.fit(given.customers).points.loc["legal"]
bond = {"raw": points["raw"], "adjusted": points["adjusted"], "explains": "part"}
# END SOLUTION

# %% check="q8"
check.q8(bond)

# %% [markdown]
# ## How far you are

# %%
progress()

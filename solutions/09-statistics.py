# %% [markdown]
# # Homework: statistics for finding customers
#
# A gym looks for new members. Its prospects are **simulated**: six traits, made by a program whose truth we know. Two hidden
# causes stand behind the traits, and only they move the odds of joining. You find customers with the seven methods.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.exercise.chapter09 import check, given, hint, progress, solution
from course.models import conjoint, factors, lift, mirror, scoring, segments

# %% [markdown]
# ## Question 1: the yardstick, as a function
#
# Ten prospects have a score; some joined. The gym calls the {{ given.contacts }} with the highest scores. **Write the function that returns
# the lift**: the rate of joiners among those called, divided by the rate among all. No two scores are equal.

# %%
given.few.T


# %% question="q1" points=4 minutes=10
def lift_of(scores, joined, contacts):
    # BEGIN SOLUTION
    best_first = sorted(zip(scores, joined, strict=True), reverse=True)
    rate = sum(one for _, one in best_first[:contacts]) / contacts
    return rate / (sum(joined) / len(joined))
    # END SOLUTION


# %% check="q1"
check.q1(lift_of)

# %% [markdown]
# ## The prospects
#
# `given.prospects` holds the traits of all prospects, `given.joined` who joined (1 or 0).

# %%
given.prospects.head()

# %% [markdown]
# ## Question 2: clusters
#
# **Into how many segments do the prospects fall, if 2, 3, 4 and 5 are tried and the silhouette decides? What is the silhouette
# then?** One resample is enough.

# %% question="q2" points=2 minutes=6
# BEGIN SOLUTION
found = segments.choose(given.prospects, range(2, 6), replicates=1)["silhouette"]
clusters = {"segments": found.idxmax(), "silhouette": found.max()}
# END SOLUTION

# %% check="q2"
check.q2(clusters)

# %% [markdown]
# ## Question 3: the mirror
#
# **In which trait do those who joined differ most from all prospects, and by how many standard deviations?**

# %% question="q3" points=2 minutes=5
# BEGIN SOLUTION
profile = mirror.profile(given.prospects, given.joined)
mirrored = {"trait": profile.index[0], "difference": profile["difference"].iloc[0]}
# END SOLUTION

# %% check="q3"
check.q3(mirrored)

# %% [markdown]
# ## Question 4: factors
#
# Find two factors, turned by varimax. **Which trait has the largest loading on the second factor, and how large is it?**

# %% question="q4" points=2 minutes=6
# BEGIN SOLUTION
second = factors.factors(given.prospects, 2).loadings[2]
factor = {"trait": second.abs().idxmax(), "loading": second.max()}
# END SOLUTION

# %% check="q4"
check.q4(factor)

# %% [markdown]
# ## Question 5: components
#
# **How many principal components keep at least four fifths of the spread of the six traits? Which share does the first keep?**

# %% question="q5" points=2 minutes=5
# BEGIN SOLUTION
parts = factors.components(given.prospects)
components = {"components": parts.needed(0.8), "first": parts.shares[1]}
# END SOLUTION

# %% check="q5"
check.q5(components)

# %% [markdown]
# ## Question 6: conjoint analysis
#
# One member gave points to eight imagined gyms. **How many yuan a month is a pool worth to this member?**

# %%
given.cards

# %% question="q6" points=3 minutes=8
# BEGIN SOLUTION
model = conjoint.ratings(given.cards.drop(columns="points"), given.cards["points"])
pool = conjoint.in_money(model, "price")["money"]["pool"]
# END SOLUTION

# %% check="q6"
check.q6(pool)

# %% [markdown]
# ## Question 7: regression
#
# Regress joining on all six traits by a logit. **Between which limits does the odds ratio of age lie, in nineteen of twenty such studies? Is that `"chance"`, or
# an `"effect"`?**

# %% question="q7" points=3 minutes=8
# BEGIN SOLUTION
age = scoring.odds(given.prospects, given.joined).loc["age"]
verdict = "chance" if age["low"] < 1 < age["high"] else "effect"
effect = {"low": age["low"], "high": age["high"], "verdict": verdict}
# END SOLUTION

# %% check="q7"
check.q7(effect)

# %% [markdown]
# ## Question 8: discriminant analysis, held out
#
# `learn` and `judge` are two halves of the prospects. Let discriminant analysis learn on `learn`. **Which lift has its best fifth in the half
# it learnt from, and which in the half held out? Which of the two do you believe for new prospects: `"learnt"` or `"held_out"`?**

# %%
learn, judge = lift.hold_out(given.joined)
table, joined = given.prospects, given.joined
len(learn) // 5, len(judge) // 5

# %% question="q8" points=4 minutes=10
# BEGIN SOLUTION
lifts = {}
for name, half in {"learnt": learn, "held_out": judge}.items():
    scores = scoring.scores("discriminant", table.iloc[learn], joined.iloc[learn], table.iloc[half])
    lifts[name] = lift.lift(scores, joined.iloc[half], len(half) // 5)
answer = {**lifts, "believe": "held_out"}
# END SOLUTION

# %% check="q8"
check.q8(answer)

# %% [markdown]
# ## How far you are

# %%
progress()

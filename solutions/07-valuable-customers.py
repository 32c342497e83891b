# %% [markdown]
# # Homework: which customers are valuable?
#
# A wholesaler sells bicycles to shops. You read its logs, build a score, measure how unequal its customers are, put them into
# classes, and judge a programme. **All numbers are invented for practice.**
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
import pandas as pd

from course.data.cases import BANK_LEVELS, VALUE_RULES
from course.exercise.chapter07 import check, given, hint, progress, solution
from course.models import composite, concentration, indicators, value_classes

# %% [markdown]
# ## Question 1: the transactions of one shop
#
# These are all orders of shop K in the first half of 2025.

# %%
given.orders

# %% [markdown]
# **What are its sales (net of returns), its margin, its mean order (before returns) and its purchase cycle?** Goods that came
# back cost nothing. Answer with a dictionary: `amount`, `margin`, `mean_order`, `cycle`.

# %% question="q1" points=2 minutes=7
# BEGIN SOLUTION
found = indicators.transactions(given.orders, "2025-01-01", "2025-06-30").loc["K"]
deals = {name: found[name] for name in ("amount", "margin", "mean_order", "cycle")}
# END SOLUTION

# %% check="q1"
check.q1(deals)

# %% [markdown]
# ## Question 2: its bills and its calls
#
# A bill is due on the day `due`. `NaT` means: not paid until the end of June. `given.contacts` is the log of contacts.

# %%
given.receipts

# %%
given.contacts["kind"].value_counts(sort=False)

# %% [markdown]
# **What is the mean collection period, how large are the arrears at the end of June, and which share of the contacts are complaints?**
# Answer with a dictionary: `collection` (days), `arrears` (yuan), `complaint_share`.

# %% question="q2" points=2 minutes=7
# BEGIN SOLUTION
bills = given.receipts
overdue = bills[bills["paid"].isna() & (bills["due"] < "2025-06-30")]
calls = indicators.contacts(given.contacts, "2025-01-01", "2025-06-30").loc["K"]
days = (bills["paid"] - bills["billed"]).dt.days.mean()
behind = {"collection": days, "arrears": overdue["amount"].sum(), "complaint_share": calls["complaint_share"]}
# END SOLUTION

# %% check="q2"
check.q2(behind)

# %% [markdown]
# ## Question 3: the composite indicator as a function
#
# `places` is a list with one customer's place in each indicator, from 0 (lowest value) to 1 (highest value). `directions` says
# for each indicator whether a high value is good (`1`) or bad (`-1`). `weights` do not have to add up to 1. **Write the function that returns the
# customer's score, from 0 (worst) to 1 (best).** It must work for any number of indicators.


# %% question="q3" points=4 minutes=10
def score(places, directions, weights):
    # BEGIN SOLUTION
    total = 0
    for place, direction, weight in zip(places, directions, weights, strict=True):
        total += weight * (place if direction == 1 else 1 - place)
    return total / sum(weights)
    # END SOLUTION


# %% check="q3"
check.q3(score)

# %% [markdown]
# ## Question 4: who is first?
#
# Two shops compete for one place in the programme for good customers. Lin's place is {{ given.lin[0] }} in sales and {{ given.lin[1] }} in margin;
# Tang's is {{ given.tang[0] }} in sales and {{ given.tang[1] }} in margin. Sales get the weight $w$ and margin the rest. **At which $w$ are
# the two scores equal? Who is first when both indicators weigh the same?** Answer with `weight` and `first`, `"Lin"` or `"Tang"`.

# %% question="q4" points=2 minutes=6
# BEGIN SOLUTION
turn = composite.turning_weight(given.lin, given.tang)
ranking = {"weight": turn, "first": "Tang"}
# END SOLUTION

# %% check="q4"
check.q4(ranking)

# %% [markdown]
# ## Question 5: 80/20/30
#
# Ten shops bring these profits, in thousand yuan: {{ ", ".join(map(str, given.profits)) }}. **Which share of all profit do the best
# two make? How high is the peak of the whale curve? What do the worst three bring, as a share of all profit?** Answer with
# `top`, `peak` and `worst`.

# %% question="q5" points=4 minutes=8
# BEGIN SOLUTION
marks = concentration.whale(given.profits)
whale = {"top": marks.top, "peak": marks.peak, "worst": marks.worst}
# END SOLUTION

# %% check="q5"
check.q5(whale)

# %% [markdown]
# ## Question 6: classes and tiers
#
# Twenty shops, in thousand yuan. A is the best {{ VALUE_RULES["a"][1]:.0%}} of the customers by revenue; the edge belongs to A, and **equals go into the better
# class**. Lead is who brings a loss.

# %%
given.customers.T

# %% [markdown]
# **How many are in A, how many are lead, how many are both, and which share of the A customers are listed firms?** Answer with
# `a`, `lead`, `a_and_lead` and `listed`.

# %% question="q6" points=4 minutes=8
# BEGIN SOLUTION
shops = given.customers
in_a = value_classes.abc(shops["revenue"], a=0.15, b=0.25) == "A"
lead = value_classes.pyramid(shops["profit"]) == "lead"
tiers = {"a": in_a.sum(), "lead": lead.sum(), "a_and_lead": (in_a & lead).sum(), "listed": shops["listed"][in_a].mean()}
# END SOLUTION

# %% check="q6"
check.q6(tiers)

# %% [markdown]
# ## Question 7: the bank's levels
#
# The wholesaler's bank sorts its clients as in the chapter: the thresholds are `BANK_LEVELS`, in million dollars a year.

# %%
given.clients

# %% [markdown]
# **How many clients are on each level?** Answer with `blue`, `green`, `red` and `not stated`.

# %% question="q7" points=2 minutes=6
# BEGIN SOLUTION
levels = value_classes.bank_levels(given.clients, BANK_LEVELS).value_counts()
bank = {name: levels.get(name, 0) for name in ("blue", "green", "red", "not stated")}
# END SOLUTION

# %% check="q7"
check.q7(bank)

# %% [markdown]
# ## Question 8: did serving the best pay?
#
# The branch in the north served its best fifth specially, as Mr Xu did. Its profit went from {{ given.north[0] }} to {{ given.north[1] }} thousand yuan,
# the cost of the service not yet taken off. The branch in the south changed nothing and went from {{ given.south[0] }} to {{ given.south[1] }}. The service
# costs {{ given.team }} thousand. **How large is its effect, and should the north `"keep"` it or `"stop"` it?** Suppose that without it the north
# would have changed by as much as the south. Answer with `effect` (thousand yuan, before the cost) and `decision`.

# %% question="q8" points=4 minutes=8
# BEGIN SOLUTION
north = given.north[1] - given.north[0]
south = given.south[1] - given.south[0]
verdict = {"effect": north - south, "decision": "keep" if north - south > given.team else "stop"}
# END SOLUTION

# %% check="q8"
check.q8(verdict)

# %% [markdown]
# ## How far you are

# %%
progress()

# %% [markdown]
# # Homework: finding customers
#
# A firm keeps the bicycles of other firms in order. You find out whom it should visit, and what that will bring.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. About {{ minutes_to_do }} minutes.

# %%
from course.exercise.chapter01 import check, given, hint, progress, solution
from course.models import funnel, prospects, referral, shares, taxi, winning

# %% [markdown]
# ## Question 1: a sentence for the report
#
# In a survey, {{ given.group[0]}} of {{ given.group[1]}} schools named price as their first motive, and {{ given.others[0]}} of
# {{ given.others[1]}} others did. **What is the Wilson interval at {{ 0.95:.0%}} of the schools' share? May the needs analysis report say that schools
# look at price more often than others?** Answer with `low`, `high` and `may_say` (`"yes"` or `"no"`).

# %% question="q1" points=3 minutes=6
# BEGIN SOLUTION
low, high = shares.wilson(*given.group)
gap = shares.difference(given.group, given.others)
sentence = {"low": low, "high": high, "may_say": "yes" if gap["low"] > 0 else "no"}
# END SOLUTION

# %% check="q1"
check.q1(sentence)

# %% [markdown]
# ## Question 2: position and qualify
#
# `given.market` is a simulated market: its column `kind` says `customer`, `general` or `rival`. A contract costs `given.price` yuan a year
# ({{ given.price:,}}), and a need of `given.need` ({{ given.need}}) is enough. **Among the prospects:**
#
# - `qualified`: how many have need, money and authority?
# - `bought`: which share of these bought?
# - `position`: those who own an old machine buy how many times as often as the mean of all prospects?
# - `per_customer`: how many prospects are there for each actual customer?

# %% question="q2" points=4 minutes=9
# BEGIN SOLUTION
prospect = given.market[given.market["kind"] != "customer"]
reviewed = prospects.qualify(prospect, need=given.need, price=given.price)
times = prospects.positioning(prospect, ["owns"])["times_mean"][("owns", "old machine")]
parts = {"qualified": int(reviewed["qualified"].sum()), "bought": reviewed[reviewed["qualified"]]["bought"].mean()}
market = {**parts, "position": times, "per_customer": len(prospect) / (len(given.market) - len(prospect))}
# END SOLUTION

# %% check="q2"
check.q2(market)

# %% [markdown]
# ## Question 3: does the chain die?
#
# `chances` is a list: the chances that a customer brings 0, 1, 2 … new ones. **Write the function that returns the chance that a chain begun by
# one customer dies out.** Begin with 0, the chance to have died before any round, and go round by round: the chain has died when all the
# chains that it begins have died.


# %% question="q3" points=4 minutes=10
def dies(chances):
    # BEGIN SOLUTION
    q = 0
    for _round in range(1000):
        q = sum(chance * q**count for count, chance in enumerate(chances))
    return q
    # END SOLUTION


# %% check="q3"
check.q3(dies)

# %% [markdown]
# ## Question 4: a fair, a list, an agent
#
# - At a trade fair, {{ given.fair[0]}} contacts led to {{ given.fair[1]}} offers and {{ given.fair[2]}} customers, for {{ given.fair[3]:,}} yuan in all.
# - A bought list of {{ given.bought_list[0]}} addresses brought {{ given.bought_list[1]}} customers; an address, with its call, costs
#   {{ given.bought_list[2]}} yuan.
# - A salesman earns {{ given.salary:,}} yuan a year. An agent would take {{ given.commission}} yuan for each customer.
#
# **Give** `closing`, the rate from offer to customer at the fair; `fair` and `list`, the yuan for a customer; `list_most`, the same where the list's share is at
# the lower end of its interval; `agents`, the customers a year up to which the agent is cheaper; and `cheapest` (`"fair"`, `"list"`, or
# `"not known"` when the two intervals overlap).

# %% question="q4" points=4 minutes=9
# BEGIN SOLUTION
contacts, won, price = given.bought_list
costs = {
    "closing": given.fair[2] / given.fair[1],
    "fair": given.fair[3] / given.fair[2],
    "list": price * contacts / won,
}
most = price / shares.wilson(won, contacts)[0]
agents = funnel.agent_pays_below(given.salary, given.commission)
ways = {**costs, "list_most": most, "agents": agents, "cheapest": "not known"}
# END SOLUTION

# %% check="q4"
check.q4(ways)

# %% [markdown]
# ## Question 5: a day of visits
#
# A salesman makes {{ given.day_visits}} visits a day and wins {{ given.day_share:.0%}} of them on average. **What is the chance that a day brings at least
# {{ given.wanted}} customers:** `alone`, when each visit is its own trial, and `alike`, when a day goes to one street and the likeness is
# {{ given.likeness}}? **How many** `visits` does it take to bring {{ given.wanted}} nine days in ten, each visit its own trial?

# %% question="q5" points=3 minutes=7
# BEGIN SOLUTION
alone = funnel.visits(given.day_visits, given.day_share)["at_least"][given.wanted]
alike = funnel.visits(given.day_visits, given.day_share, given.likeness)["at_least"][given.wanted]
day = {"alone": alone, "alike": alike, "visits": funnel.visits_for(given.wanted, given.day_share, 0.9)}
# END SOLUTION

# %% check="q5"
check.q5(day)

# %% [markdown]
# ## Question 6: the chain and the champion
#
# {{ given.active:.0%}} of the customers give names, {{ given.names}} each, and {{ given.buys:.0%}} of the named buy. **Give** the `mean` number of new customers that one
# customer brings, and the `total` that {{ given.begin}} customers bring in all rounds, themselves not counted. A cycling champion would bring
# {{ given.direct}} customers directly: how many does this `centre` of influence bring in all?

# %% question="q6" points=3 minutes=6
# BEGIN SOLUTION
chances = referral.brought(given.names, given.buys, given.active)
centre = referral.centre_total(given.direct, chances)
chain = {"mean": referral.mean(chances), "total": referral.total(chances, given.begin), "centre": centre}
# END SOLUTION

# %% check="q6"
check.q6(chain)

# %% [markdown]
# ## Question 7: keep or win?
#
# A programme costs {{ given.keep_price}} yuan for each customer. With it {{ given.kept:.0%}} stay a year, without it {{ given.alone:.0%}}. The other ways, as yuan a
# try and share won: open a market, {{ given.tries[0][0]}} and {{ given.tries[0][1]:.0%}}; contest general prospects, {{ given.tries[1][0]}} and
# {{ given.tries[1][1]:.0%}}; contest rivals' customers, {{ given.tries[2][0]}} and {{ given.tries[2][1]:.0%}}. **Give**
#
# - `kept`: the yuan for one customer more who stays;
# - `first`: the way with the lowest cost for a customer more (`"keep"`, `"open"`, `"general"` or `"rivals"`);
# - `times`: how many times the programme's price winning must cost, before keeping is the better use of a yuan, when one kept is worth
#   {{ given.kept_value}} yuan and one won {{ given.won_value}};
# - `better`: keep or win, when winning costs six times the price;
# - `less_work`: the gain from which keeping is less work a customer, when winning one takes {{ given.work_times}} times the work of keeping.

# %% question="q7" points=4 minutes=9
# BEGIN SOLUTION
gain = given.kept - given.alone
costs = {"keep": winning.cost_of_one_kept(given.keep_price, gain)}
costs |= {way: price / share for way, (price, share) in zip(["open", "general", "rivals"], given.tries, strict=True)}
times = winning.break_even_times(gain, given.kept_value, given.won_value)
decision = {"kept": costs["keep"], "first": min(costs, key=costs.get), "times": times, "better": "keep" if times < 6 else "win",
            "less_work": winning.break_even_gain(given.work_times)}  # fmt: skip
# END SOLUTION

# %% check="q7"
check.q7(decision)

# %% [markdown]
# ## Question 8: which ride?
#
# A driver pays {{ given.rent}} yuan a day, burns fuel for {{ given.fuel}} and works {{ given.hours}} hours. Three rides are offered equally often, one every
# {{ given.gap}} minutes while he is free. `given.rides` holds their minutes, minutes back and fare.

# %%
given.rides

# %% [markdown]
# **Give** `hour`, the cost of an hour; `long` and `short`, the profit an hour of these two rides; `limit`, the best threshold in yuan an hour; and which
# rides to `take` (`"all"`, `"long"`, `"short"` or `"short and middle"`).

# %% question="q8" points=4 minutes=9
# BEGIN SOLUTION
hour = taxi.cost_per_hour(given.rent, given.fuel, given.hours)
profit = 60 * given.rides["fare"] / (given.rides["minutes"] + given.rides["back"]) - hour
limit = taxi.best_threshold(given.rides, given.gap)
driver = {"hour": hour, "long": profit["long"], "short": profit["short"], "limit": limit, "take": "short and middle"}
# END SOLUTION

# %% check="q8"
check.q8(driver)

# %% [markdown]
# ## How far you are

# %%
progress()

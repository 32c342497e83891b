# %% [markdown] minutes=1 notes="How did the last firm that won you as a customer find you? Collect the ways on the board. Most of those that the source lists will turn up by themselves."
# # Finding customers
#
# **Questions**
#
# - Who might become a customer, and what do they need?
# - What do thirty visits bring, and does an endless chain of referrals ever end?
# - Does keeping always beat winning? Which ride should a taxi driver take?
#
# **After this chapter you can**
#
# - write a needs analysis report from a survey, position a customer group, and qualify prospects;
# - read a funnel and the cost of each way to find customers, each with its interval;
# - compute what visits and referrals may bring, as a distribution;
# - say when "winning costs 5 to 6 times as much" decides, and when it does not;
# - choose customers by what they bring an hour.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("01") }}

# %%
import numpy as np
import pandas as pd

from course.data import market
from course.data import taxi as roads
from course.data.cases import TAXI, WIN_OR_KEEP
from course.figures import finding, show
from course.figures import prospects as figures
from course.models import funnel, prospects, referral, shares, taxi, winning
from course.widgets import referral as widgets

# %% [markdown] minutes=5 notes="Pairs write two sentences about the clinics from the bars, then strike out each one whose interval holds zero. Some will have advised on quality: ask what they would have spent. The market is simulated, so we know who is right."
# ## The case: what does a group need?
#
# A firm leases coffee machines to organisations and delivers the beans. **Its market is simulated**: we made it with a seeded
# generator, so we know the truth behind it. The ideas come from the source; the numbers do not.

# %%
firm = market.market()
shown = ["kind", "region", "owns", "sector", "motive", "orders", "need", "budget", "decides", "bought"]
firm[shown].head(5)

# %% [markdown]
# A **needs analysis report** (客户需求分析报告) says of one customer group what moves it to buy, how it buys, what its habits are,
# and how much it wants. The report below is written from the answers of the clinics, each beside the answers of all others.

# %%
answers = ["sector", "motive", "manner", "orders", "kilograms", "pays"]
clinics = firm["sector"] == "clinic"
found = prospects.needs(firm[answers], by="sector", group="clinic")
figures.report(found, "clinic", asked=int(clinics.sum()), answered=int(firm[clinics]["motive"].notna().sum()))

# %%
show(figures.needs(found, "motive", "clinic"))

# %% [markdown]
# The numbers above the bars are intervals for the difference, in points. A sentence about a difference is justified only when its interval
# leaves out 0: the clinics' wish for service is, their wish for quality is not. That is why the report gives no advice on quality.

# %% [markdown] minutes=4 notes="To which region would they send the salesmen? Take the vote on the dots alone, then point to the intervals. Ask what an old machine in the cellar tells that an address does not."
# ## Where are they? Positioning
#
# A **prospect** (潜在客户) wants the product or can pay for it, and has not bought from us yet. **Positioning** (客户群定位) says which
# group to go to. Begin with what can be seen from outside: region, products already owned, and the
# organisation they belong to.

# %%
prospect = firm[firm["kind"] != "customer"]
places = prospects.positioning(prospect, ["region", "owns", "sector"])
show(figures.positioning(places))

# %% [markdown]
# The bars are Wilson intervals, explained below. Who owns an old machine buys {{ places.times_mean[("owns", "old machine")]:.1f}} times as
# often as the mean; a clinic {{ places.times_mean[("sector", "clinic")]:.1f}} times. The intervals of the four regions overlap, and indeed the
# generator gives the regions no effect: whoever sends all salesmen west follows chance.

# %% [markdown] minutes=4 notes="The class judges five prospects aloud: need, money, authority, yes or no. Watch the one who stands exactly at the edge. Then ask what two of three are worth, and let the figure answer."
# ## Who qualifies? Need, money, authority
#
# **Qualification** (顾客资格审查) asks three things of each prospect: does it need the product, can it pay, and does the person we
# speak to decide? In English the three are known as MAN: money, authority, need. By hand, for five prospects. The contract costs
# {{ market.CONTRACT["price"]:,}} yuan a year, and a need of {{ market.CONTRACT["need"]}} is enough.

# %%
qualified = prospects.qualify(prospect, need=market.CONTRACT["need"], price=market.CONTRACT["price"])
qualified[["need", "budget", "decides", "met", "qualified"]].head(5)

# %% [markdown]
# Check the first row yourself: which of its three conditions hold? Exactly the price is enough, and exactly the need is enough. Now
# all of them:

# %%
by_conditions = prospects.won_by_conditions(qualified)
show(figures.conditions(by_conditions))

# %% [markdown]
# Of those with all three, {{ by_conditions.share[3]:.0%}} bought: {{ by_conditions.share[3] / by_conditions.share[2]:.0f}} times the {{ by_conditions.share[2]:.1%}} of those with two. Only
# {{ qualified.qualified.mean():.0%}} of the prospects have all three, and they are {{ by_conditions.yes[3] / by_conditions.yes.sum():.0%}} of the
# new customers. Nearly all others had two: they are many, so a few of them buy all the same.
#
# An **actual customer** (现实客户) has bought. The source compares the two kinds on six points; here each point is measured.

# %%
figures.compared(prospects.prospect_and_customer(firm))

# %% [markdown] minutes=4 notes="Three offers from twelve visits: how sure are they of a quarter? And what would none of twelve prove? Do not derive Wilson, say what it is for. When late, keep the funnel and drop the small table."
# ## The funnel, with an interval on each rate
#
# A **funnel** (销售漏斗) counts how many prospects reach each stage on the way to a purchase. By hand: 3 of 12 visited prospects get an offer.
# The rate is `3 / 12 = 0.25`. But another twelve would have given another number. The **Wilson interval** (威尔逊区间) holds all
# true rates $p$ from which the observed rate $\hat p$ lies less than $z$ standard errors away:
#
# $$\frac{\hat p+\frac{z^2}{2n}\pm z\sqrt{\frac{\hat p(1-\hat p)}{n}+\frac{z^2}{4n^2}}}{1+\frac{z^2}{n}}$$
#
# With {{ shares.quantile(0.95):.2f}} for $z$ it holds the true rate in about {{ 0.95:.0%}} of all samples. It stays between 0 and 1, and even 0 of 12 leaves
# room:

# %%
shares.table({"3 of 12": (3, 12), "0 of 12": (0, 12)}).round(3)

# %%
reached = {stage: int(prospect[stage].sum()) for stage in ("reached", "seen", "offered", "bought")}
steps = funnel.stages({"contacted": len(prospect), **reached})
show(figures.funnel(steps))

# %% [markdown]
# From contact to customer it is {{ steps.of_all["bought"]:.1%}}, between {{ steps.all_low["bought"]:.1%}} and
# {{ steps.all_high["bought"]:.1%}}. To win one customer takes about {{ 1 / steps.of_all["bought"]:.0f}} contacts.

# %% [markdown] minutes=4 notes="Let each name a favourite way before the dots appear. Expect a ranking by dots; answer it with the bars. Then the agent: from how many customers a year would they rather pay a salary?"
# ## Ten ways to find prospects, and two more
#
# The source names ten ways; a second text adds the last two below. Some need a word:
#
# - **canvassing** (逐户寻访法): visiting everybody in an area, one after another;
# - an **orphan customer** (孤儿客户) has lost its salesman, who left the firm: another one adopts it;
# - an **agent** (代理人法) sells his acquaintance with people for a commission.
#
# The source gives neither yields nor costs. Here the yields are simulated and the costs are assumed.

# %%
by_way = funnel.ways(prospect, market.way_costs())
show(figures.ways(by_way))

# %%
figures.readable(by_way[["tries", "yes", "cost", "cost_low", "cost_high"]], 0)

# %% [markdown]
# Dots can be ranked; intervals mostly cannot. Only the ends of the list are known: orphans are cheap, and canvassing is dear. Of the
# {{ len(by_way) - 2 }} ways below the second place, {{ (by_way.cost_low.iloc[2:] < by_way.cost_high.iloc[1]).sum() }} have an interval that reaches into
# that of the second. More trials, not more ranking, would tell.
#
# An agent costs his commission alone. Up to how many customers a year is he cheaper than a salesman with a salary?

# %%
salary, commission = 72_000, market.way_costs()["commission"]["agent"]
round(funnel.agent_pays_below(salary, commission))

# %% [markdown] minutes=5 notes="One in ten buys and you visit thirty: what do you bring home tonight? Collect a number from everybody and tally them; the tally is the lesson. Then: what does one bad street do to all visits of that day?"
# ## The law of averages is a distribution
#
# Canvassing rests on the **law of averages** (平均法则): customers found are proportional to visits. With one customer in ten visits, thirty
# visits bring `30 × 0.1 = 3`. On average. And on a single day? If each visit is its own trial, the number is binomial:
#
# $$P(k)=\binom{n}{k}p^k(1-p)^{n-k}$$
#
# The source also says that customers are spread evenly. Suppose they are not: streets differ, and a day's visits go to one street. Then
# the share of the street is itself drawn (a Beta distribution), and the number is beta-binomial: the same mean, a wider spread.

# %%
alone, alike = funnel.visits(30, 0.1), funnel.visits(30, 0.1, likeness=0.1)
show(finding.visits(alone, alike))

# %% [markdown]
# A day without any customer: {{ alone.chance[0]:.0%}} in the first case, {{ alike.chance[0]:.0%}} in the second. Nine days in ten bring
# {{ funnel.central(alone)[0]}} to {{ funnel.central(alone)[1]}} customers in the first, {{ funnel.central(alike)[0]}} to
# {{ funnel.central(alike)[1]}} in the second. To have three customers nine days in ten, `3 / 0.1 = 30` visits are not enough: it takes
# {{ funnel.visits_for(3, 0.1) }}, even if each visit is its own trial.
#
# **Not every difference widens the spread.** Let the same two kinds of street be mixed within a day, or not:

# %%
kinds = [0.02, 0.18]
spread = {mixed: funnel.simulated_days(4_000, 30, kinds, mixed=mixed).agg(["mean", "std"]) for mixed in (True, False)}
pd.DataFrame(spread).rename(columns={True: "streets mixed", False: "one street"}).round(1)

# %% [markdown]
# Prospects who differ one by one leave the binomial as it is; only what a whole day has in common widens it. So plan a day over several streets.

# %% [markdown] minutes=6 notes="Play it: a student names three people, each buys on the throw of a die, and so on until the chain dies. Ask for the mean below which it must end. Short of time? Show the four lines and leave the total for reading."
# ## Does the endless chain end?
#
# In the **endless chain** (无限连锁法) each new customer names others. Seen exactly it is a **branching process** (分支过程): each customer
# brings 0, 1, 2 … new ones with chances $p_0,p_1,p_2\ldots$, and each of these does the same. With mean $m$ the chain brings $m+m^2+m^3+\ldots$
# customers, which is $m/(1-m)$ when $m<1$. It dies out with the smallest chance $q$ that solves
#
# $$q=p_0+p_1q+p_2q^2+\ldots$$
#
# because it dies when each chain that it begins dies. By hand: three names, each buys with a chance of `0.3`, so `3 × 0.3 = 0.9` and
# in all `0.9 / (1 - 0.9) = 9` customers from one. That chain is certain to end.

# %%
log = market.referral_log()
observed = referral.chances_of(log["brought"])
cases = {"30% of 3": referral.brought(3, 0.3), "40% of 3": referral.brought(3, 0.4), "the log": observed}
alive = {name: referral.generations(one) for name, one in cases.items()}
show(finding.chains({**alive, "centre of influence": referral.generations(observed, start=12)}))

# %% [markdown]
# Three lines begin with one customer. Which of them die out in the end?

# %%
pd.Series({name: referral.extinction(one) for name, one in cases.items()}, name="dies out").round(2)

# %% [markdown]
# In the second case the mean, `3 × 0.4 = 1.2`, is above 1, and still the chain dies with a chance of
# {{ referral.extinction(cases["40% of 3"]):.0%}}. "Endless" is a hope, not a law. The third line is a (simulated) log of {{ len(log) }} customers, of whom {{ (log.names == 0).mean():.0%}} named nobody.

# %%
known = referral.estimate(log["brought"])
known.to_frame("estimate").round(2)

# %% [markdown]
# Its mean is known to within {{ (known.high - known.low) / 2:.2f}}, but the total that one customer brings lies anywhere between
# {{ known.total_low:.1f}} and {{ known.total_high:.0f}}. The truth is a mean of `0.5 × 2.5 × 0.7 = 0.875` and a total of
# {{ 0.875 / (1 - 0.875):.0f}}. **Near a mean of 1, a small error in the mean is a huge error in the total.**
#
# A **centre of influence** (光辉效应法) is a well-known person whom many follow. If she brings 12 at once, and each of these goes on like the
# customers of the log, her chain (fourth line) is alive after five rounds with a chance of
# {{ referral.generations(observed, start=12).alive[5]:.0%}}. In all she brings

# %%
round(referral.centre_total(12, observed))

# %% [markdown]
# customers, if the mean of the log is the true one. With the ends of its interval it is {{ 12 * (1 + known["total_low"]):.0f}} or
# {{ 12 * (1 + known["total_high"]):.0f}}.

# %% [markdown]
# ### Explore: will the chain live?
#
# Move the controls, then answer the question under the chart.

# %%
widgets.explorer()

# %% [markdown] minutes=5 notes="Hands up: who takes it for granted that keeping is cheaper? Then ask who is paid for in a programme that goes to everybody. The frontier needs one sentence from the class: what, beside the two prices, decides?"
# ## Keep or win?
#
# There are four ways of turning prospects into customers: keep the actual customers, open a market, contest general prospects,
# contest rivals' customers. Which brings a customer more for the least money? For keeping, those who would have stayed anyway do not count: half of the customers
# were left alone. Costs of a try are assumed.

# %%
four = prospects.turning(*prospects.turning_counts(firm, new_region="west"), market.TRY_COST)
show(figures.turning(four))

# %% [markdown]
# The programme costs only {{ market.TRY_COST["keep"]}} yuan a customer, yet a customer *kept more* costs {{ four.cost["keep"]:,.0f}}:
# it is paid for everybody, and it keeps {{ 100 * four.share["keep"]:.0f}} more of a hundred. Its interval has no upper end, because it is not even certain that
# the programme keeps anybody.
#
# The source says that winning costs {{ WIN_OR_KEEP["cost_times"][0]}} to {{ WIN_OR_KEEP["cost_times"][1]}} times as much as keeping (and
# {{ WIN_OR_KEEP["effort_times"][0]}} to {{ WIN_OR_KEEP["effort_times"][1]}} times the work), so keep. Let keeping cost $c$ for each customer and gain
# a share $u$, and winning $A$. A yuan for keeping brings $u/c$ customers worth $V_k$; a yuan for winning brings $1/A$ worth $V_w$. Keeping is better when
#
# $$\frac{A}{c}>\frac{V_w}{u\,V_k}$$

# %%
kept = winning.Worth(margin=400, retention=0.75, discount=0.1, horizon=5)
won = winning.Worth(margin=320, retention=0.6, discount=0.1, horizon=5)
gain = four.share["keep"]
edge = winning.frontier(np.linspace(0.04, 0.4, 73), kept.value, won.value)
show(finding.frontier(edge, WIN_OR_KEEP["cost_times"], gain))

# %% [markdown]
# The edge for equal values, at the ratios of the source (the last one is that of the work):

# %%
ratios = (*WIN_OR_KEEP["cost_times"], WIN_OR_KEEP["effort_times"][1])
pd.Series({times: winning.break_even_gain(times) for times in ratios}, name="gain").rename_axis("times").round(3)

# %% [markdown]
# With equal values the edge is $1/u$. **At 5 to 6 times, keeping wins only if the programme gains more than
# {{ winning.break_even_gain(6):.0%}} to {{ winning.break_even_gain(5):.0%}} of all customers.** With 6 to 10 times the work it is
# {{ winning.break_even_gain(10):.0%}} to {{ winning.break_even_gain(6):.0%}}. Ours gained {{ gain:.0%}}. A kept customer who is worth more
# (here {{ kept.value:,.0f}} yuan against {{ won.value:,.0f}}; assumed) lowers the edge, to {{ winning.break_even_gain(5, kept.value, won.value):.0%}} at 5 times.
# Looking one year ahead the edge at our gain is {{ winning.by_horizon(kept, won, gain, range(1, 6)).times[1]:.0f}} times, and five years ahead
# {{ winning.by_horizon(kept, won, gain, range(1, 6)).times[5]:.0f}}. The ratio of two prices alone decides nothing.

# %% [markdown] minutes=5 notes="A long ride, or one from which somebody rides back? Let two students defend their driver. Expect the cost to be put into the rule: ask whether it stops while he waits at the station."
# ## The taxi driver
#
# A driver pays {{ TAXI["rent"]}} yuan a day to his company and about {{ TAXI["fuel"]}} for fuel, and works {{ TAXI["hours"]}} hours. He says:
# {{ TAXI["rent_per_hour"]}} and {{ TAXI["fuel_per_hour"]}}, so {{ TAXI["cost_per_hour"]}} yuan an hour. Exactly it is
# {{ taxi.cost_per_hour(TAXI["rent"], TAXI["fuel"], TAXI["hours"]):.2f}}; he rounded. His lesson: cost runs by the *hour*, not by the kilometre. So choose
# place, time and customer by profit an hour, the empty way back included. **The source has no rides; ours are simulated.**

# %%
practice, test = roads.offers(days=40, seed=1), roads.offers(days=100, seed=2)
rides = taxi.work(practice, taxi.any_ride)
show(finding.hours(taxi.hourly(rides, ["place", "part"], TAXI["cost_per_hour"])))

# %%
figures.readable(taxi.hourly(rides, ["customer"], TAXI["cost_per_hour"]), 1)

# %% [markdown]
# Travellers from the station ride farthest and bring no more an hour than others: the way back is empty. Hotel guests ride far too, and
# from the airport somebody rides back.
#
# **A rule.** Waiting has a price: what the hour brings otherwise, $g$. Take a ride when its fare, over all its minutes, is at least $g$. Under that rule the hour
# itself must bring $g$; with a mean gap $w$ between offers this fixes it:
#
# $$E\bigl[\max(0,\;\text{fare}-g\cdot\text{time})\bigr]=g\,w$$
#
# This is the **renewal-reward rule** (更新报酬准则). The driver's cost is not in it: it runs on whatever he does. The rule takes all hours as
# alike. Ours are not, so it must prove itself on other days.

# %%
gap = practice.groupby("day")["clock"].diff().mean()
best = taxi.best_threshold(practice, gap)
rules = {"any ride": taxi.any_ride, "longest ride": taxi.longest(30), "by the hour": taxi.threshold(best)}
cost_a_day = TAXI["rent"] + TAXI["fuel"]
days = pd.DataFrame({name: taxi.by_day(taxi.work(test, rule), 100, cost_a_day) for name, rule in rules.items()})
show(finding.rules(days))

# %%
against = {name: taxi.paired(days["by the hour"], days[name]) for name in ("longest ride", "any ride")}
pd.DataFrame(against).T.round(0)

# %% [markdown]
# The threshold, {{ best:.0f}} yuan an hour, was found on {{ practice.day.max()}} other days. On the test days it brings
# {{ against["longest ride"].difference:.0f}} yuan a day more than waiting for rides of half an hour, and {{ against["any ride"].difference:.0f}}
# more than taking all. Which limit is best for "longest ride"? The search says {{ taxi.best_least(practice, list(range(0, 61, 5)), 40)}} minutes:
# no limit at all.

# %% [markdown] minutes=1 notes="Ask why the best of many small cells disappoints on the other half. One sentence from the class is enough: it was chosen also for its luck."
# ## Where it goes wrong
#
# Cut the market by all three attributes at once, and the best cell looks splendid. Choose it on half of the prospects, and look at the other
# half:

# %%
half = np.arange(len(prospect)) % 2 == 0
again = prospects.best_of_many(prospect[half], prospect[~half], ["region", "owns", "sector"])
figures.readable(again.to_frame("best of many"), 2)

# %% [markdown]
# {{ again.chosen:.0%}} falls to {{ again.again:.0%}}: the best of many small cells is best partly by luck.
#
# Another slip: the mean of each ride's own yuan an hour is not what an hour brings. It counts a ride of five minutes as much as
# one of two hours.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("01")

# %% [markdown] minutes=1 notes="Each table names the one point whose neglect would cost a firm they know the most, and says why in a sentence. The rest is for reading."
# ## Key points
#
# - A report says only what its interval supports; a position is chosen on one half of the data and checked on the other.
# - Need, money and authority together make a prospect worth a visit: {{ by_conditions.share[3] / by_conditions.share[2]:.0f}} times as many buy as with two of the three.
# - Every rate of a funnel has an interval, and most ways to find customers cannot be ranked by their cost.
# - The law of averages holds for the mean; a day has a spread, and streets widen it.
# - A referral chain with a mean of 1 or less is certain to end. Above 1 it may.
# - "5 to 6 times" means keep only if the programme gains more than about a fifth of the customers, or if a kept one is worth more.
# - Cost by the hour means choose by the hour.

# %% [markdown]
# ## References
#
# - The teaching material: S0 (needs, positioning), S2 (ten ways, qualification, the taxi driver), S3 (prospects and customers, four methods).
# - E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, *Journal of the American Statistical Association*
#   22, 209-212.
# - R. G. Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven methods,
#   *Statistics in Medicine* 17(8), 873-890.
# - H. W. Watson and F. Galton (1875), On the probability of the extinction of families, *Journal of the Anthropological Institute* 4, 138-144.
# - T. E. Harris (1963), *The Theory of Branching Processes*, Springer.
# - E. L. Charnov (1976), Optimal foraging, the marginal value theorem, *Theoretical Population Biology* 9, 129-136.

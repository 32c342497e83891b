# %% [markdown] minutes=1 notes="Which number would you ask of a firm to find its best customer? Write up the first six that are called out. At the end strike those that a busy customer without profit would pass."
# # Which customers are valuable?
#
# **Questions**
#
# - Which numbers in a company's logs tell a valuable customer from a busy one?
# - Does a fifth of the customers really make four fifths of the profit?
# - May we drop the worst customers, and should we serve the best ones specially?
#
# **After this chapter you can**
#
# - compute the indicators of transactions, finance and contact from logs, and say what each one cannot see;
# - build a score from several indicators, and say how much its ranking rests on your weights;
# - measure 80/20 with an interval, and read a whale curve;
# - put customers into ABC classes, a pyramid and a bank's levels by rules that you can state.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("07") }}

# %%
import pandas as pd

from course.data import company, panels
from course.data.cases import BANK_CLIENTS, BANK_LEVELS, BANK_LEVELS_STATED, VALUE_RULES
from course.figures import show
from course.figures import valuable as figures
from course.models import accounts, composite, concentration, indicators, value_classes
from course.widgets import valuable as widgets

# %% [markdown] minutes=3 notes="Tell the story without the table and stop where profit falls. Ask for suspects: too many newcomers, too many staff, lost old customers. Then let the statement decide, and say that the firm is simulated."
# ## The case: Mr Xu works more and earns less
#
# Mr Xu (徐先生) sells electronics. His firm becomes known, and new customers call by themselves. Everybody is busy. Good old
# customers complain that answers take long, so he hires staff. At the end of the year the accountant reports less profit than
# the year before.
#
# The source tells this in words and gives no number. So **the company below is simulated**: a generator with a fixed seed draws
# its customers, orders, receipts and contacts. We know its truth; Mr Xu does not. In
# {{ list(company.ENDS)[1] }} its new customers came.

# %%
xu = company.company()
logs = (xu.orders, xu.receipts, xu.contacts)
rates = accounts.rates_of(company.COSTS)
windows = {"2024": ("2024-01-01", "2024-12-31"), "2025": ("2025-01-01", "2025-12-31")}
years = pd.DataFrame({year: accounts.statement(*logs, *window, rates) for year, window in windows.items()})
figures.readable(years, 0)

# %%
show(figures.growth(years))

# %% [markdown]
# There are {{ years.loc["customers", "2025"] / years.loc["customers", "2024"] - 1:.0%}} more customers, and
# {{ years.loc["staff", "2025"] - years.loc["staff", "2024"]:.0f}} more people to serve them. Revenue falls all the same:
# some large old customers have left. Profit falls by
# {{ 1 - years.loc["profit", "2025"] / years.loc["profit", "2024"]:.0%}}. Which customers would you look at first?

# %% [markdown] minutes=4 notes="They compute the purchase cycle of A; dividing by three orders in place of two intervals is the slip. Then: who pays better, A or B? Ask which bill the mean has never seen."
# ## By hand: six orders
#
# A **value indicator** (客户价值指标) is a number that a company's logs give for each customer. Here are six orders of two customers,
# from January to April. The last column comes from the log of receipts: the day on which the bill was paid. The last bill of B is not yet paid.

# %%
rows = [
    ("A", "01-10", 400, 300, 0, "02-09"), ("A", "02-09", 600, 450, 100, "03-11"), ("A", "03-11", 500, 375, 0, "04-10"),
    ("B", "01-15", 900, 846, 0, "04-15"), ("B", "02-04", 700, 658, 0, "04-05"), ("B", "02-14", 800, 752, 0, None),
]  # fmt: skip
six = pd.DataFrame(rows, columns=["customer", "date", "amount", "cost", "returned", "paid"])
six

# %% [markdown]
# **Transactions of A.** Sales are what A keeps: `400 + 500 + 500 = 1,400` yuan. The mean order is before returns:
# `(400 + 600 + 500) / 3 = 500`. From the first order to the last there are `30 + 30 = 60` days and two intervals, so the
# **purchase cycle** (采购周期) is `60 / 2 = 30` days.
#
# **Finance.** The **collection period** (平均收款周期) is the mean time from bill to payment. A always pays after a month. B paid two
# bills: `(90 + 60) / 2 = 75` days. B's third bill is not in this number at all, because it is not paid.
# **Arrears** (欠款额) see it: they are the yuan that are overdue on a day. Bills are due after {{ company.TERMS }} days, so at the end of March B is
# behind with all three: `900 + 700 + 800 = 2,400` yuan.
#
# The **arrears rate** (欠款率) divides what is overdue by what is owed. On that day B owes nothing that is not yet due: a
# rate of `2,400 / 2,400 = 1`.

# %% [markdown] minutes=4 notes="Each pair writes one sentence that defines arrears; read two of them out and compare. Show the three portraits and let the class choose whom to lose, before the profit of the three is uncovered."
# ## The function: every indicator from three logs
#
# The source names the indicators and defines none. Our definitions stand in the docstrings; each has to choose.
#
# | group | indicators | what we had to choose |
# |---|---|---|
# | transactions 交易类 | orders, sales, profit, margin, mean and largest order, returns, relation, cycle, expected sales | sales are net of returns; expected sales repeat this window |
# | finance 财务类 | largest and mean receipt, collection period, arrears, arrears rate | arrears are the mean of the month-ends |
# | contact 联络类 | tasks, processes, praise, complaints, suggestions | shares are of the customer's own contacts |
# | traits 特征类 | size, capital, region, industry, sales, listed; of a person age, education, marriage, income, favourite colour, car, children | no score: a trait says who, not how much |

# %%
bills = pd.DataFrame({"customer": six["customer"], "amount": six["amount"] - six["returned"]})
bills["billed"] = pd.to_datetime("2025-" + six["date"])
bills["due"] = bills["billed"] + pd.Timedelta(days=company.TERMS)
bills["paid"] = pd.to_datetime("2025-" + six["paid"])
deals = six.assign(date=bills["billed"], units=1)
both = indicators.transactions(deals, "2025-01-01", "2025-04-30").join(
    indicators.finance(bills, "2025-01-01", "2025-04-30")
)
figures.readable(both[["amount", "profit", "margin", "mean_order", "cycle", "collection", "arrears"]])

# %% [markdown]
# Arrears are lower here than by hand because they are a mean of four month-ends. Now the whole company, for
# {{ list(windows)[1] }}. We also charge each customer for the minutes of service and for the interest on arrears.
# What is left is profit after the cost to serve (服务成本).

# %%
window = windows["2025"]
table = indicators.table(*logs, *window)
each = accounts.customer_profit(*logs, *window, rates)
best, big = each.profit.idxmax(), each.amount[each.profit < 0].idxmax()
new = table.complaints[table.relation < 365].idxmax()
three = {f"customer {best}": best, f"customer {big}": big, f"customer {new}": new}
show(figures.portrait(table, three))

# %%
figures.readable(each.loc[[best, big, new]], 0)

# %% [markdown]
# Customer {{ big }} looks like customer {{ best }} in orders and sales: rank {{ each.amount.rank(ascending=False)[big]:.0f}} of
# {{ len(each) }} by sales. But its margin is {{ table.margin[big]:.0%}}, it pays after {{ table.collection[big]:.0f}} days, and it
# complains {{ table.complaints[big]:.0f}} times a year. After the cost to serve it brings {{ each.profit[big]:,.0f}} yuan.
# **One indicator never
# shows the whole customer.** Sales and even profit after the goods put it near the top; margin, arrears and contacts tell the
# rest. Margin was not on Mr Xu's list.

# %% [markdown] minutes=2 notes="Which trait would they pay a data seller for? Cover the intervals first, uncover them then, and see which difference is left. Say that among many traits some always look telling."
# ## Traits: who are the best?
#
# Are the best fifth by profit larger firms? Of a certain industry? The bars of the best need an interval: there are
# only {{ len(composite.best(each.profit)) }} of them.

# %%
top = composite.best(each.profit, VALUE_RULES["best"])
traits = xu.customers.loc[table.index]
show(figures.trait(value_classes.profile(traits, top, "size"), "employees"))

# %%
industry = value_classes.profile(traits, top, "industry")
figures.readable(industry)

# %% [markdown]
# Size tells: {{ value_classes.profile(traits, top, "size").share_chosen.iloc[1]:.0%}} of the best are in the larger half.
# Industry does not: each share of the others lies inside the interval. (In the simulation's
# truth only size has to do with value, and with it capital and sales, which follow size.)
#
# Some new customers are persons. Does their favourite colour go with profit? These are the {{ traits.person.sum() }} persons, those who bring a
# profit against those who bring a loss.

# %%
persons = traits[traits["person"].astype(bool)]
gaining = each.index[each["profit"] > 0]
figures.readable(value_classes.profile(persons, gaining, "colour"))

# %% [markdown]
# The intervals of so few persons are wide, and in the truth colour says nothing. Look at all {{ len(traits.columns) - 1 }} traits, and by
# chance alone some trait will often look telling; so look first, and believe only what a second year confirms.

# %% [markdown] minutes=5 notes="Three students call out weights and compare their first customers. The belief to meet is that equal weights are no choice at all. Ask what Mr Xu has counted twice without noticing."
# ## One score from several indicators
#
# Mr Xu ranks by four angles: sales, units, arrears, purchase cycle. A score that combines indicators is a
# **composite indicator** (模拟指标):
#
# $$s_k=\sum_j w_j\,z_{kj},\qquad w_j\ge 0,\quad \sum_j w_j=1$$
#
# $z_{kj}$ is the place of customer $k$ in indicator $j$, from 0 (worst) to 1 (best). Of sales more is better; of arrears and
# cycle less is. The weights $w_j$ are **your choice**: the source names such a score and gives no formula, so this one,
# the plainest, is ours. Change the weights in the cell and run it again.

# %%
weights = {"amount": 1, "units": 1, "arrears": 1, "cycle": 1}
scales = composite.scaled(table, composite.XU_DIRECTIONS)
scores = composite.score(scales, weights)
chosen = composite.best(scores, VALUE_RULES["best"])
found = scales.loc[chosen[:5]].assign(score=scores[chosen[:5]])
found.round(2)

# %%
test = composite.weight_test(scales, weights)
show(figures.first_places(test))

# %% [markdown]
# How much rests on the weights? We draw {{ len(test.draws) }} other sets of weights, all sets alike (from a Dirichlet distribution), and rank again. With
# equal weights customer {{ test.first }} is first; that holds in {{ test.first_stays:.0%}} of the draws.
# **Kendall's tau** (肯德尔等级相关系数) compares two rankings: the share of pairs of customers in the same order, less the share
# in opposite order. Its mean is {{ test.tau:.2f}}, and {{ test.level:.0%}} of the draws lie between {{ test.tau_low:.2f}} and
# {{ test.tau_high:.2f}}. Of the best {{ len(chosen) }}, only {{ test.always }} are among the best with *every* set drawn.
#
# So a ranking without its weights says little. Two more warnings. Units and sales are nearly one indicator (tau
# {{ composite.agreement(table.amount, table.units):.2f}}), so Mr Xu gives sales half of the weight without noticing. And arrears in
# *yuan* punish a large customer for being large; the arrears *rate* would not.

# %% [markdown] minutes=4 notes="Vote for the single angle that finds the most profit. One volunteer searches while the others watch the dots high up on the left. Ask what low arrears in yuan do to a large customer."
# ## Explore: which weights find the profit?
#
# Each dot is a customer. Your weights set its place from left to right, and choose the best fifth. What these earn does not
# depend on your weights. Move the weights, then answer the question under the chart.

# %%
widgets.explorer()

# %% [markdown] minutes=5 notes="Everybody writes down a guess of the best fifth's share at a music shop; only then the curve. When the window changes, ask who counts as a customer. Let no share pass without those two words: when, and who."
# ## Is it 80/20?
#
# The **80/20 rule** (二八法则) says that {{ VALUE_RULES["best"]:.0%}} of the customers make {{ VALUE_RULES["profit"]:.0%}} of the profit. That is a claim about a number, so let us measure
# it. By hand first, with five customers: `50 + 30 + 10 + 5 + 5 = 100`. The best fifth is one customer, who makes
# `50 / 100 = 50%`. For four fifths, `50 + 30 = 80`, two customers are needed, and two are `2 / 5 = 40%` of the customers.
#
# Sort the customers, best first, and add up: that is the **Lorenz curve** (洛伦兹曲线; Lorenz sorted from the poorest up, which
# turns the same curve round). The **Gini coefficient** (基尼系数) is twice the area between curve and diagonal: 0 when all
# are alike, near 1 when one customer makes everything.
#
# **The data are real now**: the {{ panels.cdnow().customer.nunique():,}} customers of the music shop CDNOW, who first bought early in 1997, and their orders of
# a year and a half.

# %%
cdnow = panels.cdnow()
spent = cdnow.groupby("customer")["spend"].sum()
show(figures.curves({"CDNOW (real)": spent, "Mr Xu's (simulated)": each.amount}))

# %%
measures = {
    "top_fifth": concentration.top_share,
    "for_four_fifths": concentration.customers_for,
    "gini": concentration.gini,
}
estimates = {name: concentration.interval(spent, measure) for name, measure in measures.items()}
figures.readable(pd.DataFrame({name: vars(one) for name, one in estimates.items()}).T.drop(columns="level"), 3)

# %% [markdown]
# **It is not 80/20.** The best fifth make {{ estimates["top_fifth"].value:.0%}} of the revenue, between {{ estimates["top_fifth"].low:.1%}} and
# {{ estimates["top_fifth"].high:.1%}}: four fifths lie far outside the interval. For four fifths of the revenue one needs {{ estimates["for_four_fifths"].value:.0%}} of the customers.
# (This is revenue; the shop's profit is not in the data.)
#
# But the number also depends on how we count. Look at the same customers in the first and in the last nine months.

# %%
late = cdnow["date"] >= "1997-10-01"
first = cdnow[~late].groupby("customer")["spend"].sum()
buyers = cdnow[late].groupby("customer")["spend"].sum()
last = buyers.reindex(spent.index, fill_value=0.0)
ways = {"all months": spent, "first nine": first, "last nine, buyers": buyers, "last nine, all": last}
shares = {name: concentration.interval(values) for name, values in ways.items()}
show(figures.share_of_top(shares))

# %% [markdown]
# Of the last nine months the best fifth make {{ shares["last nine, all"].value:.0%}} when all customers count, and {{ shares["last nine, buyers"].value:.0%}} when only those
# count who bought: {{ (last == 0).mean():.0%}} bought nothing. **Say who counts as a customer, and over which time, before you say "the best fifth".** Schmittlein, Cooper
# and Morrison (1993) show that such a share depends on the length of the window, even when no customer changes.
#
# And the best do not stay the best. Those who were the best fifth in the first nine months make only
# {{ last[composite.best(first.reindex(spent.index), 0.2)].sum() / last.sum():.0%}} of the revenue of the last nine.

# %% [markdown] minutes=4 notes="Can a curve of revenue ever turn down? And one of profit? Read the rule literally at the board and ask what the middle half must earn. Vote before the last figure: drop the customers behind the peak, yes or no?"
# ## 80/20/30: the whale curve
#
# The longer rule, 80/20/30 (`80/20/30法则`), is W. Sherden's: half of the profit that the best make is eaten by the worst {{ VALUE_RULES["worst"]:.0%}}. Only **profit** can show
# that, because revenue has no losses. The curve of profit is called a **whale curve** (鲸鱼曲线): it passes the total and sinks back.
#
# Read literally, in percent of the total: the best make `80`, the worst lose `80 / 2 = 40`, and so the middle half of the
# customers must make the rest: `80 + 60 - 40 = 100`. The rule hides that middle. The peak would stand at `80 + 60 = 140`
# percent. What does Mr Xu's company show?

# %%
show(figures.whale(each.profit))

# %%
marks = concentration.whale(each.profit, best=VALUE_RULES["best"], worst=VALUE_RULES["worst"])
ends = {name: lambda values, name=name: getattr(concentration.whale(values), name) for name in ("top", "peak", "worst")}
sure = {name: concentration.interval(each.profit, mark) for name, mark in ends.items()}
pd.DataFrame({name: vars(one) for name, one in sure.items()}).T[["value", "low", "high"]].round(2)

# %% [markdown]
# The best fifth make {{ marks.top:.0%}} of the profit ({{ sure["top"].low:.0%}} to {{ sure["top"].high:.0%}}), and the worst {{ VALUE_RULES["worst"]:.0%}} lose
# {{ -marks.worst:.0%}} ({{ -sure["worst"].high:.0%}} to {{ -sure["worst"].low:.0%}}), not {{ VALUE_RULES["profit"] * VALUE_RULES["eaten"]:.0%}}. That is our simulation, not a law; a company must measure its
# own.
#
# Should Mr Xu drop all customers after the peak, and earn {{ marks.eaten:.0%}} more? Only if their cost goes with them.

# %%
kept = [share / 100 for share in range(20, 101)]
assumed = {"all goes": 1, "half goes": 0.5, "none goes": 0}
left = {name: pd.Series([accounts.keep(each, share, goes) for share in kept], kept) for name, goes in assumed.items()}
show(figures.keeping(each, left))

# %%
losing = each[each.profit < 0]
breaking = accounts.break_even_avoidable(losing.gross.sum(), losing.service.sum(), losing.waiting.sum())
round(breaking, 2)

# %% [markdown]
# The {{ len(losing) }} customers with a loss bring {{ losing.gross.sum():,.0f}} yuan after the goods, and that would go at once. Dropping them pays when
# more than {{ breaking:.0%}} of their service cost really disappears. Staff who stay are paid all the same. To make service
# cheaper, or its price higher, is often the better step.

# %% [markdown] minutes=5 notes="Let them cut six customers into A, B and C by a rule they state first, two of them equal at the edge. Somebody has to decide where equals go. Late? Keep the pyramid and leave the bank for reading."
# ## Classes: ABC, pyramid, levels
#
# **ABC classes** (ABC分类法) cut by *revenue*: A about {{ VALUE_RULES["a"][0]:.0%}} to {{ VALUE_RULES["a"][1]:.0%}} of the customers, B {{ VALUE_RULES["b"][0]:.0%}} to
# {{ VALUE_RULES["b"][1]:.0%}}, C the rest. Our rule: place divided by customers at most {{ VALUE_RULES["a"][1]:.0%}} is A; the edge belongs to the better class;
# equals go together into the better class.

# %%
letters = value_classes.abc(each.amount, a=VALUE_RULES["a"][1], b=VALUE_RULES["b"][1])
by_letter = value_classes.by_class(letters, each.amount, each.profit, value_classes.ABC)
show(figures.classes(by_letter, "ABC by revenue"))

# %% [markdown]
# A rule for equals is needed: at CDNOW {{ spent.round(2).value_counts().iloc[0] }} customers spent exactly
# {{ spent.round(2).value_counts().index[0]:.2f}} dollars. And the class does not see profit:
# {{ (each.profit[letters == "A"] < 0).sum() }} of Mr Xu's {{ (letters == "A").sum() }} A customers bring a loss.
#
# The **value pyramid** (客户价值金字塔) cuts by *profit*: platinum, gold, iron, lead (铂金、黄金、铁、铅), from top to bottom. Who brings a loss is lead.
# Gold reaches down to the best {{ VALUE_RULES["best"]:.0%}}, and platinum is the best fifth of those; these shares are our
# choice. Chapter 8 uses the same four names for cells of a matrix of two values: there a customer can be gold for what it *may*
# become; here the name says what it brought.

# %%
tiers = value_classes.pyramid(each.profit)
by_tier = value_classes.by_class(tiers, each.amount, each.profit, value_classes.PYRAMID)
show(figures.pyramid(by_tier))

# %% [markdown]
# A bank (the source says Chase) cuts at *amounts*: blue from {{ BANK_LEVELS["blue"][0]:.0f}} million dollars of overall benefit a year **or**
# {{ BANK_LEVELS["blue"][1]:.0f}} million of fee income; green from {{ BANK_LEVELS["green"][0]:.0f}} or {{ BANK_LEVELS["green"][1]:.0f}} million. Red clients have simple needs, bring little, and are
# loyal. There are {{ BANK_LEVELS_STATED }} levels, and **the source breaks off here**: what else red asks, and the two levels
# below, are lost. Six clients, invented by us:

# %%
clients = pd.DataFrame.from_dict(dict(BANK_CLIENTS), orient="index", columns=["benefit", "fees", "loyal"])
levels = value_classes.bank_levels(clients, BANK_LEVELS)
show(figures.bank(clients, BANK_LEVELS, levels))

# %%
figures.readable(clients.assign(level=levels))

# %% [markdown]
# Client B is blue by fees alone, and C is green exactly at the threshold. Fixed amounts let the number in a class change from year to year;
# shares keep it, even in a year in which nobody deserves an A.

# %% [markdown] minutes=3 notes="Profit rose after his plan, so did his plan do it? Make them name what else changed. The answer to wait for is a question: compared with what? Only in a simulation can we live the same half-year again."
# ## Mr Xu changes his way
#
# He chooses the best {{ VALUE_RULES["best"]:.0%}} by his score and serves them specially, tries to win back the lost ones, and gives everybody else a
# standard process that costs less. Half a year later profit is up. Is that *because* of the choice? In a simulation we can run
# the same half-year under other plans, {{ 20 }} times with other luck. (No new customers come in it.)


# %%
def half_year(served, changed, luck):
    after = company.half_year(xu, served, changed=changed, seed=luck)
    return accounts.statement(after.orders, after.receipts, after.contacts, "2026-01-01", "2026-06-30", rates)["profit"]


before = accounts.statement(*logs, "2025-07-01", "2025-12-31", rates)["profit"]
round(before)

# %%
plans = {"no change": ((), False), "standard": ((), True), "Xu's score": (chosen, True), "profit": (top, True)}
profits = pd.DataFrame({name: [half_year(*plan, luck) for luck in range(20)] for name, plan in plans.items()})
show(figures.plans(profits, before))

# %%
gain = profits.sub(profits["no change"], axis=0).div(1_000)
gain.describe(percentiles=[0.05, 0.95]).loc[["mean", "5%", "95%"]].round(0).astype(int)

# %% [markdown]
# (Thousand yuan more than with no change, the mean and nine in ten of the draws.)
#
# Compared with the half-year before, Mr Xu's plan gains
# {{ (profits["Xu's score"].mean() - before) / 1_000:.0f}} thousand. Compared with what *would have happened*, it gains
# {{ gain["Xu's score"].mean():.0f}} thousand, because without a change the slow service would have driven more customers away. A before-and-after
# does not see that.
#
# Of the gain, {{ gain["standard"].mean():.0f}} thousand come from the cheaper standard process, whomever he chooses. To
# choose by profit in place of the score brings {{ gain["profit"].mean() - gain["Xu's score"].mean():.0f}} thousand more on average, but it
# is ahead in only {{ (profits["profit"] > profits["Xu's score"]).sum() }} of {{ len(profits) }} draws: the luck of one half-year hides it.
#
# **How large the effects are is built into the simulation; that they must be told apart is not.**

# %% [markdown] minutes=2 notes="Read one line, wait, and let the class say where in this lesson it did damage. For the contacts: how can a customer with a single call lead the list of complainers?"
# ## Where it goes wrong
#
# - **Total or mean.** The best fifth by *total* sales and by *mean order* share only
#   {{ len(composite.best(table.amount).intersection(composite.best(table.mean_order))) }} of {{ len(top) }} customers. A column called "M" or "value" must say which.
# - **Revenue or profit.** ABC takes revenue, the whale curve takes profit. Only the second may pass the total.
# - **A paid-bills indicator praises who never pays.** The collection period leaves out open bills; read it with the arrears.
# - **Edges and equals.** Without a stated rule two programs give two classes to the same customer.
# - **The past is not the value.** All of this measures what was. A lifetime value is a forecast and needs an interval; what a
#   customer *will* bring and what a whole relation brings are different quantities (Chapters 3 and 5).

# %% [markdown]
# ### Shares or totals of contact
#
# One contact, and that one a complaint, is a share of one. Who has the highest shares of complaints, and on how many contacts
# do they rest?

# %%
calls = indicators.contacts(xu.contacts, *window)
counts = ["tasks", "processes", "praise", "complaints", "suggestions"]
calls["contacts"] = calls[counts].sum(axis=1)
worst = calls.nlargest(5, "complaint_share")
figures.readable(worst[["complaint_share", "complaints", "contacts"]])

# %% [markdown]
# They rest on {{ worst.contacts.min():.0f}} to {{ worst.contacts.max():.0f}} contacts. Customer {{ big }}, with its
# {{ calls.complaints[big]:.0f}} complaints, is not among them: its share is {{ calls.complaint_share[big]:.2f}} of
# {{ calls.contacts[big]:.0f}} contacts. Read a share together with its count.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("07")

# %% [markdown] minutes=1 notes="A manager says 'our best fifth'. Everyone writes the first definition they would ask for; compare two aloud. Stop when the window, the customers counted, and profit or revenue have been named."
# ## Key points
#
# - Indicators come from logs by definitions that somebody chose. Ask for the definition before you compare.
# - A composite score is as good as its weights: customer {{ test.first }} is first in {{ test.first_stays:.0%}} of the weightings.
# - At CDNOW the best fifth make {{ estimates["top_fifth"].value:.0%}}, not {{ VALUE_RULES["profit"]:.0%}}, and the number moves with the window and with who counts.
# - On a whale curve the fall after the peak is won back only if the cost of those customers really goes.
# - Before and after is not an effect: compare with what would have happened.

# %% [markdown]
# ## References
#
# - The case of Mr Xu, the indicators and the pyramid: teaching material S1. ABC and the bank's levels: S2. 80/20/30: S4. The company's data
#   are simulated by us.
# - M. O. Lorenz (1905), Methods of measuring the concentration of wealth, *Publications of the American Statistical Association*
#   9(70), 209-219.
# - D. C. Schmittlein, L. G. Cooper and D. G. Morrison (1993), Truth in concentration in the land of (80/20) laws, *Marketing
#   Science* 12(2), 167-183.
# - W. A. Sherden (1994), *Market Ownership*, Amacom. (80/20/30.)
# - R. S. Kaplan and V. G. Narayanan (2001), Measuring and managing customer profitability, *Journal of Cost Management* 15(5),
#   5-15. (The whale curve.)
# - V. A. Zeithaml, R. T. Rust and K. N. Lemon (2001), The customer pyramid: creating and serving profitable customers,
#   *California Management Review* 43(4), 118-142.
# - M. G. Kendall (1938), A new measure of rank correlation, *Biometrika* 30(1/2), 81-93.
# - P. S. Fader and B. G. S. Hardie (2001), Forecasting repeat sales at CDNOW, *Interfaces* 31(3, part 2), S94-S107. (The data.)

# %% [markdown] minutes=2 notes="One minute: sort your own contacts into four cells by two measures you choose, and say what you would do with each cell. That is a portfolio. What is new today are the rules and the test."
# # Customer portfolios
#
# **Questions**
#
# - How does a company sort its customers by two measures at once, and what does it then do with each group?
# - How many customers get another name when a threshold moves a little?
# - Does the type of a customer tell what the customer buys afterwards?
#
# **After this chapter you can**
#
# - write any two-axis matrix as one rule: axes, thresholds, a rule at the threshold, cells, advice;
# - give the cells of seven matrices, and say which part of each comes from the source;
# - compute recency, frequency and monetary value from a log of orders, with a stated rule for bins and ties;
# - test a classification on later purchases, with intervals, and compare two classifications.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("08") }}

# %%
import numpy as np
import pandas as pd

from course.data import portfolios as facts
from course.data.panels import cdnow
from course.exercise import quiz
from course.figures import portfolio as figures
from course.figures import rfm as rfm_figures
from course.figures import show
from course.models import agreement, concentration, portfolio, rfm
from course.widgets import portfolio as widgets

# %% [markdown] minutes=3 notes="Do they know a customer whom two departments of one firm call by different names? Ask what a name is for. Then let them look for a threshold in the source's words: there is none with a number."
# ## The case: one customer, seven names
#
# The source sorts customers with seven matrices, in three of its pages. A **customer portfolio** (客户组合矩阵) has two
# measures as axes. A **threshold** (阈值) cuts each axis into levels, and each pair of levels is a cell with a name. The
# name is there for a reason: it stands for what the company should do.
#
# No page of the source gives a single threshold. So all thresholds in this chapter are ours, and one of our questions is how
# much hangs on them.
#
# > **The customers of the first half are simulated.** A wholesaler with {{ len(facts.wholesaler()) }} business customers,
# > made by a seeded program whose rules are known. The second half uses real orders.

# %%
customers = facts.wholesaler()
figures.readable(customers.head(4), 2)

# %% [markdown]
# `size` is all that a customer buys of such goods anywhere, and `loyalty` is the share of it that it buys from us (its share
# of wallet). `volume` is the product of both. Money is in thousand yuan. One rule to remember for later: in this program the
# chance that a customer stays has nothing to do with how long it has been a customer.

# %% [markdown] minutes=4 notes="Let them place A to D quickly and stop at E. Divide the room: gold or burden? Both sides are right until somebody writes the rule down. F shows what a month does."
# ## By hand: six customers
#
# The first matrix (S1) asks how much a customer buys, and for how long it has bought. Its four names are pictures:
#
# - *gold* (黄金): big and lasting;
# - a **meteor customer** (流星客户): big and brief;
# - a **brook customer** (小溪客户): small and lasting;
# - a **burden customer** (负担客户): small and brief.

# %%
months = [60, 6, 48, 3, 24, 23]
volume = [500, 400, 80, 20, 150, 150]
six = pd.DataFrame({"months": months, "volume": volume}, index=list("ABCDEF"))
figures.readable(six)

# %% [markdown]
# Say that {{ facts.VOLUME_DURATION["x"]["cuts"][0] }} months are long, and {{ facts.VOLUME_DURATION["y"]["cuts"][0] }} thousand yuan a year
# are big. A is gold, B a meteor, C a brook, D a burden.
# But what is E, who stands exactly on both thresholds? The words "long" and "big" do not say. The rule must: **a value
# equal to the threshold belongs to the upper level**. Then E is gold, and F, one month younger, is a meteor.

# %%
rule = portfolio.build(facts.VOLUME_DURATION)
portfolio.classify(six, rule).to_frame().T

# %% [markdown]
# With the other rule, where equal is low, E would be a burden: from the best cell to the worst, and nothing about the
# customer has changed.

# %% [markdown] minutes=2 notes="Do one customer on the board: it is only counting lines. Two lines on one axis and one on the other: how many cells? Take the answer before the slide says it, and ask which sign holds the rule of the edge."
# ## The rule
#
# A measure $x$ with thresholds $t_1<t_2<\dots<t_k$ has the level
#
# $$\ell(x)=\#\{\,j : t_j\le x\,\}\in\{0,\dots,k\},$$
#
# the number of thresholds that it reaches. A customer with measures $x$ and $y$ stands in the cell $(\ell(x),\ell(y))$. The
# sign $\le$ is the rule at the threshold. With one threshold on each axis there are four cells; with two and one there are
# six. That is all: a matrix of any textbook is a choice of two measures, their thresholds, names and advice.
#
# Our function `portfolio.classify` counts the thresholds reached. What differs from matrix to matrix is data, not program:

# %%
figures.readable(portfolio.summary(customers, rule, "profit"))

# %% [markdown] minutes=10 notes="One sentence a map, and stop only at relation and profit: what would they do with a barnacle, before they hear the source? Ask twice what gold means, since it changes from map to map. Late? Credit, size and the letters as pictures only."
# ## Seven portfolios of the same customers
#
# ### Volume × duration (S1)

# %%
show(figures.map_of(customers, rule))

# %% [markdown]
# The source gives the names, not the advice. The picture shows what the table hides: the customers lie everywhere, and
# no empty space runs along the lines. There are no four groups in the data. *We* draw the lines.
#
# ### Historical × expected future value (S2)
#
# The **expected future value** (预期未来价值) is a forecast of the profit still to come. A customer with a rich past and a poor
# future is *uneconomic* (非经济客户): its past is no reason to spend on it. One with a poor past and a rich future is an
# *expected* customer (期望客户). The others are *high-end* (高端客户) and *bad* (不良客户).

# %%
history = portfolio.build(facts.HISTORY_EXPECTED)
show(figures.map_of(customers, history))

# %% [markdown]
# ### Current × added value (S2)
#
# **Added value** (增值价值) is what more business with the same customer could bring. The metals run from lead (铅) over iron
# (铁) and gold (黄金) to platinum (白金). The slide sets four kinds of customer beside them: frugal, demanding, experienced and
# undecided. Which kind belongs to which cell is lost; we read it from the order of the words.

# %%
metals = portfolio.build(facts.CURRENT_ADDED)
show(figures.map_of(customers, metals))

# %% [markdown]
# A gold customer is *not* the best one here, and not the same as gold in the first matrix. A name means something only
# together with its matrix.
#
# ### Relation × profit (S2; Reinartz and Kumar)
#
# - A **stranger** (路人型客户): short and poor. *Drop.*
# - A **butterfly** (蝴蝶型客户): short and profitable. *Enjoy*, while it stays.
# - A **barnacle** (葫芦型客户): long and poor. *Treat well*, says the source; it calls this customer a gourd.
# - A **true friend** (朋友型客户): long and profitable. *Turn into a believer.*

# %%
relation = portfolio.build(facts.RELATION_PROFIT)
by_relation = portfolio.summary(customers, relation, "profit")
show(figures.map_of(customers, relation))

# %% [markdown]
# The {{ by_relation.customers["barnacle"] }} barnacles lose {{ -by_relation.value["barnacle"]:,.0f}} thousand yuan a year,
# and the {{ by_relation.customers["butterfly"] }} butterflies make {{ by_relation.value_share["butterfly"]:.0%}} of all profit.
# Reinartz and Kumar drew this matrix to say just that: not all loyal customers are profitable, and not all
# profitable ones are loyal. Their advice for barnacles is harder than the source's: find out whether they buy little because
# they have little, or because they buy elsewhere; then raise their share, or cut the cost to serve.
#
# ### Credit × loyalty, and size × loyalty (S2)
#
# Both matrices rank their cells: *most valuable first*. The ranks are lost with the picture; those in the advice are ours.

# %%
credit = portfolio.build(facts.CREDIT_LOYALTY)
show(figures.map_of(customers, credit))

# %%
size = portfolio.build(facts.SIZE_LOYALTY)
show(figures.map_of(customers, size))

# %% [markdown]
# ### Current × predicted value: A to F (S4)
#
# Six cells need three levels on one axis. S4 prints an advice for each letter, but its picture is lost. Our reading: C is the
# core that grows, D nears the end of its life cycle, B has potential.

# %%
letters = portfolio.build(facts.CURRENT_PREDICTED)
show(figures.map_of(customers, letters))

# %%
by_letter = portfolio.summary(customers, letters, "profit").sort_index()
figures.readable(by_letter)

# %% [markdown] minutes=3 notes="A line moves by a tenth: what share of the customers gets a new name? Guess first. Then: a cell has kept its size, so has it kept its people? Draw arrows across the line in both directions."
# ## How much hangs on a threshold?
#
# Move one threshold by a tenth, up or down, and count the **movers** (换格客户): the customers who stand in another cell afterwards.

# %%
shifts = np.linspace(-0.3, 0.3, 13)
moves = {axis: portfolio.sensitivity(customers, rule, axis, shifts) for axis in ("x", "y")}
named = {"duration": moves["x"], "volume": moves["y"]}
show(figures.threshold_moves(named))

# %% [markdown]
# A duration threshold that is a tenth higher, {{ moves["x"].threshold[8]:.1f}} months, moves
# {{ moves["x"].movers[8] }} customers, {{ moves["x"].share[8]:.0%}} of all. Count movers, never the change in the size of a cell.
# Raise one threshold and lower the other, and customers who go out and customers who come in cancel:

# %%
tilted = portfolio.with_cuts(rule, x=30, y=110)
sizes = pd.DataFrame({"before": portfolio.classify(customers, rule).value_counts()})
sizes["after"] = portfolio.classify(customers, tilted).value_counts()
figures.readable(sizes)

# %%
moved = portfolio.movers(customers, rule, tilted)
figures.readable(moved.value_counts().rename("customers").reset_index())

# %% [markdown]
# The cell of gold customers has changed by {{ abs(sizes.after["gold"] - sizes.before["gold"]) }}, and
# {{ len(moved) }} customers have changed cell.
#
# The same question for all seven: how many of the {{ len(customers) }} move when the first threshold of one axis is a tenth higher?

# %%
seven = [rule, history, metals, relation, credit, size, letters]
tenth = [
    (each.name, getattr(each, axis).column, portfolio.sensitivity(customers, each, axis, [0.1]).movers[0])
    for each in seven
    for axis in ("x", "y")
]
tenth = pd.DataFrame(tenth, columns=["portfolio", "threshold of", "movers"])
tenth

# %% [markdown]
# From {{ tenth.movers.min() }} to {{ tenth.movers.max() }}. It depends on one thing: how many customers stand in the strip
# that the line crosses. A line through the thick of the crowd, such as the one of {{ tenth.loc[tenth.movers.idxmax(), "threshold of"] }}, moves most.

# %% [markdown] minutes=4 notes="Vote: will the line of credit or that of loyalty disturb fewer customers? The side with fewer votes drives. Moving both lines is the slip; the reply asks for Reset. At the end ask what in the cloud has decided it."
# ## Explore: which threshold moves fewer?
#
# Move the thresholds of credit × loyalty, and see who changes cell. Rank 1 is the best cell: high credit and loyal. Then answer
# the question under the chart.

# %%
widgets.explorer()

# %% [markdown] minutes=6 notes="Draw three purchases of one customer on a time line and let them read off R, F and M. The stretch from first to last purchase is the trap. Then: how do five equal bins treat customers who all bought once?"
# ## Real data: recency, frequency, monetary value
#
# Now real orders: {{ cdnow().customer.nunique():,}} customers of the online music shop CDNOW, all won in the first quarter of
# 1997. We stand at the end of September 1997, and keep the nine months after it as a **hold-out period** (验证期): data
# that no rule may look at.
#
# - **Recency** (最近一次消费, R) is the time from the last purchase to *today*, here in days. Short is good; the source writes R↓.
# - **Frequency** (消费频率, F) is the number of purchases. Orders of the same day count as one.
# - **Monetary value** (消费金额, M) is the money spent: here the *total*, in dollars.

# %%
today = "1997-09-30"
log = cdnow()
measured = rfm.measures(log, today)
figures.readable(measured.head(4))

# %% [markdown]
# The last column is *not* recency here, though the models called *buy till you die* use that name for it: the time from the first
# to the last purchase, where long is good. Two ideas, two names.
#
# ### Scores: say how you cut, and what you do with ties
#
# Firms that sell by mail rank their customers by each measure and cut the ranks into five bins: scores 1 to 5, and 5 is the best.
# Two choices are often left unsaid.
#
# *Ties.* {{ (measured.frequency == 1).sum():,}} of the customers bought once. Five equal bins must then cut through customers who
# are equal. Our rule: equal values share one score, so the bins may be unequal. The other rule lets the order of the table decide.

# %%
together = rfm.scores(measured)
in_order = rfm.scores(measured, ties="in order")
pair = {"together": together.f.value_counts(), "in_order": in_order.f.value_counts()}
pd.DataFrame(pair).fillna(0).astype(int).sort_index().rename_axis("F score")

# %% [markdown]
# Under the second rule {{ (in_order.f[measured.frequency == 1]).nunique() }} different scores stand for the same single purchase.
#
# *Nesting.* Independent bins cut F over all customers. Nested bins cut F again within each bin of R, and M
# within each of those. Both are called quintiles.

# %%
nested = rfm.scores(measured, nested=True)
scores = agreement.cross_table(together.f.rename("independent"), nested.f.rename("nested"))
show(figures.cross(scores, "Frequency scores", "independent", "nested"))

# %% [markdown]
# {{ (together != nested).any(axis=1).sum():,}} of {{ len(nested):,}} customers, {{ (together != nested).any(axis=1).mean():.0%}}, get
# another score in F or M. A score of 5 in a nested table says: frequent *among those as recent*.
#
# ### Types: two levels each
#
# The source (S4) uses two levels a measure and names six types. But `2 × 2 × 2 = 8`: two are left out. Our thresholds: up to
# the median of {{ rfm.median_cuts(measured)["recency"]:.0f}} days is short, from the median of
# {{ rfm.median_cuts(measured)["monetary"]:.2f}} dollars on is high, and two purchases are frequent.

# %%
cuts = {**rfm.median_cuts(measured), "frequency": 2}
names = {code: words[0] for code, words in facts.RFM_TYPES.items()}
kinds = rfm.types(measured, cuts, names)
advice = {words[0]: (code, *words[1:]) for code, words in facts.RFM_TYPES.items()}
plan = pd.DataFrame.from_dict(advice, orient="index", columns=["code", "Chinese", "advice", "said_by"])
plan.insert(0, "customers", kinds.value_counts())
figures.readable(plan)

# %% [markdown]
# The two types without a name in the source hold {{ plan.customers[["new or small", "big once"]].sum() }} customers:
# {{ plan.customers[["new or small", "big once"]].sum() / len(kinds):.0%}} of this company. Who works with six types loses them
# from sight.

# %% [markdown] minutes=5 notes="On paper first: order the types by who will buy again. Put the source's order beside it, then the bars. Do not read the intervals out; ask why who tests five steps at once must ask for more."
# ## Does the type tell what comes?
#
# Types were made from orders up to {{ pd.Timestamp(today).strftime("%d %B %Y") }}. What did each type buy afterwards?

# %%
after = rfm.later(log, today)
found = rfm.by_group(kinds, after).reindex(list(names.values()))
left_out = ("new or small", "big once")
show(rfm_figures.types(found, after.bought.mean(), left_out))

# %% [markdown]
# Yes: the customers to *keep* bought again in {{ found.bought["keep"]:.0%}} of the cases
# ({{ found.low["keep"]:.0%}} to {{ found.high["keep"]:.0%}}), and {{ found.spend_share["keep"]:.0%}} of all later spend is theirs. All
# others together are {{ 1 - found.customers["keep"] / found.customers.sum():.0%}} of the customers.
#
# But is the *order* of the source to be seen? Its second type, *develop*, bought again less often than its third,
# *ordinary important*. Is that chance?

# %%
gap = rfm.difference(kinds, after, "ordinary important", "develop")
surer = rfm.difference(kinds, after, "ordinary important", "develop", level=0.99)
gone = rfm.difference(kinds, after, "win back", "new or small")
two = ("develop", "ordinary important")
money = {name: concentration.interval(after.spend[kinds == name], np.mean) for name in two}
ends = ["difference", "low", "high"]
pairs = ["third-second", "third-second (99%)", "fourth-unnamed"]
pd.DataFrame([gap, surer, gone], columns=ends, index=pairs).round(2)

# %% [markdown]
# The third type leads by {{ 100 * gap[0]:.0f}} points, and by {{ 100 * gap[1]:.0f}} to {{ 100 * gap[2]:.0f}} with a
# confidence of {{ 0.95:.0%}}. (The interval of a share is Wilson's, as in Chapter 6; that of a difference is Newcombe's,
# which joins two of Wilson's.)
#
# That is one of five steps down the source's list. Who tests five steps should ask for
# {{ 0.99:.0%}} each, and then the interval begins at {{ 100 * surer[1]:.2f}} points: above zero, and only just.
#
# By money the two cannot be told apart: {{ money["ordinary important"].value:.0f}} dollars a customer
# ({{ money["ordinary important"].low:.0f}} to {{ money["ordinary important"].high:.0f}}) and {{ money["develop"].value:.0f}}
# ({{ money["develop"].low:.0f}} to {{ money["develop"].high:.0f}}). So the data give no reason for the source's order. Whether
# they turn it round depends on what we count, customers or dollars.
#
# And *win back*, one of the four "important" types, cannot be told from *new or small*, whom the source does not name: the
# interval of their difference holds zero.
#
# The {{ found.customers["no value"] }} customers of *no value* still brought {{ found.spend_share["no value"]:.0%}} of
# the later spend. That is little a head, but it comes without being asked for. Whether to stop writing to them depends on
# what a letter costs, not on their name.
#
# One shop and one cohort are no law. They are enough to show that a ranking of types is a claim to be tested.

# %% [markdown] minutes=3 notes="One huge order and nothing else: a rich customer or not? Take sides for total and mean, then read one cell off the diagonal aloud. Of the Rand index say only what one and nought mean."
# ## Two classifications of the same customers
#
# Total or mean? Here are the types with M as the total, and with M as the mean of a purchase. A **cross table** (交叉表) shows
# where they part.

# %%
by_mean = rfm.measures(log, today, "mean")
mean_cuts = {**rfm.median_cuts(by_mean), "frequency": 2}
kinds_mean = rfm.types(by_mean, mean_cuts, names)
order = list(names.values())
both = agreement.cross_table(kinds, kinds_mean.rename("by mean")).reindex(index=order, columns=order)
show(figures.cross(both, "Types by M", "total", "mean"))

# %% [markdown]
# {{ agreement.share_moved(kinds, kinds_mean):.0%}} of the customers change type. To compare classifications whose cells have other
# names, count pairs of customers: are two customers together in both, or apart in both? The **adjusted Rand index**
# (调整兰德指数) does that, less what chance would give: 1 is the same grouping, and 0 is chance.

# %%
short = ["volume", "history", "metals", "relation", "credit", "size", "letters"]
placed = {name: portfolio.classify(customers, each) for name, each in zip(short, seven, strict=True)}
table = {one: {other: agreement.adjusted_rand(a, b) for other, b in placed.items()} for one, a in placed.items()}
pd.DataFrame(table).round(2)

# %% [markdown]
# *Volume × duration* and *relation × profit* are almost one matrix under two names
# ({{ agreement.adjusted_rand(placed["volume"], placed["relation"]):.2f}}): profit follows volume. *Credit × loyalty* shares
# next to nothing with *relation × profit* ({{ agreement.adjusted_rand(placed["credit"], placed["relation"]):.2f}}). A second
# matrix is worth its trouble only where it disagrees with the first.

# %% [markdown] minutes=2 notes="How can a customer who changed nothing become a burden overnight? Let them find the moving median by themselves. The wrong recency is quick to show; the table in which all are frequent can be left out."
# ## Where it goes wrong
#
# **The median as a threshold of a count.** The median frequency is {{ rfm.median_cuts(measured)["frequency"]:.0f}}. With our
# rule at the threshold *everybody* is frequent:

# %%
all_frequent = rfm.types(measured, rfm.median_cuts(measured), names)
all_frequent.value_counts().to_frame("customers")

# %% [markdown]
# **The wrong recency.** Put the time from first to last purchase in its place, and call short good:

# %%
wrong = measured.assign(recency=measured.first_to_last)
wrong_kinds = rfm.types(wrong, {**rfm.median_cuts(wrong), "frequency": 2}, names)
round(agreement.share_moved(kinds, wrong_kinds), 2)

# %% [markdown]
# That share of all customers gets another type, and the best customers are now to be won back, though they never left.
#
# **A past for a forecast.** In our simulated company duration says nothing about who stays. So a *true friend* is not safer
# than a *butterfly*; the picture cannot show it, because no axis measures it. Test on later data, as above.
#
# **A threshold that moves by itself.** A median is taken from the customers. Here the rule cuts at the medians; then a year's
# small customers are won, and the medians are taken again. How many of the *old* customers get another name?

# %%
newcomers = facts.wholesaler(9).query("volume < 100")
at_median = portfolio.at_quantile(customers, rule)
a_year_later = portfolio.at_quantile(pd.concat([customers, newcomers]), rule)
renamed = portfolio.movers(customers, at_median, a_year_later)
figures.readable(renamed.value_counts().rename("customers").reset_index())

# %% [markdown]
# {{ len(renamed) }} of {{ len(customers) }}, none of whom has bought a yuan more or less. Fix the thresholds in yuan and months
# before you compare two years.

# %% [markdown] minutes=0
# ## Quiz
#
# Short questions, to be done at home. Each option says why it is right or wrong.

# %%
quiz.chapter("08")

# %% [markdown] minutes=1 notes="Show a matrix from any textbook and ask what is missing: the cuts, the rule on the line, a test on later purchases. Three answers, then stop."
# ## Key points
#
# - A portfolio is two measures, their thresholds, a rule at the threshold, names and advice. All seven are one function.
# - The lines are ours, not the customers': say how many change cell when a threshold moves.
# - R, F and M need three statements: which recency, total or mean, and the rule for bins and ties.
# - Six types of eight leave {{ plan.customers[["new or small", "big once"]].sum() / len(kinds):.0%}} of the CDNOW customers without a name.
# - Test a type on what was bought later. Here *keep* held; for the order of the others the data gave no reason.
# - Compare classifications by movers when the names agree, and by the adjusted Rand index when they do not.

# %% [markdown]
# ## References
#
# - The matrices: teaching material S1 (gold, meteor, brook, burden), S2 (historical × expected; current × added; strangers to
#   friends; credit and size × loyalty) and S4 (A to F; the six types of RFM).
# - W. Reinartz and V. Kumar (2002), The mismanagement of customer loyalty, *Harvard Business Review* 80(7), 86-94.
# - P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), RFM and CLV: Using iso-value curves for customer base analysis,
#   *Journal of Marketing Research* 42(4), 415-430.
# - R. G. Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven methods,
#   *Statistics in Medicine* 17(8), 873-890.
# - L. Hubert and P. Arabie (1985), Comparing partitions, *Journal of Classification* 2, 193-218.
# - A. M. Hughes, *Strategic Database Marketing*, McGraw-Hill (nested quintiles).
# - The orders: P. S. Fader and B. G. S. Hardie (2001), Forecasting repeat sales at CDNOW: a case study, *Interfaces* 31(3),
#   S94-S107.

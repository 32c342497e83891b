# %% [markdown] minutes=2 notes="Which brand of biscuits or noodles did you buy last, and which before that? Ten answers in two columns give the first matrix of the day; keep it beside the real one."
# # The purchase-transition matrix
#
# **Questions**
#
# - A customer buys from us and from others. Who gets the next purchase?
# - How are the probabilities P_ij obtained? (homework question (a) of the source)
# - When the matrix is not accurate, how badly does the lifetime value suffer? (homework question (b))
#
# **After this chapter you can**
#
# - turn a purchase log into counts, and counts into a transition matrix;
# - compute the value of a customer by the brand bought last, with the right discount for each purchase;
# - give P and the value an interval, and say which interval to believe;
# - test whether one matrix may stand for all households.
#
# Teaching takes {{ minutes_to_teach }} minutes, the homework {{ minutes_to_do }}.
#
# **Terms**
#
# {{ terms("06") }}

# %%
import pandas as pd

from course.data.cases import PFEIFER_CARRAWAY
from course.data.panels import NABISCO, cracker
from course.figures import show
from course.figures import transition as figures
from course.models import transition, transition_lessons
from course.models import transition_inference as inference
from course.widgets.transition import explorer

# %% [markdown] minutes=2 notes="Ask when they last bought another brand than usual, and whether the maker should have called them lost. Write the two homework questions in a corner of the board and leave them there to the end."
# ## A case: who gets the next purchase?
#
# A household buys crackers about once a month. Last month it bought Nabisco. This month it may buy Nabisco again, or
# Keebler, Sunshine, or the shop's own brand (private label). Next month it chooses again.
#
# So its money is divided. The part of a customer's spending in a market that goes to one supplier is the supplier's
# **share of wallet** (钱包份额). A retention model does not fit such a customer: a household that buys another brand once
# is not lost, it may come back at the next purchase. Dwyer (1997) speaks of customers who are *always a share*, and the source
# of 暂时流失型: lost for a time, not for good.
#
# The source proposes a table of probabilities. P_ij is the probability that a customer whose last purchase was brand i
# buys brand j next. The table is the **purchase-transition matrix** (购买转换矩阵). The source then sets two questions
# as homework and answers neither:
#
# - **(a)** how are the P_ij obtained?
# - **(b)** if the matrix is not accurate, how badly does the lifetime value suffer?
#
# This chapter answers both, on real purchases.

# %% [markdown] minutes=5 notes="Let the class dictate the steps while you tally them in a grid of two by two. Expect a step too many, from the end of one customer to the beginning of the next. Ask why eight purchases give fewer steps than eight."
# ## By hand: three customers, eight purchases
#
# A **purchase log** (购买记录) has one row for each purchase: who, when, which brand. Here is a small one, with our
# brand A and a rival B.

# %%
log = pd.DataFrame({
    "customer": [1, 1, 1, 2, 2, 2, 3, 3],
    "time": [1, 2, 3, 1, 2, 3, 1, 2],
    "brand": list("AABBAABB"),
})  # fmt: skip
figures.readable(log).T

# %% [markdown]
# Read each customer alone, from left to right, and write down each step from one purchase to the next.
#
# - Customer 1 bought A, A, B: one step A→A, one step A→B.
# - Customer 2 bought B, A, A: one step B→A, one step A→A.
# - Customer 3 bought B, B: one step B→B.
#
# Eight purchases give five steps, because the first purchase of each customer has none before it: $8 - 3 = 5$. Sort the
# steps into a table. **Rows are the last purchase, columns the next one.**

# %%
counted = transition.counts(log)
figures.readable(counted.counts)

# %% [markdown]
# After A there were $2 + 1 = 3$ steps; two of them led to A again. So P_AA is $2/3 = 0.67$ and P_AB is $1/3 = 0.33$. After
# B there were two steps, one to each brand: $1/2 = 0.5$.

# %%
figures.readable(transition.probabilities(counted))

# %% [markdown]
# **What is an A customer worth?** Let a purchase of A bring us 10 yuan and a purchase of B nothing. Look two purchases
# ahead, without discount.
#
# - The next purchase is A with probability 2/3. It brings on average $10 \times 2/3 = 6.67$ yuan.
# - The second is A in two ways, over A or over B: $2/3 \times 2/3 + 1/3 \times 1/2 = 0.61$. It brings $10 \times 0.61 = 6.1$
#   yuan.
#
# Together that is about {{ transition.value(transition.probabilities(counted), {"A": 10}, 0, horizon=2)["A"]:.1f }} yuan.

# %% [markdown] minutes=4 notes="How far away, in years, is the third purchase of somebody who buys monthly? Let them answer, then say in words what q does. Have the class decide aloud: is the last purchase in, or out?"
# ## The formula
#
# Let $n_{ij}$ be the number of times brand $i$ was followed by brand $j$, and $n_{i\cdot}$ the total of row $i$. Then
#
# $$P_{ij} = \frac{n_{ij}}{n_{i\cdot}}$$
#
# Each row of P sums to 1, because something is bought next.
#
# The clock of the matrix is the **purchase occasion** (购买场合): one purchase, whichever brand it is. If a customer makes
# $f$ purchases a year, occasion $t$ lies $t/f$ years ahead, and a yuan there is worth $(1+d)^{-t/f}$ yuan today.
#
# Let $R_j$ be the margin that a purchase of brand $j$ brings **us** (0 for the brands of others). Write $q = (1+d)^{-1/f}$
# for the discount of one occasion. The expected margins of all occasions, the last purchase included, are
#
# $$V = R + qPR + q^2P^2R + \dots = (I - qP)^{-1} R$$
#
# The last purchase is over. What is **still to come** is $V_i - R_i$, and this is the value we report below. To leave the
# first margin in or out must be said every time; it is the first thing on which two computations differ.

# %% [markdown] minutes=2 notes="Before the second table ask by how much each row will rise. The row of A is easy; the row of B catches those who add the margin everywhere."
# ## Our own functions
#
# One step, one function.

# %%
P = transition.probabilities(transition.counts(log))
transition.value(P, {"A": 10}, 0.10, purchases_per_year=12).round(2).to_frame()

# %%
transition.value(P, {"A": 10}, 0.10, purchases_per_year=12, first_margin="included").round(2).to_frame()

# %% [markdown]
# The second table is higher by the 10 yuan of the last purchase of A, and by nothing for B.

# %% [markdown] minutes=4 notes="One student reads a row aloud as a sentence that begins with 'of those who last bought'. Reading a column in the same way is the slip to catch. Whom should a manager of Keebler fear, by this map?"
# ## Question (a): P from a real panel
#
# The Cracker panel holds {{ len(cracker()):, }} purchases of saltine crackers by {{ cracker()["household"].nunique() }}
# households, published with a study of brand choice (Jain, Vilcassim and Chintagunta, 1994; by way of the R package Ecdat). It is
# real. What we keep of it holds no money, and it has no calendar. So the margin of {{ NABISCO["margin"] }} yuan, the discount rate of
# {{ NABISCO["discount_rate"]:.0% }} and the {{ NABISCO["purchases_per_year"] }} purchases a year below are **our
# assumptions**. We are Nabisco.

# %%
panel = cracker()
counted = transition.counts(panel, customer="household", time="occasion")
P = transition.probabilities(counted)
show(figures.matrix_map(P, counted.counts))

# %% [markdown]
# Read a row. After a Nabisco purchase, {{ P.at["nabisco", "nabisco"]:.1% }} of the next purchases were Nabisco again. The
# probability P_ii of buying the same brand again is its **repeat rate** (重复购买率). Keebler and Sunshine keep fewer than
# half; when they lose a purchase, Nabisco gets most of it.
#
# Before using a log, ask what was found in it. {{ counted.report.rows:, }} purchases less {{ counted.report.customers }}
# first purchases leave {{ counted.report.transitions:, }} transitions.

# %%
counted.report.table().to_frame("number")

# %% [markdown] minutes=3 notes="Ask where a household that has just bought private label stands after a year of purchases, and do the first step on the board. Announce that the last sentence of the slide is wrong, and let them carry the doubt along."
# ## Where the shares go
#
# Take a household that has just bought private label. Multiply its share row by P, again and again: this gives the
# probability of each brand at every later occasion.

# %%
shares = transition.shares_over_time(P, {"private": 1}, 20)
long_run = transition.stationary(P)
show(figures.brand_shares(shares, long_run))

# %% [markdown]
# After about ten purchases the start hardly shows any more. The shares that one more step leaves as they are form the
# **stationary share** (稳态份额) of each brand. In a matrix with these repeat rates every household, whatever it bought
# last, ends with {{ long_run["nabisco"]:.0% }} Nabisco. Keep this sentence in mind. It will turn out to be wrong.

# %% [markdown] minutes=4 notes="Ask whether the last brand or the average customer makes most of the value. Then: you have one point to win, in which row do you spend it, and why? Collect reasons before the map. When late, leave out the derivative."
# ## What a customer is worth, and what a point is worth

# %%
margins = {NABISCO["brand"]: NABISCO["margin"]}
clock = {name: NABISCO[name] for name in ("discount_rate", "purchases_per_year")}
value = transition.value(P, margins, **clock)
value.round(2).to_frame()

# %% [markdown]
# The four values are close: from {{ value.min():.0f }} to {{ value.max():.0f }} yuan. The last brand matters for a few
# purchases only, and then every customer becomes the average customer. Most of the value lies after that.
#
# **Which P_ij moves the value most?** A probability cannot change alone: what we win, another brand loses. So we ask for
# the gain when **one point** (one of a hundred) of a row moves from a rival to us. With $G = (I - qP)^{-1}$ and $V$ counting the first
# margin, moving probability in row $j$ from brand $l$ to brand $k$ changes the value at the rate
# $q\,G_{ij}(V_k - V_l)$.

# %%
gain = inference.point_gain(P, margins, last_brand="private", to_brand="nabisco", **clock)
show(figures.gain_map(gain, "nabisco"))

# %% [markdown]
# For a customer who last bought private label, one more point in the **Nabisco** row is worth
# {{ gain.at["nabisco", "private"]:.2f }} yuan, and in the Sunshine row only {{ gain.at["sunshine", "private"]:.2f }} yuan. Rows
# that customers pass through often count most. This is also where an error of P hurts most: one point wrong there is
# {{ gain.at["nabisco", "private"] / value["private"]:.1% }} of the value.

# %% [markdown] minutes=4 notes="Take guesses in three bands before anything moves: a few points, about ten, many more. Then for the household that buys rarely: more points, or fewer? Let somebody explain the direction before the slider shows it."
# ## Try it: points won and the clock
#
# A campaign wins back some of the purchases that follow a private-label purchase. Move the points and the clock. Guess
# the answer before you move anything.

# %%
explorer()

# %% [markdown] minutes=5 notes="A household that loves Keebler makes ten like steps: how many opinions is that? Only then say bootstrap. Ask for a guess how much wider the honest error is. The table of households needed can be read at home."
# ## Question (b), first part: how well are P and the value known?
#
# P is an estimate. Its **standard error** (标准误) says how far it would typically lie from the truth if the panel were
# drawn again. Treat every transition as an independent draw, and the standard error is $\sqrt{P_{ij}(1-P_{ij})/n_{i\cdot}}$.
#
# But the transitions of one household are not independent. A household that loves Keebler brings twenty like
# transitions, not twenty opinions. So we draw **whole households** again, with replacement, and estimate P from each
# draw: the **bootstrap** (自助法).

# %%
figures.readable(transition_lessons.repeat_errors(counted), 3)

# %% [markdown]
# The honest errors are about two to three times as large. Now carry them through to the value. For the first interval we
# use the derivatives of the last section (the *delta method*); for the second we compute the value in each draw.

# %%
simple = inference.value_interval(counted, margins, method="delta", **clock)
households = inference.value_interval(counted, margins, method="bootstrap", **clock)
show(figures.value_two_ways(simple, households))

# %%
figures.readable(households.table)

# %% [markdown]
# A Nabisco customer is worth {{ households.table.at["nabisco", "value"]:.0f }} yuan, give or take
# {{ households.table.at["nabisco", "standard_error"]:.0f }} (the simple formula claims
# {{ simple.table.at["nabisco", "standard_error"]:.0f }}). That is
# {{ households.table.at["nabisco", "standard_error"] / households.table.at["nabisco", "value"]:.0% }} of the value. The differences
# between last brands are much smaller than the intervals. (The four values rise and fall together, so their differences
# are known better than each of them.)
#
# **How many households would do?** The error falls with the square root of their number: half the error, four times the
# households.

# %%
figures.readable(transition_lessons.households_needed(households, "nabisco", [0.05, 0.02, 0.01]))

# %% [markdown] minutes=4 notes="What would the repeat rate be if nobody remembered anything and each household only kept its habits? Let them commit before the bars. Then go back to the sentence on the long run which you marked as wrong."
# ## Question (b), second part: is it loyalty?
#
# An interval says how far chance may lead us astray, **if the model is right**. Is it right? P is a **first-order chain**
# (一阶马尔可夫链): the last brand alone decides the next, by one matrix for all. A test rejects this.

# %%
tests = {"order 0": inference.independence_test(counted), "order 1": inference.order_test(counted)}
figures.hypotheses(tests)

# %% [markdown]
# Why? Suppose that the last purchase has no effect at all, and every household only buys its own brands, as often as it
# does, in any order. How often would purchases repeat then?

# %%
rates = inference.repeat_rates(counted)
gap, gap_error = transition_lessons.loyalty_gap(counted)
show(figures.loyalty(rates))

# %% [markdown]
# Of what looks like loyalty to the last brand, nearly all is **heterogeneity** (异质性): households differ. Own shares alone
# give {{ rates.household_shares:.3f }}; we observe {{ rates.observed:.3f }}. The gap is {{ gap:.3f }}, with a standard error of
# {{ gap_error:.3f }}: real, and small. The matrix mixes Nabisco households with
# private-label households, and then lets each forget who it is.
#
# A trial settles it. Estimate P from the first half of every household's purchases, and forecast the second half.

# %%
trial = transition_lessons.holdout(panel, "nabisco", customer="household", time="occasion")
show(figures.forecasts(trial, "nabisco"))

# %% [markdown]
# Households that had last bought private label gave Nabisco {{ trial.at["private", "happened"]:.0% }} of their later
# purchases. P had foretold {{ trial.at["private", "from_P"]:.0% }}; their own shares {{ trial.at["private", "own_share"]:.0% }}. For
# small groups (Keebler, Sunshine) own shares of a dozen purchases are rough, too. What does this do to the value?

# %%
differ = transition_lessons.values_if_households_differ(panel, margins, customer="household", time="occasion", **clock)
figures.readable(differ)

# %% [markdown]
# One matrix for all says that a private-label household is worth {{ differ.at["private", "one_matrix"]:.0f }} yuan to Nabisco.
# Households that keep to their own shares say {{ differ.at["private", "own_shares"]:.0f }}, with a standard error of
# {{ differ.at["private", "standard_error"]:.0f }}. **The wrong model costs far more than
# the small panel**: a factor of {{ differ.at["private", "times"]:.1f }} against an error of
# {{ households.table.at["private", "standard_error"] / households.table.at["private", "value"]:.0% }}. More households of the same
# kind would make the wrong number more precise.
#
# Own shares are the other extreme: tastes do change a little. The truth lies between the two, and the trial says that it
# lies nearer to the own shares.

# %% [markdown] minutes=2 notes="At which silence would they stop sending the catalogue? Draw the chain, with the arrow back to state 1. Expect some to stop at the first silence; let them compare the rows of a fresh customer."
# ## The same machinery: recency
#
# The states of a matrix need not be brands. In a **recency chain** (近度链) the state is the number of periods since the
# last purchase. A purchase leads back to state 1; no purchase leads one state on; after the last state the customer is
# lost. *Lost* is an **absorbing state** (吸收态): its row is 1 on itself, and nobody leaves it.
#
# Pfeifer and Carraway (2000) give an example, in dollars. A purchase brings {{ PFEIFER_CARRAWAY["margin"] }}, marketing costs
# {{ PFEIFER_CARRAWAY["marketing"] }} a period, the discount rate is {{ PFEIFER_CARRAWAY["discount_rate"]:.0% }} a period. Marketing
# stops after recency 1, 2, 3 or 4:

# %%
stops = transition_lessons.stop_after(**PFEIFER_CARRAWAY)
figures.stops(stops)

# %% [markdown]
# With marketing up to recency 4, a customer at recency 4 is worth {{ stops.at[4, 4]:.2f }}: less than nothing. **Stop marketing
# there.** Then a fresh customer is worth {{ stops.at[1, 3]:.2f }} in place of {{ stops.at[1, 4]:.2f }}. Stopping earlier loses again.

# %% [markdown] minutes=3 notes="Two are enough: counts swapped before dividing, because no program can see it, and discounting by t in place of t/f. Show the wrong result alone first and ask what is odd about it. The others are reading."
# ## Where it goes wrong
#
# Each slip is computed both ways. Choose two for the lesson; read the others at home.
#
# ### Customers joined
#
# Who counts steps down the whole file, and forgets where one customer ends, adds steps that nobody made.

# %%
joined = transition.counts(panel.assign(household=1, occasion=range(len(panel))), "household", "occasion")
joined.counts - counted.counts

# %%
figures.side_by_side(transition.value(transition.probabilities(joined), margins, **clock), value)

# %% [markdown]
# With {{ counted.report.customers }} long histories the harm is small. With many customers of two or three purchases each, a
# third or a half of all steps would be false.
#
# ### The last purchase in the row total
#
# The last purchase of each household leads nowhere. Who divides by **all** purchases of a brand gets rows that do not sum
# to 1. The missing part acts like customers who leave for good at every purchase, and that is how we compute it here.

# %%
bought = counted.purchases.sum()
wrong = counted.counts.div(bought, axis=0)
wrong.sum(axis=1).round(3).to_frame("row sum")

# %%
leaky = transition.add_lost(P, 1 - wrong.sum(axis=1))
figures.side_by_side(transition.value(leaky, margins, **clock).drop("lost"), value)

# %% [markdown]
# Four or five percent missing in each row, and more than four fifths of the value is gone: the loss is taken again at every
# purchase.
#
# ### Rows and columns swapped; counts for shares
#
# The functions refuse both, and say why.

# %%
figures.refused(lambda: transition.value(P.T, margins, **clock))

# %%
figures.refused(lambda: transition.value(counted.counts, margins, **clock))

# %% [markdown]
# But who swaps the **counts** before dividing gets rows that sum to 1, and no function can see it. Here the values are off by
# little, because about as many households go from i to j as from j to i. The Keebler row shows the slip.

# %%
swapped = transition.probabilities(counted.counts.T)
figures.side_by_side(swapped.loc["keebler"], P.loc["keebler"], 3)

# %% [markdown]
# ### A count of zero
#
# Take five households only. Keebler was never followed by private label. Is that impossible? The simple (Wald) interval,
# share ± {{ inference.normal_quantile(0.95):.2f }} standard errors, says so: from 0 to 0. For Sunshine it even goes below 0. Wilson's and the Dirichlet interval (half a transition added to each cell)
# do not.

# %%
five = transition.counts(panel[panel["household"] <= 5], "household", "occasion", brands=list(P.index))
figures.readable(transition_lessons.zero_cell_intervals(five, "keebler"), 3)

# %% [markdown]
# The full panel shows {{ P.at["keebler", "private"]:.3f }}: inside both honest intervals, outside the Wald interval. (All three take
# transitions as independent, so even the honest two are too narrow.)
#
# ### Discounting by t, not by t/f
#
# An occasion is a month here, not a year. Who takes the yearly rate for each occasion discounts twelve times too hard.

# %%
figures.side_by_side(transition.value(P, margins, clock["discount_rate"]), value)

# %% [markdown]
# ### Share of occasions read as share of wallet
#
# The stationary share counts purchases, not money. Let a private-label packet cost less (the prices are ours; the panel we keep
# holds none).

# %%
figures.wallet(long_run, {"keebler": 12, "nabisco": 12, "private": 7, "sunshine": 10})

# %% [markdown]
# ### One cell changed alone
#
# The derivative with respect to one P_ij alone lets the row sum to more than 1: money from nowhere.

# %%
alone = inference.value_gradient(P, margins, last_brand="nabisco", **clock).at["nabisco", "nabisco"] / 100
legal = inference.point_gain(P, margins, last_brand="nabisco", to_brand="nabisco", **clock).at["nabisco", "private"]
after = transition.value(transition.shift(P, "nabisco", "private", "nabisco", 1), margins, **clock)
figures.point_three_ways(alone, legal, (after - value)["nabisco"])

# %% [markdown]
# ### A file sorted by brand
#
# Some published panels (*Ketchup* and *Tuna*, which lie beside this one) are sorted by brand inside each household. Their
# "transitions" come from the sorting. Do the same to our panel and look.

# %%
by_brand = panel.sort_values(["household", "brand"])
by_brand["occasion"] = by_brand.groupby("household").cumcount() + 1
sorted_counts = transition.counts(by_brand, "household", "occasion")
sorted_counts.counts

# %%
figures.side_by_side(transition.value(transition.probabilities(sorted_counts), margins, **clock), value)

# %% [markdown]
# Nothing below the diagonal: nobody ever goes back in the alphabet. The report gives the warning. Of
# {{ counted.report.mixed_customers }} households with several brands and a repeat, {{ counted.report.blocked_customers }} have each
# brand in one block in the true order, and {{ sorted_counts.report.blocked_customers }} after sorting.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("06")

# %% [markdown] minutes=1 notes="Return to the corner of the board: two students answer the two questions in a sentence each. Press the second one: of chance, a slip and a wrong model, which does most harm here?"
# ## Key points
#
# - **(a)** P_ij is a count divided by its row total: steps of the same customer, rows from, columns to. The last purchase of
#   each customer is in no row total.
# - The clock is the purchase occasion: discount by t/f. Say whether the first margin is in or out.
# - **(b)** There are three sizes of harm. Chance: here a standard error of
#   {{ households.table.at["nabisco", "standard_error"] / households.table.at["nabisco", "value"]:.0% }} of the value, when whole
#   households are resampled. A slip in the computation: up to nine tenths. One matrix for households that differ: a factor of
#   {{ differ.at["private", "times"]:.1f }} for private-label households.
# - A point moved in a row that customers often pass through is worth most.
# - The repeat rate is not loyalty until you have asked how much of it is difference between households.

# %% [markdown]
# ## References
#
# - S1: the purchase-transition matrix (购买转换矩阵) and its two homework questions (课堂作业). The answers are ours.
# - Jain, D. C., Vilcassim, N. J. and Chintagunta, P. K. (1994). A random-coefficients logit brand-choice model applied to panel
#   data. *Journal of Business & Economic Statistics* 12(3), 317-328. The panel; data set Cracker of the R package Ecdat.
# - Rust, R. T., Lemon, K. N. and Zeithaml, V. A. (2004). Return on marketing: Using customer equity to focus marketing
#   strategy. *Journal of Marketing* 68(1), 109-127. The switching matrix in customer value, and discounting by t/f.
# - Pfeifer, P. E. and Carraway, R. L. (2000). Modeling customer relationships as Markov chains. *Journal of Interactive
#   Marketing* 14(2), 43-55. The recency chain.
# - Dwyer, F. R. (1997). Customer lifetime valuation to support marketing decision making. *Journal of Direct Marketing*
#   11(4), 6-13. Customers lost for good and customers always a share.
# - Anderson, T. W. and Goodman, L. A. (1957). Statistical inference about Markov chains. *Annals of Mathematical Statistics*
#   28(1), 89-110. Standard errors and the test of order.
# - Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. *Journal of the American
#   Statistical Association* 22(158), 209-212.
# - Efron, B. (1979). Bootstrap methods: Another look at the jackknife. *Annals of Statistics* 7(1), 1-26.

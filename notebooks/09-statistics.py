# %% [markdown] minutes=2 notes="You may write to one prospect in ten. What would you want to know of each person before you choose? Collect it while no method has a name yet, and come back to the list at the mirror."
# # Statistics for finding customers
#
# **Questions**
#
# - A company may write to one prospect in ten. To whom?
# - Seven statistical methods promise help. What does each of them answer?
# - Which of them finds more customers, on customers it has never seen?
#
# **After this chapter you can**
#
# - say of each method what it is for, and run it;
# - tell a clear and stable group from an accident of the sample;
# - measure a ranking of prospects by its lift, with an interval, on customers held out;
# - choose how many letters to send.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("09") }}

# %%
import numpy as np
import pandas as pd

from course.data import buyers
from course.figures import show
from course.figures import statistics as figures
from course.models import conjoint, factors, lift, mirror, scoring, segments
from course.widgets import statistics as widgets

# %% [markdown] minutes=3 notes="Cover the right column: which question could each method answer? Collect, then compare. Say that the seventh method is our choice. The classes of the traits mislead: a five is a class, not a percentage."
# ## The case
#
# The teaching material S4 lists seven ways to study prospects and gives a few lines to each. Two words about this list.
# It takes cluster analysis from criminology and mirror analysis from personnel management; in statistics both stand on their
# own feet. Its text breaks off after the sixth method. **The seventh, discriminant analysis, is our choice**: it fits, but the source
# does not name it.
#
# | | method | answers |
# |---|---|---|
# | 1 | cluster analysis | Who is alike? |
# | 2 | mirror analysis | Who resembles our best customers? |
# | 3 | factor analysis | Which hidden causes stand behind many traits? |
# | 4 | principal components | How few numbers tell most? |
# | 5 | conjoint analysis | What is a feature of the offer worth? |
# | 6 | regression | What does each trait change, the others held fixed? |
# | 7 | discriminant analysis | What separates buyers from others best? |
#
# **The data are real.** A Dutch insurer asked in the CoIL Challenge 2000: who will take a policy for a caravan? Of each
# customer we know traits of the postcode area, and what policies the customer has (marked * in the figures).

# %%
customers = buyers.caravan()
bought = customers.pop("bought")
area = customers[list(buyers.AREA)]
pd.DataFrame({"customers": [len(bought)], "buyers": bought.sum(), "rate": bought.mean().round(3)})

# %% [markdown]
# Only {{ bought.mean():.1%}} have the policy. Who writes to everybody writes {{ 1 / bought.mean():.0f}} letters for each buyer.
# All traits are *classes*: a share of 5 means about half of the households, not one in twenty.

# %% [markdown] minutes=4 notes="They first choose two of the six blind and compute their own lift, then by score. What lift does a coin have in the long run? Let them say why half of the customers are locked away before anything is learnt."
# ## By hand: the yardstick
#
# Six prospects have a score from some method. Two of them are buyers, and we may write to two.

# %%
six = pd.DataFrame({"score": [0.9, 0.8, 0.5, 0.4, 0.2, 0.1], "bought": [1, 0, 0, 1, 0, 0]}, index=list("ABCDEF"))
six.T

# %% [markdown]
# We write to A and B and find one buyer: a rate of `1 / 2 = 0.5`. Among all six the rate is `2 / 6 = 0.33`. The
# **lift** (提升度) is the one divided by the other: `0.5 / 0.3333 = 1.5`. At random it would be 1.
#
# $$\text{lift}=\frac{\text{buyers among those written to}\,/\,\text{letters}}{\text{buyers among all}\,/\,\text{all}}$$

# %%
lift.lift(six["score"], six["bought"], contacts=2)

# %% [markdown]
# A method that has seen the answers can repeat them. So half of the customers are a **hold-out** (留出法): no method
# sees them while it learns, and every lift below is measured on them alone.

# %%
learn, judge = lift.hold_out(bought)
known, known_bought = customers.iloc[learn], bought.iloc[learn]
new, new_bought = customers.iloc[judge], bought.iloc[judge]
len(learn), len(judge), int(new_bought.sum())

# %% [markdown] minutes=5 notes="Take guesses of the number of groups before the figure. Then the question that matters: would k-means have found groups in fog? Ask what a group is good for when the company needs a list of names."
# ## Method 1: cluster analysis
#
# **Cluster analysis** (聚类分析) finds groups of customers who are alike; k-means puts each customer to the nearest of k centres,
# and each centre in the middle of its customers. Two questions come before any use.
#
# *How many?* The **silhouette** (轮廓系数) says how much nearer a customer is to the own group than to the next.
# *Are they there at all?* We draw resamples, find the groups again, and compare: 1 means the same groups (adjusted Rand index).
#
# Customers of one postcode have the same area traits. So we cluster the {{ len(area.drop_duplicates()):,}} different areas, each once;
# copies would make the groups look more stable than they are.

# %%
areas = area.drop_duplicates()
quality = segments.choose(areas).round(2)
show(figures.number_of_segments(quality))

# %% [markdown]
# Two segments are clearest; two and three are about equally stable; with five, one resample agreed only to
# {{ quality.worst[5]:.1f}}. And **no silhouette is above {{ np.ceil(10 * quality.silhouette.max()) / 10:.1f}}**. There are no islands here; the
# groups are cuts through a cloud. Cuts can be useful all the same. With two, over all customers:

# %%
two = segments.fit(area, 2)
figures.named(two.rates(bought).round(3))

# %% [markdown]
# The smaller group is richer, better educated, and owns its home; its rate of buyers is
# {{ two.rates(bought).rate[2] / two.rates(bought).rate[1]:.1f}} times that of the larger one. **For:** a plan for each group, not a list of names.

# %% [markdown] minutes=4 notes="In what do buyers of a caravan policy differ from their neighbours? Collect three traits before the profile. Then ask what happens to the points when three traits say the same thing."
# ## Method 2: mirror analysis
#
# **Mirror analysis** (镜面分析) holds the best customers up as a mirror. In what do they differ from everybody, in standard deviations?

# %%
profile = mirror.profile(known, known_bought)
show(figures.buyers_profile(profile))

# %% [markdown]
# Buyers pay more for cars, have boats, and live where incomes are high. A *look-alike* gets points for each trait in the
# direction in which buyers differ, as many as they differ.

# %%
alike = mirror.look_alikes(new, known, known_bought)
tenth = round(0.1 * len(judge))
round(lift.lift(alike, new_bought, tenth), 1)

# %% [markdown]
# The method counts one trait after the other. Income, purchasing power and education say nearly the same, and count three times.
# **For:** a first list, and a portrait that everybody understands.

# %% [markdown] minutes=4 notes="Cover the names and let the class christen each factor from its long bars; where they disagree, the names are shown to be ours. A sign that runs the other way confuses: say 'low against high'."
# ## Method 3: factor analysis
#
# **Factor analysis** (因子分析) asks which hidden causes make traits go together. A *loading* is the correlation of a trait with a
# factor. Factors may be turned without fitting worse; *varimax* turns them so that each trait belongs to few.

# %%
found = factors.factors(area, 3)
show(figures.loadings(found))

# %% [markdown]
# Factor 1 is low against high *status*, factor 2 is *family*, factor 3 is mostly *age*. The names are ours; the method gives numbers. What is left of a
# trait is its own: of home ownership the three explain {{ found.communalities["home_owners"]:.0%}}. **For:** understanding, and
# shorter questionnaires.

# %% [markdown] minutes=2 notes="How does this differ from what they have just seen? Wait for it: no hidden cause, only spread. Then: must what spreads most also matter for buying?"
# ## Method 4: principal components
#
# **Principal components** (主成分分析) ask for less: which few weighted sums keep most of the spread? No hidden cause is supposed.

# %%
parts = factors.components(area)
show(figures.scree(parts))

# %% [markdown]
# {{ parts.needed(0.8) }} of {{ len(parts.shares) }} sums keep four fifths. **For:** fewer numbers before another method. But what
# spreads most need not be what buyers differ in: the components have never heard of buying.

# %% [markdown] minutes=6 notes="Write the four cards on the board; everybody scores them, then computes what high comfort is worth. Compare two people. Before the market with the copy: whom should the copy rob? Leave out the clustered errors when late."
# ## Method 5: conjoint analysis
#
# **Conjoint analysis** (联合分析) does not look for customers but for the *offer*. Nobody is asked how important comfort is; people judge
# whole offers. By hand, with four cards of one person: price 8 or 10 yuan, comfort low or high; 5 and 8 points at the low price, 2 and 5 at the high one. High comfort adds
# `(8 - 5 + 5 - 2) / 2 = 3` points, 2 yuan of price take `(5 - 2 + 8 - 5) / 2 = 3`. So high comfort is worth 2 yuan to this person. What one level
# of a feature adds is its **part-worth** (分值效用); only differences and ratios of part-worths mean anything.
#
# The real data: {{ buyers.trains().person.nunique() }} Dutch travellers chose {{ len(buyers.trains()):,}} times between two train journeys (1987).
# This is *stated* choice: nobody bought a ticket.

# %%
first, second = (conjoint.coded(buyers.journeys(which), buyers.TRAIN_LEVELS) for which in (1, 2))
log = buyers.trains()
model = conjoint.choices(first, second, log["chosen"], log["person"])
money = 10 * conjoint.in_money(model, "price")
show(figures.part_worths(money))

# %% [markdown]
# A logit on the differences of the two journeys gives the part-worths; divided by the price's, they are money. An hour is worth
# {{ -money.money["hours"]:.0f}} guilders ({{ -money.high["hours"]:.0f}} to {{ -money.low["hours"]:.0f}}). Answers of one person are alike,
# so the intervals resample persons, in effect (clustered errors). Now a market of three
# (prices in tens of guilders):

# %%
express = {"price": 4.0, "hours": 2.0, "changes": 0, "comfort": 0}
slow = {"price": 3.0, "hours": 2.5, "changes": 1, "comfort": 1}
offers = pd.DataFrame([express, slow, slow], index=["express", "slow", "copy"])
coded = conjoint.coded(offers, buyers.TRAIN_LEVELS)
before, after = conjoint.market_shares(model, coded[:2]), conjoint.market_shares(model, coded)
show(figures.market(after))

# %% [markdown]
# The third offer is a copy of the second. Nobody should leave the express for a copy of a train that was there before; but its
# share falls from {{ before.share["express"]:.0%}} to {{ after.share["express"]:.0%}}. The logit takes every offer as equally different from every
# other. **For:** prices and features of offers that really differ.

# %% [markdown] minutes=3 notes="Income stood out in the mirror and does not here: is one of the two wrong? Work towards 'the others held fixed'. Then ask how many of these traits chance alone would make look telling."
# ## Method 6: regression
#
# **Regression** (回归分析) weighs all traits at once. The logit gives each an **odds ratio** (优势比): by how much one standard
# deviation more multiplies the odds of buying, *the others held fixed*.

# %%
odds = scoring.odds(known, known_bought)
show(figures.odds_ratios(odds))

# %% [markdown]
# Income was high in the mirror. Here its odds ratio is {{ odds.odds_ratio["income"]:.2f}} ({{ odds.low["income"]:.2f}} to
# {{ odds.high["income"]:.2f}}): beside the other traits it adds nothing that chance could not. Of {{ len(odds) }} traits, {{ (odds.p_value < 0.05).sum() }} have an interval
# without 1; about one would by chance alone. **For:** the effect of a trait, with an interval. It is still no proof that a change of the
# trait would change the buying.

# %% [markdown] minutes=2 notes="One question: two methods by different ways come to nearly one order, so what is gained by the second? Do not derive the weights; this is the first section to shorten."
# ## Method 7: discriminant analysis
#
# **Discriminant analysis** (判别分析) looks for the weighted sum in which two known groups lie furthest apart, measured against the spread inside
# them. It is the mirror that takes account of traits that go together.

# %%
weights = pd.DataFrame(
    {"regression": np.log(odds["odds_ratio"]), "discriminant": scoring.discriminant(known, known_bought)}
)
scores = scoring.all_scores(known, known_bought, new)
agreement = scores.corr("spearman").loc["regression", "discriminant"]
show(figures.two_ways(weights, agreement))

# %% [markdown]
# It came to nearly the same order of prospects as regression, by another way. **For:** sorting into known groups, also more than two.

# %% [markdown] minutes=4 notes="Everybody bets on a method, in writing. After the bars: do overlapping intervals settle the race? Remind them that both meet the same prospects, and only then show the differences."
# ## Real data: who finds more customers?
#
# Now the test. Six methods have learnt on one half; they score the other. (Conjoint analysis finds offers, not customers, and is
# left out. Factors and components feed 6 scores into a logit; clusters give a prospect the rate of the own group of
# {{ scoring.SEGMENTS }}.) We write to the best tenth.

# %%
curves = {name: lift.gains(scores[name], new_bought) for name in ("regression", "mirror", "segments")}
show(figures.gains(curves))

# %%
result = lift.compare(scores, new_bought)
show(figures.comparison(result))

# %% [markdown]
# The first, {{ figures.NAMES[result.index[0]] }}, has a lift of {{ result.lift.iloc[0]:.1f}} ({{ result.low.iloc[0]:.1f}} to
# {{ result.high.iloc[0]:.1f}}). Most intervals overlap. That alone does not settle it: two methods meet the *same* prospects, so look at the difference
# in the same resample:

# %%
figures.named(result[["behind", "behind_low", "behind_high"]].round(1))

# %% [markdown]
# Where the interval of the difference holds 0, chance explains who leads. **So four methods cannot be told apart here; the segments,
# and the mirror, are behind.** A group has one rate for all its members; that is too coarse for a list of names.

# %% [markdown] minutes=3 notes="Is the last letter of the best campaign still worth its stamp? Pairs find the share, then predict the direction if a letter costs twice as much, before they move that control."
# ## Explore: how many letters?
#
# The lift says whom to write to first. When to stop is a matter of money; the money here is our assumption. Move the controls and answer the question.

# %%
widgets.explorer()

# %% [markdown] minutes=2 notes="Which method will win on another half of the same customers? Let them bet once more. For the random columns: what can chance learn, and what is left of it on the other half? Guess both before the table."
# ## Where it goes wrong
#
# **The winner changes with the split.** The same four methods, on other halves of the same customers:

# %%
rivals = ("regression", "discriminant", "components", "mirror")
splits = scoring.winners(customers, bought, rivals, splits=8)
figures.named(splits.idxmax(axis=1).value_counts().rename("times first").to_frame())

# %% [markdown]
# **A lift on the customers learnt from flatters.** Give regression nothing but chance, sixty columns of random numbers:

# %%
noise = pd.DataFrame(np.random.default_rng(9).normal(size=(len(customers), 60)))
own = scoring.scores("regression", noise.iloc[learn], known_bought, noise.iloc[learn])
other = scoring.scores("regression", noise.iloc[learn], known_bought, noise.iloc[judge])
memory = [lift.lift(own, known_bought, tenth), lift.lift(other, new_bought, tenth)]
pd.DataFrame({"lift": memory}, index=["learnt", "held out"]).round(1)

# %% [markdown]
# Learnt, chance has a lift of {{ memory[0]:.1f}}. Held out, nothing is left of it.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("09")

# %% [markdown] minutes=1 notes="Call out situations (a new offer, a list for the post, a plan for segments, a shorter questionnaire) and let the class answer with a method. The best reply is to ask first which question it is."
# ## Key points
#
# - Seven methods, seven questions: ask which question you have before you choose.
# - k-means always gives groups. Silhouette and resamples say whether they are there; here they are weak.
# - Loadings and components describe traits; they have never heard of buyers.
# - Conjoint analysis values the offer. Its copies of an offer take shares that they should not.
# - Judge a ranking by its lift on customers held out, and compare two rankings in pairs.
# - Here regression, discriminant analysis, components and factors cannot be told apart; segments find clearly fewer.

# %% [markdown]
# ## References
#
# - The list of methods: teaching material S4 (挖掘潜在客户的七种统计方法). Our choice of the seventh.
# - P. van der Putten and M. van Someren (2004), A bias-variance analysis of a real world learning problem: the CoIL
#   Challenge 2000, *Machine Learning* 57(1-2), 177-195.
# - M. Ben-Akiva, D. Bolduc and M. Bradley (1993), Estimation of travel choice models with randomly distributed values of
#   time, *Transportation Research Record* 1413, 88-97.
# - J. MacQueen (1967), Some methods for classification and analysis of multivariate observations, *Proceedings of the Fifth
#   Berkeley Symposium* 1, 281-297.
# - P. J. Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, *Journal of
#   Computational and Applied Mathematics* 20, 53-65.
# - C. Spearman (1904), "General intelligence", objectively determined and measured, *American Journal of Psychology* 15,
#   201-292.
# - K. Pearson (1901), On lines and planes of closest fit to systems of points in space, *Philosophical Magazine* 2(11),
#   559-572.
# - P. E. Green and V. Srinivasan (1978), Conjoint analysis in consumer research: issues and outlook, *Journal of Consumer
#   Research* 5(2), 103-123.
# - R. A. Fisher (1936), The use of multiple measurements in taxonomic problems, *Annals of Eugenics* 7(2), 179-188.

# %% [markdown] minutes=1 notes="Name one firm that satisfies you and that you would leave tomorrow, and one that annoys you and keeps you. Two names of each kind on the board carry the whole lesson."
# # Satisfaction and loyalty
#
# **Questions**
#
# - How satisfied are customers, on a scale that can be compared?
# - Does a satisfied customer stay?
# - How much unhappiness does a company never hear of?
#
# **After this chapter you can**
#
# - compute a satisfaction index, and estimate three national models on a survey, with intervals;
# - find in which of five gaps a service loses its customers;
# - show the satisfaction trap, and measure four loyalties and the bonds that hold customers;
# - calculate word of mouth from a few facts, and say which of your inputs are guesses.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("10") }}

# %%
import pandas as pd

from course.data.cases import COCA_COLA, GRAPEVINE, WORD_OF_MOUTH_ASSUMED
from course.data.panels import cdnow
from course.data.surveys import mobile_survey, service_study, service_truth, telecom
from course.figures import satisfaction as figures
from course.figures import show
from course.models import bonds, complaints, index_models, loyalty, satisfaction, service_gaps
from course.widgets import satisfaction as widgets

# %% [markdown] minutes=2 notes="Who complained about something this year, and who was unhappy and said nothing? Count both on the board and keep the counts for the iceberg. Point at the table of data: which of the four sets are real?"
# ## The case
#
# **Customer satisfaction** (客户满意) is what a customer feels when the service perceived (感知) is set against the service
# expected (期望). The source writes it as a comparison: better than expected, and the customer is delighted; worse, and the
# customer is disappointed. That rule is the **disconfirmation** (期望不一致) of what was expected.
#
# Two facts stand beside it. In {{ COCA_COLA["year"] }} the Coca-Cola Company had people asked who had complained to it: more
# than {{ COCA_COLA["told_many"]:.0%}} told {{ COCA_COLA["many"] }} people or more of the answer they got. And complaints are the small
# visible part of unhappiness; most customers who are unhappy say nothing to the company.
#
# This chapter uses four sets of data, and they are not equally good. Every interval is for {{ 0.95:.0%}}.
#
# | data | what it is |
# |---|---|
# | mobile-phone survey | **real**: {{ len(mobile_survey()) }} customers, {{ mobile_survey().shape[1] }} questions, answers from 1 to 10 |
# | CDNOW orders | **real**: {{ cdnow()["customer"].nunique():,}} customers of a music shop |
# | hotel study | **simulated** by us, so that the truth is known |
# | telephone company | **made up** by IBM as sample data: the company does not exist |

# %% [markdown] minutes=4 notes="They compute the mean gap of four customers and say what it proves; let the interval reply. For the index ask where a five lands on the new scale. Exactly the middle is the answer to expect, and it is wrong."
# ## By hand: four customers
#
# Four customers say what they expected, what they perceived, and how satisfied they are. Each answer is from 1 to 10.

# %%
four = pd.DataFrame(
    {"expected": [9, 7, 6, 8], "perceived": [8, 7, 8, 5], "satisfied": [8, 7, 8, 4]}, index=list("ABCD")
)
four.assign(gap=four.perceived - four.expected)

# %% [markdown]
# A got one point less than expected, B exactly as much, C two more, D three less. The mean gap is
# `(-1 + 0 + 2 - 3) / 4 = -0.5`.

# %%
figures.readable(satisfaction.compare(four.expected, four.perceived).rename("four customers"))

# %% [markdown]
# Look at the interval: four customers cannot even tell whether the mean gap is above or below zero.
#
# One number for all customers is better put on a scale from 0 to `100`. The worst answer, 1, becomes 0; the best, 10, becomes
# `100`. The mean of the column *satisfied* is `(8 + 7 + 8 + 4) / 4 = 6.75`, and `(6.75 - 1) / 9 × 100 = 63.9`: an index of about {{ satisfaction.index([1], [four.satisfied.mean()]):.0f}}.

# %% [markdown] minutes=2 notes="Why ask three questions about one thing? Then set all weights equal and let them simplify the formula on paper: it must end in the hand calculation from before."
# ## The formula of the index
#
# A survey asks for satisfaction in several ways, because one question alone is a shaky measure. Each question is an
# **indicator** (测评指标) of the same hidden quantity. The **satisfaction index** (满意度指数) weighs their means:
#
# $$\text{index}=\frac{\sum_i w_i\,\bar{x}_i-\sum_i w_i}{9\sum_i w_i}\quad\text{in per cent}$$
#
# $\bar{x}_i$ is the mean answer to question $i$, from 1 to 10, and $w_i$ its weight. So is the American index published, with
# the per cent sign left out.

# %%
survey = mobile_survey()
asked = ["cusa1", "cusa2", "cusa3"]
equal = satisfaction.index([1, 1, 1], survey[asked].mean())
figures.readable(survey[asked].mean().rename("mean answer"))

# %% [markdown]
# With equal weights the {{ len(survey) }} customers of the survey reach {{ equal:.1f}}. Where other weights come from is the
# subject of the models below.

# %% [markdown] minutes=4 notes="Vote: what explains satisfaction better, the gap or what was perceived? Expect the textbook rule to win the vote. Afterwards ask when the expectations were asked, and what memory does to them."
# ## Real data: is it really the gap?
#
# The survey asks what quality was expected and what quality was perceived. First the gap itself.

# %%
figures.readable(satisfaction.compare(survey.cuex1, survey.perq1).rename("survey"))

# %%
gap = satisfaction.compare(survey.cuex1, survey.perq1)
by = satisfaction.explained(survey, "cusa1", expected="cuex1", perceived="perq1")
show(figures.explained(by))

# %% [markdown]
# Customers got {{ gap["gap"]:.2f}} points more than expected ({{ gap["low"]:.2f}} to {{ gap["high"]:.2f}}). They are satisfied, but not for
# that reason. **The gap explains {{ by.r_squared["gap"]:.0%}} of satisfaction; what they perceived
# explains {{ by.r_squared["perceived"]:.0%}}.** The lead is {{ 100 * by.r_squared["perceived_less_gap"]:.0f}} points, with an interval from
# {{ by.low["perceived_less_gap"]:.0%}} to {{ by.high["perceived_less_gap"]:.0%}}.
#
# Two reasons are likely. Expectations were asked *after* the experience, so memory has mixed the two. And a subtraction gives
# both answers the same weight and adds up their errors. The rule may be right in the mind; the difference of two answers does
# not measure it.

# %% [markdown] minutes=6 notes="Two minutes to find the arrow on which Sweden and America differ most. What has perceived quality taken away from expectations? When late, show one path picture and the comparison; total effects are for reading."
# ## Three national models
#
# Nobody sees satisfaction, only answers. An index model says which hidden quantity drives which, and lets the survey decide
# how strongly. The Swedish barometer (SCSB) came first. The American index (ACSI) adds perceived quality. The Norwegian
# barometer (NCSB) adds **corporate image** (企业形象).
#
# **Partial least squares** (偏最小二乘) works in two steps that repeat: give each hidden quantity a score, a weighted sum of its
# questions; choose the weights so that scores which the model links agree as well as they can. Then regress scores on scores.
# A **path coefficient** (路径系数) of one half means: where the cause is one standard deviation higher, the consequence is half a
# standard deviation higher, the other causes being equal.

# %%
found = {model: index_models.bootstrap(survey, model) for model in index_models.MODELS}
show(figures.path_model(found["SCSB"], "SCSB"))

# %%
show(figures.path_model(found["ACSI"], "ACSI"))

# %%
show(figures.path_model(found["NCSB"], "NCSB"))

# %% [markdown]
# What is simplified: the questions are those of the European index, near to the others and not the same. "Complaints" is one
# question, how well complaints are handled, so a good answer is high. Image stands where Johnson et al. (2001) put it, after
# satisfaction. And scores hold errors of measurement, so paths come out somewhat too small.

# %%
show(figures.paths_compared(found))

# %%
indices = pd.DataFrame({model: one.index for model, one in found.items()}).T
indices = indices.assign(loyalty_explained=[one.r_squared.estimate["loyalty"] for one in found.values()])
figures.readable(indices)

# %% [markdown]
# **The three models agree on the number and not on the story.** The index is {{ indices.estimate.min():.1f}} to
# {{ indices.estimate.max():.1f}}, while its interval is {{ indices.high.max() - indices.low.min():.0f}} points wide. Equal weights gave
# {{ equal:.1f}}: weights hardly matter.
#
# But look at the path from expectations to satisfaction. Sweden says {{ found["SCSB"].paths.estimate["expectations", "satisfaction"]:.2f}}, and the
# American model {{ found["ACSI"].paths.estimate["expectations", "satisfaction"]:.2f}} with an interval that holds zero. The American model knows
# perceived quality, and expectations work through it. A model that leaves quality out credits its effect to what is left.
#
# The **total effect** (总效应) adds up all paths from one quantity to another, each the product of its steps.

# %%
effects = {model: index_models.total_effects(one.paths["estimate"])["loyalty"] for model, one in found.items()}
total = pd.DataFrame(effects).drop(index="loyalty")
figures.readable(total)

# %% [markdown]
# On loyalty the total effect of satisfaction is {{ total.ACSI["satisfaction"]:.2f}} in the American and {{ total.NCSB["satisfaction"]:.2f}} in the
# Norwegian model: image takes over part of the way, and the sum stays. How complaints are handled adds
# {{ found["ACSI"].paths.estimate["complaints", "loyalty"]:.2f}}, and zero lies in its interval.

# %% [markdown] minutes=4 notes="Somebody retells a bad night in a hotel, and the class points to the gap in which it went wrong. Before the dimensions: whom would you send to a training? Ask why the promise is no step of its own."
# ## The five service gaps
#
# Where is a service lost on the way to the guest? A **service gap** (服务质量差距) is the distance between two views of the same
# service. Parasuraman, Zeithaml and Berry name five; the source lists five by name, in another order. We use the numbers of
# the paper, with the names of the source that fit: understanding (理解差距), procedure (程序差距), behaviour (行为差距), promotion
# (促销差距), perception (感受差距).
#
# By hand, for one hotel, in points from 0 to `100`. "Delivered" is what mystery guests found.

# %%
one_hotel = dict(zip(service_gaps.VIEWS, (90, 85, 80, 70, 88, 65), strict=True))
pd.Series(one_hotel, name="points").to_frame()

# %%
figures.readable(service_gaps.steps(one_hotel))

# %% [markdown]
# The steps add up: `-5 - 5 - 10 - 5 = -25`, which is gap 5. The last step is what guests feel beyond what mystery guests found.
# The promise, gap 4, is no step of its own: it raises what is expected. Now a whole study with five dimensions of quality. It is
# **simulated**; no open study measures all views.

# %%
study = service_study()
show(figures.gaps(service_gaps.measure(study)))

# %%
figures.readable(service_gaps.by_dimension(study), 1)

# %% [markdown]
# Gap 5 says how much is lost, and not where. Reliability is lost at the counter (gap 3), empathy in the managers' minds (gap 1).
# Staff training would mend the first and do nothing for the second. The total hides this: the truth for gap 1 over all dimensions is
# {{ service_gaps.from_levels(service_truth().mean().to_dict())[1]:.1f}}, because tangibles, where managers believe *more* is expected, hide part of
# empathy.

# %% [markdown] minutes=4 notes="Let those who are content with their phone company raise a hand, and keep it up if they would stay when a rival cuts the price. Then the bars. If somebody blames the question, agree: that is the doubt in the text."
# ## The satisfaction trap
#
# Satisfied is not loyal. The source calls this the customer trap (顾客陷阱); we say **satisfaction trap** (满意陷阱). It gives three
# causes: perception, hygiene factors whose presence does not bind, and competition. The survey asks for loyalty in more than one
# way. Count as "yes" an answer from 8 to 10.

# %%
show(figures.trap({name: loyalty.trap(survey.cusa1, survey[name]) for name in ("cusl1", "cusl2")}))

# %%
satisfied = survey[survey.cusa1 >= loyalty.GOOD]
others = survey[survey.cusa1 < loyalty.GOOD]
shares = {
    (group, name): loyalty.share(int((rows[name] >= loyalty.GOOD).sum()), len(rows))
    for name in ("cusl1", "cusl2")
    for group, rows in (("satisfied", satisfied), ("others", others))
}
figures.readable(pd.DataFrame(shares, index=["yes", "low", "high"]).T)

# %% [markdown]
# Of the satisfied, {{ shares["satisfied", "cusl1"][0]:.0%}} would choose the provider again; so
# {{ 1 - shares["satisfied", "cusl1"][0]:.0%}} of them are in the trap. And when rivals cut their prices? Only
# {{ shares["satisfied", "cusl2"][0]:.0%}} of the satisfied would stay, against {{ shares["others", "cusl2"][0]:.0%}} of the others. **Against a lower
# price, this survey shows no protection by satisfaction.** One doubt remains: the question about prices is hard to answer, and a
# bad question looks the same as a loyalty that nothing predicts.
#
# Jones and Sasser give names to the four cases: apostles, mercenaries, hostages, defectors.

# %%
figures.readable(loyalty.kinds(survey.cusa1, survey.cusl1))

# %% [markdown] minutes=3 notes="Everybody places one brand on the ladder: I think, I like, I mean to, I do. Who has skipped a step? That is what the figure counts. Do not let it become a law, and not a refutation of Oliver either."
# ## Four loyalties
#
# The source divides loyalty by how it forms, after Oliver (1999): **cognitive loyalty** (认知忠诚), "they are better value";
# **affective loyalty** (情感忠诚), "I like them"; **conative loyalty** (意愿忠诚), "I mean to buy again"; **action loyalty** (行为忠诚),
# "I buy again although something stands in the way". Oliver holds that they are learned in this order. We measure each by
# questions of the survey: value for money; satisfaction; would choose again and recommend; stays when rivals cut prices. That
# choice is ours. Small example: a customer who passes stages 1 and 2 and fails stage 3 has climbed two steps.

# %%
stages = loyalty.stage_scores(survey)
climbs = loyalty.ladder(stages)
show(figures.ladder(climbs))

# %%
order = loyalty.in_order(stages)
passed = stages >= loyalty.GOOD
liked_only = ((passed.affective | passed.conative) & ~passed.cognitive).mean()
figures.readable(order.rename("stages in order"))

# %% [markdown]
# {{ climbs.climb["action"]:.0%}} climb the whole ladder ({{ climbs.low["action"]:.0%}} to {{ climbs.high["action"]:.0%}}). That is more than the
# {{ climbs.by_chance["action"]:.0%}} of chance, so the stages do belong together. But only {{ order["share"]:.0%}} of the customers have their stages
# in order (chance: {{ order["by_chance"]:.0%}}). **{{ liked_only:.0%}} like the provider, or mean to stay, without thinking it good
# value.** The ladder is a tendency, not a law. A customer's own order would need several surveys over time.

# %% [markdown] minutes=4 notes="Bring back the two counts from the start. Compute the least mean on the board from the one fact of the source; then ask of each further line what it takes for granted. The factor at the end says more than the sum."
# ## The complaint iceberg
#
# The source likens complaints to an iceberg. In our picture the **complaint iceberg** (投诉冰山) shows the complainants above the
# water and the silent below it. (The source calls complainants the *water around* it; the proportion is what counts.)
# What customers tell each other is **word of mouth** (口碑).
#
# First what follows from the one fact of the source, with nothing assumed. If {{ COCA_COLA["told_many"]:.0%}} told {{ COCA_COLA["many"] }}
# people, and all others nobody, the mean is `0.12 × 20 = 2.4`. So this is the *least* that complainants told on average.

# %%
least = complaints.least_mean(COCA_COLA["told_many"], COCA_COLA["many"])
mean = complaints.mean_told(GRAPEVINE["told_if_not"], COCA_COLA["told_many"], COCA_COLA["many"])
people = pd.Series({"nothing assumed": least, "long tail": mean}, name="people told, mean")
figures.readable(people, 1)

# %% [markdown]
# The second row needs more. The firm that made the survey gave further figures later: the content tell four or five people, those who are not
# nine or ten; {{ GRAPEVINE["with_a_problem_per_letter"] }} buyers with a problem stand behind one letter. If nine and a half is a *median*, the mean is
# higher, since a few tell very many. With a long tail that puts {{ COCA_COLA["told_many"]:.0%}} at {{ COCA_COLA["many"] }} or more, it is {{ mean:.1f}}.
#
# Take a hundred letters, and two assumptions of ours: a silent customer tells {{ WORD_OF_MOUTH_ASSUMED["told_by_silent"] }} people, and
# {{ WORD_OF_MOUTH_ASSUMED["answered_well"]:.0%}} of the letters are answered well.

# %%
letters, per_letter = 100, GRAPEVINE["with_a_problem_per_letter"]
told = complaints.word_of_mouth(
    unhappy=letters * per_letter, complain_share=1 / per_letter, answered_well=WORD_OF_MOUTH_ASSUMED["answered_well"],
    told_by_silent=WORD_OF_MOUTH_ASSUMED["told_by_silent"], told_if_content=GRAPEVINE["told_if_content"],
    told_if_not=GRAPEVINE["told_if_not"],
)  # fmt: skip
show(figures.iceberg(told))

# %%
ranges = WORD_OF_MOUTH_ASSUMED["ranges"]
limits = complaints.range_of_bad(ranges, complaints=letters, told_if_content=GRAPEVINE["told_if_content"])
figures.readable(limits.rename("people").round(-2), 0)

# %% [markdown]
# {{ told.hear_bad.sum():,.0f}} people hear something bad, {{ told.hear_bad["silent"] / told.hear_bad.sum():.0%}} of them from
# customers the company never heard. How sure is that? We do not know the inputs, so we draw each from a range: of the unhappy
# {{ ranges["complain_share"][0]:.0%}} to {{ ranges["complain_share"][1]:.0%}} complain, and so on. Of the draws {{ 0.95:.0%}} lie between {{ round(limits["low"], -2):,.0f}} and
# {{ round(limits["high"], -2):,.0f}}, the middle one at {{ round(limits["middle"], -2):,.0f}}. Our sum lies far above the middle, because it takes the
# fewest complaints of the range, {{ 1 / per_letter:.0%}}.
#
# **From the middle, the number is known to a factor of about {{ (limits["high"] / limits["low"]) ** 0.5:.0f}} up or down, and no better.** No sample stands
# behind these limits; they only say what our guesses leave open.

# %% [markdown] minutes=3 notes="Are more complaints good news? One reason for, one against. The trap: an invitation followed by bad answers makes more noise than silence. Let them find the share of good answers at which that turns."
# ## Explore: shall we invite complaints?
#
# A complainant who gets a bad answer tells more people than one who keeps silent. So does inviting complaints help? Move the
# controls, then answer the question.

# %%
widgets.explorer()

# %% [markdown]
# Try this too: set the people told by the silent as high as those told after a bad answer. From which share of good answers does
# an invitation help now, and why?

# %% [markdown] minutes=4 notes="What keeps them where they grumble? Sort the replies on the board into outside and inside. Then: does a contract hold people, or do people who stay sign contracts? Ask what in the file could tell."
# ## Bonds: why the unhappy stay
#
# A **relationship bond** (关系纽带) ties a customer to a supplier, whether satisfied or not. The source names ten: five
# from outside (外因), legal, economic, technical, geographic and time; five from inside (内因), knowledge, social, cultural, values and
# psychological. A customer file shows only some of them, by substitutes: a contract for a year or two (legal), add-on
# services (technical), automatic payment (time), technical support used (knowledge), a family on the line (social).
#
# The file is **IBM's sample of a company that does not exist**. It shows a method; it proves nothing on real customers.

# %%
customers = bonds.prepare(telecom())
figures.readable(bonds.by_count(customers))

# %% [markdown]
# With five bonds hardly anybody leaves. But customers with many bonds have also been there longer, and pay for other lines. Compare the
# difference as it is with the difference when months, price and kind of line are held equal (a logistic regression).

# %%
leaving = bonds.fit(customers)
show(figures.bonds(leaving.points))

# %%
figures.readable(leaving.odds)

# %%
priced = bonds.switching_costs(leaving)
figures.readable(priced, 0)

# %% [markdown]
# A contract seems to take {{ -100 * leaving.points.raw["legal"]:.0f}} points off leaving; all else equal it is
# {{ -100 * leaving.points.adjusted["legal"]:.0f}} ({{ -100 * leaving.points.high["legal"]:.0f}} to {{ -100 * leaving.points.low["legal"]:.0f}}). The family bond can no longer be told from none: zero
# lies in its interval. The last table puts a bond in money: the monthly price may rise by so many dollars until the customer is as
# likely to leave as one without the bond. That is a switching cost (转换成本), here spread over the months. For the contract it is
# {{ priced.dollars_a_month["legal"]:.0f}} dollars, but anything from {{ priced.low["legal"]:.0f}} to {{ priced.high["legal"]:.0f}} fits the file.
#
# A bond is no loyalty. Who is held and unhappy is a hostage, and leaves when the contract ends. And who means to stay signs long
# contracts: no regression on such a file separates the bond from that choice.

# %% [markdown] minutes=2 notes="The class sorts the six people by our rule, then proposes a rule of its own. Before the bars: what does the word 'loyal' promise for the next half-year?"
# ## Levels of customers
#
# The source's pyramid has a prospect (潜在客户) below, then the **ordinary customer** (普通客户), the **repeat customer** (重复购买客户), and the
# **loyal customer** (忠诚客户) on top. It gives no rule, so we set one: nothing bought; bought on one day; on several; on {{ loyalty.LOYAL_FROM }}
# or more, the last at most {{ loyalty.SILENT_DAYS }} days ago. Six people on a contact list:

# %%
days = pd.to_datetime(
    ["2026-01-05", "2026-01-09", "2026-03-02", "2026-01-02", "2026-02-01", "2026-03-01", "2026-03-20"]
)
little = pd.DataFrame({"customer": list("ABBCCCC"), "date": days})
loyalty.levels(little, list("ABCDEF"), "2026-03-31").to_frame()

# %% [markdown]
# Does the level say anything about tomorrow? Classify the CDNOW customers at the end of 1997, and look who buys in the half-year after.
# (All of them had bought, so there is no prospect.)

# %%
orders = cdnow()
level = loyalty.levels(orders, sorted(orders.customer.unique()), "1997-12-31")
later = loyalty.after(level, orders, "1997-12-31", "1998-06-30")
show(figures.levels(later))

# %% [markdown]
# {{ later.buy["loyal"]:.0%}} of the loyal buy again, and {{ later.buy["ordinary"]:.0%}} of the ordinary. So the level tells much. But
# {{ 1 - later.buy["loyal"]:.0%}} of the "loyal" buy nothing for half a year: a level is a description of the past.

# %% [markdown] minutes=1 notes="Read the first half of each line in the voice of a manager and let the class finish it. The median is the one they miss."
# ## Where it goes wrong
#
# - *Satisfaction rose by a point.* The interval of the index is about {{ indices.high["ACSI"] - indices.low["ACSI"]:.0f}} points wide with
#   {{ len(survey) }} customers. For an interval of one point it takes about {{ round(len(survey) * (indices.high["ACSI"] - indices.low["ACSI"]) ** 2, -2):,.0f}}.
# - *Few complaints, so all is well.* Fewer complaints may mean more silence.
# - *Loyal customers stay.* Ask which loyalty: said, felt, meant, or done against an obstacle.
# - *A median is a mean.* Word of mouth has a long tail; multiply by the mean.
# - *Bonds make loyalty.* They delay leaving. Hostages do not recommend.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("10")

# %% [markdown] minutes=1 notes="One sentence for the owner of a firm with very satisfied customers and hardly any complaints. Listen for the rival's price, the silent, and the contracts that end."
# ## Key points
#
# - The index is a weighted mean of answers from 1 to 10, put on 0 to `100`; here {{ indices.estimate["ACSI"]:.0f}}, and the model hardly matters.
# - What customers perceive explains satisfaction far better than the gap to what they say they expected.
# - Gap 5 says how much a service loses; gaps 1 to 4 say where.
# - Satisfied customers would buy again, and would leave for a price.
# - Complaints are the tip; inviting more of them helps only if enough are answered well.
# - A bond keeps a customer in the file; it is not loyalty, and part of what it seems to do is the customer's choice.

# %% [markdown]
# ## References
#
# - The facts of the case: teaching material S2 (complaints, gaps, models, levels), S1 (bonds), S3 (four loyalties).
# - C. Fornell (1992), A national customer satisfaction barometer: the Swedish experience, *Journal of Marketing* 56(1), 6-21.
# - C. Fornell, M. D. Johnson, E. W. Anderson, J. Cha and B. E. Bryant (1996), The American customer satisfaction index:
#   nature, purpose, and findings, *Journal of Marketing* 60(4), 7-18.
# - M. D. Johnson, A. Gustafsson, T. W. Andreassen, L. Lervik and J. Cha (2001), The evolution and future of national customer
#   satisfaction index models, *Journal of Economic Psychology* 22(2), 217-245.
# - M. Tenenhaus, V. Esposito Vinzi, Y.-M. Chatelin and C. Lauro (2005), PLS path modeling, *Computational Statistics & Data
#   Analysis* 48(1), 159-205. The survey is theirs.
# - J. J. Cronin and S. A. Taylor (1992), Measuring service quality: a reexamination and extension, *Journal of Marketing*
#   56(3), 55-68. (Perception alone against the gap.)
# - A. Parasuraman, V. A. Zeithaml and L. L. Berry (1985), A conceptual model of service quality and its implications for future
#   research, *Journal of Marketing* 49(4), 41-50.
# - T. O. Jones and W. E. Sasser (1995), Why satisfied customers defect, *Harvard Business Review* 73(6), 88-99.
# - R. L. Oliver (1999), Whence consumer loyalty?, *Journal of Marketing* 63 (special issue), 33-44.
# - V. Liljander and T. Strandvik (1995), The nature of customer relationships in services, *Advances in Services Marketing and
#   Management* 4, 141-167. (The ten bonds.)
# - Something bugging you?, *Washington Post*, 14 October 1984. (What TARP, who made the survey of 1981, told the paper.)

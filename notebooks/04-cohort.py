# %% [markdown] minutes=2 notes="Begin with a firm that spends all its money on winning customers and wonders where the profit is. Which two numbers would they ask for first? The list of terms is for looking up, not for reading out."
# # The lifetime value of a cohort
#
# **Questions**
#
# - What is a group of customers worth, when many of them leave?
# - Does winning customers make the profit, or does keeping them?
# - What does one number, the lifetime value after three years, tell? What does it not tell?
#
# **After this chapter you can**
#
# - build the table of a cohort by hand and by function, and say in which year winning is paid back;
# - compute when a yuan for keeping customers beats a yuan for winning them;
# - give a lifetime value with its interval;
# - name nine slips, and what each of them costs.
#
# {{ minutes_to_teach }} minutes to read, {{ minutes_to_do }} minutes of homework.
#
# {{ terms("04") }}

# %%
import pandas as pd

from course.data.cases import COHORT_TEXT, HUGHES, RECONSTRUCTION, RIVALS
from course.figures import cohort as figures
from course.figures import show
from course.models import cohort, cohort_lessons, cohort_solve
from course.widgets import cohort as widgets

# %% [markdown] minutes=4 notes="Ask what of a lost table can be known from words alone, before the slide tells it. Let them find the revenue of year 1 backwards. Say twice that years 2 and 3 are our reconstruction."
# ## The case
#
# A company wins {{ COHORT_TEXT["customers"]:,}} customers in one year. Customers won together are a **cohort**
# (同期群).
# After one year {{ 1 - COHORT_TEXT["first_retention"]:.0%}} of them are gone. Those who stay buy more often, and they spend
# more at each purchase. Later the goods cost a smaller share of the revenue, and a larger share of the customers stays.
#
# The **lifetime value of a cohort (LTV)** (群体客户终身价值) is the present value of its profit, divided by the customers won.
# The case states it twice: after year 1 and after year 3.
#
# **The table of this case is lost.** The page that held it survives as text only. This is all that the text says in numbers:

# %%
figures.stated(COHORT_TEXT)

# %% [markdown]
# ### What the first LTV forces
#
# In year 1 nothing is discounted. Revenue times margin, less the acquisition cost, is the LTV after year 1.
# Read it backwards: which revenue per customer gives -12? The margin is {{ 1 - COHORT_TEXT["first_cost_of_goods"]:.0%}}.

# %%
text = COHORT_TEXT
margin = 1 - text["first_cost_of_goods"]
round((text["ltv_year_1"] + text["acquisition_cost"]) / margin, 2)

# %% [markdown]
# The check: `160 × 0.3 - 60 = -12`. So one line of the lost table is certain, if
# its year 1 is neither discounted nor charged the yearly cost. But is it 2 purchases of
# {{ 160 / 2:.0f}} yuan, or 4 of {{ 160 / 4:.0f}}? The text does not say, and no LTV ever will.
#
# ### Our reconstruction
#
# For years 2 and 3 the text gives directions (more, more, lower) and one total. We chose the simplest numbers that fit
# every sentence: purchases {{ ", ".join(map(str, RECONSTRUCTION["purchases"])) }} a year; spend
# {{ ", ".join(map(str, RECONSTRUCTION["spend"])) }} yuan; cost of goods
# {{ ", ".join(f"{share:.0%}" for share in RECONSTRUCTION["cost_of_goods"]) }}; retention
# {{ ", ".join(f"{share:.0%}" for share in RECONSTRUCTION["retention"]) }}; a discount rate of
# {{ RECONSTRUCTION["discount_rate"]:.0%}}.
#
# > **This is a reconstruction, not the original.** Other numbers fit as well; a section below finds them.

# %% [markdown] minutes=5 notes="Stand five students up as A to E and let them sit down as they leave. Then: divide by five, or by those who still stand? Let them quarrel, and settle it with the question for whom the company has paid."
# ## By hand: five customers
#
# Take five customers, A to E. What does one of them bring in a year, as long as she stays?
#
# - Year 1: `2 × 80 = 160` yuan of revenue; `160 × 0.3 - 60 = -12`.
# - Year 2: `3 × 90 = 270` yuan of revenue; `270 × 0.35 - 20 = 74.5`.
# - Year 3: `4 × 100 = 400` yuan of revenue; `400 × 0.4 - 20 = 140`.
#
# Three of the five stay into year 2, and two of them into year 3. A customer who has left brings 0.

# %%
profit = [-12, 74.5, 140]
years_as_customer = [1, 1, 2, 3, 3]
rows = [profit[:years] + [0] * (3 - years) for years in years_as_customer]
five = pd.DataFrame(rows, index=list("ABCDE"), columns=[1, 2, 3])
five.rename_axis(index="customer", columns="year")

# %% [markdown]
# Three steps lead to the LTV. Add up each year. Divide each year by its discount factor, so that all yuan are yuan of year 1.
# Add up the years, and divide by **five**: the customers won, not the customers left.

# %%
totals = five.sum()
present_values = totals / [1, 1.2, 1.44]
by_hand = present_values.cumsum() / len(five)
by_hand.round(2)

# %% [markdown]
# After year 2 this is the LTV of the whole cohort. After year 3 it is a little lower than {{ COHORT_TEXT["ltv_year_3"] }},
# because 2 of 3 is less than {{ RECONSTRUCTION["retention"][1]:.0%}}. Five customers cannot show {{ RECONSTRUCTION["retention"][1]:.0%}} of three.

# %% [markdown] minutes=4 notes="Hide the list and send the class hunting for the five rules in the formula. The last retention is the one they miss: ask to which year it would lead. Read the table down one column, never along a row."
# ## The formula
#
# $$\text{LTV}_n=\frac{1}{N_1}\sum_{y=1}^{n}\frac{N_y\,\bigl(q_y s_y(1-g_y)-c_y\bigr)}{(1+i)^{\,y-1}},\qquad N_{y+1}=N_y\,r_y$$
#
# $N_y$ are the customers of year $y$, $r_y$ their retention rate (客户保留率), $q_y$ their purchases a year, $s_y$ the spend a
# purchase, $g_y$ the share that the goods cost, $i$ the discount rate. $c_1$ is the acquisition cost; from year 2 on $c_y$ is
# the yearly cost to serve. Five rules are hidden in it:
#
# 1. Year 1 is not discounted.
# 2. The acquisition cost is charged in year 1 *instead of* the yearly cost.
# 3. The yearly cost is charged on the customers of *that* year.
# 4. The sum is divided by the customers *won*.
# 5. The retention printed in year $y$ leads to year $y+1$. So the last one is printed and never used.
#
# Our function does the same with the whole cohort.

# %%
case = cohort.table(**RECONSTRUCTION)
figures.styled(case)

# %% [markdown]
# Read one column from top to bottom: year 2 has {{ case.frame.customers[2]:,.0f}} customers, who bring
# {{ case.frame.gross_profit[2]:,.0f}} yuan. Divided by the discount factor, and added to the loss of year 1, that is
# {{ case.frame.cumulative_present_value[2]:,.0f}} yuan for {{ case.frame.customers[1]:,.0f}} customers won:
# {{ case.ltv[2]:.2f}} yuan each.

# %% [markdown] minutes=3 notes="Ask before you show it: which year pays back? Let hands go up for 1, 2, 3. Then: may a company that waits one year longer pay more for a customer, and roughly how much more?"
# ## A figure: when winning is paid back
#
# The break-even year is the first year after which the LTV is zero or more.

# %%
show(figures.ltv_by_year(case))

# %% [markdown]
# **First lesson: winning customers makes no profit; years 2 and 3 do.** Year 1 takes 12 yuan from each customer won. Year 2
# adds {{ case.ltv[2] - case.ltv[1]:.2f}} and year 3 adds {{ case.ltv[3] - case.ltv[2]:.2f}}, although
# {{ 1 - case.frame.customers[3] / case.frame.customers[1]:.0%}} of the customers are gone by then.
#
# How much may it cost to win a customer, if winning is to be paid back after year 1, 2 or 3? The solver turns the table round.

# %%
limits = {
    year: cohort_solve.solve_for(case, "acquisition_cost", target_ltv=0, bounds=(0, 500), horizon=year).value
    for year in case.frame.index
}
pd.DataFrame({"most_to_win": limits}).rename_axis("year").pipe(figures.readable)

# %% [markdown] minutes=5 notes="Split the room: one half would spend a yuan on keeping, the other on winning, and each side names the prices it takes for granted. The belief to expect is that keeping is always cheaper. Follow the edge of the green area with a finger."
# ## Keep or win?
#
# A **point of retention** (保留率的一个百分点) is one hundredth of the customers: of every hundred, one more
# stays. What is that worth?

# %%
points = cohort.retention_point_value(case)
today = cohort_lessons.keep_or_win(case, [RECONSTRUCTION["acquisition_cost"]])
figures.readable(points.drop(columns="cohort_per_point"))

# %% [markdown]
# One point in year 1 is worth {{ points.ltv_per_point[1]:.2f}} yuan for every customer won, because who stays brings the
# profit of year 2, and mostly that of year 3 too. A point in year 2 is worth less: fewer customers are left, and only one year
# follows. A point in year 3 is worth nothing *in this table*, because the table ends there. Customers do not end there.
#
# A yuan less of acquisition cost is worth exactly one yuan. So far, a point of first-year retention is the better buy when it
# costs less than {{ points.ltv_per_point[1]:.2f}} yuan per customer won.
#
# But the same yuan could win *more* customers. At {{ COHORT_TEXT["acquisition_cost"] }} yuan each, and if the new ones are like these, a yuan for winning returns
# {{ today.return_of_winning[0]:.2f}} yuan. Keeping must beat that.

# %%
prices = cohort_lessons.keep_or_win(case, range(20, 201, 2))
show(figures.keep_or_win(prices, today=RECONSTRUCTION["acquisition_cost"]))

# %% [markdown]
# **Second lesson: money for keeping beats money for winning, in the green area.** Today a point may cost
# {{ today.most_per_point[0]:.2f}} yuan per customer won. The easy customers are won first, so the
# next one costs more than the average. The more the next one costs, the more a point may cost. Above
# {{ limits[3]:.2f}} yuan winning no longer pays at all. So "keeping beats winning" is a result that depends on two
# prices, and not a law.

# %% [markdown] minutes=2 notes="Uncover the first two years only and vote: stop the programme, or go on? Then show year 3. Ask who in a firm is judged after two years, and what such a person decides."
# ## Two programmes
#
# Programme A is the case. Programme B keeps five points more in years 1 and 2, and costs 10 yuan more for each customer and year.

# %%
programme = {**RECONSTRUCTION, "retention": (0.65, 0.75, 0.80), "yearly_cost": 30}
comparison = cohort.compare(RECONSTRUCTION, programme)
figures.readable(comparison.drop(columns="cohort_gain"))

# %% [markdown]
# After year 2 the programme loses {{ -comparison.difference[2]:.2f}} yuan per customer won; after year 3 it gains
# {{ comparison.difference[3]:.2f}}, which is {{ comparison.cohort_gain[3]:,.0f}} yuan for the cohort. Its cost may rise by
# {{ comparison.budget_neutral_rise[3]:.2f}} yuan a year before the gain is gone. Who looks at two years only stops a
# programme that pays. (The dash in year 1: the yearly cost is not charged there.)

# %% [markdown] minutes=5 notes="Pairs write down the yearly cost that eats the gain, before anyone moves a control. If a third control gets moved, let the reply say so and not you. Fast pairs try to double the value by first-year retention alone."
# ## Explore: what may a programme cost?
#
# Move the controls and compare your setting with the case. Then answer the question under the chart.

# %%
widgets.explorer()

# %% [markdown]
# Try this too: can a higher first-year retention *alone* double the LTV? Even at full retention in year 1 the LTV is
# {{ cohort.table(**{**RECONSTRUCTION, "retention": (1, *RECONSTRUCTION["retention"][1:])}).final_ltv:.2f}} yuan, and the double
# would be {{ 2 * case.final_ltv:.2f}}. Loyalty has a limit; look which other control gets there.

# %% [markdown] minutes=2 notes="How do you test a function for a table that is lost? Take answers, then compare two cells with the printed ones by eye. Short of time? Leave out the rounded factor and keep the warning about other authors' habits."
# ## Real data: the table that the case follows
#
# The text of the case follows a table by A. M. Hughes almost line by line. His table is printed, in dollars, so our function can be
# tested on it: every cell below is the cell he prints, but for rounding.

# %%
hughes = cohort.table(**HUGHES)
figures.styled(hughes, currency="dollars", name="hughes")

# %% [markdown]
# His third discount factor is a rounded `1.16 × 1.16 = 1.3456`. How much LTV does the rounding take, in dollars per customer?

# %%
yearly = HUGHES["discount_factors"][1]
exact = cohort.table(**{**HUGHES, "discount_factors": (1, yearly, yearly**2)})
round(exact.final_ltv - hughes.final_ltv, 2)

# %% [markdown]
# The five rules above are read off this table: year 1 is not discounted, the last {{ HUGHES["retention"][2]:.0%}} is never used, and
# so on. They are habits of this author. Another author may discount year 1; always ask before you compare two LTVs.

# %% [markdown] minutes=3 notes="Make it a bet: how many other tables end at the same two numbers? Write the guesses up. Then ask which single figure they would phone the author for, and which two rows even that would not tell apart."
# ## One total does not tell its inputs
#
# How many tables end at the same two numbers as the case? We try every set of round inputs that obeys the sentences of
# the text: rising purchases and spend, a cost of goods that falls after year 1, and a whole percentage up to
# {{ cohort_solve.RoundInputs().discount_rates[-1]:.0%}} as discount rate.

# %%
known = {name: RECONSTRUCTION[name] for name in ("retention", "acquisition_cost", "yearly_cost")}
found = cohort_solve.identify({1: COHORT_TEXT["ltv_year_1"], 3: COHORT_TEXT["ltv_year_3"]}, **known)
show(figures.identified(found.matches, chosen=case.ltv[2]))

# %% [markdown]
# Of {{ found.tried / 1e6:.1f}} million sets, {{ found.left[1]:,}} give the -12, and {{ found.left[3] }} give both numbers to the
# cent. Each row names purchases × spend and the discount rate. An input is **identified** (可识别) by a result when no
# other value of it gives that result. Here neither purchases nor spend is.
#
# **The LTV after year 2 tells most of them apart.** It runs from {{ found.matches.ltv_2.min():.2f}} to
# {{ found.matches.ltv_2.max():.2f}} yuan. Two rivals of our reconstruction, with
# {{ cohort.table(**RIVALS[0]).ltv[2]:.2f}} and {{ cohort.table(**RIVALS[1]).ltv[2]:.2f}}, would be out if the text gave that one figure.
#
# But look at the two rows in bold: they agree in *every* year. Only purchases × spend enters the table, so no LTV, of
# whatever year, tells 2 purchases of {{ 160 / 2:.0f}} yuan from 4 of {{ 160 / 4:.0f}}. For that one must count purchases.

# %% [markdown] minutes=2 notes="Ask how many decimals they would print in a report, then show the widths. For the smallest cohort ask what a manager could still decide with it. Chance in staying is all that is in here: let them name what is not."
# ## How sure is the LTV?
#
# A retention of {{ COHORT_TEXT["first_retention"]:.0%}} was observed on one cohort. Another cohort like it would keep a few more or a few
# fewer customers by chance. We let chance decide {{ 10_000:,}} times for cohorts of four sizes.

# %%
sizes = [100, 1_000, 10_000, 100_000]
intervals = [cohort_solve.ltv_interval(case, customers=size) for size in sizes]
show(figures.interval_by_size(intervals))

# %% [markdown]
# With {{ intervals[2].customers:,}} customers the LTV lies between {{ intervals[2].low:.1f}} and {{ intervals[2].high:.1f}} yuan in {{ intervals[2].level:.0% }} of
# the cases. **The two decimals of {{ case.final_ltv:.2f}} are arithmetic, not knowledge.** With {{ intervals[0].customers }} customers not even the
# tens are known. And this is chance in staying alone: next year's prices, competitors and spending come on top.

# %% [markdown] minutes=6 notes="Each row of seats defends one of the nine slips as if it were right; the others find the broken rule. Do the two segments last and on the board: who leaves first? When late, give the leavers' loss as reading."
# ## Where it goes wrong
#
# ### Nine slips
#
# Each slip breaks one rule of the table. Two of them in code: dividing by the customers who are left, and reading the
# retention one year late, so that nobody leaves after year 1.

# %%
per_survivor = case.frame.present_value.sum() / case.frame.customers[3]
late = {**RECONSTRUCTION, "retention": (1, *RECONSTRUCTION["retention"][:2])}
slip = {"survivors": per_survivor, "retention_late": cohort.table(**late).final_ltv}
figures.readable(pd.DataFrame({"ltv": slip}))

# %%
slips = cohort_lessons.mistakes(case)
show(figures.mistakes(slips))

# %%
kept = RECONSTRUCTION["retention"][0]
figures.readable(slips)

# %% [markdown]
# None of these looks impossible; that is why they are dangerous. Two need a word.
#
# The LTV is already net of the acquisition cost: taking it off again leaves {{ slips.ltv["acquisition_twice"]:.2f}} yuan and stops a
# good business. The cost of winning belongs to a customer *still to be won*. For a customer who is won already it is spent, and no
# decision brings it back.
#
# A loss by the month compounds. A yearly retention of {{ kept:.0%}} is a monthly loss of {{ 1 - kept ** (1 / 12):.1%}}, and 12 times that is
# {{ 12 * (1 - kept ** (1 / 12)):.0%}}, not {{ 1 - kept:.0%}}.

# %% [markdown]
# ### "Each leaver cost 12 yuan"
#
# The LTV of -12 is an average over *everyone won*. The text reads it as the loss on each customer who leaves after year 1. That holds
# only if leavers bought as much in year 1 as stayers did. Suppose they bought half as much:

# %%
as_much, half = cohort.readings(case), cohort.readings(case, leaver_share=0.5)
by_reading = {"as_much": as_much["value_year_1"], "half_as_much": half["value_year_1"]}
figures.readable(pd.DataFrame(by_reading))

# %% [markdown]
# The average is the same in both. The leaver costs {{ -as_much.value_year_1["leavers"]:.0f}} yuan in the first reading and
# {{ -half.value_year_1["leavers"]:.0f}} in the second. The table cannot say which is true; a purchase log can.

# %% [markdown]
# ### Rising retention does not mean rising loyalty
#
# Retention rises from {{ RECONSTRUCTION["retention"][0]:.0%}} to {{ RECONSTRUCTION["retention"][2]:.0%}}. Does each customer become more loyal?
# Not necessarily. Here are two segments whose own retention *never* changes, and which together show exactly these rates.

# %%
segments = cohort_lessons.two_segments(RECONSTRUCTION["retention"])
mixture = cohort.mixture_retention(segments.shares, segments.retentions, 6)
show(figures.segments(mixture))

# %% [markdown]
# Segment 1, {{ segments.shares[0]:.1%}} of the customers, stays with {{ segments.retentions[0]:.1%}} a year; segment 2 with
# {{ segments.retentions[1]:.1%}}. The weak ones leave first, so those left are better and better. To read a change of the average as a change
# of each customer is the **fallacy of aggregation** (聚合谬误). It matters twice.

# %%
values = cohort_lessons.segment_values(case, segments.shares, segments.retentions)
figures.readable(values)

# %% [markdown]
# **Third lesson: treat customers of high and low value differently.** Both segments average to {{ case.final_ltv:.2f}} yuan, and nobody
# is worth that. Up to {{ values.most_to_win["1"]:.0f}} yuan may be paid to win a loyal customer, and {{ values.most_to_win["2"]:.0f}} for a weak one.
#
# And it matters for a forecast. Prolong the table to ten years, with purchases and costs as in year 3:

# %%
first, second, third = RECONSTRUCTION["retention"]
paths = {"first_rate": [first] * 10, "last_rate": [first, second] + [third] * 8}
paths["segments"] = cohort.mixture_retention(segments.shares, segments.retentions, 10)["retention"]
forecast = pd.Series({name: cohort_lessons.prolong(case, path).final_ltv for name, path in paths.items()}, name="ltv")
figures.readable(forecast.to_frame())

# %% [markdown]
# The first rate for ever gives {{ 1 - forecast["first_rate"] / forecast["segments"]:.0%}} less than the two segments, and it does not
# even fit the printed rates. The last rate for ever and the two segments both fit them exactly, and still they differ by
# {{ 1 - forecast["last_rate"] / forecast["segments"]:.0%}}. Three years of data cannot tell these two apart.

# %% [markdown] minutes=0
# ## Quiz
#
# For home: each answer is told why it is right or wrong.

# %%
from course.exercise import quiz

quiz.chapter("04")

# %% [markdown] minutes=1 notes="Ask who would still say without a condition that keeping beats winning. Let somebody else add the two prices which that sentence needs."
# ## Key points
#
# - LTV of a cohort: present value of all profit, divided by the customers **won**.
# - Winning costs 12 yuan a customer in year 1; the later years pay it back, so only customers who stay make the profit.
# - A point of first-year retention is worth {{ points.ltv_per_point[1]:.2f}} yuan per customer won. Whether keeping beats winning depends on
#   what a point costs and what the next customer costs.
# - One total does not identify its inputs, and a cohort of {{ case.frame.customers[1]:,.0f}} knows its LTV to about a yuan, not to the cent.
# - An average over customers who differ is nobody's value.

# %% [markdown]
# ## References
#
# - The case: teaching material S0 (群体客户终身价值). Its table is lost; years 2 and 3 here are our reconstruction.
# - A. M. Hughes, *Strategic Database Marketing*, McGraw-Hill, several editions; the table is on dbmarketing.com, article
#   251a.
# - P. S. Fader and B. G. S. Hardie (2007), How to project customer retention, *Journal of Interactive Marketing* 21(1),
#   76-90.
# - J. W. Vaupel and A. I. Yashin (1985), Heterogeneity's ruses: Some surprising effects of selection on population dynamics,
#   *The American Statistician* 39(3), 176-185. (Why the average changes when nobody does.)

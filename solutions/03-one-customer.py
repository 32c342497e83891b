# %% [markdown]
# # Homework: what is one customer worth?
#
# A shop sends boxes of fruit to subscribers. You value one of them, Mr Wu. All numbers are made for practice.
#
# Write each answer in place of the three dots, run the cell, then run the check below it. `hint.q1()` gives a hint, in
# three steps. `solution.q1()` opens after a right answer or three tries. Run the cells from the top.

# %%
from course.exercise.chapter03 import check, given, hint, progress, solution, worth
from course.models import lifetime

# %% [markdown]
# ## Question 1: the plain product
#
# By hand. A box leaves a margin of {{ given.margin }} yuan. Mr Wu buys {{ given.purchases_per_month }} boxes a month, and he
# may need them for {{ given.years }} years. What do margin, frequency and years give, in yuan?

# %% question="q1" points=1 minutes=4
# BEGIN SOLUTION
product = given.margin * given.purchases_per_month * 12 * given.years
# END SOLUTION

# %% check="q1"
check.q1(product)

# %% [markdown]
# ## Question 2: three payments, today
#
# By hand. Suppose he is certain to stay for three years. The margin of each year comes at its **end**. The discount rate
# is {{ given.discount_rate:.0% }} a year. What are the three payments worth today, in yuan?

# %% question="q2" points=1 minutes=5
# BEGIN SOLUTION
yearly = given.margin * given.purchases_per_month * 12
factor = 1 + given.discount_rate
three_payments = yearly / factor + yearly / factor**2 + yearly / factor**3
# END SOLUTION

# %% check="q2"
check.q2(three_payments)

# %% [markdown]
# ## Question 3: the retention model as a function
#
# Now he may leave. Write a function that takes the margin of a year, the retention rate, the discount rate and a whole
# number of years. It returns the value today. The margin of each year comes at its end. Year 1 is certain; he is there
# in year 2 with probability `stay`, and so on.


# %% question="q3" points=2 minutes=9
def expected_value(margin, stay, rate, years):
    # BEGIN SOLUTION
    return sum(margin * stay**k / (1 + rate) ** (k + 1) for k in range(years))
    # END SOLUTION


# %% check="q3"
check.q3(expected_value)

# %% [markdown]
# ## Question 4: from the month to the year
#
# A rival firm reports that {{ given.monthly_retention:.0% }} of its subscribers stay from one month to the next. What is its
# retention rate a **year**, as a share?

# %% question="q4" points=1 minutes=4
# BEGIN SOLUTION
yearly_retention = lifetime.yearly_rate(given.monthly_retention, "retention")
# END SOLUTION

# %% check="q4"
check.q4(yearly_retention)

# %% [markdown]
# ## Question 5: the first margin, in and out
#
# Use the two textbook formulas, without a limit of years. Mr Wu now pays for a year at its **start**. The retention rate
# is {{ given.retention_rate:.0% }} a year, the discount rate {{ given.discount_rate:.0% }}. What is he worth just before he
# pays for a year, and just after?
#
# Answer with a dictionary: `{"included": ..., "excluded": ...}`, for before and after.

# %% question="q5" points=2 minutes=8
# BEGIN SOLUTION
before = lifetime.retention_value(given.yearly, given.retention_rate, given.discount_rate, first_margin="included")
first_margin = {"included": before, "excluded": before - given.yearly}
# END SOLUTION

# %% check="q5"
check.q5(first_margin)

# %% [markdown]
# ## Question 6: the break-even year
#
# Before Mr Wu was won, the shop asked when he would pay back. Winning him would cost
# {{ given.acquisition_cost:,.0f }} yuan. His margins come at year **end**, and he may leave (see question 5). In which year
# does the running total of expected present values cover the cost? Give a whole number.

# %% question="q6" points=2 minutes=8
# BEGIN SOLUTION
expected = [given.yearly * given.retention_rate**k for k in range(given.years)]
paid_back = lifetime.break_even_year(expected, given.discount_rate, given.acquisition_cost, "end")
# END SOLUTION

# %% check="q6"
check.q6(paid_back)

# %% [markdown]
# ## Question 7: three of the six parts
#
# By hand. This is what Mr Wu buys in two years.
#
# | year | purchases | price, yuan | cost, yuan |
# |---|---|---|---|
# | 1 | {{ given.first_year[0] }} | {{ given.first_year[1] }} | {{ given.first_year[2] }} |
# | 2 | {{ given.second_year[0] }} | {{ given.second_year[1] }} | {{ given.second_year[2] }} |
#
# Split the margin of **year 2** into CLV2 repeat purchase, CLV4 lower cost and CLV6 value of loyalty, measured against
# year 1. Do not discount, and do not count the chance of leaving.
#
# Answer with a dictionary: `{"repeat_purchase": ..., "lower_cost": ..., "loyalty_price": ...}`.

# %% question="q7" points=2 minutes=8
# BEGIN SOLUTION
(_first, price, cost), (number, new_price, new_cost) = given.first_year, given.second_year
parts = ["repeat_purchase", "lower_cost", "loyalty_price"]
gains = [price - cost, cost - new_cost, new_price - price]
year_two = {part: number * gain for part, gain in zip(parts, gains, strict=True)}
# END SOLUTION

# %% check="q7"
check.q7(year_two)

# %% [markdown]
# ## Question 8: decide, and defend it
#
# Mr Wu is a subscriber now. The shop can afford **one** of two programmes. Both are paid yearly, while he stays.
#
# - `"loyalty"`: a pilot raised the retention rate from {{ given.retention_rate:.0% }} to {{ given.loyalty_retention:.0% }}. It
#   costs {{ given.loyalty_cost:.0f }} yuan a year.
# - `"cross-selling"`: he also buys nuts, which adds {{ given.cross_margin:.0f }} yuan of margin a year and costs
#   {{ given.cross_cost:.0f }}.
#
# The pilot was small. The interval of its retention rate goes from {{ given.loyalty_low:.0% }} to
# {{ given.loyalty_high:.0% }}.
#
# Which programme adds more to his value, and how many yuan does it add? Is that programme the better one over the **whole**
# interval of the pilot, `"yes"` or `"no"`? The function `worth(margin, retention_rate)` gives his value for a margin of a
# year and a retention rate: margins at year end, {{ given.years }} years, {{ given.discount_rate:.0% }} a year.
#
# Answer with a dictionary: `{"programme": ..., "gain": ..., "sure": ...}`.

# %% question="q8" points=4 minutes=14
# BEGIN SOLUTION
now = worth(given.yearly, given.retention_rate)
pilot = given.loyalty_low, given.loyalty_retention, given.loyalty_high
low, loyalty, high = (worth(given.yearly - given.loyalty_cost, stay) - now for stay in pilot)
nuts = worth(given.yearly + given.cross_margin - given.cross_cost, given.retention_rate) - now
decision = {
    "programme": "loyalty" if loyalty > nuts else "cross-selling",
    "gain": max(loyalty, nuts),
    "sure": "yes" if max(low, loyalty, high) < nuts else "no",
}
# END SOLUTION

# %% check="q8"
check.q8(decision)

# %%
progress()

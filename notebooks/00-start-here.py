# %% [markdown] minutes=3
# # Start here
#
# This workbook is about one question: **what is a customer worth, and what should a company do about it?** You read,
# you move sliders, you compute, and every answer you give is checked at once.
#
# The teaching material behind it is in Chinese (客户关系管理, customer relationship management). Each Chinese term stands
# beside the English one where it is first used.

# %% [markdown]
# ## The chapters
#
# Click a chapter to read it, or **open** to do its homework. The table shows how far you have come; run its cell again
# to bring it up to date.

# %% tags=["overview"]
from course.exercise.overview import overview

overview()

# %% [markdown] minutes=2
# ## How to work
#
# A notebook is a column of cells. Click a cell and press **Shift+Enter** to run it and go to the next. Run the cells from
# the top, because a cell may use what an earlier one made. **Run > Run All Cells** runs everything.
#
# A slider needs Python behind it: run the notebook first, then move it. You can also type a value beside a slider.
#
# Your files are your own. A new edition of the workbook adds chapters and never writes over a file that you have.

# %% [markdown] minutes=5
# ## Try a check
#
# A homework begins with a cell like this one. It brings the checks, the hints and the numbers of the homework.

# %%
from course.exercise.chapter00 import check, given, hint, progress, solution

# %% [markdown]
# The customer of Chapter 3 brings a profit of {{ given["margin"] }} yuan at each purchase and buys
# {{ given["purchases_per_month"] }} times a month. **What profit does she bring in a year?**
#
# Write your answer in place of the three dots and run the cell. Then run the check below it.

# %%
profit_a_year = ...

# %%
check.q1(profit_a_year)

# %% [markdown]
# A wrong answer costs nothing: the check says which step to look at. When you are stuck, ask for a hint. Each call gives the
# next step, three in all.

# %%
hint.q1()

# %% [markdown]
# After a right answer, or after three tries, `solution.q1()` opens the worked solution in the homework notebooks.
# `progress()` shows how a homework stands. It never says that all is finished, because a grader tries your functions on
# other numbers too.

# %% [markdown]
# ## When something goes wrong
#
# - **"Question 3: not answered yet"** means that the three dots are still there.
# - **A name is not defined** means that an earlier cell was not run: use **Run > Run All Cells**.
# - **Nothing moves** when you drag a slider: the kernel, the Python behind the notebook, is not running. Use
#   **Kernel > Restart Kernel and Run All Cells**.
# - **You want a fresh copy** of a notebook: rename yours and start `make lab` again; a new copy appears beside it.

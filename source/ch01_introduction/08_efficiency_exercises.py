# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises: the efficiency framework
#
# **What you'll do:** sort techniques by what they save, draw the chapter's two figures again from their data, check
# six claims against them, find out what *faster than Moore's law* means in numbers, and find the mistake in
# somebody's calculation. **What you'll need:** the lesson named above, and about 75 minutes.
# <!-- literal: minutes -->
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "month")`, or what you get when you compute with quantities. Any equivalent unit counts, and so
# does rounding to three significant figures. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_efficiency", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, data, figures, scenario

# %% [markdown]
# ## 1. Which dimension of efficiency?
#
# @fig-evolution-efficiency follows three dimensions through the decades. For each technique, name the dimension that
# the chapter puts it in (@sec-introduction-efficiency-framework-8dd4), or that follows from the definitions:
#
# - `"algorithmic"`: the result needs less work;
# - `"compute"`: more of the machine's ability is used, or the machine is made for the work;
# - `"data"`: fewer samples teach as much.
#
# The techniques are `"tensor cores"`, `"pruning"`, `"transfer learning"`, `"neural architecture search"`,
# `"kernel fusion"`, `"curriculum"`, `"quantization"`, `"deduplication"`, `"MobileNet"`, `"TPU systolic array"`,
# `"active learning"` and `"knowledge distillation"`. Answer with a dictionary from technique to dimension. You get
# part of the points for part of the techniques.

# %% nbgrader={"grade_id": "efficiency_dimension", "solution": true}
efficiency_dimension = ...
### BEGIN SOLUTION
from autograder import solution
efficiency_dimension = solution("efficiency_dimension")
### END SOLUTION

# %% nbgrader={"grade_id": "test_efficiency_dimension", "grade": true, "locked": true}
check("efficiency_dimension")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("efficiency_dimension", efficiency_dimension)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Is each network better than the one before?
#
# The chapter's text says so, about the networks of @fig-algo-efficiency. Their points are in
# `data.algorithmic_efficiency()`; a factor of 2 there means half of AlexNet's training compute.
#
# Make a table in order of year (its index does not matter) with exactly these columns, renamed where the data call
# them otherwise: `Model`, `Year`, `Efficiency_Factor`, `Compute_Needed` (training compute as a fraction of AlexNet's)
# and `Gain_vs_Previous` (the factor over the factor of the row before; the first row has none before it, so leave
# `NaN` there). Then count the steps backwards: rows whose gain is below 1. The answer is the pair
# `(table, steps_backwards)`.
#
# `column.shift()` moves a column down by one row.

# %% nbgrader={"grade_id": "efficiency_table", "solution": true}
efficiency_table = ...
### BEGIN SOLUTION
table = data.algorithmic_efficiency().sort_values("year", ignore_index=True)
table.columns = ["Model", "Year", "Efficiency_Factor"]
factor = table["Efficiency_Factor"]
table["Compute_Needed"] = 1 / factor
table["Gain_vs_Previous"] = factor / factor.shift()
efficiency_table = table, int((table["Gain_vs_Previous"] < 1).sum())
### END SOLUTION

# %% nbgrader={"grade_id": "test_efficiency_table", "grade": true, "locked": true}
check("efficiency_table")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("efficiency_table", efficiency_table)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. How fast do algorithms improve?
#
# The chapter gives the gain, and in one place the time it took. Look at the years in your table before you believe
# it.

# %% nbgrader={"grade_id": "numbers_algorithmic_gain", "locked": true}
q = scenario("algorithmic_gain")
q

# %% [markdown]
# Efficiency grew by `q.gain`. Assume that it grew exponentially, and use only the first and the last network and the
# time that really lies between the two (`q.span`, not what the text says). How long does efficiency take to double?

# %% nbgrader={"grade_id": "efficiency_doubling", "solution": true}
efficiency_doubling = ...
### BEGIN SOLUTION
efficiency_doubling = (q.span / np.log2(q.gain)).to("month")
### END SOLUTION

# %% nbgrader={"grade_id": "test_efficiency_doubling", "grade": true, "locked": true}
check("efficiency_doubling")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("efficiency_doubling", efficiency_doubling)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Algorithmic efficiency, drawn
#
# Draw @fig-algo-efficiency yourself: the efficiency factor of all ten networks against the year. Fit an
# exponential trend and draw it from the first year of the points to the last. Write the names of
# EfficientNet-B0 and of VGG-11 beside their points (`axes.annotate` or `axes.text`; you may name the others
# too). Label both axes. Linear or logarithmic: choose an axis on which you can see what you mean.
#
# `np.polyfit(years, np.log(factors), 1)` fits a straight line to logarithms and returns its slope and its
# value at year 0. You get part of the points for part of the picture.

# %% nbgrader={"grade_id": "efficiency_plot", "solution": true}
efficiency_plot = ...
### BEGIN SOLUTION
points = data.algorithmic_efficiency()
slope, start = np.polyfit(points["year"], np.log(points["efficiency_factor"]), 1)
years = np.linspace(points["year"].min(), points["year"].max(), 50)  # literal: enough for a smooth line
figure, axes = plt.subplots()
axes.scatter(points["year"], points["efficiency_factor"])
axes.plot(years, np.exp(start + slope * years), linestyle="--")
for model, year, factor in zip(
    points["model"], points["year"], points["efficiency_factor"], strict=True
):
    axes.annotate(model, (year, factor))
axes.set_yscale("log")
axes.set_xlabel("year")
axes.set_ylabel("efficiency factor (AlexNet = 1)")
efficiency_plot = figure
### END SOLUTION

# %% nbgrader={"grade_id": "test_efficiency_plot", "grade": true, "locked": true}
check("efficiency_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("efficiency_plot", efficiency_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Do the figures bear out the text?
#
# Six claims about @fig-algo-efficiency and @fig-ai-training-compute-growth. For each compute the value from the
# figures' own points, `data.algorithmic_efficiency()` and `data.training_compute()`, and say whether they support it:
# `(True or False, value)`. A value within 10 percent of the claim supports it, or within half an order where the
# claim counts orders of magnitude; where the claim names a limit, any value on that side of it does. You get part of
# the points for part of the claims.
#
# - `every_network`: *every* later network of the figure needs less training compute than AlexNet. The value: the
#   largest need of one of them, as a multiple of AlexNet's.
# - `eight_years`: from the first network to the last, the gain took eight years. The value: how many years.
# - `outpaced_chips`: over the same time the algorithms gained more than chips, which double every 24 months. The
#   value: the algorithms' gain over the chips'. <!-- literal: the claim's own months -->
# - `gpt3_orders`: GPT-3 took orders of magnitude, at least two, more training compute than AlexNet. The value: how
#   many orders (log10 of the ratio).
# - `nine_orders`: the figure's largest run, whichever that is, took nine orders of magnitude more than AlexNet. The
#   value: how many orders.
# - `accelerated`: training compute doubled faster in the *Large Scale* era than in the *Deep Learning* era. The
#   value: the doubling time in the *Large Scale* era, from a fit, in months (`figures.fit_growth(years, values)` gives one,
#   with its `doubling_months`).

# %% nbgrader={"grade_id": "efficiency_claims", "solution": true}
efficiency_claims = {
    "every_network": ...,
    "eight_years": ...,
    "outpaced_chips": ...,
    "gpt3_orders": ...,
    "nine_orders": ...,
    "accelerated": ...,
}
### BEGIN SOLUTION
points = data.algorithmic_efficiency()
factor, year = points["efficiency_factor"], points["year"]
trained = data.training_compute()
flop = trained.set_index("model")["training_flop"]
late = trained[trained["era"] == "Large Scale"]
elapsed = year.max() - year.min()
chip_gain = 2 ** (elapsed / 2)  # literal: 24 months are two years
efficiency_claims = {
    "every_network": (False, 1 / factor.min()),
    "eight_years": (False, Q_(elapsed, "year")),
    "outpaced_chips": (True, factor.max() / chip_gain),
    "gpt3_orders": (True, np.log10(flop["GPT-3"] / flop["AlexNet"])),
    "nine_orders": (False, np.log10(flop.max() / flop["AlexNet"])),
    "accelerated": (False, Q_(figures.fit_growth(late["year"], late["training_flop"]).doubling_months, "month")),
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_efficiency_claims", "grade": true, "locked": true}
check("efficiency_claims")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("efficiency_claims", efficiency_claims)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. The era of scale, drawn
#
# Draw @fig-ai-training-compute-growth: `training_flop` against `year` for all fifteen models of
# `data.training_compute()`, on a logarithmic y axis. The column `era` says which era a model belongs to: draw the two
# eras separately, each with its name in a legend. Add the chapter's trend from 2012 to 2024: it starts at 1e18 FLOP
# <!-- literal: the chapter's trend --> in 2012 and climbs seven orders of magnitude in twelve years, a straight line
# on this axis. Label both axes, with the unit.
#
# You get part of the points for part of the picture; the points of the models weigh most.

# %% nbgrader={"grade_id": "scale_plot", "solution": true}
scale_plot = ...
### BEGIN SOLUTION
figure, axes = plt.subplots()
for marker, (era, part) in zip("os", data.training_compute().groupby("era"), strict=True):
    axes.scatter(part["year"], part["training_flop"], marker=marker, label=str(era))
years = np.array([2012, 2024])  # literal: the ends of the chapter's trend
axes.plot(years, 1e18 * 10 ** (7 / 12 * (years - 2012)), "--", label="trend")  # literal: the chapter's trend
axes.set_yscale("log")
axes.set_xlabel("year")
axes.set_ylabel("training compute (FLOP)")
axes.legend()
scale_plot = figure
### END SOLUTION

# %% nbgrader={"grade_id": "test_scale_plot", "grade": true, "locked": true}
check("scale_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("scale_plot", scale_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Faster than Moore's law, by what factor?
#
# The chapter divides two doubling times and calls the result how much *faster* training compute grows.

# %% nbgrader={"grade_id": "numbers_demand", "locked": true}
pace = scenario("demand")
pace

# %% [markdown]
# Training compute doubles every `pace.demand_doubling`, chips double every `pace.chip_doubling`. After `pace.span`,
# each has grown by some factor. How many times as large is the factor of training compute as the factor of chips? A
# plain number.

# %% nbgrader={"grade_id": "growth_gap", "solution": true}
growth_gap = ...
### BEGIN SOLUTION
compute = 2 ** (pace.span / pace.demand_doubling)
chips = 2 ** (pace.span / pace.chip_doubling)
growth_gap = compute / chips
### END SOLUTION

# %% nbgrader={"grade_id": "test_growth_gap", "grade": true, "locked": true}
check("growth_gap")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("growth_gap", growth_gap)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. What Moore's law leaves unexplained
#
# The caption of @fig-ai-training-compute-growth says by what power of ten training compute grew from one model to
# another. Its own points say something else, and chips grew, too.

# %% nbgrader={"grade_id": "numbers_scale", "locked": true}
run = scenario("scale")
run

# %% [markdown]
# Between two runs of `run.first_ops` and `run.last_ops` lie `run.span`, in which chips double every
# `run.chip_doubling`. That factor explains part of the growth of training compute. What factor is left for more
# devices, more specialised ones, longer runs and higher utilisation?

# %% nbgrader={"grade_id": "beyond_moore", "solution": true}
beyond_moore = ...
### BEGIN SOLUTION
growth = run.last_ops / run.first_ops
beyond_moore = growth / 2 ** (run.span / run.chip_doubling)
### END SOLUTION

# %% nbgrader={"grade_id": "test_beyond_moore", "grade": true, "locked": true}
check("beyond_moore")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("beyond_moore", beyond_moore)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Find the wrong line
#
# If you wait, you pay less: chips become faster, and methods need less work. The numbers:

# %% nbgrader={"grade_id": "numbers_later_runs", "locked": true}
plan = scenario("later_runs")
plan

# %% [markdown]
# A team wants to know what its `plan.runs` runs will cost if it waits `plan.wait`. Chips double their rate every
# `plan.chip_doubling`, and better methods halve the work every `plan.halving`. Somebody has worked it out in eight
# lines. The units fit, but one line is wrong. Run the cell: what it shows in the end is not that price.

# %% nbgrader={"grade_id": "lines_bug_sweep", "locked": true}
chip_gain = 2 ** (plan.wait / plan.chip_doubling)  # 1
rate_later = plan.rate * chip_gain  # 2
method_gain = np.exp(plan.wait / plan.halving)  # 3
work_later = plan.work / method_gain  # 4
rate_of_all = plan.gpus * rate_later  # 5
run_time = work_later / rate_of_all  # 6
run_price = run_time * plan.gpus * plan.price  # 7
sweep_price = plan.runs * run_price  # 8
sweep_price

# %% [markdown]
# Which line makes the mistake, and what do the runs cost once you put that line right and leave the others as they
# are? Give the pair `(number of the line, price)`, the second as a quantity. Each is worth half of the points.

# %% nbgrader={"grade_id": "bug_sweep", "solution": true}
bug_sweep = (..., ...)
### BEGIN SOLUTION
halvings = plan.wait / plan.halving
gpu_time = plan.work / 2**halvings / rate_later
bug_sweep = (3, (plan.runs * gpu_time * plan.price).to("USD"))
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_sweep", "grade": true, "locked": true}
check("bug_sweep")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_sweep", bug_sweep)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_paradox", "locked": true}
# ## 10. Explain
#
# Efficiency grew, and so did the demand for compute (@sec-introduction-efficiency-framework-8dd4). In about a
# hundred words: why is that no contradiction, and which quantity does each of the two figures hold fixed? Use your
# results of questions 3, 5 and 8 to say which of the three grew most. Then name one sentence or caption of that
# section that your results do not bear out, and rewrite it so that the data support it. In a class, a person reads
# this answer; on your own, the cell below it helps you judge.
#
# ### BEGIN MARK SCHEME
# 1 point: what is held fixed. The efficiency figure fixes the result (AlexNet's accuracy) and asks what it
# costs; the compute figure fixes nothing, and shows what the field's largest runs cost. A cheaper result
# is spent on a larger one, so demand grows (a rebound, known as Jevons' paradox).
# 1 point: own numbers, compared like with like: the gain in efficiency (or its doubling time, more than a
# year), the growth of compute (more than four orders of magnitude) and what chips leave
# unexplained (most of that growth). Money, devices and time grew most.
# 1 point: one claim corrected from the learner's own results: the power of ten in the caption; the eight
# years (seven); each successive network (three steps back); "7.1 times faster" (a ratio of doubling times,
# not of growth); five orders in six years at the quoted doubling time (more than six).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_paradox", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_paradox}}
# ### END SOLUTION

# %%
check("explain_paradox")

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
# # Exercises: the Iron Law of ML systems
#
# **What you'll do:** compute how long it takes to train GPT-3, what a better utilisation saves, how many accelerators
# you need for a deadline, write the Iron Law itself as a function, and find the mistake in somebody's calculation.
# **What you'll need:** the lesson named above, and about 70 minutes.
#
# How it works: replace each `...` with your answer and run the cell, then the cell below it. `check` looks at its
# form: kind, unit and sign. It judges the value, too, where the whole course is installed. Answers with a unit are
# quantities: `Q_(3, "day")`, or what you get when you compute with quantities. Any equivalent unit counts, and so
# does rounding to three significant figures. Names must stay as they are.

# %% nbgrader={"grade_id": "imports_iron_law", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg

# %% [markdown]
# ## Your numbers
#
# The questions below name their numbers; this table holds them. Use them by name (`q.gpus`), so
# that their units come along.

# %% nbgrader={"grade_id": "numbers_iron_law", "locked": true}
q = scenario("iron_law")
q

# %% [markdown]
# ## 1. How long does the run take?
#
# A run of `q.training_ops` floating-point operations is spread over `q.gpus` accelerators. Each has the peak `q.peak`
# and reaches the share `q.efficiency` of it (the Iron Law's η). How long does it take? Give `training_days` as a time
# (@eq-intro-iron-law).

# %% nbgrader={"grade_id": "training_days", "solution": true}
training_days = ...
### BEGIN SOLUTION
training_days = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to("day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_training_days", "grade": true, "locked": true}
check("training_days")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_days", training_days)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. What does a better utilisation save?
#
# Better kernels and less waiting raise the efficiency from `q.efficiency` to `q.better_efficiency`;
# nothing else changes. How much time does the run save? The book rounds both times before it
# subtracts; do not.

# %% nbgrader={"grade_id": "days_saved", "solution": true}
days_saved = ...
### BEGIN SOLUTION
slow = q.training_ops / (q.gpus * q.peak * q.efficiency)
fast = q.training_ops / (q.gpus * q.peak * q.better_efficiency)
days_saved = (slow - fast).to("day")
### END SOLUTION

# %% nbgrader={"grade_id": "test_days_saved", "grade": true, "locked": true}
check("days_saved")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("days_saved", days_saved)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. How many accelerators for a deadline?
#
# The same run (`q.training_ops`, peak `q.peak`, efficiency `q.efficiency`) has to be done within
# `q.deadline`. What is the smallest number of accelerators? A plain whole number.

# %% nbgrader={"grade_id": "gpus_for_deadline", "solution": true}
gpus_for_deadline = ...
### BEGIN SOLUTION
gpus_for_deadline = np.ceil((q.training_ops / (q.deadline * q.peak * q.efficiency)).to("").magnitude)
### END SOLUTION

# %% nbgrader={"grade_id": "test_gpus_for_deadline", "grade": true, "locked": true}
check("gpus_for_deadline")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("gpus_for_deadline", gpus_for_deadline)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Find the wrong line
#
# Somebody has worked out how much money the tuning of question 2 saves, in eight lines. The units fit, the names fit,
# but one line is wrong. Run the cell: what it shows in the end is not the money saved.

# %% nbgrader={"grade_id": "lines_bug_savings", "locked": true}
rate_of_one = q.peak * q.efficiency  # 1
rate_of_all = q.gpus * rate_of_one  # 2
time_before = q.training_ops / rate_of_all  # 3
rate_tuned = rate_of_all * (1 + q.better_efficiency - q.efficiency)  # 4
time_after = q.training_ops / rate_tuned  # 5
time_saved = time_before - time_after  # 6
price_of_all = q.gpus * q.price  # 7
money_saved = price_of_all * time_saved  # 8
money_saved

# %% [markdown]
# Which line makes the mistake, and what is the money saved once you put that line right and leave the others as they
# are? Give the pair `(number of the line, money saved)`, the second as a quantity. Each is worth half of the points.

# %% nbgrader={"grade_id": "bug_savings", "solution": true}
bug_savings = (..., ...)
### BEGIN SOLUTION
rate_of_the_tuned = rate_of_all * q.better_efficiency / q.efficiency
time_of_the_tuned = q.training_ops / rate_of_the_tuned
bug_savings = (4, (price_of_all * (time_before - time_of_the_tuned)).to("USD"))  # literal: the wrong line
### END SOLUTION

# %% nbgrader={"grade_id": "test_bug_savings", "grade": true, "locked": true}
check("bug_savings")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("bug_savings", bug_savings)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Which of these are times?
#
# The Iron Law adds three terms, so each must be a time. For each expression say whether it is one:
# `True` or `False`. Data are in bytes, ops in FLOP, bandwidth in byte/second, peak in FLOP/second,
# eta is a plain number, latency a time; bytes and FLOP are different dimensions.

# %% nbgrader={"grade_id": "which_are_times", "solution": true}
which_are_times = {
    "data/bandwidth": ...,
    "ops/peak": ...,
    "ops/bandwidth": ...,
    "data/peak": ...,
    "data+ops": ...,
    "data/bandwidth+latency": ...,
    "ops/(peak*eta)+data/bandwidth": ...,
    "power/energy": ...,
}
### BEGIN SOLUTION
from autograder import solution
which_are_times = solution("which_are_times")
### END SOLUTION

# %% nbgrader={"grade_id": "test_which_are_times", "grade": true, "locked": true}
check("which_are_times")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("which_are_times", which_are_times)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. The Iron Law as a function
#
# Write the additive form (@eq-intro-iron-law): the time to move `data` over `bandwidth`, plus the
# time to do `ops` at the share `eta` of `peak`, plus `latency`. Your function is called with
# quantities, or with plain numbers in byte, byte/second, FLOP, FLOP/second and second; `eta` is a
# fraction. It is tried on many inputs, some with a term that vanishes.

# %% nbgrader={"grade_id": "iron_law", "solution": true}
def iron_law(data, bandwidth, ops, peak, eta, latency):
    """Return the total time by the additive Iron Law."""
    ### BEGIN SOLUTION
    return data / bandwidth + ops / (peak * eta) + latency
    ### END SOLUTION
    return ...

# %% nbgrader={"grade_id": "test_iron_law", "grade": true, "locked": true}
check("iron_law")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("iron_law", iron_law)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. When data and compute overlap
#
# One step of a model, in numbers of its own:

# %% nbgrader={"grade_id": "numbers_one_step", "locked": true}
step = scenario("iron_law_terms")
step

# %% [markdown]
# The step moves `step.data` over `step.bandwidth` and does `step.ops` at the share `step.efficiency`
# of `step.peak`; the overhead `step.overhead` comes on top. If moving and computing overlap, how long
# does the step take (@eq-intro-iron-law-pipelined)?

# %% nbgrader={"grade_id": "pipelined_total", "solution": true}
pipelined_total = ...
### BEGIN SOLUTION
moving = step.data / step.bandwidth
computing = step.ops / (step.peak * step.efficiency)
pipelined_total = (np.maximum(moving, computing) + step.overhead).to("millisecond")
### END SOLUTION

# %% nbgrader={"grade_id": "test_pipelined_total", "grade": true, "locked": true}
check("pipelined_total")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("pipelined_total", pipelined_total)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. The whole picture
#
# Draw the training time of GPT-3 against the number of accelerators: one line for each of the `efficiencies`, over
# all of the `gpu_counts`, both axes logarithmic, axes labelled with their units, a legend that tells the lines apart.
# You get part of the points for part of the picture. Store the figure (or its axes) in `training_days_plot`.

# %% nbgrader={"grade_id": "numbers_plot", "locked": true}
gpu_counts = 2 ** np.arange(6, 15)  # literal: the range of the plot, 64 to 16,384
efficiencies = (0.3, 0.45, 0.6)  # literal: the lines of the plot
days_on_one_gpu = (
    constants.GPT3_TRAINING_OPS / constants.A100_FLOPS_FP16_TENSOR
)

# %% nbgrader={"grade_id": "training_days_plot", "solution": true}
training_days_plot = ...
### BEGIN SOLUTION
training_days_plot, axes = plt.subplots()
for efficiency in efficiencies:
    days = (days_on_one_gpu / (gpu_counts * efficiency)).to("day").magnitude
    axes.loglog(gpu_counts, days, marker="o", label=f"efficiency {efficiency:g}")
axes.set_xlabel("number of GPUs")
axes.set_ylabel("training time (day)")
axes.legend()
### END SOLUTION

# %% nbgrader={"grade_id": "test_training_days_plot", "grade": true, "locked": true}
check("training_days_plot")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_days_plot", training_days_plot)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. What the published run tells you
#
# A run of this model on accelerators like these is reported to have taken longer than the book's
# figure. The numbers:

# %% nbgrader={"grade_id": "numbers_published_run", "locked": true}
run = scenario("recomputation")
run

# %% [markdown]
# The model's own work is `run.coefficient` for each of `run.parameters` and each of the `run.tokens` it was trained
# on. The run took `run.duration` on `run.gpus` accelerators with the peak `run.peak`. What share of the peak went
# into the model's own work (its *model FLOP utilisation*)? A fraction, or a quantity in percent. The table also holds
# numbers that you do not need.

# %% nbgrader={"grade_id": "model_flop_utilisation", "solution": true}
model_flop_utilisation = ...
### BEGIN SOLUTION
work = run.coefficient * run.parameters * run.tokens
model_flop_utilisation = (work / (run.gpus * run.peak * run.duration)).to("").magnitude
### END SOLUTION

# %% nbgrader={"grade_id": "test_model_flop_utilisation", "grade": true, "locked": true}
check("model_flop_utilisation")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("model_flop_utilisation", model_flop_utilisation)
### END HIDDEN TESTS

# %% [markdown]
# ## 10. What the chapter says of GPT-3's training
#
# The chapter's own numbers: `constants.GPT3_TRAINING_OPS` on `constants.GPT3_TRAINING_GPUS` A100, at an efficiency
# that rises from `low` to `high`; `constants.A100_TDP` is the power limit of one. For each claim, compute the value
# and say whether it supports the claim: `(True, value)` or `(False, value)`. A value within 10 percent of the claim
# supports it; where the claim names a limit, any value on that side of it does. Values in days, percent and megawatt
# hours, or quantities. You get part of the points for part of the claims.
#
# - `days_25`: at `low` the run takes 25 days, by the chapter's own formula and operations (the run that was published
#   recomputes activations, does more operations, and takes longer)
# - `saves_less_than_6`: `high` saves *nearly*, that is less than, 6 days
# - `quarter_saved`: that is a quarter of the old time (give the percentage)
# - `thousands_of_mwh`: the GPUs, at `low` and at their power limit all the time, take
#   thousands of megawatt hours
# <!-- literal: 25 and 6 days are the chapter's own words, whatever a student's numbers are -->

# %% nbgrader={"grade_id": "numbers_claims", "locked": true}
low, high = 0.45, 0.60  # literal: the chapter's two efficiencies

# %% nbgrader={"grade_id": "training_claims", "solution": true}
training_claims = {
    "days_25": ...,
    "saves_less_than_6": ...,
    "quarter_saved": ...,
    "thousands_of_mwh": ...,
}
### BEGIN SOLUTION
all_gpus = constants.GPT3_TRAINING_GPUS * constants.A100_FLOPS_FP16_TENSOR
before = (constants.GPT3_TRAINING_OPS / (all_gpus * low)).to("day")
after = (constants.GPT3_TRAINING_OPS / (all_gpus * high)).to("day")
energy = (constants.GPT3_TRAINING_GPUS * constants.A100_TDP * before).to("megawatt_hour")
training_claims = {
    "days_25": (True, before),
    "saves_less_than_6": (False, before - after),
    "quarter_saved": (True, ((before - after) / before).to("percent")),
    "thousands_of_mwh": (False, energy),
}
### END SOLUTION

# %% nbgrader={"grade_id": "test_training_claims", "grade": true, "locked": true}
check("training_claims")
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_claims", training_claims)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "ask_utilisation", "locked": true}
# ## 11. Explain
#
# Two teams train the same model on the same tokens and on equally many GPUs of the same kind. Each reports how busy
# its GPUs are, as a share of the peak, and counts everything they do. Team A computes its activations a second time
# to save memory, and reports 50 percent; team B keeps them, and reports 45 percent. In about a hundred words: which
# team is done first, and by what factor? What does each number measure? Then say which of the two numbers you
# should compare your result from question 9 with, and why. In a class, a person reads this answer; on your own, the
# cell below it helps you judge. <!-- literal: the two teams -->
#
# ### BEGIN MARK SCHEME
# 1 point: team B is first. Of team A's 50 percent only 6 parts in 8 are the model's own work, 37.5 percent, against
# B's 45: B is faster by a factor of 1.2.
# 1 point: the reported numbers are hardware utilisation: all operations done, repeated ones included. Time follows
# from model utilisation, the model's own work (6 operations per parameter and token). For B the two agree.
# 1 point: the learner's own figure of question 9 is a model utilisation, so it is held against 37.5 and 45 percent, and
# not against team A's 50: it counts the model's own work only, whatever the GPUs did besides.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "explain_utilisation", "grade": true, "solution": true, "points": 3}
# ### BEGIN SOLUTION
# {{written.explain_utilisation}}
# ### END SOLUTION

# %%
check("explain_utilisation")
